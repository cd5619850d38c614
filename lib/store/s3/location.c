/* See location.h. */
#include "store/s3/location.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *nnreg_s3_process_environment(const char *name)
{
    return secure_getenv(name);
}

static bool is_one_of(char c, const char *also)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr(also, c) != NULL);
}

static bool all_are(const char *text, const char *also)
{
    for (; *text != '\0'; text++)
        if (!is_one_of(*text, also))
            return false;
    return true;
}

/* Lower-case letters, digits, '-' and '.': 3 to 63 of them, a letter or digit at both ends, no two dots in a row. */
static bool is_bucket(const char *bucket)
{
    size_t i, length = strlen(bucket);

    if (length < 3 || !is_one_of(bucket[0], "") || !is_one_of(bucket[length - 1], "") || strstr(bucket, ".."))
        return false;
    for (i = 0; i < length; i++)
        if (!is_one_of(bucket[i], ".-") || (bucket[i] >= 'A' && bucket[i] <= 'Z'))
            return false;
    return true;
}

/* Parts of letters, digits, '-', '_' and '.' between single slashes, none "." or "..": they are the same in a URL. */
static bool is_prefix(const char *prefix)
{
    const char *part = prefix;

    while (*part != '\0') {
        size_t length = strcspn(part, "/");

        if (length == 0 || (length == 1 && part[0] == '.') ||
            (length == 2 && part[0] == '.' && part[1] == '.'))
            return false;
        part += length + (part[length] == '/');
    }
    return all_are(prefix, "-_./");
}

/* HOST, HOST:PORT or [IPv6]:PORT */
static bool is_host(const char *host)
{
    size_t length = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":"), digits;

    if (host[0] == '[' ? host[length - 1] != ']' || strspn(host + 1, "0123456789abcdefABCDEF:.") != length - 2
                       : length == 0 || host[0] == '.' || host[0] == '-')
        return false;
    if (host[0] != '[') {
        size_t i;

        for (i = 0; i < length; i++)
            if (!is_one_of(host[i], "-."))
                return false;
    }
    if (host[length] == '\0')
        return true;
    digits = strspn(host + length + 1, "0123456789");
    return host[length] == ':' && digits > 0 && digits <= 5 && host[length + 1 + digits] == '\0' &&
           atoi(host + length + 1) > 0 && atoi(host + length + 1) < 65536;
}

static nnreg_status take_endpoint(struct nnreg_s3_location *location, const char *url,
                                  struct nnreg_error *error)
{
    size_t scheme = strncmp(url, "https://", 8) == 0 ? 8 : strncmp(url, "http://", 7) == 0 ? 7 : 0;
    size_t length = strlen(url + scheme);

    if (length > 0 && url[scheme + length - 1] == '/')
        length--;
    if (scheme != 0 && length < sizeof location->host) {
        (void)snprintf(location->host, sizeof location->host, "%.*s", (int)length, url + scheme);
        location->secure = scheme == 8;
        if (is_host(location->host))
            return NNREG_OK;
    }
    location->host[0] = '\0';
    /* Not what it is: a password may stand in it. */
    return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                      "the endpoint is not https://HOST[:PORT] or http://HOST[:PORT]");
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The value that ends at `&` or the text's end, with its %XX undone; false: a wrong one, a control character, or too long. */
static bool take_value(char *out, size_t room, const char *from, size_t length)
{
    size_t i, used = 0;

    for (i = 0; i < length; i++) {
        int c = (unsigned char)from[i];

        if (c == '%') {
            int high = i + 2 < length ? hex_value(from[i + 1]) : -1;
            int low = i + 2 < length ? hex_value(from[i + 2]) : -1;

            if (high < 0 || low < 0)
                return false;
            c = high << 4 | low;
            i += 2;
        }
        if (c < 0x20 || c == 0x7f || used + 1 >= room)
            return false;
        out[used++] = (char)c;
    }
    out[used] = '\0';
    return used > 0;
}

static nnreg_status take_parameter(struct nnreg_s3_location *location, unsigned *seen, const char *from,
                                   size_t length, struct nnreg_error *error)
{
    static const char *const names[] = {"endpoint", "region", "style", "profile"};
    size_t i, name = strcspn(from, "=");
    char value[NNREG_S3_HOST + 10];

    for (i = 0; i < 4 && (strlen(names[i]) != name || memcmp(names[i], from, name) != 0);)
        i++;
    if (i == 4 || name >= length)
        return nnreg_fail(
            error, NNREG_INVALID_ARGUMENT,
            "\"%.*s\" is no parameter of a place for objects (endpoint, region, style, profile)",
            (int)((name < length ? name : length) < 60 ? (name < length ? name : length) : 60), from);
    if ((*seen & 1u << i) != 0)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "%s is given twice", names[i]);
    *seen |= 1u << i;
    if (!take_value(value, i == 0 ? sizeof value : NNREG_S3_WORD, from + name + 1, length - name - 1))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the value of %s is not right", names[i]);
    if (i == 0)
        return take_endpoint(location, value, error);
    if (i == 2) {
        location->style_given = true;
        location->path_style = strcmp(value, "path") == 0;
        return location->path_style || strcmp(value, "host") == 0
                   ? NNREG_OK
                   : nnreg_fail(error, NNREG_INVALID_ARGUMENT, "style is neither path nor host");
    }
    if (!all_are(value, i == 1 ? "-" : "-_.@ "))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the value of %s is not right", names[i]);
    memcpy(i == 1 ? location->region : location->profile, value,
           strlen(value) + 1); /* take_value has seen to its length */
    return NNREG_OK;
}

nnreg_status nnreg_s3_parse(struct nnreg_s3_location *location, const char *text, struct nnreg_error *error)
{
    const char *at = text + 5;
    nnreg_status status = NNREG_OK;
    unsigned seen = 0;
    size_t length;

    memset(location, 0, sizeof *location);
    location->secure = true;
    if (strncmp(text, "s3://", 5) != 0)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "a place for objects begins with s3://");
    length = strcspn(at, "/?");
    if (length < sizeof location->bucket)
        memcpy(location->bucket, at, length);
    if (!is_bucket(location->bucket))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "behind s3:// stands no name of a bucket");
    at += length + (at[length] == '/');
    length = strcspn(at, "?");
    if (length + 2 > sizeof location->prefix)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the prefix is too long");
    memcpy(location->prefix, at, length);
    if (!is_prefix(location->prefix))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "the prefix is not parts of letters, digits, '-', '_' and '.' with '/' between");
    if (length > 0 && location->prefix[length - 1] != '/')
        location->prefix[length] = '/';
    at += length;
    while (*at != '\0' && status == NNREG_OK) {
        length = strcspn(++at, "&");
        status = take_parameter(location, &seen, at, length, error);
        at += length;
    }
    return status;
}

static const char *first_of(nnreg_s3_environment *environment, const char *name, const char *other)
{
    const char *value = environment(name);

    if (value == NULL || value[0] == '\0')
        value = environment(other);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

nnreg_status nnreg_s3_complete(struct nnreg_s3_location *location, nnreg_s3_environment *environment,
                               struct nnreg_error *error)
{
    const char *region = first_of(environment, "AWS_REGION", "AWS_DEFAULT_REGION");
    const char *endpoint = first_of(environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
    nnreg_status status = NNREG_OK;

    if (location->region[0] == '\0') {
        if (region == NULL)
            region = "us-east-1";
        if (strlen(region) >= sizeof location->region || !all_are(region, "-"))
            return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "AWS_REGION is no name of a region");
        (void)snprintf(location->region, sizeof location->region, "%s", region);
    }
    if (location->host[0] == '\0' && endpoint != NULL)
        status = take_endpoint(location, endpoint, error);
    /* Amazon's certificates are for names with one more part, so not for buckets with dots; others' most often for none. */
    if (!location->style_given)
        location->path_style = location->host[0] != '\0' || strchr(location->bucket, '.') != NULL;
    if (location->host[0] == '\0')
        (void)snprintf(location->host, sizeof location->host, "s3.%s.amazonaws.com", location->region);
    return status;
}
