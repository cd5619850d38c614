/*
 * What the readers of mean files that are protobuf messages have for each other: mean_blob.c and mean_tensor.c know the messages,
 * mean_proto.c walks them. Fields come in any order, so that a file is walked twice: for its shape and the number of its
 * values, and then for the values.
 */
#ifndef NNREG_FORMATS_MEAN_PROTO_H
#define NNREG_FORMATS_MEAN_PROTO_H

#include "formats/mean_parts.h"
#include "formats/protowire.h"

/* A repeated field of numbers: counted on the first walk, taken on the second. */
struct nnreg_mean_numbers {
    struct nnreg_mean_reading *reading;
    uint32_t field; /* 0: none */
    enum nnreg_wire wire;
    enum nnreg_element element;
    uint64_t count;
    uint64_t first; /* where the first one is in the file, */
    uint64_t end;   /* and the last one */
    double last;    /* its value, on the second walk */
    bool taking;
};

/* An nnreg_wire_take: `context` are the numbers. */
void nnreg_mean_take_number(void *context, uint64_t number);

/* Like nnreg_wire_tag, for the file itself: an editor's newline behind the last field is its end, too. */
bool nnreg_mean_next_field(struct nnreg_cursor *file, uint32_t *field, enum nnreg_wire *wire, bool *newline);

/* The second walk. */
void nnreg_mean_take_values(struct nnreg_mean_reading *reading, struct nnreg_mean_numbers *numbers);

/* What the first walk met: false, and told, when there is no use in a second. `other`: what the file is instead, or NULL. */
bool nnreg_mean_walked(struct nnreg_mean_reading *reading, bool newline, const char *other);

/* An nnreg_wire_take: appends a dimension to `context`, the mean; those beyond the limit are counted only. */
void nnreg_mean_put_dim(void *context, uint64_t size);
/* False, and told, when there were more. */
bool nnreg_mean_rank_is_right(struct nnreg_mean_reading *reading);

#endif
