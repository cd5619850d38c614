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

/* Channels that the declared colors have; -1 when that is not known. */
static int64_t declared_channels(const struct nnreg_engine *engine, const struct nnreg_json_value *image)
{
    const struct nnreg_json_value *value = nnreg_json_member(engine->json, image, "color_channels");

    if (value == NULL || value->type != NNREG_JSON_STRING)
        return -1;
    if (nnreg_json_string_is(engine->json, value, "L"))
        return 1;
    return nnreg_json_string_is(engine->json, value, "RGB") ||
                   nnreg_json_string_is(engine->json, value, "BGR")
               ? 3
               : -1;
}

static bool declared_size(uint32_t *width, uint32_t *height, const struct nnreg_engine *engine,
                          const struct nnreg_json_value *image)
{
    const struct nnreg_json_value *value = nnreg_json_member(engine->json, image, "target_size");
    char *text;
    int sides;
    bool two;

    if (value == NULL || value->type != NNREG_JSON_STRING ||
        nnreg_json_string(&text, NULL, engine->json, value) != NNREG_OK)
        return false;
    two = nnreg_target_size(width, height, &sides, text) && sides == 2;
    nnreg_free(text);
    return two;
}

/* Holds the mean's dimensions against the image that names it; reported at `value`, its name. */
static void judge_shape(struct nnreg_engine *engine, const struct nnreg_json_value *image,
                        const struct nnreg_json_value *value, const struct mean_shape *mean)
{
    struct layout layout = trim(mean);
    int64_t channels = declared_channels(engine, image), there = -1, high = -1, wide = -1;
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
        nnreg_engine_report(engine, NNREG_RULE_MEAN_SHAPE, value->start, NULL,
                            "the mean has the shape %s, which is no image and no list of channels", shown);
        return;
    }
    if (channels > 0 && there != channels)
        nnreg_engine_report(engine, NNREG_RULE_MEAN_SHAPE, value->start, NULL,
                            "the mean has the shape %s, and the image has %lld channel%s", shown,
                            (long long)channels, channels == 1 ? "" : "s");
    else if (high > 1 && wide > 1 && declared_size(&width, &height, engine, image) &&
             (high != (int64_t)height || wide != (int64_t)width))
        nnreg_engine_report_as(engine, NNREG_RULE_MEAN_SHAPE, NNREG_SEVERITY_WARNING, value->start,
                               "crop or scale the mean to the target size, or use one value for each channel",
                               "the mean has the shape %s, and the image is %ux%u", shown, (unsigned)width,
                               (unsigned)height);
}

static void report_problem(struct nnreg_engine *engine, const char *name, const struct nnreg_problem *problem)
{
    const struct nnreg_mean_problem_row *row = &nnreg_mean_problem_rows[problem->code];
    struct nnreg_location place = {
        .file = name, .order = NNREG_ORDER_FILES, .offset = problem->offset, .has_offset = true};

    nnreg_report_location(engine->findings,
                          problem->code == NNREG_MEAN_NOT_FINITE ? NNREG_RULE_MEAN_NOT_FINITE
                                                                 : NNREG_RULE_MEAN_CORRUPT,
                          row->severity, &place, NULL, "the file %s", problem->text);
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
        report_problem(engine, file->name, &problems.list[i]);
    shape->known = status == NNREG_OK && mean.has_shape;
    shape->rank = shape->known ? mean.rank : 0;
    memcpy(shape->dims, mean.dims, shape->rank * sizeof *mean.dims);
    nnreg_mean_free(&mean);
    nnreg_problems_free(&problems);
    return told;
}

/* What is in a file of the bundle; NULL: engine->status says why. */
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

/* The image object that a mean_file stands in: the container before it that reaches beyond it. */
static const struct nnreg_json_value *container_of(const struct nnreg_json *json,
                                                   const struct nnreg_json_value *value)
{
    const struct nnreg_json_value *object = value;

    do
        object--;
    while (object > json->values && !(object->type == NNREG_JSON_OBJECT && object->stop > value->stop));
    return object;
}

static void judge_mean(struct nnreg_engine *engine, const struct nnreg_json *json,
                       const struct nnreg_json_value *value, void *context)
{
    struct means *means = context;
    struct nnreg_bundle_file *file;
    const struct mean_shape *shape = NULL;
    enum nnreg_mean_kind kind;
    char *name;

    if (engine->status != NNREG_OK)
        return;
    if (nnreg_json_string(&name, NULL, json, value) != NNREG_OK) {
        engine->status = NNREG_NO_MEMORY;
        return;
    }
    file = nnreg_bundle_find(means->files, name);
    if (file != NULL && nnreg_mean_kind_of(&kind, name))
        shape = shape_of(means, engine, file, kind);
    if (shape != NULL && shape->known)
        judge_shape(engine, container_of(json, value), value, shape);
    nnreg_free(name);
}

void nnreg_judge_means(struct nnreg_engine *engine, const struct nnreg_bundle_files *files,
                       struct nnreg_error *error)
{
    struct means means = {files, error, nnreg_alloc_zero(files->count, sizeof *means.shape)};
    size_t i;

    if (means.shape != NULL)
        nnreg_each_mean_file(engine, engine->json, judge_mean, &means);
    else
        engine->status = nnreg_fail_memory(error);
    for (i = 0; means.shape != NULL && i < files->count; i++)
        nnreg_free(means.shape[i]);
    nnreg_free(means.shape);
}
