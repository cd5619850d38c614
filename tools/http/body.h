/*
 * The body of a request, as its header announces it and as it comes. What is too large, encoded or not as the header says is answered; what
 * then still comes is passed over, since an answer goes out behind the body only.
 */
#ifndef HTTP_BODY_H
#define HTTP_BODY_H

#include "request.h"

/*
 * For an application that begins with a request: whether a body comes that can be taken, of so many bytes, 0 where the header does not say.
 * false: there is an answer, or the method takes none.
 */
bool http_takes_body(struct http_request *request, uint64_t *size);

/* Whether a header of a media type begins with this one, whatever parameters stand behind it (RFC 9110, 8.3.1). */
bool http_is_type(const char *header, const char *type);

/* Whether a body comes behind the header. */
bool http_body_is_announced(const struct http_request *request);
/* false: there is an answer, but what is passed over until it can be sent does not end. */
bool http_body_receive(struct http_request *request, const char *piece, size_t size);

#endif
