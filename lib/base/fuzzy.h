/*
 * Which of many names are like one that does not exist: with a few wrong letters, or with the same last part in another
 * scope. The names pass by once; the likeliest are kept by whoever holds them. For a word among few there is nnreg_nearest
 * (nnreg.h), which counts letters in the same way.
 */
#ifndef NNREG_BASE_FUZZY_H
#define NNREG_BASE_FUZZY_H

#include <stddef.h>
#include <stdint.h>

#define NNREG_FUZZY_MOST    3 /* candidates kept */
#define NNREG_FUZZY_LETTERS 8 /* letters that may differ, in names of any length */

/* How many letters of a name differ from another, a swap of neighbours being one and case none; more than `most`: most + 1. */
unsigned nnreg_letters_between(const char *name, const char *other, unsigned most);

struct nnreg_fuzzy {
    const char *wanted; /* borrowed */
    size_t size;
    uint64_t letters;   /* of `wanted`, as a set */
    unsigned tolerance; /* letters that may differ */
    unsigned score[NNREG_FUZZY_MOST];
    size_t count;
};

void nnreg_fuzzy_init(struct nnreg_fuzzy *fuzzy, const char *wanted, size_t size);

/*
 * Offers a name. Returns the place it takes among those kept, the likeliest being at 0: those from there on move back by
 * one, and the last one of NNREG_FUZZY_MOST goes. NNREG_FUZZY_MOST: it is not kept. Among equals the first stays
 * first.
 */
size_t nnreg_fuzzy_offer(struct nnreg_fuzzy *fuzzy, const char *name, size_t size);

#endif
