/* What the server's failures mean: statuses and words of SQLSTATEs. */
#include "store/postgresql/internal.h"

#include <stdio.h>
#include <string.h>

/*
 * Of whole codes, and of classes, which have two characters. RETRY: the transaction is undone, and may be run again. GONE: the
 * server goes away, or ends this connection; another, or the same again, may serve it.
 */
enum after { FAILS, RETRY, GONE };
static const struct {
    const char *code;
    nnreg_status status;
    enum after after;
    const char *says; /* NULL: the server's words do */
} meanings[] = {
    {"40001", NNREG_BUSY, RETRY, NULL}, /* serialization failure */
    {"40P01", NNREG_BUSY, RETRY, NULL}, /* deadlock */
    {"40003", NNREG_IO, GONE, NULL},    /* it is not known whether it was completed */
    {"57P01", NNREG_IO, GONE, NULL},    /* admin shutdown */
    {"57P02", NNREG_IO, GONE, NULL},    /* crash shutdown */
    {"57P03", NNREG_IO, GONE, NULL},    /* cannot connect now */
    {"57P05", NNREG_IO, GONE, NULL},    /* idle session timeout */
    {"25P03", NNREG_IO, GONE, NULL},    /* idle in transaction timeout */
    {"08", NNREG_IO, GONE, NULL},       /* connections */
    {"57014", NNREG_BUSY, FAILS, "a limit of time of the server was reached, or somebody has cancelled it"},
    {"55P03", NNREG_BUSY, FAILS, "another writer has not ended in time"},
    {"53100", NNREG_NO_SPACE, FAILS, "the server's disk is full"},
    {"53200", NNREG_BUSY, FAILS, "the server is out of memory"},
    {"53", NNREG_BUSY, FAILS, NULL}, /* too many connections, and other resources */
    {"25006", NNREG_READ_ONLY, RETRY,
     "the server can only be read from: it follows another one, or was told so"},
    {"42501", NNREG_READ_ONLY, FAILS, NULL}, /* insufficient privilege */
    {"XX001", NNREG_CORRUPT, FAILS, NULL},   /* data corrupted */
    {"XX002", NNREG_CORRUPT, FAILS, NULL},   /* index corrupted */
    {"42P01", NNREG_CORRUPT, FAILS, NULL},   /* undefined table */
    {"42703", NNREG_CORRUPT, FAILS, NULL},   /* undefined column */
};

#define MEANINGS (sizeof meanings / sizeof *meanings)

static const char *code_of(const PGresult *answer)
{
    const char *code = answer != NULL ? PQresultErrorField(answer, PG_DIAG_SQLSTATE) : NULL;

    return code != NULL ? code : "";
}

bool nnreg_pg_has_code(const PGresult *answer, const char *code)
{
    return strcmp(code_of(answer), code) == 0;
}

/* MEANINGS: it is none of them. */
static size_t meaning_of(const PGresult *answer)
{
    const char *code = code_of(answer);
    size_t i = 0;

    while (i < MEANINGS && strncmp(code, meanings[i].code, strlen(meanings[i].code)) != 0)
        i++;
    return i;
}

static enum after after_failure(const struct nnreg_pg_connection *connection, const PGresult *answer)
{
    size_t i = meaning_of(answer);

    return i < MEANINGS && meanings[i].after != FAILS ? meanings[i].after
           : nnreg_pg_is_lost(connection)             ? GONE
                                                      : FAILS;
}

bool nnreg_pg_may_retry(const struct nnreg_pg_connection *connection, const PGresult *answer)
{
    return after_failure(connection, answer) != FAILS;
}

bool nnreg_pg_is_unknown(const struct nnreg_pg_connection *connection, const PGresult *answer)
{
    return after_failure(connection, answer) == GONE;
}

/* ----------------------------------------------------------------------------------------------------- words -- */

/* Puts dots where `secret` stands. */
static void blot_out(char *text, const char *secret)
{
    size_t size = strlen(secret);
    char *at;

    while (size > 0 && (at = strstr(text, secret)) != NULL)
        memset(at, '.', size);
}

/* The first line, without what all such messages begin with; several servers have a line each. */
static void take_line(char *text, size_t size, const char *from)
{
    size_t used = 0;

    for (; *from != '\0' && used + 3 < size; from++)
        if (*from != '\n')
            text[used++] = *from == '\t' ? ' ' : *from;
        else if (from[1] != '\0') {
            text[used++] = ';';
            text[used++] = ' ';
        }
    text[used] = '\0';
}

void nnreg_pg_reason(char *text, size_t size, const struct nnreg_pg_connection *connection)
{
    const char *password = PQpass(connection->pq);

    take_line(text, size, PQerrorMessage(connection->pq));
    if (text[0] == '\0')
        (void)snprintf(text, size, "the connection was lost");
    if (password != NULL && strcmp(password, ".") != 0)
        blot_out(text, password);
}

nnreg_status nnreg_pg_fail(struct nnreg_error *error, const struct nnreg_pg_connection *connection,
                           const PGresult *answer, const char *what)
{
    const char *said = answer != NULL ? PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    size_t i = meaning_of(answer);
    char reason[NNREG_ERROR_TEXT / 2];

    if (said != NULL)
        take_line(reason, sizeof reason, said);
    else if (answer != NULL && !nnreg_pg_is_lost(connection))
        (void)snprintf(reason, sizeof reason, "the server has not answered as it should");
    else
        nnreg_pg_reason(reason, sizeof reason, connection);
    if (i < MEANINGS && meanings[i].says != NULL)
        return nnreg_fail(error, meanings[i].status, "%s " NNREG_PG_DATA ": %s (%s)", what, meanings[i].says,
                          reason);
    return nnreg_fail(error, i < MEANINGS ? meanings[i].status : NNREG_IO, "%s " NNREG_PG_DATA ": %s", what,
                      reason);
}
