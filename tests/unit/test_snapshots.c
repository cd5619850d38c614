/*
 * Snapshots: each is one piece of memory, whatever is in it; a page is as many pieces for a hundred objects as for one; what an
 * older library wrote is given with the values that it did not know; and threads may ask one for all that it has at once.
 */
#include <check.h>
#include <pthread.h>
#include <string.h>

#include "base/alloc.h"
#include "registry/handle.h"
#include "registry/objects.h"
#include "registry_fixture.h"
#include "store_fixture.h"

Suite *snapshots_suite(void);

static struct registry_fixture fixture;

static void begin(void)
{
    fixture_begin(&fixture, 0);
    fixture_add_with(&fixture, ", \"authors\": [\"A\", \"B\"], \"license\": \"MIT\"");
}

static void end(void)
{
    fixture_end(&fixture);
}

/* What an engine takes for a call that reads one entry: its transaction, and where it has it from a server, the entry and its value. */
static uint64_t pieces_of_engine(void)
{
    return store_is_default() ? 0 : store_is_of("memory") ? 1 : 3;
}

START_TEST(a_snapshot_is_one_piece_of_memory_and_its_getters_take_none)
{
    struct nnreg_input_info input = NNREG_INPUT_INFO_INIT;
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    char digest[65];

    nnreg_alloc_fail_from(0);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, 1), NNREG_OK);
    ck_assert_uint_eq(nnreg_alloc_count(), 1 + pieces_of_engine());
    nnreg_alloc_fail_from(1);
    ck_assert_str_eq(nnreg_network_license(network), "MIT");
    ck_assert_uint_eq(nnreg_network_author_count(network), 2);
    ck_assert_str_eq(nnreg_network_author(network, 1), "B");
    ck_assert_ptr_null(nnreg_network_author(network, 2));
    ck_assert_int_eq(nnreg_network_input(network, 0, &input), NNREG_OK);
    ck_assert_int_eq(nnreg_network_file(network, 0, &file), NNREG_OK);
    ck_assert_str_ne(file.name, "");
    nnreg_network_digest(network, digest);
    nnreg_alloc_fail_from(0);
    ck_assert_uint_eq(strlen(digest), 64);
    nnreg_network_free(network);
}
END_TEST

static uint64_t pieces_of_page(uint32_t limit)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    uint64_t pieces;

    query.limit = limit;
    query.cursor = "";
    nnreg_alloc_fail_from(0);
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_OK);
    pieces = nnreg_alloc_count();
    ck_assert_uint_eq(nnreg_page_count(page), limit);
    nnreg_page_free(page);
    return pieces;
}

START_TEST(a_page_is_as_many_pieces_of_memory_whatever_is_on_it)
{
    if (store_is_of("postgresql")) /* which has pieces for each entry that it fetches */
        return;
    fixture_clone(&fixture, 1, 120);
    ck_assert_uint_eq(pieces_of_page(1), pieces_of_page(100));
}
END_TEST

/* A task as a library wrote it that did not know its `error`, and with its numbers in wider forms than they need. */
static nnreg_status put_old_task(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    static const char record[] = "\x85\x01\xcd\0\x01\x02\xd0\x01\x03\xa7pending\x05\x01\x06\x02";
    struct nnreg_key key;

    (void)context;
    return nnreg_kv_put(txn, NNREG_KV_TASKS, nnreg_key_u64(&key, 1),
                        (struct nnreg_slice){record, sizeof record - 1}, error);
}

START_TEST(what_an_older_library_wrote_is_given_with_what_it_did_not_know)
{
    nnreg_status status = NNREG_NO_MEMORY;
    nnreg_task *task;
    uint64_t n;

    ck_assert_int_eq(nnreg_kv_write(fixture.registry->kv, put_old_task, NULL, NULL), NNREG_OK);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_task_get(fixture.registry, &task, 1);
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || task == NULL);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 3);
    ck_assert_uint_eq(nnreg_task_id(task), 1);
    ck_assert_uint_eq(nnreg_task_network_id(task), 1);
    ck_assert_str_eq(nnreg_task_status(task), "pending");
    ck_assert_str_eq(nnreg_task_error(task), "");
    ck_assert_int_eq(nnreg_task_create_date(task), 1);
    ck_assert_int_eq(nnreg_task_update_date(task), 2);
    nnreg_task_free(task);
}
END_TEST

enum { THREADS = 4, SNAPSHOTS = 500 };

struct asking {
    pthread_barrier_t *together;
    nnreg_network *const *networks;
    unsigned wrong;
};

static void *ask_for_all(void *context)
{
    struct asking *asking = context;
    struct nnreg_input_info input = NNREG_INPUT_INFO_INIT;
    unsigned i;

    (void)pthread_barrier_wait(asking->together);
    for (i = 0; i < SNAPSHOTS; i++) {
        const char *author = nnreg_network_author(asking->networks[i], 1);

        asking->wrong += author == NULL || strcmp(author, "B") != 0 ||
                         nnreg_network_input(asking->networks[i], 0, &input) != NNREG_OK ||
                         input.target_width == 0;
    }
    return NULL;
}

START_TEST(threads_may_ask_a_snapshot_for_all_that_it_has_at_once)
{
    static nnreg_network *networks[SNAPSHOTS];
    struct asking asking[THREADS];
    pthread_t threads[THREADS];
    pthread_barrier_t together;
    unsigned i;

    for (i = 0; i < SNAPSHOTS; i++)
        ck_assert_int_eq(nnreg_network_get(fixture.registry, &networks[i], 1), NNREG_OK);
    ck_assert_int_eq(pthread_barrier_init(&together, NULL, THREADS), 0);
    for (i = 0; i < THREADS; i++) {
        asking[i] = (struct asking){&together, networks, 0};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, ask_for_all, &asking[i]), 0);
    }
    for (i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
        ck_assert_uint_eq(asking[i].wrong, 0);
    }
    for (i = 0; i < SNAPSHOTS; i++)
        nnreg_network_free(networks[i]);
    (void)pthread_barrier_destroy(&together);
}
END_TEST

Suite *snapshots_suite(void)
{
    Suite *suite = suite_create("snapshots");
    TCase *tests = tcase_create("snapshots");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, a_snapshot_is_one_piece_of_memory_and_its_getters_take_none);
    tcase_add_test(tests, a_page_is_as_many_pieces_of_memory_whatever_is_on_it);
    tcase_add_test(tests, what_an_older_library_wrote_is_given_with_what_it_did_not_know);
    tcase_add_test(tests, threads_may_ask_a_snapshot_for_all_that_it_has_at_once);
    suite_add_tcase(suite, tests);
    return suite;
}
