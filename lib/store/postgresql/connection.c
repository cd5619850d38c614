/*
 * Connections, and how statements go over them: always in pipeline mode, so that what is asked together travels together, and
 * what nobody wants an answer to is not waited for. An answer that is not wanted is read, and dropped, when the next is.
 */
#include "store/postgresql/internal.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"

static const struct {
    const char *name, *text;
} statement_texts[NNREG_PG_STATEMENT_COUNT] = {
#define STATEMENT_ROW(NAME, text) [NNREG_PG_##NAME] = {"nnreg_" #NAME, text},
    NNREG_PG_STATEMENTS(STATEMENT_ROW)
#undef STATEMENT_ROW
};

/*
 * What a session begins with. None of it is needed: a server that does not know it goes on without. The first keeps all
 * statements on their indexes, the second lets the server know of a client whose machine is gone, as it holds the lock of all writes.
 */
static const char *const session_settings[] = {
    "SELECT set_config(name, value, false) FROM (VALUES ('enable_seqscan', 'off'), ('enable_hashjoin', "
    "'off'), "
    "('enable_mergejoin', 'off'), ('enable_bitmapscan', 'off'), ('plan_cache_mode', 'force_generic_plan'), "
    "('jit', "
    "'off')) AS wanted(name, value)",
    "SELECT set_config(name, value, false) FROM (VALUES ('tcp_keepalives_idle', '10'), "
    "('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '3')) AS wanted(name, value)",
};

/* ------------------------------------------------------------------------------------- to begin and to end one -- */

/*
 * A warning of a COMMIT that the wait for the standby was cancelled, or cut off by the end of the server's process (01000, 57P01):
 * it is committed here, and may be lost with this machine. Nothing else in a commit warns.
 */
static void note_notice(void *context, const PGresult *notice)
{
    struct nnreg_pg_connection *connection = context;

    if (nnreg_pg_has_code(notice, "01000") || nnreg_pg_has_code(notice, "57P01"))
        connection->uncertain = true;
}

/* What is not said by the store's own words is as here; what stands behind `dbname` is so whatever they say. */
static PGconn *connect_to(const char *conninfo, bool writes)
{
    const char *const names[] = {"connect_timeout",           "keepalives_idle",
                                 "keepalives_interval",       "keepalives_count",
                                 "tcp_user_timeout",          "target_session_attrs",
                                 "fallback_application_name", "dbname",
                                 "client_encoding",           NULL};
    const char *const values[] = {"10",    "10",     "5",    "3", "30000", writes ? "read-write" : "any",
                                  "nnreg", conninfo, "UTF8", NULL};

    return PQconnectdbParams(names, values, 1);
}

/* As text alone tells: libpq keeps no code of a connection that was refused. In another language it is NNREG_IO. */
static nnreg_status tell_refused(const struct nnreg_pg_connection *connection, struct nnreg_error *error)
{
    char reason[NNREG_ERROR_TEXT];
    nnreg_status status = NNREG_IO;

    nnreg_pg_reason(reason, sizeof reason, connection);
    if (strstr(reason, "too many ") != NULL || strstr(reason, "remaining connection slots") != NULL)
        status = NNREG_BUSY;
    else if (strstr(reason, "session is read-only") != NULL ||
             strstr(reason, "server is in hot standby") != NULL)
        status = NNREG_READ_ONLY;
    return nnreg_fail(error, status, "cannot connect to " NNREG_PG_DATA ": %s", reason);
}

static nnreg_status set_session_up(struct nnreg_pg_connection *connection, struct nnreg_error *error)
{
    size_t i;

    if (PQserverVersion(connection->pq) < NNREG_PG_SERVER)
        return nnreg_fail(error, NNREG_UNSUPPORTED,
                          NNREG_PG_DATA " is of version %d there: the oldest that a registry can be in is %d",
                          PQserverVersion(connection->pq) / 10000, NNREG_PG_SERVER / 10000);
    if (PQenterPipelineMode(connection->pq) != 1)
        return nnreg_pg_fail(error, connection, NULL, "cannot begin with");
    for (i = 0; i < sizeof session_settings / sizeof *session_settings; i++) {
        nnreg_pg_queue_text(connection, session_settings[i], 0, NULL);
        nnreg_pg_sync(connection);
        nnreg_pg_forget(connection, 1);
    }
    return NNREG_OK;
}

nnreg_status nnreg_pg_connect(struct nnreg_pg_connection **out, struct nnreg_pg_store *store, bool standby,
                              struct nnreg_error *error)
{
    struct nnreg_pg_connection *connection = nnreg_alloc_zero(1, sizeof *connection);
    nnreg_status status = NNREG_OK;

    *out = NULL;
    if (connection == NULL)
        return nnreg_fail_memory(error);
    connection->standby = standby;
    connection->pq = connect_to(standby ? store->reads : store->conninfo, !standby && !store->base.read_only);
    if (connection->pq == NULL)
        status = nnreg_fail_memory(error);
    else if (PQstatus(connection->pq) != CONNECTION_OK)
        status = tell_refused(connection, error);
    else {
        (void)PQsetNoticeReceiver(connection->pq, note_notice, connection);
        status = set_session_up(connection, error);
    }
    if (status != NNREG_OK) {
        nnreg_pg_disconnect(connection);
        return status;
    }
    *out = connection;
    return NNREG_OK;
}

nnreg_status nnreg_pg_connect_patiently(struct nnreg_pg_connection **connection, struct nnreg_pg_store *store,
                                        int64_t deadline, struct nnreg_error *error)
{
    unsigned pause = 10;
    nnreg_status status;

    for (;;) {
        status = nnreg_pg_connect(connection, store, false, error);
        if (status == NNREG_OK || status == NNREG_UNSUPPORTED || status == NNREG_NO_MEMORY ||
            nnreg_clock_steady() >= deadline)
            return status;
        nnreg_clock_pause(pause);
        pause = pause * 2 < NNREG_PG_LONGEST_PAUSE ? pause * 2 : NNREG_PG_LONGEST_PAUSE;
    }
}

void nnreg_pg_disconnect(struct nnreg_pg_connection *connection)
{
    if (connection == NULL)
        return;
    PQfinish(connection->pq);
    nnreg_free(connection);
}

nnreg_status nnreg_pg_prepare(struct nnreg_pg_connection *connection, struct nnreg_error *error)
{
    nnreg_status status;
    size_t i;

    if (connection->prepared)
        return NNREG_OK;
    for (i = 0; i < NNREG_PG_STATEMENT_COUNT; i++)
        if (PQsendPrepare(connection->pq, statement_texts[i].name, statement_texts[i].text, 0, NULL) != 1)
            connection->broken = true;
    nnreg_pg_sync(connection);
    status = nnreg_pg_finish(connection, NNREG_PG_STATEMENT_COUNT, "cannot prepare to use", error);
    connection->prepared = status == NNREG_OK;
    return status;
}

bool nnreg_pg_is_lost(const struct nnreg_pg_connection *connection)
{
    return connection->broken || PQstatus(connection->pq) != CONNECTION_OK;
}

/* --------------------------------------------------------------------------------------------------- statements -- */

#define MOST_PARAMETERS 4

struct sent_parameters {
    const char *value[MOST_PARAMETERS];
    int size[MOST_PARAMETERS];
    int binary[MOST_PARAMETERS];
};

/* What is longer than the protocol can say does not come here: a value has 256 MiB at most, and arrays are cut (commit.c). */
static void set_parameters(struct sent_parameters *sent, int count, const struct nnreg_slice *parameters)
{
    int i;

    for (i = 0; i < count; i++) {
        sent->value[i] = parameters[i].content != NULL ? parameters[i].content : "";
        sent->size[i] = (int)parameters[i].size;
        sent->binary[i] = 1;
    }
}

void nnreg_pg_queue(struct nnreg_pg_connection *connection, enum nnreg_pg_statement statement, int count,
                    const struct nnreg_slice *parameters)
{
    struct sent_parameters sent;

    set_parameters(&sent, count, parameters);
    if (PQsendQueryPrepared(connection->pq, statement_texts[statement].name, count, sent.value, sent.size,
                            sent.binary, 1) != 1)
        connection->broken = true;
}

void nnreg_pg_queue_text(struct nnreg_pg_connection *connection, const char *text, int count,
                         const struct nnreg_slice *parameters)
{
    struct sent_parameters sent;

    set_parameters(&sent, count, parameters);
    if (PQsendQueryParams(connection->pq, text, count, NULL, sent.value, sent.size, sent.binary, 1) != 1)
        connection->broken = true;
}

void nnreg_pg_sync(struct nnreg_pg_connection *connection)
{
    if (PQpipelineSync(connection->pq) != 1)
        connection->broken = true;
}

/* The next answer there is: behind that of a statement, but not of a sync, libpq has a NULL. */
static PGresult *read_answer(struct nnreg_pg_connection *connection)
{
    PGresult *answer = PQgetResult(connection->pq), *more;

    if (answer == NULL || PQresultStatus(answer) == PGRES_PIPELINE_SYNC)
        return answer;
    while ((more = PQgetResult(connection->pq)) != NULL)
        PQclear(more);
    return answer;
}

PGresult *nnreg_pg_answer(struct nnreg_pg_connection *connection)
{
    for (; connection->unread > 0; connection->unread--)
        PQclear(read_answer(connection));
    return read_answer(connection);
}

nnreg_status nnreg_pg_expect(PGresult **answer, struct nnreg_pg_connection *connection, const char *what,
                             struct nnreg_error *error)
{
    *answer = nnreg_pg_answer(connection);
    if (*answer != NULL && !connection->broken) {
        ExecStatusType kind = PQresultStatus(*answer);

        if (kind == PGRES_COMMAND_OK || kind == PGRES_TUPLES_OK || kind == PGRES_PIPELINE_SYNC)
            return NNREG_OK;
    }
    return nnreg_pg_fail(error, connection, *answer, what);
}

nnreg_status nnreg_pg_finish(struct nnreg_pg_connection *connection, size_t count, const char *what,
                             struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i <= count; i++) {
        struct nnreg_error ignored;
        PGresult *answer;
        nnreg_status one = nnreg_pg_expect(&answer, connection, what, status == NNREG_OK ? error : &ignored);

        status = status == NNREG_OK ? one : status;
        PQclear(answer);
    }
    return status;
}

void nnreg_pg_forget(struct nnreg_pg_connection *connection, size_t count)
{
    connection->unread += count + 1;
}
