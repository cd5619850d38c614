/*
 * nnreg-httpd: a registry over HTTP. It uses nnreg.h alone, and each connection has a thread of its own, in which it waits for the
 * device, for the client and for events, as an embedding program would.
 */
#include <nnreg.h>
#include <stdio.h>
#include <stdlib.h>

#include "../http/log.h"
#include "openapi.h"
#include "request.h"
#include "settings.h"

#define EXIT_USAGE 2
#define EXIT_UNFIT 4

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

int main(int argc, char **argv)
{
    struct settings settings;
    struct server server = {.settings = &settings};
    int status = settings_read(&settings, argc, argv);

    if (status >= 0)
        return status;
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
