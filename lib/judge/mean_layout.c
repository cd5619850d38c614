/*
 * How the dimensions of a mean lie, held against the image that is declared. An array (.npy, .proto.bin) lies as the input
 * does, in the order of dimension_order without N; a .binaryproto as Caffe defines it, channels, height, width.
 */
#include "judge/mean_parts.h"

#include <stdio.h>
#include <string.h>

#include "formats/shape.h"
#include "records/network.h"

/* The dimensions that are more than brackets: those of 1 in front are left out, but for three. */
struct layout {
    const int64_t *dims;
    uint32_t rank;
};

static struct layout trim(const struct nnreg_mean_facts *mean)
{
    struct layout layout = {mean->dims, mean->rank};

    while (layout.rank > 3 && layout.dims[0] == 1) {
        layout.dims++;
        layout.rank--;
    }
    return layout;
}

static const char *dims_shown(char out[NNREG_SHAPE_SHOWN], const struct nnreg_mean_facts *mean)
{
    struct nnreg_shape shape = {.known = true, .rank = mean->rank};

    memcpy(shape.dim, mean->dims, mean->rank * sizeof *mean->dims);
    return nnreg_shape_shown(out, &shape);
}

/* A mean of three dimensions and its image; what is not known of the image is -1. */
struct mean_image {
    const int64_t *dims;
    int64_t channels, width, height;
};

static int64_t along(const struct mean_image *mean, const char *order, char letter)
{
    return mean->dims[strchr(order, letter) - order];
}

static bool has_channels(const struct mean_image *mean, const char *order)
{
    return mean->channels < 0 || along(mean, order, 'C') == mean->channels;
}

/* A height or width of 1 is subtracted from every row or column, and fits each image. */
static bool has_size(const struct mean_image *mean, const char *order)
{
    int64_t high = along(mean, order, 'H'), wide = along(mean, order, 'W');

    return high == 1 || wide == 1 || mean->width < 0 || (high == mean->height && wide == mean->width);
}

/* The order in which the dimensions fit, the one in which they should be before others. NULL: there is none. */
static const char *fitting_order(const struct mean_image *mean, const char *wanted, bool size)
{
    const char *const orders[] = {wanted, "HWC", "CHW", "WHC", "CWH"};
    size_t i;

    for (i = 0; i < sizeof orders / sizeof *orders; i++)
        if (has_channels(mean, orders[i]) && (!size || has_size(mean, orders[i])))
            return orders[i];
    return NULL;
}

static void report_channels(struct nnreg_engine *engine, const struct nnreg_image *image, const char *shown)
{
    int channels = nnreg_image_channels(image);

    nnreg_engine_report_at(engine, &image->mean_file, NNREG_RULE_MEAN_SHAPE, NULL,
                           "the mean has the shape %s, and the image has %d channel%s", shown, channels,
                           channels == 1 ? "" : "s");
}

static void report_size(struct nnreg_engine *engine, const struct nnreg_image *image, const char *shown)
{
    nnreg_engine_report_at_as(engine, &image->mean_file, NNREG_RULE_MEAN_SHAPE, NNREG_SEVERITY_WARNING,
                              "crop or scale the mean to the target size, or use one value for each channel",
                              "the mean has the shape %s, and the image is %s (width x height)", shown,
                              image->target_size);
}

/* "numpy.transpose(mean, (1, 2, 0))" for a mean in CHW that should be in HWC. */
static void report_layout(struct nnreg_engine *engine, const struct nnreg_image *image, bool blob,
                          const char *shown, const char *wanted, const char *found)
{
    char hint[160];

    (void)snprintf(hint, sizeof hint, "save it in %s: numpy.transpose(mean, (%d, %d, %d))", wanted,
                   (int)(strchr(found, wanted[0]) - found), (int)(strchr(found, wanted[1]) - found),
                   (int)(strchr(found, wanted[2]) - found));
    if (blob)
        nnreg_engine_report_at(engine, &image->mean_file, NNREG_RULE_MEAN_LAYOUT, hint,
                               "the mean has the shape %s, which is %s, but a .binaryproto is %s", shown,
                               found, wanted);
    else
        nnreg_engine_report_at(
            engine, &image->mean_file, NNREG_RULE_MEAN_LAYOUT, hint,
            "the mean has the shape %s, which is %s, but with the dimension_order %s it "
            "is taken as %s",
            shown, found, nnreg_vocab_word(&nnreg_vocab_dimension_order, image->dimension_order), wanted);
}

/* How the dimensions should lie; NULL: an array, and dimension_order is not known. */
static const char *wanted_order(const struct nnreg_image *image, bool blob)
{
    if (blob)
        return "CHW";
    if (image->dimension_order < 0)
        return NULL;
    return nnreg_vocab_word(&nnreg_vocab_dimension_order, image->dimension_order) + 1; /* N is always first */
}

/*
 * In the order in which it should lie nothing is said. In another one that fits, that is what is told; where none fits, of a
 * mean with the right number of channels anywhere the size is what is wrong.
 */
static void judge_image_of_means(struct nnreg_engine *engine, const struct nnreg_image *image, bool blob,
                                 const struct mean_image *mean, const char *shown)
{
    const char *known = wanted_order(image, blob), *wanted = known != NULL ? known : "CHW";
    const char *found = fitting_order(mean, wanted, true), *channels = fitting_order(mean, wanted, false);

    if (found == NULL && channels == NULL)
        report_channels(engine, image, shown);
    else if (found == NULL)
        report_size(engine, image, shown);
    else if (known != NULL && strcmp(found, wanted) != 0)
        report_layout(engine, image, blob, shown, wanted, found);
}

/* Whether the height should lie before the width. */
static bool rows_first(const struct nnreg_image *image, bool blob)
{
    const char *wanted = wanted_order(image, blob);

    return wanted == NULL || strchr(wanted, 'H') < strchr(wanted, 'W');
}

static void read_mean_image(struct mean_image *mean, const struct nnreg_image *image, const int64_t *dims)
{
    uint32_t width, height;
    int sides;

    *mean =
        (struct mean_image){.dims = dims, .channels = nnreg_image_channels(image), .width = -1, .height = -1};
    if (image->target_size == NULL || !nnreg_target_size(&width, &height, &sides, image->target_size) ||
        sides != 2)
        return;
    mean->width = width;
    mean->height = height;
}

void nnreg_judge_mean_layout(struct nnreg_engine *engine, const struct nnreg_image *image,
                             const struct nnreg_mean_facts *facts, bool blob)
{
    struct layout layout = trim(facts);
    struct mean_image mean;
    char shown[NNREG_SHAPE_SHOWN];

    dims_shown(shown, facts);
    read_mean_image(&mean, image, layout.dims);
    if (layout.rank == 0 || layout.rank > 3)
        nnreg_engine_report_at(engine, &image->mean_file, NNREG_RULE_MEAN_SHAPE, NULL,
                               "the mean has the shape %s, which is no image and no list of channels", shown);
    else if (layout.rank == 3)
        judge_image_of_means(engine, image, blob, &mean, shown);
    else if (mean.channels >= 0 && mean.channels != (layout.rank == 1 ? layout.dims[0] : 1))
        report_channels(engine, image, shown);
    else if (layout.rank == 2 && !has_size(&mean, rows_first(image, blob) ? "HWC" : "WHC"))
        report_size(engine, image, shown);
}
