/* A model's variables: facts of sound bundles, and what is said of each fault. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "tensorflow/shard_name.h"
#include "formats/dtype.h"
#include "inspect_fixture.h"
#include "slice_key.h"
#include "tensorflow/judge_model.h"

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

START_TEST(entries_become_facts)
{
    const struct nnreg_checkpoint *checkpoint = &verdict.checkpoint;
    const struct nnreg_variable *variable;

    bundle_make_small(&bundle, &(struct mw_bundle_options){0});
    verdict_again(&verdict, &bundle, 1);
    verdict_sound(&verdict);
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
    bundle_make_small(&bundle, &(struct mw_bundle_options){.big_endian = true});
    verdict_again(&verdict, &bundle, 1);
    verdict_sound(&verdict);
    ck_assert(verdict.checkpoint.big_endian);
    ck_assert_uint_eq(verdict.crc.tensors, 4);
}
END_TEST

START_TEST(alignment_leaves_gaps_that_are_noted)
{
    const struct nnreg_problem *problem;

    bundle_make_small(&bundle, &(struct mw_bundle_options){.alignment = 64});
    verdict_again(&verdict, &bundle, 1);
    problem = verdict_one(&verdict, NNREG_VARIABLES_SHARD_GAP);
    ck_assert_int_eq(problem->shard, 0);
    ck_assert_uint_eq(problem->offset, 48);
    ck_assert_int_eq(verdict_worst(&verdict), NNREG_SEVERITY_NOTE);
}
END_TEST

START_TEST(slices_that_tile_a_variable_are_its_content)
{
    const struct nnreg_checkpoint *checkpoint = &verdict.checkpoint;
    const struct nnreg_variable *variable;

    bundle_make_sliced(&bundle, &(struct mw_bundle_options){.shards = 2});
    verdict_again(&verdict, &bundle, 1);
    verdict_sound(&verdict);
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

START_TEST(only_names_that_end_like_a_shards_are_shards)
{
    static const struct {
        const char *name;
        bool is;
        uint32_t shard, of;
    } cases[] = {{"variables.data-00000-of-00001", true, 0, 1},
                 {"x.data-00003-of-00012", true, 3, 12},
                 {"v.data-123456-of-123457", true, 123456, 123457},
                 {"v.data-99999-of-100000", true, 99999, 100000},
                 {"v.data-000001-of-00002", false, 0, 0},
                 {"v.data-00001-of-000002", false, 0, 0},
                 {"v.data-00001-of-00001", false, 0, 0},
                 {"v.data-1234567890-of-1234567891", false, 0, 0},
                 {"v.data-0000-of-00001", false, 0, 0},
                 {"v.data-00000-of-0001", false, 0, 0},
                 {"v.data-00000-of-00001.gz", false, 0, 0},
                 {"data-00000-of-00001", false, 0, 0},
                 {"v.data-0000x-of-00001", false, 0, 0},
                 {"", false, 0, 0}};
    uint32_t shard, of;
    size_t i;

    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_msg(nnreg_shard_name(&shard, &of, cases[i].name) == cases[i].is, "%s", cases[i].name);
        if (cases[i].is) {
            ck_assert_uint_eq(shard, cases[i].shard);
            ck_assert_uint_eq(of, cases[i].of);
        }
    }
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
        bundle_make_small(
            &bundle, &(struct mw_bundle_options){
                         .fault = {.kind = cases[i].fault, .key = cases[i].key, .number = cases[i].number}});
        verdict_again(&verdict, &bundle, 1);
        problem = verdict_first(&verdict, cases[i].code);
        ck_assert_msg(problem != NULL, "case %zu wants %s, got:\n%s", i,
                      nnreg_variables_problem_rows[cases[i].code].name, verdict_text(&verdict));
        ck_assert_msg(verdict_worst(&verdict) ==
                          nnreg_problem_severity(&nnreg_variables_problem_rules[cases[i].code]),
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

    bundle_make_sliced(&bundle, &(struct mw_bundle_options){
                                    .shards = 2, .fault = {.kind = MW_FAULT_DROP_SLICE, .key = "emb"}});
    verdict_again(&verdict, &bundle, 1);
    problem = verdict_first(&verdict, NNREG_VARIABLES_SLICE_MISSING);
    ck_assert_msg(problem != NULL, "%s", verdict_text(&verdict));
    ck_assert_str_eq(problem->key, "emb");
    ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_SLICE_TILES), 0);
}
END_TEST

/* ------------------------------------------------------------------------------------- entries by hand -- */

/* An index of one data block, whose entries are put in key order. */
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
        bundle_of_index(&bundle, &index_table, 0);
        verdict_again(&verdict, &bundle, 1);
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
    bundle_of_index(&bundle, &index_table, 1);
    verdict_again(&verdict, &bundle, 0);
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
    bundle_of_index(&bundle, &index_table, 1000);
    verdict_again(&verdict, &bundle, 1);
    ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_ENTRY_OVERLAP), 1);
    ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_ENTRY_OVERLAPS), 98);
    ck_assert_uint_eq(verdict.crc.bytes, 2000);
}
END_TEST

Suite *checkpoint_suite(void);

Suite *checkpoint_suite(void)
{
    Suite *suite = suite_create("checkpoint");
    TCase *facts = tcase_create("facts"), *faults = tcase_create("faults");

    tcase_add_checked_fixture(facts, set_up, tear_down);
    tcase_add_test(facts, entries_become_facts);
    tcase_add_test(facts, big_endian_data_is_verified_as_such);
    tcase_add_test(facts, alignment_leaves_gaps_that_are_noted);
    tcase_add_test(facts, slices_that_tile_a_variable_are_its_content);
    tcase_add_test(facts, slice_keys_are_read_as_they_are_written);
    tcase_add_test(facts, the_example_of_the_format_is_written_to_the_byte);
    tcase_add_test(facts, only_names_that_end_like_a_shards_are_shards);
    suite_add_tcase(suite, facts);
    tcase_add_checked_fixture(faults, set_up, tear_down);
    tcase_set_timeout(faults, 60);
    tcase_add_test(faults, every_fault_of_the_writer_has_its_problem);
    tcase_add_test(faults, a_slice_without_an_entry_is_missing);
    tcase_add_test(faults, slices_must_tile_the_shape);
    tcase_add_test(faults, a_slice_that_nobody_lists_is_unused);
    tcase_add_test(faults, variables_that_share_all_bytes_are_not_all_read);
    suite_add_tcase(suite, faults);
    return suite;
}
