/* Answers without an end that is known, in pieces as they come. */
#ifndef HTTP_STREAM_H
#define HTTP_STREAM_H

#include "../buffer.h"
#include "request.h"

/* One such answer; an application's own begins with it. Both functions are called in the thread of the connection, or `release` before. */
struct http_stream {
    /* Adds to `text`, which is empty; may wait for what there is to add. Without any, or with `ended`, the answer ends behind it. */
    void (*next)(struct http_stream *stream);
    void (*release)(struct http_stream *stream);
    struct http_server *server;
    int socket;
    struct buffer text; /* what it begins with goes out first; failed, it breaks the answer off */
    size_t sent;        /* of it */
    bool ended;
};

/* Takes the stream over; with its two functions and a text it is otherwise all zero. */
void http_answer_stream(struct http_request *request, const char *type, struct http_stream *stream);

/* Whether the client has closed the connection, or the server stops: to be asked while there is nothing to add. */
bool http_stream_is_cut(const struct http_stream *stream);

#endif
