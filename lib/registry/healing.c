/* Which networks a damaged file had hurt, and the events of its healing: see healing.h. */
#include "registry/healing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "codec/json_records.h"
#include "codec/record.h"
#include "registry/refs.h"
#include "registry/settings.h"
#include "store/staging.h"

/* What an event says was found in the place of the file. */
static const char *const found_words[NNREG_BLOB_FOUND_COUNT] = {
    [NNREG_BLOB_NOTHING] = "nothing",         [NNREG_BLOB_OTHER_SIZE] = "another size",
    [NNREG_BLOB_OTHER_BYTES] = "other bytes", [NNREG_BLOB_UNREADABLE] = "unreadable",
    [NNREG_BLOB_NO_FILE] = "no file",
};

struct nnreg_healed {
    nnreg_digest digest;
    enum nnreg_blob_found found;
};

struct nnreg_hurt {
    uint64_t id;
    char *files; /* JSON text: the files that were damaged */
};

/* ------------------------------------------------------------------------------------------------- the files -- */

static nnreg_status read_until(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_healing *healing = context;

    return nnreg_setting_get(&healing->until, txn, NNREG_SETTING_NEXT_NETWORK, error);
}

nnreg_status nnreg_healing_begin(struct nnreg_healing *healing, struct nnreg_kv *kv,
                                 struct nnreg_error *error)
{
    *healing = (struct nnreg_healing){0};
    return nnreg_kv_read(kv, read_until, healing, error);
}

static int by_digest(const void *a, const void *b)
{
    const struct nnreg_healed *left = a, *right = b;

    return memcmp(left->digest, right->digest, sizeof left->digest);
}

/* Takes up what was replaced, or put where nothing was; sorted, each once. */
static nnreg_status collect_files(struct nnreg_healing *healing, const struct nnreg_staged *staged,
                                  size_t count, struct nnreg_error *error)
{
    size_t i;

    healing->files = nnreg_alloc_zero(count, sizeof *healing->files);
    if (healing->files == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < count; i++) {
        struct nnreg_healed *file = &healing->files[healing->file_count];

        if (staged[i].number == 0 || staged[i].found == NNREG_BLOB_SAME)
            continue;
        memcpy(file->digest, staged[i].digest, sizeof file->digest);
        file->found = staged[i].found;
        healing->file_count++;
    }
    if (healing->file_count > 1)
        qsort(healing->files, healing->file_count, sizeof *healing->files, by_digest);
    return NNREG_OK;
}

/*
 * Leaves those that somebody uses: none of them, where all are new. It may run again, on those that a run before has left;
 * a reference that came in between is no older than the look, and its network is not among those that were served damage.
 */
static nnreg_status keep_used(struct nnreg_healing *healing, struct nnreg_kv_txn *txn,
                              struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t kept = 0, i;

    for (i = 0; i < healing->file_count && status == NNREG_OK; i++) {
        uint64_t used;

        status = nnreg_ref_count(&used, txn, healing->files[i].digest, error);
        if (status == NNREG_OK && used > 0)
            healing->files[kept++] = healing->files[i];
    }
    healing->file_count = kept;
    return status;
}

/* ---------------------------------------------------------------------------------------------- the networks -- */

static void put_file(struct nnreg_json_writer *writer, const struct nnreg_file *file,
                     const struct nnreg_healed *healed)
{
    nnreg_json_open_object(writer);
    nnreg_json_put_members(writer, &nnreg_file_table, file, NULL);
    nnreg_json_put_key(writer, "found");
    nnreg_json_put_string(writer, found_words[healed->found]);
    nnreg_json_close_object(writer);
}

/* *text: the network's files among the damaged ones, NULL when none is. */
static nnreg_status damaged_files(char **text, const struct nnreg_healing *healing,
                                  const struct nnreg_network *network, struct nnreg_error *error)
{
    const struct nnreg_file *files = network->files.items;
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    bool any = false;
    size_t i;

    *text = NULL;
    nnreg_json_writer_init(&writer, &out, 0);
    nnreg_json_open_array(&writer);
    for (i = 0; i < network->files.count; i++) {
        const struct nnreg_healed *healed;
        struct nnreg_healed key;

        memcpy(key.digest, files[i].sha256, sizeof key.digest);
        healed = bsearch(&key, healing->files, healing->file_count, sizeof *healing->files, by_digest);
        any = any || healed != NULL;
        if (healed != NULL)
            put_file(&writer, &files[i], healed);
    }
    nnreg_json_close_array(&writer);
    if (any)
        return nnreg_bytes_take(text, &out) == NNREG_OK ? NNREG_OK : nnreg_fail_memory(error);
    nnreg_bytes_free(&out);
    return NNREG_OK;
}

/* Takes over the text. */
static nnreg_status add_network(struct nnreg_healing *healing, uint64_t id, char *files,
                                struct nnreg_error *error)
{
    struct nnreg_hurt *grown = nnreg_array_room(healing->networks, &healing->network_room,
                                                healing->network_count + 1, sizeof *grown);

    if (grown == NULL) {
        nnreg_free(files);
        return nnreg_fail_memory(error);
    }
    healing->networks = grown;
    healing->networks[healing->network_count++] = (struct nnreg_hurt){id, files};
    return NNREG_OK;
}

/* Stops at the networks that came after the look began: what they have referred to was looked at by their own creates. */
static nnreg_status look_at_network(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                    void *context, struct nnreg_error *error)
{
    const struct nnreg_table *table = &nnreg_network_table;
    uint64_t wanted = nnreg_field_bit(NNREG_FIELD(network, files)), id;
    struct nnreg_healing *healing = context;
    struct nnreg_network network = {.id = 0};
    char *files;
    nnreg_status status;

    if (!nnreg_key_u64_read(&id, key))
        return nnreg_fail(error, NNREG_CORRUPT, "a key of the table \"%s\" is no number", table->name);
    *stop = id >= healing->until;
    if (*stop)
        return NNREG_OK;
    status = nnreg_record_decode_only(table, &network, wanted, value.content, value.size, error);
    if (status != NNREG_OK)
        return status;
    status = damaged_files(&files, healing, &network, error);
    nnreg_record_clear(table, &network);
    return status == NNREG_OK && files != NULL ? add_network(healing, id, files, error) : status;
}

static void forget_networks(struct nnreg_healing *healing)
{
    while (healing->network_count > 0)
        nnreg_free(healing->networks[--healing->network_count].files);
}

static nnreg_status find_networks(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_healing *healing = context;
    nnreg_status status = keep_used(healing, txn, error);

    forget_networks(healing); /* of a run before */
    if (status != NNREG_OK || healing->file_count == 0)
        return status;
    return nnreg_kv_walk(txn, NNREG_KV_NETWORKS, (struct nnreg_slice){NULL, 0}, false, look_at_network,
                         healing, error);
}

nnreg_status nnreg_healing_find(struct nnreg_healing *healing, struct nnreg_kv *kv,
                                const struct nnreg_staged *staged, size_t count, struct nnreg_error *error)
{
    nnreg_status status = count > 0 ? collect_files(healing, staged, count, error) : NNREG_OK;

    if (status != NNREG_OK || healing->file_count == 0)
        return status;
    return nnreg_kv_read(kv, find_networks, healing, error);
}

/* ------------------------------------------------------------------------------------------------ the events -- */

nnreg_status nnreg_healing_tell(const struct nnreg_healing *healing, struct nnreg_event_writer *events,
                                uint64_t healer, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    char none[] = "[]", field[] = "damaged_files", by[] = "healed_by", number[24];
    struct nnreg_change_record changes[2] = {{.field = field, .new_value = none},
                                             {.field = by, .new_value = number}};
    nnreg_status status = NNREG_OK;
    size_t i;

    (void)snprintf(number, sizeof number, "%llu", (unsigned long long)healer);
    for (i = 0; i < healing->network_count && status == NNREG_OK; i++) {
        const struct nnreg_hurt *hurt = &healing->networks[i];
        bool exists; /* deleted since: then it may also have been the delete that took the file away */

        changes[0].old_value = hurt->files;
        status = nnreg_object_exists(&exists, events->txn, kind, hurt->id, error);
        if (status == NNREG_OK && exists)
            status = nnreg_event_append_changes(events, NNREG_ACTION_HEAL, kind->object, hurt->id, changes, 2,
                                                error);
    }
    return status;
}

void nnreg_healing_free(struct nnreg_healing *healing)
{
    forget_networks(healing);
    nnreg_free(healing->networks);
    nnreg_free(healing->files);
    *healing = (struct nnreg_healing){0};
}
