/*
 * Judging a bundle by the names and sizes of its files. What model servers pass over is a warning where it was met in
 * a folder, and is dropped; named as a file of its own it is an error, because somebody means it to be kept.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "judge/bundle_parts.h"
#include "tensorflow/judge_model.h"

/* How many files of each role there are, the dropped ones left out. */
struct tally {
    size_t of[NNREG_ROLE_COMPANION + 1];
};

static struct tally count_roles(const struct nnreg_bundle_files *files)
{
    struct tally tally = {{0}};
    size_t i;

    for (i = 0; i < files->count; i++)
        tally.of[files->file[i].role] += !files->file[i].dropped;
    return tally;
}

static const char *model_below(const struct nnreg_bundle_files *files)
{
    size_t i;

    for (i = 0; i < files->skipped_count; i++)
        if (files->skipped[i].kind == NNREG_SKIPPED_MODEL_BELOW)
            return files->skipped[i].name;
    return NULL;
}

/* Whether a part of the bundle was not seen, which has its own finding: then nothing can be said to be missing. */
static bool is_half_seen(const struct nnreg_bundle_files *files)
{
    size_t i;

    for (i = 0; i < files->skipped_count; i++)
        if (files->skipped[i].kind == NNREG_SKIPPED_UNREADABLE ||
            files->skipped[i].kind == NNREG_SKIPPED_TOO_MANY_FILES ||
            files->skipped[i].kind == NNREG_SKIPPED_TOO_MANY_ENTRIES)
            return true;
    return false;
}

static void judge_model(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                        const struct tally *tally, bool variables_suffice)
{
    size_t models = tally->of[NNREG_ROLE_MODEL] + tally->of[NNREG_ROLE_MODEL_TEXT];
    const char *below = model_below(files);
    char hint[NNREG_LIMIT_FILE_NAME + 64];

    if (models > 0) {
        if (tally->of[NNREG_ROLE_MODEL] > 0 && tally->of[NNREG_ROLE_MODEL_TEXT] > 0)
            nnreg_report_file(findings, NNREG_RULE_BUNDLE_TWO_MODELS, NNREG_SEVERITY_OFF, "saved_model.pbtxt",
                              "leave one of the two out",
                              "it is never read, because there is a saved_model.pb");
    } else if (tally->of[NNREG_ROLE_MODEL_CHUNKED] > 0) {
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_CHUNKED_MODEL, NNREG_SEVERITY_OFF, "saved_model.cpb",
                          "save the model again as saved_model.pb",
                          "no released TensorFlow loads saved_model.cpb");
    } else if (is_half_seen(files)) {
        return;
    } else if (below != NULL) {
        (void)snprintf(hint, sizeof hint, "the folder \"%.255s\" has one: give that folder", below);
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_MODEL_MISSING, NNREG_SEVERITY_OFF, NULL, hint,
                          "there is no saved_model.pb and no saved_model.pbtxt at the top of the bundle");
    } else if (variables_suffice && tally->of[NNREG_ROLE_INDEX] + tally->of[NNREG_ROLE_SHARD] > 0) {
        nnreg_report_file(
            findings, NNREG_RULE_BUNDLE_MODEL_MISSING, NNREG_SEVERITY_NOTE, NULL, NULL,
            "there is no saved_model.pb and no saved_model.pbtxt: the variables are judged alone");
    } else {
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_MODEL_MISSING, NNREG_SEVERITY_OFF, NULL,
                          "give the folder that tf.saved_model.save wrote, or its files",
                          "there is no saved_model.pb and no saved_model.pbtxt in the bundle");
    }
}

static void judge_names(nnreg_findings *findings, struct nnreg_bundle_files *files,
                        const struct nnreg_mean_names *means)
{
    struct tally tally = count_roles(files);
    bool has_model = tally.of[NNREG_ROLE_MODEL] + tally.of[NNREG_ROLE_MODEL_TEXT] > 0;
    size_t i;

    for (i = 0; i < files->count; i++) {
        struct nnreg_bundle_file *file = &files->file[i];

        if (i > 0 && strcmp(file->name, files->file[i - 1].name) == 0)
            nnreg_report_file(findings, NNREG_RULE_BUNDLE_DUPLICATE_FILE, NNREG_SEVERITY_OFF, file->name,
                              "give each file once",
                              "the bundle has this file twice (variables/ does not count)");
        if (file->role == NNREG_ROLE_UNKNOWN && !nnreg_mean_names_have(means, file->name))
            nnreg_judge_drop(findings, NNREG_RULE_BUNDLE_UNKNOWN_FILE, file,
                             "files of your own go into assets.extra/", "it is no part of a model");
        else if (file->role == NNREG_ROLE_SHARD_LIKE)
            nnreg_judge_drop(findings, NNREG_RULE_BUNDLE_SHARD_NAME, file,
                             "shards keep the names they were saved under",
                             "the name is not variables.data-NNNNN-of-NNNNN with a number below the total");
        else if (file->role == NNREG_ROLE_MODEL_CHUNKED && has_model)
            nnreg_judge_drop(
                findings, NNREG_RULE_BUNDLE_UNKNOWN_FILE, file, NULL,
                "no released TensorFlow loads saved_model.cpb, and there is another saved_model");
    }
}

/* A file that must have content: of the two models only the one that is read. */
static void judge_sizes(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                        const struct tally *tally)
{
    size_t i;

    for (i = 0; i < files->count; i++) {
        const struct nnreg_bundle_file *file = &files->file[i];
        bool needs_content = file->role == NNREG_ROLE_MODEL || file->role == NNREG_ROLE_INDEX ||
                             file->role == NNREG_ROLE_MEAN ||
                             (file->role == NNREG_ROLE_MODEL_TEXT && tally->of[NNREG_ROLE_MODEL] == 0);

        if (needs_content && file->size == 0)
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
                           const struct nnreg_mean_names *means)
{
    switch (skipped->kind) {
    case NNREG_SKIPPED_UNKNOWN:
        if (nnreg_mean_names_have(means, skipped->name))
            break; /* bundle.mean-extension says what is wrong */
        /* fall through */
    case NNREG_SKIPPED_MODEL_BELOW:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_UNKNOWN_FILE, NNREG_SEVERITY_WARNING, skipped->name,
                          "files of your own go into assets.extra/",
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
                      const struct nnreg_json *json, const struct nnreg_mean_names *means,
                      bool variables_suffice)
{
    struct tally tally = count_roles(files);
    size_t i;

    judge_model(findings, files, &tally, variables_suffice);
    judge_names(findings, files, means);
    nnreg_judge_shards(findings, files, tally.of[NNREG_ROLE_INDEX] > 0, is_half_seen(files));
    judge_sizes(findings, files, &tally);
    if (json != NULL)
        judge_mean_use(findings, files, means);
    for (i = 0; i < files->skipped_count; i++)
        report_skipped(findings, &files->skipped[i], means);
}

void nnreg_judge_anew(struct nnreg_bundle_files *files)
{
    size_t i;

    for (i = 0; i < files->count; i++)
        files->file[i].dropped = files->file[i].unread = false;
}

void nnreg_judge_bundle(nnreg_findings *findings, struct nnreg_bundle_files *files,
                        const struct nnreg_json *json, bool variables_suffice)
{
    struct nnreg_mean_names means;

    if (nnreg_mean_names_find(&means, json))
        judge_all(findings, files, json, &means, variables_suffice);
    else
        nnreg_findings_fail_memory(findings);
    nnreg_mean_names_free(&means);
}
