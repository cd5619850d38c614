/* nnreg publish and unpublish: networks that are found by a name, and cannot change while they are. */
#include "change.h"
#include "commands.h"
#include "publishing.h"

static const struct option_row publish_options[] = {
    CHANGE_ROW_IF_UPDATE_DATE,
    {"move", 0, NULL, "take the slug from the network that has it, which is private then"},
    {NULL, 0, NULL, NULL},
};

static const struct option_row options[] = {
    CHANGE_ROW_IF_UPDATE_DATE,
    {NULL, 0, NULL, NULL},
};

static int run_publish(struct run *run)
{
    return publishing_do(run, &kind_network);
}

static int run_unpublish(struct run *run)
{
    return publishing_undo(run, &kind_network);
}

const struct command command_publish = {
    .name = "publish",
    .group = GROUP_CHANGE,
    .usage = "publish ID SLUG [--move] [--if-update-date TIME]",
    .summary = "make a network public under a slug",
    .help = "A public network is found by its slug wherever an id is asked for, is listed by\n"
            "`ls --public`, and refuses update and delete until it is unpublished. New versions\n"
            "can be attached to it, and its task moves on. A slug has 1 to 63 of a-z 0-9 . _ -,\n"
            "begins with a letter or a digit, is not all digits, and belongs to one network at a\n"
            "time; --move takes it from that one in the same step, so that it always leads to one\n"
            "of the two. Prints nothing when all is well.",
    .options = publish_options,
    .least = 2,
    .most = 2,
    .run = run_publish,
};

const struct command command_unpublish = {
    .name = "unpublish",
    .group = GROUP_CHANGE,
    .usage = "unpublish ID|SLUG... [--if-update-date TIME]",
    .summary = "make a public network private again",
    .help = "The network can then be changed and deleted again, and its slug is free. One that is\n"
            "private already stays so. When one of several ids is unknown all stay as they are.\n"
            "- takes ids from standard input, one a line or several. Prints nothing when all is well.",
    .options = options,
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_unpublish,
};
