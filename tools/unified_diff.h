/*
 * Two texts as a unified diff, as patch(1) and git-apply(1) take it. Made for texts that differ in a few places: where they do, the
 * next line that they share is looked for near by. What comes out is right for any two texts, if not the shortest.
 */
#ifndef NNREG_TOOLS_UNIFIED_DIFF_H
#define NNREG_TOOLS_UNIFIED_DIFF_H

#include "buffer.h"

/* Adds what makes `from` of the file at `path` to `to`; nothing when they are the same. */
void unified_diff_add(struct buffer *text, const char *path, const struct buffer *from,
                      const struct buffer *to);

#endif
