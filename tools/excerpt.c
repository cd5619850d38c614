/* A line with a caret: see excerpt.h. */
#include "excerpt.h"

#include <string.h>

#include "output.h"
#include "text.h"

#define CUT "\xe2\x80\xa6" /* U+2026, one column */

static void rewind_to_start(struct excerpt *excerpt)
{
    excerpt->line = excerpt->column = 1;
    excerpt->line_start = excerpt->at = 0;
    excerpt->has_stop = false;
}

void excerpt_use(struct excerpt *excerpt, const char *text, size_t length)
{
    if (excerpt->text == text && excerpt->length == length)
        return;
    excerpt->text = text;
    excerpt->length = length;
    rewind_to_start(excerpt);
}

/* The index behind the last character of the line in which `at` is, without its "\n" or "\r\n". */
static size_t line_stop(struct excerpt *excerpt)
{
    const char *stop;
    size_t at;

    if (excerpt->has_stop)
        return excerpt->line_stop;
    stop = memchr(excerpt->text + excerpt->at, '\n', excerpt->length - excerpt->at);
    at = stop != NULL ? (size_t)(stop - excerpt->text) : excerpt->length;
    excerpt->line_stop = at > excerpt->line_start && excerpt->text[at - 1] == '\r' ? at - 1 : at;
    excerpt->has_stop = true;
    return excerpt->line_stop;
}

/* Moves to a line and column; false when there is no such line. */
static bool move(struct excerpt *excerpt, uint64_t line, uint64_t column)
{
    size_t stop;

    if (line < excerpt->line || (line == excerpt->line && column < excerpt->column))
        rewind_to_start(excerpt);
    while (excerpt->line < line) {
        const char *newline = memchr(excerpt->text + excerpt->at, '\n', excerpt->length - excerpt->at);

        if (newline == NULL)
            return false;
        excerpt->line++;
        excerpt->column = 1;
        excerpt->line_start = excerpt->at = (size_t)(newline - excerpt->text) + 1;
        excerpt->has_stop = false;
    }
    stop = line_stop(excerpt);
    for (; excerpt->column < column && excerpt->at < stop; excerpt->column++)
        excerpt->at += text_next_length(excerpt->text + excerpt->at, stop - excerpt->at);
    return true;
}

/* The start of the character before `at`, which is not the start of the line. */
static size_t previous(const struct excerpt *excerpt, size_t at)
{
    size_t back;

    for (back = 4; back > 1; back--)
        if (at >= excerpt->line_start + back && text_next_length(excerpt->text + at - back, back) == back)
            return at - back;
    return at - 1;
}

/* The part of the line that is shown. */
struct window {
    size_t start, stop;
    bool cut_before, cut_after;
    size_t caret; /* columns before the caret */
};

static struct window choose_window(struct excerpt *excerpt)
{
    struct window window = {.start = excerpt->at, .stop = excerpt->at};
    size_t stop = line_stop(excerpt);
    size_t width;

    while (window.start > excerpt->line_start) {
        size_t before = previous(excerpt, window.start);

        width = text_width(excerpt->text + before, window.start - before);
        if (window.caret + width > EXCERPT_BEFORE) {
            window.cut_before = true;
            break;
        }
        window.caret += width;
        window.start = before;
    }
    for (width = window.caret; window.stop < stop;) {
        size_t length = text_next_length(excerpt->text + window.stop, stop - window.stop);

        width += text_width(excerpt->text + window.stop, length);
        if (width > EXCERPT_WIDTH) {
            window.cut_after = true;
            break;
        }
        window.stop += length;
    }
    return window;
}

static void add_margin(struct buffer *text, bool colour, const char *number)
{
    output_style(text, colour, STYLE_FAINT);
    buffer_printf(text, "%*s |", EXCERPT_MARGIN, number);
    output_style_end(text, colour);
}

void excerpt_add(struct buffer *text, bool colour, struct excerpt *excerpt, uint64_t line, uint64_t column)
{
    struct window window;
    struct buffer number = {0};

    if (!move(excerpt, line, column))
        return;
    window = choose_window(excerpt);
    buffer_printf(&number, "%llu", (unsigned long long)line);
    add_margin(text, colour, buffer_text(&number));
    buffer_put(text, window.cut_before ? " " CUT : window.stop > window.start ? " " : "");
    text_add_safe(text, excerpt->text + window.start, window.stop - window.start);
    buffer_put(text, window.cut_after ? CUT "\n" : "\n");
    add_margin(text, colour, "");
    buffer_fill(text, ' ', 1 + (window.cut_before ? 1 : 0) + window.caret);
    output_style(text, colour, STYLE_CARET);
    buffer_put(text, "^");
    output_style_end(text, colour);
    buffer_put(text, "\n");
    buffer_free(&number);
}
