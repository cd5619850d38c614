/*
 * The key under which one slice of a partitioned tensor is stored.
 */
#ifndef MW_SLICE_KEY_H
#define MW_SLICE_KEY_H

#include "protoenc.h"

/* Appends the key of the slice that takes length[i] (-1: all) from start[i] in each of the rank dimensions. */
void mw_slice_key(struct mw_buf *out, const char *name, int rank, const int64_t *start,
                  const int64_t *length);

#endif
