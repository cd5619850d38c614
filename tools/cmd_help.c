/* nnreg help: what there is and how it is used, from the tables that parse the command line. */
#include <string.h>

#include "commands.h"
#include "json_out.h"
#include "output.h"
#include "report.h"

#define OPTION_COLUMN 28 /* where the texts of options begin */

/* One line per option; a text of several lines goes on under its beginning. */
static void add_option(struct buffer *text, const struct option_row *row)
{
    size_t start = text->length;
    const char *line = row->help;

    buffer_put(text, "  ");
    if (row->letter != '\0')
        buffer_printf(text, "-%c, ", row->letter);
    buffer_printf(text, "--%s", row->name);
    if (row->argument != NULL)
        buffer_printf(text, " %s", row->argument);
    while (line != NULL) {
        const char *next = strchr(line, '\n');
        size_t length = next != NULL ? (size_t)(next - line) : strlen(line);

        if (text->length - start + 2 > OPTION_COLUMN) {
            buffer_put(text, "\n");
            start = text->length;
        }
        buffer_fill(text, ' ', OPTION_COLUMN - (text->length - start));
        buffer_add(text, line, length);
        line = next != NULL ? next + 1 : NULL;
    }
    buffer_put(text, "\n");
}

static void add_options(struct buffer *text, const char *heading, const struct option_row *rows)
{
    if (rows == NULL || rows[0].name == NULL)
        return;
    buffer_printf(text, "\n%s:\n", heading);
    for (; rows->name != NULL; rows++)
        add_option(text, rows);
}

/* The commands of a command, with half a line each. */
static void add_list(struct buffer *text, const struct command *group)
{
    const struct command *command;
    size_t i;

    buffer_put(text, "commands:\n");
    for (i = 0; (command = commands_get(group, i)) != NULL; i++)
        buffer_printf(text, "  %-16s%s\n", command->name, command->summary);
}

/* Those at the top, by what one wants to do. */
static void add_groups(struct buffer *text)
{
    const struct command *command;
    enum command_group group;
    size_t i;

    for (group = GROUP_NONE + 1; group < GROUP_COUNT; group++) {
        buffer_printf(text, "%s (man %s):\n", command_groups[group].heading, command_groups[group].page);
        for (i = 0; (command = commands_get(NULL, i)) != NULL; i++)
            if (command->group == group)
                buffer_printf(text, "  %-12s%s\n", command->name, command->summary);
    }
}

static void add_command_help(struct buffer *text, const struct command *command)
{
    buffer_printf(text, "usage: nnreg %s\n\n%s: %s.\n\n%s\n", command->usage, command->name, command->summary,
                  command->help);
    if (command->commands != NULL) {
        buffer_put(text, "\n");
        add_list(text, command);
        buffer_printf(text, "\nMore: nnreg help %s COMMAND, man %s\n", command->name, command_page(command));
        return;
    }
    add_options(text, "options", command->options);
    buffer_printf(text, "\nThe options of every command are listed by: nnreg help. More: man %s\n",
                  command_page(command));
}

static void add_overview(struct buffer *text)
{
    buffer_put(text, "usage: nnreg " COMMANDS_USAGE "\n\n"
                     "A registry for trained neural networks: checks whether a network can be served as\n"
                     "described, and keeps those that can, unchanged.\n\n");
    add_groups(text);
    add_options(text, "options, before or after the command", global_options);
    buffer_put(text, "\nexit status: 0 done, 1 refused, 2 usage, 3 not found, 4 the registry or the system\n"
                     "failed, 130 interrupted. More: nnreg help COMMAND, man nnreg\n");
}

static void add_options_json(struct json_out *out, const struct option_row *row)
{
    json_out_key(out, "options");
    json_out_open(out, '[');
    for (; row != NULL && row->name != NULL; row++) {
        json_out_open(out, '{');
        json_out_member_text(out, "name", row->name);
        json_out_member_text(out, "argument", row->argument);
        json_out_member_text(out, "help", row->help);
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
}

static void add_list_json(struct json_out *out, const struct command *group);

static void add_command_json(struct json_out *out, const struct command *command)
{
    json_out_open(out, '{');
    json_out_member_text(out, "name", command->name);
    if (command->group != GROUP_NONE)
        json_out_member_text(out, "group", command_groups[command->group].heading);
    json_out_member_text(out, "page", command_page(command));
    json_out_member_text(out, "usage", command->usage);
    json_out_member_text(out, "summary", command->summary);
    json_out_member_text(out, "help", command->help);
    add_options_json(out, command->options);
    if (command->commands != NULL)
        add_list_json(out, command);
    json_out_close(out, '}');
}

/* "commands":[…] of a group, NULL for the top; a command of a group has none itself, so this ends. */
static void add_list_json(struct json_out *out, const struct command *group)
{
    size_t i;

    json_out_key(out, "commands");
    json_out_open(out, '[');
    for (i = 0; commands_get(group, i) != NULL; i++)
        add_command_json(out, commands_get(group, i));
    json_out_close(out, ']');
}

static void add_json(struct buffer *text, const struct command *command)
{
    struct json_out out = {text, false};

    if (command != NULL) {
        add_command_json(&out, command);
        return;
    }
    json_out_open(&out, '{');
    add_list_json(&out, NULL);
    json_out_close(&out, '}');
}

int help_print(struct run *run, const struct command *command)
{
    struct buffer text = {0};

    if (run->json)
        add_json(&text, command);
    else if (command != NULL)
        add_command_help(&text, command);
    else
        add_overview(&text);
    output_line(run, buffer_text(&text));
    buffer_free(&text);
    return STATUS_DONE;
}

static int no_such_command(struct run *run, const struct command *group, const char *word)
{
    const struct command *nearest = commands_nearest(group, word);
    struct buffer name = {0};
    int result;

    if (group != NULL)
        buffer_printf(&name, "%s ", group->name);
    buffer_put(&name, word);
    if (nearest != NULL)
        result = report_usage(run, "there is no command \"%s\"; did you mean \"%s\"?", buffer_text(&name),
                              nearest->name);
    else
        result = report_usage(run, "there is no command \"%s\"", buffer_text(&name));
    buffer_free(&name);
    return result;
}

static int run_help(struct run *run)
{
    const struct command *command = NULL, *group;
    size_t i;

    for (i = 0; i < run->operand_count; i++) {
        group = command;
        if (group != NULL && group->commands == NULL)
            return report_usage(run, "unexpected operand \"%s\"", run->operands[i]);
        command = commands_find(group, run->operands[i]);
        if (command == NULL)
            return no_such_command(run, group, run->operands[i]);
    }
    return help_print(run, command);
}

const struct command command_help = {
    .name = "help",
    .group = GROUP_HELP,
    .usage = "help [COMMAND...]",
    .summary = "explain a command, or list them all",
    .help = "Prints how a command is used and what each of its options does; without a name\n"
            "the list of commands and the options that all of them take.",
    .most = 2,
    .run = run_help,
};
