/* nnreg schema: the JSON Schema of what makes an object, of what comes back, of what changes it, and of events and findings. */
#include "commands.h"
#include "output.h"
#include "report.h"

static const struct option_row options[] = {
    {"object", 0, NULL, "the schema of what `show --json` prints"},
    {"page", 0, NULL, "the schema of what `ls --json` prints"},
    {"update", 0, NULL, "the schema of what changes it"},
    {NULL, 0, NULL, NULL},
};

/* What there is a schema of, by the option that asks for it: nobody describes a task, and nothing changes a version. */
static const struct schema_kind {
    const char *option, *ending;
    const char *objects[5];
    size_t count;
    const char *told;
} kinds[] = {
    {"object", "-object", {"network", "spec", "version", "task"}, 4, "network, spec, version or task"},
    {"page", "-page", {"network", "spec", "version", "task"}, 4, "network, spec, version or task"},
    {"update", "-update", {"network", "spec", "task"}, 3, "network, spec or task"},
    {NULL,
     "",
     {"network", "spec", "version", "event", "finding"},
     5,
     "network, spec, version, event or finding"},
};

static int no_such_object(struct run *run, const char *word, const struct schema_kind *kind)
{
    const char *nearest = nnreg_nearest(word, kind->objects, kind->count);

    if (nearest != NULL)
        return report_usage(run, "there is no schema of \"%s\"; did you mean \"%s\"?", word, nearest);
    return report_usage(run, "there is no schema of \"%s\": it is %s", word, kind->told);
}

static int print_schema(struct run *run, const char *object, const struct schema_kind *kind)
{
    struct buffer word = {0};
    char *text = NULL;
    nnreg_status status;
    int result = STATUS_DONE;

    buffer_printf(&word, "%s%s", object, kind->ending);
    status = nnreg_schema(&text, buffer_text(&word));
    if (status == NNREG_NOT_FOUND)
        result = no_such_object(run, object, kind);
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
    const struct schema_kind *kind = kinds, *other;

    while (kind->option != NULL && !run_given(run, kind->option))
        kind++;
    for (other = kind; other->option != NULL; other++)
        if (other != kind && run_given(run, other->option))
            return report_usage(run, "--%s and --%s are two schemas: give one of them", kind->option,
                                other->option);
    return print_schema(run, run->operand_count > 0 ? run->operands[0] : kind->objects[0], kind);
}

const struct command command_schema = {
    .name = "schema",
    .group = GROUP_JUDGE,
    .usage = "schema [network|spec|version|task|event|finding] [--object|--page|--update]",
    .summary = "print the JSON Schema of a description",
    .help = "Prints the JSON Schema (2020-12) of what makes a network (without a word, too), a\n"
            "recognition specification or a version, for editors and other validators. It comes\n"
            "from the same tables as the checks, which judge more: what a schema cannot express,\n"
            "and the files. With --object it is the schema of the object that comes back, with\n"
            "what the registry assigns (readOnly), with --page that of a list of them, and with\n"
            "--update that of what changes it; tasks have only these three, versions no --update.\n"
            "Of an event it is what `log --json` prints a line of, of a finding an entry of what\n"
            "`check --json` does; these have no options.",
    .options = options,
    .most = 1,
    .run = run_schema,
};
