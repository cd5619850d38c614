/*
 * The snapshot of a network as its users see it: getters and JSON. All that they hand out is borrowed from the snapshot.
 * What is in objects and lists is asked for by nnreg_snapshot_settle first; the rest is there (snapshot.h).
 *
 * An input or a result is one of several types: a struct with a pointer for each, of which one is set. What a newer library
 * has written is kept without being understood (struct nnreg_unknown), so where none is set the type is one of those:
 * NNREG_UNSUPPORTED, not an answer that looks empty.
 */
#include "base/digest.h"
#include "base/sized.h"
#include "registry/object_io.h"
#include "registry/snapshot.h"

void nnreg_network_free(nnreg_network *network)
{
    nnreg_snapshot_free(network);
}

uint64_t nnreg_network_id(const nnreg_network *network)
{
    return network->id;
}

const char *nnreg_network_name(const nnreg_network *network)
{
    return network->name;
}

const char *nnreg_network_description(const nnreg_network *network)
{
    return network->description;
}

const char *nnreg_network_metadata(const nnreg_network *network)
{
    return network->metadata;
}

const char *nnreg_network_license(const nnreg_network *network)
{
    return network->license;
}

const char *nnreg_network_source(const nnreg_network *network)
{
    return network->source;
}

size_t nnreg_network_author_count(const nnreg_network *network)
{
    return network->authors.count;
}

const char *nnreg_network_author(const nnreg_network *network, size_t i)
{
    nnreg_snapshot_settle(network);
    return i < network->authors.count ? ((char *const *)network->authors.items)[i] : NULL;
}

const char *nnreg_network_framework(const nnreg_network *network)
{
    return nnreg_vocab_word(&nnreg_vocab_framework, network->framework);
}

uint64_t nnreg_network_task_id(const nnreg_network *network)
{
    return network->task_id;
}

int64_t nnreg_network_create_date(const nnreg_network *network)
{
    return network->create_date;
}

int64_t nnreg_network_update_date(const nnreg_network *network)
{
    return network->update_date;
}

const char *nnreg_network_slug(const nnreg_network *network)
{
    return network->slug;
}

/* The key beside a tensor, for whom "" is none. */
static const char *key_or_none(const char *key)
{
    return key != NULL ? key : "";
}

size_t nnreg_network_input_count(const nnreg_network *network)
{
    nnreg_snapshot_settle(network);
    return network->preprocessing->inputs.count;
}

static nnreg_status view_input(const nnreg_network *network, size_t i, struct nnreg_input_info *input)
{
    const struct nnreg_array *inputs;
    const struct nnreg_image *image;
    int sides;

    if (network == NULL)
        return NNREG_INVALID_ARGUMENT;
    nnreg_snapshot_settle(network);
    inputs = &network->preprocessing->inputs;
    if (i >= inputs->count)
        return NNREG_NOT_FOUND;
    image = ((const struct nnreg_input *)inputs->items)[i].image;
    if (image == NULL)
        return NNREG_UNSUPPORTED;
    input->tensor_name = ((const struct nnreg_input *)inputs->items)[i].tensor_name;
    input->signature_key = key_or_none(((const struct nnreg_input *)inputs->items)[i].signature_key);
    input->dimension_order = nnreg_vocab_word(&nnreg_vocab_dimension_order, image->dimension_order);
    input->resize_type = nnreg_vocab_word(&nnreg_vocab_resize_type, image->resize_type);
    input->color_channels = nnreg_vocab_word(&nnreg_vocab_color_channels, image->color_channels);
    input->data_type = nnreg_vocab_word(&nnreg_vocab_data_type, image->data_type);
    input->pixel_scaling = image->pixel_scaling;
    input->mean_file = image->mean_file;
    /* The record has it as a text, of which whoever turns target-size down can make anything. */
    return nnreg_target_size(&input->target_width, &input->target_height, &sides, image->target_size)
               ? NNREG_OK
               : NNREG_UNSUPPORTED;
}

nnreg_status nnreg_network_input(const nnreg_network *network, size_t i, struct nnreg_input_info *input)
{
    static const struct nnreg_sized sized_input = NNREG_SIZED(struct nnreg_input_info, tensor_name);
    struct nnreg_input_info told = NNREG_INPUT_INFO_INIT;
    nnreg_status status = nnreg_sized_check(&sized_input, input, NULL);

    if (status != NNREG_OK)
        return status;
    status = view_input(network, i, &told);
    nnreg_sized_give(&sized_input, input, &told);
    return status;
}

size_t nnreg_network_result_count(const nnreg_network *network)
{
    return network->postprocessings.count;
}

/* One key for each tensor is what signature-key asks for; with a list of another length nothing can be done. */
static nnreg_status view_tensors(struct nnreg_result_info *result, const struct nnreg_tensors_output *output)
{
    result->tensors = output->tensors.items;
    result->tensor_count = output->tensors.count;
    if (output->signature_keys.items == NULL)
        return NNREG_OK;
    if (output->signature_keys.count != output->tensors.count)
        return NNREG_UNSUPPORTED;
    result->signature_keys = output->signature_keys.items;
    return NNREG_OK;
}

static nnreg_status view_boxes(struct nnreg_result_info *result, const struct nnreg_standard_output *output)
{
    result->boxes_tensor = output->boxes_tensor;
    result->scores_tensor = output->scores_tensor;
    result->boxes_signature_key = key_or_none(output->boxes_signature_key);
    result->scores_signature_key = key_or_none(output->scores_signature_key);
    return NNREG_OK;
}

static nnreg_status view_result(const nnreg_network *network, size_t i, struct nnreg_result_info *result)
{
    const struct nnreg_postprocessing *postprocessing;

    if (network == NULL)
        return NNREG_INVALID_ARGUMENT;
    if (i >= network->postprocessings.count)
        return NNREG_NOT_FOUND;
    nnreg_snapshot_settle(network);
    postprocessing = (const struct nnreg_postprocessing *)network->postprocessings.items + i;
    if (postprocessing->tensors_output != NULL)
        return view_tensors(result, postprocessing->tensors_output);
    if (postprocessing->standard_output != NULL)
        return view_boxes(result, postprocessing->standard_output);
    return NNREG_UNSUPPORTED;
}

nnreg_status nnreg_network_result(const nnreg_network *network, size_t i, struct nnreg_result_info *result)
{
    static const struct nnreg_sized sized_result = NNREG_SIZED(struct nnreg_result_info, tensors);
    struct nnreg_result_info told = NNREG_RESULT_INFO_INIT;
    nnreg_status status = nnreg_sized_check(&sized_result, result, NULL);

    if (status != NNREG_OK)
        return status;
    status = view_result(network, i, &told);
    nnreg_sized_give(&sized_result, result, &told);
    return status;
}

size_t nnreg_network_file_count(const nnreg_network *network)
{
    return network->files.count;
}

static nnreg_status view_file(const nnreg_network *network, size_t i, struct nnreg_file_info *file)
{
    const struct nnreg_file *stored;

    if (network == NULL)
        return NNREG_INVALID_ARGUMENT;
    if (i >= network->files.count)
        return NNREG_NOT_FOUND;
    nnreg_snapshot_settle(network);
    stored = network->files.items;
    file->name = stored[i].name;
    file->bytes = stored[i].size;
    nnreg_hex(file->sha256, stored[i].sha256);
    return NNREG_OK;
}

nnreg_status nnreg_network_file(const nnreg_network *network, size_t i, struct nnreg_file_info *file)
{
    static const struct nnreg_sized sized_file = NNREG_SIZED(struct nnreg_file_info, name);
    struct nnreg_file_info told = NNREG_FILE_INFO_INIT;
    nnreg_status status = nnreg_sized_check(&sized_file, file, NULL);

    if (status != NNREG_OK)
        return status;
    status = view_file(network, i, &told);
    nnreg_sized_give(&sized_file, file, &told);
    return status;
}

void nnreg_network_digest(const nnreg_network *network, char text[65])
{
    nnreg_snapshot_settle(network);
    nnreg_hex(text, network->digest);
}

nnreg_status nnreg_network_json(char **text, const nnreg_network *network)
{
    return nnreg_object_json(text, network, NNREG_OBJECT_NETWORK);
}
