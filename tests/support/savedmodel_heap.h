/* How many bytes the facts of a model have on the heap: what the bounds on memory are about. */
#ifndef NNREG_TESTS_SAVEDMODEL_HEAP_H
#define NNREG_TESTS_SAVEDMODEL_HEAP_H

#include "tensorflow/savedmodel.h"

static inline size_t chunks_heap(const struct nnreg_chunks *chunks)
{
    return chunks->room * sizeof(*chunks->piece) +
           chunks->pieces * ((size_t)chunks->item << chunks->exponent);
}

static inline size_t savedmodel_heap(const struct nnreg_savedmodel *model)
{
    const struct nnreg_chunks *arrays[] = {
        &model->metas,    &model->tags,       &model->nodes,     &model->body_nodes,  &model->inputs,
        &model->attrs,    &model->numbers,    &model->functions, &model->ops,         &model->args,
        &model->defaults, &model->signatures, &model->infos,     &model->collections, &model->values,
        &model->assets,   &model->rets,
    };
    const struct nnreg_name_index *indexes[] = {&model->node_index,     &model->body_index,
                                                &model->function_index, &model->op_index,
                                                &model->core_op_index,  &model->arg_index};
    const struct nnreg_string_pool *pool = &model->strings;
    size_t bytes = sizeof(*model) + pool->room * sizeof(*pool->block) +
                   pool->blocks * NNREG_STRING_POOL_BLOCK + pool->slots * sizeof(*pool->slot);
    size_t i;

    for (i = 0; i < sizeof arrays / sizeof *arrays; i++)
        bytes += chunks_heap(arrays[i]);
    for (i = 0; i < sizeof indexes / sizeof *indexes; i++)
        bytes += indexes[i]->slots * sizeof(*indexes[i]->slot);
    return bytes;
}

#endif
