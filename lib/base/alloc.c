/* The gate to malloc: see alloc.h. The counters cost one relaxed atomic each, which does not show beside malloc. */
#include "base/alloc.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "nnreg.h"

static atomic_uint_least64_t asked;
static atomic_uint_least64_t fail_from;

static bool may_allocate(void)
{
    uint64_t n = atomic_fetch_add_explicit(&asked, 1, memory_order_relaxed) + 1;
    uint64_t limit = atomic_load_explicit(&fail_from, memory_order_relaxed);
    return limit == 0 || n < limit;
}

/*
 * At least a byte everywhere: malloc(0) and calloc may return NULL, which would be taken for no memory, and realloc to 0 frees
 * what was there (malloc(3)).
 */
void *nnreg_alloc(size_t size)
{
    return may_allocate() ? malloc(size > 0 ? size : 1) : NULL;
}

void *nnreg_alloc_zero(size_t count, size_t size)
{
    if (!may_allocate())
        return NULL;
    return count > 0 && size > 0 ? calloc(count, size) : calloc(1, 1);
}

void *nnreg_realloc_array(void *old, size_t count, size_t size)
{
    size_t bytes;

    if (!nnreg_size_multiply(&bytes, count, size) || !may_allocate())
        return NULL;
    return realloc(old, bytes > 0 ? bytes : 1);
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
    free(text);
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
