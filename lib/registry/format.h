/*
 * The format of a registry: its version, features and settings, written when it is made, and held against what this library
 * knows, and against the tables, whenever it is opened.
 */
#ifndef NNREG_REGISTRY_FORMAT_H
#define NNREG_REGISTRY_FORMAT_H

#include <stdbool.h>

#include "store/kv.h"

/* What a registry has in it from its first moment; for nnreg_kv_options. `context`: a bool, mutable-description. */
nnreg_status nnreg_format_write(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error);

/*
 * NNREG_UNSUPPORTED: another version, or a feature that is not known. NNREG_CORRUPT: a setting is missing or makes no sense; or
 * an object or event is there that a counter says has never been made. Whatever is missing here was there once.
 */
nnreg_status nnreg_format_check(struct nnreg_kv_txn *txn, struct nnreg_error *error);

/*
 * What can change while the registry is open, by this process or another: so it is read in the transaction that goes by it.
 * NNREG_UNSUPPORTED: a version that this library does not know.
 */
nnreg_status nnreg_format_version(unsigned *version, struct nnreg_kv_txn *txn, struct nnreg_error *error);
/* Whether updates of networks may change their description. */
nnreg_status nnreg_format_mutable_description(bool *allowed, struct nnreg_kv_txn *txn,
                                              struct nnreg_error *error);

/*
 * What a version that cannot be read has been, or can be from now on: the one whose features are noted, where its tables are there;
 * else that of the tables.
 */
nnreg_status nnreg_format_of_rest(unsigned *version, struct nnreg_kv_txn *txn, struct nnreg_error *error);
/* The newest version whose tables are all there, with what is in them as that version has it. */
nnreg_status nnreg_format_of_tables(unsigned *version, struct nnreg_kv_txn *txn, struct nnreg_error *error);

/* Writes the version and its features. */
nnreg_status nnreg_format_put(struct nnreg_kv_txn *txn, unsigned version, struct nnreg_error *error);

/* The same for NNREG_OPEN_DAMAGED: what is NNREG_CORRUPT to the other is passed over. */
nnreg_status nnreg_format_check_damaged(struct nnreg_kv_txn *txn, struct nnreg_error *error);

/* Gives the registry another identity: cursors of lists that were given before are for none then. */
nnreg_status nnreg_format_write_identity(struct nnreg_kv_txn *txn, struct nnreg_error *error);

#endif
