/*
 * The shapes of what flows between boxes: see scopes.h. What the file says of a tensor comes first; what it leaves open is
 * propagated (shapes.h) from the shapes that the signatures' inputs have, over the same flow that is drawn.
 */
#include "base/alloc.h"
#include "tensorflow/scopes_parts.h"
#include "tensorflow/shapes.h"

struct nnreg_scopes_shapes {
    struct nnreg_shapes propagated;
    struct nnreg_shapes_feed *feeds;
};

/* ------------------------------------------------------------------------------------------------- what is told -- */

static void told_shape(struct nnreg_shape *shape, const struct nnreg_scopes *scopes,
                       const struct nnreg_flow_tensor *tensor)
{
    struct nnreg_flow_place place = nnreg_flow_place(&scopes->flow, tensor->point);
    struct nnreg_graph_tensor named = {.output = tensor->output};

    if (place.node != NULL && place.frame->body == NULL) {
        named.node = scopes->graph->meta->first_node + place.index;
        nnreg_graph_tensor_shape(shape, scopes->graph, &named);
    } else {
        nnreg_savedmodel_shape(
            shape, scopes->graph->model,
            place.node != NULL ? nnreg_graph_output_shape(scopes->graph, place.node, tensor->output) : 0);
    }
}

/* What `told` leaves open is as in `found`, if they go together at all. */
static void fill_open(struct nnreg_shape *told, const struct nnreg_shape *found)
{
    uint32_t i;

    if (!found->known || (told->known && told->rank != found->rank))
        return;
    if (!told->known) {
        *told = *found;
        return;
    }
    for (i = 0; i < told->rank; i++)
        if (told->dim[i] < 0)
            told->dim[i] = found->dim[i];
}

/* A sparse tensor's shape is none of its parts'. */
static void end_shape(struct nnreg_shape *shape, const struct nnreg_scopes *scopes,
                      const struct nnreg_scopes_end *end)
{
    const struct nnreg_savedmodel_info *info = nnreg_savedmodel_info_at(scopes->graph->model, end->info);
    struct nnreg_shape told;

    nnreg_savedmodel_shape(shape, scopes->graph->model, info->form == NNREG_INFO_DENSE ? info->shape : 0);
    told_shape(&told, scopes, &end->tensor);
    fill_open(shape, &told);
}

/* -------------------------------------------------------------------------------------------------- propagation -- */

static size_t count_inputs(const struct nnreg_scopes *scopes)
{
    size_t count = 0;

    while (count < scopes->box_count && scopes->boxes[count].kind == NNREG_SCOPES_INPUT)
        count++;
    return count;
}

static struct nnreg_shapes_feed *make_feeds(const struct nnreg_scopes *scopes, size_t count)
{
    struct nnreg_shapes_feed *feeds = nnreg_alloc_zero(count + 1, sizeof *feeds);
    size_t i;

    for (i = 0; feeds != NULL && i < count; i++)
        feeds[i].tensor = scopes->boxes[i].end.tensor;
    return feeds;
}

/* The inputs are the first boxes, in the order in which feeds are sorted. */
static void feed_inputs(struct nnreg_scopes_shapes *shapes, const struct nnreg_scopes *scopes, size_t count)
{
    struct nnreg_shape shape;
    size_t i;

    for (i = 0; i < count; i++) {
        end_shape(&shape, scopes, &scopes->boxes[i].end);
        shapes->feeds[i].shape = nnreg_shapes_put(&shapes->propagated, &shape);
    }
}

/* All that an edge shows; NULL on no memory. */
static struct nnreg_flow_tensor *list_shown(size_t *count, const struct nnreg_scopes *scopes)
{
    struct nnreg_flow_tensor *list =
        nnreg_alloc_zero((size_t)scopes->edge_count * NNREG_LIMIT_SCOPES_TENSORS + 1, sizeof *list);
    uint32_t i, k;

    *count = 0;
    for (i = 0; list != NULL && i < scopes->edge_count; i++)
        for (k = 0; k < scopes->edges[i].tensor_count; k++)
            list[(*count)++] = scopes->edges[i].tensors[k];
    return list;
}

static bool propagate(struct nnreg_scopes_shapes *shapes, struct nnreg_scopes *scopes)
{
    size_t inputs = count_inputs(scopes), count;
    struct nnreg_flow_tensor *shown = list_shown(&count, scopes);
    bool made;

    shapes->feeds = make_feeds(scopes, inputs);
    made = shown != NULL && shapes->feeds != NULL &&
           nnreg_shapes_make(&shapes->propagated, &scopes->flow, shapes->feeds, inputs, shown, count, NULL) ==
               NNREG_OK;
    nnreg_free(shown);
    if (!made)
        return false;
    feed_inputs(shapes, scopes, inputs);
    return nnreg_shapes_run(&shapes->propagated, NULL) == NNREG_OK;
}

bool nnreg_scopes_shapes_make(struct nnreg_scopes *scopes)
{
    scopes->shapes = nnreg_alloc_zero(1, sizeof *scopes->shapes);
    return scopes->shapes != NULL && propagate(scopes->shapes, scopes);
}

void nnreg_scopes_shapes_free(struct nnreg_scopes *scopes)
{
    if (scopes->shapes == NULL)
        return;
    nnreg_shapes_free(&scopes->shapes->propagated);
    nnreg_free(scopes->shapes->feeds);
    nnreg_free(scopes->shapes);
    scopes->shapes = NULL;
}

/* ------------------------------------------------------------------------------------------------------- asking -- */

void nnreg_scopes_shape(struct nnreg_shape *shape, const struct nnreg_scopes *scopes,
                        const struct nnreg_flow_tensor *tensor)
{
    struct nnreg_shape found;

    told_shape(shape, scopes, tensor);
    nnreg_shapes_get(&found, &scopes->shapes->propagated,
                     nnreg_shapes_of(&scopes->shapes->propagated, tensor).shape);
    fill_open(shape, &found);
}

void nnreg_scopes_end_shape(struct nnreg_shape *shape, const struct nnreg_scopes *scopes,
                            const struct nnreg_scopes_end *end)
{
    struct nnreg_shape found;

    end_shape(shape, scopes, end);
    nnreg_scopes_shape(&found, scopes, &end->tensor);
    fill_open(shape, &found);
}
