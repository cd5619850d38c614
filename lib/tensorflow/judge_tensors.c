/*
 * The tensors that a description names, held against the graph: does each exist, and has its node that output. A name is
 * looked for among the nodes first, since any tensor of a graph can be fed and fetched, and then among the keys of the
 * signatures ("images"), which is how many users know their tensors.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "tensorflow/judge_model.h"

enum { SIGNATURE_SHOWN = 6 }; /* tensors of a signature in a hint */

static void add_signature(struct nnreg_bytes *out, const struct nnreg_graph *graph, bool outputs)
{
    const struct nnreg_savedmodel_signature *signature = nnreg_graph_main_signature(graph);
    uint32_t i, count = 0;

    for (i = 0; signature != NULL && i < signature->infos; i++) {
        const struct nnreg_savedmodel_info *info =
            nnreg_savedmodel_info_at(graph->model, signature->first_info + i);
        const char *name;

        if (info->replaced || info->depth > 0 || info->is_output != outputs || info->form != NNREG_INFO_DENSE)
            continue;
        if (count == 0)
            nnreg_bytes_format(out, "%sthe signature's %s: ", out->size > 0 ? "; " : "",
                               outputs ? "outputs" : "inputs");
        if (count++ >= SIGNATURE_SHOWN) {
            nnreg_bytes_text(out, ", and more");
            return;
        }
        name = nnreg_savedmodel_text(graph->model, info->name);
        nnreg_bytes_text(out, count > 1 ? ", " : "");
        nnreg_put_names(out, &name, 1, "");
    }
}

/* Nodes with names like it, and what the signature has. NULL for neither, or on no memory. Freed by the caller. */
static char *hint_for(struct nnreg_engine *engine, const struct nnreg_graph *graph, const char *name,
                      size_t length, bool outputs)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    uint32_t nodes[NNREG_GRAPH_NEAREST], count, i;
    const char *names[NNREG_GRAPH_NEAREST];
    char *hint;

    if (!nnreg_engine_may_compare(engine, graph->meta->nodes + graph->meta->signatures +
                                              (size_t)graph->model->infos.count))
        return NULL;
    count = nnreg_graph_nearest(nodes, graph, name, length);
    for (i = 0; i < count; i++)
        names[i] =
            nnreg_savedmodel_text(graph->model, nnreg_savedmodel_node_at(graph->model, nodes[i])->name);
    nnreg_bytes_text(&out, count > 0 ? "did you mean " : "");
    nnreg_put_names(&out, names, count, " or ");
    nnreg_bytes_text(&out, count > 0 ? "?" : "");
    add_signature(&out, graph, outputs);
    if (out.size == 0) {
        nnreg_bytes_free(&out);
        return NULL; /* there is nothing like it, and no signature */
    }
    if (nnreg_bytes_take(&hint, &out) != NNREG_OK)
        engine->status = NNREG_NO_MEMORY;
    return hint;
}

/* Looks a declared name up and reports it when it is none: true when the tensor is there. */
static bool find_tensor(struct nnreg_graph_tensor *tensor, struct nnreg_engine *engine,
                        const struct nnreg_judged *judged, const struct nnreg_json_value *value, bool outputs)
{
    const struct nnreg_graph *graph = &judged->graph;
    char *name, *hint, shown[NNREG_SHOWN];
    size_t length;
    bool found;

    if (nnreg_json_string(&name, &length, engine->json, value) != NNREG_OK) {
        engine->status = NNREG_NO_MEMORY;
        return false;
    }
    found = length > 0 && length <= NNREG_LIMIT_TENSOR_NAME && strlen(name) == length;
    if (!found || name[0] == '^') { /* has a finding of its own */
        nnreg_free(name);
        return false;
    }
    found = nnreg_graph_tensor(tensor, graph, name, length) ||
            nnreg_signature_keys_tensor(tensor, &judged->keys, graph, name, length, outputs);
    nnreg_shown(shown, name);
    if (!found) {
        hint = hint_for(engine, graph, name, length, outputs);
        nnreg_engine_report(engine, NNREG_RULE_MODEL_TENSOR_MISSING, value->start, hint,
                            "there is no tensor \"%s\" in the graph of %s", shown, judged->file);
        nnreg_free(hint);
    } else if (!tensor->has_output) {
        nnreg_report_output_index(engine, shown, tensor->outputs, value->start);
        found = false;
    }
    nnreg_free(name);
    return found;
}

static void judge_input(struct nnreg_engine *engine, const struct nnreg_judged *judged,
                        const struct nnreg_json_value *input)
{
    const struct nnreg_json *json = engine->json;
    struct nnreg_graph_tensor tensor;
    size_t mark = engine->path.size;
    const struct nnreg_json_value *name =
        nnreg_engine_enter_member(engine, json, input, "tensor_name", NNREG_JSON_STRING);
    const struct nnreg_json_value *image;
    bool found = name != NULL && find_tensor(&tensor, engine, judged, name, false);

    nnreg_engine_leave(engine, mark);
    image = found ? nnreg_engine_enter_member(engine, json, input, "image", NNREG_JSON_OBJECT) : NULL;
    nnreg_engine_leave(engine, mark);
    if (image != NULL)
        nnreg_judge_image(engine, image, name, &judged->graph, &tensor);
    nnreg_engine_leave(engine, mark);
}

/* boxes_tensor is N x 4. */
static void judge_boxes(struct nnreg_engine *engine, const struct nnreg_graph *graph,
                        const struct nnreg_graph_tensor *tensor, const struct nnreg_json_value *value)
{
    struct nnreg_shape shape;
    char shown[NNREG_SHAPE_SHOWN];

    nnreg_graph_tensor_shape(&shape, graph, tensor);
    if (!shape.known ||
        (shape.rank > 0 && (shape.dim[shape.rank - 1] == 4 || shape.dim[shape.rank - 1] == -1)))
        return;
    nnreg_engine_report(engine, NNREG_RULE_MODEL_SHAPE, value->start, "are boxes and scores swapped?",
                        "boxes_tensor has the shape %s, which does not end in 4",
                        nnreg_shape_shown(shown, &shape));
}

static void judge_list(struct nnreg_engine *engine, const struct nnreg_judged *judged,
                       const struct nnreg_json_value *postprocessing)
{
    const struct nnreg_json_value *value;
    struct nnreg_graph_tensor tensor;
    size_t start = engine->path.size, i = 0;

    value =
        nnreg_engine_enter_member(engine, engine->json, postprocessing, "tensors_output", NNREG_JSON_OBJECT);
    value = nnreg_engine_enter_member(engine, engine->json, value, "tensors", NNREG_JSON_ARRAY);
    if (value != NULL && value->count <= NNREG_LIMIT_LIST) {
        for (value = nnreg_json_first(engine->json, value); value != NULL;
             value = nnreg_json_next(engine->json, value)) {
            size_t mark = nnreg_engine_enter_index(engine, i++);

            if (value->type == NNREG_JSON_STRING)
                (void)find_tensor(&tensor, engine, judged, value, true);
            nnreg_engine_leave(engine, mark);
        }
    }
    nnreg_engine_leave(engine, start);
}

static void judge_standard(struct nnreg_engine *engine, const struct nnreg_judged *judged,
                           const struct nnreg_json_value *postprocessing)
{
    static const char *const keys[] = {"boxes_tensor", "scores_tensor"};
    struct nnreg_graph_tensor tensor;
    size_t start = engine->path.size, i;
    const struct nnreg_json_value *object =
        nnreg_engine_enter_member(engine, engine->json, postprocessing, "standard_output", NNREG_JSON_OBJECT);

    for (i = 0; object != NULL && i < 2; i++) {
        size_t mark = engine->path.size;
        const struct nnreg_json_value *value =
            nnreg_engine_enter_member(engine, engine->json, object, keys[i], NNREG_JSON_STRING);

        if (value != NULL && find_tensor(&tensor, engine, judged, value, true) && i == 0)
            judge_boxes(engine, &judged->graph, &tensor, value);
        nnreg_engine_leave(engine, mark);
    }
    nnreg_engine_leave(engine, start);
}

/* Calls `judge` for each entry of an array of the description. */
static void each_entry(struct nnreg_engine *engine, const struct nnreg_judged *judged,
                       const struct nnreg_json_value *array,
                       void (*judge)(struct nnreg_engine *, const struct nnreg_judged *,
                                     const struct nnreg_json_value *))
{
    const struct nnreg_json_value *entry;
    size_t i = 0;

    if (array == NULL || array->count > NNREG_LIMIT_LIST)
        return;
    for (entry = nnreg_json_first(engine->json, array); entry != NULL && engine->status == NNREG_OK;
         entry = nnreg_json_next(engine->json, entry)) {
        size_t mark = nnreg_engine_enter_index(engine, i++);

        judge(engine, judged, entry);
        nnreg_engine_leave(engine, mark);
    }
}

void nnreg_judge_tensors(struct nnreg_engine *engine, const struct nnreg_judged *judged)
{
    const struct nnreg_json *json = engine->json;
    const struct nnreg_json_value *value;
    size_t start = engine->path.size;

    if (judged->graph.meta == NULL)
        return;
    value = nnreg_engine_enter_member(engine, json, json->values, "preprocessing", NNREG_JSON_OBJECT);
    value = nnreg_engine_enter_member(engine, json, value, "inputs", NNREG_JSON_ARRAY);
    each_entry(engine, judged, value, judge_input);
    nnreg_engine_leave(engine, start);
    value = nnreg_engine_enter_member(engine, json, json->values, "postprocessings", NNREG_JSON_ARRAY);
    each_entry(engine, judged, value, judge_list);
    each_entry(engine, judged, value, judge_standard);
    nnreg_engine_leave(engine, start);
}
