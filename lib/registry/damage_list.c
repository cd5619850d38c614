/* Telling of damage: the public list of damaged files, with the networks that use them. See nnreg.h. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "codec/json_records.h"
#include "codec/record.h"
#include "registry/damage_table.h"
#include "registry/objects.h"

/* What belongs to a file of the list besides what its user sees of it. */
struct damaged_entry {
    nnreg_digest digest;
    struct nnreg_damaged_use *uses; /* with texts of their own */
    size_t use_count, use_room;
};

struct nnreg_damage {
    struct damaged_entry *entries; /* sorted by digest */
    struct nnreg_damaged_file *files;
    size_t count, entry_room, file_room;
};

/* ------------------------------------------------------------------------------------------------- the files -- */

static nnreg_status add_damaged(const nnreg_digest digest, const struct nnreg_damage_record *record,
                                void *context, struct nnreg_error *error)
{
    nnreg_damage *damage = context;
    struct damaged_entry *entries =
        nnreg_array_room(damage->entries, &damage->entry_room, damage->count + 1, sizeof *entries);
    struct nnreg_damaged_file *files;

    if (entries == NULL)
        return nnreg_fail_memory(error);
    damage->entries = entries;
    files = nnreg_array_room(damage->files, &damage->file_room, damage->count + 1, sizeof *files);
    if (files == NULL)
        return nnreg_fail_memory(error);
    damage->files = files;
    entries[damage->count] = (struct damaged_entry){.uses = NULL};
    memcpy(entries[damage->count].digest, digest, sizeof(nnreg_digest));
    files[damage->count] = (struct nnreg_damaged_file){
        .size = sizeof *files,
        .bytes = record->size,
        .since = record->since,
        .found = nnreg_vocab_word(&nnreg_vocab_found, record->found),
    };
    nnreg_hex(files[damage->count].sha256, digest);
    damage->count++;
    return NNREG_OK;
}

/* ----------------------------------------------------------------------------------------------- who uses them -- */

static int order_of_entries(const void *a, const void *b)
{
    const struct damaged_entry *left = a, *right = b;

    return memcmp(left->digest, right->digest, sizeof left->digest);
}

static nnreg_status add_use(struct damaged_entry *entry, const struct nnreg_network *network,
                            const struct nnreg_file *file, struct nnreg_error *error)
{
    struct nnreg_damaged_use *grown =
        nnreg_array_room(entry->uses, &entry->use_room, entry->use_count + 1, sizeof *grown);
    char *network_name, *file_name;

    if (grown == NULL)
        return nnreg_fail_memory(error);
    entry->uses = grown;
    network_name = nnreg_strdup(network->name);
    file_name = nnreg_strdup(file->name);
    if (network_name == NULL || file_name == NULL) {
        nnreg_free(network_name);
        nnreg_free(file_name);
        return nnreg_fail_memory(error);
    }
    grown[entry->use_count++] = (struct nnreg_damaged_use){.size = sizeof *grown,
                                                           .network_id = network->id,
                                                           .network_name = network_name,
                                                           .file_name = file_name};
    return NNREG_OK;
}

static nnreg_status add_uses_of(nnreg_damage *damage, const struct nnreg_network *network,
                                struct nnreg_error *error)
{
    const struct nnreg_file *files = network->files.items;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < network->files.count && status == NNREG_OK; i++) {
        struct damaged_entry key, *entry;

        memcpy(key.digest, files[i].sha256, sizeof key.digest);
        entry = bsearch(&key, damage->entries, damage->count, sizeof *damage->entries, order_of_entries);
        if (entry != NULL)
            status = add_use(entry, network, &files[i], error);
    }
    return status;
}

#define WANTED_OF_USERS \
    (nnreg_field_bit(NNREG_FIELD(network, files)) | nnreg_field_bit(NNREG_FIELD(network, name)))

static nnreg_status look_at_user(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                 struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    struct nnreg_network network;
    nnreg_status status;
    uint64_t id;

    (void)stop;
    if (!nnreg_key_u64_read(&id, key))
        return nnreg_fail(error, NNREG_CORRUPT, "a key of the table \"%s\" is no number",
                          nnreg_kv_table_names[kind->records]);
    status = nnreg_object_decode(&network, kind, id, WANTED_OF_USERS, value, error);
    if (status != NNREG_OK)
        return status;
    status = add_uses_of(context, &network, error);
    nnreg_record_clear(kind->table, &network);
    return status;
}

/* Reads all networks, so only where there is damage. */
static nnreg_status list_all(struct nnreg_kv_txn *txn, nnreg_damage *damage, struct nnreg_error *error)
{
    nnreg_status status = nnreg_damage_walk(txn, add_damaged, damage, error);

    if (status != NNREG_OK || damage->count == 0)
        return status;
    return nnreg_kv_walk(txn, NNREG_KV_NETWORKS, (struct nnreg_slice){NULL, 0}, false, look_at_user, damage,
                         error);
}

/* -------------------------------------------------------------------------------------------------- of one alone -- */

/* A file that the network has twice is listed once. */
static nnreg_status add_if_damaged(struct nnreg_kv_txn *txn, nnreg_damage *damage, const nnreg_digest digest,
                                   struct nnreg_error *error)
{
    struct nnreg_damage_record record;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < damage->count; i++)
        if (memcmp(damage->entries[i].digest, digest, sizeof damage->entries[i].digest) == 0)
            return NNREG_OK;
    status = nnreg_damage_get(&record, txn, digest, error);
    if (status != NNREG_OK)
        return status == NNREG_NOT_FOUND ? NNREG_OK : status;
    status = add_damaged(digest, &record, damage, error);
    nnreg_record_clear(&nnreg_damage_record_table, &record);
    return status;
}

static int order_of_files(const void *a, const void *b)
{
    const struct nnreg_damaged_file *left = a, *right = b;

    return strcmp(left->sha256, right->sha256);
}

static nnreg_status list_of_network(struct nnreg_kv_txn *txn, nnreg_damage *damage, uint64_t id,
                                    struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    struct nnreg_network network;
    const struct nnreg_file *files;
    nnreg_status status = nnreg_object_load_only(&network, txn, kind, id, WANTED_OF_USERS, error);
    size_t i;

    if (status != NNREG_OK)
        return status;
    files = network.files.items;
    for (i = 0; i < network.files.count && status == NNREG_OK; i++)
        status = add_if_damaged(txn, damage, files[i].sha256, error);
    if (status == NNREG_OK && damage->count > 0) {
        qsort(damage->entries, damage->count, sizeof *damage->entries, order_of_entries);
        qsort(damage->files, damage->count, sizeof *damage->files, order_of_files);
        status = add_uses_of(damage, &network, error);
    }
    nnreg_record_clear(kind->table, &network);
    return status;
}

/* ---------------------------------------------------------------------------------------------------- the list -- */

struct damage_listing {
    nnreg_damage *damage;
    uint64_t network_id;
};

static nnreg_status list_damage(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct damage_listing *listing = context;

    return listing->network_id != 0 ? list_of_network(txn, listing->damage, listing->network_id, error)
                                    : list_all(txn, listing->damage, error);
}

static void count_uses(nnreg_damage *damage)
{
    size_t i;

    for (i = 0; i < damage->count; i++)
        damage->files[i].use_count = damage->entries[i].use_count;
}

nnreg_status nnreg_damage_list(nnreg *registry, nnreg_damage **damage, uint64_t network_id)
{
    struct damage_listing listing = {.network_id = network_id};
    struct nnreg_error error;
    nnreg_status status;

    if (damage != NULL)
        *damage = NULL;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && damage == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK) {
        listing.damage = nnreg_alloc_zero(1, sizeof *listing.damage);
        status = listing.damage != NULL ? NNREG_OK : nnreg_fail_memory(&error);
    }
    if (status == NNREG_OK)
        status = nnreg_kv_read(registry->kv, list_damage, &listing, &error);
    if (status == NNREG_OK) {
        count_uses(listing.damage);
        *damage = listing.damage;
    } else {
        nnreg_damage_free(listing.damage);
    }
    return nnreg_leave(registry, status, &error);
}

void nnreg_damage_free(nnreg_damage *damage)
{
    size_t i, k;

    if (damage == NULL)
        return;
    for (i = 0; i < damage->count; i++) {
        for (k = 0; k < damage->entries[i].use_count; k++) {
            nnreg_free((void *)(uintptr_t)damage->entries[i].uses[k].network_name);
            nnreg_free((void *)(uintptr_t)damage->entries[i].uses[k].file_name);
        }
        nnreg_free(damage->entries[i].uses);
    }
    nnreg_free(damage->entries);
    nnreg_free(damage->files);
    nnreg_free(damage);
}

size_t nnreg_damage_count(const nnreg_damage *damage)
{
    return damage->count;
}

const struct nnreg_damaged_file *nnreg_damage_file(const nnreg_damage *damage, size_t i)
{
    return i < damage->count ? &damage->files[i] : NULL;
}

const struct nnreg_damaged_use *nnreg_damage_use(const nnreg_damage *damage, size_t i, size_t k)
{
    return i < damage->count && k < damage->entries[i].use_count ? &damage->entries[i].uses[k] : NULL;
}
