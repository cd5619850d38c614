/* A way through a graph, as it is shown: its first and its last nodes, and how many lie between. */
#ifndef NNREG_TENSORFLOW_FLOW_WAY_H
#define NNREG_TENSORFLOW_FLOW_WAY_H

#include "base/bytes.h"
#include "tensorflow/flow.h"

enum { NNREG_WAY_HALF = 3 }; /* nodes shown of either end */

/* Zeroed before use. Holds nothing that is to be freed. */
struct nnreg_flow_way {
    uint32_t count;
    uint32_t first[NNREG_WAY_HALF]; /* texts */
    uint32_t last[NNREG_WAY_HALF];  /* of those behind the first, a ring */
};

void nnreg_flow_way_add(struct nnreg_flow_way *way, uint32_t name);
/* From a point that a walk has met to where the walk began. */
void nnreg_flow_way_of(struct nnreg_flow_way *way, const struct nnreg_flow_walk *walk, uint32_t point);
/* "a -> b -> c": names that are long are cut. */
void nnreg_flow_way_put(struct nnreg_bytes *out, const struct nnreg_flow_way *way,
                        const struct nnreg_savedmodel *model);

#endif
