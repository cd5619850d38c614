/* Which registry a command works on, and opening it with a message that says how to go on. */
#ifndef NNREG_TOOLS_REGISTRY_DIR_H
#define NNREG_TOOLS_REGISTRY_DIR_H

#include <nnreg.h>

#include "buffer.h"
#include "run.h"

/*
 * -r, else $NNREG_DIR, else $XDG_DATA_HOME/nnreg, else ~/.local/share/nnreg. Returns STATUS_DONE, or the exit status
 * after having said that there is none of these.
 */
int registry_dir_find(struct run *run, struct buffer *dir);

/* Whether neither -r nor $NNREG_DIR has named it. */
bool registry_dir_is_default(const struct run *run);

/*
 * Opens it. `flags` as nnreg_open takes them. Returns STATUS_DONE, or the exit status after having said why not; then
 * `*registry` is NULL.
 */
int registry_dir_open(struct run *run, nnreg **registry, unsigned flags);

/* Opens it for writing, or where that is not allowed to this user, for reading. As registry_dir_open. */
int registry_dir_open_as_may_be(struct run *run, nnreg **registry);

/* Makes the registry in `dir`. As registry_dir_open. */
int registry_dir_create(struct run *run, nnreg **registry, const char *dir, unsigned flags);

#endif
