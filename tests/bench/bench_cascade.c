/*
 * Deleting networks with 50 versions over 10 specifications each, against LMDB by hand. What nnreg puts and deletes is
 * found by a rehearsal, comparing its tables before and after each delete; then the registry, on a copy of the store as it
 * was, deletes all of them in a row, and so does the rival on another copy, in as many commits (one that removes, one that
 * unlinks what nobody uses any more). The rival decodes nothing, checks nothing and knows beforehand what is to be done.
 */
#include <fcntl.h>
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"
#include "models.h"
#include "registry/handle.h"
#include "store/keys.h"

#define SPECS    10
#define VERSIONS 50
#define NETWORKS 8 /* deleted in a row */
#define MAP_SIZE ((size_t)1 << 30)

/* ----------------------------------------------------------------------------------------------------- tables -- */

struct entry {
    unsigned table;
    size_t key_size, value_size;
    unsigned char *bytes; /* the key, then the value */
};

struct dump {
    struct bench *bench;
    unsigned table; /* that is being read */
    struct entry *entries;
    size_t count, room;
};

static nnreg_status keep_entry(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                               struct nnreg_error *error)
{
    struct dump *dump = context;
    struct entry *entry;

    (void)stop, (void)error;
    if (dump->count == dump->room) {
        dump->room = dump->room * 2 + 1024;
        dump->entries = realloc(dump->entries, dump->room * sizeof *dump->entries);
    }
    if (dump->entries == NULL)
        bench_die(dump->bench, "out of memory");
    entry = &dump->entries[dump->count++];
    *entry = (struct entry){dump->table, key.size, value.size, malloc(key.size + value.size + 1)};
    if (entry->bytes == NULL)
        bench_die(dump->bench, "out of memory");
    memcpy(entry->bytes, key.content, key.size);
    memcpy(entry->bytes + key.size, value.content, value.size);
    return NNREG_OK;
}

static nnreg_status read_tables(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct dump *dump = context;
    nnreg_status status = NNREG_OK;

    for (dump->table = 0; dump->table < NNREG_KV_TABLE_COUNT && status == NNREG_OK; dump->table++)
        status =
            nnreg_kv_walk(txn, dump->table, (struct nnreg_slice){NULL, 0}, false, keep_entry, dump, error);
    return status;
}

/* Every entry of every table, in order. */
static struct dump take_dump(struct bench *bench, nnreg *registry)
{
    struct dump dump = {.bench = bench};

    if (nnreg_kv_read(registry->kv, read_tables, &dump, NULL) != NNREG_OK)
        bench_die(bench, "cannot read the tables");
    return dump;
}

static void free_dump(struct dump *dump)
{
    while (dump->count > 0)
        free(dump->entries[--dump->count].bytes);
    free(dump->entries);
}

static int compare_keys(const struct entry *a, const struct entry *b)
{
    size_t size = a->key_size < b->key_size ? a->key_size : b->key_size;
    int order = a->table != b->table ? (a->table < b->table ? -1 : 1) : memcmp(a->bytes, b->bytes, size);

    return order != 0 ? order : (a->key_size > b->key_size) - (a->key_size < b->key_size);
}

/* --------------------------------------------------------------------------------------------------- the rival -- */

struct rival {
    struct bench *bench;
    MDB_env *env;
    MDB_dbi tables[NNREG_KV_TABLE_COUNT];
    char files[NETWORKS][BENCH_PATH]; /* to be unlinked */
};

/* A network to be deleted. */
struct target {
    uint64_t id;
    char file[BENCH_PATH];     /* where its one file is */
    struct dump before, after; /* what differs */
};

static void check(const struct rival *rival, int code, const char *what)
{
    if (code != MDB_SUCCESS)
        bench_die(rival->bench, "LMDB: %s: %s", what, mdb_strerror(code));
}

static void open_rival(struct rival *rival, const char *folder)
{
    MDB_txn *txn;
    unsigned i;

    check(rival, mdb_env_create(&rival->env), "create");
    check(rival, mdb_env_set_mapsize(rival->env, MAP_SIZE), "map");
    check(rival, mdb_env_set_maxdbs(rival->env, NNREG_KV_TABLE_COUNT), "tables");
    check(rival, mdb_env_open(rival->env, folder, MDB_NOTLS, 0666), "open");
    check(rival, mdb_txn_begin(rival->env, NULL, 0, &txn), "begin");
    for (i = 0; i < NNREG_KV_TABLE_COUNT; i++)
        check(rival, mdb_dbi_open(txn, nnreg_kv_table_names[i], MDB_CREATE, &rival->tables[i]), "table");
    check(rival, mdb_txn_commit(txn), "commit");
}

static MDB_val key_of(const struct entry *entry)
{
    return (MDB_val){entry->key_size, entry->bytes};
}

static void put(struct rival *rival, MDB_txn *txn, const struct entry *entry)
{
    MDB_val key = key_of(entry), value = {entry->value_size, entry->bytes + entry->key_size};

    check(rival, mdb_put(txn, rival->tables[entry->table], &key, &value, 0), "put");
}

static void delete_key(struct rival *rival, MDB_txn *txn, const struct entry *entry)
{
    MDB_val key = key_of(entry);

    check(rival, mdb_del(txn, rival->tables[entry->table], &key, NULL), "del");
}

/* The differences alone, so that the rival's time has no comparing in it. */
static void reduce(struct dump *before, struct dump *after)
{
    size_t i = 0, k = 0, i_kept = 0, k_kept = 0;

    while (i < before->count || k < after->count) {
        struct entry *old = i < before->count ? &before->entries[i] : NULL;
        struct entry *new = k < after->count ? &after->entries[k] : NULL;
        int order = old == NULL ? 1 : new == NULL ? -1 : compare_keys(old, new);
        bool same = order == 0 && old->value_size ==
                                      new->value_size &&memcmp(old->bytes + old->key_size,
                                                               new->bytes + new->key_size, new->value_size) ==
                                      0;

        if (same) {
            free(old->bytes);
            free(new->bytes);
        } else {
            if (order <= 0)
                before->entries[i_kept++] = *old;
            if (order >= 0)
                after->entries[k_kept++] = *new;
        }
        i += order <= 0;
        k += order >= 0;
    }
    before->count = i_kept;
    after->count = k_kept;
}

/* What is gone is deleted, what is new or different is put. */
static void apply(struct rival *rival, MDB_txn *txn, const struct dump *before, const struct dump *after)
{
    size_t i, k = 0;

    for (i = 0; i < before->count; i++) {
        while (k < after->count && compare_keys(&after->entries[k], &before->entries[i]) < 0)
            put(rival, txn, &after->entries[k++]);
        if (k == after->count || compare_keys(&after->entries[k], &before->entries[i]) != 0)
            delete_key(rival, txn, &before->entries[i]);
    }
    for (; k < after->count; k++)
        put(rival, txn, &after->entries[k]);
}

__attribute__((noinline)) static void delete_by_hand(struct rival *rival, const char *file,
                                                     const struct dump *before, const struct dump *after)
{
    static unsigned char digest[NNREG_SHA256_SIZE] = {1};
    struct entry trash = {NNREG_KV_TRASH, sizeof digest, 0, digest};
    MDB_txn *txn;

    check(rival, mdb_txn_begin(rival->env, NULL, 0, &txn), "begin");
    apply(rival, txn, before, after);
    put(rival, txn, &trash);
    check(rival, mdb_txn_commit(txn), "commit");
    check(rival, mdb_txn_begin(rival->env, NULL, 0, &txn), "begin");
    (void)unlink(file);
    delete_key(rival, txn, &trash);
    check(rival, mdb_txn_commit(txn), "commit");
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

static void copy_file(struct bench *bench, const char *to, const char *from)
{
    static char piece[1 << 16];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    size_t size;

    if (in == NULL || out == NULL)
        bench_die(bench, "cannot copy %s to %s", from, to);
    while ((size = fread(piece, 1, sizeof piece, in)) > 0)
        if (fwrite(piece, 1, size, out) != size)
            bench_die(bench, "cannot write %s", to);
    (void)fclose(in);
    if (fflush(out) != 0 || fsync(fileno(out)) != 0 || fclose(out) != 0)
        bench_die(bench, "cannot write %s", to);
}

/* Reads all of it, so that it lies in memory. */
static void warm(const struct rival *rival)
{
    unsigned i;

    for (i = 0; i < NNREG_KV_TABLE_COUNT; i++) {
        MDB_txn *txn;
        MDB_cursor *cursor;
        MDB_val key, value;

        check(rival, mdb_txn_begin(rival->env, NULL, MDB_RDONLY, &txn), "begin");
        check(rival, mdb_cursor_open(txn, rival->tables[i], &cursor), "cursor");
        while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == MDB_SUCCESS)
            continue;
        mdb_cursor_close(cursor);
        mdb_txn_abort(txn);
    }
}

/* A copy of the store, and of the files that are to go. */
static void copy_store(struct rival *rival, unsigned round, const struct target targets[NETWORKS])
{
    char name[64], path[BENCH_PATH * 2];
    const char *folder;
    unsigned i;

    (void)snprintf(name, sizeof name, "rival-%u", round);
    folder = bench_path(rival->bench, name);
    if (mkdir(folder, 0777) != 0)
        bench_die(rival->bench, "cannot make %s", folder);
    (void)snprintf(path, sizeof path, "%s/data.mdb", folder);
    copy_file(rival->bench, path, bench_path(rival->bench, "cascade/data.mdb"));
    for (i = 0; i < NETWORKS; i++) {
        (void)snprintf(rival->files[i], sizeof rival->files[i], "%.480s/file-%u", folder, i);
        copy_file(rival->bench, rival->files[i], targets[i].file);
    }
    open_rival(rival, folder);
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

    copy_file(bench, bench_path(bench, "cascade/kept"), bench_path(bench, "cascade/data.mdb"));
    for (i = 0; i < NETWORKS; i++) {
        (void)snprintf(kept, sizeof kept, "%s.kept", targets[i].file);
        copy_file(bench, kept, targets[i].file);
        targets[i].before = take_dump(bench, registry);
        must_delete(bench, registry, &targets[i]);
        targets[i].after = take_dump(bench, registry);
        reduce(&targets[i].before, &targets[i].after);
        if (rename(kept, targets[i].file) != 0)
            bench_die(bench, "cannot put %s back", targets[i].file);
    }
    nnreg_close(registry);
    if (rename(bench_path(bench, "cascade/kept"), bench_path(bench, "cascade/data.mdb")) != 0)
        bench_die(bench, "cannot put the store back");
}

static void keep_best(double *best, double since)
{
    double seconds = bench_now(BENCH_WALL) - since;

    if (*best == 0 || seconds < *best)
        *best = seconds;
}

static void race(struct bench *bench, unsigned round, double *ours, double *theirs)
{
    static struct target targets[NETWORKS];
    struct rival rival = {.bench = bench};
    nnreg *registry = open_registry(bench);
    struct dump dump;
    double start;
    unsigned i;

    for (i = 0; i < NETWORKS; i++)
        prepare(bench, registry, round * NETWORKS + i, &targets[i]);
    nnreg_close(registry);
    rehearse(bench, targets);
    copy_store(&rival, round, targets);
    registry = open_registry(bench);
    dump = take_dump(bench, registry);
    free_dump(&dump);
    warm(&rival);
    sync(); /* what copying has left to be written is nobody's */
    for (i = 0; i < NETWORKS; i++) {
        start = bench_now(BENCH_WALL);
        must_delete(bench, registry, &targets[i]);
        keep_best(ours, start);
    }
    sync();
    for (i = 0; i < NETWORKS; i++) {
        start = bench_now(BENCH_WALL);
        delete_by_hand(&rival, rival.files[i], &targets[i].before, &targets[i].after);
        keep_best(theirs, start);
    }
    mdb_env_close(rival.env);
    nnreg_close(registry);
    for (i = 0; i < NETWORKS; i++) {
        free_dump(&targets[i].before);
        free_dump(&targets[i].after);
    }
}

static void run(struct bench *bench)
{
    double ours = 0, theirs = 0;
    unsigned round;

    for (round = 0; round < (bench->brief ? 2u : 20u); round++)
        race(bench, round, &ours, &theirs);
    /* At most 1.3 times LMDB's time. */
    bench_time(bench, "delete 1 network, 50 versions of 10 specs", "LMDB by hand", ours, theirs, 1 / 1.3);
}

const struct bench_topic bench_cascade = {"cascade", "a delete with all that belongs to it", run};
