/* What all requests share. */
#ifndef NNREG_HTTPD_SERVER_H
#define NNREG_HTTPD_SERVER_H

#include <nnreg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "keys.h"
#include "watch.h"

/* Of `nnreg-httpd`; the defaults stand in settings.c, with the options. */
struct settings {
    const char *registry; /* its directory */
    const char *listen;   /* ADDRESS:PORT; NULL: the default, or what systemd hands over */
    const char *keys;     /* file with the keys; NULL: who reaches the server may do all */
    const char *base_url; /* of links, without a slash at the end; NULL: as the client names the server */
    const char *host;     /* another name that the server goes by; NULL: none */
    bool read_only;       /* nothing can be changed */
    bool open_to_all;     /* without keys on an address that others reach */
    bool json_log;
    uint64_t body_limit;     /* bytes of an upload */
    uint64_t connections;    /* at once */
    uint64_t per_address;    /* of them, from one address */
    uint64_t uploads;        /* bodies with files that are received at once */
    uint64_t json_limit;     /* bytes of bodies without files that are held at once */
    uint64_t header_seconds; /* for the header of a request, and between two of them */
    uint64_t idle_seconds;  /* in which something has to come or go while a body or an answer is on its way */
    uint64_t grace_seconds; /* for requests that run when the server is told to stop */
};

struct openapi;

struct server {
    const struct settings *settings;
    nnreg *registry;
    _Atomic(struct keys *) keys;  /* NULL: none are needed; read again at SIGHUP */
    struct openapi *openapi;      /* what /openapi.json tells */
    struct watch watch;           /* connections */
    int64_t begun;                /* microseconds of the monotonic clock */
    atomic_bool stopping;         /* no new requests: answers close their connections */
    atomic_bool cut;              /* the grace is over: what runs is cancelled */
    atomic_uint uploads;          /* bodies with files on their way */
    atomic_ullong held;           /* bytes of bodies without files */
    atomic_uint followers;        /* of the events */
    atomic_uint running;          /* requests */
    atomic_ullong answers[6];     /* by the first digit of their status */
    atomic_ullong received, sent; /* bytes of bodies */
};

#endif
