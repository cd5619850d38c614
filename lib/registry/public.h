/* Public networks: slugs, in both directions, kept with the records and the counts. */
#ifndef NNREG_REGISTRY_PUBLIC_H
#define NNREG_REGISTRY_PUBLIC_H

#include "registry/objects.h"

/* NNREG_CONFLICT, with a text that names the slug, for a network that is public. */
nnreg_status nnreg_refuse_public(const struct nnreg_network *network, struct nnreg_kv_txn *txn,
                                 struct nnreg_error *error);

#endif
