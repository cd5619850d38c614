/* What those ask who run the server: see service.h. */
#include "service.h"

#include "../stat_metrics.h"
#include "answer.h"
#include "clock.h"
#include "openapi.h"

/* ------------------------------------------------------------------------------------------------- health -- */

/* Reads what was written last, as it is there that a failing device shows first, and counts. */
static nnreg_status look(nnreg *registry, uint64_t *networks)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_events *events = NULL;
    uint64_t last;
    nnreg_status status = nnreg_events_last(registry, &last);

    query.scope = NNREG_SCOPE_ALL;
    if (status == NNREG_OK)
        status = nnreg_events_since(registry, &events, last > 0 ? last - 1 : 0, 1, 0, NULL);
    nnreg_events_free(events);
    return status == NNREG_OK ? nnreg_network_count(registry, networks, &query) : status;
}

void service_health(struct request *request)
{
    struct buffer text = {0};
    uint64_t networks;
    nnreg_status status = look(request->server->registry, &networks);

    if (status != NNREG_OK) {
        answer_error(request, MHD_HTTP_SERVICE_UNAVAILABLE, "%s", nnreg_status_text(status));
        return;
    }
    buffer_printf(&text, "{\"status\": \"ok\", \"version\": \"%s\", \"networks\": %llu}",
                  nnreg_library_version(), (unsigned long long)networks);
    answer_text(request, MHD_HTTP_OK, TYPE_JSON, &text);
}

/* ------------------------------------------------------------------------------------------------ metrics -- */

static void put_line(void *text, const char *line)
{
    buffer_put(text, line);
}

static void keep_oldest(void *context, const struct nnreg_reader *reader)
{
    struct nnreg_reader *oldest = context;

    if (reader->behind > oldest->behind)
        *oldest = *reader;
}

static uint64_t connections(const struct request *request)
{
    const union MHD_ConnectionInfo *connection =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_DAEMON);
    const union MHD_DaemonInfo *info =
        connection != NULL ? MHD_get_daemon_info(connection->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)
                           : NULL;

    return info != NULL ? info->num_connections : 0;
}

static void put_server(struct buffer *text, const struct request *request)
{
    struct server *server = request->server;
    const struct {
        const char *name, *type, *help;
        uint64_t value;
    } rows[] = {
        {"nnreg_httpd_received_bytes_total", "counter", "Bytes of bodies that came.",
         atomic_load(&server->received)},
        {"nnreg_httpd_sent_bytes_total", "counter", "Bytes of bodies that were answered.",
         atomic_load(&server->sent)},
        {"nnreg_httpd_running_requests", "gauge", "Requests that are on their way, this one among them.",
         atomic_load(&server->running)},
        {"nnreg_httpd_uploads", "gauge", "Bodies with files that are on their way.",
         atomic_load(&server->uploads)},
        {"nnreg_httpd_json_bytes", "gauge", "Bytes of JSON texts that are held.", atomic_load(&server->held)},
        {"nnreg_httpd_followers", "gauge", "Clients that follow the events.",
         atomic_load(&server->followers)},
        {"nnreg_httpd_connections", "gauge", "Connections that are open.", connections(request)},
        {"nnreg_httpd_connections_limit", "gauge", "Connections that can be open at once.",
         server->settings->connections},
        {"nnreg_httpd_uptime_seconds", "gauge", "Seconds since the server was started.",
         (uint64_t)((request->begun - server->begun) / CLOCK_SECOND)},
    };
    static const char requests[] = "nnreg_httpd_requests_total";
    size_t i;

    stat_put_head(put_line, text, requests, "counter",
                  "Requests that were answered, by the class of their status.");
    for (i = 2; i < sizeof server->answers / sizeof *server->answers; i++)
        buffer_printf(text, "%s{class=\"%zuxx\"} %llu\n", requests, i, atomic_load(&server->answers[i]));
    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        stat_put_metric(put_line, text, rows[i].name, rows[i].type, rows[i].help, rows[i].value);
}

void service_metrics(struct request *request)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;
    struct nnreg_call_options options = request_options(request);
    struct nnreg_reader oldest = {0};
    struct buffer text = {0};
    nnreg_status status;

    statistics.each_reader = keep_oldest;
    statistics.context = &oldest;
    status = nnreg_get_statistics(request->server->registry, &statistics, &options);
    if (status != NNREG_OK) {
        answer_failure(request, status, NULL);
        return;
    }
    stat_put_metrics(put_line, &text, &statistics, &oldest);
    put_server(&text, request);
    answer_text(request, MHD_HTTP_OK, "text/plain; version=0.0.4; charset=utf-8", &text);
}

/* ------------------------------------------------------------------------------------------------ openapi -- */

void service_openapi(struct request *request)
{
    const struct openapi *openapi = request->server->openapi;

    if (openapi == NULL)
        answer_failure(request, NNREG_NO_MEMORY, NULL);
    else if (!answer_if_known(request, openapi->etag)) {
        answer_static(request, TYPE_JSON, buffer_text(&openapi->json), openapi->json.length);
        answer_header(request, MHD_HTTP_HEADER_ETAG, "%s", openapi->etag);
        answer_header(request, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
    }
}
