/* Configurations: see severity_file.h. */
#include "severity_file.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "json_pick.h"
#include "json_syntax.h"
#include "memory.h"
#include "report.h"
#include "severity.h"

#define EXAMPLE "{\"severity\": \"off|note|warning|error\", \"reason\": \"why\"}"

struct reading {
    struct run *run;
    struct severity_file *file;
    const struct buffer *text;
};

/* -- what is wrong, and where -- */

/* The line and column, in characters, of a byte of the text; both from 1. */
static void locate(const struct reading *reading, const char *at, size_t *line, size_t *column)
{
    const char *byte;

    *line = *column = 1;
    for (byte = buffer_text(reading->text); byte < at; byte++)
        if (*byte == '\n') {
            ++*line;
            *column = 1;
        } else if (((unsigned char)byte[1] & 0xc0) != 0x80)
            ++*column;
}

static int wrong(const struct reading *reading, const char *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static int wrong(const struct reading *reading, const char *at, const char *format, ...)
{
    struct buffer message = {0};
    va_list arguments;
    size_t line, column;
    int result;

    va_start(arguments, format);
    buffer_vprintf(&message, format, arguments);
    va_end(arguments);
    locate(reading, at, &line, &column);
    result = report_usage(reading->run, "%s:%zu:%zu: %s", buffer_text(&reading->file->path), line, column,
                          buffer_text(&message));
    buffer_free(&message);
    return result;
}

/* -- objects -- */

static bool is_object(struct json_part value)
{
    return value.length > 0 && value.text[0] == '{';
}

/* A key without its quotes, unescaped. */
static void add_key(struct buffer *text, struct json_part key)
{
    json_pick_add_text(text, (struct json_part){key.text - 1, key.length + 2});
}

/* The number of the name; `count` when it is none of them. */
static size_t find_name(const char *const *names, size_t count, const char *name)
{
    size_t i = 0;

    while (i < count && strcmp(names[i], name) != 0)
        i++;
    return i;
}

static int refuse_member(const struct reading *reading, const char *at, const char *name,
                         const char *const *names, size_t count)
{
    const char *nearest = nnreg_nearest(name, names, count);
    struct buffer known = {0};
    size_t i;
    int result;

    for (i = 0; nearest == NULL && i < count; i++)
        buffer_printf(&known, "%s\"%s\"", i > 0 ? " and " : "", names[i]);
    if (nearest != NULL)
        result = wrong(reading, at, "there is no member \"%s\" here; did you mean \"%s\"?", name, nearest);
    else
        result = wrong(reading, at, "there is no member \"%s\" here: write %s", name, buffer_text(&known));
    buffer_free(&known);
    return result;
}

/* Finds the values of the members with these names, of an object that has no others; a length of 0: it has not. */
static int take_members(const struct reading *reading, struct json_part object, struct json_part *values,
                        const char *const *names, size_t count)
{
    struct json_part item, key, value;
    int result = STATUS_DONE;
    size_t at = 0, i;

    while (result == STATUS_DONE && json_pick_next(&item, object, &at)) {
        struct buffer name = {0};

        if (!json_pick_pair(&key, &value, item))
            continue; /* the text is JSON: there is none that is no pair */
        add_key(&name, key);
        i = find_name(names, count, buffer_text(&name));
        if (i < count)
            values[i] = value;
        else
            result = refuse_member(reading, item.text, buffer_text(&name), names, count);
        buffer_free(&name);
    }
    return result;
}

/* -- the settings -- */

static int take_level(const struct reading *reading, struct severity_setting *setting, struct json_part value)
{
    struct buffer word = {0}, problem = {0};
    int result = STATUS_DONE;

    if (!json_pick_add_text(&word, value))
        result = wrong(reading, value.text, "a severity is \"error\", \"warning\", \"note\" or \"off\"");
    else if (!severity_find_level(&setting->severity, &problem, buffer_text(&word)))
        result = wrong(reading, value.text, "%s", buffer_text(&problem));
    buffer_free(&problem);
    buffer_free(&word);
    return result;
}

static int take_reason(const struct reading *reading, struct severity_setting *setting,
                       struct json_part value)
{
    const char *reason;

    if (!json_pick_add_text(&setting->reason, value))
        return wrong(reading, value.text, "a reason is a text: write \"reason\": \"why\"");
    reason = buffer_text(&setting->reason);
    if (reason[strspn(reason, " \t\r\n")] == '\0')
        return wrong(reading, value.text, "the reason is empty: write why the rule is set");
    return STATUS_DONE;
}

enum { SETTING_SEVERITY, SETTING_REASON, SETTING_COUNT };

static int take_setting(const struct reading *reading, struct severity_setting *setting,
                        struct json_part value)
{
    static const char *const names[SETTING_COUNT] = {
        [SETTING_SEVERITY] = "severity", [SETTING_REASON] = "reason"};
    struct json_part values[SETTING_COUNT] = {{NULL, 0}};
    int result;

    if (!is_object(value))
        return wrong(reading, value.text, "a rule is set by " EXAMPLE);
    result = take_members(reading, value, values, names, SETTING_COUNT);
    if (result != STATUS_DONE)
        return result;
    if (values[SETTING_SEVERITY].length == 0)
        return wrong(reading, value.text, "a severity is missing: write " EXAMPLE);
    if (values[SETTING_REASON].length == 0)
        return wrong(reading, value.text, "a reason is missing: write " EXAMPLE);
    result = take_level(reading, setting, values[SETTING_SEVERITY]);
    return result == STATUS_DONE ? take_reason(reading, setting, values[SETTING_REASON]) : result;
}

/* `item` is "rule": {…}. No rule is there twice, in whatever spelling: that is no JSON here. */
static int take_rule(const struct reading *reading, struct json_part item)
{
    struct severity_file *file = reading->file;
    struct severity_setting *setting = &file->settings[file->count++];
    struct json_part key, value = {item.text, 0};
    struct buffer id = {0}, problem = {0};
    int result = STATUS_DONE;

    if (json_pick_pair(&key, &value, item))
        add_key(&id, key);
    setting->rule = severity_find_rule(&problem, buffer_text(&id));
    if (setting->rule == NULL)
        result = wrong(reading, item.text, "%s", buffer_text(&problem));
    else
        result = take_setting(reading, setting, value);
    buffer_free(&problem);
    buffer_free(&id);
    return result;
}

static int take_rules(const struct reading *reading, struct json_part object)
{
    struct json_part item;
    size_t at = 0, count = 0;
    int result = STATUS_DONE;

    if (!is_object(object))
        return wrong(reading, object.text, "\"severities\" is an object: write {\"RULE\": " EXAMPLE "}");
    while (json_pick_next(&item, object, &at))
        count++;
    reading->file->settings = memory_zero(count + 1, sizeof *reading->file->settings);
    for (at = 0; result == STATUS_DONE && json_pick_next(&item, object, &at);)
        result = take_rule(reading, item);
    return result;
}

static int take_document(const struct reading *reading)
{
    static const char *const names[] = {"severities"};
    const char *text = buffer_text(reading->text);
    size_t blank = strspn(text, " \t\r\n");
    struct json_part object = {text + blank, reading->text->length - blank}, severities = {NULL, 0};
    int result;

    if (!is_object(object))
        return wrong(reading, object.text,
                     "a configuration is an object: write {\"severities\": {\"RULE\": " EXAMPLE "}}");
    result = take_members(reading, object, &severities, names, 1);
    return result == STATUS_DONE && severities.length > 0 ? take_rules(reading, severities) : result;
}

int severity_file_parse(struct run *run, struct severity_file **file, const char *path,
                        const struct buffer *text)
{
    struct reading reading = {.run = run, .file = memory_zero(1, sizeof **file), .text = text};
    int result;

    *file = reading.file;
    buffer_put(&reading.file->path, path);
    if (text->length > SEVERITY_FILE_LIMIT)
        result = report_usage(run, "%s: a configuration has at most %zu bytes", path, SEVERITY_FILE_LIMIT);
    else
        result = json_syntax_hold(run, path, text);
    if (result == STATUS_DONE)
        result = take_document(&reading);
    if (result != STATUS_DONE) {
        severity_file_free(*file);
        *file = NULL;
    }
    return result;
}

void severity_file_free(struct severity_file *file)
{
    size_t i;

    if (file == NULL)
        return;
    for (i = 0; i < file->count; i++)
        buffer_free(&file->settings[i].reason);
    free(file->settings);
    buffer_free(&file->path);
    free(file);
}

const struct severity_setting *severity_file_find(const struct severity_file *file, const char *rule)
{
    size_t i;

    for (i = 0; file != NULL && i < file->count; i++)
        if (strcmp(file->settings[i].rule->id, rule) == 0)
            return &file->settings[i];
    return NULL;
}
