/*
 * Levels and ranks of boxes: see layout.h. The edges that a walk in depth finds leading back to where it is on its way from are turned
 * round; then the longest way from above gives the level. Both go over each edge once, on stacks of their own.
 */
#include <stdlib.h>

#include "layout_parts.h"
#include "memory.h"

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

/* ----------------------------------------------------------------------------------------------------- levels -- */

struct leveling {
    const struct layout *layout;
    struct layout_groups in, out;
    size_t *levels;
    size_t *order; /* of the boxes: each behind all that lead to it */
};

static size_t degree(const struct layout_groups *groups, size_t box)
{
    return groups->first[box + 1] - groups->first[box];
}

static void level_downwards(struct leveling *leveling)
{
    size_t count = leveling->layout->box_count, filled = 0, head, i;
    size_t *waiting = memory_zero(count + 1, sizeof *waiting);

    for (i = 0; i < count; i++) {
        waiting[i] = degree(&leveling->in, i);
        if (waiting[i] == 0)
            leveling->order[filled++] = i;
    }
    for (head = 0; head < filled; head++) {
        size_t box = leveling->order[head];

        for (i = leveling->out.first[box]; i < leveling->out.first[box + 1]; i++) {
            size_t lower = layout_lower(&leveling->layout->edges[leveling->out.list[i]]);

            if (leveling->levels[lower] <= leveling->levels[box])
                leveling->levels[lower] = leveling->levels[box] + 1;
            if (--waiting[lower] == 0)
                leveling->order[filled++] = lower;
        }
    }
    free(waiting);
}

/* A box that gives to more than it gets from is nearer to what it gives to: fewer long edges, and a constant where it is used. */
static void pull_down(struct leveling *leveling)
{
    size_t head, i;

    for (head = leveling->layout->box_count; head-- > 0;) {
        size_t box = leveling->order[head], nearest = LAYOUT_NONE;

        for (i = leveling->out.first[box]; i < leveling->out.first[box + 1]; i++) {
            size_t level = leveling->levels[layout_lower(&leveling->layout->edges[leveling->out.list[i]])];

            nearest = level < nearest ? level : nearest;
        }
        if (nearest != LAYOUT_NONE && degree(&leveling->out, box) > degree(&leveling->in, box))
            leveling->levels[box] = nearest - 1;
    }
}

void layout_find_levels(struct layering *layering)
{
    struct layout *layout = layering->layout;
    struct leveling leveling = {.layout = layout, .levels = layering->levels};

    turn_round(layout);
    layout_group(&leveling.out, layout->box_count, layout->edge_count, by_upper, layout);
    layout_group(&leveling.in, layout->box_count, layout->edge_count, by_lower, layout);
    leveling.order = memory_zero(layout->box_count + 1, sizeof *leveling.order);
    level_downwards(&leveling);
    pull_down(&leveling);
    layout_groups_free(&leveling.in);
    layout_groups_free(&leveling.out);
    free(leveling.order);
}

/* ------------------------------------------------------------------------------------------------------ ranks -- */

static size_t by_level(const void *context, size_t box)
{
    return ((const struct layering *)context)->levels[box];
}

void layout_fill_ranks(struct layering *layering, int width)
{
    const struct layout *layout = layering->layout;
    struct layout_groups levels;
    size_t rank = 0, level, i;

    layout_group(&levels, layout->box_count, layout->box_count, by_level, layering);
    for (level = 0; level < layout->box_count; level++) {
        int filled = 0;

        for (i = levels.first[level]; i < levels.first[level + 1]; i++) {
            size_t box = levels.list[i];

            if (filled > 0 && filled + layout->boxes[box].width > width) {
                rank++;
                filled = 0;
            }
            filled += layout->boxes[box].width + LAYOUT_BESIDE;
            layering->ranks[box] = rank;
        }
        rank += levels.first[level + 1] > levels.first[level];
    }
    layout_groups_free(&levels);
}
