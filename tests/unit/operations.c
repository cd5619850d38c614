/* See operations.h. */
#include "operations.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static nnreg_status create_spec(struct operated *operated, uint64_t *id)
{
    static const char json[] =
        "{\"name\": \"fruit\", \"metadata\": {\"of\": [1, 2]}, \"outputs\": [{\"labels\": {\"labels\": "
        "[{\"id\": 1, "
        "\"name\": \"apple\"}, {\"id\": 2, \"name\": \"pear\"}], \"exclusive\": true, \"roi\": \"NONE\"}}]}";

    return nnreg_spec_create(operated->fixture->registry, id, json, sizeof json - 1, NULL,
                             operated->fixture->findings);
}

static nnreg_status create_version(struct operated *operated, uint64_t *id, uint64_t spec, uint64_t network)
{
    char json[300];
    int size =
        snprintf(json, sizeof json,
                 "{\"spec_id\": %llu, \"network_id\": %llu, \"post_processings\": [{\"classification\": "
                 "{\"output_tensor\": \"probabilities\", \"thresholds\": [0.5, 0.25]}}]}",
                 (unsigned long long)spec, (unsigned long long)network);

    return nnreg_recognition_create(operated->fixture->registry, id, json, (size_t)size, NULL,
                                    operated->fixture->findings);
}

static void done(const struct operated *operated, nnreg_status status)
{
    ck_assert_msg(status == NNREG_OK, "%s; %s", nnreg_message(operated->fixture->registry),
                  fixture_found(operated->fixture));
}

/* Two versions of a spec for the attached network; those of the first spec tell its current one. */
static void attach(struct operated *operated, size_t spec)
{
    uint64_t first, second;

    done(operated, create_version(operated, &first, operated->spec[spec], operated->attached));
    done(operated, create_version(operated, &second, operated->spec[spec], operated->attached));
    if (spec == 0)
        operated->version = first;
}

static void make_target(struct operated *operated)
{
    nnreg_network *network;

    operated->target = fixture_add(operated->fixture, "target", 0);
    done(operated, nnreg_network_get(operated->fixture->registry, &network, operated->target));
    operated->task = nnreg_network_task_id(network);
    nnreg_network_free(network);
}

static void make_attached(struct operated *operated)
{
    operated->attached = fixture_add(operated->fixture, "attached", 3);
    attach(operated, 0);
    attach(operated, 1);
}

static void find_cursor(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;

    query.limit = 1;
    query.order = NNREG_ORDER_NAME;
    done(operated, nnreg_network_list(operated->fixture->registry, &page, &query));
    snprintf(operated->cursor, sizeof operated->cursor, "%s", nnreg_page_next(page));
    nnreg_page_free(page);
}

void operated_begin(struct operated *operated, struct registry_fixture *fixture)
{
    memset(operated, 0, sizeof *operated);
    operated->fixture = fixture;
    fixture_add(fixture, "stays", 1);
    done(operated, create_spec(operated, &operated->spec[0]));
    done(operated, create_spec(operated, &operated->spec[1]));
    done(operated, create_spec(operated, &operated->empty_spec));
    make_target(operated);
    make_attached(operated);
    operated->open = fixture_add(fixture, "open", 1);
    done(operated, nnreg_network_publish(fixture->registry, operated->open, "open", NULL));
    operated->bundle = fixture_bundle(fixture, 2);
    find_cursor(operated);
}

void operated_end(struct operated *operated)
{
    nnreg_bundle_free(operated->bundle);
}

/* ------------------------------------------------------------------------------------------------ networks -- */

static nnreg_status create_network(struct operated *operated)
{
    const char *json = fixture_description("new", "");
    uint64_t id;

    return nnreg_network_create(operated->fixture->registry, &id, json, strlen(json), operated->bundle, NULL,
                                operated->fixture->findings);
}

/* Also what was left behind of its files without a reference. */
static void restore_created(struct operated *operated, bool was_done)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg *registry = operated->fixture->registry;
    nnreg_page *page;

    query.limit = 1;
    query.descending = 1;
    done(operated, nnreg_network_list(registry, &page, &query));
    if (was_done)
        done(operated, nnreg_network_delete(registry, nnreg_network_id(nnreg_page_get(page, 0)), NULL, NULL));
    nnreg_page_free(page);
    done(operated, nnreg_network_delete(registry, fixture_add(operated->fixture, "n", 2), NULL, NULL));
}

static nnreg_status update_network(struct operated *operated)
{
    return fixture_update(operated->fixture, operated->target,
                          "{\"name\": \"changed\", \"metadata\": {\"a\": 1}}");
}

static nnreg_status merge_network(struct operated *operated)
{
    static const char json[] = "{\"metadata\": {\"b\": {\"c\": [1]}, \"a\": null}}";
    struct nnreg_how how = NNREG_HOW_INIT;

    how.flags = NNREG_MERGE_METADATA;
    return nnreg_network_update(operated->fixture->registry, operated->target, json, sizeof json - 1, &how,
                                operated->fixture->findings);
}

static nnreg_status delete_network(struct operated *operated)
{
    return nnreg_network_delete(operated->fixture->registry, operated->target, NULL, NULL);
}

static void restore_target(struct operated *operated, bool was_done)
{
    if (was_done)
        make_target(operated);
}

static nnreg_status delete_attached(struct operated *operated)
{
    return nnreg_network_delete(operated->fixture->registry, operated->attached, NULL, NULL);
}

static void restore_attached(struct operated *operated, bool was_done)
{
    if (was_done)
        make_attached(operated);
}

static nnreg_status publish(struct operated *operated)
{
    return nnreg_network_publish(operated->fixture->registry, operated->target, "target", NULL);
}

static void restore_private(struct operated *operated, bool was_done)
{
    (void)was_done;
    done(operated, nnreg_network_unpublish(operated->fixture->registry, operated->target, NULL));
}

static nnreg_status unpublish(struct operated *operated)
{
    return nnreg_network_unpublish(operated->fixture->registry, operated->open, NULL);
}

static void restore_public(struct operated *operated, bool was_done)
{
    (void)was_done;
    done(operated, nnreg_network_publish(operated->fixture->registry, operated->open, "open", NULL));
}

/* ------------------------------------------------------------------------------- specs, versions and tasks -- */

static nnreg_status make_spec(struct operated *operated)
{
    uint64_t id;

    return create_spec(operated, &id);
}

/* The newest of its kind. */
static uint64_t newest(struct operated *operated, bool versions)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    uint64_t id;

    query.limit = 1;
    query.descending = 1;
    done(operated,
         (versions ? nnreg_recognition_list : nnreg_spec_list)(operated->fixture->registry, &page, &query));
    id = versions ? nnreg_recognition_id(nnreg_page_recognition(page, 0))
                  : nnreg_spec_id(nnreg_page_spec(page, 0));
    nnreg_page_free(page);
    return id;
}

static void restore_without_spec(struct operated *operated, bool was_done)
{
    if (was_done)
        done(operated, nnreg_spec_delete(operated->fixture->registry, newest(operated, false), NULL, NULL));
}

static nnreg_status update_spec(struct operated *operated)
{
    char json[120];
    int size = snprintf(json, sizeof json,
                        "{\"name\": \"fruit 2\", \"description\": \"d\", \"current_version_id\": %llu}",
                        (unsigned long long)operated->version);

    return nnreg_spec_update(operated->fixture->registry, operated->spec[0], json, (size_t)size, NULL,
                             operated->fixture->findings);
}

static nnreg_status delete_spec(struct operated *operated)
{
    return nnreg_spec_delete(operated->fixture->registry, operated->spec[0], NULL, NULL);
}

static void restore_spec(struct operated *operated, bool was_done)
{
    if (!was_done)
        return;
    done(operated, create_spec(operated, &operated->spec[0]));
    attach(operated, 0);
}

static nnreg_status make_version(struct operated *operated)
{
    uint64_t id;

    return create_version(operated, &id, operated->spec[1], operated->target);
}

static void restore_without_version(struct operated *operated, bool was_done)
{
    if (was_done)
        done(operated,
             nnreg_recognition_delete(operated->fixture->registry, newest(operated, true), NULL, NULL));
}

/* Two objects change: it becomes the current one. */
static nnreg_status make_first_version(struct operated *operated)
{
    uint64_t id;

    return create_version(operated, &id, operated->empty_spec, operated->target);
}

static nnreg_status delete_version(struct operated *operated)
{
    return nnreg_recognition_delete(operated->fixture->registry, operated->version, NULL, NULL);
}

/* The spec is made anew: its first version becomes its current one. */
static void restore_version(struct operated *operated, bool was_done)
{
    if (!was_done)
        return;
    done(operated, delete_spec(operated));
    restore_spec(operated, true);
}

static nnreg_status update_task(struct operated *operated)
{
    static const char json[] = "{\"status\": \"error\", \"error\": \"no such device\"}";

    return nnreg_task_update(operated->fixture->registry, operated->task, json, sizeof json - 1, NULL,
                             operated->fixture->findings);
}

const struct operation operation_changes[OPERATION_CHANGES] = {
    {"create a network", create_network, restore_created, +1},
    {"update a network", update_network, NULL, 0},
    {"merge metadata", merge_network, NULL, 0},
    {"delete a network", delete_network, restore_target, -1},
    {"delete a network with its versions", delete_attached, restore_attached, -1},
    {"publish a network", publish, restore_private, 0},
    {"unpublish a network", unpublish, restore_public, 0},
    {"create a spec", make_spec, restore_without_spec, 0},
    {"update a spec", update_spec, NULL, 0},
    {"delete a spec with its versions", delete_spec, restore_spec, 0},
    {"create a version", make_version, restore_without_version, 0},
    {"create the first version of a spec", make_first_version, restore_without_version, 0},
    {"delete a version", delete_version, restore_version, 0},
    {"move a task", update_task, NULL, 0},
};

void operation_restore(const struct operation *operation, struct operated *operated, bool was_done)
{
    if (operation->restore != NULL)
        operation->restore(operated, was_done);
}

/* --------------------------------------------------------------------------------------------------- reading -- */

/* Frees what a getter gave; the JSON is asked for, too. */
#define READ(type, call, json_of, free_it)      \
    do {                                        \
        type *object_;                          \
        char *text_;                            \
        nnreg_status status_ = call;            \
        if (status_ == NNREG_OK) {              \
            status_ = json_of(&text_, object_); \
            nnreg_free(text_);                  \
        }                                       \
        free_it(object_);                       \
        return status_;                         \
    } while (0)

static nnreg_status get_network(struct operated *operated)
{
    READ(nnreg_network, nnreg_network_get(operated->fixture->registry, &object_, operated->target),
         nnreg_network_json, nnreg_network_free);
}

static nnreg_status get_public(struct operated *operated)
{
    READ(nnreg_network, nnreg_network_get_by_slug(operated->fixture->registry, &object_, "open"),
         nnreg_network_json, nnreg_network_free);
}

static nnreg_status get_spec(struct operated *operated)
{
    READ(nnreg_spec, nnreg_spec_get(operated->fixture->registry, &object_, operated->spec[0]),
         nnreg_spec_json, nnreg_spec_free);
}

static nnreg_status get_version(struct operated *operated)
{
    READ(nnreg_recognition, nnreg_recognition_get(operated->fixture->registry, &object_, operated->version),
         nnreg_recognition_json, nnreg_recognition_free);
}

static nnreg_status get_task(struct operated *operated)
{
    READ(nnreg_task, nnreg_task_get(operated->fixture->registry, &object_, operated->task), nnreg_task_json,
         nnreg_task_free);
}

/* A page, and that it is whole: nothing that fails on the way may make it shorter. */
static nnreg_status page_of(nnreg_status status, nnreg_page *page, size_t count, uint64_t total)
{
    char *text;

    if (status == NNREG_OK && (nnreg_page_count(page) != count || nnreg_page_total(page) != total))
        status = NNREG_CORRUPT;
    if (status == NNREG_OK) {
        status = nnreg_page_json(&text, page, "https://host/objects");
        nnreg_free(text);
    }
    nnreg_page_free(page);
    return status;
}

static nnreg_status list_networks(struct operated *operated)
{
    nnreg_page *page;
    nnreg_status status = nnreg_network_list(operated->fixture->registry, &page, NULL);

    return page_of(status, page, 3, 3);
}

static nnreg_status list_by_cursor(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    nnreg_status status;

    query.limit = 1;
    query.order = NNREG_ORDER_NAME;
    query.cursor = operated->cursor;
    status = nnreg_network_list(operated->fixture->registry, &page, &query);
    return page_of(status, page, 1, 3);
}

/* In an order that is not that of the names, so that the best are gathered on the way. */
static nnreg_status list_by_conditions(struct operated *operated)
{
    static const struct nnreg_where where = {"a.b", "1"};
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    nnreg_status status;

    query.limit = 2;
    query.offset = 1;
    query.order = NNREG_ORDER_UPDATE_DATE;
    query.descending = 1;
    query.scope = NNREG_SCOPE_ALL;
    query.name_glob = "*a*";
    status = nnreg_network_list(operated->fixture->registry, &page, &query);
    status = page_of(status, page, 2, 3);
    if (status != NNREG_OK)
        return status;
    query = (struct nnreg_query)NNREG_QUERY_INIT;
    query.where = &where;
    query.where_count = 1;
    status = nnreg_network_list(operated->fixture->registry, &page, &query);
    return page_of(status, page, 0, 0);
}

static nnreg_status list_public(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    nnreg_status status;

    query.scope = NNREG_SCOPE_PUBLIC;
    status = nnreg_network_list(operated->fixture->registry, &page, &query);
    return page_of(status, page, 1, 1);
}

static nnreg_status list_specs(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    nnreg_status status;

    query.with_outputs = 1;
    query.name_prefix = "fru";
    status = nnreg_spec_list(operated->fixture->registry, &page, &query);
    return page_of(status, page, 3, 3);
}

static nnreg_status list_versions(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    nnreg_status status;

    query.spec_id = operated->spec[1];
    query.network_id = operated->attached;
    query.order = NNREG_ORDER_UPDATE_DATE;
    status = nnreg_recognition_list(operated->fixture->registry, &page, &query);
    return page_of(status, page, 2, 2);
}

static nnreg_status list_tasks(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    nnreg_status status;

    query.status = "pending";
    status = nnreg_task_list(operated->fixture->registry, &page, &query);
    return page_of(status, page, 4, 4);
}

static nnreg_status read_history(struct operated *operated)
{
    nnreg_events *events;
    char *text;
    nnreg_status status = nnreg_events_since(operated->fixture->registry, &events, 3, 5, 0, NULL);

    if (status == NNREG_OK && (nnreg_events_count(events) != 5 || nnreg_events_get(events, 4)->sequence != 8))
        status = NNREG_CORRUPT;
    if (status == NNREG_OK) {
        status = nnreg_event_json(&text, events, 4);
        nnreg_free(text);
    }
    nnreg_events_free(events);
    return status;
}

static nnreg_status verify_history(struct operated *operated)
{
    uint64_t count, broken;

    return nnreg_events_verify(operated->fixture->registry, &count, &broken, NULL);
}

static void count_one(void *context, const struct nnreg_removed *removed)
{
    (void)removed;
    ++*(unsigned *)context;
}

static nnreg_status rehearse_delete(struct operated *operated)
{
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    struct nnreg_how how = NNREG_HOW_INIT;
    unsigned told = 0;
    nnreg_status status;

    how.flags = NNREG_DRY_RUN;
    cascade.each = count_one;
    cascade.context = &told;
    status = nnreg_network_delete(operated->fixture->registry, operated->attached, &how, &cascade);
    if (status != NNREG_OK)
        return status;
    return cascade.versions == 4 && cascade.cleared == 2 && told == 4 + 2 + 2 + FIXTURE_FILES ? NNREG_OK
                                                                                              : NNREG_CORRUPT;
}

static nnreg_status read_file(struct operated *operated)
{
    uint64_t size;
    int fd;
    nnreg_status status =
        nnreg_network_open_file(operated->fixture->registry, &fd, &size, operated->target, "saved_model.pb");

    if (status == NNREG_OK)
        close(fd);
    return status;
}

static nnreg_status open_second(struct operated *operated)
{
    nnreg *second;
    nnreg_status status = nnreg_open(&second, operated->fixture->dir, NULL);

    nnreg_close(second);
    return status;
}

/* As the first in the process, which is more work. */
static nnreg_status open_first(struct operated *operated)
{
    nnreg_close(operated->fixture->registry);
    return nnreg_open(&operated->fixture->registry, operated->fixture->dir, NULL);
}

static nnreg_status check_network(struct operated *operated)
{
    const char *json = fixture_description("new", "");
    nnreg_findings *findings = NULL;
    nnreg_bundle *own = NULL;
    char *text;
    nnreg_status status = nnreg_findings_new(&findings, NULL, 0);

    if (status == NNREG_OK)
        status = nnreg_bundle_new(&own);
    if (status == NNREG_OK)
        status = nnreg_bundle_add_directory(own, fixture_model(operated->fixture, 2));
    if (status == NNREG_OK)
        status = nnreg_check(findings, json, strlen(json), own, NULL);
    if (status == NNREG_OK) {
        status = nnreg_findings_json(&text, findings);
        nnreg_free(text);
    }
    nnreg_bundle_free(own);
    nnreg_findings_free(findings);
    return status;
}

/* Refusals: their findings need memory, too. */
static nnreg_status refused_with(const struct operated *operated, nnreg_status status, size_t findings)
{
    if (status != NNREG_REFUSED)
        return status == NNREG_OK ? NNREG_CORRUPT : status;
    return nnreg_findings_count(operated->fixture->findings) == findings ? NNREG_OK : NNREG_CORRUPT;
}

static nnreg_status refuse_update(struct operated *operated)
{
    return refused_with(
        operated,
        fixture_update(operated->fixture, operated->target, "{\"nam\": 1, \"id\": 1, \"name\": \"\"}"), 3);
}

static nnreg_status refuse_version(struct operated *operated)
{
    char json[300];
    uint64_t id;
    int size =
        snprintf(json, sizeof json,
                 "{\"spec_id\": %llu, \"network_id\": %llu, \"post_processings\": [{\"classification\": "
                 "{\"output_tensor\": \"probabilitie\", \"thresholds\": [0.5]}}]}",
                 (unsigned long long)operated->spec[0], (unsigned long long)operated->target);

    return refused_with(operated,
                        nnreg_recognition_create(operated->fixture->registry, &id, json, (size_t)size, NULL,
                                                 operated->fixture->findings),
                        2);
}

const struct operation operation_reads[OPERATION_READS] = {
    {"open", open_second, NULL, 0},
    {"first open", open_first, NULL, 0},
    {"check", check_network, NULL, 0},
    {"get a network", get_network, NULL, 0},
    {"get a public network", get_public, NULL, 0},
    {"get a spec", get_spec, NULL, 0},
    {"get a version", get_version, NULL, 0},
    {"get a task", get_task, NULL, 0},
    {"list networks", list_networks, NULL, 0},
    {"list by cursor", list_by_cursor, NULL, 0},
    {"list by conditions", list_by_conditions, NULL, 0},
    {"list public networks", list_public, NULL, 0},
    {"list specs", list_specs, NULL, 0},
    {"list versions", list_versions, NULL, 0},
    {"list tasks", list_tasks, NULL, 0},
    {"read the history", read_history, NULL, 0},
    {"verify the history", verify_history, NULL, 0},
    {"rehearse a delete", rehearse_delete, NULL, 0},
    {"open a file", read_file, NULL, 0},
    {"refuse an update", refuse_update, NULL, 0},
    {"refuse a version", refuse_version, NULL, 0},
};
