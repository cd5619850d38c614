/* The description of the API (OpenAPI 3.1): made once, of the routes, the parameters of lists and the library's schemas. */
#ifndef NNREG_HTTPD_OPENAPI_H
#define NNREG_HTTPD_OPENAPI_H

#include "server.h"
#include "../buffer.h"

struct openapi {
    struct buffer json;
    char etag[19]; /* with its quotation marks */
};

/* NULL: out of memory, or a route of which openapi.json does not tell. */
struct openapi *openapi_new(const struct server *server);
void openapi_free(struct openapi *openapi);

#endif
