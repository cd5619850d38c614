/* Archives in bundles for tests: see case_bundle.h. */
#ifndef NNREG_TESTS_CASE_ARCHIVE_H
#define NNREG_TESTS_CASE_ARCHIVE_H

#include "nnreg.h"
#include "zip_writer.h"

/* Adds the archive of this kind as memory, which is returned: to be freed behind the bundle. */
void *case_archive_of_kind(nnreg_bundle *bundle, const char *kind);

/*
 * Adds an archive of what is in the folder, packed in the forms that `forms` has words for: "deflated" (else stored),
 * "described" (data descriptors), "wide" (zip64), "folders" (entries for them), "top" (all in "model/1"), "comment",
 * "zeros" (59 MiB of them as one more file "assets/zeros").
 */
void *case_archive_pack(nnreg_bundle *bundle, const char *folder, const char *forms);

/* The same as bytes. */
void case_archive_make(struct mw_zip *zip, const char *folder, const char *forms);

#endif
