/* The versions of specs and of networks: bookkeeping of a write transaction. */
#ifndef NNREG_REGISTRY_VERSIONS_H
#define NNREG_REGISTRY_VERSIONS_H

#include "registry/events.h"

/* Enters a version in the indexes by spec and by network, or takes it out. */
nnreg_status nnreg_version_index(struct nnreg_kv_txn *txn, const struct nnreg_version *version, bool add,
                                 struct nnreg_error *error);

/* Changes the current version of a spec that was read (0: none), with an event. */
nnreg_status nnreg_spec_set_current(struct nnreg_event_writer *events, const struct nnreg_spec *spec,
                                    uint64_t version_id, struct nnreg_error *error);

/*
 * The ids of the versions in one of the two indexes under `id`, in order; at most `most` of them (0: all). An owned
 * array, freed with nnreg_free; NULL for none.
 */
nnreg_status nnreg_versions_of(uint64_t **versions, size_t *count, struct nnreg_kv_txn *txn,
                               enum nnreg_kv_table index, uint64_t id, size_t most,
                               struct nnreg_error *error);

#endif
