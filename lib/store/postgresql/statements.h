/*
 * The statements that each connection has prepared. X(NAME, text). Parameters and answers are binary.
 *
 * Each is a search by a key, or by many: so the connections are told to follow indexes (connection.c), whatever the server has
 * counted, and the plan of the first time is that of all.
 */
#ifndef NNREG_STORE_POSTGRESQL_STATEMENTS_H
#define NNREG_STORE_POSTGRESQL_STATEMENTS_H

/*
 * A piece of a walk: $3 rows, or fewer, as it ends with the row with which its values have more than $4 bytes; each with how many rows
 * there would have been without that: so who gets all of them, and less than $3, is at the end. The server does not read a
 * long value to know how long it is.
 */
#define NNREG_PG_PIECE(condition, order)                                                                   \
    "SELECT k, v, together FROM (SELECT k, v, count(*) OVER () AS together, sum(octet_length(v)) OVER "    \
    "(ORDER BY k " order " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS passed FROM (SELECT k, v " \
    "FROM nnreg_kv WHERE tbl = "                                                                           \
    "$1::smallint AND " condition " ORDER BY k " order                                                     \
    " LIMIT $3::integer) AS page) AS counted WHERE passed IS "                                             \
    "NULL OR passed <= $4::bigint ORDER BY k " order

/* clang-format off */
#define NNREG_PG_STATEMENTS(X) \
    X(BEGIN_READ, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") \
    X(BEGIN_WRITE, "BEGIN ISOLATION LEVEL READ COMMITTED") \
    X(COMMIT, "COMMIT") \
    X(ROLLBACK, "ROLLBACK") \
    X(HEAD, "SELECT number, format, epoch FROM nnreg_head") \
    X(LOCK_HEAD, "SELECT number, format, epoch FROM nnreg_head FOR UPDATE") \
    X(TABLES, "SELECT tbl, name FROM nnreg_tables") \
    X(GET, "SELECT v FROM nnreg_kv WHERE tbl = $1::smallint AND k = $2::bytea") \
    X(WALK, NNREG_PG_PIECE("k >= $2::bytea", "ASC")) \
    X(WALK_BACK, NNREG_PG_PIECE("k < $2::bytea", "DESC")) \
    X(COUNT, "SELECT entries FROM nnreg_tables WHERE tbl = $1::smallint") \
    X(ARE_THERE, "SELECT count(*) FROM unnest($2::bytea[]) AS asked(k) JOIN nnreg_kv AS kv ON kv.tbl = $1::smallint AND kv.k = asked.k") \
    X(COUNT_NEW, \
        "UPDATE nnreg_tables AS t SET entries = t.entries + new.number FROM (SELECT put.tbl, count(*) AS number FROM " \
        "unnest($1::smallint[], $2::bytea[]) AS put(tbl, k) LEFT JOIN nnreg_kv AS kv ON kv.tbl = put.tbl AND kv.k = put.k " \
        "WHERE kv.k IS NULL GROUP BY put.tbl) AS new WHERE t.tbl = new.tbl") \
    X(COUNT_KNOWN, \
        "UPDATE nnreg_tables AS t SET entries = t.entries + known.number FROM " \
        "unnest($1::smallint[], $2::bigint[]) AS known(tbl, number) WHERE t.tbl = known.tbl") \
    X(DELETE, \
        "DELETE FROM nnreg_kv AS kv USING unnest($1::smallint[], $2::bytea[]) AS gone(tbl, k) " \
        "WHERE kv.tbl = gone.tbl AND kv.k = gone.k") \
    X(PUT, \
        "INSERT INTO nnreg_kv (tbl, k, v) SELECT put.tbl, put.k, put.v FROM " \
        "unnest($1::smallint[], $2::bytea[], $3::bytea[]) AS put(tbl, k, v) ON CONFLICT (tbl, k) DO UPDATE SET v = excluded.v") \
    X(SET_HEAD, "UPDATE nnreg_head SET number = $1::bigint, epoch = epoch + $2::bigint") \
    X(NOTE_COMMIT, "INSERT INTO nnreg_commits (number, operation) VALUES ($1::bigint, $2::uuid)") \
    X(FIND_COMMIT, "SELECT number FROM nnreg_commits WHERE operation = $1::uuid") \
    X(PRUNE_COMMITS, "DELETE FROM nnreg_commits WHERE number <= $1::bigint") \
    X(LOCK_PATIENTLY, "SELECT set_config('lock_timeout', $1::text, true)")
/* clang-format on */

enum nnreg_pg_statement {
#define NNREG_PG_STATEMENT_ID(NAME, text) NNREG_PG_##NAME,
    NNREG_PG_STATEMENTS(NNREG_PG_STATEMENT_ID)
#undef NNREG_PG_STATEMENT_ID
        NNREG_PG_STATEMENT_COUNT
};

#endif
