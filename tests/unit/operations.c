/* See operations.h. */
#include "operations.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static nnreg_status create_spec(struct operated *operated, uint64_t *id)
{
    char json[FIXTURE_JSON];

    return nnreg_spec_create(operated->fixture->registry, id, json,
                             fixture_spec_json(json, "fruit", ", \"metadata\": {\"of\": [1, 2]}"), NULL,
                             operated->fixture->findings);
}

static nnreg_status create_version(struct operated *operated, uint64_t *id, uint64_t spec, uint64_t network)
{
    char json[FIXTURE_JSON];

    return nnreg_version_create(operated->fixture->registry, id, json,
                                fixture_version_json(json, spec, network), NULL, operated->fixture->findings);
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

/* Exports a network with a version of a spec that is like none, and takes them away again. */
static void make_brought(struct operated *operated)
{
    static const char spec_json[] =
        "{\"name\": \"berries\", \"outputs\": [{\"labels\": {\"labels\": [{\"id\": 1, "
        "\"name\": \"sloe\"}], \"exclusive\": true, \"roi\": \"NONE\"}}]}";
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    nnreg *registry = operated->fixture->registry;
    uint64_t network = fixture_add(operated->fixture, "brought", 2), spec, version;
    char json[300];
    int size;

    done(operated, nnreg_spec_create(registry, &spec, spec_json, sizeof spec_json - 1, NULL,
                                     operated->fixture->findings));
    size = snprintf(json, sizeof json,
                    "{\"spec_id\": %llu, \"network_id\": %llu, \"post_processings\": [{\"classification\": "
                    "{\"output_tensor\": \"probabilities\"}}]}",
                    (unsigned long long)spec, (unsigned long long)network);
    done(operated,
         nnreg_version_create(registry, &version, json, (size_t)size, NULL, operated->fixture->findings));
    selection.networks = &network;
    selection.network_count = 1;
    snprintf(operated->brought, sizeof operated->brought, "%s",
             fixture_path(operated->fixture, "brought.zip"));
    done(operated, nnreg_export(registry, operated->brought, &selection, NULL, NULL));
    done(operated, nnreg_network_delete(registry, network, NULL, NULL));
    done(operated, nnreg_spec_delete(registry, spec, NULL, NULL));
}

/* Of the files of the bundle that is created, the one that no session holds in memory (store/staging.h). */
static char large[70 << 10];

void operated_begin(struct operated *operated, struct registry_fixture *fixture)
{
    memset(operated, 0, sizeof *operated);
    operated->fixture = fixture;
    make_brought(operated);
    fixture_add(fixture, "stays", 1);
    done(operated, create_spec(operated, &operated->spec[0]));
    done(operated, create_spec(operated, &operated->spec[1]));
    done(operated, create_spec(operated, &operated->empty_spec));
    make_target(operated);
    make_attached(operated);
    operated->open = fixture_add(fixture, "open", 1);
    done(operated, nnreg_network_publish(fixture->registry, operated->open, "open", NULL));
    done(operated, create_spec(operated, &operated->open_spec));
    done(operated, nnreg_spec_publish(fixture->registry, operated->open_spec, "open", NULL));
    operated->bundle = fixture_bundle(fixture, 2);
    memset(large, 'x', sizeof large);
    ck_assert_int_eq(nnreg_bundle_add_memory(operated->bundle, large, sizeof large, "assets.extra/large.bin"),
                     NNREG_OK);
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
        done(operated,
             nnreg_network_delete(registry, nnreg_network_id(nnreg_page_network(page, 0)), NULL, NULL));
    nnreg_page_free(page);
    done(operated, nnreg_network_delete(registry, fixture_add(operated->fixture, "n", 2), NULL, NULL));
}

/* What an upload says of itself is no message of the handle's. */
static nnreg_status receive_large(struct operated *operated, nnreg_upload *upload, nnreg_bundle *bundle)
{
    size_t at;
    nnreg_status status = NNREG_OK;

    for (at = 0; at < sizeof large && status == NNREG_OK; at += sizeof large / 5)
        status = nnreg_upload_write(upload, large + at, sizeof large / 5);
    if (status != NNREG_OK)
        snprintf(operated->said, sizeof operated->said, "%s", nnreg_upload_message(upload));
    if (status != NNREG_OK)
        return status;
    status = nnreg_bundle_add_upload(bundle, upload, "assets.extra/large.bin");
    if (status != NNREG_OK)
        snprintf(operated->said, sizeof operated->said, "%s", nnreg_bundle_message(bundle));
    return status;
}

/* The same files as above. */
static nnreg_status create_uploaded(struct operated *operated)
{
    const char *json = fixture_description("new", "");
    nnreg *registry = operated->fixture->registry;
    nnreg_bundle *bundle;
    nnreg_upload *upload = NULL;
    uint64_t id;
    nnreg_status status = nnreg_upload_new(registry, &upload);

    if (status != NNREG_OK)
        return status;
    status = nnreg_bundle_new(&bundle);
    if (status == NNREG_OK)
        status = nnreg_bundle_add_directory(bundle, fixture_model(operated->fixture, 2));
    if (status != NNREG_OK)
        snprintf(operated->said, sizeof operated->said, "%s",
                 bundle != NULL ? nnreg_bundle_message(bundle) : "no bundle");
    if (status == NNREG_OK)
        status = receive_large(operated, upload, bundle);
    nnreg_upload_free(upload);
    if (status == NNREG_OK)
        status = nnreg_network_create(registry, &id, json, strlen(json), bundle, NULL,
                                      operated->fixture->findings);
    nnreg_bundle_free(bundle);
    return status;
}

static nnreg_status update_network(struct operated *operated)
{
    return fixture_update(operated->fixture, operated->target,
                          "{\"name\": \"changed\", \"metadata\": {\"a\": 1}}");
}

static nnreg_status merge_network(struct operated *operated)
{
    static const char json[] = "{\"metadata\": {\"b\": {\"c\": [1]}, \"a\": null}}";
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.flags = NNREG_MERGE_METADATA;
    return nnreg_network_update(operated->fixture->registry, operated->target, json, sizeof json - 1, &call,
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

static nnreg_status move_slug(struct operated *operated)
{
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;

    options.flags = NNREG_MOVE_SLUG;
    return nnreg_network_publish(operated->fixture->registry, operated->target, "open", &options);
}

static void restore_moved(struct operated *operated, bool was_done)
{
    restore_private(operated, was_done);
    done(operated, nnreg_network_publish(operated->fixture->registry, operated->open, "open", NULL));
}

static nnreg_status update_public(struct operated *operated)
{
    static const char json[] = "{\"metadata\": {\"public\": 0}}";
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;

    options.flags = NNREG_UNPUBLISH;
    return nnreg_network_update_by_slug(operated->fixture->registry, "open", json, strlen(json), &options,
                                        operated->fixture->findings);
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
         (versions ? nnreg_version_list : nnreg_spec_list)(operated->fixture->registry, &page, &query));
    id = versions ? nnreg_version_id(nnreg_page_version(page, 0)) : nnreg_spec_id(nnreg_page_spec(page, 0));
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

static nnreg_status publish_spec(struct operated *operated)
{
    return nnreg_spec_publish(operated->fixture->registry, operated->empty_spec, "target", NULL);
}

static void restore_private_spec(struct operated *operated, bool was_done)
{
    (void)was_done;
    done(operated, nnreg_spec_unpublish(operated->fixture->registry, operated->empty_spec, NULL));
}

static nnreg_status move_spec_slug(struct operated *operated)
{
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;

    options.flags = NNREG_MOVE_SLUG;
    return nnreg_spec_publish(operated->fixture->registry, operated->empty_spec, "open", &options);
}

static nnreg_status unpublish_spec(struct operated *operated)
{
    return nnreg_spec_unpublish(operated->fixture->registry, operated->open_spec, NULL);
}

static void restore_public_spec(struct operated *operated, bool was_done)
{
    (void)was_done;
    done(operated, nnreg_spec_publish(operated->fixture->registry, operated->open_spec, "open", NULL));
}

static void restore_moved_spec(struct operated *operated, bool was_done)
{
    restore_private_spec(operated, was_done);
    restore_public_spec(operated, was_done);
}

static nnreg_status delete_public_spec(struct operated *operated)
{
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;

    options.flags = NNREG_UNPUBLISH;
    return nnreg_spec_delete_by_slug(operated->fixture->registry, "open", &options, NULL);
}

static void restore_deleted_public_spec(struct operated *operated, bool was_done)
{
    if (was_done)
        done(operated, create_spec(operated, &operated->open_spec));
    restore_public_spec(operated, was_done);
}

static nnreg_status make_version(struct operated *operated)
{
    uint64_t id;

    return create_version(operated, &id, operated->spec[1], operated->target);
}

static void restore_without_version(struct operated *operated, bool was_done)
{
    if (was_done)
        done(operated, nnreg_version_delete(operated->fixture->registry, newest(operated, true), NULL, NULL));
}

/* Two objects change: it becomes the current one. */
static nnreg_status make_first_version(struct operated *operated)
{
    uint64_t id;

    return create_version(operated, &id, operated->empty_spec, operated->target);
}

static nnreg_status delete_version(struct operated *operated)
{
    return nnreg_version_delete(operated->fixture->registry, operated->version, NULL, NULL);
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

static nnreg_status change_setting(struct operated *operated)
{
    return nnreg_set_mutable_description(operated->fixture->registry, 1, NULL);
}

static void restore_setting(struct operated *operated, bool was_done)
{
    if (was_done)
        done(operated, nnreg_set_mutable_description(operated->fixture->registry, 0, NULL));
}

static nnreg_status import_brought(struct operated *operated)
{
    return nnreg_import(operated->fixture->registry, operated->brought, NULL, NULL,
                        operated->fixture->findings);
}

static void restore_brought(struct operated *operated, bool was_done)
{
    restore_without_spec(operated, was_done);
    restore_created(operated, was_done);
}

const struct operation operation_changes[OPERATION_CHANGES] = {
    {"create a network", create_network, restore_created, +1, false},
    {"create a network from an upload", create_uploaded, restore_created, +1, false},
    {"update a network", update_network, NULL, 0, false},
    {"merge metadata", merge_network, NULL, 0, false},
    {"delete a network", delete_network, restore_target, -1, false},
    {"delete a network with its versions", delete_attached, restore_attached, -1, false},
    {"publish a network", publish, restore_private, 0, false},
    {"move a slug", move_slug, restore_moved, 0, false},
    {"unpublish a network", unpublish, restore_public, 0, false},
    {"update a public network", update_public, restore_public, 0, false},
    {"create a spec", make_spec, restore_without_spec, 0, false},
    {"update a spec", update_spec, NULL, 0, false},
    {"delete a spec with its versions", delete_spec, restore_spec, 0, false},
    {"publish a spec", publish_spec, restore_private_spec, 0, false},
    {"move a spec's slug", move_spec_slug, restore_moved_spec, 0, false},
    {"unpublish a spec", unpublish_spec, restore_public_spec, 0, false},
    {"delete a public spec", delete_public_spec, restore_deleted_public_spec, 0, false},
    {"create a version", make_version, restore_without_version, 0, false},
    {"create the first version of a spec", make_first_version, restore_without_version, 0, false},
    {"delete a version", delete_version, restore_version, 0, false},
    {"move a task", update_task, NULL, 0, false},
    {"change a setting", change_setting, restore_setting, 0, false},
    {"import", import_brought, restore_brought, +1, false},
};

void operation_restore(const struct operation *operation, struct operated *operated, bool was_done)
{
    if (operation->restore != NULL)
        operation->restore(operated, was_done);
}

const struct operation *operation_at(int i)
{
    if (i < OPERATION_CHANGES)
        return &operation_changes[i];
    i -= OPERATION_CHANGES;
    return i < OPERATION_READS ? &operation_reads[i] : &operation_upkeep[i - OPERATION_READS];
}

bool operation_found_unreadable(const struct operation *operation, const struct operated *operated,
                                nnreg_status status, const char *words)
{
    static const char rule[] = "fsck.file-unreadable";
    const nnreg_findings *findings = operated->fixture->findings;
    size_t i, count = nnreg_findings_count(findings);

    if (!operation->finds || status != NNREG_CORRUPT)
        return false;
    for (i = 0; i < count; i++) {
        const struct nnreg_finding *finding = nnreg_findings_get(findings, i);

        if (strcmp(finding->rule, rule) != 0 || finding->file[0] == '\0' ||
            (words != NULL && strstr(finding->message, words) == NULL))
            return false;
    }
    return count > 0 || words == NULL || strstr(nnreg_message(operated->fixture->registry), words) != NULL;
}
