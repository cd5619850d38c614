/*
 * A checkout is the folder that a server loads, whole or not there at all: whichever call fails or is the last, whoever
 * looks meanwhile, and whatever was there before.
 */
#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "bundle/roles.h"
#include "judge/frameworks.h"
#include "models.h"
#include "registry_fixture.h"

Suite *checkout_suite(void);

#define MOST_STEPS 400
#define PATH_ROOM  1200

static struct registry_fixture fixture;
static char target[700]; /* SCRATCH/out/model */

static void begin(void)
{
    scratch_use_memory(true);
    fixture_begin(&fixture, 0);
    ck_assert_int_eq(mkdir(fixture_path(&fixture, "out"), 0777), 0);
    snprintf(target, sizeof target, "%s", fixture_path(&fixture, "out/model"));
}

static void end(void)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, false);

    ck_assert_msg(fault == NULL, "%s", fault);
    fixture_end(&fixture);
    scratch_use_memory(false);
}

static nnreg_status check_out(uint64_t id, const char *dir, unsigned flags)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.flags = flags;
    return nnreg_network_checkout(fixture.registry, id, dir, &call);
}

static void checked_out(uint64_t id, const char *dir, unsigned flags)
{
    nnreg_status status = check_out(id, dir, flags);

    ck_assert_msg(status == NNREG_OK, "%s", nnreg_message(fixture.registry));
}

/* That a call says it, and what it says; "SCRATCH" in `message` stands for the scratch folder. */
static void refused(nnreg_status status, nnreg_status expected, const char *message)
{
    char told[1024];
    const char *at = strstr(message, "SCRATCH");

    if (at != NULL)
        snprintf(told, sizeof told, "%.*s%s%s", (int)(at - message), message, fixture.scratch.path,
                 at + strlen("SCRATCH"));
    else
        snprintf(told, sizeof told, "%s", message);
    ck_assert_str_eq(nnreg_message(fixture.registry), told);
    ck_assert_int_eq(status, expected);
}

static const char *listed(const char *folder)
{
    return scratch_list(&fixture.scratch, folder);
}

/* ------------------------------------------------------------------------------------------------ what is in it -- */

/* Where a server looks for a stored file: written down here once more, from TensorFlow's constants. */
static void loaded_path(char path[PATH_ROOM], const char *dir, const char *name)
{
    snprintf(path, PATH_ROOM, "%s/%s%s", dir, strncmp(name, "variables.", 10) == 0 ? "variables/" : "", name);
}

/* The file's content, malloc'd; NULL with errno when it cannot be had. */
static char *read_whole(int folder, const char *path, size_t *size)
{
    int fd = openat(folder, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat st;
    char *content;

    if (fd < 0)
        return NULL;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        errno = EINVAL;
        return NULL;
    }
    content = malloc((size_t)st.st_size + 1);
    *size = (size_t)st.st_size;
    if (content == NULL || pread(fd, content, *size + 1, 0) != st.st_size)
        abort();
    close(fd);
    return content;
}

static unsigned count_files(const char *dir)
{
    DIR *stream = opendir(dir);
    struct dirent *entry;
    unsigned count = 0;

    ck_assert_ptr_nonnull(stream);
    while ((entry = readdir(stream)) != NULL) {
        char path[PATH_ROOM];
        struct stat st;

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
        ck_assert_int_eq(lstat(path, &st), 0);
        count += S_ISDIR(st.st_mode) ? count_files(path) : 1;
    }
    closedir(stream);
    return count;
}

/* The folder has each file of the network, byte for byte, and nothing else. */
static void same_as_network(const char *dir, uint64_t id)
{
    nnreg_network *network;
    struct nnreg_file_info file;
    char path[PATH_ROOM];
    size_t i, size, stored_size;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++) {
        char *content, *stored = fixture_read(fixture.registry, id, file.name, &stored_size);

        loaded_path(path, dir, file.name);
        content = read_whole(AT_FDCWD, path, &size);
        ck_assert_msg(content != NULL, "%s: %s", path, strerror(errno));
        ck_assert_uint_eq(size, stored_size);
        ck_assert_int_eq(memcmp(content, stored, size), 0);
        free(content);
        free(stored);
    }
    nnreg_network_free(network);
    ck_assert_uint_eq(count_files(dir), i);
}

/* Registers a bundle under a draft of its own, whatever is to be said against that. */
static uint64_t register_drafted(nnreg_bundle *bundle)
{
    static const struct nnreg_rule_severity lenient[] = {{"model.unsafe-op", NNREG_SEVERITY_NOTE},
                                                         {"model.shape-unknown", NNREG_SEVERITY_NOTE},
                                                         {"mean.corrupt", NNREG_SEVERITY_NOTE}};
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
    struct nnreg_file_info one, other;
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
    same_as_network(target, id);
    ck_assert_str_eq(listed("out"), "model ");
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
    loaded_path(path, target, "variables.index");
    assert_mode(path, 0666 & ~mask);
    loaded_path(path, target, "saved_model.pb");
    assert_mode(path, 0666 & ~mask);
}
END_TEST

/* Where the file of a network is stored, in a static buffer. */
static const char *stored_file(uint64_t id, const char *name)
{
    static char path[PATH_ROOM];
    nnreg_network *network;
    struct nnreg_file_info file;
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

    loaded_path(path, target, "variables.index");
    checked_out(id, target, 0);
    ck_assert_uint_ne(inode_of(path), inode_of(stored_file(id, "variables.index")));
    checked_out(id, target, NNREG_HARD_LINKS | NNREG_REPLACE);
    ck_assert_uint_eq(inode_of(path), inode_of(stored_file(id, "variables.index")));
    same_as_network(target, id);
    checked_out(id, target, NNREG_REPLACE); /* which takes the links away, and not what they lead to */
    same_as_network(target, id);
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
    refused(check_out(id, target, NNREG_HARD_LINKS), NNREG_CONFLICT, message);
    ck_assert_str_eq(listed("out"), "");
    checked_out(id, target, 0); /* a copy can be */
    ck_assert_int_eq(chmod(stored, 0444), 0);
}
END_TEST

static int no_links(const char *call)
{
    return strcmp(call, "linkat") == 0 ? EXDEV : 0;
}

START_TEST(a_hard_link_that_cannot_be_made_is_told_and_no_copy_takes_its_place)
{
    uint64_t id = fixture_add(&fixture, "n", 0);

    nnreg_fs_use_hook(no_links);
    ck_assert_int_eq(check_out(id, target, NNREG_HARD_LINKS), NNREG_IO);
    nnreg_fs_use_hook(NULL);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "cannot make the hard link"));
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "it would lead to another file system"));
    ck_assert_str_eq(listed("out"), "");
}
END_TEST

/* -------------------------------------------------------------------------------------------- what is there already -- */

START_TEST(what_is_there_stays_unless_it_is_to_be_replaced)
{
    uint64_t a = fixture_add(&fixture, "a", 0), b = fixture_add(&fixture, "b", 1);
    ino_t inode;

    checked_out(a, target, 0);
    inode = inode_of(target);
    refused(check_out(b, target, 0), NNREG_EXISTS, "\"SCRATCH/out/model\" is there already");
    same_as_network(target, a);
    ck_assert_uint_eq(inode_of(target), inode);
    checked_out(b, target, NNREG_REPLACE);
    same_as_network(target, b);
    ck_assert_uint_ne(inode_of(target), inode);
    ck_assert_str_eq(listed("out"), "model ");
}
END_TEST

START_TEST(an_empty_folder_is_replaced_and_what_is_no_folder_is_not)
{
    uint64_t id = fixture_add(&fixture, "a", 0);
    char other[PATH_ROOM];

    ck_assert_int_eq(mkdir(target, 0777), 0);
    ck_assert_int_eq(check_out(id, target, 0), NNREG_EXISTS); /* a plain rename would do it */
    ck_assert_str_eq(listed("out/model"), "");
    checked_out(id, target, NNREG_REPLACE);
    same_as_network(target, id);
    snprintf(other, sizeof other, "%s", fixture_path(&fixture, "out/link"));
    ck_assert_int_eq(symlink("model", other), 0);
    refused(check_out(id, other, 0), NNREG_EXISTS, "\"SCRATCH/out/link\" is there already");
    refused(check_out(id, other, NNREG_REPLACE), NNREG_EXISTS,
            "\"SCRATCH/out/link\" is no folder, and only a folder is replaced");
    ck_assert_str_eq(listed("out"), "link model ");
}
END_TEST

START_TEST(a_folder_with_anything_but_a_model_is_not_replaced)
{
    uint64_t id = fixture_add(&fixture, "a", 0);
    char versions[PATH_ROOM];

    snprintf(versions, sizeof versions, "%s", fixture_path(&fixture, "out"));
    checked_out(id, fixture_path(&fixture, "out/1"), 0);
    refused(check_out(id, versions, NNREG_REPLACE), NNREG_CONFLICT,
            "\"SCRATCH/out\" is not replaced: it holds \"1\", which is no part of a model");
    ck_assert_str_eq(listed("out"), "1 ");
    checked_out(id, target, 0);
    scratch_write(&fixture.scratch, "out/model/notes.txt", 0, "mine", 4);
    refused(check_out(id, target, NNREG_REPLACE), NNREG_CONFLICT,
            "\"SCRATCH/out/model\" is not replaced: it holds \"notes.txt\", which is no part of a model");
    ck_assert_int_eq(scratch_size(&fixture.scratch, "out/model/notes.txt"), 4);
}
END_TEST

START_TEST(no_target_is_in_the_registry_nor_around_it)
{
    uint64_t id = fixture_add(&fixture, "a", 0);
    char link[PATH_ROOM], *before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);

    refused(check_out(id, fixture_path(&fixture, "registry/model"), 0), NNREG_INVALID_ARGUMENT,
            "\"SCRATCH/registry/model\" would be in the folder of the registry itself");
    refused(check_out(id, fixture_path(&fixture, "registry/blobs/model"), 0), NNREG_INVALID_ARGUMENT,
            "\"SCRATCH/registry/blobs/model\" would be in the folder of the registry itself");
    snprintf(link, sizeof link, "%s", fixture_path(&fixture, "out/link"));
    ck_assert_int_eq(symlink("../registry/staging", link), 0);
    refused(check_out(id, fixture_path(&fixture, "out/link/model"), 0), NNREG_INVALID_ARGUMENT,
            "\"SCRATCH/out/link/model\" would be in the folder of the registry itself");
    refused(check_out(id, fixture.dir, NNREG_REPLACE), NNREG_INVALID_ARGUMENT,
            "\"SCRATCH/registry\" is not replaced: the registry itself is in it");
    refused(check_out(id, fixture.scratch.path, NNREG_REPLACE), NNREG_INVALID_ARGUMENT,
            "\"SCRATCH\" is not replaced: the registry itself is in it");
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      "refused targets");
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
    refused(check_out(id + 1, target, 0), NNREG_NOT_FOUND, "there is no network 2");
    refused(check_out(id, fixture_path(&fixture, "none/model"), 0), NNREG_NOT_FOUND,
            "cannot open the folder \"SCRATCH/none\": there is no such file or folder");
    snprintf(slashes, sizeof slashes, "%s//model///", fixture_path(&fixture, "out"));
    checked_out(id, slashes, 0);
    same_as_network(target, id);
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
    ck_assert_str_eq(listed("."), "model-0 out registry ");
    checked_out(id, version, NNREG_MAKE_PARENT);
    same_as_network(version, id);
    ck_assert_str_eq(listed("served"), "7 ");
    ck_assert_int_eq(check_out(id, version, NNREG_MAKE_PARENT), NNREG_EXISTS);
    ck_assert_str_eq(listed("served"), "7 "); /* it was there: it stays */
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- what is damaged -- */

START_TEST(a_damaged_file_is_named_and_nothing_is_handed_out)
{
    static const char *const kinds[] = {"altered", "shortened", "missing"};
    uint64_t id = fixture_add(&fixture, "n", 0);
    const char *stored = stored_file(id, "variables.index");
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
    ck_assert_str_eq(listed("out"), "");
    fixture_add(&fixture, "good", 0); /* heals it */
    checked_out(id, target, 0);
    same_as_network(target, id);
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
        ck_assert_str_eq(listed("out"), "");
        stopping = (struct stopping){0, stopping.stop_at + 1, 0, 0};
        ck_assert_uint_lt(stopping.stop_at, 20);
    }
    ck_assert_str_eq(nnreg_message(fixture.registry), "");
    ck_assert_uint_eq(stopping.done, stopping.total);
    ck_assert_uint_ge(stopping.stop_at, FIXTURE_FILES);
    same_as_network(target, id);
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
    refused(nnreg_network_checkout(fixture.registry, id, target, &call), NNREG_NOT_FOUND,
            "there is no network 1");
    ck_assert_str_eq(listed("out"), "");
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
    same_as_network(target, beside.id);
    same_as_network(fixture_path(&fixture, "out/beside"), beside.id);
    ck_assert_str_eq(listed("out"), "beside model ");
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
    checked_out(id, target, 0);
    ck_assert_str_eq(listed("out"), ".nnreg-checkout-mine .nnreg-checkout-other model ");
    ck_assert_str_eq(listed("out/.nnreg-checkout-mine"), "checkout thesis.txt ");
}
END_TEST

START_TEST(a_registry_that_is_open_for_reading_alone_can_check_out)
{
    uint64_t id = fixture_add(&fixture, "n", 0);

    fixture_reopen(&fixture, NNREG_OPEN_READ_ONLY);
    checked_out(id, target, 0);
    same_as_network(target, id);
}
END_TEST

/* ------------------------------------------------------------------------------------------------------ what fails -- */

/* The sweeps go through these: to a new place, in the place of another, and by links. */
static const unsigned swept_flags[] = {0, NNREG_REPLACE, NNREG_REPLACE | NNREG_HARD_LINKS, NNREG_MAKE_PARENT};
#define SWEPT (int)(sizeof swept_flags / sizeof *swept_flags)

static uint64_t
    swept[2]; /* networks: the one that is there before a replacing checkout, and the one that comes */

/* Each one to a target as at the beginning: none, or the first network's. */
static void before_swept(unsigned flags)
{
    if (flags == NNREG_MAKE_PARENT)
        snprintf(target, sizeof target, "%s", fixture_path(&fixture, "out/versions/3"));
    if (swept[0] == 0) {
        swept[0] = fixture_add(&fixture, "old", 0);
        swept[1] = fixture_add(&fixture, "new", 1);
    }
    if ((flags & NNREG_REPLACE) != 0)
        checked_out(swept[0], target, NNREG_REPLACE);
    else
        ck_assert_int_eq(nnreg_fs_remove_tree(fixture.scratch.folder, "out", NULL), NNREG_OK);
    (void)mkdir(fixture_path(&fixture, "out"), 0777);
}

/* Nothing of it is to be seen. */
static void assert_untouched(unsigned flags, const char *what)
{
    const char *found = listed("out");

    ck_assert_msg(strcmp(found, (flags & NNREG_REPLACE) != 0 ? "model " : "") == 0, "%s: %s", what, found);
    if ((flags & NNREG_REPLACE) != 0)
        same_as_network(target, swept[0]);
}

START_TEST(a_system_call_that_fails_is_told_and_nothing_has_changed)
{
    static const struct {
        int error;
        nnreg_status status;
    } kinds[] = {{EIO, NNREG_IO}, {ENOSPC, NNREG_NO_SPACE}};
    unsigned flags = swept_flags[_i / 2], n, stride = fixture_stride("checkout", 7);
    bool failed = true;

    swept[0] = 0;
    for (n = 1; failed; n += stride) {
        unsigned descriptors;
        nnreg_status status;
        const char *call;
        char what[80];

        ck_assert_uint_lt(n, MOST_STEPS);
        before_swept(flags);
        descriptors = open_descriptors();
        fixture_fail_call(n, kinds[_i % 2].error, false);
        status = check_out(swept[1], target, flags);
        failed = fixture_call_failed(&call);
        snprintf(what, sizeof what, "call %u (%s)", n, failed ? call : "none");
        ck_assert_uint_eq(open_descriptors(), descriptors);
        if (status == NNREG_OK) { /* it did without, or only what was to be tidied up stays */
            same_as_network(target, swept[1]);
            checked_out(swept[0], target, NNREG_REPLACE);
            same_as_network(target, swept[0]);
            ck_assert_str_eq(listed("out"), flags == NNREG_MAKE_PARENT ? "versions " : "model ");
            continue;
        }
        ck_assert_msg(status == kinds[_i % 2].status, "%s: %s", what, nnreg_message(fixture.registry));
        assert_untouched(flags, what);
    }
    ck_assert_uint_gt(n, 30);
}
END_TEST

START_TEST(a_system_that_fails_for_good_leaves_what_the_next_one_tidies_up)
{
    unsigned flags = swept_flags[_i], n, stride = fixture_stride("checkout", 7);
    bool failed = true;

    swept[0] = 0;
    for (n = 1; failed; n += stride) {
        nnreg_status status;

        ck_assert_uint_lt(n, MOST_STEPS);
        before_swept(flags);
        fixture_fail_call(n, EIO, true);
        status = check_out(swept[1], target, flags);
        failed = fixture_call_failed(NULL);
        if (status != NNREG_OK)
            ck_assert_int_eq(status, NNREG_IO);
        checked_out(swept[1], target, flags | NNREG_REPLACE);
        same_as_network(target, swept[1]);
        ck_assert_str_eq(listed("out"), flags == NNREG_MAKE_PARENT ? "versions " : "model ");
    }
}
END_TEST

START_TEST(an_allocation_that_fails_is_told_and_nothing_has_changed)
{
    unsigned flags = swept_flags[_i];
    uint64_t n, stride = fixture_stride("checkout", 7);
    nnreg_status status = NNREG_NO_MEMORY;

    swept[0] = 0;
    for (n = 1; status != NNREG_OK; n += stride) {
        ck_assert_uint_lt(n, MOST_STEPS);
        before_swept(flags);
        nnreg_alloc_fail_from(n);
        status = check_out(swept[1], target, flags);
        nnreg_alloc_fail_from(0);
        if (status == NNREG_OK)
            break;
        ck_assert_int_eq(status, NNREG_NO_MEMORY);
        checked_out(swept[1], target,
                    flags | NNREG_REPLACE); /* sweeps what could not be listed without memory */
        ck_assert_str_eq(listed("out"), flags == NNREG_MAKE_PARENT ? "versions " : "model ");
    }
    same_as_network(target, swept[1]);
}
END_TEST

/* ---------------------------------------------------------------------------------------------- on the device -- */

static struct {
    unsigned syncs_before, syncs_after, renames;
    bool removed_first; /* something was removed between the rename and the sync of its folder */
} order;

static int note_order(const char *call)
{
    if (strcmp(call, "renameat2") == 0)
        order.renames++;
    else if (strcmp(call, "fsync") == 0 && order.renames == 0)
        order.syncs_before++;
    else if (strcmp(call, "fsync") == 0)
        order.syncs_after++;
    else if (strcmp(call, "unlinkat") == 0 && order.renames > 0 && order.syncs_after == 0)
        order.removed_first = true;
    return 0;
}

START_TEST(files_and_folders_are_on_the_device_before_the_name_and_the_name_before_the_end)
{
    unsigned flags = swept_flags[_i], folders = 2;                        /* the model's, and variables/ */
    unsigned files = (flags & NNREG_HARD_LINKS) != 0 ? 0 : FIXTURE_FILES; /* stored ones are there already */

    swept[0] = 0;
    before_swept(flags);
    memset(&order, 0, sizeof order);
    nnreg_fs_use_hook(note_order);
    checked_out(swept[1], target, flags);
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_eq(order.renames, 1);
    ck_assert_uint_eq(order.syncs_before, files + folders + (flags == NNREG_MAKE_PARENT ? 1 : 0));
    ck_assert_uint_eq(order.syncs_after, 1);
    ck_assert(!order.removed_first);
}
END_TEST

/* ------------------------------------------------------------------------------------- somebody else at the target -- */

static bool others_make;

/* Just before it gets its name, somebody makes an empty folder there, or takes away what was. */
static int others_hook(const char *call)
{
    if (strcmp(call, "renameat2") == 0 && others_make)
        (void)mkdir(target, 0777);
    else if (strcmp(call, "renameat2") == 0)
        (void)rename(target, fixture_path(&fixture, "taken"));
    return 0;
}

START_TEST(what_comes_or_goes_at_the_last_moment_is_told)
{
    uint64_t id = fixture_add(&fixture, "n", 0);
    struct stat st;

    others_make = true;
    nnreg_fs_use_hook(others_hook);
    refused(check_out(id, target, 0), NNREG_EXISTS, "\"SCRATCH/out/model\" is there already");
    ck_assert_str_eq(listed("out"), "model ");
    ck_assert_str_eq(listed("out/model"), "");
    others_make = false;
    refused(check_out(id, target, NNREG_REPLACE), NNREG_CONFLICT,
            "\"SCRATCH/out/model\" was removed meanwhile");
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(listed("out"), "");
    ck_assert_int_eq(stat(fixture_path(&fixture, "taken"), &st), 0);
}
END_TEST

/* ---------------------------------------------------------------------------------- file systems without an exchange -- */

static int no_rename_flags(const char *call)
{
    return strcmp(call, "renameat2") == 0 ? EINVAL : 0;
}

START_TEST(where_names_cannot_be_exchanged_it_goes_in_steps)
{
    uint64_t a = fixture_add(&fixture, "a", 0), b = fixture_add(&fixture, "b", 1);

    nnreg_fs_use_hook(no_rename_flags);
    checked_out(a, target, 0);
    ck_assert_int_eq(check_out(b, target, 0), NNREG_EXISTS);
    same_as_network(target, a);
    checked_out(b, target, NNREG_REPLACE);
    same_as_network(target, b);
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(listed("out"), "model ");
}
END_TEST

static unsigned renames_left;

/* The rename after the first, and no flags. */
static int no_second_rename(const char *call)
{
    if (strcmp(call, "renameat2") == 0)
        return EINVAL;
    return strcmp(call, "renameat") == 0 && renames_left-- == 0 ? EIO : 0;
}

START_TEST(a_step_of_it_that_fails_puts_back_what_was_there)
{
    uint64_t a = fixture_add(&fixture, "a", 0), b = fixture_add(&fixture, "b", 1);

    checked_out(a, target, 0);
    renames_left = 1;
    nnreg_fs_use_hook(no_second_rename);
    ck_assert_int_eq(check_out(b, target, NNREG_REPLACE), NNREG_IO);
    nnreg_fs_use_hook(NULL);
    same_as_network(target, a);
    ck_assert_str_eq(listed("out"), "model ");
}
END_TEST

/* --------------------------------------------------------------------------------------- kills, and somebody who looks -- */

static unsigned kill_at, kill_calls;

static int kill_hook(const char *call)
{
    (void)call;
    if (++kill_calls == kill_at)
        (void)raise(SIGKILL);
    return 0;
}

/* In a process that is killed in front of its n-th system call on files; false when it came to its end. */
static bool check_out_killed(uint64_t id, unsigned flags, unsigned n)
{
    pid_t child = fork();
    int status;

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        CHILD(nnreg_open(&fixture.registry, fixture.dir, NULL) == NNREG_OK);
        kill_at = n;
        kill_calls = 0;
        nnreg_fs_use_hook(kill_hook);
        CHILD(check_out(id, target, flags) == NNREG_OK);
        nnreg_fs_use_hook(NULL);
        nnreg_close(fixture.registry);
        child_done();
    }
    status = child_wait(child);
    if (WIFSIGNALED(status)) {
        ck_assert_int_eq(WTERMSIG(status), SIGKILL);
        return true;
    }
    ck_assert_int_eq(WEXITSTATUS(status), 0);
    return false;
}

/* What a server finds at the target: the models it may be, by the content of the files that they do not share. */
struct watched {
    char *content[2][FIXTURE_FILES];
    size_t size[2][FIXTURE_FILES];
    bool always; /* there is something at the target at every moment */
};

static const char *const watched_names[FIXTURE_FILES] = {
    "saved_model.pb", "variables/variables.data-00000-of-00001", "variables/variables.index"};

static void watch(struct watched *watched)
{
    int model, i;

    for (model = 0; model < 2; model++)
        for (i = 0; i < FIXTURE_FILES; i++) {
            char path[PATH_ROOM];

            snprintf(path, sizeof path, "%s/%s", fixture_model(&fixture, (unsigned)model), watched_names[i]);
            watched->content[model][i] = read_whole(AT_FDCWD, path, &watched->size[model][i]);
            ck_assert_ptr_nonnull(watched->content[model][i]);
        }
}

static void unwatch(struct watched *watched)
{
    int model, i;

    for (model = 0; model < 2; model++)
        for (i = 0; i < FIXTURE_FILES; i++)
            free(watched->content[model][i]);
}

/* A bit for each model that the file is of. */
static unsigned models_of(const struct watched *watched, int i, const char *content, size_t size)
{
    unsigned models = 0;
    int model;

    for (model = 0; model < 2; model++)
        if (watched->size[model][i] == size && memcmp(watched->content[model][i], content, size) == 0)
            models |= 1u << model;
    return models;
}

/* Whether a folder that was opened is still what the target's name leads to. */
static bool is_target(int folder)
{
    struct stat here, named;

    return fstat(folder, &here) == 0 && stat(target, &named) == 0 && here.st_ino == named.st_ino;
}

/*
 * Loads what is at the target as a server does that opens the folder: all files are there, and of one model. Only a folder
 * that was replaced since it was opened may lose files. NULL, or what is wrong.
 */
static const char *load_target(const struct watched *watched)
{
    int folder = open(target, O_RDONLY | O_DIRECTORY | O_CLOEXEC), i;
    unsigned models = 3;
    const char *wrong = NULL;

    if (folder < 0)
        return errno == ENOENT && !watched->always ? NULL : "there is nothing at the target";
    for (i = 0; i < FIXTURE_FILES && wrong == NULL; i++) {
        size_t size;
        char *content = read_whole(folder, watched_names[i], &size);

        if (content == NULL && is_target(folder))
            wrong = "a file is missing";
        if (content == NULL)
            break;
        models &= models_of(watched, i, content, size);
        if (models == 0)
            wrong = "the files are of no model, or of two";
        free(content);
    }
    close(folder);
    return wrong;
}

/* A process that loads until *stop; its status tells whether all was well each time. */
static pid_t start_watcher(const struct watched *watched, atomic_uint *stop, atomic_uint *loads)
{
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child != 0)
        return child;
    while (atomic_load(stop) == 0) {
        const char *wrong = load_target(watched);

        if (wrong != NULL) {
            fprintf(stderr, "a server found: %s\n", wrong);
            _exit(1);
        }
        atomic_fetch_add(loads, 1);
    }
    child_done();
}

static atomic_uint *shared_counters(void)
{
    void *shared =
        mmap(NULL, 2 * sizeof(atomic_uint), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    ck_assert_ptr_ne(shared, MAP_FAILED);
    return shared;
}

static void end_watcher(pid_t watcher, atomic_uint *counters)
{
    int status;

    atomic_store(&counters[0], 1);
    status = child_wait(watcher);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ck_assert_uint_gt(atomic_load(&counters[1]), 0);
    munmap(counters, 2 * sizeof *counters);
}

/* Beside the target there is nothing but what has the name of a left-over. */
static void assert_hidden(void)
{
    char folder[sizeof target];
    struct dirent *entry;
    DIR *stream;

    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(target, '/') - target), target);
    stream = opendir(folder);
    if (stream == NULL) /* it was not made yet */
        return;
    while ((entry = readdir(stream)) != NULL)
        ck_assert_msg(strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
                          strcmp(entry->d_name, strrchr(target, '/') + 1) == 0 ||
                          strncmp(entry->d_name, ".nnreg-checkout-", 16) == 0,
                      "%s", entry->d_name);
    closedir(stream);
}

START_TEST(killed_at_any_call_it_is_there_or_not_and_a_server_never_sees_a_part)
{
    unsigned flags = swept_flags[_i], n, stride = fixture_stride("checkout killed", 7);
    struct watched watched = {.always = (flags & NNREG_REPLACE) != 0};
    atomic_uint *counters = shared_counters();
    bool killed = true;
    pid_t watcher;

    swept[0] = 0;
    before_swept(flags);
    watch(&watched);
    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    watcher = start_watcher(&watched, &counters[0], &counters[1]);
    for (n = 1; killed; n += stride) {
        const char *wrong;

        ck_assert_uint_lt(n, MOST_STEPS);
        killed = check_out_killed(swept[n % 2], flags, n);
        wrong = load_target(&watched);
        ck_assert_msg(wrong == NULL, "killed at call %u: %s", n, wrong);
        assert_hidden();
        if ((flags & NNREG_REPLACE) == 0)
            (void)rename(target, fixture_path(&fixture, "taken"));
        (void)nnreg_fs_remove_tree(fixture.scratch.folder, "taken", NULL);
    }
    end_watcher(watcher, counters);
    unwatch(&watched);
    fixture.registry = fixture_open(&fixture, 0);
    checked_out(swept[1], target, flags | NNREG_REPLACE);
    same_as_network(target, swept[1]);
    ck_assert_str_eq(listed(flags == NNREG_MAKE_PARENT ? "out/versions" : "out"),
                     flags == NNREG_MAKE_PARENT ? "3 " : "model ");
}
END_TEST

START_TEST(a_server_that_looks_all_the_time_never_sees_a_part)
{
    struct watched watched = {.always = true};
    atomic_uint *counters = shared_counters();
    unsigned i;
    pid_t watcher;

    swept[0] = 0;
    before_swept(NNREG_REPLACE);
    watch(&watched);
    watcher = start_watcher(&watched, &counters[0], &counters[1]);
    for (i = 0; i < 200 || atomic_load(&counters[1]) < 200; i++)
        checked_out(swept[i % 2], target, NNREG_REPLACE);
    end_watcher(watcher, counters);
    unwatch(&watched);
    ck_assert_str_eq(listed("out"), "model ");
}
END_TEST

Suite *checkout_suite(void)
{
    Suite *suite = suite_create("checkout");
    TCase *content = tcase_create("content"), *places = tcase_create("places"),
          *fails = tcase_create("fails"), *kills = tcase_create("kills");

    tcase_add_checked_fixture(content, begin, end);
    tcase_add_loop_test(content, every_kind_of_model_comes_out_as_a_folder_that_gives_the_same_files_again, 0,
                        MW_KIND_COUNT);
    tcase_add_test(content, a_framework_says_where_its_files_are_loaded_from);
    tcase_add_loop_test(content, modes_are_those_of_any_file_by_the_umask, 0, 4);
    tcase_add_test(content, hard_links_are_the_stored_files_themselves_and_copies_are_not);
    tcase_add_test(content, no_hard_link_is_made_of_a_file_that_may_be_written_to);
    tcase_add_test(content, a_hard_link_that_cannot_be_made_is_told_and_no_copy_takes_its_place);
    tcase_add_loop_test(content, a_damaged_file_is_named_and_nothing_is_handed_out, 0, 6);
    suite_add_tcase(suite, content);

    tcase_add_checked_fixture(places, begin, end);
    tcase_add_test(places, what_is_there_stays_unless_it_is_to_be_replaced);
    tcase_add_test(places, an_empty_folder_is_replaced_and_what_is_no_folder_is_not);
    tcase_add_test(places, a_folder_with_anything_but_a_model_is_not_replaced);
    tcase_add_test(places, no_target_is_in_the_registry_nor_around_it);
    tcase_add_test(places, a_path_that_names_no_new_folder_is_refused);
    tcase_add_test(places, the_folder_above_is_made_if_asked_for_and_goes_again_with_a_failure);
    tcase_add_test(places, progress_ends_at_the_sum_of_the_sizes_and_a_stop_leaves_nothing);
    tcase_add_test(places, a_network_deleted_meanwhile_is_not_found_and_no_damage);
    tcase_add_test(places, one_that_is_at_work_is_left_alone_by_another);
    tcase_add_test(places, what_only_looks_like_a_left_over_is_not_removed);
    tcase_add_test(places, a_registry_that_is_open_for_reading_alone_can_check_out);
    suite_add_tcase(suite, places);

    tcase_add_checked_fixture(fails, begin, end);
    tcase_add_loop_test(fails, a_system_call_that_fails_is_told_and_nothing_has_changed, 0, 2 * SWEPT);
    tcase_add_loop_test(fails, a_system_that_fails_for_good_leaves_what_the_next_one_tidies_up, 0, SWEPT);
    tcase_add_loop_test(fails, an_allocation_that_fails_is_told_and_nothing_has_changed, 0, SWEPT);
    tcase_add_loop_test(
        fails, files_and_folders_are_on_the_device_before_the_name_and_the_name_before_the_end, 0, SWEPT);
    tcase_add_test(fails, what_comes_or_goes_at_the_last_moment_is_told);
    tcase_add_test(fails, where_names_cannot_be_exchanged_it_goes_in_steps);
    tcase_add_test(fails, a_step_of_it_that_fails_puts_back_what_was_there);
    suite_add_tcase(suite, fails);

    tcase_add_checked_fixture(kills, begin, end);
    tcase_add_loop_test(kills, killed_at_any_call_it_is_there_or_not_and_a_server_never_sees_a_part, 0,
                        SWEPT);
    tcase_add_test(kills, a_server_that_looks_all_the_time_never_sees_a_part);
    suite_add_tcase(suite, kills);
    return suite;
}
