/*
 * Reading a graph: the facts of a large saved_model.pb against libprotobuf, which parses the same file, or the same
 * mapping of it, into objects whose nodes are walked. What of ours is timed is more: names are interned, nodes are indexed,
 * shapes are kept. A graph of many nodes and one whose size is constants; the latter shows what not reading them saves.
 * Then the whole check of a bundle with that file: all rules, the data followed back, shapes propagated, against the same.
 *
 * Of huge constants libprotobuf copies all bytes, in a sixth of the time where its heap has so much memory from a parse before,
 * which is by chance. A server reads a model once: there each contender begins with a heap that has given back what others left
 * in it, and what it is with all that memory at hand is told beside. Of many nodes it is taken as it comes, which makes less of a
 * difference and is the harder way, and a fresh heap is told beside.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "heap.h"
#include "nnreg.h"
#include "tensorflow/savedmodel.h"
#include "base/source.h"
#include "models.h"
#include "protobuf_walk.h"

#define HEAP       ((size_t)8 << 20)
#define CHECK_HEAP ((size_t)16 << 20)

#define NO_PROTOBUF "configure found no libprotobuf (Debian: libprotobuf-dev, protobuf-compiler)"

struct graph {
    struct bench *bench;
    struct bench_mapping file;
    int fd;
    bool arena;
    struct walk_counts ours, theirs;
    nnreg_findings *findings;
    nnreg_bundle *bundle, *mapped;
    char *json; /* a description of the model, a draft made ready */
};

/* ------------------------------------------------------------------------------------------------------ ours -- */

static int64_t dims(const struct nnreg_savedmodel *model, uint32_t number)
{
    struct nnreg_shape shape;
    int64_t sum = 0;
    uint32_t i;

    nnreg_savedmodel_shape(&shape, model, number);
    for (i = 0; i < shape.rank; i++)
        sum += shape.dim[i];
    return sum;
}

static int64_t attr_dims(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_attr *attr)
{
    int64_t sum = 0;
    uint32_t i, count;

    if (nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_SHAPE)
        return dims(model, attr->value);
    if (nnreg_savedmodel_attr_kind(attr) != NNREG_ATTR_SHAPES)
        return 0;
    count = nnreg_savedmodel_attr_count(model, attr);
    for (i = 0; i < count; i++)
        sum += dims(model, nnreg_savedmodel_attr_entry(model, attr, i));
    return sum;
}

static void walk(struct walk_counts *counts, const struct nnreg_savedmodel *model)
{
    uint32_t i, k;

    *counts = (struct walk_counts){0, 0, 0, 0, 0};
    for (i = 0; i < model->nodes.count; i++) {
        const struct nnreg_savedmodel_node *node = nnreg_savedmodel_node_at(model, i);

        counts->nodes++;
        counts->inputs += node->inputs;
        counts->attrs += node->attrs;
        counts->name_bytes += nnreg_savedmodel_text_size(model, node->name);
        for (k = 0; k < node->attrs; k++)
            counts->dims += attr_dims(model, nnreg_savedmodel_attr_at(model, node->first_attr + k));
    }
}

static void read_facts(struct graph *graph, const struct nnreg_source *source)
{
    struct nnreg_savedmodel_failure failure = {0};
    struct nnreg_error error = {0};
    struct nnreg_cursor cursor;
    struct nnreg_savedmodel *model;

    if (nnreg_source_cursor(&cursor, source, &error) != NNREG_OK ||
        nnreg_savedmodel_read(&model, &cursor, NNREG_SAVEDMODEL_BINARY, &failure, &error) != NNREG_OK)
        bench_die(graph->bench, "a model of the model writer could not be read: %s %s",
                  failure.reason != NULL ? failure.reason : "", error.text);
    walk(&graph->ours, model);
    nnreg_savedmodel_free(model);
    nnreg_cursor_free(&cursor);
}

static void read_mapped(void *context)
{
    struct graph *graph = context;
    struct nnreg_source source = nnreg_source_memory(graph->file.content, graph->file.size);

    read_facts(graph, &source);
}

static void read_file(void *context)
{
    struct graph *graph = context;
    struct nnreg_source source = nnreg_source_file(graph->fd, graph->file.size);

    read_facts(graph, &source);
}

static void check(struct graph *graph, const nnreg_bundle *bundle)
{
    if (nnreg_check(graph->findings, graph->json, strlen(graph->json), bundle, NULL) != NNREG_OK)
        bench_die(graph->bench, "the check finds an error in a model of the model writer");
}

static void check_file(void *context)
{
    struct graph *graph = context;

    check(graph, graph->bundle);
}

static void check_mapped(void *context)
{
    struct graph *graph = context;

    check(graph, graph->mapped);
}

/* ---------------------------------------------------------------------------------------------------- theirs -- */

static void parse_mapped(void *context)
{
    struct graph *graph = context;

    if (!protobuf_walk(&graph->theirs, graph->file.content, graph->file.size, graph->arena))
        bench_die(graph->bench, "libprotobuf does not read a model of the model writer");
}

static void parse_file(void *context)
{
    struct graph *graph = context;

    if (!protobuf_walk_file(&graph->theirs, graph->fd, graph->arena))
        bench_die(graph->bench, "libprotobuf does not read a model of the model writer");
}

/* -------------------------------------------------------------------------------------------------- the race -- */

static void compare_counts(const struct graph *graph)
{
    const struct walk_counts *a = &graph->ours, *b = &graph->theirs;

    /* Of the attributes the facts have only those that matter. */
    if (a->nodes != b->nodes || a->inputs != b->inputs || a->attrs > b->attrs ||
        a->name_bytes != b->name_bytes || a->dims != b->dims)
        bench_die(graph->bench,
                  "the two did not read the same: %ju and %ju nodes, %ju and %ju inputs, %jd and %jd",
                  (uintmax_t)a->nodes, (uintmax_t)b->nodes, (uintmax_t)a->inputs, (uintmax_t)b->inputs,
                  (intmax_t)a->dims, (intmax_t)b->dims);
}

/* What is measured of one graph, and under which names. */
struct measure {
    uint64_t nodes, bytes;
    unsigned rounds;
    bool afresh; /* with a heap that has nothing of what others left */
    enum bench_goal facts, check, facts_heap, check_heap; /* BENCH_GOAL_COUNT: none */
};

#define HEATS 3

/* Between two of a race, in no time that is told. */
static void give_back(void *context)
{
    (void)context;
    heap_give_back();
}

/* Two of ours and one of theirs. */
static void race_of(double times[3], const struct graph *graph, unsigned rounds,
                    const struct bench_job jobs[3], bool afresh)
{
    struct bench_job each[6];
    size_t i, count = 0, place[3];

    for (i = 0; i < 3; i++) {
        if (afresh)
            each[count++] = (struct bench_job){give_back, NULL, 0};
        place[i] = count;
        each[count++] = jobs[i];
    }
    bench_race(each, count, graph->bench->quick ? 1 : rounds, BENCH_CPU);
    for (i = 0; i < 3; i++)
        times[i] = each[place[i]].time;
}

/*
 * What is asked for is against libprotobuf as TensorFlow uses it, which is with objects on the heap; and of reading a
 * mapping, as from a file each also has the system copy all of it.
 */
static void race(struct graph *graph, const struct measure *measure)
{
    const struct bench_job jobs[3] = {
        {read_mapped, graph, 0}, {check_mapped, graph, 0}, {parse_mapped, graph, 0}};
    double times[3];
    unsigned i;

    graph->arena = false;
    for (i = 0; i < HEATS; i++) {
        race_of(times, graph, measure->rounds, jobs, measure->afresh);
        bench_figure(graph->bench, measure->facts, times[0], times[2]);
        bench_figure(graph->bench, measure->check, times[1], times[2]);
    }
    compare_counts(graph);
}

static void tell(struct graph *graph, const char *how, const char *rival, const double times[3])
{
    char facts[48], check[48];

    (void)snprintf(facts, sizeof facts, "the same facts%s", how);
    (void)snprintf(check, sizeof check, "the same check%s", how);
    bench_time(graph->bench, facts, rival, times[0], times[2]);
    bench_time(graph->bench, check, rival, times[1], times[2]);
}

/* In a child, as there is no way back. Each runs once before it counts. */
static void race_with_memory_kept(struct graph *graph, unsigned rounds)
{
    const struct bench_job jobs[3] = {
        {read_mapped, graph, 0}, {check_mapped, graph, 0}, {parse_mapped, graph, 0}};
    double *times = mmap(NULL, 3 * sizeof *times, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t child;
    int status;

    (void)fflush(NULL);
    child = times != MAP_FAILED ? fork() : -1;
    if (child == 0) {
        heap_keep();
        race_of(times, graph, 1, jobs, false);
        race_of(times, graph, rounds, jobs, false);
        _exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        bench_die(graph->bench, "a child that keeps its memory has failed");
    tell(graph, ", memory kept", "libprotobuf", times);
    (void)munmap(times, 3 * sizeof *times);
}

/* Beside it: from a file, against objects in an arena, and with a heap the other way. */
static void tell_more(struct graph *graph, const struct measure *measure)
{
    const struct bench_job files[3] = {{read_file, graph, 0}, {check_file, graph, 0}, {parse_file, graph, 0}},
                           mapped[3] = {
                               {read_mapped, graph, 0}, {check_mapped, graph, 0}, {parse_mapped, graph, 0}};
    double times[3];

    race_of(times, graph, measure->rounds, files, measure->afresh);
    tell(graph, ", as a file", "libprotobuf", times);
    graph->arena = true;
    race_of(times, graph, measure->rounds, mapped, measure->afresh);
    tell(graph, "", "libprotobuf, arena", times);
    graph->arena = false;
    if (measure->afresh) {
        race_with_memory_kept(graph, measure->rounds);
        return;
    }
    race_of(times, graph, measure->rounds, mapped, true);
    tell(graph, ", fresh heap", "libprotobuf", times);
}

static void weigh(struct graph *graph, enum bench_goal goal, void (*run)(void *context), size_t limit)
{
    if (goal == BENCH_GOAL_COUNT)
        return;
    if (!heap_counts()) {
        bench_no_figure(graph->bench, goal, "heap is counted with glibc and without sanitizers only");
        return;
    }
    heap_begin();
    run(graph);
    bench_weight(graph->bench, goal, heap_end(), limit);
}

/* What a draft leaves open is no error, so it is judged as it is. */
static void begin_check(struct graph *graph)
{
    if (nnreg_findings_new(&graph->findings, NULL, 0) != NNREG_OK ||
        nnreg_bundle_new(&graph->bundle) != NNREG_OK || nnreg_bundle_new(&graph->mapped) != NNREG_OK ||
        nnreg_bundle_add_memory(graph->mapped, graph->file.content, graph->file.size, "saved_model.pb") !=
            NNREG_OK ||
        nnreg_bundle_add_directory(graph->bundle, bench_path(graph->bench, "model")) != NNREG_OK ||
        nnreg_draft(&graph->json, graph->findings, graph->bundle) != NNREG_OK)
        bench_die(graph->bench, "no description could be drafted of a model of the model writer");
}

static void end_check(struct graph *graph)
{
    nnreg_free(graph->json);
    nnreg_bundle_free(graph->bundle);
    nnreg_bundle_free(graph->mapped);
    nnreg_findings_free(graph->findings);
}

static void measure(struct bench *bench, const struct measure *measure)
{
    struct graph graph = {.bench = bench};
    struct mw_recipe recipe;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_BIG_GRAPH;
    recipe.nodes = measure->nodes;
    recipe.bytes = measure->bytes;
    bench_model(bench, &recipe, "model");
    bench_map(bench, &graph.file, bench_path(bench, "model/saved_model.pb"));
    graph.fd = open(bench_path(bench, "model/saved_model.pb"), O_RDONLY | O_CLOEXEC);
    begin_check(&graph);
    weigh(&graph, measure->facts_heap, read_file, HEAP);
    weigh(&graph, measure->check_heap, check_file, CHECK_HEAP);
    if (protobuf_is_here()) {
        race(&graph, measure);
        tell_more(&graph, measure);
    } else {
        bench_no_figure(bench, measure->facts, NO_PROTOBUF);
        bench_no_figure(bench, measure->check, NO_PROTOBUF);
    }
    end_check(&graph);
    (void)close(graph.fd);
    bench_unmap(&graph.file);
    bench_remove(bench_path(bench, "model"));
}

static void run(struct bench *bench)
{
    const struct measure nodes = {.nodes = bench->quick ? 200 : 50000,
                                  .bytes = (uint64_t)(bench->quick ? 1 : 100) << 20,
                                  .rounds = 5,
                                  .facts = BENCH_GRAPH_FACTS,
                                  .check = BENCH_GRAPH_CHECK,
                                  .facts_heap = BENCH_HEAP_GRAPH,
                                  .check_heap = BENCH_HEAP_GRAPH_CHECK};
    const struct measure constants = {.nodes = bench->quick ? 20 : 500,
                                      .bytes = (uint64_t)(bench->quick ? 1 : 512) << 20,
                                      .rounds = 3,
                                      .afresh = true,
                                      .facts = BENCH_CONSTANTS_FACTS,
                                      .check = BENCH_CONSTANTS_CHECK,
                                      .facts_heap = BENCH_GOAL_COUNT,
                                      .check_heap = BENCH_GOAL_COUNT};

    measure(bench, &nodes);
    measure(bench, &constants);
}

const struct bench_topic bench_graph = {
    "graph", "a model's facts and its check against libprotobuf's parse of it", run};
