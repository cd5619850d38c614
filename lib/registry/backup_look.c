/*
 * The copy of a backup, looked over with the parts of nnreg_fsck: see backup.h for the order. It is done before the copy takes its
 * place: what does not pass is never the backup, and the one that was there stays.
 */
#include "base/findings.h"
#include "registry/backup.h"

/* What was found, in one line: the first of it. */
static nnreg_status judge_copy(const struct nnreg_backup_run *run, struct nnreg_error *error)
{
    const nnreg_findings *findings = run->look.findings;
    const struct nnreg_finding *finding = nnreg_findings_get(findings, 0);
    size_t i = 0;

    if (nnreg_findings_status(findings) == NNREG_NO_MEMORY)
        return nnreg_fail_memory(error);
    if (run->look.result.errors == 0)
        return NNREG_OK;
    while (finding != NULL && finding->severity != NNREG_SEVERITY_ERROR)
        finding = nnreg_findings_get(findings, ++i);
    return nnreg_fail(error, NNREG_CORRUPT,
                      "%llu %s found in the copy that %s damage, so it was not made the backup (nnreg fsck "
                      "tells what it is in the registry): %s: %s",
                      (unsigned long long)run->look.result.errors,
                      run->look.result.errors == 1 ? "thing was" : "things were",
                      run->look.result.errors == 1 ? "is" : "are", finding != NULL ? finding->file : "",
                      finding != NULL ? finding->message : "");
}

static nnreg_status look_over_copy(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    struct nnreg_fsck_run *look = &run->look;
    nnreg_status status = nnreg_findings_make(&look->findings, NULL, 0);

    if (status != NNREG_OK)
        return nnreg_fail_memory(error);
    look->registry = &run->copy;
    look->options = run->options;
    look->quick = true;
    look->unjudged = true; /* what was let through in the registry is not damage of its copy */
    status = nnreg_fsck_tables(look, error);
    if (status == NNREG_OK)
        status = nnreg_fsck_history(look, error);
    return status == NNREG_OK ? judge_copy(run, error) : status;
}

nnreg_status nnreg_backup_open_copy(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    struct nnreg_kv_options options = {.tables = nnreg_kv_table_names,
                                       .table_count = NNREG_KV_TABLE_COUNT,
                                       .needed_tables = NNREG_KV_TABLES_OF_1,
                                       .read_only = true,
                                       .allow_remote = true,
                                       .check = true};
    nnreg_status status = nnreg_kv_open(&run->copy.kv, run->fresh, &options, error);

    run->copy.read_only = true;
    return status == NNREG_OK ? look_over_copy(run, error) : status;
}

nnreg_status nnreg_backup_look_at_end(struct nnreg_backup_run *run, struct nnreg_error *error)
{
    nnreg_status status = nnreg_fsck_files(&run->look, error);

    return status == NNREG_OK ? judge_copy(run, error) : status;
}

void nnreg_backup_close_copy(struct nnreg_backup_run *run)
{
    nnreg_fsck_end(&run->look);
    nnreg_findings_free(run->look.findings);
    nnreg_kv_close(run->copy.kv);
    run->look.findings = NULL;
    run->copy.kv = NULL;
}
