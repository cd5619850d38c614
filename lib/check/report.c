/* Reporting: see report.h. */
#include "check/report.h"

#include <stdarg.h>
#include <stdio.h>

nnreg_severity nnreg_problem_severity(const struct nnreg_problem_rule *row)
{
    return row->severity != NNREG_SEVERITY_OFF ? row->severity : nnreg_rule(row->rule)->severity;
}

NNREG_PRINTF(6, 0)
static void report_rule(nnreg_findings *findings, enum nnreg_rule rule, nnreg_severity severity,
                        const struct nnreg_location *place, const char *hint, const char *format,
                        va_list arguments)
{
    const struct nnreg_rule_info *info = nnreg_rule(rule);
    char message[512];

    severity = nnreg_problem_severity(&(struct nnreg_problem_rule){rule, severity});
    if (!nnreg_findings_takes(findings, info->id, &severity))
        return;
    (void)vsnprintf(message, sizeof message, format, arguments);
    nnreg_findings_keep(findings, info->id, severity, place, hint, message);
}

void nnreg_report_file(nnreg_findings *findings, enum nnreg_rule rule, nnreg_severity severity,
                       const char *file, const char *hint, const char *format, ...)
{
    struct nnreg_location place = {.file = file, .order = NNREG_ORDER_FILES};
    va_list arguments;

    va_start(arguments, format);
    report_rule(findings, rule, severity, &place, hint, format, arguments);
    va_end(arguments);
}

void nnreg_report_location(nnreg_findings *findings, enum nnreg_rule rule, nnreg_severity severity,
                           const struct nnreg_location *place, const char *hint, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report_rule(findings, rule, severity, place, hint, format, arguments);
    va_end(arguments);
}

void nnreg_report_lost(nnreg_findings *findings, const struct nnreg_problem_rule *row, uint64_t count)
{
    nnreg_findings_lose(findings, nnreg_rule(row->rule)->id, nnreg_problem_severity(row), (size_t)count);
}
