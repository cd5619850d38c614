/* From boxes and edges to places in ranks, and from their places to corners and points: see layout.h. */
#include "layout.h"

#include <stdlib.h>

#include "layout_parts.h"
#include "memory.h"

enum {
    MARGIN = 12,
    PORT = 10,        /* how near to a corner of its box an edge begins or ends */
    PASS = 2,         /* the width of an edge that passes */
    ROW_WIDTH = 1100, /* of boxes in a rank: a screen, with edges that pass beside them */
    WIDEST_ROW = 1 << 20
};

/* ------------------------------------------------------------------------------------------------------ groups -- */

void layout_group(struct layout_groups *groups, size_t group_count, size_t count,
                  size_t (*key)(const void *context, size_t item), const void *context)
{
    size_t *at = memory_zero(group_count + 1, sizeof *at), i;

    groups->first = memory_zero(group_count + 2, sizeof *groups->first);
    groups->list = memory_zero(count + 1, sizeof *groups->list);
    for (i = 0; i < count; i++)
        groups->first[key(context, i) + 1]++;
    for (i = 0; i < group_count; i++) {
        groups->first[i + 1] += groups->first[i];
        at[i] = groups->first[i];
    }
    for (i = 0; i < count; i++)
        groups->list[at[key(context, i)]++] = i;
    free(at);
}

void layout_groups_free(struct layout_groups *groups)
{
    free(groups->first);
    free(groups->list);
    groups->first = groups->list = NULL;
}

static size_t by_rank(const void *context, size_t place)
{
    return ((const struct layering *)context)->places[place].rank;
}

static size_t by_link_upper(const void *context, size_t link)
{
    return ((const struct layering *)context)->links[link].upper;
}

static size_t by_link_lower(const void *context, size_t link)
{
    return ((const struct layering *)context)->links[link].lower;
}

/* ------------------------------------------------------------------------------------------------------ places -- */

/* Ranks that an edge passes: those of boxes and, between any two, one for labels. */
static size_t passed(const struct layering *layering, const struct layout_edge *edge)
{
    return 2 * (layering->ranks[layout_lower(edge)] - layering->ranks[layout_upper(edge)]) - 1;
}

/* False: too many. Each edge passes less than twice as many ranks as there are boxes: no sum of these is too large. */
static bool count_places(struct layering *layering)
{
    const struct layout *layout = layering->layout;
    size_t i;

    layering->place_count = layout->box_count;
    for (i = 0; i < layout->edge_count && layering->place_count <= LAYOUT_LIMIT_PLACES; i++)
        layering->place_count += passed(layering, &layout->edges[i]);
    layering->link_count = layering->place_count - layout->box_count + layout->edge_count;
    return layering->place_count <= LAYOUT_LIMIT_PLACES;
}

static void add_link(struct layering *layering, size_t *count, size_t upper, size_t lower)
{
    layering->links[*count].upper = upper;
    layering->links[(*count)++].lower = lower;
}

/*
 * An edge has its label where it is alone: below the box that it comes from, or above the one that it leads to, whichever of
 * them has fewer edges on that side.
 */
static size_t label_rank(const struct layering *layering, size_t index)
{
    const struct layout_edge *edge = &layering->layout->edges[index];

    return layering->lowers[layout_upper(edge)] > layering->uppers[layout_lower(edge)]
               ? layering->passes[index] - 1
               : 0;
}

static void pass_ranks(struct layering *layering, size_t index, size_t *places, size_t *links)
{
    const struct layout_edge *edge = &layering->layout->edges[index];
    size_t before = layout_upper(edge), label, i;

    layering->first_place[index] = *places;
    layering->passes[index] = passed(layering, edge);
    label = label_rank(layering, index);
    layering->label_place[index] = *places + label;
    for (i = 0; i < layering->passes[index]; i++) {
        layering->places[*places] =
            (struct layout_place){.rank = 2 * layering->ranks[layout_upper(edge)] + 1 + i,
                                  .box = LAYOUT_NONE,
                                  .width = i == label && edge->label_width > 0 ? edge->label_width : PASS};
        add_link(layering, links, before, *places);
        before = (*places)++;
    }
    add_link(layering, links, before, layout_lower(edge));
}

static void count_edges(struct layering *layering)
{
    const struct layout *layout = layering->layout;
    size_t i;

    layering->uppers = memory_zero(layout->box_count + 1, sizeof *layering->uppers);
    layering->lowers = memory_zero(layout->box_count + 1, sizeof *layering->lowers);
    for (i = 0; i < layout->edge_count; i++) {
        layering->lowers[layout_upper(&layout->edges[i])]++;
        layering->uppers[layout_lower(&layout->edges[i])]++;
    }
}

static void make_places(struct layering *layering)
{
    const struct layout *layout = layering->layout;
    size_t places = layout->box_count, links = 0, i;

    layering->places = memory_zero(layering->place_count + 1, sizeof *layering->places);
    layering->links = memory_zero(layering->link_count + 1, sizeof *layering->links);
    layering->first_place = memory_zero(layout->edge_count + 1, sizeof *layering->first_place);
    layering->passes = memory_zero(layout->edge_count + 1, sizeof *layering->passes);
    layering->label_place = memory_zero(layout->edge_count + 1, sizeof *layering->label_place);
    count_edges(layering);
    for (i = 0; i < layout->box_count; i++) {
        layering->places[i] =
            (struct layout_place){.rank = 2 * layering->ranks[i], .box = i, .width = layout->boxes[i].width};
        if (layering->places[i].rank >= layering->rank_count)
            layering->rank_count = layering->places[i].rank + 1;
    }
    for (i = 0; i < layout->edge_count; i++)
        pass_ranks(layering, i, &places, &links);
    layout_group(&layering->rows, layering->rank_count, layering->place_count, by_rank, layering);
    layout_group(&layering->below, layering->place_count, layering->link_count, by_link_upper, layering);
    layout_group(&layering->above, layering->place_count, layering->link_count, by_link_lower, layering);
}

/* ----------------------------------------------------------------------------------------------- to the picture -- */

struct band {
    int top, bottom;
};

/* Of a number that is not negative: nothing stands left of the margin. */
static int nearest_pixel(double x)
{
    return (int)(x + 0.5);
}

static double within(double x, double least, double most)
{
    return x < least ? least : x > most ? most : x;
}

/* From top to bottom: each rank as high as what is in it. */
static struct band *make_bands(const struct layering *layering)
{
    struct layout *layout = layering->layout;
    struct band *bands = memory_zero(layering->rank_count + 1, sizeof *bands);
    int y = MARGIN;
    size_t i;

    for (i = 0; i < layout->box_count; i++)
        if (layout->boxes[i].height > bands[layering->places[i].rank].bottom)
            bands[layering->places[i].rank].bottom = layout->boxes[i].height;
    for (i = 0; i < layout->edge_count; i++)
        if (layout->edges[i].label_width > 0)
            bands[layering->places[layering->label_place[i]].rank].bottom = layout->label_height;
    for (i = 0; i < layering->rank_count; i++) {
        bands[i].top = y;
        bands[i].bottom += y;
        y = bands[i].bottom + LAYOUT_BETWEEN;
    }
    layout->height = layering->rank_count > 0 ? bands[layering->rank_count - 1].bottom + MARGIN : 2 * MARGIN;
    return bands;
}

/* The leftmost place stands at the margin. */
static void move_to_margin(struct layering *layering)
{
    double left = 0, right = 0;
    size_t i;

    for (i = 0; i < layering->place_count; i++) {
        const struct layout_place *place = &layering->places[i];

        left = i == 0 || place->x - place->width / 2.0 < left ? place->x - place->width / 2.0 : left;
        right = i == 0 || place->x + place->width / 2.0 > right ? place->x + place->width / 2.0 : right;
    }
    for (i = 0; i < layering->place_count; i++)
        layering->places[i].x += MARGIN - left;
    layering->layout->width = nearest_pixel(right - left) + 2 * MARGIN;
}

static void put_boxes(const struct layering *layering, const struct band *bands)
{
    struct layout *layout = layering->layout;
    size_t i;

    for (i = 0; i < layout->box_count; i++) {
        const struct band *band = &bands[layering->places[i].rank];

        layout->boxes[i].x = nearest_pixel(layering->places[i].x - layout->boxes[i].width / 2.0);
        layout->boxes[i].y = band->top + (band->bottom - band->top - layout->boxes[i].height) / 2;
    }
}

/* ------------------------------------------------------------------------------------------------------- points -- */

struct port {
    double wanted;
    size_t link;
};

static int compare_ports(const void *a, const void *b)
{
    const struct port *one = a, *other = b;

    if (one->wanted < other->wanted || one->wanted > other->wanted)
        return one->wanted < other->wanted ? -1 : 1;
    return (one->link > other->link) - (one->link < other->link);
}

/* Where the links of one side of a box touch it: one as it comes, several spread out in the order of where they go. */
static void find_side(int *ports, const struct layering *layering, size_t box, bool above)
{
    const struct layout_groups *groups = above ? &layering->above : &layering->below;
    const struct layout_box *at = &layering->layout->boxes[box];
    size_t first = groups->first[box], count = groups->first[box + 1] - first, i;
    struct port *list = memory_zero(count + 1, sizeof *list);
    double left = at->x + PORT, right = at->x + at->width - PORT;

    for (i = 0; i < count; i++) {
        list[i].link = groups->list[first + i];
        list[i].wanted =
            layering
                ->places[above ? layering->links[list[i].link].upper : layering->links[list[i].link].lower]
                .x;
    }
    qsort(list, count, sizeof *list, compare_ports);
    for (i = 0; i < count; i++) {
        double x = count == 1 ? within(list[0].wanted, left, right)
                              : left + (right - left) * (double)(2 * i + 1) / (double)(2 * count);

        ports[list[i].link] = nearest_pixel(x);
    }
    free(list);
}

static int *find_ports(const struct layering *layering, bool above)
{
    int *ports = memory_zero(layering->link_count + 1, sizeof *ports);
    size_t i;

    for (i = 0; i < layering->layout->box_count; i++)
        find_side(ports, layering, i, above);
    return ports;
}

static void add_point(struct layout *layout, int x, int y)
{
    layout->points[layout->point_count].x = x;
    layout->points[layout->point_count++].y = y;
}

/* Downwards; that of an edge that goes back is turned by put_edges. Its links follow each other. */
static void put_points(const struct layering *layering, size_t index, const struct band *bands, int begin,
                       int end)
{
    struct layout *layout = layering->layout;
    struct layout_edge *edge = &layout->edges[index];
    const struct layout_box *upper = &layout->boxes[layout_upper(edge)];
    const struct layout_box *lower = &layout->boxes[layout_lower(edge)];
    size_t i;

    edge->first_point = layout->point_count;
    add_point(layout, begin, upper->y + upper->height);
    add_point(layout, begin, bands[layering->places[layout_upper(edge)].rank].bottom);
    for (i = 0; i < layering->passes[index]; i++) {
        const struct layout_place *place = &layering->places[layering->first_place[index] + i];
        int x = nearest_pixel(place->x);

        add_point(layout, x, bands[place->rank].top);
        add_point(layout, x, bands[place->rank].bottom);
        if (layering->first_place[index] + i == layering->label_place[index]) {
            edge->label.x = x;
            edge->label.y = (bands[place->rank].top + bands[place->rank].bottom) / 2;
        }
    }
    add_point(layout, end, bands[layering->places[layout_lower(edge)].rank].top);
    add_point(layout, end, lower->y);
    edge->point_count = layout->point_count - edge->first_point;
}

static void turn_points(struct layout *layout, const struct layout_edge *edge)
{
    struct layout_point *points = layout->points + edge->first_point;
    size_t i;

    for (i = 0; i < edge->point_count / 2; i++) {
        struct layout_point held = points[i];

        points[i] = points[edge->point_count - 1 - i];
        points[edge->point_count - 1 - i] = held;
    }
}

static void put_edges(const struct layering *layering, const struct band *bands)
{
    struct layout *layout = layering->layout;
    int *begins = find_ports(layering, false), *ends = find_ports(layering, true);
    size_t i, link = 0;

    layout->points = memory_zero(2 * (layering->link_count + layout->edge_count) + 1, sizeof *layout->points);
    for (i = 0; i < layout->edge_count; i++) {
        put_points(layering, i, bands, begins[link], ends[link + layering->passes[i]]);
        link += layering->passes[i] + 1;
        if (layout->edges[i].back)
            turn_points(layout, &layout->edges[i]);
    }
    free(begins);
    free(ends);
}

/* --------------------------------------------------------------------------------------------------------- all -- */

static void lay_out(struct layering *layering)
{
    struct band *bands;

    make_places(layering);
    layout_find_order(layering);
    layout_find_coordinates(layering);
    move_to_margin(layering);
    bands = make_bands(layering);
    put_boxes(layering, bands);
    put_edges(layering, bands);
    free(bands);
}

/* Rows are wider where there would be more ranks than edges have room to pass. */
static bool find_ranks(struct layering *layering)
{
    int width;

    for (width = ROW_WIDTH; width <= WIDEST_ROW; width *= 2) {
        layout_fill_ranks(layering, width);
        if (count_places(layering))
            return true;
    }
    return false;
}

bool layout_make(struct layout *layout)
{
    struct layering layering = {.layout = layout};
    bool fits;

    layout->points = NULL;
    layout->point_count = 0;
    layering.levels = memory_zero(layout->box_count + 1, sizeof *layering.levels);
    layering.ranks = memory_zero(layout->box_count + 1, sizeof *layering.ranks);
    layout_find_levels(&layering);
    fits = find_ranks(&layering);
    if (fits)
        lay_out(&layering);
    free(layering.levels);
    free(layering.ranks);
    free(layering.places);
    free(layering.links);
    free(layering.first_place);
    free(layering.passes);
    free(layering.label_place);
    free(layering.uppers);
    free(layering.lowers);
    layout_groups_free(&layering.above);
    layout_groups_free(&layering.below);
    layout_groups_free(&layering.rows);
    return fits;
}

void layout_free(struct layout *layout)
{
    free(layout->points);
    layout->points = NULL;
    layout->point_count = 0;
}
