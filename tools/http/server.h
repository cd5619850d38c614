/*
 * A server over HTTP/1.1, on libmicrohttpd: each connection has a thread of its own, and what answers a request may wait in it. An
 * application is a few functions and what it keeps of a request; what is here knows nothing of what is served.
 *
 *     static void greet(struct http_request *request)
 *     {
 *         http_answer_static(request, "text/plain", "hello", 5);
 *     }
 *     ...
 *     if (http_begin(&server, &settings, &application))
 *         http_serve(&server);
 *     http_end(&server);
 *
 * with `greet` as the application's `answer`. What a request says is in request.h and body.h, what can be answered in answer.h, file.h and
 * stream.h, who asks in access.h.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "keys.h"
#include "watch.h"

struct http_request;
struct http_server;

/* Messages call them as the options of the command line that they come from: --open-to-all is `open_to_all`. */
struct http_settings {
    const char *program; /* what messages begin with */
    const char *listen;  /* ADDRESS:PORT; NULL: what systemd hands over, else the next */
    const char *otherwise;
    const char *keys;    /* file with the keys; NULL: who reaches the server may do all */
    size_t longest_name; /* of a key, in bytes */
    const char *realm;   /* of the keys, as browsers show it */
    const char *host;    /* another name that the server goes by; NULL: none */
    bool read_only;      /* nothing can be changed */
    bool open_to_all;    /* without keys on an address that others reach */
    bool json_log;
    uint64_t body_limit;     /* bytes of an upload */
    uint64_t connections;    /* at once */
    uint64_t per_address;    /* of them, from one address */
    uint64_t header_seconds; /* for the header of a request, and between two of them */
    uint64_t idle_seconds;   /* in which something of a body or an answer has to come or go */
    uint64_t grace_seconds;  /* for requests that run when the server is told to stop */
};

/* What is served. All but `stop` are called in the thread of the request's connection. */
struct http_application {
    /* Bytes of what it has of a request: a struct that begins with a struct http_request; the rest is all zero. */
    size_t request_size;
    /* The header is there, and can be read in one way only: what is not to be served is answered. */
    void (*begin)(struct http_request *request);
    /* A piece of the body; none comes where there is an answer. */
    void (*receive)(struct http_request *request, const char *piece, size_t size);
    /* All has come, and there is no answer yet. */
    void (*answer)(struct http_request *request);
    /*
     * What is held for the request goes: it was answered before all of its body had come, or ends. May be called twice, and where there
     * was no `begin`.
     */
    void (*release)(struct http_request *request);
    /* Makes the answer that tells of a failure. What the client sent may be in the message, and no UTF-8. */
    void (*problem)(struct http_request *request, unsigned status, const char *message);
    /* What is answered where there is no memory for that. */
    const char *no_memory;
    /* The server is told to stop: who waits for what may never come is woken. */
    void (*stop)(struct http_server *server);
};

/* What all requests share. An application's own begins with it, as its requests do. */
struct http_server {
    const struct http_settings *settings;
    const struct http_application *application;
    sigset_t signals;             /* that the first thread waits for */
    _Atomic(struct keys *) keys;  /* NULL: none are needed; read again at SIGHUP */
    struct watch watch;           /* connections */
    int64_t begun;                /* microseconds of the monotonic clock */
    atomic_bool stopping;         /* no new requests: answers close their connections */
    atomic_bool cut;              /* the grace is over: what runs is to end */
    atomic_uint running;          /* requests */
    atomic_ullong answers[6];     /* by the first digit of their status */
    atomic_ullong received, sent; /* bytes of bodies */
};

/*
 * To be called before there are other threads: takes SIGTERM, SIGINT and SIGHUP, as many descriptors as there can be and a heap that gives
 * back what is free, and reads the keys. false: they are unfit, and a message was printed. http_end frees what there is in any case.
 */
bool http_begin(struct http_server *server, const struct http_settings *settings,
                const struct http_application *application);
/* Until the server was told to stop and its requests have ended. false: it cannot start, and a message was printed. */
bool http_serve(struct http_server *server);
void http_end(struct http_server *server);

#endif
