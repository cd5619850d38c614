/*
 * Upgrading a registry to the format of this library, step by step: from each version to the next, each in a transaction of its own
 * that makes what is new and writes the version, with an event. So a registry is of the one version or of the other, whatever
 * process is killed when; and what a step has done is not done again.
 *
 * Who has a registry open goes by the version that it was opened with, and a library that does not know the new one must not write to
 * it. Therefore a step needs the registry for its process alone (NNREG_KV_RIGHT_ALONE); handles of the same process go on, since
 * they read in each transaction what there is.
 *
 * The steps stay for good: every later library opens what an earlier one has made, writes to it as it is, and can upgrade it.
 */
#ifndef NNREG_REGISTRY_UPGRADE_H
#define NNREG_REGISTRY_UPGRADE_H

#include "store/kv.h"

/* Makes of a registry of one version one of the next, but for the version and the features. */
typedef nnreg_status nnreg_upgrade_step(struct nnreg_kv_txn *txn, struct nnreg_error *error);

/* The step from a version that is older than this library's. */
nnreg_upgrade_step *nnreg_upgrade_step_from(unsigned version);

#endif
