/* nnreg_gc: see gc.h. */
#include "registry/gc.h"

#include "base/alloc.h"
#include "base/call_options.h"
#include "base/sized.h"

static const struct nnreg_sized sized_gc = NNREG_SIZED(struct nnreg_gc, sessions);

void nnreg_gc_tell(const struct nnreg_gc_run *run, const char *what, const char *path, uint64_t bytes,
                   const char *reason, bool stays)
{
    const struct nnreg_collected collected = {.size = sizeof collected,
                                              .what = what,
                                              .path = path,
                                              .bytes = bytes,
                                              .reason = reason,
                                              .stays = stays};

    if (run->found.each != NULL)
        run->found.each(run->found.context, &collected);
}

nnreg_status nnreg_gc_report(const struct nnreg_gc_run *run, const char *stage, uint64_t done, uint64_t total,
                             struct nnreg_error *error)
{
    const struct nnreg_call_options *options = &run->options;

    if (options->progress != NULL && options->progress(options->context, stage, done, total) != 0)
        return nnreg_fail(error, NNREG_CANCELLED, "cancelled");
    return NNREG_OK;
}

void nnreg_gc_forget(struct nnreg_gc_run *run)
{
    size_t i;

    for (i = 0; i < run->session_count; i++)
        nnreg_free(run->sessions[i].name);
    nnreg_free(run->sessions);
    nnreg_free(run->files);
    run->sessions = NULL;
    run->files = NULL;
    run->session_count = run->session_room = run->count = run->room = 0;
}

/* Looks and removes, until nothing is left that was not met; mostly that is once. */
static nnreg_status collect_all(struct nnreg_gc_run *run, struct nnreg_error *error)
{
    nnreg_status status;

    do {
        run->more = false;
        status = nnreg_gc_look(run, error);
        if (status == NNREG_OK)
            status = nnreg_gc_remove(run, error);
        nnreg_gc_forget(run);
        run->again = true;
    } while (status == NNREG_OK && run->more);
    if (status == NNREG_OK && run->why.status != NNREG_OK) {
        status = run->why.status;
        *error = run->why;
    }
    return status;
}

/* Whom to tell is the caller's; what the struct says of an earlier call is not. */
static nnreg_status begin_gc(struct nnreg_gc_run *run, struct nnreg_gc *result, nnreg_status status,
                             struct nnreg_error *error)
{
    struct nnreg_gc given = NNREG_GC_INIT;
    bool usable;

    status = nnreg_sized_begin(&usable, &sized_gc, &given, result, status, error);
    run->found = (struct nnreg_gc)NNREG_GC_INIT;
    run->found.each = given.each;
    run->found.context = given.context;
    if (usable)
        nnreg_sized_give(&sized_gc, result, &run->found);
    return status;
}

nnreg_status nnreg_gc(nnreg *registry, struct nnreg_gc *result, const struct nnreg_call_options *options)
{
    struct nnreg_gc_run run = {.registry = registry, .why = NNREG_ERROR_INIT};
    struct nnreg_error error;
    nnreg_status status = nnreg_enter(registry, false, &error);

    status = begin_gc(&run, result, status, &error);
    if (status == NNREG_OK)
        status = nnreg_call_options_take(&run.options, options, "nnreg_gc", NNREG_DRY_RUN, &error);
    if (status == NNREG_OK && (run.options.flags & NNREG_DRY_RUN) == 0)
        status = nnreg_enter(registry, true, &error);
    if (status == NNREG_OK) {
        status = collect_all(&run, &error);
        nnreg_sized_give(&sized_gc, result, &run.found);
    }
    return nnreg_leave(registry, status, &error);
}
