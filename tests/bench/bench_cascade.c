/*
 * Deleting networks with 50 versions over 10 specifications each, against LMDB by hand. What nnreg puts and deletes is
 * found by a rehearsal, comparing its tables before and after each delete; then the registry, on the store as it was, and
 * the rival, on a copy of it, delete them in turn, in as many commits (one that removes, one that
 * unlinks what nobody uses any more). The rival decodes nothing, checks nothing and knows beforehand what is to be done.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "entries.h"
#include "flush.h"
#include "models.h"

#define SPECS    10
#define VERSIONS 50
#define NETWORKS 8 /* deleted in a row */
#define ROUNDS   3 /* of a heat */
#define HEATS    6
#define ROOM     (UINT64_C(1) << 30)

/* -------------------------------------------------------------------------------------------------- the rival -- */

struct rival {
    struct hand hand;
    char files[NETWORKS][BENCH_PATH]; /* to be unlinked */
};

/* A network to be deleted. */
struct target {
    uint64_t id;
    char file[BENCH_PATH];     /* where its one file is */
    struct dump before, after; /* what differs */
};

static void delete_by_hand(struct hand *hand, const char *file, const struct dump *before,
                           const struct dump *after)
{
    static unsigned char digest[NNREG_SHA256_SIZE] = {1};
    struct entry trash = {NNREG_KV_TRASH, sizeof digest, 0, digest};
    MDB_txn *txn;

    hand_check(hand, mdb_txn_begin(hand->env, NULL, 0, &txn), "begin");
    hand_apply(hand, txn, before, after);
    hand_put(hand, txn, &trash);
    hand_check(hand, mdb_txn_commit(txn), "commit");
    hand_check(hand, mdb_txn_begin(hand->env, NULL, 0, &txn), "begin");
    (void)unlink(file);
    hand_delete(hand, txn, &trash);
    hand_check(hand, mdb_txn_commit(txn), "commit");
}

/* --------------------------------------------------------------------------------------------------- the nnreg -- */

static uint64_t must_create(struct bench *bench, nnreg *registry, nnreg_findings *findings,
                            nnreg_status status, uint64_t id)
{
    const struct nnreg_finding *finding = nnreg_findings_get(findings, 0);

    if (status != NNREG_OK)
        bench_die(bench, "%s: %s", nnreg_message(registry), finding != NULL ? finding->message : "");
    return id;
}

static uint64_t add_network(struct bench *bench, nnreg *registry, nnreg_findings *findings, unsigned round)
{
    static const char json[] =
        "{\"name\": \"a classifier of small images\", \"framework\": \"tensorflow-1.x\", \"metadata\": "
        "{\"team\": "
        "\"vision\"}, \"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": "
        "{\"dimension_order\": "
        "\"NHWC\", \"resize_type\": \"SQUASH\", \"target_size\": \"32x32\", \"color_channels\": \"RGB\"}}]}}";
    struct mw_recipe recipe;
    struct mw_made made;
    struct mw_buf out = {0};
    const struct mw_model *model = &made.model;
    nnreg_bundle *bundle;
    uint64_t id;
    nnreg_status status;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_FROZEN;
    recipe.labels = 2;       /* as the specification has */
    recipe.seed = round + 1; /* no two networks have a file in common */
    mw_make(&made, &recipe);
    mw_model_encode(&out, MW_BINARY, &model, 1);
    if (nnreg_bundle_new(&bundle) != NNREG_OK ||
        nnreg_bundle_add_memory(bundle, out.data, out.size, "saved_model.pb") != NNREG_OK)
        bench_die(bench, "out of memory");
    status = nnreg_network_create(registry, &id, json, sizeof json - 1, bundle, NULL, findings);
    nnreg_bundle_free(bundle);
    mw_buf_free(&out);
    mw_made_free(&made);
    return must_create(bench, registry, findings, status, id);
}

static uint64_t add_spec(struct bench *bench, nnreg *registry, nnreg_findings *findings)
{
    static const char json[] = "{\"name\": \"fruit\", \"outputs\": [{\"labels\": {\"labels\": [{\"id\": 1, "
                               "\"name\": \"apple\"}, {\"id\": 2, "
                               "\"name\": \"pear\"}], \"exclusive\": true, \"roi\": \"NONE\"}}]}";
    uint64_t id;
    nnreg_status status = nnreg_spec_create(registry, &id, json, sizeof json - 1, NULL, findings);

    return must_create(bench, registry, findings, status, id);
}

static void add_version(struct bench *bench, nnreg *registry, nnreg_findings *findings, uint64_t spec,
                        uint64_t network)
{
    char json[300];
    uint64_t id;
    int size = snprintf(json, sizeof json,
                        "{\"spec_id\": %ju, \"network_id\": %ju, \"post_processings\": [{\"classification\": "
                        "{\"output_tensor\": \"probabilities\", \"thresholds\": [0.5, 0.5]}}]}",
                        (uintmax_t)spec, (uintmax_t)network);
    nnreg_status status = nnreg_version_create(registry, &id, json, (size_t)size, NULL, findings);

    (void)must_create(bench, registry, findings, status, id);
}

static void prepare(struct bench *bench, nnreg *registry, unsigned number, struct target *target)
{
    nnreg_findings *findings;
    nnreg_network *network;
    struct nnreg_file_info info = NNREG_FILE_INFO_INIT;
    unsigned i, k;

    if (nnreg_findings_new(&findings, NULL, 0) != NNREG_OK)
        bench_die(bench, "out of memory");
    target->id = add_network(bench, registry, findings, number);
    for (i = 0; i < SPECS; i++) {
        uint64_t spec = add_spec(bench, registry, findings);

        for (k = 0; k < VERSIONS / SPECS; k++)
            add_version(bench, registry, findings, spec, target->id);
    }
    nnreg_findings_free(findings);
    if (nnreg_network_get(registry, &network, target->id) != NNREG_OK ||
        nnreg_network_file(network, 0, &info) != NNREG_OK)
        bench_die(bench, "%s", nnreg_message(registry));
    (void)snprintf(target->file, BENCH_PATH, "%s/blobs/%.2s/%s", bench_path(bench, "cascade"), info.sha256,
                   info.sha256 + 2);
    nnreg_network_free(network);
}

/* ---------------------------------------------------------------------------------------------------- the race -- */

/* A copy of the store, and of the files that are to go. */
static void copy_store(struct rival *rival, unsigned round, const struct target targets[NETWORKS])
{
    char name[64], path[BENCH_PATH * 2];
    const char *folder;
    unsigned i;

    (void)snprintf(name, sizeof name, "rival-%u", round);
    folder = bench_path(rival->hand.bench, name);
    if (mkdir(folder, 0777) != 0)
        bench_die(rival->hand.bench, "cannot make %s", folder);
    (void)snprintf(path, sizeof path, "%s/data.mdb", folder);
    bench_copy(rival->hand.bench, path, bench_path(rival->hand.bench, "cascade/data.mdb"));
    for (i = 0; i < NETWORKS; i++) {
        (void)snprintf(rival->files[i], sizeof rival->files[i], "%.480s/file-%u", folder, i);
        bench_copy(rival->hand.bench, rival->files[i], targets[i].file);
    }
    hand_open(&rival->hand, folder);
}

static nnreg *open_registry(struct bench *bench)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[256] = "";
    nnreg *registry;

    options.flags = NNREG_OPEN_CREATE;
    options.message = message;
    options.message_size = sizeof message;
    if (nnreg_open(&registry, bench_path(bench, "cascade"), &options) != NNREG_OK)
        bench_die(bench, "%s", message);
    return registry;
}

static void must_delete(struct bench *bench, nnreg *registry, const struct target *target)
{
    if (nnreg_network_delete(registry, target->id, NULL, NULL) != NNREG_OK)
        bench_die(bench, "%s", nnreg_message(registry));
}

/* Deletes all, to see what that does, and puts back what was. */
static void rehearse(struct bench *bench, struct target targets[NETWORKS])
{
    nnreg *registry = open_registry(bench);
    char kept[BENCH_PATH + 8];
    unsigned i;

    bench_copy(bench, bench_path(bench, "cascade/kept"), bench_path(bench, "cascade/data.mdb"));
    for (i = 0; i < NETWORKS; i++) {
        (void)snprintf(kept, sizeof kept, "%s.kept", targets[i].file);
        bench_copy(bench, kept, targets[i].file);
        targets[i].before = dump_take(bench, registry);
        must_delete(bench, registry, &targets[i]);
        targets[i].after = dump_take(bench, registry);
        dump_reduce(&targets[i].before, &targets[i].after);
        if (rename(kept, targets[i].file) != 0)
            bench_die(bench, "cannot put %s back", targets[i].file);
    }
    nnreg_close(registry);
    if (rename(bench_path(bench, "cascade/kept"), bench_path(bench, "cascade/data.mdb")) != 0)
        bench_die(bench, "cannot put the store back");
}

/* Networks and what belongs to them, in a registry and in a copy of its store. */
static nnreg *prepare_all(struct bench *bench, struct rival *rival, struct target targets[NETWORKS],
                          unsigned round)
{
    nnreg *registry = open_registry(bench);
    struct dump dump;
    unsigned i;

    for (i = 0; i < NETWORKS; i++)
        prepare(bench, registry, round * NETWORKS + i, &targets[i]);
    nnreg_close(registry);
    rehearse(bench, targets);
    copy_store(rival, round, targets);
    registry = open_registry(bench);
    dump = dump_take(bench, registry);
    dump_free(&dump);
    hand_warm(&rival->hand);
    sync(); /* what copying has left to be written is nobody's */
    return registry;
}

static int compare_times(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;

    return (first > second) - (first < second);
}

/* One of each in turn, which of them first; the median of each counts. */
static void race(struct bench *bench, unsigned round, bool dear, double *ours, double *theirs)
{
    static struct target targets[NETWORKS];
    struct rival rival = {.hand.bench = bench};
    nnreg *registry = prepare_all(bench, &rival, targets, round);
    double times[2][NETWORKS], begun;
    unsigned i, k;

    flush_make_dear(dear);
    for (i = 0; i < NETWORKS; i++)
        for (k = 0; k < 2; k++) {
            bool by_hand = (i + k) % 2 == 1;

            begun = bench_now(BENCH_WALL);
            if (by_hand)
                delete_by_hand(&rival.hand, rival.files[i], &targets[i].before, &targets[i].after);
            else
                must_delete(bench, registry, &targets[i]);
            times[by_hand][i] = bench_now(BENCH_WALL) - begun;
        }
    flush_make_dear(false);
    mdb_env_close(rival.hand.env);
    nnreg_close(registry);
    for (i = 0; i < NETWORKS; i++) {
        dump_free(&targets[i].before);
        dump_free(&targets[i].after);
    }
    for (k = 0; k < 2; k++)
        qsort(times[k], NETWORKS, sizeof times[k][0], compare_times);
    *ours = times[0][NETWORKS / 2];
    *theirs = times[1][NETWORKS / 2];
}

/* A heat: the medians of its rounds. */
static void run_heat(struct bench *bench, enum bench_goal goal, unsigned *round)
{
    double times[2][ROUNDS];
    unsigned i, k, rounds = bench->quick ? 1 : ROUNDS;

    for (i = 0; i < rounds; i++)
        race(bench, (*round)++, goal == BENCH_CASCADE_DEAR, &times[0][i], &times[1][i]);
    for (k = 0; k < 2; k++)
        qsort(times[k], rounds, sizeof times[k][0], compare_times);
    bench_figure(bench, goal, times[0][rounds / 2], times[1][rounds / 2]);
}

static void run(struct bench *bench)
{
    unsigned heat, round = 0;

    bench_make_memory(bench, ROOM);
    for (heat = 0; heat < (bench->quick ? 1u : HEATS); heat++) {
        run_heat(bench, BENCH_CASCADE, &round);
        bench_swap_memory(bench);
        run_heat(bench, BENCH_CASCADE_DEAR, &round);
        bench_swap_memory(bench);
    }
}

const struct bench_topic bench_cascade = {"cascade", "a delete with all that belongs to it", run};
