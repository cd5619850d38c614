/* The files of a SavedModel: see roles.h. */
#include "tensorflow/roles.h"

#include <string.h>

#include "base/letters.h"
#include "tensorflow/shard_name.h"

#define VARIABLES_FOLDER "variables"
#define VARIABLES        VARIABLES_FOLDER "/"

/* The folder of the variables does not count: "variables/variables.index" is kept as "variables.index". */
static const char *drop_variables_folder(const char *met)
{
    const char *name = met + sizeof VARIABLES - 1;

    return strncmp(met, VARIABLES, sizeof VARIABLES - 1) == 0 && strchr(name, '/') == NULL ? name : met;
}

static bool is_shard_like(const char *name)
{
    return strncmp(name, "variables.data", 14) == 0;
}

static bool is_shard(const char *name)
{
    uint32_t number, total;

    return strncmp(name, "variables.data-", 15) == 0 && nnreg_shard_name(&number, &total, name);
}

/* clang-format off */
static const struct nnreg_role_row tensorflow_rows[] = {
    {NNREG_TF_ROLE_MODEL,         NNREG_ROLE_IS_MODEL | NNREG_ROLE_NEEDS_CONTENT, "model",         .name = "saved_model.pb"},
    {NNREG_TF_ROLE_MODEL_TEXT,    NNREG_ROLE_IS_MODEL | NNREG_ROLE_NEEDS_CONTENT, "model-text",    .name = "saved_model.pbtxt"},
    {NNREG_TF_ROLE_MODEL_CHUNKED, 0,                                              "model-chunked", .name = "saved_model.cpb"},
    {NNREG_TF_ROLE_INDEX,         NNREG_ROLE_NEEDS_CONTENT,                       "index",         .name = "variables.index", .loaded_below = VARIABLES_FOLDER},
    {NNREG_TF_ROLE_COMPANION,     NNREG_ROLE_COMPANION,                           "companion",     .name = "fingerprint.pb"},
    {NNREG_TF_ROLE_COMPANION,     NNREG_ROLE_COMPANION,                           "companion",     .name = "keras_metadata.pb"},
    {NNREG_TF_ROLE_ASSET,         NNREG_ROLE_COMPANION,                           "asset",         .name = "assets", .below = true},
    {NNREG_TF_ROLE_COMPANION,     NNREG_ROLE_COMPANION,                           "companion",     .name = "assets.extra", .below = true},
    {NNREG_TF_ROLE_COMPANION,     NNREG_ROLE_COMPANION,                           "companion",     .name = "debug", .below = true},
    {NNREG_TF_ROLE_SHARD,         0,                                              "shard",         .is = is_shard,             .loaded_below = VARIABLES_FOLDER},
    {NNREG_TF_ROLE_SHARD_LIKE,    0,                                              "shard-like",    .is = is_shard_like,        .loaded_below = VARIABLES_FOLDER},
};
/* clang-format on */

bool nnreg_is_checkpoint_name(const char *met)
{
    const char *slash = strrchr(met, '/'), *name = slash != NULL ? slash + 1 : met, *end = strrchr(name, '.');
    uint32_t number, total;

    return end != NULL && end != name &&
           (strcmp(end, ".index") == 0 || nnreg_shard_name(&number, &total, name));
}

static bool ends_in(const char *name, const char *end)
{
    size_t length = strlen(name), end_length = strlen(end);

    return length > end_length && nnreg_letters_same(name + length - end_length, end);
}

const char *nnreg_tensorflow_archive_hint(const char *met)
{
    static const char *const others[] = {".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".7z", ".rar"};
    size_t i;

    if (ends_in(met, ".zip"))
        return "an archive within a bundle is not looked into: unpack it, or give it by itself";
    for (i = 0; i < sizeof others / sizeof *others; i++)
        if (ends_in(met, others[i]))
            return "an archive within a bundle is not looked into: unpack it, and give its folder";
    return NULL;
}

/* The names that a bundle cannot do without, and what to say of a file that is called nearly so. */
static const char *const meant_names[] = {"saved_model.pb",  "saved_model.pbtxt",
                                          "variables",       "variables/variables.index",
                                          "variables.index", "assets"};
static const char *const meant_hints[] = {
    "only saved_model.pb is loaded: rename it if it is the model; files of your own go into assets.extra/",
    "only saved_model.pbtxt is loaded: rename it if it is the model; files of your own go into assets.extra/",
    "only variables is looked into: rename it if the model's variables are in it; files of your own go into "
    "assets.extra/",
    "only variables/variables.index is loaded: rename it if it is the index; files of your own go into "
    "assets.extra/",
    "only variables/variables.index is loaded: rename it if it is the index; files of your own go into "
    "assets.extra/",
    "only assets is looked into: rename it if the model's assets are in it; files of your own go into "
    "assets.extra/",
};
enum { MEANT_NAMES = sizeof meant_names / sizeof *meant_names };

const char *nnreg_tensorflow_meant_name(const char *met)
{
    const char *slash = strrchr(met, '/'), *name = slash != NULL ? slash + 1 : met, *near;

    if (*name == '.')
        return NULL;
    near = nnreg_nearest(met, meant_names, MEANT_NAMES);
    if (near != NULL || slash != NULL)
        return near;
    return ends_in(name, ".pb") ? meant_names[0] : ends_in(name, ".pbtxt") ? meant_names[1] : NULL;
}

/* What tf.train.Saver and tf.train.Checkpoint write is named by who calls them ("model.ckpt-1000.index"). */
static const char *tensorflow_stray_hint(const char *met)
{
    const char *meant = nnreg_tensorflow_meant_name(met);
    size_t i;

    if (nnreg_is_checkpoint_name(met))
        return "if these are the model's variables, rename them: TensorFlow looks for "
               "variables/variables.index and variables/variables.data-00000-of-00001";
    for (i = 0; meant != NULL && i < MEANT_NAMES; i++)
        if (meant_names[i] == meant)
            return meant_hints[i];
    return nnreg_tensorflow_archive_hint(met) != NULL ? nnreg_tensorflow_archive_hint(met)
                                                      : "files of your own go into assets.extra/";
}

static const char *const tensorflow_folders[] = {VARIABLES_FOLDER, NULL};

const struct nnreg_roles nnreg_tensorflow_roles = {
    .rows = tensorflow_rows,
    .count = sizeof tensorflow_rows / sizeof *tensorflow_rows,
    .folders = tensorflow_folders,
    .kept_name = drop_variables_folder,
    .twice_note = "variables/ does not count",
    .stray_hint = tensorflow_stray_hint,
};
