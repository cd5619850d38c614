/*
 * A model's variables (doc/FORMATS.md, "TensorBundle"): variables.index, a table of protobuf messages, and the data
 * shards it points into. This reads the index and holds it against the shards' sizes; what the shards contain is
 * tensor_crc's matter.
 *
 *     ""            BundleHeaderProto: number of shards, byte order, version
 *     a name        BundleEntryProto: type, shape, shard, offset, size, checksum; or, of a partitioned variable, slices
 *     a slice key   (slice_key.h) BundleEntryProto of one slice
 */
#ifndef NNREG_TENSORFLOW_CHECKPOINT_H
#define NNREG_TENSORFLOW_CHECKPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "formats/problems.h"
#include "tensorflow/slice_key.h"
#include "base/source.h"
#include "formats/sstable.h"
#include "tensorflow/variables_problem.h"

#define NNREG_CHECKPOINT_SHARDS  100000             /* a name has five digits for it */
#define NNREG_CHECKPOINT_KEYS    ((size_t)64 << 20) /* bytes of all keys */
#define NNREG_CHECKPOINT_NUMBERS ((size_t)8 << 20)  /* dimensions, and starts and lengths of slices, in all */
#define NNREG_SLICE_COMPARISONS  ((uint64_t)1 << 24) /* of two slices, in all */

enum nnreg_variable_kind {
    NNREG_VARIABLE_WHOLE,  /* has content of its own */
    NNREG_VARIABLE_SLICED, /* has slices instead */
    NNREG_VARIABLE_SLICE   /* is one, under a slice's key */
};

struct nnreg_variable {
    size_t key; /* this and the two below are read with the functions below */
    size_t dims;
    size_t extents;
    uint32_t key_size;
    uint32_t rank;
    uint32_t slice_count;
    uint32_t dtype; /* enum nnreg_dtype */
    uint32_t crc;   /* masked, as stored */
    int32_t shard;
    int64_t offset;
    int64_t size;          /* in bytes, as stored */
    uint64_t elements;     /* 0 when the shape is bad */
    uint64_t entry_offset; /* the entry's, or its block's, offset in the index */
    uint8_t kind;          /* enum nnreg_variable_kind */
    bool parsed;           /* the entry is a message; if not, only the key is known */
    bool readable;         /* the entry is sound and its bytes are there: the checksum can be verified */
    bool used;             /* a slice: its variable lists it */
};

/* A file that the caller takes for a data shard, by its name ("…data-00000-of-00002"). */
struct nnreg_shard_file {
    const char *name;
    struct nnreg_source source;
};

struct nnreg_checkpoint {
    struct nnreg_sstable table;
    bool has_header; /* the five below are known */
    bool big_endian;
    int32_t shard_count;
    int32_t producer;
    int32_t min_consumer;
    struct nnreg_variable *variables; /* in key order */
    size_t count;
    size_t capacity;
    struct nnreg_bytes keys;
    int64_t *numbers;
    size_t number_count;
    size_t number_capacity;
    const struct nnreg_shard_file **shards; /* by number, shard_count of them; NULL where there is none */
    uint32_t *order;                        /* the readable variables, in file order */
    size_t order_count;
    uint64_t parameters; /* elements of all whole and sliced variables but texts and variants */
};

/*
 * NNREG_OK also for damaged files: `problems` tells. NNREG_NO_MEMORY, NNREG_IO. `files` must stay as long as the
 * checkpoint is used for verifying checksums. Freed in every case with nnreg_checkpoint_free.
 */
nnreg_status nnreg_checkpoint_read(struct nnreg_checkpoint *checkpoint, const struct nnreg_source *index,
                                   const struct nnreg_shard_file *files, size_t file_count,
                                   struct nnreg_problems *problems, struct nnreg_error *error);
void nnreg_checkpoint_free(struct nnreg_checkpoint *checkpoint);

/* How many shards the index speaks of, by its first entry alone; 0: it cannot be told. NNREG_NO_MEMORY, NNREG_IO. */
nnreg_status nnreg_checkpoint_shards_told(uint32_t *shards, const struct nnreg_source *index,
                                          struct nnreg_error *error);

/* Ended by a NUL that key_size does not count; not always UTF-8. */
static inline const char *nnreg_variable_key(const struct nnreg_checkpoint *checkpoint,
                                             const struct nnreg_variable *variable)
{
    /* Where the only key is the empty one there is no memory of keys, and nothing may be added to that (C11, 6.5.6). */
    return checkpoint->keys.content != NULL ? checkpoint->keys.content + variable->key : "";
}

/* rank of them; NULL when no variable of the checkpoint has a dimension. */
static inline const int64_t *nnreg_variable_dims(const struct nnreg_checkpoint *checkpoint,
                                                 const struct nnreg_variable *variable)
{
    return checkpoint->numbers != NULL ? checkpoint->numbers + variable->dims : NULL;
}

/* Start and length (-1: all) of each dimension of slice `i`, 2 × rank numbers. */
static inline const int64_t *nnreg_variable_slice(const struct nnreg_checkpoint *checkpoint,
                                                  const struct nnreg_variable *variable, size_t i)
{
    return checkpoint->numbers != NULL ? checkpoint->numbers + variable->extents + i * 2 * variable->rank
                                       : NULL;
}

/* The variable with a key; NULL: none. */
struct nnreg_variable *nnreg_checkpoint_find(const struct nnreg_checkpoint *checkpoint, const void *key,
                                             size_t size);

#endif
