/*
 * Images as they are declared, held against what the first operations of the graph tell of them (first_ops.h): the order of
 * dimensions and the channels, where the input's shape leaves them open, and what is done to pixels (judge_pixels.c).
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "records/network.h"
#include "tensorflow/graph_shapes.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/model_names.h"

struct first_image {
    struct nnreg_engine *engine;
    const struct nnreg_image *image;
    const struct nnreg_flow *flow;
    struct nnreg_shape shape;
    struct nnreg_first_told told;
};

char *nnreg_judged_node_text(struct nnreg_engine *engine, const struct nnreg_flow *flow, uint32_t point)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    char *text;

    nnreg_first_node_put(&out, flow, point);
    if (nnreg_bytes_take(&text, &out) == NNREG_OK)
        return text;
    engine->status = NNREG_NO_MEMORY;
    return NULL;
}

/* The channels' dimension, from the right, in an order such as "NHWC"; an image without a batch has it there, too. */
static uint32_t channels_from_right(const char *order)
{
    return (uint32_t)(order + strlen(order) - strchr(order, 'C'));
}

/* The size that the graph gives the channels of the declared order; -1: open. */
static int64_t fixed_channels(const struct first_image *image, const char *order)
{
    uint32_t at = channels_from_right(order);

    return image->shape.known && at <= image->shape.rank ? image->shape.dim[image->shape.rank - at] : -1;
}

/* False when the channels stand elsewhere. */
static bool judge_told_order(const struct first_image *image, const char *order)
{
    const struct nnreg_first_told *told = &image->told;
    uint32_t rank = image->shape.known ? image->shape.rank : (uint32_t)strlen(told->order);
    char hint[64], *node;

    if (told->order[0] == '\0' || strlen(told->order) != rank ||
        channels_from_right(told->order) == channels_from_right(order))
        return true;
    node = nnreg_judged_node_text(image->engine, image->flow, told->order_at);
    (void)snprintf(hint, sizeof hint, "set dimension_order to \"%s%s\"", rank == 3 ? "N" : "", told->order);
    if (node != NULL)
        nnreg_engine_report_at_as(
            image->engine, &image->image->dimension_order, NNREG_RULE_MODEL_LAYOUT, NNREG_SEVERITY_WARNING,
            hint, "dimension_order is %s, but by %s the graph takes images as %s", order, node, told->order);
    nnreg_free(node);
    return false;
}

/* A convolution whose filter has fewer channels takes them in groups, each of as many of its filters. */
static bool takes_channels(const struct nnreg_first_told *told, uint32_t channels)
{
    if (channels == told->channels)
        return true;
    return told->filters > 0 && channels % told->channels == 0 &&
           told->filters % (channels / told->channels) == 0;
}

static void judge_told_channels(const struct first_image *image)
{
    const struct nnreg_first_told *told = &image->told;
    int declared = nnreg_image_channels(image->image);
    char *node;

    if (told->channels == 0 || declared < 0 || takes_channels(told, (uint32_t)declared))
        return;
    node = nnreg_judged_node_text(image->engine, image->flow, told->channels_at);
    if (node != NULL)
        nnreg_engine_report_at(image->engine, &image->image->color_channels, NNREG_RULE_MODEL_CHANNELS,
                               told->channels == 1 ? "set color_channels to \"L\""
                               : told->channels == 3
                                   ? "set color_channels to \"RGB\" or \"BGR\", as the model "
                                     "was trained"
                                   : NULL,
                               "color_channels %s is %d channel%s, but the filter of %s is for %u",
                               nnreg_vocab_word(&nnreg_vocab_color_channels, image->image->color_channels),
                               declared, declared == 1 ? "" : "s", node, told->channels);
    nnreg_free(node);
}

/* Where the graph fixes the channels, the tensor's shape was held against them. */
static void judge_told_image(const struct first_image *image)
{
    int value = image->image->dimension_order;
    const char *order = value >= 0 ? nnreg_vocab_word(&nnreg_vocab_dimension_order, value) : NULL;

    if (order != NULL && fixed_channels(image, order) == -1 && judge_told_order(image, order))
        judge_told_channels(image);
}

static bool find_image(struct nnreg_flow_tensor *found, struct nnreg_shape *shape,
                       const struct nnreg_judged *judged, const struct nnreg_input *input)
{
    struct nnreg_graph_tensor tensor;

    if (input->image == NULL || !nnreg_judged_tensor(&tensor, judged, input->tensor_name, false) ||
        !tensor.has_output || nnreg_dtype_base(tensor.dtype) == NNREG_DT_STRING)
        return false;
    nnreg_graph_tensor_shape(shape, &judged->graph, &tensor);
    *found = (struct nnreg_flow_tensor){nnreg_flow_of_node(judged->flow, tensor.node), tensor.output};
    return true;
}

static void judge_first_image(struct nnreg_engine *engine, const struct nnreg_judged *judged,
                              struct nnreg_first_ops *first, const struct nnreg_input *input, bool fits)
{
    struct first_image image = {.engine = engine, .image = input->image, .flow = judged->flow};
    struct nnreg_flow_tensor tensor;

    if (!find_image(&tensor, &image.shape, judged, input))
        return;
    nnreg_first_ops_tell(&image.told, first, &tensor, &image.shape);
    if (judged->flow->failed)
        return;
    if (fits)
        judge_told_image(&image);
    nnreg_judge_pixels(engine, image.image, judged->flow, &image.told, &image.shape);
}

void nnreg_judge_first(struct nnreg_engine *engine, const struct nnreg_network *network,
                       const struct nnreg_judged *judged, bool fits)
{
    const struct nnreg_preprocessing *preprocessing = network->preprocessing;
    struct nnreg_first_ops first;
    size_t i;

    if (judged->graph.meta == NULL || preprocessing == NULL)
        return;
    if (nnreg_first_ops_make(&first, judged->flow, judged->files, NULL) != NNREG_OK)
        engine->status = NNREG_NO_MEMORY;
    for (i = 0; i < preprocessing->inputs.count && engine->status == NNREG_OK; i++) {
        judge_first_image(engine, judged, &first, (const struct nnreg_input *)preprocessing->inputs.items + i,
                          fits);
        if (judged->flow->failed)
            engine->status = NNREG_NO_MEMORY;
        else if (first.stored.status != NNREG_OK)
            engine->status = first.stored.status;
        engine->reason = first.stored.error;
    }
    nnreg_first_ops_free(&first);
}

/* ---------------------------------------------------------------------------------------- without a description -- */

/* An image without a batch, or so many of them, where a convolution or the like tells that it is one. */
static void judge_signature_batch(nnreg_findings *findings, const struct nnreg_judged *judged,
                                  const struct nnreg_savedmodel_signature *signature,
                                  const struct nnreg_savedmodel_info *info,
                                  const struct nnreg_first_told *told, const struct nnreg_shape *shape)
{
    char input[NNREG_SHOWN], key[NNREG_SHOWN], needs[64];
    bool has_batch = strlen(told->order) == 4;
    int64_t batch = has_batch && shape->known && shape->rank == 4 ? shape->dim[0] : 1;

    if (told->order[0] == '\0' || (has_batch && batch <= 1))
        return;
    (void)snprintf(needs, sizeof needs, has_batch ? "have exactly %lld images" : "be one image",
                   (long long)batch);
    nnreg_report_file(findings, NNREG_RULE_MODEL_SHAPE, NNREG_SEVERITY_WARNING, judged->file,
                      "save the model with an open batch dimension",
                      "the input \"%s\" of the signature \"%s\" takes images as %s: every request must %s",
                      nnreg_model_shown(input, judged->model, info->key),
                      nnreg_model_shown(key, judged->model, signature->key), told->order, needs);
}

static void judge_signature_input(nnreg_findings *findings, const struct nnreg_judged *judged,
                                  struct nnreg_first_ops *first,
                                  const struct nnreg_savedmodel_signature *signature,
                                  const struct nnreg_savedmodel_info *info)
{
    struct nnreg_first_told told;
    struct nnreg_flow_tensor tensor;
    struct nnreg_shape shape;

    if (info->is_output || nnreg_dtype_base(info->dtype) == NNREG_DT_STRING ||
        !nnreg_signature_tensor(&tensor, judged, info))
        return;
    nnreg_signature_shape(&shape, judged, info);
    nnreg_first_ops_tell(&told, first, &tensor, &shape);
    if (!judged->flow->failed)
        judge_signature_batch(findings, judged, signature, info, &told, &shape);
}

void nnreg_judge_first_signatures(nnreg_findings *findings, const struct nnreg_judged *judged)
{
    const struct nnreg_savedmodel_meta *meta = judged->graph.meta;
    struct nnreg_first_ops first;
    uint32_t i, k;

    if (meta == NULL || !judged->loads)
        return;
    if (nnreg_first_ops_make(&first, judged->flow, NULL, NULL) != NNREG_OK)
        judged->flow->failed = true;
    for (i = 0; i < meta->signatures && !judged->flow->failed; i++) {
        const struct nnreg_savedmodel_signature *signature =
            nnreg_savedmodel_signature_at(judged->model, meta->first_signature + i);

        for (k = 0; k < signature->infos && !signature->replaced; k++)
            judge_signature_input(findings, judged, &first, signature,
                                  nnreg_savedmodel_info_at(judged->model, signature->first_info + k));
    }
    if (judged->flow->failed)
        nnreg_findings_fail_memory(findings);
    nnreg_first_ops_free(&first);
}
