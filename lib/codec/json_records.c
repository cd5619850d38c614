/* JSON values into records and back: see json_records.h. */
#include "codec/json_records.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "codec/json_values.h"

/*
 * A value that is of no use leaves the member as not known, instead of ending the taking. Lists and objects are refused before
 * memory is taken for them, and what is in them is forgiven by itself: so what is cleared here has no origins below it, which
 * would be left behind with addresses of others.
 */
nnreg_status nnreg_json_take_member(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                                    void *member, const struct nnreg_json_value *value)
{
    nnreg_status status = nnreg_kind_codecs[field->kind].take(taking, field, member, value);

    if (status != NNREG_INVALID_ARGUMENT || !taking->lenient)
        return status;
    nnreg_member_clear(field, member);
    nnreg_member_forget(field, member);
    return NNREG_OK;
}

/*
 * Notes where a member comes from: from `value`, or, where it was left out (NULL), from its record's own. The way back to the
 * root goes from a member to its record, from that to the member or the list that holds it, and so on. Only members that are
 * there and entries have a step in the JSON Pointer; a record is where its member is, and has none.
 */
static nnreg_status note_member(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                                const void *record, const struct nnreg_json_value *object,
                                const struct nnreg_json_value *value)
{
    struct nnreg_origin origin = {.address = nnreg_member(record, field),
                                  .parent = record,
                                  .field = value != NULL ? field : NULL,
                                  .value =
                                      (uint32_t)((value != NULL ? value : object) - taking->json->values),
                                  .index = NNREG_ORIGIN_NO_INDEX};

    if (taking->origins == NULL || nnreg_origins_add(taking->origins, &origin) == NNREG_OK)
        return NNREG_OK;
    return nnreg_fail_memory(taking->error);
}

/*
 * The one place that tells "left out" from "given": where it is asked for the initial value stands in, and what is required
 * and has none is refused, which the rules say in words, but whoever turned them down would get a record that cannot be read.
 * For the same reason what the registry assigns is as if it were left out. A lenient taking marks as not known what has no
 * initial value; else the member stays zero, which is absent. Of the rows of a ONE_OF none is missed.
 */
static nnreg_status take_or_fill(const struct nnreg_json_taking *taking, const struct nnreg_table *table,
                                 const struct nnreg_field *field, bool is_one_of, void *record,
                                 const struct nnreg_json_value *value)
{
    if (value != NULL && (taking->absent != NNREG_JSON_WHOLE || field->presence != NNREG_ASSIGNED))
        return nnreg_json_take_member(taking, field, nnreg_member(record, field), value);
    if (taking->absent != NNREG_JSON_AS_GIVEN && field->initial != NULL)
        return nnreg_json_initial(field, record, taking->error);
    if (taking->absent == NNREG_JSON_WHOLE && field->presence == NNREG_REQUIRED && !is_one_of)
        return nnreg_fail(taking->error, NNREG_INVALID_ARGUMENT,
                          "the %s has no \"%s\", without which it cannot be stored", table->name, field->key);
    if (taking->lenient)
        nnreg_member_forget(field, nnreg_member(record, field));
    return NNREG_OK;
}

/* `object` may be no object where the taking is lenient: then nothing was given. */
static nnreg_status take_members(const struct nnreg_json_taking *taking, const struct nnreg_table *table,
                                 bool is_one_of, void *record, const struct nnreg_json_value *object)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < table->count && status == NNREG_OK; i++) {
        const struct nnreg_field *field = &table->fields[i];
        const struct nnreg_json_value *value = NULL;

        if (field->kind == NNREG_KIND_ONE_OF) {
            status = take_members(taking, field->child, true, record, object);
            continue;
        }
        if (object->type == NNREG_JSON_OBJECT)
            value = nnreg_json_member(taking->json, object, field->key);
        status = note_member(taking, field, record, object, value);
        if (status == NNREG_OK)
            status = take_or_fill(taking, table, field, is_one_of, record, value);
    }
    return status;
}

nnreg_status nnreg_json_take_record(const struct nnreg_json_taking *taking, const struct nnreg_table *table,
                                    void *record, const struct nnreg_json_value *object,
                                    struct nnreg_origin step)
{
    step.address = record;
    step.value = (uint32_t)(object - taking->json->values);
    if (object->type != NNREG_JSON_OBJECT && !taking->lenient)
        return nnreg_fail(taking->error, NNREG_INVALID_ARGUMENT, "the %s is not an object", table->name);
    if (taking->origins != NULL && nnreg_origins_add(taking->origins, &step) != NNREG_OK)
        return nnreg_fail_memory(taking->error);
    return take_members(taking, table, false, record, object);
}

static nnreg_status take_whole(const struct nnreg_json_taking *taking, const struct nnreg_table *table,
                               void *record, const struct nnreg_json_value *object)
{
    struct nnreg_origin root = {.index = NNREG_ORIGIN_NO_INDEX};
    nnreg_status status = nnreg_json_take_record(taking, table, record, object, root);

    if (status != NNREG_OK)
        nnreg_record_clear(table, record);
    return status;
}

nnreg_status nnreg_json_to_record(const struct nnreg_table *table, void *record,
                                  const struct nnreg_json *json, const struct nnreg_json_value *object,
                                  enum nnreg_json_absent absent, struct nnreg_error *error)
{
    struct nnreg_json_taking taking = {.json = json, .absent = absent, .error = error};

    return take_whole(&taking, table, record, object);
}

nnreg_status nnreg_json_to_record_leniently(struct nnreg_origins *origins, const struct nnreg_table *table,
                                            void *record, const struct nnreg_json *json,
                                            const struct nnreg_json_value *value, struct nnreg_error *error)
{
    struct nnreg_json_taking taking = {
        .json = json, .absent = NNREG_JSON_FILLED, .lenient = true, .origins = origins, .error = error};
    nnreg_status status;

    *origins = (struct nnreg_origins)NNREG_ORIGINS_INIT;
    status = take_whole(&taking, table, record, value);
    if (status != NNREG_OK)
        nnreg_origins_free(origins);
    return status;
}

nnreg_status nnreg_json_initial(const struct nnreg_field *field, void *record, struct nnreg_error *error)
{
    struct nnreg_json json;
    struct nnreg_json_taking taking = {.json = &json, .absent = NNREG_JSON_FILLED, .error = error};
    nnreg_status status = nnreg_json_read(&json, field->initial, strlen(field->initial), NULL, NULL, NULL);

    assert(status == NNREG_OK || status == NNREG_NO_MEMORY); /* the tables' initial values are JSON */
    if (status != NNREG_OK)
        return nnreg_fail_memory(error);
    status = nnreg_json_take_member(&taking, field, nnreg_member(record, field), json.values);
    nnreg_json_free(&json);
    return status;
}

/* The new value is made beside the old one, which goes only when there is a new one. */
nnreg_status nnreg_json_replace_member(const struct nnreg_field *field, void *record,
                                       const struct nnreg_json *json, const struct nnreg_json_value *value,
                                       struct nnreg_error *error)
{
    struct nnreg_json_taking taking = {.json = json, .absent = NNREG_JSON_FILLED, .error = error};
    union nnreg_any_member fresh;
    nnreg_status status;

    memset(&fresh, 0, sizeof fresh);
    status = value->type == NNREG_JSON_NULL && nnreg_may_be_absent(field)
                 ? NNREG_OK
                 : nnreg_json_take_member(&taking, field, &fresh, value);
    if (status != NNREG_OK) {
        nnreg_member_clear(field, &fresh);
        return status;
    }
    nnreg_member_clear(field, nnreg_member(record, field));
    memcpy(nnreg_member(record, field), &fresh, nnreg_member_size(field));
    return NNREG_OK;
}

static bool is_null_when_empty(const struct nnreg_field *field, const void *record)
{
    return field->empty_is_null && **(char *const *)nnreg_member(record, field) == '\0';
}

void nnreg_json_put_members(struct nnreg_json_writer *writer, const struct nnreg_table *table,
                            const void *record, const struct nnreg_field *without)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF) {
            nnreg_json_put_members(writer, field->child, record, without);
        } else if (field != without && (field->kind == NNREG_KIND_VALUE || !nnreg_is_absent(field, record))) {
            nnreg_json_put_key(writer, field->key);
            if (is_null_when_empty(field, record))
                nnreg_json_put_null(writer);
            else
                nnreg_json_put_member(writer, field, record);
        }
    }
}

void nnreg_json_put_member(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                           const void *record)
{
    if (nnreg_is_absent(field, record))
        nnreg_json_put_null(writer);
    else
        nnreg_kind_codecs[field->kind].put(writer, field, nnreg_member(record, field));
}

void nnreg_json_put_record(struct nnreg_json_writer *writer, const struct nnreg_table *table,
                           const void *record)
{
    nnreg_json_open_object(writer);
    nnreg_json_put_members(writer, table, record, NULL);
    nnreg_json_close_object(writer);
}
