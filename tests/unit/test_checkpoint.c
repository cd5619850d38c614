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

static void put_raw(const char *key, size_t key_size, const char *bytes, size_t size)
{
    mw_sstable_add(&index_table, key, key_size, bytes, size);
}

static void read_index(size_t shard_size)
{
    bundle_of_index(&bundle, &index_table, shard_size);
    verdict_again(&verdict, &bundle, 0);
}

#define BYTES(text) text, sizeof(text) - 1

/*
 * One entry, "w", of four bytes in the shard: what is said of it, and the rank that is believed. A field of another wire type
 * than its own is an unknown one, and is passed over.
 */
START_TEST(entries_are_read_as_protobuf_reads_them)
{
    enum { SOUND = NNREG_VARIABLES_PROBLEM_COUNT };
    static const struct {
        const char *bytes;
        size_t size;
        int code;
        const char *text;
        uint32_t rank;
    } rows[] = {
        {BYTES("\x08\x01\x12\x00\x28\x04"), SOUND, NULL, 0},
        {BYTES("\x08\x03\x08\x01\x28\x02\x28\x04"), SOUND, NULL, 0}, /* the last counts */
        {BYTES("\x08\x01\x12\x04\x12\x02\x08\x01\x28\x04"), SOUND, NULL, 1},
        {BYTES("\x0d\x05\x05\x05\x05\x08\x01\x28\x04"), SOUND, NULL, 0}, /* a type of 32 bits */
        {BYTES("\x08\x01\x10\x07\x28\x04"), SOUND, NULL, 0},             /* a number for a shape */
        {BYTES("\x08\x01\x30\x07\x28\x04"), SOUND, NULL, 0},             /* … for a checksum */
        {BYTES("\x08\x01\x38\x07\x28\x04"), SOUND, NULL, 0},             /* … for a slice */
        {BYTES("\x08\x01\x32\x00\x28\x04\x3d\x00\x00\x00\x00"), SOUND, NULL, 0},
        {BYTES("\x08\x01\x28\x04\x78\x01"), SOUND, NULL, 0},         /* a field that nobody knows */
        {BYTES("\x08\x01\x12\x02\x10\x07\x28\x04"), SOUND, NULL, 0}, /* a number for a dimension */
        {BYTES("\x08\x01\x12\x02\x1a\x00\x28\x04"), SOUND, NULL, 0}, /* bytes for the unknown rank */
        {BYTES("\x08\x01\x12\x02\x18\x00\x28\x04"), SOUND, NULL, 0}, /* the rank is not unknown */
        {BYTES("\x08\x01\x12\x02\x20\x00\x28\x04"), SOUND, NULL, 0},
        {BYTES("\x08\x01\x12\x08\x12\x06\x12\x02hw\x08\x01\x28\x04"), SOUND, NULL, 1}, /* named */
        {BYTES("\x08\x01\x12\x04\x12\x02\x0a\x00\x28\x00"), SOUND, NULL, 1}, /* 0, as nothing is said */
        {BYTES("\x08\x01\x12\x02\x18\x01\x28\x04"), NNREG_VARIABLES_ENTRY_SHAPE, "has no known rank", 0},
        {BYTES("\x08\x01\x12\x02\x18\x01\x28\x04\x3a\x00"), NNREG_VARIABLES_ENTRY_SHAPE, "has no known rank",
         0},
        {BYTES("\x08\x14\x28\x04"), NNREG_VARIABLES_ENTRY_DTYPE, "(20)", 0},
        {BYTES("\x08\x63\x28\x04"), NNREG_VARIABLES_ENTRY_DTYPE, "unknown (99)", 0},
        {BYTES("\x08\x01\x28\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), NNREG_VARIABLES_ENTRY_OFFSET,
         "the size -1", 0},
        {BYTES("\x08\x01\x20\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x28\x04"), NNREG_VARIABLES_ENTRY_OFFSET,
         "the offset -1", 0},
        /* 2^62 floats, 2^61 floats, and 2^64 elements */
        {BYTES("\x08\x01\x12\x0c\x12\x0a\x08\x80\x80\x80\x80\x80\x80\x80\x80\x40\x28\x04"),
         NNREG_VARIABLES_ENTRY_COUNT, "more bytes", 1},
        {BYTES("\x08\x01\x12\x0c\x12\x0a\x08\x80\x80\x80\x80\x80\x80\x80\x80\x20\x28\x04"),
         NNREG_VARIABLES_ENTRY_COUNT, "more bytes", 1},
        {BYTES("\x08\x01\x12\x10\x12\x06\x08\x80\x80\x80\x80\x10\x12\x06\x08\x80\x80\x80\x80\x10\x28\x04"),
         NNREG_VARIABLES_ENTRY_COUNT, "more elements", 2},
        {BYTES("\x08\x07\x28\x04"), NNREG_VARIABLES_ENTRY_SIZE, "at least 5",
         0}, /* a text: a length and a checksum */
        {BYTES("\x08\x15\x28\x04"), NNREG_VARIABLES_ENTRY_SIZE, "at least 5", 0}, /* a variant */
        {BYTES("\x08\x01\x12\x05\x12\x02"), NNREG_VARIABLES_ENTRY_CORRUPT, "at its byte", 0},
        {BYTES("\x08\x01\x12\x02\x12\x02\x08\x01\x28\x04"), NNREG_VARIABLES_ENTRY_CORRUPT, "at its byte", 1},
        /* slices: of rank 0, and of another rank than the variable */
        {BYTES("\x08\x01\x3a\x02\x0a\x00"), NNREG_VARIABLES_SLICE_SHAPE, "of another rank than 0", 0},
        {BYTES("\x08\x01\x12\x04\x12\x02\x08\x01\x3a\x00\x3a\x02\x0a\x00"), NNREG_VARIABLES_SLICE_SHAPE,
         "of another rank than 1", 1},
        {BYTES("\x08\x01\x12\x04\x12\x02\x08\x01\x3a\x02\x12\x00"), NNREG_VARIABLES_SLICE_SHAPE,
         "of another rank than 1", 1},
        {BYTES("\x08\x01\x12\x04\x12\x02\x08\x01\x3a\x02\x08\x01"), NNREG_VARIABLES_SLICE_SHAPE,
         "of another rank than 1", 1},
        /* one that cannot be read, with another behind it; one that is longer than its entry */
        {BYTES("\x08\x01\x12\x04\x12\x02\x08\x01\x3a\x04\x0a\x02\x08\x80\x3a\x02\x0a\x00"),
         NNREG_VARIABLES_ENTRY_CORRUPT, "at its byte", 1},
        {BYTES("\x08\x01\x12\x04\x12\x02\x08\x01\x3a\x03\x0a\x02\x08\x3a\x02\x0a\x00"),
         NNREG_VARIABLES_ENTRY_CORRUPT, "at its byte", 1},
        /* of an extent start and length are told by fields of their own types alone: this is the whole */
        {BYTES("\x08\x01\x12\x04\x12\x02\x08\x01\x3a\x08\x0a\x06\x0a\x00\x12\x00\x18\x05"),
         NNREG_VARIABLES_SLICE_MISSING, "a slice 0", 1},
        {BYTES("\x08\x14\x12\x04\x12\x02\x08\x01\x3a\x02\x0a\x00"), NNREG_VARIABLES_ENTRY_DTYPE, "(20)", 1},
        {BYTES("\x08\x01\x38\x07\x3a\x00"), NNREG_VARIABLES_SLICE_MISSING, "a slice 0", 0}, /* and a number */
    };
    const struct nnreg_problem *problem;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin_index();
        put_raw("w", 1, rows[i].bytes, rows[i].size);
        read_index(rows[i].code == SOUND && rows[i].rank == 1 && rows[i].bytes[5] == 2 &&
                           rows[i].bytes[6] == 10
                       ? 0
                       : 4);
        ck_assert_uint_eq(verdict.checkpoint.count, 1);
        ck_assert_msg(verdict.checkpoint.variables[0].rank == rows[i].rank, "entry %zu: rank %u", i,
                      verdict.checkpoint.variables[0].rank);
        problem = verdict_first(&verdict, rows[i].code);
        ck_assert_msg(rows[i].code == SOUND ? verdict.problems.count == 0
                                            : problem != NULL && strstr(problem->text, rows[i].text) != NULL,
                      "entry %zu:\n%s", i, verdict_text(&verdict));
    }
}
END_TEST

/* As many dimensions as TensorFlow has, and one more. */
START_TEST(a_variable_has_254_dimensions_at_most)
{
    uint32_t rank;

    for (rank = NNREG_RANK_MAX; rank <= NNREG_RANK_MAX + 1; rank++) {
        struct mw_buf value = {0};
        size_t shape, dim;
        uint32_t i;

        begin_index();
        mw_pb_varint(&value, 1, 1);
        shape = mw_pb_begin(&value);
        for (i = 0; i < rank; i++) {
            dim = mw_pb_begin(&value);
            mw_pb_varint(&value, 1, 1);
            mw_pb_end(&value, 2, dim);
        }
        mw_pb_end(&value, 2, shape);
        mw_pb_varint(&value, 5, 4);
        put_index("w", 1, &value);
        mw_buf_free(&value);
        read_index(4);
        ck_assert_uint_eq(verdict.checkpoint.variables[0].rank, NNREG_RANK_MAX);
        if (rank == NNREG_RANK_MAX)
            ck_assert_msg(verdict.problems.count == 0, "%s", verdict_text(&verdict));
        else
            ck_assert_ptr_nonnull(strstr(verdict_first(&verdict, NNREG_VARIABLES_ENTRY_SHAPE)->text,
                                         "has too many dimensions"));
    }
}
END_TEST

/* The header, the entry of the empty key: what is said of it, and what is believed. */
START_TEST(headers_are_read_as_protobuf_reads_them)
{
    enum { SOUND = NNREG_VARIABLES_PROBLEM_COUNT };
    static const struct {
        const char *bytes;
        size_t size;
        int code;
        const char *text;
        int32_t shards, producer, min_consumer;
    } rows[] = {
        {BYTES("\x08\x01\x1a\x02\x08\x01"), SOUND, NULL, 1, 1, 0},
        {BYTES("\x08\x02\x08\x01\x1a\x04\x08\x01\x10\x01"), SOUND, NULL, 1, 1, 1},
        {BYTES("\x08\x01"), SOUND, NULL, 1, 0, 0},
        {BYTES("\x08\x01\x18\x07\x12\x00\x78\x01"), SOUND, NULL, 1, 0, 0}, /* passed over */
        {BYTES("\x08\x01\x1a\x06\x0a\x00\x12\x00\x78\x01"), SOUND, NULL, 1, 0, 0},
        {BYTES("\x08\x01\x1a\x04\x18\x02\x18\x03"), SOUND, NULL, 1, 0, 0}, /* bad for others */
        {BYTES("\x08\x01\x10\x00"), SOUND, NULL, 1, 0, 0},
        {BYTES("\x08\x01\x10\x02"), NNREG_VARIABLES_HEADER_ENDIANNESS, "byte order 2", 1, 0, 0},
        {BYTES("\x0a\x00"), NNREG_VARIABLES_HEADER_SHARDS, "0 shards", 0, 0, 0},
        {BYTES("\x08\xa1\x8d\x06"), NNREG_VARIABLES_HEADER_SHARDS, "100001 shards", 0, 0, 0},
        {BYTES("\x08\x01\x1a\x0b\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
         NNREG_VARIABLES_HEADER_VERSION, "version -1", 1, -1, 0},
        {BYTES("\x08\x01\x1a\x02\x10\x02"), NNREG_VARIABLES_HEADER_VERSION, "from version 2", 1, 0, 2},
        {BYTES("\x08\x01\x1a\x02\x18\x01"), NNREG_VARIABLES_HEADER_VERSION, "not for version 1", 1, 0, 0},
        {BYTES("\x08\x01\x1a\x04\x1a\x02\x02\x01"), NNREG_VARIABLES_HEADER_VERSION, "not for version 1", 1, 0,
         0},
        {BYTES("\x08\x01\x1a\x05\x08"), NNREG_VARIABLES_HEADER_CORRUPT, "at its byte", 0, 0, 0},
    };
    const struct nnreg_checkpoint *checkpoint = &verdict.checkpoint;
    const struct nnreg_problem *problem;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        mw_sstable_begin(&index_table, NULL);
        put_raw("", 0, rows[i].bytes, rows[i].size);
        read_index(0);
        ck_assert_msg(checkpoint->shard_count == rows[i].shards && checkpoint->producer == rows[i].producer &&
                          checkpoint->min_consumer == rows[i].min_consumer,
                      "header %zu: %d shards, by %d for %d", i, checkpoint->shard_count, checkpoint->producer,
                      checkpoint->min_consumer);
        problem = verdict_first(&verdict, rows[i].code);
        ck_assert_msg(rows[i].code == SOUND ? verdict.problems.count == 0
                                            : problem != NULL && strstr(problem->text, rows[i].text) != NULL,
                      "header %zu:\n%s", i, verdict_text(&verdict));
    }
}
END_TEST

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

/*
 * Variables of few dimensions, or none, by their numbers: dimensions, then the starts and lengths of each slice. Where a
 * dimension has nothing in it there is nothing to share.
 */
START_TEST(slices_of_any_shape_must_tile_it)
{
    enum { SOUND = NNREG_VARIABLES_SLICE_MISSING }; /* they have no entries of their own here */
    static const struct {
        uint32_t rank, count;
        int64_t dims[2], slices[3][4];
        int code;
    } rows[] = {
        {0, 1, {0}, {{0}}, SOUND},
        {0, 2, {0}, {{0}}, NNREG_VARIABLES_SLICE_TILES}, /* the one element twice */
        {1, 2, {4}, {{0, 2}, {2, 2}}, SOUND},
        {1, 2, {0}, {{0, 0}, {0, 0}}, SOUND},
        {1, 3, {4}, {{0, 2}, {2, 0}, {2, 2}}, SOUND}, /* one without elements */
        {2, 2, {0, 6}, {{0, -1, 0, 3}, {0, -1, 3, 3}}, SOUND},
        {1, 1, {4}, {{5, 0}}, NNREG_VARIABLES_SLICE_SHAPE},
        {1, 1, {4}, {{0, -2}}, NNREG_VARIABLES_SLICE_SHAPE},
        {1,
         3,
         {INT64_MAX},
         {{0, -1}, {0, -1}, {0, -1}},
         NNREG_VARIABLES_SLICE_TILES}, /* more than a number holds */
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct mw_buf value = {0};
        size_t shape, at, extent;
        uint32_t k, n;

        mw_pb_varint(&value, 1, 1);
        shape = mw_pb_begin(&value);
        for (k = 0; k < rows[i].rank; k++) {
            at = mw_pb_begin(&value);
            mw_pb_varint(&value, 1, (uint64_t)rows[i].dims[k]);
            mw_pb_end(&value, 2, at);
        }
        mw_pb_end(&value, 2, shape);
        for (n = 0; n < rows[i].count; n++) {
            at = mw_pb_begin(&value);
            for (k = 0; k < rows[i].rank; k++) {
                extent = mw_pb_begin(&value);
                mw_pb_varint(&value, 1, (uint64_t)rows[i].slices[n][2 * k]);
                if (rows[i].slices[n][2 * k + 1] != -1)
                    mw_pb_varint(&value, 2, (uint64_t)rows[i].slices[n][2 * k + 1]);
                mw_pb_end(&value, 1, extent);
            }
            mw_pb_end(&value, 7, at);
        }
        begin_index();
        put_index("w", 1, &value);
        mw_buf_free(&value);
        read_index(0);
        for (k = NNREG_VARIABLES_SLICE_SHAPE; k <= NNREG_VARIABLES_SLICE_TILES; k++)
            ck_assert_msg((verdict_met(&verdict, (int)k) > 0) == (k == (uint32_t)rows[i].code) ||
                              k == NNREG_VARIABLES_SLICE_MISSING,
                          "row %zu:\n%s", i, verdict_text(&verdict));
        ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_SLICE_MISSING), rows[i].count);
    }
}
END_TEST

/* A slice's entry has the type and the shape that the slice has in its variable; one that cannot be read is told as that alone. */
START_TEST(the_entry_of_a_slice_is_as_its_variable_says)
{
    static const int64_t slices[1][4] = {{0, -1, 0, -1}}, start[2] = {0, 0}, length[2] = {-1, -1};
    static const struct {
        const char *bytes;
        size_t size;
        bool agrees;
    } rows[] = {
        {BYTES("\x08\x01\x12\x08\x12\x02\x08\x04\x12\x02\x08\x06\x28\x60"), true},
        {BYTES("\x08\x03\x12\x08\x12\x02\x08\x04\x12\x02\x08\x06\x28\x60"), false}, /* of int32 */
        {BYTES("\x08\x01\x12\x04\x12\x02\x08\x18\x28\x60"), false},                 /* [24] */
        {BYTES("\x08\x01\x12\x08\x12\x02\x08\x06\x12\x02\x08\x04\x28\x60"), false}, /* [6, 4] */
        {BYTES("\x08\x01\x12\x08\x12\x02\x08\x04\x12\x02\x08\x06\x3a\x04\x0a\x00\x0a\x00"),
         false}, /* sliced */
        {BYTES("\x08"), true},
    };
    struct mw_buf whole = {0}, key = {0};
    size_t i;

    put_whole(&whole, slices, 1);
    mw_slice_key(&key, "w", 2, start, length);
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin_index();
        put_raw((const char *)key.data, key.size, rows[i].bytes, rows[i].size);
        put_index("w", 1, &whole);
        read_index(96);
        ck_assert_msg(verdict_met(&verdict, NNREG_VARIABLES_SLICE_ENTRY) == !rows[i].agrees, "entry %zu:\n%s",
                      i, verdict_text(&verdict));
        ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_ENTRY_CORRUPT), rows[i].size == 1);
        ck_assert_uint_eq(verdict_met(&verdict, NNREG_VARIABLES_SLICE_MISSING), rows[i].size == 18);
    }
    mw_buf_free(&whole);
    mw_buf_free(&key);
}
END_TEST

/* A slice whose variable does not list it; where the variable's list cannot be read that is told, and nothing of the slice. */
START_TEST(a_slice_is_unused_unless_its_variable_is_damaged)
{
    static const int64_t start[2] = {0, 0}, length[2] = {2, -1};
    static const struct {
        const char *bytes;
        size_t size;
        unsigned unused;
    } rows[] = {
        {BYTES("\x08\x04\x28\x01"), 1},                                 /* it is whole */
        {BYTES("\x08"), 1},                                             /* nobody knows what it is */
        {BYTES("\x08\x01\x12\x04\x12\x02\x08\x01\x3a\x02\x0a\x00"), 1}, /* it lists another */
        {BYTES("\x08\x01\x12\x04\x12\x02\x08\x01\x3a\x04\x0a\x00\x0a\x00"), 0},
    };
    struct mw_buf key = {0};
    size_t i;

    mw_slice_key(&key, "w", 2, start, length);
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin_index();
        put_raw((const char *)key.data, key.size, BYTES("\x08\x04\x28\x01"));
        put_raw("w", 1, rows[i].bytes, rows[i].size);
        read_index(1);
        ck_assert_msg(verdict_met(&verdict, NNREG_VARIABLES_SLICE_UNUSED) == rows[i].unused, "entry %zu:\n%s",
                      i, verdict_text(&verdict));
    }
    mw_buf_free(&key);
}
END_TEST

/* What begins like the key of a slice, and is none or another spelling of one, which no reader would look up. */
START_TEST(a_key_of_a_slice_has_one_spelling)
{
    static const struct {
        const char *key;
        size_t size;
        bool is;
    } rows[] = {
        {BYTES("\0v\0\1\0"), true},            /* of rank 0 */
        {BYTES("\0v\0\1\1\1\x80\x7f"), true},  /* 0, to the end */
        {BYTES("\0\xff\0\0\xff\0\1\0"), true}, /* a name of ff and 00 */
        {BYTES("v\0\1\0"), false},             /* no slice at all */
        {BYTES("\0v\0\2\0\1\0"), false},       /* an escape that is none */
        {BYTES("\0v\xff\1\0\1\0"), false},     /* … of ff */
        {BYTES("\0v"), false},                 /* no end */
        {BYTES("\0v\0\1"), false},             /* no rank */
        {BYTES("\0v\0\1\1"), false},           /* … of no byte */
        {BYTES("\0v\0\1\x09\0\0\0\0\0\0\0\0\0"), false},
        {BYTES("\0v\0\1\1\xff"), false},           /* 255 dimensions */
        {BYTES("\0v\0\1\1\1\x80"), false},         /* one number of two */
        {BYTES("\0v\0\1\1\1\x80\x7f\x80"), false}, /* and a third */
        {BYTES("\0v\0\1\2\0\1\x80\x7f"), false},   /* a rank of two bytes */
        {BYTES("\0v\0\1\1\1\xc0\0\x7f"), false},   /* 0 in two bytes */
        {BYTES("\0v\0\1\1\1\xff\xff\x80"), false}, /* a header of more bytes than a number has */
        {BYTES("\0v\0\1\1\1\xff\xc0\x7f\xff\xff\xff\xff\xff\xff\xff\x7f"), true}, /* the largest */
        {BYTES("\0v\0\1\1\1\xff\xc1\x7f\xff\xff\xff\xff\xff\xff\xff\x7f"), false},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nnreg_bytes name = NNREG_BYTES_INIT;
        int64_t extents[2 * NNREG_RANK_MAX];
        uint32_t rank;

        ck_assert_msg(nnreg_slice_key_read(&name, extents, &rank, rows[i].key, rows[i].size) == rows[i].is,
                      "key %zu", i);
        nnreg_bytes_free(&name);
    }
    for (i = 1; i <= 2; i++) { /* no memory for the name, and for its only spelling */
        struct nnreg_bytes name = NNREG_BYTES_INIT;
        int64_t extents[2 * NNREG_RANK_MAX];
        uint32_t rank;

        nnreg_alloc_fail_from(i);
        ck_assert(!nnreg_slice_key_read(&name, extents, &rank, rows[0].key, rows[0].size));
        nnreg_alloc_fail_from(0);
        ck_assert(name.failed);
        nnreg_bytes_free(&name);
    }
}
END_TEST

/* Sums of elements stay at the largest number. */
START_TEST(parameters_that_no_number_holds_are_the_largest)
{
    static const char entry[] = "\x08\x06\x12\x0c\x12\x0a\x08\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x28\x04";

    begin_index();
    put_raw("a", 1, BYTES(entry));
    put_raw("b", 1, BYTES(entry));
    put_raw("c", 1, BYTES(entry));
    read_index(4);
    ck_assert_uint_eq(verdict.checkpoint.count, 3);
    ck_assert_uint_eq(verdict.checkpoint.variables[2].elements, INT64_MAX);
    ck_assert_uint_eq(verdict.checkpoint.parameters, UINT64_MAX);
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

START_TEST(a_table_without_an_entry_is_no_index)
{
    mw_sstable_begin(&index_table, NULL);
    read_index(0);
    ck_assert_str_eq(verdict_one(&verdict, NNREG_VARIABLES_HEADER_MISSING)->text, "has no entry at all");
}
END_TEST

#define NAME_52     "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
#define FOUR(bytes) bytes bytes bytes bytes

/* Problems of the header, of an entry, and of slices, that there is no memory to tell. */
START_TEST(without_memory_for_a_problem_it_is_not_left_out)
{
    static const struct {
        const char *header;
        size_t header_size;
        const char *key;
        size_t key_size;
        const char *bytes;
        size_t size;
        int code;
    } rows[] = {
        {BYTES("\x08\x00"), BYTES(""), BYTES(""), NNREG_VARIABLES_HEADER_SHARDS},
        {BYTES("\x08\x01"), BYTES("w"), BYTES("\x08\x14"), NNREG_VARIABLES_ENTRY_DTYPE}, /* a resource */
        {BYTES("\x08\x01"), BYTES(NAME_52),
         BYTES("\x08\x01\x12\x10" FOUR("\x12\x02\x08\x01") "\x3a\x08" FOUR("\x0a\x00")),
         NNREG_VARIABLES_SLICE_MISSING},
        {BYTES("\x08\x01"), BYTES("\0v\0\1\0"), BYTES("\x08\x04"), NNREG_VARIABLES_SLICE_UNUSED},
    };
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    mw_sstable_begin(&index_table, NULL);
    put_raw("", 0, rows[_i].header, rows[_i].header_size);
    if (rows[_i].key_size > 0)
        put_raw(rows[_i].key, rows[_i].key_size, rows[_i].bytes, rows[_i].size);
    bundle_of_index(&bundle, &index_table, 0);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        verdict_free(&verdict);
        nnreg_alloc_fail_from(n);
        bundle_read(&verdict, &bundle, 0);
        nnreg_alloc_fail_from(0);
        status = verdict.status;
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 3);
    ck_assert_msg(verdict_met(&verdict, rows[_i].code) == 1, "%s", verdict_text(&verdict));
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
    tcase_add_test(faults, entries_are_read_as_protobuf_reads_them);
    tcase_add_test(faults, a_variable_has_254_dimensions_at_most);
    tcase_add_test(faults, headers_are_read_as_protobuf_reads_them);
    tcase_add_test(faults, slices_must_tile_the_shape);
    tcase_add_test(faults, slices_of_any_shape_must_tile_it);
    tcase_add_test(faults, the_entry_of_a_slice_is_as_its_variable_says);
    tcase_add_test(faults, a_slice_is_unused_unless_its_variable_is_damaged);
    tcase_add_test(faults, a_key_of_a_slice_has_one_spelling);
    tcase_add_test(faults, parameters_that_no_number_holds_are_the_largest);
    tcase_add_test(faults, a_slice_that_nobody_lists_is_unused);
    tcase_add_test(faults, a_table_without_an_entry_is_no_index);
    tcase_add_loop_test(faults, without_memory_for_a_problem_it_is_not_left_out, 0, 4);
    tcase_add_test(faults, variables_that_share_all_bytes_are_not_all_read);
    suite_add_tcase(suite, faults);
    return suite;
}
