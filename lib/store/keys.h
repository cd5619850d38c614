/*
 * The store's tables and their keys. Numbers are 8 bytes, big-endian, so that the order of the keys is the order of
 * the numbers; texts and digests are their own bytes.
 *
 *   settings        text -> value         the format's version and features, the next ids (see registry/)
 *   networks        id -> record
 *   network_blocks  id / 1024 -> counts   live private and public networks in each block of 1024 ids, for cheap offsets
 *   tasks           id -> record
 *   blob_refs       digest -> count       references of networks to a stored file
 *   trash           digest -> nothing     files whose last reference went, to be unlinked
 *   specs, versions id -> record
 *   …_blocks        id / 1024 -> counts   as network_blocks; of versions and tasks none is public
 *   …_names         name 0 id -> nothing  in the order of names; see nnreg_key_name
 *   …_updates       date id -> nothing    in the order of update_date
 *   slugs           slug -> id            public networks
 *   public          id -> slug            the same, in the order of ids
 *   spec_slugs      slug -> id            public specs; since format version 3
 *   public_specs    id -> slug            the same, in the order of ids; since format version 3
 *   versions_by_…   id id -> nothing      the versions of a spec, of a network
 *   network_tensors id -> tensor list     what its framework keeps of the tensors
 *   events          sequence -> hash and record
 *   damage          digest -> record      stored files that were found damaged; since format version 2
 *
 * and where files are objects (shared/shared_blobs.h):
 *
 *   objects         digest -> suffix and size     where a stored file is
 *   object_intents  digest suffix -> time         objects that somebody is about to put; until then they are theirs
 *   object_trash    digest suffix -> time         objects that nothing refers to any more, since then
 */
#ifndef NNREG_STORE_KEYS_H
#define NNREG_STORE_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/kv.h"

/* Names are format: what is written under one stays there. New tables are added at the end. */
#define NNREG_KV_TABLE_LIST(X)                    \
    X(SETTINGS, "settings")                       \
    X(NETWORKS, "networks")                       \
    X(NETWORK_BLOCKS, "network_blocks")           \
    X(TASKS, "tasks")                             \
    X(BLOB_REFS, "blob_refs")                     \
    X(TRASH, "trash")                             \
    X(SPECS, "specs")                             \
    X(VERSIONS, "versions")                       \
    X(SPEC_BLOCKS, "spec_blocks")                 \
    X(VERSION_BLOCKS, "version_blocks")           \
    X(TASK_BLOCKS, "task_blocks")                 \
    X(NETWORK_NAMES, "network_names")             \
    X(SPEC_NAMES, "spec_names")                   \
    X(NETWORK_UPDATES, "network_updates")         \
    X(SPEC_UPDATES, "spec_updates")               \
    X(VERSION_UPDATES, "version_updates")         \
    X(TASK_UPDATES, "task_updates")               \
    X(SLUGS, "slugs")                             \
    X(PUBLIC, "public")                           \
    X(VERSIONS_BY_SPEC, "versions_by_spec")       \
    X(VERSIONS_BY_NETWORK, "versions_by_network") \
    X(NETWORK_TENSORS, "network_tensors")         \
    X(EVENTS, "events")                           \
    X(DAMAGE, "damage")                           \
    X(SPEC_SLUGS, "spec_slugs")                   \
    X(PUBLIC_SPECS, "public_specs")

/* Those of a registry whose files are objects, behind them. */
#define NNREG_KV_OBJECT_TABLE_LIST(X)   \
    X(OBJECTS, "objects")               \
    X(OBJECT_INTENTS, "object_intents") \
    X(OBJECT_TRASH, "object_trash")

enum nnreg_kv_table {
#define NNREG_KV_TABLE_ID(ID, NAME) NNREG_KV_##ID,
    NNREG_KV_TABLE_LIST(NNREG_KV_TABLE_ID) NNREG_KV_TABLE_COUNT,
    NNREG_KV_BEFORE_OBJECTS = NNREG_KV_TABLE_COUNT - 1,
    NNREG_KV_OBJECT_TABLE_LIST(NNREG_KV_TABLE_ID)
#undef NNREG_KV_TABLE_ID
        NNREG_KV_ALL_TABLES
};

/* A registry of format version 1 has those before it (nnreg_kv_options.needed_tables). */
#define NNREG_KV_TABLES_OF_1 NNREG_KV_DAMAGE
#define NNREG_KV_TABLES_OF_2 NNREG_KV_SPEC_SLUGS

/* For nnreg_kv_options. */
extern const char *const nnreg_kv_table_names[NNREG_KV_ALL_TABLES];

#define NNREG_BLOCK_IDS 1024 /* ids counted together in network_blocks */

/* A key of a number, or a value that is one. */
struct nnreg_key {
    unsigned char bytes[8];
};

/* Fills `key` and returns a slice of it, which lives as long as `key`. */
struct nnreg_slice nnreg_key_u64(struct nnreg_key *key, uint64_t number);

/* The number in a key or value of nnreg_key_u64; false when `slice` is not of 8 bytes. */
bool nnreg_key_u64_read(uint64_t *number, struct nnreg_slice slice);

/* A key of two numbers, or of a date and an id: the order of the first, then of the second. */
struct nnreg_key_pair {
    unsigned char bytes[16];
};
struct nnreg_slice nnreg_key_pair(struct nnreg_key_pair *key, uint64_t first, uint64_t second);
bool nnreg_key_pair_read(uint64_t *first, uint64_t *second, struct nnreg_slice slice);

/* A date as a number whose order is that of dates, those before 1970 included; and back. */
static inline uint64_t nnreg_key_time(int64_t time)
{
    return (uint64_t)time ^ (UINT64_C(1) << 63);
}
static inline int64_t nnreg_key_time_read(uint64_t number)
{
    return (int64_t)(number ^ (UINT64_C(1) << 63));
}

/*
 * The key of a name and an id: the name's first NNREG_KEY_NAME bytes, a NUL, the id. In the order of names' bytes, then
 * of ids. `name` has no NUL.
 */
#define NNREG_KEY_NAME 480
struct nnreg_key_name {
    unsigned char bytes[NNREG_KEY_NAME + 1 + 8];
};
struct nnreg_slice nnreg_key_name(struct nnreg_key_name *key, const char *name, uint64_t id);
/* Where the names that begin with `prefix` begin. */
struct nnreg_slice nnreg_key_name_prefix(struct nnreg_key_name *key, const char *prefix);
/* The id in such a key, and how long the name in it is; false when it is none. */
bool nnreg_key_name_read(uint64_t *id, size_t *length, struct nnreg_slice slice);

/* Borrow their arguments. */
struct nnreg_slice nnreg_key_text(const char *text);
struct nnreg_slice nnreg_key_digest(const unsigned char digest[32]);

#endif
