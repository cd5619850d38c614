/*
 * The tables of Network and its parts, and the small language of target sizes. A row's
 * number is its key in records (doc/RECORDS.md) and is never given to another field.
 */
#include "records/network.h"

#include "records/recognition.h"
#include "records/rows.h"

/* A key can be any text that a program has in its signatures; what counts is whether the model has it. */
#define SIGNATURE_KEY                                                                                   \
    .presence = NNREG_OPTIONAL, .formats = {NNREG_STRING_FORMAT_LINE}, .most = NNREG_LIMIT_TENSOR_NAME, \
    .most_bytes = true

/* clang-format off */
static const struct nnreg_field image_fields[] = {
    {.key = "dimension_order", .number = 1, ENUM(nnreg_image, dimension_order, dimension_order),
     .doc = "order of the input tensor's dimensions: N batch, C channel, H height, W width"},
    {.key = "resize_type", .number = 2, ENUM(nnreg_image, resize_type, resize_type),
     .doc = "how an image is brought to the target size"},
    {.key = "target_size", .number = 3, STRING(nnreg_image, target_size),
     .formats = {NNREG_STRING_FORMAT_TARGET_SIZE}, .selector = {"resize_type", "NETWORK"},
     .doc = "WxH in pixels, or N, the largest side, where resize_type is NETWORK"},
    {.key = "color_channels", .number = 4, ENUM(nnreg_image, color_channels, color_channels),
     .doc = "order of the color channels; L is one channel of luminance"},
    {.key = "pixel_scaling", .number = 5, NUMBER(nnreg_image, pixel_scaling), .presence = NNREG_OPTIONAL,
     .initial = "255.0", .bounds = NNREG_BOUNDS_ABOVE, .low = 0,
     .doc = "pixels are normalised to [0, pixel_scaling] before the mean is subtracted"},
    {.key = "mean_file", .number = 6, STRING(nnreg_image, mean_file), .presence = NNREG_OPTIONAL,
     .initial = "\"\"", .formats = {NNREG_STRING_FORMAT_LINE}, .most = NNREG_LIMIT_FILE_NAME,
     .most_bytes = true,
     .doc = "name of the bundle's file with the mean; \"\" is none"},
    {.key = "data_type", .number = 7, ENUM(nnreg_image, data_type, data_type), .presence = NNREG_OPTIONAL,
     .initial = "\"FLOAT32\"",
     .doc = "element type of the tensor that is fed"},
};
const struct nnreg_table nnreg_image_table =
    TABLE(image, "how an image becomes the values of an input tensor", image_fields);

static const struct nnreg_field input_types[] = {
    {.key = "image", .number = 2, OBJECT(nnreg_input, image, image), .doc = "the input is an image"},
};
static const struct nnreg_table input_types_table = {
    .name = "input type", .fields = input_types, .count = sizeof input_types / sizeof *input_types};

static const struct nnreg_field input_fields[] = {
    {.key = "tensor_name", .number = 1, STRING(nnreg_input, tensor_name), TENSOR, .unique = true,
     .doc = "the TensorFlow tensor that is fed: op/name or op/name:0, or a signature's key of it"},
    {.key = "signature_key", .number = 3, STRING(nnreg_input, signature_key), SIGNATURE_KEY, .least = 1,
     .doc = "the tensor's key in a signature; filled in where tensor_name was given as one"},
    {.kind = NNREG_KIND_ONE_OF, .child = &input_types_table},
};
const struct nnreg_table nnreg_input_table =
    TABLE(input, "one input tensor and what it is fed with", input_fields);

static const struct nnreg_field preprocessing_fields[] = {
    {.key = "inputs", .number = 1, ARRAY(nnreg_preprocessing, inputs, input), .least = 1,
     .most = NNREG_LIMIT_LIST,
     .doc = "the inputs, in the order in which data is fed"},
    {.key = "batched_output", .number = 2, BOOL(nnreg_preprocessing, batched_output),
     .presence = NNREG_OPTIONAL, .initial = "true",
     .deprecated = "outputs are always batched; leave batched_output out", .deprecated_when = "false",
     .deprecated_leave_out = true,
     .doc = "deprecated: whether the outputs keep the batch dimension"},
};
const struct nnreg_table nnreg_preprocessing_table =
    TABLE_AROUND(preprocessing, "how the inputs are made", preprocessing_fields, image);

static const struct nnreg_field tensors_output_fields[] = {
    {.key = "tensors", .number = 1, STRINGS(nnreg_tensors_output, tensors), TENSOR, .unique = true,
     .doc = "the output tensors, or signatures' keys of them, in the order in which they are given out"},
    {.key = "signature_keys", .number = 2, STRINGS(nnreg_tensors_output, signature_keys), SIGNATURE_KEY,
     .doc = "one for each of the tensors: its key in a signature, \"\" for none; filled in where one was given as such"},
};
const struct nnreg_table nnreg_tensors_output_table =
    TABLE(tensors_output, "an ordered list of output tensors", tensors_output_fields);

static const struct nnreg_field standard_output_fields[] = {
    {.key = "boxes_tensor", .number = 1, STRING(nnreg_standard_output, boxes_tensor), TENSOR,
     .doc = "N x 4: xmin, ymin, xmax, ymax; the batch dimension left out"},
    {.key = "scores_tensor", .number = 2, STRING(nnreg_standard_output, scores_tensor), TENSOR,
     .doc = "N x K, K the number of labels; the batch dimension left out"},
    {.key = "boxes_signature_key", .number = 3, STRING(nnreg_standard_output, boxes_signature_key),
     SIGNATURE_KEY, .least = 1,
     .doc = "the key of boxes_tensor in a signature; filled in where it was given as one"},
    {.key = "scores_signature_key", .number = 4, STRING(nnreg_standard_output, scores_signature_key),
     SIGNATURE_KEY, .least = 1,
     .doc = "the same of scores_tensor"},
};
const struct nnreg_table nnreg_standard_output_table =
    TABLE(standard_output, "deprecated: boxes and their scores", standard_output_fields);

static const struct nnreg_field postprocessing_types[] = {
    {.key = "tensors_output", .number = 1, OBJECT(nnreg_postprocessing, tensors_output, tensors_output),
     .doc = "an ordered list of output tensors"},
    {.key = "standard_output", .number = 2, OBJECT(nnreg_postprocessing, standard_output, standard_output),
     .deprecated = "name the tensors in a tensors_output instead", .deprecated_for = &postprocessing_types[0],
     .doc = "deprecated: boxes and their scores"},
};
static const struct nnreg_table postprocessing_types_table = {
    .name = "postprocessing type",
    .fields = postprocessing_types,
    .count = sizeof postprocessing_types / sizeof *postprocessing_types,
};

static const struct nnreg_field postprocessing_fields[] = {
    {.kind = NNREG_KIND_ONE_OF, .child = &postprocessing_types_table},
};
/* What is done with the outputs was said in one place once, with what they are. */
const struct nnreg_table nnreg_postprocessing_table = {
    .name = "postprocessing",
    .doc = "what comes out of the network",
    .size = sizeof(struct nnreg_postprocessing),
    .inner = sizeof(struct nnreg_standard_output),
    .fields = postprocessing_fields,
    .count = sizeof postprocessing_fields / sizeof *postprocessing_fields,
    .elsewhere = {&nnreg_output_processing_table, &nnreg_detection_table},
    .elsewhere_hint = "it belongs into post_processings of a version (nnreg version add), which attaches the network "
                      "to a specification; here a tensors_output names the tensors that come out",
};

static const struct nnreg_field file_fields[] = {
    {.key = "name", .number = 1, STRING(nnreg_file, name),
     .doc = "name in the bundle, \"variables/\" left out"},
    {.key = "size", .number = 2, SIZE(nnreg_file, size), .doc = "bytes"},
    {.key = "sha256", .number = 3, DIGEST(nnreg_file, sha256), .doc = "SHA-256 of the content"},
};
const struct nnreg_table nnreg_file_table = TABLE(file, "one file of a network", file_fields);

static const struct nnreg_field network_fields[] = {
    {.key = "id", .number = 1, ID(nnreg_network, id), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "assigned in order, never reused"},
    {.key = "name", .number = 2, STRING(nnreg_network, name), .mutability = NNREG_MUTABLE,
     .formats = {NNREG_STRING_FORMAT_LINE}, .least = 1, .most = NNREG_LIMIT_NAME,
     .doc = "short name"},
    {.key = "description", .number = 3, STRING(nnreg_network, description), .presence = NNREG_OPTIONAL,
     .mutability = NNREG_MUTABLE_BY_SETTING, .initial = "\"\"", .most = NNREG_LIMIT_DESCRIPTION,
     .most_bytes = true,
     .doc = "longer text"},
    {.key = "metadata", .number = 4, JSON(nnreg_network, metadata), .presence = NNREG_OPTIONAL,
     .mutability = NNREG_MUTABLE, .initial = "{}", .most = NNREG_LIMIT_METADATA,
     .doc = "any JSON object, given back as it was written"},
    {.key = "license", .number = 13, STRING(nnreg_network, license), .presence = NNREG_OPTIONAL,
     .formats = {NNREG_STRING_FORMAT_LICENSE}, .least = 1, .most = NNREG_LIMIT_LICENSE,
     .doc = "under which license it is given: an SPDX expression, like Apache-2.0"},
    {.key = "source", .number = 14, STRING(nnreg_network, source), .presence = NNREG_OPTIONAL,
     .formats = {NNREG_STRING_FORMAT_URL}, .least = 1, .most = NNREG_LIMIT_URL, .most_bytes = true,
     .doc = "where it comes from: an absolute http or https URL"},
    {.key = "authors", .number = 15, STRINGS(nnreg_network, authors), .presence = NNREG_OPTIONAL,
     .formats = {NNREG_STRING_FORMAT_LINE}, .least = 1, .most = NNREG_LIMIT_AUTHOR,
     .doc = "who has made it"},
    {.key = "framework", .number = 5, ENUM(nnreg_network, framework, framework),
     .doc = "what serves the network"},
    {.key = "preprocessing", .number = 6, OBJECT(nnreg_network, preprocessing, preprocessing),
     .doc = "how the inputs are made"},
    {.key = "postprocessings", .number = 7, ARRAY(nnreg_network, postprocessings, postprocessing),
     .presence = NNREG_OPTIONAL, .initial = "[]", .most = NNREG_LIMIT_LIST,
     .doc = "what comes out"},
    {.key = "files", .number = 8, ARRAY(nnreg_network, files, file), .presence = NNREG_ASSIGNED,
     .doc = "the files, from the bundle, sorted by name"},
    {.key = "digest", DIGEST(nnreg_network, digest), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "one SHA-256 for all the files: the subject digest of an OpenSSF model signing statement of their folder"},
    {.key = "task_id", .number = 9, ID(nnreg_network, task_id), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "the task that holds the deployment status"},
    {.key = "create_date", .number = 10, TIME(nnreg_network, create_date), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "when it was registered"},
    {.key = "update_date", .number = 11, TIME(nnreg_network, update_date), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "when it was last changed; never goes backwards"},
    {.key = "slug", .number = 12, STRING(nnreg_network, slug), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_PUBLISHED, .initial = "\"\"", .formats = {NNREG_STRING_FORMAT_SLUG}, .least = 1,
     .most = NNREG_LIMIT_SLUG, .empty_is_null = true,
     .doc = "the slug under which it is public; \"\", in JSON null, is private"},
};
/* clang-format on */
const struct nnreg_table nnreg_network_table = TABLE(network, "a trained neural network", network_fields);

/*
 * One side: 1 to NNREG_LIMIT_SIDE without leading zero. Moves *text behind it. Digits are read until the number is too large, so that it
 * cannot overflow.
 */
static bool read_side(uint32_t *value, const char **text)
{
    uint32_t n = 0;

    if (**text < '1' || **text > '9')
        return false;
    while (**text >= '0' && **text <= '9' && n <= NNREG_LIMIT_SIDE)
        n = n * 10 + (uint32_t)(*(*text)++ - '0');
    *value = n;
    return n <= NNREG_LIMIT_SIDE;
}

bool nnreg_target_size(uint32_t *width, uint32_t *height, int *sides, const char *text)
{
    if (!read_side(width, &text))
        return false;
    *height = *width;
    *sides = 1;
    if (*text == '\0')
        return true;
    *sides = 2;
    return *text++ == 'x' && read_side(height, &text) && *text == '\0';
}

/* The tensor of a postprocessing with this number; NULL behind the last. */
static char *const *declared_at(const char **role, const struct nnreg_postprocessing *of, size_t index)
{
    size_t listed = of->tensors_output != NULL ? of->tensors_output->tensors.count : 0;

    *role = NNREG_KEY(tensors_output, tensors);
    if (index < listed)
        return (char *const *)of->tensors_output->tensors.items + index;
    if (of->standard_output == NULL || index - listed > 1)
        return NULL;
    *role = index == listed ? NNREG_KEY(standard_output, boxes_tensor)
                            : NNREG_KEY(standard_output, scores_tensor);
    return index == listed ? &of->standard_output->boxes_tensor : &of->standard_output->scores_tensor;
}

bool nnreg_declared_output_next(struct nnreg_declared_output *output, const struct nnreg_network *network)
{
    const struct nnreg_postprocessing *list = network->postprocessings.items;

    output->index += output->name != NULL;
    for (; output->entry < network->postprocessings.count; output->entry++, output->index = 0) {
        output->name = declared_at(&output->role, &list[output->entry], output->index);
        if (output->name != NULL)
            return true;
    }
    return false;
}

int nnreg_image_channels(const struct nnreg_image *image)
{
    if (image->color_channels < 0)
        return -1;
    return image->color_channels == NNREG_COLORS_L ? 1 : 3;
}
