/* Shapes of what slides a window over images: convolutions and pools, in any order of dimensions. */
#include <string.h>

#include "tensorflow/shapes_parts.h"

/* Where the dimensions are. */
struct window_layout {
    uint32_t rank;
    uint32_t channel; /* index of the channels */
    uint32_t space;   /* index of the first dimension of space */
    uint32_t spaces;
};

static bool find_layout(struct window_layout *layout, const struct nnreg_shapes_op *op, uint32_t spaces)
{
    const char *format =
        nnreg_savedmodel_node_text(op->model, op->node, "data_format", spaces == 3 ? "NDHWC" : "NHWC");
    bool is_first = strcmp(format, "NCHW") == 0 || strcmp(format, "NCDHW") == 0;

    layout->spaces = spaces;
    layout->rank = spaces + 2;
    layout->channel = is_first ? 1 : spaces + 1;
    layout->space = is_first ? 2 : 1;
    return is_first || strcmp(format, spaces == 3 ? "NDHWC" : "NHWC") == 0;
}

/* A window along one dimension. */
struct window {
    int64_t size, stride, dilation;
    int64_t before, after; /* explicit padding */
};

enum padding { PADDING_OTHER, PADDING_VALID, PADDING_SAME, PADDING_EXPLICIT };

static enum padding padding_of(const struct nnreg_shapes_op *op)
{
    const char *padding = nnreg_savedmodel_node_text(op->model, op->node, "padding", "");

    return strcmp(padding, "VALID") == 0      ? PADDING_VALID
           : strcmp(padding, "SAME") == 0     ? PADDING_SAME
           : strcmp(padding, "EXPLICIT") == 0 ? PADDING_EXPLICIT
                                              : PADDING_OTHER;
}

/* The element of a list with one for each dimension. */
static int64_t of_list(const struct nnreg_savedmodel_ints *list, uint32_t index, int64_t absent)
{
    return index < list->count ? list->value[index] : absent;
}

static void list_attr(struct nnreg_savedmodel_ints *list, const struct nnreg_shapes_op *op, const char *key)
{
    (void)nnreg_savedmodel_node_ints(list, op->model, op->node, key);
}

/* How many places a window has: false where it has none. -1 where it cannot be told. */
static bool slide(int64_t *out, const struct window *window, enum padding padding, int64_t size)
{
    int64_t reach, padded, behind;

    *out = -1;
    if (size < 0 || window->stride <= 0)
        return true;
    if (padding == PADDING_SAME) {
        *out = size / window->stride + (size % window->stride != 0);
        return true;
    }
    reach = nnreg_shapes_plus(nnreg_shapes_times(window->size - 1, window->dilation), 1);
    padded = nnreg_shapes_plus(size, nnreg_shapes_plus(window->before, window->after));
    if (padding == PADDING_OTHER || window->size < 1 || reach < 0 || padded < 0)
        return true;
    behind = reach - padded;
    if (behind >= window->stride && behind - window->stride >= window->stride)
        return false;
    *out = behind > 0 ? 0 : nnreg_shapes_plus(-behind / window->stride, 1);
    return true;
}

struct sliding {
    struct window_layout layout;
    enum padding padding;
    struct nnreg_savedmodel_ints strides, dilations, explicits;
};

static void find_sliding(struct sliding *sliding, const struct nnreg_shapes_op *op)
{
    sliding->padding = padding_of(op);
    list_attr(&sliding->strides, op, "strides");
    list_attr(&sliding->dilations, op, "dilations");
    list_attr(&sliding->explicits, op, "explicit_paddings");
}

/* Slides along each dimension of space; `sizes`: of the window, by dimension of space. */
static bool slide_all(struct nnreg_shape *out, struct nnreg_shapes_op *op, const struct sliding *sliding,
                      const struct nnreg_shape *in, const int64_t *sizes)
{
    uint32_t i;

    for (i = 0; i < sliding->layout.spaces; i++) {
        uint32_t at = sliding->layout.space + i;
        bool is_explicit = sliding->padding == PADDING_EXPLICIT;
        struct window window = {sizes[i], of_list(&sliding->strides, at, 1),
                                of_list(&sliding->dilations, at, 1),
                                is_explicit ? of_list(&sliding->explicits, 2 * at, 0) : 0,
                                is_explicit ? of_list(&sliding->explicits, 2 * at + 1, 0) : 0};

        if (!slide(&out->dim[at], &window, sliding->padding, in->dim[at]))
            return nnreg_shapes_refuse(op, NNREG_SHAPES_SMALL, 0, NNREG_SHAPES_NO_INPUT,
                                       (window.size - 1) * window.dilation + 1, in->dim[at]);
    }
    return true;
}

/* ------------------------------------------------------------------------------------------------------ convolution -- */

/* Groups of channels: each filter takes as many as it has, and there are as many filters for each group. */
static bool fits_channels(struct nnreg_shapes_op *op, int64_t channels, int64_t filter, int64_t filters)
{
    if (channels < 0 || filter <= 0 || channels == 0)
        return true;
    if (channels % filter == 0 && (filters < 0 || filters % (channels / filter) == 0))
        return true;
    return nnreg_shapes_refuse(op, NNREG_SHAPES_CHANNELS, 0, 1, filter, channels);
}

/* The row's detail: dimensions of space. */
void nnreg_shapes_infer_conv(struct nnreg_shapes_op *op)
{
    uint32_t spaces = (uint32_t)op->row->detail;
    struct nnreg_shape in, filter, out;
    struct sliding sliding;

    find_sliding(&sliding, op);
    if (!find_layout(&sliding.layout, op, spaces) || nnreg_shapes_in_rank(op, 0) > sliding.layout.rank ||
        !nnreg_shapes_in_of_rank(&in, op, 0, sliding.layout.rank) ||
        !nnreg_shapes_in_of_rank(&filter, op, 1, spaces + 2) ||
        !fits_channels(op, in.dim[sliding.layout.channel], filter.dim[spaces], filter.dim[spaces + 1]))
        return;
    nnreg_shapes_open(&out, sliding.layout.rank);
    out.dim[0] = in.dim[0];
    out.dim[sliding.layout.channel] = filter.dim[spaces + 1];
    if (slide_all(&out, op, &sliding, &in, filter.dim))
        nnreg_shapes_out(op, 0, &out);
}

/* Each channel has filters of its own. */
void nnreg_shapes_infer_depthwise(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in, filter, out;
    struct sliding sliding;
    int64_t channels;

    find_sliding(&sliding, op);
    if (!find_layout(&sliding.layout, op, 2) || !nnreg_shapes_in_of_rank(&in, op, 0, 4) ||
        !nnreg_shapes_in_of_rank(&filter, op, 1, 4))
        return;
    if (!nnreg_shapes_same(&channels, in.dim[sliding.layout.channel], filter.dim[2])) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_CHANNELS, 0, 1, filter.dim[2],
                                  in.dim[sliding.layout.channel]);
        return;
    }
    nnreg_shapes_open(&out, 4);
    out.dim[0] = in.dim[0];
    out.dim[sliding.layout.channel] = nnreg_shapes_times(channels, filter.dim[3]);
    if (slide_all(&out, op, &sliding, &in, filter.dim))
        nnreg_shapes_out(op, 0, &out);
}

/* The shape of what a convolution would have got is its first input, perhaps without batch and channels. */
void nnreg_shapes_infer_deconv(struct nnreg_shapes_op *op)
{
    uint32_t spaces = (uint32_t)op->row->detail, i;
    struct nnreg_shape sizes, filter, out;
    struct window_layout layout;

    if (!find_layout(&layout, op, spaces) || !nnreg_shapes_in_of_rank(&filter, op, 1, layout.rank))
        return;
    nnreg_shapes_open(&out, layout.rank);
    if (nnreg_shapes_in_as_shape(&sizes, op, 0)) {
        if (sizes.rank == layout.rank)
            out = sizes;
        for (i = 0; sizes.rank == spaces && i < spaces; i++)
            out.dim[layout.space + i] = sizes.dim[i];
    }
    if (!sizes.known || sizes.rank == spaces)
        out.dim[layout.channel] = filter.dim[spaces];
    nnreg_shapes_out(op, 0, &out);
}

/* ------------------------------------------------------------------------------------------------------------ pools -- */

/* Pools of newer graphs get windows and strides as inputs. */
static bool pool_lists(struct nnreg_savedmodel_ints *sizes, struct sliding *sliding,
                       const struct nnreg_shapes_op *op)
{
    struct nnreg_shapes_value value;
    uint32_t i, k;

    _Static_assert(NNREG_SHAPES_VALUES <= NNREG_LIMIT_MODEL_VALUES, "a list has room for a tensor's values");
    list_attr(sizes, op, "ksize");
    if (op->inputs < 3)
        return true;
    for (i = 0; i < 2; i++) {
        struct nnreg_savedmodel_ints *list = i == 0 ? sizes : &sliding->strides;

        list->count = 0;
        if (!nnreg_shapes_in_value(&value, op, i + 1))
            return false;
        for (k = 0; k < value.count; k++)
            list->value[list->count++] = nnreg_shapes_dim(&value, k);
    }
    return true;
}

/* The row's detail: dimensions of space. Batch and channels may be pooled, too. */
void nnreg_shapes_infer_pool(struct nnreg_shapes_op *op)
{
    uint32_t spaces = (uint32_t)op->row->detail, i;
    struct nnreg_savedmodel_ints sizes;
    struct nnreg_shape in, out;
    struct sliding sliding;
    int64_t size[3];

    find_sliding(&sliding, op);
    sliding.dilations.count = 0;
    if (!find_layout(&sliding.layout, op, spaces) ||
        !nnreg_shapes_in_of_rank(&in, op, 0, sliding.layout.rank))
        return;
    nnreg_shapes_open(&out, sliding.layout.rank);
    if (!pool_lists(&sizes, &sliding, op)) {
        nnreg_shapes_out(op, 0, &out);
        return;
    }
    for (i = 0; i < spaces; i++)
        size[i] = of_list(&sizes, sliding.layout.space + i, 1);
    out.dim[0] = of_list(&sizes, 0, 1) == 1 ? in.dim[0] : -1;
    out.dim[sliding.layout.channel] =
        of_list(&sizes, sliding.layout.channel, 1) == 1 ? in.dim[sliding.layout.channel] : -1;
    if (!slide_all(&out, op, &sliding, &in, size))
        return;
    nnreg_shapes_out(op, 0, &out);
    op->same = true; /* one with indices gives them in the same shape */
}

/* ------------------------------------------------------------------------------------------ what is for each channel -- */

static uint32_t channel_of(const struct nnreg_shapes_op *op, uint32_t rank)
{
    const char *format = nnreg_savedmodel_node_text(op->model, op->node, "data_format", "NHWC");
    bool is_first = strncmp(format, "NC", 2) == 0;

    return is_first && rank > 1 ? 1 : rank - 1;
}

/* The dimension of the channels is that of a vector, too: false where they differ. */
static bool join_channels(struct nnreg_shape *in, struct nnreg_shapes_op *op, uint32_t input)
{
    uint32_t channel = channel_of(op, in->rank);
    struct nnreg_shape vector;
    int64_t gets = in->dim[channel];

    if (!nnreg_shapes_in_of_rank(&vector, op, input, 1))
        return false;
    if (!nnreg_shapes_same(&in->dim[channel], gets, vector.dim[0]))
        return nnreg_shapes_refuse(op, NNREG_SHAPES_CHANNELS, 0, input, vector.dim[0], gets);
    return true;
}

void nnreg_shapes_infer_bias(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in;

    if (nnreg_shapes_in(&in, op, 0) && in.rank > 0 && join_channels(&in, op, 1))
        nnreg_shapes_out(op, 0, &in);
}

/* The normalized images, then vectors for the channels: mean, variance, and two for a gradient. */
void nnreg_shapes_infer_norm(struct nnreg_shapes_op *op)
{
    struct nnreg_shape in, vector;
    uint32_t i;

    if (!nnreg_shapes_in(&in, op, 0)) {
        nnreg_shapes_open(&in, 4);
        if (nnreg_shapes_in(&vector, op, 1) && vector.rank == 1)
            in.dim[channel_of(op, 4)] = vector.dim[0];
    }
    if (in.rank < 2) {
        (void)nnreg_shapes_refuse(op, NNREG_SHAPES_RANK, 0, NNREG_SHAPES_NO_INPUT, 4, in.rank);
        return;
    }
    if (!join_channels(&in, op, 1) || !join_channels(&in, op, 2))
        return;
    nnreg_shapes_out(op, 0, &in);
    for (i = 1; i <= 4; i++)
        nnreg_shapes_out_vector(op, i, in.dim[channel_of(op, in.rank)]);
}
