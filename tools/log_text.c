/* An event on one line: see log_text.h. */
#include "log_text.h"

#include <string.h>

#include "json_pick.h"
#include "text.h"

#define VALUE_COLUMNS 40
#define ACTOR_COLUMNS 10 /* at least; a longer name moves its own line only, as lines come one by one */

static void add_value(struct buffer *text, struct json_part value)
{
    struct buffer compact = {0};

    json_pick_add_compact(&compact, value);
    text_add_short(text, buffer_text(&compact), VALUE_COLUMNS);
    buffer_free(&compact);
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

    if (!json_pick_member(&field, change, "field") || !json_pick_member(&before, change, "old") ||
        !json_pick_member(&after, change, "new"))
        return false;
    if ((create && is_nothing(after)) || (delete &&is_nothing(before)))
        return false;
    buffer_put(text, gap);
    (void)json_pick_add_text(text, field);
    buffer_put(text, " ");
    if (!create)
        add_value(text, before);
    if (!create && !delete)
        buffer_put(text, " -> ");
    if (!delete)
        add_value(text, after);
    return true;
}

static void add_actor(struct buffer *text, const char *actor)
{
    size_t start = text->length, width;

    text_add_safe(text, actor[0] != '\0' ? actor : "-", actor[0] != '\0' ? strlen(actor) : 1);
    width = text_width(text->text + start, text->length - start);
    buffer_fill(text, ' ', width < ACTOR_COLUMNS ? ACTOR_COLUMNS - width : 0);
}

void log_add_line(struct buffer *text, const struct nnreg_event *event)
{
    struct json_part changes = {event->changes, strlen(event->changes)}, change;
    const char *gap = "  ";
    size_t at = 0;

    buffer_printf(text, "%6llu  ", (unsigned long long)event->sequence);
    text_add_time(text, event->time, TEXT_SECONDS);
    buffer_put(text, "  ");
    add_actor(text, event->actor);
    buffer_printf(text, "  %-9s  %s %llu", event->action, event->object,
                  (unsigned long long)event->object_id);
    while (json_pick_next(&change, changes, &at))
        if (add_change(text, gap, event->action, change))
            gap = ", ";
    buffer_put(text, "\n");
}
