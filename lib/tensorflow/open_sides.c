/* Images of a size that is named: see open_sides.h. */
#include "tensorflow/open_sides.h"

#include <string.h>

#include "tensorflow/draft_image.h"

/*
 * The letters of the dimensions, as many as there are; NULL: it is not known to be an image. Three dimensions are as often a
 * series: there the channels have to be seen.
 */
static const char *order_of_sides(const struct nnreg_shape *shape, const struct nnreg_first_told *told,
                                  uint32_t dtype)
{
    struct nnreg_draft_image image;

    if (strchr(told->order, 'H') != NULL && strchr(told->order, 'W') != NULL &&
        (!shape->known || strlen(told->order) == shape->rank))
        return told->order;
    if (!shape->known || !nnreg_draft_takes_images(shape, dtype))
        return NULL;
    nnreg_draft_image_guess(&image, shape, dtype, NULL);
    if (shape->rank == 4)
        return image.dimension_order;
    return image.order_guessed ? NULL : image.dimension_order + 1;
}

static int64_t size_of_letter(const struct nnreg_sides *sides, const struct nnreg_first_told *told,
                              char letter)
{
    switch (letter) {
    case 'W':
        return sides->width;
    case 'H':
        return sides->height;
    case 'C':
        return told->channels > 0 ? (int64_t)told->channels : -1;
    default:
        return -1;
    }
}

enum nnreg_sides_use nnreg_sides_take(struct nnreg_shape *shape, const struct nnreg_sides *sides,
                                      const struct nnreg_first_told *told, uint32_t dtype)
{
    const char *order = order_of_sides(shape, told, dtype);
    uint32_t rank, i;

    if (order == NULL)
        return NNREG_SIDES_NO_IMAGE;
    rank = (uint32_t)strlen(order);
    for (i = 0; shape->known && i < rank; i++)
        if ((order[i] == 'W' || order[i] == 'H') && shape->dim[i] >= 0 &&
            shape->dim[i] != size_of_letter(sides, told, order[i]))
            return NNREG_SIDES_FIXED;
    for (i = 0; i < rank; i++)
        if (!shape->known || shape->dim[i] < 0)
            shape->dim[i] = size_of_letter(sides, told, order[i]);
    shape->known = true;
    shape->rank = rank;
    return NNREG_SIDES_TAKEN;
}
