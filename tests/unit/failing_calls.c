/* See failing_calls.h. */
#include "failing_calls.h"

#include <errno.h>
#include <lmdb.h>
#include <openssl/evp.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/vfs.h>
#include <unistd.h>

static struct {
    atomic_uint left; /* 0: none fails */
    bool on;          /* nor does it end with the one */
    const char *name;
    int code;
    const char *failed;
} plan;

void failing_calls_arm(const char *name, unsigned n, int code)
{
    plan.name = name;
    plan.code = code;
    plan.failed = NULL;
    plan.on = false;
    atomic_store(&plan.left, n);
}

void failing_calls_arm_on(const char *name, unsigned n, int code)
{
    failing_calls_arm(name, n, code);
    plan.on = true;
}

bool failing_calls_failed(const char **name)
{
    atomic_store(&plan.left, 0);
    if (name != NULL)
        *name = plan.failed;
    return plan.failed != NULL;
}

static bool call_fails(const char *name)
{
    unsigned left = atomic_load(&plan.left);

    if (left == 0 || strncmp(name, plan.name, strlen(plan.name)) != 0)
        return false;
    while (left > 0 && !(plan.on && left == 1) && !atomic_compare_exchange_weak(&plan.left, &left, left - 1))
        ;
    if (left == 1)
        plan.failed = name;
    return left == 1;
}

/* A linker may hold a shared library's call to be of the program's function, which must not be hidden then (LMDB on musl). */
#pragma GCC visibility push(default)

/* A call that returns its code. */
#define RETURNS_CODE(name, parameters, arguments)                       \
    int __real_##name parameters;                                       \
    int __wrap_##name parameters;                                       \
    int __wrap_##name parameters                                        \
    {                                                                   \
        return call_fails(#name) ? plan.code : __real_##name arguments; \
    }

/* clang-format off */
RETURNS_CODE(mdb_env_create, (MDB_env **env), (env))
RETURNS_CODE(mdb_env_open, (MDB_env *env, const char *path, unsigned flags, mdb_mode_t mode), (env, path, flags, mode))
RETURNS_CODE(mdb_env_get_fd, (MDB_env *env, mdb_filehandle_t *fd), (env, fd))
RETURNS_CODE(mdb_env_set_mapsize, (MDB_env *env, size_t size), (env, size))
RETURNS_CODE(mdb_txn_begin, (MDB_env *env, MDB_txn *parent, unsigned flags, MDB_txn **txn), (env, parent, flags, txn))
RETURNS_CODE(mdb_txn_renew, (MDB_txn *txn), (txn))
RETURNS_CODE(mdb_dbi_open, (MDB_txn *txn, const char *name, unsigned flags, MDB_dbi *dbi), (txn, name, flags, dbi))
RETURNS_CODE(mdb_get, (MDB_txn *txn, MDB_dbi dbi, MDB_val *key, MDB_val *value), (txn, dbi, key, value))
RETURNS_CODE(mdb_stat, (MDB_txn *txn, MDB_dbi dbi, MDB_stat *stat), (txn, dbi, stat))
RETURNS_CODE(mdb_cursor_open, (MDB_txn *txn, MDB_dbi dbi, MDB_cursor **cursor), (txn, dbi, cursor))
RETURNS_CODE(mdb_cursor_get, (MDB_cursor *cursor, MDB_val *key, MDB_val *value, MDB_cursor_op op), (cursor, key, value, op))
RETURNS_CODE(mdb_cursor_put, (MDB_cursor *cursor, MDB_val *key, MDB_val *value, unsigned flags), (cursor, key, value, flags))
RETURNS_CODE(mdb_cursor_del, (MDB_cursor *cursor, unsigned flags), (cursor, flags))
RETURNS_CODE(mdb_reader_check, (MDB_env *env, int *dead), (env, dead))
RETURNS_CODE(pthread_create, (pthread_t *thread, const pthread_attr_t *how, void *(*run)(void *), void *context), (thread, how, run, context))
RETURNS_CODE(pthread_mutex_init, (pthread_mutex_t *mutex, const pthread_mutexattr_t *how), (mutex, how))
RETURNS_CODE(pthread_cond_init, (pthread_cond_t *changed, const pthread_condattr_t *how), (changed, how))
/* clang-format on */

/* A commit that fails ends its transaction all the same. */
int __real_mdb_txn_commit(MDB_txn *txn);
int __wrap_mdb_txn_commit(MDB_txn *txn);
int __wrap_mdb_txn_commit(MDB_txn *txn)
{
    if (!call_fails("mdb_txn_commit"))
        return __real_mdb_txn_commit(txn);
    mdb_txn_abort(txn);
    return plan.code;
}

/* -------------------------------------------------------------------------------------------------- libcrypto -- */

EVP_MD_CTX *__real_EVP_MD_CTX_new(void);
EVP_MD_CTX *__wrap_EVP_MD_CTX_new(void);
EVP_MD_CTX *__wrap_EVP_MD_CTX_new(void)
{
    return call_fails("EVP_MD_CTX_new") ? NULL : __real_EVP_MD_CTX_new();
}

int __real_EVP_DigestInit_ex2(EVP_MD_CTX *context, const EVP_MD *type, const OSSL_PARAM *parameters);
int __wrap_EVP_DigestInit_ex2(EVP_MD_CTX *context, const EVP_MD *type, const OSSL_PARAM *parameters);
int __wrap_EVP_DigestInit_ex2(EVP_MD_CTX *context, const EVP_MD *type, const OSSL_PARAM *parameters)
{
    return call_fails("EVP_DigestInit_ex2") ? 0 : __real_EVP_DigestInit_ex2(context, type, parameters);
}

int __real_EVP_DigestUpdate(EVP_MD_CTX *context, const void *content, size_t size);
int __wrap_EVP_DigestUpdate(EVP_MD_CTX *context, const void *content, size_t size);
int __wrap_EVP_DigestUpdate(EVP_MD_CTX *context, const void *content, size_t size)
{
    return call_fails("EVP_DigestUpdate") ? 0 : __real_EVP_DigestUpdate(context, content, size);
}

int __real_EVP_DigestFinal_ex(EVP_MD_CTX *context, unsigned char *digest, unsigned *size);
int __wrap_EVP_DigestFinal_ex(EVP_MD_CTX *context, unsigned char *digest, unsigned *size);
int __wrap_EVP_DigestFinal_ex(EVP_MD_CTX *context, unsigned char *digest, unsigned *size)
{
    return call_fails("EVP_DigestFinal_ex") ? 0 : __real_EVP_DigestFinal_ex(context, digest, size);
}

/* ------------------------------------------------------------------------------------------------- the system -- */

ssize_t __real_getrandom(void *bytes, size_t size, unsigned flags);
ssize_t __wrap_getrandom(void *bytes, size_t size, unsigned flags);
ssize_t __wrap_getrandom(void *bytes, size_t size, unsigned flags)
{
    if (!call_fails("getrandom"))
        return __real_getrandom(bytes, size, flags);
    errno = plan.code;
    return -1;
}

void *__real_mmap(void *where, size_t size, int rights, int flags, int fd, off_t offset);
void *__wrap_mmap(void *where, size_t size, int rights, int flags, int fd, off_t offset);
void *__wrap_mmap(void *where, size_t size, int rights, int flags, int fd, off_t offset)
{
    if (!call_fails("mmap"))
        return __real_mmap(where, size, rights, flags, fd, offset);
    errno = plan.code;
    return MAP_FAILED;
}

/* A call that sets errno and returns -1. */
#define SETS_ERRNO(result, name, parameters, arguments) \
    result __real_##name parameters;                    \
    result __wrap_##name parameters;                    \
    result __wrap_##name parameters                     \
    {                                                   \
        if (!call_fails(#name))                         \
            return __real_##name arguments;             \
        errno = plan.code;                              \
        return -1;                                      \
    }

/* clang-format off */
SETS_ERRNO(ssize_t, write, (int fd, const void *content, size_t size), (fd, content, size))
SETS_ERRNO(int, poll, (struct pollfd *polled, nfds_t count, int timeout), (polled, count, timeout))
SETS_ERRNO(int, ftruncate, (int fd, off_t size), (fd, size))
SETS_ERRNO(int, fstat, (int fd, struct stat *st), (fd, st))
SETS_ERRNO(int, fstatat, (int folder, const char *path, struct stat *st, int flags), (folder, path, st, flags))
SETS_ERRNO(int, fstatfs, (int fd, struct statfs *st), (fd, st))
SETS_ERRNO(int, fchmod, (int fd, mode_t mode), (fd, mode))
SETS_ERRNO(int, fchown, (int fd, uid_t user, gid_t group), (fd, user, group))
SETS_ERRNO(int, fsync, (int fd), (fd))
SETS_ERRNO(int, flock, (int fd, int how), (fd, how))
SETS_ERRNO(int, eventfd, (unsigned count, int flags), (count, flags))
SETS_ERRNO(int, memfd_create, (const char *name, unsigned flags), (name, flags))
SETS_ERRNO(int, mkdirat, (int folder, const char *path, mode_t mode), (folder, path, mode))
SETS_ERRNO(int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags))
SETS_ERRNO(int, renameat, (int from, const char *old, int to, const char *new), (from, old, to, new))
SETS_ERRNO(int, renameat2, (int from, const char *old, int to, const char *new, unsigned flags), (from, old, to, new, flags))
SETS_ERRNO(int, linkat, (int from, const char *old, int to, const char *new, int flags), (from, old, to, new, flags))
/* clang-format on */

/* The same of those with a last argument that not every call has. It is handed on as it came: a number, or an address. */
#define SETS_ERRNO_OPEN(name, parameters, last, arguments) \
    int __real_##name parameters;                          \
    int __wrap_##name parameters;                          \
    int __wrap_##name parameters                           \
    {                                                      \
        long argument;                                     \
        va_list list;                                      \
                                                           \
        va_start(list, last);                              \
        argument = va_arg(list, long);                     \
        va_end(list);                                      \
        if (!call_fails(#name))                            \
            return __real_##name arguments;                \
        errno = plan.code;                                 \
        return -1;                                         \
    }

/* clang-format off */
SETS_ERRNO_OPEN(fcntl, (int fd, int what, ...), what, (fd, what, argument))
SETS_ERRNO_OPEN(ioctl, (int fd, unsigned long what, ...), what, (fd, what, argument))
SETS_ERRNO_OPEN(open, (const char *path, int flags, ...), flags, (path, flags, (mode_t)argument))
SETS_ERRNO_OPEN(openat, (int folder, const char *path, int flags, ...), flags, (folder, path, flags, (mode_t)argument))
/* clang-format on */
#pragma GCC visibility pop
