/*
 * What a file of a bundle is for, by its name alone. One table per framework; today there is one.
 */
#ifndef NNREG_BUNDLE_ROLES_H
#define NNREG_BUNDLE_ROLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum nnreg_role {
    NNREG_ROLE_UNKNOWN,
    NNREG_ROLE_MODEL,         /* saved_model.pb */
    NNREG_ROLE_MODEL_TEXT,    /* saved_model.pbtxt */
    NNREG_ROLE_MODEL_CHUNKED, /* saved_model.cpb, which no released TensorFlow loads */
    NNREG_ROLE_INDEX,         /* variables.index */
    NNREG_ROLE_SHARD,         /* variables.data-NNNNN-of-NNNNN */
    NNREG_ROLE_SHARD_LIKE,    /* variables.data… that is no shard's name */
    NNREG_ROLE_MEAN,          /* *.binaryproto, *.proto.bin, *.npy */
    NNREG_ROLE_ASSET,         /* assets/… */
    NNREG_ROLE_COMPANION      /* assets.extra/…, debug/…, fingerprint.pb, keras_metadata.pb */
};

/* `name` as in the bundle, with "variables/" dropped. */
enum nnreg_role nnreg_role_of(const char *name);

/* Whether a folder of the bundle with this name, relative to its top, holds files of a model. */
bool nnreg_role_folder(const char *name);

/* Whether the name ends like a mean file; `nnreg_mean_extensions` is the list for messages. */
bool nnreg_is_mean_name(const char *name);
extern const char nnreg_mean_extensions[];

/* Drops a leading "variables/" in front of a last part. Borrowed from `name`. */
const char *nnreg_drop_variables(const char *name);

/*
 * Why a name cannot be stored, NULL when it can: 1 to 255 bytes of UTF-8, relative, no "..", no part that is empty or
 * begins with a dot, no backslash, no control character. Static.
 */
const char *nnreg_name_fault(const char *name);

#endif
