/*
 * Who comes in. A header that could be read in two ways is refused (RFC 9112, 6.3), as between a proxy and this server it may be: that
 * is how one request hides in another. Without keys everybody who reaches the server may do all, so it must be reached on purpose: not
 * through a page of another site that a browser has open, nor by a name that leads here (DNS rebinding).
 */
#ifndef NNREG_HTTPD_ACCESS_H
#define NNREG_HTTPD_ACCESS_H

#include "request.h"

/*
 * `url` and `version` as MHD has them; the memory they stand in tells what its texts do not. false: there is an answer, behind which nothing of
 * this connection can be trusted if the header itself is wrong.
 */
bool access_check_header(struct request *request, const char *url, const char *version);
/* By the route: whether its caller has the key for it. false: there is an answer. */
bool access_check_key(struct request *request);
/* Whether a body comes behind the header. */
bool access_has_body(const struct request *request);

#endif
