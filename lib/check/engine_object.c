/*
 * An object against its table: the keys it has, and those it lacks. See engine.h.
 *
 * One mistake is one finding. What is no object is not asked for its keys; a key that is misspelt is not missed under its right
 * name, too (is_misspelt); and a member that may not be here, or is not known, is not looked into.
 *
 * What is lacking is reported at the object, by the table's order; what is there, at its own place, by the text's. The
 * findings are sorted by place in the end, and those at one place stay in the order of reporting.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "check/engine_mend.h"
#include "check/engine_walk.h"
#include "check/foreign_words.h"

enum {
    KEYS_MOST = 64,   /* fields of one table; a test holds the tables against it */
    MEMBERS_SEEN = 32 /* members looked at for a misspelt key: more is not a slip of the pen */
};

const char nnreg_hint_by_setting[] =
    "let the registry allow it (nnreg config mutable-description on), or register a new network with it";

/* Whether an update may change the field. */
static bool may_change(const struct nnreg_engine *engine, const struct nnreg_field *field)
{
    return field->mutability == NNREG_MUTABLE ||
           (field->mutability == NNREG_MUTABLE_BY_SETTING && engine->mutable_description);
}

/* The keys that may be given here: what somebody who wrote another one may have meant. */
static size_t keys_given(const struct nnreg_engine *engine, const char *keys[KEYS_MOST],
                         const struct nnreg_table *table)
{
    size_t i, count = 0;

    if (!engine->update)
        return nnreg_table_keys(keys, KEYS_MOST, table);
    for (i = 0; i < table->count; i++)
        if (table->fields[i].kind != NNREG_KIND_ONE_OF && may_change(engine, &table->fields[i]))
            keys[count++] = table->fields[i].key;
    return count;
}

/* Where a key belongs that stands one level too high; else the nearest. Freed by the caller. */
static char *hint_for_key(struct nnreg_engine *engine, const struct nnreg_table *table, const char *key,
                          const char *const *keys, size_t count)
{
    const struct nnreg_field *inside = engine->update ? NULL : nnreg_field_that_has(table, key);
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    char *hint;

    if (inside == NULL)
        return nnreg_walk_hint(engine, key, keys, count);
    nnreg_bytes_format(&out, "move it into \"%s\"", inside->key);
    if (nnreg_bytes_take(&hint, &out) != NNREG_OK)
        engine->status = NNREG_NO_MEMORY;
    return hint;
}

/* Whether a key belongs into another object than this one. */
static bool belongs_elsewhere(const struct nnreg_table *table, const char *key)
{
    size_t i;

    for (i = 0; i < sizeof table->elsewhere / sizeof *table->elsewhere; i++)
        if (table->elsewhere[i] != NULL && nnreg_table_field(table->elsewhere[i], key) != NULL)
            return true;
    return false;
}

static void report_elsewhere(struct nnreg_engine *engine, const struct nnreg_table *table, const char *key,
                             const struct nnreg_json_value *value)
{
    nnreg_engine_report(engine, NNREG_RULE_UNKNOWN_FIELD, value->key_start, table->elsewhere_hint,
                        "\"%s\" is no field of the %s", key, table->name);
}

/* A key that belongs elsewhere is told where; any other may be one of these, misspelt. */
static void report_unknown(struct nnreg_engine *engine, const struct nnreg_table *table, const char *key,
                           const struct nnreg_json_value *object, const struct nnreg_json_value *value)
{
    const char *keys[KEYS_MOST];
    size_t count = keys_given(engine, keys, table);
    bool full = nnreg_findings_full(engine->findings);
    const char *foreign = nnreg_foreign_type_hint(table, key);
    char *hint = full || count == 0 || foreign != NULL ? NULL : hint_for_key(engine, table, key, keys, count);
    char shown[NNREG_SHOWN];

    nnreg_engine_report(engine, NNREG_RULE_UNKNOWN_FIELD, value->key_start, foreign != NULL ? foreign : hint,
                        "\"%s\" is no field of the %s", nnreg_shown(shown, key), table->name);
    if (foreign == NULL && (engine->update || nnreg_field_that_has(table, key) == NULL))
        nnreg_mend_unknown(engine, table, object, value, key, keys, count);
    nnreg_free(hint);
}

/*
 * Whether the field may be given here at all; if not, says so. A description may have what the registry does not assign; an
 * update, what may change. A field that an update may not have is read-only if nobody ever gives it, and else immutable.
 */
static bool may_be_given(struct nnreg_engine *engine, const struct nnreg_table *table,
                         const struct nnreg_field *field, const struct nnreg_json_value *value)
{
    bool published = field->mutability == NNREG_PUBLISHED;
    char hint[160];

    if (engine->update ? may_change(engine, field) : field->presence != NNREG_ASSIGNED)
        return true;
    if (!engine->update || published || field->mutability == NNREG_NEVER_GIVEN) {
        (void)snprintf(hint, sizeof hint, "remove it%s%s%s",
                       !engine->update && may_change(engine, field) ? "; an update can change it" : "",
                       published ? "; publish gives it, and unpublish takes it away" : "",
                       engine->update ? ""
                                      : "; a whole object, as it was shown, is taken with --from-object");
        nnreg_engine_report(engine, NNREG_RULE_READ_ONLY, value->key_start, hint,
                            "%s is assigned by the registry and cannot be given", field->key);
        return false;
    }
    (void)snprintf(hint, sizeof hint, "remove it, or register a new %s with the new value", table->name);
    nnreg_engine_report(engine, NNREG_RULE_IMMUTABLE, value->key_start,
                        field->mutability == NNREG_MUTABLE_BY_SETTING ? nnreg_hint_by_setting : hint,
                        "%s cannot be changed after the %s was registered", field->key, table->name);
    return false;
}

static void walk_member(struct nnreg_engine *engine, const struct nnreg_table *table,
                        const struct nnreg_json_value *object, const struct nnreg_json_value *value)
{
    const struct nnreg_field *field;
    char *key;
    size_t length, mark;

    if (nnreg_json_key(&key, &length, engine->json, value) != NNREG_OK) {
        engine->status = NNREG_NO_MEMORY;
        return;
    }
    mark = nnreg_engine_enter_key(engine, key);
    field = strlen(key) == length ? nnreg_table_field(table, key) : NULL;
    if (field == NULL && strlen(key) == length && belongs_elsewhere(table, key))
        report_elsewhere(engine, table, key, value);
    else if (field == NULL)
        report_unknown(engine, table, key, object, value);
    else if (may_be_given(engine, table, field, value))
        nnreg_walk_value(engine, field, object, value);
    nnreg_engine_leave(engine, mark);
    nnreg_free(key);
}

/* Whether the key is one of those of which exactly one says what the object is. */
static bool is_type(const struct nnreg_table *table, const char *key)
{
    size_t i;

    for (i = 0; i < table->count; i++)
        if (table->fields[i].kind == NNREG_KIND_ONE_OF &&
            nnreg_table_field(table->fields[i].child, key) != NULL)
            return true;
    return false;
}

/*
 * Whether a key that is no field of the table is there in place of `key`: the finding on it is enough. It is the same question
 * that the hint of that finding asks, so that whoever is not told of the missing key is told of it as the one that was meant.
 */
static bool is_misspelt(struct nnreg_engine *engine, const struct nnreg_table *table, const char *key,
                        const struct nnreg_json_value *object)
{
    const char *keys[KEYS_MOST];
    size_t count = nnreg_table_keys(keys, KEYS_MOST, table), seen = 0;
    const struct nnreg_json_value *member = nnreg_json_first(engine->json, object);
    bool found = false;

    for (; member != NULL && seen < MEMBERS_SEEN && !found;
         member = nnreg_json_next(engine->json, member), seen++) {
        const char *nearest;
        char *written;
        size_t length;

        if (nnreg_json_key(&written, &length, engine->json, member) != NNREG_OK) {
            engine->status = NNREG_NO_MEMORY;
            return false;
        }
        if (strlen(written) != length || nnreg_table_field(table, written) == NULL) {
            nearest = nnreg_nearest(written, keys, count);
            found = nnreg_foreign_type_hint(table, written) != NULL
                        ? is_type(table, key)
                        : nearest != NULL && strcmp(nearest, key) == 0;
        }
        nnreg_free(written);
    }
    return found;
}

/* Whether a key that is missed here stands one level higher: the finding there says that it is to be moved here. */
static bool is_one_level_too_high(const struct nnreg_engine *engine, const struct nnreg_table *table,
                                  const char *key)
{
    const struct nnreg_engine_level *around = &engine->around;
    const struct nnreg_field *inside;

    if (around->table == NULL || nnreg_table_field(around->table, key) != NULL)
        return false;
    inside = nnreg_field_that_has(around->table, key);
    return inside != NULL && inside->child == table &&
           nnreg_json_member(engine->json, around->object, key) != NULL;
}

/* Whether a member is there in whose place another one is missed: the finding on it is enough. */
static bool has_member_of_another(struct nnreg_engine *engine, const struct nnreg_table *table,
                                  const struct nnreg_json_value *object)
{
    const struct nnreg_json_value *member = nnreg_json_first(engine->json, object);
    size_t seen;

    for (seen = 0; table->elsewhere_hint != NULL && member != NULL && seen < MEMBERS_SEEN; seen++) {
        bool found;
        char *written;
        size_t length;

        if (nnreg_json_key(&written, &length, engine->json, member) != NNREG_OK) {
            engine->status = NNREG_NO_MEMORY;
            return false;
        }
        found = strlen(written) == length && belongs_elsewhere(table, written);
        nnreg_free(written);
        if (found)
            return true;
        member = nnreg_json_next(engine->json, member);
    }
    return false;
}

static void report_missing_key(struct nnreg_engine *engine, const struct nnreg_table *table, const char *key,
                               const struct nnreg_json_value *object)
{
    const struct nnreg_field *field = nnreg_table_field(table, key);
    char *hint = NULL;

    if (is_misspelt(engine, table, key, object) || is_one_level_too_high(engine, table, key))
        return;
    if (field != NULL && field->kind == NNREG_KIND_ENUM && !nnreg_findings_full(engine->findings))
        hint = nnreg_walk_hint(engine, "", field->vocab->words, field->vocab->count);
    nnreg_engine_report(engine, NNREG_RULE_MISSING_FIELD, object->start, hint,
                        "the %s has no \"%s\", which is required", table->name, key);
    nnreg_free(hint);
}

static void report_no_variant(struct nnreg_engine *engine, const struct nnreg_table *table,
                              const char *const *keys, size_t count, const struct nnreg_json_value *object)
{
    char *hint;
    size_t i;

    for (i = 0; i < count; i++)
        if (is_misspelt(engine, table, keys[i], object))
            return;
    if (has_member_of_another(engine, table, object))
        return;
    hint = nnreg_walk_hint(engine, "", keys, count);
    nnreg_engine_report(engine, NNREG_RULE_EXACTLY_ONE, object->start, hint,
                        "the %s has no type: exactly one key has to say which it is", table->name);
    nnreg_free(hint);
}

/* Exactly one of the variants' keys: none is missed at the object, each one too many is reported at its own key. */
static void walk_one_of(struct nnreg_engine *engine, const struct nnreg_table *table,
                        const struct nnreg_table *variants, const struct nnreg_json_value *object)
{
    const char *keys[KEYS_MOST];
    const struct nnreg_field *first = NULL;
    size_t i, count = nnreg_table_keys(keys, KEYS_MOST, variants);

    for (i = 0; i < variants->count; i++) {
        const struct nnreg_field *field = &variants->fields[i];
        const struct nnreg_json_value *value = nnreg_json_member(engine->json, object, field->key);

        if (value != NULL && first != NULL) {
            size_t mark = nnreg_engine_enter_key(engine, field->key);

            nnreg_engine_report(engine, NNREG_RULE_EXACTLY_ONE, value->key_start, "keep one of the two",
                                "%s stands beside %s, and only one of them can be", field->key, first->key);
            nnreg_engine_leave(engine, mark);
        } else if (value != NULL) {
            first = field;
        }
    }
    if (first == NULL && count == 1)
        report_missing_key(engine, table, keys[0], object);
    else if (first == NULL)
        report_no_variant(engine, table, keys, count, object);
}

/* What the object lacks, and what it has. */
static void walk_object(struct nnreg_engine *engine, const struct nnreg_table *table,
                        const struct nnreg_json_value *object)
{
    const struct nnreg_json_value *value;
    size_t i;

    for (i = 0; i < table->count && !engine->update; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF)
            walk_one_of(engine, table, field->child, object);
        else if (field->presence == NNREG_REQUIRED &&
                 nnreg_json_member(engine->json, object, field->key) == NULL)
            report_missing_key(engine, table, field->key, object);
    }
    for (value = nnreg_json_first(engine->json, object); value != NULL && engine->status == NNREG_OK;
         value = nnreg_json_next(engine->json, value))
        walk_member(engine, table, object, value);
}

void nnreg_engine_walk(struct nnreg_engine *engine, const struct nnreg_table *table,
                       const struct nnreg_json_value *object)
{
    struct nnreg_engine_level level = engine->level, around = engine->around;
    char what[64];

    (void)snprintf(what, sizeof what, "the %s", table->name);
    if (!nnreg_walk_has_type(engine, NNREG_KIND_OBJECT, what, NULL, object))
        return;
    engine->around = level;
    engine->level = (struct nnreg_engine_level){table, object};
    walk_object(engine, table, object);
    engine->level = level;
    engine->around = around;
}
