/* The command's memory: see memory.h. */
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "run.h"

static void *checked(void *memory)
{
    if (memory == NULL) {
        fputs("nnreg: out of memory\n", stderr);
        exit(STATUS_SYSTEM);
    }
    return memory;
}

void *memory_zero(size_t count, size_t size)
{
    return checked(calloc(count > 0 ? count : 1, size));
}

char *memory_copy(const char *text)
{
    return checked(strdup(text));
}

void buffer_fail(struct buffer *buffer)
{
    (void)buffer;
    checked(NULL);
}
