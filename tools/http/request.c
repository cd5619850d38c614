/* One request: see request.h. */
#include "request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "answer.h"
#include "body.h"
#include "clock.h"
#include "header.h"
#include "log.h"

/* A thread's stack: what an application does in it has to have a bounded depth, whatever clients send. */
#define STACK       (512u << 10)
#define HEADER_ROOM (64u << 10) /* a connection's memory: a header, and pieces of a body */

const char *http_header(const struct http_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

bool http_is_safe(const struct http_request *request)
{
    return strcmp(request->method, MHD_HTTP_METHOD_GET) == 0 ||
           strcmp(request->method, MHD_HTTP_METHOD_HEAD) == 0;
}

uint64_t http_connections(const struct http_request *request)
{
    const union MHD_ConnectionInfo *connection =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_DAEMON);
    const union MHD_DaemonInfo *info =
        connection != NULL ? MHD_get_daemon_info(connection->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)
                           : NULL;

    return info != NULL ? info->num_connections : 0;
}

/* -------------------------------------------------------------------------------------- what MHD calls -- */

static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
    struct http_server *server = context;
    size_t size = server->application->request_size;
    struct http_request *request = calloc(1, size + strlen(target) + 1);

    if (request == NULL)
        return NULL;
    request->server = server;
    request->connection = connection;
    request->begun = clock_now(CLOCK_MONOTONIC);
    request->target = strcpy((char *)request + size, target);
    request->path = uri_path(request->target);
    atomic_fetch_add(&server->running, 1);
    watch_set(connection, WATCH_HEADER, request);
    return request;
}

/* With the header: who asks, for what, and whether a body can come. */
static void begin(struct http_request *request, const char *url, const char *version)
{
    const char *wrong = uri_read(&request->uri, request->path);

    request->closes = wrong != NULL || http_header(request, MHD_HTTP_HEADER_TRANSFER_ENCODING) != NULL;
    if (wrong != NULL)
        http_answer_error(request,
                          strlen(request->path) > URI_MAX ? MHD_HTTP_URI_TOO_LONG : MHD_HTTP_BAD_REQUEST,
                          "%s", wrong);
    else if (http_check_header(request, url, version) && http_check_sender(request))
        request->server->application->begin(request);
}

static enum MHD_Result queue(struct http_request *request)
{
    request->queued = true;
    watch_set(request->connection, WATCH_ANSWER, request);
    if (request->closes || atomic_load(&request->server->stopping))
        http_answer_header(request, MHD_HTTP_HEADER_CONNECTION, "close");
    return MHD_queue_response(request->connection, request->status, request->response);
}

static enum MHD_Result on_call(void *context, struct MHD_Connection *connection, const char *url,
                               const char *method, const char *version, const char *piece, size_t *size,
                               void **state)
{
    struct http_server *server = context;
    struct http_request *request = *state;

    if (request == NULL)
        return MHD_NO;
    if (request->method == NULL) {
        watch_set(connection, WATCH_BODY, request);
        request->method = method;
        begin(request, url, version);
        /* Now nothing of a body is read any more, and the connection ends with the answer: where one is awaited, that is what
         * keeps it from being sent. */
        return request->response != NULL && (request->closes || http_body_is_announced(request))
                   ? queue(request)
                   : MHD_YES;
    }
    if (*size > 0) {
        bool goes_on = http_body_receive(request, piece, *size);

        *size = 0;
        return goes_on ? MHD_YES : MHD_NO;
    }
    watch_set(connection, WATCH_WORK, request);
    if (request->response == NULL)
        server->application->answer(request);
    if (request->response == NULL)
        http_answer_error(request, MHD_HTTP_INTERNAL_SERVER_ERROR, "the request has no answer");
    return queue(request);
}

static void end(struct http_request *request, bool is_whole)
{
    struct http_server *server = request->server;

    atomic_fetch_add(&server->received, request->received);
    if (request->queued) {
        atomic_fetch_add(&server->answers[request->status / 100 % 6], 1);
        atomic_fetch_add(&server->sent, request->answer_size);
    }
    log_request(request, clock_now(CLOCK_MONOTONIC) - request->begun, is_whole);
    if (request->response != NULL)
        MHD_destroy_response(request->response);
    server->application->release(request);
    free(request);
    atomic_fetch_sub(&server->running, 1);
}

static void on_end(void *context, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode how)
{
    (void)context;
    watch_set(connection, WATCH_HEADER, NULL);
    if (*state != NULL)
        end(*state, how == MHD_REQUEST_TERMINATED_COMPLETED_OK);
    *state = NULL;
}

static void on_connection(void *server, struct MHD_Connection *connection, void **state,
                          enum MHD_ConnectionNotificationCode code)
{
    struct http_request *left;

    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        *state = watch_enter(server, connection);
    else if ((left = watch_leave(server, *state)) != NULL)
        end(left, false);
}

/* ------------------------------------------------------------------------------------------ the daemon -- */

/* The target as it came: it is taken apart by uri.c alone. */
static size_t leave_escaped(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context, (void)connection;
    return strlen(text);
}

__attribute__((format(printf, 2, 0))) static void log_daemon(void *context, const char *format,
                                                             va_list arguments)
{
    char line[512];

    vsnprintf(line, sizeof line, format, arguments);
    log_line(context, "%.*s", (int)strcspn(line, "\n"), line);
}

struct MHD_Daemon *http_start_daemon(struct http_server *server, int socket)
{
    const struct http_settings *settings = server->settings;

    return MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL | MHD_USE_ITC |
            MHD_USE_ERROR_LOG,
        0, NULL, NULL, on_call, server, MHD_OPTION_EXTERNAL_LOGGER, log_daemon, server,
        MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
        MHD_OPTION_NOTIFY_COMPLETED, on_end, server, MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)HEADER_ROOM, MHD_OPTION_CONNECTION_LIMIT, (unsigned)settings->connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)settings->per_address, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)settings->idle_seconds, MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK, MHD_OPTION_END);
}
