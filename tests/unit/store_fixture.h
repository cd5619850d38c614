/*
 * What the tests of the store share: a scratch folder of their own, an open store in it, the plainest closures, and
 * children. A test that forks checks in the child with CHILD, since Check's assertions only work in the test itself.
 */
#ifndef NNREG_TESTS_STORE_FIXTURE_H
#define NNREG_TESTS_STORE_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/status.h"
#include "store/keys.h"
#include "store/kv.h"

/* A new folder in $TMPDIR or /tmp, and its removal with all that is in it. */
struct scratch {
    char path[256];
    int folder;
};
void scratch_make(struct scratch *scratch);
void scratch_remove(struct scratch *scratch);
/*
 * From here on, until it is undone, new ones are in memory where there is a file system of that kind and $TMPDIR names
 * none: for what waits for the device thousands of times and asks nothing of it but that a call can fail.
 */
void scratch_use_memory(bool use);
/* The entries of a folder of the scratch folder ("." itself), sorted, each followed by a space. */
const char *scratch_list(const struct scratch *scratch, const char *path);
/* -1: there is none. */
int64_t scratch_size(const struct scratch *scratch, const char *name);
void scratch_truncate(const struct scratch *scratch, const char *name, int64_t size);
void scratch_write(const struct scratch *scratch, const char *name, int64_t offset, const void *content,
                   size_t size);
void scratch_read(const struct scratch *scratch, const char *name, int64_t offset, void *content,
                  size_t size);

/* Open descriptors of this process. */
unsigned open_descriptors(void);

/*
 * Whether stores are kept by the library's default engine, in files; else NNREG_ENGINE is set, and they are in memory or in PostgreSQL:
 * then what is about files, maps or several processes is left out.
 */
bool store_is_default(void);
/* Whether NNREG_ENGINE is that. */
bool store_is_of(const char *name);

/* The scratch folder's store, with the registry's tables; `map_size` 0: the default. */
nnreg_status store_open(struct nnreg_kv **kv, const struct scratch *scratch, uint64_t map_size,
                        struct nnreg_error *error);
extern const struct nnreg_kv_options store_options;

/* A new scratch folder with a store that has one entry, closed. */
void store_make(struct scratch *scratch);
/* Opens it; the test fails where that fails. */
struct nnreg_kv *store_opened(const struct scratch *scratch);

/* In tasks: number -> number. Each in a transaction of its own. */
nnreg_status store_put(struct nnreg_kv *kv, uint64_t key, uint64_t value, struct nnreg_error *error);
/* UINT64_MAX: it is not there, or cannot be read. */
uint64_t store_get(struct nnreg_kv *kv, uint64_t key);

/* The same inside a closure. */
nnreg_status put_number(struct nnreg_kv_txn *txn, uint64_t key, uint64_t value, struct nnreg_error *error);
uint64_t get_number(struct nnreg_kv_txn *txn, uint64_t key);
/* In networks: a value of `size` bytes. */
nnreg_status put_large(struct nnreg_kv_txn *txn, uint64_t key, size_t size, struct nnreg_error *error);

/* Ends the child with a number that tells where, unless the condition holds. */
#define CHILD(condition)                                  \
    do {                                                  \
        if (!(condition))                                 \
            child_failed(__FILE__, __LINE__, #condition); \
    } while (0)
_Noreturn void child_failed(const char *file, int line, const char *condition);
/* Ends the child well. Not by exit: valgrind takes what the parent had open, LMDB's arrays, for leaks of the child. */
_Noreturn void child_done(void);
/* Waits for a child and returns its status as waitpid gives it. */
int child_wait(pid_t child);

/* In a child: it is killed in front of its n-th system call on files from now on, n from 1. */
void child_die_at(unsigned n);
/* Waits for one that was to die there: whether it did. If not, it has ended well. */
bool child_died(pid_t child);

/*
 * Whether the system does what it promises, which an emulator of another machine need not (qemu's user mode): gives a child a page
 * as zeros that was to be so (MADV_WIPEONFORK), and a mutex to the next one when its holder is killed. Where not, says that the test
 * is skipped, and why.
 */
bool fixture_forgets_on_fork(void);
bool fixture_mends_mutexes(void);

/* Whether each run is slow (valgrind, NNREG_TEST_QUICK), so that sweeps are thinned. */
bool fixture_thins(void);

/*
 * How much less than all is done: `quick` where each run is slow, and says so; else a third of that, and a ninth where it is counted
 * what is reached (a build with --enable-coverage); all (1) with NNREG_TEST_COMPLETE (make faults).
 */
unsigned fixture_share(const char *what, unsigned quick);

/* The same as the steps of a sweep, all of which go much the same way: six times as large behind valgrind. */
unsigned fixture_stride(const char *sweep, unsigned quick);

#endif
