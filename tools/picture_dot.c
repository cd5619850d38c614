/* A picture of a graph for Graphviz: see picture.h. */
#include <stdlib.h>
#include <string.h>

#include "inspect_view.h"
#include "memory.h"
#include "picture.h"

/* The look of each mark: colours that differ in lightness, too, and a text in the box that says the same. */
static const char *const dot_looks[PICTURE_MARK_COUNT + 1] = {
    [PICTURE_UNSAFE] = ", style=\"filled,bold\", fillcolor=\"#f4b6b0\", color=\"#8c1d13\"",
    [PICTURE_UNFED] = ", style=\"filled,dashed\", fillcolor=\"#fbe3a6\", color=\"#7a5200\"",
    [PICTURE_UNKNOWN] = ", style=\"filled,dotted\", fillcolor=\"#dcd3ee\", color=\"#4b2e83\"",
    [PICTURE_MARK_COUNT] = ""};

static void add_node(struct buffer *text, const struct picture *picture, size_t index, const char *indent)
{
    const struct picture_box *box = &picture->boxes[index];
    size_t i;

    buffer_printf(text, "%sb%zu [shape=%s%s, label=\"", indent, index,
                  box->kind == PICTURE_OPERATIONS ? "box" : "ellipse", dot_looks[picture_mark_of(box)]);
    for (i = 0; i < box->line_count; i++) {
        buffer_put(text, i > 0 ? "\\n" : "");
        inspect_add_dot_text(text, &box->lines[i]);
    }
    buffer_put(text, "\", tooltip=\"");
    inspect_add_dot_text(text, &box->name);
    buffer_put(text, "\"];\n");
}

/* ---------------------------------------------------------------------------------------------------- clusters -- */

/* A box of operations, and what stands in front of the last part of its name. */
struct dot_member {
    const char *name;
    size_t size, index;
};

static int compare_prefixes(const struct dot_member *one, const struct dot_member *other)
{
    int order = memcmp(one->name, other->name, one->size < other->size ? one->size : other->size);

    return order != 0 ? order : (one->size > other->size) - (one->size < other->size);
}

static int compare_members(const void *a, const void *b)
{
    const struct dot_member *one = a, *other = b;
    int order = compare_prefixes(one, other);

    return order != 0 ? order : (one->index > other->index) - (one->index < other->index);
}

static struct dot_member member_of(const struct picture *picture, size_t index)
{
    const struct picture_box *box = &picture->boxes[index];
    struct dot_member member = {buffer_text(&box->name), 0, index};
    const char *slash = box->kind == PICTURE_OPERATIONS ? strrchr(member.name, '/') : NULL;

    member.size = slash != NULL ? (size_t)(slash - member.name) : 0;
    return member;
}

/* Those with nothing in front of it stand by themselves. */
static void add_cluster(struct buffer *text, const struct picture *picture, const struct dot_member *members,
                        size_t count, size_t number)
{
    struct buffer name = {0};
    size_t i;

    if (members->size > 0) {
        buffer_add(&name, members->name, members->size);
        buffer_printf(text, "    subgraph cluster%zu {\n        label=\"", number);
        inspect_add_dot_text(text, &name);
        buffer_put(text, "\";\n");
    }
    for (i = 0; i < count; i++)
        add_node(text, picture, members[i].index, members->size > 0 ? "        " : "    ");
    buffer_put(text, members->size > 0 ? "    }\n" : "");
    buffer_free(&name);
}

static void add_clusters(struct buffer *text, const struct picture *picture)
{
    struct dot_member *members = memory_zero(picture->box_count + 1, sizeof *members);
    size_t i, begin = 0, number = 0;

    for (i = 0; i < picture->box_count; i++)
        members[i] = member_of(picture, i);
    qsort(members, picture->box_count, sizeof *members, compare_members);
    for (i = 1; i <= picture->box_count; i++) {
        if (i < picture->box_count && compare_prefixes(&members[begin], &members[i]) == 0)
            continue;
        add_cluster(text, picture, members + begin, i - begin, number++);
        begin = i;
    }
    free(members);
}

/* --------------------------------------------------------------------------------------------------------- all -- */

void picture_add_dot(struct buffer *text, const struct picture *picture)
{
    size_t i;

    buffer_put(text, "digraph model {\n    node [fontname=\"sans-serif\", fontsize=11];\n"
                     "    edge [fontname=\"sans-serif\", fontsize=10];\n"
                     "    graph [fontname=\"sans-serif\", fontsize=12, labelloc=t];\n    label=\"");
    inspect_add_dot_text(text, &picture->title);
    buffer_put(text, ": ");
    inspect_add_dot_text(text, &picture->summary);
    for (i = 0; i < 2; i++) {
        if (picture->notes[i].length == 0)
            continue;
        buffer_put(text, "\\n");
        inspect_add_dot_text(text, &picture->notes[i]);
    }
    buffer_put(text, "\";\n");
    add_clusters(text, picture);
    for (i = 0; i < picture->edge_count; i++) {
        const struct picture_edge *edge = &picture->edges[i];

        buffer_printf(text, "    b%zu -> b%zu", edge->from, edge->to);
        if (edge->order_only)
            buffer_put(text, " [style=dashed]");
        else if (edge->label.length > 0)
            buffer_printf(text, " [label=\"%s\"]",
                          buffer_text(&edge->label)); /* numbers, nothing to escape */
        buffer_put(text, ";\n");
    }
    buffer_put(text, "}\n");
}
