/* The update document of `nnreg set`: see update_text.h. */
#include "update_text.h"

#include <string.h>

#define METADATA         "/metadata"
#define METADATA_AT_LINE 2

void update_document(struct buffer *document, const struct update_wish *wish)
{
    struct json_out out = {document, false};

    json_out_open(&out, '{');
    if (wish->name != NULL)
        json_out_member_text(&out, "name", wish->name);
    if (wish->description != NULL)
        json_out_member_text(&out, "description", wish->description);
    if (wish->metadata != NULL) {
        json_out_key(&out, "metadata");
        buffer_put(document, "\n");
        buffer_add(document, buffer_text(wish->metadata), wish->metadata->length);
        buffer_put(document, "\n");
    }
    json_out_close(&out, '}');
}

static void use_metadata(const struct update_wish *wish, struct finding_source *source, uint64_t first_line)
{
    *source = (struct finding_source){wish->metadata_label, buffer_text(wish->metadata),
                                      wish->metadata->length, first_line};
}

bool update_choose(const void *context, const struct nnreg_finding *finding, struct finding_source *source)
{
    const struct update_wish *wish = context;
    const char *pointer = finding->pointer != NULL ? finding->pointer : "";

    if (strncmp(pointer, METADATA, strlen(METADATA)) == 0 && finding->line >= METADATA_AT_LINE)
        use_metadata(wish, source, METADATA_AT_LINE);
    else if (strcmp(pointer, METADATA) == 0) /* on its key, which nobody wrote */
        source->label = wish->metadata_label;
    else if (strcmp(pointer, "/name") == 0)
        source->label = "--name";
    else if (strcmp(pointer, "/description") == 0)
        source->label = "--description";
    else
        source->label = pointer[0] != '\0' ? pointer : "update";
    return true;
}

static bool is_about_json(const struct nnreg_finding *finding)
{
    return strncmp(finding->rule, "json.", strlen("json.")) == 0;
}

bool update_choose_json(const void *context, const struct nnreg_finding *finding,
                        struct finding_source *source)
{
    if (!is_about_json(finding))
        return false;
    use_metadata(context, source, 1);
    return true;
}

bool update_metadata_is_broken(const nnreg_findings *findings)
{
    size_t i;

    for (i = 0; i < nnreg_findings_count(findings); i++)
        if (is_about_json(nnreg_findings_get(findings, i)))
            return true;
    return false;
}

/* A pointer of the metadata's own text begins at the metadata; one of the update is what it is. */
static void add_pointer(struct json_out *out, const struct nnreg_finding *finding,
                        const struct finding_source *source)
{
    struct buffer pointer = {0};

    buffer_put(&pointer, source->text != NULL && source->first_line == 1 ? METADATA : "");
    buffer_put(&pointer, finding->pointer != NULL ? finding->pointer : "");
    json_out_member_text(out, "pointer", buffer_text(&pointer));
    buffer_free(&pointer);
}

void update_findings_json(struct json_out *out, const nnreg_findings *findings, finding_choose *choose,
                          const struct update_wish *wish)
{
    size_t i;

    json_out_open(out, '[');
    for (i = 0; i < nnreg_findings_count(findings); i++) {
        const struct nnreg_finding *finding = nnreg_findings_get(findings, i);
        struct finding_source source = {"", NULL, 0, 1};

        if (!choose(wish, finding, &source))
            continue;
        json_out_open(out, '{');
        json_out_member_text(out, "rule", finding->rule);
        json_out_member_text(out, "severity", nnreg_severity_text(finding->severity));
        json_out_member_text(out, "message", finding->message);
        if (finding->hint != NULL)
            json_out_member_text(out, "hint", finding->hint);
        add_pointer(out, finding, &source);
        if (source.text != NULL && finding->line >= source.first_line) {
            json_out_member_number(out, "line", finding->line - source.first_line + 1);
            json_out_member_number(out, "column", finding->column);
        }
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
}
