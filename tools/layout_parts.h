/* What the steps of the layout have in common: see layout.h. */
#ifndef NNREG_TOOLS_LAYOUT_PARTS_H
#define NNREG_TOOLS_LAYOUT_PARTS_H

#include "layout.h"

#define LAYOUT_NONE ((size_t)-1)

enum {
    LAYOUT_BESIDE = 14,  /* pixels between two places of a rank … */
    LAYOUT_EDGES = 6,    /* … of which neither is a box */
    LAYOUT_WIDTH = 1500, /* of a picture, where no row needs more */
    LAYOUT_BETWEEN = 16  /* and between two ranks, for curves */
};

/* A box, or where an edge passes a rank. Ranks of boxes are even, those between them odd. */
struct layout_place {
    size_t rank;
    size_t position; /* in its rank */
    size_t box;      /* LAYOUT_NONE: an edge passes */
    int width;
    double x; /* its middle */
};

/* From a place to one in the next rank, downwards. */
struct layout_link {
    size_t upper, lower;
};

/* Items by what they belong to: those of k are list[first[k]] up to list[first[k + 1]]. */
struct layout_groups {
    size_t *first, *list;
};

struct layering {
    struct layout *layout;
    size_t *levels, *ranks; /* by box */
    struct layout_place *places;
    size_t place_count;
    struct layout_link *links;
    size_t link_count;
    size_t *
        first_place; /* by edge: the first place it passes, those after it are the next ones; from top to bottom */
    size_t *passes;                    /* by edge: places */
    size_t *label_place;               /* by edge: that of its label */
    size_t *uppers, *lowers;           /* by box: edges that lead to it from above, and from it downwards */
    struct layout_groups above, below; /* by place: the links to it, and from it */
    size_t rank_count;
    struct layout_groups rows; /* by rank: its places in their order */
};

/* Groups of `count` items by `key(context, item)`, which is less than `groups`; within a group the items keep their order. */
void layout_group(struct layout_groups *groups, size_t group_count, size_t count,
                  size_t (*key)(const void *context, size_t item), const void *context);
void layout_groups_free(struct layout_groups *groups);

/* The ends of an edge as it is laid out: downwards. */
size_t layout_upper(const struct layout_edge *edge);
size_t layout_lower(const struct layout_edge *edge);

void layout_find_levels(struct layering *layering); /* steps 1 and 2 */
/* Step 3, with rows that are not wider than that, but for one of a single box. May be asked again. */
void layout_fill_ranks(struct layering *layering, int width);
void layout_find_order(struct layering *layering);       /* step 5 */
void layout_find_coordinates(struct layering *layering); /* step 6, up to the middles of the places */

#endif
