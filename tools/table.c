/* A table in text: see table.h. */
#include "table.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "output.h"
#include "text.h"
#include "times.h"

#define GAP       2 /* columns between columns */
#define LEAST_CUT 8 /* columns that are left of a cell at least */

void table_start(struct table *table, const struct table_column *columns, size_t column_count)
{
    *table = (struct table){.columns = columns, .column_count = column_count};
}

void table_free(struct table *table)
{
    size_t i;

    for (i = 0; i < table->cell_count; i++)
        free(table->cells[i]);
    free(table->cells);
    table->cells = NULL;
    table->cell_count = table->room = 0;
}

static void make_room(struct table *table)
{
    char **grown;

    if (table->cell_count < table->room)
        return;
    table->room = table->room > 0 ? table->room * 2 : 64;
    grown = memory_zero(table->room, sizeof *grown);
    if (table->cell_count > 0)
        memcpy(grown, table->cells, table->cell_count * sizeof *grown);
    free(table->cells);
    table->cells = grown;
}

void table_add(struct table *table, const char *text)
{
    struct buffer safe = {0};

    text_add_safe(&safe, text, strlen(text));
    make_room(table);
    table->cells[table->cell_count++] = memory_copy(buffer_text(&safe));
    buffer_free(&safe);
}

void table_addf(struct table *table, const char *format, ...)
{
    struct buffer text = {0};
    va_list arguments;

    va_start(arguments, format);
    buffer_vprintf(&text, format, arguments);
    va_end(arguments);
    table_add(table, buffer_text(&text));
    buffer_free(&text);
}

void table_add_time(struct table *table, int64_t microseconds)
{
    struct buffer text = {0};

    times_add(&text, microseconds, table->utc);
    table_add(table, buffer_text(&text));
    buffer_free(&text);
}

static size_t column_width(const struct table *table, size_t column)
{
    size_t widest = strlen(table->columns[column].heading);
    size_t i;

    for (i = column; i < table->cell_count; i += table->column_count) {
        size_t width = text_width(table->cells[i], strlen(table->cells[i]));

        widest = width > widest ? width : widest;
    }
    return widest;
}

/* The widest column of text that can still give a column away, or `column_count`. */
static size_t widest_text(const struct table *table, const size_t *widths)
{
    size_t found = table->column_count, column;

    for (column = 0; column < table->column_count; column++)
        if (table->columns[column].kind == TABLE_TEXT && widths[column] > LEAST_CUT &&
            widths[column] > strlen(table->columns[column].heading) &&
            (found == table->column_count || widths[column] > widths[found]))
            found = column;
    return found;
}

/* Takes from the widest columns what is too much. A table of many columns may stay wider than it should. */
static void make_fit(const struct table *table, size_t *widths)
{
    size_t total = GAP * (table->column_count - 1), column;

    for (column = 0; column < table->column_count; column++)
        total += widths[column];
    for (; table->fit > 0 && total > table->fit; total--) {
        column = widest_text(table, widths);
        if (column == table->column_count)
            break;
        widths[column]--;
    }
}

/* No spaces at the end of a line: the last column is not filled up on its right. */
static void print_cell(struct buffer *text, const struct table *table, size_t column, size_t width,
                       const char *cell)
{
    bool last = column + 1 == table->column_count, right = table->columns[column].kind == TABLE_NUMBER;
    struct buffer cut = {0};
    size_t missing;

    text_add_cut(&cut, cell, width);
    missing = width - text_width(buffer_text(&cut), cut.length);
    if (right)
        buffer_fill(text, ' ', missing);
    buffer_put(text, buffer_text(&cut));
    if (!right && !last)
        buffer_fill(text, ' ', missing);
    if (!last)
        buffer_fill(text, ' ', GAP);
    buffer_free(&cut);
}

void table_print(struct buffer *text, const struct table *table, bool colour)
{
    size_t *widths = memory_zero(table->column_count, sizeof *widths);
    size_t column, i;

    assert(table->cell_count % table->column_count == 0);
    for (column = 0; column < table->column_count; column++)
        widths[column] = column_width(table, column);
    make_fit(table, widths);
    if (table->cell_count > 0) {
        output_style(text, colour, STYLE_HEADING);
        for (column = 0; column < table->column_count; column++)
            print_cell(text, table, column, widths[column], table->columns[column].heading);
        output_style_end(text, colour);
        buffer_put(text, "\n");
    }
    for (i = 0; i < table->cell_count; i++) {
        column = i % table->column_count;
        print_cell(text, table, column, widths[column], table->cells[i]);
        if (column + 1 == table->column_count)
            buffer_put(text, "\n");
    }
    free(widths);
}
