/*
 * How a row of a field table is written: the kind and the member in one word, whose offset it fills in. For the files
 * of this floor that hold tables.
 */
#ifndef NNREG_RECORDS_ROWS_H
#define NNREG_RECORDS_ROWS_H

#include "records/fields.h"

/* The member's offset; the sizeof proves at compile time that the member has the type its kind says. */
#define AT(record, member, type) \
    .offset = offsetof(struct record, member) + 0 * sizeof((type *)0 == &((struct record *)0)->member)

#define ID(record, member)        .kind = NNREG_KIND_ID, AT(record, member, uint64_t)
#define SIZE(record, member)      .kind = NNREG_KIND_SIZE, AT(record, member, uint64_t)
#define TIME(record, member)      .kind = NNREG_KIND_TIME, AT(record, member, int64_t)
#define NUMBER(record, member)    .kind = NNREG_KIND_NUMBER, AT(record, member, double)
#define BOOL(record, member)      .kind = NNREG_KIND_BOOL, AT(record, member, bool)
#define STRING(record, member)    .kind = NNREG_KIND_STRING, AT(record, member, char *)
#define JSON(record, member)      .kind = NNREG_KIND_JSON, AT(record, member, char *)
#define DIGEST(record, member)    .kind = NNREG_KIND_DIGEST, AT(record, member, nnreg_digest)
#define INTEGER(record, member)   .kind = NNREG_KIND_INTEGER, AT(record, member, int64_t)
#define REFERENCE(record, member) .kind = NNREG_KIND_REFERENCE, AT(record, member, uint64_t)
#define VALUE(record, member)     .kind = NNREG_KIND_VALUE, AT(record, member, char *)
#define NUMBERS(record, member)   .kind = NNREG_KIND_NUMBERS, AT(record, member, struct nnreg_array)
#define STRINGS(record, member)   .kind = NNREG_KIND_STRINGS, AT(record, member, struct nnreg_array)
#define ENUM(record, member, words) \
    .kind = NNREG_KIND_ENUM, .vocab = &nnreg_vocab_##words, AT(record, member, int)
#define ARRAY(record, member, table) \
    .kind = NNREG_KIND_ARRAY, .child = &nnreg_##table##_table, AT(record, member, struct nnreg_array)
#define OBJECT(record, member, table) \
    .kind = NNREG_KIND_OBJECT, .child = &nnreg_##table##_table, AT(record, member, struct nnreg_##table *)
#define TENSOR \
    .formats = {NNREG_STRING_FORMAT_TENSOR}, .least = 1, .most = NNREG_LIMIT_TENSOR_NAME, .most_bytes = true

#define TABLE(table, text, rows)                                                           \
    {                                                                                      \
        .name = #table, .doc = text, .size = sizeof(struct nnreg_##table), .fields = rows, \
        .count = sizeof rows / sizeof *rows                                                \
    }

/* The same of one that has others inside, of which none is larger than a `largest`. */
#define TABLE_AROUND(table, text, rows, largest)                                                     \
    {                                                                                                \
        .name = #table, .doc = text, .size = sizeof(struct nnreg_##table),                           \
        .inner = sizeof(struct nnreg_##largest), .fields = rows, .count = sizeof rows / sizeof *rows \
    }

#endif
