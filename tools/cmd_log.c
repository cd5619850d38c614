/* nnreg log: the history of a registry, and the proof that nobody has touched it. */
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "field_keys.h"
#include "interrupt.h"
#include "json_out.h"
#include "kind.h"
#include "log_text.h"
#include "log_times.h"
#include "log_verify.h"
#include "log_walk.h"
#include "number.h"
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
    {"object", 0, "KIND[:ID]",
     "only of this: network, spec, version, task or registry;\nnetwork:3 is one of them"},
    {"actor", 0, "NAME", "only what this one has done"},
    {"limit", 'n', "N",
     "the newest N events at most; with --since N the first behind\nit; with --follow ends after them"},
    {"tail", 0, "N", "the newest N events at most, then --follow goes on"},
    {"order", 0, "newest|oldest",
     "which come first; else the newest on a terminal, and the\noldest elsewhere"},
    {"follow", 'f', NULL, "wait for more until Ctrl-C; with --json one object per line"},
    {"utc", 0, NULL, "times in UTC, those that are given, too"},
    {"verify", 0, NULL, "prove the chain of hashes instead, and name the first break"},
    {NULL, 0, NULL, NULL},
};

#define WAIT_MS 60000u /* one wait; there is another behind it */

struct log {
    nnreg *registry;
    bool follow;
    bool newest;   /* they come first */
    bool from_end; /* `left` counts from the end of the history */
    uint64_t since;
    uint64_t left; /* events that may still be printed */
    bool printed;  /* one of them was */
    struct log_filter filter;
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

/* A log_visit: it is written as soon as it is there. */
static int print_event(struct run *run, void *context, const nnreg_events *events, size_t i)
{
    struct log *log = context;
    struct buffer line = {0};
    int result = STATUS_DONE;

    log->printed = true;
    if (run->json)
        result = add_json(run, log, events, i);
    else
        log_add_line(&line, nnreg_events_get(events, i), log->utc);
    output_write(run, &line);
    buffer_free(&line);
    return result;
}

static int print_events(struct run *run, struct log *log, const nnreg_events *events)
{
    const struct nnreg_event *event;
    int result = STATUS_DONE;
    size_t i;

    for (i = 0; log->left > 0 && (event = nnreg_events_get(events, i)) != NULL && result == STATUS_DONE;
         i++) {
        if (log->has_before && event->time >= log->before) {
            log->left = 0;
            break;
        }
        log->since = event->sequence;
        if (!log_filter_meets(&log->filter, event))
            continue;
        result = print_event(run, log, events, i);
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
    bool all = log->filter.object == NULL && log->filter.actor == NULL;
    size_t limit = all && log->left < NNREG_LIMIT_PAGE ? (size_t)log->left : NNREG_LIMIT_PAGE;
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

/* The newest first. What comes meanwhile is left out, so that `last` is the number to go on from. */
static int print_back(struct run *run, struct log *log, uint64_t last)
{
    int result =
        log_walk_back(run, log->registry, log->since, last, &log->filter, log->left, print_event, log);

    if (last > log->since)
        log->since = last;
    return result;
}

static int print_forward(struct run *run, struct log *log)
{
    bool more = true;
    int result = STATUS_DONE;

    if (log->follow)
        interrupt_catch();
    while (more && log->left > 0 && result == STATUS_DONE && run->output_error == 0)
        result = interrupt_came() ? interrupt_exit_status() : read_some(run, log, &more);
    return result;
}

/* Why there is nothing to print. */
static const char *why_nothing(const struct log *log, uint64_t start)
{
    if (log->filter.object != NULL || log->filter.actor != NULL)
        return "no event matches";
    return start == 0 && !log->has_before ? "nothing has happened yet" : "nothing has happened since";
}

static int print_log(struct run *run, struct log *log)
{
    uint64_t start = log->since, last = 0;
    int result = STATUS_DONE;

    if (log->newest || log->from_end)
        result = log_time_find(run, &last, log->registry, log->has_before ? log->before : INT64_MAX);
    if (result == STATUS_DONE && log->newest)
        result = print_back(run, log, last);
    else if (result == STATUS_DONE && log->from_end)
        result = log_walk_tail(run, log->registry, &log->since, last, &log->filter, log->left);
    if (log->follow && log->from_end)
        log->left = UINT64_MAX;
    if (result == STATUS_DONE && !log->newest)
        result = print_forward(run, log);
    if (result == STATUS_DONE && run->json && !log->follow)
        print_document(run, log);
    else if (result == STATUS_DONE && !run->json && !log->follow && !log->printed)
        report_note(run, "%s", why_nothing(log, start));
    return result;
}

/* ---------------------------------------------------------------------------------------------- the command -- */

/* KIND or KIND:ID. */
static int read_object(struct run *run, struct log_filter *filter)
{
    const struct kind *const kinds[] = {&kind_network, &kind_spec, &kind_version, &kind_task};
    const char *given = run_text(run, "object");
    size_t i, length = given != NULL ? strcspn(given, ":") : 0;

    if (given == NULL)
        return STATUS_DONE;
    for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strlen(kinds[i]->word) == length && memcmp(kinds[i]->word, given, length) == 0)
            filter->object = kinds[i]->word;
    if (strcmp(given, "registry") == 0)
        filter->object = "registry";
    if (filter->object != NULL &&
        (given[length] == '\0' || number_read(&filter->object_id, given + length + 1, 1, UINT64_MAX)))
        return STATUS_DONE;
    return report_usage(run,
                        "--object \"%s\" is none of network, spec, version, task and registry, nor one of "
                        "them with an id (network:3)",
                        given);
}

static int read_count(struct run *run, struct log *log, const char *option)
{
    const char *given = run_text(run, option);

    if (given == NULL || number_read(&log->left, given, 1, UINT64_MAX))
        return STATUS_DONE;
    return report_usage(run, "--%s \"%s\" is no number from 1", option, given);
}

/* Which come first. After the number of an event, and of what is followed, each is to be applied behind the one before. */
static int read_order(struct run *run, struct log *log, bool by_number)
{
    const char *order = run_text(run, "order");
    bool newest = order != NULL && strcmp(order, "newest") == 0;

    if (order != NULL && !newest && strcmp(order, "oldest") != 0)
        return report_usage(run, "--order \"%s\" is neither newest nor oldest", order);
    if (newest && (log->follow || by_number))
        return report_usage(run, "%s has the oldest first", log->follow ? "--follow" : "--since N");
    log->newest =
        newest || (order == NULL && !log->follow && !by_number && !run->json && isatty(STDOUT_FILENO));
    return STATUS_DONE;
}

/* How many. */
static int read_extent(struct run *run, struct log *log, bool by_number)
{
    bool limit = run_given(run, "limit"), tail = run_given(run, "tail");
    int result;

    if (limit && tail)
        return report_usage(run, "--limit and --tail both say how many: give only one of them");
    log->from_end = tail || (limit && !by_number && !log->follow);
    result = read_count(run, log, "limit");
    return result == STATUS_DONE ? read_count(run, log, "tail") : result;
}

/* What would choose events. */
static bool chooses(const struct run *run)
{
    const struct option_row *row = run->command->options;

    for (; row->name != NULL; row++)
        if (strcmp(row->name, "verify") != 0 && strcmp(row->name, "utc") != 0 && run_given(run, row->name))
            return true;
    return false;
}

static int read_options(struct run *run, struct log *log)
{
    const char *since = run_text(run, "since");
    bool by_number;
    int result;

    *log = (struct log){.follow = run_given(run, "follow"), .left = UINT64_MAX, .utc = run_given(run, "utc")};
    if (run_given(run, "verify") && chooses(run))
        return report_usage(run, "--verify looks at the whole history, and stands alone");
    log->has_from = since != NULL && !number_read(&log->since, since, 0, UINT64_MAX);
    if (log->has_from && !times_read(&log->from, since, log->utc))
        return report_usage(run,
                            "--since \"%s\" is neither the number of an event, or 0, nor a time: write it "
                            "like " TIMES_FORMS,
                            since);
    by_number = since != NULL && !log->has_from;
    log->filter.actor = run_text(run, "actor");
    result = read_object(run, &log->filter);
    if (result == STATUS_DONE)
        result = read_order(run, log, by_number);
    if (result == STATUS_DONE)
        result = read_extent(run, log, by_number);
    if (result != STATUS_DONE)
        return result;
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
        result = run_given(run, "verify") ? log_verify(run, log.registry) : print_log(run, &log);
    nnreg_close(log.registry);
    buffer_free(&log.array);
    return result;
}

const struct command command_log = {
    .name = "log",
    .group = GROUP_REGISTER,
    .usage =
        "log [--since N|TIME] [--before TIME] [--object KIND[:ID]] [--actor NAME]\n"
        "                 [--limit N|--tail N] [--order newest|oldest] [--follow] [--utc] | log --verify",
    .summary = "print the history of changes, follow it, or prove it",
    .help = "Prints a line for each change: number, time, who, what was done to which object, and\n"
            "the values that changed; long values are shortened. --since takes the number of the\n"
            "last event seen, or a time as the lists take it. On a terminal the newest come first;\n"
            "elsewhere, and after --since N, the oldest, so that they can be applied one by one.\n"
            "Each event holds the hash of the one before, so that an event that was edited or\n"
            "dropped shows: --verify follows the whole chain, prints how many events there are\n"
            "and the last hash, and names the first event that is not as it was written (exit\n"
            "status 4).",
    .options = options,
    .run = run_log,
};
