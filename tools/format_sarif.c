/* Checks as SARIF 2.1.0: see format_sarif.h. */
#include "format_sarif.h"

#include <stdlib.h>
#include <string.h>

#include "check_severities.h"
#include "finding_place.h"
#include "fingerprint.h"
#include "json_out.h"
#include "rule_link.h"

#define FINGERPRINT_NAME "nnregFinding/v1"
#define SCHEMA           "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"

/* {"text":…}, the form of every message. */
static void add_text(struct json_out *out, const char *key, const char *text)
{
    json_out_key(out, key);
    json_out_open(out, '{');
    json_out_member_text(out, "text", text);
    json_out_close(out, '}');
}

static void add_rule(struct json_out *out, const struct nnreg_rule_info *rule)
{
    struct buffer help = {0}, link = {0};

    rule_link_add(&link, rule->source);
    buffer_put(&help, rule->text);
    if (rule->source != NULL)
        buffer_printf(&help, "\n\nSource: %s", rule->source);
    json_out_open(out, '{');
    json_out_member_text(out, "id", rule->id);
    add_text(out, "shortDescription", rule->meaning);
    add_text(out, "fullDescription", rule->text);
    add_text(out, "help", buffer_text(&help));
    if (link.length > 0)
        json_out_member_text(out, "helpUri", buffer_text(&link));
    json_out_key(out, "defaultConfiguration");
    json_out_open(out, '{');
    json_out_member_text(out, "level", nnreg_severity_text(rule->severity));
    json_out_close(out, '}');
    json_out_close(out, '}');
    buffer_free(&link);
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

/*
 * Text has lines and columns, anything else an offset. Code hosts show no result without a line, so that a file without any
 * is told at its first one.
 */
static void add_region(struct json_out *out, const struct finding_place *place,
                       const struct nnreg_finding *finding)
{
    json_out_key(out, "region");
    json_out_open(out, '{');
    json_out_member_number(out, "startLine", place->line > 0 ? place->line : 1);
    if (place->column > 0)
        json_out_member_number(out, "startColumn", place->column);
    if (place->end_column > 0) {
        json_out_member_number(out, "endLine", place->line);
        json_out_member_number(out, "endColumn", place->end_column);
    }
    if (place->line == 0 && finding != NULL && finding->has_offset)
        json_out_member_number(out, "byteOffset", finding->offset);
    json_out_close(out, '}');
}

static void add_physical_location(struct json_out *out, const struct check *check,
                                  const struct nnreg_finding *finding)
{
    struct finding_place place;

    finding_place_find(&place, check, finding);
    json_out_key(out, "physicalLocation");
    json_out_open(out, '{');
    add_artifact(out, buffer_text(&place.path));
    add_region(out, &place, finding);
    json_out_close(out, '}');
    finding_place_free(&place);
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
    if (finding_is_on_file(finding) && finding->line == 0 && finding->has_offset)
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

static void add_replacement(struct json_out *out, const struct nnreg_fix *fix)
{
    json_out_open(out, '{');
    json_out_key(out, "deletedRegion");
    json_out_open(out, '{');
    json_out_member_number(out, "startLine", fix->line);
    json_out_member_number(out, "startColumn", fix->column);
    json_out_member_number(out, "endLine", fix->end_line);
    json_out_member_number(out, "endColumn", fix->end_column);
    json_out_close(out, '}');
    if (fix->text[0] != '\0')
        add_text(out, "insertedContent", fix->text);
    json_out_close(out, '}');
}

/* What mends it, if there is one answer: a viewer offers to make it. */
static void add_fixes(struct json_out *out, const struct check *check, const struct nnreg_fix *fix)
{
    struct finding_place place;
    struct buffer told = {0};

    if (fix == NULL)
        return;
    buffer_printf(&told, "%s %s", nnreg_fix_action_text(fix->action), fix->pointer);
    finding_place_find(&place, check, NULL);
    json_out_key(out, "fixes");
    json_out_open(out, '[');
    json_out_open(out, '{');
    add_text(out, "description", buffer_text(&told));
    json_out_key(out, "artifactChanges");
    json_out_open(out, '[');
    json_out_open(out, '{');
    add_artifact(out, buffer_text(&place.path));
    json_out_key(out, "replacements");
    json_out_open(out, '[');
    add_replacement(out, fix);
    json_out_close(out, ']');
    json_out_close(out, '}');
    json_out_close(out, ']');
    json_out_close(out, '}');
    json_out_close(out, ']');
    finding_place_free(&place);
    buffer_free(&told);
}

/* Why a result is not to be shown: what has silenced it is kept in a file of its own, not in what was checked. */
static void add_suppression(struct json_out *out, const struct check *check,
                            const struct severity_setting *setting)
{
    json_out_key(out, "suppressions");
    json_out_open(out, '[');
    json_out_open(out, '{');
    json_out_member_text(out, "kind", "external");
    json_out_member_text(out, "status", "accepted");
    json_out_member_text(out, "justification", buffer_text(&setting->reason));
    json_out_key(out, "location");
    json_out_open(out, '{');
    json_out_key(out, "physicalLocation");
    json_out_open(out, '{');
    add_artifact(out, buffer_text(&check->configuration->path));
    json_out_close(out, '}');
    json_out_close(out, '}');
    json_out_close(out, '}');
    json_out_close(out, ']');
}

static void add_result(struct json_out *out, const struct checks *checks, const struct check *check,
                       const struct fingerprint *print)
{
    const struct nnreg_finding *finding = nnreg_findings_get(check->findings, print->finding);
    bool silenced = check->silenced != NULL && check->silenced[print->finding];
    const struct severity_setting *setting = check_severities_find(checks, check, finding->rule);

    json_out_open(out, '{');
    json_out_member_text(out, "ruleId", finding->rule);
    json_out_member_number(out, "ruleIndex", rule_index(finding->rule));
    json_out_member_text(out, "level", nnreg_severity_text(findings_severity(finding, checks->strict)));
    if (silenced)
        add_suppression(out, check, setting);
    add_message(out, finding);
    add_locations(out, check, finding);
    add_fixes(out, check, nnreg_findings_fix(check->findings, print->finding));
    json_out_key(out, "partialFingerprints");
    json_out_open(out, '{');
    json_out_member_text(out, FINGERPRINT_NAME, print->text);
    json_out_close(out, '}');
    json_out_close(out, '}');
}

static void add_results(struct json_out *out, const struct checks *checks)
{
    struct fingerprint *prints = fingerprints_make(checks);
    const struct fingerprint *print = prints;
    size_t i, j;

    json_out_key(out, "results");
    json_out_open(out, '[');
    for (i = 0; i < checks->count; i++) {
        const struct check *check = &checks->list[i];

        for (j = 0; check->findings != NULL && j < nnreg_findings_count(check->findings); j++, print++)
            if (check_finding(check, j) != NULL ||
                (checks->verbose && check->silenced != NULL && check->silenced[j]))
                add_result(out, checks, check, print);
    }
    json_out_close(out, ']');
    free(prints);
}

/* Code hosts keep the reports of one category apart from those of others; what is before the slash is the category. */
static void add_automation(struct json_out *out, const struct checks *checks)
{
    struct buffer id = {0};

    buffer_printf(&id, "%s/", checks->category != NULL ? checks->category : "nnreg");
    json_out_key(out, "automationDetails");
    json_out_open(out, '{');
    json_out_member_text(out, "id", buffer_text(&id));
    json_out_close(out, '}');
    buffer_free(&id);
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

/*
 * What --severity or a configuration has set, so that a rule without results is not taken for one that was kept. `by` NULL:
 * --severity.
 */
static void add_override(struct json_out *out, const struct nnreg_rule_severity *setting,
                         const struct severity_file *by, const char *reason)
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
        json_out_member_text(out, "level", nnreg_severity_text(setting->severity));
    json_out_close(out, '}');
    if (by != NULL) {
        json_out_key(out, "properties");
        json_out_open(out, '{');
        json_out_member_text(out, "configuration", buffer_text(&by->path));
        json_out_member_text(out, "reason", reason);
        json_out_close(out, '}');
    }
    json_out_close(out, '}');
}

/* Each configuration once: it is the first of the checks that has it that tells it. */
static bool is_told(const struct checks *checks, size_t of)
{
    size_t i = 0;

    while (i < of && checks->list[i].configuration != checks->list[of].configuration)
        i++;
    return i < of;
}

static void add_overrides(struct json_out *out, const struct checks *checks)
{
    size_t i, j;

    json_out_key(out, "ruleConfigurationOverrides");
    json_out_open(out, '[');
    for (i = 0; i < checks->severities.count; i++)
        add_override(out, &checks->severities.list[i], NULL, NULL);
    for (i = 0; i < checks->count; i++) {
        const struct check *check = &checks->list[i];

        for (j = 0; check->configuration != NULL && !is_told(checks, i) && j < check->configuration->count;
             j++) {
            const struct severity_setting *setting = &check->configuration->settings[j];
            const struct nnreg_rule_severity set = NNREG_RULE_SEVERITY(setting->rule->id, setting->severity);

            if (check_severities_find(checks, check, set.rule) != NULL)
                add_override(out, &set, check->configuration, buffer_text(&setting->reason));
        }
    }
    json_out_close(out, ']');
}

static void add_invocation(struct json_out *out, const struct checks *checks)
{
    size_t i;

    json_out_key(out, "invocations");
    json_out_open(out, '[');
    json_out_open(out, '{');
    json_out_member_bool(out, "executionSuccessful", checks_worst_failure(checks) == NULL);
    json_out_member_number(out, "exitCode", (uint64_t)checks->exit_status);
    if (checks->severities.count > 0 || checks->configurations.first != NULL)
        add_overrides(out, checks);
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
    add_automation(&out, checks);
    add_invocation(&out, checks);
    json_out_member_text(&out, "columnKind", "unicodeCodePoints");
    add_results(&out, checks);
    json_out_close(&out, '}');
    json_out_close(&out, ']');
    json_out_close(&out, '}');
    buffer_put(text, "\n");
}
