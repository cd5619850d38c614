/*
 * Creates that are durable when they return, of a small model of its own each. nnreg's checks the description and the model on
 * the way, and sums the file.
 *
 * One writer alone is held against LMDB by hand with the very entries that a create makes (entries.h), and the file written
 * with the same care: staged, flushed, renamed, its folder flushed; in a registry that has some hundred already. 8 and 32 writers, whose commits nnreg joins, are held
 * against SQLite with the models in a table. Both on the disk as it is, and where memory is the device and its
 * flush is dear (flush.h). The floor
 * of the many is files alone (store_files.c).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "entries.h"
#include "flush.h"
#include "store.h"

#define ROUNDS 7
#define ALONE  20u  /* creates of a round of one writer */
#define BEFORE 800u /* networks that are there by then */
#define MOST   (ROUNDS * ALONE)
#define ROOM   (UINT64_C(1) << 30)

/* --------------------------------------------------------------------------------------------- LMDB by hand -- */

/* What a create puts into the tables, one after another. */
struct rehearsed {
    struct dump before, after;
};

struct by_hand {
    struct hand hand;
    struct rehearsed create[MOST];
    unsigned next, each;
    int folder; /* of its files */
    const struct sample *sample;
};

/*
 * A registry that is in use: the first files of all make the folders that they are in, each of which takes a flush, 256 times in its
 * life.
 */
static void use(struct bench *bench, void *store, const struct sample *sample)
{
    struct storing storing = {.bench = bench,
                              .store = &store_nnreg,
                              .open = store,
                              .sample = sample,
                              .writers = 8,
                              .each = bench->quick ? 1 : BEFORE / 8};

    storing_create(&storing);
}

/* As many creates as there will be, and a copy of the store in front of them. */
static void rehearse(struct bench *bench, struct by_hand *by_hand, const struct sample *sample,
                     const char *name, unsigned count)
{
    char path[64], data[96];
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    void *store;
    nnreg *registry;
    struct sample mine;
    unsigned i;

    (void)snprintf(path, sizeof path, "%s-rehearsal", name);
    store = store_nnreg.open(bench, bench_path(bench, path), true);
    use(bench, store, sample);
    (void)snprintf(data, sizeof data, "%s/data.mdb", name);
    if (mkdir(bench_path(bench, name), 0777) != 0 ||
        nnreg_open(&registry, bench_path(bench, path), &options) != NNREG_OK)
        bench_die(bench, "cannot rehearse a create");
    (void)snprintf(path, sizeof path, "%s-rehearsal/data.mdb", name);
    bench_copy(bench, bench_path(bench, data), bench_path(bench, path));
    for (i = 0; i < count; i++) {
        by_hand->create[i].before = dump_take(bench, registry);
        sample_copy(bench, &mine, sample);
        store_nnreg.create(store, &mine);
        free(mine.model);
        by_hand->create[i].after = dump_take(bench, registry);
        dump_reduce(&by_hand->create[i].before, &by_hand->create[i].after);
    }
    nnreg_close(registry);
    store_nnreg.close(store);
}

static void write_file(struct by_hand *by_hand, const struct sample *sample)
{
    char staged[32], final[32];
    int fd;

    (void)snprintf(staged, sizeof staged, "staged-%u", by_hand->next);
    (void)snprintf(final, sizeof final, "file-%u", by_hand->next);
    fd = openat(by_hand->folder, staged, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 || write(fd, sample->model, sample->model_size) != (ssize_t)sample->model_size ||
        fsync(fd) != 0 || close(fd) != 0 || renameat(by_hand->folder, staged, by_hand->folder, final) != 0 ||
        fsync(by_hand->folder) != 0)
        bench_die(by_hand->hand.bench, "cannot write a file: %s", strerror(errno));
}

static void create_by_hand(void *context)
{
    struct by_hand *by_hand = context;
    struct hand *hand = &by_hand->hand;
    struct sample mine;
    MDB_txn *txn;
    unsigned i;

    for (i = 0; i < by_hand->each; i++, by_hand->next++) {
        const struct rehearsed *create = &by_hand->create[by_hand->next];

        sample_copy(hand->bench, &mine, by_hand->sample);
        write_file(by_hand, &mine);
        hand_check(hand, mdb_txn_begin(hand->env, NULL, 0, &txn), "begin");
        hand_apply(hand, txn, &create->before, &create->after);
        hand_check(hand, mdb_txn_commit(txn), "commit");
        free(mine.model);
    }
}

static struct by_hand *prepare_by_hand(struct bench *bench, const struct sample *sample, const char *name,
                                       unsigned rounds, unsigned each)
{
    struct by_hand *by_hand = calloc(1, sizeof *by_hand);

    if (by_hand == NULL)
        bench_die(bench, "out of memory");
    by_hand->hand.bench = bench;
    by_hand->each = each;
    by_hand->sample = sample;
    rehearse(bench, by_hand, sample, name, rounds * each);
    hand_open(&by_hand->hand, bench_path(bench, name));
    hand_warm(&by_hand->hand);
    by_hand->folder = open(bench_path(bench, name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return by_hand;
}

static void free_by_hand(struct by_hand *by_hand)
{
    unsigned i;

    for (i = 0; i < by_hand->next; i++) {
        dump_free(&by_hand->create[i].before);
        dump_free(&by_hand->create[i].after);
    }
    mdb_env_close(by_hand->hand.env);
    (void)close(by_hand->folder);
    free(by_hand);
}

/* --------------------------------------------------------------------------------------------------- the race -- */

static struct storing begin(struct bench *bench, const struct store *store, const struct sample *sample,
                            const char *name, unsigned writers, unsigned each)
{
    struct storing storing = {
        .bench = bench, .store = store, .sample = sample, .writers = writers, .each = each};
    char path[96];

    (void)snprintf(path, sizeof path, "%s-%.5s", name, store->name);
    if (store->open == NULL)
        return storing;
    storing.open = store->open(bench, bench_path(bench, path), true);
    if (store->fill != NULL)
        store->fill(storing.open, sample, 1);
    return storing;
}

static void end(const struct storing *storing)
{
    if (storing->open != NULL)
        storing->store->close(storing->open);
}

static void race_alone(struct bench *bench, const struct sample *sample, bool dear)
{
    const char *name = dear ? "alone-dear" : "alone";
    unsigned rounds = bench->quick ? 1 : ROUNDS, each = bench->quick ? 2 : ALONE;
    struct by_hand *by_hand = prepare_by_hand(bench, sample, name, rounds, each);
    struct storing ours = begin(bench, &store_nnreg, sample, name, 1, each),
                   sqlite = begin(bench, &store_sqlite, sample, name, 1, each);
    struct bench_job jobs[] = {
        {storing_create, &ours, 0}, {create_by_hand, by_hand, 0}, {storing_create, &sqlite, 0}};

    use(bench, ours.open, sample);
    flush_make_dear(dear);
    bench_race(jobs, sqlite.open != NULL ? 3 : 2, rounds, BENCH_WALL);
    flush_make_dear(false);
    bench_figure(bench, dear ? BENCH_CREATE_1_DEAR : BENCH_CREATE_1, jobs[0].time / each,
                 jobs[1].time / each);
    if (sqlite.open != NULL)
        bench_time(bench, dear ? "the same, flush 1 ms" : "the same", sqlite.store->name, jobs[0].time / each,
                   jobs[2].time / each);
    free_by_hand(by_hand);
    end(&ours);
    end(&sqlite);
}

static void race_together(struct bench *bench, const struct sample *sample, enum bench_goal goal,
                          unsigned writers, bool dear)
{
    const struct store *const stores[] = {&store_nnreg, &store_files, &store_lmdb, &store_files_at_once,
                                          &store_sqlite};
    enum { OURS, FLOOR, BY_HAND, AT_ONCE, SQLITE, STORES };
    unsigned each = bench->quick ? 1 : 256 / writers, i;
    double creates = (double)each * writers;
    struct storing storing[STORES];
    struct bench_job jobs[STORES];
    char name[32];

    (void)snprintf(name, sizeof name, "of-%u%s", writers, dear ? "-dear" : "");
    for (i = 0; i < STORES; i++) {
        storing[i] = begin(bench, stores[i], sample, name, writers, each);
        jobs[i] = (struct bench_job){storing_create, &storing[i], 0};
    }
    flush_make_dear(dear);
    bench_race(jobs, storing[SQLITE].open != NULL ? STORES : SQLITE, bench->quick ? 1 : ROUNDS, BENCH_WALL);
    flush_make_dear(false);
    if (storing[SQLITE].open != NULL) {
        bench_figure(bench, goal, jobs[OURS].time / creates, jobs[SQLITE].time / creates);
        bench_floor(bench, goal, stores[FLOOR]->name, jobs[FLOOR].time / creates,
                    jobs[SQLITE].time / creates);
    } else
        bench_no_figure(bench, goal, NO_SQLITE);
    bench_time(bench, "the same", stores[BY_HAND]->name, jobs[OURS].time / creates,
               jobs[BY_HAND].time / creates);
    bench_time(bench, "the same", stores[AT_ONCE]->name, jobs[OURS].time / creates,
               jobs[AT_ONCE].time / creates);
    for (i = 0; i < STORES; i++)
        end(&storing[i]);
}

static void run(struct bench *bench)
{
    struct sample sample;

    sample_make(bench, &sample);
    race_alone(bench, &sample, false);
    race_together(bench, &sample, BENCH_CREATE_8, 8, false);
    race_together(bench, &sample, BENCH_CREATE_32, 32, false);
    bench_make_memory(bench, ROOM);
    bench_swap_memory(bench);
    race_alone(bench, &sample, true);
    race_together(bench, &sample, BENCH_CREATE_8_DEAR, 8, true);
    race_together(bench, &sample, BENCH_CREATE_32_DEAR, 32, true);
    bench_swap_memory(bench);
    free(sample.model);
}

const struct bench_topic bench_create = {"create", "durable creates", run};
