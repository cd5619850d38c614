/* The layered layout of the command (tools/layout.h): what every picture can be relied on for, whatever the graph. */
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "layout.h"
#include "store_fixture.h"

Suite *layout_suite(void);

static struct layout layout;

static void begin(size_t boxes, size_t edges)
{
    size_t i;

    memset(&layout, 0, sizeof layout);
    layout.boxes = calloc(boxes + 1, sizeof *layout.boxes);
    layout.edges = calloc(edges + 1, sizeof *layout.edges);
    layout.box_count = boxes;
    layout.label_height = 14;
    for (i = 0; i < boxes; i++) {
        layout.boxes[i].width = 60 + (int)(i * 37 % 140);
        layout.boxes[i].height = 30 + (int)(i % 3) * 16;
    }
}

static void connect(size_t from, size_t to)
{
    struct layout_edge *edge = &layout.edges[layout.edge_count];

    edge->from = from;
    edge->to = to;
    edge->label_width = layout.edge_count++ % 3 == 0 ? 0 : 70;
}

static void end(void)
{
    layout_free(&layout);
    free(layout.boxes);
    free(layout.edges);
    memset(&layout, 0, sizeof layout);
}

/* ------------------------------------------------------------------------------------------------- what is asked -- */

static int compare_boxes(const void *a, const void *b)
{
    const struct layout_box *one = a, *other = b;

    return one->x != other->x ? (one->x > other->x) - (one->x < other->x)
                              : (one->y > other->y) - (one->y < other->y);
}

static void assert_boxes_apart(void)
{
    struct layout_box *sorted = malloc((layout.box_count + 1) * sizeof *sorted);
    size_t i, k;

    memcpy(sorted, layout.boxes, layout.box_count * sizeof *sorted);
    qsort(sorted, layout.box_count, sizeof *sorted, compare_boxes);
    for (i = 0; i < layout.box_count; i++) {
        bool apart = true;

        ck_assert(sorted[i].x >= 0 && sorted[i].x + sorted[i].width <= layout.width);
        ck_assert(sorted[i].y >= 0 && sorted[i].y + sorted[i].height <= layout.height);
        for (k = i + 1; k < layout.box_count && sorted[k].x < sorted[i].x + sorted[i].width; k++)
            apart &= sorted[k].y >= sorted[i].y + sorted[i].height ||
                     sorted[i].y >= sorted[k].y + sorted[k].height;
        ck_assert(apart);
    }
    free(sorted);
}

static bool is_inside(const struct layout_box *box, int x, int y)
{
    return x > box->x && x < box->x + box->width && y > box->y && y < box->y + box->height;
}

/* From its box to its box, only downwards, or only upwards where it is marked so. */
static void assert_edge(const struct layout_edge *edge)
{
    const struct layout_point *points = layout.points + edge->first_point;
    const struct layout_box *from = &layout.boxes[edge->from], *to = &layout.boxes[edge->to];
    const struct layout_point *last = &points[edge->point_count - 1];
    size_t i;

    ck_assert_uint_ge(edge->point_count, 2);
    ck_assert_int_eq(points[0].y, edge->back ? from->y : from->y + from->height);
    ck_assert_int_eq(last->y, edge->back ? to->y + to->height : to->y);
    ck_assert(points[0].x >= from->x && points[0].x <= from->x + from->width);
    ck_assert(last->x >= to->x && last->x <= to->x + to->width);
    for (i = 1; i < edge->point_count; i++) {
        ck_assert(edge->back ? points[i].y <= points[i - 1].y : points[i].y >= points[i - 1].y);
        ck_assert(points[i].x >= 0 && points[i].x <= layout.width);
    }
    if (edge->label_width > 0)
        ck_assert(edge->label.x - edge->label_width / 2 >= 0 &&
                  edge->label.x + edge->label_width / 2 <= layout.width);
}

/* Where it is upright it is in no box, and its label is on none. */
static bool is_edge_free(const struct layout_edge *edge)
{
    const struct layout_point *points = layout.points + edge->first_point;
    bool meets = false;
    size_t i, k;

    for (k = 0; k < layout.box_count; k++) {
        const struct layout_box *box = &layout.boxes[k];

        for (i = 1; i < edge->point_count; i++)
            meets |= is_inside(box, points[i].x, points[i].y) ||
                     is_inside(box, points[i].x, (points[i].y + points[i - 1].y) / 2);
        meets |= edge->label_width != 0 && is_inside(box, edge->label.x, edge->label.y);
    }
    return !meets;
}

static void assert_sound(void)
{
    size_t i;

    ck_assert(layout_make(&layout));
    assert_boxes_apart();
    for (i = 0; i < layout.edge_count; i++)
        assert_edge(&layout.edges[i]);
    for (i = 0; i < layout.edge_count && layout.box_count <= 300; i++)
        ck_assert(is_edge_free(&layout.edges[i]));
}

static size_t back_edges(void)
{
    size_t i, count = 0;

    for (i = 0; i < layout.edge_count; i++)
        count += layout.edges[i].back;
    return count;
}

/* --------------------------------------------------------------------------------------------------------- tests -- */

START_TEST(nothing_is_a_picture_too)
{
    begin(0, 0);
    assert_sound();
    end();
    begin(1, 0);
    assert_sound();
}
END_TEST

START_TEST(a_chain_stands_upright)
{
    size_t i;

    begin(50, 49);
    for (i = 0; i + 1 < 50; i++)
        connect(i, i + 1);
    assert_sound();
    ck_assert_uint_eq(back_edges(), 0);
    for (i = 1; i < 50; i++)
        ck_assert_int_le(abs(2 * layout.boxes[i].x + layout.boxes[i].width - 2 * layout.boxes[0].x -
                             layout.boxes[0].width),
                         2);
}
END_TEST

/* As in a residual network: a way of four boxes, and one past them. */
START_TEST(an_edge_past_a_chain_is_straight)
{
    size_t i, k, bends = 0;

    begin(41, 50);
    for (i = 0; i < 40; i += 4) {
        for (k = i; k < i + 4; k++)
            connect(k, k + 1);
        connect(i, i + 4);
    }
    assert_sound();
    ck_assert_uint_eq(back_edges(), 0);
    for (i = 0; i < layout.edge_count; i++) {
        const struct layout_edge *edge = &layout.edges[i];
        const struct layout_point *points = layout.points + edge->first_point;

        if (edge->to != edge->from + 4)
            continue;
        for (k = 3; k + 2 < edge->point_count; k++)
            bends += abs(points[k].x - points[k - 1].x) > 2;
    }
    ck_assert_uint_eq(bends, 0);
}
END_TEST

/* Nor is it wider than a screen, though 32 boxes beside each other would be: what they hang on does not pull them out of it. */
START_TEST(a_tree_is_drawn_without_crossings)
{
    size_t i, k;

    begin(63, 62);
    for (i = 1; i < 63; i++)
        connect((i - 1) / 2, i);
    for (i = 0; i < 63; i++)
        layout.boxes[i].width = 60;
    assert_sound();
    ck_assert_int_le(layout.width, 1600);
    for (i = 0; i < layout.edge_count; i++)
        for (k = 0; k < i; k++) {
            const struct layout_box *from = layout.boxes + layout.edges[i].from,
                                    *to = layout.boxes + layout.edges[i].to;
            const struct layout_box *other = layout.boxes + layout.edges[k].from,
                                    *end_of = layout.boxes + layout.edges[k].to;

            if (from->y == other->y && to->y == end_of->y && layout.edges[i].from != layout.edges[k].from)
                ck_assert((from->x < other->x) == (to->x < end_of->x));
        }
}
END_TEST

START_TEST(what_closes_a_circle_goes_up_and_says_so)
{
    begin(5, 7);
    connect(0, 1);
    connect(1, 2);
    connect(2, 3);
    connect(3, 1);
    connect(3, 4);
    connect(4, 3);
    connect(2, 1);
    assert_sound();
    ck_assert_uint_eq(back_edges(), 3);
    ck_assert(layout.edges[3].back && layout.edges[5].back && layout.edges[6].back);
    end();
    begin(2, 2);
    connect(1, 0);
    connect(0, 1);
    assert_sound();
    ck_assert_uint_eq(back_edges(), 1);
}
END_TEST

START_TEST(boxes_without_edges_fill_rows)
{
    begin(100, 0);
    assert_sound();
    ck_assert_int_lt(layout.width, 2500);
}
END_TEST

/* Side by side the inputs alone would be 9000 pixels. */
START_TEST(many_inputs_of_one_box_stand_in_several_rows)
{
    size_t i;

    begin(91, 90);
    for (i = 0; i < 60; i++)
        connect(i, 60);
    for (i = 61; i < 91; i++)
        connect(60, i);
    assert_sound();
    ck_assert_int_lt(layout.width, 2600);
    for (i = 0; i < layout.edge_count; i++) { /* a label stands where it is clear whose it is */
        const struct layout_edge *edge = &layout.edges[i];
        const struct layout_box *box = &layout.boxes[edge->to == 60 ? edge->from : edge->to];

        if (edge->label_width > 0)
            ck_assert_int_lt(abs(edge->label.y - (edge->to == 60 ? box->y + box->height : box->y)), 60);
    }
}
END_TEST

START_TEST(a_wide_graph_is_laid_out)
{
    size_t i, last = 1000 / fixture_share("boxes of a wide graph", 4) - 1;

    begin(last + 1, 2 * last - 2);
    for (i = 1; i < last; i++) {
        connect(0, i);
        connect(i, last);
    }
    assert_sound();
}
END_TEST

START_TEST(a_long_graph_is_laid_out)
{
    size_t i, count = 1000 / fixture_share("boxes of a long graph", 4);

    begin(count, count + count / 5);
    for (i = 0; i + 1 < count; i++)
        connect(i, i + 1);
    for (i = 0; i + 20 < count; i += 10)
        connect(i, i + 20);
    assert_sound();
    ck_assert_uint_eq(back_edges(), 0);
}
END_TEST

START_TEST(more_bends_than_there_is_room_for_are_refused)
{
    size_t i;

    begin(1000, 2000);
    for (i = 0; i + 1 < 1000; i++)
        connect(i, i + 1);
    for (i = 0; i < 200; i++)
        connect(i, 999);
    ck_assert(!layout_make(&layout));
    ck_assert_uint_eq(layout.point_count, 0);
}
END_TEST

/* Graphs by chance, the same on every run: also with circles, two ways between two boxes, and boxes apart. */
START_TEST(whatever_the_graph_it_is_sound_and_the_same_again)
{
    uint64_t state = (uint64_t)_i * 2654435761u + 1;
    size_t boxes, edges, i;
    struct layout_box *before;

    if (_i % (int)fixture_stride("graphs", 7) != 0)
        return;
    state = state * 6364136223846793005u + 1442695040888963407u;
    boxes = 2 + (size_t)(state >> 33) % 60;
    edges = boxes * (1 + (size_t)_i % 3);
    begin(boxes, edges);
    for (i = 0; i < edges; i++) {
        size_t from, to;

        state = state * 6364136223846793005u + 1442695040888963407u;
        from = (size_t)(state >> 33) % boxes;
        state = state * 6364136223846793005u + 1442695040888963407u;
        to = (size_t)(state >> 33) % boxes;
        if (_i % 2 == 0 && from > to) {
            size_t held = from;

            from = to;
            to = held;
        }
        if (from != to)
            connect(from, to);
    }
    assert_sound();
    if (_i % 2 == 0)
        ck_assert_uint_eq(back_edges(), 0);
    before = malloc((boxes + 1) * sizeof *before);
    memcpy(before, layout.boxes, boxes * sizeof *before);
    layout_free(&layout);
    ck_assert(layout_make(&layout));
    ck_assert_mem_eq(before, layout.boxes, boxes * sizeof *before);
    free(before);
}
END_TEST

Suite *layout_suite(void)
{
    Suite *suite = suite_create("layout");
    TCase *pictures = tcase_create("pictures");

    tcase_add_checked_fixture(pictures, NULL, end);
    tcase_add_test(pictures, nothing_is_a_picture_too);
    tcase_add_test(pictures, a_chain_stands_upright);
    tcase_add_test(pictures, an_edge_past_a_chain_is_straight);
    tcase_add_test(pictures, a_tree_is_drawn_without_crossings);
    tcase_add_test(pictures, what_closes_a_circle_goes_up_and_says_so);
    tcase_add_test(pictures, boxes_without_edges_fill_rows);
    tcase_add_test(pictures, many_inputs_of_one_box_stand_in_several_rows);
    tcase_add_test(pictures, a_wide_graph_is_laid_out);
    tcase_add_test(pictures, a_long_graph_is_laid_out);
    tcase_add_test(pictures, more_bends_than_there_is_room_for_are_refused);
    tcase_add_loop_test(pictures, whatever_the_graph_it_is_sound_and_the_same_again, 0, 60);
    suite_add_tcase(suite, pictures);
    return suite;
}
