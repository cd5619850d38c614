/* The catalogue: see rules.h. Also where the public list of findings learns which rules there are. */
#include "check/rules.h"

#include <string.h>

#include "base/bytes.h"
#include "base/findings.h"
#include "codec/json.h"
#include "records/vocab.h"

static const struct nnreg_rule_info catalogue[] = {
#define RULE(name, id, severity, fixed, meaning, text, source) \
    {sizeof(struct nnreg_rule_info), id, NNREG_SEVERITY_##severity, meaning, text, source, fixed},
    NNREG_RULES(RULE)
#undef RULE
};

static const char *const ids[] = {
#define RULE(name, id, severity, fixed, meaning, text, source) id,
    NNREG_RULES(RULE)
#undef RULE
};

const struct nnreg_rule_info *nnreg_rule(enum nnreg_rule rule)
{
    return &catalogue[rule];
}

const struct nnreg_rule_info *nnreg_rule_get(size_t i)
{
    return i < NNREG_RULE_COUNT ? &catalogue[i] : NULL;
}

const struct nnreg_rule_info *nnreg_rule_find(const char *id)
{
    size_t i;

    for (i = 0; id != NULL && i < NNREG_RULE_COUNT; i++)
        if (strcmp(ids[i], id) == 0)
            return &catalogue[i];
    return NULL;
}

const char *nnreg_rule_nearest(const char *id)
{
    return id != NULL ? nnreg_nearest(id, ids, NNREG_RULE_COUNT) : NULL;
}

nnreg_status nnreg_findings_new(nnreg_findings **findings, const struct nnreg_rule_severity *severities,
                                size_t count)
{
    size_t i;

    if (findings == NULL)
        return NNREG_INVALID_ARGUMENT;
    *findings = NULL;
    if (nnreg_sized_check_items(&nnreg_sized_rule_severity, severities, count, NULL) != NNREG_OK)
        return NNREG_INVALID_ARGUMENT;
    for (i = 0; i < count; i++) {
        struct nnreg_rule_severity given = NNREG_RULE_SEVERITY(NULL, NNREG_SEVERITY_OFF);
        const struct nnreg_rule_info *rule;

        nnreg_sized_take_item(&nnreg_sized_rule_severity, &given, severities, i);
        rule = nnreg_rule_find(given.rule);
        if (rule == NULL)
            return NNREG_NOT_FOUND;
        if (rule->fixed || (unsigned)given.severity > NNREG_SEVERITY_ERROR)
            return NNREG_INVALID_ARGUMENT;
    }
    return nnreg_findings_make(findings, severities, count);
}

/* A finding on the bundle as a whole is on no file. */
static const char *file_of_finding(const struct nnreg_finding *finding, const char *description)
{
    return finding->file != NULL                           ? finding->file
           : finding->pointer != NULL || finding->line > 0 ? description
                                                           : NULL;
}

static void put_fix(struct nnreg_json_writer *writer, const struct nnreg_fix *fix)
{
    nnreg_json_put_key(writer, "fix");
    nnreg_json_open_object(writer);
    nnreg_json_put_key(writer, "kind");
    nnreg_json_put_string(writer, nnreg_fix_action_text(fix->action));
    nnreg_json_put_key(writer, "pointer");
    nnreg_json_put_string(writer, fix->pointer);
    if (fix->value != NULL) {
        nnreg_json_put_key(writer, fix->action == NNREG_FIX_RENAME ? "key" : "value");
        nnreg_json_put_raw(writer, fix->value, strlen(fix->value));
    }
    nnreg_json_put_key(writer, "offset");
    nnreg_json_put_uint(writer, fix->offset);
    nnreg_json_put_key(writer, "length");
    nnreg_json_put_uint(writer, fix->length);
    nnreg_json_put_key(writer, "text");
    nnreg_json_put_string(writer, fix->text);
    nnreg_json_close_object(writer);
}

static void put_finding(struct nnreg_json_writer *writer, const struct nnreg_finding *finding,
                        const struct nnreg_fix *fix, const char *description)
{
    const struct {
        const char *key, *text;
    } texts[] = {
        {"rule", finding->rule},       {"severity", nnreg_severity_text(finding->severity)},
        {"message", finding->message}, {"hint", finding->hint},
        {"pointer", finding->pointer}, {"file", file_of_finding(finding, description)},
    };
    const struct {
        const char *key;
        uint64_t number;
        int there;
    } numbers[] = {
        {"line", finding->line, finding->line > 0},
        {"column", finding->column, finding->column > 0},
        {"offset", finding->offset, finding->has_offset},
    };
    size_t i;

    nnreg_json_open_object(writer);
    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i].text == NULL)
            continue;
        nnreg_json_put_key(writer, texts[i].key);
        nnreg_json_put_string(writer, texts[i].text);
    }
    for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (!numbers[i].there)
            continue;
        nnreg_json_put_key(writer, numbers[i].key);
        nnreg_json_put_uint(writer, numbers[i].number);
    }
    if (fix != NULL)
        put_fix(writer, fix);
    nnreg_json_close_object(writer);
}

nnreg_status nnreg_findings_json(char **text, const nnreg_findings *findings)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    size_t i;

    if (text != NULL)
        *text = NULL;
    if (text == NULL || findings == NULL)
        return NNREG_INVALID_ARGUMENT;
    nnreg_json_writer_init(&writer, &out, 2);
    nnreg_json_open_array(&writer);
    for (i = 0; i < nnreg_findings_count(findings); i++)
        put_finding(&writer, nnreg_findings_get(findings, i), nnreg_findings_fix(findings, i),
                    nnreg_findings_description_name(findings));
    nnreg_json_close_array(&writer);
    return nnreg_bytes_take(text, &out);
}
