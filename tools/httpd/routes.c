/* Which paths there are: see routes.h. */
#include "routes.h"

#include <string.h>

#include "answer.h"
#include "events.h"
#include "files.h"
#include "objects.h"
#include "page.h"
#include "service.h"

#define GET    MHD_HTTP_METHOD_GET
#define POST   MHD_HTTP_METHOD_POST
#define PATCH  MHD_HTTP_METHOD_PATCH
#define PUT    MHD_HTTP_METHOD_PUT
#define DELETE MHD_HTTP_METHOD_DELETE

enum {
    NETWORKS = 1 << KIND_NETWORK,
    SPECS = 1 << KIND_SPEC,
    VERSIONS = 1 << KIND_VERSION,
    TASKS = 1 << KIND_TASK,
    EACH = NETWORKS | SPECS | VERSIONS | TASKS
};

static const struct route routes[] = {
    {"", GET, objects_list, EACH, ROUTE_PUBLIC, "list"},
    {"", POST, objects_create, NETWORKS, ROUTE_FILES, "create-with-files"},
    {"", POST, objects_create, SPECS | VERSIONS, 0, "create"},
    {"#/", GET, objects_get, EACH, ROUTE_PUBLIC, "get"},
    {"#/", PATCH, objects_update, NETWORKS | SPECS | TASKS, ROUTE_PUBLIC, "update"},
    {"#/", PUT, objects_update, NETWORKS | SPECS, ROUTE_PUBLIC, "update"},
    {"#/", DELETE, objects_delete, NETWORKS | SPECS | VERSIONS, ROUTE_PUBLIC, "delete"},
    {"#/files/*", GET, files_get, NETWORKS, ROUTE_PUBLIC, "file"},
    {"#/versions/", GET, objects_versions_of_spec, SPECS, ROUTE_PUBLIC, "versions"},
    {"#/inference/", POST, objects_infer, NETWORKS | SPECS | VERSIONS, ROUTE_PUBLIC, "infer"},
    {API "events/", GET, events_get, 0, 0, "events"},
    {"healthz", GET, service_health, 0, ROUTE_OPEN, "health"},
    {"metrics", GET, service_metrics, 0, 0, "metrics"},
    {"openapi.json", GET, service_openapi, 0, ROUTE_OPEN, "openapi"},
    {"", GET, page_networks, 0, 0, NULL},
    {"network/#", GET, page_network, 0, 0, NULL},
    {"specs", GET, page_specs, 0, 0, NULL},
    {"spec/#", GET, page_spec, 0, 0, NULL},
    {"history", GET, page_history, 0, 0, NULL},
    {"events", GET, events_get, 0, 0, NULL},
    {"page.css", GET, page_style, 0, ROUTE_OPEN, NULL},
    {"page.js", GET, page_script, 0, ROUTE_OPEN, NULL},
};

bool routes_next(struct place *place, size_t *i)
{
    while (*i < sizeof routes / sizeof *routes * KIND_COUNT * 2) {
        const struct route *route = &routes[*i / (KIND_COUNT * 2)];
        const struct kind *kind = &kinds[*i / 2 % KIND_COUNT];
        bool is_public = *i % 2 == 1;

        ++*i;
        *place = (struct place){route, route->kinds != 0 ? kind : NULL, is_public};
        if (route->kinds == 0
                ? kind == kinds && !is_public
                : (route->kinds >> (kind - kinds) & 1) != 0 &&
                      (!is_public || ((route->flags & ROUTE_PUBLIC) != 0 && kind->public != NULL)))
            return true;
    }
    return false;
}

const char *place_prefix(const struct place *place)
{
    return place->kind == NULL ? "" : place->is_public ? place->kind->public : place->kind->path;
}

/* Takes the path's segments from the i-th on, as the pattern has them. An id of what is public is a slug, of which the library says whether it is one. */
static bool take_segments(struct request *request, size_t *i, const char *pattern)
{
    for (; *pattern != '\0'; ++*i) {
        size_t length = strcspn(pattern, "/");
        const char *segment = *i < request->http.uri.segment_count ? request->http.uri.segments[*i] : NULL;

        if (segment == NULL ||
            (*pattern == '*' && !uri_rest(&request->http.uri, *i, request->name, sizeof request->name)))
            return false;
        if (*pattern == '*')
            *i = request->http.uri.segment_count - 1;
        else if (*pattern == '#' && request->place.is_public)
            request->slug = segment;
        else if (*pattern == '#' ? !uri_number(&request->id, segment)
                                 : strlen(segment) != length || memcmp(segment, pattern, length) != 0)
            return false;
        pattern += length + (pattern[length] == '/');
    }
    return request->slug == NULL || strlen(request->slug) <= NNREG_LIMIT_SLUG;
}

/* Whether a path leads there. What it names is left in the request then. */
static bool is_here(struct request *request)
{
    size_t i = 0;

    request->id = 0;
    request->slug = NULL;
    return take_segments(request, &i, place_prefix(&request->place)) &&
           take_segments(request, &i, request->place.route->pattern) && i == request->http.uri.segment_count;
}

bool routes_find(struct request *request)
{
    const char *method = strcmp(request->http.method, MHD_HTTP_METHOD_HEAD) == 0 ? GET : request->http.method;
    struct buffer allowed = {0};
    bool found = false;
    size_t i = 0;

    while (!found && routes_next(&request->place, &i)) {
        if (!is_here(request))
            continue;
        found = strcmp(request->place.route->method, method) == 0;
        if (!found)
            buffer_printf(&allowed, "%s%s%s", allowed.length > 0 ? ", " : "", request->place.route->method,
                          strcmp(request->place.route->method, GET) == 0 ? ", HEAD" : "");
    }
    if (!found && allowed.length > 0) {
        http_answer_error(&request->http, MHD_HTTP_METHOD_NOT_ALLOWED, "here there is only %s",
                          buffer_text(&allowed));
        http_answer_header(&request->http, MHD_HTTP_HEADER_ALLOW, "%s", buffer_text(&allowed));
    } else if (!found)
        http_answer_error(&request->http, MHD_HTTP_NOT_FOUND,
                          "there is nothing at this path; /openapi.json tells all that there are");
    if (!found)
        request->place.route = NULL;
    buffer_free(&allowed);
    return found;
}
