/*
 * The files of a SavedModel (tensorflow/cc/saved_model/constants.h) and of its tensor bundle
 * (tensorflow/core/util/tensor_bundle/naming.cc), by their names.
 */
#ifndef NNREG_TENSORFLOW_ROLES_H
#define NNREG_TENSORFLOW_ROLES_H

#include "bundle/roles.h"

enum {
    NNREG_TF_ROLE_MODEL = NNREG_ROLE_OWN, /* saved_model.pb */
    NNREG_TF_ROLE_MODEL_TEXT,             /* saved_model.pbtxt */
    NNREG_TF_ROLE_MODEL_CHUNKED,          /* saved_model.cpb, which no released TensorFlow loads */
    NNREG_TF_ROLE_INDEX,                  /* variables.index */
    NNREG_TF_ROLE_SHARD,                  /* variables.data-NNNNN-of-NNNNN */
    NNREG_TF_ROLE_SHARD_LIKE,             /* variables.data… that is no shard's name */
    NNREG_TF_ROLE_ASSET,                  /* assets/… */
    NNREG_TF_ROLE_COMPANION               /* assets.extra/…, debug/…, fingerprint.pb, keras_metadata.pb */
};

extern const struct nnreg_roles nnreg_tensorflow_roles;

/*
 * What a file, or a folder, that is no part of a model may have been meant to be, by the name it was met under: the name that it
 * should have. NULL: nothing that is known. Static. A hidden one is nothing: what macOS adds is called "._saved_model.pb".
 */
const char *nnreg_tensorflow_meant_name(const char *met);

/* What to do with an archive, told by its name, that lies in a bundle, where it is not looked into; NULL: it is none. Static. */
const char *nnreg_tensorflow_archive_hint(const char *met);

/* Whether a path ends like the index or a shard of a tensor bundle, whatever its prefix: "ckpt/model.ckpt-10.index". */
bool nnreg_is_checkpoint_name(const char *met);

#endif
