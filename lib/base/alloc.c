/*
 * The gate to malloc, or to the host's own allocator: see alloc.h. The counters cost one relaxed atomic each, which does not show
 * beside malloc.
 */
#include "base/alloc.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "nnreg.h"

static atomic_uint_least64_t asked;
static atomic_uint_least64_t fail_from;

/*
 * The host's; without functions there is none. Set before anything is allocated, so before there is a thread that could
 * read it: `used` says that it is too late.
 */
static struct nnreg_allocator host;
static atomic_bool used;

nnreg_status nnreg_set_allocator(const struct nnreg_allocator *allocator)
{
    if (allocator == NULL || allocator->size < sizeof *allocator || allocator->allocate == NULL ||
        allocator->reallocate == NULL || allocator->release == NULL)
        return NNREG_INVALID_ARGUMENT;
    if (atomic_load(&used))
        return NNREG_CONFLICT;
    host = *allocator;
    return NNREG_OK;
}

static bool may_allocate(void)
{
    uint64_t n = atomic_fetch_add_explicit(&asked, 1, memory_order_relaxed) + 1;
    uint64_t limit = atomic_load_explicit(&fail_from, memory_order_relaxed);

    if (!atomic_load_explicit(&used, memory_order_relaxed))
        atomic_store(&used, true);
    return limit == 0 || n < limit;
}

/*
 * At least a byte everywhere: malloc(0) and calloc may return NULL, which would be taken for no memory, and realloc to 0 frees
 * what was there (malloc(3)).
 */
void *nnreg_alloc(size_t size)
{
    if (!may_allocate())
        return NULL;
    size = size > 0 ? size : 1;
    return host.allocate != NULL ? host.allocate(host.context, size) : malloc(size);
}

void *nnreg_alloc_zero(size_t count, size_t size)
{
    size_t bytes;
    void *memory;

    if (!nnreg_size_multiply(&bytes, count, size) || !may_allocate())
        return NULL;
    if (host.allocate == NULL)
        return bytes > 0 ? calloc(count, size) : calloc(1, 1);
    bytes = bytes > 0 ? bytes : 1;
    memory = host.allocate(host.context, bytes);
    return memory != NULL ? memset(memory, 0, bytes) : NULL;
}

void *nnreg_realloc_array(void *old, size_t count, size_t size)
{
    size_t bytes;

    if (!nnreg_size_multiply(&bytes, count, size) || !may_allocate())
        return NULL;
    bytes = bytes > 0 ? bytes : 1;
    return host.reallocate != NULL ? host.reallocate(host.context, old, bytes) : realloc(old, bytes);
}

char *nnreg_strndup(const char *text, size_t length)
{
    char *copy = nnreg_alloc(length + 1);

    if (copy == NULL)
        return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *nnreg_strdup(const char *text)
{
    return nnreg_strndup(text, strlen(text));
}

void nnreg_free(void *text)
{
    if (host.release == NULL)
        free(text);
    else if (text != NULL)
        host.release(host.context, text);
}

bool nnreg_size_add(size_t *sum, size_t a, size_t b)
{
    return !__builtin_add_overflow(a, b, sum);
}

bool nnreg_size_multiply(size_t *product, size_t a, size_t b)
{
    return !__builtin_mul_overflow(a, b, product);
}

void nnreg_alloc_fail_from(uint64_t n)
{
    atomic_store(&asked, 0);
    atomic_store(&fail_from, n);
}

uint64_t nnreg_alloc_count(void)
{
    return atomic_load(&asked);
}
