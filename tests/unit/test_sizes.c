/*
 * The sizes that public structs begin with: an older caller's shorter struct, a newer one's longer, and one whose size was not
 * set, for each struct that a caller makes. What the library makes says its size where its own tests look at it.
 */
#include <check.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "operations.h"
#include "registry/handle.h"

Suite *sizes_suite(void);

static struct registry_fixture fixture;
static struct operated operated;
static nnreg_network *network;
static nnreg_spec *spec;
static nnreg_version *version;
static nnreg_tensors *tensors;

static void end(void)
{
    nnreg_network_free(network);
    nnreg_spec_free(spec);
    nnreg_version_free(version);
    nnreg_tensors_free(tensors);
    operated_end(&operated);
    fixture_end(&fixture);
}

/* ------------------------------------------------------------------------------------- the calls that take one -- */

static nnreg_status take_options(void *given)
{
    nnreg *registry;
    nnreg_status status = nnreg_open(&registry, fixture.dir, given);

    nnreg_close(registry);
    return status;
}

static nnreg_status take_call_options(void *given)
{
    uint64_t count, broken;

    return nnreg_events_verify(fixture.registry, &count, &broken, given);
}

static nnreg_status take_query(void *given)
{
    nnreg_page *page;
    nnreg_status status = nnreg_network_list(fixture.registry, &page, given);

    nnreg_page_free(page);
    return status;
}

static uint64_t selected;
static struct nnreg_selection selection = {sizeof selection, &selected, 1, NULL, 0, 0};

static nnreg_status export_it(const void *what, void *transfer)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.flags = NNREG_REPLACE;
    return nnreg_export(fixture.registry, fixture_path(&fixture, "out.zip"), what, &call, transfer);
}

static nnreg_status take_selection(void *given)
{
    return export_it(given, NULL);
}

static nnreg_status take_transfer(void *given)
{
    return export_it(&selection, given);
}

static nnreg_status take_settings(void *given)
{
    return nnreg_get_settings(fixture.registry, given);
}

static nnreg_status take_statistics(void *given)
{
    return nnreg_get_statistics(fixture.registry, given, NULL);
}

static nnreg_status take_cascade(void *given)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.flags = NNREG_DRY_RUN;
    return nnreg_network_delete(fixture.registry, operated.attached, &call, given);
}

static nnreg_status take_compaction(void *given)
{
    return nnreg_compact(fixture.registry, given, NULL);
}

static nnreg_status take_fsck(void *given)
{
    return nnreg_fsck(fixture.registry, fixture.findings, given, NULL);
}

static nnreg_status take_gc(void *given)
{
    return nnreg_gc(fixture.registry, given, NULL);
}

static nnreg_status take_backup(void *given)
{
    return nnreg_backup(fixture.registry, fixture_path(&fixture, "backup"), given, NULL);
}

static nnreg_status take_input(void *given)
{
    return nnreg_network_input(network, 0, given);
}

static nnreg_status take_result(void *given)
{
    return nnreg_network_result(network, 0, given);
}

static nnreg_status take_file(void *given)
{
    return nnreg_network_file(network, 0, given);
}

static nnreg_status take_output(void *given)
{
    return nnreg_spec_output(spec, 0, given);
}

static nnreg_status take_postprocessing(void *given)
{
    return nnreg_version_postprocessing(version, 0, given);
}

static nnreg_status take_place(void *given)
{
    char *cursor;
    nnreg_status status = nnreg_network_cursor(fixture.registry, &cursor, NULL, given);

    nnreg_free(cursor);
    return status;
}

static nnreg_status take_tensor(void *given)
{
    return nnreg_tensors_get(tensors, 0, given);
}

/* ------------------------------------------------------------------------------------------------- each struct -- */

#define END_OF(type, member) (offsetof(struct type, member) + sizeof(((struct type *)0)->member))

#define ROW(type, member, init, call, ...)                                                       \
    {                                                                                            \
        .name = "struct " #type, .first = END_OF(type, member), .enough = END_OF(type, member),  \
        .now = sizeof(struct type), .begun = &(const struct type)init, .take = call, __VA_ARGS__ \
    }

/* The place of the first network. */
static const struct nnreg_place place = {sizeof place, 1, NULL, 0, 0};

static const struct row {
    const char *name;
    size_t first;  /* bytes of the size and the member behind it: no version has less */
    size_t enough; /* bytes from which on the call makes sense */
    size_t now;
    const void *begun;
    nnreg_status (*take)(void *given);
    bool silent;   /* there is nobody to give the message */
    bool changing; /* its first member is not the same at each call */
    bool of_lmdb;
} rows[] = {
    ROW(nnreg_options, flags, NNREG_OPTIONS_INIT, take_options, .silent = true),
    ROW(nnreg_call_options, flags, NNREG_CALL_OPTIONS_INIT, take_call_options),
    ROW(nnreg_query, offset, NNREG_QUERY_INIT, take_query),
    {"struct nnreg_selection", END_OF(nnreg_selection, networks), END_OF(nnreg_selection, network_count),
     sizeof selection, &selection, take_selection, false, false, false},
    {"struct nnreg_place", END_OF(nnreg_place, id), END_OF(nnreg_place, id), sizeof place, &place, take_place,
     false, false, false},
    ROW(nnreg_transfer, networks, NNREG_TRANSFER_INIT, take_transfer),
    ROW(nnreg_settings, format_version, NNREG_SETTINGS_INIT, take_settings),
    ROW(nnreg_statistics, format_version, NNREG_STATISTICS_INIT, take_statistics),
    ROW(nnreg_cascade, networks, NNREG_CASCADE_INIT, take_cascade),
    ROW(nnreg_compaction, before, NNREG_COMPACTION_INIT, take_compaction, .changing = true, .of_lmdb = true),
    ROW(nnreg_fsck, bytes_per_second, NNREG_FSCK_INIT, take_fsck),
    ROW(nnreg_gc, sessions, NNREG_GC_INIT, take_gc),
    ROW(nnreg_backup, rate, NNREG_BACKUP_INIT, take_backup, .of_lmdb = true),
    ROW(nnreg_input_info, tensor_name, NNREG_INPUT_INFO_INIT, take_input, .silent = true),
    ROW(nnreg_result_info, tensors, NNREG_RESULT_INFO_INIT, take_result, .silent = true),
    ROW(nnreg_file_info, name, NNREG_FILE_INFO_INIT, take_file, .silent = true),
    ROW(nnreg_output_info, label_count, NNREG_OUTPUT_INFO_INIT, take_output, .silent = true),
    ROW(nnreg_postprocessing_info, kind, NNREG_POSTPROCESSING_INFO_INIT, take_postprocessing, .silent = true),
    ROW(nnreg_tensor_info, name, NNREG_TENSOR_INFO_INIT, take_tensor, .silent = true),
};

#define ROWS   ((int)(sizeof rows / sizeof *rows))
#define UNSEEN 64   /* bytes that only a newer library knows */
#define FILLER 0xA5 /* what is in them, and behind the struct */

/* A caller's struct of any size, and what lies behind it. */
static union {
    unsigned char bytes[1024];
    uint64_t aligned;
} given, whole;

static void begin(void)
{
    fixture_begin(&fixture, 0);
    operated_begin(&operated, &fixture);
    selected = operated.target;
    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, operated.target), NNREG_OK);
    ck_assert_int_eq(nnreg_spec_get(fixture.registry, &spec, operated.spec[0]), NNREG_OK);
    ck_assert_int_eq(nnreg_version_get(fixture.registry, &version, operated.version), NNREG_OK);
    ck_assert_int_eq(nnreg_network_tensors(fixture.registry, &tensors, operated.target), NNREG_OK);
}

/* As a caller does it for whom the struct has `size` bytes. */
static nnreg_status take_sized(const struct row *row, size_t size)
{
    memset(given.bytes, FILLER, sizeof given.bytes);
    memcpy(given.bytes, row->begun, size < row->now ? size : row->now);
    memcpy(given.bytes, &size, sizeof size);
    return row->take(given.bytes);
}

/* Nothing from the byte `from` on. */
static void expect_untouched(const struct row *row, size_t size, size_t from)
{
    size_t kept, i;

    memcpy(&kept, given.bytes, sizeof kept);
    ck_assert_msg(kept == size, "%s of %zu: the size is %zu", row->name, size, kept);
    for (i = from; i < sizeof given.bytes; i++)
        ck_assert_msg(given.bytes[i] == FILLER, "%s of %zu: byte %zu was written", row->name, size, i);
}

static bool is_left_out(const struct row *row)
{
    return row->of_lmdb && !store_is_default();
}

START_TEST(an_older_callers_struct_is_filled_up_to_its_size_and_no_further)
{
    const struct row *row = &rows[_i];
    size_t size;

    if (is_left_out(row))
        return;
    ck_assert_int_eq(take_sized(row, row->now), NNREG_OK);
    whole = given;
    for (size = row->enough; size <= row->now; size += sizeof(unsigned)) {
        nnreg_status status = take_sized(row, size);

        ck_assert_msg(status == NNREG_OK, "%s of %zu: %s", row->name, size, nnreg_message(fixture.registry));
        expect_untouched(row, size, size);
        ck_assert_msg(row->changing || memcmp(given.bytes + sizeof size, whole.bytes + sizeof size,
                                              row->first - sizeof size) == 0,
                      "%s of %zu", row->name, size);
    }
}
END_TEST

START_TEST(a_newer_callers_struct_is_taken_and_what_it_has_behind_is_left_alone)
{
    const struct row *row = &rows[_i];

    if (is_left_out(row))
        return;
    ck_assert_int_eq(take_sized(row, row->now + UNSEEN), NNREG_OK);
    expect_untouched(row, row->now + UNSEEN, row->now);
}
END_TEST

START_TEST(a_struct_whose_size_was_not_set_or_is_less_than_any_version_had_is_refused_by_its_name)
{
    const struct row *row = &rows[_i];
    size_t size, stride = fixture_stride("sizes that are none", 2);

    for (size = 0; size < row->first;
         size += size < sizeof size || row->first - size <= stride ? 1 : stride) {
        memset(given.bytes, FILLER, sizeof given.bytes);
        memcpy(given.bytes, &size, sizeof size);
        ck_assert_int_eq(row->take(given.bytes), NNREG_INVALID_ARGUMENT);
        expect_untouched(row, size, sizeof size);
        ck_assert_msg(row->silent || strstr(nnreg_message(fixture.registry), row->name) != NULL, "%s: %s",
                      row->name, nnreg_message(fixture.registry));
    }
}
END_TEST

static void *note_allocate(void *context, size_t size)
{
    (void)context;
    return malloc(size);
}

static void *note_reallocate(void *context, void *old, size_t size)
{
    (void)context;
    return realloc(old, size);
}

static void free_noted(void *context, void *memory)
{
    (void)context;
    free(memory);
}

START_TEST(a_severity_that_is_none_has_a_text)
{
    ck_assert_str_eq(nnreg_severity_text(NNREG_SEVERITY_ERROR), "error");
    ck_assert_str_eq(nnreg_severity_text((nnreg_severity)99), "unknown severity");
}
END_TEST

/* It comes too late here for another allocator; that one can be set at all is shown by tests/host. */
START_TEST(an_allocator_is_one_whole_as_the_first_version_had_it)
{
    struct nnreg_allocator allocator = {sizeof allocator, note_allocate, note_reallocate, free_noted, NULL};

    for (allocator.size = 0; allocator.size < END_OF(nnreg_allocator, context); allocator.size++)
        ck_assert_int_eq(nnreg_set_allocator(&allocator), NNREG_INVALID_ARGUMENT);
    allocator.size = sizeof allocator;
    ck_assert_int_eq(nnreg_set_allocator(&allocator), NNREG_CONFLICT);
    allocator.reallocate = NULL;
    ck_assert_int_eq(nnreg_set_allocator(&allocator), NNREG_INVALID_ARGUMENT);
    allocator.reallocate = note_reallocate;
    allocator.release = NULL;
    ck_assert_int_eq(nnreg_set_allocator(&allocator), NNREG_INVALID_ARGUMENT);
    allocator.release = free_noted;
    allocator.size = sizeof allocator + UNSEEN;
    ck_assert_int_eq(nnreg_set_allocator(&allocator), NNREG_CONFLICT);
}
END_TEST

/* ------------------------------------------------------------------------------------------------------- arrays -- */

/* Elements as a newer header has them. */
struct newer_where {
    struct nnreg_where known;
    const char *more;
};

struct newer_severity {
    struct nnreg_rule_severity known;
    void *more;
};

static nnreg_status list_where(const void *where, size_t count)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page;
    nnreg_status status;

    query.where = where;
    query.where_count = count;
    status = nnreg_spec_list(fixture.registry, &page, &query);
    ck_assert(status != NNREG_OK || nnreg_page_total(page) == 3);
    nnreg_page_free(page);
    return status;
}

START_TEST(the_elements_of_an_array_are_as_far_apart_as_the_first_one_says)
{
    struct newer_where where[] = {{NNREG_WHERE("of.0", "1"), "x"}, {NNREG_WHERE("of.1", "2"), "y"}};
    struct nnreg_where ours[] = {NNREG_WHERE("of.0", "1"), NNREG_WHERE("of.1", "2")};

    ck_assert_int_eq(list_where(ours, 2), NNREG_OK);
    where[0].known.size = where[1].known.size = sizeof *where;
    ck_assert_int_eq(list_where(where, 2), NNREG_OK);
    where[1].known.size = sizeof(struct nnreg_where);
    ck_assert_int_eq(list_where(where, 2), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "struct nnreg_where"));
    ck_assert_int_eq(list_where(where, 1), NNREG_OK);
    ours[0].size = 0;
    ck_assert_int_eq(list_where(ours, 1), NNREG_INVALID_ARGUMENT);
    ours[0].size = END_OF(nnreg_where, key);
    ck_assert_int_eq(list_where(ours, 1), NNREG_INVALID_ARGUMENT);
    ours[0].size = sizeof *ours + 1; /* the next one would lie askew */
    ck_assert_int_eq(list_where(ours, 1), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(list_where(NULL, 1), NNREG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(severities_are_taken_by_the_size_of_the_first_one)
{
    struct newer_severity severities[] = {{NNREG_RULE_SEVERITY("deprecated", NNREG_SEVERITY_OFF), NULL},
                                          {NNREG_RULE_SEVERITY("no-such-rule", NNREG_SEVERITY_OFF), NULL}};
    nnreg_findings *findings;

    severities[0].known.size = severities[1].known.size = sizeof *severities;
    ck_assert_int_eq(nnreg_findings_new(&findings, &severities[0].known, 2), NNREG_NOT_FOUND);
    severities[1].known.rule = "range";
    ck_assert_int_eq(nnreg_findings_new(&findings, &severities[0].known, 2), NNREG_OK);
    nnreg_findings_free(findings);
    severities[1].known.size = sizeof(struct nnreg_rule_severity);
    ck_assert_int_eq(nnreg_findings_new(&findings, &severities[0].known, 2), NNREG_INVALID_ARGUMENT);
    severities[0].known.size = 0;
    ck_assert_int_eq(nnreg_findings_new(&findings, &severities[0].known, 1), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(findings);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- readers -- */

static void note_reader(void *context, const struct nnreg_reader *reader)
{
    ck_assert_uint_eq(reader->size, sizeof(struct nnreg_reader));
    ++*(unsigned *)context;
}

/* In a thread of its own, since a thread reads one state at a time. */
static void *count_readers(void *readers)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;

    statistics.each_reader = note_reader;
    statistics.context = readers;
    ck_assert_int_eq(nnreg_get_statistics(fixture.registry, &statistics, NULL), NNREG_OK);
    return NULL;
}

static nnreg_status count_meanwhile(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    pthread_t thread;

    (void)txn;
    (void)error;
    ck_assert_int_eq(pthread_create(&thread, NULL, count_readers, context), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    return NNREG_OK;
}

/* ---------------------------------------------------------------------------------- the numbers of an earlier call -- */

/* A call that fails at its beginning, by a flag that is none of its own, with numbers of an earlier one in what it fills. */
#define FAILED(type, init, first, last, call)                                          \
    do {                                                                               \
        struct type told = init;                                                       \
                                                                                       \
        told.first = told.last = 77;                                                   \
        ck_assert_msg((call) == NNREG_INVALID_ARGUMENT, "%s", #type);                  \
        ck_assert_msg(told.first == 0 && told.last == 0, "%s has old numbers", #type); \
        ck_assert_msg(told.size == sizeof told, "%s lost its size", #type);            \
    } while (0)

START_TEST(a_call_that_fails_leaves_no_numbers_of_an_earlier_one)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg *registry = fixture.registry;
    const char *path = fixture_path(&fixture, "nowhere.zip");

    call.flags = NNREG_CALL_NONE | (1 << 19);
    FAILED(nnreg_cascade, NNREG_CASCADE_INIT, networks, stayed,
           nnreg_network_delete(registry, 1, &call, &told));
    FAILED(nnreg_cascade, NNREG_CASCADE_INIT, networks, stayed, nnreg_spec_delete(registry, 1, &call, &told));
    FAILED(nnreg_gc, NNREG_GC_INIT, sessions, files, nnreg_gc(registry, &told, &call));
    FAILED(nnreg_fsck, NNREG_FSCK_INIT, records, repaired,
           nnreg_fsck(registry, fixture.findings, &told, &call));
    FAILED(nnreg_compaction, NNREG_COMPACTION_INIT, before, after, nnreg_compact(registry, &told, &call));
    FAILED(nnreg_backup, NNREG_BACKUP_INIT, event, damaged, nnreg_backup(registry, path, &told, &call));
    FAILED(nnreg_settings, NNREG_SETTINGS_INIT, format_version, mutable_description,
           nnreg_get_settings(NULL, &told));
    FAILED(nnreg_statistics, NNREG_STATISTICS_INIT, networks, public_specs,
           nnreg_get_statistics(registry, &told, &call));
    FAILED(nnreg_transfer, NNREG_TRANSFER_INIT, networks, archive_size,
           nnreg_export(registry, path, &selection, &call, &told));
    FAILED(nnreg_transfer, NNREG_TRANSFER_INIT, networks, archive_size,
           nnreg_import(registry, path, &call, &told, fixture.findings));
    FAILED(nnreg_transfer, NNREG_TRANSFER_INIT, networks, archive_size,
           nnreg_export_verify(fixture.findings, path, &call, &told));
}
END_TEST

static void keep_each(void *context, const struct nnreg_removed *removed)
{
    (void)removed;
    ++*(unsigned *)context;
}

/* What the caller has set stays for the next call, which is the one that is told. */
START_TEST(what_the_caller_has_set_outlasts_a_failure)
{
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    unsigned told = 0;

    cascade.each = keep_each;
    cascade.context = &told;
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 999, NULL, &cascade), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_network_delete(NULL, 1, NULL, &cascade), NNREG_INVALID_ARGUMENT);
    ck_assert_uint_eq(told, 0);
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, selected, NULL, &cascade), NNREG_OK);
    ck_assert_uint_eq(cascade.networks, 1);
    ck_assert_uint_gt(told, 1);
}
END_TEST

START_TEST(a_reader_says_its_size)
{
    unsigned readers = 0;

    ck_assert_int_eq(nnreg_kv_read(fixture.registry->kv, count_meanwhile, &readers, NULL), NNREG_OK);
    ck_assert(readers > 0 || !store_is_default());
}
END_TEST

Suite *sizes_suite(void)
{
    Suite *suite = suite_create("sizes");
    TCase *tests = tcase_create("sizes");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, an_older_callers_struct_is_filled_up_to_its_size_and_no_further, 0, ROWS);
    tcase_add_loop_test(tests, a_newer_callers_struct_is_taken_and_what_it_has_behind_is_left_alone, 0, ROWS);
    tcase_add_loop_test(
        tests, a_struct_whose_size_was_not_set_or_is_less_than_any_version_had_is_refused_by_its_name, 0,
        ROWS);
    tcase_add_test(tests, the_elements_of_an_array_are_as_far_apart_as_the_first_one_says);
    tcase_add_test(tests, severities_are_taken_by_the_size_of_the_first_one);
    tcase_add_test(tests, an_allocator_is_one_whole_as_the_first_version_had_it);
    tcase_add_test(tests, a_severity_that_is_none_has_a_text);
    tcase_add_test(tests, a_reader_says_its_size);
    tcase_add_test(tests, a_call_that_fails_leaves_no_numbers_of_an_earlier_one);
    tcase_add_test(tests, what_the_caller_has_set_outlasts_a_failure);
    suite_add_tcase(suite, tests);
    return suite;
}
