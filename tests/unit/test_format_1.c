/*
 * The registries of format versions 1 to 3 that tests/data/registry-1, -2 and -3 keep: they are opened, read and written to as they are;
 * they can be upgraded, each step wholly or not at all; and what only a later version has is refused until then.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "codec/seal.h"
#include "damages.h"
#include "registry/damage.h"
#include "failing_calls.h"
#include "registry/format.h"
#include "registry_fixture.h"
#include "store/blobs.h"
#include "store/kv_engine.h"

Suite *format_1_suite(void);

#define MODEL      "saved_model.pb"
#define LAST_EVENT 30

static struct registry_fixture fixture;
static json_t *kept; /* objects.json */
static struct nnreg_error error;

static const char *source_path(const char *name)
{
    static char path[1000];
    const char *source = getenv("NNREG_SOURCE_DIR");

    snprintf(path, sizeof path, "%s/tests/data/%s", source != NULL ? source : NNREG_SOURCE_DIR, name);
    return path;
}

static void run_command(const char *command)
{
    ck_assert_msg(system(command) == 0, "%s", command);
}

/* A copy that may be written to, whatever the source tree may be. */
static void copy_kept(void)
{
    char command[3000];

    snprintf(command, sizeof command, "rm -rf '%s' && cp -R '%s' '%s' && chmod -R u+w '%s'", fixture.dir,
             source_path("registry-1/registry"), fixture.dir, fixture.dir);
    run_command(command);
}

/* The one of version 2 or 3 in its place, closed. */
static void copy_kept_later(unsigned number)
{
    char name[40];
    char command[3000];

    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    copy_kept();
    snprintf(name, sizeof name, "registry-%u/data.mdb", number);
    snprintf(command, sizeof command, "cp '%s' '%s' && chmod -R u+w '%s'", source_path(name), fixture.dir,
             fixture.dir);
    run_command(command);
}

static void begin_version(unsigned number)
{
    copy_kept_later(number);
    fixture.registry = fixture_open(&fixture, 0);
}

static void begin(void)
{
    json_error_t problem;

    fixture_begin(&fixture, 0);
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    copy_kept();
    fixture.registry = fixture_open(&fixture, 0);
    kept = json_load_file(source_path("registry-1/objects.json"), 0, &problem);
    ck_assert_msg(kept != NULL, "%s", problem.text);
}

/* Whatever a test did, the registry is sound at its end. */
static void end(void)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, true);
    uint64_t count, broken;

    ck_assert_msg(fault == NULL, "%s", fault);
    ck_assert_int_eq(nnreg_events_verify(fixture.registry, &count, &broken, NULL), NNREG_OK);
    json_decref(kept);
    fixture_end(&fixture);
}

static unsigned version(void)
{
    struct nnreg_settings settings = NNREG_SETTINGS_INIT;

    ck_assert_int_eq(nnreg_get_settings(fixture.registry, &settings), NNREG_OK);
    return settings.format_version;
}

/* ------------------------------------------------------------------------------------------------------ reading -- */

/*
 * What the JSON of networks has since: the digest, which no registry stores, computed from the kept files by hand, with python's
 * hashlib; and the slug. Takes both away from the object, whose other members are to be what they were.
 */
static void check_members_since(json_t *network)
{
    static const char first[] = "2a790298e54c90cabd39e688de90508f03b5da8024f5a2059eccc37343885bf8",
                      second[] = "bcac7c38f260d169bdc9bef5ed56c4e0424127ebc7b69b4dfea2e9786d11192a";
    const char *digest = json_string_value(json_object_get(network, "digest"));
    json_int_t id = json_integer_value(json_object_get(network, "id"));

    ck_assert_ptr_nonnull(digest);
    ck_assert_str_eq(digest, id == 2 ? second : first);
    json_object_del(network, "digest");
    if (id == 1)
        ck_assert_str_eq(json_string_value(json_object_get(network, "slug")), "the-digits");
    else
        ck_assert(json_is_null(json_object_get(network, "slug")));
    json_object_del(network, "slug");
}

/* Holds a text that was given against what was kept under a key; takes the text over. */
static void check_text(const char *key, uint64_t id, char *text)
{
    char name[40];
    json_t *now;

    snprintf(name, sizeof name, "%s %llu", key, (unsigned long long)id);
    now = json_loads(text, 0, NULL);
    if (strcmp(key, "network") == 0)
        check_members_since(now);
    if (strcmp(key, "spec") == 0) {
        ck_assert(json_is_null(json_object_get(now, "slug")));
        json_object_del(now, "slug");
    }
    ck_assert_msg(json_equal(now, json_object_get(kept, name)) == 1, "%s is not what it was: %s", name, text);
    json_decref(now);
    nnreg_free(text);
}

#define CHECK_OBJECT(kind, id)                                                          \
    do {                                                                                \
        nnreg_##kind *object_;                                                          \
        char *text_ = NULL;                                                             \
        ck_assert_int_eq(nnreg_##kind##_get(fixture.registry, &object_, id), NNREG_OK); \
        ck_assert_int_eq(nnreg_##kind##_json(&text_, object_), NNREG_OK);               \
        check_text(#kind, id, text_);                                                   \
        nnreg_##kind##_free(object_);                                                   \
    } while (0)

static void check_list(void)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    json_t *now;
    char *text;
    size_t i;

    query.scope = NNREG_SCOPE_ALL;
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_OK);
    ck_assert_int_eq(nnreg_page_json(&text, page, NULL), NNREG_OK);
    now = json_loads(text, 0, NULL);
    for (i = 0; i < nnreg_page_count(page); i++)
        check_members_since(json_array_get(json_object_get(now, "results"), i));
    ck_assert(json_equal(now, json_object_get(kept, "networks")) == 1);
    json_decref(now);
    nnreg_free(text);
    nnreg_page_free(page);
}

static void check_history(void)
{
    const json_t *then = json_object_get(json_object_get(kept, "events"), "events");
    nnreg_events *events;
    size_t i;

    ck_assert_uint_eq(json_array_size(then), LAST_EVENT);
    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, 0, LAST_EVENT, 0, NULL), NNREG_OK);
    ck_assert_uint_eq(nnreg_events_count(events), LAST_EVENT);
    for (i = 0; i < LAST_EVENT; i++) {
        json_t *now;
        char *text;

        ck_assert_int_eq(nnreg_event_json(&text, events, i), NNREG_OK);
        now = json_loads(text, 0, NULL);
        ck_assert_msg(json_equal(now, json_array_get(then, i)) == 1, "%s", text);
        json_decref(now);
        nnreg_free(text);
    }
    nnreg_events_free(events);
}

static void check_files(void)
{
    nnreg_network *network;
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    uint64_t size;
    size_t i;
    int fd;

    ck_assert_int_eq(nnreg_network_get_by_slug(fixture.registry, &network, "the-digits"), NNREG_OK);
    ck_assert_uint_eq(nnreg_network_id(network), 1);
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++) {
        ck_assert_int_eq(nnreg_network_open_verified(fixture.registry, &fd, &size, 1, file.name, NULL),
                         NNREG_OK);
        close(fd);
    }
    ck_assert_uint_eq(i, 4);
    nnreg_network_free(network);
}

static void check_all(void)
{
    CHECK_OBJECT(network, 1);
    CHECK_OBJECT(network, 2);
    CHECK_OBJECT(network, 4);
    CHECK_OBJECT(network, 5);
    CHECK_OBJECT(spec, 1);
    CHECK_OBJECT(spec, 2);
    CHECK_OBJECT(version, 1);
    CHECK_OBJECT(version, 2);
    CHECK_OBJECT(task, 1);
    CHECK_OBJECT(task, 2);
    CHECK_OBJECT(task, 4);
    CHECK_OBJECT(task, 5);
    check_list();
    check_history();
    check_files();
}

START_TEST(all_that_was_kept_is_read_as_it_was)
{
    ck_assert_uint_eq(version(), 1);
    check_all();
    fixture_reopen(&fixture, NNREG_OPEN_READ_ONLY);
    check_all();
    ck_assert_uint_eq(version(), 1);
}
END_TEST

/* --------------------------------------------------------------------------------------------------- writing to it -- */

/* Specs can be public since version 3; a registry of an older one says so, and is what it was. */
static void refuse_public_specs(unsigned present)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    char expected[120];
    nnreg_spec *spec;
    uint64_t count;

    snprintf(expected, sizeof expected,
             "specs of a registry of format version %u cannot be public: run `nnreg upgrade`", present);
    ck_assert_int_eq(nnreg_spec_publish(fixture.registry, 1, "fruit", NULL), NNREG_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), expected));
    ck_assert_int_eq(nnreg_spec_unpublish(fixture.registry, 1, NULL), NNREG_OK); /* as it is */
    ck_assert_int_eq(nnreg_spec_get_by_slug(fixture.registry, &spec, "fruit"), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_spec_count(fixture.registry, &count, &query), NNREG_OK);
    ck_assert_uint_eq(count, 2);
    query.scope = NNREG_SCOPE_PUBLIC;
    ck_assert_int_eq(nnreg_spec_count(fixture.registry, &count, &query), NNREG_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_uint_eq(version(), present);
}

static void write_to_it(void)
{
    nnreg *registry = fixture.registry;
    uint64_t id, spec;

    id = fixture_add(&fixture, "newer", 0);
    ck_assert_uint_eq(id, 6);
    spec = fixture_add_spec(&fixture, "newer");
    ck_assert_uint_eq(spec, 3);
    ck_assert_uint_eq(fixture_add_version(&fixture, spec, id), 4);
    ck_assert_int_eq(fixture_update(&fixture, 2, "{\"name\": \"changed\"}"), NNREG_OK);
    ck_assert_int_eq(nnreg_network_publish(registry, 4, "four", NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_unpublish(registry, 1, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(registry, 1, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_spec_delete(registry, 2, NULL, NULL), NNREG_OK);
}

static nnreg_status look_for_tables(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    return nnreg_format_of_tables(context, txn, error_out);
}

/* The version that its tables are of. */
static unsigned tables_version(void)
{
    unsigned of = 0;

    ck_assert_int_eq(nnreg_kv_read(fixture.registry->kv, look_for_tables, &of, NULL), NNREG_OK);
    return of;
}

START_TEST(it_is_written_to_without_an_upgrade_and_stays_what_it_is)
{
    refuse_public_specs(1);
    write_to_it();
    ck_assert_uint_eq(version(), 1);
    ck_assert_uint_eq(tables_version(), 1);
    fixture_reopen(&fixture, 0);
    ck_assert_uint_eq(version(), 1);
    ck_assert_uint_eq(fixture_add(&fixture, "again", 0), 7);
}
END_TEST

static const char *stored_model(nnreg_digest digest)
{
    static char path[600];
    nnreg_network *network;
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    unsigned byte;
    size_t i = 0;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, 1), NNREG_OK);
    do
        ck_assert_int_eq(nnreg_network_file(network, i++, &file), NNREG_OK);
    while (strcmp(file.name, MODEL) != 0);
    for (i = 0; i < sizeof(nnreg_digest); i++) {
        ck_assert_int_eq(sscanf(file.sha256 + 2 * i, "%2x", &byte), 1);
        digest[i] = (unsigned char)byte;
    }
    snprintf(path, sizeof path, "%s/blobs/%.2s/%s", fixture.dir, file.sha256, file.sha256 + 2);
    nnreg_network_free(network);
    return path;
}

static size_t damage_count(void)
{
    nnreg_damage *damage;
    size_t count;

    ck_assert_int_eq(nnreg_damage_list(fixture.registry, &damage, 0), NNREG_OK);
    count = nnreg_damage_count(damage);
    nnreg_damage_free(damage);
    return count;
}

START_TEST(what_only_version_2_has_is_refused_by_name_until_the_upgrade)
{
    char content[16384];
    nnreg_digest digest;
    const char *path = stored_model(digest);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = read(fd, content, sizeof content);
    uint64_t length;
    unsigned from, to;

    close(fd);
    ck_assert_int_eq(nnreg_set_mutable_description(fixture.registry, 1, NULL), NNREG_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "run `nnreg upgrade`"));
    ck_assert_int_eq(nnreg_set_mutable_description(fixture.registry, 0, NULL), NNREG_OK); /* as it is */
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(nnreg_damage_note(fixture.registry, digest, NNREG_BLOB_NOTHING, NULL, &error),
                     NNREG_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(error.text, "run `nnreg upgrade`"));
    ck_assert_int_eq(nnreg_network_open_verified(fixture.registry, &fd, &length, 1, MODEL, NULL),
                     NNREG_CORRUPT);
    ck_assert_uint_eq(damage_count(), 0);
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_open_verified(fixture.registry, &fd, &length, 1, MODEL, NULL),
                     NNREG_CORRUPT);
    ck_assert_uint_eq(damage_count(), 1);
    ck_assert_int_eq(nnreg_set_mutable_description(fixture.registry, 1, NULL), NNREG_OK);
    fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0444);
    ck_assert_int_eq(write(fd, content, (size_t)size), size);
    close(fd);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- the upgrade -- */

/* The events behind those that were kept, as "ACTOR ACTION OBJECT ID CHANGES; …". */
static const char *events_since_kept(void)
{
    static char text[2000];
    nnreg_events *events;
    size_t i, used = 0;

    text[0] = '\0';
    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, LAST_EVENT, 100, 0, NULL), NNREG_OK);
    for (i = 0; i < nnreg_events_count(events); i++) {
        const struct nnreg_event *event = nnreg_events_get(events, i);

        used += (size_t)snprintf(text + used, sizeof text - used, "%s %s %s %llu %s; ", event->actor,
                                 event->action, event->object, (unsigned long long)event->object_id,
                                 event->changes);
    }
    nnreg_events_free(events);
    return text;
}

START_TEST(an_upgrade_keeps_all_that_there_is_and_is_told_once)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg *second = fixture_open(&fixture, 0);
    struct nnreg_settings settings = NNREG_SETTINGS_INIT;
    unsigned from, to;

    call.actor = "upgrader";
    call.flags = NNREG_DRY_RUN;
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, &call), NNREG_OK);
    ck_assert_uint_eq(from, 1);
    ck_assert_uint_eq(to, 4);
    ck_assert_uint_eq(version(), 1);
    call.flags = 0;
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, &call), NNREG_OK);
    ck_assert_uint_eq(from, 1);
    ck_assert_uint_eq(to, 4);
    ck_assert_uint_eq(version(), 4);
    ck_assert_uint_eq(tables_version(), 4);
    ck_assert_int_eq(nnreg_get_settings(second, &settings), NNREG_OK); /* another handle of the process */
    ck_assert_uint_eq(settings.format_version, 4);
    nnreg_close(second);
    check_all();
    ck_assert_str_eq(events_since_kept(), "upgrader upgrade registry 0 [{\"field\": \"format_version\", "
                                          "\"old\": 1, \"new\": 2}]; "
                                          "upgrader upgrade registry 0 [{\"field\": \"format_version\", "
                                          "\"old\": 2, \"new\": 3}]; "
                                          "upgrader upgrade registry 0 [{\"field\": \"format_version\", "
                                          "\"old\": 3, \"new\": 4}]; ");
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, &call), NNREG_OK);
    ck_assert_uint_eq(from, 4);
    ck_assert_uint_eq(to, 4);
    ck_assert_ptr_null(strstr(events_since_kept(), "4}]; u"));
    fixture_reopen(&fixture, 0);
    check_all();
    ck_assert_uint_eq(version(), 4);
    write_to_it();
}
END_TEST

START_TEST(what_was_written_before_an_upgrade_is_there_after_it)
{
    unsigned from, to;
    char *text = NULL;
    nnreg_network *network;

    write_to_it();
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, 6), NNREG_OK);
    ck_assert_int_eq(nnreg_network_json(&text, network), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"newer\""));
    nnreg_free(text);
    nnreg_network_free(network);
}
END_TEST

START_TEST(a_handle_that_may_not_write_tells_what_would_be_done_and_does_nothing)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    unsigned from, to;

    fixture_reopen(&fixture, NNREG_OPEN_READ_ONLY);
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, NULL), NNREG_READ_ONLY);
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, NULL, &to, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, NULL, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_upgrade(NULL, &from, &to, NULL), NNREG_INVALID_ARGUMENT);
    call.flags = NNREG_DRY_RUN;
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, &call), NNREG_OK);
    ck_assert_uint_eq(from, 1);
    ck_assert_uint_eq(to, 4);
    call.flags = NNREG_NO_WEIGHTS;
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, &call), NNREG_INVALID_ARGUMENT);
}
END_TEST

/* One that goes by the old format must not be there: it would write on as before. */
START_TEST(an_upgrade_waits_for_no_other_process_and_is_refused_while_there_is_one)
{
    int to_child[2], from_child[2];
    unsigned from, to;
    pid_t child;
    char byte;

    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    ck_assert_int_eq(pipe(to_child), 0);
    ck_assert_int_eq(pipe(from_child), 0);
    child = fork();
    if (child == 0) {
        nnreg *own;

        CHILD(nnreg_open(&own, fixture.dir, NULL) == NNREG_OK);
        CHILD(write(from_child[1], "", 1) == 1 && read(to_child[0], &byte, 1) == 1);
        nnreg_close(own);
        child_done();
    }
    ck_assert_int_eq(read(from_child[0], &byte, 1), 1);
    fixture.registry = fixture_open(&fixture, 0);
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, NULL), NNREG_BUSY);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "is open in another process"));
    ck_assert_uint_eq(from, 1);
    ck_assert_uint_eq(to, 1);
    ck_assert_uint_eq(version(), 1);
    ck_assert_str_eq(events_since_kept(), "");
    ck_assert_int_eq(write(to_child[1], "", 1), 1);
    ck_assert_int_eq(child_wait(child), 0);
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, NULL), NNREG_OK);
    close(to_child[0]);
    close(to_child[1]);
    close(from_child[0]);
    close(from_child[1]);
}
END_TEST

/* --------------------------------------------------------------------------------------------------- failures -- */

static void fail_upgrade(int way, unsigned n)
{
    if (way == 0)
        fixture_fail_call(n, ENOSPC, true);
    else if (way == 1)
        nnreg_alloc_fail_from(n);
    else
        failing_calls_arm("mdb_get", n, EIO);
}

/* No step, that is: one that was made before it stays. The second half of the rows begins with version 2. */
START_TEST(an_upgrade_that_fails_anywhere_has_changed_nothing)
{
    nnreg_status status = NNREG_IO;
    unsigned from, to, n;

    if (_i >= 3)
        begin_version(2);
    for (n = 1; status != NNREG_OK && n < 500; n++) {
        char *before = registry_state(fixture.registry, fixture.dir, STATE_TABLES);
        unsigned at = version();

        fail_upgrade(_i % 3, n);
        status = nnreg_upgrade(fixture.registry, &from, &to, NULL);
        (void)fixture_call_failed(NULL);
        (void)failing_calls_failed(NULL);
        nnreg_alloc_fail_from(0);
        ck_assert_uint_eq(version(), status == NNREG_OK ? 4 : to != 0 ? to : at); /* 0: it was not read */
        if (status != NNREG_OK && from == to)
            state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES),
                              "an upgrade failed");
        else
            free(before);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 3);
    ck_assert_uint_eq(version(), 4);
}
END_TEST

/* A child that is killed at its n-th call; whether it came to its end before. */
static bool upgrade_in_child(unsigned n)
{
    bool died;
    pid_t child;

    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    child = fork();
    if (child == 0) {
        unsigned from, to;
        nnreg *own;

        CHILD(nnreg_open(&own, fixture.dir, NULL) == NNREG_OK);
        child_die_at(n);
        CHILD(nnreg_upgrade(own, &from, &to, NULL) == NNREG_OK);
        nnreg_fs_use_hook(NULL);
        nnreg_close(own);
        child_done();
    }
    died = child_died(child);
    fixture.registry = fixture_open(&fixture, 0);
    return !died;
}

START_TEST(an_upgrade_that_is_killed_anywhere_leaves_the_one_format_or_the_other)
{
    bool whole = false, seen[5] = {false};
    unsigned from, to, n;

    for (n = 1; !whole && n < 200; n++) {
        nnreg_close(fixture.registry);
        fixture.registry = NULL;
        copy_kept();
        fixture.registry = fixture_open(&fixture, 0);
        whole = upgrade_in_child(n);
        ck_assert_uint_ge(version(), 1);
        /* The first step makes all tables there are, and the last seals what is in them. */
        ck_assert_uint_eq(tables_version(), version() == 1 ? 1 : version() < 4 ? 3 : 4);
        if (version() == 2)
            refuse_public_specs(2);
        seen[version()] = true;
        ck_assert_int_eq(strcmp(events_since_kept(), "") != 0, version() > 1);
        ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, NULL), NNREG_OK);
        ck_assert_uint_eq(version(), 4);
        check_all();
    }
    ck_assert(whole && seen[1] && seen[2] && seen[3] && seen[4]);
    ck_assert_uint_gt(n, 4);
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- version 2 -- */

START_TEST(a_registry_of_version_2_is_read_and_written_to_as_it_is)
{
    begin_version(2);
    ck_assert_uint_eq(version(), 2);
    ck_assert_uint_eq(tables_version(), 2);
    check_all();
    refuse_public_specs(2);
    write_to_it();
    ck_assert_int_eq(nnreg_set_mutable_description(fixture.registry, 1, NULL), NNREG_OK);
    fixture_reopen(&fixture, 0);
    ck_assert_uint_eq(version(), 2);
    ck_assert_uint_eq(tables_version(), 2);
}
END_TEST

START_TEST(an_upgrade_of_version_2_keeps_all_and_lets_specs_be_public)
{
    unsigned from, to;

    begin_version(2);
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, NULL), NNREG_OK);
    ck_assert_uint_eq(from, 2);
    ck_assert_uint_eq(to, 4);
    ck_assert_uint_eq(tables_version(), 4);
    check_all();
    ck_assert_int_eq(nnreg_spec_publish(fixture.registry, 1, "the-digits", NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_spec_delete(fixture.registry, 1, NULL, NULL), NNREG_CONFLICT);
    fixture_reopen(&fixture, 0);
    ck_assert_int_eq(nnreg_spec_unpublish(fixture.registry, 1, NULL), NNREG_OK);
    write_to_it();
}
END_TEST

/* The setting is made again from the tables; one of an older version stays that, and older libraries go on with it. */
START_TEST(a_version_that_is_lost_is_told_by_the_tables)
{
    static const char remove[] = "remove settings 'format_version";
    static const char *const calls[] = {"mdb_cursor", "mdb_get"};
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    unsigned expected = (unsigned)_i + 1, n, i;

    if (expected > 1)
        begin_version(expected);
    damage(fixture.registry, fixture.dir, remove);
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    fixture.registry = fixture_open(&fixture, NNREG_OPEN_DAMAGED);
    for (i = 0; i < sizeof calls / sizeof *calls; i++) {
        bool failed = true;

        for (n = 1; failed; n++) { /* a look at the tables that fails gives no other version */
            nnreg_status status;

            failing_calls_arm(calls[i], n, EIO);
            status = nnreg_fsck(fixture.registry, fixture.findings, NULL, NULL);
            failed = failing_calls_failed(NULL);
            ck_assert_msg(status != NNREG_OK, "%s, step %u", calls[i], n);
            ck_assert_uint_lt(n, 2000);
        }
    }
    call.flags = NNREG_REPAIR;
    ck_assert_int_eq(nnreg_fsck(fixture.registry, fixture.findings, NULL, &call), NNREG_OK);
    fixture_reopen(&fixture, 0);
    ck_assert_uint_eq(version(), expected);
}
END_TEST

static nnreg_status look_over(void)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    return nnreg_fsck(fixture.registry, fixture.findings, NULL, &call);
}

/* Features are asked before the tables, but they cannot say what there are no tables for. */
START_TEST(features_without_their_tables_tell_no_version)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    damage(fixture.registry, fixture.dir,
           "remove settings 'format_version\n"
           "put settings 'features "
           "#626c6f636b7320696e6465786573206576656e74732074656e736f722d6c697374732064616d616765207075626c6963"
           "2d737065637320636865636b73756d73");
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    fixture.registry = fixture_open(&fixture, NNREG_OPEN_DAMAGED);
    call.flags = NNREG_REPAIR;
    ck_assert_int_eq(nnreg_fsck(fixture.registry, fixture.findings, NULL, &call), NNREG_OK);
    fixture_reopen(&fixture, 0);
    ck_assert_uint_eq(version(), 1);
}
END_TEST

/* A version says which tables there are. */
START_TEST(a_version_whose_tables_are_missing_is_damage)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[400];
    nnreg *second;

    options.message = message;
    options.message_size = sizeof message;
    damage(fixture.registry, fixture.dir, "put settings 'format_version 4");
    ck_assert_int_eq(nnreg_open(&second, fixture.dir, &options), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(message, "the table \"damage\" is missing"));
    damage(fixture.registry, fixture.dir, "put settings 'format_version 1");
    fixture_reopen(&fixture, 0);
    ck_assert_uint_eq(version(), 1);
}
END_TEST

START_TEST(a_slug_that_a_version_has_no_table_for_is_told)
{
    begin_version(2);
    damage(fixture.registry, fixture.dir, "set specs 1 slug 'x");
    ck_assert_int_eq(look_over(), NNREG_CORRUPT);
    ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->rule, "fsck.rule");
    ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->message,
                     "spec 1 has a slug, and the table \"spec_slugs\" is missing");
    damage(fixture.registry, fixture.dir, "set specs 1 slug none");
    ck_assert_int_eq(look_over(), NNREG_OK);
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- version 3 -- */

struct seals {
    unsigned sealed, plain;
};

static nnreg_status count_seal(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                               struct nnreg_error *error_out)
{
    struct seals *seals = context;

    (void)stop;
    (void)key;
    (void)error_out;
    if (nnreg_is_sealed(value.content, value.size))
        seals->sealed++;
    else
        seals->plain++;
    return NNREG_OK;
}

static nnreg_status count_seals(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error_out)
{
    static const nnreg_kv_table_id tables[] = {NNREG_KV_NETWORKS, NNREG_KV_NETWORK_TENSORS, NNREG_KV_SPECS,
                                               NNREG_KV_VERSIONS, NNREG_KV_TASKS};
    nnreg_status status = NNREG_OK;
    size_t i;

    *(struct seals *)context = (struct seals){0, 0};
    for (i = 0; i < sizeof tables / sizeof *tables && status == NNREG_OK; i++)
        status = nnreg_kv_walk(txn, tables[i], (struct nnreg_slice){NULL, 0}, false, count_seal, context,
                               error_out);
    return status;
}

static struct seals seals(void)
{
    struct seals found;

    ck_assert_int_eq(nnreg_kv_read(fixture.registry->kv, count_seals, &found, NULL), NNREG_OK);
    return found;
}

START_TEST(a_registry_of_version_3_is_written_to_without_checksums_until_the_upgrade)
{
    nnreg_tensors *tensors;
    unsigned from, to;
    uint64_t version_id;

    begin_version(3);
    ck_assert_uint_eq(version(), 3);
    ck_assert_uint_eq(tables_version(), 3);
    write_to_it();
    ck_assert_int_eq(nnreg_spec_unpublish(fixture.registry, 1, NULL), NNREG_OK);
    ck_assert_uint_eq(seals().sealed, 0);
    ck_assert_uint_gt(seals().plain, 10);
    fixture_reopen(&fixture, 0);
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, NULL), NNREG_OK);
    ck_assert_uint_eq(from, 3);
    ck_assert_uint_eq(to, 4);
    ck_assert_uint_eq(tables_version(), 4);
    ck_assert_uint_eq(seals().plain, 0);
    ck_assert_int_eq(nnreg_network_tensors(fixture.registry, &tensors, 2), NNREG_OK);
    nnreg_tensors_free(tensors);
    version_id = fixture_add_version(&fixture, fixture_add_spec(&fixture, "sealed"),
                                     fixture_add(&fixture, "sealed", 0));
    ck_assert_uint_gt(version_id, 4);
    ck_assert_uint_eq(seals().plain, 0);
    fixture_reopen(&fixture, 0);
    ck_assert_uint_eq(version(), 4);
}
END_TEST

/* What has its checksum already is left as it is. */
START_TEST(an_upgrade_seals_what_is_not)
{
    unsigned from, to;

    begin_version(3);
    damage(fixture.registry, fixture.dir, "seal networks 1");
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, NULL), NNREG_OK);
    ck_assert_uint_eq(seals().plain, 0);
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, false));
}
END_TEST

START_TEST(an_upgrade_of_what_is_no_record_is_refused_whole)
{
    unsigned from, to;

    begin_version(3);
    damage(fixture.registry, fixture.dir, "move networks 2 #00000001");
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, NULL), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(
        strstr(nnreg_message(fixture.registry), "a key of the table \"networks\", of 4 bytes, is no id"));
    ck_assert_uint_eq(to, 3);
    ck_assert_uint_eq(version(), 3);
    ck_assert_uint_eq(tables_version(), 3);
    ck_assert_uint_eq(seals().sealed, 0);
    damage(fixture.registry, fixture.dir, "move networks #00000001 2"); /* as it was */
}
END_TEST

/* More than are sealed at once. */
START_TEST(an_upgrade_seals_every_record)
{
    unsigned from, to, i;

    begin_version(3);
    for (i = 0; i < 600; i++)
        (void)fixture_add_spec(&fixture, "many");
    ck_assert_int_eq(nnreg_upgrade(fixture.registry, &from, &to, NULL), NNREG_OK);
    ck_assert_uint_eq(seals().plain, 0);
    ck_assert_uint_gt(seals().sealed, 600);
}
END_TEST

/* ------------------------------------------------------------------------------------------- the other byte order -- */

/* What the kept registries are on a machine where numbers begin with their highest byte. */
START_TEST(a_registry_of_the_other_byte_order_is_refused_by_name_and_not_changed)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char command[3000], message[500];
    nnreg *registry;

    options.message = message;
    options.message_size = sizeof message;
    fixture_begin(&fixture, 0);
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    copy_kept();
    ck_assert_int_eq(nnreg_open(&registry, fixture.dir, &options), NNREG_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(message, "data.mdb was made on a machine of the other byte order"));
    ck_assert_ptr_null(registry);
    snprintf(command, sizeof command, "cmp '%s/data.mdb' '%s/data.mdb'", fixture.dir,
             source_path("registry-1/registry"));
    run_command(command);
    fixture_end(&fixture);
}
END_TEST

Suite *format_1_suite(void)
{
    static const uint32_t number = 1;
    Suite *suite = suite_create("format_1");
    TCase *kept_one = tcase_create("kept"), *upgrade;

    if (*(const unsigned char *)&number != 1) { /* LMDB's file is of the byte order of who made it */
        tcase_add_test(kept_one, a_registry_of_the_other_byte_order_is_refused_by_name_and_not_changed);
        suite_add_tcase(suite, kept_one);
        return suite;
    }
    upgrade = tcase_create("upgrade");
    tcase_add_checked_fixture(kept_one, begin, end);
    tcase_add_test(kept_one, all_that_was_kept_is_read_as_it_was);
    tcase_add_test(kept_one, it_is_written_to_without_an_upgrade_and_stays_what_it_is);
    tcase_add_test(kept_one, what_only_version_2_has_is_refused_by_name_until_the_upgrade);
    suite_add_tcase(suite, kept_one);
    tcase_add_checked_fixture(upgrade, begin, end);
    tcase_set_timeout(upgrade, 120);
    tcase_add_test(upgrade, an_upgrade_keeps_all_that_there_is_and_is_told_once);
    tcase_add_test(upgrade, what_was_written_before_an_upgrade_is_there_after_it);
    tcase_add_test(upgrade, a_handle_that_may_not_write_tells_what_would_be_done_and_does_nothing);
    tcase_add_test(upgrade, an_upgrade_waits_for_no_other_process_and_is_refused_while_there_is_one);
    tcase_add_loop_test(upgrade, an_upgrade_that_fails_anywhere_has_changed_nothing, 0, 6);
    tcase_add_test(upgrade, an_upgrade_that_is_killed_anywhere_leaves_the_one_format_or_the_other);
    tcase_add_test(upgrade, a_registry_of_version_2_is_read_and_written_to_as_it_is);
    tcase_add_test(upgrade, features_without_their_tables_tell_no_version);
    tcase_add_test(upgrade, a_version_whose_tables_are_missing_is_damage);
    tcase_add_test(upgrade, a_slug_that_a_version_has_no_table_for_is_told);
    tcase_add_test(upgrade, an_upgrade_of_version_2_keeps_all_and_lets_specs_be_public);
    tcase_add_test(upgrade, a_registry_of_version_3_is_written_to_without_checksums_until_the_upgrade);
    tcase_add_test(upgrade, an_upgrade_seals_every_record);
    tcase_add_test(upgrade, an_upgrade_seals_what_is_not);
    tcase_add_test(upgrade, an_upgrade_of_what_is_no_record_is_refused_whole);
    tcase_add_loop_test(upgrade, a_version_that_is_lost_is_told_by_the_tables, 0, 3);
    suite_add_tcase(suite, upgrade);
    return suite;
}
