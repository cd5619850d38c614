/* Judging the files of a bundle by their first bytes: the traces of a clone or a download gone wrong. */
#include "judge/judge.h"

#include <string.h>

static void judge_signature(nnreg_findings *findings, const struct nnreg_bundle_file *file,
                            enum nnreg_file_signature signature)
{
    bool companion = (file->traits & NNREG_ROLE_COMPANION) != 0;

    /* An asset may well be a web page; that it should be a pointer nobody can mean, but a server would load it. */
    if (signature == NNREG_FILE_SIGNATURE_LFS_POINTER)
        nnreg_report_file(
            findings, NNREG_RULE_BUNDLE_LFS_POINTER, companion ? NNREG_SEVERITY_WARNING : NNREG_SEVERITY_OFF,
            file->name, "run `git lfs pull` in the repository it came from, and take the file again",
            "the file is a Git LFS pointer of %llu bytes, not the content", (unsigned long long)file->size);
    else if (signature == NNREG_FILE_SIGNATURE_HTML && !companion)
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_HTML_PAGE, NNREG_SEVERITY_OFF, file->name,
                          "download the raw file; this is what the web server answered instead",
                          "the file is an HTML page, not the content");
}

nnreg_status nnreg_judge_contents(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                                  struct nnreg_error *error)
{
    size_t i;

    for (i = 0; i < files->count; i++) {
        struct nnreg_bundle_file *file = &files->file[i];
        struct nnreg_source source;
        enum nnreg_file_signature signature;
        nnreg_status status;
        bool opened;

        /* A file that is there twice is told of once: the files are sorted by name, so the other one is the neighbour. */
        if (i > 0 && file[-1].unread && strcmp(file->name, file[-1].name) == 0)
            file->unread = true;
        if (file->dropped || file->passed_over)
            continue;
        status = nnreg_judge_look(&opened, &source, &signature, findings, file, error);
        if (status != NNREG_OK)
            return status;
        if (!opened)
            continue;
        nnreg_bundle_file_close(&source, file);
        judge_signature(findings, file, signature);
    }
    return NNREG_OK;
}
