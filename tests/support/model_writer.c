/*
 * The model file: a SavedModel with its meta graphs.
 *
 *   SavedModel   { saved_model_schema_version 1, meta_graphs 2* }
 *   MetaGraphDef { meta_info_def 1, graph_def 2, saver_def 3, collection_def 4: map, signature_def 5: map, asset_file_def 6*,
 *                  object_graph_def 7 }
 *   GraphDef     { node 1*, library 2, versions 4 }
 *
 * The meta graph, its graph and the library are streams: none of them is ever in memory as a whole.
 * doc/FORMATS.md, "Protobuf messages".
 */
#include "model_writer.h"

#include "model_parts.h"
#include "schema.h"

#define SAVER_KEEPS      5
#define SAVER_HOURS      10000.0f
#define SAVER_VERSION_V2 2

struct model_file {
    const struct mw_model *const *models;
    size_t count;
};

static void put_meta_info(struct mw_twin *t, const struct mw_model *m)
{
    mw_put_begin(t, META_GRAPH_INFO);
    if (!m->omit_op_list)
        mw_put_op_list(t, m);
    for (size_t i = 0; i < m->tags; i++)
        mw_put_string(t, META_INFO_TAGS, m->tag[i]);
    if (m->tensorflow_version) {
        mw_put_string(t, META_INFO_TF_VERSION, m->tensorflow_version);
        mw_put_string(t, META_INFO_TF_GIT_VERSION, "unknown");
    }
    mw_put_end(t);
}

static void put_streamed_nodes(struct mw_twin *t, const struct mw_node_stream *stream)
{
    struct mw_arena arena = {0};
    for (uint64_t i = 0; i < stream->count; i++) {
        struct mw_graph g = {.arena = &arena};
        stream->make(&g, i, stream->context);
        for (size_t n = 0; n < g.nodes; n++)
            mw_put_node(t, GRAPH_NODE, g.node[n]);
        mw_arena_reset(&arena);
    }
    mw_arena_free(&arena);
}

static void put_library(struct mw_twin *t, const struct mw_model *m)
{
    mw_put_stream_begin(t, GRAPH_LIBRARY);
    for (size_t i = 0; i < m->functions; i++)
        mw_put_function(t, LIBRARY_FUNCTION, m->function[i]);
    mw_put_stream_end(t);
}

static void put_graph(struct mw_twin *t, const struct mw_model *m)
{
    mw_put_stream_begin(t, META_GRAPH_GRAPH);
    for (size_t i = 0; i < m->graph.nodes; i++)
        mw_put_node(t, GRAPH_NODE, m->graph.node[i]);
    put_streamed_nodes(t, &m->stream);
    if (m->functions)
        put_library(t, m);
    mw_put_begin(t, GRAPH_VERSIONS);
    mw_put_int(t, VERSION_PRODUCER, m->producer);
    if (m->min_consumer)
        mw_put_int(t, VERSION_MIN_CONSUMER, m->min_consumer);
    mw_put_end(t);
    mw_put_stream_end(t);
}

static void put_saver(struct mw_twin *t, const struct mw_saver *s)
{
    mw_put_begin(t, META_GRAPH_SAVER);
    mw_put_string(t, SAVER_FILENAME, s->filename);
    mw_put_string(t, SAVER_SAVE, s->save);
    mw_put_string(t, SAVER_RESTORE, s->restore);
    mw_put_int(t, SAVER_KEEP, SAVER_KEEPS);
    if (s->sharded)
        mw_put_bool(t, SAVER_SHARDED, true);
    mw_put_float(t, SAVER_KEEP_HOURS, SAVER_HOURS);
    mw_put_enum(t, SAVER_VERSION, SAVER_VERSION_V2, "V2");
    mw_put_end(t);
}

static void put_meta_graph(struct mw_twin *t, const struct mw_model *m)
{
    t->unpacked = m->unpacked;
    mw_put_stream_begin(t, SAVED_MODEL_META_GRAPHS);
    put_meta_info(t, m);
    if (!m->omit_graph)
        put_graph(t, m);
    if (m->has_saver)
        put_saver(t, &m->saver);
    for (size_t i = 0; i < m->collections; i++)
        mw_put_collection(t, m->collection[i]);
    for (size_t i = 0; i < m->signatures; i++)
        mw_put_signature(t, m->signature[i]);
    for (size_t i = 0; i < m->assets; i++)
        mw_put_asset(t, META_GRAPH_ASSET, &m->asset[i]);
    if (m->has_object_graph)
        mw_put_object_graph(t, m);
    mw_put_stream_end(t);
}

static void describe(struct mw_twin *t, const void *context)
{
    const struct model_file *file = context;
    int64_t version = file->count ? file->models[0]->schema_version : 1;
    if (version >= 0)
        mw_put_int(t, SAVED_MODEL_SCHEMA_VERSION, version);
    for (size_t i = 0; i < file->count; i++)
        put_meta_graph(t, file->models[i]);
}

void mw_model_write(struct mw_file *file, enum mw_syntax syntax, const struct mw_model *const *models,
                    size_t count)
{
    struct model_file content = {models, count};
    mw_twin_run(syntax, file, NULL, describe, &content);
}

void mw_model_encode(struct mw_buf *out, enum mw_syntax syntax, const struct mw_model *const *models,
                     size_t count)
{
    struct model_file content = {models, count};
    mw_twin_run(syntax, NULL, out, describe, &content);
}

uint64_t mw_model_size(const struct mw_model *const *models, size_t count)
{
    struct model_file content = {models, count};
    return mw_twin_measure(describe, &content);
}
