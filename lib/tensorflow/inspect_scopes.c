/* The graph that is served, collapsed to its name scopes: see inspect.h and scopes.h. */
#include "tensorflow/inspect.h"
#include "tensorflow/scopes.h"

static void put_scopes_count(struct nnreg_inspection *inspection, const char *key, uint64_t count)
{
    nnreg_json_put_key(&inspection->writer, key);
    nnreg_json_put_uint(&inspection->writer, count);
}

static void put_scopes_text(struct nnreg_inspection *inspection, const char *key,
                            const struct nnreg_savedmodel *model, uint32_t text)
{
    size_t size = nnreg_savedmodel_text_size(model, text);

    nnreg_json_put_key(&inspection->writer, key);
    nnreg_json_put_chars(&inspection->writer, nnreg_savedmodel_text(model, text),
                         size < NNREG_INSPECTION_TEXT ? size : NNREG_INSPECTION_TEXT);
}

/* Of a name that is there to confuse only the beginning. */
static void put_scope_name(struct nnreg_inspection *inspection, const struct nnreg_scopes *scopes,
                           uint32_t scope)
{
    struct nnreg_scopes_part parts[NNREG_LIMIT_SCOPE_DEPTH];
    uint32_t count = nnreg_scopes_parts(parts, scopes, scope), i;
    struct nnreg_bytes name = NNREG_BYTES_INIT;

    for (i = 0; i < count && name.size < NNREG_INSPECTION_TEXT; i++) {
        nnreg_bytes_text(&name, i > 0 ? "/" : "");
        nnreg_bytes_put(&name, parts[i].text, parts[i].size);
    }
    nnreg_json_put_key(&inspection->writer, "scope");
    if (name.failed)
        inspection->status = NNREG_NO_MEMORY;
    else
        nnreg_json_put_chars(&inspection->writer, name.content,
                             name.size < NNREG_INSPECTION_TEXT ? name.size : NNREG_INSPECTION_TEXT);
    nnreg_bytes_free(&name);
}

static void put_marks(struct nnreg_inspection *inspection, const struct nnreg_scopes_marks *marks)
{
    put_scopes_count(inspection, "unfed", marks->unfed);
    put_scopes_count(inspection, "unknown", marks->unknown);
    put_scopes_count(inspection, "unsafe", marks->unsafe);
}

static void put_operations(struct nnreg_inspection *inspection, const struct nnreg_scopes *scopes,
                           const struct nnreg_scopes_box *box)
{
    struct nnreg_json_writer *writer = &inspection->writer;
    uint32_t i;

    put_scope_name(inspection, scopes, box->scope);
    put_scopes_count(inspection, "operations", box->operations);
    nnreg_json_put_key(writer, "commonest");
    nnreg_json_open_array(writer);
    for (i = 0; i < NNREG_LIMIT_SCOPES_OPS && box->ops[i].count > 0; i++) {
        nnreg_json_open_object(writer);
        put_scopes_text(inspection, "op", scopes->graph->model, box->ops[i].op);
        put_scopes_count(inspection, "count", box->ops[i].count);
        nnreg_json_close_object(writer);
    }
    nnreg_json_close_array(writer);
    put_marks(inspection, &box->marks);
}

/* A sparse tensor's parts have types and shapes of their own, which only the graph knows. */
static void put_scopes_end(struct nnreg_inspection *inspection, const struct nnreg_scopes *scopes,
                           const struct nnreg_scopes_end *end)
{
    const struct nnreg_savedmodel *model = scopes->graph->model;
    const struct nnreg_savedmodel_info *info = nnreg_savedmodel_info_at(model, end->info);
    bool whole = info->form == NNREG_INFO_DENSE;
    struct nnreg_shape shape;

    put_scopes_text(inspection, "signature", model, end->signature);
    put_scopes_text(inspection, "key", model, info->key);
    put_scopes_text(inspection, "tensor", model, end->name);
    nnreg_json_put_key(&inspection->writer, "dtype");
    nnreg_inspection_dtype(inspection, whole ? info->dtype : NNREG_DTYPE_UNNAMED);
    nnreg_savedmodel_shape(&shape, model, whole ? info->shape : 0);
    if (!shape.known)
        nnreg_scopes_shape(&shape, scopes, &end->tensor);
    nnreg_json_put_key(&inspection->writer, "shape");
    nnreg_inspection_shape(inspection, &shape);
}

static void put_box(struct nnreg_inspection *inspection, const struct nnreg_scopes *scopes,
                    const struct nnreg_scopes_box *box)
{
    static const char *const kinds[] = {[NNREG_SCOPES_INPUT] = "input",
                                        [NNREG_SCOPES_OPERATIONS] = "operations",
                                        [NNREG_SCOPES_OUTPUT] = "output"};

    nnreg_json_open_object(&inspection->writer);
    nnreg_json_put_key(&inspection->writer, "kind");
    nnreg_json_put_string(&inspection->writer, kinds[box->kind]);
    if (box->kind == NNREG_SCOPES_OPERATIONS)
        put_operations(inspection, scopes, box);
    else
        put_scopes_end(inspection, scopes, &box->end);
    nnreg_json_close_object(&inspection->writer);
}

/* An input's shape is what the signature says of it, if the graph does not. */
static void put_edge_shape(struct nnreg_inspection *inspection, const struct nnreg_scopes *scopes,
                           const struct nnreg_scopes_edge *edge, uint32_t tensor)
{
    const struct nnreg_scopes_box *from = &scopes->boxes[edge->from];
    const struct nnreg_savedmodel_info *info;
    struct nnreg_shape shape;

    nnreg_scopes_shape(&shape, scopes, &edge->tensors[tensor]);
    if (!shape.known && from->kind == NNREG_SCOPES_INPUT) {
        info = nnreg_savedmodel_info_at(scopes->graph->model, from->end.info);
        nnreg_savedmodel_shape(&shape, scopes->graph->model,
                               info->form == NNREG_INFO_DENSE ? info->shape : 0);
    }
    nnreg_inspection_shape(inspection, &shape);
}

static void put_scopes_edge(struct nnreg_inspection *inspection, const struct nnreg_scopes *scopes,
                            const struct nnreg_scopes_edge *edge)
{
    uint32_t i;

    nnreg_json_open_object(&inspection->writer);
    put_scopes_count(inspection, "from", edge->from);
    put_scopes_count(inspection, "to", edge->to);
    nnreg_json_put_key(&inspection->writer, "shapes");
    nnreg_json_open_array(&inspection->writer);
    for (i = 0; i < edge->tensor_count; i++)
        put_edge_shape(inspection, scopes, edge, i);
    nnreg_json_close_array(&inspection->writer);
    nnreg_json_put_key(&inspection->writer, "more");
    nnreg_json_put_bool(&inspection->writer, edge->more);
    nnreg_json_close_object(&inspection->writer);
}

static void put_picture(struct nnreg_inspection *inspection, const struct nnreg_scopes *scopes)
{
    struct nnreg_json_writer *writer = &inspection->writer;
    uint32_t i;

    put_scopes_count(inspection, "operations", scopes->operations);
    nnreg_json_put_key(writer, "boxes");
    nnreg_json_open_array(writer);
    for (i = 0; i < scopes->box_count; i++)
        put_box(inspection, scopes, &scopes->boxes[i]);
    nnreg_json_close_array(writer);
    nnreg_json_put_key(writer, "edges");
    nnreg_json_open_array(writer);
    for (i = 0; i < scopes->edge_count; i++)
        put_scopes_edge(inspection, scopes, &scopes->edges[i]);
    nnreg_json_close_array(writer);
    nnreg_json_put_key(writer, "elsewhere");
    nnreg_json_open_object(writer);
    put_scopes_count(inspection, "operations", scopes->elsewhere);
    put_scopes_count(inspection, "unknown", scopes->elsewhere_marks.unknown);
    put_scopes_count(inspection, "unsafe", scopes->elsewhere_marks.unsafe);
    nnreg_json_close_object(writer);
    nnreg_json_put_key(writer, "incomplete");
    nnreg_json_put_bool(writer, scopes->incomplete);
}

static void put_excess(struct nnreg_inspection *inspection, const struct nnreg_scopes *scopes)
{
    bool boxes = scopes->excess == NNREG_SCOPES_MANY_BOXES;

    nnreg_json_put_key(&inspection->writer, "too_many");
    nnreg_json_put_string(&inspection->writer, boxes ? "boxes" : "edges");
    put_scopes_count(inspection, "most", boxes ? NNREG_LIMIT_SCOPES_BOXES : NNREG_LIMIT_SCOPES_EDGES);
}

void nnreg_inspection_scopes(struct nnreg_inspection *inspection, const struct nnreg_judged *judged)
{
    struct nnreg_scopes scopes;

    nnreg_json_put_key(&inspection->writer, "scopes");
    if (judged->graph.meta == NULL) {
        nnreg_json_put_null(&inspection->writer);
        return;
    }
    nnreg_json_open_object(&inspection->writer);
    put_scopes_count(inspection, "depth", inspection->depth);
    if (nnreg_scopes_make(&scopes, judged, inspection->depth, NULL) != NNREG_OK)
        inspection->status = NNREG_NO_MEMORY;
    else if (scopes.excess == NNREG_SCOPES_FITS)
        put_picture(inspection, &scopes);
    else
        put_excess(inspection, &scopes);
    nnreg_json_close_object(&inspection->writer);
    nnreg_scopes_free(&scopes);
}
