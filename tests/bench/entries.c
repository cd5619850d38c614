/* See entries.h. */
#include "entries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "registry/handle.h"

#define MAP_SIZE ((size_t)1 << 30)

/* ----------------------------------------------------------------------------------------------------- tables -- */

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
struct dump dump_take(struct bench *bench, nnreg *registry)
{
    struct dump dump = {.bench = bench};

    if (nnreg_kv_read(registry->kv, read_tables, &dump, NULL) != NNREG_OK)
        bench_die(bench, "cannot read the tables");
    return dump;
}

void dump_free(struct dump *dump)
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

/* ---------------------------------------------------------------------------------------------------- by hand -- */

void hand_check(const struct hand *hand, int code, const char *what)
{
    if (code != MDB_SUCCESS)
        bench_die(hand->bench, "LMDB: %s: %s", what, mdb_strerror(code));
}

void hand_open(struct hand *hand, const char *folder)
{
    MDB_txn *txn;
    unsigned i;

    hand_check(hand, mdb_env_create(&hand->env), "create");
    hand_check(hand, mdb_env_set_mapsize(hand->env, MAP_SIZE), "map");
    hand_check(hand, mdb_env_set_maxdbs(hand->env, NNREG_KV_TABLE_COUNT), "tables");
    hand_check(hand, mdb_env_open(hand->env, folder, MDB_NOTLS, 0666), "open");
    hand_check(hand, mdb_txn_begin(hand->env, NULL, 0, &txn), "begin");
    for (i = 0; i < NNREG_KV_TABLE_COUNT; i++)
        hand_check(hand, mdb_dbi_open(txn, nnreg_kv_table_names[i], MDB_CREATE, &hand->tables[i]), "table");
    hand_check(hand, mdb_txn_commit(txn), "commit");
}

static MDB_val key_of(const struct entry *entry)
{
    return (MDB_val){entry->key_size, entry->bytes};
}

void hand_put(struct hand *hand, MDB_txn *txn, const struct entry *entry)
{
    MDB_val key = key_of(entry), value = {entry->value_size, entry->bytes + entry->key_size};

    hand_check(hand, mdb_put(txn, hand->tables[entry->table], &key, &value, 0), "put");
}

void hand_delete(struct hand *hand, MDB_txn *txn, const struct entry *entry)
{
    MDB_val key = key_of(entry);

    hand_check(hand, mdb_del(txn, hand->tables[entry->table], &key, NULL), "del");
}

/* The differences alone, so that the rival's time has no comparing in it. */
void dump_reduce(struct dump *before, struct dump *after)
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
void hand_apply(struct hand *hand, MDB_txn *txn, const struct dump *before, const struct dump *after)
{
    size_t i, k = 0;

    for (i = 0; i < before->count; i++) {
        while (k < after->count && compare_keys(&after->entries[k], &before->entries[i]) < 0)
            hand_put(hand, txn, &after->entries[k++]);
        if (k == after->count || compare_keys(&after->entries[k], &before->entries[i]) != 0)
            hand_delete(hand, txn, &before->entries[i]);
    }
    for (; k < after->count; k++)
        hand_put(hand, txn, &after->entries[k]);
}

/* Reads all of it, so that it lies in memory. */
void hand_warm(const struct hand *hand)
{
    unsigned i;

    for (i = 0; i < NNREG_KV_TABLE_COUNT; i++) {
        MDB_txn *txn;
        MDB_cursor *cursor;
        MDB_val key, value;

        hand_check(hand, mdb_txn_begin(hand->env, NULL, MDB_RDONLY, &txn), "begin");
        hand_check(hand, mdb_cursor_open(txn, hand->tables[i], &cursor), "cursor");
        while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == MDB_SUCCESS)
            continue;
        mdb_cursor_close(cursor);
        mdb_txn_abort(txn);
    }
}

void bench_copy(struct bench *bench, const char *to, const char *from)
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
