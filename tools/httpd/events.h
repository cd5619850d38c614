/* The history, as it grows. */
#ifndef NNREG_HTTPD_EVENTS_H
#define NNREG_HTTPD_EVENTS_H

#include "request.h"

/* As server-sent events without an end, or as one page of JSON (`format=json`). */
void events_get(struct request *request);

#endif
