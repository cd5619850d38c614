/* nnreg rm: deletes networks with everything that belongs to them. */
#include <stdlib.h>

#include "commands.h"
#include "json_out.h"
#include "output.h"
#include "registry_dir.h"
#include "report.h"
#include "text.h"

enum { RM_DRY_RUN, RM_ACTOR };

static const struct option_row options[] = {
    [RM_DRY_RUN] = {"dry-run", 'n', NULL, "say what would go, remove nothing"},
    [RM_ACTOR] = {"actor", 0, "NAME", "who does this, for the history"},
    {NULL, 0, NULL, NULL},
};

/* One network that goes, or would go. */
struct removal {
    uint64_t id;
    char *name;
    struct nnreg_cascade cascade;
};

struct removals {
    nnreg *registry;
    struct removal *each;
    size_t count;
};

/* Reads the operands; one id twice is one network. */
static int read_ids(struct run *run, struct removals *removals)
{
    size_t i, j;

    removals->each = memory_zero(run->operand_count, sizeof *removals->each);
    for (i = 0; i < run->operand_count; i++) {
        uint64_t id;

        if (registry_dir_id(run, &id, run->operands[i]) != STATUS_DONE)
            return STATUS_USAGE;
        for (j = 0; j < removals->count && removals->each[j].id != id; j++)
            ;
        if (j == removals->count)
            removals->each[removals->count++].id = id;
    }
    return STATUS_DONE;
}

static nnreg_status forget(struct run *run, struct removals *removals, struct removal *removal, bool dry_run)
{
    struct nnreg_how how = NNREG_HOW_INIT;

    how.flags = dry_run ? NNREG_DRY_RUN : 0;
    how.actor = run->options.given[RM_ACTOR] ? run->options.text[RM_ACTOR] : NULL;
    removal->cascade = (struct nnreg_cascade){.size = sizeof removal->cascade};
    return nnreg_network_delete(removals->registry, removal->id, &how, &removal->cascade);
}

/* Before the first network goes all must be known to be there: a typing error in the last id must not cost the others. */
static int look_at_all(struct run *run, struct removals *removals)
{
    size_t i;

    for (i = 0; i < removals->count; i++) {
        struct removal *removal = &removals->each[i];
        nnreg_network *network = NULL;
        nnreg_status status = nnreg_network_get(removals->registry, &network, removal->id);

        if (status == NNREG_OK) {
            removal->name = memory_copy(nnreg_network_name(network));
            nnreg_network_free(network);
            status = forget(run, removals, removal, true);
        }
        if (status != NNREG_OK)
            return registry_dir_failure(run, removals->registry, status, removal->id);
    }
    return STATUS_DONE;
}

/* "removed 1 "digits": 4 files, of which 3 are used by no other network (1.2 MiB)" */
static void add_line(struct buffer *text, const struct removal *removal, bool dry_run)
{
    unsigned long long files = removal->cascade.files, blobs = removal->cascade.blobs;

    buffer_printf(text, "%s %llu \"", dry_run ? "would remove" : "removed", (unsigned long long)removal->id);
    buffer_put(text, removal->name);
    buffer_printf(text, "\": %llu file%s", files, files == 1 ? "" : "s");
    if (blobs < files)
        buffer_printf(text, ", %llu of them shared with other networks", files - blobs);
    buffer_put(text, "; frees ");
    text_add_size(text, removal->cascade.bytes);
    buffer_put(text, "\n");
}

static void add_json(struct json_out *out, const struct removal *removal)
{
    json_out_open(out, '{');
    json_out_member_number(out, "id", removal->id);
    json_out_member_text(out, "name", removal->name);
    json_out_member_number(out, "networks", removal->cascade.networks);
    json_out_member_number(out, "tasks", removal->cascade.tasks);
    json_out_member_number(out, "files", removal->cascade.files);
    json_out_member_number(out, "blobs", removal->cascade.blobs);
    json_out_member_number(out, "bytes", removal->cascade.bytes);
    json_out_close(out, '}');
}

/* What went before something failed is told, too: in text by its line, in JSON by the note of the failure. */
static int remove_all(struct run *run, struct removals *removals, struct buffer *json)
{
    bool dry_run = run->options.given[RM_DRY_RUN];
    struct json_out out = {json, false};
    size_t i;

    json_out_open(&out, '{');
    json_out_member_bool(&out, "dry_run", dry_run);
    json_out_key(&out, "removed");
    json_out_open(&out, '[');
    for (i = 0; i < removals->count; i++) {
        struct removal *removal = &removals->each[i];
        nnreg_status status = forget(run, removals, removal, dry_run);
        struct buffer line = {0};

        if (status != NNREG_OK) {
            if (run->json && i > 0)
                report_note(run, "%zu networks are removed already", i);
            return registry_dir_failure(run, removals->registry, status, removal->id);
        }
        add_json(&out, removal);
        add_line(&line, removal, dry_run);
        if (!run->json)
            output_write(run, &line);
        buffer_free(&line);
    }
    json_out_close(&out, ']');
    json_out_close(&out, '}');
    return STATUS_DONE;
}

static int run_rm(struct run *run)
{
    struct removals removals = {0};
    struct buffer json = {0};
    size_t i;
    int result = read_ids(run, &removals);

    if (result == STATUS_DONE)
        result = registry_dir_open(run, &removals.registry, 0);
    if (result == STATUS_DONE)
        result = look_at_all(run, &removals);
    if (result == STATUS_DONE)
        result = remove_all(run, &removals, &json);
    if (result == STATUS_DONE && run->json)
        output_line(run, buffer_text(&json));
    nnreg_close(removals.registry);
    for (i = 0; i < removals.count; i++)
        free(removals.each[i].name);
    free(removals.each);
    buffer_free(&json);
    return result;
}

const struct command command_rm = {
    .name = "rm",
    .usage = "rm ID... [--dry-run] [--actor NAME]",
    .summary = "delete networks, with their files",
    .help = "Deletes each network with its task and its files; a file that another network\n"
            "shares stays for that one. Prints what went. When one of the ids is unknown\n"
            "nothing is deleted. Ids are never used again.",
    .options = options,
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_rm,
};
