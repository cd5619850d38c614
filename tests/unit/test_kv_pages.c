/* The walk over a data file's pages: a sound file passes, each fault is told with its page. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "pages_fixture.h"
#include "store/kv_internal.h"

static struct scratch scratch;
static struct nnreg_error error;
static struct image image;

static void set_up(void)
{
    scratch_use_memory(true);
    scratch_make(&scratch);
    image_make(&image, &scratch, true);
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    nnreg_alloc_fail_from(0);
    image_free(&image);
    scratch_remove(&scratch);
}

static void check_is_sound(void)
{
    ck_assert_msg(image_check(&scratch, false, &error) == NNREG_OK, "quick: %s", error.text);
    ck_assert_msg(image_check(&scratch, true, &error) == NNREG_OK, "full: %s", error.text);
}

/* ------------------------------------------------------------------------------------------------ sound files -- */

START_TEST(a_store_in_which_every_kind_of_page_occurs_is_sound)
{
    unsigned kinds[5] = {0}, free_pages = 0;
    size_t i;

    for (i = 2; i < image.pages; i++)
        if (image_is_structure(&image, i))
            kinds[image_number(&image, i * PAGE + 10, 2) % 5]++;
    for (i = 2; i < image.numbered; i++)
        free_pages += image.is_free[i];
    ck_assert_uint_ge(kinds[1], 6);
    ck_assert_uint_ge(kinds[2], 20);
    ck_assert_uint_ge(kinds[4], 3);
    ck_assert_uint_ge(free_pages, 8);
    ck_assert_uint_ge(image_number(&image, image_record(&image, "network_names") + 6, 2), 3);
    ck_assert_uint_ge(image_number(&image, image_meta(&image) + 46, 2),
                      2); /* the tree of free pages branches */
    check_is_sound();
}
END_TEST

START_TEST(a_new_store_is_sound)
{
    struct scratch other;
    struct nnreg_kv *kv;

    scratch_make(&other);
    ck_assert_int_eq(store_open(&kv, &other, 0, &error), NNREG_OK);
    nnreg_kv_close(kv);
    ck_assert_int_eq(image_check(&other, true, &error), NNREG_OK);
    ck_assert_int_eq(image_check(&other, false, &error), NNREG_OK);
    scratch_remove(&other);
}
END_TEST

/* As LMDB leaves the older page: the old transaction and last page with new trees. */
START_TEST(a_store_after_a_failed_write_of_a_meta_page_is_sound)
{
    uint64_t older = PAGE - image_meta(&image), beyond = image.numbered + 5;

    scratch_write(&scratch, "data.mdb", (int64_t)older + 80, &beyond, 8);
    scratch_write(&scratch, "data.mdb", (int64_t)older + 128, &beyond, 8);
    check_is_sound();
}
END_TEST

/* Many shapes: what LMDB makes of a long run of changes is what the walk takes for whole. */
struct round {
    unsigned seed;
};

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 12;
}

static nnreg_status change(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    unsigned seed = ((struct round *)context)->seed, i, count = next_random(&seed) % 60;
    bool fill = next_random(&seed) % 3 > 0;
    nnreg_status status = NNREG_OK;
    struct nnreg_key key;

    for (i = 0; i < count && (status == NNREG_OK || status == NNREG_NOT_FOUND); i++) {
        unsigned id = next_random(&seed) % 300, size = 1 + next_random(&seed) % (i % 5 == 0 ? 20000 : 300);

        if (fill || next_random(&seed) % 4 == 0)
            status = put_large(txn, id, size, error_out);
        else
            status = nnreg_kv_remove(txn, NNREG_TABLE_NETWORKS, nnreg_key_u64(&key, id), error_out);
        if (status == NNREG_OK)
            status = put_number(txn, next_random(&seed) % 5000, id, error_out);
    }
    if (status == NNREG_NOT_FOUND)
        status = NNREG_OK;
    return count % 10 == 9 ? NNREG_CANCELLED : status;
}

static nnreg_status change_on(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_kv *kv = context;
    struct round round;

    (void)txn;
    for (round.seed = 1000; round.seed < 1020; round.seed++)
        (void)nnreg_kv_write(kv, change, &round, error_out);
    return NNREG_OK;
}

START_TEST(whatever_is_written_is_sound_after_each_commit)
{
    struct nnreg_kv *kv;
    struct round round;

    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_OK);
    for (round.seed = 1; round.seed <= 400; round.seed++) {
        nnreg_status status = nnreg_kv_write(kv, change, &round, &error);

        ck_assert(status == NNREG_OK || status == NNREG_CANCELLED);
        if (round.seed % 50 == 0)
            ck_assert_int_eq(nnreg_kv_read(kv, change_on, kv, &error), NNREG_OK);
        check_is_sound();
    }
    nnreg_kv_close(kv);
}
END_TEST

Suite *kv_pages_suite(void);
Suite *kv_pages_suite(void)
{
    Suite *suite = suite_create("kv_pages");
    TCase *tests = tcase_create("pages");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_store_in_which_every_kind_of_page_occurs_is_sound);
    tcase_add_test(tests, a_new_store_is_sound);
    tcase_add_test(tests, a_store_after_a_failed_write_of_a_meta_page_is_sound);
    tcase_add_test(tests, whatever_is_written_is_sound_after_each_commit);
    suite_add_tcase(suite, tests);
    return suite;
}
