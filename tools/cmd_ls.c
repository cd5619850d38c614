/* nnreg ls: the networks of a registry, page by page. */
#include "commands.h"
#include "output.h"
#include "registry_dir.h"
#include "report.h"
#include "table.h"
#include "text.h"

enum { LS_LIMIT, LS_OFFSET, LS_REVERSE };

static const struct option_row options[] = {
    [LS_LIMIT] = {"limit", 'n', "N", "at most N networks, 1 to 1000; else 100"},
    [LS_OFFSET] = {"offset", 0, "N", "pass over the first N"},
    [LS_REVERSE] = {"reverse", 0, NULL, "the highest id first"},
    {NULL, 0, NULL, NULL},
};

static const struct table_column columns[] = {
    {"ID", true}, {"NAME", false}, {"FRAMEWORK", false}, {"FILES", true}, {"SIZE", true}, {"UPDATED", false},
};

static uint64_t size_of_files(const nnreg_network *network)
{
    struct nnreg_file_info file;
    uint64_t size = 0;
    size_t i;

    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++)
        size += file.size;
    return size;
}

static void add_row(struct table *table, const nnreg_network *network)
{
    struct buffer size = {0}, updated = {0};

    text_add_size(&size, size_of_files(network));
    text_add_time(&updated, nnreg_network_update_date(network), TEXT_SECONDS);
    table_addf(table, "%llu", (unsigned long long)nnreg_network_id(network));
    table_add(table, nnreg_network_name(network));
    table_add(table, nnreg_network_framework(network));
    table_addf(table, "%zu", nnreg_network_file_count(network));
    table_add(table, buffer_text(&size));
    table_add(table, buffer_text(&updated));
    buffer_free(&size);
    buffer_free(&updated);
}

static void print_text(struct run *run, const nnreg_page *page, uint64_t offset)
{
    size_t i, count = nnreg_page_count(page);
    uint64_t total = nnreg_page_total(page);
    struct buffer text = {0};
    struct table table;

    table_start(&table, columns, sizeof columns / sizeof columns[0]);
    for (i = 0; i < count; i++)
        add_row(&table, nnreg_page_get(page, i));
    table_print(&text, &table, run->colour_out);
    output_write(run, &text);
    if (total == 0)
        report_note(run, "there are no networks");
    else if (count == 0)
        report_note(run, "none of the %llu networks is behind --offset %llu", (unsigned long long)total,
                    (unsigned long long)offset);
    else if (offset + count < total)
        report_note(run, "%zu of %llu networks shown; the next: --offset %llu", count,
                    (unsigned long long)total, (unsigned long long)(offset + count));
    table_free(&table);
    buffer_free(&text);
}

static int list(struct run *run, nnreg *registry, const struct nnreg_query *query)
{
    nnreg_page *page = NULL;
    char *json = NULL;
    nnreg_status status = nnreg_network_list(registry, &page, query);
    int result = STATUS_DONE;

    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_message(registry));
    if (!run->json)
        print_text(run, page, query->offset);
    else if ((status = nnreg_page_json(&json, page, NULL)) == NNREG_OK)
        output_line(run, json);
    else
        result = report_failure(run, status, "%s", nnreg_status_text(status));
    nnreg_free(json);
    nnreg_page_free(page);
    return result;
}

static int run_ls(struct run *run)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg *registry;
    uint64_t limit = query.limit;
    int result;

    if (run->options.given[LS_LIMIT] &&
        !text_number(&limit, run->options.text[LS_LIMIT], 1, NNREG_LIMIT_PAGE))
        return report_usage(run, "--limit \"%s\" is no number from 1 to %u", run->options.text[LS_LIMIT],
                            NNREG_LIMIT_PAGE);
    if (run->options.given[LS_OFFSET] &&
        !text_number(&query.offset, run->options.text[LS_OFFSET], 0, INT64_MAX))
        return report_usage(run, "--offset \"%s\" is no number from 0", run->options.text[LS_OFFSET]);
    query.limit = (uint32_t)limit;
    query.descending = run->options.given[LS_REVERSE];
    result = registry_dir_open(run, &registry, NNREG_OPEN_READ_ONLY);
    if (result == STATUS_DONE)
        result = list(run, registry, &query);
    nnreg_close(registry);
    return result;
}

const struct command command_ls = {
    .name = "ls",
    .usage = "ls [--limit N] [--offset N] [--reverse]",
    .summary = "list networks",
    .help = "Prints a table of networks in the order of their ids, a page of 100 at a time, and\n"
            "says on standard error when there are more. With --json it is the page object:\n"
            "count (all there are), next and previous (query strings or null), results.",
    .options = options,
    .run = run_ls,
};
