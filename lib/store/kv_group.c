/*
 * Writing. A commit waits for the device twice, however little is in it, so writers that arrive together share one:
 * the first becomes leader, and what queues up while it waits for the store is run by it, each closure in a nested
 * transaction, so that one that is refused undoes only itself. A lone writer needs no nesting.
 *
 * Each writer waits in nnreg_kv_write until its own closure is decided, so a closure never outlives its caller. A
 * leader serves one batch and hands the lead to the first that is still waiting.
 */
#include "store/kv_internal.h"

#include <stdio.h>

#include "base/fsio.h"

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
    struct nnreg_kv_ticket *first;
    size_t count;
};

/* Ends the nested transaction of a ticket. */
static void end_nested(struct nnreg_kv_env *env, struct nnreg_kv_ticket *ticket, MDB_txn *txn, bool *full)
{
    int code;

    if (ticket->status != NNREG_OK || *full) {
        nnreg_lmdb_abort(env, txn);
        return;
    }
    code = nnreg_lmdb_commit(env, txn);
    if (code == MDB_MAP_FULL)
        *full = true;
    else if (code != MDB_SUCCESS)
        ticket->status = nnreg_kv_fail(ticket->error, code, "cannot write to the store");
}

static void run_ticket(struct nnreg_kv_env *env, MDB_txn *parent, struct nnreg_kv_ticket *ticket, bool nested,
                       bool *full)
{
    struct nnreg_kv_txn txn = {.env = env, .mdb = parent, .tables = env->tables, .write = true};
    int code = nested ? nnreg_lmdb_begin(env, parent, 0, &txn.mdb) : MDB_SUCCESS;

    if (code != MDB_SUCCESS) {
        ticket->status = nnreg_kv_fail(ticket->error, code, "cannot write to the store");
        return;
    }
    ticket->status = ticket->work(&txn, ticket->context, ticket->error);
    if (ticket->status == NNREG_OK && txn.failed != NNREG_OK) /* a closure may not look away */
        ticket->status = nnreg_fail(ticket->error, txn.failed, "%s", txn.reason);
    *full = txn.full;
    if (nested)
        end_nested(env, ticket, txn.mdb, full);
}

/* Runs a batch in `txn` and ends it. *full: nothing is decided, the map has to grow. */
static nnreg_status run_batch(struct nnreg_kv_env *env, MDB_txn *txn, const struct batch *batch, bool *full,
                              struct nnreg_error *error)
{
    struct nnreg_kv_ticket *ticket;
    size_t accepted = 0;

    *full = false;
    for (ticket = batch->first; ticket != NULL && !*full && !atomic_load(&env->dead); ticket = ticket->next) {
        run_ticket(env, txn, ticket, batch->count > 1, full);
        accepted += ticket->status == NNREG_OK;
    }
    if (*full || accepted == 0 || atomic_load(&env->dead)) {
        nnreg_lmdb_abort(env, txn);
        return atomic_load(&env->dead) ? nnreg_kv_fail(error, NNREG_KV_ASSERTED, "cannot write to the store")
                                       : NNREG_OK;
    }
    return nnreg_kv_commit(env, txn, full, error);
}

/* Whether the next in the queue can be in one commit with this one. */
static bool may_share(const struct nnreg_kv_ticket *ticket)
{
    return ticket->next != NULL && !ticket->alone && !ticket->next->alone;
}

/* Takes those who are waiting, the leader among them, out of the queue. */
static void take_batch(struct nnreg_kv_env *env, struct batch *batch)
{
    struct nnreg_kv_queue *queue = &env->queue;
    struct nnreg_kv_ticket *last;

    pthread_mutex_lock(&queue->mutex);
    last = batch->first = queue->first;
    for (batch->count = 1; may_share(last) && batch->count < NNREG_KV_BATCH; batch->count++)
        last = last->next;
    queue->first = last->next;
    if (queue->first == NULL)
        queue->last = NULL;
    last->next = NULL;
    pthread_mutex_unlock(&queue->mutex);
}

/* Tells the batch how it ended, and hands the lead on. A ticket is its owner's again as soon as the mutex is free. */
static void finish_batch(struct nnreg_kv_env *env, const struct batch *batch, nnreg_status status,
                         const struct nnreg_error *error)
{
    struct nnreg_kv_queue *queue = &env->queue;
    struct nnreg_kv_ticket *ticket, *next;

    pthread_mutex_lock(&queue->mutex);
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

/*
 * The map is full. That is so, too, when a process was killed while it read, and its slot keeps the pages of years in use: then
 * there is room without growing.
 */
static nnreg_status make_room(struct nnreg_kv_env *env, unsigned seen, struct nnreg_error *error)
{
    size_t cleared;
    nnreg_status status = nnreg_kv_clear_dead(&cleared, env, error);

    return status == NNREG_OK && cleared == 0 ? nnreg_kv_remap(env, true, seen, error) : status;
}

/* Serves one batch. The map may have to grow several times. */
static void lead(struct nnreg_kv_env *env)
{
    struct batch batch = {NULL, 0};
    struct nnreg_error error;
    struct nnreg_kv_ticket *ticket;
    nnreg_status status;
    bool full;

    do {
        MDB_txn *txn;
        unsigned seen;

        full = false;
        status = nnreg_kv_begin_write(env, &txn, &error);
        if (batch.count == 0) /* after the wait for other processes: it is then that others have queued up */
            take_batch(env, &batch);
        if (status != NNREG_OK)
            break;
        status = run_batch(env, txn, &batch, &full, &error);
        seen = nnreg_kv_end_write(env);
        if (!full)
            break;
        for (ticket = batch.first; ticket != NULL; ticket = ticket->next)
            ticket->status = NNREG_OK;
        status = make_room(env, seen, &error);
    } while (status == NNREG_OK);
    finish_batch(env, &batch, status, &error);
}

static nnreg_status write_queued(struct nnreg_kv *kv, nnreg_kv_work *work, void *context, bool alone,
                                 struct nnreg_error *error)
{
    struct nnreg_kv_ticket ticket = {.work = work, .context = context, .error = error, .alone = alone};
    nnreg_status status = nnreg_kv_usable(kv, error);
    struct nnreg_kv_queue *queue;

    if (status != NNREG_OK)
        return status;
    if (kv->env->read_only)
        return nnreg_fail(error, NNREG_READ_ONLY, "the store was opened read-only");
    queue = &kv->env->queue;
    (void)pthread_cond_init(&ticket.turn, NULL);
    pthread_mutex_lock(&queue->mutex);
    *(queue->last != NULL ? &queue->last->next : &queue->first) = &ticket;
    queue->last = &ticket;
    if (queue->led)
        (void)nnreg_fs_step("queued"); /* no system call: lets a test know, who has the leader wait for it */
    else
        queue->led = ticket.leads = true;
    while (!ticket.done && !ticket.leads)
        pthread_cond_wait(&ticket.turn, &queue->mutex);
    pthread_mutex_unlock(&queue->mutex);
    if (!ticket.done)
        lead(kv->env);
    (void)pthread_cond_destroy(&ticket.turn);
    if (ticket.status == NNREG_CORRUPT)
        atomic_store(&kv->env->suspect, true);
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
