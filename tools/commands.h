/* The table of commands: each is one row and one file, cmd_NAME.c. A command can have commands of its own (`spec add`). */
#ifndef NNREG_TOOLS_COMMANDS_H
#define NNREG_TOOLS_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "options.h"
#include "run.h"

#define COMMANDS_USAGE \
    "[-r DIR] [--json] [-q] [--actor=NAME] [--check-store] [--color=WHEN] COMMAND [ARGUMENT...]"

#define OPERANDS_ANY ((size_t)-1)

/* What one wants to do with a command: by this the help is grouped, and each has its man page. */
enum command_group {
    GROUP_NONE, /* of a command of a command: it goes with that */
    GROUP_JUDGE,
    GROUP_REGISTER,
    GROUP_CHANGE,
    GROUP_RECOGNISE,
    GROUP_MOVE,
    GROUP_MAINTAIN,
    GROUP_HELP,
    GROUP_COUNT
};

struct command_group_row {
    const char *heading;
    const char *page; /* of section 1 */
};
extern const struct command_group_row command_groups[GROUP_COUNT];

struct command {
    const char *name; /* as it is typed: "add", "spec add" */
    enum command_group group;
    const char *usage;                /* "add DESCRIPTION.json BUNDLE..." */
    const char *summary;              /* half a line, for the list of commands */
    const char *help;                 /* paragraphs; the options are added from their table */
    const struct option_row *options; /* its own; NULL: none */
    size_t least, most;               /* operands */
    bool groups;                      /* behind the first operand "--" separates operands and is one itself */
    int (*run)(struct run *run);      /* returns the exit status; NULL where there are commands of its own */
    const struct command *const *commands; /* its own, ended by NULL; NULL: none */
};

/* The i-th command of `group`, NULL for the top, in the order of the help; NULL past the end. */
const struct command *commands_get(const struct command *group, size_t i);

/* The command of `group` that is typed as `word` there; NULL when there is none. */
const struct command *commands_find(const struct command *group, const char *word);

/* The command of `group` that other programs call so, else whose word is nearest to a misspelt one, or NULL. */
const struct command *commands_nearest(const struct command *group, const char *word);

/* The man page of section 1 in which a command is explained. Static. */
const char *command_page(const struct command *command);

/* The word by which a command is typed in its group: "add" of "spec add". Borrowed. */
const char *command_word(const struct command *command);

/* Prints the help of a command, the general one for NULL (cmd_help.c). Returns the exit status. */
int help_print(struct run *run, const struct command *command);

extern const struct command command_init, command_check, command_inspect, command_draft, command_add,
    command_ls, command_show, command_set, command_rm, command_files, command_tensors, command_diff,
    command_cat, command_checkout, command_publish, command_unpublish, command_spec, command_version,
    command_task, command_log, command_rules, command_schema, command_completion, command_help;
extern const struct command command_stat, command_config, command_upgrade, command_compact, command_gc,
    command_fsck, command_backup, command_export, command_import, command_verify;

/* The options every command takes (main.c), for the help. */
extern const struct option_row global_options[];

#endif
