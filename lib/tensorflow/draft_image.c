/* From a tensor to an image: see draft_image.h. */
#include "tensorflow/draft_image.h"

#include <string.h>

#include "tensorflow/judge_model.h"

bool nnreg_draft_takes_images(const struct nnreg_shape *shape, uint32_t dtype)
{
    uint32_t base = nnreg_dtype_base(dtype);

    if (shape->known && shape->rank != 3 && shape->rank != 4)
        return false;
    return dtype == NNREG_DTYPE_UNNAMED || base == NNREG_DT_BFLOAT16 || nnreg_data_type_of(base) != NULL;
}

/* A dimension of the shape, by its letter in an order; -1: open. A shape of rank 3 is one without N. */
static int64_t side_of_shape(const struct nnreg_shape *shape, const char *order, char letter)
{
    size_t at = (size_t)(strchr(order, letter) - order);

    if (!shape->known || (shape->rank != 3 && shape->rank != 4))
        return -1;
    return shape->dim[shape->rank == 3 ? at - 1 : at]; /* N, which stands first, is never asked for */
}

static bool is_channels(int64_t size)
{
    return size == 1 || size == 3;
}

/* The channels stand where there are 3 or 1 of them; where that is no answer, what is known counts. */
static void guess_order(struct nnreg_draft_image *image, const struct nnreg_shape *shape,
                        struct nnreg_draft_known *known)
{
    int64_t last = side_of_shape(shape, "NHWC", 'C'), first = side_of_shape(shape, "NCHW", 'C');

    image->order_guessed = is_channels(last) == is_channels(first);
    if (is_channels(last) && is_channels(first))
        image->dimension_order = first == 3 && last == 1 ? "NCHW" : "NHWC";
    else if (is_channels(last) || is_channels(first))
        image->dimension_order = is_channels(last) ? "NHWC" : "NCHW";
    else
        image->dimension_order = last != -1 && first == -1 ? "NCHW" : "NHWC";
    if (image->order_guessed && known->order != NULL) {
        image->dimension_order = known->order;
        image->order_guessed = false;
        known->tells_order = true;
    }
}

static void guess_colors(struct nnreg_draft_image *image, const struct nnreg_shape *shape,
                         struct nnreg_draft_known *known)
{
    int64_t channels = side_of_shape(shape, image->dimension_order, 'C');
    bool gray = channels == 1 || (channels == -1 && known->channels == 1);

    known->tells_gray = gray && channels == -1;

    image->color_channels = gray ? "L" : "RGB";
    image->colors_guessed = !gray;
}

static bool is_side(int64_t size)
{
    return size >= 1 && size <= NNREG_LIMIT_SIDE; /* what a target_size can say */
}

/* One side that is open is likely as long as the other. */
static void guess_size(struct nnreg_draft_image *image, const struct nnreg_shape *shape)
{
    int64_t width = side_of_shape(shape, image->dimension_order, 'W'),
            height = side_of_shape(shape, image->dimension_order, 'H');

    image->size_guessed = !is_side(width) || !is_side(height);
    image->width = is_side(width) ? (uint32_t)width : is_side(height) ? (uint32_t)height : NNREG_DRAFT_SIDE;
    image->height = is_side(height) ? (uint32_t)height : image->width;
}

void nnreg_draft_image_guess(struct nnreg_draft_image *image, const struct nnreg_shape *shape, uint32_t dtype,
                             struct nnreg_draft_known *known)
{
    struct nnreg_draft_known nothing = {.order = NULL};
    const char *type = dtype != NNREG_DTYPE_UNNAMED ? nnreg_data_type_of(nnreg_dtype_base(dtype)) : NULL;

    *image = (struct nnreg_draft_image){.pixel_scaling = 0};
    guess_order(image, shape, known != NULL ? known : &nothing);
    guess_colors(image, shape, known != NULL ? known : &nothing);
    guess_size(image, shape);
    if (nnreg_dtype_base(dtype) == NNREG_DT_STRING)
        return; /* encoded images have no type */
    image->data_type = type != NULL ? type : "FLOAT32";
    image->type_guessed = type == NULL;
}
