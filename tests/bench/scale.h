/*
 * Registries of several sizes, and what is done in each of them by bench_scale.c: every operation so many times in a round,
 * those that write in an order that leaves the registry as it was.
 */
#ifndef BENCH_SCALE_H
#define BENCH_SCALE_H

#include <lmdb.h>

#include "nnreg.h"
#include "store.h"

#define SCALE_PAGE   100u
#define SCALE_CURSOR 1024
#define SCALE_BATCH  16 /* writes of a round, at most */

/* A registry of one size. */
struct scale_place {
    struct bench *bench;
    char path[BENCH_PATH];
    nnreg *registry;
    nnreg_findings *findings;
    const struct sample *sample;
    unsigned networks, reads, pages, writes; /* how many a round has of each */
    uint64_t random;
    uint64_t made[SCALE_BATCH];
    unsigned made_count;
    char first[SCALE_CURSOR], middle[SCALE_CURSOR], last[SCALE_CURSOR], by_name[SCALE_CURSOR],
        by_date[SCALE_CURSOR];
    MDB_env *env; /* the same file, by LMDB alone */
    MDB_dbi table, names;
    char middle_name[32]; /* of the first on the page by name */
    double fill_time;
    size_t heap;
};

/* How many times a round has an operation. */
enum scale_kind { SCALE_READS, SCALE_FOURTHS, SCALE_PAGES, SCALE_WRITES };

struct scale_operation {
    enum bench_goal goal;
    const char *name;
    void (*run)(void *place);
    enum scale_kind kind;
};

#define SCALE_OPERATIONS 14

/* In the order of a round: what is made is changed, published, and deleted. */
extern const struct scale_operation scale_operations[SCALE_OPERATIONS];

#define SCALE_FLOORS 3

/* The same as some of the operations by LMDB alone, which finds the same bytes and copies them. */
extern const struct scale_operation scale_floors[SCALE_FLOORS];

/* A get in a registry that nobody has open. */
void scale_open_and_get(void *place);

/* Ends the run if it is no success. */
void scale_must(const struct scale_place *place, nnreg_status status);

#endif
