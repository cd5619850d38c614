/* The bytes of variables against their checksums: every damage, any number of threads, files and memory. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "base/fsio.h"
#include "failing_calls.h"
#include "inspect_fixture.h"
#include "store_fixture.h"

#define BYTES(text) text, sizeof(text) - 1

static struct bundle bundle;
static struct verdict verdict;

static void set_up(void)
{
    memset(&bundle, 0, sizeof bundle);
    memset(&verdict, 0, sizeof verdict);
}

static void tear_down(void)
{
    nnreg_alloc_fail_from(0);
    verdict_free(&verdict);
    bundle_free(&bundle);
}

/* ------------------------------------------------------------------------------------------- every damage -- */

#define FORMS 4

/* Sound bundles; in the last one the variables are aligned, and bytes between them belong to nothing. */
static void make_form(int form)
{
    static const struct mw_bundle_options options[FORMS] = {
        {0},
        {.big_endian = true, .table = {.snappy_always = true, .block_size = 64}},
        {.shards = 2},
        {.alignment = 32},
    };

    if (options[form].shards == 2)
        bundle_make_sliced(&bundle, &options[form]);
    else
        bundle_make_small(&bundle, &options[form]);
}

/* Whether a byte of a shard is a variable's, by a verdict about the sound bundle. */
static bool is_covered(const struct verdict *sound, size_t shard, size_t byte)
{
    const struct nnreg_checkpoint *checkpoint = &sound->checkpoint;
    size_t i;

    for (i = 0; i < checkpoint->order_count; i++) {
        const struct nnreg_variable *variable = &checkpoint->variables[checkpoint->order[i]];

        if ((size_t)variable->shard == shard && byte >= (size_t)variable->offset &&
            byte < (size_t)(variable->offset + variable->size))
            return true;
    }
    return false;
}

struct flips {
    size_t all, found, harmless, missed;
};

/* File 0 is the index, whose every bit is in a checksum or in a footer that is known to the bit. */
static void flip_file(struct flips *flips, const struct verdict *sound, size_t file)
{
    struct content *content = file == 0 ? &bundle.index : &bundle.shard[file - 1];
    size_t bit, stride = fixture_stride("flipped bits of variables", 3) | 1; /* odd: each bit of a byte */

    for (bit = 0; bit < 8 * content->size; bit += stride) {
        content->bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        verdict_again(&verdict, &bundle, 1);
        flips->all += stride;
        if (verdict_worst(&verdict) > NNREG_SEVERITY_NOTE)
            flips->found += stride;
        else if (file > 0 && !is_covered(sound, file - 1, bit / 8))
            flips->harmless += stride;
        else
            flips->missed++;
        content->bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
}

START_TEST(every_flipped_bit_of_index_and_shards_is_found_or_harmless)
{
    struct flips flips = {0};
    struct verdict sound;
    size_t file;

    make_form(_i);
    bundle_read(&sound, &bundle, 1);
    ck_assert_int_le(verdict_worst(&sound), NNREG_SEVERITY_NOTE);
    for (file = 0; file <= bundle.shards; file++)
        flip_file(&flips, &sound, file);
    printf("%zu flips: %zu found, %zu harmless by construction, %zu missed\n", flips.all, flips.found,
           flips.harmless, flips.missed);
    ck_assert_uint_gt(flips.found, 2000);
    ck_assert_uint_eq(flips.missed, 0);
    ck_assert_int_eq(flips.harmless > 0, _i == 3);
    verdict_free(&sound);
}
END_TEST

START_TEST(every_truncation_of_index_and_shards_is_an_error)
{
    size_t file, size;

    bundle_make_small(&bundle, &(struct mw_bundle_options){0});
    for (file = 0; file <= bundle.shards; file++) {
        struct content *content = file == 0 ? &bundle.index : &bundle.shard[file - 1], whole = *content;

        for (size = 0; size < whole.size; size++) {
            content->bytes = malloc(size > 0 ? size : 1); /* so that a sanitizer sees a read past the end */
            memcpy(content->bytes, whole.bytes, size);
            content->size = size;
            verdict_again(&verdict, &bundle, 1);
            ck_assert_msg(verdict_worst(&verdict) == NNREG_SEVERITY_ERROR, "file %zu cut to %zu", file, size);
            free(content->bytes);
        }
        *content = whole;
    }
}
END_TEST

START_TEST(a_failing_allocation_is_no_memory_and_leaks_nothing)
{
    uint64_t n, all;

    bundle_make_sliced(&bundle, &(struct mw_bundle_options){.shards = 2});
    bundle.shard[1].bytes[0] ^= 1; /* a problem to be told, too */
    nnreg_alloc_fail_from(0);
    verdict_again(&verdict, &bundle, 1);
    (void)verdict_one(&verdict, NNREG_VARIABLES_TENSOR_CRC);
    all = nnreg_alloc_count();
    for (n = 1; n <= all; n++) {
        verdict_free(&verdict);
        nnreg_alloc_fail_from(n);
        bundle_read(&verdict, &bundle, 1);
        ck_assert_msg(verdict.status == NNREG_NO_MEMORY, "allocation %u of %u", (unsigned)n, (unsigned)all);
    }
    ck_assert_uint_gt(all, 10);
}
END_TEST

/* -------------------------------------------------------------------------------------------- variants -- */

/* An index of one data block, whose entries are put in key order. */
static struct mw_sstable index_table;

static void put_index(const void *key, size_t key_size, const struct mw_buf *value)
{
    mw_sstable_add(&index_table, key, key_size, value->data, value->size);
}

static void put_number_32(unsigned char *bytes, uint32_t number)
{
    unsigned i;

    for (i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
}

enum { STRING = 7, VARIANT = 21 }; /* DT_… */

/* One variable "var" of a type and one dimension, and a shard that is its bytes. */
static void make_stored(uint32_t dtype, uint8_t elements, const void *bytes, size_t size, uint32_t masked,
                        bool big_endian)
{
    const unsigned char shape[] = {0x12, 4, 0x12, 2, 8, elements};
    struct mw_buf value = {0};

    mw_sstable_begin(&index_table, NULL);
    mw_sstable_add(&index_table, "", 0,
                   big_endian ? "\x08\x01\x10\x01\x1a\x02\x08\x01" : "\x08\x01\x10\x00\x1a\x02\x08\x01", 8);
    mw_pb_varint(&value, 1, dtype);
    mw_buf_append(&value, shape, sizeof shape);
    mw_pb_varint(&value, 5, size);
    mw_pb_fixed32(&value, 6, masked);
    put_index("var", 3, &value);
    mw_buf_free(&value);
    bundle_of_index(&bundle, &index_table, size);
    memcpy(bundle.shard[0].bytes, bytes, size);
}

/* A variant of two elements, as its writer would store it. */
static void make_variant(bool damaged, bool big_endian)
{
    unsigned char stored[] = {3, 'a', 'b', 'c', 0, 0, 0, 0, 1, 'z', 0, 0, 0, 0};
    uint32_t crc = 0;
    uint64_t length;
    int i;

    length = 3;
    for (i = 0; i < 8; i++)
        crc = nnreg_crc32c(crc, &(unsigned char){(unsigned char)(length >> 8 * i)}, 1);
    crc = nnreg_crc32c(crc, stored + 1, 3);
    put_number_32(stored + 4, nnreg_crc32c_mask(crc));
    crc = nnreg_crc32c(crc, stored + 4, 4);
    crc = nnreg_crc32c(crc, "\1\0\0\0\0\0\0\0z", 9);
    put_number_32(stored + 10, nnreg_crc32c_mask(crc));
    crc = nnreg_crc32c(crc, stored + 10, 4);
    make_stored(VARIANT, 2, stored, sizeof stored, nnreg_crc32c_mask(crc), big_endian);
    if (damaged)
        bundle.shard[0].bytes[9] ^= 1;
}

START_TEST(variants_are_verified_element_by_element)
{
    const struct nnreg_problem *problem;

    make_variant(false, false);
    verdict_again(&verdict, &bundle, 1);
    verdict_sound(&verdict);
    ck_assert_uint_eq(verdict.crc.tensors, 1);
    make_variant(true, false);
    verdict_again(&verdict, &bundle, 1);
    problem = verdict_one(&verdict, NNREG_VARIABLES_VARIANT_CRC);
    ck_assert_uint_eq(problem->offset, 14);
    make_variant(false, true);
    verdict_again(&verdict, &bundle, 1);
    problem = verdict_one(&verdict, NNREG_VARIABLES_VARIANT_ENDIANNESS);
    ck_assert_str_eq(problem->text,
                     "has elements as a big-endian machine writes them, so that their checksums "
                     "cannot be compared");
}
END_TEST

START_TEST(lengths_that_do_not_fit_are_told)
{
#define NINE "\xff\xff\xff\xff\xff\xff\xff\xff\xff"
    static const struct {
        uint32_t dtype;
        uint8_t elements;
        const char *bytes;
        size_t size;
        int problem;
    } rows[] = {
        /* one byte for the checksum; a length of too many bits, of 2^64 - 1, and one more than that together */
        {STRING, 2, BYTES("\x80\x80\x80\x00\x00x"), NNREG_VARIABLES_STRING_LENGTHS},
        {STRING, 1, BYTES(NINE "\x02"), NNREG_VARIABLES_STRING_LENGTHS},
        {STRING, 1,
         BYTES(NINE "\x01"
                    "abcd"),
         NNREG_VARIABLES_STRING_LENGTHS},
        {STRING, 2,
         BYTES(NINE "\x01\x01"
                    "abcd"),
         NNREG_VARIABLES_STRING_LENGTHS},
        /* no end of a length, more than is left, and no checksum */
        {VARIANT, 1, BYTES("\x80\x80\x80\x80\x80"), NNREG_VARIABLES_VARIANT_CORRUPT},
        {VARIANT, 1,
         BYTES("\x7f"
               "aaaa"),
         NNREG_VARIABLES_VARIANT_CORRUPT},
        {VARIANT, 1,
         BYTES("\x03"
               "abcd"),
         NNREG_VARIABLES_VARIANT_CORRUPT},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        make_stored(rows[i].dtype, rows[i].elements, rows[i].bytes, rows[i].size, 0, false);
        verdict_again(&verdict, &bundle, 1);
        (void)verdict_one(&verdict, rows[i].problem);
    }
}
END_TEST

START_TEST(bytes_behind_the_last_element_are_told)
{
    unsigned char text[] = {1, 0, 0, 0, 0, 'x', 'y'}, variant[] = {1, 'z', 0, 0, 0, 0, 'y'};
    const struct nnreg_problem *problem;
    uint32_t crc = nnreg_crc32c(0, "\1\0\0\0", 4);

    put_number_32(text + 1, nnreg_crc32c_mask(crc));
    crc = nnreg_crc32c(crc, text + 1, 5);
    make_stored(STRING, 1, text, sizeof text - 1, nnreg_crc32c_mask(crc), false);
    verdict_again(&verdict, &bundle, 1);
    verdict_sound(&verdict);
    make_stored(STRING, 1, text, sizeof text, nnreg_crc32c_mask(crc), false);
    verdict_again(&verdict, &bundle, 1);
    problem = verdict_one(&verdict, NNREG_VARIABLES_STRING_TRAILING);
    ck_assert_uint_eq(problem->offset, sizeof text - 1);

    crc = nnreg_crc32c(0, "\1\0\0\0\0\0\0\0z", 9);
    put_number_32(variant + 2, nnreg_crc32c_mask(crc));
    crc = nnreg_crc32c(crc, variant + 2, 4);
    make_stored(VARIANT, 1, variant, sizeof variant, nnreg_crc32c_mask(crc), false);
    verdict_again(&verdict, &bundle, 1);
    problem = verdict_one(&verdict, NNREG_VARIABLES_VARIANT_CORRUPT);
    ck_assert_uint_eq(problem->offset, sizeof variant - 1);

    make_stored(STRING, 0, "", 0, nnreg_crc32c_mask(0), false); /* no element has not even a checksum */
    verdict_again(&verdict, &bundle, 1);
    verdict_sound(&verdict);
    ck_assert_uint_eq(verdict.crc.tensors, 1);
}
END_TEST

/* ------------------------------------------------------------------------------------------ many threads -- */

#define LARGE (3 * NNREG_TENSOR_UNIT + 12345 * 4)

static void make_of(uint64_t size)
{
    static struct mw_bytes letters[300]; /* lengths of more than are gathered at once */
    const struct mw_tensor tensors[] = {
        {.key = "a", .dtype = MW_UINT8, .shape = MW_SHAPE(7), .fill = mw_fill_random(7, 1)},
        {.key = "b",
         .dtype = MW_FLOAT,
         .shape = MW_SHAPE((int64_t)size / 4),
         .fill = mw_fill_random(size, 2)},
        {.key = "c", .dtype = MW_STRING, .shape = MW_SHAPE(3), .strings = bundle_words},
        {.key = "d", .dtype = MW_STRING, .shape = MW_SHAPE(300), .strings = letters},
    };
    size_t i;

    for (i = 0; i < 300; i++)
        letters[i] = (struct mw_bytes){"x", 1};
    bundle_make(&bundle, &(struct mw_bundle_options){0}, tensors, 4);
}

static void make_large(void)
{
    make_of(LARGE);
}

START_TEST(a_large_variable_is_divided_among_threads)
{
    const struct nnreg_problem *problem;

    if (fixture_thins() && _i % 2 == 0) /* 1, 3 and 5 are left */
        return;
    make_large();
    verdict_again(&verdict, &bundle, (unsigned)_i);
    verdict_sound(&verdict);
    ck_assert_uint_eq(verdict.crc.tensors, 4);
    ck_assert_uint_eq(verdict.crc.bytes, bundle.shard[0].size);
    bundle.shard[0].bytes[7 + LARGE - 1] ^= 0x80;
    bundle.shard[0].bytes[3] ^= 1;
    verdict_again(&verdict, &bundle, (unsigned)_i);
    ck_assert_uint_eq(verdict.problems.count, 2);
    problem = &verdict.problems.list[0];
    ck_assert_str_eq(problem->key, "a");
    ck_assert_uint_eq(problem->offset, 0);
    problem = &verdict.problems.list[1];
    ck_assert_int_eq(problem->code, NNREG_VARIABLES_TENSOR_CRC);
    ck_assert_str_eq(problem->key, "b");
    ck_assert_int_eq(problem->shard, 0);
    ck_assert_uint_eq(problem->offset, 7);
    ck_assert_uint_eq(verdict.crc.tensors, 2);
}
END_TEST

START_TEST(more_threads_than_there_may_be_or_fewer_than_asked_for_do_it)
{
    make_large();
    verdict_again(&verdict, &bundle, NNREG_TENSOR_THREADS + 1);
    verdict_sound(&verdict);
    failing_calls_arm("pthread_create", 1, EAGAIN);
    verdict_again(&verdict, &bundle, 4);
    ck_assert(failing_calls_failed(NULL));
    verdict_sound(&verdict);
    ck_assert_uint_eq(verdict.crc.tensors, 4);
}
END_TEST

struct progress {
    uint64_t calls, last, total, stop_at;
};

static int count_progress(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct progress *progress = context;

    ck_assert_str_eq(stage, "weights");
    ck_assert_uint_ge(done, progress->last);
    ck_assert_uint_le(done, total);
    progress->last = done;
    progress->total = total;
    return ++progress->calls == progress->stop_at;
}

START_TEST(progress_ends_at_the_whole_and_can_cancel)
{
    struct progress progress = {0};
    struct nnreg_tensor_crc_options how = {.threads = 1, .progress = count_progress, .context = &progress};
    struct nnreg_tensor_crc crc;

    make_large();
    verdict_again(&verdict, &bundle, 0);
    ck_assert_int_eq(
        nnreg_tensor_crc_verify(&crc, &verdict.checkpoint, &how, &verdict.problems, &verdict.error),
        NNREG_OK);
    ck_assert_uint_eq(progress.last, progress.total);
    ck_assert_uint_eq(progress.total, bundle.shard[0].size);
    ck_assert_uint_gt(progress.calls, 3);
    progress = (struct progress){.stop_at = 3};
    ck_assert_int_eq(
        nnreg_tensor_crc_verify(&crc, &verdict.checkpoint, &how, &verdict.problems, &verdict.error),
        NNREG_CANCELLED);
    ck_assert_uint_eq(progress.calls, 3);
    ck_assert_uint_eq(verdict.problems.count, 0);
    ck_assert_int_eq(
        nnreg_tensor_crc_verify(&crc, &verdict.checkpoint, NULL, &verdict.problems, &verdict.error),
        NNREG_OK);
    ck_assert_uint_eq(crc.tensors, 4);
}
END_TEST

/* The same through a descriptor; then the file is shorter than when its size was asked for. */
START_TEST(a_shard_is_read_through_a_descriptor)
{
    char path[] = "/tmp/nnreg-shard-XXXXXX";
    struct nnreg_tensor_crc_options how = {.threads = 2};
    struct nnreg_tensor_crc crc;
    int fd;

    make_large();
    fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(nnreg_fs_write(fd, 0, bundle.shard[0].bytes, bundle.shard[0].size, NULL), NNREG_OK);
    verdict_again(&verdict, &bundle, 0);
    bundle.files[0].source = nnreg_source_file(fd, bundle.shard[0].size);
    ck_assert_int_eq(
        nnreg_tensor_crc_verify(&crc, &verdict.checkpoint, &how, &verdict.problems, &verdict.error),
        NNREG_OK);
    ck_assert_uint_eq(crc.tensors, 4);
    ck_assert_uint_eq(verdict.problems.count, 0);
    ck_assert_int_eq(ftruncate(fd, 100), 0);
    ck_assert_int_eq(
        nnreg_tensor_crc_verify(&crc, &verdict.checkpoint, &how, &verdict.problems, &verdict.error),
        NNREG_OK);
    ck_assert_uint_gt(verdict_met(&verdict, NNREG_VARIABLES_SHARD_CHANGED), 0);
    ck_assert_str_eq(verdict_first(&verdict, NNREG_VARIABLES_SHARD_CHANGED)->key, "a");
    close(fd);
    ck_assert_int_eq(nnreg_tensor_crc_verify(&crc, &verdict.checkpoint, &how, &verdict.problems, NULL),
                     NNREG_IO);
}
END_TEST

/* Its first window is there, and the second is not. */
START_TEST(an_element_whose_file_became_shorter_is_told)
{
    enum { SIZE = 600 << 10 };
    char path[] = "/tmp/nnreg-shard-XXXXXX";
    struct nnreg_tensor_crc_options how = {.threads = 1};
    unsigned char *bytes = calloc(1, SIZE + 8);
    struct nnreg_tensor_crc crc;
    int fd;

    bytes[0] = 0x80 | (SIZE & 0x7f);
    bytes[1] = 0x80 | (SIZE >> 7 & 0x7f);
    bytes[2] = SIZE >> 14;
    make_stored(VARIANT, 1, bytes, SIZE + 7, 0, false);
    free(bytes);
    fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(nnreg_fs_write(fd, 0, bundle.shard[0].bytes, bundle.shard[0].size, NULL), NNREG_OK);
    verdict_again(&verdict, &bundle, 0);
    bundle.files[0].source = nnreg_source_file(fd, bundle.shard[0].size);
    ck_assert_int_eq(ftruncate(fd, 520 << 10), 0);
    ck_assert_int_eq(
        nnreg_tensor_crc_verify(&crc, &verdict.checkpoint, &how, &verdict.problems, &verdict.error),
        NNREG_OK);
    (void)verdict_one(&verdict, NNREG_VARIABLES_SHARD_CHANGED);
    close(fd);
}
END_TEST

/* --------------------------------------------------------------------------------------------------- marks -- */

#define MARKED (5 * NNREG_CRC_STEP + 12345 * 4)

static struct nnreg_crc_marks *take_marks(const unsigned char *bytes, size_t size)
{
    static const size_t pieces[] = {1, NNREG_CRC_STEP - 1, 3 * NNREG_CRC_STEP + 5, NNREG_CRC_STEP, 77777};
    struct nnreg_crc_marks *marks = nnreg_crc_marks_new(size);
    size_t at, part, i = 0;

    ck_assert_ptr_nonnull(marks);
    for (at = 0; at < size; at += part) {
        part = pieces[i++ % 5] < size - at ? pieces[(i - 1) % 5] : size - at;
        nnreg_crc_marks_add(marks, bytes + at, part);
    }
    return marks;
}

START_TEST(what_lies_between_two_marks_has_the_crc_of_its_bytes)
{
    static const int around[] = {-1, 0, 1, 4096};
    enum { STEPS = 9, ENDS = STEPS * 4 };
    size_t size = STEPS * NNREG_CRC_STEP + 4096, i, k, told = 0;
    unsigned char *bytes = malloc(size);
    struct nnreg_crc_marks *marks;
    uint64_t from, to;

    for (i = 0; i < size; i++)
        bytes[i] = (unsigned char)(i * i >> 7 ^ i);
    marks = take_marks(bytes, size);
    ck_assert_uint_eq(marks->count, STEPS);
    for (i = 0; i < ENDS; i++)
        for (k = i; k < ENDS; k++) {
            uint64_t begin = (i / 4 + 1) * NNREG_CRC_STEP + (uint64_t)around[i % 4],
                     end = (k / 4 + 1) * NNREG_CRC_STEP + (uint64_t)around[k % 4];
            bool any = nnreg_crc_marks_between(&from, &to, marks, begin, end);

            ck_assert_int_eq(any, i / 4 + 1 + (i % 4 > 1) < k / 4 + (k % 4 > 0));
            if (!any)
                continue;
            ck_assert(from >= begin && from - begin < NNREG_CRC_STEP);
            ck_assert(to <= end && end - to < NNREG_CRC_STEP);
            ck_assert_uint_eq(nnreg_crc_marks_crc(marks, from, to),
                              nnreg_crc32c(0, bytes + from, (size_t)(to - from)));
            told++;
        }
    ck_assert_uint_gt(told, 400);
    ck_assert(nnreg_crc_marks_between(&from, &to, marks, 0, size));
    ck_assert_uint_eq(nnreg_crc_marks_crc(marks, from, to), nnreg_crc32c(0, bytes, (size_t)to));
    nnreg_crc_marks_free(marks);
    free(bytes);
}
END_TEST

START_TEST(marks_stand_farther_apart_in_larger_files_and_are_never_more)
{
    uint64_t most = NNREG_CRC_STEP * NNREG_CRC_MARKS;

    ck_assert_uint_eq(nnreg_crc_marks_count(0), 0);
    ck_assert_uint_eq(nnreg_crc_marks_count(NNREG_CRC_STEP - 1), 0);
    ck_assert_uint_eq(nnreg_crc_marks_count(NNREG_CRC_STEP), 1);
    ck_assert_uint_eq(nnreg_crc_marks_count(most + NNREG_CRC_STEP - 1), NNREG_CRC_MARKS);
    ck_assert_uint_eq(nnreg_crc_marks_count(most + NNREG_CRC_STEP), NNREG_CRC_MARKS / 2);
    ck_assert_uint_le(nnreg_crc_marks_count(UINT64_MAX), NNREG_CRC_MARKS);
    ck_assert_uint_ge(nnreg_crc_marks_count(UINT64_MAX), NNREG_CRC_MARKS / 2);
}
END_TEST

static nnreg_status verify_marked(struct nnreg_tensor_crc *crc, unsigned threads, int fd,
                                  const struct nnreg_crc_marks *marks)
{
    struct nnreg_tensor_crc_options how = {.threads = threads};

    verdict_again(&verdict, &bundle, 0);
    if (fd >= 0)
        bundle.files[0].source = nnreg_source_file(fd, bundle.shard[0].size);
    bundle.files[0].source.marks = marks;
    return nnreg_tensor_crc_verify(crc, &verdict.checkpoint, &how, &verdict.problems, &verdict.error);
}

/* Of what lies between marks the file has other bytes by now, so that one that was read would be told. */
START_TEST(of_a_shard_with_marks_only_the_ends_of_variables_are_read)
{
    char path[] = "/tmp/nnreg-shard-XXXXXX";
    struct nnreg_crc_marks *marks;
    struct nnreg_tensor_crc crc;
    uint64_t from, to;
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(unlink(path), 0);
    make_of(MARKED);
    marks = take_marks(bundle.shard[0].bytes, bundle.shard[0].size);
    ck_assert(nnreg_crc_marks_between(&from, &to, marks, 7, 7 + MARKED));
    memset(bundle.shard[0].bytes + from, 0x5a, (size_t)(to - from));
    ck_assert_int_eq(nnreg_fs_write(fd, 0, bundle.shard[0].bytes, bundle.shard[0].size, NULL), NNREG_OK);
    ck_assert_int_eq(verify_marked(&crc, (unsigned)_i, fd, marks), NNREG_OK);
    ck_assert_uint_eq(verdict.problems.count, 0);
    ck_assert_uint_eq(crc.tensors, 4);
    ck_assert_uint_eq(crc.bytes, bundle.shard[0].size - (to - from));
    ck_assert_int_eq(verify_marked(&crc, (unsigned)_i, -1, marks), NNREG_OK);
    ck_assert_uint_eq(verdict.problems.count, 0);
    ck_assert_int_eq(ftruncate(fd, 100), 0);
    ck_assert_int_eq(verify_marked(&crc, (unsigned)_i, fd, marks), NNREG_OK);
    ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_SHARD_CHANGED), 4);
    ck_assert_int_eq(close(fd), 0);
    ck_assert_int_eq(verify_marked(&crc, (unsigned)_i, fd, marks), NNREG_IO);
    nnreg_crc_marks_free(marks);
}
END_TEST

/* It is not divided between threads, as hardly any of it is read. */
START_TEST(a_large_variable_of_a_shard_with_marks_is_one_piece)
{
    struct nnreg_crc_marks *marks;
    struct nnreg_tensor_crc crc;

    make_of(LARGE);
    marks = take_marks(bundle.shard[0].bytes, bundle.shard[0].size);
    ck_assert_int_eq(verify_marked(&crc, 4, -1, marks), NNREG_OK);
    ck_assert_uint_eq(verdict.problems.count, 0);
    ck_assert_uint_eq(crc.tensors, 4);
    ck_assert_uint_lt(crc.bytes, LARGE / 2);
    nnreg_crc_marks_free(marks);
}
END_TEST

/* In front of a variable's first mark, at it, in the middle, at its last one, and behind: as it is told without marks. */
START_TEST(damage_anywhere_in_a_shard_with_marks_is_told_as_without)
{
    static const size_t places[] = {3,          7,          NNREG_CRC_STEP - 1, NNREG_CRC_STEP,
                                    MARKED / 2, MARKED + 6, MARKED + 7};
    struct nnreg_crc_marks *marks;
    struct nnreg_tensor_crc crc;
    char *plain;

    make_of(MARKED);
    bundle.shard[0].bytes[places[_i]] ^= 0x10;
    verdict_again(&verdict, &bundle, 2);
    ck_assert_uint_gt(verdict.problems.count, 0);
    plain = strdup(verdict_text(&verdict));
    marks = take_marks(bundle.shard[0].bytes, bundle.shard[0].size);
    ck_assert_int_eq(verify_marked(&crc, 2, -1, marks), NNREG_OK);
    ck_assert_str_eq(verdict_text(&verdict), plain);
    nnreg_crc_marks_free(marks);
    free(plain);
}
END_TEST

Suite *tensor_crc_suite(void);

Suite *tensor_crc_suite(void)
{
    Suite *suite = suite_create("tensor_crc");
    TCase *damage = tcase_create("damage"), *threads = tcase_create("threads"),
          *marks = tcase_create("marks");

    tcase_add_checked_fixture(damage, set_up, tear_down);
    tcase_set_timeout(damage, 300);
    tcase_add_loop_test(damage, every_flipped_bit_of_index_and_shards_is_found_or_harmless, 0, FORMS);
    tcase_add_test(damage, every_truncation_of_index_and_shards_is_an_error);
    tcase_add_test(damage, a_failing_allocation_is_no_memory_and_leaks_nothing);
    tcase_add_test(damage, lengths_that_do_not_fit_are_told);
    tcase_add_test(damage, bytes_behind_the_last_element_are_told);
    tcase_add_test(damage, variants_are_verified_element_by_element);
    suite_add_tcase(suite, damage);
    tcase_add_checked_fixture(threads, set_up, tear_down);
    tcase_set_timeout(threads, 300);
    tcase_add_loop_test(threads, a_large_variable_is_divided_among_threads, 1, 5);
    tcase_add_test(threads, more_threads_than_there_may_be_or_fewer_than_asked_for_do_it);
    tcase_add_test(threads, an_element_whose_file_became_shorter_is_told);
    tcase_add_test(threads, progress_ends_at_the_whole_and_can_cancel);
    tcase_add_test(threads, a_shard_is_read_through_a_descriptor);
    suite_add_tcase(suite, threads);
    tcase_add_checked_fixture(marks, set_up, tear_down);
    tcase_set_timeout(marks, 300);
    tcase_add_test(marks, what_lies_between_two_marks_has_the_crc_of_its_bytes);
    tcase_add_test(marks, marks_stand_farther_apart_in_larger_files_and_are_never_more);
    tcase_add_loop_test(marks, of_a_shard_with_marks_only_the_ends_of_variables_are_read, 1, 3);
    tcase_add_test(marks, a_large_variable_of_a_shard_with_marks_is_one_piece);
    tcase_add_loop_test(marks, damage_anywhere_in_a_shard_with_marks_is_told_as_without, 0, 7);
    suite_add_tcase(suite, marks);
    return suite;
}
