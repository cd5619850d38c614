/* Variable bundles for tests: see inspect_fixture.h. */
#include "inspect_fixture.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "nnreg.h"
#include "tensorflow/judge_model.h"

#define PATH 4096

struct content content_load(const char *path)
{
    struct content content = {NULL, 0};
    struct stat stat;
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        return content;
    ck_assert_int_eq(fstat(fileno(file), &stat), 0);
    content.size = (size_t)stat.st_size;
    content.bytes = malloc(content.size > 0 ? content.size : 1);
    ck_assert_ptr_nonnull(content.bytes);
    ck_assert_uint_eq(fread(content.bytes, 1, content.size, file), content.size);
    fclose(file);
    return content;
}

void bundle_load(struct bundle *bundle, const char *folder, const char *prefix)
{
    struct dirent **names;
    char path[PATH], start[64];
    int count = scandir(folder, &names, NULL, alphasort), i;

    ck_assert_msg(count >= 0, "%s", folder);
    memset(bundle, 0, sizeof *bundle);
    snprintf(path, sizeof path, "%s/%s.index", folder, prefix);
    bundle->index = content_load(path);
    snprintf(start, sizeof start, "%s.data-", prefix);
    for (i = 0; i < count; i++) {
        if (strncmp(names[i]->d_name, start, strlen(start)) == 0) {
            ck_assert_uint_lt(bundle->shards, BUNDLE_SHARDS);
            snprintf(bundle->name[bundle->shards], sizeof bundle->name[0], "%.63s", names[i]->d_name);
            snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
            bundle->shard[bundle->shards++] = content_load(path);
        }
        free(names[i]);
    }
    free(names);
}

static void remove_files(const char *folder)
{
    struct dirent **names;
    char path[PATH];
    int count = scandir(folder, &names, NULL, NULL), i;

    for (i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        (void)unlink(path);
        free(names[i]);
    }
    free(names);
    ck_assert_int_eq(rmdir(folder), 0);
}

void bundle_make(struct bundle *bundle, const struct mw_bundle_options *options,
                 const struct mw_tensor *tensors, size_t count)
{
    char path[] = "/tmp/nnreg-bundle-XXXXXX";
    struct mw_folder folder;

    ck_assert_ptr_nonnull(mkdtemp(path));
    mw_folder_use(&folder, path);
    mw_bundle_write(&folder, "variables", options, tensors, count);
    ck_assert_int_eq(mw_folder_close(&folder), 0);
    mw_folder_free(&folder);
    bundle_load(bundle, path, "variables");
    remove_files(path);
}

static const float kernel[12] = {0.5f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
static const int64_t step[1] = {46900};
const struct mw_bytes bundle_words[3] = {{"cat", 3}, {"", 0}, {"a rather longer word", 20}};

void bundle_make_small(struct bundle *bundle, const struct mw_bundle_options *options)
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
        {.key = "labels", .dtype = MW_STRING, .shape = MW_SHAPE(3), .strings = bundle_words},
    };

    bundle_make(bundle, options, tensors, 4);
}

void bundle_make_sliced(struct bundle *bundle, const struct mw_bundle_options *options)
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

    bundle_make(bundle, options, tensors, 2);
}

void bundle_free(struct bundle *bundle)
{
    size_t i;

    free(bundle->index.bytes);
    for (i = 0; i < bundle->shards; i++)
        free(bundle->shard[i].bytes);
    memset(bundle, 0, sizeof *bundle);
}

void bundle_of_index(struct bundle *bundle, struct mw_sstable *index, size_t shard_size)
{
    mw_sstable_finish(index);
    bundle_free(bundle);
    bundle->index.size = index->file.size;
    bundle->index.bytes = malloc(bundle->index.size);
    ck_assert_ptr_nonnull(bundle->index.bytes);
    memcpy(bundle->index.bytes, index->file.data, bundle->index.size);
    mw_sstable_free(index);
    bundle->shards = 1;
    strcpy(bundle->name[0], "model.ckpt-7.data-00000-of-00001");
    bundle->shard[0].bytes = calloc(shard_size + 1, 1);
    bundle->shard[0].size = shard_size;
}

void bundle_read(struct verdict *verdict, struct bundle *bundle, unsigned threads)
{
    struct nnreg_source index = nnreg_source_memory(bundle->index.bytes, bundle->index.size);
    struct nnreg_tensor_crc_options how = {.threads = threads};
    size_t i;

    memset(verdict, 0, sizeof *verdict);
    for (i = 0; i < bundle->shards; i++)
        bundle->files[i] = (struct nnreg_shard_file){
            bundle->name[i], nnreg_source_memory(bundle->shard[i].bytes, bundle->shard[i].size)};
    verdict->status = nnreg_checkpoint_read(&verdict->checkpoint, &index, bundle->files, bundle->shards,
                                            &verdict->problems, &verdict->error);
    if (verdict->status == NNREG_OK && threads > 0)
        verdict->status = nnreg_tensor_crc_verify(&verdict->crc, &verdict->checkpoint, &how,
                                                  &verdict->problems, &verdict->error);
}

void verdict_free(struct verdict *verdict)
{
    nnreg_checkpoint_free(&verdict->checkpoint);
    nnreg_problems_free(&verdict->problems);
}

nnreg_severity verdict_worst(const struct verdict *verdict)
{
    nnreg_severity worst = NNREG_SEVERITY_OFF;
    size_t i;

    for (i = 0; i < NNREG_VARIABLES_PROBLEM_COUNT; i++)
        if (verdict->problems.met[i] > 0 && nnreg_problem_severity(&nnreg_variables_problem_rules[i]) > worst)
            worst = nnreg_problem_severity(&nnreg_variables_problem_rules[i]);
    return worst;
}

uint64_t verdict_met(const struct verdict *verdict, int code)
{
    return verdict->problems.met[code];
}

const struct nnreg_problem *verdict_first(const struct verdict *verdict, int code)
{
    size_t i;

    for (i = 0; i < verdict->problems.count; i++)
        if (verdict->problems.list[i].code == code)
            return &verdict->problems.list[i];
    return NULL;
}

const char *verdict_text(const struct verdict *verdict)
{
    static char text[PATH];
    size_t i, used = 0;

    text[0] = '\0';
    for (i = 0; i < verdict->problems.count && used < sizeof text - 1; i++) {
        const struct nnreg_problem *problem = &verdict->problems.list[i];

        used += (size_t)snprintf(text + used, sizeof text - used, "%s@%d:%llu %s %s\n",
                                 nnreg_variables_problem_rows[problem->code].name, (int)problem->shard,
                                 (unsigned long long)problem->offset,
                                 problem->key != NULL ? problem->key : "", problem->text);
    }
    return text;
}

void verdict_again(struct verdict *verdict, struct bundle *bundle, unsigned threads)
{
    verdict_free(verdict);
    bundle_read(verdict, bundle, threads);
    ck_assert_int_eq(verdict->status, NNREG_OK);
}

void verdict_sound(const struct verdict *verdict)
{
    ck_assert_msg(verdict->problems.count == 0, "%s", verdict_text(verdict));
    ck_assert(verdict->checkpoint.table.complete);
    ck_assert_uint_eq(verdict->crc.tensors, verdict->checkpoint.order_count);
}

const struct nnreg_problem *verdict_one(const struct verdict *verdict, int code)
{
    ck_assert_msg(verdict->problems.count == 1 && verdict->problems.list[0].code == code,
                  "wanted %s, got:\n%s", nnreg_variables_problem_rows[code].name, verdict_text(verdict));
    return &verdict->problems.list[0];
}

const char *models_folder(void)
{
    static char path[PATH];
    const char *shared = getenv("NNREG_SHARED_DIR");

    snprintf(path, sizeof path, "%s/models", shared != NULL ? shared : NNREG_SHARED_DIR);
    if (access(path, R_OK) == 0)
        return path;
    printf("skipped: no models at %s\n", path);
    return NULL;
}
