/* What is taken out of each run, to see that it is missed: see mutations.c. */
#ifndef NNREG_TESTS_CRASH_MUTATIONS_H
#define NNREG_TESTS_CRASH_MUTATIONS_H

#include "explore.h"

/* Takes each sync out of the run, and each order that it has, and remembers whether that lost anything. */
void mutations_of_run(struct disk *disk, const struct exploring *how, uint64_t most,
                      struct outcomes *outcomes);

/* The table of them. False: one was never noticed, and `all` operations were tried. */
bool mutations_print(bool all);

#endif
