/* Deleting objects with all that goes with them: what `nnreg rm`, `nnreg spec rm` and `nnreg version rm` share. */
#ifndef NNREG_TOOLS_REMOVAL_H
#define NNREG_TOOLS_REMOVAL_H

#include "change.h"
#include "kind.h"
#include "run.h"

/* The rows of their option tables; but for versions, which are never public, CHANGE_ROW_UNPUBLISH stands before them. */
#define REMOVAL_ROWS                                                                                        \
    {"dry-run", 'n', NULL, "say what would go, thing by thing; remove nothing"}, CHANGE_ROW_IF_UPDATE_DATE, \
    {                                                                                                       \
        NULL, 0, NULL, NULL                                                                                 \
    }

/* Deletes the objects that the operands name, all of them or, when one is unknown, none. Returns the exit status. */
int removal_run(struct run *run, const struct kind *kind);

#endif
