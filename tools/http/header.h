/*
 * The header of a request. One that could be read in two ways is refused (RFC 9112, 6.3), as between a proxy and this server it may be: that
 * is how one request hides in another.
 */
#ifndef HTTP_HEADER_H
#define HTTP_HEADER_H

#include "request.h"

/*
 * `url` and `version` as MHD has them; the memory they stand in tells what its texts do not. false: there is an answer, behind which nothing
 * of this connection can be trusted.
 */
bool http_check_header(struct http_request *request, const char *url, const char *version);

#endif
