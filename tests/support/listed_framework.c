/*
 * The framework of listed tensors: see listed_framework.h. It reports rules of the catalogue and has none of its own: an id
 * is a contract with users, who can set its severity and read of it in the manual, so it is a row of check/rules.h whoever
 * reports it; one that no user can ever meet does not belong there.
 */
#include "listed_framework.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"

#define MODEL_FILE "model.list"

enum { LISTED_TENSORS = 16, LISTED_NAME = 32, LISTED_BYTES = 4096 };
enum { LISTED_MODEL = NNREG_ROLE_OWN, LISTED_WEIGHTS };

/* ------------------------------------------------------------------------------------- files and names -- */

static const struct nnreg_role_row listed_rows[] = {
    {LISTED_MODEL, NNREG_ROLE_IS_MODEL | NNREG_ROLE_NEEDS_CONTENT, "list", .name = MODEL_FILE},
    {LISTED_WEIGHTS, NNREG_ROLE_COMPANION, "weights", .name = "weights", .below = true},
};

static const struct nnreg_roles listed_roles = {.rows = listed_rows, .count = 2};

static size_t listed_split(uint64_t *output, const char *name)
{
    *output = 0;
    return strlen(name);
}

static bool listed_is_wrong(struct nnreg_tensor_fault *fault, const char *text)
{
    size_t letters = text[0] == '%' ? strspn(text + 1, "abcdefghijklmnopqrstuvwxyz") : 0;

    if (letters > 0 && text[1 + letters] == '\0')
        return false;
    (void)snprintf(fault->what, sizeof fault->what, "is not %% and letters");
    fault->hint = "write it as model.list does";
    return true;
}

static const struct nnreg_tensor_syntax listed_tensors = {
    .pattern = "%[a-z]+", .same = "they are one", .split = listed_split, .is_wrong = listed_is_wrong};

/* ---------------------------------------------------------------------------------------------- reading -- */

struct listed_tensor {
    char name[LISTED_NAME], type[LISTED_NAME];
    bool is_input;
    unsigned width, height, channels;
};

struct listed_model {
    struct listed_tensor tensor[LISTED_TENSORS];
    size_t count;
};

static bool read_line(struct listed_model *model, const char *line)
{
    struct listed_tensor *tensor = &model->tensor[model->count];
    char kind[LISTED_NAME] = "";
    int parts;

    if (model->count == LISTED_TENSORS)
        return false;
    *tensor = (struct listed_tensor){.name = ""};
    parts = sscanf(line, "%31s %31s %31s %ux%ux%u", kind, tensor->name, tensor->type, &tensor->width,
                   &tensor->height, &tensor->channels);
    tensor->is_input = strcmp(kind, "input") == 0;
    model->count++;
    return tensor->is_input ? parts == 6 : parts == 3 && strcmp(kind, "output") == 0;
}

/* The first rule: every line names a tensor. False: one does not, and that is told. */
static bool read_lines(struct listed_model *model, nnreg_findings *findings, char *text)
{
    unsigned number = 1;
    char *line = text, *end;

    for (; (end = strchr(line, '\n')) != NULL; line = end + 1, number++) {
        struct nnreg_location place = {
            .file = MODEL_FILE, .order = NNREG_ORDER_FILES, .line = number, .column = 1};

        *end = '\0';
        if (read_line(model, line))
            continue;
        nnreg_report_location(findings, NNREG_RULE_MODEL_CORRUPT, NNREG_SEVERITY_OFF, &place, NULL,
                              "line %u lists no tensor", number);
        return false;
    }
    return true;
}

static nnreg_status read_text(char text[LISTED_BYTES], const struct nnreg_source *source,
                              struct nnreg_error *error)
{
    size_t size = source->size < LISTED_BYTES ? (size_t)source->size : LISTED_BYTES - 1;
    const unsigned char *bytes = NULL;
    nnreg_status status = NNREG_OK;

    text[0] = '\0';
    if (size > 0)
        status = nnreg_source_read(&bytes, source, 0, (unsigned char *)text, size, error);
    if (status == NNREG_OK && size > 0)
        memmove(text, bytes, size);
    text[size] = '\0';
    return status;
}

static nnreg_status listed_read(void **facts, nnreg_findings *findings,
                                const struct nnreg_bundle_files *files, struct nnreg_error *error)
{
    struct nnreg_bundle_file *file = nnreg_bundle_find(files, MODEL_FILE);
    struct listed_model *model;
    struct nnreg_source source;
    char text[LISTED_BYTES];
    bool opened = false;
    nnreg_status status = NNREG_OK;

    *facts = NULL;
    if (file != NULL)
        status = nnreg_judge_open(&opened, &source, findings, file, error);
    if (status != NNREG_OK || !opened)
        return status;
    status = read_text(text, &source, error);
    nnreg_bundle_file_close(&source, file);
    if (status != NNREG_OK)
        return status;
    model = nnreg_alloc_zero(1, sizeof *model);
    if (model == NULL)
        return nnreg_fail_memory(error);
    if (read_lines(model, findings, text))
        *facts = model;
    else
        nnreg_free(model);
    return NNREG_OK;
}

/* ---------------------------------------------------------------------------------------------- judging -- */

static void listed_judge_model(nnreg_findings *findings, struct nnreg_bundle_files *files,
                               const struct nnreg_bundle_scope *scope)
{
    if (nnreg_bundle_find(files, MODEL_FILE) == NULL && !scope->half_seen)
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_MODEL_MISSING, NNREG_SEVERITY_OFF, NULL,
                          scope->model_below, "there is no " MODEL_FILE);
}

static void listed_judge_name(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                              struct nnreg_bundle_file *file)
{
    (void)findings, (void)files, (void)file;
}

static void listed_judge_set(nnreg_findings *findings, struct nnreg_bundle_files *files,
                             const struct nnreg_bundle_scope *scope)
{
    (void)findings, (void)files, (void)scope;
}

static bool has_tensor(const struct listed_model *model, const char *name, bool input)
{
    size_t i;

    for (i = 0; i < model->count; i++)
        if (model->tensor[i].is_input == input && strcmp(name, model->tensor[i].name) == 0)
            return true;
    return false;
}

/* The second rule: a tensor of the description is in the list. */
static void judge_listed(struct nnreg_engine *engine, const struct listed_model *model, char *const *name,
                         bool input)
{
    if (*name != NULL && !has_tensor(model, *name, input))
        nnreg_engine_report_at(engine, name, NNREG_RULE_MODEL_TENSOR_MISSING, NULL,
                               MODEL_FILE " lists no such %s", input ? "input" : "output");
}

static void listed_judge_description(struct nnreg_engine *engine, const struct nnreg_network *network,
                                     const void *facts)
{
    const struct nnreg_array *inputs =
        network->preprocessing != NULL ? &network->preprocessing->inputs : NULL;
    const struct nnreg_postprocessing *first = network->postprocessings.items; /* one is enough for a proof */
    const struct nnreg_tensors_output *output =
        network->postprocessings.count > 0 ? first->tensors_output : NULL;
    size_t i;

    if (facts == NULL)
        return;
    for (i = 0; inputs != NULL && i < inputs->count; i++)
        judge_listed(engine, facts, &((const struct nnreg_input *)inputs->items)[i].tensor_name, true);
    for (i = 0; output != NULL && i < output->tensors.count; i++)
        judge_listed(engine, facts, &((char *const *)output->tensors.items)[i], false);
}

static nnreg_status listed_judge_files(bool *checked, nnreg_findings *findings,
                                       const struct nnreg_bundle_files *files, const void *facts,
                                       const struct nnreg_judge_options *options, struct nnreg_error *error)
{
    (void)findings, (void)files, (void)facts, (void)error;
    *checked = !options->no_weights; /* there is nothing that could be compared */
    return NNREG_OK;
}

/* --------------------------------------------------------------------------------- telling and keeping -- */

static void listed_inspect(struct nnreg_inspection *inspection, const void *facts)
{
    const struct listed_model *model = facts;
    struct nnreg_json_writer *writer = &inspection->writer;

    nnreg_json_put_key(writer, "model");
    nnreg_json_open_object(writer);
    nnreg_json_put_key(writer, "first");
    nnreg_json_put_string(writer, model->tensor[0].name);
    nnreg_json_close_object(writer);
    nnreg_json_put_key(writer, "unsafe_operations");
    nnreg_json_open_array(writer);
    nnreg_json_close_array(writer);
    if (inspection->tensors) {
        nnreg_json_put_key(writer, "tensors");
        nnreg_json_open_array(writer);
        nnreg_json_close_array(writer);
    }
}

static void draft_input(struct nnreg_draft *draft, const struct listed_tensor *tensor)
{
    struct nnreg_draft_image image = {.dimension_order = "NHWC",
                                      .color_channels = tensor->channels == 1 ? "L" : "RGB",
                                      .data_type = tensor->type,
                                      .width = tensor->width,
                                      .height = tensor->height,
                                      .colors_guessed = tensor->channels != 1};

    nnreg_json_open_object(&draft->writer);
    nnreg_draft_put(draft, "tensor_name", tensor->name);
    (void)snprintf(draft->pointer, sizeof draft->pointer, "/preprocessing/inputs/0/image");
    nnreg_json_put_key(&draft->writer, "image");
    nnreg_draft_put_image(draft, &image, NULL);
    nnreg_json_close_object(&draft->writer);
}

struct listed_outputs {
    const char *name[LISTED_TENSORS];
    size_t count;
};

static const char *listed_output(const void *context, size_t i)
{
    return ((const struct listed_outputs *)context)->name[i];
}

static nnreg_status listed_draft(struct nnreg_draft *draft, const void *facts)
{
    const struct listed_model *model = facts;
    struct listed_outputs outputs = {.count = 0};
    size_t i;

    draft->file = MODEL_FILE;
    if (model->count == 0 || !model->tensor[0].is_input) {
        nnreg_report_file(draft->findings, NNREG_RULE_MODEL_TENSOR_MISSING, NNREG_SEVERITY_OFF, MODEL_FILE,
                          NULL, "the first tensor is no input");
        return NNREG_REFUSED;
    }
    for (i = 0; i < model->count; i++)
        if (!model->tensor[i].is_input)
            outputs.name[outputs.count++] = model->tensor[i].name;
    nnreg_draft_begin(draft);
    nnreg_json_put_key(&draft->writer, "preprocessing");
    nnreg_json_open_object(&draft->writer);
    nnreg_json_put_key(&draft->writer, "inputs");
    nnreg_json_open_array(&draft->writer);
    draft_input(draft, &model->tensor[0]);
    nnreg_json_close_array(&draft->writer);
    nnreg_json_close_object(&draft->writer);
    nnreg_draft_put_outputs(draft, outputs.count, listed_output, &outputs);
    nnreg_draft_end(draft);
    return NNREG_OK;
}

/* Kept are the names, each between two line ends. */
static nnreg_status listed_keep(struct nnreg_bytes *out, const void *facts,
                                const struct nnreg_network *network, struct nnreg_error *error)
{
    const struct listed_model *model = facts;
    size_t i;

    (void)network;
    nnreg_bytes_char(out, '\n');
    for (i = 0; i < model->count; i++)
        nnreg_bytes_format(out, "%s\n", model->tensor[i].name);
    return out->failed ? nnreg_fail_memory(error) : NNREG_OK;
}

static bool is_kept(const char *name, const char *kept, size_t size)
{
    size_t length = strlen(name), i;

    for (i = 0; i + length + 2 <= size; i++)
        if (kept[i] == '\n' && memcmp(kept + i + 1, name, length) == 0 && kept[i + 1 + length] == '\n')
            return true;
    return false;
}

static nnreg_status listed_ask(struct nnreg_tensor_answer *answers, size_t count, const void *kept,
                               size_t size, struct nnreg_error *error)
{
    size_t i;

    if (((const char *)kept)[0] != '\n')
        return nnreg_fail(error, NNREG_CORRUPT, "this is no list of names");
    for (i = 0; i < count; i++) {
        bool found = is_kept(answers[i].name, kept, size);

        answers[i] = (struct nnreg_tensor_answer){
            .name = answers[i].name, .found = found, .has_output = found, .outputs = 1};
    }
    return NNREG_OK;
}

/* What is kept has the names in the model's order; they are told in the order of names. */
static nnreg_status listed_visit(nnreg_visit_kept *visit, void *context, const void *kept, size_t size,
                                 struct nnreg_error *error)
{
    struct nnreg_kept_tensor tensor = {.rank = NNREG_KEPT_UNKNOWN};
    char names[LISTED_BYTES], *listed[LISTED_TENSORS], *name;
    size_t count = 0, i;
    nnreg_status status = NNREG_OK;

    if (((const char *)kept)[0] != '\n')
        return nnreg_fail(error, NNREG_CORRUPT, "this is no list of names");
    (void)snprintf(names, sizeof names, "%.*s", (int)size, (const char *)kept);
    for (name = strtok(names, "\n"); name != NULL; name = strtok(NULL, "\n")) {
        for (i = count++; i > 0 && strcmp(listed[i - 1], name) > 0; i--)
            listed[i] = listed[i - 1];
        listed[i] = name;
    }
    for (i = 0; i < count && status == NNREG_OK; i++) {
        tensor.name = listed[i];
        status = visit(context, &tensor, error);
    }
    return status;
}

static void listed_free(void *facts)
{
    nnreg_free(facts);
}

const struct nnreg_framework listed_framework = {
    .roles = &listed_roles,
    .tensors = &listed_tensors,
    .judge_model = listed_judge_model,
    .judge_name = listed_judge_name,
    .judge_set = listed_judge_set,
    .read = listed_read,
    .free = listed_free,
    .judge_description = listed_judge_description,
    .judge_files = listed_judge_files,
    .inspect = listed_inspect,
    .draft = listed_draft,
    .keep = listed_keep,
    .ask = listed_ask,
    .visit = listed_visit,
};
