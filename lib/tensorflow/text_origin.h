/*
 * Which texts a tensor can be: a path, a command, an address. A tensor is followed back over what hands texts on as they are
 * (identities, joins, conditionals, loops, calls, what picks or shapes) to
 *
 *     a constant's texts       or constants joined to one text; also by way of a variable that the graph assigns them to
 *     an asset                 whose path TensorFlow feeds while it loads the model, and at no other time: a constant that is
 *                              one has its own text then
 *     the saver's file name    which TensorFlow feeds when it saves or restores
 *     a signature's input      which whoever sends a request chooses
 *     another placeholder      which a session can feed, and no server does
 *     an argument              of a function that no node calls
 *     anything else            which is not known, and therefore not innocent
 *
 * Each point of the flow is judged once: points that are computed from each other (a loop) have one origin. An origin is kept
 * in 32 bytes, which points share where nothing comes together.
 */
#ifndef NNREG_TENSORFLOW_TEXT_ORIGIN_H
#define NNREG_TENSORFLOW_TEXT_ORIGIN_H

#include "tensorflow/flow.h"

#define NNREG_LIMIT_ORIGIN_TEXTS   5u         /* texts of one origin that are told */
#define NNREG_LIMIT_ORIGIN_ENTRIES 64u        /* of a constant that are looked at */
#define NNREG_LIMIT_ORIGIN_LENGTH  4096u      /* bytes of a text that is joined */
#define NNREG_LIMIT_ORIGIN_JOINED  (1u << 18) /* bytes of all texts that are joined */
#define NNREG_LIMIT_ORIGIN_PASSED  64u        /* operations with many outputs that are passed in a row */

enum nnreg_text_from {
    NNREG_TEXT_FROM_ASSET = 1,
    NNREG_TEXT_FROM_SAVER = 2,
    NNREG_TEXT_FROM_SIGNATURE = 4,
    NNREG_TEXT_FROM_PLACEHOLDER = 8,
    NNREG_TEXT_FROM_ARGUMENT = 16,
    NNREG_TEXT_FROM_UNKNOWN = 32,
    NNREG_TEXT_FROM_MORE = 64, /* more constants than are told */
    NNREG_TEXT_FROM_STAND_IN =
        128 /* with ASSET: what the asset's node has itself, whenever the model is not being loaded */
};

struct nnreg_text_origin {
    uint32_t texts[NNREG_LIMIT_ORIGIN_TEXTS]; /* nnreg_text_origin_text */
    uint32_t fed;                             /* one of the signatures' inputs: an index of `fed` below */
    uint32_t op;                              /* of what is not known: a text of the model; 0: no operation */
    uint8_t count;                            /* of texts */
    uint8_t from;                             /* enum nnreg_text_from */
};

/* A tensor that a signature has as input. */
struct nnreg_fed_input {
    struct nnreg_flow_tensor tensor;
    uint32_t signature, info; /* indices in the model */
};

/* A resource variable: all that have one shared name are one. */
struct nnreg_text_variable {
    uint32_t name;
    uint32_t point; /* of the first in the graph, which stands for all of them */
    bool escapes;   /* something else than the graph's nodes may assign it */
};

/* What a variable is assigned. */
struct nnreg_text_assign {
    uint32_t variable, point;
};

struct nnreg_text_origins {
    struct nnreg_flow *flow;
    uint32_t saver;              /* the point of the saver's file name, or NNREG_FLOW_NONE */
    unsigned char *assets;       /* a bit for each node of the graph: it takes the path of an asset */
    struct nnreg_fed_input *fed; /* by tensor */
    size_t fed_count;
    struct nnreg_text_variable *variables; /* by name; found when one is met */
    struct nnreg_text_assign *assigns;     /* by variable */
    uint32_t variable_count, assign_count;
    bool variables_found;
    struct nnreg_chunks sets; /* struct nnreg_text_origin; the first is empty */
    struct nnreg_string_pool joined;
    size_t joined_bytes;
    uint32_t *states; /* by point */
    size_t state_room;
    uint32_t state_count;
    struct nnreg_origin_frame *frames;
    size_t frame_room, frame_count;
    struct nnreg_origin_edge *edges;
    size_t edge_room, edge_count;
    uint32_t *open; /* points that are being followed, or wait for one that is */
    size_t open_room, open_count;
};

/* `flow` is borrowed. NNREG_NO_MEMORY. Freed in every case with nnreg_text_origins_free. */
nnreg_status nnreg_text_origins_make(struct nnreg_text_origins *origins, struct nnreg_flow *flow,
                                     struct nnreg_error *error);
void nnreg_text_origins_free(struct nnreg_text_origins *origins);

/* Adds what a node's data input can be to `origin`, which is zeroed at first. On no memory flow->failed is set. */
void nnreg_text_origin_add(struct nnreg_text_origin *origin, struct nnreg_text_origins *origins,
                           uint32_t point, uint32_t input);

/* Puts one origin into another: true when that has changed it. */
bool nnreg_text_origin_merge(struct nnreg_text_origin *origin, const struct nnreg_text_origin *other);

/* A text of an origin, ended by a NUL. Borrowed from the origins or the model. */
const char *nnreg_text_origin_text(const struct nnreg_text_origins *origins, uint32_t text, size_t *size);

#endif
