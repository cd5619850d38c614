/*
 * Lists of signatures' keys beside lists of tensors: one key for each tensor, "" where it has none, so that the i-th is the
 * i-th's. Whether a key stands for its tensor is the model's to say, and the framework's to judge.
 */
#include "judge/judge.h"

/* A list that is none, or empty, has a finding of its own. */
static void judge_key_list(struct nnreg_engine *engine, const struct nnreg_tensors_output *output)
{
    size_t tensors = output->tensors.count, keys = output->signature_keys.count;

    if (output->signature_keys.items == NULL || tensors == 0 || keys == 0 || keys == tensors)
        return;
    nnreg_engine_report_at(engine, &output->signature_keys, NNREG_RULE_SIGNATURE_KEY,
                           "give one for each tensor, \"\" where it has none, or leave the list out",
                           "signature_keys has %zu entr%s, but there %s %zu tensor%s", keys,
                           keys == 1 ? "y" : "ies", tensors == 1 ? "is" : "are", tensors,
                           tensors == 1 ? "" : "s");
}

void nnreg_judge_key_lists(struct nnreg_engine *engine, const struct nnreg_network *network)
{
    const struct nnreg_postprocessing *outputs = network->postprocessings.items;
    size_t i;

    for (i = 0; i < network->postprocessings.count && engine->status == NNREG_OK; i++)
        if (outputs[i].tensors_output != NULL)
            judge_key_list(engine, outputs[i].tensors_output);
}
