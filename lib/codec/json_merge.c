/*
 * JSON Merge Patch (RFC 7396) on texts: the target's text is copied with as few edits as the patch asks for, so that
 * what the patch does not name keeps every byte, the white space around it included.
 *
 * Where the target has no object, the patch's own text is the one that is copied, without the members that are null.
 * Thus one routine does both: it copies the members of an object, dropping or editing some, and then adds what the
 * patch has beyond them in the style of those before.
 *
 * Members are matched through the patch's sorted keys, so that two objects of n members cost n log n. The recursion is
 * as deep as the patch, for which NNREG_LIMIT_JSON_DEPTH is the bound whatever the caller allows.
 */
#include <string.h>

#include "base/alloc.h"
#include "codec/json_reader.h"

/* A value and the text that holds it; `json` NULL for none. */
struct part {
    const struct nnreg_json *json;
    const struct nnreg_json_value *value;
};

/* The members of the patch by key: sorted, with `other` the place among the members, and whether the target has it. */
struct names {
    struct nnreg_json_ranked *allocated;
    const struct nnreg_json_ranked *sorted;
    bool *met;
    size_t count;
};

struct merge {
    struct nnreg_bytes *out;
    nnreg_status status;
};

/* One object being copied. */
struct copy {
    struct part from;  /* the object whose text is copied */
    struct part patch; /* what edits it; json NULL: members that are null are dropped */
    struct names names;
    size_t written; /* members written so far */
};

static void merge_value(struct merge *merge, struct part target, struct part patch);

static bool is_object(struct part part)
{
    return part.json != NULL && part.value->type == NNREG_JSON_OBJECT;
}

static void put_range(struct merge *merge, const struct nnreg_json *json, uint32_t start, uint32_t stop)
{
    nnreg_bytes_put(merge->out, json->text + start, stop - start);
}

static void names_free(struct names *names)
{
    nnreg_free(names->allocated);
    nnreg_free(names->met);
}

static nnreg_status names_make(struct names *names, struct part patch)
{
    const struct nnreg_json_value *member;
    size_t count, i = 0;

    *names = (struct names){0};
    if (!is_object(patch) || patch.value->count == 0)
        return NNREG_OK;
    count = patch.value->count;
    names->allocated = nnreg_realloc_array(NULL, count, 2 * sizeof *names->allocated);
    names->met = nnreg_alloc_zero(count, sizeof *names->met);
    if (names->allocated == NULL || names->met == NULL) {
        names_free(names);
        return NNREG_NO_MEMORY;
    }
    for (member = nnreg_json_first(patch.json, patch.value); member != NULL;
         member = nnreg_json_next(patch.json, member), i++)
        names->allocated[i] =
            (struct nnreg_json_ranked){nnreg_json_chars_hash(nnreg_json_key_chars(patch.json, member)),
                                       (uint32_t)(member - patch.json->values), (uint32_t)i};
    names->sorted = nnreg_json_sort(patch.json, names->allocated, names->allocated + count, count);
    names->count = count;
    return NNREG_OK;
}

/* The member of the patch with the key of `member`, marked as met; json NULL when there is none. */
static struct part find_member(struct copy *copy, const struct nnreg_json_value *member)
{
    struct nnreg_json_chars key = nnreg_json_key_chars(copy->from.json, member);
    uint64_t rank = copy->names.count > 0 ? nnreg_json_chars_hash(key) : 0;
    size_t low = 0, high = copy->names.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct nnreg_json_ranked *entry = &copy->names.sorted[middle];
        const struct nnreg_json_value *named = &copy->patch.json->values[entry->value];
        int order = rank < entry->rank ? -1 : rank > entry->rank;

        if (order == 0)
            order = nnreg_json_chars_compare(key, nnreg_json_key_chars(copy->patch.json, named));
        if (order == 0) {
            copy->names.met[entry->other] = true;
            return (struct part){copy->patch.json, named};
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return (struct part){NULL, NULL};
}

/* What stands before a member of the copied text: behind the '{', or behind the member before (`last`) with a comma. */
static void put_gap(struct merge *merge, struct copy *copy, const struct nnreg_json_value *last,
                    const struct nnreg_json_value *member)
{
    const struct nnreg_json_value *first = nnreg_json_first(copy->from.json, copy->from.value);

    if (copy->written++ == 0)
        put_range(merge, copy->from.json, copy->from.value->start + 1, first->key_start);
    else
        put_range(merge, copy->from.json, last->stop, member->key_start);
}

/*
 * For each member of the copied object in its order: dropped, if the patch says null; merged, if the patch names it; else copied as it
 * stands. What was between it and the member before goes with it.
 */
static void copy_members(struct merge *merge, struct copy *copy)
{
    const struct nnreg_json *json = copy->from.json;
    const struct nnreg_json_value *member, *last = NULL;

    for (member = nnreg_json_first(json, copy->from.value); member != NULL && merge->status == NNREG_OK;
         last = member, member = nnreg_json_next(json, member)) {
        struct part patch = find_member(copy, member), none = {NULL, NULL}, kept = {json, member};
        bool edits = copy->patch.json != NULL;

        if (edits ? patch.json != NULL && patch.value->type == NNREG_JSON_NULL
                  : member->type == NNREG_JSON_NULL)
            continue;
        put_gap(merge, copy, last, member);
        put_range(merge, json, member->key_start, member->start);
        if (!edits)
            merge_value(merge, none, kept);
        else if (patch.json != NULL)
            merge_value(merge, kept, patch);
        else
            put_range(merge, json, member->start, member->stop);
    }
}

/* Bytes of white space before a member that are repeated before new ones: a line break and an indentation. */
#define GAP_MOST 256u

/* Before a new member: a comma, and the white space that the copied object has before its members, unless that is more. */
static void put_new_gap(struct merge *merge, struct copy *copy)
{
    const struct nnreg_json *json = copy->from.json;
    const struct nnreg_json_value *first = nnreg_json_first(json, copy->from.value), *second;

    second = first != NULL ? nnreg_json_next(json, first) : NULL;
    if (copy->written++ == 0 && first != NULL) {
        put_range(merge, json, copy->from.value->start + 1, first->key_start);
    } else if (copy->written > 1 && second != NULL && second->key_start - first->stop <= GAP_MOST) {
        put_range(merge, json, first->stop, second->key_start);
    } else if (copy->written > 1) {
        uint32_t gap = first != NULL ? first->key_start - (copy->from.value->start + 1) : 0;

        nnreg_bytes_char(merge->out, ',');
        if (second == NULL && gap > 0 && gap <= GAP_MOST)
            put_range(merge, json, copy->from.value->start + 1, first->key_start);
        else if (first == NULL || first->start > first->key_stop + 1)
            nnreg_bytes_char(merge->out, ' ');
    }
}

/* What the patch has and no member had: in the patch's order, at the end. */
static void add_members(struct merge *merge, struct copy *copy)
{
    const struct nnreg_json *json = copy->patch.json;
    const struct nnreg_json_value *member = json != NULL ? nnreg_json_first(json, copy->patch.value) : NULL;
    size_t i;

    for (i = 0; member != NULL && merge->status == NNREG_OK; i++, member = nnreg_json_next(json, member)) {
        if (copy->names.met[i] || member->type == NNREG_JSON_NULL)
            continue;
        put_new_gap(merge, copy);
        put_range(merge, json, member->key_start, member->start);
        merge_value(merge, (struct part){NULL, NULL}, (struct part){json, member});
    }
}

/* The white space before the '}', unless no member is left that it could set apart. */
static void put_end(struct merge *merge, const struct copy *copy)
{
    const struct nnreg_json_value *object = copy->from.value;
    const struct nnreg_json_value *last = NULL, *member = nnreg_json_first(copy->from.json, object);

    for (; member != NULL; member = nnreg_json_next(copy->from.json, member))
        last = member;
    if (last == NULL && copy->written == 0)
        put_range(merge, copy->from.json, object->start + 1, object->stop - 1);
    else if (last != NULL && copy->written > 0)
        put_range(merge, copy->from.json, last->stop, object->stop - 1);
}

static void merge_object(struct merge *merge, struct part from, struct part patch)
{
    struct copy copy = {.from = from, .patch = patch};

    merge->status = names_make(&copy.names, patch);
    if (merge->status != NNREG_OK)
        return;
    nnreg_bytes_char(merge->out, '{');
    copy_members(merge, &copy);
    add_members(merge, &copy);
    put_end(merge, &copy);
    nnreg_bytes_char(merge->out, '}');
    names_free(&copy.names);
}

/*
 * RFC 7396, 2: a patch that is no object takes the target's place; an object edits an object; where the target is none, the
 * patch is the value, without its nulls, which is what editing an empty object would give.
 */
static void merge_value(struct merge *merge, struct part target, struct part patch)
{
    if (!is_object(patch))
        put_range(merge, patch.json, patch.value->start, patch.value->stop);
    else if (is_object(target))
        merge_object(merge, target, patch);
    else
        merge_object(merge, patch, (struct part){NULL, NULL});
}

/* Remembers whether a text was refused for going over a limit. */
static void note_limit(void *context, enum nnreg_json_problem problem, size_t offset, uint32_t value,
                       const char *message, const char *hint)
{
    bool *limit = context;

    (void)offset;
    (void)value;
    (void)message;
    (void)hint;
    *limit |= problem == NNREG_JSON_TOO_DEEP || problem == NNREG_JSON_TOO_LARGE;
}

static nnreg_status read_merged_text(struct nnreg_json *json, const char *text, size_t length,
                                     const struct nnreg_json_limits *limits)
{
    struct nnreg_json_limits bounded = NNREG_JSON_LIMITS;
    bool limit = false;
    nnreg_status status;

    if (limits != NULL)
        bounded = *limits;
    if (bounded.depth > NNREG_LIMIT_JSON_DEPTH)
        bounded.depth = NNREG_LIMIT_JSON_DEPTH;
    status = nnreg_json_read(json, text, length, &bounded, note_limit, &limit);
    return status == NNREG_REFUSED && limit ? NNREG_LIMIT : status;
}

nnreg_status nnreg_json_merge(char **text, const char *target, size_t target_length, const char *patch,
                              size_t patch_length, const struct nnreg_json_limits *limits)
{
    struct nnreg_json from = {0}, edits = {0};
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct merge merge = {&out, NNREG_OK};

    *text = NULL;
    merge.status = read_merged_text(&from, target, target_length, limits);
    if (merge.status == NNREG_OK)
        merge.status = read_merged_text(&edits, patch, patch_length, limits);
    if (merge.status == NNREG_OK)
        merge_value(&merge, (struct part){&from, from.values}, (struct part){&edits, edits.values});
    if (merge.status == NNREG_OK)
        merge.status = nnreg_bytes_take(text, &out);
    nnreg_bytes_free(&out);
    nnreg_json_free(&from);
    nnreg_json_free(&edits);
    return merge.status;
}
