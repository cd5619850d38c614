/*
 * A disk whose power may go: what was there at first, what was then done to it (record.h) as a list of changes, and for each change
 * from when on it is sure to be there.
 *
 * A change is bytes of a file, the size of a file, a name in a folder that is given, or one that is taken. It becomes sure by the
 * next sync of that very file or folder, and of nothing else: a sync of a file says nothing of its name, and one of a folder nothing
 * of what is in the files that it names. A rename is two changes, of which the second, that the old name is gone, needs the first:
 * both names, or none of the new one, may be what is left, but never no name at all. Until it is sure a change may be there or not,
 * whatever became of those before and behind it; bytes may be there in part. What is there is there in the order in which it was
 * done. What a crash leaves of modes, owners and times is not modelled.
 */
#ifndef NNREG_TESTS_CRASH_DISK_H
#define NNREG_TESTS_CRASH_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DISK_NEVER UINT32_MAX
#define DISK_NONE  UINT32_MAX
#define DISK_NODES 1024
#define DISK_SITE  96

enum disk_change_kind { DISK_BYTES, DISK_SIZE, DISK_NAME, DISK_UNNAME };

struct disk_change {
    enum disk_change_kind kind;
    uint32_t node;   /* the file, or the folder that has the name */
    uint32_t target; /* the node that the name stands for */
    uint32_t needs;  /* the change without which this one is not there either, or DISK_NONE */
    uint32_t born;   /* the number of the entry that made it: it may be there from then on */
    uint32_t sure;   /* the number of the entry from which on it must be, or DISK_NEVER */
    uint64_t offset, size;
    const unsigned char *bytes; /* in the record */
    const char *name, *path;    /* likewise */
};

/* What an entry of the record was, as a word and a pattern of paths: "fsync blobs/HH/HASH". Each way of being made sure is one. */
struct disk_step {
    const struct crash_entry *entry;
    const unsigned char *bytes;
    char site[DISK_SITE];
};

struct disk {
    struct disk_node *nodes;
    uint32_t node_count, first_nodes, root;
    struct disk_step *steps;
    const struct disk_step **order; /* in which they are taken: that of the record, but for a mutation */
    uint32_t step_count;
    uint32_t moved_from,
        moved_to; /* in it: from the step that came too early to the last that came too late */
    struct disk_change *changes;
    uint32_t change_count;
    char *log;
};

/* What is taken out of a run, or put elsewhere, to see whether that is noticed. */
struct disk_mutation {
    const char *skip;   /* the syncs of this site are not made, or NULL */
    const char *late;   /* the first block of steps of this site comes only after the first one of … */
    const char *behind; /* … this site that follows it */
};

/* Takes what is below a folder for what is durably there. */
void disk_read(struct disk *disk, const char *root);
/* Takes the record of what was done then. */
void disk_follow(struct disk *disk, const char *log);
/* Lists the changes and from when on they are sure; may be called again. */
void disk_settle(struct disk *disk, const struct disk_mutation *mutation);
void disk_free(struct disk *disk);

/* One of the disks that a crash may leave. */
struct disk_state {
    const bool *there; /* for each change */
    uint32_t torn;     /* a DISK_BYTES that is there in part, or DISK_NONE */
    uint64_t from, to; /* that part */
};

/* Makes it in an empty folder, or, with NULL, only tells its hash. */
uint64_t disk_make(const struct disk *disk, const struct disk_state *state, const char *root);

#endif
