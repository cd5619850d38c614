/* Making an object from JSON: see creation.h. */
#include "creation.h"

#include <string.h>

#include "actor.h"
#include "field_keys.h"
#include "findings_json.h"
#include "input.h"
#include "json_out.h"
#include "output.h"
#include "report.h"

unsigned creation_flags(const struct run *run)
{
    return run_given(run, "from-object") ? NNREG_FROM_OBJECT : 0;
}

struct creation {
    const char *label;                /* what to call the file */
    const struct buffer *description; /* as it was read */
    struct buffer whole;              /* with the members in front */
    bool extended; /* there are members: the description begins at the second line of the whole */
    uint64_t id;
    nnreg_findings *findings;
};

/*
 * `{"spec_id":1,` and a newline, then the description with a space in place of its brace: line n of the description is
 * line n + 1 of the whole, and columns are the same. What is no object stays alone, and is refused for that.
 */
static void extend(struct creation *creation, const char *members)
{
    const char *text = buffer_text(creation->description);
    size_t brace = strspn(text, " \t\r\n");

    creation->extended = members[0] != '\0' && text[brace] == '{';
    if (creation->extended) {
        bool empty = text[brace + 1 + strspn(text + brace + 1, " \t\r\n")] == '}';

        buffer_printf(&creation->whole, "{%s%s\n", members, empty ? "" : ",");
    }
    buffer_add(&creation->whole, text, creation->description->length);
    if (creation->extended)
        creation->whole.text[creation->whole.length - creation->description->length + brace] = ' ';
}

/* A finding_choose. What stands in the first line of an extended whole was given by options. */
static bool choose(const void *context, const struct nnreg_finding *finding, struct finding_source *source)
{
    const struct creation *creation = context;
    const struct buffer *description = creation->description;
    bool by_option = creation->extended && finding->line == 1 && finding->pointer != NULL;

    if (by_option && strcmp(finding->pointer, "/" KEY_SPEC_ID) == 0)
        source->label = "--spec";
    else if (by_option && strcmp(finding->pointer, "/" KEY_NETWORK_ID) == 0)
        source->label = "--network";
    else
        *source = (struct finding_source){creation->label, buffer_text(description), description->length,
                                          creation->extended ? 2 : 1};
    return true;
}

/* {"id":1,"findings":[…]}, or without the id when it was refused; in text the findings, and the id alone on a line. */
static void print(struct run *run, const struct creation *creation, bool created)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};

    if (run->json) {
        json_out_open(&out, '{');
        if (created)
            json_out_member_number(&out, KEY_ID, creation->id);
        json_out_key(&out, "findings");
        findings_json_add(&out, creation->findings, "", choose, creation);
        json_out_close(&out, '}');
    } else {
        findings_print(run, creation->findings, choose, creation);
        if (created)
            buffer_printf(&text, "%llu", (unsigned long long)creation->id);
    }
    if (text.length > 0)
        output_line(run, buffer_text(&text));
    buffer_free(&text);
}

static int create(struct run *run, nnreg *registry, const struct kind *kind, struct creation *creation)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_status status;

    call.flags = creation_flags(run);
    call.actor = actor_name(run);
    status = kind->create(registry, &creation->id, buffer_text(&creation->whole), creation->whole.length,
                          &call, creation->findings);
    if (status != NNREG_OK && status != NNREG_REFUSED)
        return report_failure(run, status, "%s", nnreg_message(registry));
    print(run, creation, status == NNREG_OK);
    if (status == NNREG_OK && run->output_error != 0) /* the number went nowhere, and the object is there */
        report_note(run, "the %s is registered as %llu", kind->word, (unsigned long long)creation->id);
    return report_exit_status(status);
}

int creation_run(struct run *run, nnreg *registry, const struct kind *kind, const struct buffer *description,
                 const char *members)
{
    struct creation creation = {.label = input_label(run->operands[0]), .description = description};
    nnreg_status status = nnreg_findings_new(&creation.findings, NULL, 0);
    int result;

    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    extend(&creation, members);
    result = create(run, registry, kind, &creation);
    buffer_free(&creation.whole);
    nnreg_findings_free(creation.findings);
    return result;
}
