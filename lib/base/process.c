/*
 * The present process: see process.h.
 *
 * What is known of it is kept in a page of memory that the kernel gives to a forked child as zeros (MADV_WIPEONFORK, since Linux
 * 4.14): so the child finds that nothing is known, whoever made it and by which call, where a handler of pthread_atfork would have to
 * be run. Where there is no such page the system is asked each time. An emulator may say yes to it and do nothing (qemu's user mode
 * before 8.0): of most children the handler, which is there as well, hears all the same.
 *
 * The marks are counted in memory that a child has from its parent: so it goes on where that was, and no two of one line are the same.
 */
#include "base/process.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

typedef atomic_ulong kept_mark; /* which needs no lock anywhere */

static _Atomic(kept_mark *) page; /* NULL: there is none yet. What is in it: 0, it is not known */
static kept_mark unwiped;         /* in its place, where there can be none */
static _Atomic(long) unwiped_id;  /* of the process that it is the mark of */
static kept_mark marks;           /* that were given */

static void forget_the_parents(void)
{
    atomic_store_explicit(atomic_load_explicit(&page, memory_order_acquire), 0, memory_order_relaxed);
}

static kept_mark *map_page(size_t size)
{
    void *made = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (made == MAP_FAILED)
        return &unwiped;
    if (madvise(made, size, MADV_WIPEONFORK) == 0)
        return made;
    (void)munmap(made, size);
    return &unwiped;
}

/* Once for the process, and never given back. Of two threads that come at once, the one uses what the other made. */
static kept_mark *make_page(void)
{
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    kept_mark *made = map_page(size), *expected = NULL;

    if (atomic_compare_exchange_strong(&page, &expected, made)) {
        (void)pthread_atfork(NULL, NULL, forget_the_parents);
        return made;
    }
    if (made != &unwiped)
        (void)munmap(made, size);
    return expected;
}

/*
 * A child that no handler has heard of, and that has its parent's memory, is known by its id at least. It has one thread then; of
 * several that come first of all in a process none takes away what another one was given.
 */
static void look_at_unwiped(void)
{
    long id = (long)getpid(), before = atomic_load_explicit(&unwiped_id, memory_order_relaxed);

    if (before != id && atomic_compare_exchange_strong(&unwiped_id, &before, id) && before != 0)
        atomic_store_explicit(&unwiped, 0, memory_order_relaxed);
}

uint64_t nnreg_process_mark(void)
{
    kept_mark *kept = atomic_load_explicit(&page, memory_order_acquire);
    unsigned long its, given;

    if (kept == NULL)
        kept = make_page();
    if (kept == &unwiped)
        look_at_unwiped();
    its = atomic_load_explicit(kept, memory_order_relaxed);
    if (its != 0)
        return its;
    given = atomic_fetch_add(&marks, 1) + 1;
    return atomic_compare_exchange_strong(kept, &its, given) ? given : its;
}
