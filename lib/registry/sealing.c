/* See sealing.h. */
#include "registry/sealing.h"

#include "codec/record.h"
#include "codec/seal.h"
#include "registry/settings.h"

/* What is not known to be of this version is written as every library reads it: the registry may be damaged there. */
static nnreg_status find_whether_sealed(bool *sealed, struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    uint64_t version = 0;
    nnreg_status status = nnreg_setting_get(&version, txn, NNREG_SETTING_FORMAT, error);

    *sealed = status == NNREG_OK && version >= NNREG_FORMAT_SEALED;
    return status == NNREG_NOT_FOUND || status == NNREG_CORRUPT ? NNREG_OK : status;
}

nnreg_status nnreg_sealed_encode(struct nnreg_bytes *out, struct nnreg_kv_txn *txn,
                                 const struct nnreg_table *table, const void *record,
                                 struct nnreg_error *error)
{
    size_t begin = out->size;
    bool sealed;
    nnreg_status status = find_whether_sealed(&sealed, txn, error);

    if (status == NNREG_OK && sealed)
        nnreg_seal_begin(out);
    if (status == NNREG_OK)
        status = nnreg_record_encode(out, table, record, error);
    if (status == NNREG_OK && sealed)
        nnreg_seal_end(out, begin);
    return status;
}

static nnreg_status put_with_seal(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, uint64_t id,
                                  struct nnreg_slice content, struct nnreg_error *error)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_key key;
    nnreg_status status;

    nnreg_seal_begin(&out);
    nnreg_bytes_put(&out, content.content, content.size);
    nnreg_seal_end(&out, 0);
    status = out.failed ? nnreg_fail_memory(error)
                        : nnreg_kv_put(txn, table, nnreg_key_u64(&key, id),
                                       (struct nnreg_slice){out.content, out.size}, error);
    nnreg_bytes_free(&out);
    return status;
}

nnreg_status nnreg_sealed_put(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, uint64_t id,
                              struct nnreg_slice content, struct nnreg_error *error)
{
    struct nnreg_key key;
    bool sealed;
    nnreg_status status = find_whether_sealed(&sealed, txn, error);

    if (status != NNREG_OK)
        return status;
    return sealed ? put_with_seal(txn, table, id, content, error)
                  : nnreg_kv_put(txn, table, nnreg_key_u64(&key, id), content, error);
}

nnreg_status nnreg_sealed_get(struct nnreg_slice *content, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                              uint64_t id, struct nnreg_error *error)
{
    struct nnreg_key key;
    nnreg_status status = nnreg_kv_get(content, txn, table, nnreg_key_u64(&key, id), error);

    if (status == NNREG_OK && !nnreg_unseal(&content->content, &content->size))
        return nnreg_fail(error, NNREG_CORRUPT,
                          "the entry %llu of the table \"%s\" has changed: its checksum differs",
                          (unsigned long long)id, nnreg_kv_table_names[table]);
    return status;
}

/* ------------------------------------------------------------------------------------------------- the upgrade -- */

enum { ENTRIES_AT_ONCE = 256 };

/* Some entries of a table that have no seal, copied, since a walk may not write. */
struct unsealed {
    nnreg_kv_table_id table;
    uint64_t id[ENTRIES_AT_ONCE];
    size_t end[ENTRIES_AT_ONCE]; /* of its content, in `bytes` */
    size_t count;
    struct nnreg_bytes bytes;
    uint64_t last; /* that was met */
};

static nnreg_status gather_unsealed(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                    void *context, struct nnreg_error *error)
{
    struct unsealed *unsealed = context;

    if (!nnreg_key_u64_read(&unsealed->last, key))
        return nnreg_fail(error, NNREG_CORRUPT, "a key of the table \"%s\", of %zu bytes, is no id",
                          nnreg_kv_table_names[unsealed->table], key.size);
    if (nnreg_is_sealed(value.content, value.size))
        return NNREG_OK;
    nnreg_bytes_put(&unsealed->bytes, value.content, value.size);
    if (unsealed->bytes.failed)
        return nnreg_fail_memory(error);
    unsealed->id[unsealed->count] = unsealed->last;
    unsealed->end[unsealed->count++] = unsealed->bytes.size;
    *stop = unsealed->count == ENTRIES_AT_ONCE;
    return NNREG_OK;
}

static nnreg_status seal_gathered(struct nnreg_kv_txn *txn, const struct unsealed *unsealed,
                                  struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i, begin = 0;

    for (i = 0; i < unsealed->count && status == NNREG_OK; i++) {
        const char *content = unsealed->bytes.content != NULL ? unsealed->bytes.content + begin : "";

        status = put_with_seal(txn, unsealed->table, unsealed->id[i],
                               (struct nnreg_slice){content, unsealed->end[i] - begin}, error);
        begin = unsealed->end[i];
    }
    return status;
}

static nnreg_status seal_table(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_error *error)
{
    struct unsealed unsealed = {.table = table, .bytes = NNREG_BYTES_INIT};
    uint64_t from = 0;
    nnreg_status status;

    do {
        struct nnreg_key key;

        unsealed.count = unsealed.bytes.size = 0;
        status =
            nnreg_kv_walk(txn, table, nnreg_key_u64(&key, from), false, gather_unsealed, &unsealed, error);
        if (status == NNREG_OK)
            status = seal_gathered(txn, &unsealed, error);
        from = unsealed.last + 1;
    } while (status == NNREG_OK && unsealed.count == ENTRIES_AT_ONCE && from != 0);
    nnreg_bytes_free(&unsealed.bytes);
    return status;
}

static const nnreg_kv_table_id sealed_tables[] = {NNREG_KV_NETWORKS, NNREG_KV_NETWORK_TENSORS, NNREG_KV_SPECS,
                                                  NNREG_KV_VERSIONS, NNREG_KV_TASKS};
#define SEALED_TABLES (sizeof sealed_tables / sizeof *sealed_tables)

nnreg_status nnreg_sealing_upgrade(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < SEALED_TABLES && status == NNREG_OK; i++)
        status = seal_table(txn, sealed_tables[i], error);
    return status;
}

static nnreg_status look_for_unsealed(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                      void *context, struct nnreg_error *error)
{
    (void)key;
    (void)error;
    *stop = !nnreg_is_sealed(value.content, value.size);
    *(bool *)context = !*stop;
    return NNREG_OK;
}

nnreg_status nnreg_sealing_is_whole(bool *whole, struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    *whole = true;
    for (i = 0; i < SEALED_TABLES && status == NNREG_OK && *whole; i++)
        status = nnreg_kv_walk(txn, sealed_tables[i], (struct nnreg_slice){NULL, 0}, false, look_for_unsealed,
                               whole, error);
    return status;
}
