/*
 * Which tensors a graph has, as a compact list that the registry keeps with a network: every node of the meta graph that
 * is served, with the number of its outputs. What is asked of it later needs no model file.
 *
 * The form, which is part of the format of registries (doc/RECORDS.md): a byte for its version, then for each node in the
 * order of names (as bytes): how many bytes it shares with the name before, how many follow, those bytes, and one more than
 * the number of outputs (0: not known), each number a base-128 varint as in protobuf.
 */
#ifndef NNREG_TENSORFLOW_TENSOR_LIST_H
#define NNREG_TENSORFLOW_TENSOR_LIST_H

#include "base/bytes.h"
#include "bundle/kept_tensors.h"
#include "tensorflow/graph.h"

/* Appends the list of a graph. NNREG_NO_MEMORY. */
nnreg_status nnreg_tensor_list_write(struct nnreg_bytes *out, const struct nnreg_graph *graph,
                                     struct nnreg_error *error);

/*
 * Answers all questions (`name` set, the rest whatever) in one pass over the list, and a second for the nearest names
 * where something was not found; only the first NNREG_KEPT_HINTS of those get them, since each costs a look at
 * every name. Freed with nnreg_tensor_answers_free. NNREG_CORRUPT: `list` is none. NNREG_NO_MEMORY.
 */
nnreg_status nnreg_tensor_list_ask(struct nnreg_tensor_answer *answers, size_t count, const void *list,
                                   size_t size, struct nnreg_error *error);

#endif
