/*
 * The frameworks there are, in the order of their words (records/vocab.h), and which of them a description and a bundle are
 * for.
 */
#ifndef NNREG_JUDGE_FRAMEWORKS_H
#define NNREG_JUDGE_FRAMEWORKS_H

#include "bundle/framework.h"

/* By the value of a network's field; what a record or a description can have is always one. */
const struct nnreg_framework *nnreg_framework_at(int value);
const char *nnreg_framework_word(const struct nnreg_framework *framework);

/* The framework that is meant where nothing says which: the first. */
const struct nnreg_framework *nnreg_framework_default(void);

/*
 * The framework by which a network is judged: the one that the description names; where it names none, the first whose
 * model the bundle has; where it has none, the default. Both may be NULL.
 */
const struct nnreg_framework *nnreg_framework_of(const struct nnreg_network *network,
                                                 const struct nnreg_bundle_files *files);

/* nnreg_bundle_list for all frameworks. */
nnreg_status nnreg_frameworks_list(struct nnreg_bundle_files *files, const nnreg_bundle *bundle,
                                   struct nnreg_error *error);

/* A pattern of the tensor names of all frameworks, without anchors. NULL: no memory. Freed by the caller. */
char *nnreg_frameworks_names(void);

/*
 * The seam for a framework that exists in tests only: adds one under a word of its own, or takes all added ones away. Both
 * must stay until then. Not while another thread is in the library.
 */
void nnreg_frameworks_add(const struct nnreg_framework *framework, const char *word);
void nnreg_frameworks_forget(void);

#endif
