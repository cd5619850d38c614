/* Clients that hold on to a connection: see watch.h. */
#include "watch.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

/* One connection. While `waiting_since` is not 0, it owes a header. */
struct watched {
    struct watched *before, *behind;
    int socket;
    _Atomic int64_t waiting_since; /* seconds of the monotonic clock */
};

struct watch {
    const struct server *server;
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
    return (int64_t)now.tv_sec + 1; /* never 0 */
}

/* A server that stops lets nobody wait. */
static void look_at_all(struct watch *watch)
{
    int64_t late = seconds_now() - (int64_t)watch->server->settings->header_seconds;
    struct watched *each;

    for (each = watch->list.behind; each != &watch->list; each = each->behind) {
        int64_t since = atomic_load(&each->waiting_since);

        if (since != 0 && (since < late || atomic_load(&watch->server->stopping)))
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

struct watch *watch_start(const struct server *server)
{
    struct watch *watch = calloc(1, sizeof *watch);

    if (watch == NULL)
        return NULL;
    watch->server = server;
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
    atomic_store(&watched->waiting_since, seconds_now());
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

static void set_waiting(struct MHD_Connection *connection, int64_t since)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct watched *watched = info != NULL ? info->socket_context : NULL;

    if (watched != NULL)
        atomic_store(&watched->waiting_since, since);
}

void watch_request_begun(struct MHD_Connection *connection)
{
    set_waiting(connection, 0);
}

void watch_request_ended(struct MHD_Connection *connection)
{
    set_waiting(connection, seconds_now());
}
