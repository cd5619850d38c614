/*
 * The description of the API: see openapi.h. What an operation has follows from its route by traits, each of which is a bit; a row of the
 * tables below belongs to each operation with one of the row's traits.
 */
#include "openapi.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kinds.h"
#include "query.h"
#include "routes.h"

enum trait {
    IS_ANY = 1 << 0,
    HAS_KEY = 1 << 1, /* needs one */
    HAS_ID = 1 << 2,
    HAS_SLUG = 1 << 3,
    HAS_NAME = 1 << 4,
    IS_LIST = 1 << 5,
    IS_EVENTS = 1 << 6,
    IS_FILE = 1 << 7,
    HAS_TAG = 1 << 8, /* an ETag, to ask again with */
    IS_CHANGE = 1 << 9,
    HAS_BODY = 1 << 10,
    HAS_FORM = 1 << 11,
    HAS_CONDITION = 1 << 12, /* If-Match */
    IS_NEVER = 1 << 13,
};

#define STRING  "{\"type\": \"string\"}"
#define NUMBER  "{\"type\": \"integer\", \"minimum\": 0, \"maximum\": 9223372036854775807}"
#define SCHEMAS "#/components/schemas/"

static const struct {
    unsigned when;
    const char *in, *name, *schema, *help;
} parameters[] = {
    {HAS_ID, "path", "id", "{\"type\": \"integer\", \"minimum\": 1, \"maximum\": 9223372036854775807}",
     "the number of the object"},
    {HAS_SLUG, "path", "slug",
     "{\"type\": \"string\", \"pattern\": \"^(?![0-9]*$)[a-z0-9][a-z0-9._-]{0,62}$\"}",
     "the name under which it is public"},
    {HAS_NAME, "path", "name", "{\"type\": \"string\", \"minLength\": 1, \"maxLength\": 255}",
     "the name of the file, as its network has it; slashes stand in the path as they are"},
    {HAS_TAG, "header", "If-None-Match", STRING, "an ETag: 304, if that is still it"},
    {HAS_CONDITION, "header", "If-Match", STRING, "an ETag: 412, if that is it no more"},
    {IS_FILE, "header", "Range", STRING, "one range of bytes"},
    {IS_FILE, "header", "If-Range", STRING, "an ETag: the whole file, if that is it no more"},
    {IS_EVENTS, "query", "since", NUMBER, "the last event that is known; else from now on"},
    {IS_EVENTS, "query", "limit",
     "{\"type\": \"integer\", \"minimum\": 1, \"maximum\": 1000, \"default\": 100}", "events of a page"},
    {IS_EVENTS, "query", "format", "{\"enum\": [\"stream\", \"json\"], \"default\": \"stream\"}",
     "server-sent events without an end, or one page of what there is"},
    {IS_EVENTS, "header", "Last-Event-ID", STRING, "the same as since, and before it"},
};

/* What comes back beside the library's objects. */
static const struct {
    const char *gives, *type, *schema;
} media[] = {
    {"file", "application/octet-stream", "{}"},
    {"events", "text/event-stream", STRING},
    {"events", "application/json", "{\"$ref\": \"" SCHEMAS "event-page\"}"},
    {"health", "application/json", "{\"$ref\": \"" SCHEMAS "health\"}"},
    {"metrics", "text/plain", STRING},
    {"openapi", "application/json", "{\"type\": \"object\", \"required\": [\"openapi\", \"paths\"]}"},
};

static const struct {
    unsigned when;
    const char *status, *text;
} failures[] = {
    {IS_ANY, "400", "the request is not as it has to be; for a description the findings say where"},
    {HAS_KEY, "401", "there is no key with it, or none of this server"},
    {IS_CHANGE, "403", "the key may not change anything, or the object cannot be changed so"},
    {HAS_ID | HAS_SLUG | HAS_BODY, "404", "there is no such object"},
    {IS_CHANGE, "409", "the object is in a state that does not allow it"},
    {HAS_BODY, "411", "the body has no length"},
    {HAS_CONDITION, "412", "the object is not the one that If-Match means"},
    {HAS_BODY, "413", "the body is too large"},
    {IS_ANY, "414", "the address is too long"},
    {HAS_BODY, "415", "the body is of a type that is not taken"},
    {IS_FILE, "416", "the file has no such range"},
    {IS_ANY, "421", "the server does not go by that name"},
    {HAS_BODY, "422", "the body is no JSON"},
    {HAS_FORM, "429", "too many uploads are on their way"},
    {IS_ANY, "431", "the header is too large"},
    {IS_ANY, "500", "the registry is damaged, or its device fails"},
    {IS_NEVER, "501", "a registry keeps networks and runs none"},
    {IS_ANY, "503", "there is too much to do; later it may work"},
    {IS_CHANGE, "507", "the device is full"},
};

static const struct {
    const char *name, *json;
} schemas[] = {
    {"network-change",
     "{\"type\": \"object\", \"properties\": {\"name\": {\"$ref\": \"" SCHEMAS
     "network/properties/name\"}, \"metadata\": {\"$ref\": \"" SCHEMAS "network/properties/metadata\"}}}"},
    {"spec-change",
     "{\"type\": \"object\", \"properties\": {\"name\": {\"$ref\": \"" SCHEMAS
     "spec/properties/name\"}, \"description\": {\"$ref\": \"" SCHEMAS
     "spec/properties/description\"}, \"metadata\": {\"$ref\": \"" SCHEMAS
     "spec/properties/metadata\"}, \"current_version_id\": {\"type\": [\"integer\", \"null\"]}}}"},
    {"task-change", "{\"type\": \"object\", \"properties\": {\"status\": {\"$ref\": \"" SCHEMAS
                    "task-object/properties/status\"}, \"error\": {\"$ref\": \"" SCHEMAS
                    "task-object/properties/error\"}}, \"required\": [\"status\"]}"},
    {"network-form",
     "{\"description\": \"the members of a network as fields, objects as JSON or flattened "
     "(preprocessing.inputs[0]tensor_name); each other part is a file by the name of its field, or one is a "
     "zip\", "
     "\"type\": \"object\", \"properties\": {\"network\": {\"description\": \"the whole description, in the "
     "place of all other "
     "fields\", \"type\": \"string\"}, \"name\": {\"type\": \"string\"}, \"framework\": {\"type\": "
     "\"string\"}}}"},
    {"finding",
     "{\"type\": \"object\", \"properties\": {\"rule\": {\"type\": \"string\"}, \"severity\": {\"enum\": "
     "[\"error\", \"warning\", \"note\"]}, \"message\": {\"type\": \"string\"}, \"hint\": {\"type\": "
     "\"string\"}, \"pointer\": {\"type\": \"string\"}, \"file\": {\"type\": \"string\"}, \"line\": "
     "{\"type\": "
     "\"integer\"}, \"column\": {\"type\": \"integer\"}, \"offset\": {\"type\": \"integer\"}}, \"required\": "
     "[\"rule\", \"severity\", \"message\"]}"},
    {"error",
     "{\"type\": \"object\", \"properties\": {\"error\": {\"type\": \"string\", \"minLength\": 1}, "
     "\"findings\": "
     "{\"type\": \"array\", \"items\": {\"$ref\": \"" SCHEMAS "finding\"}}}, \"required\": [\"error\"]}"},
    {"event",
     "{\"type\": \"object\", \"properties\": {\"sequence\": {\"type\": \"integer\", \"minimum\": 1}, "
     "\"time\": "
     "{\"type\": \"string\", \"format\": \"date-time\"}, \"actor\": {\"type\": \"string\"}, \"action\": "
     "{\"type\": "
     "\"string\"}, \"object\": {\"type\": \"string\"}, \"object_id\": {\"type\": \"integer\"}, \"changes\": "
     "{\"type\": \"array\", \"items\": {\"type\": \"object\", \"required\": [\"field\", \"old\", \"new\"]}}, "
     "\"hash\": {\"type\": \"string\"}}, \"required\": [\"sequence\", \"time\", \"actor\", \"action\", "
     "\"object\", "
     "\"object_id\", \"changes\", \"hash\"]}"},
    {"event-page",
     "{\"type\": \"object\", \"properties\": {\"results\": {\"type\": \"array\", \"items\": {\"$ref\": "
     "\"" SCHEMAS
     "event\"}}, \"next\": {\"type\": \"integer\", \"minimum\": 0}}, \"required\": [\"results\", \"next\"]}"},
    {"health",
     "{\"type\": \"object\", \"properties\": {\"status\": {\"const\": \"ok\"}, \"version\": {\"type\": "
     "\"string\"}, "
     "\"networks\": {\"type\": \"integer\", \"minimum\": 0}}, \"required\": [\"status\", \"version\", "
     "\"networks\"]}"},
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* ---------------------------------------------------------------------------------------------- in general -- */

static void put_text(nnreg_document *out, const char *key, const char *text)
{
    nnreg_document_key(out, key);
    nnreg_document_text(out, text);
}

static void put_json(nnreg_document *out, const char *key, const char *json)
{
    nnreg_document_key(out, key);
    nnreg_document_raw(out, json, strlen(json));
}

static void open_object(nnreg_document *out, const char *key)
{
    nnreg_document_key(out, key);
    nnreg_document_open_object(out);
}

static void put_reference(nnreg_document *out, const char *key, const char *section, const char *name,
                          const char *suffix)
{
    char text[128];

    snprintf(text, sizeof text, "#/components/%s/%s%s", section, name, suffix);
    open_object(out, key);
    put_text(out, "$ref", text);
    nnreg_document_close_object(out);
}

/* {TYPE: {"schema": {"$ref": …}}} */
static void put_media(nnreg_document *out, const char *type, const char *name, const char *suffix)
{
    open_object(out, type);
    put_reference(out, "schema", "schemas", name, suffix);
    nnreg_document_close_object(out);
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);

    return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

static unsigned traits_of(const struct route *route)
{
    bool is_safe = routes_is_safe(route->method), is_named = strpbrk(route->pattern, "#$") != NULL;
    bool is_never = (route->flags & ROUTE_NEVER) != 0, is_file = strcmp(route->gives, "file") == 0;
    bool has_tag = is_file || ends_with(route->gives, "-object") || strcmp(route->gives, "openapi") == 0;
    unsigned traits = IS_ANY;

    traits |= (route->flags & ROUTE_OPEN) == 0 ? HAS_KEY : 0;
    traits |= strchr(route->pattern, '#') != NULL ? HAS_ID : 0;
    traits |= strchr(route->pattern, '$') != NULL ? HAS_SLUG : 0;
    traits |= strchr(route->pattern, '*') != NULL ? HAS_NAME : 0;
    traits |= ends_with(route->gives, "-page") ? IS_LIST : 0;
    traits |= strcmp(route->gives, "events") == 0 ? IS_EVENTS : 0;
    traits |= is_file ? IS_FILE : 0;
    traits |= is_safe && has_tag ? HAS_TAG : 0;
    traits |= !is_safe ? IS_CHANGE : 0;
    traits |= !is_safe && strcmp(route->method, MHD_HTTP_METHOD_DELETE) != 0 ? HAS_BODY : 0;
    traits |= (route->flags & ROUTE_FILES) != 0 ? HAS_FORM : 0;
    traits |= !is_safe && is_named && !is_never ? HAS_CONDITION : 0;
    traits |= is_never ? IS_NEVER : 0;
    return traits;
}

/* ------------------------------------------------------------------------------------------- one operation -- */

static void put_parameter(nnreg_document *out, const char *in, const char *name, const char *schema,
                          const char *help)
{
    nnreg_document_open_object(out);
    put_text(out, "name", name);
    put_text(out, "in", in);
    put_text(out, "description", help);
    if (strcmp(in, "path") == 0)
        put_json(out, "required", "true");
    put_json(out, "schema", schema);
    nnreg_document_close_object(out);
}

static void put_parameters(nnreg_document *out, const struct route *route, unsigned traits)
{
    struct query_parameter each;
    size_t i;

    nnreg_document_key(out, "parameters");
    nnreg_document_open_array(out);
    for (i = 0; i < COUNT(parameters); i++)
        if ((parameters[i].when & traits) != 0)
            put_parameter(out, parameters[i].in, parameters[i].name, parameters[i].schema,
                          parameters[i].help);
    for (i = 0; (traits & IS_LIST) != 0 && query_parameter(&each, i); i++)
        if (strchr(each.kinds, *route->gives) != NULL)
            put_parameter(out, "query", each.key, each.schema, each.help);
    nnreg_document_close_array(out);
}

static void put_body(nnreg_document *out, const struct route *route, unsigned traits)
{
    bool makes = strcmp(route->method, MHD_HTTP_METHOD_POST) == 0;

    open_object(out, "requestBody");
    put_json(out, "required", "true");
    open_object(out, "content");
    if ((traits & IS_NEVER) != 0)
        put_json(out, "application/json", "{\"schema\": {\"type\": \"object\"}}");
    else
        put_media(out, "application/json", route->kind->word, makes ? "" : "-change");
    if ((traits & HAS_FORM) != 0)
        put_media(out, "multipart/form-data", route->kind->word, "-form");
    nnreg_document_close_object(out);
    nnreg_document_close_object(out);
}

static void put_success(nnreg_document *out, const struct route *route, unsigned traits)
{
    bool is_made = strcmp(route->method, MHD_HTTP_METHOD_POST) == 0;
    size_t i;

    open_object(out, *route->gives == '\0' ? "204" : is_made ? "201" : "200");
    put_text(out, "description", route->summary);
    if (*route->gives != '\0')
        open_object(out, "content");
    for (i = 0; i < COUNT(media); i++)
        if (strcmp(media[i].gives, route->gives) == 0) {
            open_object(out, media[i].type);
            put_json(out, "schema", media[i].schema);
            nnreg_document_close_object(out);
        }
    if (ends_with(route->gives, "-object") || (traits & IS_LIST) != 0)
        put_media(out, "application/json", route->gives, "");
    if (*route->gives != '\0')
        nnreg_document_close_object(out);
    nnreg_document_close_object(out);
}

static void put_responses(nnreg_document *out, const struct route *route, unsigned traits)
{
    size_t i;

    open_object(out, "responses");
    if ((traits & IS_NEVER) == 0)
        put_success(out, route, traits);
    if ((traits & IS_FILE) != 0)
        put_json(out, "206",
                 "{\"description\": \"the range\", \"content\": {\"application/octet-stream\": {}}}");
    if ((traits & HAS_TAG) != 0)
        put_json(out, "304", "{\"description\": \"it is still what If-None-Match means\"}");
    for (i = 0; i < COUNT(failures); i++)
        if ((failures[i].when & traits) != 0)
            put_reference(out, failures[i].status, "responses", failures[i].status, "");
    nnreg_document_close_object(out);
}

/* A pattern's segments with names in braces, as `parts` has them, with `between` before each but the first. */
static void put_pattern(struct buffer *text, const char *pattern, const char *const parts[3],
                        const char *between)
{
    static const char marks[] = "#$*";

    for (; *pattern != '\0'; pattern++) {
        const char *mark = strchr(marks, *pattern);

        if (mark != NULL)
            buffer_put(text, parts[mark - marks]);
        else if (*pattern == '/')
            buffer_put(text, between);
        else
            buffer_add(text, pattern, 1);
    }
}

static void put_operation(nnreg_document *out, const struct route *route)
{
    static const char *const names[] = {"id", "slug", "name"};
    struct buffer id = {0}, method = {0};
    unsigned traits = traits_of(route);
    const char *at;

    for (at = route->method; *at != '\0'; at++)
        buffer_printf(&method, "%c", tolower((unsigned char)*at));
    buffer_printf(&id, "%s_", buffer_text(&method));
    put_pattern(&id, route->pattern, names, "_");
    open_object(out, buffer_text(&method));
    put_text(out, "operationId", buffer_text(&id));
    put_text(out, "summary", route->summary);
    put_parameters(out, route, traits);
    if ((traits & HAS_BODY) != 0)
        put_body(out, route, traits);
    put_responses(out, route, traits);
    if ((traits & HAS_KEY) == 0)
        put_json(out, "security", "[]");
    nnreg_document_close_object(out);
    buffer_free(&method);
    buffer_free(&id);
}

/* ------------------------------------------------------------------------------------------------- all of it -- */

static bool is_same_path(const struct route *a, const struct route *b)
{
    return strcmp(a->pattern, b->pattern) == 0 && (a->flags & ROUTE_API) == (b->flags & ROUTE_API);
}

static void put_path(nnreg_document *out, size_t first)
{
    static const char *const names[] = {"{id}", "{slug}", "{name}"};
    const struct route *route = &routes[first];
    struct buffer path = {0};
    size_t i;

    buffer_put(&path, (route->flags & ROUTE_API) != 0 ? "/v0.7/" : "/");
    put_pattern(&path, route->pattern, names, "/");
    buffer_put(&path, (route->flags & ROUTE_API) != 0 && strchr(route->pattern, '*') == NULL ? "/" : "");
    open_object(out, buffer_text(&path));
    for (i = first; i < route_count; i++)
        if (is_same_path(&routes[i], route) && routes[i].gives != NULL)
            put_operation(out, &routes[i]);
    nnreg_document_close_object(out);
    buffer_free(&path);
}

static void put_paths(nnreg_document *out)
{
    size_t i, before;

    open_object(out, "paths");
    for (i = 0; i < route_count; i++) {
        for (before = 0; before < i && !is_same_path(&routes[before], &routes[i]);)
            before++;
        if (before == i && routes[i].gives != NULL)
            put_path(out, i);
    }
    nnreg_document_close_object(out);
}

/* A schema of the library's within this text: its own "$schema" is this text's, and what it refers to lies deeper. */
static void put_library_schema(nnreg_document *out, const char *name)
{
    static const char inside[] = "\"#/$defs/";
    struct buffer text = {0};
    const char *from, *at;
    char *schema;

    if (nnreg_schema(&schema, name) != NNREG_OK)
        return; /* tasks are not made by a description */
    from = strchr(schema, ',') + 1;
    for (buffer_put(&text, "{"); (at = strstr(from, inside)) != NULL; from = at + sizeof inside - 1) {
        buffer_add(&text, from, (size_t)(at - from));
        buffer_printf(&text, "\"" SCHEMAS "%s/$defs/", name);
    }
    buffer_put(&text, from);
    put_json(out, name, buffer_text(&text));
    buffer_free(&text);
    nnreg_free(schema);
}

static void put_schemas(nnreg_document *out)
{
    static const char *const words[] = {"network", "spec", "version", "task"};
    static const char *const suffixes[] = {"", "-object", "-page"};
    char name[32];
    size_t i, k;

    open_object(out, "schemas");
    for (i = 0; i < COUNT(words); i++)
        for (k = 0; k < COUNT(suffixes); k++) {
            snprintf(name, sizeof name, "%s%s", words[i], suffixes[k]);
            put_library_schema(out, name);
        }
    for (i = 0; i < COUNT(schemas); i++)
        put_json(out, schemas[i].name, schemas[i].json);
    nnreg_document_close_object(out);
}

static void put_components(nnreg_document *out)
{
    size_t i;

    open_object(out, "components");
    put_schemas(out);
    open_object(out, "responses");
    for (i = 0; i < COUNT(failures); i++) {
        open_object(out, failures[i].status);
        put_text(out, "description", failures[i].text);
        open_object(out, "content");
        put_media(out, "application/json", "error", "");
        nnreg_document_close_object(out);
        nnreg_document_close_object(out);
    }
    nnreg_document_close_object(out);
    put_json(out, "securitySchemes",
             "{\"key\": {\"type\": \"apiKey\", \"in\": \"header\", \"name\": \"X-API-KEY\"}, "
             "\"password\": {\"type\": \"http\", \"scheme\": \"basic\", \"description\": \"the key is the "
             "password, for any name\"}}");
    nnreg_document_close_object(out);
}

static void put_all(nnreg_document *out, const struct server *server)
{
    nnreg_document_open_object(out);
    put_text(out, "openapi", "3.1.0");
    open_object(out, "info");
    put_text(out, "title", "nnreg");
    put_text(out, "summary", "a registry of trained neural networks");
    put_text(out, "version", nnreg_library_version());
    nnreg_document_close_object(out);
    put_text(out, "jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema");
    if (server->settings->base_url != NULL) {
        nnreg_document_key(out, "servers");
        nnreg_document_open_array(out);
        nnreg_document_open_object(out);
        put_text(out, "url", server->settings->base_url);
        nnreg_document_close_object(out);
        nnreg_document_close_array(out);
    }
    if (atomic_load(&server->keys) != NULL)
        put_json(out, "security", "[{\"key\": []}, {\"password\": []}]");
    put_paths(out);
    put_components(out);
    nnreg_document_close_object(out);
}

/* FNV-1a: it has to tell texts of different programs apart, and nothing more. */
static uint64_t sum(const char *text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return hash;
}

struct openapi *openapi_new(const struct server *server)
{
    struct openapi *openapi = calloc(1, sizeof *openapi);
    nnreg_document *out = NULL;

    if (openapi != NULL && nnreg_document_new(&out) == NNREG_OK) {
        put_all(out, server);
        if (nnreg_document_finish(&openapi->json, &openapi->length, out) == NNREG_OK)
            snprintf(openapi->etag, sizeof openapi->etag, "\"%016llx\"",
                     (unsigned long long)sum(openapi->json));
    }
    nnreg_document_free(out);
    if (openapi != NULL && openapi->json == NULL) {
        free(openapi);
        openapi = NULL;
    }
    return openapi;
}

void openapi_free(struct openapi *openapi)
{
    if (openapi != NULL)
        nnreg_free(openapi->json);
    free(openapi);
}
