/* A network by its tensors' keys: see transfer_names.h. */
#include "registry/transfer_names.h"

#include <string.h>

#include "base/alloc.h"
#include "records/named_tensors.h"

static char *key_or_name(char *key, char *name)
{
    return key != NULL && key[0] != '\0' ? key : name;
}

static void key_inputs(struct nnreg_keyed_network *keyed, const struct nnreg_network *network)
{
    struct nnreg_input *inputs = keyed->preprocessing.inputs.items;
    size_t i;

    if (keyed->preprocessing.inputs.count > 0)
        memcpy(inputs, network->preprocessing->inputs.items,
               keyed->preprocessing.inputs.count * sizeof *inputs);
    for (i = 0; i < keyed->preprocessing.inputs.count; i++) {
        inputs[i].tensor_name = key_or_name(inputs[i].signature_key, inputs[i].tensor_name);
        inputs[i].signature_key = NULL;
    }
}

/* Fills in the names of one list; returns how many there are. */
static size_t key_list(struct nnreg_tensors_output *list, char **names,
                       const struct nnreg_tensors_output *output)
{
    char *const *tensors = output->tensors.items, *const *keys = output->signature_keys.items;
    size_t i;

    *list = *output;
    list->signature_keys = (struct nnreg_array){NULL, 0};
    list->tensors.items = names;
    for (i = 0; i < output->tensors.count; i++)
        names[i] = key_or_name(i < output->signature_keys.count ? keys[i] : NULL, tensors[i]);
    return output->tensors.count;
}

static void key_boxes(struct nnreg_standard_output *standard, const struct nnreg_standard_output *output)
{
    *standard = *output;
    standard->boxes_tensor = key_or_name(output->boxes_signature_key, output->boxes_tensor);
    standard->scores_tensor = key_or_name(output->scores_signature_key, output->scores_tensor);
    standard->boxes_signature_key = standard->scores_signature_key = NULL;
}

static void key_outputs(struct nnreg_keyed_network *keyed, const struct nnreg_network *network)
{
    const struct nnreg_postprocessing *outputs = network->postprocessings.items;
    char **names = keyed->names;
    size_t i;

    for (i = 0; i < network->postprocessings.count; i++) {
        keyed->outputs[i] = outputs[i];
        if (outputs[i].tensors_output != NULL) {
            names += key_list(&keyed->lists[i], names, outputs[i].tensors_output);
            keyed->outputs[i].tensors_output = &keyed->lists[i];
        }
        if (outputs[i].standard_output != NULL) {
            key_boxes(&keyed->standards[i], outputs[i].standard_output);
            keyed->outputs[i].standard_output = &keyed->standards[i];
        }
    }
}

nnreg_status nnreg_keyed_network_make(struct nnreg_keyed_network *keyed, const struct nnreg_network *network,
                                      struct nnreg_error *error)
{
    size_t outputs = network->postprocessings.count, inputs = network->preprocessing->inputs.count;

    *keyed = (struct nnreg_keyed_network){.network = *network, .preprocessing = *network->preprocessing};
    keyed->network.preprocessing = &keyed->preprocessing;
    keyed->preprocessing.inputs.items = nnreg_alloc_zero(inputs, sizeof(struct nnreg_input));
    keyed->outputs = nnreg_alloc_zero(outputs, sizeof *keyed->outputs);
    keyed->lists = nnreg_alloc_zero(outputs, sizeof *keyed->lists);
    keyed->standards = nnreg_alloc_zero(outputs, sizeof *keyed->standards);
    keyed->names = nnreg_alloc_zero(nnreg_named_tensor_count(network), sizeof *keyed->names);
    if (keyed->preprocessing.inputs.items == NULL || keyed->outputs == NULL || keyed->lists == NULL ||
        keyed->standards == NULL || keyed->names == NULL) {
        nnreg_keyed_network_free(keyed);
        return nnreg_fail_memory(error);
    }
    keyed->network.postprocessings.items = keyed->outputs;
    key_inputs(keyed, network);
    key_outputs(keyed, network);
    return NNREG_OK;
}

void nnreg_keyed_network_free(struct nnreg_keyed_network *keyed)
{
    nnreg_free(keyed->preprocessing.inputs.items);
    nnreg_free(keyed->outputs);
    nnreg_free(keyed->lists);
    nnreg_free(keyed->standards);
    nnreg_free(keyed->names);
    *keyed = (struct nnreg_keyed_network){.outputs = NULL};
}
