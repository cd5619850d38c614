/*
 * The mean files that inputs name: read whole, each once, and held against the image. A mean is one value for each channel, or an
 * image, perhaps with dimensions of 1 in front.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "bundle/judging.h"
#include "formats/mean_file.h"
#include "judge/mean_parts.h"
#include "records/network.h"

struct means {
    const struct nnreg_bundle_files *files;
    struct nnreg_error *error;
    struct nnreg_mean_facts **facts; /* by the file's place in the bundle; NULL: not read yet */
};

/*
 * Error: readers of such files refuse it, or its values are no use; warning: it is read, but it is not how such a file is
 * written; note: worth knowing.
 */
#define OWN NNREG_SEVERITY_OFF /* the rule's */

/* clang-format off */
const struct nnreg_problem_rule nnreg_mean_problem_rules[NNREG_MEAN_PROBLEM_COUNT] = {
    [NNREG_MEAN_EMPTY]        = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_WRONG_FILE]   = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_VERSION]      = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_HEADER]       = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_HEADER_SIZE]  = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_OBJECTS]      = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_TYPE]         = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_PROTO]        = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_NO_SHAPE]     = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_SHAPE]        = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_NO_ELEMENTS]  = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_NO_VALUES]    = {NNREG_RULE_MEAN_CORRUPT, NNREG_SEVERITY_WARNING},
    [NNREG_MEAN_COUNT]        = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_EXCESS]       = {NNREG_RULE_MEAN_CORRUPT, NNREG_SEVERITY_WARNING},
    [NNREG_MEAN_SHORT]        = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_NEWLINE]      = {NNREG_RULE_MEAN_CORRUPT, NNREG_SEVERITY_NOTE},
    [NNREG_MEAN_TRAILING]     = {NNREG_RULE_MEAN_CORRUPT, NNREG_SEVERITY_WARNING},
    [NNREG_MEAN_NOT_FINITE]   = {NNREG_RULE_MEAN_NOT_FINITE, OWN},
};
/* clang-format on */

static void report_mean(struct nnreg_engine *engine, const char *name, const struct nnreg_problem *problem,
                        const char *hint)
{
    const struct nnreg_problem_rule *row = &nnreg_mean_problem_rules[problem->code];
    struct nnreg_location place = {
        .file = name, .order = NNREG_ORDER_FILES, .offset = problem->offset, .has_offset = true};

    nnreg_report_location(engine->findings, row->rule, row->severity, &place, hint, "the file %s",
                          problem->text);
}

/* A file of another kind only has to be called by what it is, if it is one that a mean can be. */
static void report_mean_problem(struct nnreg_engine *engine, const char *name, const struct nnreg_mean *mean,
                                const struct nnreg_problem *problem)
{
    bool other = problem->code == NNREG_MEAN_WRONG_FILE && mean->other != NNREG_MEAN_KIND_COUNT;
    char hint[80] = "";

    if (other)
        (void)snprintf(hint, sizeof hint, "let its name, and mean_file, end in %s",
                       nnreg_mean_extension(mean->other));
    report_mean(engine, name, problem, other ? hint : NULL);
}

/* Reads a file that is open and reports its problems. */
static nnreg_status read_mean(struct nnreg_mean_facts *facts, struct nnreg_engine *engine,
                              struct nnreg_bundle_file *file, enum nnreg_mean_kind kind,
                              const struct nnreg_source *source, struct nnreg_error *error)
{
    struct nnreg_problems problems = NNREG_PROBLEMS_INIT;
    struct nnreg_mean mean = {.kind = kind};
    struct nnreg_error reason = NNREG_ERROR_INIT;
    nnreg_status status = nnreg_mean_read(&mean, kind, source, NULL, NULL, &problems, &reason),
                 told = NNREG_OK;
    size_t i;

    if (problems.failed)
        told = nnreg_fail_memory(error);
    else if (status != NNREG_OK)
        told = nnreg_judge_unreadable(engine->findings, file, &reason, error);
    for (i = 0; i < problems.count; i++)
        report_mean_problem(engine, file->name, &mean, &problems.list[i]);
    facts->has_shape = status == NNREG_OK && mean.has_shape;
    facts->rank = facts->has_shape ? mean.rank : 0;
    memcpy(facts->dims, mean.dims, facts->rank * sizeof *mean.dims);
    facts->has_values = status == NNREG_OK && mean.complete && mean.values.not_finite == 0;
    facts->least = mean.values.least;
    facts->most = mean.values.most;
    nnreg_mean_free(&mean);
    nnreg_problems_free(&problems);
    return told;
}

/*
 * What is in a file of the bundle; NULL: engine->status says why. It is remembered before the file is opened, so that one that
 * cannot be read is not tried again for the next input: nothing is known of it then.
 */
static const struct nnreg_mean_facts *facts_of(struct means *means, struct nnreg_engine *engine,
                                               struct nnreg_bundle_file *file, enum nnreg_mean_kind kind)
{
    struct nnreg_mean_facts **facts = &means->facts[file - means->files->file];
    struct nnreg_source source;
    bool opened = false;

    if (*facts != NULL)
        return *facts;
    *facts = nnreg_alloc_zero(1, sizeof **facts);
    if (*facts == NULL) {
        engine->status = nnreg_fail_memory(means->error);
        return NULL;
    }
    if (file->size > 0) /* else told elsewhere */
        engine->status = nnreg_judge_open(&opened, &source, engine->findings, file, means->error);
    if (opened) {
        engine->status = read_mean(*facts, engine, file, kind, &source, means->error);
        nnreg_bundle_file_close(&source, file);
    }
    return *facts;
}

static void judge_mean(struct nnreg_engine *engine, const struct nnreg_image *image, void *context)
{
    struct means *means = context;
    struct nnreg_bundle_file *file;
    const struct nnreg_mean_facts *facts = NULL;
    enum nnreg_mean_kind kind;

    if (engine->status != NNREG_OK)
        return;
    file = nnreg_bundle_find(means->files, image->mean_file);
    if (file != NULL && nnreg_mean_kind_of(&kind, image->mean_file))
        facts = facts_of(means, engine, file, kind);
    if (facts != NULL && facts->has_shape)
        nnreg_judge_mean_layout(engine, image, facts, kind == NNREG_MEAN_BLOB);
    if (facts != NULL && facts->has_values)
        nnreg_judge_mean_values(engine, image, facts);
}

void nnreg_judge_means(struct nnreg_engine *engine, const struct nnreg_network *network,
                       const struct nnreg_bundle_files *files, struct nnreg_error *error)
{
    struct means means = {files, error, nnreg_alloc_zero(files->count, sizeof *means.facts)};
    size_t i;

    if (means.facts != NULL)
        nnreg_each_mean_file(engine, network, judge_mean, &means);
    else
        engine->status = nnreg_fail_memory(error);
    for (i = 0; means.facts != NULL && i < files->count; i++)
        nnreg_free(means.facts[i]);
    nnreg_free(means.facts);
}
