/*
 * Asking the flow of a graph: see judge_flow.h. The questions are put together here, from the description or the signatures,
 * and the inputs that nothing depends on are told.
 */
#include "tensorflow/judge_flow.h"
#include "tensorflow/model_names.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

/*
 * Each signature is a walk. Together they may go through the graph so often, and through so many tensors: no model of use has
 * as many signatures, and one that has should not cost their number times its size.
 */
#define LIMIT_SIGNATURE_WALKS 64u
#define LIMIT_SIGNATURE_FREE  ((uint64_t)1 << 20)

/* ------------------------------------------------------------------------------------------------ what they share -- */

bool nnreg_text_set_has(const struct nnreg_text_set *set, uint32_t text)
{
    return set->bits != NULL && (set->bits[text / 8] >> text % 8 & 1) != 0;
}

bool nnreg_text_set_put(struct nnreg_following *following, struct nnreg_text_set *set, uint32_t text)
{
    if (set->bits == NULL)
        set->bits = nnreg_alloc_zero((size_t)following->judged->model->strings.blocks << 13, 1);
    if (set->bits == NULL) {
        following->failed = true;
        return false;
    }
    if (nnreg_text_set_has(set, text))
        return false;
    set->bits[text / 8] |= (unsigned char)(1u << text % 8);
    set->count++;
    return true;
}

void nnreg_followed_add(struct nnreg_following *following, struct nnreg_followed_points *points,
                        uint32_t point, uint32_t handle)
{
    struct nnreg_followed_point *grown =
        nnreg_array_room(points->list, &points->room, points->count + 1, sizeof *grown);

    if (grown == NULL) {
        following->failed = true;
        return;
    }
    points->list = grown;
    points->list[points->count++] = (struct nnreg_followed_point){point, handle, following->output};
}

bool nnreg_followed_is_fed(const struct nnreg_following *following, uint32_t point)
{
    return nnreg_flow_walk_fed(&following->walk, &(struct nnreg_flow_tensor){point, 0}) != NULL;
}

nnreg_severity nnreg_followed_severity(const struct nnreg_following *following)
{
    return following->signature == NULL ||
                   following->signature == nnreg_graph_main_signature(&following->judged->graph)
               ? NNREG_SEVERITY_ERROR
               : NNREG_SEVERITY_WARNING;
}

void nnreg_followed_output_put(struct nnreg_bytes *out, const struct nnreg_following *following,
                               uint32_t output)
{
    const struct nnreg_savedmodel *model = following->judged->model;
    const struct nnreg_followed_output *of = &following->outputs[output];
    char name[NNREG_SHOWN];

    nnreg_bytes_format(out, "the output \"%s\"",
                       of->member != NULL ? nnreg_shown(name, *of->member)
                                          : nnreg_model_shown(name, model, of->name));
    if (following->signature != NULL)
        nnreg_bytes_format(out, " of the signature \"%s\"",
                           nnreg_model_shown(name, model, following->signature->key));
}

/* ------------------------------------------------------------------------------------------------- the question -- */

static struct nnreg_flow_tensor flow_tensor(const struct nnreg_following *following,
                                            const struct nnreg_graph_tensor *tensor)
{
    return (struct nnreg_flow_tensor){nnreg_flow_of_node(following->judged->flow, tensor->node),
                                      tensor->output};
}

static void feed(struct nnreg_following *following, const struct nnreg_graph_tensor *tensor)
{
    struct nnreg_flow_tensor *grown =
        nnreg_array_room(following->fed, &following->fed_room, following->fed_count + 1, sizeof *grown);

    if (grown == NULL) {
        following->failed = true;
        return;
    }
    following->fed = grown;
    following->fed[following->fed_count++] = flow_tensor(following, tensor);
}

static void give_out(struct nnreg_following *following, const struct nnreg_graph_tensor *tensor,
                     char *const *member, uint32_t name)
{
    struct nnreg_followed_output *grown = nnreg_array_room(following->outputs, &following->output_room,
                                                           following->output_count + 1, sizeof *grown);

    if (grown == NULL) {
        following->failed = true;
        return;
    }
    following->outputs = grown;
    following->outputs[following->output_count++] =
        (struct nnreg_followed_output){flow_tensor(following, tensor), member, name};
}

static bool named_tensor(struct nnreg_graph_tensor *tensor, const struct nnreg_following *following,
                         uint32_t name)
{
    const struct nnreg_savedmodel *model = following->judged->model;

    return name != 0 &&
           nnreg_graph_tensor(tensor, &following->judged->graph, nnreg_savedmodel_text(model, name),
                              nnreg_savedmodel_text_size(model, name)) &&
           tensor->has_output;
}

static void feed_named(struct nnreg_following *following, uint32_t name)
{
    struct nnreg_graph_tensor tensor;

    if (named_tensor(&tensor, following, name))
        feed(following, &tensor);
}

/* What the loader feeds when it restores and initializes: paths. */
static void feed_paths(struct nnreg_following *following)
{
    const struct nnreg_savedmodel_meta *meta = following->judged->graph.meta;
    uint32_t i;

    feed_named(following, meta->saver.filename_tensor);
    for (i = meta->first_asset; i < meta->first_asset + meta->assets; i++)
        feed_named(following, nnreg_savedmodel_asset_at(following->judged->model, i)->tensor);
}

static void begin_question(struct nnreg_following *following)
{
    following->fed_count = following->output_count = 0;
    following->unfed.count = following->read.count = 0;
    following->broken = false;
    following->branch_frame = NULL;
    following->inputs_known = following->outputs_known = true;
    feed_paths(following);
}

/* Each tensor once, so that what is noted of it is found. */
static void sort_fed(struct nnreg_following *following)
{
    size_t i, kept = 0;

    nnreg_flow_sort_tensors(following->fed, following->fed_count);
    for (i = 0; i < following->fed_count; i++)
        if (kept == 0 || memcmp(&following->fed[kept - 1], &following->fed[i], sizeof *following->fed) != 0)
            following->fed[kept++] = following->fed[i];
    following->fed_count = kept;
}

static bool is_broken(const struct nnreg_flow *flow, const struct nnreg_savedmodel_node *node)
{
    uint32_t i;

    for (i = 0; i < node->inputs; i++)
        if (flow->edges[node->first_input + i].source == NNREG_FLOW_NONE)
            return true;
    return false;
}

static void walk_outputs(struct nnreg_following *following)
{
    struct nnreg_flow_walk *walk = &following->walk;
    uint32_t point;

    for (following->output = 0; following->output < following->output_count && !following->failed;
         following->output++) {
        nnreg_flow_walk_from(walk, &following->outputs[following->output].tensor);
        while (!following->failed && nnreg_flow_walk_next(&point, walk)) {
            struct nnreg_flow_place place = nnreg_flow_place(walk->flow, point);

            if (place.node == NULL)
                continue;
            following->broken = following->broken || is_broken(walk->flow, place.node);
            nnreg_judge_unfed_point(following, point, &place);
            nnreg_judge_values_point(following, point, &place);
        }
    }
}

/* The walk stays, so that what it has met can be asked for, until end_question. */
static void ask_question(struct nnreg_following *following)
{
    sort_fed(following);
    following->walk = (struct nnreg_flow_walk){
        .flow = following->judged->flow, .fed = following->fed, .fed_count = following->fed_count};
    following->walk.fed_met = nnreg_alloc_zero(following->fed_count + 1, sizeof *following->walk.fed_met);
    following->failed = following->failed || following->walk.fed_met == NULL;
    walk_outputs(following);
    following->failed = following->failed || following->judged->flow->failed;
}

static void end_question(struct nnreg_following *following)
{
    nnreg_free(following->walk.fed_met);
    nnreg_flow_walk_free(&following->walk);
}

/* Whether something was computed from a tensor that is fed, or waited for its node. */
static bool is_reached_from(const struct nnreg_following *following, const struct nnreg_flow_tensor *tensor)
{
    return nnreg_flow_walk_reads(&following->walk, tensor) ||
           nnreg_flow_walk_has(&following->walk, tensor->point);
}

/* ---------------------------------------------------------------------------------------------- the description -- */

/* An input of the description, and what is known of it by now. */
struct described_input {
    char *const *member;
    struct nnreg_flow_tensor tensor;
    bool asked, reached;
};

struct described {
    struct described_input *inputs;
    size_t count;
    size_t outputs; /* declared, whether they are known or not */
};

static void describe_inputs(struct described *described, struct nnreg_following *following)
{
    const struct nnreg_preprocessing *preprocessing = following->network->preprocessing;
    struct nnreg_graph_tensor tensor;
    size_t i, count = preprocessing != NULL ? preprocessing->inputs.count : 0;

    following->inputs_known = count > 0;
    described->inputs = nnreg_alloc_zero(count + 1, sizeof *described->inputs);
    if (described->inputs == NULL) {
        following->failed = true;
        return;
    }
    for (i = 0; i < count; i++) {
        const struct nnreg_input *input = (const struct nnreg_input *)preprocessing->inputs.items + i;

        if (!nnreg_judged_tensor(&tensor, following->judged, input->tensor_name, false) ||
            !tensor.has_output) {
            following->inputs_known = false;
            continue;
        }
        described->inputs[described->count++] = (struct described_input){
            .member = &input->tensor_name, .tensor = flow_tensor(following, &tensor)};
        feed(following, &tensor);
    }
}

static void describe_output(struct described *described, struct nnreg_following *following,
                            char *const *member)
{
    struct nnreg_graph_tensor tensor;

    described->outputs++;
    if (nnreg_judged_tensor(&tensor, following->judged, *member, true) && tensor.has_output &&
        !nnreg_judged_is_handle(following->judged, &tensor))
        give_out(following, &tensor, member, 0);
    else
        following->outputs_known = false;
}

static void describe_outputs(struct described *described, struct nnreg_following *following)
{
    struct nnreg_declared_output output = {.name = NULL};

    while (nnreg_declared_output_next(&output, following->network))
        describe_output(described, following, output.name);
}

/* Those that are fed in the question, after its walk. */
static void note_reached(struct described *described, const struct nnreg_following *following)
{
    size_t i;

    for (i = 0; i < described->count; i++) {
        struct described_input *input = &described->inputs[i];

        if (nnreg_flow_walk_fed(&following->walk, &input->tensor) == NULL)
            continue;
        input->asked = true;
        input->reached = input->reached || is_reached_from(following, &input->tensor);
    }
}

static void report_unreached(const struct described *described, const struct nnreg_following *following)
{
    size_t i;
    char name[NNREG_SHOWN];

    for (i = 0; i < described->count; i++) {
        const struct described_input *input = &described->inputs[i];

        if (input->asked && !input->reached)
            nnreg_engine_report_at(following->engine, input->member, NNREG_RULE_MODEL_UNREACHABLE_INPUT,
                                   "is it the tensor that the image goes into?",
                                   "no output depends on the input \"%s\": whatever is fed there, the "
                                   "answers are the same",
                                   nnreg_shown(name, *input->member));
    }
}

/* Where an input is not known, what it should have fed is not missed; where an output is not, it may depend on any input. */
static void follow_question(struct described *described, struct nnreg_following *following)
{
    ask_question(following);
    if (!following->failed && following->inputs_known)
        nnreg_judge_unfed_end(following);
    if (!following->failed)
        nnreg_judge_values_end(following);
    if (!following->failed && following->output_count > 0 && following->outputs_known && !following->broken)
        note_reached(described, following);
    end_question(following);
}

/* ----------------------------------------------------------------------------------------------- the signatures -- */

static void take_info(struct nnreg_following *following, const struct nnreg_savedmodel_info *info,
                      uint32_t name)
{
    struct nnreg_graph_tensor tensor;

    if (!named_tensor(&tensor, following, name)) {
        following->outputs_known = following->outputs_known && !info->is_output;
        following->inputs_known = following->inputs_known && info->is_output;
    } else if (info->is_output)
        give_out(following, &tensor, NULL, name);
    else
        feed(following, &tensor);
}

static void ask_signature(struct nnreg_following *following,
                          const struct nnreg_savedmodel_signature *signature)
{
    uint32_t names[NNREG_INFO_TENSORS], i;
    size_t count, k;

    following->signature = signature;
    for (i = signature->first_info; i < signature->first_info + signature->infos; i++) {
        const struct nnreg_savedmodel_info *info = nnreg_savedmodel_info_at(following->judged->model, i);

        count = nnreg_graph_info_tensors(names, info);
        for (k = 0; k < count; k++)
            take_info(following, info, names[k]);
    }
}

static void follow_signature(struct described *described, struct nnreg_following *following,
                             const struct nnreg_savedmodel_signature *signature)
{
    begin_question(following);
    ask_signature(following, signature);
    follow_question(described, following);
}

/* The one that a server uses comes first, so that what several lack is told of it. */
static void follow_signatures(struct described *described, struct nnreg_following *following)
{
    const struct nnreg_graph *graph = &following->judged->graph;
    const struct nnreg_savedmodel_signature *served = nnreg_graph_main_signature(graph), *signature;
    uint64_t spent = 0;
    uint32_t i;

    if (served != NULL)
        follow_signature(described, following, served);
    for (i = 0; i < graph->meta->signatures && !following->failed; i++) {
        signature = nnreg_savedmodel_signature_at(graph->model, graph->meta->first_signature + i);
        if (signature->replaced || signature == served || nnreg_graph_is_init_signature(graph, signature))
            continue;
        spent += (uint64_t)following->judged->flow->points + following->fed_count + following->output_count +
                 described->count;
        if (spent > LIMIT_SIGNATURE_FREE + (uint64_t)LIMIT_SIGNATURE_WALKS * following->judged->flow->points)
            return;
        follow_signature(described, following, signature);
    }
}

/* ------------------------------------------------------------------------------------------------- all together -- */

static void follow_all(struct nnreg_following *following)
{
    struct described described = {.inputs = NULL};

    begin_question(following);
    if (following->network != NULL) {
        describe_inputs(&described, following);
        describe_outputs(&described, following);
    }
    if (described.outputs > 0)
        follow_question(&described, following);
    else
        follow_signatures(&described, following);
    if (!following->failed) {
        report_unreached(&described, following);
        nnreg_judge_unfed_rest(following);
        nnreg_judge_values_rest(following);
    }
    nnreg_free(described.inputs);
}

/* The edges of a graph that TensorFlow refuses lead nowhere, and that has been told. */
void nnreg_judge_flow(nnreg_findings *findings, struct nnreg_engine *engine,
                      const struct nnreg_network *network, const struct nnreg_judged *judged)
{
    struct nnreg_following following = {
        .findings = findings, .engine = engine, .network = network, .judged = judged};

    if (judged->flow == NULL || !judged->loads)
        return;
    follow_all(&following);
    if (following.failed)
        nnreg_findings_fail_memory(findings);
    nnreg_free(following.fed);
    nnreg_free(following.outputs);
    nnreg_free(following.unfed.list);
    nnreg_free(following.unfed_told.bits);
    nnreg_free(following.read.list);
    nnreg_free(following.read_told.bits);
    nnreg_free(following.given.bits);
    nnreg_free(following.given_by_program.bits);
}
