/*
 * Shapes through a graph (shapes.h): what each kind of operation makes of the shapes it gets, what it refuses, and how shapes go
 * through calls, conditionals and loops. An operation is one line here, which is made into a model in text form.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "model_facts.h"
#include "nnreg.h"
#include "short_graph.h"
#include "tensorflow/shapes_parts.h"

Suite *shapes_suite(void);

static struct nnreg_savedmodel *model;
static struct nnreg_graph graph;
static struct nnreg_flow flow;
static struct nnreg_shapes shapes;
static struct nnreg_error error;

/* ---------------------------------------------------------------------------------------------------- one operation -- */

/*
 * Inputs, by spaces: "[-1,3]" a placeholder of that shape, "?" one of an unknown rank, "=1,2" a constant (short_graph.h),
 * "~[2,-1]" the shape of a placeholder, "@[2]" the handle of a variable, "Word" an operation without inputs; and "9*" in front
 * of any of them: nine times.
 */
static void put_source(struct nnreg_bytes *out, const char *op, const char *dims)
{
    nnreg_bytes_format(out, "op: '%s' attr { key: 'shape' value { shape { ", op);
    short_dims_put(out, dims);
    nnreg_bytes_text(out, "} } } ");
}

static void put_input(struct nnreg_bytes *out, unsigned number, const char *text, const char *end)
{
    if (*text == '~') {
        nnreg_bytes_format(out, "node { name: 'of%u' ", number);
        put_source(out, "Placeholder", text + 1);
        nnreg_bytes_text(out, "} ");
    }
    nnreg_bytes_format(out, "node { name: 'i%u' ", number);
    if (*text == '=')
        short_constant_put(out, text + 1, end);
    else if (*text == '~')
        nnreg_bytes_format(out, "op: 'Shape' input: 'of%u' ", number);
    else if (*text == '@')
        put_source(out, "VarHandleOp", text + 1);
    else if (*text == '[' || *text == '?')
        put_source(out, "Placeholder", text);
    else
        nnreg_bytes_format(out, "op: '%.*s' ", (int)(end - text), text);
    nnreg_bytes_text(out, "} ");
}

static void put_inputs(struct nnreg_bytes *out, struct nnreg_bytes *names, const char *text)
{
    unsigned count = 0;

    while (*text != '\0') {
        const char *end = text + strcspn(text, " ");
        char *behind;
        unsigned times = (unsigned)strtoul(text, &behind, 10);

        text = *behind == '*' ? behind + 1 : text;
        put_input(out, count, text, end);
        do
            nnreg_bytes_format(names, "input: 'i%u' ", count);
        while (times-- > 1);
        count++;
        text = end + strspn(end, " ");
    }
}

static void read_model(const char *text)
{
    struct nnreg_savedmodel_failure failure;

    ck_assert_msg(model_from(&model, text, strlen(text), NNREG_SAVEDMODEL_TEXT, &failure) == NNREG_OK,
                  "%s at %llu:%llu of %s", failure.reason, (unsigned long long)failure.line,
                  (unsigned long long)failure.column, text);
    ck_assert_uint_eq(model->unknown_fields.count, 0);
    graph = nnreg_graph_of(model, 0);
    ck_assert_int_eq(nnreg_flow_make(&flow, &graph, &error), NNREG_OK);
}

static void make_operation(const char *op, const char *inputs, const char *attrs)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT, names = NNREG_BYTES_INIT;
    char *made;

    nnreg_bytes_text(&text, "meta_graphs { graph_def { versions { producer: 1000 } ");
    put_inputs(&text, &names, inputs);
    nnreg_bytes_format(&text, "node { name: 'y' op: '%s' %s", op, names.content != NULL ? names.content : "");
    short_attrs_put(&text, attrs);
    nnreg_bytes_text(&text, "} } }");
    ck_assert_int_eq(nnreg_bytes_take(&made, &text), NNREG_OK);
    nnreg_bytes_free(&names);
    read_model(made);
    nnreg_free(made);
}

static struct nnreg_flow_tensor tensor_called(const char *name)
{
    struct nnreg_graph_tensor tensor;

    ck_assert_msg(nnreg_graph_tensor(&tensor, &graph, name, strlen(name)), "no %s", name);
    return (struct nnreg_flow_tensor){nnreg_flow_of_node(&flow, tensor.node), tensor.output};
}

static void run(const char *name)
{
    struct nnreg_flow_tensor root = tensor_called(name);

    ck_assert_int_eq(nnreg_shapes_make(&shapes, &flow, NULL, 0, &root, 1, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_shapes_run(&shapes, &error), NNREG_OK);
}

static void end(void)
{
    if (model == NULL)
        return;
    nnreg_shapes_free(&shapes);
    nnreg_flow_free(&flow);
    nnreg_savedmodel_free(model);
    model = NULL;
}

/* The shape of a tensor as a text; static storage. */
static const char *shape_text(const char *name)
{
    static char shown[NNREG_SHAPE_SHOWN];
    struct nnreg_flow_tensor tensor = tensor_called(name);
    struct nnreg_shape shape;

    nnreg_shapes_get(&shape, &shapes, nnreg_shapes_of(&shapes, &tensor).shape);
    return nnreg_shape_shown(shown, &shape);
}

/* The values of a tensor as a text, "1, ?", or the shape of what is behind a handle; static storage. */
static const char *value_text(const char *name)
{
    static char shown[NNREG_SHAPES_VALUES * 24];
    struct nnreg_flow_tensor tensor = tensor_called(name);
    uint32_t number = nnreg_shapes_of(&shapes, &tensor).value, i;
    struct nnreg_shapes_value value;
    struct nnreg_shape shape;
    size_t length = 0;

    nnreg_shapes_get(&shape, &shapes, number);
    if (!nnreg_shapes_get_value(&value, &shapes, number))
        return shape.known ? nnreg_shape_shown(shown, &shape) : "unknown";
    *shown = '\0';
    for (i = 0; i < value.count; i++)
        length += (size_t)((value.known >> i & 1) != 0 ? sprintf(shown + length, i > 0 ? ", %lld" : "%lld",
                                                                 (long long)value.element[i])
                                                       : sprintf(shown + length, i > 0 ? ", ?" : "?"));
    return shown;
}

#define SIXTEEN(text) text text text text text text text text text text text text text text text text

/* Outputs are told as "[1] [2]", as many as are expected. */
static const struct row {
    const char *op, *inputs, *attrs, *expected;
} made[] = {
    /* -- element by element -- */
    {"Relu", "[-1,4]", "", "[-1, 4]"},
    {"Relu", "?", "", "unknown"},
    {"AddV2", "[-1,4] [4]", "", "[-1, 4]"},
    {"AddV2", "[2,1] [1,3]", "", "[2, 3]"},
    {"AddV2", "[-1] [3]", "", "[3]"},
    {"AddV2", "[-1] [1]", "", "[-1]"},
    {"Mul", "? [3]", "", "unknown"},
    {"Equal", "[2] [3]", "incompatible_shape_error=false", "unknown"},
    {"AddN", "[-1,3] [2,-1]", "", "[2, 3]"},
    {"SelectV2", "[] [2,1] [3]", "", "[2, 3]"},
    {"Select", "[2] [2,-1] [-1,3]", "", "[2, 3]"},
    /* -- reductions -- */
    {"Mean", "[-1,7,7,512] =1,2", "", "[-1, 512]"},
    {"Mean", "[-1,7,7,512] =1,2", "keep_dims=true", "[-1, 1, 1, 512]"},
    {"Max", "[2,3] =#-1", "", "[2]"},
    {"Sum", "[2,3] [2]", "", "unknown"},
    {"Sum", "[2,3] [2]", "keep_dims=true", "[-1, -1]"},
    {"ArgMax", "[-1,10] =#1", "", "[-1]"},
    {"ArgMax", "[-1,10,2] =#0", "", "[10, 2]"},
    /* -- windows -- */
    {"Conv2D", "[-1,224,224,3] [7,7,3,64]", "strides=1,2,2,1, padding=SAME", "[-1, 112, 112, 64]"},
    {"Conv2D", "[-1,224,224,3] [7,7,3,64]", "strides=1,2,2,1, padding=VALID", "[-1, 109, 109, 64]"},
    {"Conv2D", "[-1,3,224,224] [7,7,3,64]", "strides=1,1,2,2, padding=VALID data_format=NCHW",
     "[-1, 64, 109, 109]"},
    {"Conv2D", "[-1,16,16,3] [3,3,3,8]", "strides=1,1,1,1, padding=VALID dilations=1,2,2,1,",
     "[-1, 12, 12, 8]"},
    {"Conv2D", "[-1,16,16,3] [3,3,3,8]",
     "strides=1,1,1,1, padding=EXPLICIT explicit_paddings=0,0,2,1,0,3,0,0,", "[-1, 17, 17, 8]"},
    {"Conv2D", "[-1,-1,-1,8] [3,3,4,16]", "strides=1,1,1,1, padding=SAME", "[-1, -1, -1, 16]"},
    {"Conv2D", "? [3,3,4,16]", "strides=1,1,1,1, padding=SAME", "[-1, -1, -1, 16]"},
    {"Conv2D", "[1,2,2,3] [3,3,3,4]", "strides=1,1,1,1, padding=VALID", "[1, 0, 0, 4]"},
    {"Conv2D", "[1,2,2,6] [1,1,3,4]", "strides=1,1,1,1, padding=VALID", "[1, 2, 2, 4]"}, /* two groups */
    {"Conv3D", "[1,8,8,8,2] [3,3,3,2,5]", "strides=1,1,1,1,1, padding=VALID", "[1, 6, 6, 6, 5]"},
    {"DepthwiseConv2dNative", "[-1,8,8,6] [3,3,6,2]", "strides=1,2,2,1, padding=SAME", "[-1, 4, 4, 12]"},
    {"Conv2DBackpropInput", "=2,8,8,5 [3,3,5,7] [2,4,4,7]", "strides=1,2,2,1, padding=SAME", "[2, 8, 8, 5]"},
    {"Conv2DBackpropInput", "[4] [3,3,5,7] [2,4,4,7]", "strides=1,2,2,1, padding=SAME", "[-1, -1, -1, -1]"},
    {"MaxPool", "[-1,9,9,6]", "ksize=1,3,3,1, strides=1,2,2,1, padding=VALID", "[-1, 4, 4, 6]"},
    {"AvgPool", "[-1,6,9,9]", "ksize=1,1,3,3, strides=1,1,2,2, padding=SAME data_format=NCHW",
     "[-1, 6, 5, 5]"},
    {"MaxPool", "[1,5,5,1]",
     "ksize=1,1,1,1, strides=1,9223372036854775807,9223372036854775807,1, padding=VALID", "[1, 1, 1, 1]"},
    {"MaxPool", "[1,4611686018427387905,1,1]",
     "ksize=1,1,1,1, strides=1,4611686018427387904,1,1, padding=VALID", "[1, 2, 1, 1]"},
    {"Squeeze", "[-1,3]", "squeeze_dims=0,", "[3]"},
    {"Squeeze", "[1,1,5]", "squeeze_dims=1", "[5]"}, /* no list, as if it were not there */
    {"SplitV", "[9] =9223372036854775807,9223372036854775807,-1 =#0", "",
     "[9223372036854775807] [9223372036854775807] [-1]"},
    {"StridedSlice", "[5,6] [2] =3,4 =1,1", "begin_mask=3", "[3, 4]"},
    {"StridedSlice", "[5,6] =1,2 [2] =1,1", "end_mask=3", "[4, 4]"},
    {"BiasAdd", "[3] [3]", "data_format=NCHW", "[3]"},
    {"MaxPool", "[1,4,4,1]", "ksize=1,8,8,1, strides=1,3,3,1, padding=VALID", "[1, 0, 0, 1]"},
    {"MaxPoolV2", "[-1,9,9,6] =1,3,3,1 =1,2,2,1", "padding=VALID", "[-1, 4, 4, 6]"},
    {"BiasAdd", "[-1,-1] [5]", "", "[-1, 5]"},
    {"BiasAdd", "[-1,-1,4,4] [5]", "data_format=NCHW", "[-1, 5, 4, 4]"},
    {"FusedBatchNormV3", "[-1,4,4,-1] [8] [8] [8] [8]", "", "[-1, 4, 4, 8] [8] [8]"},
    {"LRN", "[-1,4,4,8]", "", "[-1, 4, 4, 8]"},
    /* -- products -- */
    {"MatMul", "[-1,25088] [25088,4096]", "", "[-1, 4096]"},
    {"MatMul", "[25088,2] [4096,25088]", "transpose_a=true transpose_b=true", "[2, 4096]"},
    {"BatchMatMulV2", "[5,1,2,3] [4,3,6]", "", "[5, 4, 2, 6]"},
    {"BatchMatMul", "[5,2,3] [5,6,3]", "adj_y=true", "[5, 2, 6]"},
    {"Einsum", "[-1,7,8] [8,2,3]", "equation=abc,cde->abde", "[-1, 7, 2, 3]"},
    {"Einsum", "[-1,7,8] [8,2]", "equation=...c,cd->...d", "unknown"},
    {"Softmax", "[-1,10]", "", "[-1, 10]"},
    {"TopKV2", "[-1,10] =#5", "", "[-1, 5] [-1, 5]"},
    {"TopK", "[-1,10]", "k=3", "[-1, 3] [-1, 3]"},
    /* -- elements elsewhere -- */
    {"Reshape", "[2,7,7,3] =-1,147", "", "[2, 147]"},
    {"Reshape", "[-1,7,7,3] =-1,147", "", "[-1, 147]"},
    {"Reshape", "[2,3] [3]", "", "[-1, -1, -1]"},
    {"Reshape", "[2,3] [-1]", "", "unknown"},
    {"Transpose", "[-1,3,4,5] =0,2,3,1", "", "[-1, 4, 5, 3]"},
    {"Transpose", "[-1,3,4,5] [4]", "", "[-1, -1, -1, -1]"},
    {"ConcatV2", "[-1,4,4,8] [-1,4,4,16] =#3", "", "[-1, 4, 4, 24]"},
    {"ConcatV2", "[2,-1] [-1,3] =#-2", "", "[-1, 3]"},
    {"Concat", "=#1 [-1,2] [-1,3]", "", "[-1, 5]"},
    {"Split", "=#1 [-1,6]", "num_split=3", "[-1, 2] [-1, 2] [-1, 2]"},
    {"SplitV", "[-1,6] =1,-1,2 =#1", "num_split=3", "[-1, 1] [-1, 3] [-1, 2]"},
    {"Pad", "[-1,224,224,3] =4x2:0,0,3,3,3,2,0,0", "", "[-1, 230, 229, 3]"},
    {"Pad", "? [4,2]", "", "[-1, -1, -1, -1]"},
    {"Tile", "[-1,3] =2,2", "", "[-1, 6]"},
    {"Squeeze", "[-1,1,1,5]", "squeeze_dims=1,2,", "[-1, 5]"},
    {"Squeeze", "[1,1,5]", "", "[5]"},
    {"Squeeze", "[-1,1,5]", "", "unknown"},
    {"ExpandDims", "[2,3] =#-1", "", "[2, 3, 1]"},
    {"ExpandDims", "[2,3] [] ", "", "[-1, -1, -1]"},
    {"OneHot", "[-1] =#10 [] []", "", "[-1, 10]"},
    {"OneHot", "[-1,2] =#10 [] []", "axis=0", "[10, -1, 2]"},
    {"Gather", "[10,4] [-1,2]", "", "[-1, 2, 4]"},
    {"GatherV2", "[-1,10,4] [3] =#1", "", "[-1, 3, 4]"},
    {"GatherV2", "[2,10,4] [2,3] =#1", "batch_dims=1", "[2, 3, 4]"},
    {"GatherNd", "[5,6,7] [-1,2]", "", "[-1, 7]"},
    {"Where", "[2,3]", "", "[-1, 2]"},
    {"SpaceToBatchND", "[1,10,10,3] =2,2 =2x2:0,0,1,1", "", "[4, 5, 6, 3]"},
    {"BatchToSpaceND", "[4,5,6,3] =2,2 =2x2:0,0,1,1", "", "[1, 10, 10, 3]"},
    {"SpaceToDepth", "[-1,8,8,3]", "block_size=2", "[-1, 4, 4, 12]"},
    {"DepthToSpace", "[-1,4,4,12]", "block_size=2", "[-1, 8, 8, 3]"},
    /* -- slices -- */
    {"StridedSlice", "[5,6] =1,0 =3,0 =1,1", "end_mask=2", "[2, 6]"},
    {"StridedSlice", "[5,6] =0 =1 =1", "shrink_axis_mask=1", "[6]"},
    {"StridedSlice", "[5,6,7] =0,1 =0,3 =1,1", "ellipsis_mask=1", "[5, 6, 2]"},
    {"StridedSlice", "[5] =0,0 =0,0 =1,1", "new_axis_mask=1 end_mask=2", "[1, 5]"},
    {"StridedSlice", "[7] =-1 =0 =-2", "end_mask=1", "[4]"},
    {"StridedSlice", "[-1,6] =0,0 =2,3 =1,1", "", "[-1, 3]"},
    {"StridedSlice", "[9,6] [2] [2] =1,1", "", "[-1, -1]"},
    {"Slice", "[5,6] =1,2 =2,-1", "", "[2, 4]"},
    {"Slice", "? [2] [2]", "", "[-1, -1]"},
    /* -- made of a shape -- */
    {"Shape", "[2,-1]", "", "[2]"},
    {"Shape", "?", "", "[-1]"},
    {"Size", "[2,3]", "", "[]"},
    {"Fill", "=2,3 []", "", "[2, 3]"},
    {"Range", "=#0 =#10 =#3", "", "[4]"},
    {"Range", "=#5 =#0 =#-2", "", "[3]"},
    {"Range", "=#0 [] =#1", "", "[-1]"},
    {"RandomUniform", "=2,3", "", "[2, 3]"},
    {"Pack", "[2] [-1]", "axis=1", "[2, 2]"},
    {"Unpack", "[-1,3,4]", "axis=1 num=3", "[-1, 4] [-1, 4] [-1, 4]"},
    {"BroadcastTo", "[3] =2,3", "", "[2, 3]"},
    /* -- images, boxes -- */
    {"ResizeBilinear", "[-1,-1,-1,3] =299,200", "", "[-1, 299, 200, 3]"},
    {"ResizeNearestNeighbor", "[-1,5,5,3] [2]", "", "[-1, -1, -1, 3]"},
    {"CropAndResize", "[-1,50,50,8] [100,4] [100] =14,15", "", "[100, 14, 15, 8]"},
    {"DecodeJpeg", "[]", "channels=3", "[-1, -1, 3]"},
    {"DecodeJpeg", "[]", "", "[-1, -1, -1]"},
    {"NonMaxSuppressionV3", "[100,4] [100] =#10 [] []", "", "[-1]"},
    {"NonMaxSuppressionV4", "[100,4] [100] =#10 [] []", "pad_to_max_output_size=true", "[10] []"},
    {"NonMaxSuppressionV5", "[100,4] [100] =#10 [] [] []", "", "[-1] [-1] []"},
    /* -- other sources -- */
    {"ParseExample", "[-1] [0] [] [] []", "Nsparse=1 Ndense=1 dense_shapes={[3]}",
     "[-1, 2] [-1] [2] [-1, 3]"},
    {"ParseExampleV2", "[] [0] [0] [1]", "num_sparse=1 dense_shapes={[2],[]}", "[-1, 1] [-1] [1] [2] []"},
    {"IteratorGetNext", "[]", "output_shapes={[-1,4],[2]}", "[-1, 4] [2]"},
    {"EnsureShape", "[-1,4]", "shape=[3,-1]", "[3, 4]"},
    {"PlaceholderWithDefault", "[2,2]", "shape=[-1,2]", "[-1, 2]"},
    {"SparseToDense", "[-1,2] =4,5 [-1] []", "", "[4, 5]"},
    {"UnsortedSegmentSum", "[-1,4] [-1] =#7", "", "[7, 4]"},
    {"NoSuchOperation", "[2]", "", "unknown"},
    /* -- where not all is known: as much as is sure, and no more -- */
    {"StridedSlice", "[5,6] [1] [1] =1", "shrink_axis_mask=1", "[6]"},
    {"StridedSlice", "[5,6] ~[-1,1] =1,2 =1,1", "shrink_axis_mask=3", "[]"},
    {"StridedSlice", "[-1,6] =0 =1 =1", "shrink_axis_mask=1", "[6]"},
    {"StridedSlice", "[5,6] =1 =1,2 =1,1", "shrink_axis_mask=3", "[]"},
    {"StridedSlice", "[5,6] =1 =3,4 =1,1", "", "[2, -1]"},
    {"StridedSlice", "[5,6] =1,1 =3 =1,1", "", "[2, -1]"},
    {"StridedSlice", "[5,6] ~[1,-1] =3,4 =1,1", "", "[2, -1]"},
    {"StridedSlice", "[5,6] =1,1 ~[3,-1] =1,1", "", "[2, -1]"},
    {"StridedSlice", "[5,6] =0,0 =3,4 ~[1,-1]", "", "[3, -1]"},
    {"StridedSlice", "[5,6] =0,0 =3,4 [2]", "", "[-1, -1]"},
    {"StridedSlice", "[5,6] =0,0 =3,4 ?", "", "[-1, -1]"},
    {"StridedSlice", "[5,6] [1] [1] ?", "", "[-1, 6]"},
    {"StridedSlice", "[5,6] ? ? ?", "", "unknown"},
    {"StridedSlice", "? =0 =1 =1", "", "unknown"},
    {"StridedSlice", "[5] =0 =3 =0", "", "[-1]"},
    {"StridedSlice", "[5] =-9 =9 =1", "", "[5]"},
    {"StridedSlice", "[5] =9 =-9 =-1", "", "[5]"},
    {"StridedSlice", "[5] =2 =2 =1", "", "[0]"},
    {"StridedSlice", "[5] =3 =1 =1", "", "[0]"},
    {"StridedSlice", "[5] =1 =3 =-1", "", "[0]"},
    {"StridedSlice", "[5] =0 =5 =2", "", "[3]"},
    {"StridedSlice", "[5] =0 =1 =-1", "begin_mask=1", "[3]"},
    {"StridedSlice", "[5] =0 =3 =1", "begin_mask=1 end_mask=1", "[5]"},
    {"StridedSlice", "[#66] [66] [66] [66]", "new_axis_mask=1",
     "[1, " SIXTEEN("-1, ") SIXTEEN("-1, ") "...]"},
    {"StridedSlice", "[5,6,7] =0,0,1 =0,0,3 =1,1,1", "ellipsis_mask=3", "unknown"}, /* two of them */
    {"StridedSlice", "[#254] =0 =0 =1", "new_axis_mask=1", "unknown"},
    {"StridedSlice", "[#254] =0,0 =0,0 =1,1", "ellipsis_mask=1 new_axis_mask=2", "unknown"},
    {"StridedSlice", "[#254] =0,0,0 =0,0,0 =1,1,1", "ellipsis_mask=1 new_axis_mask=2", "unknown"},
    {"Slice", "[5,6] =1 =2,3", "", "[2, 3]"},
    {"Slice", "[5,6] =1 =-1,-1", "", "[4, -1]"},
    {"Slice", "[5,6] =1,2 ~[2,-1]", "", "[2, -1]"},
    {"Slice", "[5,6] =-1,2 =-1,-1", "", "[-1, 4]"},
    {"Slice", "[5,6] =7,2 =-1,-1", "", "[-1, 4]"},
    {"Slice", "[5,6] ~[-1,2] =-1,-1", "", "[-1, 4]"},
    {"Slice", "[5,6] [2] =-1,-1", "", "[-1, -1]"},
    {"Slice", "[-1,6] =0,0 =2,6", "", "[2, 6]"},
    {"Slice", "? [2] ?", "", "[-1, -1]"},
    {"Slice", "? ? ?", "", "unknown"},
    {"GatherV2", "[#254] [2,2] =#0", "", "unknown"},
    {"GatherV2", "[5,6] [2,3] []", "", "[-1, -1, -1]"},
    {"GatherV2", "[] [2] []", "", "unknown"},
    {"GatherV2", "[#254] [2,2] []", "", "unknown"},
    {"GatherV2", "[3] [] []", "batch_dims=1", "unknown"},
    {"GatherV2", "[2,3] [2] =#1", "batch_dims=-1", "[2, 2]"},
    {"GatherV2", "[2,3] [2] =#1", "batch_dims=-3", "unknown"},
    {"GatherV2", "[2,3] [2] =#0", "batch_dims=1", "unknown"},
    {"GatherV2", "[2,3] [] =#1", "batch_dims=1", "unknown"},
    {"GatherV2", "? [2] =#0", "", "unknown"},
    {"GatherV2", "[2] ? =#0", "", "unknown"},
    {"ResourceGather", "@[10,4] [2]", "", "[2, 4]"},
    {"ResourceGather", "@[10] [2]", "", "[2]"},
    {"ResourceGather", "@[2,10,4] [2,3]", "batch_dims=1", "[2, 3, 4]"},
    {"ResourceGather", "", "", "unknown"},
    {"ResourceGatherNd", "@[5,6,7] [-1,2]", "", "[-1, 7]"},
    {"ResourceGatherNd", "", "", "unknown"},
    {"GatherNd", "[5,6] [2,-1]", "", "unknown"},
    {"GatherNd", "[5,6] []", "", "unknown"},
    {"GatherNd", "[5,6] ?", "", "unknown"},
    {"GatherNd", "[5,6] [5,1]", "batch_dims=1", "unknown"},
    {"GatherNd", "[#254] [1,1,1]", "", "unknown"},
    {"SpaceToBatchND", "? =2,2 =2x2:0,0,0,0", "", "unknown"},
    {"SpaceToBatchND", "[1,8,8,3] [2] =2x2:0,0,0,0", "", "[-1, -1, -1, -1]"},
    {"SpaceToBatchND", "[1,8,8,3] =0,2 =2x2:0,0,0,0", "", "[-1, -1, 4, 3]"},
    {"SpaceToBatchND", "[1,8,8,3] =2,2 [2,2]", "", "[4, -1, -1, 3]"},
    {"SpaceToBatchND", "[1,8,8,3] =2,2 =1x2:0,2", "", "[4, 5, -1, 3]"},
    {"SpaceToBatchND", "[1,8,8,3] =2,2 =2x2:-1,0,0,-1", "", "[4, -1, -1, 3]"},
    {"SpaceToBatchND", "[1,8,8,3] =2,2 ~[-1,0,0,-1]", "", "[4, -1, -1, 3]"},
    {"BatchToSpaceND", "? =2,2 =2x2:0,0,0,0", "", "unknown"},
    {"BatchToSpaceND", "[4,5,6,3] [2] =2x2:0,0,0,0", "", "[-1, -1, -1, -1]"},
    {"BatchToSpaceND", "[4,5,6,3] =0,2 =2x2:0,0,0,0", "", "[-1, -1, 12, 3]"},
    {"BatchToSpaceND", "[-1,5,6,3] =2,2 [2,2]", "", "[-1, -1, -1, 3]"},
    {"BatchToSpaceND", "[4,1,1,3] =2,2 =2x2:3,3,0,0", "", "[1, -1, 2, 3]"},
    {"BatchToSpaceND", "[4,5,6,3] =2,2 ~[-1,0,0,-1]", "", "[1, -1, -1, 3]"},
    {"SpaceToDepth", "[-1,8,8,3]", "", "[-1, -1, -1, -1]"},
    {"SpaceToDepth", "[1,3,8,-1]", "block_size=2 data_format=NCHW", "[1, 12, 4, -1]"},
    {"SpaceToDepth", "[1,1,8,8,4]", "block_size=2 data_format=NCHW_VECT_C", "unknown"},
    {"DepthToSpace", "[-1,-1,4,-1]", "block_size=2", "[-1, -1, 8, -1]"},
    {"DepthToSpace", "[-1,4,4,8]", "", "[-1, -1, -1, -1]"},
    {"ResizeBilinear", "[1,5,5,3] =7", "", "[1, -1, -1, 3]"},
    {"ResizeBilinear", "[1,5,5,3] ?", "", "[1, -1, -1, 3]"},
    {"CropAndResize", "[1,5,5,3] [-1,4] [-1] ?", "", "[-1, -1, -1, 3]"},
    {"CropAndResize", "[1,5,5,3] [-1,4] [-1] =7", "", "[-1, -1, -1, 3]"},
    {"NonMaxSuppressionV4", "[9,4] [9] [] [] []", "pad_to_max_output_size=true", "[-1] []"},
    {"NonMaxSuppressionV4", "[9,4] [9] =#-1 [] []", "pad_to_max_output_size=true", "[-1] []"},
    {"NonMaxSuppressionV5", "[9,4] [9] =#3 [] [] []", "pad_to_max_output_size=true", "[3] [3] []"},
    {"CombinedNonMaxSuppression", "[2,10,1,4] [2,10,3] [] =#7 [] []", "", "[2, 7, 4] [2, 7] [2, 7] [2]"},
    {"CombinedNonMaxSuppression", "[2,10,1,4] [2,10,3] [] =#7 [] []", "pad_per_class=true",
     "[2, -1, 4] [2, -1] [2, -1] [2]"},
    {"CombinedNonMaxSuppression", "[2,10,1,4] [2,10,3] [] [] [] []", "", "[2, -1, 4] [2, -1] [2, -1] [2]"},
    {"CombinedNonMaxSuppression", "[2,10,1,4] [2,10,3] [] =#-7 [] []", "", "[2, -1, 4] [2, -1] [2, -1] [2]"},
    {"TensorListStack", "[] =3,4", "num_elements=2", "[2, 3, 4]"},
    {"TensorListStack", "[] =3,-1", "", "[-1, 3, -1]"},
    {"TensorListStack", "[] ?", "", "unknown"},
    {"TensorListStack", "[] [254]", "", "unknown"},
    {"TensorArrayGatherV3", "[] [5] []", "element_shape=[3,4]", "[5, 3, 4]"},
    {"TensorArrayGatherV3", "[] ? []", "element_shape=[3,4]", "[-1, 3, 4]"},
    {"TensorArrayGatherV3", "[] [5,1] []", "element_shape=[3,4]", "[-1, 3, 4]"},
    {"TensorArrayGatherV3", "[] [5] []", "element_shape=?", "unknown"},
    {"TensorArrayGatherV3", "[] [5] []", "element_shape=3", "unknown"},
    {"TensorArrayGatherV3", "[] [5] []", "", "unknown"},
    {"Reshape", "[0,3] =0,-1", "", "[0, -1]"},
    {"Reshape", "[2,3] =2147483647,2147483647,2147483647", "", "[2147483647, 2147483647, 2147483647]"},
    {"Reshape", "[2,3] =-1,-1,3", "", "[-1, -1, 3]"},
    {"ExpandDims", "[#254] =#0", "", "unknown"},
    {"ExpandDims", "? =#0", "", "unknown"},
    {"Transpose", "[2,3] ~[1,-1]", "", "[3, -1]"},
    {"Transpose", "[2,3] =0,7", "", "[2, -1]"},
    {"Transpose", "? =1,0", "", "[-1, -1]"},
    {"Transpose", "? ?", "", "unknown"},
    {"ConcatV2", "? [2] =#0", "", "[-1]"},
    {"ConcatV2", "[2,3] [4,3] []", "", "[-1, -1]"},
    {"ConcatV2", "? [4,3] []", "", "[-1, -1]"},
    {"ConcatV2", "? ? =#0", "", "unknown"},
    {"ConcatV2", "=#0", "", "unknown"},
    {"Split", "=#1 ?", "num_split=2", "unknown"},
    {"Split", "=#1 [4,-1]", "num_split=2", "[4, -1] [4, -1]"},
    {"Split", "[] [4,6]", "num_split=2", "[-1, -1] [-1, -1]"},
    {"Split", "=#1 [4,6]", "num_split=0", "[-1, -1]"},
    {"SplitV", "? =2,3 =#0", "", "unknown"},
    {"SplitV", "[5,2] =2,3 []", "", "[-1, -1] [-1, -1]"},
    {"SplitV", "[5,2] =2,3 =#7", "", "[-1, -1] [-1, -1]"},
    {"SplitV", "[5,2] [2] =#0", "", "[-1, 2] [-1, 2]"},
    {"SplitV", "[5,2] ~[1,-1] =#0", "", "[1, 2] [-1, 2]"},
    {"SplitV", "[5,2] =-1,7 =#0", "", "[-1, 2] [7, 2]"},
    {"Pad", "? [-1,2]", "", "unknown"},
    {"Pad", "? [2]", "", "unknown"},
    {"Pad", "? [255,2]", "", "unknown"},
    {"Pad", "? ?", "", "unknown"},
    {"Pad", "[5] =1x2:-1,2", "", "[-1]"},
    {"Pad", "[5] ~[-1,2]", "", "[-1]"},
    {"Pad", "[5] ~[2,-1]", "", "[-1]"},
    {"Pad", "[5] [1,2]", "", "[-1]"},
    {"Pad", "[9223372036854775807] =1x2:0,1", "", "[-1]"},
    {"Tile", "[4611686018427387904] =2", "", "[-1]"},
    {"Tile", "[0] ~[-1]", "", "[0]"},
    {"Tile", "? =2,2", "", "[-1, -1]"},
    {"Tile", "? ?", "", "unknown"},
    {"Tile", "[2,3] ?", "", "[-1, -1]"},
    {"OneHot", "? =#10 [] []", "", "unknown"},
    {"OneHot", "[#254] =#10 [] []", "", "unknown"},
    {"OneHot", "[3] =#10 [] []", "axis=5", "unknown"},
    {"OneHot", "[3] [] [] []", "", "[3, -1]"},
    {"ReverseV2", "", "", "unknown"},
    {"Sum", "[2,3] ~[-1,1]", "", "unknown"},
    {"Sum", "[2,3] =", "", "[2, 3]"},
    {"Sum", "? =0", "", "unknown"},
    {"ArgMax", "? =#0", "", "unknown"},
    {"ArgMax", "[5] =#0", "", "[]"},
    {"ArgMax", "[5,6] []", "", "[-1]"},
    {"Relu", "", "", "unknown"},
    {"Cast", "", "", "unknown"},
    {"Cumsum", "", "", "unknown"},
    {"IdentityN", "[2] [3]", "", "[2] [3]"},
    {"Identity", "", "", "unknown"},
    {"Merge", "[2,3] [2,4]", "", "[2, -1] []"},
    {"Merge", "[2] [2,4]", "", "unknown"},
    {"EnsureShape", "? ", "shape=[3,-1]", "[3, -1]"},
    {"EnsureShape", "[2,3]", "shape=?", "[2, 3]"},
    {"EnsureShape", "[2,3]", "shape=3", "[2, 3]"},
    {"EnsureShape", "[2,3]", "", "[2, 3]"},
    {"IteratorGetNext", "[]", "output_shapes=3", "unknown"},
    {"IteratorGetNext", "[]", "", "unknown"},
    {"Variable", "", "shape=[]", "unknown"},
    {"VariableV2", "", "shape=[]", "[]"},
    {"ReadVariableOp", "", "", "unknown"},
    {"ReadVariableOp", "@[2,3]", "", "[2, 3]"},
    {"ReadVariableOp", "=2,3", "", "unknown"},
    {"VariableShape", "@[2,-1]", "", "[2]"},
    {"VariableShape", "@?", "", "[-1]"},
    {"VariableShape", "", "", "[-1]"},
    {"Assign", "[2,3] ?", "", "[2, 3]"},
    {"Assign", "[2,3] ?", "validate_shape=false", "unknown"},
    {"Assign", "[2,3] [4]", "validate_shape=false", "[4]"},
    {"Assign", "[2,-1] [-1,3]", "", "[2, 3]"},
    {"Assign", "? [-1,3]", "", "[-1, 3]"},
    {"Assign", "[2] [-1,3]", "", "[-1, 3]"},
    {"Shape", "[#65]", "", "[65]"},
    {"ShapeN", "[2] ?", "", "[1] [-1]"},
    {"Pack", "?", "", "unknown"},
    {"Pack", "[#254]", "", "unknown"},
    {"Pack", "[2] [2]", "axis=2", "unknown"},
    {"Unpack", "[2,-1]", "axis=1", "[2] [2]"},
    {"Unpack", "[2,3]", "axis=1", "[2] [2]"},
    {"Unpack", "[2,3]", "axis=2", "unknown"},
    {"Unpack", "?", "", "unknown"},
    {"Fill", "? []", "", "unknown"},
    {"Range", "=#0 =#10 =#0", "", "[-1]"},
    {"Range", "=#0 =#10 []", "", "[-1]"},
    {"Range", "[] =#10 =#1", "", "[-1]"},
    {"Range", "=#0 =#10 =L#-9223372036854775808", "", "[-1]"},
    {"Range", "=L#-2 =L#9223372036854775807 =L#1", "", "[-1]"},
    {"Range", "=L#1 =L#-9223372036854775807 =L#-1", "", "[-1]"},
    {"Range", "=#0 =#-5 =#1", "", "[0]"},
    {"Range", "=#0 =#5 =#-1", "", "[0]"},
    {"Range", "=#3 =#3 =#1", "", "[0]"},
    {"ParseExample", "[-1] [0] [] [] []", "Nsparse=-1 dense_shapes={[3]}", "[-1, 3]"},
    {"ParseExample", "[-1] [0] [] [] []", "dense_shapes=3", "unknown"},
    {"ParseExample", "[-1] [0] [] [] []", "", "unknown"},
    {"ParseExampleV2", "? [0] [0] [1]", "num_sparse=1", "[-1, -1] [-1] [-1]"},
    {"ParseExampleV2", "[2] [0] [0] [1]", "dense_shapes={[3],?}", "[2, 3] unknown"},
    {"ParseExampleV2", "[2] [0] [0] [1]", "dense_shapes={[3],[#254]}", "[2, 3] unknown"},
    {"ParseExampleV2", "? [0] [0] [1]", "dense_shapes={[3],[]}", "unknown"},
    {"ParseSingleExample", "[]", "num_sparse=1 dense_shapes={[3]}", "[-1, 1] [-1] [1] [3]"},
    {"SparseToDense", "[-1,2] ? [-1] []", "", "unknown"},
    {"SparseReshape", "[-1,2] [2] [3]", "", "[-1, 3] [3]"},
    {"SparseFillEmptyRows", "[-1,2] [-1] =4,5", "", "[-1, 2] [-1] [4] [-1]"},
    {"SparseFillEmptyRows", "[9,2] [9] ?", "", "[-1, 2] [-1] [-1] [9]"},
    {"SparseFillEmptyRows", "[-1,2] [-1] =", "", "[-1, 2] [-1] [-1] [-1]"},
    {"SparseTensorDenseMatMul", "[9,2] [9] =4,5 [5,6]", "", "[4, 6]"},
    {"SparseTensorDenseMatMul", "[9,2] [9] =4,5 [6,4]", "adjoint_a=true adjoint_b=true", "[5, 6]"},
    {"SparseTensorDenseMatMul", "[9,2] [9] =4 [5,6]", "", "[-1, 6]"},
    {"SparseTensorDenseMatMul", "[9,2] [9] ? [5,6]", "", "[-1, 6]"},
    {"SegmentSum", "[5,6] [5]", "", "[-1, 6]"},
    {"SegmentSum", "[] [5]", "", "unknown"},
    {"SegmentSum", "? [5]", "", "unknown"},
    {"UnsortedSegmentSum", "[2] ? =#7", "", "unknown"},
    {"UnsortedSegmentSum", "[2] [2,3] =#7", "", "unknown"},
    {"UnsortedSegmentSum", "[#254] [] =#7", "", "unknown"},
    {"UnsortedSegmentSum", "[2,3] [2] =#-7", "", "[-1, 3]"},
    {"SparseSegmentSum", "[5,6] [2] [2]", "", "[-1, 6]"},
    {"SparseSegmentSum", "[] [2] [2]", "", "unknown"},
    {"SparseSegmentSum", "? [2] [2]", "", "unknown"},
    {"Unique", "[5]", "", "[-1] [5]"},
    {"UniqueWithCounts", "[5]", "", "[-1] [5] [-1]"},
    {"Unique", "", "", "[-1] unknown"},
    {"BoostedTreesBucketize", "[5] [6]", "num_features=2", "[5] [6]"},
    {"BoostedTreesBucketize", "[5]", "num_features=2", "[5] unknown"},
    {"BoostedTreesBucketize", "[5]", "num_features=-2", "unknown"},
    {"StringJoin", "[] [2,-1] [-1,3]", "", "[2, 3]"},
    {"StringJoin", "[2] ?", "", "unknown"},
    {"StringJoin", "[2] [2,3]", "", "[2]"},
    {"LookupTableFindV2", "HashTableV2 [3]", "", "[3]"},
    {"LookupTableFindV2", "HashTableV2", "", "unknown"},
    {"LookupTableFindV2", "@[2] [3]", "", "unknown"},
    {"LookupTableFindV2", "? [3]", "", "unknown"},
    {"LookupTableFindV2", "", "", "unknown"},
    {"HashTable", "", "", "[2]"},
    {"TensorArrayV3", "[]", "", "[2] []"},
    {"BatchMatMul", "[5,3,2] [5,3,6]", "adj_x=true", "[5, 2, 6]"},
    {"BatchMatMul", "? [5,3,6]", "", "unknown"},
    {"BatchMatMul", "[5,3,6] ?", "", "unknown"},
    {"Einsum", "[2,3] [3,4]", "equation=a\\x20b,bc->a\\x20c", "[2, 4]"},
    {"Einsum", "? [3,4]", "equation=ab,bc->abc", "[-1, 3, 4]"},
    {"Einsum", "[2]", "equation=\\xc3\\xa4->a", "unknown"},
    {"Einsum", "[2]", "equation=a->\\xc3\\xa4", "unknown"},
    {"Einsum", "[2]", "equation=a->...a", "unknown"},
    {"Einsum", "[2]", "equation=a", "unknown"},
    {"Einsum", "[2]", "equation=a-a", "unknown"},
    {"Einsum", "[2]", "equation=a->" SIXTEEN(SIXTEEN("a")), "unknown"},
    {"Softmax", "?", "", "unknown"},
    {"TopKV2", "[2,-1] =#5", "", "[2, 5] [2, 5]"},
    {"TopKV2", "[2,7] []", "", "[2, -1] [2, -1]"},
    {"TopK", "?", "k=3", "unknown"},
    {"InTopK", "[5,10] [5]", "", "[5]"},
    {"SoftmaxCrossEntropyWithLogits", "[5,10] [5,10]", "", "[5] [5, 10]"},
    {"Conv3D", "[1,2,8,8,8] [3,3,3,2,5]", "strides=1,1,1,1,1, padding=VALID data_format=NCDHW",
     "[1, 5, 6, 6, 6]"},
    {"Conv2D", "[1,8,8,3] [3,3,3,8]", "strides=1,1,1,1, padding=VALID data_format=HWCN", "unknown"},
    {"Conv2D", "[1,2,8,8,3] [3,3,3,8]", "strides=1,1,1,1, padding=VALID", "unknown"}, /* batches in front */
    {"Conv2D", "[1,8,8,3] [3,3,3,8]", "strides=1,1,1,1, padding=REFLECT", "[1, -1, -1, 8]"},
    {"Conv2D", "[1,8,8,3] [3,3,3,8]", "strides=1,0,-1,1, padding=VALID", "[1, -1, -1, 8]"},
    {"Conv2D", "[1,8,8,3] [0,-1,3,8]", "strides=1,1,1,1, padding=VALID", "[1, -1, -1, 8]"},
    {"Conv2D", "[1,8,8,3] [3,3,3,8]", "padding=VALID dilations=1,-1,1,1,", "[1, -1, 6, 8]"},
    {"Conv2D", "[1,8,8,3] [3,3,3,8]", "padding=EXPLICIT explicit_paddings=0,0,-1,0,0,0,0,0,",
     "[1, -1, 6, 8]"},
    {"Conv2D", "[1,8,8,3] ?", "strides=1,1,1,1, padding=SAME", "[1, 8, 8, -1]"},
    {"Conv2D", "[1,8,8,0] [3,3,3,8]", "strides=1,1,1,1, padding=SAME", "[1, 8, 8, 8]"},
    {"Conv2D", "[1,8,8,6] [3,3,3,-1]", "strides=1,1,1,1, padding=SAME", "[1, 8, 8, -1]"},
    {"Conv2DBackpropInput", "=8,9 [3,3,5,7] [2,4,4,7]", "strides=1,2,2,1, padding=SAME", "[-1, 8, 9, 5]"},
    {"Conv2DBackpropInput", "? [3,3,5,7] [2,4,4,7]", "strides=1,2,2,1, padding=SAME", "[-1, -1, -1, 5]"},
    {"Conv2DBackpropInput", "=8 [3,3,5,7] [2,4,4,7]", "strides=1,2,2,1, padding=SAME", "[-1, -1, -1, -1]"},
    {"Conv2DBackpropInput", "=2,8,8,5 [3,3,5,7] [2,4,4,7]", "data_format=HWCN", "unknown"},
    {"MaxPoolV2", "[1,9,9,6] [4] =1,2,2,1", "padding=VALID", "[-1, -1, -1, -1]"},
    {"BiasAdd", "? [5]", "", "unknown"},
    {"BiasAdd", "[] [5]", "", "unknown"},
    {"FusedBatchNormV3", "? [8] [8] [8] [8]", "", "[-1, -1, -1, 8] [8] [8]"},
    {"FusedBatchNormV3", "? [8] [8] [8] [8]", "data_format=NCHW", "[-1, 8, -1, -1] [8] [8]"},
    {"FusedBatchNormV3", "? ? [8] [8] [8]", "", "[-1, -1, -1, 8] [8] [8]"},
    {"Select", "[2] ? ?", "", "unknown"},
    {"Equal", "[2] ?", "incompatible_shape_error=false", "unknown"},
};

static void same_outputs(const struct row *row)
{
    char found[400] = "", name[16];
    unsigned i, count = 1;
    const char *at;

    for (at = row->expected; (at = strstr(at, "] ")) != NULL; at++)
        count++;
    for (i = 0; i < count; i++) {
        snprintf(name, sizeof name, "y:%u", i);
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s", i > 0 ? " " : "",
                 shape_text(name));
    }
    ck_assert_msg(strcmp(found, row->expected) == 0, "%s of %s with %s: found %s, expected %s", row->op,
                  row->inputs, row->attrs, found, row->expected);
}

START_TEST(an_operation_gives_out_the_shapes_that_tensorflow_documents)
{
    size_t i;

    for (i = 0; i < sizeof made / sizeof *made; i++) {
        make_operation(made[i].op, made[i].inputs, made[i].attrs);
        run("y");
        same_outputs(&made[i]);
        ck_assert_msg(shapes.conflict.reason == NNREG_SHAPES_FITS, "%s of %s is refused", made[i].op,
                      made[i].inputs);
        end();
    }
}
END_TEST

static const struct refused_row {
    const char *op, *inputs, *attrs;
    enum nnreg_shapes_reason reason;
    int64_t needs, gets;
} refused[] = {
    {"MatMul", "[1,18432] [25088,4096]", "", NNREG_SHAPES_SIZE, 25088, 18432},
    {"MatMul", "[1,2,3] [3,4]", "", NNREG_SHAPES_RANK, 2, 3},
    {"BatchMatMulV2", "[2,2,3] [3,3,4]", "", NNREG_SHAPES_BROADCAST, 0, 0},
    {"Conv2D", "[1,8,8,1] [3,3,3,8]", "strides=1,1,1,1, padding=SAME", NNREG_SHAPES_CHANNELS, 3, 1},
    {"Conv2D", "[1,8,8,3] [3,3,1,8]", "strides=1,1,1,1, padding=SAME", NNREG_SHAPES_CHANNELS, 1, 3},
    {"Conv2D", "[8,8,3] [3,3,3,8]", "strides=1,1,1,1, padding=SAME", NNREG_SHAPES_RANK, 4, 3},
    {"Conv2D", "[1,2,2,3] [5,5,3,8]", "strides=1,1,1,1, padding=VALID", NNREG_SHAPES_SMALL, 5, 2},
    {"MaxPool", "[1,2,2,3]", "ksize=1,5,5,1, strides=1,1,1,1, padding=VALID", NNREG_SHAPES_SMALL, 5, 2},
    {"DepthwiseConv2dNative", "[1,8,8,1] [3,3,3,1]", "strides=1,1,1,1, padding=SAME", NNREG_SHAPES_CHANNELS,
     3, 1},
    {"BiasAdd", "[1,4] [5]", "", NNREG_SHAPES_CHANNELS, 5, 4},
    {"AddV2", "[1,4] [5]", "", NNREG_SHAPES_BROADCAST, 0, 0},
    {"Reshape", "[1,6,6,512] =-1,25088", "", NNREG_SHAPES_ELEMENTS, 0, 18432},
    {"Reshape", "[2,3] =7", "", NNREG_SHAPES_ELEMENTS, 0, 6},
    {"Reshape", "[2,3] =0,-1", "", NNREG_SHAPES_ELEMENTS, 0, 6},
    {"ConcatV2", "[1,4] [2,4] =#1", "", NNREG_SHAPES_BROADCAST, 1, 2},
    {"Split", "=#1 [1,5]", "num_split=2", NNREG_SHAPES_MULTIPLE, 2, 5},
    {"Squeeze", "[1,2,1]", "squeeze_dims=1,", NNREG_SHAPES_SIZE, 1, 2},
    {"Transpose", "[1,2,3] =0,1", "", NNREG_SHAPES_RANK, 2, 3},
    {"SpaceToBatchND", "[1,9,9,3] =2,2 =2x2:0,0,0,0", "", NNREG_SHAPES_MULTIPLE, 2, 9},
    {"StridedSlice", "[3] =5 =6 =1", "shrink_axis_mask=1", NNREG_SHAPES_RANGE, 3, 5},
    {"Slice", "[3] =0 =5", "", NNREG_SHAPES_SIZE, 5, 3},
    {"TopKV2", "[1,3] =#5", "", NNREG_SHAPES_SMALL, 5, 3},
    {"EnsureShape", "[1,5]", "shape=[1,4]", NNREG_SHAPES_SIZE, 4, 5},
    {"Einsum", "[1,7] [8,2]", "equation=ab,bc->ac", NNREG_SHAPES_SIZE, 7, 8},
    {"Einsum", "[2] [2,3]", "equation=ab,bc->ac", NNREG_SHAPES_RANK, 2, 1},
    {"Einsum", "[2,3,4] [3,4]", "equation=ab,bc->ac", NNREG_SHAPES_RANK, 2, 3},
    {"Einsum", "[2,3]", "equation=aa->a", NNREG_SHAPES_SIZE, 2, 3},
    {"StridedSlice", "[3] =-5 =-4 =1", "shrink_axis_mask=1", NNREG_SHAPES_RANGE, 3, -5},
    {"StridedSlice", "[5] =0,0 =1,1 =1,1", "", NNREG_SHAPES_RANK, 2, 1},
    {"StridedSlice", "[5] =0,0,0 =1,1,1 =1,1,1", "ellipsis_mask=1", NNREG_SHAPES_RANK, 3, 1},
    {"Slice", "[3,4] =0 =1", "", NNREG_SHAPES_RANK, 1, 2},
    {"GatherV2", "[5,6] [2] =#2", "", NNREG_SHAPES_RANGE, 2, 2},
    {"GatherNd", "[5,6] [2,3]", "", NNREG_SHAPES_RANK, 3, 2},
    {"BatchToSpaceND", "[5,4,4,1] =2,2 =2x2:0,0,0,0", "", NNREG_SHAPES_MULTIPLE, 2, 5},
    {"SpaceToDepth", "[1,8,9,3]", "block_size=2", NNREG_SHAPES_MULTIPLE, 2, 9},
    {"SpaceToDepth", "[8,9,3]", "block_size=2", NNREG_SHAPES_RANK, 4, 3},
    {"DepthToSpace", "[1,4,4,6]", "block_size=2", NNREG_SHAPES_MULTIPLE, 4, 6},
    {"ResizeBilinear", "[5,5,3] =7,7", "", NNREG_SHAPES_RANK, 4, 3},
    {"CropAndResize", "[1,5,5,3] [4] [1] =7,7", "", NNREG_SHAPES_RANK, 2, 1},
    {"CombinedNonMaxSuppression", "[10,1,4] [2,10,3] [] =#7 [] []", "", NNREG_SHAPES_RANK, 4, 3},
    {"ExpandDims", "[2] =#5", "", NNREG_SHAPES_RANGE, 2, 5},
    {"Squeeze", "[1,2]", "squeeze_dims=2,", NNREG_SHAPES_RANGE, 2, 2},
    {"ConcatV2", "[2] [2,3] =#0", "", NNREG_SHAPES_BROADCAST, 0, 0},
    {"ConcatV2", "[2,3] [2,3] =#2", "", NNREG_SHAPES_RANGE, 2, 2},
    {"Split", "=#2 [1,5]", "num_split=2", NNREG_SHAPES_RANGE, 2, 2},
    {"Pad", "[5,6] =1x2:0,0", "", NNREG_SHAPES_RANK, 1, 2},
    {"Tile", "[5,6] =2", "", NNREG_SHAPES_RANK, 1, 2},
    {"Sum", "[5,6] =2", "", NNREG_SHAPES_RANGE, 2, 2},
    {"ArgMax", "[5,6] =#2", "", NNREG_SHAPES_RANGE, 2, 2},
    {"AddN", "[5] [5,6]", "", NNREG_SHAPES_BROADCAST, 0, 0},
    {"AddN", "[5] [6]", "", NNREG_SHAPES_BROADCAST, 0, 0},
    {"Select", "[5] [5] [6]", "", NNREG_SHAPES_BROADCAST, 0, 0},
    {"SelectV2", "[2] [3] [3]", "", NNREG_SHAPES_BROADCAST, 0, 0},
    {"SelectV2", "[] [2] [3]", "", NNREG_SHAPES_BROADCAST, 0, 0},
    {"EnsureShape", "[1,5]", "shape=[5]", NNREG_SHAPES_RANK, 1, 2},
    {"Pack", "[2] [3]", "", NNREG_SHAPES_BROADCAST, 0, 0},
    {"Unpack", "[2,3]", "num=3", NNREG_SHAPES_SIZE, 3, 2},
    {"ParseExample", "[] [0] [] [] []", "", NNREG_SHAPES_RANK, 1, 0},
    {"SparseReshape", "[9] [2] [3]", "", NNREG_SHAPES_RANK, 2, 1},
    {"SparseReshape", "[9,2] [2] []", "", NNREG_SHAPES_RANK, 1, 0},
    {"SparseFillEmptyRows", "[9] [9] =4,5", "", NNREG_SHAPES_RANK, 2, 1},
    {"SparseTensorDenseMatMul", "[9,2] [9] =4,5 [5]", "", NNREG_SHAPES_RANK, 2, 1},
    {"BatchMatMul", "[2,2,3] [3,4]", "", NNREG_SHAPES_BROADCAST, 0, 0},
    {"BatchMatMul", "[2,2,3] [3,3,4]", "", NNREG_SHAPES_BROADCAST, 0, 0},
    {"BatchMatMulV2", "[2] [3,4]", "", NNREG_SHAPES_RANK, 2, 1},
    {"BatchMatMulV2", "[2,3] [4]", "", NNREG_SHAPES_RANK, 2, 1},
    {"BatchMatMulV2", "[2,3] [4,5]", "", NNREG_SHAPES_SIZE, 4, 3},
    {"MatMul", "[2,3] [4]", "", NNREG_SHAPES_RANK, 2, 1},
    {"Softmax", "[]", "", NNREG_SHAPES_RANK, 1, 0},
    {"LRN", "[5,5,3]", "", NNREG_SHAPES_RANK, 4, 3},
    {"TopK", "[]", "k=3", NNREG_SHAPES_RANK, 1, 0},
    {"InTopK", "[5] [5]", "", NNREG_SHAPES_RANK, 2, 1},
    {"SoftmaxCrossEntropyWithLogits", "[5] [5]", "", NNREG_SHAPES_RANK, 2, 1},
    {"Conv2D", "[1,8,8,3] [3,3,8]", "padding=SAME", NNREG_SHAPES_RANK, 4, 3},
    {"Conv2D", "[1,8,8,6] [3,3,3,5]", "padding=SAME", NNREG_SHAPES_CHANNELS, 3, 6},
    {"DepthwiseConv2dNative", "[8,8,3] [3,3,3,1]", "padding=SAME", NNREG_SHAPES_RANK, 4, 3},
    {"DepthwiseConv2dNative", "[1,8,8,3] [3,3,3]", "padding=SAME", NNREG_SHAPES_RANK, 4, 3},
    {"DepthwiseConv2dNative", "[1,2,2,3] [5,5,3,1]", "padding=VALID", NNREG_SHAPES_SMALL, 5, 2},
    {"Conv2DBackpropInput", "=2,8,8,5 [3,3,5] [2,4,4,7]", "", NNREG_SHAPES_RANK, 4, 3},
    {"BiasAdd", "[1,4] [4,4]", "", NNREG_SHAPES_RANK, 1, 2},
    {"FusedBatchNormV3", "[8] [8] [8] [8] [8]", "", NNREG_SHAPES_RANK, 4, 1},
    {"FusedBatchNormV3", "[1,4,4,8] [8] [7] [8] [8]", "", NNREG_SHAPES_CHANNELS, 7, 8},
    {"FusedBatchNormV3", "[1,4,4,8] [7] [8] [8] [8]", "", NNREG_SHAPES_CHANNELS, 7, 8},
};

START_TEST(an_operation_that_cannot_work_is_told_with_what_it_needs_and_gets)
{
    size_t i;

    for (i = 0; i < sizeof refused / sizeof *refused; i++) {
        const struct refused_row *row = &refused[i];

        make_operation(row->op, row->inputs, row->attrs);
        run("y");
        ck_assert_msg(shapes.conflict.reason == row->reason && shapes.conflict.needs == row->needs &&
                          shapes.conflict.gets == row->gets,
                      "%s of %s with %s: reason %d, needs %lld, gets %lld", row->op, row->inputs, row->attrs,
                      shapes.conflict.reason, (long long)shapes.conflict.needs,
                      (long long)shapes.conflict.gets);
        ck_assert_uint_eq(shapes.conflict.point, tensor_called("y").point);
        end();
    }
}
END_TEST

/* The values of the first outputs, "; " between them: what is not a small whole number for sure is not known. */
static const struct row held[] = {
    {"Add", "=1,2 =3,4", "T=DT_INT32", "4, 6"},
    {"Add", "=1,2 =#3", "T=DT_INT32", "4, 5"},
    {"Add", "=#3 =1,2", "T=DT_INT32", "4, 5"},
    {"Add", "~[-1,2] =3,4", "T=DT_INT32", "?, 6"},
    {"Add", "=3,4 ~[-1,2]", "T=DT_INT32", "?, 6"},
    {"Add", "= =1", "T=DT_INT32", "unknown"},
    {"Add", "=1 =", "T=DT_INT32", "unknown"},
    {"Add", "[2] =1,2", "T=DT_INT32", "unknown"},
    {"Add", "=1,2 [2]", "T=DT_INT32", "unknown"},
    {"Add", "=2x2:1,2,3,4 =#1", "T=DT_INT32", "unknown"}, /* of vectors at most */
    {"Pow", "=1,2 =3,4", "T=DT_INT32", "unknown"},
    {"Add", "=2147483647 =1", "T=DT_INT32", "unknown"},
    {"Sub", "=-2147483648 =1", "T=DT_INT32", "unknown"},
    {"Add", "=L2147483647 =L1", "T=DT_INT64", "2147483648"},
    {"Add", "=L9223372036854775807 =L1", "T=DT_INT64", "unknown"},
    {"Sub", "=L-9223372036854775807 =L2", "T=DT_INT64", "unknown"},
    {"Mul", "=L4611686018427387904 =L2", "T=DT_INT64", "unknown"},
    {"Add", "=100 =27", "T=DT_INT8", "127"},
    {"Add", "=100 =28", "T=DT_INT8", "unknown"},
    {"Add", "=1 =-2", "T=DT_INT8", "unknown"},
    {"Add", "=100 =28", "T=3", "unknown"},
    {"Add", "=100 =27", "", "127"},
    {"Div", "=-7,7,-7,6 =2,-2,-2,3", "T=DT_INT32", "-3, -3, 3, 2"},
    {"FloorDiv", "=-7,7,-7,6 =2,-2,-2,3", "T=DT_INT32", "-4, -4, 3, 2"},
    {"FloorMod", "=-7,7,-7,6 =2,-2,-2,3", "T=DT_INT32", "1, -1, -1, 0"},
    {"Mod", "=-7,7,-7,6 =2,-2,-2,3", "T=DT_INT32", "-1, 1, -1, 0"},
    {"FloorDiv", "=1 =0", "T=DT_INT32", "unknown"},
    {"FloorDiv", "=L-9223372036854775808 =L-1", "T=DT_INT64", "unknown"},
    {"TruncateDiv", "=L-9223372036854775808 =L-1", "T=DT_INT64", "unknown"},
    {"Abs", "=L-9223372036854775808", "T=DT_INT64", "unknown"},
    {"Sum", "=L-9223372036854775807,-1,1 =0", "T=DT_INT64",
     "-9223372036854775807"}, /* through the least of all */
    {"FloorDiv", "=L-9223372036854775807 =L-1", "T=DT_INT64", "9223372036854775807"},
    {"Maximum", "=1,5 =3,4", "T=DT_INT32", "3, 5"},
    {"Minimum", "=1,5 =3,4", "T=DT_INT32", "1, 4"},
    {"Less", "=1,2,3 =2,2,2", "T=DT_INT32", "1, 0, 0"},
    {"LessEqual", "=1,2,3 =2,2,2", "T=DT_INT32", "1, 1, 0"},
    {"Greater", "=1,2,3 =2,2,2", "T=DT_INT32", "0, 0, 1"},
    {"GreaterEqual", "=1,2,3 =2,2,2", "T=DT_INT32", "0, 1, 1"},
    {"Equal", "=1,2 =2,2", "T=DT_INT32", "0, 1"},
    {"NotEqual", "=1,2 =2,2", "T=DT_INT32", "1, 0"},
    {"LogicalAnd", "=0,0,1,1 =0,1,0,1", "", "0, 0, 0, 1"},
    {"LogicalOr", "=0,0,1,1 =0,1,0,1", "", "0, 1, 1, 1"},
    {"LogicalNot", "=0,1", "", "1, 0"},
    {"Neg", "=5,-5", "T=DT_INT32", "-5, 5"},
    {"Neg", "~[-1,5]", "T=DT_INT32", "?, -5"},
    {"Neg", "=-2147483648", "T=DT_INT32", "unknown"},
    {"Abs", "=5,-5", "T=DT_INT32", "5, 5"},
    {"Square", "=5,-5", "T=DT_INT32", "25, 25"},
    {"Square", "=L4611686018427387904,3", "T=DT_INT64", "?, 9"},
    {"Neg", "[2]", "T=DT_INT32", "unknown"},
    {"Cast", "=-1,0,1,2", "DstT=DT_BOOL", "?, 0, 1, ?"},
    {"Cast", "=-1,127,128", "DstT=DT_FLOAT", "?, 127, ?"},
    {"Cast", "=L2147483648,-5", "DstT=DT_INT32", "?, -5"},
    {"Cast", "=L2147483648,-2147483649", "DstT=DT_INT64", "2147483648, -2147483649"},
    {"Cast", "[2]", "DstT=DT_INT64", "unknown"},
    {"Select", "=#1 =1,2 =3,4", "", "1, 2"},
    {"Select", "=#0 =1,2 =3,4", "", "3, 4"},
    {"Select", "=#1 =1,2", "", "unknown"},
    {"Select", "[] =1,2 =3,4", "", "unknown"},
    {"SelectV2", "=#1 =#5 =#6", "", "5"},
    {"SelectV2", "=#0 =#5 =#6", "", "6"},
    {"SelectV2", "[] =#5 =#6", "", "unknown"},
    {"SelectV2", "=#1 =5 =6", "", "unknown"},
    {"SelectV2", "? =#5 =#6", "", "unknown"},
    {"Prod", "=2,3,4 =0", "T=DT_INT32", "24"},
    {"Prod", "= =0", "T=DT_INT32", "1"},
    {"Prod", "=2,3,4 =", "T=DT_INT32", "unknown"}, /* nothing is reduced */
    {"Prod", "~[-1,2] =0", "T=DT_INT32", "unknown"},
    {"Prod", "~[2,-1] =0", "T=DT_INT32", "unknown"},
    {"Prod", "=65536,65536 =0", "T=DT_INT32", "unknown"},
    {"Prod", "=L4611686018427387904,2 =0", "T=DT_INT64", "unknown"},
    {"Prod", "[2] =0", "T=DT_INT32", "unknown"},
    {"Max", "=2,9,4 =#0", "T=DT_INT32", "9"},
    {"Max", "= =0", "T=DT_INT32", "unknown"},
    {"Sum", "=2,9,4 =-1", "T=DT_INT32", "15"},
    {"Mean", "=2,9,4 =0", "T=DT_INT32", "unknown"},
    {"Shape", "[2,-1,0]", "", "2, ?, 0"},
    {"Shape", "[-1,-1]", "", "unknown"},
    {"Shape", "[]", "", ""},
    {"Shape", "?", "", "unknown"},
    {"Shape", "[#64]", "", SIXTEEN("1, 1, 1, 1, ")},
    {"Shape", "[#65]", "", "unknown"},
    {"ShapeN", "[2] [3,-1]", "", "2; 3, ?"},
    {"VariableShape", "@[2,-1]", "", "2, ?"},
    {"VariableShape", "@[#65]", "", "unknown"},
    {"VariableShape", "@?", "", "unknown"},
    {"Size", "[2,3]", "", "6"},
    {"Size", "[2,-1]", "", "unknown"},
    {"Size", "[0,-1]", "", "0"},
    {"Size", "[4611686018427387904,2]", "", "unknown"},
    {"Size", "?", "", "unknown"},
    {"Rank", "[2,3]", "", "2"},
    {"Rank", "?", "", "unknown"},
    {"Pack", "=#1 =#2", "", "1, 2"},
    {"Pack", "=#1 []", "", "1, ?"},
    {"Pack", "=1,2 ~[3,-1]", "", "1, 2, 3, ?"},
    {"Pack", "=1,2 =3,4", "axis=1", "unknown"},
    {"Pack", "=#1 ?", "", "unknown"},
    {"Pack", "[-1] =1", "", "unknown"},
    {"Pack", "=1,2 [65]", "", "unknown"},
    {"Pack", "64*=#7", "", SIXTEEN("7, 7, 7, 7, ")},
    {"Pack", "65*=#7", "", "unknown"},
    {"Unpack", "=1,2", "num=2", "1; 2"},
    {"Unpack", "~[-1,2]", "num=2", "unknown; 2"},
    {"Unpack", "=2x2:1,2,3,4", "num=2", "unknown"},
    {"Unpack", "[2]", "num=2", "unknown"},
    {"Fill", "=3 =#7", "", "7, 7, 7"},
    {"Fill", "=3 []", "", "unknown"},
    {"Fill", "=65 =#7", "", "unknown"},
    {"Fill", "~[-1] =#7", "", "unknown"},
    {"Range", "=#1 =#8 =#3", "", "1, 4, 7"},
    {"Range", "=#0 =#-4 =#-2", "", "0, -2"},
    {"Range", "=#0 =#65 =#1", "", "unknown"},
    {"StridedSlice", "=1,2,3,4 =3 =0 =-2", "", "4, 2"},
    {"StridedSlice", "=1,2,3,4 =-1 =0 =1", "shrink_axis_mask=1", "4"},
    {"StridedSlice", "=1,2,3,4 ~[-1] =0 =1", "shrink_axis_mask=1", "unknown"},
    {"StridedSlice", "=1,2,3,4 =0 =0 =1", "ellipsis_mask=1", "1, 2, 3, 4"},
    {"StridedSlice", "=#7 =0 =0 =1", "new_axis_mask=1", "7"},
    {"StridedSlice", "=2x2:1,2,3,4 =0 =1 =1", "", "unknown"},
    {"StridedSlice", "=1,2,3 [1] =3 =1", "", "unknown"},
    {"StridedSlice", "[3] =0 =1 =1", "", "unknown"},
    {"StridedSlice", "~[1,-1] =0 =2 =1", "", "1, ?"},
    {"Slice", "=1,2,3 =1 =-1", "", "2, 3"},
    {"Slice", "=1,2,3 =2 =2", "", "unknown"}, /* beyond its end */
    {"Slice", "=1,2,3 =-1 =1", "", "unknown"},
    {"Slice", "=1,2,3 [1] =2", "", "unknown"},
    {"Slice", "=2x2:1,2,3,4 =0,0 =1,1", "", "unknown"},
    {"GatherV2", "=4,5,6 =2,0 =#0", "", "6, 4"},
    {"GatherV2", "=4,5,6 =#1 =#0", "", "5"},
    {"GatherV2", "=4,5,6 =2,3,-1 =#0", "", "6, ?, ?"},
    {"GatherV2", "~[4,-1] =1,0 =#0", "", "?, 4"},
    {"GatherV2", "=4,5,6 [2] =#0", "", "unknown"},
    {"GatherV2", "[3] =2,0 =#0", "", "unknown"},
    {"ConcatV2", "=1,2 =3 =#0", "", "1, 2, 3"},
    {"ConcatV2", "=1,2 ~[3,-1] [1] =#0", "", "1, 2, 3, ?, ?"},
    {"ConcatV2", "? =1,2 =#0", "", "unknown"},
    {"ConcatV2", "=1,2 [-1] =#0", "", "unknown"},
    {"ConcatV2", "=1,2 [63] =#0", "", "unknown"},
    {"Reshape", "=1,2 =2,1", "", "1, 2"},
    {"ExpandDims", "=#5 =#0", "", "5"},
    {"Squeeze", "=5", "", "5"},
    {"Identity", "~[2,-1]", "", "2, ?"},
    {"IdentityN", "=1 =2", "", "1; 2"},
    {"Merge", "=1,2 =1,3", "", "1, ?"},
    {"Merge", "=1,2 =1,2", "", "1, 2"},
    {"Merge", "=1,2 =1,2,3", "", "unknown"},
    {"Merge", "=1,2 [2]", "", "unknown"},
    {"Merge", "[2] =1,2", "", "unknown"},
    {"Merge", "@[2,3] @[2,4]", "", "[2, -1]"}, /* what is behind either handle */
    {"Merge", "@[2] @[2,4]", "", "unknown"},
    {"Merge", "@[2] =1,2", "", "unknown"},
    {"Merge", "=1,2 @[2]", "", "unknown"},
    {"Merge", "", "", "unknown"},
    {"VarHandleOp", "", "shape=[2,3]", "[2, 3]"},
    {"HashTableV2", "", "", "[]"},
    {"MutableHashTableOfTensorsV2", "", "value_shape=[]", "[]"},
    {"MutableHashTableOfTensorsV2", "", "value_shape=[2]", "unknown"},
    {"MutableHashTableOfTensorsV2", "", "value_shape=?", "unknown"},
    {"MutableHashTableOfTensorsV2", "", "value_shape=2", "[]"},
    {"Const", "", "", "unknown"},
    {"Identity", "=L-9223372036854775808", "", "?"}, /* the one number that is not kept */
};

START_TEST(small_whole_numbers_are_computed_as_tensorflow_does)
{
    size_t i, length;

    for (i = 0; i < sizeof held / sizeof *held; i++) {
        const char *at = held[i].expected, *found;
        unsigned output = 0;
        char name[16];

        make_operation(held[i].op, held[i].inputs, held[i].attrs);
        run("y");
        for (;; at += length + 2) {
            length = strcspn(at, ";");
            snprintf(name, sizeof name, "y:%u", output++);
            found = value_text(name);
            ck_assert_msg(strlen(found) == length - (length > 2 && at[length - 2] == ',' ? 2 : 0) &&
                              strncmp(found, at, strlen(found)) == 0,
                          "%s of %s with %s: found %s, expected %s", held[i].op, held[i].inputs,
                          held[i].attrs, found, held[i].expected);
            if (at[length] == '\0')
                break;
        }
        end();
    }
}
END_TEST

/* Of an operation with very many outputs the first are known, and none is what another is. */
START_TEST(outputs_behind_the_most_are_unknown)
{
    static const struct {
        const char *op, *inputs, *attrs, *last, *beyond;
    } many[] = {
        {"ShapeN", "257*[2,3]", "", "[2]", "unknown"},
        {"IdentityN", "257*[2,3]", "", "[2, 3]", "unknown"},
        {"BoostedTreesBucketize", "257*[5]", "num_features=257", "[5]", "unknown"},
        {"ParseExample", "[-1] [0] [] [] []", "Nsparse=9223372036854775807", "[-1, 2]", "unknown"},
        {"ParseExample", "[-1] [0] [] [] []", "Nsparse=100", "[2]", "unknown"},
        {"ParseExample", "[-1] [0] [] [] []", "Nsparse=85 dense_shapes={[3],[4]}", "[-1, 3]", "unknown"},
        {"IteratorGetNext", "[]", "output_shapes={" SIXTEEN(SIXTEEN("[7],")) "[8]}", "[7]", "unknown"},
        {"Split", "=#1 [2,514]", "num_split=257", "[2, 2]", "[2, 2]"}, /* all are the same */
    };
    size_t i;

    for (i = 0; i < sizeof many / sizeof *many; i++) {
        make_operation(many[i].op, many[i].inputs, many[i].attrs);
        run("y");
        ck_assert_msg(strcmp(shape_text("y:255"), many[i].last) == 0, "%s of %s: %s", many[i].op,
                      many[i].attrs, shape_text("y:255"));
        ck_assert_msg(strcmp(shape_text("y:256"), many[i].beyond) == 0, "%s of %s: then %s", many[i].op,
                      many[i].attrs, shape_text("y:256"));
        end();
    }
}
END_TEST

/* ------------------------------------------------------------------------------------------------- anything at all -- */

static uint64_t chance = 1;

static unsigned draw(unsigned below)
{
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(chance >> 33) % below;
}

/* Numbers at the borders of what is thought of. */
static void put_number(struct nnreg_bytes *out, bool wide)
{
    static const char *const numbers[] = {"-1",
                                          "0",
                                          "1",
                                          "2",
                                          "3",
                                          "4",
                                          "5",
                                          "-2",
                                          "64",
                                          "-2147483648",
                                          "2147483647",
                                          "9223372036854775807",
                                          "4611686018427387904",
                                          "-9223372036854775808"};

    nnreg_bytes_text(out, numbers[draw(wide ? 14 : draw(3) == 0 ? 11 : 7)]);
}

static void put_numbers(struct nnreg_bytes *out, unsigned count, bool wide)
{
    unsigned i;

    for (i = 0; i < count; i++) {
        nnreg_bytes_text(out, i > 0 ? "," : "");
        put_number(out, wide);
    }
}

static void draw_input(struct nnreg_bytes *out)
{
    unsigned kind = draw(8);

    if (kind == 0) {
        nnreg_bytes_text(out, "? ");
    } else if (kind == 1) {
        nnreg_bytes_text(out, "=#");
        put_number(out, false);
    } else if (kind < 4) {
        nnreg_bytes_text(out, "=");
        put_numbers(out, 1 + draw(8), false);
    } else if (kind == 4) {
        unsigned rows = 1 + draw(4);

        nnreg_bytes_format(out, "=%ux2:", rows);
        put_numbers(out, 2 * rows, false);
    } else {
        nnreg_bytes_text(out, "[");
        put_numbers(out, draw(6), draw(4) == 0);
        nnreg_bytes_text(out, "]");
    }
    nnreg_bytes_text(out, " ");
}

static void draw_attrs(struct nnreg_bytes *out)
{
    static const char *const keys[] = {"strides",
                                       "ksize",
                                       "dilations",
                                       "explicit_paddings",
                                       "squeeze_dims",
                                       "axis",
                                       "num",
                                       "num_split",
                                       "k",
                                       "block_size",
                                       "batch_dims",
                                       "channels",
                                       "Nsparse",
                                       "num_sparse",
                                       "num_features",
                                       "num_elements",
                                       "begin_mask",
                                       "end_mask",
                                       "ellipsis_mask",
                                       "new_axis_mask",
                                       "shrink_axis_mask"};
    static const char *const words[] = {"padding=VALID",
                                        "padding=SAME",
                                        "padding=EXPLICIT",
                                        "data_format=NCHW",
                                        "data_format=NDHWC",
                                        "keep_dims=true",
                                        "transpose_a=true",
                                        "adj_y=true",
                                        "equation=ab,bc->ac",
                                        "equation=...a->a",
                                        "equation=a-",
                                        "shape=[2,-1,3]",
                                        "shape=?",
                                        "element_shape=[2,-1]",
                                        "dense_shapes={[2],[3,-1],[]}",
                                        "value_shape=[2]",
                                        "T=DT_INT32",
                                        "DstT=DT_INT64",
                                        "validate_shape=false"};
    unsigned i;

    for (i = draw(8); i > 0; i--) {
        unsigned key = draw(sizeof keys / sizeof *keys + sizeof words / sizeof *words);

        if (key >= sizeof keys / sizeof *keys) {
            nnreg_bytes_format(out, "%s ", words[key - sizeof keys / sizeof *keys]);
            continue;
        }
        nnreg_bytes_format(out, "%s=", keys[key]);
        put_numbers(out, key < 5 ? 1 + draw(6) : 1, true);
        nnreg_bytes_text(out, key < 5 ? ", " : " ");
    }
}

static void draw_operation(const char *op)
{
    struct nnreg_bytes inputs = NNREG_BYTES_INIT, attrs = NNREG_BYTES_INIT;
    char *input_text, *attr_text;
    unsigned i;

    for (i = draw(6); i > 0; i--)
        draw_input(&inputs);
    draw_attrs(&attrs);
    ck_assert_int_eq(nnreg_bytes_take(&input_text, &inputs), NNREG_OK);
    ck_assert_int_eq(nnreg_bytes_take(&attr_text, &attrs), NNREG_OK);
    make_operation(op, input_text, attr_text);
    nnreg_free(input_text);
    nnreg_free(attr_text);
}

/* Dimensions are numbers or unknown, and of what has values they have as many elements. */
static void is_sound(const char *op)
{
    struct nnreg_flow_tensor root = tensor_called("y");
    uint32_t output;

    for (output = 0; output < 4; output++) {
        struct nnreg_shapes_tensor tensor;
        struct nnreg_shapes_value value;
        struct nnreg_shape shape;
        uint32_t i;

        root.output = output;
        tensor = nnreg_shapes_of(&shapes, &root);
        nnreg_shapes_get(&shape, &shapes, tensor.shape);
        for (i = 0; i < shape.rank; i++)
            ck_assert_int_ge(shape.dim[i], -1);
        if (nnreg_shapes_get_value(&value, &shapes, tensor.value) && shape.known &&
            nnreg_shapes_product(&shape, 0, shape.rank) >= 0)
            ck_assert_msg(nnreg_shapes_product(&shape, 0, shape.rank) == (int64_t)value.count,
                          "%s: %u values", op, value.count);
    }
}

START_TEST(any_operation_with_any_inputs_and_attributes_is_sound)
{
    enum { TURNS = 25 };
    const struct nnreg_shapes_row *row;
    unsigned turn;
    size_t i;

    for (i = 0; (row = nnreg_shapes_row_at(i)) != NULL; i++)
        for (turn = 0; turn < TURNS; turn++) {
            draw_operation(row->name);
            run("y");
            is_sound(row->name);
            end();
        }
    ck_assert_uint_gt(i, 200);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- whole graphs -- */

#define NODE(name, op, more)       "node { name: '" name "' op: '" op "' " more "} "
#define IN(name)                   "input: '" name "' "
#define SHAPE(dims)                "attr { key: 'shape' value { shape { " dims "} } } "
#define DIM(size)                  "dim { size: " size " } "
#define FUNC(key, name)            "attr { key: '" key "' value { func { name: '" name "' } } } "
#define INT(key, value)            "attr { key: '" key "' value { i: " value " } } "
#define ARG(arg)                   "input_arg { name: '" arg "' type: DT_FLOAT } "
#define OUT(arg)                   "output_arg { name: '" arg "' type: DT_FLOAT } "
#define BODY(name, op, more)       "node_def { name: '" name "' op: '" op "' " more "} "
#define RET(arg, tensor)           "ret { key: '" arg "' value: '" tensor "' } "
#define FUNCTION(name, args, body) "function { signature { name: '" name "' " args "} " body "} "
#define MODEL(nodes, functions) \
    "meta_graphs { graph_def { versions { producer: 1000 } " nodes "library { " functions "} } }"
#define VECTOR(numbers, count)                                                                               \
    "attr { key: 'value' value { tensor { dtype: DT_INT32 tensor_shape { " DIM(count) "} int_val: [" numbers \
                                                                                      "] } } } "
#define NUMBER(number) \
    "attr { key: 'value' value { tensor { dtype: DT_INT32 tensor_shape { } int_val: " number " } } } "

/* What Keras makes of Flatten: the batch out of the shape, the rest given. */
START_TEST(a_shape_is_computed_in_the_graph_by_small_whole_numbers)
{
    read_model(MODEL(
        NODE("x", "Placeholder", SHAPE(DIM("2") DIM("7") DIM("7") DIM("3"))) NODE("s", "Shape", IN("x"))
            NODE("zero", "Const", VECTOR("0", "1")) NODE("one", "Const", VECTOR("1", "1"))
                NODE("b", "StridedSlice", IN("s") IN("zero") IN("one") IN("one") INT("shrink_axis_mask", "1"))
                    NODE("h", "Const", NUMBER("49")) NODE("w", "Const", NUMBER("3"))
                        NODE("m", "Mul", IN("h") IN("w")) NODE("p", "Pack", IN("b") IN("m"))
                            NODE("y", "Reshape", IN("x") IN("p")),
        ""));
    run("y");
    ck_assert_str_eq(shape_text("y"), "[2, 147]");
}
END_TEST

START_TEST(a_variable_has_its_shape_wherever_its_handle_goes)
{
    read_model(MODEL(NODE("v", "VarHandleOp", SHAPE(DIM("4") DIM("8")))
                         NODE("x", "Placeholder", SHAPE(DIM("4")))
                             NODE("c", "PartitionedCall", IN("v") IN("x") FUNC("f", "read")),
                     FUNCTION("read", ARG("h") ARG("p") OUT("r"),
                              BODY("i", "Identity", IN("h")) BODY("d", "ReadVariableOp", IN("i:output:0"))
                                  RET("r", "d:value:0"))));
    run("c");
    ck_assert_str_eq(shape_text("c"), "[4, 8]");
}
END_TEST

START_TEST(two_calls_of_one_function_have_shapes_of_their_own)
{
    read_model(
        MODEL(NODE("a", "Placeholder", SHAPE(DIM("2"))) NODE("b", "Placeholder", SHAPE(DIM("3") DIM("4")))
                  NODE("c", "PartitionedCall", IN("a") FUNC("f", "relu"))
                      NODE("d", "PartitionedCall", IN("b") FUNC("f", "relu"))
                          NODE("y", "IdentityN", IN("c") IN("d")),
              FUNCTION("relu", ARG("p") OUT("r"), BODY("n", "Relu", IN("p")) RET("r", "n:activations:0"))));
    run("y");
    ck_assert_str_eq(shape_text("c"), "[2]");
    ck_assert_str_eq(shape_text("d"), "[3, 4]");
    ck_assert_str_eq(shape_text("y:1"), "[3, 4]");
}
END_TEST

#define BRANCHES                                                                                        \
    FUNCTION("one", ARG("x") ARG("y") OUT("r"), BODY("n", "Relu", IN("x")) RET("r", "n:activations:0")) \
    FUNCTION("other", ARG("x") ARG("y") OUT("r"),                                                       \
             BODY("m", "MatMul", IN("x") IN("y")) RET("r", "m:product:0"))

START_TEST(of_a_conditional_it_is_known_what_its_branches_have_in_common)
{
    read_model(MODEL(NODE("p", "Placeholder", "") NODE("a", "Placeholder", SHAPE(DIM("2") DIM("3")))
                         NODE("b", "Placeholder", SHAPE(DIM("3") DIM("4"))) NODE(
                             "y", "StatelessIf",
                             IN("p") IN("a") IN("b") FUNC("then_branch", "one") FUNC("else_branch", "other")),
                     BRANCHES));
    run("y");
    ck_assert_str_eq(shape_text("y"), "[2, -1]");
}
END_TEST

/* Which branch runs is not known: one that cannot work may be the one that does not. */
START_TEST(what_a_branch_cannot_do_refuses_nothing)
{
    read_model(MODEL(NODE("p", "Placeholder", "") NODE("a", "Placeholder", SHAPE(DIM("2") DIM("3")))
                         NODE("b", "Placeholder", SHAPE(DIM("5") DIM("4"))) NODE(
                             "y", "StatelessIf",
                             IN("p") IN("a") IN("b") FUNC("then_branch", "one") FUNC("else_branch", "other")),
                     BRANCHES));
    run("y");
    ck_assert_int_eq(shapes.conflict.reason, NNREG_SHAPES_FITS);
}
END_TEST

/* Of two that cannot work the first is told, with the shape that it wants; of one that may not run nothing is. */
START_TEST(the_first_reshape_that_cannot_be_is_told_with_what_it_wants)
{
    struct nnreg_shape wanted;
    char shown[NNREG_SHAPE_SHOWN];

    read_model(MODEL(NODE("p", "Placeholder", "") NODE("a", "Placeholder", SHAPE(DIM("2") DIM("3")))
                         NODE("c", "Const", VECTOR("7, -1", "2")) NODE("d", "Const", VECTOR("5", "1"))
                             NODE("s", "Switch", IN("a") IN("p")) NODE("t", "Reshape", IN("s:1") IN("d"))
                                 NODE("u", "Reshape", IN("a") IN("c")) NODE("v", "Reshape", IN("a") IN("d"))
                                     NODE("y", "AddN", IN("t") IN("u") IN("v")),
                     ""));
    run("t");
    ck_assert_int_eq(shapes.conflict.reason, NNREG_SHAPES_FITS);
    nnreg_shapes_free(&shapes);
    run("y");
    ck_assert_int_eq(shapes.conflict.reason, NNREG_SHAPES_ELEMENTS);
    ck_assert(shapes.conflict.point == tensor_called("u").point ||
              shapes.conflict.point == tensor_called("v").point);
    nnreg_shapes_get(&wanted, &shapes, shapes.conflict.shape[1]);
    ck_assert_str_eq(nnreg_shape_shown(shown, &wanted),
                     shapes.conflict.point == tensor_called("u").point ? "[7, -1]" : "[5]");
}
END_TEST

/* The same in TensorFlow 1, where what hangs on a condition lies between Switch and Merge. */
START_TEST(what_hangs_on_a_switch_refuses_nothing_and_what_follows_its_merge_does)
{
    read_model(MODEL(NODE("p", "Placeholder", "") NODE("a", "Placeholder", SHAPE(DIM("2") DIM("3"))) NODE(
                         "b", "Placeholder", SHAPE(DIM("5") DIM("4"))) NODE("s", "Switch", IN("a") IN("p"))
                         NODE("m", "MatMul", IN("s:1") IN("b")) NODE("r", "Relu", IN("s:0"))
                             NODE("j", "Merge", IN("m") IN("r")) NODE("y", "MatMul", IN("a") IN("b"))
                                 NODE("z", "MatMul", IN("k") IN("b")) NODE("k", "Merge", IN("r") IN("r")),
                     ""));
    run("j");
    ck_assert_int_eq(shapes.conflict.reason, NNREG_SHAPES_FITS);
    nnreg_shapes_free(&shapes);
    run("z");
    ck_assert_str_eq(shape_text("k"), "[2, 3]");
    ck_assert_int_eq(shapes.conflict.reason, NNREG_SHAPES_SIZE);
    ck_assert_uint_eq(shapes.conflict.point, tensor_called("z").point);
}
END_TEST

/* An input that nothing gives says nothing, where one of an unknown shape says that any can come. */
START_TEST(what_nothing_gives_is_told_from_what_is_unknown)
{
    read_model(MODEL(NODE("a", "Placeholder", SHAPE(DIM("2"))) NODE("u", "Placeholder", "")
                         NODE("m", "Merge", IN("a") IN("u")) NODE("n", "Merge", IN("a") IN("gone"))
                             NODE("y", "AddN", IN("m") IN("n")) NODE("z", "AddN", IN("n") IN("m")),
                     ""));
    run("y");
    ck_assert_str_eq(shape_text("m"), "unknown");
    ck_assert_str_eq(shape_text("n"), "[2]");
    nnreg_shapes_free(&shapes);
    run("z");
    ck_assert_str_eq(shape_text("m"), "unknown");
    ck_assert_str_eq(shape_text("n"), "[2]");
}
END_TEST

/* More conditions inside each other than are counted: of what follows some of their ends none is sure to run. */
START_TEST(no_number_of_conditions_comes_to_an_end_too_early)
{
    enum { DEPTH = 300, ENDS = 290 };
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    unsigned i;
    char *taken;

    nnreg_bytes_text(&text, "meta_graphs { graph_def { versions { producer: 1000 } " NODE(
                                "p", "Placeholder", "") NODE("s0", "Placeholder", SHAPE(DIM("2") DIM("3"))));
    for (i = 1; i <= DEPTH; i++)
        nnreg_bytes_format(&text, "node { name: 's%u' op: 'Switch' input: 's%u' input: 'p' } ", i, i - 1);
    nnreg_bytes_format(&text, "node { name: 'm0' op: 'Relu' input: 's%u' } ", DEPTH);
    for (i = 1; i <= ENDS; i++)
        nnreg_bytes_format(&text, "node { name: 'm%u' op: '%s' input: 'm%u' } ", i,
                           i % 2 == 0 ? "Merge" : "Exit", i - 1);
    nnreg_bytes_format(&text, "node { name: 'y' op: 'MatMul' input: 'm%u' input: 's0' } } }", ENDS);
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    read_model(taken);
    nnreg_free(taken);
    run("y");
    ck_assert_str_eq(shape_text("m290"), "[2, 3]");
    ck_assert_int_eq(shapes.conflict.reason, NNREG_SHAPES_FITS);
}
END_TEST

#define LOOP(body)                                                                                           \
    MODEL(NODE("n", "Const", NUMBER("0")) NODE("a", "Placeholder", SHAPE(DIM("2") DIM("3")))                 \
              NODE("l", "StatelessWhile", IN("n") IN("a") FUNC("cond", "less") FUNC("body", "step"))         \
                  NODE("f", "Fill", IN("l:0") IN("n")),                                                      \
          FUNCTION("less", ARG("i") ARG("x") OUT("r"), BODY("t", "Less", IN("i") IN("i")) RET("r", "t:z:0")) \
              FUNCTION("step", ARG("i") ARG("x") OUT("i1") OUT("x1"), body))

START_TEST(what_a_loop_leaves_as_it_is_stays_known)
{
    read_model(LOOP(BODY("s", "AddV2", IN("i") IN("i")) BODY("u", "Relu", IN("x")) RET("i1", "s:z:0")
                        RET("x1", "u:activations:0")));
    run("l:1");
    ck_assert_str_eq(shape_text("l:1"), "[2, 3]");
}
END_TEST

START_TEST(a_dimension_that_a_loop_changes_is_unknown)
{
    read_model(LOOP(BODY("s", "AddV2", IN("i") IN("i")) BODY("c", "Const", NUMBER("0")) BODY(
        "u", "ConcatV2", IN("x") IN("x") IN("c:output:0")) RET("i1", "s:z:0") RET("x1", "u:output:0")));
    run("l:1");
    ck_assert_str_eq(shape_text("l:1"), "[-1, 3]");
}
END_TEST

START_TEST(a_rank_that_a_loop_changes_is_unknown)
{
    read_model(LOOP(BODY("s", "AddV2", IN("i") IN("i")) BODY("c", "Const", NUMBER("0")) BODY(
        "u", "ExpandDims", IN("x") IN("c:output:0")) RET("i1", "s:z:0") RET("x1", "u:output:0")));
    run("l:1");
    ck_assert_str_eq(shape_text("l:1"), "unknown");
}
END_TEST

START_TEST(the_loop_of_tensorflow_1_comes_to_an_end_with_what_does_not_change)
{
    read_model(MODEL(NODE("a", "Placeholder", SHAPE(DIM("2") DIM("3"))) NODE("e", "Enter", IN("a"))
                         NODE("m", "Merge", IN("e") IN("n")) NODE("t", "Less", IN("m") IN("m"))
                             NODE("c", "LoopCond", IN("t")) NODE("s", "Switch", IN("m") IN("c"))
                                 NODE("zero", "Const", NUMBER("0"))
                                     NODE("i", "ConcatV2", IN("s:1") IN("s:1") IN("zero"))
                                         NODE("n", "NextIteration", IN("i")) NODE("x", "Exit", IN("s")),
                     ""));
    run("x");
    ck_assert_str_eq(shape_text("x"), "[-1, 3]");
}
END_TEST

/* ----------------------------------------------------------------------------------------------------------- feeds -- */

static const char *fed(const char *name, const struct nnreg_shape *shape)
{
    struct nnreg_shapes_feed feed = {tensor_called(name), 0};
    struct nnreg_flow_tensor root = tensor_called("y");
    const char *text;

    if (shapes.flow == NULL) {
        ck_assert_int_eq(nnreg_shapes_make(&shapes, &flow, &feed, 1, &root, 1, &error), NNREG_OK);
    } else {
        shapes.feeds = &feed;
    }
    feed.shape = nnreg_shapes_put(&shapes, shape);
    ck_assert_int_eq(nnreg_shapes_run(&shapes, &error), NNREG_OK);
    text = shape_text("y");
    shapes.feeds = NULL;
    shapes.feed_count = 0;
    return text;
}

START_TEST(what_comes_back_twice_is_one_loop)
{
    read_model(MODEL(NODE("a", "Placeholder", SHAPE(DIM("2") DIM("3"))) NODE("e", "Enter", IN("a"))
                         NODE("m", "Merge", IN("e") IN("n") IN("o")) NODE("n", "NextIteration", IN("m"))
                             NODE("o", "NextIteration", IN("m")) NODE("x", "Exit", IN("m")),
                     ""));
    run("x");
    ck_assert_str_eq(shape_text("x"), "[2, 3]");
    ck_assert_uint_eq(shapes.loop_count, 1);
}
END_TEST

START_TEST(what_was_not_asked_for_is_unknown)
{
    read_model(MODEL(NODE("a", "Placeholder", SHAPE(DIM("2"))) NODE("y", "Relu", IN("a"))
                         NODE("c", "PartitionedCall", IN("a") FUNC("f", "same")),
                     FUNCTION("same", ARG("x") OUT("r"), RET("r", "x"))));
    run("y");
    ck_assert_str_eq(shape_text("y"), "[2]");
    ck_assert_str_eq(shape_text("c"), "unknown");
}
END_TEST

/* Each pass gives the shape on to one more variable, and there are more than there are passes. */
START_TEST(a_loop_that_changes_a_shape_in_each_pass_knows_none_in_the_end)
{
#define ARGS ARG("a") ARG("b") ARG("c") ARG("d") ARG("e")
    read_model(
        MODEL(NODE("p", "Placeholder", SHAPE(DIM("3"))) NODE("q", "Placeholder", SHAPE(DIM("2")))
                  NODE("l", "StatelessWhile",
                       IN("p") IN("p") IN("p") IN("p") IN("q") FUNC("cond", "less") FUNC("body", "step")),
              FUNCTION("less", ARGS OUT("r"), BODY("t", "Less", IN("a") IN("a")) RET("r", "t:z:0"))
                  FUNCTION("step", ARGS OUT("a1") OUT("b1") OUT("c1") OUT("d1") OUT("e1"),
                           RET("a1", "b") RET("b1", "c") RET("c1", "d") RET("d1", "e") RET("e1", "e"))));
    run("l:0");
    ck_assert_str_eq(shape_text("l:0"), "unknown");
    ck_assert(shapes.pinned);
}
END_TEST

START_TEST(what_is_fed_counts_for_what_the_graph_computes_there)
{
    struct nnreg_shape shape = {.known = true, .rank = 2, .dim = {5, 6}};

    read_model(MODEL(NODE("x", "Placeholder", SHAPE(DIM("-1") DIM("6"))) NODE("r", "Relu", IN("x"))
                         NODE("y", "Relu", IN("r")),
                     ""));
    ck_assert_str_eq(fed("r", &shape), "[5, 6]");
    ck_assert_uint_eq(shapes.order_count, 1); /* nothing behind what is fed is looked at */
}
END_TEST

START_TEST(a_run_begins_anew_with_other_shapes)
{
    struct nnreg_shape shape = {.known = true, .rank = 2, .dim = {5, 6}};
    struct nnreg_shapes_feed feed;
    struct nnreg_flow_tensor root;

    read_model(MODEL(NODE("x", "Placeholder", SHAPE(DIM("-1") DIM("-1"))) NODE(
                         "w", "Placeholder", SHAPE(DIM("6") DIM("2"))) NODE("y", "MatMul", IN("x") IN("w")),
                     ""));
    feed.tensor = tensor_called("x");
    root = tensor_called("y");
    ck_assert_int_eq(nnreg_shapes_make(&shapes, &flow, &feed, 1, &root, 1, &error), NNREG_OK);
    feed.shape = nnreg_shapes_put(&shapes, &shape);
    ck_assert_int_eq(nnreg_shapes_run(&shapes, &error), NNREG_OK);
    ck_assert_str_eq(shape_text("y"), "[5, 2]");
    shape.dim[1] = 7;
    feed.shape = nnreg_shapes_put(&shapes, &shape);
    ck_assert_int_eq(nnreg_shapes_run(&shapes, &error), NNREG_OK);
    ck_assert_int_eq(shapes.conflict.reason, NNREG_SHAPES_SIZE);
    ck_assert_str_eq(shape_text("y"), "unknown");
    shape.dim[1] = 6;
    feed.shape = nnreg_shapes_put(&shapes, &shape);
    ck_assert_int_eq(nnreg_shapes_run(&shapes, &error), NNREG_OK);
    ck_assert_int_eq(shapes.conflict.reason, NNREG_SHAPES_FITS);
    ck_assert_str_eq(shape_text("y"), "[5, 2]");
}
END_TEST

/* Runs with a shape fed to x, and tells the name of the node that cannot work; "" where all can. */
static const char *conflict_with(int64_t rows, int64_t columns)
{
    struct nnreg_shape shape = {.known = true, .rank = 2, .dim = {rows, columns}};
    struct nnreg_shapes_feed feed = {tensor_called("x"), 0};
    const char *names[] = {"y", "s", "u", "r", "z", "t"};
    struct nnreg_flow_tensor roots[6];
    size_t i;

    for (i = 0; i < 6; i++)
        roots[i] = tensor_called(names[i]);
    if (shapes.flow == NULL)
        ck_assert_int_eq(nnreg_shapes_make(&shapes, &flow, &feed, 1, roots, 6, &error), NNREG_OK);
    shapes.feeds = &feed;
    feed.shape = nnreg_shapes_put(&shapes, &shape);
    ck_assert_int_eq(nnreg_shapes_run(&shapes, &error), NNREG_OK);
    shapes.feeds = NULL;
    if (shapes.conflict.reason == NNREG_SHAPES_FITS)
        return "";
    return nnreg_savedmodel_text(model, nnreg_flow_place(&flow, shapes.conflict.point).node->name);
}

START_TEST(what_no_feed_changes_is_the_same_in_each_run_and_what_cannot_work_is_found_in_each)
{
    static const char *const shown[] = {"[4, 2]", "[5, 2]", "[6, 2]"};
    int i;

    read_model(MODEL(NODE("x", "Placeholder", SHAPE(DIM("-1") DIM("-1")))
                         NODE("w", "Placeholder", SHAPE(DIM("6") DIM("2")))
                             NODE("y", "MatMul", IN("x") IN("w")) NODE("s", "Relu", IN("w"))
                                 NODE("r", "Relu", IN("y")) NODE("z", "MatMul", IN("w") IN("w"))
                                     NODE("t", "Relu", IN("s")) NODE("u", "Unheard", IN("w")),
                     ""));
    for (i = 0; i < 3; i++) {
        ck_assert_str_eq(conflict_with(5, 7), "y");
        ck_assert_str_eq(conflict_with(4 + i, 6), "z");
        shapes.feeds = NULL;
        shapes.feed_count = 0;
        ck_assert_str_eq(shape_text("y"), shown[i]);
        ck_assert_str_eq(shape_text("r"), shown[i]);
        ck_assert_str_eq(shape_text("s"), "[6, 2]");
        ck_assert_str_eq(shape_text("t"), "[6, 2]");
        shapes.feed_count = 1;
    }
}
END_TEST

/* ---------------------------------------------------------------------------------------------------------- limits -- */

/* A chain of nodes, each with a shape of its own: as deep as many, without the C stack, and in bounded room. */
START_TEST(a_chain_of_any_length_costs_what_it_is_long)
{
    enum { LENGTH = 100000 };
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    size_t bytes;
    unsigned i;
    char *taken;

    nnreg_bytes_text(&text, "meta_graphs { graph_def { versions { producer: 1000 } node { name: 'n0' op: "
                            "'Placeholder' " SHAPE(DIM("1") DIM("2")) "} " NODE("z", "Const", NUMBER("0"))
                                NODE("p", "Placeholder", SHAPE(DIM("1") DIM("2"))));
    for (i = 1; i <= LENGTH; i++)
        nnreg_bytes_format(&text, "node { name: 'n%u' op: 'ConcatV2' input: 'n%u' input: 'p' input: 'z' } ",
                           i, i - 1);
    nnreg_bytes_text(&text, "node { name: 'y' op: 'Relu' input: 'n100000' } } }");
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    read_model(taken);
    nnreg_free(taken);
    run("y");
    ck_assert_str_eq(shape_text("y"), shapes.cut ? "unknown" : "[100001, 2]");
    bytes = shapes.point_room * sizeof *shapes.points + shapes.tensor_room * sizeof *shapes.tensors +
            shapes.order_room * sizeof *shapes.order + shapes.pool.blocks * NNREG_STRING_POOL_BLOCK +
            shapes.pool.slots * sizeof *shapes.pool.slot;
    ck_assert_uint_le(bytes, (size_t)64 * LENGTH + NNREG_LIMIT_SHAPES_FREE);
}
END_TEST

/* Shapes of very many dimensions take the room that there is: what has none left is unknown, and nothing is refused for it. */
START_TEST(what_has_no_room_is_unknown)
{
    enum { LENGTH = 600 };
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    unsigned i;
    char *taken;

    nnreg_bytes_text(&text, "meta_graphs { graph_def { versions { producer: 1000 } " NODE(
                                "z", "Const", NUMBER("0")) "node { name: 'n0' op: 'Placeholder' attr { key: "
                                                           "'shape' value { shape { dim { size: 1 } ");
    for (i = 1; i < NNREG_LIMIT_RANK; i++)
        nnreg_bytes_text(&text, "dim { size: 4611686018427387904 } ");
    nnreg_bytes_text(&text, "} } } } ");
    for (i = 1; i <= LENGTH; i++)
        nnreg_bytes_format(&text, "node { name: 'n%u' op: 'ConcatV2' input: 'n%u' input: 'n0' input: 'z' } ",
                           i, i - 1);
    nnreg_bytes_format(&text, "node { name: 'y' op: 'MatMul' input: 'n%u' input: 'n%u' } } }", LENGTH,
                       LENGTH);
    ck_assert_int_eq(nnreg_bytes_take(&taken, &text), NNREG_OK);
    read_model(taken);
    nnreg_free(taken);
    run("y");
    ck_assert(shapes.cut);
    ck_assert_str_ne(shape_text("n100"), "unknown");
    ck_assert_str_eq(shape_text("n600"), "unknown");
    ck_assert_int_eq(shapes.conflict.reason, NNREG_SHAPES_FITS);
}
END_TEST

START_TEST(without_memory_nothing_is_claimed)
{
    unsigned n;

    read_model(LOOP(BODY("s", "AddV2", IN("i") IN("i")) BODY("u", "Relu", IN("x")) RET("i1", "s:z:0")
                        RET("x1", "u:activations:0")));
    for (n = 1; n < 80; n++) {
        struct nnreg_flow_tensor root = tensor_called("l:1");
        nnreg_status status;

        nnreg_flow_free(&flow);
        nnreg_alloc_fail_from(n);
        status = nnreg_flow_make(&flow, &graph, &error);
        if (status == NNREG_OK)
            status = nnreg_shapes_make(&shapes, &flow, NULL, 0, &root, 1, &error);
        if (status == NNREG_OK)
            status = nnreg_shapes_run(&shapes, &error);
        nnreg_alloc_fail_from(0);
        if (status == NNREG_OK)
            break;
        ck_assert_int_eq(status, NNREG_NO_MEMORY);
        nnreg_shapes_free(&shapes);
    }
    ck_assert_uint_gt(n, 10);
    ck_assert_uint_lt(n, 80);
    ck_assert_str_eq(shape_text("l:1"), "[2, 3]");
    end();
    read_model(MODEL(NODE("a", "Placeholder", SHAPE(DIM("2"))) NODE("y", "Relu", IN("a"))
                         NODE("c", "PartitionedCall", IN("a") FUNC("f", "same")),
                     FUNCTION("same", ARG("x") OUT("r"), RET("r", "x"))));
    for (n = 1; n < 80; n++) {
        struct nnreg_flow_tensor roots[] = {tensor_called("y"), tensor_called("c")};
        nnreg_status status;

        nnreg_flow_free(&flow);
        ck_assert_int_eq(nnreg_flow_make(&flow, &graph, &error), NNREG_OK);
        nnreg_alloc_fail_from(n);
        status = nnreg_shapes_make(&shapes, &flow, NULL, 0, roots, 2, &error);
        nnreg_alloc_fail_from(0);
        if (status == NNREG_OK)
            break;
        ck_assert_int_eq(status, NNREG_NO_MEMORY);
        nnreg_shapes_free(&shapes);
    }
    ck_assert_uint_gt(n, 5);
    ck_assert_int_eq(nnreg_shapes_run(&shapes, &error), NNREG_OK);
    ck_assert_str_eq(shape_text("c"), "[2]");
}
END_TEST

Suite *shapes_suite(void)
{
    Suite *suite = suite_create("shapes");
    TCase *operations = tcase_create("operations"), *graphs = tcase_create("graphs");

    tcase_add_checked_fixture(operations, NULL, end);
    tcase_add_test(operations, an_operation_gives_out_the_shapes_that_tensorflow_documents);
    tcase_add_test(operations, an_operation_that_cannot_work_is_told_with_what_it_needs_and_gets);
    tcase_add_test(operations, small_whole_numbers_are_computed_as_tensorflow_does);
    tcase_add_test(operations, outputs_behind_the_most_are_unknown);
    tcase_add_test(operations, any_operation_with_any_inputs_and_attributes_is_sound);
    tcase_set_timeout(operations, 120);
    suite_add_tcase(suite, operations);
    tcase_add_checked_fixture(graphs, NULL, end);
    tcase_add_test(graphs, a_shape_is_computed_in_the_graph_by_small_whole_numbers);
    tcase_add_test(graphs, a_variable_has_its_shape_wherever_its_handle_goes);
    tcase_add_test(graphs, two_calls_of_one_function_have_shapes_of_their_own);
    tcase_add_test(graphs, of_a_conditional_it_is_known_what_its_branches_have_in_common);
    tcase_add_test(graphs, what_a_branch_cannot_do_refuses_nothing);
    tcase_add_test(graphs, what_hangs_on_a_switch_refuses_nothing_and_what_follows_its_merge_does);
    tcase_add_test(graphs, what_nothing_gives_is_told_from_what_is_unknown);
    tcase_add_test(graphs, the_first_reshape_that_cannot_be_is_told_with_what_it_wants);
    tcase_add_test(graphs, no_number_of_conditions_comes_to_an_end_too_early);
    tcase_add_test(graphs, what_a_loop_leaves_as_it_is_stays_known);
    tcase_add_test(graphs, a_dimension_that_a_loop_changes_is_unknown);
    tcase_add_test(graphs, a_rank_that_a_loop_changes_is_unknown);
    tcase_add_test(graphs, the_loop_of_tensorflow_1_comes_to_an_end_with_what_does_not_change);
    tcase_add_test(graphs, what_comes_back_twice_is_one_loop);
    tcase_add_test(graphs, what_was_not_asked_for_is_unknown);
    tcase_add_test(graphs, a_loop_that_changes_a_shape_in_each_pass_knows_none_in_the_end);
    tcase_add_test(graphs, what_is_fed_counts_for_what_the_graph_computes_there);
    tcase_add_test(graphs, a_run_begins_anew_with_other_shapes);
    tcase_add_test(graphs,
                   what_no_feed_changes_is_the_same_in_each_run_and_what_cannot_work_is_found_in_each);
    tcase_add_test(graphs, a_chain_of_any_length_costs_what_it_is_long);
    tcase_add_test(graphs, what_has_no_room_is_unknown);
    tcase_add_test(graphs, without_memory_nothing_is_claimed);
    suite_add_tcase(suite, graphs);
    return suite;
}
