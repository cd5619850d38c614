/*
 * Latin letters whose case does not matter, whatever the host's locale: strcasecmp of a Turkish one holds I and i for two letters.
 */
#ifndef NNREG_BASE_LETTERS_H
#define NNREG_BASE_LETTERS_H

#include <stdbool.h>
#include <stddef.h>

static inline unsigned char nnreg_letter_small(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : c;
}

/* Whether `size` bytes at `text` are those of `word`, which has as many. */
static inline bool nnreg_letters_are(const char *text, const char *word, size_t size)
{
    size_t i = 0;

    while (i < size &&
           nnreg_letter_small((unsigned char)text[i]) == nnreg_letter_small((unsigned char)word[i]))
        i++;
    return i == size;
}

/* Whether a text begins so. */
static inline bool nnreg_letters_begin(const char *text, const char *word)
{
    while (*word != '\0' &&
           nnreg_letter_small((unsigned char)*text) == nnreg_letter_small((unsigned char)*word)) {
        text++;
        word++;
    }
    return *word == '\0';
}

/* Whether two texts are the same. */
static inline bool nnreg_letters_same(const char *text, const char *word)
{
    while (*word != '\0' &&
           nnreg_letter_small((unsigned char)*text) == nnreg_letter_small((unsigned char)*word)) {
        text++;
        word++;
    }
    return *text == '\0' && *word == '\0';
}

#endif
