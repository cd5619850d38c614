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
#ifndef NNREG_FORMATS_SSTABLE_H
#define NNREG_FORMATS_SSTABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "formats/problems.h"

#define NNREG_LIMIT_SSTABLE_BLOCK \
    ((size_t)64 << 20) /* bytes of a block, stored and decompressed; writers aim at 256 KiB */
#define NNREG_LIMIT_SSTABLE_KEY     ((size_t)64 << 10) /* bytes of a key */
#define NNREG_LIMIT_SSTABLE_ENTRIES ((uint64_t)1 << 20)

/* What can be wrong with a table, X(NAME, what it means): the codes of the problems that reading one gives. */
#define NNREG_SSTABLE_PROBLEMS(X)                                                           \
    X(TABLE_SHORT, "the index is shorter than the footer of a table")                       \
    X(TABLE_MAGIC, "the index does not end with the magic number of a table")               \
    X(TABLE_FOOTER, "the index's footer does not hold two block handles")                   \
    X(TABLE_PADDING, "the index's footer is not padded with zeros")                         \
    X(TABLE_METAINDEX, "the index's second to last block, which nothing reads, is damaged") \
    X(TABLE_HANDLE, "a block handle of the index is malformed or points outside the file")  \
    X(TABLE_BLOCK_ORDER, "blocks of the index overlap or go backwards")                     \
    X(TABLE_BLOCK_SIZE, "a block of the index is larger than the limit")                    \
    X(TABLE_CRC, "the checksum of a block of the index is wrong")                           \
    X(TABLE_BLOCK_TYPE, "a block of the index is compressed by an unknown method")          \
    X(TABLE_SNAPPY, "a block of the index does not decompress")                             \
    X(TABLE_RESTARTS, "the restart points of a block of the index are wrong")               \
    X(TABLE_ENTRY, "an entry of a block of the index does not fit")                         \
    X(TABLE_KEY_ORDER, "the keys of the index do not increase")                             \
    X(TABLE_KEY_SIZE, "a key of the index is longer than the limit")                        \
    X(TABLE_SEPARATOR, "a key of the index block does not separate its blocks")             \
    X(TABLE_ENTRIES, "the index has more entries, or longer keys in all, than the limit")   \
    X(TABLE_GAP, "the index has bytes that belong to nothing")

enum nnreg_sstable_problem {
#define NNREG_ROW(NAME, MEANING) NNREG_SS##NAME, /* NNREG_SSTABLE_SHORT */
    NNREG_SSTABLE_PROBLEMS(NNREG_ROW)
#undef NNREG_ROW
        NNREG_SSTABLE_PROBLEM_COUNT
};

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
