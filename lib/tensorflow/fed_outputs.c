/*
 * Declared outputs that are tensors which are fed: nothing is computed there, and what was sent comes back. Most often the names of
 * an input and an output were mixed up. Which tensor a key of a signature stands for only the graph knows, so it is asked here.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "tensorflow/judge_model.h"

struct fed_tensors {
    struct nnreg_engine *engine;
    const struct nnreg_judged *judged;
    struct nnreg_graph_tensor *list;
    size_t count;
};

static int compare_fed(const void *one, const void *other)
{
    const struct nnreg_graph_tensor *a = one, *b = other;

    if (a->node != b->node)
        return a->node < b->node ? -1 : 1;
    return (a->output > b->output) - (a->output < b->output);
}

static bool take_fed_tensors(struct fed_tensors *fed, const struct nnreg_preprocessing *preprocessing)
{
    const struct nnreg_input *inputs = preprocessing->inputs.items;
    size_t i;

    fed->list = nnreg_alloc_zero(preprocessing->inputs.count + 1, sizeof *fed->list);
    if (fed->list == NULL)
        return false;
    for (i = 0; i < preprocessing->inputs.count; i++)
        if (nnreg_judged_tensor(&fed->list[fed->count], fed->judged, inputs[i].tensor_name, false) &&
            fed->list[fed->count].has_output)
            fed->count++;
    qsort(fed->list, fed->count, sizeof *fed->list, compare_fed);
    return true;
}

static void judge_given(const struct fed_tensors *fed, char *const *member)
{
    struct nnreg_graph_tensor tensor;
    char shown[NNREG_SHOWN];

    if (*member == NULL || !nnreg_judged_tensor(&tensor, fed->judged, *member, true) || !tensor.has_output ||
        bsearch(&tensor, fed->list, fed->count, sizeof *fed->list, compare_fed) == NULL)
        return;
    nnreg_engine_report_at(
        fed->engine, member, NNREG_RULE_MODEL_FED_OUTPUT, "name a tensor that is computed from what is fed",
        "\"%s\" is an input: what is fed there comes back as it is", nnreg_shown(shown, *member));
}

void nnreg_judge_fed_outputs(struct nnreg_engine *engine, const struct nnreg_network *network,
                             const struct nnreg_judged *judged)
{
    const struct nnreg_postprocessing *outputs = network->postprocessings.items;
    struct fed_tensors fed = {.engine = engine, .judged = judged};
    size_t i, k;

    if (network->preprocessing == NULL)
        return;
    if (!take_fed_tensors(&fed, network->preprocessing))
        engine->status = NNREG_NO_MEMORY;
    for (i = 0; i < network->postprocessings.count && engine->status == NNREG_OK; i++) {
        const struct nnreg_tensors_output *output = outputs[i].tensors_output;

        for (k = 0; output != NULL && k < output->tensors.count; k++)
            judge_given(&fed, (char *const *)output->tensors.items + k);
        if (outputs[i].standard_output != NULL) {
            judge_given(&fed, &outputs[i].standard_output->boxes_tensor);
            judge_given(&fed, &outputs[i].standard_output->scores_tensor);
        }
    }
    nnreg_free(fed.list);
}
