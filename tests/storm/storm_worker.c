/* What a worker of the storm does until it is killed: see storm.h. */
#include "storm.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

#define MOST_NETWORKS 5
#define MOST_VERSIONS 4
#define MOST_CHANGES  6 /* between an open and a close */

uint64_t storm_random(uint64_t *state, uint64_t below)
{
    *state += UINT64_C(0x9e3779b97f4a7c15); /* splitmix64 */
    uint64_t mixed = (*state ^ *state >> 30) * UINT64_C(0xbf58476d1ce4e5b9);

    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return (mixed ^ mixed >> 31) % below;
}

void storm_say(const struct storm_report *report)
{
    ssize_t wrote;

    do
        wrote = write(STDOUT_FILENO, report, sizeof *report);
    while (wrote < 0 && errno == EINTR);
    if (wrote != (ssize_t)sizeof *report)
        _exit(0);
}

void storm_wrong(struct storm_worker *worker, const char *what, nnreg_status status)
{
    struct storm_report report = {.said = STORM_WRONG};

    snprintf(report.text, sizeof report.text, "%s: %s: %.140s", what, nnreg_status_text(status),
             worker->registry != NULL ? nnreg_message(worker->registry) : "");
    storm_say(&report);
    exit(1);
}

/* ---------------------------------------------------------------------------------------------- the frame of a change -- */

struct making {
    struct storm_report report;
    struct nnreg_call_options call;
    char actor[STORM_ACTOR];
};

/* Reports the change before it is made. Its actor is its own, so that its event is known by it. */
static void begin(struct storm_worker *worker, struct making *making, const struct storm_change *change)
{
    *making =
        (struct making){.report = {.said = STORM_BEGUN, .change = *change}, .call = NNREG_CALL_OPTIONS_INIT};
    making->report.change.serial = worker->order.serial++;
    making->report.time = nnreg_clock_steady();
    snprintf(making->actor, sizeof making->actor, "%u.%llu", worker->order.slot,
             (unsigned long long)making->report.change.serial);
    making->call.actor = making->actor;
    storm_say(&making->report);
}

/* Reports that it was made; any status but NNREG_OK is a fault, since nobody else changes what is the slot's. */
static void end(struct storm_worker *worker, struct making *making, nnreg_status status)
{
    const struct storm_change *change = &making->report.change;
    char what[100];

    snprintf(what, sizeof what, "%s of %s %llu", storm_action_names[change->action],
             storm_kind_names[change->kind], (unsigned long long)change->id);
    if (status != NNREG_OK)
        storm_wrong(worker, what, status);
    making->report.said = STORM_DONE;
    making->report.time = nnreg_clock_steady();
    storm_say(&making->report);
    storm_apply(&worker->order.objects, change);
    memcpy(worker->awaited, making->actor, sizeof worker->awaited);
}

const struct storm_object *storm_any(struct storm_worker *worker, enum storm_kind kind, bool is_public)
{
    const struct storm_objects *objects = &worker->order.objects;
    const struct storm_object *found[STORM_OBJECTS];
    size_t i, count = 0;

    for (i = 0; i < objects->count; i++)
        if (objects->item[i].kind == kind && !objects->item[i].gone &&
            objects->item[i].is_public == is_public)
            found[count++] = &objects->item[i];
    return count > 0 ? found[storm_random(&worker->random, count)] : NULL;
}

/* --------------------------------------------------------------------------------------------------- the changes -- */

static nnreg_status make_network(struct storm_worker *worker, struct making *making)
{
    struct storm_change *change = &making->report.change;
    unsigned model = (unsigned)(change->serial % SITE_MODELS);
    const char *name = storm_name(worker->order.slot, STORM_NETWORK, change->serial, change->serial);
    char said[SITE_MESSAGE];

    if (storm_is_uploaded(change->serial))
        return site_create_uploaded(worker->registry, &change->id, worker->root, model, name, change->serial,
                                    &making->call, worker->findings, said);
    return site_create(worker->registry, &change->id, worker->root, model, name, change->serial,
                       &making->call, worker->findings);
}

static void create_network(struct storm_worker *worker)
{
    struct making making;
    struct storm_change *change = &making.report.change;
    nnreg_network *network;
    nnreg_status status;

    if (storm_count(&worker->order.objects, STORM_NETWORK) >= MOST_NETWORKS)
        return;
    begin(worker, &making, &(struct storm_change){.action = STORM_CREATE, .kind = STORM_NETWORK});
    status = make_network(worker, &making);
    if (status == NNREG_OK) {
        status = nnreg_network_get(worker->registry, &network, change->id);
        if (status == NNREG_OK)
            change->task_id = nnreg_network_task_id(network);
        nnreg_network_free(network);
    }
    end(worker, &making, status);
}

static void create_spec(struct storm_worker *worker)
{
    struct making making;
    struct storm_change *change = &making.report.change;
    char json[SITE_JSON];
    size_t size;

    if (storm_count(&worker->order.objects, STORM_SPEC) > 0)
        return;
    begin(worker, &making, &(struct storm_change){.action = STORM_CREATE, .kind = STORM_SPEC});
    size = site_spec_json(json, storm_name(worker->order.slot, STORM_SPEC, change->serial, change->serial),
                          change->serial);
    end(worker, &making,
        nnreg_spec_create(worker->registry, &change->id, json, size, &making.call, worker->findings));
}

static void create_version(struct storm_worker *worker)
{
    const struct storm_object *spec = storm_any(worker, STORM_SPEC, false),
                              *network = storm_any(worker, STORM_NETWORK, false);
    struct making making;
    struct storm_change *change = &making.report.change;
    char json[SITE_JSON];
    size_t size;

    if (spec == NULL || network == NULL ||
        storm_count(&worker->order.objects, STORM_VERSION) >= MOST_VERSIONS)
        return;
    begin(worker, &making,
          &(struct storm_change){
              .action = STORM_CREATE, .kind = STORM_VERSION, .spec = spec->id, .network = network->id});
    size = site_version_json(json, spec->id, network->id);
    end(worker, &making,
        nnreg_version_create(worker->registry, &change->id, json, size, &making.call, worker->findings));
}

static void update(struct storm_worker *worker, enum storm_kind kind)
{
    const struct storm_object *object = storm_any(worker, kind, false);
    struct making making;
    char json[SITE_JSON];
    uint64_t serial;
    size_t size;

    if (object == NULL)
        return;
    begin(worker, &making, &(struct storm_change){.action = STORM_UPDATE, .kind = kind, .id = object->id});
    serial = making.report.change.serial;
    size = site_update_json(json, storm_name(worker->order.slot, kind, object->made, serial), serial);
    end(worker, &making,
        (kind == STORM_SPEC ? nnreg_spec_update : nnreg_network_update)(
            worker->registry, object->id, json, size, &making.call, worker->findings));
}

static void update_network(struct storm_worker *worker)
{
    update(worker, STORM_NETWORK);
}

static void update_spec(struct storm_worker *worker)
{
    update(worker, STORM_SPEC);
}

static void delete_any(struct storm_worker *worker, enum storm_kind kind)
{
    static nnreg_status (*const deletes[])(nnreg *, uint64_t, const struct nnreg_call_options *,
                                           struct nnreg_cascade *) = {[STORM_NETWORK] = nnreg_network_delete,
                                                                      [STORM_SPEC] = nnreg_spec_delete,
                                                                      [STORM_VERSION] = nnreg_version_delete};
    const struct storm_object *object = storm_any(worker, kind, false);
    struct making making;

    if (object == NULL)
        return;
    begin(worker, &making, &(struct storm_change){.action = STORM_DELETE, .kind = kind, .id = object->id});
    end(worker, &making, deletes[kind](worker->registry, object->id, &making.call, NULL));
}

static void delete_network(struct storm_worker *worker)
{
    delete_any(worker, STORM_NETWORK);
}

static void delete_spec(struct storm_worker *worker)
{
    delete_any(worker, STORM_SPEC);
}

static void delete_version(struct storm_worker *worker)
{
    delete_any(worker, STORM_VERSION);
}

/* Publishes, or takes back. */
static void publish_any(struct storm_worker *worker, enum storm_kind kind)
{
    bool back = storm_random(&worker->random, 2) == 0, spec = kind == STORM_SPEC;
    const struct storm_object *object = storm_any(worker, kind, back);
    struct making making;

    if (object == NULL)
        return;
    begin(worker, &making,
          &(struct storm_change){
              .action = back ? STORM_UNPUBLISH : STORM_PUBLISH, .kind = kind, .id = object->id});
    end(worker, &making,
        back ? (spec ? nnreg_spec_unpublish : nnreg_network_unpublish)(worker->registry, object->id,
                                                                       &making.call)
             : (spec ? nnreg_spec_publish : nnreg_network_publish)(
                   worker->registry, object->id, storm_slug(worker->order.slot, object->id), &making.call));
}

static void publish(struct storm_worker *worker)
{
    publish_any(worker, STORM_NETWORK);
}

static void publish_spec(struct storm_worker *worker)
{
    publish_any(worker, STORM_SPEC);
}

static void move_task(struct storm_worker *worker)
{
    const struct storm_object *object = storm_any(worker, STORM_NETWORK, false);
    struct making making;
    char json[SITE_JSON];
    int size;

    if (object == NULL)
        return;
    begin(worker, &making,
          &(struct storm_change){
              .action = STORM_TASK, .kind = STORM_NETWORK, .id = object->id, .task_id = object->task_id});
    size = snprintf(json, sizeof json, "{\"status\": \"error\", \"error\": \"%llu\"}",
                    (unsigned long long)making.report.change.serial);
    end(worker, &making,
        nnreg_task_update(worker->registry, object->task_id, json, (size_t)size, &making.call,
                          worker->findings));
}

/* Counts a network that is everybody's up by one, unless somebody else was faster. */
static void count_up(struct storm_worker *worker)
{
    uint64_t id = worker->order.shared[storm_random(&worker->random, STORM_SHARED)];
    char json[SITE_JSON], date[NNREG_TIME_TEXT];
    struct making making;
    nnreg_network *network;
    nnreg_status status = nnreg_network_get(worker->registry, &network, id);
    size_t size;

    if (status != NNREG_OK)
        storm_wrong(worker, "a shared network", status);
    size = site_update_json(json, "shared", site_value(nnreg_network_metadata(network)) + 1);
    nnreg_time_format(date, nnreg_network_update_date(network));
    nnreg_network_free(network);
    begin(worker, &making, &(struct storm_change){.action = STORM_COUNT, .kind = STORM_NETWORK, .id = id});
    making.call.if_update_date = date;
    status = nnreg_network_update(worker->registry, id, json, size, &making.call, worker->findings);
    if (status != NNREG_CONFLICT) {
        end(worker, &making, status);
        return;
    }
    making.report.said = STORM_REFUSED;
    storm_say(&making.report);
}

/* ------------------------------------------------------------------------------------------------------ reading -- */

static void read_file(struct storm_worker *worker)
{
    const struct storm_object *object = storm_any(worker, STORM_NETWORK, false);
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    char found[65] = "";
    nnreg_status status;
    uint64_t size;
    int fd;

    if (object == NULL)
        return;
    status = nnreg_network_get(worker->registry, &network, object->id);
    if (status == NNREG_OK)
        status = nnreg_network_file(network, (size_t)storm_random(&worker->random, SITE_FILES), &file);
    if (status == NNREG_OK)
        status = nnreg_network_open_file(worker->registry, &fd, &size, object->id, file.name);
    if (status != NNREG_OK)
        storm_wrong(worker, "cannot read a file", status);
    site_digest_fd(found, fd);
    close(fd);
    if (strcmp(found, file.sha256) != 0)
        storm_wrong(worker, "a file is not what it was", NNREG_CORRUPT);
    nnreg_network_free(network);
}

static void list_networks(struct storm_worker *worker)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_status status;
    nnreg_page *page;

    query.scope = NNREG_SCOPE_ALL;
    query.order = storm_random(&worker->random, 2) == 0 ? NNREG_ORDER_NAME : NNREG_ORDER_UPDATE_DATE;
    status = nnreg_network_list(worker->registry, &page, &query);
    if (status != NNREG_OK)
        storm_wrong(worker, "cannot list", status);
    if (nnreg_page_count(page) != nnreg_page_total(page) || nnreg_page_total(page) < STORM_SHARED)
        storm_wrong(worker, "a list has not all", NNREG_CORRUPT);
    nnreg_page_free(page);
}

/* ------------------------------------------------------------------------------------------------------ the loop -- */

static const struct {
    void (*run)(struct storm_worker *worker);
    unsigned weight;
    enum storm_work work; /* what is counted when it is done; NONE: the change that it makes is */
} steps[] = {{create_network, 12, STORM_NONE},     {update_network, 16, STORM_NONE},
             {delete_network, 7, STORM_NONE},      {publish, 8, STORM_NONE},
             {move_task, 4, STORM_NONE},           {create_spec, 4, STORM_NONE},
             {update_spec, 4, STORM_NONE},         {publish_spec, 3, STORM_NONE},
             {delete_spec, 1, STORM_NONE},         {create_version, 5, STORM_NONE},
             {delete_version, 3, STORM_NONE},      {count_up, 10, STORM_NONE},
             {read_file, 4, STORM_FILE},           {list_networks, 3, STORM_LIST},
             {storm_page_through, 4, STORM_PAGES}, {storm_follow, 4, STORM_FEED},
             {storm_compact, 6, STORM_COMPACT},    {storm_collect, 4, STORM_COLLECT},
             {storm_look_over, 3, STORM_FSCK},     {storm_check_out, 5, STORM_CHECKOUT},
             {storm_back_up, 2, STORM_BACKUP},     {storm_export, 2, STORM_EXPORT},
             {storm_import, 2, STORM_IMPORT}};

static void take_step(struct storm_worker *worker)
{
    struct storm_report report = {.said = STORM_WORKED};
    uint64_t all = 0, at;
    size_t i;

    for (i = 0; i < sizeof steps / sizeof *steps; i++)
        all += steps[i].weight;
    at = storm_random(&worker->random, all);
    for (i = 0; at >= steps[i].weight; i++)
        at -= steps[i].weight;
    steps[i].run(worker);
    report.work = steps[i].work;
    if (report.work != STORM_NONE)
        storm_say(&report);
}

static void open_once(struct storm_worker *worker)
{
    struct storm_report report = {.said = STORM_OPENED};
    char message[SITE_MESSAGE];
    nnreg_status status = site_open(&worker->registry, message, worker->dir, 0);
    uint64_t left = storm_random(&worker->random, MOST_CHANGES + 1);

    if (status != NNREG_OK)
        storm_wrong(worker, message, status);
    storm_say(&report);
    storm_begin_to_follow(worker);
    storm_look(worker);
    while (!worker->order.look_only && left-- > 0)
        take_step(worker);
    nnreg_close(worker->registry);
    worker->registry = NULL;
}

int storm_work(const char *root, const char *dir)
{
    struct storm_worker worker = {.root = root, .dir = dir};

    if (read(STDIN_FILENO, &worker.order, sizeof worker.order) != (ssize_t)sizeof worker.order)
        return 0; /* the driver is gone */
    worker.random = worker.order.seed;
    if (nnreg_findings_new(&worker.findings, NULL, 0) != NNREG_OK)
        return 1;
    do
        open_once(&worker);
    while (!worker.order.look_only);
    nnreg_findings_free(worker.findings);
    return 0;
}
