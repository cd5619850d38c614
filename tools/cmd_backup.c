/* nnreg backup: a copy of the registry as it is at one moment, while others use it. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "field_keys.h"
#include "interrupt.h"
#include "json_out.h"
#include "look_over.h"
#include "output.h"
#include "progress.h"
#include "rate.h"
#include "registry_dir.h"
#include "report.h"
#include "text.h"

enum { BACKUP_RATE, BACKUP_VERIFY, BACKUP_SEVERITY };

static const struct option_row options[] = {
    [BACKUP_RATE] = {"bwlimit", 0, "RATE",
                     "read files of the registry at so many bytes a second at most (K, M, G)"},
    [BACKUP_VERIFY] = {"verify", 0, NULL, "make none: look over the one that is in DIR, as fsck does"},
    [BACKUP_SEVERITY] = {"severity", 0, SEVERITY_OPTION, SEVERITY_HELP},
    {NULL, 0, NULL, NULL},
};

struct saving {
    struct nnreg_backup done;
    struct buffer items; /* damaged files: lines, or the items of a JSON array */
    struct json_out out;
    bool json;
};

/* A nnreg_backup.each. */
static void take_unsaved(void *context, const struct nnreg_unsaved *unsaved)
{
    struct saving *saving = context;
    struct buffer ids = {0};
    size_t i;

    for (i = 0; i < unsaved->network_count; i++)
        buffer_printf(&ids, "%s%llu", i > 0 ? (saving->json ? "," : ", ") : "",
                      (unsigned long long)unsaved->networks[i]);
    if (saving->json) {
        saving->out.to = &saving->items;
        json_out_open(&saving->out, '{');
        json_out_member_text(&saving->out, KEY_SHA256, unsaved->sha256);
        json_out_member_text(&saving->out, "reason", unsaved->reason);
        json_out_key(&saving->out, "networks");
        json_out_open(&saving->out, '[');
        buffer_put(&saving->items, buffer_text(&ids));
        json_out_close(&saving->out, ']');
        json_out_close(&saving->out, '}');
    } else {
        buffer_put(&saving->items, "not saved: ");
        text_add_safe(&saving->items, unsaved->reason, strlen(unsaved->reason));
        buffer_printf(&saving->items, " (of network %s)\n", buffer_text(&ids));
    }
    buffer_free(&ids);
}

static void print_document(struct run *run, const struct saving *saving, nnreg_status status,
                           const char *message)
{
    const struct nnreg_backup *done = &saving->done;
    struct buffer text = {0};
    struct json_out out = {&text, false};

    json_out_open(&out, '{');
    json_out_member_text(&out, "dir", run->operands[0]);
    json_out_member_number(&out, "event", done->event);
    json_out_member_number(&out, "networks", done->networks);
    json_out_member_number(&out, KEY_FILES, done->files);
    json_out_member_number(&out, "bytes", done->bytes);
    json_out_member_number(&out, "copied", done->copied);
    json_out_member_number(&out, "copied_bytes", done->copied_bytes);
    json_out_member_number(&out, "removed", done->removed);
    json_out_member_number(&out, "store_bytes", done->store_bytes);
    json_out_member_number(&out, "grew", done->grew);
    json_out_key(&out, "damaged");
    json_out_open(&out, '[');
    buffer_put(&text, buffer_text(&saving->items));
    json_out_close(&out, ']');
    if (status != NNREG_OK) {
        json_out_key(&out, KEY_ERROR);
        json_out_open(&out, '{');
        json_out_member_text(&out, KEY_STATUS, nnreg_status_text(status));
        json_out_member_text(&out, "message", message);
        json_out_close(&out, '}');
    }
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
}

/* `event 12: 3 networks, 7 files, 1.2 MiB; copied 2 files, 1.0 MiB` */
static void print_line(struct run *run, const struct saving *saving)
{
    const struct nnreg_backup *done = &saving->done;
    struct buffer line = {0};

    buffer_printf(&line, "event %llu: %llu network%s, %llu file%s, ", (unsigned long long)done->event,
                  (unsigned long long)done->networks, done->networks == 1 ? "" : "s",
                  (unsigned long long)done->files, done->files == 1 ? "" : "s");
    text_add_size(&line, done->bytes);
    buffer_printf(&line, "; copied %llu file%s, ", (unsigned long long)done->copied,
                  done->copied == 1 ? "" : "s");
    text_add_size(&line, done->copied_bytes);
    if (done->removed > 0)
        buffer_printf(&line, "; removed %llu file%s", (unsigned long long)done->removed,
                      done->removed == 1 ? "" : "s");
    if (done->grew > 0) {
        buffer_put(&line, "; the store grew by ");
        text_add_size(&line, done->grew);
    }
    output_line(run, buffer_text(&line));
    buffer_free(&line);
}

static int save(struct run *run, struct saving *saving, nnreg *registry)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct progress progress;
    nnreg_status status;
    const char *message;

    saving->done.each = take_unsaved;
    saving->done.context = saving;
    progress_start(&progress, run);
    call.progress = progress_call;
    call.context = &progress;
    interrupt_catch();
    status = nnreg_backup(registry, run->operands[0], &saving->done, &call);
    progress_stop(&progress);
    message = status == NNREG_CANCELLED ? "interrupted" : nnreg_message(registry);
    if (run->json) {
        print_document(run, saving, status, message);
        return status == NNREG_OK ? STATUS_DONE : report_told(run, status, message);
    }
    output_write(run, &saving->items);
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", message);
    print_line(run, saving);
    return STATUS_DONE;
}

static int verify_backup(struct run *run, uint64_t rate)
{
    struct look_over how = {.backup = true, .rate = rate};
    int result = severity_take(run, &how.severities, BACKUP_SEVERITY);

    if (result == STATUS_DONE)
        result = look_over(run, run->operands[0], &how);
    free(how.severities.list);
    return result;
}

static int run_backup(struct run *run)
{
    struct saving saving = {.done = NNREG_BACKUP_INIT, .json = run->json};
    nnreg *registry;
    int result;

    result = rate_take(run, &saving.done.rate, run->options.text[BACKUP_RATE]);
    if (result != STATUS_DONE)
        return result;
    if (run->options.given[BACKUP_VERIFY])
        return verify_backup(run, saving.done.rate);
    if (run->options.given[BACKUP_SEVERITY])
        return report_usage(run, "--severity is for --verify: a backup asks for no rules of descriptions");
    result = registry_dir_open_as_may_be(run, &registry);
    if (result == STATUS_DONE)
        result = save(run, &saving, registry);
    nnreg_close(registry);
    buffer_free(&saving.items);
    return result;
}

const struct command command_backup = {
    .name = "backup",
    .usage = "backup DIR [--bwlimit RATE] | backup --verify DIR [--bwlimit RATE]\n"
             "              [--severity RULE=LEVEL]...",
    .group = GROUP_MAINTAIN,
    .summary = "copy the registry as it is at one moment, while it is used",
    .help = "Makes DIR a backup of the registry, or brings the one in it up to date: a registry of\n"
            "its own, with all that was committed up to one event, whose number is printed. To\n"
            "restore it, use it as the registry, or copy it back. Files that DIR has are verified\n"
            "and not copied again; when the command is interrupted the next run goes on with\n"
            "them, and until its end DIR is the backup that it was. A file that is damaged in\n"
            "the registry is named with its networks, everything else is saved, and the exit\n"
            "status is 4.",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run_backup,
};
