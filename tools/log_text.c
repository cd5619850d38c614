/* An event on one line: see log_text.h. */
#include "log_text.h"

#include <string.h>

#include "field_keys.h"
#include "json_pick.h"
#include "text.h"
#include "times.h"

#define VALUE_COLUMNS 40
#define ACTOR_COLUMNS 10 /* at least; a longer name moves its own line only, as lines come one by one */

#define KEPT_COLUMNS 8 /* in front of what is different, where the beginning is left out */

static bool is_long(const char *value)
{
    return text_width(value, strlen(value)) > VALUE_COLUMNS;
}

/* From where two values are told: 0, or, where they are cut and begin alike, somewhat before they differ. */
static size_t first_told(const char *before, const char *after)
{
    size_t alike = 0, width = 0, from;

    while (before[alike] != '\0' && before[alike] == after[alike])
        alike++;
    if ((!is_long(before) && !is_long(after)) || text_width(before, alike) < VALUE_COLUMNS / 2)
        return 0;
    for (from = alike; from > 0 && width < KEPT_COLUMNS;) { /* back by whole characters */
        size_t stop = from;

        do
            from--;
        while (from > 0 && (before[from] & 0xc0) == 0x80);
        width += text_width(before + from, stop - from);
    }
    return from;
}

static void add_from(struct buffer *text, const char *value, size_t from)
{
    buffer_put(text, from > 0 ? "..." : "");
    text_add_short(text, value + from, VALUE_COLUMNS);
}

/* The value before, the value after, or both with an arrow between them. */
static void add_values(struct buffer *text, struct json_part before, struct json_part after, bool has_before,
                       bool has_after)
{
    struct buffer old = {0}, now = {0};
    size_t from;

    json_pick_add_compact(&old, before);
    json_pick_add_compact(&now, after);
    from = has_before && has_after ? first_told(buffer_text(&old), buffer_text(&now)) : 0;
    if (has_before)
        add_from(text, buffer_text(&old), from);
    buffer_put(text, has_before && has_after ? " -> " : "");
    if (has_after)
        add_from(text, buffer_text(&now), from);
    buffer_free(&old);
    buffer_free(&now);
}

/* "", {}, null: at a create or a delete not worth its place on the line. */
static bool is_nothing(struct json_part value)
{
    return (value.length == 2 && strchr("\"{", value.text[0]) != NULL) ||
           (value.length == 4 && memcmp(value.text, "null", 4) == 0);
}

/*
 * `name "digits" -> "digits, spring"`; of a create or a delete the one side that says something. Returns whether there was
 * anything to add.
 */
static bool add_change(struct buffer *text, const char *gap, const char *action, struct json_part change)
{
    struct json_part field, before, after;
    bool create = strcmp(action, "create") == 0, delete = strcmp(action, "delete") == 0;

    if (!json_pick_member(&field, change, KEY_FIELD) || !json_pick_member(&before, change, KEY_OLD) ||
        !json_pick_member(&after, change, KEY_NEW))
        return false;
    if ((create && is_nothing(after)) || (delete &&is_nothing(before)))
        return false;
    buffer_put(text, gap);
    (void)json_pick_add_text(text, field);
    buffer_put(text, " ");
    add_values(text, before, after, !create, !delete);
    return true;
}

/* `file saved_model.pb was damaged (other bytes in the place of sha256 …)`, for each; or `is damaged`. */
static void add_damaged(struct buffer *text, const char *gap, const char *verb, struct json_part files)
{
    struct json_part file, name = {"", 0}, sha256 = name, found = name;
    struct buffer raw = {0};
    size_t at = 0;

    while (json_pick_next(&file, files, &at)) {
        (void)json_pick_member(&name, file, KEY_NAME);
        (void)json_pick_member(&sha256, file, KEY_SHA256);
        (void)json_pick_member(&found, file, KEY_FOUND);
        raw.length = 0;
        (void)json_pick_add_text(&raw, name);
        buffer_printf(text, "%sfile ", gap);
        text_add_safe(text, buffer_text(&raw), raw.length);
        buffer_printf(text, " %s damaged (", verb);
        (void)json_pick_add_text(text, found);
        buffer_put(text, " in the place of sha256 ");
        (void)json_pick_add_text(text, sha256);
        buffer_put(text, ")");
        gap = ", ";
    }
    buffer_free(&raw);
}

/* The change of a heal that has an old value is of the files, the other one of the network that brought them. */
static bool add_healing(struct buffer *text, const char *gap, struct json_part change)
{
    struct json_part before, after;

    if (!json_pick_member(&before, change, KEY_OLD) || !json_pick_member(&after, change, KEY_NEW))
        return false;
    if (!is_nothing(before)) {
        add_damaged(text, gap, "was", before);
        return true;
    }
    buffer_printf(text, "%sreplaced by the copy of network ", gap);
    json_pick_add_compact(text, after);
    return true;
}

static bool add_damage(struct buffer *text, const char *gap, struct json_part change)
{
    struct json_part after;

    if (!json_pick_member(&after, change, KEY_NEW))
        return false;
    add_damaged(text, gap, "is", after);
    return true;
}

static bool add_told(struct buffer *text, const char *gap, const char *action, struct json_part change)
{
    if (strcmp(action, "heal") == 0)
        return add_healing(text, gap, change);
    if (strcmp(action, "damage") == 0)
        return add_damage(text, gap, change);
    return add_change(text, gap, action, change);
}

static void add_actor(struct buffer *text, const char *actor)
{
    size_t start = text->length, width;

    text_add_safe(text, actor[0] != '\0' ? actor : "-", actor[0] != '\0' ? strlen(actor) : 1);
    width = text_width(text->text + start, text->length - start);
    buffer_fill(text, ' ', width < ACTOR_COLUMNS ? ACTOR_COLUMNS - width : 0);
}

void log_add_line(struct buffer *text, const struct nnreg_event *event, bool utc)
{
    struct json_part changes = {event->changes, strlen(event->changes)}, change;
    const char *gap = "  ";
    size_t at = 0;

    buffer_printf(text, "%6llu  ", (unsigned long long)event->sequence);
    times_add(text, event->time, utc);
    buffer_put(text, "  ");
    add_actor(text, event->actor);
    buffer_printf(text, "  %-9s  %s", event->action, event->object);
    if (event->object_id != 0) /* else there is only one: the registry */
        buffer_printf(text, " %llu", (unsigned long long)event->object_id);
    while (json_pick_next(&change, changes, &at))
        if (add_told(text, gap, event->action, change))
            gap = ", ";
    buffer_put(text, "\n");
}
