/*
 * Variables and lookup tables that an output reads and that nothing gives a value: the model loads, and the first request fails.
 * Values come from what a server runs when it loads a model, the saver's restore operation and the init operation: each Assign
 * that they lead to, and in functions those of the whole body, since what assigns has an effect and runs though nobody takes its
 * outputs. Which variable an Assign means is found by following its handle back, out of functions, to the node that makes it.
 * A module of TF-Hub has its variables restored by their names.
 *
 * Nothing is said where something is given a value and it is not known what, or where not all of a graph was entered.
 */
#include <string.h>

#include "base/alloc.h"
#include "tensorflow/flow_parts.h"
#include "tensorflow/judge_flow.h"
#include "tensorflow/model_names.h"

enum { UNSET_SHOWN = 5 }; /* findings; the last tells how many more there are */

uint32_t nnreg_handle_name(const struct nnreg_following *following, uint32_t handle)
{
    const struct nnreg_savedmodel *model = following->judged->model;
    const struct nnreg_savedmodel_node *node = nnreg_flow_place(following->judged->flow, handle).node;
    const struct nnreg_savedmodel_attr *shared = nnreg_savedmodel_attr_named(model, node, "shared_name");

    return shared != NULL && nnreg_savedmodel_attr_kind(shared) == NNREG_ATTR_TEXT && shared->value != 0
               ? shared->value
               : node->name;
}

bool nnreg_judge_values_given(const struct nnreg_following *following, uint32_t handle)
{
    return nnreg_text_set_has(&following->given, nnreg_handle_name(following, handle));
}

/* ---------------------------------------------------------------------------------------------- what gives values -- */

static bool makes_resource(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node)
{
    return nnreg_savedmodel_text_is(model, node->op, "VarHandleOp") ||
           nnreg_savedmodel_text_is(model, node->op, "HashTableV2");
}

/* The handle at an input is given a value. `certain`: the operation does nothing else, so the handle should be known. */
static void give_value(struct nnreg_following *following, uint32_t point, uint32_t input, bool certain)
{
    struct nnreg_flow *flow = following->judged->flow;
    uint32_t handle = nnreg_flow_origin(flow, point, input);
    struct nnreg_flow_place place;

    if (handle == NNREG_FLOW_NONE) {
        following->blind = following->blind || certain;
        return;
    }
    place = nnreg_flow_place(flow, handle);
    if (certain
            ? place.node->inputs == 0 || place.kind == NNREG_FLOW_VARIABLE || place.kind == NNREG_FLOW_TABLE
            : makes_resource(flow->graph->model, place.node))
        (void)nnreg_text_set_put(following,
                                 following->by_program ? &following->given_by_program : &following->given,
                                 nnreg_handle_name(following, handle));
    else
        following->blind = following->blind || certain;
}

/* Of an operation that is not known (a custom one, a call that is not entered), each resource that it gets may be given a value. */
static void give_all(struct nnreg_following *following, uint32_t point, const struct nnreg_flow_place *place)
{
    const struct nnreg_savedmodel *model = following->judged->model;
    uint32_t i;

    if (nnreg_savedmodel_text_is(model, place->node->op, "VarIsInitializedOp"))
        return;
    for (i = 0; i < place->node->inputs; i++)
        give_value(following, point, i, false);
}

/* True where a node gives a value for all to see. */
static bool give_by_kind(struct nnreg_following *following, uint32_t point, enum nnreg_flow_kind kind)
{
    if (kind != NNREG_FLOW_ASSIGN && kind != NNREG_FLOW_START && kind != NNREG_FLOW_ENQUEUE)
        return false;
    give_value(following, point, kind == NNREG_FLOW_START ? 1 : 0, true);
    return true;
}

/* Some bodies are entered to see what is in them, though nothing that a server runs calls them. */
static bool is_run(const struct nnreg_flow *flow, const struct nnreg_flow_frame *frame)
{
    while (frame->call != NNREG_FLOW_NONE)
        frame = nnreg_flow_place(flow, frame->call).frame;
    return frame->body == NULL || frame->named;
}

/* All of the bodies entered so far, each once. More may be entered meanwhile. */
static void give_in_bodies(struct nnreg_following *following)
{
    struct nnreg_flow *flow = following->judged->flow;
    uint32_t i;

    for (; following->frames_seen < flow->frames.count && !following->failed; following->frames_seen++) {
        const struct nnreg_flow_frame *frame = nnreg_chunks_at(&flow->frames, following->frames_seen);
        uint32_t nodes = frame->body != NULL && is_run(flow, frame) ? frame->nodes : 0;

        for (i = 0; i < nodes && !following->failed; i++) {
            uint32_t point = frame->first + frame->arguments + i;
            unsigned char kind = flow->kinds[flow->graph->model->nodes.count + frame->body->first_node + i];

            (void)give_by_kind(following, point, (enum nnreg_flow_kind)kind);
        }
    }
    following->failed = following->failed || flow->failed;
}

/* ------------------------------------------------------------------------------------------------------- loading -- */

static void follow_point(struct nnreg_following *following, uint32_t point)
{
    struct nnreg_flow *flow = following->judged->flow;
    struct nnreg_flow_place place = nnreg_flow_place(flow, point);

    if (place.node == NULL || give_by_kind(following, point, place.kind))
        return;
    if (place.kind == NNREG_FLOW_ORDINARY ||
        (place.kind >= NNREG_FLOW_CALL && place.kind <= NNREG_FLOW_WHILE &&
         nnreg_flow_entered(flow, point) == NNREG_FLOW_NONE))
        give_all(following, point, &place);
}

/* All that an operation leads to, and was not met yet. */
static void follow_operation(struct nnreg_following *following, struct nnreg_flow_walk *walk, uint32_t name)
{
    struct nnreg_flow *flow = following->judged->flow;
    const struct nnreg_savedmodel *model = following->judged->model;
    struct nnreg_graph_tensor tensor;
    uint32_t point;

    if (name == 0 || !nnreg_graph_tensor(&tensor, flow->graph, nnreg_savedmodel_text(model, name),
                                         nnreg_savedmodel_text_size(model, name)))
        return;
    nnreg_flow_walk_from(walk, &(struct nnreg_flow_tensor){nnreg_flow_of_node(flow, tensor.node), 0});
    while (!following->failed && nnreg_flow_walk_next(&point, walk))
        follow_point(following, point);
    following->failed = following->failed || flow->failed;
}

/* "w:0" is the variable w. */
static void give_collection(struct nnreg_following *following)
{
    const struct nnreg_savedmodel *model = following->judged->model;
    const struct nnreg_savedmodel_collection *variables =
        nnreg_graph_collection(&following->judged->graph, "variables");
    uint32_t i, text;

    for (i = 0; variables != NULL && i < variables->values && !following->failed; i++) {
        const char *name =
            nnreg_savedmodel_text(model, nnreg_savedmodel_value_at(model, variables->first_value + i));

        if (nnreg_string_pool_find(&text, &model->strings, name, strcspn(name, ":")))
            (void)nnreg_text_set_put(following, &following->given, text);
    }
}

/*
 * The collection in which programs of TensorFlow 1 find what fills the tables of a graph that they have imported. A model server
 * does not look there.
 */
static void follow_table_initializers(struct nnreg_following *following)
{
    const struct nnreg_savedmodel_collection *initializers =
        nnreg_graph_collection(&following->judged->graph, "table_initializer");
    struct nnreg_flow_walk walk = {.flow = following->judged->flow};
    bool blind = following->blind;
    uint32_t i;

    following->by_program = true;
    for (i = 0; initializers != NULL && initializers->kind == NNREG_COLLECTION_NODES &&
                i < initializers->values && !following->failed;
         i++)
        follow_operation(following, &walk,
                         nnreg_savedmodel_value_at(following->judged->model, initializers->first_value + i));
    nnreg_flow_walk_free(&walk);
    following->by_program = false;
    following->blind = blind;
}

/* A restore operation that is there restores something into something; where that is not seen, it is not understood. */
static void follow_restore(struct nnreg_following *following)
{
    const struct nnreg_judged *judged = following->judged;
    enum nnreg_variables_need need = nnreg_restored_need(&judged->restored, &judged->graph);
    struct nnreg_flow_walk walk = {.flow = judged->flow};
    size_t before = following->given.count;

    if (need == NNREG_NEED_HUB)
        give_collection(following);
    if (!judged->graph.meta->saver.present)
        return;
    follow_operation(following, &walk, judged->graph.meta->saver.restore_op);
    nnreg_flow_walk_free(&walk);
    give_in_bodies(following);
    following->blind =
        following->blind || !judged->restored.has_operation ||
        ((need == NNREG_NEED_VARIABLES || need == NNREG_NEED_UNCERTAIN) && following->given.count == before);
}

void nnreg_judge_values_load(struct nnreg_following *following)
{
    struct nnreg_graph_init init = nnreg_graph_init_op(&following->judged->graph);
    struct nnreg_flow_walk walk = {.flow = following->judged->flow};

    if (!following->loaded) {
        following->loaded = true;
        follow_restore(following);
        follow_operation(following, &walk, init.name);
        nnreg_flow_walk_free(&walk);
        following->blind = following->blind || init.count > 1;
        follow_table_initializers(following);
    }
    give_in_bodies(following);
}

/* ----------------------------------------------------------------------------------------------- what is read -- */

static bool is_operation(const struct nnreg_following *following, const struct nnreg_savedmodel_node *node,
                         const char *const *ops)
{
    for (; *ops != NULL; ops++)
        if (nnreg_savedmodel_text_is(following->judged->model, node->op, *ops))
            return true;
    return false;
}

/* Handles without a value until something gives it one: a MutableHashTable is empty, which is a value. */
static bool needs_value(const struct nnreg_following *following, const struct nnreg_savedmodel_node *node)
{
    static const char *const ops[] = {"Variable",  "VariableV2",  "VarHandleOp",
                                      "HashTable", "HashTableV2", NULL};

    return is_operation(following, node, ops);
}

/* What flows out of a reference variable is its value, unless it was met for something that does not read it. */
static bool is_read_by(const struct nnreg_following *following, uint32_t point)
{
    static const char *const passing[] = {"IsVariableInitialized", "Assign", NULL};
    struct nnreg_flow_place reader = nnreg_flow_place(following->judged->flow, following->walk.via[point]);

    return reader.node == NULL || !is_operation(following, reader.node, passing);
}

void nnreg_judge_values_point(struct nnreg_following *following, uint32_t point,
                              const struct nnreg_flow_place *place)
{
    static const char *const references[] = {"Variable", "VariableV2", NULL};
    struct nnreg_flow *flow = following->judged->flow;
    uint32_t handle = NNREG_FLOW_NONE;

    if (give_by_kind(following, point, place->kind))
        return;
    if (place->kind == NNREG_FLOW_READ)
        handle = nnreg_flow_origin(flow, point, 0);
    else if (place->kind == NNREG_FLOW_VARIABLE && is_operation(following, place->node, references) &&
             is_read_by(following, point))
        handle = point;
    if (handle != NNREG_FLOW_NONE && needs_value(following, nnreg_flow_place(flow, handle).node) &&
        nnreg_flow_place(flow, handle).frame->body == NULL && !nnreg_flow_in_branch(flow, point))
        nnreg_followed_add(following, &following->read, point, handle);
}

/* -------------------------------------------------------------------------------------------------- reporting -- */

static void put_unset(struct nnreg_bytes *out, const struct nnreg_following *following,
                      const struct nnreg_followed_point *read, bool is_table, bool by_program)
{
    struct nnreg_flow_place place = nnreg_flow_place(following->judged->flow, read->handle);
    char name[NNREG_SHOWN];

    nnreg_followed_output_put(out, following, read->output);
    nnreg_bytes_format(
        out, " reads the %s \"%s\", %s", is_table ? "lookup table" : "variable",
        nnreg_model_shown(name, following->judged->model, place.node->name),
        !is_table    ? "and neither the restore operation nor an init operation gives it a value"
        : by_program ? "which a model server leaves empty: only the collection \"table_initializer\" says "
                       "what fills it"
                     : "which nothing fills when the model is loaded");
}

static bool is_filled_by_program(const struct nnreg_following *following,
                                 const struct nnreg_followed_point *read)
{
    return nnreg_text_set_has(&following->given_by_program, nnreg_handle_name(following, read->handle));
}

static void report_unset(struct nnreg_following *following, const struct nnreg_followed_point *read,
                         nnreg_severity severity)
{
    bool is_table = nnreg_flow_place(following->judged->flow, read->handle).kind == NNREG_FLOW_TABLE;
    struct nnreg_bytes out = NNREG_BYTES_INIT;

    put_unset(&out, following, read, is_table, is_filled_by_program(following, read));
    following->failed |= out.failed;
    if (!out.failed)
        nnreg_report_file(
            following->findings, NNREG_RULE_VARIABLES_MISSING, severity, following->judged->file,
            is_table ? "save the model with tf.compat.v1.tables_initializer() as its init operation"
                     : "save the model with all its variables: a Saver without a list of them, or "
                       "the variable as an attribute of what is saved",
            "%s", out.content);
    nnreg_bytes_free(&out);
}

static void tell_unset(struct nnreg_following *following, const struct nnreg_followed_point *read)
{
    nnreg_severity severity =
        is_filled_by_program(following, read) ? NNREG_SEVERITY_WARNING : nnreg_followed_severity(following);

    if (++following->read_count <= UNSET_SHOWN)
        report_unset(following, read, severity);
    else if (severity > following->read_rest)
        following->read_rest = severity;
}

/* What an exporter of TF-Hub's own fills tables with is not in the graph. */
static bool may_have_value(const struct nnreg_following *following, const struct nnreg_followed_point *read)
{
    return nnreg_judge_values_given(following, read->handle) ||
           (nnreg_flow_place(following->judged->flow, read->handle).kind == NNREG_FLOW_TABLE &&
            nnreg_restored_need(&following->judged->restored, &following->judged->graph) == NNREG_NEED_HUB);
}

void nnreg_judge_values_end(struct nnreg_following *following)
{
    size_t i;

    if (following->read.count > 0)
        nnreg_judge_values_load(following);
    for (i = 0; i < following->read.count && !following->failed; i++) {
        const struct nnreg_followed_point *read = &following->read.list[i];

        if (following->blind || following->judged->flow->incomplete || may_have_value(following, read))
            continue;
        if (nnreg_text_set_put(following, &following->read_told, nnreg_handle_name(following, read->handle)))
            tell_unset(following, read);
    }
}

void nnreg_judge_values_rest(const struct nnreg_following *following)
{
    if (following->read_count > UNSET_SHOWN)
        nnreg_report_file(following->findings, NNREG_RULE_VARIABLES_MISSING, following->read_rest,
                          following->judged->file, NULL,
                          "%u more variables or tables are read and never given a value",
                          following->read_count - UNSET_SHOWN);
}
