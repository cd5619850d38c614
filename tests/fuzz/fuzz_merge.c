/*
 * Fuzz target for merge patches. The input is two texts with a NUL between them, a target and a patch. Where both are JSON, the
 * merged text must be the one that the pseudocode of RFC 7396 gives, member by member in their order: those of the target
 * where they were, new ones behind them in the order of the patch; what the patch does not name has its text to the byte,
 * and so have the values that come from the patch, but for objects, which come without their nulls. Merging the patch once
 * more changes nothing. Where one is no JSON, nothing is merged.
 */
#include "base/alloc.h"
#include "fuzz_input.h"
#include "plain_json.h"

static struct plain_chars copy_chars(const struct plain_chars *chars)
{
    struct plain_chars copy = {NULL, chars->size};

    if (chars->bytes == NULL)
        return copy;
    copy.bytes = malloc(chars->size + 1);
    must(copy.bytes != NULL);
    memcpy(copy.bytes, chars->bytes, chars->size + 1);
    return copy;
}

/* A value with all that is in it, and without a key. */
static struct plain_value copy_value(const struct plain_value *value)
{
    struct plain_value copy = {.first = value->first, .text = value->text, .size = value->size};

    copy.string = copy_chars(&value->string);
    for (size_t i = 0; i < value->count; i++) {
        struct plain_value child = copy_value(&value->inside[i]);

        child.key = copy_chars(&value->inside[i].key);
        *plain_add(&copy) = child;
    }
    return copy;
}

static void set_member(struct plain_value *object, const struct plain_chars *key, struct plain_value value)
{
    struct plain_value *member = plain_member(object, key);

    if (member != NULL)
        plain_free(member);
    else
        member = plain_add(object);
    value.key = copy_chars(key);
    *member = value;
}

static void remove_member(struct plain_value *object, const struct plain_chars *key)
{
    struct plain_value *member = plain_member(object, key);
    size_t at;

    if (member == NULL)
        return;
    at = (size_t)(member - object->inside);
    plain_free(member);
    memmove(member, member + 1, (object->count - at - 1) * sizeof *member);
    object->count--;
}

/* RFC 7396, 2: MergePatch(Target, Patch), line by line. `target` NULL: it is not there. */
static struct plain_value merge_patch(const struct plain_value *target, const struct plain_value *patch)
{
    struct plain_value merged = {.first = '{'};

    if (patch->first != '{')
        return copy_value(patch);
    if (target != NULL && target->first == '{') {
        merged = copy_value(target);
        merged.text = NULL;
    }
    for (size_t i = 0; i < patch->count; i++) {
        const struct plain_value *value = &patch->inside[i];

        if (value->first == 'n')
            remove_member(&merged, &value->key);
        else
            set_member(&merged, &value->key, merge_patch(plain_member(&merged, &value->key), value));
    }
    return merged;
}

static void check_as_expected(const struct plain_value *found, const struct plain_value *expected)
{
    must(found->first == expected->first && found->count == expected->count);
    must(plain_same_chars(&found->key, &expected->key));
    if (expected->text != NULL)
        must(found->size == expected->size && memcmp(found->text, expected->text, found->size) == 0);
    for (size_t i = 0; i < found->count; i++)
        check_as_expected(&found->inside[i], &expected->inside[i]);
}

static void check_merged(const char *merged, const struct plain_value *target,
                         const struct plain_value *patch)
{
    struct plain_value found, expected = merge_patch(target, patch);

    must(plain_read(&found, merged, strlen(merged)));
    check_as_expected(&found, &expected);
    plain_free(&found);
    plain_free(&expected);
}

static void check_again(const char *merged, const char *patch, size_t size)
{
    char *again;

    must(nnreg_json_merge(&again, merged, strlen(merged), patch, size, NULL) == NNREG_OK);
    must(strcmp(again, merged) == 0);
    nnreg_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    const char *target = (const char *)input, *end = size > 0 ? memchr(target, 0, size) : NULL;
    size_t target_size = end != NULL ? (size_t)(end - target) : size;
    const char *patch = end != NULL ? end + 1 : "";
    size_t patch_size = end != NULL ? size - target_size - 1 : 0;
    struct plain_value into, edits;
    bool is_target = plain_read(&into, target, target_size), is_patch = plain_read(&edits, patch, patch_size),
         both = is_target && is_patch;
    nnreg_status status;
    char *merged;

    status = nnreg_json_merge(&merged, target, target_size, patch, patch_size, NULL);
    must(both ? status == NNREG_OK : status == NNREG_REFUSED || status == NNREG_LIMIT);
    must((status == NNREG_OK) == (merged != NULL));
    if (both) {
        check_merged(merged, &into, &edits);
        check_again(merged, patch, patch_size);
    }
    nnreg_free(merged);
    plain_free(&into);
    plain_free(&edits);
    return 0;
}
