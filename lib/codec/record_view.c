/*
 * Looking at records where they lie: see record_view.h, and record_look.h for how a value is looked at.
 *
 *     memory:  structs, for the objects and lists in the order in which they are met | the record's bytes | NUL
 *
 * The objects and lists of the record itself may be laid out much later than its texts were handed out: their places are noted, and the
 * numbers between them were read, so that nothing but they is looked at again.
 */
#include "codec/record_view.h"

#include <assert.h>

#include "codec/kinds.h"
#include "codec/record_look.h"

/* Whether a member of the row is made later, in the copy, of what is there. Any other is a text, which is there, or needs nothing of it. */
static bool is_laid_out(const struct nnreg_field *field)
{
    return field->kind == NNREG_KIND_OBJECT || field->kind == NNREG_KIND_ARRAY ||
           field->kind == NNREG_KIND_STRINGS || field->kind == NNREG_KIND_NUMBERS;
}

/* ------------------------------------------------------------------------------------------------------ the index -- */

/* Of an object or a list of the record itself. */
struct in_index {
    uint64_t number; /* of its row */
    uint64_t bytes;
    uint64_t inner; /* structs inside, without the object itself or the entries of the list */
    uint64_t words; /* entries of lists of texts or numbers */
};

/* The structs that a value itself takes, and the entries that it has, where it is a list. The looker stays. */
static inline bool find_own(uint64_t *own, struct nnreg_array *entries,
                            const struct nnreg_record_looker *looker, const struct nnreg_field *field)
{
    struct nnreg_record_looker ahead = {.at = looker->at, .end = looker->end};
    uint64_t count = 0;

    if (field->kind != NNREG_KIND_OBJECT && !nnreg_look_array_head(&ahead, &count))
        return false;
    *entries = (struct nnreg_array){NULL, (size_t)count};
    if (field->kind == NNREG_KIND_OBJECT)
        *own = 1;
    else
        *own = field->kind != NNREG_KIND_ARRAY ? 0 : count > 0 ? count : 1;
    return true;
}

/* Looks through a value, for what an index says of it. */
static bool measure_value(struct in_index *entry, struct nnreg_record_looker *looker,
                          const struct nnreg_field *field)
{
    const unsigned char *start = looker->at;
    struct nnreg_array entries;
    uint64_t own;

    looker->struct_count = looker->word_count = 0;
    if (!find_own(&own, &entries, looker, field) || !nnreg_kind_codecs[field->kind].look(looker, field, NULL))
        return false;
    *entry = (struct in_index){field->number, (uint64_t)(looker->at - start), looker->struct_count - own,
                               looker->word_count};
    return true;
}

/* Has each object and list of a record visited. False: one that is not taken, or a visit gave it. */
static bool measure_record(const struct nnreg_table *table, const void *content, size_t size,
                           bool (*visit)(void *context, const struct in_index *entry), void *context)
{
    struct nnreg_record_looker looker = {.at = content, .end = (const unsigned char *)content + size};
    struct nnreg_record_map map;
    const struct nnreg_field *field;
    struct in_index entry;

    if (size > UINT32_MAX || !nnreg_look_begin_map(&looker, &map, table, NULL))
        return false;
    while (map.pairs > 0) {
        if (!nnreg_look_next_pair(&looker, &map, &field))
            return false;
        if (field == NULL        ? !nnreg_look_pass_value(&looker)
            : is_laid_out(field) ? !measure_value(&entry, &looker, field) || !visit(context, &entry)
                                 : !nnreg_kind_codecs[field->kind].look(&looker, field, NULL))
            return false;
    }
    return nnreg_look_is_whole(table, map.row) && looker.at == looker.end;
}

static void put_index_number(struct nnreg_bytes *index, uint64_t number)
{
    const unsigned char wide[] = {0xce, (unsigned char)(number >> 24), (unsigned char)(number >> 16),
                                  (unsigned char)(number >> 8), (unsigned char)number};
    const unsigned char narrow[] = {0xcd, wide[3], wide[4]};

    if (number < 0x80)
        nnreg_bytes_char(index, (char)number);
    else if (number <= UINT16_MAX)
        nnreg_bytes_put(index, narrow, sizeof narrow);
    else
        nnreg_bytes_put(index, wide, sizeof wide);
}

static bool put_in_index(void *index, const struct in_index *entry)
{
    put_index_number(index, entry->number);
    put_index_number(index, entry->bytes);
    put_index_number(index, entry->inner);
    put_index_number(index, entry->words);
    return true;
}

bool nnreg_record_view_index(struct nnreg_bytes *index, const struct nnreg_table *table, const void *content,
                             size_t size)
{
    size_t before = index->size;

    return measure_record(table, content, size, put_in_index, index) &&
           index->size - before <= NNREG_SEAL_INDEX_MOST;
}

/* The next entry. Mostly its numbers are bytes. */
static inline bool read_index_entry(struct nnreg_record_looker *index, struct in_index *entry)
{
    const unsigned char *at = index->at;

    if (nnreg_look_bytes_left(index) >= 4 && ((at[0] | at[1] | at[2] | at[3]) & 0x80) == 0) {
        *entry = (struct in_index){at[0], at[1], at[2], at[3]};
        nnreg_look_pass_over(index, 4);
        return true;
    }
    return nnreg_look_uint_head(index, &entry->number) && nnreg_look_uint_head(index, &entry->bytes) &&
           nnreg_look_uint_head(index, &entry->inner) && nnreg_look_uint_head(index, &entry->words);
}

/* The next entry of a row. Between may be those of rows that this library does not know. */
static inline bool find_in_index(struct nnreg_record_looker *index, struct in_index *entry, uint64_t number)
{
    do {
        if (!read_index_entry(index, entry))
            return false;
    } while (entry->number != number);
    return true;
}

static bool is_in_index(void *index, const struct in_index *entry)
{
    struct in_index told;

    return find_in_index(index, &told, entry->number) && told.bytes == entry->bytes &&
           told.inner >= entry->inner && told.words >= entry->words;
}

bool nnreg_record_view_fits(const struct nnreg_sealed *sealed, const struct nnreg_table *table)
{
    struct nnreg_record_looker index = {.at = sealed->index};

    if (sealed->index_size == 0)
        return true;
    index.end = index.at + sealed->index_size;
    return measure_record(table, sealed->content, sealed->size, is_in_index, &index);
}

/* Where a record with an index is. */
struct viewing {
    struct nnreg_record_view *view;
    struct nnreg_record_looker looker;
    struct nnreg_record_looker index;
    bool indexed;
};

/* The index's entry of the value that comes next, which is passed over. None of its numbers can be larger than the value. */
static inline bool pass_over_value(struct viewing *viewing, struct in_index *entry,
                                   const struct nnreg_field *field)
{
    if (!find_in_index(&viewing->index, entry, field->number) ||
        entry->bytes > nnreg_look_bytes_left(&viewing->looker) || entry->inner > entry->bytes ||
        entry->words > entry->bytes)
        return false;
    nnreg_look_pass_over(&viewing->looker, (size_t)entry->bytes);
    return true;
}

/* A multiple of 8, which aligns all structs. */
static inline size_t size_in_memory(size_t size)
{
    return (size + 7) & ~(size_t)7;
}

/* What is in the value is looked at where it is laid out. */
static bool pass_by_index(struct viewing *viewing, const struct nnreg_field *field, void *member)
{
    struct nnreg_record_looker *looker = &viewing->looker;
    struct nnreg_array entries;
    struct in_index entry;
    uint64_t own;

    if (!find_own(&own, &entries, looker, field) || !pass_over_value(viewing, &entry, field))
        return false;
    if (field->kind != NNREG_KIND_OBJECT)
        memcpy(member, &entries, sizeof entries);
    if (field->child != NULL)
        looker->needed +=
            own * size_in_memory(field->child->size) + entry.inner * size_in_memory(field->child->inner);
    looker->needed += entry.words * NNREG_LOOK_WORD;
    return true;
}

/* ------------------------------------------------------------------------------------------------------- the view -- */

/* Leaves out a pair, from its number, where it began, to its end. */
static bool leave_out(struct viewing *viewing, const struct nnreg_field *field, const unsigned char *start)
{
    struct nnreg_record_looker *looker = &viewing->looker;
    struct nnreg_record_view *view = viewing->view;
    struct in_index entry;

    if (viewing->indexed && is_laid_out(field)) {
        if (!pass_over_value(viewing, &entry, field))
            return false;
    } else if (!nnreg_look_pass_value(looker)) {
        return false;
    }
    view->gap = (uint32_t)(start - (const unsigned char *)view->content);
    view->gap_size = (uint32_t)(looker->at - start);
    view->size -= view->gap_size;
    return true;
}

static inline void note_part_of_view(struct nnreg_record_view *view, size_t row, const unsigned char *part)
{
    view->parts[row] = (uint32_t)((size_t)(part - (const unsigned char *)view->content) - view->gap_size);
}

/* A value of a kind that most members are of. False: of another one (*taken true), or one that is not taken. */
static inline bool look_at_plain(bool *taken, struct nnreg_record_looker *here,
                                 struct nnreg_record_view *view, const struct nnreg_field *field, size_t row,
                                 void *member)
{
    switch (field->kind) {
    case NNREG_KIND_ID:
    case NNREG_KIND_REFERENCE:
    case NNREG_KIND_SIZE:
        return *taken = nnreg_look_uint_value(here, member);
    case NNREG_KIND_INTEGER:
    case NNREG_KIND_TIME:
        return *taken = nnreg_look_integer_value(here, member);
    case NNREG_KIND_STRING:
    case NNREG_KIND_JSON:
    case NNREG_KIND_VALUE:
        *taken = nnreg_look_text_value(here, member);
        note_part_of_view(view, row, here->at);
        view->texts |= UINT32_C(1) << row;
        return *taken;
    default:
        *taken = true;
        return false;
    }
}

/* A value of any other kind, or of a row that is left out, or that there is none of (NULL). */
static bool look_at_other(struct viewing *viewing, const struct nnreg_field *field, size_t row, void *record,
                          const struct nnreg_field *without, const unsigned char *start)
{
    struct nnreg_record_looker *looker = &viewing->looker;

    if (field == NULL)
        return nnreg_look_pass_value(looker);
    if (field == without)
        return leave_out(viewing, field, start);
    if (is_laid_out(field)) {
        note_part_of_view(viewing->view, row, looker->at);
        if (viewing->indexed)
            return pass_by_index(viewing, field, nnreg_member(record, field));
    }
    return nnreg_kind_codecs[field->kind].look(looker, field, nnreg_member(record, field));
}

/*
 * The looker and the map are of its own: what no other function gets can be kept in registers. The row of the member that was met last is
 * the one before the next, as a record itself has no rows of ONE_OF.
 */
static bool look_at_members(struct viewing *viewing, const struct nnreg_table *table, void *record,
                            const struct nnreg_field *without)
{
    struct nnreg_record_looker *looker = &viewing->looker,
                               here = {.at = looker->at, .end = looker->end, .known = looker->known};
    struct nnreg_record_map map;
    const struct nnreg_field *field;
    bool taken = true;

    if (!nnreg_look_begin_map(&here, &map, table, record))
        return false;
    while (map.pairs > 0) {
        const unsigned char *start = here.at;

        if (!nnreg_look_next_pair(&here, &map, &field))
            return false;
        if (field != NULL && field != without &&
            look_at_plain(&taken, &here, viewing->view, field, map.row - 1, nnreg_member(record, field)))
            continue;
        looker->at = here.at;
        if (!taken || !look_at_other(viewing, field, map.row - 1, record, without, start))
            return false;
        here.at = looker->at;
    }
    looker->at = here.at;
    return nnreg_look_is_whole(table, map.row);
}

/* Member by member: a whole struct at once would become `rep stos`, which takes as long as several members of the record. */
static void begin_view(struct nnreg_record_view *view, const struct nnreg_sealed *sealed)
{
    view->content = sealed->content;
    view->structs = 0;
    view->size = (uint32_t)sealed->size;
    view->gap = view->gap_size = view->texts = 0;
    memset(view->parts, 0, sizeof view->parts);
}

/* `known`: what was sealed had been looked at. */
static void begin_viewing(struct viewing *viewing, struct nnreg_record_view *view,
                          const struct nnreg_sealed *sealed, bool known)
{
    const unsigned char *content = sealed->content, *index = sealed->index;

    viewing->view = view;
    viewing->looker =
        (struct nnreg_record_looker){.at = content, .end = content + sealed->size, .known = known};
    viewing->indexed = sealed->index_size > 0;
    viewing->index = (struct nnreg_record_looker){0};
    if (viewing->indexed) {
        viewing->index.at = index;
        viewing->index.end = index + sealed->index_size;
    }
}

/*
 * The checksum comes last: a record is mostly not in the processor's caches, and its lines arrive while it is gone through, which waits for
 * none but the next. What is not there is not read, whatever the bytes say, and what was found goes with a wrong checksum.
 */
bool nnreg_record_view_look(struct nnreg_record_view *view, const struct nnreg_table *table, void *record,
                            const void *content, size_t size, const struct nnreg_field *without)
{
    struct nnreg_record_looker *looker;
    struct nnreg_sealed sealed;
    struct viewing viewing;

    assert(table->count <= NNREG_RECORD_VIEW_ROWS);
    if (!nnreg_seal_open(&sealed, content, size) || sealed.size > UINT32_MAX)
        return false;
    begin_view(view, &sealed);
    begin_viewing(&viewing, view, &sealed, sealed.content != content);
    looker = &viewing.looker;
    if (!look_at_members(&viewing, table, record, without))
        return false;
    view->structs = (size_t)looker->needed;
    return looker->at == looker->end && looker->needed < SIZE_MAX / 2 && nnreg_seal_holds(content, size);
}

size_t nnreg_record_view_room(const struct nnreg_record_view *view)
{
    return (view->structs + view->size + 1 + 7) & ~(size_t)7;
}

/* The texts are where they were, less what was left out before them; and they end. */
static void move_texts(const struct nnreg_record_view *view, const struct nnreg_table *table, void *record,
                       char *copy)
{
    const char *content = view->content;
    uint32_t left;

    for (left = view->texts; left != 0; left &= left - 1) {
        unsigned row = (unsigned)__builtin_ctz(left);
        const char **text = nnreg_member(record, &table->fields[row]);

        *text = copy + (*text - content) -
                (view->gap_size > 0 && *text > content + view->gap ? view->gap_size : 0);
        copy[view->parts[row]] = '\0';
    }
}

void nnreg_record_view_copy(const struct nnreg_record_view *view, const struct nnreg_table *table,
                            void *record, void *memory)
{
    char *copy = (char *)memory + view->structs;
    size_t before = view->gap_size > 0 ? view->gap : view->size;

    memcpy(copy, view->content, before);
    if (before < view->size)
        memcpy(copy + before, view->content + before + view->gap_size, view->size - before);
    copy[view->size] = '\0';
    move_texts(view, table, record, copy);
}

/*
 * Looks a second time at what is not laid out yet. What is not as its index says, whose checksum it is nevertheless, is of somebody who
 * means harm: it is left empty.
 */
void nnreg_record_view_lay_out(const struct nnreg_record_view *view, const struct nnreg_table *table,
                               void *record, void *memory)
{
    unsigned char *structs = memory, *copy = structs + view->structs;
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];
        struct nnreg_record_looker looker = {.at = copy + view->parts[i],
                                             .end = copy + view->size,
                                             .known = true,
                                             .again = true,
                                             .structs = structs,
                                             .structs_end = copy};

        if (view->parts[i] == 0 || !is_laid_out(field))
            continue;
        if (!nnreg_kind_codecs[field->kind].look(&looker, field, nnreg_member(record, field)))
            memset(nnreg_member(record, field), 0, nnreg_member_size(field));
        copy[looker.at - copy] = 0; /* a text at its end ends there */
        structs = looker.structs;
    }
}
