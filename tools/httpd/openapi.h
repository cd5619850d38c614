/* The description of the API (OpenAPI 3.1): made once, of the routes, the parameters of lists and the library's schemas. */
#ifndef NNREG_HTTPD_OPENAPI_H
#define NNREG_HTTPD_OPENAPI_H

#include "server.h"

struct openapi {
    char *json;
    size_t length;
    char etag[19]; /* with its quotation marks */
};

/* NULL: out of memory. */
struct openapi *openapi_new(const struct server *server);
void openapi_free(struct openapi *openapi);

#endif
