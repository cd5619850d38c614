/* Recognising what is here already: see recognise.h. */
#include "registry/recognise.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "registry/settings.h"
#include "registry/transfer.h"

nnreg_status nnreg_recognise_begin(struct nnreg_recognition *recognition, enum nnreg_object object,
                                   size_t count, struct nnreg_error *error)
{
    recognition->object = object;
    recognition->wanted = nnreg_alloc_zero(count, sizeof *recognition->wanted);
    recognition->sorted = nnreg_alloc_zero(count, sizeof(struct nnreg_wanted *));
    if (recognition->wanted == NULL || recognition->sorted == NULL)
        return nnreg_fail_memory(error);
    recognition->wanted_count = count;
    return NNREG_OK;
}

static int by_wanted_key(const void *a, const void *b)
{
    const struct nnreg_wanted *left = *(struct nnreg_wanted *const *)a;
    const struct nnreg_wanted *right = *(struct nnreg_wanted *const *)b;
    int order = memcmp(left->key, right->key, sizeof left->key);

    return order != 0 ? order : (left > right) - (left < right);
}

void nnreg_recognise_sort(struct nnreg_recognition *recognition)
{
    size_t i;

    for (i = 0; i < recognition->wanted_count; i++)
        recognition->sorted[i] = &recognition->wanted[i];
    if (recognition->wanted_count > 1)
        qsort(recognition->sorted, recognition->wanted_count, sizeof(struct nnreg_wanted *), by_wanted_key);
}

static bool is_of_import(const struct nnreg_recognition *recognition, const nnreg_digest key)
{
    size_t low = 0, high = recognition->wanted_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(recognition->sorted[middle]->key, key, NNREG_SHA256_SIZE);

        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* ------------------------------------------------------------------------------------------------------- finding -- */

static nnreg_status sum_description(nnreg_digest digest, enum nnreg_object object, const void *record,
                                    struct nnreg_error *error)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status;

    nnreg_transfer_put(&text, object, record);
    status = text.failed ? nnreg_fail_memory(error) : nnreg_sha256_begin(&sha, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_add(&sha, text.content, text.size, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_end(digest, &sha, error);
    nnreg_sha256_free(&sha);
    nnreg_bytes_free(&text);
    return status;
}

static nnreg_status add_candidate(struct nnreg_recognition *recognition, uint64_t id, const void *record,
                                  struct nnreg_error *error)
{
    struct nnreg_candidate candidate = {.id = id}, *grown;
    nnreg_status status = nnreg_transfer_key(candidate.key, recognition->object, record,
                                             recognition->mutable_description, error);

    if (status != NNREG_OK || !is_of_import(recognition, candidate.key))
        return status;
    status = sum_description(candidate.sha256, recognition->object, record, error);
    if (status != NNREG_OK)
        return status;
    grown =
        nnreg_array_room(recognition->candidates, &recognition->room, recognition->count + 1, sizeof *grown);
    if (grown == NULL)
        return nnreg_fail_memory(error);
    recognition->candidates = grown;
    recognition->candidates[recognition->count++] = candidate;
    return NNREG_OK;
}

static nnreg_status look_at_object(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                   void *context, struct nnreg_error *error)
{
    struct nnreg_recognition *recognition = context;
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[recognition->object];
    union nnreg_any_object record;
    uint64_t id;
    nnreg_status status;

    (void)stop;
    if (!nnreg_key_u64_read(&id, key))
        return nnreg_fail(error, NNREG_CORRUPT, "a key of the table \"%s\" is no number",
                          nnreg_kv_table_names[kind->records]);
    memset(&record, 0, sizeof record);
    status = nnreg_object_decode(&record, kind, id, 0, value, error);
    if (status != NNREG_OK)
        return status;
    status = add_candidate(recognition, id, &record, error);
    nnreg_record_clear(kind->table, &record);
    return status;
}

nnreg_status nnreg_recognise_find(struct nnreg_recognition *recognition, struct nnreg_kv_txn *txn,
                                  uint64_t from, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[recognition->object];
    struct nnreg_key key;
    nnreg_status status;

    while (recognition->count > 0 && recognition->candidates[recognition->count - 1].id >= from)
        recognition->count--;
    status = nnreg_counter_get(&recognition->until, txn, kind->counter, error);
    if (status != NNREG_OK || recognition->wanted_count == 0)
        return status;
    return nnreg_kv_walk(txn, kind->records, nnreg_key_u64(&key, from), false, look_at_object, recognition,
                         error);
}

/* ------------------------------------------------------------------------------------------------------ matching -- */

static int by_candidate_key(const void *a, const void *b)
{
    const struct nnreg_candidate *left = *(struct nnreg_candidate *const *)a;
    const struct nnreg_candidate *right = *(struct nnreg_candidate *const *)b;
    int order = memcmp(left->key, right->key, sizeof left->key);

    return order != 0 ? order : (left->id > right->id) - (left->id < right->id);
}

/* Of several with one key: those with the very description first, then in the order of numbers and ids. */
static void pair_group(struct nnreg_wanted *const *wanted, size_t wanted_count,
                       struct nnreg_candidate *const *candidates, size_t count)
{
    size_t i, k;

    for (i = 0; i < wanted_count; i++)
        for (k = 0; k < count && wanted[i]->id == 0; k++)
            if (!candidates[k]->taken &&
                memcmp(candidates[k]->sha256, wanted[i]->sha256, NNREG_SHA256_SIZE) == 0) {
                wanted[i]->id = candidates[k]->id;
                candidates[k]->taken = true;
            }
    for (i = k = 0; i < wanted_count; i++) {
        while (k < count && candidates[k]->taken)
            k++;
        if (wanted[i]->id == 0 && k < count)
            wanted[i]->id = candidates[k++]->id;
    }
}

/* Both lists are sorted by key; what is in the second is in the first. */
static void pair_up(struct nnreg_recognition *recognition, struct nnreg_candidate *const *candidates,
                    size_t count)
{
    struct nnreg_wanted *const *sorted = recognition->sorted;
    size_t i = 0, k = 0;

    while (i < recognition->wanted_count && k < count) {
        const unsigned char *key = sorted[i]->key;
        size_t first = i, first_candidate = k;

        while (i < recognition->wanted_count && memcmp(sorted[i]->key, key, NNREG_SHA256_SIZE) == 0)
            i++;
        while (k < count && memcmp(candidates[k]->key, key, NNREG_SHA256_SIZE) == 0)
            k++;
        pair_group(sorted + first, i - first, candidates + first_candidate, k - first_candidate);
    }
}

/* Those that are still there. */
static nnreg_status keep_present(size_t *kept, struct nnreg_candidate **present,
                                 struct nnreg_recognition *recognition, struct nnreg_kv_txn *txn,
                                 struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[recognition->object];
    nnreg_status status = NNREG_OK;
    size_t i;

    *kept = 0;
    for (i = 0; i < recognition->count && status == NNREG_OK; i++) {
        bool exists;

        status = nnreg_object_exists(&exists, txn, kind, recognition->candidates[i].id, error);
        if (status == NNREG_OK && exists)
            present[(*kept)++] = &recognition->candidates[i];
        recognition->candidates[i].taken = false; /* of a run before */
    }
    return status;
}

nnreg_status nnreg_recognise_match(struct nnreg_recognition *recognition, struct nnreg_kv_txn *txn,
                                   struct nnreg_error *error)
{
    struct nnreg_candidate **present = nnreg_alloc_zero(recognition->count, sizeof(struct nnreg_candidate *));
    size_t kept = 0, i;
    nnreg_status status =
        present != NULL ? keep_present(&kept, present, recognition, txn, error) : nnreg_fail_memory(error);

    for (i = 0; i < recognition->wanted_count; i++)
        recognition->wanted[i].id = 0; /* of a run before */
    if (status == NNREG_OK) {
        if (kept > 1)
            qsort(present, kept, sizeof(struct nnreg_candidate *), by_candidate_key);
        pair_up(recognition, present, kept);
    }
    nnreg_free(present);
    return status;
}

void nnreg_recognise_free(struct nnreg_recognition *recognition)
{
    nnreg_free(recognition->wanted);
    nnreg_free(recognition->sorted);
    nnreg_free(recognition->candidates);
    *recognition = (struct nnreg_recognition){.wanted_count = 0};
}
