/*
 * Cursors of the caller's: the place of an object in a list as the text that a page of the list would have given (page_cursor.h),
 * made of what the caller knows of the object, or of what it is now.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/sized.h"
#include "registry/object_io.h"
#include "registry/page_cursor.h"
#include "registry/settings.h"

struct placing {
    struct nnreg_list_selection selection;
    struct nnreg_place place;
    char **text;
};

static nnreg_status take_told_place(struct nnreg_place *taken, const struct nnreg_place *given,
                                    struct nnreg_error *error)
{
    static const struct nnreg_sized sized_place = NNREG_SIZED(struct nnreg_place, id);
    nnreg_status status = nnreg_sized_check(&sized_place, given, error);

    *taken = (struct nnreg_place)NNREG_PLACE_INIT;
    if (status == NNREG_OK)
        status = nnreg_sized_take(&sized_place, taken, given, error);
    if (status != NNREG_OK)
        return status;
    return taken->id != 0
               ? NNREG_OK
               : nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the place of an object has the object's id");
}

/* The key of what was told. */
static void key_of_told(struct nnreg_index_key *key, enum nnreg_order order, const struct nnreg_place *place)
{
    struct nnreg_key number;
    struct nnreg_key_pair pair;
    struct nnreg_key_name name;

    if (order == NNREG_ORDER_NAME)
        nnreg_index_key_set(key, nnreg_key_name(&name, place->name, place->id));
    else if (order == NNREG_ORDER_UPDATE_DATE)
        nnreg_index_key_set(key, nnreg_key_pair(&pair, nnreg_key_time(place->update_date), place->id));
    else
        nnreg_index_key_set(key, nnreg_key_u64(&number, place->id));
}

/* The key of what the object is in this snapshot. */
static nnreg_status key_of_present(struct nnreg_index_key *key, struct nnreg_kv_txn *txn,
                                   const struct nnreg_list_selection *selection, uint64_t id,
                                   struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = selection->kind;
    size_t member = selection->query.order == NNREG_ORDER_NAME ? kind->name_offset : kind->update_date_offset;
    union nnreg_any_object record;
    nnreg_status status = nnreg_object_load_only(&record, txn, kind, id,
                                                 nnreg_field_bit(nnreg_field_at(kind->table, member)), error);

    if (status != NNREG_OK)
        return status;
    nnreg_index_key_of(key, kind, selection->query.order, &record);
    nnreg_record_clear(kind->table, &record);
    return NNREG_OK;
}

static nnreg_status write_place(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct placing *placing = context;
    const struct nnreg_place *place = &placing->place;
    enum nnreg_order order = placing->selection.query.order;
    struct nnreg_page_cursor cursor = {.backwards = place->before != 0};
    unsigned char identity[16], list[NNREG_CURSOR_LIST];
    nnreg_status status = nnreg_identity(identity, txn, error);

    if (status != NNREG_OK)
        return status;
    if (order == NNREG_ORDER_ID || (order == NNREG_ORDER_NAME && place->name != NULL) ||
        (order == NNREG_ORDER_UPDATE_DATE && place->update_date != 0))
        key_of_told(&cursor.place, order, place);
    else
        status = key_of_present(&cursor.place, txn, &placing->selection, place->id, error);
    if (status == NNREG_OK)
        status = nnreg_page_cursor_list(list, &placing->selection, identity, error);
    return status == NNREG_OK ? nnreg_page_cursor_write(placing->text, &cursor, list, error) : status;
}

static nnreg_status make_cursor(nnreg *registry, char **cursor, enum nnreg_object object,
                                const struct nnreg_query *query, const struct nnreg_place *place)
{
    struct placing placing = {.text = cursor};
    struct nnreg_error error;
    nnreg_status status;

    if (cursor != NULL)
        *cursor = NULL;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && cursor == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = nnreg_selection_take(&placing.selection, object, query, &error);
    if (status == NNREG_OK)
        status = take_told_place(&placing.place, place, &error);
    if (status == NNREG_OK) {
        bool owned = nnreg_query_own_ids(&placing.selection.query);

        status =
            owned ? nnreg_kv_read(registry->kv, write_place, &placing, &error) : nnreg_fail_memory(&error);
        nnreg_free((void *)(uintptr_t)placing.selection.query.ids);
    }
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_network_cursor(nnreg *registry, char **cursor, const struct nnreg_query *query,
                                  const struct nnreg_place *place)
{
    return make_cursor(registry, cursor, NNREG_OBJECT_NETWORK, query, place);
}

nnreg_status nnreg_spec_cursor(nnreg *registry, char **cursor, const struct nnreg_query *query,
                               const struct nnreg_place *place)
{
    return make_cursor(registry, cursor, NNREG_OBJECT_SPEC, query, place);
}

nnreg_status nnreg_version_cursor(nnreg *registry, char **cursor, const struct nnreg_query *query,
                                  const struct nnreg_place *place)
{
    return make_cursor(registry, cursor, NNREG_OBJECT_VERSION, query, place);
}

nnreg_status nnreg_task_cursor(nnreg *registry, char **cursor, const struct nnreg_query *query,
                               const struct nnreg_place *place)
{
    return make_cursor(registry, cursor, NNREG_OBJECT_TASK, query, place);
}
