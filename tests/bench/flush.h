/*
 * A device whose flush is dear: while it is asked for, each flush of this program, and of the libraries it uses, takes at
 * least a millisecond, as on a disk without a cache that survives a power cut. fsync, fdatasync, syncfs, msync and writes
 * through a descriptor of synchronous writes are this program's own; rivals call the same.
 */
#ifndef BENCH_FLUSH_H
#define BENCH_FLUSH_H

#include <stdbool.h>

#define FLUSH_DEAR 1e-3 /* seconds */

/* From now on, in all threads. Children that are forked inherit it. */
void flush_make_dear(bool dear);

/* Seconds that a small write and its flush take in a folder, the median of some; negative if none can be made. */
double flush_time(const char *folder);

#endif
