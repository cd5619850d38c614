/* Public networks: slugs, in both directions, kept with the records and the counts. */
#ifndef NNREG_REGISTRY_PUBLIC_H
#define NNREG_REGISTRY_PUBLIC_H

#include "registry/objects.h"

/* NNREG_CORRUPT: the tables do not have the network as public by the slug of its record, or as private without one. */
nnreg_status nnreg_slug_check(const struct nnreg_network *network, struct nnreg_kv_txn *txn,
                              struct nnreg_error *error);

/* NNREG_CONFLICT, with a text that names the slug, for a network that is public. */
nnreg_status nnreg_refuse_public(const struct nnreg_network *network, struct nnreg_kv_txn *txn,
                                 struct nnreg_error *error);

/* The id of a public network. NNREG_NOT_FOUND with a text that names the slug. */
nnreg_status nnreg_slug_find(uint64_t *id, struct nnreg_kv_txn *txn, const char *slug,
                             struct nnreg_error *error);

#endif
