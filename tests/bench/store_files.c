/*
 * Files alone (store.h): each model is written to a file, flushed and renamed, and the folder is flushed for all who come together,
 * by one of them. No records, no sums, no checks: no store that keeps each model in a file of its own, and has it on the device
 * before a create returns, can do less with what is its own. With syncfs(2) one of them flushes all files at once; but that
 * is the whole file system, with what every other program has written there, so that nobody's create may wait for it: it is told
 * beside.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store.h"

struct file_store {
    struct bench *bench;
    int folder;
    pthread_mutex_t mutex;
    pthread_cond_t flushed;
    bool at_once; /* by syncfs */
    bool flushing;
    uint64_t written, durable; /* how many */
};

static struct file_store *open_files(struct bench *bench, const char *path, bool anew)
{
    struct file_store *store = calloc(1, sizeof *store);

    if (store == NULL || (anew && mkdir(path, 0777) != 0))
        bench_die(bench, "cannot make %s: %s", path, strerror(errno));
    store->bench = bench;
    store->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    (void)pthread_mutex_init(&store->mutex, NULL);
    (void)pthread_cond_init(&store->flushed, NULL);
    return store;
}

static void *open_store(struct bench *bench, const char *path, bool anew)
{
    return open_files(bench, path, anew);
}

static void *open_store_at_once(struct bench *bench, const char *path, bool anew)
{
    struct file_store *store = open_files(bench, path, anew);

    store->at_once = true;
    return store;
}

static int write_file(struct file_store *store, const struct sample *sample, uint64_t number)
{
    char staged[32], final[32];
    int fd;

    (void)snprintf(staged, sizeof staged, "staged-%ju", (uintmax_t)number);
    (void)snprintf(final, sizeof final, "file-%ju", (uintmax_t)number);
    fd = openat(store->folder, staged, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 || write(fd, sample->model, sample->model_size) != (ssize_t)sample->model_size ||
        (!store->at_once && fsync(fd) != 0) || renameat(store->folder, staged, store->folder, final) != 0)
        bench_die(store->bench, "cannot write a file: %s", strerror(errno));
    return fd;
}

/* The first of those that wait flushes for all that have written by then. */
static void flush_together(struct file_store *store)
{
    uint64_t mine = ++store->written, covered;

    while (store->durable < mine) {
        if (store->flushing) {
            (void)pthread_cond_wait(&store->flushed, &store->mutex);
            continue;
        }
        store->flushing = true;
        covered = store->written;
        (void)pthread_mutex_unlock(&store->mutex);
        if ((store->at_once ? syncfs(store->folder) : fsync(store->folder)) != 0)
            bench_die(store->bench, "cannot flush: %s", strerror(errno));
        (void)pthread_mutex_lock(&store->mutex);
        store->durable = covered;
        store->flushing = false;
        (void)pthread_cond_broadcast(&store->flushed);
    }
}

static void create(void *context, const struct sample *sample)
{
    static _Atomic uint64_t number;
    struct file_store *store = context;
    int fd = write_file(store, sample, atomic_fetch_add(&number, 1));

    (void)close(fd);
    (void)pthread_mutex_lock(&store->mutex);
    flush_together(store);
    (void)pthread_mutex_unlock(&store->mutex);
}

static void close_store(void *context)
{
    struct file_store *store = context;

    (void)close(store->folder);
    (void)pthread_cond_destroy(&store->flushed);
    (void)pthread_mutex_destroy(&store->mutex);
    free(store);
}

const struct store store_files = {"files alone", open_store, create, NULL, NULL, NULL, close_store};
const struct store store_files_at_once = {
    "syncfs of files alone", open_store_at_once, create, NULL, NULL, NULL, close_store};
