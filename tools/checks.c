/* The checks of one run: see checks.h. */
#include "checks.h"

#include <stdlib.h>
#include <string.h>

#include "bundle_path.h"
#include "check_severities.h"
#include "input.h"
#include "memory.h"
#include "text.h"

void check_forget_paths(struct check *check)
{
    size_t i;

    for (i = 0; i < check->path_count; i++) {
        free(check->paths[i].file);
        free(check->paths[i].path);
    }
    free(check->paths);
    check->paths = NULL;
    check->path_count = 0;
}

void checks_free(struct checks *checks)
{
    size_t i;

    for (i = 0; i < checks->count; i++) {
        buffer_free(&checks->list[i].description);
        buffer_free(&checks->list[i].failure.message);
        nnreg_findings_free(checks->list[i].findings);
        check_forget_paths(&checks->list[i]);
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

const char *check_file(const struct nnreg_finding *finding)
{
    if (finding->file != NULL)
        return finding->file;
    return strcmp(finding->rule, "bundle.model-missing") == 0 ? "saved_model.pb" : NULL;
}

const char *check_path(const struct check *check, const char *file)
{
    size_t i;

    for (i = 0; i < check->path_count; i++)
        if (strcmp(check->paths[i].file, file) == 0)
            return check->paths[i].path;
    return NULL;
}

static int find_path(struct run *run, struct check *check, const char *file)
{
    struct check_path *found = &check->paths[check->path_count];
    struct buffer path = {0};
    int error = bundle_path_add(&path, check->operands + 1, check->operand_count - 1, file);

    if (error != 0) {
        report_failure(run, NNREG_IO, "cannot look for \"%s\" in the bundle: %s", file, strerror(error));
    } else {
        *found = (struct check_path){memory_copy(file), memory_copy(buffer_text(&path))};
        check->path_count++;
    }
    buffer_free(&path);
    return error == 0 ? STATUS_DONE : report_exit_status(NNREG_IO);
}

int check_find_paths(struct run *run, struct check *check)
{
    size_t count = nnreg_findings_count(check->findings), i;
    int result = STATUS_DONE;

    check_forget_paths(check);
    if (check->operand_count < 2)
        return STATUS_DONE;
    check->paths = memory_zero(count + 1, sizeof *check->paths);
    for (i = 0; result == STATUS_DONE && i < count; i++) {
        const char *file = check_file(nnreg_findings_get(check->findings, i));

        if (file != NULL && check_path(check, file) == NULL)
            result = find_path(run, check, file);
    }
    return result;
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
    const char *path = check_path(((const struct told *)of)->check, file);

    path = path != NULL ? path : file; /* there is no bundle */
    text_add_safe(text, path, strlen(path));
}

static bool is_told(const void *of, size_t i)
{
    return check_finding(((const struct told *)of)->check, i) != NULL;
}

/* Of a check that has some. */
static bool is_silenced(const void *of, size_t i)
{
    return ((const struct told *)of)->check->silenced[i];
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
