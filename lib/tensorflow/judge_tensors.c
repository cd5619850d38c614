/*
 * The tensors that a description names, held against the graph: does each exist, and has its node that output. A name is
 * looked for among the nodes first, since any tensor of a graph can be fed and fetched, and then among the keys of the
 * signatures ("images"), which is how many users know their tensors.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/model_names.h"

enum { SIGNATURE_SHOWN = 6 }; /* tensors of a signature in a hint */

static void add_signature(struct nnreg_bytes *out, const struct nnreg_graph *graph, bool outputs)
{
    const struct nnreg_savedmodel_signature *signature = nnreg_graph_main_signature(graph);
    uint32_t i, count = 0;

    for (i = 0; signature != NULL && i < signature->infos; i++) {
        const struct nnreg_savedmodel_info *info =
            nnreg_savedmodel_info_at(graph->model, signature->first_info + i);

        if (info->replaced || info->depth > 0 || info->is_output != outputs || info->form != NNREG_INFO_DENSE)
            continue;
        if (count == 0)
            nnreg_bytes_format(out, "%sthe signature's %s: ", out->size > 0 ? "; " : "",
                               outputs ? "outputs" : "inputs");
        if (count++ >= SIGNATURE_SHOWN) {
            nnreg_bytes_text(out, ", and more");
            return;
        }
        nnreg_bytes_text(out, count > 1 ? ", " : "");
        nnreg_model_put_names(out, graph->model, &info->name, 1, "");
    }
}

/* Nodes with names like it, and what the signature has. NULL for neither, or on no memory. Freed by the caller. */
static char *hint_for(struct nnreg_engine *engine, const struct nnreg_graph *graph, const char *name,
                      size_t length, bool outputs)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    uint32_t nodes[NNREG_GRAPH_NEAREST], count, i;
    char *hint;

    if (!nnreg_engine_may_compare(engine, graph->meta->nodes + graph->meta->signatures +
                                              (size_t)graph->model->infos.count))
        return NULL;
    count = nnreg_graph_nearest(nodes, graph, name, length);
    for (i = 0; i < count; i++)
        nodes[i] = nnreg_savedmodel_node_at(graph->model, nodes[i])->name;
    nnreg_bytes_text(&out, count > 0 ? "did you mean " : "");
    nnreg_model_put_names(&out, graph->model, nodes, count, " or ");
    nnreg_bytes_text(&out, count > 0 ? "?" : "");
    add_signature(&out, graph, outputs);
    if (out.size == 0 && !out.failed) {
        nnreg_bytes_free(&out);
        return NULL; /* there is nothing like it, and no signature */
    }
    if (nnreg_bytes_take(&hint, &out) != NNREG_OK)
        engine->status = NNREG_NO_MEMORY;
    return hint;
}

static bool is_tensor_name(const char *name)
{
    return name != NULL && name[0] != '\0' && name[0] != '^' && strlen(name) <= NNREG_LIMIT_TENSOR_NAME;
}

bool nnreg_judged_tensor(struct nnreg_graph_tensor *tensor, const struct nnreg_judged *judged,
                         const char *name, bool is_output)
{
    return is_tensor_name(name) && (nnreg_graph_tensor(tensor, &judged->graph, name, strlen(name)) ||
                                    nnreg_signature_keys_tensor(tensor, &judged->keys, &judged->graph, name,
                                                                strlen(name), is_output));
}

/*
 * Looks a declared name up, by the address of the member or entry that has it, and reports it when it is none: true when
 * the tensor is there.
 */
static bool find_tensor(struct nnreg_graph_tensor *tensor, struct nnreg_engine *engine,
                        const struct nnreg_judged *judged, char *const *member, bool outputs)
{
    const char *name = *member;
    char *hint, shown[NNREG_SHOWN];

    if (!is_tensor_name(name))
        return false; /* has a finding of its own */
    nnreg_shown(shown, name);
    if (!nnreg_judged_tensor(tensor, judged, name, outputs)) {
        hint = hint_for(engine, &judged->graph, name, strlen(name), outputs);
        nnreg_engine_report_at(engine, member, NNREG_RULE_MODEL_TENSOR_MISSING, hint,
                               "there is no tensor \"%s\" in the graph of %s", shown, judged->file);
        nnreg_free(hint);
        return false;
    }
    if (!tensor->has_output)
        nnreg_report_output_index(engine, member, shown, tensor->outputs);
    return tensor->has_output;
}

static void judge_input(struct nnreg_engine *engine, const struct nnreg_judged *judged,
                        const struct nnreg_input *input, struct nnreg_string_readers *readers)
{
    struct nnreg_graph_tensor tensor;

    if (!find_tensor(&tensor, engine, judged, &input->tensor_name, false) || input->image == NULL)
        return;
    if (nnreg_dtype_base(tensor.dtype) == NNREG_DT_STRING)
        nnreg_judge_encoded(engine, input, judged, &tensor, readers);
    else
        nnreg_judge_image(engine, input, &judged->graph, &tensor);
}

/* boxes_tensor is N x 4. */
static void judge_boxes(struct nnreg_engine *engine, const struct nnreg_graph *graph,
                        const struct nnreg_graph_tensor *tensor, const struct nnreg_standard_output *standard)
{
    struct nnreg_shape shape;
    char shown[NNREG_SHAPE_SHOWN];

    nnreg_graph_tensor_shape(&shape, graph, tensor);
    if (!shape.known ||
        (shape.rank > 0 && (shape.dim[shape.rank - 1] == 4 || shape.dim[shape.rank - 1] == -1)))
        return;
    nnreg_engine_report_at(
        engine, &standard->boxes_tensor, NNREG_RULE_MODEL_SHAPE, "are boxes and scores swapped?",
        "boxes_tensor has the shape %s, which does not end in 4", nnreg_shape_shown(shown, &shape));
}

static void judge_list(struct nnreg_engine *engine, const struct nnreg_judged *judged,
                       const struct nnreg_tensors_output *output)
{
    char *const *names = output->tensors.items;
    struct nnreg_graph_tensor tensor;
    size_t i;

    for (i = 0; i < output->tensors.count; i++)
        if (find_tensor(&tensor, engine, judged, &names[i], true))
            nnreg_judge_output(engine, &names[i], judged, &tensor);
}

/* scores_tensor is N x K. */
static void judge_scores(struct nnreg_engine *engine, const struct nnreg_graph *graph,
                         const struct nnreg_graph_tensor *tensor,
                         const struct nnreg_standard_output *standard)
{
    struct nnreg_shape shape;

    nnreg_graph_tensor_shape(&shape, graph, tensor);
    nnreg_judge_scores_shape(engine, &standard->scores_tensor, &shape, "has");
}

static void judge_standard(struct nnreg_engine *engine, const struct nnreg_judged *judged,
                           const struct nnreg_standard_output *standard)
{
    struct nnreg_graph_tensor tensor;

    if (find_tensor(&tensor, engine, judged, &standard->boxes_tensor, true)) {
        nnreg_judge_output(engine, &standard->boxes_tensor, judged, &tensor);
        nnreg_judge_numbers(engine, &standard->boxes_tensor, NNREG_KEY(standard_output, boxes_tensor),
                            &tensor);
        judge_boxes(engine, &judged->graph, &tensor, standard);
    }
    if (find_tensor(&tensor, engine, judged, &standard->scores_tensor, true)) {
        nnreg_judge_output(engine, &standard->scores_tensor, judged, &tensor);
        nnreg_judge_numbers(engine, &standard->scores_tensor, NNREG_KEY(standard_output, scores_tensor),
                            &tensor);
        judge_scores(engine, &judged->graph, &tensor, standard);
    }
}

void nnreg_judge_tensors(struct nnreg_engine *engine, const struct nnreg_network *network,
                         const struct nnreg_judged *judged)
{
    const struct nnreg_preprocessing *preprocessing = network->preprocessing;
    const struct nnreg_postprocessing *outputs = network->postprocessings.items;
    struct nnreg_string_readers readers = {.made = false};
    size_t i;

    if (judged->graph.meta == NULL)
        return;
    for (i = 0; preprocessing != NULL && i < preprocessing->inputs.count && engine->status == NNREG_OK; i++)
        judge_input(engine, judged, (const struct nnreg_input *)preprocessing->inputs.items + i, &readers);
    nnreg_string_readers_free(&readers);
    for (i = 0; i < network->postprocessings.count && engine->status == NNREG_OK; i++)
        if (outputs[i].tensors_output != NULL)
            judge_list(engine, judged, outputs[i].tensors_output);
    for (i = 0; i < network->postprocessings.count && engine->status == NNREG_OK; i++)
        if (outputs[i].standard_output != NULL)
            judge_standard(engine, judged, outputs[i].standard_output);
    if (engine->status == NNREG_OK)
        nnreg_judge_named(engine, network, judged);
    if (engine->status == NNREG_OK)
        nnreg_judge_same(engine, network, judged);
    if (engine->status == NNREG_OK)
        nnreg_judge_fed_outputs(engine, network, judged);
}
