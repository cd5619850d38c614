/* See operations.h: those that change nothing. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "operations.h"

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

static nnreg_status get_public_spec(struct operated *operated)
{
    READ(nnreg_spec, nnreg_spec_get_by_slug(operated->fixture->registry, &object_, "open"), nnreg_spec_json,
         nnreg_spec_free);
}

static nnreg_status get_current(struct operated *operated)
{
    nnreg_spec *spec;
    nnreg_version *version;
    nnreg_network *network;
    nnreg_status status =
        nnreg_spec_get_current(operated->fixture->registry, &spec, &version, &network, operated->spec[0]);

    if (status == NNREG_OK && (version == NULL || nnreg_version_id(version) != operated->version ||
                               nnreg_network_id(network) != operated->attached))
        status = NNREG_CORRUPT;
    nnreg_network_free(network);
    nnreg_version_free(version);
    nnreg_spec_free(spec);
    return status;
}

/* By name, which is looked up. */
static nnreg_status place_network(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    struct nnreg_place place = NNREG_PLACE_INIT;
    char *cursor;
    nnreg_status status;

    query.order = NNREG_ORDER_NAME;
    place.id = operated->target;
    status = nnreg_network_cursor(operated->fixture->registry, &cursor, &query, &place);
    nnreg_free(cursor);
    return status;
}

static nnreg_status get_version(struct operated *operated)
{
    READ(nnreg_version, nnreg_version_get(operated->fixture->registry, &object_, operated->version),
         nnreg_version_json, nnreg_version_free);
}

static nnreg_status get_task(struct operated *operated)
{
    READ(nnreg_task, nnreg_task_get(operated->fixture->registry, &object_, operated->task), nnreg_task_json,
         nnreg_task_free);
}

typedef nnreg_status list_call(nnreg *registry, nnreg_page **page, const struct nnreg_query *query);

/* A page, and that it is whole: nothing that fails on the way may make it shorter. */
static nnreg_status list_whole(const struct operated *operated, list_call *list,
                               const struct nnreg_query *query, size_t count, uint64_t total)
{
    nnreg_page *page;
    char *text;
    nnreg_status status = list(operated->fixture->registry, &page, query);

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
    return list_whole(operated, nnreg_network_list, NULL, 3, 3);
}

static nnreg_status list_by_cursor(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.limit = 1;
    query.order = NNREG_ORDER_NAME;
    query.cursor = operated->cursor;
    return list_whole(operated, nnreg_network_list, &query, 1, 3);
}

/* In an order that is not that of the names, so that the best are gathered on the way. */
static nnreg_status list_by_conditions(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.limit = 2;
    query.offset = 1;
    query.order = NNREG_ORDER_UPDATE_DATE;
    query.descending = 1;
    query.scope = NNREG_SCOPE_ALL;
    query.name_glob = "*a*";
    return list_whole(operated, nnreg_network_list, &query, 2, 3);
}

static nnreg_status list_by_metadata(struct operated *operated)
{
    static const struct nnreg_where where = NNREG_WHERE("of.1", "2");
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.where = &where;
    query.where_count = 1;
    return list_whole(operated, nnreg_spec_list, &query, 3, 3);
}

static nnreg_status list_public(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.scope = NNREG_SCOPE_PUBLIC;
    return list_whole(operated, nnreg_network_list, &query, 1, 1);
}

static nnreg_status list_specs(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.with_outputs = 1;
    query.name_prefix = "fru";
    return list_whole(operated, nnreg_spec_list, &query, 3, 3);
}

static nnreg_status list_public_specs(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.scope = NNREG_SCOPE_PUBLIC;
    return list_whole(operated, nnreg_spec_list, &query, 1, 1);
}

static nnreg_status list_versions(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.spec_id = operated->spec[1];
    query.network_id = operated->attached;
    query.order = NNREG_ORDER_UPDATE_DATE;
    return list_whole(operated, nnreg_version_list, &query, 2, 2);
}

static nnreg_status list_tasks(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.status = "pending";
    return list_whole(operated, nnreg_task_list, &query, 4, 4);
}

static nnreg_status count_all(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    uint64_t count;
    nnreg_status status;

    query.scope = NNREG_SCOPE_ALL;
    status = nnreg_network_count(operated->fixture->registry, &count, &query);
    return status == NNREG_OK && count != 4 ? NNREG_CORRUPT : status;
}

static nnreg_status count_by_conditions(struct operated *operated)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    uint64_t count;
    nnreg_status status;

    query.scope = NNREG_SCOPE_ALL;
    query.name_glob = "*a*";
    status = nnreg_network_count(operated->fixture->registry, &count, &query);
    return status == NNREG_OK && count != 3 ? NNREG_CORRUPT : status;
}

/* A failure is never told as absence. */
static nnreg_status look_for_network(struct operated *operated)
{
    int exists;
    nnreg_status status = nnreg_network_exists(operated->fixture->registry, &exists, operated->target);

    return status == NNREG_OK && !exists ? NNREG_CORRUPT : status;
}

static nnreg_status look_for_public(struct operated *operated)
{
    int exists;
    nnreg_status status = nnreg_network_exists_by_slug(operated->fixture->registry, &exists, "open");

    return status == NNREG_OK && !exists ? NNREG_CORRUPT : status;
}

static nnreg_status look_for_public_spec(struct operated *operated)
{
    int exists;
    nnreg_status status = nnreg_spec_exists_by_slug(operated->fixture->registry, &exists, "open");

    return status == NNREG_OK && !exists ? NNREG_CORRUPT : status;
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
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    unsigned told = 0;
    nnreg_status status;

    call.flags = NNREG_DRY_RUN;
    cascade.each = count_one;
    cascade.context = &told;
    status = nnreg_network_delete(operated->fixture->registry, operated->attached, &call, &cascade);
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

static nnreg_status open_and_listen(nnreg **registry, struct operated *operated)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;

    options.message = operated->said;
    options.message_size = sizeof operated->said;
    return nnreg_open(registry, operated->fixture->dir, &options);
}

static nnreg_status read_verified(struct operated *operated)
{
    uint64_t size;
    int fd;
    nnreg_status status = nnreg_network_open_verified(operated->fixture->registry, &fd, &size,
                                                      operated->target, "saved_model.pb", NULL);

    if (status == NNREG_OK)
        close(fd);
    return status;
}

static nnreg_status open_second(struct operated *operated)
{
    nnreg *second;
    nnreg_status status = open_and_listen(&second, operated);

    nnreg_close(second);
    return status;
}

/* As the first in the process, which is more work. */
static nnreg_status open_first(struct operated *operated)
{
    nnreg_close(operated->fixture->registry);
    return open_and_listen(&operated->fixture->registry, operated);
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
    if (status == NNREG_OK) {
        status = nnreg_bundle_add_directory(own, fixture_model(operated->fixture, 2));
        snprintf(operated->said, sizeof operated->said, "%s", nnreg_bundle_message(own));
    }
    if (status == NNREG_OK) {
        status = nnreg_check(findings, json, strlen(json), own, NULL);
        snprintf(operated->said, sizeof operated->said, "%s", nnreg_findings_message(findings));
    }
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
                        nnreg_version_create(operated->fixture->registry, &id, json, (size_t)size, NULL,
                                             operated->fixture->findings),
                        2);
}

static nnreg_status list_damage(struct operated *operated)
{
    nnreg_damage *damage;
    nnreg_status status = nnreg_damage_list(operated->fixture->registry, &damage, operated->target);

    nnreg_damage_free(damage);
    return status;
}

/* Where there is nothing to collect, it changes nothing; test_gc.c has what is. */
static nnreg_status collect_nothing(struct operated *operated)
{
    return nnreg_gc(operated->fixture->registry, NULL, NULL);
}

static nnreg_status get_statistics(struct operated *operated)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;
    nnreg_status status = nnreg_get_statistics(operated->fixture->registry, &statistics, NULL);

    return status == NNREG_OK && (statistics.networks != 4 || statistics.missing_files != 0) ? NNREG_CORRUPT
                                                                                             : status;
}

/* In the place of what the last one has left. */
static nnreg_status check_out(struct operated *operated)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.flags = NNREG_REPLACE;
    return nnreg_network_checkout(operated->fixture->registry, operated->target,
                                  fixture_path(operated->fixture, "checked-out"), &call);
}

static nnreg_status export_spec(struct operated *operated)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    selection.specs = &operated->spec[0];
    selection.spec_count = 1;
    call.flags = NNREG_REPLACE;
    return nnreg_export(operated->fixture->registry, fixture_path(operated->fixture, "exported.zip"),
                        &selection, &call, NULL);
}

static nnreg_status export_stream(struct operated *operated)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    int fd =
        open(fixture_path(operated->fixture, "streamed.zip"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    nnreg_status status;

    selection.networks = &operated->attached;
    selection.network_count = 1;
    status = nnreg_export_fd(operated->fixture->registry, fd, &selection, NULL, NULL);
    close(fd);
    return status;
}

static nnreg_status verify_export(struct operated *operated)
{
    nnreg_findings *findings;
    nnreg_status status = nnreg_findings_new(&findings, NULL, 0);

    if (status != NNREG_OK) {
        snprintf(operated->said, sizeof operated->said, "%s", nnreg_status_text(status));
        return status;
    }
    status = nnreg_export_verify(findings, operated->brought, NULL, NULL);
    if (status != NNREG_OK)
        snprintf(operated->said, sizeof operated->said, "%s", nnreg_findings_message(findings));
    nnreg_findings_free(findings);
    return status;
}

const struct operation operation_reads[OPERATION_READS] = {
    {"open", open_second, NULL, 0, false},
    {"first open", open_first, NULL, 0, false},
    {"check", check_network, NULL, 0, false},
    {"get a network", get_network, NULL, 0, false},
    {"get a public network", get_public, NULL, 0, false},
    {"get a spec", get_spec, NULL, 0, false},
    {"get a public spec", get_public_spec, NULL, 0, false},
    {"get what serves a spec", get_current, NULL, 0, false},
    {"make a cursor", place_network, NULL, 0, false},
    {"get a version", get_version, NULL, 0, false},
    {"get a task", get_task, NULL, 0, false},
    {"list networks", list_networks, NULL, 0, false},
    {"list by cursor", list_by_cursor, NULL, 0, false},
    {"list by conditions", list_by_conditions, NULL, 0, false},
    {"list by metadata", list_by_metadata, NULL, 0, false},
    {"list public networks", list_public, NULL, 0, false},
    {"list specs", list_specs, NULL, 0, false},
    {"list public specs", list_public_specs, NULL, 0, false},
    {"list versions", list_versions, NULL, 0, false},
    {"list tasks", list_tasks, NULL, 0, false},
    {"count networks", count_all, NULL, 0, false},
    {"count by conditions", count_by_conditions, NULL, 0, false},
    {"look for a network", look_for_network, NULL, 0, false},
    {"look for a public network", look_for_public, NULL, 0, false},
    {"look for a public spec", look_for_public_spec, NULL, 0, false},
    {"read the history", read_history, NULL, 0, false},
    {"verify the history", verify_history, NULL, 0, false},
    {"rehearse a delete", rehearse_delete, NULL, 0, false},
    {"open a file", read_file, NULL, 0, false},
    {"open a file and verify it", read_verified, NULL, 0, false},
    {"check out", check_out, NULL, 0, false},
    {"statistics", get_statistics, NULL, 0, false},
    {"refuse an update", refuse_update, NULL, 0, false},
    {"refuse a version", refuse_version, NULL, 0, false},
    {"list damage", list_damage, NULL, 0, false},
    {"collect nothing", collect_nothing, NULL, 0, false},
    {"export a spec", export_spec, NULL, 0, false},
    {"export to a stream", export_stream, NULL, 0, false},
    {"verify an export", verify_export, NULL, 0, false},
};
