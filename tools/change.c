/* Changing an object by options: see change.h. */
#include "change.h"

#include <string.h>

#include "actor.h"
#include "commands.h"
#include "field_keys.h"
#include "findings_json.h"
#include "input.h"
#include "json_out.h"
#include "number.h"
#include "operand.h"
#include "output.h"
#include "registry_dir.h"
#include "report.h"
#include "text.h"
#include "update_date.h"
#include "update_text.h"

/* How the value of an option becomes that of a member. */
enum form { FORM_TEXT, FORM_TEXT_OR_FILE, FORM_ID_OR_NONE };

static const struct {
    const char *option, *label, *key;
    enum form form;
} settable[] = {
    {"name", "--name", KEY_NAME, FORM_TEXT},
    {"description", "--description", KEY_DESCRIPTION, FORM_TEXT_OR_FILE},
    {"current-version", "--current-version", KEY_CURRENT_VERSION_ID, FORM_ID_OR_NONE},
    {"status", "--status", KEY_STATUS, FORM_TEXT},
    {"error", "--error", KEY_ERROR, FORM_TEXT_OR_FILE},
};

#define SETTABLE_COUNT (sizeof settable / sizeof settable[0])

struct change {
    const struct kind *kind;
    uint64_t id;
    struct update_wish wish;
    struct buffer metadata;
    struct buffer files[SETTABLE_COUNT]; /* what was read for the members that are files */
    nnreg_findings *findings;
    const char *if_update_date; /* NULL: whatever it is */
};

/* Bytes that are no UTF-8 would become others on their way into JSON. */
static int check_text(struct run *run, const char *label, const char *text, size_t length)
{
    if (memchr(text, '\0', length) != NULL)
        return report_failure(run, NNREG_REFUSED, "%s holds a NUL byte, and is no text", label);
    if (!text_is_utf8(text, length))
        return report_failure(run, NNREG_REFUSED, "%s is no UTF-8", label);
    return STATUS_DONE;
}

static int read_id_or_none(struct run *run, struct update_member *member, const char *given)
{
    uint64_t id;

    if (strcmp(given, "none") == 0)
        member->value = "null";
    else if (number_read(&id, given, 1, UINT64_MAX))
        member->value = given;
    else
        return report_usage(run, "%s \"%s\" is neither the id of a version nor none", member->label, given);
    member->raw = true;
    return STATUS_DONE;
}

static int read_member(struct run *run, struct change *change, size_t i, const char *given)
{
    struct update_member *member = &change->wish.members[change->wish.member_count++];
    size_t length = strlen(given);

    *member = (struct update_member){settable[i].key, settable[i].label, given, false};
    if (settable[i].form == FORM_ID_OR_NONE)
        return read_id_or_none(run, member, given);
    if (settable[i].form == FORM_TEXT_OR_FILE && given[0] == '@') {
        int result = input_read(run, &change->files[i], given + 1);

        if (result != STATUS_DONE)
            return result;
        member->label = input_label(given + 1);
        member->value = buffer_text(&change->files[i]);
        length = change->files[i].length;
    }
    return check_text(run, member->label, member->value, length);
}

/* Reads what --metadata or --merge-metadata was given, if anything, into the wish. */
static int read_metadata(struct run *run, struct change *change)
{
    const char *merge = run_text(run, "merge-metadata");
    const char *given = merge != NULL ? merge : run_text(run, "metadata");

    if (given == NULL)
        return STATUS_DONE;
    change->wish.metadata = &change->metadata;
    if (given[0] == '@') {
        change->wish.metadata_label = input_label(given + 1);
        return input_read(run, &change->metadata, given + 1);
    }
    change->wish.metadata_label = merge != NULL ? "--merge-metadata" : "--metadata";
    buffer_put(&change->metadata, given);
    return STATUS_DONE;
}

/* "nothing to change: give --name, --metadata or …": all of the command's options that change something. */
static int nothing_to_change(struct run *run)
{
    const struct option_row *row = run->command->options;
    struct buffer text = {0};
    int result;

    for (; row->name != NULL; row++)
        if (strcmp(row->name, "if-update-date") != 0 && strcmp(row->name, "unpublish") != 0)
            buffer_printf(&text, "%s--%s", text.length > 0 ? ", " : "", row->name);
    result = report_usage(run, "nothing to change: give at least one of %s", buffer_text(&text));
    buffer_free(&text);
    return result;
}

static int read_wish(struct run *run, struct change *change)
{
    int result = STATUS_DONE;
    size_t i;

    if (run_given(run, "metadata") && run_given(run, "merge-metadata"))
        return report_usage(run, "--metadata replaces and --merge-metadata patches: give only one of them");
    for (i = 0; i < SETTABLE_COUNT && result == STATUS_DONE; i++)
        if (run_given(run, settable[i].option))
            result = read_member(run, change, i, run_text(run, settable[i].option));
    if (result == STATUS_DONE)
        result = read_metadata(run, change);
    if (result == STATUS_DONE && change->wish.member_count == 0 && change->wish.metadata == NULL)
        result = nothing_to_change(run);
    return result;
}

/* Prints the findings, if any; a successful change without one prints nothing but the JSON document. */
static void print_findings(struct run *run, const struct change *change, bool changed, finding_choose *choose)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};

    if (!run->json) {
        findings_print(run, change->findings, choose, &change->wish);
        return;
    }
    json_out_open(&out, '{');
    if (changed)
        json_out_member_number(&out, KEY_ID, change->id);
    json_out_key(&out, "findings");
    findings_json_add(&out, change->findings, choose == update_choose_json ? UPDATE_METADATA : "", choose,
                      &change->wish);
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
}

/*
 * The metadata goes into the update as it was given, so first it must be one JSON value on its own: what is broken in
 * it then has its place in the user's text, and no text can close the object around it.
 */
static int check_metadata(struct run *run, const struct change *change)
{
    const struct buffer *metadata = change->wish.metadata;
    nnreg_status status;

    if (metadata == NULL)
        return STATUS_DONE;
    status = nnreg_check(change->findings, buffer_text(metadata), metadata->length, NULL, NULL);
    if (status != NNREG_OK && status != NNREG_REFUSED)
        return report_failure(run, status, "%s", nnreg_findings_message(change->findings));
    if (!update_metadata_is_broken(change->findings))
        return STATUS_DONE;
    print_findings(run, change, false, update_choose_json);
    return STATUS_REFUSED;
}

static int update(struct run *run, nnreg *registry, struct change *change)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct buffer document = {0};
    nnreg_status status;

    call.if_update_date = change->if_update_date;
    call.flags = run_given(run, "merge-metadata") ? NNREG_MERGE_METADATA : 0;
    if (run_given(run, "unpublish"))
        call.flags |= NNREG_UNPUBLISH;
    call.actor = actor_name(run);
    update_document(&document, &change->wish);
    status = change->kind->update(registry, change->id, buffer_text(&document), document.length, &call,
                                  change->findings);
    buffer_free(&document);
    if (status != NNREG_OK && status != NNREG_REFUSED)
        return operand_failure(run, registry, status, change->kind, change->id);
    print_findings(run, change, status == NNREG_OK, update_choose);
    return report_exit_status(status);
}

static int make(struct run *run, struct change *change)
{
    nnreg *registry = NULL;
    nnreg_status status = nnreg_findings_new(&change->findings, NULL, 0);
    int result;

    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    result = operand_open(run, &registry, 0, change->kind, &change->id);
    if (result == STATUS_DONE)
        result = check_metadata(run, change);
    if (result == STATUS_DONE)
        result = update(run, registry, change);
    nnreg_close(registry);
    nnreg_findings_free(change->findings);
    return result;
}

int change_run(struct run *run, const struct kind *kind)
{
    struct change change = {.kind = kind};
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct buffer date = {0};
    size_t i;
    int result = read_wish(run, &change);

    if (result == STATUS_DONE)
        result = update_date_read(run, &call, &date);
    change.if_update_date = call.if_update_date;
    if (result == STATUS_DONE)
        result = make(run, &change);
    buffer_free(&date);
    for (i = 0; i < SETTABLE_COUNT; i++)
        buffer_free(&change.files[i]);
    buffer_free(&change.metadata);
    return result;
}
