/*
 * Where a file's bytes come from, for readers that open it more than once or from several threads: an open descriptor
 * that stays the caller's, or memory (a mapping, an archive's entry, a test). A file the registry does not own may be
 * cut by somebody else while it is read, so such a one is given as descriptor, never as mapping. It may be a range of
 * the file that the descriptor has open: offsets count from where the range begins.
 */
#ifndef NNREG_BASE_SOURCE_H
#define NNREG_BASE_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/crc_marks.h"
#include "base/cursor.h"
#include "base/status.h"

struct nnreg_source {
    const unsigned char *memory; /* NULL: `fd` is read */
    int fd;
    uint64_t start; /* of the range in the file */
    uint64_t size;
    const struct nnreg_crc_marks *marks; /* the caller's; NULL: none were taken, or it is a range */
};

struct nnreg_source nnreg_source_memory(const void *content, size_t size);
struct nnreg_source nnreg_source_file(int fd, uint64_t size);
/* A part of a source, which the caller knows to be within it. */
struct nnreg_source nnreg_source_range(const struct nnreg_source *whole, uint64_t start, uint64_t size);

/* A cursor over the whole source; NNREG_NO_MEMORY. */
nnreg_status nnreg_source_cursor(struct nnreg_cursor *cursor, const struct nnreg_source *source,
                                 struct nnreg_error *error);

/*
 * `*bytes` points to the `size` bytes at `offset`, which the caller knows to be within the source: into the memory,
 * or to `buffer` after reading them there. NNREG_CORRUPT, with no text, when the file became shorter; NNREG_IO.
 */
nnreg_status nnreg_source_read(const unsigned char **bytes, const struct nnreg_source *source,
                               uint64_t offset, void *buffer, size_t size, struct nnreg_error *error);

#endif
