/* Looking for configurations: see severity_search.h. */
#include "severity_search.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input.h"
#include "memory.h"
#include "report.h"

static int cannot_look(struct run *run, const char *folder, int error)
{
    return report_failure(run, NNREG_IO,
                          "cannot look for " SEVERITY_FILE_NAME
                          " in \"%s\": %s (--config names one, --no-config "
                          "takes none)",
                          folder, strerror(error));
}

/* -- the folders -- */

/* The folder that a description lies in, without links; NULL and errno. Freed with free. */
static char *folder_of(const char *path)
{
    const char *last = strcmp(path, "-") != 0 ? strrchr(path, '/') : NULL;
    struct buffer folder = {0};
    char *real;

    if (last != NULL)
        buffer_add(&folder, path, (size_t)(last + 1 - path));
    else
        buffer_put(&folder, ".");
    real = realpath(buffer_text(&folder), NULL);
    buffer_free(&folder);
    return real;
}

/* From "/a/b" to "/a". False: it is the root. */
static bool go_up(char *folder)
{
    char *last = strrchr(folder, '/');

    if (last == NULL || folder[1] == '\0')
        return false;
    last[last == folder] = '\0';
    return true;
}

static void join(struct buffer *path, const char *folder, const char *name)
{
    buffer_printf(path, "%s%s%s", folder, folder[1] != '\0' ? "/" : "", name);
}

/* Adds the path as people want it told: from the working directory on, where it is below that. */
static void add_told(struct buffer *told, const char *path)
{
    char here[PATH_MAX];
    size_t length = realpath(".", here) != NULL ? strlen(here) : 0;

    if (length > 1 && strncmp(path, here, length) == 0 && path[length] == '/')
        path += length + 1;
    else if (length == 1 && path[0] == '/')
        path++;
    buffer_put(told, path);
}

/* -- the files -- */

static struct severity_file *find_read(const struct severity_files *files, const char *told)
{
    struct severity_file *file = files->first;

    while (file != NULL && strcmp(buffer_text(&file->path), told) != 0)
        file = file->next;
    return file;
}

static void keep(struct severity_files *files, struct severity_file *file)
{
    file->next = files->first;
    files->first = file;
}

/* Whether nobody but the user and root can have put it there. */
static bool is_trusted(const char *folder, const struct stat *file)
{
    struct stat about;

    if (file->st_uid == geteuid() || file->st_uid == 0)
        return true;
    return stat(folder, &about) == 0 && (about.st_mode & S_IWOTH) == 0;
}

static int read_found(struct run *run, struct severity_file **file, const char *told)
{
    struct buffer text = {0};
    int error = input_read_regular(&text, told), result;

    if (error != 0)
        result = report_failure(run, NNREG_IO, "cannot read \"%s\": %s", told,
                                error == EINVAL ? "it is no regular file" : strerror(error));
    else
        result = severity_file_parse(run, file, told, &text);
    buffer_free(&text);
    return result;
}

static struct severity_file *ignore(const struct run *run, const char *told)
{
    struct severity_file *file = memory_zero(1, sizeof *file);

    report_note(run, "%s is ignored: another user has put it where everybody can (--config names it)", told);
    buffer_put(&file->path, told);
    file->ignored = true;
    return file;
}

/* One that is there, read at most once. `*file` NULL: it is ignored. */
static int take_found(struct run *run, struct severity_file **file, struct severity_files *files,
                      bool trusted, const char *told)
{
    int result = STATUS_DONE;

    *file = find_read(files, told);
    if (*file == NULL) {
        if (trusted)
            result = read_found(run, file, told);
        else
            *file = ignore(run, told);
        if (result == STATUS_DONE)
            keep(files, *file);
    }
    if (*file != NULL && (*file)->ignored)
        *file = NULL;
    return result;
}

/* What is in one folder. `*file` NULL: nothing that counts. */
static int look_into(struct run *run, struct severity_file **file, struct severity_files *files,
                     const char *folder)
{
    struct buffer path = {0}, told = {0};
    int result = STATUS_DONE;
    struct stat about;

    *file = NULL;
    join(&path, folder, SEVERITY_FILE_NAME);
    if (lstat(buffer_text(&path), &about) == 0) {
        add_told(&told, buffer_text(&path));
        result = take_found(run, file, files, is_trusted(folder, &about), buffer_text(&told));
    } else if (errno != ENOENT && errno != ENOTDIR)
        result = cannot_look(run, folder, errno);
    buffer_free(&told);
    buffer_free(&path);
    return result;
}

/* Whether a repository begins here, so that what is above has no say. */
static int look_for_repository(struct run *run, bool *is, const char *folder)
{
    struct buffer path = {0};
    int result = STATUS_DONE;
    struct stat about;

    join(&path, folder, ".git");
    *is = lstat(buffer_text(&path), &about) == 0;
    if (!*is && errno != ENOENT && errno != ENOTDIR)
        result = report_failure(run, NNREG_IO,
                                "cannot look for .git in \"%s\", where the search for " SEVERITY_FILE_NAME
                                " ends: %s (--config names one, --no-config takes none)",
                                folder, strerror(errno));
    buffer_free(&path);
    return result;
}

/* In the folder, and up from there. */
static int look_upwards(struct run *run, struct severity_file **file, struct severity_files *files,
                        char *folder)
{
    bool ends = false;
    int result;

    do {
        result = look_into(run, file, files, folder);
        if (result == STATUS_DONE && *file == NULL)
            result = look_for_repository(run, &ends, folder);
    } while (result == STATUS_DONE && *file == NULL && !ends && go_up(folder));
    return result;
}

int severity_search(struct run *run, const struct severity_file **found, struct severity_files *files,
                    const char *path)
{
    char *folder = folder_of(path);
    struct severity_file *file = NULL;
    int result;

    *found = NULL;
    if (folder == NULL) /* a description that is not there is told when it is read */
        return errno == ENOENT || errno == ENOTDIR ? STATUS_DONE : cannot_look(run, path, errno);
    result = look_upwards(run, &file, files, folder);
    *found = file;
    free(folder);
    return result;
}

int severity_search_named(struct run *run, const struct severity_file **found, struct severity_files *files,
                          const char *path)
{
    struct severity_file *file = NULL;
    struct buffer text = {0};
    int result = input_read(run, &text, path);

    if (result == STATUS_DONE)
        result = severity_file_parse(run, &file, input_label(path), &text);
    if (file != NULL)
        keep(files, file);
    *found = file;
    buffer_free(&text);
    return result;
}

void severity_files_free(struct severity_files *files)
{
    struct severity_file *file, *next;

    for (file = files->first; file != NULL; file = next) {
        next = file->next;
        severity_file_free(file);
    }
    files->first = NULL;
}
