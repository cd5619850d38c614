/* Opening a file of a bundle that is judged: see judging.h. */
#include "bundle/judging.h"

/* Several steps may open a file, and each would tell of it: `unread` is what they have in common. */
static void report_unreadable(nnreg_findings *findings, struct nnreg_bundle_file *file,
                              const struct nnreg_error *reason)
{
    if (file->unread)
        return;
    file->unread = true;
    nnreg_report_file(findings, NNREG_RULE_BUNDLE_UNREADABLE, NNREG_SEVERITY_OFF, file->name, NULL, "%s",
                      reason->text[0] != '\0' ? reason->text : "it became shorter while it was read");
}

nnreg_status nnreg_judge_unreadable(nnreg_findings *findings, struct nnreg_bundle_file *file,
                                    const struct nnreg_error *reason, struct nnreg_error *error)
{
    if (!nnreg_error_is_systems(reason)) {
        report_unreadable(findings, file, reason);
        return NNREG_OK;
    }
    if (error != NULL)
        *error = *reason;
    return reason->status;
}

nnreg_status nnreg_judge_look(bool *opened, struct nnreg_source *source, enum nnreg_file_signature *signature,
                              nnreg_findings *findings, struct nnreg_bundle_file *file,
                              struct nnreg_error *error)
{
    struct nnreg_error reason = NNREG_ERROR_INIT;
    nnreg_status status = nnreg_bundle_file_open(source, file, &reason);

    *signature = NNREG_FILE_SIGNATURE_UNKNOWN;
    *opened = false;
    if (status == NNREG_OK) {
        status = nnreg_file_signature_stand_in(signature, source, &reason);
        if (status != NNREG_OK)
            nnreg_bundle_file_close(source, file);
    }
    if (status != NNREG_OK)
        return nnreg_judge_unreadable(findings, file, &reason, error);
    *opened = true;
    return NNREG_OK;
}

nnreg_status nnreg_judge_open(bool *opened, struct nnreg_source *source, nnreg_findings *findings,
                              struct nnreg_bundle_file *file, struct nnreg_error *error)
{
    enum nnreg_file_signature signature;
    nnreg_status status = nnreg_judge_look(opened, source, &signature, findings, file, error);

    if (*opened && signature != NNREG_FILE_SIGNATURE_UNKNOWN) {
        nnreg_bundle_file_close(source, file);
        *opened = false;
    }
    return status;
}

void nnreg_judge_drop(nnreg_findings *findings, enum nnreg_rule rule, struct nnreg_bundle_file *file,
                      const char *hint, const char *what)
{
    file->dropped = true;
    nnreg_report_file(findings, rule, file->given ? NNREG_SEVERITY_OFF : NNREG_SEVERITY_WARNING, file->name,
                      hint, "%s%s", what, file->given ? "" : "; it is not stored");
}
