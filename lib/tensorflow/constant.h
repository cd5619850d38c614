/*
 * Small constants of a graph, also where the graph computes them: "1 / 255", the root of a variance, a size packed of two
 * numbers; and variables whose values are known (stored_values.h), which are as constant. What hangs on another variable, on what
 * is fed or on a conditional is none.
 *
 * An expression is taken apart into slots, an operation before what it is computed from, and then computed from the last slot
 * to the first; so nothing recurs, and one that is larger than the slots is not known.
 */
#ifndef NNREG_TENSORFLOW_CONSTANT_H
#define NNREG_TENSORFLOW_CONSTANT_H

#include "tensorflow/flow.h"

#define NNREG_CONSTANT_RANK        6u
#define NNREG_CONSTANT_ELEMENTS    64u /* of a constant whose elements differ */
#define NNREG_LIMIT_CONSTANT_SLOTS 48u /* operations of an expression, each as often as it is read */

struct nnreg_constant {
    uint32_t rank;
    int64_t dim[NNREG_CONSTANT_RANK]; /* from 1; an int64_t counts the elements */
    uint32_t count;                   /* elements that follow; 1: all elements are this */
    double element[NNREG_CONSTANT_ELEMENTS];
    bool is_whole; /* of a type of integers */
};

/* The value of the variable that a node makes: false when it is not known. */
typedef bool nnreg_constant_variable(struct nnreg_constant *constant, void *context, uint32_t variable);

/* Room to take expressions apart in. Zeroed at first but for `read` and `context`; freed with nnreg_constant_room_free. */
struct nnreg_constant_room {
    struct nnreg_constant_slot *slots;
    uint32_t count;
    nnreg_constant_variable *read;
    void *context; /* of `read`, borrowed */
};

/* The constant at a node's data input: false when it is none that is known. On no memory flow->failed is set. */
bool nnreg_constant_at(struct nnreg_constant *constant, struct nnreg_constant_room *room,
                       struct nnreg_flow *flow, uint32_t point, uint32_t input);
void nnreg_constant_room_free(struct nnreg_constant_room *room);

/* One of its elements. */
double nnreg_constant_element(const struct nnreg_constant *constant, uint32_t i);
/* Whether the elements of a type are whole numbers. */
bool nnreg_constant_is_whole(uint32_t dtype);

/* A list of whole numbers, or one alone: false when it is none. */
struct nnreg_constant_ints {
    uint32_t count;
    int64_t value[NNREG_CONSTANT_ELEMENTS];
};
bool nnreg_constant_ints(struct nnreg_constant_ints *ints, const struct nnreg_constant *constant);

#endif
