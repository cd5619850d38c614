/*
 * The scores of classifications and the grids of YOLO networks against the labels: see recognition_shapes.h. What is made of
 * several tensors is in recognition_boxes.c.
 */
#include "judge/recognition_shapes.h"

#include <stdio.h>
#include <string.h>

#include "judge/recognition_boxes.h"
#include "judge/shape_pattern.h"

#define YOLO_BOX 5 /* of each anchor, before its labels: x, y, width, height and whether there is anything */

const char *nnreg_answer_shown(char out[NNREG_SHAPE_SHOWN], const struct nnreg_tensor_answer *tensor)
{
    struct nnreg_shape shape;

    shape.known = tensor->dim != NULL && tensor->rank <= NNREG_LIMIT_RANK;
    shape.rank = shape.known ? tensor->rank : 0;
    if (shape.known)
        memcpy(shape.dim, tensor->dim, shape.rank * sizeof *shape.dim);
    return nnreg_shape_shown(out, &shape);
}

/*
 * By the text itself, which is the version's own: answers and questions come in one order, so that the next question is mostly
 * for the next answer.
 */
const struct nnreg_tensor_answer *nnreg_version_shape_of(struct nnreg_version_shapes *shapes,
                                                         char *const *member)
{
    size_t i;

    for (i = 0; i < shapes->count; i++) {
        size_t at = (shapes->next + i) % shapes->count;

        if (shapes->answers[at].name != *member)
            continue;
        shapes->next = at + 1;
        return &shapes->answers[at];
    }
    return NULL;
}

/* ---------------------------------------------------------------------------------------------- classifications -- */

/*
 * How many values there are for an image; -1: open. Dimensions of 1 behind the last one that is not 1 are what a mean over the
 * image leaves; but what remains may be the batch, and the values are 1.
 */
static int64_t count_values(const struct nnreg_tensor_answer *tensor, int64_t labels, int64_t batch)
{
    uint32_t i;

    if (tensor->rank == 0)
        return 1;
    for (i = tensor->rank - 1; i > 0; i--)
        if (tensor->dim[i] != 1)
            return tensor->dim[i];
    if (tensor->dim[0] == labels || (tensor->rank == 1 && (batch == 0 || tensor->dim[0] != batch)))
        return tensor->dim[0];
    return 1;
}

/* What is mostly meant. */
static const char *hint_at_values(int64_t values, int64_t labels)
{
    if (values == labels + 1)
        return "one of the values may be a background class: give it a label, too, at the place that it has";
    if (values == 1)
        return "a single value is the score of a single label: give the output one label, not exclusive";
    return "each value takes a label, in the order of the network; or name the tensor that has the scores";
}

static void judge_class_scores(struct nnreg_engine *engine, const struct nnreg_classification *classification,
                               struct nnreg_version_shapes *shapes, size_t labels, size_t output)
{
    char *const *member = &classification->output_tensor;
    const struct nnreg_tensor_answer *tensor = nnreg_version_shape_of(shapes, member);
    char shown[NNREG_SHAPE_SHOWN], name[NNREG_SHOWN];
    int64_t values;

    if (!nnreg_pattern_judges(tensor))
        return;
    values = count_values(tensor, (int64_t)labels, shapes->batch);
    if (values < 0 || values == (int64_t)labels)
        return;
    nnreg_engine_report_at(engine, member, NNREG_RULE_VERSION_SHAPE, hint_at_values(values, (int64_t)labels),
                           "\"%s\" has the shape %s, which is %lld value%s for an image, but output %zu of "
                           "the spec has %zu label%s",
                           nnreg_shown(name, *member), nnreg_answer_shown(shown, tensor), (long long)values,
                           values == 1 ? "" : "s", output, labels, labels == 1 ? "" : "s");
}

/* --------------------------------------------------------------------------------------------------------- YOLO -- */

static bool is_or_open(int64_t there, int64_t wanted)
{
    return there < 0 || there == wanted;
}

/* A grid's channels stand last; or the anchors stand beside their channels; or all boxes are in one row. */
static bool is_grid(const struct nnreg_tensor_answer *tensor, int64_t anchors, int64_t channels)
{
    const int64_t *last = tensor->dim + tensor->rank; /* behind the last dimension */

    if (tensor->rank == 0)
        return false;
    if (is_or_open(last[-1], anchors * channels))
        return true;
    return tensor->rank > 1 && last[-1] == channels && (last[-2] < 0 || last[-2] % anchors == 0);
}

/* The same before height and width. An open dimension says something only where the images are so, too. */
static bool is_grid_of_planes(const struct nnreg_tensor_answer *tensor, int64_t anchors, int64_t channels,
                              bool channels_first)
{
    const int64_t *last = tensor->dim + tensor->rank;

    if (tensor->rank < 3)
        return false;
    if (last[-3] == anchors * channels || (channels_first && last[-3] < 0))
        return true;
    return tensor->rank > 3 && last[-3] == channels && is_or_open(last[-4], anchors);
}

static void judge_grid(struct nnreg_engine *engine, const struct nnreg_yolo_output *output,
                       struct nnreg_version_shapes *shapes, size_t labels)
{
    char *const *member = &output->output_tensor;
    const struct nnreg_tensor_answer *tensor = nnreg_version_shape_of(shapes, member);
    int64_t anchors = (int64_t)(output->anchors.count / 2), channels = YOLO_BOX + (int64_t)labels;
    char shown[NNREG_SHAPE_SHOWN], name[NNREG_SHOWN], hint[120];

    if (!nnreg_pattern_judges(tensor) || is_grid(tensor, anchors, channels) ||
        is_grid_of_planes(tensor, anchors, channels, shapes->channels_first))
        return;
    (void)snprintf(hint, sizeof hint, "each of the %lld anchor%s has 5 numbers of its box and %zu score%s",
                   (long long)anchors, anchors == 1 ? "" : "s", labels, labels == 1 ? "" : "s");
    nnreg_engine_report_at(engine, member, NNREG_RULE_VERSION_SHAPE, hint,
                           "\"%s\" has the shape %s, but %lld pair%s of anchors and %zu label%s make %lld "
                           "channels",
                           nnreg_shown(name, *member), nnreg_answer_shown(shown, tensor), (long long)anchors,
                           anchors == 1 ? "" : "s", labels, labels == 1 ? "" : "s",
                           (long long)(anchors * channels));
}

/* Anchors that are no list, or none, have a finding of their own. */
static void judge_yolo(struct nnreg_engine *engine, const struct nnreg_yolo_output *output,
                       struct nnreg_version_shapes *shapes, size_t labels)
{
    size_t count = output->anchors.count;

    if (count % 2 != 0)
        nnreg_engine_report_at(engine, &output->anchors, NNREG_RULE_VERSION_SHAPE,
                               "give the width and the height of each anchor, one behind the other",
                               "anchors has %zu number%s, which are no pairs", count, count == 1 ? "" : "s");
    else if (count > 0)
        judge_grid(engine, output, shapes, labels);
}

/* ---------------------------------------------------------------------------------------------------------- all -- */

/* One of several kinds has a finding already. */
static void judge_detection_shapes(struct nnreg_engine *engine, const struct nnreg_detection *detection,
                                   struct nnreg_version_shapes *shapes, size_t labels)
{
    if ((detection->anchored_output != NULL) + (detection->direct_output != NULL) +
            (detection->yolo_output != NULL) !=
        1)
        return;
    if (detection->anchored_output != NULL)
        nnreg_judge_anchored_shapes(engine, detection->anchored_output, shapes, labels);
    if (detection->direct_output != NULL)
        nnreg_judge_direct_shapes(engine, detection->direct_output, shapes, labels);
    if (detection->yolo_output != NULL)
        judge_yolo(engine, detection->yolo_output, shapes, labels);
}

/* What is for another kind of output, and a list of another length, have findings of their own. */
void nnreg_judge_version_shapes(struct nnreg_engine *engine, const struct nnreg_version *version,
                                const struct nnreg_spec *spec, struct nnreg_version_shapes *shapes)
{
    const struct nnreg_output_processing *entry = version->post_processings.items;
    const struct nnreg_output *outputs = spec->outputs.items;
    size_t i;

    if (version->post_processings.count != spec->outputs.count)
        return;
    for (i = 0; i < spec->outputs.count && engine->status == NNREG_OK; i++) {
        const struct nnreg_labels *labels = outputs[i].labels;

        if (labels == NULL || labels->labels.count == 0 ||
            (entry[i].classification != NULL && entry[i].detection != NULL))
            continue;
        if (labels->roi == NNREG_ROI_NONE && entry[i].classification != NULL)
            judge_class_scores(engine, entry[i].classification, shapes, labels->labels.count, i);
        if (labels->roi == NNREG_ROI_BBOX && entry[i].detection != NULL)
            judge_detection_shapes(engine, entry[i].detection, shapes, labels->labels.count);
    }
}
