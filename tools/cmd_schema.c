/* nnreg schema: the JSON Schema of what makes an object, and of what comes back. */
#include "commands.h"
#include "output.h"
#include "report.h"

static const struct option_row options[] = {
    {"object", 0, NULL, "the schema of what `show --json` prints"},
    {"page", 0, NULL, "the schema of what `ls --json` prints"},
    {NULL, 0, NULL, NULL},
};

static const char *const objects[] = {"network", "spec", "version", "task"};

/* Nobody describes a task. */
static int no_such_object(struct run *run, const char *word, bool shown)
{
    size_t count = sizeof objects / sizeof objects[0] - !shown;
    const char *nearest = nnreg_nearest(word, objects, count);

    if (nearest != NULL)
        return report_usage(run, "there is no schema of \"%s\"; did you mean \"%s\"?", word, nearest);
    return report_usage(run, "there is no schema of \"%s\": it is network, spec%s", word,
                        shown ? ", version or task" : " or version");
}

static int print_schema(struct run *run, const char *object, const char *ending)
{
    struct buffer word = {0};
    char *text = NULL;
    nnreg_status status;
    int result = STATUS_DONE;

    buffer_printf(&word, "%s%s", object, ending);
    status = nnreg_schema(&text, buffer_text(&word));
    if (status == NNREG_NOT_FOUND)
        result = no_such_object(run, object, ending[0] != '\0');
    else if (status != NNREG_OK)
        result = report_failure(run, status, "%s", nnreg_status_text(status));
    else
        output_json(run, text);
    nnreg_free(text);
    buffer_free(&word);
    return result;
}

static int run_schema(struct run *run)
{
    const char *object = run->operand_count > 0 ? run->operands[0] : objects[0];
    bool page = run_given(run, "page");

    if (page && run_given(run, "object"))
        return report_usage(run, "--object and --page are two schemas: give one of them");
    return print_schema(run, object, page ? "-page" : run_given(run, "object") ? "-object" : "");
}

const struct command command_schema = {
    .name = "schema",
    .group = GROUP_JUDGE,
    .usage = "schema [network|spec|version|task] [--object|--page]",
    .summary = "print the JSON Schema of a description",
    .help = "Prints the JSON Schema (2020-12) of what makes a network (without a word, too), a\n"
            "recognition specification or a version, for editors and other validators. It comes\n"
            "from the same tables as the checks, which judge more: what a schema cannot express,\n"
            "and the files. With --object it is the schema of the object that comes back, with\n"
            "what the registry assigns (readOnly), and with --page that of a list of them; tasks\n"
            "have only these two.",
    .options = options,
    .most = 1,
    .run = run_schema,
};
