/* nnreg rm: deletes networks with everything that belongs to them. */
#include "commands.h"
#include "removal.h"

static const struct option_row options[] = {CHANGE_ROW_UNPUBLISH, REMOVAL_ROWS};

static int run_rm(struct run *run)
{
    return removal_run(run, &kind_network);
}

const struct command command_rm = {
    .name = "rm",
    .group = GROUP_CHANGE,
    .usage = "rm ID... [--dry-run] [--unpublish] [--if-update-date TIME]",
    .summary = "delete networks, with all that belongs to them",
    .help = "Deletes each network with its task, its files and every version that attaches it to\n"
            "a specification; a spec whose current version goes has none then. A file that\n"
            "another network shares stays for that one. Prints what went. When one of the ids is\n"
            "unknown nothing is deleted. A public network refuses, unless --unpublish is given.\n"
            "Ids are never used again. - takes ids from standard input, one a line or several.",
    .options = options,
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_rm,
};
