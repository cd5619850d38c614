/*
 * How much heap a piece of work takes at its peak: malloc and its kin are this program's own, so that what libraries
 * take counts as well. Needs glibc, and no sanitizer, which has a malloc of its own.
 */
#ifndef BENCH_HEAP_H
#define BENCH_HEAP_H

#include <stdbool.h>
#include <stddef.h>

/* Whether heap can be counted in this program. */
bool heap_counts(void);

/* Counts from 0 on, for all threads. What was allocated before must not be freed before heap_end. */
void heap_begin(void);

/* The most bytes that were allocated at one time since heap_begin. */
size_t heap_end(void);

#endif
