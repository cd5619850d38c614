/* See stat_metrics.h. */
#include "stat_metrics.h"

#include <stddef.h>
#include <stdio.h>

#define MEMBER(name) offsetof(struct nnreg_statistics, name)

/* A line of help has neither a backslash nor a line break in it, and no label's value a quotation mark: nothing to escape. */
static const struct {
    const char *name, *type, *help;
    size_t offset;
} metrics[] = {
    {"nnreg_networks", "gauge", "Networks, public ones among them.", MEMBER(networks)},
    {"nnreg_public_networks", "gauge", "Networks that are public.", MEMBER(public_networks)},
    {"nnreg_specs", "gauge", "Recognition specifications, public ones among them.", MEMBER(specs)},
    {"nnreg_public_specs", "gauge", "Recognition specifications that are public.", MEMBER(public_specs)},
    {"nnreg_versions", "gauge", "Recognition versions.", MEMBER(versions)},
    {"nnreg_tasks", "gauge", "Tasks.", MEMBER(tasks)},
    {"nnreg_files", "gauge", "Files that networks have.", MEMBER(files)},
    {"nnreg_files_bytes", "gauge", "Bytes of the files that networks have.", MEMBER(used_bytes)},
    {"nnreg_stored_files", "gauge", "Stored files, each content once.", MEMBER(stored_files)},
    {"nnreg_stored_files_bytes", "gauge", "Bytes of the stored files.", MEMBER(stored_bytes)},
    {"nnreg_missing_files", "gauge", "Stored files that are used and missing.", MEMBER(missing_files)},
    {"nnreg_damaged_files", "gauge", "Stored files that are known to be damaged.", MEMBER(damaged_files)},
    {"nnreg_trash_files", "gauge", "Stored files that are to be unlinked.", MEMBER(trash_files)},
    {"nnreg_staging_sessions", "gauge", "Sessions of staging, under way or left by a kill.",
     MEMBER(staging_sessions)},
    {"nnreg_events_total", "counter", "Events of the history.", MEMBER(last_event)},
    {"nnreg_store_bytes", "gauge", "Bytes of the file with the records.", MEMBER(store_bytes)},
    {"nnreg_store_page_size_bytes", "gauge", "Bytes of a page of the store.", MEMBER(page_size)},
    {"nnreg_store_pages", "gauge", "Pages of the store.", MEMBER(pages)},
    {"nnreg_store_free_pages", "gauge", "Pages of the store that the newest state does not need.",
     MEMBER(free_pages)},
    {"nnreg_store_table_pages", "gauge", "Pages of records and indexes.", MEMBER(table_pages)},
    {"nnreg_store_map_bytes", "gauge", "Bytes of address space for the store.", MEMBER(map_bytes)},
    {"nnreg_store_commits_total", "counter", "Commits to the store.", MEMBER(commits)},
    {"nnreg_readers", "gauge", "Snapshots that are open.", MEMBER(readers)},
    {"nnreg_reader_behind_commits", "gauge", "Commits that the oldest open snapshot is behind.",
     MEMBER(most_behind)},
    {"nnreg_reader_slots", "gauge", "Snapshots that can be open at once.", MEMBER(reader_slots)},
    {"nnreg_reader_pinned_bytes", "gauge",
     "Bytes of the store that an open snapshot keeps from being used again.", MEMBER(pinned_bytes)},
};

#define LINE 256 /* more than the longest of them takes */

void stat_put_head(stat_put *put, void *to, const char *name, const char *type, const char *help)
{
    char line[LINE];

    snprintf(line, sizeof line, "# HELP %s %s\n", name, help);
    put(to, line);
    snprintf(line, sizeof line, "# TYPE %s %s\n", name, type);
    put(to, line);
}

void stat_put_metric(stat_put *put, void *to, const char *name, const char *type, const char *help,
                     uint64_t value)
{
    char line[LINE];

    stat_put_head(put, to, name, type, help);
    snprintf(line, sizeof line, "%s %llu\n", name, (unsigned long long)value);
    put(to, line);
}

/* Seconds since 1970, as times are told; 0: there is none, and no line. */
static void put_timestamp(stat_put *put, void *to, const char *name, const char *help, int64_t time)
{
    char line[LINE];

    if (time <= 0)
        return;
    stat_put_head(put, to, name, "gauge", help);
    snprintf(line, sizeof line, "%s %lld.%06lld\n", name, (long long)(time / 1000000),
             (long long)(time % 1000000));
    put(to, line);
}

void stat_put_metrics(stat_put *put, void *to, const struct nnreg_statistics *statistics,
                      const struct nnreg_reader *oldest)
{
    size_t i;

    for (i = 0; i < sizeof metrics / sizeof *metrics; i++)
        stat_put_metric(put, to, metrics[i].name, metrics[i].type, metrics[i].help,
                        *(const uint64_t *)(const void *)((const char *)statistics + metrics[i].offset));
    put_timestamp(put, to, "nnreg_last_event_timestamp_seconds", "When the last event happened.",
                  statistics->last_event_time);
    put_timestamp(put, to, "nnreg_reader_not_after_timestamp_seconds",
                  "The oldest open snapshot that is behind was begun before.", oldest->not_after);
    stat_put_metric(put, to, "nnreg_format_version", "gauge", "Format version of the registry.",
                    statistics->format_version);
    stat_put_metric(put, to, "nnreg_upgrade_due", "gauge", "Whether there is a newer format.",
                    statistics->upgrade_due ? 1 : 0);
    stat_put_metric(put, to, "nnreg_mutable_description", "gauge",
                    "Whether descriptions of networks can be changed.",
                    statistics->mutable_description ? 1 : 0);
}
