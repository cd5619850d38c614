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

/*
 * Gives all that the heap has and does not use back to the system, as in a process that did nothing yet: who takes it again
 * waits for the system at each page. Where nothing is known of the heap, nothing.
 */
void heap_give_back(void);

/* From now on this process keeps all that was freed, so that nobody waits for it a second time. Never ends; for a child. */
void heap_keep(void);

#endif
