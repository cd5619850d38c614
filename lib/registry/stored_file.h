/*
 * A stored file of a network on its way out: opened as the record names it, and held against the record. What is wrong with
 * it is said in one way, whichever call hands it out: the network, the file, where it is stored, and how it is mended.
 */
#ifndef NNREG_REGISTRY_STORED_FILE_H
#define NNREG_REGISTRY_STORED_FILE_H

#include "records/network.h"
#include "registry/handle.h"

/* Begin with the first three members, and fd -1. */
struct nnreg_stored_file {
    struct nnreg *registry;
    uint64_t id;      /* of the network */
    const char *name; /* in it; borrowed */
    int fd;
    uint64_t size;
    nnreg_digest sha256;         /* that the record has */
    char path[NNREG_BLOB_NAME];  /* for messages */
    bool missed;                 /* the record is there, and its stored file is not */
    enum nnreg_blob_found found; /* of NNREG_CORRUPT: for damage.h */
};

/*
 * Opens the file of a record that was read. NNREG_NOT_FOUND sets `missed`: the network may have been deleted since its record
 * was read. Who sees that it is still there calls again, and a file that is missing then is damage. NNREG_CORRUPT: it is
 * missing, of another size, or no file.
 */
nnreg_status nnreg_stored_file_open(struct nnreg_stored_file *stored, const struct nnreg_file *file,
                                    struct nnreg_error *error);

/*
 * The same outside of a transaction: deleted since, or lost? Of a network that is still there a missing file is damage;
 * NNREG_NOT_FOUND says that there is no such network any more.
 */
nnreg_status nnreg_stored_file_open_later(struct nnreg_stored_file *stored, const struct nnreg_file *file,
                                          struct nnreg_error *error);

/*
 * When one of these calls has returned NNREG_CORRUPT, and outside of a transaction: has the damage noted (damage.h). That it
 * can't be, for whatever reason, makes it neither better nor worse.
 */
void nnreg_stored_file_note(const struct nnreg_stored_file *stored, const char *actor);

/* Reads a piece; a failure names the file. */
nnreg_status nnreg_stored_file_read(size_t *got, const struct nnreg_stored_file *stored, uint64_t offset,
                                    void *piece, size_t size, struct nnreg_error *error);

/* NNREG_CORRUPT unless the digest of what was read is that of the record. */
nnreg_status nnreg_stored_file_compare(const struct nnreg_stored_file *stored, const nnreg_digest found,
                                       struct nnreg_error *error);

#endif
