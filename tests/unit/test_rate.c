/* The limit of bytes a second: its arithmetic, at moments that the test names. */
#include <check.h>
#include <pthread.h>
#include <stdint.h>

#include "base/rate.h"
#include "nnreg.h"

enum { SECOND = 1000000 };

START_TEST(without_a_limit_nothing_waits)
{
    struct nnreg_rate rate = {.bytes_per_second = 0};

    ck_assert_int_eq(nnreg_rate_place(&rate, UINT64_MAX, 7), 7);
    ck_assert_int_eq(nnreg_rate_place(&rate, 1, 3), 3);
}
END_TEST

START_TEST(pieces_stand_in_one_line)
{
    struct nnreg_rate rate = {.bytes_per_second = 1000};

    ck_assert_int_eq(nnreg_rate_place(&rate, 500, 10), 10 + SECOND / 2);
    ck_assert_int_eq(nnreg_rate_place(&rate, 1000, 10), 10 + SECOND * 3 / 2); /* another thread's */
    ck_assert_int_eq(nnreg_rate_place(&rate, 0, 10), 10 + SECOND * 3 / 2);
    ck_assert_int_eq(nnreg_rate_place(&rate, 500, SECOND), 10 + SECOND * 2);
}
END_TEST

START_TEST(nothing_is_made_up_for_after_a_pause)
{
    struct nnreg_rate rate = {.bytes_per_second = 1000};

    (void)nnreg_rate_place(&rate, 1000, 0);
    ck_assert_int_eq(nnreg_rate_place(&rate, 1000, 60 * INT64_C(1000000)), 61 * INT64_C(1000000));
}
END_TEST

START_TEST(what_would_take_for_ever_overflows_nothing)
{
    struct nnreg_rate rate = {.bytes_per_second = 1};
    int64_t last = 0;
    unsigned i;

    for (i = 0; i < 1000; i++) {
        int64_t place = nnreg_rate_place(&rate, UINT64_MAX, INT64_C(1) << 50);

        ck_assert_int_gt(place, last);
        last = place;
    }
}
END_TEST

enum { RATE_THREADS = 4, PIECES = 1000 };

static void *take_places(void *context)
{
    unsigned i;

    for (i = 0; i < PIECES; i++)
        (void)nnreg_rate_place(context, 1000, 0);
    return NULL;
}

START_TEST(threads_share_it_and_no_piece_is_lost)
{
    struct nnreg_rate rate = {.bytes_per_second = 1000};
    pthread_t threads[RATE_THREADS];
    unsigned i;

    for (i = 0; i < RATE_THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, take_places, &rate), 0);
    for (i = 0; i < RATE_THREADS; i++)
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
    ck_assert_int_eq(nnreg_rate_place(&rate, 0, 0), RATE_THREADS * PIECES * INT64_C(1000000));
}
END_TEST

static nnreg_status give_up(void *context)
{
    ++*(unsigned *)context;
    return NNREG_CANCELLED;
}

START_TEST(a_wait_ends_when_it_is_told_to)
{
    struct nnreg_rate slow = {.bytes_per_second = 1}, free_of_it = {.bytes_per_second = 0};
    unsigned asked = 0;

    ck_assert_int_eq(nnreg_rate_keep(&free_of_it, 1 << 20, give_up, &asked), NNREG_OK);
    ck_assert_uint_eq(asked, 0);
    ck_assert_int_eq(nnreg_rate_keep(&slow, 1 << 20, give_up, &asked), NNREG_CANCELLED);
    ck_assert_uint_eq(asked, 1);
}
END_TEST

Suite *rate_suite(void);
Suite *rate_suite(void)
{
    Suite *suite = suite_create("rate");
    TCase *tests = tcase_create("rate");

    tcase_add_test(tests, without_a_limit_nothing_waits);
    tcase_add_test(tests, pieces_stand_in_one_line);
    tcase_add_test(tests, nothing_is_made_up_for_after_a_pause);
    tcase_add_test(tests, what_would_take_for_ever_overflows_nothing);
    tcase_add_test(tests, threads_share_it_and_no_piece_is_lost);
    tcase_add_test(tests, a_wait_ends_when_it_is_told_to);
    suite_add_tcase(suite, tests);
    return suite;
}
