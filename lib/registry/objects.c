/*
 * Kinds of objects, their records, indexes and counts: see objects.h.
 *
 * Nothing here undoes what it has begun: the first failure is passed on, and the transaction is dropped with all that was
 * written in it. So records, indexes and counts are never seen apart, in whatever order they are written.
 */
#include "registry/objects.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "codec/record.h"
#include "registry/sealing.h"
#include "registry/settings.h"

#define MEMBERS(type)                                                                                 \
    .id_offset = offsetof(struct type, id), .update_date_offset = offsetof(struct type, update_date), \
    .create_date_offset = offsetof(struct type, create_date)

const struct nnreg_object_kind nnreg_object_kinds[NNREG_OBJECT_COUNT] = {
    [NNREG_OBJECT_NETWORK] = {.object = NNREG_OBJECT_NETWORK,
                              .table = &nnreg_network_table,
                              .records = NNREG_KV_NETWORKS,
                              .blocks = NNREG_KV_NETWORK_BLOCKS,
                              .updates = NNREG_KV_NETWORK_UPDATES,
                              .names = NNREG_KV_NETWORK_NAMES,
                              .counter = NNREG_SETTING_NEXT_NETWORK,
                              MEMBERS(nnreg_network),
                              .name_offset = offsetof(struct nnreg_network, name),
                              .metadata_offset = offsetof(struct nnreg_network, metadata),
                              .slugs = NNREG_KV_SLUGS,
                              .public_ids = NNREG_KV_PUBLIC,
                              .slug_offset = offsetof(struct nnreg_network, slug),
                              .public_since = 1},
    [NNREG_OBJECT_SPEC] = {.object = NNREG_OBJECT_SPEC,
                           .table = &nnreg_spec_table,
                           .records = NNREG_KV_SPECS,
                           .blocks = NNREG_KV_SPEC_BLOCKS,
                           .updates = NNREG_KV_SPEC_UPDATES,
                           .names = NNREG_KV_SPEC_NAMES,
                           .counter = NNREG_SETTING_NEXT_SPEC,
                           MEMBERS(nnreg_spec),
                           .name_offset = offsetof(struct nnreg_spec, name),
                           .metadata_offset = offsetof(struct nnreg_spec, metadata),
                           .slugs = NNREG_KV_SPEC_SLUGS,
                           .public_ids = NNREG_KV_PUBLIC_SPECS,
                           .slug_offset = offsetof(struct nnreg_spec, slug),
                           .public_since = 3},
    [NNREG_OBJECT_VERSION] = {.object = NNREG_OBJECT_VERSION,
                              .table = &nnreg_version_table,
                              .records = NNREG_KV_VERSIONS,
                              .blocks = NNREG_KV_VERSION_BLOCKS,
                              .updates = NNREG_KV_VERSION_UPDATES,
                              .names = -1,
                              .counter = NNREG_SETTING_NEXT_VERSION,
                              MEMBERS(nnreg_version),
                              .slugs = -1,
                              .public_ids = -1},
    [NNREG_OBJECT_TASK] = {.object = NNREG_OBJECT_TASK,
                           .table = &nnreg_task_table,
                           .records = NNREG_KV_TASKS,
                           .blocks = NNREG_KV_TASK_BLOCKS,
                           .updates = NNREG_KV_TASK_UPDATES,
                           .names = -1,
                           .counter = NNREG_SETTING_NEXT_TASK,
                           MEMBERS(nnreg_task),
                           .slugs = -1,
                           .public_ids = -1},
};

static const struct nnreg_slice nothing = {"", 0};

static uint64_t id_bit(const struct nnreg_object_kind *kind)
{
    return nnreg_field_bit(nnreg_field_at(kind->table, kind->id_offset));
}

const char *nnreg_object_name(const struct nnreg_object_kind *kind, const void *record)
{
    return kind->names < 0 ? NULL : *(char *const *)((const char *)record + kind->name_offset);
}

const char *nnreg_object_slug(const struct nnreg_object_kind *kind, const void *record)
{
    return kind->slugs < 0 ? NULL : *(char *const *)((const char *)record + kind->slug_offset);
}

/* ---------------------------------------------------------------------------------------------- records -- */

/* What is wrong with a record, by the object that it is of. */
static nnreg_status tell_undecoded(const struct nnreg_object_kind *kind, uint64_t id, nnreg_status status,
                                   struct nnreg_error *error)
{
    char why[300];

    if (error == NULL || (status != NNREG_CORRUPT && status != NNREG_UNSUPPORTED))
        return status;
    (void)snprintf(why, sizeof why, "%.*s", (int)sizeof why - 1, error->text);
    return nnreg_fail(error, status, "%s %llu cannot be read: %s", kind->table->name, (unsigned long long)id,
                      why);
}

/* Whoever wants fields wants the id, too: it is the one thing in a record that its key can be held against. */
nnreg_status nnreg_object_decode(void *record, const struct nnreg_object_kind *kind, uint64_t id,
                                 uint64_t wanted, struct nnreg_slice value, struct nnreg_error *error)
{
    uint64_t fields = wanted == 0 ? 0 : wanted | id_bit(kind), own;
    nnreg_status status;

    memset(record, 0, kind->table->size);
    status = nnreg_record_decode_only(kind->table, record, fields, value.content, value.size, error);
    if (status != NNREG_OK)
        return tell_undecoded(kind, id, status, error);
    own = *nnreg_object_id(kind, record);
    if (own == id)
        return NNREG_OK;
    nnreg_record_clear(kind->table, record);
    return nnreg_fail(error, NNREG_CORRUPT, "the record of %s %llu says that it is %llu", kind->table->name,
                      (unsigned long long)id, (unsigned long long)own);
}

nnreg_status nnreg_object_find(struct nnreg_slice *value, struct nnreg_kv_txn *txn,
                               const struct nnreg_object_kind *kind, uint64_t id, struct nnreg_error *error)
{
    struct nnreg_key key;
    nnreg_status status = nnreg_kv_get(value, txn, kind->records, nnreg_key_u64(&key, id), error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, status, "there is no %s %llu", kind->table->name, (unsigned long long)id);
    return status;
}

nnreg_status nnreg_object_load_only(void *record, struct nnreg_kv_txn *txn,
                                    const struct nnreg_object_kind *kind, uint64_t id, uint64_t wanted,
                                    struct nnreg_error *error)
{
    struct nnreg_slice value;
    nnreg_status status = nnreg_object_find(&value, txn, kind, id, error);

    return status == NNREG_OK ? nnreg_object_decode(record, kind, id, wanted, value, error) : status;
}

nnreg_status nnreg_object_load(void *record, struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                               uint64_t id, struct nnreg_error *error)
{
    return nnreg_object_load_only(record, txn, kind, id, 0, error);
}

nnreg_status nnreg_object_exists(bool *exists, struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                 uint64_t id, struct nnreg_error *error)
{
    struct nnreg_key key;
    struct nnreg_slice value;
    nnreg_status status = nnreg_kv_get(&value, txn, kind->records, nnreg_key_u64(&key, id), error);

    *exists = status == NNREG_OK;
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

nnreg_status nnreg_object_store(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                const void *record, struct nnreg_error *error)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_key key;
    nnreg_status status = nnreg_sealed_encode(&out, txn, kind->table, record, error);

    if (status == NNREG_OK)
        status = nnreg_kv_put(txn, kind->records, nnreg_key_u64(&key, *nnreg_object_id(kind, record)),
                              (struct nnreg_slice){out.content, out.size}, error);
    nnreg_bytes_free(&out);
    return status;
}

/* ---------------------------------------------------------------------------------------------- indexes -- */

/* What stood in an index must be there to be taken out. */
static nnreg_status take_out(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind, uint64_t id,
                             enum nnreg_kv_table table, struct nnreg_slice key, struct nnreg_error *error)
{
    nnreg_status status = nnreg_kv_remove(txn, table, key, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" lacks the entry of %s %llu",
                          nnreg_kv_table_names[table], kind->table->name, (unsigned long long)id);
    return status;
}

static struct nnreg_slice update_key(struct nnreg_key_pair *key, const struct nnreg_object_kind *kind,
                                     const void *record)
{
    return nnreg_key_pair(key, nnreg_key_time(*nnreg_object_update_date(kind, record)),
                          *nnreg_object_id(kind, record));
}

static struct nnreg_slice name_key(struct nnreg_key_name *key, const struct nnreg_object_kind *kind,
                                   const void *record)
{
    return nnreg_key_name(key, nnreg_object_name(kind, record), *nnreg_object_id(kind, record));
}

static nnreg_status add_date(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                             const void *record, struct nnreg_error *error)
{
    struct nnreg_key_pair key;

    return nnreg_kv_put(txn, kind->updates, update_key(&key, kind, record), nothing, error);
}

static nnreg_status take_date(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                              const void *record, struct nnreg_error *error)
{
    struct nnreg_key_pair key;

    return take_out(txn, kind, *nnreg_object_id(kind, record), kind->updates, update_key(&key, kind, record),
                    error);
}

static nnreg_status add_name_entry(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                   const void *record, struct nnreg_error *error)
{
    struct nnreg_key_name key;

    return kind->names < 0
               ? NNREG_OK
               : nnreg_kv_put(txn, (unsigned)kind->names, name_key(&key, kind, record), nothing, error);
}

static nnreg_status take_name_out(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                  const void *record, struct nnreg_error *error)
{
    struct nnreg_key_name key;

    return kind->names < 0 ? NNREG_OK
                           : take_out(txn, kind, *nnreg_object_id(kind, record),
                                      (enum nnreg_kv_table)kind->names, name_key(&key, kind, record), error);
}

static nnreg_status add_to_indexes(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                   const void *record, struct nnreg_error *error)
{
    nnreg_status status = add_date(txn, kind, record, error);

    return status == NNREG_OK ? add_name_entry(txn, kind, record, error) : status;
}

static nnreg_status take_from_indexes(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                      const void *record, struct nnreg_error *error)
{
    nnreg_status status = take_date(txn, kind, record, error);

    return status == NNREG_OK ? take_name_out(txn, kind, record, error) : status;
}

/* An object has a name that it does not change with most of what changes: its entry stays then. */
static nnreg_status move_name(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                              const void *before, const void *after, struct nnreg_error *error)
{
    nnreg_status status;

    if (kind->names < 0 || strcmp(nnreg_object_name(kind, before), nnreg_object_name(kind, after)) == 0)
        return NNREG_OK;
    status = take_name_out(txn, kind, before, error);
    return status == NNREG_OK ? add_name_entry(txn, kind, after, error) : status;
}

/* ----------------------------------------------------------------------------------------------- blocks -- */

bool nnreg_block_read(struct nnreg_block *block, struct nnreg_slice value)
{
    return nnreg_key_pair_read(&block->private_count, &block->public_count, value);
}

/* False: there would be fewer than none. A negative difference wraps around to a subtraction. */
static bool change(uint64_t *count, int difference)
{
    if (difference < 0 && *count < (uint64_t)-difference)
        return false;
    *count += (uint64_t)(int64_t)difference;
    return true;
}

nnreg_status nnreg_block_add(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind, uint64_t id,
                             int private_difference, int public_difference, struct nnreg_error *error)
{
    struct nnreg_block block = {0, 0};
    struct nnreg_key key;
    struct nnreg_key_pair pair;
    struct nnreg_slice at = nnreg_key_u64(&key, id / NNREG_BLOCK_IDS), value;
    nnreg_status status = nnreg_kv_get(&value, txn, kind->blocks, at, error);

    if (status != NNREG_OK && status != NNREG_NOT_FOUND)
        return status;
    if ((status == NNREG_OK && !nnreg_block_read(&block, value)) ||
        !change(&block.private_count, private_difference) || !change(&block.public_count, public_difference))
        return nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" counts fewer in block %llu than there are",
                          nnreg_kv_table_names[kind->blocks], (unsigned long long)(id / NNREG_BLOCK_IDS));
    /* Both are 0 only where an entry was: without one the counts could but grow. */
    if (block.private_count > 0 || block.public_count > 0)
        return nnreg_kv_put(txn, kind->blocks, at,
                            nnreg_key_pair(&pair, block.private_count, block.public_count), error);
    return take_out(txn, kind, id, kind->blocks, at, error);
}

/* ---------------------------------------------------------------------------------------------- changes -- */

/* Ids are never given twice: what is there already would be lost. */
static nnreg_status check_is_new(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind, uint64_t id,
                                 struct nnreg_error *error)
{
    bool exists;
    nnreg_status status = nnreg_object_exists(&exists, txn, kind, id, error);

    if (status == NNREG_OK && exists)
        return nnreg_fail(error, NNREG_CORRUPT,
                          "the counter \"%s\" gave %llu, and there is a %s %llu already", kind->counter,
                          (unsigned long long)id, kind->table->name, (unsigned long long)id);
    return status;
}

nnreg_status nnreg_object_insert(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind, void *record,
                                 struct nnreg_error *error)
{
    uint64_t *id = nnreg_object_id(kind, record);
    int64_t now = nnreg_clock_now();
    nnreg_status status = *id == 0 ? nnreg_next_id(id, txn, kind->counter, error) : NNREG_OK;

    *nnreg_object_update_date(kind, record) = now;
    memcpy((char *)record + kind->create_date_offset, &now, sizeof now);
    if (status == NNREG_OK)
        status = check_is_new(txn, kind, *id, error);
    if (status == NNREG_OK)
        status = nnreg_object_store(txn, kind, record, error);
    if (status == NNREG_OK)
        status = add_to_indexes(txn, kind, record, error);
    return status == NNREG_OK ? nnreg_block_add(txn, kind, *id, +1, 0, error) : status;
}

nnreg_status nnreg_object_replace(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                  const void *before, void *after, struct nnreg_error *error)
{
    int64_t now = nnreg_clock_now(), last = *nnreg_object_update_date(kind, before);
    nnreg_status status = take_date(txn, kind, before, error);

    *nnreg_object_update_date(kind, after) = now > last ? now : last + 1;
    if (status == NNREG_OK)
        status = add_date(txn, kind, after, error);
    if (status == NNREG_OK)
        status = move_name(txn, kind, before, after, error);
    return status == NNREG_OK ? nnreg_object_store(txn, kind, after, error) : status;
}

nnreg_status nnreg_block_settle(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                struct nnreg_block_tally *tally, struct nnreg_error *error)
{
    int gone = tally->gone;

    tally->gone = 0;
    return gone > 0 ? nnreg_block_add(txn, kind, tally->block * NNREG_BLOCK_IDS, -gone, 0, error) : NNREG_OK;
}

nnreg_status nnreg_object_remove_one_of(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                        const void *record, struct nnreg_block_tally *tally,
                                        struct nnreg_error *error)
{
    uint64_t id = *nnreg_object_id(kind, record), block = id / NNREG_BLOCK_IDS;
    struct nnreg_key key;
    nnreg_status status = take_from_indexes(txn, kind, record, error);

    if (status == NNREG_OK)
        status = take_out(txn, kind, id, kind->records, nnreg_key_u64(&key, id), error);
    /* A new tally is of block 0 and counts nothing: to settle it is to do nothing. */
    if (status == NNREG_OK && tally->block != block)
        status = nnreg_block_settle(txn, kind, tally, error);
    tally->block = block;
    tally->gone++;
    return status;
}

nnreg_status nnreg_object_remove(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                                 const void *record, struct nnreg_error *error)
{
    struct nnreg_block_tally tally = {0, 0};
    nnreg_status status = nnreg_object_remove_one_of(txn, kind, record, &tally, error);

    return status == NNREG_OK ? nnreg_block_settle(txn, kind, &tally, error) : status;
}
