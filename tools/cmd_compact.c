/* nnreg compact: the store rewritten smaller, while it is used. */
#include "commands.h"
#include "interrupt.h"
#include "output.h"
#include "progress.h"
#include "registry_dir.h"
#include "report.h"

static const struct option_row options[] = {{NULL, 0, NULL, NULL}};

static void print_compaction(struct run *run, const struct nnreg_compaction *done)
{
    struct buffer text = {0};

    if (run->json)
        buffer_printf(&text, "{\"before\":%llu,\"after\":%llu}", (unsigned long long)done->before,
                      (unsigned long long)done->after);
    else if (done->after == done->before)
        buffer_printf(&text, "nothing to gain: %llu bytes\n", (unsigned long long)done->before);
    else
        buffer_printf(&text, "%llu bytes before, %llu bytes after\n", (unsigned long long)done->before,
                      (unsigned long long)done->after);
    output_write(run, &text);
    buffer_free(&text);
}

static int run_compact(struct run *run)
{
    struct nnreg_compaction done = NNREG_COMPACTION_INIT;
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct progress progress;
    nnreg *registry;
    nnreg_status status;
    int result = registry_dir_open(run, &registry, 0);

    if (result != STATUS_DONE)
        return result;
    interrupt_catch();
    progress_start(&progress, run);
    call.progress = progress_call;
    call.context = &progress;
    status = nnreg_compact(registry, &done, &call);
    progress_stop(&progress);
    if (status == NNREG_OK)
        print_compaction(run, &done);
    else if (status == NNREG_CANCELLED)
        result = report_failure(run, status, "interrupted");
    else
        result = report_failure(run, status, "%s", nnreg_message(registry));
    nnreg_close(registry);
    return result;
}

const struct command command_compact = {
    .name = "compact",
    .usage = "compact",
    .group = GROUP_MAINTAIN,
    .summary = "rewrite the store smaller, while it is used",
    .help = "Writes the records anew, without the room that deleted ones have left, and puts the\n"
            "new file in place of the old one. Reads go on; whoever changes something waits\n"
            "until it is done. Programs that have the registry open go on with the new file by\n"
            "themselves. Prints the bytes of the file before and after. Files of networks are\n"
            "not touched.",
    .options = options,
    .least = 0,
    .most = 0,
    .run = run_compact,
};
