/*
 * What a call costs, counted in a way that is the same on every run: the blocks of code that are entered, which the
 * compiler reports (-fsanitize-coverage=trace-pc), and one for each 16 bytes that the C library goes over in the
 * functions that are wrapped at the link (-Wl,--wrap=NAME). Time does not come into it.
 */
#ifndef NNREG_TESTS_LINEAR_COUNT_H
#define NNREG_TESTS_LINEAR_COUNT_H

#include <stdint.h>

/* Since the program began. */
uint64_t count_now(void);

#endif
