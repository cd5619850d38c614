/*
 * Reading an export. The manifest stands first and is proved by the digest behind it; from it follows where every entry lies, and
 * every byte around the entries (manifest.h). So no archive is parsed: one that is not, byte for byte, what this library would write
 * for that manifest is refused, and what other programs would make of it need not be asked.
 *
 *     nnreg_export_reader_open(&reader, fd, size, findings, error);     the manifest, and the layout
 *     for each entry: nnreg_export_reader_text or _prove, or staging with _read and _settle
 *     nnreg_export_reader_end(&reader, error);                          the directory, when all entries were read
 *     nnreg_export_reader_close(&reader);
 *
 * What is wrong with an entry is a finding, and the next can be read all the same.
 */
#ifndef NNREG_REGISTRY_EXPORT_READER_H
#define NNREG_REGISTRY_EXPORT_READER_H

#include "registry/manifest.h"

struct nnreg_export_reader {
    int fd; /* the caller's */
    uint64_t size;
    nnreg_findings *findings;
    struct nnreg_call_options options;
    const char *stage; /* what the progress is told */
    uint64_t done;
    struct nnreg_manifest manifest;
    nnreg_digest digest; /* of the manifest's text */
    struct nnreg_export_layout layout;
};

/* NNREG_REFUSED with a finding; NNREG_UNSUPPORTED, NNREG_IO, NNREG_NO_MEMORY. To be closed whatever is returned. */
nnreg_status nnreg_export_reader_open(struct nnreg_export_reader *reader, struct nnreg_error *error);
void nnreg_export_reader_close(struct nnreg_export_reader *reader);

/* An owned text; NULL, with NNREG_OK and a finding, where it is not what the manifest says. */
nnreg_status nnreg_export_reader_text(char **text, struct nnreg_export_reader *reader,
                                      struct nnreg_export_entry *entry, struct nnreg_error *error);

/* Reads a file that is not kept. */
nnreg_status nnreg_export_reader_prove(struct nnreg_export_reader *reader, struct nnreg_export_entry *entry,
                                       struct nnreg_error *error);

/* Whether all of an entry lies in the file; else it has a finding. */
bool nnreg_export_reader_has(struct nnreg_export_reader *reader, const struct nnreg_export_entry *entry);

/*
 * For who reads a file by himself, in order: up to `size` bytes at `offset` of the entry. Then, with the SHA-256 of what was read:
 * whether it, and the header in front, are what the manifest says (*good); what is not has a finding.
 */
nnreg_status nnreg_export_reader_read(size_t *got, struct nnreg_export_reader *reader,
                                      struct nnreg_export_entry *entry, uint64_t offset, void *out,
                                      size_t size, struct nnreg_error *error);
nnreg_status nnreg_export_reader_settle(bool *good, struct nnreg_export_reader *reader,
                                        struct nnreg_export_entry *entry, const nnreg_digest found,
                                        struct nnreg_error *error);

/* The directory, and the size of the file. */
nnreg_status nnreg_export_reader_end(struct nnreg_export_reader *reader, struct nnreg_error *error);

/* NNREG_CANCELLED, where the progress says so. */
nnreg_status nnreg_export_reader_report(struct nnreg_export_reader *reader, size_t more,
                                        struct nnreg_error *error);

#endif
