/*
 * How the files of fsio make a system call: behind the seam, and again when a signal interrupted it. The program that embeds
 * the library may have handlers without SA_RESTART, and then calls end with EINTR that have not failed (signal(7)). `result`
 * is what the call returned, or -1 with errno set.
 */
#ifndef NNREG_BASE_FSIO_CALL_H
#define NNREG_BASE_FSIO_CALL_H

#include <errno.h>

#include "base/fsio.h"

#ifndef HAVE_RENAMEAT2 /* else it and its flags are declared by <stdio.h> */
#define RENAME_NOREPLACE (1 << 0)
#define RENAME_EXCHANGE  (1 << 1)
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags);
#endif

#define NNREG_FS_CALL(result, name, expression)       \
    do {                                              \
        int refused_ = nnreg_fs_step(name);           \
        if (refused_ != 0) {                          \
            errno = refused_;                         \
            (result) = -1;                            \
        } else {                                      \
            do                                        \
                (result) = (expression);              \
            while ((result) == -1 && errno == EINTR); \
        }                                             \
    } while (0)

#endif
