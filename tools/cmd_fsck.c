/*
 * nnreg fsck: looks a registry over, and mends it. LMDB follows what a damaged data.mdb says, and nothing catches what it does
 * then; so a child goes through the store first, and when that is ended by a signal, this process has not touched it yet.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "actor.h"
#include "commands.h"
#include "field_keys.h"
#include "findings_json.h"
#include "findings_text.h"
#include "interrupt.h"
#include "json_out.h"
#include "output.h"
#include "progress.h"
#include "registry_dir.h"
#include "report.h"
#include "text.h"

enum { FSCK_QUICK, FSCK_REPAIR, FSCK_RATE };

static const struct option_row options[] = {
    [FSCK_QUICK] = {"quick", 0, NULL, "do not read the stored files, only look for them"},
    [FSCK_REPAIR] = {"repair", 0, NULL, "mend what can be; what is damaged goes to quarantine/"},
    [FSCK_RATE] = {"bwlimit", 0, "RATE", "read files at so many bytes a second at most (K, M, G)"},
    {NULL, 0, NULL, NULL},
};

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

/* ------------------------------------------------------------------------------------------------- the options -- */

/* "8388608", "8M". */
static int take_rate(struct run *run, uint64_t *rate)
{
    static const char units[] = "KMG";
    const char *text = run->options.text[FSCK_RATE], *unit;
    uint64_t number = 0;
    const char *c = text;

    if (!run->options.given[FSCK_RATE])
        return STATUS_DONE;
    for (; *c >= '0' && *c <= '9' && number < (UINT64_C(1) << 40); c++)
        number = number * 10 + (uint64_t)(*c - '0');
    unit = *c != '\0' ? strchr(units, *c) : NULL;
    if (unit != NULL) {
        number <<= 10 * (unit - units + 1);
        c++;
    }
    if (number == 0 || *c != '\0')
        return report_usage(run, "\"%s\" is no rate: a number of bytes, with K, M or G behind it for more",
                            text);
    *rate = number;
    return STATUS_DONE;
}

/* To note damage it has to be written to; where it cannot be, it is looked over all the same. */
static int open_as_it_is(struct run *run, nnreg **registry, const char *dir, bool sound)
{
    struct nnreg_options opening = NNREG_OPTIONS_INIT;
    unsigned flags = NNREG_OPEN_DAMAGED | (sound ? 0 : NNREG_OPEN_CHECK);

    opening.flags = flags;
    *registry = NULL;
    if (run->options.given[FSCK_REPAIR])
        return registry_dir_open(run, registry, flags);
    if (sound && nnreg_open(registry, dir, &opening) == NNREG_OK)
        return STATUS_DONE;
    return registry_dir_open(run, registry, flags | NNREG_OPEN_READ_ONLY);
}

/* -------------------------------------------------------------------------------------------------- the report -- */

static bool on_registry(const void *context, const struct nnreg_finding *finding,
                        struct finding_source *source)
{
    (void)finding;
    *source = (struct finding_source){.label = context};
    return true;
}

static void print_json(struct run *run, const nnreg_findings *findings, const struct nnreg_fsck *result)
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

static void print_text(struct run *run, const nnreg_findings *findings, const struct nnreg_fsck *result)
{
    struct buffer text = {0};

    findings_print(run, findings, on_registry, "registry");
    buffer_printf(&text, "%s: %llu records, %llu entries, %llu events, %llu files",
                  result->errors > 0 ? "damaged" : "ok", (unsigned long long)result->records,
                  (unsigned long long)result->entries, (unsigned long long)result->events,
                  (unsigned long long)result->files);
    if (run->options.given[FSCK_QUICK])
        buffer_put(&text, " (not read)");
    else
        buffer_printf(&text, " of %llu bytes", (unsigned long long)result->bytes);
    if (result->repaired > 0)
        buffer_printf(&text, "; %llu mended", (unsigned long long)result->repaired);
    output_line(run, buffer_text(&text));
    buffer_free(&text);
}

static int look_over(struct run *run, nnreg *registry, uint64_t rate)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_fsck result = NNREG_FSCK_INIT;
    nnreg_findings *findings;
    struct progress progress;
    nnreg_status status = nnreg_findings_new(&findings, NULL, 0);

    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    result.bytes_per_second = rate;
    call.flags = (run->options.given[FSCK_QUICK] ? NNREG_QUICK : 0) |
                 (run->options.given[FSCK_REPAIR] ? NNREG_REPAIR : 0);
    call.actor = actor_name(run);
    call.progress = progress_call;
    call.context = &progress;
    interrupt_catch();
    progress_start(&progress, run);
    status = nnreg_fsck(registry, findings, &result, &call);
    progress_stop(&progress);
    if (status == NNREG_OK || (status == NNREG_CORRUPT && result.errors > 0))
        (run->json ? print_json : print_text)(run, findings, &result);
    else
        (void)report_failure(run, status, "%s", nnreg_message(registry));
    nnreg_findings_free(findings);
    return report_exit_status(status);
}

static int run_fsck(struct run *run)
{
    struct buffer dir = {0};
    nnreg *registry = NULL;
    uint64_t rate = 0;
    bool sound = false;
    int result = take_rate(run, &rate);

    if (result == STATUS_DONE)
        result = registry_dir_find(run, &dir);
    if (result == STATUS_DONE)
        result = send_ahead(run, buffer_text(&dir), &sound);
    if (result == STATUS_DONE)
        result = open_as_it_is(run, &registry, buffer_text(&dir), sound);
    if (result == STATUS_DONE)
        result = look_over(run, registry, rate);
    nnreg_close(registry);
    buffer_free(&dir);
    return result;
}

const struct command command_fsck = {
    .name = "fsck",
    .group = GROUP_MAINTAIN,
    .usage = "fsck [--quick] [--repair] [--bwlimit RATE]",
    .summary = "look a registry over, and mend it",
    .help = "Looks whether every record can be read and keeps its rules, indexes and counts fit\n"
            "the records, every stored file has its size and SHA-256, the history is whole, and\n"
            "nothing is stored that belongs to nobody. The registry may be in use.\n\n"
            "With --repair indexes and counts are made again of the records, and what is damaged\n"
            "or belongs to nobody is moved to the folder quarantine/ of the registry; nothing is\n"
            "deleted. A damaged file comes back when the same content is added again.\n\n"
            "The exit status is 0 when nothing is damaged (any more), and 4 when something is.",
    .options = options,
    .run = run_fsck,
};
