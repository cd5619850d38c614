/* Variable files of many entries: such that no graph restores, that overlap, that are slices of one another. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "slice_key.h"
#include "sstable_writer.h"
#include "subject.h"

enum { ENTRY_DTYPE = 1, ENTRY_SHAPE = 2, ENTRY_OFFSET = 4, ENTRY_SIZE = 5, ENTRY_CRC = 6, ENTRY_SLICES = 7 };

/* One float at an offset: its shape is [1]. */
static void put_entry(struct mw_sstable *table, const void *key, size_t key_size, uint64_t offset)
{
    struct mw_buf value = {0};
    size_t shape, dim;

    mw_pb_varint(&value, ENTRY_DTYPE, 1);
    shape = mw_pb_begin(&value);
    dim = mw_pb_begin(&value);
    mw_pb_varint(&value, 1, 1);
    mw_pb_end(&value, 2, dim);
    mw_pb_end(&value, ENTRY_SHAPE, shape);
    mw_pb_varint(&value, ENTRY_OFFSET, offset);
    mw_pb_varint(&value, ENTRY_SIZE, 4);
    mw_pb_fixed32(&value, ENTRY_CRC, 0);
    mw_sstable_add(table, key, key_size, value.data, value.size);
    mw_buf_free(&value);
}

static void begin_table(struct mw_sstable *table)
{
    static const struct mw_sstable_options options = {.block_size = 4096};
    struct mw_buf header = {0};

    mw_sstable_begin(table, &options);
    mw_pb_varint(&header, 1, 1);
    mw_sstable_add(table, "", 0, header.data, header.size);
    mw_buf_free(&header);
}

/* The index, a shard of `size` bytes, and a description. */
static void end_table(struct subject *subject, struct mw_sstable *table, size_t size)
{
    char *zeros = calloc(size + 1, 1);

    subject_must(zeros != NULL, "have memory");
    mw_sstable_finish(table);
    subject_write(subject, "variables.index", table->file.data, table->file.size);
    subject_write(subject, "variables.data-00000-of-00001", zeros, size);
    if (subject->model.size > 0)
        subject_write(subject, "saved_model.pb", subject->model.data, subject->model.size);
    free(zeros);
    mw_sstable_free(table);
    subject_must(nnreg_bundle_add_directory(subject->bundle, subject_folder(subject)) == NNREG_OK,
                 "add a folder");
    subject_description(subject, NULL, NULL);
}

static void entries(struct mw_sstable *table, size_t n, uint64_t step)
{
    char key[32];
    size_t i;

    for (i = 0; i < n; i++) {
        (void)snprintf(key, sizeof key, "variable%08zu", i);
        put_entry(table, key, strlen(key), i * step);
    }
}

static void many_entries(struct subject *subject, size_t n)
{
    struct mw_sstable table;

    (void)subject_folder(subject);
    begin_table(&table);
    entries(&table, n, 4);
    end_table(subject, &table, 4 * n);
}

static void overlapping_entries(struct subject *subject, size_t n)
{
    struct mw_sstable table;

    (void)subject_folder(subject);
    begin_table(&table);
    entries(&table, n, 1);
    end_table(subject, &table, n + 3);
}

static void entries_out_of_bounds(struct subject *subject, size_t n)
{
    struct mw_sstable table;

    (void)subject_folder(subject);
    begin_table(&table);
    entries(&table, n, 4);
    end_table(subject, &table, 0);
}

/* A variable of n slices and a long name, the key of each of which repeats the name; none has an entry, but the first. */
static void slices_of_a_long_name(struct subject *subject, size_t n)
{
    struct mw_sstable table;
    struct mw_buf value = {0}, key = {0};
    char *name = malloc(2 * n + 1);
    int64_t start = 0, length = 1;
    size_t shape, dim, slice, extent, i;

    subject_must(name != NULL, "have memory");
    memset(name, 'v', 2 * n);
    name[2 * n] = '\0';
    (void)subject_folder(subject);
    begin_table(&table);
    mw_slice_key(&key, name, 1, &start, &length);
    put_entry(&table, key.data, key.size, 0);
    mw_pb_varint(&value, ENTRY_DTYPE, 1);
    shape = mw_pb_begin(&value);
    dim = mw_pb_begin(&value);
    mw_pb_varint(&value, 1, n);
    mw_pb_end(&value, 2, dim);
    mw_pb_end(&value, ENTRY_SHAPE, shape);
    for (i = 0; i < n; i++) {
        slice = mw_pb_begin(&value);
        extent = mw_pb_begin(&value);
        mw_pb_varint(&value, 1, i);
        mw_pb_varint(&value, 2, 1);
        mw_pb_end(&value, 1, extent);
        mw_pb_end(&value, ENTRY_SLICES, slice);
    }
    mw_sstable_add(&table, name, 2 * n, value.data, value.size);
    mw_buf_free(&value);
    mw_buf_free(&key);
    free(name);
    end_table(subject, &table, 4);
}

static void put_text_node(struct mw_buf *out, const char *name, const char *op, const char *one,
                          const char *two)
{
    size_t node = mw_pb_begin(out);

    mw_pb_string(out, 1, name);
    mw_pb_string(out, 2, op);
    if (one != NULL)
        mw_pb_string(out, 3, one);
    if (two != NULL)
        mw_pb_string(out, 3, two);
    mw_pb_end(out, 1, node);
}

/* A constant with n keys of variables. */
static void put_keys(struct mw_buf *out, size_t n)
{
    size_t node = mw_pb_begin(out), attr, value, tensor, i;
    char key[32];

    mw_pb_string(out, 1, "keys");
    mw_pb_string(out, 2, "Const");
    attr = mw_pb_begin(out);
    mw_pb_string(out, 1, "value");
    value = mw_pb_begin(out);
    tensor = mw_pb_begin(out);
    mw_pb_varint(out, 1, 7);
    for (i = 0; i < n; i++) {
        (void)snprintf(key, sizeof key, "restored%08zu", i);
        mw_pb_string(out, 8, key);
    }
    mw_pb_end(out, 8, tensor);
    mw_pb_end(out, 2, value);
    mw_pb_end(out, 5, attr);
    mw_pb_end(out, 1, node);
}

/* The graph restores n variables, the index has n others. */
static void variables_of_another_save(struct subject *subject, size_t n)
{
    struct mw_buf *out = &subject->model;
    size_t meta = mw_pb_begin(out), part = mw_pb_begin(out);

    mw_pb_string(out, 4, "serve");
    mw_pb_end(out, 1, part);
    part = mw_pb_begin(out);
    put_text_node(out, "file", "Placeholder", NULL, NULL);
    put_keys(out, n);
    put_text_node(out, "restore", "RestoreV2", "file", "keys");
    mw_pb_end(out, 2, part);
    part = mw_pb_begin(out);
    mw_pb_string(out, 1, "file:0");
    mw_pb_string(out, 3, "restore");
    mw_pb_end(out, 3, part);
    mw_pb_end(out, 2, meta);
    many_entries(subject, n);
}

const struct row variables_rows[] = {
    {"many-entries", 4000, many_entries, run_check},
    {"overlapping-entries", 4000, overlapping_entries, run_check},
    {"out-of-bounds", 4000, entries_out_of_bounds, run_check},
    {"slices-of-a-long-name", 2000, slices_of_a_long_name, run_check},
    {"variables-of-another-save", 4000, variables_of_another_save, run_check},
    {NULL, 0, NULL, NULL},
};
