/*
 * A description written from a model: what the graph says is taken, what no graph says is guessed and told so by
 * findings with the place in the draft. The draft is then judged like every description, so that what keeps it from
 * being accepted is told, too.
 */
#include <stdio.h>

#include "base/alloc.h"
#include "bundle/bundle_archive.h"
#include "judge/frameworks.h"
#include "judge/judge.h"

/* ------------------------------------------------------------------------------------ judging the draft -- */

/* What would be said of the draft, as a remark on it: an error of it is no failure of who asked for a draft. */
static void draft_pass_on(struct nnreg_draft *draft, const nnreg_findings *found)
{
    const struct nnreg_finding *finding;
    size_t i;

    for (i = 0; (finding = nnreg_findings_get(found, i)) != NULL; i++) {
        struct nnreg_location place = {.pointer = finding->pointer,
                                       .line = finding->line,
                                       .column = finding->column,
                                       .offset = finding->offset,
                                       .has_offset = finding->has_offset != 0,
                                       .order = finding->offset};
        char message[600];

        if (finding->severity < NNREG_SEVERITY_WARNING)
            continue;
        (void)snprintf(message, sizeof message, "%s%s",
                       finding->severity == NNREG_SEVERITY_ERROR ? "the draft does not pass the check yet: "
                                                                 : "",
                       finding->message);
        nnreg_findings_add(draft->findings, finding->rule, NNREG_SEVERITY_WARNING, &place, finding->hint,
                           message);
    }
    nnreg_findings_add_dropped(draft->findings, found);
}

/* The draft is read back as the text that it is, because that is where the places are that the findings point to. */
static nnreg_status judge_draft(struct nnreg_draft *draft, const struct nnreg_framework *framework,
                                const void *facts)
{
    struct nnreg_engine engine;
    struct nnreg_json json = {.values = NULL};
    struct nnreg_network network = {0};
    nnreg_findings *found;
    nnreg_status status = nnreg_findings_make(&found, NULL, 0);

    if (status == NNREG_OK)
        status = nnreg_json_read(&json, draft->out.content, draft->out.size, NULL, NULL, NULL);
    if (status == NNREG_OK) {
        nnreg_engine_init(&engine, found, &json);
        engine.tensors = framework->tensors;
        nnreg_engine_walk(&engine, &nnreg_network_table, json.values);
        nnreg_engine_decode(&engine, &nnreg_network_table, &network);
        framework->judge_description(&engine, &network, facts);
        status = engine.status;
        if (status != NNREG_OK && engine.reason.status == status && draft->error != NULL)
            *draft->error = engine.reason;
        nnreg_record_clear(&nnreg_network_table, &network);
        nnreg_engine_free(&engine);
        nnreg_engine_locate(found, draft->out.content, draft->out.size);
    }
    if (status == NNREG_OK && nnreg_findings_status(found) == NNREG_NO_MEMORY)
        status = NNREG_NO_MEMORY;
    if (status == NNREG_OK)
        draft_pass_on(draft, found);
    if (status == NNREG_REFUSED) /* it is JSON, so this is all it can be */
        nnreg_report_file(draft->findings, NNREG_RULE_JSON_TOO_LARGE, NNREG_SEVERITY_ERROR, draft->file, NULL,
                          "a draft for it is larger than a description can be");
    nnreg_json_free(&json);
    nnreg_findings_free(found);
    return status;
}

/* Why there is no model: it is not there, or its file is something else. */
static nnreg_status explain_no_model(nnreg_findings *findings, struct nnreg_bundle_files *files,
                                     const struct nnreg_framework *framework, struct nnreg_error *error)
{
    nnreg_status status;

    nnreg_judge_bundle(findings, files, framework, NULL, false);
    status = nnreg_judge_unpack(findings, files, false, NULL, error);
    if (status == NNREG_OK)
        status = nnreg_judge_contents(findings, files, error);
    return status == NNREG_OK ? NNREG_REFUSED : status;
}

static nnreg_status write_draft(char **json, nnreg_findings *findings,
                                const struct nnreg_framework *framework, const void *facts,
                                struct nnreg_error *error)
{
    struct nnreg_draft draft = {.findings = findings,
                                .framework = nnreg_framework_word(framework),
                                .out = NNREG_BYTES_INIT,
                                .error = error,
                                .place = NNREG_TEXT_LOCATION_INIT};
    nnreg_status status = framework->draft(&draft, facts);

    if (status == NNREG_OK)
        status = draft.out.failed ? NNREG_NO_MEMORY : judge_draft(&draft, framework, facts);
    if (status == NNREG_OK)
        status = nnreg_bytes_take(json, &draft.out);
    nnreg_bytes_free(&draft.out);
    return status;
}

static nnreg_status draft_of(char **json, nnreg_findings *findings, const nnreg_bundle *bundle,
                             struct nnreg_error *error)
{
    const struct nnreg_framework *framework = nnreg_framework_default();
    struct nnreg_bundle_files files = {.entry = NULL};
    void *facts = NULL;
    nnreg_status status = nnreg_frameworks_list(&files, bundle, error);

    if (status == NNREG_OK) {
        framework = nnreg_framework_of(NULL, &files);
        status = nnreg_judge_anew(&files, framework, error);
    }
    if (status == NNREG_OK && nnreg_bundle_archives_are_sound(&files))
        status = nnreg_judge_unpack(findings, &files, true, NULL, error);
    if (status == NNREG_OK && nnreg_bundle_archives_are_sound(&files))
        status = framework->read(&facts, findings, &files, error);
    if (status == NNREG_OK)
        status = facts != NULL ? write_draft(json, findings, framework, facts, error)
                               : explain_no_model(findings, &files, framework, error);
    nnreg_findings_finish(findings, nnreg_rule(NNREG_RULE_FINDINGS_LIMIT)->id);
    if ((status == NNREG_OK || status == NNREG_REFUSED) && nnreg_findings_status(findings) == NNREG_NO_MEMORY)
        status = NNREG_NO_MEMORY;
    if (status == NNREG_NO_MEMORY && error->status != status)
        nnreg_fail_memory(error);
    framework->free(facts);
    nnreg_bundle_files_free(&files);
    return status;
}

nnreg_status nnreg_draft(char **json, nnreg_findings *findings, const nnreg_bundle *bundle)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    nnreg_status status;

    if (json != NULL)
        *json = NULL;
    if (findings == NULL)
        return NNREG_INVALID_ARGUMENT;
    nnreg_findings_clear(findings);
    status = json != NULL && bundle != NULL
                 ? draft_of(json, findings, bundle, &error)
                 : nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status != NNREG_OK && json != NULL) {
        nnreg_free(*json);
        *json = NULL;
    }
    if (status != NNREG_OK && status != NNREG_REFUSED) {
        nnreg_findings_clear(findings);
        *nnreg_findings_error(findings) = error;
    }
    return status;
}
