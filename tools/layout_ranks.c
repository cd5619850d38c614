/*
 * Ranks of boxes: see layout.h. The edges that a walk in depth finds leading back to where it is on its way from are turned
 * round; then the longest way from above gives the rank. Both go over each edge once, on stacks of their own.
 */
#include <stdlib.h>

#include "buffer.h"
#include "layout_parts.h"

enum { ALONE_IN_A_ROW = 8 /* boxes without edges that stand beside each other */ };

size_t layout_upper(const struct layout_edge *edge)
{
    return edge->back ? edge->to : edge->from;
}

size_t layout_lower(const struct layout_edge *edge)
{
    return edge->back ? edge->from : edge->to;
}

static size_t by_upper(const void *context, size_t edge)
{
    return layout_upper(&((const struct layout *)context)->edges[edge]);
}

static size_t by_lower(const void *context, size_t edge)
{
    return layout_lower(&((const struct layout *)context)->edges[edge]);
}

/* ---------------------------------------------------------------------------------------------------- circles -- */

enum walk_state { WALK_NEW, WALK_OPEN, WALK_DONE };

struct walk {
    struct layout *layout;
    struct layout_groups out;
    unsigned char *state; /* by box: enum walk_state */
    size_t *next;         /* by box: the next of its edges */
    size_t *stack;
};

static void walk_from(struct walk *walk, size_t start)
{
    size_t count = 0;

    if (walk->state[start] != WALK_NEW)
        return;
    walk->state[start] = WALK_OPEN;
    walk->stack[count++] = start;
    while (count > 0) {
        size_t box = walk->stack[count - 1];
        struct layout_edge *edge;

        if (walk->next[box] == walk->out.first[box + 1]) {
            walk->state[box] = WALK_DONE;
            count--;
            continue;
        }
        edge = &walk->layout->edges[walk->out.list[walk->next[box]++]];
        edge->back = walk->state[edge->to] == WALK_OPEN;
        if (walk->state[edge->to] == WALK_NEW) {
            walk->state[edge->to] = WALK_OPEN;
            walk->stack[count++] = edge->to;
        }
    }
}

/* From where nothing leads to first, so that what comes back in a loop is what is turned round. */
static void turn_round(struct layout *layout)
{
    struct walk walk = {.layout = layout};
    bool *is_reached = memory_zero(layout->box_count + 1, sizeof *is_reached);
    size_t i;

    for (i = 0; i < layout->edge_count; i++) {
        layout->edges[i].back = false;
        is_reached[layout->edges[i].to] = true;
    }
    layout_group(&walk.out, layout->box_count, layout->edge_count, by_upper, layout);
    walk.state = memory_zero(layout->box_count + 1, 1);
    walk.next = memory_zero(layout->box_count + 1, sizeof *walk.next);
    walk.stack = memory_zero(layout->box_count + 1, sizeof *walk.stack);
    for (i = 0; i < layout->box_count; i++)
        walk.next[i] = walk.out.first[i];
    for (i = 0; i < layout->box_count; i++)
        if (!is_reached[i])
            walk_from(&walk, i);
    for (i = 0; i < layout->box_count; i++)
        walk_from(&walk, i);
    layout_groups_free(&walk.out);
    free(is_reached);
    free(walk.state);
    free(walk.next);
    free(walk.stack);
}

/* ------------------------------------------------------------------------------------------------------ ranks -- */

struct ranking {
    const struct layout *layout;
    struct layout_groups in, out;
    size_t *ranks;
    size_t *order; /* of the boxes: each behind all that lead to it */
};

static size_t degree(const struct layout_groups *groups, size_t box)
{
    return groups->first[box + 1] - groups->first[box];
}

static void rank_downwards(struct ranking *ranking)
{
    size_t count = ranking->layout->box_count, filled = 0, head, i;
    size_t *waiting = memory_zero(count + 1, sizeof *waiting);

    for (i = 0; i < count; i++) {
        waiting[i] = degree(&ranking->in, i);
        if (waiting[i] == 0)
            ranking->order[filled++] = i;
    }
    for (head = 0; head < filled; head++) {
        size_t box = ranking->order[head];

        for (i = ranking->out.first[box]; i < ranking->out.first[box + 1]; i++) {
            size_t lower = layout_lower(&ranking->layout->edges[ranking->out.list[i]]);

            if (ranking->ranks[lower] <= ranking->ranks[box])
                ranking->ranks[lower] = ranking->ranks[box] + 1;
            if (--waiting[lower] == 0)
                ranking->order[filled++] = lower;
        }
    }
    free(waiting);
}

/* A box that gives to more than it gets from is nearer to what it gives to: fewer long edges, and a constant where it is used. */
static void pull_down(struct ranking *ranking)
{
    size_t head, i;

    for (head = ranking->layout->box_count; head-- > 0;) {
        size_t box = ranking->order[head], nearest = LAYOUT_NONE;

        for (i = ranking->out.first[box]; i < ranking->out.first[box + 1]; i++) {
            size_t rank = ranking->ranks[layout_lower(&ranking->layout->edges[ranking->out.list[i]])];

            nearest = rank < nearest ? rank : nearest;
        }
        if (nearest != LAYOUT_NONE && degree(&ranking->out, box) > degree(&ranking->in, box))
            ranking->ranks[box] = nearest - 1;
    }
}

/* Boxes without any edge fill rows of their own, instead of making the first one endless. */
static void rank_lonely(struct ranking *ranking)
{
    size_t i, alone = 0;

    for (i = 0; i < ranking->layout->box_count; i++)
        if (degree(&ranking->in, i) == 0 && degree(&ranking->out, i) == 0)
            ranking->ranks[i] = alone++ / ALONE_IN_A_ROW;
}

void layout_find_ranks(struct layering *layering)
{
    struct layout *layout = layering->layout;
    struct ranking ranking = {.layout = layout, .ranks = layering->ranks};

    turn_round(layout);
    layout_group(&ranking.out, layout->box_count, layout->edge_count, by_upper, layout);
    layout_group(&ranking.in, layout->box_count, layout->edge_count, by_lower, layout);
    ranking.order = memory_zero(layout->box_count + 1, sizeof *ranking.order);
    rank_downwards(&ranking);
    pull_down(&ranking);
    rank_lonely(&ranking);
    layout_groups_free(&ranking.in);
    layout_groups_free(&ranking.out);
    free(ranking.order);
}
