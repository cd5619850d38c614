/*
 * Which tensors a graph has, as a compact list that the registry keeps with a network: every node of the meta graph that
 * is served, but for those with a NUL in their names, which nobody can name, with the number of its outputs, and their types and shapes as far as they are known: what the file says, and for what
 * it leaves open what follows from the images of the description. What is asked of it later needs no model file.
 *
 * The form, which is part of the format of registries (doc/RECORDS.md): a byte for its version, then for each node in the
 * order of names (as bytes): how many bytes it shares with the name before, how many follow, those bytes, one more than
 * the number of outputs (0: not known), and of how many of these something is told here, from the first one on; for each of them the
 * number of its type (0: not known), one more than its rank (0: not known), and one more than each of its dimensions (0: open).
 * Each number is a base-128 varint as in protobuf. A list of version 2 has no types, one of version 1 no shapes either.
 */
#ifndef NNREG_TENSORFLOW_TENSOR_LIST_H
#define NNREG_TENSORFLOW_TENSOR_LIST_H

#include "base/bytes.h"
#include "bundle/kept_tensors.h"
#include "tensorflow/shapes.h"

#define NNREG_LIMIT_LIST_OUTPUTS 256u       /* outputs of one node whose types and shapes are kept */
#define NNREG_LIMIT_LIST_SHAPES  32u        /* bytes of types and shapes, for each node … */
#define NNREG_LIMIT_LIST_FREE    (1u << 20) /* … and so many more: further ones are not kept */
#define NNREG_LIMIT_LIST_WORK \
    ((uint64_t)1 << 28) /* attributes looked at for types: further ones are not kept */

/* Appends the list of a graph. `shapes`: of a run over it, or NULL: only what the file says is known. NNREG_NO_MEMORY. */
nnreg_status nnreg_tensor_list_write(struct nnreg_bytes *out, const struct nnreg_graph *graph,
                                     struct nnreg_shapes *shapes, struct nnreg_error *error);

/*
 * Answers all questions (`name` set, the rest whatever) in one pass over the list, and a second for the nearest names
 * where something was not found; only the first NNREG_KEPT_HINTS of those get them, since each costs a look at
 * every name. Freed with nnreg_tensor_answers_free. NNREG_CORRUPT: `list` is none. NNREG_NO_MEMORY.
 */
nnreg_status nnreg_tensor_list_ask(struct nnreg_tensor_answer *answers, size_t count, const void *list,
                                   size_t size, struct nnreg_error *error);

/* Goes through all tensors, in the order of their nodes' names and of outputs. As nnreg_framework.visit. */
nnreg_status nnreg_tensor_list_visit(nnreg_visit_kept *visit, void *context, const void *list, size_t size,
                                     struct nnreg_error *error);

#endif
