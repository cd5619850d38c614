/* A registry of many networks: bench_networks.c. */
#ifndef BENCH_NETWORKS_H
#define BENCH_NETWORKS_H

#include <nnreg.h>

#include "bench.h"

/* The name of a network, in another order than the ids are. */
void bench_name_network(char name[32], unsigned number);

/* Makes the registry and leaves it open. */
nnreg *bench_fill(struct bench *bench, const char *folder, unsigned networks);

/* Where memory is the device, a folder in bench->memory, if it has room for `bytes`; else that is "". */
void bench_make_memory(struct bench *bench, uint64_t bytes);

#endif
