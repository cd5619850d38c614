/*
 * Whether every operation on the way to the declared outputs can work with the images that the description feeds: their shapes
 * are propagated through the graph (shapes.h), and the first that cannot is told. What shapes the outputs get is kept with the
 * findings.
 *
 * One image is fed, where the graph leaves the number of them open. What works with some other number is let pass: a graph may
 * take its frames in tens. What would work instead is found by trying: the other order of dimensions, other channels, and where
 * the graph leaves height or width open, the sizes that networks usually have.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "tensorflow/fed_images.h"
#include "tensorflow/judge_shapes.h"

enum {
    POINTS_TRIED = 1u << 23, /* points that are computed, in all, to find what works */
};

static const int64_t batches[] = {1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 64};

/* Sides of images that networks are usually made for. */
static const uint32_t usual_sides[] = {28,  32,  48,  64,  96,  100, 112, 128, 144,  150, 160, 180, 192,
                                       200, 208, 224, 227, 229, 231, 240, 256, 260,  288, 299, 300, 320,
                                       331, 352, 368, 380, 384, 400, 416, 448, 456,  480, 512, 513, 528,
                                       544, 600, 608, 640, 768, 800, 832, 896, 1024, 1280};

struct judging_shapes {
    struct nnreg_engine *engine;
    const struct nnreg_judged *judged;
    struct nnreg_shapes shapes;
    struct nnreg_fed_images images;
    struct nnreg_shaped_outputs outputs;
    size_t tries; /* that are left */
    bool reported;
};

/* ------------------------------------------------------------------------------------------------------- trying -- */

static bool runs(struct judging_shapes *judging)
{
    return nnreg_shapes_run(&judging->shapes, NULL) == NNREG_OK;
}

/* Whether the images, as they are now, let all operations work. */
static bool works(struct judging_shapes *judging)
{
    if (judging->tries == 0 || !nnreg_fed_images_put(&judging->images, &judging->shapes))
        return false;
    judging->tries--;
    return runs(judging) && judging->shapes.conflict.reason == NNREG_SHAPES_FITS;
}

static bool works_in_batches(struct judging_shapes *judging)
{
    size_t i;
    bool found = false;

    for (i = 1; i < sizeof batches / sizeof *batches && !found; i++) {
        nnreg_fed_images_batch(&judging->images, batches[i]);
        found = works(judging);
    }
    nnreg_fed_images_batch(&judging->images, 1);
    return found;
}

/* Where the graph says nothing of the image, it may be one without a batch. */
static bool works_alone(struct judging_shapes *judging)
{
    bool any = false, found;
    size_t i;

    for (i = 0; i < judging->images.count; i++) {
        any |= judging->images.image[i].any_rank;
        judging->images.image[i].rank = judging->images.image[i].any_rank ? 3 : judging->images.image[i].rank;
    }
    found = any && works(judging);
    for (i = 0; i < judging->images.count; i++)
        judging->images.image[i].rank = judging->images.image[i].any_rank ? 4 : judging->images.image[i].rank;
    return found;
}

/* ------------------------------------------------------------------------------------------------------- hints -- */

/* Where to report, and what to do: `hint` is empty where nothing was found. */
struct shape_hint {
    const void *member;
    char text[120];
};

static bool try_order(struct shape_hint *hint, struct judging_shapes *judging, struct nnreg_fed_image *fed)
{
    const char *declared = fed->order, *other = strcmp(declared, "NHWC") == 0 ? "NCHW" : "NHWC";
    bool found;

    fed->order = other;
    found = works(judging);
    fed->order = declared;
    if (found) {
        hint->member = &fed->image->dimension_order;
        (void)snprintf(hint->text, sizeof hint->text, "set dimension_order to \"%s\"", other);
    }
    return found;
}

static bool try_channels(struct shape_hint *hint, struct judging_shapes *judging, struct nnreg_fed_image *fed)
{
    int64_t declared = fed->channels;
    bool found;

    if (declared != 1 && declared != 3)
        return false;
    fed->channels = 4 - declared;
    found = works(judging);
    fed->channels = declared;
    if (found) {
        hint->member = &fed->image->color_channels;
        (void)snprintf(hint->text, sizeof hint->text, "%s",
                       declared == 3 ? "set color_channels to \"L\""
                                     : "set color_channels to \"RGB\" or \"BGR\", as the model was trained");
    }
    return found;
}

static bool try_size(struct shape_hint *hint, struct judging_shapes *judging, struct nnreg_fed_image *fed,
                     int64_t width, int64_t height)
{
    int64_t declared_width = fed->width, declared_height = fed->height;
    bool found;

    if (width == declared_width && height == declared_height)
        return false;
    fed->width = width;
    fed->height = height;
    found = works(judging);
    fed->width = declared_width;
    fed->height = declared_height;
    if (found)
        (void)snprintf(hint->text, sizeof hint->text, "%lldx%lld fits: set target_size to \"%lldx%lld\"",
                       (long long)width, (long long)height, (long long)width, (long long)height);
    return found;
}

/* From the side that is nearest to the declared one; where one side is fixed, only the other changes. */
static void try_sizes(struct shape_hint *hint, struct judging_shapes *judging, struct nnreg_fed_image *fed)
{
    int64_t width = nnreg_fed_image_fixed(fed, 'W'), height = nnreg_fed_image_fixed(fed, 'H'), wanted;
    bool tried[sizeof usual_sides / sizeof *usual_sides] = {false};
    size_t i, turn, count = sizeof usual_sides / sizeof *usual_sides;

    if (fed->width < 0 || (width >= 0 && height >= 0))
        return;
    if (width < 0 && height < 0 && try_size(hint, judging, fed, fed->height, fed->width))
        return;
    wanted = width < 0 ? fed->width : fed->height;
    for (turn = 0; turn < count; turn++) {
        size_t best = count;

        for (i = 0; i < count; i++)
            if (!tried[i] && (best == count || llabs((long long)usual_sides[i] - wanted) <
                                                   llabs((long long)usual_sides[best] - wanted)))
                best = i;
        tried[best] = true;
        if (try_size(hint, judging, fed, width < 0 ? usual_sides[best] : width,
                     height < 0 ? usual_sides[best] : height))
            return;
    }
}

/* Only where there is one image, so that it is clear which has to change. */
static void find_hint(struct shape_hint *hint, struct judging_shapes *judging)
{
    struct nnreg_fed_image *fed = &judging->images.image[0];

    hint->text[0] = '\0';
    hint->member = &fed->image->target_size;
    if (judging->images.count != 1)
        return;
    if (!try_order(hint, judging, fed) && !try_channels(hint, judging, fed))
        try_sizes(hint, judging, fed);
}

/* ---------------------------------------------------------------------------------------------------------- all -- */

/*
 * The text is made while what was found is still there; trying what else would do takes it away. In a graph that is too large
 * to try that it may work in other batches, nothing is said.
 */
static void judge_conflict(struct judging_shapes *judging)
{
    const char *size = judging->images.count == 1 && judging->images.image[0].width >= 0
                           ? judging->images.image[0].image->target_size
                           : NULL;
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    struct shape_hint hint;
    char *taken = NULL;

    nnreg_shapes_conflict_text(&text, &judging->shapes, size);
    if (nnreg_bytes_take(&taken, &text) != NNREG_OK) {
        judging->shapes.failed = true;
        return;
    }
    if (!works_in_batches(judging) && !works_alone(judging) && judging->tries > 0) {
        find_hint(&hint, judging);
        judging->reported = !judging->shapes.failed;
        if (judging->reported)
            nnreg_engine_report_at(judging->engine, hint.member, NNREG_RULE_MODEL_SHAPE_INSIDE,
                                   hint.text[0] != '\0' ? hint.text : NULL, "%s", taken);
    }
    nnreg_free(taken);
}

/* What the outputs become: of one image, then of any number. */
static void judge_fed_images(struct judging_shapes *judging)
{
    if (nnreg_fed_images_put(&judging->images, &judging->shapes) && runs(judging)) {
        nnreg_shaped_outputs_note(&judging->outputs, &judging->shapes, NNREG_SHAPED_ONE);
        if (judging->shapes.conflict.reason != NNREG_SHAPES_FITS)
            judge_conflict(judging);
    }
    nnreg_fed_images_batch(&judging->images, -1);
    if (nnreg_fed_images_put(&judging->images, &judging->shapes) && runs(judging))
        nnreg_shaped_outputs_note(&judging->outputs, &judging->shapes, NNREG_SHAPED_MANY);
}

static void judge_network_shapes(struct judging_shapes *judging, const struct nnreg_network *network)
{
    nnreg_fed_images_take(&judging->images, judging->judged, network);
    if (!judging->images.whole || !nnreg_shaped_outputs_find(&judging->outputs, judging->judged, network) ||
        nnreg_shapes_make(&judging->shapes, judging->judged->flow, judging->images.feeds,
                          judging->images.count, judging->outputs.tensors, judging->outputs.count,
                          NULL) != NNREG_OK)
        return;
    judging->tries = POINTS_TRIED / ((size_t)judging->shapes.order_count + 1);
    if (judging->images.count > 0)
        judge_fed_images(judging);
    else if (runs(judging))
        nnreg_shaped_outputs_note(&judging->outputs, &judging->shapes, NNREG_SHAPED_MANY);
    if (!judging->shapes.failed)
        nnreg_shaped_outputs_judge(judging->engine, &judging->outputs, &judging->shapes);
}

bool nnreg_judge_shapes(struct nnreg_engine *engine, const struct nnreg_network *network,
                        const struct nnreg_judged *judged)
{
    struct judging_shapes *judging;
    bool reported;

    if (judged->flow == NULL || !judged->loads || network->preprocessing == NULL ||
        network->preprocessing->inputs.count == 0)
        return true;
    judging = nnreg_alloc_zero(1, sizeof *judging);
    if (judging == NULL) {
        engine->status = NNREG_NO_MEMORY;
        return true;
    }
    judging->engine = engine;
    judging->judged = judged;
    judge_network_shapes(judging, network);
    if (judging->shapes.failed || judging->outputs.failed || judged->flow->failed)
        engine->status = NNREG_NO_MEMORY;
    reported = judging->reported;
    nnreg_shapes_free(&judging->shapes);
    nnreg_shaped_outputs_free(&judging->outputs);
    nnreg_free(judging);
    return !reported;
}
