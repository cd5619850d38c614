/*
 * Where the places of each rank stand: see layout.h. Each wants to be where its neighbours are; long edges want it most, so
 * that they are upright; and in the end all that follows each other without a fork or a join wants to be in one line. Of a rank, with its order and the widths of its places, the sum of the weighted squares of what is
 * between wish and place is made as small as can be: without the widths that is isotonic regression, which pooling
 * adjacent violators solves in one pass.
 */
#include <stdlib.h>

#include "layout_parts.h"
#include "memory.h"

enum {
    ROUNDS = 40,
    STRAIGHT_ROUNDS = 80,   /* after those */
    ROUND_PLACES = 4000000, /* places in all rounds of either kind, of which there are 8 at least */
    FIRM = 8                /* what a place of a line weighs against a link */
};

struct block {
    double sum, weight; /* of wishes, of weights */
    size_t places;
};

struct placing {
    struct layering *layering;
    struct block *blocks; /* room for those of one rank */
    double *offsets,
        *positions; /* by place of the rank: what those before it take; where it comes to stand */
    double width;   /* of the picture: no row needs more */
    size_t *lines;  /* by place: the first of those that it follows in one line */
    double *sums;   /* by the first place of a line: of all its places */
    size_t *lengths;
};

/* What a row's places want to be near to. */
enum wishes { WISH_ABOVE = 1, WISH_BELOW = 2, WISH_LINE = 4 };

static bool is_alone(const struct layout_groups *groups, size_t place)
{
    return groups->first[place + 1] - groups->first[place] == 1;
}

/* A bend hurts most within an edge; then where nothing but that edge is at a box. */
static double link_weight(const struct layering *layering, const struct layout_link *link)
{
    bool upper = layering->places[link->upper].box == LAYOUT_NONE;
    bool lower = layering->places[link->lower].box == LAYOUT_NONE;

    if (upper && lower)
        return 8;
    return is_alone(&layering->below, link->upper) && is_alone(&layering->above, link->lower) ? 4 : 1;
}

static void add_wishes(struct block *wish, const struct layering *layering, size_t place, bool above)
{
    const struct layout_groups *groups = above ? &layering->above : &layering->below;
    size_t i;

    for (i = groups->first[place]; i < groups->first[place + 1]; i++) {
        const struct layout_link *link = &layering->links[groups->list[i]];
        double weight = link_weight(layering, link);

        wish->sum += weight * layering->places[above ? link->upper : link->lower].x;
        wish->weight += weight;
    }
}

/* What a place without neighbours wants is to stay, but not as much as to be in anybody's way. */
static struct block wish_of(const struct placing *placing, size_t place, unsigned wishes)
{
    const struct layering *layering = placing->layering;
    struct block wish = {0, 0, 1};
    size_t line = placing->lines[place];

    if ((wishes & WISH_ABOVE) != 0)
        add_wishes(&wish, layering, place, true);
    if ((wishes & WISH_BELOW) != 0)
        add_wishes(&wish, layering, place, false);
    if ((wishes & WISH_LINE) != 0 && placing->lengths[line] > 1) {
        wish.sum += FIRM * placing->sums[line];
        wish.weight += FIRM * (double)placing->lengths[line];
    }
    if (wish.weight <= 0) {
        wish.weight = 0.01;
        wish.sum = wish.weight * layering->places[place].x;
    }
    return wish;
}

/* Blocks of places that stand close together, each where the mean of its wishes is; two that would overlap are one. */
static size_t pool(struct placing *placing, const struct layout_place *const *row, size_t count,
                   unsigned wishes)
{
    size_t blocks = 0, i;

    for (i = 0; i < count; i++) {
        struct block wish = wish_of(placing, (size_t)(row[i] - placing->layering->places), wishes);

        wish.sum -= wish.weight * placing->offsets[i];
        placing->blocks[blocks++] = wish;
        while (blocks > 1 && placing->blocks[blocks - 2].sum * placing->blocks[blocks - 1].weight >
                                 placing->blocks[blocks - 1].sum * placing->blocks[blocks - 2].weight) {
            placing->blocks[blocks - 2].sum += placing->blocks[blocks - 1].sum;
            placing->blocks[blocks - 2].weight += placing->blocks[blocks - 1].weight;
            placing->blocks[blocks - 2].places += placing->blocks[blocks - 1].places;
            blocks--;
        }
    }
    return blocks;
}

/* The middles of two that stand beside each other. */
static double apart(const struct layout_place *left, const struct layout_place *right)
{
    bool edges = left->box == LAYOUT_NONE && right->box == LAYOUT_NONE;

    return (left->width + right->width) / 2.0 + (edges ? LAYOUT_EDGES : LAYOUT_BESIDE);
}

static void place_row(struct placing *placing, size_t rank, unsigned wishes)
{
    struct layering *layering = placing->layering;
    size_t first = layering->rows.first[rank], count = layering->rows.first[rank + 1] - first;
    const struct layout_place **row = memory_zero(count + 1, sizeof *row);
    size_t blocks, i, k, at = 0;
    double most;

    for (i = 0; i < count; i++) {
        row[i] = &layering->places[layering->rows.list[first + i]];
        placing->offsets[i] = i == 0 ? 0 : placing->offsets[i - 1] + apart(row[i - 1], row[i]);
    }
    blocks = pool(placing, row, count, wishes);
    most = placing->width - (count > 0 ? placing->offsets[count - 1] + row[count - 1]->width / 2.0 : 0);
    for (i = 0; i < blocks; i++) {
        double x = placing->blocks[i].sum / placing->blocks[i].weight;

        x = x > most ? most : x;
        x = x < row[0]->width / 2.0 ? row[0]->width / 2.0 : x;
        for (k = 0; k < placing->blocks[i].places; k++, at++)
            placing->positions[at] = x + placing->offsets[at];
    }
    for (i = 0; i < count; i++)
        layering->places[layering->rows.list[first + i]].x = placing->positions[i];
    free(row);
}

/* ------------------------------------------------------------------------------------------------------- lines -- */

/* The link to a place, where it is the only one at both of its ends. */
static size_t only_above(const struct layering *layering, size_t place)
{
    size_t upper;

    if (!is_alone(&layering->above, place))
        return LAYOUT_NONE;
    upper = layering->links[layering->above.list[layering->above.first[place]]].upper;
    return is_alone(&layering->below, upper) ? upper : LAYOUT_NONE;
}

static void find_lines(struct placing *placing)
{
    const struct layering *layering = placing->layering;
    size_t i, upper;

    for (i = 0; i < layering->place_count; i++) { /* by ranks, from above */
        size_t place = layering->rows.list[i];

        upper = only_above(layering, place);
        placing->lines[place] = upper == LAYOUT_NONE ? place : placing->lines[upper];
        placing->lengths[placing->lines[place]]++;
    }
}

static void add_up_lines(struct placing *placing)
{
    const struct layering *layering = placing->layering;
    size_t i;

    for (i = 0; i < layering->place_count; i++)
        placing->sums[i] = 0;
    for (i = 0; i < layering->place_count; i++)
        placing->sums[placing->lines[i]] += layering->places[i].x;
}

/* --------------------------------------------------------------------------------------------------------- all -- */

static size_t rounds_of(const struct layering *layering, size_t most)
{
    size_t rounds = ROUND_PLACES / (layering->place_count + 1);

    return rounds > most ? most : rounds < 8 ? 8 : rounds;
}

/* What a row takes at least. */
static double row_width(const struct layering *layering, size_t rank)
{
    const size_t *row = layering->rows.list + layering->rows.first[rank];
    size_t count = layering->rows.first[rank + 1] - layering->rows.first[rank], i;
    double width = 0;

    for (i = 0; i < count; i++)
        width += i == 0 ? layering->places[row[0]].width / 2.0
                        : apart(&layering->places[row[i - 1]], &layering->places[row[i]]);
    return count > 0 ? width + layering->places[row[count - 1]].width / 2.0 : 0;
}

static void sweep_rows(struct placing *placing, unsigned down, unsigned up)
{
    size_t rank, count = placing->layering->rank_count;

    for (rank = 0; rank < count; rank++)
        place_row(placing, rank, down);
    for (rank = count; rank-- > 0;)
        place_row(placing, rank, up);
}

/* First each side by itself, so that the whole finds its place; then both; then what can be straight. */
static void sweep_all(struct placing *placing)
{
    const unsigned both = WISH_ABOVE | WISH_BELOW;
    size_t round;

    for (round = 0; round < rounds_of(placing->layering, ROUNDS); round++)
        sweep_rows(placing, round < 4 ? WISH_ABOVE : both, round < 4 ? WISH_BELOW : both);
    for (round = 0; round < rounds_of(placing->layering, STRAIGHT_ROUNDS); round++) {
        add_up_lines(placing);
        sweep_rows(placing, both | WISH_LINE, both | WISH_LINE);
    }
}

void layout_find_coordinates(struct layering *layering)
{
    struct placing placing = {.layering = layering};
    size_t room = layering->place_count + 1, rank;

    placing.blocks = memory_zero(room, sizeof *placing.blocks);
    placing.offsets = memory_zero(room, sizeof *placing.offsets);
    placing.positions = memory_zero(room, sizeof *placing.positions);
    placing.lines = memory_zero(room, sizeof *placing.lines);
    placing.sums = memory_zero(room, sizeof *placing.sums);
    placing.lengths = memory_zero(room, sizeof *placing.lengths);
    find_lines(&placing);
    placing.width = LAYOUT_WIDTH;
    for (rank = 0; rank < layering->rank_count; rank++)
        if (row_width(layering, rank) > placing.width)
            placing.width = row_width(layering, rank);
    sweep_all(&placing);
    free(placing.blocks);
    free(placing.offsets);
    free(placing.positions);
    free(placing.lines);
    free(placing.sums);
    free(placing.lengths);
}
