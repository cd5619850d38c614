/* The update document: see update_text.h. */
#include "update_text.h"

#include <string.h>

#include "field_keys.h"
#include "json_out.h"

#define METADATA_AT_LINE 2

void update_document(struct buffer *document, const struct update_wish *wish)
{
    struct json_out out = {document, false};
    size_t i;

    json_out_open(&out, '{');
    for (i = 0; i < wish->member_count; i++) {
        const struct update_member *member = &wish->members[i];

        if (member->raw)
            json_out_member_raw(&out, member->key, member->value);
        else
            json_out_member_text(&out, member->key, member->value);
    }
    if (wish->metadata != NULL) {
        json_out_key(&out, KEY_METADATA);
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

static const char *label_of(const struct update_wish *wish, const char *pointer)
{
    size_t i;

    for (i = 0; pointer[0] == '/' && i < wish->member_count; i++)
        if (strcmp(pointer + 1, wish->members[i].key) == 0)
            return wish->members[i].label;
    return pointer[0] != '\0' ? pointer : "update";
}

bool update_choose(const void *context, const struct nnreg_finding *finding, struct finding_source *source)
{
    const struct update_wish *wish = context;
    const char *pointer = finding->pointer != NULL ? finding->pointer : "";
    bool on_metadata =
        wish->metadata != NULL && strncmp(pointer, UPDATE_METADATA, strlen(UPDATE_METADATA)) == 0;

    if (on_metadata && finding->line >= METADATA_AT_LINE)
        use_metadata(wish, source, METADATA_AT_LINE);
    else if (on_metadata) /* on its key, which nobody wrote */
        source->label = wish->metadata_label;
    else
        source->label = label_of(wish, pointer);
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
