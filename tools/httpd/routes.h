/* Which paths there are, and who answers them. */
#ifndef NNREG_HTTPD_ROUTES_H
#define NNREG_HTTPD_ROUTES_H

#include "request.h"

/* Who needs no key there, whether a body can have files, and whether it is also found among the public ones of its kind. */
enum route_flags { ROUTE_OPEN = 1, ROUTE_FILES = 2, ROUTE_PUBLIC = 4 };

struct route {
    /*
     * Segments, behind the path of the objects' kind: a word; "#", an id, or the slug of what is public; "*", all that is left, a file's
     * name. Paths of the API are told with a slash at the end, and taken without one, too. The one that stands first counts.
     */
    const char *pattern;
    const char *method;
    void (*answer)(struct request *request);
    unsigned kinds; /* of objects, as bits; 0: none, and the pattern is all of the path */
    unsigned flags;
    const char *operation; /* of openapi.json; NULL: not told of */
};

/* The i-th place and those behind it, in the order in which they count; *i starts at 0. false: there are no more. */
bool routes_next(struct place *place, size_t *i);

/* What stands before the pattern. */
const char *place_prefix(const struct place *place);

/* Finds the request's route, or answers that there is none: 404, or 405 with those methods that there are. */
bool routes_find(struct request *request);

#endif
