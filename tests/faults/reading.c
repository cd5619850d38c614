/* See reading.h. */
#include "reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "site.h"

/* A line of a call: what it gave as JSON, or how it failed. Takes `json`. */
static void put(FILE *out, nnreg *registry, const char *what, uint64_t id, nnreg_status status, char *json)
{
    fprintf(out, "%s %llu: ", what, (unsigned long long)id);
    if (status == NNREG_OK)
        fprintf(out, "%s\n", json != NULL ? json : "");
    else
        fprintf(out, "failed with %d: %s\n", (int)status, nnreg_message(registry));
    nnreg_free(json);
}

/* ----------------------------------------------------------------------------------------------------- networks -- */

static void put_files(FILE *out, nnreg *registry, const nnreg_network *network)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    char digest[65];
    uint64_t size;
    size_t i;
    int fd;

    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++) {
        nnreg_status status =
            nnreg_network_open_verified(registry, &fd, &size, nnreg_network_id(network), file.name, NULL);

        digest[0] = '\0';
        if (status == NNREG_OK) {
            site_digest_fd(digest, fd);
            (void)close(fd);
        }
        fprintf(out, "file %llu %s: %d %s\n", (unsigned long long)nnreg_network_id(network), file.name,
                (int)status, digest);
    }
}

static void put_tensors(FILE *out, nnreg *registry, uint64_t id)
{
    nnreg_tensors *tensors = NULL;
    struct nnreg_tensor_info tensor = NNREG_TENSOR_INFO_INIT;
    nnreg_status status = nnreg_network_tensors(registry, &tensors, id);
    size_t i;

    fprintf(out, "tensors %llu: %d", (unsigned long long)id, (int)status);
    for (i = 0; status == NNREG_OK && nnreg_tensors_get(tensors, i, &tensor) == NNREG_OK; i++)
        fprintf(out, " %s", tensor.name);
    fputc('\n', out);
    nnreg_tensors_free(tensors);
}

static void put_network(FILE *out, nnreg *registry, uint64_t id)
{
    nnreg_network *network = NULL;
    nnreg_status status = nnreg_network_get(registry, &network, id);
    char *json = NULL;

    if (status == NNREG_OK)
        status = nnreg_network_json(&json, network);
    put(out, registry, "network", id, status, json);
    if (network != NULL) {
        put_files(out, registry, network);
        put_tensors(out, registry, id);
    }
    nnreg_network_free(network);
}

/* ------------------------------------------------------------------------------------------- the other objects -- */

static void put_spec(FILE *out, nnreg *registry, uint64_t id)
{
    nnreg_version *version = NULL;
    nnreg_spec *spec = NULL;
    nnreg_status status = nnreg_spec_get(registry, &spec, id);
    char *json = NULL;

    if (status == NNREG_OK)
        status = nnreg_spec_json(&json, spec);
    put(out, registry, "spec", id, status, json);
    nnreg_spec_free(spec);
    json = NULL;
    status = nnreg_version_get(registry, &version, id);
    if (status == NNREG_OK)
        status = nnreg_version_json(&json, version);
    put(out, registry, "version", id, status, json);
    nnreg_version_free(version);
}

static void put_task(FILE *out, nnreg *registry, uint64_t id)
{
    nnreg_task *task = NULL;
    nnreg_status status = nnreg_task_get(registry, &task, id);
    char *json = NULL;

    if (status == NNREG_OK)
        status = nnreg_task_json(&json, task);
    put(out, registry, "task", id, status, json);
    nnreg_task_free(task);
}

/* -------------------------------------------------------------------------------------------------------- lists -- */

typedef nnreg_status lister(nnreg *registry, nnreg_page **page, const struct nnreg_query *query);

static const struct {
    const char *name;
    lister *list;
} lists[] = {{"networks", nnreg_network_list},
             {"specs", nnreg_spec_list},
             {"versions", nnreg_version_list},
             {"tasks", nnreg_task_list}};

/* Page by page, by cursor. */
static void put_list(FILE *out, nnreg *registry, const char *name, lister *list, struct nnreg_query query)
{
    char cursor[1024];
    const char *next = "";
    nnreg_status status = NNREG_OK;
    uint64_t number;

    query.limit = 10;
    for (number = 1; status == NNREG_OK && next != NULL && number < 100; number++) {
        nnreg_page *page = NULL;
        char *json = NULL;

        status = list(registry, &page, &query);
        if (status == NNREG_OK)
            status = nnreg_page_json(&json, page, NULL);
        put(out, registry, name, number, status, json);
        next = page != NULL ? nnreg_page_next(page) : NULL;
        snprintf(cursor, sizeof cursor, "%s", next != NULL ? next : "");
        query.cursor = cursor;
        nnreg_page_free(page);
    }
}

static void put_lists(FILE *out, nnreg *registry)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    size_t i;

    for (i = 0; i < sizeof lists / sizeof *lists; i++) {
        bool has_scope = i < 2;

        query.scope = has_scope ? NNREG_SCOPE_ALL : NNREG_SCOPE_PRIVATE;
        put_list(out, registry, lists[i].name, lists[i].list, query);
        if (!has_scope)
            continue;
        query.order = NNREG_ORDER_NAME;
        put_list(out, registry, lists[i].name, lists[i].list, query);
        query.order = NNREG_ORDER_UPDATE_DATE;
        query.descending = 1;
        put_list(out, registry, lists[i].name, lists[i].list, query);
        query = (struct nnreg_query)NNREG_QUERY_INIT;
        query.scope = NNREG_SCOPE_PUBLIC;
        put_list(out, registry, lists[i].name, lists[i].list, query);
    }
}

/* ------------------------------------------------------------------------------------------------------ the rest -- */

static void put_history(FILE *out, nnreg *registry)
{
    nnreg_events *events = NULL;
    uint64_t since = 0;
    nnreg_status status = NNREG_OK;
    size_t i, count = 1;

    while (status == NNREG_OK && count > 0) {
        status = nnreg_events_since(registry, &events, since, 100, 0, NULL);
        count = status == NNREG_OK ? nnreg_events_count(events) : 0;
        if (status != NNREG_OK)
            put(out, registry, "event", since, status, NULL);
        for (i = 0; i < count; i++) {
            char *json = NULL;
            nnreg_status told = nnreg_event_json(&json, events, i);

            put(out, registry, "event", ++since, told, json);
        }
        nnreg_events_free(events);
        events = NULL;
    }
}

static void put_slug(FILE *out, nnreg *registry, const char *slug)
{
    nnreg_network *network = NULL;
    nnreg_status status = nnreg_network_get_by_slug(registry, &network, slug);

    fprintf(out, "slug %s: %d %llu\n", slug, (int)status,
            (unsigned long long)(status == NNREG_OK ? nnreg_network_id(network) : 0));
    nnreg_network_free(network);
}

char *reading_all(nnreg *registry)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    uint64_t id;

    if (out == NULL)
        site_give_up("open_memstream");
    for (id = 1; id <= 40; id++) {
        put_network(out, registry, id);
        put_task(out, registry, id);
    }
    for (id = 1; id <= 8; id++)
        put_spec(out, registry, id);
    put_slug(out, registry, "first");
    put_slug(out, registry, "second");
    put_slug(out, registry, "nobody");
    put_lists(out, registry);
    put_history(out, registry);
    if (fclose(out) != 0)
        site_give_up("open_memstream");
    return text;
}

int reading_differs(struct reading_difference *difference, const char *before, const char *now)
{
    for (;;) {
        size_t here = strcspn(before, "\n"), there = strcspn(now, "\n");

        if (here != there || memcmp(before, now, here) != 0) {
            *difference = (struct reading_difference){before, now, (int)here, (int)there};
            return 1;
        }
        if (before[here] == '\0' && now[there] == '\0')
            return 0;
        before += here + (before[here] != '\0');
        now += there + (now[there] != '\0');
    }
}
