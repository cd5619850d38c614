/* Flags by their names: see flags.h. */
#include "base/flags.h"

static const struct {
    unsigned flag;
    const char *name;
} flags[] = {
#define FLAG(flag)  \
    {               \
        flag, #flag \
    }
    FLAG(NNREG_DRY_RUN),         FLAG(NNREG_MERGE_METADATA),    FLAG(NNREG_NO_WEIGHTS),
    FLAG(NNREG_INSPECT_TENSORS), FLAG(NNREG_INSPECT_COST),      FLAG(NNREG_REPLACE),
    FLAG(NNREG_HARD_LINKS),      FLAG(NNREG_MAKE_PARENT),       FLAG(NNREG_FROM_OBJECT),
    FLAG(NNREG_MOVE_SLUG),       FLAG(NNREG_UNPUBLISH),         FLAG(NNREG_QUICK),
    FLAG(NNREG_REPAIR),          FLAG(NNREG_OPEN_CREATE),       FLAG(NNREG_OPEN_EXCLUSIVE),
    FLAG(NNREG_OPEN_READ_ONLY),  FLAG(NNREG_OPEN_ALLOW_REMOTE), FLAG(NNREG_OPEN_MUTABLE_DESCRIPTION),
    FLAG(NNREG_OPEN_CHECK),      FLAG(NNREG_OPEN_AMONG_FILES),  FLAG(NNREG_OPEN_KEEP_STAGING),
    FLAG(NNREG_OPEN_DAMAGED),
#undef FLAG
};

nnreg_status nnreg_flags_check(unsigned given, unsigned own, const char *call, struct nnreg_error *error)
{
    unsigned strange = given & ~own;
    size_t i;

    if (strange == 0)
        return NNREG_OK;
    for (i = 0; i < sizeof flags / sizeof *flags; i++)
        if ((strange & flags[i].flag) != 0)
            return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "%s is no flag of %s", flags[i].name, call);
    return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "%s was given a flag that there is not: 0x%x", call,
                      strange);
}
