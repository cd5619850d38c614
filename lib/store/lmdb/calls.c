/*
 * LMDB's calls and codes.
 *
 * LMDB checks what it finds in the pages of a file partly by assertions, and a failed one ends in abort(). A library
 * may not do that to its host over a damaged file, so every call that looks at pages is made here, with a place to
 * jump back to: the assertion's hook, which must not return, jumps there. That is sound as long as nothing of LMDB is
 * used afterwards that the jump may have left half done:
 *
 *   - the environment is marked dead, and nothing more is asked of it;
 *   - a transaction in a call that only reads is whole, and is ended as usual;
 *   - a call that changes pages may have cursors on its stack that the transaction still points to after the jump, and
 *     to end the transaction would free them. It is left as it is ("stuck"), and with it the right to write, of ours
 *     and of LMDB's, until the process ends: others wait so long. To make that rare, each change first looks its key up,
 *     by the cursor that then makes it, which meets most of the damage while it can be left cleanly.
 *
 * LMDB has no checksums: damage inside a record is found by the registry's own checks, not here.
 */
#include "store/lmdb/internal.h"

/* Where the assertion hook of this thread jumps to; NULL while no call is under way. */
static _Thread_local jmp_buf *landing;

static void jump_to_landing(MDB_env *mdb, const char *message)
{
    (void)mdb;
    (void)message; /* names a line of LMDB's source, which helps nobody who has a damaged file */
    if (landing != NULL)
        longjmp(*landing, 1);
}

void nnreg_lmdb_catch_assertions(MDB_env *mdb)
{
    (void)mdb_env_set_assert(mdb, jump_to_landing);
}

/* Makes `result` what `call` returns, or NNREG_LMDB_ASSERTED. Nothing else may change between setjmp and the jump. */
#define GUARDED(env, result, call)            \
    do {                                      \
        jmp_buf place_;                       \
        landing = &place_;                    \
        if (setjmp(place_) == 0) {            \
            (result) = (call);                \
        } else {                              \
            (result) = NNREG_LMDB_ASSERTED;   \
            atomic_store(&(env)->dead, true); \
        }                                     \
        landing = NULL;                       \
    } while (0)

static int lmdb_changed(struct nnreg_lmdb_env *env, int result)
{
    if (result == NNREG_LMDB_ASSERTED)
        atomic_store(&env->stuck, true);
    return result;
}

int nnreg_mdb_begin(struct nnreg_lmdb_env *env, MDB_txn *parent, unsigned flags, MDB_txn **txn)
{
    volatile int result;

    *txn = NULL;
    GUARDED(env, result,
            mdb_txn_begin((flags & MDB_RDONLY) != 0 && env->slotless != NULL ? env->slotless : env->mdb,
                          parent, flags, txn));
    return result;
}

int nnreg_mdb_renew(struct nnreg_lmdb_env *env, MDB_txn *txn)
{
    volatile int result;

    GUARDED(env, result, mdb_txn_renew(txn));
    return result;
}

int nnreg_mdb_commit(struct nnreg_lmdb_env *env, MDB_txn *txn)
{
    volatile int result;

    GUARDED(env, result, mdb_txn_commit(txn));
    return lmdb_changed(env, result);
}

void nnreg_mdb_abort(struct nnreg_lmdb_env *env, MDB_txn *txn)
{
    if (txn != NULL && !atomic_load(&env->stuck))
        mdb_txn_abort(txn);
}

int nnreg_mdb_open_table(struct nnreg_lmdb_env *env, MDB_txn *txn, const char *name, unsigned flags,
                         MDB_dbi *dbi)
{
    volatile int result;

    GUARDED(env, result, mdb_dbi_open(txn, name, flags, dbi));
    return (flags & MDB_CREATE) != 0 ? lmdb_changed(env, result) : result;
}

int nnreg_mdb_get(struct nnreg_lmdb_env *env, MDB_txn *txn, MDB_dbi dbi, MDB_val *key, MDB_val *value)
{
    volatile int result;

    GUARDED(env, result, mdb_get(txn, dbi, key, value));
    return result;
}

int nnreg_mdb_put(struct nnreg_lmdb_env *env, MDB_cursor *cursor, MDB_val *key, MDB_val *value)
{
    MDB_val old;
    volatile int result = nnreg_mdb_seek(env, cursor, key, &old, MDB_SET);

    if (result != MDB_SUCCESS && result != MDB_NOTFOUND)
        return result;
    GUARDED(env, result, mdb_cursor_put(cursor, key, value, 0));
    return lmdb_changed(env, result);
}

int nnreg_mdb_delete(struct nnreg_lmdb_env *env, MDB_cursor *cursor, MDB_val *key)
{
    MDB_val old;
    volatile int result = nnreg_mdb_seek(env, cursor, key, &old, MDB_SET);

    if (result != MDB_SUCCESS)
        return result;
    GUARDED(env, result, mdb_cursor_del(cursor, 0));
    return lmdb_changed(env, result);
}

int nnreg_mdb_stat(struct nnreg_lmdb_env *env, MDB_txn *txn, MDB_dbi dbi, MDB_stat *stat)
{
    volatile int result;

    GUARDED(env, result, mdb_stat(txn, dbi, stat));
    return result;
}

int nnreg_mdb_seek(struct nnreg_lmdb_env *env, MDB_cursor *cursor, MDB_val *key, MDB_val *value,
                   MDB_cursor_op op)
{
    volatile int result;

    GUARDED(env, result, mdb_cursor_get(cursor, key, value, op));
    return result;
}

/* What LMDB's own codes mean here; those above 0 are errno's. */
static const struct {
    int code;
    nnreg_status status;
    const char *reason;
} lmdb_reasons[] = {
    {MDB_NOTFOUND, NNREG_NOT_FOUND, "it is not there"},
    {MDB_PAGE_NOTFOUND, NNREG_CORRUPT, "a page it refers to is not in the file"},
    {MDB_CORRUPTED, NNREG_CORRUPT, "a page is of the wrong kind"},
    {NNREG_LMDB_ASSERTED, NNREG_CORRUPT, "a page does not hold what it should"},
    {NNREG_LMDB_REPLACED, NNREG_CONFLICT, "its file was replaced while it was being opened"},
    {MDB_PANIC, NNREG_IO, "an earlier write failed; close the registry and open it again"},
    {MDB_VERSION_MISMATCH, NNREG_UNSUPPORTED, "its data or lock file was made by another version of LMDB"},
    {MDB_INVALID, NNREG_CORRUPT, "its data or lock file is no file of LMDB"},
    {MDB_MAP_FULL, NNREG_LIMIT, "it has reached the size of its map"},
    {MDB_MAP_RESIZED, NNREG_BUSY, "another process keeps growing it"},
    {MDB_DBS_FULL, NNREG_LIMIT, "it has too many tables"},
    {MDB_READERS_FULL, NNREG_BUSY,
     "all readers' slots of lock.mdb are taken; nnreg stat tells by whom, and once the registry is closed "
     "everywhere more can be had by max_readers of nnreg_options"},
    {MDB_TXN_FULL, NNREG_LIMIT, "one transaction changes too much"},
    {MDB_CURSOR_FULL, NNREG_CORRUPT, "a tree in it is too deep"},
    {MDB_PAGE_FULL, NNREG_CORRUPT, "a page has less room than it says"},
    {MDB_INCOMPATIBLE, NNREG_CORRUPT, "a table in it is of the wrong kind"},
    {MDB_BAD_TXN, NNREG_CORRUPT, "the transaction failed before"},
    {MDB_BAD_VALSIZE, NNREG_LIMIT, "a key or a value is too long"},
    {MDB_BAD_DBI, NNREG_CORRUPT, "a table was changed by another program"},
};

nnreg_status nnreg_lmdb_fail(struct nnreg_error *error, int code, const char *what)
{
    size_t i;

    if (code > 0)
        return nnreg_fail_errno(error, code, "%s: %s", what, NNREG_LMDB_DATA);
    for (i = 0; i < sizeof lmdb_reasons / sizeof *lmdb_reasons; i++)
        if (lmdb_reasons[i].code == code)
            return nnreg_fail(error, lmdb_reasons[i].status, "%s: %s", what, lmdb_reasons[i].reason);
    return nnreg_fail(error, NNREG_IO, "%s: LMDB's code %d", what, code);
}
