/*
 * The mark of a good end (internal.h). Its text is "nnreg closed" and the inode, the size and the time of change (ctime,
 * which nobody can set back) of data.mdb. It is not waited for: when it is lost, or cut short, the next open looks at
 * data.mdb more closely than it would have to.
 */
#include "store/lmdb/internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define TEXT 96 /* bytes of the mark, always: so it is written over in place */

static nnreg_status describe_file(char text[TEXT], const struct nnreg_lmdb_env *env,
                                  struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat_fd(&stat, env->file, error);

    memset(text, ' ', TEXT);
    if (status != NNREG_OK)
        return status;
    (void)snprintf(text, TEXT, "nnreg closed %" PRIu64 " %" PRIu64 " %" PRId64, stat.inode, stat.size,
                   stat.changed);
    text[strlen(text)] = ' ';
    text[TEXT - 1] = '\n';
    return NNREG_OK;
}

nnreg_status nnreg_lmdb_is_clean(bool *clean, const struct nnreg_lmdb_env *env, struct nnreg_error *error)
{
    char expected[TEXT], found[TEXT];
    struct nnreg_file_stat stat;
    size_t got = 0;
    nnreg_status status = describe_file(expected, env, error);
    int fd;

    *clean = false;
    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_open(&fd, &stat, env->folder, NNREG_LMDB_CLEAN, error);
    if (status == NNREG_NOT_FOUND || status == NNREG_INVALID_ARGUMENT) /* none; or no regular file */
        return NNREG_OK;
    if (status == NNREG_OK)
        status = nnreg_fs_read(&got, fd, 0, found, sizeof found, error);
    nnreg_fs_close(fd);
    *clean = status == NNREG_OK && got == sizeof found && memcmp(found, expected, sizeof found) == 0;
    return status;
}

/* What fails here leaves another mark than the file's, or none, and that is what a bad end is. */
void nnreg_lmdb_mark_clean(const struct nnreg_lmdb_env *env)
{
    char text[TEXT];
    struct nnreg_file_stat stat;
    bool clean, writable;
    nnreg_status status = nnreg_lmdb_is_clean(&clean, env, NULL);
    int fd;

    if (clean || status != NNREG_OK || describe_file(text, env, NULL) != NNREG_OK)
        return;
    status = nnreg_fs_open_for_update(&fd, &writable, &stat, env->folder, NNREG_LMDB_CLEAN, NULL);
    if (status == NNREG_NOT_FOUND)
        status = nnreg_fs_create(&fd, env->folder, NNREG_LMDB_CLEAN, NULL);
    if (status != NNREG_OK)
        return;
    (void)nnreg_fs_write(fd, 0, text, sizeof text, NULL);
    nnreg_fs_close(fd);
}

void nnreg_lmdb_unmark(const struct nnreg_lmdb_env *env)
{
    (void)nnreg_fs_remove(env->folder, NNREG_LMDB_CLEAN, NULL);
}
