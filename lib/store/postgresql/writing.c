/*
 * Writes before their commit: the lock of the head, and what is kept here of what they change. A write whose connection breaks,
 * or that another one stands in the way of, has changed nothing: it is run again, on another connection.
 */
#include "store/postgresql/internal.h"

#include <stdio.h>

#include "base/alloc.h"
#include "base/clock.h"

#define WRITING "cannot write to"

/* ------------------------------------------------------------------------------------------------ begin and end -- */

/* By when a server must be back that is gone. */
static int64_t deadline_of(const struct nnreg_pg_store *store)
{
    return (store->retrying_since != 0 ? store->retrying_since : nnreg_clock_steady()) + store->patience;
}

/* The one that is idle, or a new one. `lost`: the last one has just turned out to be broken. */
static nnreg_status take_writer(struct nnreg_pg_connection **connection, struct nnreg_pg_store *store,
                                bool lost, struct nnreg_error *error)
{
    nnreg_status status;

    *connection = store->writer;
    store->writer = NULL;
    if (*connection != NULL)
        return NNREG_OK;
    status = lost || store->retrying_since != 0
                 ? nnreg_pg_connect_patiently(connection, store, deadline_of(store), error)
                 : nnreg_pg_connect(connection, store, false, error);
    if (status != NNREG_OK)
        return status;
    status = nnreg_pg_prepare(*connection, error);
    if (status != NNREG_OK)
        nnreg_pg_disconnect(*connection);
    return status;
}

static nnreg_status lock_head(struct nnreg_pg_txn *txn, struct nnreg_error *error)
{
    struct nnreg_pg_connection *connection = txn->connection;
    PGresult *begin, *head, *tables = NULL;
    struct nnreg_error ignored;
    nnreg_status status, second;

    nnreg_pg_queue(connection, NNREG_PG_BEGIN_WRITE, 0, NULL);
    nnreg_pg_queue(connection, NNREG_PG_LOCK_HEAD, 0, NULL);
    nnreg_pg_sync(connection);
    status = nnreg_pg_expect(&begin, connection, WRITING, error);
    second = nnreg_pg_expect(&head, connection, WRITING, status == NNREG_OK ? error : &ignored);
    status = status == NNREG_OK ? second : status;
    nnreg_pg_forget(connection, 0);
    if (status == NNREG_OK)
        status = nnreg_pg_read_head(&txn->number, nnreg_pg_store_of(txn->base.store), head, error);
    PQclear(begin);
    PQclear(head);
    if (status != NNREG_OK || txn->base.missing == 0)
        return status;
    nnreg_pg_queue(connection, NNREG_PG_TABLES, 0,
                   NULL); /* in a statement that begins when the lock is had */
    nnreg_pg_sync(connection);
    status = nnreg_pg_expect(&tables, connection, WRITING, error);
    nnreg_pg_forget(connection, 0);
    if (status == NNREG_OK)
        status = nnreg_pg_read_tables(txn->numbers, &txn->base.missing, &txn->highest, txn->base.store,
                                      tables, error);
    PQclear(tables);
    return status;
}

nnreg_status nnreg_pg_begin_write(struct nnreg_kv_txn **out, struct nnreg_kv_store *base,
                                  struct nnreg_error *error)
{
    struct nnreg_pg_store *store = nnreg_pg_store_of(base);
    struct nnreg_pg_txn *txn;
    nnreg_status status = nnreg_pg_new_txn(&txn, store, true, error);
    bool lost = false;

    if (status != NNREG_OK)
        return status;
    for (;;) {
        status = take_writer(&txn->connection, store, lost, error);
        if (status != NNREG_OK) {
            nnreg_pg_free_txn(txn);
            return status;
        }
        status = lock_head(txn, error);
        if (status == NNREG_OK)
            break;
        lost = txn->connection->used && nnreg_pg_is_lost(txn->connection);
        if (!lost) {
            nnreg_pg_abort(&txn->base);
            return status;
        }
        nnreg_pg_disconnect(txn->connection);
        nnreg_pg_drop_idle(store);
    }
    txn->begun = true;
    *out = &txn->base;
    return NNREG_OK;
}

void nnreg_pg_end_write(struct nnreg_pg_txn *txn)
{
    struct nnreg_pg_store *store = nnreg_pg_store_of(txn->base.store);
    struct nnreg_pg_connection *connection = txn->connection;

    if (connection != NULL && (txn->base.retry || nnreg_pg_is_lost(connection) || store->writer != NULL))
        nnreg_pg_disconnect(connection);
    else if (connection != NULL) {
        if (txn->begun) {
            nnreg_pg_queue(connection, NNREG_PG_ROLLBACK, 0, NULL);
            nnreg_pg_sync(connection);
            nnreg_pg_forget(connection, 1);
        }
        connection->used = true;
        store->writer = connection;
    }
    if (!txn->base.retry)
        store->retrying_since = 0;
    nnreg_pg_free_txn(txn);
}

void nnreg_pg_abort(struct nnreg_kv_txn *txn)
{
    nnreg_pg_end_write(nnreg_pg_txn_of(txn));
}

/* ------------------------------------------------------------------------------------------------------- retries -- */

void nnreg_pg_ask_retry(struct nnreg_pg_txn *txn, const struct nnreg_error *reason)
{
    struct nnreg_pg_store *store = nnreg_pg_store_of(txn->base.store);

    txn->base.retry = nnreg_pg_whole_of(txn)->base.retry = true;
    (void)snprintf(store->reason, sizeof store->reason, "%s", reason->text);
}

/* Longer each time, and not for all who were refused together at once. */
static unsigned pause_before_try(unsigned tries)
{
    unsigned longest = tries < 8 ? 4u << tries : NNREG_PG_LONGEST_PAUSE;

    return longest / 2 + (unsigned)((uint64_t)nnreg_clock_steady() % (longest / 2));
}

nnreg_status nnreg_pg_prepare_retry(struct nnreg_kv_store *base, struct nnreg_error *error)
{
    struct nnreg_pg_store *store = nnreg_pg_store_of(base);

    if (store->retrying_since == 0) {
        store->retrying_since = nnreg_clock_steady();
        store->tries = 0;
    }
    if (nnreg_clock_steady() >= deadline_of(store)) {
        store->retrying_since = 0;
        return nnreg_fail(error, NNREG_BUSY, "given up after %u tries: %s", store->tries + 1, store->reason);
    }
    nnreg_clock_pause(pause_before_try(store->tries++));
    return NNREG_OK;
}

/* --------------------------------------------------------------------------------------------------------- parts -- */

nnreg_status nnreg_pg_begin_part(struct nnreg_kv_txn **out, struct nnreg_kv_txn *whole,
                                 struct nnreg_error *error)
{
    struct nnreg_pg_txn *part = nnreg_alloc_zero(1, sizeof *part);

    if (part == NULL)
        return nnreg_fail_memory(error);
    nnreg_kv_txn_init(&part->base, whole->store, true);
    part->base.missing = whole->missing;
    part->whole = nnreg_pg_txn_of(whole);
    *out = &part->base;
    return NNREG_OK;
}

nnreg_status nnreg_pg_end_part(struct nnreg_kv_txn *base, bool keep, bool *retry, struct nnreg_error *error)
{
    struct nnreg_pg_txn *part = nnreg_pg_txn_of(base);

    (void)retry;
    (void)error;
    if (keep) {
        nnreg_pg_changes_keep(&part->whole->changes, &part->changes);
        part->whole->alone = part->whole->alone || part->alone;
    } else
        nnreg_pg_changes_undo(&part->changes);
    nnreg_pg_free_txn(part);
    return NNREG_OK;
}

nnreg_status nnreg_pg_claim(struct nnreg_kv_txn *txn, enum nnreg_kv_right right, struct nnreg_error *error)
{
    (void)error;
    if (right == NNREG_KV_RIGHT_ALONE)
        nnreg_pg_txn_of(txn)->alone = true;
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------------------- changes -- */

nnreg_status nnreg_pg_put(struct nnreg_kv_txn *base, nnreg_kv_table_id table, struct nnreg_slice key,
                          struct nnreg_slice value, struct nnreg_error *error)
{
    struct nnreg_pg_txn *txn = nnreg_pg_txn_of(base);
    struct nnreg_pg_entry *entry = nnreg_pg_overlay_add(&nnreg_pg_whole_of(txn)->overlay, table, key);

    return entry != NULL && nnreg_pg_change(&txn->changes, entry, &value) ? NNREG_OK
                                                                          : nnreg_fail_memory(error);
}

nnreg_status nnreg_pg_remove(struct nnreg_kv_txn *base, nnreg_kv_table_id table, struct nnreg_slice key,
                             struct nnreg_error *error)
{
    struct nnreg_pg_txn *txn = nnreg_pg_txn_of(base);
    struct nnreg_slice value;
    struct nnreg_pg_entry *entry;
    nnreg_status status = nnreg_pg_load(&entry, txn, table, key, true, error);

    if (status != NNREG_OK)
        return status;
    if (!nnreg_pg_entry_seen(&value, entry))
        return NNREG_NOT_FOUND;
    return nnreg_pg_change(&txn->changes, entry, NULL) ? NNREG_OK : nnreg_fail_memory(error);
}
