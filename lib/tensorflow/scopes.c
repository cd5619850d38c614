/* Collapsing a graph to its name scopes: see scopes.h. Each step goes over all points of the flow once. */
#include "tensorflow/scopes.h"

#include <string.h>

#include "base/alloc.h"
#include "tensorflow/scopes_parts.h"

enum { BLOCK_ROUNDS = 4 /* in which blocks that close circles are opened; then all are */ };

/* ---------------------------------------------------------------------------------------------------- what is drawn -- */

/* Where no signature says what comes out, all that is in the graph. */
static void walk_back(struct nnreg_scoping *scoping)
{
    struct nnreg_flow_tensor tensor = {0, 0};
    uint32_t point;
    size_t i;

    scoping->walk = (struct nnreg_flow_walk){
        .flow = scoping->flow, .fed = scoping->fed, .fed_count = scoping->input_count};
    for (i = 0; i < scoping->output_count; i++)
        nnreg_flow_walk_from(&scoping->walk, &scoping->outputs[i].tensor);
    for (i = 0; scoping->output_count == 0 && i < scoping->scopes->graph->meta->nodes; i++) {
        tensor.point = (uint32_t)i;
        nnreg_flow_walk_from(&scoping->walk, &tensor);
    }
    while (nnreg_flow_walk_next(&point, &scoping->walk))
        continue;
}

static bool make_rooms(struct nnreg_scoping *scoping)
{
    scoping->points = scoping->flow->points;
    scoping->at = nnreg_alloc((scoping->points + (size_t)1) * sizeof *scoping->at);
    scoping->flags = nnreg_alloc_zero(scoping->points + (size_t)1, 1);
    scoping->origins = nnreg_alloc_zero(scoping->points + (size_t)1, sizeof *scoping->origins);
    if (scoping->at == NULL || scoping->flags == NULL || scoping->origins == NULL)
        return false;
    memset(scoping->at, 0xff, scoping->points * sizeof *scoping->at); /* NNREG_SCOPES_NONE */
    return true;
}

static void note_calls(struct nnreg_scoping *scoping)
{
    uint32_t i;

    for (i = 1; i < scoping->flow->frames.count; i++) {
        const struct nnreg_flow_frame *frame = nnreg_chunks_at(&scoping->flow->frames, i);

        scoping->flags[frame->call] |= NNREG_SCOPING_ENTERED;
    }
}

/* --------------------------------------------------------------------------------------------- which scope it is in -- */

static uint32_t base_of(const struct nnreg_scoping *scoping, const struct nnreg_flow_place *place)
{
    return place->frame->call == NNREG_FLOW_NONE ? 0 : scoping->at[place->frame->call];
}

/* Its body's names begin anew: it says nothing, and would take a part of the depth from all that it stands around. */
static bool is_transparent(const struct nnreg_scoping *scoping, const struct nnreg_flow_place *place,
                           uint32_t point, const char *name, size_t size)
{
    return (scoping->flags[point] & NNREG_SCOPING_ENTERED) != 0 && place->kind == NNREG_FLOW_CALL &&
           memchr(name, '/', size) == NULL &&
           scoping->scopes->names->list[base_of(scoping, place)].level == 0;
}

static void place_node(struct nnreg_scoping *scoping, const struct nnreg_flow_place *place, uint32_t point)
{
    const struct nnreg_savedmodel *model = scoping->scopes->graph->model;
    struct nnreg_scopes_names *names = scoping->scopes->names;
    const char *name = nnreg_savedmodel_text(model, place->node->name);
    size_t size = nnreg_savedmodel_text_size(model, place->node->name);
    uint32_t base = base_of(scoping, place);

    if (base == NNREG_SCOPES_NONE || (scoping->flags[point] & NNREG_SCOPING_TRANSPARENT) != 0)
        return;
    if (is_transparent(scoping, place, point, name, size)) {
        scoping->flags[point] |= NNREG_SCOPING_TRANSPARENT;
        scoping->at[point] = nnreg_scopes_name_root(names);
    } else {
        scoping->at[point] = nnreg_scopes_name_of(names, base, scoping->scopes->depth, name, size);
    }
    if (scoping->at[point] == NNREG_SCOPES_NONE)
        scoping->failed = true;
    else if (names->count >
             (size_t)NNREG_LIMIT_SCOPES_BOXES * NNREG_LIMIT_SCOPE_DEPTH + scoping->flow->frames.count)
        scoping->scopes->excess =
            NNREG_SCOPES_MANY_BOXES; /* each name leads to a box, and no name has more parts */
}

static bool is_loose(const struct nnreg_flow_place *place)
{
    return (place->kind == NNREG_FLOW_CONSTANT || place->kind == NNREG_FLOW_VARIABLE) &&
           place->node->inputs == 0;
}

static void see_loose(struct nnreg_scoping *scoping, uint32_t point, const struct nnreg_flow_tensor *from,
                      bool control)
{
    struct nnreg_flow_place place = nnreg_flow_place(scoping->flow, from->point);

    if (!control && is_loose(&place) && nnreg_scoping_input(scoping, from) == NULL)
        scoping->flags[point] |= NNREG_SCOPING_READER;
}

/* Of one input, which is a constant or a variable: "weights/read". */
static bool is_reader(struct nnreg_scoping *scoping, const struct nnreg_flow_place *place, uint32_t point)
{
    if ((place->kind != NNREG_FLOW_SAME && place->kind != NNREG_FLOW_READ) || place->node->inputs != 1)
        return false;
    nnreg_scoping_sources(scoping, point, see_loose);
    return (scoping->flags[point] & NNREG_SCOPING_READER) != 0;
}

static void place_nodes(struct nnreg_scoping *scoping)
{
    uint32_t point;

    for (point = 0; point < scoping->points && nnreg_scoping_goes_on(scoping); point++) {
        struct nnreg_flow_place place;

        if (!nnreg_flow_walk_has(&scoping->walk, point))
            continue;
        place = nnreg_flow_place(scoping->flow, point);
        if (place.role != NNREG_FLOW_ROLE_NODE)
            continue;
        if (is_loose(&place))
            scoping->flags[point] |= NNREG_SCOPING_SOURCE;
        else if (is_reader(scoping, &place, point))
            scoping->flags[point] |= NNREG_SCOPING_READER;
        else
            place_node(scoping, &place, point);
    }
}

/* Goes through all that is drawn: what each gets, where boxes are concerned. */
static void each_source(struct nnreg_scoping *scoping, nnreg_scoping_visit *visit)
{
    uint32_t point;

    for (point = 0; point < scoping->points && nnreg_scoping_goes_on(scoping); point++)
        if (nnreg_flow_walk_has(&scoping->walk, point))
            nnreg_scoping_sources(scoping, point, visit);
}

static uint32_t scope_at(const struct nnreg_scoping *scoping, uint32_t point)
{
    struct nnreg_flow_place place = nnreg_flow_place(scoping->flow, point);
    uint32_t node = nnreg_scoping_node_at(scoping, &place, point);

    return node != NNREG_SCOPES_NONE ? scoping->at[node] : NNREG_SCOPES_NONE;
}

static void note_user(struct nnreg_scoping *scoping, uint32_t point, const struct nnreg_flow_tensor *from,
                      bool control)
{
    uint32_t user = scope_at(scoping, point), *at = &scoping->at[from->point];

    if (control || user == NNREG_SCOPES_NONE || (scoping->flags[from->point] & scoping->noting) == 0)
        return;
    if (*at != NNREG_SCOPES_NONE && *at != user)
        scoping->flags[from->point] |= NNREG_SCOPING_SHARED;
    *at = user;
}

/* What has several boxes behind it, or none, stands by its own name. */
static void place_loose(struct nnreg_scoping *scoping, enum nnreg_scoping_flag which)
{
    uint32_t point;

    scoping->noting = which;
    each_source(scoping, note_user);
    for (point = 0; point < scoping->points && nnreg_scoping_goes_on(scoping); point++) {
        struct nnreg_flow_place place;

        if ((scoping->flags[point] & which) == 0 ||
            (scoping->at[point] != NNREG_SCOPES_NONE && (scoping->flags[point] & NNREG_SCOPING_SHARED) == 0))
            continue;
        place = nnreg_flow_place(scoping->flow, point);
        place_node(scoping, &place, point);
    }
}

/* ------------------------------------------------------------------------------------------------- boxes and edges -- */

static void make_end_boxes(struct nnreg_scoping *scoping, enum nnreg_scopes_kind kind,
                           const struct nnreg_scopes_end *ends, size_t count)
{
    uint32_t box;
    size_t i;

    for (i = 0; i < count; i++) {
        box = nnreg_scoping_box(scoping, kind);
        if (box == NNREG_SCOPES_NONE)
            return;
        scoping->scopes->boxes[box].end = ends[i];
    }
}

static void make_boxes(struct nnreg_scoping *scoping)
{
    struct nnreg_scopes_names *names = scoping->scopes->names;
    uint32_t point, at;

    make_end_boxes(scoping, NNREG_SCOPES_INPUT, scoping->inputs, scoping->input_count);
    for (point = 0; point < scoping->points && nnreg_scoping_goes_on(scoping); point++) {
        at = scoping->at[point];
        if (at == NNREG_SCOPES_NONE || (scoping->flags[point] & NNREG_SCOPING_TRANSPARENT) != 0 ||
            names->list[at].box != NNREG_SCOPES_NONE)
            continue;
        names->list[at].box = nnreg_scoping_box(scoping, NNREG_SCOPES_OPERATIONS);
        if (names->list[at].box != NNREG_SCOPES_NONE)
            scoping->scopes->boxes[names->list[at].box].scope = at;
    }
    make_end_boxes(scoping, NNREG_SCOPES_OUTPUT, scoping->outputs, scoping->output_count);
}

/* The box that a tensor comes out of: inputs are the first boxes, in their order. */
static uint32_t box_behind(const struct nnreg_scoping *scoping, const struct nnreg_flow_tensor *from,
                           bool control)
{
    const struct nnreg_scopes_end *input = control ? NULL : nnreg_scoping_input(scoping, from);
    uint32_t at = scoping->at[from->point];

    if (input != NULL)
        return (uint32_t)(input - scoping->inputs);
    return at != NNREG_SCOPES_NONE ? scoping->scopes->names->list[at].box : NNREG_SCOPES_NONE;
}

static void draw_edge(struct nnreg_scoping *scoping, uint32_t point, const struct nnreg_flow_tensor *from,
                      bool control)
{
    uint32_t to = scope_at(scoping, point), box = box_behind(scoping, from, control);

    if (to != NNREG_SCOPES_NONE && box != NNREG_SCOPES_NONE)
        nnreg_scoping_edge(scoping, box, scoping->scopes->names->list[to].box, from, control);
}

/* To the box of an output. */
static void draw_output(struct nnreg_scoping *scoping, uint32_t number, const struct nnreg_flow_tensor *from,
                        bool control)
{
    uint32_t box = box_behind(scoping, from, control);

    if (box != NNREG_SCOPES_NONE)
        nnreg_scoping_edge(scoping, box, number, from, control);
}

static void make_edges(struct nnreg_scoping *scoping)
{
    uint32_t i, first = scoping->scopes->box_count - (uint32_t)scoping->output_count;

    each_source(scoping, draw_edge);
    for (i = 0; i < scoping->output_count && nnreg_scoping_goes_on(scoping); i++)
        nnreg_scoping_tensor_sources(scoping, &scoping->outputs[i].tensor, first + i, draw_output);
    nnreg_scoping_sort_edges(scoping->scopes);
}

/* ------------------------------------------------------------------------------------------------------------- all -- */

static bool take_fed_ends(struct nnreg_scoping *scoping)
{
    size_t i;

    scoping->fed = nnreg_alloc_zero(scoping->input_count + 1, sizeof *scoping->fed);
    for (i = 0; scoping->fed != NULL && i < scoping->input_count; i++)
        scoping->fed[i] = scoping->inputs[i].tensor;
    return scoping->fed != NULL;
}

static void place_all(struct nnreg_scoping *scoping)
{
    place_nodes(scoping);
    place_loose(scoping, NNREG_SCOPING_READER); /* the boxes of which are then known to those behind them */
    place_loose(scoping, NNREG_SCOPING_SOURCE);
}

/* Back to where nothing was placed; names stay, with what is known of them. */
static void take_back(struct nnreg_scoping *scoping)
{
    struct nnreg_scopes *scopes = scoping->scopes;
    uint32_t point;
    size_t i;

    for (point = 0; point < scoping->points; point++) {
        if ((scoping->flags[point] & NNREG_SCOPING_TRANSPARENT) == 0)
            scoping->at[point] = NNREG_SCOPES_NONE;
        scoping->flags[point] &= (unsigned char)~NNREG_SCOPING_SHARED;
    }
    for (i = 0; i < scopes->names->count; i++)
        scopes->names->list[i].box = NNREG_SCOPES_NONE;
    nnreg_free(scoping->slots);
    scoping->slots = NULL;
    scopes->box_count = scopes->edge_count = 0;
}

/*
 * Names are gone through once to see which blocks have several in them. A block that comes to stand on a circle is opened: what it
 * would gather is not together in the graph either. Opening one can close another circle; in the end there are none.
 */
static void make_picture(struct nnreg_scoping *scoping)
{
    unsigned round;

    scoping->scopes->names->blocks = NNREG_SCOPES_COUNT_BLOCKS;
    place_all(scoping);
    for (round = 0; nnreg_scoping_goes_on(scoping); round++) {
        scoping->scopes->names->blocks =
            round < BLOCK_ROUNDS ? NNREG_SCOPES_TAKE_BLOCKS : NNREG_SCOPES_NO_BLOCKS;
        take_back(scoping);
        place_all(scoping);
        if (nnreg_scoping_goes_on(scoping))
            make_boxes(scoping);
        if (nnreg_scoping_goes_on(scoping))
            make_edges(scoping);
        if (round == BLOCK_ROUNDS || !nnreg_scoping_goes_on(scoping) || !nnreg_scoping_open_circles(scoping))
            break;
    }
}

static void collapse(struct nnreg_scoping *scoping)
{
    nnreg_scoping_ends(scoping);
    if (scoping->failed || !take_fed_ends(scoping)) {
        scoping->failed = true;
        return;
    }
    walk_back(scoping);
    if (scoping->flow->failed || !make_rooms(scoping)) {
        scoping->failed = true;
        return;
    }
    note_calls(scoping);
    make_picture(scoping);
    if (nnreg_scoping_goes_on(scoping))
        nnreg_scoping_count(scoping);
    if (nnreg_scoping_goes_on(scoping) && !nnreg_scopes_shapes_make(scoping->scopes))
        scoping->failed = true;
}

static void free_scoping(struct nnreg_scoping *scoping)
{
    nnreg_flow_walk_free(&scoping->walk);
    nnreg_free(scoping->inputs);
    nnreg_free(scoping->outputs);
    nnreg_free(scoping->fed);
    nnreg_free(scoping->at);
    nnreg_free(scoping->flags);
    nnreg_free(scoping->origins);
    nnreg_free(scoping->slots);
}

nnreg_status nnreg_scopes_make(struct nnreg_scopes *scopes, const struct nnreg_judged *judged, uint32_t depth,
                               struct nnreg_error *error)
{
    struct nnreg_scoping scoping = {.scopes = scopes, .flow = &scopes->flow};

    *scopes = (struct nnreg_scopes){.judged = judged, .graph = &judged->graph, .depth = depth};
    scopes->names = nnreg_scopes_names_make();
    if (scopes->names == NULL || nnreg_flow_make(&scopes->flow, scopes->graph, error) != NNREG_OK)
        return nnreg_fail_memory(error);
    collapse(&scoping);
    free_scoping(&scoping);
    if (scopes->excess != NNREG_SCOPES_FITS)
        scopes->box_count = scopes->edge_count = 0;
    scopes->incomplete = scopes->flow.incomplete;
    return scoping.failed || scopes->flow.failed ? nnreg_fail_memory(error) : NNREG_OK;
}

void nnreg_scopes_free(struct nnreg_scopes *scopes)
{
    nnreg_free(scopes->boxes);
    nnreg_free(scopes->edges);
    nnreg_scopes_names_free(scopes->names);
    nnreg_scopes_shapes_free(scopes);
    nnreg_flow_free(&scopes->flow);
    *scopes = (struct nnreg_scopes){.graph = NULL};
}
