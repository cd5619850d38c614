/* The handle: opening, options, settings, messages, versions and features, forks, and two handles in one process. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fsio.h"
#include "registry/handle.h"
#include "registry/settings.h"
#include "failing_calls.h"
#include "registry_fixture.h"

Suite *registry_suite(void);

static struct registry_fixture fixture;

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

static void end(void)
{
    fixture_end(&fixture);
}

/* What nnreg_open of the fixture's registry says; nothing stays open. */
static nnreg_status try_open(unsigned flags, char message[256])
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg *registry;
    nnreg_status status;

    options.flags = flags;
    options.message = message;
    options.message_size = 256;
    status = nnreg_open(&registry, fixture.dir, &options);
    ck_assert(status == NNREG_OK ? registry != NULL : registry == NULL);
    nnreg_close(registry);
    return status;
}

START_TEST(a_registry_that_is_not_there_is_not_found_and_not_made)
{
    char message[256];
    struct stat st;

    snprintf(fixture.dir, sizeof fixture.dir, "%s/other", fixture.scratch.path);
    ck_assert_int_eq(try_open(0, message), NNREG_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(message, "/other\""));
    ck_assert_int_eq(stat(fixture.dir, &st), -1);
    ck_assert_int_eq(try_open(NNREG_OPEN_READ_ONLY, message), NNREG_NOT_FOUND);
    ck_assert_int_eq(mkdir(fixture.dir, 0777), 0);
    ck_assert_int_eq(try_open(0, message), NNREG_NOT_FOUND); /* a folder is not a registry */
    ck_assert_str_eq(scratch_list(&fixture.scratch, "other"), "");
}
END_TEST

START_TEST(create_opens_what_is_there_and_exclusive_refuses_it)
{
    char message[256];
    uint64_t id = fixture_add(&fixture, "n", 0);
    nnreg_network *network;

    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    ck_assert_int_eq(try_open(NNREG_OPEN_CREATE | NNREG_OPEN_EXCLUSIVE, message), NNREG_EXISTS);
    ck_assert_ptr_nonnull(strstr(message, fixture.dir));
    ck_assert_int_eq(try_open(NNREG_OPEN_CREATE, message), NNREG_OK);
    ck_assert_str_eq(message, "");
    fixture.registry = fixture_open(&fixture, NNREG_OPEN_CREATE);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    nnreg_network_free(network);
}
END_TEST

/* What has been lost is not made anew, empty, beside what knows of it. */
START_TEST(a_registry_without_its_files_or_without_its_data_is_damaged_and_stays_so)
{
    char path[400], message[512];
    const char *lost = _i < 3 ? "blobs" : "data.mdb";
    const unsigned flags[] = {0, NNREG_OPEN_READ_ONLY, NNREG_OPEN_CREATE};

    (void)fixture_add(&fixture, "n", 0);
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    snprintf(path, sizeof path, "%s/%s", fixture.dir, lost);
    snprintf(message, sizeof message, "%s/kept", fixture.scratch.path);
    ck_assert_int_eq(rename(path, message), 0);
    ck_assert_int_eq(try_open(flags[_i % 3], message), NNREG_CORRUPT);
    ck_assert_msg(strstr(message, lost) != NULL && strstr(message, fixture.dir) != NULL, "%s", message);
    ck_assert_int_ne(access(path, F_OK), 0);
}
END_TEST

/* What a folder holds, a NUL behind each name, and whether a registry may be made in it. */
static const struct {
    const char *entries;
    nnreg_status expected;
} folders[] = {
    {"", NNREG_OK},
    {"lost+found\0", NNREG_OK}, /* a mounted file system */
    {"passwd\0", NNREG_CONFLICT},
    {".hidden\0", NNREG_CONFLICT},
    {"lost+found\0saved_model.pb\0", NNREG_CONFLICT},
    {"data.mdb.new\0", NNREG_OK}, /* killed while it was made */
    {"staging\0", NNREG_CORRUPT}, /* and what is left of one */
    {"lock.mdb\0", NNREG_CORRUPT},
};
enum { FOLDERS_WITH_FILES_OF_A_STORE = 3 }; /* the last ones */

/* Files, but for those that are folders. */
static void make_entries(const char *folder, const char *entries)
{
    char path[600];
    int fd;

    ck_assert_int_eq(mkdir(folder, 0777), 0);
    for (; entries[0] != '\0'; entries += strlen(entries) + 1) {
        snprintf(path, sizeof path, "%s/%s", folder, entries);
        if (strcmp(entries, "lost+found") == 0 || strcmp(entries, "staging") == 0) {
            ck_assert_int_eq(mkdir(path, 0777), 0);
            continue;
        }
        fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0666);
        ck_assert_int_ge(fd, 0);
        close(fd);
    }
}

/* Whoever embeds the library makes the same mistake as whoever types: the wrong folder. */
START_TEST(a_registry_is_made_only_in_a_folder_of_its_own)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[700], expected[700], folder[400], inside[500];
    nnreg *registry;

    snprintf(folder, sizeof folder, "%s", fixture_path(&fixture, "other"));
    make_entries(folder, folders[_i].entries);
    options.flags = NNREG_OPEN_CREATE;
    options.message = message;
    options.message_size = sizeof message;
    ck_assert_int_eq(nnreg_open(&registry, folder, &options), folders[_i].expected);
    nnreg_close(registry);
    if (folders[_i].expected == NNREG_OK)
        return;
    snprintf(expected, sizeof expected,
             folders[_i].expected == NNREG_CORRUPT ? "registry \"%s\": data.mdb is missing, but "
                                                   : "\"%s\" holds other files (\"",
             folder);
    ck_assert_msg(strncmp(message, expected, strlen(expected)) == 0, "%s", message);
    snprintf(inside, sizeof inside, "%s/data.mdb", folder);
    ck_assert_int_ne(access(inside, F_OK), 0);
}
END_TEST

START_TEST(a_folder_with_other_files_can_be_asked_for_and_opens_ever_after)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char folder[400];
    nnreg *registry;

    snprintf(folder, sizeof folder, "%s", fixture_path(&fixture, "other"));
    make_entries(folder, "passwd\0");
    options.flags = NNREG_OPEN_CREATE | NNREG_OPEN_AMONG_FILES;
    ck_assert_int_eq(nnreg_open(&registry, folder, &options), NNREG_OK);
    nnreg_close(registry);
    options.flags = NNREG_OPEN_CREATE;
    ck_assert_int_eq(nnreg_open(&registry, folder, &options), NNREG_OK);
    nnreg_close(registry);
    options.flags |= NNREG_OPEN_EXCLUSIVE;
    ck_assert_int_eq(nnreg_open(&registry, folder, &options), NNREG_EXISTS);
}
END_TEST

START_TEST(a_folder_with_very_many_files_is_refused_like_one_with_few)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char folder[400], path[500];
    nnreg *registry;
    int i;

    snprintf(folder, sizeof folder, "%s", fixture_path(&fixture, "other"));
    make_entries(folder, "");
    for (i = 0; i < 1100; i++) {
        snprintf(path, sizeof path, "%s/%d", folder, i);
        ck_assert_int_eq(mkdir(path, 0777), 0);
    }
    options.flags = NNREG_OPEN_CREATE;
    ck_assert_int_eq(nnreg_open(&registry, folder, &options), NNREG_CONFLICT);
}
END_TEST

START_TEST(exclusive_makes_a_registry_where_there_is_none)
{
    char message[256];

    snprintf(fixture.dir, sizeof fixture.dir, "%s/other", fixture.scratch.path);
    ck_assert_int_eq(try_open(NNREG_OPEN_CREATE | NNREG_OPEN_EXCLUSIVE, message), NNREG_OK);
    ck_assert_int_eq(try_open(0, message), NNREG_OK);
}
END_TEST

static unsigned make_at, step;
static bool others_made, past_lock;
static int to_maker[2], from_maker[2];

/* Begun before: a fork within an open would wait for its end. */
static pid_t start_maker(void)
{
    pid_t child;

    ck_assert_int_eq(pipe(to_maker), 0);
    ck_assert_int_eq(pipe(from_maker), 0);
    child = fork();
    if (child == 0) {
        char message[256], byte;

        close(to_maker[1]);
        if (read(to_maker[0], &byte, 1) == 1)
            CHILD(try_open(NNREG_OPEN_CREATE, message) == NNREG_OK && write(from_maker[1], "", 1) == 1);
        child_done();
    }
    return child;
}

static void end_maker(pid_t child)
{
    close(to_maker[1]);
    ck_assert_int_eq(child_wait(child), 0);
    close(to_maker[0]);
    close(from_maker[0]);
    close(from_maker[1]);
}

/* Another process makes the same registry in front of a call; from the lock of who makes it on it would have to wait. */
static int make_meanwhile(const char *call)
{
    char byte;

    past_lock = past_lock || strcmp(call, "flock") == 0 || strcmp(call, "fcntl") == 0;
    if (past_lock || ++step != make_at)
        return 0;
    ck_assert_int_eq(write(to_maker[1], "", 1), 1);
    ck_assert_int_eq(read(from_maker[0], &byte, 1), 1);
    others_made = true;
    return 0;
}

START_TEST(who_comes_while_another_makes_the_registry_opens_it)
{
    unsigned flags = _i == 0 ? NNREG_OPEN_CREATE : NNREG_OPEN_CREATE | NNREG_OPEN_EXCLUSIVE;
    char message[256], name[20];
    nnreg_status status;
    pid_t maker;

    if (!store_is_default())
        return;
    others_made = true;
    for (make_at = 1; others_made; make_at++) {
        snprintf(name, sizeof name, "other %u", make_at);
        snprintf(fixture.dir, sizeof fixture.dir, "%s", fixture_path(&fixture, name));
        if (make_at % 2 == 0)
            ck_assert_int_eq(mkdir(fixture.dir, 0777), 0);
        step = 0;
        others_made = past_lock = false;
        maker = start_maker();
        nnreg_fs_use_hook(make_meanwhile);
        status = try_open(flags, message);
        nnreg_fs_use_hook(NULL);
        end_maker(maker);
        ck_assert_msg(status == (others_made && _i == 1 ? NNREG_EXISTS : NNREG_OK), "call %u: %d, %s",
                      make_at, status, message);
    }
    ck_assert_uint_gt(make_at, 8);
}
END_TEST

static unsigned call_seen, call_struck;

static int no_room_at_a_call(const char *call)
{
    (void)call;
    return ++call_seen == call_struck ? ENOSPC : 0;
}

/* The first time the folder is to be made, the second it is there. */
START_TEST(a_registry_that_cannot_be_made_to_its_end_is_not_left)
{
    char message[256] = "", name[20];
    nnreg_status status = NNREG_NO_SPACE;
    unsigned refused = 0;

    call_seen = 1;
    for (call_struck = 1; call_seen >= call_struck - 1; call_struck++) {
        snprintf(name, sizeof name, "other %u", call_struck);
        snprintf(fixture.dir, sizeof fixture.dir, "%s", fixture_path(&fixture, name));
        if (_i == 1)
            ck_assert_int_eq(mkdir(fixture.dir, 0777), 0);
        call_seen = 0;
        nnreg_fs_use_hook(no_room_at_a_call);
        status = try_open(NNREG_OPEN_CREATE | NNREG_OPEN_EXCLUSIVE, message);
        nnreg_fs_use_hook(NULL);
        if (status == NNREG_OK)
            continue;
        refused++;
        if (!store_is_default()) /* the store in memory leaves no files of its own */
            continue;
        if (_i == 0)
            ck_assert_msg(access(fixture.dir, F_OK) != 0, "call %u: %d, %s", call_struck, status, message);
        else
            ck_assert_msg(strcmp(scratch_list(&fixture.scratch, name), "") == 0, "call %u: %d, %s, left: %s",
                          call_struck, status, message, scratch_list(&fixture.scratch, name));
        ck_assert_int_eq(try_open(NNREG_OPEN_CREATE | NNREG_OPEN_EXCLUSIVE, message), NNREG_OK);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(refused, store_is_default() ? 10 : 0);
}
END_TEST

/* There is no room for lock.mdb, and behind that another call fails. */
static bool without_room;

static int fail_behind_no_room(const char *call)
{
    if (without_room)
        return ++call_seen == call_struck ? EIO : 0;
    without_room = strcmp(call, "fallocate") == 0;
    return without_room ? ENOSPC : 0;
}

START_TEST(what_cannot_be_taken_away_of_a_registry_opens)
{
    char message[256] = "", name[20];

    if (!store_is_default())
        return;
    call_seen = 1;
    for (call_struck = 1; call_seen >= call_struck - 1; call_struck++) {
        snprintf(name, sizeof name, "other %u", call_struck);
        snprintf(fixture.dir, sizeof fixture.dir, "%s", fixture_path(&fixture, name));
        call_seen = 0;
        without_room = false;
        nnreg_fs_use_hook(fail_behind_no_room);
        ck_assert_int_eq(try_open(NNREG_OPEN_CREATE, message), NNREG_NO_SPACE);
        nnreg_fs_use_hook(NULL);
        ck_assert_msg(try_open(NNREG_OPEN_CREATE, message) == NNREG_OK, "call %u: %s", call_struck, message);
    }
    ck_assert_uint_gt(call_struck, 8);
}
END_TEST

/* Which puts a spec into the registry as soon as it is there, and has it open to the end where `stays`. */
static pid_t start_user(bool stays)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char json[FIXTURE_JSON], byte;
    size_t size = fixture_spec_json(json, "s", "");
    nnreg *registry;
    uint64_t id = 0;
    pid_t child;

    ck_assert_int_eq(pipe(to_maker), 0);
    ck_assert_int_eq(pipe(from_maker), 0);
    child = fork();
    if (child == 0) {
        close(to_maker[1]);
        CHILD(read(to_maker[0], &byte, 1) == 1);
        CHILD(nnreg_open(&registry, fixture.dir, &options) == NNREG_OK);
        if (!stays) {
            CHILD(nnreg_spec_create(registry, &id, json, size, NULL, fixture.findings) == NNREG_OK &&
                  id == 1);
            nnreg_close(registry);
        }
        CHILD(write(from_maker[1], "", 1) == 1);
        if (stays) {
            CHILD(read(to_maker[0], &byte, 1) == 0);
            CHILD(nnreg_spec_create(registry, &id, json, size, NULL, fixture.findings) == NNREG_OK &&
                  id == 1);
            nnreg_close(registry);
        }
        child_done();
    }
    return child;
}

/* The store is in place, and somebody uses it; then there is no room for who has made it. */
static int no_room_once_it_is_used(const char *call)
{
    char byte;

    if (strcmp(call, "committed") == 0 && !others_made) {
        ck_assert_int_eq(write(to_maker[1], "", 1), 1);
        ck_assert_int_eq(read(from_maker[0], &byte, 1), 1);
        others_made = true;
    }
    return others_made && strcmp(call, "fallocate") == 0 ? ENOSPC : 0;
}

START_TEST(a_registry_that_another_uses_stays_although_who_made_it_fails)
{
    nnreg_spec *spec;
    char message[256];
    nnreg *registry;
    pid_t user;

    if (!store_is_default())
        return;
    snprintf(fixture.dir, sizeof fixture.dir, "%s", fixture_path(&fixture, "other"));
    others_made = false;
    user = start_user(_i == 1);
    nnreg_fs_use_hook(no_room_once_it_is_used);
    ck_assert_int_eq(try_open(NNREG_OPEN_CREATE, message), NNREG_NO_SPACE);
    nnreg_fs_use_hook(NULL);
    ck_assert(others_made);
    end_maker(user);
    registry = fixture_open(&fixture, 0);
    ck_assert_int_eq(nnreg_spec_get(registry, &spec, 1), NNREG_OK);
    nnreg_spec_free(spec);
    nnreg_close(registry);
}
END_TEST

START_TEST(options_that_are_unknown_or_contradict_each_other_are_refused)
{
    static const unsigned wrong[] = {NNREG_OPEN_READ_ONLY | NNREG_OPEN_CREATE, 1u << 30, 1u << 31};
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[256];
    nnreg *registry;
    size_t i;

    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_int_eq(try_open(wrong[i], message), NNREG_INVALID_ARGUMENT);
        ck_assert_str_ne(message, "");
    }
    options.size = 0;
    ck_assert_int_eq(nnreg_open(&registry, fixture.dir, &options), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(registry);
}
END_TEST

START_TEST(members_beyond_the_size_the_caller_gives_are_not_looked_at)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    struct nnreg_query query = NNREG_QUERY_INIT;
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_settings settings = {offsetof(struct nnreg_settings, mutable_description), 77, 77};
    struct nnreg_cascade cascade = {
        .size = offsetof(struct nnreg_cascade, tasks), .networks = 77, .tasks = 77};
    uint64_t id = fixture_add(&fixture, "n", 0);
    nnreg_page *page;
    nnreg *registry;

    options.size = offsetof(struct nnreg_options, message);
    options.message = (char *)1; /* not even touched */
    options.message_size = 100;
    ck_assert_int_eq(nnreg_open(&registry, fixture.dir, &options), NNREG_OK);
    query.size = offsetof(struct nnreg_query, limit);
    query.limit = 0; /* which would be refused */
    ck_assert_int_eq(nnreg_network_list(registry, &page, &query), NNREG_OK);
    ck_assert_uint_eq(nnreg_page_count(page), 1);
    nnreg_page_free(page);
    ck_assert_int_eq(nnreg_get_settings(registry, &settings), NNREG_OK);
    ck_assert_uint_eq(settings.format_version, NNREG_FORMAT_VERSION);
    ck_assert_int_eq(settings.mutable_description, 77);
    call.size = offsetof(struct nnreg_call_options, if_update_date);
    call.if_update_date = "no time at all";
    ck_assert_int_eq(nnreg_network_update(registry, id, "{\"name\":\"m\"}", 12, &call, fixture.findings),
                     NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(registry, id, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.networks, 1);
    ck_assert_uint_eq(cascade.tasks, 77);
    ck_assert_uint_eq(cascade.size, offsetof(struct nnreg_cascade, tasks));
    nnreg_close(registry);
}
END_TEST

START_TEST(a_store_without_a_file_cannot_be_backed_up)
{
    if (store_is_default())
        return;
    ck_assert_int_eq(nnreg_backup(fixture.registry, fixture_path(&fixture, "copy"), NULL, NULL),
                     NNREG_UNSUPPORTED);
    ck_assert_ptr_nonnull(
        strstr(nnreg_message(fixture.registry), ": this store has no file that could be copied"));
    ck_assert_int_ne(access(fixture_path(&fixture, "copy"), F_OK), 0);
}
END_TEST

/* Neither a look at the settings nor a change that one of them allows goes on without it. */
START_TEST(a_setting_that_cannot_be_read_is_told)
{
    bool failed = true;
    unsigned n;

    if (!store_is_default())
        return;
    fixture_add(&fixture, "n", 0);
    ck_assert_int_eq(nnreg_set_mutable_description(fixture.registry, 1, NULL), NNREG_OK);
    for (n = 1; failed; n++) {
        struct nnreg_settings settings = NNREG_SETTINGS_INIT;
        nnreg_status status;

        failing_calls_arm("mdb_", n, EIO);
        status = nnreg_get_settings(fixture.registry, &settings);
        failed = failing_calls_failed(NULL);
        ck_assert_int_eq(status, failed ? NNREG_IO : NNREG_OK);
        ck_assert_uint_eq(settings.format_version, failed ? 0 : 4);
        fixture_reopen(&fixture, 0);
    }
    ck_assert_uint_gt(n, 3);
    for (n = 1, failed = true; failed; n++) {
        char *before = registry_state(fixture.registry, fixture.dir, STATE_TABLES);
        nnreg_status status;

        failing_calls_arm("mdb_", n, EIO);
        status = fixture_update(&fixture, 1, "{\"description\": \"d\"}");
        failed = failing_calls_failed(NULL);
        ck_assert_msg(status == NNREG_OK || (failed && status == NNREG_IO), "step %u: %d", n, status);
        fixture_reopen(&fixture, 0);
        if (status != NNREG_OK)
            state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES),
                              "an update failed");
        else
            free(before);
    }
    ck_assert_uint_gt(n, 10);
}
END_TEST

START_TEST(the_settings_are_those_the_registry_was_made_with)
{
    struct nnreg_settings settings = {sizeof settings, 0, 77};

    ck_assert_int_eq(nnreg_get_settings(fixture.registry, &settings), NNREG_OK);
    ck_assert_uint_eq(settings.format_version, NNREG_FORMAT_VERSION);
    ck_assert_int_eq(settings.mutable_description, 0);
    fixture_reopen(&fixture, NNREG_OPEN_CREATE | NNREG_OPEN_MUTABLE_DESCRIPTION); /* too late: it is made */
    ck_assert_int_eq(nnreg_get_settings(fixture.registry, &settings), NNREG_OK);
    ck_assert_int_eq(settings.mutable_description, 0);
    fixture_end(&fixture);
    fixture_begin(&fixture, NNREG_OPEN_MUTABLE_DESCRIPTION);
    fixture_reopen(&fixture, 0);
    ck_assert_int_eq(nnreg_get_settings(fixture.registry, &settings), NNREG_OK);
    ck_assert_int_eq(settings.mutable_description, 1);
}
END_TEST

/* ------------------------------------------------------------------------------------------------------- NULLs -- */

START_TEST(a_null_where_there_may_be_none_is_an_invalid_argument)
{
    nnreg *registry = fixture.registry, *none;
    nnreg_findings *findings = fixture.findings;
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    const char *json = fixture_description("n", "");
    size_t length = strlen(json);
    struct nnreg_settings unsized = {0, 0, 0};
    struct nnreg_options opening = NNREG_OPTIONS_INIT;
    struct nnreg_cascade unsized_cascade = {.size = 0};
    struct nnreg_input_info input = NNREG_INPUT_INFO_INIT;
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    nnreg_page *page;
    uint64_t id, size;
    char *text, message[100];
    int fd;

#define INVALID(call) ck_assert_int_eq(call, NNREG_INVALID_ARGUMENT)
    INVALID(nnreg_open(NULL, fixture.dir, NULL));
    opening.message = message;
    opening.message_size = sizeof message;
    INVALID(nnreg_open(NULL, fixture.dir, &opening));
    ck_assert_str_eq(message, "an argument is NULL");
    INVALID(nnreg_open(&none, NULL, NULL));
    INVALID(nnreg_open(&none, "", NULL));
    INVALID(nnreg_get_settings(NULL, &unsized));
    INVALID(nnreg_get_settings(registry, NULL));
    INVALID(nnreg_get_settings(registry, &unsized));
    INVALID(nnreg_network_create(NULL, &id, json, length, bundle, NULL, findings));
    INVALID(nnreg_network_create(registry, NULL, json, length, bundle, NULL, findings));
    INVALID(nnreg_network_create(registry, &id, NULL, length, bundle, NULL, findings));
    INVALID(nnreg_network_create(registry, &id, json, length, NULL, NULL, findings));
    INVALID(nnreg_network_create(registry, &id, json, length, bundle, NULL, NULL));
    INVALID(nnreg_network_get(NULL, &network, 1));
    INVALID(nnreg_network_get(registry, NULL, 1));
    INVALID(nnreg_network_update(NULL, 1, "{}", 2, NULL, findings));
    INVALID(nnreg_network_update(registry, 1, NULL, 2, NULL, findings));
    INVALID(nnreg_network_update(registry, 1, "{}", 2, NULL, NULL));
    INVALID(nnreg_network_delete(NULL, 1, NULL, NULL));
    INVALID(nnreg_network_delete(registry, 1, NULL, &unsized_cascade));
    INVALID(nnreg_network_open_file(NULL, &fd, &size, 1, "saved_model.pb"));
    INVALID(nnreg_network_open_file(registry, NULL, &size, 1, "saved_model.pb"));
    INVALID(nnreg_network_open_file(registry, &fd, NULL, 1, "saved_model.pb"));
    INVALID(nnreg_network_open_file(registry, &fd, &size, 1, NULL));
    INVALID(nnreg_network_open_verified(NULL, &fd, &size, 1, "saved_model.pb", NULL));
    INVALID(nnreg_network_open_verified(registry, NULL, &size, 1, "saved_model.pb", NULL));
    INVALID(nnreg_network_open_verified(registry, &fd, NULL, 1, "saved_model.pb", NULL));
    INVALID(nnreg_network_open_verified(registry, &fd, &size, 1, NULL, NULL));
    INVALID(nnreg_network_list(NULL, &page, NULL));
    INVALID(nnreg_network_list(registry, NULL, NULL));
    INVALID(nnreg_network_json(NULL, NULL));
    text = (char *)1;
    INVALID(nnreg_network_json(&text, NULL));
    ck_assert_ptr_null(text);
    INVALID(nnreg_page_json(NULL, NULL, NULL));
    text = (char *)1;
    INVALID(nnreg_page_json(&text, NULL, NULL));
    ck_assert_ptr_null(text);
    INVALID(nnreg_network_input(NULL, 0, &input));
    INVALID(nnreg_network_file(NULL, 0, &file));
    INVALID(nnreg_schema(NULL, NULL));
    INVALID(nnreg_bundle_new(NULL));
    INVALID(nnreg_bundle_add_directory(NULL, "."));
    INVALID(nnreg_bundle_add_directory(bundle, NULL));
    INVALID(nnreg_bundle_add_file(bundle, NULL, NULL));
    INVALID(nnreg_bundle_add_fd(bundle, -1, "saved_model.pb"));
    INVALID(nnreg_bundle_add_fd(bundle, 0, NULL));
    INVALID(nnreg_bundle_add_memory(bundle, NULL, 1, "saved_model.pb"));
    INVALID(nnreg_bundle_add_memory(bundle, "", 0, NULL));
    INVALID(nnreg_bundle_exclude(bundle, NULL));
#undef INVALID
    ck_assert_str_eq(nnreg_message(NULL), "");
    nnreg_close(NULL);
    nnreg_network_free(NULL);
    nnreg_page_free(NULL);
    nnreg_findings_free(NULL);
    nnreg_bundle_free(bundle);
    nnreg_bundle_free(NULL);
    nnreg_free(NULL);
}
END_TEST

START_TEST(outs_are_emptied_on_every_failure)
{
    nnreg_network *network = (nnreg_network *)1;
    nnreg_page *page = (nnreg_page *)1;
    nnreg *registry = (nnreg *)1;
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    uint64_t id = 77, size = 77;
    int fd = 77;

    query.limit = 0;
    ck_assert_int_eq(nnreg_open(&registry, fixture_path(&fixture, "none"), NULL), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_network_create(fixture.registry, &id, "{}", 2, bundle, NULL, fixture.findings),
                     NNREG_REFUSED);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, 1), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, &query), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, 1, "saved_model.pb"),
                     NNREG_NOT_FOUND);
    ck_assert_ptr_null(registry);
    ck_assert_ptr_null(network);
    ck_assert_ptr_null(page);
    ck_assert_uint_eq(id, 0);
    ck_assert_uint_eq(size, 0);
    ck_assert_int_eq(fd, -1);
    nnreg_bundle_free(bundle);
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- messages -- */

static void *fail_elsewhere(void *context)
{
    nnreg_network *network;

    (void)context;
    if (strcmp(nnreg_message(fixture.registry), "") != 0)
        return (void *)(uintptr_t) "a thread that did nothing has a message";
    (void)nnreg_network_get(fixture.registry, &network, 8);
    return strstr(nnreg_message(fixture.registry), " 8") != NULL ? NULL
                                                                 : (void *)(uintptr_t) "not its own message";
}

START_TEST(each_thread_has_its_own_message)
{
    nnreg_network *network;
    pthread_t thread;
    void *fault;

    ck_assert_str_eq(nnreg_message(fixture.registry), "");
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, 7), NNREG_NOT_FOUND);
    ck_assert_str_eq(nnreg_message(fixture.registry), "there is no network 7");
    ck_assert_int_eq(pthread_create(&thread, NULL, fail_elsewhere, NULL), 0);
    ck_assert_int_eq(pthread_join(thread, &fault), 0);
    ck_assert_msg(fault == NULL, "%s", (const char *)fault);
    ck_assert_str_eq(nnreg_message(fixture.registry), "there is no network 7");
    fixture_add(&fixture, "n", 0);
    ck_assert_str_eq(nnreg_message(fixture.registry), "");
}
END_TEST

/* ------------------------------------------------------------------------------------------ versions, features -- */

struct setting {
    const char *key;
    struct nnreg_slice value; /* content NULL: remove it */
};

static nnreg_status change_setting(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct setting *setting = context;

    if (setting->value.content == NULL)
        return nnreg_kv_remove(txn, NNREG_KV_SETTINGS, nnreg_key_text(setting->key), error);
    return nnreg_kv_put(txn, NNREG_KV_SETTINGS, nnreg_key_text(setting->key), setting->value, error);
}

/* Opens a registry in which one setting was changed. */
static nnreg_status open_changed(const char *key, const void *value, size_t size, char message[256])
{
    struct setting setting = {key, {value, size}};
    char *before, *after;
    nnreg_status status;

    ck_assert_int_eq(nnreg_kv_write(fixture.registry->kv, change_setting, &setting, NULL), NNREG_OK);
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    status = try_open(NNREG_OPEN_CREATE, message);
    after = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    state_assert_same(before, after, "opening a registry that is refused");
    return status;
}

START_TEST(a_format_version_this_library_does_not_know_is_refused_by_its_number)
{
    struct nnreg_key key;
    char message[256];

    nnreg_key_u64(&key, NNREG_FORMAT_VERSION + 1);
    ck_assert_int_eq(open_changed(NNREG_SETTING_FORMAT, key.bytes, 8, message), NNREG_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(message, "format version 5,"));
    ck_assert_ptr_nonnull(strstr(message, "knows versions 1 to 4"));
    nnreg_key_u64(&key, 0);
    ck_assert_int_eq(open_changed(NNREG_SETTING_FORMAT, key.bytes, 8, message), NNREG_UNSUPPORTED);
    nnreg_key_u64(&key, UINT64_MAX);
    ck_assert_int_eq(open_changed(NNREG_SETTING_FORMAT, key.bytes, 8, message), NNREG_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(message, "format version 18446744073709551615,"));
}
END_TEST

START_TEST(a_feature_this_library_does_not_know_is_refused_by_its_name)
{
    static const char *const features[] = {"blocks time-travel", "time-travel blocks", "time-travel"};
    char message[256], longer[70], named[80];
    size_t i;

    for (i = 0; i < sizeof features / sizeof *features; i++) {
        ck_assert_int_eq(open_changed(NNREG_SETTING_FEATURES, features[i], strlen(features[i]), message),
                         NNREG_UNSUPPORTED);
        ck_assert_ptr_nonnull(strstr(message, "\"time-travel\""));
    }
    memset(longer, 'x', sizeof longer);
    ck_assert_int_eq(open_changed(NNREG_SETTING_FEATURES, longer, sizeof longer, message), NNREG_UNSUPPORTED);
    snprintf(named, sizeof named, "\"%.64s\"", longer);
    ck_assert_ptr_nonnull(strstr(message, named));
    ck_assert_int_eq(open_changed(NNREG_SETTING_FEATURES, "block", 5, message), NNREG_UNSUPPORTED);
    ck_assert_int_eq(open_changed(NNREG_SETTING_FEATURES, "blocks", 6, message), NNREG_OK);
}
END_TEST

/* Of what may not be touched nothing is passed over in a registry that is damaged otherwise, either. */
START_TEST(an_unknown_feature_is_refused_in_a_damaged_registry_too)
{
    char message[256];

    ck_assert_int_eq(open_changed(NNREG_SETTING_FEATURES, "blocks time-travel", 18, message),
                     NNREG_UNSUPPORTED);
    ck_assert_int_eq(try_open(NNREG_OPEN_DAMAGED, message), NNREG_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(message, "\"time-travel\""));
    ck_assert_int_eq(open_changed(NNREG_SETTING_FORMAT, NULL, 0, message), NNREG_CORRUPT);
    ck_assert_int_eq(try_open(NNREG_OPEN_DAMAGED, message), NNREG_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(message, "\"time-travel\""));
}
END_TEST

static unsigned denied_at, denied;

static int deny_opening(const char *call)
{
    return strcmp(call, "openat") == 0 && ++denied == denied_at ? EACCES : 0;
}

/* The folder above may be closed to reading: then it cannot be known whether the new name is on the device, and that is all. */
START_TEST(a_registry_can_be_made_below_a_folder_that_is_closed_to_reading)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[256] = "", name[40];
    unsigned without = 0;

    options.flags = NNREG_OPEN_CREATE;
    options.message = message;
    options.message_size = sizeof message;
    denied_at = 0;
    do {
        nnreg *made;
        nnreg_status status;

        denied_at++;
        denied = 0;
        snprintf(name, sizeof name, "made-%u", denied_at);
        nnreg_fs_use_hook(deny_opening);
        status = nnreg_open(&made, fixture_path(&fixture, name), &options);
        nnreg_fs_use_hook(NULL);
        ck_assert_msg(status == NNREG_OK ||
                          ((status == NNREG_IO || status == NNREG_READ_ONLY) && denied >= denied_at),
                      "call %u: %d, %s", denied_at, status, message);
        without += status == NNREG_OK && denied >= denied_at;
        nnreg_close(made);
        ck_assert_uint_lt(denied_at, 200);
    } while (denied >= denied_at);
    ck_assert_uint_gt(denied_at, 3);
    ck_assert_uint_ge(without, 1);
}
END_TEST

/* Every setting is there from a registry's first moment: one that is missing was lost, and is named. */
static const char *const settings[] = {
    NNREG_SETTING_FORMAT,    NNREG_SETTING_FEATURES,     NNREG_SETTING_MUTABLE_DESCRIPTION,
    NNREG_SETTING_IDENTITY,  NNREG_SETTING_NEXT_NETWORK, NNREG_SETTING_NEXT_TASK,
    NNREG_SETTING_NEXT_SPEC, NNREG_SETTING_NEXT_VERSION};

START_TEST(a_setting_that_is_missing_is_damage_and_named)
{
    char message[256];

    ck_assert_int_eq(open_changed(settings[_i], NULL, 0, message), NNREG_CORRUPT);
    ck_assert_msg(strstr(message, settings[_i]) != NULL && strstr(message, fixture.dir) != NULL, "%s",
                  message);
}
END_TEST

START_TEST(a_setting_that_is_no_number_is_damage)
{
    char message[256];

    ck_assert_int_eq(open_changed(NNREG_SETTING_FORMAT, "one", 3, message), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(message, NNREG_SETTING_FORMAT));
}
END_TEST

/* What would give an id, or a number in the history, again. */
START_TEST(a_counter_that_is_behind_is_damage)
{
    static const struct {
        const char *key, *text;
        size_t size;
    } behind[] = {
        {NNREG_SETTING_NEXT_NETWORK, "the next network is to be number 1, but there is a number 1", 8},
        {NNREG_SETTING_NEXT_TASK, "the next task is to be number 1, but there is a number 1", 8},
        {NNREG_SETTING_LAST_EVENT, "the history ends with event 2, and its end is said to be 0", 0},
    };
    struct nnreg_key key;
    char message[256];

    (void)fixture_add(&fixture, "n", 0);
    (void)nnreg_key_u64(&key, 1);
    ck_assert_int_eq(
        open_changed(behind[_i].key, behind[_i].size > 0 ? key.bytes : NULL, behind[_i].size, message),
        NNREG_CORRUPT);
    ck_assert_msg(strstr(message, behind[_i].text) != NULL, "%s", message);
}
END_TEST

/* No registry comes there by its creates; one whose counter was damaged is not damaged further. */
START_TEST(a_counter_at_its_end_gives_no_more_and_the_registry_stays_sound)
{
    const char *message;
    uint64_t id = 0;

    fixture_next_id(&fixture, UINT64_MAX - 2);
    ck_assert_uint_eq(fixture_add(&fixture, "last", 0), UINT64_MAX - 2);
    ck_assert_int_eq(fixture_create(&fixture, &id, "more", 1), NNREG_CORRUPT);
    ck_assert_uint_eq(id, 0);
    message = nnreg_message(fixture.registry);
    ck_assert_msg(strstr(message, "the counter \"next_network_id\" is at its end") != NULL, "%s", message);
    ck_assert_msg(nnreg_fsck(fixture.registry, fixture.findings, NULL, NULL) == NNREG_OK, "%s",
                  fixture_found(&fixture));
}
END_TEST

/* With files in it, that is damage: see above. */
START_TEST(a_registry_that_a_killed_process_has_made_without_blobs_is_read_as_an_empty_one)
{
    nnreg_network *network;

    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    ck_assert_int_eq(rmdir(fixture_path(&fixture, "registry/blobs")), 0);
    fixture.registry = fixture_open(&fixture, NNREG_OPEN_READ_ONLY);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, 1), NNREG_NOT_FOUND);
    fixture_reopen(&fixture, 0);
    ck_assert_uint_eq(fixture_add(&fixture, "n", 0), 1);
}
END_TEST

START_TEST(a_remote_file_system_is_refused_unless_it_is_allowed)
{
    char message[256];

    nnreg_fs_pretend_type(0x6969);
    ck_assert_int_eq(try_open(0, message), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(message, "NFS"));
    ck_assert_int_eq(try_open(NNREG_OPEN_ALLOW_REMOTE, message), NNREG_OK);
    nnreg_fs_pretend_type(0);
}
END_TEST

/* ----------------------------------------------------------------------------------------- handles, read-only -- */

START_TEST(a_read_only_handle_reads_everything_and_changes_nothing)
{
    char told[sizeof fixture.dir + 60];
    uint64_t id = fixture_add(&fixture, "n", 0), other;
    nnreg_bundle *bundle = fixture_bundle(&fixture, 1);
    const char *json = fixture_description("m", "");
    nnreg_network *network;
    nnreg_page *page;
    char *before, *after, *content;
    size_t size;

    fixture_reopen(&fixture, NNREG_OPEN_READ_ONLY);
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &other, json, strlen(json), bundle, NULL, fixture.findings),
        NNREG_READ_ONLY);
    ck_assert_int_eq(fixture_update(&fixture, id, "{\"name\": \"m\"}"), NNREG_READ_ONLY);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, NULL), NNREG_READ_ONLY);
    snprintf(told, sizeof told, "registry \"%s\": the registry was opened read-only", fixture.dir);
    ck_assert_str_eq(nnreg_message(fixture.registry), told);
    after = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    state_assert_same(before, after, "changes through a read-only handle");
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, NULL), NNREG_OK);
    content = fixture_read(fixture.registry, id, "saved_model.pb", &size);
    ck_assert_ptr_nonnull(content);
    free(content);
    nnreg_page_free(page);
    nnreg_network_free(network);
    nnreg_bundle_free(bundle);
}
END_TEST

START_TEST(two_handles_of_a_process_see_each_others_changes)
{
    nnreg *second = fixture_open(&fixture, 0);
    uint64_t id = fixture_add(&fixture, "first", 0);
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg_network *network;
    nnreg *reader;

    options.flags = NNREG_OPEN_READ_ONLY; /* not beside one that writes: they share the environment */
    ck_assert_int_eq(nnreg_open(&reader, fixture.dir, &options), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_network_get(second, &network, id), NNREG_OK);
    nnreg_network_free(network);
    ck_assert_int_eq(nnreg_network_delete(second, id, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_NOT_FOUND);
    ck_assert_str_eq(nnreg_message(second), "");
    nnreg_close(second);
    ck_assert_uint_eq(fixture_add(&fixture, "after the other was closed", 0), id + 1);
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, false));
}
END_TEST

START_TEST(snapshots_and_findings_outlive_the_handle)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    nnreg_network *network;
    nnreg_page *page;
    char *text;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, NULL), NNREG_OK);
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    ck_assert_str_eq(nnreg_network_name(network), "n");
    ck_assert_int_eq(nnreg_page_json(&text, page, NULL), NNREG_OK);
    nnreg_free(text);
    nnreg_page_free(page);
    nnreg_network_free(network);
}
END_TEST

/* In the child: everything is refused on the old handle, and a new one works beside the parent's. */
static void in_the_child(uint64_t id)
{
    nnreg_network *network;
    nnreg_page *page;
    uint64_t size;
    nnreg *own;
    int fd;

    CHILD(nnreg_network_get(fixture.registry, &network, id) == NNREG_INVALID_ARGUMENT);
    CHILD(strstr(nnreg_message(fixture.registry), "fork") != NULL);
    CHILD(nnreg_network_list(fixture.registry, &page, NULL) == NNREG_INVALID_ARGUMENT);
    CHILD(nnreg_network_open_file(fixture.registry, &fd, &size, id, "saved_model.pb") ==
          NNREG_INVALID_ARGUMENT);
    CHILD(fixture_update(&fixture, id, "{\"name\":\"m\"}") == NNREG_INVALID_ARGUMENT);
    CHILD(nnreg_network_delete(fixture.registry, id, NULL, NULL) == NNREG_INVALID_ARGUMENT);
    nnreg_close(fixture.registry);
    CHILD(nnreg_open(&own, fixture.dir, NULL) == NNREG_OK);
    CHILD(nnreg_network_update(own, id, "{\"name\":\"child\"}", 16, NULL, fixture.findings) == NNREG_OK);
    nnreg_close(own);
    child_done();
}

START_TEST(a_forked_child_must_open_the_registry_for_itself)
{
    uint64_t id = fixture_add(&fixture, "parent", 0);
    nnreg_network *network;
    pid_t child = fork();
    int status;

    if (child == 0)
        in_the_child(id);
    status = child_wait(child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    ck_assert_str_eq(nnreg_network_name(network), "child");
    nnreg_network_free(network);
    ck_assert_int_eq(fixture_update(&fixture, id, "{\"name\":\"parent again\"}"), NNREG_OK);
}
END_TEST

START_TEST(no_call_leaves_a_descriptor_open)
{
    unsigned before = open_descriptors();
    nnreg *second = fixture_open(&fixture, 0);
    uint64_t id;
    size_t size;

    nnreg_close(second);
    ck_assert_uint_eq(open_descriptors(), before);
    id = fixture_add(&fixture, "n", 0);
    ck_assert_int_eq(fixture_create(&fixture, &id, "", 0), NNREG_REFUSED);
    free(fixture_read(fixture.registry, 1, "saved_model.pb", &size));
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, NULL), NNREG_OK);
    ck_assert_uint_eq(open_descriptors(), before);
}
END_TEST

START_TEST(an_open_that_fails_can_be_tried_again)
{
    unsigned n;
    nnreg *registry;
    nnreg_status status;
    bool failed = true;

    snprintf(fixture.dir, sizeof fixture.dir, "%s/other", fixture.scratch.path);
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    for (n = 1; failed; n++) {
        struct nnreg_options options = NNREG_OPTIONS_INIT;
        char message[256];

        ck_assert_uint_lt(n, 1000);
        options.flags = NNREG_OPEN_CREATE;
        options.message = message;
        options.message_size = sizeof message;
        fixture_fail_call(n, EIO, false);
        status = nnreg_open(&registry, fixture.dir, &options);
        failed = fixture_call_failed(NULL);
        ck_assert_msg(status == NNREG_OK || (status == NNREG_IO && message[0] != '\0'), "%u: %d %s", n,
                      status, message);
        nnreg_close(registry);
    }
    ck_assert_uint_gt(n, 2);
    fixture.registry = fixture_open(&fixture, 0);
    ck_assert_uint_eq(fixture_add(&fixture, "n", 0), 1);
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, false));
}
END_TEST

Suite *registry_suite(void)
{
    Suite *suite = suite_create("registry");
    TCase *tests = tcase_create("registry");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_registry_that_is_not_there_is_not_found_and_not_made);
    tcase_add_test(tests, create_opens_what_is_there_and_exclusive_refuses_it);
    tcase_add_loop_test(tests, a_registry_without_its_files_or_without_its_data_is_damaged_and_stays_so, 0,
                        store_is_default() ? 6 : 3);
    tcase_add_test(tests, exclusive_makes_a_registry_where_there_is_none);
    tcase_add_loop_test(tests, a_registry_is_made_only_in_a_folder_of_its_own, 0,
                        (int)(sizeof folders / sizeof *folders) -
                            (store_is_default() ? 0 : FOLDERS_WITH_FILES_OF_A_STORE));
    tcase_add_test(tests, a_folder_with_other_files_can_be_asked_for_and_opens_ever_after);
    tcase_add_test(tests, a_folder_with_very_many_files_is_refused_like_one_with_few);
    tcase_add_loop_test(tests, who_comes_while_another_makes_the_registry_opens_it, 0, 2);
    tcase_add_loop_test(tests, a_registry_that_cannot_be_made_to_its_end_is_not_left, 0, 2);
    tcase_add_test(tests, what_cannot_be_taken_away_of_a_registry_opens);
    tcase_add_loop_test(tests, a_registry_that_another_uses_stays_although_who_made_it_fails, 0, 2);
    tcase_add_test(tests, options_that_are_unknown_or_contradict_each_other_are_refused);
    tcase_add_test(tests, members_beyond_the_size_the_caller_gives_are_not_looked_at);
    tcase_add_test(tests, the_settings_are_those_the_registry_was_made_with);
    tcase_add_test(tests, a_setting_that_cannot_be_read_is_told);
    tcase_add_test(tests, a_store_without_a_file_cannot_be_backed_up);
    tcase_add_test(tests, a_null_where_there_may_be_none_is_an_invalid_argument);
    tcase_add_test(tests, outs_are_emptied_on_every_failure);
    tcase_add_test(tests, each_thread_has_its_own_message);
    tcase_add_test(tests, a_format_version_this_library_does_not_know_is_refused_by_its_number);
    tcase_add_test(tests, a_feature_this_library_does_not_know_is_refused_by_its_name);
    tcase_add_test(tests, an_unknown_feature_is_refused_in_a_damaged_registry_too);
    tcase_add_test(tests, a_registry_can_be_made_below_a_folder_that_is_closed_to_reading);
    tcase_add_loop_test(tests, a_setting_that_is_missing_is_damage_and_named, 0,
                        (int)(sizeof settings / sizeof *settings));
    tcase_add_test(tests, a_setting_that_is_no_number_is_damage);
    tcase_add_loop_test(tests, a_counter_that_is_behind_is_damage, 0, 3);
    tcase_add_test(tests, a_counter_at_its_end_gives_no_more_and_the_registry_stays_sound);
    tcase_add_test(tests, a_registry_that_a_killed_process_has_made_without_blobs_is_read_as_an_empty_one);
    if (store_is_default())
        tcase_add_test(tests, a_remote_file_system_is_refused_unless_it_is_allowed);
    tcase_add_test(tests, a_read_only_handle_reads_everything_and_changes_nothing);
    tcase_add_test(tests, two_handles_of_a_process_see_each_others_changes);
    tcase_add_test(tests, snapshots_and_findings_outlive_the_handle);
    if (store_is_default())
        tcase_add_test(tests, a_forked_child_must_open_the_registry_for_itself);
    tcase_add_test(tests, no_call_leaves_a_descriptor_open);
    tcase_add_test(tests, an_open_that_fails_can_be_tried_again);
    suite_add_tcase(suite, tests);
    return suite;
}
