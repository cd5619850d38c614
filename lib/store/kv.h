/*
 * Transactions, keys, values and ranges: all that the registry sees of what keeps its records. Nothing here is peculiar to one
 * engine: a write is a closure that can be run again, a read is a closure over one snapshot, a key is bytes in order. What an
 * engine has to provide is kv_engine.h; what is peculiar to one is told by its own folder (lmdb/lmdb_engine.h: the default).
 *
 * Threads: one handle serves all threads. A closure must not open another transaction on the same handle: a write in a
 * closure would wait for itself, and an engine may have to wait for the snapshots of its process before a write can go on.
 */
#ifndef NNREG_STORE_KV_H
#define NNREG_STORE_KV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* The list of tables' names is given at open (store/keys.h), and a table is its index in it. */
typedef unsigned nnreg_kv_table_id;

struct nnreg_kv;
struct nnreg_kv_txn;
struct nnreg_kv_engine;

struct nnreg_kv_options {
    const char *const *tables; /* names; kept, so static */
    size_t table_count;
    /*
     * The first so many tables are in every store; 0: all. Those behind them came later, and a store that was made before may lack
     * them: see "tables that came later" below.
     */
    size_t needed_tables;
    bool create;
    bool read_only;
    bool allow_remote;
    unsigned
        max_readers; /* snapshots that can be open at once, over all processes, where the engine has a limit; 0: its default */
    bool check; /* look at all of what is kept before anything is read from it: seconds for a large store */
    /* What a new store has in it from its first moment: run in the transaction that makes the tables. NULL: nothing. */
    nnreg_status (*fill)(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error);
    void *context;
    bool *made; /* set: whether this call has made the store. NULL: not asked */
    /* Set: whether it was there, and not closed in good order by who had it last, so that it was looked over. NULL: not asked. */
    bool *untidy;
    /*
     * Names in the folder that only a store has beside its data, ended by NULL: where one of them is, and no data, there has
     * been a store. NULL: none.
     */
    const char *const *remains;
    const void *engine_options; /* of the engine's own kind; NULL: its defaults */
};

/*
 * Opens the store in the folder `folder` (an open descriptor; it stays the caller's, and may be closed after).
 * A second open of the same folder in this process may share what the first has open (whose engine_options hold then).
 * With `create`, a store that is not there is made, whole or not at all; `read_only` never makes one.
 * NNREG_NOT_FOUND: there is none and `create` is not set. NNREG_CORRUPT: damaged where it was looked at, a table is missing,
 * no store at all, another program's, missing although the folder has what belongs to one, or met as damaged by this process
 * already. NNREG_INVALID_ARGUMENT: a remote file system; or read_only or the tables differ from what is open already.
 * NNREG_CONFLICT: a file was replaced while this process has it open. NNREG_UNSUPPORTED: made by an engine version that this
 * one cannot read. NNREG_IO, NNREG_READ_ONLY (it may not be written), NNREG_NO_SPACE, NNREG_BUSY, NNREG_NO_MEMORY.
 *
 * A handle is of the process that opened it. In a forked child every call with it is NNREG_INVALID_ARGUMENT;
 * nnreg_kv_close there frees the handle and leaves the parent's locks alone. A store found damaged by one call is
 * NNREG_CORRUPT for all later ones; one whose write failed so that it is not known what is on the device fails all later
 * calls as well, until every handle of this process to it is closed.
 */
nnreg_status nnreg_kv_open(struct nnreg_kv **kv, int folder, const struct nnreg_kv_options *options,
                           struct nnreg_error *error);
void nnreg_kv_close(struct nnreg_kv *kv);

/*
 * Takes away the store that an open in this folder has made whose caller cannot go on, and the empty folders `remains` of it, so
 * that it is as if it had never been. The store is closed by now. It stays, where somebody else has it open, or has written to
 * it, and where it cannot be taken away.
 */
void nnreg_kv_unmake(int folder, const char *const *remains);

/*
 * For tests: the engine of every store that is opened from now on, in all threads; NULL: the default
 * again. A program that embeds the library chooses none, and a store does not say which one made it.
 */
void nnreg_kv_use_engine(const struct nnreg_kv_engine *engine);

/*
 * Names of what that engine has in a folder, ended by NULL: by `files` a store is known, whole or damaged; `leftovers` may be
 * there where there is none, since a process was killed while it made one.
 */
const char *const *nnreg_kv_files(void);
const char *const *nnreg_kv_leftovers(void);

/*
 * A closure. Returns NNREG_OK to have its writes committed, anything else to have them undone; that status is then
 * what nnreg_kv_write returns. It may be run several times (the engine had to make room, or met another writer's change; or
 * the commit was shared with others and was refused), each time on the state before it: so it must set its results anew each
 * time, and what it does outside the store must be repeatable.
 */
typedef nnreg_status nnreg_kv_work(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error);

/*
 * Runs `work` in a write transaction and commits it durably. Writers that arrive together from several threads share
 * one commit: `work` may then run in another thread, while this one waits.
 */
nnreg_status nnreg_kv_write(struct nnreg_kv *kv, nnreg_kv_work *work, void *context,
                            struct nnreg_error *error);

/*
 * The same in a commit of its own: `work` finds only what is committed. For what may be done outside the store (to
 * unlink a file that nobody refers to) only after others' changes have become durable, not while they may be undone.
 */
nnreg_status nnreg_kv_write_alone(struct nnreg_kv *kv, nnreg_kv_work *work, void *context,
                                  struct nnreg_error *error);

/*
 * Runs `work` over one snapshot; writing in it is NNREG_READ_ONLY. Never waits for a writer of the store. An engine may be
 * unable to use room again, or to make more, while a snapshot is open, so `work` should be short.
 */
nnreg_status nnreg_kv_read(struct nnreg_kv *kv, nnreg_kv_work *work, void *context,
                           struct nnreg_error *error);

/*
 * Whether the file that holds the records has become much longer by writes of this process since that was asked last. Costs
 * nothing. An engine that has no file never says so.
 */
bool nnreg_kv_grew(struct nnreg_kv *kv);

/* What messages call that which holds the records: "data.mdb". */
const char *nnreg_kv_data_name(const struct nnreg_kv_txn *txn);

/* -------------------------------------------------------------------------------------------- looking after it -- */

/* A snapshot that is open just now, in any process. */
struct nnreg_kv_reader {
    long process;    /* its id, as it is in its PID namespace; 0: not known, since it has no reader's slot */
    uint64_t state;  /* the number of the commit it reads */
    uint64_t behind; /* commits since then */
    int64_t not_before; /* microseconds since 1970: its process was started then; 0: not known */
    int64_t
        not_after; /* it is behind, so it was begun before the last change of the data, then; 0: it is not behind */
    uint64_t pinned;  /* pages that later writes could use again, were it not open */
    bool counted;     /* it is known … */
    uint64_t entries; /* … how many entries a table has in its state */
};

/* Of an engine without pages or files, what concerns them is 0. */
struct nnreg_kv_statistics {
    uint64_t bytes;     /* of the file that holds the records */
    uint64_t page_size; /* bytes */
    uint64_t pages;     /* in the file */
    uint64_t
        free_pages; /* … of no use to the newest state: later writes use them, once no older snapshot does */
    uint64_t table_pages;  /* … of the tables' entries; the rest is the engine's own */
    uint64_t map_bytes;    /* of address space that this process has set aside */
    uint64_t state;        /* the number of the newest commit */
    uint64_t slots;        /* snapshots that can be open at once, over all processes; 0: no limit */
    uint64_t readers;      /* snapshots that are open just now */
    uint64_t oldest_state; /* that one of them reads; `state` when there is none */
};

typedef nnreg_status nnreg_kv_visit_reader(const struct nnreg_kv_reader *reader, void *context,
                                           struct nnreg_error *error);

/*
 * What can be told of the store; entries of tables tells nnreg_kv_count. `visit` (may be NULL) gets each snapshot that is open,
 * in no order; they come and go meanwhile. An engine that keeps no time of snapshots gives bounds for it only; where one is behind
 * it tells, if it can, how many entries the table `numbered` had then, for who has a time for each of its entries. `visit` may
 * use the store.
 */
nnreg_status nnreg_kv_statistics(struct nnreg_kv_statistics *statistics, struct nnreg_kv *kv,
                                 nnreg_kv_table_id numbered, nnreg_kv_visit_reader *visit, void *context,
                                 struct nnreg_error *error);

struct nnreg_kv_copying {
    bool compact; /* leave out what is free: smaller, and slower to make */
    nnreg_kv_work *
        look; /* run over the very snapshot that is copied, before it is; perhaps more than once. NULL: nothing */
    void *look_context;
    nnreg_progress *progress; /* stage "copying". NULL: not asked */
    void *progress_context;
};

struct nnreg_kv_copied {
    uint64_t state; /* the number of the commit that the copy ends with */
    uint64_t bytes; /* of the copy */
    uint64_t grew;  /* bytes by which the store's file became longer while its snapshot was held */
};

/*
 * Writes a copy of the store, as one snapshot has it, to `fd`: an empty file that is open for reading and writing, and stays the
 * caller's. Writers go on meanwhile. The snapshot is given up when all is written, before it is waited for the device. Under
 * the name nnreg_kv_files begins with, alone in a folder, the copy is a store that nnreg_kv_open takes, and looks at closely.
 * With `compact` each page is looked at, too, as nnreg_kv_open does with `check`. On a failure the file is of no use.
 * NNREG_UNSUPPORTED: the engine has no file. NNREG_CORRUPT, NNREG_CANCELLED, NNREG_NO_SPACE, NNREG_IO, NNREG_NO_MEMORY;
 * NNREG_BUSY: commits follow each other so fast that no snapshot holds still.
 */
nnreg_status nnreg_kv_copy(struct nnreg_kv_copied *copied, struct nnreg_kv *kv, int fd,
                           const struct nnreg_kv_copying *how, struct nnreg_error *error);

struct nnreg_kv_compacted {
    uint64_t before, after; /* bytes of the file that holds the records */
};

/*
 * Rewrites the store smaller, while it is used: writers of all processes wait until it is over; readers do not, but that once,
 * when it is over, the calls of a process that has the store open wait for the snapshots that it has open still. Every page is
 * looked at on the way. Where nothing can be gained the store stays as it is. `progress` (NULL: not asked) has the stages
 * "copying" and "pages". Whatever fails, or is killed: all that was committed is there.
 * NNREG_READ_ONLY, NNREG_UNSUPPORTED: the engine has no file; and as nnreg_kv_copy and nnreg_kv_write.
 */
nnreg_status nnreg_kv_compact(struct nnreg_kv_compacted *compacted, struct nnreg_kv *kv,
                              nnreg_progress *progress, void *context, struct nnreg_error *error);

/* ------------------------------------------------------------------------------------------------- the rights -- */

/*
 * Writes are as if they ran one after the other, over all processes: what a closure has read still holds when it commits (the
 * registry looks whether a network is there and then writes a version of it). What some need beyond that is asked for by
 * name, before the closure looks at what the right is about, and had until its transaction is over: committed and on the device,
 * or undone. An engine with a single writer gives everything to every write, without being asked. One that lets writes run side
 * by side has to take locks, and can only do so where it is told what for.
 *
 * Closures that share a commit share its rights: they run one after the other, and each sees what those before it did. Where
 * that is not enough, because those may still be undone, is nnreg_kv_write_alone.
 */
enum nnreg_kv_right {
    /*
     * Nobody else has this right, in any process. Stored files are not in the store, and no transaction protects them. One
     * that removes a file reads first that nothing refers to it (registry/refs.c; and create.c, for what a failed create has
     * left); one that creates a network sees first that the files are in their places (nnreg_blobs_hold), and writes then
     * that it refers to them. Were both under way at once, each with the state before the other, a network would be
     * committed whose files are gone.
     */
    NNREG_KV_RIGHT_FILES,
    /*
     * The next ids can be read and changed without another write doing so meanwhile. An id is the name of an object for good,
     * also when that was deleted: given out twice, it would put one record over another, and lead who kept a link to one
     * object to another one (registry/settings.c). Every create comes by here, so an engine that only finds out at
     * the commit that two writes touched the same key would refuse all of them but one, again and again.
     */
    NNREG_KV_RIGHT_IDS,
    /*
     * The same for the end of the history; and events become visible in the order of their numbers. Each event holds the hash
     * of the one before it: two that follow the same one would break the proof that nothing was taken out (registry/events.c);
     * and who waits for events from a number on (registry/history.c) would miss one that turns up behind its back.
     */
    NNREG_KV_RIGHT_EVENTS,
    /*
     * No other process has the store open, or comes to open it: what a change of the format needs (registry/upgrade.c), since
     * those who have read the old one would go on by it. Is not waited for: NNREG_BUSY, and the closure must not go on.
     */
    NNREG_KV_RIGHT_ALONE,
    NNREG_KV_RIGHT_COUNT
};

/*
 * Asks for a right; once it is had, asking again costs nothing. A snapshot gets none: NNREG_READ_ONLY. NNREG_UNSUPPORTED: the
 * engine cannot give it, and the closure must not go on. Other failures as of any access; the engine may also have the
 * closure run again.
 */
nnreg_status nnreg_kv_claim(struct nnreg_kv_txn *txn, enum nnreg_kv_right right, struct nnreg_error *error);

/* ------------------------------------------------------------------------------------- tables that came later -- */

/*
 * A store that was made before a table was thought of goes on without it: there is nothing in the table for whoever reads it,
 * and putting something into it is NNREG_UNSUPPORTED. A transaction sees to its end what it saw at its beginning.
 */
bool nnreg_kv_has_table(const struct nnreg_kv_txn *txn, nnreg_kv_table_id table);

/*
 * Makes the tables that the store lacks, in a write of nnreg_kv_write_alone (else NNREG_INVALID_ARGUMENT), which has them from
 * then on. When it is committed, every transaction of this process that begins later has them; other processes that have the
 * store open go on without them until they open it again. NNREG_OK also where none is missing.
 */
nnreg_status nnreg_kv_make_tables(struct nnreg_kv_txn *txn, struct nnreg_error *error);

/* ------------------------------------------------------------------------------------------------ in a closure -- */

struct nnreg_slice {
    const void *content;
    size_t size;
};

/*
 * Values are borrowed from the transaction: until it ends, or until the next write in it. NNREG_NOT_FOUND leaves `error`
 * untouched: the caller knows what was not found. A key has 1 byte up to what the engine takes, NNREG_KV_KEY at least.
 */
#define NNREG_KV_KEY \
    500 /* bytes of a key that every engine takes: the longest of keys.h, with room to spare */
nnreg_status nnreg_kv_get(struct nnreg_slice *value, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                          struct nnreg_slice key, struct nnreg_error *error);
nnreg_status nnreg_kv_put(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice key,
                          struct nnreg_slice value, struct nnreg_error *error);
/* Removing what is not there is NNREG_NOT_FOUND, without a text. */
nnreg_status nnreg_kv_remove(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice key,
                             struct nnreg_error *error);

/* Entries in a table. */
nnreg_status nnreg_kv_count(uint64_t *count, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                            struct nnreg_error *error);

/*
 * Walks the keys of a table in order: forwards from the first key >= `from` (an empty slice: the first) or, with
 * `backwards`, from the last key <= `from` (empty: the last), until `visit` sets *stop or returns a failure. `visit`
 * may not write to the table.
 */
typedef nnreg_status nnreg_kv_visit(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                    void *context, struct nnreg_error *error);
nnreg_status nnreg_kv_walk(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice from,
                           bool backwards, nnreg_kv_visit *visit, void *context, struct nnreg_error *error);

#endif
