/*
 * Archives as parts of a bundle. What lies in one is noted as if a folder with the same names had been walked; a
 * folder that is alone at the top is taken for the one that was packed. Its bytes come from the archive: a stored
 * file is a range of it, and another one is unpacked, once, into a file without a name (bundle_unpack.c), or on its
 * way into a registry.
 */
#ifndef NNREG_BUNDLE_BUNDLE_ARCHIVE_H
#define NNREG_BUNDLE_BUNDLE_ARCHIVE_H

#include "bundle/bundle.h"
#include "formats/zip.h"

#define NNREG_UNPACKED_IN_MEMORY ((uint64_t)16 << 20) /* bytes of unpacked files; more are in a file */

struct nnreg_bundle_archive {
    char *name; /* for findings */
    struct nnreg_source source;
    bool opened;                    /* by its path: the descriptor is ours */
    struct nnreg_zip *zip;          /* NULL: nothing of it can be trusted, and nothing of it was noted */
    struct nnreg_problems problems; /* of the archive and its entries, but for their bytes */
};

/* Where an archive is; one of the three. */
struct nnreg_bundle_archive_place {
    const char *path;
    int fd; /* -1: none */
    const void *memory;
    size_t size;
};

/* Reads the archive and notes what is in it. NNREG_NO_MEMORY, NNREG_IO and the like; what is wrong with it otherwise is kept. */
nnreg_status nnreg_bundle_add_archive(struct nnreg_bundle_files *files,
                                      const struct nnreg_bundle_archive_place *place, const char *name,
                                      struct nnreg_error *error);
void nnreg_bundle_archives_free(struct nnreg_bundle_files *files);

/* Notes the entries of the archive with this number that can be files of a bundle. */
nnreg_status nnreg_bundle_note_archive(struct nnreg_bundle_files *files, size_t archive,
                                       struct nnreg_error *error);

/* Whether all archives are as they should be, so far as is known without unpacking them. */
bool nnreg_bundle_archives_are_sound(const struct nnreg_bundle_files *files);

/* Begins to read a file that lies in an archive, which shows at its end whether it is as declared: see formats/zip.h. */
nnreg_status nnreg_bundle_file_stream(struct nnreg_zip_stream *stream, const struct nnreg_bundle_files *files,
                                      const struct nnreg_bundle_file *file, struct nnreg_problems *problems,
                                      struct nnreg_error *error);

/*
 * Reads a file that lies in an archive to its end, and leaves it where it can be opened: `file->unpacked`. `report`
 * (may be NULL) hears of each piece, and ends the call by anything but 0 (NNREG_CANCELLED). NNREG_CORRUPT: `problems`
 * has the reason.
 */
typedef int nnreg_bundle_unpack_report(void *context, uint64_t done);
nnreg_status nnreg_bundle_file_unpack(struct nnreg_bundle_files *files, struct nnreg_bundle_file *file,
                                      nnreg_bundle_unpack_report *report, void *context,
                                      struct nnreg_problems *problems, struct nnreg_error *error);

#endif
