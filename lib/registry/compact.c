/* nnreg_compact: the store of a registry rewritten smaller. How is the store's affair (store/kv.h). */
#include "base/call_options.h"
#include "base/sized.h"
#include "registry/handle.h"

static const struct nnreg_sized sized_compaction = NNREG_SIZED(struct nnreg_compaction, before);

nnreg_status nnreg_compact(nnreg *registry, struct nnreg_compaction *result,
                           const struct nnreg_call_options *options)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    struct nnreg_compaction told = NNREG_COMPACTION_INIT;
    struct nnreg_kv_compacted compacted = {0, 0};
    struct nnreg_call_options call;
    bool usable;
    nnreg_status status = nnreg_sized_begin(&usable, &sized_compaction, &told, result,
                                            nnreg_enter(registry, true, &error), &error);

    if (status == NNREG_OK)
        status = nnreg_call_options_take(&call, options, "nnreg_compact", 0, &error);
    if (status == NNREG_OK)
        status = nnreg_kv_compact(&compacted, registry->kv, call.progress, call.context, &error);
    told.before = status == NNREG_OK ? compacted.before : 0;
    told.after = status == NNREG_OK ? compacted.after : 0;
    if (usable)
        nnreg_sized_give(&sized_compaction, result, &told);
    return nnreg_leave(registry, status, &error);
}
