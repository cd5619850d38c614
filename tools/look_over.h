/* Looking a registry over, which `fsck` does, and `backup --verify` with a backup. */
#ifndef NNREG_TOOLS_LOOK_OVER_H
#define NNREG_TOOLS_LOOK_OVER_H

#include <stdbool.h>
#include <stdint.h>

#include "run.h"
#include "severity.h"

struct look_over {
    bool quick;    /* stored files are not read */
    bool repair;   /* what can be is mended */
    bool backup;   /* it is one: not written to, so no damage is noted in it, either */
    uint64_t rate; /* bytes of files a second; 0: no limit */
    struct severities severities;
};

/* Looks over the backup in `dir`, or the registry there, which is the run's (registry_dir_find), and prints what it finds. Returns the exit status. */
int look_over(struct run *run, const char *dir, const struct look_over *how);

#endif
