/*
 * A descriptor to poll: see watch.h.
 *
 * Nothing that the system could be asked to tell is told at the right time: that data.mdb is written to is told before the commit
 * can be read, and not at all on some file systems, and a process that is killed between its commit and a sign of its own gives
 * none. So a thread looks: at once when this handle has announced something, and ten times a second for what others have done,
 * as everybody who waits in nnreg_events_since does. It rings when the last event is another one than when it last rang; as it
 * looks first and rings then, what was rung for can be read by who hears it, and what comes after that look is rung for again.
 */
#include "registry/watch.h"

#include <pthread.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fsio.h"
#include "base/process.h"
#include "base/thread.h"
#include "registry/event_chain.h"

struct nnreg_watch {
    nnreg *registry;
    pthread_t thread;
    atomic_bool ended;
    int bell;
};

static nnreg_status look_at_last(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    return nnreg_event_last(context, txn, error);
}

/* It is rung to begin with, for what is there, and once for a failure, which who looks is told. */
static void *watch_history(void *context)
{
    struct nnreg_watch *watch = context;
    struct nnreg_news *news = &watch->registry->news;
    nnreg_status status, before = NNREG_OK;
    uint64_t told = 0;
    bool first = true;

    while (!atomic_load(&watch->ended)) {
        uint32_t seen =
            nnreg_news_number(news); /* before looking: what is announced after it is not missed */
        struct nnreg_event_last last = {.sequence = 0};
        struct nnreg_error error = NNREG_ERROR_INIT;

        status = nnreg_kv_read(watch->registry->kv, look_at_last, &last, &error);
        if (first || status != before || (status == NNREG_OK && last.sequence != told))
            nnreg_fs_ring(watch->bell);
        if (status == NNREG_OK)
            told = last.sequence;
        before = status;
        first = false;
        nnreg_news_wait(news, seen, nnreg_clock_steady() + NNREG_LOOK_AGAIN);
    }
    return NULL;
}

static nnreg_status begin_watch(nnreg *registry, struct nnreg_error *error)
{
    struct nnreg_watch *watch = nnreg_alloc_zero(1, sizeof *watch);
    nnreg_status status = watch != NULL ? nnreg_fs_bell(&watch->bell, error) : nnreg_fail_memory(error);

    if (status == NNREG_OK) {
        watch->registry = registry;
        if (!nnreg_thread_start(&watch->thread, watch_history, watch)) {
            nnreg_fs_close(watch->bell);
            status = nnreg_fail(error, NNREG_BUSY,
                                "cannot start the thread that watches the history: no more are to be had");
        }
    }
    if (status == NNREG_OK)
        registry->watch = watch;
    else
        nnreg_free(watch);
    return status;
}

nnreg_status nnreg_events_fd(nnreg *registry, int *fd)
{
    struct nnreg_error error;
    nnreg_status status;

    if (fd != NULL)
        *fd = -1;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && fd == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK) {
        (void)pthread_mutex_lock(&registry->watch_mutex);
        if (registry->watch == NULL)
            status = begin_watch(registry, &error);
        if (status == NNREG_OK)
            *fd = registry->watch->bell;
        (void)pthread_mutex_unlock(&registry->watch_mutex);
    }
    return nnreg_leave(registry, status, &error);
}

/* In a forked child there is no thread, and the descriptor is a copy. */
void nnreg_watch_end(nnreg *registry)
{
    struct nnreg_watch *watch = registry->watch;

    if (watch == NULL)
        return;
    if (registry->process == nnreg_process_mark()) {
        atomic_store(&watch->ended, true);
        nnreg_news_announce(&registry->news);
        (void)pthread_join(watch->thread, NULL);
    }
    nnreg_fs_close(watch->bell);
    nnreg_free(watch);
    registry->watch = NULL;
}
