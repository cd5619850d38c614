/* nnreg schema: the JSON Schema of what makes an object. */
#include "commands.h"
#include "output.h"
#include "report.h"

static int no_such_object(struct run *run, const char *word)
{
    static const char *const objects[] = {"network", "spec", "version"};
    const char *nearest = nnreg_nearest(word, objects, sizeof objects / sizeof objects[0]);

    if (nearest != NULL)
        return report_usage(run, "there is no schema of \"%s\"; did you mean \"%s\"?", word, nearest);
    return report_usage(run, "there is no schema of \"%s\": it is network, spec or version", word);
}

static int run_schema(struct run *run)
{
    const char *object = run->operand_count > 0 ? run->operands[0] : NULL;
    char *text;
    nnreg_status status = nnreg_schema(&text, object);

    if (status == NNREG_NOT_FOUND)
        return no_such_object(run, object);
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    output_json(run, text);
    nnreg_free(text);
    return STATUS_DONE;
}

const struct command command_schema = {
    .name = "schema",
    .group = GROUP_JUDGE,
    .usage = "schema [network|spec|version]",
    .summary = "print the JSON Schema of a description",
    .help = "Prints the JSON Schema (2020-12) of what makes a network (without a word, too), a\n"
            "recognition specification or a version, for editors and other validators. It comes\n"
            "from the same tables as the checks, which judge more: what a schema cannot express,\n"
            "and the files.",
    .most = 1,
    .run = run_schema,
};
