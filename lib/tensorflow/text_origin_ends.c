/*
 * Where texts come from that are no constants (text_origin.h): assets, the saver, and the inputs of the signatures.
 */
#include "tensorflow/text_origin_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static int compare_fed_inputs(const void *a, const void *b)
{
    const struct nnreg_fed_input *one = a, *other = b;

    if (one->tensor.point != other->tensor.point)
        return one->tensor.point < other->tensor.point ? -1 : 1;
    if (one->tensor.output != other->tensor.output)
        return one->tensor.output < other->tensor.output ? -1 : 1;
    return (one->info > other->info) - (one->info < other->info);
}

const struct nnreg_fed_input *nnreg_text_origin_find_fed(const struct nnreg_text_origins *origins,
                                                         const struct nnreg_flow_tensor *tensor)
{
    struct nnreg_fed_input key = {.tensor = *tensor};
    size_t low = 0, high = origins->fed_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_fed_inputs(&origins->fed[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < origins->fed_count && origins->fed[low].tensor.point == tensor->point &&
                   origins->fed[low].tensor.output == tensor->output
               ? &origins->fed[low]
               : NULL;
}

/* The node of a tensor that the graph is told by its name, or NNREG_SAVEDMODEL_NONE. */
static uint32_t node_of_tensor(const struct nnreg_graph *graph, uint32_t tensor)
{
    const char *name = nnreg_savedmodel_text(graph->model, tensor);
    size_t size = nnreg_savedmodel_text_size(graph->model, tensor);
    const char *colon = memchr(name, ':', size);
    size_t length = colon != NULL ? (size_t)(colon - name) : size;

    return length > 0 ? nnreg_graph_node(graph, name, length) : NNREG_SAVEDMODEL_NONE;
}

static void find_assets(struct nnreg_text_origins *origins)
{
    const struct nnreg_graph *graph = origins->flow->graph;
    uint32_t i, node;

    for (i = 0; i < graph->meta->assets; i++) {
        node = node_of_tensor(graph,
                              nnreg_savedmodel_asset_at(graph->model, graph->meta->first_asset + i)->tensor);
        if (node == NNREG_SAVEDMODEL_NONE)
            continue;
        node -= graph->meta->first_node;
        origins->assets[node / 8] |= (unsigned char)(1u << node % 8);
    }
}

static void take_fed(struct nnreg_text_origins *origins, uint32_t signature, uint32_t info)
{
    const struct nnreg_graph *graph = origins->flow->graph;
    const struct nnreg_savedmodel_info *item = nnreg_savedmodel_info_at(graph->model, info);
    struct nnreg_graph_tensor tensor;

    if (item->is_output || item->replaced ||
        (item->form != NNREG_INFO_DENSE && item->form != NNREG_INFO_SPARSE) ||
        !nnreg_graph_tensor(&tensor, graph, nnreg_savedmodel_text(graph->model, item->name),
                            nnreg_savedmodel_text_size(graph->model, item->name)) ||
        tensor.is_control)
        return;
    origins->fed[origins->fed_count++] = (struct nnreg_fed_input){
        {nnreg_flow_of_node(origins->flow, tensor.node), tensor.output}, signature, info};
}

static bool find_signatures(struct nnreg_text_origins *origins)
{
    const struct nnreg_graph *graph = origins->flow->graph;
    uint32_t first = graph->meta->first_signature, s, i;
    size_t most = 0;

    for (s = first; s < first + graph->meta->signatures; s++)
        most += nnreg_savedmodel_signature_at(graph->model, s)->infos;
    origins->fed = nnreg_alloc_zero(most + 1, sizeof *origins->fed);
    if (origins->fed == NULL)
        return false;
    for (s = first; s < first + graph->meta->signatures; s++) {
        const struct nnreg_savedmodel_signature *signature = nnreg_savedmodel_signature_at(graph->model, s);

        for (i = 0; i < signature->infos && !signature->replaced; i++)
            take_fed(origins, s, signature->first_info + i);
    }
    if (origins->fed_count > 1)
        qsort(origins->fed, origins->fed_count, sizeof *origins->fed, compare_fed_inputs);
    return true;
}

bool nnreg_text_origin_find_ends(struct nnreg_text_origins *origins)
{
    const struct nnreg_graph *graph = origins->flow->graph;
    uint32_t saver = node_of_tensor(graph, graph->meta->saver.filename_tensor);

    origins->saver =
        saver != NNREG_SAVEDMODEL_NONE ? nnreg_flow_of_node(origins->flow, saver) : NNREG_FLOW_NONE;
    origins->assets = nnreg_alloc_zero(graph->meta->nodes / 8 + 1, 1);
    if (origins->assets == NULL || !find_signatures(origins))
        return false;
    find_assets(origins);
    return true;
}
