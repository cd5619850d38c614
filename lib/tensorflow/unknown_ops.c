/*
 * Finding operations that are not known: see unknown_ops.h. Where many operations fall to one place of the memory (op_memory.h)
 * they are looked up again, in the table and in the list, whose sizes are fixed: the time stays that of going through the nodes.
 */
#include "tensorflow/unknown_ops.h"

#include "base/alloc.h"
#include "tensorflow/called_functions.h"
#include "tensorflow/op_memory.h"

#define OP_KNOWN 0xffffffffu

struct op_search {
    const struct nnreg_graph *graph;
    struct nnreg_unknown_ops *unknown;
    unsigned char *called;         /* NULL: not asked for yet */
    unsigned char *later;          /* a bit for each row of the table: it is counted */
    struct nnreg_op_memory memory; /* the number in the list, or OP_KNOWN */
    bool failed;
};

/*
 * Whether a server comes to a node when it loads or runs the graph. TensorFlow takes in a graph as a whole, so all of the graph
 * proper counts, whether an output needs it or not; a function it takes in when it is called.
 */
static bool is_op_reached(struct op_search *search, nnreg_graph_body body)
{
    if (body == NULL)
        return true;
    if (search->called == NULL)
        search->called = nnreg_called_functions(search->graph);
    if (search->called == NULL)
        search->failed = true;
    return !search->failed && nnreg_is_called(search->called, search->graph, body);
}

static void note_later(struct op_search *search, uint32_t op, const struct nnreg_op_row *row)
{
    struct nnreg_unknown_ops *unknown = search->unknown;
    size_t index = (size_t)(row - nnreg_op_at(0));

    if ((row->flags & NNREG_OP_V1) != 0 || (search->later[index / 8] >> index % 8 & 1) != 0)
        return;
    search->later[index / 8] |= (unsigned char)(1u << index % 8);
    if (unknown->later_count < NNREG_LATER_OPS)
        unknown->later[unknown->later_count] = op;
    unknown->later_count++;
}

bool nnreg_is_known_op(const struct nnreg_op_row **row, const struct nnreg_graph *graph, uint32_t op)
{
    const char *name = nnreg_savedmodel_text(graph->model, op);

    *row = NULL;
    if (name[0] == '_' || nnreg_graph_function(graph, op) != NNREG_SAVEDMODEL_NONE)
        return true;
    *row = nnreg_op_find(name, nnreg_savedmodel_text_size(graph->model, op));
    return *row != NULL;
}

static bool is_op_known(struct op_search *search, uint32_t op)
{
    const struct nnreg_op_row *row;
    bool known = nnreg_is_known_op(&row, search->graph, op);

    if (row != NULL)
        note_later(search, op, row);
    return known;
}

/* Its number in the list, to which it is added if it is new; NNREG_LIMIT_UNKNOWN_OPS where that is full. */
static uint32_t unknown_number(struct nnreg_unknown_ops *unknown, uint32_t op)
{
    uint32_t i;

    for (i = 0; i < unknown->count; i++)
        if (unknown->list[i].op == op)
            return i;
    if (i < NNREG_LIMIT_UNKNOWN_OPS)
        unknown->list[unknown->count++] = (struct nnreg_unknown_op){.op = op};
    return i;
}

static uint32_t look_up(struct op_search *search, uint32_t op)
{
    bool remembered;
    uint32_t *number = nnreg_op_memory_at(&search->memory, op, &remembered);

    if (!remembered)
        *number = is_op_known(search, op) ? OP_KNOWN : unknown_number(search->unknown, op);
    return *number;
}

static void visit_op(struct op_search *search, const struct nnreg_savedmodel_node *node,
                     nnreg_graph_body body)
{
    uint32_t number = look_up(search, node->op);
    struct nnreg_unknown_op *found;

    if (number == OP_KNOWN)
        return;
    if (number == NNREG_LIMIT_UNKNOWN_OPS) {
        search->unknown->left_out++;
        return;
    }
    found = &search->unknown->list[number];
    if (found->nodes++ == 0 || (!found->is_reached && is_op_reached(search, body))) {
        found->node = node;
        found->body = body;
        found->is_reached = is_op_reached(search, body);
    }
}

static void visit_ops(struct op_search *search)
{
    const struct nnreg_savedmodel *model = search->graph->model;
    const struct nnreg_savedmodel_meta *meta = search->graph->meta;
    uint32_t f, i;

    for (i = 0; i < meta->nodes; i++)
        visit_op(search, nnreg_savedmodel_node_at(model, meta->first_node + i), NULL);
    for (f = 0; f < meta->functions; f++) {
        nnreg_graph_body body = nnreg_savedmodel_function_at(model, meta->first_function + f);

        for (i = 0; i < body->nodes && !search->failed; i++)
            visit_op(search, nnreg_savedmodel_body_node_at(model, body->first_node + i), body);
    }
}

nnreg_status nnreg_unknown_ops_find(struct nnreg_unknown_ops *unknown, const struct nnreg_graph *graph,
                                    struct nnreg_error *error)
{
    struct op_search search = {.graph = graph, .unknown = unknown};

    *unknown = (struct nnreg_unknown_ops){.count = 0};
    unknown->list = nnreg_alloc_zero(NNREG_LIMIT_UNKNOWN_OPS, sizeof *unknown->list);
    search.later = nnreg_alloc_zero(nnreg_op_count() / 8 + 1, 1);
    if (unknown->list == NULL || search.later == NULL)
        search.failed = true;
    else
        visit_ops(&search);
    nnreg_free(search.called);
    nnreg_free(search.later);
    return search.failed ? nnreg_fail_memory(error) : NNREG_OK;
}

void nnreg_unknown_ops_free(struct nnreg_unknown_ops *unknown)
{
    nnreg_free(unknown->list);
    unknown->list = NULL;
}
