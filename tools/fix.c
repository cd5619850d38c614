/* nnreg check --fix: see fix.h. */
#include "fix.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fix_write.h"
#include "gate.h"
#include "output.h"
#include "unified_diff.h"

enum {
    ROUNDS = 10
}; /* a description is five levels deep, and each can be uncovered by a fix of the one above */

int fix_take(struct run *run, enum fix_mode *mode, size_t row, bool report_on_output)
{
    const char *word = run->options.text[row];

    *mode = !run->options.given[row] ? FIX_NOTHING : word == NULL ? FIX_SHOW : FIX_WRITE;
    if (word != NULL && strcmp(word, "write") != 0)
        return report_usage(run, "--fix shows a diff and --fix=write makes it; there is no --fix=%s", word);
    if (*mode == FIX_SHOW && report_on_output)
        return report_usage(run, "a diff and a report cannot both go to standard output: add --output FILE");
    return STATUS_DONE;
}

static bool is_from_input(const struct check *check)
{
    return strcmp(check->operands[0], "-") == 0;
}

bool fix_has_output(enum fix_mode mode, const struct checks *checks)
{
    size_t i;

    for (i = 0; mode == FIX_WRITE && i < checks->count; i++)
        if (is_from_input(&checks->list[i]))
            return true;
    return mode == FIX_SHOW;
}

static void forget(struct check *check)
{
    nnreg_findings_free(check->findings);
    check_forget_paths(check);
    free(check->known);
    free(check->silenced);
    check->findings = NULL;
    check->silenced = NULL;
    check->silenced_count = 0;
    check->known = NULL;
    check->known_count = 0;
}

/* One round: how many were made. */
static size_t mend(struct run *run, struct check *check)
{
    size_t applied = 0, length;
    char *fixed;
    nnreg_status status = nnreg_findings_apply(&fixed, &length, &applied, check->findings,
                                               buffer_text(&check->description), check->description.length);

    if (status != NNREG_OK) {
        report_failure(run, status, "cannot mend \"%s\": %s", check_label(check), nnreg_status_text(status));
        return 0;
    }
    if (applied > 0) {
        buffer_free(&check->description);
        buffer_add(&check->description, fixed, length);
    }
    nnreg_free(fixed);
    return applied;
}

/*
 * A copy of the check becomes the mended one. What is silenced is left out of its findings, and so it is not mended. How many
 * fixes were made.
 */
static size_t mend_all(struct run *run, struct check *mended, const struct check *check, fix_judge *judge,
                       void *context)
{
    size_t made = 1, all = 0;
    unsigned round = 0;

    *mended = (struct check){.operands = check->operands,
                             .operand_count = check->operand_count,
                             .configuration = check->configuration,
                             .crowded = true};
    buffer_add(&mended->description, buffer_text(&check->description), check->description.length);
    while (made > 0 && round++ < ROUNDS) {
        judge(context, mended);
        made = mended->failure.status == NNREG_OK ? mend(run, mended) : 0;
        all += made;
        forget(mended);
    }
    return all;
}

/* A name from the root of what it is applied to: without "./" and "/" in front. */
static const char *name_in_diff(const char *path)
{
    while (strncmp(path, "./", 2) == 0 || path[0] == '/')
        path += path[0] == '/' ? 1 : 2;
    return path;
}

/* Byte by byte, since it is to be applied or kept; on a terminal, where it is neither, what steers that is shown as an escape. */
static void print_bytes(struct run *run, const struct buffer *text)
{
    struct buffer gated = {0};

    if (isatty(STDOUT_FILENO))
        gate_add_text(&gated, buffer_text(text), text->length);
    else
        buffer_add(&gated, buffer_text(text), text->length);
    output_bytes(run, buffer_text(&gated), gated.length);
    buffer_free(&gated);
}

/* Neither takes a name that leads upwards, git none that leads out of its tree, and what came in has none. */
static const char *how_to_apply(const struct check *check)
{
    const char *path = check_label(check), *at;

    if (is_from_input(check))
        return "patch FILE";
    for (at = path; at != NULL; at = strchr(at, '/')) {
        at += *at == '/';
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || at[2] == '\0'))
            return "patch FILE";
    }
    return path[0] == '/' ? "patch -p1 -d /" : "git apply, patch -p1";
}

static void show(struct run *run, const struct check *check, const struct check *mended)
{
    struct buffer diff = {0};

    unified_diff_add(&diff, name_in_diff(check_label(check)), &check->description, &mended->description);
    print_bytes(run, &diff);
    if (diff.length > 0)
        report_note(run, "%s: apply the diff (%s), or run this again with --fix=write", check_label(check),
                    how_to_apply(check));
    buffer_free(&diff);
}

static void take_text(struct check *check, struct check *mended)
{
    buffer_free(&check->description);
    check->description = mended->description;
    mended->description = (struct buffer){0};
}

static bool is_same(const struct check *check, const struct check *mended)
{
    return check->description.length == mended->description.length &&
           memcmp(buffer_text(&check->description), buffer_text(&mended->description),
                  check->description.length) == 0;
}

static void make(struct run *run, struct check *check, struct check *mended, size_t fixes)
{
    int result = STATUS_DONE;

    if (is_from_input(check))
        print_bytes(run, &mended->description);
    else if (!is_same(check, mended))
        result = fix_write(run, check->operands[0], &check->description, &mended->description);
    if (result != STATUS_DONE)
        return;
    if (fixes > 0)
        report_note(run, "%s: mended in %zu place%s", check_label(check), fixes, fixes == 1 ? "" : "s");
    take_text(check, mended);
}

void fix_description(struct run *run, enum fix_mode mode, struct check *check, fix_judge *judge,
                     void *context)
{
    struct failure *outside = run->failure;
    struct check mended;
    size_t fixes;

    if (mode == FIX_NOTHING || check->failure.status != NNREG_OK)
        return;
    run->failure = &check->failure;
    fixes = mend_all(run, &mended, check, judge, context);
    if (mended.failure.status == NNREG_OK && check->failure.status == NNREG_OK) {
        if (mode == FIX_SHOW)
            show(run, check, &mended);
        else
            make(run, check, &mended, fixes);
    }
    /* What could not be judged once it was mended could not be checked. */
    if (check->failure.status == NNREG_OK) {
        check->failure = mended.failure;
        mended.failure = (struct failure){.status = NNREG_OK};
    }
    run->failure = outside;
    buffer_free(&mended.failure.message);
    buffer_free(&mended.description);
    forget(&mended);
}
