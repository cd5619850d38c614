/* What a worker finds when it has opened the registry: see storm.h. */
#include "storm.h"

#include <stdio.h>
#include <string.h>

/* The only object of its kind in the lists that has this beginning of its name. 0: there is none. */
static uint64_t find_by_name(struct storm_worker *worker, const char *beginning)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    bool spec = worker->order.change.kind == STORM_SPEC;
    nnreg_status status;
    nnreg_page *page;
    uint64_t id = 0;

    query.name_prefix = beginning;
    query.scope = NNREG_SCOPE_ALL;
    status = (spec ? nnreg_spec_list : nnreg_network_list)(worker->registry, &page, &query);
    if (status != NNREG_OK)
        storm_wrong(worker, "cannot list", status);
    if (nnreg_page_count(page) > 0)
        id = spec ? nnreg_spec_id(nnreg_page_spec(page, 0)) : nnreg_network_id(nnreg_page_network(page, 0));
    nnreg_page_free(page);
    return id;
}

/* A version has no name: it is the one between these two that is not known. */
static uint64_t find_version(struct storm_worker *worker)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_status status;
    nnreg_page *page;
    uint64_t id = 0, met;
    size_t i;

    query.spec_id = worker->order.change.spec;
    query.network_id = worker->order.change.network;
    status = nnreg_version_list(worker->registry, &page, &query);
    if (status != NNREG_OK)
        storm_wrong(worker, "cannot list versions", status);
    for (i = 0; i < nnreg_page_count(page); i++) {
        met = nnreg_version_id(nnreg_page_version(page, i));
        if (storm_find(&worker->order.objects, STORM_VERSION, met) == NULL)
            id = met;
    }
    nnreg_page_free(page);
    return id;
}

static uint64_t task_of(struct storm_worker *worker, uint64_t id)
{
    nnreg_network *network;
    nnreg_status status = nnreg_network_get(worker->registry, &network, id);
    uint64_t task;

    if (status != NNREG_OK)
        storm_wrong(worker, "cannot get what a list has", status);
    task = nnreg_network_task_id(network);
    nnreg_network_free(network);
    return task;
}

/* The create in which the worker before was killed: was it made? */
static void look_for_created(struct storm_worker *worker)
{
    struct storm_report report = {.said = STORM_FOUND, .change = worker->order.change};
    char beginning[80];

    if (report.change.kind == STORM_VERSION) {
        report.change.id = find_version(worker);
    } else {
        snprintf(beginning, sizeof beginning, "%s",
                 storm_name(worker->order.slot, report.change.kind, report.change.serial, 0));
        beginning[strlen(beginning) - 1] = '\0'; /* all but the value */
        report.change.id = find_by_name(worker, beginning);
        if (report.change.id != 0 && report.change.kind == STORM_NETWORK)
            report.change.task_id = task_of(worker, report.change.id);
    }
    storm_say(&report);
    if (report.change.id != 0)
        storm_apply(&worker->order.objects, &report.change);
}

static void look_at(struct storm_worker *worker, struct storm_object *object)
{
    struct storm_report report = {.said = STORM_SEEN};
    const char *why = "";

    if (!storm_read(&report.object, &why, worker->registry, worker->order.slot, object)) {
        report.said = STORM_WRONG;
        snprintf(report.text, sizeof report.text, "%s %llu of slot %u: %.150s",
                 storm_kind_names[object->kind], (unsigned long long)object->id, worker->order.slot, why);
    }
    storm_say(&report);
    *object = report.object;
}

/*
 * A writer that is killed between its last write and the end of its commit has made its change, but readers see the state
 * before it until somebody else begins to write. So that what is found is what stays, this begins to write, and changes
 * nothing: the network is private.
 */
static void decide(struct storm_worker *worker)
{
    nnreg_status status = nnreg_network_unpublish(worker->registry, worker->order.shared[0], NULL);

    if (status != NNREG_OK)
        storm_wrong(worker, "a shared network cannot be left as it is", status);
}

/* Versions at last: whether one is gone can depend on what became of its spec and its network. */
void storm_look(struct storm_worker *worker)
{
    struct storm_objects *objects = &worker->order.objects;
    unsigned kind;
    size_t i;

    if (worker->order.pending)
        decide(worker);
    if (worker->order.pending && worker->order.change.action == STORM_CREATE)
        look_for_created(worker);
    worker->order.pending = false;
    for (kind = 0; kind < STORM_KINDS; kind++)
        for (i = 0; i < objects->count; i++)
            if (objects->item[i].kind == kind)
                look_at(worker, &objects->item[i]);
}
