/*
 * Writing a mended description: see fix_write.h. The new text goes into a file beside, through to the device, and then takes the
 * place of the old one by one rename. Last before that, the old one is read again.
 */
#include "fix_write.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input.h"
#include "memory.h"
#include "output.h"
#include "report.h"

#define ANYBODY_WRITES (S_IWUSR | S_IWGRP | S_IWOTH)

static int cannot_write(struct run *run, const char *path, int error)
{
    nnreg_status status = error == ENOSPC || error == EDQUOT ? NNREG_NO_SPACE : NNREG_IO;

    return report_failure(run, status, "cannot write \"%s\": %s", path, strerror(error));
}

/* Whoever may write into the folder could replace a file that is protected, too, which is not what its owner wants. */
static int may_replace(struct run *run, struct stat *about, const char *path, const char *target)
{
    if (stat(target, about) < 0)
        return cannot_write(run, path, errno);
    if (!S_ISREG(about->st_mode))
        return report_failure(run, NNREG_INVALID_ARGUMENT, "cannot write \"%s\": it is no regular file",
                              path);
    if ((about->st_mode & ANYBODY_WRITES) == 0 || access(target, W_OK) < 0)
        return report_failure(run, NNREG_READ_ONLY, "cannot write \"%s\": it is read-only", path);
    return STATUS_DONE;
}

/* Returns errno or 0. An owner that cannot be given is left out, and so are then the bits that act for one. */
static int take_over(int fd, const struct stat *about)
{
    mode_t mode = about->st_mode & 0777;
    bool owned = fchown(fd, about->st_uid, about->st_gid) == 0;

    if (!owned && fchown(fd, (uid_t)-1, about->st_gid) < 0)
        mode &= ~(mode_t)S_IRWXG | (mode & S_IRWXO) << 3; /* another group gets no more than everybody */
    return fchmod(fd, mode) < 0 ? errno : 0;
}

static int write_beside(int fd, const struct stat *about, const struct buffer *mended)
{
    int error = output_all(fd, buffer_text(mended), mended->length);

    if (error == 0)
        error = take_over(fd, about);
    if (error == 0 && fsync(fd) < 0)
        error = errno;
    if (close(fd) < 0 && error == 0)
        error = errno;
    return error;
}

static int is_unchanged(struct run *run, const char *path, const char *target, const struct buffer *was)
{
    struct buffer now = {0};
    int result = input_read(run, &now, target);
    bool same = result == STATUS_DONE && now.length == was->length &&
                memcmp(buffer_text(&now), buffer_text(was), was->length) == 0;

    buffer_free(&now);
    if (result == STATUS_DONE && !same)
        return report_failure(run, NNREG_CONFLICT,
                              "\"%s\" was changed while it was checked: nothing was written; run this again",
                              path);
    return result;
}

/* That the name is on the device as well; what cannot be opened or written through is not worth a failure any more. */
static void keep_name(const char *target)
{
    char *copy = memory_copy(target);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    free(copy);
}

static int replace(struct run *run, const char *path, const char *target, const struct stat *about,
                   const struct buffer *was, const struct buffer *mended)
{
    struct buffer beside = {0};
    int fd, error, result;

    buffer_printf(&beside, "%s.XXXXXX", target);
    fd = mkstemp(beside.text);
    if (fd < 0) {
        result = cannot_write(run, path, errno);
        buffer_free(&beside);
        return result;
    }
    error = write_beside(fd, about, mended);
    result = error != 0 ? cannot_write(run, path, error) : is_unchanged(run, path, target, was);
    if (result == STATUS_DONE && rename(beside.text, target) < 0)
        result = cannot_write(run, path, errno);
    if (result == STATUS_DONE)
        keep_name(target);
    else
        unlink(beside.text);
    buffer_free(&beside);
    return result;
}

int fix_write(struct run *run, const char *path, const struct buffer *was, const struct buffer *mended)
{
    char *target = realpath(path, NULL);
    struct stat about;
    int result;

    if (target == NULL)
        return cannot_write(run, path, errno);
    result = may_replace(run, &about, path, target);
    if (result == STATUS_DONE)
        result = replace(run, path, target, &about, was, mended);
    free(target);
    return result;
}
