/* Stored files of networks, as they are. */
#ifndef NNREG_HTTPD_FILES_H
#define NNREG_HTTPD_FILES_H

#include "request.h"

/* The file that the path names, whole or a range of it (RFC 9110, 14). */
void files_get(struct request *request);

#endif
