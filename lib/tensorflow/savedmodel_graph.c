/* Facts of graphs, nodes, functions and operations, as the readers report them: see savedmodel_build.h. */
#include "tensorflow/savedmodel_build.h"
#include "tensorflow/tensor_name.h"

bool nnreg_build_graph(struct nnreg_savedmodel_builder *builder)
{
    nnreg_build_meta(builder)->has_graph = true;
    return true;
}

/* Where the node's inputs and attributes begin is noted before any is read; they lie behind each other until the next node. */
static bool begin_node(struct nnreg_savedmodel_builder *builder, struct nnreg_chunks *nodes, bool in_function)
{
    struct nnreg_savedmodel_node *node = nnreg_savedmodel_add(builder, nodes);

    if (node == NULL)
        return false;
    node->first_input = builder->model->inputs.count;
    node->first_attr = builder->model->attrs.count;
    builder->object[NNREG_SAVEDMODEL_OBJECT_NODE] = node;
    builder->in_function = in_function;
    builder->name = NULL;
    return true;
}

bool nnreg_build_node(struct nnreg_savedmodel_builder *builder)
{
    if (!begin_node(builder, &builder->model->nodes, false))
        return false;
    nnreg_build_meta(builder)->nodes++;
    return true;
}

bool nnreg_build_body_node(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_function *function = builder->object[NNREG_SAVEDMODEL_OBJECT_FUNCTION];

    if (!begin_node(builder, &builder->model->body_nodes, true))
        return false;
    function->nodes++;
    return true;
}

/*
 * The name of a node is new, and its place in the pool far from all that was read: so it is asked for now, and the name put when
 * the node ends.
 */
void nnreg_build_node_name(struct nnreg_savedmodel_builder *builder,
                           const struct nnreg_savedmodel_value *value)
{
    struct nnreg_savedmodel_node *node = builder->object[NNREG_SAVEDMODEL_OBJECT_NODE];

    builder->name = NULL;
    if (builder->texts_stay && value->text != NULL && value->size <= NNREG_STRING_POOL_LONG) {
        nnreg_string_pool_ahead(&builder->model->strings, value->text, value->size);
        builder->name = value->text;
        builder->name_size = value->size;
    } else {
        node->name = nnreg_savedmodel_intern(builder, value);
    }
}

void nnreg_build_node_end(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_node *node = builder->object[NNREG_SAVEDMODEL_OBJECT_NODE];
    struct nnreg_savedmodel_value name = {.text = builder->name, .size = builder->name_size};

    if (builder->name != NULL)
        node->name = nnreg_savedmodel_intern(builder, &name);
}

/* The output argument that a name in a body says; 0 where it says none. */
static uint32_t intern_argument(struct nnreg_savedmodel_builder *builder,
                                const struct nnreg_tensor_name *parts)
{
    struct nnreg_savedmodel_value value = {.text = parts->argument, .size = parts->argument_length};

    return parts->argument != NULL ? nnreg_savedmodel_intern(builder, &value) : 0;
}

/*
 * An input is kept as the node it comes from and the number of its output, so that walking the graph splits no texts. In a body it
 * is spelt otherwise (doc/FORMATS.md, "Names, tensors, functions").
 */
void nnreg_build_node_input(struct nnreg_savedmodel_builder *builder,
                            const struct nnreg_savedmodel_value *value)
{
    struct nnreg_savedmodel_node *node = builder->object[NNREG_SAVEDMODEL_OBJECT_NODE];
    struct nnreg_savedmodel_value name = {0};
    struct nnreg_tensor_name parts;
    struct nnreg_savedmodel_input *input;

    if (value->text == NULL) {
        nnreg_savedmodel_stop(builder, NNREG_LIMIT, "has a node with too long a name of an input");
        return;
    }
    parts = builder->in_function ? nnreg_tensor_name_in_body(value->text, value->size)
                                 : nnreg_tensor_name_split(value->text, value->size);
    input = nnreg_savedmodel_add(builder, &builder->model->inputs);
    if (input == NULL)
        return;
    name.text = parts.node;
    name.size = parts.length;
    input->name = nnreg_savedmodel_intern(builder, &name);
    input->output = parts.is_control ? NNREG_INPUT_CONTROL : parts.output;
    input->argument = intern_argument(builder, &parts);
    node->inputs++;
}

bool nnreg_build_function(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_function *function = nnreg_savedmodel_add(builder, &builder->model->functions);

    if (function == NULL)
        return false;
    function->signature.first_arg = builder->model->args.count;
    function->signature.first_default = builder->model->defaults.count;
    function->first_node = builder->model->body_nodes.count;
    function->first_ret = builder->model->rets.count;
    builder->object[NNREG_SAVEDMODEL_OBJECT_FUNCTION] = function;
    nnreg_build_meta(builder)->functions++;
    return true;
}

void nnreg_build_function_attr_key(struct nnreg_savedmodel_builder *builder,
                                   const struct nnreg_savedmodel_value *value)
{
    static const char key[] = "api_implements";
    struct nnreg_savedmodel_function *function = builder->object[NNREG_SAVEDMODEL_OBJECT_FUNCTION];

    function->implements |=
        value->text != NULL && value->size == sizeof key - 1 && memcmp(value->text, key, sizeof key - 1) == 0;
}

void nnreg_build_gradient(struct nnreg_savedmodel_builder *builder,
                          const struct nnreg_savedmodel_value *value)
{
    struct nnreg_savedmodel_meta *meta = nnreg_build_meta(builder);

    nnreg_savedmodel_add_number(builder, &builder->model->gradients, nnreg_savedmodel_intern(builder, value));
    meta->gradients = builder->model->gradients.count - meta->first_gradient;
}

/* A function's OpDef is a part of the function, and no item of the operations. */
bool nnreg_build_function_signature(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_function *function = builder->object[NNREG_SAVEDMODEL_OBJECT_FUNCTION];

    builder->object[NNREG_SAVEDMODEL_OBJECT_OP] = &function->signature;
    return true;
}

static bool begin_ret(struct nnreg_savedmodel_builder *builder, bool is_control)
{
    struct nnreg_savedmodel_function *function = builder->object[NNREG_SAVEDMODEL_OBJECT_FUNCTION];
    struct nnreg_savedmodel_ret *ret = nnreg_savedmodel_add(builder, &builder->model->rets);

    if (ret == NULL)
        return false;
    ret->is_control = is_control;
    builder->object[NNREG_SAVEDMODEL_OBJECT_RET] = ret;
    function->rets++;
    return true;
}

bool nnreg_build_ret(struct nnreg_savedmodel_builder *builder)
{
    return begin_ret(builder, false);
}

bool nnreg_build_control_ret(struct nnreg_savedmodel_builder *builder)
{
    return begin_ret(builder, true);
}

/* A tensor as nodes of the body name their inputs; of a control output a node. */
void nnreg_build_ret_value(struct nnreg_savedmodel_builder *builder,
                           const struct nnreg_savedmodel_value *value)
{
    struct nnreg_savedmodel_ret *ret = builder->object[NNREG_SAVEDMODEL_OBJECT_RET];
    struct nnreg_savedmodel_value name = {0};
    struct nnreg_tensor_name parts;

    if (value->text == NULL) {
        nnreg_savedmodel_stop(builder, NNREG_LIMIT, "has a function with too long a name of what it returns");
        return;
    }
    parts = nnreg_tensor_name_in_body(value->text, value->size);
    name.text = parts.node;
    name.size = parts.length;
    ret->node = nnreg_savedmodel_intern(builder, &name);
    ret->output = parts.is_control ? NNREG_INPUT_CONTROL : parts.output;
    ret->argument = intern_argument(builder, &parts);
}

bool nnreg_build_op_list(struct nnreg_savedmodel_builder *builder)
{
    nnreg_build_meta(builder)->has_op_list = true;
    return true;
}

bool nnreg_build_op(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_op *op = nnreg_savedmodel_add(builder, &builder->model->ops);

    if (op == NULL)
        return false;
    op->first_arg = builder->model->args.count;
    op->first_default = builder->model->defaults.count;
    builder->object[NNREG_SAVEDMODEL_OBJECT_OP] = op;
    nnreg_build_meta(builder)->ops++;
    return true;
}

/* Inputs and outputs share one array, in the order in which they are met. */
static struct nnreg_savedmodel_arg *begin_arg(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_op *op = builder->object[NNREG_SAVEDMODEL_OBJECT_OP];
    struct nnreg_savedmodel_arg *arg = nnreg_savedmodel_add(builder, &builder->model->args);

    if (arg == NULL)
        return NULL;
    if (op->args == NNREG_LIMIT_MODEL_ARGS) {
        nnreg_savedmodel_stop(builder, NNREG_LIMIT, "has an operation of more than 16384 arguments");
        return NULL;
    }
    op->args++;
    builder->object[NNREG_SAVEDMODEL_OBJECT_ARG] = arg;
    return arg;
}

bool nnreg_build_input_arg(struct nnreg_savedmodel_builder *builder)
{
    return begin_arg(builder) != NULL;
}

bool nnreg_build_output_arg(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_arg *arg = begin_arg(builder);

    if (arg == NULL)
        return false;
    arg->is_output = true;
    return true;
}
