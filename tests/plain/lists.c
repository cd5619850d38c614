/* See model.h: lists. Every object is held against every condition, and what meets them is sorted. */
#include "plain/model.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#define ORDERED_BYTES 480 /* by which names are ordered, then by id */

static bool has_name(const struct nnreg_query *query, const char *name)
{
    return (query->name == NULL || strcmp(name, query->name) == 0) &&
           (query->name_prefix == NULL ||
            strncmp(name, query->name_prefix, strlen(query->name_prefix)) == 0) &&
           (query->name_glob == NULL || fnmatch(query->name_glob, name, 0) == 0);
}

static bool is_named(const struct nnreg_query *query, uint64_t id)
{
    size_t i;

    for (i = 0; i < query->id_count; i++)
        if (query->ids[i] == id)
            return true;
    return query->ids == NULL;
}

static bool meets(enum plain_kind kind, const struct plain_object *object,
                  const struct plain_question *question)
{
    const struct nnreg_query *query = &question->query;

    if (object->update_date < question->since || object->update_date >= question->before)
        return false;
    if ((kind == PLAIN_NETWORK || kind == PLAIN_SPEC) && query->scope != NNREG_SCOPE_ALL &&
        (object->slug[0] != '\0') != (query->scope == NNREG_SCOPE_PUBLIC))
        return false;
    if (kind == PLAIN_NETWORK && query->framework != NULL && strcmp(query->framework, "tensorflow-1.x") != 0)
        return false;
    if (kind == PLAIN_NETWORK || kind == PLAIN_SPEC)
        return has_name(query, object->name) &&
               (question->where < 0 ||
                plain_metadata_meets(&object->metadata, &plain_wheres[question->where]));
    return (query->spec_id == 0 || object->spec_id == query->spec_id) &&
           (query->network_id == 0 || object->network_id == query->network_id) &&
           is_named(query, object->id) &&
           (query->status == NULL || strcmp(plain_statuses[object->status], query->status) == 0);
}

struct ordered {
    const struct plain_object *object;
    const struct nnreg_query *query;
    bool by_date; /* what is equal, for the flaw */
};

static int compare(const void *a, const void *b)
{
    const struct ordered *left = a, *right = b;
    const struct plain_object *x = left->object, *y = right->object;
    int order = 0;

    if (left->query->order == NNREG_ORDER_NAME)
        order = strncmp(x->name, y->name, ORDERED_BYTES);
    if (left->query->order == NNREG_ORDER_UPDATE_DATE || (order == 0 && left->by_date))
        order = (x->update_date > y->update_date) - (x->update_date < y->update_date);
    if (order == 0)
        order = (x->id > y->id) - (x->id < y->id);
    return left->query->descending ? -order : order;
}

size_t plain_list(const struct plain_object *found[PLAIN_MOST], const struct plain_model *model,
                  enum plain_kind kind, const struct plain_question *question)
{
    struct ordered ordered[PLAIN_MOST];
    bool by_date =
        question->query.order == NNREG_ORDER_NAME && (model->flaws & PLAIN_FLAW_EQUAL_NAMES_BY_DATE) != 0;
    size_t i, count = 0;

    for (i = 0; i < model->count[kind]; i++)
        if (meets(kind, &model->objects[kind][i], question))
            ordered[count++] = (struct ordered){&model->objects[kind][i], &question->query, by_date};
    qsort(ordered, count, sizeof *ordered, compare);
    for (i = 0; i < count; i++)
        found[i] = ordered[i].object;
    return count;
}
