/* Paths of a bundle's files: see bundle_path.h. */
#include "bundle_path.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#define VARIABLES "variables"

static bool is_folder(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
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
            continue;
        }
        folder = folder != NULL ? folder : operands[i];
        if (add_existing(path, operands[i], "", name) || add_existing(path, operands[i], VARIABLES "/", name))
            return;
    }
    if (folder == NULL)
        buffer_put(path, name);
    else /* it is missing, which is what the finding says: where it belongs */
        join(path, folder, strncmp(name, VARIABLES ".", strlen(VARIABLES ".")) == 0 ? VARIABLES "/" : "",
             name);
}
