/* nnreg set: changes what can be changed of a network. */
#include "change.h"
#include "commands.h"

static const struct option_row options[] = {
    CHANGE_ROW_NAME,
    CHANGE_ROWS_METADATA,
    {"description", 0, "TEXT|@FILE",
     "the new description; only in a registry that was\n"
     "made with --mutable-description"},
    CHANGE_ROW_UNPUBLISH,
    CHANGE_ROW_IF_UPDATE_DATE,
    {NULL, 0, NULL, NULL},
};

static int run_set(struct run *run)
{
    return change_run(run, &kind_network);
}

const struct command command_set = {
    .name = "set",
    .group = GROUP_CHANGE,
    .usage = "set ID [--name NAME] [--metadata JSON|@FILE] [--merge-metadata JSON|@FILE]\n"
             "                 [--description TEXT|@FILE] [--unpublish] [--if-update-date TIME]",
    .summary = "change the name or the metadata of a network",
    .help = "Name and metadata are all that can change of a network; what is left out stays as\n"
            "it is. With --if-update-date a change that somebody else made meanwhile is not\n"
            "overwritten: the exit status is 1 and nothing changes. A public network refuses,\n"
            "unless --unpublish is given. Prints nothing when all is well.",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run_set,
};
