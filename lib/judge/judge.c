/* The judgement as a whole: see judge.h. */
#include "judge/judge.h"

#include <string.h>

#include "base/alloc.h"
#include "base/call_options.h"
#include "tensorflow/judge_model.h"
#include "codec/json_schema.h"
#include "records/network.h"
#include "records/recognition.h"

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
    const struct nnreg_rule_info *info = nnreg_rule(rules[problem]);
    struct nnreg_location place = {.offset = offset, .has_offset = true, .order = offset, .in_text = true};

    (void)value;
    nnreg_findings_add(context, info->id, info->severity, &place, hint, message);
}

static nnreg_status read_text(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                              size_t length)
{
    nnreg_findings_clear(findings);
    return nnreg_json_read(json, text, length, NULL, complain, findings);
}

/*
 * Sorts the findings on a text and turns them, or a failure on the way, into a status; frees the values unless all is
 * well.
 */
static nnreg_status finish(struct nnreg_json *json, nnreg_findings *findings, const char *text, size_t length,
                           nnreg_status status, struct nnreg_error *error)
{
    nnreg_findings_finish(findings, nnreg_rule(NNREG_RULE_FINDINGS_LIMIT)->id);
    nnreg_engine_locate(findings, text, length);
    if (status == NNREG_OK || status == NNREG_REFUSED)
        status = nnreg_findings_status(findings);
    if (status == NNREG_NO_MEMORY && (error == NULL || error->status != status))
        nnreg_fail_memory(error);
    else if (status == NNREG_REFUSED)
        nnreg_fail(error, status, "refused: the findings say what is wrong");
    if (status != NNREG_OK && status != NNREG_REFUSED) /* what was found until then is not the whole of it */
        nnreg_findings_clear(findings);
    if (status != NNREG_OK)
        nnreg_json_free(json);
    return status;
}

nnreg_status nnreg_judge_inside(bool *checked, struct nnreg_engine *engine, nnreg_findings *findings,
                                const struct nnreg_bundle_files *files,
                                const struct nnreg_judge_options *options, struct nnreg_error *error)
{
    struct nnreg_judged judged;
    nnreg_status status = nnreg_judge_contents(findings, files, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_judged_read(&judged, findings, files, error);
    if (status == NNREG_OK && judged.model != NULL && options->observer != NULL &&
        options->observer->model != NULL)
        options->observer->model(options->observer->context, &judged);
    if (status == NNREG_OK && engine != NULL) {
        nnreg_judge_tensors(engine, &judged);
        nnreg_judge_means(engine, files, error);
        status = engine->status;
    }
    if (status == NNREG_OK) {
        nnreg_judge_assets(findings, files, &judged);
        nnreg_judge_unsafe(findings, &judged);
        status = nnreg_judge_variables(checked, findings, files, &judged, options, error);
    }
    nnreg_judged_free(&judged);
    return status;
}

nnreg_status nnreg_judge_network(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                 size_t length, struct nnreg_bundle_files *files,
                                 const struct nnreg_judge_options *options, struct nnreg_error *error)
{
    struct nnreg_engine engine;
    nnreg_status status, inside = NNREG_OK;
    bool is_json, checked = false;

    if (files != NULL)
        nnreg_judge_anew(files);
    status = read_text(json, findings, text, length);
    if (status == NNREG_NO_MEMORY)
        return finish(json, findings, text, length, status, error);
    is_json = status == NNREG_OK;
    nnreg_engine_init(&engine, findings, json);
    if (is_json) {
        nnreg_engine_walk(&engine, &nnreg_network_table, json->values);
        nnreg_judge_mean_names(&engine, files);
    }
    if (files != NULL) {
        nnreg_judge_bundle(findings, files, is_json ? json : NULL, false);
        if (options->depth == NNREG_JUDGE_CONTENTS && engine.status == NNREG_OK)
            inside = nnreg_judge_inside(&checked, is_json ? &engine : NULL, findings, files, options, error);
    }
    status = inside != NNREG_OK ? inside : engine.status;
    nnreg_engine_free(&engine);
    nnreg_findings_set_weights_checked(findings, checked);
    return finish(json, findings, text, length, status, error);
}

nnreg_status nnreg_judge_update(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                size_t length, const struct nnreg_table *table, bool mutable_description,
                                struct nnreg_error *error)
{
    struct nnreg_engine engine;
    nnreg_status status;

    status = read_text(json, findings, text, length);
    if (status == NNREG_OK) {
        nnreg_engine_init(&engine, findings, json);
        engine.update = true;
        engine.mutable_description = mutable_description;
        nnreg_engine_walk(&engine, table, json->values);
        status = engine.status;
        nnreg_engine_free(&engine);
    }
    return finish(json, findings, text, length, status, error);
}

nnreg_status nnreg_judge_description(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                     size_t length, const struct nnreg_table *table, nnreg_judge_more *more,
                                     void *context, struct nnreg_error *error)
{
    struct nnreg_engine engine;
    nnreg_status status;

    status = read_text(json, findings, text, length);
    if (status == NNREG_OK) {
        nnreg_engine_init(&engine, findings, json);
        nnreg_engine_walk(&engine, table, json->values);
        status = engine.status;
        if (status == NNREG_OK && more != NULL)
            status = more(&engine, context, error);
        nnreg_engine_free(&engine);
    }
    return finish(json, findings, text, length, status, error);
}

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
    status = json != NULL ? nnreg_call_options_take(&taken, options, NNREG_NO_WEIGHTS, &error)
                          : nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK && bundle != NULL)
        status = nnreg_bundle_list(&files, bundle, &error);
    if (status == NNREG_OK) {
        judge.no_weights = (taken.flags & NNREG_NO_WEIGHTS) != 0;
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

nnreg_status nnreg_schema(char **text, const char *object)
{
    static const struct {
        const struct nnreg_table *table;
        const char *title;
    } described[] = {
        {&nnreg_network_table, "nnreg network description"},
        {&nnreg_spec_table, "nnreg recognition specification"},
        {&nnreg_version_table, "nnreg recognition version"},
    };
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    size_t i = 0;

    if (text == NULL)
        return NNREG_INVALID_ARGUMENT;
    *text = NULL;
    while (object != NULL && i < sizeof described / sizeof *described &&
           strcmp(described[i].table->name, object) != 0)
        i++;
    if (i == sizeof described / sizeof *described)
        return NNREG_NOT_FOUND;
    nnreg_json_writer_init(&writer, &out, 2);
    nnreg_json_schema(&writer, described[i].table, described[i].title);
    return nnreg_bytes_take(text, &out);
}
