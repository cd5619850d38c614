/* The proof that nobody has touched the history: nnreg log --verify. */
#ifndef NNREG_TOOLS_LOG_VERIFY_H
#define NNREG_TOOLS_LOG_VERIFY_H

#include <nnreg.h>

#include "run.h"

/* Follows the chain of hashes, and prints how far it holds. Returns the exit status. */
int log_verify(struct run *run, nnreg *registry);

#endif
