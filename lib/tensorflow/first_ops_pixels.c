/* For which pixels a graph was made, by what it computes of them: see first_ops.h. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "check/engine.h"
#include "base/decimal.h"
#include "tensorflow/first_ops.h"
#include "tensorflow/model_names.h"

/* ------------------------------------------------------------------------------------------------- what is expected -- */

/*
 * What graphs do to pixels of each range: the factor that brings them to about 1, by the highest pixel and, behind a mean, by
 * a deviation of a fifth of the range or so; and where in the range the mean lies. A mean alone tells the range, too.
 */
static const struct first_range {
    double highest;
    double least_scale, most_scale; /* of x, in magnitude */
    double least_mean, most_mean;   /* that is subtracted of x; both 0: none */
    bool scales;
} ranges[] = {
    {255, 1 / 300.0, 1 / 30.0, 0, 0, true}, /* x / 255 */
    {255, 1 / 300.0, 1 / 30.0, 60, 200,
     true},                          /* x / 127.5 - 1, (x - 127.5) / 128, (x / 255 - 0.485) / 0.229 */
    {255, 0.5, 1.5, 60, 200, false}, /* x - 123.68 */
    {1, 0.5, 8, 0.2, 0.8, false},    /* (x - 0.5) * 2, (x - 0.485) / 0.229 */
    {1, 200, 300, 0, 0, false},      /* x * 255 */
    {1, 200, 300, 0.2, 0.8, false},  /* x * 255 - 123.68 */
    {65535, 1 / 70000.0, 1 / 30000.0, 0, 0, true}, /* x / 65535 */
};

static bool lies_within(double value, double least, double most)
{
    return value >= least && value <= most;
}

static bool is_of_range(const struct first_range *range, const struct nnreg_first_told *told)
{
    uint32_t i;

    for (i = 0; i < told->parts; i++) {
        double mean = -told->shift[i] / told->scale[i];

        if (!lies_within(told->scale[i], range->least_scale, range->most_scale) ||
            !lies_within(mean, range->least_mean, range->most_mean))
            return false;
    }
    return true;
}

/* The means of the pictures of ImageNet, red, green and blue, as programs write them. */
static const double mean_colors[] = {123.68, 116.6, 103.7};

static bool are_means(const struct nnreg_first_told *told, double highest, bool reversed)
{
    uint32_t i;

    for (i = 0; i < 3; i++)
        if (fabs(-told->shift[i] / told->scale[i] * 255 / highest - mean_colors[reversed ? 2 - i : i]) > 1.5)
            return false;
    return true;
}

struct nnreg_first_pixels nnreg_first_pixels(const struct nnreg_first_told *told)
{
    struct nnreg_first_pixels pixels = {.colors = NNREG_FIRST_COLORS_UNKNOWN};
    size_t i = 0, count = sizeof ranges / sizeof *ranges;

    if (!told->computes)
        return pixels;
    while (i < count && !is_of_range(&ranges[i], told))
        i++;
    if (i < count) {
        pixels.highest = ranges[i].highest;
        pixels.scales = ranges[i].scales;
        pixels.centers = ranges[i].most_mean > 0;
    } else if (told->whole) {
        pixels.highest = 255;
    }
    if (pixels.centers && told->parts == 3)
        pixels.colors = are_means(told, pixels.highest, false)  ? NNREG_FIRST_COLORS_RGB
                        : are_means(told, pixels.highest, true) ? NNREG_FIRST_COLORS_BGR
                                                                : NNREG_FIRST_COLORS_UNKNOWN;
    return pixels;
}

/* ---------------------------------------------------------------------------------------------------------- words -- */

void nnreg_first_node_put(struct nnreg_bytes *out, const struct nnreg_flow *flow, uint32_t point)
{
    const struct nnreg_savedmodel *model = flow->graph->model;
    const struct nnreg_savedmodel_node *node = nnreg_flow_place(flow, point).node;
    char op[NNREG_SHOWN], name[NNREG_SHOWN];

    assert(node != NULL); /* points that are told are of nodes */
    nnreg_bytes_format(out, "%s \"%s\"", nnreg_model_shown(op, model, node->op),
                       nnreg_model_shown(name, model, node->name));
}

/* One number, or one for each channel. */
static void put_numbers_of(struct nnreg_bytes *out, const double numbers[NNREG_FIRST_CHANNELS],
                           uint32_t count)
{
    uint32_t i;

    for (i = 1; i < count && numbers[i] == numbers[0]; i++)
        ;
    if (i >= count)
        count = 1;
    nnreg_bytes_text(out, count > 1 ? "(" : "");
    for (i = 0; i < count; i++)
        nnreg_bytes_format(out, "%s%s", i > 0 ? ", " : "", NNREG_DECIMAL(numbers[i]));
    nnreg_bytes_text(out, count > 1 ? ")" : "");
}

static void put_scale(struct nnreg_bytes *out, const struct nnreg_first_told *told)
{
    double numbers[NNREG_FIRST_CHANNELS];
    bool divides = fabs(told->scale[0]) < 1, is_one = true;
    uint32_t i;

    for (i = 0; i < told->parts; i++) {
        numbers[i] = divides ? 1 / told->scale[i] : told->scale[i];
        is_one &= told->scale[i] == 1;
    }
    if (is_one)
        return;
    nnreg_bytes_text(out, divides ? " / " : " * ");
    put_numbers_of(out, numbers, told->parts);
}

static void put_shift(struct nnreg_bytes *out, const struct nnreg_first_told *told)
{
    double numbers[NNREG_FIRST_CHANNELS];
    bool subtracts = told->shift[0] < 0, is_none = true;
    uint32_t i;

    for (i = 0; i < told->parts; i++) {
        numbers[i] = subtracts ? -told->shift[i] : told->shift[i];
        is_none &= told->shift[i] == 0;
    }
    if (is_none)
        return;
    nnreg_bytes_text(out, subtracts ? " - " : " + ");
    put_numbers_of(out, numbers, told->parts);
}

void nnreg_first_formula_put(struct nnreg_bytes *out, const struct nnreg_flow *flow,
                             const struct nnreg_first_told *told)
{
    const uint32_t points[] = {told->scale_at, told->shift_at, told->whole_at};
    bool any = false;
    size_t i;

    nnreg_bytes_text(out, "it computes x");
    put_scale(out, told);
    put_shift(out, told);
    nnreg_bytes_text(out, " of a pixel x");
    for (i = 0; i < sizeof points / sizeof *points; i++) {
        if (points[i] == NNREG_FLOW_NONE || (i > 0 && points[i] == points[i - 1]))
            continue;
        nnreg_bytes_text(out, any ? ", " : " (");
        nnreg_first_node_put(out, flow, points[i]);
        any = true;
    }
    nnreg_bytes_text(out, any ? ")" : "");
}
