/*
 * The path of an open file or folder, asked for only when a call on it has failed: /proc names it truly, wherever it was
 * moved meanwhile. No step of the seam: nothing is changed by it, and without an answer the message is only shorter.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cause.h"
#include "base/fsio.h"

/* The end of a path says more than its beginning. */
static void add_shortened(char out[NNREG_FS_PATH], const char *path, size_t length)
{
    static const char dots[] = "...";
    const char *from = path;

    if (length < NNREG_FS_PATH) {
        memcpy(out, path, length + 1);
        return;
    }
    from += length - (NNREG_FS_PATH - sizeof dots);
    while (((unsigned char)*from & 0xc0) == 0x80) /* not in the middle of a character */
        from++;
    (void)snprintf(out, NNREG_FS_PATH, "%s%s", dots, from);
}

bool nnreg_fs_path(char out[NNREG_FS_PATH], int folder, const char *path)
{
    char full[PATH_MAX + NAME_MAX + 2], link[32];
    ssize_t length = 0;
    bool is_folder_itself = path == NULL || strcmp(path, ".") == 0;

    out[0] = '\0';
    if (folder != AT_FDCWD && (path == NULL || path[0] != '/')) {
        (void)snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        length = readlink(link, full, PATH_MAX);
        if (length <= 0 && is_folder_itself)
            return false;
        if (length < 0)
            length = 0;
        if (length > 0 && !is_folder_itself && full[length - 1] != '/')
            full[length++] = '/';
    }
    full[length] = '\0';
    if (!is_folder_itself || length == 0)
        (void)snprintf(full + length, sizeof full - (size_t)length, "%s", path);
    add_shortened(out, full, strlen(full));
    return true;
}

nnreg_status nnreg_fs_fail(struct nnreg_error *error, int number, const char *what, int folder,
                           const char *path)
{
    char name[NNREG_FS_PATH];

    if (error == NULL)
        return nnreg_status_of_errno(number);
    if (!nnreg_fs_path(name, folder, path))
        return nnreg_fail_errno(error, number, "cannot %s a file", what);
    return nnreg_fail_errno(error, number, "cannot %s \"%s\"", what, name);
}
