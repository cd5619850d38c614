/* Which paths there are: see routes.h. */
#include "routes.h"

#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "events.h"
#include "files.h"
#include "objects.h"
#include "page.h"
#include "service.h"

#define API "v0.7"

#define GET    MHD_HTTP_METHOD_GET
#define POST   MHD_HTTP_METHOD_POST
#define PATCH  MHD_HTTP_METHOD_PATCH
#define PUT    MHD_HTTP_METHOD_PUT
#define DELETE MHD_HTTP_METHOD_DELETE

const struct route routes[] = {
    {"networks", GET, objects_list, &kind_network, ROUTE_API, "network-page", "a page of networks"},
    {"networks", POST, objects_create, &kind_network, ROUTE_API | ROUTE_FILES, "network-object",
     "register a network"},
    {"networks/public", GET, objects_list_public, &kind_network, ROUTE_API, "network-page",
     "a page of public networks"},
    {"networks/public/$", GET, objects_get, &kind_network, ROUTE_API, "network-object", "a public network"},
    {"networks/public/$", PATCH, objects_update, &kind_network, ROUTE_API, "network-object",
     "refused while it is public"},
    {"networks/public/$", PUT, objects_update, &kind_network, ROUTE_API, "network-object",
     "refused while it is public"},
    {"networks/public/$", DELETE, objects_delete, &kind_network, ROUTE_API, "", "refused while it is public"},
    {"networks/public/$/files/*", GET, files_get, &kind_network, ROUTE_API, "file",
     "a file of a public network"},
    {"networks/public/$/inference", POST, objects_infer, &kind_network, ROUTE_API | ROUTE_NEVER, "",
     "not in a registry"},
    {"networks/#", GET, objects_get, &kind_network, ROUTE_API, "network-object", "a network"},
    {"networks/#", PATCH, objects_update, &kind_network, ROUTE_API, "network-object",
     "change name and metadata of a network"},
    {"networks/#", PUT, objects_update, &kind_network, ROUTE_API, "network-object", "the same as PATCH"},
    {"networks/#", DELETE, objects_delete, &kind_network, ROUTE_API, "",
     "delete a network with its versions"},
    {"networks/#/files/*", GET, files_get, &kind_network, ROUTE_API, "file", "a file of a network"},
    {"networks/#/inference", POST, objects_infer, &kind_network, ROUTE_API | ROUTE_NEVER, "",
     "not in a registry"},
    {"recognition/specs", GET, objects_list, &kind_spec, ROUTE_API, "spec-page", "a page of specifications"},
    {"recognition/specs", POST, objects_create, &kind_spec, ROUTE_API, "spec-object", "make a specification"},
    {"recognition/specs/#", GET, objects_get, &kind_spec, ROUTE_API, "spec-object", "a specification"},
    {"recognition/specs/#", PATCH, objects_update, &kind_spec, ROUTE_API, "spec-object",
     "change a specification"},
    {"recognition/specs/#", PUT, objects_update, &kind_spec, ROUTE_API, "spec-object", "the same as PATCH"},
    {"recognition/specs/#", DELETE, objects_delete, &kind_spec, ROUTE_API, "",
     "delete a specification with its versions"},
    {"recognition/specs/#/versions", GET, objects_versions_of_spec, &kind_spec, ROUTE_API, "version-page",
     "a page of a specification's versions"},
    {"recognition/specs/#/inference", POST, objects_infer, &kind_spec, ROUTE_API | ROUTE_NEVER, "",
     "not in a registry"},
    {"recognition/public", GET, objects_list_public, &kind_spec, ROUTE_API, "spec-page",
     "a page of public specifications"},
    {"recognition/public/$", GET, objects_get, &kind_spec, ROUTE_API, "spec-object",
     "a public specification"},
    {"recognition/public/$", PATCH, objects_update, &kind_spec, ROUTE_API, "spec-object",
     "refused while it is public"},
    {"recognition/public/$", PUT, objects_update, &kind_spec, ROUTE_API, "spec-object",
     "refused while it is public"},
    {"recognition/public/$", DELETE, objects_delete, &kind_spec, ROUTE_API, "", "refused while it is public"},
    {"recognition/public/$/inference", POST, objects_infer, &kind_spec, ROUTE_API | ROUTE_NEVER, "",
     "not in a registry"},
    {"recognition/public/$/versions", GET, objects_versions_of_spec, &kind_spec, ROUTE_API, "version-page",
     "a page of a public specification's versions"},
    {"recognition/versions", GET, objects_list, &kind_version, ROUTE_API, "version-page",
     "a page of versions"},
    {"recognition/versions", POST, objects_create, &kind_version, ROUTE_API, "version-object",
     "attach a network to a specification"},
    {"recognition/versions/#", GET, objects_get, &kind_version, ROUTE_API, "version-object", "a version"},
    {"recognition/versions/#", DELETE, objects_delete, &kind_version, ROUTE_API, "", "delete a version"},
    {"recognition/versions/#/inference", POST, objects_infer, &kind_version, ROUTE_API | ROUTE_NEVER, "",
     "not in a registry"},
    {"events", GET, events_get, NULL, ROUTE_API, "events", "the history, as it grows"},
    {"healthz", GET, service_health, NULL, ROUTE_OPEN, "health", "whether the registry can be read"},
    {"metrics", GET, service_metrics, NULL, 0, "metrics",
     "numbers of the registry and of the server, for Prometheus"},
    {"openapi.json", GET, service_openapi, NULL, ROUTE_OPEN, "openapi", "this description"},
    {"events", GET, events_get, NULL, 0, NULL, "the history, as it grows"},
    {"tasks", GET, objects_list, &kind_task, ROUTE_API, "task-page", "a page of tasks"},
    {"tasks/#", GET, objects_get, &kind_task, ROUTE_API, "task-object", "a task"},
    {"tasks/#", PATCH, objects_update, &kind_task, ROUTE_API, "task-object", "tell how far a deployment is"},
    {"", GET, page_networks, NULL, 0, NULL, NULL},
    {"network/#", GET, page_network, NULL, 0, NULL, NULL},
    {"specs", GET, page_specs, NULL, 0, NULL, NULL},
    {"spec/#", GET, page_spec, NULL, 0, NULL, NULL},
    {"history", GET, page_history, NULL, 0, NULL, NULL},
    {"page.css", GET, page_style, NULL, ROUTE_OPEN, NULL, NULL},
    {"page.js", GET, page_script, NULL, ROUTE_OPEN, NULL, NULL},
};

const size_t route_count = sizeof routes / sizeof *routes;

bool routes_is_safe(const char *method)
{
    return strcmp(method, MHD_HTTP_METHOD_GET) == 0 || strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
}

/* A slug, of which the library says whether it is one; no word of a route's may be taken for one. */
static bool take_slug(struct request *request, const char *segment)
{
    request->slug = segment;
    return strlen(segment) <= NNREG_LIMIT_SLUG;
}

/* What is left of the path, with slashes between. */
static bool take_name(struct request *request, size_t first)
{
    size_t used = 0, i;

    if (first >= request->uri.segment_count)
        return false;
    for (i = first; i < request->uri.segment_count; i++) {
        size_t length = strlen(request->uri.segments[i]);

        if (used + length + 2 > sizeof request->name)
            return false;
        if (i > first)
            request->name[used++] = '/';
        memcpy(request->name + used, request->uri.segments[i], length + 1);
        used += length;
    }
    return true;
}

/* Whether a path is the route's. What it names is left in the request then. */
static bool is_here(struct request *request, const struct route *route)
{
    const char *pattern = route->pattern;
    size_t i = (route->flags & ROUTE_API) != 0 ? 1 : 0;

    request->id = 0;
    request->slug = NULL;
    if (i == 1 && (request->uri.segment_count == 0 || strcmp(request->uri.segments[0], API) != 0))
        return false;
    for (; *pattern != '\0'; i++) {
        size_t length = strcspn(pattern, "/");
        const char *segment = i < request->uri.segment_count ? request->uri.segments[i] : NULL;

        if (*pattern == '*')
            return take_name(request, i);
        if (segment == NULL)
            return false;
        if (*pattern == '#'   ? !uri_number(&request->id, segment)
            : *pattern == '$' ? !take_slug(request, segment)
                              : strlen(segment) != length || memcmp(segment, pattern, length) != 0)
            return false;
        pattern += length + (pattern[length] == '/');
    }
    return i == request->uri.segment_count;
}

bool routes_find(struct request *request)
{
    const char *method = strcmp(request->method, MHD_HTTP_METHOD_HEAD) == 0 ? GET : request->method;
    struct buffer allowed = {0};
    size_t i;

    for (i = 0; i < route_count && request->route == NULL; i++) {
        if (!is_here(request, &routes[i]))
            continue;
        if (strcmp(routes[i].method, method) == 0)
            request->route = &routes[i];
        else
            buffer_printf(&allowed, "%s%s%s", allowed.length > 0 ? ", " : "", routes[i].method,
                          strcmp(routes[i].method, GET) == 0 ? ", HEAD" : "");
    }
    if (request->route == NULL && allowed.length > 0) {
        answer_error(request, MHD_HTTP_METHOD_NOT_ALLOWED, "here there is only %s", buffer_text(&allowed));
        answer_header(request, MHD_HTTP_HEADER_ALLOW, "%s", buffer_text(&allowed));
    } else if (request->route == NULL)
        answer_error(request, MHD_HTTP_NOT_FOUND,
                     "there is nothing at this path; /openapi.json tells all that there are");
    buffer_free(&allowed);
    return request->route != NULL;
}
