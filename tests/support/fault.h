/*
 * The faults that a variable bundle can be written with: one at a time, each by name.
 */
#ifndef MW_FAULT_H
#define MW_FAULT_H

#include <stdint.h>

/* kind, name, what `at` means (see mw_fault_parse), one line of help. */
#define MW_FAULTS(X)                                                                                  \
    X(OMIT_INDEX, "omit-index", NOTHING, "no variables.index")                                        \
    X(EMPTY_INDEX, "empty-index", NOTHING, "variables.index has no bytes")                            \
    X(TRUNCATE_INDEX, "truncate-index", NUMBER, "the last N bytes of variables.index are missing")    \
    X(OMIT_SHARD, "omit-shard", NUMBER, "shard N is missing")                                         \
    X(EMPTY_SHARD, "empty-shard", NUMBER, "shard N has no bytes")                                     \
    X(TRUNCATE_SHARD, "truncate-shard", NUMBER, "the last byte of shard N is missing")                \
    X(TRAILING_BYTES, "trailing-bytes", NUMBER, "16 bytes too many at the end of shard N")            \
    X(EXTRA_SHARD, "extra-shard", NOTHING, "a shard file of another save beside the right ones")      \
    X(DROP_ENTRY, "drop-entry", KEY, "the tensor has data but no entry")                              \
    X(RENAME_ENTRY, "rename-entry", KEY, "the entry is kept under KEY with _ appended")               \
    X(WRONG_DTYPE, "wrong-dtype", KEY, "the entry says int32 (float when it is int32)")               \
    X(REF_DTYPE, "ref-dtype", KEY, "the entry has a reference type")                                  \
    X(RESOURCE_DTYPE, "resource-dtype", KEY, "the entry says resource")                               \
    X(WRONG_SHAPE, "wrong-shape", KEY, "the entry has its first two dimensions swapped, or one more") \
    X(WRONG_COUNT, "wrong-count", KEY, "the entry's last dimension is one too large")                 \
    X(HUGE_SHAPE, "huge-shape", KEY, "the entry's element count overflows 64 bits")                   \
    X(NEGATIVE_DIM, "negative-dim", KEY, "the entry has a dimension -1")                              \
    X(WRONG_SIZE, "wrong-size", KEY, "the entry's size is one byte more")                             \
    X(BAD_CRC, "bad-crc", KEY, "the entry's checksum is not that of the data")                        \
    X(FLIPPED_BIT, "flipped-bit", KEY, "one bit of the tensor's data is wrong")                       \
    X(OVERLAP, "overlap", KEY, "the entry points one byte into the data before it")                   \
    X(PAST_END, "past-end", KEY, "the entry points behind the end of its shard")                      \
    X(NEGATIVE_OFFSET, "negative-offset", KEY, "the entry's offset is -1")                            \
    X(SHARD_ID, "shard-id", KEY, "the entry names a shard that does not exist")                       \
    X(NEGATIVE_SHARD_ID, "negative-shard-id", KEY, "the entry names shard -1")                        \
    X(GARBAGE_ENTRY, "garbage-entry", KEY, "the entry is no protobuf message")                        \
    X(DROP_SLICE, "drop-slice", KEY, "the first slice of the partitioned tensor has no entry")        \
    X(NO_HEADER, "no-header", NOTHING, "the header entry is missing")                                 \
    X(SHARD_COUNT, "shard-count", NUMBER, "the header says N shards")                                 \
    X(MIN_CONSUMER, "min-consumer", NOTHING, "the header asks for a newer reader")                    \
    X(BAD_MAGIC, "bad-magic", NOTHING, "the table's magic number is wrong")                           \
    X(DATA_BLOCK_CRC, "data-block-crc", NOTHING, "a flipped bit in the first data block")             \
    X(INDEX_BLOCK_CRC, "index-block-crc", NOTHING, "a flipped bit in the index block")                \
    X(BLOCK_TYPE, "block-type", NOTHING, "blocks are of the unknown type 2, with right checksums")    \
    X(KEY_ORDER, "key-order", NOTHING, "the last key is not greater than the one before it")

enum mw_fault_at { MW_AT_NOTHING, MW_AT_NUMBER, MW_AT_KEY };

enum mw_fault_kind {
    MW_FAULT_NONE,
#define MW_FAULT_KIND(KIND, NAME, AT, HELP) MW_FAULT_##KIND,
    MW_FAULTS(MW_FAULT_KIND)
#undef MW_FAULT_KIND
        MW_FAULT_COUNT
};

struct mw_fault {
    enum mw_fault_kind kind;
    const char *key; /* the tensor it strikes; NULL is the last one in key order */
    int64_t number;
};

struct mw_fault_row {
    const char *name;
    enum mw_fault_at at;
    const char *help;
};

/* Indexed by enum mw_fault_kind; the first row, of no fault, is "none". */
extern const struct mw_fault_row mw_fault_rows[MW_FAULT_COUNT];

/* "NAME", "NAME:KEY" or "NAME:NUMBER"; the key is borrowed from the text. 0, or -1 if it is none of them. */
int mw_fault_parse(struct mw_fault *fault, const char *text);

#endif
