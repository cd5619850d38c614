/*
 * Snapshots. LMDB tells a writer which old pages are still read by slots in lock.mdb. A slot is taken under LMDB's mutex for
 * them and belongs to a process id; both go wrong between PID namespaces. So a slot is taken under a lock of the store's
 * own, once, and kept for the snapshots to come: after that a snapshot takes no lock at all.
 *
 * Where this process can have no slots (env->slotless), a snapshot shares the lock of the state it reads. A writer takes
 * those of all states but the last two, so it waits for such readers, not they for it:
 *
 *   1. begin: LMDB takes the newest state, t, perhaps while the writer of t is still putting its meta page down
 *   2. lock the state t, without waiting. Refused: a writer has gone beyond t; or it has not finished t
 *   3. begin again. Is it t still? Then nobody has been writing that meta page, and nobody reuses the pages of t
 */
#include "store/lmdb/internal.h"

#include "base/alloc.h"

#define ROUNDS 100 /* times that a begin is tried again because another process wrote meanwhile */

/* ---------------------------------------------------------------------------------------------------- the list -- */

/*
 * The list only grows, at its head, until the environment goes; so who looks for a reader that nobody uses takes no lock.
 */
static nnreg_status add_reader(struct nnreg_lmdb_reader **out, struct nnreg_lmdb_env *env,
                               struct nnreg_error *error)
{
    struct nnreg_lmdb_reader *reader = nnreg_alloc_zero(1, sizeof *reader);

    if (reader == NULL)
        return nnreg_fail_memory(error);
    reader->file = -1;
    atomic_init(&reader->used, true);
    pthread_mutex_lock(&env->listing);
    reader->next = atomic_load(&env->readers);
    atomic_store(&env->readers, reader);
    pthread_mutex_unlock(&env->listing);
    *out = reader;
    return NNREG_OK;
}

static nnreg_status take_reader(struct nnreg_lmdb_reader **out, struct nnreg_lmdb_env *env,
                                struct nnreg_error *error)
{
    struct nnreg_lmdb_reader *reader = atomic_load_explicit(&env->readers, memory_order_acquire);

    while (reader != NULL && (atomic_load_explicit(&reader->used, memory_order_relaxed) ||
                              atomic_exchange_explicit(&reader->used, true, memory_order_acquire)))
        reader = reader->next;
    *out = reader;
    return reader != NULL ? NNREG_OK : add_reader(out, env, error);
}

static void give_back(struct nnreg_lmdb_reader *reader)
{
    atomic_store_explicit(&reader->used, false, memory_order_release);
}

void nnreg_lmdb_release_readers(struct nnreg_lmdb_env *env)
{
    struct nnreg_lmdb_reader *reader;

    pthread_mutex_lock(&env->listing);
    for (reader = atomic_load(&env->readers); reader != NULL; reader = reader->next) {
        nnreg_mdb_abort(env, reader->txn);
        reader->txn = NULL;
        nnreg_fs_close(reader->file);
        reader->file = -1;
    }
    pthread_mutex_unlock(&env->listing);
}

void nnreg_lmdb_free_readers(struct nnreg_lmdb_env *env)
{
    struct nnreg_lmdb_reader *reader, *next;

    nnreg_lmdb_release_readers(env);
    for (reader = atomic_exchange(&env->readers, NULL); reader != NULL; reader = next) {
        next = reader->next;
        nnreg_free(reader);
    }
}

/* ------------------------------------------------------------------------------------------------------- begin -- */

/* The first time: a slot is taken, where there are slots. */
static nnreg_status begin_first(struct nnreg_lmdb_env *env, struct nnreg_lmdb_reader *reader, int *code,
                                struct nnreg_error *error)
{
    nnreg_status status = env->slotless == NULL ? nnreg_lmdb_lock_slots(env, error) : NNREG_OK;

    if (status != NNREG_OK)
        return status;
    *code = nnreg_mdb_begin(env, NULL, MDB_RDONLY, &reader->txn);
    if (env->slotless == NULL)
        nnreg_lmdb_unlock_slots(env);
    return NNREG_OK;
}

/* *code: as LMDB's begin returns it. */
static nnreg_status begin_snapshot(struct nnreg_lmdb_env *env, struct nnreg_lmdb_reader *reader, int *code,
                                   struct nnreg_error *error)
{
    if (reader->txn == NULL)
        return begin_first(env, reader, code, error);
    *code = nnreg_mdb_renew(env, reader->txn);
    return NNREG_OK;
}

static int begin_again(struct nnreg_lmdb_env *env, struct nnreg_lmdb_reader *reader)
{
    mdb_txn_reset(reader->txn);
    return nnreg_mdb_renew(env, reader->txn);
}

static uint64_t state_of(const struct nnreg_lmdb_reader *reader)
{
    return (uint64_t)mdb_txn_id(reader->txn);
}

/* One try to have the state that was begun; *held: it is. The lock of another one is given up. */
static nnreg_status hold_state(struct nnreg_lmdb_env *env, struct nnreg_lmdb_reader *reader, bool *held,
                               int *code, struct nnreg_error *error)
{
    uint64_t state = state_of(reader), byte = NNREG_LMDB_LOCK_STATES + state;
    nnreg_status status = nnreg_fs_lock_bytes(reader->file, false, byte, 1, false, error);

    *held = false;
    *code = begin_again(env, reader);
    if (*code != MDB_SUCCESS || (status != NNREG_OK && status != NNREG_BUSY))
        goto out;
    /* Refused, and still the newest: its commit ends any moment. */
    if (status == NNREG_BUSY && state_of(reader) == state) {
        status = nnreg_fs_lock_bytes(reader->file, false, byte, 1, true, error);
        if (status == NNREG_OK)
            *code = begin_again(env, reader);
    }
    *held = status == NNREG_OK && *code == MDB_SUCCESS && state_of(reader) == state;
    reader->state = state;
out:
    if (!*held)
        nnreg_fs_unlock_bytes(reader->file, byte, 1);
    return status == NNREG_BUSY ? NNREG_OK : status;
}

/* With the list's mutex, so that no fork comes between the open file and its place in the list. */
static nnreg_status open_reader_file(struct nnreg_lmdb_env *env, struct nnreg_lmdb_reader *reader, int *code,
                                     struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status;

    pthread_mutex_lock(&env->listing);
    status = nnreg_fs_open(&reader->file, &stat, env->folder, NNREG_LMDB_DATA, error);
    if (status == NNREG_OK && !nnreg_fs_is_same(&stat, &env->data)) {
        nnreg_fs_close(reader->file);
        reader->file = -1;
        *code = NNREG_LMDB_REPLACED;
    }
    pthread_mutex_unlock(&env->listing);
    return status;
}

static nnreg_status begin_slotless(struct nnreg_lmdb_env *env, struct nnreg_lmdb_reader *reader, int *code,
                                   struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    bool held = false;
    unsigned round;

    *code = MDB_SUCCESS;
    if (reader->file < 0)
        status = open_reader_file(env, reader, code, error);
    if (status != NNREG_OK || *code != MDB_SUCCESS)
        return status;
    status = begin_snapshot(env, reader, code, error);
    for (round = 0; round < ROUNDS && *code == MDB_SUCCESS && status == NNREG_OK && !held; round++)
        status = hold_state(env, reader, &held, code, error);
    if (status == NNREG_OK && *code == MDB_SUCCESS && !held)
        status =
            nnreg_fail(error, NNREG_BUSY, "cannot read %s: it is being changed too often", NNREG_LMDB_DATA);
    if (status != NNREG_OK && *code == MDB_SUCCESS)
        mdb_txn_reset(reader->txn);
    return status;
}

/* One try, inside the gate. */
static nnreg_status try_snapshot(struct nnreg_lmdb_env *env, struct nnreg_lmdb_reader *reader, int *code,
                                 struct nnreg_error *error)
{
    if (nnreg_lmdb_is_closed(env)) {
        *code = NNREG_LMDB_REPLACED;
        return NNREG_OK;
    }
    return env->slotless != NULL ? begin_slotless(env, reader, code, error)
                                 : begin_snapshot(env, reader, code, error);
}

/* Makes the next try more likely to succeed: NNREG_OK; or says that there is none. */
static nnreg_status prepare_next(struct nnreg_lmdb_env *env, int code, unsigned seen, bool *cleared,
                                 struct nnreg_error *error)
{
    size_t dead;

    if (code == MDB_MAP_RESIZED)
        return nnreg_lmdb_remap(env, false, seen, error);
    if (code != MDB_READERS_FULL || *cleared)
        return nnreg_lmdb_fail(error, code, "cannot read the store");
    *cleared = true;
    return nnreg_lmdb_clear_dead(&dead, env, error);
}

/* What another file in the place of ours means for one who has none to go on with: a move, or that it was replaced. */
static nnreg_status is_replaced(bool *gone, struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    nnreg_status status = nnreg_lmdb_is_closed(env) ? NNREG_OK : nnreg_lmdb_same_files(env, gone, error);

    *gone = *gone || nnreg_lmdb_is_closed(env);
    return status;
}

nnreg_status nnreg_lmdb_begin_read_here(struct nnreg_lmdb_env *env, struct nnreg_lmdb_reader **out,
                                        bool *gone, unsigned *seen, struct nnreg_error *error)
{
    struct nnreg_lmdb_reader *reader = NULL;
    nnreg_status status = take_reader(&reader, env, error);
    bool cleared = false;
    int code = MDB_MAP_RESIZED;
    unsigned round;

    *out = NULL;
    *gone = false;
    if (status != NNREG_OK)
        return status;
    for (round = 0; round < ROUNDS && status == NNREG_OK && !*gone; round++) {
        nnreg_lmdb_enter(env, false);
        reader->tables =
            nnreg_lmdb_present_tables(env->slotless != NULL ? &env->slotless_tables : &env->tables);
        status = try_snapshot(env, reader, &code, error);
        if (status == NNREG_OK && code == MDB_SUCCESS) {
            *out = reader;
            return NNREG_OK;
        }
        if (status == NNREG_OK && code == NNREG_LMDB_REPLACED)
            status = is_replaced(gone, env, error);
        *seen = nnreg_lmdb_leave(env, false);
        if (status == NNREG_OK && code != NNREG_LMDB_REPLACED)
            status = prepare_next(env, code, *seen, &cleared, error);
    }
    give_back(reader);
    return status != NNREG_OK || *gone ? status : nnreg_lmdb_fail(error, code, "cannot read the store");
}

nnreg_status nnreg_lmdb_begin_read(struct nnreg_lmdb_env *env, struct nnreg_lmdb_reader **reader,
                                   struct nnreg_error *error)
{
    unsigned round, seen = 0;
    bool gone, moved = true;

    for (round = 0; round < ROUNDS; round++) {
        nnreg_status status = nnreg_lmdb_begin_read_here(env, reader, &gone, &seen, error);

        if (status != NNREG_OK)
            return status;
        if (!gone)
            status = nnreg_lmdb_has_moved(&moved, env, (*reader)->txn, error);
        if (!gone && status == NNREG_OK && !moved)
            return NNREG_OK;
        if (!gone)
            seen = nnreg_lmdb_end_read(env, *reader);
        if (status == NNREG_OK)
            status = nnreg_lmdb_move(env, seen, error);
        if (status != NNREG_OK)
            return status;
    }
    return nnreg_fail(error, NNREG_BUSY, "cannot read %s: it is being compacted again and again",
                      NNREG_LMDB_DATA);
}

unsigned nnreg_lmdb_end_read(struct nnreg_lmdb_env *env, struct nnreg_lmdb_reader *reader)
{
    if (reader->txn != NULL)
        mdb_txn_reset(reader->txn);
    if (reader->file >= 0)
        nnreg_fs_unlock_bytes(reader->file, NNREG_LMDB_LOCK_STATES + reader->state, 1);
    give_back(reader);
    return nnreg_lmdb_leave(env, false);
}

nnreg_status nnreg_lmdb_clear_dead(size_t *cleared, struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    nnreg_status status;
    int dead = 0, code;

    *cleared = 0;
    nnreg_lmdb_pin(env);
    status = env->mdb != NULL ? nnreg_lmdb_lock_slots(env, error) : NNREG_NOT_FOUND;
    if (status != NNREG_OK) {
        nnreg_lmdb_unpin(env);
        return status == NNREG_NOT_FOUND ? NNREG_OK : status;
    }
    code = mdb_reader_check(env->mdb, &dead);
    nnreg_lmdb_unlock_slots(env);
    nnreg_lmdb_unpin(env);
    *cleared = dead > 0 ? (size_t)dead : 0;
    return code == MDB_SUCCESS ? NNREG_OK
                               : nnreg_lmdb_fail(error, code, "cannot clear the slots of dead readers");
}
