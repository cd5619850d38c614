/*
 * What a description does to pixels, held against what the graph does to them before its first convolution (first_ops.h):
 * scaled twice they are all but equal, and every result is wrong without any error.
 */
#include <math.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/decimal.h"
#include "records/network.h"
#include "tensorflow/judge_model.h"

/* A scaling this small is one to pixels up to 1, or from -1 to 1. */
#define UNIT_SCALING   2.0
/* The highest pixel may be that much off before it is told: 128 for 127.5, 256 for 255, 2 for 1. */
#define SCALING_LEEWAY 4.0

struct pixels {
    struct nnreg_engine *engine;
    const struct nnreg_image *image;
    const struct nnreg_flow *flow;
    const struct nnreg_first_told *told;
    const struct nnreg_shape *shape;
    struct nnreg_first_pixels expected;
};

/* What the graph computes, as text; NULL on no memory. Freed by the caller. */
static char *formula_of(const struct pixels *pixels)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    char *text;

    nnreg_first_formula_put(&out, pixels->flow, pixels->told);
    if (nnreg_bytes_take(&text, &out) == NNREG_OK)
        return text;
    pixels->engine->status = NNREG_NO_MEMORY;
    return NULL;
}

static void judge_scaling(const struct pixels *pixels, const char *formula)
{
    double scaling = pixels->image->pixel_scaling, highest = pixels->expected.highest;
    bool twice = pixels->expected.scales && scaling <= UNIT_SCALING;
    char hint[64];

    if (!(scaling > 0) || !isfinite(scaling))
        return; /* has a finding of its own */
    if (!twice && scaling <= highest * SCALING_LEEWAY && scaling >= highest / SCALING_LEEWAY)
        return;
    (void)snprintf(hint, sizeof hint, "set pixel_scaling to %s", NNREG_DECIMAL(highest));
    nnreg_engine_report_at(pixels->engine, &pixels->image->pixel_scaling,
                           twice ? NNREG_RULE_MODEL_SCALING_TWICE : NNREG_RULE_MODEL_SCALING_MISSING, hint,
                           twice ? "pixel_scaling is %s, but the graph scales pixels from 0 to %s itself: %s"
                                 : "pixel_scaling is %s, but the graph is made for pixels from 0 to %s: %s",
                           NNREG_DECIMAL(scaling), NNREG_DECIMAL(highest), formula);
}

static void judge_centring(const struct pixels *pixels, const char *formula)
{
    const char *mean = pixels->image->mean_file;

    if (pixels->expected.centers && mean != NULL && mean[0] != '\0')
        nnreg_engine_report_at(pixels->engine, &pixels->image->mean_file, NNREG_RULE_MODEL_SCALING_TWICE,
                               "leave mean_file out",
                               "a mean is subtracted by mean_file, and another by the graph: %s", formula);
}

/* By the mean of each colour; or by that of many graphs made for BGR, which turn RGB round themselves. */
static void judge_colors(const struct pixels *pixels, const char *formula)
{
    bool is_rgb = pixels->image->color_channels == NNREG_COLORS_RGB,
         is_bgr = pixels->image->color_channels == NNREG_COLORS_BGR;
    enum nnreg_first_colors colors = pixels->expected.colors;
    char *node;

    if ((is_rgb && colors == NNREG_FIRST_COLORS_BGR) || (is_bgr && colors == NNREG_FIRST_COLORS_RGB)) {
        nnreg_engine_report_at(
            pixels->engine, &pixels->image->color_channels, NNREG_RULE_MODEL_CHANNEL_ORDER,
            is_rgb ? "set color_channels to \"BGR\"" : "set color_channels to \"RGB\"",
            "color_channels is %s, but the graph subtracts the mean of %s in this order: %s",
            is_rgb ? "RGB" : "BGR", is_rgb ? "blue, green and red" : "red, green and blue", formula);
    } else if (is_bgr && colors == NNREG_FIRST_COLORS_UNKNOWN && pixels->told->turned) {
        node = nnreg_judged_node_text(pixels->engine, pixels->flow, pixels->told->turned_at);
        if (node != NULL)
            nnreg_engine_report_at(
                pixels->engine, &pixels->image->color_channels, NNREG_RULE_MODEL_CHANNEL_ORDER,
                "look up whether it is to be fed with RGB, as most such graphs are",
                "color_channels is BGR, and the graph reverses the channels again (%s)", node);
        nnreg_free(node);
    }
}

/* Where the graph fixes height and width, nothing but that size can be declared. */
static bool leaves_size_open(const struct nnreg_shape *shape)
{
    uint32_t i, open = 0;

    for (i = 0; shape->known && i < shape->rank; i++)
        open += shape->dim[i] == -1;
    return !shape->known || open >= (shape->rank == 4 ? 2u : 1u);
}

static void report_resize(const struct pixels *pixels, bool network, const char *node)
{
    const struct nnreg_image *image = pixels->image;
    char hint[80];

    (void)snprintf(hint, sizeof hint, "resize_type SQUASH with target_size \"%ux%u\" is what the graph does",
                   pixels->told->width, pixels->told->height);
    if (network)
        nnreg_engine_report_at(pixels->engine, &image->resize_type, NNREG_RULE_MODEL_RESIZE_TWICE, hint,
                               "resize_type NETWORK keeps the aspect ratio, but the graph brings every image "
                               "to %ux%u (%s)",
                               pixels->told->width, pixels->told->height, node);
    else
        nnreg_engine_report_at(
            pixels->engine, &image->target_size, NNREG_RULE_MODEL_RESIZE_TWICE, hint,
            "target_size is %s (width x height), but the graph brings every image to %ux%u "
            "(%s)",
            image->target_size, pixels->told->width, pixels->told->height, node);
}

static void judge_resize(const struct pixels *pixels)
{
    const struct nnreg_image *image = pixels->image;
    bool network = image->resize_type == NNREG_RESIZE_NETWORK;
    uint32_t width, height;
    int sides;
    char *node;

    if (pixels->told->width == 0 || !leaves_size_open(pixels->shape) || image->target_size == NULL ||
        image->resize_type < 0 || !nnreg_target_size(&width, &height, &sides, image->target_size) ||
        (sides == 1) != network)
        return;
    if (!network && width == pixels->told->width && height == pixels->told->height)
        return;
    node = nnreg_judged_node_text(pixels->engine, pixels->flow, pixels->told->resize_at);
    if (node != NULL)
        report_resize(pixels, network, node);
    nnreg_free(node);
}

void nnreg_judge_pixels(struct nnreg_engine *engine, const struct nnreg_image *image,
                        const struct nnreg_flow *flow, const struct nnreg_first_told *told,
                        const struct nnreg_shape *shape)
{
    struct pixels pixels = {engine, image, flow, told, shape, nnreg_first_pixels(told)};
    char *formula = formula_of(&pixels);

    if (formula != NULL) {
        if (pixels.expected.highest > 0) {
            judge_scaling(&pixels, formula);
            judge_centring(&pixels, formula);
        }
        judge_colors(&pixels, formula);
        judge_resize(&pixels);
    }
    nnreg_free(formula);
}
