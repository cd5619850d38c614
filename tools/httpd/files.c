/* Stored files: see files.h. */
#include "files.h"

#include <stdio.h>
#include <string.h>

#include "../http/file.h"
#include "answer.h"

/* What is known of a file without a look at it. */
struct stored {
    nnreg_network *network;
    struct nnreg_file_info file;
    char etag[sizeof((struct nnreg_file_info *)0)->sha256 + 2]; /* "": the network has no such file */
};

/* The name of the file in its record: there what lies in variables/ goes without that folder. */
static const char *name_in_record(const struct request *request)
{
    static const char folder[] = "variables/";

    return strncmp(request->name, folder, sizeof folder - 1) == 0 ? request->name + sizeof folder - 1
                                                                  : request->name;
}

/* Its record, which needs no snapshot of the registry while the file is sent to a client that may be slow. */
static nnreg_status find(struct request *request, struct stored *stored)
{
    nnreg *registry = request->server->registry;
    nnreg_status status = request->slug != NULL
                              ? nnreg_network_get_by_slug(registry, &stored->network, request->slug)
                              : nnreg_network_get(registry, &stored->network, request->id);
    size_t i;

    for (i = 0; status == NNREG_OK && nnreg_network_file(stored->network, i, &stored->file) == NNREG_OK; i++)
        if (strcmp(stored->file.name, name_in_record(request)) == 0) {
            snprintf(stored->etag, sizeof stored->etag, "\"%s\"", stored->file.sha256);
            break;
        }
    return status;
}

/* A file that the record does not have is told by this call, in the library's words. */
static nnreg_status open_file(struct request *request, const struct stored *stored, struct http_file *file)
{
    file->name = stored->file.name;
    file->etag = stored->etag;
    /* What an id has never changes; what a slug has may be another network's next time. */
    file->cache_control = request->slug != NULL ? "private, no-cache" : "private, max-age=3600, immutable";
    return nnreg_network_open_file(request->server->registry, &file->fd, &file->size,
                                   nnreg_network_id(stored->network), request->name);
}

void files_get(struct request *request)
{
    struct stored stored = {NULL, NNREG_FILE_INFO_INIT, ""};
    nnreg_status status = find(request, &stored);
    struct http_file file;

    if (*stored.etag == '\0' || !http_answer_if_known(&request->http, stored.etag)) {
        if (status == NNREG_OK)
            status = open_file(request, &stored, &file);
        if (status != NNREG_OK)
            answer_failure(request, status, NULL);
        else
            http_answer_file(&request->http, &file);
    }
    nnreg_network_free(stored.network);
}
