/*
 * `make bench`: runs the benchmarks, all of them or those named, and prints a row for each figure.
 *
 *     tests/bench/bench [--short] [--dir DIR] [--lines FILE] [TOPIC]...
 *
 * DIR is where the scratch folder is made; it should be on a disk, as what is durable is measured there. Exit status:
 * 0 all that is promised was measured or skipped, 1 a promise was missed, 2 the benchmarks could not be run.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static const struct bench_topic *const topics[] = {
    &bench_registry, &bench_cascade, &bench_list,    &bench_locks,  &bench_pages, &bench_memory,
    &bench_graph,    &bench_weights, &bench_archive, &bench_export, &bench_fsck};
#define TOPICS (sizeof topics / sizeof topics[0])

static int usage(FILE *out)
{
    size_t i;

    (void)fprintf(out, "usage: bench [--short] [--dir DIR] [--lines FILE] [TOPIC]...\n\ntopics:\n");
    for (i = 0; i < TOPICS; i++)
        (void)fprintf(out, "  %-10s %s\n", topics[i]->name, topics[i]->what);
    return out == stdout ? 0 : 2;
}

static const struct bench_topic *find_topic(const char *name)
{
    size_t i;

    for (i = 0; i < TOPICS; i++)
        if (strcmp(topics[i]->name, name) == 0)
            return topics[i];
    return NULL;
}

/* -1 to go on, or the exit status. */
static int read_options(struct bench *bench, int argc, char **argv)
{
    static const struct option options[] = {{"short", no_argument, NULL, 's'},
                                            {"dir", required_argument, NULL, 'd'},
                                            {"lines", required_argument, NULL, 'l'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 's')
            bench->brief = true;
        else if (option == 'd')
            bench->path = optarg;
        else if (option == 'l')
            bench->lines = fopen(optarg, "w");
        else
            return usage(option == 'h' ? stdout : stderr);
        if (option == 'l' && bench->lines == NULL) {
            (void)fprintf(stderr, "bench: cannot write %s: %s\n", optarg, strerror(errno));
            return 2;
        }
    }
    for (option = optind; option < argc; option++)
        if (find_topic(argv[option]) == NULL)
            return usage(stderr);
    return -1;
}

static void run(struct bench *bench, const struct bench_topic *topic)
{
    (void)snprintf(bench->folder, sizeof bench->folder, "%s/nnreg-bench-XXXXXX", bench->path);
    if (mkdtemp(bench->folder) == NULL) {
        (void)fprintf(stderr, "bench: cannot make a folder in %s: %s\n", bench->path, strerror(errno));
        exit(2);
    }
    (void)printf("\n%s: %s\n", topic->name, topic->what);
    topic->run(bench);
    bench_remove(bench->folder);
}

int main(int argc, char **argv)
{
    const char *temporary = getenv("TMPDIR");
    struct bench bench = {.path = temporary != NULL ? temporary : "/tmp"};
    int status = read_options(&bench, argc, argv), i;
    size_t topic;

    if (status >= 0)
        return status;
    (void)printf("%-46s %11s %11s  %-18s %8s  %s\n", "", "ours", "theirs", "rival", "ratio", "(wanted)");
    for (topic = 0; topic < TOPICS && optind == argc; topic++)
        run(&bench, topics[topic]);
    for (i = optind; i < argc; i++)
        run(&bench, find_topic(argv[i]));
    (void)printf("\n%u figures, %u of them less than wanted%s\n", bench.rows, bench.missed,
                 bench.brief ? " (short run: figures mean little)" : "");
    if (bench.lines != NULL && fclose(bench.lines) != 0)
        return 2;
    return bench.missed > 0 ? 1 : 0;
}
