/* The log: see log.h. */
#include "log.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#include "../buffer.h"
#include "clock.h"

/* One write a line, so that the lines of threads do not mix. */
static void put_line(struct buffer *line)
{
    buffer_put(line, "\n");
    if (!line->failed)
        (void)!write(STDERR_FILENO, line->text, line->length);
    buffer_free(line);
}

/* What a client sent must not look like a line of the server's or a part of one, or move a terminal's cursor: characters below `least` are escaped. */
static void put_safely(struct buffer *line, const char *chars, unsigned char least)
{
    for (; *chars != '\0'; chars++)
        if ((unsigned char)*chars < least || *chars == 0x7f || *chars == '"' || *chars == '\\' ||
            (unsigned char)*chars >= 0x80)
            buffer_printf(line, "%%%02X", (unsigned char)*chars);
        else
            buffer_add(line, chars, 1);
}

/* "-" where it has none that is a number. */
static void read_address(char text[INET6_ADDRSTRLEN], struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const void *from = info != NULL ? info->client_addr : NULL, *address = NULL;

    if (from != NULL && info->client_addr->sa_family == AF_INET)
        address = &((const struct sockaddr_in *)from)->sin_addr;
    else if (from != NULL && info->client_addr->sa_family == AF_INET6)
        address = &((const struct sockaddr_in6 *)from)->sin6_addr;
    if (address == NULL || inet_ntop(info->client_addr->sa_family, address, text, INET6_ADDRSTRLEN) == NULL)
        strcpy(text, "-");
}

void log_request(const struct http_request *request, int64_t microseconds, bool ended)
{
    const char *const words[] = {request->user, request->method, request->target};
    struct buffer line = {0}, safe[3] = {{0}};
    char now[CLOCK_TEXT], client[INET6_ADDRSTRLEN];
    bool json = request->server->settings->json_log;
    const char *cut = json ? ", \"cut_off\": true" : " cut off";
    size_t i;

    clock_text(now, clock_now(CLOCK_REALTIME));
    read_address(client, request->connection);
    for (i = 0; i < 3; i++)
        put_safely(&safe[i], words[i] != NULL ? words[i] : "-", '!');
    buffer_printf(&line,
                  json ? "{\"time\": \"%s\", \"client\": \"%s\", \"actor\": \"%s\", \"method\": \"%s\", "
                         "\"target\": \"%s\", \"status\": %u, \"received\": %llu, \"sent\": %llu, "
                         "\"microseconds\": %lld%s}"
                       : "%s %s %s \"%s %s\" %u %llu %llu %lldus%s",
                  now, client, buffer_text(&safe[0]), buffer_text(&safe[1]), buffer_text(&safe[2]),
                  request->queued ? request->status : 0, (unsigned long long)request->received,
                  (unsigned long long)request->answer_size, (long long)microseconds, ended ? "" : cut);
    for (i = 0; i < 3; i++) {
        line.failed |= safe[i].failed;
        buffer_free(&safe[i]);
    }
    put_line(&line);
}

void log_line(const struct http_server *server, const char *format, ...)
{
    struct buffer line = {0}, said = {0};
    char now[CLOCK_TEXT];
    bool json = server->settings->json_log;
    va_list arguments;

    clock_text(now, clock_now(CLOCK_REALTIME));
    va_start(arguments, format);
    buffer_vprintf(&said, format, arguments);
    va_end(arguments);
    buffer_printf(&line, json ? "{\"time\": \"%s\", \"message\": \"" : "%s ", now);
    put_safely(&line, buffer_text(&said), ' ');
    buffer_put(&line, json ? "\"}" : "");
    buffer_free(&said);
    put_line(&line);
}
