/*
 * Members that have another name, or none: see engine_mend.h.
 *
 * A misspelt key has one answer when it surely stands for one of the table's, when the value is of that field's type, so that
 * it is that field and no word of the writer's own, when the field is not there yet, nor another one that excludes it, and when
 * no other member could be meant by it as well.
 */
#include <string.h>

#include "base/alloc.h"
#include "check/engine_mend.h"
#include "check/engine_walk.h"
#include "check/surely_meant.h"

enum {
    MEMBERS_HELD = 32
}; /* members of an object whose keys are compared with each other; a larger one is not mended */

/* The ONE_OF of a table whose variants have the key; NULL: it is none of them. */
static const struct nnreg_table *variants_with(const struct nnreg_table *table, const char *key)
{
    size_t i;

    for (i = 0; i < table->count; i++)
        if (table->fields[i].kind == NNREG_KIND_ONE_OF &&
            nnreg_table_field(table->fields[i].child, key) != NULL)
            return table->fields[i].child;
    return NULL;
}

/* Whether a member with the key `there` would stand in the way of `wanted`, or be the same. */
static bool excludes(const struct nnreg_table *variants, const char *there, const char *wanted)
{
    return strcmp(there, wanted) == 0 || (variants != NULL && nnreg_table_field(variants, there) != NULL);
}

/* Whether no other member is, or could be meant to be, what `wanted` is to be. */
static bool is_alone(struct nnreg_engine *engine, const struct nnreg_table *table,
                     const struct nnreg_json_value *object, const struct nnreg_json_value *member,
                     const char *wanted, const char *const *keys, size_t count)
{
    const struct nnreg_table *variants = variants_with(table, wanted);
    const struct nnreg_json_value *other = nnreg_json_first(engine->json, object);
    bool alone = true;

    for (; other != NULL && alone; other = nnreg_json_next(engine->json, other)) {
        const char *meant;
        char *written;

        if (other == member)
            continue;
        if (nnreg_json_key(&written, NULL, engine->json, other) != NNREG_OK) {
            engine->status = NNREG_NO_MEMORY;
            return false;
        }
        meant =
            nnreg_table_field(table, written) != NULL ? written : nnreg_surely_meant(written, keys, count);
        alone = meant == NULL || !excludes(variants, meant, wanted);
        nnreg_free(written);
    }
    return alone;
}

void nnreg_mend_unknown(struct nnreg_engine *engine, const struct nnreg_table *table,
                        const struct nnreg_json_value *object, const struct nnreg_json_value *member,
                        const char *key, const char *const *keys, size_t count)
{
    const char *wanted;
    const struct nnreg_field *field;

    if (!engine->kept || object->count > MEMBERS_HELD)
        return;
    if (!nnreg_json_key_is(engine->json, member, key)) /* behind a NUL it goes on */
        return;
    wanted = nnreg_surely_meant(key, keys, count);
    field = wanted != NULL ? nnreg_table_field(table, wanted) : NULL;
    if (field != NULL && (nnreg_kind_walks[field->kind].types >> member->type & 1) != 0 &&
        is_alone(engine, table, object, member, wanted, keys, count))
        nnreg_mend_key(engine, member, wanted);
}

/* ------------------------------------------------------------------------------------------ deprecated members -- */

/* Whether a member of the object before this one has the same text. */
static bool is_again(struct nnreg_engine *engine, const struct nnreg_json_value *object,
                     const struct nnreg_json_value *member, const char *text)
{
    const struct nnreg_json_value *at = nnreg_json_first(engine->json, object);

    for (; at != member; at = nnreg_json_next(engine->json, at))
        if (nnreg_json_string_is(engine->json, at, text))
            return true;
    return false;
}

static size_t required_count(const struct nnreg_table *table)
{
    size_t i, count = 0;

    for (i = 0; i < table->count; i++)
        count += table->fields[i].presence == NNREG_REQUIRED;
    return count;
}

/*
 * The texts that an object must have as JSON strings, as they were written, in the order of its table. False: they are not all
 * there, or there are others, which would be lost.
 */
static bool put_texts(struct nnreg_bytes *out, struct nnreg_engine *engine, const struct nnreg_table *table,
                      const struct nnreg_json_value *object)
{
    size_t i, listed = 0;

    if (object->count != required_count(table))
        return false;
    for (i = 0; i < table->count; i++) {
        const struct nnreg_json_value *value = nnreg_json_member(engine->json, object, table->fields[i].key);
        bool again;
        char *text;

        if (table->fields[i].presence != NNREG_REQUIRED)
            continue;
        if (value == NULL || value->type != NNREG_JSON_STRING)
            return false;
        if (nnreg_json_string(&text, NULL, engine->json, value) != NNREG_OK) {
            engine->status = NNREG_NO_MEMORY;
            return false;
        }
        again = is_again(engine, object, value, text);
        nnreg_free(text);
        if (again)
            return false;
        nnreg_bytes_text(out, listed++ > 0 ? ", " : "");
        nnreg_bytes_put(out, engine->json->text + value->start, value->stop - value->start);
    }
    return true;
}

/* "tensors_output": {"tensors": ["boxes", "scores"]}, the member that says the same. */
static bool put_replacement(struct nnreg_bytes *out, struct nnreg_engine *engine,
                            const struct nnreg_field *field, const struct nnreg_json_value *member)
{
    const struct nnreg_field *instead = field->deprecated_for;

    nnreg_json_quote(out, instead->key);
    nnreg_bytes_text(out, ": {");
    nnreg_json_quote(out, instead->child->fields[0].key);
    nnreg_bytes_text(out, ": [");
    if (!put_texts(out, engine, field->child, member))
        return false;
    nnreg_bytes_text(out, "]}");
    return true;
}

/* Key and value become others at once, which is another value for the object that has them: of that only the member changes. */
static void replace_member(struct nnreg_engine *engine, const struct nnreg_field *field,
                           const struct nnreg_json_value *object, const struct nnreg_json_value *member)
{
    const char *json = engine->json->text, *pointer = engine->path.content;
    struct nnreg_json_edit edit = NNREG_JSON_EDIT_INIT;
    struct nnreg_bytes parent = NNREG_BYTES_INIT;

    if (!put_replacement(&edit.text, engine, field, member)) {
        nnreg_json_edit_free(&edit);
        return;
    }
    edit.offset = member->key_start;
    edit.length = member->stop - member->key_start;
    nnreg_bytes_put(&edit.value, json + object->start, member->key_start - object->start);
    nnreg_bytes_put(&edit.value, edit.text.content, edit.text.size);
    nnreg_bytes_put(&edit.value, json + member->stop, object->stop - member->stop);
    nnreg_bytes_put(&parent, pointer, (size_t)(strrchr(pointer, '/') - pointer));
    if (parent.failed)
        engine->status = NNREG_NO_MEMORY;
    else
        nnreg_mend(engine, NNREG_FIX_REPLACE, parent.content, &edit);
    nnreg_json_edit_free(&edit);
    nnreg_bytes_free(&parent);
}

/*
 * What has no meaning any more is left out. What has another form is written in it, where the object has nothing else: the
 * outputs stay the same ones in the same order.
 */
void nnreg_mend_deprecated(struct nnreg_engine *engine, const struct nnreg_field *field,
                           const struct nnreg_json_value *object, const struct nnreg_json_value *member)
{
    if (!engine->kept)
        return;
    if (field->deprecated_for != NULL) {
        if (object->count == 1)
            replace_member(engine, field, object, member);
    } else if (field->deprecated_leave_out) {
        nnreg_mend_remove(engine, object, member);
    }
}
