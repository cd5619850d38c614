/* Severities of checks: see check_severities.h. */
#include "check_severities.h"

#include <stdlib.h>
#include <string.h>

#include "json_out.h"
#include "memory.h"
#include "output.h"
#include "text.h"

int check_severities_configure(struct run *run, struct checks *checks)
{
    const char *named = run_text(run, "config");
    const struct severity_file *file = NULL;
    int result = STATUS_DONE;
    size_t i;

    if (named != NULL && run_given(run, "no-config"))
        return report_usage(run, "--config and --no-config contradict each other");
    if (run_given(run, "no-config"))
        return STATUS_DONE;
    if (named != NULL && strcmp(named, "-") == 0)
        return report_usage(run, "--config takes a file, and none from standard input");
    if (named != NULL)
        result = severity_search_named(run, &file, &checks->configurations, named);
    for (i = 0; result == STATUS_DONE && i < checks->count; i++) {
        checks->list[i].configuration = file;
        if (named == NULL && checks->list[i].failure.status == NNREG_OK)
            result = severity_search(run, &checks->list[i].configuration, &checks->configurations,
                                     checks->list[i].operands[0]);
    }
    return result;
}

/* What --severity has said of a rule, at last; NULL: nothing. */
static const struct nnreg_rule_severity *find_given(const struct checks *checks, const char *rule)
{
    size_t i = checks->severities.count;

    while (i > 0)
        if (strcmp(checks->severities.list[--i].rule, rule) == 0)
            return &checks->severities.list[i];
    return NULL;
}

const struct severity_setting *check_severities_find(const struct checks *checks, const struct check *check,
                                                     const char *rule)
{
    const struct severity_setting *setting = severity_file_find(check->configuration, rule);

    return setting != NULL && find_given(checks, rule) == NULL ? setting : NULL;
}

int check_severities_findings(struct run *run, const struct checks *checks, struct check *check,
                              bool silently)
{
    const struct severity_file *file = check->configuration;
    size_t configured = file != NULL ? file->count : 0, i;
    struct severities all = {memory_zero(configured + checks->severities.count + 1, sizeof *all.list), 0};
    int result;

    for (i = 0; i < configured; i++) {
        const struct severity_setting *setting = &file->settings[i];

        bool silenced = setting->severity == NNREG_SEVERITY_OFF && !silently;

        all.list[all.count++] = (struct nnreg_rule_severity)NNREG_RULE_SEVERITY(
            setting->rule->id, silenced ? NNREG_SEVERITY_NOTE : setting->severity);
    }
    for (i = 0; i < checks->severities.count; i++) /* of one rule the last counts */
        all.list[all.count++] = checks->severities.list[i];
    result = severity_findings(run, &check->findings, &all);
    free(all.list);
    return result;
}

bool check_severities_crowd(const struct checks *checks, const struct check *check)
{
    size_t i;

    if (check->configuration == NULL || nnreg_findings_count(check->findings) < NNREG_LIMIT_FINDINGS)
        return false;
    for (i = 0; i < check->configuration->count; i++) {
        const struct severity_setting *setting = &check->configuration->settings[i];

        if (setting->severity == NNREG_SEVERITY_OFF && find_given(checks, setting->rule->id) == NULL)
            return true;
    }
    return false;
}

void check_severities_silence(const struct checks *checks, struct check *check)
{
    size_t count = nnreg_findings_count(check->findings), i;

    for (i = 0; check->configuration != NULL && i < count; i++) {
        const struct severity_setting *setting =
            check_severities_find(checks, check, nnreg_findings_get(check->findings, i)->rule);

        if (setting == NULL || setting->severity != NNREG_SEVERITY_OFF)
            continue;
        if (check->silenced == NULL)
            check->silenced = memory_zero(count, sizeof *check->silenced);
        check->silenced[i] = true;
        check->silenced_count++;
    }
}

/* Findings that are told as what the configuration says. */
static size_t count_set(const struct checks *checks, const struct check *check)
{
    size_t count = 0, i;

    for (i = 0; check->findings != NULL && i < nnreg_findings_count(check->findings); i++) {
        const struct nnreg_finding *finding = check_finding(check, i);

        count += finding != NULL && check_severities_find(checks, check, finding->rule) != NULL;
    }
    return count;
}

void check_severities_add(struct buffer *text, const struct checks *checks, const struct check *check)
{
    struct buffer effect = {0};
    size_t set;

    if (check->configuration == NULL)
        return;
    set = count_set(checks, check);
    if (set > 0)
        buffer_printf(&effect, "%zu set", set);
    if (check->crowded)
        buffer_printf(&effect, "%stoo many to count silenced", set > 0 ? " and " : "");
    else if (check->silenced_count > 0)
        buffer_printf(&effect, "%s%zu silenced", set > 0 ? " and " : "", check->silenced_count);
    if (effect.length == 0 && checks->verbose)
        buffer_put(&effect, "none set");
    if (effect.length > 0) {
        buffer_printf(text, "%s by ", buffer_text(&effect));
        text_add_line(text, buffer_text(&check->configuration->path));
    }
    buffer_free(&effect);
}

size_t check_severities_count(const struct check *check, const struct severity_setting *setting)
{
    size_t count = 0, i;

    for (i = 0; check->findings != NULL && i < nnreg_findings_count(check->findings); i++)
        count += strcmp(nnreg_findings_get(check->findings, i)->rule, setting->rule->id) == 0 &&
                 (check->known == NULL || !check->known[i]);
    return count;
}

/* -- --print-config -- */

/* One rule that is not taken as it is by itself. */
struct configured {
    const char *rule;
    nnreg_severity severity;
    const char *reason; /* NULL: the command line says so */
};

/* Owned; freed with free. */
static struct configured *list_configured(size_t *count, const struct checks *checks,
                                          const struct check *check)
{
    const struct severity_file *file = check->configuration;
    size_t in_file = file != NULL ? file->count : 0, given = checks->severities.count, i;
    struct configured *list = memory_zero(in_file + given + 1, sizeof *list);

    *count = 0;
    for (i = 0; i < in_file; i++)
        if (find_given(checks, file->settings[i].rule->id) == NULL)
            list[(*count)++] = (struct configured){file->settings[i].rule->id, file->settings[i].severity,
                                                   buffer_text(&file->settings[i].reason)};
    for (i = 0; i < given; i++)
        if (find_given(checks, checks->severities.list[i].rule) == &checks->severities.list[i])
            list[(*count)++] = (struct configured){checks->severities.list[i].rule,
                                                   checks->severities.list[i].severity, NULL};
    return list;
}

static void print_text(struct buffer *text, const struct check *check, const struct configured *list,
                       size_t count)
{
    const char *label = check_label(check);
    size_t i;

    text_add_line(text, label);
    buffer_put(text, ": ");
    text_add_line(text, check->configuration != NULL ? buffer_text(&check->configuration->path)
                                                     : "no configuration");
    buffer_put(text, "\n");
    for (i = 0; i < count; i++) {
        buffer_printf(text, "    %s: %s (", list[i].rule, nnreg_severity_text(list[i].severity));
        text_add_line(text, list[i].reason != NULL ? list[i].reason : "--severity");
        buffer_put(text, ")\n");
    }
}

static void print_json(struct json_out *out, const struct check *check, const struct configured *list,
                       size_t count)
{
    size_t i;

    json_out_open(out, '{');
    json_out_member_text(out, "description", check->operands[0]);
    json_out_member_text(out, "file",
                         check->configuration != NULL ? buffer_text(&check->configuration->path) : NULL);
    json_out_key(out, "severities");
    json_out_open(out, '[');
    for (i = 0; i < count; i++) {
        json_out_open(out, '{');
        json_out_member_text(out, "rule", list[i].rule);
        json_out_member_text(out, "severity", nnreg_severity_text(list[i].severity));
        json_out_member_text(out, "reason", list[i].reason);
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
    json_out_close(out, '}');
}

int check_severities_print(struct run *run, const struct checks *checks)
{
    const struct check *failed = checks_worst_failure(checks);
    struct buffer text = {0};
    struct json_out out = {&text, false};
    int result = STATUS_DONE;
    size_t count, i;

    if (failed != NULL) {
        result = report_failure(run, failed->failure.status, "%s", buffer_text(&failed->failure.message));
        if (run->json)
            return result;
    }
    if (run->json) {
        json_out_open(&out, '{');
        json_out_key(&out, "configurations");
        json_out_open(&out, '[');
    }
    for (i = 0; i < checks->count; i++) {
        if (checks->list[i].failure.status != NNREG_OK)
            continue;
        struct configured *list = list_configured(&count, checks, &checks->list[i]);

        if (run->json)
            print_json(&out, &checks->list[i], list, count);
        else
            print_text(&text, &checks->list[i], list, count);
        free(list);
    }
    if (run->json) {
        json_out_close(&out, ']');
        json_out_close(&out, '}');
        buffer_put(&text, "\n");
    }
    output_write(run, &text);
    buffer_free(&text);
    return result;
}
