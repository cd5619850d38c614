/* The table of commands: see commands.h. */
#include "commands.h"

#include <string.h>

#include "nearest.h"

static const struct command *const commands[] = {
    &command_init, &command_check, &command_inspect, &command_draft, &command_add,
    &command_ls,   &command_show,  &command_set,     &command_rm,    &command_files,
    &command_cat,  &command_rules, &command_schema,  &command_help,
};

const struct command *commands_get(size_t i)
{
    return i < sizeof commands / sizeof commands[0] ? commands[i] : NULL;
}

const struct command *commands_find(const char *name)
{
    size_t i;

    for (i = 0; commands_get(i) != NULL; i++)
        if (strcmp(commands_get(i)->name, name) == 0)
            return commands_get(i);
    return NULL;
}

const char *commands_nearest(const char *name)
{
    struct nearest nearest;
    size_t i;

    nearest_start(&nearest, name);
    for (i = 0; commands_get(i) != NULL; i++)
        nearest_offer(&nearest, commands_get(i)->name);
    return nearest.name;
}
