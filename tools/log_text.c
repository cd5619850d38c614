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

/* `name "digits" -> "digits, spring"`; with a create or a delete the one side that says something. */
static void add_change(struct buffer *text, const char *action, struct json_part change)
{
    struct json_part field, before, after;

    if (!json_pick_member(&field, change, "field") || !json_pick_member(&before, change, "old") ||
        !json_pick_member(&after, change, "new"))
        return;
    (void)json_pick_add_text(text, field);
    buffer_put(text, " ");
    if (strcmp(action, "create") == 0)
        add_value(text, after);
    else if (strcmp(action, "delete") == 0)
        add_value(text, before);
    else {
        add_value(text, before);
        buffer_put(text, " -> ");
        add_value(text, after);
    }
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
    while (json_pick_next(&change, changes, &at)) {
        buffer_put(text, gap);
        add_change(text, event->action, change);
        gap = ", ";
    }
    buffer_put(text, "\n");
}
