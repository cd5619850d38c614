/*
 * Whether a backup has what its registry has not: it was restored and used by itself, or the registry was restored from an older one.
 * The backup is the newer of the two then, or one of two that went different ways, and what is in it alone would be gone with it.
 *
 * The histories tell: the hash of an event stands for all before it (event_chain.h). From the last event of the backup it goes back
 * to one that both have. What upkeep has noted in a backup (who reads a damaged file of it, or repairs it) is no loss.
 */
#include "registry/backup.h"

#include <string.h>

#include "base/alloc.h"
#include "codec/record.h"
#include "registry/event_chain.h"
#include "store/keys.h"

/* An event as it stands in one of the two. */
struct ahead_event {
    uint64_t number;
    nnreg_digest hash;
    int action;
};

static nnreg_status read_ahead_event(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct ahead_event *event = context;
    struct nnreg_event_record record;
    struct nnreg_slice value;
    struct nnreg_key key;
    nnreg_status status =
        nnreg_kv_get(&value, txn, NNREG_KV_EVENTS, nnreg_key_u64(&key, event->number), error);

    if (status == NNREG_OK)
        status = nnreg_event_decode(&record, value, error);
    if (status != NNREG_OK)
        return status;
    memcpy(event->hash, record.hash, sizeof event->hash);
    event->action = record.action;
    nnreg_record_clear(&nnreg_event_record_table, &record);
    return NNREG_OK;
}

static bool is_upkeep(int action)
{
    return action == NNREG_ACTION_DAMAGE || action == NNREG_ACTION_HEAL || action == NNREG_ACTION_REPAIR ||
           action == NNREG_ACTION_UPGRADE;
}

/*
 * *both: the registry has the event, too. What it has under the number may be another. Where that cannot be read nothing tells the two
 * apart: then the backup is kept.
 */
static nnreg_status has_same(bool *both, const struct nnreg_backup_run *run, const struct ahead_event *event,
                             struct nnreg_error *error)
{
    struct ahead_event own = {.number = event->number};
    nnreg_status status = nnreg_kv_read(run->source->kv, read_ahead_event, &own, error);

    *both = status == NNREG_OK && memcmp(own.hash, event->hash, sizeof own.hash) == 0;
    if (status == NNREG_CORRUPT)
        return nnreg_fail(error, status,
                          "event %llu cannot be read, which would tell whether \"%.300s\" is an older state: "
                          "nnreg fsck tells more; back up into another folder",
                          (unsigned long long)event->number, run->dir);
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

nnreg_status nnreg_backup_is_behind(const struct nnreg_backup_run *run, struct nnreg_kv_txn *backup,
                                    struct nnreg_error *error)
{
    struct ahead_event event = {.number = 0};
    struct nnreg_event_last last;
    bool both = false;
    nnreg_status status = nnreg_event_last(&last, backup, error);

    for (event.number = last.sequence; status == NNREG_OK && event.number > 0; event.number--) {
        nnreg_status looked;

        status = read_ahead_event(backup, &event, error);
        if (status != NNREG_OK)
            break;
        looked = has_same(&both, run, &event, error);
        if (looked != NNREG_OK || both)
            return looked;
        if (!is_upkeep(event.action))
            return nnreg_fail(
                error, NNREG_CONFLICT,
                "\"%.300s\" has changes that this registry has not (its event %llu, of %llu): it is "
                "newer, or was used by itself; back up into another folder",
                run->dir, (unsigned long long)event.number, (unsigned long long)last.sequence);
    }
    /* A history that cannot be read to there is no reason to keep the backup that has it. */
    return status == NNREG_NOT_FOUND || status == NNREG_CORRUPT ? NNREG_OK : status;
}
