/* The tables of a registry, looked at in one transaction: see fsck_run.h. */
#include <stdio.h>

#include "base/clock.h"
#include "registry/fsck_run.h"

/* The closure may run again: what it has found in the run before is forgotten, and what it has written outside taken back. */
static void begin_tables(struct nnreg_fsck_run *run, struct nnreg_kv_txn *txn)
{
    struct nnreg_fsck fresh = {.size = run->result.size, .bytes_per_second = run->result.bytes_per_second};
    size_t i;

    nnreg_findings_clear(run->findings);
    nnreg_fsck_forget_changes(run);
    if (run->aside_name[0] != '\0')
        nnreg_quarantine_take_back(run->registry->blobs, run->aside_name);
    run->aside_name[0] = '\0';
    run->txn = txn;
    run->result = fresh;
    run->found = 0;
    run->mended.size = run->mended_count = run->set_aside.size = run->reference_count = 0;
    run->claims.count = 0;
    for (i = 0; i < NNREG_OBJECT_COUNT; i++) {
        run->last_id[i] = run->blocks[i].count = 0;
        run->unread[i] = false;
    }
}

static nnreg_status claim_all(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    int right;

    for (right = 0; right < NNREG_KV_RIGHT_COUNT && status == NNREG_OK; right++)
        status = nnreg_kv_claim(txn, (enum nnreg_kv_right)right, error);
    return status;
}

/* Before the commit, so that nothing is taken out of the store that is not on the device elsewhere. */
static nnreg_status keep_set_aside(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    char now[NNREG_TIME_TEXT];
    nnreg_status status;

    if (run->set_aside.failed)
        return nnreg_fail_memory(error);
    if (run->set_aside.size == 0)
        return NNREG_OK;
    nnreg_time_format(now, nnreg_clock_now());
    (void)snprintf(run->aside_name, sizeof run->aside_name, "records-%s.txt", now);
    status = nnreg_quarantine_write(run->aside_name, run->registry->blobs, run->set_aside.content,
                                    run->set_aside.size, error);
    if (status != NNREG_OK)
        run->aside_name[0] = '\0';
    return status;
}

static nnreg_status look_at_tables(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    static nnreg_status (*const steps[])(struct nnreg_fsck_run *, struct nnreg_error *) = {
        nnreg_fsck_format, nnreg_fsck_records,    nnreg_fsck_ties,     nnreg_fsck_indexes,
        nnreg_fsck_counts, nnreg_fsck_references, nnreg_fsck_settings,
    };
    struct nnreg_fsck_run *run = context;
    nnreg_status status = run->mending ? claim_all(txn, error) : NNREG_OK;
    size_t i;

    begin_tables(run, txn);
    for (i = 0; i < sizeof steps / sizeof *steps && status == NNREG_OK; i++) {
        status = steps[i](run, error);
        if (status == NNREG_OK)
            status = nnreg_fsck_apply(run, error);
    }
    if (status == NNREG_OK && run->mending)
        status = keep_set_aside(run, error);
    if (status == NNREG_OK && run->mending)
        status = nnreg_fsck_tell_history(run, error);
    return status;
}

nnreg_status nnreg_fsck_tables(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    struct nnreg_kv *kv = run->registry->kv;
    nnreg_status status = nnreg_kv_read(kv, look_at_tables, run, error);

    if (status != NNREG_OK || !run->repair || run->found == 0)
        return status;
    run->mending = true;
    status = nnreg_kv_write_alone(kv, look_at_tables, run, error);
    run->mending = false;
    if (status != NNREG_OK && run->aside_name[0] != '\0')
        nnreg_quarantine_take_back(run->registry->blobs, run->aside_name);
    return status;
}
