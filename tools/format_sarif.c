/* Checks as SARIF 2.1.0: see format_sarif.h. */
#include "format_sarif.h"

#include <string.h>

#include "bundle_path.h"
#include "json_out.h"

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"

/* {"text":…}, the form of every message. */
static void add_text(struct json_out *out, const char *key, const char *text)
{
    json_out_key(out, key);
    json_out_open(out, '{');
    json_out_member_text(out, "text", text);
    json_out_close(out, '}');
}

/* The level of a severity: the words are the same, but for what is off. */
static const char *level(nnreg_severity severity)
{
    return severity == NNREG_SEVERITY_OFF ? "none" : nnreg_severity_text(severity);
}

static void add_rule(struct json_out *out, const struct nnreg_rule_info *rule)
{
    struct buffer help = {0};

    buffer_put(&help, rule->text);
    if (rule->source != NULL)
        buffer_printf(&help, "\n\nSource: %s", rule->source);
    json_out_open(out, '{');
    json_out_member_text(out, "id", rule->id);
    add_text(out, "shortDescription", rule->meaning);
    add_text(out, "fullDescription", rule->text);
    add_text(out, "help", buffer_text(&help));
    json_out_key(out, "defaultConfiguration");
    json_out_open(out, '{');
    json_out_member_text(out, "level", level(rule->severity));
    json_out_close(out, '}');
    json_out_close(out, '}');
    buffer_free(&help);
}

static void add_tool(struct json_out *out)
{
    const struct nnreg_rule_info *rule;
    size_t i;

    json_out_key(out, "tool");
    json_out_open(out, '{');
    json_out_key(out, "driver");
    json_out_open(out, '{');
    json_out_member_text(out, "name", "nnreg");
    json_out_member_text(out, "version", nnreg_library_version());
    json_out_member_text(out, "semanticVersion", nnreg_library_version());
    json_out_key(out, "rules");
    json_out_open(out, '[');
    for (i = 0; (rule = nnreg_rule_get(i)) != NULL; i++)
        add_rule(out, rule);
    json_out_close(out, ']');
    json_out_close(out, '}');
    json_out_close(out, '}');
}

/* A path as a URI reference (RFC 3986): a relative one stays so, for a code host takes it from the repository's root. */
static void add_uri(struct buffer *uri, const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    while (strncmp(path, "./", 2) == 0)
        path += 1 + strspn(path + 1, "/");
    if (path[0] == '/')
        buffer_put(uri, "file://");
    for (; *path != '\0'; path++)
        if (strchr(plain, *path) != NULL)
            buffer_add(uri, path, 1);
        else
            buffer_printf(uri, "%%%02X", (unsigned char)*path);
}

static void add_artifact(struct json_out *out, const char *path)
{
    struct buffer uri = {0};

    add_uri(&uri, path);
    json_out_key(out, "artifactLocation");
    json_out_open(out, '{');
    json_out_member_text(out, "uri", buffer_text(&uri));
    json_out_close(out, '}');
    buffer_free(&uri);
}

static bool is_on_file(const struct nnreg_finding *finding)
{
    return finding->file != NULL && finding->pointer == NULL;
}

/* Text has lines and columns, anything else an offset. */
static void add_region(struct json_out *out, const struct nnreg_finding *finding)
{
    if (finding->line == 0 && !finding->has_offset)
        return;
    json_out_key(out, "region");
    json_out_open(out, '{');
    if (finding->line > 0) {
        json_out_member_number(out, "startLine", finding->line);
        if (finding->column > 0)
            json_out_member_number(out, "startColumn", finding->column);
    } else
        json_out_member_number(out, "byteOffset", finding->offset);
    json_out_close(out, '}');
}

static void add_physical_location(struct json_out *out, const struct check *check,
                                  const struct nnreg_finding *finding)
{
    struct buffer path = {0};

    if (finding != NULL && is_on_file(finding))
        bundle_path_add(&path, check->operands + 1, check->operand_count - 1, finding->file);
    else
        buffer_put(&path, check_label(check));
    json_out_key(out, "physicalLocation");
    json_out_open(out, '{');
    add_artifact(out, buffer_text(&path));
    if (finding != NULL)
        add_region(out, finding);
    json_out_close(out, '}');
    buffer_free(&path);
}

/* `finding` NULL: the description as a whole. */
static void add_locations(struct json_out *out, const struct check *check,
                          const struct nnreg_finding *finding)
{
    json_out_key(out, "locations");
    json_out_open(out, '[');
    json_out_open(out, '{');
    add_physical_location(out, check, finding);
    if (finding != NULL && finding->pointer != NULL && finding->pointer[0] != '\0') {
        json_out_key(out, "logicalLocations");
        json_out_open(out, '[');
        json_out_open(out, '{');
        json_out_member_text(out, "fullyQualifiedName", finding->pointer);
        json_out_close(out, '}');
        json_out_close(out, ']');
    }
    json_out_close(out, '}');
    json_out_close(out, ']');
}

/*
 * Viewers show no offset, so it is in the message. Messages quote models that anybody may have made, and "[text](url)"
 * in a message is a link for a viewer: the two brackets are kept apart.
 */
static void add_message(struct json_out *out, const struct nnreg_finding *finding)
{
    struct buffer whole = {0}, message = {0};
    const char *text, *link;

    buffer_put(&whole, finding->message);
    if (is_on_file(finding) && finding->line == 0 && finding->has_offset)
        buffer_printf(&whole, " (at byte %llu)", (unsigned long long)finding->offset);
    if (finding->hint != NULL)
        buffer_printf(&whole, "\nHint: %s", finding->hint);
    for (text = buffer_text(&whole); (link = strstr(text, "](")) != NULL; text = link + 1) {
        buffer_add(&message, text, (size_t)(link + 1 - text));
        buffer_put(&message, " ");
    }
    buffer_put(&message, text);
    add_text(out, "message", buffer_text(&message));
    buffer_free(&whole);
    buffer_free(&message);
}

/* The place of a rule in the catalogue, which is its place in `rules`. */
static uint64_t rule_index(const char *id)
{
    size_t i;

    for (i = 0; nnreg_rule_get(i) != NULL && strcmp(nnreg_rule_get(i)->id, id) != 0;)
        i++;
    return i;
}

static void add_result(struct json_out *out, const struct checks *checks, const struct check *check,
                       const struct nnreg_finding *finding)
{
    json_out_open(out, '{');
    json_out_member_text(out, "ruleId", finding->rule);
    json_out_member_number(out, "ruleIndex", rule_index(finding->rule));
    json_out_member_text(out, "level", level(findings_severity(finding, checks->strict)));
    add_message(out, finding);
    add_locations(out, check, finding);
    json_out_close(out, '}');
}

static void add_results(struct json_out *out, const struct checks *checks)
{
    size_t i, j;

    json_out_key(out, "results");
    json_out_open(out, '[');
    for (i = 0; i < checks->count; i++) {
        const struct check *check = &checks->list[i];

        for (j = 0; check->findings != NULL && j < nnreg_findings_count(check->findings); j++)
            add_result(out, checks, check, nnreg_findings_get(check->findings, j));
    }
    json_out_close(out, ']');
}

/* What is no finding: a check that could not be made, and what was not looked at. */
static void add_notification(struct json_out *out, const struct checks *checks, const struct check *check)
{
    bool failed = check->failure.status != NNREG_OK;
    const char *left_out = check_left_out(checks, check);

    if (!failed && left_out == NULL)
        return;
    json_out_open(out, '{');
    json_out_member_text(out, "level", failed ? "error" : "note");
    add_text(out, "message", failed ? buffer_text(&check->failure.message) : left_out);
    add_locations(out, check, NULL);
    json_out_close(out, '}');
}

/* What --severity has set, so that a rule without results is not taken for one that was kept. */
static void add_override(struct json_out *out, const struct nnreg_rule_severity *setting)
{
    json_out_open(out, '{');
    json_out_key(out, "descriptor");
    json_out_open(out, '{');
    json_out_member_text(out, "id", setting->rule);
    json_out_member_number(out, "index", rule_index(setting->rule));
    json_out_close(out, '}');
    json_out_key(out, "configuration");
    json_out_open(out, '{');
    if (setting->severity == NNREG_SEVERITY_OFF)
        json_out_member_bool(out, "enabled", false);
    else
        json_out_member_text(out, "level", level(setting->severity));
    json_out_close(out, '}');
    json_out_close(out, '}');
}

static void add_invocation(struct json_out *out, const struct checks *checks)
{
    size_t i;

    json_out_key(out, "invocations");
    json_out_open(out, '[');
    json_out_open(out, '{');
    json_out_member_bool(out, "executionSuccessful", checks_worst_failure(checks) == NULL);
    json_out_member_number(out, "exitCode", (uint64_t)checks->exit_status);
    if (checks->severities.count > 0) {
        json_out_key(out, "ruleConfigurationOverrides");
        json_out_open(out, '[');
        for (i = 0; i < checks->severities.count; i++)
            add_override(out, &checks->severities.list[i]);
        json_out_close(out, ']');
    }
    json_out_key(out, "toolExecutionNotifications");
    json_out_open(out, '[');
    for (i = 0; i < checks->count; i++)
        add_notification(out, checks, &checks->list[i]);
    json_out_close(out, ']');
    json_out_close(out, '}');
    json_out_close(out, ']');
}

void format_sarif(struct buffer *text, const struct checks *checks)
{
    struct json_out out = {text, false};

    json_out_open(&out, '{');
    json_out_member_text(&out, "$schema", SCHEMA);
    json_out_member_text(&out, "version", "2.1.0");
    json_out_key(&out, "runs");
    json_out_open(&out, '[');
    json_out_open(&out, '{');
    add_tool(&out);
    add_invocation(&out, checks);
    json_out_member_text(&out, "columnKind", "unicodeCodePoints");
    add_results(&out, checks);
    json_out_close(&out, '}');
    json_out_close(&out, ']');
    json_out_close(&out, '}');
    buffer_put(text, "\n");
}
