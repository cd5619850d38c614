/* A form (RFC 7578, multipart/form-data): its fields become a JSON text, its files a bundle. */
#ifndef NNREG_HTTPD_FORM_H
#define NNREG_HTTPD_FORM_H

#include "request.h"

/* NULL: there is an answer. */
struct form *form_begin(struct request *request);
/* A piece of the body, in the order in which they come. What is wrong with it is answered. */
void form_receive(struct request *request, const char *piece, size_t size);
/* Behind the last one: makes `body.json`. */
void form_finish(struct request *request);
/* The files, NULL if there are none. They are the form's. */
const nnreg_bundle *form_bundle(const struct form *form);
void form_free(struct form *form);

#endif
