/* Taking a caller's struct nnreg_call_options: the members an older caller did not know are as if not given. */
#ifndef NNREG_BASE_CALL_OPTIONS_H
#define NNREG_BASE_CALL_OPTIONS_H

#include "base/status.h"

/* `flags`: those that make sense for the public function `call`. NNREG_INVALID_ARGUMENT with a text. */
nnreg_status nnreg_call_options_take(struct nnreg_call_options *taken, const struct nnreg_call_options *given,
                                     const char *call, unsigned flags, struct nnreg_error *error);

#endif
