/* The known name that is nearest to a misspelt one, if any is near: edit distance with swapped neighbours. */
#ifndef NNREG_TOOLS_NEAREST_H
#define NNREG_TOOLS_NEAREST_H

#include <stddef.h>

struct nearest {
    const char *name; /* the nearest so far, or NULL */
    const char *given;
    size_t distance; /* only nearer names than this are taken */
};

void nearest_start(struct nearest *nearest, const char *given);
void nearest_offer(struct nearest *nearest, const char *name);

#endif
