/* nnreg rules: the catalogue of rules. */
#include <string.h>

#include "commands.h"
#include "field_keys.h"
#include "json_out.h"
#include "output.h"
#include "report.h"
#include "table.h"
#include "text.h"

#define TEXT_WIDTH 80

static const struct table_column columns[] = {
    {"RULE", TABLE_TEXT}, {"SEVERITY", TABLE_WHOLE}, {"MEANING", TABLE_TEXT}};

static void add_rule_json(struct json_out *out, const struct nnreg_rule_info *rule)
{
    json_out_open(out, '{');
    json_out_member_text(out, "id", rule->id);
    json_out_member_text(out, "severity", nnreg_severity_text(rule->severity));
    json_out_member_bool(out, "fixed", rule->fixed != 0);
    json_out_member_text(out, "meaning", rule->meaning);
    json_out_member_text(out, "text", rule->text);
    json_out_member_text(out, KEY_SOURCE, rule->source);
    json_out_close(out, '}');
}

static void print_all(struct run *run)
{
    const struct nnreg_rule_info *rule;
    struct buffer text = {0};
    struct json_out out = {&text, false};
    struct table table;
    size_t i;

    table_start(&table, columns, sizeof columns / sizeof columns[0]);
    json_out_open(&out, '{');
    json_out_key(&out, "rules");
    json_out_open(&out, '[');
    for (i = 0; (rule = nnreg_rule_get(i)) != NULL; i++) {
        add_rule_json(&out, rule);
        table_add(&table, rule->id);
        table_add(&table, nnreg_severity_text(rule->severity));
        table_add(&table, rule->meaning);
    }
    json_out_close(&out, ']');
    json_out_close(&out, '}');
    buffer_put(&text, "\n");
    if (!run->json) {
        buffer_free(&text);
        table_print(&text, &table, run->colour_out);
    }
    output_write(run, &text);
    table_free(&table);
    buffer_free(&text);
}

/* Adds a paragraph with its lines broken at spaces. */
static void add_wrapped(struct buffer *text, const char *paragraph)
{
    size_t column = 0;

    while (*paragraph != '\0') {
        size_t length = strcspn(paragraph, " \n");
        size_t width = text_width(paragraph, length);

        if (length > 0) {
            if (column > 0 && column + 1 + width > TEXT_WIDTH) {
                buffer_put(text, "\n");
                column = 0;
            }
            buffer_put(text, column > 0 ? " " : "");
            text_add_safe(text, paragraph, length);
            column += (column > 0 ? 1 : 0) + width;
        }
        paragraph += length + (paragraph[length] != '\0' ? 1 : 0);
    }
    buffer_put(text, "\n");
}

static void print_one(struct run *run, const struct nnreg_rule_info *rule)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};

    if (run->json) {
        add_rule_json(&out, rule);
        buffer_put(&text, "\n");
    } else {
        output_style(&text, run->colour_out, STYLE_HEADING);
        buffer_put(&text, rule->id);
        output_style_end(&text, run->colour_out);
        buffer_printf(&text, " (%s%s): %s\n\n", nnreg_severity_text(rule->severity),
                      rule->fixed ? ", cannot be set" : "", rule->meaning);
        add_wrapped(&text, rule->text);
        if (rule->source != NULL)
            buffer_printf(&text, "\nsource: %s\n", rule->source);
    }
    output_write(run, &text);
    buffer_free(&text);
}

static int run_rules(struct run *run)
{
    const struct nnreg_rule_info *rule;
    const char *nearest;

    if (run->operand_count == 0) {
        print_all(run);
        return STATUS_DONE;
    }
    rule = nnreg_rule_find(run->operands[0]);
    if (rule != NULL) {
        print_one(run, rule);
        return STATUS_DONE;
    }
    nearest = nnreg_rule_nearest(run->operands[0]);
    if (nearest != NULL)
        return report_failure(run, NNREG_NOT_FOUND, "there is no rule \"%s\"; did you mean \"%s\"?",
                              run->operands[0], nearest);
    return report_failure(run, NNREG_NOT_FOUND, "there is no rule \"%s\" (see: nnreg rules)",
                          run->operands[0]);
}

const struct command command_rules = {
    .name = "rules",
    .group = GROUP_JUDGE,
    .usage = "rules [ID]",
    .summary = "print the catalogue of rules, or explain one",
    .help = "Every finding ends with the id of its rule. Without ID the catalogue: id, severity,\n"
            "meaning. With one: why the rule is there, how to satisfy it, and the public text it\n"
            "follows.",
    .most = 1,
    .run = run_rules,
};
