/*
 * Fuzz target for the cursors of lists. The input is a query (fuzz_asked.h), then a byte and what a cursor is made of: with an
 * even byte the text of a cursor as somebody may send it; with an odd one its place, of which a text is made that is right in
 * all else.
 *
 * A cursor that is taken gives itself when it is written; its place has the form of the order's keys. One that was written is
 * taken and is the same. With one character changed, one less or one more it is none, and for another list or another
 * registry it is refused.
 */
#include "base/alloc.h"
#include "fuzz_asked.h"
#include "registry/page_cursor.h"

static const unsigned char here[16] = "0123456789abcdef", elsewhere[16] = "0123456789abcdeg";

/* Reads it, or sees that it is refused as it should be. */
static bool taken(struct nnreg_page_cursor *cursor, const char *text,
                  const struct nnreg_list_selection *selection, const unsigned char identity[16])
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    unsigned char list[NNREG_CURSOR_LIST];
    nnreg_status status = nnreg_page_cursor_list(list, selection, identity, &error);

    must(status == NNREG_OK);
    status = nnreg_page_cursor_read(cursor, text, selection->query.order, list, &error);
    must(status == NNREG_OK || status == NNREG_INVALID_ARGUMENT);
    must(status == NNREG_OK || strncmp(error.text, "the cursor ", 11) == 0);
    return status == NNREG_OK;
}

static char *written(const struct nnreg_page_cursor *cursor, const struct nnreg_list_selection *selection)
{
    unsigned char list[NNREG_CURSOR_LIST];
    char *text;

    must(nnreg_page_cursor_list(list, selection, here, NULL) == NNREG_OK);
    must(nnreg_page_cursor_write(&text, cursor, list, NULL) == NNREG_OK);
    must(text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")] == '\0');
    return text;
}

/* One character becomes another one, goes, or comes. */
static void check_changed(const char *text, const struct nnreg_list_selection *selection, size_t seed)
{
    size_t size = strlen(text), at = seed % size;
    struct nnreg_page_cursor cursor;
    char *changed = malloc(size + 2);

    must(changed != NULL);
    memcpy(changed, text, size + 1);
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    must(!taken(&cursor, changed, selection, here));
    changed[at] = '=';
    must(!taken(&cursor, changed, selection, here));
    memcpy(changed, text, at);
    memcpy(changed + at, text + at + 1, size - at);
    must(!taken(&cursor, changed, selection, here));
    memcpy(changed, text, size + 1);
    memcpy(changed + size, "A", 2);
    must(!taken(&cursor, changed, selection, here));
    free(changed);
}

/* Lists that differ in one thing. */
static void check_other_lists(const char *text, const struct nnreg_list_selection *selection)
{
    struct nnreg_list_selection other = *selection;
    struct nnreg_page_cursor cursor;

    must(!taken(&cursor, text, selection, elsewhere));
    other.query.descending = !other.query.descending;
    must(!taken(&cursor, text, &other, here));
    other = *selection;
    other.before--;
    must(!taken(&cursor, text, &other, here));
    other = *selection;
    other.query.name = other.query.name == NULL ? "" : NULL;
    must(!taken(&cursor, text, &other, here));
    other = *selection;
    other.kind = &nnreg_object_kinds[(selection->kind->object + 1) % NNREG_OBJECT_COUNT];
    must(!taken(&cursor, text, &other, here));
    other = *selection;
    other.query.limit = 7; /* from a place on pages may have another size */
    must(taken(&cursor, text, &other, here));
}

static void check_sent(const char *text, const struct nnreg_list_selection *selection)
{
    struct nnreg_page_cursor cursor;
    char *again;

    if (!taken(&cursor, text, selection, here))
        return;
    must(nnreg_index_key_fits(nnreg_index_key_slice(&cursor.place), selection->query.order));
    again = written(&cursor, selection);
    must(strcmp(again, text) == 0);
    nnreg_free(again);
}

static void check_made(const struct fuzz_input *place, bool backwards,
                       const struct nnreg_list_selection *selection)
{
    struct nnreg_slice bytes = {place->at, place->left};
    struct nnreg_page_cursor cursor = {.backwards = backwards}, again;
    bool fits = nnreg_index_key_fits(bytes, selection->query.order);
    char *text;

    if (bytes.size == 0 || bytes.size > sizeof cursor.place.bytes)
        return;
    nnreg_index_key_set(&cursor.place, bytes);
    text = written(&cursor, selection);
    must(taken(&again, text, selection, here) == fits);
    if (fits) {
        must(again.backwards == backwards && nnreg_index_key_compare(&again.place, bytes) == 0);
        check_sent(text, selection);
        check_changed(text, selection, place->at[0]);
        check_other_lists(text, selection);
    }
    nnreg_free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    struct fuzz_input rest = {input, size};
    struct nnreg_list_selection selection;
    struct asked asked;

    ask(&asked, &rest);
    if (nnreg_selection_take(&selection, asked.object, &asked.query, NULL) == NNREG_OK) {
        unsigned how = (unsigned)take_number(&rest, 1);

        if (how % 2 == 0) {
            char *text = take_text(&rest, 0);

            check_sent(text, &selection);
            free(text);
        } else {
            check_made(&rest, (how & 2) != 0, &selection);
        }
    }
    asked_free(&asked);
    return 0;
}
