/* What mends findings (struct nnreg_fix), as a list of findings keeps it. */
#ifndef NNREG_BASE_FIXES_H
#define NNREG_BASE_FIXES_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Counts lines and columns up to an offset: called with ascending ones, so that one walk over a text serves all. */
typedef void nnreg_findings_locator(void *context, uint64_t *line, uint64_t *column, uint64_t offset);

/* A copy with texts of its own, freed with nnreg_fix_free; NULL on no memory. */
struct nnreg_fix *nnreg_fix_copy(const struct nnreg_fix *fix);
void nnreg_fix_free(struct nnreg_fix *fix);

/* Gives fixes the lines and columns of where they begin and end, in one walk over the text. NNREG_NO_MEMORY. */
nnreg_status nnreg_fixes_locate(struct nnreg_fix *const *fixes, size_t count, nnreg_findings_locator *locate,
                                void *context);

#endif
