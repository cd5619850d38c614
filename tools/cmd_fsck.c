/* nnreg fsck: looks a registry over, and mends it. */
#include <stdlib.h>

#include "commands.h"
#include "look_over.h"
#include "rate.h"
#include "registry_dir.h"

enum { FSCK_QUICK, FSCK_REPAIR, FSCK_RATE, FSCK_SEVERITY };

static const struct option_row options[] = {
    [FSCK_QUICK] = {"quick", 0, NULL, "do not read the stored files, only look for them"},
    [FSCK_REPAIR] = {"repair", 0, NULL, "mend what can be; what is damaged goes to quarantine/"},
    [FSCK_RATE] = {"bwlimit", 0, "RATE", "read files at so many bytes a second at most (K, M, G)"},
    [FSCK_SEVERITY] = {"severity", 0, SEVERITY_OPTION, SEVERITY_HELP},
    {NULL, 0, NULL, NULL},
};

static int run_fsck(struct run *run)
{
    struct look_over how = {.quick = run->options.given[FSCK_QUICK],
                            .repair = run->options.given[FSCK_REPAIR]};
    struct buffer dir = {0};
    int result = rate_take(run, &how.rate, run->options.text[FSCK_RATE]);

    if (result == STATUS_DONE)
        result = severity_take(run, &how.severities, FSCK_SEVERITY);
    if (result == STATUS_DONE)
        result = registry_dir_find(run, &dir);
    if (result == STATUS_DONE)
        result = look_over(run, buffer_text(&dir), &how);
    free(how.severities.list);
    buffer_free(&dir);
    return result;
}

const struct command command_fsck = {
    .name = "fsck",
    .group = GROUP_MAINTAIN,
    .usage = "fsck [--quick] [--repair] [--bwlimit RATE] [--severity RULE=LEVEL]...",
    .summary = "look a registry over, and mend it",
    .help = "Looks whether every record can be read and keeps its rules, indexes and counts fit\n"
            "the records, every stored file has its size and SHA-256, the history is whole, and\n"
            "nothing is stored that belongs to nobody. The registry may be in use.\n\n"
            "With --repair indexes and counts are made again of the records, and what is damaged\n"
            "or belongs to nobody is moved to the folder quarantine/ of the registry; nothing is\n"
            "deleted. A damaged file comes back when the same content is added again.\n\n"
            "A rule that --severity turned down when a network was added is told as fsck.rule,\n"
            "unless it is turned down here as well.\n\n"
            "The exit status is 0 when nothing is damaged (any more), and 4 when something is.",
    .options = options,
    .run = run_fsck,
};
