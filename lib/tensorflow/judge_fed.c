/*
 * Whether the declared outputs can be computed from the declared inputs: everything that they are computed from is followed
 * back (flow.h), over calls and loops, up to what is fed. A placeholder without a default that is met on the way is what every
 * request fails at; a queue is what every request waits at. And an input that nothing was met behind is fed in vain.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "records/network.h"
#include "tensorflow/flow.h"
#include "tensorflow/judge_model.h"

enum { UNFED_SHOWN = 10 /* findings; the last tells how many more there are */, WAY_SHOWN = 6 /* nodes */ };

struct fed_tensor {
    struct nnreg_flow_tensor tensor;
    char *const *member; /* of the description, where it is reported */
};

struct judging_fed {
    struct nnreg_engine *engine;
    const struct nnreg_judged *judged;
    struct nnreg_flow flow;
    struct nnreg_flow_walk walk;
    struct fed_tensor *inputs, *outputs;
    size_t input_count, output_count;
    bool whole; /* each tensor of the description is one of the graph: what is not has a finding of its own */
    size_t unfed;
    char *const *last; /* where the last of these was reported */
};

/* ------------------------------------------------------------------------------------------------------- tensors -- */

static void take_declared(struct judging_fed *judging, struct fed_tensor *list, size_t *count,
                          char *const *member, bool is_output)
{
    const struct nnreg_graph *graph = &judging->judged->graph;
    const char *name = *member;
    size_t length = name != NULL ? strlen(name) : 0;
    struct nnreg_graph_tensor tensor;

    if (length == 0 || length > NNREG_LIMIT_TENSOR_NAME || name[0] == '^' ||
        (!nnreg_graph_tensor(&tensor, graph, name, length) &&
         !nnreg_signature_keys_tensor(&tensor, &judging->judged->keys, graph, name, length, is_output)) ||
        !tensor.has_output) {
        judging->whole = false;
        return;
    }
    list[*count].member = member;
    list[*count].tensor.point = nnreg_flow_of_node(&judging->flow, tensor.node);
    list[(*count)++].tensor.output = tensor.output;
}

static void take_output(struct judging_fed *judging, char *const *member)
{
    take_declared(judging, judging->outputs, &judging->output_count, member, true);
}

static size_t count_outputs(const struct nnreg_network *network)
{
    const struct nnreg_postprocessing *outputs = network->postprocessings.items;
    size_t count = 0, i;

    for (i = 0; i < network->postprocessings.count; i++) {
        count += outputs[i].tensors_output != NULL ? outputs[i].tensors_output->tensors.count : 0;
        count += outputs[i].standard_output != NULL ? 2 : 0;
    }
    return count;
}

static void take_tensors(struct judging_fed *judging, const struct nnreg_network *network)
{
    const struct nnreg_postprocessing *outputs = network->postprocessings.items;
    const struct nnreg_array *inputs = &network->preprocessing->inputs;
    size_t i, k;

    for (i = 0; i < inputs->count; i++)
        take_declared(judging, judging->inputs, &judging->input_count,
                      &((const struct nnreg_input *)inputs->items + i)->tensor_name, false);
    for (i = 0; i < network->postprocessings.count; i++) {
        const struct nnreg_tensors_output *list = outputs[i].tensors_output;

        for (k = 0; list != NULL && k < list->tensors.count; k++)
            take_output(judging, (char *const *)list->tensors.items + k);
        if (outputs[i].standard_output != NULL) {
            take_output(judging, &outputs[i].standard_output->boxes_tensor);
            take_output(judging, &outputs[i].standard_output->scores_tensor);
        }
    }
}

/* --------------------------------------------------------------------------------------------------------- unfed -- */

/* The names of nodes from an output back to a point, at most WAY_SHOWN: what is between is left out in the middle. */
static void put_way(struct nnreg_bytes *out, const struct judging_fed *judging, uint32_t point)
{
    const struct nnreg_savedmodel *model = judging->judged->model;
    uint32_t way[WAY_SHOWN], count = 0, at = point;
    const char *name;

    for (;; at = judging->walk.via[at]) {
        struct nnreg_flow_place place = nnreg_flow_place(&judging->flow, at);

        if (place.node != NULL) {
            way[count < WAY_SHOWN ? count : WAY_SHOWN - 1] =
                place.node->name; /* the last one is the output's */
            count++;
        }
        if (judging->walk.via[at] == at)
            break;
    }
    for (at = count < WAY_SHOWN ? count : WAY_SHOWN; at-- > 0;) {
        name = nnreg_savedmodel_text(model, way[at]);
        nnreg_put_names(out, &name, 1, "");
        if (at > 0)
            nnreg_bytes_text(out, count > WAY_SHOWN && at == WAY_SHOWN - 1 ? " <- ... <- " : " <- ");
    }
}

/* The member of the output that a point was met from. */
static char *const *output_behind(const struct judging_fed *judging, uint32_t point)
{
    size_t i;

    while (judging->walk.via[point] != point)
        point = judging->walk.via[point];
    for (i = 0; i < judging->output_count; i++)
        if (judging->outputs[i].tensor.point == point)
            return judging->outputs[i].member;
    return judging->outputs[0].member;
}

static void report_unfed(struct judging_fed *judging, uint32_t point, const struct nnreg_flow_place *place)
{
    bool waits = place->kind == NNREG_FLOW_QUEUE;
    const char *name = nnreg_savedmodel_text(judging->judged->model, place->node->name);
    struct nnreg_bytes way = NNREG_BYTES_INIT;
    char *const *member;
    char shown[NNREG_SHOWN], output[NNREG_SHOWN];
    char *text = NULL;

    if (++judging->unfed > UNFED_SHOWN)
        return;
    member = judging->last = output_behind(judging, point);
    put_way(&way, judging, point);
    if (nnreg_bytes_take(&text, &way) != NNREG_OK) {
        judging->engine->status = NNREG_NO_MEMORY;
        return;
    }
    nnreg_engine_report_at(
        judging->engine, member, NNREG_RULE_MODEL_UNFED_INPUT,
        waits ? "name an input behind the queue, or save the model without its input pipeline"
              : "make it an input of the description, or save the model with a constant or a placeholder "
                "with a default in its place",
        "\"%s\" is computed from the %s \"%s\", which no input feeds%s (%s)", nnreg_shown(output, *member),
        waits ? "queue behind" : "placeholder", nnreg_shown(shown, name),
        waits ? "" : " and which has no default", text);
    nnreg_free(text);
}

static void follow_back(struct judging_fed *judging)
{
    uint32_t point;
    size_t i;

    for (i = 0; i < judging->output_count; i++)
        nnreg_flow_walk_from(&judging->walk, &judging->outputs[i].tensor);
    while (nnreg_flow_walk_next(&point, &judging->walk)) {
        struct nnreg_flow_place place = nnreg_flow_place(&judging->flow, point);

        if (place.kind == NNREG_FLOW_PLACEHOLDER || place.kind == NNREG_FLOW_QUEUE)
            report_unfed(judging, point, &place);
    }
    if (judging->unfed > UNFED_SHOWN)
        nnreg_engine_report_at(judging->engine, judging->last, NNREG_RULE_MODEL_UNFED_INPUT, NULL,
                               "%zu more placeholders that nothing feeds are on the way to the outputs",
                               judging->unfed - UNFED_SHOWN);
}

/* ------------------------------------------------------------------------------------------------------- unreachable -- */

/* Somebody may feed a tensor twice, or one that a control edge alone leads to. */
static bool is_met(const struct judging_fed *judging, const struct nnreg_flow_tensor *fed,
                   const struct nnreg_flow_tensor *tensor)
{
    size_t i;

    if (nnreg_flow_walk_has(&judging->walk, tensor->point))
        return true;
    for (i = 0; i < judging->walk.fed_count; i++)
        if (fed[i].point == tensor->point && fed[i].output == tensor->output && judging->walk.fed_met[i])
            return true;
    return false;
}

/* An input that is an output, too, is given back as it came. */
static void judge_reached(struct judging_fed *judging, const struct nnreg_flow_tensor *fed)
{
    char shown[NNREG_SHOWN];
    size_t i;

    for (i = 0; i < judging->input_count; i++)
        if (!is_met(judging, fed, &judging->inputs[i].tensor))
            nnreg_engine_report_at(
                judging->engine, judging->inputs[i].member, NNREG_RULE_MODEL_UNREACHABLE_INPUT,
                "name the tensor that the outputs are computed from, or leave the input out",
                "no declared output depends on the input \"%s\"",
                nnreg_shown(shown, *judging->inputs[i].member));
}

/* ---------------------------------------------------------------------------------------------------------- all -- */

static bool make_fed_room(struct judging_fed *judging, struct nnreg_flow_tensor **fed,
                          const struct nnreg_network *network)
{
    size_t inputs = network->preprocessing->inputs.count, outputs = count_outputs(network);

    judging->inputs = nnreg_alloc_zero(inputs, sizeof *judging->inputs);
    judging->outputs = nnreg_alloc_zero(outputs, sizeof *judging->outputs);
    judging->walk.fed_met = nnreg_alloc_zero(inputs, sizeof(bool));
    *fed = nnreg_alloc_zero(inputs, sizeof **fed);
    return judging->inputs != NULL && judging->outputs != NULL && judging->walk.fed_met != NULL &&
           *fed != NULL;
}

/* Each input is a comparison for each of its like: as many as are compared are more than any network has. */
enum { FED_COMPARED = 256 };

static void judge_declared(struct judging_fed *judging, struct nnreg_flow_tensor *fed)
{
    size_t i;

    for (i = 0; i < judging->input_count; i++)
        fed[i] = judging->inputs[i].tensor;
    nnreg_flow_sort_tensors(fed, judging->input_count);
    judging->walk.flow = &judging->flow;
    judging->walk.fed = fed;
    judging->walk.fed_count = judging->input_count;
    follow_back(judging);
    if (!judging->flow.failed && judging->input_count <= FED_COMPARED)
        judge_reached(judging, fed);
}

void nnreg_judge_fed(struct nnreg_engine *engine, const struct nnreg_network *network,
                     const struct nnreg_judged *judged)
{
    struct judging_fed judging = {.engine = engine, .judged = judged, .whole = true};
    struct nnreg_flow_tensor *fed = NULL;

    if (judged->graph.meta == NULL || !judged->loads || network->preprocessing == NULL ||
        network->preprocessing->inputs.count == 0 || count_outputs(network) == 0)
        return;
    if (nnreg_flow_make(&judging.flow, &judged->graph, NULL) != NNREG_OK ||
        !make_fed_room(&judging, &fed, network))
        judging.flow.failed = true;
    else {
        take_tensors(&judging, network);
        if (judging.whole)
            judge_declared(&judging, fed);
    }
    if (judging.flow.failed)
        engine->status = NNREG_NO_MEMORY;
    nnreg_flow_walk_free(&judging.walk);
    nnreg_flow_free(&judging.flow);
    nnreg_free(judging.inputs);
    nnreg_free(judging.outputs);
    nnreg_free(judging.walk.fed_met);
    nnreg_free(fed);
}
