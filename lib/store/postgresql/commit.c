/*
 * The commit: all that a write has changed, the new number of the head and the operation's own number go to the server with the
 * COMMIT, in one pipeline. What fails in it undoes all of it.
 *
 * When the connection breaks before the answer, nobody here knows whether it was committed, and the transaction may be under way on
 * the server still, or be held up there, and be committed later. It has the lock of the head until it has ended, in either way: so
 * who gets that lock, on a new connection, sees its end, and whether its operation is in nnreg_commits. Where it is, the
 * write has succeeded; where not, it is run again. Nobody else can have written it: the 128 bits are drawn for this try alone.
 *
 * A commit for which the server has waited for its standby in vain is one that nobody knows the end of, as it is lost with
 * this server's disk; the server tells so in a warning.
 */
#include "store/postgresql/internal.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/fsio.h"

#define COMMITTING           "cannot commit to the store:"
#define MOST_BYTES_AT_ONCE   ((size_t)16 << 20) /* of keys and values in one statement, and the last value */
#define MOST_ENTRIES_AT_ONCE 10000
#define PRUNE_EVERY          1024 /* commits */

/* ------------------------------------------------------------------------------------------- what goes over -- */

/* Entries of one statement. */
struct sending {
    struct nnreg_bytes tbls, keys, values;
    size_t count;
};

struct pg_commit {
    struct nnreg_pg_txn *txn;
    size_t statements; /* that were queued: each has an answer */
    struct sending put, new, gone;
    int64_t more[NNREG_KV_MOST_TABLES]; /* entries of a table, of which it is known whether they were there */
    bool changes;
    bool failed; /* there was no memory */
};

static void queue_next(struct pg_commit *commit, enum nnreg_pg_statement statement, int count,
                       const struct nnreg_slice *parameters)
{
    nnreg_pg_queue(commit->txn->connection, statement, count, parameters);
    commit->statements++;
    commit->changes = true;
}

static void add_entry(struct sending *sending, const struct nnreg_pg_txn *txn,
                      const struct nnreg_pg_entry *entry)
{
    if (sending->count++ == 0) {
        nnreg_pg_array_begin(&sending->tbls, NNREG_PG_INT2);
        nnreg_pg_array_begin(&sending->keys, NNREG_PG_BYTEA);
        nnreg_pg_array_begin(&sending->values, NNREG_PG_BYTEA);
    }
    nnreg_pg_array_number(&sending->tbls, txn->numbers[entry->table], 2);
    nnreg_pg_array_add(&sending->keys, (struct nnreg_slice){entry->key, entry->key_size});
    if (entry->change != NULL && !entry->change->removed)
        nnreg_pg_array_add(&sending->values, (struct nnreg_slice){entry->change->value, entry->change->size});
}

static void send_entries(struct pg_commit *commit, struct sending *sending, enum nnreg_pg_statement statement,
                         int columns)
{
    if (sending->count > 0) {
        struct nnreg_slice parameters[3] = {nnreg_pg_array_end(&sending->tbls, sending->count),
                                            nnreg_pg_array_end(&sending->keys, sending->count),
                                            nnreg_pg_array_end(&sending->values, sending->count)};

        commit->failed =
            commit->failed || sending->tbls.failed || sending->keys.failed || sending->values.failed;
        if (!commit->failed)
            queue_next(commit, statement, columns, parameters);
    }
    nnreg_bytes_free(&sending->tbls);
    nnreg_bytes_free(&sending->keys);
    nnreg_bytes_free(&sending->values);
    *sending = (struct sending){NNREG_BYTES_INIT, NNREG_BYTES_INIT, NNREG_BYTES_INIT, 0};
}

/* Those that may be new are counted before they are there. */
static void send_gathered(struct pg_commit *commit)
{
    send_entries(commit, &commit->new, NNREG_PG_COUNT_NEW, 2);
    send_entries(commit, &commit->gone, NNREG_PG_DELETE, 2);
    send_entries(commit, &commit->put, NNREG_PG_PUT, 3);
}

static bool send_entry(struct nnreg_pg_entry *entry, void *context)
{
    struct pg_commit *commit = context;
    const struct nnreg_pg_txn *txn = commit->txn;

    if (entry->change == NULL || (entry->change->removed && entry->stored == NNREG_PG_ABSENT))
        return true;
    if (entry->change->removed) {
        commit->more[entry->table]--;
        add_entry(&commit->gone, txn, entry);
    } else {
        if (entry->stored == NNREG_PG_NOT_ASKED)
            add_entry(&commit->new, txn, entry);
        commit->more[entry->table] += entry->stored == NNREG_PG_ABSENT;
        add_entry(&commit->put, txn, entry);
    }
    if (commit->put.values.size + commit->put.keys.size + commit->gone.keys.size > MOST_BYTES_AT_ONCE ||
        commit->put.count + commit->gone.count >= MOST_ENTRIES_AT_ONCE)
        send_gathered(commit);
    return !commit->failed;
}

static void send_counts(struct pg_commit *commit)
{
    struct nnreg_bytes tbls = NNREG_BYTES_INIT, numbers = NNREG_BYTES_INIT;
    size_t i, count = 0;

    nnreg_pg_array_begin(&tbls, NNREG_PG_INT2);
    nnreg_pg_array_begin(&numbers, NNREG_PG_INT8);
    for (i = 0; i < NNREG_KV_MOST_TABLES; i++)
        if (commit->more[i] != 0) {
            nnreg_pg_array_number(&tbls, commit->txn->numbers[i], 2);
            nnreg_pg_array_number(&numbers, commit->more[i], 8);
            count++;
        }
    commit->failed = commit->failed || tbls.failed || numbers.failed;
    if (!commit->failed && count > 0) {
        struct nnreg_slice parameters[2] = {nnreg_pg_array_end(&tbls, count),
                                            nnreg_pg_array_end(&numbers, count)};

        queue_next(commit, NNREG_PG_COUNT_KNOWN, 2, parameters);
    }
    nnreg_bytes_free(&tbls);
    nnreg_bytes_free(&numbers);
}

static void send_end(struct pg_commit *commit, const unsigned char *operation)
{
    unsigned char number[8], epochs[8], oldest[8];
    struct nnreg_slice head[2] = {{number, sizeof number}, {epochs, sizeof epochs}},
                       note[2] = {{number, sizeof number}, {operation, NNREG_PG_OPERATION}},
                       prune[1] = {{oldest, sizeof oldest}};

    nnreg_pg_store_number(number, (uint64_t)commit->txn->number + 1, sizeof number);
    nnreg_pg_store_number(epochs, commit->txn->alone, sizeof epochs);
    queue_next(commit, NNREG_PG_SET_HEAD, 2, head);
    queue_next(commit, NNREG_PG_NOTE_COMMIT, 2, note);
    if ((commit->txn->number + 1) % PRUNE_EVERY == 0) {
        nnreg_pg_store_number(oldest, (uint64_t)(commit->txn->number + 1 - NNREG_PG_COMMITS), sizeof oldest);
        queue_next(commit, NNREG_PG_PRUNE_COMMITS, 1, prune);
    }
    queue_next(commit, NNREG_PG_COMMIT, 0, NULL);
}

/* ---------------------------------------------------------------------------------------------- how it has ended -- */

enum outcome { COMMITTED, REFUSED, AGAIN, UNKNOWN };

static enum outcome read_outcome(struct pg_commit *commit, nnreg_status *status, struct nnreg_error *error)
{
    struct nnreg_pg_connection *connection = commit->txn->connection;
    enum outcome outcome = COMMITTED;
    size_t i;

    for (i = 0; i <= commit->statements && outcome == COMMITTED; i++) {
        PGresult *answer;

        *status = nnreg_pg_expect(&answer, connection, "cannot commit to the store:", error);
        if (*status != NNREG_OK)
            outcome = nnreg_pg_is_unknown(connection, answer)  ? UNKNOWN
                      : nnreg_pg_may_retry(connection, answer) ? AGAIN
                                                               : REFUSED;
        PQclear(answer);
    }
    if (outcome != COMMITTED && i <= commit->statements)
        nnreg_pg_forget(connection, commit->statements - i);
    /* The sync's answer alone was lost: that of the COMMIT was there. */
    return outcome != COMMITTED && i > commit->statements ? COMMITTED : outcome;
}

/* On a connection of its own, whether the operation is in the store. *again: that was not to be found out on this one. */
static nnreg_status find_operation(bool *found, bool *again, struct nnreg_pg_connection *connection,
                                   const unsigned char *operation, int64_t patience,
                                   struct nnreg_error *error)
{
    struct nnreg_slice what[1] = {{operation, NNREG_PG_OPERATION}}, wait[1];
    PGresult *answer = NULL;
    nnreg_status status = NNREG_OK;
    char milliseconds[24];
    unsigned i;

    wait[0] = (struct nnreg_slice){milliseconds, (size_t)snprintf(milliseconds, sizeof milliseconds, "%lld",
                                                                  (long long)(patience / 1000 + 1))};
    nnreg_pg_queue(connection, NNREG_PG_BEGIN_WRITE, 0, NULL);
    nnreg_pg_queue(connection, NNREG_PG_LOCK_PATIENTLY, 1, wait);
    nnreg_pg_queue(connection, NNREG_PG_LOCK_HEAD, 0, NULL);
    nnreg_pg_queue(connection, NNREG_PG_FIND_COMMIT, 1, what);
    nnreg_pg_sync(connection);
    for (i = 0; i < 4 && status == NNREG_OK; i++) {
        PQclear(answer);
        status = nnreg_pg_expect(&answer, connection, COMMITTING, error);
    }
    *found = status == NNREG_OK && PQntuples(answer) > 0;
    *again = status != NNREG_OK && nnreg_pg_may_retry(connection, answer);
    PQclear(answer);
    return status;
}

/* NNREG_OK: it is known now. The connection that told is the store's. */
static nnreg_status settle_commit(bool *found, struct nnreg_pg_store *store, const unsigned char *operation,
                                  struct nnreg_error *error)
{
    int64_t deadline = nnreg_clock_steady() + store->patience, left;
    struct nnreg_pg_connection *connection;
    nnreg_status status;
    bool again;

    do {
        again = false;
        status = nnreg_pg_connect_patiently(&connection, store, deadline, error);
        if (status != NNREG_OK)
            return status;
        left = deadline - nnreg_clock_steady();
        status = nnreg_pg_prepare(connection, error);
        if (status == NNREG_OK)
            status = find_operation(found, &again, connection, operation, left > 0 ? left : 0, error);
        else
            again = nnreg_pg_is_lost(connection);
        nnreg_pg_disconnect(connection); /* which gives up the lock */
        if (again)
            nnreg_clock_pause(10);
    } while (again && nnreg_clock_steady() < deadline);
    return status;
}

static nnreg_status tell_not_known(const struct nnreg_error *lost, const struct nnreg_error *cause,
                                   struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_IO,
                      "it is not known whether the change was committed to " NNREG_PG_DATA
                      ": %.300s; and then: %.300s",
                      lost->text, cause->text);
}

/* *retry: it was not committed. */
static nnreg_status decide(struct nnreg_pg_txn *txn, enum outcome outcome, nnreg_status status,
                           const unsigned char *operation, bool *retry, struct nnreg_error *reason,
                           struct nnreg_error *error)
{
    struct nnreg_pg_store *store = nnreg_pg_store_of(txn->base.store);
    struct nnreg_error cause = NNREG_ERROR_INIT;
    bool found = false;

    if (txn->connection->uncertain)
        return nnreg_fail(error, NNREG_IO,
                          "it is not known whether the change will stay in " NNREG_PG_DATA
                          ": it was committed there, and the wait for its standby was cancelled");
    if (outcome == COMMITTED)
        return NNREG_OK;
    if (outcome == REFUSED)
        return nnreg_fail(error, status, "%s", reason->text);
    if (outcome == UNKNOWN) {
        nnreg_pg_disconnect(txn->connection);
        txn->connection = NULL;
        nnreg_pg_drop_idle(store);
        if (settle_commit(&found, store, operation, &cause) != NNREG_OK)
            return tell_not_known(reason, &cause, error);
        if (found)
            return NNREG_OK;
    }
    nnreg_pg_ask_retry(txn, reason);
    *retry = true;
    return NNREG_OK;
}

/* -------------------------------------------------------------------------------------------------- committing -- */

/* What is in the store is what this process knows of it from now on. */
static void take_over(struct nnreg_pg_txn *txn)
{
    struct nnreg_pg_store *store = nnreg_pg_store_of(txn->base.store);

    atomic_store(&store->newest, txn->number + 1);
    if (txn->alone)
        atomic_store(&store->epoch, atomic_load(&store->coming_epoch));
    if (!txn->made)
        return;
    pthread_mutex_lock(&store->mutex);
    memcpy(store->numbers, txn->numbers, sizeof store->numbers);
    store->missing = txn->base.missing;
    pthread_mutex_unlock(&store->mutex);
}

static nnreg_status send_commit(struct nnreg_pg_txn *txn, bool *retry, struct nnreg_error *error)
{
    struct nnreg_pg_store *store = nnreg_pg_store_of(txn->base.store);
    struct pg_commit commit = {.txn = txn};
    unsigned char operation[NNREG_PG_OPERATION];
    struct nnreg_error reason = NNREG_ERROR_INIT;
    nnreg_status status = NNREG_OK;
    enum outcome outcome;

    /* So few bytes come whole, and no signal interrupts it. */
    if (getrandom(operation, sizeof operation, 0) != (ssize_t)sizeof operation)
        return nnreg_fail(error, NNREG_IO, "cannot get random numbers");
    txn->connection->uncertain = false;
    (void)nnreg_pg_overlay_each(&txn->overlay, send_entry, &commit);
    send_gathered(&commit);
    send_counts(&commit);
    if (commit.failed) {
        txn->connection->broken = true; /* what was queued must not be answered for something else */
        return nnreg_fail_memory(error);
    }
    if (!commit.changes && !txn->made && !txn->alone)
        return NNREG_OK; /* there is nothing to be made durable */
    if (txn->alone)
        atomic_store(&store->coming_epoch, atomic_load(&store->epoch) + 1);
    send_end(&commit, operation);
    nnreg_pg_sync(txn->connection);
    outcome = read_outcome(&commit, &status, &reason);
    status = decide(txn, outcome, status, operation, retry, &reason, error);
    if (status == NNREG_OK && !*retry)
        take_over(txn);
    else if (outcome != UNKNOWN || *retry)
        atomic_store(&store->coming_epoch, atomic_load(&store->epoch));
    txn->begun = txn->begun && outcome != COMMITTED;
    return status;
}

nnreg_status nnreg_pg_commit(struct nnreg_kv_txn *base, bool *retry, struct nnreg_error *error)
{
    struct nnreg_pg_txn *txn = nnreg_pg_txn_of(base);
    int code = nnreg_fs_step("commit");
    nnreg_status status;
    bool committed;

    *retry = false;
    if (code != 0) {
        nnreg_pg_abort(base);
        return nnreg_fail_errno(error, code, COMMITTING " " NNREG_PG_DATA);
    }
    status = send_commit(txn, retry, error);
    committed = status == NNREG_OK && !*retry;
    nnreg_pg_end_write(txn);
    if (committed)
        (void)nnreg_fs_step("committed");
    return status;
}
