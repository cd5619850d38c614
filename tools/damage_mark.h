/* How the commands say that a file is known to be damaged. */
#ifndef NNREG_TOOLS_DAMAGE_MARK_H
#define NNREG_TOOLS_DAMAGE_MARK_H

#include <nnreg.h>

#include "run.h"

/* As nnreg_damage_list of one network; of one that was deleted meanwhile there is none: NNREG_OK, and *damage NULL. */
nnreg_status damage_mark_list(nnreg_damage **damage, nnreg *registry, uint64_t id);

/* What was found in the place of a file: "other bytes"; NULL: it is not known to be damaged. `damage` may be NULL. */
const char *damage_mark(const nnreg_damage *damage, const char *sha256);

/* A remark when files of any network are damaged, with the networks. */
void damage_mark_note(const struct run *run, nnreg *registry);

#endif
