/* What fuzz targets have in common: promises, and taking an input apart from its front. */
#ifndef NNREG_TESTS_FUZZ_INPUT_H
#define NNREG_TESTS_FUZZ_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A macro, so that the place of a broken promise is in the backtrace. */
#define must(kept)   \
    do {             \
        if (!(kept)) \
            abort(); \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

struct fuzz_input {
    const uint8_t *at;
    size_t left;
};

/* The next bytes as a number, the highest first; what lies behind the end is 0. */
static inline uint64_t take_number(struct fuzz_input *input, size_t bytes)
{
    uint64_t number = 0;

    for (; bytes > 0; bytes--) {
        number = number << 8 | (input->left > 0 ? *input->at : 0);
        input->at += input->left > 0;
        input->left -= input->left > 0;
    }
    return number;
}

/* The next bytes as a text without NUL, up to one of `end` (which is taken, too) or the input's end. Freed by the caller. */
static inline char *take_text(struct fuzz_input *input, uint8_t end)
{
    const uint8_t *stop = input->left > 0 ? memchr(input->at, end, input->left) : NULL;
    size_t size = stop != NULL ? (size_t)(stop - input->at) : input->left;
    char *text = malloc(size + 1);

    must(text != NULL);
    if (size > 0)
        memcpy(text, input->at, size);
    text[size] = '\0';
    input->at += size + (stop != NULL);
    input->left -= size + (stop != NULL);
    return text;
}

#endif
