/*
 * One request, from its first line to its answer. MHD calls in the thread of its connection: once with the header, then with each piece of
 * the body, then without one; who answers may wait meanwhile, and nobody else waits for it.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>

#include "server.h"
#include "uri.h"

struct http_request {
    struct http_server *server;
    struct MHD_Connection *connection;
    const char *method; /* borrowed from MHD, as all headers are; NULL until the header is there */
    char *target;       /* the address as it came */
    const char *path;   /* where its path begins */
    struct uri uri;
    const char *user; /* the name of its key; NULL: without one */
    uint64_t received;
    struct MHD_Response *response; /* NULL until there is an answer */
    unsigned status;
    uint64_t answer_size;
    bool queued;
    bool closes;   /* what comes behind this request is not read: where it ends may be seen in two ways */
    int64_t begun; /* microseconds of the monotonic clock */
};

/* Starts what takes requests from the listening socket, each in the thread of its connection. NULL: out of threads, descriptors or memory. */
struct MHD_Daemon *http_start_daemon(struct http_server *server, int socket);

/* The value of a header of the client's, NULL without it. */
const char *http_header(const struct http_request *request, const char *name);

/* Whether a method changes nothing (RFC 9110, 9.2.1). */
bool http_is_safe(const struct http_request *request);

/* Connections that are open, this one among them. */
uint64_t http_connections(const struct http_request *request);

#endif
