/*
 * The JSON reader against others' judgement: the cases of the public JSONTestSuite, and jansson, on those cases and on
 * damaged descriptions. The cases lie beside the source tree; without them those tests say that they are skipped.
 *
 * Where the two readers differ, which the comparison allows for: jansson takes a NUL byte between values for the end
 * of the text, and ours refuses it, as the grammar does; jansson refuses a key with \u0000 in it; it reads integers
 * beyond 64 bits only with JSON_DECODE_INT_AS_REAL, which is given; its depth limit is 2048, which is given to ours,
 * too.
 */
#include <check.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec/json.h"
#include "store_fixture.h"

Suite *json_public_suite(void);

static const struct nnreg_json_limits limits = {1 << 20, 1 << 20, 2048};

/* Valid by the grammar, but of the kind that RFC 8259 lets a reader refuse, and this one does. */
static const char *const with_duplicates[] = {"y_object_duplicated_key.json",
                                              "y_object_duplicated_key_and_value.json"};

/* The i_ cases that nnreg accepts: large integers and small numbers lose nothing but digits of the double. */
static const char *const accepted[] = {
    "i_number_double_huge_neg_exp.json",   "i_number_real_underflow.json",
    "i_number_too_big_neg_int.json",       "i_number_too_big_pos_int.json",
    "i_number_very_big_negative_int.json", "i_structure_500_nested_arrays.json",
};

static bool among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, names[i]) == 0)
            return true;
    }
    return false;
}

#define AMONG(name, names) among(name, names, sizeof(names) / sizeof *(names))

static void keep_problem(void *context, enum nnreg_json_problem problem, size_t offset, uint32_t value,
                         const char *message, const char *hint)
{
    int *last = context;

    (void)offset;
    (void)value;
    (void)message;
    (void)hint;
    *last = (int)problem;
}

/* The file's bytes at the end of their block. */
static char *load(const char *directory, const char *name, size_t *length)
{
    char path[1024], *text;
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", directory, name);
    file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    *length = (size_t)ftell(file);
    rewind(file);
    text = malloc(*length > 0 ? *length : 1);
    ck_assert_ptr_nonnull(text);
    ck_assert_uint_eq(fread(text, 1, *length, file), *length);
    fclose(file);
    return text;
}

static DIR *open_cases(char *path, size_t size)
{
    const char *shared = getenv("NNREG_SHARED_DIR");
    DIR *directory;

    snprintf(path, size, "%s/json_suite", shared != NULL ? shared : NNREG_SHARED_DIR);
    directory = opendir(path);
    if (directory == NULL)
        printf("skipped: no JSONTestSuite at %s\n", path);
    return directory;
}

static bool is_case(const char *name)
{
    return strchr("yni", name[0]) != NULL && name[1] == '_';
}

static void check_verdict(const char *name, nnreg_status status, int problem)
{
    if (AMONG(name, with_duplicates))
        ck_assert_msg(status == NNREG_REFUSED && problem == NNREG_JSON_DUPLICATE_KEY, "%s", name);
    else if (name[0] == 'y' || AMONG(name, accepted))
        ck_assert_msg(status == NNREG_OK, "%s was refused", name);
    else
        ck_assert_msg(status == NNREG_REFUSED, "%s was accepted", name);
    if (name[0] == 'i' && status == NNREG_REFUSED)
        ck_assert_msg(problem ==
                          (strncmp(name, "i_number", 8) == 0 ? NNREG_JSON_NOT_FINITE : NNREG_JSON_ENCODING),
                      "%s was refused for %d", name, problem);
}

START_TEST(every_case_of_the_public_suite_comes_out_right)
{
    char path[512];
    DIR *directory = open_cases(path, sizeof path);
    struct dirent *entry;
    size_t count = 0;

    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        struct nnreg_json json;
        size_t length;
        int problem = -1;
        nnreg_status status;
        char *text;

        if (!is_case(entry->d_name))
            continue;
        text = load(path, entry->d_name, &length);
        status = nnreg_json_read(&json, text, length, NULL, keep_problem, &problem);
        check_verdict(entry->d_name, status, problem);
        nnreg_json_free(&json);
        free(text);
        count++;
    }
    if (directory != NULL) {
        closedir(directory);
        ck_assert_uint_gt(count, 300);
    }
}
END_TEST

static void check_same(const struct nnreg_json *json, const struct nnreg_json_value *ours,
                       const json_t *theirs);

static void check_same_string(const struct nnreg_json *json, const struct nnreg_json_value *ours,
                              const json_t *theirs)
{
    size_t length;
    char *text;

    ck_assert_int_eq(nnreg_json_string(&text, &length, json, ours), NNREG_OK);
    ck_assert_uint_eq(length, json_string_length(theirs));
    ck_assert_mem_eq(text, json_string_value(theirs), length);
    nnreg_free(text);
}

static void check_same_children(const struct nnreg_json *json, const struct nnreg_json_value *ours,
                                const json_t *theirs)
{
    const struct nnreg_json_value *child = nnreg_json_first(json, ours);
    bool object = ours->type == NNREG_JSON_OBJECT;
    size_t i;

    ck_assert_uint_eq(ours->count, object ? json_object_size(theirs) : json_array_size(theirs));
    for (i = 0; child != NULL; i++, child = nnreg_json_next(json, child)) {
        const json_t *other;
        char *key = NULL;

        if (object)
            ck_assert_int_eq(nnreg_json_key(&key, NULL, json, child), NNREG_OK);
        other = object ? json_object_get(theirs, key) : json_array_get(theirs, i);
        ck_assert_ptr_nonnull(other);
        if (object && strlen(key) > 0)
            ck_assert_ptr_eq(nnreg_json_member(json, ours, key), child);
        nnreg_free(key);
        check_same(json, child, other);
    }
    ck_assert_uint_eq(i, ours->count);
}

/* As deep as the limit of both readers allows. */
static void check_same(const struct nnreg_json *json, const struct nnreg_json_value *ours,
                       const json_t *theirs)
{
    static const json_type types[] = {
        [NNREG_JSON_NULL] = JSON_NULL,     [NNREG_JSON_BOOL] = JSON_FALSE,  [NNREG_JSON_NUMBER] = JSON_REAL,
        [NNREG_JSON_STRING] = JSON_STRING, [NNREG_JSON_ARRAY] = JSON_ARRAY, [NNREG_JSON_OBJECT] = JSON_OBJECT,
    };
    json_type type = ours->type == NNREG_JSON_BOOL && ours->truth ? JSON_TRUE : types[ours->type];

    ck_assert_int_eq(json_typeof(theirs), type);
    if (type == JSON_REAL)
        ck_assert_double_eq(nnreg_json_number(json, ours), json_real_value(theirs));
    else if (type == JSON_STRING)
        check_same_string(json, ours, theirs);
    else if (type == JSON_ARRAY || type == JSON_OBJECT)
        check_same_children(json, ours, theirs);
}

/* Both readers accept the text, and read the same, or both refuse it. Returns whether they accept it. */
static bool check_agreement(const char *name, const char *text, size_t length)
{
    struct nnreg_json json;
    json_error_t error;
    json_t *theirs = json_loadb(
        text, length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL,
        &error);
    nnreg_status status = nnreg_json_read(&json, text, length, &limits, NULL, NULL);

    if (memchr(text, '\0', length) != NULL) {
        ck_assert_int_eq(status, NNREG_REFUSED);
        json_decref(theirs);
        return false;
    }
    if (theirs == NULL && json_error_code(&error) == json_error_null_byte_in_key) {
        nnreg_json_free(&json); /* nothing to compare: jansson did not look at the rest */
        return status == NNREG_OK;
    }
    ck_assert_msg((status == NNREG_OK) == (theirs != NULL), "%s: ours says %d, jansson %s:\n%.*s", name,
                  status, theirs != NULL ? "accepts" : error.text, (int)length, text);
    if (theirs != NULL)
        check_same(&json, json.values, theirs);
    json_decref(theirs);
    nnreg_json_free(&json);
    return status == NNREG_OK;
}

START_TEST(jansson_agrees_on_every_case_of_the_public_suite)
{
    char path[512];
    DIR *directory = open_cases(path, sizeof path);
    struct dirent *entry;

    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        size_t length;
        char *text;

        if (!is_case(entry->d_name))
            continue;
        text = load(path, entry->d_name, &length);
        check_agreement(entry->d_name, text, length);
        free(text);
    }
    if (directory != NULL)
        closedir(directory);
}
END_TEST

static const char description[] = "{\n  \"name\": \"Leaf classifier\", \"description\": \"Names the "
                                  "species.\\nR\xc3\xa9vision \\u0033, \\ud834\\udd1e\",\n"
                                  "  \"inputs\": [\n    {\"tensor_name\": \"image:0\", \"image\": "
                                  "{\"target_size\": \"224x224\", \"color_space\": \"RGB\"},\n"
                                  "     \"preprocessing\": {\"mean\": [123.675, 116.28, 1.0353e2], "
                                  "\"scale\": 0.017124753831663668, \"off\": -0}}\n  ],\n"
                                  "  \"metadata\": {\"owner\": null, \"active\": true, \"n\": "
                                  "12345678901234567890, \"\": [], \"x\": {\"y\": [[{}]]}, "
                                  "\"draft\": false}\n}\n";

static const char *const pieces[] = {
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "0",
    "-",
    "1e5",
    "1e400",
    ".",
    "e",
    "true",
    "null",
    "\n",
    "\t",
    " ",
    "\\u0000",
    "\\ud834",
    "\\udd1e",
    "\\u00e9",
    "\xc3\xa9",
    "\xc3",
    "\xf0\x9d\x84\x9e",
    "\xed\xa0\x80",
    "\xef\xbb\xbf",
    "\x7f",
    "\x01",
    "\"a\":1,",
    "\"owner\":2,",
    "[[[[",
    "]]]]",
    "1.5,",
    "//",
    "'",
    "9999999999999999999999",
};

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Replaces up to eight bytes somewhere by nothing, by a piece, by a random byte, or by a stretch from elsewhere. */
static size_t damage(char *text, size_t length, size_t room, uint64_t *state)
{
    size_t at = next_random(state) % (length + 1);
    size_t removed = next_random(state) % 3 == 0 ? next_random(state) % 9 : 0;
    char put[64];
    size_t size = 0;

    removed = removed > length - at ? length - at : removed;
    switch (next_random(state) % 4) {
    case 0:
        size = (size_t)sprintf(put, "%s", pieces[next_random(state) % (sizeof pieces / sizeof *pieces)]);
        break;
    case 1:
        put[size++] = (char)next_random(state);
        break;
    case 2:
        size = next_random(state) % sizeof put;
        size = size < length - at ? size : length - at;
        memcpy(put, text + next_random(state) % (length - size + 1), size);
        break;
    default:
        removed = removed == 0 && at < length ? 1 : removed;
        break;
    }
    if (length - removed + size > room)
        return length;
    memmove(text + at + size, text + at + removed, length - at - removed);
    memcpy(text + at, put, size);
    return length - removed + size;
}

START_TEST(jansson_agrees_on_damaged_descriptions)
{
    enum { ROUNDS = 30000, ROOM = 2048 };
    int rounds = ROUNDS / (int)fixture_share("damaged descriptions", 10);
    uint64_t state = 20240117;
    int both[2] = {0, 0};

    for (int round = 0; round < rounds; round++) {
        char text[ROOM], *exact;
        size_t length = sizeof description - 1;

        memcpy(text, description, length);
        for (uint64_t i = next_random(&state) % 3; i < 3; i++)
            length = damage(text, length, ROOM, &state);
        exact = malloc(length + 1);
        ck_assert_ptr_nonnull(exact);
        memcpy(exact + 1, text, length);
        both[check_agreement("damaged", exact + 1, length)]++;
        free(exact);
    }
    /* The damage is neither always fatal nor always harmless. */
    ck_assert_int_gt(both[false], rounds / 10);
    ck_assert_int_gt(both[true], rounds / 10);
}
END_TEST

Suite *json_public_suite(void)
{
    Suite *suite = suite_create("json_public");
    TCase *tests = tcase_create("public");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, every_case_of_the_public_suite_comes_out_right);
    tcase_add_test(tests, jansson_agrees_on_every_case_of_the_public_suite);
    tcase_add_test(tests, jansson_agrees_on_damaged_descriptions);
    suite_add_tcase(suite, tests);
    return suite;
}
