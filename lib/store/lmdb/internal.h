/*
 * What the files of the engine share: one environment of LMDB in this process, its gate, its snapshots, its write.
 *
 *   lmdb_engine.c   the engine's functions for kv: reading and writing in a transaction
 *   snapshots.c     snapshots: slots that are kept, and reading without a slot
 *   writing.c       the right to write, and a commit
 *   locks.c         the store's own locks, without which LMDB's are not trusted
 *   map.c           the size of LMDB's map: who uses it, who may change it
 *   move.c          moving over to the file that took the place of the one that is open
 *   lineage.c       which file may take the place of another
 *   compact.c       the store rewritten smaller
 *   environments.c  the process's table of environments: sharing, closing, forking
 *   open.c          opening one environment
 *   lock_file.c     lock.mdb, before LMDB opens it
 *   tables.c        the tables, and their handles
 *   make.c          making a new data file, and taking away a store that could not be made to its end
 *   page_checks.c   when the file's pages are looked at
 *   clean_mark.c    the mark that the last one to close a store leaves
 *   meta.c          the meta pages of LMDB's file, and how long it must be
 *   pages….c        the walk over all pages of LMDB's file, which finds what is damaged before LMDB meets it
 *   copy.c          copies of the store
 *   statistics.c    what can be told of a store and of who reads it
 *   pinned.c        what an old state keeps, and what it had
 *   calls.c         LMDB's calls, each safe from its assertions; its codes as statuses
 */
#ifndef NNREG_STORE_LMDB_INTERNAL_H
#define NNREG_STORE_LMDB_INTERNAL_H

#include <lmdb.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/fsio.h"
#include "base/status.h"
#include "store/kv_engine.h"

#define NNREG_LMDB_DATA        "data.mdb"
#define NNREG_LMDB_LOCK        "lock.mdb"
#define NNREG_LMDB_NEW         "data.mdb.new" /* a data file in the making */
#define NNREG_LMDB_LONGEST_KEY 511            /* bytes of a key, at most */
#define NNREG_LMDB_READERS     4096 /* snapshots open at once, over all processes, where nobody says how many */
#define NNREG_LMDB_GROWTH      (UINT64_C(8) << 20) /* bytes, and a quarter, by which the file is much longer */

#define NNREG_LMDB_MAP_FIRST (UINT64_C(16) << 20) /* bytes of address space; then doubled… */
#define NNREG_LMDB_MAP_STEP  (UINT64_C(1) << 30)  /* … up to this, and from there on grown by this */
#define NNREG_LMDB_MAP_MOST  (UINT64_C(64) << 40)

/* Codes that are none of LMDB's own: an assertion of LMDB failed; the data file has another in its place now. */
#define NNREG_LMDB_ASSERTED (-31000)
#define NNREG_LMDB_REPLACED (-31001)

struct nnreg_lmdb_env;

/* ---------------------------------------------------------------------------------------------- calls.c -- */

/* Fills `error` from LMDB's code; `what` is what failed ("cannot read the store"). */
nnreg_status nnreg_lmdb_fail(struct nnreg_error *error, int code, const char *what);

/* The same, and the environment is failed from then on: whatever is asked of it fails with these words. */
nnreg_status nnreg_lmdb_give_up(struct nnreg_lmdb_env *env, struct nnreg_error *error, nnreg_status status,
                                const char *what, const char *why);

/* To be set on every environment: an assertion inside one of the calls below makes it return NNREG_LMDB_ASSERTED. */
void nnreg_lmdb_catch_assertions(MDB_env *mdb);

/*
 * LMDB's calls that look at pages of the file. After NNREG_LMDB_ASSERTED the environment is marked dead; when the
 * call was one that changes pages, its transaction is marked stuck as well and must not be touched again.
 */
int nnreg_mdb_begin(struct nnreg_lmdb_env *env, MDB_txn *parent, unsigned flags, MDB_txn **txn);
int nnreg_mdb_renew(struct nnreg_lmdb_env *env, MDB_txn *txn);
int nnreg_mdb_commit(struct nnreg_lmdb_env *env, MDB_txn *txn);
void nnreg_mdb_abort(struct nnreg_lmdb_env *env, MDB_txn *txn);
int nnreg_mdb_open_table(struct nnreg_lmdb_env *env, MDB_txn *txn, const char *name, unsigned flags,
                         MDB_dbi *dbi);
int nnreg_mdb_get(struct nnreg_lmdb_env *env, MDB_txn *txn, MDB_dbi dbi, MDB_val *key, MDB_val *value);
int nnreg_mdb_put(struct nnreg_lmdb_env *env, MDB_cursor *cursor, MDB_val *key, MDB_val *value);
int nnreg_mdb_delete(struct nnreg_lmdb_env *env, MDB_cursor *cursor, MDB_val *key);
int nnreg_mdb_stat(struct nnreg_lmdb_env *env, MDB_txn *txn, MDB_dbi dbi, MDB_stat *stat);
int nnreg_mdb_seek(struct nnreg_lmdb_env *env, MDB_cursor *cursor, MDB_val *key, MDB_val *value,
                   MDB_cursor_op op);

/* ------------------------------------------------------------------------------------------------ map.c -- */

/*
 * Who uses the map. LMDB's map can only be changed while nobody in this process has a transaction open: it
 * would be unmapped under a reader without a word. Readers pass without waiting, but while the map is being changed
 * (some microseconds), and but when they would keep a growth waiting for ever (NNREG_LMDB_PATIENCE).
 */
struct nnreg_lmdb_gate {
    atomic_size_t readers; /* snapshots open in this process, and who is about to wait for one */
    atomic_bool watched;   /* somebody waits for readers to leave, or moves: they take the mutex, too */
    pthread_mutex_t mutex; /* of all the rest */
    pthread_cond_t changed;
    bool writing;        /* a write transaction is open, or being waited for */
    unsigned growing;    /* threads that wait to change the map */
    unsigned passed;     /* readers that came in while one did */
    unsigned generation; /* of the map */
    unsigned moves;      /* to other files */
    unsigned pinned;     /* threads that use the open files outside the gate, or wait for a lock on one */
    bool moving;         /* `mover` is about to have other files open, and passes where all others wait */
    pthread_t mover;
};

/* With the mutex: whether the gate is watched has changed. */
void nnreg_lmdb_watch(struct nnreg_lmdb_gate *gate);

/* Readers that may pass a waiting growth before new ones wait for it. */
#define NNREG_LMDB_PATIENCE 64

void nnreg_lmdb_enter(struct nnreg_lmdb_env *env, bool write);
/* Returns the generation of the map that the caller has used. */
unsigned nnreg_lmdb_leave(struct nnreg_lmdb_env *env, bool write);

/*
 * Gives the map its next size, when `grow`, or makes it as large as the file has become through another process. The
 * caller has left the gate. Nothing is done if the map changed since the `seen` generation.
 */
nnreg_status nnreg_lmdb_remap(struct nnreg_lmdb_env *env, bool grow, unsigned seen,
                              struct nnreg_error *error);

/* While it is pinned, the files that are open stay the same ones: for what is done outside the gate. */
void nnreg_lmdb_pin(struct nnreg_lmdb_env *env);
void nnreg_lmdb_unpin(struct nnreg_lmdb_env *env);

/* The size that follows `size` and is at least `needed`; 0 when that is over the limit. */
uint64_t nnreg_lmdb_map_size(uint64_t size, uint64_t needed);

/* ----------------------------------------------------------------------------------------------- move.c -- */

/* Whether a compaction has put another file in place of the one that a snapshot was begun of, and it is behind. */
nnreg_status nnreg_lmdb_has_moved(bool *moved, const struct nnreg_lmdb_env *env, MDB_txn *snapshot,
                                  struct nnreg_error *error);

/*
 * Has the file open that is in place now; the caller is outside the gate, and has nothing pinned. It waits until nobody of this
 * process is inside. Nothing is done if somebody has moved since the `seen` generation. A failure leaves nothing open, and
 * the next to begin tries again.
 */
nnreg_status nnreg_lmdb_move(struct nnreg_lmdb_env *env, unsigned seen, struct nnreg_error *error);

/* Whether nothing is open, since a move failed. Inside the gate, or pinned. */
bool nnreg_lmdb_is_closed(const struct nnreg_lmdb_env *env);

/* -------------------------------------------------------------------------------------------- lineage.c -- */

/*
 * A store's data files, of which each took the place of the one before: they have 16 random bytes in common, and a number
 * that grows. A file that was never compacted has none of it.
 */
struct nnreg_lmdb_lineage {
    unsigned char family[16];
    uint64_t number; /* 0: there is none; from 1 on */
};
nnreg_status nnreg_lmdb_read_lineage(struct nnreg_lmdb_lineage *lineage, int fd, struct nnreg_error *error);
/* Makes `to`, which has none, the successor of `from`, which gets its lineage where it has none. With WRITING of `from`. */
nnreg_status nnreg_lmdb_succeed(int to, int from, struct nnreg_error *error);
/* Whether the file `fd` took the place of the open one, or of one that did. */
nnreg_status nnreg_lmdb_is_successor(bool *successor, int fd, const struct nnreg_lmdb_env *env,
                                     struct nnreg_error *error);

/* ----------------------------------------------------------------------------------------------- meta.c -- */

#define NNREG_LMDB_NO_PAGE UINT64_MAX
#define NNREG_LMDB_DEPTH   32 /* levels of a tree; LMDB's own limit */

/* LMDB's record of a tree, 48 bytes of a meta page or of a node in the tree of tables. */
struct nnreg_lmdb_tree {
    unsigned flags;
    unsigned depth; /* levels; 0: there are no pages */
    uint64_t branch_pages;
    uint64_t leaf_pages;
    uint64_t overflow_pages;
    uint64_t entries;
    uint64_t root; /* NNREG_LMDB_NO_PAGE: none */
};

/* What a meta page says. */
struct nnreg_lmdb_meta {
    uint64_t number; /* its own: 0 or 1 */
    uint64_t page_size;
    uint64_t map_size; /* bytes: what a program that sets none maps */
    uint64_t last_page;
    uint64_t transaction;
    struct nnreg_lmdb_tree free_pages;
    struct nnreg_lmdb_tree tables;
};

/*
 * The newer meta page of the two, read until it holds still under a writer. Of the older one no more is asked than the
 * LMDB asks when it opens. NNREG_CORRUPT, NNREG_UNSUPPORTED, NNREG_IO; NNREG_BUSY: it never holds still.
 */
nnreg_status nnreg_lmdb_read_meta(struct nnreg_lmdb_meta *meta, int fd, struct nnreg_error *error);

/*
 * The meta page of one state, which may be the newest or the one before. NNREG_NOT_FOUND, without a text: it has been written
 * over. Else as nnreg_lmdb_read_meta.
 */
nnreg_status nnreg_lmdb_read_state(struct nnreg_lmdb_meta *meta, int fd, uint64_t state,
                                   struct nnreg_error *error);

/* Writes both meta pages of a new file: the one that holds, and one before it that says the same. */
nnreg_status nnreg_lmdb_write_meta(int fd, const struct nnreg_lmdb_meta *meta, struct nnreg_error *error);

/* Checks that `fd` is a whole data file: NNREG_CORRUPT, NNREG_UNSUPPORTED, NNREG_IO. `*bytes` is what its pages need. */
nnreg_status nnreg_lmdb_check_file(uint64_t *bytes, int fd, struct nnreg_error *error);

/* ---------------------------------------------------------------------------------------------- locks.c -- */

/*
 * The store's own locks: ranges of bytes of data.mdb and of lock.mdb, far behind their ends (base/fsio.h tells of what kind).
 * LMDB's mutexes in lock.mdb are robust only as long as thread ids are unique, and its first opener trusts that it is not
 * killed; so each is taken under a lock of ours, and nobody ever waits for one of LMDB's.
 *
 * A compaction puts another data.mdb in the place of the first, while lock.mdb stays (compact.c). So what is about lock.mdb is
 * locked there: whoever has the old data file open still shares it with those who have the new one.
 *
 * in lock.mdb
 *   SETUP      opening LMDB's environment, and closing it; exclusive, after OPENING
 *   USING      everybody who has the store open, whichever data file that is, and may open lock.mdb; shared
 *   SLOTS      taking a reader's slot, and clearing those of the dead; exclusive
 *   PIDS + p   the process with the id p that has slots under that id; exclusive
 * in data.mdb
 *   OPENING    the whole of opening and of closing, and a write that nobody else may be present at; exclusive
 *   PRESENT    everybody who has the file open; shared
 *   WRITING    from before LMDB's begin to after its commit; exclusive
 *   STATES + t the state that transaction t has left. A reader without a slot shares the one it reads; a writer has all but
 *              the last two exclusively: older ones, since it uses again what only they needed, newer ones, since they are
 *              still being written. It comes last: all that a write holds is one range.
 */
#define NNREG_LMDB_LOCK_OPENING (UINT64_C(1) << 61)
#define NNREG_LMDB_LOCK_PRESENT (NNREG_LMDB_LOCK_OPENING + 1)
#define NNREG_LMDB_LOCK_SLOTS   (NNREG_LMDB_LOCK_OPENING + 2)
#define NNREG_LMDB_LOCK_SETUP   (NNREG_LMDB_LOCK_OPENING + 3)
#define NNREG_LMDB_LOCK_USING   (NNREG_LMDB_LOCK_OPENING + 4)
#define NNREG_LMDB_LOCK_PIDS    (NNREG_LMDB_LOCK_OPENING + (UINT64_C(1) << 32))
#define NNREG_LMDB_LOCK_WRITING ((UINT64_C(1) << 62) - 1)
#define NNREG_LMDB_LOCK_STATES  (UINT64_C(1) << 62)

/* Locks one byte for good or until it is unlocked. NNREG_BUSY, without `wait`, when another open file has it. */
nnreg_status nnreg_lmdb_lock(const struct nnreg_lmdb_env *env, uint64_t byte, bool exclusive, bool wait,
                             struct nnreg_error *error);
void nnreg_lmdb_unlock(const struct nnreg_lmdb_env *env, uint64_t byte);

/* The right to take a slot or to clear some, against threads and processes. */
nnreg_status nnreg_lmdb_lock_slots(struct nnreg_lmdb_env *env, struct nnreg_error *error);
void nnreg_lmdb_unlock_slots(struct nnreg_lmdb_env *env);

/* For a writer whose begin found `state` the last: waits for readers without a slot of older ones but the last. */
nnreg_status nnreg_lmdb_lock_states(const struct nnreg_lmdb_env *env, uint64_t state,
                                    struct nnreg_error *error);
/*
 * For a writer: OPENING, where nobody else is PRESENT, or USING what was there before a compaction, until its write ends. Does
 * not wait: NNREG_BUSY.
 */
nnreg_status nnreg_lmdb_lock_alone(struct nnreg_lmdb_env *env, struct nnreg_error *error);
/* All that a writer has: WRITING and STATES, and OPENING if it took that. */
void nnreg_lmdb_unlock_writing(struct nnreg_lmdb_env *env);

/*
 * Whether data.mdb and lock.mdb are still the files that were opened, and nothing is in their place: NNREG_CONFLICT. *moved: a
 * compaction has put the next one in place of data.mdb; that is none then. NULL: it is.
 */
nnreg_status nnreg_lmdb_same_files(const struct nnreg_lmdb_env *env, bool *moved, struct nnreg_error *error);
/* Whether data.mdb is, alone. */
nnreg_status nnreg_lmdb_data_in_place(bool *in_place, const struct nnreg_lmdb_env *env,
                                      struct nnreg_error *error);

/* ----------------------------------------------------------------------------------------------- transactions -- */

/* What kv calls a transaction: a snapshot, a write, or one closure's part of it. */
struct nnreg_lmdb_txn {
    struct nnreg_kv_txn base;
    struct nnreg_lmdb_env *env;
    MDB_txn *mdb;
    const MDB_dbi *tables;            /* of the environment that it is a transaction of */
    struct nnreg_lmdb_reader *reader; /* of a snapshot; else NULL */
    /*
     * One for each table that was written to: where the last write was, the next one often is, and then needs no way down
     * from the root. LMDB closes them when it ends the transaction.
     */
    MDB_cursor *cursors[NNREG_KV_MOST_TABLES];
};

void nnreg_lmdb_txn_init(struct nnreg_lmdb_txn *txn, struct nnreg_lmdb_env *env, MDB_txn *mdb,
                         const MDB_dbi *tables, bool write);

/* ------------------------------------------------------------------------------------------------ snapshots.c -- */

/*
 * A snapshot that can be used again: a slot is taken once and kept, since taking one is what needs a lock. Those that are
 * not in use lie ready. The list only grows, to as many as were ever in use at once.
 */
struct nnreg_lmdb_reader {
    struct nnreg_lmdb_reader *next;
    MDB_txn *txn;   /* NULL: never begun */
    int file;       /* for the lock of a state, where the environment has no slots; else -1 */
    uint64_t state; /* that is locked */
    atomic_bool used;
    const MDB_dbi *tables;      /* that it began with: tables.c */
    struct nnreg_lmdb_txn view; /* of who uses it */
};

/*
 * Begins a snapshot: waits for nothing but a change of the map; when it needs a slot more than were taken, for SLOTS; and once
 * after a compaction for the readers and the writer of its process.
 */
nnreg_status nnreg_lmdb_begin_read(struct nnreg_lmdb_env *env, struct nnreg_lmdb_reader **reader,
                                   struct nnreg_error *error);
/* The same with the file that is open, whatever is in its place. *gone: none is open; no error then. `seen`: as of nnreg_lmdb_leave. */
nnreg_status nnreg_lmdb_begin_read_here(struct nnreg_lmdb_env *env, struct nnreg_lmdb_reader **reader,
                                        bool *gone, unsigned *seen, struct nnreg_error *error);
/* Ends it, and leaves the gate. */
unsigned nnreg_lmdb_end_read(struct nnreg_lmdb_env *env, struct nnreg_lmdb_reader *reader);
/* Gives up the slots and files of all that are ready; none is in use. */
void nnreg_lmdb_release_readers(struct nnreg_lmdb_env *env);
void nnreg_lmdb_free_readers(struct nnreg_lmdb_env *env);
/* Slots of processes that died keep old pages in use. *cleared: how many there were. */
nnreg_status nnreg_lmdb_clear_dead(size_t *cleared, struct nnreg_lmdb_env *env, struct nnreg_error *error);

/* -------------------------------------------------------------------------------------------- writing.c -- */

/*
 * Takes the right to write and begins the process's write transaction (the caller is leader, or nobody else has the
 * environment yet). NNREG_CONFLICT: the files are no longer those that were opened.
 */
nnreg_status nnreg_lmdb_begin_write(struct nnreg_lmdb_env *env, MDB_txn **txn, struct nnreg_error *error);
/* The same with the file that is open. *gone: none is, or it has its successor in its place; no error then. */
nnreg_status nnreg_lmdb_begin_write_here(struct nnreg_lmdb_env *env, MDB_txn **txn, bool *gone,
                                         struct nnreg_error *error);

/* Commits, between the steps "commit" and "committed" of the fs seam. *full: the map has to grow; no error then. */
nnreg_status nnreg_lmdb_commit(struct nnreg_lmdb_env *env, MDB_txn *txn, bool *full,
                               struct nnreg_error *error);

/* After commit or abort: gives the right up and leaves the gate, whose generation it returns. */
unsigned nnreg_lmdb_end_write(struct nnreg_lmdb_env *env);

/* ----------------------------------------------------------------------------------------- clean_mark.c -- */

/*
 * The mark: a file that says which state data.mdb was in when the last process closed the store in good order. Whatever
 * happens to data.mdb afterwards, a commit by a process that is then killed, a page that something else writes, a copy put
 * in its place, shows by its inode, its size or its time; so it stays where it is, until damage is met.
 */
#define NNREG_LMDB_CLEAN "closed"
nnreg_status nnreg_lmdb_is_clean(bool *clean, const struct nnreg_lmdb_env *env, struct nnreg_error *error);
void nnreg_lmdb_mark_clean(const struct nnreg_lmdb_env *env);
/* Takes the mark away, since damage was met that it does not know of: as of a device that gives back other bytes. */
void nnreg_lmdb_unmark(const struct nnreg_lmdb_env *env);

/* --------------------------------------------------------------------------------------------- tables.c -- */

/*
 * The handles of the tables, 0 for one that is missing: as they were found at the opening, and with those that this process has
 * made since. A transaction takes whichever list is the present one when it begins, and what it has taken stays as it is.
 */
struct nnreg_lmdb_tables {
    MDB_dbi found[NNREG_KV_MOST_TABLES], made[NNREG_KV_MOST_TABLES];
    const MDB_dbi *_Atomic present;
};

/* Fills env->tables and env->slotless_tables. NNREG_CORRUPT: some are missing that every store has. */
nnreg_status nnreg_lmdb_open_tables(struct nnreg_lmdb_env *env, struct nnreg_error *error);

/* As nnreg_kv_make_tables. */
nnreg_status nnreg_lmdb_make_tables(struct nnreg_lmdb_txn *txn, struct nnreg_error *error);
/* After the commit of a write that has made some: the transactions that begin from now on have them. */
void nnreg_lmdb_publish_tables(struct nnreg_lmdb_env *env, unsigned moves);

/* A bit for each table of the store that has no handle in a list. */
uint64_t nnreg_lmdb_missing_tables(const struct nnreg_lmdb_env *env, const MDB_dbi *tables);

/* The list that a transaction begins with. For a snapshot it is to be taken before its begin: so it has no newer one. */
static inline const MDB_dbi *nnreg_lmdb_present_tables(struct nnreg_lmdb_tables *tables)
{
    return atomic_load_explicit(&tables->present, memory_order_acquire);
}

/* ---------------------------------------------------------------------------------------- page_checks.c -- */

/*
 * Looks at every page of a store that this process has open already. Writers wait, those of the process among them: between
 * two descriptors of one open file a lock does not tell, so this opens the file for itself.
 */
nnreg_status nnreg_lmdb_check_open(const struct nnreg_lmdb_env *env, struct nnreg_error *error);

/*
 * What has to be looked at before LMDB maps the file. *bytes: what its pages need. `full`: every page, as it was asked
 * for. `alone`: nobody else has the store open. *untidy: who had it last has not closed it in good order.
 */
nnreg_status nnreg_lmdb_check_at_open(uint64_t *bytes, bool *untidy, struct nnreg_lmdb_env *env, bool full,
                                      bool alone, struct nnreg_error *error);

/* ----------------------------------------------------------------------------------------------- lock_file.c -- */

/*
 * Opens a file of the store for its locks, and to write to it where that is allowed (*writable). Who wants to write, and may only
 * read it: NNREG_READ_ONLY.
 */
nnreg_status nnreg_lmdb_open_file(int *fd, bool *writable, struct nnreg_file_stat *stat,
                                  const struct nnreg_lmdb_env *env, const char *name,
                                  struct nnreg_error *error);

/* Where none of our locks can be exclusive: USING alone, if it can be had. */
void nnreg_lmdb_use_lock_file(struct nnreg_lmdb_env *env);

/* The bytes that LMDB's lock.mdb has with so many slots. */
uint64_t nnreg_lmdb_lock_file_bytes(unsigned slots);

/*
 * Makes lock.mdb ready for LMDB, with room for every slot, and has it open for its locks, SETUP among them. *usable: it can be
 * written to; it may be forbidden to where data.mdb is not. NNREG_NO_SPACE, …
 */
nnreg_status nnreg_lmdb_prepare_lock_file(bool *usable, struct nnreg_lmdb_env *env,
                                          struct nnreg_error *error);

/* ----------------------------------------------------------------------------------------------- open.c -- */

/* Opens the environment of env->folder, whose other members are set as `options` say. What it has open is in `env`. */
nnreg_status nnreg_lmdb_open_env(struct nnreg_lmdb_env *env, const struct nnreg_kv_options *options,
                                 struct nnreg_error *error);
/* Closes what is open of it, in good order; but for the readers, which are given up before. */
void nnreg_lmdb_close_env(struct nnreg_lmdb_env *env);

/* ---------------------------------------------------------------------------------------------- pages.c -- */

/*
 * Walks the pages of the data file `fd`, as the newer meta page has them, and looks at all that LMDB would follow
 * unchecked: page numbers, flags, bounds, nodes, the order of keys, what is in use twice, and the counts. The file is
 * read, not mapped; memory is a bit for each page, and a page for each level.
 *
 * The quick form reads meta pages, branch pages, the tree of tables and the tree of free pages, but of the tables' leaf
 * pages only those that are roots. `full` reads every page, of values that have pages of their own the first.
 *
 * Nobody may use pages again that this snapshot has while it runs. So the caller keeps writers out; or holds a
 * read transaction that was begun before the call, since LMDB spares what is live in it or in a later snapshot.
 *
 * `progress` may be NULL; it gets the stage "pages", and bytes read of the bytes of the file (of which not all are read).
 * NNREG_CORRUPT: the text says which page, of which table, and what is wrong with it. NNREG_CANCELLED, NNREG_UNSUPPORTED,
 * NNREG_IO, NNREG_NO_MEMORY, NNREG_BUSY as nnreg_lmdb_read_meta.
 */
nnreg_status nnreg_lmdb_check_pages(int fd, bool full, nnreg_progress *progress, void *context,
                                    struct nnreg_error *error);

/*
 * For a file of `size` bytes, less than its pages need: whether the pages that it lacks are all free. NNREG_CORRUPT when
 * they are not, or the tree that says so is damaged.
 */
nnreg_status nnreg_lmdb_check_missing(const struct nnreg_lmdb_meta *meta, int fd, uint64_t size,
                                      struct nnreg_error *error);

/*
 * The same check, of every page of the tables as the state `meta` has them; and what it has looked at it writes to the new file
 * `to`, the pages one behind the other and nothing that is free between them. *meta becomes the copy's; its meta pages are not
 * written. What protects the state from writers is the caller's affair, as above. The stage is "copying".
 */
nnreg_status nnreg_lmdb_pack_pages(struct nnreg_lmdb_meta *meta, int fd, int to, nnreg_progress *progress,
                                   void *context, struct nnreg_error *error);

/* ------------------------------------------------------------------------- copy.c, compact.c, statistics.c -- */

/* For the engine: kv_engine.h. */
nnreg_status nnreg_lmdb_copy(struct nnreg_kv_copied *copied, struct nnreg_kv_txn *snapshot,
                             const struct nnreg_kv_copy_target *target, struct nnreg_error *error);
nnreg_status nnreg_lmdb_compact(struct nnreg_kv_compacted *compacted, struct nnreg_kv_store *store,
                                nnreg_progress *progress, void *context, struct nnreg_error *error);
nnreg_status nnreg_lmdb_statistics(struct nnreg_kv_statistics *statistics, struct nnreg_kv_store *store,
                                   nnreg_kv_table_id numbered, nnreg_kv_visit_reader *visit, void *context,
                                   struct nnreg_error *error);

/* --------------------------------------------------------------------------------------------- pinned.c -- */

/* What each transaction has made superfluous and no later one uses yet, in the order of the transactions. */
struct nnreg_lmdb_freed_entry {
    uint64_t state, pages;
};
struct nnreg_lmdb_freed {
    struct nnreg_lmdb_freed_entry *entries; /* the caller's to free */
    size_t count, room;
};

/* A code of LMDB's. `freed` is zeroed before. */
int nnreg_lmdb_read_freed(struct nnreg_lmdb_freed *freed, struct nnreg_lmdb_env *env, MDB_txn *txn);
/* How many pages those are of the transactions from `from` on, up to the one before `before`. */
uint64_t nnreg_lmdb_freed_between(const struct nnreg_lmdb_freed *freed, uint64_t from, uint64_t before);

/*
 * How many entries a table had in an older state, which a reader of it keeps; false: that is not known. `txn` is a snapshot of
 * the state that `meta` is of.
 */
bool nnreg_lmdb_old_entries(uint64_t *entries, struct nnreg_lmdb_env *env, MDB_txn *txn,
                            const struct nnreg_lmdb_meta *meta, uint64_t state, const char *table);

/* --------------------------------------------------------------------------------------- environments.c -- */

/* One environment. Handles of one process to the same folder share it. */
struct nnreg_lmdb_env {
    struct nnreg_kv_store base;
    struct nnreg_lmdb_env *next; /* in the process's table */
    uint64_t process;            /* that opened it: nnreg_process_mark */
    size_t handles;
    int folder; /* kept open, so that its inode is not given to another folder meanwhile */
    uint64_t folder_device, folder_inode;
    char data_path
        [NNREG_FS_PATH]; /* the path of data.mdb when it was opened; where that is not known whole, no path */
    int file;            /* data.mdb, for the locks: LMDB has a descriptor of its own */
    bool writable;       /* … may be written to, so that locks can be exclusive */
    int lock_file;      /* lock.mdb, for the locks: open before LMDB opens it, closed after LMDB has; or -1 */
    bool lock_writable; /* … may be written to, as well */
    unsigned slots_wanted; /* in lock.mdb, where this is the first to open it */
    uint64_t told_pages;   /* in the file, when it was told last that it grew; 0: at no commit yet */
    struct nnreg_file_stat data, lock; /* which files they are. There is no lock file without `mdb` */
    bool opened;                       /* wholly: nothing was found wrong with it */
    MDB_env *mdb;                      /* with lock.mdb; NULL where only `slotless` is needed */
    /*
     * What snapshots are taken of where this process can have no slots: another process of the same id, in another PID
     * namespace, has some, or lock.mdb must not be written. It is opened without LMDB's locks; STATES protects it.
     */
    MDB_env *slotless;
    struct nnreg_lmdb_tables tables;          /* in `mdb` */
    struct nnreg_lmdb_tables slotless_tables; /* in `slotless` */
    pthread_mutex_t slots;                    /* threads that take a slot, and wait for other processes */
    pthread_mutex_t listing;                  /* changes of the list of readers; never held over a wait */
    _Atomic(struct nnreg_lmdb_reader *) readers;
    struct nnreg_lmdb_gate gate;
    struct nnreg_lmdb_txn whole, part; /* the write of this process, and the part of it under way */
    unsigned map_seen;                 /* the generation of the map that the last write used */
    bool alone;                        /* the write has OPENING */
    atomic_bool dead;  /* an assertion of LMDB failed, or its map is lost: nothing may be asked of it again */
    atomic_bool stuck; /* … with a write transaction open that cannot be ended: LMDB's memory is not freed */
    atomic_bool suspect; /* damage was met: whoever opens the store next is to look at its pages */
    atomic_bool failed;  /* a write failed so that it is not known what is on the device: see `failure` */
    struct nnreg_error failure;
};

static inline struct nnreg_lmdb_env *nnreg_lmdb_env_of(const struct nnreg_kv_store *store)
{
    return (struct nnreg_lmdb_env *)(uintptr_t)store;
}

/* Opening and closing for kv: kv_engine.h. */
nnreg_status nnreg_lmdb_open(struct nnreg_kv_store **store, int folder,
                             const struct nnreg_kv_options *options, struct nnreg_error *error);
void nnreg_lmdb_close(struct nnreg_kv_store *store);

/* The process's table of environments: nobody opens, closes or forks meanwhile. */
void nnreg_lmdb_lock_environments(void);
void nnreg_lmdb_unlock_environments(void);

/* Whether the environment may be used: neither dead nor failed. */
nnreg_status nnreg_lmdb_alive(const struct nnreg_lmdb_env *env, struct nnreg_error *error);
/* ----------------------------------------------------------------------------------------------- make.c -- */

/* Makes a data file with the tables in it, whole or not at all; one that is there already is as good. */
nnreg_status nnreg_lmdb_make(int folder, const struct nnreg_kv_options *options, struct nnreg_error *error);
/* As the engine's. */
void nnreg_lmdb_unmake(int folder, const char *const *remains);

/* The folder's path for LMDB, which takes no descriptor. */
void nnreg_lmdb_path(char out[64], int folder, const char *name);

#endif
