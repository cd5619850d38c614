/* References and trash: see refs.h. */
#include "registry/refs.h"

#include <string.h>

#include "registry/damage_table.h"

static nnreg_status number_at(uint64_t *number, struct nnreg_kv_txn *txn, enum nnreg_kv_table table,
                              struct nnreg_slice key, struct nnreg_error *error)
{
    struct nnreg_slice value;
    nnreg_status status = nnreg_kv_get(&value, txn, table, key, error);

    *number = 0;
    if (status == NNREG_NOT_FOUND)
        return NNREG_OK;
    if (status == NNREG_OK && (!nnreg_key_u64_read(number, value) || *number == 0 || *number == UINT64_MAX))
        return nnreg_fail(error, NNREG_CORRUPT, "a count in the table \"%s\" is none",
                          nnreg_kv_table_names[table]);
    return status;
}

/* Writes a count; a count of 0 has no entry. */
static nnreg_status put_count_or_none(struct nnreg_kv_txn *txn, enum nnreg_kv_table table,
                                      struct nnreg_slice key, uint64_t number, struct nnreg_error *error)
{
    struct nnreg_key value;
    nnreg_status status;

    if (number > 0)
        return nnreg_kv_put(txn, table, key, nnreg_key_u64(&value, number), error);
    status = nnreg_kv_remove(txn, table, key, error);
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

nnreg_status nnreg_ref_count(uint64_t *count, struct nnreg_kv_txn *txn, const nnreg_digest digest,
                             struct nnreg_error *error)
{
    return number_at(count, txn, NNREG_KV_BLOB_REFS, nnreg_key_digest(digest), error);
}

nnreg_status nnreg_ref_add(struct nnreg_kv_txn *txn, const nnreg_digest digest, struct nnreg_error *error)
{
    uint64_t count;
    nnreg_status status = nnreg_ref_count(&count, txn, digest, error);

    if (status == NNREG_OK)
        status = put_count_or_none(txn, NNREG_KV_BLOB_REFS, nnreg_key_digest(digest), count + 1, error);
    if (status == NNREG_OK)
        status = nnreg_kv_remove(txn, NNREG_KV_TRASH, nnreg_key_digest(digest), error);
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

nnreg_status nnreg_ref_drop(uint64_t *left, struct nnreg_kv_txn *txn, const nnreg_digest digest,
                            struct nnreg_error *error)
{
    uint64_t count;
    nnreg_status status = nnreg_ref_count(&count, txn, digest, error);

    *left = 0;
    if (status != NNREG_OK)
        return status;
    if (count == 0)
        return nnreg_fail(error, NNREG_CORRUPT, "a file of the network is not counted as used");
    *left = count - 1;
    status = put_count_or_none(txn, NNREG_KV_BLOB_REFS, nnreg_key_digest(digest), *left, error);
    if (status == NNREG_OK && *left == 0)
        status =
            nnreg_kv_put(txn, NNREG_KV_TRASH, nnreg_key_digest(digest), (struct nnreg_slice){"", 0}, error);
    if (status == NNREG_OK && *left == 0)
        status = nnreg_damage_forget(txn, digest, error);
    return status;
}

/* ------------------------------------------------------------------------------------------------------ the trash -- */

/* Entries of the trash that one transaction empties: others write in between. */
enum { TRASH_AT_ONCE = 256 };

struct emptying {
    struct nnreg_blobs *blobs;
    nnreg_digest digests[TRASH_AT_ONCE];
    size_t count;
    bool more;
    nnreg_digest from; /* where the next go begins */
    size_t stayed;     /* in this go */
    struct nnreg_error why;
};

static nnreg_status collect(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                            struct nnreg_error *error)
{
    struct emptying *emptying = context;

    (void)value;
    if (key.size != NNREG_SHA256_SIZE)
        return nnreg_fail(error, NNREG_CORRUPT, "an entry of the trash is not a digest");
    if (emptying->count == TRASH_AT_ONCE) {
        memcpy(emptying->from, key.content, NNREG_SHA256_SIZE);
        emptying->more = *stop = true;
        return NNREG_OK;
    }
    memcpy(emptying->digests[emptying->count++], key.content, NNREG_SHA256_SIZE);
    return NNREG_OK;
}

/*
 * Unlinks one file and takes it out of the trash; a file in use again is only taken out. If the transaction is undone behind
 * the unlinking, the entry is there again for a file that is not, and the next run finds that as good as removed.
 */
static nnreg_status empty_one(struct nnreg_kv_txn *txn, struct emptying *emptying, const nnreg_digest digest,
                              struct nnreg_error *error)
{
    struct nnreg_error why;
    uint64_t count;
    nnreg_status status = nnreg_ref_count(&count, txn, digest, error);

    if (status != NNREG_OK)
        return status;
    if (count == 0 && nnreg_blobs_remove(emptying->blobs, txn, digest, &why) != NNREG_OK) {
        if (emptying->why.status == NNREG_OK)
            emptying->why = why;
        emptying->stayed++;
        return NNREG_OK; /* it stays in the trash: the next delete, or gc, tries again */
    }
    status = nnreg_kv_remove(txn, NNREG_KV_TRASH, nnreg_key_digest(digest), error);
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

/* One go: collects first, since removing entries changes the table that the walk goes through. It may run again. */
static nnreg_status empty_some(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct emptying *emptying = context;
    nnreg_digest start;
    nnreg_status status;
    size_t i;

    memcpy(start, emptying->from, sizeof start);
    emptying->count = emptying->stayed = 0;
    emptying->more = false;
    status = nnreg_kv_claim(txn, NNREG_KV_RIGHT_FILES, error);
    if (status == NNREG_OK)
        status = nnreg_kv_walk(txn, NNREG_KV_TRASH, nnreg_key_digest(start), false, collect, emptying, error);
    for (i = 0; i < emptying->count && status == NNREG_OK; i++)
        status = empty_one(txn, emptying, emptying->digests[i], error);
    if (status != NNREG_OK)
        memcpy(emptying->from, start, sizeof start); /* the next run begins where this one did */
    return status;
}

nnreg_status nnreg_empty_trash(uint64_t *stayed, nnreg *registry, struct nnreg_error *error)
{
    struct emptying emptying = {.blobs = registry->blobs, .why = NNREG_ERROR_INIT};
    nnreg_status status;

    *stayed = 0;
    do {
        status = nnreg_kv_write_alone(registry->kv, empty_some, &emptying, error);
        *stayed += status == NNREG_OK ? emptying.stayed : emptying.count;
    } while (status == NNREG_OK && emptying.more);
    if (status == NNREG_OK && *stayed > 0)
        *error = emptying.why;
    return status;
}
