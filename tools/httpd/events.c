/*
 * The history as server-sent events (WHATWG HTML, 9.2): each has its number as `id`, which a browser tells as Last-Event-ID when it comes
 * back after a break, and the JSON of nnreg_event_json as `data`. All are of the type "message", so that one listener hears them.
 * A follower's thread waits in the library, and holds no snapshot while it does.
 */
#include "events.h"

#include <stdlib.h>
#include <string.h>

#include "../http/stream.h"
#include "answer.h"

#define PAGE          100  /* events that are read at once */
#define RETRY         2000 /* milliseconds after which a browser comes back */
#define QUIET_SECONDS 15   /* then a comment shows whether there is still somebody, also to proxies */
#define COME_BACK     5    /* seconds, when there are too many followers */

/* One who follows, for as long as the answer lasts. */
struct follower {
    struct http_stream stream;
    struct server *server;
    uint64_t since;
};

/* What is asked for. */
struct asked {
    uint64_t since, limit;
    bool as_page;
};

/* ------------------------------------------------------------------------------------------------ following -- */

/* Asked while there is nothing to tell. */
static int is_gone(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)stage, (void)done, (void)total;
    return http_stream_is_cut(context);
}

static void put_events(struct follower *follower, const nnreg_events *events)
{
    struct buffer *text = &follower->stream.text;
    size_t i;

    for (i = 0; i < nnreg_events_count(events); i++) {
        char *json;

        if (nnreg_event_json(&json, events, i) != NNREG_OK) {
            text->failed = true;
            return;
        }
        follower->since = nnreg_events_get(events, i)->sequence;
        buffer_printf(text, "id: %llu\ndata: %s\n\n", (unsigned long long)follower->since, json);
        nnreg_free(json);
    }
    if (i == 0)
        buffer_put(text, ":\n\n");
}

/* Waits for what comes next. A history that cannot be read on is told, and ends the answer; so do a stop and a client that left. */
static void wait_for_more(struct http_stream *stream)
{
    struct follower *follower = (struct follower *)stream;
    uint64_t idle = follower->server->settings->http.idle_seconds / 2;
    uint64_t quiet = idle < QUIET_SECONDS ? idle : QUIET_SECONDS;
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;
    nnreg_events *events = NULL;
    nnreg_status status;

    options.progress = is_gone;
    options.context = stream;
    status = nnreg_events_since(follower->server->registry, &events, follower->since, PAGE,
                                quiet > 0 ? (unsigned)quiet * 1000 : 500, &options);
    if (status == NNREG_OK && !atomic_load(&follower->server->http.stopping))
        put_events(follower, events);
    else if (status != NNREG_OK && status != NNREG_CANCELLED)
        buffer_printf(&stream->text, "event: error\ndata: {\"error\": \"%s\"}\n\n",
                      nnreg_status_text(status));
    stream->ended = status != NNREG_OK;
    nnreg_events_free(events);
}

static void leave(struct server *server)
{
    atomic_fetch_sub(&server->followers, 1);
}

static void stop_following(struct http_stream *stream)
{
    leave(((struct follower *)stream)->server);
    free(stream);
}

/* The first lines go out at once; with their id a client that has heard of no event yet misses none after a break either. */
static void begin_to_follow(struct request *request, uint64_t since)
{
    struct follower *follower = calloc(1, sizeof *follower);

    if (follower == NULL) {
        leave(request->server);
        answer_failure(request, NNREG_NO_MEMORY, NULL);
        return;
    }
    *follower = (struct follower){{.next = wait_for_more, .release = stop_following}, request->server, since};
    buffer_printf(&follower->stream.text, "retry: %d\nid: %llu\n\n", RETRY, (unsigned long long)since);
    http_answer_stream(&request->http, "text/event-stream", &follower->stream);
}

static void follow(struct request *request, uint64_t since)
{
    unsigned most = (unsigned)request->server->settings->http.connections / 2;

    if (atomic_fetch_add(&request->server->followers, 1) < (most > 0 ? most : 1))
        begin_to_follow(request, since);
    else {
        leave(request->server);
        http_answer_later(&request->http, MHD_HTTP_SERVICE_UNAVAILABLE, COME_BACK,
                          "%u clients follow the events: there can be no more", most);
    }
}

/* ------------------------------------------------------------------------------------------------- one page -- */

static void answer_page(struct request *request, const struct asked *asked)
{
    struct buffer text = {0};
    nnreg_events *events = NULL;
    nnreg_status status =
        nnreg_events_since(request->server->registry, &events, asked->since, asked->limit, 0, NULL);
    uint64_t next = asked->since;
    size_t i;

    buffer_put(&text, "{\"results\": [");
    for (i = 0; status == NNREG_OK && i < nnreg_events_count(events); i++) {
        char *json = NULL;

        status = nnreg_event_json(&json, events, i);
        buffer_printf(&text, "%s%s", i > 0 ? ", " : "", json != NULL ? json : "");
        next = nnreg_events_get(events, i)->sequence;
        nnreg_free(json);
    }
    buffer_printf(&text, "], \"next\": %llu}", (unsigned long long)next);
    if (status == NNREG_OK)
        http_answer_text(&request->http, MHD_HTTP_OK, TYPE_JSON, &text);
    else
        answer_failure(request, status, NULL);
    buffer_free(&text);
    nnreg_events_free(events);
}

/* --------------------------------------------------------------------------------------------- what is asked -- */

static bool refuse(struct request *request, const char *key, const char *wanted)
{
    http_answer_error(&request->http, MHD_HTTP_BAD_REQUEST, "%s has to be %s", key, wanted);
    return false;
}

static bool read_pair(struct request *request, struct asked *asked, const struct uri_pair *pair)
{
    if (strcmp(pair->key, "since") == 0)
        return uri_number(&asked->since, pair->value) ||
               refuse(request, "since", "the number of an event, or 0");
    if (strcmp(pair->key, "limit") == 0)
        return (uri_number(&asked->limit, pair->value) && asked->limit >= 1 &&
                asked->limit <= NNREG_LIMIT_PAGE) ||
               refuse(request, "limit", "a number from 1 to 1000");
    if (strcmp(pair->key, "format") == 0) {
        asked->as_page = strcmp(pair->value, "json") == 0;
        return asked->as_page || strcmp(pair->value, "stream") == 0 ||
               refuse(request, "format", "stream or json");
    }
    http_answer_error(&request->http, MHD_HTTP_BAD_REQUEST,
                      "events have no parameter \"%s\": since, limit and format are all", pair->key);
    return false;
}

/* Who comes back after a break goes on there, whatever the address says; who says nothing hears of what comes from now on. */
static bool read_asked(struct request *request, struct asked *asked)
{
    const char *last = http_header(&request->http, "Last-Event-ID");
    nnreg_status status;
    size_t i;

    for (i = 0; i < request->http.uri.pair_count; i++)
        if (!read_pair(request, asked, &request->http.uri.pairs[i]))
            return false;
    if (last != NULL && *last != '\0')
        return uri_number(&asked->since, last) || refuse(request, "Last-Event-ID", "the number of an event");
    if (uri_value(&request->http.uri, "since") != NULL)
        return true;
    status = nnreg_events_last(request->server->registry, &asked->since);
    if (status != NNREG_OK)
        answer_failure(request, status, NULL);
    return status == NNREG_OK;
}

void events_get(struct request *request)
{
    struct asked asked = {0, PAGE, false};

    if (!read_asked(request, &asked))
        return;
    if (asked.as_page)
        answer_page(request, &asked);
    else
        follow(request, asked.since);
}
