/* The table of commands: see commands.h. */
#include "commands.h"

#include <stdlib.h>
#include <string.h>

#include <nnreg.h>

static const struct command *const top[] = {
    &command_init,      &command_check,  &command_inspect, &command_draft,  &command_add,  &command_ls,
    &command_show,      &command_set,    &command_rm,      &command_files,  &command_cat,  &command_publish,
    &command_unpublish, &command_export, &command_import,  &command_verify, &command_spec, &command_version,
    &command_task,      &command_log,    &command_rules,   &command_schema, &command_help, NULL,
};

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

const struct command *commands_nearest(const struct command *group, const char *word)
{
    size_t count = 0, i;
    const char **words, *nearest;

    while (commands_get(group, count) != NULL)
        count++;
    words = memory_zero(count + 1, sizeof *words);
    for (i = 0; i < count; i++)
        words[i] = command_word(commands_get(group, i));
    nearest = nnreg_nearest(word, words, count);
    free(words);
    return nearest != NULL ? commands_find(group, nearest) : NULL;
}
