/* Walking back through a flow: see flow.h. The stack is on the heap, since a chain may be as long as the file allows. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "tensorflow/flow.h"

static int compare_tensors(const void *a, const void *b)
{
    const struct nnreg_flow_tensor *one = a, *other = b;

    if (one->point != other->point)
        return one->point < other->point ? -1 : 1;
    return (one->output > other->output) - (one->output < other->output);
}

void nnreg_flow_sort_tensors(struct nnreg_flow_tensor *tensors, size_t count)
{
    if (count > 1)
        qsort(tensors, count, sizeof *tensors, compare_tensors);
}

/* Room in `via` for all points there are by now. */
static bool make_via(struct nnreg_flow_walk *walk)
{
    uint32_t *grown;

    if (walk->via_count >= walk->flow->points)
        return true;
    grown = nnreg_array_room(walk->via, &walk->via_room, walk->flow->points, sizeof *grown);
    if (grown == NULL)
        return false;
    walk->via = grown;
    while (walk->via_count < walk->flow->points)
        walk->via[walk->via_count++] = NNREG_FLOW_NONE;
    return true;
}

static void meet(struct nnreg_flow_walk *walk, uint32_t point, uint32_t from)
{
    uint32_t *grown;

    if (!make_via(walk)) {
        walk->flow->failed = true;
        return;
    }
    if (walk->via[point] != NNREG_FLOW_NONE)
        return;
    grown = nnreg_array_room(walk->stack, &walk->stack_room, walk->stack_count + 1, sizeof *grown);
    if (grown == NULL) {
        walk->flow->failed = true;
        return;
    }
    walk->stack = grown;
    walk->stack[walk->stack_count++] = point;
    walk->via[point] = from;
    walk->met++;
}

const struct nnreg_flow_tensor *nnreg_flow_walk_fed(const struct nnreg_flow_walk *walk,
                                                    const struct nnreg_flow_tensor *tensor)
{
    return walk->fed_count > 0 ? bsearch(tensor, walk->fed, walk->fed_count, sizeof *tensor, compare_tensors)
                               : NULL;
}

/* What is fed is not computed. */
static bool is_fed(struct nnreg_flow_walk *walk, const struct nnreg_flow_tensor *tensor)
{
    const struct nnreg_flow_tensor *found = nnreg_flow_walk_fed(walk, tensor);

    if (found != NULL && walk->fed_met != NULL)
        walk->fed_met[found - walk->fed] = true;
    return found != NULL;
}

bool nnreg_flow_walk_reads(const struct nnreg_flow_walk *walk, const struct nnreg_flow_tensor *tensor)
{
    const struct nnreg_flow_tensor *found = nnreg_flow_walk_fed(walk, tensor);

    return found != NULL && walk->fed_met[found - walk->fed];
}

/*
 * Who waits for a placeholder that is fed waits for what feeds it, so that is cut off, too; of any other node that is fed
 * only what reads its output (tensorflow/core/graph/subgraph.cc, FeedInputs).
 */
static bool is_cut(struct nnreg_flow_walk *walk, const struct nnreg_flow_source *source)
{
    if (!source->control)
        return is_fed(walk, &source->read);
    return walk->data_only || (walk->fed_count > 0 &&
                               nnreg_flow_place(walk->flow, source->point).kind == NNREG_FLOW_PLACEHOLDER &&
                               is_fed(walk, &source->read));
}

static void meet_source(void *context, const struct nnreg_flow_source *source)
{
    struct nnreg_flow_walk *walk = context;

    if (!is_cut(walk, source))
        meet(walk, source->point, walk->from);
}

void nnreg_flow_walk_from(struct nnreg_flow_walk *walk, const struct nnreg_flow_tensor *tensor)
{
    walk->from = tensor->point;
    nnreg_flow_tensor_sources(walk->flow, tensor, meet_source, walk);
}

bool nnreg_flow_walk_next(uint32_t *point, struct nnreg_flow_walk *walk)
{
    if (walk->flow->failed || walk->stack_count == 0)
        return false;
    *point = walk->from = walk->stack[--walk->stack_count];
    nnreg_flow_sources(walk->flow, *point, meet_source, walk);
    return !walk->flow->failed;
}

bool nnreg_flow_walk_has(const struct nnreg_flow_walk *walk, uint32_t point)
{
    return point < walk->via_count && walk->via[point] != NNREG_FLOW_NONE;
}

void nnreg_flow_walk_free(struct nnreg_flow_walk *walk)
{
    nnreg_free(walk->via);
    nnreg_free(walk->stack);
    walk->via = walk->stack = NULL;
    walk->via_room = walk->stack_room = walk->stack_count = 0;
    walk->via_count = 0;
}
