/* The picture of a network: what is fed on the left, what comes out on the right, and who uses it, as SVG. */
#ifndef NNREG_HTTPD_PICTURE_H
#define NNREG_HTTPD_PICTURE_H

#include <nnreg.h>

#include "../buffer.h"

/* `versions`: a page of the versions that attach it. */
void picture_put(struct buffer *page, const nnreg_network *network, const nnreg_page *versions);

#endif
