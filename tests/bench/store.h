/*
 * Stores of networks to be held against one another: each network a description and a model file, written durably, read by
 * id, listed in pages, its metadata changed. nnreg; LMDB used by hand, with entries of the same kind in one transaction and
 * the file written with the same care; SQLite with both in tables, in WAL mode with synchronous=FULL; files alone, as the
 * floor under all that keeps each model in a file of its own.
 */
#ifndef BENCH_STORE_H
#define BENCH_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench.h"

#define NO_SQLITE  "configure found no SQLite (Debian: libsqlite3-dev)"
#define NO_JANSSON "configure found no jansson (Debian: libjansson-dev)"

/* A network to be stored. Its model must differ from all others, or be shared with them knowingly. */
struct sample {
    char json[1024];
    size_t json_size;
    unsigned char *model;
    size_t model_size;
};

/* A small frozen classifier and its description. */
void sample_make(struct bench *bench, struct sample *sample);

/* The same with a model that no other sample of this run has; `copy->model` is to be freed. */
void sample_copy(struct bench *bench, struct sample *copy, const struct sample *sample);

struct store {
    const char *name;
    /* Makes a store in a new folder, or opens the one that is there. NULL: this program was built without it. */
    void *(*open)(struct bench *bench, const char *path, bool anew);
    /* On return it is on the device. From any thread. */
    void (*create)(void *store, const struct sample *sample);
    /* Many at once, for reading afterwards; their models are one. */
    void (*fill)(void *store, const struct sample *sample, unsigned count);
    /* One by id, whole, as the caller's own. */
    void (*get)(void *store, uint64_t id);
    /* Other metadata for one; on return it is on the device. From any thread. */
    void (*update)(void *store, uint64_t id, uint64_t number);
    void (*close)(void *store);
};

extern const struct store store_nnreg, store_lmdb, store_sqlite, store_files, store_files_at_once;

/* A job that does one of these many times. */
struct storing {
    struct bench *bench;
    const struct store *store;
    void *open;
    const struct sample *sample;
    unsigned networks; /* in it; the ids are 1 to this */
    unsigned writers, each;
};

void storing_create(void *context);
void storing_get(void *context);
void storing_update(void *context);

/* As many updates of store_lmdb by one thread, those of all writers at a time in one commit. */
void storing_update_joined(void *context);

/* A number at random; `*state` is not 0. */
uint64_t bench_random(uint64_t *state);

#endif
