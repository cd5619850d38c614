/*
 * Writing a mended description in the place of the one that was read: whole, or not at all, and only if that is what is still
 * there.
 */
#ifndef NNREG_TOOLS_FIX_WRITE_H
#define NNREG_TOOLS_FIX_WRITE_H

#include "buffer.h"
#include "run.h"

/*
 * `path` may be a symbolic link: its target is replaced, and keeps its mode, and its owner where that may be given. Returns
 * STATUS_DONE, or the exit status after having said why not: then nothing was written.
 */
int fix_write(struct run *run, const char *path, const struct buffer *was, const struct buffer *mended);

#endif
