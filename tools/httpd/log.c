/* The log: see log.h. */
#include "log.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void time_now(char text[NNREG_TIME_TEXT])
{
    struct timespec now = {0};

    clock_gettime(CLOCK_REALTIME, &now);
    nnreg_time_format(text, (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000);
}

/* One write a line, so that the lines of threads do not mix. */
static void put_line(struct text *line)
{
    text_put(line, "\n");
    if (!line->failed)
        (void)!write(STDERR_FILENO, line->chars, line->length);
    text_free(line);
}

/* What a client sent must not look like a line of the server's or a part of one, or move a terminal's cursor: characters below `least` are escaped. */
static void put_safely(struct text *line, const char *chars, unsigned char least)
{
    for (; *chars != '\0'; chars++)
        if ((unsigned char)*chars < least || *chars == 0x7f || *chars == '"' || *chars == '\\' ||
            (unsigned char)*chars >= 0x80)
            text_printf(line, "%%%02X", (unsigned char)*chars);
        else
            text_add(line, chars, 1);
}

static void put_address(struct text *line, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char address[INET6_ADDRSTRLEN] = "-";

    if (info != NULL && info->client_addr != NULL && info->client_addr->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr, address,
                  sizeof address);
    else if (info != NULL && info->client_addr != NULL && info->client_addr->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr,
                  address, sizeof address);
    text_put(line, address);
}

void log_request(const struct request *request, int64_t microseconds, bool ended)
{
    static const char *const plain[] = {"", " ", " ", " \"", " ", "\" ", " ", " ", " ", "us", " cut off"};
    static const char *const json[] = {"{\"time\": \"",        "\", \"client\": \"",
                                       "\", \"actor\": \"",    "\", \"method\": \"",
                                       "\", \"target\": \"",   "\", \"status\": ",
                                       ", \"received\": ",     ", \"sent\": ",
                                       ", \"microseconds\": ", "}",
                                       ", \"cut_off\": true}"};
    const char *const *between = request->server->settings->json_log ? json : plain;
    struct text line = {0};
    char now[NNREG_TIME_TEXT];

    time_now(now);
    text_printf(&line, "%s%s%s", between[0], now, between[1]);
    put_address(&line, request->connection);
    text_put(&line, between[2]);
    put_safely(&line, request->actor != NULL ? request->actor : "-", '!');
    text_put(&line, between[3]);
    put_safely(&line, request->method != NULL ? request->method : "-", '!');
    text_put(&line, between[4]);
    put_safely(&line, request->target != NULL ? request->target : "-", '!');
    text_printf(&line, "%s%u%s%llu%s%llu%s%lld%s", between[5], request->queued ? request->status : 0,
                between[6], (unsigned long long)request->body.received, between[7],
                (unsigned long long)request->answer_size, between[8], (long long)microseconds,
                between[9 + (!ended && between == json)]);
    if (!ended && between == plain)
        text_put(&line, between[10]);
    put_line(&line);
}

void log_line(const struct server *server, const char *format, ...)
{
    struct text line = {0}, said = {0};
    char now[NNREG_TIME_TEXT];
    bool json = server->settings->json_log;
    va_list arguments;

    time_now(now);
    va_start(arguments, format);
    text_vprintf(&said, format, arguments);
    va_end(arguments);
    text_printf(&line, json ? "{\"time\": \"%s\", \"message\": \"" : "%s ", now);
    put_safely(&line, text_chars(&said), ' ');
    text_put(&line, json ? "\"}" : "");
    text_free(&said);
    put_line(&line);
}

void log_library(void *context, nnreg_severity severity, const char *message)
{
    log_line(context, "%s: %s", nnreg_severity_text(severity), message);
}
