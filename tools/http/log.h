/* The log: a line a request, and what else there is to say, on standard error. */
#ifndef HTTP_LOG_H
#define HTTP_LOG_H

#include "request.h"

/* `ended`: the client got all of the answer. */
void log_request(const struct http_request *request, int64_t microseconds, bool ended);
void log_line(const struct http_server *server, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
