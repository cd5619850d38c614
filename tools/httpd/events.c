/*
 * The history as server-sent events (WHATWG HTML, 9.2): each has its number as `id`, which a browser tells as Last-Event-ID when it comes
 * back after a break, and the JSON of nnreg_event_json as `data`. All are of the type "message", so that one listener hears them.
 * A follower's thread waits in the library, and holds no snapshot while it does.
 */
#include "events.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "answer.h"

#define PAGE          100  /* events that are read at once */
#define RETRY         2000 /* milliseconds after which a browser comes back */
#define QUIET_SECONDS 15   /* then a comment shows whether there is still somebody, also to proxies */
#define COME_BACK     5    /* seconds, when there are too many followers */

/* One who follows, for as long as the answer lasts. */
struct follower {
    struct server *server;
    int socket;
    uint64_t since;
    struct buffer text; /* on its way */
    size_t sent;        /* of it */
    bool ended;
};

/* What is asked for. */
struct asked {
    uint64_t since, limit;
    bool as_page;
};

/* ------------------------------------------------------------------------------------------------ following -- */

/* Whether the client has closed the connection, or the server's grace is over: asked while there is nothing to tell. */
static int is_gone(void *context, const char *stage, uint64_t done, uint64_t total)
{
    const struct follower *follower = context;
    char byte;
    ssize_t got = recv(follower->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

    (void)stage, (void)done, (void)total;
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) ||
           atomic_load(&follower->server->stopping);
}

static void put_events(struct follower *follower, const nnreg_events *events)
{
    size_t i;

    for (i = 0; i < nnreg_events_count(events); i++) {
        char *json;

        if (nnreg_event_json(&json, events, i) != NNREG_OK) {
            follower->text.failed = true;
            return;
        }
        follower->since = nnreg_events_get(events, i)->sequence;
        buffer_printf(&follower->text, "id: %llu\ndata: %s\n\n", (unsigned long long)follower->since, json);
        nnreg_free(json);
    }
    if (i == 0)
        buffer_put(&follower->text, ":\n\n");
}

/* Waits for what comes next. A history that cannot be read on is told, and ends the answer; so do a stop and a client that left. */
static void wait_for_more(struct follower *follower)
{
    const struct settings *settings = follower->server->settings;
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;
    uint64_t quiet = settings->idle_seconds / 2 < QUIET_SECONDS ? settings->idle_seconds / 2 : QUIET_SECONDS;
    nnreg_events *events = NULL;
    nnreg_status status;

    options.progress = is_gone;
    options.context = follower;
    follower->text.length = follower->sent = 0;
    status = nnreg_events_since(follower->server->registry, &events, follower->since, PAGE,
                                quiet > 0 ? (unsigned)quiet * 1000 : 500, &options);
    if (status == NNREG_OK && !atomic_load(&follower->server->stopping))
        put_events(follower, events);
    else if (status != NNREG_OK && status != NNREG_CANCELLED)
        buffer_printf(&follower->text, "event: error\ndata: {\"error\": \"%s\"}\n\n",
                      nnreg_status_text(status));
    follower->ended = status != NNREG_OK;
    nnreg_events_free(events);
}

/* MHD_ContentReaderCallback: may wait, since nobody else is in this thread. */
static ssize_t read_on(void *context, uint64_t position, char *room, size_t size)
{
    struct follower *follower = context;

    (void)position;
    if (follower->sent == follower->text.length && !follower->ended)
        wait_for_more(follower);
    if (follower->text.failed)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (size > follower->text.length - follower->sent)
        size = follower->text.length - follower->sent;
    if (size == 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    memcpy(room, follower->text.text + follower->sent, size);
    follower->sent += size;
    return (ssize_t)size;
}

static void stop_following(void *context)
{
    struct follower *follower = context;

    atomic_fetch_sub(&follower->server->followers, 1);
    buffer_free(&follower->text);
    free(follower);
}

/* The first lines go out at once; with their id a client that has heard of no event yet misses none after a break either. */
static struct MHD_Response *begin_to_follow(struct request *request, uint64_t since)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct follower *follower = info != NULL ? calloc(1, sizeof *follower) : NULL;
    struct MHD_Response *response;

    if (follower == NULL) {
        atomic_fetch_sub(&request->server->followers, 1);
        return NULL;
    }
    follower->server = request->server;
    follower->socket = info->connect_fd;
    follower->since = since;
    buffer_printf(&follower->text, "retry: %d\nid: %llu\n\n", RETRY, (unsigned long long)since);
    response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, read_on, follower, stop_following);
    if (response == NULL)
        stop_following(follower);
    return response;
}

static void follow(struct request *request, uint64_t since)
{
    unsigned most = (unsigned)request->server->settings->connections / 2;
    bool is_one_too_many = atomic_fetch_add(&request->server->followers, 1) >= (most > 0 ? most : 1);

    if (is_one_too_many) {
        atomic_fetch_sub(&request->server->followers, 1);
        answer_error(request, MHD_HTTP_SERVICE_UNAVAILABLE,
                     "%u clients follow the events: there can be no more", most);
        answer_header(request, MHD_HTTP_HEADER_RETRY_AFTER, "%d", COME_BACK);
        return;
    }
    answer_response(request, MHD_HTTP_OK, begin_to_follow(request, since));
    answer_header(request, MHD_HTTP_HEADER_CONTENT_TYPE, "text/event-stream");
    answer_header(request, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    answer_header(request, "X-Accel-Buffering", "no"); /* nginx passes each on as it comes */
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
        answer_text(request, MHD_HTTP_OK, TYPE_JSON, &text);
    else
        answer_failure(request, status, NULL);
    buffer_free(&text);
    nnreg_events_free(events);
}

/* --------------------------------------------------------------------------------------------- what is asked -- */

static bool refuse(struct request *request, const char *key, const char *wanted)
{
    answer_error(request, MHD_HTTP_BAD_REQUEST, "%s has to be %s", key, wanted);
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
    answer_error(request, MHD_HTTP_BAD_REQUEST,
                 "events have no parameter \"%s\": since, limit and format are all", pair->key);
    return false;
}

/* Who comes back after a break goes on there, whatever the address says; who says nothing hears of what comes from now on. */
static bool read_asked(struct request *request, struct asked *asked)
{
    const char *last = request_header(request, "Last-Event-ID");
    nnreg_status status;
    size_t i;

    for (i = 0; i < request->uri.pair_count; i++)
        if (!read_pair(request, asked, &request->uri.pairs[i]))
            return false;
    if (last != NULL && *last != '\0')
        return uri_number(&asked->since, last) || refuse(request, "Last-Event-ID", "the number of an event");
    if (uri_value(&request->uri, "since") != NULL)
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
