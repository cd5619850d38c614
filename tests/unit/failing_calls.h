/*
 * Calls of other libraries that fail: the linker puts ours in front of them (--wrap, in tests/local.mk). For what neither
 * base/alloc.h nor base/fsio.h is in front of: LMDB, libcrypto, threads, random bytes, address space.
 */
#ifndef NNREG_TESTS_FAILING_CALLS_H
#define NNREG_TESTS_FAILING_CALLS_H

#include <stdbool.h>

/*
 * From now on, of the calls whose names begin with `name`, the n-th (from 1) fails with `code`, unmade, as such a call does: LMDB's
 * and those of threads return it, others set errno to it, and libcrypto's say no more than that.
 */
void failing_calls_arm(const char *name, unsigned n, int code);
/* The same, and so does each one behind it. */
void failing_calls_arm_on(const char *name, unsigned n, int code);
/* Ends it. Whether one was made to fail; *name (may be NULL): which, static. */
bool failing_calls_failed(const char **name);

#endif
