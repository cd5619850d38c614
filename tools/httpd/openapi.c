/*
 * The description of the API: see openapi.h. What is fixed stands in openapi.json, a template: "@WORD@" is a place there for a text or,
 * with the quotation marks around it, for JSON. Its last member, the operations by the words of the routes, is no part of what is made.
 */
#include "openapi.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kinds.h"
#include "openapi_json.h"
#include "routes.h"

#define OPERATIONS  ",\n  \"operations\": {"
#define END         "\n    }" /* of one of them */
#define DEFINITIONS "\"#/$defs/"

static void put_template(struct buffer *out, const struct place *place, const char *from, const char *end);

/* ------------------------------------------------------------------------------------------- one operation -- */

static void put_path(struct buffer *out, const struct place *place)
{
    const char *at;

    buffer_printf(out, "/%s", place_prefix(place));
    for (at = place->route->pattern; *at != '\0'; at++)
        if (*at == '#')
            buffer_put(out, place->is_public ? "{slug}" : "{id}");
        else if (*at == '*')
            buffer_put(out, "{name}");
        else
            buffer_add(out, at, 1);
}

/* get_networks_id: the method, and the path without version, slash at the end and braces. */
static void put_operation_id(struct buffer *out, const struct place *place)
{
    struct buffer path = {0};
    const char *at;

    for (at = place->route->method; *at != '\0'; at++)
        buffer_printf(out, "%c", tolower((unsigned char)*at));
    put_path(&path, place);
    at = buffer_text(&path);
    for (at += strncmp(at, "/" API, strlen("/" API)) == 0 ? strlen("/" API) - 1 : 0; *at != '\0'; at++)
        if (*at == '/' && at[1] != '\0')
            buffer_put(out, "_");
        else if (strchr("/{}", *at) == NULL)
            buffer_add(out, at, 1);
    buffer_free(&path);
}

/* "METHOD": {…} */
static void put_operation(struct buffer *out, const struct place *place)
{
    struct buffer head = {0}, id = {0};
    const char *found;

    buffer_printf(&head, "\n    \"%s\": {", place->route->operation);
    found = strstr(strstr(openapi_json, OPERATIONS), buffer_text(&head));
    if (found == NULL)
        out->failed = true; /* nothing is told of a route */
    else {
        put_operation_id(&id, place);
        buffer_printf(out, "\"%.*s\": {\n      \"operationId\": \"%s\",", (int)strcspn(buffer_text(&id), "_"),
                      buffer_text(&id), buffer_text(&id));
        put_template(out, place, found + head.length, strstr(found, END) + strlen(END));
    }
    buffer_free(&head);
    buffer_free(&id);
}

/* ------------------------------------------------------------------------------------------- what is inserted -- */

static bool is_same_path(const struct place *a, const struct place *b)
{
    return a->kind == b->kind && a->is_public == b->is_public &&
           strcmp(a->route->pattern, b->route->pattern) == 0;
}

/* Between two members or entries. */
static void put_comma(struct buffer *out)
{
    if (out->length > 0 && strchr("{[", out->text[out->length - 1]) == NULL)
        buffer_put(out, ", ");
}

/* All operations of the path that `place` is the first of; `next` is behind it. */
static void put_operations(struct buffer *out, const struct place *place, size_t next)
{
    struct place other = *place;

    put_comma(out);
    buffer_put(out, "\"");
    put_path(out, place);
    buffer_put(out, "\": {");
    do {
        if (is_same_path(&other, place) && other.route->operation != NULL) {
            put_comma(out);
            put_operation(out, &other);
        }
    } while (routes_next(&other, &next));
    buffer_put(out, "}");
}

static void put_paths(struct buffer *out)
{
    struct place place, before;
    size_t i = 0, k;

    buffer_put(out, "{");
    while (routes_next(&place, &i)) {
        for (k = 0; routes_next(&before, &k) && !is_same_path(&before, &place);)
            ;
        if (k == i && place.route->operation != NULL)
            put_operations(out, &place, i);
    }
    buffer_put(out, "}");
}

/* A schema of the library's within this text: its own "$schema" is this text's, and what it refers to lies deeper. */
static void put_schema(struct buffer *out, const char *word)
{
    const char *from, *at;
    char *schema;

    if (nnreg_schema(&schema, word) != NNREG_OK) {
        out->failed = true;
        return;
    }
    from = strchr(schema, ',') + 1;
    for (buffer_put(out, "{"); (at = strstr(from, DEFINITIONS)) != NULL; from = at + strlen(DEFINITIONS)) {
        buffer_add(out, from, (size_t)(at - from));
        buffer_printf(out, "\"#/components/schemas/%s/$defs/", word);
    }
    buffer_put(out, from);
    nnreg_free(schema);
}

/* The parameters of lists of a kind, as entries. */
static void put_query(struct buffer *out, const struct kind *kind)
{
    const char *key;
    size_t i;

    for (i = 0; (key = nnreg_parameter_key(kind->word, i)) != NULL; i++)
        buffer_printf(out, "%s{\"$ref\": \"#/components/parameters/%s\"}", i > 0 ? ", " : "", key);
}

static void put_word(struct buffer *out, const struct place *place, const char *word)
{
    if (strcmp(word, "version") == 0)
        buffer_printf(out, "\"%s\"", nnreg_library_version());
    else if (strcmp(word, "paths") == 0)
        put_paths(out);
    else if (strncmp(word, "schema ", 7) == 0)
        put_schema(out, word + 7);
    else if (strcmp(word, "query") == 0)
        put_query(out, place->kind);
    else if (strcmp(word, "query of versions") == 0)
        put_query(out, &kinds[KIND_VERSION]);
    else if (strcmp(word, "kind") == 0)
        buffer_put(out, place->kind->word);
    else if (strcmp(word, "public") == 0)
        buffer_put(out, place->is_public ? "public " : "");
    else if (strcmp(word, "named") == 0)
        buffer_put(out, place->is_public ? "slug" : "id");
    else
        out->failed = true;
}

static void put_template(struct buffer *out, const struct place *place, const char *from, const char *end)
{
    const char *mark, *behind;
    char word[32];

    while ((mark = memchr(from, '@', (size_t)(end - from))) != NULL) {
        bool is_json;

        behind = strchr(mark + 1, '@') + 1;
        is_json = mark[-1] == '"' && *behind == '"';
        buffer_add(out, from, (size_t)(mark - from - is_json));
        snprintf(word, sizeof word, "%.*s", (int)(behind - mark - 2), mark + 1);
        put_word(out, place, word);
        from = behind + is_json;
    }
    buffer_add(out, from, (size_t)(end - from));
}

/* ------------------------------------------------------------------------------------------------- all of it -- */

/* "servers": [{"url": …}], */
static void put_server(struct buffer *out, const char *base_url)
{
    nnreg_document *url = NULL;
    char *json = NULL;

    if (nnreg_document_new(&url) == NNREG_OK) {
        nnreg_document_text(url, base_url);
        if (nnreg_document_finish(&json, NULL, url) == NNREG_OK)
            buffer_printf(out, "\"servers\": [{\"url\": %s}],", json);
    }
    out->failed |= json == NULL;
    nnreg_document_free(url);
    nnreg_free(json);
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
    static const char security[] = "\"security\": [{\"key\": []}, {\"password\": []}],";
    struct openapi *openapi = calloc(1, sizeof *openapi);
    struct buffer *out;

    if (openapi == NULL)
        return NULL;
    out = &openapi->json;
    buffer_put(out, "{");
    if (server->settings->base_url != NULL)
        put_server(out, server->settings->base_url);
    buffer_put(out, atomic_load(&server->http.keys) != NULL ? security : "");
    put_template(out, NULL, openapi_json + 1, strstr(openapi_json, OPERATIONS));
    buffer_put(out, "\n}\n");
    snprintf(openapi->etag, sizeof openapi->etag, "\"%016llx\"", (unsigned long long)sum(buffer_text(out)));
    if (!out->failed)
        return openapi;
    openapi_free(openapi);
    return NULL;
}

void openapi_free(struct openapi *openapi)
{
    if (openapi != NULL)
        buffer_free(&openapi->json);
    free(openapi);
}
