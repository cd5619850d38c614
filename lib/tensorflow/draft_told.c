/* A drafted image by what the graph does to it: see draft_told.h. */
#include "tensorflow/draft_told.h"

#include <string.h>

#include "base/decimal.h"
#include "tensorflow/draft_image.h"

/* The word for an order that was told, of an image with a batch or without; NULL: there is none. */
static const char *word_of_order(const char *told)
{
    static const char *const words[] = {"NHWC", "NCHW"};
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(told, words[i]) == 0 || strcmp(told, words[i] + 1) == 0)
            return words[i];
    return NULL;
}

static void tell_order(struct nnreg_draft_image *image, struct nnreg_bytes *text,
                       const struct nnreg_flow *flow, const struct nnreg_first_told *told)
{
    nnreg_bytes_format(text, "%s is told by ", image->dimension_order);
    nnreg_first_node_put(text, flow, told->order_at);
    image->order_told = text->content;
}

/* Whatever is fed, the graph brings it to its own size. */
static void tell_size(struct nnreg_draft_image *image, struct nnreg_bytes *text,
                      const struct nnreg_flow *flow, const struct nnreg_first_told *told)
{
    image->width = told->width;
    image->height = told->height;
    image->size_guessed = false;
    nnreg_bytes_format(text, "%ux%u is told by ", told->width, told->height);
    nnreg_first_node_put(text, flow, told->resize_at);
    nnreg_bytes_text(text, ", which brings every image to it");
    image->size_told = text->content;
}

static void tell_gray(struct nnreg_draft_image *image, struct nnreg_bytes *text,
                      const struct nnreg_flow *flow, const struct nnreg_first_told *told)
{
    nnreg_bytes_text(text, "L is told by the filter of ");
    nnreg_first_node_put(text, flow, told->channels_at);
    image->colors_told = text->content;
}

static void tell_colors(struct nnreg_draft_image *image, struct nnreg_bytes *text,
                        const struct nnreg_flow *flow, const struct nnreg_first_told *told,
                        enum nnreg_first_colors colors)
{
    bool is_rgb = colors == NNREG_FIRST_COLORS_RGB;

    image->color_channels = is_rgb ? "RGB" : "BGR";
    image->colors_guessed = false;
    nnreg_bytes_format(text, "%s is told by the graph, which subtracts the mean of %s in this order: ",
                       image->color_channels, is_rgb ? "red, green and blue" : "blue, green and red");
    nnreg_first_formula_put(text, flow, told);
    image->colors_told = text->content;
}

static void tell_scaling(struct nnreg_draft_image *image, struct nnreg_bytes *text,
                         const struct nnreg_flow *flow, const struct nnreg_first_told *told,
                         const struct nnreg_first_pixels *pixels)
{
    image->pixel_scaling = pixels->highest;
    nnreg_bytes_format(text, "%s%s is told by the graph: ", NNREG_DECIMAL(pixels->highest),
                       pixels->centers ? ", and no mean," : "");
    nnreg_first_formula_put(text, flow, told);
    image->scaling_told = text->content;
}

bool nnreg_draft_image_tell(struct nnreg_draft_image *image, struct nnreg_draft_told *texts,
                            const struct nnreg_flow *flow, const struct nnreg_first_told *told,
                            const struct nnreg_shape *shape, uint32_t dtype)
{
    struct nnreg_first_pixels pixels = nnreg_first_pixels(told);
    struct nnreg_draft_known known = {.order = word_of_order(told->order), .channels = told->channels};

    *texts =
        (struct nnreg_draft_told){NNREG_BYTES_INIT, NNREG_BYTES_INIT, NNREG_BYTES_INIT, NNREG_BYTES_INIT};
    nnreg_draft_image_guess(image, shape, dtype, &known);
    if (known.tells_order)
        tell_order(image, &texts->order, flow, told);
    if (image->size_guessed && told->width > 0)
        tell_size(image, &texts->size, flow, told);
    if (known.tells_gray)
        tell_gray(image, &texts->colors, flow, told);
    else if (image->colors_guessed && pixels.colors != NNREG_FIRST_COLORS_UNKNOWN)
        tell_colors(image, &texts->colors, flow, told, pixels.colors);
    if (pixels.highest > 0)
        tell_scaling(image, &texts->scaling, flow, told, &pixels);
    return !texts->order.failed && !texts->size.failed && !texts->colors.failed && !texts->scaling.failed;
}

void nnreg_draft_told_free(struct nnreg_draft_told *texts)
{
    nnreg_bytes_free(&texts->order);
    nnreg_bytes_free(&texts->size);
    nnreg_bytes_free(&texts->colors);
    nnreg_bytes_free(&texts->scaling);
}
