/*
 * mirror: a server's loop. Knows which networks of a registry are to be served, from the list first and from the changes then.
 *
 *     mirror REGISTRY
 *
 * Prints what a server would do: "load", "change" or "drop" with the id, and the name in quotes; and "ready" with how
 * many there are when all that there was is loaded. Goes on until SIGINT or SIGTERM. Unlike `follow` it keeps nothing on the
 * disk: what is served is in its memory, so it begins with what is there. Exit status: 0 stopped by a signal, 2 anything else.
 *
 * Build: cc -std=c99 mirror.c $(pkg-config --cflags --libs nnreg) -o mirror
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _POSIX_C_SOURCE 200809L

#include <nnreg.h>

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* --------------------------------------------------------------------------------------------- what is served -- */

/* A server would have the loaded model here. The date tells whether it is still what the registry has. */
struct served {
    uint64_t id;
    int64_t update_date;
};

struct mirror {
    nnreg *registry;
    struct served *served;
    size_t count;
    size_t room;
};

/* A look at each; with more than some thousands it would be a hash table. */
static struct served *find(const struct mirror *mirror, uint64_t id)
{
    size_t i;

    for (i = 0; i < mirror->count; i++)
        if (mirror->served[i].id == id)
            return &mirror->served[i];
    return NULL;
}

static struct served *append(struct mirror *mirror)
{
    if (mirror->count == mirror->room) {
        size_t room = mirror->room * 2 + 16;
        struct served *grown = realloc(mirror->served, room * sizeof *grown);

        if (grown == NULL)
            return NULL;
        mirror->served = grown;
        mirror->room = room;
    }
    return &mirror->served[mirror->count++];
}

/* Loads what is new, takes note of what is another. One that is served as it is stays so: it may be told of twice. */
static nnreg_status serve(struct mirror *mirror, const nnreg_network *network)
{
    struct served *known = find(mirror, nnreg_network_id(network));
    const char *what = known == NULL ? "load" : "change";

    if (known != NULL && known->update_date == nnreg_network_update_date(network))
        return NNREG_OK;
    if (known == NULL && (known = append(mirror)) == NULL)
        return NNREG_NO_MEMORY;
    known->id = nnreg_network_id(network);
    known->update_date = nnreg_network_update_date(network);
    printf("%s %" PRIu64 " \"%s\"\n", what, known->id, nnreg_network_name(network));
    return fflush(stdout) == 0 ? NNREG_OK : NNREG_IO;
}

static nnreg_status drop(struct mirror *mirror, uint64_t id)
{
    struct served *known = find(mirror, id);

    if (known == NULL)
        return NNREG_OK;
    *known = mirror->served[--mirror->count];
    printf("drop %" PRIu64 "\n", id);
    return fflush(stdout) == 0 ? NNREG_OK : NNREG_IO;
}

/* ------------------------------------------------------------------------------------------------ the registry -- */

/* The number of the last event, to follow from. nnreg_get_statistics also looks at each stored file, once. */
static nnreg_status last_event(nnreg *registry, uint64_t *sequence)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;
    nnreg_status status = nnreg_get_statistics(registry, &statistics, NULL);

    *sequence = statistics.last_event;
    return status;
}

/* All networks, public or not, by cursor: a page is of one moment, and what changes between two is told by the events. */
static nnreg_status serve_all(struct mirror *mirror)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page = NULL;
    nnreg_status status = NNREG_OK;
    const nnreg_network *network;
    size_t i;

    query.scope = NNREG_SCOPE_ALL;
    query.cursor = "";
    while (status == NNREG_OK && query.cursor != NULL) {
        nnreg_page *next;

        status = nnreg_network_list(mirror->registry, &next, &query);
        nnreg_page_free(page); /* the cursor was borrowed from it */
        page = next;
        for (i = 0; status == NNREG_OK && (network = nnreg_page_network(page, i)) != NULL; i++)
            status = serve(mirror, network);
        if (status == NNREG_OK)
            query.cursor = nnreg_page_next(page);
    }
    nnreg_page_free(page);
    return status;
}

/*
 * An event says that something happened to a network, and the registry what it is now: so it does not matter whether the
 * list had it already, and of several changes the last is what counts.
 */
static nnreg_status reconcile(struct mirror *mirror, const struct nnreg_event *event)
{
    nnreg_network *network;
    nnreg_status status;

    if (strcmp(event->object, "network") != 0)
        return NNREG_OK;
    status = nnreg_network_get(mirror->registry, &network, event->object_id);
    if (status == NNREG_NOT_FOUND)
        return drop(mirror, event->object_id);
    if (status == NNREG_OK)
        status = serve(mirror, network);
    nnreg_network_free(network);
    return status;
}

static nnreg_status follow(struct mirror *mirror, uint64_t since)
{
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;
    nnreg_status status = NNREG_OK;
    nnreg_events *events;
    size_t i;

    options.progress = is_stopped;
    while (status == NNREG_OK && !stopped) {
        const struct nnreg_event *event;

        status = nnreg_events_since(mirror->registry, &events, since, 100, 60000, &options);
        for (i = 0; status == NNREG_OK && (event = nnreg_events_get(events, i)) != NULL; i++) {
            status = reconcile(mirror, event);
            since = event->sequence;
        }
        nnreg_events_free(events);
    }
    return status == NNREG_CANCELLED ? NNREG_OK : status;
}

/* The number comes first: what happens while the list is read is in the events behind it. */
static nnreg_status run(struct mirror *mirror)
{
    uint64_t since;
    nnreg_status status = last_event(mirror->registry, &since);

    if (status == NNREG_OK)
        status = serve_all(mirror);
    if (status == NNREG_OK) {
        printf("ready %zu\n", mirror->count);
        status = fflush(stdout) == 0 ? follow(mirror, since) : NNREG_IO;
    }
    return status;
}

int main(int argc, char **argv)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    struct mirror mirror = {NULL, NULL, 0, 0};
    struct sigaction action;
    char message[512];
    nnreg_status status;

    if (argc != 2) {
        fprintf(stderr, "usage: mirror REGISTRY\n");
        return 2;
    }
    memset(&action, 0, sizeof action);
    action.sa_handler = stop;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    options.flags = NNREG_OPEN_READ_ONLY;
    options.message = message;
    options.message_size = sizeof message;
    status = nnreg_open(&mirror.registry, argv[1], &options);
    if (status != NNREG_OK)
        fprintf(stderr, "mirror: %s\n", message);
    if (status == NNREG_OK && (status = run(&mirror)) != NNREG_OK)
        fprintf(stderr, "mirror: %s: %s\n", nnreg_status_text(status), nnreg_message(mirror.registry));
    nnreg_close(mirror.registry);
    free(mirror.served);
    return status == NNREG_OK ? 0 : 2;
}
