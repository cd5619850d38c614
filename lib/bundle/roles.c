/*
 * The roles of files: see roles.h. The names are those of TensorFlow's SavedModel (tensorflow/cc/saved_model/
 * constants.h) and tensor bundle (tensorflow/core/util/tensor_bundle/naming.cc).
 */
#include "bundle/roles.h"

#include <string.h>

#include "base/utf8.h"
#include "bundle/shard_name.h"
#include "nnreg.h"

const char nnreg_mean_extensions[] = ".binaryproto, .proto.bin or .npy";

static const struct {
    const char *name;
    bool folder; /* everything below it */
    enum nnreg_role role;
} known[] = {
    {"saved_model.pb", false, NNREG_ROLE_MODEL},
    {"saved_model.pbtxt", false, NNREG_ROLE_MODEL_TEXT},
    {"saved_model.cpb", false, NNREG_ROLE_MODEL_CHUNKED},
    {"variables.index", false, NNREG_ROLE_INDEX},
    {"fingerprint.pb", false, NNREG_ROLE_COMPANION},
    {"keras_metadata.pb", false, NNREG_ROLE_COMPANION},
    {"assets/", true, NNREG_ROLE_ASSET},
    {"assets.extra/", true, NNREG_ROLE_COMPANION},
    {"debug/", true, NNREG_ROLE_COMPANION},
};

static const char *const mean_endings[] = {".binaryproto", ".proto.bin", ".npy"};

enum nnreg_role nnreg_role_of(const char *name)
{
    uint32_t number, total;
    size_t i;

    for (i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].folder ? strncmp(name, known[i].name, strlen(known[i].name)) == 0
                            : strcmp(name, known[i].name) == 0)
            return known[i].role;
    if (strncmp(name, "variables.data", 14) == 0)
        return strncmp(name + 9, ".data-", 6) == 0 && nnreg_shard_name(&number, &total, name)
                   ? NNREG_ROLE_SHARD
                   : NNREG_ROLE_SHARD_LIKE;
    return strchr(name, '/') == NULL && nnreg_is_mean_name(name) ? NNREG_ROLE_MEAN : NNREG_ROLE_UNKNOWN;
}

bool nnreg_role_folder(const char *name)
{
    size_t i, length = strlen(name);

    if (strcmp(name, "variables") == 0)
        return true;
    for (i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].folder && strncmp(name, known[i].name, strlen(known[i].name) - 1) == 0 &&
            (name[strlen(known[i].name) - 1] == '/' || length == strlen(known[i].name) - 1))
            return true;
    return false;
}

bool nnreg_is_mean_name(const char *name)
{
    size_t i, length = strlen(name);

    for (i = 0; i < sizeof mean_endings / sizeof *mean_endings; i++) {
        size_t ending = strlen(mean_endings[i]);

        if (length > ending && strcmp(name + length - ending, mean_endings[i]) == 0)
            return true;
    }
    return false;
}

const char *nnreg_drop_variables(const char *name)
{
    static const char prefix[] = "variables/";

    if (strncmp(name, prefix, sizeof prefix - 1) == 0 && strchr(name + sizeof prefix - 1, '/') == NULL)
        return name + sizeof prefix - 1;
    return name;
}

static const char *part_fault(const char *part, size_t length)
{
    if (length == 0)
        return "has an empty part";
    if (length == 2 && part[0] == '.' && part[1] == '.')
        return "has .. in it";
    return part[0] == '.' ? "has a part that begins with a dot" : NULL;
}

const char *nnreg_name_fault(const char *name)
{
    size_t length = strlen(name), i = 0;
    const char *fault;

    if (length == 0)
        return "is empty";
    if (length > NNREG_LIMIT_FILE_NAME)
        return "is longer than 255 bytes";
    if (name[0] == '/')
        return "is absolute";
    while (i < length) {
        uint32_t c = 0;
        size_t width = nnreg_utf8_next(&c, name + i, length - i);

        if (width == 0)
            return "is not UTF-8";
        if (nnreg_utf8_is_control(c))
            return "has a control character";
        if (c == '\\')
            return "has a backslash";
        i += width;
    }
    while ((fault = part_fault(name, strcspn(name, "/"))) == NULL && strchr(name, '/') != NULL)
        name = strchr(name, '/') + 1;
    return fault;
}
