/*
 * All that a registry answers, as a text that can be compared: each object by itself and in lists, the history, the tensors, the
 * bytes of the files.
 */
#ifndef NNREG_TESTS_READING_H
#define NNREG_TESTS_READING_H

#include "nnreg.h"

/* One line for each thing, which begins with what it is; to be freed. A call that fails has its status and message in its line. */
char *reading_all(nnreg *registry);

/* The first lines of two such texts that differ; false: they are the same. */
struct reading_difference {
    const char *before, *now; /* in the texts; "" at their end */
    int before_length, now_length;
};
int reading_differs(struct reading_difference *difference, const char *before, const char *now);

#endif
