/*
 * The map, and how it grows. LMDB sees its file through a mapping of fixed size (16 MiB at first), and a write that needs a page
 * behind its end fails with MDB_MAP_FULL. It costs address space only, so it could be vast from the first; but not where that
 * is limited (RLIMIT_AS, 32 bits), and not for many registries at once. So it grows when it has to: doubled up to 1 GiB, then by
 * 1 GiB. A write that does not fit goes like this:
 *
 *   1. LMDB says MDB_MAP_FULL, at a put or at the commit. The transaction is marked (`retry`, kv_engine.h) and aborted
 *   2. its thread, which still leads its batch, leaves the gate, and takes along which map it has seen (the generation)
 *   3. slots of dead readers are cleared. Were there any, the room they kept may do: 6
 *   4. nnreg_lmdb_remap waits until nobody of this process is inside the gate, since mdb_env_set_mapsize unmaps the old map
 *      under a reader without a word, and refuses while this process writes
 *   5. the map becomes the next size up. If another thread was faster (the generation is another), that was it already
 *   6. the closures of the whole batch are run again, on the state before it, as often as needed
 *
 * The file itself grows by what is committed, not by this: the size of the map is this process's own affair. When another process
 * has made the file larger than our map, a begin says MDB_MAP_RESIZED, for reading and for writing; then steps 4 and 5 are
 * done with the size that the file asks for (`grow` false), and the begin is tried again.
 *
 * The gate lets readers in while a growth waits, or a long one would stop all others; but 64 of them at most, or a stream of short
 * ones that overlap would keep the growth waiting for ever. Nobody inside the gate waits for the growth: a closure opens no
 * second transaction (kv.h), and so the wait in 4 ends.
 *
 * While nobody waits, a reader comes and goes by counting itself, without the mutex. It counts first and looks whether the gate is watched
 * then; who waits has it watched first and looks at the count then; so one of the two sees the other, as all of these are in one order.
 * Who leaves a gate that is watched wakes whoever waits.
 */
#include "store/lmdb/internal.h"

#include <sys/mman.h>

#include "base/status.h"

/* With the mutex. Who moves passes: its own snapshots are part of that. */
static void wait_for_mover(struct nnreg_lmdb_gate *gate)
{
    while (gate->moving && !pthread_equal(gate->mover, pthread_self()))
        pthread_cond_wait(&gate->changed, &gate->mutex);
}

void nnreg_lmdb_watch(struct nnreg_lmdb_gate *gate)
{
    atomic_store(&gate->watched, gate->growing > 0 || gate->moving);
}

static void wake(struct nnreg_lmdb_gate *gate)
{
    if (gate->growing > 0) /* who waits for this to be empty; a lone reader wakes nobody */
        pthread_cond_broadcast(&gate->changed);
}

void nnreg_lmdb_enter(struct nnreg_lmdb_env *env, bool write)
{
    struct nnreg_lmdb_gate *gate = &env->gate;

    if (!write) {
        atomic_fetch_add(&gate->readers, 1);
        if (!atomic_load(&gate->watched))
            return;
    }
    pthread_mutex_lock(&gate->mutex);
    if (!write) { /* it is none yet */
        atomic_fetch_sub(&gate->readers, 1);
        wake(gate);
    }
    wait_for_mover(gate);
    if (write) { /* the leader of the queue, who is who would wait to grow the map: so nothing to wait for here */
        gate->writing = true;
    } else {
        while (gate->growing > 0 && gate->passed >= NNREG_LMDB_PATIENCE)
            pthread_cond_wait(&gate->changed, &gate->mutex);
        if (gate->growing > 0)
            gate->passed++;
        wait_for_mover(gate);
        atomic_fetch_add(&gate->readers, 1);
    }
    pthread_mutex_unlock(&gate->mutex);
}

unsigned nnreg_lmdb_leave(struct nnreg_lmdb_env *env, bool write)
{
    struct nnreg_lmdb_gate *gate = &env->gate;
    unsigned generation = gate->generation; /* it stays while somebody is inside */

    if (!write) {
        atomic_fetch_sub(&gate->readers, 1);
        if (!atomic_load(&gate->watched))
            return generation;
    }
    pthread_mutex_lock(&gate->mutex);
    if (write)
        gate->writing = false;
    wake(gate);
    pthread_mutex_unlock(&gate->mutex);
    return generation;
}

void nnreg_lmdb_pin(struct nnreg_lmdb_env *env)
{
    pthread_mutex_lock(&env->gate.mutex);
    wait_for_mover(&env->gate);
    env->gate.pinned++;
    pthread_mutex_unlock(&env->gate.mutex);
}

void nnreg_lmdb_unpin(struct nnreg_lmdb_env *env)
{
    pthread_mutex_lock(&env->gate.mutex);
    env->gate.pinned--;
    wake(&env->gate);
    pthread_mutex_unlock(&env->gate.mutex);
}

uint64_t nnreg_lmdb_map_size(uint64_t size, uint64_t needed)
{
    while (size < needed && size <= NNREG_LMDB_MAP_MOST)
        size += size < NNREG_LMDB_MAP_STEP ? size : NNREG_LMDB_MAP_STEP;
    return size <= NNREG_LMDB_MAP_MOST ? size : 0;
}

/*
 * LMDB unmaps first and maps then; when it can't, the environment has no map and would crash at the next call. So it
 * is tried out whether there is room for the new map beside the old one.
 */
static nnreg_status try_room(uint64_t size, struct nnreg_error *error)
{
    void *room = size <= SIZE_MAX
                     ? mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
                     : MAP_FAILED;

    if (room == MAP_FAILED)
        return nnreg_fail(error, NNREG_NO_MEMORY, "cannot grow the store: no address space for %llu bytes",
                          (unsigned long long)size);
    (void)munmap(room, (size_t)size);
    return NNREG_OK;
}

/* The map of one environment, while nobody has a transaction open. */
static nnreg_status change_map(struct nnreg_lmdb_env *env, MDB_env *mdb, bool grow, struct nnreg_error *error)
{
    nnreg_status status;
    MDB_envinfo info;
    MDB_stat stat;
    uint64_t needed, size;
    int code;

    (void)mdb_env_info(mdb, &info);
    (void)mdb_env_stat(mdb, &stat);
    needed = ((uint64_t)info.me_last_pgno + 1) * stat.ms_psize;
    if (grow && needed <= info.me_mapsize)
        needed = (uint64_t)info.me_mapsize + 1;
    if (needed <= info.me_mapsize)
        return NNREG_OK;
    size = nnreg_lmdb_map_size(info.me_mapsize, needed);
    if (size == 0)
        return nnreg_fail(error, NNREG_LIMIT, "the store has reached its largest size, %llu bytes",
                          (unsigned long long)NNREG_LMDB_MAP_MOST);
    status = try_room(size, error);
    if (status != NNREG_OK)
        return status;
    code = mdb_env_set_mapsize(mdb, (size_t)size);
    if (code != MDB_SUCCESS) {
        atomic_store(&env->dead, true); /* it has no map now */
        return nnreg_lmdb_fail(error, code, "cannot grow the store");
    }
    return NNREG_OK;
}

/* Only what writes grows by itself; what is only read from follows the file. */
static nnreg_status change_maps(struct nnreg_lmdb_env *env, bool grow, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    if (env->mdb != NULL)
        status = change_map(env, env->mdb, grow, error);
    if (status == NNREG_OK && env->slotless != NULL)
        status = change_map(env, env->slotless, false, error);
    if (status == NNREG_OK)
        env->gate.generation++;
    return status;
}

nnreg_status nnreg_lmdb_remap(struct nnreg_lmdb_env *env, bool grow, unsigned seen, struct nnreg_error *error)
{
    struct nnreg_lmdb_gate *gate = &env->gate;
    nnreg_status status = NNREG_OK;

    pthread_mutex_lock(&gate->mutex);
    if (gate->growing++ == 0)
        gate->passed = 0; /* the first to wait: from here on readers are counted */
    nnreg_lmdb_watch(gate);
    wait_for_mover(gate);
    while ((atomic_load(&gate->readers) > 0 || gate->writing) && gate->generation == seen) {
        pthread_cond_wait(&gate->changed, &gate->mutex);
        wait_for_mover(gate);
    }
    if (gate->generation == seen)
        status = change_maps(env, grow, error);
    gate->growing--;
    nnreg_lmdb_watch(gate);
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->mutex);
    return status;
}
