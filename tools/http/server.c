/* A server over HTTP: see server.h. */
#include "server.h"

#include <malloc.h>
#include <microhttpd.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "clock.h"
#include "listen.h"
#include "log.h"
#include "request.h"

#define TICK_NANOSECONDS 50000000
#define ADDRESS_ROOM     300
#define KEPT_FREE        (256 << 10) /* bytes that the heap of a thread may keep when they are free */

/* Those that are there go on being valid where the file has become unfit. */
static bool read_keys(struct http_server *server)
{
    const struct http_settings *settings = server->settings;
    struct keys *before = atomic_load(&server->keys);
    char message[512];
    struct keys *keys = keys_read(settings->keys, settings->longest_name, message, sizeof message);

    if (keys != NULL) {
        keys->before = before;
        atomic_store(&server->keys, keys);
    }
    if (before == NULL && keys == NULL)
        fprintf(stderr, "%s: %s\n", settings->program, message);
    else if (before != NULL && keys == NULL)
        log_line(server, "the keys stay as they are: %s", message);
    else if (before != NULL)
        log_line(server, "the keys were read again: %zu", keys->count);
    return keys != NULL;
}

/* Each connection has one, and so may each file of a form; what a shell sets is often 1024. */
static void take_descriptors(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* What one large body took is given back when it is answered, whatever thread it was in. */
static void keep_memory_flat(void)
{
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, KEPT_FREE);
    mallopt(M_TRIM_THRESHOLD, KEPT_FREE);
    mallopt(M_ARENA_MAX, 4);
#endif
}

bool http_begin(struct http_server *server, const struct http_settings *settings,
                const struct http_application *application)
{
    server->settings = settings;
    server->application = application;
    pthread_mutex_init(&server->watch.lock, NULL);
    keep_memory_flat();
    take_descriptors();
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&server->signals);
    sigaddset(&server->signals, SIGTERM);
    sigaddset(&server->signals, SIGINT);
    sigaddset(&server->signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &server->signals, NULL);
    return settings->keys == NULL || read_keys(server);
}

void http_end(struct http_server *server)
{
    keys_free(atomic_load(&server->keys));
    pthread_mutex_destroy(&server->watch.lock);
}

/* A tick of the first thread, which is the one that is told things. true: it is told to stop. */
static bool is_told_to_stop(struct http_server *server, struct timespec tick)
{
    int signal = sigtimedwait(&server->signals, NULL, &tick);

    watch_look(server);
    if (signal == SIGHUP && server->settings->keys != NULL)
        read_keys(server);
    return signal > 0 && signal != SIGHUP;
}

/* Requests that run have their time to end, where the server is not told to stop once more. */
static void stop(struct http_server *server, struct MHD_Daemon *daemon)
{
    const struct timespec tick = {0, TICK_NANOSECONDS};
    int64_t end = clock_now(CLOCK_MONOTONIC) + (int64_t)server->settings->grace_seconds * CLOCK_SECOND;
    MHD_socket socket;

    listen_notify("STOPPING=1");
    log_line(server, "stopping");
    atomic_store(&server->stopping, true);
    server->application->stop(server);
    socket = MHD_quiesce_daemon(daemon);
    if (socket != MHD_INVALID_SOCKET)
        close(socket);
    while (atomic_load(&server->running) > 0 && clock_now(CLOCK_MONOTONIC) < end &&
           !is_told_to_stop(server, tick))
        continue;
    atomic_store(&server->cut, true);
    MHD_stop_daemon(daemon);
}

bool http_serve(struct http_server *server)
{
    char address[ADDRESS_ROOM], state[64];
    struct MHD_Daemon *daemon;
    int socket;

    server->begun = clock_now(CLOCK_MONOTONIC);
    socket = listen_open(server, address, sizeof address);
    if (socket < 0)
        return false;
    daemon = http_start_daemon(server, socket);
    if (daemon == NULL) {
        fprintf(stderr, "%s: the server cannot start: out of threads, descriptors or memory\n",
                server->settings->program);
        close(socket);
        return false;
    }
    log_line(server, "listening on http://%s/", address);
    snprintf(state, sizeof state, "READY=1\nMAINPID=%ld", (long)getpid());
    listen_notify(state);
    while (!is_told_to_stop(server, (struct timespec){.tv_sec = 1}))
        continue;
    stop(server, daemon);
    return true;
}
