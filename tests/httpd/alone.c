/*
 * The floor of HTTP by itself, linked without the library: an application of some lines, which gives back what it is sent, and a client of it
 * in another thread. Its socket is handed over as systemd does it.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/answer.h"
#include "http/body.h"
#include "http/text.h"

#define PROMISE(condition)                                              \
    do                                                                  \
        if (!(condition)) {                                             \
            fprintf(stderr, "line %d: not %s\n", __LINE__, #condition); \
            exit(1);                                                    \
        }                                                               \
    while (0)

/* Asked by LeakSanitizer: what a library behind libmicrohttpd allocates once when it is loaded, as leaks.supp says for the server. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:argz_add_sep\n";
}

/* ------------------------------------------------------------------------------------------ the application -- */

struct echo {
    struct http_request http;
    struct buffer body;
};

struct echo_server {
    struct http_server http;
    atomic_uint released, stopped;
};

static void begin(struct http_request *request)
{
    uint64_t size;

    if (strcmp(request->path, "/nothing") == 0)
        http_answer_error(request, MHD_HTTP_NOT_FOUND, "there is no %s", request->path);
    else if (strcmp(request->path, "/later") == 0)
        http_answer_later(request, MHD_HTTP_SERVICE_UNAVAILABLE, 7, "come back");
    else
        http_takes_body(request, &size);
}

static void receive(struct http_request *request, const char *piece, size_t size)
{
    buffer_add(&((struct echo *)request)->body, piece, size);
}

static void answer(struct http_request *request)
{
    http_answer_text(request, MHD_HTTP_OK, "text/plain", &((struct echo *)request)->body);
}

static void release(struct http_request *request)
{
    buffer_free(&((struct echo *)request)->body);
    atomic_fetch_add(&((struct echo_server *)request->server)->released, 1);
}

static void tell(struct http_request *request, unsigned status, const char *message)
{
    struct buffer text = {0};

    buffer_put(&text, message);
    http_answer_text(request, status, "text/plain", &text);
}

static void stop(struct http_server *server)
{
    atomic_fetch_add(&((struct echo_server *)server)->stopped, 1);
}

static const struct http_application application = {.request_size = sizeof(struct echo),
                                                    .begin = begin,
                                                    .receive = receive,
                                                    .answer = answer,
                                                    .release = release,
                                                    .problem = tell,
                                                    .no_memory = "no memory",
                                                    .stop = stop};

/* ------------------------------------------------------------------------------------------------- the client -- */

static struct sockaddr_in address = {.sin_family = AF_INET};

/* Sends it, and reads up to the end of the connection. */
static const char *ask(char answered[4096], const char *asked)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    size_t used = 0;
    ssize_t got;

    PROMISE(connect(fd, (struct sockaddr *)&address, sizeof address) == 0);
    PROMISE(send(fd, asked, strlen(asked), 0) == (ssize_t)strlen(asked));
    while ((got = recv(fd, answered + used, 4095 - used, 0)) > 0)
        used += (size_t)got;
    answered[used] = '\0';
    close(fd);
    return answered;
}

#define HEAD(first) first " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"

static void *be_a_client(void *context)
{
    char answered[4096];

    ask(answered, HEAD("POST /any") "Content-Length: 5\r\n\r\nhello");
    PROMISE(strncmp(answered, "HTTP/1.1 200 ", 13) == 0 && strstr(answered, "\r\n\r\nhello") != NULL);
    ask(answered, HEAD("POST /any") "Content-Length: 50\r\n\r\n");
    PROMISE(strncmp(answered, "HTTP/1.1 413 ", 13) == 0 && strstr(answered, "up to 20 bytes") != NULL);
    ask(answered, HEAD("GET /any") "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n");
    PROMISE(strncmp(answered, "HTTP/1.1 400 ", 13) == 0);
    ask(answered, HEAD("GET /nothing") "\r\n");
    PROMISE(strncmp(answered, "HTTP/1.1 404 ", 13) == 0 && strstr(answered, "there is no /nothing") != NULL);
    ask(answered, HEAD("GET /later") "\r\n");
    PROMISE(strncmp(answered, "HTTP/1.1 503 ", 13) == 0 && strstr(answered, "Retry-After: 7\r\n") != NULL);
    ask(answered, "GET / HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n");
    PROMISE(strncmp(answered, "HTTP/1.1 421 ", 13) == 0);
    kill(getpid(), SIGTERM);
    return context;
}

/* As sd_listen_fds(3) has it. */
static void hand_over(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    socklen_t size = sizeof address;
    char pid[32];

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    PROMISE(bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 8) == 0);
    PROMISE(getsockname(fd, (struct sockaddr *)&address, &size) == 0);
    if (fd != 3)
        PROMISE(dup2(fd, 3) == 3 && close(fd) == 0);
    snprintf(pid, sizeof pid, "%ld", (long)getpid());
    setenv("LISTEN_PID", pid, 1);
    setenv("LISTEN_FDS", "1", 1);
}

int main(void)
{
    const struct http_settings settings = {.program = "alone",
                                           .otherwise = "127.0.0.1:0",
                                           .realm = "alone",
                                           .body_limit = 20,
                                           .connections = 8,
                                           .per_address = 8,
                                           .header_seconds = 60,
                                           .idle_seconds = 60,
                                           .grace_seconds = 60};
    struct echo_server server = {.released = 0};
    pthread_t client;

    hand_over();
    PROMISE(http_begin(&server.http, &settings, &application));
    PROMISE(pthread_create(&client, NULL, be_a_client, NULL) == 0);
    PROMISE(http_serve(&server.http));
    pthread_join(client, NULL);
    PROMISE(server.released >= 6 && server.stopped == 1 && server.http.running == 0);
    PROMISE(server.http.answers[2] == 1 && server.http.answers[4] == 4 && server.http.answers[5] == 1);
    http_end(&server.http);
    return 0;
}
