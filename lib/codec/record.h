/*
 * Records on disk: msgpack maps from the tables' record numbers to values (doc/RECORDS.md). Written by msgpack-c, read
 * by a bounded reader of our own, because msgpack_unpack believes the length an array header claims.
 */
#ifndef NNREG_CODEC_RECORD_H
#define NNREG_CODEC_RECORD_H

#include "base/bytes.h"
#include "records/fields.h"

/* Appends the record. What an earlier decode did not know is written again as it was. NNREG_NO_MEMORY. */
nnreg_status nnreg_record_encode(struct nnreg_bytes *out, const struct nnreg_table *table, const void *record,
                                 struct nnreg_error *error);

/*
 * Reads a record into zeroed memory of the table's size; on failure it is cleared again. A field that is not there
 * takes its initial value. NNREG_CORRUPT: no such record; the text says which field, at which byte. NNREG_UNSUPPORTED: a
 * word this library does not know. NNREG_NO_MEMORY.
 */
nnreg_status nnreg_record_decode(const struct nnreg_table *table, void *record, const void *content,
                                 size_t size, struct nnreg_error *error);

/*
 * The same for some of the fields only, those whose record numbers are bits of `wanted`: the others are passed over and
 * stay zero. For questions about a record; it may not be encoded again.
 */
nnreg_status nnreg_record_decode_only(const struct nnreg_table *table, void *record, uint64_t wanted,
                                      const void *content, size_t size, struct nnreg_error *error);

#endif
