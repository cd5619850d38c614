/* nnreg log: the history of a registry, and the proof that nobody has touched it. */
#include <poll.h>
#include <unistd.h>

#include "commands.h"
#include "field_keys.h"
#include "interrupt.h"
#include "json_out.h"
#include "log_text.h"
#include "log_times.h"
#include "output.h"
#include "registry_dir.h"
#include "report.h"
#include "text.h"
#include "time_option.h"
#include "times.h"

static const struct option_row options[] = {
    {"since", 0, "N|TIME",
     "only events after number N, or from that time on:\n2026-11-26, 2026-11-26T10:30, today, yesterday, 2 "
     "days ago"},
    {"before", 0, "TIME", "only events before that time"},
    {"limit", 'n', "N", "at most N events, the oldest first; with --follow ends after them"},
    {"follow", 'f', NULL, "wait for more until Ctrl-C; with --json one object per line"},
    {"utc", 0, NULL, "times in UTC, those that are given, too"},
    {"verify", 0, NULL, "prove the chain of hashes instead, and name the first break"},
    {NULL, 0, NULL, NULL},
};

#define WAIT_MS 60000u /* one wait; there is another behind it */

struct log {
    nnreg *registry;
    bool follow;
    uint64_t since;
    uint64_t left; /* events that may still be printed */
    bool has_from, has_before;
    int64_t from, before;
    bool utc;
    struct buffer array; /* the items of the one JSON document, where it is one */
};

/* ------------------------------------------------------------------------------------------------- events -- */

static int add_json(struct run *run, struct log *log, const nnreg_events *events, size_t i)
{
    char *json;
    nnreg_status status = nnreg_event_json(&json, events, i);

    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    if (log->follow)
        output_line(run, json);
    else
        buffer_printf(&log->array, "%s%s", log->array.length > 0 ? "," : "", json);
    nnreg_free(json);
    return STATUS_DONE;
}

/* Each event is written as soon as it is there. */
static int print_events(struct run *run, struct log *log, const nnreg_events *events)
{
    const struct nnreg_event *event;
    int result = STATUS_DONE;
    size_t i;

    for (i = 0; (event = nnreg_events_get(events, i)) != NULL && result == STATUS_DONE; i++) {
        struct buffer line = {0};

        if (log->has_before && event->time >= log->before) {
            log->left = 0;
            break;
        }
        if (run->json)
            result = add_json(run, log, events, i);
        else
            log_add_line(&line, event, log->utc);
        output_write(run, &line);
        buffer_free(&line);
        log->since = event->sequence;
        log->left--;
    }
    return result;
}

/* An nnreg_progress: ends the wait after a signal, and when nobody reads any more, which else only a write would show. */
static int watch(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct pollfd output = {.fd = STDOUT_FILENO, .events = 0};

    (void)context, (void)stage, (void)done, (void)total;
    return interrupt_came() || (poll(&output, 1, 0) == 1 && (output.revents & (POLLERR | POLLNVAL)) != 0);
}

/* One list of events. Sets *more when there can be another. */
static int read_some(struct run *run, struct log *log, bool *more)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    size_t limit = log->left < NNREG_LIMIT_PAGE ? (size_t)log->left : NNREG_LIMIT_PAGE;
    nnreg_events *events;
    nnreg_status status;
    int result;

    call.progress = watch;
    status = nnreg_events_since(log->registry, &events, log->since, limit, log->follow ? WAIT_MS : 0, &call);
    *more = false;
    if (status == NNREG_CANCELLED)
        return interrupt_came() ? interrupt_exit_status() : STATUS_DONE;
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_message(log->registry));
    *more = log->follow ||
            nnreg_events_count(events) > 0; /* a list can end early: only an empty one is the end */
    result = print_events(run, log, events);
    nnreg_events_free(events);
    return result;
}

static void print_document(struct run *run, const struct log *log)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};

    json_out_open(&out, '{');
    json_out_key(&out, "events");
    json_out_open(&out, '[');
    buffer_put(&text, buffer_text(&log->array));
    json_out_close(&out, ']');
    json_out_member_number(&out, "last", log->since);
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
}

static int print_log(struct run *run, struct log *log)
{
    uint64_t start = log->since;
    bool more = true;
    int result = STATUS_DONE;

    if (log->follow)
        interrupt_catch();
    while (more && log->left > 0 && result == STATUS_DONE && run->output_error == 0)
        result = interrupt_came() ? interrupt_exit_status() : read_some(run, log, &more);
    if (result == STATUS_DONE && run->json && !log->follow)
        print_document(run, log);
    else if (result == STATUS_DONE && !run->json && !log->follow && log->since == start)
        report_note(run, start == 0 ? "nothing has happened yet" : "nothing has happened since");
    return result;
}

/* ------------------------------------------------------------------------------------------------- verify -- */

/* An nnreg_progress. */
static int stop_by_signal(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)stage, (void)done, (void)total;
    return interrupt_came();
}

/* The hash of the last event, which stands for all before it; "" when there is none. */
static nnreg_status last_hash(struct buffer *hash, nnreg *registry, uint64_t count)
{
    nnreg_events *events;
    nnreg_status status;

    if (count == 0)
        return NNREG_OK;
    status = nnreg_events_since(registry, &events, count - 1, 1, 0, NULL);
    if (status != NNREG_OK)
        return status;
    if (nnreg_events_count(events) > 0)
        buffer_put(hash, nnreg_events_get(events, 0)->hash);
    nnreg_events_free(events);
    return NNREG_OK;
}

static int tell_whole(struct run *run, nnreg *registry, uint64_t count)
{
    struct buffer text = {0}, hash = {0};
    struct json_out out = {&text, false};
    nnreg_status status = last_hash(&hash, registry, count);
    int result = STATUS_DONE;

    if (status != NNREG_OK)
        result = report_failure(run, status, "%s", nnreg_message(registry));
    else if (run->json) {
        json_out_open(&out, '{');
        json_out_member_bool(&out, "ok", true);
        json_out_member_number(&out, "events", count);
        json_out_member_text(&out, KEY_HASH, hash.length > 0 ? buffer_text(&hash) : NULL);
        json_out_close(&out, '}');
    } else {
        buffer_printf(&text, "ok, %llu event%s", (unsigned long long)count, count == 1 ? "" : "s");
        if (hash.length > 0)
            buffer_printf(&text, ", the last %s", buffer_text(&hash));
    }
    if (result == STATUS_DONE)
        output_line(run, buffer_text(&text));
    buffer_free(&text);
    buffer_free(&hash);
    return result;
}

/* The message names the event. In JSON the one document tells the number, too. */
static int tell_broken(struct run *run, nnreg *registry, uint64_t broken)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};
    const char *message = nnreg_message(registry);

    if (!run->json)
        return report_failure(run, NNREG_CORRUPT, "%s", message);
    json_out_open(&out, '{');
    json_out_member_bool(&out, "ok", false);
    json_out_member_number(&out, "broken", broken);
    json_out_key(&out, "error");
    json_out_open(&out, '{');
    json_out_member_text(&out, "status", nnreg_status_text(NNREG_CORRUPT));
    json_out_member_text(&out, "message", message);
    json_out_close(&out, '}');
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
    return report_told(run, NNREG_CORRUPT, message);
}

static int verify(struct run *run, nnreg *registry)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    uint64_t count = 0, broken = 0;
    nnreg_status status;

    call.progress = stop_by_signal;
    interrupt_catch();
    status = nnreg_events_verify(registry, &count, &broken, &call);
    if (status == NNREG_CANCELLED)
        return report_failure(run, status, "interrupted");
    if (status == NNREG_CORRUPT && broken != 0)
        return tell_broken(run, registry, broken);
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_message(registry));
    return tell_whole(run, registry, count);
}

/* ---------------------------------------------------------------------------------------------- the command -- */

static int read_options(struct run *run, struct log *log)
{
    const char *since = run_text(run, "since"), *limit = run_text(run, "limit");
    bool verify = run_given(run, "verify");

    *log = (struct log){.follow = run_given(run, "follow"), .left = UINT64_MAX, .utc = run_given(run, "utc")};
    if (verify && (since != NULL || run_given(run, "before") || limit != NULL || log->follow))
        return report_usage(run, "--verify looks at the whole history, and stands alone");
    log->has_from = since != NULL && !text_number(&log->since, since, 0, UINT64_MAX);
    if (log->has_from && !times_read(&log->from, since, log->utc))
        return report_usage(run,
                            "--since \"%s\" is neither the number of an event, or 0, nor a time: write it "
                            "like " TIMES_FORMS,
                            since);
    if (limit != NULL && !text_number(&log->left, limit, 1, UINT64_MAX))
        return report_usage(run, "--limit \"%s\" is no number from 1", limit);
    return time_option(run, &log->has_before, &log->before, "before");
}

static int run_log(struct run *run)
{
    struct log log;
    int result = read_options(run, &log);

    if (result == STATUS_DONE)
        result = registry_dir_open(run, &log.registry, NNREG_OPEN_READ_ONLY);
    if (result == STATUS_DONE && log.has_from)
        result = log_time_find(run, &log.since, log.registry, log.from);
    if (result == STATUS_DONE)
        result = run_given(run, "verify") ? verify(run, log.registry) : print_log(run, &log);
    nnreg_close(log.registry);
    buffer_free(&log.array);
    return result;
}

const struct command command_log = {
    .name = "log",
    .group = GROUP_REGISTER,
    .usage = "log [--since N|TIME] [--before TIME] [--limit N] [--follow] [--utc] | log --verify",
    .summary = "print the history of changes, follow it, or prove it",
    .help = "Prints a line for each change, the oldest first: number, time, who, what was done to\n"
            "which object, and the values that changed; long values are shortened. --since takes\n"
            "the number of the last event seen, or a time as the lists take it.\n"
            "Each event holds the hash of the one before, so that an event that was edited or\n"
            "dropped shows: --verify follows the whole chain, prints how many events there are\n"
            "and the last hash, and names the first event that is not as it was written (exit\n"
            "status 4).",
    .options = options,
    .run = run_log,
};
