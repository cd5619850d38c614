/*
 * The flags of calls and those of nnreg_open, by their names: one that is given to a call that knows nothing of it is refused,
 * and told as the caller has written it.
 */
#ifndef NNREG_BASE_FLAGS_H
#define NNREG_BASE_FLAGS_H

#include "base/status.h"

/* NNREG_INVALID_ARGUMENT with a text: one of `given` is not among `own`, those of the public function `call`. */
nnreg_status nnreg_flags_check(unsigned given, unsigned own, const char *call, struct nnreg_error *error);

#endif
