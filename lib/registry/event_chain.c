/* The chain of events: see event_chain.h. */
#include "registry/event_chain.h"

#include <string.h>

#include "codec/record.h"
#include "store/keys.h"

nnreg_status nnreg_event_hash(nnreg_digest hash, struct nnreg_sha256 *sha, const nnreg_digest previous,
                              const void *record, size_t size, struct nnreg_error *error)
{
    nnreg_status status = sha->context == NULL ? nnreg_sha256_begin(sha, error) : NNREG_OK;

    if (status == NNREG_OK)
        status = nnreg_sha256_add(sha, previous, NNREG_SHA256_SIZE, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_add(sha, record, size, error);
    return status == NNREG_OK ? nnreg_sha256_next(hash, sha, error) : status;
}

nnreg_status nnreg_event_last(struct nnreg_event_last *last, struct nnreg_kv_txn *txn,
                              struct nnreg_error *error)
{
    struct nnreg_slice value;
    uint64_t time;
    nnreg_status status =
        nnreg_kv_get(&value, txn, NNREG_KV_SETTINGS, nnreg_key_text(NNREG_SETTING_LAST_EVENT), error);

    *last = (struct nnreg_event_last){0};
    if (status == NNREG_NOT_FOUND)
        return NNREG_OK; /* nothing has happened yet */
    if (status != NNREG_OK)
        return status;
    if (value.size != NNREG_EVENT_LAST_SIZE ||
        !nnreg_key_pair_read(&last->sequence, &time, (struct nnreg_slice){value.content, 16}))
        return nnreg_fail(error, NNREG_CORRUPT, "the setting \"%s\" is damaged", NNREG_SETTING_LAST_EVENT);
    last->time = nnreg_key_time_read(time);
    memcpy(last->hash, (const unsigned char *)value.content + 16, sizeof last->hash);
    return NNREG_OK;
}

nnreg_status nnreg_event_put_last(struct nnreg_kv_txn *txn, const struct nnreg_event_last *last,
                                  struct nnreg_error *error)
{
    unsigned char value[NNREG_EVENT_LAST_SIZE];
    struct nnreg_key_pair pair;

    (void)nnreg_key_pair(&pair, last->sequence, nnreg_key_time(last->time));
    memcpy(value, pair.bytes, sizeof pair.bytes);
    memcpy(value + sizeof pair.bytes, last->hash, sizeof last->hash);
    return nnreg_kv_put(txn, NNREG_KV_SETTINGS, nnreg_key_text(NNREG_SETTING_LAST_EVENT),
                        (struct nnreg_slice){value, sizeof value}, error);
}

nnreg_status nnreg_event_decode(struct nnreg_event_record *record, struct nnreg_slice value,
                                struct nnreg_error *error)
{
    *record = (struct nnreg_event_record){.sequence = 0};
    if (value.size < NNREG_SHA256_SIZE)
        return nnreg_fail(error, NNREG_CORRUPT, "an event has only %zu bytes", value.size);
    memcpy(record->hash, value.content, sizeof record->hash);
    return nnreg_record_decode(&nnreg_event_record_table, record,
                               (const char *)value.content + NNREG_SHA256_SIZE,
                               value.size - NNREG_SHA256_SIZE, error);
}
