/* The log: a line a request, and what the library has to say, on standard error. */
#ifndef NNREG_HTTPD_LOG_H
#define NNREG_HTTPD_LOG_H

#include "request.h"

/* `ended`: the client got all of the answer. */
void log_request(const struct request *request, int64_t microseconds, bool ended);
/* nnreg_log's; the context is the server. */
void log_library(void *server, nnreg_severity severity, const char *message);
void log_line(const struct server *server, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
