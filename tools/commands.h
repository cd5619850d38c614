/* The table of commands: each is one row and one file, cmd_NAME.c. */
#ifndef NNREG_TOOLS_COMMANDS_H
#define NNREG_TOOLS_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "options.h"
#include "run.h"

#define COMMANDS_USAGE "[-r DIR] [--json] [-q] [--color=WHEN] COMMAND [ARGUMENT...]"

#define OPERANDS_ANY ((size_t)-1)

struct command {
    const char *name;
    const char *usage;                /* "add DESCRIPTION.json BUNDLE... [--actor NAME]" */
    const char *summary;              /* half a line, for the list of commands */
    const char *help;                 /* paragraphs; the options are added from their table */
    const struct option_row *options; /* its own; NULL: none */
    size_t least, most;               /* operands */
    bool groups;                      /* behind the first operand "--" separates operands and is one itself */
    int (*run)(struct run *run);      /* returns the exit status */
};

/* The i-th command in the order of the help, NULL past the end. */
const struct command *commands_get(size_t i);

/* NULL when there is none of that name. */
const struct command *commands_find(const char *name);

/* The name nearest to a misspelt one, or NULL. */
const char *commands_nearest(const char *name);

/* Prints the help of a command, the general one for NULL (cmd_help.c). Returns the exit status. */
int help_print(struct run *run, const struct command *command);

extern const struct command command_init, command_check, command_inspect, command_draft, command_add,
    command_ls, command_show, command_set, command_rm, command_files, command_cat, command_rules,
    command_schema, command_help;

/* The options every command takes (main.c), for the help. */
extern const struct option_row global_options[];

#endif
