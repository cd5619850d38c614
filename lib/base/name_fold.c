/* Folding names: see name_fold.h. */
#include "base/name_fold.h"

#include <string.h>

#include "base/name_fold_table.h"
#include "base/utf8.h"

enum { MARKS_MOST = 32 }; /* marks on one letter that are put in order; more are taken as they come */

/* A letter's marks wait here until the next letter shows that they are all. */
struct name_marks {
    uint32_t mark[MARKS_MOST];
    unsigned order[MARKS_MOST];
    size_t count;
};

static void put_code_point(struct nnreg_bytes *out, uint32_t code_point)
{
    char text[4];

    nnreg_bytes_put(out, text, nnreg_utf8_put(text, code_point));
}

static void flush_marks(struct nnreg_bytes *out, struct name_marks *marks)
{
    size_t i;

    for (i = 0; i < marks->count; i++)
        put_code_point(out, marks->mark[i]);
    marks->count = 0;
}

static unsigned mark_order(uint32_t code_point)
{
    size_t low = 0, high = sizeof mark_rows / sizeof mark_rows[0];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (code_point > mark_rows[middle].last)
            low = middle + 1;
        else if (code_point < mark_rows[middle].first)
            high = middle;
        else
            return mark_rows[middle].order;
    }
    return 0;
}

/* The canonical order: marks on different sides of a letter by their class, those on the same side as they come. */
static void put_ordered(struct nnreg_bytes *out, struct name_marks *marks, uint32_t code_point)
{
    unsigned order = mark_order(code_point);
    size_t i;

    if (order == 0 || marks->count == MARKS_MOST)
        flush_marks(out, marks);
    if (order == 0) {
        put_code_point(out, code_point);
        return;
    }
    for (i = marks->count++; i > 0 && marks->order[i - 1] > order; i--) {
        marks->mark[i] = marks->mark[i - 1];
        marks->order[i] = marks->order[i - 1];
    }
    marks->mark[i] = code_point;
    marks->order[i] = order;
}

/* The Unicode Standard, 3.12: a syllable is a leading consonant, a vowel, and perhaps a trailing consonant. */
static bool put_syllable(struct nnreg_bytes *out, struct name_marks *marks, uint32_t code_point)
{
    enum {
        FIRST = 0xac00,
        LAST = 0xd7a3,
        LEADING = 0x1100,
        VOWEL = 0x1161,
        TRAILING = 0x11a7,
        VOWELS = 21,
        TRAILS = 28
    };
    uint32_t index = code_point - FIRST;

    if (code_point < FIRST || code_point > LAST)
        return false;
    put_ordered(out, marks, LEADING + index / (VOWELS * TRAILS));
    put_ordered(out, marks, VOWEL + index % (VOWELS * TRAILS) / TRAILS);
    if (index % TRAILS > 0)
        put_ordered(out, marks, TRAILING + index % TRAILS);
    return true;
}

static const struct name_fold_row *fold_row(uint32_t code_point)
{
    size_t low = 0, high = sizeof fold_rows / sizeof fold_rows[0];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (fold_rows[middle].from == code_point)
            return &fold_rows[middle];
        if (fold_rows[middle].from < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static void put_folded(struct nnreg_bytes *out, struct name_marks *marks, uint32_t code_point)
{
    const struct name_fold_row *row;
    size_t i;

    if (put_syllable(out, marks, code_point))
        return;
    row = fold_row(code_point);
    if (row == NULL)
        put_ordered(out, marks, code_point);
    for (i = 0; row != NULL && i < sizeof row->to / sizeof row->to[0] && row->to[i] != 0; i++)
        put_ordered(out, marks, row->to[i]);
}

void nnreg_name_fold(struct nnreg_bytes *out, const char *name, size_t size)
{
    struct name_marks marks = {.count = 0};
    size_t i = 0;

    while (i < size) {
        uint32_t code_point = 0;
        size_t width = nnreg_utf8_next(&code_point, name + i, size - i);

        if (width > 0) {
            put_folded(out, &marks, code_point);
        } else {
            width = 1;
            flush_marks(out, &marks);
            nnreg_bytes_char(out, name[i]);
        }
        i += width;
    }
    flush_marks(out, &marks);
}
