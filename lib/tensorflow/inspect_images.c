/*
 * What the first operations of a graph tell of the images that go into a signature's input (first_ops.h), as a member of that
 * input in the inspection. What is not told has no member.
 */
#include <string.h>

#include "tensorflow/graph_shapes.h"
#include "tensorflow/inspect.h"

static void put_image_word(struct nnreg_inspection *inspection, const char *key, const char *word)
{
    nnreg_json_put_key(&inspection->writer, key);
    nnreg_json_put_string(&inspection->writer, word);
}

static void put_image_count(struct nnreg_inspection *inspection, const char *key, uint64_t count)
{
    nnreg_json_put_key(&inspection->writer, key);
    nnreg_json_put_uint(&inspection->writer, count);
}

/* What is done to pixels, and for which pixels that is. */
static void put_pixels(struct nnreg_inspection *inspection, const struct nnreg_flow *flow,
                       const struct nnreg_first_told *told, const struct nnreg_first_pixels *pixels)
{
    struct nnreg_bytes formula = NNREG_BYTES_INIT;

    if (pixels->highest > 0)
        put_image_count(inspection, "highest", (uint64_t)pixels->highest);
    if (pixels->colors != NNREG_FIRST_COLORS_UNKNOWN)
        put_image_word(inspection, "colors", pixels->colors == NNREG_FIRST_COLORS_RGB ? "RGB" : "BGR");
    nnreg_first_formula_put(&formula, flow, told);
    if (formula.failed)
        inspection->status = NNREG_NO_MEMORY;
    else
        put_image_word(inspection, "pixels", formula.content);
    nnreg_bytes_free(&formula);
}

/* Numbers that are left as they are tell nothing. */
static bool tells_pixels(const struct nnreg_first_told *told)
{
    return told->computes && (told->scale_at != NNREG_FLOW_NONE || told->shift_at != NNREG_FLOW_NONE ||
                              told->whole_at != NNREG_FLOW_NONE);
}

static void put_images(struct nnreg_inspection *inspection, const struct nnreg_flow *flow,
                       const struct nnreg_first_told *told)
{
    struct nnreg_first_pixels pixels = nnreg_first_pixels(told);

    nnreg_json_put_key(&inspection->writer, "images");
    nnreg_json_open_object(&inspection->writer);
    if (told->order[0] != '\0')
        put_image_word(inspection, "order", told->order);
    if (told->channels > 0)
        put_image_count(inspection, "channels", told->channels);
    if (told->width > 0) {
        put_image_count(inspection, "width", told->width);
        put_image_count(inspection, "height", told->height);
    }
    if (tells_pixels(told))
        put_pixels(inspection, flow, told, &pixels);
    nnreg_json_close_object(&inspection->writer);
}

void nnreg_inspection_images(struct nnreg_inspection *inspection, const struct nnreg_judged *judged,
                             struct nnreg_first_ops *first, const struct nnreg_savedmodel_info *info)
{
    struct nnreg_flow_tensor tensor;
    struct nnreg_first_told told;
    struct nnreg_shape shape;

    if (!judged->loads || !nnreg_signature_tensor(&tensor, judged, info) ||
        nnreg_dtype_base(info->dtype) == NNREG_DT_STRING)
        return;
    nnreg_signature_shape(&shape, judged, info);
    nnreg_first_ops_tell(&told, first, &tensor, &shape);
    if (judged->flow->failed)
        inspection->status = NNREG_NO_MEMORY;
    else if (told.order[0] != '\0' || told.channels > 0 || told.width > 0 || tells_pixels(&told))
        put_images(inspection, judged->flow, &told);
}
