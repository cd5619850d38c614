/* Checks as JSON: see format_json.h. */
#include "format_json.h"

#include <string.h>

#include "check_severities.h"
#include "json_out.h"
#include "json_pick.h"

/* "bundle": null without one, a text for one path, else an array of them. */
static void add_bundle_names(struct json_out *out, const struct check *check)
{
    size_t i;

    json_out_key(out, "bundle");
    if (check->operand_count <= 2) {
        json_out_text(out, check->operand_count == 2 ? check->operands[1] : NULL);
        return;
    }
    json_out_open(out, '[');
    for (i = 1; i < check->operand_count; i++)
        json_out_text(out, check->operands[i]);
    json_out_close(out, ']');
}

static void add_error(struct json_out *out, const struct failure *failure)
{
    json_out_key(out, "error");
    json_out_open(out, '{');
    json_out_member_text(out, "status", nnreg_status_text(failure->status));
    json_out_member_text(out, "message", buffer_text(&failure->message));
    json_out_close(out, '}');
}

/* One finding as the library has written it, with the severity that it counts with. */
static void add_finding(struct json_out *out, struct json_part item, nnreg_severity severity)
{
    struct buffer text = {0};
    struct json_part value;
    size_t before = 0;

    if (json_pick_member(&value, item, "severity")) {
        before = (size_t)(value.text - item.text);
        buffer_add(&text, item.text, before);
        buffer_printf(&text, "\"%s\"", nnreg_severity_text(severity));
        before += value.length;
    }
    buffer_add(&text, item.text + before, item.length - before);
    json_out_raw(out, buffer_text(&text));
    buffer_free(&text);
}

/* `array` is what the library has written: all of them, also those that are not told. */
static void add_findings(struct json_out *out, const struct check *check, const char *array, bool strict)
{
    struct json_part item;
    size_t at = 0, i;

    json_out_key(out, "findings");
    json_out_open(out, '[');
    for (i = 0; json_pick_next(&item, (struct json_part){array, strlen(array)}, &at); i++)
        if (check_finding(check, i) != NULL)
            add_finding(out, item, findings_severity(nnreg_findings_get(check->findings, i), strict));
    json_out_close(out, ']');
}

static void add_silenced(struct json_out *out, const struct check *check, const char *array)
{
    struct json_part item;
    size_t at = 0, i;

    json_out_key(out, "silenced");
    json_out_open(out, '[');
    for (i = 0; json_pick_next(&item, (struct json_part){array, strlen(array)}, &at); i++)
        if (check->silenced != NULL && check->silenced[i])
            add_finding(out, item, NNREG_SEVERITY_OFF);
    json_out_close(out, ']');
}

/* What the configuration sets, with the reasons, and on how many findings each had an effect; null: on too many. */
static void add_configuration(struct json_out *out, const struct checks *checks, const struct check *check,
                              const char *array)
{
    const struct severity_file *file = check->configuration;
    size_t i;

    json_out_key(out, "configuration");
    json_out_open(out, '{');
    json_out_member_text(out, "file", buffer_text(&file->path));
    json_out_key(out, "severities");
    json_out_open(out, '[');
    for (i = 0; i < file->count; i++) {
        const struct severity_setting *setting = &file->settings[i];

        if (check_severities_find(checks, check, setting->rule->id) == NULL)
            continue; /* --severity says something else */
        json_out_open(out, '{');
        json_out_member_text(out, "rule", setting->rule->id);
        json_out_member_text(out, "severity", nnreg_severity_text(setting->severity));
        json_out_member_text(out, "reason", buffer_text(&setting->reason));
        if (check->crowded && setting->severity == NNREG_SEVERITY_OFF)
            json_out_member_raw(out, "findings", "null");
        else
            json_out_member_number(out, "findings", check_severities_count(check, setting));
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
    add_silenced(out, check, array);
    json_out_close(out, '}');
}

static nnreg_status add_check(struct json_out *out, const struct checks *checks, const struct check *check)
{
    bool weights_checked = check->findings != NULL && nnreg_findings_weights_checked(check->findings);
    nnreg_status status = NNREG_OK;
    char *array = NULL;

    if (check->findings != NULL)
        status = nnreg_findings_json(&array, check->findings);
    if (status != NNREG_OK)
        return status;
    json_out_open(out, '{');
    json_out_member_text(out, "description", check->operands[0]);
    add_bundle_names(out, check);
    json_out_member_bool(out, "ok", check->ok);
    json_out_member_bool(out, "weights_checked", weights_checked);
    json_out_key(out, "outputs");
    json_out_raw(out, check->findings != NULL ? nnreg_findings_outputs(check->findings) : "[]");
    add_findings(out, check, array != NULL ? array : "[]", checks->strict);
    if (check->configuration != NULL)
        add_configuration(out, checks, check, array != NULL ? array : "[]");
    if (check->failure.status != NNREG_OK)
        add_error(out, &check->failure);
    json_out_close(out, '}');
    nnreg_free(array);
    return NNREG_OK;
}

nnreg_status format_json(struct buffer *text, const struct checks *checks)
{
    const struct check *failed = checks_worst_failure(checks);
    struct json_out out = {text, false};
    nnreg_status status = NNREG_OK;
    size_t i;

    json_out_open(&out, '{');
    json_out_key(&out, "checks");
    json_out_open(&out, '[');
    for (i = 0; status == NNREG_OK && i < checks->count; i++)
        status = add_check(&out, checks, &checks->list[i]);
    json_out_close(&out, ']');
    if (failed != NULL)
        add_error(&out, &failed->failure);
    json_out_close(&out, '}');
    buffer_put(text, "\n");
    return status;
}
