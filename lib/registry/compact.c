/* nnreg_compact: the store of a registry rewritten smaller. How is the store's affair (store/kv.h). */
#include "base/call_options.h"
#include "base/sized.h"
#include "registry/handle.h"

static const struct nnreg_sized sized_compaction = NNREG_SIZED(struct nnreg_compaction, before);

nnreg_status nnreg_compact(nnreg *registry, struct nnreg_compaction *result,
                           const struct nnreg_call_options *options)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    struct nnreg_kv_compacted compacted = {0, 0};
    struct nnreg_call_options call;
    nnreg_status status = nnreg_enter(registry, true, &error);

    if (status == NNREG_OK && result != NULL)
        status = nnreg_sized_check(&sized_compaction, result, &error);
    if (status == NNREG_OK)
        status = nnreg_call_options_take(&call, options, "nnreg_compact", 0, &error);
    if (status == NNREG_OK)
        status = nnreg_kv_compact(&compacted, registry->kv, call.progress, call.context, &error);
    if (status == NNREG_OK)
        nnreg_sized_give(&sized_compaction, result,
                         &(struct nnreg_compaction){.before = compacted.before, .after = compacted.after});
    return nnreg_leave(registry, status, &error);
}
