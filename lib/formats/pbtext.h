/*
 * Protobuf's text form, as far as one can read it without knowing the messages (doc/FORMATS.md, "Text form"): names,
 * words, texts with escapes, punctuation, and where one is, as line and column. savedmodel_text knows the messages.
 *
 *     message = { field }                    field = name [":"] "{" message "}" | name [":"] "<" message ">"
 *                                                  | name ":" value | name [":"] "[" value { "," value } "]"
 *     value   = word | text { text }         and "," or ";" may follow a field; "#" comments to the end of the line
 *
 * All failures are the cursor's, at the place that is next to be read.
 */
#ifndef NNREG_FORMATS_PBTEXT_H
#define NNREG_FORMATS_PBTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cursor.h"

#define NNREG_PBTEXT_WORD 256 /* bytes of a name, number or enum value, at most */

struct nnreg_pbtext {
    struct nnreg_cursor *cursor;
    uint64_t line;       /* from 1 */
    uint64_t line_start; /* offset of the line's first byte */
    uint64_t
        continuations; /* bytes of the line that continue a character: they are no columns of their own */
    char word[NNREG_PBTEXT_WORD + 1]; /* what nnreg_pbtext_name and _word read, ended by a NUL */
    size_t length;
    uint64_t word_offset; /* where it began; UINT64_MAX before the first */
    uint64_t word_column; /* from 1, on `line` */
};

void nnreg_pbtext_init(struct nnreg_pbtext *text, struct nnreg_cursor *cursor);

/* The column of the place that is next to be read, from 1, in characters. */
uint64_t nnreg_pbtext_column(const struct nnreg_pbtext *text);

/* Goes to the next character that is no white space and no comment, and tells it: -1 at the end. */
int nnreg_pbtext_peek(struct nnreg_pbtext *text);

/* Takes this character if it is next. */
bool nnreg_pbtext_take(struct nnreg_pbtext *text, int character);

/* The name of a field, or of a type in brackets with its address: false, and failed, when there is none. */
bool nnreg_pbtext_name(struct nnreg_pbtext *text);
bool nnreg_pbtext_type(struct nnreg_pbtext *text);

/* A number, an enum's value, true or false, inf: false, and failed, when there is none. */
bool nnreg_pbtext_word(struct nnreg_pbtext *text);

/*
 * A text: its adjacent pieces, unescaped. At most `room` bytes go to `out`; `*size` counts all. False, and failed,
 * when it is none.
 */
bool nnreg_pbtext_string(struct nnreg_pbtext *text, char *out, size_t room, uint64_t *size);

/*
 * What the word says: false when it is nothing of the kind. A whole number must fit the bits of its field, as protobuf has it; a
 * negative one, which is of a signed field only, is its two's complement in 64.
 */
bool nnreg_pbtext_integer(const struct nnreg_pbtext *text, unsigned bits, bool is_signed, uint64_t *number);
/* A float or double, spelt in decimal, or inf, infinity and nan in any case. */
bool nnreg_pbtext_float(const struct nnreg_pbtext *text, double *number);
bool nnreg_pbtext_bool(const struct nnreg_pbtext *text, uint64_t *truth);

void nnreg_pbtext_fail(struct nnreg_pbtext *text, const char *failure);

#endif
