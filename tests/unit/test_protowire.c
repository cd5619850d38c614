/* Protobuf's binary form on a cursor (protowire.h). */
#include <check.h>
#include <string.h>

#include "formats/protowire.h"

Suite *protowire_suite(void);

static struct nnreg_cursor cursor;
static uint32_t field;
static enum nnreg_wire wire;

#define START(text) nnreg_cursor_memory(&cursor, text, sizeof(text) - 1)

static void failed_at(uint64_t offset, const char *reason)
{
    ck_assert_int_eq(cursor.status, NNREG_CORRUPT);
    ck_assert_str_eq(cursor.failure, reason);
    ck_assert_uint_eq(cursor.failure_offset, offset);
}

START_TEST(a_number_has_up_to_ten_bytes)
{
    START("\x00\x7f\x80\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
    ck_assert_uint_eq(nnreg_wire_varint(&cursor), 0);
    ck_assert_uint_eq(nnreg_wire_varint(&cursor), 127);
    ck_assert_uint_eq(nnreg_wire_varint(&cursor), 128);
    ck_assert_uint_eq(nnreg_wire_varint(&cursor), UINT64_MAX);
    ck_assert(nnreg_cursor_ok(&cursor));
    ck_assert_uint_eq(nnreg_cursor_left(&cursor), 0);
}
END_TEST

START_TEST(a_number_that_does_not_end_is_refused_where_it_starts)
{
    START("\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
    ck_assert_uint_eq(nnreg_wire_varint(&cursor), 1);
    ck_assert_uint_eq(nnreg_wire_varint(&cursor), 0);
    failed_at(1, "has a number of more than 10 bytes");
}
END_TEST

START_TEST(a_number_cut_short_is_refused_where_the_bytes_end)
{
    START("\xff\xff");
    ck_assert_uint_eq(nnreg_wire_varint(&cursor), 0);
    failed_at(2, "is cut short");
}
END_TEST

START_TEST(tags_tell_field_and_wire_type_up_to_the_bound)
{
    START("\x08\x01\xaa\x06\x00");
    ck_assert(nnreg_wire_tag(&cursor, &field, &wire));
    ck_assert_uint_eq(field, 1);
    ck_assert_int_eq(wire, NNREG_WIRE_VARINT);
    nnreg_wire_skip(&cursor, field, wire);
    ck_assert(nnreg_wire_tag(&cursor, &field, &wire));
    ck_assert_uint_eq(field, 101);
    ck_assert_int_eq(wire, NNREG_WIRE_BYTES);
    nnreg_wire_skip(&cursor, field, wire);
    ck_assert(!nnreg_wire_tag(&cursor, &field, &wire));
    ck_assert(nnreg_cursor_ok(&cursor));
}
END_TEST

START_TEST(field_number_zero_and_numbers_beyond_29_bits_are_refused)
{
    START("\x02\x00");
    ck_assert(!nnreg_wire_tag(&cursor, &field, &wire));
    failed_at(0, "has an impossible field number");
    START("\x80\x80\x80\x80\x10");
    ck_assert(!nnreg_wire_tag(&cursor, &field, &wire));
    failed_at(0, "has an impossible field number");
    START("\xf8\xff\xff\xff\x0f");
    ck_assert(nnreg_wire_tag(&cursor, &field, &wire));
    ck_assert_uint_eq(field, (1u << 29) - 1);
}
END_TEST

START_TEST(wire_types_6_and_7_are_refused)
{
    START("\x0e");
    ck_assert(!nnreg_wire_tag(&cursor, &field, &wire));
    failed_at(0, "has an unknown wire type");
    START("\x0f");
    ck_assert(!nnreg_wire_tag(&cursor, &field, &wire));
    failed_at(0, "has an unknown wire type");
}
END_TEST

START_TEST(a_field_that_goes_beyond_the_bound_is_refused_at_its_length)
{
    START("\x0a\x03\x01\x02");
    ck_assert(nnreg_wire_tag(&cursor, &field, &wire));
    nnreg_wire_skip(&cursor, field, wire);
    failed_at(1, "has a field that goes beyond the end");
}
END_TEST

START_TEST(a_message_inside_bounds_what_is_read_and_is_left_at_its_end)
{
    uint64_t outer;

    START("\x03\x08\x01\x10\x2a");
    outer = nnreg_wire_enter(&cursor);
    ck_assert(nnreg_wire_tag(&cursor, &field, &wire));
    nnreg_wire_skip(&cursor, field, wire);
    ck_assert_uint_eq(nnreg_cursor_left(&cursor), 1);
    nnreg_cursor_leave(&cursor, outer);
    ck_assert_uint_eq(nnreg_wire_varint(&cursor), 42);
    ck_assert(nnreg_cursor_ok(&cursor));
}
END_TEST

START_TEST(a_part_that_is_longer_than_what_is_left_fails_for_good)
{
    uint64_t outer;

    START("abc");
    outer = nnreg_cursor_enter(&cursor, 4);
    failed_at(3, "is cut short");
    ck_assert_uint_eq(nnreg_cursor_left(&cursor), 0);
    nnreg_cursor_leave(&cursor, outer);
    ck_assert_uint_eq(nnreg_cursor_left(&cursor), 0);
    failed_at(3, "is cut short");
}
END_TEST

START_TEST(every_wire_type_is_skipped_by_its_size)
{
    static const char fields[] = "\x08\x96\x01\x11"
                                 "12345678\x1a\x02xy\x25"
                                 "1234\x2b\x08\x01\x2c\x30\x07";

    START(fields);
    while (nnreg_wire_tag(&cursor, &field, &wire) && field < 6)
        nnreg_wire_skip(&cursor, field, wire);
    ck_assert_uint_eq(field, 6);
    ck_assert_uint_eq(nnreg_wire_varint(&cursor), 7);
}
END_TEST

START_TEST(groups_are_skipped_with_what_is_in_them)
{
    START("\x0b\x13\x0a\x01x\x14\x08\x05\x0c\x08\x09");
    ck_assert(nnreg_wire_tag(&cursor, &field, &wire));
    nnreg_wire_skip(&cursor, field, wire);
    ck_assert(nnreg_wire_tag(&cursor, &field, &wire));
    ck_assert_uint_eq(nnreg_wire_varint(&cursor), 9);
}
END_TEST

START_TEST(groups_that_do_not_match_are_refused)
{
    START("\x0b\x14");
    ck_assert(nnreg_wire_tag(&cursor, &field, &wire));
    nnreg_wire_skip(&cursor, field, wire);
    failed_at(1, "has the end of another group");
    START("\x0b\x08\x01");
    ck_assert(nnreg_wire_tag(&cursor, &field, &wire));
    nnreg_wire_skip(&cursor, field, wire);
    failed_at(3, "has a group without an end");
    START("\x0c");
    ck_assert(nnreg_wire_tag(&cursor, &field, &wire));
    nnreg_wire_skip(&cursor, field, wire);
    failed_at(1, "has the end of a group that was not begun");
}
END_TEST

START_TEST(groups_inside_each_other_are_limited)
{
    char deep[NNREG_WIRE_GROUP_DEPTH + 1];

    memset(deep, 0x0b, sizeof(deep));
    nnreg_cursor_memory(&cursor, deep, sizeof(deep));
    ck_assert(nnreg_wire_tag(&cursor, &field, &wire));
    nnreg_wire_skip(&cursor, field, wire);
    failed_at(NNREG_WIRE_GROUP_DEPTH, "has too many groups inside each other");
}
END_TEST

static void add_up(void *context, uint64_t number)
{
    *(uint64_t *)context += number;
}

START_TEST(repeated_numbers_are_read_packed_and_one_by_one)
{
    uint64_t sum = 0;

    START("\x08\x01\x0a\x03\x02\x80\x01\x08\x04");
    while (nnreg_wire_tag(&cursor, &field, &wire))
        ck_assert(nnreg_wire_repeated(&cursor, field, wire, NNREG_WIRE_VARINT, add_up, &sum));
    ck_assert(nnreg_cursor_ok(&cursor));
    ck_assert_uint_eq(sum, 1 + 2 + 128 + 4);
}
END_TEST

START_TEST(a_repeated_number_of_another_wire_type_is_passed_over)
{
    uint64_t sum = 0;

    START("\x0d\x01\x02\x03\x04\x08\x05");
    ck_assert(nnreg_wire_tag(&cursor, &field, &wire));
    ck_assert(!nnreg_wire_repeated(&cursor, field, wire, NNREG_WIRE_VARINT, add_up, &sum));
    ck_assert(nnreg_wire_tag(&cursor, &field, &wire));
    ck_assert(nnreg_wire_repeated(&cursor, field, wire, NNREG_WIRE_VARINT, add_up, &sum));
    ck_assert_uint_eq(sum, 5);
}
END_TEST

START_TEST(packed_numbers_that_are_cut_short_are_refused)
{
    uint64_t sum = 0;

    START("\x0a\x02\x01\x80");
    ck_assert(nnreg_wire_tag(&cursor, &field, &wire));
    nnreg_wire_repeated(&cursor, field, wire, NNREG_WIRE_VARINT, add_up, &sum);
    failed_at(4, "is cut short");
    ck_assert_uint_eq(sum, 1);
}
END_TEST

Suite *protowire_suite(void)
{
    Suite *suite = suite_create("protowire");
    TCase *tests = tcase_create("wire");

    tcase_add_test(tests, a_number_has_up_to_ten_bytes);
    tcase_add_test(tests, a_number_that_does_not_end_is_refused_where_it_starts);
    tcase_add_test(tests, a_number_cut_short_is_refused_where_the_bytes_end);
    tcase_add_test(tests, tags_tell_field_and_wire_type_up_to_the_bound);
    tcase_add_test(tests, field_number_zero_and_numbers_beyond_29_bits_are_refused);
    tcase_add_test(tests, wire_types_6_and_7_are_refused);
    tcase_add_test(tests, a_field_that_goes_beyond_the_bound_is_refused_at_its_length);
    tcase_add_test(tests, a_message_inside_bounds_what_is_read_and_is_left_at_its_end);
    tcase_add_test(tests, a_part_that_is_longer_than_what_is_left_fails_for_good);
    tcase_add_test(tests, every_wire_type_is_skipped_by_its_size);
    tcase_add_test(tests, groups_are_skipped_with_what_is_in_them);
    tcase_add_test(tests, groups_that_do_not_match_are_refused);
    tcase_add_test(tests, groups_inside_each_other_are_limited);
    tcase_add_test(tests, repeated_numbers_are_read_packed_and_one_by_one);
    tcase_add_test(tests, a_repeated_number_of_another_wire_type_is_passed_over);
    tcase_add_test(tests, packed_numbers_that_are_cut_short_are_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
