/*
 * Stored files that were damaged: none is taken for a good one, a good copy takes the place of a damaged one, and the
 * history tells each network that had been served it.
 */
#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "damages.h"
#include "registry_fixture.h"

Suite *healing_suite(void);

#define MODEL "saved_model.pb" /* which all models of the fixture share */
#define SHARD "variables.data-00000-of-00001"

static struct registry_fixture fixture;

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

/* Whatever a test did, the registry is sound at its end. */
static void end(void)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, false);
    uint64_t count, broken;

    ck_assert_msg(fault == NULL, "%s", fault);
    ck_assert_int_eq(nnreg_events_verify(fixture.registry, &count, &broken, NULL), NNREG_OK);
    fixture_end(&fixture);
}

static struct nnreg_file_info file_of(uint64_t id, const char *name)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    size_t i = 0;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    do
        ck_assert_int_eq(nnreg_network_file(network, i++, &file), NNREG_OK);
    while (strcmp(file.name, name) != 0);
    nnreg_network_free(network);
    file.name = name;
    return file;
}

/* Where a file is stored, below the registry; and from the root, in a static buffer each. */
static const char *stored(uint64_t id, const char *name)
{
    static char path[100];
    struct nnreg_file_info file = file_of(id, name);

    snprintf(path, sizeof path, "blobs/%.2s/%s", file.sha256, file.sha256 + 2);
    return path;
}

static const char *stored_path(uint64_t id, const char *name)
{
    static char path[500];

    snprintf(path, sizeof path, "%s/%s", fixture.dir, stored(id, name));
    return path;
}

/* What can become of a stored file, and how the history says it. */
static void alter(const char *path)
{
    unsigned char byte;
    int fd;

    ck_assert_int_eq(chmod(path, 0644), 0);
    fd = open(path, O_RDWR | O_CLOEXEC);
    ck_assert_int_eq(pread(fd, &byte, 1, 20), 1);
    byte ^= 1;
    ck_assert_int_eq(pwrite(fd, &byte, 1, 20), 1);
    ck_assert_int_eq(fchmod(fd, 0444), 0);
    close(fd);
}

static void cut(const char *path)
{
    struct stat st;

    ck_assert_int_eq(chmod(path, 0644), 0);
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_int_eq(truncate(path, st.st_size - 1), 0);
}

static void lose(const char *path)
{
    ck_assert_int_eq(unlink(path), 0);
}

static void make_link(const char *path)
{
    char target[520];

    snprintf(target, sizeof target, "%s/lies-elsewhere", fixture.dir);
    ck_assert_int_eq(rename(path, target), 0);
    ck_assert_int_eq(symlink(target, path), 0);
}

static void make_folder(const char *path)
{
    lose(path);
    ck_assert_int_eq(mkdir(path, 0777), 0);
}

static void make_fifo(const char *path)
{
    lose(path);
    ck_assert_int_eq(mkfifo(path, 0666), 0);
}

static void make_socket(const char *path)
{
    lose(path);
    ck_assert_int_eq(mknod(path, S_IFSOCK | 0666, 0), 0);
}

static const struct {
    void (*damage)(const char *path);
    const char *message; /* how it is told of the path that is not opened; NULL: only reading shows it */
    const char *found;   /* in the history */
} damages[] = {
    {alter, NULL, "other bytes"},
    {cut, "bytes instead of", "another size"},
    {lose, "is missing", "nothing"},
    {make_link, "is a symbolic link, not a stored file", "no file"},
    {make_folder, "is a folder, not a stored file", "no file"},
    {make_fifo, "is a device, a FIFO or a socket, not a stored file", "no file"},
    {make_socket, "is a device, a FIFO or a socket, not a stored file", "no file"},
};
#define DAMAGES ((int)(sizeof damages / sizeof *damages))

static nnreg_status open_verified(uint64_t id, const char *name)
{
    uint64_t size;
    int fd;
    nnreg_status status = nnreg_network_open_verified(fixture.registry, &fd, &size, id, name, NULL);

    ck_assert((status == NNREG_OK) == (fd >= 0));
    ck_assert(status == NNREG_OK || size == 0);
    if (status == NNREG_OK)
        close(fd);
    return status;
}

static nnreg_status open_plain(uint64_t id, const char *name)
{
    uint64_t size;
    int fd;
    nnreg_status status = nnreg_network_open_file(fixture.registry, &fd, &size, id, name);

    if (status == NNREG_OK)
        close(fd);
    return status;
}

static uint64_t last_event(void)
{
    nnreg_events *events;
    size_t count;

    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, 0, NNREG_LIMIT_PAGE, 0, NULL), NNREG_OK);
    count = nnreg_events_count(events);
    nnreg_events_free(events);
    return count;
}

/* The events of healing after a number as "ID NAME FOUND by HEALER; …", in a static buffer. */
static const char *healed_since(uint64_t sequence)
{
    static char text[2000];
    nnreg_events *events;
    size_t i, k, used = 0;

    text[0] = '\0';
    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, sequence, NNREG_LIMIT_PAGE, 0, NULL),
                     NNREG_OK);
    for (i = 0; i < nnreg_events_count(events); i++) {
        const struct nnreg_event *event = nnreg_events_get(events, i);
        json_t *changes, *files, *file;
        const char *name, *found, *sha256, *field, *by;
        json_int_t size, healer;

        if (strcmp(event->action, "heal") != 0)
            continue;
        ck_assert_str_eq(event->object, "network");
        changes = json_loads(event->changes, 0, NULL);
        ck_assert_msg(json_unpack(changes, "[{s:s, s:o, s:[]}, {s:s, s:n, s:I}!]", "field", &field, "old",
                                  &files, "new", "field", &by, "old", "new", &healer) == 0,
                      "%s", event->changes);
        ck_assert_str_eq(field, "damaged_files");
        ck_assert_str_eq(by, "healed_by");
        json_array_foreach(files, k, file)
        {
            ck_assert_int_eq(json_unpack(file, "{s:s, s:I, s:s, s:s !}", "name", &name, "size", &size,
                                         "sha256", &sha256, "found", &found),
                             0);
            ck_assert_str_eq(sha256, file_of(event->object_id, name).sha256);
            ck_assert_uint_eq((uint64_t)size, file_of(event->object_id, name).bytes);
            used += (size_t)snprintf(text + used, sizeof text - used, "%llu %s %s by %lld; ",
                                     (unsigned long long)event->object_id, name, found, (long long)healer);
        }
        json_decref(changes);
    }
    nnreg_events_free(events);
    return text;
}

/* ------------------------------------------------------------------------------------------------- told -- */

START_TEST(a_damaged_file_is_corrupt_and_the_message_says_which_where_and_how_to_mend_it)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    char beginning[300];

    ck_assert_int_eq(open_verified(id, MODEL), NNREG_OK);
    snprintf(beginning, sizeof beginning, "\"" MODEL "\" of network 1 is damaged: \"%s\" ",
             stored(id, MODEL));
    damages[_i].damage(stored_path(id, MODEL));
    ck_assert_int_eq(open_verified(id, MODEL), NNREG_CORRUPT);
    ck_assert_msg(strstr(nnreg_message(fixture.registry), beginning) != NULL, "%s",
                  nnreg_message(fixture.registry));
    ck_assert_ptr_nonnull(
        strstr(nnreg_message(fixture.registry), "; add a good copy again: it takes its place"));
    ck_assert_int_eq(open_plain(id, MODEL), damages[_i].message != NULL ? NNREG_CORRUPT : NNREG_OK);
    if (damages[_i].message != NULL)
        ck_assert_msg(strstr(nnreg_message(fixture.registry), damages[_i].message) != NULL, "%s",
                      nnreg_message(fixture.registry));
    ck_assert_int_eq(open_verified(id, SHARD), NNREG_OK); /* the others are as they were */
    ck_assert_int_eq(open_verified(id, "no-such-file"), NNREG_NOT_FOUND);
    ck_assert_int_eq(open_verified(id + 1, MODEL), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(access(stored_path(fixture_add(&fixture, "again", 0), MODEL), F_OK), 0);
}
END_TEST

START_TEST(both_sums_are_told)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    struct nnreg_file_info file = file_of(id, SHARD);
    char expected[200];
    const char *message;

    alter(stored_path(id, SHARD));
    ck_assert_int_eq(open_verified(id, SHARD), NNREG_CORRUPT);
    message = nnreg_message(fixture.registry);
    snprintf(expected, sizeof expected, "instead of %s;", file.sha256);
    ck_assert_msg(strstr(message, expected) != NULL, "%s", message);
    ck_assert_ptr_nonnull(strstr(message, " has the SHA-256 "));
    fixture_add(&fixture, "again", 0);
}
END_TEST

struct watched {
    uint64_t last, total;
    int answer;
};

static int watch(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct watched *watched = context;

    ck_assert_str_eq(stage, "verifying");
    ck_assert_uint_gt(done, watched->last);
    watched->last = done;
    watched->total = total;
    return watched->answer;
}

START_TEST(verifying_tells_its_progress_can_be_cancelled_and_leaves_the_descriptor_at_the_beginning)
{
    uint64_t id = fixture_add(&fixture, "n", 0), size;
    struct watched watched = {0, 0, 0};
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    int fd;

    call.progress = watch;
    call.context = &watched;
    ck_assert_int_eq(nnreg_network_open_verified(fixture.registry, &fd, &size, id, MODEL, &call), NNREG_OK);
    ck_assert_uint_eq(watched.last, size);
    ck_assert_uint_eq(watched.total, size);
    ck_assert_uint_eq(file_of(id, MODEL).bytes, size);
    ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), 0);
    close(fd);
    watched = (struct watched){0, 0, 1};
    ck_assert_int_eq(nnreg_network_open_verified(fixture.registry, &fd, &size, id, MODEL, &call),
                     NNREG_CANCELLED);
    ck_assert_int_eq(fd, -1);
    call.flags = NNREG_DRY_RUN;
    ck_assert_int_eq(nnreg_network_open_verified(fixture.registry, &fd, &size, id, MODEL, &call),
                     NNREG_INVALID_ARGUMENT);
}
END_TEST

static int fail_to_read(const char *call)
{
    return strcmp(call, "pread") == 0 ? EIO : 0;
}

START_TEST(a_file_that_cannot_be_read_is_named)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    const char *path = stored(id, MODEL);

    nnreg_fs_use_hook(fail_to_read);
    ck_assert_int_eq(open_verified(id, MODEL), NNREG_IO);
    nnreg_fs_use_hook(NULL);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), path));
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "\"" MODEL "\" of network 1"));
}
END_TEST

/* ------------------------------------------------------------------------------------------------- healed -- */

START_TEST(a_good_copy_takes_the_place_of_a_damaged_one_and_each_network_that_had_it_is_told)
{
    uint64_t first = fixture_add(&fixture, "a", 0), second = fixture_add(&fixture, "b", 1), sequence, healer;
    char expected[300];

    sequence = last_event();
    damages[_i].damage(stored_path(first, MODEL));
    healer = fixture_add(&fixture, "c", 2);
    ck_assert_int_eq(open_verified(first, MODEL), NNREG_OK);
    ck_assert_int_eq(open_verified(second, MODEL), NNREG_OK);
    ck_assert_int_eq(open_verified(healer, MODEL), NNREG_OK);
    snprintf(expected, sizeof expected, "1 " MODEL " %s by 3; 2 " MODEL " %s by 3; ", damages[_i].found,
             damages[_i].found);
    ck_assert_str_eq(healed_since(sequence), expected);
    ck_assert_uint_eq(last_event(), sequence + 4); /* the network, its task, and the two */
    (void)unlink(fixture_path(&fixture, "registry/lies-elsewhere"));
}
END_TEST

START_TEST(what_is_sound_or_new_or_nobodys_is_not_told)
{
    uint64_t sequence, id = fixture_add(&fixture, "a", 0);
    char orphan[500], bytes[100];

    fixture_add(&fixture, "shares a file", 1);
    fixture_add(&fixture, "shares all", 0);
    ck_assert_str_eq(healed_since(0), "");
    snprintf(orphan, sizeof orphan, "%s", stored_path(id, SHARD));
    while (nnreg_network_delete(fixture.registry, id, NULL, NULL) == NNREG_OK)
        id++;
    memset(bytes, 'x', sizeof bytes); /* damaged, and left without a reference by a kill */
    (void)unlink(orphan);
    {
        int fd = open(orphan, O_CREAT | O_WRONLY | O_CLOEXEC, 0444);

        ck_assert_int_eq(write(fd, bytes, sizeof bytes), sizeof bytes);
        close(fd);
    }
    sequence = last_event();
    id = fixture_add(&fixture, "again", 0);
    ck_assert_int_eq(open_verified(id, SHARD), NNREG_OK);
    ck_assert_str_eq(healed_since(sequence), "");
}
END_TEST

#define MANY 300u

/* Allocations of a create with a file that no network has; the create itself needs always the same. */
static uint64_t cost_of_something_new(unsigned model)
{
    uint64_t count;

    nnreg_alloc_fail_from(UINT64_MAX);
    (void)fixture_add(&fixture, "new", model);
    count =
        nnreg_alloc_count(); /* the folders of stored files are listed on the way, which takes some more */
    nnreg_alloc_fail_from(0);
    return count;
}

START_TEST(what_is_new_is_created_at_the_same_cost_however_many_networks_there_are)
{
    uint64_t few, many;

    fixture_clone(&fixture, fixture_add(&fixture, "one of many", 0), 1);
    few = cost_of_something_new(1);
    fixture_clone(&fixture, 1, MANY);
    many = cost_of_something_new(2);
    ck_assert_uint_lt(many, few + MANY); /* not one for each of them */
    ck_assert_uint_gt(few, 10);
}
END_TEST

START_TEST(several_files_of_one_network_are_told_in_one_event)
{
    uint64_t first = fixture_add(&fixture, "a", 0), sequence;

    sequence = last_event();
    alter(stored_path(first, MODEL));
    lose(stored_path(first, SHARD));
    fixture_add(&fixture, "b", 0);
    ck_assert_str_eq(healed_since(sequence), "1 " MODEL " other bytes by 2; 1 " SHARD " nothing by 2; ");
    ck_assert_uint_eq(last_event(), sequence + 3);
}
END_TEST

/* A file that a network has under two names, and that was noted as damaged before. */
START_TEST(a_file_of_two_names_is_told_in_one_event_under_both)
{
    uint64_t first = fixture_add_twins(&fixture, "a", 0), sequence;

    cut(stored_path(first, "assets/a.txt"));
    ck_assert_int_eq(open_verified(first, "assets/a.txt"), NNREG_CORRUPT);
    sequence = last_event();
    fixture_add_twins(&fixture, "b", 0);
    ck_assert_str_eq(healed_since(sequence),
                     "1 assets/a.txt another size by 2; 1 assets/b.txt another size by 2; ");
    ck_assert_uint_eq(last_event(), sequence + 3);
}
END_TEST

/* What nothing would load is judged and left behind, while the rest is stored, or found to be there. */
START_TEST(a_file_that_is_dropped_is_neither_stored_nor_healed)
{
    char stray[600];
    unsigned i;
    int fd;

    snprintf(stray, sizeof stray, "%s/variables/variables.data-00000-of-00004", fixture_model(&fixture, 0));
    fd = open(stray, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    ck_assert_int_eq(write(fd, "stray 8!", 8), 8);
    close(fd);
    for (i = 0; i < 2; i++) {
        nnreg_network *network;
        uint64_t id;

        ck_assert_msg(fixture_create(&fixture, &id, "n", 0) == NNREG_OK, "%s", fixture_found(&fixture));
        ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "warning bundle.unknown-file"));
        ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
        ck_assert_uint_eq(nnreg_network_file_count(network), FIXTURE_FILES);
        nnreg_network_free(network);
        if (i == 0)
            cut(stored_path(id, MODEL));
    }
    ck_assert_str_eq(healed_since(0), "1 " MODEL " another size by 2; ");
}
END_TEST

/* The copies of so many files are not kept open. */
START_TEST(files_of_a_large_bundle_are_healed_alike)
{
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    const char *json = fixture_description("n", "");
    uint64_t id, second, sequence;
    char name[80];
    int i;

    for (i = 0; i < 70; i++) {
        snprintf(name, sizeof name, "assets.extra/%d", i);
        ck_assert_int_eq(nnreg_bundle_add_memory(bundle, &"0123456789012345678901234567890"[i % 7], 24, name),
                         NNREG_OK);
    }
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings),
        NNREG_OK);
    sequence = last_event();
    alter(stored_path(id, "assets.extra/3"));
    alter(stored_path(id, MODEL));
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &second, json, strlen(json), bundle, NULL, fixture.findings),
        NNREG_OK);
    nnreg_bundle_free(bundle);
    for (i = 0; i < 70; i++) {
        snprintf(name, sizeof name, "assets.extra/%d", i);
        ck_assert_int_eq(open_verified(id, name), NNREG_OK);
    }
    ck_assert_int_eq(open_verified(id, MODEL), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(healed_since(sequence), "1 assets.extra/3 other bytes by 2; "));
    ck_assert_ptr_nonnull(strstr(healed_since(sequence), "1 " MODEL " other bytes by 2; "));
}
END_TEST

static unsigned moves;

static void lose_all_in(const char *folder)
{
    DIR *stream = opendir(folder);
    struct dirent *entry;

    ck_assert_ptr_nonnull(stream);
    while ((entry = readdir(stream)) != NULL) {
        char path[1200];

        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.' && unlink(path) != 0)
            lose_all_in(path);
    }
    closedir(stream);
}

/* At the third move of a copy all that is in its place already goes, as if others had had it and deleted it. */
static int lose_at_third_move(const char *call)
{
    char folder[600];

    if (strcmp(call, "renameat") != 0 || ++moves != 3)
        return 0;
    snprintf(folder, sizeof folder, "%s/blobs", fixture.dir);
    lose_all_in(folder);
    return 0;
}

/* Those held in memory, those held open, and those that are not: each is there when the network is. */
START_TEST(files_of_a_large_bundle_that_others_delete_meanwhile_are_put_back)
{
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    const char *json = fixture_description("n", "");
    char contents[70][20], name[80];
    nnreg_status status;
    uint64_t id;
    int i;

    for (i = 0; i < 70; i++) {
        snprintf(name, sizeof name, "assets.extra/%d", i);
        snprintf(contents[i], sizeof contents[i], "content %d", i);
        ck_assert_int_eq(nnreg_bundle_add_memory(bundle, contents[i], strlen(contents[i]), name), NNREG_OK);
    }
    moves = 0;
    nnreg_fs_use_hook(lose_at_third_move);
    status = nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings);
    nnreg_fs_use_hook(NULL);
    ck_assert_msg(status == NNREG_OK, "%s", nnreg_message(fixture.registry));
    ck_assert_uint_ge(moves, 3);
    for (i = 0; i < 70; i++) {
        snprintf(name, sizeof name, "assets.extra/%d", i);
        ck_assert_int_eq(open_verified(id, name), NNREG_OK);
    }
    ck_assert_int_eq(open_verified(id, MODEL), NNREG_OK);
    nnreg_bundle_free(bundle);
}
END_TEST

static unsigned links, heard;
static nnreg *faster; /* a handle of somebody's who brings the same */

static void hear_of_healing(void *context, nnreg_severity severity, const char *message)
{
    (void)context;
    (void)severity;
    heard += strstr(message, "healed") != NULL;
}

/* When one of the copies is in its place, and the others are not, somebody registers all of them. */
static int be_faster_at_second_link(const char *call)
{
    if (strcmp(call, "linkat") != 0 || ++links != 2)
        return 0;
    nnreg_fs_use_hook(NULL);
    {
        nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
        const char *json = fixture_description("faster", "");
        nnreg_findings *findings;
        uint64_t id;

        ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
        ck_assert_int_eq(nnreg_network_create(faster, &id, json, strlen(json), bundle, NULL, findings),
                         NNREG_OK);
        nnreg_findings_free(findings);
        nnreg_bundle_free(bundle);
    }
    return 0;
}

START_TEST(of_two_who_bring_the_same_at_once_neither_has_healed_anything)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    uint64_t id;

    options.log = hear_of_healing;
    faster = fixture_open(&fixture, 0);
    nnreg_close(fixture.registry);
    ck_assert_int_eq(nnreg_open(&fixture.registry, fixture.dir, &options), NNREG_OK);
    links = heard = 0;
    nnreg_fs_use_hook(be_faster_at_second_link);
    id = fixture_add(&fixture, "slower", 0);
    nnreg_fs_use_hook(NULL);
    nnreg_close(faster);
    ck_assert_uint_eq(links, 2);
    ck_assert_uint_eq(id, 2);
    ck_assert_str_eq(healed_since(0), "");
    ck_assert_uint_eq(heard, 0);
    alter(stored_path(id, MODEL)); /* what is healed is still told */
    fixture_add(&fixture, "healer", 0);
    ck_assert_uint_eq(heard, 1);
}
END_TEST

/* Which networks had the damaged file is asked of all records. */
START_TEST(a_record_that_cannot_be_read_on_the_way_is_named)
{
    uint64_t id = fixture_add(&fixture, "a", 0), other;

    fixture_add(&fixture, "b", 1);
    alter(stored_path(id, MODEL));
    damage(fixture.registry, fixture.dir, "flip networks 2");
    ck_assert_int_eq(fixture_create(&fixture, &other, "c", 0), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(
        strstr(nnreg_message(fixture.registry),
               "network 2 cannot be read: a stored record has changed: its checksum differs"));
    damage(fixture.registry, fixture.dir, "flip networks 2"); /* back */
    fixture_add(&fixture, "c", 0);
}
END_TEST

START_TEST(a_folder_with_something_in_it_stops_the_create_and_is_named)
{
    uint64_t id = fixture_add(&fixture, "a", 0), other;
    const char *path = stored(id, MODEL);
    char inside[520];

    make_folder(stored_path(id, MODEL));
    snprintf(inside, sizeof inside, "%s/precious", stored_path(id, MODEL));
    ck_assert_int_eq(mkdir(inside, 0777), 0);
    ck_assert_int_eq(fixture_create(&fixture, &other, "b", 0), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), path));
    ck_assert_int_eq(rmdir(inside), 0);
    fixture_add(&fixture, "b", 0);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- failures -- */

/* One create over a damaged file whose n-th system call or allocation fails: its event is there if and only if it is. */
static bool try_to_heal(const nnreg_bundle *bundle, bool calls, unsigned n)
{
    const char *json = fixture_description("n", "");
    uint64_t sequence = last_event(), id;
    nnreg_status status;

    if (calls)
        fixture_fail_call(n, ENOSPC, true);
    else
        nnreg_alloc_fail_from(n);
    status = nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings);
    (void)fixture_call_failed(NULL);
    nnreg_alloc_fail_from(0);
    if (status != NNREG_OK) {
        ck_assert_uint_eq(last_event(), sequence);
        return false;
    }
    ck_assert_int_eq(open_verified(1, MODEL), NNREG_OK);
    ck_assert_str_ne(healed_since(sequence), "");
    return true;
}

START_TEST(a_failure_at_any_system_call_or_allocation_heals_and_tells_or_does_neither)
{
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    bool healed = false;
    unsigned n;

    fixture_add(&fixture, "a", 0);
    for (n = 1; !healed && n < 2000; n++) {
        if (open_verified(1, MODEL) == NNREG_OK) /* by one that failed after it had moved the copy */
            alter(stored_path(1, MODEL));
        healed = try_to_heal(bundle, _i == 0, n);
    }
    ck_assert(healed);
    ck_assert_uint_gt(n, 20);
    nnreg_bundle_free(bundle);
    fixture_reopen(&fixture, 0); /* which sweeps what could not be removed */
}
END_TEST

Suite *healing_suite(void)
{
    Suite *suite = suite_create("healing");
    TCase *told = tcase_create("told"), *healed = tcase_create("healed");

    tcase_add_checked_fixture(told, begin, end);
    tcase_add_loop_test(told, a_damaged_file_is_corrupt_and_the_message_says_which_where_and_how_to_mend_it,
                        0, DAMAGES);
    tcase_add_test(told, both_sums_are_told);
    tcase_add_test(told,
                   verifying_tells_its_progress_can_be_cancelled_and_leaves_the_descriptor_at_the_beginning);
    tcase_add_test(told, a_file_that_cannot_be_read_is_named);
    suite_add_tcase(suite, told);
    tcase_add_checked_fixture(healed, begin, end);
    tcase_set_timeout(healed, 120);
    tcase_add_loop_test(healed,
                        a_good_copy_takes_the_place_of_a_damaged_one_and_each_network_that_had_it_is_told, 0,
                        DAMAGES);
    tcase_add_test(healed, what_is_sound_or_new_or_nobodys_is_not_told);
    tcase_add_test(healed, what_is_new_is_created_at_the_same_cost_however_many_networks_there_are);
    tcase_add_test(healed, several_files_of_one_network_are_told_in_one_event);
    tcase_add_test(healed, a_file_of_two_names_is_told_in_one_event_under_both);
    tcase_add_test(healed, a_file_that_is_dropped_is_neither_stored_nor_healed);
    tcase_add_test(healed, files_of_a_large_bundle_are_healed_alike);
    tcase_add_test(healed, files_of_a_large_bundle_that_others_delete_meanwhile_are_put_back);
    tcase_add_test(healed, of_two_who_bring_the_same_at_once_neither_has_healed_anything);
    tcase_add_test(healed, a_record_that_cannot_be_read_on_the_way_is_named);
    tcase_add_test(healed, a_folder_with_something_in_it_stops_the_create_and_is_named);
    tcase_add_loop_test(healed, a_failure_at_any_system_call_or_allocation_heals_and_tells_or_does_neither, 0,
                        2);
    suite_add_tcase(suite, healed);
    return suite;
}
