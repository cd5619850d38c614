/* A draft of a description from a SavedModel: see draft.h. */
#include "tensorflow/draft.h"

#include <stdio.h>

#include "tensorflow/draft_image.h"
#include "tensorflow/draft_tensors.h"
#include "tensorflow/draft_told.h"

struct drafting {
    const struct nnreg_judged *judged;
    struct nnreg_first_ops first;
};

static void draft_put_image(struct nnreg_draft *draft, const struct nnreg_draft_image *image,
                            const struct nnreg_shape *shape)
{
    char why[NNREG_SHAPE_SHOWN + 80], shown[NNREG_SHAPE_SHOWN];

    (void)snprintf(why, sizeof why, "%ux%u is a guess: the graph leaves the size open (its shape is %s)",
                   image->width, image->height, nnreg_shape_shown(shown, shape));
    nnreg_draft_put_image(draft, image, why);
}

/* What the first operations tell is asked of graphs that TensorFlow loads alone. */
static void draft_tell_image(struct nnreg_draft_image *image, struct nnreg_draft_told *texts,
                             struct nnreg_draft *draft, struct drafting *drafting,
                             const struct nnreg_draft_tensor *input, const struct nnreg_shape *shape)
{
    const struct nnreg_judged *judged = drafting->judged;
    struct nnreg_first_told told = {.computes = false};
    struct nnreg_flow_tensor tensor = {0, input->tensor.output};

    if (judged->loads && input->is_there && nnreg_dtype_base(input->dtype) != NNREG_DT_STRING) {
        tensor.point = nnreg_flow_of_node(judged->flow, input->tensor.node);
        nnreg_first_ops_tell(&told, &drafting->first, &tensor, shape);
    }
    if (!nnreg_draft_image_tell(image, texts, judged->flow, &told, shape, input->dtype) ||
        judged->flow->failed)
        draft->out.failed = true;
}

static void draft_put_inputs(struct nnreg_draft *draft, struct drafting *drafting,
                             const struct nnreg_draft_tensors *inputs)
{
    struct nnreg_draft_image image;
    struct nnreg_draft_told texts;
    struct nnreg_shape shape;
    size_t i;

    nnreg_json_put_key(&draft->writer, NNREG_KEY(preprocessing, inputs));
    nnreg_json_open_array(&draft->writer);
    for (i = 0; i < inputs->count; i++) {
        nnreg_draft_shape(&shape, &drafting->judged->graph, &inputs->list[i]);
        draft_tell_image(&image, &texts, draft, drafting, &inputs->list[i], &shape);
        nnreg_json_open_object(&draft->writer);
        nnreg_draft_put(draft, NNREG_KEY(input, tensor_name), inputs->list[i].name);
        (void)snprintf(draft->pointer, sizeof draft->pointer, "/%s/%s/%zu/%s",
                       NNREG_KEY(network, preprocessing), NNREG_KEY(preprocessing, inputs), i,
                       NNREG_KEY(input, image));
        nnreg_json_put_key(&draft->writer, NNREG_KEY(input, image));
        draft_put_image(draft, &image, &shape);
        nnreg_draft_told_free(&texts);
        nnreg_json_close_object(&draft->writer);
    }
    nnreg_json_close_array(&draft->writer);
}

static const char *draft_output_name(const void *context, size_t i)
{
    const struct nnreg_draft_tensors *outputs = context;

    return outputs->list[i].name;
}

nnreg_status nnreg_tensorflow_draft(struct nnreg_draft *draft, const struct nnreg_judged *judged)
{
    struct nnreg_draft_interface interface;
    struct drafting drafting = {.judged = judged};
    nnreg_status status, made;

    draft->file = judged->file;
    if (judged->graph.meta == NULL)
        return NNREG_REFUSED;
    status = nnreg_draft_interface_find(&interface, draft->findings, judged);
    made = nnreg_first_ops_make(&drafting.first, judged->flow, judged->files, NULL);
    if (status == NNREG_OK)
        status = made;
    if (status == NNREG_OK) {
        nnreg_draft_begin(draft);
        nnreg_json_put_key(&draft->writer, NNREG_KEY(network, preprocessing));
        nnreg_json_open_object(&draft->writer);
        draft_put_inputs(draft, &drafting, &interface.inputs);
        nnreg_json_close_object(&draft->writer);
        nnreg_draft_put_outputs(draft, interface.outputs.count, draft_output_name, &interface.outputs);
        nnreg_draft_end(draft);
        status = drafting.first.stored.status;
        if (status != NNREG_OK && draft->error != NULL)
            *draft->error = drafting.first.stored.error;
    }
    nnreg_first_ops_free(&drafting.first);
    nnreg_draft_interface_free(&interface);
    return status;
}
