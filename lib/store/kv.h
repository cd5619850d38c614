/*
 * Transactions, keys, values and ranges: the seam between the registry and its engine (LMDB today). Nothing here is
 * peculiar to one engine: a write is a closure that can be run again, a read is a closure over one snapshot, a key is
 * bytes in order.
 *
 * Threads: one handle serves all threads. A closure must not open another transaction on the same handle: a write in a
 * closure would wait for itself, and a write that has to grow the engine's map waits for the snapshots of its process.
 */
#ifndef NNREG_STORE_KV_H
#define NNREG_STORE_KV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* A table is a sub-database; the list of names is given at open (store/keys.h) and a table is its index in it. */
typedef unsigned nnreg_table_id;

struct nnreg_kv;
struct nnreg_kv_txn;

struct nnreg_kv_options {
    const char *const *tables; /* names; kept, so static */
    size_t table_count;
    bool create;
    bool read_only;
    bool allow_remote;
    bool check; /* look at every page of the file before anything is read from it: seconds for a large one */
    /* What a new store has in it from its first moment: run in the transaction that makes the tables. NULL: nothing. */
    nnreg_status (*fill)(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error);
    void *context;
    bool *made; /* set: whether this call has made the store. NULL: not asked */
    /*
     * Names in the folder that only a store has beside its data file, ended by NULL: where one of them is, and no data file,
     * there has been a store. NULL: none.
     */
    const char *const *remains;
    uint64_t map_size; /* bytes of address space to begin with; 0: a default. Grows by itself. For tests */
};

/*
 * Opens the store in the folder `folder` (an open descriptor; it stays the caller's, and may be closed after).
 * A second open of the same folder in this process shares the environment of the first (whose map_size holds).
 * With `create`, a store that is not there is made, whole or not at all; `read_only` never makes one. Readers of dead
 * processes are cleared.
 * NNREG_NOT_FOUND: there is none and `create` is not set. NNREG_CORRUPT: shorter than its meta pages say, damaged where the
 * file was looked at, a table is missing, no store at all, another program's, missing although the folder has what belongs
 * to one, or met as damaged by this process already. NNREG_INVALID_ARGUMENT: a remote file system, or
 * read_only or the tables differ from the environment already open. NNREG_CONFLICT: a file was replaced while
 * this process has it open. NNREG_UNSUPPORTED: made by an engine version that this one cannot read. NNREG_IO,
 * NNREG_READ_ONLY (it may not be written), NNREG_NO_SPACE, NNREG_BUSY, NNREG_NO_MEMORY.
 *
 * A handle is of the process that opened it. In a forked child every call with it is NNREG_INVALID_ARGUMENT;
 * nnreg_kv_close there frees the handle and leaves the parent's locks alone. A store found damaged by one call is
 * NNREG_CORRUPT for all later ones; one whose write failed so that it is not known what is on the device fails all later
 * calls as well, until every handle of this process to it is closed. Nobody may truncate the data file while it is open:
 * that is a SIGBUS.
 */
nnreg_status nnreg_kv_open(struct nnreg_kv **kv, int folder, const struct nnreg_kv_options *options,
                           struct nnreg_error *error);
void nnreg_kv_close(struct nnreg_kv *kv);

/*
 * A closure. Returns NNREG_OK to have its writes committed, anything else to have them undone; that status is then
 * what nnreg_kv_write returns. It may be run several times (the engine's file had to grow, or the commit was shared
 * with others and was refused), each time on the state before it: so it must set its results anew each time, and what
 * it does outside the store must be repeatable.
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
 * Runs `work` over one snapshot; writing in it is NNREG_READ_ONLY. Never waits for a writer of the store. The engine's
 * map cannot grow while this process has a snapshot open, so `work` should be short.
 */
nnreg_status nnreg_kv_read(struct nnreg_kv *kv, nnreg_kv_work *work, void *context,
                           struct nnreg_error *error);

struct nnreg_slice {
    const void *content;
    size_t size;
};

/*
 * Values are borrowed from the transaction: until it ends, or until the next write in it.
 * NNREG_NOT_FOUND leaves `error` untouched: the caller knows what was not found. Keys: 1 to 511 bytes.
 */
nnreg_status nnreg_kv_get(struct nnreg_slice *value, struct nnreg_kv_txn *txn, nnreg_table_id table,
                          struct nnreg_slice key, struct nnreg_error *error);
nnreg_status nnreg_kv_put(struct nnreg_kv_txn *txn, nnreg_table_id table, struct nnreg_slice key,
                          struct nnreg_slice value, struct nnreg_error *error);
/* Removing what is not there is NNREG_NOT_FOUND, without a text. */
nnreg_status nnreg_kv_remove(struct nnreg_kv_txn *txn, nnreg_table_id table, struct nnreg_slice key,
                             struct nnreg_error *error);

/* Entries in a table. */
nnreg_status nnreg_kv_count(uint64_t *count, struct nnreg_kv_txn *txn, nnreg_table_id table,
                            struct nnreg_error *error);

/*
 * Walks the keys of a table in order: forwards from the first key >= `from` (an empty slice: the first) or, with
 * `backwards`, from the last key <= `from` (empty: the last), until `visit` sets *stop or returns a failure. `visit`
 * may not write to the table.
 */
typedef nnreg_status nnreg_kv_visit(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                    void *context, struct nnreg_error *error);
nnreg_status nnreg_kv_walk(struct nnreg_kv_txn *txn, nnreg_table_id table, struct nnreg_slice from,
                           bool backwards, nnreg_kv_visit *visit, void *context, struct nnreg_error *error);

#endif
