/* nnreg task: how far the deployment of each network is. */
#include "change.h"
#include "commands.h"
#include "field_keys.h"
#include "fields_text.h"
#include "list.h"
#include "operand.h"
#include "output.h"
#include "registry_dir.h"
#include "report.h"
#include "text.h"

/* --------------------------------------------------------------------------------------------------- ls -- */

static const struct option_row ls_options[] = {
    {"status", 0, "pending|success|error", "only those that are this"},
    {"network", 0, "ID|SLUG", "only that of this network"},
    {"ids", 0, "ID[,ID]...", "only those with these ids; those that are not there are left out"},
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
    .usage =
        "task ls [--status pending|success|error] [--network ID|SLUG] [--ids ID[,ID]...] [--since TIME]\n"
        "                     [--before TIME] [--order ORDER] [--limit N] [--offset N|--cursor CURSOR]\n"
        "                     [--utc] [--wide]",
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

/* --------------------------------------------------------------------------------------- show of several -- */

static const nnreg_task *task_on(const nnreg_page *page, uint64_t id)
{
    const nnreg_task *task = NULL;
    size_t i = 0;

    while ((task = nnreg_page_task(page, i)) != NULL && nnreg_task_id(task) != id)
        i++;
    return task;
}

/* All of one moment. Nothing is printed when one of them is not there. */
static int print_page(struct run *run, nnreg *registry, const struct nnreg_query *query,
                      const nnreg_page *page)
{
    char *json = NULL;
    nnreg_status status;
    size_t i;

    for (i = 0; i < query->id_count; i++)
        if (task_on(page, query->ids[i]) == NULL)
            return operand_failure(run, registry, NNREG_NOT_FOUND, &kind_task, query->ids[i]);
    if (!run->json) {
        for (i = 0; i < query->id_count; i++) {
            if (i > 0)
                output_line(run, "");
            print_text(run, task_on(page, query->ids[i]));
        }
        return STATUS_DONE;
    }
    status = nnreg_page_json(&json, page, NULL);
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    output_line(run, json);
    nnreg_free(json);
    return STATUS_DONE;
}

static int show_several(struct run *run, nnreg *registry, const uint64_t *ids)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page = NULL;
    nnreg_status status;
    int result;

    query.ids = ids;
    query.id_count = run->operand_count;
    query.limit = NNREG_LIMIT_PAGE;
    status = nnreg_task_list(registry, &page, &query);
    result = status == NNREG_OK ? print_page(run, registry, &query, page)
                                : report_failure(run, status, "%s", nnreg_message(registry));
    nnreg_page_free(page);
    return result;
}

static int read_operands(struct run *run, uint64_t *ids)
{
    int result = STATUS_DONE;
    size_t i;

    for (i = 0; i < run->operand_count && result == STATUS_DONE; i++)
        result = operand_id(run, &ids[i], run->operands[i]);
    return result;
}

static int run_show(struct run *run)
{
    uint64_t ids[NNREG_LIMIT_PAGE];
    nnreg *registry = NULL;
    int result;

    if (run->operand_count > NNREG_LIMIT_PAGE)
        return report_usage(run, "more than %u ids: give them in parts", NNREG_LIMIT_PAGE);
    result = read_operands(run, ids);
    if (result == STATUS_DONE)
        result = registry_dir_open(run, &registry, NNREG_OPEN_READ_ONLY);
    if (result == STATUS_DONE)
        result = run->operand_count == 1 ? show(run, registry, ids[0]) : show_several(run, registry, ids);
    nnreg_close(registry);
    return result;
}

static const struct command command_show_task = {
    .name = "task show",
    .usage = "task show ID...",
    .summary = "print everything about tasks",
    .help = "ID is that of the task, which `nnreg show` of the network prints. Several are all of\n"
            "one moment, with --json as one page object, as `nnreg task ls --ids` prints it; when\n"
            "one of them is not there, none is printed.",
    .least = 1,
    .most = OPERANDS_ANY,
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
