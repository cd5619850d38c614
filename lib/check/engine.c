/*
 * The walker's path, places and reports: see engine.h.
 *
 * There are two ways to report, and both end in report_in_text. While the walker has a value in hand, `path` is the JSON
 * Pointer to it, which grows and shrinks with the walk. Afterwards, rules that look at several values at once report at members
 * of the decoded record; the pointer is then put together from where the member came from (codec/origins.h).
 */
#include "check/engine.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/json_records.h"

void nnreg_engine_init(struct nnreg_engine *engine, nnreg_findings *findings, const struct nnreg_json *json)
{
    *engine = (struct nnreg_engine){.findings = findings, .json = json, .path = NNREG_BYTES_INIT};
    nnreg_bytes_put(&engine->path, "", 0); /* so that the pointer to the root is "", and not NULL */
}

void nnreg_engine_free(struct nnreg_engine *engine)
{
    nnreg_bytes_free(&engine->path);
    nnreg_origins_free(&engine->origins);
}

size_t nnreg_engine_enter_key(struct nnreg_engine *engine, const char *key)
{
    size_t mark = engine->path.size;

    nnreg_bytes_char(&engine->path, '/');
    for (; *key != '\0'; key++) { /* RFC 6901, section 3 */
        if (*key == '~' || *key == '/')
            nnreg_bytes_text(&engine->path, *key == '~' ? "~0" : "~1");
        else
            nnreg_bytes_char(&engine->path, *key);
    }
    return mark;
}

size_t nnreg_engine_enter_index(struct nnreg_engine *engine, size_t index)
{
    size_t mark = engine->path.size;

    nnreg_bytes_format(&engine->path, "/%zu", index);
    return mark;
}

void nnreg_engine_leave(struct nnreg_engine *engine, size_t mark)
{
    if (engine->path.failed)
        return;
    engine->path.size = mark;
    engine->path.content[mark] = '\0';
}

/* A text, and how far its lines have been counted. */
struct counting {
    const char *text;
    size_t length;
    struct nnreg_text_location place;
};

static void count_to(void *context, uint64_t *line, uint64_t *column, uint64_t offset)
{
    struct counting *counting = context;

    nnreg_text_advance(&counting->place, counting->text, counting->length, (size_t)offset);
    *line = counting->place.line;
    *column = counting->place.column;
}

void nnreg_engine_locate(nnreg_findings *findings, const char *text, size_t length)
{
    struct counting counting = {text, length, NNREG_TEXT_LOCATION_INIT}, fixes = counting;

    nnreg_findings_locate(findings, count_to, &counting);
    nnreg_findings_locate_fixes(findings, count_to, &fixes);
}

/*
 * Whether the finding is kept is asked before its words are put together: of a text with a million unknown keys only the first
 * NNREG_LIMIT_FINDINGS are worth that.
 */
NNREG_PRINTF(6, 0)
static void report_in_text(struct nnreg_engine *engine, enum nnreg_rule rule, nnreg_severity severity,
                           size_t offset, const char *hint, const char *format, va_list arguments)
{
    struct nnreg_location place = {.offset = offset, .has_offset = true, .order = offset, .in_text = true};
    const char *id = nnreg_rule(rule)->id;
    char message[512];

    engine->kept = false;
    if (engine->path.failed) {
        engine->status = NNREG_NO_MEMORY;
        return;
    }
    engine->kept = nnreg_findings_takes(engine->findings, id, &severity);
    if (!engine->kept)
        return;
    place.pointer = engine->path.content;
    (void)vsnprintf(message, sizeof message, format, arguments);
    nnreg_findings_keep(engine->findings, id, severity, &place, hint, message);
}

void nnreg_engine_report(struct nnreg_engine *engine, enum nnreg_rule rule, size_t offset, const char *hint,
                         const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report_in_text(engine, rule, nnreg_rule(rule)->severity, offset, hint, format, arguments);
    va_end(arguments);
}

void nnreg_engine_decode(struct nnreg_engine *engine, const struct nnreg_table *table, void *record)
{
    nnreg_status status;

    assert(engine->origins.list == NULL);
    status = nnreg_json_to_record_leniently(&engine->origins, table, record, engine->json,
                                            engine->json->values, NULL);
    if (engine->status == NNREG_OK)
        engine->status = status;
}

bool nnreg_engine_has(struct nnreg_engine *engine, const void *member)
{
    const struct nnreg_origin *origin = nnreg_origins_find(&engine->origins, member);

    return origin != NULL && origin->field != NULL;
}

/* Goes from the root to where a member is, by what each step says. As deep as the tables are. */
static void enter_origin(struct nnreg_engine *engine, const struct nnreg_origin *origin)
{
    if (origin->parent != NULL)
        enter_origin(engine, nnreg_origins_find(&engine->origins, origin->parent));
    if (origin->field != NULL)
        (void)nnreg_engine_enter_key(engine, origin->field->key);
    else if (origin->index != NNREG_ORIGIN_NO_INDEX)
        (void)nnreg_engine_enter_index(engine, origin->index);
}

NNREG_PRINTF(7, 0)
static void report_at(struct nnreg_engine *engine, const void *member, enum nnreg_rule rule,
                      nnreg_severity severity, bool at_key, const char *hint, const char *format,
                      va_list arguments)
{
    const struct nnreg_origin *origin = nnreg_origins_find(&engine->origins, member);
    const struct nnreg_json_value *value;

    assert(origin != NULL && (engine->path.size == 0 || engine->path.failed));
    value = &engine->json->values[origin->value];
    enter_origin(engine, origin);
    report_in_text(engine, rule, severity, at_key ? value->key_start : value->start, hint, format, arguments);
    nnreg_engine_leave(engine, 0);
}

void nnreg_engine_report_at(struct nnreg_engine *engine, const void *member, enum nnreg_rule rule,
                            const char *hint, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report_at(engine, member, rule, nnreg_rule(rule)->severity, false, hint, format, arguments);
    va_end(arguments);
}

void nnreg_engine_report_at_as(struct nnreg_engine *engine, const void *member, enum nnreg_rule rule,
                               nnreg_severity severity, const char *hint, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report_at(engine, member, rule, severity, false, hint, format, arguments);
    va_end(arguments);
}

void nnreg_engine_report_at_key(struct nnreg_engine *engine, const void *member, enum nnreg_rule rule,
                                const char *hint, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report_at(engine, member, rule, nnreg_rule(rule)->severity, true, hint, format, arguments);
    va_end(arguments);
}

/*
 * Hints cost as many comparisons as there are misspelt names times known ones: thousands in a description, a million in a
 * graph. Without a bound one text could keep a server busy for long. Who makes a few mistakes gets all hints, however large
 * the graph is; who makes many gets what the budget of comparisons is good for, and the findings all the same, without
 * hints.
 */
bool nnreg_engine_may_compare(struct nnreg_engine *engine, size_t names)
{
    if (nnreg_findings_full(engine->findings))
        return false;
    if (engine->compared_lists < NNREG_HINTS_CERTAIN) {
        engine->compared_lists++;
        return true;
    }
    if (names > NNREG_HINT_COMPARISONS - engine->compared)
        return false;
    engine->compared += names;
    return true;
}

const char *nnreg_shown(char out[NNREG_SHOWN], const char *text)
{
    return nnreg_utf8_quote(out, NNREG_SHOWN, text, strlen(text));
}

void nnreg_put_names(struct nnreg_bytes *out, const char *const *names, size_t count, const char *between)
{
    char shown[NNREG_SHOWN];
    size_t i;

    for (i = 0; i < count; i++)
        nnreg_bytes_format(out, "%s\"%s\"", i == 0 ? "" : between, nnreg_shown(shown, names[i]));
}
