/*
 * A suite in a child process of its own, with all of its tests in that one process (NNREG_FORK=suite). What watches over a
 * process costs then once for each suite: AddressSanitizer looks for leaks at the end of a process, and a test by itself may be a
 * hundred times faster than that. A child that is ended by a test, or hangs in it, is told by the test's name, and the next
 * suite begins in a new one.
 */
#ifndef NNREG_TESTS_SUITE_CHILD_H
#define NNREG_TESTS_SUITE_CHILD_H

#include <check.h>
#include <stdbool.h>

/* Whether that is asked for. CK_FORK=no, which leaves nothing to fork, is heard first. */
bool suite_child_is_wanted(void);

/*
 * Runs the suite, and adds the number of its tests that were begun to *ran. Whether all of them passed and the child ended well.
 */
bool suite_child_run(int *ran, const char *topic, Suite *(*make)(void));

#endif
