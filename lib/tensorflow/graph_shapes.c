/*
 * Shapes by what is said of the inputs: see graph_shapes.h. Several may say something of one tensor; whoever stands first in
 * the order of `enum saying` is heard.
 */
#include "tensorflow/graph_shapes.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "tensorflow/fed_images.h"

enum saying { SAID_BY_IMAGE, SAID_BY_SIGNATURE, SAID_BY_GRAPH };

/* Something said of an input. */
struct said_input {
    struct nnreg_flow_tensor tensor;
    uint32_t node; /* of the model */
    uint32_t by;   /* enum saying */
    uint32_t what; /* the number of the image; the signature's tensor in the model */
};

struct said_inputs {
    const struct nnreg_judged *judged;
    struct nnreg_fed_images *images; /* NULL: there is no description */
    int64_t batch;
    const struct nnreg_sides *sides; /* NULL: no size is named */
    struct said_input *list;
    size_t room, count;
    bool failed;
};

static void add_said(struct said_inputs *said, const struct nnreg_flow_tensor *tensor, enum saying by,
                     uint32_t what)
{
    struct said_input *grown = nnreg_array_room(said->list, &said->room, said->count + 1, sizeof *grown);

    if (grown == NULL) {
        said->failed = true;
        return;
    }
    said->list = grown;
    grown[said->count++] = (struct said_input){*tensor, tensor->point + said->judged->graph.meta->first_node,
                                               (uint32_t)by, what};
}

/* ---------------------------------------------------------------------------------------------------- what is said -- */

static void hear_images(struct said_inputs *said)
{
    uint32_t i;

    nnreg_fed_images_batch(said->images, said->batch);
    for (i = 0; i < said->images->count; i++)
        add_said(said, &said->images->image[i].tensor, SAID_BY_IMAGE, i);
}

bool nnreg_signature_tensor(struct nnreg_flow_tensor *found, const struct nnreg_judged *judged,
                            const struct nnreg_savedmodel_info *info)
{
    struct nnreg_graph_tensor tensor;

    if (info->depth > 0 || info->replaced || info->form != NNREG_INFO_DENSE ||
        !nnreg_graph_tensor(&tensor, &judged->graph, nnreg_savedmodel_text(judged->model, info->name),
                            nnreg_savedmodel_text_size(judged->model, info->name)) ||
        tensor.is_control || !tensor.has_output)
        return false;
    *found = (struct nnreg_flow_tensor){nnreg_flow_of_node(judged->flow, tensor.node), tensor.output};
    return true;
}

void nnreg_signature_shape(struct nnreg_shape *shape, const struct nnreg_judged *judged,
                           const struct nnreg_savedmodel_info *info)
{
    struct nnreg_graph_tensor tensor;

    shape->known = false;
    if (nnreg_graph_tensor(&tensor, &judged->graph, nnreg_savedmodel_text(judged->model, info->name),
                           nnreg_savedmodel_text_size(judged->model, info->name)))
        nnreg_graph_tensor_shape(shape, &judged->graph, &tensor);
}

static void hear_signatures(struct said_inputs *said)
{
    const struct nnreg_savedmodel *model = said->judged->model;
    const struct nnreg_savedmodel_meta *meta = said->judged->graph.meta;
    struct nnreg_flow_tensor tensor;
    uint32_t i, k;

    for (i = meta->first_signature; i < meta->first_signature + meta->signatures; i++) {
        const struct nnreg_savedmodel_signature *signature = nnreg_savedmodel_signature_at(model, i);

        for (k = signature->first_info; !signature->replaced && k < signature->first_info + signature->infos;
             k++) {
            const struct nnreg_savedmodel_info *info = nnreg_savedmodel_info_at(model, k);

            if (!info->is_output && nnreg_signature_tensor(&tensor, said->judged, info))
                add_said(said, &tensor, SAID_BY_SIGNATURE, k);
        }
    }
}

/* Only where the number of examples is to be another than the graph says: what it says it knows by itself. */
static void hear_graph(struct said_inputs *said)
{
    const struct nnreg_flow *flow = said->judged->flow;
    uint32_t i;

    for (i = 0; said->batch >= 0 && i < said->judged->graph.meta->nodes; i++)
        if (flow->kinds[said->judged->graph.meta->first_node + i] == NNREG_FLOW_PLACEHOLDER) {
            struct nnreg_flow_tensor tensor = {i, 0};

            add_said(said, &tensor, SAID_BY_GRAPH, 0);
        }
}

static int compare_said(const void *a, const void *b)
{
    const struct said_input *one = a, *other = b;

    if (one->tensor.point != other->tensor.point)
        return one->tensor.point < other->tensor.point ? -1 : 1;
    if (one->tensor.output != other->tensor.output)
        return one->tensor.output < other->tensor.output ? -1 : 1;
    if (one->by != other->by)
        return one->by < other->by ? -1 : 1;
    return (one->what > other->what) - (one->what < other->what);
}

/* In the order of tensors, each once. */
static void sort_said(struct said_inputs *said)
{
    size_t i, kept = 0;

    if (said->count > 1)
        qsort(said->list, said->count, sizeof *said->list, compare_said);
    for (i = 0; i < said->count; i++)
        if (kept == 0 || said->list[kept - 1].tensor.point != said->list[i].tensor.point ||
            said->list[kept - 1].tensor.output != said->list[i].tensor.output)
            said->list[kept++] = said->list[i];
    said->count = kept;
}

/* --------------------------------------------------------------------------------------------------------- shapes -- */

/*
 * What the graph says, and the signature where that says nothing. True: it is an image of a description, whose first dimension
 * is as it should be.
 */
static bool said_shape(struct nnreg_shape *shape, const struct said_inputs *said,
                       const struct said_input *input)
{
    const struct nnreg_judged *judged = said->judged;
    struct nnreg_graph_tensor tensor = {.node = input->node, .output = input->tensor.output};

    if (input->by == SAID_BY_IMAGE && nnreg_fed_image_shape(shape, &said->images->image[input->what]))
        return true;
    nnreg_graph_tensor_shape(shape, &judged->graph, &tensor);
    if (!shape->known && input->by == SAID_BY_SIGNATURE)
        nnreg_savedmodel_shape(shape, judged->model,
                               nnreg_savedmodel_info_at(judged->model, input->what)->shape);
    return false;
}

/* What the first operations tell is asked of graphs that TensorFlow loads alone. */
static enum nnreg_sides_use take_sides(struct nnreg_shape *shape, struct nnreg_first_ops *first,
                                       const struct said_inputs *said, const struct said_input *input)
{
    const struct nnreg_judged *judged = said->judged;
    const struct nnreg_savedmodel_node *node = nnreg_savedmodel_node_at(judged->model, input->node);
    struct nnreg_first_told told = {.computes = false};
    uint32_t dtype;

    if (!nnreg_graph_output_type(&dtype, &judged->graph, node, input->tensor.output))
        dtype = NNREG_DTYPE_UNNAMED;
    if (judged->loads)
        nnreg_first_ops_tell(&told, first, &input->tensor, shape);
    return nnreg_sides_take(shape, said->sides, &told, dtype);
}

/* `first` is NULL where no size of images is named. */
static void feed_said(struct nnreg_graph_shapes *shapes, const struct said_inputs *said, size_t i,
                      struct nnreg_first_ops *first)
{
    struct nnreg_shape shape;
    bool is_image = said_shape(&shape, said, &said->list[i]);

    if (first != NULL) {
        shapes->sides[i] = take_sides(&shape, first, said, &said->list[i]);
        is_image |= shapes->sides[i] == NNREG_SIDES_TAKEN && shape.rank == 3;
    }
    if (!is_image && shape.known && shape.rank > 0 && shape.dim[0] < 0)
        shape.dim[0] = said->batch;
    shapes->feeds[i].shape = nnreg_shapes_put(&shapes->shapes, &shape);
}

static nnreg_status feed_all_said(struct nnreg_graph_shapes *shapes, const struct said_inputs *said,
                                  struct nnreg_error *error)
{
    struct nnreg_first_ops first;
    nnreg_status status = NNREG_OK;
    size_t i;

    if (said->sides != NULL) {
        shapes->sides = nnreg_alloc_zero(said->count + 1, sizeof *shapes->sides);
        status = nnreg_first_ops_make(&first, said->judged->flow, said->judged->files, error);
        if (status == NNREG_OK && shapes->sides == NULL)
            status = nnreg_fail_memory(error);
    }
    for (i = 0; status == NNREG_OK && i < said->count; i++)
        feed_said(shapes, said, i, said->sides != NULL ? &first : NULL);
    if (said->sides != NULL)
        nnreg_first_ops_free(&first);
    return status == NNREG_OK && said->judged->flow->failed ? nnreg_fail_memory(error) : status;
}

static nnreg_status run_said(struct nnreg_graph_shapes *shapes, const struct said_inputs *said,
                             const struct nnreg_flow_tensor *tensors, size_t count, struct nnreg_error *error)
{
    nnreg_status status;
    size_t i;

    shapes->feeds = nnreg_alloc_zero(said->count + 1, sizeof *shapes->feeds);
    if (said->failed || shapes->feeds == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < said->count; i++)
        shapes->feeds[i].tensor = said->list[i].tensor;
    shapes->feed_count = said->count;
    status = nnreg_shapes_make(&shapes->shapes, said->judged->flow, shapes->feeds, said->count, tensors,
                               count, error);
    if (status == NNREG_OK)
        status = feed_all_said(shapes, said, error);
    return status == NNREG_OK ? nnreg_shapes_run(&shapes->shapes, error) : status;
}

nnreg_status nnreg_graph_shapes_make(struct nnreg_graph_shapes *shapes, const struct nnreg_judged *judged,
                                     const struct nnreg_network *network, int64_t batch,
                                     const struct nnreg_sides *sides, const struct nnreg_flow_tensor *tensors,
                                     size_t count, struct nnreg_error *error)
{
    struct said_inputs said = {
        .judged = judged, .batch = batch, .sides = sides != NULL && sides->width > 0 ? sides : NULL};
    nnreg_status status;

    *shapes = (struct nnreg_graph_shapes){.feeds = NULL};
    if (network != NULL && network->preprocessing != NULL) {
        said.images = nnreg_alloc_zero(1, sizeof *said.images);
        if (said.images == NULL)
            return nnreg_fail_memory(error);
        nnreg_fed_images_take(said.images, judged, network);
        hear_images(&said);
    }
    hear_signatures(&said);
    hear_graph(&said);
    sort_said(&said);
    status = run_said(shapes, &said, tensors, count, error);
    nnreg_free(said.images);
    nnreg_free(said.list);
    return status;
}

/*
 * How many tensors have to be asked for, to have all of a node: of most nodes one, since their outputs come together; what a call
 * gives out comes from somewhere else for each.
 */
static uint32_t outputs_asked(const struct nnreg_judged *judged, uint32_t point)
{
    uint32_t node = judged->graph.meta->first_node + point, outputs;

    switch ((enum nnreg_flow_kind)judged->flow->kinds[node]) {
    case NNREG_FLOW_CALL:
    case NNREG_FLOW_IF:
    case NNREG_FLOW_CASE:
    case NNREG_FLOW_WHILE:
        if (!nnreg_graph_outputs(&outputs, &judged->graph, nnreg_savedmodel_node_at(judged->model, node)))
            return 1;
        return outputs < NNREG_SHAPES_OUTPUTS ? outputs : NNREG_SHAPES_OUTPUTS;
    default:
        return 1;
    }
}

/* NULL: no memory. */
static struct nnreg_flow_tensor *all_tensors(size_t *count, const struct nnreg_judged *judged)
{
    struct nnreg_flow_tensor *tensors = NULL;
    size_t room = 0;
    uint32_t point, i;

    *count = 0;
    for (point = 0; point < judged->graph.meta->nodes; point++) {
        uint32_t outputs = outputs_asked(judged, point);
        struct nnreg_flow_tensor *grown =
            nnreg_array_room(tensors, &room, *count + outputs + 1, sizeof *grown);

        if (grown == NULL) {
            nnreg_free(tensors);
            return NULL;
        }
        tensors = grown;
        for (i = 0; i < outputs; i++)
            tensors[(*count)++] = (struct nnreg_flow_tensor){point, i};
    }
    return tensors;
}

nnreg_status nnreg_graph_shapes_make_all(struct nnreg_graph_shapes *shapes, const struct nnreg_judged *judged,
                                         const struct nnreg_network *network, struct nnreg_error *error)
{
    struct nnreg_flow_tensor *tensors;
    size_t count;
    nnreg_status status;

    *shapes = (struct nnreg_graph_shapes){.feeds = NULL};
    tensors = all_tensors(&count, judged);
    if (tensors == NULL && judged->graph.meta->nodes > 0)
        return nnreg_fail_memory(error);
    status = nnreg_graph_shapes_make(shapes, judged, network, -1, NULL, tensors, count, error);
    nnreg_free(tensors);
    return status;
}

nnreg_status nnreg_graph_shapes_make_outputs(struct nnreg_graph_shapes *shapes,
                                             const struct nnreg_judged *judged, struct nnreg_error *error)
{
    const struct nnreg_savedmodel_meta *meta = judged->graph.meta;
    struct nnreg_flow_tensor *tensors = NULL;
    size_t room = 0, count = 0;
    nnreg_status status;
    uint32_t i, k;

    *shapes = (struct nnreg_graph_shapes){.feeds = NULL};
    for (i = meta->first_signature; i < meta->first_signature + meta->signatures; i++) {
        const struct nnreg_savedmodel_signature *signature = nnreg_savedmodel_signature_at(judged->model, i);
        struct nnreg_flow_tensor *grown =
            nnreg_array_room(tensors, &room, count + signature->infos + 1, sizeof *grown);

        if (grown == NULL) {
            nnreg_free(tensors);
            return nnreg_fail_memory(error);
        }
        tensors = grown;
        for (k = signature->first_info; k < signature->first_info + signature->infos; k++) {
            const struct nnreg_savedmodel_info *info = nnreg_savedmodel_info_at(judged->model, k);

            if (info->is_output && nnreg_signature_tensor(&tensors[count], judged, info))
                count++;
        }
    }
    status = nnreg_graph_shapes_make(shapes, judged, NULL, -1, NULL, tensors, count, error);
    nnreg_free(tensors);
    return status;
}

void nnreg_graph_shapes_free(struct nnreg_graph_shapes *shapes)
{
    nnreg_shapes_free(&shapes->shapes);
    nnreg_free(shapes->feeds);
    nnreg_free(shapes->sides);
    *shapes = (struct nnreg_graph_shapes){.feeds = NULL};
}

/* ----------------------------------------------------------------------------------------------- what is given out -- */

struct nnreg_flow_tensor *nnreg_signature_outputs(size_t *count, const struct nnreg_judged *judged,
                                                  const struct nnreg_savedmodel_signature *signature)
{
    struct nnreg_flow_tensor *tensors = nnreg_alloc_zero((size_t)signature->infos + 1, sizeof *tensors);
    uint32_t i;

    *count = 0;
    for (i = 0; tensors != NULL && i < signature->infos; i++) {
        const struct nnreg_savedmodel_info *info =
            nnreg_savedmodel_info_at(judged->model, signature->first_info + i);

        if (info->is_output && nnreg_signature_tensor(&tensors[*count], judged, info))
            (*count)++;
    }
    return tensors;
}
