/* Reading a backup whole, and naming what is damaged in it. */
#ifndef NNREG_TOOLS_BACKUP_VERIFY_H
#define NNREG_TOOLS_BACKUP_VERIFY_H

#include "run.h"

/* Opens the backup in `dir` read-only, and looks at pages, history and files. Returns the exit status. */
int backup_verify(struct run *run, const char *dir);

#endif
