/*
 * What an engine has to provide, and what kv keeps for it. kv judges arguments, runs closures, keeps the first failure of a
 * transaction, and lets writers share a commit (kv_group.c); the engine keeps tables of sorted keys, gives snapshots and the
 * right to write, and makes a commit durable.
 *
 * The engine makes the structs below part of its own, as the first member: so kv reaches what it needs without another
 * allocation, and the engine gets from them to what is its own.
 */
#ifndef NNREG_STORE_KV_ENGINE_H
#define NNREG_STORE_KV_ENGINE_H

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "store/kv.h"

#define NNREG_KV_MOST_TABLES   64 /* as many as bits in a number, which tells those that are missing */
#define NNREG_KV_MOST_SHARED   64 /* closures in one commit */
#define NNREG_KV_LONGEST_VALUE (UINT32_C(256) << 20) /* bytes */

/* The writers of this process that wait for a commit: kv_group.c. */
struct nnreg_kv_ticket;
struct nnreg_kv_queue {
    pthread_mutex_t mutex;
    struct nnreg_kv_ticket *first, *last;
    bool led;                /* somebody is leader */
    size_t waiting;          /* tickets in the queue */
    size_t expected;         /* tickets that the last commit has freed or left: as many may be here soon */
    int64_t patience;        /* until when the next leader waits for them, by nnreg_clock_steady */
    pthread_cond_t gathered; /* as many are waiting as were expected */
};

/* An open store. Handles of one process to the same folder may share one, and then its queue, too. */
struct nnreg_kv_store {
    const struct nnreg_kv_engine *engine;
    const char *const *tables; /* names */
    size_t table_count;
    size_t needed_tables; /* never 0 */
    bool read_only;
    atomic_bool grew; /* set by the engine: see nnreg_kv_grew */
    struct nnreg_kv_queue queue;
};

/* A snapshot, a write, or a closure's part of a write. It is the engine's, and lives as long as the transaction. */
struct nnreg_kv_txn {
    struct nnreg_kv_store *store;
    bool write;
    unsigned rights; /* a bit for each that was asked for and given */
    uint64_t
        missing; /* set by the engine: a bit for each table that the store lacks (NNREG_KV_MOST_TABLES) */
    /*
     * Set by the engine, by any call: nothing of the whole write can be kept as it is, but after prepare_retry it can be run
     * again on the state before it.
     */
    bool retry;
    /*
     * The first failure of the engine in this transaction: whatever the closure says, nothing of it is committed. kv sets it;
     * the engine sets that of the whole write when it met something in a part of it after which no other part can be run.
     */
    nnreg_status failed;
    char reason[NNREG_ERROR_TEXT];
};

/* A copy under way. */
struct nnreg_kv_copy_target {
    int fd; /* empty */
    bool compact;
    nnreg_progress *progress;
    void *context;
};

/* Keys and tables that an engine is given are judged already, and values not longer than NNREG_KV_LONGEST_VALUE. */
struct nnreg_kv_engine {
    const char *name;
    const char *data_name;        /* as nnreg_kv_data_name */
    size_t longest_key;           /* bytes; NNREG_KV_KEY at least */
    const char *const *files;     /* as nnreg_kv_files */
    const char *const *leftovers; /* as nnreg_kv_leftovers */

    /*
     * As nnreg_kv_open, but for the handle. The engine finds out itself whether this process has the same store open already,
     * and then may return that; each open is followed by one close.
     */
    nnreg_status (*open)(struct nnreg_kv_store **store, int folder, const struct nnreg_kv_options *options,
                         struct nnreg_error *error);
    void (*close)(struct nnreg_kv_store *store);
    /* As nnreg_kv_unmake. NULL: what it has made leaves nothing in the folder. */
    void (*unmake)(int folder, const char *const *remains);

    /* Whether anything can be asked of it still. NULL: it always can. */
    nnreg_status (*usable)(const struct nnreg_kv_store *store, struct nnreg_error *error);
    /* Who reads the records has found some damaged: whoever opens the store next is to look closely. NULL: no use for it. */
    void (*suspect)(struct nnreg_kv_store *store);

    /* A snapshot: what was committed last, or something later; from any number of threads, waiting for no writer. */
    nnreg_status (*begin_read)(struct nnreg_kv_txn **txn, struct nnreg_kv_store *store,
                               struct nnreg_error *error);
    void (*end_read)(struct nnreg_kv_txn *txn);

    /*
     * A write on the newest state; may wait for other processes. Of one store of this process only one thread at a time calls
     * this: the leader of its queue. It ends with `commit` or `abort`, which also give up whatever right was taken.
     *
     * commit: NNREG_OK when it is durable; any failure: nothing of it is, unless the text says that it is not known. *retry:
     * as in the transaction, and then the status says nothing. Between nnreg_fs_step("commit"), whose failure is to be the
     * commit's, and nnreg_fs_step("committed").
     */
    nnreg_status (*begin_write)(struct nnreg_kv_txn **txn, struct nnreg_kv_store *store,
                                struct nnreg_error *error);
    nnreg_status (*commit)(struct nnreg_kv_txn *txn, bool *retry, struct nnreg_error *error);
    void (*abort)(struct nnreg_kv_txn *txn);
    /* After a write that ended with `retry`: makes the next try more likely to succeed, or says why there is none. */
    nnreg_status (*prepare_retry)(struct nnreg_kv_store *store, struct nnreg_error *error);

    /*
     * One closure's part of a write, which can be undone without the rest: it sees what the parts before it did. `keep` false
     * undoes it. One at a time, and the whole is not used meanwhile.
     */
    nnreg_status (*begin_part)(struct nnreg_kv_txn **part, struct nnreg_kv_txn *whole,
                               struct nnreg_error *error);
    nnreg_status (*end_part)(struct nnreg_kv_txn *part, bool keep, bool *retry, struct nnreg_error *error);

    /* A right that kv.h describes, until the whole write is over. NNREG_UNSUPPORTED, with a text: it cannot give that. */
    nnreg_status (*claim)(struct nnreg_kv_txn *txn, enum nnreg_kv_right right, struct nnreg_error *error);

    /* As nnreg_kv_make_tables, where some are missing; takes the bits away that the transaction has of them. */
    nnreg_status (*make_tables)(struct nnreg_kv_txn *txn, struct nnreg_error *error);

    /* None of these is asked about a table that is missing. NNREG_NOT_FOUND, without a text, where there is no such key. */
    nnreg_status (*get)(struct nnreg_slice *value, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                        struct nnreg_slice key, struct nnreg_error *error);
    nnreg_status (*put)(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice key,
                        struct nnreg_slice value, struct nnreg_error *error);
    nnreg_status (*remove)(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice key,
                           struct nnreg_error *error);
    nnreg_status (*count)(uint64_t *count, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                          struct nnreg_error *error);

    /*
     * As nnreg_kv_walk. What `visit` returned last goes to *visited, and ends the walk unless it is NNREG_OK; the engine returns
     * failures of its own only. (It has the loop, and no cursor is handed out: a list reads thousands of keys.)
     */
    nnreg_status (*walk)(nnreg_status *visited, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                         struct nnreg_slice from, bool backwards, nnreg_kv_visit *visit, void *context,
                         struct nnreg_error *visit_error, struct nnreg_error *error);

    /* As nnreg_kv_statistics, all of whose members are 0. NULL: there is nothing to tell. */
    nnreg_status (*statistics)(struct nnreg_kv_statistics *statistics, struct nnreg_kv_store *store,
                               nnreg_kv_table_id numbered, nnreg_kv_visit_reader *visit, void *context,
                               struct nnreg_error *error);
    /*
     * Writes what a snapshot has to a file, for nnreg_kv_copy. It may set the snapshot's `retry`: then its status says nothing,
     * and it is called with a newer one. NULL: it has no file.
     */
    nnreg_status (*copy)(struct nnreg_kv_copied *copied, struct nnreg_kv_txn *snapshot,
                         const struct nnreg_kv_copy_target *target, struct nnreg_error *error);
    /* As nnreg_kv_compact; called by the leader of the queue, as begin_write is. NULL: it has no file. */
    nnreg_status (*compact)(struct nnreg_kv_compacted *compacted, struct nnreg_kv_store *store,
                            nnreg_progress *progress, void *context, struct nnreg_error *error);
};

struct nnreg_kv {
    struct nnreg_kv_store *store;
    uint64_t process; /* that opened it (nnreg_process_mark): in a forked child the store may be gone */
};

/* For an engine's open and close. */
void nnreg_kv_store_init(struct nnreg_kv_store *store, const struct nnreg_kv_engine *engine,
                         const struct nnreg_kv_options *options);
void nnreg_kv_store_clear(struct nnreg_kv_store *store);

/* Whether what is open already will do for another open. NNREG_INVALID_ARGUMENT: it is open in another way. */
nnreg_status nnreg_kv_may_share(const struct nnreg_kv_store *store, const struct nnreg_kv_options *options,
                                struct nnreg_error *error);

/* For an engine's begin…: as nothing has happened in it yet. */
void nnreg_kv_txn_init(struct nnreg_kv_txn *txn, struct nnreg_kv_store *store, bool write);

/* Keeps the first failure in the transaction, and reports `reason`. */
nnreg_status nnreg_kv_spoil(struct nnreg_kv_txn *txn, nnreg_status status, const struct nnreg_error *reason,
                            struct nnreg_error *error);

/* What a closure's transaction adds to what the closure said: it may not look away from a failure of the engine. */
nnreg_status nnreg_kv_judge_txn(const struct nnreg_kv_txn *txn, nnreg_status status,
                                struct nnreg_error *error);

/* Whether the handle may be used: not NULL, of this process, and its store usable. */
nnreg_status nnreg_kv_usable(const struct nnreg_kv *kv, struct nnreg_error *error);

/* That of nnreg_kv_use_engine, or the default: defaults.c, the only file that names one. */
const struct nnreg_kv_engine *nnreg_kv_chosen_engine(void);

#endif
