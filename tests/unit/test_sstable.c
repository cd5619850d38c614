/* The table under variables.index: what is read from a sound one, and what is said of each kind of damage. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "base/fsio.h"
#include "tensorflow/variables_problem.h"
#include "sstable_writer.h"
#include "store_fixture.h"

#define KEYS 300

static struct nnreg_sstable table;
static struct nnreg_problems problems;
static struct nnreg_error error;
static struct mw_sstable writer;

/* What a visit compares the entries with: key and value number `next` of those that fill_table added. */
struct expected {
    size_t next;
    nnreg_status answer;
    size_t answer_at;
};

static size_t key_of(char key[32], size_t i)
{
    return (size_t)snprintf(key, 32, "layer_%03zu/kernel", i);
}

static size_t value_of(char value[64], size_t i)
{
    return (size_t)snprintf(value, 64, "value of %zu %.*s", i, (int)(i % 40),
                            "........................................");
}

static nnreg_status visit(void *context, const struct nnreg_sstable_entry *entry)
{
    struct expected *expected = context;
    char key[32], value[64];

    ck_assert_uint_eq(entry->key_size, key_of(key, expected->next));
    ck_assert_mem_eq(entry->key, key, entry->key_size);
    ck_assert_uint_eq(entry->value_size, value_of(value, expected->next));
    ck_assert_mem_eq(entry->value, value, entry->value_size);
    expected->next++;
    return expected->next == expected->answer_at ? expected->answer : NNREG_OK;
}

static void fill_table(const struct mw_sstable_options *options, size_t count)
{
    char key[32], value[64];
    size_t i;

    mw_sstable_begin(&writer, options);
    for (i = 0; i < count; i++) {
        size_t key_size = key_of(key, i), value_size = value_of(value, i);

        mw_sstable_add(&writer, key, key_size, value, value_size);
    }
    mw_sstable_finish(&writer);
}

static size_t read_bytes(const void *bytes, size_t size)
{
    struct nnreg_source source = nnreg_source_memory(bytes, size);
    struct expected expected = {0};

    nnreg_problems_free(&problems);
    ck_assert_int_eq(nnreg_sstable_read(&table, &source, visit, &expected, &problems, &error), NNREG_OK);
    return expected.next;
}

static nnreg_status pass(void *context, const struct nnreg_sstable_entry *entry)
{
    ck_assert_uint_le(entry->key_size, NNREG_LIMIT_SSTABLE_KEY);
    ++*(size_t *)context;
    return NNREG_OK;
}

/* Counts the entries, whichever they are. */
static size_t read_damaged(const void *bytes, size_t size)
{
    struct nnreg_source source = nnreg_source_memory(bytes, size);
    size_t count = 0;

    nnreg_problems_free(&problems);
    ck_assert_int_eq(nnreg_sstable_read(&table, &source, pass, &count, &problems, &error), NNREG_OK);
    return count;
}

static void set_up(void)
{
    memset(&problems, 0, sizeof problems);
    memset(&writer, 0, sizeof writer);
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    nnreg_alloc_fail_from(0);
    nnreg_problems_free(&problems);
    mw_sstable_free(&writer);
}

START_TEST(problems_are_sorted_by_file_place_and_code)
{
    static const struct {
        int32_t shard;
        uint64_t offset;
        int code;
    } sorted[] = {{NNREG_PROBLEM_IN_FILE, 9, 1}, {0, 3, 2}, {0, 4, 1}, {0, 4, 1}, {0, 4, 3}, {1, 0, 2}};
    static const size_t added[] = {4, 0, 5, 2, 1, 3};
    size_t i;

    nnreg_problems_add_at(&problems, 9, 99, "what is in front stays there");
    nnreg_problems_sort(&problems, 1);
    for (i = 0; i < sizeof added / sizeof *added; i++) {
        const struct nnreg_problem_location location = {.shard = sorted[added[i]].shard,
                                                        .offset = sorted[added[i]].offset};

        nnreg_problems_add(&problems, sorted[added[i]].code, &location, "%s", "x");
    }
    nnreg_problems_sort(&problems, 1);
    ck_assert_uint_eq(problems.count, 7);
    ck_assert_int_eq(problems.list[0].code, 9);
    for (i = 0; i < sizeof sorted / sizeof *sorted; i++) {
        ck_assert_int_eq(problems.list[i + 1].shard, sorted[i].shard);
        ck_assert_uint_eq(problems.list[i + 1].offset, sorted[i].offset);
        ck_assert_int_eq(problems.list[i + 1].code, sorted[i].code);
    }
}
END_TEST

/* The one problem there is. */
static void expect_problem(int code, uint64_t offset)
{
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_str_eq(nnreg_variables_problem_rows[problems.list[0].code].name,
                     nnreg_variables_problem_rows[code].name);
    ck_assert_uint_eq(problems.list[0].offset, offset);
    ck_assert_int_eq(problems.list[0].shard, NNREG_PROBLEM_IN_FILE);
}

START_TEST(every_entry_comes_back_in_order)
{
    static const struct mw_sstable_options forms[] = {
        {0},
        {.snappy_always = true},
        {.block_size = 256},
        {.block_size = 256, .snappy_always = true, .restart_interval = 3},
        {.block_size = 1, .long_separators = true},
        {.restart_interval = 1}};

    fill_table(&forms[_i], KEYS);
    ck_assert_uint_eq(read_bytes(writer.file.data, writer.file.size), KEYS);
    ck_assert_uint_eq(problems.count, 0);
    ck_assert(table.complete);
    ck_assert_uint_eq(table.entries, KEYS);
    ck_assert_uint_eq(table.data_blocks, writer.data_blocks);
    ck_assert_uint_eq(table.snappy_blocks, forms[_i].snappy_always ? writer.data_blocks : 0);
}
END_TEST

START_TEST(a_table_without_entries_is_sound)
{
    fill_table(NULL, 0);
    ck_assert_uint_eq(read_bytes(writer.file.data, writer.file.size), 0);
    ck_assert_uint_eq(problems.count, 0);
    ck_assert(table.complete);
}
END_TEST

START_TEST(what_the_visit_answers_ends_the_reading)
{
    struct expected expected = {.answer = NNREG_CANCELLED, .answer_at = 5};
    struct nnreg_source source;

    fill_table(NULL, KEYS);
    source = nnreg_source_memory(writer.file.data, writer.file.size);
    ck_assert_int_eq(nnreg_sstable_read(&table, &source, visit, &expected, &problems, &error),
                     NNREG_CANCELLED);
    ck_assert_uint_eq(expected.next, 5);
}
END_TEST

START_TEST(a_file_shorter_than_a_footer_is_told)
{
    ck_assert_uint_eq(read_bytes("x", 0), 0);
    expect_problem(NNREG_SSTABLE_SHORT, 0);
    ck_assert_uint_eq(read_bytes("0123456789012345678901234567890123456789012345", 47), 0);
    expect_problem(NNREG_SSTABLE_SHORT, 47);
    ck_assert(!table.complete);
}
END_TEST

START_TEST(every_truncation_is_an_error)
{
    size_t size;

    fill_table(&(struct mw_sstable_options){.block_size = 512}, 40);
    for (size = 0; size < writer.file.size; size++) {
        unsigned char *copy = malloc(size > 0 ? size : 1); /* so that a sanitizer sees a read past the end */

        memcpy(copy, writer.file.data, size);
        (void)read_damaged(copy, size);
        ck_assert_msg(problems.count > 0 && !table.complete, "cut to %zu bytes", size);
        free(copy);
    }
}
END_TEST

/* Without gaps, every bit belongs to a block, which a checksum covers, or to the footer, which is known to the bit. */
START_TEST(every_flipped_bit_is_found)
{
    size_t bit, missed = 0,
                stride = fixture_stride("flipped bits of a table", 3) | 1; /* odd: each bit of a byte */

    fill_table(&(struct mw_sstable_options){.block_size = 512, .snappy_always = _i == 1}, 40);
    for (bit = 0; bit < 8 * writer.file.size; bit += stride) {
        writer.file.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        (void)read_damaged(writer.file.data, writer.file.size);
        missed += problems.count == 0;
        writer.file.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    ck_assert_uint_gt(bit, 2000);
    ck_assert_uint_eq(missed, 0);
}
END_TEST

START_TEST(a_failing_allocation_is_no_memory_and_leaks_nothing)
{
    struct nnreg_source source;
    uint64_t n, all;

    fill_table(&(struct mw_sstable_options){.block_size = 512, .snappy_always = true}, 40);
    source = nnreg_source_memory(writer.file.data, writer.file.size);
    nnreg_alloc_fail_from(0);
    ck_assert_uint_eq(read_bytes(writer.file.data, writer.file.size), 40);
    all = nnreg_alloc_count();
    for (n = 1; n <= all; n++) {
        struct expected expected = {0};

        nnreg_alloc_fail_from(n);
        ck_assert_int_eq(nnreg_sstable_read(&table, &source, visit, &expected, &problems, &error),
                         NNREG_NO_MEMORY);
        nnreg_problems_free(&problems);
    }
    ck_assert_uint_gt(all, 5);
}
END_TEST

/* --------------------------------------------------------------------------------------- tables by hand -- */

static struct mw_buf file, block, footer;

/* Appends `block`, sealed as one of a type, to the file, and its handle to `handle`. */
static void seal_block(struct mw_buf *handle, unsigned char type)
{
    size_t start = file.size;

    mw_buf_varint(handle, start);
    mw_buf_varint(handle, block.size);
    mw_buf_append(&file, block.data, block.size);
    mw_buf_byte(&file, type);
    mw_buf_u32(&file, nnreg_crc32c_mask(nnreg_crc32c(0, file.data + start, file.size - start)));
    mw_buf_free(&block);
}

static void put_entry(unsigned shared, const char *suffix, const void *value, size_t size)
{
    mw_buf_varint(&block, shared);
    mw_buf_varint(&block, strlen(suffix));
    mw_buf_varint(&block, size);
    mw_buf_append(&block, suffix, strlen(suffix));
    mw_buf_append(&block, value, size);
}

static void put_restarts(unsigned count, const uint32_t *restarts)
{
    unsigned i;

    for (i = 0; i < count; i++)
        mw_buf_u32(&block, restarts[i]);
    mw_buf_u32(&block, count);
}

/* Writes `block` as the only data block, the index block with `separator` and `handle` (NULL: the right one). */
static void finish_as(unsigned char type, const char *separator, const struct mw_buf *handle)
{
    static const uint32_t start[] = {0};
    struct mw_buf own = {0};

    seal_block(&own, type);
    put_restarts(1, start);
    seal_block(&footer, 0);
    put_entry(0, separator, handle != NULL ? handle->data : own.data,
              handle != NULL ? handle->size : own.size);
    put_restarts(1, start);
    seal_block(&footer, 0);
    while (footer.size < 40)
        mw_buf_byte(&footer, 0);
    mw_buf_u64(&footer, UINT64_C(0xdb4775248b80fb57));
    mw_buf_append(&file, footer.data, footer.size);
    mw_buf_free(&own);
}

static void finish_by_hand(const char *separator, const struct mw_buf *handle)
{
    finish_as(0, separator, handle);
}

/* Makes the checksum behind a block, that counts its type, right again. */
static void reseal(size_t start, size_t size)
{
    uint32_t crc = nnreg_crc32c_mask(nnreg_crc32c(0, file.data + start, size));
    size_t i;

    for (i = 0; i < 4; i++)
        file.data[start + size + i] = (unsigned char)(crc >> 8 * i);
}

static size_t read_by_hand(void)
{
    return read_damaged(file.data, file.size);
}

static void tear_down_by_hand(void)
{
    mw_buf_free(&file);
    mw_buf_free(&block);
    mw_buf_free(&footer);
    tear_down();
}

START_TEST(a_table_by_hand_is_sound)
{
    put_entry(0, "abc", "1", 1);
    put_entry(2, "d", "2", 1);
    put_restarts(1, (uint32_t[]){0});
    finish_by_hand("abd", NULL);
    ck_assert_uint_eq(read_by_hand(), 2);
    ck_assert_uint_eq(problems.count, 0);
}
END_TEST

START_TEST(keys_must_increase)
{
    put_entry(0, "abc", "1", 1);
    put_entry(_i == 0 ? 3 : 2, _i == 0 ? "" : "b", "2", 1); /* the same again, and a lesser one */
    put_restarts(1, (uint32_t[]){0});
    finish_by_hand("abd", NULL);
    ck_assert_uint_eq(read_by_hand(), 1);
    expect_problem(NNREG_SSTABLE_KEY_ORDER, 7);
    ck_assert(!table.complete);
}
END_TEST

START_TEST(an_entry_cannot_share_more_than_there_is)
{
    put_entry(0, "abc", "1", 1);
    put_entry(4, "d", "2", 1);
    put_restarts(1, (uint32_t[]){0});
    finish_by_hand("abd", NULL);
    ck_assert_uint_eq(read_by_hand(), 1);
    expect_problem(NNREG_SSTABLE_ENTRY, 7);
}
END_TEST

START_TEST(an_entry_cannot_be_longer_than_its_block)
{
    static const struct {
        const char *bytes;
        size_t size;
    } rows[] = {
        {"\0\1\x7f\141\142", 5}, /* in its value */
        {"\0\5\0\141\142", 5},   /* in its key */
        {"\0\1", 2},             /* in its numbers */
        {"\1\1\0\141", 4},       /* in what it shares with none before it */
    };

    mw_buf_append(&block, rows[_i].bytes, rows[_i].size);
    put_restarts(1, (uint32_t[]){0});
    finish_by_hand("abd", NULL);
    ck_assert_uint_eq(read_by_hand(), 0);
    expect_problem(NNREG_SSTABLE_ENTRY, 0);
}
END_TEST

START_TEST(a_block_has_room_for_its_restart_points)
{
    static const struct {
        const char *bytes;
        size_t size;
        uint64_t place;
    } rows[] = {{"", 0, 0}, {"abc", 3, 0}, {"\1\0\0\0", 4, 0}, {"\0\0\0\0\xff\xff\xff\xff", 8, 4}};

    mw_buf_append(&block, rows[_i].bytes, rows[_i].size);
    finish_by_hand("abd", NULL);
    ck_assert_uint_eq(read_by_hand(), 0);
    expect_problem(NNREG_SSTABLE_RESTARTS, rows[_i].place);
    ck_assert(!table.complete);
}
END_TEST

/* A writer that has nothing to restart from: its readers see an empty block, too. */
START_TEST(a_block_without_entries_needs_no_restart_point)
{
    put_restarts(0, NULL);
    finish_by_hand("abd", NULL);
    ck_assert_uint_eq(read_by_hand(), 0);
    ck_assert_uint_eq(problems.count, 0);
    ck_assert(table.complete);
}
END_TEST

START_TEST(snappy_data_is_what_it_says)
{
    static const struct {
        const char *bytes;
        size_t size;
        int code;
    } rows[] = {
        {"", 0, NNREG_SSTABLE_SNAPPY},           /* no length */
        {"\5\10abc", 5, NNREG_SSTABLE_SNAPPY},   /* shorter than its length */
        {"\2\10abc", 5, NNREG_SSTABLE_SNAPPY},   /* longer */
        {"\3\10abc", 5, NNREG_SSTABLE_RESTARTS}, /* right, but no block */
        {"\4\14\0\0\0\0", 6, -1},                /* an empty block */
    };

    mw_buf_append(&block, rows[_i].bytes, rows[_i].size);
    finish_as(1, "abd", NULL);
    ck_assert_uint_eq(read_by_hand(), 0);
    if (rows[_i].code < 0)
        ck_assert_uint_eq(problems.count, 0);
    else
        expect_problem(rows[_i].code, 0);
}
END_TEST

START_TEST(restart_points_must_be_entries_with_whole_keys)
{
    static const struct {
        uint32_t count;
        uint32_t at[2];
        uint64_t place;
        size_t read;
    } cases[] = {
        {2, {0, 7}, 7, 1},   /* an entry that shares two bytes */
        {2, {0, 3}, 7, 1},   /* the middle of an entry */
        {1, {1, 0}, 12, 0},  /* not the start */
        {2, {0, 99}, 12, 2}, /* behind the entries */
        {0, {0, 0}, 12, 0},  /* none, so that its readers see no entry */
    };

    put_entry(0, "abc", "1", 1);
    put_entry(2, "d", "2", 1);
    put_restarts(cases[_i].count, cases[_i].at);
    finish_by_hand("abd", NULL);
    ck_assert_uint_eq(read_by_hand(), cases[_i].read);
    expect_problem(NNREG_SSTABLE_RESTARTS, cases[_i].place);
}
END_TEST

/* As it is in the data; and what an index that is not walked to its end leads to is not all there is. */
START_TEST(restart_points_must_fit_the_index_block)
{
    enum { INDEX = 3 + 3 + 2 + 8 }; /* its entry, and its one restart point */
    size_t behind;

    put_entry(0, "abc", "1", 1);
    put_restarts(1, (uint32_t[]){0});
    finish_by_hand("abd", NULL);
    behind = file.size - 48 - 5;
    file.data[behind - 4] = 9;
    reseal(behind - INDEX, INDEX + 1);
    ck_assert_uint_eq(read_by_hand(), 0);
    expect_problem(NNREG_SSTABLE_RESTARTS, behind - 4);
    ck_assert(!table.complete);
}
END_TEST

/* The byte at this place is another one: in the data, or in the metaindex behind its 20 bytes. */
START_TEST(without_memory_damage_is_not_told_as_sound)
{
    static const struct {
        size_t place;
        int code;
    } rows[] = {{3, NNREG_SSTABLE_CRC}, {20, NNREG_SSTABLE_METAINDEX}};
    struct nnreg_source source;
    uint64_t n, all;

    put_entry(0, "abc", "1", 1);
    put_restarts(1, (uint32_t[]){0});
    finish_by_hand("abd", NULL);
    file.data[rows[_i].place] ^= 1;
    nnreg_alloc_fail_from(0);
    (void)read_by_hand();
    all = nnreg_alloc_count();
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_int_eq(problems.list[0].code, rows[_i].code);
    source = nnreg_source_memory(file.data, file.size);
    for (n = 1; n <= all; n++) {
        size_t count = 0;

        nnreg_problems_free(&problems);
        nnreg_alloc_fail_from(n);
        ck_assert_int_eq(nnreg_sstable_read(&table, &source, pass, &count, &problems, &error),
                         NNREG_NO_MEMORY);
    }
    ck_assert_uint_gt(all, 3);
}
END_TEST

START_TEST(the_index_block_must_separate_the_data_blocks)
{
    put_entry(0, "abc", "1", 1);
    put_restarts(1, (uint32_t[]){0});
    finish_by_hand("abb", NULL);
    ck_assert_uint_eq(read_by_hand(), 1);
    expect_problem(NNREG_SSTABLE_SEPARATOR, file.size - 48 - 5 - 8 - 8);
}
END_TEST

START_TEST(a_handle_outside_the_file_is_not_followed)
{
    struct mw_buf handle = {0};

    put_entry(0, "abc", "1", 1);
    put_restarts(1, (uint32_t[]){0});
    mw_buf_varint(&handle, UINT64_MAX - 3);
    mw_buf_varint(&handle, 10);
    finish_by_hand("abd", &handle);
    mw_buf_free(&handle);
    ck_assert_uint_eq(read_by_hand(), 0);
    ck_assert_int_eq(problems.list[0].code, NNREG_SSTABLE_HANDLE);
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_uint_eq(table.data_blocks, 0);
}
END_TEST

/* The footer's two handles, metaindex and index, by themselves, of a table of one block: what is said, and the entries read. */
START_TEST(a_footer_says_where_two_blocks_lie)
{
    static const struct {
        const char *handles;
        size_t size;
        int code;
        size_t entries;
    } rows[] = {
        {"\0\1\xff\xff\xff\x7f\1", 7, NNREG_SSTABLE_HANDLE, 0}, /* an index block behind the file */
        {"\0\1\0\xff\xff\xff\x7f", 7, NNREG_SSTABLE_HANDLE, 0}, /* … longer than it */
        {"\0\1\xff\xff\xff\xff\xff\xff\xff\xff\xff\1\xff\xff\xff\xff\xff\xff\xff\xff\xff\1", 22,
         NNREG_SSTABLE_HANDLE, 0},
        {"\0\1\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f\1", 13, NNREG_SSTABLE_HANDLE,
         0}, /* of 64 bits, and more that are passed over */
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 22,
         NNREG_SSTABLE_FOOTER, 0},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned char *handles;

        mw_buf_free(&file);
        mw_buf_free(&footer);
        put_entry(0, "abc", "1", 1);
        put_restarts(1, (uint32_t[]){0});
        finish_by_hand("abd", NULL);
        handles = file.data + file.size - 48;
        memset(handles, 0, 40);
        memcpy(handles, rows[i].handles, rows[i].size);
        ck_assert_uint_eq(read_by_hand(), rows[i].entries);
        ck_assert(!table.complete);
        expect_problem(rows[i].code, file.size - 48);
    }
}
END_TEST

/* An index block that lies in the last bytes in front of the footer has no room for its trailer there; so in the metaindex. */
START_TEST(a_block_without_room_for_its_trailer_is_outside)
{
    size_t i;

    for (i = 0; i < 2; i++) {
        struct mw_buf handles = {0};

        mw_buf_free(&file);
        mw_buf_free(&footer);
        put_entry(0, "abc", "1", 1);
        put_restarts(1, (uint32_t[]){0});
        finish_by_hand("abd", NULL);
        if (i == 1) { /* the right index */
            size_t at = 0;

            while (file.data[file.size - 48 + at++] & 0x80)
                ;
            while (file.data[file.size - 48 + at++] & 0x80)
                ;
            mw_buf_varint(&handles, file.size - 48 - 4);
            mw_buf_varint(&handles, 0);
            mw_buf_append(&handles, file.data + file.size - 48 + at, 8);
        } else {
            mw_buf_varint(&handles, 0);
            mw_buf_varint(&handles, 1);
            mw_buf_varint(&handles, file.size - 48 - 4);
            mw_buf_varint(&handles, 0);
        }
        memset(file.data + file.size - 48, 0, 40);
        memcpy(file.data + file.size - 48, handles.data, handles.size);
        mw_buf_free(&handles);
        ck_assert_uint_eq(read_by_hand(), i);
        ck_assert_str_eq(
            nnreg_variables_problem_rows[problems.list[0].code].name,
            nnreg_variables_problem_rows[i == 1 ? NNREG_SSTABLE_METAINDEX : NNREG_SSTABLE_HANDLE].name);
        ck_assert_uint_eq(problems.list[0].offset, file.size - 48);
    }
}
END_TEST

/* Two blocks of one entry each, and the index entries for them; the second is for the block of this number. */
static void finish_two(const char *first, const char *second, const char *between, unsigned of_second)
{
    static const uint32_t start[] = {0};
    struct mw_buf handles[2] = {{0}, {0}};

    put_entry(0, first, "1", 1);
    put_restarts(1, start);
    seal_block(&handles[0], 0);
    put_entry(0, second, "2", 1);
    put_restarts(1, start);
    seal_block(&handles[1], 0);
    put_restarts(1, start);
    seal_block(&footer, 0);
    put_entry(0, between, handles[0].data, handles[0].size);
    put_entry(0, "z", handles[of_second].data, handles[of_second].size);
    put_restarts(1, start);
    seal_block(&footer, 0);
    while (footer.size < 40)
        mw_buf_byte(&footer, 0);
    mw_buf_u64(&footer, UINT64_C(0xdb4775248b80fb57));
    mw_buf_append(&file, footer.data, footer.size);
    mw_buf_free(&handles[0]);
    mw_buf_free(&handles[1]);
}

START_TEST(blocks_lie_one_behind_the_other_beyond_what_separates_them)
{
    finish_two("a", "c", "b", 1);
    ck_assert_uint_eq(read_by_hand(), 2);
    ck_assert_uint_eq(problems.count, 0);
    ck_assert_uint_eq(table.data_blocks, 2);
    mw_buf_free(&file);
    mw_buf_free(&footer);
    finish_two("a", "b", "b", 1); /* a reader would look for "b" in the first */
    ck_assert_uint_eq(read_by_hand(), 2);
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_str_eq(nnreg_variables_problem_rows[problems.list[0].code].name,
                     nnreg_variables_problem_rows[NNREG_SSTABLE_SEPARATOR].name);
    mw_buf_free(&file);
    mw_buf_free(&footer);
    finish_two("a", "c", "b", 0); /* one block twice */
    ck_assert_uint_eq(read_by_hand(), 1);
    ck_assert(!table.complete);
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_str_eq(nnreg_variables_problem_rows[problems.list[0].code].name,
                     nnreg_variables_problem_rows[NNREG_SSTABLE_BLOCK_ORDER].name);
}
END_TEST

START_TEST(a_key_beyond_the_limit_is_refused)
{
    char *key = malloc(NNREG_LIMIT_SSTABLE_KEY + 2);

    memset(key, 'k', NNREG_LIMIT_SSTABLE_KEY + 1);
    key[NNREG_LIMIT_SSTABLE_KEY + (_i == 0 ? 0 : 1)] = '\0';
    put_entry(0, key, "1", 1);
    put_restarts(1, (uint32_t[]){0});
    finish_by_hand("l", NULL);
    ck_assert_uint_eq(read_by_hand(), _i == 0 ? 1 : 0);
    if (_i == 0)
        ck_assert_uint_eq(problems.count, 0);
    else
        expect_problem(NNREG_SSTABLE_KEY_SIZE, 0);
    free(key);
}
END_TEST

START_TEST(trailing_bytes_in_a_handle_are_allowed)
{
    struct mw_buf handle = {0};

    put_entry(0, "abc", "1", 1);
    put_restarts(1, (uint32_t[]){0});
    mw_buf_varint(&handle, 0);
    mw_buf_varint(&handle, block.size);
    mw_buf_byte(&handle, 77);
    finish_by_hand("abd", &handle);
    mw_buf_free(&handle);
    ck_assert_uint_eq(read_by_hand(), 1);
    ck_assert_uint_eq(problems.count, 0);
}
END_TEST

/* The bytes of the handle end within its numbers, or there are none. */
START_TEST(a_handle_that_is_cut_short_is_not_followed)
{
    struct mw_buf handle = {0};

    put_entry(0, "abc", "1", 1);
    put_restarts(1, (uint32_t[]){0});
    mw_buf_append(&handle, "\0\x80", _i == 0 ? 2 : 1);
    finish_by_hand("abd", &handle);
    mw_buf_free(&handle);
    ck_assert_uint_eq(read_by_hand(), 0);
    expect_problem(NNREG_SSTABLE_HANDLE, file.size - 48 - 5 - 8 - (_i == 0 ? 8 : 7));
    ck_assert(!table.complete);
}
END_TEST

/* The file has so many bytes, but they are nowhere: none of them is read. */
START_TEST(a_block_beyond_the_limit_is_not_read)
{
    const uint64_t size = NNREG_LIMIT_SSTABLE_BLOCK + 1, whole = size + 5 + 48;
    struct nnreg_source source;
    size_t count = 0;
    int fd;

    mw_buf_append(&footer, "\0\0\0", 3);
    mw_buf_varint(&footer, size);
    while (footer.size < 40)
        mw_buf_byte(&footer, 0);
    mw_buf_u64(&footer, UINT64_C(0xdb4775248b80fb57));
    ck_assert_int_eq(nnreg_fs_create_in_memory(&fd, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_fs_write(fd, whole - 48, footer.data, footer.size, NULL), NNREG_OK);
    source = nnreg_source_file(fd, whole);
    ck_assert_int_eq(nnreg_sstable_read(&table, &source, pass, &count, &problems, &error), NNREG_OK);
    nnreg_fs_close(fd);
    ck_assert_uint_eq(count, 0);
    ck_assert(!table.complete);
    expect_problem(NNREG_SSTABLE_BLOCK_SIZE, 0);
}
END_TEST

/* As many bytes as could become so many. */
START_TEST(a_block_that_decompresses_to_more_than_the_limit_is_refused)
{
    static const char zeros[1 << 16];
    size_t i;

    mw_buf_varint(&block, NNREG_LIMIT_SSTABLE_BLOCK + 1);
    for (i = 0; i < 64; i++)
        mw_buf_append(&block, zeros, sizeof zeros);
    finish_as(1, "z", NULL);
    ck_assert_uint_eq(read_by_hand(), 0);
    expect_problem(NNREG_SSTABLE_BLOCK_SIZE, 0);
    ck_assert(!table.complete);
}
END_TEST

/* A table in a file of which the n-th read fails, or finds that somebody made it shorter. */
static int file_fd;
static unsigned reads, failing_read;

static int fail_read(const char *call)
{
    (void)call;
    return ++reads == failing_read ? EIO : 0;
}

static int cut_file(const char *call)
{
    (void)call;
    if (++reads == failing_read)
        ck_assert_int_eq(ftruncate(file_fd, 10), 0);
    return 0;
}

START_TEST(a_read_that_fails_is_a_status_and_one_that_comes_short_a_problem)
{
    static const char value[100000];
    char key[32];
    size_t i, count;

    mw_sstable_begin(&writer, &(struct mw_sstable_options){.block_size = 1});
    for (i = 0; i < 5; i++)
        mw_sstable_add(&writer, key, key_of(key, i), value, sizeof value);
    mw_sstable_finish(&writer);
    ck_assert_int_eq(nnreg_fs_create_in_memory(&file_fd, NULL), NNREG_OK);
    failing_read = 0;
    do {
        struct nnreg_source source = nnreg_source_file(file_fd, writer.file.size);
        nnreg_status status;

        ck_assert_int_eq(nnreg_fs_write(file_fd, 0, writer.file.data, writer.file.size, NULL), NNREG_OK);
        nnreg_problems_free(&problems);
        failing_read++;
        reads = 0;
        count = 0;
        nnreg_fs_use_hook(_i == 0 ? fail_read : cut_file);
        /* whoever asks for no text has the status all the same */
        status = nnreg_sstable_read(&table, &source, pass, &count, &problems,
                                    failing_read % 2 == 0 ? NULL : &error);
        nnreg_fs_use_hook(NULL);
        ck_assert_int_eq(status, _i == 0 && reads >= failing_read ? NNREG_IO : NNREG_OK);
        ck_assert_uint_eq(problems.count, _i == 1 && reads >= failing_read);
        ck_assert(problems.count == 0 || problems.list[0].code == NNREG_SSTABLE_SHORT);
        ck_assert(table.complete == (reads < failing_read));
    } while (reads >= failing_read);
    ck_assert_uint_eq(count, 5);
    ck_assert_uint_gt(failing_read, 5);
    nnreg_fs_close(file_fd);
}
END_TEST

START_TEST(a_footer_that_is_not_padded_with_zeros_is_told)
{
    fill_table(NULL, 3);
    writer.file.data[writer.file.size - 9] = 1;
    ck_assert_uint_eq(read_bytes(writer.file.data, writer.file.size), 3);
    expect_problem(NNREG_SSTABLE_PADDING, writer.file.size - 48);
}
END_TEST

START_TEST(bytes_between_blocks_are_told)
{
    mw_buf_append(&file, "stray", 5);
    put_entry(0, "abc", "1", 1);
    put_restarts(1, (uint32_t[]){0});
    finish_by_hand("abd", NULL);
    ck_assert_uint_eq(read_by_hand(), 1);
    expect_problem(NNREG_SSTABLE_GAP, 0);
    ck_assert(table.complete);
}
END_TEST

START_TEST(a_claim_to_decompress_to_gigabytes_allocates_nothing)
{
    static const unsigned char bomb[] = {0xff, 0xff, 0xff,
                                         0xff, 0x0f, 0x00}; /* 4 GiB, snappy says, in six bytes */

    mw_buf_append(&block, bomb, sizeof bomb);
    finish_as(1, "z", NULL);
    ck_assert_uint_eq(read_by_hand(), 0);
    expect_problem(NNREG_SSTABLE_SNAPPY, 0);
    ck_assert(!table.complete);
}
END_TEST

Suite *sstable_suite(void);

Suite *sstable_suite(void)
{
    Suite *suite = suite_create("sstable");
    TCase *written = tcase_create("written"), *by_hand = tcase_create("by hand");

    tcase_add_checked_fixture(written, set_up, tear_down);
    tcase_set_timeout(written, 60);
    tcase_add_test(written, problems_are_sorted_by_file_place_and_code);
    tcase_add_loop_test(written, every_entry_comes_back_in_order, 0, 6);
    tcase_add_test(written, a_table_without_entries_is_sound);
    tcase_add_test(written, what_the_visit_answers_ends_the_reading);
    tcase_add_test(written, a_file_shorter_than_a_footer_is_told);
    tcase_add_test(written, every_truncation_is_an_error);
    tcase_add_loop_test(written, every_flipped_bit_is_found, 0, 2);
    tcase_add_test(written, a_failing_allocation_is_no_memory_and_leaks_nothing);
    tcase_add_test(written, a_footer_that_is_not_padded_with_zeros_is_told);
    suite_add_tcase(suite, written);
    tcase_add_checked_fixture(by_hand, set_up, tear_down_by_hand);
    tcase_add_test(by_hand, a_table_by_hand_is_sound);
    tcase_add_loop_test(by_hand, keys_must_increase, 0, 2);
    tcase_add_test(by_hand, an_entry_cannot_share_more_than_there_is);
    tcase_add_loop_test(by_hand, an_entry_cannot_be_longer_than_its_block, 0, 4);
    tcase_add_loop_test(by_hand, a_block_has_room_for_its_restart_points, 0, 4);
    tcase_add_test(by_hand, a_block_without_entries_needs_no_restart_point);
    tcase_add_loop_test(by_hand, snappy_data_is_what_it_says, 0, 5);
    tcase_add_loop_test(by_hand, a_handle_that_is_cut_short_is_not_followed, 0, 2);
    tcase_add_test(by_hand, a_block_beyond_the_limit_is_not_read);
    tcase_add_test(by_hand, a_block_that_decompresses_to_more_than_the_limit_is_refused);
    tcase_add_loop_test(written, a_read_that_fails_is_a_status_and_one_that_comes_short_a_problem, 0, 2);
    tcase_add_loop_test(by_hand, restart_points_must_be_entries_with_whole_keys, 0, 5);
    tcase_add_test(by_hand, restart_points_must_fit_the_index_block);
    tcase_add_loop_test(by_hand, without_memory_damage_is_not_told_as_sound, 0, 2);
    tcase_add_test(by_hand, the_index_block_must_separate_the_data_blocks);
    tcase_add_test(by_hand, a_handle_outside_the_file_is_not_followed);
    tcase_add_test(by_hand, a_footer_says_where_two_blocks_lie);
    tcase_add_test(by_hand, a_block_without_room_for_its_trailer_is_outside);
    tcase_add_test(by_hand, blocks_lie_one_behind_the_other_beyond_what_separates_them);
    tcase_add_loop_test(by_hand, a_key_beyond_the_limit_is_refused, 0, 2);
    tcase_add_test(by_hand, trailing_bytes_in_a_handle_are_allowed);
    tcase_add_test(by_hand, bytes_between_blocks_are_told);
    tcase_add_test(by_hand, a_claim_to_decompress_to_gigabytes_allocates_nothing);
    suite_add_tcase(suite, by_hand);
    return suite;
}
