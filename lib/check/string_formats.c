/* The judges of string formats: what a text must look like where its length is right. */
#include <string.h>

#include "base/utf8.h"
#include "check/engine_mend.h"
#include "check/license_syntax.h"
#include "check/url_syntax.h"
#include "records/network.h"

/* Whether there are no control characters; the first that there is is reported. */
static bool is_line(struct nnreg_engine *engine, const struct nnreg_field *field,
                    const struct nnreg_json_value *value, const char *text)
{
    size_t size = strlen(text), i = 0;

    while (i < size) {
        uint32_t c = 0;
        size_t length = nnreg_utf8_next(&c, text + i, size - i);

        if (nnreg_utf8_is_control(c)) {
            nnreg_engine_report(engine, NNREG_RULE_CONTROL_CHARACTER, value->start, "remove it",
                                "%s has the control character U+%04X", field->key, (unsigned)c);
            return false;
        }
        i += length;
    }
    return true;
}

static void judge_line(struct nnreg_engine *engine, const struct nnreg_field *field,
                       const struct nnreg_json_value *object, const struct nnreg_json_value *value,
                       const char *text)
{
    (void)object;
    (void)is_line(engine, field, value, text);
}

static void judge_license(struct nnreg_engine *engine, const struct nnreg_field *field,
                          const struct nnreg_json_value *object, const struct nnreg_json_value *value,
                          const char *text)
{
    char shown[NNREG_SHOWN];

    (void)object;
    if (is_line(engine, field, value, text) && !nnreg_is_license_expression(text))
        nnreg_engine_report(
            engine, NNREG_RULE_LICENSE, value->start,
            "write an identifier of https://spdx.org/licenses/, like \"Apache-2.0\", several as "
            "\"MIT OR Apache-2.0\", one that is not there as \"LicenseRef-NAME\"",
            "%s \"%s\" is no SPDX expression", field->key, nnreg_shown(shown, text));
}

static void judge_url(struct nnreg_engine *engine, const struct nnreg_field *field,
                      const struct nnreg_json_value *object, const struct nnreg_json_value *value,
                      const char *text)
{
    const char *fault = nnreg_url_fault(text);
    char shown[NNREG_SHOWN];

    (void)object;
    if (fault != NULL)
        nnreg_engine_report(engine, NNREG_RULE_URL, value->start,
                            "write it as in a browser, like \"https://example.org/models/digits\"",
                            "%s \"%s\" %s", field->key, nnreg_shown(shown, text), fault);
}

static void judge_tensor(struct nnreg_engine *engine, const struct nnreg_field *field,
                         const struct nnreg_json_value *object, const struct nnreg_json_value *value,
                         const char *text)
{
    struct nnreg_tensor_fault fault;
    char shown[NNREG_SHOWN];

    (void)object;
    if (!nnreg_tensor_is_wrong(engine->tensors, &fault, text))
        return;
    nnreg_engine_report(engine, NNREG_RULE_TENSOR_NAME, value->start, fault.hint, "%s \"%s\" %s", field->key,
                        nnreg_shown(shown, text), fault.what);
    nnreg_mend_tensor(engine, value, text);
}

static void judge_tensor_or_none(struct nnreg_engine *engine, const struct nnreg_field *field,
                                 const struct nnreg_json_value *object, const struct nnreg_json_value *value,
                                 const char *text)
{
    if (text[0] != '\0')
        judge_tensor(engine, field, object, value, text);
}

/* Whether the selector's word stands in the same object: 1 yes, 0 another word, -1 it cannot be told. */
static int selected(const struct nnreg_engine *engine, const struct nnreg_field *field,
                    const struct nnreg_json_value *object, const struct nnreg_table *table)
{
    const struct nnreg_json_value *other = nnreg_json_member(engine->json, object, field->selector.key);
    const struct nnreg_field *row = nnreg_table_field(table, field->selector.key);
    size_t i;

    if (other == NULL || other->type != NNREG_JSON_STRING)
        return -1;
    for (i = 0; i < row->vocab->count; i++)
        if (nnreg_json_string_is(engine->json, other, row->vocab->words[i]))
            return strcmp(row->vocab->words[i], field->selector.word) == 0;
    return -1; /* a word that is none has its own finding */
}

/* Whether it is one number or two, whatever they are: then what is wrong is a side, and not the form. */
static bool has_sides(const char *text)
{
    size_t width = strspn(text, "0123456789"), height;

    if (width == 0 || text[width] == '\0')
        return width > 0;
    height = strspn(text + width + 1, "0123456789");
    return text[width] == 'x' && height > 0 && text[width + 1 + height] == '\0';
}

/*
 * Whether the text is a size at all, and whether it is the one that the other field calls for, are two rules, of which one
 * reports. Where the other field cannot be told, the second is silent, and only the first one's hint names both forms.
 */
static void judge_target_size(struct nnreg_engine *engine, const struct nnreg_field *field,
                              const struct nnreg_json_value *object, const struct nnreg_json_value *value,
                              const char *text)
{
    int sides, wants_one = selected(engine, field, object, &nnreg_image_table);
    uint32_t width, height;
    char shown[NNREG_SHOWN];

    nnreg_shown(shown, text);
    if (!nnreg_target_size(&width, &height, &sides, text)) {
        nnreg_engine_report(engine, NNREG_RULE_TARGET_SIZE, value->start,
                            wants_one == 1   ? "write the largest side as one number, like \"640\""
                            : wants_one == 0 ? "write width x height in pixels, like \"224x224\""
                                             : "write it like \"224x224\", or like \"640\" for NETWORK",
                            "%s \"%s\" %s", field->key, shown,
                            has_sides(text) ? "has a side that is not from 1 to 65535, or has leading zeros"
                                            : "is not WxH or N");
        nnreg_mend_target_size(engine, value, text, wants_one < 0 ? 0 : wants_one == 1 ? 1 : 2);
    } else if (wants_one == 1 && sides == 2)
        nnreg_engine_report(engine, NNREG_RULE_TARGET_SIZE_FOR_RESIZE, value->start,
                            "write the largest side as one number, like \"640\"",
                            "%s \"%s\" has two sides, but %s %s takes one", field->key, shown,
                            field->selector.key, field->selector.word);
    else if (wants_one == 0 && sides == 1)
        nnreg_engine_report(engine, NNREG_RULE_TARGET_SIZE_FOR_RESIZE, value->start,
                            "write width x height in pixels, like \"224x224\"",
                            "%s \"%s\" has one side, but only %s %s takes that", field->key, shown,
                            field->selector.key, field->selector.word);
}

nnreg_judge *const nnreg_judges[NNREG_STRING_FORMAT_COUNT] = {
    [NNREG_STRING_FORMAT_LINE] = judge_line,
    [NNREG_STRING_FORMAT_TENSOR] = judge_tensor,
    [NNREG_STRING_FORMAT_TENSOR_OR_NONE] = judge_tensor_or_none,
    [NNREG_STRING_FORMAT_LICENSE] = judge_license,
    [NNREG_STRING_FORMAT_URL] = judge_url,
    [NNREG_STRING_FORMAT_TARGET_SIZE] = judge_target_size,
};
