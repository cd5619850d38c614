/* Looking a registry over, and mending it: see nnreg.h, and fsck_run.h for the parts. */
#include "base/alloc.h"
#include "base/call_options.h"
#include "base/sized.h"
#include "registry/fsck_run.h"

static const struct nnreg_sized sized_fsck = NNREG_SIZED(struct nnreg_fsck, bytes_per_second);

static nnreg_status take_request(struct nnreg_fsck_run *run, const struct nnreg_call_options *options,
                                 struct nnreg_error *error)
{
    nnreg_status status =
        nnreg_call_options_take(&run->options, options, "nnreg_fsck", NNREG_QUICK | NNREG_REPAIR, error);

    if (status == NNREG_OK && run->findings == NULL)
        status = nnreg_fail(error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status != NNREG_OK)
        return status;
    run->quick = (run->options.flags & NNREG_QUICK) != 0;
    run->repair = (run->options.flags & NNREG_REPAIR) != 0;
    run->options.flags = 0;
    return NNREG_OK;
}

/* How fast it may go is the caller's; what the struct says of an earlier call is not. */
static nnreg_status begin_fsck(struct nnreg_fsck_run *run, struct nnreg_fsck *result, nnreg_status status,
                               struct nnreg_error *error)
{
    struct nnreg_fsck given = NNREG_FSCK_INIT;
    bool usable;

    status = nnreg_sized_begin(&usable, &sized_fsck, &given, result, status, error);
    run->result = (struct nnreg_fsck)NNREG_FSCK_INIT;
    run->result.bytes_per_second = run->bytes_per_second = given.bytes_per_second;
    if (usable)
        nnreg_sized_give(&sized_fsck, result, &run->result);
    return status;
}

/* Where there is no place for stored files at all, a create would find none for the copies that are missed. */
static nnreg_status make_place(const struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    struct nnreg_blobs *made;
    nnreg_status status = nnreg_blobs_open(&made, run->registry->blobs->registry, true, error);

    nnreg_blobs_close(made);
    return status;
}

/* The order: what the tables say decides which files there have to be, and what is mended in them goes first. */
static nnreg_status look_over(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    nnreg_status status = run->repair ? make_place(run, error) : NNREG_OK;

    if (status == NNREG_OK)
        status = nnreg_fsck_tables(run, error);
    if (status == NNREG_OK)
        status = nnreg_fsck_history(run, error);
    if (status == NNREG_OK)
        status = nnreg_fsck_files(run, error);
    return status == NNREG_OK ? nnreg_fsck_strays(run, error) : status;
}

void nnreg_fsck_end(struct nnreg_fsck_run *run)
{
    size_t i;

    nnreg_fsck_forget_changes(run);
    nnreg_free(run->changes.list);
    nnreg_bytes_free(&run->mended);
    nnreg_bytes_free(&run->set_aside);
    nnreg_free(run->references);
    nnreg_free(run->claims.list);
    nnreg_findings_free(run->judged);
    for (i = 0; i < NNREG_OBJECT_COUNT; i++)
        nnreg_free(run->blocks[i].list);
}

nnreg_status nnreg_fsck(nnreg *registry, nnreg_findings *findings, struct nnreg_fsck *result,
                        const struct nnreg_call_options *options)
{
    struct nnreg_fsck_run run = {.registry = registry,
                                 .findings = findings,
                                 .mended = NNREG_BYTES_INIT,
                                 .set_aside = NNREG_BYTES_INIT};
    struct nnreg_error error;
    nnreg_status status;

    if (findings != NULL)
        nnreg_findings_clear(findings);
    status = begin_fsck(&run, result, nnreg_enter(registry, false, &error), &error);
    if (status == NNREG_OK)
        status = take_request(&run, options, &error);
    if (status == NNREG_OK && run.repair && registry->read_only)
        status = nnreg_fail(&error, NNREG_READ_ONLY, "the registry was opened read-only");
    if (status == NNREG_OK)
        status = look_over(&run, &error);
    if (status == NNREG_OK || status == NNREG_CANCELLED)
        nnreg_findings_finish(findings, nnreg_rule(NNREG_RULE_FINDINGS_LIMIT)->id);
    if (status == NNREG_OK && nnreg_findings_status(findings) == NNREG_NO_MEMORY)
        status = nnreg_fail_memory(&error);
    if (status == NNREG_OK && run.result.errors > 0)
        status = nnreg_fail(
            &error, NNREG_CORRUPT, "%llu %s found that %s damage", (unsigned long long)run.result.errors,
            run.result.errors == 1 ? "thing was" : "things were", run.result.errors == 1 ? "is" : "are");
    if (status == NNREG_OK || status == NNREG_CORRUPT)
        nnreg_sized_give(&sized_fsck, result, &run.result);
    if (run.told)
        nnreg_events_announce(registry);
    nnreg_fsck_end(&run);
    return nnreg_leave(registry, status, &error);
}
