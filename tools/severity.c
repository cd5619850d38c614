/* Severities of rules from the command line: see severity.h. */
#include "severity.h"

#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "report.h"

static int take_rule(struct run *run, struct nnreg_rule_severity *setting, const char *id)
{
    const struct nnreg_rule_info *rule = nnreg_rule_find(id);
    const char *nearest = rule == NULL ? nnreg_rule_nearest(id) : NULL;

    if (nearest != NULL)
        return report_usage(run, "there is no rule \"%s\"; did you mean \"%s\"?", id, nearest);
    if (rule == NULL)
        return report_usage(run, "there is no rule \"%s\" (see: nnreg rules)", id);
    if (rule->fixed)
        return report_usage(run, "the severity of rule \"%s\" cannot be set", id);
    setting->rule = rule->id;
    return STATUS_DONE;
}

static int take_level(struct run *run, struct nnreg_rule_severity *setting, const char *level)
{
    nnreg_severity severity;

    for (severity = NNREG_SEVERITY_OFF; severity <= NNREG_SEVERITY_ERROR; severity++)
        if (strcmp(nnreg_severity_text(severity), level) == 0) {
            setting->severity = severity;
            return STATUS_DONE;
        }
    return report_usage(run, "\"%s\" is no severity: it is error, warning, note or off", level);
}

static int take_one(struct run *run, struct nnreg_rule_severity *setting, const char *text)
{
    const char *equals = strchr(text, '=');
    struct buffer id = {0};
    int result;

    setting->size = sizeof *setting;
    if (equals == NULL)
        return report_usage(run, "\"%s\" is not " SEVERITY_OPTION ", like deprecated=error", text);
    buffer_add(&id, text, (size_t)(equals - text));
    result = take_rule(run, setting, buffer_text(&id));
    if (result == STATUS_DONE)
        result = take_level(run, setting, equals + 1);
    buffer_free(&id);
    return result;
}

int severity_take(struct run *run, struct severities *severities, size_t row)
{
    int result = STATUS_DONE;
    size_t at = 0;
    const char *text;

    severities->list = memory_zero(run->options.use_count, sizeof *severities->list);
    while (result == STATUS_DONE && (text = options_next(&run->options, row, &at)) != NULL)
        result = take_one(run, &severities->list[severities->count++], text);
    return result;
}

int severity_findings(struct run *run, nnreg_findings **findings, const struct severities *severities)
{
    nnreg_status status = nnreg_findings_new(findings, severities->list, severities->count);

    return status == NNREG_OK ? STATUS_DONE : report_failure(run, status, "%s", nnreg_status_text(status));
}
