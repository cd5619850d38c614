/* Judging specifications and versions: see judge_recognition.h. */
#include "judge/judge_recognition.h"

#include "judge/frameworks.h"

nnreg_status nnreg_judge_spec(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                              size_t length, enum nnreg_description_form form, struct nnreg_error *error)
{
    return nnreg_judge_description(json, findings, text, length, &nnreg_spec_table, form, NULL, NULL, NULL,
                                   error);
}

/* An id that the text does not have (0) has a finding of its own, which somebody may have made little of. */
static void judge_reference(struct nnreg_engine *engine, const uint64_t *id, const char *what, bool there)
{
    if (there || (*id == 0 && nnreg_findings_worst(engine->findings) == NNREG_SEVERITY_ERROR))
        return;
    nnreg_engine_report_at(engine, id, NNREG_RULE_REFERENCE,
                           "name one that this registry has; ids of deleted objects are never used again",
                           "there is no %s %llu", what, (unsigned long long)*id);
}

/* -- the version against its spec -- */

/* Thresholds that are no list, or too many, have a finding of their own. */
static void judge_thresholds(struct nnreg_engine *engine, const struct nnreg_labels *labels, size_t output,
                             const struct nnreg_array *thresholds)
{
    size_t count = labels->labels.count;

    if (thresholds->items == NULL || thresholds->count == count)
        return;
    nnreg_engine_report_at(engine, thresholds, NNREG_RULE_THRESHOLD_COUNT,
                           "give one for each label, in the order of the labels, or leave thresholds out",
                           "thresholds has %zu entr%s, but output %zu of the spec has %zu label%s",
                           thresholds->count, thresholds->count == 1 ? "y" : "ies", output, count,
                           count == 1 ? "" : "s");
}

/*
 * One entry against the output it is for. One of the wrong kind may have been meant for another output; one of both kinds
 * has a finding already.
 */
static void judge_processing(struct nnreg_engine *engine, const struct nnreg_labels *labels, size_t output,
                             const struct nnreg_output_processing *entry)
{
    bool box = labels->roi == NNREG_ROI_BBOX;
    bool labelled = nnreg_engine_has(engine, &entry->classification);
    bool boxed = nnreg_engine_has(engine, &entry->detection);

    if (labelled == boxed)
        return;
    if (box && labelled)
        nnreg_engine_report_at_key(
            engine, &entry->classification, NNREG_RULE_OUTPUT_KIND, "describe it as a detection",
            "a classification is for roi NONE, but output %zu of the spec has roi BBOX", output);
    else if (!box && boxed)
        nnreg_engine_report_at_key(
            engine, &entry->detection, NNREG_RULE_OUTPUT_KIND, "describe it as a classification",
            "a detection is for roi BBOX, but output %zu of the spec has roi NONE", output);
    else if (entry->detection != NULL)
        judge_thresholds(engine, labels, output, &entry->detection->thresholds);
    else if (entry->classification != NULL)
        judge_thresholds(engine, labels, output, &entry->classification->thresholds);
}

/* A list that is none, is empty or too long has a finding of its own. */
static void judge_outputs(struct nnreg_engine *engine, const struct nnreg_version *version,
                          const struct nnreg_spec *spec)
{
    const struct nnreg_array *entries = &version->post_processings;
    const struct nnreg_output_processing *entry = entries->items;
    const struct nnreg_output *outputs = spec->outputs.items;
    size_t count = spec->outputs.count, i;
    char shown[NNREG_SHOWN];

    if (entries->count == 0)
        return;
    if (entries->count != count) {
        nnreg_engine_report_at(
            engine, entries, NNREG_RULE_OUTPUT_COUNT, "give one for each output, the i-th for the i-th",
            "post_processings has %zu entr%s, but spec %llu (\"%s\") has %zu output%s", entries->count,
            entries->count == 1 ? "y" : "ies", (unsigned long long)spec->id, nnreg_shown(shown, spec->name),
            count, count == 1 ? "" : "s");
        return;
    }
    for (i = 0; i < count; i++)
        if (outputs[i].labels != NULL)
            judge_processing(engine, outputs[i].labels, i, &entry[i]);
}

/* -- all of it -- */

struct judging {
    nnreg_attachment_find *find;
    void *context;
    struct nnreg_version version; /* as far as it can be read */
    struct nnreg_attachment attachment;
};

/*
 * First of all, since the network's framework says how the tensors are named: so the text is decoded before it is walked.
 */
static nnreg_status find_attachment(struct nnreg_engine *engine, void *context, struct nnreg_error *error)
{
    struct judging *judging = context;
    nnreg_status status;

    nnreg_engine_decode(engine, &nnreg_version_table, &judging->version);
    if (engine->status != NNREG_OK)
        return engine->status;
    status = judging->find(&judging->attachment, judging->context, judging->version.spec_id,
                           judging->version.network_id, error);
    if (status == NNREG_OK && judging->attachment.network != NULL)
        engine->tensors = nnreg_framework_at(judging->attachment.network->framework)->tensors;
    return status;
}

static nnreg_status judge_attachment(struct nnreg_engine *engine, void *context, struct nnreg_error *error)
{
    struct judging *judging = context;
    const struct nnreg_attachment *attachment = &judging->attachment;
    struct nnreg_version *version = &judging->version;
    nnreg_status status = NNREG_OK;

    judge_reference(engine, &version->spec_id, "spec", attachment->spec != NULL);
    judge_reference(engine, &version->network_id, "network", attachment->network != NULL);
    if (attachment->spec != NULL)
        judge_outputs(engine, version, attachment->spec);
    if (attachment->network != NULL)
        status = nnreg_version_name_tensors(version, attachment->network, engine, error);
    if (attachment->network != NULL && status == NNREG_OK)
        status = nnreg_judge_version_tensors(engine, version, attachment, error);
    return status != NNREG_OK ? status : engine->status;
}

nnreg_status nnreg_judge_version(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                 size_t length, enum nnreg_description_form form, nnreg_attachment_find *find,
                                 void *context, struct nnreg_error *error)
{
    struct judging judging = {.find = find, .context = context};
    nnreg_status status = nnreg_judge_description(json, findings, text, length, &nnreg_version_table, form,
                                                  find != NULL ? find_attachment : NULL,
                                                  find != NULL ? judge_attachment : NULL, &judging, error);

    nnreg_record_clear(&nnreg_version_table, &judging.version);
    return status;
}
