/* Clients that hold on to a connection: see watch.h. */
#include "watch.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

/* One connection, and how much had moved when its state began, when that had grown enough, or when it was not the client who owed. */
struct watched {
    struct watched *before, *behind;
    int socket;
    atomic_int state;
    _Atomic int64_t since; /* seconds of the monotonic clock */
    uint64_t moved;        /* the watch's own, as is the next */
    int64_t moved_since;
    void *request;
};

struct watch {
    const struct server *server;
    void (*abandon)(void *request);
    pthread_t thread;
    pthread_mutex_t lock; /* of the list, and so of the sockets in it: none is closed while it is looked at */
    pthread_cond_t stop;
    bool stopped;
    struct watched list; /* a ring */
};

static int64_t seconds_now(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec;
}

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

/* A server that stops lets nobody wait. */
static void look_at_all(struct watch *watch)
{
    const struct settings *settings = watch->server->settings;
    int64_t now = seconds_now(), patience = (int64_t)settings->header_seconds;
    int64_t slow = (int64_t)settings->idle_seconds * WATCH_IDLES;
    struct watched *each;

    for (each = watch->list.behind; each != &watch->list; each = each->behind) {
        int64_t since = atomic_load(&each->since);
        int state = atomic_load(&each->state);
        bool late = state == WATCH_HEADER ? now - since > patience || atomic_load(&watch->server->stopping)
                                          : state != WATCH_WORK && is_slow(each, state, since, now, slow);

        if (late)
            shutdown(each->socket, SHUT_RDWR);
    }
}

static void *look(void *context)
{
    struct watch *watch = context;
    struct timespec next;

    pthread_mutex_lock(&watch->lock);
    while (!watch->stopped) {
        clock_gettime(CLOCK_REALTIME, &next);
        next.tv_sec++;
        pthread_cond_timedwait(&watch->stop, &watch->lock, &next);
        look_at_all(watch);
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

struct watch *watch_start(const struct server *server, void (*abandon)(void *request))
{
    struct watch *watch = calloc(1, sizeof *watch);

    if (watch == NULL)
        return NULL;
    watch->server = server;
    watch->abandon = abandon;
    watch->list.before = watch->list.behind = &watch->list;
    pthread_mutex_init(&watch->lock, NULL);
    pthread_cond_init(&watch->stop, NULL);
    if (pthread_create(&watch->thread, NULL, look, watch) == 0)
        return watch;
    watch->stopped = true;
    watch_free(watch);
    return NULL;
}

void watch_stop(struct watch *watch)
{
    pthread_mutex_lock(&watch->lock);
    watch->stopped = true;
    pthread_cond_signal(&watch->stop);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
}

void watch_free(struct watch *watch)
{
    if (watch == NULL)
        return;
    pthread_cond_destroy(&watch->stop);
    pthread_mutex_destroy(&watch->lock);
    free(watch);
}

static void enter(struct watch *watch, struct MHD_Connection *connection, void **state)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct watched *watched = info != NULL ? calloc(1, sizeof *watched) : NULL;

    *state = watched;
    if (watched == NULL)
        return;
    watched->socket = info->connect_fd;
    atomic_store(&watched->since, seconds_now());
    pthread_mutex_lock(&watch->lock);
    watched->before = watch->list.before;
    watched->behind = &watch->list;
    watched->before->behind = watch->list.before = watched;
    pthread_mutex_unlock(&watch->lock);
}

static void leave(struct watch *watch, void **state)
{
    struct watched *watched = *state;

    *state = NULL;
    if (watched == NULL)
        return;
    pthread_mutex_lock(&watch->lock);
    watched->before->behind = watched->behind;
    watched->behind->before = watched->before;
    pthread_mutex_unlock(&watch->lock);
    if (watched->request != NULL)
        watch->abandon(watched->request);
    free(watched);
}

void watch_connection(void *context, struct MHD_Connection *connection, void **state,
                      enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        enter(context, connection, state);
    else
        leave(context, state);
}

static struct watched *find(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info != NULL ? info->socket_context : NULL;
}

void watch_keep(struct MHD_Connection *connection, void *request)
{
    struct watched *watched = find(connection);

    if (watched != NULL)
        watched->request = request;
}

void watch_set(struct MHD_Connection *connection, enum watch_state state)
{
    struct watched *watched = find(connection);

    if (watched == NULL)
        return;
    atomic_store(&watched->since, seconds_now());
    atomic_store(&watched->state, state);
}
