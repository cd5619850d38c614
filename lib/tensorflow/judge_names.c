/*
 * The files of a SavedModel by their names and sizes: whether there is one, and what no TensorFlow loads. What model
 * servers pass over is a warning where it was met in a folder, and is dropped; named as a file of its own it is an error,
 * because somebody means it to be kept.
 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/roles.h"

enum { MODEL_HINT = NNREG_LIMIT_FILE_NAME + 120 }; /* bytes of a hint that names a file */

/* Whether there is a file of this role; those that are asked for are never dropped. */
static bool has_role(const struct nnreg_bundle_files *files, int role)
{
    size_t i;

    for (i = 0; i < files->count; i++)
        if (files->file[i].role == role)
            return true;
    return false;
}

/* TensorFlow never opens the text form where the binary one is there. */
static void pass_over_text(struct nnreg_bundle_files *files)
{
    size_t i;

    for (i = 0; i < files->count; i++)
        files->file[i].passed_over = files->file[i].role == NNREG_TF_ROLE_MODEL_TEXT;
}

/* What lies beside the files of the bundle, and may be why one is missing. */
struct beside {
    /* A link, a folder or a device has their name, and a finding of its own: they are not what is missing. */
    bool model, variables;
    const char *misnamed; /* the first that may be the model by another name; NULL: none */
    const char *archive;  /* the first that may have the model in it; NULL: none */
};

static void note_irregular(struct beside *beside, const char *name)
{
    int role = nnreg_role_of(&nnreg_tensorflow_roles, name);

    if ((nnreg_role_traits(&nnreg_tensorflow_roles, role) & NNREG_ROLE_IS_MODEL) != 0)
        beside->model = true;
    if (role == NNREG_TF_ROLE_INDEX || role == NNREG_TF_ROLE_SHARD || strcmp(name, "variables") == 0)
        beside->variables = true;
}

static void note_stray(struct beside *beside, const char *name)
{
    const char *meant = beside->misnamed == NULL ? nnreg_tensorflow_meant_name(name) : NULL;

    if (meant != NULL && strncmp(meant, "saved_model", 11) == 0)
        beside->misnamed = name;
    if (beside->archive == NULL && nnreg_tensorflow_archive_hint(name) != NULL)
        beside->archive = name;
}

/* `strays`: what may be meant to be the model is asked for, too. */
static struct beside look_beside(const struct nnreg_bundle_files *files, bool strays)
{
    struct beside beside = {false, false, NULL, NULL};
    size_t i;

    for (i = 0; strays && i < files->count; i++)
        if (files->file[i].role == NNREG_ROLE_UNKNOWN)
            note_stray(&beside, files->file[i].name);
    for (i = 0; i < files->skipped_count; i++) {
        const struct nnreg_bundle_skipped *skipped = &files->skipped[i];

        if (nnreg_bundle_is_irregular(skipped))
            note_irregular(&beside, skipped->name);
        else if (strays && skipped->kind == NNREG_SKIPPED_UNKNOWN && skipped->text == NULL)
            note_stray(&beside, skipped->name);
    }
    return beside;
}

/* A file that may be the model by another name, else an archive that may have one. */
static const char *put_stray(char hint[MODEL_HINT], const struct beside *beside)
{
    const char *name = beside->misnamed != NULL ? beside->misnamed : beside->archive;
    char shown[NNREG_LIMIT_FILE_NAME + 1];

    if (name == NULL)
        return "give the folder that tf.saved_model.save wrote, or its files";
    nnreg_utf8_quote(shown, sizeof shown, name, strlen(name));
    if (beside->misnamed != NULL)
        (void)snprintf(hint, MODEL_HINT, "if \"%s\" is the model, rename it to %s", shown,
                       nnreg_tensorflow_meant_name(name));
    else
        (void)snprintf(hint, MODEL_HINT, "\"%s\" may have one: %s", shown,
                       nnreg_tensorflow_archive_hint(name));
    return hint;
}

/* Neither a model nor its chunked form is among the files. */
static void judge_no_model(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                           const struct nnreg_bundle_scope *scope)
{
    struct beside beside = look_beside(files, true);
    char hint[MODEL_HINT], shown[NNREG_LIMIT_FILE_NAME + 1];

    if (scope->half_seen || beside.model)
        return;
    if (scope->model_below != NULL) {
        nnreg_utf8_quote(shown, sizeof shown, scope->model_below, strlen(scope->model_below));
        (void)snprintf(hint, sizeof hint, "the folder \"%s\" has one: give that folder", shown);
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_MODEL_MISSING, NNREG_SEVERITY_OFF, NULL, hint,
                          "there is no saved_model.pb and no saved_model.pbtxt at the top of the bundle");
    } else if (scope->weights_suffice &&
               (has_role(files, NNREG_TF_ROLE_INDEX) || has_role(files, NNREG_TF_ROLE_SHARD))) {
        nnreg_report_file(
            findings, NNREG_RULE_BUNDLE_MODEL_MISSING, NNREG_SEVERITY_NOTE, NULL, NULL,
            "there is no saved_model.pb and no saved_model.pbtxt: the variables are judged alone");
    } else {
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_MODEL_MISSING, NNREG_SEVERITY_OFF, NULL,
                          put_stray(hint, &beside),
                          "there is no saved_model.pb and no saved_model.pbtxt in the bundle");
    }
}

void nnreg_tensorflow_judge_model(nnreg_findings *findings, struct nnreg_bundle_files *files,
                                  const struct nnreg_bundle_scope *scope)
{
    bool binary = has_role(files, NNREG_TF_ROLE_MODEL), text = has_role(files, NNREG_TF_ROLE_MODEL_TEXT);

    if (binary && text) {
        pass_over_text(files);
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_TWO_MODELS, NNREG_SEVERITY_OFF, "saved_model.pbtxt",
                          "leave one of the two out", "it is never read, because there is a saved_model.pb");
    } else if (!binary && !text && has_role(files, NNREG_TF_ROLE_MODEL_CHUNKED)) {
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_CHUNKED_MODEL, NNREG_SEVERITY_OFF, "saved_model.cpb",
                          "save the model again as saved_model.pb",
                          "no released TensorFlow loads saved_model.cpb");
    } else if (!binary && !text) {
        judge_no_model(findings, files, scope);
    }
}

/* Asked for each file: by name, since a bundle may have as many of one name as it may have files. */
static bool has_loadable_model(const struct nnreg_bundle_files *files)
{
    return nnreg_bundle_find(files, "saved_model.pb") != NULL ||
           nnreg_bundle_find(files, "saved_model.pbtxt") != NULL;
}

void nnreg_tensorflow_judge_name(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                                 struct nnreg_bundle_file *file)
{
    if (file->role == NNREG_TF_ROLE_SHARD_LIKE)
        nnreg_judge_drop(findings, NNREG_RULE_BUNDLE_SHARD_NAME, file,
                         "shards keep the names they were saved under",
                         "the name is not variables.data-NNNNN-of-NNNNN with a number below the total");
    else if (file->role == NNREG_TF_ROLE_MODEL_CHUNKED && has_loadable_model(files))
        nnreg_judge_drop(findings, NNREG_RULE_BUNDLE_UNKNOWN_FILE, file, NULL,
                         "no released TensorFlow loads saved_model.cpb, and there is another saved_model");
}

bool nnreg_tensorflow_hides_variables(const struct nnreg_bundle_files *files)
{
    return look_beside(files, false).variables;
}

void nnreg_tensorflow_judge_set(nnreg_findings *findings, struct nnreg_bundle_files *files,
                                const struct nnreg_bundle_scope *scope)
{
    nnreg_judge_shards(findings, files, has_role(files, NNREG_TF_ROLE_INDEX),
                       scope->half_seen || nnreg_tensorflow_hides_variables(files));
}
