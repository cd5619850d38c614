/*
 * The mean files that inputs name: read whole, and held against the image. A mean is one value for each channel, or an
 * image with the channels first or last, perhaps with dimensions of 1 in front.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "bundle/judging.h"
#include "formats/mean_file.h"
#include "formats/shape.h"
#include "judge/judge.h"
#include "records/network.h"

/* What is kept of a mean file, of which each is read once, however many inputs name it. */
struct mean_shape {
    bool known;
    uint32_t rank;
    int64_t dims[NNREG_MEAN_RANK];
};

struct means {
    const struct nnreg_bundle_files *files;
    struct nnreg_error *error;
    struct mean_shape **shape; /* by the file's place in the bundle; NULL: not read yet */
};

/* The dimensions that are more than brackets: those of 1 in front are left out, but for three. */
struct layout {
    const int64_t *dims;
    uint32_t rank;
};

static struct layout trim(const struct mean_shape *mean)
{
    struct layout layout = {mean->dims, mean->rank};

    while (layout.rank > 3 && layout.dims[0] == 1) {
        layout.dims++;
        layout.rank--;
    }
    return layout;
}

static const char *dims_shown(char out[NNREG_SHAPE_SHOWN], const struct mean_shape *mean)
{
    struct nnreg_shape shape = {.known = true, .rank = mean->rank};

    memcpy(shape.dim, mean->dims, mean->rank * sizeof *mean->dims);
    return nnreg_shape_shown(out, &shape);
}

static bool declared_size(uint32_t *width, uint32_t *height, const struct nnreg_image *image)
{
    int sides;

    return image->target_size != NULL && nnreg_target_size(width, height, &sides, image->target_size) &&
           sides == 2;
}

/*
 * Holds the mean's dimensions against the image that names it; reported at its name. With three dimensions the channels are
 * first, as Caffe writes them, unless only the last one fits; where neither fits, the first is what is told of. A height or
 * width of 1 is subtracted from every row or column, and fits each image.
 */
static void judge_mean_shape(struct nnreg_engine *engine, const struct nnreg_image *image,
                             const struct mean_shape *mean)
{
    struct layout layout = trim(mean);
    int64_t channels = nnreg_image_channels(image), there = -1, high = -1, wide = -1;
    uint32_t width, height;
    char shown[NNREG_SHAPE_SHOWN];

    dims_shown(shown, mean);
    if (layout.rank == 1) {
        there = layout.dims[0];
    } else if (layout.rank == 2) {
        there = 1;
        high = layout.dims[0];
        wide = layout.dims[1];
    } else if (layout.rank == 3) {
        bool first = layout.dims[0] == channels || layout.dims[2] != channels;

        there = layout.dims[first ? 0 : 2];
        high = layout.dims[first ? 1 : 0];
        wide = layout.dims[first ? 2 : 1];
    }
    if (layout.rank == 0 || layout.rank > 3) {
        nnreg_engine_report_at(engine, &image->mean_file, NNREG_RULE_MEAN_SHAPE, NULL,
                               "the mean has the shape %s, which is no image and no list of channels", shown);
        return;
    }
    if (channels > 0 && there != channels)
        nnreg_engine_report_at(engine, &image->mean_file, NNREG_RULE_MEAN_SHAPE, NULL,
                               "the mean has the shape %s, and the image has %lld channel%s", shown,
                               (long long)channels, channels == 1 ? "" : "s");
    else if (high > 1 && wide > 1 && declared_size(&width, &height, image) &&
             (high != (int64_t)height || wide != (int64_t)width))
        nnreg_engine_report_at_as(
            engine, &image->mean_file, NNREG_RULE_MEAN_SHAPE, NNREG_SEVERITY_WARNING,
            "crop or scale the mean to the target size, or use one value for each channel",
            "the mean has the shape %s, and the image is %ux%u", shown, (unsigned)width, (unsigned)height);
}

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
    [NNREG_MEAN_NO_VALUES]    = {NNREG_RULE_MEAN_CORRUPT, NNREG_SEVERITY_WARNING},
    [NNREG_MEAN_COUNT]        = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_EXCESS]       = {NNREG_RULE_MEAN_CORRUPT, NNREG_SEVERITY_WARNING},
    [NNREG_MEAN_SHORT]        = {NNREG_RULE_MEAN_CORRUPT, OWN},
    [NNREG_MEAN_NEWLINE]      = {NNREG_RULE_MEAN_CORRUPT, NNREG_SEVERITY_NOTE},
    [NNREG_MEAN_TRAILING]     = {NNREG_RULE_MEAN_CORRUPT, NNREG_SEVERITY_WARNING},
    [NNREG_MEAN_NOT_FINITE]   = {NNREG_RULE_MEAN_NOT_FINITE, OWN},
};
/* clang-format on */

static void report_mean_problem(struct nnreg_engine *engine, const char *name,
                                const struct nnreg_problem *problem)
{
    const struct nnreg_problem_rule *row = &nnreg_mean_problem_rules[problem->code];
    struct nnreg_location place = {
        .file = name, .order = NNREG_ORDER_FILES, .offset = problem->offset, .has_offset = true};

    nnreg_report_location(engine->findings, row->rule, row->severity, &place, NULL, "the file %s",
                          problem->text);
}

/* Reads a file that is open and reports its problems. */
static nnreg_status read_mean(struct mean_shape *shape, struct nnreg_engine *engine,
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
        report_mean_problem(engine, file->name, &problems.list[i]);
    shape->known = status == NNREG_OK && mean.has_shape;
    shape->rank = shape->known ? mean.rank : 0;
    memcpy(shape->dims, mean.dims, shape->rank * sizeof *mean.dims);
    nnreg_mean_free(&mean);
    nnreg_problems_free(&problems);
    return told;
}

/*
 * What is in a file of the bundle; NULL: engine->status says why. It is remembered before the file is opened, so that one that
 * cannot be read is not tried again for the next input: its shape is not known then.
 */
static const struct mean_shape *shape_of(struct means *means, struct nnreg_engine *engine,
                                         struct nnreg_bundle_file *file, enum nnreg_mean_kind kind)
{
    struct mean_shape **shape = &means->shape[file - means->files->file];
    struct nnreg_source source;
    bool opened = false;

    if (*shape != NULL)
        return *shape;
    *shape = nnreg_alloc_zero(1, sizeof **shape);
    if (*shape == NULL) {
        engine->status = nnreg_fail_memory(means->error);
        return NULL;
    }
    if (file->size > 0) /* else told elsewhere */
        engine->status = nnreg_judge_open(&opened, &source, engine->findings, file, means->error);
    if (opened) {
        engine->status = read_mean(*shape, engine, file, kind, &source, means->error);
        nnreg_bundle_file_close(&source, file);
    }
    return *shape;
}

static void judge_mean(struct nnreg_engine *engine, const struct nnreg_image *image, void *context)
{
    struct means *means = context;
    struct nnreg_bundle_file *file;
    const struct mean_shape *shape = NULL;
    enum nnreg_mean_kind kind;

    if (engine->status != NNREG_OK)
        return;
    file = nnreg_bundle_find(means->files, image->mean_file);
    if (file != NULL && nnreg_mean_kind_of(&kind, image->mean_file))
        shape = shape_of(means, engine, file, kind);
    if (shape != NULL && shape->known)
        judge_mean_shape(engine, image, shape);
}

void nnreg_judge_means(struct nnreg_engine *engine, const struct nnreg_network *network,
                       const struct nnreg_bundle_files *files, struct nnreg_error *error)
{
    struct means means = {files, error, nnreg_alloc_zero(files->count, sizeof *means.shape)};
    size_t i;

    if (means.shape != NULL)
        nnreg_each_mean_file(engine, network, judge_mean, &means);
    else
        engine->status = nnreg_fail_memory(error);
    for (i = 0; means.shape != NULL && i < files->count; i++)
        nnreg_free(means.shape[i]);
    nnreg_free(means.shape);
}
