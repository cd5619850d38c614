/*
 * The graph of a model file: shapes, tensors, attribute values, nodes, functions.
 *
 *   NodeDef     { name 1, op 2, input 3*, device 4, attr 5: map of AttrValue }
 *   AttrValue   { one of list 1, s 2, i 3, f 4, b 5, type 6, shape 7, tensor 8, func 10 }
 *   TensorProto { dtype 1, tensor_shape 2, tensor_content 4 or one of the …_val lists }
 *   FunctionDef { signature 1: OpDef, node_def 3*, ret 4: map, attr 5: map, control_ret 6: map }
 *
 * doc/FORMATS.md, "Protobuf messages".
 */
#include "model_parts.h"

#include <string.h>

#include "schema.h"

void mw_put_shape(struct mw_twin *t, uint32_t number, const char *name, const struct mw_shape *shape)
{
    mw_put_begin(t, number, name);
    for (int i = 0; i < shape->rank; i++) {
        mw_put_begin(t, SHAPE_DIM);
        if (shape->dim[i])
            mw_put_int(t, DIM_SIZE, shape->dim[i]);
        mw_put_end(t);
    }
    if (shape->unknown_rank)
        mw_put_bool(t, SHAPE_UNKNOWN_RANK, true);
    mw_put_end(t);
}

static void put_bools(struct mw_twin *t, const int64_t *v, size_t count)
{
    if (t->syntax == MW_BINARY) {
        mw_put_ints(t, TENSOR_BOOL_VAL, v, count);
        return;
    }
    for (size_t i = 0; i < count; i++)
        mw_put_bool(t, TENSOR_BOOL_VAL, v[i] != 0);
}

static void put_tensor(struct mw_twin *t, uint32_t number, const char *name, const struct mw_value *v)
{
    mw_put_begin(t, number, name);
    mw_put_dtype(t, TENSOR_DTYPE, v->dtype);
    mw_put_shape(t, TENSOR_SHAPE, &v->shape);
    if (v->has_content)
        mw_put_fill(t, TENSOR_CONTENT, &v->content);
    if (v->floats)
        mw_put_floats(t, TENSOR_FLOAT_VAL, v->floats, v->count);
    if (v->strings)
        for (size_t i = 0; i < v->count; i++)
            mw_put_string(t, TENSOR_STRING_VAL, v->strings[i]);
    if (v->ints && v->dtype == MW_INT64)
        mw_put_ints(t, TENSOR_INT64_VAL, v->ints, v->count);
    else if (v->ints && v->dtype == MW_BOOL)
        put_bools(t, v->ints, v->count);
    else if (v->ints)
        mw_put_ints(t, TENSOR_INT_VAL, v->ints, v->count);
    mw_put_end(t);
}

static void put_list(struct mw_twin *t, const struct mw_attr *a)
{
    mw_put_begin(t, ATTR_LIST);
    for (size_t i = 0; i < a->count && a->kind == MW_ATTR_STRINGS; i++)
        mw_put_string(t, LIST_S, a->strings[i]);
    for (size_t i = 0; i < a->count && a->kind == MW_ATTR_SHAPES; i++)
        mw_put_shape(t, LIST_SHAPE, &a->shapes[i]);
    if (a->kind == MW_ATTR_INTS)
        mw_put_ints(t, LIST_I, a->numbers, a->count);
    if (a->kind == MW_ATTR_TYPES)
        mw_put_dtypes(t, LIST_TYPE, a->numbers, a->count);
    mw_put_end(t);
}

static void put_func(struct mw_twin *t, const char *function)
{
    mw_put_begin(t, ATTR_FUNC);
    mw_put_string(t, FUNC_NAME, function);
    mw_put_end(t);
}

void mw_put_attr_value(struct mw_twin *t, uint32_t number, const char *name, const struct mw_attr *a)
{
    mw_put_begin(t, number, name);
    switch (a->kind) {
    case MW_ATTR_STRING:
        mw_put_string(t, ATTR_S, a->text);
        break;
    case MW_ATTR_INT:
        mw_put_int(t, ATTR_I, a->number);
        break;
    case MW_ATTR_FLOAT:
        mw_put_float(t, ATTR_F, a->real);
        break;
    case MW_ATTR_BOOL:
        mw_put_bool(t, ATTR_B, a->number != 0);
        break;
    case MW_ATTR_TYPE:
        mw_put_dtype(t, ATTR_TYPE, (int)a->number);
        break;
    case MW_ATTR_SHAPE:
        mw_put_shape(t, ATTR_SHAPE, &a->shape);
        break;
    case MW_ATTR_TENSOR:
        put_tensor(t, ATTR_TENSOR, &a->value);
        break;
    case MW_ATTR_FUNC:
        put_func(t, a->text);
        break;
    case MW_ATTR_STRINGS:
    case MW_ATTR_INTS:
    case MW_ATTR_TYPES:
    case MW_ATTR_SHAPES:
        put_list(t, a);
        break;
    }
    mw_put_end(t);
}

void mw_put_node(struct mw_twin *t, uint32_t number, const char *name, const struct mw_node *n)
{
    mw_put_begin(t, number, name);
    mw_put_string(t, NODE_NAME, n->name);
    mw_put_string(t, NODE_OP, n->op);
    for (size_t i = 0; i < n->inputs; i++)
        mw_put_string(t, NODE_INPUT, n->input[i]);
    if (n->device)
        mw_put_string(t, NODE_DEVICE, n->device);
    for (size_t i = 0; i < n->attrs; i++) {
        mw_put_begin(t, NODE_ATTR);
        mw_put_string(t, MAP_KEY, n->attr[i].name);
        mw_put_attr_value(t, MAP_VALUE, &n->attr[i]);
        mw_put_end(t);
    }
    mw_put_end(t);
}

/* --- Functions --- */

static void put_argument(struct mw_twin *t, uint32_t number, const char *name, const struct mw_argument *a)
{
    mw_put_begin(t, number, name);
    mw_put_string(t, ARG_NAME, a->name);
    mw_put_dtype(t, ARG_TYPE, a->dtype);
    mw_put_end(t);
}

static void put_return(struct mw_twin *t, uint32_t number, const char *name, const struct mw_return *r)
{
    mw_put_begin(t, number, name);
    mw_put_string(t, MAP_KEY, r->name);
    mw_put_string(t, MAP_VALUE, r->value);
    mw_put_end(t);
}

static void put_function_signature(struct mw_twin *t, const struct mw_function *f)
{
    mw_put_begin(t, FUNCTION_SIGNATURE);
    mw_put_string(t, OP_NAME, f->name);
    for (size_t i = 0; i < f->inputs; i++)
        put_argument(t, OP_INPUT_ARG, &f->input[i]);
    for (size_t i = 0; i < f->outputs; i++)
        put_argument(t, OP_OUTPUT_ARG, &f->output[i]);
    for (size_t i = 0; i < f->control_rets; i++)
        mw_put_string(t, OP_CONTROL_OUTPUT, f->control_ret[i].name);
    mw_put_end(t);
}

void mw_put_function(struct mw_twin *t, uint32_t number, const char *name, const struct mw_function *f)
{
    mw_put_begin(t, number, name);
    put_function_signature(t, f);
    for (size_t i = 0; i < f->body.nodes; i++)
        mw_put_node(t, FUNCTION_NODE, f->body.node[i]);
    for (size_t i = 0; i < f->rets; i++)
        put_return(t, FUNCTION_RET, &f->ret[i]);
    for (size_t i = 0; i < f->control_rets; i++)
        put_return(t, FUNCTION_CONTROL_RET, &f->control_ret[i]);
    mw_put_end(t);
}
