/* Making a flow and entering calls: see flow.h. What flows into a point is told in flow_sources.c. */
#include "tensorflow/flow_parts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/hash.h"

/* ------------------------------------------------------------------------------------------------------- kinds -- */

static const struct {
    const char *op;
    enum nnreg_flow_kind kind;
} op_kinds[] = {
    {"Placeholder", NNREG_FLOW_PLACEHOLDER},
    {"PlaceholderV2", NNREG_FLOW_PLACEHOLDER},
    {"_Arg", NNREG_FLOW_PLACEHOLDER},
    {"PlaceholderWithDefault", NNREG_FLOW_DEFAULT},
    {"Const", NNREG_FLOW_CONSTANT},
    {"HostConst", NNREG_FLOW_CONSTANT},
    {"Identity", NNREG_FLOW_SAME},
    {"IdentityN", NNREG_FLOW_SAME},
    {"RefIdentity", NNREG_FLOW_SAME},
    {"StopGradient", NNREG_FLOW_SAME},
    {"PreventGradient", NNREG_FLOW_SAME},
    {"Snapshot", NNREG_FLOW_SAME},
    {"CheckNumerics", NNREG_FLOW_SAME},
    {"EnsureShape", NNREG_FLOW_SAME},
    {"LoopCond", NNREG_FLOW_SAME},
    {"Enter", NNREG_FLOW_SAME},
    {"RefEnter", NNREG_FLOW_SAME},
    {"Exit", NNREG_FLOW_SAME},
    {"RefExit", NNREG_FLOW_SAME},
    {"NextIteration", NNREG_FLOW_NEXT_ITERATION},
    {"RefNextIteration", NNREG_FLOW_NEXT_ITERATION},
    {"Merge", NNREG_FLOW_MERGE},
    {"RefMerge", NNREG_FLOW_MERGE},
    {"Variable", NNREG_FLOW_VARIABLE},
    {"VariableV2", NNREG_FLOW_VARIABLE},
    {"VarHandleOp", NNREG_FLOW_VARIABLE},
    {"AutoReloadVariable", NNREG_FLOW_VARIABLE},
    {"TemporaryVariable", NNREG_FLOW_VARIABLE},
    {"HashTable", NNREG_FLOW_TABLE},
    {"HashTableV2", NNREG_FLOW_TABLE},
    {"MutableHashTable", NNREG_FLOW_TABLE},
    {"MutableHashTableV2", NNREG_FLOW_TABLE},
    {"MutableHashTableOfTensors", NNREG_FLOW_TABLE},
    {"MutableHashTableOfTensorsV2", NNREG_FLOW_TABLE},
    {"MutableDenseHashTable", NNREG_FLOW_TABLE},
    {"MutableDenseHashTableV2", NNREG_FLOW_TABLE},
    {"ReadVariableOp", NNREG_FLOW_READ},
    {"ResourceGather", NNREG_FLOW_READ},
    {"ResourceGatherNd", NNREG_FLOW_READ},
    {"VariableShape", NNREG_FLOW_READ},
    {"LookupTableFind", NNREG_FLOW_READ},
    {"LookupTableFindV2", NNREG_FLOW_READ},
    {"LookupTableSize", NNREG_FLOW_READ},
    {"LookupTableSizeV2", NNREG_FLOW_READ},
    {"LookupTableExport", NNREG_FLOW_READ},
    {"LookupTableExportV2", NNREG_FLOW_READ},
    {"Assign", NNREG_FLOW_ASSIGN},
    {"AssignVariableOp", NNREG_FLOW_ASSIGN},
    {"AssignVariableXlaConcatND", NNREG_FLOW_ASSIGN},
    {"InitializeTable", NNREG_FLOW_ASSIGN},
    {"InitializeTableV2", NNREG_FLOW_ASSIGN},
    {"InitializeTableFromDataset", NNREG_FLOW_ASSIGN},
    {"InitializeTableFromTextFile", NNREG_FLOW_ASSIGN},
    {"InitializeTableFromTextFileV2", NNREG_FLOW_ASSIGN},
    {"LookupTableImport", NNREG_FLOW_ASSIGN},
    {"LookupTableImportV2", NNREG_FLOW_ASSIGN},
    {"LookupTableInsert", NNREG_FLOW_ASSIGN},
    {"LookupTableInsertV2", NNREG_FLOW_ASSIGN},
    {"PartitionedCall", NNREG_FLOW_CALL},
    {"StatefulPartitionedCall", NNREG_FLOW_CALL},
    {"TPUPartitionedCall", NNREG_FLOW_CALL},
    {"BatchFunction", NNREG_FLOW_CALL},
    {"If", NNREG_FLOW_IF},
    {"StatelessIf", NNREG_FLOW_IF},
    {"Case", NNREG_FLOW_CASE},
    {"StatelessCase", NNREG_FLOW_CASE},
    {"While", NNREG_FLOW_WHILE},
    {"StatelessWhile", NNREG_FLOW_WHILE},
    {"IteratorGetNext", NNREG_FLOW_ITERATOR},
    {"IteratorGetNextSync", NNREG_FLOW_ITERATOR},
    {"IteratorGetNextAsOptional", NNREG_FLOW_ITERATOR},
    {"QueueDequeue", NNREG_FLOW_QUEUE},
    {"QueueDequeueV2", NNREG_FLOW_QUEUE},
    {"QueueDequeueMany", NNREG_FLOW_QUEUE},
    {"QueueDequeueManyV2", NNREG_FLOW_QUEUE},
    {"QueueDequeueUpTo", NNREG_FLOW_QUEUE},
    {"QueueDequeueUpToV2", NNREG_FLOW_QUEUE},
    {"MakeIterator", NNREG_FLOW_START},
    {"QueueEnqueue", NNREG_FLOW_ENQUEUE},
    {"QueueEnqueueV2", NNREG_FLOW_ENQUEUE},
    {"QueueEnqueueMany", NNREG_FLOW_ENQUEUE},
    {"QueueEnqueueManyV2", NNREG_FLOW_ENQUEUE},
};

#define OP_KINDS (sizeof op_kinds / sizeof *op_kinds)

/* The names that the model has, by their numbers as texts, so that a node costs a few comparisons of numbers. */
struct kind_names {
    struct kind_name {
        uint32_t text;
        uint8_t kind;
    } list[OP_KINDS];
    size_t count;
};

static int compare_kind_names(const void *a, const void *b)
{
    const struct kind_name *one = a, *other = b;

    return (one->text > other->text) - (one->text < other->text);
}

static void find_kind_names(struct kind_names *names, const struct nnreg_savedmodel *model)
{
    size_t i;

    names->count = 0;
    for (i = 0; i < OP_KINDS; i++) {
        struct kind_name *name = &names->list[names->count];

        name->kind = (uint8_t)op_kinds[i].kind;
        if (nnreg_string_pool_find(&name->text, &model->strings, op_kinds[i].op, strlen(op_kinds[i].op)))
            names->count++;
    }
    qsort(names->list, names->count, sizeof *names->list, compare_kind_names);
}

/* An operation that the graph's library has a function of is a call of it, unless it is one of TensorFlow's own. */
static unsigned char op_kind_of(const struct kind_names *names, const struct nnreg_graph *graph, uint32_t op)
{
    struct kind_name key = {op, 0};
    const struct kind_name *name = bsearch(&key, names->list, names->count, sizeof key, compare_kind_names);

    if (name != NULL)
        return name->kind;
    return nnreg_graph_function(graph, op) != NNREG_SAVEDMODEL_NONE ? NNREG_FLOW_CALL : NNREG_FLOW_ORDINARY;
}

/* The nodes of the graph, and of the bodies of its functions; those of other meta graphs stay what they are: ordinary. */
static void find_kinds(struct nnreg_flow *flow)
{
    const struct nnreg_savedmodel *model = flow->graph->model;
    const struct nnreg_savedmodel_meta *meta = flow->graph->meta;
    struct kind_names names;
    uint32_t i, f;

    find_kind_names(&names, model);
    for (i = meta->first_node; i < meta->first_node + meta->nodes; i++)
        flow->kinds[i] = op_kind_of(&names, flow->graph, nnreg_savedmodel_node_at(model, i)->op);
    for (f = meta->first_function; f < meta->first_function + meta->functions; f++) {
        nnreg_graph_body body = nnreg_savedmodel_function_at(model, f);

        for (i = body->first_node; i < body->first_node + body->nodes; i++)
            flow->kinds[model->nodes.count + i] =
                op_kind_of(&names, flow->graph, nnreg_savedmodel_body_node_at(model, i)->op);
    }
}

/* ------------------------------------------------------------------------------------------------------- edges -- */

/* In a graph "node:7" is output 7. A name that no node has is no source: the graph does not load, which is told elsewhere. */
static void resolve_in_graph(struct nnreg_flow *flow, uint32_t input)
{
    const struct nnreg_savedmodel_input *from = nnreg_savedmodel_input_at(flow->graph->model, input);
    struct nnreg_flow_edge *edge = &flow->edges[input];
    uint32_t node = nnreg_graph_node_in(flow->graph, NULL, from->name);

    edge->source = node != NNREG_SAVEDMODEL_NONE ? node - flow->graph->meta->first_node : NNREG_FLOW_NONE;
    edge->output = from->output;
}

/* In a body a name is an argument's, or a node's; "node:argument:7" counts within an argument of its operation. */
void nnreg_flow_resolve(struct nnreg_flow_edge *edge, const struct nnreg_flow *flow, nnreg_graph_body body,
                        const struct nnreg_savedmodel_input *from)
{
    const struct nnreg_graph *graph = flow->graph;
    uint32_t node = nnreg_graph_node_in(graph, body, from->name), argument;

    edge->source = NNREG_FLOW_NONE;
    edge->output = from->output;
    if (node == NNREG_SAVEDMODEL_NONE) {
        argument = nnreg_name_index_find(&graph->model->arg_index, body->signature.first_arg,
                                         body->signature.args, from->name);
        if (argument != NNREG_NAME_INDEX_NONE)
            edge->source = nnreg_savedmodel_arg_at(graph->model, argument)->number | NNREG_FLOW_ARGUMENT;
        return;
    }
    edge->source = node - body->first_node;
    if (from->output != NNREG_INPUT_CONTROL && from->argument != 0)
        (void)nnreg_graph_output_of(&edge->output, graph, nnreg_savedmodel_body_node_at(graph->model, node),
                                    from->argument, from->output);
}

/* Spelt as an input is; of a control output the node. */
void nnreg_flow_resolve_ret(struct nnreg_flow_edge *edge, const struct nnreg_flow *flow,
                            nnreg_graph_body body, const struct nnreg_savedmodel_ret *ret)
{
    struct nnreg_savedmodel_input from = {ret->node, ret->is_control ? NNREG_INPUT_CONTROL : ret->output,
                                          ret->argument};

    nnreg_flow_resolve(edge, flow, body, &from);
}

/* The map of what a function gives out is by the names of its output arguments. */
static void resolve_result(struct nnreg_flow *flow, nnreg_graph_body body,
                           const struct nnreg_savedmodel_arg *arg)
{
    struct nnreg_flow_edge *edge = &flow->returns[body->signature.first_arg + arg->number];
    uint32_t ret =
        nnreg_name_index_find(&flow->graph->model->ret_index, body->first_ret, body->rets, arg->name);

    edge->source = NNREG_FLOW_NONE;
    if (ret != NNREG_NAME_INDEX_NONE)
        nnreg_flow_resolve_ret(edge, flow, body, nnreg_savedmodel_ret_at(flow->graph->model, ret));
}

static void resolve_body(struct nnreg_flow *flow, nnreg_graph_body body)
{
    const struct nnreg_savedmodel *model = flow->graph->model;
    uint32_t i, k;

    for (i = body->first_node; i < body->first_node + body->nodes; i++) {
        const struct nnreg_savedmodel_node *node = nnreg_savedmodel_body_node_at(model, i);

        for (k = node->first_input; k < node->first_input + node->inputs; k++)
            nnreg_flow_resolve(&flow->edges[k], flow, body, nnreg_savedmodel_input_at(model, k));
    }
    for (i = body->signature.first_arg; i < body->signature.first_arg + body->signature.args; i++)
        if (nnreg_savedmodel_arg_at(model, i)->is_output)
            resolve_result(flow, body, nnreg_savedmodel_arg_at(model, i));
}

void nnreg_flow_resolve_function(struct nnreg_flow *flow, uint32_t function)
{
    uint32_t index = function - flow->graph->meta->first_function;

    if ((flow->resolved[index / 8] & 1u << index % 8) == 0)
        resolve_body(flow, nnreg_savedmodel_function_at(flow->graph->model, function));
    flow->resolved[index / 8] |= (unsigned char)(1u << index % 8);
}

static void resolve_graph(struct nnreg_flow *flow)
{
    const struct nnreg_savedmodel_meta *meta = flow->graph->meta;
    uint32_t i, k;

    for (i = meta->first_node; i < meta->first_node + meta->nodes; i++) {
        const struct nnreg_savedmodel_node *node = nnreg_savedmodel_node_at(flow->graph->model, i);

        for (k = node->first_input; k < node->first_input + node->inputs; k++)
            resolve_in_graph(flow, k);
    }
}

/* ------------------------------------------------------------------------------------------------------ frames -- */

/* There is room for its points. NULL: no memory. */
static struct nnreg_flow_frame *add_frame(struct nnreg_flow *flow, uint64_t points)
{
    void *frame;

    if (nnreg_chunks_add(&frame, &flow->frames) != NNREG_CHUNKS_OK) {
        flow->failed = true;
        return NULL;
    }
    ((struct nnreg_flow_frame *)frame)->first = flow->points;
    flow->points += (uint32_t)points;
    return frame;
}

/* A function whose arguments are one tensor each: others are of an age before SavedModels. */
static bool is_enterable(const struct nnreg_flow *flow, nnreg_graph_body body)
{
    const struct nnreg_savedmodel_op *signature = &body->signature;
    uint32_t i;

    for (i = signature->first_arg; i < signature->first_arg + signature->args; i++) {
        const struct nnreg_savedmodel_arg *arg = nnreg_savedmodel_arg_at(flow->graph->model, i);

        if (arg->number_attr != 0 || arg->list_attr != 0)
            return false;
    }
    return true;
}

/* A frame of a function (an index in the model) that is no part of a call yet. NULL: see nnreg_flow_frame_of. */
static struct nnreg_flow_frame *open_frame(struct nnreg_flow *flow, uint32_t function, uint32_t depth)
{
    nnreg_graph_body body = nnreg_savedmodel_function_at(flow->graph->model, function);
    uint64_t points = (uint64_t)body->signature.inputs + body->nodes + body->signature.outputs;
    struct nnreg_flow_frame *frame;

    if (depth > NNREG_LIMIT_FLOW_DEPTH || points > flow->limit - flow->points) {
        flow->incomplete = true;
        return NULL;
    }
    frame = is_enterable(flow, body) ? add_frame(flow, points) : NULL;
    if (frame == NULL)
        return NULL;
    frame->body = body;
    frame->arguments = body->signature.inputs;
    frame->nodes = body->nodes;
    frame->call = NNREG_FLOW_NONE;
    frame->depth = (uint8_t)depth;
    frame->next = NNREG_FLOW_NONE;
    nnreg_flow_resolve_function(flow, function);
    return frame;
}

struct nnreg_flow_frame *nnreg_flow_frame_of(struct nnreg_flow *flow, uint32_t call, uint32_t name,
                                             enum nnreg_flow_part part)
{
    uint32_t function = nnreg_graph_function(flow->graph, name);
    struct nnreg_flow_frame *frame;

    if (function == NNREG_SAVEDMODEL_NONE)
        return NULL;
    frame = open_frame(flow, function, nnreg_flow_place(flow, call).frame->depth + 1);
    if (frame != NULL) {
        frame->call = call;
        frame->part = (uint8_t)part;
    }
    return frame;
}

uint32_t nnreg_flow_enter_alone(struct nnreg_flow *flow, uint32_t function, bool named)
{
    struct nnreg_flow_frame *frame = open_frame(flow, function, 1);

    if (frame == NULL)
        return NNREG_FLOW_NONE;
    frame->named = named;
    return flow->frames.count - 1;
}

/* Frames are in the order of their points. */
static const struct nnreg_flow_frame *frame_with(const struct nnreg_flow *flow, uint32_t point)
{
    uint32_t low = 0, high = flow->frames.count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (((const struct nnreg_flow_frame *)nnreg_chunks_at(&flow->frames, middle))->first <= point)
            low = middle;
        else
            high = middle;
    }
    return nnreg_chunks_at(&flow->frames, low);
}

/* An empty frame shares its number with the next, which is found: the last that begins there. */
static struct nnreg_flow_place place_in_frame(const struct nnreg_flow *flow, uint32_t point)
{
    const struct nnreg_savedmodel *model = flow->graph->model;
    struct nnreg_flow_place place = {.frame = frame_with(flow, point), .kind = NNREG_FLOW_ORDINARY};
    uint32_t within = point - place.frame->first;

    if (within < place.frame->arguments) {
        place.role = NNREG_FLOW_ROLE_ARGUMENT;
        place.index = within;
        return place;
    }
    within -= place.frame->arguments;
    if (within >= place.frame->nodes) {
        place.role = NNREG_FLOW_ROLE_RESULT;
        place.index = within - place.frame->nodes;
        return place;
    }
    place.role = NNREG_FLOW_ROLE_NODE;
    place.index = within;
    assert(place.frame->body != NULL);
    within += place.frame->body->first_node;
    place.node = nnreg_savedmodel_body_node_at(model, within);
    place.kind = (enum nnreg_flow_kind)flow->kinds[model->nodes.count + within];
    return place;
}

/* Most points are nodes of the graph itself, whose frame is the first and has nothing else. */
struct nnreg_flow_place nnreg_flow_place(const struct nnreg_flow *flow, uint32_t point)
{
    const struct nnreg_flow_frame *graph = nnreg_chunks_at(&flow->frames, 0);
    uint32_t node = flow->graph->meta->first_node + point;

    if (point >= graph->nodes)
        return place_in_frame(flow, point);
    return (struct nnreg_flow_place){graph, NNREG_FLOW_ROLE_NODE, point,
                                     nnreg_savedmodel_node_at(flow->graph->model, node),
                                     (enum nnreg_flow_kind)flow->kinds[node]};
}

/* ---------------------------------------------------------------------------------------------- calls by point -- */

static uint32_t *entered_slot(const struct nnreg_flow *flow, uint32_t *table, uint32_t slots, uint32_t call)
{
    uint64_t at = nnreg_hash_mix(call, flow->graph->model->strings.seed[0] | 1);

    for (;; at++) {
        uint32_t *slot = &table[at & (slots - 1)];

        if (*slot == 0 ||
            ((const struct nnreg_flow_frame *)nnreg_chunks_at(&flow->frames, *slot - 1))->call == call)
            return slot;
    }
}

static bool grow_entered(struct nnreg_flow *flow)
{
    uint32_t slots = flow->entered_slots == 0 ? 64 : flow->entered_slots * 2, i;
    uint32_t *grown = nnreg_alloc_zero(slots, sizeof *grown);

    if (grown == NULL)
        return false;
    for (i = 0; i < flow->entered_slots; i++)
        if (flow->entered[i] != 0) {
            const struct nnreg_flow_frame *frame = nnreg_chunks_at(&flow->frames, flow->entered[i] - 1);

            *entered_slot(flow, grown, slots, frame->call) = flow->entered[i];
        }
    nnreg_free(flow->entered);
    flow->entered = grown;
    flow->entered_slots = slots;
    return true;
}

uint32_t nnreg_flow_entered(const struct nnreg_flow *flow, uint32_t call)
{
    if (flow->entered_slots == 0)
        return NNREG_FLOW_NONE;
    return *entered_slot(flow, flow->entered, flow->entered_slots, call) - 1;
}

void nnreg_flow_note_entered(struct nnreg_flow *flow, uint32_t call, uint32_t frame)
{
    if (flow->entered_count >= flow->entered_slots / 2 && !grow_entered(flow)) {
        flow->failed = true;
        return;
    }
    *entered_slot(flow, flow->entered, flow->entered_slots, call) = frame + 1;
    flow->entered_count++;
}

/* ---------------------------------------------------------------------------------------------- making, freeing -- */

_Static_assert((1 + 2ull * NNREG_LIMIT_FLOW_TIMES) * NNREG_LIMIT_MODEL_NODES + NNREG_LIMIT_FLOW_FREE <
                   NNREG_FLOW_NONE / 2,
               "the points of a graph and its calls have numbers, with room for a bit");

/* In calls there may be so many points more than the graph has, that the work stays in proportion to the file. */
static uint32_t point_limit(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_meta *meta)
{
    uint32_t nodes = meta->nodes + model->body_nodes.count;

    return meta->nodes + nodes * NNREG_LIMIT_FLOW_TIMES + NNREG_LIMIT_FLOW_FREE;
}

nnreg_status nnreg_flow_make(struct nnreg_flow *flow, const struct nnreg_graph *graph,
                             struct nnreg_error *error)
{
    const struct nnreg_savedmodel *model = graph->model;
    struct nnreg_flow_frame *frame;

    *flow = (struct nnreg_flow){.graph = graph, .limit = point_limit(model, graph->meta)};
    flow->frames = (struct nnreg_chunks)NNREG_CHUNKS_INIT(struct nnreg_flow_frame, 4, NNREG_FLOW_NONE / 2);
    flow->kinds = nnreg_alloc_zero((size_t)model->nodes.count + model->body_nodes.count + 1, 1);
    flow->edges = nnreg_alloc_zero((size_t)model->inputs.count + 1, sizeof *flow->edges);
    flow->returns = nnreg_alloc_zero((size_t)model->args.count + 1, sizeof *flow->returns);
    flow->resolved = nnreg_alloc_zero(graph->meta->functions / 8 + 1, 1);
    if (flow->kinds == NULL || flow->edges == NULL || flow->returns == NULL || flow->resolved == NULL)
        return nnreg_fail_memory(error);
    frame = add_frame(flow, graph->meta->nodes);
    if (frame == NULL)
        return nnreg_fail_memory(error);
    frame->nodes = graph->meta->nodes;
    frame->call = frame->next = NNREG_FLOW_NONE;
    find_kinds(flow);
    resolve_graph(flow);
    return NNREG_OK;
}

void nnreg_flow_free(struct nnreg_flow *flow)
{
    nnreg_chunks_free(&flow->frames);
    nnreg_free(flow->kinds);
    nnreg_free(flow->edges);
    nnreg_free(flow->returns);
    nnreg_free(flow->resolved);
    nnreg_free(flow->entered);
    *flow = (struct nnreg_flow){.graph = NULL};
}
