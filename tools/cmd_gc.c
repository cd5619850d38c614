/* nnreg gc: removes what nothing in the registry needs any more, and says of each thing why. */
#include <string.h>

#include "commands.h"
#include "field_keys.h"
#include "interrupt.h"
#include "json_out.h"
#include "output.h"
#include "progress.h"
#include "registry_dir.h"
#include "report.h"
#include "text.h"

static const struct option_row options[] = {
    {"dry-run", 'n', NULL, "say what would go, thing by thing; remove nothing"},
    {NULL, 0, NULL, NULL},
};

struct collection {
    bool dry_run;
    struct nnreg_gc found;
    struct buffer lines;
    struct json_out items; /* of a JSON array, in `lines` */
};

/* `removed blobs/ab/cd… (trash, 3 B): no network uses it any more` */
static void add_line(struct collection *collection, const struct nnreg_collected *collected)
{
    struct buffer *lines = &collection->lines;

    buffer_put(lines, collected->stays ? "left " : collection->dry_run ? "would remove " : "removed ");
    text_add_safe(lines, collected->path, strlen(collected->path));
    buffer_printf(lines, " (%s", collected->what);
    if (!collected->stays || collected->bytes > 0) {
        buffer_put(lines, ", ");
        text_add_size(lines, collected->bytes);
    }
    buffer_put(lines, "): ");
    text_add_safe(lines, collected->reason, strlen(collected->reason));
    buffer_put(lines, "\n");
}

static void add_item(struct collection *collection, const struct nnreg_collected *collected)
{
    struct json_out *items = &collection->items;

    items->to = &collection->lines;
    json_out_open(items, '{');
    json_out_member_text(items, "what", collected->what);
    json_out_member_text(items, "path", collected->path);
    json_out_member_number(items, "bytes", collected->bytes);
    json_out_member_text(items, "reason", collected->reason);
    json_out_member_bool(items, "stays", collected->stays != 0);
    json_out_close(items, '}');
}

/* A nnreg_gc.each. */
static void take_line(void *context, const struct nnreg_collected *collected)
{
    add_line(context, collected);
}

static void take_item(void *context, const struct nnreg_collected *collected)
{
    add_item(context, collected);
}

static void print_document(struct run *run, const struct collection *collection, nnreg_status status,
                           const char *message)
{
    const struct nnreg_gc *found = &collection->found;
    struct buffer text = {0};
    struct json_out out = {&text, false};

    json_out_open(&out, '{');
    json_out_member_bool(&out, "dry_run", collection->dry_run);
    json_out_member_number(&out, "sessions", found->sessions);
    json_out_member_number(&out, "trash", found->trash);
    json_out_member_number(&out, "orphans", found->orphans);
    json_out_member_number(&out, "leftovers", found->leftovers);
    json_out_member_number(&out, "bytes", found->bytes);
    json_out_member_number(&out, "stayed", found->stayed);
    json_out_member_number(&out, "strays", found->strays);
    json_out_member_number(&out, KEY_FILES, found->files);
    json_out_key(&out, "items");
    json_out_open(&out, '[');
    buffer_put(&text, buffer_text(&collection->lines));
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

static void add_number(struct buffer *line, uint64_t count, const char *what, const char *many)
{
    if (count > 0)
        buffer_printf(line, "%s%llu %s", line->length > 0 ? ", " : "", (unsigned long long)count,
                      count == 1 ? what : many);
}

/* `removed: 2 files of deleted networks, 1 session; 1.2 MiB; 1 stays for now; 1 stray` */
static void print_total(struct run *run, const struct collection *collection)
{
    const struct nnreg_gc *found = &collection->found;
    struct buffer what = {0}, line = {0};

    add_number(&what, found->trash, "file of a deleted network", "files of deleted networks");
    add_number(&what, found->orphans, "orphan", "orphans");
    add_number(&what, found->sessions, "session", "sessions");
    add_number(&what, found->leftovers, "leftover", "leftovers");
    if (what.length > 0) {
        buffer_printf(&line, "%s: %s; ", collection->dry_run ? "would remove" : "removed",
                      buffer_text(&what));
        text_add_size(&line, found->bytes);
    } else {
        buffer_put(&line, found->stayed > 0 ? "nothing could be removed" : "nothing to remove");
    }
    if (found->stayed > 0)
        buffer_printf(&line, "; %llu stay%s for now", (unsigned long long)found->stayed,
                      found->stayed == 1 ? "s" : "");
    if (found->strays > 0)
        buffer_printf(&line, "; %llu stray%s", (unsigned long long)found->strays,
                      found->strays == 1 ? "" : "s");
    output_line(run, buffer_text(&line));
    buffer_free(&what);
    buffer_free(&line);
}

static nnreg_status collect(struct run *run, struct collection *collection, nnreg *registry)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct progress progress;
    nnreg_status status;

    collection->found = (struct nnreg_gc)NNREG_GC_INIT;
    collection->found.each = run->json ? take_item : take_line;
    collection->found.context = collection;
    progress_start(&progress, run);
    call.flags = collection->dry_run ? NNREG_DRY_RUN : 0;
    call.progress = progress_call;
    call.context = &progress;
    interrupt_catch();
    status = nnreg_gc(registry, &collection->found, &call);
    progress_stop(&progress);
    return status;
}

/* What went before something failed is told, too. */
static int collect_and_tell(struct run *run, struct collection *collection, nnreg *registry)
{
    nnreg_status status = collect(run, collection, registry);
    const char *message = status == NNREG_CANCELLED ? "interrupted" : nnreg_message(registry);

    if (run->json) {
        print_document(run, collection, status, message);
        return status == NNREG_OK ? STATUS_DONE : report_told(run, status, message);
    }
    output_write(run, &collection->lines);
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", message);
    print_total(run, collection);
    return STATUS_DONE;
}

static int run_gc(struct run *run)
{
    struct collection collection = {.dry_run = run_given(run, "dry-run")};
    nnreg *registry;
    int result = registry_dir_open(run, &registry,
                                   collection.dry_run ? NNREG_OPEN_READ_ONLY : NNREG_OPEN_KEEP_STAGING);

    if (result == STATUS_DONE)
        result = collect_and_tell(run, &collection, registry);
    nnreg_close(registry);
    buffer_free(&collection.lines);
    return result;
}

const struct command command_gc = {
    .name = "gc",
    .usage = "gc [--dry-run]",
    .group = GROUP_MAINTAIN,
    .summary = "remove what killed processes and deletes have left",
    .help = "Looks at all that is stored, and removes what nothing needs any more: folders in\n"
            "staging/ of processes that were killed, files of deleted networks that could not go\n"
            "at the time, files of networks that never came to be. Prints each with its size and\n"
            "the reason. Others may use the registry meanwhile; what a backup or an add that runs\n"
            "may need stays for the next time. What is none of the registry's is told and left.\n"
            "When anything cannot be read, or a file that networks use is missing, nothing is\n"
            "removed, and the exit status is 4.",
    .options = options,
    .run = run_gc,
};
