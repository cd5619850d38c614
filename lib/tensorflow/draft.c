/* A draft of a description from a SavedModel: see draft.h. */
#include "tensorflow/draft.h"

#include <stdio.h>

#include "tensorflow/draft_image.h"
#include "tensorflow/draft_tensors.h"

static void draft_put_image(struct nnreg_draft *draft, const struct nnreg_draft_image *image,
                            const struct nnreg_shape *shape)
{
    char why[NNREG_SHAPE_SHOWN + 80], shown[NNREG_SHAPE_SHOWN];

    (void)snprintf(why, sizeof why, "%ux%u is a guess: the graph leaves the size open (its shape is %s)",
                   image->width, image->height, nnreg_shape_shown(shown, shape));
    nnreg_draft_put_image(draft, image, why);
}

static void draft_put_inputs(struct nnreg_draft *draft, const struct nnreg_judged *judged,
                             const struct nnreg_draft_tensors *inputs)
{
    struct nnreg_draft_image image;
    struct nnreg_shape shape;
    size_t i;

    nnreg_json_put_key(&draft->writer, NNREG_KEY(preprocessing, inputs));
    nnreg_json_open_array(&draft->writer);
    for (i = 0; i < inputs->count; i++) {
        nnreg_draft_shape(&shape, &judged->graph, &inputs->list[i]);
        nnreg_draft_image_guess(&image, &shape, inputs->list[i].dtype);
        nnreg_json_open_object(&draft->writer);
        nnreg_draft_put(draft, NNREG_KEY(input, tensor_name), inputs->list[i].name);
        (void)snprintf(draft->pointer, sizeof draft->pointer, "/%s/%s/%zu/%s",
                       NNREG_KEY(network, preprocessing), NNREG_KEY(preprocessing, inputs), i,
                       NNREG_KEY(input, image));
        nnreg_json_put_key(&draft->writer, NNREG_KEY(input, image));
        draft_put_image(draft, &image, &shape);
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
    nnreg_status status;

    draft->file = judged->file;
    if (judged->graph.meta == NULL)
        return NNREG_REFUSED;
    status = nnreg_draft_interface_find(&interface, draft->findings, judged);
    if (status == NNREG_OK) {
        nnreg_draft_begin(draft);
        nnreg_json_put_key(&draft->writer, NNREG_KEY(network, preprocessing));
        nnreg_json_open_object(&draft->writer);
        draft_put_inputs(draft, judged, &interface.inputs);
        nnreg_json_close_object(&draft->writer);
        nnreg_draft_put_outputs(draft, interface.outputs.count, draft_output_name, &interface.outputs);
        nnreg_draft_end(draft);
    }
    nnreg_draft_interface_free(&interface);
    return status;
}
