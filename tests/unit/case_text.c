/* See case_text.h. */
#include "case_text.h"

#include <check.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

void text_put(struct text *text, const char *content, size_t length)
{
    if (text->length + length + 1 > text->room) {
        text->room = 2 * (text->length + length) + 64;
        text->content = realloc(text->content, text->room);
        ck_assert_ptr_nonnull(text->content);
    }
    if (length > 0)
        memcpy(text->content + text->length, content, length);
    text->length += length;
    text->content[text->length] = '\0';
}

void text_format(struct text *text, const char *format, ...)
{
    char line[2048];
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    ck_assert_int_ge(length, 0);
    ck_assert_uint_lt((size_t)length, sizeof line);
    text_put(text, line, (size_t)length);
}

void text_free(struct text *text)
{
    free(text->content);
    *text = (struct text)TEXT_INIT;
}

bool text_load(struct text *text, const char *path)
{
    FILE *file = fopen(path, "rb");
    char piece[4096];
    size_t got;

    if (file == NULL)
        return false;
    text_put(text, "", 0);
    while ((got = fread(piece, 1, sizeof piece, file)) > 0)
        text_put(text, piece, got);
    ck_assert_msg(!ferror(file), "%s cannot be read", path);
    (void)fclose(file);
    return true;
}

static void put_turn(struct text *out, const char *body, const char *end, unsigned long turn)
{
    while (body < end) {
        char *after = (char *)(uintptr_t)body + 1;
        unsigned long more = 0;
        size_t plain = strcspn(body, "#");

        if (plain > 0) {
            plain = plain < (size_t)(end - body) ? plain : (size_t)(end - body);
            text_put(out, body, plain);
            body += plain;
            continue;
        }
        if (body[1] == '+' && body[2] >= '0' && body[2] <= '9')
            more = strtoul(body + 2, &after, 10);
        text_format(out, "%lu", turn + more);
        body = after;
    }
}

void text_expand(struct text *out, const char *source, size_t length)
{
    const char *end = source + length;

    text_put(out, "", 0);
    while (source < end) {
        const char *open = memmem(source, (size_t)(end - source), "<<", 2), *close;
        unsigned long turn, count;
        char *body;

        if (open == NULL) {
            text_put(out, source, (size_t)(end - source));
            break;
        }
        text_put(out, source, (size_t)(open - source));
        count = strtoul(open + 2, &body, 10);
        close = memmem(open, (size_t)(end - open), ">>", 2);
        ck_assert_msg(*body == '*' && close != NULL, "a repetition is not <<N*BODY>>: %.40s", open);
        for (turn = 0; turn < count; turn++)
            put_turn(out, body + 1, close, turn);
        source = close + 2;
    }
}

/* A file's name as it can stand in a line: control characters and what is no UTF-8 as \xNN. */
static void put_file(struct text *out, const char *file, const char *folder)
{
    size_t prefix = folder != NULL ? strlen(folder) : 0;
    char shown[1200];

    if (file == NULL) {
        text_put(out, "(bundle)", 8);
        return;
    }
    if (prefix > 0 && strncmp(file, folder, prefix) == 0) {
        text_put(out, "$DIR", 4);
        file += prefix;
    }
    nnreg_utf8_quote(shown, sizeof shown, file, strlen(file));
    text_put(out, shown, strlen(shown));
}

static void put_finding(struct text *out, const struct nnreg_finding *finding, const char *folder)
{
    ck_assert_uint_eq(finding->size, sizeof(struct nnreg_finding));
    text_format(out, "%s %s ", nnreg_severity_text(finding->severity), finding->rule);
    if (finding->line == 0 && strcmp(finding->rule, "findings.limit") == 0) {
        text_put(out, "-\n", 2);
        return;
    }
    if (finding->line == 0 || finding->file != NULL)
        put_file(out, finding->file, folder);
    else if (finding->pointer == NULL)
        text_put(out, "-", 1);
    else
        text_format(out, "%s", finding->pointer[0] == '\0' ? "(document)" : finding->pointer);
    if (finding->line != 0)
        text_format(out, " %llu:%llu", (unsigned long long)finding->line,
                    (unsigned long long)finding->column);
    else if (finding->has_offset)
        text_format(out, " %llu", (unsigned long long)finding->offset);
    text_put(out, "\n", 1);
}

void text_findings(struct text *out, const nnreg_findings *findings, const char *folder)
{
    size_t i;

    text_put(out, "", 0);
    for (i = 0; i < nnreg_findings_count(findings); i++)
        put_finding(out, nnreg_findings_get(findings, i), folder);
}

const char *cases_folder(void)
{
    static char path[1024];
    const char *source = getenv("NNREG_SOURCE_DIR");

#ifdef NNREG_SOURCE_DIR
    if (source == NULL)
        source = NNREG_SOURCE_DIR;
#endif
    (void)snprintf(path, sizeof path, "%s/tests/cases", source != NULL ? source : ".");
    return path;
}

void text_description(struct text *out)
{
    char path[1100];

    (void)snprintf(path, sizeof path, "%s/description.json", cases_folder());
    ck_assert_msg(text_load(out, path), "there is no %s", path);
}

void text_replace(struct text *text, const char *old, const char *new)
{
    char *found = memmem(text->content, text->length, old, strlen(old));
    struct text out = TEXT_INIT;

    ck_assert_msg(found != NULL, "there is no %s to be replaced", old);
    text_put(&out, text->content, (size_t)(found - text->content));
    text_put(&out, new, strlen(new));
    found += strlen(old);
    text_put(&out, found, (size_t)(text->content + text->length - found));
    text_free(text);
    *text = out;
}

bool case_load(struct text *text, const char *folder, const char *name)
{
    struct text raw = TEXT_INIT;
    char path[1400];

    (void)snprintf(path, sizeof path, "%s/%s/%s", cases_folder(), folder, name);
    if (!text_load(&raw, path))
        return false;
    text_expand(text, raw.content, raw.length);
    text_free(&raw);
    return true;
}

void take_locale_with_comma(const char *name)
{
    static const char *const names[] = {"tr_TR.UTF-8", "de_DE.UTF-8", "de_DE",
                                        "fr_FR.UTF-8", "pl_PL.UTF-8", "ru_RU.UTF-8"};
    static const char *told;
    const char *found = NULL;
    size_t i;

    for (i = 0; i < sizeof names / sizeof *names && found == NULL; i++)
        found = setlocale(LC_ALL, names[i]);
    if (told != name && (found == NULL || strcmp(localeconv()->decimal_point, ",") != 0)) {
        printf("skipped: no locale with a decimal comma, so %s sees the C locale\n", name);
        told = name;
    }
}
