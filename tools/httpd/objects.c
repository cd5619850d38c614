/* Objects, as the API has them: see objects.h. */
#include "objects.h"

#include <string.h>

#include "answer.h"
#include "form.h"
#include "query.h"

#define ETAG_ROOM (NNREG_TIME_TEXT + 2)

/* Where the client reaches the server, without a slash at the end. Its Host was looked at when the request began. */
static void put_base(struct buffer *text, struct request *request)
{
    const char *base = request->server->settings->base_url;
    const char *host = http_header(&request->http, MHD_HTTP_HEADER_HOST);

    if (base != NULL)
        buffer_put(text, base);
    else if (host != NULL)
        buffer_printf(text, "http://%s", host);
}

/* ------------------------------------------------------------------------------------------------- lists -- */

/* The API's pages say `previous`, and its public client reads `prev`: there are both, of one link. */
static void put_page(struct buffer *text, const char *json)
{
    static const char key[] = "\"previous";
    const char *link = strstr(json, key), *behind = strstr(link, "\"results\"");

    buffer_add(text, json, (size_t)(link - json));
    buffer_put(text, "\"prev");
    buffer_add(text, link + strlen(key), (size_t)(behind - link) - strlen(key));
    buffer_put(text, link);
}

static void answer_page(struct request *request, const struct kind *kind, const struct nnreg_query *query)
{
    struct buffer url = {0}, text = {0};
    nnreg_page *page = NULL;
    char *json = NULL;
    nnreg_status status = kind->list(request->server->registry, &page, query);

    if (status != NNREG_OK) {
        answer_failure(request, status, NULL);
        return;
    }
    put_base(&url, request);
    buffer_add(&url, request->http.path, strcspn(request->http.path, "?"));
    if (url.failed || nnreg_page_json(&json, page, buffer_text(&url)) != NNREG_OK)
        text.failed = true;
    else
        put_page(&text, json);
    nnreg_free(json);
    http_answer_text(&request->http, MHD_HTTP_OK, TYPE_JSON, &text);
    http_answer_header(&request->http, "X-Event", "%llu", (unsigned long long)nnreg_page_event(page));
    buffer_free(&url);
    nnreg_page_free(page);
}

static void list(struct request *request, const struct kind *kind, enum nnreg_scope scope, uint64_t spec_id)
{
    nnreg_parameters *parameters = query_read(request);
    struct nnreg_query query;

    if (parameters == NULL)
        return;
    query = *nnreg_parameters_query(parameters);
    if (scope != NNREG_SCOPE_PRIVATE)
        query.scope = scope;
    if (spec_id != 0)
        query.spec_id = spec_id;
    answer_page(request, kind, &query);
    nnreg_parameters_free(parameters);
}

void objects_list(struct request *request)
{
    list(request, request->place.kind, request->place.is_public ? NNREG_SCOPE_PUBLIC : NNREG_SCOPE_PRIVATE,
         0);
}

void objects_versions_of_spec(struct request *request)
{
    struct object spec;

    if (!objects_read(request, &spec))
        return;
    nnreg_free(spec.json);
    list(request, &kinds[KIND_VERSION], NNREG_SCOPE_PRIVATE, spec.id);
}

/* ------------------------------------------------------------------------------------------- one object -- */

bool objects_read(struct request *request, struct object *object)
{
    const struct kind *kind = request->place.kind;
    nnreg_status status = request->slug != NULL
                              ? kind->get_by_slug(request->server->registry, object, request->slug)
                              : kind->get(request->server->registry, object, request->id);

    if (status != NNREG_OK)
        answer_failure(request, status, NULL);
    return status == NNREG_OK;
}

/* The update date grows with each change of a record, so it tells its states apart (RFC 9110, 8.8.3). */
static void etag_of(char etag[ETAG_ROOM], const struct object *object)
{
    etag[0] = '"';
    nnreg_time_format(etag + 1, object->update_date);
    strcat(etag, "\"");
}

static void answer_object(struct request *request, unsigned status, struct object *object)
{
    char etag[ETAG_ROOM];

    etag_of(etag, object);
    if (status == MHD_HTTP_OK && http_is_safe(&request->http) && http_answer_if_known(&request->http, etag))
        nnreg_free(object->json);
    else {
        answer_json(&request->http, status, object->json);
        http_answer_header(&request->http, MHD_HTTP_HEADER_ETAG, "%s", etag);
    }
    if (status == MHD_HTTP_CREATED)
        http_answer_header(&request->http, MHD_HTTP_HEADER_LOCATION, "/%s%llu/", request->place.kind->path,
                           (unsigned long long)object->id);
}

/* As it is now: behind a change it may be another's already, or gone. */
static void answer_read(struct request *request, unsigned status)
{
    struct object object;

    if (objects_read(request, &object))
        answer_object(request, status, &object);
}

void objects_get(struct request *request)
{
    answer_read(request, MHD_HTTP_OK);
}

/* ------------------------------------------------------------------------------------------------ changes -- */

/* A network without files is told what is missing as any other: by findings on an empty bundle. */
static nnreg_status create(struct request *request, uint64_t *id, nnreg_findings *findings)
{
    struct nnreg_call_options options = request_options(request);
    const nnreg_bundle *bundle = form_bundle(request->body.form);
    nnreg_bundle *empty = NULL;
    nnreg_status status = bundle == NULL ? nnreg_bundle_new(&empty) : NNREG_OK;

    if (status == NNREG_OK)
        status = request->place.kind->create(request->server->registry, id, buffer_text(&request->body.json),
                                             request->body.json.length, bundle != NULL ? bundle : empty,
                                             &options, findings);
    nnreg_bundle_free(empty);
    return status;
}

void objects_create(struct request *request)
{
    nnreg_findings *findings = NULL;
    nnreg_status status = nnreg_findings_new(&findings, NULL, 0);

    if (status == NNREG_OK)
        status = create(request, &request->id, findings);
    if (status != NNREG_OK)
        answer_failure(request, status, findings);
    else
        answer_read(request, MHD_HTTP_CREATED);
    nnreg_findings_free(findings);
}

/*
 * Takes an If-Match for the date that the object must still have. false: it cannot be that of any state of this object, and there is
 * an answer.
 */
static bool take_condition(struct request *request, char date[ETAG_ROOM], struct nnreg_call_options *options)
{
    const char *wanted = http_header(&request->http, MHD_HTTP_HEADER_IF_MATCH);
    size_t length = wanted != NULL ? strlen(wanted) : 0;
    int64_t time;

    if (wanted == NULL || strcmp(wanted, "*") == 0)
        return true;
    if (length > 2 && length < ETAG_ROOM + 1 && wanted[0] == '"' && wanted[length - 1] == '"') {
        memcpy(date, wanted + 1, length - 2);
        date[length - 2] = '\0';
        options->if_update_date = date;
        if (nnreg_time_parse(&time, date) == NNREG_OK)
            return true;
    }
    http_answer_error(&request->http, MHD_HTTP_PRECONDITION_FAILED,
                      "If-Match is no ETag that this object has had");
    return false;
}

/* Why a change was not made. A conflict: the object is public, or another than the client has seen. */
static void answer_change(struct request *request, nnreg_status failed,
                          const struct nnreg_call_options *options, const nnreg_findings *findings)
{
    struct object object = {.is_public = 0};
    struct buffer kept = {0};
    unsigned status = options->if_update_date != NULL ? MHD_HTTP_PRECONDITION_FAILED : MHD_HTTP_CONFLICT;

    if (failed != NNREG_CONFLICT) {
        answer_failure(request, failed, findings);
        return;
    }
    buffer_put(&kept, nnreg_message(request->server->registry)); /* the next call has another */
    if (request->place.kind->get(request->server->registry, &object, request->id) == NNREG_OK) {
        nnreg_free(object.json);
        if (object.is_public)
            status = MHD_HTTP_FORBIDDEN;
    }
    http_answer_error(&request->http, status, "%s", buffer_text(&kept));
    buffer_free(&kept);
}

/* What is public cannot be changed, and is named by its slug: its id is what the calls take. */
static bool find_id(struct request *request)
{
    struct object object;

    if (request->slug == NULL)
        return true;
    if (!objects_read(request, &object))
        return false;
    request->id = object.id;
    request->slug = NULL;
    nnreg_free(object.json);
    return true;
}

void objects_update(struct request *request)
{
    struct nnreg_call_options options = request_options(request);
    char date[ETAG_ROOM];
    nnreg_findings *findings = NULL;
    nnreg_status status;

    if (!find_id(request) || !take_condition(request, date, &options))
        return;
    status = nnreg_findings_new(&findings, NULL, 0);
    if (status == NNREG_OK)
        status = request->place.kind->update(request->server->registry, request->id,
                                             buffer_text(&request->body.json), request->body.json.length,
                                             &options, findings);
    if (status != NNREG_OK)
        answer_change(request, status, &options, findings);
    else
        answer_read(request, MHD_HTTP_OK);
    nnreg_findings_free(findings);
}

void objects_delete(struct request *request)
{
    struct nnreg_call_options options = request_options(request);
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    char date[ETAG_ROOM];
    nnreg_status status;

    if (!find_id(request) || !take_condition(request, date, &options))
        return;
    status = request->place.kind->delete (request->server->registry, request->id, &options, &cascade);
    if (status != NNREG_OK)
        answer_change(request, status, &options, NULL);
    else
        http_answer_empty(&request->http, MHD_HTTP_NO_CONTENT);
}

void objects_infer(struct request *request)
{
    http_answer_error(
        &request->http, MHD_HTTP_NOT_IMPLEMENTED,
        "a registry keeps networks and runs none: a model server (TensorFlow Serving) that loads "
        "what `nnreg checkout` makes answers inference");
}
