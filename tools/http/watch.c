/* Clients that hold on to a connection: see watch.h. */
#include "watch.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "clock.h"
#include "server.h"

/* One connection, and how much had moved when its state began, when that had grown enough, or when it was not the client who owed. */
struct watched {
    struct watched *next, **link; /* of a list, and what points here */
    int socket;
    atomic_int state;
    _Atomic int64_t since; /* of the monotonic clock; set before the state is */
    uint64_t moved;        /* of who looks alone, as is the next */
    int64_t moved_since;
    void *request;
};

/* Bytes that came and that the client has said to have got (tcp(7), Linux 4.1); 0 for sockets that do not tell. */
static uint64_t moved_so_far(int socket)
{
    struct tcp_info info = {0};
    socklen_t size = sizeof info;

    if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return 0;
    return info.tcpi_bytes_acked + info.tcpi_bytes_received;
}

/* Whether it is the client who has to do something: nothing of its body waits for us, or something of the answer for it. */
static bool is_owing(int socket, int state)
{
    int size = 0;

    return ioctl(socket, state == WATCH_BODY ? SIOCINQ : SIOCOUTQ, &size) == 0 &&
           (state == WATCH_BODY ? size == 0 : size > 0);
}

static bool is_slow(struct watched *watched, int state, int64_t since, int64_t now, int64_t patience)
{
    uint64_t moved = moved_so_far(watched->socket);

    if (watched->moved_since >= since && moved - watched->moved < WATCH_LEAST &&
        is_owing(watched->socket, state))
        return now - watched->moved_since >= patience;
    watched->moved = moved;
    watched->moved_since = now;
    return false;
}

void watch_look(struct http_server *server)
{
    bool stopping = atomic_load(&server->stopping);
    int64_t now = clock_now(CLOCK_MONOTONIC);
    int64_t patience = (int64_t)server->settings->header_seconds * CLOCK_SECOND;
    int64_t slow = (int64_t)server->settings->idle_seconds * WATCH_IDLES * CLOCK_SECOND;
    struct watched *each;

    pthread_mutex_lock(&server->watch.lock);
    for (each = server->watch.first; each != NULL; each = each->next) {
        int state = atomic_load(&each->state);
        int64_t since = atomic_load(&each->since);

        if (state == WATCH_HEADER ? stopping || now - since > patience
                                  : state != WATCH_WORK && is_slow(each, state, since, now, slow))
            shutdown(each->socket, SHUT_RDWR);
    }
    pthread_mutex_unlock(&server->watch.lock);
}

struct watched *watch_enter(struct http_server *server, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct watched *watched = info != NULL ? calloc(1, sizeof *watched) : NULL;

    if (watched == NULL)
        return NULL;
    watched->socket = info->connect_fd;
    watched->since = clock_now(CLOCK_MONOTONIC);
    watched->link = &server->watch.first;
    pthread_mutex_lock(&server->watch.lock);
    watched->next = server->watch.first;
    if (watched->next != NULL)
        watched->next->link = &watched->next;
    server->watch.first = watched;
    pthread_mutex_unlock(&server->watch.lock);
    return watched;
}

void *watch_leave(struct http_server *server, struct watched *watched)
{
    void *request = watched != NULL ? watched->request : NULL;

    if (watched == NULL)
        return NULL;
    pthread_mutex_lock(&server->watch.lock);
    *watched->link = watched->next;
    if (watched->next != NULL)
        watched->next->link = watched->link;
    pthread_mutex_unlock(&server->watch.lock);
    free(watched);
    return request;
}

void watch_set(struct MHD_Connection *connection, enum watch_state state, void *request)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct watched *watched = info != NULL ? info->socket_context : NULL;

    if (watched == NULL)
        return;
    watched->request = request;
    if (atomic_load(&watched->state) == (int)state)
        return;
    atomic_store(&watched->since, clock_now(CLOCK_MONOTONIC));
    atomic_store(&watched->state, state);
}
