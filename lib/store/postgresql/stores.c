/* Stores of this process: opening, which may make one, sharing, closing. */
#include "store/postgresql/internal.h"
#include "store/postgresql/postgresql_engine.h"

#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"

#define MAKING_ROUNDS \
    10 /* times that somebody else may have been first to make it, and then not have made it */

static pthread_mutex_t open_mutex = PTHREAD_MUTEX_INITIALIZER; /* the list, handles */
static struct nnreg_pg_store *open_stores;

struct nnreg_pg_store *nnreg_pg_store_of(struct nnreg_kv_store *store)
{
    return (struct nnreg_pg_store *)store;
}

static void free_pg_store(struct nnreg_pg_store *store)
{
    nnreg_pg_drop_idle(store);
    nnreg_pg_disconnect(store->writer);
    (void)pthread_cond_destroy(&store->freed);
    (void)pthread_mutex_destroy(&store->mutex);
    nnreg_kv_store_clear(&store->base);
    nnreg_free(store->conninfo);
    nnreg_free(store->reads);
    nnreg_free(store);
}

/* What libpq says of words that it cannot read has them in it, and so perhaps the password. */
static nnreg_status judge_conninfo(const char *conninfo, struct nnreg_error *error)
{
    char *said = NULL;
    PQconninfoOption *read = PQconninfoParse(conninfo, &said);
    bool readable = read != NULL;

    PQconninfoFree(read);
    PQfreemem(said);
    return readable
               ? NNREG_OK
               : nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                            "what tells where " NNREG_PG_DATA " is cannot be read: it is neither a list of "
                            "NAME=VALUE nor a URI, or has a name that libpq does not know");
}

static nnreg_status new_pg_store(struct nnreg_pg_store **out, const struct nnreg_postgresql_options *own,
                                 const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    struct nnreg_pg_store *store;
    pthread_condattr_t steady;
    nnreg_status status = judge_conninfo(own->conninfo, error);

    if (status == NNREG_OK && own->reads != NULL)
        status = judge_conninfo(own->reads, error);
    if (status != NNREG_OK)
        return status;
    store = nnreg_alloc_zero(1, sizeof *store);
    if (store == NULL)
        return nnreg_fail_memory(error);
    nnreg_kv_store_init(&store->base, &nnreg_postgresql_engine, options);
    (void)pthread_mutex_init(&store->mutex, NULL);
    (void)pthread_condattr_init(&steady);
    (void)pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&store->freed, &steady);
    (void)pthread_condattr_destroy(&steady);
    store->most = own->connections != 0 ? own->connections : NNREG_PG_CONNECTIONS;
    store->patience = (int64_t)(own->patience != 0 ? own->patience : NNREG_PG_PATIENCE) * 1000;
    store->conninfo = nnreg_strdup(own->conninfo);
    store->reads = own->reads != NULL ? nnreg_strdup(own->reads) : NULL;
    if (store->conninfo == NULL || (own->reads != NULL && store->reads == NULL)) {
        free_pg_store(store);
        return nnreg_fail_memory(error);
    }
    *out = store;
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------------------- making -- */

/* Makes the tables, and in the same transaction what is in a new store. */
static nnreg_status make_and_fill(bool *raced, struct nnreg_pg_store *store,
                                  const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    struct nnreg_pg_txn *txn;
    nnreg_status status = nnreg_pg_new_txn(&txn, store, true, error);
    bool retry = false;

    if (status != NNREG_OK)
        return status;
    txn->connection = store->writer;
    store->writer = NULL;
    txn->begun = true;
    txn->made = true;
    status = nnreg_pg_make(raced, store, txn->connection, error);
    if (status == NNREG_OK) {
        memcpy(txn->numbers, store->numbers, sizeof txn->numbers);
        status = options->fill != NULL ? options->fill(&txn->base, options->context, error) : NNREG_OK;
        status = nnreg_kv_judge_txn(&txn->base, status, error);
    }
    if (status == NNREG_OK) {
        status = nnreg_pg_commit(&txn->base, &retry, error);
        *raced = retry; /* a lost commit: it is there now, or is made again */
        return retry ? nnreg_fail(error, NNREG_IO, "%s", store->reason) : status;
    }
    *raced = *raced || txn->base.retry;
    nnreg_pg_disconnect(txn->connection); /* which undoes it */
    txn->connection = NULL;
    nnreg_pg_free_txn(txn);
    return status;
}

static nnreg_status find_or_make(struct nnreg_pg_store *store, const struct nnreg_kv_options *options,
                                 struct nnreg_error *error)
{
    unsigned round;
    nnreg_status status = NNREG_OK;
    bool found, raced;

    for (round = 0; round < MAKING_ROUNDS; round++) {
        if (store->writer == NULL)
            status = nnreg_pg_connect(&store->writer, store, false, error);
        if (status != NNREG_OK)
            return status;
        status = nnreg_pg_look(&found, store, store->writer, error);
        if (status != NNREG_OK || found)
            return status == NNREG_OK ? nnreg_pg_prepare(store->writer, error) : status;
        if (!options->create || options->read_only)
            return nnreg_fail(error, NNREG_NOT_FOUND, "there is no registry in " NNREG_PG_DATA " there");
        status = make_and_fill(&raced, store, options, error);
        if (status == NNREG_OK && options->made != NULL)
            *options->made = true;
        if (status == NNREG_OK || !raced)
            return status;
        nnreg_clock_pause(10 << round);
        status = NNREG_OK;
    }
    return nnreg_fail(error, NNREG_BUSY,
                      "others make the same registry in " NNREG_PG_DATA " again and again");
}

/* ----------------------------------------------------------------------------------------------- open and close -- */

static bool is_same_conninfo(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static struct nnreg_pg_store *find_open(const struct nnreg_postgresql_options *own)
{
    struct nnreg_pg_store *store = open_stores;

    while (store != NULL &&
           (!is_same_conninfo(store->conninfo, own->conninfo) || !is_same_conninfo(store->reads, own->reads)))
        store = store->next;
    return store;
}

static nnreg_status open_new(struct nnreg_pg_store **out, const struct nnreg_postgresql_options *own,
                             const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    struct nnreg_pg_store *store = NULL;
    nnreg_status status = new_pg_store(&store, own, options, error);

    if (status != NNREG_OK)
        return status;
    status = find_or_make(store, options, error);
    if (status != NNREG_OK) {
        free_pg_store(store);
        return status;
    }
    store->next = open_stores;
    open_stores = store;
    *out = store;
    return NNREG_OK;
}

nnreg_status nnreg_pg_open(struct nnreg_kv_store **out, int folder, const struct nnreg_kv_options *options,
                           struct nnreg_error *error)
{
    const struct nnreg_postgresql_options *own = options->engine_options;
    struct nnreg_pg_store *store;
    nnreg_status status = NNREG_OK;

    (void)folder;
    if (own == NULL || own->conninfo == NULL)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "it is not said where " NNREG_PG_DATA " is");
    if (options->made != NULL)
        *options->made = false;
    if (options->untidy != NULL)
        *options->untidy = false;
    pthread_mutex_lock(&open_mutex);
    store = find_open(own);
    status = store != NULL ? nnreg_kv_may_share(&store->base, options, error)
                           : open_new(&store, own, options, error);
    if (status == NNREG_OK) {
        store->handles++;
        *out = &store->base;
    }
    pthread_mutex_unlock(&open_mutex);
    return status;
}

void nnreg_pg_close(struct nnreg_kv_store *base)
{
    struct nnreg_pg_store *store = nnreg_pg_store_of(base), **link = &open_stores;

    pthread_mutex_lock(&open_mutex);
    if (--store->handles == 0) {
        while (*link != store)
            link = &(*link)->next;
        *link = store->next;
        free_pg_store(store);
    }
    pthread_mutex_unlock(&open_mutex);
}
