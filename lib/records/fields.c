/* What can be done with any record by its table alone: see fields.h. */
#include "records/fields.h"

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

bool nnreg_is_absent(const struct nnreg_field *field, const void *record)
{
    const void *member = nnreg_member(record, field);

    switch (field->kind) {
    case NNREG_KIND_OBJECT:
    case NNREG_KIND_VALUE:
        return *(void *const *)member == NULL;
    case NNREG_KIND_NUMBERS:
        return ((const struct nnreg_array *)member)->items == NULL;
    case NNREG_KIND_STRING:
        return field->number == 0 && *(void *const *)member == NULL;
    default:
        return false;
    }
}

size_t nnreg_table_keys(const char **keys, size_t room, const struct nnreg_table *table)
{
    size_t i, used = 0;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF) {
            bool fits = used < room;

            used += nnreg_table_keys(fits ? keys + used : NULL, fits ? room - used : 0, field->child);
        } else if (field->presence != NNREG_ASSIGNED && nnreg_is_public(field)) {
            if (used < room)
                keys[used] = field->key;
            used++;
        }
    }
    return used;
}

static void clear_array(const struct nnreg_field *field, struct nnreg_array *array)
{
    size_t i;

    for (i = 0; i < array->count; i++) {
        if (field->kind == NNREG_KIND_STRINGS)
            nnreg_free(((char **)array->items)[i]);
        else if (field->kind == NNREG_KIND_ARRAY)
            nnreg_record_clear(field->child, (char *)array->items + i * field->child->size);
    }
    nnreg_free(array->items);
}

/* The member points at a struct of any type, so that no void ** may look at it; all of them have one representation. */
static void clear_child(const struct nnreg_field *field, const void *member)
{
    void *child;

    memcpy(&child, member, sizeof child);
    if (child != NULL)
        nnreg_record_clear(field->child, child);
    nnreg_free(child);
}

static void clear_members(const struct nnreg_table *table, void *record)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];
        void *member = nnreg_member(record, field);

        switch (field->kind) {
        case NNREG_KIND_STRING:
        case NNREG_KIND_JSON:
        case NNREG_KIND_VALUE:
            nnreg_free(*(char **)member);
            break;
        case NNREG_KIND_OBJECT:
            clear_child(field, member);
            break;
        case NNREG_KIND_ARRAY:
        case NNREG_KIND_STRINGS:
        case NNREG_KIND_NUMBERS:
            clear_array(field, member);
            break;
        case NNREG_KIND_ONE_OF:
            clear_members(field->child, record);
            break;
        case NNREG_KIND_ID:
        case NNREG_KIND_REFERENCE:
        case NNREG_KIND_INTEGER:
        case NNREG_KIND_SIZE:
        case NNREG_KIND_TIME:
        case NNREG_KIND_NUMBER:
        case NNREG_KIND_BOOL:
        case NNREG_KIND_ENUM:
        case NNREG_KIND_DIGEST:
            break;
        }
    }
}

void nnreg_record_clear(const struct nnreg_table *table, void *record)
{
    nnreg_free(((struct nnreg_unknown *)record)->content);
    clear_members(table, record);
    memset(record, 0, table->size);
}
