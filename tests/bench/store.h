/*
 * What bench_registry.c compares: a store of networks, each a description and a model file, written durably, read by
 * id, and listed in pages. nnreg; LMDB used by hand, with the same entries in one transaction and the file written with
 * the same care; SQLite with both in tables, in its two journal modes.
 */
#ifndef BENCH_STORE_H
#define BENCH_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench.h"

/* A network to be stored. Its model must differ from all others, or be shared with them knowingly. */
struct sample {
    char json[1024];
    size_t json_size;
    unsigned char *model;
    size_t model_size;
};

struct store {
    const char *name;
    /* Makes a store in a new folder; NULL: this program was built without it. */
    void *(*open)(struct bench *bench, const char *path);
    /* On return it is on the device. From any thread. */
    void (*create)(void *store, const struct sample *sample);
    /* Many at once, with the number i in 1 … count in each name: for reading afterwards. */
    void (*fill)(void *store, const struct sample *sample, unsigned count);
    /* One by id, whole, as the caller's own. */
    void (*get)(void *store, uint64_t id);
    /* A page by offset, in the order of ids: how many there are on it. */
    size_t (*page)(void *store, uint64_t offset, unsigned limit);
    void (*close)(void *store);
};

extern const struct store store_nnreg, store_lmdb, store_sqlite, store_sqlite_wal;

/* Runs work(context, i) for each i < threads in a thread of its own, and waits for all. */
void run_threads(struct bench *bench, unsigned threads, void (*work)(void *context, unsigned i),
                 void *context);

#endif
