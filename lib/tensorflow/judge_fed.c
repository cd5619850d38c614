/*
 * What an output needs and nobody feeds: a placeholder without default, an iterator that is not started, a queue that nothing is
 * put into. A Python session starts a graph's queue runners when it is asked to (tf.train.start_queue_runners); a model server
 * knows nothing of them.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "tensorflow/flow_way.h"
#include "tensorflow/judge_flow.h"
#include "tensorflow/model_names.h"

enum { UNFED_SHOWN = 5 }; /* findings; the last tells how many more there are */

/* The operations whose handle is empty until something else is run. Others (OneShotIterator, …) start by themselves. */
static bool is_started_by_others(const struct nnreg_savedmodel *model,
                                 const struct nnreg_savedmodel_node *node)
{
    static const char *const ops[] = {
        "Iterator",           "IteratorV2",         "FIFOQueue",       "FIFOQueueV2",
        "RandomShuffleQueue", "PriorityQueue",      "PriorityQueueV2", "RandomShuffleQueueV2",
        "PaddingFIFOQueue",   "PaddingFIFOQueueV2",
    };
    size_t i;

    for (i = 0; i < sizeof ops / sizeof *ops; i++)
        if (nnreg_savedmodel_text_is(model, node->op, ops[i]))
            return true;
    return false;
}

/* The node that makes a queue or an iterator; into a branch of TensorFlow 1 it comes through a Switch. */
static uint32_t started_handle(struct nnreg_flow *flow, uint32_t point)
{
    uint32_t handle = nnreg_flow_origin(flow, point, 0), hops;

    for (hops = 0; hops < NNREG_LIMIT_FLOW_ORIGIN && handle != NNREG_FLOW_NONE; hops++) {
        uint32_t op = nnreg_flow_place(flow, handle).node->op;

        if (!nnreg_savedmodel_text_is(flow->graph->model, op, "Switch") &&
            !nnreg_savedmodel_text_is(flow->graph->model, op, "RefSwitch"))
            break;
        handle = nnreg_flow_origin(flow, handle, 0);
    }
    return handle;
}

void nnreg_judge_unfed_point(struct nnreg_following *following, uint32_t point,
                             const struct nnreg_flow_place *place)
{
    struct nnreg_flow *flow = following->judged->flow;
    uint32_t handle;

    if (place->kind == NNREG_FLOW_PLACEHOLDER) { /* one that is fed may still be waited for */
        if (!nnreg_followed_is_fed(following, point))
            nnreg_followed_add(following, &following->unfed, point, NNREG_FLOW_NONE);
        return;
    }
    if (place->kind != NNREG_FLOW_ITERATOR && place->kind != NNREG_FLOW_QUEUE)
        return;
    handle = started_handle(flow, point);
    if (handle != NNREG_FLOW_NONE &&
        is_started_by_others(flow->graph->model, nnreg_flow_place(flow, handle).node))
        nnreg_followed_add(following, &following->unfed, point, handle);
}

/* ------------------------------------------------------------------------------------------------------- words -- */

/* What graphs of TensorFlow 1 take to tell training from serving, by the names that people give it. */
static bool is_for_training(const char *name)
{
    static const char *const words[] = {"keep_prob", "dropout", "train", "learning_phase", "is_test"};
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(name, words[i]) != NULL)
            return true;
    return false;
}

static const char *hint_for_unfed(const struct nnreg_following *following,
                                  const struct nnreg_flow_place *place)
{
    if (place->kind == NNREG_FLOW_QUEUE)
        return "a model server starts no queue runners: save the graph without its input pipeline, with a "
               "placeholder where the images come in";
    if (place->kind == NNREG_FLOW_ITERATOR)
        return "save the graph with a placeholder where the images come in, or let its init operation start "
               "the iterator";
    if (place->frame->body != NULL)
        return "what is in a function cannot be fed: make it an argument, or save the model with a constant "
               "in its place";
    return is_for_training(nnreg_savedmodel_text(following->judged->model, place->node->name))
               ? "save the model with a constant in its place, or with "
                 "tf.compat.v1.placeholder_with_default: "
                 "what it is when the network serves"
               : "feed it as an input, or save the model with a constant or a PlaceholderWithDefault in its "
                 "place";
}

static bool is_started_by_program(const struct nnreg_following *following,
                                  const struct nnreg_followed_point *unfed)
{
    return unfed->handle != NNREG_FLOW_NONE &&
           nnreg_text_set_has(&following->given_by_program, nnreg_handle_name(following, unfed->handle));
}

static const char *why_unfed(const struct nnreg_following *following,
                             const struct nnreg_followed_point *unfed, const struct nnreg_flow_place *place)
{
    if (is_started_by_program(following, unfed))
        return "a model server does not start: only the collection \"table_initializer\" says what does";
    if (place->kind == NNREG_FLOW_QUEUE)
        return nnreg_graph_collection(&following->judged->graph, "queue_runners") != NULL
                   ? "only the queue runners of a Python session fill"
                   : "nothing is put into";
    if (place->kind == NNREG_FLOW_ITERATOR)
        return "nothing starts";
    return following->signature != NULL ? "is none of its inputs and has no default"
                                        : "no input feeds and which has no default";
}

static void put_unfed(struct nnreg_bytes *out, const struct nnreg_following *following,
                      const struct nnreg_followed_point *unfed, const struct nnreg_flow_place *place)
{
    const struct nnreg_savedmodel *model = following->judged->model;
    struct nnreg_flow_way way = {.count = 0};
    struct nnreg_flow_place of = *place;
    char name[NNREG_SHOWN];

    if (unfed->handle != NNREG_FLOW_NONE)
        of = nnreg_flow_place(following->judged->flow, unfed->handle);
    nnreg_followed_output_put(out, following, unfed->output);
    nnreg_bytes_format(out, " needs the %s \"%s\"",
                       place->kind == NNREG_FLOW_QUEUE      ? "queue"
                       : place->kind == NNREG_FLOW_ITERATOR ? "iterator"
                                                            : "placeholder",
                       nnreg_model_shown(name, model, of.node->name));
    if (of.frame->body != NULL)
        nnreg_bytes_format(out, " of the function \"%s\"",
                           nnreg_model_shown(name, model, of.frame->body->signature.name));
    nnreg_bytes_format(out, ", which %s: ", why_unfed(following, unfed, place));
    nnreg_flow_way_of(&way, &following->walk, unfed->point);
    nnreg_flow_way_put(out, &way, model);
}

/* -------------------------------------------------------------------------------------------------- reporting -- */

static void report_unfed(struct nnreg_following *following, const struct nnreg_followed_point *unfed,
                         nnreg_severity severity)
{
    struct nnreg_flow_place place = nnreg_flow_place(following->judged->flow, unfed->point);
    const char *hint = hint_for_unfed(following, &place);
    struct nnreg_bytes out = NNREG_BYTES_INIT;

    put_unfed(&out, following, unfed, &place);
    following->failed = following->failed || out.failed;
    if (out.failed)
        ;
    else if (following->signature == NULL)
        nnreg_engine_report_at_as(following->engine, following->outputs[unfed->output].member,
                                  NNREG_RULE_MODEL_UNFED_INPUT, severity, hint, "%s", out.content);
    else
        nnreg_report_file(following->findings, NNREG_RULE_MODEL_UNFED_INPUT, severity,
                          following->judged->file, hint, "%s", out.content);
    nnreg_bytes_free(&out);
}

/* NNREG_SEVERITY_OFF: it does no harm. In a branch it does where that branch is taken. */
static nnreg_severity severity_of_unfed(struct nnreg_following *following,
                                        const struct nnreg_followed_point *unfed)
{
    if (unfed->handle != NNREG_FLOW_NONE) {
        nnreg_judge_values_load(following);
        if (nnreg_judge_values_given(following, unfed->handle) || following->blind)
            return NNREG_SEVERITY_OFF;
    }
    switch (nnreg_followed_branch(following, unfed->point)) {
    case NNREG_BRANCH_NEVER:
        return NNREG_SEVERITY_OFF;
    case NNREG_BRANCH_PERHAPS:
        return NNREG_SEVERITY_WARNING;
    default:
        return is_started_by_program(following, unfed) ? NNREG_SEVERITY_WARNING
                                                       : nnreg_followed_severity(following);
    }
}

/* Those of one severity. */
static void tell_unfed(struct nnreg_following *following, nnreg_severity severity)
{
    size_t i;

    for (i = 0; i < following->unfed.count && !following->failed; i++) {
        const struct nnreg_followed_point *unfed = &following->unfed.list[i];
        uint32_t name =
            nnreg_handle_name(following, unfed->handle != NNREG_FLOW_NONE ? unfed->handle : unfed->point);

        if (nnreg_text_set_has(&following->unfed_told, name) ||
            severity_of_unfed(following, unfed) != severity ||
            !nnreg_text_set_put(following, &following->unfed_told, name))
            continue;
        if (++following->unfed_count <= UNFED_SHOWN)
            report_unfed(following, unfed, severity);
        else if (severity > following->unfed_rest)
            following->unfed_rest = severity;
    }
}

/* Each placeholder, iterator and queue once, whatever needs it; the gravest first. */
void nnreg_judge_unfed_end(struct nnreg_following *following)
{
    tell_unfed(following, NNREG_SEVERITY_ERROR);
    tell_unfed(following, NNREG_SEVERITY_WARNING);
}

void nnreg_judge_unfed_rest(const struct nnreg_following *following)
{
    if (following->unfed_count > UNFED_SHOWN)
        nnreg_report_file(following->findings, NNREG_RULE_MODEL_UNFED_INPUT, following->unfed_rest,
                          following->judged->file, NULL,
                          "%u more placeholders, iterators or queues are not fed",
                          following->unfed_count - UNFED_SHOWN);
}
