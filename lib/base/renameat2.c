/*
 * The call renameat2(2) for a C library that has none, as musl has before 1.2.6. Weak, so that a host's own, or a library's that is
 * linked later, counts.
 */
#include "base/fsio_call.h"

#ifndef HAVE_RENAMEAT2
#include <sys/syscall.h>
#include <unistd.h>

__attribute__((weak)) int renameat2(int from_folder, const char *from, int to_folder, const char *to,
                                    unsigned flags)
{
    return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
}
#endif
