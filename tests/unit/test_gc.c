/* nnreg_gc: what nothing needs goes, what anything might need stays, and where anything is unclear, all of it. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "registry/handle.h"
#include "registry/refs.h"
#include "damages.h"
#include "failing_calls.h"
#include "failing_engine.h"
#include "registry_fixture.h"
#include "store/staging.h"

/* SHA-256 of "abc" (FIPS 180-4, appendix B.1). */
#define FOLDER  "ba"
#define ORPHAN  FOLDER "/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define SESSION "99999-0123456789abcdef"

static struct registry_fixture fixture;
static uint64_t stays;      /* a network that does */
static char told[6000];     /* what the last gc told, a line for each thing */
static struct nnreg_gc got; /* and counted */

static void begin(void)
{
    scratch_use_memory(true);
    fixture_begin(&fixture, 0);
    stays = fixture_add(&fixture, "stays", 0);
}

static void end(void)
{
    fixture_end(&fixture);
    scratch_use_memory(false);
}

static const char *in_registry(const char *path)
{
    static char whole[800];

    snprintf(whole, sizeof whole, "registry/%s", path);
    return whole;
}

static void put_file(const char *path, const char *text)
{
    scratch_write(&fixture.scratch, in_registry(path), 0, text, strlen(text));
}

static void put_folder(const char *path)
{
    (void)mkdirat(fixture.scratch.folder, in_registry(path), 0777);
}

static bool is_in_registry(const char *path)
{
    return faccessat(fixture.scratch.folder, in_registry(path), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static void keep_told(void *context, const struct nnreg_collected *collected)
{
    size_t length = strlen(told);

    (void)context;
    ck_assert_uint_eq(collected->size, sizeof(struct nnreg_collected));
    snprintf(told + length, sizeof told - length, "%s%s %s %llu: %s\n", collected->stays ? "stays: " : "",
             collected->what, collected->path, (unsigned long long)collected->bytes, collected->reason);
}

static nnreg_status collect_with(nnreg *registry, unsigned flags)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    told[0] = '\0';
    got = (struct nnreg_gc)NNREG_GC_INIT;
    got.each = keep_told;
    call.flags = flags;
    return nnreg_gc(registry, &got, &call);
}

static void collect(void)
{
    ck_assert_msg(collect_with(fixture.registry, 0) == NNREG_OK, "%s", nnreg_message(fixture.registry));
}

/* Where the first file of a network that no other has is stored, below the registry. */
static const char *own_file_of(uint64_t id)
{
    static char path[100];
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    ck_assert_int_eq(nnreg_network_file(network, 1, &file),
                     NNREG_OK); /* the index; the first is shared by all */
    snprintf(path, sizeof path, "blobs/%.2s/%s", file.sha256, file.sha256 + 2);
    nnreg_network_free(network);
    return path;
}

/* Deletes a network while a backup keeps the files: two of its three are left in the trash. */
static void fill_trash(void)
{
    struct nnreg_blob_lock lock;
    uint64_t id = fixture_add(&fixture, "goes", 1);

    ck_assert_int_eq(nnreg_blobs_keep(&lock, fixture.registry->blobs, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, NULL), NNREG_OK);
    nnreg_blobs_unlock(&lock);
}

static void make_garbage(void)
{
    fill_trash();
    put_folder("blobs/" FOLDER);
    put_file("blobs/" ORPHAN, "abc");
    put_folder("staging/" SESSION);
    put_file("staging/" SESSION "/1", "abcd");
    put_file("staging/" SESSION "/2", "ef");
}

static void assert_sound(bool strays)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, strays);

    ck_assert_msg(fault == NULL, "%s", fault);
}

/* ------------------------------------------------------------------------------------------------- what goes -- */

START_TEST(what_nothing_needs_goes_and_is_told_with_its_size_and_the_reason)
{
    make_garbage();
    collect();
    ck_assert_uint_eq(got.trash, 2);
    ck_assert_uint_eq(got.orphans, 1);
    ck_assert_uint_eq(got.sessions, 1);
    ck_assert_uint_eq(got.stayed + got.strays + got.leftovers, 0);
    ck_assert_uint_eq(got.files, 6);
    ck_assert_ptr_nonnull(strstr(told, "orphan blobs/" ORPHAN
                                       " 3: no network uses it: a create ended before its commit, or "
                                       "data.mdb is of a backup older than it\n"));
    ck_assert_ptr_nonnull(
        strstr(told, "session staging/" SESSION " 6: left by a process that ended before it was done\n"));
    ck_assert_ptr_nonnull(strstr(told, ": no network uses it any more\n"));
    ck_assert_uint_gt(got.bytes, 9);
    ck_assert(!is_in_registry("staging/" SESSION));
    assert_sound(false);
    collect();
    ck_assert_str_eq(told, "");
    ck_assert_uint_eq(got.bytes, 0);
    ck_assert_uint_eq(got.files, 3);
}
END_TEST

static nnreg_status put_much_in_trash(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    nnreg_digest digest = {0};
    nnreg_status status = NNREG_OK;
    unsigned i;

    (void)context;
    for (i = 0; i < 600 && status == NNREG_OK; i++) {
        digest[0] = (unsigned char)(i >> 8);
        digest[1] = (unsigned char)i;
        digest[2] = 1;
        status =
            nnreg_kv_put(txn, NNREG_KV_TRASH, nnreg_key_digest(digest), (struct nnreg_slice){"", 0}, error);
    }
    return status;
}

static const char *const again_by[] = {"mdb_cursor_del", "mdb_txn_commit"};

static void put_orphans(unsigned count)
{
    char path[100];
    unsigned i;

    put_folder("blobs/" FOLDER);
    for (i = 0; i < count; i++) {
        snprintf(path, sizeof path, "blobs/" FOLDER "/%062x", i + 1);
        put_file(path, "abc");
    }
}

/* More than is looked at in one snapshot, of each kind. */
START_TEST(much_goes_as_little_does)
{
    fixture_clone(&fixture, stays, 300);
    ck_assert_int_eq(nnreg_kv_write(fixture.registry->kv, put_much_in_trash, NULL, NULL), NNREG_OK);
    put_orphans(300);
    collect();
    ck_assert_uint_eq(got.trash, 600);
    ck_assert_uint_eq(got.orphans, 300);
    ck_assert_uint_eq(got.bytes, 900);
    ck_assert_uint_eq(got.files, 300 + FIXTURE_FILES);
    ck_assert_uint_eq(got.stayed, 0);
    assert_sound(false);
    collect();
    ck_assert_uint_eq(got.trash + got.orphans, 0);
}
END_TEST

/* The same of files that are used. */
START_TEST(of_many_files_that_are_used_none_goes)
{
    const char *json = fixture_description("many", "");
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    unsigned contents[260], i;
    uint64_t id;

    for (i = 0; i < 260; i++) {
        char name[40];

        snprintf(name, sizeof name, "assets.extra/%u.txt", i);
        contents[i] = i;
        ck_assert_int_eq(nnreg_bundle_add_memory(bundle, &contents[i], sizeof contents[i], name), NNREG_OK);
    }
    ck_assert_msg(nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL,
                                       fixture.findings) == NNREG_OK,
                  "%s", fixture_found(&fixture));
    nnreg_bundle_free(bundle);
    collect();
    ck_assert_str_eq(told, "");
    ck_assert_uint_eq(got.files, FIXTURE_FILES + 260);
}
END_TEST

/* What others left in the trash goes with the next delete, however much it is. */
START_TEST(a_delete_empties_a_trash_of_more_than_goes_at_once)
{
    uint64_t id = fixture_add(&fixture, "goes", 1);

    ck_assert_int_eq(nnreg_kv_write(fixture.registry->kv, put_much_in_trash, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, NULL), NNREG_OK);
    collect();
    ck_assert_uint_eq(got.trash, 0);
    ck_assert_str_eq(told, "");
    assert_sound(false);
}
END_TEST

/* A transaction for which the map is too small is run again, when what it has unlinked is gone: all is told as it is without that. */
START_TEST(a_removal_that_has_to_run_again_removes_and_tells_each_file_once)
{
    bool failed = store_is_default();
    char once[sizeof told];
    unsigned n;

    make_garbage();
    collect();
    snprintf(once, sizeof once, "%s", told);
    for (n = 1; failed; n++) {
        make_garbage();
        failing_calls_arm(again_by[_i], n, MDB_MAP_FULL);
        collect();
        failed = failing_calls_failed(NULL);
        ck_assert_str_eq(told, once);
        assert_sound(false);
        collect();
        ck_assert_str_eq(told, "");
        ck_assert_uint_lt(n, 20);
    }
    ck_assert(!store_is_default() || n > 2);
}
END_TEST

START_TEST(a_rehearsal_tells_the_same_and_changes_nothing)
{
    char *before, *rehearsed;
    struct nnreg_gc all;

    make_garbage();
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    ck_assert_int_eq(collect_with(fixture.registry, NNREG_DRY_RUN), NNREG_OK);
    all = got;
    rehearsed = strdup(told);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      "dry run");
    collect();
    ck_assert_str_eq(told, rehearsed);
    ck_assert_mem_eq(&got, &all, sizeof got);
    free(rehearsed);
}
END_TEST

START_TEST(a_registry_that_is_read_only_can_be_rehearsed_alone)
{
    make_garbage();
    fixture_reopen(&fixture, NNREG_OPEN_READ_ONLY);
    ck_assert_int_eq(collect_with(fixture.registry, 0), NNREG_READ_ONLY);
    ck_assert_int_eq(collect_with(fixture.registry, NNREG_DRY_RUN), NNREG_OK);
    ck_assert_uint_eq(got.sessions + got.trash + got.orphans, 4);
}
END_TEST

START_TEST(an_open_that_keeps_staging_leaves_it_to_gc)
{
    make_garbage();
    fixture_reopen(&fixture, NNREG_OPEN_KEEP_STAGING);
    ck_assert(is_in_registry("staging/" SESSION));
    fixture_reopen(&fixture, 0);
    ck_assert(!is_in_registry("staging/" SESSION));
}
END_TEST

START_TEST(what_is_not_the_registrys_is_told_and_left_alone)
{
    put_folder("blobs/" FOLDER);
    put_file("blobs/" FOLDER "/notes", "abc");
    put_file("blobs/README", "ab");
    put_folder("blobs/" ORPHAN);
    put_file("staging/mine", "a");
    put_folder("staging/99999-0123456789abcdeg");
    put_file("staging/99999-0123456789abcdef", "a session is a folder");
    fixture_reopen(&fixture, 0); /* sweeps, but not these */
    collect();
    ck_assert_str_eq(told, "stays: stray staging/99999-0123456789abcdef 0: it is none of the registry's\n"
                           "stays: stray staging/99999-0123456789abcdeg 0: it is none of the registry's\n"
                           "stays: stray staging/mine 0: it is none of the registry's\n"
                           "stays: stray blobs/README 2: it is none of the registry's\n"
                           "stays: stray blobs/" ORPHAN " 0: it has the name of what it is not\n"
                           "stays: stray blobs/" FOLDER "/notes 3: it is none of the registry's\n");
    ck_assert_uint_eq(got.strays, 6);
    ck_assert_uint_eq(got.bytes, 0);
    ck_assert(is_in_registry("staging/99999-0123456789abcdeg") && is_in_registry("staging/mine") &&
              is_in_registry("blobs/" FOLDER "/notes") && is_in_registry("blobs/README"));
}
END_TEST

START_TEST(a_session_that_lives_is_no_garbage)
{
    struct nnreg_staging staging;
    struct nnreg_error error;

    ck_assert_int_eq(nnreg_staging_begin(&staging, fixture.registry->blobs, &error), NNREG_OK);
    collect();
    ck_assert_str_eq(told, "");
    ck_assert_str_ne(scratch_list(&fixture.scratch, "registry/staging"), "");
    nnreg_staging_end(&staging);
}
END_TEST

START_TEST(without_staging_nothing_arrives_in_a_rehearsal_either)
{
    put_folder("blobs/" FOLDER);
    put_file("blobs/" ORPHAN, "abc");
    ck_assert_int_eq(unlinkat(fixture.scratch.folder, in_registry("staging"), AT_REMOVEDIR), 0);
    ck_assert_int_eq(collect_with(fixture.registry, NNREG_DRY_RUN), NNREG_OK);
    ck_assert_uint_eq(got.orphans, 1);
    ck_assert(!is_in_registry("staging"));
}
END_TEST

START_TEST(a_store_in_the_making_is_left_over_once_there_is_one)
{
    put_file("data.mdb.new", "abc");
    ck_assert_int_eq(collect_with(fixture.registry, NNREG_DRY_RUN), NNREG_OK);
    ck_assert_str_eq(told, "leftover data.mdb.new 3: a store in the making, of a process that ended\n");
    ck_assert(is_in_registry("data.mdb.new"));
    collect();
    ck_assert_str_eq(told, "leftover data.mdb.new 3: a store in the making, of a process that ended\n");
    ck_assert_uint_eq(got.leftovers, 1);
    ck_assert_uint_eq(got.bytes, 3);
    ck_assert(!is_in_registry("data.mdb.new"));
}
END_TEST

/* ------------------------------------------------------------------------------------------------ what stays -- */

START_TEST(while_a_backup_keeps_the_files_a_delete_leaves_them_and_is_no_failure)
{
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    uint64_t id = fixture_add(&fixture, "goes", 1);
    struct nnreg_blob_lock lock;
    char foreseen[sizeof told];

    ck_assert_int_eq(nnreg_blobs_keep(&lock, fixture.registry->blobs, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.stayed, 2);
    ck_assert_ptr_nonnull(
        strstr(nnreg_message(fixture.registry), "kept for a backup or an export that runs"));
    ck_assert_int_eq(collect_with(fixture.registry, NNREG_DRY_RUN), NNREG_OK);
    snprintf(foreseen, sizeof foreseen, "%s", told);
    ck_assert_uint_eq(got.stayed, 2);
    ck_assert_uint_eq(got.trash, 0);
    ck_assert_uint_eq(got.bytes, 0);
    collect();
    ck_assert_str_eq(told, foreseen);
    ck_assert_uint_eq(got.stayed, 2);
    ck_assert_uint_eq(got.trash, 0);
    ck_assert_ptr_nonnull(strstr(told, ": kept for a backup or an export that runs\n"));
    ck_assert_ptr_nonnull(strstr(told, "stays: trash blobs/"));
    nnreg_blobs_unlock(&lock);
    collect();
    ck_assert_uint_eq(got.trash, 2);
    ck_assert_uint_eq(got.stayed, 0);
    assert_sound(false);
}
END_TEST

static unsigned locks_left;

static int refuse_locks(const char *call)
{
    if (strcmp(call, "flock") != 0)
        return 0;
    if (locks_left == 0)
        return ENOLCK;
    locks_left--;
    return 0;
}

/* Where the lock of who removes files is not to be had, a rehearsal says so of each, as the removal would. */
START_TEST(a_rehearsal_tells_that_nothing_could_be_removed)
{
    char foreseen[sizeof told];

    fill_trash();
    put_folder("blobs/" FOLDER);
    put_file("blobs/" ORPHAN, "abc");
    locks_left = 1; /* that nothing arrives */
    nnreg_fs_use_hook(refuse_locks);
    ck_assert_int_eq(collect_with(fixture.registry, NNREG_DRY_RUN), NNREG_BUSY);
    snprintf(foreseen, sizeof foreseen, "%s", told);
    ck_assert_uint_eq(got.trash + got.orphans, 0);
    ck_assert_uint_eq(got.stayed, 3);
    locks_left = 1;
    ck_assert_int_eq(collect_with(fixture.registry, 0), NNREG_BUSY);
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(told, foreseen);
    ck_assert_ptr_nonnull(strstr(told, "stays: orphan blobs/" ORPHAN " 3: cannot lock "));
}
END_TEST

/* While it is looked at what is there a network comes that uses what was in the trash. */
static bool used_again;

static int use_again(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)total;
    if (strcmp(stage, "looking") == 0 && done > 0 && !used_again) {
        used_again = true;
        fixture_add(&fixture, "again", 1);
    }
    return 0;
}

START_TEST(what_is_used_again_by_then_is_not_told)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    fill_trash();
    used_again = false;
    told[0] = '\0';
    got = (struct nnreg_gc)NNREG_GC_INIT;
    got.each = keep_told;
    call.progress = use_again;
    call.flags = _i == 0 ? NNREG_DRY_RUN : 0;
    ck_assert_int_eq(nnreg_gc(fixture.registry, &got, &call), NNREG_OK);
    ck_assert(used_again);
    ck_assert_str_eq(told, "");
    ck_assert_uint_eq(got.trash + got.stayed, 0);
    assert_sound(false);
}
END_TEST

/* It cannot be known whether anything arrives, or whether a file that is missing was let go of meanwhile. */
START_TEST(a_lock_that_is_not_to_be_had_is_told)
{
    fill_trash();
    if (_i == 1)
        ck_assert_int_eq(unlinkat(fixture.scratch.folder, in_registry(own_file_of(stays)), 0), 0);
    locks_left = 0;
    nnreg_fs_use_hook(refuse_locks);
    ck_assert_int_eq(collect_with(fixture.registry, NNREG_DRY_RUN), NNREG_BUSY);
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(told, "");
    ck_assert_msg(strstr(nnreg_message(fixture.registry), _i == 0 ? "/staging" : "/blobs") != NULL, "%s",
                  nnreg_message(fixture.registry));
}
END_TEST

START_TEST(orphans_stay_while_a_network_is_being_registered_and_the_trash_goes)
{
    struct nnreg_staging staging;

    make_garbage();
    ck_assert_int_eq(nnreg_staging_begin(&staging, fixture.registry->blobs, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_staging_arrive(&staging, NULL), NNREG_OK);
    ck_assert_int_eq(collect_with(fixture.registry, NNREG_DRY_RUN), NNREG_OK);
    ck_assert_uint_eq(got.trash, 2);
    ck_assert_uint_eq(got.orphans, 0);
    ck_assert_uint_eq(got.stayed, 1);
    ck_assert_ptr_nonnull(
        strstr(told, "stays: orphan blobs/" ORPHAN " 3: a network is being registered, which may need it\n"));
    collect();
    ck_assert_uint_eq(got.trash, 2);
    ck_assert_uint_eq(got.orphans, 0);
    ck_assert_uint_eq(got.stayed, 1);
    ck_assert_ptr_nonnull(
        strstr(told, "stays: orphan blobs/" ORPHAN " 3: a network is being registered, which may need it\n"));
    nnreg_staging_end(&staging);
    collect();
    ck_assert_uint_eq(got.orphans, 1);
}
END_TEST

START_TEST(what_cannot_be_removed_is_told_is_the_status_and_the_rest_goes)
{
    make_garbage();
    put_folder("staging/" SESSION "/folder");
    ck_assert_int_eq(collect_with(fixture.registry, 0), NNREG_IO);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), SESSION));
    ck_assert_ptr_nonnull(strstr(told, "stays: session staging/" SESSION " 6: cannot remove "));
    ck_assert_uint_eq(got.stayed, 1);
    ck_assert_uint_eq(got.trash + got.orphans, 3);
}
END_TEST

/* Where a file of the trash was there is a folder now. */
START_TEST(what_took_the_place_of_a_file_of_the_trash_is_told_and_the_rest_goes)
{
    struct nnreg_blob_lock lock;
    uint64_t id = fixture_add(&fixture, "goes", 1);
    char path[100], said[160];

    snprintf(path, sizeof path, "%s", own_file_of(id));
    ck_assert_int_eq(nnreg_blobs_keep(&lock, fixture.registry->blobs, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, NULL), NNREG_OK);
    nnreg_blobs_unlock(&lock);
    ck_assert_int_eq(unlinkat(fixture.scratch.folder, in_registry(path), 0), 0);
    put_folder(path);
    ck_assert_int_eq(collect_with(fixture.registry, 0), NNREG_IO);
    snprintf(said, sizeof said, "stays: trash %s 0: cannot remove ", path);
    ck_assert_msg(strstr(told, said) != NULL, "%s", told);
    ck_assert_uint_eq(got.trash, 1);
    ck_assert_uint_eq(got.stayed, 1);
}
END_TEST

/* ------------------------------------------------------------------------------------------------------ damage -- */

/* The network is gone, and what the trash has instead of a digest or a count stays where it is. */
START_TEST(a_delete_that_meets_a_damaged_trash_is_done_and_says_so)
{
    static const struct {
        const char *damage, *says;
    } rows[] = {{"put trash 'x none", "an entry of the trash is not a digest"},
                {"put trash #0000000000000000000000000000000000000000000000000000000000000000 none\n"
                 "put blob_refs #0000000000000000000000000000000000000000000000000000000000000000 'x",
                 "a count in the table \"blob_refs\" is none"}};
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    uint64_t id = fixture_add(&fixture, "goes", 1);
    nnreg_network *network;

    damage(fixture.registry, fixture.dir, rows[_i].damage);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, &cascade), NNREG_OK);
    ck_assert_uint_gt(cascade.stayed, 0);
    ck_assert_msg(strstr(nnreg_message(fixture.registry), rows[_i].says) != NULL, "%s",
                  nnreg_message(fixture.registry));
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_NOT_FOUND);
}
END_TEST

static nnreg_status change_refs(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    nnreg_digest digest;
    char digits[65];

    snprintf(digits, sizeof digits, "%.2s%.62s", (char *)context + 6, (char *)context + 9);
    ck_assert(nnreg_unhex(digest, digits));
    return nnreg_kv_remove(txn, NNREG_KV_BLOB_REFS, nnreg_key_digest(digest), error);
}

static nnreg_status put_in_trash(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    nnreg_digest digest;
    char digits[65];

    snprintf(digits, sizeof digits, "%.2s%.62s", (char *)context + 6, (char *)context + 9);
    ck_assert(nnreg_unhex(digest, digits));
    return nnreg_kv_put(txn, NNREG_KV_TRASH, nnreg_key_digest(digest), (struct nnreg_slice){"", 0}, error);
}

static nnreg_status cut_record(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_key key;

    (void)context;
    return nnreg_kv_put(txn, NNREG_KV_NETWORKS, nnreg_key_u64(&key, stays), (struct nnreg_slice){"\x81", 1},
                        error);
}

static void damage_file(void)
{
    ck_assert_int_eq(unlinkat(fixture.scratch.folder, in_registry(own_file_of(stays)), 0), 0);
}

static void damage_count(void)
{
    ck_assert_int_eq(
        nnreg_kv_write(fixture.registry->kv, change_refs, (void *)(uintptr_t)own_file_of(stays), NULL),
        NNREG_OK);
}

static void damage_trash(void)
{
    ck_assert_int_eq(
        nnreg_kv_write(fixture.registry->kv, put_in_trash, (void *)(uintptr_t)own_file_of(stays), NULL),
        NNREG_OK);
}

static void damage_record(void)
{
    ck_assert_int_eq(nnreg_kv_write(fixture.registry->kv, cut_record, NULL, NULL), NNREG_OK);
}

static void damage_kind(void)
{
    damage_file();
    put_folder(own_file_of(stays));
}

/* The folder of the file is lost, and another thing is there. */
static void damage_place(void)
{
    char folder[9];

    snprintf(folder, sizeof folder, "%.8s", own_file_of(stays));
    ck_assert_int_eq(renameat(fixture.scratch.folder, in_registry(folder), fixture.scratch.folder, "away"),
                     0);
    put_file(folder, "no folder");
}

static const struct {
    void (*make)(void);
    const char *says;
} damages[] = {
    {damage_file, "is missing, which networks use: nothing is removed"},
    {damage_count, "of network 1 is not counted as used"},
    {damage_trash, "a file is in the trash, and counted as used"},
    {damage_record, "network 1"},
    {damage_kind, "not a stored file"},
    {damage_place, "a part of the path is no folder"},
};
#define DAMAGES (int)(sizeof damages / sizeof *damages)

START_TEST(nothing_is_removed_from_a_registry_that_is_damaged)
{
    char *before;

    make_garbage();
    damages[_i].make();
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    ck_assert_int_eq(collect_with(fixture.registry, 0), NNREG_CORRUPT);
    ck_assert_msg(strstr(nnreg_message(fixture.registry), damages[_i].says) != NULL, "%s",
                  nnreg_message(fixture.registry));
    ck_assert_uint_eq(got.trash + got.orphans + got.sessions + got.bytes, 0);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      "damage");
}
END_TEST

/* The first removal is denied, the next meets a failing device. */
static int fail_each_removal(const char *call)
{
    static unsigned removals;

    if (strcmp(call, "unlinkat") != 0)
        return 0;
    return removals++ % 2 == 0 ? EACCES : EIO;
}

START_TEST(what_cannot_go_is_told_with_its_own_path_and_reason)
{
    char *line;
    unsigned lines = 0;

    fill_trash();
    nnreg_fs_use_hook(fail_each_removal);
    ck_assert_int_eq(collect_with(fixture.registry, 0), NNREG_IO);
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_eq(got.stayed, 2);
    ck_assert_ptr_nonnull(strstr(told, ": permission denied\n"));
    ck_assert_ptr_nonnull(strstr(told, ": the device failed (input/output error)\n"));
    for (line = strtok(told, "\n"); line != NULL; line = strtok(NULL, "\n"), lines++) {
        char path[100];

        ck_assert_int_eq(sscanf(line, "stays: trash %99s", path), 1);
        ck_assert_msg(strstr(strstr(line, "cannot remove"), path) != NULL, "%s", line);
    }
    ck_assert_uint_eq(lines, 2);
    collect();
    ck_assert_uint_eq(got.trash, 2);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- failing -- */

/* What the networks need is there, whatever gc has come to. */
static void assert_nothing_lost(unsigned n, const char *what)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, true);

    ck_assert_msg(fault == NULL || strstr(fault, "staging") != NULL, "call %u, %s: %s", n, what, fault);
}

/* Until it removes the first thing a failure leaves everything; and whichever call it is, the next gc does the rest. */
START_TEST(whichever_call_fails_it_is_told_and_nothing_is_lost)
{
    static const int errors[] = {EIO, ENOENT, EACCES};
    unsigned n, stride = fixture_stride("gc", 7);
    const char *call = "";

    for (n = 1; call != NULL; n += stride) {
        nnreg_status status;

        make_garbage();
        fixture_fail_call(n, errors[_i], false);
        status = collect_with(fixture.registry, 0);
        if (!fixture_call_failed(&call))
            call = NULL;
        ck_assert_msg(status == NNREG_OK || call != NULL, "%s", nnreg_message(fixture.registry));
        /* It may do without some: then it has done all; or what was listed was gone when it was looked at (ENOENT). */
        if (status == NNREG_OK && errors[_i] != ENOENT)
            assert_sound(false);
        if (status != NNREG_OK)
            ck_assert_str_ne(nnreg_message(fixture.registry), "");
        if (status != NNREG_OK && got.stayed == 0 && strstr(told, "stays") == NULL && told[0] == '\0')
            ck_assert(is_in_registry("blobs/" ORPHAN) && is_in_registry("staging/" SESSION));
        assert_nothing_lost(n, call != NULL ? call : "none");
        fixture_reopen(&fixture, NNREG_OPEN_KEEP_STAGING);
        collect();
        assert_sound(false);
    }
    ck_assert_uint_gt(n, 30);
}
END_TEST

/* The claim of the right to files, counts and walks: of a registry that is whole, and of one with a file that is lost. */
START_TEST(whichever_call_of_the_store_fails_it_is_told_and_nothing_is_lost)
{
    bool failed = true;
    unsigned n;

    if (!store_is_default())
        return;
    failing_engine_use();
    fixture_reopen(&fixture, NNREG_OPEN_KEEP_STAGING);
    if (_i == 1)
        damage_file();
    for (n = 1; failed; n++) {
        nnreg_status status;

        make_garbage();
        put_file("data.mdb.new", "abc");
        failing_engine_arm(n, FAILING_CALL, NNREG_IO);
        status = collect_with(fixture.registry, 0);
        failed = failing_engine_failed(NULL);
        ck_assert_uint_lt(n, 2000);
        ck_assert_msg(status == (_i == 1 ? NNREG_CORRUPT : NNREG_OK) || (failed && status == NNREG_IO),
                      "step %u: %d, %s", n, status, nnreg_message(fixture.registry));
        if (_i == 1) {
            ck_assert_uint_eq(got.trash + got.orphans + got.sessions + got.bytes, 0);
            continue;
        }
        if (status != NNREG_OK)
            ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), FAILING_ENGINE_SAYS));
        assert_nothing_lost(n, "a call of the store");
        fixture_reopen(&fixture, NNREG_OPEN_KEEP_STAGING);
        collect();
        assert_sound(false);
    }
    failing_engine_leave();
    fixture_reopen(&fixture, NNREG_OPEN_KEEP_STAGING);
    ck_assert_uint_gt(n, 10);
}
END_TEST

START_TEST(whichever_call_of_the_store_fails_in_a_rehearsal_it_is_told)
{
    bool failed = true;
    unsigned n;

    if (!store_is_default())
        return;
    make_garbage();
    failing_engine_use();
    fixture_reopen(&fixture, NNREG_OPEN_KEEP_STAGING);
    for (n = 1; failed; n++) {
        nnreg_status status;

        failing_engine_arm(n, FAILING_CALL, NNREG_IO);
        status = collect_with(fixture.registry, NNREG_DRY_RUN);
        failed = failing_engine_failed(NULL);
        ck_assert_msg(status == (failed ? NNREG_IO : NNREG_OK), "step %u: %d, %s", n, status,
                      nnreg_message(fixture.registry));
        ck_assert_uint_lt(n, 2000);
    }
    ck_assert_uint_eq(got.sessions + got.trash + got.orphans, 4);
    failing_engine_leave();
    fixture_reopen(&fixture, NNREG_OPEN_KEEP_STAGING);
    ck_assert_uint_gt(n, 10);
}
END_TEST

/* It stops between two batches of orphans, and what is left goes with the next one. */
static int stop_removing(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)total;
    return strcmp(stage, "removing") == 0 && done > 0;
}

START_TEST(it_can_be_cancelled_between_batches_and_the_next_one_does_the_rest)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    put_orphans(300);
    call.progress = stop_removing;
    ck_assert_int_eq(nnreg_gc(fixture.registry, NULL, &call), NNREG_CANCELLED);
    collect();
    ck_assert_uint_eq(got.orphans, 300 - 256);
    assert_sound(false);
}
END_TEST

START_TEST(whichever_allocation_fails_it_is_told_and_nothing_is_lost)
{
    uint64_t n, asked = UINT64_MAX, stride = fixture_stride("gc allocations", 11);
    nnreg_status status;

    for (n = 1; asked >= n; n += stride) {
        make_garbage();
        nnreg_alloc_fail_from(n);
        status = collect_with(fixture.registry, 0);
        asked = nnreg_alloc_count();
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(status, asked < n ? NNREG_OK : NNREG_NO_MEMORY);
        assert_nothing_lost((unsigned)n, "allocation");
        collect();
        assert_sound(false);
    }
}
END_TEST

START_TEST(killed_in_front_of_any_call_it_has_lost_nothing_and_the_next_one_ends_the_same)
{
    unsigned n, stride = fixture_stride("gc kills", 5);
    bool killed = true;

    for (n = 1; killed; n += stride) {
        pid_t child;

        make_garbage();
        nnreg_close(fixture.registry);
        child = fork();
        if (child == 0) {
            fixture.registry = NULL;
            CHILD(nnreg_open(&fixture.registry, fixture.dir, NULL) == NNREG_OK);
            child_die_at(n);
            CHILD(collect_with(fixture.registry, 0) == NNREG_OK);
            child_done();
        }
        killed = child_died(child);
        fixture.registry = fixture_open(&fixture, NNREG_OPEN_KEEP_STAGING);
        assert_nothing_lost(n, "killed");
        collect();
        assert_sound(false);
    }
    ck_assert_uint_gt(n, 30);
}
END_TEST

static unsigned progress_left;

static int stop_later(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)stage, (void)done, (void)total;
    return --progress_left == 0;
}

START_TEST(it_can_be_cancelled_at_every_report_and_the_next_one_does_the_rest)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_status status = NNREG_CANCELLED;
    unsigned n;

    call.progress = stop_later;
    for (n = 1; status == NNREG_CANCELLED; n++) {
        make_garbage();
        put_folder("staging/99998-0123456789abcdef"); /* a session more */
        progress_left = n;
        status = nnreg_gc(fixture.registry, NULL, &call);
        ck_assert(status == NNREG_CANCELLED || status == NNREG_OK);
        assert_nothing_lost(n, "cancelled");
        collect();
        assert_sound(false);
    }
    ck_assert_uint_gt(n, 4);
}
END_TEST

START_TEST(what_makes_no_sense_is_refused)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_gc none = NNREG_GC_INIT;

    ck_assert_int_eq(nnreg_gc(NULL, NULL, NULL), NNREG_INVALID_ARGUMENT);
    none.size = 0;
    ck_assert_int_eq(nnreg_gc(fixture.registry, &none, NULL), NNREG_INVALID_ARGUMENT);
    call.flags = NNREG_NO_WEIGHTS;
    ck_assert_int_eq(nnreg_gc(fixture.registry, NULL, &call), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_gc(fixture.registry, NULL, NULL), NNREG_OK);
}
END_TEST

/* A caller of an older library knows less of the struct. */
START_TEST(a_shorter_struct_is_filled_as_far_as_it_goes)
{
    struct nnreg_gc shorter = NNREG_GC_INIT;

    make_garbage();
    shorter.size = offsetof(struct nnreg_gc, leftovers);
    shorter.leftovers = 7;
    shorter.each = keep_told;
    told[0] = '\0';
    ck_assert_int_eq(nnreg_gc(fixture.registry, &shorter, NULL), NNREG_OK);
    ck_assert_uint_eq(shorter.orphans, 1);
    ck_assert_uint_eq(shorter.leftovers, 7);
    ck_assert_str_eq(told, "");
}
END_TEST

Suite *gc_suite(void);
Suite *gc_suite(void)
{
    Suite *suite = suite_create("gc");
    TCase *goes = tcase_create("goes"), *remains = tcase_create("stays"),
          *failures = tcase_create("failures");

    tcase_add_checked_fixture(goes, begin, end);
    tcase_add_test(goes, what_nothing_needs_goes_and_is_told_with_its_size_and_the_reason);
    tcase_add_loop_test(goes, a_removal_that_has_to_run_again_removes_and_tells_each_file_once, 0, 2);
    tcase_add_test(goes, a_delete_empties_a_trash_of_more_than_goes_at_once);
    tcase_add_test(goes, a_rehearsal_tells_the_same_and_changes_nothing);
    tcase_add_test(goes, much_goes_as_little_does);
    tcase_add_test(goes, of_many_files_that_are_used_none_goes);
    tcase_add_test(goes, a_registry_that_is_read_only_can_be_rehearsed_alone);
    tcase_add_test(goes, an_open_that_keeps_staging_leaves_it_to_gc);
    if (store_is_default())
        tcase_add_test(goes, a_store_in_the_making_is_left_over_once_there_is_one);
    tcase_add_test(goes, without_staging_nothing_arrives_in_a_rehearsal_either);
    tcase_add_test(goes, what_makes_no_sense_is_refused);
    tcase_add_test(goes, a_shorter_struct_is_filled_as_far_as_it_goes);
    suite_add_tcase(suite, goes);

    tcase_add_checked_fixture(remains, begin, end);
    tcase_add_test(remains, what_is_not_the_registrys_is_told_and_left_alone);
    tcase_add_test(remains, what_cannot_go_is_told_with_its_own_path_and_reason);
    tcase_add_test(remains, a_session_that_lives_is_no_garbage);
    tcase_add_loop_test(remains, what_is_used_again_by_then_is_not_told, 0, 2);
    tcase_add_loop_test(remains, a_lock_that_is_not_to_be_had_is_told, 0, 2);
    tcase_add_test(remains, a_rehearsal_tells_that_nothing_could_be_removed);
    tcase_add_test(remains, while_a_backup_keeps_the_files_a_delete_leaves_them_and_is_no_failure);
    tcase_add_test(remains, orphans_stay_while_a_network_is_being_registered_and_the_trash_goes);
    tcase_add_test(remains, what_cannot_be_removed_is_told_is_the_status_and_the_rest_goes);
    tcase_add_test(remains, what_took_the_place_of_a_file_of_the_trash_is_told_and_the_rest_goes);
    tcase_add_loop_test(remains, a_delete_that_meets_a_damaged_trash_is_done_and_says_so, 0, 2);
    tcase_add_loop_test(remains, nothing_is_removed_from_a_registry_that_is_damaged, 0, DAMAGES);
    suite_add_tcase(suite, remains);

    tcase_add_checked_fixture(failures, begin, end);
    tcase_set_timeout(failures, 280);
    tcase_add_loop_test(failures, whichever_call_fails_it_is_told_and_nothing_is_lost, 0, 3);
    tcase_add_test(failures, whichever_call_of_the_store_fails_in_a_rehearsal_it_is_told);
    tcase_add_loop_test(failures, whichever_call_of_the_store_fails_it_is_told_and_nothing_is_lost, 0, 2);
    tcase_add_test(failures, it_can_be_cancelled_between_batches_and_the_next_one_does_the_rest);
    tcase_add_test(failures, whichever_allocation_fails_it_is_told_and_nothing_is_lost);
    if (store_is_default())
        tcase_add_test(failures,
                       killed_in_front_of_any_call_it_has_lost_nothing_and_the_next_one_ends_the_same);
    tcase_add_test(failures, it_can_be_cancelled_at_every_report_and_the_next_one_does_the_rest);
    suite_add_tcase(suite, failures);
    return suite;
}
