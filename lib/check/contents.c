/* Judging the files of a bundle by their first bytes: the traces of a clone or a download gone wrong. */
#include "check/judge.h"

#include <string.h>

#include "inspect/looks.h"

static void judge_looks(nnreg_findings *findings, const struct nnreg_bundle_file *file,
                        enum nnreg_looks looks)
{
    bool companion = file->role == NNREG_ROLE_ASSET || file->role == NNREG_ROLE_COMPANION;

    /* An asset may well be a web page; that it should be a pointer nobody can mean, but a server would load it. */
    if (looks == NNREG_LOOKS_LFS_POINTER)
        nnreg_report_file(
            findings, NNREG_RULE_BUNDLE_LFS_POINTER, companion ? NNREG_SEVERITY_WARNING : NNREG_SEVERITY_OFF,
            file->name, "run `git lfs pull` in the repository it came from, and take the file again",
            "the file is a Git LFS pointer of %llu bytes, not the content", (unsigned long long)file->size);
    else if (looks == NNREG_LOOKS_HTML_PAGE && !companion)
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_HTML_PAGE, NNREG_SEVERITY_OFF, file->name,
                          "download the raw file; this is what the web server answered instead",
                          "the file is an HTML page, not the content");
}

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

/* Opens a file and looks at its first bytes; it is open if *opened. */
static nnreg_status open_and_look(bool *opened, struct nnreg_source *source, enum nnreg_looks *looks,
                                  nnreg_findings *findings, struct nnreg_bundle_file *file,
                                  struct nnreg_error *error)
{
    struct nnreg_error reason = NNREG_ERROR_INIT;
    nnreg_status status = nnreg_bundle_file_open(source, file, &reason);

    *looks = NNREG_LOOKS_UNREMARKABLE;
    *opened = false;
    if (status == NNREG_OK) {
        status = nnreg_looks_like(looks, source, &reason);
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
    enum nnreg_looks looks;
    nnreg_status status = open_and_look(opened, source, &looks, findings, file, error);

    if (*opened && looks != NNREG_LOOKS_UNREMARKABLE) {
        nnreg_bundle_file_close(source, file);
        *opened = false;
    }
    return status;
}

nnreg_status nnreg_judge_contents(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                                  struct nnreg_error *error)
{
    bool has_binary = nnreg_bundle_find(files, "saved_model.pb") != NULL;
    size_t i;

    for (i = 0; i < files->count; i++) {
        struct nnreg_bundle_file *file = &files->file[i];
        struct nnreg_source source;
        enum nnreg_looks looks;
        nnreg_status status;
        bool opened;

        /* A file that is there twice is told of once. */
        if (i > 0 && file[-1].unread && strcmp(file->name, file[-1].name) == 0)
            file->unread = true;
        if (file->dropped || (file->role == NNREG_ROLE_MODEL_TEXT && has_binary))
            continue;
        status = open_and_look(&opened, &source, &looks, findings, file, error);
        if (status != NNREG_OK)
            return status;
        if (!opened)
            continue;
        nnreg_bundle_file_close(&source, file);
        judge_looks(findings, file, looks);
    }
    return NNREG_OK;
}
