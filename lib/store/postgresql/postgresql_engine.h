/*
 * An engine for several machines: the records are rows of a PostgreSQL database, or of what speaks its protocol. Nothing beyond
 * tables, row locks and transactions is used: no advisory locks, no LISTEN and NOTIFY, no functions on the server. It does not
 * belong to the library, which needs no libpq: who configures --with-postgresql has it.
 *
 *   nnreg_head      one row: the number of the newest commit, and the format. Every write locks it first, so writes are serial
 *   nnreg_kv        (tbl, k) -> v: the entries of all tables; bytea is ordered by its bytes
 *   nnreg_tables    a row for each table that the store has: its number in nnreg_kv, its name, its entries
 *   nnreg_commits   an operation's 128 random bits for each of the last commits
 *
 * They are found and made by the connection's search_path, so a database can have several stores, a schema for each.
 *
 *   writes      READ COMMITTED, whose first statement locks the row of nnreg_head: each later one sees all that was committed
 *               before. What a write changes is kept here until its commit, which is sent as a whole, with the COMMIT, and costs
 *               one round trip. A write before that has changed nothing on the server, and holds nothing but that lock.
 *   reads       REPEATABLE READ READ ONLY, begun by the first thing that is asked. A server may be named for them that follows the
 *               other; a snapshot that lacks what this process has seen committed already is taken from the first server instead.
 *   commits     A connection that breaks at a COMMIT leaves it unknown whether that happened. The next one that gets the lock of
 *               nnreg_head, behind which that transaction has ended, looks its operation up in nnreg_commits (commit.c).
 *   rights      Who writes has every right of kv.h. That to be alone is given in another way: whoever else has the store open when that
 *               write is committed is refused from then on, NNREG_CONFLICT, until he opens it again.
 *   memory      What was asked for in a transaction, or walked over, is kept to its end, as kv.h promises.
 */
#ifndef NNREG_STORE_POSTGRESQL_POSTGRESQL_ENGINE_H
#define NNREG_STORE_POSTGRESQL_POSTGRESQL_ENGINE_H

#include "store/kv_engine.h"

extern const struct nnreg_kv_engine nnreg_postgresql_engine;

/* For nnreg_kv_options.engine_options, which may not be NULL: there is no default. Copied. */
struct nnreg_postgresql_options {
    const char *conninfo; /* as libpq takes it: words or a URI */
    const char *reads;    /* the same of a server that follows that one, for reads; NULL: the same */
    unsigned connections; /* for reads, at most; 0: 16. One more is for writes */
    unsigned patience;    /* milliseconds for which a server that is gone is waited for; 0: 30000 */
};

#endif
