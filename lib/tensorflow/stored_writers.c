/*
 * What a variable is given, by all that its handle is handed to: see stored_values.h.
 *
 * An operation that is not known to leave a variable alone may assign something to it. That counts where a server runs it: where
 * it is met on the way back from the init operation or an output of a signature, or lies in a function that is called there.
 * Graphs of TensorFlow 1 keep the operations of training and the first values of all variables, which are not run.
 */
#include <assert.h>

#include "base/alloc.h"
#include "base/array.h"
#include "tensorflow/savedmodel_values.h"
#include "tensorflow/stored_values.h"

/* ------------------------------------------------------------------------------------------------- what is run -- */

static void walk_all(struct nnreg_flow_walk *walk)
{
    uint32_t point;

    while (nnreg_flow_walk_next(&point, walk))
        ;
}

static void run_named(struct nnreg_flow_walk *walk, uint32_t name)
{
    const struct nnreg_graph *graph = walk->flow->graph;
    struct nnreg_graph_tensor tensor;
    struct nnreg_flow_tensor start = {0, 0};

    if (name == 0 || !nnreg_graph_tensor(&tensor, graph, nnreg_savedmodel_text(graph->model, name),
                                         nnreg_savedmodel_text_size(graph->model, name)))
        return;
    start.point = nnreg_flow_of_node(walk->flow, tensor.node);
    start.output = tensor.is_control ? 0 : tensor.output;
    nnreg_flow_walk_from(walk, &start);
}

static void run_outputs(struct nnreg_stored_values *stored,
                        const struct nnreg_savedmodel_signature *signature)
{
    const struct nnreg_savedmodel *model = stored->running.flow->graph->model;
    uint32_t names[NNREG_INFO_TENSORS], i;
    size_t count, k;

    for (i = signature->first_info; i < signature->first_info + signature->infos; i++) {
        const struct nnreg_savedmodel_info *info = nnreg_savedmodel_info_at(model, i);

        if (info->replaced || !info->is_output)
            continue;
        stored->serves = true;
        count = nnreg_graph_info_tensors(names, info);
        for (k = 0; k < count; k++)
            run_named(&stored->running, names[k]);
    }
}

static void find_what_is_run(struct nnreg_stored_values *stored)
{
    struct nnreg_flow *flow = stored->readers->flow;
    const struct nnreg_graph *graph = flow->graph;
    uint32_t i;

    if (stored->walked)
        return;
    stored->walked = true;
    stored->restoring.flow = stored->running.flow = flow;
    if (graph->meta->saver.present)
        run_named(&stored->restoring, graph->meta->saver.restore_op);
    run_named(&stored->running, nnreg_graph_init_op(graph).name);
    for (i = 0; i < graph->meta->signatures; i++) {
        const struct nnreg_savedmodel_signature *signature =
            nnreg_savedmodel_signature_at(graph->model, graph->meta->first_signature + i);

        if (!signature->replaced && !nnreg_graph_is_init_signature(graph, signature))
            run_outputs(stored, signature);
    }
    walk_all(&stored->restoring);
    walk_all(&stored->running);
}

/* The node of the graph that a point lies in the call of: there is one, since a variable of the graph was followed into it. */
static uint32_t outermost_call(const struct nnreg_flow *flow, uint32_t point)
{
    const struct nnreg_flow_frame *frame = nnreg_flow_place(flow, point).frame;

    while (frame->body != NULL) {
        assert(frame->call != NNREG_FLOW_NONE);
        point = frame->call;
        frame = nnreg_flow_place(flow, point).frame;
    }
    return point;
}

/* -------------------------------------------------------------------------------------------------- what uses it -- */

/* Of one variable. */
struct stored_uses {
    struct nnreg_stored_values *stored;
    bool is_reference; /* what is handed on is the variable itself, and most operations only read it */
    struct nnreg_flow_tensor *stack;
    size_t room, count;
    uint32_t left;
    uint32_t key;
    bool restored, unknown;
};

/* Operations that take a handle or a reference and leave the variable as it is; reading it is told by their kind. */
static bool is_harmless(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node)
{
    static const char *const ops[] = {"VarIsInitializedOp", "IsVariableInitialized", "SaveV2", "Save",
                                      "SaveSlices"};
    size_t i;

    for (i = 0; i < sizeof ops / sizeof *ops; i++)
        if (nnreg_savedmodel_text_is(model, node->op, ops[i]))
            return true;
    return false;
}

/* Of a reference to a variable most operations take the value: not those that are declared to take a reference. */
static bool takes_reference(const struct nnreg_graph *graph, const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel_op *op = nnreg_graph_op(graph, node);
    uint32_t i;

    for (i = 0; op != NULL && i < op->args; i++) {
        const struct nnreg_savedmodel_arg *arg = nnreg_savedmodel_arg_at(graph->model, op->first_arg + i);

        if (arg->is_ref && !arg->is_output)
            return true;
    }
    return op == NULL;
}

/* Whether an operation may do more with the variable than read it. */
static bool may_change_variable(const struct nnreg_flow *flow, const struct nnreg_flow_place *place,
                                bool is_reference)
{
    if (is_harmless(flow->graph->model, place->node))
        return false;
    return is_reference ? takes_reference(flow->graph, place->node) : place->kind != NNREG_FLOW_READ;
}

static void push_use(struct stored_uses *uses, const struct nnreg_flow_tensor *tensor)
{
    struct nnreg_flow_tensor *grown;

    if (uses->left == 0) {
        uses->unknown = true;
        return;
    }
    uses->left--;
    grown = nnreg_array_room(uses->stack, &uses->room, uses->count + 1, sizeof *grown);
    if (grown == NULL) {
        uses->stored->readers->flow->failed = true;
        return;
    }
    uses->stack = grown;
    uses->stack[uses->count++] = *tensor;
}

/* The text number `i` of the constant at an input: false where there is none. */
static bool text_of_constant(uint32_t *text, struct nnreg_flow *flow, uint32_t point, uint32_t input,
                             uint32_t i)
{
    const struct nnreg_savedmodel *model = flow->graph->model;
    uint32_t origin = nnreg_flow_origin(flow, point, input);
    const struct nnreg_savedmodel_attr *attr;

    if (origin == NNREG_FLOW_NONE || nnreg_flow_place(flow, origin).kind != NNREG_FLOW_CONSTANT)
        return false;
    attr = nnreg_savedmodel_attr_named(model, nnreg_flow_place(flow, origin).node, "value");
    if (attr == NULL || nnreg_savedmodel_attr_kind(attr) != NNREG_ATTR_STRINGS ||
        i >= nnreg_savedmodel_attr_count(model, attr))
        return false;
    *text = nnreg_savedmodel_attr_entry(model, attr, i);
    return true;
}

/* The key of what an assignment gives, where it is restored whole. */
static bool restored_key(uint32_t *key, struct nnreg_flow *flow, uint32_t point)
{
    struct nnreg_flow_tensor value;
    uint32_t slice;

    return nnreg_flow_origin_tensor(&value, flow, point, 1) &&
           nnreg_savedmodel_text_is(flow->graph->model, nnreg_flow_place(flow, value.point).node->op,
                                    "RestoreV2") &&
           text_of_constant(key, flow, value.point, 1, value.output) &&
           text_of_constant(&slice, flow, value.point, 2, value.output) && slice == 0;
}

static void take_assignment(struct stored_uses *uses, uint32_t point)
{
    struct nnreg_stored_values *stored = uses->stored;
    struct nnreg_flow *flow = stored->readers->flow;
    uint32_t call = outermost_call(flow, point), key;

    if (nnreg_flow_walk_has(&stored->restoring, call)) {
        if (!restored_key(&key, flow, point) || (uses->restored && uses->key != key)) {
            uses->unknown = true;
            return;
        }
        uses->restored = true;
        uses->key = key;
    }
    uses->unknown = uses->unknown || nnreg_flow_walk_has(&stored->running, call);
}

/* What may assign something beside the assignments of whole values, which without signatures nobody knows not to be run. */
static void take_change(struct stored_uses *uses, uint32_t point)
{
    uint32_t call = outermost_call(uses->stored->readers->flow, point);

    uses->unknown = uses->unknown || !uses->stored->serves ||
                    nnreg_flow_walk_has(&uses->stored->running, call) ||
                    nnreg_flow_walk_has(&uses->stored->restoring, call);
}

static void meet_stored_use(void *context, const struct nnreg_flow_use *use)
{
    struct stored_uses *uses = context;
    struct nnreg_flow *flow = uses->stored->readers->flow;
    struct nnreg_flow_place place = nnreg_flow_place(flow, use->tensor.point);

    if (use->passes) {
        push_use(uses, &use->tensor);
    } else if (place.kind == NNREG_FLOW_ASSIGN && use->input == 0) {
        take_assignment(uses, use->tensor.point);
    } else if (!uses->is_reference && place.kind == NNREG_FLOW_SAME) {
        push_use(uses, &(struct nnreg_flow_tensor){use->tensor.point, use->input});
    } else if (may_change_variable(flow, &place, uses->is_reference)) {
        take_change(uses, use->tensor.point);
    }
}

static void follow_uses(struct stored_uses *uses)
{
    struct nnreg_flow_readers *readers = uses->stored->readers;

    while (uses->count > 0 && !uses->unknown && !readers->flow->failed) {
        struct nnreg_flow_tensor tensor = uses->stack[--uses->count];

        if (!nnreg_flow_uses(readers, &tensor, NNREG_LIMIT_STORED_USES, meet_stored_use, uses))
            uses->unknown = true;
    }
}

static uint32_t variable_name(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel_attr *shared = nnreg_savedmodel_attr_named(model, node, "shared_name");

    return shared != NULL && nnreg_savedmodel_attr_kind(shared) == NNREG_ATTR_TEXT && shared->value != 0
               ? shared->value
               : node->name;
}

/* Two nodes of one name make one variable: then what is done to it is not all found from one of them. */
static bool is_made_once(const struct nnreg_flow *flow, const struct nnreg_savedmodel_node *variable)
{
    const struct nnreg_savedmodel *model = flow->graph->model;
    const struct nnreg_savedmodel_meta *meta = flow->graph->meta;
    uint32_t name = variable_name(model, variable), i, k, count = 0;

    for (i = meta->first_node; i < meta->first_node + meta->nodes; i++)
        if (flow->kinds[i] == NNREG_FLOW_VARIABLE)
            count += variable_name(model, nnreg_savedmodel_node_at(model, i)) == name;
    for (k = meta->first_function; k < meta->first_function + meta->functions; k++) {
        nnreg_graph_body body = nnreg_savedmodel_function_at(model, k);

        for (i = body->first_node; i < body->first_node + body->nodes; i++)
            if (flow->kinds[model->nodes.count + i] == NNREG_FLOW_VARIABLE)
                count += variable_name(model, nnreg_savedmodel_body_node_at(model, i)) == name;
    }
    return count == 1;
}

bool nnreg_stored_key(uint32_t *key, struct nnreg_stored_values *stored, uint32_t variable)
{
    struct nnreg_flow *flow = stored->readers->flow;
    struct nnreg_flow_place place = nnreg_flow_place(flow, variable);
    struct stored_uses uses = {.stored = stored, .left = NNREG_LIMIT_STORED_USES};

    if (place.kind != NNREG_FLOW_VARIABLE || place.frame->body != NULL || !is_made_once(flow, place.node))
        return false;
    find_what_is_run(stored);
    uses.is_reference = !nnreg_savedmodel_text_is(flow->graph->model, place.node->op, "VarHandleOp");
    push_use(&uses, &(struct nnreg_flow_tensor){variable, 0});
    follow_uses(&uses);
    nnreg_free(uses.stack);
    *key = uses.key;
    return uses.restored && !uses.unknown && !flow->incomplete;
}
