/*
 * Boxes that are alike in a picture: of many that stand between the same others only some are drawn, and one that tells how many
 * more there are. A box with a mark is always drawn.
 */
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "picture.h"

enum { DRAWN = 8, NAMES = 1000 /* bytes of the names of those that are not */ };

/* A box and what it has edges with: the other box twice, and one more where the edge leads to it. They are in their order. */
struct sibling {
    size_t box;
    int look; /* the kind, or one of its own */
    size_t *ends;
    size_t count;
};

static int compare_siblings(const void *a, const void *b)
{
    const struct sibling *one = a, *other = b;
    size_t i;

    if (one->look != other->look)
        return one->look < other->look ? -1 : 1;
    if (one->count != other->count)
        return one->count < other->count ? -1 : 1;
    for (i = 0; i < one->count; i++)
        if (one->ends[i] != other->ends[i])
            return one->ends[i] < other->ends[i] ? -1 : 1;
    return 0;
}

static int compare_in_order(const void *a, const void *b)
{
    int order = compare_siblings(a, b);

    return order != 0 ? order : ((const struct sibling *)a)->box < ((const struct sibling *)b)->box ? -1 : 1;
}

/* Edges are in the order of where they come from, then of where they lead: so are the ends of each box, one side after the other. */
static void note_ends(struct sibling *siblings, size_t *ends, const struct picture *picture)
{
    size_t i, at = 0;

    for (i = 0; i < picture->edge_count; i++) {
        siblings[picture->edges[i].from].count++;
        siblings[picture->edges[i].to].count++;
    }
    for (i = 0; i < picture->box_count; i++) {
        siblings[i].ends = ends + at;
        at += siblings[i].count;
        siblings[i].count = 0;
    }
    for (i = 0; i < picture->edge_count; i++) {
        struct sibling *to = &siblings[picture->edges[i].to];

        to->ends[to->count++] = 2 * picture->edges[i].from;
    }
    for (i = 0; i < picture->edge_count; i++) {
        struct sibling *from = &siblings[picture->edges[i].from];

        from->ends[from->count++] = 2 * picture->edges[i].to + 1;
    }
}

/* The first of those that are not drawn tells of all of them. */
static void tell_more(struct picture *picture, const struct sibling *folded, size_t count)
{
    struct picture_box *box = &picture->boxes[folded[0].box];
    struct buffer names = {0};
    uint64_t operations = 0;
    size_t i;

    for (i = 0; i < count; i++) {
        operations += picture->boxes[folded[i].box].operations;
        if (names.length < NAMES)
            buffer_printf(&names, "%s%s", i > 0 ? ", " : "",
                          buffer_text(&picture->boxes[folded[i].box].name));
        else if (i + 1 == count)
            buffer_put(&names, ", ...");
    }
    for (i = 0; i < PICTURE_LINES; i++)
        buffer_free(&box->lines[i]);
    buffer_free(&box->name);
    box->name = names;
    box->operations = operations;
    buffer_printf(&box->lines[0], "%zu more like these", count);
    box->line_count = 1;
    box->is_more = true;
    if (box->kind == PICTURE_OPERATIONS)
        buffer_printf(&box->lines[box->line_count++], "%llu operations", (unsigned long long)operations);
}

/* Boxes that are gone, and their edges; the others keep their order. `numbers`: by box, the one it is now. */
static void take_out(struct picture *picture, const bool *gone, size_t *numbers)
{
    size_t boxes = 0, edges = 0, i;

    for (i = 0; i < picture->box_count; i++) {
        numbers[i] = boxes;
        if (gone[i])
            picture_free_box(&picture->boxes[i]);
        else
            picture->boxes[boxes++] = picture->boxes[i];
    }
    for (i = 0; i < picture->edge_count; i++) {
        struct picture_edge *edge = &picture->edges[i];

        if (gone[edge->from] || gone[edge->to] || picture->boxes[numbers[edge->from]].is_more ||
            picture->boxes[numbers[edge->to]].is_more)
            buffer_free(&edge->label); /* each has its own */
        if (gone[edge->from] || gone[edge->to])
            continue;
        edge->from = numbers[edge->from];
        edge->to = numbers[edge->to];
        picture->edges[edges++] = *edge;
    }
    picture->box_count = boxes;
    picture->edge_count = edges;
}

static void fold_alike(struct picture *picture, const struct sibling *siblings, bool *gone)
{
    size_t begin = 0, end, i;

    for (end = 1; end <= picture->box_count; end++) {
        if (end < picture->box_count && compare_siblings(&siblings[begin], &siblings[end]) == 0)
            continue;
        if (end - begin > DRAWN + 1) {
            tell_more(picture, &siblings[begin + DRAWN], end - begin - DRAWN);
            for (i = begin + DRAWN + 1; i < end; i++)
                gone[siblings[i].box] = true;
        }
        begin = end;
    }
}

void picture_fold(struct picture *picture)
{
    struct sibling *siblings = memory_zero(picture->box_count + 1, sizeof *siblings);
    size_t *ends = memory_zero(2 * picture->edge_count + 1, sizeof *ends);
    size_t *numbers = memory_zero(picture->box_count + 1, sizeof *numbers);
    bool *gone = memory_zero(picture->box_count + 1, sizeof *gone);
    size_t i;

    note_ends(siblings, ends, picture);
    for (i = 0; i < picture->box_count; i++) {
        siblings[i].box = i;
        siblings[i].look = picture_mark_of(&picture->boxes[i]) == PICTURE_MARK_COUNT
                               ? (int)picture->boxes[i].kind
                               : PICTURE_OUTPUT + 1 + (int)i;
    }
    qsort(siblings, picture->box_count, sizeof *siblings, compare_in_order);
    fold_alike(picture, siblings, gone);
    take_out(picture, gone, numbers);
    free(siblings);
    free(ends);
    free(numbers);
    free(gone);
}
