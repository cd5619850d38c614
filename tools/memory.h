/*
 * The command's memory. A command that runs out of it has nothing better to do than to say so and stop (exit status 4): the registry is safe
 * at any instant, so nothing needs undoing.
 */
#ifndef NNREG_TOOLS_MEMORY_H
#define NNREG_TOOLS_MEMORY_H

#include <stddef.h>

/* Never NULL; freed with free. `count` elements of `size` bytes, all zero. */
void *memory_zero(size_t count, size_t size);
char *memory_copy(const char *text);

#endif
