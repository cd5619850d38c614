/*
 * Reading a model from either syntax to finished facts: see savedmodel.h and savedmodel_build.h.
 *
 *     savedmodel_fields.c   the table: which fields of which messages, and the function that takes each value
 *     savedmodel_pb.c       walks it over the binary form     } both report the same values to
 *     savedmodel_text.c     walks it over the text form       } the same functions
 *     savedmodel_put.c, _graph.c, _attr.c, _tensor.c, _parts.c   those functions: they put facts into the model's chunks
 *
 * The walk costs one pass over the file. What needs the whole model comes after it, here: names are entered into indexes; of
 * the entries of a map with the same key the last one counts, and those before are marked as replaced; and what operations
 * say of their outputs is settled. A model that fails on the way is freed: facts are given out whole, or not at all.
 */
#include "tensorflow/savedmodel_fields.h"

#include "base/alloc.h"

/*
 * Ends the walk, by failing its cursor: what reads sees no more fields, and no function on the way needs to hand on a result. The
 * first reason is kept; a failure of the file that came before is the reason itself.
 */
void nnreg_savedmodel_stop(struct nnreg_savedmodel_builder *builder, nnreg_status status, const char *reason)
{
    if (builder->status == NNREG_OK && nnreg_cursor_ok(builder->cursor))
        builder->status = status;
    nnreg_cursor_fail(builder->cursor, nnreg_cursor_offset(builder->cursor), reason);
}

void *nnreg_savedmodel_add_piece(struct nnreg_savedmodel_builder *builder, struct nnreg_chunks *chunks)
{
    void *item;

    switch (nnreg_chunks_add(&item, chunks)) {
    case NNREG_CHUNKS_OK:
        break;
    case NNREG_CHUNKS_FULL:
        nnreg_savedmodel_stop(builder, NNREG_LIMIT,
                              "has more nodes, attributes or other parts than can be looked at");
        break;
    case NNREG_CHUNKS_NO_MEMORY:
        nnreg_savedmodel_stop(builder, NNREG_NO_MEMORY, "");
        break;
    }
    return item;
}

void nnreg_savedmodel_add_number(struct nnreg_savedmodel_builder *builder, struct nnreg_chunks *chunks,
                                 uint32_t number)
{
    uint32_t *item = nnreg_savedmodel_add(builder, chunks);

    if (item != NULL)
        *item = number;
}

uint32_t nnreg_savedmodel_intern(struct nnreg_savedmodel_builder *builder,
                                 const struct nnreg_savedmodel_value *value)
{
    uint32_t text = 0;

    if (value->text == NULL || value->size > NNREG_STRING_POOL_LONG) {
        nnreg_savedmodel_stop(builder, NNREG_LIMIT, "has a name of more than 16384 bytes");
        return 0;
    }
    switch (nnreg_string_pool_put(&text, &builder->model->strings, value->text, value->size)) {
    case NNREG_STRING_POOL_OK:
        break;
    case NNREG_STRING_POOL_FULL:
        nnreg_savedmodel_stop(builder, NNREG_LIMIT, "has more than 256 MiB of names");
        break;
    case NNREG_STRING_POOL_NO_MEMORY:
        nnreg_savedmodel_stop(builder, NNREG_NO_MEMORY, "");
        break;
    }
    return text;
}

/* Bytes of a model for each name in it, where there are few names: of one with many more the pool grows by itself. */
#define BYTES_OF_A_NAME 1024

/* A piece of 2^result items is no larger than a model of so many bytes may need, as hardly an item takes fewer than 32 of them. */
static uint16_t exponent_for(uint16_t most, uint64_t bytes)
{
    while (most > 4 && bytes >> most < 32)
        most--;
    return most;
}

/* The exponents say how many items a piece of each array has at most: small where a model has a few. */
static bool init_model(struct nnreg_savedmodel *model, uint64_t bytes)
{
#define ARRAY(type, exponent, limit) \
    (struct nnreg_chunks) NNREG_CHUNKS_INIT(type, exponent_for(exponent, bytes), limit)
    model->metas = ARRAY(struct nnreg_savedmodel_meta, 2, NNREG_LIMIT_MODEL_METAS);
    model->tags = ARRAY(uint32_t, 5, NNREG_LIMIT_MODEL_ITEMS);
    model->nodes = ARRAY(struct nnreg_savedmodel_node, 10, NNREG_LIMIT_MODEL_NODES);
    model->body_nodes = ARRAY(struct nnreg_savedmodel_node, 10, NNREG_LIMIT_MODEL_NODES);
    model->inputs = ARRAY(struct nnreg_savedmodel_input, 11, NNREG_LIMIT_MODEL_INPUTS);
    model->attrs = ARRAY(struct nnreg_savedmodel_attr, 11, NNREG_LIMIT_MODEL_INPUTS);
    model->numbers = ARRAY(uint32_t, 11, NNREG_LIMIT_MODEL_INPUTS);
    model->functions = ARRAY(struct nnreg_savedmodel_function, 6, NNREG_LIMIT_MODEL_ITEMS);
    model->rets = ARRAY(struct nnreg_savedmodel_ret, 6, NNREG_LIMIT_MODEL_ITEMS);
    model->ops = ARRAY(struct nnreg_savedmodel_op, 6, NNREG_LIMIT_MODEL_ITEMS);
    model->args = ARRAY(struct nnreg_savedmodel_arg, 7, NNREG_LIMIT_MODEL_ITEMS);
    model->defaults = ARRAY(struct nnreg_savedmodel_attr, 7, NNREG_LIMIT_MODEL_ITEMS);
    model->signatures = ARRAY(struct nnreg_savedmodel_signature, 4, NNREG_LIMIT_MODEL_ITEMS);
    model->infos = ARRAY(struct nnreg_savedmodel_info, 5, NNREG_LIMIT_MODEL_SIGNATURE);
    model->collections = ARRAY(struct nnreg_savedmodel_collection, 4, NNREG_LIMIT_MODEL_ITEMS);
    model->values = ARRAY(uint32_t, 8, NNREG_LIMIT_MODEL_INPUTS);
    model->gradients = ARRAY(uint32_t, 4, NNREG_LIMIT_MODEL_ITEMS);
    model->assets = ARRAY(struct nnreg_savedmodel_asset, 4, NNREG_LIMIT_MODEL_ITEMS);
#undef ARRAY
    return nnreg_string_pool_init(&model->strings) == NNREG_STRING_POOL_OK &&
           nnreg_string_pool_expect(&model->strings, bytes / BYTES_OF_A_NAME) == NNREG_STRING_POOL_OK;
}

/* -- the indexes -- */

/* Nodes of graphs by name within their graph, nodes of bodies within their function; of two with one name the first counts. */
static bool index_nodes(struct nnreg_savedmodel *model)
{
    uint32_t m, f, i;

    if (!nnreg_name_index_init_marked(&model->node_index, &model->nodes, &model->strings,
                                      model->metas.count) ||
        !nnreg_name_index_init(&model->body_index, &model->body_nodes, model->strings.seed))
        return false;
    for (m = 0; m < model->metas.count; m++) {
        struct nnreg_savedmodel_meta *meta = nnreg_chunks_at(&model->metas, m);

        for (i = 0; i < meta->nodes; i++)
            meta->duplicate_nodes +=
                nnreg_name_index_add(&model->node_index, meta->first_node, meta->first_node + i, false) !=
                NNREG_NAME_INDEX_NONE;
    }
    for (f = 0; f < model->functions.count; f++) {
        const struct nnreg_savedmodel_function *function = nnreg_savedmodel_function_at(model, f);

        for (i = 0; i < function->nodes; i++)
            nnreg_name_index_add(&model->body_index, function->first_node, function->first_node + i, false);
    }
    return true;
}

/* The operations that the lists have, and behind them those that none has: both have to be there before their arguments are indexed. */
static bool index_ops(struct nnreg_savedmodel *model)
{
    uint32_t m, i;

    if (!nnreg_name_index_init(&model->function_index, &model->functions, model->strings.seed) ||
        !nnreg_name_index_init(&model->op_index, &model->ops, model->strings.seed))
        return false;
    for (m = 0; m < model->metas.count; m++) {
        const struct nnreg_savedmodel_meta *meta = nnreg_savedmodel_meta_at(model, m);

        for (i = 0; i < meta->functions; i++)
            nnreg_name_index_add(&model->function_index, meta->first_function, meta->first_function + i,
                                 false);
        for (i = 0; i < meta->ops; i++)
            nnreg_name_index_add(&model->op_index, meta->first_op, meta->first_op + i, false);
    }
    return nnreg_savedmodel_declare_core_ops(model);
}

static void index_outputs(struct nnreg_savedmodel *model, const struct nnreg_savedmodel_op *op)
{
    uint32_t i;

    for (i = op->first_arg; i < op->first_arg + op->args; i++)
        if (nnreg_savedmodel_arg_at(model, i)->is_output)
            nnreg_name_index_add(&model->output_index, op->first_arg, i, false);
}

/*
 * The inputs of functions: what a node in a body may name as its input, besides other nodes. And the outputs of operations, by
 * which it names those.
 */
static bool index_args(struct nnreg_savedmodel *model)
{
    uint32_t f, i;

    if (!nnreg_name_index_init(&model->arg_index, &model->args, model->strings.seed) ||
        !nnreg_name_index_init(&model->output_index, &model->args, model->strings.seed))
        return false;
    for (i = 0; i < model->ops.count; i++)
        index_outputs(model, nnreg_savedmodel_op_at(model, i));
    for (f = 0; f < model->functions.count; f++) {
        const struct nnreg_savedmodel_op *signature = &nnreg_savedmodel_function_at(model, f)->signature;

        index_outputs(model, signature);
        for (i = signature->first_arg; i < signature->first_arg + signature->args; i++)
            if (!nnreg_savedmodel_arg_at(model, i)->is_output)
                nnreg_name_index_add(&model->arg_index, signature->first_arg, i, false);
    }
    return true;
}

/*
 * Maps (doc/FORMATS.md, "Protobuf messages"): the last entry of a key counts. Each takes the place in the index of the one
 * before it, which is marked at `replaced`, the offset of the member that says so.
 */
static void enter_map_entry(struct nnreg_name_index *index, struct nnreg_chunks *items, size_t replaced,
                            uint32_t first, uint32_t item)
{
    uint32_t before = nnreg_name_index_add(index, first, item, true);

    if (before != NNREG_NAME_INDEX_NONE)
        *(bool *)((unsigned char *)nnreg_chunks_at(items, before) + replaced) = true;
}

static bool replace_collections(struct nnreg_savedmodel *model)
{
    struct nnreg_name_index index;
    uint32_t m, i;

    if (!nnreg_name_index_init(&index, &model->collections, model->strings.seed))
        return false;
    for (m = 0; m < model->metas.count; m++) {
        const struct nnreg_savedmodel_meta *meta = nnreg_savedmodel_meta_at(model, m);

        for (i = 0; i < meta->collections; i++)
            enter_map_entry(&index, &model->collections,
                            offsetof(struct nnreg_savedmodel_collection, replaced), meta->first_collection,
                            meta->first_collection + i);
    }
    nnreg_name_index_free(&index);
    return true;
}

static bool replace_signatures(struct nnreg_savedmodel *model)
{
    struct nnreg_name_index index;
    uint32_t m, i;

    if (!nnreg_name_index_init(&index, &model->signatures, model->strings.seed))
        return false;
    for (m = 0; m < model->metas.count; m++) {
        const struct nnreg_savedmodel_meta *meta = nnreg_savedmodel_meta_at(model, m);

        for (i = 0; i < meta->signatures; i++)
            enter_map_entry(&index, &model->signatures, offsetof(struct nnreg_savedmodel_signature, replaced),
                            meta->first_signature, meta->first_signature + i);
    }
    nnreg_name_index_free(&index);
    return true;
}

/* Inputs and outputs are two maps: each is gone through for itself. Components have no key, and go as their tensor. */
static bool replace_infos(struct nnreg_savedmodel *model, bool outputs)
{
    struct nnreg_name_index index;
    uint32_t s, i;

    if (!nnreg_name_index_init(&index, &model->infos, model->strings.seed))
        return false;
    for (s = 0; s < model->signatures.count; s++) {
        const struct nnreg_savedmodel_signature *signature = nnreg_savedmodel_signature_at(model, s);

        for (i = signature->first_info; i < signature->first_info + signature->infos; i++) {
            const struct nnreg_savedmodel_info *info = nnreg_savedmodel_info_at(model, i);

            if (info->is_output == outputs && info->depth == 0)
                enter_map_entry(&index, &model->infos, offsetof(struct nnreg_savedmodel_info, replaced),
                                signature->first_info, i);
        }
    }
    nnreg_name_index_free(&index);
    return true;
}

/* What functions give out, and what they run besides, are two maps, too; the index of the former stays. */
static bool replace_rets(struct nnreg_name_index *index, struct nnreg_savedmodel *model, bool controls)
{
    uint32_t f, i;

    if (!nnreg_name_index_init(index, &model->rets, model->strings.seed))
        return false;
    for (f = 0; f < model->functions.count; f++) {
        const struct nnreg_savedmodel_function *function = nnreg_savedmodel_function_at(model, f);

        for (i = function->first_ret; i < function->first_ret + function->rets; i++)
            if (nnreg_savedmodel_ret_at(model, i)->is_control == controls)
                enter_map_entry(index, &model->rets, offsetof(struct nnreg_savedmodel_ret, replaced),
                                function->first_ret, i);
    }
    return true;
}

/* A component stands right behind its tensor, deeper than it, and is replaced with it. */
static void replace_components(struct nnreg_savedmodel *model)
{
    bool replaced = false;
    uint32_t i;

    for (i = 0; i < model->infos.count; i++) {
        struct nnreg_savedmodel_info *info = nnreg_chunks_at(&model->infos, i);

        if (info->depth == 0)
            replaced = info->replaced;
        info->replaced = replaced;
    }
}

static bool finish_savedmodel(struct nnreg_savedmodel *model)
{
    struct nnreg_name_index controls = {.items = NULL};
    bool replaced;

    if (!index_nodes(model) || !index_ops(model) || !index_args(model) || !replace_collections(model) ||
        !replace_signatures(model) || !replace_infos(model, false) || !replace_infos(model, true) ||
        !replace_rets(&model->ret_index, model, false))
        return false;
    replaced = replace_rets(&controls, model, true);
    nnreg_name_index_free(&controls);
    if (!replaced)
        return false;
    replace_components(model);
    nnreg_savedmodel_settle_outputs(model);
    return true;
}

/* -- reading -- */

/* The keys that the functions look for get their numbers first, so that comparing a key is comparing numbers. */
static bool init_builder(struct nnreg_savedmodel_builder *builder, struct nnreg_cursor *cursor)
{
    static const struct {
        size_t offset;
        const char *text;
    } keys[] = {
        {offsetof(struct nnreg_savedmodel_builder, key_value), "value"},
        {offsetof(struct nnreg_savedmodel_builder, key_output_shapes), "_output_shapes"},
        {offsetof(struct nnreg_savedmodel_builder, key_variables), "variables"},
        {offsetof(struct nnreg_savedmodel_builder, key_assets), "saved_model_assets"},
    };
    size_t i;

    memset(builder, 0, sizeof(*builder));
    builder->cursor = cursor;
    builder->held = nnreg_alloc(NNREG_LIMIT_MODEL_HELD);
    builder->model = nnreg_alloc_zero(1, sizeof(*builder->model));
    builder->seen = nnreg_alloc_zero((size_t)1 << NNREG_SAVEDMODEL_SEEN_BITS, sizeof(*builder->seen));
    if (builder->held == NULL || builder->model == NULL || builder->seen == NULL ||
        !init_model(builder->model, nnreg_cursor_left(cursor)))
        return false;
    for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (nnreg_string_pool_put((uint32_t *)(void *)((char *)builder + keys[i].offset),
                                  &builder->model->strings, keys[i].text,
                                  strlen(keys[i].text)) != NNREG_STRING_POOL_OK)
            return false;
    return true;
}

static void free_builder(struct nnreg_savedmodel_builder *builder)
{
    nnreg_savedmodel_free(builder->model);
    nnreg_bytes_free(&builder->any_value);
    nnreg_free(builder->list);
    nnreg_free(builder->held);
    nnreg_free(builder->seen);
}

/* What the start of the source looks like; the cursor is where it was before any reading. */
static enum nnreg_file_signature look_at_savedmodel(struct nnreg_savedmodel_builder *builder,
                                                    struct nnreg_cursor *cursor)
{
    uint64_t size = nnreg_cursor_left(cursor);
    size_t start = size < NNREG_FILE_SIGNATURE_BYTES ? (size_t)size : NNREG_FILE_SIGNATURE_BYTES;

    nnreg_cursor_copy(cursor, builder->held, start);
    nnreg_cursor_seek(cursor, nnreg_cursor_offset(cursor) - start);
    return nnreg_file_signature_of((const unsigned char *)builder->held, start, size);
}

static nnreg_status read_with(struct nnreg_savedmodel_builder *builder, struct nnreg_cursor *cursor,
                              enum nnreg_savedmodel_syntax syntax, struct nnreg_savedmodel_failure *failure,
                              struct nnreg_error *error)
{
    failure->looks = look_at_savedmodel(builder, cursor);
    builder->model->looks = failure->looks;
    builder->model->is_text = syntax == NNREG_SAVEDMODEL_TEXT;
    builder->texts_stay = syntax == NNREG_SAVEDMODEL_BINARY && cursor->window == NULL;
    if (syntax == NNREG_SAVEDMODEL_TEXT)
        nnreg_savedmodel_walk_text(builder, cursor, failure);
    else
        nnreg_savedmodel_walk(builder, cursor, NNREG_MESSAGE_SAVED_MODEL);
    if (builder->status == NNREG_NO_MEMORY)
        return nnreg_fail_memory(error);
    if (!nnreg_cursor_ok(cursor)) {
        failure->reason = cursor->failure;
        failure->offset = cursor->failure_offset;
        if (cursor->status != NNREG_CORRUPT && error != NULL)
            *error = cursor->error;
        return builder->status != NNREG_OK ? builder->status : cursor->status;
    }
    return finish_savedmodel(builder->model) ? NNREG_OK : nnreg_fail_memory(error);
}

nnreg_status nnreg_savedmodel_read(struct nnreg_savedmodel **model, struct nnreg_cursor *cursor,
                                   enum nnreg_savedmodel_syntax syntax,
                                   struct nnreg_savedmodel_failure *failure, struct nnreg_error *error)
{
    struct nnreg_savedmodel_builder builder;
    nnreg_status status;

    *model = NULL;
    memset(failure, 0, sizeof(*failure));
    if (init_builder(&builder, cursor))
        status = read_with(&builder, cursor, syntax, failure, error);
    else
        status = nnreg_fail_memory(error);
    if (status == NNREG_OK) {
        *model = builder.model;
        builder.model = NULL;
    }
    free_builder(&builder);
    return status;
}
