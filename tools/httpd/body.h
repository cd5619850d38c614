/*
 * The body of a request: none, a JSON text, or a form (RFC 7578) of fields and files. What is too large, of another type or not as the
 * header says is answered; what then still comes is passed over, since an answer goes out behind the body only.
 */
#ifndef NNREG_HTTPD_BODY_H
#define NNREG_HTTPD_BODY_H

#include <nnreg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../buffer.h"

struct form;
struct request;

enum body_kind { BODY_NONE, BODY_JSON, BODY_FORM };

struct body {
    enum body_kind kind;
    struct buffer json; /* BODY_JSON: as it came; BODY_FORM: what the fields say, when it is finished */
    struct form *form;  /* BODY_FORM */
    uint64_t received;
    uint64_t held; /* of it, in memory until the request ends */
};

/* What the header announces; what cannot be taken is answered. `takes_files`: a form can have files. */
void body_begin(struct request *request);
/* false: there is an answer, but what is passed over until it can be sent does not end. */
bool body_receive(struct request *request, const char *piece, size_t size);
/* Behind the last piece. false: there is an answer. */
bool body_finish(struct request *request);
void body_free(struct request *request);

#endif
