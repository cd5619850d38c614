/* Messages and exit statuses: see report.h. */
#include "report.h"

#include <stdarg.h>

#include "commands.h"
#include "interrupt.h"
#include "json_out.h"
#include "output.h"
#include "text.h"

int report_exit_status(nnreg_status status)
{
    switch (status) {
    case NNREG_OK:
        return STATUS_DONE;
    case NNREG_INVALID_ARGUMENT:
    case NNREG_REFUSED:
    case NNREG_EXISTS:
    case NNREG_CONFLICT:
    case NNREG_LIMIT:
        return STATUS_REFUSED;
    case NNREG_NOT_FOUND:
        return STATUS_NOT_FOUND;
    case NNREG_CANCELLED:
        return interrupt_exit_status();
    case NNREG_READ_ONLY:
    case NNREG_BUSY:
    case NNREG_NO_SPACE:
    case NNREG_IO:
    case NNREG_NO_MEMORY:
    case NNREG_CORRUPT:
    case NNREG_UNSUPPORTED:
        break;
    }
    return STATUS_SYSTEM;
}

/* "nnreg: message" in `line`; what the message quotes may hold anything. */
static void add_message(struct buffer *line, bool colour, const struct buffer *message)
{
    output_style(line, colour, STYLE_ERROR);
    buffer_put(line, "nnreg:");
    output_style_end(line, colour);
    buffer_put(line, " ");
    text_add_safe(line, buffer_text(message), message->length);
    buffer_put(line, "\n");
}

static void write_document(struct run *run, const char *status, const char *message)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};

    json_out_open(&out, '{');
    json_out_key(&out, "error");
    json_out_open(&out, '{');
    json_out_member_text(&out, "status", status);
    json_out_member_text(&out, "message", message);
    json_out_close(&out, '}');
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
}

static void report(struct run *run, const char *status, const struct buffer *message,
                   const struct buffer *more)
{
    struct buffer line = {0};

    add_message(&line, run->colour_err, message);
    buffer_put(&line, buffer_text(more));
    output_message(&line);
    if (run->json)
        write_document(run, status, buffer_text(message));
    buffer_free(&line);
}

int report_failure(struct run *run, nnreg_status status, const char *format, ...)
{
    struct buffer message = {0};
    va_list arguments;

    va_start(arguments, format);
    buffer_vprintf(&message, format, arguments);
    va_end(arguments);
    if (message.length == 0) /* the library has said nothing more */
        buffer_put(&message, nnreg_status_text(status));
    if (run->failure != NULL) {
        run->failure->status = status;
        buffer_put(&run->failure->message, buffer_text(&message));
    } else
        report(run, nnreg_status_text(status), &message, &(struct buffer){0});
    buffer_free(&message);
    return report_exit_status(status);
}

int report_told(struct run *run, nnreg_status status, const char *message)
{
    struct buffer text = {0}, line = {0};

    buffer_put(&text, message);
    add_message(&line, run->colour_err, &text);
    output_message(&line);
    buffer_free(&line);
    buffer_free(&text);
    return report_exit_status(status);
}

int report_usage(struct run *run, const char *format, ...)
{
    const struct command *command = run->command;
    struct buffer message = {0}, more = {0};
    va_list arguments;

    if (command != NULL)
        buffer_printf(&message, "%s: ", command->name);
    va_start(arguments, format);
    buffer_vprintf(&message, format, arguments);
    va_end(arguments);
    buffer_printf(&more, "usage: nnreg %s\n", command != NULL ? command->usage : COMMANDS_USAGE);
    buffer_printf(&more, "try: nnreg help%s%s\n", command != NULL ? " " : "",
                  command != NULL ? command->name : "");
    report(run, "usage", &message, &more);
    buffer_free(&message);
    buffer_free(&more);
    return STATUS_USAGE;
}

void report_note(const struct run *run, const char *format, ...)
{
    struct buffer message = {0}, line = {0};
    va_list arguments;

    if (run->quiet)
        return;
    va_start(arguments, format);
    buffer_vprintf(&message, format, arguments);
    va_end(arguments);
    buffer_put(&line, "nnreg: ");
    text_add_safe(&line, buffer_text(&message), message.length);
    buffer_put(&line, "\n");
    output_message(&line);
    buffer_free(&message);
    buffer_free(&line);
}
