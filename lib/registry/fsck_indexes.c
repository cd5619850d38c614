/*
 * Indexes against records, in both directions: each record has its entries, and each entry its record. On the way through the
 * records it is counted what fsck_counts.c holds against the tables of counts.
 */
#include <string.h>

#include "base/array.h"
#include "bundle/kept_tensors.h"
#include "codec/record.h"
#include "judge/frameworks.h"
#include "registry/entries.h"
#include "registry/fsck_run.h"

static const struct nnreg_slice no_value = {"", 0};

/* ---------------------------------------------------------------------------------------- what is counted -- */

static nnreg_status count_in_block(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                                   uint64_t id, bool is_public, struct nnreg_error *error)
{
    size_t *count = &run->blocks[kind->object].count;
    struct nnreg_fsck_block *grown;
    uint64_t number = id / NNREG_BLOCK_IDS;

    grown = nnreg_array_room(run->blocks[kind->object].list, &run->blocks[kind->object].room, *count + 1,
                             sizeof *grown);
    if (grown == NULL)
        return nnreg_fail_memory(error);
    run->blocks[kind->object].list = grown;
    /* Keys come in the order of ids. */
    if (*count == 0 || grown[*count - 1].number != number)
        grown[(*count)++] = (struct nnreg_fsck_block){number, {0, 0}};
    if (is_public)
        grown[*count - 1].counts.public_count++;
    else
        grown[*count - 1].counts.private_count++;
    return NNREG_OK;
}

static nnreg_status collect_references(struct nnreg_fsck_run *run, const struct nnreg_network *network,
                                       struct nnreg_error *error)
{
    const struct nnreg_file *files = network->files.items;
    struct nnreg_fsck_reference *grown =
        nnreg_array_room(run->references, &run->reference_room,
                         run->reference_count + network->files.count + 1, sizeof *grown);
    size_t i;

    if (grown == NULL)
        return nnreg_fail_memory(error);
    run->references = grown;
    for (i = 0; i < network->files.count; i++) {
        struct nnreg_fsck_reference *reference = &grown[run->reference_count++];

        memcpy(reference->digest, files[i].sha256, sizeof reference->digest);
        reference->size = files[i].size;
        reference->network = network->id;
    }
    return NNREG_OK;
}

/* --------------------------------------------------------------------------------------- record to entries -- */

struct entry_look {
    struct nnreg_fsck_run *run;
    const struct nnreg_object_kind *kind;
    enum nnreg_kv_table table; /* of entries */
};

static bool is_equal(struct nnreg_slice a, struct nnreg_slice b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.content, b.content, a.size) == 0);
}

/* An entry that the record must have. */
static nnreg_status need_entry(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind, uint64_t id,
                               enum nnreg_kv_table table, struct nnreg_slice key, struct nnreg_slice value,
                               struct nnreg_error *error)
{
    struct nnreg_slice found;
    nnreg_status status = nnreg_kv_get(&found, run->txn, table, key, error);

    if ((status != NNREG_OK && status != NNREG_NOT_FOUND) || (status == NNREG_OK && is_equal(found, value)))
        return status;
    if (status == NNREG_OK)
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_INDEX, NULL, "the entry is set right", NULL,
                        "the entry of %s %llu in the table \"%s\" says something else than its record",
                        kind->table->name, (unsigned long long)id, nnreg_kv_table_names[table]);
    else
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_INDEX, NULL, "the entry is put in", NULL,
                        "%s %llu has no entry in the table \"%s\"", kind->table->name, (unsigned long long)id,
                        nnreg_kv_table_names[table]);
    return nnreg_fsck_put(run, table, key, value, error);
}

/* Whether the slug leads to another network that has it, too: then nothing tells whose it is. */
static nnreg_status slug_holder(uint64_t *other, const struct nnreg_fsck_run *run,
                                const struct nnreg_network *network, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    struct nnreg_network holder = {.slug = NULL};
    struct nnreg_slice value;
    uint64_t id = 0;
    nnreg_status status =
        nnreg_kv_get(&value, run->txn, NNREG_KV_SLUGS, nnreg_key_text(network->slug), error);

    *other = 0;
    if (status != NNREG_OK || !nnreg_key_u64_read(&id, value) || id == network->id)
        return status == NNREG_NOT_FOUND ? NNREG_OK : status;
    status = nnreg_object_load_only(&holder, run->txn, kind, id, nnreg_field_bit(NNREG_FIELD(network, slug)),
                                    error);
    if (status == NNREG_OK && strcmp(holder.slug, network->slug) == 0)
        *other = id;
    if (status == NNREG_OK)
        nnreg_record_clear(kind->table, &holder);
    return status == NNREG_NOT_FOUND || status == NNREG_CORRUPT || status == NNREG_UNSUPPORTED ? NNREG_OK
                                                                                               : status;
}

static nnreg_status need_slug(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                              const struct nnreg_network *network, struct nnreg_error *error)
{
    struct nnreg_slice slug = nnreg_key_text(network->slug);
    struct nnreg_key key;
    uint64_t other;
    nnreg_status status;

    if (slug.size == 0)
        return NNREG_OK;
    if (slug.size > NNREG_LIMIT_SLUG) {
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_RULE, NULL, NULL, "unpublish it, and publish it again",
                        "network %llu: its slug has %zu characters", (unsigned long long)network->id,
                        slug.size);
        return NNREG_OK;
    }
    status = slug_holder(&other, run, network, error);
    if (status == NNREG_OK && other != 0) {
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_REFERENCE, NULL, NULL, "unpublish one of them",
                        "network %llu and network %llu are both public as \"%s\"",
                        (unsigned long long)network->id, (unsigned long long)other, network->slug);
        return NNREG_OK;
    }
    if (status == NNREG_OK)
        status =
            need_entry(run, kind, network->id, NNREG_KV_SLUGS, slug, nnreg_key_u64(&key, network->id), error);
    if (status == NNREG_OK)
        status = need_entry(run, kind, network->id, NNREG_KV_PUBLIC, nnreg_key_u64(&key, network->id), slug,
                            error);
    return status;
}

/* What cannot be made of the record: the model has to be read for it. */
static nnreg_status need_tensors(struct nnreg_fsck_run *run, const struct nnreg_network *network,
                                 struct nnreg_error *error)
{
    struct nnreg_tensor_answer asked = {.name = "x"};
    struct nnreg_slice value;
    struct nnreg_key key;
    nnreg_status status =
        nnreg_kv_get(&value, run->txn, NNREG_KV_NETWORK_TENSORS, nnreg_key_u64(&key, network->id), error);

    struct nnreg_error why = NNREG_ERROR_INIT;

    if (status == NNREG_OK && value.size > 0) {
        status = nnreg_framework_at(network->framework)->ask(&asked, 1, value.content, value.size, &why);
        nnreg_tensor_answers_free(&asked, 1);
    }
    if (status == NNREG_OK || (status != NNREG_NOT_FOUND && status != NNREG_CORRUPT))
        return status == NNREG_OK ? NNREG_OK : nnreg_fail(error, status, "%s", why.text);
    nnreg_fsck_tell(run, NNREG_RULE_FSCK_INDEX, NULL, NULL,
                    "no version can be made of it: register the network again, or restore it from a backup",
                    "the entry of network %llu in the table \"%s\" is %s", (unsigned long long)network->id,
                    nnreg_kv_table_names[NNREG_KV_NETWORK_TENSORS],
                    status == NNREG_CORRUPT ? "damaged" : "missing");
    return NNREG_OK;
}

static nnreg_status need_ties(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                              const struct nnreg_version *version, struct nnreg_error *error)
{
    struct nnreg_key_pair key;
    nnreg_status status = need_entry(run, kind, version->id, NNREG_KV_VERSIONS_BY_SPEC,
                                     nnreg_key_pair(&key, version->spec_id, version->id), no_value, error);

    return status == NNREG_OK
               ? need_entry(run, kind, version->id, NNREG_KV_VERSIONS_BY_NETWORK,
                            nnreg_key_pair(&key, version->network_id, version->id), no_value, error)
               : status;
}

static nnreg_status need_entries(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                                 uint64_t id, const union nnreg_any_object *record, struct nnreg_error *error)
{
    struct nnreg_key_pair date;
    struct nnreg_key_name name;
    nnreg_status status = need_entry(
        run, kind, id, kind->updates,
        nnreg_key_pair(&date, nnreg_key_time(*nnreg_object_update_date(kind, record)), id), no_value, error);

    if (status == NNREG_OK && kind->names >= 0)
        status = need_entry(run, kind, id, (enum nnreg_kv_table)kind->names,
                            nnreg_key_name(&name, nnreg_object_name(kind, record), id), no_value, error);
    if (status == NNREG_OK && kind->object == NNREG_OBJECT_NETWORK)
        status = need_slug(run, kind, &record->network, error);
    if (status == NNREG_OK && kind->object == NNREG_OBJECT_NETWORK)
        status = need_tensors(run, &record->network, error);
    if (status == NNREG_OK && kind->object == NNREG_OBJECT_VERSION)
        status = need_ties(run, kind, &record->version, error);
    return status;
}

static nnreg_status look_at_entries_of(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                       void *context, struct nnreg_error *error)
{
    const struct entry_look *look = context;
    const struct nnreg_object_kind *kind = look->kind;
    union nnreg_any_object record;
    bool is_network = kind->object == NNREG_OBJECT_NETWORK;
    uint64_t id;
    nnreg_status status;

    (void)stop;
    if (!nnreg_key_u64_read(&id, key))
        return NNREG_OK;
    status = nnreg_object_decode(&record, kind, id, 0, value, error);
    if (status != NNREG_OK)
        return status == NNREG_CORRUPT || status == NNREG_UNSUPPORTED ? NNREG_OK : status;
    status = need_entries(look->run, kind, id, &record, error);
    if (status == NNREG_OK)
        status = count_in_block(look->run, kind, id, is_network && record.network.slug[0] != '\0', error);
    if (status == NNREG_OK && is_network)
        status = collect_references(look->run, &record.network, error);
    nnreg_record_clear(kind->table, &record);
    return status;
}

/* ---------------------------------------------------------------------------------------- entries to record -- */

/* The id that an entry leads to. */
static bool entry_leads_to(uint64_t *id, const struct entry_look *look, struct nnreg_slice key,
                           struct nnreg_slice value)
{
    size_t length;
    uint64_t first;

    if (look->table == NNREG_KV_SLUGS)
        return nnreg_key_u64_read(id, value);
    if (look->table == NNREG_KV_PUBLIC || look->table == NNREG_KV_NETWORK_TENSORS)
        return nnreg_key_u64_read(id, key);
    if ((int)look->table == look->kind->names)
        return nnreg_key_name_read(id, &length, key);
    return nnreg_key_pair_read(&first, id, key);
}

static nnreg_status check_slug_entry(const union nnreg_any_object *record, struct nnreg_slice key,
                                     struct nnreg_error *error)
{
    if (is_equal(key, nnreg_key_text(record->network.slug)))
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CORRUPT,
                      "the table \"%s\" leads to network %llu by another slug than its own, \"%.63s\"",
                      nnreg_kv_table_names[NNREG_KV_SLUGS], (unsigned long long)record->network.id,
                      record->network.slug);
}

/* NNREG_CORRUPT, with a text: the entry does not belong there. */
static nnreg_status check_led(const struct entry_look *look, struct nnreg_slice key, struct nnreg_slice value,
                              struct nnreg_error *error)
{
    struct nnreg_fsck_run *run = look->run;
    union nnreg_any_object record;
    struct nnreg_error why = NNREG_ERROR_INIT;
    uint64_t id;
    nnreg_status status;

    if (!entry_leads_to(&id, look, key, value))
        return nnreg_fail(error, NNREG_CORRUPT, "an entry of %zu bytes in the table \"%s\" is none", key.size,
                          nnreg_kv_table_names[look->table]);
    status = nnreg_object_load(&record, run->txn, look->kind, id, &why);
    if (status == NNREG_NOT_FOUND)
        return nnreg_entry_leads_nowhere(look->kind, look->table, id, error);
    if (status == NNREG_CORRUPT || status == NNREG_UNSUPPORTED)
        return NNREG_OK; /* which is told of the record */
    if (status != NNREG_OK)
        return nnreg_fail(error, status, "%s", why.text);
    status = look->table == NNREG_KV_SLUGS ? check_slug_entry(&record, key, error)
                                           : nnreg_entry_check(look->kind, look->table, key, &record, error);
    nnreg_record_clear(look->kind->table, &record);
    return status;
}

static nnreg_status look_at_index_entry(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                        void *context, struct nnreg_error *error)
{
    const struct entry_look *look = context;
    struct nnreg_fsck_run *run = look->run;
    struct nnreg_error why = NNREG_ERROR_INIT;
    bool is_list = look->table == NNREG_KV_NETWORK_TENSORS;
    nnreg_status status;

    (void)stop;
    run->result.entries++;
    status = check_led(look, key, value, &why);
    if (status == NNREG_OK)
        return NNREG_OK;
    if (status != NNREG_CORRUPT)
        return nnreg_fail(error, status, "%s", why.text);
    nnreg_fsck_tell(run, NNREG_RULE_FSCK_INDEX, NULL,
                    is_list ? "the entry is moved to quarantine/" : "the entry is taken out", NULL, "%s",
                    why.text);
    return is_list ? nnreg_fsck_set_aside(run, look->table, key, value, error)
                   : nnreg_fsck_remove(run, look->table, key, error);
}

/* ------------------------------------------------------------------------------------------------------ all -- */

static nnreg_status walk_index(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                               enum nnreg_kv_table table, struct nnreg_error *error)
{
    struct entry_look look = {run, kind, table};

    return nnreg_kv_walk(run->txn, table, (struct nnreg_slice){NULL, 0}, false, look_at_index_entry, &look,
                         error);
}

static nnreg_status walk_indexes_of(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                                    struct nnreg_error *error)
{
    static const enum nnreg_kv_table of_networks[] = {NNREG_KV_SLUGS, NNREG_KV_PUBLIC,
                                                      NNREG_KV_NETWORK_TENSORS};
    static const enum nnreg_kv_table of_versions[] = {NNREG_KV_VERSIONS_BY_SPEC,
                                                      NNREG_KV_VERSIONS_BY_NETWORK};
    nnreg_status status = walk_index(run, kind, kind->updates, error);
    size_t i;

    if (status == NNREG_OK && kind->names >= 0)
        status = walk_index(run, kind, (enum nnreg_kv_table)kind->names, error);
    if (kind->object == NNREG_OBJECT_NETWORK)
        for (i = 0; i < sizeof of_networks / sizeof *of_networks && status == NNREG_OK; i++)
            status = walk_index(run, kind, of_networks[i], error);
    if (kind->object == NNREG_OBJECT_VERSION)
        for (i = 0; i < sizeof of_versions / sizeof *of_versions && status == NNREG_OK; i++)
            status = walk_index(run, kind, of_versions[i], error);
    return status;
}

nnreg_status nnreg_fsck_indexes(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < NNREG_OBJECT_COUNT && status == NNREG_OK; i++) {
        struct entry_look look = {.run = run, .kind = &nnreg_object_kinds[i]};

        status = nnreg_kv_walk(run->txn, look.kind->records, (struct nnreg_slice){NULL, 0}, false,
                               look_at_entries_of, &look, error);
        if (status == NNREG_OK)
            status = nnreg_fsck_progress(run, "indexes", i, NNREG_OBJECT_COUNT, error);
        if (status == NNREG_OK)
            status = nnreg_fsck_apply(run, error);
        if (status == NNREG_OK)
            status = walk_indexes_of(run, look.kind, error);
    }
    return status;
}
