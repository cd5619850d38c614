/*
 * How much memory is held, and how much at most: what malloc, calloc and realloc give and free takes, which are wrapped at the link
 * (-Wl,--wrap=NAME), in the sizes that the C library really gives.
 */
#ifndef NNREG_TESTS_LINEAR_HELD_H
#define NNREG_TESTS_LINEAR_HELD_H

#include <stddef.h>

/* From now on. */
void held_begin(void);
/* The most at any time since then, beyond what was held then. */
size_t held_most(void);

#endif
