/* Findings as text: see findings_text.h. */
#include "findings_text.h"

#include <string.h>

#include "excerpt.h"
#include "output.h"
#include "text.h"

static void add_safe(struct buffer *text, const char *part)
{
    text_add_safe(text, part, strlen(part));
}

static void add_file_place(struct buffer *text, const struct finding_look *look,
                           const struct nnreg_finding *finding)
{
    if (look->add_file != NULL)
        look->add_file(text, look->of, finding->file);
    else
        add_safe(text, finding->file);
    if (finding->line > 0)
        buffer_printf(text, ":%llu:%llu", (unsigned long long)finding->line,
                      (unsigned long long)finding->column);
    else if (finding->has_offset)
        buffer_printf(text, ":0x%llx", (unsigned long long)finding->offset);
}

/* `source` NULL: on a file. */
static void add_place(struct buffer *text, const struct finding_look *look,
                      const struct nnreg_finding *finding, const struct finding_source *source)
{
    if (source == NULL)
        add_file_place(text, look, finding);
    else {
        add_safe(text, source->label);
        if (source->text != NULL && finding->line >= source->first_line)
            buffer_printf(text, ":%llu:%llu", (unsigned long long)(finding->line - source->first_line + 1),
                          (unsigned long long)finding->column);
    }
    buffer_put(text, ":");
}

nnreg_severity findings_severity(const struct nnreg_finding *finding, bool strict)
{
    return strict && finding->severity == NNREG_SEVERITY_WARNING ? NNREG_SEVERITY_ERROR : finding->severity;
}

static enum style severity_style(nnreg_severity severity)
{
    return severity == NNREG_SEVERITY_ERROR     ? STYLE_ERROR
           : severity == NNREG_SEVERITY_WARNING ? STYLE_WARNING
                                                : STYLE_NOTE;
}

/* The first line: place, severity, message, rule, and why a warning is an error. */
static void add_headline(struct buffer *text, const struct finding_look *look,
                         const struct nnreg_finding *finding, const struct finding_source *source)
{
    nnreg_severity severity = look->off ? NNREG_SEVERITY_OFF : findings_severity(finding, look->strict);

    output_style(text, look->colour, STYLE_PLACE);
    add_place(text, look, finding, source);
    output_style_end(text, look->colour);
    buffer_put(text, " ");
    output_style(text, look->colour, severity_style(severity));
    buffer_printf(text, "%s:", nnreg_severity_text(severity));
    output_style_end(text, look->colour);
    buffer_put(text, " ");
    add_safe(text, finding->message);
    buffer_printf(text, " [%s%s]\n", finding->rule,
                  severity > finding->severity ? ", --warnings-as-errors" : "");
}

/* A line below a finding: "= hint: …". */
static void add_remark(struct buffer *text, bool colour, const char *what, const char *remark)
{
    buffer_fill(text, ' ', EXCERPT_MARGIN + 1);
    output_style(text, colour, STYLE_FAINT);
    buffer_put(text, "=");
    output_style_end(text, colour);
    buffer_printf(text, " %s", what);
    add_safe(text, remark);
    buffer_put(text, "\n");
}

static void add_finding(struct buffer *text, const struct finding_look *look,
                        const struct nnreg_finding *finding, const struct finding_source *source,
                        struct excerpt *excerpt)
{
    struct buffer reason = {0};

    add_headline(text, look, finding, source);
    if (source != NULL && source->text != NULL && finding->line >= source->first_line) {
        excerpt_use(excerpt, source->text, source->length);
        excerpt_add(text, look->colour, excerpt, finding->line - source->first_line + 1, finding->column);
    }
    if (finding->hint != NULL)
        add_remark(text, look->colour, "hint: ", finding->hint);
    if (look->add_reason != NULL)
        look->add_reason(&reason, look->of, finding);
    if (reason.length > 0)
        add_remark(text, look->colour, "", buffer_text(&reason));
    buffer_free(&reason);
}

static void add_count(struct buffer *text, size_t count, const char *what)
{
    if (count > 0)
        buffer_printf(text, "%s%zu %s%s", text->length > 0 ? ", " : "", count, what, count == 1 ? "" : "s");
}

void findings_add_summary(struct buffer *text, const struct finding_counts *counts)
{
    struct buffer summary = {0};

    add_count(&summary, counts->of[NNREG_SEVERITY_ERROR], "error");
    add_count(&summary, counts->of[NNREG_SEVERITY_WARNING], "warning");
    add_count(&summary, counts->of[NNREG_SEVERITY_NOTE], "note");
    buffer_put(text, buffer_text(&summary));
    buffer_free(&summary);
}

void findings_add(struct buffer *text, struct finding_counts *counts, const struct finding_look *look,
                  const nnreg_findings *findings, finding_choose *choose, const void *context)
{
    struct excerpt excerpt = {0};
    size_t i;

    *counts = (struct finding_counts){{0}};
    for (i = 0; i < nnreg_findings_count(findings); i++) {
        const struct nnreg_finding *finding = nnreg_findings_get(findings, i);
        struct finding_source source = {"", NULL, 0, 1};
        bool on_file = finding->file != NULL && finding->pointer == NULL;

        if (look->is_told != NULL && !look->is_told(look->of, i))
            continue;
        if (!on_file && !choose(context, finding, &source))
            continue;
        add_finding(text, look, finding, on_file ? NULL : &source, &excerpt);
        counts->of[findings_severity(finding, look->strict)]++;
    }
}

void findings_print(const struct run *run, const nnreg_findings *findings, finding_choose *choose,
                    const void *context)
{
    struct finding_look look = {.colour = run->colour_err};
    struct finding_counts counts;
    struct buffer text = {0};

    findings_add(&text, &counts, &look, findings, choose, context);
    if (text.length > 0) {
        findings_add_summary(&text, &counts);
        buffer_put(&text, "\n");
    }
    output_message(&text);
    buffer_free(&text);
}

static bool choose_the_only_one(const void *context, const struct nnreg_finding *finding,
                                struct finding_source *source)
{
    (void)finding;
    *source = *(const struct finding_source *)context;
    return true;
}

void findings_add_of(struct buffer *text, struct finding_counts *counts, const struct finding_look *look,
                     const nnreg_findings *findings, const char *label, const struct buffer *document)
{
    struct finding_source source = {label, buffer_text(document), document->length, 1};

    findings_add(text, counts, look, findings, choose_the_only_one, &source);
}

void findings_print_of(const struct run *run, const nnreg_findings *findings, const char *label,
                       const struct buffer *document)
{
    struct finding_source source = {label, buffer_text(document), document->length, 1};

    findings_print(run, findings, choose_the_only_one, &source);
}
