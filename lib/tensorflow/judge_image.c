/*
 * An image input held against its tensor: element type, number and order of dimensions, channels, size. What the graph
 * leaves open passes; the two likeliest mistakes, width for height and NHWC for NCHW, are told by name.
 */
#include <stdio.h>
#include <string.h>

#include "check/engine_mend.h"
#include "tensorflow/judge_model.h"
#include "records/network.h"

enum { SIZE_HINT = 80 };

struct image {
    struct nnreg_engine *engine;
    const struct nnreg_input *input; /* whose tensor_name is where the shape is reported */
    const struct nnreg_image *image;
    const char *order;     /* "NHWC", NULL when it is not known */
    const char *colors;    /* "RGB", NULL when it is not known */
    int64_t channels;      /* -1: not known */
    int64_t width, height; /* -1: not known */
    bool one_side;         /* resize_type is NETWORK, and width and height are N */
    struct nnreg_shape shape;
    char shown[NNREG_SHAPE_SHOWN];
};

/* The word of a value that may not be known (-1): NULL then. */
static const char *known_word(const struct nnreg_vocab *vocab, int value)
{
    return value >= 0 ? nnreg_vocab_word(vocab, value) : NULL;
}

/* A size that does not fit the way of resizing has a finding of its own. */
static void read_size(struct image *image)
{
    const struct nnreg_image *declared = image->image;
    uint32_t width, height;
    int sides;

    image->width = image->height = -1;
    if (declared->target_size == NULL || declared->resize_type < 0)
        return;
    image->one_side = declared->resize_type == NNREG_RESIZE_NETWORK;
    if (nnreg_target_size(&width, &height, &sides, declared->target_size) &&
        (sides == 1) == image->one_side) {
        image->width = width;
        image->height = height;
    }
}

const char *nnreg_data_type_of(uint32_t dtype)
{
    static const struct {
        const char *word;
        uint32_t dtype;
    } types[] = {
        {"FLOAT16", NNREG_DT_HALF}, {"FLOAT32", NNREG_DT_FLOAT}, {"FLOAT64", NNREG_DT_DOUBLE},
        {"UINT8", NNREG_DT_UINT8},  {"INT8", NNREG_DT_INT8},     {"UINT16", NNREG_DT_UINT16},
        {"INT16", NNREG_DT_INT16},  {"INT32", NNREG_DT_INT32},   {"INT64", NNREG_DT_INT64},
    };
    size_t i;

    for (i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].dtype == dtype)
            return types[i].word;
    return NULL;
}

/* The graph's own type has one word; what it has none for is for people to decide. */
static void judge_image_type(struct image *image, const struct nnreg_graph_tensor *tensor)
{
    const char *declared = known_word(&nnreg_vocab_data_type, image->image->data_type);
    uint32_t dtype = nnreg_dtype_base(tensor->dtype);
    const char *name = nnreg_dtype_name(dtype), *fits = nnreg_data_type_of(dtype);
    char hint[64];

    if (declared == NULL || tensor->dtype == NNREG_DTYPE_UNNAMED || name == NULL)
        return;
    if (fits != NULL && strcmp(declared, fits) == 0)
        return;
    if (dtype == NNREG_DT_BFLOAT16 && strncmp(declared, "FLOAT", 5) == 0) {
        nnreg_engine_report_at_as(image->engine, &image->image->data_type, NNREG_RULE_MODEL_DTYPE,
                                  NNREG_SEVERITY_NOTE, NULL,
                                  "data_type is %s, and the input tensor has the type %s, for which there is "
                                  "no word: who feeds it has to convert",
                                  declared, name);
        return;
    }
    (void)snprintf(hint, sizeof hint, "set data_type to \"%s\"", fits != NULL ? fits : "");
    nnreg_engine_report_at(image->engine, &image->image->data_type, NNREG_RULE_MODEL_DTYPE,
                           fits != NULL ? hint : NULL,
                           "data_type is %s, but the input tensor has the type %s", declared, name);
    if (fits != NULL)
        nnreg_mend_member(image->engine, &image->image->data_type, NNREG_KEY(image, data_type), fits);
}

/* The size of the dimension with this letter; -1 when it is open. A shape of rank 3 is one without N. */
static int64_t dimension_of(const struct image *image, const char *order, char letter)
{
    const char *at = strchr(order, letter);
    size_t index = (size_t)(at - order);

    if (image->shape.rank == 3) /* N stands first in every order */
        return letter == 'N' ? -1 : image->shape.dim[index - 1];
    return image->shape.dim[index];
}

/* The order that would put the channels right, NULL when none does: told as a mistake of the order. */
static const char *other_order(const struct image *image)
{
    static const char *const orders[] = {"NHWC", "NCHW"};
    size_t i;

    for (i = 0; i < 2; i++)
        if (strchr(orders[i], 'C') - orders[i] != strchr(image->order, 'C') - image->order &&
            dimension_of(image, orders[i], 'C') == image->channels)
            return orders[i];
    return NULL;
}

static bool fits(int64_t there, int64_t declared)
{
    return there == -1 || there == declared;
}

/*
 * Whether it is the order that is wrong and nothing else: the other one puts height and width right as well, which what is
 * wrong about color_channels or target_size would not, and it is the declared one with the channels moved.
 */
static bool is_surely(const struct image *image, const char *order)
{
    bool height_first = strchr(image->order, 'H') < strchr(image->order, 'W');

    return height_first && image->width >= 0 && !image->one_side &&
           fits(dimension_of(image, order, 'W'), image->width) &&
           fits(dimension_of(image, order, 'H'), image->height);
}

/* True when the channels are right, or cannot be told. */
static bool judge_channels(struct image *image)
{
    int64_t there = dimension_of(image, image->order, 'C');
    const char *other;
    char hint[80];

    if (image->channels < 0 || there == -1 || there == image->channels)
        return true;
    other = other_order(image);
    if (other != NULL) {
        (void)snprintf(hint, sizeof hint, "set dimension_order to \"%s\"", other);
        nnreg_engine_report_at(image->engine, &image->image->dimension_order, NNREG_RULE_MODEL_LAYOUT, hint,
                               "dimension_order is %s, but the input tensor has the shape %s, which is %s",
                               image->order, image->shown, other);
        if (is_surely(image, other))
            nnreg_mend_member(image->engine, &image->image->dimension_order,
                              NNREG_KEY(image, dimension_order), other);
    } else {
        nnreg_engine_report_at(
            image->engine, &image->image->color_channels, NNREG_RULE_MODEL_CHANNELS,
            there == 1   ? "set color_channels to \"L\""
            : there == 3 ? "set color_channels to \"RGB\" or \"BGR\", as the model was trained"
                         : NULL,
            "color_channels %s is %lld channel%s, but the input tensor has the shape %s", image->colors,
            (long long)image->channels, image->channels == 1 ? "" : "s", image->shown);
        if (there == 1) /* of one channel there is one word */
            nnreg_mend_member(image->engine, &image->image->color_channels, NNREG_KEY(image, color_channels),
                              nnreg_vocab_word(&nnreg_vocab_color_channels, NNREG_COLORS_L));
    }
    return false;
}

/* Each image keeps its proportions, so that both sides have to be open: where they are fixed, N fits the square ones at most. */
static void judge_one_side(struct image *image, int64_t width, int64_t height)
{
    if (width == -1 && height == -1)
        return;
    nnreg_engine_report_at(
        image->engine, &image->image->target_size, NNREG_RULE_MODEL_SHAPE,
        "resize_type SQUASH, CROP or FILL bring every image to a fixed size",
        "resize_type NETWORK makes the larger side %lld and leaves images their proportions, but "
        "the input tensor has the fixed shape %s",
        (long long)image->width, image->shown);
}

/* What would be right: one side, or both. */
static void put_size_hint(char hint[SIZE_HINT], const struct image *image, int64_t width, int64_t height,
                          bool swapped)
{
    if (swapped)
        (void)snprintf(hint, SIZE_HINT, "width and height are swapped: set target_size to \"%lldx%lld\"",
                       (long long)image->height, (long long)image->width);
    else if (width != -1 && height != -1)
        (void)snprintf(hint, SIZE_HINT, "set target_size to \"%lldx%lld\"", (long long)width,
                       (long long)height);
    else
        (void)snprintf(hint, SIZE_HINT, "the %s has to be %lld", width != -1 ? "width" : "height",
                       (long long)(width != -1 ? width : height));
}

/* An open side, or one that a target_size can name: what else a graph has, no description mends. */
static bool can_be_declared(int64_t side)
{
    return side == -1 || (side >= 1 && side <= NNREG_LIMIT_SIDE);
}

static void judge_size(struct image *image)
{
    int64_t width = dimension_of(image, image->order, 'W'), height = dimension_of(image, image->order, 'H');
    bool swapped;
    char hint[SIZE_HINT] = "", size[48] = "";

    if (image->width < 0)
        return;
    if (image->one_side) {
        judge_one_side(image, width, height);
        return;
    }
    if (fits(width, image->width) && fits(height, image->height))
        return;
    swapped = fits(width, image->height) && fits(height, image->width);
    if (can_be_declared(width) && can_be_declared(height))
        put_size_hint(hint, image, width, height, swapped);
    nnreg_engine_report_at(
        image->engine, &image->image->target_size, NNREG_RULE_MODEL_SHAPE, hint[0] != '\0' ? hint : NULL,
        "target_size is %lldx%lld (width x height), but the input tensor has the shape %s in %s",
        (long long)image->width, (long long)image->height, image->shown, image->order);
    /* Swapped, it could be dimension_order that is wrong. */
    if (hint[0] != '\0' && !swapped && width > 0 && height > 0)
        (void)snprintf(size, sizeof size, "%lldx%lld", (long long)width, (long long)height);
    if (size[0] != '\0')
        nnreg_mend_member(image->engine, &image->image->target_size, NNREG_KEY(image, target_size), size);
}

static void judge_batch(struct image *image)
{
    int64_t batch = dimension_of(image, image->order, 'N');

    if (batch == -1 || batch == 1)
        return;
    nnreg_engine_report_at_as(
        image->engine, &image->input->tensor_name, NNREG_RULE_MODEL_SHAPE,
        batch == 0 ? NNREG_SEVERITY_ERROR : NNREG_SEVERITY_WARNING,
        "save the model with an open batch dimension",
        "the input tensor has the shape %s: every request must have exactly %lld images", image->shown,
        (long long)batch);
}

/*
 * Where the channels are open, too, the first dimension may be the batch of images that have none; and where it alone is open,
 * it is the batch of whatever the tensor takes.
 */
static void judge_no_batch(struct image *image)
{
    const int64_t *dim = image->shape.dim;

    if (image->shape.rank != 3 || dimension_of(image, image->order, 'C') == -1)
        return;
    if (dim[0] != -1 || dim[1] == -1)
        nnreg_engine_report_at_as(image->engine, &image->input->tensor_name, NNREG_RULE_MODEL_SHAPE,
                                  NNREG_SEVERITY_WARNING, "save the model with an open batch dimension",
                                  "the input tensor has the shape %s, which has no batch dimension: every "
                                  "request must be one image",
                                  image->shown);
}

static void judge_image_shape(struct image *image)
{
    if (image->order == NULL)
        return;
    if (image->shape.rank != 4 && image->shape.rank != 3) {
        nnreg_engine_report_at(image->engine, &image->input->tensor_name, NNREG_RULE_MODEL_RANK,
                               "name the tensor that takes the image",
                               "the input tensor has the shape %s, which is no image in %s", image->shown,
                               image->order);
        return;
    }
    judge_batch(image);
    if (!judge_channels(image))
        return;
    judge_no_batch(image);
    judge_size(image);
}

void nnreg_judge_image(struct nnreg_engine *engine, const struct nnreg_input *input,
                       const struct nnreg_graph *graph, const struct nnreg_graph_tensor *tensor)
{
    struct image image = {.engine = engine, .input = input, .image = input->image};

    image.order = known_word(&nnreg_vocab_dimension_order, input->image->dimension_order);
    image.colors = known_word(&nnreg_vocab_color_channels, input->image->color_channels);
    image.channels = nnreg_image_channels(input->image);
    read_size(&image);
    nnreg_graph_tensor_shape(&image.shape, graph, tensor);
    nnreg_shape_shown(image.shown, &image.shape);
    judge_image_type(&image, tensor);
    if (image.shape.known)
        judge_image_shape(&image);
    if (!image.shape.known || tensor->dtype == NNREG_DTYPE_UNNAMED)
        nnreg_engine_report_at(engine, &input->tensor_name, NNREG_RULE_MODEL_SHAPE_UNKNOWN, NULL,
                               "the graph does not say the %s of this tensor, so it was not checked",
                               image.shape.known                      ? "type"
                               : tensor->dtype == NNREG_DTYPE_UNNAMED ? "shape and type"
                                                                      : "shape");
}
