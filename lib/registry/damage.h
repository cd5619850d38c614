/*
 * Damage as a recorded state: a stored file that was found damaged is noted (damage_table.h), and the history tells each network
 * that it hits, in one transaction. It stays noted until a create brings a good copy (healing.h) or nobody uses the file any more.
 *
 * Who finds a file damaged is not alone: meanwhile a create may have put a good copy in its place. So what is to be noted is looked
 * at once more, and noted only if in the transaction the place still is as it was looked at then: a create renames its copy into
 * place, which shows; and one that comes behind the transaction finds the note.
 */
#ifndef NNREG_REGISTRY_DAMAGE_H
#define NNREG_REGISTRY_DAMAGE_H

#include "records/fields.h"
#include "registry/handle.h"

/*
 * Notes that the stored file of a digest is damaged. `found`: as the caller found it, not NNREG_BLOB_SAME; `actor`: for the
 * history, may be NULL. Waits for other writers; the file is read once more. NNREG_OK: it is noted, now or long since, which adds
 * nothing. What changes nothing: NNREG_READ_ONLY: the handle may not write. NNREG_UNSUPPORTED: the registry has format version 1. NNREG_NOT_FOUND: no
 * network uses the file (any more), or it is sound (by now). NNREG_IO, NNREG_NO_SPACE, …
 */
nnreg_status nnreg_damage_note(nnreg *registry, const nnreg_digest digest, enum nnreg_blob_found found,
                               const char *actor, struct nnreg_error *error);

#endif
