/*
 * `make bench`: runs the benchmarks, all of them or those named, prints a row for each figure, and at the end the table of
 * those that have a goal (goals.h) with their verdicts.
 *
 *     tests/bench/bench [--quick] [--strict] [--dir DIR] [--page FILE] [--lines FILE] [TOPIC]...
 *
 * DIR is where the scratch folder is made; it should be on a disk, as what is durable is measured there. Exit status:
 * 0 it has run, 1 a goal was missed (--strict), 2 the benchmarks could not be run.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "flush.h"

static const struct bench_topic *const topics[] = {
    &bench_get,     &bench_list,   &bench_readers, &bench_create, &bench_update,  &bench_cascade, &bench_add,
    &bench_archive, &bench_export, &bench_json,    &bench_graph,  &bench_weights, &bench_fsck,    &bench_open,
    &bench_start,   &bench_scale,  &bench_memory,  &bench_locks,  &bench_pages};
#define TOPICS (sizeof topics / sizeof topics[0])

static int usage(FILE *out)
{
    size_t i;

    (void)fprintf(out,
                  "usage: bench [--quick] [--strict] [--dir DIR] [--page FILE] [--lines FILE] [TOPIC]...\n\n"
                  "  --quick       everything small, to see that it runs: figures say nothing\n"
                  "  --strict      exit status 1 if a goal is missed\n"
                  "  --dir DIR     where files are made (TMPDIR, /tmp); flushes are measured there\n"
                  "  --page FILE   the tables as Markdown\n"
                  "  --lines FILE  each figure as a line of tab-separated fields\n\ntopics:\n");
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

/* False: the file cannot be written. */
static bool open_file(FILE **file, const char *path)
{
    *file = fopen(path, "w");
    if (*file == NULL)
        (void)fprintf(stderr, "bench: cannot write %s: %s\n", path, strerror(errno));
    return *file != NULL;
}

/* -1 to go on, or the exit status. */
static int read_options(struct bench *bench, bool *strict, int argc, char **argv)
{
    static const struct option options[] = {{"quick", no_argument, NULL, 'q'},
                                            {"strict", no_argument, NULL, 's'},
                                            {"dir", required_argument, NULL, 'd'},
                                            {"page", required_argument, NULL, 'p'},
                                            {"lines", required_argument, NULL, 'l'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 'q')
            bench->quick = true;
        else if (option == 's')
            *strict = true;
        else if (option == 'd')
            bench->path = optarg;
        else if (option != 'p' && option != 'l')
            return usage(option == 'h' ? stdout : stderr);
        else if (!open_file(option == 'p' ? &bench->page : &bench->lines, optarg))
            return 2;
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
    if (!bench_has_run(bench, topic->name))
        bench->topics[bench->topic_count++] = topic;
    topic->run(bench);
    bench_remove_memory(bench);
    bench_remove(bench->folder);
}

/* What the figures were measured on, as one line. */
static void describe_machine(const struct bench *bench, FILE *out)
{
    char line[256], model[256] = "an unknown processor";
    FILE *file = fopen("/proc/cpuinfo", "re");
    double flush = flush_time(bench->path);
    char text[32];

    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "model name : %255[^\n]", model) == 1)
            break;
    if (file != NULL)
        (void)fclose(file);
    (void)fprintf(
        out, "%ld processors (%s), %.0f GiB of memory; a small write and its flush in the folder: %s%s\n",
        sysconf(_SC_NPROCESSORS_ONLN), model,
        (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE) / (1 << 30),
        flush < 0 ? "unknown" : bench_text(text, flush, false),
        bench->quick ? " (a quick run: figures say nothing)" : "");
}

/* The exit status. */
static int sum_up(struct bench *bench, bool strict)
{
    int missed;

    (void)printf("\n");
    missed = bench_summary(bench, stdout);
    if (bench->page != NULL) {
        describe_machine(bench, bench->page);
        (void)fprintf(bench->page, "\n");
        (void)bench_summary(bench, bench->page);
    }
    (void)fclose(bench->tables);
    (void)printf("%s", bench->tables_text);
    if (bench->page != NULL)
        (void)fprintf(bench->page, "%s", bench->tables_text);
    free(bench->tables_text);
    if (missed > 0)
        (void)printf("\n%d goals missed\n", missed);
    if ((bench->lines != NULL && fclose(bench->lines) != 0) ||
        (bench->page != NULL && fclose(bench->page) != 0))
        return 2;
    return missed < 0 ? 2 : missed > 0 && strict ? 1 : 0;
}

bool bench_has_run(const struct bench *bench, const char *topic)
{
    size_t i;

    for (i = 0; i < bench->topic_count; i++)
        if (strcmp(bench->topics[i]->name, topic) == 0)
            return true;
    return false;
}

int main(int argc, char **argv)
{
    const char *temporary = getenv("TMPDIR");
    struct bench bench = {.path = temporary != NULL ? temporary : "/tmp", .process = getpid()};
    bool strict = false;
    int status = read_options(&bench, &strict, argc, argv), i;
    size_t topic;

    if (status >= 0)
        return status;
    bench.tables = open_memstream(&bench.tables_text, &bench.tables_size);
    if (bench.tables == NULL)
        return 2;
    describe_machine(&bench, stdout);
    (void)printf("\n%-46s %11s %11s  %-26s %8s  %s\n", "", "ours", "theirs", "rival", "ratio", "(goal)");
    for (topic = 0; topic < TOPICS && optind == argc; topic++)
        run(&bench, topics[topic]);
    for (i = optind; i < argc; i++)
        run(&bench, find_topic(argv[i]));
    return sum_up(&bench, strict);
}
