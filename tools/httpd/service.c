/* What those ask who run the server: see service.h. */
#include "service.h"

#include "../stat_metrics.h"
#include "answer.h"
#include "../http/clock.h"
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
        http_answer_error(&request->http, MHD_HTTP_SERVICE_UNAVAILABLE, "%s", nnreg_status_text(status));
        return;
    }
    buffer_printf(&text, "{\"status\": \"ok\", \"version\": \"%s\", \"networks\": %llu}",
                  nnreg_library_version(), (unsigned long long)networks);
    http_answer_text(&request->http, MHD_HTTP_OK, TYPE_JSON, &text);
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

static void put_server(struct buffer *text, const struct request *request)
{
    struct server *server = request->server;
    const struct {
        const char *name, *type, *help;
        uint64_t value;
    } rows[] = {
        {"nnreg_httpd_received_bytes_total", "counter", "Bytes of bodies that came.",
         atomic_load(&server->http.received)},
        {"nnreg_httpd_sent_bytes_total", "counter", "Bytes of bodies that were answered.",
         atomic_load(&server->http.sent)},
        {"nnreg_httpd_running_requests", "gauge", "Requests that are on their way, this one among them.",
         atomic_load(&server->http.running)},
        {"nnreg_httpd_uploads", "gauge", "Bodies with files that are on their way.",
         atomic_load(&server->uploads)},
        {"nnreg_httpd_json_bytes", "gauge", "Bytes of JSON texts that are held.", atomic_load(&server->held)},
        {"nnreg_httpd_followers", "gauge", "Clients that follow the events.",
         atomic_load(&server->followers)},
        {"nnreg_httpd_connections", "gauge", "Connections that are open.", http_connections(&request->http)},
        {"nnreg_httpd_connections_limit", "gauge", "Connections that can be open at once.",
         server->settings->http.connections},
        {"nnreg_httpd_uptime_seconds", "gauge", "Seconds since the server was started.",
         (uint64_t)((request->http.begun - server->http.begun) / CLOCK_SECOND)},
    };
    static const char requests[] = "nnreg_httpd_requests_total";
    size_t i;

    stat_put_head(put_line, text, requests, "counter",
                  "Requests that were answered, by the class of their status.");
    for (i = 2; i < sizeof server->http.answers / sizeof *server->http.answers; i++)
        buffer_printf(text, "%s{class=\"%zuxx\"} %llu\n", requests, i, atomic_load(&server->http.answers[i]));
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
    http_answer_text(&request->http, MHD_HTTP_OK, "text/plain; version=0.0.4; charset=utf-8", &text);
}

/* ------------------------------------------------------------------------------------------------ openapi -- */

void service_openapi(struct request *request)
{
    const struct openapi *openapi = request->server->openapi;

    if (openapi == NULL)
        answer_failure(request, NNREG_NO_MEMORY, NULL);
    else if (!http_answer_if_known(&request->http, openapi->etag)) {
        http_answer_static(&request->http, TYPE_JSON, buffer_text(&openapi->json), openapi->json.length);
        http_answer_header(&request->http, MHD_HTTP_HEADER_ETAG, "%s", openapi->etag);
        http_answer_header(&request->http, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
    }
}
