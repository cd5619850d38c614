/* What a command reads: see input.h. */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bundle_path.h"
#include "folder_description.h"
#include "report.h"
#include "severity_file.h"

const char *input_label(const char *path)
{
    return strcmp(path, "-") == 0 ? "<stdin>" : path;
}

bool input_is_standard(const char *path)
{
    struct stat input, about;

    if (strcmp(path, "-") == 0)
        return true;
    return fstat(STDIN_FILENO, &input) == 0 && (S_ISFIFO(input.st_mode) || isatty(STDIN_FILENO)) &&
           stat(path, &about) == 0 && about.st_dev == input.st_dev && about.st_ino == input.st_ino;
}

int input_cannot_read(struct run *run, const char *path, int error)
{
    nnreg_status status = error == ENOENT || error == ENOTDIR ? NNREG_NOT_FOUND : NNREG_IO;

    if (error == EISDIR) /* the likeliest mistake: the bundle in the place of the description */
        return report_failure(run, NNREG_INVALID_ARGUMENT, "cannot read \"%s\": it is a folder", path);
    return report_failure(run, status, "cannot read \"%s\": %s", input_label(path), strerror(error));
}

/* Returns errno or 0. */
static int read_all(struct buffer *text, int fd)
{
    while (text->length <= NNREG_LIMIT_JSON) {
        size_t room;
        char *to = buffer_room(text, 64 << 10, &room);
        size_t wanted = NNREG_LIMIT_JSON + 1 - text->length;
        ssize_t got = read(fd, to, room < wanted ? room : wanted);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got < 0 ? errno : 0;
        text->length += (size_t)got;
    }
    return 0;
}

int input_read(struct run *run, struct buffer *text, const char *path)
{
    int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    int error;

    if (fd < 0)
        return input_cannot_read(run, path, errno);
    error = read_all(text, fd);
    if (fd != STDIN_FILENO)
        close(fd);
    if (error != 0)
        return input_cannot_read(run, path, error);
    buffer_add(text, "", 0); /* the NUL at the end, also of nothing */
    return STATUS_DONE;
}

int input_read_regular(struct buffer *text, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), error = 0;
    struct stat about;

    if (fd < 0)
        return errno;
    if (fstat(fd, &about) < 0)
        error = errno;
    else
        error = S_ISREG(about.st_mode) ? read_all(text, fd) : EINVAL;
    close(fd);
    buffer_add(text, "", 0);
    return error;
}

/* Adds one operand: a folder or an archive as a whole, anything else as a file (the library judges what kind of file it is). */
static int add_operand(struct run *run, nnreg_bundle *bundle, const char *path)
{
    nnreg_status status;
    struct stat about;
    bool archive;
    int error;

    if (stat(path, &about) < 0)
        return input_cannot_read(run, path, errno);
    error = bundle_path_is_archive(&archive, path); /* no folder is one */
    if (error != 0)
        return input_cannot_read(run, path, error);
    if (S_ISDIR(about.st_mode))
        status = nnreg_bundle_add_directory(bundle, path);
    else if (archive)
        status = nnreg_bundle_add_zip(bundle, path);
    else
        status = nnreg_bundle_add_file(bundle, path, NULL);
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_bundle_message(bundle));
    return STATUS_DONE;
}

static int exclude(struct run *run, nnreg_bundle *bundle, const char *name)
{
    nnreg_status status = nnreg_bundle_exclude(bundle, name);

    return status == NNREG_OK ? STATUS_DONE : report_failure(run, status, "%s", nnreg_status_text(status));
}

/* A description in its own folder. */
static int exclude_description(struct run *run, nnreg_bundle *bundle, const char *folder,
                               const char *description)
{
    struct buffer name = {0};
    int result = STATUS_DONE;
    bool is;
    int error = folder_description_is_in(&is, &name, folder, description);

    if (error != 0 && !bundle_path_is_answer(error)) /* else who opens it next tells of it */
        result = input_cannot_read(run, folder, error);
    else if (is)
        result = exclude(run, bundle, buffer_text(&name));
    buffer_free(&name);
    return result;
}

/* What is in the folders besides the model, and is no stranger there. */
static int exclude_own(struct run *run, nnreg_bundle *bundle, size_t first)
{
    const char *description = first > 0 ? run->operands[0] : NULL;
    int result = exclude(run, bundle, SEVERITY_FILE_NAME);
    struct stat about;
    size_t i;

    for (i = first; result == STATUS_DONE && i < run->operand_count; i++)
        if (stat(run->operands[i], &about) < 0)
            result = input_cannot_read(run, run->operands[i], errno);
        else if (S_ISDIR(about.st_mode))
            result = exclude_description(run, bundle, run->operands[i], description);
    return result;
}

/* Its files are read from any place, and more than once. */
static int refuse_input(struct run *run, size_t first)
{
    size_t i;

    for (i = first; i < run->operand_count; i++)
        if (strcmp(run->operands[i], "-") == 0)
            return report_usage(
                run,
                "a bundle is read from files, not from standard input (write ./- for a file of that name)");
    return STATUS_DONE;
}

int input_bundle(struct run *run, nnreg_bundle **bundle, size_t first)
{
    const char *folder = getenv("TMPDIR");
    int result = refuse_input(run, first);
    nnreg_status status;
    size_t i;

    if (result != STATUS_DONE)
        return result;
    status = nnreg_bundle_new(bundle);
    if (status == NNREG_OK && folder != NULL && folder[0] != '\0')
        status = nnreg_bundle_set_spool(*bundle, folder);
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    result = exclude_own(run, *bundle, first);
    for (i = first; result == STATUS_DONE && i < run->operand_count; i++)
        result = add_operand(run, *bundle, run->operands[i]);
    return result;
}
