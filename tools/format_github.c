/* Checks as workflow commands: see format_github.h. */
#include "format_github.h"

#include <string.h>

#include "finding_place.h"
#include "text.h"

/*
 * A command is one line, so what ends one goes by its number, as does the percent sign; in a property, too, what ends that.
 * So nothing that a model says can begin a command of its own.
 */
static void add_escaped(struct buffer *text, const char *value, const char *special)
{
    for (; *value != '\0'; value++)
        if (strchr(special, *value) != NULL)
            buffer_printf(text, "%%%02X", (unsigned char)*value);
        else
            buffer_add(text, value, 1);
}

static void add_property(struct buffer *text, const char *name, const char *value)
{
    struct buffer safe = {0};

    text_add_safe(&safe, value, strlen(value));
    buffer_put(text, name);
    add_escaped(text, buffer_text(&safe), "%\r\n:,");
    buffer_free(&safe);
}

static void add_place(struct buffer *text, const struct check *check, const struct nnreg_finding *finding)
{
    struct finding_place place;

    finding_place_find(&place, check, finding);
    add_property(text, " file=", buffer_text(&place.path));
    if (place.line > 0)
        buffer_printf(text, ",line=%llu", (unsigned long long)place.line);
    if (place.column > 0)
        buffer_printf(text, ",col=%llu", (unsigned long long)place.column);
    if (place.end_column > 0) /* the column of the last character */
        buffer_printf(text, ",endLine=%llu,endColumn=%llu", (unsigned long long)place.line,
                      (unsigned long long)place.end_column - 1);
    finding_place_free(&place);
}

static void add_command(struct buffer *text, const char *command, const struct check *check,
                        const struct nnreg_finding *finding, const char *title, const char *message)
{
    struct buffer safe = {0};

    text_add_safe(&safe, message, strlen(message));
    if (finding != NULL && finding_is_on_file(finding) && finding->line == 0 && finding->has_offset)
        buffer_printf(&safe, " (at byte %llu)", (unsigned long long)finding->offset);
    if (finding != NULL && finding->hint != NULL) {
        buffer_put(&safe, "\nHint: ");
        text_add_safe(&safe, finding->hint, strlen(finding->hint));
    }
    buffer_printf(text, "::%s", command);
    add_place(text, check, finding);
    add_property(text, ",title=", title);
    buffer_put(text, "::");
    add_escaped(text, buffer_text(&safe), "%\r\n");
    buffer_put(text, "\n");
    buffer_free(&safe);
}

static const char *command_of(nnreg_severity severity)
{
    return severity == NNREG_SEVERITY_ERROR     ? "error"
           : severity == NNREG_SEVERITY_WARNING ? "warning"
                                                : "notice";
}

static void add_check(struct buffer *text, const struct checks *checks, const struct check *check)
{
    const char *left_out = check_left_out(checks, check);
    size_t i;

    for (i = 0; check->findings != NULL && i < nnreg_findings_count(check->findings); i++) {
        const struct nnreg_finding *finding = check_finding(check, i);

        if (finding == NULL)
            continue;
        add_command(text, command_of(findings_severity(finding, checks->strict)), check, finding,
                    finding->rule, finding->message);
    }
    if (check->failure.status != NNREG_OK)
        add_command(text, "error", check, NULL, "not checked", buffer_text(&check->failure.message));
    if (left_out != NULL)
        add_command(text, "notice", check, NULL, "not checked", left_out);
}

void format_github(struct buffer *text, const struct checks *checks)
{
    size_t i;

    for (i = 0; i < checks->count; i++)
        add_check(text, checks, &checks->list[i]);
}
