/*
 * The walk over a data file's pages, quick and full, against reading the file from one end to the other: what checking a
 * store costs at an open beyond what any look at all of it would. The file is that of a million networks, and in the
 * system's cache for all.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "bench_networks.h"
#include "store/lmdb/internal.h"

#define ROOM  (UINT64_C(2) << 30)
#define PIECE ((size_t)128 << 10)

struct checking {
    struct bench *bench;
    int fd;
    bool full;
};

static void check_pages(void *context)
{
    const struct checking *checking = context;
    struct nnreg_error error;

    if (nnreg_lmdb_check_pages(checking->fd, checking->full, NULL, NULL, &error) != NNREG_OK)
        bench_die(checking->bench, "%s", error.text);
}

static void read_file(void *context)
{
    const struct checking *checking = context;
    static char piece[PIECE];
    off_t at = 0;
    ssize_t got;

    do {
        got = pread(checking->fd, piece, sizeof piece, at);
        at += got;
    } while (got > 0);
    if (got < 0)
        bench_die(checking->bench, "cannot read the file");
}

static void race(struct bench *bench, const char *folder)
{
    struct checking quick = {bench, -1, false}, full = {bench, -1, true};
    struct bench_job jobs[] = {{check_pages, &quick, 0}, {check_pages, &full, 0}, {read_file, &full, 0}};
    char path[BENCH_PATH + 32];

    (void)snprintf(path, sizeof path, "%s/data.mdb", folder);
    quick.fd = full.fd = open(path, O_RDONLY | O_CLOEXEC);
    if (quick.fd < 0)
        bench_die(bench, "cannot open %s", path);
    bench_race(jobs, 3, bench->quick ? 2 : 5, BENCH_WALL);
    bench_time(bench, "check of pages, quick", "reading the file", jobs[0].time, jobs[2].time);
    bench_time(bench, "check of pages, full", "reading the file", jobs[1].time, jobs[2].time);
    (void)close(quick.fd);
}

static void run(struct bench *bench)
{
    char folder[BENCH_PATH];

    bench_make_memory(bench, ROOM);
    (void)snprintf(folder, sizeof folder, "%s", bench_memory_path(bench, "pages"));
    nnreg_close(bench_fill(bench, folder, bench->quick ? 200 : 1000000));
    race(bench, folder);
}

const struct bench_topic bench_pages = {"pages", "the check of a store's pages", run};
