/* What the PostgreSQL engine has beside what every engine promises. */
#include <check.h>
#include <stdio.h>

#include "pg_server.h"
#include "postgresql_fixture.h"

Suite *postgresql_suite(void);

#ifdef HAVE_POSTGRESQL

#include <string.h>

#include "store/postgresql/postgresql_engine.h"
#include "store_fixture.h"

static struct scratch scratch;
static struct nnreg_kv *kv;
static struct nnreg_error error;

static void set_up(void)
{
    scratch_make(&scratch);
    nnreg_kv_use_engine(postgresql_test_engine());
    ck_assert_msg(nnreg_kv_open(&kv, scratch.folder, &store_options, &error) == NNREG_OK, "%s", error.text);
}

static void tear_down(void)
{
    nnreg_kv_close(kv);
    scratch_remove(&scratch);
}

START_TEST(what_was_put_is_there_when_the_store_is_opened_again)
{
    ck_assert_msg(store_put(kv, 1, 2, &error) == NNREG_OK, "%s", error.text);
    ck_assert_uint_eq(store_get(kv, 1), 2);
    nnreg_kv_close(kv);
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &store_options, &error), NNREG_OK);
    ck_assert_uint_eq(store_get(kv, 1), 2);
}
END_TEST

static void add_tests(Suite *suite)
{
    TCase *tests = tcase_create("postgresql");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, what_was_put_is_there_when_the_store_is_opened_again);
    suite_add_tcase(suite, tests);
}

#endif

START_TEST(a_server_can_be_started)
{
#ifdef HAVE_POSTGRESQL
    ck_assert_ptr_nonnull(pg_server_folder());
#else
    printf("skipped: configured without --with-postgresql\n");
#endif
}
END_TEST

Suite *postgresql_suite(void)
{
    Suite *suite = suite_create("postgresql");
    TCase *server = tcase_create("server");

#ifdef HAVE_POSTGRESQL
    if (pg_server_folder() == NULL)
        return suite;
    add_tests(suite);
#endif
    tcase_add_test(server, a_server_can_be_started);
    suite_add_tcase(suite, server);
    return suite;
}
