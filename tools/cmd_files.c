/* nnreg files: the files of a network. */
#include "commands.h"
#include "damage_mark.h"
#include "field_keys.h"
#include "json_out.h"
#include "operand.h"
#include "operand_list.h"
#include "output.h"
#include "report.h"
#include "table.h"
#include "text.h"

/* The last one is there only where a file is damaged. */
static const struct table_column columns[] = {
    {"NAME", TABLE_TEXT}, {"SIZE", TABLE_NUMBER}, {"SHA256", TABLE_WHOLE}, {"DAMAGED", TABLE_TEXT}};
#define COLUMNS (sizeof columns / sizeof columns[0])

static void add_table(struct buffer *text, const struct run *run, const nnreg_network *network,
                      const nnreg_damage *damage)
{
    bool any = damage != NULL && nnreg_damage_count(damage) > 0;
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    struct table table;
    size_t i;

    table_start(&table, columns, any ? COLUMNS : COLUMNS - 1);
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++) {
        table_add(&table, file.name);
        table_addf(&table, "%llu", (unsigned long long)file.bytes);
        table_add(&table, file.sha256);
        if (any)
            table_add(&table,
                      damage_mark(damage, file.sha256) != NULL ? damage_mark(damage, file.sha256) : "-");
    }
    table_print(text, &table, run->colour_out);
    table_free(&table);
}

static void add_json(struct buffer *text, const nnreg_network *network, const nnreg_damage *damage)
{
    struct json_out out = {text, false};
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    size_t i;

    json_out_open(&out, '{');
    json_out_member_number(&out, KEY_ID, nnreg_network_id(network));
    json_out_key(&out, KEY_FILES);
    json_out_open(&out, '[');
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++) {
        json_out_open(&out, '{');
        json_out_member_text(&out, KEY_NAME, file.name);
        json_out_member_number(&out, KEY_SIZE, file.bytes);
        json_out_member_text(&out, KEY_SHA256, file.sha256);
        json_out_member_text(&out, "damaged", damage_mark(damage, file.sha256));
        json_out_close(&out, '}');
    }
    json_out_close(&out, ']');
    json_out_close(&out, '}');
}

/* The table of one of several has the network above it. */
static int add_network(struct buffer *text, struct run *run, nnreg *registry, uint64_t id, bool several)
{
    nnreg_network *network = NULL;
    nnreg_damage *damage = NULL;
    nnreg_status status = nnreg_network_get(registry, &network, id);
    int result = STATUS_DONE;

    if (status != NNREG_OK)
        return operand_failure(run, registry, status, &kind_network, id);
    status = damage_mark_list(&damage, registry, id);
    if (status != NNREG_OK)
        result = report_failure(run, status, "%s", nnreg_message(registry));
    else if (run->json)
        add_json(text, network, damage);
    else {
        if (several) {
            buffer_printf(text, "network %llu \"", (unsigned long long)id);
            text_add_line(text, nnreg_network_name(network));
            buffer_put(text, "\"\n");
        }
        add_table(text, run, network, damage);
    }
    nnreg_damage_free(damage);
    nnreg_network_free(network);
    return result;
}

static int run_files(struct run *run)
{
    struct operand_list list = {0};
    struct buffer text = {0};
    nnreg *registry = NULL;
    size_t i;
    int result = operand_list_open(run, &registry, NNREG_OPEN_READ_ONLY, &kind_network, &list);

    for (i = 0; i < list.count && result == STATUS_DONE; i++) {
        operand_list_begin(&text, run, &list, i);
        result = add_network(&text, run, registry, list.ids[i], list.several);
    }
    if (result == STATUS_DONE) {
        operand_list_end(&text, run, &list);
        output_write(run, &text);
    }
    nnreg_close(registry);
    operand_list_free(&list);
    buffer_free(&text);
    return result;
}

const struct command command_files = {
    .name = "files",
    .group = GROUP_REGISTER,
    .usage = "files ID|SLUG...",
    .summary = "list the files of a network",
    .help = "Prints name, size in bytes and SHA-256 of each file, sorted by name; and where one is\n"
            "known to be damaged, what was found in its place. No file is read. Of several networks,\n"
            "one behind the other, or with --json {\"results\":[...]}; when one of the ids is unknown,\n"
            "nothing is printed. - takes ids from standard input, one a line or several.",
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_files,
};
