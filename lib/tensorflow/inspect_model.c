/* The model's part of an inspection: meta graphs with their signatures, and what reaches outside. See inspect.h. */
#include "tensorflow/graph_shapes.h"
#include "tensorflow/inspect.h"
#include "tensorflow/judge_unsafe.h"

static void inspect_put_text(struct nnreg_inspection *inspection, const struct nnreg_savedmodel *model,
                             const char *key, uint32_t text)
{
    nnreg_json_put_key(&inspection->writer, key);
    nnreg_inspection_text(inspection, model, text);
}

static void inspect_put_count(struct nnreg_inspection *inspection, const char *key, uint64_t count)
{
    nnreg_json_put_key(&inspection->writer, key);
    nnreg_json_put_uint(&inspection->writer, count);
}

/* ------------------------------------------------------------------------------------------- signatures -- */

/* What carries a tensor of a signature: one tensor, the three of a sparse one, or components. */
static void put_carrier(struct nnreg_inspection *inspection, const struct nnreg_savedmodel *model,
                        const struct nnreg_savedmodel_info *info)
{
    struct nnreg_json_writer *writer = &inspection->writer;

    switch ((enum nnreg_info_form)info->form) {
    case NNREG_INFO_DENSE:
        inspect_put_text(inspection, model, "tensor", info->name);
        return;
    case NNREG_INFO_SPARSE:
        nnreg_json_put_key(writer, "sparse");
        nnreg_json_open_object(writer);
        inspect_put_text(inspection, model, "values", info->name);
        inspect_put_text(inspection, model, "indices", info->indices);
        inspect_put_text(inspection, model, "dense_shape", info->dense_shape);
        nnreg_json_close_object(writer);
        return;
    case NNREG_INFO_COMPOSITE:
        inspect_put_text(inspection, model, "composite", info->name);
        return;
    case NNREG_INFO_NONE:
        break;
    }
    nnreg_json_put_key(writer, "tensor");
    nnreg_json_put_null(writer);
}

/* The graph that is served, what shapes its signatures give out, and what its first operations tell. */
struct served_shapes {
    const struct nnreg_judged *judged;
    struct nnreg_graph_shapes graph;
    struct nnreg_first_ops first;
};

/* What an output is computed to be, where the file leaves something of it open. */
static void put_computed(struct nnreg_inspection *inspection, struct served_shapes *served,
                         const struct nnreg_savedmodel_info *info)
{
    struct nnreg_flow_tensor tensor;
    struct nnreg_shape shape;
    uint64_t said = 0, known = 0;
    uint32_t i;

    nnreg_savedmodel_shape(&shape, served->judged->model, info->shape);
    for (i = 0; shape.known && i < shape.rank; i++)
        said += shape.dim[i] >= 0;
    said += shape.known;
    if (!nnreg_signature_tensor(&tensor, served->judged, info))
        return;
    nnreg_shapes_get(&shape, &served->graph.shapes, nnreg_shapes_of(&served->graph.shapes, &tensor).shape);
    for (i = 0; shape.known && i < shape.rank; i++)
        known += shape.dim[i] >= 0;
    known += shape.known;
    if (known <= said)
        return;
    nnreg_json_put_key(&inspection->writer, "computed");
    nnreg_inspection_shape(inspection, &shape);
}

/*
 * Writes the tensor at `index` of a signature, with its components if it has some, and returns the index behind.
 * Goes as deep as composite tensors do, NNREG_LIMIT_MODEL_COMPOSITE at most.
 */
static uint32_t put_info(struct nnreg_inspection *inspection, const struct nnreg_savedmodel *model,
                         const struct nnreg_savedmodel_signature *signature, uint32_t index,
                         struct served_shapes *served)
{
    const struct nnreg_savedmodel_info *info = nnreg_savedmodel_info_at(model, signature->first_info + index);
    struct nnreg_json_writer *writer = &inspection->writer;
    struct nnreg_shape shape;

    nnreg_json_open_object(writer);
    if (info->depth == 0)
        inspect_put_text(inspection, model, "key", info->key);
    put_carrier(inspection, model, info);
    nnreg_json_put_key(writer, "dtype");
    nnreg_inspection_dtype(inspection, info->dtype);
    nnreg_json_put_key(writer, "shape");
    nnreg_savedmodel_shape(&shape, model, info->shape);
    nnreg_inspection_shape(inspection, &shape);
    if (served != NULL && info->is_output)
        put_computed(inspection, served, info);
    else if (served != NULL)
        nnreg_inspection_images(inspection, served->judged, &served->first, info);
    index++;
    if (info->form == NNREG_INFO_COMPOSITE) {
        nnreg_json_put_key(writer, "components");
        nnreg_json_open_array(writer);
        while (index < signature->infos &&
               nnreg_savedmodel_info_at(model, signature->first_info + index)->depth > info->depth)
            index = put_info(inspection, model, signature, index, served);
        nnreg_json_close_array(writer);
    }
    nnreg_json_close_object(writer);
    return index;
}

static void put_infos(struct nnreg_inspection *inspection, const struct nnreg_savedmodel *model,
                      const struct nnreg_savedmodel_signature *signature, bool outputs,
                      struct served_shapes *served)
{
    uint32_t i = 0;

    nnreg_json_put_key(&inspection->writer, outputs ? "outputs" : "inputs");
    nnreg_json_open_array(&inspection->writer);
    while (i < signature->infos) {
        const struct nnreg_savedmodel_info *info = nnreg_savedmodel_info_at(model, signature->first_info + i);

        if (info->depth == 0 && !info->replaced && info->is_output == outputs)
            i = put_info(inspection, model, signature, i, served);
        else
            i++;
    }
    nnreg_json_close_array(&inspection->writer);
}

static void put_signatures(struct nnreg_inspection *inspection, const struct nnreg_graph *graph,
                           struct served_shapes *served)
{
    struct nnreg_json_writer *writer = &inspection->writer;
    uint32_t i;

    nnreg_json_put_key(writer, "signatures");
    nnreg_json_open_array(writer);
    for (i = 0; i < graph->meta->signatures; i++) {
        const struct nnreg_savedmodel_signature *signature =
            nnreg_savedmodel_signature_at(graph->model, graph->meta->first_signature + i);

        if (signature->replaced)
            continue;
        nnreg_json_open_object(writer);
        inspect_put_text(inspection, graph->model, "name", signature->key);
        inspect_put_text(inspection, graph->model, "method", signature->method);
        put_infos(inspection, graph->model, signature, false, served);
        put_infos(inspection, graph->model, signature, true, served);
        nnreg_json_close_object(writer);
    }
    nnreg_json_close_array(writer);
}

/* ------------------------------------------------------------------------------------------ meta graphs -- */

static void put_tags(struct nnreg_inspection *inspection, const struct nnreg_graph *graph)
{
    uint32_t i;

    nnreg_json_put_key(&inspection->writer, "tags");
    nnreg_json_open_array(&inspection->writer);
    for (i = 0; i < graph->meta->tags; i++)
        nnreg_inspection_text(inspection, graph->model,
                              nnreg_savedmodel_tag_at(graph->model, graph->meta->first_tag + i));
    nnreg_json_close_array(&inspection->writer);
}

static void put_assets(struct nnreg_inspection *inspection, const struct nnreg_graph *graph)
{
    bool own = nnreg_graph_has_own_assets(graph);
    uint32_t i;

    nnreg_json_put_key(&inspection->writer, "assets");
    nnreg_json_open_array(&inspection->writer);
    for (i = 0; i < graph->meta->assets; i++) {
        const struct nnreg_savedmodel_asset *asset =
            nnreg_savedmodel_asset_at(graph->model, graph->meta->first_asset + i);

        if (asset->from_collection && own)
            continue;
        nnreg_json_open_object(&inspection->writer);
        inspect_put_text(inspection, graph->model, "filename", asset->filename);
        inspect_put_text(inspection, graph->model, "tensor", asset->tensor);
        nnreg_json_close_object(&inspection->writer);
    }
    nnreg_json_close_array(&inspection->writer);
}

static void put_init_op(struct nnreg_inspection *inspection, const struct nnreg_graph *graph)
{
    struct nnreg_graph_init init = nnreg_graph_init_op(graph);

    nnreg_json_put_key(&inspection->writer, "init_op");
    if (init.source == NNREG_INIT_NONE)
        nnreg_json_put_null(&inspection->writer);
    else
        nnreg_inspection_text(inspection, graph->model, init.name);
}

static void put_restores(struct nnreg_inspection *inspection, const struct nnreg_graph *graph)
{
    static const char *const needs[] = {
        [NNREG_NEED_NONE] = "none",
        [NNREG_NEED_VARIABLES] = "variables",
        [NNREG_NEED_UNCERTAIN] = "uncertain",
        [NNREG_NEED_HUB] = "hub",
        [NNREG_NEED_PYTHON_ONLY] = "python-only",
    };
    struct nnreg_json_writer *writer = &inspection->writer;
    struct nnreg_restored restored = {.list = NULL};

    if (nnreg_restored_find(&restored, graph, NULL) != NNREG_OK)
        inspection->status = NNREG_NO_MEMORY;
    nnreg_json_put_key(writer, "restores");
    nnreg_json_open_object(writer);
    nnreg_json_put_key(writer, "need");
    nnreg_json_put_string(writer, needs[nnreg_restored_need(&restored, graph)]);
    inspect_put_count(inspection, "keys", restored.count);
    nnreg_json_close_object(writer);
    nnreg_restored_free(&restored);
}

/* `shapes`: NULL of a graph that is not served. */
static void put_meta_graph(struct nnreg_inspection *inspection, const struct nnreg_graph *graph,
                           struct served_shapes *shapes)
{
    const struct nnreg_savedmodel_meta *meta = graph->meta;
    struct nnreg_json_writer *writer = &inspection->writer;
    uint64_t body_nodes = 0;
    uint32_t i;

    for (i = 0; i < meta->functions; i++)
        body_nodes += nnreg_savedmodel_function_at(graph->model, meta->first_function + i)->nodes;
    nnreg_json_open_object(writer);
    put_tags(inspection, graph);
    inspect_put_text(inspection, graph->model, "tensorflow_version", meta->tensorflow_version);
    nnreg_json_put_key(writer, "producer");
    nnreg_json_put_int(writer, meta->producer);
    nnreg_json_put_key(writer, "min_consumer");
    nnreg_json_put_int(writer, meta->min_consumer);
    inspect_put_count(inspection, "nodes", meta->nodes);
    inspect_put_count(inspection, "functions", meta->functions);
    inspect_put_count(inspection, "function_nodes", body_nodes);
    inspect_put_count(inspection, "ops", meta->ops);
    put_signatures(inspection, graph, shapes);
    put_assets(inspection, graph);
    put_init_op(inspection, graph);
    put_restores(inspection, graph);
    nnreg_json_close_object(writer);
}

/* ------------------------------------------------------------------------------------ unsafe operations -- */

struct node_listing {
    struct nnreg_inspection *inspection;
    const struct nnreg_savedmodel *model;
    size_t end; /* of the report, at which the list is full */
    uint64_t left_out;
};

/* A text may be that of many operations, so that of each only the beginning is told. */
static void put_beginning(struct nnreg_json_writer *writer, const char *text, size_t size)
{
    nnreg_json_put_chars(writer, text, size > NNREG_INSPECTION_TEXT ? NNREG_INSPECTION_TEXT : size);
}

static void put_use_name(struct node_listing *listing, const char *key, bool is_there, uint32_t text)
{
    struct nnreg_json_writer *writer = &listing->inspection->writer;

    nnreg_json_put_key(writer, key);
    if (is_there)
        put_beginning(writer, nnreg_savedmodel_text(listing->model, text),
                      nnreg_savedmodel_text_size(listing->model, text));
    else
        nnreg_json_put_null(writer);
}

static void put_reached_text(struct nnreg_json_writer *writer, const struct nnreg_unsafe_use *use,
                             uint32_t text)
{
    size_t size;
    const char *bytes = nnreg_text_origin_text(use->origins, text, &size);

    put_beginning(writer, bytes, size);
}

/* Where what it reaches comes from, beside the texts: in words of its own for programs. */
static void put_origin_kinds(struct node_listing *listing, const struct nnreg_unsafe_use *use)
{
    static const struct {
        enum nnreg_text_from from;
        const char *word;
    } words[] = {
        {NNREG_TEXT_FROM_ASSET, "asset"},         {NNREG_TEXT_FROM_SAVER, "saver"},
        {NNREG_TEXT_FROM_SIGNATURE, "signature"}, {NNREG_TEXT_FROM_PLACEHOLDER, "placeholder"},
        {NNREG_TEXT_FROM_ARGUMENT, "argument"},   {NNREG_TEXT_FROM_UNKNOWN, "unknown"},
        {NNREG_TEXT_FROM_MORE, "more"},           {NNREG_TEXT_FROM_STAND_IN, "stand-in"},
    };
    struct nnreg_json_writer *writer = &listing->inspection->writer;
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++) {
        if ((use->origin.from & words[i].from) == 0)
            continue;
        nnreg_json_open_object(writer);
        nnreg_json_put_key(writer, "from");
        nnreg_json_put_string(writer, words[i].word);
        if (words[i].from == NNREG_TEXT_FROM_SIGNATURE) {
            const struct nnreg_fed_input *fed = &use->origins->fed[use->origin.fed];

            put_use_name(listing, "signature", true,
                         nnreg_savedmodel_signature_at(listing->model, fed->signature)->key);
            put_use_name(listing, "input", true, nnreg_savedmodel_info_at(listing->model, fed->info)->key);
        }
        if (words[i].from == NNREG_TEXT_FROM_UNKNOWN)
            put_use_name(listing, "op", use->origin.op != 0, use->origin.op);
        nnreg_json_close_object(writer);
    }
}

static void put_origins(struct node_listing *listing, const struct nnreg_unsafe_use *use)
{
    struct nnreg_json_writer *writer = &listing->inspection->writer;
    unsigned i;

    nnreg_json_put_key(writer, "origins");
    nnreg_json_open_array(writer);
    for (i = 0; i < use->origin.count; i++) {
        nnreg_json_open_object(writer);
        nnreg_json_put_key(writer, "from");
        nnreg_json_put_string(writer, "constant");
        nnreg_json_put_key(writer, "text");
        put_reached_text(writer, use, use->origin.texts[i]);
        nnreg_json_close_object(writer);
    }
    put_origin_kinds(listing, use);
    nnreg_json_close_array(writer);
}

static void put_unsafe(const struct nnreg_unsafe_use *use, void *context)
{
    struct node_listing *listing = context;
    struct nnreg_json_writer *writer = &listing->inspection->writer;

    if (use->normal)
        return;
    if (listing->inspection->out.size > listing->end) {
        listing->left_out++;
        return;
    }
    nnreg_json_open_object(writer);
    nnreg_json_put_key(writer, "class");
    nnreg_json_put_string(writer, nnreg_unsafe_name(use->row->kind));
    put_use_name(listing, "op", true, use->node->op);
    put_use_name(listing, "node", true, use->node->name);
    put_use_name(listing, "function", use->function != NULL,
                 use->function != NULL ? use->function->signature.name : 0);
    nnreg_json_put_key(writer, "reaches");
    if (use->has_text)
        put_reached_text(writer, use, use->text);
    else
        nnreg_json_put_null(writer);
    put_origins(listing, use);
    nnreg_json_close_object(writer);
}

static void put_unsafe_operations(struct nnreg_inspection *inspection, const struct nnreg_judged *judged)
{
    struct node_listing listing = {inspection, judged->model, inspection->out.size + NNREG_INSPECTION_LIST,
                                   0};

    nnreg_json_put_key(&inspection->writer, "unsafe_operations");
    nnreg_json_open_array(&inspection->writer);
    if (!nnreg_unsafe_walk(judged, put_unsafe, &listing))
        inspection->status = NNREG_NO_MEMORY;
    nnreg_json_close_array(&inspection->writer);
    if (listing.left_out > 0)
        inspect_put_count(inspection, "unsafe_operations_left_out", listing.left_out);
}

/* -------------------------------------------------------------------------------------------- the model -- */

static void make_served(struct nnreg_inspection *inspection, struct served_shapes *served)
{
    const struct nnreg_judged *judged = served->judged;

    if (judged->graph.meta != NULL &&
        (nnreg_graph_shapes_make_outputs(&served->graph, judged, NULL) != NNREG_OK ||
         nnreg_first_ops_make(&served->first, judged->flow, judged->files, NULL) != NNREG_OK))
        inspection->status = NNREG_NO_MEMORY;
}

static void free_served(struct served_shapes *served)
{
    nnreg_graph_shapes_free(&served->graph);
    if (served->judged->graph.meta != NULL)
        nnreg_first_ops_free(&served->first);
}

void nnreg_inspection_model(struct nnreg_inspection *inspection, const struct nnreg_judged *judged)
{
    struct nnreg_json_writer *writer = &inspection->writer;
    const struct nnreg_savedmodel *model = judged->model;
    uint32_t i, served = NNREG_SAVEDMODEL_NONE;
    struct served_shapes shapes;

    nnreg_json_put_key(writer, "model");
    shapes = (struct served_shapes){.judged = judged};
    make_served(inspection, &shapes);
    nnreg_json_open_object(writer);
    nnreg_json_put_key(writer, "file");
    nnreg_json_put_string(writer, judged->file);
    nnreg_json_put_key(writer, "form");
    nnreg_json_put_string(writer, model->is_text ? "text" : "binary");
    nnreg_json_put_key(writer, "schema_version");
    if (model->has_schema_version)
        nnreg_json_put_int(writer, model->schema_version);
    else
        nnreg_json_put_null(writer);
    nnreg_json_put_key(writer, "meta_graphs");
    nnreg_json_open_array(writer);
    for (i = 0; i < model->metas.count; i++) {
        struct nnreg_graph graph = nnreg_graph_of(model, i);

        if (graph.meta == judged->graph.meta)
            served = i;
        put_meta_graph(inspection, &graph, served == i && inspection->status == NNREG_OK ? &shapes : NULL);
    }
    if (inspection->status == NNREG_OK) {
        inspection->status = shapes.first.stored.status;
        if (inspection->status != NNREG_OK)
            *inspection->error = shapes.first.stored.error;
    }
    free_served(&shapes);
    nnreg_json_close_array(writer);
    nnreg_json_put_key(writer, "served");
    if (served != NNREG_SAVEDMODEL_NONE)
        nnreg_json_put_uint(writer, served);
    else
        nnreg_json_put_null(writer);
    nnreg_json_close_object(writer);
    put_unsafe_operations(inspection, judged);
    if (inspection->tensors)
        nnreg_inspection_tensors(inspection, judged);
    if (inspection->depth > 0)
        nnreg_inspection_scopes(inspection, judged);
    if (inspection->cost)
        nnreg_inspection_cost(inspection, judged);
}
