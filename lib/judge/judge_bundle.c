/*
 * Judging a bundle by the names and sizes of its files, as far as no framework is needed for it. What is of no use is a
 * warning where it was met in a folder, and is dropped; named as a file of its own it is an error, because somebody means it
 * to be kept.
 */
#include <string.h>

#include "bundle/bundle.h"
#include "judge/bundle_parts.h"

static const char *model_below(const struct nnreg_bundle_files *files)
{
    size_t i;

    for (i = 0; i < files->skipped_count; i++)
        if (files->skipped[i].kind == NNREG_SKIPPED_MODEL_BELOW)
            return files->skipped[i].name;
    return NULL;
}

static void report_twice(nnreg_findings *findings, const struct nnreg_bundle_file *file, const char *note)
{
    nnreg_report_file(findings, NNREG_RULE_BUNDLE_DUPLICATE_FILE, NNREG_SEVERITY_OFF, file->name,
                      "give each file once", "the bundle has this file twice%s%s%s", note != NULL ? " (" : "",
                      note != NULL ? note : "", note != NULL ? ")" : "");
}

/*
 * Files of several folders, and those added under names of their own, can be what no single folder has: one of them is a
 * folder to another. What is no part of a model is dropped, or has its finding, and stands in nobody's way.
 */
static void judge_folders_of(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                             const struct nnreg_bundle_file *file)
{
    char above[NNREG_LIMIT_FILE_NAME + 1], shown[NNREG_SHOWN];
    const struct nnreg_bundle_file *found;
    const char *slash;

    for (slash = strchr(file->name, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        memcpy(above, file->name, (size_t)(slash - file->name));
        above[slash - file->name] = '\0';
        found = nnreg_bundle_find(files, above);
        if (found == NULL || found->role == NNREG_ROLE_UNKNOWN)
            continue;
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_NAME_CLASH, NNREG_SEVERITY_OFF, file->name,
                          "give one of the two another name", "the bundle has \"%s\" as a file, too",
                          nnreg_shown(shown, above));
        break; /* the file is one mistake, however many it lies in */
    }
}

/* The files are sorted by name, so that equal ones are neighbours. */
static void judge_names(nnreg_findings *findings, struct nnreg_bundle_files *files,
                        const struct nnreg_framework *framework, const struct nnreg_mean_names *means)
{
    size_t i;

    for (i = 0; i < files->count; i++) {
        struct nnreg_bundle_file *file = &files->file[i];

        if (i > 0 && strcmp(file->name, files->file[i - 1].name) == 0)
            report_twice(findings, file, framework->roles->twice_note);
        judge_folders_of(findings, files, file);
        if (file->role >= NNREG_ROLE_OWN)
            framework->judge_name(findings, files, file);
        else if (file->role == NNREG_ROLE_UNKNOWN && !nnreg_mean_names_have(means, file->name))
            nnreg_judge_drop(findings, NNREG_RULE_BUNDLE_UNKNOWN_FILE, file,
                             nnreg_stray_hint(framework->roles, file->name), "it is no part of a model");
    }
}

static void judge_sizes(nnreg_findings *findings, const struct nnreg_bundle_files *files)
{
    size_t i;

    for (i = 0; i < files->count; i++) {
        const struct nnreg_bundle_file *file = &files->file[i];

        if ((file->traits & NNREG_ROLE_NEEDS_CONTENT) != 0 && !file->passed_over && file->size == 0)
            nnreg_report_file(findings, NNREG_RULE_BUNDLE_EMPTY_FILE, NNREG_SEVERITY_OFF, file->name,
                              "copy it again from where it was saved", "the file is empty");
    }
}

static void judge_mean_use(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                           const struct nnreg_mean_names *means)
{
    size_t i;

    for (i = 0; i < files->count; i++)
        if (files->file[i].role == NNREG_ROLE_MEAN && !nnreg_mean_names_have(means, files->file[i].name))
            nnreg_report_file(findings, NNREG_RULE_BUNDLE_MEAN_UNUSED, NNREG_SEVERITY_OFF,
                              files->file[i].name, "name it in an input's image.mean_file, or leave it out",
                              "no mean_file names this file, so no mean will be subtracted");
}

static void report_skipped(nnreg_findings *findings, const struct nnreg_bundle_skipped *skipped,
                           const struct nnreg_mean_names *means, const struct nnreg_roles *roles)
{
    switch (skipped->kind) {
    case NNREG_SKIPPED_UNKNOWN:
        if (nnreg_mean_names_have(means, skipped->name))
            break; /* bundle.mean-extension says what is wrong */
        /* fall through */
    case NNREG_SKIPPED_MODEL_BELOW:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_UNKNOWN_FILE, NNREG_SEVERITY_WARNING, skipped->name,
                          nnreg_stray_hint(roles, skipped->name),
                          "this %s is no part of a model; it is not stored",
                          skipped->text != NULL ? skipped->text : "file");
        break;
    case NNREG_SKIPPED_BAD_NAME:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_BAD_NAME, NNREG_SEVERITY_OFF, skipped->name,
                          "give it another name", "the name %s", skipped->text);
        break;
    case NNREG_SKIPPED_LINK:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_NOT_REGULAR, NNREG_SEVERITY_OFF, skipped->name,
                          "copy the model with cp -rL, which copies what links point to", "it %s",
                          skipped->text);
        break;
    case NNREG_SKIPPED_NOT_REGULAR:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_NOT_REGULAR, NNREG_SEVERITY_OFF, skipped->name, NULL,
                          "it %s", skipped->text);
        break;
    case NNREG_SKIPPED_UNREADABLE:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_UNREADABLE, NNREG_SEVERITY_OFF, skipped->name, NULL,
                          "%s", skipped->text);
        break;
    case NNREG_SKIPPED_TOO_MANY_FILES:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_TOO_LARGE, NNREG_SEVERITY_OFF, skipped->name, NULL,
                          "this file is one too many: a bundle may have %u", NNREG_LIMIT_FILES);
        break;
    case NNREG_SKIPPED_TOO_DEEP:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_TOO_LARGE, NNREG_SEVERITY_OFF, skipped->name, NULL,
                          "this folder is below %u others, which is as deep as a bundle may be",
                          NNREG_LIMIT_DIRECTORY_DEPTH);
        break;
    case NNREG_SKIPPED_TOO_MANY_ENTRIES:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_TOO_LARGE, NNREG_SEVERITY_OFF, skipped->name, NULL,
                          "this folder has more than %u entries", NNREG_LIMIT_DIRECTORY);
        break;
    }
}

static void judge_all(nnreg_findings *findings, struct nnreg_bundle_files *files,
                      const struct nnreg_framework *framework, const struct nnreg_network *network,
                      const struct nnreg_mean_names *means, bool weights_suffice)
{
    const struct nnreg_bundle_scope scope = {nnreg_bundle_is_half_seen(files), model_below(files),
                                             weights_suffice};
    size_t i;

    /* The order is that of the findings: first what keeps files from being seen, then whether there is a model at all, last what is only in the way. */
    nnreg_judge_archives(findings, files);
    framework->judge_model(findings, files, &scope);
    judge_names(findings, files, framework, means);
    framework->judge_set(findings, files, &scope);
    judge_sizes(findings, files);
    if (network != NULL)
        judge_mean_use(findings, files, means);
    for (i = 0; i < files->skipped_count; i++)
        report_skipped(findings, &files->skipped[i], means, framework->roles);
}

nnreg_status nnreg_judge_anew(struct nnreg_bundle_files *files, const struct nnreg_framework *framework,
                              struct nnreg_error *error)
{
    nnreg_status status = nnreg_bundle_assign(files, framework->roles, error);
    size_t i;

    for (i = 0; status == NNREG_OK && i < files->count; i++)
        files->file[i].dropped = files->file[i].passed_over = files->file[i].unread = false;
    return status;
}

void nnreg_judge_bundle(nnreg_findings *findings, struct nnreg_bundle_files *files,
                        const struct nnreg_framework *framework, const struct nnreg_network *network,
                        bool weights_suffice)
{
    struct nnreg_mean_names means;

    if (nnreg_mean_names_find(&means, network))
        judge_all(findings, files, framework, network, &means, weights_suffice);
    else
        nnreg_findings_fail_memory(findings);
    nnreg_mean_names_free(&means);
}
