/*
 * What export and import have in common: the form in which objects travel, what makes two objects the same, and what is told
 * of them.
 *
 * An object travels as the description that makes it (what `nnreg add`, `spec add` and `version add` take): what the registry
 * assigns stays behind, since it is of that registry. So an export does not depend on when and where it was made, and what is
 * made of it by an import is exported again to the same bytes.
 */
#ifndef NNREG_REGISTRY_TRANSFER_H
#define NNREG_REGISTRY_TRANSFER_H

#include "base/bytes.h"
#include "registry/manifest.h"
#include "registry/objects.h"

/* Appends the description of a record. */
void nnreg_transfer_put(struct nnreg_bytes *out, enum nnreg_object object, const void *record);

/*
 * SHA-256 over what can never change of an object: two with the same are one, whatever they are called by now. Of a network that is
 * its files and its description but for name and metadata (and but for `description`, where that can change); a tensor that has
 * a signature's key counts by that, as it did where the tensor was not kept beside it.
 */
nnreg_status nnreg_transfer_key(nnreg_digest key, enum nnreg_object object, const void *record,
                                bool mutable_description, struct nnreg_error *error);

/* What is in an export, as the manifest and the layout have it. */
void nnreg_transfer_count(struct nnreg_transfer *counts, const struct nnreg_manifest *manifest,
                          const nnreg_digest digest, const struct nnreg_export_layout *layout);

/* What a caller's struct nnreg_transfer is told, as far as it knows of it; `transfer` may be NULL. */
void nnreg_transfer_tell(struct nnreg_transfer *transfer, const struct nnreg_transfer *counts);
void nnreg_transfer_each(const struct nnreg_transfer *transfer, const struct nnreg_transferred *object);

/*
 * The caller's struct, which may be NULL, has no numbers of an earlier call from here on. `status`: what the call has come to, as
 * nnreg_sized_begin. NNREG_INVALID_ARGUMENT: its size is not set.
 */
nnreg_status nnreg_transfer_begin(struct nnreg_transfer *transfer, nnreg_status status,
                                  struct nnreg_error *error);

#endif
