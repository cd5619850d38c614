/*
 * What makes two networks different, for people and as JSON: see diff.h. For people a change is a line that begins with '+', '-' or
 * '~', and tells of what is there on both sides only the members that differ.
 */
#include "diff.h"

#include <string.h>

#include "field_keys.h"
#include "json_out.h"
#include "output.h"
#include "text.h"

#define CUT        60 /* columns that a value has, unless all of it is wanted … */
#define CUT_DIGEST 13 /* … and a SHA-256, with the ellipsis */

enum difference { ADDED, REMOVED, CHANGED };

static const struct {
    const char *word, *mark;
    enum style style;
} differences[] = {[ADDED] = {"added", "+", STYLE_CARET},
                   [REMOVED] = {"removed", "-", STYLE_ERROR},
                   [CHANGED] = {"changed", "~", STYLE_WARNING}};

static enum difference difference_of(const struct diff_change *change)
{
    return change->value[0] == NULL ? ADDED : change->value[1] == NULL ? REMOVED : CHANGED;
}

/* ---------------------------------------------------------------------------------------------------- for people -- */

struct diff_writer {
    struct buffer *text;
    bool wide, colour;
};

/* "[-1, 10]": a space behind each comma outside of strings. */
static void add_spaced(struct buffer *text, struct json_part value)
{
    bool quoted = false;
    size_t i;

    for (i = 0; i < value.length; i++) {
        buffer_add(text, value.text + i, 1);
        if (value.text[i] == '\\' && quoted && i + 1 < value.length)
            buffer_add(text, value.text + ++i, 1);
        else if (value.text[i] == '"')
            quoted = !quoted;
        else if (value.text[i] == ',' && !quoted)
            buffer_put(text, " ");
    }
}

/* Words of objects stand without their quotes; those of fields keep them, as a number and a text may look alike. */
static void add_value(const struct diff_writer *writer, struct json_part value, bool quoted, size_t cut)
{
    struct buffer plain = {0}, safe = {0};

    if (quoted || !json_pick_add_text(&plain, value))
        add_spaced(&plain, value);
    text_add_safe(&safe, buffer_text(&plain), plain.length);
    if (writer->wide)
        buffer_put(writer->text, buffer_text(&safe));
    else
        text_add_cut(writer->text, buffer_text(&safe), cut);
    buffer_free(&plain);
    buffer_free(&safe);
}

static size_t cut_of(struct json_part key)
{
    return key.length == strlen(KEY_SHA256) && memcmp(key.text, KEY_SHA256, key.length) == 0 ? CUT_DIGEST
                                                                                             : CUT;
}

static struct json_part part_of(const char *json)
{
    return (struct json_part){json, strlen(json)};
}

/* " dtype DT_FLOAT, shape [-1, 10]" */
static void add_members(const struct diff_writer *writer, struct json_part object)
{
    struct json_part item, key, value;
    size_t at = 0, count = 0;

    while (json_pick_next(&item, object, &at)) {
        if (!json_pick_pair(&key, &value, item))
            continue;
        buffer_put(writer->text, count++ > 0 ? ", " : " ");
        buffer_add(writer->text, key.text, key.length);
        buffer_put(writer->text, " ");
        add_value(writer, value, false, cut_of(key));
    }
}

static bool is_equal(struct json_part one, struct json_part other)
{
    return one.length == other.length && memcmp(one.text, other.text, one.length) == 0;
}

/* " shape [-1, 10] -> [-1, 12]": the members of either that are others in the other, "none" for one that is not there. */
static void add_changed_members(const struct diff_writer *writer, const char *old, const char *new)
{
    const struct json_part sides[2] = {part_of(old), part_of(new)}, none = {"none", 4};
    struct json_part item, key, value, other;
    size_t side, at, count = 0;

    for (side = 0; side < 2; side++)
        for (at = 0; json_pick_next(&item, sides[side], &at);) {
            struct buffer name = {0};
            bool there;

            if (!json_pick_pair(&key, &value, item))
                continue;
            buffer_add(&name, key.text, key.length);
            there = json_pick_member(&other, sides[1 - side], buffer_text(&name));
            if (there ? side == 0 && !is_equal(value, other) : true) {
                buffer_printf(writer->text, "%s%s ", count++ > 0 ? ", " : " ", buffer_text(&name));
                add_value(writer, side == 0 ? value : none, false, cut_of(key));
                buffer_put(writer->text, " -> ");
                add_value(writer, side == 1 ? value : there ? other : none, false, cut_of(key));
            }
            buffer_free(&name);
        }
}

/* A field that has a value on both sides: both; of anything else the members that differ. */
static void add_changed(const struct diff_writer *writer, enum diff_section section,
                        const struct diff_change *change)
{
    if (section != DIFF_FIELDS) {
        add_changed_members(writer, change->value[0], change->value[1]);
        return;
    }
    buffer_put(writer->text, " ");
    add_value(writer, part_of(change->value[0]), true, CUT);
    buffer_put(writer->text, " -> ");
    add_value(writer, part_of(change->value[1]), true, CUT);
}

static void add_line(const struct diff_writer *writer, enum diff_section section,
                     const struct diff_change *change)
{
    enum difference difference = difference_of(change);
    const char *value = change->value[difference == ADDED];

    output_style(writer->text, writer->colour, differences[difference].style);
    buffer_printf(writer->text, "%s ", differences[difference].mark);
    text_add_line(writer->text, change->name);
    output_style_end(writer->text, writer->colour);
    if (difference == CHANGED)
        add_changed(writer, section, change);
    else if (section == DIFF_FIELDS) {
        buffer_put(writer->text, " ");
        add_value(writer, part_of(value), true, CUT);
    } else
        add_members(writer, part_of(value));
    buffer_put(writer->text, "\n");
}

/* "\ntensors: 2 added, 1 changed" */
static void add_heading(const struct diff_writer *writer, enum diff_section section,
                        const struct diff_change *changes, size_t count)
{
    size_t counts[] = {[ADDED] = 0, [REMOVED] = 0, [CHANGED] = 0}, i, told = 0;

    for (i = 0; i < count; i++)
        counts[difference_of(&changes[i])]++;
    buffer_put(writer->text, "\n");
    output_style(writer->text, writer->colour, STYLE_HEADING);
    buffer_printf(writer->text, "%s:", diff_section_names[section]);
    output_style_end(writer->text, writer->colour);
    for (i = ADDED; i <= CHANGED; i++)
        if (counts[i] > 0)
            buffer_printf(writer->text, "%s %zu %s", told++ > 0 ? "," : "", counts[i], differences[i].word);
    buffer_put(writer->text, "\n");
}

static void add_side(const struct diff_writer *writer, const struct diff_side *side, const char *mark,
                     enum style style)
{
    output_style(writer->text, writer->colour, style);
    buffer_printf(writer->text, "%s network %llu \"", mark, (unsigned long long)side->id);
    text_add_safe(writer->text, buffer_text(&side->name), side->name.length);
    buffer_put(writer->text, "\"");
    output_style_end(writer->text, writer->colour);
    buffer_put(writer->text, "\n");
}

void diff_add_text(struct buffer *text, const struct diff *diff, size_t most, bool wide, bool colour)
{
    const struct diff_writer writer = {text, wide, colour};
    size_t section, count, i;

    add_side(&writer, &diff->sides[0], "---", STYLE_ERROR);
    add_side(&writer, &diff->sides[1], "+++", STYLE_CARET);
    for (section = 0; section < DIFF_SECTIONS; section++) {
        const struct diff_change *changes = diff_changes(diff, (enum diff_section)section, &count);
        size_t shown = most > 0 && section >= DIFF_TENSORS && count > most ? most : count;

        if (count > 0)
            add_heading(&writer, (enum diff_section)section, changes, count);
        for (i = 0; i < shown; i++)
            add_line(&writer, (enum diff_section)section, &changes[i]);
        if (shown < count)
            buffer_printf(text, "... and %zu more (--all)\n", count - shown);
    }
    if (diff->sides[0].left_out > 0 || diff->sides[1].left_out > 0)
        buffer_printf(
            text, "\nnot compared: the tensors of %llu and %llu nodes, which are too many to list\n",
            (unsigned long long)diff->sides[0].left_out, (unsigned long long)diff->sides[1].left_out);
}

/* --------------------------------------------------------------------------------------------------------- JSON -- */

static void put_side(struct json_out *out, const char *key, const struct diff_side *side)
{
    json_out_key(out, key);
    json_out_open(out, '{');
    json_out_member_number(out, KEY_ID, side->id);
    json_out_member_text(out, KEY_NAME, buffer_text(&side->name));
    if (side->left_out > 0)
        json_out_member_number(out, "nodes_left_out", side->left_out);
    json_out_close(out, '}');
}

/* {"change":"changed","pointer":"/name","old":"a","new":"b"} */
static void put_change(struct json_out *out, enum diff_section section, const struct diff_change *change)
{
    json_out_open(out, '{');
    json_out_member_text(out, "change", differences[difference_of(change)].word);
    json_out_member_text(out, diff_section_keys[section], change->name);
    if (change->value[0] != NULL)
        json_out_member_raw(out, KEY_OLD, change->value[0]);
    if (change->value[1] != NULL)
        json_out_member_raw(out, KEY_NEW, change->value[1]);
    json_out_close(out, '}');
}

void diff_add_json(struct buffer *text, const struct diff *diff)
{
    struct json_out out = {text, false};
    size_t section, count, i;

    json_out_open(&out, '{');
    json_out_member_bool(&out, "same", diff_is_same(diff));
    put_side(&out, KEY_OLD, &diff->sides[0]);
    put_side(&out, KEY_NEW, &diff->sides[1]);
    for (section = 0; section < DIFF_SECTIONS; section++) {
        const struct diff_change *changes = diff_changes(diff, (enum diff_section)section, &count);

        json_out_key(&out, diff_section_names[section]);
        json_out_open(&out, '[');
        for (i = 0; i < count; i++)
            put_change(&out, (enum diff_section)section, &changes[i]);
        json_out_close(&out, ']');
    }
    json_out_close(&out, '}');
    buffer_put(text, "\n");
}
