/*
 * Counts against what is counted: the live ids of each block, the references to each stored file; and the trash. Where a record
 * cannot be read it is not known what it counts for, and only what is too little is told: a repair takes the record out first.
 */
#include <stdlib.h>
#include <string.h>

#include "codec/record.h"
#include "records/damage.h"
#include "registry/fsck_run.h"

/* ------------------------------------------------------------------------------------------------- blocks -- */

struct block_look {
    struct nnreg_fsck_run *run;
    const struct nnreg_object_kind *kind;
    size_t next; /* of the blocks that the records have: the first that the table has not been seen to have */
};

static nnreg_status set_block(struct block_look *look, const struct nnreg_fsck_block *block,
                              const struct nnreg_block *counted, struct nnreg_error *error)
{
    struct nnreg_key_pair value;
    struct nnreg_key key;

    nnreg_fsck_tell(
        look->run, NNREG_RULE_FSCK_COUNT, NULL, "the count is set right", NULL,
        "the table \"%s\" counts %llu private and %llu public in block %llu, and there are %llu and "
        "%llu",
        nnreg_kv_table_names[look->kind->blocks], (unsigned long long)counted->private_count,
        (unsigned long long)counted->public_count, (unsigned long long)block->number,
        (unsigned long long)block->counts.private_count, (unsigned long long)block->counts.public_count);
    return nnreg_fsck_put(look->run, look->kind->blocks, nnreg_key_u64(&key, block->number),
                          nnreg_key_pair(&value, block->counts.private_count, block->counts.public_count),
                          error);
}

/* The blocks before a number that the table has no entry for. */
static nnreg_status pass_blocks(struct block_look *look, uint64_t before, struct nnreg_error *error)
{
    static const struct nnreg_block none = {0, 0};
    const struct nnreg_fsck_block *list = look->run->blocks[look->kind->object].list;
    size_t count = look->run->blocks[look->kind->object].count;
    nnreg_status status = NNREG_OK;

    for (; status == NNREG_OK && look->next < count && list[look->next].number < before; look->next++)
        status = set_block(look, &list[look->next], &none, error);
    return status;
}

static nnreg_status look_at_block(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                  struct nnreg_error *error)
{
    struct block_look *look = context;
    const struct nnreg_fsck_block *list = look->run->blocks[look->kind->object].list;
    size_t count = look->run->blocks[look->kind->object].count;
    struct nnreg_block counted = {0, 0};
    bool unread = look->run->unread[look->kind->object];
    uint64_t number = 0;
    nnreg_status status;

    (void)stop;
    look->run->result.entries++;
    if (!nnreg_key_u64_read(&number, key)) {
        nnreg_fsck_tell(look->run, NNREG_RULE_FSCK_COUNT, NULL, "the entry is taken out", NULL,
                        "a key of the table \"%s\", of %zu bytes, is no number",
                        nnreg_kv_table_names[look->kind->blocks], key.size);
        return nnreg_fsck_remove(look->run, look->kind->blocks, key, error);
    }
    status = pass_blocks(look, number, error);
    if (status != NNREG_OK)
        return status;
    (void)nnreg_block_read(&counted, value); /* what is none counts nothing */
    if (look->next < count && list[look->next].number == number) {
        const struct nnreg_fsck_block *block = &list[look->next++];

        if (memcmp(&block->counts, &counted, sizeof counted) == 0 ||
            (unread && counted.private_count >= block->counts.private_count &&
             counted.public_count >= block->counts.public_count))
            return NNREG_OK;
        return set_block(look, block, &counted, error);
    }
    if (unread)
        return NNREG_OK;
    nnreg_fsck_tell(look->run, NNREG_RULE_FSCK_COUNT, NULL, "the entry is taken out", NULL,
                    "the table \"%s\" counts %llu private and %llu public in block %llu, and there is none",
                    nnreg_kv_table_names[look->kind->blocks], (unsigned long long)counted.private_count,
                    (unsigned long long)counted.public_count, (unsigned long long)number);
    return nnreg_fsck_remove(look->run, look->kind->blocks, key, error);
}

nnreg_status nnreg_fsck_counts(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < NNREG_OBJECT_COUNT && status == NNREG_OK; i++) {
        struct block_look look = {.run = run, .kind = &nnreg_object_kinds[i]};

        status = nnreg_kv_walk(run->txn, look.kind->blocks, (struct nnreg_slice){NULL, 0}, false,
                               look_at_block, &look, error);
        if (status == NNREG_OK)
            status = pass_blocks(&look, UINT64_MAX, error);
    }
    return status;
}

/* ---------------------------------------------------------------------------------------------- references -- */

static int by_digest_and_network(const void *a, const void *b)
{
    const struct nnreg_fsck_reference *left = a, *right = b;
    int order = memcmp(left->digest, right->digest, sizeof left->digest);

    return order != 0 ? order : (left->network > right->network) - (left->network < right->network);
}

size_t nnreg_fsck_references_of(const struct nnreg_fsck_reference **first, const struct nnreg_fsck_run *run,
                                const nnreg_digest digest)
{
    size_t low = 0, high = run->reference_count, end;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (memcmp(run->references[middle].digest, digest, sizeof(nnreg_digest)) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < run->reference_count; end++)
        if (memcmp(run->references[end].digest, digest, sizeof(nnreg_digest)) != 0)
            break;
    *first = end > low ? &run->references[low] : NULL;
    return end - low;
}

static nnreg_status set_reference_count(struct nnreg_fsck_run *run, const nnreg_digest digest,
                                        uint64_t counted, uint64_t count, struct nnreg_error *error)
{
    char name[NNREG_BLOB_NAME];
    struct nnreg_key value;

    nnreg_blobs_name(name, run->registry->blobs, digest);
    nnreg_fsck_tell(run, NNREG_RULE_FSCK_COUNT, name, "the count is set right", NULL,
                    "the file is counted as used %llu times, and is used %llu times",
                    (unsigned long long)counted, (unsigned long long)count);
    return count > 0 ? nnreg_fsck_put(run, NNREG_KV_BLOB_REFS, nnreg_key_digest(digest),
                                      nnreg_key_u64(&value, count), error)
                     : nnreg_fsck_remove(run, NNREG_KV_BLOB_REFS, nnreg_key_digest(digest), error);
}

static nnreg_status look_at_reference_count(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                            void *context, struct nnreg_error *error)
{
    struct nnreg_fsck_run *run = context;
    const struct nnreg_fsck_reference *first;
    uint64_t counted = 0, count;

    (void)stop;
    run->result.entries++;
    if (key.size != sizeof(nnreg_digest)) {
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_COUNT, NULL, "the entry is taken out", NULL,
                        "a key of the table \"%s\", of %zu bytes, is no digest",
                        nnreg_kv_table_names[NNREG_KV_BLOB_REFS], key.size);
        return nnreg_fsck_remove(run, NNREG_KV_BLOB_REFS, key, error);
    }
    (void)nnreg_key_u64_read(&counted, value);
    count = nnreg_fsck_references_of(&first, run, key.content);
    if (counted == count && count > 0)
        return NNREG_OK;
    if (run->unread[NNREG_OBJECT_NETWORK] && counted > count)
        return NNREG_OK;
    return set_reference_count(run, key.content, counted, count, error);
}

/* The files that are used, and have no count at all. */
static nnreg_status find_uncounted(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i, count;

    for (i = 0; i < run->reference_count && status == NNREG_OK; i += count) {
        const struct nnreg_fsck_reference *first;
        struct nnreg_slice value;

        count = nnreg_fsck_references_of(&first, run, run->references[i].digest);
        status = nnreg_kv_get(&value, run->txn, NNREG_KV_BLOB_REFS,
                              nnreg_key_digest(run->references[i].digest), error);
        if (status == NNREG_NOT_FOUND)
            status = set_reference_count(run, run->references[i].digest, 0, count, error);
    }
    return status;
}

/* --------------------------------------------------------------------------------------------------- trash -- */

static nnreg_status look_at_trashed(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                    void *context, struct nnreg_error *error)
{
    struct nnreg_fsck_run *run = context;
    const struct nnreg_fsck_reference *first;
    char name[NNREG_BLOB_NAME];

    (void)stop;
    (void)value;
    run->result.entries++;
    if (key.size != sizeof(nnreg_digest)) {
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_TRASH, NULL, "the entry is taken out", NULL,
                        "a key of the table \"%s\", of %zu bytes, is no digest",
                        nnreg_kv_table_names[NNREG_KV_TRASH], key.size);
        return nnreg_fsck_remove(run, NNREG_KV_TRASH, key, error);
    }
    if (nnreg_fsck_references_of(&first, run, key.content) == 0)
        return NNREG_OK; /* a delete has left it there, and the next one, or gc, removes it */
    nnreg_blobs_name(name, run->registry->blobs, key.content);
    nnreg_fsck_tell(run, NNREG_RULE_FSCK_TRASH, name, "the entry is taken out", NULL,
                    "the file is noted to be removed, and network %llu uses it",
                    (unsigned long long)first->network);
    return nnreg_fsck_remove(run, NNREG_KV_TRASH, key, error);
}

/* ------------------------------------------------------------------------------------- what is noted as damaged -- */

static nnreg_status look_at_noted(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                  struct nnreg_error *error)
{
    struct nnreg_fsck_run *run = context;
    const struct nnreg_fsck_reference *first;
    struct nnreg_damage_record record = {.found = 0};
    char name[NNREG_BLOB_NAME];
    nnreg_status status =
        nnreg_record_decode(&nnreg_damage_record_table, &record, value.content, value.size, error);

    (void)stop;
    run->result.entries++;
    if (status == NNREG_OK)
        nnreg_record_clear(&nnreg_damage_record_table, &record);
    else if (status != NNREG_CORRUPT)
        return status == NNREG_UNSUPPORTED ? NNREG_OK : status;
    if (key.size != sizeof(nnreg_digest) || status == NNREG_CORRUPT) {
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_RECORD, NULL, "the entry is moved to quarantine/", NULL,
                        "an entry of the table \"%s\" cannot be read", nnreg_kv_table_names[NNREG_KV_DAMAGE]);
        return nnreg_fsck_set_aside(run, NNREG_KV_DAMAGE, key, value, error);
    }
    if (nnreg_fsck_references_of(&first, run, key.content) > 0 || run->unread[NNREG_OBJECT_NETWORK])
        return NNREG_OK;
    nnreg_blobs_name(name, run->registry->blobs, key.content);
    nnreg_fsck_tell(run, NNREG_RULE_FSCK_INDEX, name, "the entry is taken out", NULL,
                    "the file is noted as damaged, and no network uses it");
    return nnreg_fsck_remove(run, NNREG_KV_DAMAGE, key, error);
}

nnreg_status nnreg_fsck_references(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    nnreg_status status;

    if (run->reference_count > 1)
        qsort(run->references, run->reference_count, sizeof *run->references, by_digest_and_network);
    status = nnreg_kv_walk(run->txn, NNREG_KV_BLOB_REFS, (struct nnreg_slice){NULL, 0}, false,
                           look_at_reference_count, run, error);
    if (status == NNREG_OK)
        status = find_uncounted(run, error);
    if (status == NNREG_OK)
        status = nnreg_kv_walk(run->txn, NNREG_KV_TRASH, (struct nnreg_slice){NULL, 0}, false,
                               look_at_trashed, run, error);
    if (status == NNREG_OK && nnreg_kv_has_table(run->txn, NNREG_KV_DAMAGE))
        status = nnreg_kv_walk(run->txn, NNREG_KV_DAMAGE, (struct nnreg_slice){NULL, 0}, false, look_at_noted,
                               run, error);
    return status;
}
