/* A table from the hash of a state to what became of it. */
#ifndef NNREG_TESTS_CRASH_OUTCOMES_H
#define NNREG_TESTS_CRASH_OUTCOMES_H

#include "explore.h"

/* The place of a key; *known: whether it was there before. It stays until the table is freed. */
struct verdict **outcome_at(struct outcomes *outcomes, uint64_t key, bool *known);

#endif
