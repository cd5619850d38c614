/*
 * What the library is to reach: one row for each figure that has a goal, in the order of the table that ends a run. A topic
 * reports under the name of a row; what is asked of the figure stands here and nowhere else.
 *
 * name, topic, what, against, direction, goal, heats that may miss:
 *
 *   FASTER   their time over ours is at least the goal ("4 times as fast"; 0.9: nine tenths of it)
 *   SLOWER   our time, or size, over theirs is at most the goal ("1.3 times as long")
 *
 * A figure is measured in one heat or in several; where it is several, all but so many must reach the goal.
 */
#ifndef BENCH_GOALS_H
#define BENCH_GOALS_H

#include <stddef.h>
#include <stdio.h>

#define BENCH_GOALS(X)                                                                                      \
    X(GET_RAW, get, "typed get by id, warm", "mdb_get and a copy", SLOWER, 1.5, 0)                          \
    X(GET_SQLITE, get, "typed get by id, warm", "SQLite, prepared select", FASTER, 4, 0)                    \
    X(PAGE_FIRST, list, "page of 100 by cursor, first of 1 M", "SQLite keyset, JSON texts", FASTER, 1, 0)   \
    X(PAGE_MIDDLE, list, "page of 100 by cursor, middle of 1 M", "SQLite keyset, JSON texts", FASTER, 1, 0) \
    X(PAGE_LAST, list, "page of 100 by cursor, last of 1 M", "SQLite keyset, JSON texts", FASTER, 1, 0)     \
    X(PAGE_DEPTH, list, "page of 100 by cursor, last of 1 M", "our first page", SLOWER, 1.3, 0)             \
    X(JSON_FIRST, list, "JSON of that page, first", "SQLite keyset and jansson's dump", FASTER, 2, 0)       \
    X(JSON_MIDDLE, list, "JSON of that page, middle", "SQLite keyset and jansson's dump", FASTER, 2, 0)     \
    X(JSON_LAST, list, "JSON of that page, last", "SQLite keyset and jansson's dump", FASTER, 2, 0)         \
    X(PAGE_OFFSET, list, "page of 100 by offset, at 90 % of 1 M", "SQLite OFFSET", FASTER, 100, 0)          \
    X(READERS, readers, "gets of 2 processes beside a busy writer", "SQLite WAL", FASTER, 10, 0)            \
    X(CREATE_1, create, "durable create, 1 writer", "LMDB by hand, same entries", SLOWER, 1.3, 0)           \
    X(CREATE_1_DEAR, create, "durable create, 1 writer, flush 1 ms", "LMDB by hand, same entries", SLOWER,  \
      1.3, 0)                                                                                               \
    X(CREATE_8, create, "durable create, 8 writers", "SQLite WAL FULL", FASTER, 1.5, 0)                     \
    X(CREATE_8_DEAR, create, "durable create, 8 writers, flush 1 ms", "SQLite WAL FULL", FASTER, 1.5, 0)    \
    X(CREATE_32, create, "durable create, 32 writers", "SQLite WAL FULL", FASTER, 3, 0)                     \
    X(CREATE_32_DEAR, create, "durable create, 32 writers, flush 1 ms", "SQLite WAL FULL", FASTER, 3, 0)    \
    X(UPDATE_1, update, "update of metadata, 1 writer", "SQLite WAL FULL", FASTER, 1, 0)                    \
    X(UPDATE_1_DEAR, update, "update of metadata, 1 writer, flush 1 ms", "SQLite WAL FULL", FASTER, 1, 0)   \
    X(UPDATE_8, update, "update of metadata, 8 writers", "SQLite WAL FULL", FASTER, 3, 0)                   \
    X(UPDATE_8_DEAR, update, "update of metadata, 8 writers, flush 1 ms", "SQLite WAL FULL", FASTER, 3, 0)  \
    X(CASCADE, cascade, "delete of 1 network, 10 specs, 50 versions", "LMDB by hand", SLOWER, 1.3, 1)       \
    X(CASCADE_DEAR, cascade, "the same, flush 1 ms", "LMDB by hand", SLOWER, 1.3, 1)                        \
    X(ADD, add, "add of 1 GiB", "the slower of SHA-256 and write+fsync", FASTER, 0.9, 0)                    \
    X(ARCHIVE, archive, "add of 1 GiB from a zip", "libzip", FASTER, 0.9, 0)                                \
    X(EXPORT, export, "export of 1 GiB, proved", "cp and sync", FASTER, 0.8, 0)                             \
    X(JSON_SMALL, json, "strict reading of a description", "jansson", FASTER, 8, 0)                         \
    X(JSON_LARGE, json, "strict reading of 1 MiB of JSON", "jansson", FASTER, 8, 0)                         \
    X(GRAPH_FACTS, graph, "facts of a graph of 100 MB", "libprotobuf, parse and walk", FASTER, 6, 0)        \
    X(GRAPH_CHECK, graph, "check of a graph of 100 MB", "libprotobuf, parse and walk", FASTER, 6, 0)        \
    X(CONSTANTS_FACTS, graph, "facts of a graph of huge constants", "libprotobuf, parse and walk", FASTER,  \
      200, 0)                                                                                               \
    X(CONSTANTS_CHECK, graph, "check of a graph of huge constants", "libprotobuf, parse and walk", FASTER,  \
      200, 0)                                                                                               \
    X(WEIGHTS_MAPPED, weights, "weights, mapped, processor time", "isa-l", FASTER, 0.7, 0)                  \
    X(WEIGHTS_READ, weights, "weights by descriptors, elapsed, all threads", "isa-l on a mapping", FASTER,  \
      0.7, 0)                                                                                               \
    X(FSCK, fsck, "fsck of four files of 256 MiB", "SHA-256 on all processors", FASTER, 0.95, 0)            \
    X(FSCK_OPENSSL, fsck, "fsck of four files of 256 MiB", "openssl dgst", FASTER, 3, 0)                    \
    X(OPEN, open, "open, get, close", "SQLite", FASTER, 2, 0)                                               \
    X(START, start, "nnreg check of a description", "hello world and the work", SLOWER, 1.1, 0)             \
    X(HEAP_SMALL, memory, "heap, adding 1 MiB of variables", "16 MiB", SLOWER, 1, 0)                        \
    X(HEAP_VARIABLES, memory, "heap, adding 1 GiB of variables", "16 MiB", SLOWER, 1, 0)                    \
    X(HEAP_CONSTANTS, memory, "heap, adding 1 GiB of constants", "16 MiB", SLOWER, 1, 0)                    \
    X(HEAP_GRAPH, graph, "heap, facts of a graph of 100 MB", "8 MiB", SLOWER, 1, 0)                         \
    X(HEAP_GRAPH_CHECK, graph, "heap, check of a graph of 100 MB", "16 MiB", SLOWER, 1, 0)                  \
    X(SCALE_GET, scale, "get by id at 1 M networks", "at 1,000", SLOWER, 1.5, 0)                            \
    X(SCALE_NAMED, scale, "find by name at 1 M", "at 1,000", SLOWER, 1.5, 0)                                \
    X(SCALE_FIRST, scale, "first page by cursor at 1 M", "at 1,000", SLOWER, 1.5, 0)                        \
    X(SCALE_MIDDLE, scale, "middle page by cursor at 1 M", "at 1,000", SLOWER, 1.5, 0)                      \
    X(SCALE_LAST, scale, "last page by cursor at 1 M", "at 1,000", SLOWER, 1.5, 0)                          \
    X(SCALE_BY_NAME, scale, "middle page by name at 1 M", "at 1,000", SLOWER, 1.5, 0)                       \
    X(SCALE_BY_DATE, scale, "middle page by date at 1 M", "at 1,000", SLOWER, 1.5, 0)                       \
    X(SCALE_OFFSET, scale, "page by offset, 90 %, at 1 M", "at 1,000", SLOWER, 1.5, 0)                      \
    X(SCALE_COUNT, scale, "count at 1 M", "at 1,000", SLOWER, 1.5, 0)                                       \
    X(SCALE_TOTALS, scale, "statistics at 1 M", "at 1,000", SLOWER, 1.5, 0)                                 \
    X(SCALE_OPEN, scale, "open, get, close at 1 M", "at 1,000", SLOWER, 1.5, 0)                             \
    X(SCALE_CREATE, scale, "create at 1 M", "at 1,000", SLOWER, 1.5, 0)                                     \
    X(SCALE_UPDATE, scale, "update at 1 M", "at 1,000", SLOWER, 1.5, 0)                                     \
    X(SCALE_PUBLISH, scale, "publish and unpublish at 1 M", "at 1,000", SLOWER, 1.5, 0)                     \
    X(SCALE_DELETE, scale, "delete at 1 M", "at 1,000", SLOWER, 1.5, 0)

enum bench_goal {
#define BENCH_GOAL_ENUM(NAME, TOPIC, WHAT, AGAINST, DIRECTION, GOAL, MAY_MISS) BENCH_##NAME,
    BENCH_GOALS(BENCH_GOAL_ENUM)
#undef BENCH_GOAL_ENUM
        BENCH_GOAL_COUNT
};

struct bench;

/* One heat of a figure: both in seconds for one operation. Prints its row. */
void bench_figure(struct bench *bench, enum bench_goal goal, double ours, double theirs);

/* The same of sizes, in bytes, the second being the limit. */
void bench_weight(struct bench *bench, enum bench_goal goal, size_t ours, size_t limit);

/*
 * The least that could be had here by any means: seconds of a piece of work that leaves out what ours must do, measured in
 * the same run. Where it does not reach the goal, either, the goal is out of reach on this machine, and not missed.
 */
void bench_floor(struct bench *bench, enum bench_goal goal, const char *what, double floor, double theirs);

/* A figure that cannot be measured here, and why. */
void bench_no_figure(struct bench *bench, enum bench_goal goal, const char *why);

/*
 * The table of all goals of the topics that ran. `markdown`: as a page has it. The number of goals that were missed, or -1 if a
 * topic ran and left a goal of its own without a word.
 */
int bench_summary(struct bench *bench, FILE *out);

#endif
