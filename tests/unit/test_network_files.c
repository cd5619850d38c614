/*
 * The files of networks: they come out byte for byte, each is stored once and goes with the last network that uses it,
 * and a create that fails leaves nothing of them, nor of anything else.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fsio.h"
#include "case_archive.h"
#include "damages.h"
#include "models.h"
#include "registry/creation.h"
#include "registry_fixture.h"

Suite *network_files_suite(void);

static struct registry_fixture fixture;

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

/* Whatever a test did, the registry is sound at its end. */
static void end(void)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, false);

    ck_assert_msg(fault == NULL, "%s", fault);
    fixture_end(&fixture);
}

static nnreg_network *get(uint64_t id)
{
    nnreg_network *network;

    ck_assert_msg(nnreg_network_get(fixture.registry, &network, id) == NNREG_OK, "%s",
                  nnreg_message(fixture.registry));
    return network;
}

/* The file `name` below the model's folder against what the registry gives out. */
static void same_file(uint64_t id, const char *stored, const char *path)
{
    size_t size;
    char *content = fixture_read(fixture.registry, id, stored, &size), *expected;
    FILE *file = fopen(path, "rb");

    ck_assert_msg(content != NULL, "%s: %s", stored, nnreg_message(fixture.registry));
    ck_assert_ptr_nonnull(file);
    expected = malloc(size + 1);
    ck_assert_ptr_nonnull(expected);
    ck_assert_uint_eq(fread(expected, 1, size + 1, file), size);
    ck_assert_int_eq(memcmp(content, expected, size), 0);
    fclose(file);
    free(expected);
    free(content);
}

START_TEST(every_file_comes_out_byte_for_byte_sorted_by_name)
{
    static const char *const names[] = {"saved_model.pb", "variables.data-00000-of-00001", "variables.index"};
    static const char *const paths[] = {"saved_model.pb", "variables/variables.data-00000-of-00001",
                                        "variables/variables.index"};
    uint64_t id = fixture_add(&fixture, "n", 3);
    nnreg_network *network = get(id);
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    char path[700];
    size_t i;

    ck_assert_uint_eq(nnreg_network_file_count(network), FIXTURE_FILES);
    for (i = 0; i < FIXTURE_FILES; i++) {
        ck_assert_int_eq(nnreg_network_file(network, i, &file), NNREG_OK);
        ck_assert_str_eq(file.name, names[i]);
        ck_assert_uint_eq(strlen(file.sha256), 64);
        snprintf(path, sizeof path, "%s/%s", fixture_model(&fixture, 3), paths[i]);
        same_file(id, names[i], path);
        same_file(id, paths[i], path); /* "variables/" makes no difference */
    }
    ck_assert_int_eq(nnreg_network_file(network, i, &file), NNREG_NOT_FOUND);
    nnreg_network_free(network);
}
END_TEST

START_TEST(a_file_a_network_has_not_is_not_found)
{
    uint64_t id = fixture_add(&fixture, "n", 0), size;
    int fd;

    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, id, "saved_model.pbtxt"),
                     NNREG_NOT_FOUND);
    ck_assert_str_eq(nnreg_message(fixture.registry), "network 1 has no file \"saved_model.pbtxt\"");
    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, 1, "a\nb"), NNREG_NOT_FOUND);
    ck_assert_str_eq(nnreg_message(fixture.registry), "network 1 has no file \"a\\x0ab\"");
    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, id + 1, "saved_model.pb"),
                     NNREG_NOT_FOUND);
    ck_assert_str_eq(nnreg_message(fixture.registry), "there is no network 2");
    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, id, "../data.mdb"),
                     NNREG_NOT_FOUND);
}
END_TEST

/* The path of the one stored file with this name, in a static buffer. */
static const char *stored_path(uint64_t id, const char *name)
{
    static char path[700];
    nnreg_network *network = get(id);
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    size_t i;

    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++)
        if (strcmp(file.name, name) == 0)
            snprintf(path, sizeof path, "%s/blobs/%.2s/%s", fixture.dir, file.sha256, file.sha256 + 2);
    nnreg_network_free(network);
    return path;
}

START_TEST(a_stored_file_that_is_gone_or_changed_in_size_is_corrupt_and_not_served)
{
    uint64_t id = fixture_add(&fixture, "n", 0), other, size;
    const char *path = stored_path(id, "saved_model.pb");
    struct stat st;
    int fd;

    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_int_eq(st.st_mode & 0222, 0); /* nobody may write to it */
    ck_assert_int_eq(chmod(path, 0644), 0);
    ck_assert_int_eq(truncate(path, st.st_size - 1), 0);
    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, id, "saved_model.pb"),
                     NNREG_CORRUPT);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, id, "saved_model.pb"),
                     NNREG_CORRUPT);
    ck_assert_int_eq(fd, -1);
    other = fixture_add(&fixture, "again", 0); /* the right file takes its place */
    same_file(id, "saved_model.pb", fixture_path(&fixture, "model-0/saved_model.pb"));
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, other, NULL, NULL), NNREG_OK);
}
END_TEST

START_TEST(files_come_from_folders_paths_descriptors_and_memory_alike)
{
    const char *model = fixture_model(&fixture, 0), *json = fixture_description("n", "");
    char index[700], shard[700];
    nnreg_bundle *bundle;
    uint64_t id, from_folder = fixture_add(&fixture, "n", 0);
    size_t size;
    char *content = fixture_read(fixture.registry, from_folder, "saved_model.pb", &size);
    int fd;

    snprintf(index, sizeof index, "%s/variables/variables.index", model);
    snprintf(shard, sizeof shard, "%s/variables/variables.data-00000-of-00001", model);
    fd = open(shard, O_RDONLY | O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(lseek(fd, 5, SEEK_SET), 5); /* where it stands makes no difference */
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, content, size, "saved_model.pb"), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_file(bundle, index, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_fd(bundle, fd, "variables.data-00000-of-00001"), NNREG_OK);
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings),
        NNREG_OK);
    ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), 5);
    close(fd);
    nnreg_bundle_free(bundle);
    free(content);
    same_file(id, "variables.index", index);
    same_file(id, "variables.data-00000-of-00001", shard);
    ck_assert_str_eq(stored_path(id, "saved_model.pb"), stored_path(from_folder, "saved_model.pb"));
}
END_TEST

START_TEST(what_a_folder_has_beyond_a_model_is_warned_of_and_not_stored)
{
    const char *json = fixture_description("n", "");
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    nnreg_network *network;
    uint64_t id;

    scratch_write(&fixture.scratch, "model-0/checkpoint", 0, "text", 4);
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings),
        NNREG_OK);
    ck_assert_str_eq(fixture_found(&fixture), "warning bundle.unknown-file checkpoint");
    network = get(id);
    ck_assert_uint_eq(nnreg_network_file_count(network), FIXTURE_FILES);
    nnreg_network_free(network);
    nnreg_bundle_free(bundle);
}
END_TEST

/* ----------------------------------------------------------------------------------------------- large weights -- */

/* Of 8 MiB in two variables: by their folder, by more files than stay open, and in an archive. */
enum large_form { LARGE_FOLDER, LARGE_MANY, LARGE_ARCHIVE, LARGE_FORMS };

static nnreg_bundle *large_bundle(void **archive, enum large_form form, bool damaged)
{
    struct mw_recipe recipe;
    struct mw_made made;
    nnreg_bundle *bundle;
    char error[256] = "", name[32];
    const char *path = fixture_path(&fixture, "large");
    unsigned i;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_BIG_VARIABLES;
    recipe.bytes = 8 << 20;
    recipe.nodes = 2;
    recipe.bundle.fault.kind = damaged ? MW_FAULT_FLIPPED_BIT : MW_FAULT_NONE;
    recipe.bundle.fault.key = damaged ? "big_1/weights" : NULL;
    mw_make(&made, &recipe);
    ck_assert_msg(mw_made_write(&made, &recipe, path, error, sizeof error) == 0, "%s", error);
    mw_made_free(&made);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    *archive = form == LARGE_ARCHIVE ? case_archive_pack(bundle, path, "deflated") : NULL;
    if (form != LARGE_ARCHIVE)
        ck_assert_int_eq(nnreg_bundle_add_directory(bundle, path), NNREG_OK);
    for (i = 0; i < 70 && form == LARGE_MANY; i++) {
        snprintf(name, sizeof name, "assets/%u", i);
        ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "x", 1, name), NNREG_OK);
    }
    return bundle;
}

static atomic_uint reads_since; /* the last of the staging */

static int count_reads(const char *call)
{
    if (strcmp(call, "pread") == 0)
        atomic_fetch_add(&reads_since, 1);
    return 0;
}

/* How many there were by then is kept when all weights are judged. */
static int look_at_reads(void *context, const char *stage, uint64_t done, uint64_t total)
{
    unsigned *reads = context;

    if (strcmp(stage, "staging") == 0)
        atomic_store(&reads_since, 0);
    else if (strcmp(stage, "weights") == 0 && done == total)
        *reads = atomic_load(&reads_since);
    return 0;
}

START_TEST(large_weights_are_judged_by_what_was_copied_and_not_read_again)
{
    const char *json = fixture_description("n", "");
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;
    unsigned reads = UINT_MAX;
    void *archive;
    nnreg_bundle *bundle = large_bundle(&archive, (enum large_form)_i, false);
    uint64_t id;

    options.progress = look_at_reads;
    options.context = &reads;
    nnreg_fs_use_hook(count_reads);
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, &options, fixture.findings),
        NNREG_OK);
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_le(reads, _i == LARGE_MANY ? 24 : 12); /* some of the many are by their names */
    ck_assert_int_eq(nnreg_findings_weights_checked(fixture.findings), 1);
    nnreg_bundle_free(bundle);
    free(archive);
}
END_TEST

START_TEST(damage_in_large_weights_is_told_as_a_check_tells_it)
{
    const char *json = fixture_description("n", "");
    void *archive;
    nnreg_bundle *bundle = large_bundle(&archive, (enum large_form)_i, true);
    const struct nnreg_finding *finding;
    char message[500];
    uint64_t id, offset;

    ck_assert_int_eq(nnreg_check(fixture.findings, json, strlen(json), bundle, NULL), NNREG_REFUSED);
    ck_assert_str_eq(fixture_found(&fixture), "error variables.crc variables.data-00000-of-00001");
    finding = nnreg_findings_get(fixture.findings, 0);
    snprintf(message, sizeof message, "%s", finding->message);
    offset = finding->offset;
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings),
        NNREG_REFUSED);
    ck_assert_str_eq(fixture_found(&fixture), "error variables.crc variables.data-00000-of-00001");
    finding = nnreg_findings_get(fixture.findings, 0);
    ck_assert_str_eq(finding->message, message);
    ck_assert_uint_eq(finding->offset, offset);
    nnreg_bundle_free(bundle);
    free(archive);
}
END_TEST

/* ------------------------------------------------------------------------------------------- delete, the blobs -- */

/* A folder in its place cannot be unlinked, as somebody else's file cannot. */
/* Which only the contents show: the file was copied by then, and its copy stays behind. */
START_TEST(a_file_that_the_contents_show_to_be_none_of_the_model_is_not_stored)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    char path[700];
    nnreg_network *network;
    uint64_t id;
    size_t i;
    int fd;

    snprintf(path, sizeof path, "%s/saved_model.cpb", fixture_model(&fixture, 2));
    fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, "any", 3), 3);
    close(fd);
    ck_assert_int_eq(fixture_create(&fixture, &id, "n", 2), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "warning bundle.unknown-file"));
    network = get(id);
    ck_assert_uint_eq(nnreg_network_file_count(network), FIXTURE_FILES);
    for (i = 0; i < FIXTURE_FILES; i++) {
        uint64_t size;

        ck_assert_int_eq(nnreg_network_file(network, i, &file), NNREG_OK);
        ck_assert_str_ne(file.name, "saved_model.cpb");
        ck_assert_int_eq(nnreg_network_open_verified(fixture.registry, &fd, &size, id, file.name, NULL),
                         NNREG_OK);
        close(fd);
    }
    nnreg_network_free(network);
    ck_assert_str_eq(scratch_list(&fixture.scratch, "registry/staging"), "");
    ck_assert_int_eq(unlink(path), 0);
}
END_TEST

START_TEST(copies_that_are_gone_are_no_mistake_of_the_callers)
{
    static const struct {
        nnreg_status status, own;
    } rows[] = {{NNREG_OK, NNREG_OK},
                {NNREG_NOT_FOUND, NNREG_IO},
                {NNREG_EXISTS, NNREG_IO},
                {NNREG_INVALID_ARGUMENT, NNREG_IO},
                {NNREG_NO_SPACE, NNREG_NO_SPACE},
                {NNREG_BUSY, NNREG_BUSY},
                {NNREG_NO_MEMORY, NNREG_NO_MEMORY}};
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_int_eq(nnreg_creation_own_failure(rows[i].status), rows[i].own);
}
END_TEST

/* The count that is damaged keeps the files from being taken back, too: they are orphans, which gc removes. */
START_TEST(a_create_that_cannot_be_taken_back_leaves_orphans)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    char line[120], remove[120];
    uint64_t id = fixture_add(&fixture, "n", 2);
    nnreg_network *network = get(id);

    ck_assert_int_eq(nnreg_network_file(network, 1, &file), NNREG_OK);
    snprintf(line, sizeof line, "put blob_refs #%s 'x", file.sha256);
    snprintf(remove, sizeof remove, "remove blob_refs #%s", file.sha256);
    nnreg_network_free(network);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, NULL), NNREG_OK);
    damage(fixture.registry, fixture.dir, line);
    ck_assert_int_eq(fixture_create(&fixture, &id, "n", 2), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(
        strstr(nnreg_message(fixture.registry), "a count in the table \"blob_refs\" is none"));
    damage(fixture.registry, fixture.dir, remove);
    ck_assert_int_eq(nnreg_gc(fixture.registry, NULL, NULL), NNREG_OK);
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, false));
    (void)fixture_add(&fixture, "n", 2);
}
END_TEST

/* Its tensors are looked for before it is a record: one without a name, or with what is none, is none of them. */
START_TEST(an_input_without_a_tensor_is_refused_whatever_the_severity)
{
    static const struct nnreg_rule_severity off[][1] = {
        {NNREG_RULE_SEVERITY("missing-field", NNREG_SEVERITY_OFF)},
        {NNREG_RULE_SEVERITY("type", NNREG_SEVERITY_OFF)}};
    const char *json = fixture_description("n", "");
    char changed[4096];
    const char *at = strstr(json, "\"tensor_name\": \""), *behind;
    nnreg_findings *findings;
    nnreg_bundle *bundle = fixture_bundle(&fixture, 2);
    nnreg_status status;
    uint64_t id = 7;

    ck_assert_ptr_nonnull(at);
    behind = strchr(at + strlen("\"tensor_name\": \""), '"') + 1;
    if (_i == 0)
        snprintf(changed, sizeof changed, "%.*s%s", (int)(at - json), json, behind + strspn(behind, ", "));
    else
        snprintf(changed, sizeof changed, "%.*s\"tensor_name\": 5%s", (int)(at - json), json, behind);
    ck_assert_int_eq(nnreg_findings_new(&findings, off[_i], 1), NNREG_OK);
    status = nnreg_network_create(fixture.registry, &id, changed, strlen(changed), bundle, NULL, findings);
    ck_assert_int_eq(status, NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(nnreg_message(fixture.registry),
                     _i == 0 ? "the input has no \"tensor_name\", without which it cannot be stored"
                             : "the value of \"tensor_name\" is not what its field takes");
    ck_assert_uint_eq(id, 0);
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
}
END_TEST

START_TEST(a_file_that_cannot_be_removed_is_told_and_goes_the_next_time)
{
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    uint64_t a = fixture_add(&fixture, "a", 0), b = fixture_add(&fixture, "b", 1);
    char shard[700];
    struct stat st;

    snprintf(shard, sizeof shard, "%s", stored_path(a, "variables.data-00000-of-00001"));
    ck_assert_int_eq(unlink(shard), 0);
    ck_assert_int_eq(mkdir(shard, 0777), 0);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, a, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.networks, 1);
    ck_assert_uint_eq(cascade.stayed, 1);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), shard));
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "it is a folder"));
    ck_assert_int_eq(rmdir(shard), 0);
    ck_assert_int_eq(close(creat(shard, 0666)), 0);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, b, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.stayed, 0);
    ck_assert_str_eq(nnreg_message(fixture.registry), "");
    ck_assert_int_eq(stat(shard, &st), -1);
}
END_TEST

START_TEST(a_file_is_stored_once_and_goes_with_the_last_network_that_uses_it)
{
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    uint64_t a = fixture_add(&fixture, "a", 0), b = fixture_add(&fixture, "b", 0),
             c = fixture_add(&fixture, "c", 1);
    char model[700], shard[700];
    struct stat st;

    snprintf(model, sizeof model, "%s", stored_path(a, "saved_model.pb"));
    snprintf(shard, sizeof shard, "%s", stored_path(a, "variables.data-00000-of-00001"));
    ck_assert_str_eq(stored_path(b, "saved_model.pb"), model);
    ck_assert_str_eq(stored_path(c, "saved_model.pb"), model);
    ck_assert_str_ne(stored_path(c, "variables.data-00000-of-00001"), shard);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, a, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.networks, 1);
    ck_assert_uint_eq(cascade.tasks, 1);
    ck_assert_uint_eq(cascade.files, 3);
    ck_assert_uint_eq(cascade.blobs, 0);
    ck_assert_uint_eq(cascade.bytes, 0);
    ck_assert_int_eq(stat(shard, &st), 0);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, b, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.files, 3);
    ck_assert_uint_eq(cascade.blobs, 2);
    ck_assert_int_eq(stat(shard, &st), -1);
    ck_assert_int_eq(stat(model, &st), 0);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, c, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.blobs, 3);
    ck_assert_int_eq(stat(model, &st), -1);
}
END_TEST

START_TEST(a_file_twice_in_one_network_is_counted_twice_and_stored_once)
{
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    const char *json = fixture_description("n", "");
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    uint64_t id;

    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "same", 4, "assets.extra/a"), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "same", 4, "assets.extra/b"), NNREG_OK);
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings),
        NNREG_OK);
    nnreg_bundle_free(bundle);
    ck_assert_ptr_null(registry_fault(fixture.registry, fixture.dir, false));
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.files, 5);
    ck_assert_uint_eq(cascade.blobs, 4);
}
END_TEST

START_TEST(a_dry_run_changes_nothing_and_says_exactly_what_a_delete_does)
{
    struct nnreg_cascade said = NNREG_CASCADE_INIT, done = said;
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    uint64_t id = fixture_add(&fixture, "a", 0);
    char *before;

    fixture_add(&fixture, "b", 1);
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    call.flags = NNREG_DRY_RUN;
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &call, &said), NNREG_OK);
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      "dry run");
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, &done), NNREG_OK);
    ck_assert_int_eq(memcmp(&said, &done, sizeof said), 0);
    ck_assert_uint_eq(done.blobs, 2);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &call, &said), NNREG_NOT_FOUND);
}
END_TEST

struct noted {
    const char *name;
    uint64_t files, left;
};

static void note_left(void *context, const struct nnreg_removed *removed)
{
    struct noted *noted = context;

    ck_assert_int_eq(strlen(removed->sha256), strcmp(removed->object, "file") == 0 ? 64 : 0);
    if (strcmp(removed->object, "file") != 0)
        return;
    noted->files++;
    if (strcmp(removed->name, noted->name) != 0)
        return;
    ck_assert_uint_gt(removed->bytes, 0);
    noted->left = removed->left;
}

START_TEST(each_file_that_goes_is_told_with_its_sum_its_size_and_who_else_has_it)
{
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    struct noted noted = {"saved_model.pb", 0, 77};
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    uint64_t id = fixture_add(&fixture, "a", 0);

    fixture_add(&fixture, "b", 1);
    fixture_add(&fixture, "c", 1);
    call.flags = NNREG_DRY_RUN;
    cascade.each = note_left;
    cascade.context = &noted;
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, &call, &cascade), NNREG_OK);
    ck_assert_uint_eq(noted.files, FIXTURE_FILES);
    ck_assert_uint_eq(noted.left, 2);
    noted.name = "variables.index";
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(noted.left, 0);
}
END_TEST

START_TEST(an_open_file_stays_readable_after_its_network_is_deleted)
{
    uint64_t id = fixture_add(&fixture, "n", 0), size;
    char content[64], expected[64];
    int fd;

    scratch_read(&fixture.scratch, "model-0/saved_model.pb", 0, expected, sizeof expected);
    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, id, "saved_model.pb"), NNREG_OK);
    ck_assert_int_eq(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(pread(fd, content, sizeof content, 0), sizeof content);
    ck_assert_int_eq(memcmp(content, expected, sizeof content), 0);
    ck_assert_int_eq(lseek(fd, 0, SEEK_END), (off_t)size);
    close(fd);
}
END_TEST

/* --------------------------------------------------------------------------------------------- refused creates -- */

static int stop_at_once(void *context, const char *stage, uint64_t done, uint64_t total)
{
    unsigned *left = context;

    ck_assert_str_eq(stage, "staging");
    ck_assert_uint_le(done, total);
    return (*left)-- == 0;
}

static nnreg_status refuse_description(uint64_t *id)
{
    return fixture_create(&fixture, id, "", 0);
}

/* Creates from the bundle of model 0 and one more thing of memory. */
static nnreg_status create_with(uint64_t *id, const char *content, const char *name,
                                const struct nnreg_call_options *call)
{
    const char *json = fixture_description("n", "");
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    nnreg_status status;

    if (name != NULL)
        ck_assert_int_eq(nnreg_bundle_add_memory(bundle, content, strlen(content), name), NNREG_OK);
    status = nnreg_network_create(fixture.registry, id, json, strlen(json), bundle, call, fixture.findings);
    nnreg_bundle_free(bundle);
    return status;
}

static nnreg_status refuse_bundle(uint64_t *id)
{
    return create_with(id, "x", "README.md", NULL);
}

/* What is wrong only shows in the staged copies. */
static nnreg_status refuse_content(uint64_t *id)
{
    return create_with(id, "<!DOCTYPE html><html></html>", "mean.npy", NULL);
}

static nnreg_status cancel_first(uint64_t *id)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    unsigned left = 0;

    call.progress = stop_at_once;
    call.context = &left;
    return create_with(id, NULL, NULL, &call);
}

static nnreg_status cancel_last(uint64_t *id)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    unsigned left = FIXTURE_FILES - 1;

    call.progress = stop_at_once;
    call.context = &left;
    return create_with(id, NULL, NULL, &call);
}

static nnreg_status fail_commit(uint64_t *id);

static const struct {
    const char *what;
    nnreg_status (*create)(uint64_t *id);
    nnreg_status expected;
    const char *findings;
} refusals[] = {
    {"an error in the description", refuse_description, NNREG_REFUSED, "error empty /name"},
    {"an error in the bundle", refuse_bundle, NNREG_REFUSED, "error bundle.unknown-file README.md"},
    {"an error in a content", refuse_content, NNREG_REFUSED, "error bundle.html-page mean.npy"},
    {"cancelled at the first piece", cancel_first, NNREG_CANCELLED, ""},
    {"cancelled at the last piece", cancel_last, NNREG_CANCELLED, ""},
    {"a commit that fails", fail_commit, NNREG_NO_SPACE, ""},
};

static int refuse_commit(const char *call)
{
    return strcmp(call, "commit") == 0 ? ENOSPC : 0;
}

static nnreg_status fail_commit(uint64_t *id)
{
    nnreg_status status;

    nnreg_fs_use_hook(refuse_commit);
    status = create_with(id, NULL, NULL, NULL);
    nnreg_fs_use_hook(NULL);
    return status;
}

START_TEST(a_create_that_fails_leaves_tables_files_staging_and_ids_as_they_were)
{
    uint64_t id;
    char *before;

    fixture_add(&fixture, "shares saved_model.pb", 1);
    before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    ck_assert_int_eq(refusals[_i].create(&id), refusals[_i].expected);
    ck_assert_uint_eq(id, 0);
    ck_assert_msg(strstr(fixture_found(&fixture), refusals[_i].findings) != NULL, "%s",
                  fixture_found(&fixture));
    ck_assert_str_ne(nnreg_message(fixture.registry), "");
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      refusals[_i].what);
    ck_assert_uint_eq(fixture_add(&fixture, "n", 0), 2);
}
END_TEST

START_TEST(a_source_that_cannot_be_read_is_a_finding_on_the_file)
{
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    const char *json = fixture_description("n", "");
    char *before = registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES);
    uint64_t id;

    ck_assert_int_eq(
        nnreg_bundle_add_file(bundle, fixture_path(&fixture, "model-0/saved_model.pb"), "assets/x"),
        NNREG_OK);
    ck_assert_int_eq(mkfifo(fixture_path(&fixture, "model-0/fingerprint.pb"), 0666), 0);
    ck_assert_int_eq(symlink("saved_model.pb", fixture_path(&fixture, "model-0/keras_metadata.pb")), 0);
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings),
        NNREG_REFUSED);
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "fingerprint.pb"));
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "keras_metadata.pb"));
    state_assert_same(before, registry_state(fixture.registry, fixture.dir, STATE_TABLES | STATE_FILES),
                      "a FIFO");
    nnreg_bundle_free(bundle);
}
END_TEST

Suite *network_files_suite(void)
{
    Suite *suite = suite_create("network files");
    TCase *tests = tcase_create("network files");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, every_file_comes_out_byte_for_byte_sorted_by_name);
    tcase_add_test(tests, a_file_a_network_has_not_is_not_found);
    tcase_add_test(tests, a_stored_file_that_is_gone_or_changed_in_size_is_corrupt_and_not_served);
    tcase_add_test(tests, files_come_from_folders_paths_descriptors_and_memory_alike);
    tcase_add_test(tests, what_a_folder_has_beyond_a_model_is_warned_of_and_not_stored);
    tcase_add_test(tests, a_file_that_the_contents_show_to_be_none_of_the_model_is_not_stored);
    tcase_add_loop_test(tests, large_weights_are_judged_by_what_was_copied_and_not_read_again, 0,
                        LARGE_FORMS);
    tcase_add_loop_test(tests, damage_in_large_weights_is_told_as_a_check_tells_it, 0, LARGE_FORMS);
    tcase_add_test(tests, copies_that_are_gone_are_no_mistake_of_the_callers);
    tcase_add_test(tests, a_create_that_cannot_be_taken_back_leaves_orphans);
    tcase_add_loop_test(tests, an_input_without_a_tensor_is_refused_whatever_the_severity, 0, 2);
    tcase_add_test(tests, a_file_that_cannot_be_removed_is_told_and_goes_the_next_time);
    tcase_add_test(tests, a_file_is_stored_once_and_goes_with_the_last_network_that_uses_it);
    tcase_add_test(tests, a_file_twice_in_one_network_is_counted_twice_and_stored_once);
    tcase_add_test(tests, a_dry_run_changes_nothing_and_says_exactly_what_a_delete_does);
    tcase_add_test(tests, each_file_that_goes_is_told_with_its_sum_its_size_and_who_else_has_it);
    tcase_add_test(tests, an_open_file_stays_readable_after_its_network_is_deleted);
    tcase_add_loop_test(tests, a_create_that_fails_leaves_tables_files_staging_and_ids_as_they_were, 0,
                        (int)(sizeof refusals / sizeof *refusals));
    tcase_add_test(tests, a_source_that_cannot_be_read_is_a_finding_on_the_file);
    suite_add_tcase(suite, tests);
    return suite;
}
