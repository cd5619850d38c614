/*
 * The picture of a network: see picture.h. Three columns of boxes, and lines between them: inputs | the network | outputs, and a
 * fourth with the specifications. The columns are centred on each other. Colours are the style sheet's, by class.
 */
#include "picture.h"

#include <stdio.h>
#include <string.h>

#include "page.h"

#define BOX_WIDTH  200ull
#define BOX_HEIGHT 48ull
#define GAP_X      56ull
#define GAP_Y      16ull
#define MARGIN     8ull
#define MOST_BOXES 12u /* of a column; the last one tells how many more there are */
#define CHARACTERS 24  /* of a line in a box */

struct box {
    const char *first, *second; /* lines */
    char room[128];             /* for the second */
};

struct column {
    struct box box[MOST_BOXES];
    unsigned count, left_out;
};

/* The box to be filled in, NULL where the column is full. */
static struct box *add_box(struct column *column, const char *first)
{
    struct box *box = &column->box[column->count];

    if (column->count == MOST_BOXES) {
        column->left_out++;
        return NULL;
    }
    column->count++;
    *box = (struct box){.first = first, .second = ""};
    return box;
}

static void add_inputs(struct column *column, const nnreg_network *network)
{
    struct nnreg_input_info input = NNREG_INPUT_INFO_INIT;
    size_t i;

    for (i = 0; i < nnreg_network_input_count(network); i++) {
        struct box *box =
            nnreg_network_input(network, i, &input) == NNREG_OK ? add_box(column, input.tensor_name) : NULL;

        if (box == NULL)
            continue;
        snprintf(box->room, sizeof box->room, "%ux%u %s %s", input.target_width, input.target_height,
                 input.color_channels, input.data_type);
        box->second = box->room;
    }
}

static void add_outputs(struct column *column, const nnreg_network *network)
{
    struct nnreg_result_info result = NNREG_RESULT_INFO_INIT;
    struct box *box;
    size_t i, k;

    for (i = 0; i < nnreg_network_result_count(network); i++) {
        if (nnreg_network_result(network, i, &result) != NNREG_OK)
            continue;
        for (k = 0; k < result.tensor_count; k++)
            add_box(column, result.tensors[k]);
        if (result.boxes_tensor != NULL && (box = add_box(column, result.boxes_tensor)) != NULL)
            box->second = "boxes";
        if (result.scores_tensor != NULL && (box = add_box(column, result.scores_tensor)) != NULL)
            box->second = "scores";
    }
}

static void add_specs(struct column *column, const nnreg_page *versions)
{
    size_t i;

    for (i = 0; i < nnreg_page_count(versions); i++) {
        const nnreg_version *version = nnreg_page_version(versions, i);
        struct box *box = add_box(column, nnreg_version_spec_name(version));

        if (box == NULL)
            continue;
        snprintf(box->room, sizeof box->room, "by version %llu",
                 (unsigned long long)nnreg_version_id(version));
        box->second = box->room;
    }
}

/* Up to so many characters of UTF-8, and a sign for the rest; all of it is the box's title. */
static void put_short(struct buffer *page, const char *chars)
{
    char cut[CHARACTERS * 4 + 4];
    size_t used = 0;
    unsigned characters = 0;

    while (chars[used] != '\0' && characters < CHARACTERS) {
        do
            used++;
        while (((unsigned char)chars[used] & 0xc0) == 0x80);
        characters++;
    }
    if (used >= sizeof cut - 3)
        used = sizeof cut - 4;
    memcpy(cut, chars, used);
    memcpy(cut + used, chars[used] != '\0' ? "…" : "", chars[used] != '\0' ? 4 : 1);
    html_put(page, "%h", cut);
}

static unsigned long long height_of(const struct column *column)
{
    unsigned rows = column->count + (column->left_out > 0);

    return rows > 0 ? rows * (BOX_HEIGHT + GAP_Y) - GAP_Y : 0;
}

static void put_column(struct buffer *page, const struct column *column, unsigned long long x,
                       unsigned long long height, const char *class)
{
    unsigned long long y = MARGIN + (height - height_of(column)) / 2;
    unsigned i;

    for (i = 0; i < column->count; i++, y += BOX_HEIGHT + GAP_Y) {
        const struct box *box = &column->box[i];

        html_put(page,
                 "<g class=\"%h\"><title>%h</title><rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" "
                 "rx=\"6\"/><text x=\"%u\" y=\"%u\">",
                 class, box->first, x, y, BOX_WIDTH, BOX_HEIGHT, x + 10, y + 20);
        put_short(page, box->first);
        html_put(page, "</text><text class=\"small\" x=\"%u\" y=\"%u\">", x + 10, y + 38);
        put_short(page, box->second);
        html_put(page, "</text></g>\n");
    }
    if (column->left_out > 0)
        html_put(page, "<text x=\"%u\" y=\"%u\">and %u more</text>\n", x + 10, y + 28,
                 (unsigned long long)column->left_out);
}

/* Tensors are named with and without the ":0" of an operation's first output. */
static bool are_same_tensor(const char *a, const char *b)
{
    size_t a_size = strlen(a), b_size = strlen(b);

    a_size -= a_size > 2 && strcmp(a + a_size - 2, ":0") == 0 ? 2 : 0;
    b_size -= b_size > 2 && strcmp(b + b_size - 2, ":0") == 0 ? 2 : 0;
    return a_size == b_size && memcmp(a, b, a_size) == 0;
}

static bool version_uses(const nnreg_version *version, const char *tensor)
{
    struct nnreg_postprocessing_info made = NNREG_POSTPROCESSING_INFO_INIT;
    size_t i, k;

    for (i = 0; i < nnreg_version_postprocessing_count(version); i++) {
        if (nnreg_version_postprocessing(version, i, &made) != NNREG_OK)
            continue;
        const char *const named[] = {made.output_tensor, made.anchors_tensor, made.offsets_tensor,
                                     made.scores_tensor, made.boxes_tensor,   made.classes_tensor};

        for (k = 0; k < sizeof named / sizeof *named; k++)
            if (named[k] != NULL && are_same_tensor(named[k], tensor))
                return true;
    }
    return false;
}

/* Between two columns that stand side by side. `versions`: the second column's, whose tensors are the first one's; NULL: all are joined. */
static void put_lines(struct buffer *page, const struct column *from, const struct column *to,
                      unsigned long long x, unsigned long long height, const nnreg_page *versions)
{
    unsigned long long first = MARGIN + (height - height_of(from)) / 2 + BOX_HEIGHT / 2;
    unsigned long long second = MARGIN + (height - height_of(to)) / 2 + BOX_HEIGHT / 2;
    unsigned i, k;

    for (i = 0; i < from->count; i++)
        for (k = 0; k < to->count; k++) {
            unsigned long long left = first + i * (BOX_HEIGHT + GAP_Y);
            unsigned long long right = second + k * (BOX_HEIGHT + GAP_Y);

            if (versions == NULL || version_uses(nnreg_page_version(versions, k), from->box[i].first))
                html_put(page, "<path d=\"M%u %uC%u %u %u %u %u %u\"/>\n", x, left, x + GAP_X / 2, left,
                         x + GAP_X / 2, right, x + GAP_X, right);
        }
}

void picture_put(struct buffer *page, const nnreg_network *network, const nnreg_page *versions)
{
    static const char *const classes[] = {"input", "network", "output", "spec"};
    struct column columns[4] = {{.count = 0}};
    unsigned long long height = 0, width = 2 * MARGIN - GAP_X, x = MARGIN;
    unsigned i, before = 0;

    add_inputs(&columns[0], network);
    add_box(&columns[1], nnreg_network_name(network))->second = nnreg_network_framework(network);
    add_outputs(&columns[2], network);
    add_specs(&columns[3], versions);
    for (i = 0; i < 4; i++) {
        height = height_of(&columns[i]) > height ? height_of(&columns[i]) : height;
        width += columns[i].count > 0 ? BOX_WIDTH + GAP_X : 0;
    }
    html_put(page,
             "<figure class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"Picture of the network\">"
             "<svg role=\"img\" aria-labelledby=\"picture-title\" viewBox=\"0 0 %u %u\" width=\"%u\" "
             "height=\"%u\">"
             "<title id=\"picture-title\">%h: %u inputs, %u outputs, used by %u versions</title>\n",
             width, height + 2 * MARGIN, width, height + 2 * MARGIN, nnreg_network_name(network),
             (unsigned long long)columns[0].count, (unsigned long long)columns[2].count,
             (unsigned long long)nnreg_page_total(versions));
    for (i = 0; i < 4; i++) {
        /* A network that declares no outputs is joined with its versions. */
        if (columns[i].count == 0)
            continue;
        if (i > 0)
            put_lines(page, &columns[before], &columns[i], x - GAP_X, height, before == 2 ? versions : NULL);
        put_column(page, &columns[i], x, height, classes[i]);
        x += BOX_WIDTH + GAP_X;
        before = i;
    }
    html_put(page, "</svg></figure>\n");
}
