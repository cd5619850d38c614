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
#include "text.h"
#include "uri.h"

struct kind;
struct route;

#define NAME_ROOM 1024

struct request {
    struct server *server;
    struct MHD_Connection *connection;
    const char *method; /* borrowed from MHD, as all headers are; NULL until the header is there */
    const char *path;   /* where its path begins */
    struct uri uri;
    const struct route *route; /* NULL until it is found */
    uint64_t id;               /* of the object that the path names, or 0 */
    const char *slug;          /* the same, or NULL */
    char name[NAME_ROOM];      /* of a file */
    const char *actor;         /* NULL: without a key */
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

/* Callbacks of the daemon's; `server` is their context. */
void *request_begin(void *server, const char *target, struct MHD_Connection *connection);
enum MHD_Result request_handle(void *server, struct MHD_Connection *connection, const char *url,
                               const char *method, const char *version, const char *piece, size_t *size,
                               void **request);
void request_end(void *server, struct MHD_Connection *connection, void **request,
                 enum MHD_RequestTerminationCode how);
void request_connection(void *server, struct MHD_Connection *connection, void **watched,
                        enum MHD_ConnectionNotificationCode code);

/* The value of a header of the client's, NULL without it. */
const char *request_header(const struct request *request, const char *name);

/* How calls of the library are made for this request. */
struct nnreg_call_options request_options(struct request *request);

#endif
