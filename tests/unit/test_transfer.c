/*
 * Export and import: the same objects are the same bytes, wherever they are exported; what was altered is refused; what is there
 * is recognised; and whatever fails on the way, nothing is lost or left.
 */
#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "base/fsio.h"
#include "formats/zip_store.h"
#include "failing_calls.h"
#include "registry/handle.h"
#include "registry/manifest.h"
#include "registry_fixture.h"

Suite *transfer_suite(void);

static struct registry_fixture fixture;
static nnreg *other;
static char other_dir[400], first_path[400], second_path[400];
static struct nnreg_transfer told;

static void begin(void)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;

    fixture_begin(&fixture, 0);
    snprintf(other_dir, sizeof other_dir, "%s", fixture_path(&fixture, "other"));
    snprintf(first_path, sizeof first_path, "%s", fixture_path(&fixture, "first.zip"));
    snprintf(second_path, sizeof second_path, "%s", fixture_path(&fixture, "second.zip"));
    options.flags = NNREG_OPEN_CREATE;
    ck_assert_int_eq(nnreg_open(&other, other_dir, &options), NNREG_OK);
}

static void end(void)
{
    nnreg_close(other);
    other = NULL;
    fixture_end(&fixture);
}

/* --------------------------------------------------------------------------------------------------------- tools -- */

static nnreg_status export_to(nnreg *registry, const char *path, const struct nnreg_selection *selection)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    told = (struct nnreg_transfer)NNREG_TRANSFER_INIT;
    call.flags = NNREG_REPLACE;
    return nnreg_export(registry, path, selection, &call, &told);
}

static void export_all(nnreg *registry, const char *path)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;

    selection.all = 1;
    ck_assert_msg(export_to(registry, path, &selection) == NNREG_OK, "%s", nnreg_message(registry));
}

static nnreg_status import_from(nnreg *registry, const char *path)
{
    told = (struct nnreg_transfer)NNREG_TRANSFER_INIT;
    return nnreg_import(registry, path, NULL, &told, fixture.findings);
}

static void import_well(nnreg *registry, const char *path)
{
    ck_assert_msg(import_from(registry, path) == NNREG_OK, "%s; %s", nnreg_message(registry),
                  fixture_found(&fixture));
}

/* A file whole: malloc'd. */
static unsigned char *load(const char *path, size_t *size)
{
    struct stat st;
    unsigned char *content;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(fstat(fd, &st), 0);
    *size = (size_t)st.st_size;
    content = malloc(*size + 1);
    ck_assert_ptr_nonnull(content);
    ck_assert_int_eq(read(fd, content, *size), (ssize_t)*size);
    close(fd);
    return content;
}

static void save(const char *path, const void *content, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, content, size), (ssize_t)size);
    close(fd);
}

static void assert_same_file(const char *left, const char *right)
{
    size_t left_size, right_size;
    unsigned char *l = load(left, &left_size), *r = load(right, &right_size);

    ck_assert_uint_eq(left_size, right_size);
    ck_assert_int_eq(memcmp(l, r, left_size), 0);
    free(l);
    free(r);
}

/* The names in the scratch folder but for the models, in one text. */
static unsigned names_in_scratch(void)
{
    DIR *folder = opendir(fixture.scratch.path);
    struct dirent *entry;
    unsigned count = 0;

    ck_assert_ptr_nonnull(folder);
    while ((entry = readdir(folder)) != NULL)
        count++;
    closedir(folder);
    return count;
}

static char *state_of(nnreg *registry, const char *dir)
{
    return registry_state(registry, dir, STATE_TABLES | STATE_FILES);
}

/* Two networks that are alike, a third, and two specs; versions of the second twin and the third, the later one current. */
static void fill(void)
{
    char json[80];
    uint64_t spec, twin, third, version;

    fixture_add(&fixture, "twin", 0);
    twin = fixture_add(&fixture, "twin", 0);
    third = fixture_add_with(
        &fixture, ", \"description\": \"a third\\none\", \"metadata\": {\"b\": 1.10, \"a\":  [ ]}");
    spec = fixture_add_spec(&fixture, "fruit");
    fixture_add_spec(&fixture, "more fruit");
    fixture_add_version(&fixture, spec, twin);
    version = fixture_add_version(&fixture, spec, third);
    snprintf(json, sizeof json, "{\"current_version_id\": %llu}", (unsigned long long)version);
    ck_assert_int_eq(nnreg_spec_update(fixture.registry, spec, json, strlen(json), NULL, fixture.findings),
                     NNREG_OK);
}

/* ---------------------------------------------------------------------------------------------------- round trip -- */

static char link_path[500];

static int link_meanwhile(const char *call)
{
    if (strcmp(call, "pwrite") == 0 || strcmp(call, "write") == 0)
        (void)!symlink("elsewhere", link_path);
    return 0;
}

/* It was not there when the export began. */
START_TEST(what_is_no_regular_file_when_the_export_ends_is_not_replaced)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    struct stat st;

    fixture_add(&fixture, "a", 0);
    snprintf(link_path, sizeof link_path, "%s", fixture_path(&fixture, "replaced.zip"));
    selection.all = 1;
    nnreg_fs_use_hook(link_meanwhile);
    ck_assert_int_eq(export_to(fixture.registry, link_path, &selection), NNREG_EXISTS);
    nnreg_fs_use_hook(NULL);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "is no regular file, and is not replaced"));
    ck_assert_int_eq(lstat(link_path, &st), 0);
    ck_assert(S_ISLNK(st.st_mode));
}
END_TEST

START_TEST(an_export_that_is_imported_is_exported_as_the_same_bytes)
{
    fill();
    export_all(fixture.registry, first_path);
    ck_assert_uint_eq(told.networks, 3);
    ck_assert_uint_eq(told.versions, 2);
    import_well(other, first_path);
    ck_assert_uint_eq(told.made_networks, 3);
    ck_assert_uint_eq(told.made_specs, 2);
    ck_assert_uint_eq(told.made_versions, 2);
    export_all(other, second_path);
    assert_same_file(first_path, second_path);
}
END_TEST

/* Other ids, another order of making, other things beside it. */
START_TEST(the_bytes_do_not_depend_on_ids)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    uint64_t ids[2];

    ids[0] = fixture_add(&fixture, "a", 1);
    ids[1] = fixture_add(&fixture, "b", 2);
    selection.networks = ids;
    selection.network_count = 2;
    ck_assert_int_eq(export_to(fixture.registry, first_path, &selection), NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, ids[0], NULL, NULL), NNREG_OK);
    fixture_add(&fixture, "c", 3);
    ids[0] = fixture_add(&fixture, "a", 1);
    ck_assert_int_eq(export_to(fixture.registry, second_path, &selection), NNREG_OK);
    assert_same_file(first_path, second_path);
}
END_TEST

START_TEST(a_stream_gets_the_bytes_of_the_file)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    int fd = open(second_path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

    fill();
    export_all(fixture.registry, first_path);
    selection.all = 1;
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(nnreg_export_fd(fixture.registry, fd, &selection, NULL, NULL), NNREG_OK);
    close(fd);
    assert_same_file(first_path, second_path);
}
END_TEST

/* A descriptor stays the caller's; one that is none is told. */
START_TEST(an_export_is_imported_from_a_descriptor)
{
    int fd;

    fill();
    export_all(fixture.registry, first_path);
    fd = open(first_path, O_RDONLY | O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    ck_assert_msg(nnreg_import_fd(other, fd, NULL, NULL, fixture.findings) == NNREG_OK, "%s",
                  nnreg_message(other));
    ck_assert_int_eq(close(fd), 0);
    export_all(other, second_path);
    assert_same_file(first_path, second_path);
    ck_assert_int_eq(nnreg_import_fd(other, fd, NULL, NULL, fixture.findings), NNREG_IO);
    ck_assert_str_ne(nnreg_message(other), "");
}
END_TEST

static uint64_t exported(uint64_t network, uint64_t spec)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;

    selection.networks = &network;
    selection.network_count = network != 0;
    selection.specs = &spec;
    selection.spec_count = spec != 0;
    ck_assert_int_eq(export_to(fixture.registry, first_path, &selection), NNREG_OK);
    return told.networks * 100 + told.specs * 10 + told.versions;
}

START_TEST(what_goes_along_takes_nothing_along)
{
    struct nnreg_selection nothing = NNREG_SELECTION_INIT;
    uint64_t lone, a, b, spec, second;

    lone = fixture_add(&fixture, "lone", 0);
    a = fixture_add(&fixture, "a", 1);
    b = fixture_add(&fixture, "b", 2);
    spec = fixture_add_spec(&fixture, "fruit");
    second = fixture_add_spec(&fixture, "other fruit");
    fixture_add_version(&fixture, spec, a);
    fixture_add_version(&fixture, spec, b);
    fixture_add_version(&fixture, second, b);
    ck_assert_uint_eq(exported(lone, 0), 100);
    ck_assert_uint_eq(exported(a, 0), 111);
    ck_assert_uint_eq(exported(b, 0), 122);
    ck_assert_uint_eq(exported(0, spec), 212);
    ck_assert_uint_eq(exported(lone, second), 211);
    ck_assert_int_eq(export_to(fixture.registry, first_path, &nothing), NNREG_INVALID_ARGUMENT);
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- recognising -- */

START_TEST(importing_twice_makes_nothing)
{
    char *before;

    fill();
    export_all(fixture.registry, first_path);
    import_well(other, first_path);
    before = state_of(other, other_dir);
    import_well(other, first_path);
    ck_assert_uint_eq(told.made_networks + told.made_specs + told.made_versions, 0);
    state_assert_same(before, state_of(other, other_dir), "the second import");
    before = state_of(fixture.registry, fixture.dir);
    import_well(fixture.registry, first_path); /* where it came from */
    ck_assert_uint_eq(told.made_networks + told.made_specs + told.made_versions, 0);
    state_assert_same(before, state_of(fixture.registry, fixture.dir), "an import at home");
}
END_TEST

START_TEST(what_was_renamed_is_recognised_and_stays_as_it_is)
{
    uint64_t id = fixture_add(&fixture, "a", 1);
    nnreg_network *network;

    export_all(fixture.registry, first_path);
    ck_assert_int_eq(fixture_update(&fixture, id, "{\"name\": \"b\", \"metadata\": {\"x\": 1}}"), NNREG_OK);
    import_well(fixture.registry, first_path);
    ck_assert_uint_eq(told.made_networks, 0);
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    ck_assert_str_eq(nnreg_network_name(network), "b");
    nnreg_network_free(network);
}
END_TEST

static uint64_t mapped[8];

static void note_mapped(void *context, const struct nnreg_transferred *object)
{
    (void)context;
    ck_assert_uint_eq(object->size, sizeof(struct nnreg_transferred));
    ck_assert_uint_lt(object->number, 8);
    if (strcmp(object->object, "network") == 0)
        mapped[object->number] = object->made ? 0 : object->id;
}

START_TEST(each_object_here_is_recognised_once)
{
    uint64_t id;

    fixture_add(&fixture, "twin", 0);
    fixture_add(&fixture, "twin", 0);
    export_all(fixture.registry, first_path);
    id = fixture_add(&fixture, "extra", 1);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, NULL), NNREG_OK);
    told = (struct nnreg_transfer)NNREG_TRANSFER_INIT;
    told.each = note_mapped;
    ck_assert_int_eq(nnreg_import(fixture.registry, first_path, NULL, &told, fixture.findings), NNREG_OK);
    ck_assert_uint_eq(told.made_networks, 1);
    ck_assert_uint_eq(mapped[1] + mapped[2], 2); /* the one that is left, and one that was made */
    ck_assert_uint_eq(id, 3);
}
END_TEST

/* Of two that are alike but for their names each is the one that is called so, whatever the order of the ids. */
START_TEST(of_several_that_are_alike_the_one_of_the_same_name_is_taken)
{
    nnreg_network *network;
    uint64_t a = fixture_add(&fixture, "a", 0), b = fixture_add(&fixture, "b", 0);
    size_t i;

    export_all(fixture.registry, first_path);
    ck_assert_int_eq(fixture_update(&fixture, a, "{\"name\": \"b\"}"), NNREG_OK);
    ck_assert_int_eq(fixture_update(&fixture, b, "{\"name\": \"a\"}"), NNREG_OK);
    import_well(other, first_path);
    export_all(fixture.registry, second_path);
    assert_same_file(first_path, second_path);
    told = (struct nnreg_transfer)NNREG_TRANSFER_INIT;
    told.each = note_mapped;
    ck_assert_int_eq(nnreg_import(other, second_path, NULL, &told, fixture.findings), NNREG_OK);
    for (i = 1; i <= 2; i++) {
        ck_assert_int_eq(nnreg_network_get(other, &network, mapped[i]), NNREG_OK);
        ck_assert_uint_eq(nnreg_network_id(network), i);
        nnreg_network_free(network);
    }
}
END_TEST

/* The first of the other registry's objects that is called so. */
static uint64_t other_network(const char *name)
{
    nnreg_network *network;
    bool same = false;
    uint64_t id = 0;

    while (!same) {
        ck_assert_uint_lt(id, 100);
        if (nnreg_network_get(other, &network, ++id) != NNREG_OK)
            continue; /* it was deleted */
        same = strcmp(nnreg_network_name(network), name) == 0;
        nnreg_network_free(network);
    }
    return id;
}

static uint64_t other_spec(const char *name, uint64_t *current)
{
    nnreg_spec *spec;
    bool same = false;
    uint64_t id = 0;

    while (!same) {
        ck_assert_uint_lt(id, 100);
        if (nnreg_spec_get(other, &spec, ++id) != NNREG_OK)
            continue;
        same = strcmp(nnreg_spec_name(spec), name) == 0;
        *current = nnreg_spec_current_version_id(spec);
        nnreg_spec_free(spec);
    }
    return id;
}

/* What of an export is gone comes back; a spec that has a version left keeps what its users chose, be it none. */
START_TEST(what_was_deleted_here_comes_back_and_what_was_chosen_stays)
{
    uint64_t spec, current;

    fill();
    export_all(fixture.registry, first_path);
    import_well(other, first_path);
    spec = other_spec("fruit", &current);
    ck_assert_int_eq(nnreg_version_delete(other, current, NULL, NULL), NNREG_OK);
    import_well(other, first_path);
    ck_assert_uint_eq(told.made_networks + told.made_specs, 0);
    ck_assert_uint_eq(told.made_versions, 1);
    ck_assert_uint_eq(other_spec("fruit", &current), spec);
    ck_assert_uint_eq(current, 0);
    ck_assert_int_eq(nnreg_spec_delete(other, spec, NULL, NULL), NNREG_OK);
    import_well(other, first_path);
    ck_assert_uint_eq(told.made_networks, 0);
    ck_assert_uint_eq(told.made_specs, 1);
    ck_assert_uint_eq(told.made_versions, 2);
    export_all(other, second_path);
    assert_same_file(first_path, second_path);
}
END_TEST

/* Some rules are off, as they have to be for these. */
static nnreg_findings *findings_for_forms(void)
{
    static const struct nnreg_rule_severity off[] = {
        NNREG_RULE_SEVERITY("model.tensor-missing", NNREG_SEVERITY_OFF),
        NNREG_RULE_SEVERITY("model.unfed-input", NNREG_SEVERITY_OFF),
        NNREG_RULE_SEVERITY("empty", NNREG_SEVERITY_OFF)};
    nnreg_findings *findings;

    ck_assert_int_eq(nnreg_findings_new(&findings, off, sizeof off / sizeof *off), NNREG_OK);
    return findings;
}

/* One without tensors_output, and one that is fed nothing. */
START_TEST(networks_of_other_forms_are_recognised_as_any)
{
    static const char *const forms[] = {
        "{\"name\": \"boxes\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": {\"inputs\": "
        "[{\"tensor_name\": "
        "\"input:0\", \"image\": {\"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\", "
        "\"target_size\": "
        "\"32x32\", \"color_channels\": \"RGB\"}}]}, \"postprocessings\": [{\"standard_output\": "
        "{\"boxes_tensor\": "
        "\"boxes\", \"scores_tensor\": \"probabilities\"}}]}",
        "{\"name\": \"unfed\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": {\"inputs\": []}}"};
    nnreg_findings *findings = findings_for_forms();
    nnreg_bundle *bundle = fixture_bundle(&fixture, 0);
    uint64_t id;

    ck_assert_msg(nnreg_network_create(fixture.registry, &id, forms[_i], strlen(forms[_i]), bundle, NULL,
                                       findings) == NNREG_OK,
                  "%s: %s", nnreg_message(fixture.registry), fixture_findings(findings));
    nnreg_bundle_free(bundle);
    export_all(fixture.registry, first_path);
    told = (struct nnreg_transfer)NNREG_TRANSFER_INIT;
    ck_assert_int_eq(nnreg_import(other, first_path, NULL, &told, findings), NNREG_OK);
    ck_assert_uint_eq(told.made_networks, 1);
    ck_assert_int_eq(nnreg_import(other, first_path, NULL, &told, findings), NNREG_OK);
    ck_assert_uint_eq(told.made_networks, 0);
    export_all(other, second_path);
    assert_same_file(first_path, second_path);
    nnreg_findings_free(findings);
}
END_TEST

/* The history of what was made says where it is from. */
START_TEST(the_history_tells_the_origin)
{
    nnreg_events *events;
    char *text, expected[120];

    fixture_add(&fixture, "a", 1);
    export_all(fixture.registry, first_path);
    snprintf(expected, sizeof expected, "imported_from");
    import_well(other, first_path);
    ck_assert_int_eq(nnreg_events_since(other, &events, 0, 10, 0, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_event_json(&text, events, 0), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(text, expected));
    ck_assert_ptr_nonnull(strstr(text, told.manifest));
    nnreg_free(text);
    nnreg_events_free(events);
}
END_TEST

/* -------------------------------------------------------------------------------------------------------- altered -- */

static nnreg_status verify(const char *path)
{
    return nnreg_export_verify(fixture.findings, path, NULL, NULL);
}

static void small_export(void)
{
    uint64_t spec, network = fixture_add(&fixture, "a", 1);

    spec = fixture_add_spec(&fixture, "fruit");
    fixture_add_version(&fixture, spec, network);
    export_all(fixture.registry, first_path);
}

START_TEST(an_export_with_any_byte_altered_is_refused)
{
    size_t size, i, stride = fixture_stride("altered bytes", 13);
    unsigned char *content;

    small_export();
    content = load(first_path, &size);
    ck_assert_int_eq(verify(first_path), NNREG_OK);
    for (i = 0; i < size; i += stride) {
        int fd = open(first_path, O_WRONLY | O_CLOEXEC);
        unsigned char changed = content[i] ^ (unsigned char)(1u << i % 8);
        nnreg_status status;

        ck_assert_int_eq(pwrite(fd, &changed, 1, (off_t)i), 1);
        status = verify(first_path);
        ck_assert_msg(status == NNREG_REFUSED, "byte %zu: %d", i, status);
        ck_assert_uint_ge(nnreg_findings_count(fixture.findings), 1);
        if (i % 97 == 0)
            ck_assert_int_eq(import_from(other, first_path), NNREG_REFUSED);
        ck_assert_int_eq(pwrite(fd, &content[i], 1, (off_t)i), 1);
        close(fd);
    }
    ck_assert_int_eq(verify(first_path), NNREG_OK);
    free(content);
}
END_TEST

START_TEST(an_export_that_was_cut_or_added_to_is_refused)
{
    size_t size, i;
    unsigned char *content;
    char *before = state_of(other, other_dir);

    small_export();
    content = load(first_path, &size);
    for (i = 0; i < size; i += i < 200 || i + 200 > size ? 1 : 37) {
        save(second_path, content, i);
        ck_assert_msg(verify(second_path) == NNREG_REFUSED, "cut to %zu", i);
        if (i % 5 == 0)
            ck_assert_int_eq(import_from(other, second_path), NNREG_REFUSED);
    }
    content[size] = 0;
    save(second_path, content, size + 1);
    ck_assert_int_eq(verify(second_path), NNREG_REFUSED);
    ck_assert_int_eq(import_from(other, second_path), NNREG_REFUSED);
    state_assert_same(before, state_of(other, other_dir), "refused imports");
    free(content);
}
END_TEST

/* Calls of a name are counted, and one of them fails, or something is done in front of it. */
static const char *counted_name;
static unsigned counted, counted_fails, counted_acts;
static void (*counted_act)(void);

static int count_a_call(const char *call)
{
    if (strcmp(call, counted_name) != 0)
        return 0;
    counted++;
    if (counted == counted_acts)
        counted_act();
    return counted == counted_fails ? EIO : 0;
}

static void begin_counting(const char *call, unsigned fails, unsigned acts)
{
    counted_name = call;
    counted = 0;
    counted_fails = fails;
    counted_acts = acts;
    nnreg_fs_use_hook(count_a_call);
}

/* The last calls of an export, and of its proof, are for the directory, which takes several. */
START_TEST(a_directory_that_cannot_be_written_or_read_is_told)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    unsigned last, n;

    fixture_clone(&fixture, fixture_add(&fixture, "many", 1), 2200);
    selection.all = 1;
    begin_counting("pwrite", 0, 0);
    ck_assert_int_eq(export_to(fixture.registry, first_path, &selection), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    last = counted;
    for (n = 0; n < 2; n++) {
        begin_counting("pwrite", last - n, 0);
        ck_assert_int_eq(export_to(fixture.registry, second_path, &selection), NNREG_IO);
        nnreg_fs_use_hook(NULL);
        ck_assert_int_ne(access(second_path, F_OK), 0);
    }
    begin_counting("pread", 0, 0);
    ck_assert_int_eq(verify(first_path), NNREG_OK);
    nnreg_fs_use_hook(NULL);
    last = counted;
    for (n = 0; n < 3; n++) {
        begin_counting("pread", last - n, 0);
        ck_assert_int_eq(verify(first_path), NNREG_IO);
        nnreg_fs_use_hook(NULL);
    }
}
END_TEST

START_TEST(a_proof_without_memory_says_so)
{
    nnreg_status status = NNREG_NO_MEMORY;
    unsigned n;

    small_export();
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        ck_assert_uint_lt(n, 3000);
        nnreg_alloc_fail_from(n);
        status = verify(first_path);
        nnreg_alloc_fail_from(0);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 10);
}
END_TEST

static void truncate_first(void)
{
    ck_assert_int_eq(truncate(first_path, 0), 0);
}

START_TEST(an_export_that_is_cut_while_it_is_proved_is_refused)
{
    unsigned char *content;
    size_t size;
    unsigned n = 0;

    small_export();
    content = load(first_path, &size);
    counted_act = truncate_first;
    do {
        nnreg_status status;

        begin_counting("pread", 0, ++n);
        status = verify(first_path);
        nnreg_fs_use_hook(NULL);
        ck_assert_int_eq(status, counted >= n ? NNREG_REFUSED : NNREG_OK);
        save(first_path, content, size);
    } while (counted >= n);
    ck_assert_uint_gt(n, 5);
    free(content);
}
END_TEST

/* Of a manifest of such a size nothing is read, nor is there memory taken for it. */
START_TEST(a_manifest_of_a_size_that_none_has_is_refused)
{
    static const uint32_t sizes[] = {NNREG_LIMIT_JSON + 1, UINT32_MAX};
    unsigned char *content;
    size_t size, i;

    small_export();
    content = load(first_path, &size);
    for (i = 0; i < 8; i++)
        content[18 + i] = (unsigned char)(sizes[_i] >> 8 * (i % 4));
    save(first_path, content, size);
    ck_assert_int_eq(verify(first_path), NNREG_REFUSED);
    ck_assert_ptr_nonnull(
        strstr(nnreg_findings_get(fixture.findings, 0)->message, "the file is no export: "));
    free(content);
}
END_TEST

/* The directory at its end is longer than what is written, and compared, of it at once. */
START_TEST(an_export_of_many_is_proved_to_its_end)
{
    static const char record[] = "PK\1\2";
    size_t size;
    unsigned char *content, *first;

    fixture_clone(&fixture, fixture_add(&fixture, "many", 1), 2200);
    export_all(fixture.registry, first_path);
    ck_assert_uint_eq(told.networks, 2201);
    ck_assert_msg(verify(first_path) == NNREG_OK, "%s", fixture_found(&fixture));
    content = load(first_path, &size);
    first = memmem(content, size, record, sizeof record - 1);
    ck_assert_ptr_nonnull(first);
    ck_assert_uint_gt(size - (size_t)(first - content), 128 << 10);
    first[8] ^= 1;
    save(second_path, content, size);
    ck_assert_int_eq(verify(second_path), NNREG_REFUSED);
    first[8] ^= 1;
    content[size - 200] ^= 1;
    save(second_path, content, size);
    ck_assert_int_eq(verify(second_path), NNREG_REFUSED);
    free(content);
}
END_TEST

/* Each entry that is not what it was has a finding of its own. */
START_TEST(every_altered_entry_is_told)
{
    static const char first[] = "\"name\": \"a\"", second[] = "\"name\": \"fruit\"";
    size_t size;
    unsigned char *content;

    small_export();
    content = load(first_path, &size);
    ((unsigned char *)memmem(content, size, first, sizeof first - 1))[9] = 'b';
    ((unsigned char *)memmem(content, size, second, sizeof second - 1))[9] = 'g';
    save(second_path, content, size);
    ck_assert_int_eq(verify(second_path), NNREG_REFUSED);
    ck_assert_uint_eq(nnreg_findings_count(fixture.findings), 2);
    ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->file, "networks/1.json");
    ck_assert_str_eq(nnreg_findings_get(fixture.findings, 1)->file, "specs/1.json");
    free(content);
}
END_TEST

/* An archive of a manifest, and its digest, alone: what it says of its version comes before everything else. */
static void write_manifest(const char *text)
{
    char digest_text[NNREG_MANIFEST_DIGEST_SIZE + 1];
    struct nnreg_zip_part manifest = {.name = NNREG_MANIFEST_NAME, .size = strlen(text)};
    struct nnreg_zip_part digest = {.name = NNREG_MANIFEST_DIGEST, .size = NNREG_MANIFEST_DIGEST_SIZE};
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_sha256 sha;
    unsigned char sum[NNREG_SHA256_SIZE];

    ck_assert_int_eq(nnreg_sha256_begin(&sha, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_sha256_add(&sha, text, strlen(text), NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_sha256_end(sum, &sha, NULL), NNREG_OK);
    nnreg_manifest_digest_text(digest_text, sum);
    manifest.crc = nnreg_crc32(0, text, strlen(text));
    digest.crc = nnreg_crc32(0, digest_text, NNREG_MANIFEST_DIGEST_SIZE);
    nnreg_zip_put_local(&out, &manifest);
    nnreg_bytes_text(&out, text);
    nnreg_zip_put_local(&out, &digest);
    nnreg_bytes_text(&out, digest_text);
    save(second_path, out.content, out.size);
    nnreg_bytes_free(&out);
}

#define EMPTY_LISTS "\"files\": [], \"networks\": [], \"specs\": [], \"versions\": []"

START_TEST(an_unknown_version_or_feature_is_refused_by_name)
{
    write_manifest("{\"format\": \"nnreg-export\", \"format_version\": 2, \"new\": 1}");
    ck_assert_int_eq(verify(second_path), NNREG_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(nnreg_findings_message(fixture.findings), "version 2"));
    ck_assert_int_eq(import_from(other, second_path), NNREG_UNSUPPORTED);
    write_manifest("{\"format\": \"nnreg-export\", \"format_version\": 1, \"features\": [{\"name\": "
                   "\"holes\"}], " EMPTY_LISTS "}");
    ck_assert_int_eq(import_from(other, second_path), NNREG_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(nnreg_message(other), "\"holes\""));
    write_manifest("{\"format\": \"nnreg-export\", \"format_version\": 1, \"features\": [{}], " EMPTY_LISTS
                   "}");
    ck_assert_int_eq(import_from(other, second_path), NNREG_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(nnreg_message(other), "the feature \"\""));
}
END_TEST

START_TEST(a_manifest_that_is_written_otherwise_is_refused)
{
    static const char *const texts[] = {
        "",
        "[]",
        "{}",
        "{",
        "{\"format\": \"nnreg-export\"}",
        "{\"format\": \"other\", \"format_version\": 1}",
        "{\"format\": 1, \"format_version\": 1}",
        "{\"format\": \"nnreg-export\", \"format_version\": \"1\"}",
        "{\"format\": \"nnreg-export\", \"format_version\": 1, \"features\": [], " EMPTY_LISTS "}",
        "{\"format\": \"nnreg-export\", \"format_version\": 1, \"features\": 1, " EMPTY_LISTS "}",
        "{\"format\": \"nnreg-export\", \"format_version\": 1.5, \"features\": [], " EMPTY_LISTS "}",
        "{\"format\": \"nnreg-export\", \"format_version\": 1, \"specs\": [{\"size\": 2, \"sha256\": "
        "\"00\"}]}",
        "{\"format\": \"nnreg-export\", \"format_version\": 1, \"specs\": [{\"size\": 2, \"sha256\": "
        "\"xx00000000000000000000000000000000000000000000000000000000000000\"}]}",
        "{\"format\": \"nnreg-export\", \"format_version\": 1, \"specs\": [{\"size\": -2}]}",
        "{\"format\": \"nnreg-export\", \"format_version\": 1, \"specs\": [{\"size\": \"2\"}]}",
        "{\"format\": \"nnreg-export\", \"format_version\": 1, \"specs\": [2]}"};
    size_t i;

    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        write_manifest(texts[i]);
        ck_assert_msg(verify(second_path) == NNREG_REFUSED, "%s", texts[i]);
        ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->rule, "export.manifest");
    }
}
END_TEST

/* ------------------------------------------------------------------------------------------- written with a purpose -- */

/* The number in a local header, the lowest byte first. */
static size_t number_at(const unsigned char *at)
{
    return at[0] | (size_t)at[1] << 8 | (size_t)at[2] << 16 | (size_t)at[3] << 24;
}

/* The export's manifest, and where its text is. */
static size_t read_manifest(struct nnreg_manifest *manifest, size_t *at, const unsigned char *content)
{
    struct nnreg_zip_part part = {.name = NNREG_MANIFEST_NAME, .size = number_at(content + 22)};

    *at = (size_t)nnreg_zip_local_size(&part);
    ck_assert_int_eq(
        nnreg_manifest_read(manifest, (const char *)content + *at, part.size, fixture.findings, NULL),
        NNREG_OK);
    return part.size;
}

static void turn_files(struct nnreg_manifest *manifest)
{
    struct nnreg_manifest_file *files = manifest->files.items, first = files[0];

    files[0] = files[1];
    files[1] = first;
}

static void turn_names(struct nnreg_manifest *manifest)
{
    struct nnreg_manifest_network *network = manifest->networks.items;
    struct nnreg_file *files = network->files.items, first = files[0];

    files[0] = files[1];
    files[1] = first;
}

static void enlarge_a_file(struct nnreg_manifest *manifest)
{
    ((struct nnreg_manifest_file *)manifest->files.items)->size++;
}

static void enlarge_all(struct nnreg_manifest *manifest)
{
    struct nnreg_manifest_network *network = manifest->networks.items;
    size_t i;

    for (i = 0; i < manifest->files.count; i++)
        ((struct nnreg_manifest_file *)manifest->files.items)[i].size = INT64_MAX / 2;
    for (i = 0; i < network->files.count; i++)
        ((struct nnreg_file *)network->files.items)[i].size = INT64_MAX / 2;
}

static void use_another(struct nnreg_manifest *manifest)
{
    struct nnreg_manifest_network *network = manifest->networks.items;

    ((struct nnreg_file *)network->files.items)->sha256[0] ^= 1;
}

/* Put back before it is freed. */
static void list_no_file(struct nnreg_manifest *manifest)
{
    manifest->files.count = 0;
}

static void leave_a_name_out(struct nnreg_manifest *manifest)
{
    struct nnreg_manifest_network *network = manifest->networks.items;
    struct nnreg_file *files = network->files.items;

    nnreg_free(files[0].name);
    files[0].name = NULL;
}

static void use_no_more(struct nnreg_manifest *manifest)
{
    struct nnreg_manifest_network *network = manifest->networks.items;

    network->files.count--; /* put back before it is freed */
}

#define OTHER_FILES "the files of the networks in the manifest are not those that it lists, in their order"

START_TEST(a_manifest_that_contradicts_itself_is_refused)
{
    static const struct {
        void (*alter)(struct nnreg_manifest *manifest);
        const char *message;
    } rows[] = {
        {turn_files, OTHER_FILES},
        {turn_names, OTHER_FILES},
        {enlarge_a_file, OTHER_FILES},
        {use_another, OTHER_FILES},
        {use_no_more, OTHER_FILES},
        {list_no_file, OTHER_FILES},
        {leave_a_name_out, OTHER_FILES},
        {enlarge_all, "the sizes in the manifest are larger than a file can be"},
    };
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    struct nnreg_manifest manifest;
    unsigned char *content;
    size_t size, at, i, kept, listed;

    small_export();
    content = load(first_path, &size);
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nnreg_manifest_network *network;

        (void)read_manifest(&manifest, &at, content);
        network = manifest.networks.items;
        kept = network->files.count;
        listed = manifest.files.count;
        rows[i].alter(&manifest);
        text.size = 0;
        nnreg_manifest_put(&text, &manifest);
        nnreg_bytes_char(&text, '\0');
        network->files.count = kept;
        manifest.files.count = listed;
        nnreg_record_clear(&nnreg_manifest_table, &manifest);
        write_manifest(text.content);
        ck_assert_msg(verify(second_path) == NNREG_REFUSED, "row %zu", i);
        ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->rule, "export.manifest");
        ck_assert_str_eq(nnreg_findings_get(fixture.findings, 0)->message, rows[i].message);
        ck_assert_int_eq(import_from(other, second_path), NNREG_REFUSED);
    }
    nnreg_bytes_free(&text);
    free(content);
}
END_TEST

static void sum(unsigned char digest[NNREG_SHA256_SIZE], const void *content, size_t size)
{
    struct nnreg_sha256 sha;

    ck_assert_int_eq(nnreg_sha256_begin(&sha, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_sha256_add(&sha, content, size, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_sha256_end(digest, &sha, NULL), NNREG_OK);
}

/* One text becomes another of the same length. */
static void exchange_text(unsigned char *content, size_t size, const char *from, const char *to)
{
    void *at = memmem(content, size, from, strlen(from));

    ck_assert_uint_eq(strlen(from), strlen(to));
    ck_assert_msg(at != NULL, "there is no %s", from);
    memcpy(at, to, strlen(to));
}

/* The export with other words in an entry, and all sums made for them: as somebody would write it who wants it to be taken. */
static void write_anew(const char *entry, const char *from, const char *to)
{
    struct nnreg_manifest manifest;
    struct nnreg_export_layout layout;
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    unsigned char digest[NNREG_SHA256_SIZE];
    size_t size, at, i, manifest_size;
    unsigned char *content = load(first_path, &size);

    manifest_size = read_manifest(&manifest, &at, content);
    ck_assert_int_eq(nnreg_export_lay_out(&layout, &manifest, manifest_size, NULL), NNREG_OK);
    for (i = 0; i < layout.count; i++) {
        struct nnreg_export_entry *one = &layout.entries[i];
        unsigned char *bytes = content + one->part.offset + nnreg_zip_local_size(&one->part);

        if (strcmp(one->name, entry) == 0) {
            exchange_text(bytes, one->part.size, from, to);
            if (one->sha256 != NULL)
                sum(one->sha256, bytes, one->part.size);
        }
    }
    if (strcmp(entry, NNREG_MANIFEST_NAME) != 0) {
        nnreg_manifest_put(&out, &manifest);
        ck_assert_uint_eq(out.size, manifest_size);
        memcpy(content + at, out.content, out.size);
    }
    sum(digest, content + at, manifest_size);
    for (i = 0; i < layout.count; i++) {
        struct nnreg_zip_part *part = layout.parts[i];
        unsigned char *bytes = content + part->offset + nnreg_zip_local_size(part);
        char digest_text[NNREG_MANIFEST_DIGEST_SIZE + 1];

        nnreg_manifest_digest_text(digest_text, digest);
        if (strcmp(part->name, NNREG_MANIFEST_DIGEST) == 0)
            memcpy(bytes, digest_text, NNREG_MANIFEST_DIGEST_SIZE);
        part->crc = nnreg_crc32(0, bytes, part->size);
        out.size = 0;
        nnreg_zip_put_local(&out, part);
        memcpy(content + part->offset, out.content, out.size);
    }
    out.size = 0;
    for (i = 0; i < layout.count; i++)
        nnreg_zip_put_record(&out, layout.parts[i]);
    nnreg_zip_put_end(&out, layout.count, layout.directory, out.size);
    ck_assert_uint_eq(layout.directory + out.size, size);
    memcpy(content + layout.directory, out.content, out.size);
    save(second_path, content, size);
    nnreg_bytes_free(&out);
    nnreg_export_layout_free(&layout);
    nnreg_record_clear(&nnreg_manifest_table, &manifest);
    free(content);
}

START_TEST(an_export_that_was_written_with_a_purpose_is_judged_as_any_description_is)
{
    static const struct {
        const char *entry, *from, *to;
        const char *found; /* the first finding's rule, and how its message begins; NULL: it is taken */
        const char *message;
    } rows[] = {
        {"networks/1.json", "\"name\": \"a\"", "\"name\": \"b\"", NULL, NULL},
        {"versions/1.json", "\"spec_id\": 1", "\"spec_id\": 2", "reference",
         "versions/1.json: there is no spec 2"},
        {"versions/1.json", "\"spec_id\": 1", "\"spec_id\": 0", "range",
         "versions/1.json: spec_id 0 is not an id"},
        {"versions/1.json", "\"network_id\": 1", "\"network_id\": 2", "reference",
         "versions/1.json: there is no network 2"},
        {"versions/1.json", "\"network_id\": 1", "\"network_id\": 0", "range",
         "versions/1.json: network_id 0 is not an id"},
        {"versions/1.json", "\"probabilities\"", "\"probabilitieS\"", "model.tensor-missing",
         "versions/1.json: there is no tensor \"probabilitieS\""},
        {"specs/1.json", "\"NONE\"", "\"NOON\"", "enum",
         "specs/1.json: roi \"NOON\" is not a known region of interest"},
        {"specs/1.json", "{", "[", "json.syntax", "specs/1.json: "},
        {NNREG_MANIFEST_NAME, "\"saved_model.pb\"", "\"saved_modem.pb\"", "bundle.model-missing",
         "networks/1.json: there is no saved_model.pb"},
        {NNREG_MANIFEST_NAME, "\"variables.index\"", "\"variables.indez\"", "bundle.unknown-file",
         "networks/1.json: it is no part of a model"},
        {NNREG_MANIFEST_NAME, "\"variables.index\"", "\"variables/index\"", "bundle.unknown-file",
         "networks/1.json: it is no part of a model"},
        {NNREG_MANIFEST_NAME, "\"variables.index\"", "\"variables/.ndex\"", "bundle.index-missing",
         "networks/1.json: there "},
        {NNREG_MANIFEST_NAME, "\"features\": []", "\"features\":\t[]", "export.manifest",
         "the manifest is not written as an export writes it"},
    };
    char *before = state_of(other, other_dir);
    size_t i;

    small_export();
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct nnreg_finding *finding;
        nnreg_status status;

        write_anew(rows[i].entry, rows[i].from, rows[i].to);
        status = import_from(other, second_path);
        finding = nnreg_findings_get(fixture.findings, 0);
        if (rows[i].found == NULL) {
            ck_assert_int_eq(status, NNREG_OK);
            free(before);
            before = state_of(other, other_dir);
            continue;
        }
        ck_assert_int_eq(status, NNREG_REFUSED);
        ck_assert_str_eq(finding->rule, rows[i].found);
        ck_assert_msg(strncmp(finding->message, rows[i].message, strlen(rows[i].message)) == 0, "%s",
                      finding->message);
    }
    state_assert_same(before, state_of(other, other_dir), "refused imports");
}
END_TEST

/* What stands for a missing number is none of the export's, even to who makes little of it. */
START_TEST(what_an_import_cannot_do_without_no_severity_changes)
{
    static const char *const texts[][3] = {
        {"\"spec_id\": 1", "\"spec_id\": 0", "versions/1.json: there is no spec 0"},
        {"\"network_id\": 1", "\"network_id\": 0", "versions/1.json: there is no network 0"}};
    const struct nnreg_rule_severity off = NNREG_RULE_SEVERITY("range", NNREG_SEVERITY_OFF);
    char *before = state_of(other, other_dir);
    nnreg_findings *lowered;
    size_t i;

    small_export();
    ck_assert_int_eq(nnreg_findings_new(&lowered, &off, 1), NNREG_OK);
    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        write_anew("versions/1.json", texts[i][0], texts[i][1]);
        ck_assert_int_eq(nnreg_import(other, second_path, NULL, NULL, lowered), NNREG_REFUSED);
        ck_assert_uint_eq(nnreg_findings_count(lowered), 1);
        ck_assert_str_eq(nnreg_findings_get(lowered, 0)->rule, "reference");
        ck_assert_str_eq(nnreg_findings_get(lowered, 0)->message, texts[i][2]);
    }
    nnreg_findings_free(lowered);
    state_assert_same(before, state_of(other, other_dir), "refused imports");
}
END_TEST

/* A file that this library would not keep is missed from the network, whatever is made little of. */
START_TEST(a_network_that_would_lose_a_file_is_not_taken)
{
    const struct nnreg_rule_severity off = NNREG_RULE_SEVERITY("bundle.unknown-file", NNREG_SEVERITY_OFF);
    const char *json = fixture_description("a", "");
    nnreg_bundle *bundle = fixture_bundle(&fixture, 1);
    nnreg_status status = NNREG_NO_MEMORY;
    nnreg_findings *lowered;
    uint64_t id;
    unsigned n;

    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, "print", 5, "fingerprint.pb"), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&lowered, &off, 1), NNREG_OK);
    ck_assert_msg(nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL, lowered) ==
                      NNREG_OK,
                  "%s", fixture_findings(lowered));
    nnreg_bundle_free(bundle);
    export_all(fixture.registry, first_path);
    write_anew(NNREG_MANIFEST_NAME, "\"fingerprint.pb\"", "\"fingerprint.pc\"");
    ck_assert_int_eq(nnreg_import(other, second_path, NULL, NULL, lowered), NNREG_REFUSED);
    ck_assert_uint_eq(nnreg_findings_count(lowered), 1);
    ck_assert_str_eq(nnreg_findings_get(lowered, 0)->rule, "export.altered");
    ck_assert_str_eq(nnreg_findings_get(lowered, 0)->message,
                     "networks/1.json: 1 of its 4 files would not be stored");
    for (n = 1; status != NNREG_REFUSED; n++) { /* nor where there is no memory to say so */
        nnreg_alloc_fail_from(n);
        status = nnreg_import(other, second_path, NULL, NULL, lowered);
        nnreg_alloc_fail_from(0);
        ck_assert_msg(status == NNREG_REFUSED || status == NNREG_NO_MEMORY, "step %u: %d", n, status);
    }
    ck_assert_uint_eq(nnreg_findings_count(lowered), 1);
    nnreg_findings_free(lowered);
}
END_TEST

/* -------------------------------------------------------------------------------------------------------- damage -- */

/* The stored file of a name of a network: altered in its place. */
static void damage(nnreg *registry, const char *dir, uint64_t id, const char *name)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_network *network;
    char path[900];
    size_t i = 0;
    int fd;

    ck_assert_int_eq(nnreg_network_get(registry, &network, id), NNREG_OK);
    while (nnreg_network_file(network, i, &file) == NNREG_OK && strcmp(file.name, name) != 0)
        i++;
    snprintf(path, sizeof path, "%s/blobs/%.2s/%s", dir, file.sha256, file.sha256 + 2);
    nnreg_network_free(network);
    ck_assert_int_eq(chmod(path, 0600), 0);
    fd = open(path, O_WRONLY | O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(pwrite(fd, "damage", 6, 3), 6);
    close(fd);
}

START_TEST(a_damaged_file_is_named_and_not_handed_out)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    uint64_t id = fixture_add(&fixture, "a", 1);
    unsigned names = names_in_scratch();
    nnreg_damage *noted;
    int fd;

    selection.all = 1;
    damage(fixture.registry, fixture.dir, id, "variables.index");
    ck_assert_int_eq(export_to(fixture.registry, first_path, &selection), NNREG_CORRUPT);
    ck_assert_ptr_nonnull(
        strstr(nnreg_message(fixture.registry), "\"variables.index\" of network 1 is damaged"));
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "blobs/"));
    ck_assert_uint_eq(names_in_scratch(), names);
    ck_assert_int_eq(nnreg_damage_list(fixture.registry, &noted, 0), NNREG_OK);
    ck_assert_uint_eq(nnreg_damage_count(noted), 1);
    nnreg_damage_free(noted);
    fd = open(second_path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    ck_assert_int_eq(nnreg_export_fd(fixture.registry, fd, &selection, NULL, NULL), NNREG_CORRUPT);
    ck_assert_int_eq(lseek(fd, 0, SEEK_END), 0);
    close(fd);
}
END_TEST

static char log_line[300];

static void keep_log_line(void *context, nnreg_severity severity, const char *text)
{
    (void)context;
    (void)snprintf(log_line, sizeof log_line, "%s: %s", nnreg_severity_text(severity), text);
}

START_TEST(an_import_heals_what_is_damaged_here)
{
    uint64_t id = fixture_add(&fixture, "a", 1);
    nnreg_events *events;
    char *text;
    int fd;
    uint64_t size;

    export_all(fixture.registry, first_path);
    damage(fixture.registry, fixture.dir, id, "saved_model.pb");
    fixture.registry->log = keep_log_line;
    import_well(fixture.registry, first_path);
    fixture.registry->log = NULL;
    ck_assert_ptr_nonnull(strstr(log_line, "note: "));
    ck_assert_ptr_nonnull(
        strstr(log_line, "1 stored file was healed by the copies that came with network 1"));
    ck_assert_uint_eq(told.made_networks, 0);
    ck_assert_int_eq(nnreg_network_open_verified(fixture.registry, &fd, &size, id, "saved_model.pb", NULL),
                     NNREG_OK);
    close(fd);
    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, 2, 10, 0, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_event_json(&text, events, 0), NNREG_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"heal\""));
    nnreg_free(text);
    nnreg_events_free(events);
}
END_TEST

/* --------------------------------------------------------------------------------------------------------- failing -- */

static struct {
    char stage[30];
    uint64_t done;
} reached;

static int watch_progress(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context;
    ck_assert_msg(done <= total, "%s: %llu of %llu", stage, (unsigned long long)done,
                  (unsigned long long)total);
    if (strcmp(reached.stage, stage) == 0)
        ck_assert_uint_ge(done, reached.done);
    else
        ck_assert_msg(strcmp(stage, "staging") != 0 || reached.stage[0] == '\0', "staging behind %s",
                      reached.stage);
    (void)snprintf(reached.stage, sizeof reached.stage, "%s", stage);
    reached.done = done;
    return 0;
}

/* The texts are read once more to be judged, which is told neither beyond the end nor as a stage of its own. */
START_TEST(an_import_of_long_texts_goes_no_further_than_their_end)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    char *json = malloc(1 << 20);
    size_t used, i;
    uint64_t id;

    ck_assert_ptr_nonnull(json);
    used = (size_t)sprintf(json, "{\"name\": \"s\", \"outputs\": [{\"labels\": {\"exclusive\": true, "
                                 "\"roi\": \"NONE\", \"labels\": [");
    for (i = 1; i <= 10000; i++)
        used +=
            (size_t)sprintf(json + used, "%s{\"id\": %zu, \"name\": \"label %zu\"}", i > 1 ? ", " : "", i, i);
    used += (size_t)sprintf(json + used, "]}}]}");
    ck_assert_int_eq(nnreg_spec_create(fixture.registry, &id, json, used, NULL, fixture.findings), NNREG_OK);
    free(json);
    fixture_add(&fixture, "a", 1);
    export_all(fixture.registry, first_path);
    memset(&reached, 0, sizeof reached);
    call.progress = watch_progress;
    ck_assert_int_eq(nnreg_import(other, first_path, &call, NULL, fixture.findings), NNREG_OK);
    ck_assert_str_ne(reached.stage, "");
}
END_TEST

/* What is at the target stays, and nothing is left beside it. */
START_TEST(an_export_that_fails_leaves_what_was_there)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    unsigned n, names;
    bool failed = true;

    fixture_add(&fixture, "a", 1);
    selection.all = 1;
    save(first_path, "old", 3);
    names = names_in_scratch();
    for (n = 1; failed; n++) {
        nnreg_status status;
        size_t size;

        fixture_fail_call(n, _i == 0 ? EIO : ENOSPC, false);
        status = export_to(fixture.registry, first_path, &selection);
        failed = fixture_call_failed(NULL);
        ck_assert_uint_lt(n, 2000);
        ck_assert_uint_eq(names_in_scratch(), names);
        free(load(first_path, &size));
        if (failed && status == NNREG_OK) /* what was only tidying up */
            continue;
        ck_assert_int_eq(status == NNREG_OK, !failed);
        if (failed && size != 3) /* replaced, and not known to be on the device */
            ck_assert_int_eq(verify(first_path), NNREG_OK);
        save(first_path, "old", 3);
    }
    ck_assert_uint_gt(n, 20);
}
END_TEST

START_TEST(an_export_without_memory_leaves_nothing)
{
    static const uint64_t first = 1;
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    nnreg_status status = NNREG_NO_MEMORY;
    unsigned n, names;

    small_export();
    ck_assert_int_eq(unlink(first_path), 0);
    names = names_in_scratch();
    selection.all = _i == 0;
    selection.specs = &first;
    selection.spec_count = _i == 0 ? 0 : 1;
    for (n = 1; status != NNREG_OK; n++) {
        nnreg_alloc_fail_from(n);
        status = export_to(fixture.registry, first_path, &selection);
        nnreg_alloc_fail_from(0);
        ck_assert_msg(status == NNREG_OK || status == NNREG_NO_MEMORY, "%u: %d", n, status);
        ck_assert_uint_eq(names_in_scratch(), names + (status == NNREG_OK));
    }
    ck_assert_uint_gt(n, 20);
}
END_TEST

START_TEST(of_a_selection_all_has_to_be_there)
{
    static const uint64_t networks[] = {99, 1};
    struct nnreg_selection selection = NNREG_SELECTION_INIT;

    small_export();
    selection.networks = networks;
    selection.network_count = 2;
    ck_assert_int_eq(export_to(fixture.registry, second_path, &selection), NNREG_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "there is no network 99"));
    ck_assert_int_ne(access(second_path, F_OK), 0);
}
END_TEST

static void truncate_stored_files(void)
{
    char command[700];

    snprintf(command, sizeof command, "find '%s/blobs' -type f -exec chmod u+w {} + -exec truncate -s 0 {} +",
             fixture.dir);
    ck_assert_int_eq(system(command), 0);
}

START_TEST(stored_files_that_are_cut_while_they_are_read_are_damaged)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    nnreg_status status;

    fixture_add(&fixture, "a", 1);
    selection.all = 1;
    counted_act = truncate_stored_files;
    begin_counting("pread", 0, 1);
    status = export_to(fixture.registry, first_path, &selection);
    nnreg_fs_use_hook(NULL);
    ck_assert_int_eq(status, NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "is damaged"));
    ck_assert_int_ne(access(first_path, F_OK), 0);
}
END_TEST

static void arm(int way, unsigned n)
{
    if (way == 0)
        nnreg_alloc_fail_from(n);
    else
        failing_calls_arm(way == 1 ? "mdb_" : "EVP_", n, EIO);
}

static void reopen_other(void)
{
    nnreg_close(other);
    ck_assert_int_eq(nnreg_open(&other, other_dir, NULL), NNREG_OK);
}

/* Then some of each kind is recognised, and some is to be made. */
static void delete_some(void)
{
    uint64_t current;

    ck_assert_int_eq(nnreg_network_delete(other, other_network("twin"), NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_spec_delete(other, other_spec("fruit", &current), NULL, NULL), NNREG_OK);
}

START_TEST(an_import_that_fails_anywhere_makes_nothing)
{
    static const nnreg_status expected[] = {NNREG_NO_MEMORY, NNREG_IO, NNREG_IO};
    nnreg_status status = NNREG_IO;
    bool failed = true;
    unsigned n, stride = fixture_stride("imports that fail", 3);

    if (_i == 1 && !store_is_default())
        return;
    fill();
    fixture_add_version(&fixture, 2, 3);
    export_all(fixture.registry, first_path);
    import_well(other, first_path);
    delete_some();
    for (n = 1; failed; n += stride) {
        char *before = registry_state(other, other_dir, STATE_TABLES);

        ck_assert_uint_lt(n, 5000);
        arm(_i, n);
        status = import_from(other, first_path);
        failed = _i == 0 ? nnreg_alloc_count() >= n : failing_calls_failed(NULL);
        nnreg_alloc_fail_from(0);
        ck_assert_msg(status == NNREG_OK ||
                          (failed && (status == expected[_i] || (_i == 2 && status == NNREG_NO_MEMORY))),
                      "step %u: %d, %s", n, status, nnreg_message(other));
        if (_i == 1)
            reopen_other();
        if (status != NNREG_OK)
            state_assert_same(before, registry_state(other, other_dir, STATE_TABLES), "an import failed");
        else
            free(before);
        if (status == NNREG_OK && failed) /* it was done without */
            delete_some();
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_eq(told.made_networks, 1);
    ck_assert_uint_eq(told.made_specs, 1);
    ck_assert_uint_eq(told.made_versions, 2);
    ck_assert_uint_gt(n, 20);
    export_all(other, second_path);
    assert_same_file(first_path, second_path);
}
END_TEST

/* All that it would make is made in one step: whatever of it fails, the first or the last. */
START_TEST(an_import_of_which_an_object_cannot_be_put_makes_none)
{
    char *before = registry_state(other, other_dir, STATE_TABLES);
    bool failed = true;
    unsigned n;

    if (!store_is_default()) {
        free(before);
        return;
    }
    fill();
    export_all(fixture.registry, first_path);
    for (n = 1; failed; n++) {
        nnreg_status status;

        ck_assert_uint_lt(n, 5000);
        failing_calls_arm("mdb_cursor_put", n, EIO);
        status = import_from(other, first_path);
        failed = failing_calls_failed(NULL);
        ck_assert_int_eq(status, failed ? NNREG_IO : NNREG_OK);
        if (!failed)
            break;
        reopen_other();
        state_assert_same(before, registry_state(other, other_dir, STATE_TABLES), "an import failed");
        before = registry_state(other, other_dir, STATE_TABLES);
    }
    free(before);
    ck_assert_uint_gt(n, 20);
    ck_assert_uint_eq(told.made_networks, 3);
    ck_assert_uint_eq(told.made_specs, 2);
}
END_TEST

/* A file of more than is hashed at once, and the sum of each piece of it. */
START_TEST(a_sum_that_fails_is_told_and_leaves_nothing)
{
    static const size_t size = 1200 << 10;
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    const char *json = fixture_description("a", "");
    nnreg_bundle *bundle = fixture_bundle(&fixture, 1);
    char *large = malloc(size), *before;
    bool failed = true;
    uint64_t id;
    unsigned n;

    ck_assert_ptr_nonnull(large);
    memset(large, 'l', size);
    ck_assert_int_eq(nnreg_bundle_add_memory(bundle, large, size, "assets.extra/large.bin"), NNREG_OK);
    ck_assert_msg(nnreg_network_create(fixture.registry, &id, json, strlen(json), bundle, NULL,
                                       fixture.findings) == NNREG_OK,
                  "%s", fixture_found(&fixture));
    nnreg_bundle_free(bundle);
    free(large);
    selection.all = 1;
    for (n = 1; failed; n++) {
        nnreg_status status;

        failing_calls_arm("EVP_DigestUpdate", n, 0);
        status = export_to(fixture.registry, first_path, &selection);
        failed = failing_calls_failed(NULL);
        ck_assert_msg(status == (failed ? NNREG_IO : NNREG_OK), "step %u: %d", n, status);
        ck_assert_int_eq(access(first_path, F_OK) == 0, !failed);
    }
    ck_assert_uint_gt(n, 6);
    before = state_of(other, other_dir);
    for (n = 1, failed = true; failed; n++) {
        nnreg_status status;

        failing_calls_arm("EVP_DigestUpdate", n, 0);
        status = import_from(other, first_path);
        failed = failing_calls_failed(NULL);
        ck_assert_msg(status == (failed ? NNREG_IO : NNREG_OK), "step %u: %d, %s", n, status,
                      nnreg_message(other));
        if (failed)
            state_assert_same(before, state_of(other, other_dir), "a sum failed");
        else
            free(before);
        before = state_of(other, other_dir);
    }
    ck_assert_uint_gt(n, 6);
    free(before);
    export_all(other, second_path);
    assert_same_file(first_path, second_path);
}
END_TEST

/* Deletes every network at the first report, as another handle would. */
static int delete_all(void *context, const char *stage, uint64_t done, uint64_t total)
{
    nnreg *second = context;
    uint64_t id;

    (void)stage, (void)done, (void)total;
    for (id = 1; id <= 3; id++)
        (void)nnreg_network_delete(second, id, NULL, NULL);
    return 0;
}

START_TEST(what_is_deleted_while_it_is_exported_is_in_the_export_all_the_same)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg *second;
    uint64_t count;
    unsigned i;

    for (i = 0; i < 3; i++)
        fixture_add(&fixture, "n", i);
    export_all(fixture.registry, first_path);
    second = fixture_open(&fixture, 0);
    selection.all = 1;
    call.progress = delete_all;
    call.context = second;
    ck_assert_msg(nnreg_export(fixture.registry, second_path, &selection, &call, NULL) == NNREG_OK, "%s",
                  nnreg_message(fixture.registry));
    assert_same_file(first_path, second_path);
    query.scope = NNREG_SCOPE_ALL;
    ck_assert_int_eq(nnreg_network_count(second, &count, &query), NNREG_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_int_eq(nnreg_gc(second, NULL, NULL), NNREG_OK); /* nobody keeps the files any more */
    ck_assert_ptr_null(registry_fault(second, fixture.dir, false));
    nnreg_close(second);
}
END_TEST

static int cancel_at;

static int cancel(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)stage;
    ck_assert_uint_le(done, total);
    return --cancel_at == 0;
}

START_TEST(a_cancelled_export_or_import_leaves_nothing)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    char *before = state_of(other, other_dir);
    nnreg_status status = NNREG_CANCELLED;
    unsigned names;
    int n;

    small_export();
    selection.all = 1;
    call.progress = cancel;
    names = names_in_scratch();
    cancel_at = 2;
    ck_assert_int_eq(nnreg_export(fixture.registry, second_path, &selection, &call, NULL), NNREG_CANCELLED);
    ck_assert_uint_eq(names_in_scratch(), names);
    for (n = 1; status == NNREG_CANCELLED; n++) {
        cancel_at = n;
        status = nnreg_import(other, first_path, &call, NULL, fixture.findings);
        if (status == NNREG_CANCELLED)
            state_assert_same(before, state_of(other, other_dir), "cancelled");
        else
            free(before);
        before = state_of(other, other_dir);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_int_gt(n, 5);
    free(before);
}
END_TEST

static struct {
    const char *entry;
    int at; /* the report at which it is written to */
} writing_to;

/* Turns a bit of an entry of the first export. */
static void write_to(const char *entry)
{
    struct nnreg_manifest manifest;
    struct nnreg_export_layout layout;
    size_t size, at, i, manifest_size;
    unsigned char *content = load(first_path, &size);
    int fd = open(first_path, O_WRONLY | O_CLOEXEC);

    manifest_size = read_manifest(&manifest, &at, content);
    ck_assert_int_eq(nnreg_export_lay_out(&layout, &manifest, manifest_size, NULL), NNREG_OK);
    for (i = 0; i < layout.count && strcmp(layout.entries[i].name, entry) != 0; i++)
        ;
    ck_assert_uint_lt(i, layout.count);
    at = (size_t)(layout.entries[i].part.offset + nnreg_zip_local_size(&layout.entries[i].part)) + 5;
    content[at] ^= 1;
    ck_assert_int_eq(pwrite(fd, content + at, 1, (off_t)at), 1);
    close(fd);
    nnreg_export_layout_free(&layout);
    nnreg_record_clear(&nnreg_manifest_table, &manifest);
    free(content);
}

static int write_at(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)stage, (void)done, (void)total;
    if (--writing_to.at == 0)
        write_to(writing_to.entry);
    return 0;
}

/* Each text is proved when it is met, and once more when it is read: whenever it was written to, nothing else is taken. */
START_TEST(an_export_that_is_written_to_while_it_is_imported_is_refused_or_taken_as_it_was)
{
    static const char *const entries[] = {"networks/1.json", "specs/1.json", "versions/1.json"};
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_status status = NNREG_REFUSED;
    char *before = state_of(other, other_dir);
    int n;

    small_export();
    call.progress = write_at;
    writing_to.entry = entries[_i];
    for (n = 1; status == NNREG_REFUSED; n++) {
        const struct nnreg_finding *first;

        writing_to.at = n;
        status = nnreg_import(other, first_path, &call, NULL, fixture.findings);
        if (writing_to.at <= 0)
            write_to(entries[_i]); /* as it was */
        if (status == NNREG_OK)
            break;
        ck_assert_int_eq(status, NNREG_REFUSED);
        first = nnreg_findings_get(fixture.findings, 0);
        ck_assert_str_eq(first->rule, "export.altered");
        ck_assert_str_eq(first->file, entries[_i]);
        ck_assert_ptr_nonnull(strstr(first->message, "the entry has the SHA-256"));
        state_assert_same(before, state_of(other, other_dir), "refused");
        before = state_of(other, other_dir);
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_int_gt(n, 2);
    free(before);
    export_all(other, second_path);
    assert_same_file(first_path, second_path);
}
END_TEST

/* What a killed export has left is taken over; a live one is not. */
START_TEST(a_leftover_is_removed_and_an_export_under_way_is_not)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    unsigned names;
    char part[420];
    int fd;

    fixture_add(&fixture, "a", 1);
    selection.all = 1;
    names = names_in_scratch();
    snprintf(part, sizeof part, "%s/.first.zip.nnreg-part", fixture.scratch.path);
    save(part, "half", 4);
    ck_assert_int_eq(export_to(fixture.registry, first_path, &selection), NNREG_OK);
    ck_assert_uint_eq(names_in_scratch(), names + 1);
    save(part, "half", 4);
    fd = open(part, O_RDONLY | O_CLOEXEC);
    ck_assert_int_eq(flock(fd, LOCK_EX | LOCK_NB), 0);
    ck_assert_int_eq(export_to(fixture.registry, first_path, &selection), NNREG_BUSY);
    close(fd);
    ck_assert_int_eq(unlink(part), 0);
}
END_TEST

/* ---------------------------------------------------------------------------- others at the part of an export -- */

/* What others do in front of a call while there is a part. */
struct meddling {
    const char *call;
    void (*act)(void);
    bool each;    /* in front of each such call, not only of the first */
    bool left;    /* there is a part from the beginning */
    bool created; /* only behind a "create" */
    nnreg_status status;
    const char *said; /* part of the message */
    unsigned names;   /* beside the target, when it is done */
};

static const struct meddling *meddling;
static bool part_was_created;
static unsigned meddled;
static int held_part = -1;
static char part_path[500], away_path[500];

static void unlink_part(void)
{
    (void)unlink(part_path);
}

static void take_part_away(void)
{
    (void)rename(part_path, away_path);
    save(part_path, "other", 5);
}

/* As an export that is under way has it. */
static void take_part_away_and_hold_another(void)
{
    take_part_away();
    held_part = open(part_path, O_RDONLY | O_CLOEXEC);
    ck_assert_int_eq(flock(held_part, LOCK_EX | LOCK_NB), 0);
}

static int meddle(const char *call)
{
    if (strcmp(call, "create") == 0)
        part_was_created = true;
    if (strcmp(call, meddling->call) != 0 || access(part_path, F_OK) != 0 ||
        (meddling->created && !part_was_created) || (meddled > 0 && !meddling->each))
        return 0;
    meddled++;
    meddling->act();
    return 0;
}

static const struct meddling meddlings[] = {
    {"openat", unlink_part, .left = true, .created = true, .status = NNREG_OK, .said = ""},
    {"flock", unlink_part, .status = NNREG_OK, .said = ""},
    {"flock", take_part_away, .status = NNREG_OK, .said = "", .names = 1},
    {"flock", unlink_part, .each = true, .status = NNREG_BUSY, .said = "others keep making and removing it"},
    {"flock", take_part_away_and_hold_another, .left = true, .created = true, .status = NNREG_BUSY,
     .said = "is under way", .names = 2},
};
#define MEDDLINGS (int)(sizeof meddlings / sizeof *meddlings)

/* Who has locked a file has not locked a name: it is the part of an export only as long as it has that. */
START_TEST(what_others_do_to_the_part_is_met_by_what_has_its_name)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    nnreg_status status;
    unsigned names;

    fixture_add(&fixture, "a", 1);
    selection.all = 1;
    names = names_in_scratch();
    snprintf(part_path, sizeof part_path, "%s/.first.zip.nnreg-part", fixture.scratch.path);
    snprintf(away_path, sizeof away_path, "%s/away", fixture.scratch.path);
    meddling = &meddlings[_i];
    part_was_created = false;
    meddled = 0;
    if (meddling->left)
        save(part_path, "half", 4);
    nnreg_fs_use_hook(meddle);
    status = export_to(fixture.registry, first_path, &selection);
    nnreg_fs_use_hook(NULL);
    ck_assert_uint_gt(meddled, 0);
    ck_assert_msg(status == meddling->status, "%d: %s", status, nnreg_message(fixture.registry));
    ck_assert_ptr_nonnull(strstr(status == NNREG_OK ? "" : nnreg_message(fixture.registry), meddling->said));
    ck_assert_uint_eq(names_in_scratch(), names + meddling->names + (status == NNREG_OK));
    if (status == NNREG_OK)
        ck_assert_int_eq(verify(first_path), NNREG_OK);
    if (held_part >= 0) {
        size_t size;

        free(load(part_path, &size));
        ck_assert_uint_eq(size, 5);
        ck_assert_int_eq(close(held_part), 0);
        held_part = -1;
    }
}
END_TEST

START_TEST(a_folder_in_the_place_of_the_part_is_told_and_stays)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;

    fixture_add(&fixture, "a", 1);
    selection.all = 1;
    snprintf(part_path, sizeof part_path, "%s/.first.zip.nnreg-part", fixture.scratch.path);
    ck_assert_int_eq(mkdir(part_path, 0777), 0);
    ck_assert_int_eq(export_to(fixture.registry, first_path, &selection), NNREG_IO);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "it is a folder"));
    ck_assert_int_ne(access(first_path, F_OK), 0);
    ck_assert_int_eq(rmdir(part_path), 0);
}
END_TEST

static unsigned syncs, sync_to_fail;

static int fail_a_sync(const char *call)
{
    return strcmp(call, "fsync") == 0 && ++syncs == sync_to_fail ? EIO : 0;
}

/* What is not known to be on the device is taken away again where it has replaced nothing. */
START_TEST(an_export_whose_name_may_not_last_is_not_there)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;

    small_export();
    selection.all = 1;
    for (sync_to_fail = 0; sync_to_fail <= 2; sync_to_fail++) {
        (void)unlink(second_path);
        syncs = 0;
        nnreg_fs_use_hook(fail_a_sync);
        ck_assert_int_eq(nnreg_export(fixture.registry, second_path, &selection, NULL, NULL),
                         sync_to_fail == 0 ? NNREG_OK : NNREG_IO);
        nnreg_fs_use_hook(NULL);
        ck_assert_uint_eq(syncs, sync_to_fail == 0 ? 2 : sync_to_fail);
        ck_assert_int_eq(access(second_path, F_OK) == 0, sync_to_fail == 0);
    }
}
END_TEST

/* Where the export is to replace another one, and where there is none: the target is whole at every moment. */
START_TEST(a_killed_export_leaves_a_part_at_most_which_the_next_one_removes)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    unsigned n, names, parts = 0, stride = fixture_stride("export kills", 5);
    bool killed = true;

    small_export(); /* what every one of them has to end as */
    selection.all = 1;
    for (n = 1; killed; n += stride) {
        pid_t child;
        bool there;
        size_t size;

        ck_assert_uint_lt(n, 2000);
        (void)unlink(second_path);
        if (_i == 1)
            save(second_path, "old", 3);
        names = names_in_scratch();
        nnreg_close(fixture.registry);
        fixture.registry = NULL;
        child = fork();
        if (child == 0) {
            CHILD(nnreg_open(&fixture.registry, fixture.dir, NULL) == NNREG_OK);
            child_die_at(n);
            CHILD(export_to(fixture.registry, second_path, &selection) == NNREG_OK);
            child_done();
        }
        killed = child_died(child);
        fixture.registry = fixture_open(&fixture, 0);
        there = access(second_path, F_OK) == 0;
        ck_assert(there || (killed && _i == 0));
        if (there)
            free(load(second_path, &size));
        if (there && (_i == 0 || size != 3))
            assert_same_file(first_path, second_path);
        if (access(fixture_path(&fixture, ".second.zip.nnreg-part"), F_OK) == 0)
            parts++;
        ck_assert_int_eq(export_to(fixture.registry, second_path, &selection), NNREG_OK);
        assert_same_file(first_path, second_path);
        ck_assert_uint_eq(names_in_scratch(), names + (_i == 0));
    }
    ck_assert_uint_gt(n, 20);
    ck_assert_uint_ge(parts * stride, 20); /* the part is there during most calls of an export */
}
END_TEST

START_TEST(what_is_there_is_not_replaced_unasked)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;

    fixture_add(&fixture, "a", 1);
    selection.all = 1;
    save(first_path, "mine", 4);
    ck_assert_int_eq(nnreg_export(fixture.registry, first_path, &selection, NULL, NULL), NNREG_EXISTS);
    ck_assert_int_eq(export_to(fixture.registry, other_dir, &selection), NNREG_EXISTS);
    ck_assert_int_eq(export_to(fixture.registry, first_path, &selection), NNREG_OK);
    ck_assert_int_eq(verify(first_path), NNREG_OK);
}
END_TEST

/* -------------------------------------------------------------------------------------------------------- layout -- */

/* Numbers that do not fit 32 bits have zip64 fields, and no others do (APPNOTE.TXT 4.5.3). */
START_TEST(large_entries_have_zip64_fields)
{
    struct nnreg_zip_part small = {.name = "a", .size = 0xfffffffe},
                          large = {.name = "b", .size = 0xffffffff};
    struct nnreg_zip_part *parts[] = {&small, &large};
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    uint64_t at;

    ck_assert(nnreg_zip_lay_out(&at, parts, 2));
    ck_assert_uint_eq(large.offset, 31 + UINT64_C(0xfffffffe));
    ck_assert_uint_eq(at, large.offset + 31 + 20 + UINT64_C(0xffffffff));
    nnreg_zip_put_local(&out, &small);
    ck_assert_uint_eq(out.size, 31);
    nnreg_zip_put_local(&out, &large);
    ck_assert_uint_eq(out.size, 31 + 51);
    ck_assert_int_eq(memcmp(out.content + 31 + 18,
                            "\xff\xff\xff\xff\xff\xff\xff\xff\x01\0\x14\0b\x01\0\x10\0\xff\xff\xff\xff\0\0\0"
                            "\0\xff\xff\xff\xff\0\0\0\0",
                            33),
                     0);
    out.size = 0;
    nnreg_zip_put_record(&out, &large);
    ck_assert_uint_eq(out.size, 46 + 1 + 4 + 24);
    out.size = 0;
    nnreg_zip_put_end(&out, 2, at, 100);
    ck_assert_uint_eq(out.size, 56 + 20 + 22);
    nnreg_bytes_free(&out);
}
END_TEST

Suite *transfer_suite(void)
{
    Suite *suite = suite_create("transfer");
    TCase *tests = tcase_create("transfer");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 280);
    tcase_add_test(tests, what_is_no_regular_file_when_the_export_ends_is_not_replaced);
    tcase_add_test(tests, an_export_that_is_imported_is_exported_as_the_same_bytes);
    tcase_add_test(tests, the_bytes_do_not_depend_on_ids);
    tcase_add_test(tests, a_stream_gets_the_bytes_of_the_file);
    tcase_add_test(tests, what_is_deleted_while_it_is_exported_is_in_the_export_all_the_same);
    tcase_add_test(tests, what_goes_along_takes_nothing_along);
    tcase_add_test(tests, importing_twice_makes_nothing);
    tcase_add_test(tests, what_was_renamed_is_recognised_and_stays_as_it_is);
    tcase_add_test(tests, each_object_here_is_recognised_once);
    tcase_add_test(tests, of_several_that_are_alike_the_one_of_the_same_name_is_taken);
    tcase_add_test(tests, an_export_is_imported_from_a_descriptor);
    tcase_add_test(tests, what_was_deleted_here_comes_back_and_what_was_chosen_stays);
    tcase_add_loop_test(tests, networks_of_other_forms_are_recognised_as_any, 0, 2);
    tcase_add_test(tests, a_network_that_would_lose_a_file_is_not_taken);
    tcase_add_loop_test(tests, an_import_that_fails_anywhere_makes_nothing, 0, 3);
    tcase_add_test(tests, an_import_of_which_an_object_cannot_be_put_makes_none);
    tcase_add_test(tests, a_sum_that_fails_is_told_and_leaves_nothing);
    tcase_add_test(tests, the_history_tells_the_origin);
    tcase_add_test(tests, an_export_with_any_byte_altered_is_refused);
    tcase_add_test(tests, an_export_that_was_cut_or_added_to_is_refused);
    tcase_add_test(tests, every_altered_entry_is_told);
    tcase_add_test(tests, an_export_of_many_is_proved_to_its_end);
    tcase_add_test(tests, a_directory_that_cannot_be_written_or_read_is_told);
    tcase_add_test(tests, a_proof_without_memory_says_so);
    tcase_add_test(tests, an_export_that_is_cut_while_it_is_proved_is_refused);
    tcase_add_loop_test(tests, a_manifest_of_a_size_that_none_has_is_refused, 0, 2);
    tcase_add_test(tests, an_unknown_version_or_feature_is_refused_by_name);
    tcase_add_test(tests, a_manifest_that_is_written_otherwise_is_refused);
    tcase_add_test(tests, a_manifest_that_contradicts_itself_is_refused);
    tcase_add_test(tests, an_export_that_was_written_with_a_purpose_is_judged_as_any_description_is);
    tcase_add_test(tests, what_an_import_cannot_do_without_no_severity_changes);
    tcase_add_test(tests, a_damaged_file_is_named_and_not_handed_out);
    tcase_add_test(tests, an_import_heals_what_is_damaged_here);
    tcase_add_test(tests, an_import_of_long_texts_goes_no_further_than_their_end);
    tcase_add_loop_test(tests, an_export_that_fails_leaves_what_was_there, 0, 2);
    tcase_add_loop_test(tests, an_export_without_memory_leaves_nothing, 0, 2);
    tcase_add_test(tests, of_a_selection_all_has_to_be_there);
    tcase_add_test(tests, stored_files_that_are_cut_while_they_are_read_are_damaged);
    tcase_add_test(tests, a_cancelled_export_or_import_leaves_nothing);
    tcase_add_loop_test(
        tests, an_export_that_is_written_to_while_it_is_imported_is_refused_or_taken_as_it_was, 0, 3);
    tcase_add_test(tests, a_leftover_is_removed_and_an_export_under_way_is_not);
    tcase_add_loop_test(tests, what_others_do_to_the_part_is_met_by_what_has_its_name, 0, MEDDLINGS);
    tcase_add_test(tests, a_folder_in_the_place_of_the_part_is_told_and_stays);
    tcase_add_test(tests, an_export_whose_name_may_not_last_is_not_there);
    tcase_add_loop_test(tests, a_killed_export_leaves_a_part_at_most_which_the_next_one_removes, 0, 2);
    tcase_add_test(tests, what_is_there_is_not_replaced_unasked);
    tcase_add_test(tests, large_entries_have_zip64_fields);
    suite_add_tcase(suite, tests);
    return suite;
}
