/* The version of the library in use, against the version of the header. */
#include <check.h>
#include <nnreg.h>
#include <stdio.h>

START_TEST(the_library_says_the_version_of_its_header)
{
    char expected[64];

    snprintf(expected, sizeof(expected), "%d.%d.%d", NNREG_VERSION_MAJOR, NNREG_VERSION_MINOR,
             NNREG_VERSION_PATCH);
    ck_assert_str_eq(nnreg_library_version(), expected);
    ck_assert_int_eq(NNREG_VERSION_NUMBER / 10000, NNREG_VERSION_MAJOR);
    ck_assert_int_eq(NNREG_VERSION_NUMBER / 100 % 100, NNREG_VERSION_MINOR);
    ck_assert_int_eq(NNREG_VERSION_NUMBER % 100, NNREG_VERSION_PATCH);
}
END_TEST

Suite *version_suite(void);
Suite *version_suite(void)
{
    Suite *suite = suite_create("version");
    TCase *tests = tcase_create("version");

    tcase_add_test(tests, the_library_says_the_version_of_its_header);
    suite_add_tcase(suite, tests);
    return suite;
}
