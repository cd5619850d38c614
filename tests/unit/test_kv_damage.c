/*
 * Damage of every page, and what comes of it: the full walk finds all that structure shows, and what it lets pass can be
 * read from end to end, and written to, by LMDB without a signal.
 */
#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pages_fixture.h"

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
    image_free(&image);
    scratch_remove(&scratch);
}

static void put(uint64_t at, const void *bytes, size_t size)
{
    scratch_write(&scratch, "data.mdb", (int64_t)at, bytes, size);
}

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 12;
}

/* ------------------------------------------------------------------------------------------------ whole pages -- */

static void zeros(unsigned char page[PAGE], uint64_t number)
{
    (void)number;
    memset(page, 0, PAGE);
}

static void noise(unsigned char page[PAGE], uint64_t number)
{
    unsigned seed = (unsigned)number, i;

    for (i = 0; i < PAGE; i++)
        page[i] = (unsigned char)next_random(&seed);
}

static void another(unsigned char page[PAGE], uint64_t number)
{
    memcpy(page, image.bytes + (number * 7 % (image.pages - 3) + 3) * PAGE, PAGE);
    if (image_number(&image, (number * 7 % (image.pages - 3) + 3) * PAGE, 8) == number)
        memset(page, 0xff, PAGE);
}

static void (*const overwrites[])(unsigned char page[PAGE], uint64_t number) = {zeros, noise, another};

START_TEST(a_page_overwritten_is_found_where_it_is_in_use_and_nowhere_else)
{
    unsigned char page[PAGE];
    uint64_t number;
    char named[64];

    for (number = 2; number < image.pages; number++) {
        bool structure = image_is_structure(&image, number);

        overwrites[_i](page, number);
        put(number * PAGE, page, PAGE);
        ck_assert_msg(image_check(&scratch, true, &error) == (structure ? NNREG_CORRUPT : NNREG_OK),
                      "page %u: %s", (unsigned)number, error.text);
        (void)snprintf(named, sizeof named, "data.mdb is damaged: page %u (at byte %u), of the t",
                       (unsigned)number, (unsigned)number * PAGE);
        if (structure)
            ck_assert_msg(strstr(error.text, named) == error.text, "page %u: %s", (unsigned)number,
                          error.text);
        put(number * PAGE, image.bytes + number * PAGE, PAGE);
    }
    ck_assert_int_eq(image_check(&scratch, true, &error), NNREG_OK);
}
END_TEST

/* But the two bytes that LMDB does not use. */
START_TEST(a_bit_of_a_header_is_found)
{
    unsigned i, stride = fixture_stride("bits of headers", 5);
    uint64_t number;

    for (number = 2; number < image.pages; number++) {
        bool structure = image_is_structure(&image, number);

        /* Thinned, it is another byte of each page. */
        for (i = (unsigned)number % stride; i < 16; i += stride) {
            uint64_t at = number * PAGE + i;
            unsigned char byte = image.bytes[at] ^ (unsigned char)(1u << (number + i) % 8);
            bool used = structure && i != 8 && i != 9;

            put(at, &byte, 1);
            ck_assert_msg(image_check(&scratch, true, &error) == (used ? NNREG_CORRUPT : NNREG_OK),
                          "page %u, byte %u: %s", (unsigned)number, i, error.text);
            put(at, image.bytes + at, 1);
        }
    }
}
END_TEST

START_TEST(a_file_cut_anywhere_is_found_unless_only_free_pages_are_gone)
{
    uint64_t shortest = image.numbered, cut;

    while (image.is_free[shortest - 1])
        shortest--;
    for (cut = image.pages; cut-- > 0;) {
        nnreg_status wanted = cut >= shortest ? NNREG_OK : NNREG_CORRUPT;

        scratch_truncate(&scratch, "data.mdb", (int64_t)(cut * PAGE + cut % 3 * 100));
        ck_assert_msg(image_check(&scratch, true, &error) == wanted, "%u pages: %s", (unsigned)cut,
                      error.text);
        if (cut < shortest)
            ck_assert_ptr_nonnull(strstr(error.text, "data.mdb is "));
    }
}
END_TEST

/* ------------------------------------------------------------------------------------------------ the promise -- */

static nnreg_status look_at(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                            struct nnreg_error *error_out)
{
    const unsigned char *bytes = value.content;
    unsigned *sum = context;
    size_t i;

    (void)stop;
    (void)error_out;
    for (i = 0; i < value.size; i += 100)
        *sum += bytes[i];
    *sum += ((const unsigned char *)key.content)[0];
    return NNREG_OK;
}

static nnreg_status read_all(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    nnreg_status status = NNREG_OK;
    nnreg_kv_table_id table;

    for (table = 0; table < NNREG_KV_TABLE_COUNT && status == NNREG_OK; table++)
        status = nnreg_kv_walk(txn, table, (struct nnreg_slice){NULL, 0}, table % 2 == 0, look_at, context,
                               error_out);
    return status;
}

static nnreg_status change_all(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    nnreg_status status = NNREG_OK;
    struct nnreg_key key;
    uint64_t i;

    (void)context;
    for (i = 0; i < 40 && status == NNREG_OK; i++) {
        status = put_large(txn, i, 3000 + 100 * i, error_out);
        if (status == NNREG_OK)
            status = put_number(txn, i * 25, i, error_out);
        if (status == NNREG_OK && i % 3 == 0)
            status = nnreg_kv_remove(txn, NNREG_KV_TASKS, nnreg_key_u64(&key, i * 25), error_out);
    }
    return status;
}

/* Reads all, writes some, reads all: whatever the calls say, this process lives. */
static void use_store(void)
{
    struct nnreg_kv *kv;
    unsigned sum = 0, i;

    if (store_open(&kv, &scratch, 0, &error) == NNREG_OK) {
        for (i = 0; i < 3; i++) {
            (void)nnreg_kv_read(kv, read_all, &sum, &error);
            (void)nnreg_kv_write(kv, change_all, NULL, &error);
        }
        nnreg_kv_close(kv);
    }
    child_done();
}

static void survives(const char *damage, uint64_t at)
{
    pid_t child = fork();
    int status;

    if (child == 0)
        use_store();
    status = child_wait(child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s at byte %u: signal %d", damage,
                  (unsigned)at, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    image_restore(&image, &scratch);
}

/* A place where structure is: of headers, slots and nodes' headers; in every third case anywhere. */
static uint64_t pick_place(unsigned *seed)
{
    uint64_t page = next_random(seed) % image.pages;
    unsigned nodes;

    if (page < 2 || next_random(seed) % 3 == 0 || !image_is_structure(&image, page))
        return page * PAGE + next_random(seed) % PAGE;
    if (image_number(&image, page * PAGE + 10, 2) == 4)
        return page * PAGE + next_random(seed) % 16;
    nodes = image_nodes(&image, page);
    if (next_random(seed) % 2 == 0)
        return page * PAGE + next_random(seed) % (16 + 2 * nodes);
    return image_node(&image, page, next_random(seed) % nodes) + next_random(seed) % 16;
}

START_TEST(what_passes_the_full_walk_can_be_used_without_a_signal)
{
    unsigned seed = 4711 + (unsigned)_i, passed = 0, i, stride = fixture_stride("damage", 10);

    for (i = 0; i < 300; i += stride) {
        uint64_t at = pick_place(&seed);
        unsigned char byte = image.bytes[at] ^ (unsigned char)(1u << next_random(&seed) % 8);

        put(at, &byte, 1);
        if (image_check(&scratch, true, &error) == NNREG_OK) {
            passed++;
            survives("a bit", at);
        } else {
            put(at, image.bytes + at, 1);
        }
    }
    ck_assert_uint_gt(passed, 20 / stride);
}
END_TEST

/* A page in another's place that says it is that one: whatever bounds and counts do not show is at least harmless. */
START_TEST(a_page_moved_with_its_number_mended_is_found_or_does_no_harm)
{
    unsigned char page[PAGE];
    uint64_t number;

    for (number = 2; number < image.pages; number++) {
        if (!image_is_structure(&image, number))
            continue;
        another(page, number);
        memcpy(page, &number, sizeof number);
        put(number * PAGE, page, PAGE);
        if (image_check(&scratch, true, &error) == NNREG_OK)
            survives("another page", number * PAGE);
        put(number * PAGE, image.bytes + number * PAGE, PAGE);
    }
}
END_TEST

Suite *kv_damage_suite(void);
Suite *kv_damage_suite(void)
{
    Suite *suite = suite_create("kv_damage");
    TCase *tests = tcase_create("damage");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 240); /* a child for each damage that passes */
    tcase_add_loop_test(tests, a_page_overwritten_is_found_where_it_is_in_use_and_nowhere_else, 0, 3);
    tcase_add_test(tests, a_bit_of_a_header_is_found);
    tcase_add_test(tests, a_file_cut_anywhere_is_found_unless_only_free_pages_are_gone);
    tcase_add_loop_test(tests, what_passes_the_full_walk_can_be_used_without_a_signal, 0, 2);
    tcase_add_test(tests, a_page_moved_with_its_number_mended_is_found_or_does_no_harm);
    suite_add_tcase(suite, tests);
    return suite;
}
