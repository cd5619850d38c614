/*
 * nnreg cat: the bytes of a stored file on standard output. They are verified before the first one is written: what is in
 * a pipe already cannot be taken back, and who reads from one seldom looks at the exit status of the other end. So the
 * file is read twice, the second time mostly from memory.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "damage_mark.h"
#include "gate.h"
#include "interrupt.h"
#include "memory.h"
#include "operand.h"
#include "output.h"
#include "progress.h"
#include "report.h"

#define PIECE (64 << 10)

enum { CAT_FORCE, CAT_NO_VERIFY };

static const struct option_row options[] = {
    [CAT_FORCE] = {"force", 'f', NULL, "write to a terminal even what is no text"},
    [CAT_NO_VERIFY] = {"no-verify", 0, NULL, "do not compare the SHA-256 first: write even what was altered"},
    {NULL, 0, NULL, NULL},
};

static int no_such_file(struct run *run, const nnreg_network *network, const char *name)
{
    unsigned long long id = nnreg_network_id(network);
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    const char **names = memory_zero(nnreg_network_file_count(network) + 1, sizeof *names), *nearest;
    size_t count = 0;

    while (nnreg_network_file(network, count, &file) == NNREG_OK)
        names[count++] = file.name;
    nearest = nnreg_nearest(name, names, count);
    free(names);
    if (nearest != NULL)
        return report_failure(run, NNREG_NOT_FOUND, "network %llu has no file \"%s\"; did you mean \"%s\"?",
                              id, name, nearest);
    return report_failure(run, NNREG_NOT_FOUND, "network %llu has no file \"%s\" (see: nnreg files %llu)", id,
                          name, id);
}

/* Every piece is looked at, not only the first: a text file can hide an escape sequence anywhere. */
static int copy(struct run *run, int fd, const char *name)
{
    bool guard = isatty(STDOUT_FILENO) && !run->options.given[CAT_FORCE];
    struct gate_scan scan = {{0}, 0, 0};
    char bytes[PIECE];

    while (run->output_error == 0) {
        ssize_t got = read(fd, bytes, sizeof bytes);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return report_failure(run, NNREG_IO, "cannot read \"%s\": %s", name, strerror(errno));
        if (got == 0)
            break;
        if (guard && !gate_scan_piece(&scan, bytes, (size_t)got))
            return report_failure(run, NNREG_REFUSED, "\"%s\" is no text: send it to a file, or use --force",
                                  name);
        output_bytes(run, bytes, (size_t)got);
    }
    return STATUS_DONE;
}

static nnreg_status open_file(struct run *run, nnreg *registry, int *fd, uint64_t id, const char *name)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct progress progress;
    nnreg_status status;
    uint64_t size;

    if (run->options.given[CAT_NO_VERIFY])
        return nnreg_network_open_file(registry, fd, &size, id, name);
    progress_start(&progress, run);
    call.progress = progress_call;
    call.context = &progress;
    interrupt_catch();
    status = nnreg_network_open_verified(registry, fd, &size, id, name, &call);
    progress_stop(&progress);
    interrupt_release();
    if (status == NNREG_OK && interrupt_came()) {
        close(*fd);
        status = NNREG_CANCELLED;
    }
    return status;
}

static int cat(struct run *run, nnreg *registry, uint64_t id, const char *name, bool *damaged)
{
    nnreg_network *network = NULL;
    nnreg_status status = nnreg_network_get(registry, &network, id);
    int fd = -1, result;

    if (status != NNREG_OK)
        return operand_failure(run, registry, status, &kind_network, id);
    status = open_file(run, registry, &fd, id, name);
    *damaged = status == NNREG_CORRUPT;
    if (status == NNREG_NOT_FOUND)
        result = no_such_file(run, network, name);
    else if (status == NNREG_CANCELLED)
        result = report_failure(run, status, "interrupted");
    else if (status != NNREG_OK)
        result = report_failure(run, status, "%s", nnreg_message(registry));
    else {
        result = copy(run, fd, name);
        close(fd);
    }
    nnreg_network_free(network);
    return result;
}

static int run_cat(struct run *run)
{
    nnreg *registry = NULL;
    bool damaged = false;
    uint64_t id;
    int result;

    if (run->json)
        return report_usage(run, "the bytes of a file are no JSON document: leave out --json");
    result = operand_open(run, &registry, NNREG_OPEN_READ_ONLY, &kind_network, &id);
    if (result == STATUS_DONE)
        result = cat(run, registry, id, run->operands[1], &damaged);
    nnreg_close(registry);
    if (damaged)
        damage_mark_note_file(run, id, run->operands[1]);
    return result;
}

const struct command command_cat = {
    .name = "cat",
    .group = GROUP_REGISTER,
    .usage = "cat ID|SLUG NAME [--force] [--no-verify]",
    .summary = "write a stored file to standard output",
    .help = "Writes the bytes of a file as they were registered. NAME is as `files` prints it;\n"
            "variables/variables.index and variables.index are the same. What is no text is not\n"
            "written to a terminal. The file is read and its SHA-256 compared before the first\n"
            "byte is written: of a damaged one nothing is, and the exit status is 4.",
    .options = options,
    .least = 2,
    .most = 2,
    .run = run_cat,
};
