/* See damage_table.h. */
#include "registry/damage_table.h"

#include <string.h>

#include "base/bytes.h"
#include "codec/record.h"
#include "registry/sealing.h"

_Static_assert(NNREG_FOUND_NOTHING == NNREG_BLOB_NOTHING - 1 &&
                   NNREG_FOUND_NO_FILE == NNREG_BLOB_NO_FILE - 1 &&
                   NNREG_FOUND_COUNT == NNREG_BLOB_FOUND_COUNT - 1,
               "the words for damage are those of stored files, in their order");

static nnreg_status decode_damage(struct nnreg_damage_record *record, struct nnreg_slice value,
                                  struct nnreg_error *error)
{
    *record = (struct nnreg_damage_record){.size = 0};
    return nnreg_record_decode(&nnreg_damage_record_table, record, value.content, value.size, error);
}

nnreg_status nnreg_damage_is_noted(bool *noted, struct nnreg_kv_txn *txn, const nnreg_digest digest,
                                   struct nnreg_error *error)
{
    struct nnreg_slice value;
    nnreg_status status = nnreg_kv_get(&value, txn, NNREG_KV_DAMAGE, nnreg_key_digest(digest), error);

    *noted = status == NNREG_OK;
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

nnreg_status nnreg_damage_get(struct nnreg_damage_record *record, struct nnreg_kv_txn *txn,
                              const nnreg_digest digest, struct nnreg_error *error)
{
    struct nnreg_slice value;
    nnreg_status status = nnreg_kv_get(&value, txn, NNREG_KV_DAMAGE, nnreg_key_digest(digest), error);

    return status == NNREG_OK ? decode_damage(record, value, error) : status;
}

nnreg_status nnreg_damage_put(struct nnreg_kv_txn *txn, const nnreg_digest digest,
                              const struct nnreg_damage_record *record, struct nnreg_error *error)
{
    struct nnreg_bytes value = NNREG_BYTES_INIT;
    nnreg_status status = nnreg_sealed_encode(&value, txn, &nnreg_damage_record_table, record, error);

    if (status == NNREG_OK)
        status = nnreg_kv_put(txn, NNREG_KV_DAMAGE, nnreg_key_digest(digest),
                              (struct nnreg_slice){value.content, value.size}, error);
    nnreg_bytes_free(&value);
    return status;
}

nnreg_status nnreg_damage_forget(struct nnreg_kv_txn *txn, const nnreg_digest digest,
                                 struct nnreg_error *error)
{
    nnreg_status status = nnreg_kv_remove(txn, NNREG_KV_DAMAGE, nnreg_key_digest(digest), error);

    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

/* ------------------------------------------------------------------------------------------------------ walking -- */

struct damage_walk {
    nnreg_damage_visit *visit;
    void *context;
};

static nnreg_status visit_damage(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                 struct nnreg_error *error)
{
    const struct damage_walk *walk = context;
    struct nnreg_damage_record record;
    nnreg_digest digest;
    nnreg_status status;

    (void)stop;
    if (key.size != sizeof digest)
        return nnreg_fail(error, NNREG_CORRUPT, "a key of the table \"%s\" is no SHA-256",
                          nnreg_kv_table_names[NNREG_KV_DAMAGE]);
    memcpy(digest, key.content, sizeof digest);
    status = decode_damage(&record, value, error);
    if (status != NNREG_OK)
        return status;
    status = walk->visit(digest, &record, walk->context, error);
    nnreg_record_clear(&nnreg_damage_record_table, &record);
    return status;
}

nnreg_status nnreg_damage_walk(struct nnreg_kv_txn *txn, nnreg_damage_visit *visit, void *context,
                               struct nnreg_error *error)
{
    struct damage_walk walk = {visit, context};

    return nnreg_kv_walk(txn, NNREG_KV_DAMAGE, (struct nnreg_slice){NULL, 0}, false, visit_damage, &walk,
                         error);
}
