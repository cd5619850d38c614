/* Taking the options of a call: see call_options.h. */
#include "base/call_options.h"

#include <string.h>

#include "base/utf8.h"

nnreg_status nnreg_call_options_take(struct nnreg_call_options *taken, const struct nnreg_call_options *given,
                                     unsigned flags, struct nnreg_error *error)
{
    *taken = (struct nnreg_call_options)NNREG_CALL_OPTIONS_INIT;
    if (given == NULL)
        return NNREG_OK;
    if (given->size < sizeof given->size)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the size of struct nnreg_call_options is not set");
    /* A newer caller's may be longer: what it has behind is not looked at, but its flags are, and those not known refused. */
    memcpy(taken, given, given->size < sizeof *taken ? given->size : sizeof *taken);
    if ((taken->flags & ~flags) != 0)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "a flag of struct nnreg_call_options does not apply to this call");
    if (taken->actor != NULL &&
        (strlen(taken->actor) > NNREG_LIMIT_ACTOR || !nnreg_utf8_valid(taken->actor, strlen(taken->actor))))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the actor is no UTF-8, or longer than %u bytes",
                          NNREG_LIMIT_ACTOR);
    return NNREG_OK;
}
