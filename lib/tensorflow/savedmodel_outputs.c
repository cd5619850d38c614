/*
 * What the operations of a model say of their outputs, taken together once it is read: nodes by the million can be of
 * one operation of many arguments, and to count the outputs of each must not mean to go through all of these.
 *
 * An output argument is one tensor, unless an attribute says how many it is: then it is open. The open ones are chained,
 * and each argument knows how many tensors the others before it are.
 *
 *     outputs  a   b[N]  c   d[T]  e            fixed = 3, opens = 2
 *     before   0   1     1   2     2            of each, among the fixed ones
 *     chain        b ──────→ d
 *
 * So the number of a node's outputs is `fixed` and one question for each open argument; which argument an output belongs to
 * is found by going along the chain, and among the fixed ones by bisection over `before`, which never decreases (graph.c).
 */
#include "tensorflow/savedmodel_build.h"

/* The default value of an attribute of the operation: an index, or NNREG_SAVEDMODEL_NONE. */
static uint32_t find_default(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_op *op,
                             uint32_t key)
{
    uint32_t i;

    for (i = 0; i < op->defaults; i++)
        if (nnreg_savedmodel_attr_key(nnreg_savedmodel_default_at(model, op->first_default + i)) == key)
            return op->first_default + i;
    return NNREG_SAVEDMODEL_NONE;
}

static void settle_outputs(struct nnreg_savedmodel *model, struct nnreg_savedmodel_op *op)
{
    uint32_t *link = &op->first_open, i;

    op->inputs = op->outputs = 0;
    op->fixed = op->opens = 0;
    *link = NNREG_SAVEDMODEL_NONE;
    for (i = 0; i < op->args; i++) {
        struct nnreg_savedmodel_arg *arg = nnreg_chunks_at(&model->args, op->first_arg + i);
        uint32_t key = arg->number_attr != 0 ? arg->number_attr : arg->list_attr;

        arg->number = arg->is_output ? op->outputs++ : op->inputs++;
        arg->before = op->fixed;
        arg->next_open = arg->default_attr = NNREG_SAVEDMODEL_NONE;
        if (!arg->is_output)
            continue;
        if (key == 0) {
            op->fixed++;
            continue;
        }
        if (op->opens++ < NNREG_LIMIT_MODEL_OPENS)
            arg->default_attr = find_default(model, op, key);
        *link = op->first_arg + i;
        link = &arg->next_open;
    }
}

void nnreg_savedmodel_settle_outputs(struct nnreg_savedmodel *model)
{
    uint32_t i;

    for (i = 0; i < model->ops.count; i++)
        settle_outputs(model, nnreg_chunks_at(&model->ops, i));
    for (i = 0; i < model->functions.count; i++)
        settle_outputs(
            model, &((struct nnreg_savedmodel_function *)nnreg_chunks_at(&model->functions, i))->signature);
}
