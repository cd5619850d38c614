/*
 * Lambda layers in keras_metadata.pb: which object is one, what it is called, whether its code is in the file, and what of a
 * file that is damaged can be told.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_bundle.h"
#include "case_text.h"
#include "nnreg.h"
#include "protoenc.h"
#include "words_fixture.h"

Suite *keras_lambdas_suite(void);

static struct mw_buf file;
static struct words words;

static void begin(void)
{
    words_begin(&words);
}

static void end(void)
{
    words_end(&words);
    mw_buf_free(&file);
}

/* An object of the file, whose JSON has '"' written "'". */
static void put_object(const char *json)
{
    size_t mark = mw_pb_begin(&file), i;
    char text[3000];

    (void)snprintf(text, sizeof text, "%s", json);
    for (i = 0; text[i] != '\0'; i++)
        if (text[i] == '\'')
            text[i] = '"';
    mw_pb_varint(&file, 2, 1);
    mw_pb_string(&file, 5, text);
    mw_pb_end(&file, 1, mark);
}

static const char *told(void)
{
    return words_told(&words, "model.keras-lambda", 0);
}

static const char *told_of_file(void)
{
    ck_assert_int_eq(nnreg_bundle_add_memory(words.bundle, file.data, file.size, "keras_metadata.pb"),
                     NNREG_OK);
    return told();
}

#define LAMBDA(config) "{'class_name': 'Lambda', 'config': {" config "}}"
#define ONE(name)      "the Keras layer " name " is a Lambda: "
#define SEVERAL(names) "the Keras layers " names " are Lambdas: "
#define RUNS           "keras.models.load_model runs Python code from this file; model servers do not read it; "
#define CALLS \
    "keras.models.load_model calls a Python function that this file names; model servers do not read it; "
#define CANNOT "what keras.models.load_model runs cannot be told: the file "

START_TEST(a_lambda_is_told_by_its_name_and_by_where_its_code_is)
{
    static const struct {
        const char *object[6];
        const char *told;
    } rows[] = {
        {{LAMBDA("'name': 'f'")}, ONE("\"f\"") RUNS},
        {{LAMBDA("'name': 'f', 'function_type': 'lambda'")}, ONE("\"f\"") RUNS},
        {{LAMBDA("'name': 'f', 'function_type': 'function'")}, ONE("\"f\"") CALLS},
        {{LAMBDA("'name': 'f', 'function_type': 'raw'")}, ONE("\"f\"") CALLS},
        {{LAMBDA("'name': 'f', 'function_type': 1")}, ONE("\"f\"") RUNS},
        {{LAMBDA("'name': 'f', 'function_type': 'raw', 'output_shape_type': 'raw'")}, ONE("\"f\"") CALLS},
        {{LAMBDA("'name': 'f', 'function_type': 'raw', 'output_shape_type': 'lambda'")}, ONE("\"f\"") RUNS},
        {{LAMBDA("'name': 'f'"), LAMBDA("'name': 'g', 'function_type': 'function'")},
         ONE("\"f\"") RUNS ONE("\"g\"") CALLS},
        /* its name */
        {{"{'class_name': 'Lambda', 'name': 'f', 'config': {}}"}, ONE("\"f\"") RUNS},
        {{"{'class_name': 'Lambda', 'name': 'f', 'config': {'name': 'g'}}"}, ONE("\"g\"") RUNS},
        {{"{'class_name': 'Lambda', 'name': 'f', 'config': 'g'}"}, ONE("\"f\"") RUNS},
        {{"{'class_name': 'Lambda', 'name': 'f', 'function_type': 'raw'}"}, ONE("\"f\"") CALLS},
        {{LAMBDA("")}, ONE("\"?\"") RUNS},
        {{LAMBDA("'name': 1")}, ONE("\"?\"") RUNS},
        {{LAMBDA("'name': ''")}, ONE("\"\"") RUNS},
        /* each once, and no more than three by their names */
        {{LAMBDA("'name': 'f'"), LAMBDA("'name': 'f'")}, ONE("\"f\"") RUNS},
        {{LAMBDA("'name': 'f'"), "{'layers': [" LAMBDA("'name': 'g'") ", " LAMBDA("'name': 'f'") "]}"},
         SEVERAL("\"f\", \"g\"") RUNS},
        {{LAMBDA("'name': 'a'"), LAMBDA("'name': 'b'"), LAMBDA("'name': 'c'"), LAMBDA("'name': 'd'"),
          LAMBDA("'name': 'e'")},
         SEVERAL("\"a\", \"b\", \"c\" and 2 more") RUNS},
        /* none */
        {{"{'class_name': 'Dense', 'config': {'name': 'f'}}"}, ""},
        {{"{'class_name': 1}"}, ""},
        {{"{'name': 'Lambda'}"}, ""},
        {{"'Lambda'"}, ""},
        {{"{}"}, ""},
        {{NULL}, ""},
        /* what is no JSON hides nothing of the rest */
        {{"{'class_name': 'Lambda'", LAMBDA("'name': 'f'")},
         ONE("\"f\"") RUNS CANNOT "has an object that is no JSON, or too large; "},
    };
    size_t i, k;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (k = 0; rows[i].object[k] != NULL; k++)
            put_object(rows[i].object[k]);
        if (k == 0)
            mw_pb_varint(&file, 9, 1);
        ck_assert_str_eq(told_of_file(), rows[i].told);
        end();
        begin();
    }
}
END_TEST

START_TEST(of_a_name_of_any_length_the_beginning_is_told)
{
    char json[2500], name[2001];

    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    (void)snprintf(json, sizeof json, LAMBDA("'name': '%s'"), name);
    put_object(json);
    name[900] = 'm';
    name[1500] = 'm'; /* behind what is looked at */
    (void)snprintf(json, sizeof json, LAMBDA("'name': '%s'"), name);
    put_object(json);
    name[1500] = 'n';
    (void)snprintf(json, sizeof json, LAMBDA("'name': '%s'"), name);
    put_object(json);
    ck_assert_ptr_nonnull(strstr(told_of_file(), "the Keras layers \"nnnnn"));
    ck_assert_ptr_null(strstr(words.told, "more"));
}
END_TEST

START_TEST(a_file_that_is_cut_is_told_with_what_was_found_before)
{
    put_object(LAMBDA("'name': 'f'"));
    put_object(LAMBDA("'name': 'g'"));
    file.size -= 3;
    ck_assert_ptr_nonnull(strstr(told_of_file(), ONE("\"f\"") RUNS CANNOT));
}
END_TEST

/* What the file has beside the texts, and texts that are too long for it or for this library. */
START_TEST(of_other_bytes_what_is_no_object_is_passed_over_and_what_is_damaged_told)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *told;
    } rows[] = {
        {"\x08\x01", 2, ""},         /* an object as a number */
        {"\x0a\x02\x28\x01", 4, ""}, /* its text as a number */
        {"\x0a\x03\x2a\x05x", 5, CANNOT "has a field that goes beyond the end; "},
    };
    size_t i, mark, size = 8 * 1024 * 1024 + 1;
    char *text;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        mw_buf_append(&file, rows[i].bytes, rows[i].size);
        ck_assert_str_eq(told_of_file(), rows[i].told);
        end();
        begin();
    }
    text = malloc(size + 1);
    ck_assert_ptr_nonnull(text);
    memset(text, ' ', size);
    text[size] = '\0';
    mark = mw_pb_begin(&file);
    mw_pb_string(&file, 5, text);
    mw_pb_end(&file, 1, mark);
    free(text);
    ck_assert_str_eq(told_of_file(), CANNOT "has an object of more than 8 MiB; ");
}
END_TEST

START_TEST(a_file_that_cannot_be_read_is_no_file_without_lambdas)
{
    static const char lines[] = "folder\ntext keras_metadata.pb x\nreads-denied\n";
    struct case_bundle made;
    struct text all = TEXT_INIT;

    case_bundle_make(&made, lines, sizeof lines - 1, NULL);
    (void)case_bundle_check(&made, words.findings, words.json, strlen(words.json));
    text_findings(&all, words.findings, NULL);
    ck_assert_msg(strstr(all.content, "bundle.unreadable keras_metadata.pb") != NULL, "%s", all.content);
    ck_assert_ptr_null(strstr(all.content, "keras-lambda"));
    text_free(&all);
    case_bundle_free(&made);
}
END_TEST

START_TEST(without_memory_no_lambda_is_left_out)
{
    put_object(LAMBDA("'name': 'f'"));
    put_object(LAMBDA("'name': 'g', 'function_type': 'raw'"));
    (void)told_of_file();
    words_survive(&words, "model.keras-lambda");
}
END_TEST

/* One of a folder is read through a buffer. */
START_TEST(without_memory_for_a_file_its_finding_is_not_left_out)
{
    words_add_files(&words, "folder\ntext keras_metadata.pb x\n");
    words_survive(&words, "model.keras-lambda");
}
END_TEST

Suite *keras_lambdas_suite(void)
{
    Suite *suite = suite_create("keras lambdas");
    TCase *all = tcase_create("told");

    tcase_add_checked_fixture(all, begin, end);
    tcase_add_test(all, a_lambda_is_told_by_its_name_and_by_where_its_code_is);
    tcase_add_test(all, of_a_name_of_any_length_the_beginning_is_told);
    tcase_add_test(all, a_file_that_is_cut_is_told_with_what_was_found_before);
    tcase_add_test(all, of_other_bytes_what_is_no_object_is_passed_over_and_what_is_damaged_told);
    tcase_add_test(all, a_file_that_cannot_be_read_is_no_file_without_lambdas);
    tcase_add_test(all, without_memory_no_lambda_is_left_out);
    tcase_add_test(all, without_memory_for_a_file_its_finding_is_not_left_out);
    suite_add_tcase(suite, all);
    return suite;
}
