/* Stored files that are objects: their way in and out, what is left where a step of it fails, and the local copies. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fsio.h"
#include "place_of_objects.h"
#include "store/shared/account.h"
#include "store/shared/shared_blobs.h"
#include "store/staging.h"
#include "store_fixture.h"

#define SECOND INT64_C(1000000)
#define LEASE  (100 * SECOND)
#define GRACE  (50 * SECOND)

static struct scratch records, local, objects;
static struct nnreg_kv *kv;
static struct place_of_objects place;
static struct nnreg_blobs *blobs;
static struct nnreg_staging staging;
static struct nnreg_staged staged;
static struct nnreg_error error;
static int64_t now;

static int64_t tell_time(void)
{
    return now;
}

static void open_all(uint64_t cache_size)
{
    struct nnreg_shared_blobs_options options = {
        .kv = kv, .objects = &place.base, .folder = local.folder, .cache_size = cache_size, .lease = LEASE};

    ck_assert_int_eq(nnreg_shared_blobs_open(&blobs, &options, &error), NNREG_OK);
}

static void set_up(void)
{
    struct nnreg_kv_options options = store_options;

    options.table_count = NNREG_KV_ALL_TABLES;
    scratch_make(&records);
    scratch_make(&local);
    scratch_make(&objects);
    ck_assert_int_eq(nnreg_kv_open(&kv, records.folder, &options, &error), NNREG_OK);
    place_open(&place, objects.folder);
    open_all(0);
    ck_assert_int_eq(nnreg_staging_begin_small(&staging, blobs, &error), NNREG_OK);
    staged = (struct nnreg_staged){.fd = -1};
    now = nnreg_clock_now();
}

static void tear_down(void)
{
    nnreg_clock_use(NULL);
    nnreg_fs_use_hook(NULL);
    nnreg_alloc_fail_from(0);
    nnreg_staging_discard(&staging, &staged);
    nnreg_staging_end(&staging);
    nnreg_blobs_close(blobs);
    place_close(&place);
    nnreg_kv_close(kv);
    scratch_remove(&records);
    scratch_remove(&local);
    scratch_remove(&objects);
}

/* -------------------------------------------------------------------------------------------------- the steps -- */

static void stage(const char *text)
{
    struct nnreg_blob_source source = {.name = "given", .size = strlen(text), .content = text, .fd = -1};

    nnreg_staging_discard(&staging, &staged);
    ck_assert_int_eq(nnreg_staging_add(&staged, &staging, &source, NULL, NULL, &error), NNREG_OK);
}

static nnreg_status install(void)
{
    nnreg_status status = nnreg_blobs_make_places(blobs, &staged, 1, &error);

    return status == NNREG_OK ? nnreg_blobs_install(blobs, &staging, &staged, NULL, NULL, &error) : status;
}

static nnreg_status hold_it(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    return nnreg_blobs_hold(blobs, txn, &staging, &staged, error_out);
}

static nnreg_status hold(void)
{
    return nnreg_kv_write(kv, hold_it, NULL, &error);
}

static void bring_in(const char *text)
{
    stage(text);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_int_eq(hold(), NNREG_OK);
}

static nnreg_status remove_it(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    return nnreg_blobs_remove(blobs, txn, staged.digest, error_out);
}

static void let_go(void)
{
    ck_assert_int_eq(nnreg_kv_write(kv, remove_it, NULL, &error), NNREG_OK);
}

static struct nnreg_shared_sweep sweep(void)
{
    struct nnreg_shared_sweep swept;

    ck_assert_int_eq(nnreg_shared_blobs_sweep(&swept, blobs, GRACE, NULL, &error), NNREG_OK);
    return swept;
}

static nnreg_status open_it(void)
{
    uint64_t size;
    int fd;
    nnreg_status status = nnreg_blobs_open_file(&fd, &size, blobs, staged.digest, &error);

    if (status == NNREG_OK)
        close(fd);
    return status;
}

static void check_content(const char *text)
{
    char found[100];
    uint64_t size;
    int fd;

    ck_assert_msg(nnreg_blobs_open_file(&fd, &size, blobs, staged.digest, &error) == NNREG_OK, "%s",
                  error.text);
    ck_assert_uint_eq(size, strlen(text));
    ck_assert_int_eq(pread(fd, found, sizeof found, 0), (ssize_t)size);
    ck_assert_mem_eq(found, text, size);
    close(fd);
}

/* Entries of a table of the objects'. */
static nnreg_status count_table(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    uint64_t *counts = context, i;
    nnreg_status status = NNREG_OK;

    for (i = 0; i < 3 && status == NNREG_OK; i++)
        status = nnreg_kv_count(&counts[i], txn, NNREG_KV_OBJECTS + (unsigned)i, error_out);
    return status;
}

static void check_account(uint64_t files, uint64_t intents, uint64_t trash, unsigned there)
{
    uint64_t counts[3];

    ck_assert_int_eq(nnreg_kv_read(kv, count_table, counts, &error), NNREG_OK);
    ck_assert_uint_eq(counts[0], files);
    ck_assert_uint_eq(counts[1], intents);
    ck_assert_uint_eq(counts[2], trash);
    ck_assert_uint_eq(place_count(&place), there);
}

/* ------------------------------------------------------------------------------------------------- in and out -- */

START_TEST(a_file_becomes_an_object_and_goes_by_way_of_the_trash)
{
    struct nnreg_shared_sweep swept;

    nnreg_clock_use(tell_time);
    stage("abc");
    ck_assert_int_eq(nnreg_blobs_make_places(blobs, &staged, 1, &error), NNREG_OK);
    check_account(0, 1, 0, 0);
    ck_assert_int_eq(nnreg_blobs_install(blobs, &staging, &staged, NULL, NULL, &error), NNREG_OK);
    check_account(0, 1, 0, 1);
    ck_assert_int_eq(open_it(), NNREG_NOT_FOUND); /* nobody sees it before it is held */
    ck_assert_int_eq(hold(), NNREG_OK);
    check_account(1, 0, 0, 1);
    ck_assert_int_eq(hold(), NNREG_OK); /* it may be run again */
    check_account(1, 0, 0, 1);
    check_content("abc");
    let_go();
    check_account(0, 0, 1, 1);
    let_go(); /* harmless twice */
    check_account(0, 0, 1, 1);
    now += GRACE;
    swept = sweep();
    ck_assert_uint_eq(swept.waiting, 1);
    ck_assert_uint_eq(swept.removed, 0);
    now++;
    swept = sweep();
    ck_assert_uint_eq(swept.waiting, 0);
    ck_assert_uint_eq(swept.removed, 1);
    check_account(0, 0, 0, 0);
}
END_TEST

START_TEST(what_is_stored_already_is_not_put_again)
{
    bring_in("abc");
    bring_in("abc");
    ck_assert_int_eq(staged.found, NNREG_BLOB_SAME);
    ck_assert_uint_eq(place.calls[PLACE_PUT], 1);
    check_account(1, 0, 0, 1);
    check_content("abc");
}
END_TEST

/* Both were on their way; the second one's object is not needed. */
START_TEST(of_two_that_come_at_once_one_object_stays)
{
    struct nnreg_staged first;

    stage("abc");
    ck_assert_int_eq(install(), NNREG_OK);
    first = staged;
    staged = (struct nnreg_staged){.fd = -1};
    stage("abc");
    ck_assert_int_eq(install(), NNREG_OK);
    check_account(0, 2, 0, 2);
    ck_assert_int_eq(hold(), NNREG_OK);
    check_account(1, 1, 0, 2);
    nnreg_staging_discard(&staging, &staged);
    staged = first;
    ck_assert_int_eq(hold(), NNREG_OK);
    ck_assert_int_eq(hold(), NNREG_OK);
    check_account(1, 0, 1, 2);
    nnreg_clock_use(tell_time);
    now = INT64_MAX / 2;
    ck_assert_uint_eq(sweep().removed, 1);
    check_account(1, 0, 0, 1);
    check_content("abc");
}
END_TEST

START_TEST(a_file_that_was_removed_and_comes_again_is_another_object)
{
    bring_in("abc");
    let_go();
    bring_in("abc");
    check_account(1, 0, 1, 2);
    nnreg_clock_use(tell_time);
    now = INT64_MAX / 2;
    ck_assert_uint_eq(sweep().removed, 1); /* however late */
    check_account(1, 0, 0, 1);
    check_content("abc");
}
END_TEST

START_TEST(what_was_there_and_is_removed_before_it_is_held_is_told)
{
    bring_in("abc");
    stage("abc");
    ck_assert_int_eq(install(), NNREG_OK);
    let_go();
    ck_assert_int_eq(hold(), NNREG_BUSY);
    ck_assert_ptr_nonnull(strstr(error.text, "try again"));
    bring_in("abc");
    check_content("abc");
}
END_TEST

/* -------------------------------------------------------------------------------------------------- abandoned -- */

START_TEST(an_intent_that_holds_no_longer_goes_with_its_object_and_who_comes_late_is_told)
{
    struct nnreg_shared_sweep swept;

    nnreg_clock_use(tell_time);
    stage("abc");
    ck_assert_int_eq(install(), NNREG_OK);
    now += LEASE;
    ck_assert_uint_eq(sweep().expired, 0);
    now++;
    swept = sweep();
    ck_assert_uint_eq(swept.expired, 1);
    ck_assert_uint_eq(swept.removed, 0);
    check_account(0, 0, 1, 1);
    ck_assert_int_eq(hold(), NNREG_BUSY);
    ck_assert_ptr_nonnull(strstr(error.text, "abandoned: try again"));
    now += GRACE + 1;
    ck_assert_uint_eq(sweep().removed, 1);
    check_account(0, 0, 0, 0);
}
END_TEST

START_TEST(who_is_late_and_not_swept_has_lost_nothing)
{
    nnreg_clock_use(tell_time);
    stage("abc");
    ck_assert_int_eq(install(), NNREG_OK);
    now += 10 * LEASE;
    ck_assert_int_eq(hold(), NNREG_OK);
    ck_assert_uint_eq(sweep().expired, 0);
    check_account(1, 0, 0, 1);
    check_content("abc");
}
END_TEST

START_TEST(many_are_swept_and_what_cannot_be_removed_stays_for_the_next_time)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    struct nnreg_shared_sweep swept;
    char text[20];
    unsigned i;

    nnreg_clock_use(tell_time);
    for (i = 0; i < 600; i++) {
        snprintf(text, sizeof text, "%u", i);
        stage(text);
        ck_assert_int_eq(nnreg_blobs_make_places(blobs, &staged, 1, &error), NNREG_OK);
        if (i % 100 == 0) /* most are never put */
            ck_assert_int_eq(nnreg_blobs_install(blobs, &staging, &staged, NULL, NULL, &error), NNREG_OK);
    }
    check_account(0, 600, 0, 6);
    now += LEASE + 1;
    ck_assert_uint_eq(sweep().expired, 600);
    now += GRACE + 1;
    place.fails[PLACE_REMOVE] = NNREG_IO;
    ck_assert_int_eq(nnreg_shared_blobs_sweep(&swept, blobs, GRACE, &why, &error), NNREG_OK);
    ck_assert_uint_eq(swept.removed, 599);
    ck_assert_uint_eq(swept.stayed, 1);
    ck_assert_str_eq(why.text, "as it was told");
    swept = sweep();
    ck_assert_uint_eq(swept.removed, 1);
    check_account(0, 0, 0, 0);
}
END_TEST

/* The object is gone, the process is killed before it says so: the next sweep removes it again. */
START_TEST(a_removal_that_was_done_and_failed_is_done_again)
{
    nnreg_clock_use(tell_time);
    bring_in("abc");
    let_go();
    now += GRACE + 1;
    place.fails[PLACE_REMOVE] = NNREG_IO;
    place.done_all_the_same[PLACE_REMOVE] = true;
    ck_assert_uint_eq(sweep().stayed, 1);
    check_account(0, 0, 1, 0);
    ck_assert_uint_eq(sweep().removed, 1);
    check_account(0, 0, 0, 0);
}
END_TEST

static nnreg_status give_it_up(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    return nnreg_blobs_give_up(blobs, txn, &staged, error_out);
}

START_TEST(what_is_given_up_is_trash_and_what_is_in_use_stays)
{
    stage("abc");
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, give_it_up, NULL, &error), NNREG_OK);
    check_account(0, 0, 1, 1);
    bring_in("abc");
    ck_assert_int_eq(nnreg_kv_write(kv, give_it_up, NULL, &error), NNREG_OK); /* its commit was in doubt */
    check_account(1, 0, 1, 2);
    bring_in("abc"); /* brings nothing of its own */
    ck_assert_int_eq(nnreg_kv_write(kv, give_it_up, NULL, &error), NNREG_OK);
    check_account(1, 0, 1, 2);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- putting -- */

START_TEST(a_put_that_fails_leaves_an_intent_and_perhaps_an_object_which_are_swept)
{
    nnreg_clock_use(tell_time);
    place.done_all_the_same[PLACE_PUT] = _i == 1;
    place.fails[PLACE_PUT] = NNREG_IO;
    stage("abc");
    ck_assert_int_eq(install(), NNREG_IO);
    check_account(0, 1, 0, (unsigned)_i);
    now += LEASE + 1;
    ck_assert_uint_eq(sweep().expired, 1);
    now += GRACE + 1;
    ck_assert_uint_eq(sweep().removed, 1);
    check_account(0, 0, 0, 0);
}
END_TEST

START_TEST(an_object_that_is_not_there_behind_its_put_is_told)
{
    place.lies = true;
    stage("abc");
    ck_assert_int_eq(install(), NNREG_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "was put, and is not there"));
}
END_TEST

static void cut_it(enum place_call call, bool before)
{
    char path[200], folder[3] = "";
    const char *name;

    if (call != PLACE_SIZE || !before)
        return;
    memcpy(folder, scratch_list(&objects, "."), 2);
    name = scratch_list(&objects, folder);
    snprintf(path, sizeof path, "%s/%.*s", folder, (int)strcspn(name, " "), name);
    ck_assert_int_eq(fchmodat(objects.folder, path, 0644, 0), 0);
    scratch_truncate(&objects, path, 2);
}

START_TEST(an_object_of_another_size_behind_its_put_is_told)
{
    place.between = cut_it;
    stage("abc");
    ck_assert_int_eq(install(), NNREG_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "was put with 3 bytes, and has 2"));
}
END_TEST

START_TEST(a_copy_that_was_closed_is_put_from_its_name)
{
    nnreg_staging_end(&staging);
    ck_assert_int_eq(nnreg_staging_begin(&staging, blobs, &error), NNREG_OK);
    stage("abc");
    ck_assert_ptr_null(staged.content);
    nnreg_staged_close(&staged);
    ck_assert_int_eq(install(), NNREG_OK);
    ck_assert_int_eq(hold(), NNREG_OK);
    check_content("abc");
}
END_TEST

START_TEST(a_failed_allocation_is_told_and_changes_nothing)
{
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    stage("abc");
    for (n = 1; status != NNREG_OK; n++) {
        ck_assert_uint_lt(n, 100);
        nnreg_alloc_fail_from(n);
        status = install();
        if (status == NNREG_OK)
            status = hold();
        if (status == NNREG_OK)
            status = open_it();
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || status == NNREG_NO_MEMORY);
    }
    check_content("abc");
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- reading -- */

START_TEST(a_file_is_fetched_once_and_read_from_its_copy)
{
    bring_in("abc");
    check_content("abc");
    check_content("abc");
    ck_assert_uint_eq(place.calls[PLACE_GET], 1);
    nnreg_blobs_close(blobs);
    open_all(0);
    check_content("abc"); /* it is the folder's, not the handle's */
    ck_assert_uint_eq(place.calls[PLACE_GET], 1);
}
END_TEST

START_TEST(other_bytes_than_the_digest_says_are_no_copy)
{
    bring_in("abc");
    place.alters = true;
    ck_assert_int_eq(open_it(), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(error.text, "has other bytes than its name says"));
    place.alters = false;
    check_content("abc");
}
END_TEST

START_TEST(a_get_that_fails_leaves_no_copy)
{
    bring_in("abc");
    place.fails[PLACE_GET] = NNREG_IO;
    place.done_all_the_same[PLACE_GET] = true;
    ck_assert_int_eq(open_it(), NNREG_IO);
    ck_assert_str_eq(scratch_list(&local, "cache/ba"), "");
    check_content("abc");
}
END_TEST

START_TEST(an_object_that_is_lost_is_damage)
{
    bring_in("abc");
    place.fails[PLACE_GET] = NNREG_NOT_FOUND;
    ck_assert_int_eq(open_it(), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(error.text, "is not there"));
}
END_TEST

static void replace_it(enum place_call call, bool before)
{
    static bool busy;

    if (call != PLACE_GET || !before || busy)
        return;
    busy = true;
    let_go();
    nnreg_clock_use(tell_time);
    now += 10 * GRACE;
    ck_assert_uint_eq(sweep().removed, 1);
    if (place.calls[PLACE_GET] == 1)
        bring_in("abc");
    busy = false;
}

START_TEST(a_file_that_is_replaced_while_it_is_fetched_is_the_new_one_and_one_that_is_removed_is_gone)
{
    bring_in("abc");
    place.between = replace_it;
    ck_assert_int_eq(open_it(), NNREG_NOT_FOUND); /* the second one goes meanwhile, too */
    ck_assert_uint_eq(place.calls[PLACE_GET], 2);
    place.between = NULL;
    bring_in("abc");
    check_content("abc");
}
END_TEST

START_TEST(copies_that_are_too_much_go_the_oldest_first)
{
    char text[100];
    unsigned i;

    nnreg_blobs_close(blobs);
    open_all(1000);
    for (i = 0; i < 40; i++) {
        snprintf(text, sizeof text, "%090u", i);
        bring_in(text);
        check_content(text);
    }
    ck_assert_uint_eq(place.calls[PLACE_GET], 40);
    check_content(text); /* the last is there still, */
    ck_assert_uint_eq(place.calls[PLACE_GET], 40);
    snprintf(text, sizeof text, "%090u", 0);
    stage(text);
    check_content(text); /* and the first is not */
    ck_assert_uint_eq(place.calls[PLACE_GET], 41);
}
END_TEST

START_TEST(a_folder_in_the_place_of_a_copy_is_told)
{
    bring_in("abc");
    ck_assert_int_eq(mkdirat(local.folder, "cache/ba", 0777), 0);
    ck_assert_int_eq(mkdirat(local.folder,
                             "cache/ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 0777),
                     0);
    ck_assert_int_eq(open_it(), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(error.text, "is not a file: remove it"));
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- the rest -- */

static nnreg_status note_met(const struct nnreg_blob_met *met, void *context, struct nnreg_error *error_out)
{
    unsigned *count = context;

    ck_assert_int_eq(met->stray, NNREG_BLOB_NO_STRAY);
    ck_assert_uint_eq(met->size, 3);
    ck_assert_int_eq(strncmp(met->path, "objects/", 8), 0);
    return ++*count == 500 ? nnreg_fail(error_out, NNREG_CANCELLED, "enough") : NNREG_OK;
}

START_TEST(all_files_are_walked_through_by_what_the_tables_say)
{
    unsigned i, count = 0;
    char text[20];

    for (i = 100; i < 400; i++) {
        snprintf(text, sizeof text, "%u", i);
        bring_in(text);
    }
    ck_assert_int_eq(nnreg_blobs_walk(blobs, note_met, &count, &error), NNREG_OK);
    ck_assert_uint_eq(count, 300);
    ck_assert_int_eq(nnreg_blobs_walk(blobs, note_met, &count, &error), NNREG_CANCELLED);
    ck_assert_uint_eq(count, 500);
}
END_TEST

static nnreg_status spoil(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_shared_id id = {.digest = {0}};
    nnreg_status status = nnreg_kv_put(txn, NNREG_KV_OBJECTS, nnreg_key_digest(staged.digest),
                                       (struct nnreg_slice){"short", 5}, error_out);

    (void)context;
    if (status == NNREG_OK)
        status = nnreg_kv_put(txn, NNREG_KV_OBJECT_TRASH, (struct nnreg_slice){&id, sizeof id},
                              (struct nnreg_slice){"short", 5}, error_out);
    return status;
}

START_TEST(entries_that_are_none_are_damage)
{
    struct nnreg_shared_sweep swept;
    unsigned count = 0;

    bring_in("abc");
    ck_assert_int_eq(nnreg_kv_write(kv, spoil, NULL, &error), NNREG_OK);
    ck_assert_int_eq(open_it(), NNREG_CORRUPT);
    ck_assert_int_eq(hold(), NNREG_CORRUPT);
    ck_assert_int_eq(nnreg_kv_write(kv, remove_it, NULL, &error), NNREG_CORRUPT);
    ck_assert_int_eq(nnreg_blobs_walk(blobs, note_met, &count, &error), NNREG_CORRUPT);
    ck_assert_int_eq(nnreg_shared_blobs_sweep(&swept, blobs, GRACE, NULL, &error), NNREG_CORRUPT);
}
END_TEST

START_TEST(names_of_objects_are_read_back_and_others_are_none)
{
    static const char *const none[] = {"", "abc", "abc/def"};
    struct nnreg_shared_id id, back;
    char name[NNREG_OBJECT_NAME];
    size_t i;

    for (i = 0; i < sizeof id; i++)
        ((unsigned char *)&id)[i] = (unsigned char)(i * 7);
    nnreg_shared_name(name, &id);
    ck_assert(nnreg_shared_name_read(&back, name));
    ck_assert_mem_eq(&back, &id, sizeof id);
    for (i = 0; name[i] != '\0'; i++) {
        char kept = name[i];

        name[i] = 'x';
        ck_assert(!nnreg_shared_name_read(&back, name));
        name[i] = kept;
    }
    for (i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert(!nnreg_shared_name_read(&back, none[i]));
}
END_TEST

Suite *shared_blobs_suite(void);
Suite *shared_blobs_suite(void)
{
    Suite *suite = suite_create("shared_blobs");
    TCase *tests = tcase_create("objects");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_file_becomes_an_object_and_goes_by_way_of_the_trash);
    tcase_add_test(tests, what_is_stored_already_is_not_put_again);
    tcase_add_test(tests, of_two_that_come_at_once_one_object_stays);
    tcase_add_test(tests, a_file_that_was_removed_and_comes_again_is_another_object);
    tcase_add_test(tests, what_was_there_and_is_removed_before_it_is_held_is_told);
    tcase_add_test(tests, an_intent_that_holds_no_longer_goes_with_its_object_and_who_comes_late_is_told);
    tcase_add_test(tests, who_is_late_and_not_swept_has_lost_nothing);
    tcase_add_test(tests, many_are_swept_and_what_cannot_be_removed_stays_for_the_next_time);
    tcase_add_test(tests, a_removal_that_was_done_and_failed_is_done_again);
    tcase_add_test(tests, what_is_given_up_is_trash_and_what_is_in_use_stays);
    tcase_add_loop_test(tests, a_put_that_fails_leaves_an_intent_and_perhaps_an_object_which_are_swept, 0, 2);
    tcase_add_test(tests, an_object_that_is_not_there_behind_its_put_is_told);
    tcase_add_test(tests, an_object_of_another_size_behind_its_put_is_told);
    tcase_add_test(tests, a_copy_that_was_closed_is_put_from_its_name);
    tcase_add_test(tests, a_failed_allocation_is_told_and_changes_nothing);
    tcase_add_test(tests, a_file_is_fetched_once_and_read_from_its_copy);
    tcase_add_test(tests, other_bytes_than_the_digest_says_are_no_copy);
    tcase_add_test(tests, a_get_that_fails_leaves_no_copy);
    tcase_add_test(tests, an_object_that_is_lost_is_damage);
    tcase_add_test(
        tests, a_file_that_is_replaced_while_it_is_fetched_is_the_new_one_and_one_that_is_removed_is_gone);
    tcase_add_test(tests, copies_that_are_too_much_go_the_oldest_first);
    tcase_add_test(tests, a_folder_in_the_place_of_a_copy_is_told);
    tcase_add_test(tests, all_files_are_walked_through_by_what_the_tables_say);
    tcase_add_test(tests, entries_that_are_none_are_damage);
    tcase_add_test(tests, names_of_objects_are_read_back_and_others_are_none);
    suite_add_tcase(suite, tests);
    return suite;
}
