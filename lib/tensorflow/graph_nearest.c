/* Nodes with names like one that does not exist: see nnreg_graph_nearest in graph.h. */
#include <string.h>

#include "tensorflow/graph.h"
#include "tensorflow/tensor_name.h"

uint32_t nnreg_graph_nearest(uint32_t nodes[NNREG_GRAPH_NEAREST], const struct nnreg_graph *graph,
                             const char *name, size_t length)
{
    struct nnreg_tensor_name parts = nnreg_tensor_name_split(name, length);
    struct nnreg_fuzzy fuzzy;
    uint32_t i;

    nnreg_fuzzy_init(&fuzzy, parts.node, parts.length);
    for (i = 0; i < graph->meta->nodes; i++) {
        const struct nnreg_savedmodel_node *node =
            nnreg_savedmodel_node_at(graph->model, graph->meta->first_node + i);
        const char *other = nnreg_savedmodel_text(graph->model, node->name);
        size_t size = nnreg_savedmodel_text_size(graph->model, node->name), at;

        if (memchr(other, '\0', size) != NULL)
            continue; /* no description can name it */
        at = nnreg_fuzzy_offer(&fuzzy, other, size);
        if (at == NNREG_GRAPH_NEAREST)
            continue;
        memmove(nodes + at + 1, nodes + at, (fuzzy.count - 1 - at) * sizeof *nodes);
        nodes[at] = graph->meta->first_node + i;
    }
    return (uint32_t)fuzzy.count;
}
