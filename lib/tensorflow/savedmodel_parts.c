/*
 * Facts of what a meta graph has besides its graph (saver, collections, signatures, assets, object graph), as the
 * readers report them: see savedmodel_build.h.
 */
#include "tensorflow/savedmodel_fields.h"

void nnreg_build_schema_version(struct nnreg_savedmodel_builder *builder,
                                const struct nnreg_savedmodel_value *value)
{
    builder->model->schema_version = (int64_t)value->number;
    builder->model->has_schema_version = true;
}

bool nnreg_build_meta_graph(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel *model = builder->model;
    struct nnreg_savedmodel_meta *meta = nnreg_savedmodel_add(builder, &model->metas);

    if (meta == NULL)
        return false;
    meta->first_tag = model->tags.count;
    meta->first_node = model->nodes.count;
    meta->first_function = model->functions.count;
    meta->first_op = model->ops.count;
    meta->first_signature = model->signatures.count;
    meta->first_collection = model->collections.count;
    meta->first_asset = model->assets.count;
    meta->first_gradient = model->gradients.count;
    builder->object[NNREG_SAVEDMODEL_OBJECT_META] = meta;
    return true;
}

/* Counted by what the array has, so that a tag that could not be added is not counted. */
void nnreg_build_tag(struct nnreg_savedmodel_builder *builder, const struct nnreg_savedmodel_value *value)
{
    nnreg_savedmodel_add_number(builder, &builder->model->tags, nnreg_savedmodel_intern(builder, value));
    nnreg_build_meta(builder)->tags = builder->model->tags.count - nnreg_build_meta(builder)->first_tag;
}

bool nnreg_build_saver(struct nnreg_savedmodel_builder *builder)
{
    nnreg_build_meta(builder)->saver.present = true;
    return true;
}

bool nnreg_build_object_graph(struct nnreg_savedmodel_builder *builder)
{
    nnreg_build_meta(builder)->has_object_graph = true;
    return true;
}

void nnreg_build_object_node(struct nnreg_savedmodel_builder *builder,
                             const struct nnreg_savedmodel_value *value)
{
    (void)value;
    nnreg_build_meta(builder)->object_nodes++;
}

/* -- collections -- */

bool nnreg_build_collection(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_collection *collection =
        nnreg_savedmodel_add(builder, &builder->model->collections);

    if (collection == NULL)
        return false;
    collection->first_value = builder->model->values.count;
    builder->object[NNREG_SAVEDMODEL_OBJECT_COLLECTION] = collection;
    builder->assets_before = builder->model->assets.count;
    nnreg_build_meta(builder)->collections++;
    return true;
}

static void forget_assets(struct nnreg_savedmodel_builder *builder)
{
    nnreg_build_meta(builder)->assets -= builder->model->assets.count - builder->assets_before;
    nnreg_chunks_cut(&builder->model->assets, builder->assets_before);
}

/* A CollectionDef is a union: a list of another kind begins it anew. */
static struct nnreg_savedmodel_collection *of_kind(struct nnreg_savedmodel_builder *builder,
                                                   enum nnreg_collection_kind kind)
{
    struct nnreg_savedmodel_collection *collection = builder->object[NNREG_SAVEDMODEL_OBJECT_COLLECTION];

    if (collection->kind != (uint8_t)kind) {
        collection->kind = (uint8_t)kind;
        collection->count = 0;
        nnreg_chunks_cut(&builder->model->values, collection->first_value);
        forget_assets(builder);
    }
    return collection;
}

bool nnreg_build_node_list(struct nnreg_savedmodel_builder *builder)
{
    return of_kind(builder, NNREG_COLLECTION_NODES) != NULL;
}

bool nnreg_build_bytes_list(struct nnreg_savedmodel_builder *builder)
{
    return of_kind(builder, NNREG_COLLECTION_BYTES) != NULL;
}

bool nnreg_build_any_list(struct nnreg_savedmodel_builder *builder)
{
    return of_kind(builder, NNREG_COLLECTION_ANY) != NULL;
}

void nnreg_build_number_list(struct nnreg_savedmodel_builder *builder,
                             const struct nnreg_savedmodel_value *value)
{
    (void)value;
    of_kind(builder, NNREG_COLLECTION_NUMBERS);
}

void nnreg_build_node_value(struct nnreg_savedmodel_builder *builder,
                            const struct nnreg_savedmodel_value *value)
{
    struct nnreg_savedmodel_collection *collection = builder->object[NNREG_SAVEDMODEL_OBJECT_COLLECTION];

    collection->count++;
    nnreg_savedmodel_add_number(builder, &builder->model->values, nnreg_savedmodel_intern(builder, value));
}

void nnreg_build_variable_name(struct nnreg_savedmodel_builder *builder,
                               const struct nnreg_savedmodel_value *value)
{
    builder->variable_name = nnreg_savedmodel_intern(builder, value);
}

/*
 * Reads a message that another holds as bytes. Bytes that are no such message are no failure of the file: TensorFlow
 * would look at them when it needs them, if ever. Being out of memory, or over a limit, is.
 */
static bool read_inner(struct nnreg_savedmodel_builder *builder, const char *bytes, size_t size,
                       enum nnreg_savedmodel_message message)
{
    struct nnreg_cursor *outer = builder->cursor;
    struct nnreg_cursor inner;
    bool is_message;

    nnreg_cursor_memory(&inner, bytes, size);
    builder->cursor = &inner;
    nnreg_savedmodel_walk(builder, &inner, message);
    is_message = nnreg_cursor_ok(&inner);
    builder->cursor = outer;
    if (builder->status != NNREG_OK)
        nnreg_cursor_fail(outer, nnreg_cursor_offset(outer), inner.failure);
    return is_message;
}

/*
 * The variables of a TF-Hub module are VariableDef messages in the values of the collection "variables". Where the key is not known
 * yet (0) they are read on suspicion, and nnreg_build_collection_end forgets them.
 */
void nnreg_build_bytes_value(struct nnreg_savedmodel_builder *builder,
                             const struct nnreg_savedmodel_value *value)
{
    struct nnreg_savedmodel_collection *collection = builder->object[NNREG_SAVEDMODEL_OBJECT_COLLECTION];

    collection->count++;
    if ((collection->key != 0 && collection->key != builder->key_variables) || value->text == NULL)
        return;
    builder->variable_name = 0;
    if (read_inner(builder, value->text, value->size, NNREG_MESSAGE_VARIABLE) && builder->variable_name != 0)
        nnreg_savedmodel_add_number(builder, &builder->model->values, builder->variable_name);
}

bool nnreg_build_any(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_collection *collection = builder->object[NNREG_SAVEDMODEL_OBJECT_COLLECTION];

    collection->count++;
    builder->any_url = 0;
    builder->any_value.size = 0;
    builder->any_is_long = false;
    memset(&builder->any_asset, 0, sizeof(builder->any_asset));
    return true;
}

void nnreg_build_any_url(struct nnreg_savedmodel_builder *builder, const struct nnreg_savedmodel_value *value)
{
    builder->any_url = nnreg_savedmodel_intern(builder, value);
}

/* The bytes of an Any are kept until its end, since the URL that says what they are may follow them. */
void nnreg_build_any_value(struct nnreg_savedmodel_builder *builder,
                           const struct nnreg_savedmodel_value *value)
{
    builder->any_value.size = 0;
    builder->any_is_long = value->text == NULL;
    if (value->text != NULL)
        nnreg_bytes_put(&builder->any_value, value->text, value->size);
    if (builder->any_value.failed)
        nnreg_savedmodel_stop(builder, NNREG_NO_MEMORY, "");
}

/* The asset is filled aside, and becomes an item when the Any turns out to be one. */
bool nnreg_build_any_asset_begin(struct nnreg_savedmodel_builder *builder)
{
    builder->object[NNREG_SAVEDMODEL_OBJECT_ASSET] = &builder->any_asset;
    return true;
}

static bool is_asset_url(const struct nnreg_savedmodel_builder *builder)
{
    static const char type[] = "/tensorflow.AssetFileDef";
    size_t size = nnreg_savedmodel_text_size(builder->model, builder->any_url);

    return size >= sizeof(type) - 1 &&
           memcmp(nnreg_savedmodel_text(builder->model, builder->any_url) + size - (sizeof(type) - 1), type,
                  sizeof(type) - 1) == 0;
}

void nnreg_build_any_end(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_asset *asset;

    if (builder->any_is_long || !is_asset_url(builder))
        return;
    nnreg_build_any_asset_begin(builder);
    if (builder->any_value.size > 0 &&
        !read_inner(builder, builder->any_value.content, builder->any_value.size, NNREG_MESSAGE_ASSET))
        return;
    asset = nnreg_savedmodel_add(builder, &builder->model->assets);
    if (asset == NULL)
        return;
    *asset = builder->any_asset;
    asset->from_collection = true;
    nnreg_build_meta(builder)->assets++;
}

/* Only now the key is certain: what was read for another collection is forgotten. */
void nnreg_build_collection_end(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_collection *collection = builder->object[NNREG_SAVEDMODEL_OBJECT_COLLECTION];
    struct nnreg_savedmodel *model = builder->model;

    if (collection->kind == NNREG_COLLECTION_BYTES && collection->key != builder->key_variables)
        nnreg_chunks_cut(&model->values, collection->first_value);
    if (collection->key != builder->key_assets)
        forget_assets(builder);
    collection->values = model->values.count - collection->first_value;
}

/* -- signatures -- */

bool nnreg_build_signature(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_signature *signature = nnreg_savedmodel_add(builder, &builder->model->signatures);

    if (signature == NULL)
        return false;
    signature->first_info = builder->model->infos.count;
    builder->object[NNREG_SAVEDMODEL_OBJECT_SIGNATURE] = signature;
    nnreg_build_meta(builder)->signatures++;
    return true;
}

/* A TensorInfo of the signature in hand; how deep it lies in composite tensors tells which one it is a part of. */
static bool begin_info(struct nnreg_savedmodel_builder *builder, bool is_output)
{
    struct nnreg_savedmodel_signature *signature = builder->object[NNREG_SAVEDMODEL_OBJECT_SIGNATURE];
    struct nnreg_savedmodel_info *info = nnreg_savedmodel_add(builder, &builder->model->infos);

    if (info == NULL)
        return false;
    info->is_output = is_output;
    info->depth = (uint8_t)builder->info_depth;
    signature->infos++;
    builder->object[NNREG_SAVEDMODEL_OBJECT_INFO] = info;
    return true;
}

bool nnreg_build_input_info(struct nnreg_savedmodel_builder *builder)
{
    return begin_info(builder, false);
}

bool nnreg_build_output_info(struct nnreg_savedmodel_builder *builder)
{
    return begin_info(builder, true);
}

/* TensorInfo has a union of three forms: the last one that is met counts. */
static struct nnreg_savedmodel_info *info_of_form(struct nnreg_savedmodel_builder *builder,
                                                  enum nnreg_info_form form)
{
    struct nnreg_savedmodel_info *info = builder->object[NNREG_SAVEDMODEL_OBJECT_INFO];

    info->form = (uint8_t)form;
    return info;
}

void nnreg_build_info_name(struct nnreg_savedmodel_builder *builder,
                           const struct nnreg_savedmodel_value *value)
{
    info_of_form(builder, NNREG_INFO_DENSE)->name = nnreg_savedmodel_intern(builder, value);
}

bool nnreg_build_sparse(struct nnreg_savedmodel_builder *builder)
{
    return info_of_form(builder, NNREG_INFO_SPARSE) != NULL;
}

bool nnreg_build_composite(struct nnreg_savedmodel_builder *builder)
{
    return info_of_form(builder, NNREG_INFO_COMPOSITE) != NULL;
}

/* The components become items of their own behind the composite one; those of an asset, which has none, do not. */
bool nnreg_build_component(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_info *outer = builder->object[NNREG_SAVEDMODEL_OBJECT_INFO];

    if (outer == &builder->asset_info)
        return false;
    if (builder->info_depth == NNREG_LIMIT_MODEL_COMPOSITE) {
        nnreg_savedmodel_stop(builder, NNREG_LIMIT, "has too many composite tensors inside each other");
        return false;
    }
    builder->info_outer[builder->info_depth++] = outer;
    return begin_info(builder, outer->is_output);
}

void nnreg_build_component_end(struct nnreg_savedmodel_builder *builder)
{
    builder->object[NNREG_SAVEDMODEL_OBJECT_INFO] = builder->info_outer[--builder->info_depth];
}

/* -- assets -- */

bool nnreg_build_asset(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_asset *asset = nnreg_savedmodel_add(builder, &builder->model->assets);

    if (asset == NULL)
        return false;
    builder->object[NNREG_SAVEDMODEL_OBJECT_ASSET] = asset;
    nnreg_build_meta(builder)->assets++;
    return true;
}

bool nnreg_build_asset_info(struct nnreg_savedmodel_builder *builder)
{
    memset(&builder->asset_info, 0, sizeof(builder->asset_info));
    builder->object[NNREG_SAVEDMODEL_OBJECT_INFO] = &builder->asset_info;
    return true;
}

void nnreg_build_asset_info_end(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_asset *asset = builder->object[NNREG_SAVEDMODEL_OBJECT_ASSET];

    asset->tensor = builder->asset_info.name;
}
