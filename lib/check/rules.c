/* The catalogue: see rules.h. Also where the public list of findings learns which rules there are. */
#include "check/rules.h"

#include <string.h>

#include "base/findings.h"
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
