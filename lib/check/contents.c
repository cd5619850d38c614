/* Judging the files of a bundle by their first bytes: the traces of a clone or a download gone wrong. */
#include "check/judge.h"
#include "inspect/looks.h"

static void judge_looks(nnreg_findings *findings, const struct nnreg_bundle_file *file, enum nnreg_looks looks)
{
    bool companion = file->role == NNREG_ROLE_ASSET || file->role == NNREG_ROLE_COMPANION;

    /* An asset may well be a web page; that it should be a pointer nobody can mean, but a server would load it. */
    if (looks == NNREG_LOOKS_LFS_POINTER)
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_LFS_POINTER,
                          companion ? NNREG_SEVERITY_WARNING : NNREG_SEVERITY_OFF, file->name,
                          "run `git lfs pull` in the repository it came from, and take the file again",
                          "the file is a Git LFS pointer of %llu bytes, not the content",
                          (unsigned long long)file->size);
    else if (looks == NNREG_LOOKS_HTML_PAGE && !companion)
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_HTML_PAGE, NNREG_SEVERITY_OFF, file->name,
                          "download the raw file; this is what the web server answered instead",
                          "the file is an HTML page, not the content");
}

bool nnreg_judge_worth_reading(const struct nnreg_source *source)
{
    enum nnreg_looks looks;

    return nnreg_looks_like(&looks, source, NULL) == NNREG_OK && looks == NNREG_LOOKS_UNREMARKABLE;
}

nnreg_status nnreg_judge_contents(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                                  struct nnreg_error *error)
{
    bool has_binary = nnreg_bundle_find(files, "saved_model.pb") != NULL;
    size_t i;

    for (i = 0; i < files->count; i++) {
        const struct nnreg_bundle_file *file = &files->file[i];
        struct nnreg_error reason = {NNREG_OK, ""};
        struct nnreg_source source;
        enum nnreg_looks looks = NNREG_LOOKS_UNREMARKABLE;
        nnreg_status status;

        if (file->dropped || (file->role == NNREG_ROLE_MODEL_TEXT && has_binary))
            continue;
        status = nnreg_bundle_file_open(&source, file, &reason);
        if (status == NNREG_OK) {
            status = nnreg_looks_like(&looks, &source, &reason);
            nnreg_bundle_file_close(&source, file);
        }
        if (status == NNREG_NO_MEMORY)
            return nnreg_fail_memory(error);
        if (status != NNREG_OK)
            nnreg_report_file(findings, NNREG_RULE_BUNDLE_UNREADABLE, NNREG_SEVERITY_OFF, file->name, NULL, "%s",
                              reason.text[0] != '\0' ? reason.text : "it became shorter while it was read");
        else
            judge_looks(findings, file, looks);
    }
    return NNREG_OK;
}
