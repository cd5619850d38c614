/* The variables of real models, and of bundles made to be wrong, against what another reader found in them. */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "formats/dtype.h"
#include "inspect_fixture.h"

static struct bundle bundle;
static struct verdict verdict;

static void set_up(void)
{
    memset(&bundle, 0, sizeof bundle);
    memset(&verdict, 0, sizeof verdict);
}

static void tear_down(void)
{
    verdict_free(&verdict);
    bundle_free(&bundle);
}

static json_t *load_expected(const char *folder)
{
    char path[4096];
    json_t *expected;

    snprintf(path, sizeof path, "%s/EXPECTED.json", folder);
    expected = json_load_file(path, 0, NULL);
    ck_assert_msg(expected != NULL, "%s", path);
    return expected;
}

static size_t parsed_count(void)
{
    size_t i, count = 0;

    for (i = 0; i < verdict.checkpoint.count; i++)
        count += verdict.checkpoint.variables[i].parsed;
    return count;
}

START_TEST(every_made_bundle_gets_its_verdict)
{
    const char *models = models_folder(), *name;
    char folder[4096], path[4096 + 128];
    size_t count = 0;
    json_t *expected, *item;

    if (models == NULL)
        return;
    snprintf(folder, sizeof folder, "%s/_synthetic", models);
    expected = load_expected(folder);
    json_object_foreach(expected, name, item)
    {
        const char *wanted = json_string_value(json_object_get(item, "expect"));
        const json_t *entries = json_object_get(item, "n_entries");
        nnreg_severity severity = strcmp(wanted, "ok") == 0        ? NNREG_SEVERITY_OFF
                                  : strcmp(wanted, "warning") == 0 ? NNREG_SEVERITY_WARNING
                                                                   : NNREG_SEVERITY_ERROR;

        snprintf(path, sizeof path, "%s/%.100s", folder, name);
        bundle_free(&bundle);
        bundle_load(&bundle, path, "variables");
        count++;
        if (bundle.index.bytes == NULL) { /* what files there are is judged elsewhere */
            ck_assert_str_eq(name, "bad_index_missing");
            continue;
        }
        verdict_again(&verdict, &bundle, 2);
        ck_assert_msg(verdict_worst(&verdict) == severity, "%s: %s\n%s", name, wanted,
                      verdict_text(&verdict));
        if (json_is_integer(entries))
            ck_assert_msg(parsed_count() == (size_t)json_integer_value(entries), "%s: %zu entries", name,
                          parsed_count());
    }
    ck_assert_uint_ge(count, 39);
    json_decref(expected);
}
END_TEST

static void compare_entry(const char *model, json_t *entry, const struct nnreg_variable *variable)
{
    const struct nnreg_checkpoint *checkpoint = &verdict.checkpoint;
    json_t *shape = json_object_get(entry, "shape");
    char crc[16];
    size_t i;

    ck_assert_msg(variable != NULL, "%s: %s", model, json_string_value(json_object_get(entry, "key")));
    ck_assert_str_eq(nnreg_dtype_name(variable->dtype), json_string_value(json_object_get(entry, "dtype")));
    ck_assert_int_eq(variable->shard, json_integer_value(json_object_get(entry, "shard")));
    ck_assert_int_eq(variable->offset, json_integer_value(json_object_get(entry, "offset")));
    ck_assert_int_eq(variable->size, json_integer_value(json_object_get(entry, "size")));
    ck_assert_uint_eq(variable->rank, json_array_size(shape));
    for (i = 0; i < variable->rank; i++)
        ck_assert_int_eq(nnreg_variable_dims(checkpoint, variable)[i],
                         json_integer_value(json_array_get(shape, i)));
    snprintf(crc, sizeof crc, "%08x", (unsigned)variable->crc);
    ck_assert_str_eq(crc, json_string_value(json_object_get(entry, "crc32c_masked")));
}

static void compare_variables(const char *model, json_t *variables)
{
    const struct nnreg_checkpoint *checkpoint = &verdict.checkpoint;
    json_t *header = json_object_get(variables, "header"), *entries = json_object_get(variables, "entries"),
           *entry;
    const char *compressed =
        json_string_value(json_array_get(json_object_get(variables, "compressed_blocks"), 0));
    size_t i, right = 0;

    ck_assert_int_eq(checkpoint->shard_count, json_integer_value(json_object_get(header, "num_shards")));
    ck_assert_int_eq(checkpoint->producer, json_integer_value(json_object_get(header, "producer")));
    ck_assert_int_eq(checkpoint->min_consumer, json_integer_value(json_object_get(header, "min_consumer")));
    ck_assert_int_eq(checkpoint->big_endian,
                     strcmp(json_string_value(json_object_get(header, "endianness")), "BIG") == 0);
    ck_assert_int_eq(checkpoint->table.snappy_blocks > 0, strcmp(compressed, "snappy") == 0);
    ck_assert_int_eq(checkpoint->count, json_integer_value(json_object_get(variables, "n_entries")));
    json_array_foreach(entries, i, entry)
    {
        json_t *key = json_object_get(entry, "key");

        compare_entry(model, entry,
                      nnreg_checkpoint_find(checkpoint, json_string_value(key), json_string_length(key)));
        right += json_is_true(json_object_get(entry, "crc_ok"));
    }
    ck_assert_msg(verdict.crc.tensors == right, "%s: %zu right checksums\n%s", model, right,
                  verdict_text(&verdict));
}

/* Bytes missing, too many, or shared by two: as many problems as the other reader had, and none where it had none. */
static void compare_problems(const char *model, json_t *variables)
{
    size_t missing = json_array_size(json_object_get(variables, "missing_shards"));
    size_t all = json_array_size(json_object_get(variables, "problems"));

    ck_assert_msg((verdict.problems.count == 0) == (all == 0), "%s:\n%s", model, verdict_text(&verdict));
    ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_SHARD_MISSING), missing);
    ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_ENTRY_BOUNDS), all - missing);
    ck_assert_uint_eq(verdict.problems.count, all);
}

START_TEST(the_facts_of_real_models_are_those_of_another_reader)
{
    const char *models = models_folder(), *name;
    char path[4096];
    size_t count = 0, checksums = 0;
    json_t *expected, *model;

    if (models == NULL)
        return;
    expected = load_expected(models);
    json_object_foreach(expected, name, model)
    {
        json_t *variables = json_object_get(model, "variables");

        if (!json_is_object(variables))
            continue;
        snprintf(path, sizeof path, "%s/%s/variables", models, name);
        bundle_free(&bundle);
        bundle_load(&bundle, path, "variables");
        verdict_again(&verdict, &bundle, 2);
        compare_variables(name, variables);
        compare_problems(name, variables);
        count++;
        checksums += verdict.crc.tensors;
    }
    json_decref(expected);
    printf("%zu models, %zu checksums\n", count, checksums);
    ck_assert_uint_ge(count, 67);
}
END_TEST

START_TEST(real_checkpoints_are_sound)
{
    static const char *const checkpoints[][2] = {
        {"bundle_checkpoint", "bundle_checkpoint"},
        {"embedding_ckpt", "embedding.ckpt"},
        {"mnist_ckpt_SNAPPY", "model.ckpt-46900"},
        {"old_string_tensors", "foo"},
        {"session_bundle_v2", "export"},
        {"table_legacy", "table_legacy_saveable_object"},
    };
    const char *models = models_folder();
    char path[4096];
    size_t i;

    for (i = 0; models != NULL && i < sizeof checkpoints / sizeof checkpoints[0]; i++) {
        snprintf(path, sizeof path, "%s/_checkpoints/%s", models, checkpoints[i][0]);
        bundle_free(&bundle);
        bundle_load(&bundle, path, checkpoints[i][1]);
        verdict_again(&verdict, &bundle, 1);
        verdict_sound(&verdict);
        ck_assert_uint_gt(verdict.crc.tensors, 0);
    }
}
END_TEST

Suite *variables_real_suite(void);

Suite *variables_real_suite(void)
{
    Suite *suite = suite_create("variables_real");
    TCase *real = tcase_create("real models");

    tcase_add_checked_fixture(real, set_up, tear_down);
    tcase_set_timeout(real, 300);
    tcase_add_test(real, every_made_bundle_gets_its_verdict);
    tcase_add_test(real, the_facts_of_real_models_are_those_of_another_reader);
    tcase_add_test(real, real_checkpoints_are_sound);
    suite_add_tcase(suite, real);
    return suite;
}
