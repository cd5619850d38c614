/*
 * The map: LMDB sees its file through a mapping of fixed size, which has to grow before the file can. mdb_env_set_mapsize
 * unmaps the old one, even under a reader of this process, without a word; and it refuses while this process writes.
 * So every transaction passes a gate, and the map changes while nobody is inside.
 */
#include "store/lmdb/internal.h"

#include <sys/mman.h>

#include "base/status.h"

void nnreg_lmdb_enter(struct nnreg_lmdb_env *env, bool write)
{
    struct nnreg_lmdb_gate *gate = &env->gate;

    pthread_mutex_lock(&gate->mutex);
    if (write) {
        gate->writing = true;
    } else {
        while (gate->growing > 0 && gate->passed >= NNREG_LMDB_PATIENCE)
            pthread_cond_wait(&gate->changed, &gate->mutex);
        if (gate->growing > 0)
            gate->passed++;
        gate->readers++;
    }
    pthread_mutex_unlock(&gate->mutex);
}

unsigned nnreg_lmdb_leave(struct nnreg_lmdb_env *env, bool write)
{
    struct nnreg_lmdb_gate *gate = &env->gate;
    unsigned generation;

    pthread_mutex_lock(&gate->mutex);
    if (write)
        gate->writing = false;
    else
        gate->readers--;
    if (gate->growing > 0)
        pthread_cond_broadcast(&gate->changed);
    generation = gate->generation;
    pthread_mutex_unlock(&gate->mutex);
    return generation;
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
        gate->passed = 0;
    while ((gate->readers > 0 || gate->writing) && gate->generation == seen)
        pthread_cond_wait(&gate->changed, &gate->mutex);
    if (gate->generation == seen)
        status = change_maps(env, grow, error);
    gate->growing--;
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->mutex);
    return status;
}
