/*
 * See look_over.h. LMDB follows what a damaged data.mdb says, and nothing catches what it does then; so a child goes through the
 * store first, and when that is ended by a signal, this process has not touched it yet.
 */
#include "look_over.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nnreg.h>

#include "actor.h"
#include "field_keys.h"
#include "findings_json.h"
#include "findings_text.h"
#include "interrupt.h"
#include "json_out.h"
#include "output.h"
#include "progress.h"
#include "registry_dir.h"
#include "report.h"

/* -------------------------------------------------------------------------------------------------- the child -- */

/* What the child does: all pages, all tables. What it finds is told by the parent, which finds it again. */
static void go_through(const char *dir)
{
    struct nnreg_options opening = NNREG_OPTIONS_INIT;
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_findings *findings = NULL;
    nnreg *registry;

    opening.flags = NNREG_OPEN_READ_ONLY | NNREG_OPEN_CHECK | NNREG_OPEN_DAMAGED;
    call.flags = NNREG_QUICK;
    if (nnreg_open(&registry, dir, &opening) != NNREG_OK)
        _exit(1);
    if (nnreg_findings_new(&findings, NULL, 0) == NNREG_OK)
        (void)nnreg_fsck(registry, findings, NULL, &call);
    _exit(0); /* nothing is closed: it ends here, whatever it has met */
}

static int tell_ended(struct run *run, const char *dir, int signal)
{
    if (signal == SIGSEGV || signal == SIGBUS || signal == SIGABRT || signal == SIGFPE || signal == SIGILL)
        return report_failure(
            run, NNREG_CORRUPT,
            "registry \"%s\": data.mdb is damaged: the process that read it was ended by signal "
            "%d (%s); restore it from a backup",
            dir, signal, strsignal(signal));
    return report_failure(run, signal == SIGINT || signal == SIGTERM ? NNREG_CANCELLED : NNREG_IO,
                          "the process that read the store was ended by signal %d (%s)", signal,
                          strsignal(signal));
}

/* *sound: the store could be opened. Ctrl-C reaches the child as well, which it ends. */
static int send_ahead(struct run *run, const char *dir, bool *sound)
{
    int status = 0;
    pid_t child = fork();

    if (child < 0)
        return report_failure(run, NNREG_BUSY, "cannot start a process: %s", strerror(errno));
    if (child == 0)
        go_through(dir);
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return report_failure(run, NNREG_IO, "cannot wait for a process: %s", strerror(errno));
    if (WIFSIGNALED(status))
        return tell_ended(run, dir, WTERMSIG(status));
    *sound = WEXITSTATUS(status) == 0;
    return STATUS_DONE;
}

/* ------------------------------------------------------------------------------------------------- the opening -- */

/* With what is said of a registry that is not there, but for a backup. */
static int open_with(struct run *run, nnreg **registry, const char *dir, const struct look_over *how,
                     unsigned flags)
{
    struct nnreg_options opening = NNREG_OPTIONS_INIT;
    char message[1200];
    nnreg_status status;

    if (!how->backup)
        return registry_dir_open(run, registry, flags);
    opening.flags = flags;
    opening.message = message;
    opening.message_size = sizeof message;
    status = nnreg_open(registry, dir, &opening);
    return status == NNREG_OK ? STATUS_DONE : report_failure(run, status, "%s", message);
}

/* To note damage it has to be written to; where it cannot be, it is looked over all the same. */
static int open_as_it_is(struct run *run, nnreg **registry, const char *dir, const struct look_over *how,
                         bool sound)
{
    struct nnreg_options opening = NNREG_OPTIONS_INIT;
    unsigned flags = NNREG_OPEN_DAMAGED | (sound ? 0 : NNREG_OPEN_CHECK);

    opening.flags = flags;
    *registry = NULL;
    if (how->repair)
        return open_with(run, registry, dir, how, flags);
    if (sound && !how->backup && nnreg_open(registry, dir, &opening) == NNREG_OK)
        return STATUS_DONE;
    return open_with(run, registry, dir, how, flags | NNREG_OPEN_READ_ONLY);
}

/* -------------------------------------------------------------------------------------------------- the report -- */

static bool on_registry(const void *context, const struct nnreg_finding *finding,
                        struct finding_source *source)
{
    (void)finding;
    *source = (struct finding_source){.label = context};
    return true;
}

static void print_look_json(struct run *run, const nnreg_findings *findings, const struct nnreg_fsck *result)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};

    json_out_open(&out, '{');
    json_out_member_bool(&out, "ok", result->errors == 0);
    json_out_member_number(&out, "records", result->records);
    json_out_member_number(&out, "entries", result->entries);
    json_out_member_number(&out, KEY_FILES, result->files);
    json_out_member_number(&out, "bytes", result->bytes);
    json_out_member_number(&out, "events", result->events);
    json_out_member_number(&out, "errors", result->errors);
    json_out_member_number(&out, "repaired", result->repaired);
    json_out_key(&out, "findings");
    findings_json_add(&out, findings, "", on_registry, "registry");
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
}

static void print_look(struct run *run, const struct look_over *how, const nnreg_findings *findings,
                       const struct nnreg_fsck *result)
{
    struct buffer text = {0};

    findings_print(run, findings, on_registry, "registry");
    buffer_printf(&text, "%s: %llu records, %llu entries, %llu events, %llu files",
                  result->errors > 0 ? "damaged" : "ok", (unsigned long long)result->records,
                  (unsigned long long)result->entries, (unsigned long long)result->events,
                  (unsigned long long)result->files);
    if (how->quick)
        buffer_put(&text, " (not read)");
    else
        buffer_printf(&text, " of %llu bytes", (unsigned long long)result->bytes);
    if (result->repaired > 0)
        buffer_printf(&text, "; %llu mended", (unsigned long long)result->repaired);
    output_line(run, buffer_text(&text));
    buffer_free(&text);
}

static void print_result(struct run *run, const struct look_over *how, const nnreg_findings *findings,
                         const struct nnreg_fsck *result)
{
    if (run->json)
        print_look_json(run, findings, result);
    else
        print_look(run, how, findings, result);
}

static int look_over_opened(struct run *run, nnreg *registry, const struct look_over *how)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_fsck result = NNREG_FSCK_INIT;
    nnreg_findings *findings;
    struct progress progress;
    nnreg_status status;
    int made = severity_findings(run, &findings, &how->severities);

    if (made != STATUS_DONE)
        return made;
    result.bytes_per_second = how->rate;
    call.flags = (how->quick ? NNREG_QUICK : 0) | (how->repair ? NNREG_REPAIR : 0);
    call.actor = actor_name(run);
    call.progress = progress_call;
    call.context = &progress;
    interrupt_catch();
    progress_start(&progress, run);
    status = nnreg_fsck(registry, findings, &result, &call);
    progress_stop(&progress);
    if (status == NNREG_OK || (status == NNREG_CORRUPT && result.errors > 0))
        print_result(run, how, findings, &result);
    else
        (void)report_failure(run, status, "%s", nnreg_message(registry));
    nnreg_findings_free(findings);
    return report_exit_status(status);
}

int look_over(struct run *run, const char *dir, const struct look_over *how)
{
    nnreg *registry = NULL;
    bool sound = false;
    int result = send_ahead(run, dir, &sound);

    if (result == STATUS_DONE)
        result = open_as_it_is(run, &registry, dir, how, sound);
    if (result == STATUS_DONE)
        result = look_over_opened(run, registry, how);
    nnreg_close(registry);
    return result;
}
