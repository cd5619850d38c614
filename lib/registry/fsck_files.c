/*
 * The files that networks have: that each is there, has its size, and its SHA-256. Threads, as many as there are processors, take
 * files one by one; what they find wrong is kept, and looked at once more behind them by the calling thread alone
 * (fsck_lost.c), in the order of digests. Nothing is locked, and no snapshot is open while files are read.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/fsio.h"
#include "base/rate.h"
#include "base/thread.h"
#include "registry/fsck_run.h"

enum { FSCK_THREADS = 32 };
#define FSCK_PIECE ((size_t)256 << 10)

/* ---------------------------------------------------------------------------------------------------- a look -- */

/* What a failure says of the file, or that it says nothing: true. */
static bool says_nothing(nnreg_status status)
{
    return status == NNREG_NO_MEMORY || status == NNREG_BUSY || status == NNREG_CANCELLED;
}

static nnreg_status take_as_found(struct nnreg_fsck_lost *lost, nnreg_status status,
                                  const struct nnreg_error *why, struct nnreg_error *error)
{
    if (says_nothing(status)) {
        *error = *why;
        return status;
    }
    lost->found = status == NNREG_NOT_FOUND ? NNREG_BLOB_NOTHING
                  : status == NNREG_CORRUPT ? NNREG_BLOB_NO_FILE
                                            : NNREG_BLOB_UNREADABLE;
    lost->why = *why;
    return NNREG_OK;
}

struct content_look {
    int fd;
    nnreg_fsck_piece *piece;
    void *context;
    unsigned char *room; /* FSCK_PIECE bytes */
};

/* *size: as many as could be read. */
static nnreg_status digest_content(nnreg_digest digest, uint64_t *size, const struct content_look *look,
                                   struct nnreg_error *error)
{
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status = nnreg_sha256_begin(&sha, error);
    size_t got = FSCK_PIECE;

    *size = 0;
    while (status == NNREG_OK && got == FSCK_PIECE) {
        status = nnreg_fs_read(&got, look->fd, *size, look->room, FSCK_PIECE, error);
        if (status == NNREG_OK)
            status = nnreg_sha256_add(&sha, look->room, got, error);
        *size += status == NNREG_OK ? got : 0;
        if (status == NNREG_OK)
            status = look->piece(look->context, got);
    }
    if (status == NNREG_OK)
        status = nnreg_sha256_end(digest, &sha, error);
    nnreg_sha256_free(&sha);
    return status;
}

static nnreg_status look_at_content(struct nnreg_fsck_lost *lost, int fd, nnreg_fsck_piece *piece,
                                    void *context, struct nnreg_error *error)
{
    struct content_look look = {fd, piece, context, nnreg_alloc(FSCK_PIECE)};
    struct nnreg_error why = NNREG_ERROR_INIT;
    nnreg_digest digest;
    nnreg_status status;

    if (look.room == NULL)
        return nnreg_fail_memory(error);
    status = digest_content(digest, &lost->size, &look, &why);
    nnreg_free(look.room);
    if (status != NNREG_OK)
        return take_as_found(lost, status, &why, error);
    nnreg_hex(lost->digest, digest);
    if (lost->size != lost->first->size)
        lost->found = NNREG_BLOB_OTHER_SIZE;
    else if (memcmp(digest, lost->first->digest, sizeof digest) != 0)
        lost->found = NNREG_BLOB_OTHER_BYTES;
    return NNREG_OK;
}

nnreg_status nnreg_fsck_look(struct nnreg_fsck_lost *lost, const struct nnreg_blobs *blobs, bool content,
                             nnreg_fsck_piece *piece, void *context, struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    struct nnreg_file_stat stat = {.size = 0};
    int fd = -1;
    nnreg_status status = nnreg_blobs_open_file(&fd, &lost->size, blobs, lost->first->digest, &why);

    lost->found = NNREG_BLOB_SAME;
    lost->digest[0] = '\0';
    lost->device = lost->inode = 0;
    if (status != NNREG_OK)
        return take_as_found(lost, status, &why, error);
    if (lost->size != lost->first->size)
        lost->found = NNREG_BLOB_OTHER_SIZE;
    else if (content)
        status = look_at_content(lost, fd, piece, context, error);
    if (status == NNREG_OK && lost->found != NNREG_BLOB_SAME)
        status = nnreg_fs_stat_fd(&stat, fd, error);
    lost->device = stat.device;
    lost->inode = stat.inode;
    nnreg_fs_close(fd);
    return status;
}

/* -------------------------------------------------------------------------------------------------- going on -- */

struct files_look {
    struct nnreg_fsck_run *run;
    uint64_t total; /* bytes */
    struct nnreg_rate rate;
    pthread_mutex_t lock; /* for all below */
    size_t next;          /* in run->references */
    struct nnreg_fsck_lost *lost;
    size_t lost_count, lost_room;
    nnreg_status status; /* the first failure; ends all threads */
    struct nnreg_error error;
    atomic_uint_least64_t done; /* bytes */
    atomic_uint_least64_t files;
    atomic_bool stop;
};

struct files_worker {
    struct files_look *look;
    bool reports; /* the calling thread's */
    pthread_t thread;
};

/* The caller's progress is called by its own thread alone. */
static nnreg_status may_go_on(void *context)
{
    struct files_worker *worker = context;
    struct files_look *look = worker->look;
    nnreg_status status = NNREG_OK;

    if (worker->reports)
        status = nnreg_fsck_progress(look->run, "contents", atomic_load(&look->done), look->total, NULL);
    if (status != NNREG_OK)
        atomic_store(&look->stop, true);
    return atomic_load(&look->stop) ? NNREG_CANCELLED : NNREG_OK;
}

static nnreg_status after_piece(void *context, size_t bytes)
{
    struct files_worker *worker = context;
    nnreg_status status;

    atomic_fetch_add(&worker->look->done, bytes);
    status = may_go_on(worker);
    return status == NNREG_OK ? nnreg_rate_keep(&worker->look->rate, bytes, may_go_on, worker) : status;
}

/* ----------------------------------------------------------------------------------------------- the threads -- */

/* The next file, with those who use it; false: there is none, or the threads are to end. */
static bool take_next_file(struct files_look *look, struct nnreg_fsck_lost *file)
{
    const struct nnreg_fsck_run *run = look->run;
    bool has;

    *file = (struct nnreg_fsck_lost){.why = NNREG_ERROR_INIT};
    pthread_mutex_lock(&look->lock);
    has = look->next < run->reference_count && look->status == NNREG_OK && !atomic_load(&look->stop);
    if (has) {
        file->count = nnreg_fsck_references_of(&file->first, run, run->references[look->next].digest);
        look->next += file->count;
    }
    pthread_mutex_unlock(&look->lock);
    return has;
}

/* Under the lock. */
static nnreg_status keep_as_lost(struct files_look *look, const struct nnreg_fsck_lost *file)
{
    struct nnreg_fsck_lost *grown =
        nnreg_array_room(look->lost, &look->lost_room, look->lost_count + 1, sizeof *grown);

    if (grown == NULL)
        return nnreg_fail_memory(&look->error);
    look->lost = grown;
    look->lost[look->lost_count++] = *file;
    return NNREG_OK;
}

static void *look_at_files(void *argument)
{
    struct files_worker *worker = argument;
    struct files_look *look = worker->look;
    struct nnreg_fsck_lost file;

    while (take_next_file(look, &file)) {
        struct nnreg_error why = NNREG_ERROR_INIT;
        nnreg_status status = may_go_on(worker);

        if (status == NNREG_OK)
            status = nnreg_fsck_look(&file, look->run->registry->blobs, !look->run->quick, after_piece,
                                     worker, &why);
        atomic_fetch_add(&look->files, 1);
        pthread_mutex_lock(&look->lock);
        if (status == NNREG_OK && file.found != NNREG_BLOB_SAME)
            status = keep_as_lost(look, &file);
        else if (status != NNREG_OK && look->status == NNREG_OK)
            look->error = why;
        if (status != NNREG_OK && look->status == NNREG_OK)
            look->status = status;
        if (status != NNREG_OK)
            atomic_store(&look->stop, true);
        pthread_mutex_unlock(&look->lock);
    }
    return NULL;
}

/* One for each processor, but no more than there are files. */
static unsigned count_threads(const struct files_look *look)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned wanted = online > 0 ? (unsigned)online : 1;

    if (look->run->quick)
        wanted = 1;
    if (wanted > FSCK_THREADS)
        wanted = FSCK_THREADS;
    return look->run->reference_count < wanted ? (unsigned)look->run->reference_count : wanted;
}

/* A helper that cannot be started is done without. */
static void run_threads(struct files_look *look)
{
    struct files_worker workers[FSCK_THREADS] = {{.look = look, .reports = true}};
    unsigned count = count_threads(look), started = 0, i;

    for (i = 1; i < count; i++) {
        workers[i] = (struct files_worker){.look = look};
        if (!nnreg_thread_start(&workers[i].thread, look_at_files, &workers[i]))
            break;
        started = i;
    }
    (void)look_at_files(&workers[0]);
    for (i = 1; i <= started; i++)
        (void)pthread_join(workers[i].thread, NULL);
}

/* ------------------------------------------------------------------------------------------------------ all -- */

static int lost_by_digest(const void *a, const void *b)
{
    const struct nnreg_fsck_lost *left = a, *right = b;

    return memcmp(left->first->digest, right->first->digest, sizeof left->first->digest);
}

static void add_up(struct files_look *look)
{
    const struct nnreg_fsck_run *run = look->run;
    const struct nnreg_fsck_reference *first;
    size_t i, count;

    for (i = 0; i < run->reference_count && !run->quick; i += count) {
        count = nnreg_fsck_references_of(&first, run, run->references[i].digest);
        if (__builtin_add_overflow(look->total, first->size, &look->total))
            look->total = UINT64_MAX; /* a record that says too much */
    }
}

nnreg_status nnreg_fsck_files(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    struct files_look look = {
        .run = run, .rate = {.bytes_per_second = run->bytes_per_second}, .error = NNREG_ERROR_INIT};
    nnreg_status status;
    size_t i;

    if (run->reference_count == 0)
        return NNREG_OK;
    add_up(&look);
    (void)pthread_mutex_init(&look.lock, NULL);
    run_threads(&look);
    (void)pthread_mutex_destroy(&look.lock);
    status = look.status;
    run->result.files = atomic_load(&look.files);
    run->result.bytes = atomic_load(&look.done);
    if (status == NNREG_CANCELLED)
        (void)nnreg_fail(error, status, "cancelled");
    else if (status != NNREG_OK)
        *error = look.error;
    if (look.lost_count > 1)
        qsort(look.lost, look.lost_count, sizeof *look.lost, lost_by_digest);
    for (i = 0; i < look.lost_count && status == NNREG_OK; i++)
        status = nnreg_fsck_lost_file(run, &look.lost[i], error);
    if (status == NNREG_OK)
        status = nnreg_fsck_sound_files(run, look.lost, look.lost_count, error);
    nnreg_free(look.lost);
    return status;
}
