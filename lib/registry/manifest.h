/*
 * The manifest of an export as text, and what follows from it: the layout of the archive to the last byte. What the file
 * has in it is told by doc/EXPORT.md; the manifest's members by records/manifest.h.
 */
#ifndef NNREG_REGISTRY_MANIFEST_H
#define NNREG_REGISTRY_MANIFEST_H

#include "base/bytes.h"
#include "base/findings.h"
#include "formats/zip_store.h"
#include "records/manifest.h"
#include "records/recognition.h"

#define NNREG_EXPORT_FORMAT  "nnreg-export"
#define NNREG_EXPORT_VERSION 1

#define NNREG_MANIFEST_NAME   "MANIFEST.json"
#define NNREG_MANIFEST_DIGEST "MANIFEST.sha256"
#define NNREG_EXPORT_NAME     80 /* bytes of the name of an entry, with its NUL */

/* What an entry of the archive is. */
enum nnreg_export_kind {
    NNREG_EXPORT_MANIFEST,
    NNREG_EXPORT_DIGEST, /* the manifest's, in the form of sha256sum */
    NNREG_EXPORT_FILE,
    NNREG_EXPORT_NETWORK,
    NNREG_EXPORT_SPEC,
    NNREG_EXPORT_VERSION_OF_SPEC
};

struct nnreg_export_entry {
    struct nnreg_zip_part part;
    enum nnreg_export_kind kind;
    size_t index;          /* in the manifest's list */
    unsigned char *sha256; /* in the manifest; NULL: of the manifest itself, and of its digest */
    char name[NNREG_EXPORT_NAME];
};

/* The archive of a manifest. */
struct nnreg_export_layout {
    struct nnreg_export_entry *entries; /* in the order of their names */
    struct nnreg_zip_part **parts;      /* the same */
    size_t count;
    uint64_t directory; /* where it begins */
    uint64_t bytes;     /* of all entries, without what is around them */
    uint64_t size;      /* of the whole file */
};

/* Appends the text. */
void nnreg_manifest_put(struct nnreg_bytes *out, const struct nnreg_manifest *manifest);

/* The text of the entry that has the digest of the manifest's text. */
#define NNREG_MANIFEST_DIGEST_SIZE (2 * NNREG_SHA256_SIZE + 2 + sizeof NNREG_MANIFEST_NAME)
void nnreg_manifest_digest_text(char out[NNREG_MANIFEST_DIGEST_SIZE + 1],
                                const unsigned char digest[NNREG_SHA256_SIZE]);

/*
 * Reads a text, which has to be as nnreg_manifest_put writes it, to the byte. NNREG_REFUSED: it is not, which `findings` says.
 * NNREG_UNSUPPORTED: it has a version or a feature that is not known. NNREG_NO_MEMORY. The manifest is zeroed before, and to
 * be cleared with its table where this succeeds; it keeps what its networks refer to: each of their files is in its list.
 */
nnreg_status nnreg_manifest_read(struct nnreg_manifest *manifest, const char *text, size_t length,
                                 nnreg_findings *findings, struct nnreg_error *error);

/* The file of the manifest's list with this digest, NULL when there is none. */
const struct nnreg_manifest_file *nnreg_manifest_find(const struct nnreg_manifest *manifest,
                                                      const nnreg_digest digest);

/* The name of an entry; `sha256` of a file. */
void nnreg_export_entry_name(char out[NNREG_EXPORT_NAME], enum nnreg_export_kind kind, size_t index,
                             const unsigned char *sha256);

/*
 * The layout, with all sums of CRC-32 still 0; entries borrow from the manifest. NNREG_LIMIT: the archive would be larger than a file
 * can be. NNREG_NO_MEMORY. Freed with nnreg_export_layout_free whatever is returned.
 */
nnreg_status nnreg_export_lay_out(struct nnreg_export_layout *layout, const struct nnreg_manifest *manifest,
                                  size_t manifest_size, struct nnreg_error *error);
void nnreg_export_layout_free(struct nnreg_export_layout *layout);

#endif
