/* Which functions of a graph its nodes call, directly or through others. */
#ifndef NNREG_TENSORFLOW_CALLED_FUNCTIONS_H
#define NNREG_TENSORFLOW_CALLED_FUNCTIONS_H

#include "tensorflow/graph.h"

/*
 * A bit for each function of the graph, counted from its first: set when a node of the graph proper calls it, as its operation or
 * by an attribute, or a function that is called does. NULL: no memory. Freed with nnreg_free. Each node is looked at once.
 */
unsigned char *nnreg_called_functions(const struct nnreg_graph *graph);

static inline bool nnreg_is_called(const unsigned char *called, const struct nnreg_graph *graph,
                                   nnreg_graph_body body)
{
    uint32_t function = nnreg_graph_function(graph, body->signature.name) - graph->meta->first_function;

    return (called[function / 8] >> function % 8 & 1) != 0;
}

#endif
