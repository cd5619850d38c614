/*
 * The keys of all signatures of a graph ("images"), in one sorted list: a description may name a tensor by one, and
 * there can be as many such names as there are keys.
 */
#ifndef NNREG_TENSORFLOW_SIGNATURE_KEYS_H
#define NNREG_TENSORFLOW_SIGNATURE_KEYS_H

#include "tensorflow/graph.h"

struct nnreg_signature_key {
    uint32_t key;
    uint32_t info; /* of the model: the first with this key whose tensor is in the graph */
    bool is_output;
};

struct nnreg_signature_keys {
    struct nnreg_signature_key *list;
    size_t count;
};

/* False: no memory. Freed with nnreg_signature_keys_free, as a zeroed list can be. */
bool nnreg_signature_keys_find(struct nnreg_signature_keys *keys, const struct nnreg_graph *graph);
void nnreg_signature_keys_free(struct nnreg_signature_keys *keys);

/* The tensor of a key. False when no signature has the key, or none whose tensor is there. */
bool nnreg_signature_keys_tensor(struct nnreg_graph_tensor *tensor, const struct nnreg_signature_keys *keys,
                                 const struct nnreg_graph *graph, const char *name, size_t length,
                                 bool is_output);

#endif
