/*
 * How paths are written (see outside_path.h): TensorFlow takes a scheme in front of "://" for a file system of its own
 * (tensorflow/core/platform/path.cc, ParseURI), and hands everything else to the system.
 */
#include "tensorflow/outside_path.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define AS_ASSET \
    "save the model with the file as an asset (tf.saved_model.Asset, or the collection of assets)"
#define NOT_HERE "which is not in the bundle: the model will not load on another machine"
#define IN_STORE " and not in the bundle: the model will not load on a machine that cannot read from there"

/* By what a path begins with; the last row takes all others. */
static const struct {
    const char *scheme;
    struct nnreg_outside_path kind;
} path_schemes[] = {
    {"gs://", {"lies in Google Cloud Storage" IN_STORE, AS_ASSET}},
    {"s3://", {"lies in Amazon S3" IN_STORE, AS_ASSET}},
    {"hdfs://", {"lies in a Hadoop file system" IN_STORE, AS_ASSET}},
    {"viewfs://", {"lies in a Hadoop file system" IN_STORE, AS_ASSET}},
    {"har://", {"lies in a Hadoop file system" IN_STORE, AS_ASSET}},
    {"az://", {"lies in Azure Blob Storage" IN_STORE, AS_ASSET}},
    {"file://", {"is an absolute path, " NOT_HERE, AS_ASSET}},
    {"/", {"is an absolute path, " NOT_HERE, AS_ASSET}},
    {"\\\\", {"is a path of a Windows network" IN_STORE, AS_ASSET}},
};

static const struct nnreg_outside_path of_windows = {"is a path of a Windows machine, " NOT_HERE, AS_ASSET};
static const struct nnreg_outside_path of_other_store = {"lies in a store of its own" IN_STORE, AS_ASSET};
static const struct nnreg_outside_path of_nothing = {
    "is a path from where the server was started, and no asset of the bundle: the model will not load on "
    "another machine",
    AS_ASSET};

static bool is_drive_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

const struct nnreg_outside_path *nnreg_outside_path_of(const char *path)
{
    size_t i;

    if (path[0] == '\0' || strncmp(path, "ram://", 6) == 0)
        return NULL;
    for (i = 0; i < sizeof path_schemes / sizeof *path_schemes; i++)
        if (strncmp(path, path_schemes[i].scheme, strlen(path_schemes[i].scheme)) == 0)
            return &path_schemes[i].kind;
    if (is_drive_letter(path[0]) && path[1] == ':' && (path[2] == '\\' || path[2] == '/'))
        return &of_windows;
    return strstr(path, "://") != NULL ? &of_other_store : &of_nothing;
}
