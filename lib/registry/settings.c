/* Settings and counters: numbers in the table `settings`, 8 bytes big-endian each. */
#include "registry/settings.h"

#include <string.h>

nnreg_status nnreg_setting_get(uint64_t *number, struct nnreg_kv_txn *txn, const char *key,
                               struct nnreg_error *error)
{
    struct nnreg_slice value;
    nnreg_status status = nnreg_kv_get(&value, txn, NNREG_KV_SETTINGS, nnreg_key_text(key), error);

    if (status == NNREG_OK && !nnreg_key_u64_read(number, value))
        return nnreg_fail(error, NNREG_CORRUPT, "the setting \"%s\" is not a number", key);
    return status;
}

nnreg_status nnreg_setting_put(struct nnreg_kv_txn *txn, const char *key, uint64_t number,
                               struct nnreg_error *error)
{
    struct nnreg_key value;

    return nnreg_kv_put(txn, NNREG_KV_SETTINGS, nnreg_key_text(key), nnreg_key_u64(&value, number), error);
}

nnreg_status nnreg_identity(unsigned char identity[16], struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    struct nnreg_slice value;
    nnreg_status status =
        nnreg_kv_get(&value, txn, NNREG_KV_SETTINGS, nnreg_key_text(NNREG_SETTING_IDENTITY), error);

    if (status == NNREG_NOT_FOUND || (status == NNREG_OK && value.size != 16))
        return nnreg_fail(error, NNREG_CORRUPT, "the setting \"%s\" is damaged or missing",
                          NNREG_SETTING_IDENTITY);
    if (status == NNREG_OK)
        memcpy(identity, value.content, 16);
    return status;
}

nnreg_status nnreg_counter_get(uint64_t *next, struct nnreg_kv_txn *txn, const char *counter,
                               struct nnreg_error *error)
{
    nnreg_status status = nnreg_setting_get(next, txn, counter, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the counter \"%s\" is missing", counter);
    if (status == NNREG_OK && (*next == 0 || *next == UINT64_MAX))
        return nnreg_fail(error, NNREG_CORRUPT, "the counter \"%s\" has the impossible value %llu", counter,
                          (unsigned long long)*next);
    return status;
}

/*
 * The right is asked for before the counter is read: what was read without it could be another's by now. The counter is
 * written in the transaction that uses the id, so one that is undone, or runs again, gives it back; nobody has seen it.
 */
nnreg_status nnreg_next_id(uint64_t *id, struct nnreg_kv_txn *txn, const char *counter,
                           struct nnreg_error *error)
{
    nnreg_status status = nnreg_kv_claim(txn, NNREG_KV_RIGHT_IDS, error);

    if (status == NNREG_OK)
        status = nnreg_counter_get(id, txn, counter, error);
    if (status == NNREG_OK && *id == UINT64_MAX - 1) /* no counter could stand behind it */
        return nnreg_fail(error, NNREG_CORRUPT,
                          "the counter \"%s\" is at its end: %llu is no id that can be given", counter,
                          (unsigned long long)*id);
    return status == NNREG_OK ? nnreg_setting_put(txn, counter, *id + 1, error) : status;
}
