/* Where requests come in: see listen.h. */
#include "listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define FIRST_HANDED_OVER 3
#define ADDRESS_ROOM      256

static int complain(const struct http_server *server, const char *what, const char *why)
{
    fprintf(stderr, "%s: %s: %s\n", server->settings->program, what, why);
    return -1;
}

/* Of systemd's variables, which are meant for this process alone. */
static int handed_over(const struct http_server *server)
{
    const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
    int fds = pid != NULL && count != NULL && strtol(pid, NULL, 10) == (long)getpid() ? atoi(count) : 0;

    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    if (fds == 0)
        return -1;
    if (fds > 1)
        return complain(server, "LISTEN_FDS", "only one socket can be handed over"), -2;
    (void)fcntl(FIRST_HANDED_OVER, F_SETFD, FD_CLOEXEC);
    return FIRST_HANDED_OVER;
}

static int open_address(const struct http_server *server, const struct addrinfo *found, const char *where)
{
    int one = 1, fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
        bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0)
        return fd;
    complain(server, where, strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

/* "127.0.0.1:8473", "[::1]:0", "localhost:http". */
static int open_own(const struct http_server *server, const char *where)
{
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *found = NULL;
    const char *colon = strrchr(where, ':');
    char host[ADDRESS_ROOM];
    bool bracketed = *where == '[' && colon != NULL && colon > where && colon[-1] == ']';
    int fd, failed;

    if (colon == NULL || colon - where >= ADDRESS_ROOM)
        return complain(server, where, "--listen takes ADDRESS:PORT");
    snprintf(host, sizeof host, "%.*s", (int)(colon - where) - 2 * bracketed, where + bracketed);
    failed = getaddrinfo(*host != '\0' ? host : NULL, colon + 1, &wanted, &found);
    if (failed != 0)
        return complain(server, where, gai_strerror(failed));
    fd = open_address(server, found, where);
    freeaddrinfo(found);
    return fd;
}

/* Tells what the socket is bound to. Returns what is wrong with that, or NULL. */
static const char *find_fault(const struct http_server *server, int fd, char *address, size_t size)
{
    struct sockaddr_storage bound = {0};
    socklen_t length = sizeof bound;
    char host[ADDRESS_ROOM] = "", port[32] = "";

    snprintf(address, size, "the socket");
    if (getsockname(fd, (struct sockaddr *)&bound, &length) != 0 ||
        getnameinfo((struct sockaddr *)&bound, length, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return "it has no address";
    snprintf(address, size, strchr(host, ':') != NULL ? "[%s]:%s" : "%s:%s", host, port);
    if (atomic_load(&server->keys) != NULL || server->settings->open_to_all || bound.ss_family == AF_UNIX ||
        strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0)
        return NULL;
    return "other machines reach it, and without --keys they may do all: give keys, or --open-to-all";
}

int listen_open(const struct http_server *server, char *address, size_t size)
{
    const char *where = server->settings->listen, *wrong;
    int fd = where == NULL ? handed_over(server) : -1;

    if (fd == -1)
        fd = open_own(server, where != NULL ? where : server->settings->otherwise);
    wrong = fd >= 0 ? find_fault(server, fd, address, size) : NULL;
    if (wrong == NULL)
        return fd;
    close(fd);
    return complain(server, address, wrong);
}

void listen_notify(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    size_t length = path != NULL ? strlen(path) : 0;
    int fd;

    if (length == 0 || length >= sizeof to.sun_path || (*path != '/' && *path != '@'))
        return;
    memcpy(to.sun_path, path, length);
    if (*path == '@')
        to.sun_path[0] = '\0'; /* the abstract namespace of unix(7) */
    fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    (void)!sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&to,
                  (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
    close(fd);
}
