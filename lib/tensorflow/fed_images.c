/* The images that a description feeds: see fed_images.h. */
#include "tensorflow/fed_images.h"

#include <string.h>

/* ------------------------------------------------------------------------------------------------------- taking -- */

/* Where the longest side alone is told, what the sides are differs from image to image. */
static void take_size(struct nnreg_fed_image *fed)
{
    uint32_t width, height;
    int sides;

    fed->width = fed->height = -1;
    if (fed->image->target_size == NULL || fed->image->resize_type < 0 ||
        fed->image->resize_type == NNREG_RESIZE_NETWORK ||
        !nnreg_target_size(&width, &height, &sides, fed->image->target_size) || sides != 2)
        return;
    fed->width = width;
    fed->height = height;
}

/* What the graph says of an image's dimensions: false where it is no image, or where nothing is known of what is fed. */
static bool take_dimensions(struct nnreg_fed_image *fed, const struct nnreg_graph *graph,
                            const struct nnreg_graph_tensor *tensor)
{
    struct nnreg_shape shape;
    uint32_t i;

    nnreg_graph_tensor_shape(&shape, graph, tensor);
    fed->rank = shape.known ? shape.rank : 4;
    fed->any_rank = !shape.known;
    for (i = 0; i < 4; i++)
        fed->fixed[i] = shape.known && i < shape.rank ? shape.dim[i] : -1;
    return (fed->rank == 3 || fed->rank == 4) && fed->order != NULL &&
           nnreg_dtype_base(tensor->dtype) != NNREG_DT_STRING;
}

/* False: its tensor is not there, which has a finding of its own. */
static bool take_image(struct nnreg_fed_images *images, const struct nnreg_judged *judged,
                       const struct nnreg_input *input)
{
    struct nnreg_fed_image *fed = &images->image[images->count];
    struct nnreg_graph_tensor tensor;

    if (!nnreg_judged_tensor(&tensor, judged, input->tensor_name, false) || !tensor.has_output)
        return false;
    if (input->image == NULL)
        return true;
    fed->image = input->image;
    fed->tensor = (struct nnreg_flow_tensor){nnreg_flow_of_node(judged->flow, tensor.node), tensor.output};
    fed->order = input->image->dimension_order >= 0
                     ? nnreg_vocab_word(&nnreg_vocab_dimension_order, input->image->dimension_order)
                     : NULL;
    fed->channels = nnreg_image_channels(input->image);
    fed->batch = 1;
    take_size(fed);
    if (take_dimensions(fed, &judged->graph, &tensor))
        images->feeds[images->count++].tensor = fed->tensor;
    return true;
}

void nnreg_fed_images_take(struct nnreg_fed_images *images, const struct nnreg_judged *judged,
                           const struct nnreg_network *network)
{
    const struct nnreg_array *inputs = &network->preprocessing->inputs;
    size_t i;

    images->count = 0;
    images->whole = inputs->count <= NNREG_FED_IMAGES;
    for (i = 0; i < inputs->count && images->whole; i++)
        images->whole = take_image(images, judged, (const struct nnreg_input *)inputs->items + i);
}

/* ------------------------------------------------------------------------------------------------------ feeding -- */

void nnreg_fed_images_batch(struct nnreg_fed_images *images, int64_t batch)
{
    size_t i;

    for (i = 0; i < images->count; i++)
        images->image[i].batch = batch;
}

static int64_t declared_dimension(const struct nnreg_fed_image *fed, char letter)
{
    switch (letter) {
    case 'N':
        return fed->batch;
    case 'C':
        return fed->channels;
    case 'H':
        return fed->height;
    default:
        return fed->width;
    }
}

/* The letter of a dimension; an image of rank 3 is one without N, which stands first in every order. */
static char letter_of(const struct nnreg_fed_image *fed, uint32_t dimension)
{
    return fed->order[fed->rank == 3 ? dimension + 1 : dimension];
}

/* The size that the graph fixes for a side, -1 where it leaves it open. */
int64_t nnreg_fed_image_fixed(const struct nnreg_fed_image *fed, char letter)
{
    uint32_t i;

    for (i = 0; i < fed->rank; i++)
        if (letter_of(fed, i) == letter)
            return fed->fixed[i];
    return -1;
}

/* What the graph fixes counts; false where what is declared is another. How many images there are nobody declares. */
bool nnreg_fed_image_shape(struct nnreg_shape *shape, const struct nnreg_fed_image *fed)
{
    uint32_t i;

    shape->known = true;
    shape->rank = fed->rank;
    for (i = 0; i < fed->rank; i++) {
        int64_t declared = declared_dimension(fed, letter_of(fed, i));

        shape->dim[i] = fed->fixed[i] >= 0 ? fed->fixed[i] : declared;
        if (letter_of(fed, i) != 'N' && fed->fixed[i] >= 0 && declared >= 0 && declared != fed->fixed[i])
            return false;
    }
    return true;
}

bool nnreg_fed_images_put(struct nnreg_fed_images *images, struct nnreg_shapes *shapes)
{
    struct nnreg_shape shape;
    size_t i, k;

    for (i = 0; i < images->count; i++) {
        const struct nnreg_flow_tensor *tensor = &images->image[i].tensor;

        if (!nnreg_fed_image_shape(&shape, &images->image[i]))
            return false;
        for (k = 0; k < images->count; k++) /* they were sorted */
            if (images->feeds[k].tensor.point == tensor->point &&
                images->feeds[k].tensor.output == tensor->output)
                images->feeds[k].shape = nnreg_shapes_put(shapes, &shape);
    }
    return true;
}
