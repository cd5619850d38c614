/* The table of commands: see commands.h. */
#include "commands.h"

#include <stdlib.h>
#include <string.h>

#include <nnreg.h>

#include "buffer.h"
#include "memory.h"

/* clang-format off */
static const struct command *const top[] = {
    &command_init,
    &command_check,
    &command_inspect,
    &command_draft,
    &command_add,
    &command_ls,
    &command_show,
    &command_set,
    &command_rm,
    &command_files,
    &command_tensors,
    &command_diff,
    &command_cat,
    &command_publish,
    &command_unpublish,
    &command_checkout,
    &command_export,
    &command_import,
    &command_verify,
    &command_spec,
    &command_version,
    &command_task,
    &command_log,
    &command_stat,
    &command_fsck,
    &command_gc,
    &command_backup,
    &command_compact,
    &command_config,
    &command_upgrade,
    &command_rules,
    &command_schema,
    &command_completion,
    &command_help,
    NULL,
};
/* clang-format on */

const struct command_group_row command_groups[GROUP_COUNT] = {
    [GROUP_NONE] = {NULL, NULL},
    [GROUP_JUDGE] = {"judge a network before it is registered", "nnreg-check"},
    [GROUP_REGISTER] = {"register networks and look at them", "nnreg-networks"},
    [GROUP_CHANGE] = {"change, publish and delete them", "nnreg-networks"},
    [GROUP_RECOGNISE] = {"say what their outputs mean, and how far they are deployed", "nnreg-recognition"},
    [GROUP_MOVE] = {"hand networks out and move them", "nnreg-move"},
    [GROUP_MAINTAIN] = {"make a registry and look after it", "nnreg-maintain"},
    [GROUP_HELP] = {"help", "nnreg"},
};

const char *command_page(const struct command *command)
{
    const char *space = strchr(command->name, ' ');
    size_t length = space != NULL ? (size_t)(space - command->name) : strlen(command->name), i;

    for (i = 0; top[i] != NULL; i++)
        if (strlen(top[i]->name) == length && memcmp(top[i]->name, command->name, length) == 0)
            return command_groups[top[i]->group].page;
    return command_groups[GROUP_HELP].page;
}

const struct command *commands_get(const struct command *group, size_t i)
{
    const struct command *const *commands = group != NULL ? group->commands : top;
    size_t at;

    for (at = 0; at < i && commands[at] != NULL; at++)
        ;
    return commands[at];
}

const char *command_word(const struct command *command)
{
    const char *space = strrchr(command->name, ' ');

    return space != NULL ? space + 1 : command->name;
}

const struct command *commands_find(const struct command *group, const char *word)
{
    const struct command *command;
    size_t i;

    for (i = 0; (command = commands_get(group, i)) != NULL; i++)
        if (strcmp(command_word(command), word) == 0)
            return command;
    return NULL;
}

/* What other programs call it. A word counts only where the group has the command that it stands for. */
static const struct {
    const char *words; /* with spaces around each */
    const char *command;
} other_words[] = {
    {" get describe info view display ", "show"},
    {" list dir search find query ", "ls"},
    {" delete del remove destroy erase unregister drop ", "rm"},
    {" validate lint test judge ", "check"},
    {" register create new put push insert upload store attach ", "add"},
    {" update edit modify change rename patch ", "set"},
    {" status statistics stats metrics usage df ", "stat"},
    {" history events watch audit changes ", "log"},
    {" download fetch pull deploy serve extract unpack ", "checkout"},
    {" dump pack archive save ", "export"},
    {" load restore ", "import"},
    {" read print ", "cat"},
    {" clean cleanup prune purge sweep ", "gc"},
    {" doctor repair scrub ", "fsck"},
    {" vacuum defrag shrink ", "compact"},
    {" migrate ", "upgrade"},
    {" settings configure ", "config"},
    {" template scaffold guess generate ", "draft"},
    {" summary graph dot ", "inspect"},
    {" tensor nodes node layers names ", "tensors"},
    {" compare cmp delta difference differences ", "diff"},
    {" release ", "publish"},
    {" unrelease hide ", "unpublish"},
    {" man ", "help"},
    {" network networks model models ", "ls"},
};

static const struct command *find_other_word(const struct command *group, const char *word)
{
    const struct command *command = NULL;
    struct buffer spaced = {0};
    size_t i;

    buffer_printf(&spaced, " %s ", word);
    for (i = 0; i < sizeof other_words / sizeof other_words[0] && command == NULL; i++)
        if (strchr(word, ' ') == NULL && strstr(other_words[i].words, buffer_text(&spaced)) != NULL)
            command = commands_find(group, other_words[i].command);
    buffer_free(&spaced);
    return command;
}

const struct command *commands_nearest(const struct command *group, const char *word)
{
    size_t count = 0, i;
    const char **words, *nearest;
    const struct command *other = find_other_word(group, word);

    if (other != NULL)
        return other;
    while (commands_get(group, count) != NULL)
        count++;
    words = memory_zero(count + 1, sizeof *words);
    for (i = 0; i < count; i++)
        words[i] = command_word(commands_get(group, i));
    nearest = nnreg_nearest(word, words, count);
    free(words);
    return nearest != NULL ? commands_find(group, nearest) : NULL;
}
