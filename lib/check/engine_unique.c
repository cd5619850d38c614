/*
 * Entries of a list that must be different from each other: see engine_walk.h. Sorted, equals are neighbours, so that a long
 * list costs n log n comparisons and not n². The order itself means nothing: lengths are compared first, because that is
 * cheapest. Equals keep the order of the list, so that the first of them is the one that the others repeat.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "check/engine_walk.h"

/* What must be different in the entries of a list: texts, tensors, numbers. */
struct unique {
    size_t entry;    /* its place in the list */
    char *text;      /* NULL: a number */
    size_t length;   /* of what is compared of the text: of a tensor the node */
    uint64_t number; /* the number; of a tensor its output */
    const struct nnreg_json_value *value;
};

static int by_value(const void *one, const void *other)
{
    const struct unique *a = one, *b = other;
    int order = a->length != b->length ? (a->length < b->length ? -1 : 1) : 0;

    if (order == 0 && a->length > 0)
        order = memcmp(a->text, b->text, a->length);
    if (order == 0 && a->number != b->number)
        order = a->number < b->number ? -1 : 1;
    if (order == 0)
        order = a->entry < b->entry ? -1 : a->entry > b->entry;
    return order;
}

static bool same_value(const struct unique *a, const struct unique *b)
{
    return a->length == b->length && a->number == b->number &&
           (a->length == 0 || memcmp(a->text, b->text, a->length) == 0);
}

/*
 * What must be unique in an entry: the entry itself, or the member `key` of it. False: there is nothing of the kind, since the
 * value is missing or of another type, which has a finding; the slot can be used for the next entry.
 */
static bool take_unique(struct nnreg_engine *engine, struct unique *unique, const struct nnreg_field *field,
                        const char *key, const struct nnreg_json_value *entry)
{
    const struct nnreg_json_value *value = entry;
    int64_t number;

    if (key != NULL)
        value = entry->type == NNREG_JSON_OBJECT ? nnreg_json_member(engine->json, entry, key) : NULL;
    unique->value = value;
    if (value != NULL && field->kind == NNREG_KIND_INTEGER && value->type == NNREG_JSON_NUMBER &&
        nnreg_json_int64(&number, engine->json, value)) {
        unique->number = (uint64_t)number;
        return true;
    }
    if (value == NULL || field->kind == NNREG_KIND_INTEGER || value->type != NNREG_JSON_STRING)
        return false;
    if (nnreg_json_string(&unique->text, NULL, engine->json, value) != NNREG_OK) {
        engine->status = NNREG_NO_MEMORY;
        return false;
    }
    unique->length = nnreg_has_format(field, NNREG_STRING_FORMAT_TENSOR)
                         ? nnreg_tensor_split(engine->tensors, &unique->number, unique->text)
                         : strlen(unique->text);
    return true;
}

static void report_same(struct nnreg_engine *engine, const struct nnreg_field *field, const char *key,
                        const struct unique *first, const struct unique *second)
{
    size_t mark = nnreg_engine_enter_index(engine, second->entry);
    bool differ = second->text != NULL && strcmp(first->text, second->text) != 0;
    char shown[NNREG_SHOWN];

    if (key != NULL)
        (void)nnreg_engine_enter_key(engine, key);
    if (second->text == NULL)
        nnreg_engine_report(engine, NNREG_RULE_DUPLICATE, second->value->start, NULL,
                            "%s %lld is already that of entry %zu", field->key, (long long)second->number,
                            first->entry);
    else
        nnreg_engine_report(engine, NNREG_RULE_DUPLICATE, second->value->start, NULL,
                            "%s \"%s\" is already named by entry %zu%s%s", field->key,
                            nnreg_shown(shown, second->text), first->entry, differ ? ": " : "",
                            differ && engine->tensors != NULL ? engine->tensors->same : "");
    nnreg_engine_leave(engine, mark);
}

/*
 * Reports the second and each further one of equals. `first` is the earliest entry that equals list[i - 1], if only that one
 * itself, when list[i] is looked at. `pairs` has two places for each entry of the list, zero but for a repetition: what it
 * repeats, and itself. So the reports come in the order of the list, and the cap on findings keeps the first ones.
 */
static void report_equals(struct nnreg_engine *engine, const struct nnreg_field *field, const char *key,
                          struct unique *list, size_t count, const struct unique **pairs, size_t entries)
{
    const struct unique *first = list;
    size_t i;

    qsort(list, count, sizeof *list, by_value);
    for (i = 1; i < count; i++) {
        if (!same_value(first, &list[i])) {
            first = &list[i];
            continue;
        }
        pairs[2 * list[i].entry] = first;
        pairs[2 * list[i].entry + 1] = &list[i];
    }
    for (i = 0; i < entries; i++)
        if (pairs[2 * i] != NULL)
            report_same(engine, field, key, pairs[2 * i], pairs[2 * i + 1]);
}

void nnreg_walk_unique(struct nnreg_engine *engine, const struct nnreg_field *field, const char *key,
                       const struct nnreg_json_value *array)
{
    struct unique *list = nnreg_alloc_zero(array->count, sizeof *list);
    const struct unique **pairs = nnreg_alloc_zero(array->count, 2 * sizeof *pairs);
    const struct nnreg_json_value *entry = nnreg_json_first(engine->json, array);
    size_t count = 0, i;

    if (list == NULL || pairs == NULL)
        engine->status = NNREG_NO_MEMORY;
    for (i = 0; engine->status == NNREG_OK && entry != NULL;
         i++, entry = nnreg_json_next(engine->json, entry)) {
        list[count].entry = i;
        count += take_unique(engine, &list[count], field, key, entry);
    }
    if (engine->status == NNREG_OK && count > 0)
        report_equals(engine, field, key, list, count, pairs, array->count);
    for (i = 0; i < count; i++)
        nnreg_free(list[i].text);
    nnreg_free(list);
    nnreg_free(pairs);
}
