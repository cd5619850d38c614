/*
 * One request, from its first line to its answer. MHD calls in the thread of its connection: once with the header, then with each piece of
 * the body, then without one; a handler may wait in the library meanwhile, and nobody else waits for it.
 */
#ifndef NNREG_HTTPD_REQUEST_H
#define NNREG_HTTPD_REQUEST_H

#include <microhttpd.h>
#include <nnreg.h>
#include <stdbool.h>
#include <stdint.h>

#include "body.h"
#include "server.h"
#include "../buffer.h"
#include "uri.h"

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
    struct server *server;
    struct MHD_Connection *connection;
    const char *method; /* borrowed from MHD, as all headers are; NULL until the header is there */
    const char *path;   /* where its path begins */
    struct uri uri;
    struct place place;
    uint64_t id;          /* of the object that the path names, or 0 */
    const char *slug;     /* the same, or NULL */
    char name[NAME_ROOM]; /* of a file */
    const char *actor;    /* NULL: without a key */
    bool may_write;
    struct body body;
    struct MHD_Response *response; /* NULL until there is an answer */
    unsigned status;
    uint64_t answer_size;
    bool queued;
    bool closes;   /* what comes behind this request is not read: where it ends may be seen in two ways */
    int64_t begun; /* microseconds of the monotonic clock */
    char target[]; /* the address as it came */
};

/* Starts what takes requests from the listening socket, each in the thread of its connection. NULL: out of threads, descriptors or memory. */
struct MHD_Daemon *request_daemon(struct server *server, int socket);

/* The value of a header of the client's, NULL without it. */
const char *request_header(const struct request *request, const char *name);

/* How calls of the library are made for this request. */
struct nnreg_call_options request_options(struct request *request);

#endif
