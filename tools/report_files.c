/* Reports in files: see report_files.h. */
#include "report_files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "memory.h"
#include "report.h"

/* "sarif=out/report.sarif" */
static int take_report(struct run *run, struct report_target *file, const char *text)
{
    const char *sign = strchr(text, '=');

    if (sign == NULL || sign[1] == '\0')
        return report_usage(run, "--report wants FORMAT=FILE, not \"%s\"", text);
    file->format = format_named(run, text, (size_t)(sign - text));
    if (file->format == FORMAT_COUNT)
        return STATUS_USAGE;
    if (strcmp(sign + 1, "-") == 0)
        return report_usage(run, "--report writes to files; what is printed says --format");
    file->path = sign + 1;
    return STATUS_DONE;
}

/* Two reports in one file would be neither. */
static int refuse_twice(struct run *run, const struct report_files *files)
{
    const char *path = files->list[files->count - 1].path, *output = run_text(run, "output");
    bool twice = output != NULL && strcmp(output, path) == 0;
    size_t i;

    for (i = 0; i + 1 < files->count; i++)
        twice |= strcmp(files->list[i].path, path) == 0;
    return twice ? report_usage(run, "two reports would be written to \"%s\"", path) : STATUS_DONE;
}

/* By two names; a device takes any number of reports. */
static bool is_one_file(const char *path, const char *other)
{
    struct stat file, another;

    return stat(path, &file) == 0 && stat(other, &another) == 0 && S_ISREG(file.st_mode) &&
           file.st_dev == another.st_dev && file.st_ino == another.st_ino;
}

/* Those in front of it are there by now. */
static int refuse_alias(struct run *run, const struct report_files *files, size_t number)
{
    const char *path = files->list[number].path, *output = run_text(run, "output");
    bool twice = output != NULL && strcmp(output, "-") != 0 && is_one_file(path, output);
    size_t i;

    for (i = 0; i < number; i++)
        twice |= is_one_file(path, files->list[i].path);
    return twice ? report_usage(run, "two reports would be written to \"%s\"", path) : STATUS_DONE;
}

/* All are taken before the first is opened, and so emptied. */
int report_files_open(struct run *run, struct report_files *files, size_t row)
{
    const char *text;
    int result = STATUS_DONE;
    size_t at = 0, i;

    files->list = memory_zero(run->options.use_count + 1, sizeof *files->list);
    while (result == STATUS_DONE && (text = options_next(&run->options, row, &at)) != NULL) {
        struct report_target *file = &files->list[files->count++];

        file->fd = -1;
        result = take_report(run, file, text);
        if (result == STATUS_DONE)
            result = refuse_twice(run, files);
    }
    for (i = 0; i < files->count && result == STATUS_DONE; i++) {
        result = refuse_alias(run, files, i);
        if (result == STATUS_DONE)
            result = open_target_file(run, &files->list[i]);
    }
    return result;
}

static int write_file(struct run *run, struct report_target *file, const struct checks *checks)
{
    int result;
    size_t i;

    for (i = 0; i < checks->count && file->format == FORMAT_TEXT; i++)
        add_text(run, file, checks, &checks->list[i]);
    result = write_report(run, checks, file);
    return result == checks->exit_status ? STATUS_DONE : result;
}

int report_files_write(struct run *run, struct report_files *files, const struct checks *checks)
{
    int result = STATUS_DONE, one;
    size_t i;

    for (i = 0; i < files->count; i++) {
        one = write_file(run, &files->list[i], checks);
        result = result == STATUS_DONE ? one : result;
    }
    return result;
}

void report_files_free(struct report_files *files)
{
    size_t i;

    for (i = 0; i < files->count; i++)
        free_target(&files->list[i]);
    free(files->list);
    *files = (struct report_files){NULL, 0};
}
