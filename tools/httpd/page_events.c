/* The history, as rows of a page: see page_events.h. */
#include "page_events.h"

#include <string.h>

#define LOOKED_AT 1000u /* events: the last ones of the history */

/* Objects that have a page are linked to it, whether they are still there or not. */
static void put_event(struct buffer *page, const struct nnreg_event *event)
{
    bool has_page = strcmp(event->object, "network") == 0 || strcmp(event->object, "spec") == 0;

    html_put(page, "<tr><td class=\"number\">%u</td><td>%t</td><td>%h</td><td>%h ",
             (unsigned long long)event->sequence, event->time, event->actor, event->action);
    if (has_page)
        html_put(page, "<a href=\"/%h/%u\">%h %u</a>", event->object, (unsigned long long)event->object_id,
                 event->object, (unsigned long long)event->object_id);
    else
        html_put(page, "%h %u", event->object, (unsigned long long)event->object_id);
    html_put(page, "</td></tr>\n");
}

uint64_t page_put_events(struct buffer *page, nnreg *registry, const char *object, uint64_t id)
{
    static const char *const columns[] = {"Number", "Time (UTC)", "By", "What"};
    nnreg_events *events = NULL;
    uint64_t last = 0;
    size_t i;

    if (nnreg_events_last(registry, &last) != NNREG_OK ||
        nnreg_events_since(registry, &events, last > LOOKED_AT ? last - LOOKED_AT : 0, LOOKED_AT, 0, NULL) !=
            NNREG_OK) {
        html_put(page, "<p role=\"alert\">The history cannot be read.</p>\n");
        return last;
    }
    html_put(page, "<div class=\"wide\">");
    html_begin_table(page, columns, sizeof columns / sizeof *columns);
    for (i = nnreg_events_count(events); i-- > 0;) {
        const struct nnreg_event *event = nnreg_events_get(events, i);

        if (object == NULL || (event->object_id == id && strcmp(event->object, object) == 0))
            put_event(page, event);
    }
    html_put(page, "</tbody></table></div>\n");
    if (last > LOOKED_AT)
        html_put(page, "<p>Of the last %u changes of the registry; <code>nnreg log</code> tells all.</p>\n",
                 (unsigned long long)LOOKED_AT);
    nnreg_events_free(events);
    return last;
}

void page_history(struct request *request)
{
    struct buffer page = {0}, rows = {0};
    uint64_t last = page_put_events(&rows, request->server->registry, NULL, 0);

    page_begin(&page, "History", "/history");
    html_put(&page, "<p id=\"live\" role=\"status\" data-since=\"%u\">As of change %u.</p>\n",
             (unsigned long long)last, (unsigned long long)last);
    buffer_put(&page, buffer_text(&rows));
    page.failed |= rows.failed;
    buffer_free(&rows);
    page_answer(request, &page);
}
