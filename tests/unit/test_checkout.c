/*
 * A checkout is the folder that a server loads; what is there before stays unless it is a model that is to be replaced; and
 * nothing damaged is handed out. What happens when something gives way is in test_checkout_faults.c.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fsio.h"
#include "bundle/roles.h"
#include "judge/frameworks.h"
#include "models.h"
#include "checkout_fixture.h"

Suite *checkout_suite(void);

/* ------------------------------------------------------------------------------------------------ what is in it -- */

/* Registers a bundle under a draft of its own, whatever is to be said against that. */
static uint64_t register_drafted(nnreg_bundle *bundle)
{
    static const struct nnreg_rule_severity lenient[] = {
        NNREG_RULE_SEVERITY("model.unsafe-op", NNREG_SEVERITY_NOTE),
        NNREG_RULE_SEVERITY("model.shape-unknown", NNREG_SEVERITY_NOTE),
        NNREG_RULE_SEVERITY("mean.corrupt", NNREG_SEVERITY_NOTE)};
    nnreg_findings *findings;
    nnreg_status status;
    uint64_t id;
    char *json;

    ck_assert_int_eq(nnreg_findings_new(&findings, lenient, sizeof lenient / sizeof *lenient), NNREG_OK);
    ck_assert_int_eq(nnreg_draft(&json, findings, bundle), NNREG_OK);
    status = nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, findings);
    ck_assert_msg(status == NNREG_OK, "%s", fixture_findings(findings));
    nnreg_free(json);
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    return id;
}

static void same_files(uint64_t a, uint64_t b)
{
    nnreg_network *first, *second;
    struct nnreg_file_info one = NNREG_FILE_INFO_INIT, other = NNREG_FILE_INFO_INIT;
    size_t i;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &first, a), NNREG_OK);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &second, b), NNREG_OK);
    ck_assert_uint_eq(nnreg_network_file_count(first), nnreg_network_file_count(second));
    for (i = 0; nnreg_network_file(first, i, &one) == NNREG_OK; i++) {
        ck_assert_int_eq(nnreg_network_file(second, i, &other), NNREG_OK);
        ck_assert_str_eq(one.name, other.name);
        ck_assert_str_eq(one.sha256, other.sha256);
    }
    nnreg_network_free(first);
    nnreg_network_free(second);
}

static void recipe_of(struct mw_recipe *recipe, int kind)
{
    mw_recipe_init(recipe);
    recipe->kind = (enum mw_kind)kind;
    recipe->shards = kind == MW_KIND_CLASSIFIER ? 3 : 1;
    recipe->flat = kind == MW_KIND_DETECTOR;
    recipe->bytes = 1 << 20;
    recipe->nodes = 40;
    recipe->asset = "labels.txt";
    if (kind == MW_KIND_UNSAFE)
        recipe->unsafe_op = mw_unsafe_ops[0];
}

START_TEST(every_kind_of_model_comes_out_as_a_folder_that_gives_the_same_files_again)
{
    const char *path = fixture_path(&fixture, "made");
    struct mw_recipe recipe;
    struct mw_made made;
    nnreg_bundle *bundle;
    char error[256] = "";
    uint64_t id;

    recipe_of(&recipe, _i);
    mw_make(&made, &recipe);
    ck_assert_msg(mw_made_write(&made, &recipe, path, error, sizeof error) == 0, "%s", error);
    mw_made_free(&made);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_directory(bundle, path), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "warm", 4, "assets.extra/deep/down/warmup"), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "print", 5, "fingerprint.pb"), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "", 0, "debug/empty"), NNREG_OK);
    id = register_drafted(bundle);
    checked_out(id, target, 0);
    checkout_same(target, id);
    ck_assert_str_eq(checkout_listed("out"), "model ");
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_directory(bundle, target), NNREG_OK);
    same_files(id, register_drafted(bundle));
}
END_TEST

START_TEST(a_framework_says_where_its_files_are_loaded_from)
{
    static const char *const names[][2] = {
        {"saved_model.pb", "saved_model.pb"},
        {"variables.index", "variables/variables.index"},
        {"variables.data-00001-of-00002", "variables/variables.data-00001-of-00002"},
        {"assets/variables.index", "assets/variables.index"},
        {"mean.npy", "mean.npy"},
    };
    const struct nnreg_roles *roles = nnreg_framework_default()->roles;
    char loaded[NNREG_LOADED_NAME];
    size_t i;

    for (i = 0; i < sizeof names / sizeof *names; i++) {
        nnreg_loaded_name(loaded, roles, names[i][0]);
        ck_assert_str_eq(loaded, names[i][1]);
        ck_assert_str_eq(nnreg_kept_name(roles, loaded), names[i][0]);
    }
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- modes, links -- */

static void assert_mode(const char *path, mode_t mode)
{
    struct stat st;

    ck_assert_int_eq(lstat(path, &st), 0);
    ck_assert_msg((st.st_mode & 07777) == mode, "%s: %o instead of %o", path, st.st_mode & 07777, mode);
}

START_TEST(modes_are_those_of_any_file_by_the_umask)
{
    static const mode_t masks[] = {0022, 0077, 0002, 0027};
    uint64_t id = fixture_add(&fixture, "n", 0);
    mode_t mask = masks[_i], before = umask(mask);
    nnreg_status status = check_out(id, target, 0);
    char path[PATH_ROOM];

    umask(before);
    ck_assert_int_eq(status, NNREG_OK);
    assert_mode(target, 0777 & ~mask);
    snprintf(path, sizeof path, "%s/variables", target);
    assert_mode(path, 0777 & ~mask);
    checkout_path(path, target, "variables.index");
    assert_mode(path, 0666 & ~mask);
    checkout_path(path, target, "saved_model.pb");
    assert_mode(path, 0666 & ~mask);
}
END_TEST

/* Where the file of a network is stored, in a static buffer. */
static const char *stored_file(uint64_t id, const char *name)
{
    static char path[PATH_ROOM];
    nnreg_network *network;
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    size_t i;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++)
        if (strcmp(file.name, name) == 0)
            snprintf(path, sizeof path, "%s/blobs/%.2s/%s", fixture.dir, file.sha256, file.sha256 + 2);
    nnreg_network_free(network);
    return path;
}

static ino_t inode_of(const char *path)
{
    struct stat st;

    ck_assert_int_eq(lstat(path, &st), 0);
    return st.st_ino;
}

START_TEST(hard_links_are_the_stored_files_themselves_and_copies_are_not)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    char path[PATH_ROOM];

    checkout_path(path, target, "variables.index");
    checked_out(id, target, 0);
    ck_assert_uint_ne(inode_of(path), inode_of(stored_file(id, "variables.index")));
    checked_out(id, target, NNREG_HARD_LINKS | NNREG_REPLACE);
    ck_assert_uint_eq(inode_of(path), inode_of(stored_file(id, "variables.index")));
    checkout_same(target, id);
    checked_out(id, target, NNREG_REPLACE); /* which takes the links away, and not what they lead to */
    checkout_same(target, id);
}
END_TEST

START_TEST(no_hard_link_is_made_of_a_file_that_may_be_written_to)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    const char *stored = stored_file(id, "saved_model.pb");
    char message[PATH_ROOM];

    ck_assert_int_eq(chmod(stored, 0644), 0);
    snprintf(
        message, sizeof message,
        "no hard link is made to \"%s\", which is \"saved_model.pb\" of network 1: by its mode it may be "
        "written to",
        stored + strlen(fixture.dir) + 1);
    checkout_refused(check_out(id, target, NNREG_HARD_LINKS), NNREG_CONFLICT, message);
    ck_assert_str_eq(checkout_listed("out"), "");
    checked_out(id, target, 0); /* a copy can be */
    ck_assert_int_eq(chmod(stored, 0444), 0);
}
END_TEST

static int no_links(const char *call)
{
    return strcmp(call, "linkat") == 0 ? EXDEV : 0;
}

/* Where the tests have two file systems at all. */
START_TEST(no_hard_link_leads_to_another_file_system)
{
    static const char *const places[] = {"/dev/shm", "/tmp", "/var/tmp"};
    uint64_t id = fixture_add(&fixture, "a", 0);
    char folder[60], path[80];
    struct stat here, there;
    size_t i = 0;

    ck_assert_int_eq(stat(fixture.dir, &here), 0);
    while (i < sizeof places / sizeof *places &&
           (stat(places[i], &there) != 0 || here.st_dev == there.st_dev))
        i++;
    if (i == sizeof places / sizeof *places)
        return;
    snprintf(folder, sizeof folder, "%s/nnreg-links-XXXXXX", places[i]);
    if (mkdtemp(folder) == NULL)
        return;
    snprintf(path, sizeof path, "%s/model", folder);
    ck_assert_int_eq(check_out(id, path, NNREG_HARD_LINKS), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "no hard links can be made: "));
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

START_TEST(a_hard_link_that_cannot_be_made_is_told_and_no_copy_takes_its_place)
{
    uint64_t id = fixture_add(&fixture, "n", 0);

    nnreg_fs_use_hook(no_links);
    ck_assert_int_eq(check_out(id, target, NNREG_HARD_LINKS), NNREG_IO);
    nnreg_fs_use_hook(NULL);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "cannot make the hard link"));
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "it would lead to another file system"));
    ck_assert_str_eq(checkout_listed("out"), "");
}
END_TEST

/* -------------------------------------------------------------------------------------------- what is there already -- */

START_TEST(what_is_there_stays_unless_it_is_to_be_replaced)
{
    uint64_t a = fixture_add(&fixture, "a", 0), b = fixture_add(&fixture, "b", 1);
    ino_t inode;

    checked_out(a, target, 0);
    inode = inode_of(target);
    checkout_refused(check_out(b, target, 0), NNREG_EXISTS, "\"SCRATCH/out/model\" is there already");
    checkout_same(target, a);
    ck_assert_uint_eq(inode_of(target), inode);
    checked_out(b, target, NNREG_REPLACE);
    checkout_same(target, b);
    ck_assert_uint_ne(inode_of(target), inode);
    ck_assert_str_eq(checkout_listed("out"), "model ");
}
END_TEST

START_TEST(an_empty_folder_is_replaced_and_what_is_no_folder_is_not)
{
    uint64_t id = fixture_add(&fixture, "a", 0);
    char other[PATH_ROOM];

    ck_assert_int_eq(mkdir(target, 0777), 0);
    ck_assert_int_eq(check_out(id, target, 0), NNREG_EXISTS); /* a plain rename would do it */
    ck_assert_str_eq(checkout_listed("out/model"), "");
    checked_out(id, target, NNREG_REPLACE);
    checkout_same(target, id);
    snprintf(other, sizeof other, "%s", fixture_path(&fixture, "out/link"));
    ck_assert_int_eq(symlink("model", other), 0);
    checkout_refused(check_out(id, other, 0), NNREG_EXISTS, "\"SCRATCH/out/link\" is there already");
    checkout_refused(check_out(id, other, NNREG_REPLACE), NNREG_EXISTS,
                     "\"SCRATCH/out/link\" is no folder, and only a folder is replaced");
    ck_assert_str_eq(checkout_listed("out"), "link model ");
}
END_TEST

START_TEST(a_folder_with_anything_but_a_model_is_not_replaced)
{
    uint64_t id = fixture_add(&fixture, "a", 0);
    char versions[PATH_ROOM];

    snprintf(versions, sizeof versions, "%s", fixture_path(&fixture, "out"));
    checked_out(id, fixture_path(&fixture, "out/1"), 0);
    checkout_refused(check_out(id, versions, NNREG_REPLACE), NNREG_CONFLICT,
                     "\"SCRATCH/out\" is not replaced: it holds \"1\", which is no part of a model");
    ck_assert_str_eq(checkout_listed("out"), "1 ");
    checked_out(id, target, 0);
    scratch_write(&fixture.scratch, "out/model/notes.txt", 0, "mine", 4);
    checkout_refused(
        check_out(id, target, NNREG_REPLACE), NNREG_CONFLICT,
        "\"SCRATCH/out/model\" is not replaced: it holds \"notes.txt\", which is no part of a model");
    ck_assert_int_eq(scratch_size(&fixture.scratch, "out/model/notes.txt"), 4);
}
END_TEST

static const char *put_before; /* the call in front of which somebody puts something into the target */

static int put_into_target(const char *call)
{
    if (put_before == NULL || strcmp(call, put_before) != 0)
        return 0;
    put_before = NULL;
    scratch_write(&fixture.scratch, "out/model/notes.txt", 0, "mine", 4);
    return 0;
}

/* While the files are copied; and at the last moment. */
START_TEST(what_came_into_the_folder_since_it_was_looked_at_is_not_removed_with_it)
{
    static const char *const calls[] = {"pwrite", "renameat2"};
    uint64_t a = fixture_add(&fixture, "a", 0), b = fixture_add(&fixture, "b", 1);
    ino_t inode;

    checked_out(a, target, 0);
    inode = inode_of(target);
    put_before = calls[_i];
    nnreg_fs_use_hook(put_into_target);
    checkout_refused(
        check_out(b, target, NNREG_REPLACE), NNREG_CONFLICT,
        "\"SCRATCH/out/model\" is not replaced: it holds \"notes.txt\", which is no part of a model");
    nnreg_fs_use_hook(NULL);
    ck_assert_ptr_null(put_before);
    ck_assert_int_eq(scratch_size(&fixture.scratch, "out/model/notes.txt"), 4);
    ck_assert_uint_eq(inode_of(target), inode);
    ck_assert_int_eq(unlink(fixture_path(&fixture, "out/model/notes.txt")), 0);
    checkout_same(target, a);
    ck_assert_str_eq(checkout_listed("out"), "model ");
}
END_TEST

START_TEST(no_target_is_in_the_registry_nor_around_it)
{
    uint64_t id = fixture_add(&fixture, "a", 0);
    char link[PATH_ROOM], *before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);

    checkout_refused(check_out(id, fixture_path(&fixture, "registry/model"), 0), NNREG_INVALID_ARGUMENT,
                     "\"SCRATCH/registry/model\" would be in the folder of the registry itself");
    checkout_refused(check_out(id, fixture_path(&fixture, "registry/blobs/model"), 0), NNREG_INVALID_ARGUMENT,
                     "\"SCRATCH/registry/blobs/model\" would be in the folder of the registry itself");
    snprintf(link, sizeof link, "%s", fixture_path(&fixture, "out/link"));
    ck_assert_int_eq(symlink("../registry/staging", link), 0);
    checkout_refused(check_out(id, fixture_path(&fixture, "out/link/model"), 0), NNREG_INVALID_ARGUMENT,
                     "\"SCRATCH/out/link/model\" would be in the folder of the registry itself");
    checkout_refused(check_out(id, fixture.dir, NNREG_REPLACE), NNREG_INVALID_ARGUMENT,
                     "\"SCRATCH/registry\" is not replaced: the registry itself is in it");
    checkout_refused(check_out(id, fixture.scratch.path, NNREG_REPLACE), NNREG_INVALID_ARGUMENT,
                     "\"SCRATCH\" is not replaced: the registry itself is in it");
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      "refused targets");
}
END_TEST

/* A path goes down as far as it has room for names; from there ".." does not lead up to the root any more. */
START_TEST(a_folder_too_deep_to_be_told_from_the_registry_is_no_place)
{
    uint64_t id = fixture_add(&fixture, "a", 0);
    char path[4000], command[4100];
    size_t length = (size_t)snprintf(path, sizeof path, "%s", fixture_path(&fixture, "out"));
    unsigned i;

    for (i = 0; i < 1030; i++) {
        length += (size_t)snprintf(path + length, sizeof path - length, "/d");
        ck_assert_int_eq(mkdir(path, 0777), 0);
    }
    snprintf(path + length, sizeof path - length, "/model");
    ck_assert_int_eq(check_out(id, path, 0), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry),
                                 "it cannot be told what a folder is in that has 1024 others above it"));
    snprintf(path + length - 30, 30, "/model");
    checked_out(id, path, 0);
    snprintf(path + length - 30, 30, "/model/saved_model.pb");
    ck_assert_int_eq(access(path, F_OK), 0);
    snprintf(command, sizeof command, "rm -rf '%s/d'", fixture_path(&fixture, "out"));
    ck_assert_int_eq(system(command), 0);
}
END_TEST

START_TEST(a_path_that_names_no_new_folder_is_refused)
{
    static const char *const none[] = {".", "..", "/", "//", "x/..", "x/./"};
    uint64_t id = fixture_add(&fixture, "a", 0);
    char slashes[PATH_ROOM];
    size_t i;

    for (i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert_int_eq(check_out(id, none[i], NNREG_REPLACE), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(check_out(id, "", 0), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_network_checkout(fixture.registry, id, NULL, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(check_out(id, target, NNREG_DRY_RUN), NNREG_INVALID_ARGUMENT);
    checkout_refused(check_out(id + 1, target, 0), NNREG_NOT_FOUND, "there is no network 2");
    checkout_refused(check_out(id, fixture_path(&fixture, "none/model"), 0), NNREG_NOT_FOUND,
                     "cannot open the folder \"SCRATCH/none\": there is no such file or folder");
    snprintf(slashes, sizeof slashes, "%s//model///", fixture_path(&fixture, "out"));
    checked_out(id, slashes, 0);
    checkout_same(target, id);
}
END_TEST

START_TEST(the_folder_above_is_made_if_asked_for_and_goes_again_with_a_failure)
{
    uint64_t id = fixture_add(&fixture, "a", 0);
    char version[PATH_ROOM];

    snprintf(version, sizeof version, "%s", fixture_path(&fixture, "served/7"));
    ck_assert_int_eq(check_out(id + 1, version, NNREG_MAKE_PARENT), NNREG_NOT_FOUND);
    ck_assert_int_eq(check_out(id, fixture_path(&fixture, "served/deep/7"), NNREG_MAKE_PARENT),
                     NNREG_NOT_FOUND);
    nnreg_fs_use_hook(no_links);
    ck_assert_int_eq(check_out(id, version, NNREG_MAKE_PARENT | NNREG_HARD_LINKS), NNREG_IO);
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(checkout_listed("."), "model-0 out registry ");
    checked_out(id, version, NNREG_MAKE_PARENT);
    checkout_same(version, id);
    ck_assert_str_eq(checkout_listed("served"), "7 ");
    ck_assert_int_eq(check_out(id, version, NNREG_MAKE_PARENT), NNREG_EXISTS);
    ck_assert_str_eq(checkout_listed("served"), "7 "); /* it was there: it stays */
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- what is damaged -- */

START_TEST(a_damaged_file_is_named_and_nothing_is_handed_out)
{
    static const char *const kinds[] = {"altered", "shortened", "missing"};
    uint64_t id = fixture_add(&fixture, "n", 0);
    const char *stored = stored_file(id, "variables.index");
    nnreg_damage *damage;
    struct stat st;
    int fd;

    ck_assert_int_eq(stat(stored, &st), 0);
    ck_assert_int_eq(chmod(stored, 0644), 0);
    fd = open(stored, O_RDWR | O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    if (strcmp(kinds[_i / 2], "altered") == 0)
        ck_assert_int_eq(pwrite(fd, "?", 1, st.st_size / 2), 1);
    else
        ck_assert_int_eq(ftruncate(fd, st.st_size - 1), 0);
    ck_assert_int_eq(fchmod(fd, 0444), 0);
    close(fd);
    if (strcmp(kinds[_i / 2], "missing") == 0)
        ck_assert_int_eq(unlink(stored), 0);
    ck_assert_int_eq(check_out(id, target, _i % 2 != 0 ? NNREG_HARD_LINKS : 0), NNREG_CORRUPT);
    ck_assert_msg(strstr(nnreg_message(fixture.registry),
                         "\"variables.index\" of network 1 is damaged: \"blobs/") != NULL,
                  "%s", nnreg_message(fixture.registry));
    ck_assert_str_eq(checkout_listed("out"), "");
    ck_assert_int_eq(nnreg_damage_list(fixture.registry, &damage, id),
                     NNREG_OK); /* and it is known from now on */
    ck_assert_uint_eq(nnreg_damage_count(damage), 1);
    nnreg_damage_free(damage);
    fixture_add(&fixture, "good", 0); /* heals it */
    checked_out(id, target, 0);
    checkout_same(target, id);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- progress, others -- */

struct stopping {
    unsigned calls, stop_at;
    uint64_t done, total;
};

static int count_and_stop(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct stopping *stopping = context;

    ck_assert_str_eq(stage, "checking out");
    ck_assert_uint_gt(done, stopping->done);
    ck_assert_uint_le(done, total);
    stopping->done = done;
    stopping->total = total;
    return ++stopping->calls == stopping->stop_at;
}

START_TEST(progress_ends_at_the_sum_of_the_sizes_and_a_stop_leaves_nothing)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct stopping stopping = {0, 1, 0, 0};
    uint64_t id = fixture_add(&fixture, "n", 0);

    call.progress = count_and_stop;
    call.context = &stopping;
    while (nnreg_network_checkout(fixture.registry, id, target, &call) == NNREG_CANCELLED) {
        ck_assert_str_eq(checkout_listed("out"), "");
        stopping = (struct stopping){0, stopping.stop_at + 1, 0, 0};
        ck_assert_uint_lt(stopping.stop_at, 20);
    }
    ck_assert_str_eq(nnreg_message(fixture.registry), "");
    ck_assert_uint_eq(stopping.done, stopping.total);
    ck_assert_uint_ge(stopping.stop_at, FIXTURE_FILES);
    checkout_same(target, id);
}
END_TEST

static int delete_it(void *context, const char *stage, uint64_t done, uint64_t total)
{
    nnreg *other = fixture_open(&fixture, 0);

    (void)stage, (void)done, (void)total;
    (void)nnreg_network_delete(other, *(uint64_t *)context, NULL, NULL);
    nnreg_close(other);
    return 0;
}

START_TEST(a_network_deleted_meanwhile_is_not_found_and_no_damage)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    uint64_t id = fixture_add(&fixture, "n", 0);

    call.progress = delete_it;
    call.context = &id;
    checkout_refused(nnreg_network_checkout(fixture.registry, id, target, &call), NNREG_NOT_FOUND,
                     "there is no network 1");
    ck_assert_str_eq(checkout_listed("out"), "");
}
END_TEST

struct beside {
    uint64_t id;
    bool done;
};

/* Another checkout in the same folder, which sweeps, while this one is at work. */
static int check_out_beside(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct beside *beside = context;
    nnreg *other;

    (void)stage, (void)done, (void)total;
    if (beside->done)
        return 0;
    beside->done = true;
    other = fixture_open(&fixture, 0);
    ck_assert_int_eq(nnreg_network_checkout(other, beside->id, fixture_path(&fixture, "out/beside"), NULL),
                     NNREG_OK);
    nnreg_close(other);
    return 0;
}

START_TEST(one_that_is_at_work_is_left_alone_by_another)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct beside beside = {fixture_add(&fixture, "n", 0), false};

    call.progress = check_out_beside;
    call.context = &beside;
    ck_assert_int_eq(nnreg_network_checkout(fixture.registry, beside.id, target, &call), NNREG_OK);
    ck_assert(beside.done);
    checkout_same(target, beside.id);
    checkout_same(fixture_path(&fixture, "out/beside"), beside.id);
    ck_assert_str_eq(checkout_listed("out"), "beside model ");
}
END_TEST

START_TEST(what_only_looks_like_a_left_over_is_not_removed)
{
    uint64_t id = fixture_add(&fixture, "n", 0);

    ck_assert_int_eq(mkdir(fixture_path(&fixture, "out/.nnreg-checkout-mine"), 0777), 0);
    scratch_write(&fixture.scratch, "out/.nnreg-checkout-mine/checkout", 0, "", 0);
    scratch_write(&fixture.scratch, "out/.nnreg-checkout-mine/thesis.txt", 0, "text", 4);
    ck_assert_int_eq(mkdir(fixture_path(&fixture, "out/.nnreg-checkout-other"), 0777), 0);
    scratch_write(&fixture.scratch, "out/.nnreg-checkout-other/model", 0, "no lock", 7);
    ck_assert_int_eq(mkdir(fixture_path(&fixture, "out/.nnreg-checkout-empty"), 0777), 0);
    scratch_write(&fixture.scratch, "out/.nnreg-checkout-file", 0, "no folder", 9);
    checked_out(id, target, 0);
    ck_assert_str_eq(checkout_listed("out"),
                     ".nnreg-checkout-file .nnreg-checkout-mine .nnreg-checkout-other model ");
    ck_assert_str_eq(checkout_listed("out/.nnreg-checkout-mine"), "checkout thesis.txt ");
}
END_TEST

START_TEST(a_registry_that_is_open_for_reading_alone_can_check_out)
{
    uint64_t id = fixture_add(&fixture, "n", 0);

    fixture_reopen(&fixture, NNREG_OPEN_READ_ONLY);
    checked_out(id, target, 0);
    checkout_same(target, id);
}
END_TEST

Suite *checkout_suite(void)
{
    Suite *suite = suite_create("checkout");
    TCase *content = tcase_create("content"), *places = tcase_create("places");

    tcase_add_checked_fixture(content, checkout_begin, checkout_end);
    tcase_add_loop_test(content, every_kind_of_model_comes_out_as_a_folder_that_gives_the_same_files_again, 0,
                        MW_KIND_COUNT);
    tcase_add_test(content, a_framework_says_where_its_files_are_loaded_from);
    tcase_add_loop_test(content, modes_are_those_of_any_file_by_the_umask, 0, 4);
    tcase_add_test(content, hard_links_are_the_stored_files_themselves_and_copies_are_not);
    tcase_add_test(content, no_hard_link_is_made_of_a_file_that_may_be_written_to);
    tcase_add_test(content, no_hard_link_leads_to_another_file_system);
    tcase_add_test(content, a_hard_link_that_cannot_be_made_is_told_and_no_copy_takes_its_place);
    tcase_add_loop_test(content, a_damaged_file_is_named_and_nothing_is_handed_out, 0, 6);
    suite_add_tcase(suite, content);

    tcase_add_checked_fixture(places, checkout_begin, checkout_end);
    tcase_add_test(places, what_is_there_stays_unless_it_is_to_be_replaced);
    tcase_add_test(places, an_empty_folder_is_replaced_and_what_is_no_folder_is_not);
    tcase_add_test(places, a_folder_with_anything_but_a_model_is_not_replaced);
    tcase_add_loop_test(places, what_came_into_the_folder_since_it_was_looked_at_is_not_removed_with_it, 0,
                        2);
    tcase_add_test(places, no_target_is_in_the_registry_nor_around_it);
    tcase_add_test(places, a_folder_too_deep_to_be_told_from_the_registry_is_no_place);
    tcase_add_test(places, a_path_that_names_no_new_folder_is_refused);
    tcase_add_test(places, the_folder_above_is_made_if_asked_for_and_goes_again_with_a_failure);
    tcase_add_test(places, progress_ends_at_the_sum_of_the_sizes_and_a_stop_leaves_nothing);
    tcase_add_test(places, a_network_deleted_meanwhile_is_not_found_and_no_damage);
    tcase_add_test(places, one_that_is_at_work_is_left_alone_by_another);
    tcase_add_test(places, what_only_looks_like_a_left_over_is_not_removed);
    tcase_add_test(places, a_registry_that_is_open_for_reading_alone_can_check_out);
    suite_add_tcase(suite, places);

    return suite;
}
