/* Who makes a change, for the history. */
#ifndef NNREG_TOOLS_ACTOR_H
#define NNREG_TOOLS_ACTOR_H

#include "run.h"

/* --actor, else $NNREG_ACTOR, else the login name, else "uid 1234". Borrowed until the next call. */
const char *actor_name(const struct run *run);

#endif
