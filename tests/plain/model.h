/*
 * A registry as plain arrays, written from doc/DOMAIN.md and nnreg.h alone: what each operation does, what it refuses,
 * what is told of it. Nothing of lib/ is used, so that the two do not share a mistake. A step is an operation with all
 * that it is called with; applying one to the model tells what the registry must answer.
 */
#ifndef NNREG_TESTS_PLAIN_MODEL_H
#define NNREG_TESTS_PLAIN_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nnreg.h"
#include "plain/values.h"

enum plain_kind { PLAIN_NETWORK, PLAIN_SPEC, PLAIN_VERSION, PLAIN_TASK, PLAIN_KINDS };
extern const char *const plain_kinds[PLAIN_KINDS]; /* "network" … */

/* --------------------------------------------------------------------------------------------------- steps -- */

enum plain_operation {
    PLAIN_CREATE_NETWORK,
    PLAIN_UPDATE_NETWORK,
    PLAIN_DELETE_NETWORK,
    PLAIN_PUBLISH,
    PLAIN_UNPUBLISH,
    PLAIN_CREATE_SPEC,
    PLAIN_UPDATE_SPEC,
    PLAIN_DELETE_SPEC,
    PLAIN_CREATE_VERSION,
    PLAIN_DELETE_VERSION,
    PLAIN_UPDATE_TASK,
    PLAIN_PUBLISH_SPEC,
    PLAIN_UNPUBLISH_SPEC,
    PLAIN_REOPEN,
    PLAIN_EXPORT_IMPORT, /* all that is there, back to where it came from */
    PLAIN_SETTING,       /* whether a description can be updated: the other way round */
    PLAIN_CHECKOUT,
    PLAIN_GC,
    PLAIN_FSCK,
    PLAIN_COMPACT,
    PLAIN_BACKUP,
    PLAIN_OPERATIONS
};
extern const char *const plain_operations[PLAIN_OPERATIONS];
bool plain_deletes(enum plain_operation operation);
bool plain_publishes(enum plain_operation operation);
/* Updates and deletes of what can be public; and of which kind that is. */
bool plain_changes_public(enum plain_operation operation, enum plain_kind *kind);

enum { /* members of an update, a bit each */
       PLAIN_NAME = 1,
       PLAIN_DESCRIPTION = 2,
       PLAIN_METADATA = 4,
       PLAIN_CURRENT = 8, /* of a spec */
       PLAIN_STATUS = 16, /* of a task */
       PLAIN_ERROR = 32
};
/* What else is in a text; each is refused. In an update the first three are what the names say. */
enum plain_fault {
    PLAIN_SOUND,
    PLAIN_IMMUTABLE,
    PLAIN_READ_ONLY,
    PLAIN_UNKNOWN,
    PLAIN_NO_TENSOR,
    PLAIN_NO_INDEX,
    PLAIN_FAULTS
};
enum plain_date { PLAIN_ANY_DATE, PLAIN_PRESENT_DATE, PLAIN_STALE_DATE, PLAIN_DATES };

/* Which members an operation looks at is in its function in model.c. */
struct plain_step {
    enum plain_operation operation;
    unsigned id, other, third; /* of objects; the versions' spec and network */
    unsigned name, description, metadata, slug, actor;
    unsigned members;
    unsigned bundle; /* of a network; outputs or postprocessings */
    unsigned tensor, status, error;
    enum plain_fault fault;
    enum plain_date date;
    bool declares; /* the network has a tensors_output */
    bool by_key;   /* it names its tensors by the keys of the signature */
    bool merge;    /* metadata is a merge patch */
    bool dry_run;
    bool move;     /* the slug is taken from the network, or the spec, that has it */
    bool withdraw; /* what is public is made private first */
    bool by_slug;  /* an update or a delete is of the object that has `slug`, whatever its id */
    int seconds;   /* the clock is moved by these before */
};

/* ------------------------------------------------------------------------------------------------- objects -- */

/* An object of any kind. The texts are static; 0 and NULL are what a kind does not have. */
struct plain_object {
    uint64_t id;
    int64_t create_date, update_date;
    const char *name, *description, *slug, *error;
    struct plain_metadata metadata;
    uint64_t network_id, spec_id, task_id, current;
    unsigned bundle;       /* of a network; of a spec: outputs; of a version: postprocessings */
    unsigned tensor;       /* of a version */
    unsigned status;       /* of a task */
    bool declares, by_key; /* of a network */
};

/* The files of the bundles, which the model is told. */
#define PLAIN_BUNDLES 6
#define PLAIN_FILES   3
struct plain_file {
    char name[64];
    uint64_t size;
    char sha256[65];
};

/* What the model can be made to do wrong, to see that it is found. */
enum {
    PLAIN_FLAW_CURRENT_STAYS = 1,
    PLAIN_FLAW_SHARED_FILES_GO = 2,
    PLAIN_FLAW_DATE_GOES_BACK = 4,
    PLAIN_FLAW_SLUG_STAYS_TAKEN = 8,
    PLAIN_FLAW_ID_USED_AGAIN = 16,
    PLAIN_FLAW_EQUAL_NAMES_BY_DATE = 32,
    PLAIN_FLAW_DRY_RUN_IS_TOLD = 64,
    PLAIN_FLAW_PATCH_REPLACES = 128,
    PLAIN_FLAWS = 8 /* how many there are */
};

#define PLAIN_MOST 96 /* objects of a kind */

struct plain_model {
    bool mutable_description;
    unsigned flaws;
    int64_t now; /* microseconds */
    const struct plain_file (*files)[PLAIN_FILES];
    const char (*digests)[65]; /* of the bundles; only texts of networks have them */
    uint64_t next[PLAIN_KINDS];
    struct plain_object objects[PLAIN_KINDS][PLAIN_MOST]; /* by id */
    size_t count[PLAIN_KINDS];
    bool slug_taken[PLAIN_GOOD_SLUGS]; /* by networks; for the flaw */
    char **events;                     /* each a JSON text without its hash; owned */
    size_t event_count, event_room;
    int64_t event_time;
};

void plain_model_init(struct plain_model *model, const struct plain_file (*files)[PLAIN_FILES],
                      bool mutable_description, unsigned flaws);
void plain_model_free(struct plain_model *model);

/* NULL: there is none. */
const struct plain_object *plain_find(const struct plain_model *model, enum plain_kind kind, uint64_t id);

/* Whether a network has the file with this digest. */
bool plain_is_stored(const struct plain_model *model, const char *sha256);

/* -------------------------------------------------------------------------------------------------- answers -- */

/* What a step must give. */
struct plain_answer {
    nnreg_status status;
    uint64_t id;         /* of what was made */
    char findings[1000]; /* "severity rule place; …" */
    char removed[8000];  /* one line for each thing that a delete tells */
    struct nnreg_cascade cascade;
};

/* The id of what the step is about: its own, or that of who has the slug; 0: nobody has it. */
unsigned plain_target(const struct plain_model *model, const struct plain_step *step);

void plain_apply(struct plain_model *model, const struct plain_step *step, struct plain_answer *answer);

/* --------------------------------------------------------------------------------------------------- texts -- */

/* What the step hands over as JSON, NULL for none; to be freed. The model is as it is before the step. */
char *plain_step_json(const struct plain_model *model, const struct plain_step *step);
/* The object as JSON without white space between tokens; to be freed. */
char *plain_object_json(const struct plain_model *model, enum plain_kind kind,
                        const struct plain_object *object, bool with_outputs);
/* Appends an event; `before` or `after` is NULL for one that is made or deleted. */
void plain_event(struct plain_model *model, const struct plain_step *step, const char *action,
                 enum plain_kind kind, const struct plain_object *before, const struct plain_object *after);
/* Appends the event of a change of the setting, which the model has by now. */
void plain_setting_event(struct plain_model *model, const struct plain_step *step);
/* "2018-02-16T13:45:36.078955Z", in a static buffer, of which there are four in turn. */
const char *plain_time(int64_t microseconds);

/* --------------------------------------------------------------------------------------------------- lists -- */

/* A query but for its dates (INT64_MIN and INT64_MAX: none) and its condition on metadata (< 0: none). */
struct plain_question {
    struct nnreg_query query;
    int where;
    int64_t since, before;
};
/* The objects that a list of this kind has in all, in its order; the pointers hold until the next step. */
size_t plain_list(const struct plain_object *found[PLAIN_MOST], const struct plain_model *model,
                  enum plain_kind kind, const struct plain_question *question);

#endif
