/*
 * The variable files: the index against the shards, every tensor against its checksum, and the keys against those the
 * graph restores (doc/FORMATS.md, "Variables"). What the readers call a problem becomes a finding by one table.
 *
 * Each step asks for what the one before has found to be sound: without a header there is no number of shards to hold the
 * entries against, so neither checksums nor keys are judged; a file that is not what it is called has its finding, and the
 * rest is not judged at all, since every variable of it would be reported missing.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/roles.h"
#include "tensorflow/shard_name.h"
#include "tensorflow/tensor_crc.h"

/*
 * Error: a model server refuses the model or serves other numbers; warning: it loads, but this is not how the files were
 * written; note: worth knowing.
 */
#define OWN NNREG_SEVERITY_OFF /* the rule's */

/* clang-format off */
const struct nnreg_problem_rule nnreg_variables_problem_rules[NNREG_VARIABLES_PROBLEM_COUNT] = {
    [NNREG_VARIABLES_TABLE_SHORT]        = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_MAGIC]        = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_FOOTER]       = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_PADDING]      = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, NNREG_SEVERITY_WARNING},
    [NNREG_VARIABLES_TABLE_METAINDEX]    = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, NNREG_SEVERITY_WARNING},
    [NNREG_VARIABLES_TABLE_HANDLE]       = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_BLOCK_ORDER]  = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_BLOCK_SIZE]   = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_CRC]          = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_BLOCK_TYPE]   = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_SNAPPY]       = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_RESTARTS]     = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_ENTRY]        = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_KEY_ORDER]    = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_KEY_SIZE]     = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_SEPARATOR]    = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_ENTRIES]      = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_TABLE_GAP]          = {NNREG_RULE_VARIABLES_UNUSED_BYTES, NNREG_SEVERITY_NOTE},
    [NNREG_VARIABLES_HEADER_MISSING]     = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_HEADER_CORRUPT]     = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_HEADER_SHARDS]      = {NNREG_RULE_VARIABLES_SHARD_COUNT, OWN},
    [NNREG_VARIABLES_HEADER_ENDIANNESS]  = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, NNREG_SEVERITY_WARNING},
    [NNREG_VARIABLES_HEADER_VERSION]     = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_ENTRY_CORRUPT]      = {NNREG_RULE_VARIABLES_INDEX_CORRUPT, OWN},
    [NNREG_VARIABLES_ENTRY_DTYPE]        = {NNREG_RULE_VARIABLES_ENTRY, OWN},
    [NNREG_VARIABLES_ENTRY_SHAPE]        = {NNREG_RULE_VARIABLES_ENTRY, OWN},
    [NNREG_VARIABLES_ENTRY_COUNT]        = {NNREG_RULE_VARIABLES_ENTRY, OWN},
    [NNREG_VARIABLES_ENTRY_SIZE]         = {NNREG_RULE_VARIABLES_ENTRY, OWN},
    [NNREG_VARIABLES_ENTRY_SHARD]        = {NNREG_RULE_VARIABLES_SHARD_COUNT, OWN},
    [NNREG_VARIABLES_ENTRY_OFFSET]       = {NNREG_RULE_VARIABLES_OUT_OF_BOUNDS, OWN},
    [NNREG_VARIABLES_ENTRY_BOUNDS]       = {NNREG_RULE_VARIABLES_OUT_OF_BOUNDS, OWN},
    [NNREG_VARIABLES_ENTRY_OVERLAP]      = {NNREG_RULE_VARIABLES_OVERLAP, OWN},
    [NNREG_VARIABLES_ENTRY_OVERLAPS]     = {NNREG_RULE_VARIABLES_OVERLAP, NNREG_SEVERITY_ERROR},
    [NNREG_VARIABLES_SLICE_KEY]          = {NNREG_RULE_VARIABLES_SLICES, NNREG_SEVERITY_WARNING},
    [NNREG_VARIABLES_SLICE_SHAPE]        = {NNREG_RULE_VARIABLES_SLICES, OWN},
    [NNREG_VARIABLES_SLICE_TILES]        = {NNREG_RULE_VARIABLES_SLICES, OWN},
    [NNREG_VARIABLES_SLICE_LIMIT]        = {NNREG_RULE_VARIABLES_SLICES, OWN},
    [NNREG_VARIABLES_SLICE_MISSING]      = {NNREG_RULE_VARIABLES_SLICES, OWN},
    [NNREG_VARIABLES_SLICE_ENTRY]        = {NNREG_RULE_VARIABLES_SLICES, OWN},
    [NNREG_VARIABLES_SLICE_UNUSED]       = {NNREG_RULE_VARIABLES_SLICES, NNREG_SEVERITY_WARNING},
    [NNREG_VARIABLES_SHARD_MISSING]      = {NNREG_RULE_VARIABLES_SHARD_COUNT, OWN},
    [NNREG_VARIABLES_SHARD_ABSENT]       = {NNREG_RULE_VARIABLES_SHARD_COUNT, NNREG_SEVERITY_WARNING},
    [NNREG_VARIABLES_SHARD_EXTRA]        = {NNREG_RULE_VARIABLES_SHARD_COUNT, NNREG_SEVERITY_WARNING},
    [NNREG_VARIABLES_SHARD_TRAILING]     = {NNREG_RULE_VARIABLES_UNUSED_BYTES, OWN},
    [NNREG_VARIABLES_SHARD_GAP]          = {NNREG_RULE_VARIABLES_UNUSED_BYTES, NNREG_SEVERITY_NOTE},
    [NNREG_VARIABLES_SHARD_CHANGED]      = {NNREG_RULE_VARIABLES_OUT_OF_BOUNDS, OWN},
    [NNREG_VARIABLES_TENSOR_CRC]         = {NNREG_RULE_VARIABLES_CRC, OWN},
    [NNREG_VARIABLES_STRING_LENGTHS]     = {NNREG_RULE_VARIABLES_CRC, OWN},
    [NNREG_VARIABLES_STRING_LENGTH_CRC]  = {NNREG_RULE_VARIABLES_CRC, OWN},
    [NNREG_VARIABLES_STRING_TRAILING]    = {NNREG_RULE_VARIABLES_UNUSED_BYTES, OWN},
    [NNREG_VARIABLES_VARIANT_CORRUPT]    = {NNREG_RULE_VARIABLES_CRC, OWN},
    [NNREG_VARIABLES_VARIANT_CRC]        = {NNREG_RULE_VARIABLES_CRC, OWN},
    [NNREG_VARIABLES_VARIANT_ENDIANNESS] = {NNREG_RULE_VARIABLES_CRC, OWN},
};
/* clang-format on */

static const char other_names[] =
    "there are variables under other names: rename the files to variables.index and "
    "variables.data-00000-of-00001, and so on";

/* The files of a bundle's variables, open. */
struct variables {
    nnreg_findings *findings;
    struct nnreg_bundle_file *index_file;
    struct nnreg_source index;
    struct nnreg_shard_file *shards;
    const struct nnreg_bundle_file **shard_files;
    size_t shard_count;
    struct nnreg_checkpoint checkpoint;
    struct nnreg_problems problems;
};

static const char *file_of(const struct variables *variables, const struct nnreg_problem *problem,
                           char name[NNREG_SHARD_NAME])
{
    if (problem->shard < 0)
        return "variables.index";
    return nnreg_shard_name_put(name, (uint32_t)problem->shard, (uint32_t)variables->checkpoint.shard_count);
}

/*
 * Shards that are missing by their names alone have findings already (judge_shards.c), if there are any of the index's save:
 * then the judgement on names meant the same save. Where all there are belong to another, only the index can tell.
 */
static bool is_shard_told(const struct variables *variables, int code)
{
    uint32_t number, total;
    size_t i;

    if (code != NNREG_VARIABLES_SHARD_MISSING && code != NNREG_VARIABLES_SHARD_ABSENT)
        return false;
    for (i = 0; i < variables->shard_count; i++)
        if (nnreg_shard_name(&number, &total, variables->shards[i].name) &&
            total == (uint32_t)variables->checkpoint.shard_count)
            return true;
    return variables->shard_count == 0;
}

_Static_assert(NNREG_PROBLEMS_KEPT >= NNREG_LIMIT_FINDINGS, "those that are kept fill a list of findings");

static void report_problems(struct variables *variables)
{
    int code;
    size_t i;

    for (i = 0; i < variables->problems.count; i++) {
        const struct nnreg_problem *problem = &variables->problems.list[i];
        char name[NNREG_SHARD_NAME], shown[NNREG_SHOWN] = "";
        struct nnreg_location place = {
            .order = NNREG_ORDER_FILES, .offset = problem->offset, .has_offset = true};

        if (is_shard_told(variables, problem->code))
            continue;
        place.file = file_of(variables, problem, name);
        if (problem->key != NULL)
            nnreg_utf8_quote(shown, sizeof shown, problem->key, problem->key_size);
        nnreg_report_location(variables->findings, nnreg_variables_problem_rules[problem->code].rule,
                              nnreg_variables_problem_rules[problem->code].severity, &place,
                              "copy the variables again from where they were saved", "%s%s%s %s",
                              problem->key != NULL ? "the variable \"" : "the file", shown,
                              problem->key != NULL ? "\"" : "", problem->text);
    }
    for (code = 0; code < NNREG_VARIABLES_PROBLEM_COUNT; code++)
        if (variables->problems.met[code] > NNREG_PROBLEMS_KEPT && !is_shard_told(variables, code))
            nnreg_report_lost(variables->findings, &nnreg_variables_problem_rules[code],
                              variables->problems.met[code] - NNREG_PROBLEMS_KEPT);
}

/* What cannot be opened has a finding already; then the variables are not judged any further. */
static nnreg_status open_files(struct variables *variables, bool *opened,
                               const struct nnreg_bundle_files *files, struct nnreg_error *error)
{
    nnreg_status status =
        nnreg_judge_open(opened, &variables->index, variables->findings, variables->index_file, error);
    size_t i;

    if (!*opened)
        variables->index_file = NULL;
    if (status != NNREG_OK)
        return status;
    variables->shards = nnreg_alloc_zero(files->count, sizeof *variables->shards);
    variables->shard_files = nnreg_alloc_zero(files->count, sizeof *variables->shard_files);
    if (variables->shards == NULL || variables->shard_files == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < files->count && *opened; i++) {
        struct nnreg_shard_file *shard = &variables->shards[variables->shard_count];

        if (files->file[i].role != NNREG_TF_ROLE_SHARD || files->file[i].dropped)
            continue;
        status = nnreg_judge_open(opened, &shard->source, variables->findings, &files->file[i], error);
        if (status != NNREG_OK || !*opened)
            return status;
        shard->name = files->file[i].name;
        variables->shard_files[variables->shard_count++] = &files->file[i];
    }
    return NNREG_OK;
}

static void close_files(struct variables *variables)
{
    size_t i;

    if (variables->index_file != NULL)
        nnreg_bundle_file_close(&variables->index, variables->index_file);
    for (i = 0; i < variables->shard_count; i++)
        nnreg_bundle_file_close(&variables->shards[i].source, variables->shard_files[i]);
    nnreg_checkpoint_free(&variables->checkpoint);
    nnreg_problems_free(&variables->problems);
    nnreg_free(variables->shards);
    nnreg_free((void *)(uintptr_t)variables->shard_files);
}

struct progress {
    const struct nnreg_judge_options *options;
};

static int pass_progress(void *context, const char *stage, uint64_t done, uint64_t total)
{
    const struct progress *progress = context;

    (void)stage;
    return progress->options->progress(progress->options->context, "weights", done, total);
}

static nnreg_status verify(bool *checked, struct variables *variables,
                           const struct nnreg_judge_options *options, struct nnreg_error *error)
{
    struct progress progress = {options};
    struct nnreg_tensor_crc_options crc_options = {
        .progress = options->progress != NULL ? pass_progress : NULL, .context = &progress};
    struct nnreg_tensor_crc result;
    nnreg_status status;

    if (options->no_weights || !variables->checkpoint.has_header)
        return NNREG_OK;
    status =
        nnreg_tensor_crc_verify(&result, &variables->checkpoint, &crc_options, &variables->problems, error);
    *checked = status == NNREG_OK;
    return status;
}

static nnreg_status judge_files(bool *checked, struct variables *variables, const struct nnreg_judged *judged,
                                const struct nnreg_judge_options *options, struct nnreg_error *error)
{
    nnreg_status status = nnreg_checkpoint_read(&variables->checkpoint, &variables->index, variables->shards,
                                                variables->shard_count, &variables->problems, error);

    if (status == NNREG_OK)
        status = verify(checked, variables, options, error);
    if (status != NNREG_OK)
        return status;
    /* Before the observer and the keys, so that a damaged index is told before what follows from it. */
    report_problems(variables);
    if (options->observer != NULL && options->observer->weights != NULL)
        options->observer->weights(options->observer->context, &variables->checkpoint);
    if (judged->graph.meta != NULL && variables->checkpoint.has_header)
        nnreg_judge_keys(variables->findings, &variables->checkpoint, judged);
    return NNREG_OK;
}

/* Variables that are there, under other names, are told of each file, and here what the names are. */
static const char *hint_for_absence(const struct nnreg_bundle_files *files)
{
    size_t i;

    for (i = 0; i < files->count; i++)
        if (files->file[i].role == NNREG_ROLE_UNKNOWN && nnreg_is_checkpoint_name(files->file[i].name))
            return other_names;
    for (i = 0; i < files->skipped_count; i++)
        if (files->skipped[i].kind == NNREG_SKIPPED_UNKNOWN &&
            nnreg_is_checkpoint_name(files->skipped[i].name))
            return other_names;
    return "copy the whole folder again, with variables/";
}

/*
 * There are no variable files. Whether that is wrong is for the graph to say: walking back from the saver's restore operation
 * tells what would be read (restored.h); a module of TF-Hub has no saver, and its loader reads them all the same. A frozen
 * graph needs none.
 */
static void judge_absence(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                          const struct nnreg_judged *judged)
{
    const char *hint = hint_for_absence(files);
    enum nnreg_variables_need need;
    size_t i;

    if (judged->graph.meta == NULL)
        return;
    for (i = 0; i < files->count; i++)
        if (files->file[i].role == NNREG_TF_ROLE_SHARD)
            return; /* told as bundle.index-missing */
    need = nnreg_restored_need(&judged->restored, &judged->graph);
    if (need == NNREG_NEED_VARIABLES || need == NNREG_NEED_HUB)
        nnreg_report_file(
            findings, NNREG_RULE_BUNDLE_VARIABLES_MISSING, NNREG_SEVERITY_OFF, "variables.index", hint,
            "the graph restores %u variables, and the bundle has no variable files", judged->restored.count);
    else if (need == NNREG_NEED_UNCERTAIN)
        nnreg_report_file(findings, NNREG_RULE_BUNDLE_VARIABLES_MISSING, NNREG_SEVERITY_WARNING,
                          "variables.index", hint,
                          "the graph restores something, and the bundle has no variable files");
    else if (need == NNREG_NEED_PYTHON_ONLY)
        nnreg_report_file(
            findings, NNREG_RULE_BUNDLE_VARIABLES_MISSING, NNREG_SEVERITY_NOTE, "variables.index", NULL,
            "tf.saved_model.load of Python wants the variable files, even without variables; model "
            "servers do not");
}

nnreg_status nnreg_judge_variables(bool *checked, nnreg_findings *findings,
                                   const struct nnreg_bundle_files *files, const struct nnreg_judged *judged,
                                   const struct nnreg_judge_options *options, struct nnreg_error *error)
{
    struct variables variables = {.findings = findings, .problems = NNREG_PROBLEMS_INIT};
    nnreg_status status;
    bool opened;

    *checked = false;
    variables.index_file = nnreg_bundle_find(files, "variables.index");
    if (variables.index_file == NULL) {
        if (nnreg_bundle_is_half_seen(files) || nnreg_tensorflow_hides_variables(files))
            return NNREG_OK;
        judge_absence(findings, files, judged);
        *checked = !options->no_weights; /* there is nothing that could be compared */
        return NNREG_OK;
    }
    status = open_files(&variables, &opened, files, error);
    if (status == NNREG_OK && opened && variables.index.size > 0)
        status = judge_files(checked, &variables, judged, options, error);
    close_files(&variables);
    return status;
}
