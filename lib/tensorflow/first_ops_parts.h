/* What the parts of first_ops have for each other: a way, and an operation that it has come to. */
#ifndef NNREG_TENSORFLOW_FIRST_OPS_PARTS_H
#define NNREG_TENSORFLOW_FIRST_OPS_PARTS_H

#include "tensorflow/constant.h"
#include "tensorflow/first_ops.h"

#define NNREG_FIRST_RANK 6u

/*
 * What was done on a way. Dimensions are counted from the right, from 1, since what is broadcast is, and since the rank of
 * what is fed may not be known: `axis[i]` is the dimension of what is fed that stands at the i-th place from the right now, 0 for
 * one that was put in.
 */
struct nnreg_first_way {
    int32_t rank;                       /* of the tensor now; -1: not known */
    uint32_t lead;                      /* dimensions put in front; where the rank is not known */
    uint8_t axis[NNREG_FIRST_RANK + 1]; /* the first is no place, and 0 */
    bool astray;                        /* where dimensions stand now is not known; nor is the rank then */
    /* Bits, one for each dimension of what is fed: */
    uint32_t cut; /* it has another size now */
    uint32_t
        mixed; /* which of it stands where now is not known, and it is not the one along which they differ */
    uint32_t gone; /* one of it was taken, and no place has it now */

    bool known;        /* scale and shift */
    uint8_t dimension; /* of what is fed, along which they differ, or places are moved; 0: none */
    uint8_t parts;     /* of that dimension; 1 where there is none */
    double scale[NNREG_FIRST_CHANNELS];
    double shift[NNREG_FIRST_CHANNELS];
    uint8_t places; /* along the dimension now: fewer than parts where they were split */
    uint8_t place[NNREG_FIRST_CHANNELS];

    bool whole, resized;
    double factor; /* that scale_at has made: the farthest from 1 so far */
    uint32_t scale_at, shift_at, whole_at, turned_at, resize_at;
    uint32_t width, height; /* 0: not known */
};

/* A place where channels come together: what has arrived at each input. */
struct nnreg_first_join {
    uint32_t point;
    uint32_t inputs, arrived;
    struct nnreg_first_way way[NNREG_FIRST_CHANNELS];
    bool is_there[NNREG_FIRST_CHANNELS];
};

struct nnreg_first_step {
    struct nnreg_flow_tensor tensor;
    struct nnreg_first_way way;
};

struct nnreg_first_walk {
    struct nnreg_first_ops *first;
    struct nnreg_flow *flow;
    const struct nnreg_savedmodel *model;
    const struct nnreg_shape *shape; /* of what is fed */
    struct nnreg_constant_room room;
    struct nnreg_first_step *steps;
    size_t step_room, step_count;
    uint32_t steps_left;
    struct nnreg_first_join *joins;
    size_t join_room, join_count;
    struct nnreg_first_way end; /* of the ways that have ended, the first */
    uint32_t ends;
    bool lost; /* a way ended where nothing is known, or two ended differently */
    bool orders_differ, channels_differ;
    struct nnreg_first_told *told;
};

/* An operation that a way has come to, at one of its inputs; `way` is what it does, too, when it is gone on with. */
struct nnreg_first_at {
    struct nnreg_first_walk *walk;
    const struct nnreg_savedmodel *model;
    const struct nnreg_savedmodel_node *node;
    uint32_t point, input;
    uint32_t inputs; /* but for control inputs */
    struct nnreg_first_way way;
    int detail; /* of the row */
};

/* What becomes of the way. */
enum nnreg_first_next {
    NNREG_FIRST_ON,   /* its output 0 is the way now */
    NNREG_FIRST_END,  /* it works on pixels as a picture */
    NNREG_FIRST_LOST, /* what it does is not known */
    NNREG_FIRST_PASSED /* nothing is computed from the pixels, or it was all done by the operation's function */
};

typedef enum nnreg_first_next nnreg_first_meet(struct nnreg_first_at *at);

struct nnreg_first_row {
    const char *op;
    nnreg_first_meet *meet;
    int detail;
};

/* The row of an operation, NULL: what it does is not known (first_ops_table.c). */
const struct nnreg_first_row *nnreg_first_row_of(const struct nnreg_savedmodel *model,
                                                 const struct nnreg_savedmodel_node *node);

/* Goes on at an output with the way as it is now (first_ops.c). */
void nnreg_first_go_on(struct nnreg_first_at *at, uint32_t output);
bool nnreg_first_constant(struct nnreg_constant *constant, struct nnreg_first_at *at, uint32_t input);
/* The same for whole numbers. */
bool nnreg_first_ints(struct nnreg_constant_ints *ints, struct nnreg_first_at *at, uint32_t input);
/* The shape of what is stored in the graph or a variable, at an input; false where that is not known. */
bool nnreg_first_stored_shape(struct nnreg_shape *shape, struct nnreg_first_at *at, uint32_t input);
/* The way has this rank: false where it has another, or has gone astray. */
bool nnreg_first_has_rank(struct nnreg_first_way *way, uint32_t rank);
/*
 * The place from the right of an axis as operations name it, which may be negative; 0: there is none, or it is not known. It is
 * at most the rank, where that is known.
 */
uint32_t nnreg_first_place(const struct nnreg_first_way *way, int64_t axis);
/* The operation has its dimensions in this order, "NHWC": tells where those of what is fed stand. */
void nnreg_first_tell_order(struct nnreg_first_at *at, const char *order);
/* The order of dimensions that an operation says it has; NULL: one that is not known. */
const char *nnreg_first_data_format(const struct nnreg_first_at *at);
/*
 * Scale and shift will differ along the dimension at this place, which has so many parts: false where they already differ
 * along another (first_ops_numbers.c).
 */
bool nnreg_first_divide(struct nnreg_first_way *way, uint32_t place, uint32_t parts);

/* The size of a dimension of what is fed, from the right; -1: not known. */
int64_t nnreg_first_fed_size(const struct nnreg_first_at *at, uint32_t dimension);
/* The dimension at a place goes. */
void nnreg_first_take_away(struct nnreg_first_way *way, uint32_t place);
/*
 * How many parts there are at a place; 0: more than are told apart, or nobody knows. Of a dimension that is fed and open it is
 * said to be three (first_ops_turns.c).
 */
uint32_t nnreg_first_channels_along(const struct nnreg_first_at *at, uint32_t place);
/* Nobody knows any more which of the dimension at this place stands where. */
void nnreg_first_mix(struct nnreg_first_way *way, uint32_t place);

/* The functions of rows: see the table. */
nnreg_first_meet nnreg_first_same, nnreg_first_switch, nnreg_first_skip, nnreg_first_pad, nnreg_first_clip;
nnreg_first_meet nnreg_first_cast, nnreg_first_arithmetic, nnreg_first_bias, nnreg_first_norm;
nnreg_first_meet nnreg_first_expand, nnreg_first_squeeze, nnreg_first_reshape, nnreg_first_transpose;
nnreg_first_meet nnreg_first_reverse, nnreg_first_slice, nnreg_first_gather, nnreg_first_split,
    nnreg_first_concat;
nnreg_first_meet nnreg_first_resize, nnreg_first_crop, nnreg_first_conv, nnreg_first_pool,
    nnreg_first_product;

#endif
