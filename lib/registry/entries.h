/*
 * Whether an entry of an index fits the record that it leads to. A list by an index would otherwise give a wrong answer
 * without a word: a network under a name that it does not have, or a version of another spec.
 */
#ifndef NNREG_REGISTRY_ENTRIES_H
#define NNREG_REGISTRY_ENTRIES_H

#include "registry/objects.h"

/*
 * Holds a key of one of the kind's tables against the record that it leads to (of which id, update_date, what the table
 * is an index of, and the slug are read). NNREG_CORRUPT, with a text that says what disagrees with what.
 */
nnreg_status nnreg_entry_check(const struct nnreg_object_kind *kind, enum nnreg_kv_table table,
                               struct nnreg_slice key, const void *record, struct nnreg_error *error);

/* NNREG_CORRUPT: an entry leads to an object that is not there. */
nnreg_status nnreg_entry_leads_nowhere(const struct nnreg_object_kind *kind, enum nnreg_kv_table table,
                                       uint64_t id, struct nnreg_error *error);

/* Loads the task of a network, which must be there and say that it is that network's. */
nnreg_status nnreg_task_of(struct nnreg_task *task, struct nnreg_kv_txn *txn,
                           const struct nnreg_network *network, struct nnreg_error *error);

#endif
