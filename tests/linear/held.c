/* Counting what is held: see held.h. */
#include "held.h"

#include <malloc.h>
#include <stdint.h>

static int64_t held, most, begun;

void held_begin(void)
{
    begun = most = held;
}

size_t held_most(void)
{
    return (size_t)(most - begun);
}

static void *count_given(void *given)
{
    held += (int64_t)malloc_usable_size(given);
    most = held > most ? held : most;
    return given;
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    return count_given(__real_malloc(size));
}

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size)
{
    return count_given(__real_calloc(count, size));
}

/* The C library may hold both for a moment; large ones it moves without that. */
void *__real_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size)
{
    size_t before = malloc_usable_size(old);
    void *given = __real_realloc(old, size);

    held -= given != NULL ? (int64_t)before : 0;
    return given != NULL ? count_given(given) : NULL;
}

void __real_free(void *old);
void __wrap_free(void *old);
void __wrap_free(void *old)
{
    held -= (int64_t)malloc_usable_size(old);
    __real_free(old);
}
