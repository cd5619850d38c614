/*
 * Which of many names are like one that does not exist: with a few wrong letters, or with the same last part in another
 * scope. The names pass by once; the likeliest are kept by whoever holds them.
 */
#ifndef NNREG_INSPECT_LIKENESS_H
#define NNREG_INSPECT_LIKENESS_H

#include <stddef.h>
#include <stdint.h>

#define NNREG_LIKENESS_MOST 3 /* candidates kept */

struct nnreg_likeness {
    const char *wanted; /* borrowed */
    size_t size;
    uint64_t letters;   /* of `wanted`, as a set */
    unsigned tolerance; /* letters that may differ */
    unsigned score[NNREG_LIKENESS_MOST];
    size_t count;
};

void nnreg_likeness_init(struct nnreg_likeness *likeness, const char *wanted, size_t size);

/*
 * Offers a name. Returns the place it takes among those kept, the likeliest being at 0: those from there on move back by
 * one, and the last one of NNREG_LIKENESS_MOST goes. NNREG_LIKENESS_MOST: it is not kept. Among equals the first stays
 * first.
 */
size_t nnreg_likeness_offer(struct nnreg_likeness *likeness, const char *name, size_t size);

#endif
