/* Where text goes: see output.h. */
#include "output.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "gate.h"
#include "number.h"
#include "text.h"

static bool wants_colour(int fd, enum colour colour)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");

    if (colour != COLOUR_AUTO)
        return colour == COLOUR_ALWAYS;
    if (no_color != NULL && no_color[0] != '\0')
        return false;
    return isatty(fd) && term != NULL && term[0] != '\0' && strcmp(term, "dumb") != 0;
}

void output_start(struct run *run, enum colour colour)
{
    run->colour_out = wants_colour(STDOUT_FILENO, colour);
    run->colour_err = wants_colour(STDERR_FILENO, colour);
}

int output_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, bytes, size);

        if (written >= 0) {
            bytes += written;
            size -= (size_t)written;
        } else if (errno == EAGAIN ||
                   errno == EWOULDBLOCK) { /* somebody set the pipe we inherited to non-blocking */
            struct pollfd ready = {.fd = fd, .events = POLLOUT};

            poll(&ready, 1, -1);
        } else if (errno != EINTR)
            return errno;
    }
    return 0;
}

void output_bytes(struct run *run, const void *bytes, size_t size)
{
    if (run->output_error == 0)
        run->output_error = output_all(STDOUT_FILENO, bytes, size);
}

static void write_gated(struct run *run, const struct buffer *text, bool is_json)
{
    struct buffer gated = {0};

    (is_json ? gate_add_json : gate_add_text)(&gated, buffer_text(text), text->length);
    output_bytes(run, buffer_text(&gated), gated.length);
    buffer_free(&gated);
}

void output_write(struct run *run, const struct buffer *text)
{
    write_gated(run, text, run->json);
}

static void write_line(struct run *run, const char *text, bool is_json)
{
    struct buffer line = {0};

    buffer_put(&line, text);
    if (line.length == 0 || line.text[line.length - 1] != '\n')
        buffer_put(&line, "\n");
    write_gated(run, &line, is_json);
    buffer_free(&line);
}

void output_json(struct run *run, const char *json)
{
    write_line(run, json, true);
}

void output_line(struct run *run, const char *text)
{
    write_line(run, text, run->json);
}

size_t output_columns(void)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size = {0};
    uint64_t number;

    if (!isatty(STDOUT_FILENO))
        return 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return columns != NULL && number_read(&number, columns, 1, UINT16_MAX) ? (size_t)number : 80;
}

void output_message(const struct buffer *text)
{
    struct buffer gated = {0};

    gate_add_text(&gated, buffer_text(text), text->length);
    (void)output_all(STDERR_FILENO, buffer_text(&gated),
                     gated.length); /* there is nowhere left to complain */
    buffer_free(&gated);
}

int output_finish(struct run *run, int status)
{
    struct buffer text = {0};

    if (run->output_error == 0)
        return status;
    if (run->output_error != EPIPE) { /* a reader that has seen enough (head) is no news */
        buffer_printf(&text, "nnreg: cannot write to standard output: %s\n", strerror(run->output_error));
        output_message(&text);
        buffer_free(&text);
    }
    return STATUS_SYSTEM;
}

void output_style(struct buffer *text, bool colour, enum style style)
{
    static const char *const codes[] = {
        [STYLE_HEADING] = "1", [STYLE_PLACE] = "1",    [STYLE_ERROR] = "1;31", [STYLE_WARNING] = "1;33",
        [STYLE_NOTE] = "1;36", [STYLE_CARET] = "1;32", [STYLE_FAINT] = "2",
    };

    if (colour)
        buffer_printf(text, "\033[%sm", codes[style]);
}

void output_style_end(struct buffer *text, bool colour)
{
    if (colour)
        buffer_put(text, "\033[0m");
}
