/* The shapes of the declared outputs: see judge_shapes.h. */
#include <string.h>

#include "base/alloc.h"
#include "codec/json.h"
#include "tensorflow/judge_shapes.h"

/* ------------------------------------------------------------------------------------------------------ finding -- */

static size_t count_shaped_outputs(const struct nnreg_network *network)
{
    struct nnreg_declared_output output = {.name = NULL};
    size_t count = 0;

    while (nnreg_declared_output_next(&output, network))
        count++;
    return count;
}

static bool take_shaped_output(struct nnreg_shaped_outputs *outputs,
                               const struct nnreg_declared_output *declared)
{
    struct nnreg_shaped_output *output = &outputs->list[outputs->count];

    if (!nnreg_judged_tensor(&output->tensor, outputs->judged, *declared->name, true) ||
        !output->tensor.has_output)
        return false;
    output->name = declared->name;
    output->role = declared->role;
    outputs->tensors[outputs->count++] = (struct nnreg_flow_tensor){
        nnreg_flow_of_node(outputs->judged->flow, output->tensor.node), output->tensor.output};
    return true;
}

bool nnreg_shaped_outputs_find(struct nnreg_shaped_outputs *outputs, const struct nnreg_judged *judged,
                               const struct nnreg_network *network)
{
    struct nnreg_declared_output declared = {.name = NULL};
    size_t count = count_shaped_outputs(network);

    *outputs = (struct nnreg_shaped_outputs){.judged = judged};
    if (count == 0)
        return false;
    outputs->list = nnreg_alloc_zero(count, sizeof *outputs->list);
    outputs->tensors = nnreg_alloc_zero(count, sizeof *outputs->tensors);
    outputs->failed = outputs->list == NULL || outputs->tensors == NULL;
    while (nnreg_declared_output_next(&declared, network))
        if (outputs->failed || !take_shaped_output(outputs, &declared))
            return false;
    return true;
}

void nnreg_shaped_outputs_free(struct nnreg_shaped_outputs *outputs)
{
    nnreg_free(outputs->list);
    nnreg_free(outputs->tensors);
    *outputs = (struct nnreg_shaped_outputs){.list = NULL};
}

void nnreg_shaped_outputs_note(struct nnreg_shaped_outputs *outputs, struct nnreg_shapes *shapes,
                               enum nnreg_shaped_for images)
{
    size_t i;

    for (i = 0; i < outputs->count; i++)
        outputs->list[i].shape[images] = nnreg_shapes_of(shapes, &outputs->tensors[i]).shape;
}

/* ------------------------------------------------------------------------------------------------------ judging -- */

/* What the file says of its boxes is judged where all is that the file says (judge_tensors.c). */
static void judge_shaped_boxes(struct nnreg_engine *engine, const struct nnreg_shaped_outputs *outputs,
                               const struct nnreg_shaped_output *output, const struct nnreg_shapes *shapes)
{
    struct nnreg_shape shape;
    char shown[NNREG_SHAPE_SHOWN];

    nnreg_graph_tensor_shape(&shape, &outputs->judged->graph, &output->tensor);
    if (shape.known && (shape.rank == 0 || shape.dim[shape.rank - 1] != -1))
        return;
    nnreg_shapes_get(&shape, shapes, output->shape[NNREG_SHAPED_MANY]);
    if (shape.known &&
        (shape.rank == 0 || (shape.dim[shape.rank - 1] != 4 && shape.dim[shape.rank - 1] != -1)))
        nnreg_engine_report_at(engine, output->name, NNREG_RULE_MODEL_SHAPE, "are boxes and scores swapped?",
                               "boxes_tensor becomes of the shape %s, which does not end in 4",
                               nnreg_shape_shown(shown, &shape));
}

/* In the same way. */
static void judge_shaped_scores(struct nnreg_engine *engine, const struct nnreg_shaped_outputs *outputs,
                                const struct nnreg_shaped_output *output, const struct nnreg_shapes *shapes)
{
    struct nnreg_shape shape;

    nnreg_graph_tensor_shape(&shape, &outputs->judged->graph, &output->tensor);
    if (shape.known)
        return;
    nnreg_shapes_get(&shape, shapes, output->shape[NNREG_SHAPED_MANY]);
    nnreg_judge_scores_shape(engine, output->name, &shape, "becomes of");
}

/* ------------------------------------------------------------------------------------------------------ telling -- */

static void tell_shape(struct nnreg_json_writer *writer, const char *key, const struct nnreg_shape *shape)
{
    uint32_t i;

    nnreg_json_put_key(writer, key);
    if (!shape->known) {
        nnreg_json_put_null(writer);
        return;
    }
    nnreg_json_open_array(writer);
    for (i = 0; i < shape->rank; i++)
        nnreg_json_put_int(writer, shape->dim[i]);
    nnreg_json_close_array(writer);
}

static void tell_shaped_output(struct nnreg_json_writer *writer, const struct nnreg_shaped_outputs *outputs,
                               const struct nnreg_shaped_output *output, const struct nnreg_shapes *shapes)
{
    static const char *const keys[] = {
        [NNREG_SHAPED_ONE] = "shape_of_one", [NNREG_SHAPED_MANY] = "shape_of_many"};
    struct nnreg_shape shape;
    int i;

    nnreg_json_open_object(writer);
    nnreg_json_put_key(writer, "tensor");
    nnreg_json_put_string(writer, *output->name);
    nnreg_json_put_key(writer, "role");
    nnreg_json_put_string(writer, output->role);
    nnreg_graph_tensor_shape(&shape, &outputs->judged->graph, &output->tensor);
    tell_shape(writer, "shape", &shape);
    for (i = 0; i < NNREG_SHAPED_COUNT; i++) {
        nnreg_shapes_get(&shape, shapes, output->shape[i]);
        tell_shape(writer, keys[i], &shape);
    }
    nnreg_json_close_object(writer);
}

static void tell_shaped_outputs(struct nnreg_engine *engine, struct nnreg_shaped_outputs *outputs,
                                const struct nnreg_shapes *shapes)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    char *taken = NULL;
    size_t i;

    nnreg_json_writer_init(&writer, &text, 0);
    nnreg_json_open_array(&writer);
    for (i = 0; i < outputs->count; i++)
        tell_shaped_output(&writer, outputs, &outputs->list[i], shapes);
    nnreg_json_close_array(&writer);
    if (nnreg_bytes_take(&taken, &text) == NNREG_OK)
        nnreg_findings_set_outputs(engine->findings, taken);
    else
        outputs->failed = true;
}

void nnreg_shaped_outputs_judge(struct nnreg_engine *engine, struct nnreg_shaped_outputs *outputs,
                                const struct nnreg_shapes *shapes)
{
    size_t i;

    for (i = 0; i < outputs->count; i++)
        if (strcmp(outputs->list[i].role, NNREG_KEY(standard_output, boxes_tensor)) == 0)
            judge_shaped_boxes(engine, outputs, &outputs->list[i], shapes);
        else if (strcmp(outputs->list[i].role, NNREG_KEY(standard_output, scores_tensor)) == 0)
            judge_shaped_scores(engine, outputs, &outputs->list[i], shapes);
    tell_shaped_outputs(engine, outputs, shapes);
}
