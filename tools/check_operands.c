/* What is checked with what: see check_operands.h. */
#include "check_operands.h"

#include <stdbool.h>
#include <string.h>

#include "buffer.h"
#include "bundle_path.h"
#include "description.h"
#include "folder_description.h"
#include "input.h"
#include "memory.h"
#include "report.h"

/* What is in the folder is found later, with all that is read (find_descriptions). */
static void add_check(struct checks *checks, char **operands, size_t count)
{
    checks->list[checks->count++] = (struct check){.operands = operands, .operand_count = count};
}

/* How many of the operands, from the first on, are so. */
static size_t count_first(char **operands, size_t count, bool (*is)(const char *operand))
{
    size_t i = 0;

    while (i < count && is(operands[i]))
        i++;
    return i;
}

/*
 * What stands between two separators: descriptions alone (check *.json), folders that have theirs inside (check export/?), or
 * one description with the paths of its bundle.
 */
static int split_group(struct run *run, struct checks *checks, char **operands, size_t count)
{
    size_t folders = count_first(operands, count, folder_description_is_folder), i;

    if (folders > 0 && folders < count)
        return report_usage(run, "\"%s\" is a folder, and no description: put one before it, or -- behind it",
                            operands[0]);
    if (folders == count || count_first(operands, count, description_is_named) == count) {
        for (i = 0; i < count; i++)
            add_check(checks, operands + i, 1);
        return STATUS_DONE;
    }
    for (i = 1; i < count; i++)
        if (strcmp(operands[i], "-") == 0)
            return report_usage(run, "\"-\" is a description and no part of a bundle: put -- before it");
    add_check(checks, operands, count);
    return STATUS_DONE;
}

/* `*standard` is what it was called before; NULL: it was not. */
static int take_name(struct run *run, const char **standard, const char *path)
{
    const char *before = *standard;

    if (path == NULL || !input_is_standard(path))
        return STATUS_DONE;
    *standard = path;
    return before == NULL
               ? STATUS_DONE
               : report_usage(run, "standard input can be named once: \"%s\" and \"%s\" both are it", before,
                              path);
}

/* Who reads it second would find nothing. */
static int name_input_once(struct run *run, const struct checks *checks)
{
    const char *standard = NULL;
    int result = STATUS_DONE;
    size_t i;

    for (i = 0; i < checks->count && result == STATUS_DONE; i++)
        result = take_name(run, &standard, checks->list[i].operands[0]);
    if (result == STATUS_DONE)
        result = take_name(run, &standard, run_text(run, "config"));
    return result == STATUS_DONE ? take_name(run, &standard, run_text(run, "baseline")) : result;
}

int split_operands(struct run *run, struct checks *checks)
{
    size_t start, stop;
    int result = STATUS_DONE;

    checks->list = memory_zero(run->operand_count, sizeof *checks->list);
    for (start = 0; result == STATUS_DONE && start <= run->operand_count; start = stop + 1) {
        for (stop = start; stop < run->operand_count && strcmp(run->operands[stop], "--") != 0;)
            stop++;
        if (stop == start)
            return report_usage(run, "a description is missing %s a \"--\"", start == 0 ? "before" : "after");
        result = split_group(run, checks, run->operands + start, stop - start);
    }
    return result == STATUS_DONE ? name_input_once(run, checks) : result;
}

/* In an archive no description is looked for: it is written by hand, and the archive by a packer. */
static void find_inside(struct run run, struct check *check)
{
    char *operand = check->operands[0];
    struct buffer path = {0};
    bool archive = false;
    int error;

    run.failure = &check->failure;
    if (folder_description_is_folder(operand)) {
        if (folder_description_find(&run, &path, operand) != STATUS_DONE)
            return;
        check->inside[0] = memory_copy(buffer_text(&path));
        check->inside[1] = operand;
        check->operands = check->inside;
        check->operand_count = 2;
    } else if (!description_is_named(operand)) {
        error = bundle_path_is_archive(&archive, operand);
        if (error != 0)
            report_failure(&run, NNREG_IO, "cannot read \"%s\": %s", operand, strerror(error));
        else if (archive)
            report_failure(&run, NNREG_INVALID_ARGUMENT,
                           "\"%s\" is an archive, and no description: write nnreg check DESCRIPTION.json %s",
                           operand, operand);
    }
    buffer_free(&path);
}

void find_descriptions(struct run *run, struct checks *checks)
{
    size_t i;

    for (i = 0; i < checks->count; i++)
        if (checks->list[i].operand_count == 1)
            find_inside(*run, &checks->list[i]);
}
