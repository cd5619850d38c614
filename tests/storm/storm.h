/*
 * The kill storm: workers open a registry, change it, close it, and are killed at any time; whatever they reported as done
 * must be there, and what is there must have been reported, or been under way.
 *
 *   storm.c          starts and kills the workers, hears their reports, has the registry audited, tells the result
 *   storm_worker.c   what a worker does: a process of its own, started anew after each kill
 *   storm_upkeep.c   what it does besides changes: upkeep, backups, exports and imports, pages, the feed of events
 *   storm_look.c     what a worker reports of what it finds, before and between its changes
 *   storm_ledger.c   what was reported, outside the registry, and how it is held against what the workers find
 *   storm_objects.c  the objects of a slot, and what a change makes of them
 *   storm_audit.c    the whole registry held against the ledger, while no worker runs
 *
 * Each worker works in a slot. What it makes is the slot's: nobody else changes that, so that what must be there is
 * known to the byte. Some networks are shared by all: each change of those counts up by one, or is refused.
 */
#ifndef NNREG_TESTS_STORM_H
#define NNREG_TESTS_STORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nnreg.h"
#include "site.h"

#define STORM_SLOTS   5
#define STORM_SHARED  2  /* networks that all change */
#define STORM_OBJECTS 24 /* of a slot, with the latest that are gone */
#define STORM_GONE    6  /* how many of those are remembered */
#define STORM_ACTOR   40 /* bytes of the name that a change is made under */
#define STORM_CURSOR  1000

enum storm_kind { STORM_NETWORK, STORM_SPEC, STORM_VERSION, STORM_KINDS };
enum storm_action {
    STORM_CREATE,
    STORM_UPDATE,
    STORM_DELETE,
    STORM_PUBLISH,
    STORM_UNPUBLISH,
    STORM_TASK,  /* moves the task of a network */
    STORM_COUNT, /* of a shared network */
    STORM_ACTIONS
};

/* What else a worker does; counted when it is done, and of no consequence for what must be there. */
enum storm_work {
    STORM_NONE,
    STORM_FILE,
    STORM_LIST,
    STORM_PAGES,
    STORM_FEED,
    STORM_COMPACT,
    STORM_COLLECT,
    STORM_FSCK,
    STORM_CHECKOUT,
    STORM_BACKUP,
    STORM_EXPORT,
    STORM_IMPORT,
    STORM_WORKS
};

extern const char *const storm_kind_names[STORM_KINDS];
extern const char *const storm_action_names[STORM_ACTIONS];
extern const char *const storm_work_names[STORM_WORKS];

/* An object as it must be. Its values are the serial numbers of the changes that made them: each is used once. */
struct storm_object {
    enum storm_kind kind;
    bool gone, is_public;
    uint64_t id;
    uint64_t made;  /* by the create of this serial; the model is `made` modulo SITE_MODELS */
    uint64_t value; /* in the name and the metadata */
    uint64_t task;  /* the task failed with this number as its text; 0: it is pending */
    uint64_t task_id;
    uint64_t spec, network; /* of a version */
    int64_t date;           /* its update_date, when one was seen */
};

struct storm_objects {
    size_t count;
    struct storm_object item[STORM_OBJECTS];
};

struct storm_change {
    enum storm_action action;
    enum storm_kind kind;
    uint64_t serial;
    uint64_t id;            /* 0: of a create that is not done */
    uint64_t spec, network; /* of a version that is made */
    uint64_t task_id;
};

/* What a worker is started with, on its standard input. */
struct storm_order {
    unsigned slot;
    uint64_t serial; /* of its first change */
    uint64_t seed;
    bool look_only; /* reports what it finds, and ends */
    bool pending;   /* the worker before was killed in this change: */
    struct storm_change change;
    struct storm_objects objects;
    uint64_t shared[STORM_SHARED];
};

/* What a worker reports, on its standard output: one write each, which a kill cannot cut. */
enum storm_said {
    STORM_OPENED,
    STORM_BEGUN,
    STORM_DONE,    /* acknowledged */
    STORM_REFUSED, /* it was not made, and that was said */
    STORM_SEEN,    /* an object as it is */
    STORM_WORKED,  /* something else was done */
    STORM_FOUND,   /* what the pending create has made; id 0: nothing */
    STORM_WRONG    /* `text` says what */
};
struct storm_report {
    enum storm_said said;
    struct storm_change change;
    struct storm_object object;
    enum storm_work work;
    int64_t time; /* of the steady clock, microseconds: before a change has begun, after it was done */
    char text[200];
};

/* ------------------------------------------------------------------------------------------ storm_objects.c -- */

struct storm_object *storm_find(struct storm_objects *objects, enum storm_kind kind, uint64_t id);
/* How many of a kind there are. */
size_t storm_count(const struct storm_objects *objects, enum storm_kind kind);
/* What a change that was made leaves. */
void storm_apply(struct storm_objects *objects, const struct storm_change *change);

/* Whether the network of such a number is created from uploads, and so has the large file of the site, too. */
bool storm_is_uploaded(uint64_t made);

/* The name of an object with a value, in a static buffer; the slug under which a network or a spec is public. */
const char *storm_name(unsigned slot, enum storm_kind kind, uint64_t made, uint64_t value);
const char *storm_slug(unsigned slot, uint64_t id);

/* What can be seen of an object: false with *why when it holds together with nothing that a worker ever wrote. */
bool storm_read(struct storm_object *seen, const char **why, nnreg *registry, unsigned slot,
                const struct storm_object *expected);

/* ------------------------------------------------------------------------------------------- storm_worker.c -- */

struct storm_worker {
    const char *root, *dir;
    nnreg *registry;
    nnreg_findings *findings;
    struct storm_order order;
    uint64_t random;
    uint64_t heard;            /* the number of the last event that it has followed */
    char awaited[STORM_ACTOR]; /* of its last change, until the event of that has come; "" for none */
};

int storm_work(const char *root, const char *dir);

/* Writes a report; ends the process when nobody hears it. */
void storm_say(const struct storm_report *report);
/* Reports what is wrong with a call, by the handle's message, and ends the process. */
_Noreturn void storm_wrong(struct storm_worker *worker, const char *what, nnreg_status status);

/* A number below `below`. */
uint64_t storm_random(uint64_t *state, uint64_t below);

/* A living object of the slot, by chance; NULL when there is none. Networks and specs that are public or not, as asked. */
const struct storm_object *storm_any(struct storm_worker *worker, enum storm_kind kind, bool is_public);

/* -------------------------------------------------------------------------------------------- storm_upkeep.c -- */

/* From now on events are followed. */
void storm_begin_to_follow(struct storm_worker *worker);
void storm_follow(struct storm_worker *worker);
void storm_page_through(struct storm_worker *worker);
void storm_compact(struct storm_worker *worker);
void storm_collect(struct storm_worker *worker);
void storm_look_over(struct storm_worker *worker);
void storm_check_out(struct storm_worker *worker);
void storm_back_up(struct storm_worker *worker);
void storm_export(struct storm_worker *worker);
void storm_import(struct storm_worker *worker);

/* ---------------------------------------------------------------------------------------------- storm_look.c -- */

/* Reports what the pending create has made, then every object of the slot. */
void storm_look(struct storm_worker *worker);

/* ------------------------------------------------------------------------------------------- storm_ledger.c -- */

struct storm_totals {
    uint64_t opened, killed, acknowledged, refused;
    uint64_t lost;  /* acknowledged, and not there, or not as it was acknowledged */
    uint64_t twice; /* ids given twice */
    uint64_t other; /* faults of other kinds: calls that failed, invariants that do not hold */
    uint64_t orphans, audits;
    uint64_t checked;           /* objects held against the ledger, by workers and audits */
    uint64_t work[STORM_WORKS]; /* how often each was done */
};
extern struct storm_totals *storm_totals; /* shared with the process that audits */

enum storm_fault { STORM_LOST, STORM_TWICE, STORM_OTHER };
/* Counts a fault and tells it; of many, the first ones. */
void storm_fault(enum storm_fault fault, const char *format, ...) __attribute__((format(printf, 2, 3)));
uint64_t storm_faults(void);

#define STORM_SERIALS 200000 /* changes of a slot in one registry, at most */
enum storm_state { STORM_NEVER, STORM_UNDECIDED, STORM_MADE, STORM_UNMADE };
/* One change as it is known outside; shared with the process that audits. */
struct storm_record {
    uint8_t state, action, kind;
    uint8_t events; /* of it that were found in the history */
    uint64_t id;    /* of the object that its event names; 0: not known */
    int64_t begun, done;
};

struct storm_slot {
    struct storm_objects objects;
    bool pending;
    struct storm_change change;
    uint64_t serial; /* of the next change */
    struct storm_record *records;
};

struct storm_ledger {
    struct storm_slot slot[STORM_SLOTS];
    uint64_t shared[STORM_SHARED];
};
extern struct storm_ledger storm_ledger;

/* Forgets everything: for a new registry, whose reports go to this file. */
void storm_begin_ledger(const char *path);
void storm_hear(unsigned slot, const struct storm_report *report);
/* The worker of the slot is dead. */
void storm_bury(unsigned slot);
/* Has what was heard written to the file. */
void storm_flush(void);

/* -------------------------------------------------------------------------------------------- storm_audit.c -- */

/* What the history was found to be at the last audit; all zeros before the first. */
struct storm_seen {
    uint64_t events;
    char hash[65];
    uint64_t created[STORM_KINDS]; /* the last ids that were given */
    uint64_t counted[STORM_SHARED];
};

/* In a process of its own: opens the registry and holds all of it against the ledger. */
void storm_audit(struct storm_seen *seen, const char *root, const char *dir);

#endif
