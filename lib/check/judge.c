/* The judgement as a whole: see judge.h. */
#include "check/judge.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "codec/json_schema.h"
#include "model/network.h"

void nnreg_report_file(nnreg_findings *findings, enum nnreg_rule rule, nnreg_severity severity, const char *file,
                       const char *hint, const char *format, ...)
{
    const struct nnreg_rule_info *info = nnreg_rule(rule);
    struct nnreg_place place = {.file = file, .order = NNREG_ORDER_FILES};
    char message[512];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    nnreg_findings_add(findings, info->id, severity != NNREG_SEVERITY_OFF ? severity : info->severity, &place, hint,
                       message);
}

struct complaints {
    nnreg_findings *findings;
    const char *text;
    size_t length;
};

/* What the JSON reader objects to, as a finding. There is no pointer: the text is not a document to point into. */
static void complain(void *context, enum nnreg_json_problem problem, size_t offset, uint32_t value,
                     const char *message, const char *hint)
{
    static const enum nnreg_rule rules[] = {
        [NNREG_JSON_SYNTAX] = NNREG_RULE_JSON_SYNTAX,
        [NNREG_JSON_ENCODING] = NNREG_RULE_JSON_ENCODING,
        [NNREG_JSON_NOT_FINITE] = NNREG_RULE_JSON_NUMBER,
        [NNREG_JSON_DUPLICATE_KEY] = NNREG_RULE_JSON_DUPLICATE_KEY,
        [NNREG_JSON_TOO_DEEP] = NNREG_RULE_JSON_TOO_DEEP,
        [NNREG_JSON_TOO_LARGE] = NNREG_RULE_JSON_TOO_LARGE,
    };
    const struct complaints *complaints = context;
    const struct nnreg_rule_info *info = nnreg_rule(rules[problem]);
    struct nnreg_place place = {.offset = offset, .has_offset = true, .order = offset};

    (void)value;
    nnreg_json_locate(&place.line, &place.column, complaints->text, complaints->length, offset);
    nnreg_findings_add(complaints->findings, info->id, info->severity, &place, hint, message);
}

static nnreg_status read_text(struct nnreg_json *json, nnreg_findings *findings, const char *text, size_t length)
{
    struct complaints complaints = {findings, text, length};

    return nnreg_json_read(json, text, length, NULL, complain, &complaints);
}

/* Sorts the findings and turns them, or a failure on the way, into a status; frees the values unless all is well. */
static nnreg_status finish(struct nnreg_json *json, nnreg_findings *findings, nnreg_status status,
                           struct nnreg_error *error)
{
    nnreg_findings_finish(findings, nnreg_rule(NNREG_RULE_FINDINGS_LIMIT)->id);
    if (status == NNREG_OK || status == NNREG_REFUSED)
        status = nnreg_findings_status(findings);
    if (status == NNREG_NO_MEMORY)
        nnreg_fail_memory(error);
    else if (status == NNREG_REFUSED)
        nnreg_fail(error, status, "refused: the findings say what is wrong");
    if (status != NNREG_OK)
        nnreg_json_free(json);
    return status;
}

nnreg_status nnreg_judge_network(struct nnreg_json *json, nnreg_findings *findings, const char *text, size_t length,
                                 struct nnreg_bundle_files *files, enum nnreg_judge_depth depth,
                                 struct nnreg_error *error)
{
    struct nnreg_engine engine;
    nnreg_status status;

    nnreg_findings_clear(findings);
    status = read_text(json, findings, text, length);
    if (status == NNREG_NO_MEMORY)
        return finish(json, findings, status, error);
    if (status == NNREG_OK) {
        nnreg_engine_init(&engine, findings, json);
        nnreg_engine_walk(&engine, &nnreg_network_table, json->values);
        nnreg_judge_mean_names(&engine, files);
        status = engine.status;
        nnreg_engine_free(&engine);
    }
    if (files != NULL && status != NNREG_NO_MEMORY) {
        nnreg_judge_bundle(findings, files, json->values != NULL ? json : NULL);
        if (depth == NNREG_JUDGE_CONTENTS)
            status = nnreg_judge_contents(findings, files, error);
    }
    return finish(json, findings, status, error);
}

nnreg_status nnreg_judge_update(struct nnreg_json *json, nnreg_findings *findings, const char *text, size_t length,
                                bool mutable_description, struct nnreg_error *error)
{
    struct nnreg_engine engine;
    nnreg_status status;

    nnreg_findings_clear(findings);
    status = read_text(json, findings, text, length);
    if (status == NNREG_OK) {
        nnreg_engine_init(&engine, findings, json);
        engine.update = true;
        engine.mutable_description = mutable_description;
        nnreg_engine_walk(&engine, &nnreg_network_table, json->values);
        status = engine.status;
        nnreg_engine_free(&engine);
    }
    return finish(json, findings, status, error);
}

nnreg_status nnreg_check(nnreg_findings *findings, const char *json, size_t length, const nnreg_bundle *bundle,
                         unsigned flags)
{
    struct nnreg_bundle_files files = {0};
    struct nnreg_json values = {0};
    struct nnreg_error error = {NNREG_OK, ""};
    nnreg_status status = NNREG_OK;

    if (findings == NULL || json == NULL || flags != 0)
        return NNREG_INVALID_ARGUMENT;
    nnreg_findings_clear(findings);
    if (bundle != NULL)
        status = nnreg_bundle_list(&files, bundle, &error);
    if (status == NNREG_OK)
        status = nnreg_judge_network(&values, findings, json, length, bundle != NULL ? &files : NULL,
                                     NNREG_JUDGE_CONTENTS, &error);
    if (status != NNREG_OK && status != NNREG_REFUSED)
        *nnreg_findings_error(findings) = error;
    nnreg_json_free(&values);
    nnreg_bundle_files_free(&files);
    return status;
}

nnreg_status nnreg_schema(char **text)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;

    if (text == NULL)
        return NNREG_INVALID_ARGUMENT;
    nnreg_json_writer_init(&writer, &out, 2);
    nnreg_json_schema(&writer, &nnreg_network_table, "nnreg network description");
    return nnreg_bytes_take(text, &out);
}
