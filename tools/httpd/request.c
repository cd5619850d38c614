/* One request: see request.h. */
#include "request.h"

#include "../http/access.h"
#include "answer.h"
#include "routes.h"

/* Between the pieces of a long call: the grace of a server that stops is over. */
static int is_cut(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct server *server = context;

    (void)stage, (void)done, (void)total;
    return atomic_load(&server->http.cut);
}

struct nnreg_call_options request_options(struct request *request)
{
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;

    options.actor = request->http.user;
    options.progress = is_cut;
    options.context = request->server;
    return options;
}

static struct request *request_of(struct http_request *http)
{
    return (struct request *)http;
}

static void begin(struct http_request *http)
{
    struct request *request = request_of(http);

    request->server = (struct server *)http->server;
    if (routes_find(request) && http_check_key(http, (request->place.route->flags & ROUTE_OPEN) != 0))
        body_begin(request);
}

static void receive(struct http_request *http, const char *piece, size_t size)
{
    body_receive(request_of(http), piece, size);
}

static void answer(struct http_request *http)
{
    struct request *request = request_of(http);

    if (body_finish(request))
        request->place.route->answer(request);
}

static void release(struct http_request *http)
{
    body_free(request_of(http));
}

/* Who follows the events ends at once. */
static void stop(struct http_server *http)
{
    nnreg_wake(((struct server *)http)->registry);
}

const struct http_application request_application = {
    .request_size = sizeof(struct request),
    .begin = begin,
    .receive = receive,
    .answer = answer,
    .release = release,
    .problem = answer_problem,
    .no_memory = "{\"error\": \"out of memory\"}",
    .stop = stop,
};
