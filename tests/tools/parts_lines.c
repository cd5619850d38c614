/*
 * Command lines and what they are answered, one by one, in a small registry.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

/* What a line says, in the world as it is at first, which none of them changes. */
START_TEST(a_line_is_answered)
{
    static const struct {
        const char *line;
        int status;
        const char *said;
    } rows[] = {
        {"-r reg set 1 --description @nowhere", 3, "nowhere"},
        {"-r reg set 1 --name x --if-update-date -1", 2, "is no time"},
        {"-r reg set 1 --name x --if-update-date 2026-13-01", 2, "is no time"},
        {"-r reg add -", 2, "an operand is missing"},
        {"-r reg diff nosuch 1", 3, "nosuch"},
        {"-r reg diff x! 1", 2, "x!"},
        {"-r reg export x! 1 -o a.zip", 2, "x!"},
        {"-r reg export nosuch 1 -o a.zip", 3, "nosuch"},
        {"-r reg export 1 -o - --replace", 0, "PK"},
        {"-r reg export 1 -o model --replace", 1, "is no regular file, and is not replaced"},
        {"-r reg import q.zip --severity nosuch=off", 2, "nosuch"},
        {"-r reg show nosuch 1", 3, "nosuch"},
        {"-r reg rm nosuch 1", 3, "nosuch"},
        {"-r reg --json rm --dry-run 1 77", 3, "77"},
        {"-r reg --json rm --dry-run 77", 3, "77"},
        {"-r reg task show x 1", 2, "is no id"},
        {"-r reg task ls --status pendinx", 2, "is none of pending|success|error"},
        {"-r reg tensors 1 nosuch*", 0, "no tensor matches"},
        {"-r reg spec add model", 1, "cannot read \"model\": it is a folder"},
        {"-r reg ls --cursor x --digest y", 2, "\"y\" is no digest"},
        {"-r reg ls --framework tensorflow-1.x --digest y", 2, "\"y\" is no digest"},
        {"-r reg backup b --bwlimit 99999999999999", 2, "is no rate"},
        {"-r reg --json version add empty.json --spec 1 --network 1", 1, "missing-field"},
        {"-r reg --json set 1 --metadata @twice.json", 1, "json.duplicate-key"},
        {"-r reg set 1 --metadata @twice.json", 1, "[json.duplicate-key]"},
        {"-r reg version add --from-object misspelt.json --spec 1 --network 1", 1, "spec_di"},
        {"check --config spec.json net.json", 2, "there is no member"},
        {"help shwo", 2, "did you mean \"show\"?"},
        {"rules json.duplicate-key", 0, "(error, cannot be set)"},
        {"rules json.duplicate-key", 0, "source: RFC 8259, section 4"},
        {"--json inspect model --cost --tensors", 0, "\"tensors\":["},
    };
    struct buffer twice = {0};
    size_t i;

    /* More than the thousand findings that are kept: what there are more of is told without a place. */
    buffer_put(&twice, "{\"a\":1");
    for (i = 0; i < 1001; i++)
        buffer_put(&twice, ",\"a\":1");
    buffer_put(&twice, "}");
    parts_write_file("twice.json", buffer_text(&twice));
    buffer_free(&twice);
    parts_write_file("empty.json", "{}");
    parts_write_file("misspelt.json",
                     "{\"spec_di\": 9, \"spec_id\": 9, \"network_id\": 9, \"post_processings\": "
                     "[{\"classification\": {\"output_tensor\": \"probabilities\"}}]}");
    parts_must("-q -r reg export 1 -o q.zip");
    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        parts_says(rows[i].line, rows[i].status, rows[i].said);
    parts_says("-r reg ls -q", 0, "1  n");
}
END_TEST

/* With -q a line says nothing that went well. */
static void says_nothing(const char *line)
{
    struct buffer out = {0};

    ck_assert_msg(parts_run(&out, line) == 0, "%s: %s", line, buffer_text(&out));
    parts_is(&out, "");
}

START_TEST(a_copy_is_made_in_silence)
{
    says_nothing("-q -r reg export 1 -o q.zip");
    says_nothing("-q verify q.zip");
    says_nothing("-q -r other init");
    parts_must("-q -r other import q.zip");
    parts_says("-r other show 1", 0, "framework");
}
END_TEST

START_TEST(what_is_shown_has_its_form)
{
    char description[2048];

    parts_write_file("one.json", "{\"name\": \"s\", \"outputs\": [{\"labels\": {\"labels\": [{\"id\": 1, "
                                 "\"name\": \"a\"}], \"exclusive\": true, \"roi\": \"NONE\"}}]}");
    parts_must("-r reg spec add one.json");
    parts_says("-r reg spec show 2", 0, "1 label,");
    snprintf(description, sizeof description, "{\"description\": \"two\\n\\nlines\", %s", parts_network + 1);
    parts_write_file("two.json", description);
    parts_must("-r reg add two.json model");
    parts_says("-r reg show 4", 0, "two\n\n");
    /* Metadata may be what a description is, too. */
    parts_must("-r reg set 1 --metadata @net.json");
    parts_says("-r reg --json show 1", 0, "\"metadata\": {\"name\": \"n\"");
}
END_TEST

START_TEST(a_dry_run_counts_what_it_would_free)
{
    char path[64], number[16];
    size_t i;

    ck_assert_int_eq(system("cp -r model more && mkdir more/assets.extra"), 0);
    for (i = 0; i < 20; i++) {
        snprintf(path, sizeof path, "more/assets.extra/%zu", i);
        snprintf(number, sizeof number, "%zu\n", i);
        parts_write_file(path, number);
    }
    parts_must("-r reg add net.json more");
    parts_says("-r reg rm --dry-run 4", 0, "would remove");
}
END_TEST

Suite *parts_lines_suite(void)
{
    Suite *suite = suite_create("lines");
    TCase *tests = tcase_create("lines");

    tcase_add_checked_fixture(tests, parts_make_world, parts_remove_world);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_line_is_answered);
    tcase_add_test(tests, a_copy_is_made_in_silence);
    tcase_add_test(tests, what_is_shown_has_its_form);
    tcase_add_test(tests, a_dry_run_counts_what_it_would_free);
    suite_add_tcase(suite, tests);
    return suite;
}
