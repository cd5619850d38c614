/* The tensors that the signatures take and give out: see scopes.h. Each is there once, for the first signature that has it. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "tensorflow/scopes_parts.h"

struct end_list {
    struct nnreg_scopes_end **list;
    size_t *count, *room;
};

static void take_end(struct nnreg_scoping *scoping, const struct nnreg_scopes_end *like, bool is_output)
{
    const struct nnreg_savedmodel *model = scoping->scopes->graph->model;
    struct end_list to =
        is_output ? (struct end_list){&scoping->outputs, &scoping->output_count, &scoping->output_room}
                  : (struct end_list){&scoping->inputs, &scoping->input_count, &scoping->input_room};
    struct nnreg_graph_tensor tensor;
    struct nnreg_scopes_end *grown;

    if (!nnreg_graph_tensor(&tensor, scoping->scopes->graph, nnreg_savedmodel_text(model, like->name),
                            nnreg_savedmodel_text_size(model, like->name)) ||
        tensor.is_control || !tensor.has_output)
        return;
    grown = nnreg_array_room(*to.list, to.room, *to.count + 1, sizeof *grown);
    if (grown == NULL) {
        scoping->failed = true;
        return;
    }
    *to.list = grown;
    grown[*to.count] = *like;
    grown[*to.count].tensor.point = nnreg_flow_of_node(scoping->flow, tensor.node);
    grown[(*to.count)++].tensor.output = tensor.output;
}

static void take_info_ends(struct nnreg_scoping *scoping, uint32_t index, uint32_t signature)
{
    const struct nnreg_savedmodel_info *info = nnreg_savedmodel_info_at(scoping->scopes->graph->model, index);
    struct nnreg_scopes_end end = {.info = index, .signature = signature};
    uint32_t names[NNREG_INFO_TENSORS];
    size_t count = nnreg_graph_info_tensors(names, info), i;

    for (i = 0; i < count; i++) {
        end.name = names[i];
        take_end(scoping, &end, info->is_output);
    }
}

static int compare_ends(const void *a, const void *b)
{
    const struct nnreg_scopes_end *one = a, *other = b;

    if (one->tensor.point != other->tensor.point)
        return one->tensor.point < other->tensor.point ? -1 : 1;
    if (one->tensor.output != other->tensor.output)
        return one->tensor.output < other->tensor.output ? -1 : 1;
    return (one->info > other->info) - (one->info < other->info);
}

static size_t keep_once(struct nnreg_scopes_end *list, size_t count)
{
    size_t kept = 0, i;

    if (count > 1)
        qsort(list, count, sizeof *list, compare_ends);
    for (i = 0; i < count; i++)
        if (kept == 0 || list[kept - 1].tensor.point != list[i].tensor.point ||
            list[kept - 1].tensor.output != list[i].tensor.output)
            list[kept++] = list[i];
    return kept;
}

void nnreg_scoping_ends(struct nnreg_scoping *scoping)
{
    const struct nnreg_graph *graph = scoping->scopes->graph;
    uint32_t i, k;

    for (i = graph->meta->first_signature; i < graph->meta->first_signature + graph->meta->signatures; i++) {
        const struct nnreg_savedmodel_signature *signature = nnreg_savedmodel_signature_at(graph->model, i);

        if (signature->replaced || nnreg_graph_is_init_signature(graph, signature))
            continue;
        for (k = signature->first_info; k < signature->first_info + signature->infos; k++)
            take_info_ends(scoping, k, signature->key);
    }
    scoping->input_count = keep_once(scoping->inputs, scoping->input_count);
    scoping->output_count = keep_once(scoping->outputs, scoping->output_count);
}

const struct nnreg_scopes_end *nnreg_scoping_input(const struct nnreg_scoping *scoping,
                                                   const struct nnreg_flow_tensor *tensor)
{
    size_t low = 0, high = scoping->input_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct nnreg_flow_tensor *at = &scoping->inputs[middle].tensor;

        if (at->point == tensor->point && at->output == tensor->output)
            return &scoping->inputs[middle];
        if (at->point < tensor->point || (at->point == tensor->point && at->output < tensor->output))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
