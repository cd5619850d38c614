/*
 * The table that variables.index is: LevelDB's file format as TensorFlow writes it (doc/FORMATS.md, "SSTable file").
 *
 *     file   = data block… | metaindex block | index block | footer (48 bytes)
 *     footer = handle of the metaindex block | handle of the index block | zeros up to 40 | magic number
 *     handle = varint offset | varint size
 *     block  = contents[size] | type (0 plain, 1 snappy) | masked CRC32C of contents and type
 *     contents = entry… | offsets of the entries with a whole key, 4 bytes each | their number, 4 bytes
 *     entry  = varint shared | varint unshared | varint value size | unshared key bytes | value
 *
 * The index block has one entry for each data block: a key not less than the block's last and less than the next
 * block's first, and the block's handle. Reading is one pass in file order; two blocks are in memory at a time.
 */
#ifndef NNREG_INSPECT_SSTABLE_H
#define NNREG_INSPECT_SSTABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "inspect/problems.h"
#include "inspect/source.h"
#include "inspect/variables_problem.h"

#define NNREG_SSTABLE_BLOCK \
    ((size_t)64 << 20) /* bytes of a block, stored and decompressed; writers aim at 256 KiB */
#define NNREG_SSTABLE_KEY     ((size_t)64 << 10) /* bytes of a key */
#define NNREG_SSTABLE_ENTRIES ((uint64_t)1 << 20)

struct nnreg_sstable_entry {
    const unsigned char *key; /* both valid during the visit only */
    size_t key_size;
    const unsigned char *value;
    size_t value_size;
    uint64_t offset; /* in the file: of the entry, or of its block when that is compressed */
};

/* Called for every entry in key order; anything but NNREG_OK ends the reading and is what nnreg_sstable_read returns. */
typedef nnreg_status nnreg_sstable_visit(void *context, const struct nnreg_sstable_entry *entry);

struct nnreg_sstable {
    uint64_t entries;
    uint64_t data_blocks;
    uint64_t snappy_blocks; /* of the data blocks */
    bool complete;          /* every block was read: what was not visited is not there */
};

/*
 * NNREG_OK also when the table is damaged: `problems` tells how, and what can still be read is visited. Else
 * NNREG_NO_MEMORY, NNREG_IO, or what `visit` returned.
 */
nnreg_status nnreg_sstable_read(struct nnreg_sstable *table, const struct nnreg_source *source,
                                nnreg_sstable_visit *visit, void *context, struct nnreg_problems *problems,
                                struct nnreg_error *error);

#endif
