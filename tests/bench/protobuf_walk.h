/* libprotobuf's side of bench_graph.c: generated code reads a SavedModel whole, and every node is looked at. */
#ifndef BENCH_PROTOBUF_WALK_H
#define BENCH_PROTOBUF_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What both sides count, so that they are seen to have read the same. */
struct walk_counts {
    uint64_t nodes;
    uint64_t inputs;
    uint64_t attrs;
    uint64_t name_bytes;
    int64_t dims; /* the sum of all sizes in shapes that are attributes, -1 for what is not known */
};

/* Whether this program has libprotobuf. */
bool protobuf_is_here(void);

/*
 * Parses a model in memory, or the file `fd` from its start, into objects on the heap or in an arena, counts, and frees
 * them. False: it is no model.
 */
bool protobuf_walk(struct walk_counts *counts, const void *content, size_t size, bool arena);
bool protobuf_walk_file(struct walk_counts *counts, int fd, bool arena);

#ifdef __cplusplus
}
#endif

#endif
