/*
 * The store's tables and their keys. Numbers are 8 bytes, big-endian, so that the order of the keys is the order of
 * the numbers; texts and digests are their own bytes.
 *
 *   settings        text -> value         the format's version and features, the next ids (see registry/)
 *   networks        id -> record
 *   network_blocks  id / 1024 -> count    live networks in each block of 1024 ids, for cheap offsets
 *   tasks           id -> record
 *   blob_refs       digest -> count       references of networks to a stored file
 *   trash           digest -> nothing     files whose last reference went, to be unlinked
 */
#ifndef NNREG_STORE_KEYS_H
#define NNREG_STORE_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/kv.h"

/* Names are format: what is written under one stays there. New tables are added at the end. */
#define NNREG_TABLES(X)                 \
    X(SETTINGS, "settings")             \
    X(NETWORKS, "networks")             \
    X(NETWORK_BLOCKS, "network_blocks") \
    X(TASKS, "tasks")                   \
    X(BLOB_REFS, "blob_refs")           \
    X(TRASH, "trash")

enum nnreg_kv_table {
#define NNREG_TABLE_ID(ID, NAME) NNREG_TABLE_##ID,
    NNREG_TABLES(NNREG_TABLE_ID)
#undef NNREG_TABLE_ID
        NNREG_TABLE_COUNT
};

/* For nnreg_kv_options. */
extern const char *const nnreg_table_names[NNREG_TABLE_COUNT];

#define NNREG_BLOCK_IDS 1024 /* ids counted together in network_blocks */

/* A key of a number, or a value that is one. */
struct nnreg_key {
    unsigned char bytes[8];
};

/* Fills `key` and returns a slice of it, which lives as long as `key`. */
struct nnreg_slice nnreg_key_u64(struct nnreg_key *key, uint64_t number);

/* The number in a key or value of nnreg_key_u64; false when `slice` is not of 8 bytes. */
bool nnreg_key_u64_read(uint64_t *number, struct nnreg_slice slice);

/* Borrow their arguments. */
struct nnreg_slice nnreg_key_text(const char *text);
struct nnreg_slice nnreg_key_digest(const unsigned char digest[32]);

#endif
