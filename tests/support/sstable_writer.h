/*
 * The table in which a TensorBundle keeps its keys: LevelDB's, as TensorFlow writes it.
 *
 * Keys are added in strictly increasing byte order. The whole file is built in memory: an index is small.
 */
#ifndef MW_SSTABLE_WRITER_H
#define MW_SSTABLE_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protoenc.h"

struct mw_sstable_options {
    size_t block_size;       /* a data block is closed once it reaches this; 0 means 262144 */
    int restart_interval;    /* entries between two whole keys; 0 means 16 */
    bool snappy;             /* compress blocks, where that saves an eighth */
    bool snappy_always;      /* compress every block, however little it saves */
    bool long_separators;    /* index keys are last keys, not the shortest separators */
    unsigned char type_byte; /* a fault: written instead of the block type when not 0 */
};

struct mw_sstable_block {
    struct mw_buf contents;
    struct mw_buf last_key;
    uint32_t *restarts;
    size_t restart_count;
    size_t entries;
};

struct mw_sstable {
    struct mw_sstable_options options;
    struct mw_buf file; /* what was written; the finished file after mw_sstable_finish() */
    struct mw_sstable_block data;
    struct mw_sstable_block index;
    struct mw_buf separator_for; /* last key of the block whose index entry is pending */
    uint64_t pending_offset, pending_size;
    bool pending;
    size_t data_blocks;
    size_t index_offset; /* of the index block, for fault injection */
};

/* Packs bytes in snappy's raw form, behind what `out` has: by libsnappy where there is one, else as literals. */
void mw_snappy_pack(const struct mw_buf *in, struct mw_buf *out);

void mw_sstable_begin(struct mw_sstable *t, const struct mw_sstable_options *options);
void mw_sstable_add(struct mw_sstable *t, const void *key, size_t key_size, const void *value,
                    size_t value_size);
void mw_sstable_finish(struct mw_sstable *t);
void mw_sstable_free(struct mw_sstable *t);

#endif
