/* See heap.h. Outside of heap_begin and heap_end nothing is counted, so that times are not changed by it. */
#include "heap.h"

#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#if defined __GLIBC__ && !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__

#define KEPT_BELOW (32 << 20) /* as far as mallopt lets it */

static atomic_bool counting;
static _Atomic int64_t live, peak;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *memory);

static void add(int64_t size)
{
    int64_t now = atomic_fetch_add(&live, size) + size, most = atomic_load(&peak);

    while (now > most && !atomic_compare_exchange_weak(&peak, &most, now))
        continue;
}

static void *taken(void *memory)
{
    if (memory != NULL && atomic_load_explicit(&counting, memory_order_relaxed))
        add((int64_t)malloc_usable_size(memory));
    return memory;
}

static int64_t size_of(void *memory)
{
    if (memory == NULL || !atomic_load_explicit(&counting, memory_order_relaxed))
        return 0;
    return (int64_t)malloc_usable_size(memory);
}

void *malloc(size_t size)
{
    return taken(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return taken(__libc_calloc(count, size));
}

/* While a block moves both its places exist, but that is the allocator's own. */
void *realloc(void *old, size_t size)
{
    int64_t before = size_of(old);
    void *memory = __libc_realloc(old, size);

    if (memory != NULL || size == 0)
        atomic_fetch_sub(&live, before);
    return taken(memory);
}

void *memalign(size_t alignment, size_t size)
{
    return taken(__libc_memalign(alignment, size));
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return taken(__libc_memalign(alignment, size));
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    void *got = __libc_memalign(alignment, size);

    if (got == NULL)
        return ENOMEM;
    *memory = taken(got);
    return 0;
}

void free(void *memory)
{
    atomic_fetch_sub(&live, size_of(memory));
    __libc_free(memory);
}

bool heap_counts(void)
{
    return true;
}

void heap_begin(void)
{
    atomic_store(&live, 0);
    atomic_store(&peak, 0);
    atomic_store(&counting, true);
}

size_t heap_end(void)
{
    atomic_store(&counting, false);
    return (size_t)atomic_load(&peak);
}

void heap_give_back(void)
{
    (void)malloc_trim(0);
}

/* Neither in mappings of their own, which go with what is in them, nor cut off at the heap's end. */
void heap_keep(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, KEPT_BELOW);
    (void)mallopt(M_TRIM_THRESHOLD, INT_MAX);
}

#else

bool heap_counts(void)
{
    return false;
}

void heap_begin(void)
{
}

size_t heap_end(void)
{
    return 0;
}

void heap_give_back(void)
{
}

void heap_keep(void)
{
}

#endif
