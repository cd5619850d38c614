/* What the model that is served costs: see inspect.h and cost.h. */
#include "tensorflow/cost.h"
#include "tensorflow/inspect.h"
#include "tensorflow/model_names.h"

static void put_cost_count(struct nnreg_inspection *inspection, const char *key, uint64_t count)
{
    nnreg_json_put_key(&inspection->writer, key);
    nnreg_json_put_uint(&inspection->writer, count);
}

/* Of a text that is there to confuse only the beginning. */
static void put_cost_text(struct nnreg_inspection *inspection, const char *key, const char *text, size_t size)
{
    nnreg_json_put_key(&inspection->writer, key);
    nnreg_json_put_chars(&inspection->writer, text,
                         size < NNREG_INSPECTION_TEXT ? size : NNREG_INSPECTION_TEXT);
}

static void put_sums(struct nnreg_inspection *inspection, const struct nnreg_cost_sums *sums)
{
    put_cost_count(inspection, "operations", sums->operations);
    put_cost_count(inspection, "parameters", sums->parameters);
    put_cost_count(inspection, "multiply_adds", sums->multiply_adds);
    put_cost_count(inspection, "activation_bytes", sums->activation_bytes);
    put_cost_count(inspection, "unknown", sums->unknown);
}

/* The name and the operation of a node, null when there is none. */
static void put_cost_node(struct nnreg_inspection *inspection, const char *key,
                          const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node)
{
    nnreg_json_put_key(&inspection->writer, key);
    if (node == NULL) {
        nnreg_json_put_null(&inspection->writer);
        return;
    }
    nnreg_json_open_object(&inspection->writer);
    put_cost_text(inspection, "op", nnreg_savedmodel_text(model, node->op),
                  nnreg_savedmodel_text_size(model, node->op));
    put_cost_text(inspection, "node", nnreg_savedmodel_text(model, node->name),
                  nnreg_savedmodel_text_size(model, node->name));
    nnreg_json_close_object(&inspection->writer);
}

static void put_cost_row(struct nnreg_inspection *inspection, const struct nnreg_cost *cost,
                         const struct nnreg_cost_row *row)
{
    struct nnreg_scopes_part parts[NNREG_LIMIT_SCOPE_DEPTH];
    uint32_t count = nnreg_cost_parts(parts, cost, row->scope), i;
    struct nnreg_bytes name = NNREG_BYTES_INIT;

    for (i = 0; i < count && name.size < NNREG_INSPECTION_TEXT; i++) {
        nnreg_bytes_text(&name, i > 0 ? "/" : "");
        nnreg_bytes_put(&name, parts[i].text, parts[i].size);
    }
    nnreg_json_open_object(&inspection->writer);
    if (name.failed)
        inspection->status = NNREG_NO_MEMORY;
    else
        put_cost_text(inspection, "scope", name.content, name.size);
    put_sums(inspection, &row->sums);
    nnreg_json_close_object(&inspection->writer);
    nnreg_bytes_free(&name);
}

static void put_cost_rows(struct nnreg_inspection *inspection, const struct nnreg_cost *cost)
{
    size_t end = inspection->out.size + NNREG_INSPECTION_LIST, i;

    nnreg_json_put_key(&inspection->writer, "scopes");
    nnreg_json_open_array(&inspection->writer);
    for (i = 0; i < cost->row_count && inspection->out.size <= end && inspection->status == NNREG_OK; i++)
        put_cost_row(inspection, cost, &cost->rows[i]);
    nnreg_json_close_array(&inspection->writer);
    if (i < cost->row_count)
        put_cost_count(inspection, "scopes_left_out", cost->row_count - i);
}

/* Of what is computed from them, as they were counted. */
static void put_cost_inputs(struct nnreg_inspection *inspection, const struct nnreg_savedmodel *model,
                            const struct nnreg_cost *cost)
{
    size_t end = inspection->out.size + NNREG_INSPECTION_LIST, i;

    nnreg_json_put_key(&inspection->writer, "inputs");
    nnreg_json_open_array(&inspection->writer);
    for (i = 0; i < cost->input_count && inspection->out.size <= end; i++) {
        struct nnreg_shape shape;
        struct nnreg_bytes name = NNREG_BYTES_INIT;

        nnreg_bytes_put(&name, nnreg_savedmodel_text(model, cost->inputs[i].node->name),
                        nnreg_savedmodel_text_size(model, cost->inputs[i].node->name));
        nnreg_bytes_format(&name, ":%u", cost->inputs[i].output);
        nnreg_json_open_object(&inspection->writer);
        if (name.failed)
            inspection->status = NNREG_NO_MEMORY;
        else
            put_cost_text(inspection, "tensor", name.content, name.size);
        nnreg_json_put_key(&inspection->writer, "shape");
        nnreg_cost_input_shape(&shape, cost, &cost->inputs[i]);
        nnreg_inspection_shape(inspection, &shape);
        nnreg_json_close_object(&inspection->writer);
        nnreg_bytes_free(&name);
    }
    nnreg_json_close_array(&inspection->writer);
    if (i < cost->input_count)
        put_cost_count(inspection, "inputs_left_out", cost->input_count - i);
}

static void put_cost(struct nnreg_inspection *inspection, const struct nnreg_savedmodel *model,
                     const struct nnreg_cost *cost, uint32_t depth)
{
    struct nnreg_json_writer *writer = &inspection->writer;

    nnreg_json_open_object(writer);
    nnreg_json_put_key(writer, "signature");
    if (cost->signature != NULL)
        nnreg_inspection_text(inspection, model, cost->signature->key);
    else
        nnreg_json_put_null(writer);
    put_cost_count(inspection, "depth", depth);
    put_cost_inputs(inspection, model, cost);
    put_sums(inspection, &cost->total);
    put_cost_node(inspection, "first_unknown", model, cost->first_unknown);
    put_cost_count(inspection, "peak_bytes", cost->peak_bytes);
    put_cost_node(inspection, "peak_at", model, cost->peak);
    put_cost_count(inspection, "in_loops", cost->in_loops);
    nnreg_json_put_key(writer, "incomplete");
    nnreg_json_put_bool(writer, cost->incomplete);
    put_cost_rows(inspection, cost);
    nnreg_json_close_object(writer);
}

/*
 * A size that was named has to be of use: to one input at least. NNREG_INVALID_ARGUMENT where all images are of another size by
 * the graph, or there are none.
 */
static void refuse_size(struct nnreg_inspection *inspection, const struct nnreg_savedmodel *model,
                        const struct nnreg_cost *cost)
{
    const struct nnreg_cost_input *fixed = NULL;
    char shown[NNREG_SHAPE_SHOWN], name[NNREG_SHOWN];
    struct nnreg_shape shape;
    size_t i;

    for (i = 0; i < cost->input_count; i++) {
        if (cost->inputs[i].sides == NNREG_SIDES_TAKEN)
            return;
        if (cost->inputs[i].sides == NNREG_SIDES_FIXED && fixed == NULL)
            fixed = &cost->inputs[i];
    }
    if (fixed == NULL) {
        inspection->status = nnreg_fail(
            inspection->error, NNREG_INVALID_ARGUMENT,
            "the size %ux%u is of no use: no input of the model takes images, as far as can be told",
            inspection->width, inspection->height);
        return;
    }
    nnreg_cost_input_shape(&shape, cost, fixed);
    inspection->status =
        nnreg_fail(inspection->error, NNREG_INVALID_ARGUMENT,
                   "the size %ux%u does not go with the input \"%s\": its sides are fixed, its shape is %s",
                   inspection->width, inspection->height, nnreg_model_shown(name, model, fixed->node->name),
                   nnreg_shape_shown(shown, &shape));
}

void nnreg_inspection_cost(struct nnreg_inspection *inspection, const struct nnreg_judged *judged)
{
    uint32_t depth = inspection->depth > 0 ? inspection->depth : 1;
    struct nnreg_sides sides = {inspection->width, inspection->height};
    struct nnreg_cost cost;

    nnreg_json_put_key(&inspection->writer, "cost");
    if (judged->graph.meta == NULL) {
        nnreg_json_put_null(&inspection->writer);
        return;
    }
    if (nnreg_cost_make(&cost, judged, depth, &sides, NULL) == NNREG_OK) {
        put_cost(inspection, judged->model, &cost, depth);
        if (sides.width > 0 && inspection->status == NNREG_OK)
            refuse_size(inspection, judged->model, &cost);
    } else {
        nnreg_json_put_null(&inspection->writer);
        inspection->status = NNREG_NO_MEMORY;
    }
    nnreg_cost_free(&cost);
}
