/*
 * A picture of a graph as SVG 1.1 (https://www.w3.org/TR/SVG11/): see picture.h. It stands by itself: no script, nothing from
 * elsewhere, its few styles inside, for a light and a dark page. Each box and the whole have a title, for who points at them
 * and for screen readers. Names of the file get in as text alone, in which every character that XML 1.0 gives a meaning to, or
 * does not allow, is replaced.
 */
#include <stdlib.h>

#include "layout.h"
#include "memory.h"
#include "picture.h"
#include "text.h"

enum {
    LETTER = 7,      /* pixels, that a column of the fixed-width font takes at its size */
    LINE = 16,       /* from line to line */
    PAD_ACROSS = 10, /* between text and frame */
    PAD_DOWN = 7,
    LABEL_LETTER = 6,
    LABEL_HEIGHT = 14,
    HEAD = 44, /* room for title and summary */
    NOTE = 18,
    KEY_WIDTH = 460 /* the longest line of the key */
};

static const char *const svg_classes[PICTURE_MARK_COUNT + 1] = {[PICTURE_UNSAFE] = " unsafe",
                                                                [PICTURE_UNFED] = " unfed",
                                                                [PICTURE_UNKNOWN] = " unknown",
                                                                [PICTURE_MARK_COUNT] = ""};

static const char svg_style[] =
    "  <style>\n"
    "    text { font: 11.5px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: #1b1f24; "
    "text-anchor: middle }\n"
    "    .page { fill: #ffffff }\n"
    "    .head { font-weight: bold; text-anchor: start }\n"
    "    .note { text-anchor: start; fill: #57606a }\n"
    "    .alarm { fill: #8c1d13; font-weight: bold }\n"
    "    .first { font-weight: bold }\n"
    "    .box rect { fill: #f3f6f9; stroke: #8793a1 }\n"
    "    .end rect { fill: #dcebfb; stroke: #2f6fb3 }\n"
    "    .unsafe rect { fill: #f9cdc8; stroke: #8c1d13; stroke-width: 3 }\n"
    "    .unfed rect { fill: #fbe9b7; stroke: #7a5200; stroke-width: 2; stroke-dasharray: 7 3 }\n"
    "    .unknown rect { fill: #e5ddf5; stroke: #4b2e83; stroke-width: 2; stroke-dasharray: 2 3 }\n"
    "    .edge { fill: none; stroke: #5b6673; stroke-width: 1.3 }\n"
    "    .order { stroke-dasharray: 4 4; stroke-width: 1 }\n"
    "    .back { stroke: #b3541e; stroke-dasharray: 8 3 }\n"
    "    .tip { fill: #5b6673; stroke: none }\n"
    "    .shade { fill: #ffffff }\n"
    "    .label { font-size: 10px; fill: #39424d }\n"
    "    @media (prefers-color-scheme: dark) {\n"
    "      text { fill: #e6edf3 }\n"
    "      .page, .shade { fill: #0d1117 }\n"
    "      .note { fill: #9aa5b1 }\n"
    "      .alarm { fill: #ff8d82 }\n"
    "      .box rect { fill: #1c232c; stroke: #6b7785 }\n"
    "      .end rect { fill: #12304f; stroke: #58a0e8 }\n"
    "      .unsafe rect { fill: #5b1711; stroke: #ff8d82 }\n"
    "      .unfed rect { fill: #4d3800; stroke: #f0c04f }\n"
    "      .unknown rect { fill: #35225c; stroke: #b79df0 }\n"
    "      .edge { stroke: #8b96a3 }\n"
    "      .back { stroke: #f0883e }\n"
    "      .tip { fill: #8b96a3 }\n"
    "      .label { fill: #c3ccd6 }\n"
    "    }\n"
    "  </style>\n";

/* -------------------------------------------------------------------------------------------------------- text -- */

/* XML 1.0, 2.2 Char: what may stand in a document at all. */
static bool is_xml_char(uint32_t code_point)
{
    return code_point == '\t' || code_point == '\n' || (code_point >= 0x20 && code_point <= 0xd7ff) ||
           (code_point >= 0xe000 && code_point <= 0xfffd) ||
           (code_point >= 0x10000 && code_point <= 0x10ffff);
}

static void add_xml_char(struct buffer *text, const char *character, size_t length, uint32_t code_point)
{
    switch (code_point) {
    case '&':
        buffer_put(text, "&amp;");
        return;
    case '<':
        buffer_put(text, "&lt;");
        return;
    case '>':
        buffer_put(text, "&gt;");
        return;
    case '"':
        buffer_put(text, "&quot;");
        return;
    case '\'':
        buffer_put(text, "&#39;");
        return;
    default:
        if (is_xml_char(code_point))
            buffer_add(text, character, length);
        else
            buffer_put(text, "\xef\xbf\xbd"); /* U+FFFD */
    }
}

static void add_xml(struct buffer *text, const struct buffer *plain)
{
    const char *at = buffer_text(plain);
    size_t left = plain->length, length;
    uint32_t code_point;

    while (left > 0) {
        length = text_decode(&code_point, at, left);
        if (length == 0) {
            length = 1;
            code_point = 0; /* no UTF-8: replaced */
        }
        add_xml_char(text, at, length, code_point);
        at += length;
        left -= length;
    }
}

static void add_text_line(struct buffer *text, const char *style, int x, int y, const struct buffer *line)
{
    buffer_printf(text, "<text class=\"%s\" x=\"%d\" y=\"%d\">", style, x, y);
    add_xml(text, line);
    buffer_put(text, "</text>\n");
}

static int columns_of(const struct buffer *line)
{
    return (int)text_width(buffer_text(line), line->length);
}

/* ------------------------------------------------------------------------------------------------------- sizes -- */

static void measure_box(struct layout_box *to, const struct picture_box *box)
{
    size_t i;

    for (i = 0; i < box->line_count; i++) {
        int columns = columns_of(&box->lines[i]);

        to->width =
            columns * LETTER + 2 * PAD_ACROSS > to->width ? columns * LETTER + 2 * PAD_ACROSS : to->width;
    }
    to->height = (int)box->line_count * LINE + 2 * PAD_DOWN;
}

static void start_layout(struct layout *layout, const struct picture *picture)
{
    size_t i;

    *layout = (struct layout){
        .box_count = picture->box_count, .edge_count = picture->edge_count, .label_height = LABEL_HEIGHT};
    layout->boxes = memory_zero(picture->box_count + 1, sizeof *layout->boxes);
    layout->edges = memory_zero(picture->edge_count + 1, sizeof *layout->edges);
    for (i = 0; i < picture->box_count; i++)
        measure_box(&layout->boxes[i], &picture->boxes[i]);
    for (i = 0; i < picture->edge_count; i++) {
        const struct picture_edge *edge = &picture->edges[i];

        layout->edges[i].from = edge->from;
        layout->edges[i].to = edge->to;
        layout->edges[i].label_width =
            edge->label.length > 0 ? columns_of(&edge->label) * LABEL_LETTER + 6 : 0;
    }
}

/* --------------------------------------------------------------------------------------------------- the parts -- */

static void add_box(struct buffer *text, const struct picture_box *box, const struct layout_box *at)
{
    int middle = at->x + at->width / 2, y = at->y + PAD_DOWN + LINE - 5;
    bool is_end = box->kind != PICTURE_OPERATIONS;
    size_t i;

    buffer_printf(text, "  <g class=\"%s%s\">\n    <title>", is_end ? "end" : "box",
                  svg_classes[picture_mark_of(box)]);
    add_xml(text, &box->name);
    for (i = 1; i < box->line_count && !is_end; i++) {
        buffer_put(text, i > 1 ? ", " : ": ");
        add_xml(text, &box->lines[i]);
    }
    buffer_printf(text, "</title>\n    <rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>\n",
                  at->x, at->y, at->width, at->height, is_end ? at->height / 2 : 3);
    for (i = 0; i < box->line_count; i++) {
        buffer_put(text, "    ");
        add_text_line(text, i == 0 ? "first" : "line", middle, y + (int)i * LINE, &box->lines[i]);
    }
    buffer_put(text, "  </g>\n");
}

/* Upright within ranks, curved between them. */
static void add_path(struct buffer *text, const struct layout_point *points, size_t count, const char *style)
{
    size_t i;

    buffer_printf(text, "  <path class=\"edge%s\" d=\"M%d %d", style, points[0].x, points[0].y);
    for (i = 1; i < count; i++) {
        const struct layout_point *from = &points[i - 1], *to = &points[i];
        int middle = (from->y + to->y) / 2;

        if (from->x == to->x && from->y != to->y)
            buffer_printf(text, "V%d", to->y);
        else if (from->x != to->x)
            buffer_printf(text, "C%d %d %d %d %d %d", from->x, middle, to->x, middle, to->x, to->y);
    }
    buffer_put(text, "\"/>\n");
}

/* The tip of an edge, drawn as it comes: downwards or, of one that goes back, upwards. */
static void add_tip(struct buffer *text, const struct layout_point *end, bool up)
{
    int base = up ? end->y + 7 : end->y - 7;

    buffer_printf(text, "  <path class=\"tip\" d=\"M%d %dL%d %dL%d %dZ\"/>\n", end->x, end->y, end->x - 4,
                  base, end->x + 4, base);
}

static void add_edge(struct buffer *text, const struct layout *layout, size_t index,
                     const struct picture_edge *edge)
{
    const struct layout_edge *at = &layout->edges[index];
    const struct layout_point *points = layout->points + at->first_point;

    add_path(text, points, at->point_count, at->back ? " back" : edge->order_only ? " order" : "");
    add_tip(text, &points[at->point_count - 1], at->back);
}

static void add_label(struct buffer *text, const struct layout_edge *at, const struct picture_edge *edge)
{
    if (at->label_width == 0)
        return;
    buffer_printf(text, "  <rect class=\"shade\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n  ",
                  at->label.x - at->label_width / 2, at->label.y - LABEL_HEIGHT / 2, at->label_width,
                  LABEL_HEIGHT);
    add_text_line(text, "label", at->label.x, at->label.y + 4, &edge->label);
}

/* ------------------------------------------------------------------------------------------------------- whole -- */

static int widest_line(const struct picture *picture)
{
    int columns = columns_of(&picture->summary), note;
    size_t i;

    for (i = 0; i < 2; i++) {
        note = columns_of(&picture->notes[i]);
        columns = note > columns ? note : columns;
    }
    return columns * LETTER + 24;
}

static void add_head(struct buffer *text, const struct picture *picture, int width, int height)
{
    buffer_printf(
        text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"100%%\" "
        "style=\"max-width: %dpx\" role=\"img\" aria-labelledby=\"title desc\">\n  <title id=\"title\">",
        width, height, width);
    add_xml(text, &picture->title);
    buffer_put(text, "</title>\n  <desc id=\"desc\">");
    add_xml(text, &picture->summary);
    buffer_put(text, "</desc>\n");
    buffer_put(text, svg_style);
    buffer_printf(text, "  <rect class=\"page\" width=\"%d\" height=\"%d\"/>\n  ", width, height);
    add_text_line(text, "head", 12, 20, &picture->title);
    buffer_put(text, "  ");
    add_text_line(text, "note", 12, 37, &picture->summary);
}

/* ----------------------------------------------------------------------------------------------------- the key -- */

/* What is not plain to see, told below the picture where it is in it. */
static const struct {
    const char *sample; /* its class */
    bool is_line;
    enum picture_mark mark; /* of what is no line */
    const char *text;
} key_rows[] = {
    {"box unsafe", false, PICTURE_UNSAFE, "unsafe: an operation that reaches outside of the model"},
    {"box unfed", false, PICTURE_UNFED, "unfed: a placeholder or queue that no signature feeds"},
    {"box unknown", false, PICTURE_UNKNOWN, "unknown: an operation that is none of TensorFlow"},
    {"key edge order", true, PICTURE_MARK_COUNT, "nothing flows: one runs before the other"},
    {"key edge back", true, PICTURE_MARK_COUNT, "flows back, in a loop"},
};

enum { KEY_ORDER = 3 };

static bool has_key(const struct picture *picture, const struct layout *layout, size_t row)
{
    size_t i;

    for (i = 0; i < picture->edge_count && key_rows[row].is_line; i++)
        if (layout->edges[i].back ? row != KEY_ORDER : row == KEY_ORDER && picture->edges[i].order_only)
            return true;
    for (i = 0; i < picture->box_count && !key_rows[row].is_line; i++)
        if (picture->boxes[i].marks[key_rows[row].mark] > 0)
            return true;
    return false;
}

static void add_key(struct buffer *text, size_t row, int y)
{
    if (key_rows[row].is_line)
        buffer_printf(text, "  <path class=\"%s\" d=\"M12 %dH42\"/>\n", key_rows[row].sample, y - 4);
    else
        buffer_printf(text,
                      "  <g class=\"%s\"><rect x=\"13\" y=\"%d\" width=\"28\" height=\"11\" rx=\"3\"/></g>\n",
                      key_rows[row].sample, y - 9);
    buffer_printf(text, "  <text class=\"note\" x=\"52\" y=\"%d\">%s</text>\n", y, key_rows[row].text);
}

static int key_height(const struct picture *picture, const struct layout *layout)
{
    int height = 0;
    size_t i;

    for (i = 0; i < sizeof key_rows / sizeof *key_rows; i++)
        height += has_key(picture, layout, i) ? NOTE : 0;
    return height;
}

static void add_foot(struct buffer *text, const struct picture *picture, const struct layout *layout, int y)
{
    size_t i;

    for (i = 0; i < sizeof key_rows / sizeof *key_rows; i++)
        if (has_key(picture, layout, i)) {
            add_key(text, i, y);
            y += NOTE;
        }
    for (i = 0; i < 2; i++) {
        if (picture->notes[i].length == 0)
            continue;
        buffer_put(text, "  ");
        add_text_line(text, i == 0 && picture->alarm ? "note alarm" : "note", 12, y, &picture->notes[i]);
        y += NOTE;
    }
    buffer_put(text, "</svg>\n");
}

static void add_all(struct buffer *text, const struct picture *picture, const struct layout *layout)
{
    int width = layout->width, foot = key_height(picture, layout);
    size_t i;

    width = widest_line(picture) > width ? widest_line(picture) : width;
    width = foot > 0 && width < KEY_WIDTH ? KEY_WIDTH : width;
    for (i = 0; i < 2; i++)
        foot += picture->notes[i].length > 0 ? NOTE : 0;
    add_head(text, picture, width, HEAD + layout->height + foot);
    buffer_printf(text, "  <g transform=\"translate(%d %d)\">\n", (width - layout->width) / 2, HEAD);
    for (i = 0; i < picture->edge_count; i++)
        add_edge(text, layout, i, &picture->edges[i]);
    for (i = 0; i < picture->edge_count; i++)
        add_label(text, &layout->edges[i], &picture->edges[i]);
    for (i = 0; i < picture->box_count; i++)
        add_box(text, &picture->boxes[i], &layout->boxes[i]);
    buffer_put(text, "  </g>\n");
    add_foot(text, picture, layout, HEAD + layout->height + 8);
}

bool picture_add_svg(struct buffer *text, const struct picture *picture)
{
    struct layout layout;
    bool fits;

    start_layout(&layout, picture);
    fits = layout_make(&layout);
    if (fits)
        add_all(text, picture, &layout);
    layout_free(&layout);
    free(layout.boxes);
    free(layout.edges);
    return fits;
}
