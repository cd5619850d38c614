/* What the first operations of a graph tell of its first node (first_ops.h), as one line. */
#ifndef TEST_TOLD_FIXTURE_H
#define TEST_TOLD_FIXTURE_H

#include "tensorflow/first_ops.h"

/*
 * `nodes` as in short_graph.h; what is fed is the placeholder "x" in front of them, of the shape "[-1,32,32,3]" or "?". Static
 * storage:
 *
 *     NHWC 3>8 x*1+(0,1,2) whole turned 224x200
 *
 * The order of dimensions, "?": not told; channels and filters, where they are told; what is computed, by channel where they
 * differ, "?": not known; then what else is told: whole numbers, channels that are turned, width and height.
 */
const char *told_of(const char *fed, const char *nodes);
/* The sentence about what is computed: nnreg_first_formula_put. */
const char *told_formula(const char *fed, const char *nodes);

/* Fails with all rows of a table that tell something else. */
struct told_row {
    const char *fed, *nodes, *told;
};
void told_expect(const struct told_row *rows, size_t count);

#define TOLD_EXPECT(rows) told_expect(rows, sizeof(rows) / sizeof *(rows))

#endif
