/* nnreg_check and nnreg_check_object: the judgement on what belongs to no registry. */
#include <string.h>

#include "base/call_options.h"
#include "judge/frameworks.h"
#include "judge/judge.h"
#include "judge/judge_recognition.h"

nnreg_status nnreg_check(nnreg_findings *findings, const char *json, size_t length,
                         const nnreg_bundle *bundle, const struct nnreg_call_options *options)
{
    struct nnreg_bundle_files files = {0};
    struct nnreg_json values = {0};
    struct nnreg_error error = NNREG_ERROR_INIT;
    struct nnreg_call_options taken;
    struct nnreg_judge_options judge = {.depth = NNREG_JUDGE_CONTENTS};
    nnreg_status status;

    if (findings == NULL)
        return NNREG_INVALID_ARGUMENT;
    nnreg_findings_clear(findings);
    status = json != NULL ? nnreg_call_options_take(&taken, options, "nnreg_check",
                                                    NNREG_NO_WEIGHTS | NNREG_FROM_OBJECT, &error)
                          : nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK && bundle != NULL)
        status = nnreg_frameworks_list(&files, bundle, &error);
    if (status == NNREG_OK) {
        judge.no_weights = (taken.flags & NNREG_NO_WEIGHTS) != 0;
        judge.form = (taken.flags & NNREG_FROM_OBJECT) != 0 ? NNREG_FORM_SHOWN : NNREG_FORM_WRITTEN;
        judge.progress = taken.progress;
        judge.context = taken.context;
        status = nnreg_judge_network(&values, findings, json, length, bundle != NULL ? &files : NULL, &judge,
                                     &error);
    }
    if (status != NNREG_OK && status != NNREG_REFUSED)
        *nnreg_findings_error(findings) = error;
    nnreg_json_free(&values);
    nnreg_bundle_files_free(&files);
    return status;
}

static nnreg_status check_words(nnreg_findings *findings, const char *object, const char *json, size_t length,
                                enum nnreg_description_form form, struct nnreg_error *error)
{
    struct nnreg_json values = {0};
    nnreg_status status;

    if (strcmp(object, "spec") == 0)
        status = nnreg_judge_spec(&values, findings, json, length, form, error);
    else if (strcmp(object, "version") == 0)
        status = nnreg_judge_version(&values, findings, json, length, form, NULL, NULL, error);
    else
        status =
            nnreg_fail(error, NNREG_NOT_FOUND, "there is no object \"%s\" that could be checked", object);
    nnreg_json_free(&values);
    return status;
}

nnreg_status nnreg_check_object(nnreg_findings *findings, const char *object, const char *json, size_t length,
                                const struct nnreg_call_options *options)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    struct nnreg_call_options taken;
    nnreg_status status;

    if (findings == NULL)
        return NNREG_INVALID_ARGUMENT;
    nnreg_findings_clear(findings);
    status = object != NULL && json != NULL
                 ? nnreg_call_options_take(&taken, options, "nnreg_check_object", NNREG_FROM_OBJECT, &error)
                 : nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = check_words(findings, object, json, length,
                             (taken.flags & NNREG_FROM_OBJECT) != 0 ? NNREG_FORM_SHOWN : NNREG_FORM_WRITTEN,
                             &error);
    if (status != NNREG_OK && status != NNREG_REFUSED)
        *nnreg_findings_error(findings) = error;
    return status;
}
