/*
 * Processes that are to be paused, made to fail and killed: actors (actor.c), each told what to do by a list of commands,
 * started behind the preload library with a plan (tests/support/faultfs_plan.c), here or in a PID namespace.
 *
 * Nothing here sleeps: a driver learns through pipes that a process has answered, was paused or has ended, and sees in
 * /proc that it waits in a lock.
 */
#ifndef NNREG_TESTS_PROCESS_H
#define NNREG_TESTS_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "site.h"

/* Members that are NULL or 0 are left to the library. */
struct plan {
    const char *action, *calls, *name;
    unsigned long at;
    int error;
    bool lasting;
    const char *log;
};

enum place {
    PLACE_HERE,
    PLACE_APART,       /* the first process of a PID namespace */
    PLACE_APART_SECOND /* the second of one */
};

struct process {
    pid_t pid;             /* killing it kills the actor */
    int commands, answers; /* of the actor */
    int reached, go;       /* of the plan's "wait" */
    char buffer[4096];
    size_t held;
};

#define PROCESS_LINE 600

/* Where the drivers work. */
struct faults_site {
    char root[SITE_PATH], dir[SITE_PATH + 16], actor[SITE_PATH + 16];
    const char *library; /* the preload library, NULL: there is none */
    bool read_only_mount;
};

/* The site's folder, its models, and where the programs are; ends the program with 77 when it needs what is not there. */
void faults_begin(struct faults_site *site, const char *name);
/* Removes it, unless something was found wrong; the exit status. */
int faults_end(struct faults_site *site);

/* Counts and tells what is wrong. */
void faults_wrong(const char *format, ...) __attribute__((format(printf, 1, 2)));
unsigned faults_count(void);

/* A registry with networks of the ids 1 to `networks`, named "n", of value 0. */
void faults_make_registry(struct faults_site *site, unsigned networks);

/* `commands` ends with NULL; after them the actor reads more of them from process_tell. `plan` may be NULL. */
void process_start(struct process *process, const struct faults_site *site, enum place place,
                   const struct plan *plan, const char *const *commands);

/* One more command; none: the actor ends. */
void process_tell(struct process *process, const char *format, ...) __attribute__((format(printf, 2, 3)));
void process_no_more(struct process *process);

/* The next answer, "STATUS TEXT"; false at the end. */
bool process_answer(struct process *process, char line[PROCESS_LINE]);
/* Asserts the next answer's status; the text, in a static buffer. `what` is for the message. */
const char *process_expect(struct process *process, nnreg_status status, const char *what);

/* Waits until the plan has paused it: false when it ended before. Then it can be let go on. */
bool process_reached(struct process *process);
void process_go(struct process *process);

/* Waits until it waits for a lock, or is paused, or has nothing to do, or has ended. */
void process_settle(struct process *process);

void process_kill(struct process *process);
/* Waits for its end; the wait status. Frees what process_start took. */
int process_end(struct process *process);

/* How the driver tells that namespaces of this kind cannot be made; NULL when they can. */
const char *place_lacks(enum place place);

#endif
