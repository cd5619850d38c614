/* Words of other programs and of the trade: see foreign_words.h. */
#include "check/foreign_words.h"

#include <string.h>

#include "base/letters.h"
#include "records/network.h"

struct foreign_word {
    const struct nnreg_vocab *vocab;
    const char *begins; /* letters of either case; what follows may be a version */
    const char *hint;
};

#define ONLY_SAVED_MODELS "only SavedModels are served: "
#define FROM_ONNX         "convert the network to ONNX, and that with onnx2tf, then write \"tensorflow-1.x\""

/* The first row that fits counts. */
static const struct foreign_word words[] = {
    {&nnreg_vocab_framework, "tensorflow-lite",
     ONLY_SAVED_MODELS "a .tflite file cannot be turned back; export the model it was made of"},
    {&nnreg_vocab_framework, "tflite",
     ONLY_SAVED_MODELS "a .tflite file cannot be turned back; export the model it was made of"},
    {&nnreg_vocab_framework, "tensorflowjs",
     ONLY_SAVED_MODELS "convert the network with tensorflowjs_converter --output_format=keras_saved_model, "
                       "then write \"tensorflow-1.x\""},
    {&nnreg_vocab_framework, "tensorflow",
     "write \"tensorflow-1.x\": it is for SavedModels of every TensorFlow up to 2.9"},
    {&nnreg_vocab_framework, "tf",
     "write \"tensorflow-1.x\": it is for SavedModels of every TensorFlow up to 2.9"},
    {&nnreg_vocab_framework, "keras",
     ONLY_SAVED_MODELS "convert the network with tf.saved_model.save(model, folder), then write "
                       "\"tensorflow-1.x\""},
    {&nnreg_vocab_framework, "nv-caffe",
     ONLY_SAVED_MODELS "convert the network with MMdnn (mmconvert -sf caffe -df tensorflow), save the result "
                       "as a SavedModel, and write "
                       "\"tensorflow-1.x\""},
    {&nnreg_vocab_framework, "caffe2", ONLY_SAVED_MODELS FROM_ONNX},
    {&nnreg_vocab_framework, "caffe",
     ONLY_SAVED_MODELS "convert the network with MMdnn (mmconvert -sf caffe -df tensorflow), save the result "
                       "as a SavedModel, and write "
                       "\"tensorflow-1.x\""},
    {&nnreg_vocab_framework, "onnx",
     ONLY_SAVED_MODELS "convert the network with onnx2tf, then write \"tensorflow-1.x\""},
    {&nnreg_vocab_framework, "pytorch",
     ONLY_SAVED_MODELS "convert the network with torch.onnx.export, and that with onnx2tf, then write "
                       "\"tensorflow-1.x\""},
    {&nnreg_vocab_framework, "torch",
     ONLY_SAVED_MODELS "convert the network with torch.onnx.export, and that with onnx2tf, then write "
                       "\"tensorflow-1.x\""},
    {&nnreg_vocab_framework, "jax",
     ONLY_SAVED_MODELS "convert the network with jax2tf.convert and tf.saved_model.save, then write "
                       "\"tensorflow-1.x\""},
    {&nnreg_vocab_framework, "flax",
     ONLY_SAVED_MODELS "convert the network with jax2tf.convert and tf.saved_model.save, then write "
                       "\"tensorflow-1.x\""},
    {&nnreg_vocab_framework, "darknet", ONLY_SAVED_MODELS FROM_ONNX},
    {&nnreg_vocab_framework, "mxnet", ONLY_SAVED_MODELS FROM_ONNX},
    {&nnreg_vocab_framework, "paddle", ONLY_SAVED_MODELS FROM_ONNX},
    {&nnreg_vocab_framework, "cntk", ONLY_SAVED_MODELS FROM_ONNX},
    {&nnreg_vocab_framework, "chainer", ONLY_SAVED_MODELS FROM_ONNX},
    {&nnreg_vocab_framework, "tensorrt",
     ONLY_SAVED_MODELS "an engine cannot be turned back; export the model it was made of"},
    {&nnreg_vocab_framework, "openvino",
     ONLY_SAVED_MODELS "export the model that the IR was made of; an IR cannot be served"},
    {&nnreg_vocab_framework, "",
     ONLY_SAVED_MODELS "convert the network to one, then write \"tensorflow-1.x\""},

    {&nnreg_vocab_color_channels, "gr", "one channel of luminance is \"L\""},
    {&nnreg_vocab_color_channels, "mono", "one channel of luminance is \"L\""},
    {&nnreg_vocab_color_channels, "lum", "one channel of luminance is \"L\""},
    {&nnreg_vocab_color_channels, "black", "one channel of luminance is \"L\""},
    {&nnreg_vocab_color_channels, "y", "one channel of luminance is \"L\""},

    {&nnreg_vocab_resize_type, "stretch", "what loses the aspect ratio is \"SQUASH\""},
    {&nnreg_vocab_resize_type, "warp", "what loses the aspect ratio is \"SQUASH\""},
    {&nnreg_vocab_resize_type, "resize", "what loses the aspect ratio is \"SQUASH\""},
    {&nnreg_vocab_resize_type, "center", "what cuts off the rest is \"CROP\""},
    {&nnreg_vocab_resize_type, "cover", "what cuts off the rest is \"CROP\""},
    {&nnreg_vocab_resize_type, "pad", "what fills the rest is \"FILL\""},
    {&nnreg_vocab_resize_type, "letterbox", "what fills the rest is \"FILL\""},
    {&nnreg_vocab_resize_type, "contain", "what fills the rest is \"FILL\""},

    {&nnreg_vocab_dimension_order, "channels_first", "it is \"NCHW\""},
    {&nnreg_vocab_dimension_order, "channels_last", "it is \"NHWC\""},
    {&nnreg_vocab_dimension_order, "channels-first", "it is \"NCHW\""},
    {&nnreg_vocab_dimension_order, "channels-last", "it is \"NHWC\""},

    {&nnreg_vocab_data_type, "dt_float", "it is \"FLOAT32\""},
    {&nnreg_vocab_data_type, "single", "it is \"FLOAT32\""},
    {&nnreg_vocab_data_type, "fp32", "it is \"FLOAT32\""},
    {&nnreg_vocab_data_type, "fp16", "it is \"FLOAT16\""},
    {&nnreg_vocab_data_type, "half", "it is \"FLOAT16\""},
    {&nnreg_vocab_data_type, "dt_half", "it is \"FLOAT16\""},
    {&nnreg_vocab_data_type, "double", "it is \"FLOAT64\""},
    {&nnreg_vocab_data_type, "dt_double", "it is \"FLOAT64\""},
    {&nnreg_vocab_data_type, "byte", "it is \"UINT8\""},
};

const char *nnreg_foreign_word_hint(const struct nnreg_vocab *vocab, const char *word)
{
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].vocab == vocab && nnreg_letters_begin(word, words[i].begins))
            return words[i].hint;
    return NULL;
}

/*
 * Names of one thing only. No framework's: a network of another one has to be converted, and whether "tensorflow" is a network
 * that is served depends on its version.
 */
static const struct {
    const struct nnreg_vocab *vocab;
    const char *word;
    const char *means;
} same[] = {
    {&nnreg_vocab_color_channels, "gray", "L"},      {&nnreg_vocab_color_channels, "grey", "L"},
    {&nnreg_vocab_color_channels, "grayscale", "L"}, {&nnreg_vocab_color_channels, "greyscale", "L"},
    {&nnreg_vocab_color_channels, "mono", "L"},      {&nnreg_vocab_color_channels, "monochrome", "L"},
    {&nnreg_vocab_color_channels, "luminance", "L"},

    {&nnreg_vocab_resize_type, "stretch", "SQUASH"}, {&nnreg_vocab_resize_type, "letterbox", "FILL"},

    {&nnreg_vocab_data_type, "dt_float", "FLOAT32"}, {&nnreg_vocab_data_type, "float", "FLOAT32"},
    {&nnreg_vocab_data_type, "single", "FLOAT32"},   {&nnreg_vocab_data_type, "fp32", "FLOAT32"},
    {&nnreg_vocab_data_type, "fp16", "FLOAT16"},     {&nnreg_vocab_data_type, "half", "FLOAT16"},
    {&nnreg_vocab_data_type, "dt_half", "FLOAT16"},  {&nnreg_vocab_data_type, "double", "FLOAT64"},
    {&nnreg_vocab_data_type, "fp64", "FLOAT64"},     {&nnreg_vocab_data_type, "dt_double", "FLOAT64"},
    {&nnreg_vocab_data_type, "byte", "UINT8"},
};

const char *nnreg_foreign_word_for(const struct nnreg_vocab *vocab, const char *word)
{
    size_t i;

    for (i = 0; i < sizeof same / sizeof *same; i++)
        if (same[i].vocab == vocab && nnreg_letters_same(word, same[i].word))
            return same[i].means;
    return NULL;
}

const char *nnreg_foreign_type_hint(const struct nnreg_table *table, const char *key)
{
    static const struct {
        const struct nnreg_table *table;
        const char *key;
        const char *hint;
    } types[] = {
        {&nnreg_input_table, "constant",
         "only images are fed: put the constant into the graph in place of its placeholder (tf.constant), "
         "save the model again, and leave this input out"},
    };
    size_t i;

    for (i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].table == table && strcmp(types[i].key, key) == 0)
            return types[i].hint;
    return NULL;
}

/* Of a list it would have to be said in which entry. */
static bool has_key_inside(const struct nnreg_field *field, const char *key)
{
    const struct nnreg_field *inner =
        field->kind == NNREG_KIND_OBJECT ? nnreg_table_field(field->child, key) : NULL;

    return inner != NULL && inner->presence != NNREG_ASSIGNED;
}

const struct nnreg_field *nnreg_field_that_has(const struct nnreg_table *table, const char *key)
{
    size_t i, j;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (has_key_inside(field, key))
            return field;
        for (j = 0; field->kind == NNREG_KIND_ONE_OF && j < field->child->count; j++)
            if (has_key_inside(&field->child->fields[j], key))
                return &field->child->fields[j];
    }
    return NULL;
}
