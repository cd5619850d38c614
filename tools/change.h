/*
 * Changing an object by options: what `nnreg set`, `nnreg spec set` and `nnreg task set` share. The options are those of
 * the command's own table that have the names below; a command has only the rows that apply to its kind of object.
 */
#ifndef NNREG_TOOLS_CHANGE_H
#define NNREG_TOOLS_CHANGE_H

#include "kind.h"
#include "run.h"

/* Rows for the tables. */
#define CHANGE_ROW_NAME                   \
    {                                     \
        "name", 0, "NAME", "the new name" \
    }
#define CHANGE_ROWS_METADATA                                   \
    {"metadata", 0, "JSON|@FILE",                              \
     "a JSON object in place of the present metadata;\n"       \
     "@FILE reads it from a file, @- from standard input"},    \
    {                                                          \
        "merge-metadata", 0, "JSON|@FILE",                     \
            "a JSON Merge Patch (RFC 7396) of the metadata:\n" \
            "members replace, null removes"                    \
    }
#define CHANGE_ROW_IF_UPDATE_DATE                                            \
    {                                                                        \
        "if-update-date", 0, "TIME", "only if this is still its update_date" \
    }

#define CHANGE_ROW_UNPUBLISH                                                      \
    {                                                                             \
        "unpublish", 0, NULL, "one that is public is made private first, at once" \
    }

/* Changes the object that the first operand names. Returns the exit status. */
int change_run(struct run *run, const struct kind *kind);

#endif
