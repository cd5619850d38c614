/* Choosing the tensors of a draft: see draft_tensors.h. */
#include "tensorflow/draft_tensors.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "tensorflow/draft_image.h"
#include "tensorflow/tensor_name.h"
#include "tensorflow/model_names.h"

enum { POINTER_ROOM = 64 };

struct search {
    struct nnreg_draft_interface *interface;
    nnreg_findings *findings;
    const struct nnreg_graph *graph;
    nnreg_status status;
};

/* The place in the draft of its inputs, or of its outputs; the pointer to it is written to `pointer`. */
static struct nnreg_location draft_place(char pointer[POINTER_ROOM], bool outputs)
{
    if (outputs)
        (void)snprintf(pointer, POINTER_ROOM, "/%s", NNREG_KEY(network, postprocessings));
    else
        (void)snprintf(pointer, POINTER_ROOM, "/%s/%s", NNREG_KEY(network, preprocessing),
                       NNREG_KEY(preprocessing, inputs));
    return (struct nnreg_location){.pointer = pointer};
}

/* ------------------------------------------------------------------------------------------ the lists -- */

static bool draft_make_room(struct nnreg_draft_tensors *tensors)
{
    struct nnreg_draft_tensor *grown =
        nnreg_array_room(tensors->list, &tensors->room, tensors->count + 1, sizeof *grown);

    if (grown != NULL)
        tensors->list = grown;
    return grown != NULL;
}

/* Whether a tensor is there already. `*at` is where it stands, or belongs, among the sorted ones. */
static bool draft_has_name(size_t *at, const struct nnreg_draft_tensors *tensors, const char *name)
{
    size_t low = 0, high = tensors->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = nnreg_tensor_compare(&nnreg_tensorflow_tensors,
                                         tensors->list[tensors->sorted[middle]].name, name);

        *at = middle;
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *at = low;
    return false;
}

/* Adds a tensor; one that is there already under another key of the signature is fed, or fetched, once. */
static void add(struct search *search, bool output, const char *name,
                const struct nnreg_savedmodel_info *info)
{
    struct nnreg_draft_tensors *tensors = output ? &search->interface->outputs : &search->interface->inputs;
    char pointer[POINTER_ROOM];
    struct nnreg_location place = draft_place(pointer, output);
    struct nnreg_draft_tensor *added;
    char shown[NNREG_SHOWN];
    size_t at;

    if (search->status != NNREG_OK || draft_has_name(&at, tensors, name))
        return;
    if (tensors->count == NNREG_LIMIT_LIST) {
        nnreg_report_location(search->findings, NNREG_RULE_DRAFT_GUESS, NNREG_SEVERITY_WARNING, &place, NULL,
                              "\"%s\" is one too many: a description can name %u", nnreg_shown(shown, name),
                              NNREG_LIMIT_LIST);
        return;
    }
    if (!draft_make_room(tensors)) {
        search->status = NNREG_NO_MEMORY;
        return;
    }
    added = &tensors->list[tensors->count];
    *added = (struct nnreg_draft_tensor){.name = nnreg_strdup(name), .dtype = NNREG_DTYPE_UNNAMED};
    if (added->name == NULL) {
        search->status = NNREG_NO_MEMORY;
        return;
    }
    memmove(tensors->sorted + at + 1, tensors->sorted + at, (tensors->count - at) * sizeof *tensors->sorted);
    tensors->sorted[at] = (uint32_t)tensors->count++;
    added->is_there =
        nnreg_graph_tensor(&added->tensor, search->graph, name, strlen(name)) && added->tensor.has_output;
    if (info != NULL) {
        added->dtype = info->dtype != NNREG_DT_INVALID ? info->dtype : NNREG_DTYPE_UNNAMED;
        added->shape = info->shape;
    }
    if (added->is_there && added->tensor.dtype != NNREG_DTYPE_UNNAMED)
        added->dtype = added->tensor.dtype;
}

void nnreg_draft_shape(struct nnreg_shape *shape, const struct nnreg_graph *graph,
                       const struct nnreg_draft_tensor *tensor)
{
    struct nnreg_shape said;
    uint32_t i;

    shape->known = false;
    if (tensor->is_there)
        nnreg_graph_tensor_shape(shape, graph, &tensor->tensor);
    nnreg_savedmodel_shape(&said, graph->model, tensor->shape);
    if (!shape->known)
        *shape = said;
    else if (said.known && said.rank == shape->rank)
        for (i = 0; i < shape->rank; i++)
            shape->dim[i] = shape->dim[i] == -1 ? said.dim[i] : shape->dim[i];
}

static void free_tensors(struct nnreg_draft_tensors *tensors)
{
    size_t i;

    for (i = 0; i < tensors->count; i++)
        nnreg_free(tensors->list[i].name);
    nnreg_free(tensors->list);
}

void nnreg_draft_interface_free(struct nnreg_draft_interface *interface)
{
    free_tensors(&interface->inputs);
    free_tensors(&interface->outputs);
    *interface = (struct nnreg_draft_interface){.signature = NULL};
}

/* -------------------------------------------------------------------------------------- the signature -- */

static bool info_takes_images(const struct nnreg_graph *graph, const struct nnreg_savedmodel_info *info)
{
    struct nnreg_draft_tensor tensor = {.dtype = info->dtype, .shape = info->shape};
    struct nnreg_shape shape;

    tensor.is_there =
        nnreg_graph_tensor(&tensor.tensor, graph, nnreg_savedmodel_text(graph->model, info->name),
                           nnreg_savedmodel_text_size(graph->model, info->name)) &&
        tensor.tensor.has_output;
    nnreg_draft_shape(&shape, graph, &tensor);
    return nnreg_draft_takes_images(&shape, tensor.dtype);
}

/* A dense input or output of the signature itself; NULL for every other entry. */
static const struct nnreg_savedmodel_info *entry(const struct nnreg_graph *graph,
                                                 const struct nnreg_savedmodel_signature *signature,
                                                 uint32_t i, bool output)
{
    const struct nnreg_savedmodel_info *info =
        nnreg_savedmodel_info_at(graph->model, signature->first_info + i);

    return info->replaced || info->depth > 0 || info->is_output != output ? NULL : info;
}

/* How much a signature is worth to a draft. */
enum worth { WORTH_NOTHING, WORTH_INPUTS, WORTH_IMAGES };

static enum worth worth_of(const struct nnreg_graph *graph,
                           const struct nnreg_savedmodel_signature *signature)
{
    enum worth worth = WORTH_NOTHING;
    uint32_t i;

    for (i = 0; i < signature->infos; i++) {
        const struct nnreg_savedmodel_info *info = entry(graph, signature, i, false);

        if (info == NULL || info->form != NNREG_INFO_DENSE)
            continue;
        if (info_takes_images(graph, info))
            return WORTH_IMAGES;
        worth = WORTH_INPUTS;
    }
    return worth;
}

/* The signature a server uses, unless another is worth more. */
static const struct nnreg_savedmodel_signature *choose_signature(const struct nnreg_graph *graph,
                                                                 uint32_t *candidates)
{
    const struct nnreg_savedmodel_signature *chosen = nnreg_graph_main_signature(graph);
    enum worth best = chosen != NULL ? worth_of(graph, chosen) : WORTH_NOTHING;
    uint32_t i;

    *candidates = 0;
    for (i = 0; i < graph->meta->signatures; i++) {
        const struct nnreg_savedmodel_signature *other =
            nnreg_savedmodel_signature_at(graph->model, graph->meta->first_signature + i);
        enum worth worth;

        if (other->replaced || nnreg_graph_is_init_signature(graph, other))
            continue;
        ++*candidates;
        worth = worth_of(graph, other);
        if (worth > best) {
            best = worth;
            chosen = other;
        }
    }
    return chosen;
}

static void report_choice(const struct search *search, uint32_t candidates)
{
    char pointer[POINTER_ROOM];
    struct nnreg_location place = draft_place(pointer, false);
    char shown[NNREG_SHOWN];

    if (candidates > 1)
        nnreg_report_location(
            search->findings, NNREG_RULE_DRAFT_GUESS, NNREG_SEVERITY_OFF, &place,
            "nnreg inspect shows all of them",
            "the inputs and outputs are those of the signature \"%s\", one of %u",
            nnreg_model_shown(shown, search->graph->model, search->interface->signature->key), candidates);
}

/* Not all that a graph can call a tensor is a name to a description; TensorFlow has no such nodes either. */
static bool is_name(const struct nnreg_savedmodel *model, uint32_t name)
{
    struct nnreg_tensor_fault fault;

    return !nnreg_model_has_nul(model, name) &&
           nnreg_savedmodel_text_size(model, name) + sizeof ":0" - 1 <= NNREG_LIMIT_TENSOR_NAME &&
           !nnreg_tensor_is_wrong(&nnreg_tensorflow_tensors, &fault, nnreg_savedmodel_text(model, name));
}

static void report_form(const struct search *search, const struct nnreg_savedmodel_info *info)
{
    char pointer[POINTER_ROOM];
    struct nnreg_location place = draft_place(pointer, info->is_output);
    char shown[NNREG_SHOWN];

    nnreg_report_location(
        search->findings, NNREG_RULE_DRAFT_GUESS, NNREG_SEVERITY_WARNING, &place, NULL,
        "the %s \"%s\" of the signature is %s, which no description can name: it is left out",
        info->is_output ? "output" : "input", nnreg_model_shown(shown, search->graph->model, info->key),
        info->form == NNREG_INFO_SPARSE      ? "a sparse tensor"
        : info->form == NNREG_INFO_COMPOSITE ? "a composite tensor"
        : info->form == NNREG_INFO_DENSE     ? "a tensor with such a name"
                                             : "without a tensor");
}

/* What need not be fed, and is no image: a switch for training, for instance. */
static bool has_default(const struct search *search, const struct nnreg_savedmodel_info *info)
{
    const struct nnreg_savedmodel *model = search->graph->model;
    struct nnreg_graph_tensor tensor;

    return nnreg_graph_tensor(&tensor, search->graph, nnreg_savedmodel_text(model, info->name),
                              nnreg_savedmodel_text_size(model, info->name)) &&
           nnreg_savedmodel_text_is(model, nnreg_savedmodel_node_at(model, tensor.node)->op,
                                    "PlaceholderWithDefault") &&
           !info_takes_images(search->graph, info);
}

/* A switch again, or a handle: a data_type there is for numbers, and texts may be encoded images. */
static bool has_no_data_type(const struct nnreg_savedmodel_info *info)
{
    uint32_t dtype = nnreg_dtype_base(info->dtype);

    return dtype != NNREG_DT_INVALID && dtype != NNREG_DT_STRING && dtype != NNREG_DT_BFLOAT16 &&
           nnreg_dtype_name(dtype) != NULL && nnreg_data_type_of(dtype) == NULL;
}

/* The check will tell what the outputs need of it. */
static void report_data_type(struct search *search, const struct nnreg_savedmodel_info *info)
{
    char pointer[POINTER_ROOM];
    struct nnreg_location place = draft_place(pointer, false);
    char shown[NNREG_SHOWN];

    nnreg_report_location(
        search->findings, NNREG_RULE_DRAFT_GUESS, NNREG_SEVERITY_WARNING, &place, NULL,
        "the input \"%s\" of the signature has the type %s, which no image has: it is left out",
        nnreg_model_shown(shown, search->graph->model, info->key),
        nnreg_dtype_name(nnreg_dtype_base(info->dtype)));
}

static void add_info(struct search *search, const struct nnreg_savedmodel_info *info, bool optional_fed)
{
    const struct nnreg_savedmodel *model = search->graph->model;
    char pointer[POINTER_ROOM];
    struct nnreg_location place = draft_place(pointer, false);
    char shown[NNREG_SHOWN];

    if (info->form != NNREG_INFO_DENSE || !is_name(model, info->name)) {
        report_form(search, info);
    } else if (!info->is_output && !optional_fed && has_default(search, info)) {
        nnreg_report_location(
            search->findings, NNREG_RULE_DRAFT_GUESS, NNREG_SEVERITY_OFF, &place, NULL,
            "the input \"%s\" of the signature is no image and has a default value: it is left out",
            nnreg_model_shown(shown, model, info->key));
    } else if (!info->is_output && !optional_fed && has_no_data_type(info)) {
        report_data_type(search, info);
    } else {
        add(search, info->is_output, nnreg_savedmodel_text(model, info->name), info);
    }
}

static void take_signature(struct search *search)
{
    const struct nnreg_savedmodel_signature *signature = search->interface->signature;
    bool optional_fed = worth_of(search->graph, signature) != WORTH_IMAGES;
    uint32_t i;

    for (i = 0; i < signature->infos && search->status == NNREG_OK; i++) {
        const struct nnreg_savedmodel_info *input = entry(search->graph, signature, i, false);
        const struct nnreg_savedmodel_info *output = entry(search->graph, signature, i, true);

        if (input != NULL || output != NULL)
            add_info(search, input != NULL ? input : output, optional_fed);
    }
}

/* ------------------------------------------------------------------------------------ without signature -- */

/* Texts are file names here, of the saver or of assets, and nothing that a client would feed. */
static bool is_input_node(const struct nnreg_graph *graph, const struct nnreg_savedmodel_node *node)
{
    uint32_t dtype;

    return nnreg_savedmodel_text_is(graph->model, node->op, "Placeholder") &&
           !(nnreg_graph_output_type(&dtype, graph, node, 0) && dtype == NNREG_DT_STRING);
}

static void report_placeholder(const struct search *search, const struct nnreg_savedmodel_node *node)
{
    char pointer[POINTER_ROOM];
    struct nnreg_location place = draft_place(pointer, false);
    char shown[NNREG_SHOWN];

    nnreg_report_location(search->findings, NNREG_RULE_DRAFT_GUESS, NNREG_SEVERITY_WARNING, &place, NULL,
                          "the placeholder \"%s\" has a name that no description can have: it is left out",
                          nnreg_model_shown(shown, search->graph->model, node->name));
}

static void take_placeholder(struct search *search, const struct nnreg_savedmodel_node *node)
{
    struct nnreg_bytes name = NNREG_BYTES_INIT;
    char *text;

    if (!is_name(search->graph->model, node->name)) {
        report_placeholder(search, node);
        return;
    }
    nnreg_bytes_text(&name, nnreg_savedmodel_text(search->graph->model, node->name));
    nnreg_bytes_text(&name, ":0");
    if (nnreg_bytes_take(&text, &name) != NNREG_OK) {
        search->status = NNREG_NO_MEMORY;
        return;
    }
    add(search, false, text, NULL);
    nnreg_free(text);
}

static void take_placeholders(struct search *search)
{
    const struct nnreg_graph *graph = search->graph;
    char to_inputs[POINTER_ROOM], to_outputs[POINTER_ROOM];
    struct nnreg_location inputs = draft_place(to_inputs, false), outputs = draft_place(to_outputs, true);
    uint32_t i;

    for (i = 0; i < graph->meta->nodes && search->interface->inputs.count < NNREG_LIMIT_LIST; i++) {
        const struct nnreg_savedmodel_node *node =
            nnreg_savedmodel_node_at(graph->model, graph->meta->first_node + i);

        if (is_input_node(graph, node))
            take_placeholder(search, node);
    }
    if (search->interface->inputs.count == 0)
        return;
    nnreg_report_location(search->findings, NNREG_RULE_DRAFT_GUESS, NNREG_SEVERITY_OFF, &inputs, NULL,
                          "the model has no signature: its placeholders are taken as the inputs");
    nnreg_report_location(search->findings, NNREG_RULE_DRAFT_GUESS, NNREG_SEVERITY_OFF, &outputs,
                          "nnreg inspect --tensors lists what can be named",
                          "the model has no signature, so its outputs are not known");
}

nnreg_status nnreg_draft_interface_find(struct nnreg_draft_interface *interface, nnreg_findings *findings,
                                        const struct nnreg_judged *judged)
{
    struct search search = {interface, findings, &judged->graph, NNREG_OK};
    uint32_t candidates;

    *interface = (struct nnreg_draft_interface){.signature = choose_signature(&judged->graph, &candidates)};
    if (interface->signature != NULL) {
        report_choice(&search, candidates);
        take_signature(&search);
    } else {
        take_placeholders(&search);
    }
    if (search.status == NNREG_OK && interface->inputs.count == 0) {
        nnreg_report_file(findings, NNREG_RULE_MODEL_TENSOR_MISSING, NNREG_SEVERITY_ERROR, judged->file,
                          "a description needs at least one input tensor",
                          "there is no tensor that could be an input: %s",
                          interface->signature != NULL ? "the signature has none"
                                                       : "the graph has no signature and no placeholder");
        search.status = NNREG_REFUSED;
    }
    return search.status;
}
