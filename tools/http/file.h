/* Files as answers, whole and in ranges (RFC 9110, 14). */
#ifndef HTTP_FILE_H
#define HTTP_FILE_H

#include "request.h"

struct http_file {
    const char *name; /* a path: its last part is what it is kept as */
    const char *etag; /* with its quotation marks */
    const char *cache_control;
    uint64_t size;
    int fd; /* the answer's from here on, whatever comes of it */
};

/*
 * What a file says is its client's alone to judge: it goes out as bytes to be kept, never as something that a browser would show.
 */
void http_answer_file(struct http_request *request, const struct http_file *file);

#endif
