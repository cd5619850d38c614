/*
 * nnreg-httpd: a registry over HTTP. It uses nnreg.h alone, and each connection has a thread of its own, in which it waits for the
 * device, for the client and for events, as an embedding program would.
 */
#include <malloc.h>
#include <microhttpd.h>
#include <nnreg.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "clock.h"
#include "listen.h"
#include "log.h"
#include "openapi.h"
#include "request.h"
#include "settings.h"

#define EXIT_USAGE       2
#define EXIT_UNFIT       4
#define TICK_NANOSECONDS 50000000
#define KEPT_FREE        (256 << 10) /* bytes that the heap of a thread may keep when they are free */

/* Those that are there go on being valid where the file has become unfit. */
static bool read_keys(struct server *server)
{
    struct keys *before = atomic_load(&server->keys);
    char message[512];
    struct keys *keys = keys_read(server->settings->keys, message, sizeof message);

    if (keys != NULL) {
        keys->before = before;
        atomic_store(&server->keys, keys);
    }
    if (before == NULL && keys == NULL)
        fprintf(stderr, "nnreg-httpd: %s\n", message);
    else if (before != NULL && keys == NULL)
        log_line(server, "the keys stay as they are: %s", message);
    else if (before != NULL)
        log_line(server, "the keys were read again: %zu", keys->count);
    return keys != NULL;
}

/* A tick of the first thread, which is the one that is told things. true: it is told to stop. */
static bool is_told_to_stop(struct server *server, const sigset_t *signals, struct timespec tick)
{
    int signal = sigtimedwait(signals, NULL, &tick);

    watch_look(server);
    if (signal == SIGHUP && server->settings->keys != NULL)
        read_keys(server);
    return signal > 0 && signal != SIGHUP;
}

/* Requests that run have their time to end, where the server is not told to stop once more. */
static void stop(struct server *server, const sigset_t *signals, struct MHD_Daemon *daemon)
{
    const struct timespec tick = {0, TICK_NANOSECONDS};
    int64_t end = clock_now(CLOCK_MONOTONIC) + (int64_t)server->settings->grace_seconds * CLOCK_SECOND;
    MHD_socket socket;

    listen_notify("STOPPING=1");
    log_line(server, "stopping");
    atomic_store(&server->stopping, true);
    nnreg_wake(server->registry); /* who follows the events ends at once */
    socket = MHD_quiesce_daemon(daemon);
    if (socket != MHD_INVALID_SOCKET)
        close(socket);
    while (atomic_load(&server->running) > 0 && clock_now(CLOCK_MONOTONIC) < end &&
           !is_told_to_stop(server, signals, tick))
        continue;
    atomic_store(&server->cut, true);
    MHD_stop_daemon(daemon);
}

static int serve(struct server *server, const sigset_t *signals)
{
    char address[300], state[64];
    struct MHD_Daemon *daemon;
    int socket = listen_open(server, address, sizeof address);

    if (socket < 0)
        return EXIT_UNFIT;
    daemon = request_daemon(server, socket);
    if (daemon == NULL) {
        fprintf(stderr, "nnreg-httpd: the server cannot start: out of threads, descriptors or memory\n");
        close(socket);
        return EXIT_UNFIT;
    }
    log_line(server, "listening on http://%s/", address);
    snprintf(state, sizeof state, "READY=1\nMAINPID=%ld", (long)getpid());
    listen_notify(state);
    while (!is_told_to_stop(server, signals, (struct timespec){.tv_sec = 1}))
        continue;
    stop(server, signals, daemon);
    return EXIT_SUCCESS;
}

static bool open_registry(struct server *server)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[1024];

    options.message = message;
    options.message_size = sizeof message;
    options.log = log_library;
    options.log_context = server;
    options.flags = server->settings->read_only ? NNREG_OPEN_READ_ONLY : NNREG_OPEN_NONE;
    if (nnreg_open(&server->registry, server->settings->registry, &options) == NNREG_OK)
        return true;
    fprintf(stderr, "nnreg-httpd: %s\n", message);
    return false;
}

/* A form may have as many files as a bundle, each with a descriptor; what a shell sets is often 1024. */
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

int main(int argc, char **argv)
{
    struct settings settings;
    struct server server = {.settings = &settings, .watch = {.lock = PTHREAD_MUTEX_INITIALIZER}};
    sigset_t signals;
    int status = settings_read(&settings, argc, argv);

    if (status >= 0)
        return status;
    keep_memory_flat();
    take_descriptors();
    signal(SIGPIPE, SIG_IGN);
    /* Before there is any thread: they are waited for by the first one alone. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    if (settings.keys != NULL && !read_keys(&server))
        status = EXIT_USAGE;
    else if (!open_registry(&server))
        status = EXIT_UNFIT;
    else {
        server.openapi = openapi_new(&server);
        server.begun = clock_now(CLOCK_MONOTONIC);
        status = serve(&server, &signals);
        openapi_free(server.openapi);
        nnreg_close(server.registry);
    }
    keys_free(atomic_load(&server.keys));
    return status;
}
