/*
 * The command's own parts, one by one: what no command line reaches, or only a model or a registry that nobody makes. The
 * program has all objects of the command in it, and this main in the place of its own (--wrap).
 */
#include <check.h>
#include <stdlib.h>

#include "parts.h"

int __wrap_main(void);

int __wrap_main(void)
{
    SRunner *runner = srunner_create(parts_json_suite());
    int failed;

    srunner_add_suite(runner, parts_report_suite());
    srunner_add_suite(runner, parts_text_suite());
    srunner_add_suite(runner, parts_stat_suite());
    srunner_add_suite(runner, parts_command_suite());
    srunner_add_suite(runner, parts_lines_suite());
    srunner_add_suite(runner, parts_library_suite());
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
