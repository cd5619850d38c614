/* The header of a request: see header.h. */
#include "header.h"

#include <string.h>
#include <strings.h>

#include "answer.h"

#define MOST_HEADERS       100
#define ALNUM              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
#define TOKEN              ALNUM "!#$%&'*+-.^_`|~" /* RFC 9110, 5.6.2 */
/* From here on MHD refuses such lines itself; before, it takes them, each in a way of its own. */
#define MHD_READS_STRICTLY "0.9.77"

/* Headers that are acted upon: each tells one thing, and so it comes once. */
static const char *const single[] = {
    "Authorization", "Content-Encoding",  "Content-Length", "Content-Type", "Expect", "Host", "Origin",
    "Range",         "Transfer-Encoding", "Sec-Fetch-Site", "X-API-KEY"};

#define SINGLE (sizeof single / sizeof *single)

struct headers {
    unsigned count;
    const char *end; /* of the last one's line, in the memory that the client's bytes were read into */
    bool is_whole;   /* there is nothing between the lines so far */
    bool seen[SINGLE];
    const char *wrong;
};

static bool is_token(const char *text)
{
    return *text != '\0' && text[strspn(text, TOKEN)] == '\0';
}

static bool has_control(const char *text)
{
    for (; *text != '\0'; text++)
        if (((unsigned char)*text < ' ' && *text != '\t') || *text == 0x7f)
            return true;
    return false;
}

/*
 * MHD takes lines for texts that end with NUL, lets a folded line complete the name of the one before, and takes LF for an end. All that
 * shows in where its texts stand: without it, each begins right behind the one before.
 */
static enum MHD_Result look_at_header(void *context, enum MHD_ValueKind kind, const char *key,
                                      size_t key_size, const char *value, size_t value_size)
{
    struct headers *headers = context;
    const char *blanks = key + key_size + 1;
    size_t i;

    (void)kind;
    headers->count++;
    headers->is_whole = headers->is_whole && key == headers->end && value >= blanks &&
                        strspn(blanks, " \t") >= (size_t)(value - blanks);
    headers->end = value + value_size + 2;
    if (!is_token(key))
        headers->wrong = "the name of a header has characters that none can have";
    else if (has_control(value))
        headers->wrong = "a header has a control character";
    for (i = 0; i < SINGLE; i++)
        if (strcasecmp(key, single[i]) == 0) {
            if (headers->seen[i])
                headers->wrong = "a header that tells one thing stands there twice";
            headers->seen[i] = true;
        }
    return MHD_YES;
}

/*
 * What is wrong with the lines, or NULL: also where the first one is not of three parts with a blank between them, or the header does not
 * end behind its last line.
 */
static const char *look_at_lines(const struct http_request *request, struct headers *headers, const char *url,
                                 const char *version)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

    headers->is_whole =
        url == request->method + strlen(request->method) + 1 && version == url + strlen(request->target) + 1;
    headers->end = version + strlen(version) + 2;
    MHD_get_connection_values_n(request->connection, MHD_HEADER_KIND, look_at_header, headers);
    if (strverscmp(MHD_get_version(), MHD_READS_STRICTLY) < 0 &&
        (!headers->is_whole || info == NULL || headers->end + 2 != request->method + info->header_size))
        return "a line that ends or is blank where none may: NUL, LF alone, or folding";
    return headers->wrong;
}

/* A name or an address, with or without a port: it is given back in links. */
static bool is_host(const char *host)
{
    size_t length =
        *host == '[' ? strspn(host + 1, "0123456789abcdefABCDEF:.") + 2 : strspn(host, ALNUM "-._");

    if (length == 0 || length > 255 || (*host == '[' && host[length - 1] != ']'))
        return false;
    return host[length] == '\0' ||
           (host[length] == ':' && host[length + 1 + strspn(host + length + 1, "0123456789")] == '\0');
}

/* Where the target is an address as a whole, its host has to be that of Host (RFC 9112, 3.2.2). */
static bool is_at_host(const struct http_request *request, const char *host)
{
    size_t length = request->path > request->target ? (size_t)(request->path - request->target) : 0;

    return length == 0 || (host != NULL && strlen(host) + strlen(URI_SCHEME) == length &&
                           strncasecmp(request->target + strlen(URI_SCHEME), host, strlen(host)) == 0);
}

/* What is wrong with lengths and encodings, or hosts, or NULL. */
static const char *find_fault(const struct http_request *request, const char *version)
{
    const char *encoding = http_header(request, MHD_HTTP_HEADER_TRANSFER_ENCODING);
    const char *host = http_header(request, MHD_HTTP_HEADER_HOST);
    bool is_old = strcmp(version, MHD_HTTP_VERSION_1_0) == 0;

    if (!is_token(request->method))
        return "the method is no word";
    if (encoding != NULL && http_header(request, MHD_HTTP_HEADER_CONTENT_LENGTH) != NULL)
        return "Content-Length beside Transfer-Encoding";
    if (encoding != NULL && (is_old || strcasecmp(encoding, "chunked") != 0))
        return "a Transfer-Encoding that is not \"chunked\", or of HTTP/1.0";
    if (host == NULL ? !is_old : !is_host(host))
        return "Host is missing, or is none";
    return is_at_host(request, host) ? NULL : "the address names another host than Host";
}

bool http_check_header(struct http_request *request, const char *url, const char *version)
{
    struct headers headers = {0};
    const char *fault = look_at_lines(request, &headers, url, version);

    if (fault == NULL)
        fault = find_fault(request, version);
    if (headers.count > MOST_HEADERS)
        http_answer_error(request, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE,
                          "a request can have up to %d headers", MOST_HEADERS);
    else if (fault != NULL)
        http_answer_error(request, MHD_HTTP_BAD_REQUEST, "%s", fault);
    request->closes |= request->response != NULL;
    return request->response == NULL;
}
