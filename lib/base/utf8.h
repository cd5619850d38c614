/* UTF-8 (RFC 3629): overlong forms, surrogates and code points above U+10FFFF are no UTF-8. */
#ifndef NNREG_BASE_UTF8_H
#define NNREG_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length in bytes (1 to 4) of the character at `text`, 0 when it is no UTF-8. `size` is what may be read. */
size_t nnreg_utf8_next(uint32_t *code_point, const char *text, size_t size);

/* Writes a code point; returns its length. `code_point` is valid and no surrogate. */
size_t nnreg_utf8_put(char out[4], uint32_t code_point);

bool nnreg_utf8_valid(const char *text, size_t size);

/* The same, and without a NUL in it. */
bool nnreg_utf8_is_text(const char *text, size_t size);

/* Characters (code points) in valid UTF-8. */
size_t nnreg_utf8_length(const char *text, size_t size);

/* Whether the code point is a control character: U+0000 to U+001F, U+007F to U+009F. */
bool nnreg_utf8_is_control(uint32_t code_point);

/*
 * Copies text for a message into `out` (always ended by a NUL): control characters and bad bytes as \xNN, cut with "…"
 * where it does not fit: `out_size` is 4 at least. Returns `out`.
 */
const char *nnreg_utf8_quote(char *out, size_t out_size, const char *text, size_t size);

#endif
