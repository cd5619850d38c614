/* The list of findings: see findings.h. */
#include "base/findings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct entry {
    struct nnreg_finding finding; /* its texts are owned */
    uint64_t order;
    size_t sequence;
};

struct nnreg_findings {
    struct nnreg_rule_severity *severities; /* rule ids owned */
    size_t severity_count;
    struct entry *entries;
    size_t count, room;
    size_t dropped;
    nnreg_severity worst;
    bool out_of_memory;
    bool weights_checked;
    struct nnreg_error error;
};

nnreg_status nnreg_findings_make(nnreg_findings **findings, const struct nnreg_rule_severity *severities,
                                 size_t count)
{
    nnreg_findings *made = nnreg_alloc_zero(1, sizeof *made);
    size_t i;

    *findings = NULL;
    if (made == NULL)
        return NNREG_NO_MEMORY;
    made->severities = nnreg_alloc_zero(count, sizeof *made->severities);
    for (i = 0; made->severities != NULL && i < count; i++) {
        char *rule = nnreg_strdup(severities[i].rule);

        if (rule == NULL)
            break;
        made->severities[i] = (struct nnreg_rule_severity){rule, severities[i].severity};
        made->severity_count++;
    }
    if (made->severities == NULL || made->severity_count < count) {
        nnreg_findings_free(made);
        return NNREG_NO_MEMORY;
    }
    *findings = made;
    return NNREG_OK;
}

static void free_entry(struct entry *entry)
{
    nnreg_free((void *)(uintptr_t)entry->finding.rule);
    nnreg_free((void *)(uintptr_t)entry->finding.message);
    nnreg_free((void *)(uintptr_t)entry->finding.hint);
    nnreg_free((void *)(uintptr_t)entry->finding.pointer);
    nnreg_free((void *)(uintptr_t)entry->finding.file);
}

void nnreg_findings_clear(nnreg_findings *findings)
{
    size_t i;

    if (findings == NULL)
        return;
    for (i = 0; i < findings->count; i++)
        free_entry(&findings->entries[i]);
    nnreg_free(findings->entries);
    findings->entries = NULL;
    findings->count = findings->room = findings->dropped = 0;
    findings->worst = NNREG_SEVERITY_OFF;
    findings->out_of_memory = findings->weights_checked = false;
    findings->error = (struct nnreg_error)NNREG_ERROR_INIT;
}

void nnreg_findings_free(nnreg_findings *findings)
{
    size_t i;

    if (findings == NULL)
        return;
    nnreg_findings_clear(findings);
    for (i = 0; i < findings->severity_count; i++)
        nnreg_free((void *)(uintptr_t)findings->severities[i].rule);
    nnreg_free(findings->severities);
    nnreg_free(findings);
}

static nnreg_severity severity_for(const nnreg_findings *findings, const char *rule, nnreg_severity severity)
{
    size_t i;

    for (i = findings->severity_count; i > 0; i--) /* the last setting of a rule counts */
        if (strcmp(findings->severities[i - 1].rule, rule) == 0)
            return findings->severities[i - 1].severity;
    return severity;
}

static const char *copy(nnreg_findings *findings, const char *text)
{
    const char *copied = text != NULL ? nnreg_strdup(text) : NULL;

    if (text != NULL && copied == NULL)
        findings->out_of_memory = true;
    return copied;
}

static bool make_room(nnreg_findings *findings)
{
    struct entry *grown;
    size_t room = findings->room > 0 ? findings->room * 2 : 8;

    if (findings->count < findings->room)
        return true;
    grown = nnreg_realloc_array(findings->entries, room, sizeof *grown);
    if (grown == NULL)
        return false;
    findings->entries = grown;
    findings->room = room;
    return true;
}

void nnreg_findings_add(nnreg_findings *findings, const char *rule, nnreg_severity severity,
                        const struct nnreg_place *place, const char *hint, const char *message)
{
    struct entry *entry;

    severity = severity_for(findings, rule, severity);
    if (severity == NNREG_SEVERITY_OFF)
        return;
    if (severity > findings->worst)
        findings->worst = severity; /* also when it is dropped: an error is never lost to the cap */
    if (findings->count >= NNREG_LIMIT_FINDINGS) {
        findings->dropped++;
        return;
    }
    if (!make_room(findings)) {
        findings->out_of_memory = true;
        return;
    }
    entry = &findings->entries[findings->count];
    *entry = (struct entry){.order = place->order, .sequence = findings->count};
    findings->count++;
    entry->finding.severity = severity;
    entry->finding.rule = copy(findings, rule);
    entry->finding.message = copy(findings, message);
    entry->finding.hint = copy(findings, hint);
    entry->finding.pointer = copy(findings, place->pointer);
    entry->finding.file = copy(findings, place->file);
    entry->finding.line = place->line;
    entry->finding.column = place->column;
    entry->finding.offset = place->offset;
    entry->finding.has_offset = place->has_offset;
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

void nnreg_findings_finish(nnreg_findings *findings, const char *limit_rule)
{
    struct entry *last;
    char message[160];

    if (findings->dropped > 0) {
        /* The place of the last finding kept is taken by the one that tells how many are missing. */
        last = &findings->entries[findings->count - 1];
        free_entry(last);
        (void)snprintf(message, sizeof message, "%zu more findings are not shown", findings->dropped + 1);
        *last = (struct entry){.order = UINT64_MAX, .sequence = findings->count};
        last->finding.severity = NNREG_SEVERITY_NOTE;
        last->finding.rule = copy(findings, limit_rule);
        last->finding.message = copy(findings, message);
        last->finding.hint = copy(findings, "mend those that are shown and check again");
        findings->dropped = 0;
    }
    if (findings->count > 1)
        qsort(findings->entries, findings->count, sizeof *findings->entries, compare_entries);
}

nnreg_status nnreg_findings_status(const nnreg_findings *findings)
{
    if (findings->out_of_memory)
        return NNREG_NO_MEMORY;
    return findings->worst == NNREG_SEVERITY_ERROR ? NNREG_REFUSED : NNREG_OK;
}

void nnreg_findings_set_weights_checked(nnreg_findings *findings, bool checked)
{
    findings->weights_checked = checked;
}

int nnreg_findings_weights_checked(const nnreg_findings *findings)
{
    return findings->weights_checked;
}

struct nnreg_error *nnreg_findings_error(nnreg_findings *findings)
{
    return &findings->error;
}

const char *nnreg_findings_message(const nnreg_findings *findings)
{
    return findings->error.text;
}

size_t nnreg_findings_count(const nnreg_findings *findings)
{
    return findings->count;
}

const struct nnreg_finding *nnreg_findings_get(const nnreg_findings *findings, size_t i)
{
    return i < findings->count ? &findings->entries[i].finding : NULL;
}

nnreg_severity nnreg_findings_worst(const nnreg_findings *findings)
{
    return findings->worst;
}

const char *nnreg_severity_text(nnreg_severity severity)
{
    static const char *const texts[] = {
        [NNREG_SEVERITY_OFF] = "off",
        [NNREG_SEVERITY_NOTE] = "note",
        [NNREG_SEVERITY_WARNING] = "warning",
        [NNREG_SEVERITY_ERROR] = "error",
    };

    return (unsigned)severity < sizeof texts / sizeof *texts ? texts[severity] : "unknown severity";
}
