/* The facts of a model as text: see model_facts.h. */
#include "model_facts.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct lines {
    char **line;
    size_t count;
    size_t room;
};

nnreg_status model_from(struct nnreg_savedmodel **model, const void *bytes, size_t size,
                        enum nnreg_savedmodel_syntax syntax, struct nnreg_savedmodel_failure *failure)
{
    struct nnreg_cursor cursor;

    nnreg_cursor_memory(&cursor, bytes, size);
    return nnreg_savedmodel_read(model, &cursor, syntax, failure, NULL);
}

struct nnreg_savedmodel *model_of_text(const char *text)
{
    struct nnreg_savedmodel_failure failure;
    struct nnreg_savedmodel *model;

    ck_assert_msg(model_from(&model, text, strlen(text), NNREG_SAVEDMODEL_TEXT, &failure) == NNREG_OK,
                  "%s at %llu:%llu", failure.reason, (unsigned long long)failure.line,
                  (unsigned long long)failure.column);
    ck_assert_uint_eq(model->unknown_fields.count, 0);
    return model;
}

const char *model_shape_text(const struct nnreg_savedmodel *model, uint32_t number)
{
    static char text[NNREG_LIMIT_RANK * 22 + 3];
    struct nnreg_shape shape;
    size_t at = 0;
    uint32_t i;

    nnreg_savedmodel_shape(&shape, model, number);
    if (!shape.known)
        return number == 0 ? "-" : "?";
    text[at++] = '[';
    for (i = 0; i < shape.rank; i++)
        at += (size_t)snprintf(text + at, sizeof(text) - at, "%s%lld", i > 0 ? "," : "",
                               (long long)shape.dim[i]);
    snprintf(text + at, sizeof(text) - at, "]");
    return text;
}

/* A text in quotes, with its length, so that no two different ones look alike. */
static void put_text(struct nnreg_bytes *out, const struct nnreg_savedmodel *model, uint32_t text)
{
    nnreg_bytes_format(out, " %zu'", nnreg_savedmodel_text_size(model, text));
    nnreg_bytes_put(out, nnreg_savedmodel_text(model, text), nnreg_savedmodel_text_size(model, text));
    nnreg_bytes_char(out, '\'');
}

static char *taken(struct nnreg_bytes *out)
{
    char *text;

    if (nnreg_bytes_take(&text, out) != NNREG_OK)
        abort();
    return text;
}

static void keep(struct lines *lines, struct nnreg_bytes *out)
{
    if (lines->count == lines->room) {
        lines->room = lines->room * 2 + 16;
        lines->line = realloc(lines->line, lines->room * sizeof(*lines->line));
        if (lines->line == NULL)
            abort();
    }
    lines->line[lines->count++] = taken(out);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Puts the lines in order and empties them. */
static void put_sorted(struct nnreg_bytes *out, struct lines *lines)
{
    size_t i;

    if (lines->count > 0)
        qsort(lines->line, lines->count, sizeof(*lines->line), compare);
    for (i = 0; i < lines->count; i++) {
        nnreg_bytes_text(out, lines->line[i]);
        nnreg_free(lines->line[i]);
    }
    free(lines->line);
    memset(lines, 0, sizeof(*lines));
}

/* What is kept of a constant: its elements, as far as the last value kept. */
static void put_constant(struct nnreg_bytes *out, const struct nnreg_savedmodel *model,
                         const struct nnreg_savedmodel_attr *attr)
{
    struct nnreg_savedmodel_tensor tensor;
    double number;
    int64_t whole;
    uint32_t i;

    nnreg_savedmodel_tensor(&tensor, model, attr);
    nnreg_bytes_format(out, " %u %s known %d", tensor.dtype, model_shape_text(model, tensor.shape),
                       tensor.has_values);
    for (i = 0; i < tensor.count && nnreg_savedmodel_tensor_double(&number, &tensor, i); i++) {
        nnreg_bytes_format(out, " %.17g", number);
        if (nnreg_savedmodel_tensor_int(&whole, &tensor, i))
            nnreg_bytes_format(out, "=%lld", (long long)whole);
    }
}

static void put_ints(struct nnreg_bytes *out, const struct nnreg_savedmodel *model,
                     const struct nnreg_savedmodel_attr *attr)
{
    struct nnreg_savedmodel_ints ints;
    uint32_t i;

    nnreg_savedmodel_ints(&ints, model, attr);
    for (i = 0; i < ints.count; i++)
        nnreg_bytes_format(out, " %lld", (long long)ints.value[i]);
}

static void put_attr_value(struct nnreg_bytes *out, const struct nnreg_savedmodel *model,
                           const struct nnreg_savedmodel_attr *attr)
{
    enum nnreg_attr_kind kind = nnreg_savedmodel_attr_kind(attr);
    uint32_t i;

    nnreg_bytes_format(out, " kind %d", (int)kind);
    if (kind == NNREG_ATTR_INT)
        nnreg_bytes_format(out, " %lld", (long long)nnreg_savedmodel_attr_int(model, attr));
    else if (kind == NNREG_ATTR_TENSOR || kind == NNREG_ATTR_STRINGS)
        put_constant(out, model, attr);
    else if (kind == NNREG_ATTR_INTS)
        put_ints(out, model, attr);
    else if (kind == NNREG_ATTR_TYPE || kind == NNREG_ATTR_BOOL || kind == NNREG_ATTR_FLOAT)
        nnreg_bytes_format(out, " %u", attr->value);
    else if (kind == NNREG_ATTR_SHAPE)
        nnreg_bytes_format(out, " %s", model_shape_text(model, attr->value));
    else if (kind == NNREG_ATTR_TEXT || kind == NNREG_ATTR_FUNC)
        put_text(out, model, attr->value);
    for (i = 0; i < nnreg_savedmodel_attr_count(model, attr); i++) {
        uint32_t entry = nnreg_savedmodel_attr_entry(model, attr, i);

        if (kind == NNREG_ATTR_TYPES)
            nnreg_bytes_format(out, " %u", entry);
        else if (kind == NNREG_ATTR_SHAPES)
            nnreg_bytes_format(out, " %s", model_shape_text(model, entry));
        else
            put_text(out, model, entry);
    }
    nnreg_bytes_char(out, '\n');
}

static void put_node(struct nnreg_bytes *out, const struct nnreg_savedmodel *model,
                     const struct nnreg_savedmodel_node *node)
{
    struct lines lines = {NULL, 0, 0};
    uint32_t i;

    nnreg_bytes_text(out, "  node");
    put_text(out, model, node->name);
    put_text(out, model, node->op);
    nnreg_bytes_format(out, " flags %u\n", node->flags);
    for (i = 0; i < node->inputs; i++) {
        const struct nnreg_savedmodel_input *input = nnreg_savedmodel_input_at(model, node->first_input + i);

        nnreg_bytes_text(out, "    input");
        put_text(out, model, input->name);
        put_text(out, model, input->argument);
        nnreg_bytes_format(out, " %x\n", input->output);
    }
    for (i = 0; i < node->attrs; i++) {
        const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_at(model, node->first_attr + i);
        struct nnreg_bytes line = NNREG_BYTES_INIT;

        nnreg_bytes_text(&line, "    attr");
        put_text(&line, model, nnreg_savedmodel_attr_key(attr));
        put_attr_value(&line, model, attr);
        keep(&lines, &line);
    }
    put_sorted(out, &lines);
}

static void put_op(struct nnreg_bytes *out, const struct nnreg_savedmodel *model,
                   const struct nnreg_savedmodel_op *op)
{
    uint32_t i;

    nnreg_bytes_text(out, "  op");
    put_text(out, model, op->name);
    nnreg_bytes_format(out, " stateful %d\n", op->is_stateful);
    for (i = 0; i < op->args; i++) {
        const struct nnreg_savedmodel_arg *arg = nnreg_savedmodel_arg_at(model, op->first_arg + i);

        nnreg_bytes_format(out, "    %s", arg->is_output ? "output" : "input");
        put_text(out, model, arg->name);
        nnreg_bytes_format(out, " type %u ref %d", arg->type, arg->is_ref);
        put_text(out, model, arg->type_attr);
        put_text(out, model, arg->number_attr);
        put_text(out, model, arg->list_attr);
        nnreg_bytes_char(out, '\n');
    }
    for (i = 0; i < op->defaults; i++) {
        const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_default_at(model, op->first_default + i);

        nnreg_bytes_text(out, "    default");
        put_text(out, model, nnreg_savedmodel_attr_key(attr));
        put_attr_value(out, model, attr);
    }
}

static void put_rets(struct nnreg_bytes *out, const struct nnreg_savedmodel *model,
                     const struct nnreg_savedmodel_function *function)
{
    struct lines lines = {NULL, 0, 0};
    uint32_t i;

    for (i = 0; i < function->rets; i++) {
        const struct nnreg_savedmodel_ret *ret = nnreg_savedmodel_ret_at(model, function->first_ret + i);
        struct nnreg_bytes line = NNREG_BYTES_INIT;

        nnreg_bytes_text(&line, "  ret");
        put_text(&line, model, ret->name);
        put_text(&line, model, ret->node);
        put_text(&line, model, ret->argument);
        nnreg_bytes_format(&line, " %x control %d replaced %d\n", ret->output, ret->is_control,
                           ret->replaced);
        keep(&lines, &line);
    }
    put_sorted(out, &lines);
}

static void put_signature(struct lines *lines, const struct nnreg_savedmodel *model,
                          const struct nnreg_savedmodel_signature *signature)
{
    struct nnreg_bytes line = NNREG_BYTES_INIT;
    struct lines infos = {NULL, 0, 0};
    uint32_t i;

    nnreg_bytes_text(&line, "  signature");
    put_text(&line, model, signature->key);
    put_text(&line, model, signature->method);
    nnreg_bytes_format(&line, " replaced %d\n", signature->replaced);
    for (i = 0; i < signature->infos; i++) {
        const struct nnreg_savedmodel_info *info = nnreg_savedmodel_info_at(model, signature->first_info + i);
        struct nnreg_bytes text = NNREG_BYTES_INIT;

        nnreg_bytes_format(&text, "    %s depth %d form %d replaced %d type %u %s",
                           info->is_output ? "output" : "input", info->depth, info->form, info->replaced,
                           info->dtype, model_shape_text(model, info->shape));
        put_text(&text, model, info->key);
        put_text(&text, model, info->name);
        put_text(&text, model, info->indices);
        put_text(&text, model, info->dense_shape);
        nnreg_bytes_char(&text, '\n');
        keep(&infos, &text);
    }
    put_sorted(&line, &infos);
    keep(lines, &line);
}

static void put_collection(struct lines *lines, const struct nnreg_savedmodel *model,
                           const struct nnreg_savedmodel_collection *collection)
{
    struct nnreg_bytes line = NNREG_BYTES_INIT;
    uint32_t i;

    nnreg_bytes_text(&line, "  collection");
    put_text(&line, model, collection->key);
    nnreg_bytes_format(&line, " kind %d count %u replaced %d", collection->kind, collection->count,
                       collection->replaced);
    for (i = 0; i < collection->values; i++)
        put_text(&line, model, nnreg_savedmodel_value_at(model, collection->first_value + i));
    nnreg_bytes_char(&line, '\n');
    keep(lines, &line);
}

/* What a meta graph says of itself, and of its saver. */
static void put_head(struct nnreg_bytes *out, const struct nnreg_savedmodel *model,
                     const struct nnreg_savedmodel_meta *meta)
{
    uint32_t i;

    nnreg_bytes_text(out, "meta graph");
    for (i = 0; i < meta->tags; i++)
        put_text(out, model, nnreg_savedmodel_tag_at(model, meta->first_tag + i));
    put_text(out, model, meta->tensorflow_version);
    put_text(out, model, meta->tensorflow_git_version);
    put_text(out, model, meta->meta_graph_version);
    nnreg_bytes_format(out, " duplicates %u objects %u producer %lld min %lld %d%d%d%d\n  saver %d %d %d",
                       meta->duplicate_nodes, meta->object_nodes, (long long)meta->producer,
                       (long long)meta->min_consumer, meta->has_graph, meta->has_op_list,
                       meta->has_object_graph, meta->stripped_default_attrs, meta->saver.present,
                       meta->saver.version, meta->saver.sharded);
    put_text(out, model, meta->saver.filename_tensor);
    put_text(out, model, meta->saver.save_tensor);
    put_text(out, model, meta->saver.restore_op);
    nnreg_bytes_char(out, '\n');
}

static void put_assets(struct nnreg_bytes *out, const struct nnreg_savedmodel *model,
                       const struct nnreg_savedmodel_meta *meta)
{
    uint32_t i;

    for (i = 0; i < meta->assets; i++) {
        const struct nnreg_savedmodel_asset *asset = nnreg_savedmodel_asset_at(model, meta->first_asset + i);

        nnreg_bytes_format(out, "  asset %d", asset->from_collection);
        put_text(out, model, asset->tensor);
        put_text(out, model, asset->filename);
        nnreg_bytes_char(out, '\n');
    }
}

static void put_meta(struct nnreg_bytes *out, const struct nnreg_savedmodel *model,
                     const struct nnreg_savedmodel_meta *meta)
{
    struct lines lines = {NULL, 0, 0};
    uint32_t i, k;

    put_head(out, model, meta);
    for (i = 0; i < meta->nodes; i++)
        put_node(out, model, nnreg_savedmodel_node_at(model, meta->first_node + i));
    for (i = 0; i < meta->functions; i++) {
        const struct nnreg_savedmodel_function *function =
            nnreg_savedmodel_function_at(model, meta->first_function + i);

        nnreg_bytes_text(out, " function\n");
        put_op(out, model, &function->signature);
        put_rets(out, model, function);
        for (k = 0; k < function->nodes; k++)
            put_node(out, model, nnreg_savedmodel_body_node_at(model, function->first_node + k));
    }
    for (i = 0; i < meta->ops; i++)
        put_op(out, model, nnreg_savedmodel_op_at(model, meta->first_op + i));
    for (i = 0; i < meta->signatures; i++)
        put_signature(&lines, model, nnreg_savedmodel_signature_at(model, meta->first_signature + i));
    put_sorted(out, &lines);
    for (i = 0; i < meta->collections; i++)
        put_collection(&lines, model, nnreg_savedmodel_collection_at(model, meta->first_collection + i));
    put_sorted(out, &lines);
    put_assets(out, model, meta);
}

char *model_facts(const struct nnreg_savedmodel *model)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    uint32_t i;

    nnreg_bytes_format(&out, "schema %d %lld\n", model->has_schema_version, (long long)model->schema_version);
    for (i = 0; i < model->metas.count; i++)
        put_meta(&out, model, nnreg_savedmodel_meta_at(model, i));
    return taken(&out);
}
