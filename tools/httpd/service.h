/* What those ask who run the server, or write a client of it. */
#ifndef NNREG_HTTPD_SERVICE_H
#define NNREG_HTTPD_SERVICE_H

#include "request.h"

/* Whether the registry can be read. */
void service_health(struct request *request);
/* The registry's statistics and the server's own counters, in the text format of Prometheus. */
void service_metrics(struct request *request);
void service_openapi(struct request *request);

#endif
