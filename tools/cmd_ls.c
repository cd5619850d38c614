/* nnreg ls: the networks of a registry. */
#include "commands.h"
#include "list.h"
#include "text.h"

static const struct option_row options[] = {
    LIST_ROWS_NAME,
    {"framework", 0, "WORD", "only those of this framework"},
    {"digest", 0, "SHA256", "only those with these files"},
    LIST_ROW_WHERE,
    LIST_ROWS_TIME,
    {"order", 0, "ORDER", "id (the default), name or update_date; -name is the other way"},
    LIST_ROWS_PAGE,
    LIST_ROWS_VIEW,
    {"public", 0, NULL, "public networks instead of private ones"},
    {"all", 0, NULL, "private and public networks"},
    {NULL, 0, NULL, NULL},
};

static uint64_t size_of_files(const nnreg_network *network)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    uint64_t size = 0;
    size_t i;

    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++)
        size += file.bytes;
    return size;
}

static void add_row(struct table *table, const nnreg_page *page, size_t i)
{
    const nnreg_network *network = nnreg_page_network(page, i);
    struct buffer size = {0};

    text_add_size(&size, size_of_files(network));
    table_addf(table, "%llu", (unsigned long long)nnreg_network_id(network));
    table_add(table, nnreg_network_name(network));
    table_add(table, nnreg_network_framework(network));
    table_addf(table, "%zu", nnreg_network_file_count(network));
    table_add(table, buffer_text(&size));
    table_add_time(table, nnreg_network_update_date(network));
    buffer_free(&size);
}

/* With the slug, where there can be one. */
static void add_public_row(struct table *table, const nnreg_page *page, size_t i)
{
    const char *slug = nnreg_network_slug(nnreg_page_network(page, i));

    add_row(table, page, i);
    table_add(table, slug[0] != '\0' ? slug : "-");
}

static int run_ls(struct run *run)
{
    static const struct table_column columns[] = {
        {"ID", TABLE_NUMBER},   {"NAME", TABLE_TEXT},     {"FRAMEWORK", TABLE_TEXT}, {"FILES", TABLE_NUMBER},
        {"SIZE", TABLE_NUMBER}, {"UPDATED", TABLE_WHOLE}, {"PUBLIC AS", TABLE_TEXT},
    };
    size_t count = sizeof columns / sizeof columns[0];
    bool public = run_given(run, "public") || run_given(run, "all");
    struct list list = {&kind_network, columns, public ? count : count - 1,
                        public ? add_public_row : add_row};

    return list_run(run, &list);
}

const struct command command_ls = {
    .name = "ls",
    .group = GROUP_REGISTER,
    .usage = "ls [--name NAME] [--name-prefix TEXT] [--name-glob GLOB] [--framework WORD]\n"
             "                [--digest SHA256] [--where KEY=VALUE]... [--since TIME] [--before TIME]\n"
             "                [--order ORDER] [--limit N] [--offset N|--cursor CURSOR] [--public|--all]\n"
             "                [--utc] [--wide]",
    .summary = "list networks",
    .help = "Prints a table of networks, a page of 100 at a time, and says on standard error how\n"
            "many there are and how to get the next page. All conditions must hold. Public\n"
            "networks are left out unless asked for. With --json it is the page object: count\n"
            "(all that match), next and previous (query strings or null), results.",
    .options = options,
    .run = run_ls,
};
