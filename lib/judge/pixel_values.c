/*
 * The numbers that are fed: pixels from 0 to pixel_scaling, less the mean, as data_type. What cannot be meant is a mean in
 * other units than the pixels, and numbers that data_type cannot hold, or that it holds by rounding all pixels to one or two.
 */
#include <stdio.h>
#include <string.h>

#include "judge/mean_parts.h"
#include "base/decimal.h"

/* A mean may be that much beyond the pixels, by rounding. */
#define MEAN_LEEWAY 1.001
/* As whole numbers, pixels up to this have three values at most. */
#define FEW_VALUES  2.0
/* A mean that is nowhere above 1 is one for pixels up to 1, where pixels go as high as this. */
#define MANY_VALUES 64.0
#define UINT8_MOST  255.0
/* No network was trained with pixels up to this; it is what they were multiplied by: 1/255, 1/127.5, 0.017. */
#define FACTOR_MOST 0.02

/* What an element of a data_type can hold. 0 and 0: any number that a description can have. */
struct element {
    double least, most;
    bool whole;
};

/* By the words of data_type. Floating-point types hold what is no larger than this; FLOAT64 holds everything. */
static bool find_element(struct element *element, const struct nnreg_image *image)
{
    static const struct {
        const char *word;
        struct element element;
    } elements[] = {
        {"FLOAT16", {-65504, 65504, false}},
        {"FLOAT32", {-3.4028234663852886e38, 3.4028234663852886e38, false}},
        {"UINT8", {0, 255, true}},
        {"INT8", {-128, 127, true}},
        {"UINT16", {0, 65535, true}},
        {"INT16", {-32768, 32767, true}},
        {"INT32", {-2147483648.0, 2147483647.0, true}},
        {"INT64", {-9223372036854775808.0, 9223372036854775807.0, true}},
    };
    const char *word =
        image->data_type >= 0 ? nnreg_vocab_word(&nnreg_vocab_data_type, image->data_type) : NULL;
    size_t i;

    for (i = 0; word != NULL && i < sizeof elements / sizeof *elements; i++)
        if (strcmp(word, elements[i].word) == 0) {
            *element = elements[i].element;
            return true;
        }
    return false;
}

/* At pixel_scaling, where it was written; at data_type, where 255 is the default. */
static const void *scaling_place(struct nnreg_engine *engine, const struct nnreg_image *image)
{
    return nnreg_engine_has(engine, &image->pixel_scaling) ? (const void *)&image->pixel_scaling
                                                           : (const void *)&image->data_type;
}

static bool has_mean(const struct nnreg_image *image)
{
    return image->mean_file != NULL && image->mean_file[0] != '\0';
}

static bool knows_scaling(const struct nnreg_image *image)
{
    return image->pixel_scaling > 0; /* else it has a finding of its own */
}

static void report_too_large(struct nnreg_engine *engine, const struct nnreg_image *image,
                             const struct element *element)
{
    char hint[80];

    (void)snprintf(hint, sizeof hint, "set pixel_scaling to %s, or to less",
                   NNREG_DECIMAL(element->most > UINT8_MOST ? UINT8_MOST : element->most));
    nnreg_engine_report_at(engine, scaling_place(engine, image), NNREG_RULE_PIXEL_RANGE, hint,
                           "pixels from 0 to %s (pixel_scaling) do not fit into %s, which ends at %s",
                           NNREG_DECIMAL(image->pixel_scaling),
                           nnreg_vocab_word(&nnreg_vocab_data_type, image->data_type),
                           NNREG_DECIMAL(element->most));
}

static void report_few(struct nnreg_engine *engine, const struct nnreg_image *image,
                       const struct element *element)
{
    char hint[80];

    (void)snprintf(hint, sizeof hint, "set pixel_scaling to %s, or data_type to \"FLOAT32\"",
                   NNREG_DECIMAL(element->most > UINT8_MOST ? UINT8_MOST : element->most));
    nnreg_engine_report_at(
        engine, scaling_place(engine, image), NNREG_RULE_PIXEL_RANGE, hint,
        "pixels from 0 to %s (pixel_scaling) are all but the same as %s, which holds whole "
        "numbers only",
        NNREG_DECIMAL(image->pixel_scaling), nnreg_vocab_word(&nnreg_vocab_data_type, image->data_type));
}

/* What Caffe calls scale, and Keras rescale. */
static void report_factor(struct nnreg_engine *engine, const struct nnreg_image *image)
{
    char hint[120];

    (void)snprintf(hint, sizeof hint,
                   "it is the upper end of the pixels, not what they are multiplied by: write %s for that",
                   NNREG_DECIMAL(UINT8_MOST * image->pixel_scaling));
    nnreg_engine_report_at(engine, &image->pixel_scaling, NNREG_RULE_PIXEL_FACTOR, hint,
                           "pixel_scaling %s leaves pixels from 0 to %s", NNREG_DECIMAL(image->pixel_scaling),
                           NNREG_DECIMAL(image->pixel_scaling));
}

/* Without the mean's values: no mean makes the pixels span more or less numbers; one of unsigned numbers leaves them. */
static void judge_image_pixels(struct nnreg_engine *engine, const struct nnreg_image *image)
{
    struct element element;
    double span;

    if (knows_scaling(image) && image->pixel_scaling <= FACTOR_MOST) {
        report_factor(engine, image);
        return;
    }
    if (!knows_scaling(image) || !find_element(&element, image))
        return;
    span = has_mean(image) ? element.most - element.least : element.most;
    if (image->pixel_scaling > span)
        report_too_large(engine, image, &element);
    else if (element.whole && image->pixel_scaling <= FEW_VALUES)
        report_few(engine, image, &element);
    else if (element.least == 0 && has_mean(image))
        nnreg_engine_report_at(engine, &image->mean_file, NNREG_RULE_PIXEL_RANGE,
                               "leave mean_file out, or set data_type to \"FLOAT32\"",
                               "pixels below the mean are less than 0, which %s cannot hold",
                               nnreg_vocab_word(&nnreg_vocab_data_type, image->data_type));
}

void nnreg_judge_pixel_values(struct nnreg_engine *engine, const struct nnreg_network *network)
{
    const struct nnreg_preprocessing *preprocessing = network->preprocessing;
    size_t i;

    for (i = 0; preprocessing != NULL && i < preprocessing->inputs.count; i++) {
        const struct nnreg_input *input = (const struct nnreg_input *)preprocessing->inputs.items + i;

        if (input->image != NULL)
            judge_image_pixels(engine, input->image);
    }
}

/* -- with the mean -- */

/* How to put right a mean from `least` to `most` that is not one of pixels up to `scaling`; `hint` is room for it. */
static const char *hint_for_mean(char *hint, size_t size, double least, double most, double scaling)
{
    if (least < 0 && most <= 0 && least >= -scaling * MEAN_LEEWAY)
        return "the mean is subtracted: save it without the minus";
    if (least < 0 || most > UINT8_MOST * MEAN_LEEWAY)
        return "save the mean of pixels that were normalised to [0, pixel_scaling]";
    (void)snprintf(hint, size,
                   "set pixel_scaling to 255 if the network was trained so, or save the mean divided by %s",
                   NNREG_DECIMAL(UINT8_MOST / scaling));
    return hint;
}

static void report_beyond(struct nnreg_engine *engine, const struct nnreg_image *image,
                          const struct nnreg_mean_facts *mean)
{
    char hint[120];

    nnreg_engine_report_at(
        engine, &image->mean_file, NNREG_RULE_MEAN_RANGE,
        hint_for_mean(hint, sizeof hint, mean->least, mean->most, image->pixel_scaling),
        "the mean has values from %s to %s, but the pixels that it is subtracted from are from 0 to %s "
        "(pixel_scaling)",
        NNREG_DECIMAL(mean->least), NNREG_DECIMAL(mean->most), NNREG_DECIMAL(image->pixel_scaling));
}

/* A mean of pixels up to 1 changes next to nothing of pixels up to 255. A black image has it, too, so it is a note. */
static void judge_small_mean(struct nnreg_engine *engine, const struct nnreg_image *image,
                             const struct nnreg_mean_facts *mean)
{
    char hint[120];

    if (!(mean->most > 0 && mean->most <= 1 && image->pixel_scaling >= MANY_VALUES))
        return;
    (void)snprintf(hint, sizeof hint,
                   "set pixel_scaling to 1 if the network was trained so, or save the mean times %s",
                   NNREG_DECIMAL(image->pixel_scaling));
    nnreg_engine_report_at_as(
        engine, &image->mean_file, NNREG_RULE_MEAN_RANGE, NNREG_SEVERITY_NOTE, hint,
        "the mean has values from %s to %s, as of pixels up to 1, but pixels are from 0 to "
        "%s (pixel_scaling)",
        NNREG_DECIMAL(mean->least), NNREG_DECIMAL(mean->most), NNREG_DECIMAL(image->pixel_scaling));
}

/* Unsigned numbers have a finding without the mean; pixels that fit by no mean, too. */
static void judge_difference(struct nnreg_engine *engine, const struct nnreg_image *image,
                             const struct nnreg_mean_facts *mean)
{
    double scaling = image->pixel_scaling, least = -mean->most, most = scaling - mean->least;
    struct element element;

    if (!find_element(&element, image) || element.least == 0 || scaling > element.most - element.least ||
        (element.whole && scaling <= FEW_VALUES) || (least >= element.least && most <= element.most))
        return;
    nnreg_engine_report_at(engine, scaling_place(engine, image), NNREG_RULE_PIXEL_RANGE,
                           "set a smaller pixel_scaling, or a data_type that holds more",
                           "pixels less the mean are from %s to %s, which do not fit into %s (%s to %s)",
                           NNREG_DECIMAL(least), NNREG_DECIMAL(most),
                           nnreg_vocab_word(&nnreg_vocab_data_type, image->data_type),
                           NNREG_DECIMAL(element.least), NNREG_DECIMAL(element.most));
}

void nnreg_judge_mean_values(struct nnreg_engine *engine, const struct nnreg_image *image,
                             const struct nnreg_mean_facts *mean)
{
    if (!knows_scaling(image))
        return;
    if (mean->least < 0 || mean->most > image->pixel_scaling * MEAN_LEEWAY) {
        report_beyond(engine, image, mean);
        return;
    }
    judge_small_mean(engine, image, mean);
    judge_difference(engine, image, mean);
}
