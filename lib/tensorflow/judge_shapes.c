/*
 * Whether every operation on the way to the declared outputs can work with the images that the description feeds: their shapes
 * are propagated through the graph (shapes.h), and the first that cannot is told.
 *
 * One image is fed, where the graph leaves the number of them open. What works with some other number is let pass: a graph may
 * take its frames in tens. What would work instead is found by trying: the other order of dimensions, other channels, and where
 * the graph leaves height or width open, the sizes that networks usually have.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "tensorflow/judge_shapes.h"

enum {
    IMAGES_FED = 64,         /* inputs: with more nothing is tried */
    POINTS_TRIED = 1u << 23, /* points that are computed, in all, to find what works */
};

static const int64_t batches[] = {1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 64};

/* Sides of images that networks are usually made for. */
static const uint32_t usual_sides[] = {28,  32,  48,  64,  96,  100, 112, 128, 144,  150, 160, 180, 192,
                                       200, 208, 224, 227, 229, 231, 240, 256, 260,  288, 299, 300, 320,
                                       331, 352, 368, 380, 384, 400, 416, 448, 456,  480, 512, 513, 528,
                                       544, 600, 608, 640, 768, 800, 832, 896, 1024, 1280};

/* An input that is an image, and what is tried of it. */
struct fed_image {
    const struct nnreg_image *image;
    struct nnreg_flow_tensor tensor;
    const char *order;                      /* "NHWC" */
    int64_t channels, width, height, batch; /* -1: not known */
    uint32_t rank;
    bool any_rank;    /* the graph does not say it */
    int64_t fixed[4]; /* what the graph says of each dimension; -1: open */
};

struct judging_shapes {
    struct nnreg_engine *engine;
    const struct nnreg_judged *judged;
    struct nnreg_shapes shapes;
    struct fed_image images[IMAGES_FED];
    struct nnreg_shapes_feed feeds[IMAGES_FED];
    size_t image_count;
    struct nnreg_flow_tensor *outputs;
    size_t output_count;
    size_t tries; /* that are left */
    bool reported;
    bool whole; /* all tensors are there, and the images go with what the graph says of them */
};

/* ------------------------------------------------------------------------------------------------------ tensors -- */

static bool find_shaped(struct nnreg_graph_tensor *tensor, struct judging_shapes *judging, const char *name,
                        bool is_output)
{
    bool found = nnreg_judged_tensor(tensor, judging->judged, name, is_output) && tensor->has_output;

    if (!found)
        judging->whole = false; /* which has a finding of its own */
    return found;
}

static void take_shaped_output(struct judging_shapes *judging, const char *name)
{
    struct nnreg_graph_tensor tensor;

    if (find_shaped(&tensor, judging, name, true))
        judging->outputs[judging->output_count++] =
            (struct nnreg_flow_tensor){nnreg_flow_of_node(judging->judged->flow, tensor.node), tensor.output};
}

static void take_shaped_outputs(struct judging_shapes *judging, const struct nnreg_network *network)
{
    const struct nnreg_postprocessing *list = network->postprocessings.items;
    size_t i, k;

    for (i = 0; i < network->postprocessings.count; i++) {
        const struct nnreg_tensors_output *tensors = list[i].tensors_output;
        const struct nnreg_standard_output *standard = list[i].standard_output;

        for (k = 0; tensors != NULL && k < tensors->tensors.count; k++)
            take_shaped_output(judging, ((char *const *)tensors->tensors.items)[k]);
        if (standard != NULL) {
            take_shaped_output(judging, standard->boxes_tensor);
            take_shaped_output(judging, standard->scores_tensor);
        }
    }
}

static size_t count_shaped_outputs(const struct nnreg_network *network)
{
    const struct nnreg_postprocessing *list = network->postprocessings.items;
    size_t count = 0, i;

    for (i = 0; i < network->postprocessings.count; i++) {
        count += list[i].tensors_output != NULL ? list[i].tensors_output->tensors.count : 0;
        count += list[i].standard_output != NULL ? 2 : 0;
    }
    return count;
}

/* Where the longest side alone is told, what the sides are differs from image to image. */
static void take_size(struct fed_image *fed)
{
    uint32_t width, height;
    int sides;

    fed->width = fed->height = -1;
    if (fed->image->target_size == NULL || fed->image->resize_type < 0 ||
        fed->image->resize_type == NNREG_RESIZE_NETWORK ||
        !nnreg_target_size(&width, &height, &sides, fed->image->target_size) || sides != 2)
        return;
    fed->width = width;
    fed->height = height;
}

/* What the graph says of an image's dimensions: false where it is no image, or where nothing is known of what is fed. */
static bool take_dimensions(struct fed_image *fed, const struct judging_shapes *judging,
                            const struct nnreg_graph_tensor *tensor)
{
    struct nnreg_shape shape;
    uint32_t i;

    nnreg_graph_tensor_shape(&shape, &judging->judged->graph, tensor);
    fed->rank = shape.known ? shape.rank : 4;
    fed->any_rank = !shape.known;
    for (i = 0; i < 4; i++)
        fed->fixed[i] = shape.known && i < shape.rank ? shape.dim[i] : -1;
    return (fed->rank == 3 || fed->rank == 4) && fed->order != NULL &&
           nnreg_dtype_base(tensor->dtype) != NNREG_DT_STRING;
}

static void take_image(struct judging_shapes *judging, const struct nnreg_input *input)
{
    struct fed_image *fed = &judging->images[judging->image_count];
    struct nnreg_graph_tensor tensor;

    if (!find_shaped(&tensor, judging, input->tensor_name, false) || input->image == NULL)
        return;
    fed->image = input->image;
    fed->tensor =
        (struct nnreg_flow_tensor){nnreg_flow_of_node(judging->judged->flow, tensor.node), tensor.output};
    fed->order = input->image->dimension_order >= 0
                     ? nnreg_vocab_word(&nnreg_vocab_dimension_order, input->image->dimension_order)
                     : NULL;
    fed->channels = nnreg_image_channels(input->image);
    fed->batch = 1;
    take_size(fed);
    if (take_dimensions(fed, judging, &tensor))
        judging->feeds[judging->image_count++].tensor = fed->tensor;
}

/* ------------------------------------------------------------------------------------------------------- trying -- */

static int64_t declared_dimension(const struct fed_image *fed, char letter)
{
    switch (letter) {
    case 'N':
        return fed->batch;
    case 'C':
        return fed->channels;
    case 'H':
        return fed->height;
    default:
        return fed->width;
    }
}

/* The letter of a dimension; an image of rank 3 is one without N, which stands first in every order. */
static char letter_of(const struct fed_image *fed, uint32_t dimension)
{
    return fed->order[fed->rank == 3 ? dimension + 1 : dimension];
}

/* What the graph fixes counts; false where what is declared is another. How many images there are nobody declares. */
static bool fill_image(struct nnreg_shape *shape, const struct fed_image *fed)
{
    uint32_t i;

    shape->known = true;
    shape->rank = fed->rank;
    for (i = 0; i < fed->rank; i++) {
        int64_t declared = declared_dimension(fed, letter_of(fed, i));

        shape->dim[i] = fed->fixed[i] >= 0 ? fed->fixed[i] : declared;
        if (letter_of(fed, i) != 'N' && fed->fixed[i] >= 0 && declared >= 0 && declared != fed->fixed[i])
            return false;
    }
    return true;
}

/* False when an image does not go with what the graph says of it, which has a finding of its own. */
static bool feed_images(struct judging_shapes *judging)
{
    struct nnreg_shape shape;
    size_t i, k;

    for (i = 0; i < judging->image_count; i++) {
        if (!fill_image(&shape, &judging->images[i]))
            return false;
        for (k = 0; k < judging->image_count; k++) /* they were sorted */
            if (judging->feeds[k].tensor.point == judging->images[i].tensor.point &&
                judging->feeds[k].tensor.output == judging->images[i].tensor.output)
                judging->feeds[k].shape = nnreg_shapes_put(&judging->shapes, &shape);
    }
    return true;
}

static bool runs(struct judging_shapes *judging)
{
    return nnreg_shapes_run(&judging->shapes, NULL) == NNREG_OK;
}

/* Whether the images, as they are now, let all operations work. */
static bool works(struct judging_shapes *judging)
{
    if (judging->tries == 0 || !feed_images(judging))
        return false;
    judging->tries--;
    return runs(judging) && judging->shapes.conflict.reason == NNREG_SHAPES_FITS;
}

static bool works_in_batches(struct judging_shapes *judging)
{
    size_t i, k;
    bool found = false;

    for (i = 1; i < sizeof batches / sizeof *batches && !found; i++) {
        for (k = 0; k < judging->image_count; k++)
            judging->images[k].batch = batches[i];
        found = works(judging);
    }
    for (k = 0; k < judging->image_count; k++)
        judging->images[k].batch = 1;
    return found;
}

/* Where the graph says nothing of the image, it may be one without a batch. */
static bool works_alone(struct judging_shapes *judging)
{
    bool any = false, found;
    size_t i;

    for (i = 0; i < judging->image_count; i++) {
        any |= judging->images[i].any_rank;
        judging->images[i].rank = judging->images[i].any_rank ? 3 : judging->images[i].rank;
    }
    found = any && works(judging);
    for (i = 0; i < judging->image_count; i++)
        judging->images[i].rank = judging->images[i].any_rank ? 4 : judging->images[i].rank;
    return found;
}

/* ------------------------------------------------------------------------------------------------------- hints -- */

/* Where to report, and what to do: `hint` is empty where nothing was found. */
struct shape_hint {
    const void *member;
    char text[120];
};

static bool try_order(struct shape_hint *hint, struct judging_shapes *judging, struct fed_image *fed)
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

static bool try_channels(struct shape_hint *hint, struct judging_shapes *judging, struct fed_image *fed)
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

/* The size that the graph fixes for a side, -1 where it leaves it open. */
static int64_t fixed_side(const struct fed_image *fed, char letter)
{
    uint32_t i;

    for (i = 0; i < fed->rank; i++)
        if (letter_of(fed, i) == letter)
            return fed->fixed[i];
    return -1;
}

static bool try_size(struct shape_hint *hint, struct judging_shapes *judging, struct fed_image *fed,
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
static void try_sizes(struct shape_hint *hint, struct judging_shapes *judging, struct fed_image *fed)
{
    int64_t width = fixed_side(fed, 'W'), height = fixed_side(fed, 'H'), wanted;
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
    struct fed_image *fed = &judging->images[0];

    hint->text[0] = '\0';
    hint->member = &fed->image->target_size;
    if (judging->image_count != 1)
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
    const char *size = judging->image_count == 1 && judging->images[0].width >= 0
                           ? judging->images[0].image->target_size
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

static void judge_fed_images(struct judging_shapes *judging)
{
    uint32_t points;

    if (nnreg_shapes_make(&judging->shapes, judging->judged->flow, judging->feeds, judging->image_count,
                          judging->outputs, judging->output_count, NULL) != NNREG_OK)
        return;
    points = judging->shapes.order_count + 1;
    judging->tries = POINTS_TRIED / points;
    if (feed_images(judging) && runs(judging) && judging->shapes.conflict.reason != NNREG_SHAPES_FITS)
        judge_conflict(judging);
}

static void judge_network_shapes(struct judging_shapes *judging, const struct nnreg_network *network)
{
    const struct nnreg_array *inputs = &network->preprocessing->inputs;
    size_t i;

    judging->outputs = nnreg_alloc_zero(count_shaped_outputs(network), sizeof *judging->outputs);
    if (judging->outputs == NULL) {
        judging->shapes.failed = true;
        return;
    }
    judging->whole = true;
    for (i = 0; i < inputs->count; i++)
        take_image(judging, (const struct nnreg_input *)inputs->items + i);
    take_shaped_outputs(judging, network);
    if (judging->whole && judging->image_count > 0)
        judge_fed_images(judging);
}

bool nnreg_judge_shapes(struct nnreg_engine *engine, const struct nnreg_network *network,
                        const struct nnreg_judged *judged)
{
    struct judging_shapes *judging;
    bool reported;

    if (judged->flow == NULL || !judged->loads || network->preprocessing == NULL ||
        network->preprocessing->inputs.count == 0 || network->preprocessing->inputs.count > IMAGES_FED ||
        count_shaped_outputs(network) == 0)
        return true;
    judging = nnreg_alloc_zero(1, sizeof *judging);
    if (judging == NULL) {
        engine->status = NNREG_NO_MEMORY;
        return true;
    }
    judging->engine = engine;
    judging->judged = judged;
    judge_network_shapes(judging, network);
    if (judging->shapes.failed || judged->flow->failed)
        engine->status = NNREG_NO_MEMORY;
    reported = judging->reported;
    nnreg_shapes_free(&judging->shapes);
    nnreg_free(judging->outputs);
    nnreg_free(judging);
    return !reported;
}
