/* The operands of `nnreg check`: which of them make one check together. */
#ifndef NNREG_TOOLS_CHECK_OPERANDS_H
#define NNREG_TOOLS_CHECK_OPERANDS_H

#include "checks.h"
#include "run.h"

/* Fills the list of checks, each with its operands. Returns STATUS_DONE or, after having said why not, STATUS_USAGE. */
int split_operands(struct run *run, struct checks *checks);

/* Finds the descriptions of checks that are given a folder alone. What hinders one is left in its failure. */
void find_descriptions(struct run *run, struct checks *checks);

#endif
