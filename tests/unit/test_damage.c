/*
 * Damage as a state: what was found damaged is known until it is healed or nobody uses it, the history tells each network, and
 * nothing is noted that is not so.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "failing_engine.h"
#include "registry/damage.h"
#include "registry_fixture.h"
#include "store/blobs.h"

Suite *damage_suite(void);

#define MODEL "saved_model.pb" /* which all models of the fixture share */
#define SHARD "variables.data-00000-of-00001"

static struct registry_fixture fixture;
static struct nnreg_error error;

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

static void end(void)
{
    uint64_t count, broken;

    ck_assert_int_eq(nnreg_events_verify(fixture.registry, &count, &broken, NULL), NNREG_OK);
    fixture_end(&fixture);
}

/* ------------------------------------------------------------------------------------------------ stored files -- */

static void sha256_of(char sha256[65], uint64_t id, const char *name)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    size_t i = 0;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    do
        ck_assert_int_eq(nnreg_network_file(network, i++, &file), NNREG_OK);
    while (strcmp(file.name, name) != 0);
    memcpy(sha256, file.sha256, 65);
    nnreg_network_free(network);
}

static void digest_of(nnreg_digest digest, uint64_t id, const char *name)
{
    char sha256[65];
    unsigned byte;
    size_t i;

    sha256_of(sha256, id, name);
    for (i = 0; i < sizeof(nnreg_digest); i++) {
        ck_assert_int_eq(sscanf(sha256 + 2 * i, "%2x", &byte), 1);
        digest[i] = (unsigned char)byte;
    }
}

static const char *path_of(uint64_t id, const char *name)
{
    static char path[500];
    char sha256[65];

    sha256_of(sha256, id, name);
    snprintf(path, sizeof path, "%s/blobs/%.2s/%s", fixture.dir, sha256, sha256 + 2);
    return path;
}

/* Turns a bit: done twice, it is the old file again. */
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

static void make_folder(const char *path)
{
    lose(path);
    ck_assert_int_eq(mkdir(path, 0777), 0);
}

static const struct {
    void (*damage)(const char *path);
    const char *found;
} damages[] = {{alter, "other bytes"}, {cut, "another size"}, {lose, "nothing"}, {make_folder, "no file"}};
#define DAMAGES ((int)(sizeof damages / sizeof *damages))

/* ------------------------------------------------------------------------------------------------------ looking -- */

static nnreg_status verify_with(nnreg *registry, uint64_t id, const char *name)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    uint64_t size;
    nnreg_status status;
    int fd;

    call.actor = "verifier";
    status = nnreg_network_open_verified(registry, &fd, &size, id, name, &call);
    if (status == NNREG_OK)
        close(fd);
    return status;
}

static nnreg_status verify(uint64_t id, const char *name)
{
    return verify_with(fixture.registry, id, name);
}

/* The list as "FOUND: ID NETWORK FILE, …; …", in a static buffer. */
static const char *damage_of(uint64_t id)
{
    static char text[2000];
    const struct nnreg_damaged_file *file;
    nnreg_damage *damage;
    size_t i, k, used = 0;

    text[0] = '\0';
    ck_assert_int_eq(nnreg_damage_list(fixture.registry, &damage, id), NNREG_OK);
    for (i = 0; (file = nnreg_damage_file(damage, i)) != NULL; i++) {
        ck_assert_uint_eq(file->size, sizeof(struct nnreg_damaged_file));
        ck_assert_int_gt(file->since, 0);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s:", file->found);
        for (k = 0; k < file->use_count; k++) {
            const struct nnreg_damaged_use *use = nnreg_damage_use(damage, i, k);
            char sha256[65];

            ck_assert_uint_eq(use->size, sizeof(struct nnreg_damaged_use));
            sha256_of(sha256, use->network_id, use->file_name);
            ck_assert_str_eq(sha256, file->sha256);
            used += (size_t)snprintf(text + used, sizeof text - used, " %llu %s %s",
                                     (unsigned long long)use->network_id, use->network_name, use->file_name);
        }
        ck_assert_ptr_null(nnreg_damage_use(damage, i, k));
        used += (size_t)snprintf(text + used, sizeof text - used, "; ");
    }
    ck_assert_uint_eq(i, nnreg_damage_count(damage));
    ck_assert_ptr_null(nnreg_damage_use(damage, i, 0));
    nnreg_damage_free(damage);
    return text;
}

/* The events of an action as "ID ACTOR CHANGES; …". */
static const char *events_of(const char *action, uint64_t *last)
{
    static char text[8000];
    nnreg_events *events;
    size_t i, used = 0;

    text[0] = '\0';
    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, 0, NNREG_LIMIT_PAGE, 0, NULL), NNREG_OK);
    for (i = 0; i < nnreg_events_count(events); i++) {
        const struct nnreg_event *event = nnreg_events_get(events, i);

        *last = event->sequence;
        if (strcmp(event->action, action) == 0)
            used += (size_t)snprintf(text + used, sizeof text - used, "%llu %s %s; ",
                                     (unsigned long long)event->object_id, event->actor, event->changes);
    }
    nnreg_events_free(events);
    return text;
}

static const char *changes_of(char out[1000], uint64_t id, const char *name, const char *found, bool damage)
{
    char sha256[65], file[400];
    nnreg_network *network;
    struct nnreg_file_info info = NNREG_FILE_INFO_INIT;
    size_t i = 0;

    sha256_of(sha256, id, name);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    do
        ck_assert_int_eq(nnreg_network_file(network, i++, &info), NNREG_OK);
    while (strcmp(info.name, name) != 0);
    snprintf(file, sizeof file, "[{\"name\": \"%s\", \"size\": %llu, \"sha256\": \"%s\", \"found\": \"%s\"}]",
             name, (unsigned long long)info.bytes, sha256, found);
    nnreg_network_free(network);
    snprintf(out, 1000, "{\"field\": \"damaged_files\", \"old\": %s, \"new\": %s}", damage ? "[]" : file,
             damage ? file : "[]");
    return out;
}

/* Without the spaces that JSON does not need. */
static const char *squeezed(const char *text)
{
    static char out[2][8000];
    static int turn;
    char *to = out[turn ^= 1];

    for (; *text != '\0'; text++)
        if (*text != ' ' && *text != '\n')
            *to++ = *text;
    *to = '\0';
    return out[turn];
}

/* ----------------------------------------------------------------------------------------------------- the state -- */

START_TEST(what_is_found_damaged_is_known_from_then_on_and_told_to_each_network_that_it_hits)
{
    uint64_t first = fixture_add(&fixture, "a", 0), second = fixture_add(&fixture, "b", 1), last, again;
    char expected[300], changes[1000], events[3000];

    ck_assert_str_eq(damage_of(0), "");
    ck_assert_int_eq(verify(first, MODEL), NNREG_OK);
    ck_assert_str_eq(damage_of(0), "");
    damages[_i].damage(path_of(first, MODEL));
    ck_assert_int_eq(verify(second, MODEL), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "\" of network 2 is damaged: "));
    snprintf(expected, sizeof expected, "%s: 1 a " MODEL " 2 b " MODEL "; ", damages[_i].found);
    ck_assert_str_eq(damage_of(0), expected);
    snprintf(expected, sizeof expected, "%s: 1 a " MODEL "; ", damages[_i].found);
    ck_assert_str_eq(damage_of(first), expected);
    changes_of(changes, first, MODEL, damages[_i].found, true);
    snprintf(events, sizeof events, "1 verifier [%s]; 2 verifier [%s]; ", changes, changes);
    ck_assert_str_eq(squeezed(events_of("damage", &last)), squeezed(events));
    ck_assert_int_eq(verify(first, MODEL), NNREG_CORRUPT);
    (void)events_of("damage", &again);
    ck_assert_uint_eq(again, last); /* it was known */
    fixture_reopen(&fixture, 0);
    ck_assert_str_ne(damage_of(0), "");
    ck_assert_int_eq(verify(first, SHARD), NNREG_OK);
    ck_assert_int_eq(nnreg_damage_list(fixture.registry, &(nnreg_damage *){NULL}, 7), NNREG_NOT_FOUND);
}
END_TEST

START_TEST(a_good_copy_heals_it_as_it_was_found)
{
    uint64_t first = fixture_add(&fixture, "a", 0), healer, last;
    char changes[1000], events[3000];

    damages[_i].damage(path_of(first, MODEL));
    ck_assert_int_eq(verify(first, MODEL), NNREG_CORRUPT);
    healer = fixture_add(&fixture, "b", 1);
    ck_assert_str_eq(damage_of(0), "");
    ck_assert_int_eq(verify(first, MODEL), NNREG_OK);
    changes_of(changes, first, MODEL, damages[_i].found, false);
    snprintf(events, sizeof events, "%llu  [%s, {\"field\": \"healed_by\", \"old\": null, \"new\": %llu}]; ",
             (unsigned long long)first, changes, (unsigned long long)healer);
    ck_assert_str_eq(squeezed(events_of("heal", &last)), squeezed(events));
}
END_TEST

/* Somebody has put the file back by hand: the comparison with the copy proves it, and the networks are told. */
START_TEST(what_was_noted_and_is_found_sound_by_a_create_is_healed_too)
{
    uint64_t first = fixture_add(&fixture, "a", 0), last;

    alter(path_of(first, MODEL));
    ck_assert_int_eq(verify(first, MODEL), NNREG_CORRUPT);
    alter(path_of(first, MODEL));
    ck_assert_int_eq(verify(first, MODEL), NNREG_OK);
    ck_assert_str_ne(damage_of(0), ""); /* reading it well once is no proof that it is so */
    fixture_add(&fixture, "b", 1);
    ck_assert_str_eq(damage_of(0), "");
    ck_assert_ptr_nonnull(strstr(events_of("heal", &last), "other bytes"));
}
END_TEST

START_TEST(the_last_reference_takes_the_damage_along)
{
    uint64_t first = fixture_add(&fixture, "a", 0), second = fixture_add(&fixture, "b", 1);

    alter(path_of(first, MODEL));
    alter(path_of(first, SHARD));
    ck_assert_int_eq(verify(first, MODEL), NNREG_CORRUPT);
    ck_assert_int_eq(verify(first, SHARD), NNREG_CORRUPT);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, first, NULL, NULL), NNREG_OK);
    ck_assert_str_eq(damage_of(0), "other bytes: 2 b " MODEL "; ");
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, second, NULL, NULL), NNREG_OK);
    ck_assert_str_eq(damage_of(0), "");
}
END_TEST

START_TEST(a_handle_that_may_not_write_notes_nothing_and_says_the_same)
{
    uint64_t id = fixture_add(&fixture, "a", 0);
    nnreg_digest digest;

    alter(path_of(id, MODEL));
    digest_of(digest, id, MODEL);
    fixture_reopen(&fixture, NNREG_OPEN_READ_ONLY);
    ck_assert_int_eq(verify(id, MODEL), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "is damaged"));
    ck_assert_int_eq(nnreg_damage_note(fixture.registry, digest, NNREG_BLOB_OTHER_BYTES, NULL, &error),
                     NNREG_READ_ONLY);
    ck_assert_str_eq(damage_of(0), "");
}
END_TEST

/* ----------------------------------------------------------------------------------------------- nothing else -- */

static nnreg_status note_as(const nnreg_digest digest, enum nnreg_blob_found found)
{
    return nnreg_damage_note(fixture.registry, digest, found, "noter", &error);
}

START_TEST(what_is_sound_or_nobodys_is_not_noted)
{
    uint64_t id = fixture_add(&fixture, "a", 0), before, after;
    nnreg_digest digest, nobodys = {0};

    (void)events_of("damage", &before);
    digest_of(digest, id, MODEL);
    ck_assert_int_eq(note_as(digest, NNREG_BLOB_OTHER_BYTES), NNREG_NOT_FOUND);
    ck_assert_int_eq(note_as(digest, NNREG_BLOB_UNREADABLE), NNREG_NOT_FOUND);
    ck_assert_int_eq(note_as(nobodys, NNREG_BLOB_NOTHING), NNREG_NOT_FOUND);
    ck_assert_str_eq(damage_of(0), "");
    ck_assert_str_eq(events_of("damage", &after), "");
    ck_assert_uint_eq(before, after);
}
END_TEST

static const char *unreadable_by; /* the call that fails */

static int fail_to_read(const char *call)
{
    return strcmp(call, unreadable_by) == 0 ? EIO : 0;
}

START_TEST(a_file_that_cannot_be_read_is_noted_by_who_says_so_and_by_nobody_else)
{
    uint64_t id = fixture_add(&fixture, "a", 0);
    nnreg_digest digest;

    unreadable_by = _i == 0 ? "pread" : "openat";
    digest_of(digest, id, MODEL);
    nnreg_fs_use_hook(fail_to_read);
    ck_assert_int_eq(verify(id, MODEL), NNREG_IO);
    ck_assert_int_eq(note_as(digest, NNREG_BLOB_OTHER_BYTES), NNREG_IO);
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(damage_of(0), "");
    nnreg_fs_use_hook(fail_to_read);
    ck_assert_int_eq(note_as(digest, NNREG_BLOB_UNREADABLE), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(damage_of(0), "unreadable: 1 a " MODEL "; ");
}
END_TEST

static bool healed;

/* Behind the first look of who notes, somebody brings a good copy. */
static int heal_meanwhile(const char *call)
{
    if (strcmp(call, "pread") != 0 || healed)
        return 0;
    healed = true;
    nnreg_fs_use_hook(NULL);
    fixture_add(&fixture, "healer", 1);
    return 0;
}

START_TEST(a_file_that_is_healed_while_it_is_looked_at_is_not_noted)
{
    uint64_t id = fixture_add(&fixture, "a", 0), last;
    nnreg_digest digest;

    digest_of(digest, id, MODEL);
    (void)fixture_model(&fixture, 1);
    alter(path_of(id, MODEL));
    healed = false;
    nnreg_fs_use_hook(heal_meanwhile);
    ck_assert_int_eq(note_as(digest, NNREG_BLOB_OTHER_BYTES), NNREG_NOT_FOUND);
    ck_assert(healed);
    ck_assert_str_eq(damage_of(0), "");
    ck_assert_str_eq(events_of("damage", &last), "");
    ck_assert_int_eq(verify(id, MODEL), NNREG_OK);
}
END_TEST

static nnreg_digest looked_at;
static char place_of_looked_at[500];

static void take_the_file_away(void)
{
    lose(place_of_looked_at);
}

static void delete_the_network(void)
{
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, NULL), NNREG_OK);
}

static void note_it_first(void)
{
    ck_assert_int_eq(note_as(looked_at, NNREG_BLOB_OTHER_BYTES), NNREG_OK);
}

static const struct {
    void (*act)(void);
    nnreg_status status;
    const char *damage;
} meanwhiles[] = {{take_the_file_away, NNREG_NOT_FOUND, ""},
                  {delete_the_network, NNREG_NOT_FOUND, ""},
                  {note_it_first, NNREG_OK, "other bytes: 1 a " MODEL "; "}};
#define MEANWHILES ((int)(sizeof meanwhiles / sizeof *meanwhiles))

static void (*meanwhile)(void);

static int act_meanwhile(const char *call)
{
    if (strcmp(call, "pread") != 0)
        return 0;
    nnreg_fs_use_hook(NULL);
    meanwhile();
    return 0;
}

START_TEST(what_others_do_while_it_is_looked_at_is_what_counts)
{
    uint64_t id = fixture_add(&fixture, "a", 0), last;
    const char *events;

    digest_of(looked_at, id, MODEL);
    snprintf(place_of_looked_at, sizeof place_of_looked_at, "%s", path_of(id, MODEL));
    alter(place_of_looked_at);
    meanwhile = meanwhiles[_i].act;
    nnreg_fs_use_hook(act_meanwhile);
    ck_assert_int_eq(note_as(looked_at, NNREG_BLOB_OTHER_BYTES), meanwhiles[_i].status);
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(damage_of(0), meanwhiles[_i].damage);
    events = events_of("damage", &last);
    if (meanwhiles[_i].damage[0] == '\0')
        ck_assert_str_eq(events, "");
    else
        ck_assert_ptr_null(strstr(strstr(events, "1 noter ") + 1, "1 noter ")); /* told once */
}
END_TEST

START_TEST(the_files_of_one_network_come_in_the_order_of_digests_each_once_with_all_its_names)
{
    uint64_t id = fixture_add_twins(&fixture, "twins", 0);
    char model[65], twin[65], expected[300];

    sha256_of(model, id, MODEL);
    sha256_of(twin, id, "assets/a.txt");
    alter(path_of(id, MODEL));
    cut(path_of(id, "assets/a.txt"));
    ck_assert_int_eq(verify(id, MODEL), NNREG_CORRUPT);
    ck_assert_int_eq(verify(id, "assets/a.txt"), NNREG_CORRUPT);
    snprintf(expected, sizeof expected, "%s%s%s",
             strcmp(model, twin) < 0 ? "other bytes: 1 twins " MODEL "; " : "",
             "another size: 1 twins assets/a.txt 1 twins assets/b.txt; ",
             strcmp(model, twin) < 0 ? "" : "other bytes: 1 twins " MODEL "; ");
    ck_assert_str_eq(damage_of(id), expected);
    ck_assert_str_eq(damage_of(0), expected);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- failures -- */

START_TEST(a_failure_at_any_system_call_or_allocation_notes_and_tells_or_does_neither)
{
    nnreg_status status = NNREG_IO;
    nnreg_digest digest;
    uint64_t id;
    unsigned n;

    if (_i == 2 && !store_is_default()) /* that which fails is the default one */
        return;
    if (_i == 2) { /* a call of the store */
        failing_engine_use();
        fixture_reopen(&fixture, 0);
    }
    id = fixture_add(&fixture, "a", 0);
    digest_of(digest, id, MODEL);
    alter(path_of(id, MODEL));
    for (n = 1; status != NNREG_OK && n < 500; n++) {
        char *before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);

        if (_i == 0)
            fixture_fail_call(n, ENOSPC, true);
        else if (_i == 1)
            nnreg_alloc_fail_from(n);
        else
            failing_engine_arm(n, FAILING_CALL, NNREG_IO);
        status = note_as(digest, NNREG_BLOB_OTHER_BYTES);
        (void)failing_engine_failed(NULL);
        (void)fixture_call_failed(NULL);
        nnreg_alloc_fail_from(0);
        if (status != NNREG_OK)
            state_assert_same(before,
                              registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                              "noting damage failed");
        else
            free(before);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 5);
    ck_assert_str_eq(damage_of(0), "other bytes: 1 a " MODEL "; ");
    for (n = 1;; n++) { /* and telling it */
        nnreg_damage *damage;

        nnreg_alloc_fail_from(n);
        status = nnreg_damage_list(fixture.registry, &damage, _i == 0 ? 0 : id);
        nnreg_alloc_fail_from(0);
        if (status == NNREG_OK)
            nnreg_damage_free(damage);
        if (status == NNREG_OK)
            break;
        ck_assert_int_eq(status, NNREG_NO_MEMORY);
        ck_assert_ptr_null(damage);
    }
    ck_assert_uint_gt(n, 3);
    failing_engine_leave();
}
END_TEST

Suite *damage_suite(void)
{
    Suite *suite = suite_create("damage");
    TCase *state = tcase_create("state"), *nothing = tcase_create("nothing else");

    tcase_add_checked_fixture(state, begin, end);
    tcase_add_loop_test(
        state, what_is_found_damaged_is_known_from_then_on_and_told_to_each_network_that_it_hits, 0, DAMAGES);
    tcase_add_loop_test(state, a_good_copy_heals_it_as_it_was_found, 0, DAMAGES);
    tcase_add_test(state, what_was_noted_and_is_found_sound_by_a_create_is_healed_too);
    tcase_add_test(state, the_last_reference_takes_the_damage_along);
    tcase_add_test(state, a_handle_that_may_not_write_notes_nothing_and_says_the_same);
    suite_add_tcase(suite, state);
    tcase_add_checked_fixture(nothing, begin, end);
    tcase_set_timeout(nothing, 120);
    tcase_add_test(nothing, what_is_sound_or_nobodys_is_not_noted);
    tcase_add_loop_test(nothing, a_file_that_cannot_be_read_is_noted_by_who_says_so_and_by_nobody_else, 0, 2);
    tcase_add_loop_test(nothing, what_others_do_while_it_is_looked_at_is_what_counts, 0, MEANWHILES);
    tcase_add_test(state, the_files_of_one_network_come_in_the_order_of_digests_each_once_with_all_its_names);
    tcase_add_test(nothing, a_file_that_is_healed_while_it_is_looked_at_is_not_noted);
    tcase_add_loop_test(nothing, a_failure_at_any_system_call_or_allocation_notes_and_tells_or_does_neither,
                        0, 3);
    suite_add_tcase(suite, nothing);
    return suite;
}
