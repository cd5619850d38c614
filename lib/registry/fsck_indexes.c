/*
 * Indexes against records, in both directions: each record has its entries, and each entry its record. On the way through the
 * records their rules are asked (fsck_rules.c), and it is counted what fsck_counts.c holds against the tables of counts.
 */
#include <string.h>

#include "base/array.h"
#include "bundle/kept_tensors.h"
#include "codec/record.h"
#include "judge/frameworks.h"
#include "registry/entries.h"
#include "registry/fsck_run.h"
#include "registry/sealing.h"

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

enum { RECORDS_BETWEEN_CALLS = 256 }; /* of progress: a caller may cancel while rules are asked */

struct entry_look {
    struct nnreg_fsck_run *run;
    const struct nnreg_object_kind *kind;
    enum nnreg_kv_table table; /* of entries */
    uint64_t records;          /* so far */
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

/* To whom the slug leads; 0: to nobody who has it, so nothing tells yet whose it is. */
static nnreg_status slug_holder(uint64_t *holder, const struct nnreg_fsck_run *run,
                                const struct nnreg_object_kind *kind, uint64_t own, const char *slug,
                                struct nnreg_error *error)
{
    uint64_t slug_bit = nnreg_field_bit(nnreg_field_at(kind->table, kind->slug_offset)), id = 0;
    union nnreg_any_object record;
    struct nnreg_slice value;
    nnreg_status status = nnreg_kv_get(&value, run->txn, (unsigned)kind->slugs, nnreg_key_text(slug), error);

    *holder = 0;
    if (status != NNREG_OK || !nnreg_key_u64_read(&id, value))
        return status == NNREG_NOT_FOUND ? NNREG_OK : status;
    if (id == own) {
        *holder = own;
        return NNREG_OK;
    }
    status = nnreg_object_load_only(&record, run->txn, kind, id, slug_bit, error);
    if (status == NNREG_OK && strcmp(nnreg_object_slug(kind, &record), slug) == 0)
        *holder = id;
    if (status == NNREG_OK)
        nnreg_record_clear(kind->table, &record);
    return status == NNREG_NOT_FOUND || status == NNREG_CORRUPT || status == NNREG_UNSUPPORTED ? NNREG_OK
                                                                                               : status;
}

/*
 * A spec that has a slug where the registry's format knows no public specs was never given it by this library: the tables that would
 * hold it may not even be there, and nothing is put into them.
 */
static nnreg_status tell_slug_of_older_format(struct nnreg_fsck_run *run,
                                              const struct nnreg_object_kind *kind, uint64_t id)
{
    nnreg_fsck_tell(run, NNREG_RULE_FSCK_RULE, NULL, NULL, "run `nnreg upgrade`, and look again",
                    "%s %llu has a slug, and the table \"%s\" is missing", kind->table->name,
                    (unsigned long long)id, nnreg_kv_table_names[kind->slugs]);
    return NNREG_OK;
}

/* `first`: whose the slug is. */
static nnreg_status settle_slug(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                                const struct nnreg_fsck_claim *claim, uint64_t first,
                                struct nnreg_error *error)
{
    struct nnreg_slice slug = nnreg_key_text(claim->wish);
    struct nnreg_key key;
    nnreg_status status;

    if (first != claim->id) {
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_REFERENCE, NULL, NULL, "unpublish one of them",
                        "%s %llu and %s %llu are both public as \"%s\"", kind->table->name,
                        (unsigned long long)claim->id, kind->table->name, (unsigned long long)first,
                        claim->wish);
        return NNREG_OK;
    }
    status = need_entry(run, kind, first, (enum nnreg_kv_table)kind->slugs, slug, nnreg_key_u64(&key, first),
                        error);
    return status == NNREG_OK ? need_entry(run, kind, first, (enum nnreg_kv_table)kind->public_ids,
                                           nnreg_key_u64(&key, first), slug, error)
                              : status;
}

static nnreg_status need_slug(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind, uint64_t id,
                              const char *text, struct nnreg_error *error)
{
    struct nnreg_fsck_claim claim = {.id = id};
    size_t size = strlen(text);
    uint64_t holder;
    nnreg_status status;

    if (size == 0)
        return NNREG_OK;
    if (size > NNREG_LIMIT_SLUG) {
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_RULE, NULL, NULL, "unpublish it, and publish it again",
                        "%s %llu: its slug has %zu characters", kind->table->name, (unsigned long long)id,
                        size);
        return NNREG_OK;
    }
    if (!nnreg_kv_has_table(run->txn, (unsigned)kind->slugs))
        return tell_slug_of_older_format(run, kind, id);
    status = slug_holder(&holder, run, kind, id, text, error);
    if (status != NNREG_OK)
        return status;
    if (holder == 0)
        return nnreg_fsck_claim(run, text, id, error);
    memcpy(claim.wish, text, size + 1);
    return settle_slug(run, kind, &claim, holder, error);
}

/* A framework that keeps nothing of a network has an entry of no bytes behind its checksum; without one it is none that was written. */
static nnreg_status look_at_list(struct nnreg_fsck_run *run, const struct nnreg_network *network,
                                 struct nnreg_error *error)
{
    struct nnreg_tensor_answer asked = {.name = "x"};
    struct nnreg_slice value;
    bool unsealed;
    nnreg_status status =
        nnreg_sealing_is_missing(&unsealed, run->txn, NNREG_KV_NETWORK_TENSORS, network->id, error);

    if (status == NNREG_OK && unsealed)
        return NNREG_CORRUPT;
    if (status == NNREG_OK)
        status = nnreg_sealed_get(&value, run->txn, NNREG_KV_NETWORK_TENSORS, network->id, error);
    if (status == NNREG_OK && value.size > 0) {
        status = nnreg_framework_at(network->framework)->ask(&asked, 1, value.content, value.size, error);
        nnreg_tensor_answers_free(&asked, 1);
    }
    return status;
}

/* What cannot be made of the record: the model has to be read for it. */
static nnreg_status need_tensors(struct nnreg_fsck_run *run, const struct nnreg_network *network,
                                 struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    nnreg_status status = look_at_list(run, network, &why);

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
    if (status == NNREG_OK && kind->slugs >= 0)
        status = need_slug(run, kind, id, nnreg_object_slug(kind, record), error);
    if (status == NNREG_OK && kind->object == NNREG_OBJECT_NETWORK)
        status = need_tensors(run, &record->network, error);
    if (status == NNREG_OK && kind->object == NNREG_OBJECT_VERSION)
        status = need_ties(run, kind, &record->version, error);
    return status;
}

static nnreg_status look_at_entries_of(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                       void *context, struct nnreg_error *error)
{
    struct entry_look *look = context;
    const struct nnreg_object_kind *kind = look->kind;
    union nnreg_any_object record;
    bool is_network = kind->object == NNREG_OBJECT_NETWORK;
    const char *slug;
    uint64_t id;
    nnreg_status status = NNREG_OK;

    (void)stop;
    if (look->records++ % RECORDS_BETWEEN_CALLS == RECORDS_BETWEEN_CALLS - 1)
        status = nnreg_fsck_progress(look->run, "indexes", kind->object, NNREG_OBJECT_COUNT, error);
    if (status != NNREG_OK || !nnreg_key_u64_read(&id, key))
        return status;
    status = nnreg_object_decode(&record, kind, id, 0, value, error);
    if (status != NNREG_OK)
        return status == NNREG_CORRUPT || status == NNREG_UNSUPPORTED ? NNREG_OK : status;
    status = nnreg_fsck_rules(look->run, kind, id, &record, error);
    if (status == NNREG_OK)
        status = need_entries(look->run, kind, id, &record, error);
    slug = nnreg_object_slug(kind, &record);
    if (status == NNREG_OK)
        status = count_in_block(look->run, kind, id, slug != NULL && slug[0] != '\0', error);
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

    if ((int)look->table == look->kind->slugs)
        return nnreg_key_u64_read(id, value);
    if ((int)look->table == look->kind->public_ids || look->table == NNREG_KV_NETWORK_TENSORS)
        return nnreg_key_u64_read(id, key);
    if ((int)look->table == look->kind->names)
        return nnreg_key_name_read(id, &length, key);
    return nnreg_key_pair_read(&first, id, key);
}

static nnreg_status check_slug_entry(const struct nnreg_object_kind *kind, uint64_t id, const char *slug,
                                     struct nnreg_slice key, struct nnreg_error *error)
{
    if (is_equal(key, nnreg_key_text(slug)))
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CORRUPT,
                      "the table \"%s\" leads to %s %llu by another slug than its own, \"%.63s\"",
                      nnreg_kv_table_names[kind->slugs], kind->table->name, (unsigned long long)id, slug);
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
    status = (int)look->table == look->kind->slugs
                 ? check_slug_entry(look->kind, id, nnreg_object_slug(look->kind, &record), key, error)
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
    struct entry_look look = {.run = run, .kind = kind, .table = table};

    return nnreg_kv_walk(run->txn, table, (struct nnreg_slice){NULL, 0}, false, look_at_index_entry, &look,
                         error);
}

static nnreg_status walk_indexes_of(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                                    struct nnreg_error *error)
{
    static const enum nnreg_kv_table of_versions[] = {NNREG_KV_VERSIONS_BY_SPEC,
                                                      NNREG_KV_VERSIONS_BY_NETWORK};
    nnreg_status status = walk_index(run, kind, kind->updates, error);
    size_t i;

    if (status == NNREG_OK && kind->names >= 0)
        status = walk_index(run, kind, (enum nnreg_kv_table)kind->names, error);
    if (status == NNREG_OK && kind->slugs >= 0)
        status = walk_index(run, kind, (enum nnreg_kv_table)kind->slugs, error);
    if (status == NNREG_OK && kind->public_ids >= 0)
        status = walk_index(run, kind, (enum nnreg_kv_table)kind->public_ids, error);
    if (status == NNREG_OK && kind->object == NNREG_OBJECT_NETWORK)
        status = walk_index(run, kind, NNREG_KV_NETWORK_TENSORS, error);
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
            status = nnreg_fsck_settle_claims(run, settle_slug, look.kind, error);
        if (status == NNREG_OK)
            status = nnreg_fsck_progress(run, "indexes", i, NNREG_OBJECT_COUNT, error);
        if (status == NNREG_OK)
            status = nnreg_fsck_apply(run, error);
        if (status == NNREG_OK)
            status = walk_indexes_of(run, look.kind, error);
    }
    return status;
}
