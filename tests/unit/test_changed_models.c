/*
 * The models of the cases in text form with their fields removed, doubled, exchanged and changed at random (fuzz/fuzz_mutate.h): what
 * nobody who wrote an operation's rule had in mind. Whatever comes of it, a check has a verdict, the same one each time, and so
 * have a draft and an inspection.
 */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "case_text.h"
#include "fuzz/fuzz_mutate.h"
#include "nnreg.h"
#include "store_fixture.h"

#define SHARES   16 /* tests, as a process for each model takes longer than what it does */
#define CHANGES  4  /* of each model; NNREG_TEST_COMPLETE (make faults) tries more */
#define COMPLETE 300

static struct dirent **folders;
static int folder_count;

static int has_text_model(const struct dirent *entry)
{
    char path[1400];

    (void)snprintf(path, sizeof path, "%s/%s/saved_model.pbtxt", cases_folder(), entry->d_name);
    return entry->d_name[0] != '.' && access(path, R_OK) == 0;
}

static nnreg_status judge(struct text *found, nnreg_findings *findings, nnreg_bundle *bundle,
                          const struct text *description)
{
    nnreg_status status = nnreg_check(findings, description->content, description->length, bundle, NULL);

    text_findings(found, findings, NULL);
    ck_assert_int_eq(status,
                     nnreg_findings_worst(findings) == NNREG_SEVERITY_ERROR ? NNREG_REFUSED : NNREG_OK);
    return status;
}

static void look_otherwise(nnreg_findings *findings, nnreg_bundle *bundle)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_status status;
    char *json;

    call.flags = NNREG_INSPECT_TENSORS | NNREG_INSPECT_COST;
    ck_assert_int_eq(nnreg_inspect(&json, findings, bundle, &call), NNREG_OK);
    nnreg_free(json);
    status = nnreg_draft(&json, findings, bundle);
    ck_assert_msg(status == NNREG_OK || status == NNREG_REFUSED, "a draft's status is %d", status);
    nnreg_free(json);
}

/* `told`: the folder and the number of the change, for who has to find it. */
static void judge_changed(const struct text *model, const struct text *description, const char *told)
{
    struct text first = TEXT_INIT, second = TEXT_INIT;
    nnreg_findings *findings;
    nnreg_bundle *bundle;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, model->content, model->length, "saved_model.pbtxt"),
                     NNREG_OK);
    (void)judge(&first, findings, bundle, description);
    look_otherwise(findings, bundle);
    (void)judge(&second, findings, bundle, description);
    ck_assert_msg(strcmp(first.content, second.content) == 0, "%s: two verdicts differ", told);
    nnreg_bundle_free(bundle);
    nnreg_findings_free(findings);
    text_free(&first);
    text_free(&second);
}

static void change_model(const char *folder, unsigned number, unsigned changes)
{
    struct text model = TEXT_INIT, description = TEXT_INIT, changed;
    char told[300];
    unsigned i;

    ck_assert(case_load(&model, folder, "saved_model.pbtxt"));
    if (!case_load(&description, folder, "description.json"))
        text_description(&description);
    for (i = 0; i < changes; i++) {
        changed = (struct text){malloc(2 * model.length + 4096), 0, 2 * model.length + 4096};
        ck_assert_ptr_nonnull(changed.content);
        memcpy(changed.content, model.content, model.length);
        changed.length = mutate_text(changed.content, model.length, changed.room, number * COMPLETE + i);
        (void)snprintf(told, sizeof told, "tests/cases/%s, change %u", folder, i);
        judge_changed(&changed, &description, told);
        free(changed.content);
    }
    text_free(&model);
    text_free(&description);
}

START_TEST(a_model_changed_at_random_has_a_verdict)
{
    unsigned changes = getenv("NNREG_TEST_COMPLETE") != NULL ? COMPLETE : CHANGES;
    int i, shares = fixture_thins() ? 4 * SHARES : SHARES;

    for (i = _i; i < folder_count; i += shares)
        change_model(folders[i]->d_name, (unsigned)i, changes);
}
END_TEST

START_TEST(what_is_changed_is_the_same_each_time_and_can_be_read)
{
    const char text[] =
        "node { name: \"a\" op: \"Relu\" input: \"x\" attr { key: \"T\" value { type: DT_FLOAT } } }";
    char first[400], second[400];
    unsigned seed, others = 0;
    size_t size;

    for (seed = 0; seed < 500; seed++) {
        memcpy(first, text, sizeof text - 1);
        memcpy(second, text, sizeof text - 1);
        size = mutate_text(first, sizeof text - 1, sizeof first, seed);
        ck_assert_uint_eq(mutate_text(second, sizeof text - 1, sizeof second, seed), size);
        ck_assert_uint_le(size, sizeof first);
        ck_assert_mem_eq(first, second, size);
        others += size != sizeof text - 1 || memcmp(first, text, size) != 0;
    }
    ck_assert_uint_gt(others, 200);
}
END_TEST

Suite *changed_models_suite(void);
Suite *changed_models_suite(void)
{
    Suite *suite = suite_create("changed_models");
    TCase *models = tcase_create("models");

    if (folders == NULL)
        folder_count = scandir(cases_folder(), &folders, has_text_model, alphasort);
    tcase_add_test(models, what_is_changed_is_the_same_each_time_and_can_be_read);
    tcase_add_loop_test(models, a_model_changed_at_random_has_a_verdict, 0, SHARES);
    suite_add_tcase(suite, models);
    return suite;
}
