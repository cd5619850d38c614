/* What a delete took along: see cascade_list.h. */
#include "registry/cascade_list.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/sized.h"

static const struct nnreg_sized sized_cascade = NNREG_SIZED(struct nnreg_cascade, networks);

struct nnreg_cascade_item {
    const char *object;
    uint64_t id;
    char *name; /* owned */
    int cleared;
    char sha256[NNREG_SHA256_TEXT]; /* of a file; "" for anything else */
    uint64_t bytes, left;
};

nnreg_status nnreg_cascade_list_begin(struct nnreg_cascade_list *list, struct nnreg_cascade *cascade,
                                      nnreg_status status, struct nnreg_error *error)
{
    struct nnreg_cascade given = NNREG_CASCADE_INIT, none = NNREG_CASCADE_INIT;
    bool usable;

    status = nnreg_sized_begin(&usable, &sized_cascade, &given, cascade, status, error);
    *list = (struct nnreg_cascade_list){.each = given.each, .context = given.context};
    none.each = given.each;
    none.context = given.context;
    if (usable)
        nnreg_sized_give(&sized_cascade, cascade, &none);
    return status;
}

nnreg_status nnreg_cascade_list_add(struct nnreg_cascade_list *list, const char *object, uint64_t id,
                                    const char *name, bool cleared, struct nnreg_error *error)
{
    struct nnreg_cascade_item *item, *grown;

    if (list->each == NULL)
        return NNREG_OK;
    grown = nnreg_array_room(list->items, &list->room, list->count + 1, sizeof *grown);
    if (grown == NULL)
        return nnreg_fail_memory(error);
    list->items = grown;
    item = &list->items[list->count];
    *item = (struct nnreg_cascade_item){
        .object = object, .id = id, .name = nnreg_strdup(name), .cleared = cleared};
    if (item->name == NULL)
        return nnreg_fail_memory(error);
    list->count++;
    return NNREG_OK;
}

nnreg_status nnreg_cascade_list_add_file(struct nnreg_cascade_list *list, const struct nnreg_file *file,
                                         uint64_t left, struct nnreg_error *error)
{
    nnreg_status status = nnreg_cascade_list_add(list, nnreg_file_table.name, 0, file->name, false, error);

    if (status == NNREG_OK && list->each != NULL) {
        struct nnreg_cascade_item *item = &list->items[list->count - 1];

        nnreg_hex(item->sha256, file->sha256);
        item->bytes = file->size;
        item->left = left;
    }
    return status;
}

void nnreg_cascade_list_empty(struct nnreg_cascade_list *list)
{
    while (list->count > 0)
        nnreg_free(list->items[--list->count].name);
}

void nnreg_cascade_list_tell(const struct nnreg_cascade_list *list, const struct nnreg_cascade *counts,
                             struct nnreg_cascade *cascade)
{
    struct nnreg_cascade told = *counts;
    size_t i;

    told.each = list->each;
    told.context = list->context;
    nnreg_sized_give(&sized_cascade, cascade, &told);
    for (i = 0; list->each != NULL && i < list->count; i++) {
        const struct nnreg_cascade_item *item = &list->items[i];

        list->each(list->context, &(struct nnreg_removed){.size = sizeof(struct nnreg_removed),
                                                          .object = item->object,
                                                          .id = item->id,
                                                          .name = item->name,
                                                          .cleared = item->cleared,
                                                          .sha256 = item->sha256,
                                                          .bytes = item->bytes,
                                                          .left = item->left});
    }
}

void nnreg_cascade_list_free(struct nnreg_cascade_list *list)
{
    nnreg_cascade_list_empty(list);
    nnreg_free(list->items);
    list->items = NULL;
    list->room = 0;
}
