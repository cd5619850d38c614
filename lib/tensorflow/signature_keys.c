/* The keys of a graph's signatures: see signature_keys.h. */
#include "tensorflow/signature_keys.h"

#include <stdlib.h>

#include "base/alloc.h"

static int by_key(const void *one, const void *other)
{
    const struct nnreg_signature_key *a = one, *b = other;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->is_output != b->is_output)
        return a->is_output ? 1 : -1;
    return a->info < b->info ? -1 : a->info > b->info;
}

static bool is_same_signature(const struct nnreg_signature_key *a, const struct nnreg_signature_key *b)
{
    return a->key == b->key && a->is_output == b->is_output;
}

/* The dense tensors of one signature that are in the graph. */
static void remember_signature(struct nnreg_signature_keys *keys, const struct nnreg_graph *graph,
                               const struct nnreg_savedmodel_signature *signature)
{
    const struct nnreg_savedmodel *model = graph->model;
    struct nnreg_graph_tensor tensor;
    uint32_t i;

    for (i = 0; i < signature->infos; i++) {
        const struct nnreg_savedmodel_info *info = nnreg_savedmodel_info_at(model, signature->first_info + i);

        if (info->replaced || info->depth > 0 || info->form != NNREG_INFO_DENSE ||
            !nnreg_graph_tensor(&tensor, graph, nnreg_savedmodel_text(model, info->name),
                                nnreg_savedmodel_text_size(model, info->name)))
            continue;
        keys->list[keys->count++] = (struct nnreg_signature_key){
            .key = info->key, .is_output = info->is_output, .info = signature->first_info + i};
    }
}

/* Of equal keys the first signature's counts. */
static void keep_first(struct nnreg_signature_keys *keys)
{
    size_t i, kept = 0;

    if (keys->count > 1)
        qsort(keys->list, keys->count, sizeof *keys->list, by_key);
    for (i = 0; i < keys->count; i++)
        if (kept == 0 || !is_same_signature(&keys->list[kept - 1], &keys->list[i]))
            keys->list[kept++] = keys->list[i];
    keys->count = kept;
}

bool nnreg_signature_keys_find(struct nnreg_signature_keys *keys, const struct nnreg_graph *graph)
{
    uint32_t i;

    *keys = (struct nnreg_signature_keys){nnreg_alloc_zero(graph->model->infos.count, sizeof *keys->list), 0};
    if (keys->list == NULL)
        return false;
    for (i = 0; i < graph->meta->signatures; i++) {
        const struct nnreg_savedmodel_signature *signature =
            nnreg_savedmodel_signature_at(graph->model, graph->meta->first_signature + i);

        if (!signature->replaced)
            remember_signature(keys, graph, signature);
    }
    keep_first(keys);
    return true;
}

bool nnreg_signature_keys_tensor(struct nnreg_graph_tensor *tensor, const struct nnreg_signature_keys *keys,
                                 const struct nnreg_graph *graph, const char *name, size_t length,
                                 bool is_output)
{
    size_t low = 0, high = keys->count;
    uint32_t text;

    if (!nnreg_string_pool_find(&text, &graph->model->strings, name, length))
        return false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct nnreg_signature_key *key = &keys->list[middle];
        const struct nnreg_savedmodel_info *info;

        if (key->key < text || (key->key == text && key->is_output < is_output)) {
            low = middle + 1;
        } else if (key->key > text || key->is_output > is_output) {
            high = middle;
        } else {
            info = nnreg_savedmodel_info_at(graph->model, key->info);
            return nnreg_graph_tensor(tensor, graph, nnreg_savedmodel_text(graph->model, info->name),
                                      nnreg_savedmodel_text_size(graph->model, info->name));
        }
    }
    return false;
}

void nnreg_signature_keys_free(struct nnreg_signature_keys *keys)
{
    nnreg_free(keys->list);
    *keys = (struct nnreg_signature_keys){NULL, 0};
}
