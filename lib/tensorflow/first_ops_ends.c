/* Operations that work on pixels as a picture, and those that bring it to a size: see first_ops.h. */
#include "tensorflow/first_ops_parts.h"

#include "tensorflow/savedmodel_values.h"

/* ------------------------------------------------------------------------------------------------------ resizing -- */

/* Height and width of a picture that is NHWC have another size then. */
static void note_resized(struct nnreg_first_way *way)
{
    way->cut |= 1u << way->axis[2] | 1u << way->axis[3];
    way->resized = true;
}

/* Their pictures are NHWC in every case. Of several sizes one after the other the first is what becomes of the image. */
enum nnreg_first_next nnreg_first_resize(struct nnreg_first_at *at)
{
    struct nnreg_constant_ints size;

    if (at->input != 0)
        return NNREG_FIRST_LOST;
    nnreg_first_tell_order(at, "NHWC");
    if (!at->way.resized && nnreg_first_ints(&size, at, 1) && size.count == 2 && size.value[0] > 0 &&
        size.value[1] > 0 && size.value[0] <= 65535 && size.value[1] <= 65535) {
        at->way.height = (uint32_t)size.value[0];
        at->way.width = (uint32_t)size.value[1];
        at->way.resize_at = at->point;
    }
    note_resized(&at->way);
    return NNREG_FIRST_ON;
}

/* Parts of the picture, not the whole. */
enum nnreg_first_next nnreg_first_crop(struct nnreg_first_at *at)
{
    if (at->input != 0)
        return NNREG_FIRST_LOST;
    nnreg_first_tell_order(at, "NHWC");
    note_resized(&at->way);
    return NNREG_FIRST_ON;
}

/* --------------------------------------------------------------------------------------------------------- ends -- */

/* A filter is height x width x channels x filters. */
static void tell_channels(struct nnreg_first_at *at, const char *format)
{
    struct nnreg_first_told *told = at->walk->told;
    struct nnreg_first_way *way = &at->way;
    struct nnreg_shape filter;
    uint32_t dimension = way->axis[format[1] == 'C' ? 3 : 1], channels;

    if (way->rank != 4 || dimension == 0 || (way->cut >> dimension & 1) != 0 || way->places != way->parts ||
        !nnreg_first_stored_shape(&filter, at, 1) || filter.rank != 4 || filter.dim[2] < 1 ||
        filter.dim[2] > 65535)
        return;
    channels = (uint32_t)filter.dim[2];
    if (told->channels == 0) {
        told->channels = channels;
        told->filters = at->detail == 0 && filter.dim[3] > 0 ? (uint64_t)filter.dim[3] : 0;
        told->channels_at = at->point;
    } else if (told->channels != channels) {
        at->walk->channels_differ = true;
    }
}

enum nnreg_first_next nnreg_first_conv(struct nnreg_first_at *at)
{
    const char *format = nnreg_first_data_format(at);

    if (at->input != 0)
        return NNREG_FIRST_LOST;
    if (format != NULL) {
        nnreg_first_tell_order(at, format);
        tell_channels(at, format);
    }
    return NNREG_FIRST_END;
}

enum nnreg_first_next nnreg_first_pool(struct nnreg_first_at *at)
{
    const char *format = nnreg_first_data_format(at);

    if (at->input != 0)
        return NNREG_FIRST_LOST;
    if (format != NULL)
        nnreg_first_tell_order(at, format);
    return NNREG_FIRST_END;
}

/* Of what was laid out in a row nobody knows the dimensions. */
enum nnreg_first_next nnreg_first_product(struct nnreg_first_at *at)
{
    return at->input <= 1 ? NNREG_FIRST_END : NNREG_FIRST_LOST;
}
