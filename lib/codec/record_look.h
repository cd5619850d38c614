/*
 * Going through a stored record where it lies, by a function for each kind of value (codec/kinds.h): what record_view.c is made of.
 *
 * A record is gone through twice by the same functions. The first time nothing is written to: `structs` is NULL, and what is inside
 * of an object or a list has no member, so that it is only looked at, and the memory it will take is added up. The second time, in
 * the copy, the objects and lists are laid out in memory of that size.
 *
 * A text needs no memory of its own. In msgpack the byte behind a text is the first one of the next value's head, which says
 * what it is and is not looked at again once it was read: so it becomes the text's NUL then.
 */
#ifndef NNREG_CODEC_RECORD_LOOK_H
#define NNREG_CODEC_RECORD_LOOK_H

#include <string.h>

#include "base/utf8.h"
#include "records/fields.h"

#define NNREG_LOOK_WORD \
    8 /* bytes that a text or a number takes in a list; no struct of a table is as small */

struct nnreg_record_looker {
    const unsigned char *at, *end;
    bool known;             /* that its texts are texts */
    bool again;             /* the second time: what is looked at is the copy, and can be written to */
    unsigned char *structs; /* where the next struct goes, the second time; NULL the first */
    unsigned char *structs_end;
    uint64_t
        needed; /* the first time: bytes that the structs take; their number; entries of lists of texts or numbers */
    uint64_t struct_count, word_count;
};

/* ---------------------------------------------------------------------------------------------------- the heads -- */

static inline size_t nnreg_look_bytes_left(const struct nnreg_record_looker *looker)
{
    return (size_t)(looker->end - looker->at);
}

/* The byte that a value begins with; 0xc1, which begins none, where there is no more. Whoever has it needs it no more. */
static inline unsigned nnreg_look_first_byte(struct nnreg_record_looker *looker)
{
    unsigned first;

    if (looker->at == looker->end)
        return 0xc1;
    first = *looker->at++;
    if (looker->again)
        *(unsigned char *)(uintptr_t)(looker->at - 1) = 0;
    return first;
}

static inline void nnreg_look_pass_over(struct nnreg_record_looker *looker, size_t size)
{
    looker->at += size;
}

/* A big-endian number of 1, 2, 4 or 8 bytes. */
static inline bool nnreg_look_wide_number(struct nnreg_record_looker *looker, uint64_t *number, size_t width)
{
    const unsigned char *at = looker->at;

    if (nnreg_look_bytes_left(looker) < width)
        return false;
    if (width == 1)
        *number = at[0];
    else if (width == 2)
        *number = (uint64_t)at[0] << 8 | at[1];
    else if (width == 4)
        *number = (uint64_t)at[0] << 24 | (uint64_t)at[1] << 16 | (uint64_t)at[2] << 8 | at[3];
    else
        *number = (uint64_t)at[0] << 56 | (uint64_t)at[1] << 48 | (uint64_t)at[2] << 40 |
                  (uint64_t)at[3] << 32 | (uint64_t)at[4] << 24 | (uint64_t)at[5] << 16 |
                  (uint64_t)at[6] << 8 | at[7];
    nnreg_look_pass_over(looker, width);
    return true;
}

/* The length of a text, the entries of an array or the pairs of a map: in the first byte, or behind it. */
static inline bool nnreg_look_head_number(struct nnreg_record_looker *looker, uint64_t *number,
                                          unsigned small, unsigned small_most, unsigned wide,
                                          size_t least_width)
{
    unsigned first = nnreg_look_first_byte(looker);

    if (first >= small && first <= small + small_most) {
        *number = first - small;
        return true;
    }
    return first >= wide && first <= (least_width == 1 ? wide + 2 : wide + 1) &&
           nnreg_look_wide_number(looker, number, least_width << (first - wide));
}

static inline bool nnreg_look_text_head(struct nnreg_record_looker *looker, uint64_t *length)
{
    return nnreg_look_head_number(looker, length, 0xa0, 31, 0xd9, 1) &&
           *length <= nnreg_look_bytes_left(looker);
}

static inline bool nnreg_look_map_head(struct nnreg_record_looker *looker, uint64_t *pairs)
{
    return nnreg_look_head_number(looker, pairs, 0x80, 15, 0xde, 2) &&
           *pairs <= nnreg_look_bytes_left(looker);
}

static inline bool nnreg_look_array_head(struct nnreg_record_looker *looker, uint64_t *entries)
{
    return nnreg_look_head_number(looker, entries, 0x90, 15, 0xdc, 2) &&
           *entries <= nnreg_look_bytes_left(looker);
}

static inline bool nnreg_look_uint_head(struct nnreg_record_looker *looker, uint64_t *number)
{
    unsigned first = nnreg_look_first_byte(looker);

    *number = first;
    return first < 0x80 || (first >= 0xcc && first <= 0xcf &&
                            nnreg_look_wide_number(looker, number, (size_t)1 << (first - 0xcc)));
}

/* ------------------------------------------------------------------------------- the kinds that most members are of -- */

/* Here, so that they are part of the loop over a record's own members; their functions in codec/kinds.h are these. */

static inline bool nnreg_look_uint_value(struct nnreg_record_looker *looker, void *member)
{
    uint64_t number;

    if (!nnreg_look_uint_head(looker, &number))
        return false;
    if (member != NULL)
        *(uint64_t *)member = number;
    return true;
}

static inline bool nnreg_look_integer_value(struct nnreg_record_looker *looker, void *member)
{
    unsigned first = nnreg_look_bytes_left(looker) > 0 ? *looker->at : 0xc1;
    uint64_t number = first;
    size_t width;

    if (first >= 0xe0) {
        (void)nnreg_look_first_byte(looker);
        number |= UINT64_MAX << 8;
    } else if (first >= 0xd0 && first <= 0xd3) {
        width = (size_t)1 << (first - 0xd0);
        (void)nnreg_look_first_byte(looker);
        if (!nnreg_look_wide_number(looker, &number, width))
            return false;
        if (width < 8 && (number >> (8 * width - 1)) != 0)
            number |= UINT64_MAX << (8 * width);
    } else if (!nnreg_look_uint_head(looker, &number) || number > INT64_MAX) {
        return false;
    }
    if (member != NULL)
        memcpy(member, &number, sizeof number);
    return true;
}

/* Without a NUL inside, which would end it. The second time it is known to be one, and where it can be written to. */
static inline bool nnreg_look_text_value(struct nnreg_record_looker *looker, void *member)
{
    const char *text;
    uint64_t length;

    if (!nnreg_look_text_head(looker, &length))
        return false;
    text = (const char *)looker->at;
    if (member != NULL)
        *(const char **)member = text;
    nnreg_look_pass_over(looker, (size_t)length);
    return looker->known || nnreg_utf8_is_text(text, (size_t)length);
}

/* ------------------------------------------------------------------------------------------------------- the maps -- */

/* Where a map is gone through. */
struct nnreg_record_map {
    const struct nnreg_table *table;
    void *record;                   /* NULL: only looked at */
    const struct nnreg_field *next; /* the row that is looked at next, and the number of it */
    size_t row;
    uint64_t pairs; /* that are left */
    uint64_t seen;  /* bits of the numbers that were there and may come again, as their row stays */
};

/* Begins with its head. */
static inline bool nnreg_look_begin_map(struct nnreg_record_looker *looker, struct nnreg_record_map *map,
                                        const struct nnreg_table *table, void *record)
{
    *map = (struct nnreg_record_map){.table = table, .record = record, .next = table->fields};
    return nnreg_look_map_head(looker, &map->pairs);
}

/* The row of a number that is not the next of the table; as nnreg_look_next_pair. */
bool nnreg_look_for_row(struct nnreg_record_map *map, uint64_t number, const struct nnreg_field **field);

/* The same by a copy: what no other function gets can be kept in registers. */
static inline bool nnreg_look_for_other_row(struct nnreg_record_map *map, uint64_t number,
                                            const struct nnreg_field **field)
{
    struct nnreg_record_map copy = *map;
    const struct nnreg_field *found;
    bool taken = nnreg_look_for_row(&copy, number, &found);

    *map = copy;
    *field = found;
    return taken;
}

/* Whether a row may be without a value in a record that is taken. (A row of ONE_OF has no number.) */
static inline bool nnreg_look_may_be_missing(const struct nnreg_field *field)
{
    return field->number == 0 || nnreg_may_be_absent(field);
}

/*
 * The row of the next pair, whose value comes next; NULL: it is a newer library's. Mostly it is the next of the table that is not
 * absent. A row of ONE_OF is not gone by here: it has rows of its own.
 */
static inline bool nnreg_look_next_pair(struct nnreg_record_looker *looker, struct nnreg_record_map *map,
                                        const struct nnreg_field **field)
{
    const struct nnreg_field *next = map->next;
    size_t row = map->row, count = map->table->count;
    uint64_t number;

    map->pairs--;
    if (!nnreg_look_uint_head(looker, &number))
        return false;
    for (; row < count; row++, next++) {
        if (next->number == number && number != 0) {
            *field = next;
            map->next = next + 1;
            map->row = row + 1;
            return true;
        }
        if (next->kind == NNREG_KIND_ONE_OF || !nnreg_look_may_be_missing(next))
            break;
    }
    return nnreg_look_for_other_row(map, number, field);
}

/* Passes over a value of a newer library's, or one that is left out: of it nothing is looked at but where it ends. */
bool nnreg_look_pass_value(struct nnreg_record_looker *looker);

/* Behind the last pair, with the row that would be next: whether none is missing. */
bool nnreg_look_is_whole(const struct nnreg_table *table, size_t row);

#endif
