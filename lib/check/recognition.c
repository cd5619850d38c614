/* Judging specifications and versions: see recognition.h. */
#include "check/recognition.h"

#include <string.h>

nnreg_status nnreg_judge_spec(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                              size_t length, struct nnreg_error *error)
{
    return nnreg_judge_description(json, findings, text, length, &nnreg_spec_table, NULL, NULL, error);
}

struct judging {
    nnreg_attachment_find *find;
    void *context;
};

static uint64_t id_of(const struct nnreg_json *json, const char *key)
{
    const struct nnreg_json_value *value =
        json->values->type == NNREG_JSON_OBJECT ? nnreg_json_member(json, json->values, key) : NULL;
    uint64_t id = 0;

    if (value == NULL || value->type != NNREG_JSON_NUMBER || !nnreg_json_uint64(&id, json, value))
        return 0;
    return id;
}

static void judge_reference(struct nnreg_engine *engine, const char *key, uint64_t id, bool there)
{
    const struct nnreg_json_value *value;
    size_t mark;

    if (id == 0 || there)
        return;
    value = nnreg_json_member(engine->json, engine->json->values, key);
    mark = nnreg_engine_enter_key(engine, key);
    nnreg_engine_report(engine, NNREG_RULE_REFERENCE, value->start, NULL, "there is no %.*s %llu",
                        (int)(strlen(key) - strlen("_id")), key, (unsigned long long)id);
    nnreg_engine_leave(engine, mark);
}

static nnreg_status judge_attachment(struct nnreg_engine *engine, void *context, struct nnreg_error *error)
{
    const struct judging *judging = context;
    struct nnreg_attachment attachment = {0};
    uint64_t spec_id = id_of(engine->json, "spec_id"), network_id = id_of(engine->json, "network_id");
    nnreg_status status = judging->find(&attachment, judging->context, spec_id, network_id, error);

    if (status != NNREG_OK)
        return status;
    judge_reference(engine, "spec_id", spec_id, attachment.spec != NULL);
    judge_reference(engine, "network_id", network_id, attachment.network != NULL);
    return engine->status;
}

nnreg_status nnreg_judge_version(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                 size_t length, nnreg_attachment_find *find, void *context,
                                 struct nnreg_error *error)
{
    struct judging judging = {find, context};

    return nnreg_judge_description(json, findings, text, length, &nnreg_recognition_table, judge_attachment,
                                   &judging, error);
}
