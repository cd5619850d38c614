/*
 * Letting go of objects: see shared_blobs.h. What was seen in a snapshot is asked again in the transaction that acts on it. Only of
 * what lies in the trash is not asked whether it is in use: it never leaves it but by being removed.
 */
#include <string.h>

#include "base/clock.h"
#include "base/fsio.h"
#include "store/shared/shared_parts.h"

enum { SWEPT_AT_ONCE = 256 };

struct sweeping {
    enum nnreg_kv_table table;
    int64_t before; /* entries with an earlier time */
    struct nnreg_shared_id last;
    bool begun; /* `last` is the last that was looked at */
    struct old_object {
        struct nnreg_shared_id id;
        int64_t time;
    } old[SWEPT_AT_ONCE];
    size_t count;
    uint64_t younger;
    bool more;
    int64_t now;
    uint64_t done; /* by a transaction */
};

/* ----------------------------------------------------------------------------------------------------- looking -- */

static nnreg_status collect_old(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                struct nnreg_error *error)
{
    struct sweeping *sweeping = context;
    struct nnreg_shared_id id;
    int64_t time = 0;
    nnreg_status status = nnreg_shared_time_read(&id, &time, key, value, error);

    if (status != NNREG_OK || (sweeping->begun && memcmp(&id, &sweeping->last, sizeof id) == 0))
        return status;
    if (sweeping->count == SWEPT_AT_ONCE) {
        sweeping->more = *stop = true;
        return NNREG_OK;
    }
    sweeping->last = id;
    sweeping->begun = true;
    if (time < sweeping->before)
        sweeping->old[sweeping->count++] = (struct old_object){id, time};
    else
        sweeping->younger++;
    return NNREG_OK;
}

static nnreg_status look_for_old(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct sweeping *sweeping = context;
    const struct nnreg_shared_id start = sweeping->last;
    struct nnreg_slice from = {&start, sweeping->begun ? sizeof start : 0};

    sweeping->count = 0;
    sweeping->more = false;
    return nnreg_kv_walk(txn, sweeping->table, from, false, collect_old, sweeping, error);
}

/* ----------------------------------------------------------------------------------------------------- intents -- */

static nnreg_status expire_some(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct sweeping *sweeping = context;
    nnreg_status status = nnreg_kv_claim(txn, NNREG_KV_RIGHT_FILES, error);
    size_t i;

    sweeping->done = 0;
    for (i = 0; i < sweeping->count && status == NNREG_OK; i++) {
        const struct nnreg_shared_id *id = &sweeping->old[i].id;
        int64_t until;

        status = nnreg_shared_time(&until, txn, NNREG_KV_OBJECT_INTENTS, id, error);
        if (status == NNREG_NOT_FOUND || (status == NNREG_OK && until >= sweeping->before)) {
            status = NNREG_OK; /* it has become a file meanwhile */
            continue;
        }
        if (status == NNREG_OK)
            status = nnreg_shared_time_remove(txn, NNREG_KV_OBJECT_INTENTS, id, error);
        if (status == NNREG_OK)
            status = nnreg_shared_time_put(txn, NNREG_KV_OBJECT_TRASH, id, sweeping->now, error);
        sweeping->done++;
    }
    return status;
}

static nnreg_status sweep_intents(struct nnreg_shared_sweep *swept, const struct nnreg_shared_blobs *blobs,
                                  int64_t now, struct nnreg_error *error)
{
    struct sweeping sweeping = {.table = NNREG_KV_OBJECT_INTENTS, .before = now, .now = now};
    nnreg_status status;

    do {
        status = nnreg_kv_read(blobs->kv, look_for_old, &sweeping, error);
        sweeping.done = 0;
        if (status == NNREG_OK && sweeping.count > 0) {
            (void)nnreg_fs_step("expire"); /* for tests: here others may come first */
            status = nnreg_kv_write(blobs->kv, expire_some, &sweeping, error);
        }
        swept->expired += status == NNREG_OK ? sweeping.done : 0;
    } while (status == NNREG_OK && sweeping.more);
    return status;
}

/* ------------------------------------------------------------------------------------------------------- trash -- */

/*
 * An entry that was made anew meanwhile stays: whoever did so has put the object behind its removal, and knew of no sweep
 * (nnreg_shared_give_up).
 */
static nnreg_status forget_object(struct nnreg_kv_txn *txn, const struct old_object *old,
                                  struct nnreg_error *error)
{
    int64_t time;
    nnreg_status status = nnreg_shared_time(&time, txn, NNREG_KV_OBJECT_TRASH, &old->id, error);

    if (status == NNREG_NOT_FOUND || (status == NNREG_OK && time != old->time))
        return NNREG_OK;
    return status == NNREG_OK ? nnreg_shared_time_remove(txn, NNREG_KV_OBJECT_TRASH, &old->id, error)
                              : status;
}

static nnreg_status forget_some(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct sweeping *sweeping = context;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < sweeping->count && status == NNREG_OK; i++)
        status = forget_object(txn, &sweeping->old[i], error);
    return status;
}

/* Those that are gone stay in the list, the others leave it. */
static void remove_objects(struct sweeping *sweeping, struct nnreg_shared_sweep *swept,
                           struct nnreg_object_store *objects, struct nnreg_error *why)
{
    size_t i, gone = 0;

    for (i = 0; i < sweeping->count; i++) {
        struct nnreg_error failed = NNREG_ERROR_INIT;
        char name[NNREG_OBJECT_NAME];

        nnreg_shared_name(name, &sweeping->old[i].id);
        if (objects->driver->remove(objects, name, &failed) == NNREG_OK) {
            sweeping->old[gone++] = sweeping->old[i];
            continue;
        }
        if (why != NULL && swept->stayed == 0)
            *why = failed;
        swept->stayed++;
    }
    sweeping->count = gone;
}

nnreg_status nnreg_shared_blobs_sweep(struct nnreg_shared_sweep *swept, struct nnreg_blobs *base,
                                      int64_t grace, struct nnreg_error *why, struct nnreg_error *error)
{
    struct nnreg_shared_blobs *blobs = nnreg_shared_blobs_of(base);
    int64_t now = nnreg_clock_now();
    struct sweeping sweeping = {.table = NNREG_KV_OBJECT_TRASH, .before = now - grace};
    nnreg_status status;

    *swept = (struct nnreg_shared_sweep){0};
    status = sweep_intents(swept, blobs, now, error);
    if (status != NNREG_OK)
        return status;
    do {
        status = nnreg_kv_read(blobs->kv, look_for_old, &sweeping, error);
        if (status == NNREG_OK)
            remove_objects(&sweeping, swept, blobs->objects, why);
        if (status == NNREG_OK && sweeping.count > 0)
            status = nnreg_kv_write(blobs->kv, forget_some, &sweeping, error);
        swept->removed += status == NNREG_OK ? sweeping.count : 0;
    } while (status == NNREG_OK && sweeping.more);
    swept->waiting = sweeping.younger;
    return status;
}
