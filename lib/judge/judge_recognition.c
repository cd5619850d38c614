/* Judging specifications and versions: see recognition.h. */
#include "judge/judge_recognition.h"

#include <string.h>

#include "judge/frameworks.h"

nnreg_status nnreg_judge_spec(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                              size_t length, struct nnreg_error *error)
{
    return nnreg_judge_description(json, findings, text, length, &nnreg_spec_table, NULL, NULL, NULL, error);
}

/* -- what the version names -- */

/* 0 where the text has no id there; that has a finding of its own. */
static uint64_t id_of(const struct nnreg_json *json, const char *key)
{
    const struct nnreg_json_value *value =
        json->values->type == NNREG_JSON_OBJECT ? nnreg_json_member(json, json->values, key) : NULL;
    uint64_t id = 0;

    if (value == NULL || value->type != NNREG_JSON_NUMBER || !nnreg_json_uint64(&id, json, value))
        return 0;
    return id;
}

static void judge_reference(struct nnreg_engine *engine, const char *key, const char *what, uint64_t id,
                            bool there)
{
    const struct nnreg_json_value *value;
    size_t mark;

    if (id == 0 || there)
        return;
    value = nnreg_json_member(engine->json, engine->json->values, key);
    mark = nnreg_engine_enter_key(engine, key);
    nnreg_engine_report(engine, NNREG_RULE_REFERENCE, value->start,
                        "name one that this registry has; ids of deleted objects are never used again",
                        "there is no %s %llu", what, (unsigned long long)id);
    nnreg_engine_leave(engine, mark);
}

/* -- the version against its spec -- */

/* Which of the keys of a ONE_OF an entry has: NULL for none, or more than one. */
static const struct nnreg_json_value *only_of(const struct nnreg_json *json,
                                              const struct nnreg_json_value *entry, const char *one,
                                              const char *other)
{
    const struct nnreg_json_value *value = nnreg_json_member(json, entry, one);

    return nnreg_json_member(json, entry, other) == NULL ? value : NULL;
}

static void judge_thresholds(struct nnreg_engine *engine, const struct nnreg_labels *labels, size_t output,
                             const struct nnreg_json_value *processing)
{
    size_t mark = engine->path.size, count = labels->labels.count;
    const struct nnreg_json_value *thresholds =
        nnreg_engine_enter_member(engine, engine->json, processing, "thresholds", NNREG_JSON_ARRAY);

    if (thresholds != NULL && thresholds->count != count && thresholds->count <= NNREG_LIMIT_LABELS)
        nnreg_engine_report(engine, NNREG_RULE_THRESHOLD_COUNT, thresholds->start,
                            "give one for each label, in the order of the labels, or leave thresholds out",
                            "thresholds has %u entr%s, but output %zu of the spec has %zu label%s",
                            thresholds->count, thresholds->count == 1 ? "y" : "ies", output, count,
                            count == 1 ? "" : "s");
    nnreg_engine_leave(engine, mark);
}

/* One entry against the output it is for. One of the wrong kind may have been meant for another output. */
static void judge_processing(struct nnreg_engine *engine, const struct nnreg_labels *labels, size_t output,
                             const struct nnreg_json_value *entry)
{
    bool box = labels->roi == NNREG_ROI_BBOX;
    const char *wanted = box ? "detection" : "classification", *other = box ? "classification" : "detection";
    const struct nnreg_json_value *right = only_of(engine->json, entry, wanted, other);
    const struct nnreg_json_value *wrong = only_of(engine->json, entry, other, wanted);
    size_t mark = nnreg_engine_enter_key(engine, wrong != NULL ? other : wanted);

    if (wrong != NULL)
        nnreg_engine_report(engine, NNREG_RULE_OUTPUT_KIND, wrong->key_start,
                            box ? "describe it as a detection" : "describe it as a classification",
                            "a %s is for roi %s, but output %zu of the spec has roi %s", other,
                            box ? "NONE" : "BBOX", output, box ? "BBOX" : "NONE");
    else if (right != NULL)
        judge_thresholds(engine, labels, output, right);
    nnreg_engine_leave(engine, mark);
}

static void judge_outputs(struct nnreg_engine *engine, const struct nnreg_spec *spec)
{
    const struct nnreg_output *outputs = spec->outputs.items;
    size_t start = engine->path.size, count = spec->outputs.count, i = 0;
    const struct nnreg_json_value *array = nnreg_engine_enter_member(
        engine, engine->json, engine->json->values, "post_processings", NNREG_JSON_ARRAY);
    const struct nnreg_json_value *entry = NULL;
    char shown[NNREG_SHOWN];

    if (array != NULL && array->count == count)
        entry = nnreg_json_first(engine->json, array);
    else if (array != NULL && array->count > 0 && array->count <= NNREG_LIMIT_OUTPUTS)
        nnreg_engine_report(engine, NNREG_RULE_OUTPUT_COUNT, array->start,
                            "give one for each output, the i-th for the i-th",
                            "post_processings has %u entr%s, but spec %llu (\"%s\") has %zu output%s",
                            array->count, array->count == 1 ? "y" : "ies", (unsigned long long)spec->id,
                            nnreg_shown(shown, spec->name), count, count == 1 ? "" : "s");
    for (; entry != NULL; entry = nnreg_json_next(engine->json, entry), i++) {
        size_t mark = nnreg_engine_enter_index(engine, i);

        if (entry->type == NNREG_JSON_OBJECT && outputs[i].labels != NULL)
            judge_processing(engine, outputs[i].labels, i, entry);
        nnreg_engine_leave(engine, mark);
    }
    nnreg_engine_leave(engine, start);
}

/* -- all of it -- */

struct judging {
    nnreg_attachment_find *find;
    void *context;
    uint64_t spec_id, network_id;
    struct nnreg_attachment attachment;
};

/* First of all, since the network's framework says how the tensors are named. */
static nnreg_status find_attachment(struct nnreg_engine *engine, void *context, struct nnreg_error *error)
{
    struct judging *judging = context;
    nnreg_status status;

    judging->spec_id = id_of(engine->json, "spec_id");
    judging->network_id = id_of(engine->json, "network_id");
    status =
        judging->find(&judging->attachment, judging->context, judging->spec_id, judging->network_id, error);
    if (status == NNREG_OK && judging->attachment.network != NULL)
        engine->tensors = nnreg_framework_at(judging->attachment.network->framework)->tensors;
    return status;
}

static nnreg_status judge_attachment(struct nnreg_engine *engine, void *context, struct nnreg_error *error)
{
    const struct judging *judging = context;
    const struct nnreg_attachment *attachment = &judging->attachment;
    nnreg_status status = NNREG_OK;

    judge_reference(engine, "spec_id", "spec", judging->spec_id, attachment->spec != NULL);
    judge_reference(engine, "network_id", "network", judging->network_id, attachment->network != NULL);
    if (attachment->spec != NULL)
        judge_outputs(engine, attachment->spec);
    if (attachment->network != NULL)
        status = nnreg_judge_version_tensors(engine, attachment, error);
    return status != NNREG_OK ? status : engine->status;
}

nnreg_status nnreg_judge_version(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                 size_t length, nnreg_attachment_find *find, void *context,
                                 struct nnreg_error *error)
{
    struct judging judging = {.find = find, .context = context};

    return nnreg_judge_description(json, findings, text, length, &nnreg_version_table, find_attachment,
                                   judge_attachment, &judging, error);
}
