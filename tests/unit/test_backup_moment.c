/*
 * A backup is of one moment, while four writers work, of whom one is another process, and however slowly it is made: the objects
 * in it are those that its own history says, up to the event that was told.
 */
#include <check.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "registry_fixture.h"

enum { THREADS = 3, BACKUPS = 4, MOST_BACKUPS = 100, MOST_KEPT = 8, TEXT = 40, MOST_IDS = 65536 };

static struct registry_fixture fixture;
static char target[400];
static atomic_bool *stop; /* shared with the other process */

static void begin(void)
{
    scratch_use_memory(true);
    fixture_begin(&fixture, 0);
    snprintf(target, sizeof target, "%s/copy", fixture.scratch.path);
    fixture_model(&fixture, 3);
    stop = mmap(NULL, sizeof *stop, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert(stop != MAP_FAILED);
    atomic_init(stop, false);
}

static void end(void)
{
    munmap(stop, sizeof *stop);
    fixture_end(&fixture);
    scratch_use_memory(false);
}

/* --------------------------------------------------------------------------------------------------- the writers -- */

struct writer {
    nnreg *registry;
    unsigned number;
    pthread_t thread;
    char description[2000], path[700];
    const char *fault;
};

static void ready_writer(struct writer *writer, nnreg *registry, unsigned number)
{
    *writer = (struct writer){.registry = registry, .number = number};
    snprintf(writer->description, sizeof writer->description, "%s", fixture_description("made", ""));
    snprintf(writer->path, sizeof writer->path, "%s", fixture_path(&fixture, "model-3"));
}

/* Makes one, renames it, publishes it, and takes all but a few away again. */
static bool write_one(struct writer *writer, unsigned round, const nnreg_bundle *bundle,
                      nnreg_findings *findings)
{
    nnreg *registry = writer->registry;
    char slug[TEXT], json[100];
    uint64_t id;

    snprintf(slug, sizeof slug, "w%u-%u", writer->number, round);
    snprintf(json, sizeof json, "{\"name\": \"renamed by %s\"}", slug);
    if (nnreg_network_create(registry, &id, writer->description, strlen(writer->description), bundle, NULL,
                             findings) != NNREG_OK ||
        nnreg_network_update(registry, id, json, strlen(json), NULL, findings) != NNREG_OK ||
        nnreg_network_publish(registry, id, slug, NULL) != NNREG_OK)
        return false;
    if (round < MOST_KEPT && round % 2 == 0)
        return true;
    if (nnreg_network_unpublish(registry, id, NULL) != NNREG_OK)
        return false;
    return round < MOST_KEPT || nnreg_network_delete(registry, id, NULL, NULL) == NNREG_OK;
}

static void *write_until_stopped(void *context)
{
    struct writer *writer = context;
    nnreg_findings *findings = NULL;
    nnreg_bundle *bundle = NULL;
    unsigned round;

    if (nnreg_findings_new(&findings, NULL, 0) != NNREG_OK || nnreg_bundle_new(&bundle) != NNREG_OK ||
        nnreg_bundle_add_directory(bundle, writer->path) != NNREG_OK)
        writer->fault = "no bundle";
    for (round = 0; writer->fault == NULL && !atomic_load(stop); round++)
        if (!write_one(writer, round, bundle, findings))
            writer->fault = "a call failed";
    nnreg_bundle_free(bundle);
    nnreg_findings_free(findings);
    return NULL;
}

/* Before the fixture's own handle is opened again. */
static pid_t start_process(void)
{
    struct writer writer;
    nnreg *registry = NULL;
    pid_t child;

    nnreg_close(fixture.registry);
    fixture.registry = NULL;
    child = fork();
    if (child == 0) {
        CHILD(nnreg_open(&registry, fixture.dir, NULL) == NNREG_OK);
        ready_writer(&writer, registry, THREADS);
        (void)write_until_stopped(&writer);
        CHILD(writer.fault == NULL);
        nnreg_close(registry);
        child_done();
    }
    fixture.registry = fixture_open(&fixture, 0);
    return child;
}

/* ----------------------------------------------------------------------------------------------------- the replay -- */

/* A network as the history tells of it. */
struct replayed {
    bool exists;
    char name[TEXT], slug[TEXT];
};

/* The new value of a field, where the event has it. The values of this test have nothing in them that JSON escapes. */
static void take_change(char out[TEXT], const char *changes, const char *field)
{
    char head[60];
    const char *value;

    snprintf(head, sizeof head, "{\"field\": \"%s\"", field);
    value = strstr(changes, head);
    if (value == NULL)
        return;
    value = strstr(value, "\"new\": ");
    ck_assert_ptr_nonnull(value);
    value += strlen("\"new\": ");
    out[0] = '\0';
    if (*value == '"')
        snprintf(out, TEXT, "%.*s", (int)strcspn(value + 1, "\""), value + 1);
}

static void replay(struct replayed *networks, const struct nnreg_event *event)
{
    struct replayed *network = &networks[event->object_id];

    if (strcmp(event->object, "network") != 0)
        return;
    ck_assert_uint_lt(event->object_id, MOST_IDS);
    ck_assert_msg(network->exists == (strcmp(event->action, "create") != 0), "event %llu: %s of network %llu",
                  (unsigned long long)event->sequence, event->action, (unsigned long long)event->object_id);
    network->exists = strcmp(event->action, "delete") != 0;
    take_change(network->name, event->changes, "name");
    take_change(network->slug, event->changes, "slug");
}

/* Returns the number of the last event. */
static uint64_t replay_all(struct replayed *networks, nnreg *copy)
{
    uint64_t last = 0;
    size_t count = 1, i;

    while (count > 0) {
        nnreg_events *events;

        ck_assert_int_eq(nnreg_events_since(copy, &events, last, 100, 0, NULL), NNREG_OK);
        count = nnreg_events_count(events);
        for (i = 0; i < count; i++) {
            replay(networks, nnreg_events_get(events, i));
            last = nnreg_events_get(events, i)->sequence;
        }
        nnreg_events_free(events);
    }
    return last;
}

static void meet_network(struct replayed *networks, const nnreg_network *network)
{
    struct replayed *told = &networks[nnreg_network_id(network)];

    ck_assert(told->exists);
    ck_assert_str_eq(nnreg_network_name(network), told->name);
    ck_assert_str_eq(nnreg_network_slug(network), told->slug);
    told->exists = false; /* met */
}

static void meet_all(struct replayed *networks, nnreg *copy)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    char cursor[600] = "";
    nnreg_page *page;
    bool more = true;
    size_t i;

    query.scope = NNREG_SCOPE_ALL;
    query.cursor = cursor;
    while (more) {
        ck_assert_int_eq(nnreg_network_list(copy, &page, &query), NNREG_OK);
        for (i = 0; i < nnreg_page_count(page); i++)
            meet_network(networks, nnreg_page_network(page, i));
        more = nnreg_page_next(page) != NULL;
        if (more)
            snprintf(cursor, sizeof cursor, "%s", nnreg_page_next(page));
        nnreg_page_free(page);
    }
}

/* The copy passes fsck, and holds exactly what its history says up to `event`. */
static void assert_moment(uint64_t event)
{
    struct replayed *networks = calloc(MOST_IDS, sizeof *networks);
    nnreg *copy;
    size_t id;

    ck_assert_ptr_nonnull(networks);
    ck_assert_int_eq(nnreg_open(&copy, target, NULL), NNREG_OK);
    ck_assert_msg(nnreg_fsck(copy, fixture.findings, NULL, NULL) == NNREG_OK, "%s", nnreg_message(copy));
    ck_assert_msg(nnreg_findings_count(fixture.findings) == 0, "%s", fixture_found(&fixture));
    ck_assert_uint_eq(replay_all(networks, copy), event);
    meet_all(networks, copy);
    for (id = 0; id < MOST_IDS; id++)
        ck_assert_msg(!networks[id].exists, "network %zu is not in the copy", id);
    nnreg_close(copy);
    free(networks);
}

START_TEST(while_four_write_the_copy_is_what_its_history_says_up_to_one_event)
{
    pid_t child = start_process();
    struct writer writers[THREADS];
    uint64_t first = 0, last = 0;
    unsigned i, round;

    for (i = 0; i < THREADS; i++) {
        ready_writer(&writers[i], fixture.registry, i);
        ck_assert_int_eq(pthread_create(&writers[i].thread, NULL, write_until_stopped, &writers[i]), 0);
    }
    for (round = 0; round < BACKUPS || (last == first && round < MOST_BACKUPS); round++) {
        struct nnreg_backup done = NNREG_BACKUP_INIT;
        nnreg_status status = nnreg_backup(fixture.registry, target, &done, NULL);

        ck_assert_msg(status == NNREG_OK, "%s", nnreg_message(fixture.registry));
        ck_assert_uint_ge(done.event, last);
        assert_moment(done.event);
        last = done.event;
        if (round == 0)
            first = last;
    }
    atomic_store(stop, true);
    for (i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_join(writers[i].thread, NULL), 0);
        ck_assert_msg(writers[i].fault == NULL, "writer %u: %s", i, writers[i].fault);
    }
    ck_assert_int_eq(child_wait(child), 0);
    ck_assert_uint_gt(last, first);
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- throttled -- */

/* Writes while the backup waits, that is when nothing was read since the last report. */
struct waited {
    uint64_t bytes;
    unsigned times;
};

static int write_while_it_waits(void *context, const char *stage, uint64_t bytes, uint64_t total)
{
    struct waited *waited = context;
    nnreg_findings *findings;
    struct writer writer;
    nnreg_bundle *bundle;
    nnreg *other;

    (void)total;
    if (strcmp(stage, "backing up") != 0 || bytes != waited->bytes || bytes == 0 || waited->times++ > 0) {
        waited->bytes = bytes;
        return 0;
    }
    other = fixture_open(&fixture, 0);
    ready_writer(&writer, other, 9);
    bundle = fixture_bundle(&fixture, 5);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    ck_assert(write_one(&writer, 0, bundle, findings) && write_one(&writer, 1, bundle, findings));
    ck_assert_int_eq(nnreg_network_delete(other, 1, NULL, NULL), NNREG_OK);
    nnreg_findings_free(findings);
    nnreg_bundle_free(bundle);
    nnreg_close(other);
    return 0;
}

START_TEST(throttled_it_still_is_the_moment_at_which_it_began)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_backup done = NNREG_BACKUP_INIT;
    struct waited waited = {0, 0};
    uint64_t count, broken;

    fixture_add(&fixture, "one", 0);
    fixture_add(&fixture, "two", 1);
    ck_assert_int_eq(nnreg_events_verify(fixture.registry, &count, &broken, NULL), NNREG_OK);
    done.rate = 65536;
    call.progress = write_while_it_waits;
    call.context = &waited;
    ck_assert_msg(nnreg_backup(fixture.registry, target, &done, &call) == NNREG_OK, "%s",
                  nnreg_message(fixture.registry));
    ck_assert_uint_gt(waited.times, 0);
    ck_assert_uint_eq(done.event, count);
    ck_assert_uint_eq(done.networks, 2);
    assert_moment(count);
}
END_TEST

Suite *backup_moment_suite(void);
Suite *backup_moment_suite(void)
{
    Suite *suite = suite_create("backup_moment");
    TCase *tests = tcase_create("backup_moment");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 280);
    tcase_add_test(tests, while_four_write_the_copy_is_what_its_history_says_up_to_one_event);
    tcase_add_test(tests, throttled_it_still_is_the_moment_at_which_it_began);
    suite_add_tcase(suite, tests);
    return suite;
}
