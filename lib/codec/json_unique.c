/*
 * Duplicate keys: every object of a text that was read is looked through, in document order.
 *
 * Small objects compare a key with those before it, if one of those could be the same. Large ones sort their keys, so
 * that half a million keys cost no more than n log n comparisons, whoever chose them.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "codec/json_reader.h"

#define SMALL 16 /* members up to which comparing all pairs is faster than sorting */

struct judge {
    const struct nnreg_json *json;
    nnreg_json_complaint *complain;
    void *context;
    size_t duplicates;
};

static int compare_keys(const struct nnreg_json *json, uint32_t a, uint32_t b)
{
    return nnreg_json_chars_compare(nnreg_json_key_chars(json, &json->values[a]),
                                    nnreg_json_key_chars(json, &json->values[b]));
}

/* Whether `b` sorts before `a`. Equal ones keep their order. */
static bool out_of_order(const struct nnreg_json *json, const struct nnreg_json_ranked *a,
                         const struct nnreg_json_ranked *b)
{
    if (a->rank != b->rank)
        return a->rank > b->rank;
    return json != NULL && compare_keys(json, a->value, b->value) > 0;
}

/* Merges the sorted runs [0, middle) and [middle, end). Of equals the left one comes first, which keeps the sorting stable. */
static void merge_runs(const struct nnreg_json *json, const struct nnreg_json_ranked *from,
                       struct nnreg_json_ranked *to, size_t middle, size_t end)
{
    size_t left = 0, right = middle, out = 0;

    while (left < middle && right < end)
        to[out++] = out_of_order(json, &from[left], &from[right]) ? from[right++] : from[left++];
    memcpy(to + out, from + left, (middle - left) * sizeof *to);
    memcpy(to + out + (middle - left), from + right, (end - right) * sizeof *to);
}

/*
 * Merge sort from below: runs of 1, 2, 4, … items go from one array to the other and back, so the result is in one of the two. qsort
 * has no bound on its time that holds for keys somebody chose, and is not stable.
 */
struct nnreg_json_ranked *nnreg_json_sort(const struct nnreg_json *json, struct nnreg_json_ranked *entries,
                                          struct nnreg_json_ranked *scratch, size_t count)
{
    struct nnreg_json_ranked *swap;
    size_t width, at;

    for (width = 1; width < count; width *= 2) {
        for (at = 0; at < count; at += 2 * width) {
            size_t end = count - at < 2 * width ? count - at : 2 * width;

            merge_runs(json, entries + at, scratch + at, end < width ? end : width, end);
        }
        swap = entries;
        entries = scratch;
        scratch = swap;
    }
    return entries;
}

static void complain_of_duplicate(struct judge *judge, uint32_t first, uint32_t second)
{
    const struct nnreg_json *json = judge->json;
    const struct nnreg_json_value *value = &json->values[second];
    bool escaped = value->key_escaped || json->values[first].key_escaped;
    char quoted[128], message[192];

    judge->duplicates++;
    if (judge->complain == NULL)
        return;
    nnreg_utf8_quote(quoted, sizeof quoted, json->text + value->key_start,
                     value->key_stop - value->key_start);
    (void)snprintf(message, sizeof message, "the key %s is in this object already", quoted);
    judge->complain(judge->context, NNREG_JSON_DUPLICATE_KEY, value->key_start, second, message,
                    escaped ? "remove one of the two; they are the same key once their escapes are read"
                            : "remove one of the two");
}

/* One bit of 64 for a key; different bits mean different keys. All of them when escapes hide what the key is. */
static uint64_t signature(const struct nnreg_json *json, const struct nnreg_json_value *value)
{
    unsigned char first = (unsigned char)json->text[value->key_start + 1];
    unsigned char last = (unsigned char)json->text[value->key_stop - 2];

    if (value->key_escaped)
        return UINT64_MAX;
    return UINT64_C(1) << ((first * 7u + last * 3u + (value->key_stop - value->key_start)) & 63);
}

/*
 * All pairs, but only where the signatures met so far have the bit of this key: for most objects that is never, and each key costs two
 * looks at its bytes.
 */
static void check_small(struct judge *judge, uint32_t first)
{
    const struct nnreg_json_value *values = judge->json->values;
    uint64_t seen = 0;
    uint32_t i, j;

    for (j = first; j != 0; j = values[j].next) {
        uint64_t mine = signature(judge->json, &values[j]);

        for (i = (seen & mine) != 0 ? first : j; i != j; i = values[i].next) {
            if (compare_keys(judge->json, i, j) == 0) {
                complain_of_duplicate(judge, i, j);
                break;
            }
        }
        seen |= mine;
    }
}

/* Moves the later ones of equal keys to the front of `found`, ranked by their index; returns how many. */
static size_t find_equal(const struct nnreg_json *json, const struct nnreg_json_ranked *sorted, size_t count,
                         struct nnreg_json_ranked *found)
{
    uint32_t first = sorted[0].value;
    size_t i, equal = 0;

    for (i = 1; i < count; i++) {
        if (sorted[i].rank == sorted[i - 1].rank && compare_keys(json, first, sorted[i].value) == 0) {
            found[equal].rank = sorted[i].value;
            found[equal].value = sorted[i].value;
            found[equal++].other = first;
        } else {
            first = sorted[i].value;
        }
    }
    return equal;
}

/*
 * Sorted by hash, and by key where hashes are equal, equal keys are neighbours. What is found is sorted again, by where it stands in the
 * text, so that it is told in that order.
 */
static nnreg_status check_large(struct judge *judge, uint32_t first, size_t count)
{
    const struct nnreg_json *json = judge->json;
    struct nnreg_json_ranked *entries = nnreg_realloc_array(NULL, count, 2 * sizeof *entries), *sorted,
                             *found;
    size_t i = 0;
    uint32_t member;

    if (entries == NULL)
        return NNREG_NO_MEMORY;
    for (member = first; member != 0; member = json->values[member].next)
        entries[i++] = (struct nnreg_json_ranked){
            nnreg_json_chars_hash(nnreg_json_key_chars(json, &json->values[member])), member, 0};
    sorted = nnreg_json_sort(json, entries, entries + count, count);
    found = sorted == entries ? entries + count : entries; /* the half that is free now */
    count = find_equal(json, sorted, count, found);
    sorted = nnreg_json_sort(NULL, found, sorted, count);
    for (i = 0; i < count; i++)
        complain_of_duplicate(judge, sorted[i].other, sorted[i].value);
    nnreg_free(entries);
    return NNREG_OK;
}

nnreg_status nnreg_json_check_unique(size_t *duplicates, const struct nnreg_json *json,
                                     nnreg_json_complaint *told, void *context)
{
    struct judge judge = {json, told, context, 0};
    nnreg_status status = NNREG_OK;
    uint32_t i;

    for (i = 0; i < json->count && status == NNREG_OK; i++) {
        if (json->values[i].type != NNREG_JSON_OBJECT || json->values[i].count < 2)
            continue;
        if (json->values[i].count <= SMALL)
            check_small(&judge, i + 1);
        else
            status = check_large(&judge, i + 1, json->values[i].count);
    }
    *duplicates = judge.duplicates;
    return status;
}
