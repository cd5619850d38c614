/* Answers about kept tensors: see kept_tensors.h. */
#include "bundle/kept_tensors.h"

#include "base/alloc.h"

void nnreg_tensor_answers_free(struct nnreg_tensor_answer *answers, size_t count)
{
    size_t i, k;

    for (i = 0; i < count; i++) {
        nnreg_free(answers[i].dim);
        answers[i].dim = NULL;
        for (k = 0; k < NNREG_KEPT_NEAREST; k++) {
            nnreg_free(answers[i].nearest[k]);
            answers[i].nearest[k] = NULL;
        }
    }
}

void nnreg_report_output_index(struct nnreg_engine *engine, const void *member, const char *shown,
                               uint32_t outputs)
{
    if (outputs == 0)
        nnreg_engine_report_at(engine, member, NNREG_RULE_MODEL_OUTPUT_INDEX, NULL,
                               "the node of \"%s\" has no outputs, so it is no tensor", shown);
    else
        nnreg_engine_report_at(engine, member, NNREG_RULE_MODEL_OUTPUT_INDEX, NULL,
                               "the node of \"%s\" has %u output%s, so the index ends at %u", shown, outputs,
                               outputs == 1 ? "" : "s", outputs - 1);
}
