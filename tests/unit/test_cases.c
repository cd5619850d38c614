/*
 * The fixtures of the rules: a folder of tests/cases each, named RULE.accepts or RULE.rejects with an optional variant
 * behind a dot. tests/cases/README.md says what is in one.
 */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "case_bundle.h"
#include "case_registry.h"
#include "case_text.h"
#include "nnreg.h"

static struct dirent **folders;
static int folder_count;

/* NNREG_CASE: only the folders that have this in their names; the catalogue's own tests (CK_RUN_CASE) want all. */
static int is_case(const struct dirent *entry)
{
    const char *only = getenv("NNREG_CASE");

    return (only == NULL || strstr(entry->d_name, only) != NULL) && entry->d_name[0] != '.' &&
           strchr(entry->d_name, '.') != NULL && strstr(entry->d_name, ".json") == NULL &&
           strcmp(entry->d_name, "README.md") != 0;
}

/* A description, the folder's own or the common one, and its bundle, if there is one. */
struct judging {
    struct text description;
    struct case_bundle bundle;
    bool has_bundle;
    bool drafts; /* a draft of the bundle is made instead: the folder has a file "draft" */
    nnreg_findings *findings;
};

static void begin_judging(struct judging *judging, const char *folder)
{
    struct text lines = TEXT_INIT, marker = TEXT_INIT;
    char own[1400];

    *judging = (struct judging){.description = TEXT_INIT};
    if (!case_load(&judging->description, folder, "description.json"))
        text_description(&judging->description);
    judging->has_bundle = case_load(&lines, folder, "bundle");
    judging->drafts = case_load(&marker, folder, "draft");
    (void)snprintf(own, sizeof own, "%s/%s", cases_folder(), folder);
    if (judging->has_bundle)
        case_bundle_make(&judging->bundle, lines.content, lines.length, own);
    ck_assert_int_eq(nnreg_findings_new(&judging->findings, NULL, 0), NNREG_OK);
    text_free(&lines);
    text_free(&marker);
}

static nnreg_status judge_once(struct judging *judging)
{
    const struct text *description = &judging->description;
    nnreg_status status;
    char *json;

    if (judging->drafts) {
        status = nnreg_draft(&json, judging->findings, judging->bundle.bundle);
        if (status == NNREG_OK)
            nnreg_free(json);
        return status;
    }
    return judging->has_bundle
               ? case_bundle_check(&judging->bundle, judging->findings, description->content,
                                   description->length)
               : nnreg_check(judging->findings, description->content, description->length, NULL, NULL);
}

/* What a verdict is: its findings, and the status that goes with them. */
static void tell_verdict(struct text *found, const struct judging *judging, nnreg_status status)
{
    bool refused = !judging->drafts && nnreg_findings_worst(judging->findings) == NNREG_SEVERITY_ERROR;

    text_findings(found, judging->findings, judging->has_bundle ? judging->bundle.scratch.path : NULL);
    ck_assert_int_eq(status, refused ? NNREG_REFUSED : NNREG_OK);
}

static void end_judging(struct judging *judging)
{
    nnreg_findings_free(judging->findings);
    if (judging->has_bundle)
        case_bundle_free(&judging->bundle);
    text_free(&judging->description);
}

static void judge_description(struct text *found, const char *folder)
{
    struct judging judging;

    begin_judging(&judging, folder);
    tell_verdict(found, &judging, judge_once(&judging));
    end_judging(&judging);
}

/* An export, which is proved. */
static bool judge_export(struct text *found, const char *folder)
{
    nnreg_findings *findings;
    char path[1400];
    nnreg_status status;

    (void)snprintf(path, sizeof path, "%s/%s/export.zip", cases_folder(), folder);
    if (access(path, R_OK) != 0)
        return false;
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    status = nnreg_export_verify(findings, path, NULL, NULL);
    ck_assert_int_eq(status,
                     nnreg_findings_worst(findings) == NNREG_SEVERITY_ERROR ? NNREG_REFUSED : NNREG_OK);
    text_findings(found, findings, NULL);
    nnreg_findings_free(findings);
    return true;
}

static void judge(struct text *found, const char *folder)
{
    if (!judge_export(found, folder) && !case_registry_judge(found, folder))
        judge_description(found, folder);
}

/* Where the two differ, by lines, for people. */
static void tell_difference(const char *folder, const char *expected, const char *found)
{
    fprintf(stderr, "tests/cases/%s:\n", folder);
    while (*expected != '\0' || *found != '\0') {
        int a = (int)strcspn(expected, "\n"), b = (int)strcspn(found, "\n");

        if (a == b && strncmp(expected, found, (size_t)a) == 0) {
            fprintf(stderr, "    %.*s\n", a, expected);
        } else {
            if (*expected != '\0')
                fprintf(stderr, "  - %.*s\n", a, expected);
            if (*found != '\0')
                fprintf(stderr, "  + %.*s\n", b, found);
        }
        expected += a + (expected[a] == '\n');
        found += b + (found[b] == '\n');
    }
}

START_TEST(a_case_gives_exactly_the_findings_it_expects)
{
    const char *folder = folders[_i]->d_name;
    struct text expected = TEXT_INIT, found = TEXT_INIT;

    ck_assert_msg(case_load(&expected, folder, "expected"), "tests/cases/%s has no file \"expected\"",
                  folder);
    judge(&found, folder);
    if (strcmp(expected.content, found.content) != 0) {
        tell_difference(folder, expected.content, found.content);
        ck_abort_msg("tests/cases/%s: the findings (+) are not those expected (-)", folder);
    }
    text_free(&expected);
    text_free(&found);
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- no memory -- */

static bool is_export(const char *folder)
{
    char path[1400];

    (void)snprintf(path, sizeof path, "%s/%s/export.zip", cases_folder(), folder);
    return access(path, R_OK) == 0;
}

/* From the n-th allocation on there is none; and then there is again. */
static void judge_without_memory(struct judging *judging, const char *folder, uint64_t n,
                                 const struct text *expected)
{
    struct text found = TEXT_INIT;
    nnreg_status status;

    nnreg_alloc_fail_from(n);
    status = judge_once(judging);
    nnreg_alloc_fail_from(0);
    if (status == NNREG_NO_MEMORY) {
        ck_assert_str_eq(nnreg_findings_message(judging->findings), "out of memory");
        status = judge_once(judging);
    }
    tell_verdict(&found, judging, status);
    ck_assert_msg(strcmp(found.content, expected->content) == 0,
                  "tests/cases/%s: no memory from allocation %ju on", folder, (uintmax_t)n);
    text_free(&found);
}

/* Allocations that are tried, spread over all that a verdict takes; NNREG_TEST_COMPLETE (make faults): each of them. */
#define TRIES 6

static void judge_without_some_memory(const char *folder, unsigned number)
{
    uint64_t n, count, step, seed = number * UINT64_C(0x9e3779b97f4a7c15);
    struct text expected = TEXT_INIT;
    struct judging judging;

    begin_judging(&judging, folder);
    nnreg_alloc_fail_from(0);
    tell_verdict(&expected, &judging, judge_once(&judging));
    count = nnreg_alloc_count();
    step = getenv("NNREG_TEST_COMPLETE") != NULL || count < TRIES ? 1 : count / TRIES;
    for (n = 1 + (seed >> 33) % step; n <= count; n += step)
        judge_without_memory(&judging, folder, n, &expected);
    end_judging(&judging);
    text_free(&expected);
}

/* In so many tests, as a process for each folder takes longer than what it does. */
#define SHARES 32

START_TEST(a_verdict_for_which_memory_fails_is_none_and_the_next_is_whole)
{
    int i, step = fixture_thins() ? 8 : 1; /* of neighbours, which are alike, one */

    for (i = _i * step; i < folder_count; i += SHARES * step)
        if (!is_export(folders[i]->d_name) && !case_registry_is_one(folders[i]->d_name))
            judge_without_some_memory(folders[i]->d_name, (unsigned)i);
}
END_TEST

/* --------------------------------------------------------------------------------------------------- the catalogue -- */

/* The rule a folder is named after, and whether it rejects; NULL: it is named after none. */
static const struct nnreg_rule_info *rule_of(const char *folder, bool *rejects)
{
    const struct nnreg_rule_info *rule;
    size_t i;

    for (i = 0; (rule = nnreg_rule_get(i)) != NULL; i++) {
        size_t length = strlen(rule->id);
        const char *rest = folder + length;

        if (strncmp(folder, rule->id, length) != 0)
            continue;
        *rejects = strncmp(rest, ".rejects", 8) == 0;
        if ((*rejects || strncmp(rest, ".accepts", 8) == 0) && (rest[8] == '\0' || rest[8] == '.'))
            return rule;
    }
    return NULL;
}

static bool has_case(const char *rule, bool rejects)
{
    int i;

    for (i = 0; i < folder_count; i++) {
        bool this_rejects = false;
        const struct nnreg_rule_info *of = rule_of(folders[i]->d_name, &this_rejects);

        if (of != NULL && strcmp(of->id, rule) == 0 && this_rejects == rejects)
            return true;
    }
    return false;
}

START_TEST(every_rule_has_a_case_it_accepts_and_one_it_rejects)
{
    const struct nnreg_rule_info *rule;
    size_t i, missing = 0;

    for (i = 0; (rule = nnreg_rule_get(i)) != NULL; i++) {
        bool accepts = has_case(rule->id, false), rejects = has_case(rule->id, true);

        if (!accepts || !rejects) {
            fprintf(stderr, "there is no folder tests/cases/%s.%s\n", rule->id,
                    accepts ? "rejects" : "accepts");
            missing++;
        }
    }
    ck_assert_msg(missing == 0, "%zu rules are without a case", missing);
    ck_assert_uint_gt(i, 30);
}
END_TEST

START_TEST(every_case_is_named_after_a_rule_and_is_about_it)
{
    int i;

    for (i = 0; i < folder_count; i++) {
        const char *folder = folders[i]->d_name;
        struct text expected = TEXT_INIT;
        const struct nnreg_rule_info *rule;
        bool rejects = false;
        char wanted[80];

        rule = rule_of(folder, &rejects);
        ck_assert_msg(rule != NULL, "tests/cases/%s is not named RULE.accepts or RULE.rejects", folder);
        ck_assert(case_load(&expected, folder, "expected"));
        (void)snprintf(wanted, sizeof wanted, " %s ", rule->id);
        ck_assert_msg((strstr(expected.content, wanted) != NULL) == rejects,
                      "tests/cases/%s: a finding of the rule %s", folder,
                      rejects ? "is missing" : "is expected");
        text_free(&expected);
    }
}
END_TEST

Suite *cases_suite(void);
Suite *cases_suite(void)
{
    Suite *suite = suite_create("cases");
    TCase *cases = tcase_create("cases"), *memory = tcase_create("memory"),
          *catalogue = tcase_create("catalogue");

    if (folders == NULL)
        folder_count = scandir(cases_folder(), &folders, is_case, alphasort);
    tcase_add_loop_test(cases, a_case_gives_exactly_the_findings_it_expects, 0,
                        folder_count > 0 ? folder_count : 0);
    suite_add_tcase(suite, cases);
    tcase_add_loop_test(memory, a_verdict_for_which_memory_fails_is_none_and_the_next_is_whole, 0, SHARES);
    suite_add_tcase(suite, memory);
    tcase_add_test(catalogue, every_rule_has_a_case_it_accepts_and_one_it_rejects);
    tcase_add_test(catalogue, every_case_is_named_after_a_rule_and_is_about_it);
    suite_add_tcase(suite, catalogue);
    return suite;
}
