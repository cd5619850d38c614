/* The tables in the database: to find them, to make them, and what of a registry's tables is in them. */
#include "store/postgresql/internal.h"

#include <stdio.h>
#include <string.h>

/* In one transaction, so that there are all or none of them. The names are format. */
static const char *const makes[] = {
    ("CREATE TABLE nnreg_head (one boolean PRIMARY KEY DEFAULT true CHECK (one), number bigint NOT NULL, "
     "format "
     "integer NOT NULL, epoch bigint NOT NULL)"),
    "CREATE TABLE nnreg_tables (tbl smallint PRIMARY KEY, name text NOT NULL UNIQUE, entries bigint NOT "
    "NULL)",
    "CREATE TABLE nnreg_kv (tbl smallint NOT NULL, k bytea NOT NULL, v bytea NOT NULL, PRIMARY KEY (tbl, k))",
    "CREATE TABLE nnreg_commits (number bigint PRIMARY KEY, operation uuid NOT NULL UNIQUE)",
    "INSERT INTO nnreg_head (number, format, epoch) VALUES (0, $1::integer, 1)",
};
#define MAKES (sizeof makes / sizeof *makes)

/* ------------------------------------------------------------------------------------------------- what there is -- */

nnreg_status nnreg_pg_read_head(int64_t *number, struct nnreg_pg_store *store, const PGresult *answer,
                                struct nnreg_error *error)
{
    int64_t format, epoch;

    if (PQntuples(answer) != 1 || !nnreg_pg_number(number, answer, 0, 0, 8) ||
        !nnreg_pg_number(&format, answer, 0, 1, 4) || !nnreg_pg_number(&epoch, answer, 0, 2, 8))
        return nnreg_fail(error, NNREG_CORRUPT,
                          NNREG_PG_DATA " is damaged: the table nnreg_head has not one row");
    if (format != NNREG_PG_FORMAT)
        return nnreg_fail(error, NNREG_UNSUPPORTED,
                          NNREG_PG_DATA
                          " has tables of format %d there, which this version of nnreg does not know",
                          (int)format);
    if (atomic_load(&store->epoch) == 0) {
        atomic_store(&store->epoch, epoch);
        atomic_store(&store->coming_epoch, epoch);
    }
    if (epoch < atomic_load(&store->epoch) || epoch > atomic_load(&store->coming_epoch))
        return nnreg_fail(error, NNREG_CONFLICT,
                          "another process has changed the format of the registry in " NNREG_PG_DATA
                          " since it was opened here: open it again");
    return NNREG_OK;
}

/* The place of a name among those that the store was opened with; table_count: it is of a newer version. */
static size_t place_of(const struct nnreg_kv_store *store, struct nnreg_slice name)
{
    size_t i = 0;

    while (i < store->table_count &&
           (strlen(store->tables[i]) != name.size || memcmp(store->tables[i], name.content, name.size) != 0))
        i++;
    return i;
}

nnreg_status nnreg_pg_read_tables(int16_t *numbers, uint64_t *missing, int16_t *highest,
                                  const struct nnreg_kv_store *store, const PGresult *answer,
                                  struct nnreg_error *error)
{
    int64_t number, most = 0;
    size_t i;
    int row;

    *missing = 0;
    for (i = 0; i < store->table_count; i++)
        *missing |= (uint64_t)1 << i;
    for (row = 0; row < PQntuples(answer); row++) {
        i = place_of(store, nnreg_pg_column(answer, row, 1));
        (void)nnreg_pg_number(&number, answer, row, 0, 2);
        most = number > most ? number : most;
        if (i == store->table_count)
            continue;
        numbers[i] = (int16_t)number;
        *missing &= ~((uint64_t)1 << i);
    }
    if (highest != NULL)
        *highest = (int16_t)most;
    for (i = 0; i < store->needed_tables; i++)
        if ((*missing >> i & 1) != 0)
            return nnreg_fail(error, NNREG_CORRUPT, NNREG_PG_DATA " is damaged: the table \"%s\" is missing",
                              store->tables[i]);
    return NNREG_OK;
}

static nnreg_status look_at_made(struct nnreg_pg_store *store, struct nnreg_pg_connection *connection,
                                 struct nnreg_error *error)
{
    PGresult *head, *tables;
    nnreg_status status;
    int64_t number = 0;

    nnreg_pg_queue_text(connection, "SELECT number, format, epoch FROM nnreg_head", 0, NULL);
    nnreg_pg_queue_text(connection, "SELECT tbl, name FROM nnreg_tables", 0, NULL);
    nnreg_pg_sync(connection);
    status = nnreg_pg_expect(&head, connection, "cannot read the head of the records in", error);
    tables = nnreg_pg_answer(connection);
    nnreg_pg_forget(connection, 0);
    if (status == NNREG_OK)
        status = nnreg_pg_read_head(&number, store, head, error);
    if (status == NNREG_OK && PQresultStatus(tables) != PGRES_TUPLES_OK)
        status = nnreg_pg_fail(error, connection, tables, "cannot read the list of the tables in");
    if (status == NNREG_OK)
        status = nnreg_pg_read_tables(store->numbers, &store->missing, NULL, &store->base, tables, error);
    atomic_store(&store->newest, number);
    PQclear(head);
    PQclear(tables);
    return status;
}

nnreg_status nnreg_pg_look(bool *found, struct nnreg_pg_store *store, struct nnreg_pg_connection *connection,
                           struct nnreg_error *error)
{
    nnreg_status status;
    PGresult *answer;

    *found = false;
    nnreg_pg_queue_text(connection, "SELECT to_regclass('nnreg_head') IS NOT NULL", 0, NULL);
    nnreg_pg_sync(connection);
    status = nnreg_pg_expect(&answer, connection, "cannot look for the records in", error);
    nnreg_pg_forget(connection, 0);
    if (status == NNREG_OK)
        *found = PQntuples(answer) == 1 && PQgetlength(answer, 0, 0) == 1 && *PQgetvalue(answer, 0, 0) == 1;
    PQclear(answer);
    return status == NNREG_OK && *found ? look_at_made(store, connection, error) : status;
}

/* ------------------------------------------------------------------------------------------------------- making -- */

/* Names of tables that are missing, with numbers behind `highest`. */
static size_t list_missing(struct nnreg_bytes *tbls, struct nnreg_bytes *names, int16_t *numbers,
                           uint64_t missing, int16_t highest, const struct nnreg_kv_store *store)
{
    size_t i, count = 0;

    nnreg_pg_array_begin(tbls, NNREG_PG_INT2);
    nnreg_pg_array_begin(names, NNREG_PG_TEXT);
    for (i = 0; i < store->table_count; i++)
        if ((missing >> i & 1) != 0) {
            numbers[i] = (int16_t)(highest + (int)++count);
            nnreg_pg_array_number(tbls, numbers[i], 2);
            nnreg_pg_array_add(names, (struct nnreg_slice){store->tables[i], strlen(store->tables[i])});
        }
    return count;
}

/* Queues the rows of the tables that are missing. */
static nnreg_status queue_missing(struct nnreg_pg_connection *connection, int16_t *numbers, uint64_t missing,
                                  int16_t highest, const struct nnreg_kv_store *store,
                                  struct nnreg_error *error)
{
    struct nnreg_bytes tbls = NNREG_BYTES_INIT, names = NNREG_BYTES_INIT;
    size_t count = list_missing(&tbls, &names, numbers, missing, highest, store);
    struct nnreg_slice parameters[2] = {nnreg_pg_array_end(&tbls, count), nnreg_pg_array_end(&names, count)};
    bool failed = tbls.failed || names.failed;

    if (!failed)
        nnreg_pg_queue_text(
            connection,
            "INSERT INTO nnreg_tables (tbl, name, entries) SELECT made.tbl, made.name, 0 FROM "
            "unnest($1::smallint[], $2::text[]) AS made(tbl, name)",
            2, parameters);
    nnreg_bytes_free(&tbls);
    nnreg_bytes_free(&names);
    return failed ? nnreg_fail_memory(error) : NNREG_OK;
}

/*
 * Somebody else has made them, or is doing so: who comes second waits for the first, and then finds its names taken, by the table
 * or by what the server itself keeps of them.
 */
static bool is_race(const PGresult *answer)
{
    return nnreg_pg_has_code(answer, "42P07") || nnreg_pg_has_code(answer, "23505") ||
           nnreg_pg_has_code(answer, "40001");
}

nnreg_status nnreg_pg_make(bool *raced, struct nnreg_pg_store *store, struct nnreg_pg_connection *connection,
                           struct nnreg_error *error)
{
    unsigned char format[4];
    struct nnreg_slice parameter = {format, sizeof format};
    uint64_t all = store->base.table_count == 64 ? UINT64_MAX : ((uint64_t)1 << store->base.table_count) - 1;
    nnreg_status status;
    size_t i;

    nnreg_pg_store_number(format, NNREG_PG_FORMAT, sizeof format);
    nnreg_pg_queue_text(connection, "BEGIN ISOLATION LEVEL READ COMMITTED", 0, NULL);
    for (i = 0; i < MAKES; i++)
        nnreg_pg_queue_text(connection, makes[i], i + 1 == MAKES, &parameter);
    status = queue_missing(connection, store->numbers, all, 0, &store->base, error);
    nnreg_pg_sync(connection);
    *raced = false;
    for (i = 0; i < MAKES + 2 && status == NNREG_OK; i++) {
        PGresult *answer;

        status = nnreg_pg_expect(&answer, connection, "cannot make the tables in", error);
        *raced = status != NNREG_OK && is_race(answer);
        PQclear(answer);
    }
    nnreg_pg_forget(connection, MAKES + 2 - i);
    store->missing = 0;
    return status == NNREG_OK ? nnreg_pg_prepare(connection, error) : status;
}

/* In a write that began where some were missing, and so with a look at all there are. */
nnreg_status nnreg_pg_make_tables(struct nnreg_kv_txn *base, struct nnreg_error *error)
{
    struct nnreg_pg_txn *txn = nnreg_pg_txn_of(base);
    nnreg_status status;

    if (txn->whole != NULL)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "tables are made in a write that shares its commit with nobody");
    status = queue_missing(txn->connection, txn->numbers, base->missing, txn->highest, base->store, error);
    if (status != NNREG_OK)
        return status;
    nnreg_pg_sync(txn->connection);
    status = nnreg_pg_finish(txn->connection, 1, "cannot make the store's tables in", error);
    if (status != NNREG_OK)
        return status;
    base->missing = 0;
    txn->made = true;
    return NNREG_OK;
}
