/* nnreg task: how far the deployment of each network is. */
#include "change.h"
#include "commands.h"
#include "field_keys.h"
#include "fields_text.h"
#include "list.h"
#include "operand.h"
#include "output.h"
#include "report.h"
#include "text.h"

/* --------------------------------------------------------------------------------------------------- ls -- */

static const struct option_row ls_options[] = {
    {"status", 0, "pending|success|error", "only those that are this"},
    {"network", 0, "ID|SLUG", "only that of this network"},
    LIST_ROWS_TIME,
    {"order", 0, "ORDER", "id (the default) or update_date; -id is the other way"},
    LIST_ROWS_PAGE,
    LIST_ROWS_VIEW,
    {NULL, 0, NULL, NULL},
};

static void add_row(struct table *table, const nnreg_page *page, size_t i)
{
    const nnreg_task *task = nnreg_page_task(page, i);
    struct buffer error = {0};

    text_add_line(&error, nnreg_task_error(task));
    table_addf(table, "%llu", (unsigned long long)nnreg_task_id(task));
    table_addf(table, "%llu", (unsigned long long)nnreg_task_network_id(task));
    table_add(table, nnreg_task_status(task));
    table_add_time(table, nnreg_task_update_date(task));
    table_add(table, error.length > 0 ? buffer_text(&error) : "-");
    buffer_free(&error);
}

static int run_ls(struct run *run)
{
    static const struct table_column columns[] = {
        {"ID", TABLE_NUMBER},     {"NETWORK", TABLE_NUMBER}, {"STATUS", TABLE_WHOLE},
        {"UPDATED", TABLE_WHOLE}, {"ERROR", TABLE_TEXT},
    };
    static const struct list list = {&kind_task, columns, sizeof columns / sizeof columns[0], add_row};

    return list_run(run, &list);
}

static const struct command command_ls_tasks = {
    .name = "task ls",
    .usage = "task ls [--status pending|success|error] [--network ID|SLUG] [--since TIME] [--before TIME]\n"
             "                     [--order ORDER] [--limit N] [--offset N|--cursor CURSOR] [--utc] [--wide]",
    .summary = "list tasks, of a status or a network",
    .help = "Prints a table of tasks, in pages as `nnreg ls` does. ERROR is on one line.",
    .options = ls_options,
    .run = run_ls,
};

/* ------------------------------------------------------------------------------------------------- show -- */

static void print_text(struct run *run, const nnreg_task *task)
{
    struct buffer text = {0};

    fields_add_number(&text, KEY_ID, nnreg_task_id(task));
    fields_add_number(&text, "network", nnreg_task_network_id(task));
    fields_add(&text, KEY_STATUS, nnreg_task_status(task));
    if (nnreg_task_error(task)[0] != '\0')
        fields_add(&text, KEY_ERROR, nnreg_task_error(task));
    fields_add_time(&text, "created", nnreg_task_create_date(task));
    fields_add_time(&text, "updated", nnreg_task_update_date(task));
    output_write(run, &text);
    buffer_free(&text);
}

static int show(struct run *run, nnreg *registry, uint64_t id)
{
    nnreg_task *task = NULL;
    char *json = NULL;
    nnreg_status status = nnreg_task_get(registry, &task, id);
    int result = STATUS_DONE;

    if (status != NNREG_OK)
        return operand_failure(run, registry, status, &kind_task, id);
    if (!run->json)
        print_text(run, task);
    else if ((status = nnreg_task_json(&json, task)) == NNREG_OK)
        output_line(run, json);
    else
        result = report_failure(run, status, "%s", nnreg_status_text(status));
    nnreg_free(json);
    nnreg_task_free(task);
    return result;
}

static int run_show(struct run *run)
{
    nnreg *registry = NULL;
    uint64_t id = 0;
    int result = operand_open(run, &registry, NNREG_OPEN_READ_ONLY, &kind_task, &id);

    if (result == STATUS_DONE)
        result = show(run, registry, id);
    nnreg_close(registry);
    return result;
}

static const struct command command_show_task = {
    .name = "task show",
    .usage = "task show ID",
    .summary = "print everything about a task",
    .help = "ID is that of the task, which `nnreg show` of the network prints.",
    .least = 1,
    .most = 1,
    .run = run_show,
};

/* -------------------------------------------------------------------------------------------------- set -- */

static const struct option_row set_options[] = {
    {"status", 0, "pending|success|error", "how far it is"},
    {"error", 0, "TEXT|@FILE", "why the deployment failed; with --status error, and only then"},
    CHANGE_ROW_IF_UPDATE_DATE,
    {NULL, 0, NULL, NULL},
};

static int run_set(struct run *run)
{
    return change_run(run, &kind_task);
}

static const struct command command_set_task = {
    .name = "task set",
    .usage = "task set ID --status pending|success|error [--error TEXT|@FILE]\n"
             "                      [--if-update-date TIME]",
    .summary = "say how far the deployment is",
    .help = "Moves a task from any status to any other. The text is required with error, and goes\n"
            "with it. The task of a public network can be moved, too. Prints nothing when all is\n"
            "well.",
    .options = set_options,
    .least = 1,
    .most = 1,
    .run = run_set,
};

static const struct command *const commands[] = {
    &command_ls_tasks,
    &command_show_task,
    &command_set_task,
    NULL,
};

const struct command command_task = {
    .name = "task",
    .group = GROUP_RECOGNISE,
    .usage = "task ls|show|set [ARGUMENT...]",
    .summary = "deployment status of networks: ls, show, set",
    .help = "Each network has a task that tells how far its deployment is: pending, then success,\n"
            "or error with a text. It is made and deleted with the network; the program that\n"
            "deploys moves it.",
    .commands = commands,
};
