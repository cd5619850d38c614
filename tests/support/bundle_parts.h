/*
 * What the bundle writer and its faults share.
 */
#ifndef MW_BUNDLE_PARTS_H
#define MW_BUNDLE_PARTS_H

#include "arena.h"
#include "bundle_writer.h"

/* One key of the table after the header. */
struct mw_piece {
    struct mw_bytes key;
    const struct mw_tensor *tensor;
    const struct mw_slice *slice; /* of a partitioned tensor; NULL otherwise */
    bool stored;                  /* has bytes in a shard */
    int shard;
    uint64_t offset, size;
    uint32_t crc;
    int dtype;
    struct mw_shape shape;
    bool dropped, garbage;
};

struct mw_bundle {
    struct mw_folder *folder;
    const char *prefix;
    const struct mw_bundle_options *options;
    const struct mw_fault *fault;
    int shards;
    struct mw_arena arena;
    struct mw_piece *piece;
    size_t pieces;
};

/* Whether the bundle's fault is of that kind and meant for this piece. */
bool mw_bundle_strikes(const struct mw_bundle *b, enum mw_fault_kind kind, const struct mw_piece *p);

/* Fails the folder if the fault has nothing to strike: no such tensor, no such shard. */
void mw_bundle_check_fault(const struct mw_bundle *b);

void mw_bundle_damage_shard(const struct mw_bundle *b, int shard, const char *name, uint64_t size);
void mw_bundle_damage_entries(struct mw_bundle *b);
void mw_bundle_damage_table(const struct mw_bundle *b, struct mw_sstable *t);

#endif
