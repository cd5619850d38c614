/*
 * A graph to be looked at, as the report of nnreg_inspect tells it ("scopes"; doc/nnreg-check.1, "JSON OUTPUT"): texts that can be
 * printed, for whoever draws them. Names come from the file: what the gate (gate.h) refuses is an escape in them already.
 */
#ifndef NNREG_TOOLS_PICTURE_H
#define NNREG_TOOLS_PICTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"
#include "json_pick.h"

#define PICTURE_COLUMNS 40 /* of a line in a box; a name that is longer is cut in its middle */
#define PICTURE_LINES   4

enum picture_kind { PICTURE_INPUT, PICTURE_OPERATIONS, PICTURE_OUTPUT };

/* What needs a look in a box, by how much: the first that a box has gives its look. */
enum picture_mark { PICTURE_UNSAFE, PICTURE_UNFED, PICTURE_UNKNOWN, PICTURE_MARK_COUNT };

struct picture_box {
    enum picture_kind kind;
    struct buffer name;                 /* the whole of it */
    struct buffer lines[PICTURE_LINES]; /* what stands in the box */
    size_t line_count;
    uint64_t operations;
    uint64_t marks[PICTURE_MARK_COUNT];
    bool is_more; /* it stands for others, too */
};

struct picture_edge {
    size_t from, to; /* boxes */
    struct buffer label;
    bool order_only; /* nothing flows: one has to run before the other */
};

struct picture {
    uint64_t depth;
    uint64_t operations;
    struct picture_box *boxes;
    size_t box_count;
    struct picture_edge *edges;
    size_t edge_count;
    struct buffer title, summary;
    struct buffer notes[2]; /* what is not in the picture: "" where there is nothing to say */
    bool alarm;             /* and the first of them needs a look */
};

enum picture_result {
    PICTURE_READ,
    PICTURE_NOTHING,  /* there is no graph */
    PICTURE_TOO_LARGE /* `why` says what there is too much of */
};

/* To be freed in any case. `why` is added to. */
enum picture_result picture_read(struct picture *picture, struct json_part report, struct buffer *why);
void picture_free(struct picture *picture);
void picture_free_box(struct picture_box *box);

/* Of many boxes that are alike leaves out all but some, and one that tells how many more there are (picture_fold.c). */
void picture_fold(struct picture *picture);

/* The mark that gives a box its look; PICTURE_MARK_COUNT: none. */
enum picture_mark picture_mark_of(const struct picture_box *box);
/* "unsafe", "unfed", "unknown". */
const char *picture_mark_name(enum picture_mark mark);

/* For Graphviz: scopes that begin alike stand together. */
void picture_add_dot(struct buffer *text, const struct picture *picture);

/* As SVG 1.1. False: its edges would have more bends than a layout has room for (LAYOUT_LIMIT_PLACES). */
bool picture_add_svg(struct buffer *text, const struct picture *picture);

#endif
