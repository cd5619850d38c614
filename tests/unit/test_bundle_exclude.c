/* What is left out of a bundle by its name, as the description that lies with the model it describes. */
#include <check.h>
#include <string.h>

#include "base/alloc.h"
#include "case_bundle.h"
#include "case_text.h"
#include "nnreg.h"

/* Checks the common description with the bundle of `made`; the findings in lines. */
static void assert_findings(struct case_bundle *made, const char *expected)
{
    struct text json = TEXT_INIT, lines = TEXT_INIT;
    nnreg_findings *findings;

    text_description(&json);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    (void)case_bundle_check(made, findings, json.content, json.length);
    text_findings(&lines, findings, made->scratch.path);
    ck_assert_str_eq(lines.length > 0 ? lines.content : "", expected);
    nnreg_findings_free(findings);
    text_free(&lines);
    text_free(&json);
}

#define FILES "model classifier\ntext network.json d\ntext variables/notes v\ntext README r\n"

static const char *const added_as[] = {"", "pack stored\n", "pack top folders\n"};

START_TEST(a_file_of_a_folder_or_an_archive_is_left_out_by_its_name_there)
{
    struct case_bundle made;
    struct text lines = TEXT_INIT;

    text_format(&lines, FILES "%s", added_as[_i]);
    case_bundle_make(&made, lines.content, lines.length, NULL);
    assert_findings(&made, "warning bundle.unknown-file README\nwarning bundle.unknown-file network.json\n"
                           "warning bundle.unknown-file variables/notes\n");
    ck_assert_int_eq(nnreg_bundle_exclude(made.bundle, "network.json"), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_exclude(made.bundle, "variables/notes"), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_exclude(made.bundle, "nothing.json"), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_exclude(made.bundle, "notes"), NNREG_OK);
    assert_findings(&made, "warning bundle.unknown-file README\n");
    case_bundle_free(&made);
    text_free(&lines);
}
END_TEST

START_TEST(a_model_that_is_left_out_is_as_if_it_were_not_there)
{
    static const char lines[] = "model frozen\ntext assets/a a\n";
    struct case_bundle made;

    case_bundle_make(&made, lines, sizeof lines - 1, NULL);
    ck_assert_int_eq(nnreg_bundle_exclude(made.bundle, "saved_model.pb"), NNREG_OK);
    assert_findings(&made, "error bundle.model-missing (bundle)\n");
    case_bundle_free(&made);
}
END_TEST

START_TEST(links_and_fifos_are_left_out_and_folders_and_what_was_given_are_not)
{
    static const char lines[] = "model frozen\nlink assets/away /etc/passwd\nfifo assets/fifo\n"
                                "mkdir network.json\nfile x 1\ngiven x assets/x\n";
    struct case_bundle made;

    case_bundle_make(&made, lines, sizeof lines - 1, NULL);
    assert_findings(&made, "error bundle.not-regular assets/away\nerror bundle.not-regular assets/fifo\n"
                           "warning bundle.unknown-file network.json\n");
    ck_assert_int_eq(nnreg_bundle_exclude(made.bundle, "assets/away"), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_exclude(made.bundle, "assets/fifo"), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_exclude(made.bundle, "network.json"), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_exclude(made.bundle, "assets/x"), NNREG_OK);
    assert_findings(&made, "warning bundle.unknown-file network.json\n");
    case_bundle_free(&made);
}
END_TEST

START_TEST(without_a_name_or_memory_nothing_is_left_out_and_it_is_told)
{
    static const char lines[] = "model frozen\ntext README r\n";
    struct case_bundle made;
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    case_bundle_make(&made, lines, sizeof lines - 1, NULL);
    ck_assert_int_eq(nnreg_bundle_exclude(NULL, "README"), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_bundle_exclude(made.bundle, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_str_ne(nnreg_bundle_message(made.bundle), "");
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        if (n > 1)
            assert_findings(&made, "warning bundle.unknown-file README\n");
        nnreg_alloc_fail_from(n);
        status = nnreg_bundle_exclude(made.bundle, "README");
        nnreg_alloc_fail_from(0);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 2);
    ck_assert_str_eq(nnreg_bundle_message(made.bundle), "");
    assert_findings(&made, "");
    case_bundle_free(&made);
}
END_TEST

Suite *bundle_exclude_suite(void);
Suite *bundle_exclude_suite(void)
{
    Suite *suite = suite_create("bundle_exclude");
    TCase *exclude = tcase_create("exclude");

    tcase_add_loop_test(exclude, a_file_of_a_folder_or_an_archive_is_left_out_by_its_name_there, 0,
                        (int)(sizeof added_as / sizeof *added_as));
    tcase_add_test(exclude, a_model_that_is_left_out_is_as_if_it_were_not_there);
    tcase_add_test(exclude, links_and_fifos_are_left_out_and_folders_and_what_was_given_are_not);
    tcase_add_test(exclude, without_a_name_or_memory_nothing_is_left_out_and_it_is_told);
    suite_add_tcase(suite, exclude);
    return suite;
}
