/* What operations gave out lately: see shapes_lately.h. */
#include "tensorflow/shapes_lately.h"

#include <string.h>

#define PLACE_FACTOR UINT64_C(0x9e3779b97f4a7c15)

/* Shapes are small numbers, and equal lists of the file have one number: what tells operations of a kind apart, mostly. */
static struct nnreg_shapes_lately *lately_place(const struct nnreg_shapes_op *op)
{
    const struct nnreg_savedmodel_node *node = op->node;
    uint64_t mixed = node->op;
    uint32_t i;

    for (i = 0; i < op->inputs && i < NNREG_SHAPES_LATELY_INPUTS; i++)
        mixed = mixed * PLACE_FACTOR + op->input[i].shape;
    if (node->attrs > 0)
        mixed = mixed * PLACE_FACTOR +
                nnreg_savedmodel_attr_at(op->model, node->first_attr + node->attrs - 1)->value;
    return &op->shapes->lately[mixed * PLACE_FACTOR >> (64 - NNREG_SHAPES_LATELY_BITS)];
}

static bool are_same_attrs(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *a,
                           const struct nnreg_savedmodel_node *b)
{
    uint32_t i;

    if (a->op != b->op || a->attrs != b->attrs)
        return false;
    for (i = 0; i < a->attrs; i++) {
        const struct nnreg_savedmodel_attr *one = nnreg_savedmodel_attr_at(model, a->first_attr + i);
        const struct nnreg_savedmodel_attr *other = nnreg_savedmodel_attr_at(model, b->first_attr + i);

        if (one->key_and_kind != other->key_and_kind || one->value != other->value)
            return false;
    }
    return true;
}

bool nnreg_shapes_recall(struct nnreg_shapes_op *op)
{
    const struct nnreg_shapes_lately *lately = lately_place(op);
    uint32_t i;

    if (lately->node == NULL || lately->inputs != op->inputs || lately->before != op->level ||
        op->shapes->points[op->point].loops || !are_same_attrs(op->model, lately->node, op->node))
        return false;
    for (i = 0; i < op->inputs; i++)
        if (lately->input[i].shape != op->input[i].shape || lately->input[i].value != op->input[i].value ||
            lately->given[i] != op->given[i])
            return false;
    op->row = lately->row;
    op->outputs = lately->outputs;
    op->same = lately->same;
    op->level = lately->level;
    memcpy(op->output, lately->output, lately->outputs * sizeof *op->output);
    return true;
}

void nnreg_shapes_note(const struct nnreg_shapes_op *op, uint8_t before)
{
    struct nnreg_shapes_lately *lately;

    if (op->inputs > NNREG_SHAPES_LATELY_INPUTS || op->outputs > NNREG_SHAPES_LATELY_OUTPUTS || op->refused ||
        op->shapes->points[op->point].loops || op->shapes->cut)
        return;
    lately = lately_place(op);
    lately->node = op->node;
    lately->row = op->row;
    lately->inputs = (uint8_t)op->inputs;
    lately->outputs = (uint8_t)op->outputs;
    lately->before = before;
    lately->level = op->level;
    lately->same = op->same;
    memcpy(lately->input, op->input, op->inputs * sizeof *op->input);
    memcpy(lately->given, op->given, op->inputs);
    memcpy(lately->output, op->output, op->outputs * sizeof *op->output);
}
