/* Which paths there are, and who answers them. */
#ifndef NNREG_HTTPD_ROUTES_H
#define NNREG_HTTPD_ROUTES_H

#include "request.h"

/* Where a route is found, who needs no key there, whether a body can have files, and what no registry does. */
enum route_flags { ROUTE_API = 1, ROUTE_OPEN = 2, ROUTE_FILES = 4, ROUTE_NEVER = 8 };

struct route {
    /*
     * Segments: a word; "#", an id; "$", a slug; "*", all that is left, a file's name. A route of the API has /v0.7 before it. The one
     * that stands first counts.
     */
    const char *pattern;
    const char *method;
    void (*answer)(struct request *request);
    const struct kind *kind; /* of objects; NULL: none */
    unsigned flags;
    /* For /openapi.json: the schema or kind of what comes back, "" for nothing, NULL: not told of; and one line of text. */
    const char *gives, *summary;
};

extern const struct route routes[];
extern const size_t route_count;

/* Finds the request's route, or answers that there is none: 404, or 405 with those methods that there are. */
bool routes_find(struct request *request);

/* Whether a method changes nothing (RFC 9110, 9.2.1). */
bool routes_is_safe(const char *method);

#endif
