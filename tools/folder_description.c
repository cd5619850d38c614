/* Descriptions in folders: see folder_description.h. */
#include "folder_description.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <nnreg.h>

#include "bundle_path.h"
#include "commands.h"
#include "description.h"
#include "input.h"
#include "memory.h"
#include "report.h"

#define CANDIDATES_MOST 100u /* JSON files at the top of a folder, each of which is read */
#define NAMES_TOLD      8u

/* The JSON files at the top of a folder, by name. */
struct candidates {
    char **names;
    bool *describes; /* a network */
    size_t count, describing;
    bool too_many;
};

bool folder_description_is_folder(const char *operand)
{
    struct stat about;

    return strcmp(operand, "-") != 0 && stat(operand, &about) == 0 && S_ISDIR(about.st_mode);
}

static void candidates_free(struct candidates *candidates)
{
    size_t i;

    for (i = 0; i < candidates->count; i++)
        free(candidates->names[i]);
    free(candidates->names);
    free(candidates->describes);
}

static void join(struct buffer *path, const char *folder, const char *name)
{
    size_t length = strlen(folder);

    while (length > 1 && folder[length - 1] == '/')
        length--;
    if (strcmp(folder, ".") != 0) {
        buffer_add(path, folder, length);
        if (folder[length - 1] != '/')
            buffer_put(path, "/");
    }
    buffer_put(path, name);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Returns errno or 0. */
static int list(struct candidates *candidates, const char *folder)
{
    DIR *open = opendir(folder);
    struct dirent *entry;
    size_t seen = 0;

    if (open == NULL)
        return errno;
    candidates->names = memory_zero(CANDIDATES_MOST, sizeof *candidates->names);
    candidates->describes = memory_zero(CANDIDATES_MOST, sizeof *candidates->describes);
    while ((errno = 0, entry = readdir(open)) != NULL && ++seen <= NNREG_LIMIT_DIRECTORY) {
        if (entry->d_name[0] == '.' || !description_has_ending(entry->d_name))
            continue;
        candidates->too_many = candidates->count == CANDIDATES_MOST;
        if (candidates->too_many)
            break;
        candidates->names[candidates->count++] = memory_copy(entry->d_name);
    }
    seen = (size_t)errno;
    closedir(open);
    qsort(candidates->names, candidates->count, sizeof *candidates->names, compare_names);
    return (int)seen;
}

/* What is no file, or must not be read, is no description; of what fails for another cause nobody knows. Returns errno or 0. */
static int describes_network(bool *describes, const char *folder, const char *name)
{
    struct buffer path = {0}, text = {0};
    int error;

    join(&path, folder, name);
    error = input_read_regular(&text, buffer_text(&path));
    *describes = error == 0 && description_is_networks(&text);
    buffer_free(&text);
    buffer_free(&path);
    return bundle_path_is_answer(error) ? 0 : error;
}

static int find(struct candidates *candidates, const char *folder)
{
    int error = list(candidates, folder);
    size_t i;

    for (i = 0; error == 0 && i < candidates->count; i++) {
        error = describes_network(&candidates->describes[i], folder, candidates->names[i]);
        candidates->describing += candidates->describes[i];
    }
    return error;
}

/* "a.json, b.json and 3 more", of those that do, or do not, describe a network. */
static void add_names(struct buffer *text, const struct candidates *candidates, bool describing)
{
    size_t told = 0, left = 0, i;

    for (i = 0; i < candidates->count; i++) {
        if (candidates->describes[i] != describing)
            continue;
        if (told < NAMES_TOLD)
            buffer_printf(text, "%s%s", told++ > 0 ? ", " : "", candidates->names[i]);
        else
            left++;
    }
    if (left > 0)
        buffer_printf(text, " and %zu more", left);
}

static const char *first_describing(const struct candidates *candidates)
{
    size_t i = 0;

    while (!candidates->describes[i])
        i++;
    return candidates->names[i];
}

static int refuse(struct run *run, const char *folder, const struct candidates *candidates)
{
    struct buffer names = {0}, path = {0};
    int result;

    add_names(&names, candidates, candidates->describing > 0);
    if (candidates->too_many)
        result = report_failure(
            run, NNREG_LIMIT,
            "more than %u JSON files are in \"%s\": name the description: nnreg %s DESCRIPTION.json %s",
            CANDIDATES_MOST, folder, run->command->name, folder);
    else if (candidates->describing > 0) {
        join(&path, folder, first_describing(candidates));
        result = report_failure(run, NNREG_INVALID_ARGUMENT,
                                "several descriptions are in \"%s\": %s; name one of them: nnreg %s %s %s",
                                folder, buffer_text(&names), run->command->name, buffer_text(&path), folder);
    } else if (candidates->count > 0)
        result = report_failure(run, NNREG_NOT_FOUND,
                                "no description of a network is in \"%s\": by its members %s is none; name "
                                "one: nnreg %s DESCRIPTION.json %s",
                                folder, buffer_text(&names), run->command->name, folder);
    else
        result = report_failure(run, NNREG_NOT_FOUND,
                                "no description is in \"%s\": no JSON file is at its top; name one: nnreg %s "
                                "DESCRIPTION.json %s",
                                folder, run->command->name, folder);
    buffer_free(&path);
    buffer_free(&names);
    return result;
}

int folder_description_find(struct run *run, struct buffer *path, const char *folder)
{
    struct candidates candidates = {0};
    int error = find(&candidates, folder), result = STATUS_DONE;

    if (error != 0)
        result = report_failure(run, error == ENOENT ? NNREG_NOT_FOUND : NNREG_IO, "cannot read \"%s\": %s",
                                folder, strerror(error));
    else if (candidates.describing == 1 && !candidates.too_many)
        join(path, folder, first_describing(&candidates));
    else
        result = refuse(run, folder, &candidates);
    candidates_free(&candidates);
    return result;
}

/* Whether the file lies right in the folder, whatever the two are called. Returns errno or 0. */
static int lies_in(bool *lies, const char *file, const char *folder)
{
    const char *last = strrchr(file, '/');
    struct buffer above = {0};
    struct stat here, there;
    int error = 0;

    *lies = false;
    if (last != NULL)
        buffer_add(&above, file, (size_t)(last + 1 - file));
    else
        buffer_put(&above, ".");
    if (stat(buffer_text(&above), &here) < 0 || stat(folder, &there) < 0)
        error = errno;
    else
        *lies = here.st_dev == there.st_dev && here.st_ino == there.st_ino;
    buffer_free(&above);
    return error;
}

int folder_description_is_in(bool *is, struct buffer *name, const char *folder, const char *description)
{
    struct candidates candidates = {0};
    const char *last;
    int error;

    *is = false;
    if (description != NULL) {
        last = strrchr(description, '/');
        buffer_put(name, last != NULL ? last + 1 : description);
        return strcmp(description, "-") != 0 ? lies_in(is, description, folder) : 0;
    }
    error = find(&candidates, folder);
    *is = error == 0 && candidates.describing == 1 && !candidates.too_many;
    if (*is)
        buffer_put(name, first_describing(&candidates));
    candidates_free(&candidates);
    return error;
}
