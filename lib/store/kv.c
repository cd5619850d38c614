/* Handles, snapshots, and what a closure does in a transaction: see kv.h. Writing is in kv_group.c. */
#include "store/kv.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/process.h"
#include "store/kv_engine.h"

/* ---------------------------------------------------------------------------------------------------- handles -- */

nnreg_status nnreg_kv_open(struct nnreg_kv **out, int folder, const struct nnreg_kv_options *options,
                           struct nnreg_error *error)
{
    const struct nnreg_kv_engine *engine = nnreg_kv_chosen_engine();
    struct nnreg_kv *kv;
    nnreg_status status;

    *out = NULL;
    assert(engine->longest_key >= NNREG_KV_KEY);
    assert(options->table_count > 0 && options->table_count <= NNREG_KV_MOST_TABLES);
    assert(options->needed_tables <= options->table_count);
    kv = nnreg_alloc_zero(1, sizeof *kv);
    if (kv == NULL)
        return nnreg_fail_memory(error);
    kv->process = nnreg_process_mark();
    status = engine->open(&kv->store, folder, options, error);
    if (status != NNREG_OK) {
        nnreg_free(kv);
        return status;
    }
    *out = kv;
    return NNREG_OK;
}

/* In a forked child the store is the parent's, whose locks and shared memory the engine would meddle with. */
void nnreg_kv_close(struct nnreg_kv *kv)
{
    if (kv == NULL)
        return;
    if (kv->process == nnreg_process_mark())
        kv->store->engine->close(kv->store);
    nnreg_free(kv);
}

void nnreg_kv_unmake(int folder, const char *const *remains)
{
    const struct nnreg_kv_engine *engine = nnreg_kv_chosen_engine();

    if (engine->unmake != NULL)
        engine->unmake(folder, remains);
}

nnreg_status nnreg_kv_usable(const struct nnreg_kv *kv, struct nnreg_error *error)
{
    if (kv == NULL)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "there is no store");
    if (kv->process != nnreg_process_mark())
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "the store was opened before fork: the child process has to open it itself");
    return kv->store->engine->usable != NULL ? kv->store->engine->usable(kv->store, error) : NNREG_OK;
}

nnreg_status nnreg_kv_may_share(const struct nnreg_kv_store *store, const struct nnreg_kv_options *options,
                                struct nnreg_error *error)
{
    size_t i = 0;

    if (store->read_only != options->read_only)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the registry is open in this process already, %s",
                          store->read_only ? "read-only: it cannot be opened for writing as well"
                                           : "for writing: it cannot be opened read-only as well");
    while (i < options->table_count && i < store->table_count &&
           strcmp(store->tables[i], options->tables[i]) == 0)
        i++;
    if (i < options->table_count || i < store->table_count)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "the store is open in this process with other tables");
    return NNREG_OK;
}

/* --------------------------------------------------------------------------------------------- transactions -- */

void nnreg_kv_txn_init(struct nnreg_kv_txn *txn, struct nnreg_kv_store *store, bool write)
{
    txn->store = store;
    txn->write = write;
    txn->rights = 0;
    txn->missing = 0;
    txn->retry = false;
    txn->failed = NNREG_OK;
}

nnreg_status nnreg_kv_spoil(struct nnreg_kv_txn *txn, nnreg_status status, const struct nnreg_error *reason,
                            struct nnreg_error *error)
{
    if (txn->failed == NNREG_OK) {
        txn->failed = status;
        (void)snprintf(txn->reason, sizeof txn->reason, "%s", reason->text);
    }
    status = nnreg_fail(error, status, "%s", reason->text);
    if (error != NULL)
        error->cause = reason->cause;
    return status;
}

nnreg_status nnreg_kv_judge_txn(const struct nnreg_kv_txn *txn, nnreg_status status,
                                struct nnreg_error *error)
{
    return status == NNREG_OK && txn->failed != NNREG_OK ? nnreg_fail(error, txn->failed, "%s", txn->reason)
                                                         : status;
}

nnreg_status nnreg_kv_read(struct nnreg_kv *kv, nnreg_kv_work *work, void *context, struct nnreg_error *error)
{
    nnreg_status status = nnreg_kv_usable(kv, error);
    const struct nnreg_kv_engine *engine;
    struct nnreg_kv_txn *txn;

    if (status != NNREG_OK)
        return status;
    engine = kv->store->engine;
    status = engine->begin_read(&txn, kv->store, error);
    if (status != NNREG_OK)
        return status;
    status = work(txn, context, error);
    status =
        nnreg_kv_judge_txn(txn, status, error); /* before the end, after which it may be another thread's */
    engine->end_read(txn);
    if (status == NNREG_CORRUPT && engine->suspect != NULL)
        engine->suspect(kv->store);
    return status;
}

const char *nnreg_kv_data_name(const struct nnreg_kv_txn *txn)
{
    return txn->store->engine->data_name;
}

/* -------------------------------------------------------------------------------------------------- the rights -- */

nnreg_status nnreg_kv_claim(struct nnreg_kv_txn *txn, enum nnreg_kv_right right, struct nnreg_error *error)
{
    struct nnreg_error reason;
    nnreg_status status;

    if ((txn->rights >> right & 1) != 0)
        return NNREG_OK;
    if (!txn->write)
        return nnreg_fail(error, NNREG_READ_ONLY, "a snapshot of the store gives no rights");
    if (txn->failed != NNREG_OK)
        return nnreg_fail(error, txn->failed, "%s", txn->reason);
    status = txn->store->engine->claim(txn, right, &reason);
    if (status != NNREG_OK)
        return nnreg_kv_spoil(txn, status, &reason, error);
    txn->rights |= 1u << right;
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------- tables that came later -- */

bool nnreg_kv_has_table(const struct nnreg_kv_txn *txn, nnreg_kv_table_id table)
{
    return table < txn->store->table_count && (txn->missing >> table & 1) == 0;
}

nnreg_status nnreg_kv_make_tables(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    struct nnreg_error reason;
    nnreg_status status;

    if (!txn->write)
        return nnreg_fail(error, NNREG_READ_ONLY, "a snapshot of the store cannot be written to");
    if (txn->failed != NNREG_OK)
        return nnreg_fail(error, txn->failed, "%s", txn->reason);
    if (txn->missing == 0)
        return NNREG_OK;
    status = txn->store->engine->make_tables(txn, &reason);
    return status == NNREG_OK ? NNREG_OK : nnreg_kv_spoil(txn, status, &reason, error);
}

/* ------------------------------------------------------------------------------------------------ in a closure -- */

/* What every call in a closure begins with. A spoilt transaction says why it is. */
static nnreg_status judge_table(const struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                                struct nnreg_error *error)
{
    if (table >= txn->store->table_count)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "there is no table number %u", table);
    if (txn->failed != NNREG_OK)
        return nnreg_fail(error, txn->failed, "%s", txn->reason);
    return NNREG_OK;
}

static nnreg_status judge_key(const struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice key,
                              struct nnreg_error *error)
{
    nnreg_status status = judge_table(txn, table, error);

    if (status != NNREG_OK)
        return status;
    if (key.size == 0)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "a key is empty");
    if (key.size > txn->store->engine->longest_key)
        return nnreg_fail(error, NNREG_LIMIT, "a key has %zu bytes, more than %zu", key.size,
                          txn->store->engine->longest_key);
    return NNREG_OK;
}

static nnreg_status judge_write(const struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                                struct nnreg_slice key, struct nnreg_error *error)
{
    if (!txn->write)
        return nnreg_fail(error, NNREG_READ_ONLY, "a snapshot of the store cannot be written to");
    return judge_key(txn, table, key, error);
}

/* What the engine returned: only what is neither a success nor "not there" spoils the transaction. */
static nnreg_status engine_said(struct nnreg_kv_txn *txn, nnreg_status status,
                                const struct nnreg_error *reason, struct nnreg_error *error)
{
    return status == NNREG_OK || status == NNREG_NOT_FOUND ? status
                                                           : nnreg_kv_spoil(txn, status, reason, error);
}

nnreg_status nnreg_kv_get(struct nnreg_slice *value, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                          struct nnreg_slice key, struct nnreg_error *error)
{
    nnreg_status status;
    struct nnreg_error reason;

    *value = (struct nnreg_slice){NULL, 0};
    status = judge_key(txn, table, key, error);
    if (status != NNREG_OK)
        return status;
    if (!nnreg_kv_has_table(txn, table))
        return NNREG_NOT_FOUND;
    return engine_said(txn, txn->store->engine->get(value, txn, table, key, &reason), &reason, error);
}

nnreg_status nnreg_kv_put(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice key,
                          struct nnreg_slice value, struct nnreg_error *error)
{
    nnreg_status status = judge_write(txn, table, key, error);
    struct nnreg_error reason;

    if (status != NNREG_OK)
        return status;
    if (value.size > NNREG_KV_LONGEST_VALUE)
        return nnreg_fail(error, NNREG_LIMIT, "a value has %zu bytes, more than %zu", value.size,
                          (size_t)NNREG_KV_LONGEST_VALUE);
    if (!nnreg_kv_has_table(txn, table))
        return nnreg_fail(error, NNREG_UNSUPPORTED,
                          "the registry was made before there was a table \"%s\": run `nnreg upgrade`",
                          txn->store->tables[table]);
    return engine_said(txn, txn->store->engine->put(txn, table, key, value, &reason), &reason, error);
}

nnreg_status nnreg_kv_remove(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice key,
                             struct nnreg_error *error)
{
    nnreg_status status = judge_write(txn, table, key, error);
    struct nnreg_error reason;

    if (status != NNREG_OK)
        return status;
    if (!nnreg_kv_has_table(txn, table))
        return NNREG_NOT_FOUND;
    return engine_said(txn, txn->store->engine->remove(txn, table, key, &reason), &reason, error);
}

nnreg_status nnreg_kv_count(uint64_t *count, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                            struct nnreg_error *error)
{
    nnreg_status status = judge_table(txn, table, error);
    struct nnreg_error reason;

    *count = 0;
    if (status != NNREG_OK || !nnreg_kv_has_table(txn, table))
        return status;
    return engine_said(txn, txn->store->engine->count(count, txn, table, &reason), &reason, error);
}

nnreg_status nnreg_kv_walk(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice from,
                           bool backwards, nnreg_kv_visit *visit, void *context, struct nnreg_error *error)
{
    nnreg_status status = from.size > 0 ? judge_key(txn, table, from, error) : judge_table(txn, table, error);
    nnreg_status visited = NNREG_OK;
    struct nnreg_error reason;

    if (status != NNREG_OK || !nnreg_kv_has_table(txn, table))
        return status;
    status = txn->store->engine->walk(&visited, txn, table, from, backwards, visit, context, error, &reason);
    if (status != NNREG_OK)
        return nnreg_kv_spoil(txn, status, &reason, error);
    return visited;
}
