/*
 * The unit tests as one program: runs every suite of suites.h, or the one that the environment variable NNREG_SUITE
 * names. Exit status 0 when at least one test ran and none failed.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit/suites.h"

#define DECLARE(topic) Suite *topic##_suite(void);
NNREG_TEST_SUITES(DECLARE)
#undef DECLARE

static const struct {
    const char *topic;
    Suite *(*make)(void);
} suites[] = {
#define ROW(topic) {#topic, topic##_suite},
    NNREG_TEST_SUITES(ROW)
#undef ROW
};

int main(void)
{
    const char *only = getenv("NNREG_SUITE");
    SRunner *runner = srunner_create(NULL);
    size_t i;
    int ran;
    int failed;

    for (i = 0; i < sizeof(suites) / sizeof(suites[0]); i++)
        if (only == NULL || *only == '\0' || strcmp(only, suites[i].topic) == 0)
            srunner_add_suite(runner, suites[i].make());
    srunner_run_all(runner, CK_NORMAL);
    ran = srunner_ntests_run(runner);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    if (ran == 0)
        fprintf(stderr, "no test ran: is NNREG_SUITE=%s a suite of suites.h?\n", only == NULL ? "" : only);
    return ran > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
