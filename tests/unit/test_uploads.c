/*
 * Uploads: what is received in pieces is kept as the same files of a folder would be, and not copied; whatever becomes of an upload, of
 * its process or of the create that takes it, nothing of it stays behind, and nothing that was acknowledged is lost.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "case_archive.h"
#include "failing_calls.h"
#include "registry/handle.h"
#include "registry/upload.h"
#include "registry_fixture.h"
#include "zip_kinds.h"

Suite *uploads_suite(void);

#define MIB     ((size_t)1 << 20)
#define CONTENT (6 * MIB)

static struct registry_fixture fixture;
static unsigned char *content; /* CONTENT bytes that are nowhere alike */
static nnreg_bundle *bundle;

static void begin(void)
{
    uint64_t state = 1;
    size_t i;

    fixture_begin(&fixture, 0);
    content = malloc(CONTENT);
    ck_assert_ptr_nonnull(content);
    for (i = 0; i < CONTENT; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        content[i] = (unsigned char)(state >> 56);
    }
    bundle = fixture_bundle(&fixture, 0);
}

static void end(void)
{
    const char *fault;

    nnreg_fs_use_hook(NULL);
    nnreg_bundle_free(bundle);
    fault = registry_fault(fixture.registry, fixture.dir, false);
    ck_assert_msg(fault == NULL, "%s", fault);
    fixture_end(&fixture);
    free(content);
}

/* ----------------------------------------------------------------------------------------------- what they do -- */

static nnreg_upload *upload_in(nnreg *registry, const void *bytes, size_t size, size_t piece)
{
    nnreg_upload *upload;
    size_t at, part;

    ck_assert_msg(nnreg_upload_new(registry, &upload) == NNREG_OK, "%s", nnreg_message(registry));
    for (at = 0; at < size; at += part) {
        part = size - at < piece ? size - at : piece;
        ck_assert_msg(nnreg_upload_write(upload, (const char *)bytes + at, part) == NNREG_OK, "%s",
                      nnreg_upload_message(upload));
    }
    ck_assert_uint_eq(nnreg_upload_size(upload), size);
    return upload;
}

static nnreg_upload *upload(const void *bytes, size_t size)
{
    return upload_in(fixture.registry, bytes, size, 64 << 10);
}

static void add(nnreg_upload *given, const char *name)
{
    ck_assert_msg(nnreg_bundle_add_upload(bundle, given, name) == NNREG_OK, "%s",
                  nnreg_bundle_message(bundle));
}

static nnreg_status create_in(nnreg *registry, uint64_t *id)
{
    const char *json = fixture_description("uploaded", "");

    return nnreg_network_create(registry, id, json, strlen(json), bundle, NULL, fixture.findings);
}

static uint64_t create(void)
{
    uint64_t id;

    ck_assert_msg(create_in(fixture.registry, &id) == NNREG_OK, "%s; %s", nnreg_message(fixture.registry),
                  fixture_found(&fixture));
    return id;
}

static void check_file(uint64_t id, const char *name, const void *bytes, size_t size)
{
    size_t found;
    char *read = fixture_read(fixture.registry, id, name, &found);

    ck_assert_msg(read != NULL, "%s: %s", name, nnreg_message(fixture.registry));
    ck_assert_uint_eq(found, size);
    ck_assert_int_eq(memcmp(read, bytes, size), 0);
    free(read);
}

/* Which file it is. */
static uint64_t inode_of(int fd)
{
    struct stat st;

    ck_assert_int_eq(fstat(fd, &st), 0);
    return st.st_ino;
}

static uint64_t stored_inode(uint64_t id, const char *name)
{
    uint64_t size, inode;
    int fd;

    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, id, name), NNREG_OK);
    inode = inode_of(fd);
    close(fd);
    return inode;
}

static uint64_t upload_inode(const nnreg_upload *given)
{
    return inode_of(nnreg_upload_received(given)->fd);
}

static const char *staging(void)
{
    return scratch_list(&fixture.scratch, "registry/staging");
}

#define NAME  "assets.extra/uploaded.bin"
#define LARGE (100 << 10) /* more than is held in memory */

/* ------------------------------------------------------------------------------------------------ received -- */

static const size_t sizes[] = {0,           1,       4096,        4097,        65535,
                               65536,       65537,   512 << 10,   524288 + 1,  MIB - 1,
                               4 * MIB - 1, 4 * MIB, 4 * MIB + 1, 5 * MIB + 3, CONTENT};
static const size_t pieces[] = {CONTENT, 64 << 10, 4093, MIB + 7};
#define SIZES  ((int)(sizeof sizes / sizeof *sizes))
#define PIECES ((int)(sizeof pieces / sizeof *pieces))

START_TEST(what_is_received_in_pieces_is_kept_byte_for_byte)
{
    size_t size = sizes[_i / PIECES];
    nnreg_upload *given = upload_in(fixture.registry, content, size, pieces[_i % PIECES]);
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    char digest[65];
    uint64_t id;
    size_t i = 0;

    ck_assert_int_eq(nnreg_upload_digest(given, digest), NNREG_OK);
    ck_assert_str_eq(staging(), "");
    add(given, NAME);
    nnreg_upload_free(given);
    id = create();
    check_file(id, NAME, content, size);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    while (nnreg_network_file(network, i, &file) == NNREG_OK && strcmp(file.name, NAME) != 0)
        i++;
    ck_assert_str_eq(file.sha256, digest);
    ck_assert_uint_eq(file.bytes, size);
    nnreg_network_free(network);
}
END_TEST

START_TEST(digests_are_those_of_the_standard)
{
    nnreg_upload *given = upload("abc", 3); /* FIPS 180-4, appendix B.1 */
    char digest[65];

    ck_assert_int_eq(nnreg_upload_digest(given, digest), NNREG_OK);
    ck_assert_str_eq(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    ck_assert_int_eq(nnreg_upload_digest(given, digest), NNREG_OK);
    ck_assert_uint_eq(strlen(digest), 64);
    nnreg_upload_free(given);
}
END_TEST

/* As from a folder, whose files are those of a model. */
START_TEST(a_network_can_be_uploads_alone)
{
    static const char *const paths[] = {"saved_model.pb", "variables/variables.data-00000-of-00001",
                                        "variables/variables.index"};
    uint64_t other = fixture_add(&fixture, "from a folder", 1), id;
    nnreg_network *networks[2];
    char digests[2][65];
    unsigned i;

    nnreg_bundle_free(bundle);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    for (i = 0; i < FIXTURE_FILES; i++) {
        size_t size;
        char *read = fixture_read(fixture.registry, other, paths[i], &size);
        nnreg_upload *given = upload(read, size);

        add(given, paths[i]);
        nnreg_upload_free(given);
        free(read);
    }
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, other, NULL, NULL), NNREG_OK);
    id = create();
    other = fixture_add(&fixture, "from a folder", 1);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &networks[0], id), NNREG_OK);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &networks[1], other), NNREG_OK);
    for (i = 0; i < 2; i++) {
        nnreg_network_digest(networks[i], digests[i]);
        nnreg_network_free(networks[i]);
    }
    ck_assert_str_eq(digests[0], digests[1]);
}
END_TEST

START_TEST(an_archive_can_be_uploaded)
{
    struct mw_zip packed = {0};
    nnreg_upload *given;
    const char *json = fixture_description("checked", "");

    (void)fixture_model(&fixture, 2);
    if (_i >= 2) { /* more than is held in memory */
        ck_assert_int_eq(mkdir(fixture_path(&fixture, "model-2/assets.extra"), 0755), 0);
        scratch_write(&fixture.scratch, "model-2/assets.extra/large.bin", 0, content, CONTENT);
    }
    case_archive_make(&packed, fixture_model(&fixture, 2), _i % 2 == 0 ? "stored" : "deflated");
    nnreg_bundle_free(bundle);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    given = upload(packed.file.data, packed.file.size);
    ck_assert_int_eq(nnreg_bundle_add_zip_upload(bundle, given, "model.zip"), NNREG_OK);
    ck_assert_int_eq(nnreg_upload_received(given)->fd >= 0, _i >= 2);
    nnreg_upload_free(given);
    ck_assert_int_eq(nnreg_check(fixture.findings, json, strlen(json), bundle, NULL), NNREG_OK);
    create();
    create();
    mw_zip_free(&packed);
}
END_TEST

START_TEST(an_archive_that_is_none_is_a_finding)
{
    nnreg_upload *given = upload(content, LARGE);
    uint64_t id;

    ck_assert_int_eq(nnreg_bundle_add_zip_upload(bundle, given, "model.zip"), NNREG_OK);
    ck_assert_int_eq(create_in(fixture.registry, &id), NNREG_REFUSED);
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "archive."));
    nnreg_upload_free(given);
}
END_TEST

/* --------------------------------------------------------------------------------------------------- taken -- */

START_TEST(a_create_takes_the_file_itself)
{
    nnreg_upload *given = upload(content, _i == 0 ? LARGE : CONTENT);
    uint64_t inode, id, size;
    struct stat st;
    int fd;

    add(given, NAME);
    inode = upload_inode(given);
    nnreg_upload_free(given);
    id = create();
    ck_assert_uint_eq(stored_inode(id, NAME), inode);
    ck_assert_int_eq(nnreg_network_open_file(fixture.registry, &fd, &size, id, NAME), NNREG_OK);
    ck_assert_int_eq(fstat(fd, &st), 0);
    ck_assert_uint_eq(st.st_mode & 0222, 0); /* nobody may write to it */
    ck_assert_uint_eq(st.st_nlink, 1);
    close(fd);
}
END_TEST

/* The descriptor that is not the session's is in none of what many files have closed. */
START_TEST(many_uploads_are_taken_beside_many_small_files)
{
    nnreg_upload *given[40];
    uint64_t inodes[40], id;
    char name[64];
    unsigned i;

    for (i = 0; i < 40; i++) {
        given[i] = upload(content + i, LARGE);
        inodes[i] = upload_inode(given[i]);
        snprintf(name, sizeof name, "assets.extra/large-%u.bin", i);
        add(given[i], name);
        nnreg_upload_free(given[i]);
        given[i] = upload(content + i, 3000 + i);
        snprintf(name, sizeof name, "assets.extra/small-%u.bin", i);
        add(given[i], name);
        nnreg_upload_free(given[i]);
    }
    id = create();
    for (i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "assets.extra/large-%u.bin", i);
        ck_assert_uint_eq(stored_inode(id, name), inodes[i]);
        check_file(id, name, content + i, LARGE);
        snprintf(name, sizeof name, "assets.extra/small-%u.bin", i);
        check_file(id, name, content + i, 3000 + i);
    }
}
END_TEST

START_TEST(what_is_refused_can_be_tried_again_and_is_still_not_copied)
{
    nnreg_upload *given = upload(content, LARGE);
    const char *json = fixture_description("checked", "");
    uint64_t id;

    add(given, NAME);
    ck_assert_int_eq(nnreg_network_create(fixture.registry, &id, "{}", 2, bundle, NULL, fixture.findings),
                     NNREG_REFUSED);
    json = fixture_description("n", ", \"nonsense\": 1");
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, fixture.findings),
        NNREG_REFUSED);
    json = fixture_description("n", "");
    ck_assert_int_eq(nnreg_check(fixture.findings, json, strlen(json), bundle, NULL), NNREG_OK);
    id = create();
    ck_assert_uint_eq(stored_inode(id, NAME), upload_inode(given));
    nnreg_upload_free(given);
}
END_TEST

static int stop_at_once(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)done, (void)total;
    return strcmp(stage, context) == 0;
}

START_TEST(what_was_cancelled_can_be_tried_again)
{
    nnreg_upload *given = upload(content, LARGE);
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;
    const char *json = fixture_description("n", "");
    char weights[] = "weights";
    uint64_t id;

    add(given, NAME);
    options.progress = stop_at_once;
    options.context = weights;
    ck_assert_int_eq(
        nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, &options, fixture.findings),
        NNREG_CANCELLED);
    id = create();
    ck_assert_uint_eq(stored_inode(id, NAME), upload_inode(given));
    nnreg_upload_free(given);
}
END_TEST

/* Whatever becomes of the stored one, a second create has what was received. */
START_TEST(a_second_create_has_a_copy)
{
    nnreg_upload *given = upload(content, LARGE);
    uint64_t id, inode = 0;

    add(given, NAME);
    inode = upload_inode(given);
    id = create();
    ck_assert_uint_eq(stored_inode(create(), NAME), inode); /* it is stored already */
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, id + 1, NULL, NULL), NNREG_OK);
    id = create();
    ck_assert_uint_ne(stored_inode(id, NAME), inode);
    check_file(id, NAME, content, LARGE);
    nnreg_upload_free(given);
}
END_TEST

/* The file is the stored one by then, so that damage to the one is damage to the other. */
START_TEST(a_second_create_does_not_take_damage_for_what_was_received)
{
    nnreg_upload *given = upload(content, LARGE);
    uint64_t id;

    add(given, NAME);
    id = create();
    ck_assert_int_eq(pwrite(nnreg_upload_received(given)->fd, "damage", 6, 1000), 6);
    ck_assert_int_eq(create_in(fixture.registry, &id), NNREG_IO);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry),
                                 "the upload of \"" NAME "\" has changed since it was received"));
    ck_assert_int_eq(pwrite(nnreg_upload_received(given)->fd, content + 1000, 6, 1000), 6);
    create();
    nnreg_upload_free(given);
}
END_TEST

START_TEST(one_upload_can_have_two_names_in_a_network)
{
    nnreg_upload *given = upload(content, _i == 0 ? LARGE : 5);
    uint64_t id;

    add(given, NAME);
    add(given, "assets.extra/again.bin");
    nnreg_upload_free(given);
    id = create();
    ck_assert_uint_eq(stored_inode(id, NAME), stored_inode(id, "assets.extra/again.bin"));
    check_file(id, NAME, content, _i == 0 ? LARGE : 5);
}
END_TEST

START_TEST(uploads_of_the_same_content_are_stored_once)
{
    nnreg_upload *first = upload(content, LARGE), *second = upload(content, LARGE);
    uint64_t id;

    add(first, NAME);
    add(second, "assets.extra/again.bin");
    id = create();
    ck_assert_uint_eq(stored_inode(id, NAME), stored_inode(id, "assets.extra/again.bin"));
    nnreg_upload_free(first);
    nnreg_upload_free(second);
}
END_TEST

START_TEST(what_is_stored_already_stays)
{
    nnreg_upload *first = upload(content, LARGE), *second = upload(content, LARGE);
    uint64_t id, inode;

    add(first, NAME);
    id = create();
    inode = stored_inode(id, NAME);
    nnreg_bundle_free(bundle);
    bundle = fixture_bundle(&fixture, 1);
    add(second, NAME);
    ck_assert_uint_eq(stored_inode(create(), NAME), inode);
    ck_assert_uint_ne(upload_inode(second), inode);
    nnreg_upload_free(first);
    nnreg_upload_free(second);
}
END_TEST

/* Of the path of a stored file in a static buffer. */
static const char *stored_path(nnreg_upload *given)
{
    static char path[700];
    char digest[65];

    ck_assert_int_eq(nnreg_upload_digest(given, digest), NNREG_OK);
    snprintf(path, sizeof path, "%s/blobs/%.2s/%s", fixture.dir, digest, digest + 2);
    return path;
}

START_TEST(a_stored_file_that_was_damaged_is_replaced)
{
    nnreg_upload *first = upload(content, LARGE), *second = upload(content, LARGE);
    const char *path = stored_path(first);
    uint64_t id;
    int fd;

    add(first, NAME);
    id = create();
    ck_assert_int_eq(chmod(path, 0644), 0);
    if (_i == 0) {
        fd = open(path, O_WRONLY | O_CLOEXEC);
        ck_assert_int_eq(pwrite(fd, "damage", 6, 1000), 6);
        close(fd);
    } else if (_i == 1) {
        ck_assert_int_eq(truncate(path, 3), 0);
    } else {
        ck_assert_int_eq(unlink(path), 0);
        ck_assert_int_eq(_i == 2 ? 0 : mkdir(path, 0755), 0);
    }
    nnreg_bundle_free(bundle);
    bundle = fixture_bundle(&fixture, 0);
    add(second, NAME);
    create();
    check_file(id, NAME, content, LARGE);
    nnreg_upload_free(first);
    nnreg_upload_free(second);
}
END_TEST

/* Between the install and the transaction, as a delete may that finds it without references. */
static const char *linked;

static int remove_behind_link(const char *call)
{
    static bool was_linked;

    if (was_linked && strcmp(call, "fstatat") == 0) {
        was_linked = false;
        ck_assert_int_eq(unlink(linked), 0);
    }
    was_linked = was_linked || strcmp(call, "linkat") == 0;
    return 0;
}

START_TEST(a_file_that_is_removed_before_it_is_used_is_put_back)
{
    nnreg_upload *given = upload(content, LARGE);
    uint64_t id;

    linked = stored_path(given);
    fixture_add(&fixture, "its files are there", 0); /* so that one file is linked alone */
    add(given, NAME);
    nnreg_fs_use_hook(remove_behind_link);
    id = create();
    nnreg_fs_use_hook(NULL);
    check_file(id, NAME, content, LARGE);
    ck_assert_uint_ne(stored_inode(id, NAME), upload_inode(given));
    nnreg_upload_free(given);
}
END_TEST

/* The same of a file that was stored already, and is held in the place of what was received. */
static int remove_behind_sync(const char *call)
{
    static bool was_synced;

    if (was_synced && linked != NULL && strcmp(call, "fstatat") == 0) {
        ck_assert_int_eq(unlink(linked), 0);
        linked = NULL;
    }
    was_synced = was_synced || strcmp(call, "fsync") == 0;
    return 0;
}

START_TEST(a_stored_file_that_is_removed_before_it_is_used_is_put_back)
{
    nnreg_upload *given = upload(content, LARGE);
    uint64_t id;

    linked = stored_path(given);
    add(given, NAME);
    create();
    nnreg_upload_free(given);
    nnreg_bundle_free(bundle);
    bundle = fixture_bundle(&fixture, 0);
    given = upload(content, LARGE);
    add(given, NAME);
    nnreg_fs_use_hook(remove_behind_sync);
    id = create();
    nnreg_fs_use_hook(NULL);
    check_file(id, NAME, content, LARGE);
    nnreg_upload_free(given);
}
END_TEST

/* -------------------------------------------------------------------------------------- other handles, others -- */

START_TEST(another_handle_of_the_registry_takes_it_too)
{
    nnreg *other = fixture_open(&fixture, 0);
    nnreg_upload *given = upload_in(other, content, LARGE, 4093);
    uint64_t id;

    add(given, NAME);
    id = create();
    ck_assert_uint_eq(stored_inode(id, NAME), upload_inode(given));
    nnreg_upload_free(given);
    nnreg_close(other);
}
END_TEST

START_TEST(it_outlives_the_handle_that_it_was_made_with)
{
    nnreg_upload *given = upload(content, _i == 0 ? 1000 : 3 * MIB);
    uint64_t id;

    fixture_reopen(&fixture, 0);
    ck_assert_int_eq(nnreg_upload_write(given, content, MIB), NNREG_OK);
    fixture_reopen(&fixture, 0);
    add(given, NAME);
    nnreg_upload_free(given);
    id = create();
    ck_assert_uint_ne(id, 0);
}
END_TEST

START_TEST(another_registry_copies_it)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg_upload *given = upload(content, LARGE);
    nnreg *other;
    uint64_t id, size;
    int fd;

    options.flags = NNREG_OPEN_CREATE;
    ck_assert_int_eq(nnreg_open(&other, fixture_path(&fixture, "other"), &options), NNREG_OK);
    add(given, NAME);
    ck_assert_int_eq(create_in(other, &id), NNREG_OK);
    ck_assert_int_eq(nnreg_network_open_file(other, &fd, &size, id, NAME), NNREG_OK);
    ck_assert_uint_eq(size, LARGE);
    ck_assert_uint_ne(inode_of(fd), upload_inode(given));
    close(fd);
    id = create();
    ck_assert_uint_eq(stored_inode(id, NAME), upload_inode(given));
    nnreg_upload_free(given);
    nnreg_close(other);
}
END_TEST

START_TEST(a_handle_that_only_reads_receives_nothing)
{
    nnreg_upload *given;

    fixture_reopen(&fixture, NNREG_OPEN_READ_ONLY);
    ck_assert_int_eq(nnreg_upload_new(fixture.registry, &given), NNREG_READ_ONLY);
    ck_assert_ptr_null(given);
    ck_assert_str_eq(nnreg_message(fixture.registry) + strlen(nnreg_message(fixture.registry)) -
                         strlen("opened read-only"),
                     "opened read-only");
    fixture_reopen(&fixture, 0);
}
END_TEST

START_TEST(a_compaction_and_a_collection_go_past_it)
{
    nnreg_upload *given = upload(content, 3 * MIB);
    struct nnreg_gc result = NNREG_GC_INIT;
    uint64_t id;

    ck_assert_int_eq(nnreg_compact(fixture.registry, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_gc(fixture.registry, &result, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_upload_write(given, content + 3 * MIB, 3 * MIB), NNREG_OK);
    add(given, NAME);
    ck_assert_int_eq(nnreg_gc(fixture.registry, &result, NULL), NNREG_OK);
    id = create();
    check_file(id, NAME, content, CONTENT);
    nnreg_upload_free(given);
}
END_TEST

/* ----------------------------------------------------------------------------------------- what makes no sense -- */

START_TEST(nothing_is_appended_once_it_is_complete)
{
    static const char said[] = "the upload is complete: it was added to a bundle, or its digest was taken";
    nnreg_upload *given = upload(content, _i < 2 ? 10 : LARGE);
    char digest[65];

    if (_i % 2 == 0)
        add(given, NAME);
    else
        ck_assert_int_eq(nnreg_upload_digest(given, digest), NNREG_OK);
    ck_assert_int_eq(nnreg_upload_write(given, "x", 1), NNREG_CONFLICT);
    ck_assert_str_eq(nnreg_upload_message(given), said);
    ck_assert_uint_eq(nnreg_upload_size(given), _i < 2 ? 10 : LARGE);
    ck_assert_int_eq(nnreg_upload_digest(given, digest), NNREG_OK);
    ck_assert_str_eq(nnreg_upload_message(given), "");
    nnreg_upload_free(given);
    create();
}
END_TEST

START_TEST(what_is_not_given_is_an_invalid_argument)
{
    nnreg_upload *given;
    char digest[65];

    nnreg_upload_free(NULL);
    ck_assert_int_eq(nnreg_upload_new(NULL, &given), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(given);
    ck_assert_int_eq(nnreg_upload_new(fixture.registry, NULL), NNREG_INVALID_ARGUMENT);
    given = upload(content, 10);
    ck_assert_int_eq(nnreg_upload_write(NULL, "x", 1), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_upload_write(given, NULL, 1), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(nnreg_upload_message(given), "an argument is NULL");
    ck_assert_int_eq(nnreg_upload_write(given, NULL, 0), NNREG_OK);
    ck_assert_int_eq(nnreg_upload_digest(NULL, digest), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_upload_digest(given, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_bundle_add_upload(NULL, given, NAME), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_bundle_add_upload(bundle, NULL, NAME), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_bundle_add_upload(bundle, given, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(nnreg_bundle_message(bundle), "an argument is NULL");
    ck_assert_int_eq(nnreg_upload_write(given, "x", 1), NNREG_OK); /* it is not complete by that */
    nnreg_upload_free(given);
}
END_TEST

START_TEST(a_bad_name_is_a_finding)
{
    nnreg_upload *given = upload(content, LARGE);
    uint64_t id;

    add(given, "../up");
    ck_assert_int_eq(create_in(fixture.registry, &id), NNREG_REFUSED);
    nnreg_upload_free(given);
}
END_TEST

/* ------------------------------------------------------------------------------------------------ what is left -- */

START_TEST(what_no_create_took_is_gone_with_its_descriptor)
{
    unsigned before = open_descriptors();
    nnreg_upload *given;

    for (unsigned i = 0; i < 3; i++) {
        given = upload(content, sizes[i * 5]);
        nnreg_upload_free(given);
        ck_assert_uint_eq(open_descriptors(), before);
    }
    given = upload(content, CONTENT);
    add(given, NAME);
    nnreg_upload_free(given);
    ck_assert_uint_eq(open_descriptors(), before + 1); /* the bundle has it */
    nnreg_bundle_free(bundle);
    ck_assert_uint_eq(open_descriptors(), before);
    ck_assert_str_eq(staging(), "");
    bundle = fixture_bundle(&fixture, 0);
}
END_TEST

START_TEST(no_more_than_16_mib_of_all_are_in_memory)
{
    static nnreg_upload *given[300];
    unsigned in_memory = 0, i;
    uint64_t id;

    for (i = 0; i < 300; i++) {
        given[i] = upload(content, 64 << 10);
        in_memory += nnreg_upload_received(given[i])->fd < 0;
    }
    ck_assert_uint_eq(in_memory, NNREG_RECEIVED_HELD / (64 << 10));
    add(given[299], NAME); /* small files become one when they are stored */
    id = create();
    check_file(id, NAME, content, 64 << 10);
    ck_assert_uint_ne(stored_inode(id, NAME), upload_inode(given[299]));
    for (i = 0; i < 300; i++)
        nnreg_upload_free(given[i]);
    given[0] = upload(content, 64 << 10);
    ck_assert_int_lt(nnreg_upload_received(given[0])->fd, 0);
    nnreg_upload_free(given[0]);
}
END_TEST

/* ------------------------------------------------------------------------------------------------ what fails -- */

static struct {
    const char *call;
    int code;
    unsigned from, met; /* from the so-many-th on, those that were met */
} failing;

static int fail_call(const char *call)
{
    return strcmp(call, failing.call) == 0 && ++failing.met >= failing.from ? failing.code : 0;
}

static void fail_from(const char *call, unsigned from, int code)
{
    failing.call = call;
    failing.code = code;
    failing.from = from;
    failing.met = 0;
    nnreg_fs_use_hook(fail_call);
}

START_TEST(a_write_that_fails_says_where_and_ends_the_upload)
{
    static const struct {
        int code;
        nnreg_status status;
        const char *why;
    } rows[] = {{ENOSPC, NNREG_NO_SPACE, "no space is left on the device"},
                {EIO, NNREG_IO, "the device failed (input/output error)"}};
    nnreg_upload *given;
    char said[800], digest[65];
    size_t done = 0;
    nnreg_status status = NNREG_OK;
    uint64_t id;

    ck_assert_int_eq(nnreg_upload_new(fixture.registry, &given), NNREG_OK);
    fail_from("pwrite", 3, rows[_i].code);
    while (status == NNREG_OK && done < CONTENT) {
        status = nnreg_upload_write(given, content + done, 64 << 10);
        done += 64 << 10;
    }
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(status, rows[_i].status);
    snprintf(said, sizeof said, "cannot write an upload to \"%s/staging\": %s", fixture.dir, rows[_i].why);
    ck_assert_str_eq(nnreg_upload_message(given), said);
    ck_assert_int_eq(nnreg_upload_write(given, "x", 1), rows[_i].status);
    ck_assert_str_eq(nnreg_upload_message(given), said);
    ck_assert_int_eq(nnreg_upload_digest(given, digest), rows[_i].status);
    ck_assert_str_eq(digest, "");
    ck_assert_int_eq(nnreg_bundle_add_upload(bundle, given, NAME), rows[_i].status);
    ck_assert_str_eq(nnreg_bundle_message(bundle), said);
    nnreg_upload_free(given);
    ck_assert_int_eq(create_in(fixture.registry, &id), NNREG_OK); /* the bundle is without it */
}
END_TEST

/* What is written when it is complete. */
START_TEST(the_last_piece_can_fail_too)
{
    nnreg_upload *given = upload(content, LARGE);

    fail_from("pwrite", 1, ENOSPC);
    ck_assert_int_eq(nnreg_bundle_add_upload(bundle, given, NAME), NNREG_NO_SPACE);
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(nnreg_bundle_add_upload(bundle, given, NAME), NNREG_NO_SPACE);
    nnreg_upload_free(given);
}
END_TEST

/* One from its beginning to its digest, and what is said of it. */
static nnreg_status receive_whole(char *said, size_t room, size_t size)
{
    nnreg_upload *given;
    char digest[65];
    nnreg_status status = nnreg_upload_new(fixture.registry, &given);

    if (status != NNREG_OK) {
        snprintf(said, room, "%s", nnreg_message(fixture.registry));
        return status;
    }
    status = nnreg_upload_write(given, content, size);
    if (status == NNREG_OK)
        status = nnreg_upload_digest(given, digest);
    snprintf(said, room, "%s", nnreg_upload_message(given));
    nnreg_upload_free(given);
    return status;
}

/* Each allocation with all behind it, and each call of libcrypto. */
START_TEST(whichever_memory_or_hash_it_cannot_have_it_says_so)
{
    size_t size = _i / 2 == 0 ? 100 : LARGE;
    unsigned n, failures = 0;
    bool more = true;
    char said[200];

    for (n = 1; more; n++) {
        nnreg_status status;

        if (_i % 2 == 0)
            nnreg_alloc_fail_from(n);
        else
            failing_calls_arm("EVP_", n, 0);
        status = receive_whole(said, sizeof said, size);
        more = _i % 2 == 0 ? nnreg_alloc_count() >= n : failing_calls_failed(NULL);
        nnreg_alloc_fail_from(0);
        ck_assert_msg(status == NNREG_OK || status == NNREG_NO_MEMORY || (more && status == NNREG_IO),
                      "%u: %d, %s", n, status, said);
        ck_assert_msg(status == NNREG_OK || said[0] != '\0' || _i % 2 == 0, "%u: nothing said", n);
        failures += status != NNREG_OK;
    }
    ck_assert_uint_gt(failures, 0);
}
END_TEST

/* Linux forgets what it could not write (fsync(2)): a second sync that succeeds says nothing. */
START_TEST(a_file_that_may_not_be_on_the_device_is_not_taken)
{
    nnreg_upload *given = upload(content, LARGE);
    uint64_t id;

    add(given, NAME);
    fail_from("fsync", 1, EIO);
    ck_assert_int_eq(create_in(fixture.registry, &id), NNREG_IO);
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(staging(), "");
    id = create();
    ck_assert_uint_ne(stored_inode(id, NAME), upload_inode(given));
    check_file(id, NAME, content, LARGE);
    nnreg_upload_free(given);
}
END_TEST

/* No /proc; a file of another user (fs.protected_hardlinks); somebody was faster. */
START_TEST(what_cannot_get_its_name_is_copied)
{
    static const int codes[] = {ENOENT, EPERM, EEXIST};
    nnreg_upload *given = upload(content, LARGE);
    uint64_t id;

    fixture_add(&fixture, "its files are there", 0); /* so that one file is linked alone */
    add(given, NAME);
    fail_from("linkat", 1, codes[_i]);
    id = create();
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_eq(failing.met, 1);
    ck_assert_uint_ne(stored_inode(id, NAME), upload_inode(given));
    check_file(id, NAME, content, LARGE);
    nnreg_upload_free(given);
}
END_TEST

START_TEST(another_failure_of_its_name_is_one_of_the_create)
{
    nnreg_upload *given = upload(content, LARGE);
    uint64_t id;

    fixture_add(&fixture, "its files are there", 0);
    add(given, NAME);
    fail_from("linkat", 1, ENOSPC);
    ck_assert_int_eq(create_in(fixture.registry, &id), NNREG_NO_SPACE);
    nnreg_fs_use_hook(NULL);
    create();
    nnreg_upload_free(given);
}
END_TEST

START_TEST(a_file_system_without_nameless_files_will_do)
{
    nnreg_upload *given;
    uint64_t id;

    fail_from("tmpfile", 1, EOPNOTSUPP);
    given = upload(content, CONTENT);
    ck_assert_str_eq(staging(), "");
    add(given, NAME);
    id = create();
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_ne(stored_inode(id, NAME), upload_inode(given));
    check_file(id, NAME, content, CONTENT);
    nnreg_upload_free(given);
}
END_TEST

/* A sweep takes the folder away in which the file is to be made. */
static int sweep_and_have_none(const char *call)
{
    if (strcmp(call, "tmpfile") == 0)
        return EOPNOTSUPP;
    if (strcmp(call, "create") == 0 && ++failing.met <= failing.from)
        ck_assert_int_eq(system("rmdir \"$NNREG_SWEPT\"/*"), 0);
    return 0;
}

START_TEST(a_sweep_in_between_is_met_by_another_try)
{
    char path[400];
    nnreg_upload *given;
    nnreg_status status;

    snprintf(path, sizeof path, "%s/staging", fixture.dir);
    setenv("NNREG_SWEPT", path, 1);
    failing.met = 0;
    failing.from = _i == 0 ? 3 : 1000;
    ck_assert_int_eq(nnreg_upload_new(fixture.registry, &given), NNREG_OK);
    nnreg_fs_use_hook(sweep_and_have_none);
    status = nnreg_upload_write(given, content, LARGE);
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(status, _i == 0 ? NNREG_OK : NNREG_BUSY);
    ck_assert_str_eq(staging(), "");
    nnreg_upload_free(given);
}
END_TEST

static int have_neither_files_nor_folders(const char *call)
{
    return strcmp(call, "tmpfile") == 0 ? EOPNOTSUPP : strcmp(call, "mkdirat") == 0 ? ENOSPC : 0;
}

START_TEST(where_its_folder_cannot_be_made_it_says_so)
{
    nnreg_upload *given;

    ck_assert_int_eq(nnreg_upload_new(fixture.registry, &given), NNREG_OK);
    nnreg_fs_use_hook(have_neither_files_nor_folders);
    ck_assert_int_eq(nnreg_upload_write(given, content, LARGE), NNREG_NO_SPACE);
    nnreg_fs_use_hook(NULL);
    ck_assert_str_eq(staging(), "");
    nnreg_upload_free(given);
}
END_TEST

START_TEST(without_staging_the_folder_is_made)
{
    nnreg_upload *given;
    char path[400];

    snprintf(path, sizeof path, "%s/staging", fixture.dir);
    ck_assert_int_eq(rmdir(path), 0);
    given = upload(content, LARGE);
    add(given, NAME);
    nnreg_upload_free(given);
    create();
    ck_assert_int_eq(rmdir(path), 0);
    ck_assert_int_eq(symlink("/", path), 0);
    ck_assert_int_eq(nnreg_upload_new(fixture.registry, &given), NNREG_CORRUPT);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(mkdir(path, 0755), 0);
}
END_TEST

/* ------------------------------------------------------------------------------------------------ processes -- */

/* Killed in front of each call: what is left is nothing, or, where there are no nameless files, what the next open sweeps. */
START_TEST(a_kill_at_any_call_leaves_nothing_behind)
{
    unsigned n;
    bool died = true;

    for (n = 1; died; n++) {
        pid_t child = fork();

        ck_assert_uint_lt(n, 200);
        if (child == 0) {
            nnreg_upload *given;

            CHILD(nnreg_open(&fixture.registry, fixture.dir, NULL) == NNREG_OK);
            child_die_at(n);
            CHILD(nnreg_upload_new(fixture.registry, &given) == NNREG_OK);
            CHILD(nnreg_upload_write(given, content, MIB) == NNREG_OK);
            CHILD(nnreg_bundle_add_upload(bundle, given, NAME) == NNREG_OK);
            nnreg_upload_free(given);
            nnreg_bundle_free(bundle);
            child_done();
        }
        died = child_died(child);
        ck_assert_str_eq(staging(), "");
    }
    ck_assert_uint_gt(n, 3);
}
END_TEST

static int die_without_nameless(const char *call)
{
    if (strcmp(call, "tmpfile") == 0)
        return EOPNOTSUPP;
    if (++failing.met == failing.from)
        raise(SIGKILL);
    return 0;
}

START_TEST(what_a_kill_leaves_where_files_have_names_the_next_open_removes)
{
    unsigned n;
    bool died = true;

    for (n = 1; died; n++) {
        pid_t child = fork();
        int status;

        ck_assert_uint_lt(n, 200);
        if (child == 0) {
            nnreg_upload *given;

            CHILD(nnreg_open(&fixture.registry, fixture.dir, NULL) == NNREG_OK);
            failing.met = 0;
            failing.from = n;
            nnreg_fs_use_hook(die_without_nameless);
            CHILD(nnreg_upload_new(fixture.registry, &given) == NNREG_OK);
            CHILD(nnreg_upload_write(given, content, LARGE) == NNREG_OK);
            nnreg_upload_free(given);
            child_done();
        }
        status = child_wait(child);
        died = WIFSIGNALED(status);
        fixture_reopen(&fixture, 0);
        ck_assert_str_eq(staging(), "");
    }
    ck_assert_uint_gt(n, 6);
}
END_TEST

/* Another process opens, which sweeps, and collects, while this one receives. */
START_TEST(an_upload_in_progress_is_met_by_no_collection)
{
    nnreg_upload *given = upload(content, 3 * MIB);
    pid_t child = fork();
    uint64_t id;

    if (child == 0) {
        nnreg *other;

        CHILD(nnreg_open(&other, fixture.dir, NULL) == NNREG_OK);
        CHILD(nnreg_gc(other, NULL, NULL) == NNREG_OK);
        nnreg_close(other);
        child_done();
    }
    ck_assert_int_eq(child_wait(child), 0);
    ck_assert_int_eq(nnreg_upload_write(given, content + 3 * MIB, 3 * MIB), NNREG_OK);
    add(given, NAME);
    id = create();
    check_file(id, NAME, content, CONTENT);
    nnreg_upload_free(given);
}
END_TEST

static const char before_fork[] = "this upload was begun before a fork: it is the parent's";

static void use_in_child(nnreg_upload *given, nnreg_upload *complete)
{
    nnreg *registry;
    char digest[65];
    uint64_t id;

    CHILD(nnreg_upload_write(given, "x", 1) == NNREG_INVALID_ARGUMENT);
    CHILD(strcmp(nnreg_upload_message(given), before_fork) == 0);
    CHILD(nnreg_upload_digest(given, digest) == NNREG_INVALID_ARGUMENT);
    CHILD(nnreg_bundle_add_upload(bundle, given, "assets.extra/more.bin") == NNREG_INVALID_ARGUMENT);
    CHILD(strcmp(nnreg_bundle_message(bundle), before_fork) == 0);
    nnreg_upload_free(given);
    CHILD(nnreg_open(&registry, fixture.dir, NULL) == NNREG_OK);
    CHILD(create_in(registry, &id) == NNREG_OK);
    nnreg_close(registry);
    nnreg_upload_free(complete);
    nnreg_bundle_free(bundle);
    child_done();
}

/* As a child of a fork finds it. */
START_TEST(what_another_process_began_goes_into_no_bundle)
{
    nnreg_upload *given = upload(content, LARGE);
    struct nnreg_received *received = nnreg_upload_received(given);

    received->process++;
    ck_assert_int_eq(nnreg_bundle_add_upload(bundle, given, NAME), NNREG_INVALID_ARGUMENT);
    ck_assert_str_eq(nnreg_bundle_message(bundle), "this upload was begun before a fork: it is the parent's");
    received->process--;
    add(given, NAME);
    create();
    nnreg_upload_free(given);
}
END_TEST

START_TEST(a_forked_child_can_free_it_and_use_a_bundle_that_has_it)
{
    nnreg_upload *given, *complete;
    pid_t child;
    uint64_t id;

    if (!fixture_forgets_on_fork())
        return;
    given = upload(content, _i == 0 ? 10 : CONTENT - 1000);
    complete = upload(content, LARGE);
    add(complete, NAME);
    child = fork();
    if (child == 0)
        use_in_child(given, complete);
    ck_assert_int_eq(child_wait(child), 0);
    ck_assert_int_eq(nnreg_upload_write(given, content + nnreg_upload_size(given), 1000), NNREG_OK);
    add(given, "assets.extra/more.bin");
    id = create();
    check_file(id, "assets.extra/more.bin", content, nnreg_upload_size(given));
    nnreg_upload_free(given);
    nnreg_upload_free(complete);
}
END_TEST

/* -------------------------------------------------------------------------------------------------- threads -- */

#define THREADS 4

struct receiving {
    nnreg_upload *shared; /* or NULL: one of its own */
    const char *model;
    unsigned number;
    nnreg_status status;
};

static void *receive(void *context)
{
    struct receiving *receiving = context;
    static const char format[] =
        "{\"name\": \"thread %u\", \"framework\": \"tensorflow-1.x\",\n"
        " \"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": {\n"
        "  \"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\",\n"
        "  \"target_size\": \"32x32\", \"color_channels\": \"RGB\"}}]},\n"
        " \"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"probabilities\"]}}]}";
    nnreg_upload *given = receiving->shared;
    nnreg_bundle *files = NULL;
    nnreg_findings *findings = NULL;
    char json[1000];
    uint64_t id;
    size_t at;
    nnreg_status status = nnreg_bundle_new(&files);

    snprintf(json, sizeof json, format, receiving->number);
    if (status == NNREG_OK)
        status = nnreg_findings_new(&findings, NULL, 0);
    if (status == NNREG_OK && given == NULL)
        status = nnreg_upload_new(fixture.registry, &given);
    for (at = 0; status == NNREG_OK && receiving->shared == NULL && at < 5 * MIB; at += 64 << 10)
        status = nnreg_upload_write(given, content + receiving->number + at, 64 << 10);
    if (status == NNREG_OK)
        status = nnreg_bundle_add_directory(files, receiving->model);
    if (status == NNREG_OK)
        status = nnreg_bundle_add_upload(files, given, NAME);
    if (status == NNREG_OK)
        status = nnreg_network_create(fixture.registry, &id, json, strlen(json), files, NULL, findings);
    if (receiving->shared == NULL)
        nnreg_upload_free(given);
    nnreg_bundle_free(files);
    nnreg_findings_free(findings);
    receiving->status = status;
    return NULL;
}

/* Each one of its own; or all the same one, which is complete, so that nothing of it changes. */
START_TEST(threads_receive_and_create_at_once)
{
    struct receiving receiving[THREADS];
    pthread_t threads[THREADS];
    nnreg_upload *shared = _i == 0 ? NULL : upload(content, LARGE);
    char model[400];
    unsigned i;

    if (shared != NULL)
        add(shared, NAME);
    snprintf(model, sizeof model, "%s", fixture_model(&fixture, 0));
    for (i = 0; i < THREADS; i++) {
        receiving[i] = (struct receiving){.shared = shared, .model = model, .number = i};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, receive, &receiving[i]), 0);
    }
    for (i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
        ck_assert_msg(receiving[i].status == NNREG_OK, "thread %u: %d", i, receiving[i].status);
        ck_assert_uint_ne(stored_inode(i + 1, NAME), 0);
    }
    nnreg_upload_free(shared);
}
END_TEST

Suite *uploads_suite(void)
{
    Suite *suite = suite_create("uploads");
    TCase *received = tcase_create("received"), *taken = tcase_create("taken");
    TCase *fails = tcase_create("fails"), *processes = tcase_create("processes");

    tcase_add_checked_fixture(received, begin, end);
    tcase_add_checked_fixture(taken, begin, end);
    tcase_add_checked_fixture(fails, begin, end);
    tcase_add_checked_fixture(processes, begin, end);
    tcase_add_loop_test(received, what_is_received_in_pieces_is_kept_byte_for_byte, 0, SIZES * PIECES);
    tcase_add_test(received, digests_are_those_of_the_standard);
    tcase_add_test(received, a_network_can_be_uploads_alone);
    tcase_add_loop_test(received, an_archive_can_be_uploaded, 0, 4);
    tcase_add_test(received, an_archive_that_is_none_is_a_finding);
    tcase_add_loop_test(received, nothing_is_appended_once_it_is_complete, 0, 4);
    tcase_add_test(received, what_is_not_given_is_an_invalid_argument);
    tcase_add_test(received, a_bad_name_is_a_finding);
    tcase_add_test(received, no_more_than_16_mib_of_all_are_in_memory);
    tcase_add_loop_test(taken, a_create_takes_the_file_itself, 0, 2);
    tcase_add_test(taken, many_uploads_are_taken_beside_many_small_files);
    tcase_add_test(taken, what_is_refused_can_be_tried_again_and_is_still_not_copied);
    tcase_add_test(taken, what_was_cancelled_can_be_tried_again);
    tcase_add_test(taken, a_second_create_has_a_copy);
    tcase_add_test(taken, a_second_create_does_not_take_damage_for_what_was_received);
    tcase_add_loop_test(taken, one_upload_can_have_two_names_in_a_network, 0, 2);
    tcase_add_test(taken, uploads_of_the_same_content_are_stored_once);
    tcase_add_test(taken, what_is_stored_already_stays);
    tcase_add_loop_test(taken, a_stored_file_that_was_damaged_is_replaced, 0, 4);
    tcase_add_test(taken, a_file_that_is_removed_before_it_is_used_is_put_back);
    tcase_add_test(taken, a_stored_file_that_is_removed_before_it_is_used_is_put_back);
    tcase_add_test(taken, another_handle_of_the_registry_takes_it_too);
    tcase_add_loop_test(taken, it_outlives_the_handle_that_it_was_made_with, 0, 2);
    tcase_add_test(taken, another_registry_copies_it);
    tcase_add_test(taken, a_handle_that_only_reads_receives_nothing);
    tcase_add_test(taken, a_compaction_and_a_collection_go_past_it);
    tcase_add_test(taken, what_no_create_took_is_gone_with_its_descriptor);
    tcase_add_loop_test(fails, a_write_that_fails_says_where_and_ends_the_upload, 0, 2);
    tcase_add_test(fails, the_last_piece_can_fail_too);
    tcase_add_loop_test(fails, whichever_memory_or_hash_it_cannot_have_it_says_so, 0, 4);
    tcase_add_test(fails, a_file_that_may_not_be_on_the_device_is_not_taken);
    tcase_add_loop_test(fails, what_cannot_get_its_name_is_copied, 0, 3);
    tcase_add_test(fails, another_failure_of_its_name_is_one_of_the_create);
    tcase_add_test(fails, a_file_system_without_nameless_files_will_do);
    tcase_add_loop_test(fails, a_sweep_in_between_is_met_by_another_try, 0, 2);
    tcase_add_test(fails, where_its_folder_cannot_be_made_it_says_so);
    tcase_add_test(fails, without_staging_the_folder_is_made);
    tcase_add_test(processes, a_kill_at_any_call_leaves_nothing_behind);
    tcase_add_test(processes, what_a_kill_leaves_where_files_have_names_the_next_open_removes);
    tcase_add_test(processes, an_upload_in_progress_is_met_by_no_collection);
    tcase_add_test(processes, what_another_process_began_goes_into_no_bundle);
    tcase_add_loop_test(processes, a_forked_child_can_free_it_and_use_a_bundle_that_has_it, 0, 2);
    tcase_add_loop_test(processes, threads_receive_and_create_at_once, 0, 2);
    suite_add_tcase(suite, received);
    suite_add_tcase(suite, taken);
    suite_add_tcase(suite, fails);
    suite_add_tcase(suite, processes);
    return suite;
}
