/*
 * The nnreg command: the global options, which command it is, and its exit status. It uses nothing of libnnreg but
 * nnreg.h, so it is an example of embedding, too.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <nnreg.h>

#include "commands.h"
#include "json_out.h"
#include "memory.h"
#include "output.h"
#include "report.h"

enum {
    OPTION_REGISTRY,
    OPTION_JSON,
    OPTION_QUIET,
    OPTION_ACTOR,
    OPTION_CHECK,
    OPTION_COLOR,
    OPTION_HELP,
    OPTION_VERSION
};

const struct option_row global_options[] = {
    [OPTION_REGISTRY] =
        {"registry", 'r', "DIR",
         "the registry; else $NNREG_DIR, else $XDG_DATA_HOME/nnreg,\nelse ~/.local/share/nnreg"},
    [OPTION_JSON] = {"json", 0, NULL, "print exactly one JSON document on standard output"},
    [OPTION_QUIET] = {"quiet", 'q', NULL, "no summaries, remarks or progress; errors and findings remain"},
    [OPTION_ACTOR] =
        {"actor", 0, "NAME",
         "who makes the change, for the history; else $NNREG_ACTOR,\nelse the login name, else the uid"},
    [OPTION_CHECK] = {"check-store", 0, NULL,
                      "look at every page of the registry's data.mdb before\nanything is read from it"},
    [OPTION_COLOR] = {"color", 0, "auto|always|never", "auto: on a terminal, and by NO_COLOR"},
    [OPTION_HELP] = {"help", 'h', NULL, "print the help, that of the command if there is one"},
    [OPTION_VERSION] = {"version", 'V', NULL, "print the version"},
    {NULL, 0, NULL, NULL},
};

/*
 * A file that the registry opens must not become standard output because the caller had closed that: what is missing
 * of 0, 1 and 2 becomes /dev/null, open the wrong way round, so that using it still fails.
 */
static void keep_standard_descriptors(void)
{
    int fd;

    for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* Whether the first complaint about the command line itself is to come as JSON, too. */
static bool mentions_json(char **arguments)
{
    for (; *arguments != NULL && strcmp(*arguments, "--") != 0; arguments++)
        if (strcmp(*arguments, "--json") == 0)
            return true;
    return false;
}

/* Takes the next word of the command's name: `spec`, then `add`. */
static int choose_command(struct run *run, const char *word)
{
    const struct command *group = run->command;
    const struct command *command = commands_find(group, word);

    if (command != NULL) {
        run->command = command;
        return STATUS_DONE;
    }
    command = commands_nearest(group, word);
    if (command != NULL)
        return report_usage(run, "unknown command \"%s\"; did you mean \"%s\"?", word, command_word(command));
    return report_usage(run, "unknown command \"%s\"", word);
}

/* Whether the next operand is still part of the command's name. */
static bool wants_word(const struct run *run)
{
    return run->command == NULL || run->command->commands != NULL;
}

/* Sorts the arguments into options, the command and its operands. Of two options of one name the command's own is meant. */
static int read_arguments(struct run *run, char **arguments, struct option_values *globals)
{
    struct option_table tables[] = {{NULL, &run->options}, {global_options, globals}};
    struct option_scan scan = {arguments, 0, false, false};
    struct buffer problem = {0};
    enum option_result got;
    int result = STATUS_DONE;

    while (result == STATUS_DONE && (got = options_take(&scan, tables, 2, &problem)) != OPTION_END) {
        if (got == OPTION_WRONG)
            result = report_usage(run, "%s", buffer_text(&problem));
        else if (got == OPTION_OPERAND && !wants_word(run))
            run->operands[run->operand_count++] = arguments[scan.next - 1];
        else if (got == OPTION_OPERAND) {
            result = choose_command(run, arguments[scan.next - 1]);
            tables[0].rows = run->command != NULL ? run->command->options : NULL;
        }
        scan.separates = run->command != NULL && run->command->groups && run->operand_count > 0;
    }
    buffer_free(&problem);
    return result;
}

static int use_globals(struct run *run, const struct option_values *globals)
{
    static const char *const words[] = {
        [COLOUR_AUTO] = "auto", [COLOUR_ALWAYS] = "always", [COLOUR_NEVER] = "never"};
    const char *word = globals->given[OPTION_COLOR] ? globals->text[OPTION_COLOR] : words[COLOUR_AUTO];
    enum colour colour;

    run->registry = globals->given[OPTION_REGISTRY] ? globals->text[OPTION_REGISTRY] : NULL;
    run->actor = globals->given[OPTION_ACTOR] ? globals->text[OPTION_ACTOR] : NULL;
    run->check_store = globals->given[OPTION_CHECK];
    run->json = globals->given[OPTION_JSON];
    run->quiet = globals->given[OPTION_QUIET];
    for (colour = COLOUR_AUTO; colour <= COLOUR_NEVER; colour++)
        if (strcmp(words[colour], word) == 0) {
            output_start(run, colour);
            return STATUS_DONE;
        }
    return report_usage(run, "\"%s\" is no colour setting: it is auto, always or never", word);
}

static int print_version(struct run *run)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};

    if (run->json) {
        json_out_open(&out, '{');
        json_out_member_text(&out, "version", nnreg_library_version());
        json_out_close(&out, '}');
    } else
        buffer_printf(&text, "nnreg %s", nnreg_library_version());
    output_line(run, buffer_text(&text));
    buffer_free(&text);
    return STATUS_DONE;
}

static int run_command(struct run *run, const struct option_values *globals)
{
    if (globals->given[OPTION_HELP])
        return help_print(run, run->command); /* `nnreg add --help` is `nnreg help add` */
    if (globals->given[OPTION_VERSION])
        return print_version(run);
    if (run->command == NULL)
        return report_usage(run, "no command given");
    if (run->command->commands != NULL)
        return report_usage(run, "a command of it is missing");
    if (run->operand_count < run->command->least)
        return report_usage(run, "%s",
                            run->operand_count == 0 ? "operands are missing" : "an operand is missing");
    if (run->operand_count > run->command->most)
        return report_usage(run, "unexpected operand \"%s\"", run->operands[run->command->most]);
    return run->command->run(run);
}

int main(int argc, char **argv)
{
    struct run run = {0};
    struct option_values globals = {0};
    int status;

    keep_standard_descriptors();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failed write, noticed where it happens */
    signal(SIGXFSZ, SIG_IGN); /* and so is a file that may not grow (ulimit -f) */
    run.operands = memory_zero((size_t)argc + 1, sizeof *run.operands);
    run.options.uses = memory_zero((size_t)argc + 1, sizeof *run.options.uses);
    run.json = mentions_json(argv + (argc > 0));
    output_start(&run, COLOUR_AUTO);
    status = read_arguments(&run, argv + (argc > 0), &globals);
    if (status == STATUS_DONE)
        status = use_globals(&run, &globals);
    if (status == STATUS_DONE)
        status = run_command(&run, &globals);
    status = output_finish(&run, status);
    free(run.operands);
    buffer_free(&run.operand_words);
    free(run.options.uses);
    return status;
}
