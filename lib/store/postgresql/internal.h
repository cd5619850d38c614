/* What the files of the PostgreSQL engine share: see postgresql_engine.h. */
#ifndef NNREG_STORE_POSTGRESQL_INTERNAL_H
#define NNREG_STORE_POSTGRESQL_INTERNAL_H

#include <libpq-fe.h>

#include "base/bytes.h"
#include "store/kv_engine.h"
#include "store/postgresql/overlay.h"
#include "store/postgresql/statements.h"

#define NNREG_PG_DATA          "PostgreSQL" /* what messages call the store */
#define NNREG_PG_FORMAT        1            /* of the tables */
#define NNREG_PG_SERVER        120000       /* the oldest version */
#define NNREG_PG_LONGEST_KEY   511 /* bytes: as LMDB, so that a registry can go from one to the other */
#define NNREG_PG_CONNECTIONS   16
#define NNREG_PG_PATIENCE      30000           /* ms */
#define NNREG_PG_COMMITS       INT64_C(100000) /* operations that are known */
#define NNREG_PG_OPERATION     16              /* bytes */
#define NNREG_PG_LONGEST_PAUSE 1000            /* ms between two tries */

/* ------------------------------------------------------------------------------------------------- connections -- */

struct nnreg_pg_store;

struct nnreg_pg_connection {
    struct nnreg_pg_connection *next; /* in the pool */
    PGconn *pq;
    bool standby;  /* to the server for reads */
    bool prepared; /* it has the statements */
    bool used;     /* it was idle since: it may be dead without anybody knowing */
    bool broken;   /* something could not be queued, so that answers would be taken for others */
    size_t unread; /* answers that nobody wants, before those of the next statement */
    bool
        uncertain; /* the server has said that a commit may not be on its standby, as the wait for it was cut off */
};

/* To the first server, or to the one for reads. */
nnreg_status nnreg_pg_connect(struct nnreg_pg_connection **connection, struct nnreg_pg_store *store,
                              bool standby, struct nnreg_error *error);
/* Until the server answers, or the store's patience is at an end. */
nnreg_status nnreg_pg_connect_patiently(struct nnreg_pg_connection **connection, struct nnreg_pg_store *store,
                                        int64_t deadline, struct nnreg_error *error);
nnreg_status nnreg_pg_prepare(struct nnreg_pg_connection *connection, struct nnreg_error *error);
void nnreg_pg_disconnect(struct nnreg_pg_connection *connection);

/* Whether it is known to be broken. */
bool nnreg_pg_is_lost(const struct nnreg_pg_connection *connection);

/*
 * A statement is queued with its parameters, `sync` sends what is queued; then each has one answer, and `sync` one, too. Of a
 * failed statement and those behind it, up to the sync, nothing is done. What fails in queueing shows at the answers.
 */
void nnreg_pg_queue(struct nnreg_pg_connection *connection, enum nnreg_pg_statement statement, int count,
                    const struct nnreg_slice *parameters);
/* The same of a text that is not prepared, for what is done once. */
void nnreg_pg_queue_text(struct nnreg_pg_connection *connection, const char *text, int count,
                         const struct nnreg_slice *parameters);
void nnreg_pg_sync(struct nnreg_pg_connection *connection);
/* NULL: it is lost. To be given to PQclear. */
PGresult *nnreg_pg_answer(struct nnreg_pg_connection *connection);
/* That of a statement that must succeed: NNREG_OK, or how it failed. *answer may be NULL then; it is PQclear's in any case. */
nnreg_status nnreg_pg_expect(PGresult **answer, struct nnreg_pg_connection *connection, const char *what,
                             struct nnreg_error *error);
/* The answers to `count` statements and a sync: the first failure among them. */
nnreg_status nnreg_pg_finish(struct nnreg_pg_connection *connection, size_t count, const char *what,
                             struct nnreg_error *error);
/* Those are not waited for. */
void nnreg_pg_forget(struct nnreg_pg_connection *connection, size_t count);

/* ---------------------------------------------------------------------------------------------------- failures -- */

/* What a failed statement, or a lost connection (NULL), means to who asked for `what`. */
nnreg_status nnreg_pg_fail(struct nnreg_error *error, const struct nnreg_pg_connection *connection,
                           const PGresult *answer, const char *what);
/* Whether the whole transaction can be run again: it met another one, or the server went away. */
bool nnreg_pg_may_retry(const struct nnreg_pg_connection *connection, const PGresult *answer);
/* Whether the server, or nobody, can say how a COMMIT that ended so has ended. */
bool nnreg_pg_is_unknown(const struct nnreg_pg_connection *connection, const PGresult *answer);
bool nnreg_pg_has_code(const PGresult *answer, const char *code);
/* One line of what libpq says of a connection, without the password. */
void nnreg_pg_reason(char *text, size_t size, const struct nnreg_pg_connection *connection);

/* ------------------------------------------------------------------------------------------------------ stores -- */

struct nnreg_pg_store {
    struct nnreg_kv_store base;
    struct nnreg_pg_store *next; /* of this process; with `handles` under the mutex of stores.c */
    size_t handles;
    char *conninfo, *reads;
    unsigned most;                         /* connections for reads */
    int64_t patience;                      /* microseconds */
    int16_t numbers[NNREG_KV_MOST_TABLES]; /* in nnreg_kv, of the tables that are there; under `mutex` */
    uint64_t missing;
    atomic_llong newest; /* the highest number of a commit that this process knows */

    /*
     * The head's epoch is another one after a change of the format. Who opened the store before it, in another process, is refused from
     * then on: so who changes it is as good as alone (nnreg_pg_claim). The second is that of a commit of this process under way.
     */
    atomic_llong epoch, coming_epoch;

    pthread_mutex_t mutex;
    pthread_cond_t freed;
    struct nnreg_pg_connection *idle; /* for reads */
    size_t opened;

    /* Of the leader of the queue, and of who opens the store. */
    struct nnreg_pg_connection *writer; /* idle; NULL: there is none */
    int64_t retrying_since;             /* 0: the last write was no retry */
    unsigned tries;
    char reason[NNREG_ERROR_TEXT]; /* why it is run again */
};

struct nnreg_pg_txn {
    struct nnreg_kv_txn base;
    struct nnreg_pg_txn *whole;             /* of a part; NULL: it is whole, and has what follows */
    struct nnreg_pg_changes changes;        /* of this part, or of all parts that were kept */
    struct nnreg_pg_connection *connection; /* NULL: a snapshot that has not begun */
    bool begun;                             /* on the server, and not ended */
    bool primary;                           /* a snapshot that the server for reads cannot give */
    int64_t number;                         /* of the commit that this follows */
    int16_t numbers[NNREG_KV_MOST_TABLES];
    int16_t highest; /* of them, where some are missing */
    bool alone;      /* its commit ends the epoch */
    bool made;       /* tables, so that the store's are others now */
    struct nnreg_pg_overlay overlay;
    PGresult **passed; /* pieces of walks, whose entries may be looked at until the end */
    size_t passed_count, passed_room;
};

struct nnreg_pg_store *nnreg_pg_store_of(struct nnreg_kv_store *store);
struct nnreg_pg_txn *nnreg_pg_txn_of(struct nnreg_kv_txn *txn);
struct nnreg_pg_txn *nnreg_pg_whole_of(struct nnreg_pg_txn *txn);

/* One for reads; waits for one of another thread where there are as many as may be. `primary`: not of the standby. */
nnreg_status nnreg_pg_take_reader(struct nnreg_pg_connection **connection, struct nnreg_pg_store *store,
                                  bool primary, struct nnreg_error *error);
void nnreg_pg_give_reader(struct nnreg_pg_store *store, struct nnreg_pg_connection *connection);
/* All that are idle: the server has gone, and so have they. */
void nnreg_pg_drop_idle(struct nnreg_pg_store *store);

nnreg_status nnreg_pg_open(struct nnreg_kv_store **store, int folder, const struct nnreg_kv_options *options,
                           struct nnreg_error *error);
void nnreg_pg_close(struct nnreg_kv_store *store);

/* ------------------------------------------------------------------------------------------------------ schema -- */

/* Whether there is a store where the connection looks, and what it has. */
nnreg_status nnreg_pg_look(bool *found, struct nnreg_pg_store *store, struct nnreg_pg_connection *connection,
                           struct nnreg_error *error);
/* Begins a transaction and makes the tables in it. *raced: somebody else makes them, too, and it is to be looked for again. */
nnreg_status nnreg_pg_make(bool *raced, struct nnreg_pg_store *store, struct nnreg_pg_connection *connection,
                           struct nnreg_error *error);
/* From the answer to NNREG_PG_TABLES. `highest` (may be NULL): the highest number. */
nnreg_status nnreg_pg_read_tables(int16_t *numbers, uint64_t *missing, int16_t *highest,
                                  const struct nnreg_kv_store *store, const PGresult *answer,
                                  struct nnreg_error *error);
nnreg_status nnreg_pg_make_tables(struct nnreg_kv_txn *txn, struct nnreg_error *error);
/* From the answer to NNREG_PG_HEAD. */
nnreg_status nnreg_pg_read_head(int64_t *number, struct nnreg_pg_store *store, const PGresult *answer,
                                struct nnreg_error *error);

/* ------------------------------------------------------------------------------------------------ transactions -- */

nnreg_status nnreg_pg_new_txn(struct nnreg_pg_txn **txn, struct nnreg_pg_store *store, bool write,
                              struct nnreg_error *error);
void nnreg_pg_free_txn(struct nnreg_pg_txn *txn);

nnreg_status nnreg_pg_begin_read(struct nnreg_kv_txn **txn, struct nnreg_kv_store *store,
                                 struct nnreg_error *error);
void nnreg_pg_end_read(struct nnreg_kv_txn *txn);
/* Asks one thing in a transaction, which it begins if it has to. */
nnreg_status nnreg_pg_ask(PGresult **answer, struct nnreg_pg_txn *txn, enum nnreg_pg_statement statement,
                          int count, const struct nnreg_slice *parameters, const char *what,
                          struct nnreg_error *error);

/* The entry of a key, with what the server has: of one that this write has changed only if `changed_too`. */
nnreg_status nnreg_pg_load(struct nnreg_pg_entry **entry, struct nnreg_pg_txn *txn, nnreg_kv_table_id table,
                           struct nnreg_slice key, bool changed_too, struct nnreg_error *error);
nnreg_status nnreg_pg_get(struct nnreg_slice *value, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                          struct nnreg_slice key, struct nnreg_error *error);
nnreg_status nnreg_pg_count(uint64_t *count, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                            struct nnreg_error *error);
nnreg_status nnreg_pg_walk(nnreg_status *visited, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                           struct nnreg_slice from, bool backwards, nnreg_kv_visit *visit, void *context,
                           struct nnreg_error *visit_error, struct nnreg_error *error);

nnreg_status nnreg_pg_begin_write(struct nnreg_kv_txn **txn, struct nnreg_kv_store *store,
                                  struct nnreg_error *error);
void nnreg_pg_abort(struct nnreg_kv_txn *txn);
nnreg_status nnreg_pg_prepare_retry(struct nnreg_kv_store *store, struct nnreg_error *error);
/* Notes that the whole write is to be run again, and why. */
void nnreg_pg_ask_retry(struct nnreg_pg_txn *txn, const struct nnreg_error *reason);
nnreg_status nnreg_pg_begin_part(struct nnreg_kv_txn **part, struct nnreg_kv_txn *whole,
                                 struct nnreg_error *error);
nnreg_status nnreg_pg_end_part(struct nnreg_kv_txn *part, bool keep, bool *retry, struct nnreg_error *error);
nnreg_status nnreg_pg_claim(struct nnreg_kv_txn *txn, enum nnreg_kv_right right, struct nnreg_error *error);
nnreg_status nnreg_pg_put(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice key,
                          struct nnreg_slice value, struct nnreg_error *error);
nnreg_status nnreg_pg_remove(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice key,
                             struct nnreg_error *error);
/* What commit and abort end with; what fails is disconnected. */
void nnreg_pg_end_write(struct nnreg_pg_txn *txn);
nnreg_status nnreg_pg_commit(struct nnreg_kv_txn *txn, bool *retry, struct nnreg_error *error);

/* ------------------------------------------------------------------------------------------------- parameters -- */

/* Numbers as the protocol has them in binary: big-endian. */
void nnreg_pg_store_number(unsigned char *to, uint64_t number, size_t size);
uint64_t nnreg_pg_load_number(const void *from, size_t size);
/* A column of an answer; false: it is NULL, or of another size. */
bool nnreg_pg_number(int64_t *number, const PGresult *answer, int row, int column, size_t size);
struct nnreg_slice nnreg_pg_column(const PGresult *answer, int row, int column);

/* An array of one dimension, whose elements are appended. */
#define NNREG_PG_BYTEA 17
#define NNREG_PG_INT8  20
#define NNREG_PG_INT2  21
#define NNREG_PG_TEXT  25
void nnreg_pg_array_begin(struct nnreg_bytes *array, unsigned type);
void nnreg_pg_array_add(struct nnreg_bytes *array, struct nnreg_slice element);
void nnreg_pg_array_number(struct nnreg_bytes *array, int64_t number, size_t size);
/* Writes how many there are; the array as a parameter. */
struct nnreg_slice nnreg_pg_array_end(struct nnreg_bytes *array, size_t count);

#endif
