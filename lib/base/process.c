/*
 * The present process: see process.h.
 *
 * The id is kept in a page of memory that the kernel gives to a forked child as zeros (MADV_WIPEONFORK, since Linux 4.14): so the
 * child finds that it is not known, whoever made it and by which call, where a handler of pthread_atfork would have to be run.
 * Where there is no such page the system is asked each time. An emulator may say yes to it and do nothing (qemu's user mode before
 * 8.0): of most children the handler, which is there as well, hears all the same.
 */
#include "base/process.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

typedef _Atomic(long) kept_id;

static _Atomic(kept_id *) page; /* NULL: there is none yet */
static atomic_bool refused;

static void forget_the_parents(void)
{
    atomic_store_explicit(atomic_load_explicit(&page, memory_order_acquire), 0, memory_order_relaxed);
}

/* Once for the process, and never given back. Of two threads that come at once, the one uses what the other made. */
static kept_id *make_page(void)
{
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    void *made;
    kept_id *expected = NULL;

    if (atomic_load_explicit(&refused, memory_order_relaxed))
        return NULL;
    made = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (made == MAP_FAILED || madvise(made, size, MADV_WIPEONFORK) != 0) {
        atomic_store(&refused, true);
        if (made != MAP_FAILED)
            (void)munmap(made, size);
        return NULL;
    }
    if (atomic_compare_exchange_strong(&page, &expected, made)) {
        (void)pthread_atfork(NULL, NULL, forget_the_parents);
        return made;
    }
    (void)munmap(made, size);
    return expected;
}

long nnreg_process_id(void)
{
    kept_id *kept = atomic_load_explicit(&page, memory_order_acquire);
    long id;

    if (kept == NULL && (kept = make_page()) == NULL)
        return (long)getpid();
    id = atomic_load_explicit(kept, memory_order_relaxed);
    if (id == 0) {
        id = (long)getpid();
        atomic_store_explicit(kept, id, memory_order_relaxed);
    }
    return id;
}
