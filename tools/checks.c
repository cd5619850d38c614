/* The checks of one run: see checks.h. */
#include "checks.h"

#include <stdlib.h>
#include <string.h>

#include "bundle_path.h"
#include "check_severities.h"
#include "input.h"
#include "text.h"

void checks_free(struct checks *checks)
{
    size_t i;

    for (i = 0; i < checks->count; i++) {
        buffer_free(&checks->list[i].description);
        buffer_free(&checks->list[i].failure.message);
        nnreg_findings_free(checks->list[i].findings);
        free(checks->list[i].known);
        free(checks->list[i].silenced);
        free(checks->list[i].inside[0]);
    }
    free(checks->list);
    free(checks->severities.list);
    severity_files_free(&checks->configurations);
    *checks = (struct checks){0};
}

const char *check_label(const struct check *check)
{
    return input_label(check->operands[0]);
}

const char *check_left_out(const struct checks *checks, const struct check *check)
{
    if (check->failure.status != NNREG_OK)
        return NULL; /* nothing was judged, and that is told */
    if (check->kind == DESCRIPTION_VERSION)
        return "spec and network not looked at";
    if (check->kind == DESCRIPTION_SPEC)
        return NULL; /* it is a description only */
    if (check->operand_count == 1)
        return "description only";
    if (nnreg_findings_weights_checked(check->findings))
        return NULL;
    return checks->no_weights ? "weights not read (--no-weights)" : "weights not read";
}

/* What the look of findings is given: a check among others. */
struct told {
    const struct checks *checks;
    const struct check *check;
};

static void add_path(struct buffer *text, const void *of, const char *file)
{
    const struct check *check = ((const struct told *)of)->check;
    struct buffer path = {0};

    bundle_path_add(&path, check->operands + 1, check->operand_count - 1, file);
    text_add_safe(text, buffer_text(&path), path.length);
    buffer_free(&path);
}

static bool is_told(const void *of, size_t i)
{
    return check_finding(((const struct told *)of)->check, i) != NULL;
}

static bool is_silenced(const void *of, size_t i)
{
    const struct check *check = ((const struct told *)of)->check;

    return check->silenced != NULL && check->silenced[i];
}

/* "set to off by .nnreg.json: …" */
static void add_reason(struct buffer *text, const void *of, const struct nnreg_finding *finding)
{
    const struct told *told = of;
    const struct severity_setting *setting = check_severities_find(told->checks, told->check, finding->rule);

    if (setting == NULL)
        return;
    buffer_printf(text, "set to %s by ", nnreg_severity_text(setting->severity));
    text_add_line(text, buffer_text(&told->check->configuration->path));
    buffer_put(text, ": ");
    text_add_line(text, buffer_text(&setting->reason));
}

/* The last line. With several checks a count alone would be of any of theirs. */
static void add_summary(struct buffer *text, const struct told *told, const struct finding_counts *counts)
{
    const struct check *check = told->check;
    const char *label = check_label(check), *left_out = check_left_out(told->checks, check);
    struct buffer configured = {0};

    if (told->checks->count > 1) {
        text_add_safe(text, label, strlen(label));
        buffer_put(text, ": ");
    }
    findings_add_summary(text, counts);
    check_severities_add(&configured, told->checks, check);
    if (configured.length > 0 && !check->ok) /* else the line that says ok tells it */
        buffer_printf(text, "; %s", buffer_text(&configured));
    if (!check->ok && left_out != NULL && check->operand_count > 1)
        buffer_printf(text, "; %s", left_out);
    buffer_put(text, "\n");
    buffer_free(&configured);
}

/* With several checks a file's name alone would be any of theirs. */
void check_add_text(struct buffer *text, const struct checks *checks, const struct check *check, bool colour)
{
    const struct told told = {checks, check};
    struct finding_look look = {.colour = colour,
                                .strict = checks->strict,
                                .add_file = checks->count > 1 ? add_path : NULL,
                                .is_told = is_told,
                                .add_reason = checks->verbose ? add_reason : NULL,
                                .of = &told};
    struct finding_counts counts;
    size_t hidden = check->known_count + check->silenced_count;

    if (check->findings == NULL)
        return;
    if (nnreg_findings_count(check->findings) > hidden) {
        findings_add_of(text, &counts, &look, check->findings, check_label(check), &check->description);
        add_summary(text, &told, &counts);
    }
    look.is_told = is_silenced;
    look.off = true;
    if (checks->verbose && check->silenced_count > 0)
        findings_add_of(text, &counts, &look, check->findings, check_label(check), &check->description);
}

const struct nnreg_finding *check_finding(const struct check *check, size_t i)
{
    if (check->findings == NULL || (check->known != NULL && check->known[i]) ||
        (check->silenced != NULL && check->silenced[i]))
        return NULL;
    return nnreg_findings_get(check->findings, i);
}

const struct check *checks_worst_failure(const struct checks *checks)
{
    const struct check *worst = NULL;
    size_t i;

    for (i = 0; i < checks->count; i++) {
        const struct check *check = &checks->list[i];

        if (check->failure.status != NNREG_OK &&
            (worst == NULL ||
             report_exit_status(check->failure.status) > report_exit_status(worst->failure.status)))
            worst = check;
    }
    return worst;
}
