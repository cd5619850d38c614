/*
 * The order of the places of each rank: see layout.h. Sweeps down and up put each place at the median of its neighbours in the
 * rank that was done before; the best order that was met is kept. Crossings are counted in n log n.
 */
#include <stdlib.h>
#include <string.h>

#include "layout_parts.h"
#include "memory.h"

enum { SWEEPS = 16, WITHOUT_GAIN = 4 /* sweeps, after which no more are made */ };

struct ordering {
    struct layering *layering;
    size_t *positions; /* room for those of one place's neighbours, and for the counting */
    size_t *best;      /* the rows that had the fewest crossings */
    bool spreads; /* places without neighbours in the rank before over all of the row, instead of staying */
};

static int compare_positions(const void *a, const void *b)
{
    size_t one = *(const size_t *)a, other = *(const size_t *)b;

    return (one > other) - (one < other);
}

static size_t other_end(const struct layering *layering, size_t link, bool above)
{
    return above ? layering->links[link].upper : layering->links[link].lower;
}

static void number_row(struct layering *layering, size_t rank)
{
    size_t i;

    for (i = layering->rows.first[rank]; i < layering->rows.first[rank + 1]; i++)
        layering->places[layering->rows.list[i]].position = i - layering->rows.first[rank];
}

/* ------------------------------------------------------------------------------------------------------ sweeps -- */

/* Between the two in the middle, where there is no one there. It has neighbours. */
static double median(const struct ordering *ordering, size_t place, bool above)
{
    const struct layering *layering = ordering->layering;
    const struct layout_groups *groups = above ? &layering->above : &layering->below;
    size_t count = groups->first[place + 1] - groups->first[place], i;

    for (i = 0; i < count; i++)
        ordering->positions[i] =
            layering->places[other_end(layering, groups->list[groups->first[place] + i], above)].position;
    qsort(ordering->positions, count, sizeof *ordering->positions, compare_positions);
    return ((double)ordering->positions[(count - 1) / 2] + (double)ordering->positions[count / 2]) / 2;
}

static bool has_neighbours(const struct layering *layering, size_t place, bool above)
{
    const struct layout_groups *groups = above ? &layering->above : &layering->below;

    return groups->first[place + 1] > groups->first[place];
}

struct wanted_place {
    double wanted;
    size_t position, place;
};

static int compare_wanted(const void *a, const void *b)
{
    const struct wanted_place *one = a, *other = b;

    if (one->wanted < other->wanted || one->wanted > other->wanted)
        return one->wanted < other->wanted ? -1 : 1;
    return (one->position > other->position) - (one->position < other->position);
}

static size_t row_count(const struct layering *layering, size_t rank)
{
    return layering->rows.first[rank + 1] - layering->rows.first[rank];
}

/* So that many inputs, or outputs, in several ranks stand among each other's edges, and not all on one side of them. */
static void spread(struct wanted_place *list, const struct ordering *ordering, size_t rank, bool above)
{
    const struct layering *layering = ordering->layering;
    size_t count = row_count(layering, rank), lonely = 0, seen = 0, i;
    double width = (double)row_count(layering, above ? rank - 1 : rank + 1);

    for (i = 0; i < count; i++)
        lonely += !has_neighbours(layering, list[i].place, above);
    for (i = 0; i < count; i++)
        if (!has_neighbours(layering, list[i].place, above))
            list[i].wanted = width * (double)(2 * seen++ + 1) / (double)(2 * lonely) - 0.5;
}

static void order_row(const struct ordering *ordering, size_t rank, bool above)
{
    struct layering *layering = ordering->layering;
    size_t *row = layering->rows.list + layering->rows.first[rank], i;
    size_t count = row_count(layering, rank);
    struct wanted_place *list = memory_zero(count + 1, sizeof *list);

    for (i = 0; i < count; i++)
        list[i] = (struct wanted_place){
            has_neighbours(layering, row[i], above) ? median(ordering, row[i], above) : (double)i, i, row[i]};
    if (ordering->spreads)
        spread(list, ordering, rank, above);
    qsort(list, count, sizeof *list, compare_wanted);
    for (i = 0; i < count; i++)
        row[i] = list[i].place;
    free(list);
    number_row(layering, rank);
}

static void sweep(const struct ordering *ordering, bool down)
{
    size_t count = ordering->layering->rank_count, i;

    for (i = 1; i < count; i++)
        order_row(ordering, down ? i : count - 1 - i, down);
}

/* --------------------------------------------------------------------------------------------------- crossings -- */

/*
 * Of the links between a rank and the next: those before, in the order of their upper ends, that end further right. `tree` holds
 * how many ended at each position, as sums over ranges (a Fenwick tree). Links of one place cross nothing of each other.
 */
static size_t crossings_below(const struct ordering *ordering, size_t rank)
{
    const struct layering *layering = ordering->layering;
    const struct layout_groups *rows = &layering->rows;
    size_t width = rows->first[rank + 2] - rows->first[rank + 1], seen = 0, crossings = 0, i, k, at;
    size_t *tree = memory_zero(width + 1, sizeof *tree);

    for (i = rows->first[rank]; i < rows->first[rank + 1]; i++) {
        size_t place = rows->list[i], begin = layering->below.first[place];
        size_t count = layering->below.first[place + 1] - begin;

        for (k = 0; k < count; k++) {
            at = layering->places[other_end(layering, layering->below.list[begin + k], false)].position + 1;
            ordering->positions[k] = at;
            for (crossings += seen; at > 0; at &= at - 1)
                crossings -= tree[at];
        }
        for (k = 0; k < count; k++)
            for (at = ordering->positions[k]; at <= width; at += at & (~at + 1))
                tree[at]++;
        seen += count;
    }
    free(tree);
    return crossings;
}

static size_t all_crossings(const struct ordering *ordering)
{
    size_t crossings = 0, rank;

    for (rank = 0; rank + 1 < ordering->layering->rank_count; rank++)
        crossings += crossings_below(ordering, rank);
    return crossings;
}

/* --------------------------------------------------------------------------------------------------------- all -- */

static void keep_best(const struct ordering *ordering)
{
    memcpy(ordering->best, ordering->layering->rows.list,
           ordering->layering->place_count * sizeof *ordering->best);
}

static void take_best(const struct ordering *ordering)
{
    struct layering *layering = ordering->layering;
    size_t rank;

    memcpy(layering->rows.list, ordering->best, layering->place_count * sizeof *ordering->best);
    for (rank = 0; rank < layering->rank_count; rank++)
        number_row(layering, rank);
}

void layout_find_order(struct layering *layering)
{
    struct ordering ordering = {.layering = layering};
    size_t fewest, rank, i, since = 0;

    ordering.positions = memory_zero(layering->link_count + 1, sizeof *ordering.positions);
    ordering.best = memory_zero(layering->place_count + 1, sizeof *ordering.best);
    for (rank = 0; rank < layering->rank_count; rank++)
        number_row(layering, rank);
    ordering.spreads = true;
    sweep(&ordering, true);
    sweep(&ordering, false);
    ordering.spreads = false;
    fewest = all_crossings(&ordering);
    keep_best(&ordering);
    for (i = 0; i < SWEEPS && fewest > 0 && since < WITHOUT_GAIN; i++) {
        size_t crossings;

        sweep(&ordering, i % 2 == 0);
        crossings = all_crossings(&ordering);
        since++;
        if (crossings < fewest) {
            fewest = crossings;
            since = 0;
            keep_best(&ordering);
        }
    }
    take_best(&ordering);
    free(ordering.positions);
    free(ordering.best);
}
