/* Zip archives as facts: what tools write is read, and of everything hostile it is told what is wrong and where. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "base/digest.h"
#include "base/fsio.h"
#include "base/name_fold.h"
#include "formats/zip.h"
#include "formats/zip_store.h"
#include "zip_kinds.h"

static struct mw_zip file;
static struct nnreg_zip *zip;
static struct nnreg_problems problems;
static struct nnreg_error error;

static void set_up(void)
{
    memset(&file, 0, sizeof file);
    memset(&problems, 0, sizeof problems);
    zip = NULL;
}

static void tear_down(void)
{
    nnreg_fs_use_hook(NULL);
    nnreg_alloc_fail_from(0);
    nnreg_zip_close(zip);
    nnreg_problems_free(&problems);
    mw_zip_free(&file);
}

static void close_file(void)
{
    nnreg_zip_close(zip);
    zip = NULL;
    nnreg_problems_free(&problems);
}

static void open_file(void)
{
    struct nnreg_source source = nnreg_source_memory(file.file.data, file.file.size);

    ck_assert_int_eq(nnreg_zip_open(&zip, &source, NULL, &problems, &error), NNREG_OK);
}

/* Reads an entry whole, by pieces of this size. */
static nnreg_status read_entry(struct nnreg_bytes *out, size_t i, size_t piece)
{
    struct nnreg_zip_stream stream;
    unsigned char buffer[64];
    nnreg_status status = nnreg_zip_stream_open(&stream, zip, i, &problems, &error);
    size_t got = piece;

    while (status == NNREG_OK && got == piece) {
        status = nnreg_zip_stream_read(&got, &stream, buffer, piece, &error);
        if (status == NNREG_OK)
            nnreg_bytes_put(out, buffer, got);
    }
    nnreg_zip_stream_close(&stream);
    nnreg_zip_stream_close(&stream);
    return status;
}

static void expect_content(size_t i, const char *name, const char *content)
{
    size_t piece;

    ck_assert_str_eq(nnreg_zip_entry(zip, i)->name, name);
    for (piece = 1; piece <= 64; piece += 9) {
        struct nnreg_bytes out = NNREG_BYTES_INIT;

        ck_assert_int_eq(read_entry(&out, i, piece), NNREG_OK);
        ck_assert_uint_eq(out.size, strlen(content));
        ck_assert_mem_eq(out.content, content, out.size);
        nnreg_bytes_free(&out);
    }
    ck_assert_uint_eq(problems.count, 0);
}

static void expect_sound(size_t count)
{
    open_file();
    ck_assert_msg(problems.count == 0, "%s", problems.count > 0 ? problems.list[0].text : "");
    ck_assert_ptr_nonnull(zip);
    ck_assert_uint_eq(nnreg_zip_count(zip), count);
}

START_TEST(what_tools_write_is_read)
{
    static const struct mw_zip_end ends[] = {
        {.wide = false}, {.wide = true}, {.comment = "trained on a Monday", .comment_size = 19}};
    const struct nnreg_zip_entry *entry;

    mw_zip_add_usual(&file);
    mw_zip_finish(&file, &ends[_i]);
    expect_sound(3);
    expect_content(0, "saved_model.pb", "a model that is not looked at here");
    expect_content(2, "assets/labels.txt", "cat\ndog\n");
    entry = nnreg_zip_entry(zip, 1);
    ck_assert_str_eq(entry->name, "assets");
    ck_assert_int_eq(entry->kind, NNREG_FILE_DIRECTORY);
    entry = nnreg_zip_entry(zip, 0);
    ck_assert_int_eq(entry->method, NNREG_ZIP_STORED);
    ck_assert_uint_eq(entry->data, file.place[0].data);
    ck_assert_uint_eq(entry->size, 34);
    ck_assert_int_eq(entry->kind, NNREG_FILE_REGULAR);
}
END_TEST

START_TEST(an_archive_may_have_no_entry)
{
    mw_zip_finish(&file, NULL);
    expect_sound(0);
}
END_TEST

START_TEST(every_form_of_data_descriptor_and_zip64_is_read)
{
    static const unsigned descriptors[] = {0, 12, 16, 20, 24};
    struct mw_zip_entry entry = {.name = "a", .content = "content", .size = 7};
    size_t i;

    for (i = 0; i < 20; i++) {
        entry.descriptor = descriptors[i / 4];
        entry.wide = i % 2 == 1;
        entry.method = i % 4 < 2 ? 0 : 8;
        mw_zip_add(&file, &entry);
        mw_zip_finish(&file, NULL);
        expect_sound(1);
        expect_content(0, "a", "content");
        close_file();
        mw_zip_free(&file);
    }
}
END_TEST

/* The directory need not have the order of the file. */
START_TEST(entries_may_lie_in_another_order)
{
    unsigned char swapped[2][48];

    mw_zip_add(&file, &(struct mw_zip_entry){.name = "aa", .content = "first", .size = 5});
    mw_zip_add(&file, &(struct mw_zip_entry){.name = "bb", .content = "second", .size = 6});
    mw_zip_finish(&file, NULL);
    memcpy(swapped[1], file.file.data + file.place[0].record, 48);
    memcpy(swapped[0], file.file.data + file.place[1].record, 48);
    memcpy(file.file.data + file.place[0].record, swapped, sizeof swapped);
    expect_sound(2);
    expect_content(0, "bb", "second");
    expect_content(1, "aa", "first");
}
END_TEST

/* A stored archive is bytes like any other, its end record among them. */
START_TEST(an_archive_within_an_archive_is_read)
{
    struct mw_zip inner = {.count = 0};
    struct nnreg_bytes out = NNREG_BYTES_INIT;

    mw_zip_add_usual(&inner);
    mw_zip_finish(&inner, NULL);
    mw_zip_add(&file, &(struct mw_zip_entry){
                          .name = "assets/inner.zip", .content = inner.file.data, .size = inner.file.size});
    mw_zip_add(&file, &(struct mw_zip_entry){.name = "b", .content = "bytes", .size = 5, .method = 8});
    mw_zip_finish(&file, NULL);
    expect_sound(2);
    expect_content(1, "b", "bytes");
    ck_assert_int_eq(read_entry(&out, 0, 64), NNREG_OK);
    ck_assert_uint_eq(out.size, inner.file.size);
    ck_assert_mem_eq(out.content, inner.file.data, out.size);
    nnreg_bytes_free(&out);
    mw_zip_free(&inner);
}
END_TEST

/* Info-ZIP's name in UTF-8, beside one in another character set; and zeros that only align. */
START_TEST(a_name_in_utf8_with_the_right_checksum_is_the_name)
{
    struct mw_buf extra = {0};
    struct mw_zip_entry entry = {.name = "caf\202", .content = "x", .size = 1};

    mw_buf_append(&extra, "up\12\0\1", 5);
    mw_buf_u32(&extra, mw_zip_crc("caf\202", 4));
    mw_buf_append(&extra, "caf\303\251\0\0\0", 8);
    entry.extra = extra.data;
    entry.extra_size = extra.size;
    mw_zip_add(&file, &entry);
    entry.name = "b"; /* and a field of another version, which says something else */
    entry.extra = "up\6\0\2????c";
    entry.extra_size = 10;
    mw_zip_add(&file, &entry);
    mw_zip_finish(&file, NULL);
    expect_sound(2);
    expect_content(0, "caf\303\251", "x");
    expect_content(1, "b", "x");
    mw_buf_free(&extra);
}
END_TEST

/* Names that are near to each other, and not the same anywhere. */
START_TEST(different_names_are_no_clash)
{
    static const char *const names[] = {"a",           "a-b",  "ab",           "a.b", "b/a",   "b/ab", "b/a-",
                                        "caf\303\251", "cafe", "\357\254\201", "f",   "b.c/d", "1:x",  "[:x",
                                        "{:x",         "C"};
    size_t i;

    for (i = 0; i < sizeof names / sizeof names[0]; i++)
        mw_zip_add(&file, &(struct mw_zip_entry){.name = names[i], .content = "", .size = 0});
    mw_zip_finish(&file, NULL);
    expect_sound(i);
}
END_TEST

/* Parts of more than 4 GiB, and behind so many: what is written is read, from a file whose bytes are holes. */
START_TEST(large_parts_are_written_as_they_are_read)
{
    const struct nnreg_zip_limits limits = {
        .entries = 9, .bytes = UINT64_C(1) << 40, .ratio = 1000, .small = 1000};
    struct nnreg_zip_part large = {.name = "large", .size = UINT64_C(5) << 30},
                          first = {.name = "first", .size = 7}, last = {.name = "last", .size = 0xfffffffe},
                          full = {.name = "full", .size = 0xffffffff};
    struct nnreg_zip_part *const parts[] = {&first, &large, &last, &full};
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_source source;
    uint64_t end, size;
    size_t i;
    int fd;

    ck_assert(nnreg_zip_lay_out(&end, parts, 4));
    ck_assert_int_eq(nnreg_fs_create_in_memory(&fd, NULL), NNREG_OK);
    for (i = 0; i < 4; i++) {
        out.size = 0;
        nnreg_zip_put_local(&out, parts[i]);
        ck_assert_uint_eq(out.size, nnreg_zip_local_size(parts[i]));
        ck_assert_int_eq(nnreg_fs_write(fd, parts[i]->offset, out.content, out.size, NULL), NNREG_OK);
    }
    out.size = 0;
    for (i = 0; i < 4; i++)
        nnreg_zip_put_record(&out, parts[i]);
    size = out.size;
    nnreg_zip_put_end(&out, 4, end, size);
    ck_assert_int_eq(nnreg_fs_write(fd, end, out.content, out.size, NULL), NNREG_OK);
    source = nnreg_source_file(fd, end + out.size);
    ck_assert_int_eq(nnreg_zip_open(&zip, &source, &limits, &problems, &error), NNREG_OK);
    ck_assert_msg(problems.count == 0, "%s", problems.count > 0 ? problems.list[0].text : "");
    ck_assert_uint_eq(nnreg_zip_count(zip), 4);
    for (i = 0; i < 4; i++) {
        ck_assert_str_eq(nnreg_zip_entry(zip, i)->name, parts[i]->name);
        ck_assert_uint_eq(nnreg_zip_entry(zip, i)->size, parts[i]->size);
        ck_assert_uint_eq(nnreg_zip_entry(zip, i)->header, parts[i]->offset);
    }
    nnreg_bytes_free(&out);
    nnreg_fs_close(fd);
}
END_TEST

/* A record of zip64 has 56 bytes, its locator 20, the end record 22. */
START_TEST(an_end_is_as_wide_as_its_numbers)
{
    static const struct {
        uint64_t count, offset, size;
        size_t bytes;
    } rows[] = {{0, 0, 0, 22},
                {0xfffe, 0xfffffffe, 0xfffffffe, 22},
                {0xffff, 1, 1, 98},
                {1, 0xffffffff, 1, 98},
                {1, 1, 0xffffffff, 98}};
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nnreg_bytes out = NNREG_BYTES_INIT;

        nnreg_zip_put_end(&out, rows[i].count, rows[i].offset, rows[i].size);
        ck_assert_uint_eq(out.size, rows[i].bytes);
        nnreg_bytes_free(&out);
    }
}
END_TEST

START_TEST(what_no_archive_can_hold_is_not_laid_out)
{
    struct nnreg_zip_part half = {.name = "a", .size = UINT64_C(1) << 62}, other = half,
                          whole = {.name = "b", .size = UINT64_MAX};
    struct nnreg_zip_part *const twice[] = {&half, &other}, *const one[] = {&whole};
    uint64_t end;

    ck_assert(nnreg_zip_lay_out(&end, twice, 1));
    ck_assert(!nnreg_zip_lay_out(&end, twice, 2));
    ck_assert(!nnreg_zip_lay_out(&end, one, 1));
}
END_TEST

static const char *problem_code(int code)
{
    static const char *const names[] = {
#define NAME(name, meaning) #name,
        NNREG_ZIP_PROBLEMS(NAME)
#undef NAME
    };

    return names[code];
}

static void read_all(void)
{
    size_t i;

    for (i = 0; zip != NULL && i < nnreg_zip_count(zip); i++) {
        struct nnreg_bytes out = NNREG_BYTES_INIT;

        if (!nnreg_zip_entry(zip, i)->faulty)
            (void)read_entry(&out, i, 64);
        nnreg_bytes_free(&out);
    }
}

START_TEST(what_is_hostile_is_told)
{
    const struct mw_zip_kind *kind = &mw_zip_kinds[_i];
    size_t where = kind->make(&file, kind->argument);
    const struct nnreg_problem *problem;

    open_file();
    ck_assert_msg(!kind->in_bytes || problems.count == 0, "%s: %s", kind->name,
                  problems.count > 0 ? problems.list[0].text : "");
    if (kind->in_bytes)
        read_all();
    ck_assert_msg(problems.count == 1, "%s: %zu problems", kind->name, problems.count);
    problem = &problems.list[0];
    ck_assert_msg(strcmp(problem_code(problem->code), kind->code) == 0 && problem->offset == where,
                  "%s: %s at %llu and not %s at %zu: %s", kind->name, problem_code(problem->code),
                  (unsigned long long)problem->offset, kind->code, where, problem->text);
    ck_assert_msg((problem->key == NULL) == (kind->entry == NULL), "%s: %s", kind->name,
                  problem->key != NULL ? problem->key : "(the archive)");
    if (kind->entry != NULL)
        ck_assert_str_eq(problem->key, kind->entry);
}
END_TEST

/* An entry of AES without the field that says how: libzip opens nothing of such an archive, and looks through its directory each time. */
START_TEST(an_archive_that_libzip_refuses_is_told_once)
{
    const struct mw_zip_entry packed[] = {{.name = "a", .content = "a", .size = 1, .method = 8},
                                          {.name = "b", .content = "b", .size = 1, .method = 8},
                                          {.name = "c", .method = 99, .packed = "c", .packed_size = 1}};
    const struct nnreg_problem *problem;
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    size_t i;

    for (i = 0; i < 3; i++)
        mw_zip_add(&file, &packed[i]);
    mw_zip_finish(&file, NULL);
    open_file();
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_int_eq(problems.list[0].code, NNREG_ZIP_METHOD);
    for (i = 0; i < 2; i++)
        ck_assert_int_eq(read_entry(&out, i, 64), NNREG_CORRUPT);
    ck_assert_uint_eq(problems.count, 2);
    problem = &problems.list[1];
    ck_assert_str_eq(problem_code(problem->code), "REFUSED");
    ck_assert_ptr_null(problem->key);
    ck_assert_uint_eq(problem->offset, file.start);
    nnreg_bytes_free(&out);
}
END_TEST

START_TEST(limits_are_held)
{
    static const struct {
        struct nnreg_zip_limits limits;
        int code; /* -1: none */
    } rows[] = {{{3, 42, 100, 42}, -1},
                {{2, 42, 100, 42}, NNREG_ZIP_TOO_MANY},
                {{3, 41, 100, 41}, NNREG_ZIP_TOO_LARGE},
                {{3, 42, 1, 41}, -1}};
    struct nnreg_source source;
    size_t i;

    mw_zip_add_usual(&file);
    mw_zip_finish(&file, NULL);
    source = nnreg_source_memory(file.file.data, file.file.size);
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ck_assert_int_eq(nnreg_zip_open(&zip, &source, &rows[i].limits, &problems, &error), NNREG_OK);
        ck_assert_uint_eq(problems.count, rows[i].code >= 0);
        ck_assert(rows[i].code < 0 || problems.list[0].code == rows[i].code);
        close_file();
    }
}
END_TEST

/* Wherever memory ends, that is what is told, and nothing is kept. */
START_TEST(running_out_of_memory_is_told)
{
    struct nnreg_source source;
    uint64_t n;
    nnreg_status status = NNREG_NO_MEMORY;

    mw_zip_add_usual(&file);
    mw_zip_finish(&file, NULL);
    source = nnreg_source_memory(file.file.data, file.file.size);
    for (n = 1; status != NNREG_OK; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_zip_open(&zip, &source, NULL, &problems, &error);
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || (status == NNREG_NO_MEMORY && zip == NULL));
        ck_assert_uint_eq(problems.count, 0);
        nnreg_problems_free(&problems);
    }
    ck_assert_uint_gt(n, 5);
}
END_TEST

/* An archive in a file of which the n-th read fails, or finds that somebody made it shorter. */
static int file_fd;
static unsigned reads, failing_read;
static bool becomes_shorter;

static int meet_read(const char *call)
{
    (void)call;
    if (++reads != failing_read)
        return 0;
    if (!becomes_shorter)
        return EIO;
    ck_assert_int_eq(ftruncate(file_fd, 10), 0);
    return 0;
}

/* Opens it and reads each entry, the packed ones before those that are read piece by piece. */
static nnreg_status read_file_whole(void)
{
    struct nnreg_source source = nnreg_source_file(file_fd, file.file.size);
    nnreg_status status = nnreg_zip_open(&zip, &source, NULL, &problems, &error);
    size_t i;

    for (i = zip != NULL ? nnreg_zip_count(zip) : 0; status == NNREG_OK && i > 0; i--) {
        struct nnreg_bytes out = NNREG_BYTES_INIT;

        status = read_entry(&out, i - 1, 64);
        nnreg_bytes_free(&out);
    }
    return status;
}

/*
 * The header of "b" ends where a cursor's piece does, so that its name is in the next one, and its descriptor in a third. The
 * piece is the second behind the seek to the directory, of 16 KiB: pieces begin with 4 KiB there, and each is four times as large.
 */
static void make_large(bool wide)
{
    const size_t piece = 16u << 10, first = piece - 30 - 31, second = NNREG_PIECE + 1000;
    char *bytes = calloc(second, 1);

    mw_zip_add(&file, &(struct mw_zip_entry){.name = "a", .content = bytes, .size = first});
    mw_zip_add(&file,
               &(struct mw_zip_entry){.name = "b", .content = bytes, .size = second, .descriptor = 16});
    mw_zip_add(&file, &(struct mw_zip_entry){.name = "c", .content = bytes, .size = second, .method = 8});
    mw_zip_finish(&file, &(struct mw_zip_end){.wide = wide});
    ck_assert_uint_eq(file.place[1].header + 30, piece);
    free(bytes);
}

START_TEST(a_read_that_fails_is_a_status_and_one_that_comes_short_a_problem)
{
    unsigned total;

    becomes_shorter = _i % 2 == 1;
    make_large(_i >= 2);
    ck_assert_int_eq(nnreg_fs_create_in_memory(&file_fd, NULL), NNREG_OK);
    failing_read = 0;
    do {
        nnreg_status status;

        ck_assert_int_eq(nnreg_fs_write(file_fd, 0, file.file.data, file.file.size, NULL), NNREG_OK);
        failing_read++;
        reads = 0;
        nnreg_fs_use_hook(meet_read);
        error.status = NNREG_OK;
        status = read_file_whole();
        nnreg_fs_use_hook(NULL);
        total = reads;
        if (total < failing_read) {
            ck_assert_int_eq(status, NNREG_OK);
            ck_assert_uint_eq(problems.count, 0);
        } else if (becomes_shorter) {
            ck_assert_msg(problems.count == 1 && problems.list[0].code == NNREG_ZIP_CUT,
                          "the read %u: %zu, %s", failing_read, problems.count,
                          problems.count > 0 ? problems.list[0].text : "");
            ck_assert_int_eq(status, zip == NULL ? NNREG_OK : NNREG_CORRUPT);
        } else {
            ck_assert_msg(status == NNREG_IO && error.status == NNREG_IO, "the read %u: %d", failing_read,
                          status);
            ck_assert_uint_eq(problems.count, 0);
        }
        close_file();
        failing_read +=
            failing_read > 40 ? total / 8 : 0; /* one of a long row of equal ones is as good as all */
    } while (total >= failing_read);
    ck_assert_uint_gt(total, 10);
    nnreg_fs_close(file_fd);
}
END_TEST

/* Where the directory ends too early it is looked for right before the end record; there it cannot be read, or is no longer. */
START_TEST(the_look_in_front_of_the_end_record_may_fail)
{
    mw_zip_add_usual(&file);
    mw_zip_finish(&file, NULL);
    mw_buf_insert(&file.file, 0, "#!/bin/sh\n", 10);
    becomes_shorter = _i == 1;
    failing_read = 2;
    reads = 0;
    ck_assert_int_eq(nnreg_fs_create_in_memory(&file_fd, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_fs_write(file_fd, 0, file.file.data, file.file.size, NULL), NNREG_OK);
    nnreg_fs_use_hook(meet_read);
    ck_assert_int_eq(read_file_whole(), _i == 1 ? NNREG_OK : NNREG_IO);
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_eq(reads, 2);
    ck_assert_ptr_null(zip);
    ck_assert_uint_eq(problems.count, _i);
    ck_assert(_i == 0 || (problems.list[0].code == NNREG_ZIP_GAP && problems.list[0].offset == file.end));
    nnreg_fs_close(file_fd);
}
END_TEST

/* Of one kind the first thousand are kept, and all are counted. */
START_TEST(a_flood_of_problems_is_counted)
{
    char name[16];
    size_t i;

    for (i = 0; i < NNREG_PROBLEMS_KEPT + 2; i++) {
        (void)snprintf(name, sizeof name, "a\\%zu", i);
        mw_zip_add(&file, &(struct mw_zip_entry){.name = name, .content = "", .size = 0});
    }
    mw_zip_finish(&file, NULL);
    open_file();
    ck_assert_uint_eq(problems.count, NNREG_PROBLEMS_KEPT);
    ck_assert_int_eq(problems.list[NNREG_PROBLEMS_KEPT - 1].code, NNREG_ZIP_NAME);
    ck_assert_uint_eq(problems.met[NNREG_ZIP_NAME], NNREG_PROBLEMS_KEPT + 2);
}
END_TEST

/* Every beginning of an archive, and every one with a byte that is another one, is read in bounds: a sanitizer sees that. */
START_TEST(damage_anywhere_is_survived)
{
    struct nnreg_source source;
    size_t size, i;

    mw_zip_add_usual(&file);
    mw_zip_finish(&file, &(struct mw_zip_end){.wide = _i == 1});
    for (size = 0; size < file.file.size; size++) {
        unsigned char *copy = malloc(size + 1);

        memcpy(copy, file.file.data, size);
        source = nnreg_source_memory(copy, size);
        ck_assert_int_eq(nnreg_zip_open(&zip, &source, NULL, &problems, &error), NNREG_OK);
        ck_assert_ptr_null(zip);
        ck_assert_uint_eq(problems.count, 1);
        close_file();
        free(copy);
    }
    source = nnreg_source_memory(file.file.data, file.file.size);
    for (i = 0; i < file.file.size * 8; i++) {
        file.file.data[i / 8] ^= (unsigned char)(1 << i % 8);
        ck_assert_int_eq(nnreg_zip_open(&zip, &source, NULL, &problems, &error), NNREG_OK);
        ck_assert(zip != NULL || problems.count == 1);
        read_all();
        close_file();
        file.file.data[i / 8] ^= (unsigned char)(1 << i % 8);
    }
}
END_TEST

START_TEST(names_are_folded_as_unicode_says)
{
    static const struct {
        const char *name, *folded;
    } rows[] = {
        {"Plain.TXT", "plain.txt"},
        {"\303\211", "e\314\201"},                                /* U+00C9 */
        {"\341\272\236", "ss"},                                   /* U+1E9E, the capital sharp s */
        {"\357\254\204", "ffl"},                                  /* U+FB04, a ligature */
        {"\360\220\220\200", "\360\220\220\250"},                 /* U+10400, Deseret */
        {"\352\260\201", "\341\204\200\341\205\241\341\206\250"}, /* U+AC01, a syllable of Hangul */
        {"\352\260\200", "\341\204\200\341\205\241"},             /* U+AC00, one without a last consonant */
        {"a\314\201\314\243", "a\314\243\314\201"},               /* a mark below goes before one above */
        {"\342\204\252", "k"},                                    /* U+212A, Kelvin */
        {"\341\276\202", "\316\261\314\223\314\200\316\271"},     /* U+1F82, which becomes four */
        {"\377x", "\377x"},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct nnreg_bytes out = NNREG_BYTES_INIT;

        nnreg_name_fold(&out, rows[i].name, strlen(rows[i].name));
        ck_assert_str_eq(out.content, rows[i].folded);
        nnreg_bytes_free(&out);
    }
}
END_TEST

/* 32 marks of a letter are put in order; those behind begin anew, so that a name costs what its length is. */
START_TEST(marks_beyond_the_most_of_a_letter_are_put_in_order_by_themselves)
{
    enum { ABOVE = 32 };
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    char name[1 + 2 * (ABOVE + 1) + 1] = "a";
    int i;

    for (i = 0; i < ABOVE; i++)
        memcpy(name + 1 + 2 * i, "\314\201", 2);
    memcpy(name + 1 + 2 * ABOVE, "\314\243", 3); /* a mark below, which would go before all of them */
    nnreg_name_fold(&out, name, strlen(name));
    ck_assert_str_eq(out.content, name);
    nnreg_bytes_free(&out);
}
END_TEST

START_TEST(crc32_is_that_of_the_standard)
{
    ck_assert_uint_eq(nnreg_crc32(0, "123456789", 9), 0xcbf43926);
    ck_assert_uint_eq(nnreg_crc32(nnreg_crc32(0, "1234", 4), "56789", 5), 0xcbf43926);
    ck_assert_uint_eq(nnreg_crc32(0, NULL, 0), 0);
}
END_TEST

Suite *zip_suite(void);

Suite *zip_suite(void)
{
    Suite *suite = suite_create("zip");
    TCase *read = tcase_create("read"), *hostile = tcase_create("hostile"), *names = tcase_create("names");

    tcase_add_checked_fixture(read, set_up, tear_down);
    tcase_add_loop_test(read, what_tools_write_is_read, 0, 3);
    tcase_add_test(read, an_archive_may_have_no_entry);
    tcase_add_test(read, every_form_of_data_descriptor_and_zip64_is_read);
    tcase_add_test(read, entries_may_lie_in_another_order);
    tcase_add_test(read, an_archive_within_an_archive_is_read);
    tcase_add_test(read, a_name_in_utf8_with_the_right_checksum_is_the_name);
    tcase_add_test(read, different_names_are_no_clash);
    tcase_add_test(read, large_parts_are_written_as_they_are_read);
    tcase_add_test(read, an_end_is_as_wide_as_its_numbers);
    tcase_add_test(read, what_no_archive_can_hold_is_not_laid_out);
    tcase_add_test(read, limits_are_held);
    tcase_add_test(read, running_out_of_memory_is_told);
    suite_add_tcase(suite, read);
    tcase_add_checked_fixture(hostile, set_up, tear_down);
    tcase_add_loop_test(hostile, what_is_hostile_is_told, 0, (int)mw_zip_kind_count);
    tcase_add_test(hostile, an_archive_that_libzip_refuses_is_told_once);
    tcase_add_loop_test(hostile, damage_anywhere_is_survived, 0, 2);
    tcase_add_loop_test(hostile, a_read_that_fails_is_a_status_and_one_that_comes_short_a_problem, 0, 4);
    tcase_add_loop_test(hostile, the_look_in_front_of_the_end_record_may_fail, 0, 2);
    tcase_add_test(hostile, a_flood_of_problems_is_counted);
    suite_add_tcase(suite, hostile);
    tcase_add_test(names, names_are_folded_as_unicode_says);
    tcase_add_test(names, marks_beyond_the_most_of_a_letter_are_put_in_order_by_themselves);
    tcase_add_test(names, crc32_is_that_of_the_standard);
    suite_add_tcase(suite, names);
    return suite;
}
