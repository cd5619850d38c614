/*
 * What can be done with any record by its table alone: see fields.h.
 *
 * A row ONE_OF stands for rows of another table whose members and keys are of this very record. So whatever goes over a table
 * goes into such a row with the same record, and what it finds there is as if it stood in the table itself.
 */
#include "records/fields.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "nnreg.h"

const struct nnreg_field *nnreg_table_field(const struct nnreg_table *table, const char *key)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF)
            field = nnreg_table_field(field->child, key);
        else if (strcmp(field->key, key) != 0)
            continue;
        if (field != NULL)
            return field;
    }
    return NULL;
}

static const struct nnreg_field *find_field_at(const struct nnreg_table *table, size_t offset)
{
    const struct nnreg_field *found = NULL;
    size_t i;

    for (i = 0; i < table->count && found == NULL; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF)
            found = find_field_at(field->child, offset);
        else if (field->offset == offset)
            found = field;
    }
    return found;
}

const struct nnreg_field *nnreg_field_at(const struct nnreg_table *table, size_t offset)
{
    const struct nnreg_field *field = find_field_at(table, offset);

    assert(field != NULL);
    return field;
}

bool nnreg_has_format(const struct nnreg_field *field, enum nnreg_string_format format)
{
    size_t i;

    for (i = 0; i < NNREG_STRING_FORMATS_MOST; i++)
        if (field->formats[i] == format)
            return true;
    return false;
}

size_t nnreg_list_least(const struct nnreg_field *field)
{
    return field->kind == NNREG_KIND_STRINGS ? 1 : field->least;
}

size_t nnreg_list_most(const struct nnreg_field *field)
{
    if (field->kind == NNREG_KIND_STRINGS) /* whose bounds are those of each string */
        return NNREG_LIMIT_LIST;
    return field->most > 0 ? field->most : SIZE_MAX;
}

/* Counts on when there is no more room, for the caller to see; what is written then is nowhere (`keys` NULL, `room` 0). */
size_t nnreg_table_keys(const char **keys, size_t room, const struct nnreg_table *table)
{
    size_t i, used = 0;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF) {
            bool fits = used < room;

            used += nnreg_table_keys(fits ? keys + used : NULL, fits ? room - used : 0, field->child);
        } else if (field->presence != NNREG_ASSIGNED) {
            if (used < room)
                keys[used] = field->key;
            used++;
        }
    }
    return used;
}

/* ---------------------------------------------------------------------------------------- the kinds -- */

static void clear_nothing(const struct nnreg_field *field, void *member)
{
    (void)field, (void)member;
}

static void clear_text(const struct nnreg_field *field, void *member)
{
    (void)field;
    nnreg_free(*(char **)member);
}

static void clear_object(const struct nnreg_field *field, void *member)
{
    void *object = nnreg_member_object(member);

    if (object != NULL)
        nnreg_record_clear(field->child, object);
    nnreg_free(object);
}

static void clear_array(const struct nnreg_field *field, void *member)
{
    struct nnreg_array *array = member;
    size_t i;

    for (i = 0; i < array->count; i++)
        nnreg_record_clear(field->child, (char *)array->items + i * field->child->size);
    nnreg_free(array->items);
}

static void clear_strings(const struct nnreg_field *field, void *member)
{
    struct nnreg_array *array = member;
    size_t i;

    (void)field;
    for (i = 0; i < array->count; i++)
        nnreg_free(((char **)array->items)[i]);
    nnreg_free(array->items);
}

static void clear_numbers(const struct nnreg_field *field, void *member)
{
    (void)field;
    nnreg_free(((struct nnreg_array *)member)->items);
}

static void stay_zero(void *member)
{
    (void)member;
}

static void forget_word(void *member)
{
    *(int *)member = -1;
}

static void forget_number(void *member)
{
    *(double *)member = NAN;
}

static bool never_absent(const void *member)
{
    (void)member;
    return false;
}

static bool is_null(const void *member)
{
    return nnreg_member_object(member) == NULL;
}

static bool has_no_items(const void *member)
{
    return ((const struct nnreg_array *)member)->items == NULL;
}

/* An ARRAY without entries is an empty list. NUMBERS can be empty or absent: only then are there no `items`. STRINGS are never empty. */
#define ARRAY_SIZE sizeof(struct nnreg_array)

/* clang-format off */
const struct nnreg_kind_memory nnreg_kind_memories[NNREG_KIND_COUNT] = {
    /*                          size                  clear          forget         is_absent */
    [NNREG_KIND_ID]        = {sizeof(uint64_t),     clear_nothing, stay_zero,     never_absent},
    [NNREG_KIND_REFERENCE] = {sizeof(uint64_t),     clear_nothing, stay_zero,     never_absent},
    [NNREG_KIND_INTEGER]   = {sizeof(int64_t),      clear_nothing, stay_zero,     never_absent},
    [NNREG_KIND_SIZE]      = {sizeof(uint64_t),     clear_nothing, stay_zero,     never_absent},
    [NNREG_KIND_TIME]      = {sizeof(int64_t),      clear_nothing, stay_zero,     never_absent},
    [NNREG_KIND_NUMBER]    = {sizeof(double),       clear_nothing, forget_number, never_absent},
    [NNREG_KIND_BOOL]      = {sizeof(bool),         clear_nothing, stay_zero,     never_absent},
    [NNREG_KIND_STRING]    = {sizeof(char *),       clear_text,    stay_zero,     is_null},
    [NNREG_KIND_ENUM]      = {sizeof(int),          clear_nothing, forget_word,   never_absent},
    [NNREG_KIND_JSON]      = {sizeof(char *),       clear_text,    stay_zero,     is_null},
    [NNREG_KIND_DIGEST]    = {sizeof(nnreg_digest), clear_nothing, stay_zero,     never_absent},
    [NNREG_KIND_OBJECT]    = {sizeof(void *),       clear_object,  stay_zero,     is_null},
    [NNREG_KIND_ARRAY]     = {ARRAY_SIZE,           clear_array,   stay_zero,     never_absent},
    [NNREG_KIND_STRINGS]   = {ARRAY_SIZE,           clear_strings, stay_zero,     has_no_items},
    [NNREG_KIND_NUMBERS]   = {ARRAY_SIZE,           clear_numbers, stay_zero,     has_no_items},
    [NNREG_KIND_VALUE]     = {sizeof(char *),       clear_text,    stay_zero,     is_null},
    [NNREG_KIND_ONE_OF]    = {0,                    clear_nothing, stay_zero,     never_absent}, /* no member of its own */
};
/* clang-format on */

size_t nnreg_member_size(const struct nnreg_field *field)
{
    return nnreg_kind_memories[field->kind].size;
}

void nnreg_member_clear(const struct nnreg_field *field, void *member)
{
    const struct nnreg_kind_memory *kind = &nnreg_kind_memories[field->kind];

    kind->clear(field, member);
    memset(member, 0, kind->size);
}

void nnreg_member_forget(const struct nnreg_field *field, void *member)
{
    nnreg_kind_memories[field->kind].forget(member);
}

bool nnreg_is_absent(const struct nnreg_field *field, const void *record)
{
    return nnreg_kind_memories[field->kind].is_absent(nnreg_member(record, field));
}

/* ------------------------------------------------------------------------------------ whole records -- */

static void clear_members(const struct nnreg_table *table, void *record)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF)
            clear_members(field->child, record);
        else
            nnreg_kind_memories[field->kind].clear(field, nnreg_member(record, field));
    }
}

void nnreg_record_clear(const struct nnreg_table *table, void *record)
{
    nnreg_free(((struct nnreg_unknown *)record)->content);
    clear_members(table, record);
    memset(record, 0, table->size);
}
