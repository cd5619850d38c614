/*
 * The operations whose crashes are explored, and the judge of what a crash has left. Both are carried out by a child process on
 * the folder `disk`; what they come from and go to outside (models, an export) is in `root`.
 */
#ifndef NNREG_TESTS_CRASH_ACTOR_H
#define NNREG_TESTS_CRASH_ACTOR_H

#include "nnreg.h"
#include "site.h"

#define ACTOR_STEPS 4
#define ACTOR_TEXT  400

struct actor {
    const char *root;
    char disk[SITE_PATH];   /* the folder whose states are explored */
    char dir[SITE_PATH];    /* the registry in it */
    char backup[SITE_PATH]; /* its backup in it */
    char brought[SITE_PATH];
    const struct operation *operation;
    nnreg *registry;
    nnreg_findings *findings;
    uint64_t target;
};

struct operation {
    const char *name;
    void (*prepare)(struct actor *);                    /* what there is before, or NULL */
    nnreg_status (*steps[ACTOR_STEPS])(struct actor *); /* each is acknowledged */
    bool fresh;                                         /* there is no registry before */
    bool old; /* the one that there is was made by an older version */
};

#define OPERATIONS 14
extern const struct operation operations[OPERATIONS];

/* Makes `disk` as the operation finds it. */
void actor_prepare(struct actor *actor, const struct operation *operation);
/* Carries the operation out in a child that records it. */
void actor_record(struct actor *actor, const char *log);

/* What became of a state. */
struct verdict {
    bool sound;
    uint64_t text;            /* the sum of all that a user sees in it; equal: the same */
    char message[ACTOR_TEXT]; /* what is wrong with it */
};

/*
 * Opens the state in `disk` in a child, looks it over and reads it; then goes on with it: collects garbage, repeats what was
 * interrupted, adds a network, looks it over again. `log`: records that, or NULL.
 */
void actor_judge(struct verdict *verdict, struct actor *actor, const char *log);

uint64_t actor_sum(const char *text);

#endif
