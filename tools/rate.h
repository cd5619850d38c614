/* The value of --bwlimit: bytes a second, "8388608" or "8M". */
#ifndef NNREG_TOOLS_RATE_H
#define NNREG_TOOLS_RATE_H

#include <stdint.h>

#include "run.h"

/* NULL: no limit, 0. Returns STATUS_DONE, or STATUS_USAGE after having said that it is none. */
int rate_take(struct run *run, uint64_t *rate, const char *text);

#endif
