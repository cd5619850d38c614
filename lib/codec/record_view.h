/*
 * Records where they lie: a stored record is looked through once, and copied as it is; its texts are handed out of the copy,
 * and its objects and lists are laid out as structs when somebody asks for them. So a record that is only passed on costs one
 * look at each of its bytes, and no memory but the copy's.
 *
 *     struct nnreg_record_view view;
 *     if (nnreg_record_view_look(&view, table, record, content, size, NULL)) {
 *         void *memory = nnreg_alloc(nnreg_record_view_room(&view));
 *         nnreg_record_view_copy(&view, table, record, memory);          texts, words and numbers are there now,
 *         nnreg_record_view_lay_out(&view, table, record, memory);       and now objects and lists are, too
 *     }
 *
 * Where a record is behind a seal with an index (codec/seal.h), its objects and lists are not even looked through: the index has, for
 * each that the record itself has, in their order, four msgpack numbers: the number of its row; its bytes; how many structs are inside of
 * it (an object itself and the entries of a list of objects not counted; a list of objects inside counts as one where it has none); how many
 * entries lists of texts or numbers have there (as one where they have none). So their memory is known, a struct inside taken to be as large
 * as the largest of its table (nnreg_table.inner), and that they are whole the checksum says.
 *
 * Only what record_write.c makes is taken: the pairs in the order of the table, none missing. Everything else is left to
 * record_read.c, which says what is wrong with it, or gives what can be written again.
 *
 * A record so made owns nothing. It is never cleared, changed or written: it goes with the memory.
 */
#ifndef NNREG_CODEC_RECORD_VIEW_H
#define NNREG_CODEC_RECORD_VIEW_H

#include "codec/seal.h"
#include "records/fields.h"

/* Rows of a table whose records can be looked at so; a test proves that those of objects have no more. */
#define NNREG_RECORD_VIEW_ROWS 16

struct nnreg_record_view {
    const char *content;    /* what was looked at */
    size_t structs;         /* bytes of memory that the objects and lists take */
    uint32_t size;          /* of the content, without what is left out */
    uint32_t gap, gap_size; /* what is left out of the copy: from where, how many bytes */
    uint32_t texts;         /* a bit for each row whose text is there */
    uint32_t parts
        [NNREG_RECORD_VIEW_ROWS]; /* by row: where in the copy a text ends, an object or a list begins; 0: it is not there */
};

/*
 * Looks through a whole record, with all that nnreg_record_decode looks for, and fills in what needs no memory: numbers and
 * words, and how many entries the lists have. Texts are of no use before the copy is made.
 * `record` is zeroed memory of the table's size. `without` is left out, as if there were none of it (NULL: nothing is).
 * False: it is none of those that are taken, and `record` is of no use.
 */
bool nnreg_record_view_look(struct nnreg_record_view *view, const struct nnreg_table *table, void *record,
                            const void *content, size_t size, const struct nnreg_field *without);

/* Appends the index of an encoded record, without a seal. False: it is none of those that are taken. Memory fails in the bytes. */
bool nnreg_record_view_index(struct nnreg_bytes *index, const struct nnreg_table *table, const void *content,
                             size_t size);

/* Whether the index of a record is its own, or that of a newer library which has more to tell of it, or there is none. */
bool nnreg_record_view_fits(const struct nnreg_sealed *sealed, const struct nnreg_table *table);

/* How much memory the copy takes, with the structs in it; a multiple of 8. */
size_t nnreg_record_view_room(const struct nnreg_record_view *view);

/* Copies what was looked at into memory that is aligned for any struct, and lets the texts of `record` be there. */
void nnreg_record_view_copy(const struct nnreg_record_view *view, const struct nnreg_table *table,
                            void *record, void *memory);

/* Makes the objects and lists of `record`. Once only: what is laid out is no msgpack any more. Cannot fail. */
void nnreg_record_view_lay_out(const struct nnreg_record_view *view, const struct nnreg_table *table,
                               void *record, void *memory);

#endif
