/*
 * Lists, page by page: what `nnreg ls`, `nnreg spec ls`, `nnreg version ls` and `nnreg task ls` share. The options are
 * those of the command's own table that have the names below; a command has only the rows that apply to its objects.
 */
#ifndef NNREG_TOOLS_LIST_H
#define NNREG_TOOLS_LIST_H

#include "kind.h"
#include "run.h"
#include "table.h"

/* Rows for the tables. */
#define LIST_ROWS_NAME                                                  \
    {"name", 0, "NAME", "only those of exactly this name"},             \
        {"name-prefix", 0, "TEXT", "only those whose name begins so"},  \
    {                                                                   \
        "name-glob", 0, "GLOB",                                         \
            "only those whose name matches: * any characters, ? one,\n" \
            "[a-z] [!a-z] a set, \\ takes the next as it is"            \
    }
#define LIST_ROW_WHERE                                                     \
    {                                                                      \
        "where", 0, "KEY=VALUE",                                           \
            "only those with this in their metadata; a dot goes into an\n" \
            "object (train.epochs=20); several must all hold"              \
    }
#define LIST_ROWS_TIME                                             \
    {"since", 0, "TIME",                                           \
     "only those changed at that time or later: 2026-11-26,\n"     \
     "2026-11-26T10:30, today, yesterday, 2 days ago"},            \
    {                                                              \
        "before", 0, "TIME", "only those changed before that time" \
    }
#define LIST_ROWS_VIEW                                                \
    {"utc", 0, NULL, "times in UTC, those that are given, too"},      \
    {                                                                 \
        "wide", 'w', NULL, "cut nothing, however narrow the terminal" \
    }
#define LIST_ROWS_PAGE                                                     \
    {"limit", 'n', "N", "a page of at most N, 1 to 1000; else 100"},       \
        {"offset", 0, "N", "pass over the first N"},                       \
    {                                                                      \
        "cursor", 0, "CURSOR",                                             \
            "the page of this cursor, which an earlier page told; '' is\n" \
            "the first. Does not become slower with the depth"             \
    }

/* How the objects of one kind stand in the table. */
struct list {
    const struct kind *kind;
    const struct table_column *columns;
    size_t column_count;
    void (*add_row)(struct table *table, const nnreg_page *page, size_t i);
};

/* Prints the page that the options ask for. Returns the exit status. */
int list_run(struct run *run, const struct list *list);

#endif
