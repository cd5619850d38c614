/*
 * Snapshots, and what is asked for by its key in any transaction.
 *
 * A snapshot takes a connection, and sends its BEGIN with the first thing that is asked, so that a read of one key costs one
 * round trip; it ends with a ROLLBACK that nobody waits for. Where the store lacks a table, that is asked for at once, as kv.h
 * lets the closure see it without asking the engine. A connection that was idle may be dead: then, before anything was answered,
 * the snapshot is begun once more on a new one.
 */
#include "store/postgresql/internal.h"

#include <string.h>

#include "base/alloc.h"

#define READING "cannot read from"

struct nnreg_pg_txn *nnreg_pg_txn_of(struct nnreg_kv_txn *txn)
{
    return (struct nnreg_pg_txn *)txn;
}

struct nnreg_pg_txn *nnreg_pg_whole_of(struct nnreg_pg_txn *txn)
{
    return txn->whole != NULL ? txn->whole : txn;
}

nnreg_status nnreg_pg_new_txn(struct nnreg_pg_txn **out, struct nnreg_pg_store *store, bool write,
                              struct nnreg_error *error)
{
    struct nnreg_pg_txn *txn = nnreg_alloc_zero(1, sizeof *txn);

    if (txn == NULL)
        return nnreg_fail_memory(error);
    nnreg_kv_txn_init(&txn->base, &store->base, write);
    pthread_mutex_lock(&store->mutex);
    memcpy(txn->numbers, store->numbers, sizeof txn->numbers);
    txn->base.missing = store->missing;
    pthread_mutex_unlock(&store->mutex);
    *out = txn;
    return NNREG_OK;
}

void nnreg_pg_free_txn(struct nnreg_pg_txn *txn)
{
    while (txn->passed_count > 0)
        PQclear(txn->passed[--txn->passed_count]);
    nnreg_free(txn->passed);
    nnreg_pg_overlay_free(&txn->overlay);
    nnreg_free(txn);
}

/* ---------------------------------------------------------------------------------------------------- snapshots -- */

/* What this process has seen committed is in every later snapshot, also in one of a server that follows. */
static void note_newest(struct nnreg_pg_store *store, int64_t number)
{
    long long newest = atomic_load(&store->newest);

    while (newest < number && !atomic_compare_exchange_weak(&store->newest, &newest, number))
        continue;
}

/* The answers to the beginning of a snapshot. *behind: it lacks what was seen already. */
static nnreg_status read_beginning(bool *behind, struct nnreg_pg_txn *txn, struct nnreg_error *error)
{
    struct nnreg_pg_store *store = nnreg_pg_store_of(txn->base.store);
    PGresult *begin, *head, *tables = NULL;
    nnreg_status status = nnreg_pg_expect(&begin, txn->connection, READING, error), second;
    struct nnreg_error ignored;

    second = nnreg_pg_expect(&head, txn->connection, READING, status == NNREG_OK ? error : &ignored);
    status = status == NNREG_OK ? second : status;
    if (txn->base.missing != 0) {
        second = nnreg_pg_expect(&tables, txn->connection, READING, status == NNREG_OK ? error : &ignored);
        status = status == NNREG_OK ? second : status;
    }
    if (status == NNREG_OK)
        status = nnreg_pg_read_head(&txn->number, store, head, error);
    *behind = status == NNREG_OK && txn->number < atomic_load(&store->newest) && txn->connection->standby;
    if (status == NNREG_OK && !*behind)
        note_newest(store, txn->number);
    if (status == NNREG_OK && txn->base.missing != 0)
        status = nnreg_pg_read_tables(txn->numbers, &txn->base.missing, NULL, txn->base.store, tables, error);
    PQclear(begin);
    PQclear(head);
    PQclear(tables);
    return status;
}

static nnreg_status begin_with(PGresult **answer, bool *behind, struct nnreg_pg_txn *txn,
                               enum nnreg_pg_statement statement, int count,
                               const struct nnreg_slice *parameters, const char *what,
                               struct nnreg_error *error)
{
    struct nnreg_pg_connection *connection = txn->connection;
    bool asked = statement != NNREG_PG_STATEMENT_COUNT;
    nnreg_status status, second = NNREG_OK;

    nnreg_pg_queue(connection, NNREG_PG_BEGIN_READ, 0, NULL);
    nnreg_pg_queue(connection, NNREG_PG_HEAD, 0, NULL);
    if (txn->base.missing != 0)
        nnreg_pg_queue(connection, NNREG_PG_TABLES, 0, NULL);
    if (asked)
        nnreg_pg_queue(connection, statement, count, parameters);
    nnreg_pg_sync(connection);
    status = read_beginning(behind, txn, error);
    if (asked) {
        struct nnreg_error ignored;

        second = nnreg_pg_expect(answer, connection, what, status == NNREG_OK ? error : &ignored);
    }
    nnreg_pg_forget(connection, 0);
    return status == NNREG_OK ? second : status;
}

static void end_on_connection(struct nnreg_pg_txn *txn)
{
    struct nnreg_pg_connection *connection = txn->connection;

    if (connection == NULL)
        return;
    if (!nnreg_pg_is_lost(connection)) {
        nnreg_pg_queue(connection, NNREG_PG_ROLLBACK, 0, NULL);
        nnreg_pg_sync(connection);
        nnreg_pg_forget(connection, 1);
    }
    nnreg_pg_give_reader(nnreg_pg_store_of(txn->base.store), connection);
    txn->connection = NULL;
}

/* Begins a snapshot, with the first thing that is asked, if any. */
static nnreg_status begin_by_asking(PGresult **answer, struct nnreg_pg_txn *txn,
                                    enum nnreg_pg_statement statement, int count,
                                    const struct nnreg_slice *parameters, const char *what,
                                    struct nnreg_error *error)
{
    struct nnreg_pg_store *store = nnreg_pg_store_of(txn->base.store);
    uint64_t missing = txn->base.missing;
    nnreg_status status;
    bool again, behind = false;

    do {
        *answer = NULL;
        txn->base.missing = missing;
        status = nnreg_pg_take_reader(&txn->connection, store, txn->primary, error);
        if (status != NNREG_OK)
            return status;
        status = begin_with(answer, &behind, txn, statement, count, parameters, what, error);
        again = behind || (status != NNREG_OK && txn->connection->used && nnreg_pg_is_lost(txn->connection));
        if (again) {
            txn->primary = txn->primary || behind;
            PQclear(*answer);
            if (!behind)
                nnreg_pg_drop_idle(store); /* they are as old */
            end_on_connection(txn);
        }
    } while (again);
    txn->begun = status == NNREG_OK;
    if (!txn->begun)
        end_on_connection(txn);
    return status;
}

nnreg_status nnreg_pg_begin_read(struct nnreg_kv_txn **out, struct nnreg_kv_store *store,
                                 struct nnreg_error *error)
{
    struct nnreg_pg_txn *txn;
    PGresult *answer = NULL;
    nnreg_status status = nnreg_pg_new_txn(&txn, nnreg_pg_store_of(store), false, error);

    if (status == NNREG_OK && txn->base.missing != 0) {
        status = begin_by_asking(&answer, txn, NNREG_PG_STATEMENT_COUNT, 0, NULL, READING, error);
        if (status != NNREG_OK)
            nnreg_pg_end_read(&txn->base);
    }
    if (status == NNREG_OK)
        *out = &txn->base;
    return status;
}

void nnreg_pg_end_read(struct nnreg_kv_txn *base)
{
    struct nnreg_pg_txn *txn = nnreg_pg_txn_of(base);

    end_on_connection(txn);
    nnreg_pg_free_txn(txn);
}

/* ------------------------------------------------------------------------------------------------------- asking -- */

/* A write whose connection breaks is run again, as nothing of it is on the server. */
static nnreg_status ask_on_connection(PGresult **answer, struct nnreg_pg_txn *txn,
                                      enum nnreg_pg_statement statement, int count,
                                      const struct nnreg_slice *parameters, const char *what,
                                      struct nnreg_error *error)
{
    struct nnreg_pg_connection *connection = nnreg_pg_whole_of(txn)->connection;
    struct nnreg_error reason;
    nnreg_status status;

    nnreg_pg_queue(connection, statement, count, parameters);
    nnreg_pg_sync(connection);
    status = nnreg_pg_expect(answer, connection, what, &reason);
    if (status != NNREG_OK) {
        if (txn->base.write && nnreg_pg_may_retry(connection, *answer))
            nnreg_pg_ask_retry(txn, &reason);
        (void)nnreg_fail(error, status, "%s", reason.text);
    }
    nnreg_pg_forget(connection, 0);
    return status;
}

nnreg_status nnreg_pg_ask(PGresult **answer, struct nnreg_pg_txn *txn, enum nnreg_pg_statement statement,
                          int count, const struct nnreg_slice *parameters, const char *what,
                          struct nnreg_error *error)
{
    struct nnreg_pg_txn *whole = nnreg_pg_whole_of(txn);

    *answer = NULL;
    if (whole->begun)
        return ask_on_connection(answer, txn, statement, count, parameters, what, error);
    return begin_by_asking(answer, whole, statement, count, parameters, what, error);
}

/* ------------------------------------------------------------------------------------------------------ entries -- */

/* Asks the server for an entry. */
static nnreg_status fetch_entry(struct nnreg_pg_entry *entry, struct nnreg_pg_txn *txn,
                                struct nnreg_error *error)
{
    unsigned char tbl[2];
    struct nnreg_slice parameters[2] = {{tbl, sizeof tbl}, {entry->key, entry->key_size}};
    struct nnreg_slice value;
    PGresult *answer;
    nnreg_status status;
    bool there;

    nnreg_pg_store_number(tbl, (uint64_t)nnreg_pg_whole_of(txn)->numbers[entry->table], sizeof tbl);
    status = nnreg_pg_ask(&answer, txn, NNREG_PG_GET, 2, parameters, READING, error);
    if (status == NNREG_OK) {
        there = PQntuples(answer) > 0;
        if (there)
            value = nnreg_pg_column(answer, 0, 0);
        if (!nnreg_pg_entry_stored(entry, there ? &value : NULL))
            status = nnreg_fail_memory(error);
    }
    PQclear(answer);
    return status;
}

nnreg_status nnreg_pg_load(struct nnreg_pg_entry **out, struct nnreg_pg_txn *txn, nnreg_kv_table_id table,
                           struct nnreg_slice key, bool changed_too, struct nnreg_error *error)
{
    struct nnreg_pg_entry *entry = nnreg_pg_overlay_add(&nnreg_pg_whole_of(txn)->overlay, table, key);

    *out = entry;
    if (entry == NULL)
        return nnreg_fail_memory(error);
    return entry->stored == NNREG_PG_NOT_ASKED && (changed_too || entry->change == NULL)
               ? fetch_entry(entry, txn, error)
               : NNREG_OK;
}

nnreg_status nnreg_pg_get(struct nnreg_slice *value, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                          struct nnreg_slice key, struct nnreg_error *error)
{
    struct nnreg_pg_entry *entry;
    nnreg_status status = nnreg_pg_load(&entry, nnreg_pg_txn_of(txn), table, key, false, error);

    if (status != NNREG_OK)
        return status;
    if (nnreg_pg_entry_seen(value, entry))
        return NNREG_OK;
    *value = (struct nnreg_slice){NULL, 0};
    return NNREG_NOT_FOUND;
}
