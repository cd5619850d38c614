/* See hurt.h. */
#include "registry/hurt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "codec/json_records.h"
#include "registry/damage_table.h"

struct nnreg_hurt_network {
    uint64_t id;
    char *files; /* JSON text: the files that are damaged */
};

/* ------------------------------------------------------------------------------------------------- the files -- */

static int by_digest(const void *a, const void *b)
{
    const struct nnreg_hurt_file *left = a, *right = b;

    return memcmp(left->digest, right->digest, sizeof left->digest);
}

nnreg_status nnreg_hurt_add(struct nnreg_hurt *hurt, const nnreg_digest digest, enum nnreg_blob_found found,
                            struct nnreg_error *error)
{
    struct nnreg_hurt_file *grown, file = {.found = found};

    grown = nnreg_array_room(hurt->files, &hurt->file_room, hurt->file_count + 1, sizeof *grown);
    if (grown == NULL)
        return nnreg_fail_memory(error);
    hurt->files = grown;
    memcpy(file.digest, digest, sizeof file.digest);
    hurt->files[hurt->file_count++] = file;
    return NNREG_OK;
}

/* Sorted, each once: which of two equal ones stays makes no difference. */
static void sort_files(struct nnreg_hurt *hurt)
{
    size_t kept = 0, i;

    if (hurt->file_count > 1)
        qsort(hurt->files, hurt->file_count, sizeof *hurt->files, by_digest);
    for (i = 0; i < hurt->file_count; i++) {
        if (kept > 0 && by_digest(&hurt->files[kept - 1], &hurt->files[i]) == 0)
            continue;
        hurt->files[kept] = hurt->files[i];
        hurt->files[kept++].used = false;
    }
    hurt->file_count = kept;
}

/* ---------------------------------------------------------------------------------------------- the networks -- */

/* The file of a digest, of which there is one at least; NULL: none. */
static struct nnreg_hurt_file *find_hurt_file(const struct nnreg_hurt *hurt, const nnreg_digest digest)
{
    struct nnreg_hurt_file key;

    memcpy(key.digest, digest, sizeof key.digest);
    return bsearch(&key, hurt->files, hurt->file_count, sizeof *hurt->files, by_digest);
}

static void put_file(struct nnreg_json_writer *writer, const struct nnreg_file *file,
                     const struct nnreg_hurt_file *hurt)
{
    const struct nnreg_damage_record record = {.found = nnreg_damage_found(hurt->found)};
    const struct nnreg_field *found = NNREG_FIELD(damage_record, found);

    nnreg_json_open_object(writer);
    nnreg_json_put_members(writer, &nnreg_file_table, file, NULL);
    nnreg_json_put_key(writer, found->key);
    nnreg_json_put_member(writer, found, &record);
    nnreg_json_close_object(writer);
}

/* *text: the network's files among the damaged ones, NULL when none is. */
static nnreg_status damaged_files(char **text, const struct nnreg_hurt *hurt,
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
        struct nnreg_hurt_file *file = find_hurt_file(hurt, files[i].sha256);

        if (file == NULL)
            continue;
        any = file->used = true;
        file->size = files[i].size;
        put_file(&writer, &files[i], file);
    }
    nnreg_json_close_array(&writer);
    if (any)
        return nnreg_bytes_take(text, &out) == NNREG_OK ? NNREG_OK : nnreg_fail_memory(error);
    nnreg_bytes_free(&out);
    return NNREG_OK;
}

/* Takes over the text. */
static nnreg_status add_network(struct nnreg_hurt *hurt, uint64_t id, char *files, struct nnreg_error *error)
{
    struct nnreg_hurt_network *grown =
        nnreg_array_room(hurt->networks, &hurt->network_room, hurt->network_count + 1, sizeof *grown);

    if (grown == NULL) {
        nnreg_free(files);
        return nnreg_fail_memory(error);
    }
    hurt->networks = grown;
    hurt->networks[hurt->network_count++] = (struct nnreg_hurt_network){id, files};
    return NNREG_OK;
}

static nnreg_status look_at_network(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                    void *context, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    uint64_t wanted = nnreg_field_bit(NNREG_FIELD(network, files)), id;
    struct nnreg_network network;
    struct nnreg_hurt *hurt = context;
    char *files;
    nnreg_status status;

    if (!nnreg_key_u64_read(&id, key))
        return nnreg_fail(error, NNREG_CORRUPT, "a key of the table \"%s\" is no number",
                          nnreg_kv_table_names[kind->records]);
    *stop = hurt->until != 0 && id >= hurt->until;
    if (*stop)
        return NNREG_OK;
    status = nnreg_object_decode(&network, kind, id, wanted, value, error);
    if (status != NNREG_OK)
        return status;
    status = damaged_files(&files, hurt, &network, error);
    nnreg_record_clear(kind->table, &network);
    return status == NNREG_OK && files != NULL ? add_network(hurt, id, files, error) : status;
}

static void forget_networks(struct nnreg_hurt *hurt)
{
    while (hurt->network_count > 0)
        nnreg_free(hurt->networks[--hurt->network_count].files);
}

nnreg_status nnreg_hurt_find(struct nnreg_hurt *hurt, struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    forget_networks(hurt); /* of a run before */
    sort_files(hurt);
    if (hurt->file_count == 0)
        return NNREG_OK;
    return nnreg_kv_walk(txn, NNREG_KV_NETWORKS, (struct nnreg_slice){NULL, 0}, false, look_at_network, hurt,
                         error);
}

/* ------------------------------------------------------------------------------------------------ the events -- */

/* `by`: the number of who has healed them, or NULL. */
static nnreg_status tell_hurt(const struct nnreg_hurt *hurt, struct nnreg_event_writer *events, int action,
                              char *by, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    char none[] = "[]", field[] = "damaged_files", healed_by[] = "healed_by";
    struct nnreg_change_record changes[2] = {{.field = field, .old_value = none, .new_value = none},
                                             {.field = healed_by, .new_value = by}};
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < hurt->network_count && status == NNREG_OK; i++) {
        const struct nnreg_hurt_network *network = &hurt->networks[i];
        bool exists; /* deleted since: then it may also have been the delete that took the file away */

        *(action == NNREG_ACTION_HEAL ? &changes[0].old_value : &changes[0].new_value) = network->files;
        status = nnreg_object_exists(&exists, events->txn, kind, network->id, error);
        if (status == NNREG_OK && exists)
            status = nnreg_event_append_changes(events, action, kind->object, network->id, changes,
                                                by != NULL ? 2 : 1, error);
    }
    return status;
}

nnreg_status nnreg_hurt_tell(const struct nnreg_hurt *hurt, struct nnreg_event_writer *events,
                             uint64_t healer, struct nnreg_error *error)
{
    char number[24];

    (void)snprintf(number, sizeof number, "%llu", (unsigned long long)healer);
    return healer != 0 ? tell_hurt(hurt, events, NNREG_ACTION_HEAL, number, error)
                       : tell_hurt(hurt, events, NNREG_ACTION_DAMAGE, NULL, error);
}

nnreg_status nnreg_hurt_tell_sound(const struct nnreg_hurt *hurt, struct nnreg_event_writer *events,
                                   struct nnreg_error *error)
{
    return tell_hurt(hurt, events, NNREG_ACTION_HEAL, NULL, error);
}

void nnreg_hurt_free(struct nnreg_hurt *hurt)
{
    forget_networks(hurt);
    nnreg_free(hurt->networks);
    nnreg_free(hurt->files);
    *hurt = (struct nnreg_hurt){0};
}
