/* The tensors that a network names: see named_tensors.h. */
#include "records/named_tensors.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* ------------------------------------------------------------------------------------------------------- walking -- */

static const struct nnreg_input *input_at(const struct nnreg_network *network, size_t index)
{
    const struct nnreg_preprocessing *preprocessing = network->preprocessing;

    return preprocessing != NULL && index < preprocessing->inputs.count
               ? (const struct nnreg_input *)preprocessing->inputs.items + index
               : NULL;
}

static const struct nnreg_postprocessing *entry_of_output(const struct nnreg_named_tensor *tensor,
                                                          const struct nnreg_network *network)
{
    return (const struct nnreg_postprocessing *)network->postprocessings.items + tensor->output.entry;
}

/* Of a tensors_output the entry of its list of keys; of a standard_output the member beside the tensor's. */
static char *const *key_member_of(const struct nnreg_named_tensor *tensor,
                                  const struct nnreg_network *network)
{
    const struct nnreg_postprocessing *entry = entry_of_output(tensor, network);
    const struct nnreg_standard_output *standard = entry->standard_output;

    if (standard != NULL && tensor->output.name == &standard->boxes_tensor)
        return &standard->boxes_signature_key;
    if (standard != NULL && tensor->output.name == &standard->scores_tensor)
        return &standard->scores_signature_key;
    if (entry->tensors_output == NULL || tensor->output.index >= entry->tensors_output->signature_keys.count)
        return NULL;
    return (char *const *)entry->tensors_output->signature_keys.items + tensor->output.index;
}

bool nnreg_named_tensor_next(struct nnreg_named_tensor *tensor, const struct nnreg_network *network)
{
    const struct nnreg_input *input = input_at(network, tensor->input);

    if (input != NULL) {
        tensor->input++;
        tensor->name = &input->tensor_name;
        tensor->key_member = &input->signature_key;
    } else {
        tensor->is_output = true;
        if (!nnreg_declared_output_next(&tensor->output, network))
            return false;
        tensor->name = tensor->output.name;
        tensor->key_member = key_member_of(tensor, network);
    }
    tensor->key = tensor->key_member != NULL && *tensor->key_member != NULL ? *tensor->key_member : "";
    return true;
}

size_t nnreg_named_tensor_count(const struct nnreg_network *network)
{
    struct nnreg_named_tensor tensor = {.name = NULL};
    size_t count = 0;

    while (nnreg_named_tensor_next(&tensor, network))
        count++;
    return count;
}

/* ------------------------------------------------------------------------------------------------------ renaming -- */

/* A list of keys for all tensors of an output, each "" where it had none. NULL: no memory. */
static struct nnreg_array *grown_keys(struct nnreg_tensors_output *output)
{
    struct nnreg_array *keys = &output->signature_keys;
    size_t count = output->tensors.count;
    char **grown;

    if (keys->count >= count)
        return keys;
    grown = nnreg_alloc_zero(count, sizeof *grown);
    if (grown == NULL)
        return NULL;
    if (keys->count > 0)
        memcpy(grown, keys->items, keys->count * sizeof *grown);
    nnreg_free(keys->items);
    keys->items = grown;
    for (; keys->count < count; keys->count++) {
        grown[keys->count] = nnreg_strdup("");
        if (grown[keys->count] == NULL)
            return NULL; /* what there is of the list is freed with the record, which nobody keeps */
    }
    return keys;
}

/* Where the key of a named tensor goes, which is made where it is not there yet. NULL: no memory. */
static char **room_for_key(const struct nnreg_network *network, const struct nnreg_named_tensor *named)
{
    struct nnreg_array *keys;

    if (named->key_member != NULL)
        return (char **)(uintptr_t)named->key_member;
    keys = grown_keys(entry_of_output(named, network)->tensors_output);
    return keys != NULL ? (char **)keys->items + named->output.index : NULL;
}

nnreg_status nnreg_named_tensor_rename(struct nnreg_network *network, const struct nnreg_named_tensor *named,
                                       char *tensor, struct nnreg_error *error)
{
    char **name = (char **)(uintptr_t)named->name, **key = room_for_key(network, named);

    if (key == NULL) {
        nnreg_free(tensor);
        return nnreg_fail_memory(error);
    }
    if (*key == NULL || **key == '\0') {
        nnreg_free(*key);
        *key = *name;
    } else {
        nnreg_free(*name);
    }
    *name = tensor;
    return NNREG_OK;
}

/* -------------------------------------------------------------------------------------------------- looking up -- */

/* By key; of one key outputs first, then as the description has them. */
static int by_tensor_key(const void *one, const void *other)
{
    const struct nnreg_named_tensor *a = one, *b = other;
    int order = strcmp(a->key, b->key);

    if (order == 0)
        order = (int)b->is_output - (int)a->is_output;
    if (order == 0)
        order = (a->input > b->input) - (a->input < b->input);
    if (order == 0)
        order = (a->output.entry > b->output.entry) - (a->output.entry < b->output.entry);
    return order != 0 ? order : (a->output.index > b->output.index) - (a->output.index < b->output.index);
}

bool nnreg_tensor_keys_find(struct nnreg_tensor_keys *keys, const struct nnreg_network *network)
{
    struct nnreg_named_tensor tensor = {.name = NULL};

    *keys = (struct nnreg_tensor_keys){
        nnreg_alloc_zero(nnreg_named_tensor_count(network), sizeof *keys->list), 0};
    if (keys->list == NULL)
        return false;
    while (nnreg_named_tensor_next(&tensor, network))
        if (tensor.key[0] != '\0' && *tensor.name != NULL)
            keys->list[keys->count++] = tensor;
    if (keys->count > 1)
        qsort(keys->list, keys->count, sizeof *keys->list, by_tensor_key);
    return true;
}

void nnreg_tensor_keys_free(struct nnreg_tensor_keys *keys)
{
    nnreg_free(keys->list);
    *keys = (struct nnreg_tensor_keys){NULL, 0};
}

const char *nnreg_tensor_of_key(const struct nnreg_tensor_keys *keys, const char *key)
{
    size_t low = 0, high = keys->count;

    while (low < high) { /* the first that is not before it */
        size_t middle = low + (high - low) / 2;

        if (strcmp(keys->list[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < keys->count && strcmp(keys->list[low].key, key) == 0 ? *keys->list[low].name : NULL;
}
