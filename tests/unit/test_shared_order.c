/*
 * Creates, deletes and sweeps of one and the same file, as objects, in every order that their steps can have. Each has a thread of its
 * own; one at a time runs, from one point to the next: those around the calls to the place of objects. In between there is at most one
 * transaction, and these come one after the other anyway. All clocks are as wrong as can
 * be: an intent is given up at once, and the trash is emptied at once.
 *
 * At the end: a file that the store has is in its place, with the right bytes; and there is no object that no table knows of.
 */
#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fsio.h"
#include "place_of_objects.h"
#include "store/shared/shared_blobs.h"
#include "store/staging.h"
#include "store_fixture.h"

#define MOST_ACTORS  3
#define MOST_CHOICES 64
#define SOME_ORDERS  1200

enum deed { NOTHING, CREATE, DELETE, SWEEP };

struct actor {
    pthread_t thread;
    unsigned number;
    enum deed deed;
    bool done;
    nnreg_status status;
};

static struct scratch records, local, objects;
static struct nnreg_kv *kv;
static struct place_of_objects place;
static struct nnreg_blobs *blobs;
static unsigned char digest[NNREG_SHA256_SIZE];
static struct actor actors[MOST_ACTORS];
static unsigned actor_count;

/* ------------------------------------------------------------------------------------------------ one at a time -- */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static unsigned turn; /* whose, from 1; 0: the test's */
static _Thread_local unsigned self;

static void wait_for_turn(unsigned who)
{
    while (turn != who)
        pthread_cond_wait(&changed, &mutex);
}

static void hand_turn(unsigned to, unsigned who)
{
    turn = to;
    pthread_cond_broadcast(&changed);
    wait_for_turn(who);
}

/* A point at which others may come first. */
static void point(void)
{
    if (self == 0)
        return;
    pthread_mutex_lock(&mutex);
    hand_turn(0, self);
    pthread_mutex_unlock(&mutex);
}

/* Behind a put comes the asking for the size, with nothing in between. */
static void point_of_place(enum place_call call, bool before)
{
    if (before || call == PLACE_SIZE || call == PLACE_REMOVE)
        point();
}

/* Between a sweep's look and what it does about it. */
static int point_of_step(const char *step)
{
    if (strcmp(step, "expire") == 0)
        point();
    return 0;
}

/* -------------------------------------------------------------------------------------------------------- deeds -- */

struct creating {
    struct nnreg_staging staging;
    struct nnreg_staged staged;
};

static nnreg_status hold_it(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct creating *creating = context;

    return nnreg_blobs_hold(blobs, txn, &creating->staging, &creating->staged, error);
}

static nnreg_status give_it_up(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct creating *creating = context;

    return nnreg_blobs_give_up(blobs, txn, &creating->staged, error);
}

static nnreg_status create(void)
{
    struct nnreg_blob_source source = {.name = "given", .size = 3, .content = "abc", .fd = -1};
    struct creating creating = {.staged = {.fd = -1}};
    struct nnreg_error error = NNREG_ERROR_INIT;
    nnreg_status status = nnreg_staging_begin_small(&creating.staging, blobs, &error);

    if (status == NNREG_OK)
        status = nnreg_staging_add(&creating.staged, &creating.staging, &source, NULL, NULL, &error);
    memcpy(digest, creating.staged.digest, sizeof digest);
    if (status == NNREG_OK)
        status = nnreg_blobs_make_places(blobs, &creating.staged, 1, &error);
    if (status == NNREG_OK)
        status = nnreg_blobs_install(blobs, &creating.staging, &creating.staged, NULL, NULL, &error);
    if (status == NNREG_OK)
        status = nnreg_kv_write(kv, hold_it, &creating, &error);
    if (status != NNREG_OK)
        point();
    if (status != NNREG_OK)
        ck_assert_int_eq(nnreg_kv_write(kv, give_it_up, &creating, &error), NNREG_OK);
    nnreg_staging_discard(&creating.staging, &creating.staged);
    nnreg_staging_end(&creating.staging);
    return status;
}

static nnreg_status remove_it(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    (void)context;
    return nnreg_blobs_remove(blobs, txn, digest, error);
}

static nnreg_status do_deed(enum deed deed)
{
    struct nnreg_shared_sweep swept;
    struct nnreg_error error = NNREG_ERROR_INIT;

    switch (deed) {
    case CREATE:
        return create();
    case DELETE:
        return nnreg_kv_write(kv, remove_it, NULL, &error);
    case SWEEP:
        return nnreg_shared_blobs_sweep(&swept, blobs, -1000000, NULL, &error);
    case NOTHING:
        break;
    }
    return NNREG_OK;
}

static void *act(void *context)
{
    struct actor *actor = context;

    self = actor->number;
    pthread_mutex_lock(&mutex);
    wait_for_turn(self);
    pthread_mutex_unlock(&mutex);
    actor->status = do_deed(actor->deed);
    pthread_mutex_lock(&mutex);
    actor->done = true;
    turn = 0;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
    return NULL;
}

/* ---------------------------------------------------------------------------------------------------- one order -- */

static unsigned choices[MOST_CHOICES], options[MOST_CHOICES], chosen;
static bool by_chance; /* some orders, instead of all */
static unsigned chance;

static struct actor *choose(void)
{
    struct actor *able[MOST_ACTORS];
    unsigned i, count = 0;

    for (i = 0; i < actor_count; i++)
        if (!actors[i].done)
            able[count++] = &actors[i];
    if (count == 0)
        return NULL;
    ck_assert_uint_lt(chosen, MOST_CHOICES);
    options[chosen] = count;
    if (by_chance)
        choices[chosen] = (unsigned)rand_r(&chance) % count;
    return able[choices[chosen++]];
}

static void run_in_turns(void)
{
    struct actor *next;
    unsigned i;

    turn = 0;
    for (i = 0; i < actor_count; i++)
        ck_assert_int_eq(pthread_create(&actors[i].thread, NULL, act, &actors[i]), 0);
    pthread_mutex_lock(&mutex);
    while ((next = choose()) != NULL)
        hand_turn(next->number, 0);
    pthread_mutex_unlock(&mutex);
    for (i = 0; i < actor_count; i++)
        pthread_join(actors[i].thread, NULL);
}

/* ----------------------------------------------------------------------------------------------------- the ends -- */

static nnreg_status count_tables(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    uint64_t *counts = context, i;
    nnreg_status status = NNREG_OK;

    for (i = 0; i < 3 && status == NNREG_OK; i++)
        status = nnreg_kv_count(&counts[i], txn, NNREG_KV_OBJECTS + (unsigned)i, error);
    return status;
}

static bool has(enum deed deed)
{
    unsigned i;

    for (i = 0; i < actor_count; i++)
        if (actors[i].deed == deed)
            return true;
    return false;
}

static void check_end(void)
{
    unsigned i, created = 0;
    uint64_t counts[3], size;
    int fd;

    place.between = NULL;
    for (i = 0; i < actor_count; i++) {
        created += actors[i].deed == CREATE && actors[i].status == NNREG_OK;
        if (actors[i].deed != CREATE)
            ck_assert_int_eq(actors[i].status, NNREG_OK);
        else if (actors[i].status != NNREG_OK && actors[i].status != NNREG_BUSY)
            ck_assert(actors[i].status == NNREG_IO && has(SWEEP)); /* its object is gone already */
    }
    ck_assert_int_eq(do_deed(SWEEP), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_read(kv, count_tables, counts, NULL), NNREG_OK);
    ck_assert_uint_eq(counts[1], 0);
    ck_assert_uint_eq(counts[2], 0);
    if (!has(DELETE) && created > 0)
        ck_assert_uint_eq(counts[0], 1);
    ck_assert_uint_eq(place_count(&place), counts[0]);
    if (counts[0] == 0)
        return;
    ck_assert_int_eq(nnreg_blobs_open_file(&fd, &size, blobs, digest, NULL), NNREG_OK);
    ck_assert_uint_eq(size, 3);
    close(fd);
}

static void run_once(bool stored_before)
{
    struct nnreg_kv_options how = store_options;
    struct nnreg_shared_blobs_options shared = {.objects = &place.base, .lease = 1};
    unsigned i;

    how.table_count = NNREG_KV_ALL_TABLES;
    scratch_make(&records);
    scratch_make(&local);
    scratch_make(&objects);
    ck_assert_int_eq(nnreg_kv_open(&kv, records.folder, &how, NULL), NNREG_OK);
    place_open(&place, objects.folder);
    shared.kv = kv;
    shared.folder = local.folder;
    ck_assert_int_eq(nnreg_shared_blobs_open(&blobs, &shared, NULL), NNREG_OK);
    if (stored_before)
        ck_assert_int_eq(create(), NNREG_OK);
    place.between = point_of_place;
    nnreg_fs_use_hook(point_of_step);
    chosen = 0;
    for (i = 0; i < actor_count; i++) {
        actors[i].number = i + 1;
        actors[i].done = false;
    }
    run_in_turns();
    nnreg_fs_use_hook(NULL);
    check_end();
    nnreg_blobs_close(blobs);
    place_close(&place);
    nnreg_kv_close(kv);
    scratch_remove(&records);
    scratch_remove(&local);
    scratch_remove(&objects);
}

/* The next order: the last choice that has another option takes it. */
static bool next_order(void)
{
    while (chosen > 0) {
        if (++choices[chosen - 1] < options[chosen - 1])
            return true;
        choices[--chosen] = 0;
    }
    return false;
}

static int64_t later;

/* Each time it is asked it is later by a second, so that whatever is to come to an end has. */
static int64_t run_on(void)
{
    return later += 1000000;
}

static const struct {
    bool stored_before;
    enum deed deeds[MOST_ACTORS];
} scenes[] = {
    {false, {CREATE, SWEEP, NOTHING}}, {false, {CREATE, CREATE, SWEEP}}, {true, {CREATE, DELETE, SWEEP}},
    {true, {DELETE, SWEEP, SWEEP}},    {false, {CREATE, SWEEP, SWEEP}},  {false, {CREATE, CREATE, DELETE}},
};

START_TEST(no_order_of_creates_deletes_and_sweeps_loses_a_file)
{
    unsigned most = SOME_ORDERS / fixture_share("orders of steps", 12), runs = 0, i;

    by_chance = most < SOME_ORDERS;
    chance = 1;
    scratch_use_memory(true);
    nnreg_clock_use(run_on);
    later = nnreg_clock_now();
    actor_count = 0;
    for (i = 0; i < MOST_ACTORS && scenes[_i].deeds[i] != NOTHING; i++)
        actors[actor_count++].deed = scenes[_i].deeds[i];
    memset(choices, 0, sizeof choices);
    do {
        runs++;
        run_once(scenes[_i].stored_before);
    } while (by_chance ? runs < most : next_order());
    nnreg_clock_use(NULL);
    scratch_use_memory(false);
    printf("scene %d: %u orders\n", _i, runs);
    ck_assert_uint_gt(runs, 2);
}
END_TEST

Suite *shared_order_suite(void);
Suite *shared_order_suite(void)
{
    Suite *suite = suite_create("shared_order");
    TCase *tests = tcase_create("orders");

    tcase_set_timeout(tests, 3600); /* all orders of three are a quarter of a million */
    tcase_add_loop_test(tests, no_order_of_creates_deletes_and_sweeps_loses_a_file, 0,
                        sizeof scenes / sizeof *scenes);
    suite_add_tcase(suite, tests);
    return suite;
}
