/*
 * A layered layout: boxes in ranks, so that what flows goes downwards. It knows sizes and nothing of what is in the boxes.
 *
 *     1 edges that would close a circle are turned round (layout_ranks.c)
 *     2 each box gets a rank: below all that leads to it, and not further up than it has to be
 *     3 between two ranks of boxes is one for labels; an edge has a place in each rank that it passes (layout.c)
 *     4 the places of a rank are put in an order with few crossings, by medians, down and up (layout_order.c)
 *     5 and to coordinates: each where its neighbours want it, as far as those beside it leave room (layout_coordinates.c)
 *
 * Sizes and coordinates are whole pixels. The same input gives the same picture.
 */
#ifndef NNREG_TOOLS_LAYOUT_H
#define NNREG_TOOLS_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#define LAYOUT_LIMIT_PLACES 100000u /* boxes, and ranks that edges pass, all together */

struct layout_box {
    int width, height; /* given */
    int x, y;          /* the upper left corner */
};

struct layout_point {
    int x, y;
};

/*
 * Its points are where it begins, two for each rank that it passes, between which it is upright, and where it ends: from the
 * second of a rank to the first of the next there is room for a curve.
 */
struct layout_edge {
    size_t from, to; /* given: boxes, two different ones */
    int label_width; /* given; 0: no label */
    bool back;       /* it goes upwards, against all others */
    size_t first_point, point_count;
    struct layout_point label; /* the middle of its label */
};

struct layout {
    struct layout_box *boxes; /* given, and the caller's */
    size_t box_count;
    struct layout_edge *edges; /* given, and the caller's */
    size_t edge_count;
    int label_height; /* given */
    struct layout_point *points;
    size_t point_count;
    int width, height;
};

/* False: there are more places than LAYOUT_LIMIT_PLACES, and nothing is laid out. To be freed in either case. */
bool layout_make(struct layout *layout);
void layout_free(struct layout *layout);

#endif
