/*
 * Going through a stored record where it lies: see record_look.h. The functions of the kinds are named in codec/kinds.h.
 */
#include "codec/record_look.h"

#include <math.h>

#include "base/cursor.h"
#include "codec/kinds.h"
#include "codec/record_head.h"

/* ------------------------------------------------------------------------------------------------ the plain kinds -- */

bool nnreg_look_uint(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    (void)field;
    return nnreg_look_uint_value(looker, member);
}

bool nnreg_look_integer(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    (void)field;
    return nnreg_look_integer_value(looker, member);
}

bool nnreg_look_number(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    uint64_t bits;
    double number;

    (void)field;
    if (nnreg_look_first_byte(looker) != 0xcb || !nnreg_look_wide_number(looker, &bits, sizeof bits))
        return false;
    memcpy(&number, &bits, sizeof number);
    if (member != NULL)
        *(double *)member = number;
    return isfinite(number);
}

bool nnreg_look_bool(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    unsigned first = nnreg_look_first_byte(looker);

    (void)field;
    if (member != NULL)
        *(bool *)member = first == 0xc3;
    return first == 0xc2 || first == 0xc3;
}

bool nnreg_look_digest(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    uint64_t size = 0;

    (void)field;
    if (nnreg_look_first_byte(looker) != 0xc4 || !nnreg_look_wide_number(looker, &size, 1) ||
        size != NNREG_SHA256_SIZE || nnreg_look_bytes_left(looker) < NNREG_SHA256_SIZE)
        return false;
    if (member != NULL)
        memcpy(member, looker->at, NNREG_SHA256_SIZE);
    nnreg_look_pass_over(looker, NNREG_SHA256_SIZE);
    return true;
}

bool nnreg_look_enum(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    uint64_t length;
    int found;

    if (!nnreg_look_text_head(looker, &length))
        return false;
    found = nnreg_vocab_find_chars(field->vocab, (const char *)looker->at, (size_t)length);
    if (member != NULL)
        *(int *)member = found;
    nnreg_look_pass_over(looker, (size_t)length);
    return found >= 0;
}

bool nnreg_look_text(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    (void)field;
    return nnreg_look_text_value(looker, member);
}

bool nnreg_look_nothing(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    (void)looker, (void)field, (void)member;
    return false;
}

/* ----------------------------------------------------------------------------------------- objects and lists -- */

/*
 * Notes that structs are needed; the second time gives them, zeroed: NULL where there is no room, which is so only where an index
 * said less. Multiples of 8, which aligns all of them. There are no more of them than the record has bytes, which fit 32 bits, so that
 * the sum fits its 64.
 */
static inline void *take_structs(struct nnreg_record_looker *looker, uint64_t count, size_t size)
{
    size_t each = (size + 7) & ~(size_t)7;
    uint64_t bytes = count * each;
    void *structs = looker->structs;

    if (structs == NULL) {
        looker->needed += bytes;
        *(each == NNREG_LOOK_WORD ? &looker->word_count : &looker->struct_count) += count;
        return NULL;
    }
    if (bytes > (size_t)(looker->structs_end - looker->structs))
        return NULL;
    looker->structs += bytes;
    memset(structs, 0, (size_t)bytes);
    return structs;
}

static bool look_at_map(struct nnreg_record_looker *looker, const struct nnreg_table *table, void *record);

bool nnreg_look_object(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    void *object = take_structs(looker, 1, field->child->size);

    if (object == NULL && looker->structs != NULL)
        return false;
    if (object != NULL)
        memcpy(member, &object, sizeof object);
    return look_at_map(looker, field->child, object);
}

/* Each entry by `look`. A list of no entries has items, too: that is what tells it from none. */
static bool look_at_entries(struct nnreg_record_looker *looker, const struct nnreg_field *field,
                            struct nnreg_array *array, size_t size, nnreg_look *look)
{
    uint64_t count, i;
    void *items;

    if (!nnreg_look_array_head(looker, &count))
        return false;
    items = take_structs(looker, count > 0 ? count : 1, size);
    if (items == NULL && looker->structs != NULL)
        return false;
    if (array != NULL)
        *array = (struct nnreg_array){items, (size_t)count};
    for (i = 0; i < count; i++)
        if (!look(looker, field, items != NULL ? (char *)items + i * size : NULL))
            return false;
    return true;
}

static bool look_at_struct_entry(struct nnreg_record_looker *looker, const struct nnreg_field *field,
                                 void *item)
{
    return look_at_map(looker, field->child, item);
}

bool nnreg_look_array(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    return look_at_entries(looker, field, member, field->child->size, look_at_struct_entry);
}

bool nnreg_look_strings(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    return look_at_entries(looker, field, member, sizeof(char *), nnreg_look_text);
}

bool nnreg_look_numbers(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    return look_at_entries(looker, field, member, sizeof(double), nnreg_look_number);
}

/* ------------------------------------------------------------------------------------------------------- records -- */

/*
 * The row of the number that comes next, from *row on: those before it are not there, and must be of those that need not be.
 * NULL: there is none (*known false), or it is further up (*known true). Behind a row of ONE_OF more of its rows may come, which is
 * judged as a record is read: so that row is left only by a number of another.
 */
static const struct nnreg_field *row_of_number(const struct nnreg_table *table, uint64_t number, size_t *row,
                                               bool *known)
{
    size_t i;

    for (i = *row; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF)
            field = nnreg_record_field(field->child, number);
        else if (field->number != number || number == 0)
            field = NULL;
        if (field != NULL) {
            *row = table->fields[i].kind == NNREG_KIND_ONE_OF ? i : i + 1;
            return field;
        }
        if (!nnreg_look_may_be_missing(&table->fields[i]))
            break;
    }
    *known = nnreg_record_field(table, number) != NULL;
    return NULL;
}

bool nnreg_look_pass_value(struct nnreg_record_looker *looker)
{
    struct nnreg_cursor cursor;

    nnreg_cursor_memory(&cursor, looker->at, nnreg_look_bytes_left(looker));
    nnreg_record_value_skip(&cursor);
    if (!nnreg_cursor_ok(&cursor))
        return false;
    nnreg_look_pass_over(looker, (size_t)nnreg_cursor_offset(&cursor));
    return true;
}

bool nnreg_look_for_row(struct nnreg_record_map *map, uint64_t number, const struct nnreg_field **field)
{
    bool known = false;

    *field = row_of_number(map->table, number, &map->row, &known);
    map->next = map->table->fields + map->row;
    if (*field == NULL)
        return !known;
    if ((map->seen >> number & 1) != 0)
        return false;
    map->seen |= UINT64_C(1) << number;
    return true;
}

bool nnreg_look_is_whole(const struct nnreg_table *table, size_t row)
{
    for (; row < table->count; row++)
        if (!nnreg_look_may_be_missing(&table->fields[row]))
            return false;
    return true;
}

static void *member_of(const struct nnreg_record_map *map, const struct nnreg_field *field)
{
    return map->record != NULL ? nnreg_member(map->record, field) : NULL;
}

static bool look_at_map(struct nnreg_record_looker *looker, const struct nnreg_table *table, void *record)
{
    struct nnreg_record_map map;
    const struct nnreg_field *field;

    if (!nnreg_look_begin_map(looker, &map, table, record))
        return false;
    while (map.pairs > 0) {
        if (!nnreg_look_next_pair(looker, &map, &field))
            return false;
        if (field == NULL ? !nnreg_look_pass_value(looker)
                          : !nnreg_kind_codecs[field->kind].look(looker, field, member_of(&map, field)))
            return false;
    }
    return nnreg_look_is_whole(table, map.row);
}
