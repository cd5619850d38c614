/* Taking a caller's `how`: see how.h. */
#include "base/how.h"

#include <string.h>

#include "base/utf8.h"

nnreg_status nnreg_how_take(struct nnreg_how *taken, const struct nnreg_how *given, unsigned flags,
                            struct nnreg_error *error)
{
    *taken = (struct nnreg_how)NNREG_HOW_INIT;
    if (given == NULL)
        return NNREG_OK;
    if (given->size < sizeof given->size)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the size of struct nnreg_how is not set");
    memcpy(taken, given, given->size < sizeof *taken ? given->size : sizeof *taken);
    if ((taken->flags & ~flags) != 0)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "a flag of struct nnreg_how does not apply to this call");
    if (taken->actor != NULL &&
        (strlen(taken->actor) > NNREG_LIMIT_ACTOR || !nnreg_utf8_valid(taken->actor, strlen(taken->actor))))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the actor is no UTF-8, or longer than %u bytes",
                          NNREG_LIMIT_ACTOR);
    return NNREG_OK;
}
