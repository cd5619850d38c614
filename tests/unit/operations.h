/*
 * Every operation on a registry as a row of a table, so that a sweep (the n-th system call fails, the n-th allocation
 * fails, the process is killed) can go through all of them alike.
 */
#ifndef NNREG_TESTS_OPERATIONS_H
#define NNREG_TESTS_OPERATIONS_H

#include "registry_fixture.h"

/* What the operations find and work on; the ids change where an object is made anew. */
struct operated {
    struct registry_fixture *fixture;
    nnreg_bundle *bundle; /* of the network that is created */
    uint64_t target;      /* a network that nothing is attached to */
    uint64_t attached;    /* one with two versions of each spec */
    uint64_t open;        /* one that is public as "open" */
    uint64_t open_spec;   /* one that is public as "open", too */
    uint64_t spec[2];
    uint64_t empty_spec; /* without versions */
    uint64_t version;    /* the current one of spec[0] */
    uint64_t task;       /* of `target` */
    char brought[400];   /* an export of a network that is not there, with a version and its spec */
    char cursor[200];    /* of the second page of two networks by name */
    char said[1200];     /* what an operation was told that does not ask the fixture's handle, else "" */
};

/* Fills the fixture's registry; all networks share saved_model.pb. */
void operated_begin(struct operated *operated, struct registry_fixture *fixture);
void operated_end(struct operated *operated);

struct operation {
    const char *name;
    nnreg_status (*run)(struct operated *operated);
    /* Makes the next run find what this one found; `done`: whether it was made. NULL: nothing to do. */
    void (*restore)(struct operated *operated, bool done);
    int networks; /* how many more there are then */
    /*
     * That a stored file cannot be read is what it was asked for, and no failure of it: it answers NNREG_CORRUPT, with the cause in
     * a finding of rule fsck.file-unreadable, or in the message.
     */
    bool finds;
};

/* Whether the last run has found that, and found nothing else; with the words of the cause, unless they are NULL. */
bool operation_found_unreadable(const struct operation *operation, const struct operated *operated,
                                nnreg_status status, const char *words);

/* Those that change something, those that do not, and those that look after the registry: its tables stay as they are. */
#define OPERATION_CHANGES 23
#define OPERATION_READS   39
#define OPERATION_UPKEEP  5
#define OPERATIONS        (OPERATION_CHANGES + OPERATION_READS + OPERATION_UPKEEP)
extern const struct operation operation_changes[OPERATION_CHANGES];
extern const struct operation operation_reads[OPERATION_READS];
extern const struct operation operation_upkeep[OPERATION_UPKEEP];

/* All of them, one behind the other: 0 to OPERATIONS - 1. */
const struct operation *operation_at(int i);

void operation_restore(const struct operation *operation, struct operated *operated, bool done);

#endif
