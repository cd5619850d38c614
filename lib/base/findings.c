/*
 * The list of findings: see findings.h.
 *
 * What is kept is bounded, what is known is not: the severities of all that was met are in `worst`, also of those that the
 * full list has dropped, and these are counted. Which ones are kept is decided by when they were met, not by `order`.
 */
#include "base/findings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/fixes.h"

const struct nnreg_sized nnreg_sized_rule_severity = NNREG_SIZED(struct nnreg_rule_severity, severity);

struct entry {
    struct nnreg_finding finding; /* its texts are owned */
    struct nnreg_fix *fix;        /* owned; NULL: none */
    uint64_t order;
    size_t sequence; /* when it was met: qsort(3) does not keep the order of equals */
    bool in_text;
};

struct nnreg_findings {
    struct nnreg_rule_severity *severities; /* one for a rule; their ids are owned */
    size_t severity_count;
    struct entry *entries;
    size_t count, room;
    size_t dropped; /* since the list was last finished */
    size_t lost;    /* in all: what the finding about the limit, which is the last one then, tells */
    nnreg_severity worst;
    bool out_of_memory;
    bool weights_checked;
    char *outputs;          /* a JSON array; NULL: nothing is known of them */
    char *description_name; /* the caller's; it stays, as the severities do */
    struct nnreg_error error;
};

static struct nnreg_rule_severity *setting_of(const nnreg_findings *findings, const char *rule)
{
    size_t i;

    for (i = 0; i < findings->severity_count; i++)
        if (strcmp(findings->severities[i].rule, rule) == 0)
            return &findings->severities[i];
    return NULL;
}

/* The last setting of a rule counts. So there are no more than rules, however many are given. */
static bool set(nnreg_findings *findings, const struct nnreg_rule_severity *severity)
{
    struct nnreg_rule_severity *setting = setting_of(findings, severity->rule);
    char *rule;

    if (setting != NULL) {
        setting->severity = severity->severity;
        return true;
    }
    rule = nnreg_strdup(severity->rule);
    if (rule == NULL)
        return false;
    findings->severities[findings->severity_count++] =
        (struct nnreg_rule_severity)NNREG_RULE_SEVERITY(rule, severity->severity);
    return true;
}

nnreg_status nnreg_findings_make(nnreg_findings **findings, const struct nnreg_rule_severity *severities,
                                 size_t count)
{
    nnreg_findings *made = nnreg_alloc_zero(1, sizeof *made);
    size_t i = 0;

    *findings = NULL;
    if (made == NULL)
        return NNREG_NO_MEMORY;
    made->severities = nnreg_alloc_zero(count, sizeof *made->severities);
    while (made->severities != NULL && i < count) {
        struct nnreg_rule_severity severity;

        nnreg_sized_take_item(&nnreg_sized_rule_severity, &severity, severities, i);
        if (!set(made, &severity))
            break;
        i++;
    }
    if (made->severities == NULL || i < count) {
        nnreg_findings_free(made);
        return NNREG_NO_MEMORY;
    }
    *findings = made;
    return NNREG_OK;
}

nnreg_status nnreg_findings_make_like(nnreg_findings **findings, const nnreg_findings *other)
{
    return nnreg_findings_make(findings, other->severities, other->severity_count);
}

static void free_entry(struct entry *entry)
{
    nnreg_free((void *)(uintptr_t)entry->finding.rule);
    nnreg_free((void *)(uintptr_t)entry->finding.message);
    nnreg_free((void *)(uintptr_t)entry->finding.hint);
    nnreg_free((void *)(uintptr_t)entry->finding.pointer);
    nnreg_free((void *)(uintptr_t)entry->finding.file);
    nnreg_fix_free(entry->fix);
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
    findings->count = findings->room = findings->dropped = findings->lost = 0;
    findings->worst = NNREG_SEVERITY_OFF;
    findings->out_of_memory = findings->weights_checked = false;
    nnreg_free(findings->outputs);
    findings->outputs = NULL;
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
    nnreg_free(findings->description_name);
    nnreg_free(findings);
}

static const char *findings_copy(nnreg_findings *findings, const char *text)
{
    const char *copied = text != NULL ? nnreg_strdup(text) : NULL;

    if (text != NULL && copied == NULL)
        findings->out_of_memory = true;
    return copied;
}

static bool findings_make_room(nnreg_findings *findings)
{
    struct entry *grown =
        nnreg_array_room(findings->entries, &findings->room, findings->count + 1, sizeof *grown);

    if (grown == NULL)
        return false;
    findings->entries = grown;
    return true;
}

bool nnreg_findings_full(const nnreg_findings *findings)
{
    return findings->count >= NNREG_LIMIT_FINDINGS;
}

nnreg_severity nnreg_findings_severity(const nnreg_findings *findings, const char *rule, nnreg_severity own)
{
    const struct nnreg_rule_severity *setting = setting_of(findings, rule);

    return setting != NULL ? setting->severity : own;
}

/* Whether there is a finding, kept or dropped: an error is never lost to the cap. */
static bool is_finding(nnreg_findings *findings, const char *rule, nnreg_severity *severity)
{
    *severity = nnreg_findings_severity(findings, rule, *severity);
    if (*severity > findings->worst)
        findings->worst = *severity;
    return *severity != NNREG_SEVERITY_OFF;
}

bool nnreg_findings_takes(nnreg_findings *findings, const char *rule, nnreg_severity *severity)
{
    if (!is_finding(findings, rule, severity))
        return false;
    if (!nnreg_findings_full(findings))
        return true;
    findings->dropped++;
    return false;
}

void nnreg_findings_lose(nnreg_findings *findings, const char *rule, nnreg_severity severity, size_t count)
{
    if (is_finding(findings, rule, &severity))
        findings->dropped += count;
}

void nnreg_findings_keep(nnreg_findings *findings, const char *rule, nnreg_severity severity,
                         const struct nnreg_location *place, const char *hint, const char *message)
{
    struct entry *entry;

    if (!findings_make_room(findings)) {
        findings->out_of_memory = true;
        return;
    }
    entry = &findings->entries[findings->count];
    *entry = (struct entry){.order = place->order, .sequence = findings->count, .in_text = place->in_text};
    findings->count++;
    entry->finding.size = sizeof entry->finding;
    entry->finding.severity = severity;
    entry->finding.rule = findings_copy(findings, rule);
    entry->finding.message = findings_copy(findings, message);
    entry->finding.hint = findings_copy(findings, hint);
    entry->finding.pointer = findings_copy(findings, place->pointer);
    entry->finding.file = findings_copy(findings, place->file);
    entry->finding.line = place->line;
    entry->finding.column = place->column;
    entry->finding.offset = place->offset;
    entry->finding.has_offset = place->has_offset;
}

void nnreg_findings_mend(nnreg_findings *findings, const struct nnreg_fix *fix)
{
    struct entry *entry = &findings->entries[findings->count - 1];
    struct nnreg_fix whole = *fix;

    if (findings->out_of_memory) /* the last entry may be another finding's */
        return;
    if (whole.pointer == NULL)
        whole.pointer = entry->finding.pointer;
    entry->fix = nnreg_fix_copy(&whole);
    if (entry->fix == NULL)
        findings->out_of_memory = true;
}

void nnreg_findings_add(nnreg_findings *findings, const char *rule, nnreg_severity severity,
                        const struct nnreg_location *place, const char *hint, const char *message)
{
    if (nnreg_findings_takes(findings, rule, &severity))
        nnreg_findings_keep(findings, rule, severity, place, hint, message);
}

void nnreg_findings_add_dropped(nnreg_findings *findings, const nnreg_findings *of)
{
    findings->dropped += of->dropped;
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

static void sort(nnreg_findings *findings)
{
    if (findings->count > 1)
        qsort(findings->entries, findings->count, sizeof *findings->entries, compare_entries);
}

#define ORDER_OF_LIMIT UINT64_MAX /* behind every place, and no other finding's */

/*
 * Where the finding goes that tells how many are missing. In a list that is full it takes the place of the last one, which is
 * missing then, too: so a list is never longer than its limit. One that is not full can lack some as well, those that a full
 * list could not pass on to it (nnreg_findings_add_dropped): it gets one more. A list can be finished more than once, with more
 * dropped between, and has that finding already then. NULL: there is no memory.
 */
static struct entry *place_of_limit(nnreg_findings *findings)
{
    size_t i = findings->count;

    while (i > 0)
        if (findings->entries[--i].order == ORDER_OF_LIMIT)
            return &findings->entries[i];
    if (nnreg_findings_full(findings)) {
        findings->lost++;
        return &findings->entries[findings->count - 1];
    }
    if (!findings_make_room(findings))
        return NULL;
    findings->entries[findings->count] = (struct entry){.order = ORDER_OF_LIMIT};
    return &findings->entries[findings->count++];
}

static void tell_lost(nnreg_findings *findings, const char *limit_rule)
{
    struct entry *entry = place_of_limit(findings);
    char message[160];

    if (entry == NULL) {
        findings->out_of_memory = true;
        return;
    }
    findings->lost += findings->dropped;
    findings->dropped = 0;
    free_entry(entry);
    (void)snprintf(message, sizeof message, "%zu more findings are not shown: there are %zu in all",
                   findings->lost, findings->count - 1 + findings->lost);
    *entry = (struct entry){.order = ORDER_OF_LIMIT, .sequence = findings->count};
    entry->finding.size = sizeof entry->finding;
    entry->finding.severity = NNREG_SEVERITY_NOTE;
    entry->finding.rule = findings_copy(findings, limit_rule);
    entry->finding.message = findings_copy(findings, message);
    entry->finding.hint = findings_copy(findings, "mend those that are shown and check again");
}

void nnreg_findings_finish(nnreg_findings *findings, const char *limit_rule)
{
    if (findings->dropped > 0)
        tell_lost(findings, limit_rule);
    sort(findings);
}

void nnreg_findings_locate(nnreg_findings *findings, nnreg_findings_locator *locate, void *context)
{
    size_t i;

    sort(findings);
    for (i = 0; i < findings->count; i++) {
        struct nnreg_finding *finding = &findings->entries[i].finding;

        if (findings->entries[i].in_text)
            locate(context, &finding->line, &finding->column, finding->offset);
    }
}

void nnreg_findings_locate_fixes(nnreg_findings *findings, nnreg_findings_locator *locate, void *context)
{
    struct nnreg_fix **fixes;
    size_t i, count = 0;

    for (i = 0; i < findings->count; i++)
        count += findings->entries[i].fix != NULL;
    if (count == 0)
        return;
    fixes = nnreg_realloc_array(NULL, count, sizeof *fixes);
    for (i = count = 0; fixes != NULL && i < findings->count; i++)
        if (findings->entries[i].fix != NULL)
            fixes[count++] = findings->entries[i].fix;
    if (fixes == NULL || nnreg_fixes_locate(fixes, count, locate, context) != NNREG_OK)
        findings->out_of_memory = true;
    nnreg_free(fixes);
}

nnreg_status nnreg_findings_status(const nnreg_findings *findings)
{
    if (findings->out_of_memory)
        return NNREG_NO_MEMORY;
    return findings->worst == NNREG_SEVERITY_ERROR ? NNREG_REFUSED : NNREG_OK;
}

void nnreg_findings_fail_memory(nnreg_findings *findings)
{
    findings->out_of_memory = true;
}

void nnreg_findings_set_weights_checked(nnreg_findings *findings, bool checked)
{
    findings->weights_checked = checked;
}

int nnreg_findings_weights_checked(const nnreg_findings *findings)
{
    return findings->weights_checked;
}

void nnreg_findings_set_outputs(nnreg_findings *findings, char *json)
{
    nnreg_free(findings->outputs);
    findings->outputs = json;
}

const char *nnreg_findings_outputs(const nnreg_findings *findings)
{
    return findings->outputs != NULL ? findings->outputs : "[]";
}

struct nnreg_error *nnreg_findings_error(nnreg_findings *findings)
{
    return &findings->error;
}

nnreg_status nnreg_findings_set_description_name(nnreg_findings *findings, const char *name)
{
    char *copy = NULL;

    if (findings == NULL)
        return NNREG_INVALID_ARGUMENT;
    if (name != NULL && (copy = nnreg_strdup(name)) == NULL)
        return NNREG_NO_MEMORY;
    nnreg_free(findings->description_name);
    findings->description_name = copy;
    return NNREG_OK;
}

const char *nnreg_findings_description_name(const nnreg_findings *findings)
{
    return findings->description_name;
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

const struct nnreg_fix *nnreg_findings_fix(const nnreg_findings *findings, size_t i)
{
    return i < findings->count ? findings->entries[i].fix : NULL;
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
