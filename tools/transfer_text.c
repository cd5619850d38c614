/* Exports and imports in words: see transfer_text.h. */
#include "transfer_text.h"

#include <string.h>

#include "field_keys.h"
#include "text.h"

static void add_item(struct transfer *transfer, const struct nnreg_transferred *object)
{
    struct json_out out = {&transfer->items, transfer->items.length > 0};

    json_out_open(&out, '{');
    json_out_member_text(&out, KEY_OBJECT, object->object);
    json_out_member_number(&out, "number", object->number);
    if (object->id != 0)
        json_out_member_number(&out, KEY_ID, object->id);
    json_out_member_text(&out, KEY_NAME, object->name);
    if (transfer->import)
        json_out_member_bool(&out, "made", object->made != 0);
    json_out_close(&out, '}');
}

/* A nnreg_transfer.each: `network 1 -> 7 "digits"`, and whether that was there already. */
static void gather(void *context, const struct nnreg_transferred *object)
{
    struct transfer *transfer = context;
    struct buffer *lines = &transfer->lines;

    add_item(transfer, object);
    buffer_printf(lines, "%s %llu", object->object, (unsigned long long)object->number);
    if (object->id != 0)
        buffer_printf(lines, " -> %llu", (unsigned long long)object->id);
    if (object->name[0] != '\0') {
        buffer_put(lines, " \"");
        text_add_safe(lines, object->name, strlen(object->name));
        buffer_put(lines, "\"");
    }
    buffer_put(lines, transfer->import && !object->made ? " (was there)\n" : "\n");
}

void transfer_start(struct transfer *transfer, bool import)
{
    *transfer = (struct transfer){.counts = NNREG_TRANSFER_INIT, .import = import};
    transfer->counts.each = gather;
    transfer->counts.context = transfer;
}

void transfer_free(struct transfer *transfer)
{
    buffer_free(&transfer->lines);
    buffer_free(&transfer->items);
}

static void add_transferred(struct buffer *text, uint64_t count, const char *what)
{
    buffer_printf(text, "%llu %s%s", (unsigned long long)count, what, count == 1 ? "" : "s");
}

void transfer_add_counts(struct buffer *text, const struct nnreg_transfer *counts)
{
    add_transferred(text, counts->networks, "network");
    buffer_put(text, ", ");
    add_transferred(text, counts->specs, "spec");
    buffer_put(text, ", ");
    add_transferred(text, counts->versions, "version");
    buffer_put(text, ", ");
    add_transferred(text, counts->files, "file");
    buffer_put(text, " (");
    text_add_size(text, counts->bytes);
    buffer_put(text, ")");
}

void transfer_add_json(struct json_out *out, const struct transfer *transfer)
{
    const struct nnreg_transfer *counts = &transfer->counts;

    json_out_member_text(out, "manifest", counts->manifest);
    json_out_key(out, "counts");
    json_out_open(out, '{');
    json_out_member_number(out, KEY_NETWORKS, counts->networks);
    json_out_member_number(out, KEY_SPECS, counts->specs);
    json_out_member_number(out, KEY_VERSIONS, counts->versions);
    if (transfer->import) {
        json_out_member_number(out, "made_networks", counts->made_networks);
        json_out_member_number(out, "made_specs", counts->made_specs);
        json_out_member_number(out, "made_versions", counts->made_versions);
    }
    json_out_member_number(out, KEY_FILES, counts->files);
    json_out_member_number(out, "bytes", counts->bytes);
    json_out_member_number(out, "archive_size", counts->archive_size);
    json_out_close(out, '}');
    json_out_key(out, "objects");
    json_out_open(out, '[');
    buffer_put(out->to, buffer_text(&transfer->items));
    json_out_close(out, ']');
}

bool transfer_choose(const void *context, const struct nnreg_finding *finding, struct finding_source *source)
{
    const struct finding_source *archive = context;

    (void)finding;
    *source = *archive;
    return true;
}
