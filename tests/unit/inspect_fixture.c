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

void bundle_free(struct bundle *bundle)
{
    size_t i;

    free(bundle->index.bytes);
    for (i = 0; i < bundle->shards; i++)
        free(bundle->shard[i].bytes);
    memset(bundle, 0, sizeof *bundle);
}

void bundle_read(struct verdict *verdict, struct bundle *bundle, unsigned threads)
{
    struct nnreg_source index = nnreg_source_memory(bundle->index.bytes, bundle->index.size);
    struct nnreg_tensor_crc_how how = {.threads = threads};
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
        if (verdict->problems.met[i] > 0 && nnreg_variables_problem_rows[i].severity > worst)
            worst = nnreg_variables_problem_rows[i].severity;
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
