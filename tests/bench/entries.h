/*
 * What an operation of the registry puts into its tables and takes out of them, and the same done with LMDB by hand. A
 * rehearsal of the operation tells the entries: the tables before and after it, reduced to what differs. By hand nothing is
 * decoded or checked, and what is to be done is known beforehand.
 */
#ifndef BENCH_ENTRIES_H
#define BENCH_ENTRIES_H

#include <lmdb.h>
#include <stddef.h>

#include "bench.h"
#include "nnreg.h"
#include "store/keys.h"

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

/* Every entry of every table, in order. */
struct dump dump_take(struct bench *bench, nnreg *registry);
void dump_free(struct dump *dump);

/* Leaves the differences alone, so that no comparing is in the time of who applies them. */
void dump_reduce(struct dump *before, struct dump *after);

/* A store's file, opened by LMDB alone. */
struct hand {
    struct bench *bench;
    MDB_env *env;
    MDB_dbi tables[NNREG_KV_TABLE_COUNT];
};

void hand_open(struct hand *hand, const char *folder);
void hand_put(struct hand *hand, MDB_txn *txn, const struct entry *entry);
void hand_delete(struct hand *hand, MDB_txn *txn, const struct entry *entry);
/* What is gone is deleted, what is new or different is put. */
void hand_apply(struct hand *hand, MDB_txn *txn, const struct dump *before, const struct dump *after);
/* Reads all of it, so that it lies in memory. */
void hand_warm(const struct hand *hand);
/* Ends the run if it failed. */
void hand_check(const struct hand *hand, int code, const char *what);

/* Copies a file, and has it on the device. */
void bench_copy(struct bench *bench, const char *to, const char *from);

#endif
