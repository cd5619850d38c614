/* Paths of a bundle's files: see bundle_path.h. */
#include "bundle_path.h"

#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define VARIABLES "variables"

static bool is_folder(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static bool is_named_zip(const char *path)
{
    size_t length = strlen(path);

    return length >= 4 && strcasecmp(path + length - 4, ".zip") == 0;
}

/* An archive begins with its first entry, or with its end if it has none. What is only named so is told what it lacks. */
bool bundle_path_is_archive(const char *path)
{
    struct stat about;
    char start[4];
    ssize_t got = 0;
    int fd;

    if (stat(path, &about) < 0 || !S_ISREG(about.st_mode))
        return false;
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0) {
        got = pread(fd, start, sizeof start, 0);
        close(fd);
    }
    if (got == (ssize_t)sizeof start &&
        (memcmp(start, "PK\3\4", sizeof start) == 0 || memcmp(start, "PK\5\6", sizeof start) == 0))
        return true;
    return is_named_zip(path);
}

static void join(struct buffer *path, const char *folder, const char *between, const char *name)
{
    size_t length = strlen(folder);

    buffer_printf(path, "%s%s%s%s", folder, length > 0 && folder[length - 1] == '/' ? "" : "/", between,
                  name);
}

/* Adds the path in this folder, if it is there. */
static bool add_existing(struct buffer *path, const char *folder, const char *between, const char *name)
{
    struct buffer candidate = {0};
    struct stat about;
    bool exists;

    join(&candidate, folder, between, name);
    exists = lstat(buffer_text(&candidate), &about) == 0;
    if (exists)
        buffer_put(path, buffer_text(&candidate));
    buffer_free(&candidate);
    return exists;
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

void bundle_path_add(struct buffer *path, char *const *operands, size_t count, const char *name)
{
    const char *folder = NULL;
    size_t i;

    for (i = 0; i < count; i++) {
        if (!is_folder(operands[i])) {
            if (ends_with_name(operands[i], name)) {
                buffer_put(path, operands[i]);
                return;
            }
            if (bundle_path_is_archive(operands[i]))
                folder = folder != NULL ? folder : operands[i];
            continue;
        }
        folder = folder != NULL ? folder : operands[i];
        if (add_existing(path, operands[i], "", name) || add_existing(path, operands[i], VARIABLES "/", name))
            return;
    }
    if (folder == NULL)
        add_beside(path, operands, count, name);
    else if (!is_folder(folder)) /* in an archive, whose own folders are no part of the name */
        join(path, folder, "", name);
    else /* it is missing, which is what the finding says: where it belongs */
        join(path, folder, is_of_variables(name) ? VARIABLES "/" : "", name);
}
