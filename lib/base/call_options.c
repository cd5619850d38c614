/* Taking the options of a call: see call_options.h. */
#include "base/call_options.h"

#include <string.h>

#include "base/flags.h"
#include "base/sized.h"
#include "base/utf8.h"

static const struct nnreg_sized sized_call_options = NNREG_SIZED(struct nnreg_call_options, flags);

nnreg_status nnreg_call_options_take(struct nnreg_call_options *taken, const struct nnreg_call_options *given,
                                     const char *call, unsigned flags, struct nnreg_error *error)
{
    nnreg_status status;

    *taken = (struct nnreg_call_options)NNREG_CALL_OPTIONS_INIT;
    status = nnreg_sized_take(&sized_call_options, taken, given, error);
    if (status == NNREG_OK)
        status = nnreg_flags_check(taken->flags, flags, call, error);
    if (status != NNREG_OK)
        return status;
    if (taken->actor != NULL &&
        (strlen(taken->actor) > NNREG_LIMIT_ACTOR || !nnreg_utf8_valid(taken->actor, strlen(taken->actor))))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the actor is no UTF-8, or longer than %u bytes",
                          NNREG_LIMIT_ACTOR);
    return NNREG_OK;
}
