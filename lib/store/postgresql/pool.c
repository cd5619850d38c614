/*
 * Connections for reads, which any thread takes and gives back: as many as may be open at once, and who comes then waits for one.
 * That for writes is apart, so that no number of snapshots keeps a write from going on: there is one writer at a time in a
 * process, the leader of the queue.
 */
#include "store/postgresql/internal.h"

#include "base/clock.h"

/* One that is idle, and of the server that is asked for. */
static struct nnreg_pg_connection *take_idle(struct nnreg_pg_store *store, bool standby)
{
    struct nnreg_pg_connection **link = &store->idle, *found;

    while ((found = *link) != NULL && found->standby != standby)
        link = &found->next;
    if (found != NULL)
        *link = found->next;
    return found;
}

/* Room for another: an idle one of the other server goes for it. False: the time is up. */
static bool await_room(struct nnreg_pg_store *store, bool standby, struct nnreg_pg_connection **found)
{
    int64_t deadline = nnreg_clock_steady() + store->patience;
    struct timespec until = {.tv_sec = (time_t)(deadline / 1000000),
                             .tv_nsec = (long)(deadline % 1000000) * 1000};
    struct nnreg_pg_connection *other;

    while ((*found = take_idle(store, standby)) == NULL && store->opened >= store->most) {
        other = take_idle(store, !standby);
        if (other != NULL) {
            nnreg_pg_disconnect(other);
            store->opened--;
        } else if (nnreg_clock_steady() >= deadline)
            return false;
        else
            (void)pthread_cond_timedwait(&store->freed, &store->mutex, &until);
    }
    store->opened += *found == NULL;
    return true;
}

static void leave_room(struct nnreg_pg_store *store)
{
    pthread_mutex_lock(&store->mutex);
    store->opened--;
    pthread_cond_signal(&store->freed);
    pthread_mutex_unlock(&store->mutex);
}

/* A standby that cannot be had is no reason not to read. */
static nnreg_status open_reader(struct nnreg_pg_connection **connection, struct nnreg_pg_store *store,
                                bool standby, struct nnreg_error *error)
{
    nnreg_status status = nnreg_pg_connect(connection, store, standby, error);

    if (status != NNREG_OK && standby)
        status = nnreg_pg_connect(connection, store, false, error);
    if (status != NNREG_OK)
        return status;
    status = nnreg_pg_prepare(*connection, error);
    if (status != NNREG_OK)
        nnreg_pg_disconnect(*connection);
    return status;
}

nnreg_status nnreg_pg_take_reader(struct nnreg_pg_connection **connection, struct nnreg_pg_store *store,
                                  bool primary, struct nnreg_error *error)
{
    bool standby = store->reads != NULL && !primary, room;
    nnreg_status status;

    pthread_mutex_lock(&store->mutex);
    room = await_room(store, standby, connection);
    pthread_mutex_unlock(&store->mutex);
    if (!room)
        return nnreg_fail(error, NNREG_BUSY,
                          "all %u connections to " NNREG_PG_DATA " are in use by other threads", store->most);
    if (*connection != NULL)
        return NNREG_OK;
    status = open_reader(connection, store, standby, error);
    if (status != NNREG_OK)
        leave_room(store);
    return status;
}

void nnreg_pg_give_reader(struct nnreg_pg_store *store, struct nnreg_pg_connection *connection)
{
    if (nnreg_pg_is_lost(connection)) {
        nnreg_pg_disconnect(connection);
        leave_room(store);
        return;
    }
    connection->used = true;
    pthread_mutex_lock(&store->mutex);
    connection->next = store->idle;
    store->idle = connection;
    pthread_cond_signal(&store->freed);
    pthread_mutex_unlock(&store->mutex);
}

void nnreg_pg_drop_idle(struct nnreg_pg_store *store)
{
    struct nnreg_pg_connection *connection, *next;

    pthread_mutex_lock(&store->mutex);
    for (connection = store->idle; connection != NULL; connection = next) {
        next = connection->next;
        nnreg_pg_disconnect(connection);
        store->opened--;
    }
    store->idle = NULL;
    pthread_cond_broadcast(&store->freed);
    pthread_mutex_unlock(&store->mutex);
}
