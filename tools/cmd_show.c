/* nnreg show: everything about one network. */
#include <string.h>

#include "commands.h"
#include "damage_mark.h"
#include "field_keys.h"
#include "fields_text.h"
#include "json_pick.h"
#include "operand.h"
#include "operand_list.h"
#include "output.h"
#include "report.h"
#include "text.h"

/* "input 1         input:0: 224x224 SQUASH, RGB, NHWC, FLOAT32, scaled to 255, mean mean.npy" */
static void add_inputs(struct buffer *text, const nnreg_network *network)
{
    struct nnreg_input_info input = NNREG_INPUT_INFO_INIT;
    size_t i;

    for (i = 0; i < nnreg_network_input_count(network); i++) {
        struct buffer label = {0}, value = {0};

        buffer_printf(&label, "input %zu", i + 1);
        if (nnreg_network_input(network, i, &input) != NNREG_OK) {
            fields_add(text, buffer_text(&label), "not known here: --json gives it as it is");
            buffer_free(&label);
            continue;
        }
        buffer_put(&value, input.tensor_name);
        if (input.signature_key[0] != '\0')
            buffer_printf(&value, " (key %s)", input.signature_key);
        buffer_put(&value, ": ");
        if (strcmp(input.resize_type, "NETWORK") == 0)
            buffer_printf(&value, "%u", input.target_width);
        else
            buffer_printf(&value, "%ux%u", input.target_width, input.target_height);
        buffer_printf(&value, " %s, %s, %s, %s, scaled to %.15g", input.resize_type, input.color_channels,
                      input.dimension_order, input.data_type, input.pixel_scaling);
        if (input.mean_file[0] != '\0')
            buffer_printf(&value, ", mean %s", input.mean_file);
        fields_add(text, buffer_text(&label), buffer_text(&value));
        buffer_free(&label);
        buffer_free(&value);
    }
}

/* "output 1        tensors_output {"tensors":["prob:0"]}": kind and content as the object has them. */
static void add_outputs(struct buffer *text, const char *json)
{
    struct json_part network = {json, strlen(json)};
    struct json_part list, item, member, kind, content;
    size_t at = 0, member_at, i = 0;

    if (!json_pick_member(&list, network, KEY_POSTPROCESSINGS))
        return;
    while (json_pick_next(&item, list, &at)) {
        struct buffer label = {0}, value = {0};

        member_at = 0;
        if (json_pick_next(&member, item, &member_at) && json_pick_pair(&kind, &content, member)) {
            buffer_printf(&label, "output %zu", ++i);
            buffer_add(&value, kind.text, kind.length);
            buffer_put(&value, " ");
            json_pick_add_compact(&value, content);
            fields_add(text, buffer_text(&label), buffer_text(&value));
        }
        buffer_free(&label);
        buffer_free(&value);
    }
}

static void add_files(struct buffer *text, const nnreg_network *network, const nnreg_damage *damage)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    size_t i;

    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++) {
        struct buffer value = {0};

        buffer_printf(&value, "%s (", file.name);
        text_add_size(&value, file.bytes);
        buffer_put(&value, ")");
        if (damage_mark(damage, file.sha256) != NULL)
            buffer_printf(&value, ", damaged: %s", damage_mark(damage, file.sha256));
        fields_add(text, i == 0 ? KEY_FILES : "", buffer_text(&value));
        buffer_free(&value);
    }
}

/* What was said of license, source and authors. */
static void add_origin(struct buffer *text, const nnreg_network *network)
{
    size_t i;

    if (nnreg_network_license(network) != NULL)
        fields_add(text, KEY_LICENSE, nnreg_network_license(network));
    if (nnreg_network_source(network) != NULL)
        fields_add(text, KEY_SOURCE, nnreg_network_source(network));
    for (i = 0; i < nnreg_network_author_count(network); i++)
        fields_add(text, i == 0 ? KEY_AUTHORS : "", nnreg_network_author(network, i));
}

/* Its id, and how far the deployment is. */
static nnreg_status add_task(struct buffer *text, nnreg *registry, uint64_t id)
{
    nnreg_task *task;
    nnreg_status status = nnreg_task_get(registry, &task, id);

    if (status == NNREG_NOT_FOUND) { /* gone with the network, since that was read */
        fields_add_number(text, "task", id);
        return NNREG_OK;
    }
    if (status != NNREG_OK)
        return status;
    fields_addf(text, "task", "%llu, %s%s%s", (unsigned long long)id, nnreg_task_status(task),
                nnreg_task_error(task)[0] != '\0' ? ": " : "", nnreg_task_error(task));
    nnreg_task_free(task);
    return NNREG_OK;
}

static int add_text(struct buffer *text, struct run *run, nnreg *registry, const nnreg_network *network,
                    const char *json)
{
    nnreg_damage *damage = NULL;
    char digest[65];
    nnreg_status status = damage_mark_list(&damage, registry, nnreg_network_id(network));

    fields_add_number(text, KEY_ID, nnreg_network_id(network));
    fields_add(text, KEY_NAME, nnreg_network_name(network));
    if (nnreg_network_slug(network)[0] != '\0')
        fields_add(text, "public as", nnreg_network_slug(network));
    if (nnreg_network_description(network)[0] != '\0')
        fields_add(text, KEY_DESCRIPTION, nnreg_network_description(network));
    fields_add(text, KEY_METADATA, nnreg_network_metadata(network));
    add_origin(text, network);
    fields_add(text, KEY_FRAMEWORK, nnreg_network_framework(network));
    add_inputs(text, network);
    add_outputs(text, json);
    add_files(text, network, damage);
    nnreg_network_digest(network, digest);
    fields_add(text, KEY_DIGEST, digest);
    nnreg_damage_free(damage);
    if (status == NNREG_OK)
        status = add_task(text, registry, nnreg_network_task_id(network));
    fields_add_time(text, "created", nnreg_network_create_date(network));
    fields_add_time(text, "updated", nnreg_network_update_date(network));
    return status == NNREG_OK ? STATUS_DONE : report_told(run, status, nnreg_message(registry));
}

static int add_network(struct buffer *text, struct run *run, nnreg *registry, uint64_t id)
{
    nnreg_network *network = NULL;
    char *json = NULL;
    nnreg_status status = nnreg_network_get(registry, &network, id);
    int result = STATUS_DONE;

    if (status != NNREG_OK)
        return operand_failure(run, registry, status, &kind_network, id);
    status = nnreg_network_json(&json, network);
    if (status != NNREG_OK)
        result = report_failure(run, status, "%s", nnreg_status_text(status));
    else if (run->json)
        buffer_put(text, json);
    else
        result = add_text(text, run, registry, network, json);
    nnreg_free(json);
    nnreg_network_free(network);
    return result;
}

/* Of several all are shown, or none: who counts on them learns at once that one is missing. */
static int run_show(struct run *run)
{
    struct operand_list list = {0};
    struct buffer text = {0};
    nnreg *registry = NULL;
    size_t i;
    int result = operand_list_open(run, &registry, NNREG_OPEN_READ_ONLY, &kind_network, &list);

    for (i = 0; i < list.count && result == STATUS_DONE; i++) {
        operand_list_begin(&text, run, &list, i);
        result = add_network(&text, run, registry, list.ids[i]);
    }
    if (result == STATUS_DONE) {
        operand_list_end(&text, run, &list);
        output_write(run, &text);
    }
    nnreg_close(registry);
    operand_list_free(&list);
    buffer_free(&text);
    return result;
}

const struct command command_show = {
    .name = "show",
    .group = GROUP_REGISTER,
    .usage = "show ID|SLUG...",
    .summary = "print everything about a network",
    .help = "Prints the network for people, with its slug when it is public and with how far its\n"
            "task is; with --json the whole object, field by field as it was described, with what\n"
            "the registry added. Of several, {\"results\":[...]}; when one of the ids is unknown,\n"
            "none is printed. - takes ids from standard input, one a line or several.",
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_show,
};
