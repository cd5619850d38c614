/*
 * Which variables a meta graph restores: see restored.h (doc/FORMATS.md, "Variables").
 *
 * A walk backward over the edges of the graph. It begins at the node that the SaverDef names as its restore operation, whose
 * inputs, control edges included, lead to one RestoreV2 for each shard or for all keys; what else it leads to does no harm.
 *
 *     1. A node of the graph is visited: if it restores, its keys are taken; the functions it calls are pushed; then the
 *        nodes at its inputs.
 *     2. A function is visited: each node of its body as in 1, but its inputs, since all of the body is gone through anyway.
 *
 * Both kinds wait on stacks of their own, not on the C stack, so the depth of a graph costs memory that can be refused. A set
 * of bits for each kind says what was pushed once, so that cycles (which graphs have, in while loops) end.
 */
#include "tensorflow/restored.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/order.h"
#include "tensorflow/tensor_name.h"

#define IDENTITY_HOPS 16 /* that are followed from a restore operation to the constant with its keys */

/* Indices, of nodes or of functions. */
struct node_stack {
    uint32_t *item;
    uint32_t count;
    size_t room;
};

/* One walk. Each node, function and constant is met once, so the time is that of going through the model. */
struct restore_walk {
    const struct nnreg_graph *graph;
    struct nnreg_restored *restored;
    struct node_stack nodes;     /* to be looked at, counted from the graph's first */
    struct node_stack functions; /* likewise */
    unsigned char *seen_nodes;
    unsigned char *seen_functions;
    unsigned char *taken_nodes; /* constants whose keys were taken, of the graph and of all bodies */
    unsigned char *taken_body_nodes;
    size_t room; /* for keys */
    bool failed; /* no memory */
};

/* Puts an index in a set of bits: false when it is there. */
static bool mark(unsigned char *set, uint32_t index)
{
    unsigned char bit = (unsigned char)(1u << index % 8);
    bool is_new = (set[index / 8] & bit) == 0;

    set[index / 8] |= bit;
    return is_new;
}

/* What is already in `seen` was pushed before, and perhaps visited: it is not pushed again. */
static void push_unseen(struct restore_walk *walk, struct node_stack *stack, unsigned char *seen,
                        uint32_t index)
{
    uint32_t *grown;

    if (walk->failed || !mark(seen, index))
        return;
    grown = nnreg_array_room(stack->item, &stack->room, (size_t)stack->count + 1, sizeof *grown);
    if (grown == NULL) {
        walk->failed = true;
        return;
    }
    stack->item = grown;
    stack->item[stack->count++] = index;
}

/* A function of the graph's library by its name; any other name (an operation that is none) is passed over. */
static void push_function(struct restore_walk *walk, uint32_t name)
{
    uint32_t function = nnreg_graph_function(walk->graph, name);

    if (function != NNREG_SAVEDMODEL_NONE)
        push_unseen(walk, &walk->functions, walk->seen_functions,
                    function - walk->graph->meta->first_function);
}

/* A node by its index, which counts through the nodes of all graphs, or through those of all bodies. */
static const struct nnreg_savedmodel_node *node_in_body(const struct restore_walk *walk,
                                                        nnreg_graph_body body, uint32_t index)
{
    return body != NULL ? nnreg_savedmodel_body_node_at(walk->graph->model, index)
                        : nnreg_savedmodel_node_at(walk->graph->model, index);
}

/*
 * The constant texts that an input brings, through operations that change nothing: NNREG_SAVEDMODEL_NONE if not so. In the
 * graph itself the keys are a Const at the restore operation's input; in functions, after optimizers, Identity operations may
 * stand between. The hops are limited because an Identity may feed itself.
 */
static uint32_t constant_behind(const struct restore_walk *walk, nnreg_graph_body body,
                                const struct nnreg_savedmodel_node *node, uint32_t input)
{
    const struct nnreg_savedmodel *model = walk->graph->model;
    unsigned hops;

    for (hops = 0; hops < IDENTITY_HOPS && input < node->inputs; hops++) {
        uint32_t name = nnreg_savedmodel_input_at(model, node->first_input + input)->name;
        uint32_t index = nnreg_graph_node_in(walk->graph, body, name);

        if (index == NNREG_SAVEDMODEL_NONE)
            return NNREG_SAVEDMODEL_NONE;
        node = node_in_body(walk, body, index);
        if (nnreg_savedmodel_text_is(model, node->op, "Const"))
            return index;
        if (!nnreg_savedmodel_text_is(model, node->op, "Identity"))
            return NNREG_SAVEDMODEL_NONE;
        input = 0;
    }
    return NNREG_SAVEDMODEL_NONE;
}

/* The texts of a constant; NULL where it has none that were kept, as with a constant of numbers. */
static const struct nnreg_savedmodel_attr *strings_of(const struct restore_walk *walk, nnreg_graph_body body,
                                                      uint32_t constant)
{
    const struct nnreg_savedmodel_attr *attr;

    if (constant == NNREG_SAVEDMODEL_NONE)
        return NULL;
    attr = nnreg_savedmodel_attr_named(walk->graph->model, node_in_body(walk, body, constant), "value");
    return attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_STRINGS ? attr : NULL;
}

static void add_key(struct restore_walk *walk, uint32_t key, uint32_t slice)
{
    struct nnreg_restored *restored = walk->restored;
    struct nnreg_restored_key *grown =
        nnreg_array_room(restored->list, &walk->room, (size_t)restored->count + 1, sizeof *grown);

    if (grown == NULL) {
        walk->failed = true;
        return;
    }
    restored->list = grown;
    restored->list[restored->count].key = key;
    restored->list[restored->count++].slice = slice;
}

/* What one restore operation asks for: its inputs are the file, the keys, and (all but Restore) the slices. */
static void take_keys(struct restore_walk *walk, nnreg_graph_body body,
                      const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel *model = walk->graph->model;
    uint32_t constant = constant_behind(walk, body, node, 1);
    const struct nnreg_savedmodel_attr *keys = strings_of(walk, body, constant);
    const struct nnreg_savedmodel_attr *slices = strings_of(walk, body, constant_behind(walk, body, node, 2));
    uint32_t i, count;

    walk->restored->operations++;
    if (keys == NULL) {
        walk->restored->complete = false; /* it restores something, and only running the graph says what */
        return;
    }
    /* One constant may serve many restore operations, which would multiply its keys. */
    if (!mark(body != NULL ? walk->taken_body_nodes : walk->taken_nodes, constant))
        return;
    count = nnreg_savedmodel_attr_count(model, keys);
    for (i = 0; i < count && !walk->failed; i++)
        add_key(walk, nnreg_savedmodel_attr_entry(model, keys, i),
                slices != NULL && i < nnreg_savedmodel_attr_count(model, slices)
                    ? nnreg_savedmodel_attr_entry(model, slices, i)
                    : 0);
}

static bool restores(const struct restore_walk *walk, const struct nnreg_savedmodel_node *node)
{
    return nnreg_savedmodel_text_is(walk->graph->model, node->op, "RestoreV2") ||
           nnreg_savedmodel_text_is(walk->graph->model, node->op, "RestoreSlice") ||
           nnreg_savedmodel_text_is(walk->graph->model, node->op, "Restore");
}

/* What a node does, and the functions it calls: as its operation, or named by an attribute. */
static void visit_any_node(struct restore_walk *walk, nnreg_graph_body body,
                           const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel *model = walk->graph->model;
    uint32_t i, k;

    if (restores(walk, node))
        take_keys(walk, body, node);
    push_function(walk, node->op);
    for (i = 0; i < node->attrs; i++) {
        const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_at(model, node->first_attr + i);

        if (nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_FUNC)
            push_function(walk, attr->value);
        for (k = 0; nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_FUNCS &&
                    k < nnreg_savedmodel_attr_count(model, attr);
             k++)
            push_function(walk, nnreg_savedmodel_attr_entry(model, attr, k));
    }
}

static void visit_graph_node(struct restore_walk *walk, uint32_t index)
{
    const struct nnreg_savedmodel_node *node = nnreg_savedmodel_node_at(walk->graph->model, index);
    uint32_t first = walk->graph->meta->first_node;
    uint32_t i;

    visit_any_node(walk, NULL, node);
    for (i = 0; i < node->inputs; i++) {
        uint32_t name = nnreg_savedmodel_input_at(walk->graph->model, node->first_input + i)->name;
        uint32_t input = nnreg_graph_node_in(walk->graph, NULL, name);

        if (input != NNREG_SAVEDMODEL_NONE)
            push_unseen(walk, &walk->nodes, walk->seen_nodes, input - first);
    }
}

/* All of a body: what restores has an effect, and so runs whether or not something takes its outputs. */
static void visit_function(struct restore_walk *walk, uint32_t index)
{
    nnreg_graph_body body = nnreg_savedmodel_function_at(walk->graph->model, index);
    uint32_t i;

    for (i = 0; i < body->nodes && !walk->failed; i++)
        visit_any_node(walk, body, nnreg_savedmodel_body_node_at(walk->graph->model, body->first_node + i));
}

/* Until both stacks are empty. Their order does not matter: the result is a set of keys. */
static void run_restore_walk(struct restore_walk *walk)
{
    const struct nnreg_savedmodel_meta *meta = walk->graph->meta;

    while (!walk->failed && (walk->nodes.count > 0 || walk->functions.count > 0)) {
        if (walk->nodes.count > 0)
            visit_graph_node(walk, meta->first_node + walk->nodes.item[--walk->nodes.count]);
        else
            visit_function(walk, meta->first_function + walk->functions.item[--walk->functions.count]);
    }
}

/* -- the result -- */

/* Keys as bytes, a shorter one before those that go on: the order of the index, so that the two can be gone through together. */
static int compare_restored_keys(const void *a, const void *b, void *context)
{
    const struct nnreg_savedmodel *model = context;
    const struct nnreg_restored_key *one = a, *other = b;

    return nnreg_order_bytes(
        nnreg_savedmodel_text(model, one->key), nnreg_savedmodel_text_size(model, one->key),
        nnreg_savedmodel_text(model, other->key), nnreg_savedmodel_text_size(model, other->key));
}

/* Sorts, and keeps each key once. Equal texts are equal numbers (base/string_pool.h), so neighbours are compared by those. */
static void sort_keys(struct nnreg_restored *restored, const struct nnreg_savedmodel *model)
{
    uint32_t i, kept = 0;

    if (restored->count > 1)
        qsort_r(restored->list, restored->count, sizeof(*restored->list), compare_restored_keys,
                (void *)model);
    for (i = 0; i < restored->count; i++)
        if (kept == 0 || restored->list[kept - 1].key != restored->list[i].key)
            restored->list[kept++] = restored->list[i];
    restored->count = kept;
}

static bool init_walk(struct restore_walk *walk, const struct nnreg_graph *graph)
{
    walk->seen_nodes = nnreg_alloc_zero(graph->meta->nodes / 8 + 1, 1);
    walk->seen_functions = nnreg_alloc_zero(graph->meta->functions / 8 + 1, 1);
    walk->taken_nodes = nnreg_alloc_zero(graph->model->nodes.count / 8 + 1, 1);
    walk->taken_body_nodes = nnreg_alloc_zero(graph->model->body_nodes.count / 8 + 1, 1);
    return walk->seen_nodes != NULL && walk->seen_functions != NULL && walk->taken_nodes != NULL &&
           walk->taken_body_nodes != NULL;
}

nnreg_status nnreg_restored_find(struct nnreg_restored *restored, const struct nnreg_graph *graph,
                                 struct nnreg_error *error)
{
    struct restore_walk walk = {.graph = graph, .restored = restored};
    uint32_t name = graph->meta->saver.restore_op;
    struct nnreg_tensor_name parts = nnreg_tensor_name_split(nnreg_savedmodel_text(graph->model, name),
                                                             nnreg_savedmodel_text_size(graph->model, name));
    uint32_t start = nnreg_graph_node(graph, parts.node, parts.length);

    memset(restored, 0, sizeof(*restored));
    restored->complete = true;
    if (!graph->meta->saver.present || name == 0 || start == NNREG_SAVEDMODEL_NONE)
        return NNREG_OK;
    restored->has_operation = true;
    walk.failed = !init_walk(&walk, graph);
    if (!walk.failed)
        push_unseen(&walk, &walk.nodes, walk.seen_nodes, start - graph->meta->first_node);
    run_restore_walk(&walk);
    sort_keys(restored, graph->model);
    nnreg_free(walk.nodes.item);
    nnreg_free(walk.functions.item);
    nnreg_free(walk.seen_nodes);
    nnreg_free(walk.seen_functions);
    nnreg_free(walk.taken_nodes);
    nnreg_free(walk.taken_body_nodes);
    if (!walk.failed)
        return NNREG_OK;
    nnreg_restored_free(restored);
    return nnreg_fail_memory(error);
}

void nnreg_restored_free(struct nnreg_restored *restored)
{
    nnreg_free(restored->list);
    memset(restored, 0, sizeof(*restored));
}

/* By bisection, in the order of compare_restored_keys. */
bool nnreg_restored_has(const struct nnreg_restored *restored, const struct nnreg_savedmodel *model,
                        const char *key, size_t length)
{
    uint32_t low = 0, high = restored->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t text = restored->list[middle].key;
        int order = nnreg_order_bytes(nnreg_savedmodel_text(model, text),
                                      nnreg_savedmodel_text_size(model, text), key, length);

        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/*
 * Whether an operation of the graph makes a variable. The three names are looked up as numbers first: then each node costs three
 * comparisons of numbers. NNREG_SAVEDMODEL_NONE is no text's number, so a name that the model lacks equals nothing.
 */
static bool declares_variables(const struct nnreg_graph *graph)
{
    static const char *const ops[] = {"Variable", "VariableV2", "VarHandleOp"};
    uint32_t found[sizeof(ops) / sizeof(ops[0])];
    uint32_t i;
    size_t k;

    for (k = 0; k < sizeof(ops) / sizeof(ops[0]); k++)
        if (!nnreg_string_pool_find(&found[k], &graph->model->strings, ops[k], strlen(ops[k])))
            found[k] = NNREG_SAVEDMODEL_NONE;
    for (i = 0; i < graph->meta->nodes; i++)
        for (k = 0; k < sizeof(ops) / sizeof(ops[0]); k++)
            if (nnreg_savedmodel_node_at(graph->model, graph->meta->first_node + i)->op == found[k])
                return true;
    return false;
}

/*
 * In the order of doc/FORMATS.md, "Variables": without a saver only a TF-Hub module needs the files, which is told by its
 * collection of variables; with one, any key but that of the object graph makes a server need them.
 */
enum nnreg_variables_need nnreg_restored_need(const struct nnreg_restored *restored,
                                              const struct nnreg_graph *graph)
{
    const struct nnreg_savedmodel_collection *variables = nnreg_graph_collection(graph, "variables");
    size_t length = sizeof(NNREG_OBJECT_GRAPH_KEY) - 1;
    uint32_t others = restored->count;

    if (!graph->meta->saver.present)
        return variables != NULL && variables->kind == NNREG_COLLECTION_BYTES && variables->count > 0 &&
                       declares_variables(graph)
                   ? NNREG_NEED_HUB
                   : NNREG_NEED_NONE;
    if (nnreg_restored_has(restored, graph->model, NNREG_OBJECT_GRAPH_KEY, length))
        others--;
    if (others > 0)
        return NNREG_NEED_VARIABLES;
    if (!restored->complete)
        return NNREG_NEED_UNCERTAIN;
    return restored->count > 0 ? NNREG_NEED_PYTHON_ONLY : NNREG_NEED_NONE;
}
