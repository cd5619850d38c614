/*
 * What a box gets, seen through the borders of functions: see scopes.h. Each argument and result that is seen through hands on
 * one tensor, which is found once and kept, so that a chain of calls costs what it is long.
 */
#include "tensorflow/scopes_parts.h"

/* An origin that is not known yet: `point` is what it is the same as. */
#define ORIGIN_LINK NNREG_FLOW_NONE

static const struct nnreg_flow_tensor no_tensor = {NNREG_FLOW_NONE, 0};

static bool has_flag(const struct nnreg_scoping *scoping, uint32_t point, enum nnreg_scoping_flag flag)
{
    return point < scoping->points && (scoping->flags[point] & flag) != 0;
}

static bool is_loop(const struct nnreg_scoping *scoping, const struct nnreg_flow_frame *frame)
{
    return nnreg_flow_place(scoping->flow, frame->call).kind == NNREG_FLOW_WHILE;
}

/* Where one goes on from a source: to a tensor of a node, over a link to an argument or result, or nowhere. */
static struct nnreg_flow_tensor hop_of(const struct nnreg_scoping *scoping,
                                       const struct nnreg_flow_source *source)
{
    struct nnreg_flow_place place = nnreg_flow_place(scoping->flow, source->point);
    struct nnreg_flow_tensor tensor = {source->point, source->output}, link = {source->point, ORIGIN_LINK};

    switch (place.role) {
    case NNREG_FLOW_ROLE_NODE: /* a call that is no box gives out nothing by itself, unless that is fed */
        return source->chooses && has_flag(scoping, source->point, NNREG_SCOPING_TRANSPARENT) &&
                       nnreg_scoping_input(scoping, &tensor) == NULL
                   ? no_tensor
                   : tensor;
    case NNREG_FLOW_ROLE_ARGUMENT:
        if (!is_loop(scoping, place.frame))
            return link;
        tensor.point = place.frame->call;
        tensor.output = place.index;
        return tensor;
    case NNREG_FLOW_ROLE_RESULT: /* of a call that is a box: it was told as that box */
        break;
    }
    return has_flag(scoping, place.frame->call, NNREG_SCOPING_TRANSPARENT) ? link : no_tensor;
}

struct hop_visit {
    const struct nnreg_scoping *scoping;
    struct nnreg_flow_tensor hop;
};

static void take_hop(void *context, const struct nnreg_flow_source *source)
{
    struct hop_visit *visit = context;

    if (visit->hop.point == NNREG_FLOW_NONE && !source->control && !source->back)
        visit->hop = hop_of(visit->scoping, source);
}

static bool is_traceable(const struct nnreg_scoping *scoping, const struct nnreg_flow_tensor *hop)
{
    return hop->output == ORIGIN_LINK && hop->point < scoping->points &&
           !has_flag(scoping, hop->point, NNREG_SCOPING_TRACED);
}

/* A circle of arguments and results, which no TensorFlow writes, hands on nothing. */
static struct nnreg_flow_tensor trace_origin(struct nnreg_scoping *scoping, uint32_t point)
{
    struct nnreg_flow_tensor hop = {point, ORIGIN_LINK};
    uint32_t next;

    while (is_traceable(scoping, &hop)) {
        struct hop_visit visit = {scoping, no_tensor};

        scoping->flags[hop.point] |= NNREG_SCOPING_TRACED;
        nnreg_flow_sources(scoping->flow, hop.point, take_hop, &visit);
        scoping->origins[hop.point] = visit.hop;
        hop = visit.hop;
    }
    if (hop.output == ORIGIN_LINK)
        hop = hop.point < scoping->points ? scoping->origins[hop.point] : no_tensor;
    if (hop.output == ORIGIN_LINK)
        hop = no_tensor;
    for (; point < scoping->points && scoping->origins[point].output == ORIGIN_LINK; point = next) {
        next = scoping->origins[point].point;
        scoping->origins[point] = hop;
    }
    return hop;
}

struct sources_visit {
    struct nnreg_scoping *scoping;
    uint32_t point;
    nnreg_scoping_visit *visit;
};

static void visit_source(void *context, const struct nnreg_flow_source *source)
{
    struct sources_visit *visit = context;
    struct nnreg_flow_tensor from = hop_of(visit->scoping, source);

    if (from.output == ORIGIN_LINK)
        from = trace_origin(visit->scoping, from.point);
    if (from.point < visit->scoping->points)
        visit->visit(visit->scoping, visit->point, &from, source->control);
}

void nnreg_scoping_sources(struct nnreg_scoping *scoping, uint32_t point, nnreg_scoping_visit *visit)
{
    struct sources_visit visiting = {scoping, point, visit};

    nnreg_flow_sources(scoping->flow, point, visit_source, &visiting);
}

void nnreg_scoping_tensor_sources(struct nnreg_scoping *scoping, const struct nnreg_flow_tensor *tensor,
                                  uint32_t number, nnreg_scoping_visit *visit)
{
    struct sources_visit visiting = {scoping, number, visit};

    nnreg_flow_tensor_sources(scoping->flow, tensor, visit_source, &visiting);
}

uint32_t nnreg_scoping_node_at(const struct nnreg_scoping *scoping, const struct nnreg_flow_place *place,
                               uint32_t point)
{
    bool stands_for_call;

    if (place->role == NNREG_FLOW_ROLE_NODE)
        return has_flag(scoping, point, NNREG_SCOPING_TRANSPARENT) ? NNREG_SCOPES_NONE : point;
    stands_for_call = place->role == NNREG_FLOW_ROLE_ARGUMENT
                          ? is_loop(scoping, place->frame)
                          : !has_flag(scoping, place->frame->call, NNREG_SCOPING_TRANSPARENT);
    return stands_for_call ? place->frame->call : NNREG_SCOPES_NONE;
}
