/*
 * Records of objects, and the lists of tensors beside them, behind a checksum (codec/seal.h): since format version 4. A registry of
 * an older version is written to without, as who made it reads no other. Decoding looks at the seal by itself.
 */
#ifndef NNREG_REGISTRY_SEALING_H
#define NNREG_REGISTRY_SEALING_H

#include "base/bytes.h"
#include "records/fields.h"
#include "store/kv.h"

/* Appends a record as this registry keeps it. */
nnreg_status nnreg_sealed_encode(struct nnreg_bytes *out, struct nnreg_kv_txn *txn,
                                 const struct nnreg_table *table, const void *record,
                                 struct nnreg_error *error);
/* The same for content that is no record. */
nnreg_status nnreg_sealed_put(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, uint64_t id,
                              struct nnreg_slice content, struct nnreg_error *error);
/* … and back: NNREG_CORRUPT: its checksum differs. NNREG_NOT_FOUND, without a text. */
nnreg_status nnreg_sealed_get(struct nnreg_slice *content, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                              uint64_t id, struct nnreg_error *error);

/* Whether this registry has checksums. */
nnreg_status nnreg_sealing_applies(bool *applies, struct nnreg_kv_txn *txn, struct nnreg_error *error);
/* Whether an entry has no checksum in a registry that has them. NNREG_NOT_FOUND, without a text. */
nnreg_status nnreg_sealing_is_missing(bool *missing, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                                      uint64_t id, struct nnreg_error *error);
/* What is wrong with the seal of a record that decodes; NULL: nothing. */
const char *nnreg_sealing_wrong(const struct nnreg_table *table, struct nnreg_slice value);

/* Whether nothing that can be sealed is without a seal: what a registry whose version is lost may be. */
nnreg_status nnreg_sealing_is_whole(bool *whole, struct nnreg_kv_txn *txn, struct nnreg_error *error);

/* Seals all that has none, for an upgrade. NNREG_CORRUPT: a key that is no id. */
nnreg_status nnreg_sealing_upgrade(struct nnreg_kv_txn *txn, struct nnreg_error *error);

#endif
