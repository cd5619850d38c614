/*
 * Operations that a graph has and its file does not declare: they are declared from the table of TensorFlow's core
 * (op_table.h), behind those of all op lists, once for the whole model. So whoever asks how an operation is declared (graph.h)
 * gets one kind of answer. The table knows no default values: what an attribute says that a node leaves out stays unknown.
 *
 * Most files declare all that they use, and a file has nodes by the million of a few operations. So what was looked at lately is
 * remembered by the number of its name, and passed over.
 */
#include "base/alloc.h"
#include "tensorflow/op_table.h"
#include "tensorflow/savedmodel_build.h"

enum {
    LATELY_BITS = 8
}; /* operations that are remembered: 2^8 places, each for the last one that fell to it */

struct core_search {
    struct nnreg_savedmodel *model;
    const struct nnreg_savedmodel_meta *meta;
    uint32_t lately[1u << LATELY_BITS]; /* names; 0, the empty one, is no operation's */
    unsigned char *declared;            /* a bit for each row of the table */
    enum nnreg_chunks_result
        result; /* FULL: the model has as much as it can have, and the rest stays undeclared */
};

static bool is_op_declared(const struct core_search *search, uint32_t op)
{
    const struct nnreg_savedmodel *model = search->model;
    const struct nnreg_savedmodel_meta *meta = search->meta;

    return nnreg_name_index_find(&model->op_index, meta->first_op, meta->ops, op) != NNREG_NAME_INDEX_NONE ||
           nnreg_name_index_find(&model->function_index, meta->first_function, meta->functions, op) !=
               NNREG_NAME_INDEX_NONE;
}

static uint32_t core_text(struct core_search *search, uint16_t number)
{
    const char *text = nnreg_op_text(number);
    uint32_t result = 0;

    switch (nnreg_string_pool_put(&result, &search->model->strings, text, strlen(text))) {
    case NNREG_STRING_POOL_OK:
        break;
    case NNREG_STRING_POOL_FULL:
        search->result = NNREG_CHUNKS_FULL;
        break;
    case NNREG_STRING_POOL_NO_MEMORY:
        search->result = NNREG_CHUNKS_NO_MEMORY;
        break;
    }
    return result;
}

static void declare_arg(struct core_search *search, const struct nnreg_op_arg *from, bool is_output)
{
    struct nnreg_savedmodel_arg *arg = NULL;
    bool is_list = (from->flags & NNREG_OP_ARG_LIST) != 0;
    void *item;

    if (search->result != NNREG_CHUNKS_OK)
        return;
    search->result = nnreg_chunks_add(&item, &search->model->args);
    if (search->result != NNREG_CHUNKS_OK)
        return;
    arg = item;
    arg->name = core_text(search, from->name);
    arg->type_attr = is_list ? 0 : core_text(search, from->attr);
    arg->list_attr = is_list ? core_text(search, from->attr) : 0;
    arg->number_attr = core_text(search, from->number);
    arg->type = from->dtype;
    arg->is_ref = (from->flags & NNREG_OP_ARG_REF) != 0;
    arg->is_output = is_output;
}

/* Its arguments first: an operation is there with all of them, or not at all. */
static void declare_core_op(struct core_search *search, uint32_t name, const struct nnreg_op_row *row)
{
    struct nnreg_savedmodel *model = search->model;
    uint32_t first = model->args.count, i;
    struct nnreg_savedmodel_op *op;
    void *item = NULL;

    for (i = 0; i < row->inputs; i++)
        declare_arg(search, nnreg_op_input(row, i), false);
    for (i = 0; i < row->outputs; i++)
        declare_arg(search, nnreg_op_output(row, i), true);
    if (search->result == NNREG_CHUNKS_OK)
        search->result = nnreg_chunks_add(&item, &model->ops);
    if (search->result != NNREG_CHUNKS_OK) {
        nnreg_chunks_cut(&model->args, first);
        return;
    }
    op = item;
    op->name = name;
    op->first_arg = first;
    op->args = (uint32_t)row->inputs + row->outputs;
    op->first_default = model->defaults.count;
    op->is_stateful = (row->flags & NNREG_OP_STATEFUL) != 0;
}

static void look_at_op(struct core_search *search, uint32_t op)
{
    uint32_t *lately = &search->lately[(op * 0x9e3779b1u) >> (32 - LATELY_BITS)];
    const struct nnreg_op_row *row;
    size_t index;

    if (*lately == op || search->result != NNREG_CHUNKS_OK)
        return;
    *lately = op;
    if (is_op_declared(search, op))
        return;
    row = nnreg_op_find(nnreg_savedmodel_text(search->model, op),
                        nnreg_savedmodel_text_size(search->model, op));
    if (row == NULL)
        return;
    index = (size_t)(row - nnreg_op_at(0));
    if ((search->declared[index / 8] >> index % 8 & 1) != 0)
        return;
    search->declared[index / 8] |= (unsigned char)(1u << index % 8);
    declare_core_op(search, op, row);
}

/* What a name means depends on the meta graph: another one may declare it itself. */
static void look_at_meta(struct core_search *search)
{
    const struct nnreg_savedmodel *model = search->model;
    const struct nnreg_savedmodel_meta *meta = search->meta;
    uint32_t f, i;

    memset(search->lately, 0, sizeof search->lately);
    for (i = 0; i < meta->nodes; i++)
        look_at_op(search, nnreg_savedmodel_node_at(model, meta->first_node + i)->op);
    for (f = 0; f < meta->functions; f++) {
        const struct nnreg_savedmodel_function *function =
            nnreg_savedmodel_function_at(model, meta->first_function + f);

        for (i = 0; i < function->nodes; i++)
            look_at_op(search, nnreg_savedmodel_body_node_at(model, function->first_node + i)->op);
    }
}

static bool index_core_ops(struct nnreg_savedmodel *model)
{
    uint32_t i;

    if (model->ops.count == model->first_core_op)
        return true;
    if (!nnreg_name_index_init(&model->core_op_index, &model->ops, model->strings.seed))
        return false;
    for (i = model->first_core_op; i < model->ops.count; i++)
        nnreg_name_index_add(&model->core_op_index, model->first_core_op, i, false);
    return true;
}

bool nnreg_savedmodel_declare_core_ops(struct nnreg_savedmodel *model)
{
    struct core_search search = {.model = model, .result = NNREG_CHUNKS_OK};
    uint32_t i;

    model->first_core_op = model->ops.count;
    search.declared = nnreg_alloc_zero(nnreg_op_count() / 8 + 1, 1);
    if (search.declared == NULL)
        return false;
    for (i = 0; i < model->metas.count; i++) {
        search.meta = nnreg_savedmodel_meta_at(model, i);
        look_at_meta(&search);
    }
    nnreg_free(search.declared);
    return search.result != NNREG_CHUNKS_NO_MEMORY && index_core_ops(model);
}
