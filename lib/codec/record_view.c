/*
 * Looking at records where they lie: see record_view.h.
 *
 * A record is gone through twice by the same functions, one for each kind. The first time nothing is written to: `structs` is
 * NULL, and what is inside of an object or a list has no member, so that it is only looked at, and the memory it will take is
 * added up. The second time, in the copy, the objects and lists are laid out in memory of that size.
 *
 *     memory:  structs, for the objects and lists in the order in which they are met | the record's bytes | NUL
 *
 * A text needs no memory of its own. In msgpack the byte behind a text is the first one of the next value's head, which says
 * what it is and is not looked at again once it was read: so it becomes the text's NUL then. Of the record itself, whose
 * objects and lists may be laid out much later, that holds too, since their places are noted, and the numbers between them
 * were read.
 */
#include "codec/record_view.h"

#include <assert.h>
#include <math.h>

#include "base/cursor.h"
#include "base/utf8.h"
#include "codec/kinds.h"
#include "codec/record_head.h"
#include "codec/seal.h"

struct nnreg_record_looker {
    const unsigned char *at, *end;
    bool again;             /* the second time: what is looked at is the copy, and can be written to */
    unsigned char *structs; /* where the next struct goes, the second time; NULL the first */
    uint64_t needed;        /* bytes of structs, the first time */
};

/* ---------------------------------------------------------------------------------------------------- the heads -- */

static size_t bytes_left(const struct nnreg_record_looker *looker)
{
    return (size_t)(looker->end - looker->at);
}

/* The byte that a value begins with; 0xc1, which begins none, where there is no more. Whoever has it needs it no more. */
static inline unsigned first_byte(struct nnreg_record_looker *looker)
{
    unsigned first;

    if (looker->at == looker->end)
        return 0xc1;
    first = *looker->at++;
    if (looker->again)
        *(unsigned char *)(uintptr_t)(looker->at - 1) = 0;
    return first;
}

static inline void pass_over(struct nnreg_record_looker *looker, size_t size)
{
    looker->at += size;
}

/* A big-endian number of `width` bytes. */
static bool wide_number(struct nnreg_record_looker *looker, uint64_t *number, size_t width)
{
    size_t i;

    *number = 0;
    if (bytes_left(looker) < width)
        return false;
    for (i = 0; i < width; i++)
        *number = *number << 8 | looker->at[i];
    pass_over(looker, width);
    return true;
}

/* The length of a text, the entries of an array or the pairs of a map: in the first byte, or behind it. */
static inline bool head_number(struct nnreg_record_looker *looker, uint64_t *number, unsigned small,
                               unsigned small_most, unsigned wide, size_t least_width)
{
    unsigned first = first_byte(looker);

    if (first >= small && first <= small + small_most) {
        *number = first - small;
        return true;
    }
    return first >= wide && first <= (least_width == 1 ? wide + 2 : wide + 1) &&
           wide_number(looker, number, least_width << (first - wide));
}

static inline bool text_head(struct nnreg_record_looker *looker, uint64_t *length)
{
    return head_number(looker, length, 0xa0, 31, 0xd9, 1) && *length <= bytes_left(looker);
}

static inline bool map_head(struct nnreg_record_looker *looker, uint64_t *pairs)
{
    return head_number(looker, pairs, 0x80, 15, 0xde, 2) && *pairs <= bytes_left(looker);
}

static inline bool array_head(struct nnreg_record_looker *looker, uint64_t *entries)
{
    return head_number(looker, entries, 0x90, 15, 0xdc, 2) && *entries <= bytes_left(looker);
}

static inline bool uint_head(struct nnreg_record_looker *looker, uint64_t *number)
{
    unsigned first = first_byte(looker);

    *number = first;
    return first < 0x80 ||
           (first >= 0xcc && first <= 0xcf && wide_number(looker, number, (size_t)1 << (first - 0xcc)));
}

/* ------------------------------------------------------------------------------------------------ the plain kinds -- */

bool nnreg_look_uint(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    uint64_t number;

    (void)field;
    if (!uint_head(looker, &number))
        return false;
    if (member != NULL)
        *(uint64_t *)member = number;
    return true;
}

bool nnreg_look_integer(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    unsigned first = bytes_left(looker) > 0 ? *looker->at : 0xc1;
    uint64_t number = first;
    size_t width;

    (void)field;
    if (first >= 0xe0) {
        (void)first_byte(looker);
        number |= UINT64_MAX << 8;
    } else if (first >= 0xd0 && first <= 0xd3) {
        width = (size_t)1 << (first - 0xd0);
        (void)first_byte(looker);
        if (!wide_number(looker, &number, width))
            return false;
        if (width < 8 && (number >> (8 * width - 1)) != 0)
            number |= UINT64_MAX << (8 * width);
    } else if (!uint_head(looker, &number) || number > INT64_MAX) {
        return false;
    }
    if (member != NULL)
        memcpy(member, &number, sizeof number);
    return true;
}

bool nnreg_look_number(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    uint64_t bits;
    double number;

    (void)field;
    if (first_byte(looker) != 0xcb || !wide_number(looker, &bits, sizeof bits))
        return false;
    memcpy(&number, &bits, sizeof number);
    if (member != NULL)
        *(double *)member = number;
    return isfinite(number);
}

bool nnreg_look_bool(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    unsigned first = first_byte(looker);

    (void)field;
    if (member != NULL)
        *(bool *)member = first == 0xc3;
    return first == 0xc2 || first == 0xc3;
}

bool nnreg_look_digest(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    uint64_t size = 0;

    (void)field;
    if (first_byte(looker) != 0xc4 || !wide_number(looker, &size, 1) || size != NNREG_SHA256_SIZE ||
        bytes_left(looker) < NNREG_SHA256_SIZE)
        return false;
    if (member != NULL)
        memcpy(member, looker->at, NNREG_SHA256_SIZE);
    pass_over(looker, NNREG_SHA256_SIZE);
    return true;
}

bool nnreg_look_enum(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    uint64_t length;
    int found;

    if (!text_head(looker, &length))
        return false;
    found = nnreg_vocab_find_chars(field->vocab, (const char *)looker->at, (size_t)length);
    if (member != NULL)
        *(int *)member = found;
    pass_over(looker, (size_t)length);
    return found >= 0;
}

/* Without a NUL inside, which would end it. The second time it is known to be one, and where it can be written to. */
bool nnreg_look_text(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    const char *text;
    uint64_t length;

    (void)field;
    if (!text_head(looker, &length))
        return false;
    text = (const char *)looker->at;
    if (member != NULL)
        *(const char **)member = text;
    pass_over(looker, (size_t)length);
    return looker->again || nnreg_utf8_is_text(text, (size_t)length);
}

bool nnreg_look_nothing(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    (void)looker, (void)field, (void)member;
    return false;
}

/* ----------------------------------------------------------------------------------------- objects and lists -- */

/*
 * Notes that structs are needed; the second time gives them, zeroed. Multiples of 8, which aligns all of them. There are no more of
 * them than the record has bytes, which fit 32 bits, so that the sum fits its 64.
 */
static inline void *take_structs(struct nnreg_record_looker *looker, uint64_t count, size_t size)
{
    uint64_t bytes = count * ((size + 7) & ~(size_t)7);
    void *structs = looker->structs;

    looker->needed += bytes;
    if (structs != NULL) {
        looker->structs += bytes;
        memset(structs, 0, (size_t)bytes);
    }
    return structs;
}

static bool look_at_map(struct nnreg_record_looker *looker, const struct nnreg_table *table, void *record);

bool nnreg_look_object(struct nnreg_record_looker *looker, const struct nnreg_field *field, void *member)
{
    void *object = take_structs(looker, 1, field->child->size);

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

    if (!array_head(looker, &count))
        return false;
    items = take_structs(looker, count > 0 ? count : 1, size);
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

/* Whether a row may be without a value in a record that is taken. */
static bool may_be_missing(const struct nnreg_field *field)
{
    return field->number == 0 || field->kind == NNREG_KIND_ONE_OF || nnreg_may_be_absent(field);
}

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
        if (!may_be_missing(&table->fields[i]))
            break;
    }
    *known = nnreg_record_field(table, number) != NULL;
    return NULL;
}

/* Passes over a value of a newer library's, or one that is left out: of it nothing is looked at but where it ends. */
static bool pass_value(struct nnreg_record_looker *looker)
{
    struct nnreg_cursor cursor;

    nnreg_cursor_memory(&cursor, looker->at, bytes_left(looker));
    nnreg_record_value_skip(&cursor);
    if (!nnreg_cursor_ok(&cursor))
        return false;
    pass_over(looker, (size_t)nnreg_cursor_offset(&cursor));
    return true;
}

/* Where a map is gone through. */
struct looking_at_map {
    const struct nnreg_table *table;
    void *record; /* NULL: only looked at */
    uint64_t pairs;
    size_t row;
    uint64_t seen; /* bits of the numbers that were there and may come again, as their row stays */
};

/* The row of the next pair, whose value comes next; NULL: it is a newer library's. Mostly it is the next of the table. */
static inline bool next_pair(struct nnreg_record_looker *looker, struct looking_at_map *map,
                             const struct nnreg_field **field)
{
    bool known = false;
    uint64_t number;

    map->pairs--;
    if (!uint_head(looker, &number))
        return false;
    if (map->row < map->table->count && map->table->fields[map->row].number == number && number != 0) {
        *field = &map->table->fields[map->row++];
        return true;
    }
    *field = row_of_number(map->table, number, &map->row, &known);
    if (*field == NULL)
        return !known;
    if ((map->seen >> number & 1) != 0)
        return false;
    map->seen |= UINT64_C(1) << number;
    return true;
}

static bool is_whole_map(const struct looking_at_map *map)
{
    size_t i;

    for (i = map->row; i < map->table->count; i++)
        if (!may_be_missing(&map->table->fields[i]))
            return false;
    return true;
}

static void *member_of(const struct looking_at_map *map, const struct nnreg_field *field)
{
    return map->record != NULL ? nnreg_member(map->record, field) : NULL;
}

static bool look_at_map(struct nnreg_record_looker *looker, const struct nnreg_table *table, void *record)
{
    struct looking_at_map map = {.table = table, .record = record};
    const struct nnreg_field *field;

    if (!map_head(looker, &map.pairs))
        return false;
    while (map.pairs > 0) {
        if (!next_pair(looker, &map, &field))
            return false;
        if (field == NULL ? !pass_value(looker)
                          : !nnreg_kind_codecs[field->kind].look(looker, field, member_of(&map, field)))
            return false;
    }
    return is_whole_map(&map);
}

/* ------------------------------------------------------------------------------------------------------- the view -- */

/* What a member of a kind needs of the copy: its text is there, or what it is laid out from; nothing else does. */
static bool is_text(const struct nnreg_field *field)
{
    return field->kind == NNREG_KIND_STRING || field->kind == NNREG_KIND_JSON ||
           field->kind == NNREG_KIND_VALUE;
}

static bool is_laid_out(const struct nnreg_field *field)
{
    return field->kind == NNREG_KIND_OBJECT || field->kind == NNREG_KIND_ARRAY ||
           field->kind == NNREG_KIND_STRINGS || field->kind == NNREG_KIND_NUMBERS;
}

/* Leaves out a pair, from its number, where it began, to its end. */
static bool leave_out(struct nnreg_record_view *view, struct nnreg_record_looker *looker,
                      const unsigned char *start)
{
    if (!pass_value(looker))
        return false;
    view->gap = (size_t)(start - (const unsigned char *)view->content);
    view->gap_size = (size_t)(looker->at - start);
    view->size -= view->gap_size;
    return true;
}

/* The value of a row of the record itself. */
static bool look_at_member(struct nnreg_record_view *view, struct nnreg_record_looker *looker,
                           const struct looking_at_map *map, const struct nnreg_field *field)
{
    size_t place = (size_t)(looker->at - (const unsigned char *)view->content) - view->gap_size;

    if (is_text(field) || is_laid_out(field))
        view->parts[field - map->table->fields] = (uint32_t)place;
    return nnreg_kind_codecs[field->kind].look(looker, field, nnreg_member(map->record, field));
}

bool nnreg_record_view_look(struct nnreg_record_view *view, const struct nnreg_table *table, void *record,
                            const void *content, size_t size, const struct nnreg_field *without)
{
    struct nnreg_record_looker looker = {.at = NULL};
    struct looking_at_map map = {.table = table, .record = record};
    const struct nnreg_field *field;

    assert(table->count <= NNREG_RECORD_VIEW_ROWS);
    if (!nnreg_unseal(&content, &size))
        return false;
    looker.at = content;
    looker.end = looker.at + size;
    *view = (struct nnreg_record_view){.content = content, .size = size};
    if (size > UINT32_MAX || !map_head(&looker, &map.pairs))
        return false;
    while (map.pairs > 0) {
        const unsigned char *start = looker.at;

        if (!next_pair(&looker, &map, &field))
            return false;
        if (field != NULL && field == without ? !leave_out(view, &looker, start)
            : field == NULL                   ? !pass_value(&looker)
                                              : !look_at_member(view, &looker, &map, field))
            return false;
    }
    view->structs = (size_t)looker.needed;
    return is_whole_map(&map) && looker.at == looker.end && looker.needed < SIZE_MAX / 2;
}

size_t nnreg_record_view_room(const struct nnreg_record_view *view)
{
    return (view->structs + view->size + 1 + 7) & ~(size_t)7;
}

/* Looks a second time at the members of the copy for which `which` is true. */
static void look_at_copy(const struct nnreg_record_view *view, const struct nnreg_table *table, void *record,
                         void *memory, bool (*which)(const struct nnreg_field *field))
{
    unsigned char *structs = memory, *copy = structs + view->structs;
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];
        struct nnreg_record_looker looker = {
            .at = copy + view->parts[i], .end = copy + view->size, .again = true, .structs = structs};
        bool taken;

        if (view->parts[i] == 0 || !which(field))
            continue;
        taken = nnreg_kind_codecs[field->kind].look(&looker, field, nnreg_member(record, field));
        assert(taken);
        (void)taken;
        copy[looker.at - copy] =
            0; /* what ends with the value, and there is a byte more than the record has */
        structs = looker.structs;
    }
}

void nnreg_record_view_copy(const struct nnreg_record_view *view, const struct nnreg_table *table,
                            void *record, void *memory)
{
    char *copy = (char *)memory + view->structs;
    size_t before = view->gap_size > 0 ? view->gap : view->size;

    memcpy(copy, view->content, before);
    memcpy(copy + before, view->content + before + view->gap_size, view->size - before);
    copy[view->size] = '\0';
    look_at_copy(view, table, record, memory, is_text);
}

void nnreg_record_view_lay_out(const struct nnreg_record_view *view, const struct nnreg_table *table,
                               void *record, void *memory)
{
    look_at_copy(view, table, record, memory, is_laid_out);
}
