/* What a point of the flow is to the texts that come out of it (text_origin.h): an end, or what it hands on. */
#include "tensorflow/text_origin_parts.h"

#include "base/array.h"

/* ---------------------------------------------------------------------------------------------------------- sets -- */

uint32_t nnreg_text_origin_add_set(struct nnreg_text_origins *origins, const struct nnreg_text_origin *origin)
{
    uint32_t set = origins->sets.count;
    void *item;

    if (nnreg_chunks_add(&item, &origins->sets) != NNREG_CHUNKS_OK) {
        origins->flow->failed = true;
        return 0;
    }
    *(struct nnreg_text_origin *)item = *origin;
    return set;
}

void nnreg_text_origin_put(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame,
                           const struct nnreg_text_origin *other)
{
    struct nnreg_text_origin merged;

    if (frame->own_set) {
        (void)nnreg_text_origin_merge(nnreg_text_origin_set(origins, frame->set), other);
        return;
    }
    merged = *nnreg_text_origin_set(origins, frame->set);
    if (!nnreg_text_origin_merge(&merged, other))
        return;
    frame->set = nnreg_text_origin_add_set(origins, &merged);
    frame->own_set = !origins->flow->failed;
}

void nnreg_text_origin_put_from(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame,
                                unsigned from, uint32_t op)
{
    struct nnreg_text_origin origin = {.from = (uint8_t)from, .op = op};

    nnreg_text_origin_put(origins, frame, &origin);
}

static void put_constant(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame,
                         const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel *model = origins->flow->graph->model;
    const struct nnreg_savedmodel_attr *value = nnreg_savedmodel_attr_named(model, node, "value");
    struct nnreg_text_origin origin = {.from = 0};
    uint32_t count, i;

    if ((node->flags & NNREG_NODE_STRINGS_CUT) != 0)
        origin.from = NNREG_TEXT_FROM_MORE;
    if (value != NULL && nnreg_savedmodel_attr_kind(value) == NNREG_ATTR_STRINGS) {
        count = nnreg_savedmodel_attr_count(model, value);
        origin.from |= count > NNREG_LIMIT_ORIGIN_ENTRIES ? NNREG_TEXT_FROM_MORE : 0;
        for (i = 0; i < count && i < NNREG_LIMIT_ORIGIN_ENTRIES; i++) {
            struct nnreg_text_origin entry = {.count = 1};

            entry.texts[0] = nnreg_savedmodel_attr_entry(model, value, i);
            (void)nnreg_text_origin_merge(&origin, &entry);
        }
    } else if (origin.from == 0) {
        origin.from = NNREG_TEXT_FROM_UNKNOWN; /* what each call of its function says anew */
        origin.op = node->op;
    }
    nnreg_text_origin_put(origins, frame, &origin);
}

/* -------------------------------------------------------------------------------------------------------- edges -- */

void nnreg_text_origin_collect(void *context, const struct nnreg_flow_source *source)
{
    struct nnreg_edge_collecting *collecting = context;
    struct nnreg_text_origins *origins = collecting->origins;
    struct nnreg_origin_edge *grown;

    if (source->control || source->chooses)
        return;
    grown = nnreg_array_room(origins->edges, &origins->edge_room, origins->edge_count + 1, sizeof *grown);
    if (grown == NULL) {
        origins->flow->failed = true;
        return;
    }
    origins->edges = grown;
    grown += origins->edge_count++;
    grown->tensor = (struct nnreg_flow_tensor){source->point, source->output};
    grown->input = collecting->input != NNREG_FLOW_NONE ? collecting->input : source->input;
}

static void collect_inputs(struct nnreg_text_origins *origins, const struct nnreg_flow_place *place,
                           uint32_t point, uint32_t first, uint32_t behind)
{
    struct nnreg_edge_collecting collecting = {origins, NNREG_FLOW_NONE};
    uint32_t i;

    for (i = first; i < behind && i < place->node->inputs; i++)
        nnreg_flow_input(origins->flow, point, i, nnreg_text_origin_collect, &collecting);
}

/* ------------------------------------------------------------------------------------------------------- points -- */

static bool takes_asset(const struct nnreg_text_origins *origins, const struct nnreg_flow_place *place)
{
    return place->frame->body == NULL && (origins->assets[place->index / 8] >> place->index % 8 & 1) != 0;
}

/* An operation that is none of the flow's own. */
static void begin_operation(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame,
                            const struct nnreg_flow_place *place)
{
    const struct nnreg_savedmodel *model = origins->flow->graph->model;
    const struct nnreg_text_op *row =
        place->kind == NNREG_FLOW_ORDINARY
            ? nnreg_text_op_find(nnreg_savedmodel_text(model, place->node->op),
                                 nnreg_savedmodel_text_size(model, place->node->op))
            : NULL;

    if (row == NULL) {
        nnreg_text_origin_put_from(origins, frame, NNREG_TEXT_FROM_UNKNOWN, place->node->op);
        return;
    }
    frame->joins = row->joins;
    frame->input = NNREG_FLOW_NONE;
    collect_inputs(origins, place, frame->point, row->first,
                   row->behind == NNREG_TEXT_OP_ALL ? place->node->inputs : row->behind);
}

/* A variable's handle stands for what the variable can hold; one of many with its name for all of them. */
static void begin_variable(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame,
                           const struct nnreg_flow_place *place)
{
    struct nnreg_edge_collecting collecting = {origins, 0};
    struct nnreg_flow_source first = {.output = 0};
    const struct nnreg_text_variable *variable;
    uint32_t i;

    if (!nnreg_text_origin_find_variables(origins)) {
        origins->flow->failed = true;
        return;
    }
    variable = nnreg_text_origin_variable(origins, place->node);
    if (variable == NULL) {
        nnreg_text_origin_put_from(origins, frame, NNREG_TEXT_FROM_UNKNOWN, place->node->op);
        return;
    }
    if (variable->point != frame->point) {
        first.point = variable->point;
        nnreg_text_origin_collect(&collecting, &first);
        return;
    }
    if (variable->escapes)
        nnreg_text_origin_put_from(origins, frame, NNREG_TEXT_FROM_UNKNOWN, place->node->op);
    for (i = nnreg_text_origin_first_assign(origins, variable);
         i < origins->assign_count &&
         origins->assigns[i].variable == (uint32_t)(variable - origins->variables);
         i++)
        nnreg_flow_input(origins->flow, origins->assigns[i].point, 1, nnreg_text_origin_collect, &collecting);
    if (origins->edge_count == frame->edges)
        nnreg_text_origin_put_from(origins, frame, NNREG_TEXT_FROM_UNKNOWN, place->node->op);
}

bool nnreg_text_origin_is_op(const struct nnreg_text_origins *origins, const struct nnreg_flow_place *place,
                             const char *op)
{
    return nnreg_savedmodel_text_is(origins->flow->graph->model, place->node->op, op);
}

/* Of those that the flow knows as reading or holding values, resource variables alone are followed. */
static void begin_kept(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame,
                       const struct nnreg_flow_place *place)
{
    if (place->kind == NNREG_FLOW_READ && nnreg_text_origin_is_op(origins, place, "ReadVariableOp"))
        collect_inputs(origins, place, frame->point, 0, 1);
    else if (place->kind == NNREG_FLOW_VARIABLE && nnreg_text_origin_is_op(origins, place, "VarHandleOp"))
        begin_variable(origins, frame, place);
    else
        nnreg_text_origin_put_from(origins, frame, NNREG_TEXT_FROM_UNKNOWN, place->node->op);
}

static void begin_text_node(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame,
                            const struct nnreg_flow_place *place)
{
    bool in_graph = place->frame->body == NULL, is_saver = frame->point == origins->saver;

    if (is_saver)
        nnreg_text_origin_put_from(origins, frame, NNREG_TEXT_FROM_SAVER, 0);
    switch (place->kind) {
    case NNREG_FLOW_PLACEHOLDER:
        if (!is_saver)
            nnreg_text_origin_put_from(origins, frame,
                                       in_graph ? NNREG_TEXT_FROM_PLACEHOLDER : NNREG_TEXT_FROM_UNKNOWN,
                                       place->node->op);
        break;
    case NNREG_FLOW_DEFAULT:
        if (!is_saver && in_graph)
            nnreg_text_origin_put_from(origins, frame, NNREG_TEXT_FROM_PLACEHOLDER, 0);
        collect_inputs(origins, place, frame->point, 0, 1);
        break;
    case NNREG_FLOW_CONSTANT:
        put_constant(origins, frame, place->node);
        break;
    case NNREG_FLOW_SAME:
    case NNREG_FLOW_NEXT_ITERATION:
        collect_inputs(origins, place, frame->point, 0, 1);
        break;
    case NNREG_FLOW_MERGE:
        collect_inputs(origins, place, frame->point, 0, place->node->inputs);
        break;
    case NNREG_FLOW_READ:
    case NNREG_FLOW_VARIABLE:
        begin_kept(origins, frame, place);
        break;
    default:
        begin_operation(origins, frame, place);
    }
}

void nnreg_text_origin_begin(struct nnreg_text_origins *origins, struct nnreg_origin_frame *frame)
{
    struct nnreg_flow_place place = nnreg_flow_place(origins->flow, frame->point);
    struct nnreg_edge_collecting collecting = {origins, 0};

    if (place.role == NNREG_FLOW_ROLE_NODE) {
        if (takes_asset(origins, &place))
            nnreg_text_origin_put_from(origins, frame,
                                       place.kind == NNREG_FLOW_PLACEHOLDER
                                           ? NNREG_TEXT_FROM_ASSET
                                           : NNREG_TEXT_FROM_ASSET | NNREG_TEXT_FROM_STAND_IN,
                                       0);
        else
            begin_text_node(origins, frame, &place);
        return;
    }
    if (place.role == NNREG_FLOW_ROLE_ARGUMENT && place.frame->call == NNREG_FLOW_NONE) {
        nnreg_text_origin_put_from(
            origins, frame, place.frame->named ? NNREG_TEXT_FROM_UNKNOWN : NNREG_TEXT_FROM_ARGUMENT, 0);
        return;
    }
    nnreg_flow_sources(origins->flow, frame->point, nnreg_text_origin_collect, &collecting);
    if (origins->edge_count == frame->edges)
        nnreg_text_origin_put_from(origins, frame, NNREG_TEXT_FROM_UNKNOWN, 0);
}
