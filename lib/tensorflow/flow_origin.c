/*
 * Where a handle comes from: see flow.h. A handle is made in one place and handed on, through identities and into functions,
 * so the way back does not fork; where it does, nothing is said.
 */
#include "tensorflow/flow_parts.h"

/* What flows into a point, where that is one tensor. */
struct only_source {
    struct nnreg_flow_tensor tensor;
    unsigned count;
};

/* The way back of a loop brings what went in: a body has no other handle to give out. */
static void take_only(void *context, const struct nnreg_flow_source *source)
{
    struct only_source *only = context;

    if (source->control || source->back || source->chooses)
        return;
    only->tensor = (struct nnreg_flow_tensor){source->point, source->output};
    only->count++;
}

bool nnreg_flow_origin_tensor(struct nnreg_flow_tensor *tensor, struct nnreg_flow *flow, uint32_t point,
                              uint32_t input)
{
    struct only_source only = {.count = 0};
    uint32_t hops;

    nnreg_flow_input(flow, point, input, take_only, &only);
    for (hops = 0; hops < NNREG_LIMIT_FLOW_ORIGIN && only.count == 1; hops++) {
        struct nnreg_flow_tensor at = only.tensor;
        struct nnreg_flow_place place = nnreg_flow_place(flow, at.point);

        only.count = 0;
        if (place.node == NULL)
            nnreg_flow_sources(flow, at.point, take_only, &only);
        else if (place.kind == NNREG_FLOW_SAME)
            nnreg_flow_input(flow, at.point, at.output, take_only, &only);
        else {
            *tensor = at;
            return true;
        }
    }
    return false;
}

uint32_t nnreg_flow_origin(struct nnreg_flow *flow, uint32_t point, uint32_t input)
{
    struct nnreg_flow_tensor tensor;

    return nnreg_flow_origin_tensor(&tensor, flow, point, input) ? tensor.point : NNREG_FLOW_NONE;
}

bool nnreg_flow_in_branch(const struct nnreg_flow *flow, uint32_t point)
{
    const struct nnreg_flow_frame *frame = nnreg_flow_place(flow, point).frame;

    while (frame->body != NULL && frame->part != NNREG_FLOW_PART_BRANCH)
        frame = nnreg_flow_place(flow, frame->call).frame;
    return frame->body != NULL;
}
