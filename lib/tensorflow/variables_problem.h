/*
 * What can be wrong with the variables of a model: the codes of struct nnreg_problem that checkpoint and tensor_crc give,
 * and those of sstable, which reads the index. They are facts; what follows from each is said where they are judged (judge_variables.c).
 */
#ifndef NNREG_TENSORFLOW_VARIABLES_PROBLEM_H
#define NNREG_TENSORFLOW_VARIABLES_PROBLEM_H

#include "formats/sstable.h"

/* X(NAME, what it means) */
#define NNREG_VARIABLES_PROBLEMS(X)                                                              \
    NNREG_SSTABLE_PROBLEMS(X) /* of the index, first, so that their codes are the same ones */   \
    X(HEADER_MISSING, "the first key of the index is not the header's")                          \
    X(HEADER_CORRUPT, "the header is no protobuf message")                                       \
    X(HEADER_SHARDS, "the header's number of shards is impossible")                              \
    X(HEADER_ENDIANNESS, "the header names an unknown byte order")                               \
    X(HEADER_VERSION, "the header asks for another version of the reader")                       \
    X(ENTRY_CORRUPT, "a variable's entry is no protobuf message")                                \
    X(ENTRY_DTYPE, "a variable has a type that cannot be stored")                                \
    X(ENTRY_SHAPE, "a variable's shape is not fully known or impossible")                        \
    X(ENTRY_COUNT, "a variable's number of elements or bytes does not fit 63 bits")              \
    X(ENTRY_SIZE, "a variable's size is not that of its type and shape")                         \
    X(ENTRY_SHARD, "a variable names a shard that does not exist")                               \
    X(ENTRY_OFFSET, "a variable's offset or size is negative")                                   \
    X(ENTRY_BOUNDS, "a variable lies behind the end of its shard")                               \
    X(ENTRY_OVERLAP, "two variables share bytes of a shard")                                     \
    X(ENTRY_OVERLAPS, "variables share more bytes of a shard than it has: not all are verified") \
    X(SLICE_KEY, "a key begins like that of a slice and is none")                                \
    X(SLICE_SHAPE, "a slice does not lie within the variable's shape")                           \
    X(SLICE_TILES, "the slices of a variable overlap or leave holes")                            \
    X(SLICE_LIMIT, "the slices of a variable are too many to compare")                           \
    X(SLICE_MISSING, "a slice of a variable has no entry of its own")                            \
    X(SLICE_ENTRY, "the entry of a slice does not agree with its variable")                      \
    X(SLICE_UNUSED, "the entry of a slice belongs to no variable")                               \
    X(SHARD_MISSING, "a shard that variables lie in is missing")                                 \
    X(SHARD_ABSENT, "a shard that no variable lies in is missing")                               \
    X(SHARD_EXTRA, "a shard belongs to another save")                                            \
    X(SHARD_TRAILING, "a shard has bytes behind its last variable")                              \
    X(SHARD_GAP, "a shard has bytes between two variables that belong to nothing")               \
    X(SHARD_CHANGED, "a shard became shorter while it was read")                                 \
    X(TENSOR_CRC, "a variable's checksum is wrong")                                              \
    X(STRING_LENGTHS, "the lengths of a variable's strings do not fit its size")                 \
    X(STRING_LENGTH_CRC, "the checksum of the lengths of a variable's strings is wrong")         \
    X(STRING_TRAILING, "a variable has bytes behind its last string")                            \
    X(VARIANT_CORRUPT, "a variant variable does not fit its size")                               \
    X(VARIANT_CRC, "the checksum of an element of a variant variable is wrong")                  \
    X(VARIANT_ENDIANNESS, "a variant variable in the data of a big-endian machine")

enum nnreg_variables_problem {
#define NNREG_ROW(NAME, MEANING) NNREG_VARIABLES_##NAME,
    NNREG_VARIABLES_PROBLEMS(NNREG_ROW)
#undef NNREG_ROW
        NNREG_VARIABLES_PROBLEM_COUNT
};

struct nnreg_variables_problem_row {
    const char *name; /* "TABLE_CRC" */
    const char *meaning;
};
/* Indexed by the enum. */
extern const struct nnreg_variables_problem_row nnreg_variables_problem_rows[NNREG_VARIABLES_PROBLEM_COUNT];

#endif
