/* A model's variables: facts of sound bundles, and what is said of each fault, each flipped bit, each cut. */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "base/fsio.h"
#include "inspect/dtype.h"
#include "inspect_fixture.h"
#include "slice_key.h"

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

static void read_again(unsigned threads)
{
    verdict_free(&verdict);
    bundle_read(&verdict, &bundle, threads);
    ck_assert_int_eq(verdict.status, NNREG_OK);
}

static void expect_sound(void)
{
    ck_assert_msg(verdict.problems.count == 0, "%s", verdict_text(&verdict));
    ck_assert(verdict.checkpoint.table.complete);
    ck_assert_uint_eq(verdict.crc.tensors, verdict.checkpoint.order_count);
}

/* Exactly one problem, and it is this. */
static const struct nnreg_problem *expect_one(int code)
{
    ck_assert_msg(verdict.problems.count == 1 && verdict.problems.list[0].code == code, "wanted %s, got:\n%s",
                  nnreg_variables_problem_rows[code].name, verdict_text(&verdict));
    return &verdict.problems.list[0];
}

/* ------------------------------------------------------------------------------------------- sound bundles -- */

static const float kernel[12] = {0.5f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
static const int64_t step[1] = {46900};
static const struct mw_bytes words[3] = {{"cat", 3}, {"", 0}, {"a rather longer word", 20}};

/* Four variables of several kinds, in the order of their keys. */
static void make_small(const struct mw_bundle_options *options)
{
    const struct mw_tensor tensors[] = {
        {.key = "conv/kernel",
         .dtype = MW_FLOAT,
         .shape = MW_SHAPE(3, 4),
         .fill = mw_fill_bytes(kernel, sizeof kernel)},
        {.key = "empty", .dtype = MW_HALF, .shape = MW_SHAPE(2, 0), .fill = mw_fill_zeros(0)},
        {.key = "global_step",
         .dtype = MW_INT64,
         .shape = MW_SCALAR,
         .fill = mw_fill_bytes(step, sizeof step)},
        {.key = "labels", .dtype = MW_STRING, .shape = MW_SHAPE(3), .strings = words},
    };

    bundle_make(&bundle, options, tensors, 4);
}

START_TEST(entries_become_facts)
{
    const struct nnreg_checkpoint *checkpoint = &verdict.checkpoint;
    const struct nnreg_variable *variable;

    make_small(&(struct mw_bundle_options){0});
    read_again(1);
    expect_sound();
    ck_assert_uint_eq(checkpoint->count, 4);
    ck_assert_int_eq(checkpoint->shard_count, 1);
    ck_assert_int_eq(checkpoint->producer, 1);
    ck_assert(!checkpoint->big_endian);
    ck_assert_uint_eq(checkpoint->parameters, 13);
    variable = nnreg_checkpoint_find(checkpoint, "conv/kernel", 11);
    ck_assert_ptr_eq(variable, &checkpoint->variables[0]);
    ck_assert_str_eq(nnreg_variable_key(checkpoint, variable), "conv/kernel");
    ck_assert_uint_eq(variable->dtype, NNREG_DT_FLOAT);
    ck_assert_uint_eq(variable->rank, 2);
    ck_assert_int_eq(nnreg_variable_dims(checkpoint, variable)[0], 3);
    ck_assert_int_eq(nnreg_variable_dims(checkpoint, variable)[1], 4);
    ck_assert_int_eq(variable->size, 48);
    ck_assert_int_eq(checkpoint->variables[1].size, 0);
    ck_assert_int_eq(checkpoint->variables[2].offset, 48);
    ck_assert_uint_eq(checkpoint->variables[2].rank, 0);
    ck_assert_int_eq(checkpoint->variables[3].offset, 56);
    ck_assert_ptr_null(nnreg_checkpoint_find(checkpoint, "conv", 4));
    ck_assert_ptr_null(nnreg_checkpoint_find(checkpoint, "zebra", 5));
}
END_TEST

START_TEST(big_endian_data_is_verified_as_such)
{
    make_small(&(struct mw_bundle_options){.big_endian = true});
    read_again(1);
    expect_sound();
    ck_assert(verdict.checkpoint.big_endian);
    ck_assert_uint_eq(verdict.crc.tensors, 4);
}
END_TEST

START_TEST(alignment_leaves_gaps_that_are_noted)
{
    const struct nnreg_problem *problem;

    make_small(&(struct mw_bundle_options){.alignment = 64});
    read_again(1);
    problem = expect_one(NNREG_VARIABLES_SHARD_GAP);
    ck_assert_int_eq(problem->shard, 0);
    ck_assert_uint_eq(problem->offset, 48);
    ck_assert_int_eq(verdict_worst(&verdict), NNREG_SEVERITY_NOTE);
}
END_TEST

static void make_sliced(const struct mw_bundle_options *options)
{
    static const struct mw_slice slices[] = {
        {.start = {0, 0}, .length = {2, -1}, .shard = 0, .fill = {MW_FILL_FLOATS, NULL, 40, 1}},
        {.start = {2, 0}, .length = {1, 3}, .shard = 1, .fill = {MW_FILL_FLOATS, NULL, 12, 2}},
        {.start = {2, 3}, .length = {1, 2}, .shard = 1, .fill = {MW_FILL_FLOATS, NULL, 8, 3}},
    };
    const struct mw_tensor tensors[] = {
        {.key = "bias", .dtype = MW_FLOAT, .shape = MW_SHAPE(2), .fill = mw_fill_floats(8, 4)},
        {.key = "emb", .dtype = MW_FLOAT, .shape = MW_SHAPE(3, 5), .slices = slices, .slice_count = 3},
    };

    bundle_make(&bundle, options, tensors, 2);
}

START_TEST(slices_that_tile_a_variable_are_its_content)
{
    const struct nnreg_checkpoint *checkpoint = &verdict.checkpoint;
    const struct nnreg_variable *variable;

    make_sliced(&(struct mw_bundle_options){.shards = 2});
    read_again(1);
    expect_sound();
    ck_assert_uint_eq(checkpoint->count, 5);
    ck_assert_uint_eq(verdict.crc.tensors, 4);
    ck_assert_uint_eq(checkpoint->parameters, 17);
    variable = nnreg_checkpoint_find(checkpoint, "emb", 3);
    ck_assert_int_eq(variable->kind, NNREG_VARIABLE_SLICED);
    ck_assert_uint_eq(variable->slice_count, 3);
    ck_assert_int_eq(nnreg_variable_slice(checkpoint, variable, 0)[3], -1);
    ck_assert_int_eq(nnreg_variable_slice(checkpoint, variable, 2)[2], 3);
    ck_assert_int_eq(checkpoint->variables[0].kind, NNREG_VARIABLE_SLICE);
    ck_assert(checkpoint->variables[0].used);
}
END_TEST

/* ------------------------------------------------------------------------------- faults of the model writer -- */

START_TEST(every_fault_of_the_writer_has_its_problem)
{
    static const struct {
        enum mw_fault_kind fault;
        const char *key;
        int64_t number;
        int code;
        const char *about; /* the key the problem must name, NULL: none */
    } cases[] = {
        {MW_FAULT_EMPTY_INDEX, NULL, 0, NNREG_VARIABLES_TABLE_SHORT, NULL},
        {MW_FAULT_TRUNCATE_INDEX, NULL, 1, NNREG_VARIABLES_TABLE_MAGIC, NULL},
        {MW_FAULT_OMIT_SHARD, NULL, 0, NNREG_VARIABLES_SHARD_MISSING, NULL},
        {MW_FAULT_EMPTY_SHARD, NULL, 0, NNREG_VARIABLES_ENTRY_BOUNDS, "conv/kernel"},
        {MW_FAULT_TRUNCATE_SHARD, NULL, 0, NNREG_VARIABLES_ENTRY_BOUNDS, "labels"},
        {MW_FAULT_TRAILING_BYTES, NULL, 0, NNREG_VARIABLES_SHARD_TRAILING, NULL},
        {MW_FAULT_EXTRA_SHARD, NULL, 0, NNREG_VARIABLES_SHARD_EXTRA, NULL},
        {MW_FAULT_WRONG_DTYPE, "labels", 0, NNREG_VARIABLES_ENTRY_SIZE, "labels"},
        {MW_FAULT_REF_DTYPE, "conv/kernel", 0, NNREG_VARIABLES_ENTRY_DTYPE, "conv/kernel"},
        {MW_FAULT_RESOURCE_DTYPE, "conv/kernel", 0, NNREG_VARIABLES_ENTRY_DTYPE, "conv/kernel"},
        {MW_FAULT_WRONG_COUNT, "conv/kernel", 0, NNREG_VARIABLES_ENTRY_SIZE, "conv/kernel"},
        {MW_FAULT_HUGE_SHAPE, "conv/kernel", 0, NNREG_VARIABLES_ENTRY_COUNT, "conv/kernel"},
        {MW_FAULT_NEGATIVE_DIM, "conv/kernel", 0, NNREG_VARIABLES_ENTRY_SHAPE, "conv/kernel"},
        {MW_FAULT_WRONG_SIZE, "conv/kernel", 0, NNREG_VARIABLES_ENTRY_SIZE, "conv/kernel"},
        {MW_FAULT_BAD_CRC, "global_step", 0, NNREG_VARIABLES_TENSOR_CRC, "global_step"},
        {MW_FAULT_BAD_CRC, "labels", 0, NNREG_VARIABLES_TENSOR_CRC, "labels"},
        {MW_FAULT_FLIPPED_BIT, "conv/kernel", 0, NNREG_VARIABLES_TENSOR_CRC, "conv/kernel"},
        {MW_FAULT_OVERLAP, "global_step", 0, NNREG_VARIABLES_ENTRY_OVERLAP, "global_step"},
        {MW_FAULT_PAST_END, "global_step", 0, NNREG_VARIABLES_ENTRY_BOUNDS, "global_step"},
        {MW_FAULT_NEGATIVE_OFFSET, "global_step", 0, NNREG_VARIABLES_ENTRY_OFFSET, "global_step"},
        {MW_FAULT_SHARD_ID, "global_step", 0, NNREG_VARIABLES_ENTRY_SHARD, "global_step"},
        {MW_FAULT_NEGATIVE_SHARD_ID, "global_step", 0, NNREG_VARIABLES_ENTRY_SHARD, "global_step"},
        {MW_FAULT_GARBAGE_ENTRY, "global_step", 0, NNREG_VARIABLES_ENTRY_CORRUPT, "global_step"},
        {MW_FAULT_NO_HEADER, NULL, 0, NNREG_VARIABLES_HEADER_MISSING, NULL},
        {MW_FAULT_SHARD_COUNT, NULL, 0, NNREG_VARIABLES_HEADER_SHARDS, NULL},
        {MW_FAULT_MIN_CONSUMER, NULL, 0, NNREG_VARIABLES_HEADER_VERSION, NULL},
        {MW_FAULT_BAD_MAGIC, NULL, 0, NNREG_VARIABLES_TABLE_MAGIC, NULL},
        {MW_FAULT_DATA_BLOCK_CRC, NULL, 0, NNREG_VARIABLES_TABLE_CRC, NULL},
        {MW_FAULT_INDEX_BLOCK_CRC, NULL, 0, NNREG_VARIABLES_TABLE_CRC, NULL},
        {MW_FAULT_KEY_ORDER, NULL, 0, NNREG_VARIABLES_TABLE_KEY_ORDER, NULL},
    };
    const struct nnreg_problem *problem;
    size_t i;

    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bundle_free(&bundle);
        make_small(&(struct mw_bundle_options){
            .fault = {.kind = cases[i].fault, .key = cases[i].key, .number = cases[i].number}});
        read_again(1);
        problem = verdict_first(&verdict, cases[i].code);
        ck_assert_msg(problem != NULL, "case %zu wants %s, got:\n%s", i,
                      nnreg_variables_problem_rows[cases[i].code].name, verdict_text(&verdict));
        ck_assert_msg(verdict_worst(&verdict) == nnreg_variables_problem_rows[cases[i].code].severity,
                      "case %zu:\n%s", i, verdict_text(&verdict));
        ck_assert_int_eq(problem->key != NULL, cases[i].about != NULL);
        if (cases[i].about != NULL)
            ck_assert_str_eq(problem->key, cases[i].about);
    }
}
END_TEST

START_TEST(a_slice_without_an_entry_is_missing)
{
    const struct nnreg_problem *problem;

    make_sliced(
        &(struct mw_bundle_options){.shards = 2, .fault = {.kind = MW_FAULT_DROP_SLICE, .key = "emb"}});
    read_again(1);
    problem = verdict_first(&verdict, NNREG_VARIABLES_SLICE_MISSING);
    ck_assert_msg(problem != NULL, "%s", verdict_text(&verdict));
    ck_assert_str_eq(problem->key, "emb");
    ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_SLICE_TILES), 0);
}
END_TEST

/* ------------------------------------------------------------------------------------- entries by hand -- */

/* An index of one data block, whose entries were put in key order, for one shard of `size` zero bytes. */
static struct mw_sstable index_table;

static void begin_index(void)
{
    mw_sstable_begin(&index_table, NULL);
    mw_sstable_add(&index_table, "", 0, "\x08\x01\x1a\x02\x08\x01", 6);
}

static void put_index(const void *key, size_t key_size, const struct mw_buf *value)
{
    mw_sstable_add(&index_table, key, key_size, value->data, value->size);
}

static void finish_index(size_t shard_size)
{
    mw_sstable_finish(&index_table);
    bundle_free(&bundle);
    bundle.index.size = index_table.file.size;
    bundle.index.bytes = malloc(bundle.index.size);
    memcpy(bundle.index.bytes, index_table.file.data, bundle.index.size);
    mw_sstable_free(&index_table);
    bundle.shards = 1;
    strcpy(bundle.name[0], "model.ckpt-7.data-00000-of-00001");
    bundle.shard[0].bytes = calloc(shard_size + 1, 1);
    bundle.shard[0].size = shard_size;
}

/* dtype float, shape 4×6; slices of (start, length) pairs. */
static void put_whole(struct mw_buf *value, const int64_t (*slices)[4], size_t count)
{
    static const int64_t dims[2] = {4, 6};
    size_t shape, slice, extent, i, k;

    mw_pb_varint(value, 1, 1);
    shape = mw_pb_begin(value);
    for (k = 0; k < 2; k++) {
        extent = mw_pb_begin(value);
        mw_pb_varint(value, 1, (uint64_t)dims[k]);
        mw_pb_end(value, 2, extent);
    }
    mw_pb_end(value, 2, shape);
    for (i = 0; i < count; i++) {
        slice = mw_pb_begin(value);
        for (k = 0; k < 2; k++) {
            extent = mw_pb_begin(value);
            mw_pb_varint(value, 1, (uint64_t)slices[i][2 * k]);
            if (slices[i][2 * k + 1] >= 0)
                mw_pb_varint(value, 2, (uint64_t)slices[i][2 * k + 1]);
            mw_pb_end(value, 1, extent);
        }
        mw_pb_end(value, 7, slice);
    }
}

START_TEST(slices_must_tile_the_shape)
{
    static const struct {
        size_t count;
        int64_t slices[5][4];
        int code;
    } cases[] = {
        {2, {{0, 2, 0, -1}, {2, 2, 0, -1}}, NNREG_VARIABLES_PROBLEM_COUNT},
        {1, {{0, -1, 0, -1}}, NNREG_VARIABLES_PROBLEM_COUNT},
        /* a pinwheel, which no straight cut divides */
        {5,
         {{0, 1, 0, 4}, {0, 3, 4, 2}, {3, 1, 2, 4}, {1, 3, 0, 2}, {1, 2, 2, 2}},
         NNREG_VARIABLES_PROBLEM_COUNT},
        {2, {{0, 2, 0, -1}, {2, 1, 0, -1}}, NNREG_VARIABLES_SLICE_TILES},  /* a hole */
        {2, {{0, 3, 0, -1}, {2, 2, 0, -1}}, NNREG_VARIABLES_SLICE_TILES},  /* a row twice */
        {2, {{0, 2, 0, -1}, {1, 2, 0, -1}}, NNREG_VARIABLES_SLICE_TILES},  /* both, as many in all */
        {2, {{0, 4, 0, 3}, {0, 4, 2, 3}}, NNREG_VARIABLES_SLICE_TILES},    /* so in columns */
        {2, {{0, 2, 0, -1}, {2, 3, 0, -1}}, NNREG_VARIABLES_SLICE_SHAPE},  /* beyond the end */
        {2, {{0, 2, 0, -1}, {-1, 2, 0, -1}}, NNREG_VARIABLES_SLICE_SHAPE}, /* before the start */
        {1, {{1, -1, 0, -1}}, NNREG_VARIABLES_SLICE_SHAPE},                /* whole, but not from 0 */
        {1, {{0, 4, INT64_MAX, 6}}, NNREG_VARIABLES_SLICE_SHAPE},
    };
    size_t i, k;

    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mw_buf value = {0};

        begin_index();
        put_whole(&value, cases[i].slices, cases[i].count);
        put_index("w", 1, &value);
        mw_buf_free(&value);
        finish_index(0);
        read_again(1);
        for (k = NNREG_VARIABLES_SLICE_SHAPE; k <= NNREG_VARIABLES_SLICE_LIMIT; k++)
            ck_assert_msg(verdict_met(&verdict, (int)k) == (k == (size_t)cases[i].code), "case %zu:\n%s", i,
                          verdict_text(&verdict));
    }
}
END_TEST

START_TEST(a_slice_that_nobody_lists_is_unused)
{
    static const int64_t start[2] = {0, 0}, length[2] = {2, -1};
    struct mw_buf value = {0}, key = {0};

    begin_index();
    mw_slice_key(&key, "w", 2, start, length);
    mw_pb_varint(&value, 1, 4);
    mw_pb_bytes(&value, 2, "", 0);
    mw_pb_varint(&value, 5, 1);
    put_index(key.data, key.size, &value);
    mw_buf_byte(&key, 1);
    put_index(key.data, key.size, &value);
    finish_index(1);
    read_again(0);
    ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_SLICE_UNUSED), 1);
    ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_SLICE_KEY), 1); /* the one with a byte too many */
    ck_assert_ptr_nonnull(
        strstr(verdict_first(&verdict, NNREG_VARIABLES_SLICE_UNUSED)->text, "a slice of w"));
    mw_buf_free(&key);
    mw_buf_free(&value);
}
END_TEST

START_TEST(slice_keys_are_read_as_they_are_written)
{
    static const int64_t numbers[] = {0,
                                      1,
                                      -1,
                                      63,
                                      64,
                                      -64,
                                      -65,
                                      8191,
                                      8192,
                                      -8192,
                                      -8193,
                                      1 << 20,
                                      -(1 << 20),
                                      INT32_MAX,
                                      INT32_MIN,
                                      INT64_MAX,
                                      INT64_MIN,
                                      INT64_MAX / 2,
                                      INT64_MIN / 2,
                                      255,
                                      256,
                                      (int64_t)1 << 55,
                                      -((int64_t)1 << 62)};
    static const char name[] = "a\0b\xff"
                               "c";
    size_t i;

    for (i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        int64_t start[2] = {numbers[i], 3}, length[2] = {5, numbers[i] >= 0 ? numbers[i] : 2};
        int64_t extents[4] = {start[0], length[0], start[1], length[1]}, back[2 * NNREG_RANK_MAX];
        struct nnreg_bytes own = NNREG_BYTES_INIT, read = NNREG_BYTES_INIT;
        struct mw_buf key = {0};
        uint32_t rank;

        mw_slice_key(&key, "plain", 2, start, length);
        nnreg_slice_key_write(&own, "plain", 5, extents, 2);
        ck_assert_uint_eq(own.size, key.size);
        ck_assert_mem_eq(own.content, key.data, own.size);
        mw_buf_free(&key);
        own.size = 0;
        nnreg_slice_key_write(&own, name, 5, extents, 2);
        ck_assert(nnreg_slice_key_read(&read, back, &rank, own.content, own.size));
        ck_assert_uint_eq(rank, 2);
        ck_assert_mem_eq(back, extents, sizeof extents);
        ck_assert_uint_eq(read.size, 5);
        ck_assert_mem_eq(read.content, name, 5);
        nnreg_bytes_free(&own);
        nnreg_bytes_free(&read);
    }
}
END_TEST

START_TEST(the_example_of_the_format_is_written_to_the_byte)
{
    static const unsigned char example[] = {0x00, 0x76, 0x00, 0x01, 0x01, 0x02, 0x80, 0x83, 0x80, 0x7f};
    static const int64_t extents[4] = {0, 3, 0, -1};
    struct nnreg_bytes key = NNREG_BYTES_INIT;

    nnreg_slice_key_write(&key, "v", 1, extents, 2);
    ck_assert_uint_eq(key.size, sizeof example);
    ck_assert_mem_eq(key.content, example, sizeof example);
    nnreg_bytes_free(&key);
}
END_TEST

START_TEST(variables_that_share_all_bytes_are_not_all_read)
{
    struct mw_buf value = {0};
    char key[16];
    int i;

    begin_index();
    mw_pb_varint(&value, 1, 4);
    mw_buf_append(&value, "\x12\x05\x12\x03\x08\xe8\x07", 7);
    mw_pb_varint(&value, 5, 1000);
    for (i = 0; i < 100; i++)
        put_index(key, (size_t)snprintf(key, sizeof key, "v%02d", i), &value);
    mw_buf_free(&value);
    finish_index(1000);
    read_again(1);
    ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_ENTRY_OVERLAP), 1);
    ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_ENTRY_OVERLAPS), 98);
    ck_assert_uint_eq(verdict.crc.bytes, 2000);
}
END_TEST

/* A variant of two elements, as its writer would store it. */
static void make_variant(bool damaged, bool big_endian)
{
    unsigned char stored[] = {3, 'a', 'b', 'c', 0, 0, 0, 0, 1, 'z', 0, 0, 0, 0};
    uint32_t crc = 0, masked;
    struct mw_buf value = {0};
    uint64_t length;
    int i;

    length = 3;
    for (i = 0; i < 8; i++)
        crc = nnreg_crc32c(crc, &(unsigned char){(unsigned char)(length >> 8 * i)}, 1);
    crc = nnreg_crc32c(crc, stored + 1, 3);
    masked = nnreg_crc32c_mask(crc);
    memcpy(stored + 4, &masked, 4);
    crc = nnreg_crc32c(crc, stored + 4, 4);
    crc = nnreg_crc32c(crc, "\1\0\0\0\0\0\0\0z", 9);
    masked = nnreg_crc32c_mask(crc);
    memcpy(stored + 10, &masked, 4);
    crc = nnreg_crc32c(crc, stored + 10, 4);
    mw_sstable_begin(&index_table, NULL);
    mw_sstable_add(&index_table, "", 0,
                   big_endian ? "\x08\x01\x10\x01\x1a\x02\x08\x01" : "\x08\x01\x10\x00\x1a\x02\x08\x01", 8);
    mw_pb_varint(&value, 1, 21);
    mw_buf_append(&value, "\x12\x04\x12\x02\x08\x02", 6);
    mw_pb_varint(&value, 5, sizeof stored);
    mw_pb_fixed32(&value, 6, nnreg_crc32c_mask(crc));
    put_index("var", 3, &value);
    mw_buf_free(&value);
    finish_index(sizeof stored);
    memcpy(bundle.shard[0].bytes, stored, sizeof stored);
    if (damaged)
        bundle.shard[0].bytes[9] ^= 1;
}

START_TEST(variants_are_verified_element_by_element)
{
    const struct nnreg_problem *problem;

    make_variant(false, false);
    read_again(1);
    expect_sound();
    ck_assert_uint_eq(verdict.crc.tensors, 1);
    make_variant(true, false);
    read_again(1);
    problem = expect_one(NNREG_VARIABLES_VARIANT_CRC);
    ck_assert_uint_eq(problem->offset, 14);
    make_variant(false, true);
    read_again(1);
    (void)expect_one(NNREG_VARIABLES_VARIANT_ENDIANNESS);
}
END_TEST

START_TEST(only_names_that_end_like_a_shards_are_shards)
{
    static const struct {
        const char *name;
        bool is;
        uint32_t shard, of;
    } cases[] = {{"variables.data-00000-of-00001", true, 0, 1},
                 {"x.data-00003-of-00012", true, 3, 12},
                 {"v.data-123456-of-123457", true, 123456, 123457},
                 {"v.data-0000-of-00001", false, 0, 0},
                 {"v.data-00000-of-0001", false, 0, 0},
                 {"v.data-00000-of-00001.gz", false, 0, 0},
                 {"data-00000-of-00001", false, 0, 0},
                 {"v.data-0000x-of-00001", false, 0, 0},
                 {"", false, 0, 0}};
    uint32_t shard, of;
    size_t i;

    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_msg(nnreg_shard_name_parse(&shard, &of, cases[i].name) == cases[i].is, "%s", cases[i].name);
        if (cases[i].is) {
            ck_assert_uint_eq(shard, cases[i].shard);
            ck_assert_uint_eq(of, cases[i].of);
        }
    }
}
END_TEST

/* ------------------------------------------------------------------------------------------- every damage -- */

/* In what is read for the checksums there is no bit that does not matter: no gap, no byte behind the last variable. */
START_TEST(every_flipped_bit_of_index_and_shards_is_found)
{
    size_t flips = 0, missed = 0, file, bit;

    if (_i == 0)
        make_small(&(struct mw_bundle_options){0});
    else if (_i == 1)
        make_small(&(struct mw_bundle_options){.big_endian = true,
                                               .table = {.snappy_always = true, .block_size = 64}});
    else
        make_sliced(&(struct mw_bundle_options){.shards = 2});
    for (file = 0; file <= bundle.shards; file++) {
        struct content *content = file == 0 ? &bundle.index : &bundle.shard[file - 1];

        for (bit = 0; bit < 8 * content->size; bit++) {
            content->bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
            read_again(1);
            flips++;
            missed += verdict.problems.count == 0;
            content->bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        }
    }
    printf("%zu flips, %zu found, 0 harmless by construction, %zu missed\n", flips, flips - missed, missed);
    ck_assert_uint_gt(flips, 2000);
    ck_assert_uint_eq(missed, 0);
}
END_TEST

START_TEST(every_truncation_of_index_and_shards_is_an_error)
{
    size_t file, size;

    make_small(&(struct mw_bundle_options){0});
    for (file = 0; file <= bundle.shards; file++) {
        struct content *content = file == 0 ? &bundle.index : &bundle.shard[file - 1], whole = *content;

        for (size = 0; size < whole.size; size++) {
            content->bytes = malloc(size > 0 ? size : 1); /* so that a sanitizer sees a read past the end */
            memcpy(content->bytes, whole.bytes, size);
            content->size = size;
            read_again(1);
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

    make_sliced(&(struct mw_bundle_options){.shards = 2});
    bundle.shard[1].bytes[0] ^= 1; /* a problem to be told, too */
    nnreg_alloc_fail_from(0);
    read_again(1);
    (void)expect_one(NNREG_VARIABLES_TENSOR_CRC);
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

/* ------------------------------------------------------------------------------------------ many threads -- */

#define LARGE (3 * NNREG_TENSOR_UNIT + 12345 * 4)

static void make_large(void)
{
    const struct mw_tensor tensors[] = {
        {.key = "a", .dtype = MW_UINT8, .shape = MW_SHAPE(7), .fill = mw_fill_random(7, 1)},
        {.key = "b", .dtype = MW_FLOAT, .shape = MW_SHAPE(LARGE / 4), .fill = mw_fill_random(LARGE, 2)},
        {.key = "c", .dtype = MW_STRING, .shape = MW_SHAPE(3), .strings = words},
    };

    bundle_make(&bundle, &(struct mw_bundle_options){0}, tensors, 3);
}

START_TEST(a_large_variable_is_divided_among_threads)
{
    const struct nnreg_problem *problem;

    make_large();
    read_again((unsigned)_i);
    expect_sound();
    ck_assert_uint_eq(verdict.crc.tensors, 3);
    ck_assert_uint_eq(verdict.crc.bytes, bundle.shard[0].size);
    bundle.shard[0].bytes[7 + LARGE - 1] ^= 0x80;
    bundle.shard[0].bytes[3] ^= 1;
    read_again((unsigned)_i);
    ck_assert_uint_eq(verdict.problems.count, 2);
    problem = &verdict.problems.list[0];
    ck_assert_str_eq(problem->key, "a");
    ck_assert_uint_eq(problem->offset, 0);
    problem = &verdict.problems.list[1];
    ck_assert_int_eq(problem->code, NNREG_VARIABLES_TENSOR_CRC);
    ck_assert_str_eq(problem->key, "b");
    ck_assert_int_eq(problem->shard, 0);
    ck_assert_uint_eq(problem->offset, 7);
    ck_assert_uint_eq(verdict.crc.tensors, 1);
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
    struct nnreg_tensor_crc_how how = {.threads = 2, .progress = count_progress, .context = &progress};
    struct nnreg_tensor_crc crc;

    make_large();
    read_again(0);
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
}
END_TEST

/* The same through a descriptor; then the file is shorter than when its size was asked for. */
START_TEST(a_shard_is_read_through_a_descriptor)
{
    char path[] = "/tmp/nnreg-shard-XXXXXX";
    struct nnreg_tensor_crc_how how = {.threads = 2};
    struct nnreg_tensor_crc crc;
    int fd;

    make_large();
    fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(nnreg_fs_write(fd, 0, bundle.shard[0].bytes, bundle.shard[0].size, NULL), NNREG_OK);
    read_again(0);
    bundle.files[0].source = nnreg_source_file(fd, bundle.shard[0].size);
    ck_assert_int_eq(
        nnreg_tensor_crc_verify(&crc, &verdict.checkpoint, &how, &verdict.problems, &verdict.error),
        NNREG_OK);
    ck_assert_uint_eq(crc.tensors, 3);
    ck_assert_uint_eq(verdict.problems.count, 0);
    ck_assert_int_eq(ftruncate(fd, 100), 0);
    ck_assert_int_eq(
        nnreg_tensor_crc_verify(&crc, &verdict.checkpoint, &how, &verdict.problems, &verdict.error),
        NNREG_OK);
    ck_assert_uint_gt(verdict_met(&verdict, NNREG_VARIABLES_SHARD_CHANGED), 0);
    ck_assert_str_eq(verdict_first(&verdict, NNREG_VARIABLES_SHARD_CHANGED)->key, "a");
    close(fd);
}
END_TEST

/* ------------------------------------------------------------------------------------------- real models -- */

static json_t *load_expected(const char *folder)
{
    char path[4096];
    json_t *expected;

    snprintf(path, sizeof path, "%s/EXPECTED.json", folder);
    expected = json_load_file(path, 0, NULL);
    ck_assert_msg(expected != NULL, "%s", path);
    return expected;
}

static size_t parsed_count(void)
{
    size_t i, count = 0;

    for (i = 0; i < verdict.checkpoint.count; i++)
        count += verdict.checkpoint.variables[i].parsed;
    return count;
}

START_TEST(every_made_bundle_gets_its_verdict)
{
    const char *models = models_folder(), *name;
    char folder[4096], path[4096 + 128];
    size_t count = 0;
    json_t *expected, *item;

    if (models == NULL)
        return;
    snprintf(folder, sizeof folder, "%s/_synthetic", models);
    expected = load_expected(folder);
    json_object_foreach(expected, name, item)
    {
        const char *wanted = json_string_value(json_object_get(item, "expect"));
        const json_t *entries = json_object_get(item, "n_entries");
        nnreg_severity severity = strcmp(wanted, "ok") == 0        ? NNREG_SEVERITY_OFF
                                  : strcmp(wanted, "warning") == 0 ? NNREG_SEVERITY_WARNING
                                                                   : NNREG_SEVERITY_ERROR;

        snprintf(path, sizeof path, "%s/%.100s", folder, name);
        bundle_free(&bundle);
        bundle_load(&bundle, path, "variables");
        count++;
        if (bundle.index.bytes == NULL) { /* what files there are is judged elsewhere */
            ck_assert_str_eq(name, "bad_index_missing");
            continue;
        }
        read_again(2);
        ck_assert_msg(verdict_worst(&verdict) == severity, "%s: %s\n%s", name, wanted,
                      verdict_text(&verdict));
        if (json_is_integer(entries))
            ck_assert_msg(parsed_count() == (size_t)json_integer_value(entries), "%s: %zu entries", name,
                          parsed_count());
    }
    ck_assert_uint_ge(count, 39);
    json_decref(expected);
}
END_TEST

static void compare_entry(const char *model, json_t *entry, const struct nnreg_variable *variable)
{
    const struct nnreg_checkpoint *checkpoint = &verdict.checkpoint;
    json_t *shape = json_object_get(entry, "shape");
    char crc[16];
    size_t i;

    ck_assert_msg(variable != NULL, "%s: %s", model, json_string_value(json_object_get(entry, "key")));
    ck_assert_str_eq(nnreg_dtype_name(variable->dtype), json_string_value(json_object_get(entry, "dtype")));
    ck_assert_int_eq(variable->shard, json_integer_value(json_object_get(entry, "shard")));
    ck_assert_int_eq(variable->offset, json_integer_value(json_object_get(entry, "offset")));
    ck_assert_int_eq(variable->size, json_integer_value(json_object_get(entry, "size")));
    ck_assert_uint_eq(variable->rank, json_array_size(shape));
    for (i = 0; i < variable->rank; i++)
        ck_assert_int_eq(nnreg_variable_dims(checkpoint, variable)[i],
                         json_integer_value(json_array_get(shape, i)));
    snprintf(crc, sizeof crc, "%08x", (unsigned)variable->crc);
    ck_assert_str_eq(crc, json_string_value(json_object_get(entry, "crc32c_masked")));
}

static void compare_variables(const char *model, json_t *variables)
{
    const struct nnreg_checkpoint *checkpoint = &verdict.checkpoint;
    json_t *header = json_object_get(variables, "header"), *entries = json_object_get(variables, "entries"),
           *entry;
    const char *compressed =
        json_string_value(json_array_get(json_object_get(variables, "compressed_blocks"), 0));
    size_t i, right = 0;

    ck_assert_int_eq(checkpoint->shard_count, json_integer_value(json_object_get(header, "num_shards")));
    ck_assert_int_eq(checkpoint->producer, json_integer_value(json_object_get(header, "producer")));
    ck_assert_int_eq(checkpoint->min_consumer, json_integer_value(json_object_get(header, "min_consumer")));
    ck_assert_int_eq(checkpoint->big_endian,
                     strcmp(json_string_value(json_object_get(header, "endianness")), "BIG") == 0);
    ck_assert_int_eq(checkpoint->table.snappy_blocks > 0, strcmp(compressed, "snappy") == 0);
    ck_assert_int_eq(checkpoint->count, json_integer_value(json_object_get(variables, "n_entries")));
    json_array_foreach(entries, i, entry)
    {
        json_t *key = json_object_get(entry, "key");

        compare_entry(model, entry,
                      nnreg_checkpoint_find(checkpoint, json_string_value(key), json_string_length(key)));
        right += json_is_true(json_object_get(entry, "crc_ok"));
    }
    ck_assert_msg(verdict.crc.tensors == right, "%s: %zu right checksums\n%s", model, right,
                  verdict_text(&verdict));
}

/* Bytes missing, too many, or shared by two: as many problems as the other reader had, and none where it had none. */
static void compare_problems(const char *model, json_t *variables)
{
    size_t missing = json_array_size(json_object_get(variables, "missing_shards"));
    size_t all = json_array_size(json_object_get(variables, "problems"));

    ck_assert_msg((verdict.problems.count == 0) == (all == 0), "%s:\n%s", model, verdict_text(&verdict));
    ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_SHARD_MISSING), missing);
    ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_ENTRY_BOUNDS), all - missing);
    ck_assert_uint_eq(verdict.problems.count, all);
}

START_TEST(the_facts_of_real_models_are_those_of_another_reader)
{
    const char *models = models_folder(), *name;
    char path[4096];
    size_t count = 0, checksums = 0;
    json_t *expected, *model;

    if (models == NULL)
        return;
    expected = load_expected(models);
    json_object_foreach(expected, name, model)
    {
        json_t *variables = json_object_get(model, "variables");

        if (!json_is_object(variables))
            continue;
        snprintf(path, sizeof path, "%s/%s/variables", models, name);
        bundle_free(&bundle);
        bundle_load(&bundle, path, "variables");
        read_again(2);
        compare_variables(name, variables);
        compare_problems(name, variables);
        count++;
        checksums += verdict.crc.tensors;
    }
    json_decref(expected);
    printf("%zu models, %zu checksums\n", count, checksums);
    ck_assert_uint_ge(count, 67);
}
END_TEST

START_TEST(real_checkpoints_are_sound)
{
    static const char *const checkpoints[][2] = {
        {"bundle_checkpoint", "bundle_checkpoint"},
        {"embedding_ckpt", "embedding.ckpt"},
        {"mnist_ckpt_SNAPPY", "model.ckpt-46900"},
        {"old_string_tensors", "foo"},
        {"session_bundle_v2", "export"},
        {"table_legacy", "table_legacy_saveable_object"},
    };
    const char *models = models_folder();
    char path[4096];
    size_t i;

    for (i = 0; models != NULL && i < sizeof checkpoints / sizeof checkpoints[0]; i++) {
        snprintf(path, sizeof path, "%s/_checkpoints/%s", models, checkpoints[i][0]);
        bundle_free(&bundle);
        bundle_load(&bundle, path, checkpoints[i][1]);
        read_again(1);
        expect_sound();
        ck_assert_uint_gt(verdict.crc.tensors, 0);
    }
}
END_TEST

Suite *checkpoint_suite(void);

Suite *checkpoint_suite(void)
{
    Suite *suite = suite_create("checkpoint");
    TCase *facts = tcase_create("facts"), *faults = tcase_create("faults"), *damage = tcase_create("damage");
    TCase *threads = tcase_create("threads"), *real = tcase_create("real models");

    tcase_add_checked_fixture(facts, set_up, tear_down);
    tcase_add_test(facts, entries_become_facts);
    tcase_add_test(facts, big_endian_data_is_verified_as_such);
    tcase_add_test(facts, alignment_leaves_gaps_that_are_noted);
    tcase_add_test(facts, slices_that_tile_a_variable_are_its_content);
    tcase_add_test(facts, slice_keys_are_read_as_they_are_written);
    tcase_add_test(facts, the_example_of_the_format_is_written_to_the_byte);
    tcase_add_test(facts, variants_are_verified_element_by_element);
    tcase_add_test(facts, only_names_that_end_like_a_shards_are_shards);
    suite_add_tcase(suite, facts);
    tcase_add_checked_fixture(faults, set_up, tear_down);
    tcase_add_test(faults, every_fault_of_the_writer_has_its_problem);
    tcase_add_test(faults, a_slice_without_an_entry_is_missing);
    tcase_add_test(faults, slices_must_tile_the_shape);
    tcase_add_test(faults, a_slice_that_nobody_lists_is_unused);
    tcase_add_test(faults, variables_that_share_all_bytes_are_not_all_read);
    suite_add_tcase(suite, faults);
    tcase_add_checked_fixture(damage, set_up, tear_down);
    tcase_set_timeout(damage, 300);
    tcase_add_loop_test(damage, every_flipped_bit_of_index_and_shards_is_found, 0, 3);
    tcase_add_test(damage, every_truncation_of_index_and_shards_is_an_error);
    tcase_add_test(damage, a_failing_allocation_is_no_memory_and_leaks_nothing);
    suite_add_tcase(suite, damage);
    tcase_add_checked_fixture(threads, set_up, tear_down);
    tcase_set_timeout(threads, 300);
    tcase_add_loop_test(threads, a_large_variable_is_divided_among_threads, 1, 5);
    tcase_add_test(threads, progress_ends_at_the_whole_and_can_cancel);
    tcase_add_test(threads, a_shard_is_read_through_a_descriptor);
    suite_add_tcase(suite, threads);
    tcase_add_checked_fixture(real, set_up, tear_down);
    tcase_set_timeout(real, 300);
    tcase_add_test(real, every_made_bundle_gets_its_verdict);
    tcase_add_test(real, the_facts_of_real_models_are_those_of_another_reader);
    tcase_add_test(real, real_checkpoints_are_sound);
    suite_add_tcase(suite, real);
    return suite;
}
