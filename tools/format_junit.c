/* Checks as JUnit XML: see format_junit.h. */
#include "format_junit.h"

#include <string.h>

#include "check_severities.h"
#include "gate.h"
#include "text.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/*
 * One character of text or of an attribute's value. XML 1.0 has no way at all to hold most control characters, U+FFFE
 * and U+FFFF; what the gate refuses goes by its number; a reader turns line ends in an attribute into spaces unless they
 * are written by number.
 */
static void add_character(struct buffer *xml, const char *character, size_t length, bool attribute)
{
    unsigned char byte = (unsigned char)character[0];
    bool end_of_line = byte == '\n' || byte == '\r' || byte == '\t';
    uint32_t code_point;
    bool is_text = length > 1 || (byte >= 0x20 && byte < 0x80);

    if (byte == '&')
        buffer_put(xml, "&amp;");
    else if (byte == '<')
        buffer_put(xml, "&lt;");
    else if (byte == '>')
        buffer_put(xml, "&gt;");
    else if (byte == '"')
        buffer_put(xml, "&quot;");
    else if (byte == '\r' || (end_of_line && attribute))
        buffer_printf(xml, "&#%u;", byte);
    else if ((!is_text && !end_of_line) ||
             (length == 3 && memcmp(character, "\xef\xbf", 2) == 0 && (character[2] & 0x3e) == 0x3e))
        buffer_put(xml, REPLACEMENT);
    else if (text_decode(&code_point, character, length) > 0 && !end_of_line && gate_refuses(code_point))
        buffer_printf(xml, "&#x%x;", (unsigned)code_point);
    else
        buffer_add(xml, character, length);
}

static void add_escaped(struct buffer *xml, const char *text, bool attribute)
{
    size_t size = strlen(text), at, length;

    for (at = 0; at < size; at += length) {
        length = text_next_length(text + at, size - at);
        add_character(xml, text + at, length, attribute);
    }
}

static void add_attribute(struct buffer *xml, const char *name, const char *value)
{
    buffer_printf(xml, " %s=\"", name);
    add_escaped(xml, value, true);
    buffer_put(xml, "\"");
}

/* An element with text, of a case. */
static void add_element(struct buffer *xml, const char *name, const char *message, const char *type,
                        const char *text)
{
    buffer_printf(xml, "      <%s", name);
    if (message != NULL)
        add_attribute(xml, "message", message);
    if (type != NULL)
        add_attribute(xml, "type", type);
    buffer_put(xml, ">");
    add_escaped(xml, text, false);
    buffer_printf(xml, "</%s>\n", name);
}

static void add_failure(struct buffer *xml, const struct checks *checks, const struct check *check,
                        const char *text)
{
    const struct nnreg_finding *first = NULL;
    struct buffer message = {0};
    size_t errors = 0, i;

    for (i = 0; i < nnreg_findings_count(check->findings); i++) {
        const struct nnreg_finding *finding = check_finding(check, i);

        if (finding == NULL || findings_severity(finding, checks->strict) != NNREG_SEVERITY_ERROR)
            continue;
        first = first != NULL ? first : finding;
        errors++;
    }
    buffer_put(&message, first != NULL ? first->message : "refused");
    if (errors > 1)
        buffer_printf(&message, " (and %zu more)", errors - 1);
    add_element(xml, "failure", buffer_text(&message), first != NULL ? first->rule : NULL, text);
    buffer_free(&message);
}

/* The findings of a check that passed, and what it left out. */
static void add_system_out(struct buffer *xml, const struct checks *checks, const struct check *check,
                           const char *findings)
{
    const char *left_out = check_left_out(checks, check);
    struct buffer text = {0}, configured = {0};

    if (check->ok)
        buffer_put(&text, findings);
    check_severities_add(&configured, checks, check);
    if (configured.length > 0)
        buffer_printf(&text, "%s\n", buffer_text(&configured));
    if (left_out != NULL)
        buffer_printf(&text, "%s\n", left_out);
    if (text.length > 0)
        add_element(xml, "system-out", NULL, NULL, buffer_text(&text));
    buffer_free(&configured);
    buffer_free(&text);
}

/* The name tells the checks of one description apart: readers know a case by its class and name. */
static void add_case_start(struct buffer *xml, const struct check *check)
{
    struct buffer name = {0};
    size_t i;

    buffer_put(&name, check_label(check));
    for (i = 1; i < check->operand_count; i++)
        buffer_printf(&name, " %s", check->operands[i]);
    buffer_put(xml, "    <testcase");
    add_attribute(xml, "classname", "nnreg.check");
    add_attribute(xml, "name", buffer_text(&name));
    buffer_printf(xml, " time=\"%.3f\">\n", check->seconds);
    buffer_free(&name);
}

static void add_case(struct buffer *xml, const struct checks *checks, const struct check *check)
{
    const struct failure *failure = &check->failure;
    struct buffer findings = {0};

    check_add_text(&findings, checks, check, false);
    add_case_start(xml, check);
    if (failure->status != NNREG_OK)
        add_element(xml, "error", buffer_text(&failure->message), nnreg_status_text(failure->status),
                    buffer_text(&failure->message));
    else if (!check->ok)
        add_failure(xml, checks, check, buffer_text(&findings));
    add_system_out(xml, checks, check, buffer_text(&findings));
    buffer_put(xml, "    </testcase>\n");
    buffer_free(&findings);
}

/* The schema knows no skipped cases of all suites together, only of one. */
static void add_suite_start(struct buffer *xml, const char *indent, const char *element, const char *skipped,
                            const struct checks *checks)
{
    size_t failures = 0, errors = 0, i;
    double seconds = 0;

    for (i = 0; i < checks->count; i++) {
        bool failed = checks->list[i].failure.status != NNREG_OK;

        errors += failed;
        failures += !failed && !checks->list[i].ok;
        seconds += checks->list[i].seconds;
    }
    buffer_printf(
        xml, "%s<%s name=\"nnreg check\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"%s time=\"%.3f\">\n",
        indent, element, checks->count, failures, errors, skipped, seconds);
}

void format_junit(struct buffer *text, const struct checks *checks)
{
    size_t i;

    buffer_put(text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    add_suite_start(text, "", "testsuites", "", checks);
    add_suite_start(text, "  ", "testsuite", " skipped=\"0\"", checks);
    for (i = 0; i < checks->count; i++)
        add_case(text, checks, &checks->list[i]);
    buffer_put(text, "  </testsuite>\n</testsuites>\n");
}
