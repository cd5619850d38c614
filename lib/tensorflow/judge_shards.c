/*
 * The data shards of a bundle by their names: which save they are of, and which of it are missing. Shards of one save are no
 * neighbours in the order of names, so they are sorted by their totals first. Where no save is complete, the index says how many
 * shards there are meant to be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "tensorflow/checkpoint.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/roles.h"
#include "tensorflow/shard_name.h"

enum { MISSING_NAMED = 5 }; /* missing shards that are named; the last tells how many more there are */

/* The shards with one total: those of one save. */
struct save {
    uint32_t total;
    size_t first; /* its first file, in the order of names */
    size_t count;
};

static int by_total(const void *one, const void *other)
{
    const struct save *a = one, *b = other;

    if (a->total != b->total)
        return a->total < b->total ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

/* One save of one shard for each file; one that is there twice counts once. */
static size_t list_shards(struct save *saves, const struct nnreg_bundle_files *files)
{
    uint32_t number, total;
    size_t i, count = 0;

    for (i = 0; i < files->count; i++) {
        if (files->file[i].role != NNREG_TF_ROLE_SHARD ||
            !nnreg_shard_name(&number, &total, files->file[i].name))
            continue;
        if (i > 0 && strcmp(files->file[i].name, files->file[i - 1].name) == 0)
            continue;
        saves[count++] = (struct save){total, i, 1};
    }
    return count;
}

static size_t join_saves(struct save *saves, size_t count)
{
    size_t i, joined = 0;

    if (count > 1)
        qsort(saves, count, sizeof *saves, by_total);
    for (i = 0; i < count; i++)
        if (joined > 0 && saves[joined - 1].total == saves[i].total)
            saves[joined - 1].count++;
        else
            saves[joined++] = saves[i];
    return joined;
}

static bool is_better(const struct save *save, const struct save *than)
{
    bool complete = save->count == save->total, other = than->count == than->total;

    if (complete != other)
        return complete;
    if (!complete && save->count != than->count)
        return save->count > than->count;
    return save->first < than->first;
}

/* How many shards the index speaks of; 0: there is none, or it cannot be read, which is told where it is judged. */
static uint32_t shards_told(nnreg_findings *findings, const struct nnreg_bundle_files *files)
{
    const struct nnreg_bundle_file *file = nnreg_bundle_find(files, "variables.index");
    struct nnreg_source index;
    uint32_t shards = 0;
    nnreg_status status;

    if (file == NULL)
        return 0;
    status = nnreg_bundle_file_open(&index, file, NULL);
    if (status == NNREG_OK) {
        status = nnreg_checkpoint_shards_told(&shards, &index, NULL);
        nnreg_bundle_file_close(&index, file);
    }
    if (status == NNREG_NO_MEMORY)
        nnreg_findings_fail_memory(findings);
    return shards;
}

/* The one with so many shards, of which none may be there. */
static struct save save_of(uint32_t total, const struct save *saves, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (saves[i].total == total)
            return saves[i];
    return (struct save){total, 0, 0};
}

/*
 * The save that the bundle means: a complete one, else the index's, else the one with the most shards, of equal ones the one that
 * comes first by name. A total of 0: there are no shards. `*rivals` tells that several are complete.
 */
static struct save meant_save(bool *rivals, nnreg_findings *findings, const struct nnreg_bundle_files *files,
                              const struct save *saves, size_t count)
{
    struct save best = {0, 0, 0};
    size_t i, complete = 0;
    uint32_t told;

    for (i = 0; i < count; i++) {
        complete += saves[i].count == saves[i].total;
        if (best.total == 0 || is_better(&saves[i], &best))
            best = saves[i];
    }
    *rivals = complete > 1;
    if (complete > 0 || count == 0)
        return best;
    told = shards_told(findings, files);
    return told > 0 ? save_of(told, saves, count) : best;
}

static bool find_meant(struct save *meant, bool *rivals, nnreg_findings *findings,
                       const struct nnreg_bundle_files *files)
{
    struct save *saves = nnreg_alloc_zero(files->count, sizeof *saves);

    if (saves != NULL)
        *meant = meant_save(rivals, findings, files, saves, join_saves(saves, list_shards(saves, files)));
    nnreg_free(saves);
    return saves != NULL;
}

static void report_missing_shards(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                                  const struct save *save)
{
    size_t missing = save->total - save->count, named = 0;
    uint32_t number;

    for (number = 0; number < save->total && named < missing && named < MISSING_NAMED; number++) {
        char name[NNREG_SHARD_NAME];

        (void)nnreg_shard_name_put(name, number, save->total);
        if (nnreg_bundle_find(files, name) != NULL)
            continue;
        if (++named < MISSING_NAMED || missing == MISSING_NAMED)
            nnreg_report_file(findings, NNREG_RULE_BUNDLE_SHARD_MISSING, NNREG_SEVERITY_OFF, name,
                              "copy the whole variables/ folder again",
                              "this data shard is missing: %zu of %u are there", save->count,
                              (unsigned)save->total);
        else
            nnreg_report_file(findings, NNREG_RULE_BUNDLE_SHARD_MISSING, NNREG_SEVERITY_OFF, name,
                              "copy the whole variables/ folder again",
                              "this data shard and %zu more are missing: %zu of %u are there",
                              missing - named, save->count, (unsigned)save->total);
    }
}

/* Where nothing of the save that is meant is there, the others may be its shards under other names. */
static void drop_others(nnreg_findings *findings, struct nnreg_bundle_files *files, const struct save *meant)
{
    const char *hint =
        meant->count > 0 ? "remove it" : "give it the name it was saved under, or copy variables/ again";
    uint32_t number, total;
    size_t i;

    for (i = 0; i < files->count; i++)
        if (files->file[i].role == NNREG_TF_ROLE_SHARD &&
            nnreg_shard_name(&number, &total, files->file[i].name) && total != meant->total)
            nnreg_judge_drop(findings, NNREG_RULE_BUNDLE_UNKNOWN_FILE, &files->file[i], hint,
                             "it is a shard of another save, with another number of shards");
}

void nnreg_judge_shards(nnreg_findings *findings, struct nnreg_bundle_files *files, bool has_index,
                        bool half_seen)
{
    struct save meant;
    bool rivals;

    if (!find_meant(&meant, &rivals, findings, files)) {
        nnreg_findings_fail_memory(findings);
        return;
    }
    if (meant.total == 0 && !half_seen && has_index)
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_SHARD_MISSING, NNREG_SEVERITY_OFF, "variables.index",
                          "copy the whole variables/ folder again",
                          "there is an index, but no data shard (variables.data-NNNNN-of-NNNNN)");
    if (meant.total == 0)
        return;
    if (!has_index && !half_seen)
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_INDEX_MISSING, NNREG_SEVERITY_OFF, "variables.index",
                          "copy the whole variables/ folder again",
                          "there are data shards, but no variables.index, without which they cannot be read");
    if (!half_seen)
        report_missing_shards(findings, files, &meant);
    if (!rivals)
        drop_others(findings, files, &meant);
}
