/*
 * Group commit. A commit waits for the device, twice with most engines, however little is in it; so writers that come together
 * share one. How, as five threads A to E call nnreg_kv_write:
 *
 *   A  finds the queue empty: it is the leader, and begins a write, which may wait for another process
 *   B  comes meanwhile, finds a leader, and waits for its turn; so does C
 *   A  has the right to write. It takes who is in the queue now, A, B and C: that is the batch; and runs their closures one
 *      after the other, each as a part of the one write, which can be undone without the others
 *   D  comes while these run: it waits. A looks before it commits, and D is in the batch, too
 *   A  commits, once. Meanwhile E comes, and waits. A tells B, C and D how their closures ended, makes E the leader, since E is
 *      the first in the queue, and returns. E goes on as A began
 *
 * Threads that write one thing after another would be two crowds after a while that wait for each other's commits. That A looks again keeps
 * them together, and that E, before it begins, waits for those to come back whom A's commit has freed: until as many are in the queue as
 * were in the batch and behind it, and no longer than an eighth of the time that the batch has taken, counted from its end. Who is
 * freed by a commit of its own, or comes later, waits for nobody.
 *
 * So a lone writer waits for nobody (its write has no parts, and costs nothing more), nobody leads for others longer than one
 * batch, and the busier the store is the more share a commit.
 *
 * What makes it right:
 *
 *   - A ticket, the place of a waiting writer, is on that writer's stack. Its owner leaves only when `done` was set under the
 *     queue's mutex and that is free again; so a closure never outlives its caller, and no ticket is touched that is gone.
 *   - Only the leader begins writes, and there is one leader at a time: `led` is set under the mutex, and handed on.
 *   - The batch is taken after the begin, not before: those who came during the wait for another process are in it. It ends when nobody
 *     is in the queue who may share, and each writer is there once: so it ends.
 *   - One that began by itself is no part, and can be undone with the whole only: it is joined when it has succeeded, not else.
 *   - A closure's status is its own: one that is refused has its part undone, and the others are committed. A failed commit is
 *     told to all whose closure had succeeded.
 *   - When nothing can be kept as it is (`retry`), every closure of the batch is run again, refused ones, too: what refused
 *     them may have been another's change, which is undone now. The batch stays the same.
 *   - `alone` (nnreg_kv_write_alone) shares with nobody, as first of a batch or as a later one: then all that its closure
 *     finds is committed.
 */
#include <stdio.h>

#include "base/clock.h"
#include "base/fsio.h"
#include "store/kv_engine.h"

/* A writer, on its own stack. */
struct nnreg_kv_ticket {
    struct nnreg_kv_ticket *next;
    nnreg_kv_work *work;
    void *context;
    struct nnreg_error *error;
    nnreg_status status;
    bool alone; /* shares its commit with nobody */
    bool done, leads;
    pthread_cond_t turn;
};

struct batch {
    struct nnreg_kv_ticket *first, *last;
    size_t count;
};

void nnreg_kv_store_init(struct nnreg_kv_store *store, const struct nnreg_kv_engine *engine,
                         const struct nnreg_kv_options *options)
{
    pthread_condattr_t steady;

    store->engine = engine;
    store->tables = options->tables;
    store->table_count = options->table_count;
    store->needed_tables = options->needed_tables != 0 ? options->needed_tables : options->table_count;
    store->read_only = options->read_only;
    store->queue.first = store->queue.last = NULL;
    store->queue.led = false;
    store->queue.waiting = store->queue.expected = 0;
    (void)pthread_mutex_init(&store->queue.mutex, NULL);
    (void)pthread_condattr_init(&steady);
    (void)pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&store->queue.gathered, &steady);
    (void)pthread_condattr_destroy(&steady);
}

void nnreg_kv_store_clear(struct nnreg_kv_store *store)
{
    (void)pthread_cond_destroy(&store->queue.gathered);
    (void)pthread_mutex_destroy(&store->queue.mutex);
}

/* ------------------------------------------------------------------------------------------- who is in a batch -- */

/* Whether the first in the queue can be in one commit with the last of a batch. */
static bool may_join(const struct nnreg_kv_queue *queue, const struct batch *batch)
{
    return queue->first != NULL && batch->count < NNREG_KV_MOST_SHARED &&
           (batch->count == 0 || (!batch->last->alone && !queue->first->alone));
}

/* Takes those who are waiting out of the queue, as long as they may share. The first of them; NULL: there is none. */
static struct nnreg_kv_ticket *take_more(struct nnreg_kv_queue *queue, struct batch *batch)
{
    struct nnreg_kv_ticket *first = NULL;

    pthread_mutex_lock(&queue->mutex);
    while (may_join(queue, batch)) {
        struct nnreg_kv_ticket *ticket = queue->first;

        queue->first = ticket->next;
        queue->waiting--;
        ticket->next = NULL;
        *(batch->count == 0 ? &batch->first : &batch->last->next) = ticket;
        batch->last = ticket;
        batch->count++;
        first = first == NULL ? ticket : first;
    }
    if (queue->first == NULL)
        queue->last = NULL;
    pthread_mutex_unlock(&queue->mutex);
    return first;
}

/* --------------------------------------------------------------------------------------------------- one batch -- */

/* Runs one closure; as a part of the write where there are others. */
static void run_ticket(struct nnreg_kv_txn *whole, struct nnreg_kv_ticket *ticket, bool shared, bool *retry)
{
    const struct nnreg_kv_engine *engine = whole->store->engine;
    struct nnreg_kv_txn *txn = whole;
    nnreg_status status = shared ? engine->begin_part(&txn, whole, ticket->error) : NNREG_OK;

    ticket->status = status;
    if (status != NNREG_OK)
        return;
    status = ticket->work(txn, ticket->context, ticket->error);
    ticket->status = nnreg_kv_judge_txn(txn, status, ticket->error);
    *retry = txn->retry;
    if (!shared)
        return;
    status = engine->end_part(txn, ticket->status == NNREG_OK && !*retry, retry, ticket->error);
    if (ticket->status == NNREG_OK && !*retry)
        ticket->status = status;
}

/* Runs the closures from one on; how many succeeded. */
static size_t run_tickets(struct nnreg_kv_txn *whole, const struct batch *batch,
                          struct nnreg_kv_ticket *ticket, bool *retry)
{
    size_t accepted = 0;

    for (; ticket != NULL && !*retry && whole->failed == NNREG_OK; ticket = ticket->next) {
        run_ticket(whole, ticket, batch->count > 1, retry);
        accepted += ticket->status == NNREG_OK;
    }
    return accepted;
}

/* Runs a batch in `whole`, with those who come meanwhile, and ends it. *retry: nothing is decided, and all of it is to be run again. */
static nnreg_status run_batch(struct nnreg_kv_txn *whole, struct batch *batch, bool *retry,
                              struct nnreg_error *error)
{
    const struct nnreg_kv_engine *engine = whole->store->engine;
    nnreg_status status = NNREG_OK;
    struct nnreg_kv_ticket *more = batch->first;
    size_t accepted = 0;

    *retry = false;
    while (more != NULL) {
        accepted += run_tickets(whole, batch, more, retry);
        more = *retry || whole->failed != NNREG_OK || (batch->count == 1 && accepted == 0)
                   ? NULL
                   : take_more(&whole->store->queue, batch);
    }
    if (!*retry && accepted > 0 && whole->failed == NNREG_OK)
        return engine->commit(whole, retry, error);
    status = nnreg_kv_judge_txn(whole, NNREG_OK, error);
    engine->abort(whole);
    return status;
}

/* -------------------------------------------------------------------------------------------------- the queue -- */

/* Tells the batch how it ended, and hands the lead on. A ticket is its owner's again as soon as the mutex is free. */
static void finish_batch(struct nnreg_kv_queue *queue, const struct batch *batch, int64_t begun,
                         nnreg_status status, const struct nnreg_error *error)
{
    struct nnreg_kv_ticket *ticket, *next;
    int64_t now = nnreg_clock_steady();

    pthread_mutex_lock(&queue->mutex);
    queue->expected = queue->waiting + batch->count;
    queue->patience = now + (now - begun) / 8;
    for (ticket = batch->first; ticket != NULL; ticket = next) {
        next = ticket->next;
        if (ticket->status == NNREG_OK && status != NNREG_OK)
            ticket->status = nnreg_fail(ticket->error, status, "%s", error->text);
        ticket->done = true;
        pthread_cond_signal(&ticket->turn);
    }
    queue->led = queue->first != NULL;
    if (queue->led) {
        queue->first->leads = true;
        pthread_cond_signal(&queue->first->turn);
    }
    pthread_mutex_unlock(&queue->mutex);
}

/* Waits for those whom the last commit has freed, where there were several. */
static void await_others(struct nnreg_kv_queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    if (queue->waiting < queue->expected && !queue->first->alone && nnreg_clock_steady() < queue->patience) {
        struct timespec until = {.tv_sec = (time_t)(queue->patience / 1000000),
                                 .tv_nsec = (long)(queue->patience % 1000000) * 1000};

        (void)nnreg_fs_step("gathering"); /* no system call: tells a test that it waits */
        while (queue->waiting < queue->expected &&
               pthread_cond_timedwait(&queue->gathered, &queue->mutex, &until) == 0)
            continue;
    }
    queue->expected = 0;
    pthread_mutex_unlock(&queue->mutex);
}

/* Serves one batch. It may have to be run several times. */
static void lead_batch(struct nnreg_kv_store *store)
{
    struct batch batch = {NULL, NULL, 0};
    struct nnreg_kv_ticket *ticket;
    struct nnreg_kv_txn *whole;
    struct nnreg_error error;
    nnreg_status status;
    int64_t begun;
    bool retry;

    await_others(&store->queue);
    begun = nnreg_clock_steady();
    do {
        retry = false;
        status = store->engine->begin_write(&whole, store, &error);
        if (batch.count == 0) /* after the wait for other processes: it is then that others have queued up */
            (void)take_more(&store->queue, &batch);
        if (status != NNREG_OK)
            break;
        status = run_batch(whole, &batch, &retry, &error);
        if (!retry)
            break;
        for (ticket = batch.first; ticket != NULL; ticket = ticket->next)
            ticket->status = NNREG_OK;
        status = store->engine->prepare_retry(store, &error);
    } while (status == NNREG_OK);
    finish_batch(&store->queue, &batch, begun, status, &error);
}

/* Stands in the queue until the closure is decided, or until it is this thread's turn to lead. */
static void wait_for_turn(struct nnreg_kv_queue *queue, struct nnreg_kv_ticket *ticket)
{
    pthread_mutex_lock(&queue->mutex);
    *(queue->last != NULL ? &queue->last->next : &queue->first) = ticket;
    queue->last = ticket;
    if (++queue->waiting == queue->expected)
        pthread_cond_signal(&queue->gathered);
    if (queue->led)
        (void)nnreg_fs_step("queued"); /* no system call: lets a test know, who has the leader wait for it */
    else
        queue->led = ticket->leads = true;
    while (!ticket->done && !ticket->leads)
        pthread_cond_wait(&ticket->turn, &queue->mutex);
    pthread_mutex_unlock(&queue->mutex);
}

static nnreg_status write_queued(struct nnreg_kv *kv, nnreg_kv_work *work, void *context, bool alone,
                                 struct nnreg_error *error)
{
    struct nnreg_kv_ticket ticket = {.work = work, .context = context, .error = error, .alone = alone};
    nnreg_status status = nnreg_kv_usable(kv, error);

    if (status != NNREG_OK)
        return status;
    if (kv->store->read_only)
        return nnreg_fail(error, NNREG_READ_ONLY, "the store was opened read-only");
    (void)pthread_cond_init(&ticket.turn, NULL);
    wait_for_turn(&kv->store->queue, &ticket);
    if (!ticket.done)
        lead_batch(kv->store);
    (void)pthread_cond_destroy(&ticket.turn);
    if (ticket.status == NNREG_CORRUPT && kv->store->engine->suspect != NULL)
        kv->store->engine->suspect(kv->store);
    return ticket.status;
}

nnreg_status nnreg_kv_write(struct nnreg_kv *kv, nnreg_kv_work *work, void *context,
                            struct nnreg_error *error)
{
    return write_queued(kv, work, context, false, error);
}

nnreg_status nnreg_kv_write_alone(struct nnreg_kv *kv, nnreg_kv_work *work, void *context,
                                  struct nnreg_error *error)
{
    return write_queued(kv, work, context, true, error);
}

/* ----------------------------------------------------------------------------------------------- compacting -- */

/* As a writer that shares its commit with nobody: so nobody leads for it, and it leads for nobody. */
nnreg_status nnreg_kv_compact(struct nnreg_kv_compacted *compacted, struct nnreg_kv *kv,
                              nnreg_progress *progress, void *context, struct nnreg_error *error)
{
    struct nnreg_kv_ticket ticket = {.error = error, .alone = true};
    struct batch batch = {NULL, NULL, 0};
    struct nnreg_kv_store *store;
    nnreg_status status = nnreg_kv_usable(kv, error);

    *compacted = (struct nnreg_kv_compacted){0, 0};
    if (status != NNREG_OK)
        return status;
    store = kv->store;
    if (store->read_only)
        return nnreg_fail(error, NNREG_READ_ONLY, "the store was opened read-only");
    if (store->engine->compact == NULL)
        return nnreg_fail(error, NNREG_UNSUPPORTED, "a store in %s has no file to be compacted",
                          store->engine->data_name);
    (void)pthread_cond_init(&ticket.turn, NULL);
    wait_for_turn(&store->queue, &ticket);
    (void)take_more(&store->queue, &batch);
    ticket.status = store->engine->compact(compacted, store, progress, context, error);
    finish_batch(&store->queue, &batch, nnreg_clock_steady(), NNREG_OK, NULL);
    (void)pthread_cond_destroy(&ticket.turn);
    if (ticket.status == NNREG_CORRUPT && store->engine->suspect != NULL)
        store->engine->suspect(store);
    return ticket.status;
}
