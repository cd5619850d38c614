/*
 * A baseline: the findings of an earlier run, which are known and not counted again, so that a project with old mistakes can
 * refuse new ones. A finding is known by its rule, its description, and its JSON Pointer or file (fingerprint.h), so that
 * it stays known where its line has moved; of several that are alike as many are known as there were. Findings of fixed
 * rules never are: without what these ask for nothing else was judged.
 */
#ifndef NNREG_TOOLS_BASELINE_H
#define NNREG_TOOLS_BASELINE_H

#include "checks.h"

struct baseline_entry {
    uint64_t hash;
    uint64_t left;        /* how many such findings were not met yet */
    uint64_t description; /* hash of the description's path */
    struct buffer told;   /* for people */
};

/* Starts as {0}. */
struct baseline {
    struct baseline_entry *entries; /* sorted by hash */
    size_t count, room;
};

/* Returns STATUS_DONE or, after having said why not, the exit status: STATUS_USAGE where the file is no baseline. */
int baseline_read(struct run *run, struct baseline *baseline, const char *path);
void baseline_free(struct baseline *baseline);

/* Marks those findings of a check that are known, and takes them off the baseline. */
void baseline_apply(struct baseline *baseline, struct check *check);

/* Tells what was not met any more, of the descriptions that were checked. */
void baseline_tell_stale(const struct run *run, const struct baseline *baseline, const struct checks *checks);

/* Writes the findings of all checks, atomically. Returns as baseline_read does. */
int baseline_write(struct run *run, const struct checks *checks, const char *path);

/* Whether a check has errors that no baseline can know. */
bool baseline_leaves_errors(const struct checks *checks);

#endif
