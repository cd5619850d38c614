/* The checks of one run: see checks.h. */
#include "checks.h"

#include <stdlib.h>
#include <string.h>

#include "bundle_path.h"
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
    }
    free(checks->list);
    free(checks->severities.list);
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

static void add_path(struct buffer *text, const void *of, const char *file)
{
    const struct check *check = of;
    struct buffer path = {0};

    bundle_path_add(&path, check->operands + 1, check->operand_count - 1, file);
    text_add_safe(text, buffer_text(&path), path.length);
    buffer_free(&path);
}

/* With several checks a file's name alone would be any of theirs, and so would a count. */
void check_add_text(struct buffer *text, const struct checks *checks, const struct check *check, bool colour)
{
    bool several = checks->count > 1;
    struct finding_look look = {colour, checks->strict, several ? add_path : NULL, check, check->known};
    const char *label = check_label(check), *left_out = check_left_out(checks, check);
    struct finding_counts counts;

    if (check->findings == NULL || nnreg_findings_count(check->findings) == check->known_count)
        return;
    findings_add_of(text, &counts, &look, check->findings, label, &check->description);
    if (several) {
        text_add_safe(text, label, strlen(label));
        buffer_put(text, ": ");
    }
    findings_add_summary(text, &counts);
    if (!check->ok && left_out != NULL && check->operand_count > 1)
        buffer_printf(text, "; %s", left_out);
    buffer_put(text, "\n");
}

const struct nnreg_finding *check_finding(const struct check *check, size_t i)
{
    if (check->findings == NULL || (check->known != NULL && check->known[i]))
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
