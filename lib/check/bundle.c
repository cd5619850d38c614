/*
 * Judging a bundle by the names and sizes of its files. What model servers pass over is a warning where it was met in
 * a folder, and is dropped; named as a file of its own it is an error, because somebody means it to be kept.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "check/judge.h"

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

/* A file no server would read. */
static void drop(nnreg_findings *findings, enum nnreg_rule rule, struct nnreg_bundle_file *file,
                 const char *hint, const char *what)
{
    file->dropped = true;
    nnreg_report_file(findings, rule, file->given ? NNREG_SEVERITY_OFF : NNREG_SEVERITY_WARNING, file->name,
                      hint, "%s%s", what, file->given ? "" : "; it is not stored");
}

struct naming {
    const char *name;
    bool found;
};

static void match_mean(struct nnreg_engine *engine, const struct nnreg_json *json,
                       const struct nnreg_json_value *value, void *context)
{
    struct naming *naming = context;

    (void)engine;
    if (nnreg_json_string_is(json, value, naming->name))
        naming->found = true;
}

static bool is_named_as_mean(const struct nnreg_json *json, const char *name)
{
    struct naming naming = {name, false};

    if (json != NULL)
        nnreg_each_mean_file(NULL, json, match_mean, &naming);
    return naming.found;
}

static const char *model_below(const struct nnreg_bundle_files *files)
{
    size_t i;

    for (i = 0; i < files->oddity_count; i++)
        if (files->oddity[i].kind == NNREG_ODDITY_MODEL_BELOW)
            return files->oddity[i].name;
    return NULL;
}

/* Whether a part of the bundle was not seen, which has its own finding: then nothing can be said to be missing. */
static bool is_half_seen(const struct nnreg_bundle_files *files)
{
    size_t i;

    for (i = 0; i < files->oddity_count; i++)
        if (files->oddity[i].kind == NNREG_ODDITY_UNREADABLE ||
            files->oddity[i].kind == NNREG_ODDITY_TOO_MANY_FILES ||
            files->oddity[i].kind == NNREG_ODDITY_TOO_MANY_ENTRIES)
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
                        const struct nnreg_json *json)
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
        if (file->role == NNREG_ROLE_UNKNOWN && !is_named_as_mean(json, file->name))
            drop(findings, NNREG_RULE_BUNDLE_UNKNOWN_FILE, file, "files of your own go into assets.extra/",
                 "it is no part of a model");
        else if (file->role == NNREG_ROLE_SHARD_LIKE)
            drop(findings, NNREG_RULE_BUNDLE_SHARD_NAME, file, "shards keep the names they were saved under",
                 "the name is not variables.data-NNNNN-of-NNNNN with a number below the total");
        else if (file->role == NNREG_ROLE_MODEL_CHUNKED && has_model)
            drop(findings, NNREG_RULE_BUNDLE_UNKNOWN_FILE, file, NULL,
                 "no released TensorFlow loads saved_model.cpb, and there is another saved_model");
    }
}

/* How many shards of a save with `total` shards are there. Shards of one total are neighbours only by number. */
static size_t shards_of(const struct nnreg_bundle_files *files, uint32_t total)
{
    size_t i, count = 0;
    uint32_t number, of;

    for (i = 0; i < files->count; i++) {
        if (files->file[i].role != NNREG_ROLE_SHARD || !nnreg_shard_name(&number, &of, files->file[i].name))
            continue;
        if (i > 0 && strcmp(files->file[i].name, files->file[i - 1].name) == 0)
            continue; /* the same twice */
        count += of == total;
    }
    return count;
}

/*
 * The total of the save that the bundle means: a complete one, else the one with the most shards. 0: there are none.
 * `*rivals` tells that several are complete.
 */
static uint32_t meant_total(const struct nnreg_bundle_files *files, bool *rivals)
{
    uint32_t number, total, best = 0;
    size_t i, best_count = 0;
    bool complete = false;

    *rivals = false;
    for (i = 0; i < files->count; i++) {
        size_t count;

        if (files->file[i].role != NNREG_ROLE_SHARD ||
            !nnreg_shard_name(&number, &total, files->file[i].name) || total == best)
            continue;
        count = shards_of(files, total);
        if (count == total && complete && number == 0)
            *rivals = true;
        if ((count == total && !complete) || (!complete && count > best_count)) {
            best = total;
            best_count = count;
            complete = count == total;
        }
    }
    return best;
}

static void report_missing_shards(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                                  uint32_t total)
{
    uint32_t number;
    size_t missing = total - shards_of(files, total), named = 0;

    for (number = 0; number < total && named < 5; number++) {
        char name[40];

        (void)snprintf(name, sizeof name, "variables.data-%05u-of-%05u", (unsigned)number, (unsigned)total);
        if (nnreg_bundle_find(files, name) != NULL)
            continue;
        if (++named < 5 || missing == 5)
            nnreg_report_file(findings, NNREG_RULE_BUNDLE_SHARD_MISSING, NNREG_SEVERITY_OFF, name,
                              "copy the whole variables/ folder again",
                              "this data shard is missing: %zu of %u are there", (size_t)total - missing,
                              (unsigned)total);
        else
            nnreg_report_file(findings, NNREG_RULE_BUNDLE_SHARD_MISSING, NNREG_SEVERITY_OFF, name,
                              "copy the whole variables/ folder again",
                              "this data shard and %zu more are missing: %zu of %u are there",
                              missing - named, (size_t)total - missing, (unsigned)total);
    }
}

static void judge_shards(nnreg_findings *findings, struct nnreg_bundle_files *files,
                         const struct tally *tally)
{
    bool rivals, half_seen = is_half_seen(files);
    uint32_t number, total, meant = meant_total(files, &rivals);
    size_t i;

    if (meant == 0 && !half_seen && tally->of[NNREG_ROLE_INDEX] > 0)
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_SHARD_MISSING, NNREG_SEVERITY_OFF, "variables.index",
                          "copy the whole variables/ folder again",
                          "there is an index, but no data shard (variables.data-NNNNN-of-NNNNN)");
    if (meant == 0)
        return;
    if (tally->of[NNREG_ROLE_INDEX] == 0 && !half_seen)
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_INDEX_MISSING, NNREG_SEVERITY_OFF, "variables.index",
                          "copy the whole variables/ folder again",
                          "there are data shards, but no variables.index, without which they cannot be read");
    if (!half_seen)
        report_missing_shards(findings, files, meant);
    for (i = 0; i < files->count && !rivals; i++)
        if (files->file[i].role == NNREG_ROLE_SHARD &&
            nnreg_shard_name(&number, &total, files->file[i].name) && total != meant)
            drop(findings, NNREG_RULE_BUNDLE_UNKNOWN_FILE, &files->file[i], "remove it",
                 "it is a shard of another save, with another number of shards");
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
                           const struct nnreg_json *json)
{
    size_t i;

    for (i = 0; json != NULL && i < files->count; i++)
        if (files->file[i].role == NNREG_ROLE_MEAN && !is_named_as_mean(json, files->file[i].name))
            nnreg_report_file(findings, NNREG_RULE_BUNDLE_MEAN_UNUSED, NNREG_SEVERITY_OFF,
                              files->file[i].name, "name it in an input's image.mean_file, or leave it out",
                              "no mean_file names this file, so no mean will be subtracted");
}

static void report_oddity(nnreg_findings *findings, const struct nnreg_bundle_oddity *odd,
                          const struct nnreg_json *json)
{
    switch (odd->kind) {
    case NNREG_ODDITY_UNKNOWN:
        if (is_named_as_mean(json, odd->name))
            break; /* bundle.mean-extension says what is wrong */
        /* fall through */
    case NNREG_ODDITY_MODEL_BELOW:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_UNKNOWN_FILE, NNREG_SEVERITY_WARNING, odd->name,
                          "files of your own go into assets.extra/",
                          "this %s is no part of a model; it is not stored",
                          odd->text != NULL ? odd->text : "file");
        break;
    case NNREG_ODDITY_BAD_NAME:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_BAD_NAME, NNREG_SEVERITY_OFF, odd->name,
                          "give it another name", "the name %s", odd->text);
        break;
    case NNREG_ODDITY_LINK:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_NOT_REGULAR, NNREG_SEVERITY_OFF, odd->name,
                          "copy the model with cp -rL, which copies what links point to", "it %s", odd->text);
        break;
    case NNREG_ODDITY_NOT_REGULAR:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_NOT_REGULAR, NNREG_SEVERITY_OFF, odd->name, NULL,
                          "it %s", odd->text);
        break;
    case NNREG_ODDITY_UNREADABLE:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_UNREADABLE, NNREG_SEVERITY_OFF, odd->name, NULL, "%s",
                          odd->text);
        break;
    case NNREG_ODDITY_TOO_MANY_FILES:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_TOO_LARGE, NNREG_SEVERITY_OFF, odd->name, NULL,
                          "this file is one too many: a bundle may have %u", NNREG_LIMIT_FILES);
        break;
    case NNREG_ODDITY_TOO_DEEP:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_TOO_LARGE, NNREG_SEVERITY_OFF, odd->name, NULL,
                          "this folder is below %u others, which is as deep as a bundle may be",
                          NNREG_LIMIT_DIRECTORY_DEPTH);
        break;
    case NNREG_ODDITY_TOO_MANY_ENTRIES:
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_TOO_LARGE, NNREG_SEVERITY_OFF, odd->name, NULL,
                          "this folder has more than %u entries", NNREG_LIMIT_DIRECTORY);
        break;
    }
}

void nnreg_judge_bundle(nnreg_findings *findings, struct nnreg_bundle_files *files,
                        const struct nnreg_json *json, bool variables_suffice)
{
    struct tally tally;
    size_t i;

    for (i = 0; i < files->count; i++)
        files->file[i].dropped = false; /* a list can be judged twice */
    tally = count_roles(files);
    judge_model(findings, files, &tally, variables_suffice);
    judge_names(findings, files, json);
    judge_shards(findings, files, &tally);
    judge_sizes(findings, files, &tally);
    judge_mean_use(findings, files, json);
    for (i = 0; i < files->oddity_count; i++)
        report_oddity(findings, &files->oddity[i], json);
}
