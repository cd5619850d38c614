/* Making an object from a JSON description alone: what `nnreg spec add` and `nnreg version add` share. */
#ifndef NNREG_TOOLS_CREATION_H
#define NNREG_TOOLS_CREATION_H

#include "buffer.h"
#include "kind.h"
#include "run.h"

/* For the tables of options. */
#define CREATION_ROW_FROM_OBJECT                                              \
    {                                                                         \
        "from-object", 0, NULL,                                               \
            "the description is an object as `show --json` prints it: what\n" \
            "the registry assigns is left out, and all else judged as ever"   \
    }

/* The flags of a struct nnreg_call_options, by the options that were given. */
unsigned creation_flags(const struct run *run);

/*
 * Makes the object of the description in the file that the first operand names. `members`, "" for none, is
 * `"key":value,…` that the description is to have besides: they go in front of its own. Prints the id, or the findings
 * with their places in the file. Returns the exit status.
 */
int creation_run(struct run *run, nnreg *registry, const struct kind *kind, const struct buffer *description,
                 const char *members);

#endif
