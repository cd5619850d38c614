/* Growing arrays, those in pieces, and pools of texts: how much they grow, and that nothing is lost where they cannot. */
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/chunks.h"
#include "base/string_pool.h"
#include "nnreg.h"

struct item {
    char bytes[24];
};

START_TEST(room_that_is_enough_is_left_as_it_is)
{
    struct item items[3];
    size_t room = 3;

    nnreg_alloc_fail_from(1);
    ck_assert_ptr_eq(nnreg_array_room(items, &room, 3, sizeof *items), items);
    nnreg_alloc_fail_from(0);
    ck_assert_uint_eq(room, 3);
}
END_TEST

START_TEST(the_items_are_taken_over_and_the_room_doubles)
{
    size_t room = 0, count, grown = 0;
    uint64_t *items = NULL;

    for (count = 0; count < 1000; count++) {
        size_t before = room;
        uint64_t *block = nnreg_array_room(items, &room, count + 1, sizeof *items);

        ck_assert_ptr_nonnull(block);
        ck_assert_uint_gt(room, count);
        if (room != before) {
            ck_assert_uint_eq(room, before == 0 ? 8 : before * 2);
            grown++;
        }
        items = block;
        items[count] = count;
    }
    ck_assert_uint_eq(grown, 8);
    for (count = 0; count < 1000; count++)
        ck_assert_uint_eq(items[count], count);
    nnreg_free(items);
}
END_TEST

START_TEST(the_first_block_has_eight_items_or_64_bytes)
{
    size_t room = 0;
    void *items = nnreg_array_room(NULL, &room, 1, sizeof(struct item));

    ck_assert_uint_eq(room, 8);
    nnreg_free(items);
    room = 0;
    items = nnreg_array_room(NULL, &room, 1, 1);
    ck_assert_uint_eq(room, 64);
    nnreg_free(items);
    room = 0;
    items = nnreg_array_room(NULL, &room, 1000, sizeof(struct item));
    ck_assert_uint_eq(room, 1000);
    nnreg_free(items);
}
END_TEST

/* An array of none that is asked for no room is a block all the same: NULL always says that there is no memory. */
START_TEST(no_items_are_no_failure)
{
    size_t room = 0;
    void *items = nnreg_array_room(NULL, &room, 0, sizeof(struct item));

    ck_assert_ptr_nonnull(items);
    nnreg_free(items);
}
END_TEST

START_TEST(without_memory_nothing_changes)
{
    size_t room = 0;
    char *items = nnreg_array_room(NULL, &room, 10, 1);

    ck_assert_ptr_nonnull(items);
    memcpy(items, "still here", 10);
    nnreg_alloc_fail_from(1);
    ck_assert_ptr_null(nnreg_array_room(items, &room, room + 1, 1));
    nnreg_alloc_fail_from(0);
    ck_assert_uint_eq(room, 64);
    ck_assert_mem_eq(items, "still here", 10);
    nnreg_free(items);
}
END_TEST

START_TEST(sizes_that_do_not_fit_are_refused)
{
    struct item item;
    size_t room = SIZE_MAX / 2 +
                  1; /* nobody has so many: what is asked is whether twice of it is seen to be too much */

    ck_assert_ptr_null(nnreg_array_room(&item, &room, room + 1, sizeof item));
    ck_assert_uint_eq(room, SIZE_MAX / 2 + 1);
    room = 1;
    ck_assert_ptr_null(nnreg_array_room(&item, &room, SIZE_MAX / sizeof item + 1, sizeof item));
    ck_assert_uint_eq(room, 1);
    room = SIZE_MAX / 2 + 1;
    ck_assert_ptr_null(nnreg_alloc_zero(room, 2));
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- in pieces -- */

START_TEST(an_array_in_pieces_has_no_more_items_than_its_limit)
{
    struct nnreg_chunks chunks = NNREG_CHUNKS_INIT(uint32_t, 1, 3);
    void *item;
    int i;

    for (i = 0; i < 3; i++) {
        ck_assert_int_eq(nnreg_chunks_add(&item, &chunks), NNREG_CHUNKS_OK);
        ck_assert_ptr_nonnull(item);
    }
    ck_assert_int_eq(nnreg_chunks_add(&item, &chunks), NNREG_CHUNKS_FULL);
    ck_assert_ptr_null(item);
    ck_assert_uint_eq(chunks.count, 3);
    nnreg_chunks_free(&chunks);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- of texts -- */

START_TEST(a_pool_that_cannot_have_more_places_keeps_what_it_has)
{
    struct nnreg_string_pool pool;
    uint32_t first, text;
    char name[20];
    unsigned i;

    ck_assert_int_eq(nnreg_string_pool_init(&pool), NNREG_STRING_POOL_OK);
    ck_assert_int_eq(nnreg_string_pool_put(&first, &pool, "first", 5), NNREG_STRING_POOL_OK);
    for (i = 1; i < pool.slots - pool.slots / 4; i++) {
        int size = snprintf(name, sizeof name, "%u", i);

        ck_assert_int_eq(nnreg_string_pool_put(&text, &pool, name, (size_t)size), NNREG_STRING_POOL_OK);
    }
    nnreg_alloc_fail_from(1);
    ck_assert_int_eq(nnreg_string_pool_put(&text, &pool, "last", 4), NNREG_STRING_POOL_NO_MEMORY);
    nnreg_alloc_fail_from(0);
    ck_assert(nnreg_string_pool_find(&text, &pool, "first", 5));
    ck_assert_uint_eq(text, first);
    nnreg_string_pool_free(&pool);
}
END_TEST

/* More texts than are remembered, each as a prefix of others, and asked for again near and far. */
START_TEST(a_text_has_one_number_however_long_ago_it_was_put)
{
    enum { TEXTS = 3000 };
    uint32_t number[TEXTS], text, i;
    struct nnreg_string_pool pool;
    char name[24];

    ck_assert_int_eq(nnreg_string_pool_init(&pool), NNREG_STRING_POOL_OK);
    ck_assert_int_eq(nnreg_string_pool_expect(&pool, 2000), NNREG_STRING_POOL_OK);
    ck_assert_uint_eq(pool.slots, 2048);
    for (i = 0; i < TEXTS; i++) {
        int size = snprintf(name, sizeof name, "layer_%u", i);

        ck_assert_int_eq(nnreg_string_pool_put(&number[i], &pool, name, (size_t)size), NNREG_STRING_POOL_OK);
        ck_assert_int_eq(nnreg_string_pool_put(&text, &pool, name, (size_t)size), NNREG_STRING_POOL_OK);
        ck_assert_uint_eq(text, number[i]);
        ck_assert_uint_eq(pool.count, i + 1);
    }
    for (i = 0; i < TEXTS; i++) {
        int size = snprintf(name, sizeof name, "layer_%u", i);

        ck_assert_int_eq(nnreg_string_pool_put(&text, &pool, name, (size_t)size), NNREG_STRING_POOL_OK);
        ck_assert_uint_eq(text, number[i]);
        ck_assert_str_eq(nnreg_string_pool_at(&pool, text), name);
        ck_assert(nnreg_string_pool_find(&text, &pool, name, (size_t)size) && text == number[i]);
    }
    ck_assert_int_eq(nnreg_string_pool_expect(&pool, UINT64_MAX), NNREG_STRING_POOL_OK);
    ck_assert_uint_le(pool.slots, 1u << 17);
    nnreg_alloc_fail_from(1);
    pool.slots /= 2;
    ck_assert_int_eq(nnreg_string_pool_expect(&pool, UINT64_MAX), NNREG_STRING_POOL_NO_MEMORY);
    nnreg_alloc_fail_from(0);
    nnreg_string_pool_free(&pool);
}
END_TEST

START_TEST(a_long_text_has_a_block_of_its_own_and_one_too_long_is_none)
{
    char *bytes = calloc(1, NNREG_STRING_POOL_LONG + 1);
    struct nnreg_string_pool pool;
    uint32_t text, found;

    ck_assert_ptr_nonnull(bytes);
    memset(bytes, 'x', NNREG_STRING_POOL_LONG + 1);
    ck_assert_int_eq(nnreg_string_pool_init(&pool), NNREG_STRING_POOL_OK);
    ck_assert_int_eq(nnreg_string_pool_put(&text, &pool, bytes, 10000), NNREG_STRING_POOL_OK);
    ck_assert(nnreg_string_pool_find(&found, &pool, bytes, 10000));
    ck_assert_uint_eq(found, text);
    ck_assert_uint_eq(nnreg_string_pool_size(&pool, text), 10000);
    ck_assert_mem_eq(nnreg_string_pool_at(&pool, text), bytes, 10000);
    ck_assert_int_eq(nnreg_string_pool_put(&text, &pool, bytes, NNREG_STRING_POOL_LONG + 1),
                     NNREG_STRING_POOL_FULL);
    ck_assert(!nnreg_string_pool_find(&found, &pool, bytes, NNREG_STRING_POOL_LONG + 1));
    nnreg_string_pool_free(&pool);
    free(bytes);
}
END_TEST

Suite *array_suite(void);
Suite *array_suite(void)
{
    Suite *suite = suite_create("array");
    TCase *tcase = tcase_create("array");

    tcase_add_test(tcase, room_that_is_enough_is_left_as_it_is);
    tcase_add_test(tcase, the_items_are_taken_over_and_the_room_doubles);
    tcase_add_test(tcase, the_first_block_has_eight_items_or_64_bytes);
    tcase_add_test(tcase, no_items_are_no_failure);
    tcase_add_test(tcase, without_memory_nothing_changes);
    tcase_add_test(tcase, sizes_that_do_not_fit_are_refused);
    tcase_add_test(tcase, an_array_in_pieces_has_no_more_items_than_its_limit);
    tcase_add_test(tcase, a_pool_that_cannot_have_more_places_keeps_what_it_has);
    tcase_add_test(tcase, a_text_has_one_number_however_long_ago_it_was_put);
    tcase_add_test(tcase, a_long_text_has_a_block_of_its_own_and_one_too_long_is_none);
    suite_add_tcase(suite, tcase);
    return suite;
}
