/* The digest of a network: one sum for all of its files. */
#ifndef NNREG_REGISTRY_NETWORK_DIGEST_H
#define NNREG_REGISTRY_NETWORK_DIGEST_H

#include "records/network.h"

/*
 * Computes the digest from the network's `files` and `framework`; nothing else of the record is looked at. It is not stored,
 * so that networks of registries of every age have one. NNREG_NO_MEMORY.
 */
nnreg_status nnreg_network_digest_compute(nnreg_digest digest, const struct nnreg_network *network,
                                          struct nnreg_error *error);

/* The same in memory of so many bytes, which the number of files alone decides. Cannot fail. */
size_t nnreg_network_digest_room(const struct nnreg_network *network);
void nnreg_network_digest_make(nnreg_digest digest, const struct nnreg_network *network, void *room);

#endif
