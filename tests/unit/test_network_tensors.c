/*
 * The tensors that are kept with a network: what the list tells is what the model has, they are found by any spelling, what an
 * older library kept is told as far as it goes, and damage is told.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "registry/handle.h"
#include "damages.h"
#include "registry_fixture.h"
#include "store/keys.h"
#include "words_fixture.h"

Suite *network_tensors_suite(void);

static struct registry_fixture fixture;
static nnreg_tensors *tensors;

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

static void end(void)
{
    fixture_end(&fixture);
}

static nnreg_status list_of(uint64_t id)
{
    return nnreg_network_tensors(fixture.registry, &tensors, id);
}

static struct nnreg_tensor_info at(size_t i)
{
    struct nnreg_tensor_info tensor = NNREG_TENSOR_INFO_INIT;

    ck_assert_int_eq(nnreg_tensors_get(tensors, i, &tensor), NNREG_OK);
    return tensor;
}

/* "name type [shape]", "?" for what is not known; in a static buffer. */
static const char *shown(size_t i)
{
    static char text[500];
    struct nnreg_tensor_info tensor = at(i);
    int length = snprintf(text, sizeof text, "%s %s %s", tensor.name,
                          tensor.data_type != NULL ? tensor.data_type : "?", tensor.rank < 0 ? "?" : "["),
        k;

    for (k = 0; k < tensor.rank; k++)
        length += snprintf(text + length, sizeof text - (size_t)length, "%s%lld", k > 0 ? ", " : "",
                           (long long)tensor.shape[k]);
    (void)snprintf(text + length, sizeof text - (size_t)length, "%s", tensor.rank < 0 ? "" : "]");
    return text;
}

static const char *shown_of(const char *name)
{
    size_t i;

    ck_assert_msg(nnreg_tensors_find(tensors, &i, name) == NNREG_OK, "%s is not found", name);
    return shown(i);
}

/* What the registry keeps, in the place of what it has. */
struct putting {
    uint64_t id;
    struct nnreg_slice list;
};

static nnreg_status put_in_place(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct putting *putting = context;
    struct nnreg_key key;

    return nnreg_kv_put(txn, NNREG_KV_NETWORK_TENSORS, nnreg_key_u64(&key, putting->id), putting->list,
                        error);
}

static void keep_list(uint64_t id, const char *list, size_t size)
{
    struct putting putting = {id, {list, size}};

    ck_assert_int_eq(nnreg_kv_write(fixture.registry->kv, put_in_place, &putting, NULL), NNREG_OK);
}

/* ------------------------------------------------------------------------------------------------- what is told -- */

START_TEST(names_types_and_shapes_are_those_of_the_model)
{
    uint64_t id = fixture_add(&fixture, "n", 0);

    ck_assert_int_eq(list_of(id), NNREG_OK);
    ck_assert_uint_gt(nnreg_tensors_count(tensors), 20);
    ck_assert_str_eq(shown_of("input:0"), "input:0 DT_FLOAT [-1, 32, 32, 3]");
    ck_assert_str_eq(shown_of("probabilities"), "probabilities:0 DT_FLOAT ?");
    ck_assert_str_eq(shown_of("conv1/Relu"), "conv1/Relu:0 DT_FLOAT [-1, 16, 16, 8]");
    ck_assert_str_eq(shown_of("conv1/weights"), "conv1/weights:0 DT_FLOAT_REF [3, 3, 3, 8]");
    ck_assert_str_eq(shown_of("save/Const"), "save/Const:0 DT_STRING []");
    nnreg_tensors_free(tensors);
}
END_TEST

START_TEST(they_are_in_order_and_each_is_found_at_its_place)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    char node[300];
    size_t i, found;

    ck_assert_int_eq(list_of(id), NNREG_OK);
    for (i = 0; i < nnreg_tensors_count(tensors); i++) {
        ck_assert_int_eq(nnreg_tensors_find(tensors, &found, at(i).name), NNREG_OK);
        ck_assert_uint_eq(found, i);
        (void)snprintf(node, sizeof node, "%s", at(i).name);
        *strrchr(node, ':') = '\0';
        ck_assert_int_eq(nnreg_tensors_find(tensors, &found, node), NNREG_OK);
        ck_assert(found <= i && strncmp(at(found).name, node, strlen(node)) == 0);
    }
    ck_assert_int_eq(nnreg_tensors_find(tensors, &found, "inpu"), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_tensors_find(tensors, &found, "input:1"), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_tensors_find(tensors, &found, ""), NNREG_NOT_FOUND);
    nnreg_tensors_free(tensors);
}
END_TEST

static nnreg_status create_of(uint64_t *id, struct words *words, const char *nodes, const char *library,
                              const char *outputs)
{
    char json[600];

    (void)snprintf(
        json, sizeof json,
        "{'name': 'n', 'framework': 'tensorflow-1.x', 'preprocessing': {'inputs': [{'tensor_name': 'x', "
        "'image': {'dimension_order': 'NHWC', 'resize_type': 'SQUASH', 'target_size': '32x32', "
        "'color_channels': 'RGB'}}]}, 'postprocessings': [{'tensors_output': {'tensors': ['%s']}}]}",
        outputs);
    words_describe(words, json);
    words_add_model(words, nodes, library, "");
    return nnreg_network_create(fixture.registry, id, words->json, strlen(words->json), words->bundle, NULL,
                                words->findings);
}

/* How many tensors a call gives out is said by an attribute that this one lacks. */
START_TEST(a_call_of_as_many_outputs_as_nobody_says_has_one_tensor)
{
    struct words words;
    uint64_t id;
    size_t i;

    words_begin(&words);
    ck_assert_int_eq(
        create_of(&id, &words,
                  "x Placeholder dtype=DT_FLOAT shape=[-1,32,32,3]; c PartitionedCall x f=@f; y Relu c",
                  "library { function { signature { name: 'f' input_arg { name: 'p' type: DT_FLOAT } "
                  "output_arg { name: 'o' type: DT_FLOAT } } ret { key: 'o' value: 'p' } } } ",
                  "y"),
        NNREG_OK);
    ck_assert_int_eq(list_of(id), NNREG_OK);
    ck_assert_uint_eq(nnreg_tensors_count(tensors), 3);
    ck_assert_str_eq(shown_of("c"), "c:0 ? [-1, 32, 32, 3]");
    ck_assert_int_eq(nnreg_tensors_find(tensors, &i, "c:1"), NNREG_NOT_FOUND);
    nnreg_tensors_free(tensors);
    words_end(&words);
}
END_TEST

START_TEST(a_graph_without_nodes_has_no_tensor_to_name)
{
    struct words words;
    uint64_t id;

    words_begin(&words);
    ck_assert_int_eq(create_of(&id, &words, "", "", "y"), NNREG_REFUSED);
    ck_assert_str_eq(nnreg_findings_get(words.findings, 0)->rule, "model.tensor-missing");
    words_end(&words);
}
END_TEST

START_TEST(a_list_outlives_the_network_and_the_registry)
{
    uint64_t id = fixture_add(&fixture, "n", 0);

    ck_assert_int_eq(list_of(id), NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, NULL), NNREG_OK);
    fixture_reopen(&fixture, 0);
    ck_assert_str_eq(shown_of("input"), "input:0 DT_FLOAT [-1, 32, 32, 3]");
    nnreg_tensors_free(tensors);
    ck_assert_int_eq(list_of(id), NNREG_NOT_FOUND);
    ck_assert_ptr_null(tensors);
}
END_TEST

#define KEEP(text) keep_list(id, text, sizeof(text) - 1)

START_TEST(what_older_libraries_kept_is_told_as_far_as_it_goes)
{
    uint64_t id = fixture_add(&fixture, "n", 0);

    KEEP("\1\0\1a\2\0\1b\3"); /* names and numbers of outputs */
    ck_assert_int_eq(list_of(id), NNREG_OK);
    ck_assert_uint_eq(nnreg_tensors_count(tensors), 3);
    ck_assert_str_eq(shown(0), "a:0 ? ?");
    ck_assert_str_eq(shown(2), "b:1 ? ?");
    nnreg_tensors_free(tensors);
    KEEP("\2\0\1a\3\1\3\0\5\0\1b\2\1\1"); /* with shapes */
    ck_assert_int_eq(list_of(id), NNREG_OK);
    ck_assert_str_eq(shown(0), "a:0 ? [-1, 4]");
    ck_assert_str_eq(shown(1), "a:1 ? ?");
    ck_assert_str_eq(shown(2), "b:0 ? []");
    nnreg_tensors_free(tensors);
}
END_TEST

START_TEST(a_node_has_as_many_tensors_as_outputs_and_one_where_that_is_unknown)
{
    uint64_t id = fixture_add(&fixture, "n", 0);

    KEEP("\3\0\1a\1\0\0\1b\0\0\0\1c\14\1\1\2\7"); /* none; not known; eleven, with one type and shape */
    ck_assert_int_eq(list_of(id), NNREG_OK);
    ck_assert_uint_eq(nnreg_tensors_count(tensors), 12);
    ck_assert_str_eq(shown(0), "b:0 ? ?");
    ck_assert_str_eq(shown(1), "c:0 DT_FLOAT [6]");
    ck_assert_str_eq(shown_of("c:2"), "c:2 ? ?");
    ck_assert_str_eq(shown(11), "c:10 ? ?");
    nnreg_tensors_free(tensors);
}
END_TEST

START_TEST(a_network_without_a_graph_has_none)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    size_t i;

    KEEP("");
    ck_assert_int_eq(list_of(id), NNREG_OK);
    ck_assert_uint_eq(nnreg_tensors_count(tensors), 0);
    ck_assert_int_eq(nnreg_tensors_find(tensors, &i, "x"), NNREG_NOT_FOUND);
    nnreg_tensors_free(tensors);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- what is wrong -- */

static nnreg_status remove_list(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_key key;

    return nnreg_kv_remove(txn, NNREG_KV_NETWORK_TENSORS, nnreg_key_u64(&key, *(uint64_t *)context), error);
}

START_TEST(damage_is_told)
{
    uint64_t id = fixture_add(&fixture, "n", 0);

    KEEP("\3\0\1a\2\1\377\377\3\0"); /* a type that is none */
    ck_assert_int_eq(list_of(id), NNREG_CORRUPT);
    ck_assert_ptr_null(tensors);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "has a bad type"));
    ck_assert_int_eq(nnreg_kv_write(fixture.registry->kv, remove_list, &id, NULL), NNREG_OK);
    ck_assert_int_eq(list_of(id), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "list of tensors of network 1 is missing"));
}
END_TEST

START_TEST(a_list_with_a_bit_altered_is_told_by_its_network)
{
    uint64_t id = fixture_add(&fixture, "n", 0), spec = fixture_add_spec(&fixture, "s"), version;
    static const char told[] =
        "the entry 1 of the table \"network_tensors\" has changed: its checksum differs";
    char json[FIXTURE_JSON];
    size_t size = fixture_version_json(json, spec, id);

    damage(fixture.registry, fixture.dir, "flip network_tensors 1");
    ck_assert_int_eq(list_of(id), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), told));
    ck_assert_int_eq(nnreg_version_create(fixture.registry, &version, json, size, NULL, fixture.findings),
                     NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), told));
}
END_TEST

static char *put_varint(char *end, size_t number)
{
    for (; number >= 128; number >>= 7)
        *end++ = (char)(number | 128);
    *end++ = (char)number;
    return end;
}

/* A few bytes of a list can stand for millions of tensors. With long names there are fewer, which take as much memory in less time. */
START_TEST(a_list_beyond_the_limit_is_refused)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    enum { NODES = 200, NAME = 2000, BYTES = 12 };
    char *list = malloc(1 + NAME + NODES * BYTES), *end = list;
    unsigned i;

    *end++ = 3;
    for (i = 0; i < NODES; i++) { /* "a…aaa", "a…aab", …, of 65537 outputs each; a name shares what it can */
        size_t shared = i == 0 ? 0 : i % 26 != 0 ? NAME - 1 : NAME - 2, k;

        end = put_varint(end, shared);
        end = put_varint(end, NAME - shared);
        for (k = shared; k < NAME; k++)
            *end++ = (char)('a' + (k + 1 == NAME ? i % 26 : k + 2 == NAME ? i / 26 : 0));
        memcpy(end, "\201\200\4\0", 4);
        end += 4;
    }
    keep_list(id, list, (size_t)(end - list));
    free(list);
    ck_assert_int_eq(list_of(id), NNREG_LIMIT);
    ck_assert_ptr_null(tensors);
}
END_TEST

START_TEST(arguments_that_make_no_sense_are_refused)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    struct nnreg_tensor_info tensor = NNREG_TENSOR_INFO_INIT;
    size_t i = 7;

    ck_assert_int_eq(nnreg_network_tensors(fixture.registry, NULL, id), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_network_tensors(NULL, &tensors, id), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(list_of(id + 1), NNREG_NOT_FOUND);
    ck_assert_int_eq(list_of(id), NNREG_OK);
    ck_assert_int_eq(nnreg_tensors_get(tensors, nnreg_tensors_count(tensors), &tensor), NNREG_NOT_FOUND);
    ck_assert_ptr_null(tensor.name);
    ck_assert_int_eq(tensor.rank, -1);
    ck_assert_int_eq(nnreg_tensors_get(tensors, 0, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_tensors_get(NULL, 0, &tensor), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_tensors_find(NULL, &i, "input"), NNREG_INVALID_ARGUMENT);
    tensor.size = 0;
    ck_assert_int_eq(nnreg_tensors_get(tensors, 0, &tensor), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_tensors_find(tensors, NULL, "input"), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_tensors_find(tensors, &i, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_uint_eq(i, 0);
    nnreg_tensors_free(tensors);
    nnreg_tensors_free(NULL);
}
END_TEST

/* A caller that was compiled when the struct ended earlier. */
START_TEST(only_what_the_caller_knows_of_is_filled)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    struct nnreg_tensor_info tensor = {.size = offsetof(struct nnreg_tensor_info, data_type), .rank = 99};

    ck_assert_int_eq(list_of(id), NNREG_OK);
    ck_assert_int_eq(nnreg_tensors_get(tensors, 0, &tensor), NNREG_OK);
    ck_assert_ptr_nonnull(tensor.name);
    ck_assert_int_eq(tensor.rank, 99);
    nnreg_tensors_free(tensors);
}
END_TEST

START_TEST(a_failed_allocation_is_told_and_nothing_is_handed_out)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = list_of(id);
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || tensors == NULL);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 4);
    nnreg_tensors_free(tensors);
}
END_TEST

Suite *network_tensors_suite(void)
{
    Suite *suite = suite_create("network_tensors");
    TCase *told = tcase_create("told"), *wrong = tcase_create("wrong");

    tcase_add_checked_fixture(told, begin, end);
    tcase_add_test(told, names_types_and_shapes_are_those_of_the_model);
    tcase_add_test(told, they_are_in_order_and_each_is_found_at_its_place);
    tcase_add_test(told, a_call_of_as_many_outputs_as_nobody_says_has_one_tensor);
    tcase_add_test(told, a_graph_without_nodes_has_no_tensor_to_name);
    tcase_add_test(told, a_list_outlives_the_network_and_the_registry);
    tcase_add_test(told, what_older_libraries_kept_is_told_as_far_as_it_goes);
    tcase_add_test(told, a_node_has_as_many_tensors_as_outputs_and_one_where_that_is_unknown);
    tcase_add_test(told, a_network_without_a_graph_has_none);
    suite_add_tcase(suite, told);
    tcase_add_checked_fixture(wrong, begin, end);
    tcase_add_test(wrong, damage_is_told);
    tcase_add_test(wrong, a_list_with_a_bit_altered_is_told_by_its_network);
    tcase_add_test(wrong, a_list_beyond_the_limit_is_refused);
    tcase_add_test(wrong, arguments_that_make_no_sense_are_refused);
    tcase_add_test(wrong, only_what_the_caller_knows_of_is_filled);
    tcase_add_test(wrong, a_failed_allocation_is_told_and_nothing_is_handed_out);
    suite_add_tcase(suite, wrong);
    return suite;
}
