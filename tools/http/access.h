/*
 * Who comes in. Without keys everybody who reaches the server may do all, so it must be reached on purpose: not through a page of another
 * site that a browser has open, nor by a name that leads here (DNS rebinding).
 */
#ifndef HTTP_ACCESS_H
#define HTTP_ACCESS_H

#include "request.h"

/* For an application that begins with a request: whether its caller has the key for it; `is_open`: none is needed. false: there is an answer. */
bool http_check_key(struct http_request *request, bool is_open);

/* By the header alone. false: there is an answer. */
bool http_check_sender(struct http_request *request);

#endif
