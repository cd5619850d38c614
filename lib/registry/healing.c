/* Which networks a damaged file had hurt, and the events of its healing: see healing.h. */
#include "registry/healing.h"

#include <string.h>

#include "codec/record.h"
#include "registry/damage_table.h"
#include "registry/messages.h"
#include "registry/refs.h"
#include "registry/settings.h"
#include "store/staging.h"

struct healing_look {
    struct nnreg_healing *healing;
    const struct nnreg_staged *staged;
    size_t count;
};

/* Takes up what is noted as damaged among the files that a create brings in. */
static nnreg_status take_noted(struct nnreg_healing *healing, struct nnreg_kv_txn *txn,
                               const struct nnreg_staged *staged, struct nnreg_error *error)
{
    struct nnreg_damage_record record;
    nnreg_status status;

    if (staged->number == 0)
        return NNREG_OK;
    status = nnreg_damage_get(&record, txn, staged->digest, error);
    if (status != NNREG_OK)
        return status == NNREG_NOT_FOUND ? NNREG_OK : status;
    status = nnreg_hurt_add(&healing->hurt, staged->digest, nnreg_damage_blob_found(record.found), error);
    nnreg_record_clear(&nnreg_damage_record_table, &record);
    return status;
}

static nnreg_status look_before(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct healing_look *look = context;
    struct nnreg_healing *healing = look->healing;
    nnreg_status status = nnreg_counter_get(&healing->hurt.until, txn, NNREG_SETTING_NEXT_NETWORK, error);
    size_t i;

    if (!nnreg_kv_has_table(txn, NNREG_KV_DAMAGE))
        return status;
    for (i = 0; i < look->count && status == NNREG_OK; i++)
        status = take_noted(healing, txn, &look->staged[i], error);
    return status;
}

nnreg_status nnreg_healing_begin(struct nnreg_healing *healing, struct nnreg_kv *kv,
                                 const struct nnreg_staged *staged, size_t count, struct nnreg_error *error)
{
    struct healing_look look = {healing, staged, count};
    nnreg_status status;

    *healing = (struct nnreg_healing){.noted = 0};
    status = nnreg_kv_read(kv, look_before, &look, error);
    healing->noted = healing->hurt.file_count;
    return status;
}

/* What was noted is told as it was noted, whatever stands in the place by now: fsck may have taken it away. */
static bool is_noted(const struct nnreg_healing *healing, const nnreg_digest digest)
{
    size_t i;

    for (i = 0; i < healing->noted; i++)
        if (memcmp(healing->hurt.files[i].digest, digest, sizeof healing->hurt.files[i].digest) == 0)
            return true;
    return false;
}

/*
 * Takes up what was found to be other than it should be, if a network has it. A file that nobody refers to was damaged for
 * nobody, as a new one was missing for nobody: so whoever brings in what is new does not look through all networks.
 */
static nnreg_status take_found(struct nnreg_healing *healing, struct nnreg_kv_txn *txn,
                               const struct nnreg_staged *staged, struct nnreg_error *error)
{
    nnreg_status status;
    uint64_t references;

    if (staged->number == 0 || staged->found == NNREG_BLOB_SAME || is_noted(healing, staged->digest))
        return NNREG_OK;
    status = nnreg_ref_count(&references, txn, staged->digest, error);
    return status == NNREG_OK && references > 0
               ? nnreg_hurt_add(&healing->hurt, staged->digest, staged->found, error)
               : status;
}

static nnreg_status look_after(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct healing_look *look = context;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < look->count && status == NNREG_OK; i++)
        status = take_found(look->healing, txn, &look->staged[i], error);
    return status == NNREG_OK ? nnreg_hurt_find(&look->healing->hurt, txn, error) : status;
}

nnreg_status nnreg_healing_find(struct nnreg_healing *healing, struct nnreg_kv *kv,
                                const struct nnreg_staged *staged, size_t count, struct nnreg_error *error)
{
    struct healing_look look = {healing, staged, count};
    bool any = healing->noted > 0;
    size_t i;

    for (i = 0; i < count && !any; i++)
        any = staged[i].number != 0 && staged[i].found != NNREG_BLOB_SAME;
    return any ? nnreg_kv_read(kv, look_after, &look, error) : NNREG_OK;
}

nnreg_status nnreg_healing_tell(const struct nnreg_healing *healing, struct nnreg_event_writer *events,
                                uint64_t healer, struct nnreg_error *error)
{
    nnreg_status status = nnreg_hurt_tell(&healing->hurt, events, healer, error);
    size_t i;

    for (i = 0; i < healing->hurt.file_count && status == NNREG_OK; i++)
        status = nnreg_damage_forget(events->txn, healing->hurt.files[i].digest, error);
    return status;
}

/*
 * Only what hurt a network: of creates that bring the same new file at once, each finds nothing in its place, and a network that has
 * it, which is one that came after it had looked.
 */
void nnreg_healing_log(const struct nnreg_healing *healing, const nnreg *registry, uint64_t healer)
{
    size_t healed = 0, i;

    for (i = 0; i < healing->hurt.file_count; i++)
        healed += healing->hurt.files[i].used ? 1 : 0;

    if (healed > 0)
        nnreg_messages_log(registry, NNREG_SEVERITY_NOTE,
                           "%zu stored file%s healed by the copies that came with network %llu", healed,
                           healed == 1 ? " was" : "s were", (unsigned long long)healer);
}

void nnreg_healing_free(struct nnreg_healing *healing)
{
    nnreg_hurt_free(&healing->hurt);
}
