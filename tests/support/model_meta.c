/*
 * What stands beside the graph in a meta graph: signatures, collections, assets.
 *
 *   SignatureDef  { inputs 1: map of TensorInfo, outputs 2: map, method_name 3 }
 *   TensorInfo    { one of name 1, coo_sparse 4, composite_tensor 5; dtype 2; tensor_shape 3 }
 *   CollectionDef { one of node_list 1, bytes_list 2, int64_list 3, float_list 4, any_list 5 }
 *   AssetFileDef  { tensor_info 1, filename 2 }
 *
 * doc/FORMATS.md, "Protobuf messages" and "Assets, init op".
 */
#include <string.h>

#include "model_parts.h"
#include "schema.h"

#define EXTENSION_TYPE_SPEC 13
#define ASSET_URL           "type.googleapis.com/tensorflow.AssetFileDef"

/* --- Signatures --- */

static void put_info_content(struct mw_twin *t, const struct mw_info *info);

static void put_sparse(struct mw_twin *t, const struct mw_info *info)
{
    mw_put_begin(t, INFO_SPARSE);
    mw_put_string(t, SPARSE_VALUES, info->tensor);
    mw_put_string(t, SPARSE_INDICES, info->indices);
    mw_put_string(t, SPARSE_SHAPE, info->dense_shape);
    mw_put_end(t);
}

static void put_composite(struct mw_twin *t, const struct mw_info *info)
{
    mw_put_begin(t, INFO_COMPOSITE);
    mw_put_begin(t, COMPOSITE_SPEC);
    mw_put_enum(t, SPEC_CLASS, EXTENSION_TYPE_SPEC, "EXTENSION_TYPE_SPEC");
    mw_put_string(t, SPEC_CLASS_NAME, "Composite.Spec");
    mw_put_end(t);
    for (size_t i = 0; i < info->components; i++) {
        mw_put_begin(t, COMPOSITE_COMPONENTS);
        put_info_content(t, &info->component[i]);
        mw_put_end(t);
    }
    mw_put_end(t);
}

static void put_info_content(struct mw_twin *t, const struct mw_info *info)
{
    if (info->kind == MW_INFO_DENSE)
        mw_put_string(t, INFO_NAME, info->tensor);
    mw_put_dtype(t, INFO_DTYPE, info->dtype);
    if (!info->omit_shape)
        mw_put_shape(t, INFO_SHAPE, &info->shape);
    if (info->kind == MW_INFO_SPARSE)
        put_sparse(t, info);
    if (info->kind == MW_INFO_COMPOSITE)
        put_composite(t, info);
}

static void put_info(struct mw_twin *t, uint32_t number, const char *name, const struct mw_info *info)
{
    mw_put_begin(t, number, name);
    mw_put_string(t, MAP_KEY, info->key);
    mw_put_begin(t, MAP_VALUE);
    put_info_content(t, info);
    mw_put_end(t);
    mw_put_end(t);
}

void mw_put_signature(struct mw_twin *t, const struct mw_signature *s)
{
    mw_put_begin(t, META_GRAPH_SIGNATURE);
    mw_put_string(t, MAP_KEY, s->key);
    mw_put_begin(t, MAP_VALUE);
    for (size_t i = 0; i < s->inputs; i++)
        put_info(t, SIGNATURE_INPUTS, &s->input[i]);
    for (size_t i = 0; i < s->outputs; i++)
        put_info(t, SIGNATURE_OUTPUTS, &s->output[i]);
    if (*s->method)
        mw_put_string(t, SIGNATURE_METHOD, s->method);
    mw_put_end(t);
    mw_put_end(t);
}

/* --- Assets and collections --- */

static void put_asset_content(struct mw_twin *t, const struct mw_asset *asset)
{
    mw_put_begin(t, ASSET_INFO);
    mw_put_string(t, INFO_NAME, asset->tensor);
    mw_put_end(t);
    mw_put_string(t, ASSET_FILENAME, asset->filename);
}

void mw_put_asset(struct mw_twin *t, uint32_t number, const char *name, const struct mw_asset *asset)
{
    mw_put_begin(t, number, name);
    put_asset_content(t, asset);
    mw_put_end(t);
}

static void describe_asset(struct mw_twin *t, const void *asset)
{
    put_asset_content(t, asset);
}

static void put_any_asset(struct mw_twin *t, const struct mw_collection_item *item)
{
    struct mw_buf message = {0};
    struct mw_asset asset = {item->tensor, item->bytes};
    mw_twin_run(MW_BINARY, NULL, &message, describe_asset, &asset);
    mw_put_begin(t, COLLECTION_VALUE);
    mw_put_string(t, ANY_URL, ASSET_URL);
    mw_put_bytes(t, ANY_VALUE, message.data, message.size);
    mw_put_end(t);
    mw_buf_free(&message);
}

static void put_collection_content(struct mw_twin *t, const struct mw_collection *c)
{
    if (c->kind == MW_COLLECTION_NODES)
        mw_put_begin(t, COLLECTION_NODES);
    else if (c->kind == MW_COLLECTION_BYTES)
        mw_put_begin(t, COLLECTION_BYTES);
    else
        mw_put_begin(t, COLLECTION_ANY);
    for (size_t i = 0; i < c->items; i++)
        if (c->kind == MW_COLLECTION_ASSETS)
            put_any_asset(t, &c->item[i]);
        else
            mw_put_bytes(t, COLLECTION_VALUE, c->item[i].bytes, c->item[i].size);
    mw_put_end(t);
}

void mw_put_collection(struct mw_twin *t, const struct mw_collection *c)
{
    mw_put_begin(t, META_GRAPH_COLLECTION);
    mw_put_string(t, MAP_KEY, c->key);
    mw_put_begin(t, MAP_VALUE);
    put_collection_content(t, c);
    mw_put_end(t);
    mw_put_end(t);
}

/* --- VariableDef --- */

struct variable {
    const char *name;
    bool resource;
};

static void put_derived_name(struct mw_twin *t, uint32_t number, const char *field, const char *name,
                             const char *ending)
{
    struct mw_buf text = {0};
    mw_buf_printf(&text, "%s%s", name, ending);
    mw_put_bytes(t, number, field, text.data, text.size);
    mw_buf_free(&text);
}

static void describe_variable(struct mw_twin *t, const void *context)
{
    const struct variable *v = context;
    put_derived_name(t, VARIABLE_NAME, v->name, ":0");
    put_derived_name(t, VARIABLE_INITIALIZER, v->name, "/Assign");
    put_derived_name(t, VARIABLE_SNAPSHOT, v->name, v->resource ? "/Read/ReadVariableOp:0" : "/read:0");
    if (v->resource)
        mw_put_bool(t, VARIABLE_IS_RESOURCE, true);
    put_derived_name(t, VARIABLE_INITIAL_VALUE, v->name, "/Initializer/zeros:0");
    mw_put_bool(t, VARIABLE_TRAINABLE, true);
}

void mw_collection_add_variable(struct mw_collection *c, const char *name, bool resource)
{
    struct mw_buf message = {0};
    struct variable v = {name, resource};
    mw_twin_run(MW_BINARY, NULL, &message, describe_variable, &v);
    mw_collection_add(c, message.data, message.size, NULL);
    mw_buf_free(&message);
}
