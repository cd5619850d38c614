/* From the report's JSON to a picture's texts: see picture.h. */
#include "picture.h"

#include <stdlib.h>
#include <string.h>

#include "inspect_view.h"
#include "memory.h"
#include "text.h"

static const char *const mark_names[PICTURE_MARK_COUNT] = {
    [PICTURE_UNSAFE] = "unsafe", [PICTURE_UNFED] = "unfed", [PICTURE_UNKNOWN] = "unknown"};

const char *picture_mark_name(enum picture_mark mark)
{
    return mark_names[mark];
}

enum picture_mark picture_mark_of(const struct picture_box *box)
{
    int mark = 0;

    while (mark < PICTURE_MARK_COUNT && box->marks[mark] == 0)
        mark++;
    return (enum picture_mark)mark;
}

/* ------------------------------------------------------------------------------------------------------- texts -- */

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

/* The bytes of the first so many columns of text that can be printed. */
static size_t bytes_of_columns(const char *text, size_t size, size_t columns)
{
    size_t at = 0, length;

    while (at < size) {
        length = text_next_length(text + at, size - at);
        if (text_width(text, at + length) > columns)
            break;
        at += length;
    }
    return at;
}

/* Both ends of a long name say most: what it belongs to, and what it is. */
static void add_cut(struct buffer *line, const struct buffer *name)
{
    const char *text = buffer_text(name);
    size_t width = text_width(text, name->length), head, tail, from = 0;

    if (width <= PICTURE_COLUMNS) {
        buffer_add(line, text, name->length);
        return;
    }
    head = (PICTURE_COLUMNS - 3) / 3;
    tail = PICTURE_COLUMNS - 3 - head;
    buffer_add(line, text, bytes_of_columns(text, name->length, head));
    buffer_put(line, "...");
    from = bytes_of_columns(text, name->length, width - tail);
    while (text_width(text + from, name->length - from) > tail)
        from += text_next_length(text + from, name->length - from);
    buffer_add(line, text + from, name->length - from);
}

static struct buffer *next_line(struct picture_box *box)
{
    return &box->lines[box->line_count++];
}

/* ------------------------------------------------------------------------------------------------------- boxes -- */

static void add_commonest(struct picture_box *box, struct json_part object)
{
    struct json_part list = inspect_container(object, "commonest"), item;
    struct buffer all = {0};
    size_t at = 0;

    while (json_pick_next(&item, list, &at)) {
        if (all.length > 0)
            buffer_put(&all, ", ");
        if (box->operations > 1)
            buffer_printf(&all, "%llu ", (unsigned long long)inspect_number(item, "count"));
        inspect_add_member(&all, item, "op");
    }
    if (all.length > 0)
        text_add_short(next_line(box), buffer_text(&all), PICTURE_COLUMNS);
    buffer_free(&all);
}

static void add_marks(struct picture_box *box, struct json_part object)
{
    struct buffer all = {0};
    int mark;

    for (mark = 0; mark < PICTURE_MARK_COUNT; mark++) {
        box->marks[mark] = inspect_number(object, mark_names[mark]);
        if (box->marks[mark] > 0)
            buffer_printf(&all, "%s%llu %s", all.length > 0 ? ", " : "", (unsigned long long)box->marks[mark],
                          mark_names[mark]);
    }
    if (all.length > 0)
        buffer_put(next_line(box), buffer_text(&all));
    buffer_free(&all);
}

static void read_operations(struct picture_box *box, struct json_part object)
{
    box->kind = PICTURE_OPERATIONS;
    inspect_add_member(&box->name, object, "scope");
    add_cut(next_line(box), &box->name);
    box->operations = inspect_number(object, "operations");
    if (box->operations != 1)
        buffer_printf(next_line(box), "%llu operations", (unsigned long long)box->operations);
    add_commonest(box, object);
    add_marks(box, object);
}

static void read_end(struct picture_box *box, struct json_part object, bool is_output)
{
    struct buffer type = {0}, tensor = {0};

    box->kind = is_output ? PICTURE_OUTPUT : PICTURE_INPUT;
    inspect_add_member(&box->name, object, "key");
    add_cut(next_line(box), &box->name);
    inspect_add_dtype(&type, object);
    buffer_put(&type, " ");
    inspect_add_shape(&type, object);
    text_add_short(next_line(box), buffer_text(&type), PICTURE_COLUMNS);
    inspect_add_member(&tensor, object, "tensor");
    add_cut(next_line(box), &tensor);
    buffer_put(&box->name, is_output ? " (output of " : " (input of ");
    inspect_add_member(&box->name, object, "signature");
    buffer_put(&box->name, "), tensor ");
    buffer_put(&box->name, buffer_text(&tensor));
    buffer_free(&type);
    buffer_free(&tensor);
}

static void read_box(struct picture_box *box, struct json_part object)
{
    struct buffer kind = {0};

    inspect_add_member(&kind, object, "kind");
    if (strcmp(buffer_text(&kind), "operations") == 0)
        read_operations(box, object);
    else
        read_end(box, object, strcmp(buffer_text(&kind), "output") == 0);
    buffer_free(&kind);
}

/* ------------------------------------------------------------------------------------------------------- edges -- */

static bool is_same(struct json_part one, struct json_part other)
{
    return one.length == other.length && memcmp(one.text, other.text, one.length) == 0;
}

/* How often a shape is in the list; 0 where one before it is the same. */
static size_t count_same(struct json_part list, struct json_part shape, size_t index)
{
    struct json_part other;
    size_t at = 0, i, count = 0;

    for (i = 0; json_pick_next(&other, list, &at); i++) {
        if (!is_same(shape, other))
            continue;
        if (i < index)
            return 0;
        count++;
    }
    return count;
}

/* "[-1, 10]", "2 x [-1, 10], [3] and more": the shapes that are known; without one, nothing. */
static void add_shapes(struct buffer *label, struct json_part shapes, bool more)
{
    struct json_part shape;
    size_t at = 0, i, count, hidden = 0;

    for (i = 0; json_pick_next(&shape, shapes, &at); i++) {
        count = count_same(shapes, shape, i);
        if (count == 0)
            continue;
        if (shape.text[0] != '[' || label->length > PICTURE_COLUMNS) {
            hidden += count;
            continue;
        }
        buffer_put(label, label->length > 0 ? ", " : "");
        if (count > 1)
            buffer_printf(label, "%zu x ", count);
        buffer_add(label, shape.text, shape.length);
    }
    if (label->length == 0)
        return;
    if (more)
        buffer_put(label, " and more");
    else if (hidden > 0)
        buffer_printf(label, " and %zu more", hidden);
}

static bool is_true(struct json_part object, const char *key)
{
    struct json_part value;

    return json_pick_member(&value, object, key) && value.text[0] == 't';
}

/* The report names boxes that it has. A shape may have more dimensions than anybody reads. */
static void read_edge(struct picture_edge *edge, struct json_part object, size_t box_count)
{
    struct json_part shapes = inspect_container(object, "shapes"), shape;
    struct buffer label = {0};
    size_t at = 0;

    edge->from = inspect_number(object, "from") < box_count ? (size_t)inspect_number(object, "from") : 0;
    edge->to = inspect_number(object, "to") < box_count ? (size_t)inspect_number(object, "to") : 0;
    edge->order_only = !json_pick_next(&shape, shapes, &at);
    add_shapes(&label, shapes, is_true(object, "more"));
    if (label.length > 0)
        text_add_short(&edge->label, buffer_text(&label), PICTURE_COLUMNS);
    buffer_free(&label);
}

/* ------------------------------------------------------------------------------------------------------- words -- */

static void add_summary(struct picture *picture)
{
    uint64_t marks[PICTURE_MARK_COUNT] = {0}, inputs = 0, outputs = 0, scopes = 0;
    size_t i;
    int mark;

    for (i = 0; i < picture->box_count; i++) {
        inputs += picture->boxes[i].kind == PICTURE_INPUT;
        outputs += picture->boxes[i].kind == PICTURE_OUTPUT;
        scopes += picture->boxes[i].kind == PICTURE_OPERATIONS;
        for (mark = 0; mark < PICTURE_MARK_COUNT; mark++)
            marks[mark] += picture->boxes[i].marks[mark];
    }
    buffer_printf(&picture->title, "Graph at depth %llu", (unsigned long long)picture->depth);
    buffer_printf(&picture->summary,
                  "%llu operation%s in %llu scope%s, between %llu input%s and %llu output%s",
                  (unsigned long long)picture->operations, plural(picture->operations),
                  (unsigned long long)scopes, plural(scopes), (unsigned long long)inputs, plural(inputs),
                  (unsigned long long)outputs, plural(outputs));
    for (mark = 0; mark < PICTURE_MARK_COUNT; mark++)
        if (marks[mark] > 0)
            buffer_printf(&picture->summary, ", %llu %s", (unsigned long long)marks[mark], mark_names[mark]);
}

static void add_notes(struct picture *picture, struct json_part scopes)
{
    struct json_part elsewhere = inspect_container(scopes, "elsewhere");
    uint64_t operations = inspect_number(elsewhere, "operations");
    static const enum picture_mark told[] = {PICTURE_UNSAFE, PICTURE_UNKNOWN};
    size_t i;

    if (operations > 0)
        buffer_printf(&picture->notes[0], "not shown: %llu operation%s that no output needs",
                      (unsigned long long)operations, plural(operations));
    for (i = 0; i < sizeof told / sizeof *told; i++) {
        uint64_t count = inspect_number(elsewhere, mark_names[told[i]]);

        picture->alarm = picture->alarm || count > 0;
        if (count > 0)
            buffer_printf(&picture->notes[0], ", %llu %s", (unsigned long long)count, mark_names[told[i]]);
    }
    if (is_true(scopes, "incomplete"))
        buffer_put(&picture->notes[1], "not all calls of functions are shown: there are too many");
}

/* --------------------------------------------------------------------------------------------------------- all -- */

static size_t count_items(struct json_part list)
{
    struct json_part item;
    size_t at = 0, count = 0;

    while (json_pick_next(&item, list, &at))
        count++;
    return count;
}

static void read_lists(struct picture *picture, struct json_part scopes)
{
    struct json_part boxes = inspect_container(scopes, "boxes"), edges = inspect_container(scopes, "edges");
    struct json_part item;
    size_t at = 0, i;

    picture->box_count = count_items(boxes);
    picture->boxes = memory_zero(picture->box_count + 1, sizeof *picture->boxes);
    for (i = 0; json_pick_next(&item, boxes, &at); i++)
        read_box(&picture->boxes[i], item);
    picture->edge_count = picture->box_count > 0 ? count_items(edges) : 0;
    picture->edges = memory_zero(picture->edge_count + 1, sizeof *picture->edges);
    for (i = 0, at = 0; i < picture->edge_count && json_pick_next(&item, edges, &at); i++)
        read_edge(&picture->edges[i], item, picture->box_count);
}

enum picture_result picture_read(struct picture *picture, struct json_part report, struct buffer *why)
{
    struct json_part scopes = inspect_container(report, "scopes"), too_many;

    *picture = (struct picture){.boxes = NULL};
    if (scopes.length == 0)
        return PICTURE_NOTHING;
    picture->depth = inspect_number(scopes, "depth");
    if (json_pick_member(&too_many, scopes, "too_many")) {
        buffer_printf(why, "at depth %llu the picture has more than %llu ",
                      (unsigned long long)picture->depth, (unsigned long long)inspect_number(scopes, "most"));
        inspect_add_member(why, scopes, "too_many");
        return PICTURE_TOO_LARGE;
    }
    picture->operations = inspect_number(scopes, "operations");
    read_lists(picture, scopes);
    add_summary(picture);
    add_notes(picture, scopes);
    picture_fold(picture);
    return PICTURE_READ;
}

void picture_free_box(struct picture_box *box)
{
    size_t i;

    buffer_free(&box->name);
    for (i = 0; i < PICTURE_LINES; i++)
        buffer_free(&box->lines[i]);
}

void picture_free(struct picture *picture)
{
    size_t i;

    for (i = 0; i < picture->box_count; i++)
        picture_free_box(&picture->boxes[i]);
    for (i = 0; i < picture->edge_count; i++)
        buffer_free(&picture->edges[i].label);
    free(picture->boxes);
    free(picture->edges);
    buffer_free(&picture->title);
    buffer_free(&picture->summary);
    buffer_free(&picture->notes[0]);
    buffer_free(&picture->notes[1]);
    *picture = (struct picture){.boxes = NULL};
}
