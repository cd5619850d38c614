/* nnreg check: judges descriptions and bundles without a registry. */
#include <string.h>
#include <sys/stat.h>

#include "baseline.h"
#include "check_judge.h"
#include "check_operands.h"
#include "check_report.h"
#include "check_severities.h"
#include "checks.h"
#include "commands.h"
#include "creation.h"
#include "fix.h"
#include "input.h"
#include "interrupt.h"
#include "report_files.h"

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
    CHECK_REPORT,
    CHECK_CONFIG,
    CHECK_NO_CONFIG,
    CHECK_PRINT_CONFIG,
    CHECK_VERBOSE,
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
    [CHECK_REPORT] = {"report", 0, "FORMAT=FILE",
                      "write a report to a file, beside what is printed; can\nbe given several times"},
    [CHECK_CONFIG] = {"config", 0, "FILE",
                      "how strictly rules are taken, and why; else the nearest\n" SEVERITY_FILE_NAME
                      " beside or above the description"},
    [CHECK_NO_CONFIG] = {"no-config", 0, NULL, "take the rules as they are, whatever is beside or above"},
    [CHECK_PRINT_CONFIG] = {"print-config", 0, NULL,
                            "tell which configuration applies to each description,\nand check nothing"},
    [CHECK_VERBOSE] = {"verbose", 'v', NULL, "tell what the configuration silences, and why"},
    [CHECK_FIX] = FIX_OPTION,
    {NULL, 0, NULL, NULL},
};

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

static void tell_failure(const struct run *run, const struct check *check)
{
    struct run plain = *run;

    if (run->quiet)
        return;
    plain.json = false; /* in the document it has its own place */
    report_failure(&plain, check->failure.status, "%s", buffer_text(&check->failure.message));
}

/* Everything that is read from elsewhere comes first: from then on a signal is seen by the progress callback only. */
static void read_descriptions(struct run run, struct checks *checks)
{
    size_t i;

    for (i = 0; i < checks->count; i++) {
        if (checks->list[i].failure.status != NNREG_OK)
            continue;
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
        return report_usage(
            run, "a description and a report cannot both go to standard output: add --output FILE");
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

static bool is_operand(const struct check *check, const struct stat *file)
{
    struct stat about;
    size_t i;

    for (i = 0; i < check->operand_count; i++)
        if (strcmp(check->operands[i], "-") != 0 && stat(check->operands[i], &about) == 0 &&
            about.st_dev == file->st_dev && about.st_ino == file->st_ino)
            return true;
    return false;
}

/* A report is made empty before anything is read. `path` NULL: there is none. */
static int spare_operands(struct run *run, const struct checks *checks, const char *path)
{
    struct stat file;
    size_t i;

    if (path == NULL || stat(path, &file) < 0 || !S_ISREG(file.st_mode))
        return STATUS_DONE;
    for (i = 0; i < checks->count; i++)
        if (is_operand(&checks->list[i], &file))
            return report_usage(run, "\"%s\" would be written over, and is to be checked", path);
    return STATUS_DONE;
}

static int spare_all_operands(struct run *run, const struct checks *checks)
{
    int result = spare_operands(run, checks, run->options.text[CHECK_WRITE_BASELINE]);
    const char *output = run->options.text[CHECK_OUTPUT], *text;
    size_t at = 0;

    if (result == STATUS_DONE && output != NULL && strcmp(output, "-") != 0)
        result = spare_operands(run, checks, output);
    while (result == STATUS_DONE && (text = options_next(&run->options, CHECK_REPORT, &at)) != NULL)
        result = spare_operands(run, checks, strchr(text, '=') != NULL ? strchr(text, '=') + 1 : NULL);
    return result;
}

static int check_all(struct run *run, struct checks *checks, struct baseline *baseline,
                     struct report_target *target)
{
    struct report_files files = {NULL, 0};
    int result = spare_all_operands(run, checks);

    if (result == STATUS_DONE)
        result = open_target(run, target);
    if (result == STATUS_DONE)
        result = report_files_open(run, &files, CHECK_REPORT);
    if (result == STATUS_DONE)
        result = make_checks(run, checks, baseline, target);
    if (result == STATUS_DONE)
        result = write_baseline(run, checks);
    if (result == STATUS_DONE)
        baseline_tell_stale(run, baseline, checks);
    if (result == STATUS_DONE)
        result = report_files_write(run, &files, checks);
    if (result == STATUS_DONE)
        result = write_report(run, checks, target);
    report_files_free(&files);
    return result;
}

static int run_check(struct run *run)
{
    struct baseline baseline = {0};
    struct report_target target = {.fd = -1};
    struct checks checks = {.no_weights = run->options.given[CHECK_NO_WEIGHTS],
                            .strict = run->options.given[CHECK_STRICT],
                            .verbose = run->options.given[CHECK_VERBOSE],
                            .category = run->options.text[CHECK_CATEGORY]};
    int result = take_format(run, &target.format);

    if (result == STATUS_DONE)
        result = severity_take(run, &checks.severities, CHECK_SEVERITY);
    if (result == STATUS_DONE)
        result = take_kind(run, &checks);
    if (result == STATUS_DONE)
        result = split_operands(run, &checks);
    if (result == STATUS_DONE)
        find_descriptions(run, &checks);
    if (result == STATUS_DONE)
        result = check_severities_configure(run, &checks);
    if (result == STATUS_DONE)
        result = take_fix(run, &target, &checks);
    if (result == STATUS_DONE)
        result = take_baseline(run, &baseline);
    if (result == STATUS_DONE)
        result = run->options.given[CHECK_PRINT_CONFIG] ? check_severities_print(run, &checks)
                                                        : check_all(run, &checks, &baseline, &target);
    free_target(&target);
    checks_free(&checks);
    baseline_free(&baseline);
    return result;
}

const struct command command_check = {
    .name = "check",
    .group = GROUP_JUDGE,
    .usage = "check [OPTION...] DESCRIPTION.json... | FOLDER... | DESCRIPTION.json BUNDLE... [-- ...]",
    .summary = "judge descriptions and bundles, without a registry",
    .help = "Reports everything that is wrong with the description, with the files, and with\n"
            "the two together. DESCRIPTION.json may be - for standard input. BUNDLE is a folder\n"
            "(a SavedModel), a zip archive, or single files; several make one bundle together.\n"
            "Without one only the description is judged. FOLDER has its description inside: the one\n"
            "*.json at its top that describes a network. Several descriptions (check *.json) are\n"
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
