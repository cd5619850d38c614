/* The boxes and edges of a collapsed graph: see scopes.h. Of what is beyond the limits nothing is kept. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/hash.h"
#include "tensorflow/scopes_parts.h"

enum { EDGE_SLOTS = 16384 /* a power of two, at least twice the edges */ };

uint32_t nnreg_scoping_box(struct nnreg_scoping *scoping, enum nnreg_scopes_kind kind)
{
    struct nnreg_scopes *scopes = scoping->scopes;
    struct nnreg_scopes_box *grown;

    if (!nnreg_scoping_goes_on(scoping))
        return NNREG_SCOPES_NONE;
    if (scopes->box_count == NNREG_LIMIT_SCOPES_BOXES) {
        scopes->excess = NNREG_SCOPES_MANY_BOXES;
        return NNREG_SCOPES_NONE;
    }
    grown = nnreg_array_room(scopes->boxes, &scoping->box_room, scopes->box_count + 1u, sizeof *grown);
    if (grown == NULL) {
        scoping->failed = true;
        return NNREG_SCOPES_NONE;
    }
    scopes->boxes = grown;
    grown[scopes->box_count] = (struct nnreg_scopes_box){.kind = kind, .scope = NNREG_SCOPES_NONE};
    return scopes->box_count++;
}

/* NULL: no memory, or there are too many. */
static struct nnreg_scopes_edge *add_edge(struct nnreg_scoping *scoping)
{
    struct nnreg_scopes *scopes = scoping->scopes;
    struct nnreg_scopes_edge *grown;

    if (scopes->edge_count == NNREG_LIMIT_SCOPES_EDGES) {
        scopes->excess = NNREG_SCOPES_MANY_EDGES;
        return NULL;
    }
    grown = nnreg_array_room(scopes->edges, &scoping->edge_room, scopes->edge_count + 1u, sizeof *grown);
    if (grown == NULL) {
        scoping->failed = true;
        return NULL;
    }
    scopes->edges = grown;
    grown[scopes->edge_count] = (struct nnreg_scopes_edge){.from = 0};
    return &grown[scopes->edge_count++];
}

static struct nnreg_scopes_edge *edge_between(struct nnreg_scoping *scoping, uint32_t from, uint32_t to)
{
    uint64_t at =
        nnreg_hash_mix((uint64_t)from << 32 | to, scoping->scopes->graph->model->strings.seed[0] | 1);
    struct nnreg_scopes_edge *edge;
    uint32_t *slot;

    if (scoping->slots == NULL)
        scoping->slots = nnreg_alloc_zero(EDGE_SLOTS, sizeof *scoping->slots);
    if (scoping->slots == NULL) {
        scoping->failed = true;
        return NULL;
    }
    for (;; at++) {
        slot = &scoping->slots[at & (EDGE_SLOTS - 1)];
        if (*slot == 0)
            break;
        edge = &scoping->scopes->edges[*slot - 1];
        if (edge->from == from && edge->to == to)
            return edge;
    }
    edge = add_edge(scoping);
    if (edge == NULL)
        return NULL;
    edge->from = from;
    edge->to = to;
    *slot = scoping->scopes->edge_count;
    return edge;
}

void nnreg_scoping_edge(struct nnreg_scoping *scoping, uint32_t from, uint32_t to,
                        const struct nnreg_flow_tensor *tensor, bool control)
{
    struct nnreg_scopes_edge *edge;
    uint32_t i;

    if (from == to || !nnreg_scoping_goes_on(scoping))
        return;
    edge = edge_between(scoping, from, to);
    if (edge == NULL || control)
        return;
    for (i = 0; i < edge->tensor_count; i++)
        if (edge->tensors[i].point == tensor->point && edge->tensors[i].output == tensor->output)
            return;
    if (edge->tensor_count < NNREG_LIMIT_SCOPES_TENSORS)
        edge->tensors[edge->tensor_count++] = *tensor;
    else
        edge->more = true;
}

static int compare_edges(const void *a, const void *b)
{
    const struct nnreg_scopes_edge *one = a, *other = b;

    if (one->from != other->from)
        return one->from < other->from ? -1 : 1;
    return (one->to > other->to) - (one->to < other->to);
}

void nnreg_scoping_sort_edges(struct nnreg_scopes *scopes)
{
    if (scopes->edge_count > 1)
        qsort(scopes->edges, scopes->edge_count, sizeof *scopes->edges, compare_edges);
}
