/* See failing_engine.h. */
#include "failing_engine.h"

#include <stdatomic.h>
#include <string.h>

#include "store/kv_engine.h"
#include "store/lmdb/lmdb_engine.h"

static const struct nnreg_kv_engine *const sound = &nnreg_lmdb_engine;

/* Asked by several threads at once: whoever looks over a registry has some. */
static struct {
    atomic_uint left; /* 0: none goes wrong */
    enum failing_way way;
    nnreg_status status;
    const char *name;
} plan;

/* Whether this is the one. */
static bool goes_wrong(const char *name)
{
    unsigned left = atomic_load(&plan.left);

    while (left > 0 && !atomic_compare_exchange_weak(&plan.left, &left, left - 1))
        ;
    if (left != 1)
        return false;
    plan.name = name;
    return true;
}

void failing_engine_arm(unsigned n, enum failing_way way, nnreg_status status)
{
    plan.way = way;
    plan.status = status;
    plan.name = NULL;
    atomic_store(&plan.left, n);
}

unsigned failing_engine_left(void)
{
    return atomic_load(&plan.left);
}

bool failing_engine_failed(const char **name)
{
    atomic_store(&plan.left, 0);
    if (name != NULL)
        *name = plan.name;
    return plan.name != NULL;
}

static nnreg_status fail_as_told(struct nnreg_error *error)
{
    return nnreg_fail(error, plan.status, "%s", FAILING_ENGINE_SAYS);
}

/* A call that gives nothing that could be altered. */
static bool must_fail(const char *name)
{
    return plan.way == FAILING_CALL && goes_wrong(name);
}

static nnreg_status failing_usable(const struct nnreg_kv_store *store, struct nnreg_error *error)
{
    return must_fail("use") ? fail_as_told(error) : sound->usable(store, error);
}

static nnreg_status failing_begin_read(struct nnreg_kv_txn **txn, struct nnreg_kv_store *store,
                                       struct nnreg_error *error)
{
    return must_fail("begin to read") ? fail_as_told(error) : sound->begin_read(txn, store, error);
}

static nnreg_status failing_begin_write(struct nnreg_kv_txn **txn, struct nnreg_kv_store *store,
                                        struct nnreg_error *error)
{
    return must_fail("begin to write") ? fail_as_told(error) : sound->begin_write(txn, store, error);
}

static nnreg_status failing_commit(struct nnreg_kv_txn *txn, bool *retry, struct nnreg_error *error)
{
    if (!must_fail("commit"))
        return sound->commit(txn, retry, error);
    *retry = false;
    sound->abort(txn);
    return fail_as_told(error);
}

static nnreg_status failing_claim(struct nnreg_kv_txn *txn, enum nnreg_kv_right right,
                                  struct nnreg_error *error)
{
    return must_fail("claim") ? fail_as_told(error) : sound->claim(txn, right, error);
}

static nnreg_status failing_make_tables(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    return must_fail("make tables") ? fail_as_told(error) : sound->make_tables(txn, error);
}

/* --------------------------------------------------------------------------------------------------- entries -- */

/* What a value is instead; it is valid until the next that is altered in this thread. */
static void alter(struct nnreg_slice *value)
{
    static _Thread_local unsigned char altered[1 << 16];

    if (plan.way == FAILING_CUT)
        value->size /= 2;
    if (plan.way != FAILING_FLIPPED || value->size == 0 || value->size > sizeof altered)
        return;
    memcpy(altered, value->content, value->size);
    altered[value->size - 1] ^= 1;
    value->content = altered;
}

static nnreg_status failing_get(struct nnreg_slice *value, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                                struct nnreg_slice key, struct nnreg_error *error)
{
    bool wrong = plan.way != FAILING_KEY && goes_wrong("get");
    nnreg_status status;

    if (wrong && plan.way == FAILING_CALL)
        return fail_as_told(error);
    status = sound->get(value, txn, table, key, error);
    if (!wrong || status != NNREG_OK)
        return status;
    if (plan.way == FAILING_MISSING) {
        *value = (struct nnreg_slice){NULL, 0};
        return NNREG_NOT_FOUND;
    }
    alter(value);
    return NNREG_OK;
}

static nnreg_status failing_put(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice key,
                                struct nnreg_slice value, struct nnreg_error *error)
{
    return must_fail("put") ? fail_as_told(error) : sound->put(txn, table, key, value, error);
}

static nnreg_status failing_remove(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice key,
                                   struct nnreg_error *error)
{
    if (plan.way == FAILING_MISSING && goes_wrong("remove"))
        return NNREG_NOT_FOUND;
    return must_fail("remove") ? fail_as_told(error) : sound->remove(txn, table, key, error);
}

static nnreg_status failing_count(uint64_t *count, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                                  struct nnreg_error *error)
{
    bool wrong = plan.way <= FAILING_CUT && goes_wrong("count");
    nnreg_status status;

    if (wrong && plan.way == FAILING_CALL)
        return fail_as_told(error);
    status = sound->count(count, txn, table, error);
    if (wrong && status == NNREG_OK)
        *count = plan.way == FAILING_CUT ? *count + 1 : *count > 0 ? *count - 1 : 0;
    return status;
}

struct failing_walk {
    nnreg_kv_visit *visit;
    void *context;
    bool failed;
};

static nnreg_status visit_failing(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                  struct nnreg_error *error)
{
    struct failing_walk *walk = context;

    if (goes_wrong("walk on")) {
        if (plan.way == FAILING_CALL)
            walk->failed = *stop = true;
        if (plan.way <= FAILING_MISSING)
            return NNREG_OK;
        if (plan.way == FAILING_KEY)
            key.size--;
        else
            alter(&value);
    }
    return walk->visit(stop, key, value, walk->context, error);
}

static nnreg_status failing_walk(nnreg_status *visited, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                                 struct nnreg_slice from, bool backwards, nnreg_kv_visit *visit,
                                 void *context, struct nnreg_error *visit_error, struct nnreg_error *error)
{
    struct failing_walk walk = {.visit = visit, .context = context};
    nnreg_status status;

    if (must_fail("walk"))
        return fail_as_told(error);
    status = sound->walk(visited, txn, table, from, backwards, visit_failing, &walk, visit_error, error);
    return walk.failed ? fail_as_told(error) : status;
}

/* -------------------------------------------------------------------------------------------- looking after it -- */

static nnreg_status failing_statistics(struct nnreg_kv_statistics *statistics, struct nnreg_kv_store *store,
                                       nnreg_kv_table_id numbered, nnreg_kv_visit_reader *visit,
                                       void *context, struct nnreg_error *error)
{
    return must_fail("statistics") ? fail_as_told(error)
                                   : sound->statistics(statistics, store, numbered, visit, context, error);
}

static nnreg_status failing_copy(struct nnreg_kv_copied *copied, struct nnreg_kv_txn *snapshot,
                                 const struct nnreg_kv_copy_target *target, struct nnreg_error *error)
{
    return must_fail("copy") ? fail_as_told(error) : sound->copy(copied, snapshot, target, error);
}

static nnreg_status failing_compact(struct nnreg_kv_compacted *compacted, struct nnreg_kv_store *store,
                                    nnreg_progress *progress, void *context, struct nnreg_error *error)
{
    return must_fail("compact") ? fail_as_told(error)
                                : sound->compact(compacted, store, progress, context, error);
}

/* ---------------------------------------------------------------------------------------------- in its place -- */

static struct nnreg_kv_engine failing;

/* What is open knows its engine: it is to come by here. */
static nnreg_status failing_open(struct nnreg_kv_store **store, int folder,
                                 const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    nnreg_status status;

    if (must_fail("open"))
        return fail_as_told(error);
    status = sound->open(store, folder, options, error);
    if (status == NNREG_OK)
        (*store)->engine = &failing;
    return status;
}

void failing_engine_use(void)
{
    failing = *sound;
    failing.open = failing_open;
    failing.usable = failing_usable;
    failing.suspect = NULL; /* nothing in the file is damaged */
    failing.begin_read = failing_begin_read;
    failing.begin_write = failing_begin_write;
    failing.commit = failing_commit;
    failing.claim = failing_claim;
    failing.make_tables = failing_make_tables;
    failing.get = failing_get;
    failing.put = failing_put;
    failing.remove = failing_remove;
    failing.count = failing_count;
    failing.walk = failing_walk;
    failing.statistics = failing_statistics;
    failing.copy = failing_copy;
    failing.compact = failing_compact;
    nnreg_kv_use_engine(&failing);
}

void failing_engine_leave(void)
{
    (void)failing_engine_failed(NULL);
    nnreg_kv_use_engine(NULL);
}
