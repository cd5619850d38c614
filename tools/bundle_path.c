/* Paths of a bundle's files: see bundle_path.h. */
#include "bundle_path.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define VARIABLES "variables"

bool bundle_path_is_answer(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
    case EACCES:
    case EPERM:
    case EINVAL: /* it is no regular file, for input_read_regular */
    case ELOOP:
    case ENAMETOOLONG:
    case ENXIO:
        return true;
    default:
        return false;
    }
}

/* An operand, which is there: all causes count. Returns errno or 0. */
static int is_folder(bool *is, const char *path)
{
    struct stat about;

    *is = false;
    if (stat(path, &about) < 0)
        return errno;
    *is = S_ISDIR(about.st_mode);
    return 0;
}

static bool is_named_zip(const char *path)
{
    size_t length = strlen(path);

    return length >= 4 && strcasecmp(path + length - 4, ".zip") == 0;
}

/* An archive begins with its first entry, or with its end if it has none. What is only named so is told what it lacks. */
static bool starts_archive(const char *start, size_t size)
{
    return size == 4 && (memcmp(start, "PK\3\4", 4) == 0 || memcmp(start, "PK\5\6", 4) == 0);
}

/* Up to `size` bytes, less at the end of the file alone. Returns errno or 0. */
static int read_start(char *start, size_t size, size_t *length, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error = 0;
    ssize_t got = 1;

    *length = 0;
    if (fd < 0)
        return bundle_path_is_answer(errno) ? 0 : errno;
    while (*length < size && (got > 0 || (got < 0 && errno == EINTR))) {
        got = pread(fd, start + *length, size - *length, (off_t)*length);
        if (got > 0)
            *length += (size_t)got;
    }
    if (got < 0)
        error = errno;
    close(fd);
    return error;
}

int bundle_path_is_archive(bool *is, const char *path)
{
    struct stat about;
    char start[4];
    size_t length;
    int error;

    *is = false;
    if (stat(path, &about) < 0)
        return bundle_path_is_answer(errno) ? 0 : errno;
    if (!S_ISREG(about.st_mode))
        return 0;
    error = read_start(start, sizeof start, &length, path);
    *is = error == 0 && (starts_archive(start, length) || is_named_zip(path));
    return error;
}

static void join(struct buffer *path, const char *folder, const char *between, const char *name)
{
    size_t length = strlen(folder);

    buffer_printf(path, "%s%s%s%s", folder, length > 0 && folder[length - 1] == '/' ? "" : "/", between,
                  name);
}

/* Adds the path in this folder, if it is there. Returns errno or 0. */
static int add_existing(bool *exists, struct buffer *path, const char *folder, const char *between,
                        const char *name)
{
    struct buffer candidate = {0};
    struct stat about;
    int error = 0;

    join(&candidate, folder, between, name);
    *exists = lstat(buffer_text(&candidate), &about) == 0;
    if (*exists)
        buffer_put(path, buffer_text(&candidate));
    else if (!bundle_path_is_answer(errno))
        error = errno;
    buffer_free(&candidate);
    return error;
}

/* Whether the last parts of a path are `name`. */
static bool ends_with_name(const char *path, const char *name)
{
    size_t length = strlen(path), wanted = strlen(name);

    return wanted <= length && strcmp(path + length - wanted, name) == 0 &&
           (wanted == length || path[length - wanted - 1] == '/');
}

static bool is_of_variables(const char *name)
{
    return strncmp(name, VARIABLES ".", strlen(VARIABLES ".")) == 0;
}

/* Adds the folder of a path, with the slash behind it; nothing when it has none. */
static void add_folder_of(struct buffer *path, const char *file, size_t up)
{
    size_t length = strlen(file);

    while (up-- > 0) {
        while (length > 0 && file[length - 1] == '/')
            length--;
        while (length > 0 && file[length - 1] != '/')
            length--;
    }
    buffer_add(path, file, length);
}

/*
 * The path of a missing file of a bundle given by single files: variables beside variables, or in variables/ beside the
 * model; anything else beside the model, which is one folder above the variables where these lie in variables/.
 */
static void add_beside(struct buffer *path, char *const *operands, size_t count, const char *name)
{
    const char *beside = count > 0 ? operands[0] : NULL, *last;
    bool variables = false, in_folder;
    size_t i;

    for (i = 0; i < count; i++) {
        last = strrchr(operands[i], '/');
        variables = is_of_variables(last != NULL ? last + 1 : operands[i]);
        if (variables == is_of_variables(name)) {
            beside = operands[i];
            break;
        }
    }
    if (beside == NULL) {
        buffer_put(path, name);
        return;
    }
    last = strrchr(beside, '/');
    variables = is_of_variables(last != NULL ? last + 1 : beside);
    in_folder = last != NULL && last - beside >= (ptrdiff_t)strlen(VARIABLES) &&
                strncmp(last - strlen(VARIABLES), VARIABLES, strlen(VARIABLES)) == 0;
    add_folder_of(path, beside, variables && in_folder && !is_of_variables(name) ? 2 : 1);
    buffer_printf(path, "%s%s", !variables && is_of_variables(name) ? VARIABLES "/" : "", name);
}

/* In a folder of the operands, by its own name or in variables/. Returns errno or 0. */
static int add_inside(bool *exists, struct buffer *path, const char *folder, const char *name)
{
    int error = add_existing(exists, path, folder, "", name);

    if (error == 0 && !*exists)
        error = add_existing(exists, path, folder, VARIABLES "/", name);
    return error;
}

/* It is missing, which is what the finding says: where it belongs. */
static void add_missing(struct buffer *path, char *const *operands, size_t count, const char *folder,
                        bool archive, const char *name)
{
    if (folder == NULL)
        add_beside(path, operands, count, name);
    else /* in an archive, whose own folders are no part of the name */
        join(path, folder, !archive && is_of_variables(name) ? VARIABLES "/" : "", name);
}

int bundle_path_add(struct buffer *path, char *const *operands, size_t count, const char *name)
{
    const char *folder = NULL; /* or archive, the first one */
    bool archive = false, is, found = false;
    int error = 0, failed;
    size_t i;

    for (i = 0; i < count && !found; i++) {
        failed = is_folder(&is, operands[i]);
        if (!is && ends_with_name(operands[i], name)) {
            buffer_put(path, operands[i]);
            return 0;
        }
        if (failed == 0 && is)
            failed = add_inside(&found, path, operands[i], name);
        else if (failed == 0) {
            failed = bundle_path_is_archive(&is, operands[i]);
            archive = is && folder == NULL ? true : archive;
        }
        folder = is && folder == NULL ? operands[i] : folder;
        error = error == 0 ? failed : error;
    }
    if (!found)
        add_missing(path, operands, count, folder, archive, name);
    return error;
}
