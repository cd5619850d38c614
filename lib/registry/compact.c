/* nnreg_compact: the store of a registry rewritten smaller. How is the store's affair (store/kv.h). */
#include <string.h>

#include "base/call_options.h"
#include "registry/handle.h"

nnreg_status nnreg_compact(nnreg *registry, struct nnreg_compaction *result,
                           const struct nnreg_call_options *options)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    struct nnreg_kv_compacted compacted = {0, 0};
    struct nnreg_call_options call;
    nnreg_status status = nnreg_enter(registry, true, &error);

    if (status == NNREG_OK && result != NULL && result->size < sizeof result->size)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "the result's size is not set");
    if (status == NNREG_OK)
        status = nnreg_call_options_take(&call, options, 0, &error);
    if (status == NNREG_OK)
        status = nnreg_kv_compact(&compacted, registry->kv, call.progress, call.context, &error);
    if (status == NNREG_OK && result != NULL) {
        struct nnreg_compaction known = {result->size, compacted.before, compacted.after};

        memcpy(result, &known, result->size < sizeof known ? result->size : sizeof known);
    }
    return nnreg_leave(registry, status, &error);
}
