/* Which operations are known on the way of pixels, and what each does: see first_ops.h. */
#include "tensorflow/first_ops_parts.h"

/*
 * The detail is: of arithmetic the row of `computes`; of a switch its outputs, 0 where each input has one; of a split what says
 * its parts; of a join where its axis is; of a convolution 1 where each channel has filters of its own.
 */
static const struct nnreg_first_row first_rows[] = {
    {"Identity", nnreg_first_same, 0},
    {"RefIdentity", nnreg_first_same, 0},
    {"StopGradient", nnreg_first_same, 0},
    {"PreventGradient", nnreg_first_same, 0},
    {"Snapshot", nnreg_first_same, 0},
    {"CheckNumerics", nnreg_first_same, 0},
    {"EnsureShape", nnreg_first_same, 0},
    {"PlaceholderWithDefault", nnreg_first_same, 0},
    {"FakeQuantWithMinMaxArgs", nnreg_first_same, 0},
    {"FakeQuantWithMinMaxVars", nnreg_first_same, 0},
    {"Merge", nnreg_first_same, 0},
    {"IdentityN", nnreg_first_switch, 0},
    {"Switch", nnreg_first_switch, 2},
    {"Shape", nnreg_first_skip, 0},
    {"ShapeN", nnreg_first_skip, 0},
    {"Size", nnreg_first_skip, 0},
    {"Rank", nnreg_first_skip, 0},
    {"Assert", nnreg_first_skip, 0},
    {"ImageSummary", nnreg_first_skip, 0},
    {"HistogramSummary", nnreg_first_skip, 0},
    {"Pad", nnreg_first_pad, 0},
    {"PadV2", nnreg_first_pad, 0},
    {"MirrorPad", nnreg_first_pad, 0},
    {"ClipByValue", nnreg_first_clip, 0},
    {"Minimum", nnreg_first_clip, 0},
    {"Maximum", nnreg_first_clip, 0},
    {"Cast", nnreg_first_cast, 0},
    {"Add", nnreg_first_arithmetic, 0},
    {"AddV2", nnreg_first_arithmetic, 0},
    {"Sub", nnreg_first_arithmetic, 1},
    {"Mul", nnreg_first_arithmetic, 2},
    {"RealDiv", nnreg_first_arithmetic, 3},
    {"Div", nnreg_first_arithmetic, 3},
    {"BiasAdd", nnreg_first_bias, 0},
    {"FusedBatchNorm", nnreg_first_norm, 0},
    {"FusedBatchNormV2", nnreg_first_norm, 0},
    {"FusedBatchNormV3", nnreg_first_norm, 0},
    {"ExpandDims", nnreg_first_expand, 0},
    {"Squeeze", nnreg_first_squeeze, 0},
    {"Reshape", nnreg_first_reshape, 0},
    {"Transpose", nnreg_first_transpose, 0},
    {"ReverseV2", nnreg_first_reverse, 0},
    {"StridedSlice", nnreg_first_slice, 0},
    {"GatherV2", nnreg_first_gather, 0},
    {"Split", nnreg_first_split, 0},
    {"SplitV", nnreg_first_split, 1},
    {"Unpack", nnreg_first_split, 2},
    {"ConcatV2", nnreg_first_concat, 0},
    {"Concat", nnreg_first_concat, 1},
    {"Pack", nnreg_first_concat, 2},
    {"ResizeBilinear", nnreg_first_resize, 0},
    {"ResizeNearestNeighbor", nnreg_first_resize, 0},
    {"ResizeBicubic", nnreg_first_resize, 0},
    {"ResizeArea", nnreg_first_resize, 0},
    {"ScaleAndTranslate", nnreg_first_crop, 0},
    {"CropAndResize", nnreg_first_crop, 0},
    {"Conv2D", nnreg_first_conv, 0},
    {"_FusedConv2D", nnreg_first_conv, 0},
    {"DepthwiseConv2dNative", nnreg_first_conv, 1},
    {"_FusedDepthwiseConv2dNative", nnreg_first_conv, 1},
    {"MaxPool", nnreg_first_pool, 0},
    {"AvgPool", nnreg_first_pool, 0},
    {"SpaceToDepth", nnreg_first_pool, 0},
    {"ExtractImagePatches", nnreg_first_pool, 0},
    {"LRN", nnreg_first_pool, 0},
    {"MatMul", nnreg_first_product, 0},
    {"_FusedMatMul", nnreg_first_product, 0},
    {"BatchMatMul", nnreg_first_product, 0},
    {"BatchMatMulV2", nnreg_first_product, 0},
    {"Einsum", nnreg_first_product, 0},
};

const struct nnreg_first_row *nnreg_first_row_of(const struct nnreg_savedmodel *model,
                                                 const struct nnreg_savedmodel_node *node)
{
    size_t i;

    for (i = 0; i < sizeof first_rows / sizeof *first_rows; i++)
        if (nnreg_savedmodel_text_is(model, node->op, first_rows[i].op))
            return &first_rows[i];
    return NULL;
}
