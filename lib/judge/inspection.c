/*
 * What is in a bundle, told without a description: see inspection.h. This is the frame of the report; the model and the
 * variables have files of their own.
 */
#include "judge/inspection.h"

#include <string.h>

#include "base/call_options.h"
#include "judge/judge.h"

static const char *role_name(enum nnreg_role role)
{
    static const char *const names[] = {
        [NNREG_ROLE_UNKNOWN] = "unknown",       [NNREG_ROLE_MODEL] = "model",
        [NNREG_ROLE_MODEL_TEXT] = "model-text", [NNREG_ROLE_MODEL_CHUNKED] = "model-chunked",
        [NNREG_ROLE_INDEX] = "index",           [NNREG_ROLE_SHARD] = "shard",
        [NNREG_ROLE_SHARD_LIKE] = "shard-like", [NNREG_ROLE_MEAN] = "mean",
        [NNREG_ROLE_ASSET] = "asset",           [NNREG_ROLE_COMPANION] = "companion",
    };

    return names[role];
}

void nnreg_inspection_text(struct nnreg_inspection *inspection, const struct nnreg_savedmodel *model,
                           uint32_t text)
{
    nnreg_json_put_chars(&inspection->writer, nnreg_savedmodel_text(model, text),
                         nnreg_savedmodel_text_size(model, text));
}

void nnreg_inspection_shape(struct nnreg_inspection *inspection, const struct nnreg_shape *shape)
{
    uint32_t i;

    if (!shape->known) {
        nnreg_json_put_null(&inspection->writer);
        return;
    }
    nnreg_json_open_array(&inspection->writer);
    for (i = 0; i < shape->rank; i++)
        nnreg_json_put_int(&inspection->writer, shape->dim[i]);
    nnreg_json_close_array(&inspection->writer);
}

void nnreg_inspection_dtype(struct nnreg_inspection *inspection, uint32_t dtype)
{
    const char *name = dtype != NNREG_DTYPE_UNNAMED ? nnreg_dtype_name(dtype) : NULL;

    if (name != NULL)
        nnreg_json_put_string(&inspection->writer, name);
    else
        nnreg_json_put_null(&inspection->writer);
}

static void put_files(struct nnreg_inspection *inspection)
{
    struct nnreg_json_writer *writer = &inspection->writer;
    size_t i;

    nnreg_json_put_key(writer, "files");
    nnreg_json_open_array(writer);
    for (i = 0; i < inspection->files->count; i++) {
        const struct nnreg_bundle_file *file = &inspection->files->file[i];

        nnreg_json_open_object(writer);
        nnreg_json_put_key(writer, "name");
        nnreg_json_put_string(writer, file->name);
        nnreg_json_put_key(writer, "size");
        nnreg_json_put_uint(writer, file->size);
        nnreg_json_put_key(writer, "role");
        nnreg_json_put_string(writer, role_name(file->role));
        nnreg_json_close_object(writer);
    }
    nnreg_json_close_array(writer);
}

/* The members of what was not there, so that every report has the same ones. */
static void put_absent_model(struct nnreg_inspection *inspection)
{
    struct nnreg_json_writer *writer = &inspection->writer;

    nnreg_json_put_key(writer, "model");
    nnreg_json_put_null(writer);
    nnreg_json_put_key(writer, "unsafe_operations");
    nnreg_json_open_array(writer);
    nnreg_json_close_array(writer);
    if (inspection->tensors) {
        nnreg_json_put_key(writer, "tensors");
        nnreg_json_open_array(writer);
        nnreg_json_close_array(writer);
    }
}

static void look_at_variables(void *context, const struct nnreg_checkpoint *checkpoint)
{
    struct nnreg_inspection *inspection = context;

    if (!inspection->has_model)
        put_absent_model(inspection);
    inspection->has_model = true; /* its members stand there */
    nnreg_inspection_variables(inspection, checkpoint);
}

static nnreg_status look(bool *checked, struct nnreg_inspection *inspection, nnreg_findings *findings,
                         struct nnreg_bundle_files *files, struct nnreg_judge_options *options,
                         struct nnreg_error *error)
{
    struct nnreg_observer observer = {nnreg_inspection_model, look_at_variables, inspection};
    nnreg_status status;

    options->observer = &observer;
    inspection->files = files;
    nnreg_json_open_object(&inspection->writer);
    put_files(inspection);
    nnreg_judge_bundle(findings, files, NULL, true);
    status = nnreg_judge_inside(checked, NULL, findings, files, options, error);
    if (!inspection->has_model)
        put_absent_model(inspection);
    if (!inspection->has_variables) {
        nnreg_json_put_key(&inspection->writer, "variables");
        nnreg_json_put_null(&inspection->writer);
    }
    return status == NNREG_OK && inspection->status != NNREG_OK ? nnreg_fail_memory(error) : status;
}

/* The end of the report: what was found. */
static nnreg_status conclude(char **json, struct nnreg_inspection *inspection, nnreg_findings *findings,
                             bool checked, struct nnreg_error *error)
{
    struct nnreg_json_writer *writer = &inspection->writer;
    char *list = NULL;
    nnreg_status status;

    nnreg_findings_finish(findings, nnreg_rule(NNREG_RULE_FINDINGS_LIMIT)->id);
    status = nnreg_findings_status(findings);
    if (status == NNREG_NO_MEMORY || nnreg_findings_json(&list, findings) != NNREG_OK)
        return nnreg_fail_memory(error);
    nnreg_json_put_key(writer, "weights_checked");
    nnreg_json_put_bool(writer, checked);
    nnreg_json_put_key(writer, "findings");
    nnreg_json_put_raw(writer, list, strlen(list));
    nnreg_json_close_object(writer);
    nnreg_free(list);
    status = nnreg_bytes_take(json, &inspection->out);
    return status == NNREG_OK ? NNREG_OK : nnreg_fail_memory(error);
}

static nnreg_status inspect(char **json, nnreg_findings *findings, const nnreg_bundle *bundle,
                            const struct nnreg_call_options *taken, struct nnreg_error *error)
{
    struct nnreg_inspection inspection = {.out = NNREG_BYTES_INIT, .status = NNREG_OK};
    struct nnreg_judge_options options = {.depth = NNREG_JUDGE_CONTENTS};
    struct nnreg_bundle_files files = {0};
    nnreg_status status = nnreg_bundle_list(&files, bundle, error);
    bool checked = false;

    inspection.tensors = (taken->flags & NNREG_INSPECT_TENSORS) != 0;
    options.no_weights = (taken->flags & NNREG_NO_WEIGHTS) != 0;
    options.progress = taken->progress;
    options.context = taken->context;
    nnreg_json_writer_init(&inspection.writer, &inspection.out, 0);
    if (status == NNREG_OK)
        status = look(&checked, &inspection, findings, &files, &options, error);
    nnreg_findings_set_weights_checked(findings, checked);
    if (status == NNREG_OK)
        status = conclude(json, &inspection, findings, checked, error);
    nnreg_bytes_free(&inspection.out);
    nnreg_bundle_files_free(&files);
    return status;
}

nnreg_status nnreg_inspect(char **json, nnreg_findings *findings, const nnreg_bundle *bundle,
                           const struct nnreg_call_options *options)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    struct nnreg_call_options taken;
    nnreg_status status;

    if (json != NULL)
        *json = NULL;
    if (findings == NULL)
        return NNREG_INVALID_ARGUMENT;
    nnreg_findings_clear(findings);
    status = json != NULL && bundle != NULL
                 ? nnreg_call_options_take(&taken, options, NNREG_NO_WEIGHTS | NNREG_INSPECT_TENSORS, &error)
                 : nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = inspect(json, findings, bundle, &taken, &error);
    if (status != NNREG_OK) {
        nnreg_findings_clear(findings);
        *nnreg_findings_error(findings) = error;
    }
    return status;
}
