/* Saying what mends a finding: see engine_mend.h. */
#include "check/engine_mend.h"

#include <assert.h>

#include "base/alloc.h"

void nnreg_mend(struct nnreg_engine *engine, nnreg_fix_action action, const char *pointer,
                struct nnreg_json_edit *edit)
{
    struct nnreg_fix fix = {.size = sizeof fix,
                            .action = action,
                            .pointer = pointer,
                            .value = edit->value.content,
                            .offset = edit->offset,
                            .length = edit->length,
                            .text = edit->text.content != NULL ? edit->text.content : ""};

    if (nnreg_json_edit_failed(edit))
        engine->status = NNREG_NO_MEMORY;
    else if (engine->kept)
        nnreg_findings_mend(engine->findings, &fix);
    nnreg_json_edit_free(edit);
}

void nnreg_mend_key(struct nnreg_engine *engine, const struct nnreg_json_value *member, const char *key)
{
    struct nnreg_json_edit edit = NNREG_JSON_EDIT_INIT;

    nnreg_json_edit_key(&edit, member, key);
    nnreg_mend(engine, NNREG_FIX_RENAME, NULL, &edit);
}

void nnreg_mend_value(struct nnreg_engine *engine, const struct nnreg_json_value *value,
                      const char *json_text)
{
    struct nnreg_json_edit edit = NNREG_JSON_EDIT_INIT;

    nnreg_json_edit_value(&edit, value, json_text);
    nnreg_mend(engine, NNREG_FIX_REPLACE, NULL, &edit);
}

void nnreg_mend_string(struct nnreg_engine *engine, const struct nnreg_json_value *value, const char *text)
{
    struct nnreg_bytes quoted = NNREG_BYTES_INIT;

    nnreg_json_quote(&quoted, text);
    if (quoted.failed)
        engine->status = NNREG_NO_MEMORY;
    else
        nnreg_mend_value(engine, value, quoted.content);
    nnreg_bytes_free(&quoted);
}

void nnreg_mend_remove(struct nnreg_engine *engine, const struct nnreg_json_value *object,
                       const struct nnreg_json_value *member)
{
    struct nnreg_json_edit edit = NNREG_JSON_EDIT_INIT;

    nnreg_json_edit_remove(&edit, engine->json, object, member);
    nnreg_mend(engine, NNREG_FIX_REMOVE, NULL, &edit);
}

/* The finding on a member that is not there, the last one, points to the record, and the fix to where the member will be. */
static void mend_absent(struct nnreg_engine *engine, const struct nnreg_json_value *object, const char *key,
                        const char *json_text)
{
    size_t count = nnreg_findings_count(engine->findings);
    const struct nnreg_finding *finding = nnreg_findings_get(engine->findings, count - 1);
    struct nnreg_json_edit edit = NNREG_JSON_EDIT_INIT;
    struct nnreg_bytes pointer = NNREG_BYTES_INIT;

    nnreg_bytes_format(&pointer, "%s/%s", finding->pointer, key);
    nnreg_json_edit_add(&edit, engine->json, object, key, json_text);
    if (pointer.failed)
        engine->status = NNREG_NO_MEMORY;
    nnreg_mend(engine, NNREG_FIX_ADD, pointer.content, &edit);
    nnreg_bytes_free(&pointer);
}

void nnreg_mend_member(struct nnreg_engine *engine, const void *member, const char *key, const char *word)
{
    const struct nnreg_origin *origin = nnreg_origins_find(&engine->origins, member);
    const struct nnreg_json_value *value;
    struct nnreg_bytes quoted = NNREG_BYTES_INIT;

    assert(origin != NULL); /* it was reported at */
    if (engine->status != NNREG_OK || !engine->kept)
        return;
    value = &engine->json->values[origin->value];
    nnreg_json_quote(&quoted, word);
    if (quoted.failed)
        engine->status = NNREG_NO_MEMORY;
    else if (origin->field != NULL)
        nnreg_mend_value(engine, value, quoted.content);
    else if (value->type == NNREG_JSON_OBJECT)
        mend_absent(engine, value, key, quoted.content);
    nnreg_bytes_free(&quoted);
}
