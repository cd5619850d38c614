/* Findings as JSON: see findings_json.h. */
#include "findings_json.h"

static void add_pointer(struct json_out *out, const struct nnreg_finding *finding, const char *under)
{
    struct buffer pointer = {0};

    buffer_put(&pointer, under);
    buffer_put(&pointer, finding->pointer != NULL ? finding->pointer : "");
    json_out_member_text(out, "pointer", buffer_text(&pointer));
    buffer_free(&pointer);
}

static void add_finding(struct json_out *out, const struct nnreg_finding *finding, const char *under,
                        const struct finding_source *source)
{
    json_out_open(out, '{');
    json_out_member_text(out, "rule", finding->rule);
    json_out_member_text(out, "severity", nnreg_severity_text(finding->severity));
    json_out_member_text(out, "message", finding->message);
    if (finding->hint != NULL)
        json_out_member_text(out, "hint", finding->hint);
    add_pointer(out, finding, under);
    if (source->text != NULL && finding->line >= source->first_line) {
        json_out_member_number(out, "line", finding->line - source->first_line + 1);
        json_out_member_number(out, "column", finding->column);
    }
    json_out_close(out, '}');
}

void findings_json_add(struct json_out *out, const nnreg_findings *findings, const char *under,
                       finding_choose *choose, const void *context)
{
    size_t i;

    json_out_open(out, '[');
    for (i = 0; i < nnreg_findings_count(findings); i++) {
        const struct nnreg_finding *finding = nnreg_findings_get(findings, i);
        struct finding_source source = {"", NULL, 0, 1};

        if (choose(context, finding, &source))
            add_finding(out, finding, under, &source);
    }
    json_out_close(out, ']');
}
