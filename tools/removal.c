/* Deleting objects: see removal.h. */
#include "removal.h"

#include <stdlib.h>
#include <string.h>

#include "actor.h"
#include "buffer.h"
#include "field_keys.h"
#include "freed.h"
#include "json_out.h"
#include "memory.h"
#include "operand.h"
#include "output.h"
#include "registry_dir.h"
#include "report.h"
#include "text.h"
#include "update_date.h"

struct removals {
    const struct kind *kind;
    nnreg *registry;
    bool dry_run;
    uint64_t *ids;
    size_t count;
    struct nnreg_cascade total;     /* of those so far */
    struct freed freed;             /* by those of a dry run so far */
    const char *if_update_date;     /* NULL: whatever it is */
    struct buffer removed, cleared; /* the items of two JSON arrays */
};

/* What is told of one removal while it is made. */
struct telling {
    struct removals *removals;
    uint64_t id;
    char *name;            /* of the object that was named; NULL: not told yet */
    struct buffer lines;   /* one for each thing */
    uint64_t blobs, bytes; /* of files that go, in a dry run with those before it */
};

/* ------------------------------------------------------------------------------------ what the library tells -- */

/* `version 3, of network "digits"`, `file saved_model.pb`, `spec 2 "fruit" loses its current version` */
static void add_line(struct buffer *lines, const struct nnreg_removed *removed)
{
    buffer_put(lines, removed->object);
    if (removed->id != 0)
        buffer_printf(lines, " %llu", (unsigned long long)removed->id);
    if (removed->name[0] != '\0') {
        buffer_put(lines, strcmp(removed->object, kind_version.word) == 0 ? ", of network \"" : " \"");
        text_add_safe(lines, removed->name, strlen(removed->name));
        buffer_put(lines, "\"");
    }
    buffer_put(lines, removed->cleared ? " loses its current version\n" : "\n");
}

static void add_item(struct buffer *items, const struct nnreg_removed *removed)
{
    struct json_out out = {items, items->length > 0};

    json_out_open(&out, '{');
    json_out_member_text(&out, KEY_OBJECT, removed->object);
    if (removed->id != 0)
        json_out_member_number(&out, KEY_ID, removed->id);
    json_out_member_text(&out, KEY_NAME, removed->name);
    json_out_close(&out, '}');
}

/* A nnreg_cascade.each. */
static void tell(void *context, const struct nnreg_removed *removed)
{
    struct telling *telling = context;
    struct removals *removals = telling->removals;

    if (removals->dry_run && removed->sha256[0] != '\0' &&
        freed_note(&removals->freed, removed->sha256, removed->left)) {
        telling->blobs++;
        telling->bytes += removed->bytes;
    }
    add_line(&telling->lines, removed);
    add_item(removed->cleared ? &removals->cleared : &removals->removed, removed);
    if (strcmp(removed->object, removals->kind->word) == 0 && removed->id == telling->id &&
        !removed->cleared) {
        free(telling->name);
        telling->name = memory_copy(removed->name);
    }
}

/* ------------------------------------------------------------------------------------------------ the totals -- */

static void add_total(struct nnreg_cascade *total, const struct nnreg_cascade *more)
{
    total->networks += more->networks;
    total->tasks += more->tasks;
    total->files += more->files;
    total->blobs += more->blobs;
    total->bytes += more->bytes;
    total->specs += more->specs;
    total->versions += more->versions;
    total->stayed = more->stayed; /* the last one has tried all of them */
    total->cleared += more->cleared;
}

static void add_count(struct buffer *text, uint64_t count, const char *what)
{
    buffer_printf(text, "%s%llu %s%s", text->length > 0 ? ", " : "", (unsigned long long)count, what,
                  count == 1 ? "" : "s");
}

/* `: 1 task, 2 versions, 4 files (3 of them shared …); frees 1.2 MiB; 1 spec loses its current version` */
static void add_cascade(struct buffer *line, const struct nnreg_cascade *cascade, const struct kind *kind,
                        bool dry_run)
{
    struct buffer text = {0};
    unsigned long long shared = cascade->files - cascade->blobs, cleared = cascade->cleared;

    if (kind == &kind_network)
        add_count(&text, cascade->tasks, "task");
    if (kind != &kind_version && cascade->versions > 0)
        add_count(&text, cascade->versions, "version");
    if (kind == &kind_network)
        add_count(&text, cascade->files, "file");
    if (shared > 0)
        buffer_printf(&text, " (%llu shared with other networks)", shared);
    if (kind == &kind_network) {
        buffer_put(&text, "; frees ");
        text_add_size(&text, cascade->bytes);
    }
    if (cleared > 0)
        buffer_printf(&text, "%s%llu spec%s %s current version", text.length > 0 ? "; " : "", cleared,
                      cleared == 1 ? "" : "s",
                      dry_run        ? cleared == 1 ? "loses its" : "lose their"
                      : cleared == 1 ? "has lost its"
                                     : "have lost their");
    if (text.length > 0)
        buffer_printf(line, ": %s", buffer_text(&text));
    buffer_free(&text);
}

/* "removed network 1 "digits": 1 task, …" */
static void print_line(struct run *run, const struct removals *removals, const struct telling *telling,
                       const struct nnreg_cascade *cascade)
{
    const char *name = telling->name != NULL ? telling->name : "";
    struct buffer line = {0};

    if (removals->dry_run)
        output_write(run, &telling->lines);
    buffer_printf(&line, "%s %s %llu%s", removals->dry_run ? "would remove" : "removed", removals->kind->word,
                  (unsigned long long)telling->id,
                  removals->kind == &kind_version ? ", of network \"" : " \"");
    text_add_safe(&line, name, strlen(name));
    buffer_put(&line, "\"");
    add_cascade(&line, cascade, removals->kind, removals->dry_run);
    buffer_put(&line, "\n");
    if (!run->quiet)
        output_write(run, &line);
    buffer_free(&line);
}

static void add_array(struct json_out *out, const char *key, const struct buffer *items)
{
    json_out_key(out, key);
    json_out_open(out, '[');
    buffer_put(out->to, buffer_text(items));
    json_out_close(out, ']');
}

static void print_json(struct run *run, const struct removals *removals)
{
    const struct nnreg_cascade *total = &removals->total;
    struct buffer text = {0};
    struct json_out out = {&text, false};

    json_out_open(&out, '{');
    json_out_member_bool(&out, "dry_run", removals->dry_run);
    add_array(&out, "removed", &removals->removed);
    add_array(&out, "cleared", &removals->cleared);
    json_out_key(&out, "counts");
    json_out_open(&out, '{');
    json_out_member_number(&out, "networks", total->networks);
    json_out_member_number(&out, "tasks", total->tasks);
    json_out_member_number(&out, "specs", total->specs);
    json_out_member_number(&out, "versions", total->versions);
    json_out_member_number(&out, "cleared", total->cleared);
    json_out_member_number(&out, "files", total->files);
    json_out_member_number(&out, "blobs", total->blobs);
    json_out_member_number(&out, "bytes", total->bytes);
    json_out_member_number(&out, "stayed", total->stayed);
    json_out_close(&out, '}');
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
}

/* --------------------------------------------------------------------------------------------- the removing -- */

/* Reads the operands; one object twice is one object. */
static int read_operands(struct run *run, struct removals *removals)
{
    size_t i, j;
    int result = STATUS_DONE;

    for (i = 0; i < run->operand_count && result == STATUS_DONE; i++) {
        uint64_t id = 0;

        result = operand_find(run, removals->registry, &id, removals->kind, run->operands[i]);
        for (j = 0; j < removals->count && removals->ids[j] != id; j++)
            ;
        if (result == STATUS_DONE && j == removals->count)
            removals->ids[removals->count++] = id;
    }
    return result;
}

/* What makes no sense is said before the registry is opened. */
static int check_operands(struct run *run, const struct kind *kind)
{
    size_t i;
    int result = STATUS_DONE;

    for (i = 0; i < run->operand_count && result == STATUS_DONE; i++)
        result = operand_check(run, kind, run->operands[i]);
    return result;
}

static nnreg_status forget(struct run *run, struct removals *removals, uint64_t id, bool dry_run,
                           struct nnreg_cascade *cascade)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.flags = dry_run ? NNREG_DRY_RUN : 0;
    if (run_given(run, "unpublish"))
        call.flags |= NNREG_UNPUBLISH;
    call.actor = actor_name(run);
    call.if_update_date = removals->if_update_date;
    return removals->kind->remove(removals->registry, id, &call, cascade);
}

/* Before the first one goes all must be known to be there: a typing error in the last id must not cost the others. */
static int look_at_all(struct run *run, struct removals *removals)
{
    size_t i;

    for (i = 0; i < removals->count; i++) {
        nnreg_status status = forget(run, removals, removals->ids[i], true, NULL);

        if (status != NNREG_OK)
            return operand_failure(run, removals->registry, status, removals->kind, removals->ids[i]);
    }
    return STATUS_DONE;
}

/* The network is gone; that its files are still there is for the operator to know, also with --quiet. */
static void warn_of_files(struct run *run, nnreg *registry, const struct nnreg_cascade *cascade)
{
    struct buffer text = {0};

    buffer_printf(
        &text,
        "warning: %llu file%s that no network uses stay%s on the disk: %s; the next rm, or gc, tries again",
        (unsigned long long)cascade->stayed, cascade->stayed == 1 ? "" : "s", cascade->stayed == 1 ? "s" : "",
        nnreg_message(registry));
    (void)report_told(run, NNREG_OK, buffer_text(&text));
    buffer_free(&text);
}

static int remove_one(struct run *run, struct removals *removals, uint64_t id)
{
    struct telling telling = {.removals = removals, .id = id};
    struct nnreg_cascade cascade = NNREG_CASCADE_INIT;
    nnreg_status status;
    int result = STATUS_DONE;

    cascade.each = tell;
    cascade.context = &telling;
    status = forget(run, removals, id, removals->dry_run, &cascade);
    if (removals->dry_run) {
        cascade.blobs = telling.blobs;
        cascade.bytes = telling.bytes;
    }
    if (status != NNREG_OK)
        result = operand_failure(run, removals->registry, status, removals->kind, id);
    else if (!run->json)
        print_line(run, removals, &telling, &cascade);
    if (status == NNREG_OK && cascade.stayed > 0)
        warn_of_files(run, removals->registry, &cascade);
    add_total(&removals->total, &cascade);
    free(telling.name);
    buffer_free(&telling.lines);
    return result;
}

/* What went before something failed is told, too: in text by its line, in JSON by the note of the failure. */
static int remove_all(struct run *run, struct removals *removals)
{
    size_t i;
    int result = STATUS_DONE;

    for (i = 0; i < removals->count && result == STATUS_DONE; i++)
        result = remove_one(run, removals, removals->ids[i]);
    if (result != STATUS_DONE && run->json && !removals->dry_run && i > 1)
        report_note(run, "%zu %s removed already", i - 1, i == 2 ? "is" : "are");
    return result;
}

int removal_run(struct run *run, const struct kind *kind)
{
    struct removals removals = {.kind = kind, .dry_run = run_given(run, "dry-run")};
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct buffer date = {0};
    int result = operand_read_words(run);

    if (result == STATUS_DONE)
        result = check_operands(run, kind);
    if (result == STATUS_DONE)
        result = update_date_read(run, &call, &date);
    removals.if_update_date = call.if_update_date;
    if (result == STATUS_DONE && run->operand_count > 1 && run_given(run, "if-update-date"))
        result = report_usage(run, "--if-update-date is of one %s, and %zu are named", kind->word,
                              run->operand_count);
    removals.ids = memory_zero(run->operand_count + 1, sizeof *removals.ids);
    if (result == STATUS_DONE)
        result = registry_dir_open(run, &removals.registry, 0);
    if (result == STATUS_DONE)
        result = read_operands(run, &removals);
    if (result == STATUS_DONE && removals.count > 1)
        result = look_at_all(run, &removals);
    if (result == STATUS_DONE)
        result = remove_all(run, &removals);
    if (result == STATUS_DONE && run->json)
        print_json(run, &removals);
    nnreg_close(removals.registry);
    free(removals.ids);
    buffer_free(&date);
    freed_free(&removals.freed);
    buffer_free(&removals.removed);
    buffer_free(&removals.cleared);
    return result;
}
