/*
 * follow: keeps what is served in step with a registry.
 *
 *     follow REGISTRY STATE
 *
 * Reads the history from where it was left and waits for more, until SIGINT or SIGTERM. A network that was created is
 * deployed (here: a line on standard output) and its task moved to success, or to error with the reason where its model is damaged;
 * one that was deleted is dropped. STATE is a
 * file with the number of the last event that was dealt with: none is missed, whatever happens in between; after a kill
 * the last one may come once more. Exit status: 0 stopped by a signal, 2 anything else.
 *
 * Build: cc -std=c99 follow.c $(pkg-config --cflags --libs nnreg) -o follow
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _POSIX_C_SOURCE 200809L /* sigaction and fileno, where the compiler is told -std=c99 */

#include <nnreg.h>

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

/* Asked about ten times a second while the library waits. */
static int is_stopped(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)stage, (void)done, (void)total;
    return stopped;
}

/* -------------------------------------------------------------------------------------------------- state -- */

/* No file yet: from the beginning. */
static int read_state(const char *path, uint64_t *sequence)
{
    FILE *file = fopen(path, "r");
    int good = 0;

    *sequence = 0;
    if (file == NULL)
        return errno == ENOENT;
    good = fscanf(file, "%" SCNu64, sequence) == 1;
    return fclose(file) == 0 && good;
}

/* Beside it first, so that there is a whole one at any time. */
static int write_state(const char *path, uint64_t sequence)
{
    char beside[4096];
    FILE *file;
    int good, length = snprintf(beside, sizeof beside, "%s.new", path);

    file = length > 0 && (size_t)length < sizeof beside ? fopen(beside, "w") : NULL;
    if (file == NULL)
        return 0;
    good = fprintf(file, "%" PRIu64 "\n", sequence) > 0 && fflush(file) == 0 && fsync(fileno(file)) == 0;
    return fclose(file) == 0 && good && rename(beside, path) == 0;
}

/* ------------------------------------------------------------------------------------------------ deploying -- */

/* {"status": "success"}, or {"status": "error", "error": …} with whatever is in the reason: it needs no escapes from us. */
static nnreg_status move_task(nnreg *registry, uint64_t task, const char *failure, nnreg_findings *findings)
{
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;
    nnreg_document *document;
    size_t length;
    char *json = NULL;
    nnreg_status status = nnreg_document_new(&document);

    options.actor = "follow";
    nnreg_document_open_object(document);
    nnreg_document_key(document, "status");
    nnreg_document_text(document, failure == NULL ? "success" : "error");
    if (failure != NULL) {
        nnreg_document_key(document, "error");
        nnreg_document_text(document, failure);
    }
    nnreg_document_close_object(document);
    if (status == NNREG_OK)
        status = nnreg_document_finish(&json, &length, document);
    if (status == NNREG_OK)
        status = nnreg_task_update(registry, task, json, length, &options, findings);
    nnreg_free(json);
    nnreg_document_free(document);
    return status;
}

static nnreg_status deploy(nnreg *registry, uint64_t id, nnreg_findings *findings)
{
    nnreg_network *network;
    const char *failure = NULL;
    uint64_t size;
    int fd;
    nnreg_status status = nnreg_network_get(registry, &network, id);

    if (status == NNREG_OK) {
        status = nnreg_network_open_verified(registry, &fd, &size, id, "saved_model.pb", NULL);
        if (status == NNREG_OK)
            close(fd);
        else if (status == NNREG_CORRUPT)
            failure = nnreg_message(registry); /* good until the next call on the registry */
        printf("deploy %" PRIu64 " \"%s\"%s%s\n", id, nnreg_network_name(network),
               failure != NULL ? ": " : "", failure != NULL ? failure : "");
        if (status == NNREG_OK || failure != NULL)
            status = move_task(registry, nnreg_network_task_id(network), failure, findings);
    }
    nnreg_network_free(network);
    return status == NNREG_NOT_FOUND ? NNREG_OK : status; /* deleted since: that event is still to come */
}

static nnreg_status deal_with(nnreg *registry, const struct nnreg_event *event, nnreg_findings *findings)
{
    nnreg_status status = NNREG_OK;

    if (strcmp(event->object, "network") == 0 && strcmp(event->action, "create") == 0)
        status = deploy(registry, event->object_id, findings);
    else if (strcmp(event->object, "network") == 0 && strcmp(event->action, "delete") == 0)
        printf("drop %" PRIu64 "\n", event->object_id);
    if (fflush(stdout) != 0)
        status = NNREG_IO;
    return status;
}

static nnreg_status follow(nnreg *registry, const char *state, uint64_t since, nnreg_findings *findings)
{
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;
    nnreg_status status = NNREG_OK;
    nnreg_events *events;
    size_t i;

    options.progress = is_stopped;
    while (status == NNREG_OK && !stopped) {
        const struct nnreg_event *event;

        status = nnreg_events_since(registry, &events, since, 100, 60000, &options);
        for (i = 0; status == NNREG_OK && (event = nnreg_events_get(events, i)) != NULL; i++) {
            status = deal_with(registry, event, findings);
            if (status == NNREG_OK && !write_state(state, event->sequence)) {
                fprintf(stderr, "follow: cannot write %s: %s\n", state, strerror(errno));
                status = NNREG_IO;
            }
            since = event->sequence;
        }
        nnreg_events_free(events);
    }
    return status == NNREG_CANCELLED ? NNREG_OK : status;
}

int main(int argc, char **argv)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    struct sigaction action = {.sa_handler = stop};
    nnreg_findings *findings = NULL;
    nnreg *registry = NULL;
    char message[512];
    uint64_t since;
    nnreg_status status;

    if (argc != 3) {
        fprintf(stderr, "usage: follow REGISTRY STATE\n");
        return 2;
    }
    if (!read_state(argv[2], &since)) {
        fprintf(stderr, "follow: cannot read a number from %s\n", argv[2]);
        return 2;
    }
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    options.message = message;
    options.message_size = sizeof message;
    status = nnreg_open(&registry, argv[1], &options);
    if (status != NNREG_OK)
        fprintf(stderr, "follow: %s\n", message);
    if (status == NNREG_OK)
        status = nnreg_findings_new(&findings, NULL, 0);
    if (status == NNREG_OK) {
        status = follow(registry, argv[2], since, findings);
        if (status != NNREG_OK)
            fprintf(stderr, "follow: %s: %s\n", nnreg_status_text(status), nnreg_message(registry));
    }
    nnreg_findings_free(findings);
    nnreg_close(registry);
    return status == NNREG_OK ? 0 : 2;
}
