/*
 * What is in a bundle, told without a description: see bundle/inspection.h. This is the frame of the report; what the model
 * and the weights say is written by the framework.
 *
 * The writer cannot go back, so the members are in the order in which the judge comes to their facts: files, model, weights,
 * findings. What it does not come to is written as absent when the next one's turn is there.
 */
#include <string.h>

#include "base/call_options.h"
#include "judge/frameworks.h"
#include "judge/judge.h"

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
        nnreg_json_put_string(writer, nnreg_role_word(inspection->files->roles, file->role));
        nnreg_json_close_object(writer);
    }
    nnreg_json_close_array(writer);
}

/* An inspection, and who writes what: each report has the same members, whatever is there. */
struct inspecting {
    struct nnreg_inspection inspection;
    const struct nnreg_framework *framework;
    bool has_model, has_weights; /* their members are written */
};

static void put_absent_model(struct inspecting *inspecting)
{
    struct nnreg_json_writer *writer = &inspecting->inspection.writer;

    if (inspecting->has_model)
        return;
    inspecting->has_model = true;
    nnreg_json_put_key(writer, "model");
    nnreg_json_put_null(writer);
    nnreg_json_put_key(writer, "unsafe_operations");
    nnreg_json_open_array(writer);
    nnreg_json_close_array(writer);
    if (inspecting->inspection.tensors) {
        nnreg_json_put_key(writer, "tensors");
        nnreg_json_open_array(writer);
        nnreg_json_close_array(writer);
    }
    if (inspecting->inspection.depth > 0) {
        nnreg_json_put_key(writer, "scopes");
        nnreg_json_put_null(writer);
    }
    if (inspecting->inspection.cost) {
        nnreg_json_put_key(writer, "cost");
        nnreg_json_put_null(writer);
    }
}

static void inspect_model(void *context, const struct nnreg_framework *framework, const void *facts)
{
    struct inspecting *inspecting = context;

    inspecting->has_model = true;
    framework->inspect(&inspecting->inspection, facts);
}

static void inspect_weights(void *context, const void *weights)
{
    struct inspecting *inspecting = context;

    put_absent_model(inspecting); /* which stands in front of them */
    inspecting->has_weights = true;
    inspecting->framework->inspect_weights(&inspecting->inspection, weights);
}

/* The report as far as it comes from the files: the observer writes while the judge reads. */
static nnreg_status inspect_files(bool *checked, struct inspecting *inspecting, nnreg_findings *findings,
                                  struct nnreg_bundle_files *files, struct nnreg_judge_options *options,
                                  struct nnreg_error *error)
{
    struct nnreg_observer observer = {
        .model = inspect_model, .weights = inspect_weights, .context = inspecting};
    struct nnreg_inspection *inspection = &inspecting->inspection;
    nnreg_status status;

    options->observer = &observer;
    inspection->files = files;
    nnreg_json_open_object(&inspection->writer);
    put_files(inspection);
    nnreg_judge_bundle(findings, files, inspecting->framework, NULL, true);
    status = nnreg_judge_inside(checked, NULL, NULL, findings, files, inspecting->framework, options, error);
    put_absent_model(inspecting);
    if (!inspecting->has_weights) {
        nnreg_json_put_key(&inspection->writer, "variables");
        nnreg_json_put_null(&inspection->writer);
    }
    if (status != NNREG_OK)
        return status;
    return inspection->status == NNREG_NO_MEMORY ? nnreg_fail_memory(error) : inspection->status;
}

/* The end of the report: what was found. */
static nnreg_status inspect_conclude(char **json, struct nnreg_inspection *inspection,
                                     nnreg_findings *findings, bool checked, struct nnreg_error *error)
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

static nnreg_status inspect_bundle(char **json, nnreg_findings *findings, const nnreg_bundle *bundle,
                                   const struct nnreg_call_options *taken, struct nnreg_error *error)
{
    struct inspecting inspecting = {.inspection = {.out = NNREG_BYTES_INIT, .status = NNREG_OK}};
    struct nnreg_judge_options options = {.depth = NNREG_JUDGE_CONTENTS,
                                          .no_weights = (taken->flags & NNREG_NO_WEIGHTS) != 0,
                                          .progress = taken->progress,
                                          .context = taken->context};
    struct nnreg_bundle_files files = {.entry = NULL};
    nnreg_status status = nnreg_frameworks_list(&files, bundle, error);
    bool checked = false;

    inspecting.inspection.tensors = (taken->flags & NNREG_INSPECT_TENSORS) != 0;
    inspecting.inspection.depth = taken->depth;
    inspecting.inspection.cost = (taken->flags & NNREG_INSPECT_COST) != 0;
    inspecting.inspection.width = taken->width;
    inspecting.inspection.height = taken->height;
    inspecting.inspection.error = error;
    nnreg_json_writer_init(&inspecting.inspection.writer, &inspecting.inspection.out, 0);
    if (status == NNREG_OK) {
        inspecting.framework = nnreg_framework_of(NULL, &files);
        status = nnreg_judge_anew(&files, inspecting.framework, error);
    }
    if (status == NNREG_OK)
        status = inspect_files(&checked, &inspecting, findings, &files, &options, error);
    nnreg_findings_set_weights_checked(findings, checked);
    if (status == NNREG_OK)
        status = inspect_conclude(json, &inspecting.inspection, findings, checked, error);
    nnreg_bytes_free(&inspecting.inspection.out);
    nnreg_bundle_files_free(&files);
    return status;
}

/* Depth and size, as nnreg.h limits them. */
static nnreg_status judge_numbers(const struct nnreg_call_options *taken, struct nnreg_error *error)
{
    bool has_size = taken->width > 0 || taken->height > 0;

    if (taken->depth > NNREG_LIMIT_SCOPE_DEPTH)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the depth of scopes is more than %u",
                          NNREG_LIMIT_SCOPE_DEPTH);
    if (has_size && (taken->flags & NNREG_INSPECT_COST) == 0)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "a size of images is of NNREG_INSPECT_COST");
    if (has_size && (taken->width < 1 || taken->width > NNREG_LIMIT_SIDE || taken->height < 1 ||
                     taken->height > NNREG_LIMIT_SIDE))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "the size of images is %ux%u: a side is from 1 to %u", taken->width, taken->height,
                          NNREG_LIMIT_SIDE);
    return NNREG_OK;
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
    status =
        json != NULL && bundle != NULL
            ? nnreg_call_options_take(&taken, options, "nnreg_inspect",
                                      NNREG_NO_WEIGHTS | NNREG_INSPECT_TENSORS | NNREG_INSPECT_COST, &error)
            : nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = judge_numbers(&taken, &error);
    if (status == NNREG_OK)
        status = inspect_bundle(json, findings, bundle, &taken, &error);
    if (status != NNREG_OK) {
        nnreg_findings_clear(findings);
        *nnreg_findings_error(findings) = error;
    }
    return status;
}
