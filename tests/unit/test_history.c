/* The history: what each change leaves in it, waiting for the next one, and that no damage to it goes unseen. */
#include <check.h>
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "registry/events.h"
#include "registry_fixture.h"

#define PATIENCE_MS 60000 /* what a test waits at most for what comes at once */

static struct registry_fixture fixture;

static void begin(void)
{
    fixture_begin(&fixture, 0);
}

static void end(void)
{
    nnreg_clock_use(NULL);
    fixture_end(&fixture);
}

static nnreg_events *since(uint64_t sequence, size_t limit)
{
    nnreg_events *events;

    ck_assert_msg(nnreg_events_since(fixture.registry, &events, sequence, limit, 0, NULL) == NNREG_OK, "%s",
                  nnreg_message(fixture.registry));
    return events;
}

/* "create network 1; …" of the events after a number, in a static buffer. */
static const char *told_since(uint64_t sequence)
{
    static char text[2000];
    nnreg_events *events = since(sequence, NNREG_LIMIT_PAGE);
    size_t i, used = 0;

    text[0] = '\0';
    for (i = 0; i < nnreg_events_count(events); i++) {
        const struct nnreg_event *event = nnreg_events_get(events, i);

        ck_assert_uint_eq(event->size, sizeof(struct nnreg_event));
        ck_assert_uint_eq(event->sequence, sequence + i + 1);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s %s %llu; ", event->action,
                                 event->object, (unsigned long long)event->object_id);
    }
    nnreg_events_free(events);
    return text;
}

static uint64_t last_sequence(void)
{
    nnreg_events *events = since(0, NNREG_LIMIT_PAGE);
    size_t count = nnreg_events_count(events);

    nnreg_events_free(events);
    return count;
}

/* The one event after a number tells these changes. */
static void is_told(uint64_t sequence, const char *changes)
{
    nnreg_events *events = since(sequence, 1);
    json_t *found, *wanted = json_loads(changes, 0, NULL);

    ck_assert_uint_eq(nnreg_events_count(events), 1);
    found = json_loads(nnreg_events_get(events, 0)->changes, 0, NULL);
    ck_assert_ptr_nonnull(wanted);
    ck_assert_msg(json_equal(found, wanted), "%s", nnreg_events_get(events, 0)->changes);
    json_decref(found);
    json_decref(wanted);
    nnreg_events_free(events);
}

/* ------------------------------------------------------------------------------------------------ what is told -- */

START_TEST(every_change_is_told_once_and_in_order)
{
    fixture_add(&fixture, "n", 0);
    ck_assert_str_eq(told_since(0), "create network 1; create task 1; ");
    is_told(0, "[{\"field\": \"name\", \"old\": null, \"new\": \"n\"}, {\"field\": \"description\", \"old\": "
               "null, \"new\": "
               "\"\"}, {\"field\": \"metadata\", \"old\": null, \"new\": {}}]");
    is_told(1, "[{\"field\": \"network_id\", \"old\": null, \"new\": 1}, {\"field\": \"status\", \"old\": "
               "null, \"new\": "
               "\"pending\"}, {\"field\": \"error\", \"old\": null, \"new\": \"\"}]");
    fixture_add_spec(&fixture, "s");
    fixture_add_version(&fixture, 1, 1);
    ck_assert_str_eq(told_since(2), "create spec 1; create version 1; update spec 1; ");
    is_told(4, "[{\"field\": \"current_version_id\", \"old\": null, \"new\": 1}]");
    ck_assert_int_eq(fixture_update(&fixture, 1, "{\"metadata\": {\"a\": 1}}"), NNREG_OK);
    is_told(5, "[{\"field\": \"metadata\", \"old\": {}, \"new\": {\"a\": 1}}]");
    ck_assert_int_eq(
        nnreg_task_update(fixture.registry, 1, "{\"status\": \"success\"}", 21, NULL, fixture.findings),
        NNREG_OK);
    ck_assert_int_eq(nnreg_network_publish(fixture.registry, 1, "slug", NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_network_unpublish(fixture.registry, 1, NULL), NNREG_OK);
    ck_assert_str_eq(told_since(6), "update task 1; publish network 1; unpublish network 1; ");
    is_told(7, "[{\"field\": \"slug\", \"old\": \"\", \"new\": \"slug\"}]");
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, NULL, NULL), NNREG_OK);
    ck_assert_str_eq(told_since(9), "delete version 1; update spec 1; delete task 1; delete network 1; ");
    is_told(9, "[{\"field\": \"spec_id\", \"old\": 1, \"new\": null}, {\"field\": \"network_id\", \"old\": "
               "1, \"new\": null}]");
}
END_TEST

START_TEST(who_lists_and_then_follows_misses_nothing_and_is_told_nothing_twice)
{
    nnreg_page *page;
    nnreg_events *events;
    uint64_t before, after, id;

    ck_assert_int_eq(nnreg_events_last(fixture.registry, &before), NNREG_OK);
    ck_assert_uint_eq(before, 0);
    fixture_add(&fixture, "listed", 0);
    ck_assert_int_eq(nnreg_network_list(fixture.registry, &page, NULL), NNREG_OK);
    id = fixture_add(&fixture, "written in between", 0);
    ck_assert_int_eq(nnreg_events_last(fixture.registry, &after), NNREG_OK);
    ck_assert_uint_eq(nnreg_page_count(page), 1);
    ck_assert_int_eq(
        nnreg_events_since(fixture.registry, &events, nnreg_page_event(page), NNREG_LIMIT_PAGE, 0, NULL),
        NNREG_OK);
    ck_assert_uint_gt(nnreg_events_count(events), 0);
    ck_assert_uint_eq(nnreg_page_event(page) + nnreg_events_count(events), after);
    ck_assert_str_eq(nnreg_events_get(events, 0)->object, "network");
    ck_assert_uint_eq(nnreg_events_get(events, 0)->object_id, id);
    nnreg_events_free(events);
    nnreg_page_free(page);
    ck_assert_int_eq(nnreg_events_last(fixture.registry, NULL), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(nnreg_events_last(NULL, &after), NNREG_INVALID_ARGUMENT);
    ck_assert_uint_eq(after, 0);
}
END_TEST

START_TEST(what_changes_nothing_is_not_told)
{
    struct nnreg_call_options dry = NNREG_CALL_OPTIONS_INIT;
    uint64_t id, before;

    fixture_add(&fixture, "n", 0);
    before = last_sequence();
    dry.flags = NNREG_DRY_RUN;
    ck_assert_int_eq(nnreg_network_delete(fixture.registry, 1, &dry, NULL), NNREG_OK);
    ck_assert_int_eq(fixture_update(&fixture, 1, "{}"), NNREG_OK);
    ck_assert_int_eq(fixture_update(&fixture, 1, "{\"id\": 1}"), NNREG_REFUSED);
    ck_assert_int_eq(fixture_update(&fixture, 9, "{\"name\": \"x\"}"), NNREG_NOT_FOUND);
    ck_assert_int_eq(fixture_create(&fixture, &id, "", 0), NNREG_REFUSED);
    ck_assert_int_eq(nnreg_network_unpublish(fixture.registry, 1, NULL), NNREG_OK);
    ck_assert_str_eq(told_since(before), "");
}
END_TEST

START_TEST(who_and_when_are_told_and_time_does_not_go_back)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_events *events;
    size_t i;

    call.actor = "somebody";
    fixture_add(&fixture, "n", 0);
    ck_assert_int_eq(
        nnreg_network_update(fixture.registry, 1, "{\"name\": \"m\"}", 13, &call, fixture.findings),
        NNREG_OK);
    events = since(0, 10);
    ck_assert_str_eq(nnreg_events_get(events, 0)->actor, "");
    ck_assert_str_eq(nnreg_events_get(events, 2)->actor, "somebody");
    ck_assert_uint_eq(strlen(nnreg_events_get(events, 2)->hash), 64);
    for (i = 1; i < nnreg_events_count(events); i++)
        ck_assert_int_ge(nnreg_events_get(events, i)->time, nnreg_events_get(events, i - 1)->time);
    ck_assert_ptr_null(nnreg_events_get(events, 3));
    nnreg_events_free(events);
}
END_TEST

static int64_t long_ago(void)
{
    return 1000;
}

START_TEST(events_are_in_order_of_time_though_the_clock_is_set_back)
{
    nnreg_events *events;

    fixture_add(&fixture, "n", 0);
    nnreg_clock_use(long_ago);
    ck_assert_int_eq(fixture_update(&fixture, 1, "{\"name\": \"m\"}"), NNREG_OK);
    events = since(1, 2);
    ck_assert_int_eq(nnreg_events_get(events, 1)->time, nnreg_events_get(events, 0)->time);
    nnreg_events_free(events);
}
END_TEST

START_TEST(an_event_is_one_line_of_json)
{
    nnreg_events *events;
    json_t *json;
    char *text;

    fixture_add(&fixture, "n", 0);
    events = since(0, 1);
    ck_assert_int_eq(nnreg_event_json(&text, events, 0), NNREG_OK);
    ck_assert_ptr_null(strchr(text, '\n'));
    json = json_loads(text, 0, NULL);
    ck_assert_int_eq(json_integer_value(json_object_get(json, "sequence")), 1);
    ck_assert_str_eq(json_string_value(json_object_get(json, "action")), "create");
    ck_assert_str_eq(json_string_value(json_object_get(json, "hash")), nnreg_events_get(events, 0)->hash);
    json_decref(json);
    nnreg_free(text);
    ck_assert_int_eq(nnreg_event_json(&text, events, 1), NNREG_NOT_FOUND);
    ck_assert_int_eq(nnreg_event_json(NULL, events, 0), NNREG_INVALID_ARGUMENT);
    text = (char *)1;
    ck_assert_int_eq(nnreg_event_json(&text, NULL, 0), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(text);
    nnreg_events_free(events);
}
END_TEST

#define LARGE (1000u << 10)

/* A list ends where it has as much as it can hold, without a gap: the next one begins behind it. */
START_TEST(a_list_of_large_events_ends_early_and_the_next_goes_on)
{
    char *json = malloc(LARGE + 100);
    nnreg_events *events;
    uint64_t last, at = 0;
    unsigned times, lists = 0;

    ck_assert_ptr_nonnull(json);
    fixture_add(&fixture, "n", 0);
    for (times = 20; times > 0; times--) {
        int size = snprintf(json, 100, "{\"metadata\": {\"value\": \"%u", times);

        memset(json + size, 'x', LARGE);
        strcpy(json + size + LARGE, "\"}}");
        ck_assert_int_eq(fixture_update(&fixture, 1, json), NNREG_OK);
    }
    free(json);
    last = 22;
    while (at < last) {
        size_t count, i;

        events = since(at, 100);
        count = nnreg_events_count(events);
        ck_assert_uint_gt(count, 0);
        for (i = 0; i < count; i++)
            ck_assert_uint_eq(nnreg_events_get(events, i)->sequence, at + i + 1);
        at += count;
        lists++;
        nnreg_events_free(events);
    }
    ck_assert_uint_eq(at, last);
    ck_assert_uint_gt(lists, 1);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- waiting -- */

static int stop_waiting(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)done, (void)total;
    ck_assert_str_eq(stage, "waiting");
    return ++*(unsigned *)context == 2;
}

START_TEST(waiting_ends_with_the_time_or_when_it_is_cancelled)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    unsigned calls = 0;
    nnreg_events *events;

    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, 0, 1, 1, NULL), NNREG_OK);
    ck_assert_uint_eq(nnreg_events_count(events), 0);
    nnreg_events_free(events);
    call.progress = stop_waiting;
    call.context = &calls;
    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, 0, 1, PATIENCE_MS, &call),
                     NNREG_CANCELLED);
    ck_assert_ptr_null(events);
    ck_assert_uint_eq(calls, 2);
}
END_TEST

static void *wait_for_first(void *context)
{
    nnreg_events **events = context;

    if (nnreg_events_since(fixture.registry, events, 0, 1, PATIENCE_MS, NULL) != NNREG_OK)
        *events = NULL;
    return NULL;
}

START_TEST(a_waiter_is_woken_by_a_writer_of_this_process)
{
    nnreg_events *events = NULL;
    pthread_t thread;

    ck_assert_int_eq(pthread_create(&thread, NULL, wait_for_first, &events), 0);
    fixture_add(&fixture, "n", 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    ck_assert_ptr_nonnull(events);
    ck_assert_uint_eq(nnreg_events_get(events, 0)->sequence, 1);
    nnreg_events_free(events);
}
END_TEST

START_TEST(a_waiter_is_woken_by_a_writer_of_another_process)
{
    nnreg_events *events;
    pid_t child;

    fixture_model(&fixture, 0);
    child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        fixture.registry = fixture_open(&fixture, 0);
        fixture_add(&fixture, "n", 0);
        child_done();
    }
    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, 0, 1, PATIENCE_MS, NULL), NNREG_OK);
    ck_assert_uint_eq(nnreg_events_count(events), 1);
    nnreg_events_free(events);
    ck_assert_int_eq(child_wait(child), 0);
}
END_TEST

START_TEST(what_makes_no_sense_is_an_invalid_argument)
{
    nnreg_events *events;
    uint64_t count, broken;

#define INVALID(call) ck_assert_int_eq(call, NNREG_INVALID_ARGUMENT)
    INVALID(nnreg_events_since(NULL, &events, 0, 1, 0, NULL));
    INVALID(nnreg_events_since(fixture.registry, NULL, 0, 1, 0, NULL));
    INVALID(nnreg_events_since(fixture.registry, &events, 0, 0, 0, NULL));
    INVALID(nnreg_events_since(fixture.registry, &events, 0, NNREG_LIMIT_PAGE + 1, 0, NULL));
    INVALID(nnreg_events_verify(NULL, &count, &broken, NULL));
    INVALID(nnreg_events_verify(fixture.registry, NULL, &broken, NULL));
    INVALID(nnreg_events_verify(fixture.registry, &count, NULL, NULL));
#undef INVALID
    nnreg_events_free(NULL);
    events = since(UINT64_MAX, 1);
    ck_assert_uint_eq(nnreg_events_count(events), 0);
    nnreg_events_free(events);
}
END_TEST

/* --------------------------------------------------------------------------------------------------- the proof -- */

/* What is done to the stored history behind its back. */
struct damage {
    enum { FLIP, DROP, ADD, COPY_FIRST, FORGET_LAST } what;
    uint64_t sequence;
    size_t bit;
    size_t bits; /* of the event, told back */
};

static nnreg_status do_damage(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct damage *damage = context;
    struct nnreg_key key, first;
    struct nnreg_slice at = nnreg_key_u64(&key, damage->sequence), value;
    unsigned char copy[4096];
    nnreg_status status;

    switch (damage->what) {
    case DROP:
        return nnreg_kv_remove(txn, NNREG_KV_EVENTS, at, error);
    case FORGET_LAST:
        return nnreg_kv_remove(txn, NNREG_KV_SETTINGS, nnreg_key_text(NNREG_SETTING_LAST_EVENT), error);
    case ADD:
        return nnreg_kv_put(txn, NNREG_KV_EVENTS, at, (struct nnreg_slice){"x", 1}, error);
    case COPY_FIRST:
    case FLIP:
        break;
    }
    status = nnreg_kv_get(&value, txn, NNREG_KV_EVENTS, damage->what == FLIP ? at : nnreg_key_u64(&first, 1),
                          error);
    if (status != NNREG_OK || value.size > sizeof copy)
        return NNREG_IO;
    memcpy(copy, value.content, value.size);
    damage->bits = value.size * 8;
    if (damage->what == FLIP)
        copy[damage->bit / 8] ^= (unsigned char)(1 << damage->bit % 8);
    return nnreg_kv_put(txn, NNREG_KV_EVENTS, at, (struct nnreg_slice){copy, value.size}, error);
}

static size_t harm(struct damage damage)
{
    struct nnreg_error error;

    ck_assert_msg(nnreg_kv_write(fixture.registry->kv, do_damage, &damage, &error) == NNREG_OK, "%s",
                  error.text);
    return damage.bits;
}

/* The number of the first event that is found broken, 0 for none. */
static uint64_t first_broken(void)
{
    uint64_t count, broken;
    nnreg_status status = nnreg_events_verify(fixture.registry, &count, &broken, NULL);

    ck_assert(status == NNREG_OK || status == NNREG_CORRUPT);
    ck_assert_int_eq(status == NNREG_CORRUPT, broken > 0);
    if (status == NNREG_CORRUPT)
        ck_assert_ptr_nonnull(strstr(nnreg_message(fixture.registry), "the history is broken at event "));
    return broken;
}

START_TEST(a_sound_history_is_proved_whatever_its_length)
{
    uint64_t count, broken;
    unsigned i, updates = 1100 / fixture_share("events", 10);

    ck_assert_int_eq(nnreg_events_verify(fixture.registry, &count, &broken, NULL), NNREG_OK);
    ck_assert_uint_eq(count, 0);
    fixture_add(&fixture, "n", 0);
    for (i = 0; i < updates; i++)
        ck_assert_int_eq(fixture_update(&fixture, 1, "{\"name\": \"m\"}"), NNREG_OK);
    ck_assert_int_eq(nnreg_events_verify(fixture.registry, &count, &broken, NULL), NNREG_OK);
    ck_assert_uint_eq(count, 2 + updates);
}
END_TEST

START_TEST(each_flipped_bit_of_an_event_is_found)
{
    size_t bit, bits = 1, found = 0;

    fixture_add(&fixture, "n", 0);
    for (bit = 0; bit < bits; bit++) {
        bits = harm((struct damage){FLIP, 2, bit, 0});
        found += first_broken() == 2;
        harm((struct damage){FLIP, 2, bit, 0});
    }
    ck_assert_uint_gt(bits, 8 * 40);
    ck_assert_uint_eq(found, bits);
    ck_assert_uint_eq(first_broken(), 0);
}
END_TEST

START_TEST(what_is_dropped_or_put_in_is_found_where_it_is)
{
    static const struct {
        struct damage damage;
        uint64_t broken;
    } cases[] = {
        {{DROP, 1, 0, 0}, 1}, {{DROP, 2, 0, 0}, 2},       {{DROP, 3, 0, 0}, 3},        {{ADD, 0, 0, 0}, 1},
        {{ADD, 4, 0, 0}, 4},  {{COPY_FIRST, 2, 0, 0}, 2}, {{FORGET_LAST, 0, 0, 0}, 1},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture_add(&fixture, "n", 0);
        ck_assert_int_eq(fixture_update(&fixture, 1, "{\"name\": \"m\"}"), NNREG_OK);
        ck_assert_uint_eq(first_broken(), 0);
        harm(cases[i].damage);
        ck_assert_uint_eq(first_broken(), cases[i].broken);
        fixture_end(&fixture);
        fixture_begin(&fixture, 0);
    }
}
END_TEST

/* A follower is not made to wait for ever for what it was promised, nor led past the gap. */
START_TEST(an_event_that_was_promised_and_is_missing_is_damage)
{
    nnreg_events *events;
    uint64_t missing;

    fixture_add(&fixture, "n", 0);
    fixture_add(&fixture, "m", 0);
    for (missing = 4; missing >= 2; missing--) { /* the last, in the middle, and all from there on */
        harm((struct damage){.what = DROP, .sequence = missing});
        ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, 0, 10, PATIENCE_MS, NULL),
                         NNREG_CORRUPT);
        ck_assert_ptr_null(events);
        ck_assert_ptr_nonnull(
            strstr(nnreg_message(fixture.registry), missing == 4   ? "event 4 of the history is missing"
                                                    : missing == 3 ? "event 3 of the history is missing"
                                                                   : "event 2 of the history is missing"));
        ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, missing - 1, 10, PATIENCE_MS, NULL),
                         NNREG_CORRUPT);
    }
    ck_assert_int_eq(nnreg_events_since(fixture.registry, &events, 0, 1, 0, NULL), NNREG_OK);
    nnreg_events_free(events);
}
END_TEST

START_TEST(no_memory_gives_no_events)
{
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    fixture_add(&fixture, "n", 0);
    for (n = 1; status != NNREG_OK; n++) {
        nnreg_events *events;

        nnreg_alloc_fail_from(n);
        status = nnreg_events_since(fixture.registry, &events, 0, 10, 0, NULL);
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || status == NNREG_NO_MEMORY);
        ck_assert((status == NNREG_OK) == (events != NULL));
        nnreg_events_free(events);
    }
    ck_assert_uint_gt(n, 10);
}
END_TEST

Suite *history_suite(void);
START_TEST(an_event_has_room_for_every_field_that_can_be_told)
{
    const struct nnreg_table *table = nnreg_object_kinds[_i].table;
    size_t i, told = 0;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        told += field->logged || field->mutability == NNREG_PUBLISHED || field->mutability == NNREG_MUTABLE ||
                field->mutability == NNREG_MUTABLE_BY_SETTING;
    }
    ck_assert_uint_gt(told, 0);
    ck_assert_uint_le(told, NNREG_EVENT_FIELDS);
}
END_TEST

Suite *history_suite(void)
{
    Suite *suite = suite_create("history");
    TCase *tests = tcase_create("history");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 200);
    tcase_add_test(tests, every_change_is_told_once_and_in_order);
    tcase_add_loop_test(tests, an_event_has_room_for_every_field_that_can_be_told, 0, NNREG_OBJECT_COUNT);
    tcase_add_test(tests, who_lists_and_then_follows_misses_nothing_and_is_told_nothing_twice);
    tcase_add_test(tests, what_changes_nothing_is_not_told);
    tcase_add_test(tests, who_and_when_are_told_and_time_does_not_go_back);
    tcase_add_test(tests, events_are_in_order_of_time_though_the_clock_is_set_back);
    tcase_add_test(tests, an_event_is_one_line_of_json);
    tcase_add_test(tests, a_list_of_large_events_ends_early_and_the_next_goes_on);
    tcase_add_test(tests, waiting_ends_with_the_time_or_when_it_is_cancelled);
    tcase_add_test(tests, a_waiter_is_woken_by_a_writer_of_this_process);
    if (store_is_default())
        tcase_add_test(tests, a_waiter_is_woken_by_a_writer_of_another_process);
    tcase_add_test(tests, what_makes_no_sense_is_an_invalid_argument);
    tcase_add_test(tests, a_sound_history_is_proved_whatever_its_length);
    tcase_add_test(tests, each_flipped_bit_of_an_event_is_found);
    tcase_add_test(tests, what_is_dropped_or_put_in_is_found_where_it_is);
    tcase_add_test(tests, an_event_that_was_promised_and_is_missing_is_damage);
    tcase_add_test(tests, no_memory_gives_no_events);
    suite_add_tcase(suite, tests);
    return suite;
}
