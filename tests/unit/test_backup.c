/* nnreg_backup: one moment, whole, whatever happens meanwhile. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "damages.h"
#include "failing_calls.h"
#include "registry_fixture.h"
#include "store/lmdb/internal.h"

static struct registry_fixture fixture;
static struct nnreg_backup done;
static char target[400];
static char unsaved[600];

static void begin(void)
{
    scratch_use_memory(true);
    fixture_begin(&fixture, 0);
    snprintf(target, sizeof target, "%s/copy", fixture.scratch.path);
    fixture_add(&fixture, "a", 0);
    fixture_add(&fixture, "b", 1);
}

static void end(void)
{
    nnreg_fs_use_hook(NULL);
    fixture_end(&fixture);
    scratch_use_memory(false);
}

static void keep_unsaved(void *context, const struct nnreg_unsaved *file)
{
    (void)context;
    ck_assert_uint_eq(file->size, sizeof(struct nnreg_unsaved));
    snprintf(unsaved, sizeof unsaved, "%s: %zu networks, first %llu", file->reason, file->network_count,
             (unsigned long long)(file->network_count > 0 ? file->networks[0] : 0));
}

static nnreg_status back_up(void)
{
    unsaved[0] = '\0';
    done = (struct nnreg_backup)NNREG_BACKUP_INIT;
    done.each = keep_unsaved;
    return nnreg_backup(fixture.registry, target, &done, NULL);
}

static void backed_up(void)
{
    ck_assert_msg(back_up() == NNREG_OK, "%s", nnreg_message(fixture.registry));
}

static nnreg *open_copy(void)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[600];
    nnreg *copy;

    options.message = message;
    options.message_size = sizeof message;
    ck_assert_msg(nnreg_open(&copy, target, &options) == NNREG_OK, "%s", message);
    return copy;
}

/* That the copy is sound, and its tables are those. Frees `tables`; NULL: any. */
static void assert_copy(char *tables, const char *what)
{
    nnreg *copy = open_copy();
    const char *fault = registry_fault(copy, target, true);
    char *now = registry_state(copy, target, STATE_TABLES);

    ck_assert_msg(fault == NULL, "%s: %s", what, fault);
    ck_assert_msg(nnreg_fsck(copy, fixture.findings, NULL, NULL) == NNREG_OK, "%s: %s", what,
                  fixture_found(&fixture));
    if (tables != NULL)
        state_assert_same(tables, now, what);
    else
        free(now);
    nnreg_close(copy);
}

static char *tables(void)
{
    return registry_state(fixture.registry, fixture.dir, STATE_TABLES);
}

START_TEST(a_backup_is_a_registry_of_one_moment)
{
    backed_up();
    ck_assert_uint_eq(done.networks, 2);
    ck_assert_uint_eq(done.files, 5);
    ck_assert_uint_eq(done.copied, 5);
    ck_assert_uint_eq(done.event, 4);
    ck_assert_uint_eq(done.removed + done.damaged, 0);
    assert_copy(tables(), "backup");
    ck_assert_str_eq(scratch_list(&fixture.scratch, "copy/staging"), "");
    ck_assert_str_eq(scratch_list(&fixture.scratch, "registry/staging"), "");
}
END_TEST

START_TEST(the_next_one_copies_what_is_new_and_removes_what_is_old)
{
    backed_up();
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, NULL), NNREG_OK);
    fixture_add(&fixture, "c", 2);
    backed_up();
    ck_assert_uint_eq(done.copied, 2);
    ck_assert_uint_eq(done.removed, 2);
    assert_copy(tables(), "second");
    backed_up();
    ck_assert_uint_eq(done.copied + done.removed, 0);
    assert_copy(tables(), "third");
}
END_TEST

static void refuse(nnreg_status expected, const char *says)
{
    nnreg_status status = back_up();

    ck_assert_msg(status == expected && strstr(nnreg_message(fixture.registry), says) != NULL, "%d: %s",
                  status, nnreg_message(fixture.registry));
}

START_TEST(what_is_no_place_for_it_is_refused_in_words)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg *other;

    options.flags = NNREG_OPEN_CREATE;
    ck_assert_int_eq(nnreg_open(&other, target, &options), NNREG_OK);
    nnreg_close(other);
    refuse(NNREG_CONFLICT, "is another registry, not a backup of this one");
    snprintf(target, sizeof target, "%s", fixture.dir);
    refuse(NNREG_CONFLICT, "is the registry itself, or inside it");
    snprintf(target, sizeof target, "%s/blobs", fixture.dir);
    refuse(NNREG_CONFLICT, "is the registry itself, or inside it");
    snprintf(target, sizeof target, "%s", fixture.scratch.path);
    refuse(NNREG_CONFLICT, "holds other files");
    snprintf(target, sizeof target, "%s/no/where", fixture.scratch.path);
    refuse(NNREG_NOT_FOUND, "");
    snprintf(target, sizeof target, "%s/lost", fixture.scratch.path);
    ck_assert_int_eq(mkdir(target, 0777), 0);
    ck_assert_int_eq(mkdirat(fixture.scratch.folder, "lost/blobs", 0777), 0);
    refuse(NNREG_CONFLICT, "is what is left of a registry");
}
END_TEST

START_TEST(what_only_has_the_name_of_a_beginning_is_another_file)
{
    char path[500];
    int fd;

    ck_assert_int_eq(mkdir(target, 0777), 0);
    snprintf(path, sizeof path, "%s/backup.new", target);
    fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    ck_assert_int_ge(fd, 0);
    close(fd);
    refuse(NNREG_CONFLICT, "holds other files");
    ck_assert_int_eq(access(path, F_OK), 0);
}
END_TEST

/* Where the index of a network is stored. */
static const char *index_of(const char *dir, uint64_t id)
{
    static char path[900];
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    ck_assert_int_eq(nnreg_network_file(network, 1, &file), NNREG_OK);
    snprintf(path, sizeof path, "%s/blobs/%.2s/%s", dir, file.sha256, file.sha256 + 2);
    nnreg_network_free(network);
    return path;
}

static void overwrite(const char *path)
{
    int fd;

    ck_assert_int_eq(chmod(path, 0644), 0);
    fd = open(path, O_WRONLY | O_CLOEXEC);
    ck_assert_int_eq(pwrite(fd, "x", 1, 3), 1);
    close(fd);
}

START_TEST(a_damaged_file_is_named_and_the_rest_is_saved)
{
    overwrite(index_of(fixture.dir, 2));
    ck_assert_int_eq(back_up(), NNREG_CORRUPT);
    ck_assert_uint_eq(done.damaged, 1);
    ck_assert_ptr_nonnull(strstr(unsaved, "is damaged: its bytes are others: 1 networks, first 2"));
    ck_assert_uint_eq(done.copied, 4);
    nnreg_close(open_copy());
    ck_assert_int_eq(unlink(index_of(fixture.dir, 2)), 0);
    ck_assert_int_eq(back_up(), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(unsaved, "is missing: 1 networks, first 2"));
}
END_TEST

/* Each in its own words, also where nobody listens, or the registry is one that may not note it. */
START_TEST(what_cannot_be_saved_of_a_file_is_told_for_what_it_is)
{
    static const struct {
        const char *damage, *reason;
    } rows[] = {
        {"file flip saved_model.pb", "is damaged: its bytes are others: 2 networks, first 1"},
        {"file cut saved_model.pb", "is damaged: its bytes are others: 2 networks, first 1"},
        {"file folder saved_model.pb", "is a folder, not a stored file: 2 networks, first 1"},
        {"file remove saved_model.pb", "is missing: 2 networks, first 1"},
    };
    uint64_t last;

    damage(fixture.registry, fixture.dir, rows[_i].damage);
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    fixture.registry = fixture_open(&fixture, NNREG_OPEN_DAMAGED);
    ck_assert_int_eq(back_up(), NNREG_CORRUPT);
    ck_assert_uint_eq(done.damaged, 1);
    ck_assert_msg(strstr(unsaved, rows[_i].reason) != NULL, "%s", unsaved);
    last = done.event;
    ck_assert_int_eq(back_up(), NNREG_CORRUPT);
    ck_assert_uint_eq(done.event, last);
    ck_assert_int_eq(nnreg_backup(fixture.registry, target, NULL, NULL), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "blobs/a1/851a"));
}
END_TEST

START_TEST(a_network_that_has_an_unsaved_file_under_two_names_is_named_once)
{
    uint64_t id = fixture_add_twins(&fixture, "twins", 3);
    char expected[60];

    ck_assert_int_eq(unlink(damage_path(fixture.registry, fixture.dir, id, "assets/a.txt")), 0);
    ck_assert_int_eq(back_up(), NNREG_CORRUPT);
    snprintf(expected, sizeof expected, "is missing: 1 networks, first %llu", (unsigned long long)id);
    ck_assert_msg(strstr(unsaved, expected) != NULL, "%s", unsaved);
}
END_TEST

START_TEST(what_was_saved_before_it_was_damaged_stays_good_and_what_was_damaged_in_the_copy_is_mended)
{
    backed_up();
    overwrite(index_of(fixture.dir, 2));
    backed_up();
    assert_copy(NULL, "damaged in the registry");
    overwrite(index_of(target, 1));
    backed_up();
    ck_assert_uint_eq(done.copied, 1);
    assert_copy(NULL, "damaged in the copy");
}
END_TEST

START_TEST(damage_that_is_met_is_noted_in_the_registry)
{
    const struct nnreg_event *event;
    nnreg_events *events;

    overwrite(index_of(fixture.dir, 2));
    ck_assert_int_eq(back_up(), NNREG_CORRUPT);
    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, done.event, 10, 0, NULL), NNREG_OK);
    ck_assert_uint_eq(nnreg_events_count(events), 1);
    event = nnreg_events_get(events, 0);
    ck_assert_str_eq(event->action, "damage");
    ck_assert_uint_eq(event->object_id, 2);
    nnreg_events_free(events);
}
END_TEST

/* What is in the backup alone: it was used as a registry, or the registry is an older one of the two. */
START_TEST(a_backup_that_has_what_the_registry_has_not_is_not_made_older)
{
    nnreg *copy;
    char *before;

    backed_up();
    copy = open_copy();
    ck_assert_int_eq(nnreg_network_delete(copy, 1, NULL, NULL), NNREG_OK);
    before = registry_state(copy, target, STATE_TABLES);
    nnreg_close(copy);
    refuse(NNREG_CONFLICT,
           "has changes that this registry has not (its event 6, of 6): it is newer, or was used by "
           "itself; back up into another folder");
    fixture_add(&fixture, "as many events", 2);
    fixture_add(&fixture, "and more", 2);
    refuse(NNREG_CONFLICT, "its event 6, of 6");
    assert_copy(before, "refused");
}
END_TEST

START_TEST(what_upkeep_has_noted_in_a_backup_does_not_keep_it_as_it_is)
{
    nnreg *copy;
    uint64_t size;
    int fd;

    backed_up();
    overwrite(index_of(target, 1));
    copy = open_copy();
    ck_assert_int_eq(nnreg_network_open_verified(copy, &fd, &size, 1, "variables.data-00000-of-00001", NULL),
                     NNREG_CORRUPT);
    nnreg_close(copy);
    backed_up();
    assert_copy(tables(), "mended");
}
END_TEST

/* The last two events of the copy, which the registry has not, are made others. */
static const struct {
    const char *events;
    nnreg_status expected;
} last_events[] = {
    {"set events 5 action 'heal\nset events 6 action 'repair", NNREG_OK},
    {"set events 5 action 'upgrade\nset events 6 action 'damage", NNREG_OK},
    {"set events 6 action 'heal", NNREG_CONFLICT},
    /* a history that cannot be read to there */
    {"cut events 6", NNREG_OK},
    {"set events 6 action 'heal\nremove events 5", NNREG_OK},
};

START_TEST(what_the_last_events_of_a_backup_are_says_whether_it_stays)
{
    nnreg_status status;
    nnreg *copy;

    backed_up();
    copy = open_copy();
    ck_assert_int_eq(nnreg_network_delete(copy, 1, NULL, NULL), NNREG_OK);
    damage(copy, target, last_events[_i].events);
    nnreg_close(copy);
    status = back_up();
    ck_assert_msg(status == last_events[_i].expected, "%d: %s", status, nnreg_message(fixture.registry));
    if (status == NNREG_OK)
        assert_copy(tables(), "made anew");
}
END_TEST

/* What the registry has under the number may not be read: then nothing tells which of the two is the older. */
START_TEST(an_event_that_cannot_be_read_here_lets_the_backup_be_and_is_told)
{
    nnreg *copy;

    backed_up();
    copy = open_copy();
    ck_assert_int_eq(nnreg_network_delete(copy, 1, NULL, NULL), NNREG_OK);
    nnreg_close(copy);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 2, NULL, NULL), NNREG_OK);
    damage(fixture.registry, fixture.dir, "cut events 6");
    refuse(NNREG_CORRUPT, "event 6 cannot be read, which would tell whether");
}
END_TEST

START_TEST(a_damaged_store_is_not_made_the_backup)
{
    char *before;

    backed_up();
    before = tables();
    fixture_add(&fixture, "c", 2);
    damage(fixture.registry, fixture.dir, "put network_blocks 0 5/0");
    refuse(NNREG_CORRUPT, "1 thing was found in the copy that is damage, so it was not made the backup");
    assert_copy(before, "before the damage");
    damage(fixture.registry, fixture.dir, "flip events last");
    refuse(NNREG_CORRUPT, "things were found in the copy");
}
END_TEST

/* At the end nobody reads a file again, but all have to be there. */
static int remove_from_target(void *context, const char *stage, uint64_t bytes, uint64_t total)
{
    (void)bytes, (void)total;
    if (strcmp(stage, "contents") == 0)
        (void)unlink(context);
    return 0;
}

START_TEST(a_file_that_goes_from_the_target_before_the_end_is_told)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    char path[900];

    call.progress = remove_from_target;
    call.context = path;
    snprintf(path, sizeof path, "%s", index_of(target, 2));
    ck_assert_int_eq(nnreg_backup(fixture.registry, target, NULL, &call), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "the file of network 2 is missing"));
    ck_assert_ptr_null(strstr(scratch_list(&fixture.scratch, "copy"), "data.mdb"));
    backed_up();
    ck_assert_uint_eq(done.copied, 1);
    assert_copy(tables(), "the next one");
}
END_TEST

static int stop_while_copying(void *context, const char *stage, uint64_t bytes, uint64_t total)
{
    (void)context, (void)bytes, (void)total;
    return strcmp(stage, "backing up") == 0;
}

/* The folder has no store yet by which it could be told whose it is. */
START_TEST(what_another_registry_has_begun_is_not_gone_on_with)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg *other;

    options.flags = NNREG_OPEN_CREATE;
    call.progress = stop_while_copying;
    ck_assert_int_eq(nnreg_backup(fixture.registry, target, NULL, &call), NNREG_CANCELLED);
    ck_assert_int_eq(nnreg_open(&other, fixture_path(&fixture, "other"), &options), NNREG_OK);
    ck_assert_int_eq(nnreg_backup(other, target, NULL, NULL), NNREG_CONFLICT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(other), "is the beginning of a backup of another registry"));
    nnreg_close(other);
    backed_up(); /* whose it is goes on */
    assert_copy(tables(), "gone on with");
}
END_TEST

static unsigned others;

/* Another handle of the same registry, at each report of the first backup. */
static int back_up_meanwhile(void *context, const char *stage, uint64_t bytes, uint64_t total)
{
    nnreg *second = fixture_open(&fixture, 0);

    (void)context, (void)stage, (void)bytes, (void)total;
    ck_assert_int_eq(nnreg_backup(second, target, NULL, NULL), NNREG_BUSY);
    ck_assert_ptr_nonnull(strstr(nnreg_message(second), "is under way"));
    nnreg_close(second);
    others++;
    return 0;
}

START_TEST(one_backup_is_made_in_a_place_at_a_time)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.progress = back_up_meanwhile;
    others = 0;
    ck_assert_int_eq(nnreg_backup(fixture.registry, target, NULL, &call), NNREG_OK);
    ck_assert_uint_gt(others, 3);
    assert_copy(tables(), "alone");
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_backup(fixture.registry, target, NULL, &call), NNREG_OK);
    assert_copy(tables(), "alone again");
}
END_TEST

static pid_t forked;
static int keep_forked[2];

/* A host that forks while another of its threads makes a backup; which fails then. */
static int fork_and_stop(void *context, const char *stage, uint64_t bytes, uint64_t total)
{
    char byte;

    (void)context, (void)bytes, (void)total;
    if (strcmp(stage, "backing up") != 0)
        return 0;
    forked = fork();
    if (forked == 0) {
        close(keep_forked[1]);
        (void)!read(keep_forked[0], &byte, 1);
        child_done();
    }
    return 1;
}

START_TEST(a_child_that_was_forked_meanwhile_does_not_keep_the_place)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    ck_assert_int_eq(pipe(keep_forked), 0);
    forked = -1;
    call.progress = fork_and_stop;
    ck_assert_int_eq(nnreg_backup(fixture.registry, target, NULL, &call), NNREG_CANCELLED);
    ck_assert_int_gt(forked, 0);
    backed_up();
    assert_copy(tables(), "while the child lives");
    close(keep_forked[1]);
    ck_assert_int_eq(child_wait(forked), 0);
    close(keep_forked[0]);
}
END_TEST

static unsigned begin_at, begin_step, locks;
static int begun;

/* In front of a call another backup begins there, which has got as far as to the files; from our own lock on none can. */
static int begin_another(const char *call)
{
    char path[500];
    int fd;

    locks += strcmp(call, "flock") == 0; /* the first keeps the files of the source */
    if (locks > 1 || access(target, F_OK) != 0 || ++begin_step != begin_at)
        return 0;
    snprintf(path, sizeof path, "%s/backup.new", target);
    if (mkdir(path, 0777) == 0) {
        begun = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        ck_assert_int_eq(flock(begun, LOCK_EX | LOCK_NB), 0);
        snprintf(path, sizeof path, "%s/backup.new/identity", target);
        fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        ck_assert_int_eq(write(fd, "0123456789abcdef", 16), 16);
        close(fd);
        snprintf(path, sizeof path, "%s/blobs", target);
        ck_assert_int_eq(mkdir(path, 0777), 0);
    }
    return 0;
}

START_TEST(another_backup_that_begins_at_the_same_time_is_told_as_that)
{
    char folder[400];

    snprintf(folder, sizeof folder, "%s", target);
    begun = 0;
    for (begin_at = 1; begun >= 0; begin_at++) {
        snprintf(target, sizeof target, "%.380s-%u", folder, begin_at);
        ck_assert_int_eq(mkdir(target, 0777), 0);
        begun = -1;
        begin_step = locks = 0;
        nnreg_fs_use_hook(begin_another);
        if (back_up() != NNREG_OK || begun >= 0)
            ck_assert_msg(strstr(nnreg_message(fixture.registry), "is under way") != NULL, "call %u: %s",
                          begin_at, nnreg_message(fixture.registry));
        nnreg_fs_use_hook(NULL);
        if (begun >= 0)
            close(begun);
    }
    ck_assert_uint_gt(begin_at, 10);
}
END_TEST

static bool fresh_moved;
static enum { MOVED, REMOVED, REMOVED_BEFORE } fresh_way;

/* What another backup does between the opening of backup.new and its lock: it ends, and perhaps a third has begun. */
static int move_fresh(const char *call)
{
    char path[500], away[500];

    snprintf(path, sizeof path, "%s/backup.new", target);
    snprintf(away, sizeof away, "%s/away", fixture.scratch.path);
    if (fresh_moved || strcmp(call, fresh_way == REMOVED_BEFORE ? "openat" : "flock") != 0 ||
        access(path, F_OK) != 0)
        return 0;
    fresh_moved = true;
    ck_assert_int_eq(rename(path, away), 0);
    if (fresh_way == MOVED)
        ck_assert_int_eq(mkdir(path, 0777), 0);
    return 0;
}

START_TEST(a_beginning_that_ends_while_it_is_taken_is_anothers)
{
    fresh_way = _i == 0 ? MOVED : _i == 1 ? REMOVED : REMOVED_BEFORE;
    fresh_moved = false;
    nnreg_fs_use_hook(move_fresh);
    refuse(NNREG_BUSY, "is under way");
    nnreg_fs_use_hook(NULL);
    ck_assert(fresh_moved);
    backed_up();
    assert_copy(tables(), "the next one");
}
END_TEST

/* Cut off while its identity was written: a beginning that nothing can be told of. */
START_TEST(a_beginning_without_its_identity_is_begun_anew_and_another_ones_is_not_touched)
{
    static const struct {
        off_t size;
        nnreg_status status;
        const char *said;
    } rows[] = {{0, NNREG_OK, ""},
                {5, NNREG_OK, ""},
                {17, NNREG_CONFLICT, "is the beginning of a backup of another registry"}};
    char path[500];
    int fd;

    ck_assert_int_eq(mkdir(target, 0777), 0);
    snprintf(path, sizeof path, "%s/backup.new", target);
    ck_assert_int_eq(mkdir(path, 0777), 0);
    snprintf(path, sizeof path, "%s/backup.new/identity", target);
    fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(ftruncate(fd, rows[_i].size), 0);
    close(fd);
    ck_assert_int_eq(back_up(), rows[_i].status);
    if (rows[_i].status == NNREG_OK)
        assert_copy(tables(), "begun anew");
    else
        ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), rows[_i].said));
}
END_TEST

START_TEST(without_memory_it_is_told_and_the_backup_stays)
{
    char *before, *now;
    nnreg_status status;
    uint64_t n = 1, stride = fixture_stride("backups without memory", 3);

    backed_up();
    before = tables();
    fixture_add(&fixture, "c", 2);
    now = tables();
    do {
        nnreg_alloc_fail_from(n);
        status = back_up();
        nnreg_alloc_fail_from(0);
        ck_assert_msg(status == NNREG_OK || status == NNREG_NO_MEMORY, "allocation %llu: %d: %s",
                      (unsigned long long)n, status, nnreg_message(fixture.registry));
        if (status != NNREG_OK && n / stride % 8 == 0)
            assert_copy(strdup(before), "without memory");
        n += stride;
    } while (status != NNREG_OK && n < 3000);
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 20);
    assert_copy(strdup(now), "at the end");
    state_assert_same(now, tables(), "the registry");
    free(before);
}
END_TEST

/* What takes memory last differs by what there is to say. */
START_TEST(without_memory_for_what_is_damaged_it_is_told_so)
{
    static const struct {
        const char *damage;
        bool old; /* something is in the backup that is not needed any more */
        nnreg_status status;
    } rows[] = {{"", true, NNREG_OK},
                {"file flip saved_model.pb", false, NNREG_CORRUPT},
                {"reword events last network netwrok", false, NNREG_CORRUPT}};
    nnreg_status status;
    uint64_t n = 1, stride = fixture_stride("backups without memory", 3);

    if (rows[_i].old) {
        backed_up();
        ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, NULL), NNREG_OK);
    } else
        damage(fixture.registry, fixture.dir, rows[_i].damage);
    do {
        nnreg_alloc_fail_from(n);
        n += stride;
        status = back_up();
        nnreg_alloc_fail_from(0);
        ck_assert_msg(status == rows[_i].status || status == NNREG_NO_MEMORY, "allocation %llu: %d: %s",
                      (unsigned long long)n, status, nnreg_message(fixture.registry));
    } while (status == NNREG_NO_MEMORY && n < 3000);
    ck_assert_int_eq(status, rows[_i].status);
    ck_assert_uint_gt(n, 20);
}
END_TEST

START_TEST(of_several_damaged_files_the_first_is_named)
{
    damage(fixture.registry, fixture.dir, "file flip saved_model.pb\nfile flip variables.index");
    ck_assert_int_eq(back_up(), NNREG_CORRUPT);
    ck_assert_uint_eq(done.damaged, 2);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "blobs/7d/c3b0"));
}
END_TEST

START_TEST(very_many_small_files_are_all_copied)
{
    const char *json = fixture_description("assets", "");
    nnreg_bundle *bundle = fixture_bundle(&fixture, 2);
    static char contents[300][20];
    char name[40];
    nnreg *copy;
    uint64_t id;
    unsigned i;

    for (i = 0; i < 300; i++) {
        snprintf(name, sizeof name, "assets/%u.txt", i);
        snprintf(contents[i], sizeof contents[i], "asset %u", i);
        ck_assert_int_eq(nnreg_bundle_add_memory(bundle, contents[i], strlen(contents[i]), name), NNREG_OK);
    }
    ck_assert_msg(nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL,
                                       fixture.findings) == NNREG_OK,
                  "%s", fixture_found(&fixture));
    nnreg_bundle_free(bundle);
    backed_up();
    ck_assert_uint_eq(done.copied, 307);
    copy = open_copy();
    ck_assert_int_eq(nnreg_fsck(copy, fixture.findings, NULL, NULL), NNREG_OK);
    nnreg_close(copy);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, NULL), NNREG_OK);
    backed_up();
    ck_assert_uint_eq(done.removed, 302); /* in several transactions */
    assert_copy(tables(), "without them");
}
END_TEST

START_TEST(what_is_no_stored_file_in_the_place_of_the_copies_stays)
{
    char path[500];
    int fd;

    backed_up();
    snprintf(path, sizeof path, "%s/blobs/notes.txt", target);
    fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    ck_assert_int_ge(fd, 0);
    close(fd);
    backed_up();
    ck_assert_int_eq(access(path, F_OK), 0);
}
END_TEST

/* Whose backup it is nobody can say then. */
START_TEST(a_backup_that_has_lost_its_identity_is_not_replaced)
{
    nnreg *copy;

    backed_up();
    copy = open_copy();
    damage(copy, target, "remove settings 'identity");
    nnreg_close(copy);
    refuse(NNREG_CORRUPT, "the setting \"identity\" is damaged or missing");
}
END_TEST

/* A read of the store here, or of the one that is there. */
START_TEST(whichever_read_of_a_store_fails_the_backup_stays_whole)
{
    bool failed = true;
    unsigned n;

    backed_up();
    for (n = 1; failed; n++) {
        nnreg_status status;

        ck_assert_uint_lt(n, 1000);
        failing_calls_arm("mdb_get", n, EIO);
        status = back_up();
        failed = failing_calls_failed(NULL);
        ck_assert_msg(status == (failed ? NNREG_IO : NNREG_OK), "read %u: %d, %s", n, status,
                      nnreg_message(fixture.registry));
    }
    ck_assert_uint_gt(n, 10);
    assert_copy(tables(), "at the end");
}
END_TEST

/* Its files would be taken away from who has it open. */
START_TEST(a_backup_that_another_process_has_open_is_not_replaced)
{
    int to_child[2], from_child[2];
    pid_t child;
    char byte;

    backed_up();
    ck_assert_int_eq(pipe(to_child), 0);
    ck_assert_int_eq(pipe(from_child), 0);
    nnreg_close(fixture.registry);
    child = fork();
    if (child == 0) {
        nnreg *own;

        fixture.registry = NULL;
        CHILD(nnreg_open(&own, target, NULL) == NNREG_OK);
        CHILD(write(from_child[1], "", 1) == 1 && read(to_child[0], &byte, 1) == 1);
        nnreg_close(own);
        child_done();
    }
    ck_assert_int_eq(read(from_child[0], &byte, 1), 1);
    fixture.registry = fixture_open(&fixture, 0);
    refuse(NNREG_BUSY, "is open in another process");
    ck_assert_int_eq(write(to_child[1], "", 1), 1);
    ck_assert_int_eq(child_wait(child), 0);
    backed_up();
    close(to_child[0]);
    close(to_child[1]);
    close(from_child[0]);
    close(from_child[1]);
}
END_TEST

static unsigned replaced;

/* Whether the target's store could be opened now, in front of the rename that replaces it. */
static int try_to_open(const char *call)
{
    struct nnreg_file_stat stat;
    char path[500];
    int fd;

    snprintf(path, sizeof path, "%s/data.mdb", target);
    if (strcmp(call, "renameat") != 0 || access(path, F_OK) != 0)
        return 0;
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(nnreg_fs_open_for_update(&fd, NULL, &stat, AT_FDCWD, path, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_fs_lock_bytes(fd, true, NNREG_LMDB_LOCK_OPENING, 1, false, NULL), NNREG_BUSY);
    close(fd);
    replaced++;
    return 0;
}

START_TEST(nobody_opens_the_old_backup_before_the_new_one_is_in_its_place)
{
    replaced = 0;
    backed_up();
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, NULL), NNREG_OK);
    nnreg_fs_use_hook(try_to_open);
    backed_up();
    ck_assert_uint_eq(replaced, 1);
    assert_copy(tables(), "the new one");
}
END_TEST

/* Behind the rename another process opens the new backup, and makes the network there that the old one had. */
static int add_to_copy(const char *call)
{
    pid_t child;

    if (strcmp(call, "renameat") == 0)
        replaced++;
    if (strcmp(call, "fsync") != 0 || replaced == 0)
        return 0;
    nnreg_fs_use_hook(NULL);
    child = fork();
    if (child == 0) {
        nnreg *copy = NULL;
        uint64_t id;

        CHILD(nnreg_open(&copy, target, NULL) == NNREG_OK);
        fixture.registry = copy;
        CHILD(fixture_create(&fixture, &id, "again", 0) == NNREG_OK);
        nnreg_close(copy);
        child_done();
    }
    ck_assert_int_eq(child_wait(child), 0);
    return 0;
}

START_TEST(what_a_network_of_the_new_backup_uses_by_then_is_not_removed_as_old)
{
    backed_up();
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, NULL), NNREG_OK);
    backed_up(); /* so that nothing is copied, and renamed, but the store */
    fixture_add(&fixture, "a", 0);
    backed_up();
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 3, NULL, NULL), NNREG_OK);
    replaced = 0;
    nnreg_fs_use_hook(add_to_copy);
    backed_up();
    ck_assert_uint_eq(replaced, 1);
    ck_assert_uint_eq(done.removed, 0);
    assert_copy(NULL, "with a network of its own");
}
END_TEST

/* Whatever fails: the target is the old backup or the new one, and the next run makes the new one. */
START_TEST(whichever_call_fails_the_copy_is_the_old_one_or_the_new_one)
{
    char *old, *now;
    unsigned n, stride = fixture_stride("backup", 31);
    const char *call = "";

    backed_up();
    old = tables();
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, NULL), NNREG_OK);
    fixture_add(&fixture, "c", 2);
    for (n = 1; call != NULL; n += stride) {
        nnreg_status status;
        nnreg *copy;

        ck_assert_uint_lt(n, 4000);
        fixture_fail_call(n, EIO, false);
        status = back_up();
        if (!fixture_call_failed(&call))
            call = NULL;
        ck_assert_msg(status == NNREG_OK || call != NULL, "%s", nnreg_message(fixture.registry));
        if (status != NNREG_OK)
            fixture_reopen(&fixture, 0); /* a store of which a call failed may have to be */
        now = tables();
        copy = open_copy();
        {
            char *there = registry_state(copy, target, STATE_TABLES);
            const char *fault = registry_fault(copy, target, true);

            ck_assert_msg(strcmp(there, now) == 0 || (status != NNREG_OK && strcmp(there, old) == 0),
                          "call %u (%s), status %d: a mixture", n, call, status);
            ck_assert_msg(fault == NULL || strstr(fault, "staging") != NULL, "call %u (%s): %s", n, call,
                          fault);
            free(there);
        }
        nnreg_close(copy);
        free(now);
    }
    free(old);
    backed_up();
    assert_copy(tables(), "at the end");
}
END_TEST

/* To a place where there is nothing, and where a backup was begun: the store is copied behind these calls. */
START_TEST(whichever_call_fails_first_the_next_run_makes_the_backup)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    unsigned n, stride = getenv("NNREG_FAULTS_EACH_WAY") != NULL ? 1 : fixture_stride("backup begins", 7);

    call.progress = stop_while_copying;
    for (n = 1; n <= 60; n += stride) {
        const char *name = "";
        nnreg_status status;

        snprintf(target, sizeof target, "%s/copy-%u", fixture.scratch.path, n);
        if (_i == 1)
            ck_assert_int_eq(nnreg_backup(fixture.registry, target, NULL, &call), NNREG_CANCELLED);
        fixture_fail_call(n, EIO, false);
        status = back_up();
        (void)fixture_call_failed(&name);
        ck_assert_msg(status == NNREG_OK || status == NNREG_IO, "call %u (%s): %d, %s", n, name, status,
                      nnreg_message(fixture.registry));
        if (status != NNREG_OK)
            fixture_reopen(&fixture, 0);
        backed_up();
        assert_copy(tables(), "the next one");
    }
}
END_TEST

START_TEST(killed_in_front_of_any_call_the_next_run_ends_the_same)
{
    unsigned n, stride = fixture_stride("backup kills", 23);
    bool killed = true;
    char staging[40];

    for (n = 1; killed; n += stride) {
        pid_t child;

        ck_assert_uint_lt(n, 4000);
        snprintf(target, sizeof target, "%s/copy-%u", fixture.scratch.path, n);
        nnreg_close(fixture.registry);
        child = fork();
        if (child == 0) {
            fixture.registry = NULL;
            CHILD(nnreg_open(&fixture.registry, fixture.dir, NULL) == NNREG_OK);
            child_die_at(n);
            CHILD(back_up() == NNREG_OK);
            child_done();
        }
        killed = child_died(child);
        fixture.registry = fixture_open(&fixture, 0);
        ck_assert_msg(back_up() == NNREG_OK, "killed at call %u: %s", n, nnreg_message(fixture.registry));
        snprintf(staging, sizeof staging, "copy-%u/staging", n);
        ck_assert_msg(
            scratch_list(&fixture.scratch, staging)[0] == '\0', "killed at call %u: it left %s", n,
            scratch_list(&fixture.scratch, staging)); /* before somebody opens it, who sweeps there */
        assert_copy(tables(), "resumed");
        ck_assert_ptr_null(
            strstr(scratch_list(&fixture.scratch, target + strlen(fixture.scratch.path) + 1), "backup.new"));
    }
    ck_assert_uint_gt(n, 50);
}
END_TEST

/* Deletes in the midst of it: what the copy refers to is there, and goes later. */
static bool deleted;

static int delete_meanwhile(void *context, const char *stage, uint64_t bytes, uint64_t total)
{
    (void)context, (void)bytes, (void)total;
    if (!deleted && strcmp(stage, "backing up") == 0) {
        nnreg *second = fixture_open(&fixture, 0);
        struct nnreg_cascade cascade = NNREG_CASCADE_INIT;

        deleted = true;
        ck_assert_int_eq(nnreg_network_delete(second, 2, NULL, &cascade), NNREG_OK);
        ck_assert_uint_eq(cascade.stayed, 2);
        nnreg_close(second);
    }
    return 0;
}

START_TEST(what_is_deleted_meanwhile_is_in_the_copy_and_goes_with_gc)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_gc gc = NNREG_GC_INIT;
    char *before = tables();

    call.progress = delete_meanwhile;
    deleted = false;
    ck_assert_int_eq(nnreg_backup(fixture.registry, target, NULL, &call), NNREG_OK);
    ck_assert(deleted);
    assert_copy(before, "of the moment before the delete");
    ck_assert_int_eq(nnreg_gc(fixture.registry, &gc, NULL), NNREG_OK);
    ck_assert_uint_eq(gc.trash, 2);
}
END_TEST

static unsigned steps_left;

static int cancel(void *context, const char *stage, uint64_t bytes, uint64_t total)
{
    (void)context, (void)stage, (void)bytes, (void)total;
    return --steps_left == 0;
}

START_TEST(it_can_be_cancelled_at_every_report)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_status status = NNREG_CANCELLED;
    unsigned n;

    call.progress = cancel;
    for (n = 1; status != NNREG_OK; n++) {
        steps_left = n;
        status = nnreg_backup(fixture.registry, target, NULL, &call);
        ck_assert(status == NNREG_OK || status == NNREG_CANCELLED);
    }
    ck_assert_uint_gt(n, 3);
    assert_copy(tables(), "cancelled, and done");
    status = NNREG_CANCELLED;
    for (n = 1; status != NNREG_OK; n++) { /* and while what is there is read */
        steps_left = n;
        status = nnreg_backup(fixture.registry, target, NULL, &call);
        ck_assert(status == NNREG_OK || status == NNREG_CANCELLED);
    }
    ck_assert_uint_gt(n, 3);
    assert_copy(tables(), "cancelled, and done again");
}
END_TEST

static int cancel_backing_up(void *context, const char *stage, uint64_t bytes, uint64_t total)
{
    (void)context, (void)bytes, (void)total;
    return strcmp(stage, "backing up") == 0 && --steps_left == 0;
}

/* With a rate of a byte a second the whole would take hours. */
START_TEST(a_limited_rate_can_be_cancelled_while_it_waits)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_backup slow = NNREG_BACKUP_INIT;

    slow.rate = 1;
    call.progress = cancel_backing_up;
    steps_left = 2;
    ck_assert_int_eq(nnreg_backup(fixture.registry, target, &slow, &call), NNREG_CANCELLED);
    backed_up();
    assert_copy(tables(), "the next one");
}
END_TEST

START_TEST(a_source_that_is_read_only_can_be_backed_up)
{
    char *before = tables();

    fixture_reopen(&fixture, NNREG_OPEN_READ_ONLY);
    backed_up();
    assert_copy(before, "read-only");
}
END_TEST

Suite *backup_suite(void);
Suite *backup_suite(void)
{
    Suite *suite = suite_create("backup");
    TCase *tests = tcase_create("backup");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 280);
    tcase_add_test(tests, a_backup_is_a_registry_of_one_moment);
    tcase_add_test(tests, the_next_one_copies_what_is_new_and_removes_what_is_old);
    tcase_add_test(tests, what_is_no_place_for_it_is_refused_in_words);
    tcase_add_test(tests, a_backup_that_has_what_the_registry_has_not_is_not_made_older);
    tcase_add_loop_test(tests, what_the_last_events_of_a_backup_are_says_whether_it_stays, 0,
                        sizeof last_events / sizeof *last_events);
    tcase_add_test(tests, an_event_that_cannot_be_read_here_lets_the_backup_be_and_is_told);
    tcase_add_test(tests, what_upkeep_has_noted_in_a_backup_does_not_keep_it_as_it_is);
    tcase_add_test(tests, what_only_has_the_name_of_a_beginning_is_another_file);
    tcase_add_test(tests, a_damaged_file_is_named_and_the_rest_is_saved);
    tcase_add_loop_test(tests, what_cannot_be_saved_of_a_file_is_told_for_what_it_is, 0, 4);
    tcase_add_test(tests, a_network_that_has_an_unsaved_file_under_two_names_is_named_once);
    tcase_add_test(
        tests, what_was_saved_before_it_was_damaged_stays_good_and_what_was_damaged_in_the_copy_is_mended);
    tcase_add_test(tests, whichever_call_fails_the_copy_is_the_old_one_or_the_new_one);
    tcase_add_test(tests, killed_in_front_of_any_call_the_next_run_ends_the_same);
    tcase_add_test(tests, what_is_deleted_meanwhile_is_in_the_copy_and_goes_with_gc);
    tcase_add_test(tests, it_can_be_cancelled_at_every_report);
    tcase_add_test(tests, a_limited_rate_can_be_cancelled_while_it_waits);
    tcase_add_loop_test(tests, without_memory_for_what_is_damaged_it_is_told_so, 0, 3);
    tcase_add_test(tests, of_several_damaged_files_the_first_is_named);
    tcase_add_test(tests, very_many_small_files_are_all_copied);
    tcase_add_test(tests, what_is_no_stored_file_in_the_place_of_the_copies_stays);
    tcase_add_test(tests, a_backup_that_another_process_has_open_is_not_replaced);
    tcase_add_test(tests, a_backup_that_has_lost_its_identity_is_not_replaced);
    tcase_add_test(tests, whichever_read_of_a_store_fails_the_backup_stays_whole);
    tcase_add_test(tests, nobody_opens_the_old_backup_before_the_new_one_is_in_its_place);
    tcase_add_test(tests, what_a_network_of_the_new_backup_uses_by_then_is_not_removed_as_old);
    tcase_add_loop_test(tests, whichever_call_fails_first_the_next_run_makes_the_backup, 0, 2);
    tcase_add_test(tests, damage_that_is_met_is_noted_in_the_registry);
    tcase_add_test(tests, a_damaged_store_is_not_made_the_backup);
    tcase_add_test(tests, a_file_that_goes_from_the_target_before_the_end_is_told);
    tcase_add_test(tests, what_another_registry_has_begun_is_not_gone_on_with);
    tcase_add_test(tests, one_backup_is_made_in_a_place_at_a_time);
    tcase_add_test(tests, a_child_that_was_forked_meanwhile_does_not_keep_the_place);
    tcase_add_test(tests, another_backup_that_begins_at_the_same_time_is_told_as_that);
    tcase_add_loop_test(tests, a_beginning_that_ends_while_it_is_taken_is_anothers, 0, 3);
    tcase_add_loop_test(tests, a_beginning_without_its_identity_is_begun_anew_and_another_ones_is_not_touched,
                        0, 3);
    tcase_add_test(tests, without_memory_it_is_told_and_the_backup_stays);
    tcase_add_test(tests, a_source_that_is_read_only_can_be_backed_up);
    suite_add_tcase(suite, tests);
    return suite;
}
