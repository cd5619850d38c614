/* The files of a SavedModel: see roles.h. */
#include "tensorflow/roles.h"

#include <string.h>

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

/* What tf.train.Saver and tf.train.Checkpoint write is named by who calls them ("model.ckpt-1000.index"). */
static const char *tensorflow_stray_hint(const char *met)
{
    return nnreg_is_checkpoint_name(met)
               ? "if these are the model's variables, rename them: TensorFlow looks for "
                 "variables/variables.index and variables/variables.data-00000-of-00001"
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
