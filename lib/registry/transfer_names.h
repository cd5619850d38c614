/*
 * A network as its description may have named its tensors: by keys of signatures, where its record has such. A library that did
 * not keep the tensor beside the key has stored just that, and the two records are one network.
 */
#ifndef NNREG_REGISTRY_TRANSFER_NAMES_H
#define NNREG_REGISTRY_TRANSFER_NAMES_H

#include "base/status.h"
#include "records/network.h"

/* Borrows all but its lists from the network that it was made of. Freed with nnreg_keyed_network_free, as a zeroed one can be. */
struct nnreg_keyed_network {
    struct nnreg_network network;
    struct nnreg_preprocessing preprocessing;
    struct nnreg_postprocessing *outputs;
    struct nnreg_tensors_output *lists;      /* one for each output, used or not */
    struct nnreg_standard_output *standards; /* the same */
    char **names;                            /* of all lists */
};

/* NNREG_NO_MEMORY: then there is nothing to free. */
nnreg_status nnreg_keyed_network_make(struct nnreg_keyed_network *keyed, const struct nnreg_network *network,
                                      struct nnreg_error *error);
void nnreg_keyed_network_free(struct nnreg_keyed_network *keyed);

#endif
