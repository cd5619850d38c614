/* Checks as Code Quality: see format_gitlab.h. */
#include "format_gitlab.h"

#include <stdlib.h>

#include "finding_place.h"
#include "fingerprint.h"
#include "json_out.h"

#define NOT_CHECKED "not-checked" /* no rule: what could not be checked, or was not */

static const char *issue_severity(nnreg_severity severity)
{
    return severity == NNREG_SEVERITY_ERROR ? "major" : severity == NNREG_SEVERITY_WARNING ? "minor" : "info";
}

/* Every issue has a line: what is on none is shown at the first. */
static void add_location(struct json_out *out, const struct check *check, const struct nnreg_finding *finding)
{
    struct finding_place place;

    finding_place_find(&place, check, finding);
    json_out_key(out, "location");
    json_out_open(out, '{');
    json_out_member_text(out, "path", buffer_text(&place.path));
    json_out_key(out, "lines");
    json_out_open(out, '{');
    json_out_member_number(out, "begin", place.line > 0 ? place.line : 1);
    json_out_close(out, '}');
    json_out_close(out, '}');
    finding_place_free(&place);
}

static void add_issue(struct json_out *out, const struct check *check, const char *description,
                      const char *name, const char *fingerprint, const char *severity,
                      const struct nnreg_finding *finding)
{
    json_out_open(out, '{');
    json_out_member_text(out, "description", description);
    json_out_member_text(out, "check_name", name);
    json_out_member_text(out, "fingerprint", fingerprint);
    json_out_member_text(out, "severity", severity);
    add_location(out, check, finding);
    json_out_close(out, '}');
}

static void add_finding(struct json_out *out, const struct checks *checks, const struct check *check,
                        const struct fingerprint *print)
{
    const struct nnreg_finding *finding = nnreg_findings_get(check->findings, print->finding);
    struct buffer description = {0};

    buffer_put(&description, finding->message);
    if (finding_is_on_file(finding) && finding->line == 0 && finding->has_offset)
        buffer_printf(&description, " (at byte %llu)", (unsigned long long)finding->offset);
    if (finding->hint != NULL)
        buffer_printf(&description, "\nHint: %s", finding->hint);
    add_issue(out, check, buffer_text(&description), finding->rule, print->text,
              issue_severity(findings_severity(finding, checks->strict)), finding);
    buffer_free(&description);
}

/* A check that could not be made must not look like one without findings. */
static void add_not_checked(struct json_out *out, const struct checks *checks, const struct check *check)
{
    bool failed = check->failure.status != NNREG_OK;
    const char *what = failed ? buffer_text(&check->failure.message) : check_left_out(checks, check);
    char fingerprint[FINGERPRINT_TEXT];

    if (what == NULL)
        return;
    fingerprint_of_check(fingerprint, checks, check);
    add_issue(out, check, what, NOT_CHECKED, fingerprint, failed ? "blocker" : "info", NULL);
}

void format_gitlab(struct buffer *text, const struct checks *checks)
{
    struct fingerprint *prints = fingerprints_make(checks);
    const struct fingerprint *print = prints;
    struct json_out out = {text, false};
    size_t i, j;

    json_out_open(&out, '[');
    for (i = 0; i < checks->count; i++) {
        const struct check *check = &checks->list[i];

        for (j = 0; check->findings != NULL && j < nnreg_findings_count(check->findings); j++, print++)
            if (check_finding(check, j) != NULL)
                add_finding(&out, checks, check, print);
        add_not_checked(&out, checks, check);
    }
    json_out_close(&out, ']');
    buffer_put(text, "\n");
    free(prints);
}
