/* See sealing.h. */
#include "registry/sealing.h"

#include "codec/record.h"
#include "codec/record_view.h"
#include "codec/seal.h"
#include "records/network.h"
#include "records/recognition.h"
#include "records/task.h"
#include "registry/settings.h"

/* What is not known to be of this version is written as every library reads it: the registry may be damaged there. */
nnreg_status nnreg_sealing_applies(bool *applies, struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    uint64_t version = 0;
    nnreg_status status = nnreg_setting_get(&version, txn, NNREG_SETTING_FORMAT, error);

    *applies = status == NNREG_OK && version >= NNREG_FORMAT_SEALED;
    return status == NNREG_NOT_FOUND || status == NNREG_CORRUPT ? NNREG_OK : status;
}

/* Content behind a seal; a record with its index (`table` NULL: it is none). */
static void seal(struct nnreg_bytes *out, const struct nnreg_table *table, const void *content, size_t size)
{
    struct nnreg_bytes index = NNREG_BYTES_INIT;
    bool indexed = table != NULL && nnreg_record_view_index(&index, table, content, size) && !index.failed;

    nnreg_seal(out, &(struct nnreg_sealed){content, size, index.content, indexed ? index.size : 0});
    nnreg_bytes_free(&index);
}

nnreg_status nnreg_sealed_encode(struct nnreg_bytes *out, struct nnreg_kv_txn *txn,
                                 const struct nnreg_table *table, const void *record,
                                 struct nnreg_error *error)
{
    struct nnreg_bytes plain = NNREG_BYTES_INIT;
    bool sealed;
    nnreg_status status = nnreg_sealing_applies(&sealed, txn, error);

    if (status != NNREG_OK || !sealed)
        return status == NNREG_OK ? nnreg_record_encode(out, table, record, error) : status;
    status = nnreg_record_encode(&plain, table, record, error);
    if (status == NNREG_OK)
        seal(out, table, plain.content, plain.size);
    nnreg_bytes_free(&plain);
    return status == NNREG_OK && out->failed ? nnreg_fail_memory(error) : status;
}

static nnreg_status put_with_seal(struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                                  const struct nnreg_table *record_table, uint64_t id,
                                  struct nnreg_slice content, struct nnreg_error *error)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_key key;
    nnreg_status status;

    seal(&out, record_table, content.content, content.size);
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
    nnreg_status status = nnreg_sealing_applies(&sealed, txn, error);

    if (status != NNREG_OK)
        return status;
    return sealed ? put_with_seal(txn, table, NULL, id, content, error)
                  : nnreg_kv_put(txn, table, nnreg_key_u64(&key, id), content, error);
}

nnreg_status nnreg_sealed_get(struct nnreg_slice *content, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                              uint64_t id, struct nnreg_error *error)
{
    struct nnreg_key key;
    struct nnreg_sealed sealed;
    nnreg_status status = nnreg_kv_get(content, txn, table, nnreg_key_u64(&key, id), error);

    if (status != NNREG_OK)
        return status;
    if (!nnreg_unseal(&sealed, content->content, content->size))
        return nnreg_fail(error, NNREG_CORRUPT,
                          "the entry %llu of the table \"%s\" has changed: its checksum differs",
                          (unsigned long long)id, nnreg_kv_table_names[table]);
    *content = (struct nnreg_slice){sealed.content, sealed.size};
    return NNREG_OK;
}

nnreg_status nnreg_sealing_is_missing(bool *missing, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                                      uint64_t id, struct nnreg_error *error)
{
    struct nnreg_slice value;
    struct nnreg_key key;
    bool applies;
    nnreg_status status = nnreg_sealing_applies(&applies, txn, error);

    *missing = false;
    if (status == NNREG_OK)
        status = nnreg_kv_get(&value, txn, table, nnreg_key_u64(&key, id), error);
    if (status == NNREG_OK)
        *missing = applies && !nnreg_is_sealed(value.content, value.size);
    return status;
}

const char *nnreg_sealing_wrong(const struct nnreg_table *table, struct nnreg_slice value)
{
    struct nnreg_sealed sealed;

    if (!nnreg_is_sealed(value.content, value.size))
        return "it has no checksum";
    if (!nnreg_unseal(&sealed, value.content, value.size))
        return "its checksum differs";
    return nnreg_record_view_fits(&sealed, table) ? NULL : "its index is not that of its content";
}

/* ------------------------------------------------------------------------------------------------- the upgrade -- */

static const struct sealed_table {
    nnreg_kv_table_id table;
    const struct nnreg_table *records; /* NULL: they are none */
} sealed_tables[] = {{NNREG_KV_NETWORKS, &nnreg_network_table},
                     {NNREG_KV_NETWORK_TENSORS, NULL},
                     {NNREG_KV_SPECS, &nnreg_spec_table},
                     {NNREG_KV_VERSIONS, &nnreg_version_table},
                     {NNREG_KV_TASKS, &nnreg_task_table}};
#define SEALED_TABLES (sizeof sealed_tables / sizeof *sealed_tables)

enum { ENTRIES_AT_ONCE = 256 };

/* Some entries of a table that have no seal, copied, since a walk may not write. */
struct unsealed {
    const struct sealed_table *table;
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
                          nnreg_kv_table_names[unsealed->table->table], key.size);
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
        const char *content = unsealed->bytes.content + begin;

        status = put_with_seal(txn, unsealed->table->table, unsealed->table->records, unsealed->id[i],
                               (struct nnreg_slice){content, unsealed->end[i] - begin}, error);
        begin = unsealed->end[i];
    }
    return status;
}

static nnreg_status seal_table(struct nnreg_kv_txn *txn, const struct sealed_table *table,
                               struct nnreg_error *error)
{
    struct unsealed unsealed = {.table = table, .bytes = NNREG_BYTES_INIT};
    uint64_t from = 0;
    nnreg_status status;

    do {
        struct nnreg_key key;

        unsealed.count = unsealed.bytes.size = 0;
        status = nnreg_kv_walk(txn, table->table, nnreg_key_u64(&key, from), false, gather_unsealed,
                               &unsealed, error);
        if (status == NNREG_OK)
            status = seal_gathered(txn, &unsealed, error);
        from = unsealed.last + 1;
    } while (status == NNREG_OK && unsealed.count == ENTRIES_AT_ONCE && from != 0);
    nnreg_bytes_free(&unsealed.bytes);
    return status;
}

nnreg_status nnreg_sealing_upgrade(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < SEALED_TABLES && status == NNREG_OK; i++)
        status = seal_table(txn, &sealed_tables[i], error);
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
        status = nnreg_kv_walk(txn, sealed_tables[i].table, (struct nnreg_slice){NULL, 0}, false,
                               look_for_unsealed, whole, error);
    return status;
}
