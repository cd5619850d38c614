/* A table in text: see table.h. */
#include "table.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"
#include "text.h"

#define GAP 2 /* columns between columns */

void table_start(struct table *table, const struct table_column *columns, size_t column_count)
{
    *table = (struct table){columns, column_count, NULL, 0, 0};
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

    text_add_time(&text, microseconds, TEXT_SECONDS);
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

/* No spaces at the end of a line: the last column is not filled up on its right. */
static void print_cell(struct buffer *text, const struct table *table, size_t column, size_t width,
                       const char *cell)
{
    size_t missing = width - text_width(cell, strlen(cell));
    bool last = column + 1 == table->column_count;

    if (table->columns[column].right)
        buffer_fill(text, ' ', missing);
    buffer_put(text, cell);
    if (!table->columns[column].right && !last)
        buffer_fill(text, ' ', missing);
    if (!last)
        buffer_fill(text, ' ', GAP);
}

void table_print(struct buffer *text, const struct table *table, bool colour)
{
    size_t *widths = memory_zero(table->column_count, sizeof *widths);
    size_t column, i;

    assert(table->cell_count % table->column_count == 0);
    for (column = 0; column < table->column_count; column++)
        widths[column] = column_width(table, column);
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
