/*
 * Where a finding is, as readers of reports want it: the path of a file, and in a text the line and the columns from the
 * first character of what is wrong to behind the last one.
 */
#ifndef NNREG_TOOLS_FINDING_PLACE_H
#define NNREG_TOOLS_FINDING_PLACE_H

#include <stdint.h>

#include "checks.h"

struct finding_place {
    struct buffer path;  /* without "./" in front: readers take it from the root of the repository */
    uint64_t line;       /* from 1; 0: it has none */
    uint64_t column;     /* from 1, in Unicode characters; 0: not known */
    uint64_t end_column; /* behind the last character, on the same line; 0: not known */
};

/* Whether it is on a file of the bundle. */
bool finding_is_on_file(const struct nnreg_finding *finding);

/* `finding` NULL: the description as a whole. A file that is missing is placed where it should be. */
void finding_place_find(struct finding_place *place, const struct check *check,
                        const struct nnreg_finding *finding);
void finding_place_free(struct finding_place *place);

#endif
