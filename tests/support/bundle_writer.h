/*
 * A TensorBundle: variables.index and its data shards, written in one pass and constant memory, sound or with
 * exactly one fault.
 */
#ifndef MW_BUNDLE_WRITER_H
#define MW_BUNDLE_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault.h"
#include "fill.h"
#include "folder.h"
#include "sstable_writer.h"
#include "tensor.h"

struct mw_bytes {
    const void *data;
    size_t size;
};

/* A part of a partitioned tensor, with content of its own. */
struct mw_slice {
    int64_t start[MW_MAX_RANK];
    int64_t length[MW_MAX_RANK]; /* -1: the whole dimension */
    int shard;
    struct mw_fill fill;
};

/* What is stored under one key. Everything it points to is borrowed until mw_bundle_write() has returned. */
struct mw_tensor {
    const char *key;
    int dtype;
    struct mw_shape shape;
    int shard;
    struct mw_fill fill; /* all dtypes but MW_STRING; must have the size that dtype and shape ask for */
    const struct mw_bytes *strings; /* MW_STRING: as many as the shape has elements */
    const struct mw_slice *slices;  /* a partitioned tensor: its parts, and then no content here */
    size_t slice_count;
};

struct mw_bundle_options {
    int shards;         /* 0 means 1 */
    bool big_endian;    /* the data of a big-endian machine */
    uint32_t alignment; /* tensors start at multiples of it; 0 and 1 mean back to back */
    struct mw_sstable_options table;
    struct mw_fault fault;
};

/* Writes PREFIX.index and PREFIX.data-SSSSS-of-NNNNN into the folder, the tensors in any order. */
void mw_bundle_write(struct mw_folder *folder, const char *prefix, const struct mw_bundle_options *options,
                     const struct mw_tensor *tensors, size_t count);

/* "PREFIX.data-00000-of-00002" into out, which holds size bytes. */
void mw_shard_name(char *out, size_t size, const char *prefix, int shard, int shards);

#endif
