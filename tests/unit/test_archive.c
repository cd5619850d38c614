/*
 * Archives as bundles: what is packed is judged and kept as the folder would be, whichever way it was packed and is
 * given; what is hostile is refused with its finding; and nothing is written anywhere, whatever an archive asks for.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "base/fsio.h"
#include "case_archive.h"
#include "case_bundle.h"
#include "case_text.h"
#include "inspect_fixture.h"
#include "registry_fixture.h"
#include "zip_kinds.h"

Suite *archive_suite(void);

static struct registry_fixture fixture;
static struct mw_zip packed;
static nnreg_bundle *bundle;

static void begin(void)
{
    fixture_begin(&fixture, 0);
    memset(&packed, 0, sizeof packed);
    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
}

static void end(void)
{
    const char *fault;

    nnreg_fs_use_hook(NULL);
    nnreg_alloc_fail_from(0);
    fault = registry_fault(fixture.registry, fixture.dir, false);
    ck_assert_msg(fault == NULL, "%s", fault);
    nnreg_bundle_free(bundle);
    mw_zip_free(&packed);
    fixture_end(&fixture);
}

static const char *write_packed(const char *name)
{
    const char *path = fixture_path(&fixture, name);
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(packed.file.data, 1, packed.file.size, file), packed.file.size);
    ck_assert_int_eq(fclose(file), 0);
    return path;
}

static nnreg_status create(uint64_t *id)
{
    const char *json = fixture_description("from an archive", "");

    return nnreg_network_create(fixture.registry, id, json, strlen(json), bundle, NULL, fixture.findings);
}

static nnreg_status check_bundle(void)
{
    const char *json = fixture_description("from an archive", "");

    return nnreg_check(fixture.findings, json, strlen(json), bundle, NULL);
}

/* ------------------------------------------------------------------------------------------------ taken -- */

static const char *const forms[] = {
    "stored",  "deflated",    "described deflated", "wide",           "wide described deflated",
    "folders", "folders top", "top deflated",       "comment folders"};

/* The files of two networks, one made of a folder. */
static void same_files(uint64_t id, uint64_t other)
{
    nnreg_network *networks[2];
    struct nnreg_file_info files[2] = {NNREG_FILE_INFO_INIT, NNREG_FILE_INFO_INIT};
    size_t i;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &networks[0], id), NNREG_OK);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &networks[1], other), NNREG_OK);
    ck_assert_uint_eq(nnreg_network_file_count(networks[0]), FIXTURE_FILES);
    for (i = 0; i < FIXTURE_FILES; i++) {
        ck_assert_int_eq(nnreg_network_file(networks[0], i, &files[0]), NNREG_OK);
        ck_assert_int_eq(nnreg_network_file(networks[1], i, &files[1]), NNREG_OK);
        ck_assert_str_eq(files[0].name, files[1].name);
        ck_assert_str_eq(files[0].sha256, files[1].sha256);
    }
    nnreg_network_free(networks[0]);
    nnreg_network_free(networks[1]);
}

START_TEST(an_archive_gives_the_network_that_its_folder_gives)
{
    uint64_t folder = fixture_add(&fixture, "from a folder", 2), id;
    int fd = -1;

    case_archive_make(&packed, fixture_model(&fixture, 2), forms[_i / 3]);
    if (_i % 3 == 0) {
        ck_assert_int_eq(nnreg_bundle_add_zip(bundle, write_packed("model.zip")), NNREG_OK);
    } else if (_i % 3 == 1) {
        fd = open(write_packed("model.zip"), O_RDONLY | O_CLOEXEC);
        ck_assert_int_eq(nnreg_bundle_add_zip_fd(bundle, fd, "model.zip"), NNREG_OK);
    } else {
        ck_assert_int_eq(nnreg_bundle_add_zip_memory(bundle, packed.file.data, packed.file.size, "model.zip"),
                         NNREG_OK);
    }
    ck_assert_msg(check_bundle() == NNREG_OK, "%s", fixture_found(&fixture));
    ck_assert_str_eq(fixture_found(&fixture), "");
    ck_assert(nnreg_findings_weights_checked(fixture.findings));
    ck_assert_msg(create(&id) == NNREG_OK, "%s", nnreg_message(fixture.registry));
    same_files(id, folder);
    if (fd >= 0)
        ck_assert_int_eq(close(fd), 0); /* it stayed the caller's */
}
END_TEST

/* Only what is in an archive is to be unpacked. */
START_TEST(a_file_may_be_given_beside_an_archive)
{
    case_archive_make(&packed, fixture_model(&fixture, 0), "deflated");
    ck_assert_int_eq(nnreg_bundle_add_zip_memory(bundle, packed.file.data, packed.file.size, "m.zip"),
                     NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "n", 1, "assets/notes"), NNREG_OK);
    ck_assert_int_eq(check_bundle(), NNREG_OK);
    ck_assert_str_eq(fixture_found(&fixture), "");
}
END_TEST

static void add_model(const char *name)
{
    struct text content = TEXT_INIT;
    char path[700];

    (void)snprintf(path, sizeof path, "%s/saved_model.pb", fixture_model(&fixture, 0));
    ck_assert(text_load(&content, path));
    mw_zip_add(&packed,
               &(struct mw_zip_entry){.name = name, .content = content.content, .size = content.length});
    text_free(&content);
}

static void finish_and_add(void)
{
    mw_zip_finish(&packed, NULL);
    ck_assert_int_eq(nnreg_bundle_add_zip_memory(bundle, packed.file.data, packed.file.size, "m.zip"),
                     NNREG_OK);
}

/* What packers add is left out with a warning, and does not hide the folder at the top. */
START_TEST(what_packers_add_is_left_out)
{
    static const char *const added[] = {"__MACOSX/model/._saved_model.pb", "__MACOSX/._model", ".DS_Store",
                                        "model/.DS_Store", "META-INF/MANIFEST.MF"};
    size_t i;

    for (i = 0; i < sizeof added / sizeof added[0]; i++)
        mw_zip_add(&packed, &(struct mw_zip_entry){.name = added[i], .content = "x", .size = 1});
    /* a folder with a name as long as the one at the top */
    mw_zip_add(&packed, &(struct mw_zip_entry){.name = ".idea/", .content = ""});
    add_model("model/saved_model.pb");
    finish_and_add();
    ck_assert_int_eq(check_bundle(), NNREG_REFUSED);
    ck_assert_str_eq(fixture_found(&fixture),
                     "warning bundle.unknown-file .DS_Store; warning bundle.unknown-file .DS_Store; "
                     "warning bundle.unknown-file .idea; warning bundle.unknown-file META-INF; warning "
                     "bundle.unknown-file __MACOSX; "
                     "error bundle.variables-missing variables.index");
}
END_TEST

/* No file system has such names. */
START_TEST(what_lies_too_deep_or_has_a_name_too_long_is_told)
{
    struct text name = TEXT_INIT, expanded = TEXT_INIT;
    static const struct {
        const char *model, *file, *told;
    } rows[] = {
        {"<<16*d/>>saved_model.pb", NULL, "error bundle.variables-missing variables.index"},
        {"<<17*d/>>saved_model.pb", NULL, "error bundle.model-missing -; warning bundle.unknown-file d"},
        {"saved_model.pb", "assets/<<5000*a>>/x", "error bundle.bad-name assets/"},
    };

    text_expand(&name, rows[_i].model, strlen(rows[_i].model));
    add_model(name.content);
    if (rows[_i].file != NULL) {
        text_expand(&expanded, rows[_i].file, strlen(rows[_i].file));
        mw_zip_add(&packed, &(struct mw_zip_entry){.name = expanded.content, .content = "x", .size = 1});
    }
    finish_and_add();
    ck_assert_int_eq(check_bundle(), NNREG_REFUSED);
    ck_assert_msg(strstr(fixture_found(&fixture), rows[_i].told) != NULL, "%s", fixture_found(&fixture));
    text_free(&name);
    text_free(&expanded);
}
END_TEST

/* Names in an archive are met as those in a folder are. No folder holds all, so that there is none to be taken off at the top. */
static const struct {
    const char *lines;
    const char *told; /* one of the findings */
} met[] = {
    {"model classifier\nfile README.md 3\nfile notes/a 1\nfile .git/config 1\nfile variables/more/x 1\n"
     "file assets/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q 1\nmodel frozen in=old\nfile old/readme 1\nfile "
     "older/x 1\nfile old.txt 1\nfile assets/.x/y 1\n",
     "bundle.unknown-file old\n"},
    /* two folders of names that are as long, and one whose name begins the other's */
    {"model frozen in=aa\nfile bb/x 1\n", "bundle.unknown-file aa\n"},
    {"model frozen in=aa\nmodel frozen in=bb\nfile aa.c/x 1\nfile aab/x 1\nfile aa-c 1\n",
     "bundle.unknown-file bb\n"},
    /* names that only begin like a model's, and a folder that has such a name */
    {"model frozen in=aa\nfile bb/saved_model.pb.txt 1\nfile bb/saved_model.p 1\nfile bb/saved_model.xx 1\n",
     "bundle.unknown-file bb\n"},
    {"model frozen in=aa\nfile bb/saved_model.pb/x 1\nfile bb/z 1\n", "bundle.unknown-file bb\n"},
    {"model frozen in=aa/bb\nfile cc 1\n", "bundle.unknown-file aa\n"},
    {"model frozen in=bb\nfile aa/x 1\nfile aab/x 1\n", "bundle.unknown-file aa\n"},
    /* a model below, and a folder that has a model's name */
    {"model frozen in=aa\nfile bb/x 1\n", "the folder \"aa\" has one: give that folder\n"},
    {"folder\nfile bb/saved_model.pb/x 1\nfile cc/z 1\n", "bundle.model-missing"},
    {"folder\nfile saved_model.pb/x 1\nfile variables 1\nfile assets.extra/saved_model.pb 1\n",
     "bundle.not-regular saved_model.pb\n"},
};

/* Findings and what they advise, as each stands behind the other's. */
static void text_of_findings(struct text *out, const char *folder)
{
    const struct nnreg_finding *finding;
    size_t i;

    text_findings(out, fixture.findings, folder);
    for (i = 0; (finding = nnreg_findings_get(fixture.findings, i)) != NULL; i++)
        text_format(out, "%s\n", finding->hint != NULL ? finding->hint : "-");
}

START_TEST(a_folder_and_its_archive_have_the_same_findings)
{
    const char *lines = met[_i / 2].lines;
    struct case_bundle made;
    struct text found[2] = {TEXT_INIT, TEXT_INIT};
    const char *json = fixture_description("n", "");

    case_bundle_make(&made, lines, strlen(lines), NULL);
    (void)nnreg_check(fixture.findings, json, strlen(json), made.bundle, NULL);
    text_of_findings(&found[0], made.scratch.path);
    case_archive_make(&packed, made.folder, _i % 2 == 0 ? "deflated" : "folders top");
    ck_assert_int_eq(nnreg_bundle_add_zip_memory(bundle, packed.file.data, packed.file.size, "m.zip"),
                     NNREG_OK);
    (void)nnreg_check(fixture.findings, json, strlen(json), bundle, NULL);
    text_of_findings(&found[1], made.scratch.path);
    ck_assert_str_eq(found[1].content, found[0].content);
    ck_assert_msg(strstr(found[0].content, met[_i / 2].told) != NULL, "%s", found[0].content);
    text_free(&found[0]);
    text_free(&found[1]);
    case_bundle_free(&made);
}
END_TEST

START_TEST(an_archive_may_hold_the_variables_alone)
{
    static const char *const names[] = {"variables/variables.index",
                                        "variables/variables.data-00000-of-00001"};
    char *json, path[700];
    size_t i;

    for (i = 0; i < 2; i++) {
        struct text content = TEXT_INIT;

        (void)snprintf(path, sizeof path, "%s/%s", fixture_model(&fixture, 0), names[i]);
        ck_assert(text_load(&content, path));
        mw_zip_add(&packed,
                   &(struct mw_zip_entry){
                       .name = names[i], .content = content.content, .size = content.length, .method = 8});
        text_free(&content);
    }
    mw_zip_finish(&packed, NULL);
    ck_assert_int_eq(nnreg_bundle_add_zip_memory(bundle, packed.file.data, packed.file.size, "m.zip"),
                     NNREG_OK);
    ck_assert_int_eq(nnreg_inspect(&json, fixture.findings, bundle, NULL), NNREG_OK);
    ck_assert_str_eq(fixture_found(&fixture), "note bundle.model-missing -");
    ck_assert_ptr_nonnull(strstr(json, "variables.index"));
    nnreg_free(json);
}
END_TEST

START_TEST(what_is_no_archive_by_its_path_is_told_as_of_any_file)
{
    ck_assert_int_eq(nnreg_bundle_add_zip(bundle, fixture_path(&fixture, "nothing.zip")), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_bundle_add_zip(bundle, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_bundle_add_zip_fd(bundle, -1, "x"), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_bundle_add_zip_memory(bundle, NULL, 1, "x"), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_bundle_set_spool(bundle, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_bundle_add_zip(bundle, fixture_model(&fixture, 0)), NNREG_OK);
    ck_assert_int_eq(check_bundle(), NNREG_REFUSED);
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "error bundle.not-regular "));
}
END_TEST

START_TEST(a_descriptor_of_a_folder_is_no_archive)
{
    int fd = open(fixture_model(&fixture, 0), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    ck_assert_int_eq(nnreg_bundle_add_zip_fd(bundle, fd, "m.zip"), NNREG_OK);
    ck_assert_int_eq(check_bundle(), NNREG_REFUSED);
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "error bundle.not-regular m.zip"));
    ck_assert_int_eq(close(fd), 0);
}
END_TEST

/* ------------------------------------------------------------------------------------------------ drafts -- */

/* A draft is made of the model alone, which is unpacked for it; where there is none, it is told why, and once. */
static const struct {
    const char *kind; /* NULL: a model that is none */
    const char *found;
} undrafted[] = {
    {NULL, "error model.corrupt saved_model.pb"},
    {"a wrong checksum of a stored file", "error archive.crc m.zip"},
    {"half of it", "error archive.corrupt m.zip"},
};

START_TEST(without_a_model_in_an_archive_there_is_no_draft)
{
    char *json = (char *)"";
    size_t i;

    for (i = 0; undrafted[_i].kind != NULL && strcmp(mw_zip_kinds[i].name, undrafted[_i].kind) != 0; i++)
        ck_assert_uint_lt(i + 1, mw_zip_kind_count);
    if (undrafted[_i].kind != NULL) {
        (void)mw_zip_kinds[i].make(&packed, mw_zip_kinds[i].argument);
    } else {
        mw_zip_add(&packed, &(struct mw_zip_entry){
                                .name = "saved_model.pb", .content = "garbage", .size = 7, .method = 8});
        mw_zip_finish(&packed, NULL);
    }
    ck_assert_int_eq(nnreg_bundle_add_zip_memory(bundle, packed.file.data, packed.file.size, "m.zip"),
                     NNREG_OK);
    ck_assert_int_eq(nnreg_draft(&json, fixture.findings, bundle), NNREG_REFUSED);
    ck_assert_ptr_null(json);
    ck_assert_str_eq(fixture_found(&fixture), undrafted[_i].found);
}
END_TEST

/* Of variables alone there is none; they are unpacked and looked at, to say what there is. */
START_TEST(without_memory_a_draft_of_an_archive_is_not_refused)
{
    nnreg_status status = NNREG_NO_MEMORY;
    char *json;
    uint64_t n;

    mw_zip_add(&packed, &(struct mw_zip_entry){
                            .name = "variables/variables.index", .content = "x", .size = 1, .method = 8});
    finish_and_add();
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_draft(&json, fixture.findings, bundle);
        nnreg_alloc_fail_from(0);
        ck_assert_ptr_null(json);
    }
    ck_assert_int_eq(status, NNREG_REFUSED);
    ck_assert_uint_gt(n, 20);
    ck_assert_str_eq(fixture_found(&fixture),
                     "error bundle.model-missing -; error bundle.shard-missing variables.index");
}
END_TEST

/* ---------------------------------------------------------------------------------------------- hostile -- */

/* A line for each thing below the scratch folder but the registry's, for comparing. */
static struct nnreg_bytes seen;

static int see(const char *path, const struct stat *about, int type, struct FTW *where)
{
    (void)type;
    (void)where;
    if (strstr(path, "/registry") == NULL)
        nnreg_bytes_format(&seen, "%s %llu %lld.%09ld\n", path, (unsigned long long)about->st_size,
                           (long long)about->st_mtim.tv_sec, about->st_mtim.tv_nsec);
    return 0;
}

static char *look_around(void)
{
    char *text;

    seen = (struct nnreg_bytes)NNREG_BYTES_INIT;
    ck_assert_int_eq(nftw(fixture.scratch.path, see, 8, FTW_PHYS), 0);
    ck_assert_int_eq(nnreg_bytes_take(&text, &seen), NNREG_OK);
    return text;
}

/* The one finding of the rules on archives is this, and it is an error. */
static void expect_finding(const struct mw_zip_kind *kind, size_t where, const char *archive)
{
    const struct nnreg_finding *finding, *only = NULL;
    size_t i;

    for (i = 0; (finding = nnreg_findings_get(fixture.findings, i)) != NULL; i++) {
        if (strncmp(finding->rule, "archive.", 8) != 0)
            continue;
        ck_assert_msg(only == NULL, "%s: %s", kind->name, fixture_found(&fixture));
        only = finding;
    }
    ck_assert_msg(only != NULL, "%s: %s", kind->name, fixture_found(&fixture));
    ck_assert_str_eq(only->rule, kind->rule);
    ck_assert_int_eq(only->severity, NNREG_SEVERITY_ERROR);
    ck_assert_str_eq(only->file, archive);
    ck_assert(only->has_offset);
    ck_assert_uint_eq(only->offset, where);
    ck_assert_ptr_nonnull(only->hint);
}

START_TEST(what_is_hostile_is_refused_and_nothing_is_written)
{
    const struct mw_zip_kind *kind = &mw_zip_kinds[_i];
    size_t where = kind->make(&packed, kind->argument);
    char folder[320], archive[320], *before, *after;
    uint64_t id = 7;

    (void)snprintf(archive, sizeof archive, "%.280s", write_packed("model.zip"));
    packed.file.size = 0;
    mw_buf_append(&packed.file, "nobody may touch this", 21);
    (void)write_packed("canary");
    (void)snprintf(folder, sizeof folder, "%.280s", fixture_path(&fixture, "in"));
    ck_assert_int_eq(mkdir(folder, 0777), 0);
    ck_assert_int_eq(chdir(folder), 0);
    before = look_around();
    ck_assert_int_eq(nnreg_bundle_add_zip(bundle, archive), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_set_spool(bundle, folder), NNREG_OK);
    ck_assert_int_eq(check_bundle(), NNREG_REFUSED);
    expect_finding(kind, where, archive);
    ck_assert_int_eq(create(&id), NNREG_REFUSED);
    expect_finding(kind, where, archive);
    ck_assert_uint_eq(id, 0);
    after = look_around();
    ck_assert_str_eq(after, before);
    ck_assert_int_eq(chdir("/"), 0);
    nnreg_free(before);
    nnreg_free(after);
}
END_TEST

START_TEST(the_rules_on_archives_cannot_be_passed_over)
{
    static const struct nnreg_rule_severity off[] = {NNREG_RULE_SEVERITY("archive.crc", NNREG_SEVERITY_OFF)};
    nnreg_findings *findings;

    ck_assert_int_eq(nnreg_findings_new(&findings, off, 1), NNREG_INVALID_ARGUMENT);
}
END_TEST

/* ----------------------------------------------------------------------------------------------- unpacking -- */

static int refuse_unnamed(const char *call)
{
    return strcmp(call, "tmpfile") == 0 ? ENOSPC : 0;
}

static int no_unnamed(const char *call)
{
    return strcmp(call, "tmpfile") == 0 ? EOPNOTSUPP : 0;
}

/* Above 16 MiB what is unpacked goes to the folder that was set, and is gone afterwards. */
START_TEST(a_large_file_is_unpacked_into_the_spool)
{
    char *before, *after;

    case_archive_make(&packed, fixture_model(&fixture, 0), "zeros deflated");
    ck_assert_int_eq(nnreg_bundle_add_zip_memory(bundle, packed.file.data, packed.file.size, "m.zip"),
                     NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_set_spool(bundle, "/nonexistent/folder"), NNREG_OK);
    ck_assert_int_eq(check_bundle(), NNREG_IO);
    ck_assert_int_eq(nnreg_bundle_set_spool(bundle, fixture.scratch.path), NNREG_OK);
    nnreg_fs_use_hook(refuse_unnamed);
    ck_assert_int_eq(check_bundle(), NNREG_NO_SPACE);
    ck_assert_uint_eq(nnreg_findings_count(fixture.findings), 0);
    nnreg_fs_use_hook(NULL);
    before = look_around();
    ck_assert_msg(check_bundle() == NNREG_OK, "%s", nnreg_findings_message(fixture.findings));
    after = look_around();
    ck_assert_str_eq(after, before);
    nnreg_free(before);
    nnreg_free(after);
    nnreg_fs_use_hook(no_unnamed); /* a file system without such files */
    ck_assert_int_eq(check_bundle(), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_set_spool(bundle, write_packed("file")), NNREG_OK);
    ck_assert_int_eq(check_bundle(), NNREG_IO);
    nnreg_fs_use_hook(NULL);
    ck_assert_ptr_null(strstr(scratch_list(&fixture.scratch, "."), ".nnreg"));
}
END_TEST

struct watched {
    unsigned calls, cancel_at;
    uint64_t done, total;
};

static int watch(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct watched *watched = context;

    if (strcmp(stage, "unpacking") != 0)
        return 0;
    ck_assert_uint_ge(done, watched->done);
    watched->done = done;
    watched->total = total;
    return ++watched->calls == watched->cancel_at;
}

START_TEST(unpacking_tells_how_far_it_is_and_can_be_cancelled)
{
    struct watched watched = {.calls = 0};
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;
    const char *json = fixture_description("n", "");

    case_archive_make(&packed, fixture_model(&fixture, 0), "zeros deflated");
    ck_assert_int_eq(nnreg_bundle_add_zip_memory(bundle, packed.file.data, packed.file.size, "m.zip"),
                     NNREG_OK);
    options.progress = watch;
    options.context = &watched;
    ck_assert_int_eq(nnreg_check(fixture.findings, json, strlen(json), bundle, &options), NNREG_OK);
    ck_assert_uint_gt(watched.calls, 59 * 8);
    ck_assert_uint_eq(watched.done, watched.total);
    watched = (struct watched){.cancel_at = 5};
    ck_assert_int_eq(nnreg_check(fixture.findings, json, strlen(json), bundle, &options), NNREG_CANCELLED);
}
END_TEST

static char changing[320]; /* an archive that somebody writes to: NULL byte: nobody does */

static unsigned opened;

/* The archive is opened and listed, then staging/ is opened: before its first file is copied, it becomes another one. */
static int change_archive(const char *call)
{
    int fd;

    if (strcmp(call, "openat") != 0 || ++opened < 2)
        return 0;
    fd = open(changing, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || pwrite(fd, "\377", 1, (off_t)packed.place[0].data + 10) != 1)
        abort();
    close(fd);
    return 0;
}

START_TEST(an_archive_that_changes_meanwhile_is_refused)
{
    uint64_t id;

    case_archive_make(&packed, fixture_model(&fixture, 0), "stored");
    (void)snprintf(changing, sizeof changing, "%.300s", write_packed("model.zip"));
    ck_assert_int_eq(nnreg_bundle_add_zip(bundle, changing), NNREG_OK);
    opened = 0;
    nnreg_fs_use_hook(change_archive);
    ck_assert_int_eq(create(&id), NNREG_REFUSED);
    nnreg_fs_use_hook(NULL);
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "error archive.crc "));
}
END_TEST

/* A byte that is another is told, or that memory lacks; where it lacks for saying why, the create has failed. */
START_TEST(a_wrong_byte_is_told_or_that_memory_lacks)
{
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t id;
    unsigned n;

    case_archive_make(&packed, fixture_model(&fixture, 0), "stored");
    mw_zip_patch(&packed, packed.place[0].data + 10, 1, 0xff);
    ck_assert_int_eq(nnreg_bundle_add_zip(bundle, write_packed("model.zip")), NNREG_OK);
    for (n = 1; status == NNREG_NO_MEMORY || status == NNREG_IO; n++) {
        ck_assert_uint_lt(n, 3000);
        nnreg_alloc_fail_from(n);
        status = create(&id);
        nnreg_alloc_fail_from(0);
    }
    ck_assert_int_eq(status, NNREG_REFUSED);
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "error archive.crc "));
    ck_assert_uint_gt(n, 10);
}
END_TEST

START_TEST(an_archive_that_becomes_shorter_is_refused)
{
    case_archive_make(&packed, fixture_model(&fixture, 0), "stored");
    mw_zip_patch(&packed, packed.end + 16, 4, packed.start); /* unchanged: the file is cut below */
    ck_assert_int_eq(nnreg_bundle_add_zip(bundle, write_packed("model.zip")), NNREG_OK);
    scratch_truncate(&fixture.scratch, "model.zip", (int64_t)packed.end);
    ck_assert_int_eq(check_bundle(), NNREG_REFUSED);
    ck_assert_ptr_nonnull(strstr(fixture_found(&fixture), "error archive.corrupt "));
}
END_TEST

/* ----------------------------------------------------------------------------------------------- failures -- */

START_TEST(a_failed_allocation_anywhere_leaves_nothing)
{
    nnreg_status status = NNREG_NO_MEMORY;
    unsigned before;
    uint64_t n;

    case_archive_make(&packed, fixture_model(&fixture, 0),
                      _i == 0 ? "deflated described" : "top deflated described");
    ck_assert_int_eq(nnreg_bundle_add_zip(bundle, write_packed("model.zip")), NNREG_OK);
    before = open_descriptors();
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = check_bundle();
        nnreg_alloc_fail_from(0);
        ck_assert_uint_eq(open_descriptors(), before);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 50);
}
END_TEST

START_TEST(a_failed_call_anywhere_leaves_nothing)
{
    unsigned before, n, step = fixture_stride("archive", 5);
    bool failed = true;
    uint64_t id;

    case_archive_make(&packed, fixture_model(&fixture, 0), _i % 2 == 0 ? "deflated" : "stored");
    ck_assert_int_eq(nnreg_bundle_add_zip(bundle, write_packed("model.zip")), NNREG_OK);
    before = open_descriptors();
    for (n = 1; failed; n += step) {
        nnreg_status status;

        fixture_fail_call(n, _i % 2 == 0 ? EIO : ENOSPC, false);
        id = 0;
        status = _i < 2 ? create(&id) : check_bundle();
        failed = fixture_call_failed(NULL);
        ck_assert_uint_eq(open_descriptors(), before);
        ck_assert(status == NNREG_OK || id == 0);
        ck_assert_msg(status != NNREG_REFUSED, "the call %u: %s", n, fixture_found(&fixture));
        fixture_reopen(&fixture, 0);
    }
}
END_TEST

/* ------------------------------------------------------------------------------------- of real tools -- */

static const char *archives_folder(void)
{
    static char path[1200];
    const char *models = models_folder();

    if (models == NULL)
        return NULL;
    (void)snprintf(path, sizeof path, "%.1000s/../archives", models);
    return access(path, R_OK) == 0 ? path : NULL;
}

/* The digest of the file in EXPECTED.json, which is its value: there is one for each name. */
static bool expected_digest(char digest[65], const char *expected, const char *name)
{
    char key[300];
    const char *at;

    (void)snprintf(key, sizeof key, "\"%.200s\": \"", name);
    at = strstr(expected, key);
    if (at == NULL)
        return false;
    (void)snprintf(digest, 65, "%.64s", at + strlen(key));
    return true;
}

static void take_real(const char *path, const char *expected, bool warned)
{
    nnreg_network *network;
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_bundle *real;
    char *json, digest[65];
    uint64_t id;
    size_t i;

    ck_assert_int_eq(nnreg_bundle_new(&real), NNREG_OK);
    ck_assert_int_eq(nnreg_bundle_add_zip(real, path), NNREG_OK);
    ck_assert_int_eq(nnreg_draft(&json, fixture.findings, real), NNREG_OK);
    ck_assert_msg(nnreg_network_create(fixture.registry, &id, json, strlen(json), real, NULL,
                                       fixture.findings) == NNREG_OK,
                  "%s: %s", path, fixture_found(&fixture));
    ck_assert_msg((nnreg_findings_worst(fixture.findings) == NNREG_SEVERITY_WARNING) == warned, "%s: %s",
                  path, fixture_found(&fixture));
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    ck_assert_uint_eq(nnreg_network_file_count(network), 2);
    for (i = 0; i < 2; i++) {
        ck_assert_int_eq(nnreg_network_file(network, i, &file), NNREG_OK);
        ck_assert(expected_digest(digest, expected, file.name));
        ck_assert_str_eq(file.sha256, digest);
    }
    nnreg_network_free(network);
    nnreg_bundle_free(real);
    nnreg_free(json);
}

START_TEST(archives_of_real_tools_give_their_files)
{
    static const char *const names[] = {"7z",
                                        "bsdtar",
                                        "comment",
                                        "infozip",
                                        "infozip_stored",
                                        "infozip_streamed",
                                        "infozip_top_folder",
                                        "infozip_zip64",
                                        "jar",
                                        "jar_with_manifest",
                                        "macos_like",
                                        "python",
                                        "python_unseekable",
                                        "python_zip64",
                                        "7z_bzip2_method"};
    const char *folder = archives_folder();
    struct text expected = TEXT_INIT;
    char path[1400];
    size_t i;

    if (folder == NULL) {
        printf("the archives of real tools are not there: skipped\n");
        return;
    }
    (void)snprintf(path, sizeof path, "%s/EXPECTED.json", folder);
    ck_assert(text_load(&expected, path));
    for (i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s.zip", folder, names[i]);
        take_real(path, expected.content,
                  strstr(names[i], "manifest") != NULL || strstr(names[i], "macos") != NULL);
    }
    text_free(&expected);
}
END_TEST

Suite *archive_suite(void)
{
    Suite *suite = suite_create("archive");
    TCase *taken = tcase_create("taken"), *hostile = tcase_create("hostile"),
          *failing = tcase_create("failing");

    tcase_add_checked_fixture(taken, begin, end);
    tcase_add_loop_test(taken, an_archive_gives_the_network_that_its_folder_gives, 0,
                        3 * (int)(sizeof forms / sizeof forms[0]));
    tcase_add_test(taken, a_file_may_be_given_beside_an_archive);
    tcase_add_test(taken, what_packers_add_is_left_out);
    tcase_add_loop_test(taken, what_lies_too_deep_or_has_a_name_too_long_is_told, 0, 3);
    tcase_add_loop_test(taken, a_folder_and_its_archive_have_the_same_findings, 0,
                        2 * (int)(sizeof met / sizeof *met));
    tcase_add_test(taken, an_archive_may_hold_the_variables_alone);
    tcase_add_test(taken, what_is_no_archive_by_its_path_is_told_as_of_any_file);
    tcase_add_test(taken, a_descriptor_of_a_folder_is_no_archive);
    tcase_add_loop_test(taken, without_a_model_in_an_archive_there_is_no_draft, 0,
                        (int)(sizeof undrafted / sizeof *undrafted));
    tcase_add_test(taken, archives_of_real_tools_give_their_files);
    suite_add_tcase(suite, taken);
    tcase_add_checked_fixture(hostile, begin, end);
    tcase_add_loop_test(hostile, what_is_hostile_is_refused_and_nothing_is_written, 0,
                        (int)mw_zip_kind_count);
    tcase_add_test(hostile, the_rules_on_archives_cannot_be_passed_over);
    tcase_add_test(hostile, an_archive_that_changes_meanwhile_is_refused);
    tcase_add_test(hostile, a_wrong_byte_is_told_or_that_memory_lacks);
    tcase_add_test(hostile, an_archive_that_becomes_shorter_is_refused);
    suite_add_tcase(suite, hostile);
    tcase_add_checked_fixture(failing, begin, end);
    tcase_add_test(failing, a_large_file_is_unpacked_into_the_spool);
    tcase_add_test(failing, unpacking_tells_how_far_it_is_and_can_be_cancelled);
    tcase_add_loop_test(failing, a_failed_allocation_anywhere_leaves_nothing, 0, 2);
    tcase_add_test(failing, without_memory_a_draft_of_an_archive_is_not_refused);
    tcase_add_loop_test(failing, a_failed_call_anywhere_leaves_nothing, 0, 4);
    suite_add_tcase(suite, failing);
    return suite;
}
