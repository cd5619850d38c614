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

static void judge(struct text *found, nnreg_findings *findings, nnreg_bundle *bundle,
                  const struct text *description)
{
    nnreg_status status = nnreg_check(findings, description->content, description->length, bundle, NULL);

    text_findings(found, findings, NULL);
    ck_assert_int_eq(status,
                     nnreg_findings_worst(findings) == NNREG_SEVERITY_ERROR ? NNREG_REFUSED : NNREG_OK);
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

/* The findings of a check; what else looks at the model ends as it promises. */
static void judge_model(struct text *found, const struct text *model, const struct text *description)
{
    nnreg_findings *findings;
    nnreg_bundle *bundle;

    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, model->content, model->length, "saved_model.pbtxt"),
                     NNREG_OK);
    judge(found, findings, bundle, description);
    look_otherwise(findings, bundle);
    nnreg_bundle_free(bundle);
    nnreg_findings_free(findings);
}

static void load_case(struct text *model, struct text *description, const char *folder)
{
    ck_assert(case_load(model, folder, "saved_model.pbtxt"));
    if (!case_load(description, folder, "description.json"))
        text_description(description);
}

static void change_model(const char *folder, unsigned number, unsigned changes)
{
    struct text model = TEXT_INIT, description = TEXT_INIT, changed;
    unsigned i;

    load_case(&model, &description, folder);
    for (i = 0; i < changes; i++) {
        struct text first = TEXT_INIT, second = TEXT_INIT;

        changed = (struct text){malloc(2 * model.length + 4096), 0, 2 * model.length + 4096};
        ck_assert_ptr_nonnull(changed.content);
        memcpy(changed.content, model.content, model.length);
        changed.length = mutate_text(changed.content, model.length, changed.room, number * COMPLETE + i);
        judge_model(&first, &changed, &description);
        judge_model(&second, &changed, &description);
        ck_assert_msg(strcmp(first.content, second.content) == 0, "tests/cases/%s, change %u: two verdicts",
                      folder, i);
        text_free(&first);
        text_free(&second);
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

START_TEST(what_is_changed_is_the_same_each_time)
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

/* ----------------------------------------------------------------------------------------- behind another graph -- */

/* As a model has it that was written for training and for serving: numbers that are counted in a model are not those of a graph. */
static const char training[] =
    "meta_graphs { meta_info_def { tags: 'train' tensorflow_version: '2.9.3' } graph_def { library {"
    " function { signature { name: 'f_one' } } function { signature { name: 'f_two' } }"
    " function { signature { name: 'f_three' } } } versions { producer: 440 } } } ";

/* What is about the graphs that a model has, and how they are tagged. */
static bool is_about_graphs(const char *folder)
{
    static const char *const rules[] = {"model.no-graph.", "model.no-serve-tag.", "model.same-tags."};
    size_t i = 0;

    while (i < sizeof rules / sizeof *rules && strncmp(folder, rules[i], strlen(rules[i])) != 0)
        i++;
    return i < sizeof rules / sizeof *rules || strstr(folder, "train-and-serve") != NULL;
}

START_TEST(a_graph_for_training_in_front_changes_no_verdict)
{
    int i;

    for (i = _i; i < folder_count; i += SHARES) {
        struct text model = TEXT_INIT, description = TEXT_INIT, both = TEXT_INIT, alone = TEXT_INIT,
                    behind = TEXT_INIT;
        const char *folder = folders[i]->d_name;

        if (is_about_graphs(folder))
            continue;
        load_case(&model, &description, folder);
        text_put(&both, training, sizeof training - 1);
        text_put(&both, model.content, model.length);
        judge_model(&alone, &model, &description);
        judge_model(&behind, &both, &description);
        ck_assert_msg(strcmp(alone.content, behind.content) == 0,
                      "tests/cases/%s:\n%sand behind another:\n%s", folder, alone.content, behind.content);
        text_free(&model);
        text_free(&description);
        text_free(&both);
        text_free(&alone);
        text_free(&behind);
    }
}
END_TEST

Suite *changed_models_suite(void);
Suite *changed_models_suite(void)
{
    Suite *suite = suite_create("changed_models");
    TCase *models = tcase_create("models");

    if (folders == NULL)
        folder_count = scandir(cases_folder(), &folders, has_text_model, alphasort);
    tcase_add_test(models, what_is_changed_is_the_same_each_time);
    tcase_add_loop_test(models, a_model_changed_at_random_has_a_verdict, 0, SHARES);
    tcase_add_loop_test(models, a_graph_for_training_in_front_changes_no_verdict, 0, SHARES);
    suite_add_tcase(suite, models);
    return suite;
}
