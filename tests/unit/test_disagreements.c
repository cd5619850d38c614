/*
 * Entries that disagree: an index, a count, a slug or an event that does not fit the record. Each is put into the tables
 * behind the registry's back, and each call that could have given a wrong answer says what disagrees with what.
 */
#include <check.h>
#include <string.h>
#include <unistd.h>

#include "damages.h"
#include "registry/objects.h"
#include "registry/handle.h"
#include "registry/settings.h"
#include "registry_fixture.h"

/*
 * Network 1, "one", private; network 2, "two", public as "pub". Spec 1 has versions 1 (of network 1) and 3 (of network
 * 2), spec 2 has version 2 (of network 2).
 */
static struct registry_fixture fixture;

static void set_up(void)
{
    scratch_use_memory(true);
    fixture_begin(&fixture, 0);
    fixture_add_some(&fixture);
}

static void tear_down(void)
{
    fixture_end(&fixture);
    scratch_use_memory(false);
}

/* ------------------------------------------------------------------------------------------------------ edits -- */

/* A key or a value. */
struct bytes {
    enum { NOTHING, NUMBER, PAIR, DATED, NAME, TEXT, RAW } form;
    uint64_t first, second;
    const char *text;
};

/* What is changed in a table. */
struct edit {
    enum { DONE, PUT, REMOVE, COPY, CLEAR } what; /* COPY: what stands under `value` is put under `key` */
    nnreg_kv_table_id table;
    struct bytes key, value;
};

struct room {
    struct nnreg_key number;
    struct nnreg_key_pair pair;
    struct nnreg_key_name name;
};

static struct nnreg_slice slice_of(struct room *room, const struct bytes *bytes)
{
    switch (bytes->form) {
    case NUMBER:
        return nnreg_key_u64(&room->number, bytes->first);
    case PAIR:
        return nnreg_key_pair(&room->pair, bytes->first, bytes->second);
    case DATED:
        return nnreg_key_pair(&room->pair, nnreg_key_time((int64_t)bytes->first), bytes->second);
    case NAME:
        return nnreg_key_name(&room->name, bytes->text, bytes->first);
    case TEXT:
        return nnreg_key_text(bytes->text);
    case RAW:
        return (struct nnreg_slice){bytes->text, (size_t)bytes->first};
    case NOTHING:
        break;
    }
    return (struct nnreg_slice){"", 0};
}

static nnreg_status remove_first(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                 struct nnreg_error *error)
{
    struct nnreg_slice *found = context;

    (void)value, (void)error;
    *found = key;
    *stop = true;
    return NNREG_OK;
}

static nnreg_status clear(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_error *error)
{
    nnreg_status status;
    unsigned char copy[512];
    struct nnreg_slice key;

    do {
        key = (struct nnreg_slice){NULL, 0};
        status = nnreg_kv_walk(txn, table, key, false, remove_first, &key, error);
        if (status != NNREG_OK || key.size == 0)
            return status;
        memcpy(copy, key.content, key.size);
        status = nnreg_kv_remove(txn, table, (struct nnreg_slice){copy, key.size}, error);
    } while (status == NNREG_OK);
    return status;
}

static nnreg_status do_edit(struct nnreg_kv_txn *txn, const struct edit *edit, struct nnreg_error *error)
{
    struct room key_room, value_room;
    struct nnreg_slice key = slice_of(&key_room, &edit->key), value = slice_of(&value_room, &edit->value);
    static unsigned char copy[65536];
    nnreg_status status = NNREG_OK;

    if (edit->what == CLEAR)
        return clear(txn, edit->table, error);
    if (edit->what == REMOVE)
        return nnreg_kv_remove(txn, edit->table, key, error);
    if (edit->what == COPY) {
        status = nnreg_kv_get(&value, txn, edit->table, value, error);
        if (status != NNREG_OK || value.size > sizeof copy)
            return NNREG_LIMIT;
        memcpy(copy, value.content, value.size);
        value.content = copy;
    }
    return nnreg_kv_put(txn, edit->table, key, value, error);
}

static nnreg_status do_edits(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct edit *edit = context;
    nnreg_status status = NNREG_OK;

    for (; edit->what != DONE && status == NNREG_OK; edit++)
        status = do_edit(txn, edit, error);
    return status;
}

/* A task of another network than the one that names it. */
static nnreg_status give_task_away(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_TASK];
    struct nnreg_task task;
    nnreg_status status = nnreg_object_load(&task, txn, kind, 1, error);

    (void)context;
    if (status != NNREG_OK)
        return status;
    task.network_id = 2;
    status = nnreg_object_store(txn, kind, &task, error);
    nnreg_record_clear(kind->table, &task);
    return status;
}

/* Another name in what event 2 tells, and nothing else. */
static nnreg_status alter_event(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_slice value;
    struct nnreg_key key;
    unsigned char altered[4096];
    nnreg_status status = nnreg_kv_get(&value, txn, NNREG_KV_EVENTS, nnreg_key_u64(&key, 2), error);

    (void)context;
    ck_assert(status != NNREG_OK || (value.size > 40 && value.size <= sizeof altered));
    if (status != NNREG_OK)
        return status;
    memcpy(altered, value.content, value.size);
    altered[value.size - 3] ^= 1;
    return nnreg_kv_put(txn, NNREG_KV_EVENTS, nnreg_key_u64(&key, 2),
                        (struct nnreg_slice){altered, value.size}, error);
}

/* The time of the last event, which the settings have beside its number and its hash. */
static nnreg_status alter_last_time(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    static const struct nnreg_slice key = {"last_event", sizeof "last_event" - 1};
    struct nnreg_slice value;
    unsigned char altered[100];
    nnreg_status status = nnreg_kv_get(&value, txn, NNREG_KV_SETTINGS, key, error);

    (void)context;
    ck_assert(status != NNREG_OK || (value.size > 16 && value.size <= sizeof altered));
    if (status != NNREG_OK)
        return status;
    memcpy(altered, value.content, value.size);
    altered[15] ^= 1;
    return nnreg_kv_put(txn, NNREG_KV_SETTINGS, key, (struct nnreg_slice){altered, value.size}, error);
}

/* ------------------------------------------------------------------------------------------------------ calls -- */

static nnreg_status get_network_2(void)
{
    nnreg_network *network;
    nnreg_status status;

    status = nnreg_network_get(fixture.registry, &network, 2);
    nnreg_network_free(network);
    return status;
}

static nnreg_status get_spec_2(void)
{
    nnreg_spec *spec;
    nnreg_status status;

    status = nnreg_spec_get(fixture.registry, &spec, 2);
    nnreg_spec_free(spec);
    return status;
}

static nnreg_status get_version_2(void)
{
    nnreg_version *version;
    nnreg_status status;

    status = nnreg_version_get(fixture.registry, &version, 2);
    nnreg_version_free(version);
    return status;
}

static nnreg_status get_task_2(void)
{
    nnreg_task *task;
    nnreg_status status;

    status = nnreg_task_get(fixture.registry, &task, 2);
    nnreg_task_free(task);
    return status;
}

static nnreg_status get_by_slug(const char *slug)
{
    nnreg_network *network = NULL;
    nnreg_status status = nnreg_network_get_by_slug(fixture.registry, &network, slug);

    ck_assert(status == NNREG_OK || network == NULL);
    nnreg_network_free(network);
    return status;
}

static nnreg_status get_pub(void)
{
    return get_by_slug("pub");
}

static nnreg_status get_ghost(void)
{
    return get_by_slug("ghost");
}

static nnreg_status get_current_1(void)
{
    nnreg_spec *spec;
    nnreg_version *version;
    nnreg_network *network;
    nnreg_status status = nnreg_spec_get_current(fixture.registry, &spec, &version, &network, 1);

    ck_assert(status == NNREG_OK || (spec == NULL && version == NULL && network == NULL));
    nnreg_network_free(network);
    nnreg_version_free(version);
    nnreg_spec_free(spec);
    return status;
}

static nnreg_status get_current_network_1(void)
{
    nnreg_network *network;
    nnreg_status status = nnreg_spec_get_current(fixture.registry, NULL, NULL, &network, 1);

    nnreg_network_free(network);
    return status;
}

/* The version of another spec is made the current one. */
static nnreg_status give_version_away(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_SPEC];
    struct nnreg_spec spec;
    nnreg_status status = nnreg_object_load(&spec, txn, kind, 1, error);

    (void)context;
    if (status != NNREG_OK)
        return status;
    spec.current_version_id = 2;
    status = nnreg_object_store(txn, kind, &spec, error);
    nnreg_record_clear(kind->table, &spec);
    return status;
}

static nnreg_status look_for_ghost(void)
{
    int exists;

    return nnreg_network_exists_by_slug(fixture.registry, &exists, "ghost");
}

static nnreg_status count_networks(const struct nnreg_query *query)
{
    uint64_t count = 7;
    nnreg_status status = nnreg_network_count(fixture.registry, &count, query);

    ck_assert(status == NNREG_OK || count == 0);
    return status;
}

static nnreg_status count_globbed(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.name_glob = "g*t";
    return count_networks(&query);
}

static nnreg_status list_networks(const struct nnreg_query *query)
{
    nnreg_page *page;
    nnreg_status status = nnreg_network_list(fixture.registry, &page, query);

    nnreg_page_free(page);
    return status;
}

static nnreg_status list_all(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.scope = NNREG_SCOPE_ALL;
    return list_networks(&query);
}

/* By blocks. */
static nnreg_status list_behind_first(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.scope = NNREG_SCOPE_ALL;
    query.offset = 1;
    return list_networks(&query);
}

static nnreg_status list_by_cursor(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.scope = NNREG_SCOPE_ALL;
    query.order = NNREG_ORDER_NAME;
    query.cursor = "";
    return list_networks(&query);
}

static nnreg_status list_by_name(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.order = NNREG_ORDER_NAME;
    query.scope = NNREG_SCOPE_ALL;
    return list_networks(&query);
}

static nnreg_status list_ghosts(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.name = "ghost";
    return list_networks(&query);
}

static nnreg_status list_twos(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.name = "two";
    return list_networks(&query);
}

static nnreg_status list_old(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.updated_before = "2000-01-01T00:00:00.000000Z";
    return list_networks(&query);
}

static nnreg_status list_old_by_date(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.updated_before = "2000-01-01T00:00:00.000000Z";
    query.order = NNREG_ORDER_UPDATE_DATE;
    return list_networks(&query);
}

static nnreg_status list_public(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.scope = NNREG_SCOPE_PUBLIC;
    return list_networks(&query);
}

static nnreg_status list_public_frameworks(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.scope = NNREG_SCOPE_PUBLIC;
    query.framework = "tensorflow-1.x";
    return list_networks(&query);
}

static nnreg_status list_versions(const struct nnreg_query *query)
{
    nnreg_page *page;
    nnreg_status status = nnreg_version_list(fixture.registry, &page, query);

    nnreg_page_free(page);
    return status;
}

static nnreg_status list_versions_of_spec_1(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.spec_id = 1;
    return list_versions(&query);
}

static nnreg_status list_versions_of_spec_1_by_date(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.spec_id = 1;
    query.order = NNREG_ORDER_UPDATE_DATE;
    return list_versions(&query);
}

static nnreg_status list_versions_of_network_1(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.network_id = 1;
    return list_versions(&query);
}

static nnreg_status list_tasks_of_network_1(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    nnreg_status status;

    query.network_id = 1;
    status = nnreg_task_list(fixture.registry, &page, &query);
    nnreg_page_free(page);
    return status;
}

static nnreg_status delete_network_1(void)
{
    return nnreg_network_delete(fixture.registry, 1, NULL, NULL);
}

static nnreg_status delete_spec_1(void)
{
    return nnreg_spec_delete(fixture.registry, 1, NULL, NULL);
}

static nnreg_status delete_version_1(void)
{
    return nnreg_version_delete(fixture.registry, 1, NULL, NULL);
}

static nnreg_status rename_network_1(void)
{
    return fixture_update(&fixture, 1, "{\"name\": \"uno\"}");
}

static nnreg_status publish_network_1(void)
{
    return nnreg_network_publish(fixture.registry, 1, "new", NULL);
}

static nnreg_status unpublish_network_2(void)
{
    return nnreg_network_unpublish(fixture.registry, 2, NULL);
}

static nnreg_status create_network(void)
{
    uint64_t id;

    return fixture_create(&fixture, &id, "three", 0);
}

static nnreg_status create_spec(void)
{
    char json[FIXTURE_JSON];
    uint64_t id;
    size_t size = fixture_spec_json(json, "third", "");

    return nnreg_spec_create(fixture.registry, &id, json, size, NULL, fixture.findings);
}

static nnreg_status events_since(uint64_t since)
{
    nnreg_events *events;
    nnreg_status status = nnreg_events_since(fixture.registry, &events, since, 100, 0, NULL);

    nnreg_events_free(events);
    return status;
}

static nnreg_status read_events(void)
{
    return events_since(0);
}

static nnreg_status read_later_events(void)
{
    return events_since(1);
}

/* ---------------------------------------------------------------------------------------- calls that look at all -- */

static nnreg_status collect_garbage(void)
{
    return nnreg_gc(fixture.registry, NULL, NULL);
}

static nnreg_status measure(void)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;

    return nnreg_get_statistics(fixture.registry, &statistics, NULL);
}

static nnreg_status list_damage(void)
{
    nnreg_damage *list = NULL;
    nnreg_status status = nnreg_damage_list(fixture.registry, &list, 0);

    ck_assert(status == NNREG_OK || list == NULL);
    nnreg_damage_free(list);
    return status;
}

/* Which notes a file that is damaged, and looks for the networks that it is of. */
static nnreg_status verify_a_file(void)
{
    int fd;
    uint64_t size;
    nnreg_status status =
        nnreg_network_open_verified(fixture.registry, &fd, &size, 1, "saved_model.pb", NULL);

    if (status == NNREG_OK)
        close(fd);
    return status;
}

static nnreg_status export_to(const char *name, const struct nnreg_selection *selection)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.flags = NNREG_REPLACE;
    return nnreg_export(fixture.registry, fixture_path(&fixture, name), selection, &call, NULL);
}

static nnreg_status export_all(void)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;

    selection.all = 1;
    return export_to("all.nnreg", &selection);
}

static nnreg_status export_network_1(void)
{
    static const uint64_t one = 1;
    struct nnreg_selection selection = NNREG_SELECTION_INIT;

    selection.networks = &one;
    selection.network_count = 1;
    return export_to("one.nnreg", &selection);
}

/* What is there already: it is recognised. */
static nnreg_status import_all(void)
{
    return nnreg_import(fixture.registry, fixture_path(&fixture, "all.nnreg"), NULL, NULL, fixture.findings);
}

static nnreg_status attach_network_1(void)
{
    char json[FIXTURE_JSON];
    uint64_t id;
    size_t size = fixture_version_json(json, 1, 1);

    return nnreg_version_create(fixture.registry, &id, json, size, NULL, fixture.findings);
}

static nnreg_status list_first_by_name(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.order = NNREG_ORDER_NAME;
    query.scope = NNREG_SCOPE_ALL;
    query.limit = 1;
    return list_networks(&query);
}

static nnreg_status list_private_by_name(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;

    query.name_prefix = "o";
    return list_networks(&query);
}

static nnreg_status verify_events(void)
{
    uint64_t count, broken;
    nnreg_status status = nnreg_events_verify(fixture.registry, &count, &broken, NULL);

    ck_assert((status == NNREG_CORRUPT) == (broken > 0));
    return status;
}

static nnreg_status configure(void)
{
    return nnreg_set_mutable_description(fixture.registry, 1, NULL);
}

/* ------------------------------------------------------------------------------------------------------- rows -- */

struct row {
    nnreg_status (*call)(void);
    const char *text; /* what the message begins with */
    struct edit edits[4];
    nnreg_kv_work *work; /* or this */
};

#define ONE_NETWORK_LESS "the table \"network_names\" lacks the entry of network 1"
#define PRIVATE_OR_NOT   "network 1 is private by its record, and public by the table \"public\""
#define NO_ID(table)     "an entry of the table \"" table "\" leads to no id"

/* Keys and values. */
#define NONE                \
    {                       \
        NOTHING, 0, 0, NULL \
    }
#define N(number)               \
    {                           \
        NUMBER, number, 0, NULL \
    }
#define P(first, second)          \
    {                             \
        PAIR, first, second, NULL \
    }
#define D(date, id)           \
    {                         \
        DATED, date, id, NULL \
    }
#define NAMED(name, id)   \
    {                     \
        NAME, id, 0, name \
    }
#define T(text)          \
    {                    \
        TEXT, 0, 0, text \
    }

/* clang-format off */
static const struct row rows[] = {
    /* a record under another's id */
    {get_network_2, "the record of network 2 says that it is 1",
     {{COPY, NNREG_KV_NETWORKS, N(2), N(1)}}, NULL},
    {get_spec_2, "the record of spec 2 says that it is 1",
     {{COPY, NNREG_KV_SPECS, N(2), N(1)}}, NULL},
    {get_version_2, "the record of version 2 says that it is 1",
     {{COPY, NNREG_KV_VERSIONS, N(2), N(1)}}, NULL},
    {get_task_2, "the record of task 2 says that it is 1",
     {{COPY, NNREG_KV_TASKS, N(2), N(1)}}, NULL},
    {list_all, "the record of network 2 says that it is 1",
     {{COPY, NNREG_KV_NETWORKS, N(2), N(1)}}, NULL},
    {get_version_2, "the record of spec 2 says that it is 1",
     {{COPY, NNREG_KV_SPECS, N(2), N(1)}}, NULL},
    /* the index of names */
    {list_ghosts, "the table \"network_names\" leads to network 1 by another name than its own, \"one\"",
     {{PUT, NNREG_KV_NETWORK_NAMES, NAMED("ghost", 1), NONE}}, NULL},
    {list_by_name, "the table \"network_names\" leads to network 1 by another name than its own, \"one\"",
     {{PUT, NNREG_KV_NETWORK_NAMES, NAMED("ghost", 1), NONE},
      {REMOVE, NNREG_KV_NETWORK_NAMES, NAMED("one", 1), NONE}}, NULL},
    {list_ghosts, "the table \"network_names\" leads to network 9, which is missing",
     {{PUT, NNREG_KV_NETWORK_NAMES, NAMED("ghost", 9), NONE}}, NULL},
    {list_by_name, "the table \"networks\" counts 2, and there are 1",
     {{REMOVE, NNREG_KV_NETWORK_NAMES, NAMED("one", 1), NONE}}, NULL},
    {list_by_name, NO_ID("network_names"),
     {{PUT, NNREG_KV_NETWORK_NAMES, T("ghost"), NONE}}, NULL},
    {rename_network_1, ONE_NETWORK_LESS,
     {{REMOVE, NNREG_KV_NETWORK_NAMES, NAMED("one", 1), NONE}}, NULL},
    {delete_network_1, ONE_NETWORK_LESS,
     {{REMOVE, NNREG_KV_NETWORK_NAMES, NAMED("one", 1), NONE}}, NULL},
    /* the index of dates */
    {list_old, "the table \"network_updates\" leads to network 1 by another date than its own, 20",
     {{PUT, NNREG_KV_NETWORK_UPDATES, D(5, 1), NONE}}, NULL},
    {list_old_by_date, "the table \"network_updates\" leads to network 1 by another date than its own, 20",
     {{PUT, NNREG_KV_NETWORK_UPDATES, D(5, 1), NONE}}, NULL},
    {list_old_by_date, "the table \"network_updates\" leads to network 9, which is missing",
     {{PUT, NNREG_KV_NETWORK_UPDATES, D(5, 9), NONE}}, NULL},
    {rename_network_1, "the table \"network_updates\" lacks the entry of network 1",
     {{CLEAR, NNREG_KV_NETWORK_UPDATES, NONE, NONE}}, NULL},
    /* the indexes of versions */
    {list_versions_of_spec_1, "the table \"versions_by_spec\" has version 2 under spec 1, and it is of 2",
     {{PUT, NNREG_KV_VERSIONS_BY_SPEC, P(1, 2), NONE}}, NULL},
    {list_versions_of_spec_1_by_date, "the table \"versions_by_spec\" has version 2 under spec 1, and it is of 2",
     {{PUT, NNREG_KV_VERSIONS_BY_SPEC, P(1, 2), NONE}}, NULL},
    {list_versions_of_network_1, "the table \"versions_by_network\" has version 2 under network 1, and it is of 2",
     {{PUT, NNREG_KV_VERSIONS_BY_NETWORK, P(1, 2), NONE}}, NULL},
    {list_versions_of_spec_1, "the table \"versions_by_spec\" leads to version 9, which is missing",
     {{PUT, NNREG_KV_VERSIONS_BY_SPEC, P(1, 9), NONE}}, NULL},
    {delete_spec_1, "the table \"versions_by_spec\" has version 2 under spec 1, and it is of 2",
     {{PUT, NNREG_KV_VERSIONS_BY_SPEC, P(1, 2), NONE}}, NULL},
    {delete_spec_1, "the table \"versions_by_spec\" leads to version 9, which is missing",
     {{PUT, NNREG_KV_VERSIONS_BY_SPEC, P(1, 9), NONE}}, NULL},
    {delete_spec_1, "an entry of an index of versions is not two ids",
     {{PUT, NNREG_KV_VERSIONS_BY_SPEC, {RAW, 9, 0, "\0\0\0\0\0\0\0\1x"}, NONE}}, NULL},
    {delete_network_1, "the table \"versions_by_network\" has version 2 under network 1, and it is of 2",
     {{PUT, NNREG_KV_VERSIONS_BY_NETWORK, P(1, 2), NONE}}, NULL},
    {delete_version_1, "an entry of the table \"versions_by_network\" is missing",
     {{REMOVE, NNREG_KV_VERSIONS_BY_NETWORK, P(1, 1), NONE}}, NULL},
    {delete_version_1, "the spec 1 of version 1 is missing",
     {{REMOVE, NNREG_KV_SPECS, N(1), NONE}}, NULL},
    /* what serves a spec */
    {get_current_1, "the current version 1 of spec 1 is missing",
     {{REMOVE, NNREG_KV_VERSIONS, N(1), NONE}}, NULL},
    {get_current_network_1, "the current version 1 of spec 1 is missing",
     {{REMOVE, NNREG_KV_VERSIONS, N(1), NONE}}, NULL},
    {get_current_1, "the current version 2 of spec 1 is one of spec 2",
     {{DONE, 0, NONE, NONE}}, give_version_away},
    {get_current_network_1, "the network 1 of version 1 is missing",
     {{REMOVE, NNREG_KV_NETWORKS, N(1), NONE}}, NULL},
    {get_current_1, "the network 1 of a version is missing",
     {{REMOVE, NNREG_KV_NETWORKS, N(1), NONE}}, NULL},
    /* slugs */
    {get_pub, "the slug \"pub\" leads to network 1, whose slug is \"\"",
     {{PUT, NNREG_KV_SLUGS, T("pub"), N(1)}}, NULL},
    {get_ghost, "the slug \"ghost\" leads to network 2, whose slug is \"pub\"",
     {{PUT, NNREG_KV_SLUGS, T("ghost"), N(2)}}, NULL},
    {get_ghost, "the slug \"ghost\" leads to network 9, which is missing",
     {{PUT, NNREG_KV_SLUGS, T("ghost"), N(9)}}, NULL},
    {get_ghost, "the slug \"ghost\" leads to no id",
     {{PUT, NNREG_KV_SLUGS, T("ghost"), T("7")}}, NULL},
    {look_for_ghost, "the slug \"ghost\" leads to network 9, which is missing",
     {{PUT, NNREG_KV_SLUGS, T("ghost"), N(9)}}, NULL},
    {look_for_ghost, "the slug \"ghost\" leads to no id",
     {{PUT, NNREG_KV_SLUGS, T("ghost"), T("7")}}, NULL},
    {unpublish_network_2, "network 2 is public as \"pub\", and the slug leads to 1",
     {{PUT, NNREG_KV_SLUGS, T("pub"), N(1)}}, NULL},
    {unpublish_network_2, "network 2 has the slug \"pub\", and the table \"public\" has \"\"",
     {{REMOVE, NNREG_KV_PUBLIC, N(2), NONE}}, NULL},
    {publish_network_1, "network 1 has the slug \"\", and the table \"public\" has \"ghost\"",
     {{PUT, NNREG_KV_PUBLIC, N(1), T("ghost")}}, NULL},
    {rename_network_1, "network 1 has the slug \"\", and the table \"public\" has \"ghost\"",
     {{PUT, NNREG_KV_PUBLIC, N(1), T("ghost")}}, NULL},
    {delete_network_1, "network 1 has the slug \"\", and the table \"public\" has \"ghost\"",
     {{PUT, NNREG_KV_PUBLIC, N(1), T("ghost")}}, NULL},
    {list_public, PRIVATE_OR_NOT,
     {{REMOVE, NNREG_KV_PUBLIC, N(2), NONE},
      {PUT, NNREG_KV_PUBLIC, N(1), T("ghost")}}, NULL},
    {list_public_frameworks, "the table \"public\" has network 1, which has no slug",
     {{PUT, NNREG_KV_PUBLIC, N(1), T("ghost")}}, NULL},
    {list_public, PRIVATE_OR_NOT,
     {{PUT, NNREG_KV_PUBLIC, N(1), T("ghost")}}, NULL},
    {list_public, "the table \"public\" has 3 entries, and there are 2",
     {{PUT, NNREG_KV_PUBLIC, N(1), T("ghost")},
      {PUT, NNREG_KV_PUBLIC, N(9), T("nine")}}, NULL},
    {list_twos, "network 2 is public by its record, and private by the table \"public\"",
     {{REMOVE, NNREG_KV_PUBLIC, N(2), NONE}}, NULL},
    /* counts */
    {list_behind_first, "the table \"network_blocks\" counts 6, and there are 2",
     {{PUT, NNREG_KV_NETWORK_BLOCKS, N(0), P(5, 1)}}, NULL},
    {list_behind_first, "the table \"network_blocks\" counts 1, and there are 2",
     {{PUT, NNREG_KV_NETWORK_BLOCKS, N(0), P(0, 1)}}, NULL},
    {list_by_cursor, "the table \"networks\" counts 2, and there are 1",
     {{REMOVE, NNREG_KV_NETWORK_NAMES, NAMED("one", 1), NONE}}, NULL},
    {list_behind_first, "the table \"network_blocks\" counts more in block 0 than it has ids",
     {{PUT, NNREG_KV_NETWORK_BLOCKS, N(0), P(1000, 25)}}, NULL},
    {list_behind_first, "an entry of the table \"network_blocks\" is none",
     {{PUT, NNREG_KV_NETWORK_BLOCKS, N(0), N(2)}}, NULL},
    {count_globbed, "the table \"network_names\" leads to network 1 by another name than its own, \"one\"",
     {{PUT, NNREG_KV_NETWORK_NAMES, NAMED("ghost", 1), NONE}}, NULL},
    {delete_network_1, "the table \"network_blocks\" counts fewer in block 0 than there are",
     {{PUT, NNREG_KV_NETWORK_BLOCKS, N(0), P(0, 1)}}, NULL},
    {delete_spec_1, "the table \"version_blocks\" counts fewer in block 0 than there are",
     {{PUT, NNREG_KV_VERSION_BLOCKS, N(0), P(1, 0)}}, NULL},
    {list_all, NO_ID("networks"),
     {{PUT, NNREG_KV_NETWORKS, T("ghost"), NONE}}, NULL},
    /* files */
    {delete_network_1, "a file of the network is not counted as used",
     {{CLEAR, NNREG_KV_BLOB_REFS, NONE, NONE}}, NULL},
    {delete_network_1, "the list of tensors of network 1 is missing",
     {{REMOVE, NNREG_KV_NETWORK_TENSORS, N(1), NONE}}, NULL},
    /* tasks */
    {list_tasks_of_network_1, "the task 1 of network 1 is missing",
     {{REMOVE, NNREG_KV_TASKS, N(1), NONE}}, NULL},
    {list_tasks_of_network_1, "the task 1 of network 1 says that it is of network 2",
     {{DONE, 0, NONE, NONE}}, give_task_away},
    {delete_network_1, "the task 1 of network 1 is missing",
     {{REMOVE, NNREG_KV_TASKS, N(1), NONE}}, NULL},
    {delete_network_1, "the task 1 of network 1 says that it is of network 2",
     {{DONE, 0, NONE, NONE}}, give_task_away},
    /* ids that were given already */
    {create_network, "the counter \"next_network_id\" gave 1, and there is a network 1 already",
     {{PUT, NNREG_KV_SETTINGS, T(NNREG_SETTING_NEXT_NETWORK), N(1)}}, NULL},
    {create_network, "the counter \"next_task_id\" gave 1, and there is a task 1 already",
     {{PUT, NNREG_KV_SETTINGS, T(NNREG_SETTING_NEXT_TASK), N(1)}}, NULL},
    {create_spec, "the counter \"next_spec_id\" gave 1, and there is a spec 1 already",
     {{PUT, NNREG_KV_SETTINGS, T(NNREG_SETTING_NEXT_SPEC), N(1)}}, NULL},
    /* the history */
    {read_events, "event 2 of the history is missing",
     {{REMOVE, NNREG_KV_EVENTS, N(2), NONE}}, NULL},
    {read_later_events, "event 2 of the history is missing",
     {{REMOVE, NNREG_KV_EVENTS, N(2), NONE}}, NULL},
    {read_events, "event 1 of the history is missing",
     {{CLEAR, NNREG_KV_EVENTS, NONE, NONE}}, NULL},
    {read_events, "event 2 of the history is not what was written, or the event before it is not",
     {{COPY, NNREG_KV_EVENTS, N(2), N(1)}}, NULL},
    {read_events, "event 2 of the history is not what was written, or the event before it is not",
     {{DONE, 0, NONE, NONE}}, alter_event},
    {read_later_events, "event 2 of the history is not what was written, or the event before it is not",
     {{DONE, 0, NONE, NONE}}, alter_event},
    {read_events, "the history has an entry whose key is no number",
     {{PUT, NNREG_KV_EVENTS, {RAW, 9, 0, "\0\0\0\0\0\0\0\1x"}, NONE}}, NULL},
    {verify_events, "the history is broken at event 12: it is not the last event that was written",
     {{DONE, 0, NONE, NONE}}, alter_last_time},
};
/* clang-format on */
#define ROWS (int)(sizeof rows / sizeof *rows)

static nnreg_status count_tasks_of_1(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    uint64_t count;

    query.network_id = 1;
    return nnreg_task_count(fixture.registry, &count, &query);
}

/* Damaged by the lines of damages.h. */
#define IN_USE   "#329318dc337a99ae68a1d31d7a7269833bcce6e81c96f32e36635f024c49b694"
#define NO_USE   "#0000000000000000000000000000000000000000000000000000000000000000"
#define NOTE     "#8301a76e6f7468696e6702cd25f203cf0006615bf8e3b66e"
#define NO_COUNT "a count in the table \"blob_refs\" is none"

/* clang-format off */
static const struct {
    nnreg_status (*call)(void);
    const char *damage, *text;
} damaged[] = {
    {collect_garbage, "put trash 'x none", "an entry of the table \"trash\" is not a digest"},
    {collect_garbage, "put blob_refs 'x 1", "an entry of the table \"blob_refs\" is not a digest"},
    {collect_garbage, "put blob_refs first 0", NO_COUNT},
    {collect_garbage, "put blob_refs first 'x", NO_COUNT},
    {collect_garbage, "put blob_refs first 18446744073709551615", NO_COUNT},
    {collect_garbage, "put trash " IN_USE " none", "a file is in the trash, and counted as used"},
    {collect_garbage, "move networks 2 #00000001", "the key of a network is no id"},
    {collect_garbage, "remove blob_refs first", "the file \"variables.data-00000-of-00001\" of network 1 is not counted as used"},
    {collect_garbage, "cut networks 2", "network 2: network 2 cannot be read: a stored record has changed"},
    {delete_network_1, "put blob_refs first 0", NO_COUNT},
    {delete_network_1, "put network_blocks 0 'x", "the table \"network_blocks\" counts fewer in block 0 than there are"},
    {unpublish_network_2, "put network_blocks 0 1/0", "the table \"network_blocks\" counts fewer in block 0 than there are"},
    {unpublish_network_2, "put slugs 'pub 'x", "network 2 is public as \"pub\", and the slug leads to 0"},
    {unpublish_network_2, "put public 2 'pua", "network 2 has the slug \"pub\", and the table \"public\" has \"pua\""},
    {publish_network_1, "put public 1 none", "network 1 has the slug \"\", and the table \"public\" has \"\""},
    {measure, "put blob_refs 'x 1", "the table \"blob_refs\" has an entry that is none"},
    {measure, "put blob_refs first 'x", "the table \"blob_refs\" has an entry that is none"},
    {count_tasks_of_1, "cut networks 1", "network 1 cannot be read: a stored record has changed"},
    {list_damage, "put damage 'x " NOTE, "a key of the table \"damage\" is no SHA-256"},
    {list_damage, "put damage " IN_USE " 'x", "a stored record has a value of the wrong type, at byte 1"},
    {list_damage, "put damage " IN_USE " " NOTE "\nmove networks 2 #00000001", "a key of the table \"networks\" is no number"},
    {list_damage, "put damage " IN_USE " " NOTE "\ncut networks 2", "network 2 cannot be read: a stored record has changed"},
    {verify_a_file, "file flip saved_model.pb\nmove networks 2 #00000001", "\"saved_model.pb\" of network 1 is damaged"},
    {verify_a_file, "file flip saved_model.pb\ncut networks 2", "\"saved_model.pb\" of network 1 is damaged"},
    {export_all, "move networks 2 #00000001", "a key of a table of objects is no number"},
    {export_all, "remove specs 1", "version 1 names the spec 1, which is missing"},
    {export_all, "remove networks 1", "version 1 names the network 1, which is missing"},
    {export_network_1, "put versions_by_network 1/9 none", "an index leads to version 9, which is missing"},
    {export_network_1, "remove specs 1", "a version refers to spec 1, which is missing"},
    {import_all, "move networks 2 #00000001", "a key of the table \"networks\" is no number"},
    {import_all, "cut specs 2", "spec 2 cannot be read: a stored record has changed"},
    {import_all, "put versions_by_network 1/0 none", "an index leads to version 0, which is missing"},
    {import_all, "cut versions 1", "version 1 cannot be read: a stored record has changed"},
    {attach_network_1, "remove network_tensors 1", "the list of tensors of network 1 is missing"},
    {attach_network_1, "cut network_tensors 1", "the entry 1 of the table \"network_tensors\" has changed: its checksum differs"},
    {list_private_by_name, "remove network_blocks 0", "the table \"network_blocks\" does not count the network 1"},
    {list_private_by_name, "put network_blocks 0 'x", "the table \"network_blocks\" does not count the network 1"},
    {list_behind_first, "put network_blocks #00 1/1", "an entry of the table \"network_blocks\" is none"},
    {list_behind_first, "put network_blocks 0 2000/0", "the table \"network_blocks\" counts more in block 0 than it has ids"},
    {list_by_cursor, "put settings 'identity 'short", "the setting \"identity\" is damaged or missing"},
    {create_network, "put settings 'next_network_id 0", "the counter \"next_network_id\" has the impossible value 0"},
    {create_network, "put settings 'next_network_id 18446744073709551615", "the counter \"next_network_id\" has the impossible value 18446744073709551615"},
    {create_network, "put settings 'next_network_id 'x", "the setting \"next_network_id\" is not a number"},
    {configure, "put settings 'mutable_description 'x", "the setting \"mutable_description\" is not a number"},
    {configure, "cut settings 'last_event", "the setting \"last_event\" is damaged"},
    {read_events, "cut settings 'last_event", "the setting \"last_event\" is damaged"},
    {read_events, "put events 1 'short", "event 1 of the history has only 5 bytes"},
    {read_later_events, "put events 1 'short", "event 1 of the history is missing"},
    {read_later_events, "remove events 1", "event 1 of the history is missing"},
    {verify_events, "cut events 5\nrechain", "the history is broken at event 5: a stored record"},
    {list_first_by_name, "remove networks 2\nclear public", "the table \"networks\" counts 1, and there are at least 2"},
    {read_events, "set events 2 sequence 9\nrechain", "event 2 of the history says that it is event 9"},
    {verify_events, "flip settings 'last_event", "the history is broken at event 12: it is not the last event that was written"},
    {verify_events, "put events 99 'x", "the history is broken at event 13: there is an entry with the number 99, which was never given"},
    {read_events, "remove events last", "event 12 of the history is missing"},
    {read_events, "remove events last\nremove events last", "event 11 of the history is missing"},
};
/* clang-format on */
#define DAMAGED (int)(sizeof damaged / sizeof *damaged)

static void assert_said(const char *text)
{
    const char *said = strstr(nnreg_message(fixture.registry), "\": "); /* behind: registry "…" */

    ck_assert_ptr_nonnull(said);
    said += 3;
    ck_assert_msg(strncmp(said, text, strlen(text)) == 0, "\"%s\" is not \"%s\"", said, text);
}

START_TEST(what_disagrees_is_corrupt_and_says_with_what)
{
    const struct row *row = &rows[_i];
    struct nnreg_error error = NNREG_ERROR_INIT;
    struct edit edits[5] = {{.what = DONE}};

    memcpy(edits, row->edits, sizeof row->edits);
    ck_assert_msg(nnreg_kv_write(fixture.registry->kv, row->work != NULL ? row->work : do_edits, edits,
                                 &error) == NNREG_OK,
                  "%s", error.text);
    ck_assert_int_eq(row->call(), NNREG_CORRUPT);
    assert_said(row->text);
}
END_TEST

/* And nothing changes, but for what is noted of files. */
START_TEST(what_is_damaged_is_corrupt_and_named)
{
    char *before;

    ck_assert_int_eq(export_all(), NNREG_OK);
    damage(fixture.registry, fixture.dir, damaged[_i].damage);
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES);
    ck_assert_int_eq(damaged[_i].call(), NNREG_CORRUPT);
    assert_said(damaged[_i].text);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES),
                      damaged[_i].damage);
}
END_TEST

/* The same calls where nothing disagrees: none of them says so. */
START_TEST(what_agrees_is_never_corrupt)
{
    ck_assert_int_ne(rows[_i].call(), NNREG_CORRUPT);
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, true));
}
END_TEST

Suite *disagreements_suite(void);
Suite *disagreements_suite(void)
{
    Suite *suite = suite_create("disagreements");
    TCase *tests = tcase_create("disagreements");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, what_disagrees_is_corrupt_and_says_with_what, 0, ROWS);
    tcase_add_loop_test(tests, what_is_damaged_is_corrupt_and_named, 0, DAMAGED);
    tcase_add_loop_test(tests, what_agrees_is_never_corrupt, 0, ROWS);
    suite_add_tcase(suite, tests);
    return suite;
}
