/*
 * The states that a crash may leave of one run, and what becomes of each: see disk.h for what may be lost. At each step of the run
 * they are all subsets of the changes that are not sure, where these are at most EXPLORE_ALL; else all of them, none, each alone,
 * each one missing, and names without bytes and the reverse; and bytes that came to the device in part, as far as some sector or
 * from there on, with and without all the rest. Of each it is asked that it is sound, and that it is as at the last acknowledgement, or
 * as at the next one.
 */
#ifndef NNREG_TESTS_CRASH_EXPLORE_H
#define NNREG_TESTS_CRASH_EXPLORE_H

#include "actor.h"
#include "disk.h"

#define EXPLORE_ALL      10
#define EXPLORE_BETWEEN  5    /* states from one recovery that is crashed to the next */
#define EXPLORE_RECOVERY 1500 /* states of one recovery, where all are judged otherwise */

struct explored {
    uint64_t met;     /* states, at all steps */
    uint64_t equal;   /* of them: the same as one before, by what is there or by its hash */
    uint64_t left;    /* not judged, as a sample was asked for */
    uint64_t judged;  /* opened, looked over, gone on with */
    uint64_t again;   /* of the judged: those within a recovery */
    uint64_t lost;    /* that were not as they must be */
    char first[1200]; /* the first lost one, in words */
};

struct exploring {
    struct actor *actor;
    uint64_t most;     /* states to judge; 0: all */
    unsigned recovery; /* crash again in so many recoveries */
    bool until_lost;   /* end at the first lost one */
};

struct outcomes;                          /* what became of each state, by its hash */
struct outcomes *outcomes_new(bool owns); /* the verdicts, which are freed with it */
void outcomes_free(struct outcomes *outcomes);

/* A run was recorded into `log`, from what `disk` has read. `outcomes` may come from an earlier exploration of the same run. */
void explore(struct explored *explored, struct disk *disk, const struct exploring *how,
             const struct disk_mutation *mutation, struct outcomes *outcomes);

#endif
