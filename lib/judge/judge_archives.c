/*
 * Judging the archives of a bundle: what is wrong with each as such, and then, when files are looked into, with the
 * bytes of the files that are taken of it. A finding is on the archive, at an offset in it, and names the entry.
 */
#include <stdio.h>

#include "base/utf8.h"
#include "bundle/bundle_archive.h"
#include "bundle/file_signature.h"
#include "judge/judge.h"

static const struct nnreg_problem_rule archive_problem_rules[NNREG_ZIP_PROBLEM_COUNT] = {
    [NNREG_ZIP_NO_END] = {NNREG_RULE_ARCHIVE_CORRUPT, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_CUT] = {NNREG_RULE_ARCHIVE_CORRUPT, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_RECORD] = {NNREG_RULE_ARCHIVE_CORRUPT, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_SEVERAL_ENDS] = {NNREG_RULE_ARCHIVE_AMBIGUOUS, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_TRAILING] = {NNREG_RULE_ARCHIVE_TRAILING_BYTES, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_PREFIX] = {NNREG_RULE_ARCHIVE_TRAILING_BYTES, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_GAP] = {NNREG_RULE_ARCHIVE_OVERLAP, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_OVERLAP] = {NNREG_RULE_ARCHIVE_OVERLAP, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_DIFFER] = {NNREG_RULE_ARCHIVE_AMBIGUOUS, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_DISKS] = {NNREG_RULE_ARCHIVE_CORRUPT, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_ENCRYPTED] = {NNREG_RULE_ARCHIVE_ENCRYPTED, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_METHOD] = {NNREG_RULE_ARCHIVE_METHOD, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_NAME] = {NNREG_RULE_ARCHIVE_BAD_NAME, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_DUPLICATE] = {NNREG_RULE_ARCHIVE_DUPLICATE_ENTRY, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_CLASH] = {NNREG_RULE_ARCHIVE_NAME_CLASH, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_KIND] = {NNREG_RULE_ARCHIVE_NOT_REGULAR, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_TOO_MANY] = {NNREG_RULE_ARCHIVE_TOO_LARGE, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_TOO_LARGE] = {NNREG_RULE_ARCHIVE_TOO_LARGE, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_RATIO] = {NNREG_RULE_ARCHIVE_RATIO, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_SIZE] = {NNREG_RULE_ARCHIVE_SIZE, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_CRC] = {NNREG_RULE_ARCHIVE_CRC, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_PACKED] = {NNREG_RULE_ARCHIVE_CORRUPT, NNREG_SEVERITY_OFF},
    [NNREG_ZIP_REFUSED] = {NNREG_RULE_ARCHIVE_CORRUPT, NNREG_SEVERITY_OFF},
};

enum { STRANGER_HINT = 200 };

static const char *archive_hint(const struct nnreg_problem *problem)
{
    const char *anew = "unpack it, look at what is there, and pack the folder anew";

    if (problem->code == NNREG_ZIP_REFUSED) /* as it was made: a copy would be no better */
        return anew;
    switch (archive_problem_rules[problem->code].rule) {
    case NNREG_RULE_ARCHIVE_CORRUPT:
    case NNREG_RULE_ARCHIVE_CRC:
        return "copy the archive again from where it was made";
    case NNREG_RULE_ARCHIVE_ENCRYPTED:
    case NNREG_RULE_ARCHIVE_METHOD:
    case NNREG_RULE_ARCHIVE_RATIO:
        return "unpack it, and give the folder";
    case NNREG_RULE_ARCHIVE_NOT_REGULAR:
        return "pack it without -y, so that what links point to is packed";
    default:
        return anew;
    }
}

/* What to do about a file that is no archive at all, by what it looks like; NULL: by that it may be one. */
static const char *hint_for_stranger(char out[STRANGER_HINT], const struct nnreg_source *source)
{
    unsigned char buffer[NNREG_FILE_SIGNATURE_BYTES];
    size_t size = source->size < sizeof buffer ? (size_t)source->size : sizeof buffer;
    const unsigned char *start = buffer;
    enum nnreg_file_signature looks;
    struct nnreg_error error = NNREG_ERROR_INIT;

    if (size == 0 || nnreg_source_read(&start, source, 0, buffer, size, &error) != NNREG_OK)
        return NULL;
    looks = nnreg_file_signature_of(start, size, source->size);
    switch (looks) {
    case NNREG_FILE_SIGNATURE_LFS_POINTER:
        return "it is a Git LFS pointer: run `git lfs pull` in the repository it came from, and take it "
               "again";
    case NNREG_FILE_SIGNATURE_HTML:
        return "it is an HTML page: download the raw file; this is what the web server answered instead";
    case NNREG_FILE_SIGNATURE_GZIP:
        return "it is a gzip archive (.tar.gz): unpack it, and give the folder";
    case NNREG_FILE_SIGNATURE_UNKNOWN:
    case NNREG_FILE_SIGNATURE_ZIP:
        return NULL;
    default:
        (void)snprintf(out, STRANGER_HINT, "the file looks like %s", nnreg_file_signature_text(looks));
        return out;
    }
}

static void report_archive(nnreg_findings *findings, const struct nnreg_bundle_archive *archive,
                           const struct nnreg_problem *problem)
{
    const struct nnreg_location place = {
        .file = archive->name, .offset = problem->offset, .has_offset = true, .order = NNREG_ORDER_FILES};
    const struct nnreg_problem_rule *row = &archive_problem_rules[problem->code];
    char quoted[256], room[STRANGER_HINT];
    const char *stranger =
        problem->code == NNREG_ZIP_NO_END ? hint_for_stranger(room, &archive->source) : NULL;

    if (problem->key == NULL)
        nnreg_report_location(findings, row->rule, row->severity, &place,
                              stranger != NULL ? stranger : archive_hint(problem), "the archive %s",
                              problem->text);
    else
        nnreg_report_location(
            findings, row->rule, row->severity, &place, archive_hint(problem), "the entry \"%s\" %s",
            nnreg_utf8_quote(quoted, sizeof quoted, problem->key, problem->key_size), problem->text);
}

void nnreg_judge_archives(nnreg_findings *findings, const struct nnreg_bundle_files *files)
{
    size_t i, j;

    for (i = 0; i < files->archive_count; i++)
        for (j = 0; j < files->archive[i].problems.count; j++)
            report_archive(findings, &files->archive[i], &files->archive[i].problems.list[j]);
}

/* How far the unpacking of all files is. */
struct unpack_progress {
    const struct nnreg_judge_options *options;
    uint64_t before, total;
};

static int tell_unpacked(void *context, uint64_t done)
{
    const struct unpack_progress *progress = context;

    return progress->options->progress(progress->options->context, "unpacking", progress->before + done,
                                       progress->total);
}

static bool is_to_unpack(const struct nnreg_bundle_file *file, bool models_only)
{
    return file->archive > 0 && !file->unpacked && !file->unread && !file->dropped && !file->passed_over &&
           (!models_only || (file->traits & NNREG_ROLE_IS_MODEL) != 0);
}

static nnreg_status unpack_one(nnreg_findings *findings, struct nnreg_bundle_files *files,
                               struct nnreg_bundle_file *file, struct unpack_progress *progress,
                               struct nnreg_error *error)
{
    const bool told = progress->options != NULL && progress->options->progress != NULL;
    struct nnreg_problems problems = NNREG_PROBLEMS_INIT;
    nnreg_status status =
        nnreg_bundle_file_unpack(files, file, told ? tell_unpacked : NULL, progress, &problems, error);
    size_t i;

    for (i = 0; i < problems.count; i++)
        report_archive(findings, &files->archive[file->archive - 1], &problems.list[i]);
    if (problems.failed)
        status = nnreg_fail_memory(error);
    nnreg_problems_free(&problems);
    if (status == NNREG_CORRUPT) { /* which has its finding */
        file->unread = true;
        return NNREG_OK;
    }
    return status;
}

nnreg_status nnreg_judge_unpack(nnreg_findings *findings, struct nnreg_bundle_files *files, bool models_only,
                                const struct nnreg_judge_options *options, struct nnreg_error *error)
{
    struct unpack_progress progress = {.options = options};
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < files->count; i++)
        progress.total += is_to_unpack(&files->file[i], models_only) ? files->file[i].size : 0;
    for (i = 0; i < files->count && status == NNREG_OK; i++) {
        struct nnreg_bundle_file *file = &files->file[i];

        if (!is_to_unpack(file, models_only))
            continue;
        status = unpack_one(findings, files, file, &progress, error);
        progress.before += file->size;
    }
    return status;
}
