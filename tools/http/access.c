/* Who comes in: see access.h. */
#include "access.h"

#include <string.h>
#include <strings.h>

#include "answer.h"

static bool is_host_named(const struct http_request *request, const char *host)
{
    const char *const names[] = {"localhost", "127.0.0.1", "[::1]", request->server->settings->host};
    size_t length = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":"), i;

    for (i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i] != NULL && strlen(names[i]) == length && strncasecmp(names[i], host, length) == 0)
            return true;
    return false;
}

/* A page of another site can have a browser send what changes something, with the password that it keeps. */
static bool comes_from_another_site(const struct http_request *request)
{
    const char *site = http_header(request, "Sec-Fetch-Site"), *origin = http_header(request, "Origin");
    const char *host = http_header(request, MHD_HTTP_HEADER_HOST), *at;

    if (site != NULL && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
        return true;
    if (origin == NULL)
        return false;
    at = strstr(origin, "://");
    return host == NULL || at == NULL || strcasecmp(at + 3, host) != 0;
}

bool http_check_sender(struct http_request *request)
{
    const struct http_settings *settings = request->server->settings;
    const char *host = http_header(request, MHD_HTTP_HEADER_HOST);

    if (atomic_load(&request->server->keys) == NULL && host != NULL && !settings->open_to_all &&
        !is_host_named(request, host))
        http_answer_error(request, MHD_HTTP_MISDIRECTED_REQUEST,
                          "this server does not go by that name; its --host tells another one");
    else if (!http_is_safe(request) && comes_from_another_site(request))
        http_answer_error(request, MHD_HTTP_FORBIDDEN, "a page of another site asked for this");
    return request->response == NULL;
}

/* The key that the request carries, NULL for none that is known. */
static const struct key *find_key(struct http_request *request)
{
    const char *given = http_header(request, "X-API-KEY");
    const struct key *found = NULL;
    char *user = NULL, *password = NULL;

    if (given == NULL)
        user = MHD_basic_auth_get_username_password(request->connection, &password);
    if (given != NULL || password != NULL)
        found = keys_find(atomic_load(&request->server->keys), given != NULL ? given : password);
    MHD_free(user);
    MHD_free(password);
    return found;
}

bool http_check_key(struct http_request *request, bool is_open)
{
    const struct key *key = NULL;

    if (atomic_load(&request->server->keys) != NULL && !is_open) {
        key = find_key(request);
        if (key == NULL) {
            http_answer_error(request, MHD_HTTP_UNAUTHORIZED,
                              "X-API-KEY is missing, or no key of this server");
            http_answer_header(request, MHD_HTTP_HEADER_WWW_AUTHENTICATE,
                               "Basic realm=\"%s\", charset=\"UTF-8\"", request->server->settings->realm);
            return false;
        }
        request->user = key->name;
    }
    if (http_is_safe(request) || (!request->server->settings->read_only && (key == NULL || !key->read_only)))
        return true;
    http_answer_error(request, MHD_HTTP_FORBIDDEN, "%s",
                      key != NULL && key->read_only ? "this key may not change anything"
                                                    : "this server changes nothing");
    return false;
}
