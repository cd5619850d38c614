/*
 * Growable output with a sticky failure: writers append without looking, the one who finishes asks `failed` once.
 */
#ifndef NNREG_BASE_BYTES_H
#define NNREG_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct nnreg_bytes {
    char *content; /* always followed by a NUL that is not counted, once anything was written */
    size_t size;
    size_t capacity;
    bool failed; /* there was no memory: nothing more is written */
};

#define NNREG_BYTES_INIT  \
    {                     \
        NULL, 0, 0, false \
    }

void nnreg_bytes_free(struct nnreg_bytes *bytes);
void nnreg_bytes_put(struct nnreg_bytes *bytes, const void *content, size_t size);
void nnreg_bytes_char(struct nnreg_bytes *bytes, char character);
void nnreg_bytes_text(struct nnreg_bytes *bytes, const char *text);
void nnreg_bytes_decimal(struct nnreg_bytes *bytes, uint64_t number);
void nnreg_bytes_format(struct nnreg_bytes *bytes, const char *format, ...) NNREG_PRINTF(2, 3);

/* Hands the content over as a text ("" when nothing was written); NNREG_NO_MEMORY, and *text NULL, when it failed. */
nnreg_status nnreg_bytes_take(char **text, struct nnreg_bytes *bytes);

#endif
