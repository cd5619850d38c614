/* Data files that are cut short, damaged, of another program or another version: refused, and never a crash. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fsio.h"
#include "failing_calls.h"
#include "store/lmdb/internal.h"
#include "store_fixture.h"

#define FROM_BACKUP "; put data.mdb back from a backup" /* the end of what is said of damage to the file */

#define PAGE 4096

static struct scratch scratch;
static struct nnreg_error error;

static void set_up(void)
{
    scratch_make(&scratch);
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    scratch_remove(&scratch);
}

/* Opens, closes, and returns what opening said. */
static nnreg_status try_open(void)
{
    struct nnreg_kv *kv;
    nnreg_status status = store_open(&kv, &scratch, 0, &error);

    nnreg_kv_close(kv);
    return status;
}

static nnreg_status fill(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    nnreg_status status = NNREG_OK;
    uint64_t i;

    (void)context;
    for (i = 1; i <= 2000 && status == NNREG_OK; i++)
        status = put_number(txn, i, i, error_out);
    return status == NNREG_OK ? put_large(txn, 1, 30000, error_out) : status;
}

static void make_filled(void)
{
    struct nnreg_kv *kv;

    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, fill, NULL, &error), NNREG_OK);
    nnreg_kv_close(kv);
}

/* ---------------------------------------------------------------------------------------------------- length -- */

START_TEST(a_file_cut_short_anywhere_is_corrupt_and_says_how_short)
{
    static const struct {
        int64_t size; /* from the end, when negative */
        const char *text;
    } cuts[] = {
        {-1, "data.mdb is cut short: it has "},
        {-PAGE, "data.mdb is cut short: it has "},
        {-8 * PAGE, "data.mdb is cut short: it has "},
        {3 * PAGE, "data.mdb is cut short: it has 12288 bytes, and its pages need "},
        {2 * PAGE, "data.mdb is cut short: it has 8192 bytes, and its pages need "},
        {2 * PAGE - 1, "data.mdb is cut short: it has 8191 bytes, less than two pages"},
        {PAGE, "data.mdb is cut short: it has 4096 bytes, less than two pages"},
        {152, "data.mdb is cut short: it has 152 bytes, less than two pages"},
        {151, "data.mdb is no file of LMDB: it has 151 bytes"},
        {1, "data.mdb is no file of LMDB: it has 1 bytes"},
        {0, "data.mdb is empty: somebody truncated it"},
    };
    int64_t size;
    size_t i;

    make_filled();
    size = scratch_size(&scratch, "data.mdb");
    ck_assert_int_gt(size, 16 * PAGE);
    for (i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        int64_t cut = cuts[i].size < 0 ? size + cuts[i].size : cuts[i].size;

        scratch_truncate(&scratch, "data.mdb", cut);
        ck_assert_int_eq(try_open(), NNREG_CORRUPT);
        ck_assert_ptr_eq(strstr(error.text, cuts[i].text), error.text);
        ck_assert_int_eq(scratch_size(&scratch, "data.mdb"), cut);
    }
}
END_TEST

struct passing {
    size_t size;
    bool put, remove;
};

static nnreg_status pass_by(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    const struct passing *passing = context;
    nnreg_status status = put_number(txn, 5000, passing->size, error_out);
    struct nnreg_key key;

    if (status == NNREG_OK && passing->put)
        status = put_large(txn, 9, passing->size, error_out);
    if (status == NNREG_OK && passing->remove)
        status = nnreg_kv_remove(txn, NNREG_KV_NETWORKS, nnreg_key_u64(&key, 9), error_out);
    return status;
}

/*
 * Leaves a file that lacks its last pages. LMDB gives pages back unwritten once it has taken others from those that
 * are free, so there have to be some first.
 */
static nnreg_status leave_short(struct nnreg_kv *kv, size_t size)
{
    struct passing all[] = {
        {20000, true, false}, {20000, false, true}, {1, false, false}, {size, true, true}};
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < sizeof all / sizeof *all && status == NNREG_OK; i++)
        status = nnreg_kv_write(kv, pass_by, &all[i], &error);
    return status;
}

/* Which pages are free, by LMDB's own word; the caller frees it. */
static bool *free_pages(struct nnreg_kv *kv, uint64_t *count, unsigned *depth)
{
    MDB_envinfo info;
    MDB_stat stat;
    MDB_txn *txn;
    MDB_cursor *cursor;
    MDB_val key, value;
    bool *pages;

    ck_assert_int_eq(mdb_env_info(nnreg_lmdb_env_of(kv->store)->mdb, &info), 0);
    *count = info.me_last_pgno + 1;
    pages = calloc(*count, sizeof *pages);
    ck_assert_ptr_nonnull(pages);
    ck_assert_int_eq(mdb_txn_begin(nnreg_lmdb_env_of(kv->store)->mdb, NULL, MDB_RDONLY, &txn), 0);
    ck_assert_int_eq(mdb_stat(txn, 0, &stat), 0);
    *depth = stat.ms_depth;
    ck_assert_int_eq(mdb_cursor_open(txn, 0, &cursor), 0);
    while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
        uint64_t numbers, page, i;

        memcpy(&numbers, value.mv_data, 8);
        for (i = 1; i <= numbers; i++) {
            memcpy(&page, (const char *)value.mv_data + 8 * i, 8);
            pages[page] = true;
        }
    }
    mdb_cursor_close(cursor);
    mdb_txn_abort(txn);
    return pages;
}

/*
 * Cuts the closed file, page by page around where it stops to be whole: that is when a page is missing that is not
 * free.
 */
static void check_cuts(const bool *is_free, uint64_t pages)
{
    uint64_t length = (uint64_t)scratch_size(&scratch, "data.mdb") / PAGE, shortest = pages, cut;

    while (is_free[shortest - 1])
        shortest--;
    ck_assert_uint_gt(shortest, 20);
    ck_assert_uint_le(shortest, length);
    ck_assert_int_eq(try_open(), NNREG_OK);
    for (cut = shortest + 10 < length ? shortest + 10 : length; cut > shortest - 10; cut--) {
        scratch_truncate(&scratch, "data.mdb", (int64_t)(cut * PAGE));
        ck_assert_int_eq(try_open(), cut >= shortest ? NNREG_OK : NNREG_CORRUPT);
    }
    ck_assert_ptr_eq(strstr(error.text, "data.mdb is cut short: it has "), error.text);
}

/* The pages that are missing are missing in a copy, too. */
static void copy_is_whole(struct nnreg_kv *kv)
{
    static const struct nnreg_kv_copying how = {.compact = false};
    struct nnreg_kv_copied copied;
    uint64_t bytes;
    int fd = openat(scratch.folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(nnreg_kv_copy(&copied, kv, fd, &how, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_lmdb_check_file(&bytes, fd, &error), NNREG_OK);
    ck_assert_uint_gt(bytes, copied.bytes);
    close(fd);
}

START_TEST(a_file_that_lacks_only_free_pages_is_whole)
{
    static const size_t sizes[] = {100000, 1000000, 12000000};
    struct nnreg_kv *kv;
    uint64_t pages;
    unsigned depth;
    bool *is_free;

    make_filled();
    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_OK);
    ck_assert_int_eq(leave_short(kv, sizes[_i]), NNREG_OK);
    is_free = free_pages(kv, &pages, &depth);
    copy_is_whole(kv);
    nnreg_kv_close(kv);
    ck_assert_int_lt(scratch_size(&scratch, "data.mdb"),
                     (int64_t)(pages * PAGE)); /* so this is such a file */
    check_cuts(is_free, pages);
    free(is_free);
}
END_TEST

/* While a snapshot is open, what each transaction frees is an entry of its own, until the tree branches. */
static nnreg_status make_many_entries(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct passing last = {40000000, true, true};
    nnreg_status status = NNREG_OK;
    unsigned round;

    (void)txn;
    for (round = 0; round < 150 && status == NNREG_OK; round++)
        status = store_put(context, round * 13 % 2000, round, error_out);
    return status == NNREG_OK ? nnreg_kv_write(context, pass_by, &last, error_out) : status;
}

START_TEST(a_tree_of_free_pages_with_branches_is_read_as_well)
{
    struct passing put = {16000000, true, false}, remove = {1, false, true};
    struct nnreg_kv *kv;
    uint64_t pages;
    unsigned depth;
    bool *is_free;

    make_filled();
    ck_assert_int_eq(store_open(&kv, &scratch, (uint64_t)256 << 20, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, pass_by, &put, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, pass_by, &remove, &error), NNREG_OK);
    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_read(kv, make_many_entries, kv, &error), NNREG_OK);
    is_free = free_pages(kv, &pages, &depth);
    nnreg_kv_close(kv);
    ck_assert_uint_ge(depth, 2);
    ck_assert_int_lt(scratch_size(&scratch, "data.mdb"), (int64_t)(pages * PAGE));
    check_cuts(is_free, pages);
    free(is_free);
}
END_TEST

/* ------------------------------------------------------------------------------------------------------ kind -- */

START_TEST(a_file_that_is_no_store_is_said_to_be_none)
{
    char *bytes = malloc(65536);
    size_t i;

    ck_assert_ptr_nonnull(bytes);
    for (i = 0; i < 65536; i++)
        bytes[i] = (char)(i * 2654435761u >> 13);
    scratch_write(&scratch, "data.mdb", 0, bytes, 65536);
    free(bytes);
    ck_assert_int_eq(try_open(), NNREG_CORRUPT);
    ck_assert_str_eq(error.text, "data.mdb is no file of LMDB: it has no meta page at offset 0" FROM_BACKUP);
    ck_assert_str_eq(scratch_list(&scratch, "."), "data.mdb ");
}
END_TEST

/* Puts a number of 2, 4 or 8 bytes into data.mdb, in the machine's order, or in the other. */
static void put_in_file(int64_t at, uint64_t number, size_t size, bool swapped)
{
    unsigned char bytes[8];
    bool little = *(const unsigned char *)&(const uint16_t){1} == 1;
    size_t i;

    for (i = 0; i < size; i++)
        bytes[little != swapped ? i : size - 1 - i] = (unsigned char)(number >> 8 * i);
    scratch_write(&scratch, "data.mdb", at, bytes, size);
}

#define DAMAGED "data.mdb is damaged: the meta page at offset 0 "

START_TEST(a_damaged_meta_page_is_met_at_open)
{
    static const struct {
        int64_t at;
        uint64_t value;
        size_t size;
        nnreg_status status;
        const char *text;
    } damages[] = {
        {PAGE + 16, 0, 4, NNREG_CORRUPT, "data.mdb is no file of LMDB: it has no meta page at offset 4096"},
        {10, 2, 2, NNREG_CORRUPT, "data.mdb is no file of LMDB: it has no meta page at offset 0"},
        {20, 2, 4, NNREG_UNSUPPORTED,
         "data.mdb has version 2 of LMDB's format; this library reads version 1"},
        {PAGE + 10, 2, 2, NNREG_CORRUPT, "data.mdb is no file of LMDB: it has no meta page at offset 4096"},
        {PAGE + 20, 2, 4, NNREG_UNSUPPORTED,
         "data.mdb has version 2 of LMDB's format; this library reads version 1"},
        {40, 4095, 4, NNREG_CORRUPT, DAMAGED "says a size of pages that cannot be"},
        {40, 0, 4, NNREG_CORRUPT, DAMAGED "says a size of pages that cannot be"},
        {46, 33, 2, NNREG_CORRUPT, DAMAGED "says that a tree has more than 32 levels"},
        {94, 33, 2, NNREG_CORRUPT, DAMAGED "says that a tree has more than 32 levels"},
        {46, 0, 2, NNREG_CORRUPT, DAMAGED "says that a tree has levels and no pages, or pages and no levels"},
        {94, 0, 2, NNREG_CORRUPT, DAMAGED "says that a tree has levels and no pages, or pages and no levels"},
        {80, 1000000, 8, NNREG_CORRUPT, DAMAGED "says that a tree begins at a page that cannot be"},
        {128, 1000000, 8, NNREG_CORRUPT, DAMAGED "says that a tree begins at a page that cannot be"},
        {128, 1, 8, NNREG_CORRUPT, DAMAGED "says that a tree begins at a page that cannot be"},
        {44, 4, 2, NNREG_CORRUPT, DAMAGED "gives a tree flags that it does not have"},
        {92, 2, 2, NNREG_CORRUPT, DAMAGED "gives a tree flags that it does not have"},
        {144, 3, 8, NNREG_CORRUPT, DAMAGED "has the transaction of the other one"},
        {136, 0, 8, NNREG_CORRUPT, DAMAGED "says that the last page is one that cannot be"},
        {136, UINT64_MAX - 1, 8, NNREG_CORRUPT, DAMAGED "says that the last page is one that cannot be"},
    };
    unsigned char pages[2 * PAGE];
    char expected[300];
    size_t i;

    make_filled();
    scratch_read(&scratch, "data.mdb", 0, pages, sizeof pages);
    for (i = 0; i < sizeof damages / sizeof *damages; i++) {
        put_in_file(damages[i].at, damages[i].value, damages[i].size, false);
        ck_assert_int_eq(try_open(), damages[i].status);
        snprintf(expected, sizeof expected, "%s%s", damages[i].text,
                 damages[i].status == NNREG_CORRUPT ? FROM_BACKUP : "");
        ck_assert_str_eq(error.text, expected);
        scratch_write(&scratch, "data.mdb", 0, pages, sizeof pages);
    }
    ck_assert_int_eq(try_open(), NNREG_OK);
}
END_TEST

START_TEST(a_second_meta_page_that_is_damaged_is_met_at_open)
{
    struct nnreg_kv *kv;

    make_filled();
    kv = store_opened(&scratch);
    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK); /* whose meta page is the newer now */
    nnreg_kv_close(kv);
    put_in_file(PAGE + 40, 8192, 4, false);
    ck_assert_int_eq(try_open(), NNREG_CORRUPT);
    ck_assert_str_eq(error.text, "data.mdb is damaged: the meta page at offset 4096 says another size of "
                                 "pages than the first" FROM_BACKUP);
}
END_TEST

static uint64_t transaction_of(const unsigned char *page)
{
    uint64_t transaction;

    return memcpy(&transaction, page + 144, sizeof transaction), transaction;
}

/* The meta pages as a machine of another kind writes them. Of its other pages none is looked at. */
static void write_foreign_meta(size_t word, size_t page_size, bool swapped)
{
    size_t header = word == 8 ? 16 : 12, tree = 8 + 5 * word, i, k;

    for (i = 0; i < 2; i++) {
        int64_t page = (int64_t)(i * page_size), at = page + (int64_t)header;

        put_in_file(page, i, word, swapped);
        put_in_file(page + (int64_t)word + 2, 8, 2, swapped); /* it is a meta page */
        put_in_file(at, 0xBEEFC0DE, 4, swapped);
        put_in_file(at + 4, 1, 4, swapped); /* data version */
        put_in_file(at += 8, 0, word, swapped);
        put_in_file(at += (int64_t)word, 1 << 24, word, swapped); /* map size */
        at += (int64_t)word;
        for (k = 0; k < 2; k++, at += (int64_t)tree) {
            put_in_file(at, k == 0 ? page_size : 0, 4, swapped);
            put_in_file(at + (int64_t)(tree - word), UINT64_MAX, word, swapped); /* it has no pages */
        }
        put_in_file(at, 1, word, swapped); /* the last page */
        put_in_file(at + (int64_t)word, i, word, swapped);
    }
}

START_TEST(a_data_file_of_a_machine_of_another_kind_is_refused_by_name_and_not_changed)
{
    static const struct {
        size_t word, page_size;
        bool swapped;
        const char *text;
    } kinds[] = {
        {8, PAGE, true, "data.mdb was made on a machine of the other byte order"},
        {4, PAGE, false, "data.mdb was made on a 32-bit machine"},
        {4, PAGE, true, "data.mdb was made on a 32-bit machine"},
        {8, 4 * PAGE, false, "data.mdb was made on a machine with pages of 16384 bytes; here they have 4096"},
        {8, 1024, false, "data.mdb was made on a machine with pages of 1024 bytes; here they have 4096"},
    };
    static const unsigned char zeroes[8 * PAGE];
    unsigned char before[8 * PAGE], after[8 * PAGE];

    scratch_write(&scratch, "data.mdb", 0, zeroes, sizeof zeroes);
    write_foreign_meta(kinds[_i].word, kinds[_i].page_size, kinds[_i].swapped);
    scratch_read(&scratch, "data.mdb", 0, before, sizeof before);
    ck_assert_int_eq(try_open(), NNREG_UNSUPPORTED);
    ck_assert_str_eq(error.text, kinds[_i].text);
    scratch_read(&scratch, "data.mdb", 0, after, sizeof after);
    ck_assert_mem_eq(before, after, sizeof before);
}
END_TEST

/* The same by the words of this machine is a store, if one without tables: so it is not for a mistake that they are refused. */
START_TEST(a_data_file_of_a_machine_of_this_kind_is_read)
{
    static const unsigned char zeroes[2 * PAGE];

    scratch_write(&scratch, "data.mdb", 0, zeroes, sizeof zeroes);
    write_foreign_meta(8, PAGE, false);
    (void)try_open();
    ck_assert_ptr_null(strstr(error.text, "was made on a"));
    ck_assert_ptr_null(strstr(error.text, "is damaged"));
}
END_TEST

/* What LMDB never reads, or writes anew, may be anything. Page 0 is the newer here. */
START_TEST(what_lmdb_does_not_use_of_meta_pages_is_not_asked_for)
{
    static const struct {
        int64_t at;
        uint64_t value;
        size_t size;
    } oddities[] = {
        {PAGE + 46, 33, 2},       /* the older page: depth of the tree of free pages */
        {PAGE + 80, 1000000, 8},  /* … its root: as LMDB leaves it after a failed write */
        {PAGE + 128, 1000000, 8}, /* … the root of the tree of tables: the same */
        {PAGE + 136, 0, 8},       /* … the last page */
        {PAGE + 92, 4, 2},        /* … flags */
        {PAGE + 40, 0, 4},        /* … the size of pages */
        {32, UINT64_MAX, 8},      /* of the newer: the map's size, which nnreg sets itself */
        {32, 0, 8},
        {24, 12345, 8}, /* … its address, for a way of mapping that nnreg does not use */
    };
    unsigned char pages[2 * PAGE];
    size_t i;

    make_filled();
    scratch_read(&scratch, "data.mdb", 0, pages, sizeof pages);
    ck_assert_uint_gt(transaction_of(pages), transaction_of(pages + PAGE));
    for (i = 0; i < sizeof oddities / sizeof *oddities; i++) {
        put_in_file(oddities[i].at, oddities[i].value, oddities[i].size, false);
        ck_assert_msg(try_open() == NNREG_OK, "oddity %zu: %s", i, error.text);
        scratch_write(&scratch, "data.mdb", 0, pages, sizeof pages);
    }
}
END_TEST

/* One bit, and the state before the last commit would be taken for the newest. */
START_TEST(an_older_meta_page_that_says_it_is_newer_is_damage)
{
    unsigned char pages[2 * PAGE], number;
    size_t older;

    make_filled();
    scratch_read(&scratch, "data.mdb", 0, pages, sizeof pages);
    older = transaction_of(pages) > transaction_of(pages + PAGE) ? PAGE : 0;
    number = pages[older + 147] ^ 0x20;
    scratch_write(&scratch, "data.mdb", (int64_t)older + 147, &number, 1);
    ck_assert_int_eq(try_open(), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(error.text, "has a transaction that does not follow that of the other one"));
}
END_TEST

/* ---------------------------------------------------------------------------------------- changed meanwhile -- */

/* As a commit that changes nothing would: the newer meta page, of the next transaction, over the older. */
static void go_on_to_the_next_state(void)
{
    unsigned char pages[2 * PAGE];
    uint64_t newer, number, transaction;

    scratch_read(&scratch, "data.mdb", 0, pages, sizeof pages);
    newer = transaction_of(pages + PAGE) > transaction_of(pages);
    number = 1 - newer;
    transaction = transaction_of(pages + newer * PAGE) + 1;
    memcpy(pages + newer * PAGE, &number, sizeof number);
    memcpy(pages + newer * PAGE + 144, &transaction, sizeof transaction);
    scratch_write(&scratch, "data.mdb", (int64_t)(number * PAGE), pages + newer * PAGE, PAGE);
}

static unsigned looks, changes_left;
static bool pages_go;

/* Each third: two are of the reading of the meta pages, twice, and one of the length, behind it. */
static int change_at_length(const char *call)
{
    static const unsigned char zeros[2 * PAGE] = {0};

    if (strcmp(call, "fstat") != 0 || ++looks % 3 != 0 || changes_left == 0)
        return 0;
    changes_left--;
    if (pages_go)
        scratch_write(&scratch, "data.mdb", 0, zeros, sizeof zeros);
    else
        go_on_to_the_next_state();
    return 0;
}

START_TEST(a_file_that_changes_while_its_length_is_looked_at_is_looked_at_again)
{
    static const struct {
        unsigned changes;
        bool go;
        nnreg_status status;
        const char *text;
    } rows[] = {{1, false, NNREG_CORRUPT, "data.mdb is cut short: it has "},
                {1000, false, NNREG_BUSY, "data.mdb is being changed too often to be looked at"},
                {1, true, NNREG_CORRUPT, "data.mdb is cut short: it has "}};
    uint64_t bytes;
    size_t i;
    int fd;

    make_filled();
    scratch_truncate(&scratch, "data.mdb", scratch_size(&scratch, "data.mdb") - 8 * PAGE);
    fd = openat(scratch.folder, "data.mdb", O_RDONLY | O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        looks = 0;
        changes_left = rows[i].changes;
        pages_go = rows[i].go;
        nnreg_fs_use_hook(change_at_length);
        ck_assert_int_eq(nnreg_lmdb_check_file(&bytes, fd, &error), rows[i].status);
        nnreg_fs_use_hook(NULL);
        ck_assert_msg(strstr(error.text, rows[i].text) == error.text, "%s", error.text);
        ck_assert(changes_left == 0 || changes_left > 900);
    }
    close(fd);
}
END_TEST

static bool lock_fails;

/* The file may only be read, so that its newest state is held by a lock; and it is another one by then. */
static int change_at_lock(const char *call)
{
    if (strcmp(call, "openat") == 0 && looks++ == 0)
        return EACCES;
    if (strcmp(call, "fcntl") != 0)
        return 0;
    if (lock_fails)
        return EIO;
    if (changes_left > 0) {
        changes_left--;
        go_on_to_the_next_state();
    }
    return 0;
}

START_TEST(a_state_that_is_not_the_newest_when_it_is_locked_is_let_go_of)
{
    static const struct {
        unsigned changes;
        bool fails;
        nnreg_status status;
    } rows[] = {{1, false, NNREG_OK}, {1000, false, NNREG_BUSY}, {0, true, NNREG_IO}};
    struct nnreg_kv *kv;
    size_t i;

    make_filled();
    kv = store_opened(&scratch);
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        looks = 0;
        changes_left = rows[i].changes;
        lock_fails = rows[i].fails;
        nnreg_fs_use_hook(change_at_lock);
        ck_assert_int_eq(nnreg_lmdb_check_open(nnreg_lmdb_env_of(kv->store), &error), rows[i].status);
        nnreg_fs_use_hook(NULL);
        if (rows[i].status == NNREG_BUSY)
            ck_assert_str_eq(error.text, "data.mdb is being changed too often to be looked at");
        ck_assert(changes_left == 0 || rows[i].status == NNREG_BUSY);
    }
    nnreg_kv_close(kv);
}
END_TEST

/* Of a large one not every page is read. */
START_TEST(a_large_file_that_was_not_closed_in_good_order_is_opened)
{
    make_filled();
    scratch_truncate(&scratch, "data.mdb", ((int64_t)64 << 20) + PAGE);
    ck_assert_int_eq(unlinkat(scratch.folder, "closed", 0), 0);
    ck_assert_int_eq(try_open(), NNREG_OK);
}
END_TEST

START_TEST(a_link_in_the_place_of_the_data_file_is_not_followed)
{
    make_filled();
    ck_assert_int_eq(renameat(scratch.folder, "data.mdb", scratch.folder, "real.mdb"), 0);
    ck_assert_int_eq(symlinkat("real.mdb", scratch.folder, "data.mdb"), 0);
    ck_assert_int_eq(try_open(), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(error.text, "/data.mdb\" is a symbolic link, not a regular file"));
}
END_TEST

START_TEST(a_file_of_lmdb_of_another_program_is_refused_and_not_changed)
{
    static const char *const others[] = {"their", "tables"};
    struct nnreg_kv_options options = {.tables = others, .table_count = 2, .create = true};
    unsigned char before[4 * PAGE], after[4 * PAGE];
    struct nnreg_kv *kv;

    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_OK);
    nnreg_kv_close(kv);
    ck_assert_int_ge(scratch_size(&scratch, "data.mdb"), 3 * PAGE);
    scratch_read(&scratch, "data.mdb", 0, before, 3 * PAGE);
    ck_assert_int_eq(try_open(), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(
        strstr(error.text, "data.mdb is a file of LMDB, but of another program: none of the "));
    scratch_read(&scratch, "data.mdb", 0, after, 3 * PAGE);
    ck_assert_mem_eq(before, after, 3 * PAGE);
}
END_TEST

START_TEST(a_table_is_told_by_what_can_be_shown_of_its_name)
{
    static const char name[] = "\x01\xff"
                               "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
    static const char *const tables[] = {name};
    struct nnreg_kv_options options = {.tables = tables, .table_count = 1, .create = true};
    const uint16_t flags = 4;
    unsigned char pages[16 * PAGE];
    struct nnreg_kv *kv;
    size_t size, i;

    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_OK);
    nnreg_kv_close(kv);
    size = (size_t)scratch_size(&scratch, "data.mdb");
    ck_assert_uint_le(size, sizeof pages);
    scratch_read(&scratch, "data.mdb", 0, pages, size);
    for (i = 0; i + sizeof name < size; i++)
        if (memcmp(pages + i, name, sizeof name - 1) ==
            0) /* the record follows it: four bytes, and its flags */
            scratch_write(&scratch, "data.mdb", (int64_t)(i + sizeof name - 1 + 4), &flags, sizeof flags);
    ck_assert_int_eq(nnreg_kv_open(&kv, scratch.folder, &options, &error), NNREG_CORRUPT);
    ck_assert_msg(strstr(error.text,
                         "gives the table \"??abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuv\" the "
                         "flags 0x4;") != NULL,
                  "%s", error.text);
}
END_TEST

/* ------------------------------------------------------------------------------------- damage inside of pages -- */

/* Leaves the branches of all trees but one node each, which LMDB meets with an assertion. */
static void damage_branches(void)
{
    int64_t at, size = scratch_size(&scratch, "data.mdb");
    uint16_t flags, one_node = 16 + 2;
    unsigned damaged = 0;

    for (at = 2 * PAGE; at < size; at += PAGE) {
        scratch_read(&scratch, "data.mdb", at + 10, &flags, sizeof flags);
        if (flags != 1)
            continue;
        scratch_write(&scratch, "data.mdb", at + 12, &one_node, sizeof one_node);
        damaged++;
    }
    ck_assert_uint_gt(damaged, 0);
}

static nnreg_status get_one(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_slice found;
    struct nnreg_key key;

    (void)context;
    return nnreg_kv_get(&found, txn, NNREG_KV_TASKS, nnreg_key_u64(&key, 1), error_out);
}

static nnreg_status ignore_visit(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                 struct nnreg_error *error_out)
{
    (void)stop;
    (void)key;
    (void)value;
    (void)context;
    (void)error_out;
    return NNREG_OK;
}

static nnreg_status walk_backwards(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    return nnreg_kv_walk(txn, NNREG_KV_TASKS, (struct nnreg_slice){NULL, 0}, true, ignore_visit, context,
                         error_out);
}

static nnreg_status put_one(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    (void)put_number(txn, 1, 1, error_out);
    return NNREG_OK; /* which does not help it */
}

static nnreg_status remove_one(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    struct nnreg_key key;

    (void)context;
    return nnreg_kv_remove(txn, NNREG_KV_TASKS, nnreg_key_u64(&key, 1), error_out);
}

START_TEST(a_damaged_page_is_corrupt_for_that_call_and_all_later_ones_and_aborts_nobody)
{
    static const struct {
        nnreg_kv_work *work;
        bool write;
        const char *text;
    } calls[] = {
        {get_one, false, "cannot read the store: a page does not hold what it should"},
        {walk_backwards, false, "cannot read the store: a page does not hold what it should"},
        {put_one, true, "cannot write to the store: a page does not hold what it should"},
        {remove_one, true, "cannot write to the store: a page does not hold what it should"},
    };
    struct nnreg_kv *kv, *second;
    bool write = calls[_i].write;

    make_filled();
    ck_assert_int_eq(store_open(&kv, &scratch, 0, &error), NNREG_OK);
    damage_branches(); /* under an open store: before, opening would have met it */
    ck_assert_int_eq((write ? nnreg_kv_write : nnreg_kv_read)(kv, calls[_i].work, NULL, &error),
                     NNREG_CORRUPT);
    ck_assert_str_eq(error.text, calls[_i].text);
    ck_assert(!atomic_load(&nnreg_lmdb_env_of(kv->store)->stuck)); /* so the writer's lock is free */
    ck_assert_int_eq(nnreg_kv_read(kv, get_one, NULL, &error), NNREG_CORRUPT);
    ck_assert_ptr_eq(strstr(error.text, "the store cannot be used any more: "), error.text);
    ck_assert_int_eq(nnreg_kv_write(kv, put_one, NULL, &error), NNREG_CORRUPT);
    ck_assert_int_eq(store_open(&second, &scratch, 0, &error), NNREG_CORRUPT);
    ck_assert_str_eq(error.text, "the store is open in this process, which met damage in it");
    nnreg_kv_close(kv);
    ck_assert_int_eq(try_open(), NNREG_CORRUPT);
    ck_assert_ptr_eq(strstr(error.text, "data.mdb is damaged: page "), error.text);
}
END_TEST

/* In a child: what is stuck stays so for its process. */
START_TEST(an_environment_whose_write_cannot_be_ended_is_never_opened_again_in_its_process)
{
    pid_t child = fork();

    if (child == 0) {
        struct nnreg_kv *kv;

        CHILD(store_open(&kv, &scratch, 0, &error) == NNREG_OK);
        atomic_store(&nnreg_lmdb_env_of(kv->store)->dead, true);
        atomic_store(&nnreg_lmdb_env_of(kv->store)->stuck, true);
        nnreg_kv_close(kv);
        CHILD(store_open(&kv, &scratch, 0, &error) == NNREG_CORRUPT);
        child_done();
    }
    ck_assert_int_eq(child_wait(child), 0);
    ck_assert_int_eq(try_open(), NNREG_OK);
}
END_TEST

static nnreg_status put_in_visit(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                 struct nnreg_error *error_out)
{
    (void)stop, (void)key, (void)value;
    return put_number(context, 9001, 1, error_out);
}

static nnreg_status put_in_walk(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    (void)context;
    return nnreg_kv_walk(txn, NNREG_KV_TASKS, (struct nnreg_slice){NULL, 0}, false, put_in_visit, txn,
                         error_out);
}

/* No damage is known that gets LMDB to it, so that the assertion is put in its place. */
START_TEST(a_put_that_meets_an_assertion_ends_its_write_for_good)
{
    struct nnreg_kv *kv;
    pid_t child;

    make_filled();
    child = fork();
    if (child == 0) {
        CHILD(store_open(&kv, &scratch, 0, &error) == NNREG_OK);
        failing_calls_arm("mdb_cursor_put", 1, NNREG_LMDB_ASSERTED);
        CHILD(nnreg_kv_write(kv, put_in_walk, NULL, &error) == NNREG_CORRUPT);
        CHILD(failing_calls_failed(NULL));
        CHILD(strcmp(error.text, "cannot write to the store: a page does not hold what it should") == 0);
        CHILD(atomic_load(&nnreg_lmdb_env_of(kv->store)->stuck));
        atomic_store(&nnreg_lmdb_env_of(kv->store)->dead, true); /* as the assertion would have done */
        nnreg_kv_close(kv);
        child_done();
    }
    ck_assert_int_eq(child_wait(child), 0);
    kv = store_opened(&scratch);
    ck_assert_uint_eq(store_get(kv, 9001), UINT64_MAX);
    ck_assert_uint_eq(store_get(kv, 1), 1);
    nnreg_kv_close(kv);
}
END_TEST

/* Every byte of the pages in turn is made wrong: whatever is said, the process lives and a cut file is not mapped. */
START_TEST(no_single_wrong_byte_in_the_meta_pages_hurts_an_open)
{
    unsigned char pages[PAGE + 152], wrong;
    size_t at;

    make_filled();
    scratch_read(&scratch, "data.mdb", 0, pages, sizeof pages);
    for (at = 0; at < sizeof pages; at++) {
        uint64_t bytes;
        int fd;
        struct nnreg_file_stat stat;

        if (at % PAGE >= 152)
            continue;
        wrong = pages[at] ^ 0x80;
        scratch_write(&scratch, "data.mdb", (int64_t)at, &wrong, 1);
        ck_assert_int_eq(nnreg_fs_open(&fd, &stat, scratch.folder, "data.mdb", &error), NNREG_OK);
        if (nnreg_lmdb_check_file(&bytes, fd, &error) == NNREG_OK)
            ck_assert_uint_le(bytes, stat.size);
        close(fd);
        scratch_write(&scratch, "data.mdb", (int64_t)at, &pages[at], 1);
    }
    ck_assert_int_eq(try_open(), NNREG_OK);
}
END_TEST

Suite *kv_file_suite(void);
Suite *kv_file_suite(void)
{
    Suite *suite = suite_create("kv_file");
    TCase *tests = tcase_create("file");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_file_cut_short_anywhere_is_corrupt_and_says_how_short);
    tcase_add_loop_test(tests, a_file_that_lacks_only_free_pages_is_whole, 0, 3);
    tcase_add_test(tests, a_tree_of_free_pages_with_branches_is_read_as_well);
    tcase_add_test(tests, a_file_that_is_no_store_is_said_to_be_none);
    tcase_add_test(tests, a_damaged_meta_page_is_met_at_open);
    tcase_add_test(tests, a_second_meta_page_that_is_damaged_is_met_at_open);
    tcase_add_loop_test(tests, a_data_file_of_a_machine_of_another_kind_is_refused_by_name_and_not_changed, 0,
                        5);
    tcase_add_test(tests, a_data_file_of_a_machine_of_this_kind_is_read);
    tcase_add_test(tests, what_lmdb_does_not_use_of_meta_pages_is_not_asked_for);
    tcase_add_test(tests, an_older_meta_page_that_says_it_is_newer_is_damage);
    tcase_add_test(tests, a_file_that_changes_while_its_length_is_looked_at_is_looked_at_again);
    tcase_add_test(tests, a_state_that_is_not_the_newest_when_it_is_locked_is_let_go_of);
    tcase_add_test(tests, a_large_file_that_was_not_closed_in_good_order_is_opened);
    tcase_add_test(tests, a_link_in_the_place_of_the_data_file_is_not_followed);
    tcase_add_test(tests, a_file_of_lmdb_of_another_program_is_refused_and_not_changed);
    tcase_add_test(tests, a_table_is_told_by_what_can_be_shown_of_its_name);
    tcase_add_loop_test(tests, a_damaged_page_is_corrupt_for_that_call_and_all_later_ones_and_aborts_nobody,
                        0, 4);
    tcase_add_test(tests, an_environment_whose_write_cannot_be_ended_is_never_opened_again_in_its_process);
    tcase_add_test(tests, a_put_that_meets_an_assertion_ends_its_write_for_good);
    tcase_add_test(tests, no_single_wrong_byte_in_the_meta_pages_hurts_an_open);
    suite_add_tcase(suite, tests);
    return suite;
}
