/* How a check is told: see check_report.h. */
#include "check_report.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "check_severities.h"
#include "format_github.h"
#include "format_gitlab.h"
#include "format_json.h"
#include "format_junit.h"
#include "format_sarif.h"
#include "output.h"
#include "report.h"
#include "text.h"

typedef void format_write(struct buffer *text, const struct checks *checks);

/* Text is written check by check, and the JSON of findings can fail. */
static const struct {
    const char *word;
    format_write *write;
} formats[FORMAT_COUNT] = {
    [FORMAT_TEXT] = {"text", NULL},
    [FORMAT_JSON] = {"json", NULL},
    [FORMAT_SARIF] = {"sarif", format_sarif},
    [FORMAT_JUNIT] = {"junit", format_junit},
    [FORMAT_GITHUB] = {"github", format_github},
    [FORMAT_GITLAB] = {"gitlab", format_gitlab},
};

enum format format_named(struct run *run, const char *word, size_t length)
{
    enum format format;

    for (format = FORMAT_TEXT; format < FORMAT_COUNT; format++)
        if (strlen(formats[format].word) == length && memcmp(formats[format].word, word, length) == 0)
            return format;
    (void)report_usage(run, "\"%.*s\" is no format: it is text, json, sarif, junit, github or gitlab",
                       (int)length, word);
    return FORMAT_COUNT;
}

int take_format(struct run *run, enum format *format)
{
    const char *word = run_given(run, "format") ? run_text(run, "format")
                                                : formats[run->json ? FORMAT_JSON : FORMAT_TEXT].word;

    *format = format_named(run, word, strlen(word));
    if (*format == FORMAT_COUNT)
        return STATUS_USAGE;
    if (run->json && *format != FORMAT_JSON)
        return report_usage(run, "--json and --format %s contradict each other", word);
    run->json = *format == FORMAT_JSON;
    return STATUS_DONE;
}

int open_target(struct run *run, struct report_target *target)
{
    target->path = run_text(run, "output");
    if (target->path != NULL && strcmp(target->path, "-") == 0)
        target->path = NULL;
    return target->path == NULL ? STATUS_DONE : open_target_file(run, target);
}

int open_target_file(struct run *run, struct report_target *target)
{
    target->fd = open(target->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (target->fd >= 0)
        return STATUS_DONE;
    return report_failure(run, NNREG_IO, "cannot write \"%s\": %s", target->path, strerror(errno));
}

static int close_target(struct run *run, struct report_target *target)
{
    int error;

    if (target->path == NULL) {
        output_write(run, &target->text);
        return STATUS_DONE;
    }
    error = output_all(target->fd, buffer_text(&target->text), target->text.length);
    if (close(target->fd) < 0 && error == 0)
        error = errno;
    target->fd = -1;
    if (error == 0)
        return STATUS_DONE;
    return report_failure(run, NNREG_IO, "cannot write \"%s\": %s", target->path, strerror(error));
}

static void add_result(struct buffer *text, const struct check *check, const char *result, const char *more)
{
    const char *label = check_label(check);

    text_add_safe(text, label, strlen(label));
    buffer_put(text, ": ");
    text_add_safe(text, result, strlen(result));
    buffer_printf(text, "%s%s\n", more != NULL ? ", " : "", more != NULL ? more : "");
}

void add_text(struct run *run, struct report_target *target, const struct checks *checks,
              const struct check *check)
{
    const char *left_out = check_left_out(checks, check);
    struct buffer findings = {0}, configured = {0}, result = {0};

    if (run->quiet && target->path == NULL) /* the exit status says it all */
        return;
    check_add_text(&findings, checks, check, target->path == NULL && run->colour_err);
    if (target->path == NULL)
        output_message(&findings);
    else
        buffer_put(&target->text, buffer_text(&findings));
    if (check->failure.status != NNREG_OK && target->path != NULL)
        add_result(&target->text, check, buffer_text(&check->failure.message), NULL);
    if (check->ok) {
        buffer_put(&result, "ok");
        if (check->known_count > 0)
            buffer_printf(&result, ", %zu known finding%s", check->known_count,
                          check->known_count == 1 ? "" : "s");
        check_severities_add(&configured, checks, check);
        if (configured.length > 0)
            buffer_printf(&result, ", %s", buffer_text(&configured));
        add_result(&target->text, check, buffer_text(&result), left_out);
    }
    buffer_free(&configured);
    buffer_free(&result);
    if (target->path == NULL) {
        if (target->beside)
            output_message(&target->text);
        else
            output_write(run, &target->text);
        buffer_free(&target->text);
    }
    buffer_free(&findings);
}

int write_report(struct run *run, const struct checks *checks, struct report_target *target)
{
    nnreg_status status = NNREG_OK;
    int result;

    if (target->format == FORMAT_JSON)
        status = format_json(&target->text, checks);
    else if (formats[target->format].write != NULL)
        formats[target->format].write(&target->text, checks);
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    result = close_target(run, target);
    return result == STATUS_DONE ? checks->exit_status : result;
}

void free_target(struct report_target *target)
{
    if (target->fd >= 0)
        close(target->fd);
    buffer_free(&target->text);
}
