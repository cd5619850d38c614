/*
 * Output files with one sticky error: every call looks at it first, the first failure sets it.
 */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *copy_text(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(mw_xrealloc(NULL, size), text, size);
}

static char *join(const char *folder, const char *name)
{
    size_t a = strlen(folder), b = strlen(name);
    char *path = mw_xrealloc(NULL, a + b + 2);
    memcpy(path, folder, a);
    path[a] = '/';
    memcpy(path + a + 1, name, b + 1);
    return path;
}

void mw_folder_fail(struct mw_folder *f, int error, const char *what)
{
    if (f->error)
        return;
    f->error = error;
    f->error_path = copy_text(what);
}

void mw_folder_use(struct mw_folder *f, const char *path)
{
    *f = (struct mw_folder){.path = copy_text(path)};
}

void mw_folder_create(struct mw_folder *f, const char *path)
{
    mw_folder_use(f, path);
    if (mkdir(path, 0777) != 0)
        mw_folder_fail(f, errno, path);
}

int mw_folder_close(struct mw_folder *f)
{
    errno = f->error;
    return f->error ? -1 : 0;
}

void mw_folder_free(struct mw_folder *f)
{
    free(f->path);
    free(f->error_path);
    *f = (struct mw_folder){0};
}

void mw_folder_mkdir(struct mw_folder *f, const char *name)
{
    char *path = join(f->path, name);
    for (char *slash = path + strlen(f->path) + 1; slash && !f->error;) {
        slash = strchr(slash, '/');
        if (slash)
            *slash = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST)
            mw_folder_fail(f, errno, path);
        if (slash)
            *slash++ = '/';
    }
    free(path);
}

void mw_file_create(struct mw_file *file, struct mw_folder *f, const char *name)
{
    *file = (struct mw_file){.folder = f, .path = join(f->path, name)};
    if (f->error)
        return;
    int fd = open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0)
        file->stream = fdopen(fd, "wb");
    if (!file->stream)
        mw_folder_fail(f, errno, file->path);
    if (fd >= 0 && !file->stream)
        close(fd);
}

void mw_file_write(struct mw_file *file, const void *bytes, size_t n)
{
    file->size += n;
    if (n > 0)
        file->last_byte = ((const unsigned char *)bytes)[n - 1];
    if (n == 0 || file->folder->error)
        return;
    file->hole_at_end = false;
    if (fwrite(bytes, 1, n, file->stream) != n)
        mw_folder_fail(file->folder, errno, file->path);
}

void mw_file_skip(struct mw_file *file, uint64_t n)
{
    file->size += n;
    if (n > 0)
        file->last_byte = 0;
    if (n == 0 || file->folder->error)
        return;
    file->hole_at_end = true;
    if (fseeko(file->stream, (off_t)n, SEEK_CUR) != 0)
        mw_folder_fail(file->folder, errno, file->path);
}

void mw_file_close(struct mw_file *file)
{
    struct mw_folder *f = file->folder;
    if (file->stream && !f->error && file->hole_at_end &&
        (fflush(file->stream) != 0 || ftruncate(fileno(file->stream), (off_t)file->size) != 0))
        mw_folder_fail(f, errno, file->path);
    if (file->stream && fclose(file->stream) != 0)
        mw_folder_fail(f, errno, file->path);
    free(file->path);
    *file = (struct mw_file){0};
}

void mw_folder_file(struct mw_folder *f, const char *name, const void *bytes, size_t n)
{
    struct mw_file file;
    mw_file_create(&file, f, name);
    mw_file_write(&file, bytes, n);
    mw_file_close(&file);
}

void mw_folder_truncate(struct mw_folder *f, const char *name, uint64_t size)
{
    char *path = join(f->path, name);
    if (!f->error && truncate(path, (off_t)size) != 0)
        mw_folder_fail(f, errno, path);
    free(path);
}

void mw_folder_remove(struct mw_folder *f, const char *name)
{
    char *path = join(f->path, name);
    if (!f->error && unlink(path) != 0)
        mw_folder_fail(f, errno, path);
    free(path);
}
