/*
 * The strict JSON reader: what it says of a good text, what it objects to and where, and its limits. Texts are read
 * from a copy of exactly their size, so that a sanitizer or valgrind sees a byte read too far.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "codec/json.h"

Suite *json_suite(void);

/* What the reader complained about; only the first few are kept, all are counted. */
struct complaint {
    enum nnreg_json_problem problem;
    size_t offset;
    uint32_t value;
    char message[256];
    char hint[256];
    char text[64]; /* of the value that `value` means, looked at while the complaint ran */
};

struct reading {
    struct nnreg_json json;
    char *copy;
    size_t length;
    nnreg_status status;
    size_t complaints;
    struct complaint first[8];
};

static void note(void *context, enum nnreg_json_problem problem, size_t offset, uint32_t value,
                 const char *message, const char *hint)
{
    struct reading *reading = context;
    struct complaint *complaint;

    if (reading->complaints++ >= 8)
        return;
    complaint = &reading->first[reading->complaints - 1];
    complaint->problem = problem;
    complaint->offset = offset;
    complaint->value = value;
    snprintf(complaint->message, sizeof complaint->message, "%s", message);
    snprintf(complaint->hint, sizeof complaint->hint, "%s", hint != NULL ? hint : "");
    if (value > 0 && value < reading->json.count) {
        const struct nnreg_json_value *second = &reading->json.values[value];

        snprintf(complaint->text, sizeof complaint->text, "%.*s", (int)(second->stop - second->start),
                 reading->json.text + second->start);
    }
}

static void read_bytes(struct reading *reading, const char *text, size_t length,
                       const struct nnreg_json_limits *limits)
{
    memset(reading, 0, sizeof *reading);
    reading->copy = malloc(length > 0 ? length : 1);
    ck_assert_ptr_nonnull(reading->copy);
    memcpy(reading->copy, text, length);
    reading->length = length;
    reading->status = nnreg_json_read(&reading->json, reading->copy, length, limits, note, reading);
}

static void read_good(struct reading *reading, const char *text)
{
    read_bytes(reading, text, strlen(text), NULL);
    ck_assert_msg(reading->status == NNREG_OK, "%s: %s", text, reading->first[0].message);
    ck_assert_uint_eq(reading->complaints, 0);
}

static void done(struct reading *reading)
{
    nnreg_json_free(&reading->json);
    free(reading->copy);
}

static void check_text(const struct reading *reading, uint32_t start, uint32_t stop, const char *expected)
{
    ck_assert_uint_eq(stop - start, strlen(expected));
    ck_assert_mem_eq(reading->json.text + start, expected, strlen(expected));
}

START_TEST(every_value_knows_its_text_its_key_and_its_neighbours)
{
    static const struct {
        const char *key, *text;
        uint32_t next, count, depth;
        enum nnreg_json_type type;
    } expected[] = {
        {"", "{\"a\" : [1, {}],\n\"b\\n\":\"x\\ty\", \"c\":true,\"d\":null , \"\":-0.50}", 0, 5, 3,
         NNREG_JSON_OBJECT},
        {"\"a\"", "[1, {}]", 4, 2, 2, NNREG_JSON_ARRAY},
        {"", "1", 3, 0, 0, NNREG_JSON_NUMBER},
        {"", "{}", 0, 0, 1, NNREG_JSON_OBJECT},
        {"\"b\\n\"", "\"x\\ty\"", 5, 0, 0, NNREG_JSON_STRING},
        {"\"c\"", "true", 6, 0, 0, NNREG_JSON_BOOL},
        {"\"d\"", "null", 7, 0, 0, NNREG_JSON_NULL},
        {"\"\"", "-0.50", 0, 0, 0, NNREG_JSON_NUMBER},
    };
    struct reading reading;
    size_t i;

    read_good(&reading,
              " \r\n\t{\"a\" : [1, {}],\n\"b\\n\":\"x\\ty\", \"c\":true,\"d\":null , \"\":-0.50} \n");
    ck_assert_uint_eq(reading.json.count, 8);
    for (i = 0; i < 8; i++) {
        const struct nnreg_json_value *value = &reading.json.values[i];

        check_text(&reading, value->start, value->stop, expected[i].text);
        check_text(&reading, value->key_start, value->key_stop, expected[i].key);
        ck_assert_uint_eq(value->next, expected[i].next);
        ck_assert_uint_eq(value->count, expected[i].count);
        ck_assert_uint_eq(value->depth, expected[i].depth);
        ck_assert_int_eq(value->type, expected[i].type);
        ck_assert_int_eq(value->escaped, i == 4);
        ck_assert_int_eq(value->key_escaped, i == 4);
        ck_assert_int_eq(value->truth, i == 5);
    }
    ck_assert_ptr_eq(nnreg_json_first(&reading.json, &reading.json.values[0]), &reading.json.values[1]);
    ck_assert_ptr_eq(nnreg_json_next(&reading.json, &reading.json.values[1]), &reading.json.values[4]);
    ck_assert_ptr_null(nnreg_json_first(&reading.json, &reading.json.values[3]));
    ck_assert_ptr_null(nnreg_json_next(&reading.json, &reading.json.values[7]));
    done(&reading);
}
END_TEST

START_TEST(every_kind_of_value_can_be_the_document)
{
    static const char *const texts[] = {"null",   "true", "false", "0",  "-0",
                                        "1.5e+3", "\"\"", "[]",    "{}", "\"\\u0000\""};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct reading reading;

        read_good(&reading, texts[i]);
        ck_assert_uint_eq(reading.json.count, 1);
        check_text(&reading, reading.json.values[0].start, reading.json.values[0].stop, texts[i]);
        ck_assert_uint_eq(reading.json.values[0].key_stop, 0);
        done(&reading);
    }
}
END_TEST

START_TEST(strings_and_keys_come_unescaped_with_their_length)
{
    static const char content[] = "a\"\\/\b\f\n\r\t\xc3\xa9\xe6\xbc\xa2\xf0\x9d\x84\x9e\0z";
    struct reading reading;
    char *text;
    size_t length;

    read_good(&reading, "{\"k\\u0065y\\ud834\\udd1E\": "
                        "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\xe6\xbc\xa2\\uD834\\uDD1E\\u0000z\"}");
    ck_assert_int_eq(nnreg_json_string(&text, &length, &reading.json, &reading.json.values[1]), NNREG_OK);
    ck_assert_uint_eq(length, sizeof content - 1);
    ck_assert_mem_eq(text, content, sizeof content);
    nnreg_free(text);
    ck_assert_int_eq(nnreg_json_key(&text, NULL, &reading.json, &reading.json.values[1]), NNREG_OK);
    ck_assert_str_eq(text, "key\xf0\x9d\x84\x9e");
    nnreg_free(text);
    done(&reading);
}
END_TEST

START_TEST(keys_and_strings_are_compared_after_unescaping)
{
    struct reading reading;
    const struct nnreg_json_value *object, *member;

    read_good(&reading, "{\"name\": \"\\u0061b\", \"n\\u00e4me\": \"a\\u0000b\", \"na\": [\"name\"]}");
    object = reading.json.values;
    member = nnreg_json_member(&reading.json, object, "n\xc3\xa4me");
    ck_assert_ptr_eq(member, &object[2]);
    ck_assert(nnreg_json_key_is(&reading.json, member, "n\xc3\xa4me"));
    ck_assert(!nnreg_json_key_is(&reading.json, member, "n\xc3\xa4m"));
    ck_assert(!nnreg_json_key_is(&reading.json, member, "n\xc3\xa4me2"));
    ck_assert(!nnreg_json_string_is(&reading.json, member, "a")); /* there is a NUL behind it */
    ck_assert(nnreg_json_string_is(&reading.json, &object[1], "ab"));
    ck_assert(!nnreg_json_string_is(&reading.json, &object[1], "a"));
    ck_assert(!nnreg_json_string_is(&reading.json, &object[1], "abc"));
    ck_assert_ptr_eq(nnreg_json_member(&reading.json, object, "na"), &object[3]);
    ck_assert_ptr_null(nnreg_json_member(&reading.json, object, "nam"));
    ck_assert_ptr_null(nnreg_json_member(&reading.json, &object[3], "name"));
    ck_assert(!nnreg_json_key_is(&reading.json, object, ""));
    ck_assert(!nnreg_json_string_is(&reading.json, &object[3], "name"));
    done(&reading);
}
END_TEST

START_TEST(a_duplicate_key_is_told_once_for_each_later_one_and_reading_goes_on)
{
    static const char text[] = "{\"a\": 1, \"b\": {\"x\": 1, \"\\u0078\": 2}, \"a\": 3, \"a\": 4, \"c\": 5}";
    struct reading reading;

    read_bytes(&reading, text, sizeof text - 1, NULL);
    ck_assert_int_eq(reading.status, NNREG_REFUSED);
    ck_assert_ptr_null(reading.json.values);
    ck_assert_uint_eq(reading.json.count, 0);
    ck_assert_uint_eq(reading.complaints, 3);
    ck_assert_uint_eq(reading.first[0].offset, 37);
    ck_assert_uint_eq(reading.first[0].value, 5);
    ck_assert_str_eq(reading.first[0].text, "3");
    ck_assert_str_eq(reading.first[0].message, "the key \"a\" is in this object already");
    ck_assert_str_eq(reading.first[0].hint, "remove one of the two");
    ck_assert_uint_eq(reading.first[1].offset, 45);
    ck_assert_str_eq(reading.first[1].text, "4");
    ck_assert_uint_eq(reading.first[2].offset, 23);
    ck_assert_uint_eq(reading.first[2].value, 4);
    ck_assert_str_eq(reading.first[2].message, "the key \"\\u0078\" is in this object already");
    ck_assert_str_eq(reading.first[2].hint,
                     "remove one of the two; they are the same key once their escapes are read");
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(reading.first[i].problem, NNREG_JSON_DUPLICATE_KEY);
    done(&reading);
}
END_TEST

/* The key that is told looks like no other: the escape is in the first of the two. */
START_TEST(a_duplicate_of_a_key_with_escapes_is_told_with_them)
{
    static const char text[] = "{\"\\u0061\": 1, \"a\": 2}";
    struct reading reading;

    read_bytes(&reading, text, sizeof text - 1, NULL);
    ck_assert_int_eq(reading.status, NNREG_REFUSED);
    ck_assert_uint_eq(reading.complaints, 1);
    ck_assert_int_eq(reading.first[0].problem, NNREG_JSON_DUPLICATE_KEY);
    ck_assert_uint_eq(reading.first[0].offset, 14);
    ck_assert_str_eq(reading.first[0].message, "the key \"a\" is in this object already");
    ck_assert_str_eq(reading.first[0].hint,
                     "remove one of the two; they are the same key once their escapes are read");
    done(&reading);
}
END_TEST

START_TEST(duplicate_keys_before_a_syntax_error_are_told_too)
{
    static const char text[] = "[{\"a\": 1, \"a\": {\"b\": [], \"b\": 2,}";
    struct reading reading;

    read_bytes(&reading, text, sizeof text - 1, NULL);
    ck_assert_int_eq(reading.status, NNREG_REFUSED);
    ck_assert_uint_eq(reading.complaints, 3);
    ck_assert_int_eq(reading.first[0].problem, NNREG_JSON_DUPLICATE_KEY);
    ck_assert_uint_eq(reading.first[0].offset, 10);
    ck_assert_int_eq(reading.first[1].problem, NNREG_JSON_DUPLICATE_KEY);
    ck_assert_uint_eq(reading.first[1].offset, 25);
    ck_assert_int_eq(reading.first[2].problem, NNREG_JSON_SYNTAX);
    ck_assert_uint_eq(reading.first[2].offset, 31);
    done(&reading);
}
END_TEST

/* An object of `count` members "k0", "k1", … of which every `again`-th has the key of member 1. */
static char *many_members(size_t count, size_t again)
{
    char *text = malloc(count * 24 + 3), *end = text;

    ck_assert_ptr_nonnull(text);
    *end++ = '{';
    for (size_t i = 0; i < count; i++) {
        bool copy = again > 0 && i > 1 && i % again == 0;

        end +=
            sprintf(end, "%s\"%s%zu\":%zu", i > 0 ? "," : "", i % 3 == 0 ? "\\u006b" : "k", copy ? 1 : i, i);
    }
    sprintf(end, "}");
    return text;
}

START_TEST(duplicate_keys_are_found_in_objects_of_every_size)
{
    for (size_t count = 2; count < 80; count++) {
        for (size_t again = 0; again <= count; again += again < 6 ? 1 : 5) {
            char *text = many_members(count, again);
            size_t expected = again == 0 ? 0 : (count - 1) / again - (again == 1);
            struct reading reading;

            read_bytes(&reading, text, strlen(text), NULL);
            ck_assert_uint_eq(reading.complaints, expected);
            ck_assert_int_eq(reading.status, expected > 0 ? NNREG_REFUSED : NNREG_OK);
            for (size_t i = 0; i < expected && i < 8; i++)
                ck_assert_uint_eq(reading.first[i].value, (i + 1 + (again == 1)) * again + 1);
            done(&reading);
            free(text);
        }
    }
}
END_TEST

START_TEST(duplicates_in_a_large_object_are_told_in_document_order)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    struct reading reading;

    for (unsigned i = 0; i < 106; i++)
        nnreg_bytes_format(&text, "%c\"key %u\":%u", i == 0 ? '{' : ',', i < 100 ? i : (i - 100) * 37 % 100,
                           i);
    nnreg_bytes_char(&text, '}');
    read_bytes(&reading, text.content, text.size, NULL);
    ck_assert_uint_eq(reading.complaints, 6);
    for (uint32_t i = 0; i < 6; i++) {
        char expected[64];

        snprintf(expected, sizeof expected, "the key \"key %u\" is in this object already", i * 37 % 100);
        ck_assert_uint_eq(reading.first[i].value, 101 + i);
        ck_assert_str_eq(reading.first[i].message, expected);
    }
    done(&reading);
    nnreg_bytes_free(&text);
}
END_TEST

START_TEST(a_hundred_thousand_keys_are_told_apart)
{
    char *text = many_members(100000, 99999);
    struct reading reading;

    read_bytes(&reading, text, strlen(text), NULL);
    ck_assert_int_eq(reading.status, NNREG_REFUSED);
    ck_assert_uint_eq(reading.complaints, 1);
    ck_assert_uint_eq(reading.first[0].value, 100000);
    ck_assert_uint_eq(reading.first[0].offset, strlen(text) - strlen("\"\\u006b1\":99999}"));
    done(&reading);
    free(text);
}
END_TEST

START_TEST(the_size_limit_is_exact)
{
    struct nnreg_json_limits limits = NNREG_JSON_LIMITS;
    struct reading reading;

    limits.size = 7;
    read_bytes(&reading, "[1, 23]", 7, &limits);
    ck_assert_int_eq(reading.status, NNREG_OK);
    done(&reading);
    read_bytes(&reading, "[1, 23] ", 8, &limits);
    ck_assert_int_eq(reading.status, NNREG_REFUSED);
    ck_assert_uint_eq(reading.complaints, 1);
    ck_assert_int_eq(reading.first[0].problem, NNREG_JSON_TOO_LARGE);
    ck_assert_uint_eq(reading.first[0].offset, 7);
    ck_assert_str_eq(reading.first[0].message, "the text has more than 7 bytes");
    done(&reading);
}
END_TEST

START_TEST(a_limit_beyond_what_an_offset_can_say_is_none)
{
    struct nnreg_json_limits limits = {SIZE_MAX, SIZE_MAX, 8};
    struct reading reading;

    read_bytes(&reading, "[1, 23]", 7, &limits);
    ck_assert_int_eq(reading.status, NNREG_OK);
    ck_assert_uint_eq(reading.json.count, 3);
    done(&reading);
}
END_TEST

START_TEST(the_limit_of_values_is_exact)
{
    struct nnreg_json_limits limits = NNREG_JSON_LIMITS;
    struct reading reading;

    limits.values = 4;
    read_bytes(&reading, "[1, {\"a\": 2}]", 13, &limits);
    ck_assert_int_eq(reading.status, NNREG_OK);
    done(&reading);
    limits.values = 3;
    read_bytes(&reading, "[1, {\"a\": 2}]", 13, &limits);
    ck_assert_int_eq(reading.status, NNREG_REFUSED);
    ck_assert_int_eq(reading.first[0].problem, NNREG_JSON_TOO_LARGE);
    ck_assert_uint_eq(reading.first[0].offset, 10);
    ck_assert_str_eq(reading.first[0].message, "there are more than 3 values");
    done(&reading);
}
END_TEST

/* `depth` containers inside each other, arrays and objects in turn. */
static size_t nested(char *text, size_t depth)
{
    char *end = text;

    for (size_t i = 0; i < depth; i++)
        end = stpcpy(end, i % 2 == 0 ? "[" : i + 1 < depth ? "{\"\":" : "{");
    for (size_t i = depth; i > 0; i--)
        *end++ = i % 2 == 1 ? ']' : '}';
    return (size_t)(end - text);
}

START_TEST(the_depth_limit_is_exact_and_the_default_is_512)
{
    static const size_t depths[] = {0, 1, 2, 3, 64, 512};
    char text[8192];

    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
        struct nnreg_json_limits limits = NNREG_JSON_LIMITS;
        size_t depth = depths[i], length;
        struct reading reading;

        limits.depth = depth;
        length = depth > 0 ? nested(text, depth) : (size_t)sprintf(text, "1");
        read_bytes(&reading, text, length, depth == 512 ? NULL : &limits);
        ck_assert_int_eq(reading.status, NNREG_OK);
        ck_assert_uint_eq(reading.json.values[0].depth, depth);
        done(&reading);
        length = nested(text, depth + 1);
        read_bytes(&reading, text, length, depth == 512 ? NULL : &limits);
        ck_assert_int_eq(reading.status, NNREG_REFUSED);
        ck_assert_uint_eq(reading.complaints, 1);
        ck_assert_int_eq(reading.first[0].problem, NNREG_JSON_TOO_DEEP);
        ck_assert_uint_eq(reading.first[0].offset, depth / 2 * 5 + depth % 2);
        done(&reading);
    }
}
END_TEST

START_TEST(a_million_brackets_cost_no_stack)
{
    struct nnreg_json_limits limits = {4 << 20, 4 << 20, 4 << 20};
    size_t depth = 1000000;
    char *text = malloc(depth * 6);
    struct reading reading;

    ck_assert_ptr_nonnull(text);
    read_bytes(&reading, text, nested(text, depth), &limits);
    ck_assert_int_eq(reading.status, NNREG_OK);
    ck_assert_uint_eq(reading.json.values[0].depth, depth);
    done(&reading);
    free(text);
}
END_TEST

START_TEST(a_caller_may_be_silent)
{
    struct nnreg_json json;

    ck_assert_int_eq(nnreg_json_read(&json, "{\"a\":1,\"a\":[}", 13, NULL, NULL, NULL), NNREG_REFUSED);
    ck_assert_ptr_null(json.values);
    ck_assert_int_eq(nnreg_json_read(&json, NULL, 0, NULL, NULL, NULL), NNREG_REFUSED);
    ck_assert_ptr_null(json.values);
}
END_TEST

START_TEST(no_failed_allocation_is_lost_or_leaked)
{
    char *text = many_members(40, 0), *string = NULL;
    size_t length;
    uint64_t n;
    struct nnreg_json json;
    nnreg_status status = NNREG_NO_MEMORY;

    for (n = 1; status == NNREG_NO_MEMORY && n < 100; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_json_read(&json, text, strlen(text), NULL, NULL, NULL);
        ck_assert(status == NNREG_NO_MEMORY ? json.values == NULL : status == NNREG_OK);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_ge(n, 4); /* values twice, and the keys of a large object: each was refused once */
    nnreg_alloc_fail_from(1);
    ck_assert_int_eq(nnreg_json_key(&string, &length, &json, &json.values[1]), NNREG_NO_MEMORY);
    ck_assert_ptr_null(string);
    ck_assert_uint_eq(length, 0);
    nnreg_alloc_fail_from(0);
    nnreg_json_free(&json);
    free(text);
}
END_TEST

START_TEST(every_type_has_a_text_for_messages)
{
    ck_assert_str_eq(nnreg_json_type_text(NNREG_JSON_NULL), "null");
    ck_assert_str_eq(nnreg_json_type_text(NNREG_JSON_BOOL), "a boolean");
    ck_assert_str_eq(nnreg_json_type_text(NNREG_JSON_NUMBER), "a number");
    ck_assert_str_eq(nnreg_json_type_text(NNREG_JSON_STRING), "a string");
    ck_assert_str_eq(nnreg_json_type_text(NNREG_JSON_ARRAY), "an array");
    ck_assert_str_eq(nnreg_json_type_text(NNREG_JSON_OBJECT), "an object");
}
END_TEST

Suite *json_suite(void)
{
    Suite *suite = suite_create("json");
    TCase *tests = tcase_create("read");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, every_value_knows_its_text_its_key_and_its_neighbours);
    tcase_add_test(tests, every_kind_of_value_can_be_the_document);
    tcase_add_test(tests, strings_and_keys_come_unescaped_with_their_length);
    tcase_add_test(tests, keys_and_strings_are_compared_after_unescaping);
    tcase_add_test(tests, a_duplicate_key_is_told_once_for_each_later_one_and_reading_goes_on);
    tcase_add_test(tests, a_duplicate_of_a_key_with_escapes_is_told_with_them);
    tcase_add_test(tests, duplicate_keys_before_a_syntax_error_are_told_too);
    tcase_add_test(tests, duplicate_keys_are_found_in_objects_of_every_size);
    tcase_add_test(tests, duplicates_in_a_large_object_are_told_in_document_order);
    tcase_add_test(tests, a_hundred_thousand_keys_are_told_apart);
    tcase_add_test(tests, the_size_limit_is_exact);
    tcase_add_test(tests, a_limit_beyond_what_an_offset_can_say_is_none);
    tcase_add_test(tests, the_limit_of_values_is_exact);
    tcase_add_test(tests, the_depth_limit_is_exact_and_the_default_is_512);
    tcase_add_test(tests, a_million_brackets_cost_no_stack);
    tcase_add_test(tests, a_caller_may_be_silent);
    tcase_add_test(tests, no_failed_allocation_is_lost_or_leaked);
    tcase_add_test(tests, every_type_has_a_text_for_messages);
    suite_add_tcase(suite, tests);
    return suite;
}
