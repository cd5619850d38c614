/*
 * The mark of a good end (kv_internal.h). Its text is "nnreg closed" and the inode, the size and the time of change (ctime,
 * which nobody can set back) of data.mdb. It is not waited for: when it is lost, or cut short, the next open looks at
 * data.mdb more closely than it would have to.
 */
#include "store/kv_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define TEXT 96 /* bytes of the mark, always: so it is written over in place */

static bool describe(char text[TEXT], const struct nnreg_kv_env *env)
{
    struct nnreg_file_stat stat;

    memset(text, ' ', TEXT);
    if (nnreg_fs_stat_fd(&stat, env->file, NULL) != NNREG_OK)
        return false;
    (void)snprintf(text, TEXT, "nnreg closed %" PRIu64 " %" PRIu64 " %" PRId64, stat.inode, stat.size,
                   stat.changed);
    text[strlen(text)] = ' ';
    text[TEXT - 1] = '\n';
    return true;
}

bool nnreg_kv_is_clean(const struct nnreg_kv_env *env)
{
    char expected[TEXT], found[TEXT];
    struct nnreg_file_stat stat;
    size_t got = 0;
    int fd;

    if (!describe(expected, env) || nnreg_fs_open(&fd, &stat, env->folder, NNREG_KV_CLEAN, NULL) != NNREG_OK)
        return false;
    if (nnreg_fs_read(&got, fd, 0, found, sizeof found, NULL) != NNREG_OK)
        got = 0;
    nnreg_fs_close(fd);
    return got == sizeof found && memcmp(found, expected, sizeof found) == 0;
}

void nnreg_kv_mark_clean(const struct nnreg_kv_env *env)
{
    char text[TEXT];
    struct nnreg_file_stat stat;
    bool writable;
    int fd;
    nnreg_status status;

    if (!describe(text, env) || nnreg_kv_is_clean(env))
        return;
    status = nnreg_fs_open_for_update(&fd, &writable, &stat, env->folder, NNREG_KV_CLEAN, NULL);
    if (status == NNREG_NOT_FOUND)
        status = nnreg_fs_create(&fd, env->folder, NNREG_KV_CLEAN, NULL);
    if (status != NNREG_OK)
        return;
    /* Where it must not be written, it stays what it is, and is true of no state but its own. */
    (void)nnreg_fs_write(fd, 0, text, sizeof text, NULL);
    nnreg_fs_close(fd);
}
