/* Judging: see check_judge.h. */
#include "check_judge.h"

#include <string.h>
#include <time.h>

#include "check_severities.h"
#include "creation.h"
#include "input.h"
#include "progress.h"
#include "report.h"

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

/* Once more, where what is to be silenced has filled the list: nothing else may be missing for that. */
static void judge_silently(struct run *run, const struct checks *checks, struct check *check,
                           const nnreg_bundle *bundle)
{
    nnreg_findings_free(check->findings);
    check->findings = NULL;
    check->crowded = true;
    if (check_severities_findings(run, checks, check, true) == STATUS_DONE)
        judge_description(run, checks, check, bundle);
}

/* Whether there were more than the list has room for, which its last finding tells. */
static bool has_lost_some(const nnreg_findings *findings)
{
    size_t count = nnreg_findings_count(findings);

    return count > 0 && strcmp(nnreg_findings_get(findings, count - 1)->rule, "findings.limit") == 0;
}

/* The list knows the worst also of what it had no room for, which no baseline has. */
static nnreg_severity worst_unknown(const struct check *check)
{
    nnreg_severity worst = NNREG_SEVERITY_OFF;
    size_t i;

    if (check->known_count == 0 || has_lost_some(check->findings))
        return nnreg_findings_worst(check->findings);
    for (i = 0; i < nnreg_findings_count(check->findings); i++) {
        const struct nnreg_finding *finding = check_finding(check, i);

        worst = finding != NULL && finding->severity > worst ? finding->severity : worst;
    }
    return worst;
}

void judge(struct run run, const struct checks *checks, struct baseline *baseline, struct check *check)
{
    double start = seconds_now();
    nnreg_bundle *bundle = NULL;
    int result;

    run.failure = &check->failure;
    run.operands = check->operands;
    run.operand_count = check->operand_count;
    result = check_severities_findings(&run, checks, check, check->crowded);
    if (result == STATUS_DONE && check->operand_count > 1)
        result = input_bundle(&run, &bundle, 1);
    if (result == STATUS_DONE)
        judge_description(&run, checks, check, bundle);
    if (result == STATUS_DONE && check->failure.status == NNREG_OK && !check->crowded &&
        check_severities_crowd(checks, check))
        judge_silently(&run, checks, check, bundle);
    if (check->failure.status == NNREG_OK && check_find_paths(&run, check) == STATUS_DONE) {
        check_severities_silence(checks, check);
        baseline_apply(baseline, check);
        check->ok = worst_unknown(check) < (checks->strict ? NNREG_SEVERITY_WARNING : NNREG_SEVERITY_ERROR);
    }
    if (check->failure.status != NNREG_OK)
        nnreg_findings_clear(check->findings); /* half of them would look like all of them */
    nnreg_bundle_free(bundle);
    check->seconds = seconds_now() - start;
}
