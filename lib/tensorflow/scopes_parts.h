/* What the parts of the collapse have in common: see scopes.h. */
#ifndef NNREG_TENSORFLOW_SCOPES_PARTS_H
#define NNREG_TENSORFLOW_SCOPES_PARTS_H

#include "tensorflow/scopes.h"

/* ------------------------------------------------------------------------------- names, as a tree of their parts -- */

struct nnreg_scopes_name {
    uint32_t parent;  /* NNREG_SCOPES_NONE of a root */
    uint32_t level;   /* parts */
    uint32_t part;    /* in the pool */
    uint32_t box;     /* NNREG_SCOPES_NONE: none yet */
    uint32_t members; /* of a block: names right below it */
    bool is_block;    /* "conv2_*": it takes a part of the depth, and stands in no name below it */
    bool is_opened;   /* and would close a circle */
};

/* Whether a scope's names are gathered to blocks: not, or being counted, in which they take no part of the depth, or as counted. */
enum nnreg_scopes_blocks { NNREG_SCOPES_NO_BLOCKS, NNREG_SCOPES_COUNT_BLOCKS, NNREG_SCOPES_TAKE_BLOCKS };

struct nnreg_scopes_names {
    enum nnreg_scopes_blocks blocks;
    struct nnreg_string_pool parts;
    struct nnreg_scopes_name *list;
    size_t room, count;
    uint32_t *slots; /* open addressing by parent and part: a number + 1 */
    size_t slot_count;
};

/* The first name is a root: that of the graph. NULL: no memory. Freed with nnreg_scopes_names_free, which takes NULL. */
struct nnreg_scopes_names *nnreg_scopes_names_make(void);
void nnreg_scopes_names_free(struct nnreg_scopes_names *names);

/* Each is NNREG_SCOPES_NONE on no memory: another root; the scope of a node's name, below `base`, of at most `depth` parts. */
uint32_t nnreg_scopes_name_root(struct nnreg_scopes_names *names);
uint32_t nnreg_scopes_name_of(struct nnreg_scopes_names *names, uint32_t base, uint32_t depth,
                              const char *name, size_t size);

uint32_t nnreg_scopes_name_parts(struct nnreg_scopes_part parts[NNREG_LIMIT_SCOPE_DEPTH],
                                 const struct nnreg_scopes_names *names, uint32_t scope);

/* Where the next block's name within a part ends, which begins a word after `from`: 0 where there is none (scopes_blocks.c). */
size_t nnreg_scopes_block_end(const char *part, size_t size, size_t from);

/* --------------------------------------------------------------------------------------------- a collapse on its way -- */

enum nnreg_scoping_flag {
    NNREG_SCOPING_ENTERED = 1,     /* a call whose functions are looked into */
    NNREG_SCOPING_TRANSPARENT = 2, /* and that is no box */
    NNREG_SCOPING_SOURCE = 4,      /* a constant or variable */
    NNREG_SCOPING_READER = 8,      /* what hands it on, and does nothing else */
    NNREG_SCOPING_SHARED = 16,     /* one of the two, with several boxes behind it */
    NNREG_SCOPING_TRACED = 32
};

struct nnreg_scoping {
    struct nnreg_scopes *scopes;
    struct nnreg_flow *flow;
    struct nnreg_flow_walk walk;
    struct nnreg_scopes_end *inputs, *outputs; /* by tensor, each once */
    size_t input_count, output_count, input_room, output_room;
    struct nnreg_flow_tensor *fed; /* those of the inputs */
    /* By point. */
    uint32_t points;
    uint32_t *at;                      /* nodes: the scope; NNREG_SCOPES_NONE: not drawn, or not known yet */
    unsigned char *flags;              /* enum nnreg_scoping_flag */
    struct nnreg_flow_tensor *origins; /* arguments and results: what they hand on, where SCOPING_TRACED */
    enum nnreg_scoping_flag noting;    /* whose boxes behind them are looked for */
    uint32_t *slots;                   /* edges by their boxes: open addressing, a number + 1 */
    size_t box_room, edge_room;
    bool failed; /* no memory */
};

/* The tensors of all signatures that clients call (scopes_ends.c). */
void nnreg_scoping_ends(struct nnreg_scoping *scoping);
const struct nnreg_scopes_end *nnreg_scoping_input(const struct nnreg_scoping *scoping,
                                                   const struct nnreg_flow_tensor *tensor);

/*
 * What a point gets, as far as boxes are concerned: arguments and results are seen through, up to a node or a tensor that is
 * fed (scopes_sources.c). A loop's arguments, and the results of all calls that are boxes, get what they get on behalf of the call.
 */
typedef void nnreg_scoping_visit(struct nnreg_scoping *scoping, uint32_t point,
                                 const struct nnreg_flow_tensor *from, bool control);
void nnreg_scoping_sources(struct nnreg_scoping *scoping, uint32_t point, nnreg_scoping_visit *visit);
/* The same of a tensor as it is read; the visit gets `number` as its point. */
void nnreg_scoping_tensor_sources(struct nnreg_scoping *scoping, const struct nnreg_flow_tensor *tensor,
                                  uint32_t number, nnreg_scoping_visit *visit);
/* The node at whose place a point is in the picture: itself, or the call; NNREG_SCOPES_NONE: it is in none. */
uint32_t nnreg_scoping_node_at(const struct nnreg_scoping *scoping, const struct nnreg_flow_place *place,
                               uint32_t point);

/* Boxes and edges (scopes_boxes.c): each does nothing once there is too much, or no memory. */
uint32_t nnreg_scoping_box(struct nnreg_scoping *scoping, enum nnreg_scopes_kind kind);
void nnreg_scoping_edge(struct nnreg_scoping *scoping, uint32_t from, uint32_t to,
                        const struct nnreg_flow_tensor *tensor, bool control);
void nnreg_scoping_sort_edges(struct nnreg_scopes *scopes);

/* Notes the blocks that are on a circle, to be opened: false where there are none (scopes_blocks.c). */
bool nnreg_scoping_open_circles(struct nnreg_scoping *scoping);

/* Counting operations into the boxes, and what is in none (scopes_counts.c). */
void nnreg_scoping_count(struct nnreg_scoping *scoping);

/* The shapes of what is on the edges (scopes_shapes.c): false on no memory. */
bool nnreg_scopes_shapes_make(struct nnreg_scopes *scopes);
void nnreg_scopes_shapes_free(struct nnreg_scopes *scopes);

static inline bool nnreg_scoping_goes_on(const struct nnreg_scoping *scoping)
{
    return !scoping->failed && !scoping->flow->failed && scoping->scopes->excess == NNREG_SCOPES_FITS;
}

#endif
