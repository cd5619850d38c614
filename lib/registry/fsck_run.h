/*
 * One nnreg_fsck, as its parts see it.
 *
 *     fsck.c             the call: its steps, and what it returns
 *     fsck_report.c      a finding; what is mended is written down, and told by an event
 *     fsck_claims.c      who gets what several ask for, and the tables give to nobody
 *     fsck_tables.c      one transaction over all tables, in this order:
 *       fsck_settings.c    the format, by which records are read and written
 *       fsck_records.c     each record by itself
 *       fsck_ties.c        what records say of each other
 *       fsck_indexes.c     index entries against records, in both directions
 *         fsck_rules.c       and the rules of each record that has stayed
 *       fsck_counts.c      counts against what is counted; the trash
 *       fsck_settings.c    the other settings, counters, the end of the history
 *     fsck_files.c       the files that the tables told of: size and SHA-256, by all processors
 *     fsck_lost.c        what is done about those that are not as they should be
 *     fsck_sound.c       those that were noted as damaged, and are right
 *     fsck_strays.c      what is in their place and belongs to nobody
 *
 * The tables are looked at in one snapshot, since they must fit each other. A repair does the same in one write transaction of
 * its own, which nobody shares: it looks again, and what it finds then is mended in it, all or nothing, with the event that tells
 * of it. So there is one piece of code that finds and mends, a repair sees what it changed before when it comes to what depends on
 * it, and a process that is killed anywhere has done all of it or none.
 *
 * A backup looks over its copy with the same parts (backup_look.c).
 *
 * A table may not be written to while it is walked. What is to be changed is therefore collected and applied behind the walk
 * (nnreg_fsck_put, _remove, _apply); outside of a repair these do nothing.
 */
#ifndef NNREG_REGISTRY_FSCK_RUN_H
#define NNREG_REGISTRY_FSCK_RUN_H

#include "base/bytes.h"
#include "base/findings.h"
#include "check/rules.h"
#include "registry/events.h"
#include "registry/objects.h"
#include "store/quarantine.h"

struct nnreg_fsck_change; /* of an entry of a table */

/* What a block of ids counts, by the records (objects.h). */
struct nnreg_fsck_block {
    uint64_t number;
    struct nnreg_block counts;
};

/* A file of a network. */
struct nnreg_fsck_reference {
    nnreg_digest digest;
    uint64_t size;
    uint64_t network;
};

/* Whether an object can have the number: a counter stands behind it, and is a number that can be given, too (settings.c). */
static inline bool nnreg_fsck_is_id(uint64_t number)
{
    return number != 0 && number < UINT64_MAX - 1;
}

/* An object that asks for what only one can have. */
struct nnreg_fsck_claim {
    uint64_t id;
    char wish[NNREG_LIMIT_SLUG + 1]; /* a slug, or the number of a task */
};

struct nnreg_fsck_run {
    nnreg *registry;
    nnreg_findings *findings;
    nnreg_findings *judged; /* of one record (fsck_rules.c) */
    struct nnreg_call_options options;
    struct nnreg_fsck result;
    bool quick;
    bool unjudged; /* descriptions are not asked for their rules, which their creators may have turned down */
    bool repair;
    bool told;                 /* there is an event about a repair */
    uint64_t bytes_per_second; /* of files; 0: as fast as they come */
    bool mending;              /* in the transaction of a repair: what is found is mended */

    /* Of the transaction; begun anew when it runs again. */
    struct nnreg_kv_txn *txn;
    struct {
        struct nnreg_fsck_change *list;
        size_t count, room;
    } changes;
    struct nnreg_bytes mended; /* what was: three texts for each, each with its NUL (fsck_report.c) */
    size_t mended_count;
    struct nnreg_bytes set_aside; /* records and entries that were taken out, as lines of text */
    uint64_t last_id[NNREG_OBJECT_COUNT];
    uint64_t
        found; /* what the catalogue calls errors, whatever the severities of the caller's findings make of them */
    bool end_told; /* the end of the history is not as the settings say */
    bool unread
        [NNREG_OBJECT_COUNT]; /* there is a record of the kind that cannot be read, so counts may be larger */
    struct {
        struct nnreg_fsck_block *list; /* in the order of numbers */
        size_t count, room;
    } blocks[NNREG_OBJECT_COUNT];
    struct {
        struct nnreg_fsck_claim *list;
        size_t count, room;
    } claims;
    char aside_name[NNREG_QUARANTINE_NAME]; /* of the file in quarantine/ with set_aside; "": not written */

    /* The files of all networks, in the order of digests, then of networks. */
    struct nnreg_fsck_reference *references;
    size_t reference_count, reference_room;
};

/* ----------------------------------------------------------------------------------------------- reporting -- */

/*
 * Reports. `file`: NULL for data.mdb. `mend`: what a repair does about it, in the manner of "the entry is put in"; NULL: it can
 * do nothing, and `hint` says what can be done. While mending, it is told as done.
 */
void nnreg_fsck_tell(struct nnreg_fsck_run *run, enum nnreg_rule rule, const char *file, const char *mend,
                     const char *hint, const char *format, ...) NNREG_PRINTF(6, 7);

/* The two halves of it for what is mended in a transaction that may run again: the event's part, and the finding's. */
void nnreg_fsck_note_mended(struct nnreg_fsck_run *run, enum nnreg_rule rule, const char *what,
                            const char *mend);
void nnreg_fsck_tell_mended(struct nnreg_fsck_run *run, enum nnreg_rule rule, const char *file,
                            const char *what, const char *mend);

/* The event about what was mended since the last one; nothing was: no event. */
nnreg_status nnreg_fsck_tell_history(struct nnreg_fsck_run *run, struct nnreg_error *error);

/* Calls the caller's progress; NNREG_CANCELLED. */
nnreg_status nnreg_fsck_progress(const struct nnreg_fsck_run *run, const char *stage, uint64_t done,
                                 uint64_t total, struct nnreg_error *error);

/* ------------------------------------------------------------------------------------------------- mending -- */

nnreg_status nnreg_fsck_put(struct nnreg_fsck_run *run, enum nnreg_kv_table table, struct nnreg_slice key,
                            struct nnreg_slice value, struct nnreg_error *error);
nnreg_status nnreg_fsck_remove(struct nnreg_fsck_run *run, enum nnreg_kv_table table, struct nnreg_slice key,
                               struct nnreg_error *error);
/* Removes it, and keeps key and value in quarantine/. */
nnreg_status nnreg_fsck_set_aside(struct nnreg_fsck_run *run, enum nnreg_kv_table table,
                                  struct nnreg_slice key, struct nnreg_slice value,
                                  struct nnreg_error *error);
/* Writes what was collected. To be called outside of any walk. */
nnreg_status nnreg_fsck_apply(struct nnreg_fsck_run *run, struct nnreg_error *error);
/* Forgets what was collected. */
void nnreg_fsck_forget_changes(struct nnreg_fsck_run *run);

/* -------------------------------------------------------------------------------------------------- claims -- */

/* Collects an object that asks for what nobody has by the tables. */
nnreg_status nnreg_fsck_claim(struct nnreg_fsck_run *run, const char *wish, uint64_t id,
                              struct nnreg_error *error);

/* Of each that was collected: `first` is the one that gets it, itself or another. To be called outside of any walk. */
typedef nnreg_status nnreg_fsck_settle(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                                       const struct nnreg_fsck_claim *claim, uint64_t first,
                                       struct nnreg_error *error);
nnreg_status nnreg_fsck_settle_claims(struct nnreg_fsck_run *run, nnreg_fsck_settle *settle,
                                      const struct nnreg_object_kind *kind, struct nnreg_error *error);

/* -------------------------------------------------------------------------------------------------- the parts -- */

/* All tables in one transaction; in one of a repair with what mends them. */
nnreg_status nnreg_fsck_tables(struct nnreg_fsck_run *run, struct nnreg_error *error);

nnreg_status nnreg_fsck_records(struct nnreg_fsck_run *run, struct nnreg_error *error);
nnreg_status nnreg_fsck_ties(struct nnreg_fsck_run *run, struct nnreg_error *error);
nnreg_status nnreg_fsck_indexes(struct nnreg_fsck_run *run, struct nnreg_error *error);
nnreg_status nnreg_fsck_counts(struct nnreg_fsck_run *run, struct nnreg_error *error);
nnreg_status nnreg_fsck_references(struct nnreg_fsck_run *run, struct nnreg_error *error);
nnreg_status nnreg_fsck_format(struct nnreg_fsck_run *run, struct nnreg_error *error);
nnreg_status nnreg_fsck_settings(struct nnreg_fsck_run *run, struct nnreg_error *error);

/* Of one record: that it keeps the rules of its table. */
nnreg_status nnreg_fsck_rules(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind, uint64_t id,
                              const union nnreg_any_object *record, struct nnreg_error *error);

/* Each outside of any transaction. */
nnreg_status nnreg_fsck_history(struct nnreg_fsck_run *run, struct nnreg_error *error);
nnreg_status nnreg_fsck_files(struct nnreg_fsck_run *run, struct nnreg_error *error);
nnreg_status nnreg_fsck_strays(struct nnreg_fsck_run *run, struct nnreg_error *error);

/* Frees what the parts have collected; the findings are the caller's. */
void nnreg_fsck_end(struct nnreg_fsck_run *run);

/* The references of a digest: the first, and how many; 0: nobody uses it. */
size_t nnreg_fsck_references_of(const struct nnreg_fsck_reference **first, const struct nnreg_fsck_run *run,
                                const nnreg_digest digest);

/* A file that is not as it should be, as it was found outside of any transaction. */
struct nnreg_fsck_lost {
    const struct nnreg_fsck_reference *first; /* of those who use it */
    size_t count;
    enum nnreg_blob_found found;
    uint64_t size;                  /* that it has */
    uint64_t device, inode;         /* which file that was; 0: none was open */
    char digest[NNREG_SHA256_TEXT]; /* of what it has, where that was read */
    struct nnreg_error why;         /* it cannot be read */
};

/* Looks once more, so that no delete or create is taken for damage; reports it, notes it, and in a repair sets it aside. */
nnreg_status nnreg_fsck_lost_file(struct nnreg_fsck_run *run, const struct nnreg_fsck_lost *lost,
                                  struct nnreg_error *error);

/* Forgets the notes of files that were read and are right: all but those in the list. */
nnreg_status nnreg_fsck_sound_files(struct nnreg_fsck_run *run, const struct nnreg_fsck_lost *lost,
                                    size_t count, struct nnreg_error *error);

/*
 * What is in the place of a stored file: its size, and with `content` its SHA-256. NNREG_OK, with lost->found; only a failure
 * that says nothing about the file is returned: NNREG_NO_MEMORY, NNREG_BUSY, NNREG_CANCELLED.
 */
typedef nnreg_status nnreg_fsck_piece(void *context, size_t bytes);
nnreg_status nnreg_fsck_look(struct nnreg_fsck_lost *lost, const struct nnreg_blobs *blobs, bool content,
                             nnreg_fsck_piece *piece, void *context, struct nnreg_error *error);

#endif
