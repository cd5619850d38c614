/* nnreg check: judges descriptions and bundles without a registry. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "baseline.h"
#include "checks.h"
#include "commands.h"
#include "creation.h"
#include "fix.h"
#include "format_github.h"
#include "format_gitlab.h"
#include "format_json.h"
#include "format_junit.h"
#include "format_sarif.h"
#include "input.h"
#include "interrupt.h"
#include "output.h"
#include "progress.h"
#include "text.h"

enum {
    CHECK_FROM_OBJECT,
    CHECK_NO_WEIGHTS,
    CHECK_SEVERITY,
    CHECK_STRICT,
    CHECK_FORMAT,
    CHECK_OUTPUT,
    CHECK_CATEGORY,
    CHECK_KIND,
    CHECK_BASELINE,
    CHECK_WRITE_BASELINE,
    CHECK_FIX
};

static const struct option_row options[] = {
    [CHECK_FROM_OBJECT] = CREATION_ROW_FROM_OBJECT,
    [CHECK_NO_WEIGHTS] = {"no-weights", 0, NULL, "do not read the weights to compare their checksums"},
    [CHECK_SEVERITY] = {"severity", 0, SEVERITY_OPTION, SEVERITY_HELP},
    [CHECK_STRICT] = {"warnings-as-errors", 0, NULL, "refuse what has a warning"},
    [CHECK_FORMAT] = {"format", 0, "FORMAT",
                      "text (for people), json (as --json), sarif, junit,\ngithub (workflow commands) or "
                      "gitlab (Code Quality)"},
    [CHECK_OUTPUT] = {"output", 'o', "FILE", "write the report to a file"},
    [CHECK_CATEGORY] = {"category", 0, "NAME",
                        "what a SARIF report is about, to tell several of one\ncommit apart (nnreg)"},
    [CHECK_KIND] = {"kind", 0, "network|spec|version",
                    "what the descriptions are, if not what their fields\nsay"},
    [CHECK_BASELINE] = {"baseline", 0, "FILE", "findings that this file has are known, and not counted"},
    [CHECK_WRITE_BASELINE] = {"write-baseline", 0, "FILE",
                              "write what is found there, to be known from then on"},
    [CHECK_FIX] = FIX_OPTION,
    {NULL, 0, NULL, NULL},
};

enum format {
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_SARIF,
    FORMAT_JUNIT,
    FORMAT_GITHUB,
    FORMAT_GITLAB,
    FORMAT_COUNT
};

typedef void format_write(struct buffer *text, const struct checks *checks);

/* Text is written check by check, and the JSON of findings can fail. */
static const struct {
    const char *word;
    format_write *write;
} formats[FORMAT_COUNT] = {
    [FORMAT_TEXT] = {"text", NULL},
    [FORMAT_JSON] = {"json", NULL},
    [FORMAT_SARIF] = {"sarif", format_sarif},
    [FORMAT_JUNIT] = {"junit", format_junit},
    [FORMAT_GITHUB] = {"github", format_github},
    [FORMAT_GITLAB] = {"gitlab", format_gitlab},
};

/* Where the report goes. */
struct report_target {
    enum format format;
    const char *path; /* NULL: the streams */
    int fd;
    struct buffer text; /* of a report in one piece */
    enum fix_mode fix;
    bool beside; /* standard output is for what --fix gives out, and results go to standard error */
};

static int take_format(struct run *run, enum format *format)
{
    const char *word = run->options.given[CHECK_FORMAT] ? run->options.text[CHECK_FORMAT]
                                                        : formats[run->json ? FORMAT_JSON : FORMAT_TEXT].word;

    for (*format = FORMAT_TEXT; *format < FORMAT_COUNT; ++*format)
        if (strcmp(formats[*format].word, word) == 0)
            break;
    if (*format == FORMAT_COUNT)
        return report_usage(run, "\"%s\" is no format: it is text, json, sarif, junit, github or gitlab",
                            word);
    if (run->json && *format != FORMAT_JSON)
        return report_usage(run, "--json and --format %s contradict each other", word);
    run->json = *format == FORMAT_JSON;
    return STATUS_DONE;
}

static int take_kind(struct run *run, struct checks *checks)
{
    const char *word = run->options.text[CHECK_KIND];
    size_t i;

    for (i = 0; word != NULL && i < DESCRIPTION_COUNT; i++)
        if (strcmp(description_word((enum description)i), word) == 0) {
            checks->has_kind = true;
            checks->kind = (enum description)i;
            return STATUS_DONE;
        }
    if (word == NULL)
        return STATUS_DONE;
    return report_usage(run, "\"%s\" is no kind: it is network, spec or version", word);
}

static void add_check(struct checks *checks, char **operands, size_t count)
{
    checks->list[checks->count++] = (struct check){.operands = operands, .operand_count = count};
}

/* What stands between two separators: descriptions alone (check *.json), or one with the paths of its bundle. */
static int split_group(struct run *run, struct checks *checks, char **operands, size_t count)
{
    size_t i;

    for (i = 0; i < count && description_is_named(operands[i]);)
        i++;
    if (i == count) {
        for (i = 0; i < count; i++)
            add_check(checks, operands + i, 1);
        return STATUS_DONE;
    }
    for (i = 1; i < count; i++)
        if (strcmp(operands[i], "-") == 0)
            return report_usage(run, "\"-\" is a description and no part of a bundle: put -- before it");
    add_check(checks, operands, count);
    return STATUS_DONE;
}

/* The operands of each check. */
static int split_operands(struct run *run, struct checks *checks)
{
    size_t start, stop, from_input = 0, i;
    int result = STATUS_DONE;

    checks->list = memory_zero(run->operand_count, sizeof *checks->list);
    for (start = 0; result == STATUS_DONE && start <= run->operand_count; start = stop + 1) {
        for (stop = start; stop < run->operand_count && strcmp(run->operands[stop], "--") != 0;)
            stop++;
        if (stop == start)
            return report_usage(run, "a description is missing %s a \"--\"", start == 0 ? "before" : "after");
        result = split_group(run, checks, run->operands + start, stop - start);
    }
    for (i = 0; i < checks->count; i++)
        from_input += strcmp(checks->list[i].operands[0], "-") == 0;
    return result == STATUS_DONE && from_input > 1
               ? report_usage(run, "only one description can come from standard input")
               : result;
}

/* Before anything is judged: what cannot be written would be learnt too late, and an old report must not remain. */
static int open_target(struct run *run, struct report_target *target)
{
    target->path = run->options.given[CHECK_OUTPUT] ? run->options.text[CHECK_OUTPUT] : NULL;
    if (target->path != NULL && strcmp(target->path, "-") == 0)
        target->path = NULL;
    if (target->path == NULL)
        return STATUS_DONE;
    target->fd = open(target->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (target->fd >= 0)
        return STATUS_DONE;
    return report_failure(run, NNREG_IO, "cannot write \"%s\": %s", target->path, strerror(errno));
}

static int close_target(struct run *run, struct report_target *target)
{
    int error;

    if (target->path == NULL) {
        output_write(run, &target->text);
        return STATUS_DONE;
    }
    error = output_all(target->fd, buffer_text(&target->text), target->text.length);
    if (close(target->fd) < 0 && error == 0)
        error = errno;
    target->fd = -1;
    if (error == 0)
        return STATUS_DONE;
    return report_failure(run, NNREG_IO, "cannot write \"%s\": %s", target->path, strerror(error));
}

static double seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static nnreg_status judge_bundle(struct run *run, const struct checks *checks, struct check *check,
                                 const nnreg_bundle *bundle)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct progress progress;
    nnreg_status status;

    progress_start(&progress, run);
    call.flags = creation_flags(run) | (checks->no_weights ? NNREG_NO_WEIGHTS : 0u);
    call.progress = progress_call;
    call.context = &progress;
    status = nnreg_check(check->findings, buffer_text(&check->description), check->description.length, bundle,
                         &call);
    progress_stop(&progress);
    if (status != NNREG_OK && status != NNREG_REFUSED)
        report_failure(run, status, "%s", nnreg_findings_message(check->findings));
    return status;
}

/* A description that has no files. */
static nnreg_status judge_words(struct run *run, struct check *check)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_status status;

    call.flags = creation_flags(run);
    if (check->operand_count > 1) {
        report_failure(run, NNREG_INVALID_ARGUMENT, "\"%s\" describes a %s, which has no bundle",
                       check_label(check), description_word(check->kind));
        return NNREG_INVALID_ARGUMENT;
    }
    status = nnreg_check_object(check->findings, description_word(check->kind),
                                buffer_text(&check->description), check->description.length, &call);
    if (status != NNREG_OK && status != NNREG_REFUSED)
        report_failure(run, status, "%s", nnreg_findings_message(check->findings));
    return status;
}

static nnreg_status judge_description(struct run *run, const struct checks *checks, struct check *check,
                                      const nnreg_bundle *bundle)
{
    check->kind = checks->has_kind ? checks->kind : description_detect(&check->description);
    return check->kind == DESCRIPTION_NETWORK ? judge_bundle(run, checks, check, bundle)
                                              : judge_words(run, check);
}

/* The list knows the worst also of what it had no room for, which no baseline has. */
static nnreg_severity worst_unknown(const struct check *check)
{
    nnreg_severity worst = NNREG_SEVERITY_OFF;
    size_t i;

    if (check->known_count == 0 || nnreg_findings_count(check->findings) >= NNREG_LIMIT_FINDINGS)
        return nnreg_findings_worst(check->findings);
    for (i = 0; i < nnreg_findings_count(check->findings); i++) {
        const struct nnreg_finding *finding = check_finding(check, i);

        worst = finding != NULL && finding->severity > worst ? finding->severity : worst;
    }
    return worst;
}

/* Makes one check. What hinders it is left in check->failure. */
static void judge(struct run run, const struct checks *checks, struct baseline *baseline, struct check *check)
{
    double start = seconds_now();
    nnreg_bundle *bundle = NULL;
    int result;

    run.failure = &check->failure;
    run.operands = check->operands;
    run.operand_count = check->operand_count;
    result = severity_findings(&run, &check->findings, &checks->severities);
    if (result == STATUS_DONE && check->operand_count > 1)
        result = input_bundle(&run, &bundle, 1);
    if (result == STATUS_DONE)
        judge_description(&run, checks, check, bundle);
    if (check->failure.status == NNREG_OK) {
        baseline_apply(baseline, check);
        check->ok = worst_unknown(check) < (checks->strict ? NNREG_SEVERITY_WARNING : NNREG_SEVERITY_ERROR);
    }
    if (check->failure.status != NNREG_OK)
        nnreg_findings_clear(check->findings); /* half of them would look like all of them */
    nnreg_bundle_free(bundle);
    check->seconds = seconds_now() - start;
}

static void tell_failure(const struct run *run, const struct check *check)
{
    struct run plain = *run;

    if (run->quiet)
        return;
    plain.json = false; /* in the document it has its own place */
    report_failure(&plain, check->failure.status, "%s", buffer_text(&check->failure.message));
}

static void add_result(struct buffer *text, const struct check *check, const char *result, const char *more)
{
    const char *label = check_label(check);

    text_add_safe(text, label, strlen(label));
    buffer_put(text, ": ");
    text_add_safe(text, result, strlen(result));
    buffer_printf(text, "%s%s\n", more != NULL ? ", " : "", more != NULL ? more : "");
}

/* The text form of one check: what is wrong on standard error, the result on standard output, or all of it in the file. */
static void add_text(struct run *run, struct report_target *target, const struct checks *checks,
                     const struct check *check)
{
    const char *left_out = check_left_out(checks, check);
    struct buffer findings = {0}, result = {0};

    if (run->quiet && target->path == NULL) /* the exit status says it all */
        return;
    check_add_text(&findings, checks, check, target->path == NULL && run->colour_err);
    if (target->path == NULL)
        output_message(&findings);
    else
        buffer_put(&target->text, buffer_text(&findings));
    if (check->failure.status != NNREG_OK && target->path != NULL)
        add_result(&target->text, check, buffer_text(&check->failure.message), NULL);
    if (check->ok) {
        buffer_put(&result, "ok");
        if (check->known_count > 0)
            buffer_printf(&result, ", %zu known finding%s", check->known_count,
                          check->known_count == 1 ? "" : "s");
        add_result(&target->text, check, buffer_text(&result), left_out);
    }
    buffer_free(&result);
    if (target->path == NULL) {
        if (target->beside)
            output_message(&target->text);
        else
            output_write(run, &target->text);
        buffer_free(&target->text);
    }
    buffer_free(&findings);
}

/* Everything that is read from elsewhere comes first: from then on a signal is seen by the progress callback only. */
static void read_descriptions(struct run run, struct checks *checks)
{
    size_t i;

    for (i = 0; i < checks->count; i++) {
        run.failure = &checks->list[i].failure;
        input_read(&run, &checks->list[i].description, checks->list[i].operands[0]);
    }
    interrupt_catch();
}

struct judging {
    const struct run *run;
    struct checks checks;
};

/* For what is to be mended, of which nothing is known, and nothing has to do with the weights. */
static void judge_for_fix(void *context, struct check *check)
{
    struct baseline nothing = {0};
    struct judging *judging = context;

    judge(*judging->run, &judging->checks, &nothing, check);
}

/* The exit status of all is the worst, in the order of the numbers. Returns STATUS_DONE unless a signal came. */
static int make_checks(struct run *run, struct checks *checks, struct baseline *baseline,
                       struct report_target *target)
{
    struct judging judging = {run, *checks};
    size_t i;

    judging.checks.no_weights = true;
    read_descriptions(*run, checks);
    for (i = 0; i < checks->count; i++) {
        struct check *check = &checks->list[i];
        int result;

        fix_description(run, target->fix, check, judge_for_fix, &judging);
        if (check->failure.status == NNREG_OK)
            judge(*run, checks, baseline, check);
        if (interrupt_came())
            return report_failure(run, NNREG_CANCELLED, "interrupted");
        if (check->failure.status != NNREG_OK)
            tell_failure(run, check);
        if (target->format == FORMAT_TEXT)
            add_text(run, target, checks, check);
        result = check->failure.status != NNREG_OK ? report_exit_status(check->failure.status)
                 : check->ok                       ? STATUS_DONE
                                                   : STATUS_REFUSED;
        checks->exit_status = result > checks->exit_status ? result : checks->exit_status;
    }
    return STATUS_DONE;
}

static int write_report(struct run *run, const struct checks *checks, struct report_target *target)
{
    nnreg_status status = NNREG_OK;
    int result;

    if (target->format == FORMAT_JSON)
        status = format_json(&target->text, checks);
    else if (formats[target->format].write != NULL)
        formats[target->format].write(&target->text, checks);
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    result = close_target(run, target);
    return result == STATUS_DONE ? checks->exit_status : result;
}

/* What is known from now on is no reason to refuse: what could not be checked, or not be known, is. */
static int write_baseline(struct run *run, struct checks *checks)
{
    const char *path = run->options.text[CHECK_WRITE_BASELINE];
    int result;

    if (path == NULL)
        return STATUS_DONE;
    result = baseline_write(run, checks, path);
    if (result == STATUS_DONE && checks_worst_failure(checks) == NULL && !baseline_leaves_errors(checks))
        checks->exit_status = STATUS_DONE;
    return result;
}

/* Text has results of its own for standard error; any other report is one document. */
static int take_fix(struct run *run, struct report_target *target, const struct checks *checks)
{
    const char *path = run->options.text[CHECK_OUTPUT];
    bool on_output = target->format != FORMAT_TEXT && (path == NULL || strcmp(path, "-") == 0);
    int result = fix_take(run, &target->fix, CHECK_FIX, on_output);

    target->beside = fix_has_output(target->fix, checks);
    if (result == STATUS_DONE && target->beside && on_output)
        return report_usage(run, "a description and a report cannot both go to standard output: add --output FILE");
    return result;
}

static int take_baseline(struct run *run, struct baseline *baseline)
{
    if (run->options.text[CHECK_BASELINE] == NULL)
        return STATUS_DONE;
    if (run->options.text[CHECK_WRITE_BASELINE] != NULL)
        return report_usage(run, "--baseline and --write-baseline contradict each other");
    return baseline_read(run, baseline, run->options.text[CHECK_BASELINE]);
}

static int run_check(struct run *run)
{
    struct baseline baseline = {0};
    struct report_target target = {.fd = -1};
    struct checks checks = {.no_weights = run->options.given[CHECK_NO_WEIGHTS],
                            .strict = run->options.given[CHECK_STRICT],
                            .category = run->options.text[CHECK_CATEGORY]};
    int result = take_format(run, &target.format);

    if (result == STATUS_DONE)
        result = severity_take(run, &checks.severities, CHECK_SEVERITY);
    if (result == STATUS_DONE)
        result = take_kind(run, &checks);
    if (result == STATUS_DONE)
        result = split_operands(run, &checks);
    if (result == STATUS_DONE)
        result = take_fix(run, &target, &checks);
    if (result == STATUS_DONE)
        result = take_baseline(run, &baseline);
    if (result == STATUS_DONE)
        result = open_target(run, &target);
    if (result == STATUS_DONE)
        result = make_checks(run, &checks, &baseline, &target);
    if (result == STATUS_DONE)
        result = write_baseline(run, &checks);
    if (result == STATUS_DONE)
        baseline_tell_stale(run, &baseline, &checks);
    if (result == STATUS_DONE)
        result = write_report(run, &checks, &target);
    if (target.fd >= 0)
        close(target.fd);
    buffer_free(&target.text);
    checks_free(&checks);
    baseline_free(&baseline);
    return result;
}

const struct command command_check = {
    .name = "check",
    .group = GROUP_JUDGE,
    .usage = "check [OPTION...] DESCRIPTION.json... | DESCRIPTION.json BUNDLE... [-- ...]",
    .summary = "judge descriptions and bundles, without a registry",
    .help = "Reports everything that is wrong with the description, with the files, and with\n"
            "the two together. DESCRIPTION.json may be - for standard input. BUNDLE is a folder\n"
            "(a SavedModel), a zip archive, or single files; several make one bundle together.\n"
            "Without one only the description is judged. Several descriptions (check *.json) are\n"
            "checked each by itself; with -- between them each can have a bundle. Specifications\n"
            "and versions are told by their fields, and judged as such.\n\n"
            "The exit status is 1 when there is an error in any of them; warnings alone leave it 0.\n"
            "With --fix what mends the findings that have one answer is shown as a diff, and nothing\n"
            "is changed; with --fix=write the descriptions are mended where they are (of - what is\n"
            "mended goes to standard output), and what is left is reported.\n"
            "A file that cannot be read makes it 3 or 4. What was not looked at, as the weights\n"
            "with --no-weights, is told in every format. With -q (nnreg -q check) the text form says\n"
            "nothing, and the exit status alone tells.",
    .options = options,
    .least = 1,
    .most = OPERANDS_ANY,
    .groups = true,
    .run = run_check,
};
