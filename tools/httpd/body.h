/* The body of a request: none, a JSON text, or a form (RFC 7578) of fields and files. */
#ifndef NNREG_HTTPD_BODY_H
#define NNREG_HTTPD_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../buffer.h"

struct form;
struct request;

struct body {
    bool is_json; /* without it and a form there is none */
    struct form *form;
    struct buffer json; /* as it came, or what the fields of the form say, when that is finished */
    uint64_t held;      /* bytes of it in memory, until the request ends */
};

/* What the header announces; what cannot be taken is answered. */
void body_begin(struct request *request);
void body_receive(struct request *request, const char *piece, size_t size);
/* Behind the last piece. false: there is an answer. */
bool body_finish(struct request *request);
void body_free(struct request *request);

#endif
