/*
 * Two texts as a unified diff: see unified_diff.h. The texts are walked once, line by line; where they differ, lines of a window are
 * held against each other, so that the cost is that of the texts and of a window for each place.
 */
#include "unified_diff.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

enum { CONTEXT = 3, WINDOW = 64 };

/* A place in a text: so many lines from its beginning, so many bytes. */
struct place {
    size_t line, at;
};

/* Lines of the one that are others in the other. */
struct change {
    struct place from, from_end, to, to_end;
};

struct changes {
    struct change *list;
    size_t count, room;
};

static size_t line_length(const struct buffer *text, size_t at)
{
    const char *end = memchr(text->text + at, '\n', text->length - at);

    return end != NULL ? (size_t)(end - text->text) - at + 1 : text->length - at;
}

static void next_line(struct place *place, const struct buffer *text)
{
    place->at += line_length(text, place->at);
    place->line++;
}

/* Two ends of text are the same, too. */
static bool is_same_line(const struct buffer *from, size_t a, const struct buffer *to, size_t b)
{
    size_t length = line_length(from, a);

    return length == line_length(to, b) && memcmp(from->text + a, to->text + b, length) == 0;
}

/* The places of the next lines, the first being `from`; returns how many. The end of the text is one. */
static size_t look_ahead(struct place ahead[WINDOW], const struct buffer *text, struct place from)
{
    size_t count = 0;

    while (count < WINDOW) {
        ahead[count++] = from;
        if (from.at == text->length)
            break;
        next_line(&from, text);
    }
    return count;
}

/* Moves both to the next line that they share: the fewer lines are passed over, the better. None near by: the windows are. */
static void find_shared(struct place *a, const struct buffer *from, struct place *b, const struct buffer *to)
{
    struct place left[WINDOW], right[WINDOW];
    size_t lefts = look_ahead(left, from, *a), rights = look_ahead(right, to, *b), sum, i;

    for (sum = 1; sum < lefts + rights; sum++)
        for (i = 0; i <= sum && i < lefts; i++)
            if (sum - i < rights && is_same_line(from, left[i].at, to, right[sum - i].at)) {
                *a = left[i];
                *b = right[sum - i];
                return;
            }
    *a = left[lefts - 1];
    *b = right[rights - 1];
}

static void add_change(struct changes *changes, struct change change)
{
    if (changes->count == changes->room) {
        size_t room = changes->room * 2 + 16;
        struct change *grown = memory_zero(room, sizeof *grown);

        if (changes->count > 0)
            memcpy(grown, changes->list, changes->count * sizeof *grown);
        free(changes->list);
        changes->list = grown;
        changes->room = room;
    }
    changes->list[changes->count++] = change;
}

static void find_changes(struct changes *changes, const struct buffer *from, const struct buffer *to)
{
    struct place a = {0, 0}, b = {0, 0};

    while (a.at < from->length || b.at < to->length) {
        struct change change = {.from = a, .to = b};

        if (is_same_line(from, a.at, to, b.at)) {
            next_line(&a, from);
            next_line(&b, to);
            continue;
        }
        find_shared(&a, from, &b, to);
        change.from_end = a;
        change.to_end = b;
        add_change(changes, change);
    }
}

/* Up to so many lines back, but not over `least`. */
static void step_back(struct place *place, const struct buffer *text, size_t lines, size_t least)
{
    while (lines-- > 0 && place->at > least) {
        place->at--;
        while (place->at > least && text->text[place->at - 1] != '\n')
            place->at--;
        place->line--;
    }
}

static void add_lines(struct buffer *out, char mark, const struct buffer *text, size_t at, size_t end)
{
    while (at < end) {
        size_t length = line_length(text, at);

        buffer_add(out, &mark, 1);
        buffer_add(out, text->text + at, length);
        if (text->text[at + length - 1] != '\n')
            buffer_put(out, "\n\\ No newline at end of file\n");
        at += length;
    }
}

/* Of no lines, the number is that of the line in front. */
static void add_range(struct buffer *out, char mark, struct place start, struct place end)
{
    size_t count = end.line - start.line;

    buffer_printf(out, "%c%zu,%zu ", mark, start.line + (count > 0), count);
}

/* Changes `first` to `last` and the lines around and between them. */
static void add_hunk(struct buffer *out, const struct buffer *from, const struct buffer *to,
                     const struct change *first, const struct change *last, size_t least)
{
    struct place start = first->from, end = last->from_end, to_start = first->to, to_end = last->to_end;
    const struct change *change;
    size_t i, at;

    step_back(&start, from, CONTEXT, least);
    to_start.line -= first->from.line - start.line;
    for (i = 0; i < CONTEXT && end.at < from->length; i++) {
        next_line(&end, from);
        to_end.line++;
    }
    buffer_put(out, "@@ ");
    add_range(out, '-', start, end);
    add_range(out, '+', to_start, to_end);
    buffer_put(out, "@@\n");
    for (at = start.at, change = first; change <= last; at = change->from_end.at, change++) {
        add_lines(out, ' ', from, at, change->from.at);
        add_lines(out, '-', from, change->from.at, change->from_end.at);
        add_lines(out, '+', to, change->to.at, change->to_end.at);
    }
    add_lines(out, ' ', from, at, end.at);
}

static bool is_quoted(char byte)
{
    return (unsigned char)byte < ' ' || byte == '\177' || byte == '"' || byte == '\\';
}

/* As git writes names: in quotes where a byte would end or change it, or steers a terminal; a tab ends one with spaces. */
static void add_name(struct buffer *out, const char *mark, const char *side, const char *path)
{
    bool quoted = false;
    const char *at;

    for (at = path; *at != '\0'; at++)
        quoted |= is_quoted(*at);
    buffer_printf(out, "%s %s%s/", mark, quoted ? "\"" : "", side);
    for (at = path; *at != '\0'; at++)
        if (is_quoted(*at))
            buffer_printf(out, "\\%03o", (unsigned)(unsigned char)*at);
        else
            buffer_add(out, at, 1);
    buffer_put(out, quoted ? "\"\n" : strchr(path, ' ') != NULL ? "\t\n" : "\n");
}

void unified_diff_add(struct buffer *text, const char *path, const struct buffer *from,
                      const struct buffer *to)
{
    struct changes changes = {0};
    size_t first = 0, last, least = 0;

    find_changes(&changes, from, to);
    if (changes.count > 0) {
        add_name(text, "---", "a", path);
        add_name(text, "+++", "b", path);
    }
    for (; first < changes.count; first = last + 1) {
        for (last = first;
             last + 1 < changes.count &&
             changes.list[last + 1].from.line - changes.list[last].from_end.line <= 2 * CONTEXT;)
            last++;
        add_hunk(text, from, to, &changes.list[first], &changes.list[last], least);
        least = changes.list[last].from_end.at;
    }
    free(changes.list);
}
