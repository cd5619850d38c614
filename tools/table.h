/*
 * A table in text: columns as wide as their widest cell on the screen, two spaces between them. Where it is to fit a width,
 * cells of text are cut, with an ellipsis at the end, the widest columns first; numbers, times and hashes never are.
 */
#ifndef NNREG_TOOLS_TABLE_H
#define NNREG_TOOLS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

enum table_column_kind {
    TABLE_TEXT,
    TABLE_NUMBER, /* flush right */
    TABLE_WHOLE   /* text that says nothing when it is cut */
};

struct table_column {
    const char *heading;
    enum table_column_kind kind;
};

struct table {
    const struct table_column *columns;
    size_t column_count;
    char **cells; /* row by row */
    size_t cell_count, room;
    size_t fit; /* the width it is to fit; 0, as after table_start: any */
    bool utc;   /* times are in UTC, not in the person's zone */
};

void table_start(struct table *table, const struct table_column *columns, size_t column_count);
void table_free(struct table *table);

/* Adds the next cell, from left to right; what a terminal must not see is escaped. */
void table_add(struct table *table, const char *text);
void table_addf(struct table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A time up to the second (times.h). */
void table_add_time(struct table *table, int64_t microseconds);

/* Adds the table with its headings to `text`; without rows nothing. */
void table_print(struct buffer *text, const struct table *table, bool colour);

#endif
