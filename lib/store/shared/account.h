/* The entries of the three tables, each read and written in the transaction of whoever asks. */
#ifndef NNREG_STORE_SHARED_ACCOUNT_H
#define NNREG_STORE_SHARED_ACCOUNT_H

#include "base/digest.h"
#include "store/blobs.h"
#include "store/keys.h"
#include "store/objects.h"

/* An object: of which file, and which one. As a key of the intents and of the trash it is these bytes. */
struct nnreg_shared_id {
    unsigned char digest[NNREG_SHA256_SIZE];
    unsigned char suffix[NNREG_OBJECT_SUFFIX];
};

/* "DIGEST/SUFFIX", in hexadecimal. */
void nnreg_shared_name(char out[NNREG_OBJECT_NAME], const struct nnreg_shared_id *id);
/* The same back; false: it is none. */
bool nnreg_shared_name_read(struct nnreg_shared_id *id, const char *name);
/* A new suffix. */
nnreg_status nnreg_shared_suffix(unsigned char suffix[NNREG_OBJECT_SUFFIX], struct nnreg_error *error);

/* Where a stored file is. NNREG_NOT_FOUND, without a text: it is none. NNREG_CORRUPT. */
nnreg_status nnreg_shared_find(struct nnreg_shared_id *id, uint64_t *size, struct nnreg_kv_txn *txn,
                               const unsigned char digest[NNREG_SHA256_SIZE], struct nnreg_error *error);
nnreg_status nnreg_shared_put(struct nnreg_kv_txn *txn, const struct nnreg_shared_id *id, uint64_t size,
                              struct nnreg_error *error);

/* An entry of the tables of times: NNREG_KV_OBJECT_INTENTS, NNREG_KV_OBJECT_TRASH. */
nnreg_status nnreg_shared_time_put(struct nnreg_kv_txn *txn, enum nnreg_kv_table table,
                                   const struct nnreg_shared_id *id, int64_t time, struct nnreg_error *error);
/* NNREG_NOT_FOUND, without a text. */
nnreg_status nnreg_shared_time(int64_t *time, struct nnreg_kv_txn *txn, enum nnreg_kv_table table,
                               const struct nnreg_shared_id *id, struct nnreg_error *error);
/* Whatever was there. */
nnreg_status nnreg_shared_time_remove(struct nnreg_kv_txn *txn, enum nnreg_kv_table table,
                                      const struct nnreg_shared_id *id, struct nnreg_error *error);
/* Both of an entry that is met by a walk. NNREG_CORRUPT. */
nnreg_status nnreg_shared_time_read(struct nnreg_shared_id *id, int64_t *time, struct nnreg_slice key,
                                    struct nnreg_slice value, struct nnreg_error *error);

#endif
