/*
 * TensorFlow as a framework (bundle/framework.h): its row of functions. What they take as facts is a struct nnreg_judged,
 * and as weights a struct nnreg_checkpoint; this is the only place that knows it of both sides.
 */
#include "base/alloc.h"
#include "bundle/framework.h"
#include "tensorflow/draft.h"
#include "tensorflow/graph_shapes.h"
#include "tensorflow/inspect.h"
#include "tensorflow/roles.h"
#include "tensorflow/tensor_list.h"
#include "tensorflow/tensor_name.h"

static const struct nnreg_judged no_model = {.model = NULL};

static const struct nnreg_judged *judged_of(const void *facts)
{
    return facts != NULL ? facts : &no_model;
}

static void free_facts(void *facts)
{
    if (facts != NULL)
        nnreg_judged_free(facts);
    nnreg_free(facts);
}

static nnreg_status read_facts(void **facts, nnreg_findings *findings, const struct nnreg_bundle_files *files,
                               struct nnreg_error *error)
{
    struct nnreg_judged *judged = nnreg_alloc_zero(1, sizeof *judged);
    nnreg_status status =
        judged != NULL ? nnreg_judged_read(judged, findings, files, error) : nnreg_fail_memory(error);

    *facts = NULL;
    if (status == NNREG_OK && judged->model != NULL)
        *facts = judged;
    else
        free_facts(judged);
    return status;
}

static void judge_against_graph(struct nnreg_engine *engine, const struct nnreg_network *network,
                                const void *facts)
{
    bool fits = true;

    nnreg_judge_tensors(engine, network, judged_of(facts));
    if (engine->status == NNREG_OK)
        nnreg_judge_flow(engine->findings, engine, network, judged_of(facts));
    if (engine->status == NNREG_OK)
        fits = nnreg_judge_shapes(engine, network, judged_of(facts));
    if (engine->status == NNREG_OK)
        nnreg_judge_first(engine, network, judged_of(facts), fits);
}

static void judge_signatures_alone(nnreg_findings *findings, const void *facts)
{
    nnreg_judge_flow(findings, NULL, NULL, judged_of(facts));
    nnreg_judge_first_signatures(findings, judged_of(facts));
}

static nnreg_status tensor_of_signature_key(char **tensor, const void *facts, const char *name,
                                            bool is_output, struct nnreg_error *error)
{
    return nnreg_judged_tensor_of_key(tensor, judged_of(facts), name, is_output, error);
}

static nnreg_status judge_other_files(bool *checked, nnreg_findings *findings,
                                      const struct nnreg_bundle_files *files, const void *facts,
                                      const struct nnreg_judge_options *options, struct nnreg_error *error)
{
    nnreg_status status;

    nnreg_judge_no_signature(findings, judged_of(facts));
    nnreg_judge_assets(findings, files, judged_of(facts));
    nnreg_judge_unsafe(findings, judged_of(facts));
    status = nnreg_judge_keras(findings, files, error);
    if (status != NNREG_OK)
        return status;
    return nnreg_judge_variables(checked, findings, files, judged_of(facts), options, error);
}

static void inspect_facts(struct nnreg_inspection *inspection, const void *facts)
{
    nnreg_inspection_model(inspection, facts);
}

static void inspect_checkpoint(struct nnreg_inspection *inspection, const void *weights)
{
    nnreg_inspection_variables(inspection, weights);
}

static nnreg_status draft_facts(struct nnreg_draft *draft, const void *facts)
{
    return nnreg_tensorflow_draft(draft, facts);
}

/* Where no meta graph has a graph there are no tensors, and there is nothing to keep. */
static nnreg_status keep_graph_tensors(struct nnreg_bytes *out, const void *facts,
                                       const struct nnreg_network *network, struct nnreg_error *error)
{
    const struct nnreg_judged *judged = facts;
    struct nnreg_graph_shapes shapes;
    nnreg_status status;

    if (judged->graph.meta == NULL)
        return NNREG_OK;
    status = nnreg_graph_shapes_make_all(&shapes, judged, network, error);
    if (status == NNREG_OK)
        status = nnreg_tensor_list_write(out, &judged->graph, &shapes.shapes, error);
    out->failed |= status != NNREG_OK;
    nnreg_graph_shapes_free(&shapes);
    return status;
}

const struct nnreg_framework nnreg_framework_tensorflow_1 = {
    .roles = &nnreg_tensorflow_roles,
    .tensors = &nnreg_tensorflow_tensors,
    .judge_model = nnreg_tensorflow_judge_model,
    .judge_name = nnreg_tensorflow_judge_name,
    .judge_set = nnreg_tensorflow_judge_set,
    .read = read_facts,
    .free = free_facts,
    .judge_description = judge_against_graph,
    .judge_undescribed = judge_signatures_alone,
    .tensor_of_key = tensor_of_signature_key,
    .judge_files = judge_other_files,
    .inspect = inspect_facts,
    .inspect_weights = inspect_checkpoint,
    .draft = draft_facts,
    .keep = keep_graph_tensors,
    .ask = nnreg_tensor_list_ask,
    .visit = nnreg_tensor_list_visit,
};
