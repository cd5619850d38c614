/* Who comes in: see access.h. */
#include "access.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "answer.h"
#include "routes.h"

#define MOST_HEADERS 100

/* What is counted of a header. */
struct headers {
    unsigned count, lengths, encodings, hosts, keys;
    bool has_nul, is_chunked, twice;
};

static enum MHD_Result look_at_header(void *context, enum MHD_ValueKind kind, const char *key,
                                      size_t key_size, const char *value, size_t value_size)
{
    struct headers *headers = context;

    (void)kind;
    headers->count++;
    headers->has_nul |= strlen(key) != key_size || (value != NULL && strlen(value) != value_size);
    headers->lengths += strcasecmp(key, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0;
    headers->hosts += strcasecmp(key, MHD_HTTP_HEADER_HOST) == 0;
    headers->keys += strcasecmp(key, "X-API-KEY") == 0;
    if (strcasecmp(key, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0) {
        headers->encodings++;
        headers->is_chunked = value != NULL && strcasecmp(value, "chunked") == 0;
    }
    return MHD_YES;
}

static bool is_host_named(const struct request *request, const char *host)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
    const struct settings *settings = request->server->settings;
    size_t length = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":"), i;

    for (i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == length && strncasecmp(names[i], host, length) == 0)
            return true;
    return settings->host != NULL && strlen(settings->host) == length &&
           strncasecmp(settings->host, host, length) == 0;
}

/* Letters, digits and what stands between them in a name or an address with its port: it is given back in links. */
static bool is_host(const char *host)
{
    size_t length = strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]");

    return length > 0 && length < 256 && host[length] == '\0';
}

/* A page of another site can have a browser send what changes something, with the password that it keeps. */
static bool comes_from_another_site(const struct request *request)
{
    const char *site = request_header(request, "Sec-Fetch-Site"), *origin = request_header(request, "Origin");
    const char *host = request_header(request, MHD_HTTP_HEADER_HOST), *at;

    if (site != NULL && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
        return true;
    if (origin == NULL)
        return false;
    at = strstr(origin, "://");
    return host == NULL || at == NULL || strcasecmp(at + 3, host) != 0;
}

bool access_check_header(struct request *request)
{
    struct headers headers = {0};
    const char *host = request_header(request, MHD_HTTP_HEADER_HOST), *wrong = NULL;

    MHD_get_connection_values_n(request->connection, MHD_HEADER_KIND, look_at_header, &headers);
    if (headers.count > MOST_HEADERS) {
        answer_error(request, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE, "a request can have up to %d headers",
                     MOST_HEADERS);
        return false;
    }
    if (headers.has_nul)
        wrong = "a NUL in a header";
    else if (headers.lengths > 1 || headers.hosts > 1 || headers.keys > 1)
        wrong = "a header that tells one thing twice";
    else if (headers.encodings > 0 && headers.lengths > 0)
        wrong = "Content-Length beside Transfer-Encoding";
    else if (headers.encodings > 1 || (headers.encodings > 0 && !headers.is_chunked))
        wrong = "a Transfer-Encoding that is not \"chunked\"";
    else if (host != NULL && !is_host(host))
        wrong = "a Host that is none";
    if (wrong != NULL)
        answer_error(request, MHD_HTTP_BAD_REQUEST, "%s", wrong);
    else if (request->server->keys.count == 0 && host != NULL && !request->server->settings->open_to_all &&
             !is_host_named(request, host))
        answer_error(request, MHD_HTTP_MISDIRECTED_REQUEST,
                     "this server does not go by that name; its --host tells another one");
    else if (!routes_is_safe(request->method) && comes_from_another_site(request))
        answer_error(request, MHD_HTTP_FORBIDDEN, "a page of another site asked for this");
    return request->response == NULL;
}

bool access_has_body(const struct request *request)
{
    const char *length = request_header(request, MHD_HTTP_HEADER_CONTENT_LENGTH);

    return request_header(request, MHD_HTTP_HEADER_TRANSFER_ENCODING) != NULL ||
           (length != NULL && strcmp(length, "0") != 0);
}

/* The key that the request carries, NULL for none that is known. */
static const struct key *find_key(struct request *request)
{
    const struct keys *keys = &request->server->keys;
    const char *given = request_header(request, "X-API-KEY");
    const struct key *found = given != NULL ? keys_find(keys, given) : NULL;
    char *user, *password = NULL;

    if (given == NULL) {
        user = MHD_basic_auth_get_username_password(request->connection, &password);
        if (password != NULL)
            found = keys_find(keys, password);
        MHD_free(user);
        MHD_free(password);
    }
    return found;
}

bool access_check_key(struct request *request)
{
    const struct key *key = NULL;

    if (request->server->keys.count > 0 && (request->route->flags & ROUTE_OPEN) == 0) {
        key = find_key(request);
        if (key == NULL) {
            answer_error(request, MHD_HTTP_UNAUTHORIZED, "X-API-KEY is missing, or no key of this server");
            answer_header(request, MHD_HTTP_HEADER_WWW_AUTHENTICATE,
                          "Basic realm=\"nnreg\", charset=\"UTF-8\"");
            return false;
        }
        request->actor = key->name;
    }
    request->may_write = !request->server->settings->read_only && (key == NULL || !key->read_only);
    if (request->may_write || routes_is_safe(request->method))
        return true;
    answer_error(request, MHD_HTTP_FORBIDDEN, "%s",
                 key != NULL && key->read_only ? "this key may not change anything"
                                               : "this server changes nothing");
    return false;
}

bool access_is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}
