/* The files of a SavedModel: see roles.h. */
#include "tensorflow/roles.h"

#include <assert.h>
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
    {NNREG_TF_ROLE_SHARD,         NNREG_ROLE_HAS_CRCS,                            "shard",         .is = is_shard,             .loaded_below = VARIABLES_FOLDER},
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

#define OWN_FILES          "files of your own go into assets.extra/"
#define ONLY(loaded, part) "only " loaded " rename it if " part "; " OWN_FILES

/* The names that a bundle cannot do without, and what to say of a file that is called nearly so. */
static const struct meant_file {
    const char *name, *hint;
} meant_files[] = {
    {"saved_model.pb", ONLY("saved_model.pb is loaded:", "it is the model")},
    {"saved_model.pbtxt", ONLY("saved_model.pbtxt is loaded:", "it is the model")},
    {"variables", ONLY("variables is looked into:", "the model's variables are in it")},
    {"variables/variables.index", ONLY("variables/variables.index is loaded:", "it is the index")},
    {"variables.index", ONLY("variables/variables.index is loaded:", "it is the index")},
    {"assets", ONLY("assets is looked into:", "the model's assets are in it")},
};
enum { MEANT_FILES = sizeof meant_files / sizeof *meant_files };

/* The row of a name of the table. */
static const struct meant_file *meant_file_named(const char *name)
{
    const struct meant_file *row = meant_files;

    while (strcmp(row->name, name) != 0) {
        row++;
        assert(row < meant_files + MEANT_FILES);
    }
    return row;
}

/* What a file may have been meant to be, by the name it was met under; NULL: nothing that is known. */
static const struct meant_file *meant_file(const char *met)
{
    const char *slash = strrchr(met, '/'), *name = slash != NULL ? slash + 1 : met, *names[MEANT_FILES];
    const char *near;
    size_t i;

    if (*name == '.')
        return NULL;
    for (i = 0; i < MEANT_FILES; i++)
        names[i] = meant_files[i].name;
    near = nnreg_nearest(met, names, MEANT_FILES);
    if (near == NULL && slash == NULL)
        near = ends_in(name, ".pb") ? "saved_model.pb" : ends_in(name, ".pbtxt") ? "saved_model.pbtxt" : NULL;
    return near != NULL ? meant_file_named(near) : NULL;
}

const char *nnreg_tensorflow_meant_name(const char *met)
{
    const struct meant_file *meant = meant_file(met);

    return meant != NULL ? meant->name : NULL;
}

/* What tf.train.Saver and tf.train.Checkpoint write is named by who calls them ("model.ckpt-1000.index"). */
static const char *tensorflow_stray_hint(const char *met)
{
    const struct meant_file *meant = meant_file(met);
    const char *archive = nnreg_tensorflow_archive_hint(met);

    if (nnreg_is_checkpoint_name(met))
        return "if these are the model's variables, rename them: TensorFlow looks for "
               "variables/variables.index and variables/variables.data-00000-of-00001";
    if (meant != NULL)
        return meant->hint;
    return archive != NULL ? archive : OWN_FILES;
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
