/*
 * One block of the table (see sstable.h): read, checked, decompressed, and walked entry by entry. Only sstable.c uses
 * this.
 */
#ifndef NNREG_FORMATS_SSTABLE_BLOCK_H
#define NNREG_FORMATS_SSTABLE_BLOCK_H

#include "base/bytes.h"
#include "formats/sstable.h"

#define NNREG_SSTABLE_TRAILER 5 /* type and checksum behind a block's contents */

struct nnreg_sstable_handle {
    uint64_t offset;
    uint64_t size; /* without the trailer */
};

struct nnreg_sstable_block {
    unsigned char *stored; /* contents as in the file, and the type */
    unsigned char *plain;  /* decompressed; NULL when the block is not compressed */
    const unsigned char *contents;
    size_t size;
    uint64_t offset; /* in the file */
    bool snappy;
};

/*
 * `handle` must lie within the file with its trailer. `*usable` is whether the contents are there; if not, `problems`
 * has the reason. NNREG_NO_MEMORY; NNREG_IO. The block is freed in every case with nnreg_sstable_block_free.
 */
nnreg_status nnreg_sstable_block_read(bool *usable, struct nnreg_sstable_block *block,
                                      struct nnreg_cursor *file, const struct nnreg_sstable_handle *handle,
                                      struct nnreg_problems *problems, struct nnreg_error *error);
void nnreg_sstable_block_free(struct nnreg_sstable_block *block);

struct nnreg_sstable_walk {
    const struct nnreg_sstable_block *block;
    struct nnreg_problems *problems;
    struct nnreg_cursor in; /* over the entries */
    struct nnreg_bytes key; /* of the entry before, of an earlier block, too */
    bool any;               /* there was one */
    size_t shareable;       /* bytes of it that the next entry may share: none at the start of a block */
    const unsigned char *restarts;
    uint32_t restart_count;
    uint32_t restart_next; /* the first that no entry was found for yet */
    bool failed;           /* the rest of the block cannot be read; `problems` has the reason */
};

/* A walk begins zeroed, goes through any number of blocks in order, and is freed at the end. */
void nnreg_sstable_walk_block(struct nnreg_sstable_walk *walk, const struct nnreg_sstable_block *block,
                              struct nnreg_problems *problems);
/* False at the end of the block, on failure and without memory (walk->key.failed). The entry's key is walk->key. */
bool nnreg_sstable_walk_next(struct nnreg_sstable_walk *walk, struct nnreg_sstable_entry *entry);
void nnreg_sstable_walk_free(struct nnreg_sstable_walk *walk);

#endif
