/* nnreg schema: the JSON Schema of a description. */
#include "commands.h"
#include "output.h"
#include "report.h"

static int run_schema(struct run *run)
{
    char *text;
    nnreg_status status = nnreg_schema(&text, NULL);

    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    output_line(run, text);
    nnreg_free(text);
    return STATUS_DONE;
}

const struct command command_schema = {
    .name = "schema",
    .usage = "schema",
    .summary = "print the JSON Schema of a description",
    .help = "Prints the JSON Schema (2020-12) of a network's description, for editors and other\n"
            "validators. It comes from the same tables as `check`, which judges more: what a\n"
            "schema cannot express, and the files.",
    .run = run_schema,
};
