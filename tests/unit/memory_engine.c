/*
 * See memory_engine.h. The committed state is a tree for each table. A snapshot shares those trees; a write begins with them,
 * goes on with trees of its own, and its commit makes these the committed ones. A part of a write does the same with the write.
 *
 * One write at a time is given by the queue of kv: all handles to a folder share a store, and there is no other process. So
 * every right of kv.h is had by who writes.
 */
#include "memory_engine.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "memory_tree.h"

struct memory_table {
    struct memory_node *root;
    uint64_t count;
};

struct memory_txn {
    struct nnreg_kv_txn base;
    struct memory_txn *whole; /* of a part */
    size_t made;              /* tables; those behind them are missing */
    struct memory_table tables[NNREG_KV_MOST_TABLES];
};

struct memory_store {
    struct nnreg_kv_store base; /* while there are handles */
    struct memory_store *next;
    size_t handles;
    size_t made;
    int folder; /* kept open, so that its inode is given to no other folder */
    dev_t device;
    ino_t inode;
    struct memory_table committed[NNREG_KV_MOST_TABLES]; /* under `mutex` below */
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER; /* the list, handles */
static struct memory_store *stores;

static struct memory_txn *txn_of(struct nnreg_kv_txn *txn)
{
    return (struct memory_txn *)txn;
}

static void share_tables(struct memory_table *to, const struct memory_table *from)
{
    size_t i;

    for (i = 0; i < NNREG_KV_MOST_TABLES; i++)
        to[i] = (struct memory_table){memory_tree_share(from[i].root), from[i].count};
}

static void release_tables(struct memory_table *tables)
{
    size_t i;

    for (i = 0; i < NNREG_KV_MOST_TABLES; i++)
        memory_tree_release(tables[i].root);
}

/* --------------------------------------------------------------------------------------------- transactions -- */

/* A transaction on `from`, which nobody changes meanwhile. */
static nnreg_status begin_on(struct nnreg_kv_txn **out, struct nnreg_kv_store *store,
                             const struct memory_table *from, size_t made, bool write,
                             struct nnreg_error *error)
{
    struct memory_txn *txn = nnreg_alloc(sizeof *txn);
    size_t i;

    if (txn == NULL)
        return nnreg_fail_memory(error);
    nnreg_kv_txn_init(&txn->base, store, write);
    for (i = made; i < store->table_count; i++)
        txn->base.missing |= (uint64_t)1 << i;
    txn->whole = NULL;
    txn->made = made;
    share_tables(txn->tables, from);
    *out = &txn->base;
    return NNREG_OK;
}

static nnreg_status begin_on_committed(struct nnreg_kv_txn **out, struct nnreg_kv_store *store, bool write,
                                       struct nnreg_error *error)
{
    struct memory_store *own = (struct memory_store *)store;
    nnreg_status status;

    pthread_mutex_lock(&mutex);
    status = begin_on(out, store, own->committed, own->made, write, error);
    pthread_mutex_unlock(&mutex);
    return status;
}

static nnreg_status begin_read(struct nnreg_kv_txn **out, struct nnreg_kv_store *store,
                               struct nnreg_error *error)
{
    return begin_on_committed(out, store, false, error);
}

static nnreg_status begin_write(struct nnreg_kv_txn **out, struct nnreg_kv_store *store,
                                struct nnreg_error *error)
{
    return begin_on_committed(out, store, true, error);
}

static void end_txn(struct nnreg_kv_txn *base)
{
    release_tables(txn_of(base)->tables);
    nnreg_free(base);
}

/* What the transaction has becomes what `into` has. */
static void hand_over(struct memory_table *into, struct nnreg_kv_txn *base)
{
    release_tables(into);
    memcpy(into, txn_of(base)->tables, sizeof txn_of(base)->tables);
    nnreg_free(base);
}

static nnreg_status commit(struct nnreg_kv_txn *base, bool *retry, struct nnreg_error *error)
{
    struct memory_store *store = (struct memory_store *)base->store;
    int code = nnreg_fs_step("commit");

    *retry = false;
    if (code != 0) {
        end_txn(base);
        return nnreg_fail_errno(error, code, "cannot commit to the store: memory");
    }
    pthread_mutex_lock(&mutex);
    store->made = txn_of(base)->made;
    hand_over(store->committed, base);
    pthread_mutex_unlock(&mutex);
    (void)nnreg_fs_step("committed");
    return NNREG_OK;
}

/* Nothing here asks for a write to be run again. */
static nnreg_status prepare_retry(struct nnreg_kv_store *store, struct nnreg_error *error)
{
    (void)store;
    return nnreg_fail(error, NNREG_BUSY, "nothing can be done to make the write succeed");
}

static nnreg_status begin_part(struct nnreg_kv_txn **part, struct nnreg_kv_txn *whole,
                               struct nnreg_error *error)
{
    nnreg_status status =
        begin_on(part, whole->store, txn_of(whole)->tables, txn_of(whole)->made, true, error);

    if (status == NNREG_OK)
        txn_of(*part)->whole = txn_of(whole);
    return status;
}

static nnreg_status end_part(struct nnreg_kv_txn *part, bool keep, bool *retry, struct nnreg_error *error)
{
    (void)retry;
    (void)error;
    if (keep)
        hand_over(txn_of(part)->whole->tables, part);
    else
        end_txn(part);
    return NNREG_OK;
}

static nnreg_status claim(struct nnreg_kv_txn *txn, enum nnreg_kv_right right, struct nnreg_error *error)
{
    (void)txn;
    (void)right;
    (void)error;
    return NNREG_OK;
}

static nnreg_status make_tables(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    if (txn_of(txn)->whole != NULL)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "tables are made in a write that shares its commit with nobody");
    txn_of(txn)->made = txn->store->table_count;
    txn->missing = 0;
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------------ in a closure -- */

static nnreg_status get(struct nnreg_slice *value, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                        struct nnreg_slice key, struct nnreg_error *error)
{
    (void)error;
    return memory_tree_get(value, txn_of(txn)->tables[table].root, key) ? NNREG_OK : NNREG_NOT_FOUND;
}

static nnreg_status put(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice key,
                        struct nnreg_slice value, struct nnreg_error *error)
{
    struct memory_table *found = &txn_of(txn)->tables[table];
    struct nnreg_slice old;
    bool is_new = !memory_tree_get(&old, found->root, key);

    if (!memory_tree_put(&found->root, key, value))
        return nnreg_fail_memory(error);
    found->count += is_new;
    return NNREG_OK;
}

static nnreg_status remove_key(struct nnreg_kv_txn *txn, nnreg_kv_table_id table, struct nnreg_slice key,
                               struct nnreg_error *error)
{
    struct memory_table *found = &txn_of(txn)->tables[table];
    struct nnreg_slice old;

    if (!memory_tree_get(&old, found->root, key))
        return NNREG_NOT_FOUND;
    if (!memory_tree_remove(&found->root, key))
        return nnreg_fail_memory(error);
    found->count--;
    return NNREG_OK;
}

static nnreg_status count(uint64_t *entries, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                          struct nnreg_error *error)
{
    (void)error;
    *entries = txn_of(txn)->tables[table].count;
    return NNREG_OK;
}

static nnreg_status walk(nnreg_status *visited, struct nnreg_kv_txn *txn, nnreg_kv_table_id table,
                         struct nnreg_slice from, bool backwards, nnreg_kv_visit *visit, void *context,
                         struct nnreg_error *visit_error, struct nnreg_error *error)
{
    const struct memory_node *root =
        txn_of(txn)->tables[table].root; /* `visit` writes to other tables only */
    struct nnreg_slice key = from, value;
    bool stop = false, first = true;

    (void)error;
    while (!stop && memory_tree_find(&key, &value, root, key, first, backwards)) {
        first = false;
        *visited = visit(&stop, key, value, context, visit_error);
        stop = stop || *visited != NNREG_OK;
    }
    return NNREG_OK;
}

/* ----------------------------------------------------------------------------------------------------- stores -- */

/* Forgets the stores whose folder is gone, and that nobody has open. */
static void forget_removed(void)
{
    struct memory_store **link = &stores, *store;
    struct stat st;

    while ((store = *link) != NULL) {
        if (store->handles > 0 || fstat(store->folder, &st) != 0 || st.st_nlink > 0) {
            link = &store->next;
            continue;
        }
        *link = store->next;
        release_tables(store->committed);
        close(store->folder);
        nnreg_free(store);
    }
}

static nnreg_status fill(struct memory_store *store, const struct nnreg_kv_options *options,
                         struct nnreg_error *error)
{
    struct nnreg_kv_txn *txn;
    nnreg_status status = begin_on(&txn, &store->base, store->committed, options->table_count, true, error);
    bool retry;

    if (status != NNREG_OK)
        return status;
    status = options->fill != NULL ? options->fill(txn, options->context, error) : NNREG_OK;
    status = nnreg_kv_judge_txn(txn, status, error);
    if (status == NNREG_OK)
        return commit(txn, &retry, error);
    end_txn(txn);
    return status;
}

static void free_store(struct memory_store *store)
{
    nnreg_kv_store_clear(&store->base);
    release_tables(store->committed);
    nnreg_fs_close(store->folder);
    nnreg_free(store);
}

static nnreg_status make_store(struct memory_store **out, int folder, const struct stat *st,
                               const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    struct memory_store *store = nnreg_alloc_zero(1, sizeof *store);
    nnreg_status status;

    if (store == NULL)
        return nnreg_fail_memory(error);
    store->folder = -1;
    store->device = st->st_dev;
    store->inode = st->st_ino;
    nnreg_kv_store_init(&store->base, &memory_engine, options);
    status = nnreg_fs_open_folder(&store->folder, folder, ".", false, error);
    if (status == NNREG_OK)
        status = fill(store, options, error);
    if (status != NNREG_OK) {
        free_store(store);
        return status;
    }
    if (options->made != NULL)
        *options->made = true;
    *out = store;
    return NNREG_OK;
}

static struct memory_store *find_store(const struct stat *st)
{
    struct memory_store *store = stores;

    while (store != NULL && (store->device != st->st_dev || store->inode != st->st_ino))
        store = store->next;
    return store;
}

static nnreg_status open_store(struct memory_store **out, int folder, const struct nnreg_kv_options *options,
                               struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    struct stat st;

    if (fstat(folder, &st) != 0)
        return nnreg_fail(error, NNREG_IO, "cannot look at the folder");
    forget_removed();
    *out = find_store(&st);
    if (*out != NULL && (*out)->handles > 0)
        return nnreg_kv_may_share(&(*out)->base, options, error);
    if (*out != NULL) {
        nnreg_kv_store_init(&(*out)->base, &memory_engine, options);
        if ((*out)->made < (*out)->base.needed_tables)
            return nnreg_fail(error, NNREG_CORRUPT, "memory is damaged: the table \"%s\" is missing",
                              options->tables[(*out)->made]);
        return NNREG_OK;
    }
    if (!options->create || options->read_only)
        return nnreg_fail(error, NNREG_NOT_FOUND, "there is no registry in memory for this folder");
    status = make_store(out, folder, &st, options, error);
    if (status == NNREG_OK) {
        (*out)->next = stores;
        stores = *out;
    }
    return status;
}

static nnreg_status open_for_kv(struct nnreg_kv_store **out, int folder,
                                const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    struct memory_store *store = NULL;
    nnreg_status status;

    pthread_mutex_lock(&opening);
    status = open_store(&store, folder, options, error);
    if (status == NNREG_OK) {
        store->handles++;
        *out = &store->base;
    }
    pthread_mutex_unlock(&opening);
    return status;
}

static void close_for_kv(struct nnreg_kv_store *base)
{
    struct memory_store *store = (struct memory_store *)base;

    pthread_mutex_lock(&opening);
    if (--store->handles == 0)
        nnreg_kv_store_clear(base);
    pthread_mutex_unlock(&opening);
}

static const char *const no_files[] = {NULL};

const struct nnreg_kv_engine memory_engine = {
    .name = "memory",
    .data_name = "memory",
    .longest_key = 511,
    .files = no_files,
    .leftovers = no_files,
    .open = open_for_kv,
    .close = close_for_kv,
    .begin_read = begin_read,
    .end_read = end_txn,
    .begin_write = begin_write,
    .commit = commit,
    .abort = end_txn,
    .prepare_retry = prepare_retry,
    .begin_part = begin_part,
    .end_part = end_part,
    .claim = claim,
    .make_tables = make_tables,
    .get = get,
    .put = put,
    .remove = remove_key,
    .count = count,
    .walk = walk,
};
