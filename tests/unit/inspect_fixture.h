/*
 * Variable bundles for tests: loaded from a folder or made by the model writer, held in memory where they can be
 * damaged, and read with everything that looks at them.
 */
#ifndef TEST_INSPECT_FIXTURE_H
#define TEST_INSPECT_FIXTURE_H

#include "bundle_writer.h"
#include "tensorflow/checkpoint.h"
#include "tensorflow/tensor_crc.h"

#define BUNDLE_SHARDS 4

struct content {
    unsigned char *bytes;
    size_t size;
};

/* The bytes of a file; {NULL, 0} when there is none. */
struct content content_load(const char *path);

struct bundle {
    struct content index; /* bytes NULL: there is none */
    struct content shard[BUNDLE_SHARDS];
    char name[BUNDLE_SHARDS][64];
    size_t shards;
    struct nnreg_shard_file files[BUNDLE_SHARDS];
};

/* The files PREFIX.index and PREFIX.data-* of a folder. */
void bundle_load(struct bundle *bundle, const char *folder, const char *prefix);
/* What the model writer makes of it. */
void bundle_make(struct bundle *bundle, const struct mw_bundle_options *options,
                 const struct mw_tensor *tensors, size_t count);
/* Four variables of several kinds in one shard: conv/kernel, empty, global_step, labels (bundle_words). */
void bundle_make_small(struct bundle *bundle, const struct mw_bundle_options *options);
extern const struct mw_bytes bundle_words[3];
/* Two, one of them in three slices in two shards (options->shards must be 2): bias, emb. */
void bundle_make_sliced(struct bundle *bundle, const struct mw_bundle_options *options);
/* An index that was begun and filled by hand, and one shard of zeros; both are the bundle's afterwards. */
void bundle_of_index(struct bundle *bundle, struct mw_sstable *index, size_t shard_size);
void bundle_free(struct bundle *bundle);

/* What reading a bundle found; freed with verdict_free. */
struct verdict {
    nnreg_status status;
    struct nnreg_checkpoint checkpoint;
    struct nnreg_tensor_crc crc;
    struct nnreg_problems problems;
    struct nnreg_error error;
};

/* Index, layout, slices and, with `threads` > 0, checksums. The files are looked at as they are now. */
void bundle_read(struct verdict *verdict, struct bundle *bundle, unsigned threads);
void verdict_free(struct verdict *verdict);
nnreg_severity verdict_worst(const struct verdict *verdict);
/* How often a code was met. */
uint64_t verdict_met(const struct verdict *verdict, int code);
/* The first problem of a code; NULL: none. */
const struct nnreg_problem *verdict_first(const struct verdict *verdict, int code);
/* Frees what was there and reads again; the status must be NNREG_OK. */
void verdict_again(struct verdict *verdict, struct bundle *bundle, unsigned threads);
/* There must be no problem, and every checksum must have been right. */
void verdict_sound(const struct verdict *verdict);
/* There must be one problem, and it must be this. */
const struct nnreg_problem *verdict_one(const struct verdict *verdict, int code);
/* All problems in one line each, for the message of a failed test; static storage. */
const char *verdict_text(const struct verdict *verdict);

/* The real models' folder ("…/models"), NULL, and said so, when it is not there; static storage. */
const char *models_folder(void);

#endif
