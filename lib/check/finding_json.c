/* A finding in JSON: see finding_json.h. What is not there is left out, but for what every finding has. */
#include "check/finding_json.h"

#include <string.h>

#include "base/bytes.h"
#include "base/findings.h"
#include "codec/json_schema_parts.h"

static const char *severity_word(int severity)
{
    return nnreg_severity_text((nnreg_severity)severity);
}

static const char *action_word(int action)
{
    return nnreg_fix_action_text((nnreg_fix_action)action);
}

enum member_kind { MEMBER_TEXT, MEMBER_NUMBER, MEMBER_VALUE /* JSON */ };

/* A member of an object. Where there are, the words of a text are those from 1 to `most`. */
struct member {
    const char *key;
    enum member_kind kind;
    bool is_always_there;
    const char *doc;
    const char *(*word)(int);
    int most;
};

/* clang-format off */
enum { RULE, SEVERITY, MESSAGE, HINT, POINTER, FILE_NAME, LINE, COLUMN, OFFSET, FINDING_MEMBERS };

static const struct member finding_members[FINDING_MEMBERS] = {
    [RULE] = {"rule", MEMBER_TEXT, true, "the id of the rule: nnreg rules tells of each", NULL, 0},
    [SEVERITY] = {"severity", MEMBER_TEXT, true, "how grave it is", severity_word, NNREG_SEVERITY_ERROR},
    [MESSAGE] = {"message", MEMBER_TEXT, true, "what is wrong, in one line whose wording may change", NULL, 0},
    [HINT] = {"hint", MEMBER_TEXT, false, "how to mend it", NULL, 0},
    [POINTER] = {"pointer", MEMBER_TEXT, false, "the place in the description, as JSON Pointer", NULL, 0},
    [FILE_NAME] = {"file", MEMBER_TEXT, false, "the file of the bundle, or the name of the description", NULL, 0},
    [LINE] = {"line", MEMBER_NUMBER, false, "of the place, from 1", NULL, 0},
    [COLUMN] = {"column", MEMBER_NUMBER, false, "of the place, from 1", NULL, 0},
    [OFFSET] = {"offset", MEMBER_NUMBER, false, "of the place in bytes, from 0", NULL, 0},
};

enum { FIX_KIND, FIX_POINTER, FIX_KEY, FIX_VALUE, FIX_OFFSET, FIX_LENGTH, FIX_TEXT, FIX_MEMBERS };

static const struct member fix_members[FIX_MEMBERS] = {
    [FIX_KIND] = {"kind", MEMBER_TEXT, true, "what is done", action_word, NNREG_FIX_ADD},
    [FIX_POINTER] = {"pointer", MEMBER_TEXT, true, "to which member or value", NULL, 0},
    [FIX_KEY] = {"key", MEMBER_VALUE, false, "its new key", NULL, 0},
    [FIX_VALUE] = {"value", MEMBER_VALUE, false, "its new value", NULL, 0},
    [FIX_OFFSET] = {"offset", MEMBER_NUMBER, true, "from here", NULL, 0},
    [FIX_LENGTH] = {"length", MEMBER_NUMBER, true, "so many bytes of the text are taken away", NULL, 0},
    [FIX_TEXT] = {"text", MEMBER_TEXT, true, "and this takes their place", NULL, 0},
};
/* clang-format on */

/* ------------------------------------------------------------------------------------------------- as it is written -- */

/* `values`: of each member a text or a number; NULL: it is not there. */
static void put_what_is_there(struct nnreg_json_writer *writer, const struct member *members,
                              const void *const *values, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (values[i] == NULL)
            continue;
        nnreg_json_put_key(writer, members[i].key);
        if (members[i].kind == MEMBER_TEXT)
            nnreg_json_put_string(writer, values[i]);
        else if (members[i].kind == MEMBER_NUMBER)
            nnreg_json_put_uint(writer, *(const uint64_t *)values[i]);
        else
            nnreg_json_put_raw(writer, values[i], strlen(values[i]));
    }
}

/* A finding on the bundle as a whole is on no file. */
static const char *file_of_finding(const struct nnreg_finding *finding, const char *description)
{
    return finding->file != NULL                           ? finding->file
           : finding->pointer != NULL || finding->line > 0 ? description
                                                           : NULL;
}

static void put_fix(struct nnreg_json_writer *writer, const struct nnreg_fix *fix)
{
    bool is_key = fix->action == NNREG_FIX_RENAME;
    const void *const values[FIX_MEMBERS] = {
        [FIX_KIND] = nnreg_fix_action_text(fix->action),
        [FIX_POINTER] = fix->pointer,
        [FIX_KEY] = is_key ? fix->value : NULL,
        [FIX_VALUE] = is_key ? NULL : fix->value,
        [FIX_OFFSET] = &fix->offset,
        [FIX_LENGTH] = &fix->length,
        [FIX_TEXT] = fix->text,
    };

    nnreg_json_put_key(writer, "fix");
    nnreg_json_open_object(writer);
    put_what_is_there(writer, fix_members, values, FIX_MEMBERS);
    nnreg_json_close_object(writer);
}

static void put_finding(struct nnreg_json_writer *writer, const struct nnreg_finding *finding,
                        const struct nnreg_fix *fix, const char *description)
{
    const void *const values[FINDING_MEMBERS] = {
        [RULE] = finding->rule,
        [SEVERITY] = nnreg_severity_text(finding->severity),
        [MESSAGE] = finding->message,
        [HINT] = finding->hint,
        [POINTER] = finding->pointer,
        [FILE_NAME] = file_of_finding(finding, description),
        [LINE] = finding->line > 0 ? &finding->line : NULL,
        [COLUMN] = finding->column > 0 ? &finding->column : NULL,
        [OFFSET] = finding->has_offset ? &finding->offset : NULL,
    };

    nnreg_json_open_object(writer);
    put_what_is_there(writer, finding_members, values, FINDING_MEMBERS);
    if (fix != NULL)
        put_fix(writer, fix);
    nnreg_json_close_object(writer);
}

nnreg_status nnreg_findings_json(char **text, const nnreg_findings *findings)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    size_t i;

    if (text != NULL)
        *text = NULL;
    if (text == NULL || findings == NULL)
        return NNREG_INVALID_ARGUMENT;
    nnreg_json_writer_init(&writer, &out, 2);
    nnreg_json_open_array(&writer);
    for (i = 0; i < nnreg_findings_count(findings); i++)
        put_finding(&writer, nnreg_findings_get(findings, i), nnreg_findings_fix(findings, i),
                    nnreg_findings_description_name(findings));
    nnreg_json_close_array(&writer);
    return nnreg_bytes_take(text, &out);
}

/* ------------------------------------------------------------------------------------------------------ its schema -- */

static void put_rules(struct nnreg_json_writer *writer, const struct member *member)
{
    int i;

    nnreg_json_put_key(writer, member->key);
    nnreg_json_open_object(writer);
    nnreg_schema_pair(writer, "description", member->doc);
    if (member->kind == MEMBER_NUMBER) {
        nnreg_schema_pair(writer, "type", "integer");
        nnreg_json_put_key(writer, "minimum");
        nnreg_json_put_uint(writer, 0);
    } else if (member->kind == MEMBER_TEXT)
        nnreg_schema_pair(writer, "type", "string");
    if (member->word != NULL) {
        nnreg_json_put_key(writer, "enum");
        nnreg_json_open_array(writer);
        for (i = 1; i <= member->most; i++)
            nnreg_json_put_string(writer, member->word(i));
        nnreg_json_close_array(writer);
    }
    nnreg_json_close_object(writer);
}

/* The keywords of an object up to its properties, which stay open. */
static void open_properties(struct nnreg_json_writer *writer, const char *doc, const struct member *members,
                            size_t count)
{
    size_t i;

    nnreg_schema_pair(writer, "description", doc);
    nnreg_schema_pair(writer, "type", "object");
    nnreg_json_put_key(writer, "required");
    nnreg_json_open_array(writer);
    for (i = 0; i < count; i++)
        if (members[i].is_always_there)
            nnreg_json_put_string(writer, members[i].key);
    nnreg_json_close_array(writer);
    nnreg_json_put_key(writer, "properties");
    nnreg_json_open_object(writer);
    for (i = 0; i < count; i++)
        put_rules(writer, &members[i]);
}

void nnreg_finding_schema(struct nnreg_json_writer *writer, const char *title)
{
    nnreg_json_open_object(writer);
    nnreg_schema_pair(writer, "$schema", NNREG_SCHEMA_DIALECT);
    nnreg_schema_pair(writer, "title", title);
    open_properties(writer, "one thing that a check found", finding_members, FINDING_MEMBERS);
    nnreg_json_put_key(writer, "fix");
    nnreg_json_open_object(writer);
    open_properties(writer, "what mends it, where there is exactly one answer", fix_members, FIX_MEMBERS);
    nnreg_json_close_object(writer);
    nnreg_json_close_object(writer);
    nnreg_json_close_object(writer);
    nnreg_json_close_object(writer);
}
