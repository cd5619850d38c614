/* Taking a caller's `how`: the members an older caller did not know are as if not given. */
#ifndef NNREG_BASE_HOW_H
#define NNREG_BASE_HOW_H

#include "base/status.h"

/* `flags`: those that make sense for the call. NNREG_INVALID_ARGUMENT with a text. */
nnreg_status nnreg_how_take(struct nnreg_how *taken, const struct nnreg_how *given, unsigned flags,
                            struct nnreg_error *error);

#endif
