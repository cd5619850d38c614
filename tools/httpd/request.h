/* One request: what HTTP knows of it, and what the registry is asked. Its thread may wait in the library, and nobody else waits for it. */
#ifndef NNREG_HTTPD_REQUEST_H
#define NNREG_HTTPD_REQUEST_H

#include "../http/request.h"
#include "body.h"
#include "server.h"

struct kind;
struct route;

/* Where a route is found: among the objects of a kind, or their public ones. */
struct place {
    const struct route *route; /* NULL: not yet */
    const struct kind *kind;   /* NULL: it has none */
    bool is_public;
};

#define NAME_ROOM 1024

struct request {
    struct http_request http; /* first: it is what the functions of an http_application are given */
    struct server *server;
    struct place place;
    uint64_t id;          /* of the object that the path names, or 0 */
    const char *slug;     /* the same, or NULL */
    char name[NAME_ROOM]; /* of a file */
    struct body body;
};

/* What is served. */
extern const struct http_application request_application;

/* How calls of the library are made for this request. */
struct nnreg_call_options request_options(struct request *request);

#endif
