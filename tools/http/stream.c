/* Answers without an end that is known: see stream.h. */
#include "stream.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "answer.h"

#define PIECE 4096 /* bytes that MHD asks for at once */

bool http_stream_is_cut(const struct http_stream *stream)
{
    char byte;
    ssize_t got = recv(stream->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

    return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) ||
           atomic_load(&stream->server->stopping);
}

/* MHD_ContentReaderCallback: may wait, since nobody else is in this thread. */
static ssize_t read_on(void *context, uint64_t position, char *room, size_t size)
{
    struct http_stream *stream = context;

    (void)position;
    if (stream->sent == stream->text.length && !stream->ended) {
        stream->text.length = stream->sent = 0;
        stream->next(stream);
    }
    if (stream->text.failed)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (size > stream->text.length - stream->sent)
        size = stream->text.length - stream->sent;
    if (size == 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    memcpy(room, stream->text.text + stream->sent, size);
    stream->sent += size;
    return (ssize_t)size;
}

static void release(void *context)
{
    struct http_stream *stream = context;

    buffer_free(&stream->text);
    stream->release(stream);
}

void http_answer_stream(struct http_request *request, const char *type, struct http_stream *stream)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct MHD_Response *response = NULL;

    stream->server = request->server;
    stream->socket = info != NULL ? info->connect_fd : -1;
    if (info != NULL)
        response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE, read_on, stream, release);
    if (response == NULL)
        release(stream);
    http_answer_response(request, MHD_HTTP_OK, response);
    http_answer_header(request, MHD_HTTP_HEADER_CONTENT_TYPE, "%s", type);
    http_answer_header(request, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    http_answer_header(request, "X-Accel-Buffering", "no"); /* nginx passes each piece on as it comes */
}
