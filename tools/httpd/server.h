/* What all requests share. */
#ifndef NNREG_HTTPD_SERVER_H
#define NNREG_HTTPD_SERVER_H

#include <nnreg.h>

#include "../http/server.h"

/* Of `nnreg-httpd`; the defaults stand in settings.c, with the options. */
struct settings {
    struct http_settings http;
    const char *registry; /* its directory */
    const char *base_url; /* of links, without a slash at the end; NULL: as the client names the server */
    uint64_t uploads;     /* bodies with files that are received at once */
    uint64_t json_limit;  /* bytes of bodies without files that are held at once */
};

struct openapi;

struct server {
    struct http_server http; /* first: the requests' is this one */
    const struct settings *settings;
    nnreg *registry;
    struct openapi *openapi; /* what /openapi.json tells */
    atomic_uint uploads;     /* bodies with files on their way */
    atomic_ullong held;      /* bytes of bodies without files */
    atomic_uint followers;   /* of the events */
};

#endif
