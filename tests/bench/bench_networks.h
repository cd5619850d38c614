/* A registry of many networks: bench_networks.c. */
#ifndef BENCH_NETWORKS_H
#define BENCH_NETWORKS_H

#include <nnreg.h>

#include "bench.h"

/* The name of a network, in another order than the ids are. */
void bench_name_network(char name[32], unsigned number);

/* Puts copies of network 1 under other names into a registry that has that one alone, until there are so many. */
void bench_copy_first(struct bench *bench, nnreg *registry, unsigned networks);

/* Makes the registry and leaves it open. */
nnreg *bench_fill(struct bench *bench, const char *folder, unsigned networks);

#endif
