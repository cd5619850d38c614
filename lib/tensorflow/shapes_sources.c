/* Shapes of what has none computed: constants, placeholders, variables, control flow, and operations whose outputs are fixed. */
#include <assert.h>
#include <string.h>

#include "tensorflow/shapes_parts.h"

/* A shape that the model says, by its number there. */
static void out_declared(struct nnreg_shapes_op *op, uint32_t output, uint32_t number)
{
    struct nnreg_shape shape;

    nnreg_savedmodel_shape(&shape, op->model, number);
    nnreg_shapes_out(op, output, &shape);
}

static void out_input(struct nnreg_shapes_op *op, uint32_t output, uint32_t input)
{
    assert(output < NNREG_SHAPES_OUTPUTS);
    nnreg_shapes_out_number(op, output, input < op->inputs ? op->input[input].shape : 0);
    if (input < op->inputs)
        op->output[output].value = op->input[input].value;
}

/* ------------------------------------------------------------------------------------------- passing on as it is -- */

/* Each output is the input of its number, values and all. */
void nnreg_shapes_infer_each(struct nnreg_shapes_op *op)
{
    uint32_t i;

    for (i = 0; i < op->inputs && i < NNREG_SHAPES_OUTPUTS; i++)
        out_input(op, i, i);
}

void nnreg_shapes_infer_same(struct nnreg_shapes_op *op)
{
    out_input(op, 0, 0);
}

void nnreg_shapes_infer_switch(struct nnreg_shapes_op *op)
{
    out_input(op, 0, 0);
    op->same = true;
    if (op->level < UINT8_MAX)
        op->level++;
}

/* Out of more conditions than are counted nothing leads any more. */
static void leave_condition(struct nnreg_shapes_op *op)
{
    if (op->level > 0 && op->level < UINT8_MAX)
        op->level--;
}

void nnreg_shapes_infer_exit(struct nnreg_shapes_op *op)
{
    out_input(op, 0, 0);
    leave_condition(op);
}

/* One of the inputs, and which one it was. What closes a condition runs when that does; what opens a loop closes none. */
void nnreg_shapes_infer_merge(struct nnreg_shapes_op *op)
{
    struct nnreg_shapes_tensor either = {0, 0};
    bool any = false;
    uint32_t i;

    for (i = 0; i < op->inputs; i++)
        if (op->given[i]) {
            either = any ? nnreg_shapes_either(op->shapes, either, op->input[i]) : op->input[i];
            any = true;
        }
    nnreg_shapes_out_number(op, 0, either.shape);
    op->output[0].value = either.value;
    nnreg_shapes_out_scalar(op, 1);
    if (!op->shapes->points[op->point].loops)
        leave_condition(op);
}

/* The attribute and the input are both true of it. */
void nnreg_shapes_infer_ensure(struct nnreg_shapes_op *op)
{
    const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_named(op->model, op->node, "shape");
    struct nnreg_shape declared, shape;
    uint32_t i;

    out_input(op, 0, 0);
    nnreg_savedmodel_shape(&declared, op->model,
                           attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_SHAPE ? attr->value
                                                                                                : 0);
    if (!declared.known)
        return;
    if (!nnreg_shapes_in(&shape, op, 0))
        nnreg_shapes_open(&shape, declared.rank);
    if (shape.rank != declared.rank) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_RANK, 0, NNREG_SHAPES_NO_INPUT, declared.rank, shape.rank);
        return;
    }
    for (i = 0; i < shape.rank; i++) {
        int64_t gets = shape.dim[i];

        if (!nnreg_shapes_same(&shape.dim[i], declared.dim[i], gets)) {
            (void)nnreg_shapes_refuse(op, NNREG_SHAPES_SIZE, 0, NNREG_SHAPES_NO_INPUT, declared.dim[i], gets);
            return;
        }
    }
    nnreg_shapes_out(op, 0, &shape);
}

/* ------------------------------------------------------------------------------------------------------ sources -- */

void nnreg_shapes_infer_const(struct nnreg_shapes_op *op)
{
    struct nnreg_savedmodel_tensor tensor;
    struct nnreg_shapes_value value = {.count = 0};
    uint64_t i;

    if (!nnreg_savedmodel_tensor(&tensor, op->model,
                                 nnreg_savedmodel_attr_named(op->model, op->node, "value")))
        return;
    out_declared(op, 0, tensor.shape);
    if (!tensor.has_elements || tensor.elements > NNREG_SHAPES_VALUES)
        return;
    for (i = 0; i < tensor.elements; i++) {
        int64_t number;
        bool known = nnreg_savedmodel_tensor_int(&number, &tensor, i);

        nnreg_shapes_add_element(&value, known, number);
    }
    nnreg_shapes_out_value(op, 0, &value);
}

static uint32_t shape_attr(const struct nnreg_shapes_op *op)
{
    return nnreg_graph_shape_attr(op->shapes->flow->graph, op->node);
}

/* In an old graph rank 0 said nothing (graph.h). */
void nnreg_shapes_infer_placeholder(struct nnreg_shapes_op *op)
{
    struct nnreg_shape shape;

    nnreg_savedmodel_shape(&shape, op->model, shape_attr(op));
    if (shape.rank == 0 && op->shapes->flow->graph->meta->producer <= NNREG_GRAPH_OLD_PRODUCER)
        shape.known = false;
    nnreg_shapes_out(op, 0, &shape);
}

/* Whoever feeds it is bound by its attribute alone. */
void nnreg_shapes_infer_default(struct nnreg_shapes_op *op)
{
    struct nnreg_shape shape;

    nnreg_savedmodel_shape(&shape, op->model, shape_attr(op));
    nnreg_shapes_out(op, 0, &shape);
}

/* A list of shapes, one for each output. */
void nnreg_shapes_infer_listed(struct nnreg_shapes_op *op)
{
    const struct nnreg_savedmodel_attr *attr =
        nnreg_savedmodel_attr_named(op->model, op->node, "output_shapes");
    uint32_t i, count = 0;

    if (attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_SHAPES)
        count = nnreg_savedmodel_attr_count(op->model, attr);
    for (i = 0; i < count && i < NNREG_SHAPES_OUTPUTS; i++)
        out_declared(op, i, nnreg_savedmodel_attr_entry(op->model, attr, i));
}

/* ---------------------------------------------------------------------------------------------------- variables -- */

/* Before there were resources, a variable gave out its value; a shape of rank 0 said nothing then. */
void nnreg_shapes_infer_variable(struct nnreg_shapes_op *op)
{
    struct nnreg_shape shape;

    nnreg_savedmodel_shape(&shape, op->model, shape_attr(op));
    if (shape.rank == 0 && op->row->detail != 0)
        shape.known = false;
    nnreg_shapes_out(op, 0, &shape);
}

void nnreg_shapes_infer_handle(struct nnreg_shapes_op *op)
{
    struct nnreg_shape shape;

    nnreg_savedmodel_shape(&shape, op->model, shape_attr(op));
    nnreg_shapes_out_scalar(op, 0);
    op->output[0].value = nnreg_shapes_put(op->shapes, &shape);
}

void nnreg_shapes_infer_read(struct nnreg_shapes_op *op)
{
    struct nnreg_shape shape;

    nnreg_shapes_get(&shape, op->shapes, op->inputs > 0 ? op->input[0].value : 0);
    nnreg_shapes_out_number(op, 0, shape.known ? op->input[0].value : 0);
}

/* What was there before, or what was put into it; they may differ where the shape is not validated. */
void nnreg_shapes_infer_assign(struct nnreg_shapes_op *op)
{
    bool validates = nnreg_savedmodel_node_bool(op->model, op->node, "validate_shape", true);
    struct nnreg_shape value, variable;
    uint32_t i;

    if (!nnreg_shapes_in(&value, op, 1) || !validates) {
        if (validates)
            out_input(op, 0, 0);
        else
            nnreg_shapes_out(op, 0, &value);
        return;
    }
    if (nnreg_shapes_in(&variable, op, 0) && variable.rank == value.rank)
        for (i = 0; i < value.rank; i++)
            (void)nnreg_shapes_same(&value.dim[i], value.dim[i], variable.dim[i]);
    nnreg_shapes_out(op, 0, &value);
}

/* -------------------------------------------------------------------------------------------------------- fixed -- */

/* All outputs are one number each. */
void nnreg_shapes_infer_scalar(struct nnreg_shapes_op *op)
{
    nnreg_shapes_out_scalar(op, 0);
    op->same = true;
}

/* As many elements as the row says; -1 for any. */
void nnreg_shapes_infer_vector(struct nnreg_shapes_op *op)
{
    nnreg_shapes_out_vector(op, 0, op->row->detail);
    op->same = true;
}

/* As the input whose number the row has. */
void nnreg_shapes_infer_second(struct nnreg_shapes_op *op)
{
    uint32_t input = (uint32_t)op->row->detail;

    nnreg_shapes_out_number(op, 0, input < op->inputs ? op->input[input].shape : 0);
}

/* Of a rank that the row has, no more. */
void nnreg_shapes_infer_rank(struct nnreg_shapes_op *op)
{
    struct nnreg_shape shape;

    nnreg_shapes_open(&shape, (uint32_t)op->row->detail);
    nnreg_shapes_out(op, 0, &shape);
}

/* What the operation gives out depends on what is in the tensors, or there is nothing. */
void nnreg_shapes_infer_nothing(struct nnreg_shapes_op *op)
{
    (void)op;
}
