/*
 * nnreg-httpd: a registry over HTTP. It uses nnreg.h alone, and each connection has a thread of its own, in which it waits for the
 * device, for the client and for events, as an embedding program would.
 */
#include <malloc.h>
#include <nnreg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "../http/log.h"
#include "openapi.h"
#include "request.h"
#include "settings.h"

#define EXIT_USAGE 2
#define EXIT_UNFIT 4
#define KEPT_FREE  (256 << 10) /* bytes that the heap of a thread may keep when they are free */

/* nnreg_log's. */
static void log_library(void *server, nnreg_severity severity, const char *message)
{
    log_line(server, "%s: %s", nnreg_severity_text(severity), message);
}

static bool open_registry(struct server *server)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[1024];

    options.message = message;
    options.message_size = sizeof message;
    options.log = log_library;
    options.log_context = &server->http;
    options.flags = server->settings->http.read_only ? NNREG_OPEN_READ_ONLY : NNREG_OPEN_NONE;
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
    struct server server = {.settings = &settings};
    int status = settings_read(&settings, argc, argv);

    if (status >= 0)
        return status;
    keep_memory_flat();
    take_descriptors();
    if (!http_begin(&server.http, &settings.http, &request_application))
        status = EXIT_USAGE;
    else if (!open_registry(&server))
        status = EXIT_UNFIT;
    else {
        server.openapi = openapi_new(&server);
        status = http_serve(&server.http) ? EXIT_SUCCESS : EXIT_UNFIT;
        openapi_free(server.openapi);
        nnreg_close(server.registry);
    }
    http_end(&server.http);
    return status;
}
