/* What an operation cannot work with, in words: see judge_shapes.h. */
#include "tensorflow/judge_shapes.h"
#include "tensorflow/model_names.h"

#include <string.h>

#include "check/engine.h"

enum { BACK_STEPS = 64 }; /* points between an operation and the image that it was made of */

static const char *shown_shape(char out[NNREG_SHAPE_SHOWN], const struct nnreg_shapes *shapes,
                               uint32_t number)
{
    struct nnreg_shape shape;

    nnreg_shapes_get(&shape, shapes, number);
    return nnreg_shape_shown(out, &shape);
}

/* What the numbers of a dimension are to the operation. */
static bool multiplies_matrices(const char *op)
{
    return strcmp(op, "MatMul") == 0 || strncmp(op, "BatchMatMul", strlen("BatchMatMul")) == 0;
}

/* What it needs and gets, by numbers. */
static void put_numbers(struct nnreg_bytes *out, const struct nnreg_shapes_conflict *conflict, const char *op)
{
    long long needs = (long long)conflict->needs, gets = (long long)conflict->gets;

    switch (conflict->reason) {
    case NNREG_SHAPES_FITS:
    case NNREG_SHAPES_BROADCAST:
    case NNREG_SHAPES_ELEMENTS:
        break;
    case NNREG_SHAPES_RANK:
        nnreg_bytes_format(out, "needs %lld dimensions and gets %lld", needs, gets);
        break;
    case NNREG_SHAPES_SIZE:
        nnreg_bytes_format(out,
                           multiplies_matrices(op) ? "needs %lld values and gets %lld"
                                                   : "needs a dimension of %lld and gets one of %lld",
                           needs, gets);
        break;
    case NNREG_SHAPES_CHANNELS:
        nnreg_bytes_format(out, "needs %lld channel%s and gets %lld", needs, needs == 1 ? "" : "s", gets);
        break;
    case NNREG_SHAPES_MULTIPLE:
        nnreg_bytes_format(out, "needs a multiple of %lld and gets %lld", needs, gets);
        break;
    case NNREG_SHAPES_SMALL:
        nnreg_bytes_format(out, "needs at least %lld and gets %lld", needs, gets);
        break;
    case NNREG_SHAPES_RANGE:
        nnreg_bytes_format(out, "takes number %lld of %lld", gets, needs);
        break;
    }
}

static void put_conflict(struct nnreg_bytes *out, const struct nnreg_shapes *shapes, const char *op)
{
    const struct nnreg_shapes_conflict *conflict = &shapes->conflict;
    char one[NNREG_SHAPE_SHOWN], other[NNREG_SHAPE_SHOWN];

    shown_shape(one, shapes, conflict->shape[0]);
    shown_shape(other, shapes, conflict->shape[1]);
    if (conflict->reason == NNREG_SHAPES_BROADCAST) {
        nnreg_bytes_format(out, "gets the shapes %s and %s, which do not go together", one, other);
    } else if (conflict->reason == NNREG_SHAPES_ELEMENTS) {
        nnreg_bytes_format(out, "gets %lld values (%s), which do not fill the shape %s",
                           (long long)conflict->gets, one, other);
    } else {
        put_numbers(out, conflict, op);
        nnreg_bytes_format(out, conflict->shape[1] != 0 ? " (%s with %s)" : " (%s)", one, other);
    }
}

/* The first thing that a point is computed from. */
struct first_source {
    struct nnreg_flow_tensor tensor;
    bool found;
};

static void take_first(void *context, const struct nnreg_flow_source *source)
{
    struct first_source *first = context;

    if (first->found || source->control || source->chooses || source->back)
        return;
    first->tensor = (struct nnreg_flow_tensor){source->point, source->output};
    first->found = true;
}

static bool is_fed_itself(const struct nnreg_shapes *shapes, const struct nnreg_flow_tensor *tensor)
{
    size_t i;

    for (i = 0; i < shapes->feed_count; i++)
        if (shapes->feeds[i].tensor.point == tensor->point &&
            shapes->feeds[i].tensor.output == tensor->output)
            return true;
    return false;
}

/* The map of features that an operation's first input was made of, "6x6x512": what is fed is none, and known to all. */
static bool put_image_behind(struct nnreg_bytes *out, struct nnreg_shapes *shapes)
{
    uint32_t point = shapes->conflict.point;
    struct nnreg_shape shape;
    unsigned step;

    for (step = 0; step < BACK_STEPS; step++) {
        struct first_source first = {.found = false};

        nnreg_flow_sources(shapes->flow, point, take_first, &first);
        if (!first.found || is_fed_itself(shapes, &first.tensor))
            return false;
        nnreg_shapes_get(&shape, shapes, nnreg_shapes_of(shapes, &first.tensor).shape);
        if (shape.known && shape.rank == 4 && shape.dim[1] >= 0 && shape.dim[2] >= 0 && shape.dim[3] >= 0) {
            nnreg_bytes_format(out, "%lldx%lldx%lld", (long long)shape.dim[1], (long long)shape.dim[2],
                               (long long)shape.dim[3]);
            return true;
        }
        point = first.tensor.point;
    }
    return false;
}

void nnreg_shapes_conflict_text(struct nnreg_bytes *out, struct nnreg_shapes *shapes, const char *size)
{
    const struct nnreg_savedmodel *model = shapes->flow->graph->model;
    struct nnreg_flow_place place = nnreg_flow_place(shapes->flow, shapes->conflict.point);
    const char *op = nnreg_savedmodel_text(model, place.node->op);
    char shown[NNREG_SHOWN], shown_op[NNREG_SHOWN];
    struct nnreg_bytes behind = NNREG_BYTES_INIT;

    nnreg_bytes_format(out, "%s \"%s\" ", nnreg_shown(shown_op, op),
                       nnreg_model_shown(shown, model, place.node->name));
    put_conflict(out, shapes, op);
    if (size != NULL && put_image_behind(&behind, shapes) && !behind.failed)
        nnreg_bytes_format(out, ": target_size %s gives %s", nnreg_shown(shown, size), behind.content);
    out->failed |= behind.failed;
    nnreg_bytes_free(&behind);
}
