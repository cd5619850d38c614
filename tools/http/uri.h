/* What a request's first line names (RFC 3986): a path of segments, and a query of pairs. */
#ifndef HTTP_URI_H
#define HTTP_URI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define URI_SCHEME   "http://"
#define URI_MAX      8192 /* bytes of a path with its query */
#define URI_SEGMENTS 24
#define URI_PAIRS    256 /* of a query: ids of tasks may be given one by one */

struct uri_pair {
    const char *key, *value;
};

/* Everything points into `store`, decoded. */
struct uri {
    const char *segments[URI_SEGMENTS];
    size_t segment_count;
    struct uri_pair pairs[URI_PAIRS];
    size_t pair_count;
    char store[URI_MAX + URI_PAIRS];
};

/*
 * Takes a request target apart. Returns NULL, or what is wrong with it: a '%' without two hexadecimal digits behind it, one that stands
 * for a NUL or, in the path, a '/'; a control character; what is no ASCII, or a blank; a part "." or ".."; more than there is room for. An end slash makes no difference,
 * as two slashes in a row are one too many.
 */
const char *uri_read(struct uri *uri, const char *target);

/* Where the path begins: behind the host in an address that is whole (RFC 9112, 3.2.2). */
const char *uri_path(const char *target);

/* The segments of the path from the first one on that is wanted, with slashes between. false: there are none, or there is no room for them. */
bool uri_rest(const struct uri *uri, size_t first, char *room, size_t size);

/* The value of a query's first pair of this key, NULL without one. */
const char *uri_value(const struct uri *uri, const char *key);

/* A number in decimal digits alone, without leading zeros, of up to 63 bits. */
bool uri_number(uint64_t *number, const char *text);

#endif
