/* nnreg stat: what there is in a registry, and what is wrong with it first. As metrics: stat_metrics.c. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "operand.h"
#include "output.h"
#include "registry_dir.h"
#include "report.h"
#include "stat_metrics.h"
#include "text.h"

enum { STAT_METRICS };

static const struct option_row options[] = {
    [STAT_METRICS] = {"metrics", 0, NULL, "print the numbers in the text format of Prometheus"},
    {NULL, 0, NULL, NULL},
};

#define BEHIND_TOLD 100                 /* commits that a snapshot may be behind before it is told of */
#define PINNED_TOLD ((uint64_t)8 << 20) /* bytes that it may keep from being used again */
#define MOST_LISTED 8                   /* snapshots that are behind, the oldest of them */

/* The oldest of the open snapshots, the oldest first; those that are not behind are none. */
struct old_readers {
    struct nnreg_reader readers[MOST_LISTED];
    size_t count;
};

static void keep_oldest(void *context, const struct nnreg_reader *reader)
{
    struct old_readers *old = context;
    size_t at = 0;

    while (at < old->count && old->readers[at].behind >= reader->behind)
        at++;
    if (reader->behind == 0 || at == MOST_LISTED)
        return;
    if (old->count < MOST_LISTED)
        old->count++;
    memmove(&old->readers[at + 1], &old->readers[at], (old->count - 1 - at) * sizeof *old->readers);
    old->readers[at] = *reader;
}

/* ---------------------------------------------------------------------------------------------- what is wrong -- */

static void add_plural(struct buffer *text, uint64_t count, const char *one, const char *many)
{
    buffer_printf(text, "%llu %s", (unsigned long long)count, count == 1 ? one : many);
}

static void add_wrong(struct buffer *text, const struct run *run, enum style style, uint64_t count,
                      const char *one, const char *many, const char *advice)
{
    if (count == 0)
        return;
    output_style(text, run->colour_out, style);
    add_plural(text, count, one, many);
    output_style_end(text, run->colour_out);
    buffer_printf(text, ": %s\n", advice);
}

static void add_process(struct buffer *text, const struct nnreg_reader *reader)
{
    if (reader->process != 0)
        buffer_printf(text, "process %ld", reader->process);
    else
        buffer_put(text, "a process without a reader's slot");
}

/* "begun after TIME and before TIME" */
static void add_begun(struct buffer *text, const struct nnreg_reader *reader)
{
    if (reader->not_after == 0)
        return;
    buffer_put(text, "begun ");
    if (reader->not_before != 0) {
        buffer_put(text, "after ");
        text_add_time(text, reader->not_before, TEXT_SECONDS);
        buffer_put(text, " and ");
    }
    buffer_put(text, "before ");
    text_add_time(text, reader->not_after, TEXT_SECONDS);
}

/* What makes the file grow, and whom to ask. */
static void add_reader(struct buffer *text, const struct run *run, const struct nnreg_reader *reader)
{
    if (reader->behind < BEHIND_TOLD && reader->pinned_bytes < PINNED_TOLD)
        return;
    output_style(text, run->colour_out, STYLE_WARNING);
    add_process(text, reader);
    buffer_put(text, " reads a state that is ");
    add_plural(text, reader->behind, "commit", "commits");
    buffer_put(text, " old");
    output_style_end(text, run->colour_out);
    buffer_put(text, ": ");
    text_add_size(text, reader->pinned_bytes);
    buffer_put(text, " of the store cannot be used again until it is done, and the store grows instead");
    buffer_put(text, reader->not_after != 0 ? "; " : "");
    add_begun(text, reader);
    buffer_put(text, "\n");
}

static void add_troubles(struct buffer *text, const struct run *run,
                         const struct nnreg_statistics *statistics, const struct old_readers *old)
{
    size_t before = text->length;

    add_wrong(text, run, STYLE_ERROR, statistics->damaged_files, "stored file is damaged",
              "stored files are damaged", "nnreg ls names the networks; add a good copy again");
    add_wrong(text, run, STYLE_ERROR, statistics->missing_files, "stored file is missing",
              "stored files are missing", "nnreg fsck names the networks; add a good copy again");
    if (old->count > 0)
        add_reader(text, run, &old->readers[0]);
    if (statistics->upgrade_due) {
        output_style(text, run->colour_out, STYLE_NOTE);
        buffer_printf(text, "format version %u", statistics->format_version);
        output_style_end(text, run->colour_out);
        buffer_put(text, " is not the present one: nnreg upgrade\n");
    }
    if (text->length > before)
        buffer_put(text, "\n");
}

/* ------------------------------------------------------------------------------------------------- what there is -- */

static void add_name(struct buffer *text, const char *name)
{
    buffer_printf(text, "%-10s ", name);
}

static void add_objects(struct buffer *text, const struct nnreg_statistics *statistics)
{
    add_name(text, "networks");
    buffer_printf(text, "%llu, %llu of them public\n", (unsigned long long)statistics->networks,
                  (unsigned long long)statistics->public_networks);
    add_name(text, "specs");
    buffer_printf(text, "%llu, %llu of them public\n", (unsigned long long)statistics->specs,
                  (unsigned long long)statistics->public_specs);
    add_name(text, "versions");
    buffer_printf(text, "%llu\n", (unsigned long long)statistics->versions);
    add_name(text, "tasks");
    buffer_printf(text, "%llu\n", (unsigned long long)statistics->tasks);
}

static void add_files(struct buffer *text, const struct nnreg_statistics *statistics)
{
    uint64_t shared = statistics->used_bytes > statistics->stored_bytes
                          ? statistics->used_bytes - statistics->stored_bytes
                          : 0;

    add_name(text, "files");
    add_plural(text, statistics->files, "file", "files");
    buffer_printf(text, " in %llu stored ones, ", (unsigned long long)statistics->stored_files);
    text_add_size(text, statistics->stored_bytes);
    buffer_put(text, "; sharing saves ");
    text_add_size(text, shared);
    buffer_put(text, "\n");
    add_name(text, "trash");
    add_plural(text, statistics->trash_files, "file", "files");
    buffer_put(text, "\n");
    add_name(text, "staging");
    add_plural(text, statistics->staging_sessions, "session", "sessions");
    buffer_put(text, "\n");
}

static void add_history(struct buffer *text, const struct nnreg_statistics *statistics)
{
    add_name(text, "history");
    add_plural(text, statistics->last_event, "event", "events");
    if (statistics->last_event > 0) {
        buffer_put(text, ", the last ");
        text_add_time(text, statistics->last_event_time, TEXT_SECONDS);
    }
    buffer_put(text, "\n");
}

static void add_readers(struct buffer *text, const struct nnreg_statistics *statistics,
                        const struct old_readers *old)
{
    size_t i;

    add_name(text, "readers");
    add_plural(text, statistics->readers, "snapshot", "snapshots");
    if (statistics->reader_slots > 0)
        buffer_printf(text, " of %llu slots", (unsigned long long)statistics->reader_slots);
    buffer_put(text, "\n");
    for (i = 0; i < old->count; i++) {
        const struct nnreg_reader *reader = &old->readers[i];

        add_name(text, "");
        add_process(text, reader);
        buffer_printf(text, ": commit %llu, ", (unsigned long long)reader->commit);
        add_plural(text, reader->behind, "commit", "commits");
        buffer_put(text, " behind, keeps ");
        text_add_size(text, reader->pinned_bytes);
        buffer_put(text, ", ");
        add_begun(text, reader);
        buffer_put(text, "\n");
    }
}

static void add_store(struct buffer *text, const struct nnreg_statistics *statistics,
                      const struct old_readers *old)
{
    add_name(text, "store");
    text_add_size(text, statistics->store_bytes);
    buffer_printf(text, ": %llu pages of ", (unsigned long long)statistics->pages);
    text_add_size(text, statistics->page_size);
    buffer_printf(text, ", %llu free; map of ", (unsigned long long)statistics->free_pages);
    text_add_size(text, statistics->map_bytes);
    buffer_put(text, "\n");
    add_readers(text, statistics, old);
    add_name(text, "settings");
    buffer_printf(text, "format version %u, mutable-description %s\n", statistics->format_version,
                  statistics->mutable_description ? "on" : "off");
}

static void put_line(void *text, const char *line)
{
    buffer_put(text, line);
}

static nnreg_status print_text(struct run *run, nnreg *registry, bool metrics)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;
    struct old_readers old = {.count = 0};
    struct buffer text = {0};
    nnreg_status status;

    statistics.each_reader = keep_oldest;
    statistics.context = &old;
    status = nnreg_get_statistics(registry, &statistics, NULL);
    if (status != NNREG_OK)
        return status;
    if (metrics) {
        stat_put_metrics(put_line, &text, &statistics, &old.readers[0]);
    } else {
        add_troubles(&text, run, &statistics, &old);
        add_objects(&text, &statistics);
        add_files(&text, &statistics);
        add_history(&text, &statistics);
        add_store(&text, &statistics, &old);
    }
    output_write(run, &text);
    buffer_free(&text);
    return NNREG_OK;
}

static nnreg_status print_json(struct run *run, nnreg *registry)
{
    char *json = NULL;
    nnreg_status status = nnreg_statistics_json(registry, &json, NULL);

    if (status == NNREG_OK)
        output_line(run, json);
    nnreg_free(json);
    return status;
}

/* What was meant is a network, or the registry: neither is named so. */
static int refuse_operand(struct run *run, const char *operand)
{
    struct buffer word = {0};
    int result;

    text_add_shell_word(&word, operand);
    result = report_usage(run,
                          operand_may_be_network(operand)
                              ? "it is of the whole registry; of one network: nnreg show %s"
                              : "it is of the whole registry, which -r names: nnreg -r %s stat",
                          buffer_text(&word));
    buffer_free(&word);
    return result;
}

static int run_stat(struct run *run)
{
    bool metrics = run->options.given[STAT_METRICS];
    nnreg *registry = NULL;
    nnreg_status status;
    int result;

    if (run->operand_count > 0)
        return refuse_operand(run, run->operands[0]);
    if (metrics && run->json)
        return report_usage(run, "--json and --metrics are two forms: leave one out");
    result = registry_dir_open(run, &registry, NNREG_OPEN_READ_ONLY);
    if (result != STATUS_DONE)
        return result;
    status = run->json ? print_json(run, registry) : print_text(run, registry, metrics);
    if (status != NNREG_OK)
        result = report_failure(run, status, "%s", nnreg_message(registry));
    nnreg_close(registry);
    return result;
}

const struct command command_stat = {
    .name = "stat",
    .usage = "stat [--metrics]",
    .group = GROUP_MAINTAIN,
    .summary = "tell what there is in a registry, and what is wrong with it",
    .help = "What needs attention comes first: files that are known to be damaged or that are\n"
            "missing, a process that keeps an old state of the store, an upgrade that is due. Then\n"
            "objects, files and what sharing them saves, trash and staging, the history, and the\n"
            "store with its pages and readers. No file is read. --json is one object of numbers;\n"
            "--metrics is for a textfile collector:\n"
            "  nnreg stat --metrics >nnreg.prom.new && mv nnreg.prom.new nnreg.prom",
    .options = options,
    .most = 1, /* which is answered with what was meant */
    .run = run_stat,
};
