/*
 * What random steps are made of: a few names, texts, metadata, outputs and postprocessings, chosen where comparing,
 * ordering, merging and judging go wrong. Every number is taken modulo the size of its list, so any step means something.
 */
#ifndef NNREG_TESTS_PLAIN_VALUES_H
#define NNREG_TESTS_PLAIN_VALUES_H

#include <stdbool.h>
#include <stddef.h>

#define PLAIN_COUNT(array) (sizeof(array) / sizeof *(array))

#define PLAIN_NAME_COUNT 14
const char *plain_name(unsigned number);

/* Descriptions; the first is that of an object that was given none. */
extern const char *const plain_descriptions[3];
/* The first two are slugs, the others are none. */
#define PLAIN_GOOD_SLUGS 4
extern const char *const plain_slugs[8];
extern const char *const plain_statuses[3];
/* Texts of failed tasks; the first is none. */
extern const char *const plain_errors[3];
extern const char *const plain_actors[3];

/* ------------------------------------------------------------------------------------------------- metadata -- */

#define PLAIN_NULL 5u /* the value null: in a merge patch it removes */
extern const char *const plain_metadata_keys[2];
extern const char *const plain_metadata_values[9];

/* Up to two members, in an order, written with or without more white space than usual. */
struct plain_metadata {
    unsigned count;
    struct plain_member {
        unsigned key, value;
    } member[2];
    bool spaced;
};

#define PLAIN_METADATA_COUNT 120
struct plain_metadata plain_metadata(unsigned number);

/* The text as it is written; in a static buffer, of which there are four in turn. */
const char *plain_metadata_text(const struct plain_metadata *metadata);

/* RFC 7396. */
void plain_metadata_merge(struct plain_metadata *metadata, const struct plain_metadata *patch);
bool plain_metadata_same(const struct plain_metadata *a, const struct plain_metadata *b);

/* Conditions: a dotted path, what is asked for, and under which key which values meet it. */
struct plain_where {
    const char *path, *value;
    unsigned key, values; /* a bit each */
};
extern const struct plain_where plain_wheres[8];
bool plain_metadata_meets(const struct plain_metadata *metadata, const struct plain_where *where);

/* ------------------------------------------------------------------------------ outputs and postprocessings -- */

struct plain_output {
    unsigned labels;
    bool box; /* roi BBOX */
};
struct plain_outputs {
    unsigned count;
    struct plain_output output[2];
};
extern const struct plain_outputs plain_outputs[3];

/* One postprocessing: its JSON with two %s for the first tensor and for what follows its last tensor. */
struct plain_entry {
    bool box;
    const char *kind;         /* "classification" or "detection" */
    const char *first_tensor; /* the pointer to it, below the entry */
    const char *before, *between, *after;
    unsigned thresholds; /* 0: none are given */
};
struct plain_entries {
    unsigned count;
    unsigned entry[2]; /* of plain_entry */
};
extern const struct plain_entry plain_entry[6];
extern const struct plain_entries plain_entries[9];

/*
 * The first tensor of a version: one that the network gives out, one of its graph that it does not, its input, one of no graph, a
 * key of the signature. What that stands for is what is kept, and nothing that is asked for.
 */
enum {
    PLAIN_TENSOR_GIVEN_OUT,
    PLAIN_TENSOR_INNER,
    PLAIN_TENSOR_FED,
    PLAIN_TENSOR_NONE,
    PLAIN_TENSOR_KEY,
    PLAIN_TENSORS,
    PLAIN_TENSOR_OF_KEY = PLAIN_TENSORS
};
extern const char *const plain_tensors[PLAIN_TENSORS + 1];

#endif
